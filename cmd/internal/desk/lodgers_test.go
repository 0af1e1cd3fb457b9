package desk_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"parvis/accounts/mastodon/mastodontest"
	"parvis/accounts/x/xtest"
	"parvis/accounts/youtube/youtubetest"
	"parvis/app"
	"parvis/app/networks"
)

// lodger is an account of the search for secrets: on a rival, signed in to with what is
// typed, or in a browser where consent says how.
type lodger struct {
	*rival
	name    string
	client  networks.Client // the owner's own application, where the network wants one
	films   bool            // it takes videos and nothing else
	consent func(page string) (back string)
	account app.ID // once connected
}

// lodgers starts a server for every way into every network that Parvis publishes to.
func lodgers(t *testing.T, clock app.Clock) []*lodger {
	t.Helper()
	var all []*lodger
	for _, r := range rivals(t, clock) {
		if r.consent != nil {
			continue // its lodger hears the code and the state too
		}
		all = append(all, &lodger{rival: r, name: r.network.Name()})
	}
	return append(all, tootConsent(t, clock), xConsent(t, clock), videoConsent(t, clock))
}

func tootConsent(t *testing.T, clock app.Clock) *lodger {
	server := mastodontest.Start(t, clock, networks.SoftwareMastodon)
	a := server.CreateAccount("fournil", "read", "write")
	return &lodger{
		name:    "Mastodon, in a browser",
		consent: func(page string) string { return server.Consent(t, page, a.ID).String() },
		rival: &rival{
			network: networks.Mastodon, service: server.URL, faults: server.Faults, revoke: func() { server.Revoke(a.ID) },
			posts: func() (all []held) {
				for _, p := range server.Statuses(a.ID) {
					all = append(all, held{p.ID, p.Text})
				}
				return all
			},
		},
	}
}

func xConsent(t *testing.T, clock app.Clock) *lodger {
	server := xtest.Start(t, clock)
	server.CreateAccount("boulangerie_m") // has the number of the rival's account
	a := server.CreateAccount("fournil_m")
	return &lodger{
		name: "X, in a browser", client: networks.Client{ID: server.ClientID},
		consent: func(page string) string {
			u, err := url.Parse(page)
			must(t, err)
			server.Callback = u.Query().Get("redirect_uri")
			code, state := server.Consent(page, a)
			return server.Callback + "?" + url.Values{"code": {code}, "state": {state}}.Encode()
		},
		rival: &rival{
			network: networks.X, service: server.URL, faults: server.Faults,
			revoke: func() { server.Revoke(a) }, expire: func() { server.EndTokens(a) },
			posts: func() (all []held) {
				for _, p := range server.Posts(a) {
					all = append(all, held{p.ID, p.Text})
				}
				return all
			},
		},
	}
}

func videoConsent(t *testing.T, clock app.Clock) *lodger {
	server := youtubetest.Start(t, clock)
	channel := server.CreateChannel("@boulangerie-martin")
	return &lodger{
		name: "YouTube", client: networks.Client{ID: server.ClientID, Secret: server.ClientSecret}, films: true,
		consent: func(page string) string {
			u, err := url.Parse(page)
			must(t, err)
			code, state := server.Consent(page, channel)
			return u.Query().Get("redirect_uri") + "?" + url.Values{"code": {code}, "state": {state}}.Encode()
		},
		rival: &rival{
			network: networks.YouTube, service: server.URL, faults: server.Faults,
			revoke: func() { server.Revoke(channel) }, expire: func() { server.EndTokens(channel) },
			posts: func() (all []held) {
				for _, v := range server.Videos(channel) {
					all = append(all, held{v.ID, v.Description})
				}
				return all
			},
		},
	}
}

// typed are the secrets that connecting the account types.
func (l *lodger) typed(n *needles) {
	if l.consent != nil {
		if l.client.Secret != "" {
			n.add(l.name+": the key of the application", l.client.Secret)
		}
		return
	}
	for _, part := range append(strings.Split(l.secret, "\n"), l.secret, strings.ReplaceAll(l.secret, " ", "")) {
		n.add(l.name+": what is typed", part)
	}
}

// signIn connects an account with a secret, or in a browser, for the first time or
// again.
func (l *lodger) signIn(ctx context.Context, r *search, secret string) error {
	accounts := r.Accounts
	var a networks.Account
	var err error
	switch {
	case l.consent != nil && l.account != "":
		a, err = accounts.ReconnectSignIn(ctx, l.account, l.client, r.browser(l))
	case l.consent != nil:
		a, err = accounts.SignIn(ctx, l.network, l.service, l.client, r.browser(l))
	case l.account != "":
		a, err = accounts.Reconnect(ctx, l.account, l.identifier, secret)
	default:
		a, err = accounts.Connect(ctx, l.network, l.service, l.identifier, secret)
	}
	if err == nil {
		l.account = a.ID
	}
	return err
}

// browser agrees on the page of a network and comes back.
func (r *search) browser(l *lodger) func(page string) error {
	return func(page string) error {
		asked, err := url.Parse(page)
		if err != nil {
			return err
		}
		r.needles.add(l.name+": the state of a question", asked.Query().Get("state"))
		back := l.consent(page)
		answer, err := url.Parse(back)
		if err != nil {
			return err
		}
		r.needles.add(l.name+": a code", answer.Query().Get("code"))
		came, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Get(back)
		if err != nil {
			return fmt.Errorf("the browser finds nobody: %w", err)
		}
		return came.Body.Close()
	}
}
