package publishing_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// eraser is a connector that takes posts back: answers come one after another.
type eraser struct {
	connector
	ledger  *ledger
	answers []func() networks.Result
	asked   []string
	open    []int // removals that the ledger held, without an end, at each call
}

var _ networks.Deleting = (*eraser)(nil)

func (e *eraser) Delete(_ context.Context, s networks.Session, remoteID string) networks.Result {
	e.asked = append(e.asked, string(s.Account.ID)+" "+remoteID)
	open := 0
	for _, r := range e.ledger.removals {
		if r.EndedAt.IsZero() {
			open++
		}
	}
	e.open = append(e.open, open)
	answer := e.answers[0]
	e.answers = e.answers[1:]
	return answer()
}

func says(outcome networks.Outcome, err error) func() networks.Result {
	return func() networks.Result {
		return networks.Result{Outcome: outcome, Err: err, Call: networks.Call{Name: "DELETE /post", Status: 200, Excerpt: "{}"}}
	}
}

// erased is a world in which a post is out on Bluesky, which takes posts back.
func erased(t *testing.T, answers ...func() networks.Result) (*world, *eraser, *publishing.Engine, app.ID) {
	t.Helper()
	w := newWorld(t)
	id := w.plan("pain", networks.Bluesky, testNow, time.Hour)
	w.settle(time.Hour)
	w.want(id, publishing.Published, "")
	e := &eraser{connector: connector{w.networks[networks.Bluesky], w.life}, ledger: w.ledger, answers: answers}
	engine := publishing.New(publishing.Parts{
		Store: w.ledger, Accounts: w.ledger, Sessions: w.ledger, Business: w, Clock: w.clock, Events: w.events,
		Connectors: networks.Connectors{networks.Bluesky: e, networks.Mastodon: connector{w.networks[networks.Mastodon], w.life}},
	}, w.pace)
	return w, e, engine, id
}

// entry is the row of a post with its removals.
func (w *world) entry(id app.ID) publishing.Entry {
	w.tb.Helper()
	entries, err := w.ledger.PostEntries(context.Background(), w.row(id).PostID)
	if err != nil || len(entries) != 1 {
		w.tb.Fatalf("%d entries, %v", len(entries), err)
	}
	return entries[0]
}

func TestRemovalIsWrittenBesideWhatWasPublished(t *testing.T) {
	w, e, engine, id := erased(t, says(networks.Created, nil))
	before := w.row(id)
	if err := engine.Remove(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, w.row(id)); diff != "" {
		t.Errorf("the published row changed: %s", diff)
	}
	if len(e.asked) != 1 || e.asked[0] != string(before.AccountID)+" "+before.RemoteID || e.open[0] != 1 {
		t.Errorf("asked %q with %v written before", e.asked, e.open)
	}
	got := w.entry(id)
	want := []publishing.Removal{{
		ID: 1, DeliveryID: id, StartedAt: w.clock.Now(), EndedAt: w.clock.Now(), Outcome: networks.Created,
		Call: networks.Call{Name: "DELETE /post", Status: 200, Excerpt: "{}"},
	}}
	if diff := cmp.Diff(want, got.Removals); diff != "" {
		t.Error(diff)
	}
	if !got.Removed().Equal(w.clock.Now()) || got.RemovalInDoubt() || w.changed[id] == 0 {
		t.Errorf("removed %v, in doubt %v", got.Removed(), got.RemovalInDoubt())
	}
	if err := engine.Remove(t.Context(), id); app.CodeOf(err) != app.CodeConflict || len(e.asked) != 1 {
		t.Errorf("once more: %v, asked %d times", err, len(e.asked))
	}
}

func TestRemovalsThatAreNotSure(t *testing.T) {
	refused := app.Fail(app.CodeInvalid, "connector.error.refused", "Network", "Bluesky", "Reason", "Too old")
	lacking := app.Fail(app.CodeInvalid, "connector.error.permission", "Network", "Bluesky", "Missing", "delete")
	for _, tt := range []struct {
		name    string
		answer  func() networks.Result
		outcome networks.Outcome
		key     string
		doubt   bool
		state   networks.AccountState
	}{
		{"no answer", says(networks.Unknown, app.Fail(app.CodeUnknown, "connector.error.unknown")), networks.Unknown, "publishing.removal.unknown", true, networks.AccountConnected},
		{"an outcome of another time", says("moved", nil), networks.Unknown, "publishing.removal.unknown", true, networks.AccountConnected},
		{"a failure in the connector", func() networks.Result { panic("x") }, networks.Unknown, "publishing.removal.unknown", true, networks.AccountConnected},
		{"a quota", says(networks.Limited, app.Fail(app.CodeLimited, "connector.error.limited")), networks.Limited, "publishing.removal.limited", false, networks.AccountConnected},
		{"refused with a reason", says(networks.Refused, refused), networks.Refused, "publishing.removal.because", false, networks.AccountConnected},
		{"refused for a permission", says(networks.Refused, lacking), networks.Refused, "publishing.removal.lacks", false, networks.AccountConnected},
		{"refused without a word", says(networks.Refused, nil), networks.Refused, "publishing.removal.refused", false, networks.AccountConnected},
		{"a dead credential", says(networks.Refused, app.Fail(app.CodeUnauthorised, "x")), networks.Refused, "publishing.removal.expired", false, networks.AccountExpired},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w, e, engine, id := erased(t, tt.answer, says(networks.Created, nil))
			if err := engine.Remove(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			got := w.entry(id)
			if r := got.Removals[0]; r.Outcome != tt.outcome || r.Why.Key != tt.key || r.EndedAt.IsZero() {
				t.Errorf("%+v", r)
			}
			if got.RemovalInDoubt() != tt.doubt || !got.Removed().IsZero() || w.row(id).State != publishing.Published {
				t.Errorf("in doubt %v, removed %v", got.RemovalInDoubt(), got.Removed())
			}
			if state := w.ledger.accounts[w.row(id).AccountID].State; state != tt.state {
				t.Errorf("the account is %s, want %s", state, tt.state)
			}
			if tt.state == networks.AccountExpired {
				return
			}
			// Asked again, the network says that it is gone.
			if err := engine.Remove(t.Context(), id); err != nil || len(e.asked) != 2 {
				t.Fatal(err)
			}
			if got := w.entry(id); got.Removed().IsZero() || got.RemovalInDoubt() || len(got.Removals) != 2 {
				t.Errorf("asked again: %+v", got.Removals)
			}
		})
	}
}

// TestRemovalThatParvisDiedDuring is in doubt until it is asked again.
func TestRemovalThatParvisDiedDuring(t *testing.T) {
	w, _, engine, id := erased(t, says(networks.Refused, nil), says(networks.Created, nil))
	if _, err := w.ledger.BeginRemoval(t.Context(), publishing.Removal{DeliveryID: id, StartedAt: testNow}); err != nil {
		t.Fatal(err)
	}
	if !w.entry(id).RemovalInDoubt() {
		t.Error("what was interrupted is taken for undone")
	}
	for _, doubt := range []bool{true, false} { // a refusal says nothing of the first
		if err := engine.Remove(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if got := w.entry(id).RemovalInDoubt(); got != doubt {
			t.Errorf("in doubt: %v, want %v", got, doubt)
		}
	}
}

func TestWhatCannotBeRemoved(t *testing.T) {
	w, e, engine, id := erased(t)
	waiting := w.plan("demain", networks.Bluesky, testNow.Add(48*time.Hour), time.Hour)
	elsewhere := w.plan("ailleurs", networks.Mastodon, testNow, time.Hour)
	w.settle(time.Hour)
	fails := func(what string, id app.ID, code app.Code, key string) {
		t.Helper()
		err := engine.Remove(t.Context(), id)
		if app.CodeOf(err) != code || keyOf(err) != key {
			t.Errorf("%s: %v, want %s %s", what, err, code, key)
		}
	}
	fails("what waits", waiting, app.CodeConflict, "publishing.removal.error.unpublished")
	fails("a network that takes nothing back", elsewhere, app.CodeConflict, "publishing.removal.error.unable")
	fails("nothing", "nothing", app.CodeNotFound, "storage.error.not_found")
	w.business.Example = true
	fails("the example's", id, app.CodeConflict, "publishing.removal.error.example")
	w.business.Example = false
	a := w.ledger.accounts[w.row(id).AccountID]
	a.State = networks.AccountExpired
	w.ledger.accounts[a.ID] = a
	fails("an account to connect again", id, app.CodeUnauthorised, "publishing.removal.expired")
	if len(e.asked) != 0 || len(w.ledger.removals) != 0 {
		t.Errorf("asked %q, wrote %+v", e.asked, w.ledger.removals)
	}
}

// TestOneRemovalAtATime: a second click makes no second call.
func TestOneRemovalAtATime(t *testing.T) {
	var again func() error
	var second error
	w, e, engine, id := erased(t, func() networks.Result {
		second = again()
		return networks.Result{Outcome: networks.Created}
	})
	again = func() error { return engine.Remove(context.Background(), id) }
	if err := engine.Remove(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if app.CodeOf(second) != app.CodeConflict || keyOf(second) != "publishing.removal.error.running" || len(e.asked) != 1 {
		t.Errorf("the second is %v, asked %d times", second, len(e.asked))
	}
	if got := w.entry(id); got.Removed().IsZero() {
		t.Errorf("%+v", got.Removals)
	}
}

// TestRemovalIsWrittenWhenItsOwnerLeaves: what the network said is kept, though the
// program is closing.
func TestRemovalIsWrittenWhenItsOwnerLeaves(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	w, _, engine, id := erased(t, func() networks.Result {
		leave()
		return networks.Result{Outcome: networks.Created}
	})
	if err := engine.Remove(ctx, id); err != nil || w.entry(id).Removed().IsZero() {
		t.Errorf("%v, %+v", err, w.entry(id).Removals)
	}
}

func keyOf(err error) string {
	var e *app.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}
