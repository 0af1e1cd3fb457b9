package publishing_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app/networks"
	"parvis/app/publishing"
)

// TestListNetwork: a post missing from a list is never sent again by itself.
// After two readings ten minutes apart its owner is asked, and nothing else
// waits for the answer.
func TestListNetwork(t *testing.T) {
	w := newWorld(t)
	n := w.networks[networks.WordPress]
	n.scripted("bread").publish = []answer{vanished}
	id := w.plan("bread", networks.WordPress, testNow, 2*time.Hour)
	behind := w.plan("cake", networks.WordPress, testNow, 2*time.Hour)
	w.settle(9 * time.Minute)
	if d := w.want(id, publishing.Unknown, "bluesky.error.no_answer"); d.AwaitsOwner() {
		t.Error("the owner is asked after one reading")
	}
	w.want(behind, publishing.Scheduled, "")
	w.settle(5 * time.Minute)
	if d := w.want(id, publishing.Unknown, "publishing.unknown.not_seen"); !d.AwaitsOwner() {
		t.Error("the owner is not asked after two readings")
	}
	w.want(behind, publishing.Published, "")
	w.settle(48 * time.Hour)
	w.want(id, publishing.Unknown, "publishing.unknown.not_seen")
	if diff := cmp.Diff([]string{"prepare ok", "publish unknown", "find absent", "find absent"}, w.attempts(id)); diff != "" {
		t.Errorf("attempts (-want +got):\n%s", diff)
	}
}

// TestListNetworkFinds: what is in the list is published, without being sent
// again.
func TestListNetworkFinds(t *testing.T) {
	w := newWorld(t)
	w.networks[networks.WordPress].scripted("bread").publish = []answer{lost}
	id := w.plan("bread", networks.WordPress, testNow, 2*time.Hour)
	w.settle(time.Hour)
	w.want(id, publishing.Published, "")
}

// TestOwnerNetwork: where nothing can be read, the owner is asked at once.
func TestOwnerNetwork(t *testing.T) {
	w := newWorld(t)
	w.networks[networks.LinkedIn].scripted("bread").publish = []answer{lost}
	id := w.plan("bread", networks.LinkedIn, testNow, 2*time.Hour)
	w.settle(48 * time.Hour)
	if d := w.want(id, publishing.Unknown, "publishing.unknown.unreadable"); !d.AwaitsOwner() {
		t.Error("the owner is not asked")
	}
	if got := w.networks[networks.LinkedIn].count("bread"); got != 1 {
		t.Errorf("%d public posts, want 1", got)
	}
}

// TestUnverifiedForADay: when a network cannot be asked for a day, its owner is
// asked too, nothing else waits any more, and the network still gets the last
// word.
func TestUnverifiedForADay(t *testing.T) {
	w := newWorld(t)
	n := w.networks[networks.Bluesky]
	n.scripts["bread"] = &script{publish: []answer{lost}, find: slices.Repeat([]answer{undecided}, 150)}
	id := w.plan("bread", networks.Bluesky, testNow, 2*time.Hour)
	w.settle(25 * time.Hour)
	if d := w.want(id, publishing.Unknown, "publishing.unknown.unverified"); !d.AwaitsOwner() {
		t.Error("the owner is not asked")
	}
	cake := w.plan("cake", networks.Bluesky, w.clock.Now(), time.Hour)
	w.tick()
	w.want(cake, publishing.Published, "")
	n.scripts["bread"].find = nil
	w.settle(7 * time.Hour)
	w.want(id, publishing.Published, "")
}

// TestReadBackWithoutACredential: a credential that died, or that its owner took
// away, does not keep from reading what is public; sending waits for it.
func TestReadBackWithoutACredential(t *testing.T) {
	for _, state := range []networks.AccountState{networks.AccountExpired, networks.AccountHandFed} {
		t.Run(string(state), func(t *testing.T) {
			w := newWorld(t)
			w.networks[networks.Bluesky].scripted("bread").publish = []answer{lost}
			w.networks[networks.Mastodon].scripted("cake").publish = []answer{vanished}
			w.networks[networks.WordPress].scripts["tart"] = &script{publish: []answer{lost}, find: []answer{undecided, undecided}}
			bread := w.plan("bread", networks.Bluesky, testNow, time.Hour)
			cake := w.plan("cake", networks.Mastodon, testNow, time.Hour)
			tart := w.plan("tart", networks.WordPress, testNow, time.Hour)
			w.tick()
			for _, n := range []networks.Network{networks.Bluesky, networks.Mastodon, networks.WordPress} {
				w.setAccount(n, state)
			}
			w.clock.add(time.Minute)
			w.tick()
			w.want(bread, publishing.Published, "")
			w.settle(3 * time.Hour)
			if state == networks.AccountHandFed {
				w.want(cake, publishing.Scheduled, "bluesky.error.no_answer") // its owner publishes it by hand now
				w.want(tart, publishing.Unknown, "publishing.unknown.unverified")
			} else {
				w.want(cake, publishing.Missed, "networks.error.expired")
				w.want(tart, publishing.Published, "")
			}
			if got := w.ledger.accounts[accountOf(networks.Bluesky)].State; got != state {
				t.Errorf("the account is %s, want %s still", got, state)
			}
		})
	}
}

// TestClosing: the program closes while the call is under way. What is known is
// still written, and nothing else is begun.
func TestClosing(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.networks[networks.Bluesky].during = cancel
	w.pace.Spacing = 0
	w.start(-1, false)
	id := w.plan("bread", networks.Bluesky, testNow, time.Hour)
	behind := w.plan("cake", networks.Bluesky, testNow.Add(time.Second), time.Hour)
	w.clock.add(time.Second)
	if _, err := w.engine.Tick(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	w.want(id, publishing.Unknown, "bluesky.error.no_answer")
	w.want(behind, publishing.Scheduled, "")
	w.networks[networks.Bluesky].during = nil
	w.start(-1, false)
	w.settle(time.Hour)
	w.want(id, publishing.Published, "")
	w.want(behind, publishing.Published, "")
}

// TestClosingWhileReadingBack: it is read back first thing at the next start.
func TestClosingWhileReadingBack(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.networks[networks.Bluesky].scripted("bread").publish = []answer{lost}
	id := w.plan("bread", networks.Bluesky, testNow, time.Hour)
	w.clock.set(w.tick())
	w.networks[networks.Bluesky].reading = cancel
	if _, err := w.engine.Tick(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	w.want(id, publishing.Unknown, "bluesky.error.no_answer")
	w.networks[networks.Bluesky].reading = nil
	w.start(-1, false)
	w.tick()
	w.want(id, publishing.Published, "")
}

// forgetful is a connector whose network recognises an attempt from five minutes
// on, until an hour is over.
type forgetful struct{ connector }

func (f forgetful) ReadBackOf(_ networks.Account, id networks.Identity) networks.ReadBack {
	if age := f.clock.Now().Sub(id.CreatedAt); age >= 5*time.Minute && age < time.Hour {
		return networks.ByIdentity
	}
	return networks.ByList
}

// TestAnIdentityThatIsForgotten: an attempt is repeated by itself while the
// network would recognise it, afterwards its owner is asked as for a list.
func TestAnIdentityThatIsForgotten(t *testing.T) {
	for _, tt := range []struct {
		name  string
		find  []answer
		state publishing.State
		key   string
		want  []string
	}{
		{"within the hour", nil, publishing.Published, "", []string{"prepare ok", "publish unknown", "find absent", "find absent", "prepare ok", "publish created"}},
		{
			"out of reach for an hour", slices.Repeat([]answer{undecided}, 9), publishing.Unknown, "publishing.unknown.not_seen",
			append(append([]string{"prepare ok", "publish unknown"}, slices.Repeat([]string{"find undecided"}, 9)...), "find absent", "find absent"),
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			n := w.networks[networks.Mastodon]
			n.scripts["bread"] = &script{publish: []answer{vanished}, find: tt.find}
			w.engine = publishing.New(publishing.Parts{
				Store: w.ledger, Accounts: w.ledger, Sessions: w.ledger, Business: w, Holds: w.holds, Clock: w.clock, Events: w.events,
				Connectors: networks.Connectors{networks.Mastodon: forgetful{connector{n, w.life}}},
			}, w.pace)
			id := w.plan("bread", networks.Mastodon, testNow, 2*time.Hour)
			w.settle(3 * time.Hour)
			w.want(id, tt.state, tt.key)
			if diff := cmp.Diff(tt.want, w.attempts(id)); diff != "" {
				t.Errorf("attempts (-want +got):\n%s", diff)
			}
		})
	}
}
