// Package accountstest is the conformance suite that every connector passes,
// with what it takes to make a server, real or fake, go wrong.
package accountstest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// Harness is one fresh account on one server.
type Harness struct {
	Connector networks.Connector
	Clock     *networkstest.Clock
	// Service, Identifier and Secret are what the owner of the account types.
	Service, Identifier, Secret string
	// Content is a post that the network takes.
	Content networks.Content
	// Faults stand in front of the server.
	Faults *Faults
	// Records returns how many posts the server holds for the account, without those
	// that it keeps until their moment.
	Records func(t *testing.T) int
	// Kept returns how many posts the server keeps until their moment. Nil where it
	// keeps none.
	Kept func(t *testing.T) int
	// Mature lets the server know that the moments of all that it keeps have passed,
	// as they have on Clock. Nil for one that goes by Clock.
	Mature func(t *testing.T)
	// TokenLife is how long the network lets a session be used without renewal or,
	// where only a living session can be renewed, how long the connector leaves it.
	TokenLife time.Duration
	// Renewals returns how often sessions were renewed or opened anew since the
	// server started. Nil where the server does not tell.
	Renewals func() int
	// ReadBack is how far this very account can be read back, where that is less
	// than what its network allows: a private channel. "" is the network's class.
	ReadBack networks.ReadBack
	// Patience is how long the network may still be at work on a call that broke,
	// during which nothing is proven of it. Zero where it never is.
	Patience time.Duration
	// Reads recognises the calls of other methods than GET that read, or sign in: what
	// a rehearsal may make beside GET. Nil where there are none.
	Reads func(*http.Request) bool
	// Unasked says that a rehearsal asks the network nothing while the session serves,
	// because reading is billed.
	Unasked bool
	// Revoke takes the secret of the account back; sessions opened with it die at
	// the latest after TokenLife.
	Revoke func(t *testing.T)
	// Beside is what the parts beside publishing need.
	Beside Beside
}

// business is the business whose accounts the suite opens.
const business app.ID = "019aa6f0-0000-7000-8000-00000000beef"

// scene is a harness with an account connected through the real service.
type scene struct {
	*Harness
	accounts *networkstest.Accounts
	vault    *networkstest.Vault
	sessions *networks.Sessions
	account  networks.Account
}

func open(t *testing.T, h *Harness) *scene {
	t.Helper()
	s := &scene{Harness: h, accounts: &networkstest.Accounts{}, vault: &networkstest.Vault{}}
	events := app.NewEvents()
	s.sessions = networks.NewSessions(business, s.accounts, s.vault, h.Clock, events)
	service := networks.NewAccountService(networks.Connectors{h.Connector.Network(): h.Connector},
		s.accounts, s.sessions, app.NewIDs(h.Clock, nil), h.Clock, events)
	account, err := service.Connect(t.Context(), h.Connector.Network(), h.Service, h.Identifier, h.Secret)
	if err != nil {
		t.Fatalf("Connect: %v", err)
	}
	if account.RemoteID == "" || account.Handle == "" {
		t.Fatalf("the connected account has no name: %+v", account)
	}
	s.account = account
	return s
}

func (s *scene) session(t *testing.T) networks.Session {
	t.Helper()
	opened, err := s.sessions.Open(t.Context(), s.account.ID)
	if err != nil {
		t.Fatalf("opening the account: %v", err)
	}
	return opened
}

// prepare prepares the harness's content.
func (s *scene) prepare(t *testing.T, opened networks.Session) networks.Prepared {
	t.Helper()
	note, err := s.Connector.Prepare(t.Context(), opened, s.Content, "")
	if err != nil {
		t.Fatalf("Prepare: %v", err)
	}
	return note
}

// identify chooses the identity of a new attempt as the engine does.
func (s *scene) identify(note networks.Prepared) networks.Identity {
	return networks.IdentityFor(s.Connector, s.Clock.Now(), note, networks.Identity{})
}

// publish makes the call and checks what holds of every result.
func (s *scene) publish(ctx context.Context, t *testing.T, opened networks.Session, note networks.Prepared, id networks.Identity) networks.Result {
	t.Helper()
	r := s.Connector.Publish(ctx, opened, s.Content, note, id)
	s.check(t, r)
	switch r.Outcome {
	case networks.Created:
		// Only a server on this machine may be read in the clear.
		secure := strings.HasPrefix(r.Permalink, "https://") || strings.HasPrefix(r.Permalink, "http://127.0.0.1:")
		if r.RemoteID == "" || !secure {
			t.Errorf("created without a proof: %+v", r)
		}
	case networks.Limited:
		if !r.RetryAfter.After(s.Clock.Now()) {
			t.Errorf("limited until %v, which is not later than now", r.RetryAfter)
		}
	}
	if r.Outcome != networks.Created {
		var e *app.Error
		if !errors.As(r.Err, &e) || e.Key == "" {
			t.Errorf("%s without a sentence: %v", r.Outcome, r.Err)
		}
	}
	return r
}

// find reads back and checks what holds of every result.
func (s *scene) find(t *testing.T, opened networks.Session, id networks.Identity) (networks.Finding, networks.Result) {
	t.Helper()
	finding, r := s.Connector.Find(t.Context(), opened, s.Content, id)
	s.check(t, r)
	return finding, r
}

// check holds a result against the secrets of the account.
func (s *scene) check(t *testing.T, r networks.Result) {
	t.Helper()
	secrets := []string{s.Secret}
	if c, err := s.vault.Load(t.Context(), business, s.account.ID); err == nil {
		secrets = append(secrets, c.Session)
	}
	told := []string{r.Call.Name, r.Call.Excerpt, r.RemoteID, r.Permalink}
	if r.Err != nil {
		told = append(told, r.Err.Error())
	}
	for _, text := range told {
		for _, secret := range secrets {
			if secret != "" && strings.Contains(text, secret) || strings.Contains(text, "eyJ") {
				t.Errorf("a secret is told: %q", text)
			}
		}
	}
	if len(r.Call.Excerpt) > 1024 {
		t.Errorf("the excerpt has %d bytes", len(r.Call.Excerpt))
	}
}

// Run runs the suite; fresh returns a new account at every call, from several
// goroutines at a time.
func Run(t *testing.T, fresh func(t *testing.T) *Harness) {
	run := func(name string, test func(*testing.T, *scene)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t, fresh(t)))
		})
	}
	run("publishes and reads back", testPublish)
	run("repeats without doubling", testRepeat)
	run("prepares again", testPrepareAgain)
	run("publishes a thread", testThread)
	harness := fresh(t)
	runKeeping(t, run, open(t, harness))
	words := harness.Faults.Answers
	for _, c := range cases {
		if _, ok := words[c.fault]; c.spoken && !ok {
			continue // this network has no words for that
		}
		run(string(c.fault), func(t *testing.T, s *scene) { testFault(t, s, c) })
	}
	run("context ended before the call", testEndedBefore)
	run("server out of reach", testUnreachable)
	run("session grown old", testOldSession)
	run("read back without a credential", testFindUnopened)
	run("two refreshers at once", testTwoRefreshers)
	run("takes a post back", testDelete)
	run("takes a post back with a dead credential", testDeleteRevoked)
	run("rehearses", testRehearse)
	run("rehearses what is beyond the limits", testRehearseBeyond)
	run("rehearses out of reach", testRehearseUnreachable)
	run("rehearses with a dead credential", testRehearseDead)
	run("tells its quotas", testQuotas)
	run("revoked", testRevoked)
	run("wrong secret", testWrongSecret)
	runBeside(run, harness)
}

// class is how an attempt on the account can be settled now.
func (s *scene) class(id networks.Identity) networks.ReadBack {
	return cmp.Or(s.ReadBack, networks.ReadBackOf(s.Connector, s.account, id))
}

func testPublish(t *testing.T, s *scene) {
	opened := s.session(t)
	note := s.prepare(t, opened)
	id := s.identify(note)
	if finding, _ := s.find(t, opened, id); s.class(id) == networks.ByIdentity && finding != networks.Absent {
		t.Errorf("before anything was sent it is %s, want %s", finding, networks.Absent)
	}
	r := s.publish(t.Context(), t, opened, note, id)
	if r.Outcome != networks.Created {
		t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, networks.Created)
	}
	if n := s.Records(t); n != 1 {
		t.Errorf("the server holds %d posts, want 1", n)
	}
	finding, found := s.find(t, opened, id)
	if s.class(id) == networks.ByOwner {
		if finding != networks.Unreadable {
			t.Errorf("read back: %s, want %s", finding, networks.Unreadable)
		}
		return
	}
	if finding != networks.Present || found.RemoteID != r.RemoteID || found.Permalink != r.Permalink {
		t.Errorf("read back: %s %+v, want what was created: %+v", finding, found, r)
	}
}

func testRepeat(t *testing.T, s *scene) {
	opened := s.session(t)
	note := s.prepare(t, opened)
	id := s.identify(note)
	s.publish(t.Context(), t, opened, note, id)
	s.Clock.Advance(s.Patience)
	r := s.publish(t.Context(), t, opened, note, id)
	if r.Outcome == networks.Refused || r.Outcome == networks.Limited {
		t.Errorf("the same attempt made twice is %s: it may be ours", r.Outcome)
	}
	if n := s.Records(t); s.class(id) == networks.ByIdentity && n != 1 {
		t.Errorf("the server holds %d posts, want 1", n)
	}
	// What was prepared has one name for ever: see networks.Naming.
	_, naming := s.Connector.(networks.Naming)
	if other := s.identify(note); other.Key == id.Key && !naming {
		t.Errorf("two attempts of the same instant have the same key %q", id.Key)
	}
}

func testPrepareAgain(t *testing.T, s *scene) {
	opened := s.session(t)
	note := s.prepare(t, opened)
	if len(note) > 64<<10 {
		t.Errorf("the note has %d bytes", len(note))
	}
	again, err := s.Connector.Prepare(t.Context(), opened, s.Content, note)
	if err != nil || again != note {
		t.Errorf("prepared again: %q, %v; want the same note %q", again, err, note)
	}
	if _, err := s.Connector.Prepare(t.Context(), opened, s.Content, note[:len(note)/2]); err != nil {
		t.Errorf("a broken note stops the preparation: %v", err)
	}
	if n := s.Records(t); n != 0 {
		t.Errorf("preparing made %d posts public", n)
	}
}

func testEndedBefore(t *testing.T, s *scene) {
	opened := s.session(t)
	note := s.prepare(t, opened)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := s.publish(ctx, t, opened, note, s.identify(note))
	if r.Outcome != networks.Limited || s.Records(t) != 0 {
		t.Errorf("outcome %s with %d posts, want %s with none", r.Outcome, s.Records(t), networks.Limited)
	}
}

func testUnreachable(t *testing.T, s *scene) {
	opened := s.session(t)
	note := s.prepare(t, opened)
	opened.Account.Service = "http://127.0.0.1:1" // nobody listens on tcpmux
	id := s.identify(note)
	r := s.publish(t.Context(), t, opened, note, id)
	if r.Outcome != networks.Limited || app.CodeOf(r.Err) != app.CodeUnavailable {
		t.Errorf("outcome %s (%v), want %s: not one byte left", r.Outcome, r.Err, networks.Limited)
	}
	if finding, _ := s.find(t, opened, id); finding != networks.Undecided && finding != networks.Unreadable {
		t.Errorf("a server that cannot be asked says %s", finding)
	}
	if err := s.sessions.Report(t.Context(), s.account.ID, r.Err); err != nil {
		t.Fatal(err)
	}
	s.wantState(t, networks.AccountConnected)
}

func testOldSession(t *testing.T, s *scene) {
	before := s.renewals()
	s.Clock.Advance(s.TokenLife + time.Minute)
	opened := s.session(t)
	note := s.prepare(t, opened)
	r := s.publish(t.Context(), t, opened, note, s.identify(note))
	if r.Outcome != networks.Created {
		t.Fatalf("outcome %s (%v): an old session is renewed before the call", r.Outcome, r.Err)
	}
	if n := s.renewals() - before; s.Renewals != nil && n != 1 {
		t.Errorf("renewed %d times, want once", n)
	}
	s.wantState(t, networks.AccountConnected)
}

func testFindUnopened(t *testing.T, s *scene) {
	opened := s.session(t)
	note := s.prepare(t, opened)
	id := s.identify(note)
	s.publish(t.Context(), t, opened, note, id)
	dead := app.Fail(app.CodeUnauthorised, "networks.error.expired", "Account", opened.Account.Handle, "Network", opened.Account.Network.Name())
	finding, r := s.find(t, networks.Session{
		Account: opened.Account,
		Renew:   func(context.Context, string, networks.Obtain) (string, error) { return "", dead },
	}, id)
	if finding == networks.Absent || finding == networks.Unreadable && s.class(id) != networks.ByOwner {
		t.Errorf("%s (%v), of a post that is there", finding, r.Err)
	}
}

func testTwoRefreshers(t *testing.T, s *scene) {
	before, first := s.renewals(), s.session(t).Credential
	s.Clock.Advance(s.TokenLife + time.Minute)
	const posts = 4
	var wg sync.WaitGroup
	for i := range posts {
		opened, post := s.session(t), s.saying(fmt.Sprintf("%s (%d)", s.Content.Text, i))
		wg.Go(func() {
			note, err := s.Connector.Prepare(t.Context(), opened, post.Content, "")
			if err != nil {
				t.Errorf("Prepare: %v", err)
				return
			}
			if r := post.publish(t.Context(), t, opened, note, s.identify(note)); r.Outcome != networks.Created {
				t.Errorf("outcome %s (%v)", r.Outcome, r.Err)
			}
		})
	}
	wg.Wait()
	if n := s.Records(t); n != posts {
		t.Errorf("the server holds %d posts, want %d", n, posts)
	}
	if n := s.renewals() - before; s.Renewals != nil && n != 1 {
		t.Errorf("renewed %d times, want once for all", n)
	}
	if c := s.session(t).Credential; c.Session == "" && first.Session != "" || c.Secret != first.Secret {
		t.Error("a renewal emptied the credential")
	}
}

// saying returns the scene with a text of its own: networks refuse the same one
// twice.
func (s *scene) saying(text string) *scene {
	harness, other := *s.Harness, *s
	harness.Content.Text = text
	other.Harness = &harness
	return &other
}

func testRevoked(t *testing.T, s *scene) {
	opened := s.session(t)
	note := s.prepare(t, opened)
	s.Revoke(t)
	s.Clock.Advance(s.TokenLife + time.Minute)
	r := s.publish(t.Context(), t, opened, note, s.identify(note))
	if r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeUnauthorised {
		t.Errorf("outcome %s (%v), want %s and %s", r.Outcome, r.Err, networks.Refused, app.CodeUnauthorised)
	}
	if n := s.Records(t); n != 0 {
		t.Errorf("the server holds %d posts, want none", n)
	}
	if opened.Credential.Session == "" {
		// Nothing is ever renewed: the ledger reports what the call said.
		if err := s.sessions.Report(t.Context(), s.account.ID, r.Err); err != nil {
			t.Fatal(err)
		}
	}
	s.wantState(t, networks.AccountExpired)
	if _, err := s.sessions.Open(t.Context(), s.account.ID); app.CodeOf(err) != app.CodeUnauthorised {
		t.Errorf("opening an expired account: %v", err)
	}
}

func testWrongSecret(t *testing.T, s *scene) {
	_, _, err := s.Connector.Connect(t.Context(), s.Service, s.Identifier, "xxxx-wrong-secret")
	if app.CodeOf(err) != app.CodeUnauthorised {
		t.Errorf("a wrong secret gives %v, want %s", err, app.CodeUnauthorised)
	}
	if err != nil && strings.Contains(err.Error(), "xxxx-wrong-secret") {
		t.Errorf("the error tells the secret: %v", err)
	}
}

func (s *scene) renewals() int {
	if s.Renewals == nil {
		return 0
	}
	return s.Renewals()
}

func (s *scene) wantState(t *testing.T, want networks.AccountState) {
	t.Helper()
	a, err := s.accounts.Account(t.Context(), s.account.ID)
	if err != nil || a.State != want {
		t.Errorf("the account is %s (%v), want %s", a.State, err, want)
	}
}
