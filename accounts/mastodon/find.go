package mastodon

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"parvis/app"
	"parvis/app/networks"
)

const (
	// clockSkew is how much earlier than the attempt a server's clock may say
	// that it made a status.
	clockSkew = 2 * time.Minute
	// wordless is how long after an attempt a status without words may be taken
	// for it: nothing else tells it from another.
	wordless = 10 * time.Minute
	// maxPages bounds how far back the list is read.
	maxPages = 5
)

// Find looks for the attempt among what the account published since: the same
// words in answer to the same status, and one only. Where such a status is, or
// the whole list since then was read with the account's own token and shows
// none, that is told; anything else is Undecided.
func (c *Connector) Find(ctx context.Context, s networks.Session, content networks.Content, id networks.Identity) (networks.Finding, networks.Result) {
	to := c.as(s)
	path := "/api/v1/accounts/" + url.PathEscape(localID(s.Account)) + "/statuses"
	query := url.Values{"limit": {"40"}, "exclude_reblogs": {"true"}}
	seen := search{account: s.Account, content: content, id: id}
	var a answer
	for range maxPages {
		a = to.get(ctx, path, query)
		var page []status
		if err := a.Decode(&page); err != nil || page == nil {
			return c.unfound(a, s.Account, to.token != "")
		}
		for _, one := range page {
			seen.look(one)
		}
		if len(page) == 0 {
			return seen.finding(a, to.token != "")
		}
		last := page[len(page)-1]
		switch created, err := time.Parse(time.RFC3339Nano, last.CreatedAt); {
		case err != nil:
			return c.unfound(a, s.Account, to.token != "")
		case created.Before(seen.since()):
			return seen.finding(a, to.token != "")
		}
		// Newest first: there may be more.
		query.Set("max_id", last.ID)
	}
	return seen.finding(a, false)
}

// unfound is the result of a question that was not answered. Without a token,
// that one is wanted says nothing of the account's.
func (c *Connector) unfound(a answer, account networks.Account, asked bool) (networks.Finding, networks.Result) {
	if err := a.barred(account, readStatuses); err != nil && asked {
		return networks.Undecided, networks.Result{Call: a.Call, Err: err}
	}
	return a.unread("a list of statuses").Undecided(networks.Mastodon, c.clock.Now())
}

// search gathers the statuses that may be the attempt.
type search struct {
	account networks.Account
	content networks.Content
	id      networks.Identity
	found   []networks.Result
	odd     bool // one says the same, and nothing can be told of it
}

// since is the earliest that the attempt can have been made, by the server's clock.
func (s *search) since() time.Time { return s.id.CreatedAt.Add(-clockSkew) }

// look keeps a status that says what the attempt says.
func (s *search) look(one status) {
	parent := ""
	if one.InReplyTo != nil {
		parent = *one.InReplyTo
	}
	said := comparable(s.content.Text)
	switch {
	case one.Account.ID != localID(s.account), len(one.Reblog) > 0 && string(one.Reblog) != "null":
		return
	case parent != answered(s.content.Answers), comparable(plainText(one.Content)) != said:
		return
	}
	page, opens := one.of(s.account)
	created, err := time.Parse(time.RFC3339Nano, one.CreatedAt)
	switch {
	case err != nil:
		s.odd = true
	case created.Before(s.since()), said == "" && !created.Before(s.id.CreatedAt.Add(wordless)):
	case !opens:
		s.odd = true
	default:
		s.found = append(s.found, networks.Result{RemoteID: one.ID, Permalink: page})
	}
}

// finding says what the list shows; whole says that nothing of it was hidden.
func (s *search) finding(a answer, whole bool) (networks.Finding, networks.Result) {
	switch {
	case len(s.found) == 1 && !s.odd:
		r := s.found[0]
		r.Call = a.Call
		return networks.Present, r
	case len(s.found) == 0 && whole && !s.odd && !s.unlisted():
		return networks.Absent, networks.Result{Call: a.Call}
	}
	return networks.Undecided, networks.Result{
		Call: a.Call, Err: app.Fail(app.CodeUnavailable, "connector.error.trouble", "Network", networks.Mastodon.Name()),
	}
}

// unlisted reports whether the attempt might be missing from the list although
// it was made: whether Pixelfed lists answers was not checked.
func (s *search) unlisted() bool {
	return s.account.Instance.Software == networks.SoftwarePixelfed && answered(s.content.Answers) != ""
}

// mentionForm is a mention with its server, or what looks like one: both sides of
// a comparison lose the same.
var mentionForm = regexp.MustCompile(`@([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)(?:@[\pL\pN](?:[\pL\pN.-]*[\pL\pN])?)?`)

// comparable is a text without what servers change in it: the server and the
// capitals of a mention, white space, and how accents are composed.
func comparable(text string) string {
	text = norm.NFC.String(networks.Normalise(text))
	text = mentionForm.ReplaceAllStringFunc(text, func(mention string) string {
		name, _, _ := strings.Cut(mention[1:], "@")
		return "@" + strings.ToLower(name)
	})
	return strings.Join(strings.Fields(text), " ")
}
