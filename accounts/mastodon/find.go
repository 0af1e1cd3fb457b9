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
	since := id.CreatedAt.Add(-clockSkew)
	query := url.Values{"limit": {"40"}, "exclude_reblogs": {"true"}}
	search := search{account: s.Account, content: content, id: id}
	for range maxPages {
		a := to.get(ctx, path, query)
		var page []status
		if err := a.Decode(&page); err != nil {
			return c.unfound(a, s.Account, to.token != "")
		}
		for _, one := range page {
			search.look(one, since)
		}
		if len(page) > 0 && page[len(page)-1].madeSince(since) {
			// Newest first: there may be more.
			query.Set("max_id", page[len(page)-1].ID)
			continue
		}
		return search.finding(a, to.token != "")
	}
	return networks.Undecided, networks.Result{Err: app.Fail(app.CodeUnavailable, "connector.error.trouble", "Network", networks.Mastodon.Name())}
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
}

// look keeps a status that says what the attempt says.
func (s *search) look(one status, since time.Time) {
	page, own := one.of(s.account)
	parent := ""
	if one.InReplyTo != nil {
		parent = *one.InReplyTo
	}
	said := comparable(s.content.Text)
	switch {
	case !own, len(one.Reblog) > 0 && string(one.Reblog) != "null", !one.madeSince(since):
	case parent != answered(s.content.Answers), comparable(plainText(one.Content)) != said:
	case said == "" && one.madeSince(s.id.CreatedAt.Add(wordless)):
	default:
		s.found = append(s.found, networks.Result{RemoteID: one.ID, Permalink: page})
	}
}

// finding says what the list shows; whole says that nothing of it was hidden.
func (s *search) finding(a answer, whole bool) (networks.Finding, networks.Result) {
	switch {
	case len(s.found) == 1:
		r := s.found[0]
		r.Call = a.Call
		return networks.Present, r
	case len(s.found) == 0 && whole && !s.unlisted():
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
