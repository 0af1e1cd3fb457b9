package publishing_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// asking is a connector that can be asked before the time.
type asking struct {
	connector
	asked []string
	err   error
}

var _ networks.Rehearsing = (*asking)(nil)

func (a *asking) Rehearse(_ context.Context, s networks.Session, c networks.Content) error {
	a.asked = append(a.asked, string(s.Account.ID)+" "+c.Text)
	return a.err
}

// rehearsed starts the program with a connector that can be asked on Bluesky, and
// posts of which some miss something.
func rehearsed(m *machine, misses map[app.ID]app.Message) (*asking, func() map[string]string) {
	m.t.Helper()
	bluesky := &asking{connector: connector{m.networks[networks.Bluesky], m.life}}
	engine := publishing.New(publishing.Parts{
		Store: m.file.Publishing(), Accounts: m.file.Networks(), Sessions: m.ledger, Business: m.file.Business(), Clock: m.clock, Events: m.events,
		Connectors: networks.Connectors{
			networks.Bluesky: bluesky, networks.Mastodon: connector{m.networks[networks.Mastodon], m.life},
		},
		Review: func(_ context.Context, post app.ID) (app.Message, error) { return misses[post], nil },
	}, m.pace)
	return bluesky, func() map[string]string {
		m.t.Helper()
		m.must(engine.Rehearse(m.t.Context()))
		return m.found()
	}
}

// found is why each delivery that was rehearsed would not leave.
func (m *machine) found() map[string]string {
	m.t.Helper()
	all, err := m.service.Rehearsals(m.t.Context())
	m.must(err)
	out := make(map[string]string)
	for _, r := range all {
		out[r.Title] = r.Problem.Key
	}
	return out
}

// TestRehearsal: what is due within 24 hours is checked on each account without
// anything being made, and what is found is kept until the post changes.
func TestRehearsal(t *testing.T) {
	m := newMachine(t, testNow, networks.Bluesky, networks.Mastodon, networks.WordPress)
	m.write("ready", civil("2026-11-21", 18, 0), time.Hour, networks.Bluesky)
	m.write("again", civil("2026-11-21", 19, 0), time.Hour, networks.Bluesky)
	m.write("expired", civil("2026-11-22", 9, 0), time.Hour, networks.Mastodon)
	m.write("mute", civil("2026-11-22", 14, 32), time.Hour, networks.WordPress)
	m.write("later", civil("2026-11-22", 14, 33), time.Hour, networks.Bluesky)
	m.connected(networks.Mastodon, networks.AccountExpired)
	bluesky, rehearse := rehearsed(m, map[app.ID]app.Message{"post-again": app.Say("editorial.check.duplicate")})
	events := 0
	app.On(m.events, func(publishing.RehearsalsChanged) { events++ })
	want := map[string]string{
		"ready": "", "again": "editorial.check.duplicate",
		"expired": "publishing.error.account_expired", "mute": "publishing.error.no_connector",
	}
	if diff := cmp.Diff(want, rehearse()); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	m.same("asked of the network", []string{"account-bluesky ready"}, bluesky.asked)
	for name, n := range m.networks {
		if len(n.calls) > 0 {
			t.Errorf("%s was called: %v", name, n.calls)
		}
	}
	if events != 1 {
		t.Errorf("told of %d times, want once", events)
	}

	// What the network says is found too; a credential that died is reported.
	bluesky.err = app.Fail(app.CodeInvalid, "bluesky.error.image")
	want["ready"] = "bluesky.error.image"
	if diff := cmp.Diff(want, rehearse()); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	bluesky.err = app.Fail(app.CodeUnauthorised, "bluesky.error.password")
	want["ready"], want["again"] = "publishing.error.account_expired", "publishing.error.account_expired"
	if diff := cmp.Diff(want, rehearse()); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	if a := m.ledger.accounts[accountOf(networks.Bluesky)]; a.State != networks.AccountExpired {
		t.Errorf("after the network refused the credential the account is %s", a.State)
	}

	// What was found of a post says nothing once it has changed, moved or left.
	m.clock.add(time.Minute)
	post, err := m.file.Editorial().Post(t.Context(), "post-again")
	m.must(err)
	post.Text, post.UpdatedAt = "other", m.clock.Now()
	m.must(m.file.Editorial().SavePost(t.Context(), post))
	m.must(m.service.Unschedule(t.Context(), "post-mute"))
	delete(want, "again")
	delete(want, "mute")
	if diff := cmp.Diff(want, m.found()); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
}

// TestRehearsalOfWhatIsPublishedByHand: what the post misses is said, and nothing
// of an account that Parvis does not open.
func TestRehearsalOfWhatIsPublishedByHand(t *testing.T) {
	m := newMachine(t, testNow, networks.Mastodon)
	m.connected(networks.Mastodon, networks.AccountHandFed)
	m.write("ready", civil("2026-11-21", 18, 0), time.Hour, networks.Mastodon)
	m.write("again", civil("2026-11-21", 19, 0), time.Hour, networks.Mastodon)
	_, rehearse := rehearsed(m, map[app.ID]app.Message{"post-again": app.Say("editorial.check.duplicate")})
	if diff := cmp.Diff(map[string]string{"ready": "", "again": "editorial.check.duplicate"}, rehearse()); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
}

// TestRehearsalOfTheExample: nothing of the sample business is asked of a network.
func TestRehearsalOfTheExample(t *testing.T) {
	w := newWorld(t)
	w.business.Example = true
	w.plan("bread", networks.Bluesky, testNow.Add(time.Hour), time.Hour)
	w.ledger.accounts = nil // reading an account would fail
	wantFailure(t, w.engine.Rehearse(t.Context()), app.CodeConflict, "publishing.rehearsal.error.example")
}

// TestRehearsalThatFails: a connector that fails inside is contained.
func TestRehearsalThatFails(t *testing.T) {
	m := newMachine(t, testNow, networks.Bluesky)
	m.write("bread", civil("2026-11-21", 18, 0), time.Hour, networks.Bluesky)
	engine := publishing.New(publishing.Parts{
		Store: m.file.Publishing(), Accounts: m.file.Networks(), Sessions: m.ledger, Business: m.file.Business(), Clock: m.clock, Events: m.events,
		Connectors: networks.Connectors{networks.Bluesky: failing{connector{m.networks[networks.Bluesky], m.life}}},
	}, m.pace)
	m.must(engine.Rehearse(t.Context()))
	if diff := cmp.Diff(map[string]string{"bread": "publishing.error.internal"}, m.found()); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
}

type failing struct{ connector }

func (failing) Rehearse(context.Context, networks.Session, networks.Content) error {
	panic("rehearsing")
}
