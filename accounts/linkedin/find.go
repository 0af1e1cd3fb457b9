package linkedin

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
	// early is how much sooner than its attempt a post may have been made, by
	// LinkedIn's clock.
	early = 2 * time.Minute
	// listed is how many posts or comments are read, the most that LinkedIn gives.
	listed = 100
)

// candidate is a post or a comment that may be the one of an attempt.
type candidate struct {
	urn, author, text string
	made              time.Time
}

// Find looks for the post among those that the page made last, or for the
// comment among those under its post. One that is the same in words, made no
// sooner than the attempt, is it; two are told apart by nobody.
//
// The posts of a member cannot be read, nor those of a page without the
// permission for it: Unreadable.
func (c *Connector) Find(ctx context.Context, s networks.Session, content networks.Content, id networks.Identity) (networks.Finding, networks.Result) {
	root := content.Answers.Root
	r := request{
		name: "GET /rest/posts", service: s.Account.Service, path: "/rest/posts", restli: "FINDER",
		query: url.Values{"q": {"author"}, "author": {s.Account.RemoteID}, "count": {strconv.Itoa(listed)}, "sortBy": {"CREATED"}},
		token: s.Credential.Secret, timeout: wire.ShortTimeout,
	}
	if root != "" {
		r.name, r.path, r.restli = "GET /rest/socialActions/comments", commentsOf(under(content.Answers)), ""
		r.query = url.Values{"count": {strconv.Itoa(listed)}, "start": {"0"}}
	}
	if !isPage(s.Account) {
		return networks.Unreadable, networks.Result{Call: networks.Call{Name: r.name}}
	}
	if s.Credential.Secret == "" {
		return networks.Undecided, networks.Result{Call: networks.Call{Name: r.name}, Err: dying(s.Account)}
	}
	a := c.exchange(ctx, r)
	now := c.clock.Now()
	switch {
	case a.dead():
		return networks.Undecided, networks.Result{Call: a.Call, Err: dying(s.Account)}
	case a.forbidden():
		return networks.Unreadable, networks.Result{Call: a.Call, Err: lacking("r_organization_social")}
	}
	all, ok := a.candidates(root != "")
	if !ok {
		return a.not("a list of posts").undecided(now)
	}
	since, sent := id.CreatedAt.Add(-early), content.Text
	if root == "" {
		sent = plain(commentary(sent))
	}
	var matches []candidate
	whole := len(all) < listed
	for _, p := range all {
		// Posts come newest first; in which order comments do is not said.
		whole = whole || root == "" && p.made.Before(since)
		if p.author == s.Account.RemoteID && !p.made.Before(since) && wire.Alike(networks.LinkedIn, sent, p.text, standsFor) {
			matches = append(matches, p)
		}
	}
	switch {
	case len(matches) == 1:
		shown := root
		if shown == "" {
			shown = matches[0].urn
		}
		return networks.Present, networks.Result{RemoteID: matches[0].urn, Permalink: permalink(shown), Call: a.Call}
	case len(matches) == 0 && whole:
		return networks.Absent, networks.Result{Call: a.Call}
	}
	doubt := app.Fail(app.CodeUnknown, "connector.error.unknown", "Network", networks.LinkedIn.Name())
	return networks.Undecided, networks.Result{Call: a.Call, Err: doubt.Because(errors.New(strconv.Itoa(len(matches)) + " posts could be it"))}
}

// standsFor reports whether a link that LinkedIn shows is the one that was sent,
// or the short one that LinkedIn makes of long ones, which does not tell where
// it leads.
func standsFor(shown, sent string) bool {
	return wire.SameLink(shown, sent) || strings.HasPrefix(shown, "https://lnkd.in/")
}

// candidates reads a list of posts or of comments. One thing in it that is no
// such thing makes the whole no list: what is missing proves nothing.
func (a answer) candidates(comments bool) ([]candidate, bool) {
	var list struct {
		Elements *[]struct {
			ID         string `json:"id"`
			Author     string `json:"author"`
			Commentary string `json:"commentary"`
			CreatedAt  int64  `json:"createdAt"` // Unix milliseconds
			Lifecycle  string `json:"lifecycleState"`

			URN     string `json:"commentUrn"`
			Older   string `json:"$URN"`
			Actor   string `json:"actor"`
			Created struct {
				Time int64 `json:"time"` // Unix milliseconds
			} `json:"created"`
			Message message `json:"message"`
		} `json:"elements"`
	}
	if a.Decode(&list) != nil || list.Elements == nil {
		return nil, false
	}
	all := make([]candidate, 0, len(*list.Elements))
	for _, e := range *list.Elements {
		p := candidate{urn: e.ID, author: e.Author, text: plain(e.Commentary), made: time.UnixMilli(e.CreatedAt)}
		form := postForm
		if comments {
			p = candidate{urn: e.URN, author: e.Actor, text: e.Message.Text, made: time.UnixMilli(e.Created.Time)}
			if p.urn == "" {
				p.urn = e.Older
			}
			form = commentForm
		}
		if !form.MatchString(p.urn) || p.author == "" || p.made.UnixMilli() <= 0 {
			return nil, false
		}
		if !comments && e.Lifecycle != "PUBLISHED" {
			continue
		}
		all = append(all, p)
	}
	return all, true
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
