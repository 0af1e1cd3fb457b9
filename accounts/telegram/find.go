package telegram

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

const (
	// early is how far Telegram's clock may be behind ours.
	early = 2 * time.Minute
	// maxPages is how many pages of a channel are read back.
	maxPages = 10
)

// Find looks for the post on the public page of the channel, where it must have
// the same text and not be older than the attempt. Everybody can read it: no
// credential is needed. A private channel has no such page, and a post without
// words nothing to be recognised by: Unreadable. Channels change their names, and
// a name that is given up can be taken by somebody else: with a credential, the
// channel is asked for its own of today first.
func (c *Connector) Find(ctx context.Context, s networks.Session, content networks.Content, id networks.Identity) (networks.Finding, networks.Result) {
	name, public := c.nameOf(ctx, s)
	text := folded(networks.Normalise(content.Text))
	if !public || text == "" {
		return networks.Unreadable, networks.Result{Call: networks.Call{Name: "t.me"}}
	}
	since := id.CreatedAt.Add(-early)
	var found []shown
	var before int64
	var a wire.Answer
	for range maxPages {
		a = c.page(ctx, s, name, before)
		if hidden(a, name) {
			return networks.Unreadable, networks.Result{Call: a.Call}
		}
		page, err := readPage(a, name)
		if err == nil && before == 0 && len(page.posts) == 0 {
			err = errors.New("the page shows nothing, not even that the channel was created")
		}
		if err != nil {
			return undecided(a, c.clock.Now(), err)
		}
		for _, p := range page.posts {
			if p.text == text && !p.at.Before(since) {
				found = append(found, p)
			}
		}
		first := page.first()
		if first <= 1 || page.reaches(since) {
			return told(a, name, found)
		}
		before = first
	}
	return undecided(a, c.clock.Now(), errors.New("the pages do not reach back far enough"))
}

// nameOf returns the public name of the account's channel, or false for a
// private one. What cannot be asked is what it was when it was connected.
func (c *Connector) nameOf(ctx context.Context, s networks.Session) (string, bool) {
	if s.Credential.Secret != "" {
		found, err := c.channel(ctx, s.Account.Service, s.Credential.Secret, s.Account.RemoteID)
		if err == nil && strconv.FormatInt(found.ID, 10) == s.Account.RemoteID {
			return publicName(found.handle())
		}
	}
	return publicName(s.Account.Handle)
}

// undecided is what a page comes to that tells nothing.
func undecided(a wire.Answer, now time.Time, why error) (networks.Finding, networks.Result) {
	if a.OK() {
		a.Err = why
	}
	return a.Undecided(networks.Telegram, now)
}

// told says what the posts found come to.
func told(a wire.Answer, name string, found []shown) (networks.Finding, networks.Result) {
	switch len(found) {
	case 0:
		return networks.Absent, networks.Result{Call: a.Call}
	case 1:
		messages := found[0].messages
		return networks.Present, networks.Result{
			RemoteID: remoteID(messages), Permalink: permalink("", name, messages[0]), Call: a.Call,
		}
	}
	several := app.Fail(app.CodeConflict, "telegram.error.several")
	return networks.Undecided, networks.Result{Call: a.Call, Err: several}
}

// page asks for the posts of a channel that come before a message, 0 for the
// latest.
func (c *Connector) page(ctx context.Context, s networks.Session, name string, before int64) wire.Answer {
	base := s.Account.Service
	if base == "" {
		base = officialSite
	}
	var query url.Values
	if before > 0 {
		query = url.Values{"before": {strconv.FormatInt(before, 10)}}
	}
	return wire.Send(ctx, c.client, wire.Request{
		Name: "t.me/s/" + name, URL: base + "/s/" + name, Query: query, Header: map[string]string{"Accept": "text/html"},
		Secrets: secretsOf(s.Credential.Secret), Timeout: wire.ShortTimeout,
	})
}

// hidden reports whether Telegram shows no posts of the channel on the web, as
// of one that became private or has another name since: it sends readers to the
// channel's own address.
func hidden(a wire.Answer, name string) bool {
	if a.Err != nil || a.Status != http.StatusFound && a.Status != http.StatusMovedPermanently {
		return false
	}
	to, err := url.Parse(a.Header.Get("Location"))
	if err != nil {
		return false
	}
	official := to.Host == "" || to.Scheme+"://"+to.Host == officialSite
	return official && strings.EqualFold(to.Path, "/"+name)
}

func readPage(a wire.Answer, name string) (preview, error) {
	if !a.OK() {
		return preview{}, errors.New("the page did not come")
	}
	return parsePreview(a.Body, name)
}
