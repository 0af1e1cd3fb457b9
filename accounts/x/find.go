package x

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

const (
	// early is how much sooner than its attempt a post may have been made, by X's
	// clock.
	early = 2 * time.Minute
	// listed is how many posts are read, the most that X gives at once.
	listed = 100
)

// Find looks for the post among those that the account made since the attempt:
// X bills each one that it tells, so that no others are asked for. One that is
// the same in words, and answers the same post, is it; two are told apart by
// nobody.
func (c *Connector) Find(ctx context.Context, s networks.Session, content networks.Content, id networks.Identity) (networks.Finding, networks.Result) {
	call := networks.Call{Name: "GET /2/users/tweets"}
	parent := content.Answers.Parent
	since := id.CreatedAt.Add(-early).UTC().Truncate(time.Second)
	q := url.Values{
		"max_results": {strconv.Itoa(listed)}, "start_time": {since.Format(time.RFC3339)},
		"tweet.fields": {"created_at,entities,referenced_tweets"}, "exclude": {"retweets,replies"},
	}
	if parent != "" {
		q.Set("exclude", "retweets")
	}
	a, err := c.harmless(ctx, s, request{
		name: call.Name, path: "/2/users/" + url.PathEscape(s.Account.RemoteID) + "/tweets", query: q, timeout: wire.ShortTimeout,
	})
	if err != nil {
		if a.Call.Name != "" {
			call = a.Call
		}
		return networks.Undecided, networks.Result{Call: call, Err: err}
	}
	all, next, ok := a.list()
	if !ok {
		return a.not("a list of posts").undecided(c.clock.Now())
	}
	var matches []string
	for _, t := range all {
		if !t.CreatedAt.Before(since) && t.parent() == parent && t.says(content.Text, s.Account.Handle, parent != "") {
			matches = append(matches, t.ID)
		}
	}
	switch {
	case len(matches) == 1:
		return networks.Present, networks.Result{RemoteID: matches[0], Permalink: permalink(s.Account, matches[0]), Call: a.Call}
	case len(matches) == 0 && next == "":
		return networks.Absent, networks.Result{Call: a.Call}
	}
	doubt := app.Fail(app.CodeUnknown, "connector.error.unknown", "Network", networks.X.Name())
	return networks.Undecided, networks.Result{Call: a.Call, Err: doubt.Because(errors.New(strconv.Itoa(len(matches)) + " posts could be it"))}
}

// tweet is a post as X gives it back.
type tweet struct {
	ID        string    `json:"id"`
	Text      *string   `json:"text"`
	CreatedAt time.Time `json:"created_at"`
	Entities  struct {
		URLs []link `json:"urls"`
	} `json:"entities"`
	Referenced []struct {
		Type string `json:"type"`
		ID   string `json:"id"`
	} `json:"referenced_tweets"`
	Author       string `json:"author_id"`
	Answers      string `json:"in_reply_to_user_id"`
	Conversation string `json:"conversation_id"` // its first post
}

// link is an address that X put in the place of another.
type link struct {
	Short    string `json:"url"` // on t.co
	Expanded string `json:"expanded_url"`
	Display  string `json:"display_url"`
	MediaKey string `json:"media_key"` // when it stands for pictures
}

// list reads a list of posts; next is the token of the page that follows, "" when there
// are no more of them. One thing in it that is no post, or an error told beside it, makes the whole no
// list: what is missing proves nothing.
func (a answer) list() (all []tweet, next string, ok bool) {
	var told struct {
		Data   []tweet `json:"data"`
		Errors []any   `json:"errors"`
		Meta   *struct {
			Count int    `json:"result_count"`
			Next  string `json:"next_token"`
		} `json:"meta"`
	}
	if a.Decode(&told) != nil || told.Meta == nil || told.Meta.Count != len(told.Data) || len(told.Errors) > 0 {
		return nil, "", false
	}
	for _, t := range told.Data {
		if !idForm.MatchString(t.ID) || t.Text == nil || t.CreatedAt.IsZero() {
			return nil, "", false
		}
	}
	return told.Data, told.Meta.Next, true
}

// parent is the post that a post answers, "" when it answers none.
func (t tweet) parent() string {
	for _, r := range t.Referenced {
		if r.Type == "replied_to" {
			return r.ID
		}
	}
	return ""
}

// says reports whether a post is in the words that were sent. An answer to one's
// own post may come back with one's own name before it: not checked.
func (t tweet) says(sent, handle string, answers bool) bool {
	shown := t.plain()
	if wire.Alike(networks.X, sent, shown, standsFor) {
		return true
	}
	name := "@" + handle + " "
	return answers && len(shown) > len(name) && strings.EqualFold(shown[:len(name)], name) &&
		wire.Alike(networks.X, sent, shown[len(name):], standsFor)
}

// standsFor reports whether a link that X shows is the one that was sent, or a
// short one of X's own that it did not explain.
func standsFor(shown, sent string) bool {
	return wire.SameLink(shown, sent) || strings.HasPrefix(shown, "https://t.co/")
}

// entities are what X writes for three characters.
var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// plain is the text of a post as it was written: without the short addresses that
// X puts in the place of links, and adds for pictures.
func (t tweet) plain() string {
	text := entities.Replace(*t.Text)
	for _, l := range t.Entities.URLs {
		if l.Short == "" {
			continue
		}
		place := l.Expanded
		if l.MediaKey != "" || strings.HasPrefix(l.Display, "pic.") {
			place = ""
		}
		text = strings.Replace(text, l.Short, place, 1)
	}
	return text
}

// undecided is the result of a reading that showed nothing.
func (a answer) undecided(now time.Time) (networks.Finding, networks.Result) {
	err := a.failure(now)
	r := networks.Result{Call: a.Call, Err: err}
	var l wire.Later
	if errors.As(err, &l) {
		r.RetryAfter = l.Until
	}
	return networks.Undecided, r
}
