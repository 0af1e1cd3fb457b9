package networks_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/networks"
)

// porter is a connector that asks in a browser: the code names the account.
type porter struct {
	doorman
	page     string
	asked    networks.Request
	refuse   error
	answered func() // before the answer is turned into an account
	expires  time.Time
}

func (p *porter) Ask(_ context.Context, r networks.Request) (networks.Consent, error) {
	p.asked = r
	return networks.Consent{Page: p.page, Request: r, Verifier: "verifier"}, p.refuse
}

func (p *porter) Answered(ctx context.Context, c networks.Consent, code string) (networks.Account, networks.Credential, error) {
	if p.answered != nil {
		p.answered()
	}
	if c.Verifier != "verifier" {
		return networks.Account{}, networks.Credential{}, errors.New("another question")
	}
	return p.Connect(ctx, c.Request.Service, "", code)
}

func (p *porter) Expires(c networks.Credential) time.Time {
	if c.Session == "" {
		return time.Time{}
	}
	return p.expires
}

// machine is a networks.Loopback whose browser brings what a test says.
type machine struct {
	code   string
	err    error
	busy   error
	ports  []int
	closed int
}

func (m *machine) Listen(_ context.Context, ports []int) (networks.Return, error) {
	m.ports = ports
	return m, m.busy
}

func (m *machine) Address() string { return networks.Callback(17843) }
func (m *machine) State() string   { return "state" }
func (m *machine) Close()          { m.closed++ }

func (m *machine) Wait(ctx context.Context) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", app.Fail(app.CodeUnavailable, "networks.error.interrupted").Because(err)
	}
	return m.code, m.err
}

// lobby is an office with a network that asks in a browser.
type lobby struct {
	*office
	porter  *porter
	machine *machine
	service *networks.AccountService
	opened  []string
}

func newLobby(t *testing.T) *lobby {
	t.Helper()
	l := &lobby{
		office: newOffice(t), porter: &porter{page: "https://mastodon.example/oauth/authorize"}, machine: &machine{code: "martin"},
	}
	l.service = networks.NewAccountService(networks.Connectors{networks.Bluesky: l.porter}, l.accounts, l.sessions,
		app.NewIDs(app.FixedClock(now), nil), app.FixedClock(now), l.events).WithLoopback(l.machine)
	return l
}

func (l *lobby) open(page string) error {
	l.opened = append(l.opened, page)
	return nil
}

// keepsNothing fails when anything was kept.
func (l *lobby) keepsNothing(t *testing.T) {
	t.Helper()
	if all, _ := l.accounts.Accounts(t.Context()); len(all) != 0 || l.vault.Len() != 0 || l.changes.Load() != 0 {
		t.Errorf("left behind: %d accounts, %d credentials, %d events", len(all), l.vault.Len(), l.changes.Load())
	}
}

func TestSignInKeepsWhatTheBrowserBrought(t *testing.T) {
	l := newLobby(t)
	client := networks.Client{ID: "client"}
	a, err := l.service.SignIn(t.Context(), networks.Bluesky, "mastodon.example", client, l.open)
	if err != nil {
		t.Fatal(err)
	}
	want := networks.Request{Service: "mastodon.example", Client: client, Redirect: "http://127.0.0.1:17843/retour", State: "state"}
	if diff := cmp.Diff(want, l.porter.asked); diff != "" {
		t.Errorf("asked with (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{l.porter.page}, l.opened); diff != "" {
		t.Errorf("opened (-want +got):\n%s", diff)
	}
	s, err := l.sessions.Open(t.Context(), a.ID)
	if err != nil || s.Credential.Session != "session of martin" || a.State != networks.AccountConnected || !a.LastSuccess.Equal(now) {
		t.Errorf("signed in to %+v with %+v, %v", a, s.Credential, err)
	}
	if l.machine.closed != 1 {
		t.Errorf("the address was closed %d times", l.machine.closed)
	}
}

func TestSignInAgainKeepsTheAccount(t *testing.T) {
	l := newLobby(t)
	first, err := l.service.SignIn(t.Context(), networks.Bluesky, "x", networks.Client{}, l.open)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.sessions.Report(t.Context(), first.ID, app.Fail(app.CodeUnauthorised, "x")); err != nil {
		t.Fatal(err)
	}
	again, err := l.service.ReconnectSignIn(t.Context(), first.ID, networks.Client{}, l.open)
	if err != nil || again.ID != first.ID || again.State != networks.AccountConnected || l.porter.asked.Service != first.Service {
		t.Errorf("signed in again: %+v, %v; asked %+v", again, err, l.porter.asked)
	}
	l.machine.code = "dupont"
	if _, err := l.service.ReconnectSignIn(t.Context(), first.ID, networks.Client{}, l.open); app.CodeOf(err) != app.CodeConflict {
		t.Errorf("another account's consent: %v, want %s", err, app.CodeConflict)
	}
	if s, err := l.sessions.Open(t.Context(), first.ID); err != nil || s.Credential.Secret != "martin" {
		t.Errorf("after another account's consent: %+v, %v", s, err)
	}
}

// rememberer is a porter whose credentials hold the owner's application.
type rememberer struct{ *porter }

func (rememberer) ClientOf(c networks.Credential) networks.Client {
	return networks.Client{ID: "client of " + c.Session, Secret: "kept"}
}

// TestSignInAgainWithTheSameApplication: what is left out is that of before, be the
// credential dead.
func TestSignInAgainWithTheSameApplication(t *testing.T) {
	l := newLobby(t)
	l.service = networks.NewAccountService(networks.Connectors{networks.Bluesky: rememberer{l.porter}}, l.accounts, l.sessions,
		app.NewIDs(app.FixedClock(now), nil), app.FixedClock(now), l.events).WithLoopback(l.machine)
	first, err := l.service.SignIn(t.Context(), networks.Bluesky, "x", networks.Client{ID: "typed"}, l.open)
	if err != nil {
		t.Fatal(err)
	}
	if want := (networks.Client{ID: "typed"}); l.porter.asked.Client != want {
		t.Errorf("at first: %+v", l.porter.asked.Client)
	}
	if err := l.sessions.Report(t.Context(), first.ID, app.Fail(app.CodeUnauthorised, "x")); err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[networks.Client]networks.Client{
		{}:                         {ID: "client of session of martin", Secret: "kept"},
		{Secret: "new"}:            {ID: "client of session of martin", Secret: "new"},
		{ID: "other", Secret: "s"}: {ID: "other", Secret: "s"},
	} {
		if _, err := l.service.ReconnectSignIn(t.Context(), first.ID, typed, l.open); err != nil || l.porter.asked.Client != want {
			t.Errorf("typed %+v: asked with %+v, %v; want %+v", typed, l.porter.asked.Client, err, want)
		}
	}
}

func TestSignInThatFailsKeepsNothing(t *testing.T) {
	told := app.Fail(app.CodeUnauthorised, "networks.sign_in.denied")
	for name, spoil := range map[string]func(l *lobby) (open func(string) error, want error){
		"denied":     func(l *lobby) (func(string) error, error) { l.machine.err = told; return l.open, told },
		"no port":    func(l *lobby) (func(string) error, error) { l.machine.busy = told; return l.open, told },
		"not asked":  func(l *lobby) (func(string) error, error) { l.porter.refuse = told; return l.open, told },
		"wrong code": func(l *lobby) (func(string) error, error) { l.porter.err = told; return l.open, told },
		"no browser": func(*lobby) (func(string) error, error) { return func(string) error { return told }, told },
		"vault":      func(l *lobby) (func(string) error, error) { l.vault.Err = told; return l.open, told },
		"file":       func(l *lobby) (func(string) error, error) { l.accounts.Err = told; return l.open, told },
		"unprotected": func(l *lobby) (func(string) error, error) {
			l.porter.page = "http://mastodon.example"
			return l.open, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLobby(t)
			open, want := spoil(l)
			_, err := l.service.SignIn(t.Context(), networks.Bluesky, "x", networks.Client{}, open)
			if err == nil || want != nil && !errors.Is(err, want) {
				t.Errorf("SignIn: %v, want %v", err, want)
			}
			l.keepsNothing(t)
			if l.machine.busy == nil && l.machine.closed != 1 {
				t.Errorf("the address was closed %d times", l.machine.closed)
			}
			if name == "unprotected" && len(l.opened) > 0 {
				t.Errorf("opened %q", l.opened)
			}
		})
	}
}

func TestSignInGivenUpKeepsNothing(t *testing.T) {
	for name, when := range map[string]func(l *lobby, giveUp func()) func(string) error{
		"before the page": func(l *lobby, giveUp func()) func(string) error { giveUp(); return l.open },
		"in the browser":  func(_ *lobby, giveUp func()) func(string) error { return func(string) error { giveUp(); return nil } },
		// The network grants access, but nobody waits for it any more.
		"at the last moment": func(l *lobby, giveUp func()) func(string) error { l.porter.answered = giveUp; return l.open },
	} {
		t.Run(name, func(t *testing.T) {
			l := newLobby(t)
			ctx, giveUp := context.WithCancel(t.Context())
			_, err := l.service.SignIn(ctx, networks.Bluesky, "x", networks.Client{}, when(l, giveUp))
			if !errors.Is(err, context.Canceled) {
				t.Errorf("SignIn: %v", err)
			}
			l.keepsNothing(t)
		})
	}
}

func TestSignInNeedsANetworkThatAsks(t *testing.T) {
	o := newOffice(t)
	quiet := newService(o, doorman{}).WithLoopback(&machine{})
	deaf := networks.NewAccountService(networks.Connectors{networks.Bluesky: &porter{}}, o.accounts, o.sessions,
		app.NewIDs(app.FixedClock(now), nil), app.FixedClock(now), o.events)
	for name, service := range map[string]*networks.AccountService{"asks for nothing": quiet, "no loopback": deaf} {
		_, err := service.SignIn(t.Context(), networks.Bluesky, "", networks.Client{}, func(string) error { return nil })
		if app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatABrowserMayOpen(t *testing.T) {
	for page, want := range map[string]bool{
		"https://mastodon.social/oauth/authorize?x=y": true,
		"http://127.0.0.1:3000/oauth":                 true,
		"http://[::1]:3000/oauth":                     true,
		"http://mastodon.social/oauth":                false,
		"http://localhost/oauth":                      false, // a hosts file may say otherwise
		"https://user:secret@mastodon.social/":        false,
		"https://":                                    false,
		"https:mastodon.social":                       false,
		"file:///etc/passwd":                          false,
		"javascript:alert(1)":                         false,
		"mastodon.social":                             false,
		"":                                            false,
		"https://mastodon.social\x00/":                false,
	} {
		if got := networks.Openable(page); got != want {
			t.Errorf("%q: %v, want %v", page, got, want)
		}
	}
}

// everywhere has connectors that only sign in for some networks, that ask for others.
type everywhere struct{ asking []networks.Network }

func (e everywhere) Connector(n networks.Network) (networks.Connector, bool) {
	if slices.Contains(e.asking, n) {
		return &porter{}, true
	}
	return doorman{}, n != networks.Google
}

func TestWaysAreThoseOfTheConnector(t *testing.T) {
	o := newOffice(t)
	service := networks.NewAccountService(everywhere{[]networks.Network{networks.X}}, o.accounts, o.sessions,
		app.NewIDs(app.FixedClock(now), nil), app.FixedClock(now), o.events).WithLoopback(&machine{})
	kinds := func(n networks.Network) []networks.WayKind {
		var all []networks.WayKind
		for _, w := range service.Ways(n) {
			all = append(all, w.Kind)
		}
		return all
	}
	for n, want := range map[networks.Network][]networks.WayKind{
		networks.X:        {networks.OwnApp, networks.Pasted},
		networks.Mastodon: {networks.Pasted},
		networks.Bluesky:  {networks.Pasted},
		networks.Google:   nil,
		networks.TikTok:   nil,
	} {
		if diff := cmp.Diff(want, kinds(n)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", n, diff)
		}
	}
}

func TestXComesBackToThePortsItWasTold(t *testing.T) {
	l := newLobby(t)
	service := networks.NewAccountService(networks.Connectors{networks.X: l.porter}, l.accounts, l.sessions,
		app.NewIDs(app.FixedClock(now), nil), app.FixedClock(now), l.events).WithLoopback(l.machine)
	if _, err := service.SignIn(t.Context(), networks.X, "", networks.Client{ID: "c"}, l.open); err != nil {
		t.Fatal(err)
	}
	if len(l.machine.ports) == 0 || !slices.Equal(l.machine.ports, service.Ways(networks.X)[0].Ports) {
		t.Errorf("waited on %v", l.machine.ports)
	}
}

func TestEntriesAreWhole(t *testing.T) {
	seen := make(map[networks.Network]bool)
	for _, e := range networks.Entries() {
		if !e.Network.Known() || seen[e.Network] {
			t.Errorf("%s is unknown or there twice", e.Network)
		}
		seen[e.Network] = true
		if (len(e.Ways) > 0) != (e.Takes != "") {
			t.Errorf("%s does not say what it takes", e.Network)
		}
		for _, w := range e.Ways {
			if len(w.Steps) == 0 || len(w.Fields) == 0 || len(w.Fields) > 3 {
				t.Errorf("%s, %s: %d steps, %d fields", e.Network, w.Kind, len(w.Steps), len(w.Fields))
			}
			parts := make(map[networks.Part]bool)
			for _, f := range w.Fields {
				if parts[f.Part] {
					t.Errorf("%s, %s: %s is asked twice", e.Network, w.Kind, f.Part)
				}
				parts[f.Part] = true
			}
			if w.Asks() && (parts[networks.PartSecret] || parts[networks.PartIdentifier]) || !w.Asks() && !parts[networks.PartSecret] {
				t.Errorf("%s, %s: asks for %v", e.Network, w.Kind, parts)
			}
			for _, s := range w.Steps {
				if s.Page != "" && !networks.Openable(s.Page) || s.Path != "" && (s.Path[0] != '/' || !parts[networks.PartService]) || s.Copies && len(w.Ports) == 0 {
					t.Errorf("%s, %s: %+v", e.Network, w.Kind, s)
				}
			}
		}
	}
	if len(seen) != 14 {
		t.Errorf("%d networks, want all 14", len(seen))
	}
}

func TestExpiryIsWhatTheNetworkTold(t *testing.T) {
	l := newLobby(t)
	l.porter.expires = now.AddDate(0, 2, 0)
	a, err := l.service.SignIn(t.Context(), networks.Bluesky, "x", networks.Client{}, l.open)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := l.service.Expiry(t.Context(), a.ID); err != nil || !got.At.Equal(l.porter.expires) || got.Renewed {
		t.Errorf("ends %v, %v", got, err)
	}
	if err := l.service.Disconnect(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	if got, err := l.service.Expiry(t.Context(), a.ID); err != nil || !got.At.IsZero() {
		t.Errorf("disconnected, it ends %v, %v", got, err)
	}
	// A network that tells nothing is not asked of the keyring.
	o := newOffice(t)
	o.connected(t)
	if got, err := newService(o, doorman{}).Expiry(t.Context(), account); err != nil || !got.At.IsZero() {
		t.Errorf("told by nobody, it ends %v, %v", got, err)
	}
}

// talker is a connector that publishes under a post.
type talker struct {
	doorman
	under networks.Under
}

func (t talker) Under() networks.Under { return t.under }

// filmer is a connector that may send films.
type filmer struct {
	doorman
	films bool
}

func (f filmer) SendsFilms() bool { return f.films }

func TestAbilitiesAreThoseOfTheConnector(t *testing.T) {
	o := newOffice(t)
	all := networks.Under{Threads: true, Comments: true}
	service := networks.NewAccountService(networks.Connectors{
		networks.Bluesky: talker{under: all}, networks.Facebook: talker{under: all},
		networks.Mastodon: talker{}, networks.X: doorman{}, networks.Instagram: doorman{},
		networks.YouTube: filmer{films: true}, networks.TikTok: filmer{}, networks.Google: filmer{films: true},
	}, o.accounts, o.sessions, app.NewIDs(app.FixedClock(now), nil), app.FixedClock(now), o.events)
	for n, want := range map[networks.Network][]networks.Ability{
		networks.Bluesky:   {networks.SendsTexts, networks.SendsPictures, networks.SendsThreads},
		networks.Facebook:  {networks.SendsTexts, networks.SendsPictures, networks.SendsComments},
		networks.Mastodon:  {networks.SendsTexts, networks.SendsPictures},
		networks.X:         {networks.SendsTexts, networks.SendsPictures},
		networks.Instagram: {networks.SendsPictures},
		networks.YouTube:   {networks.SendsVideos},
		networks.TikTok:    {networks.SendsPictures},
		networks.Google:    {networks.SendsTexts, networks.SendsPictures},
		networks.Pinterest: nil,
		"mosaic":           nil,
	} {
		if diff := cmp.Diff(want, service.Abilities(n)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", n, diff)
		}
	}
}

// What an account was signed in to with is not asked for again.
func TestReconnectKeepsTheIdentifier(t *testing.T) {
	o := newOffice(t)
	service := networks.NewAccountService(networks.Connectors{networks.WordPress: doorman{network: networks.WordPress}},
		o.accounts, o.sessions, app.NewIDs(app.FixedClock(now), nil), app.FixedClock(now), o.events)
	a, err := service.Connect(t.Context(), networks.WordPress, "exemple.fr", "editor", "martin")
	if err != nil {
		t.Fatal(err)
	}
	if err := o.sessions.Report(t.Context(), a.ID, app.Fail(app.CodeUnauthorised, "x")); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ typed, want string }{{" ", "editor"}, {"author", "author"}, {"", "author"}} {
		if _, err := service.Reconnect(t.Context(), a.ID, tt.typed, "martin"); err != nil {
			t.Fatal(err)
		}
		if s, err := o.sessions.Open(t.Context(), a.ID); err != nil || s.Credential.Identifier != tt.want {
			t.Errorf("typed %q: signed in as %q, %v; want %q", tt.typed, s.Credential.Identifier, err, tt.want)
		}
	}
}
