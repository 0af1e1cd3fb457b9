package publishing_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// TestOutcomes follows one delivery on a network with identities through every
// answer: what the ledger says in the end, what was written on the way, and
// what is public.
func TestOutcomes(t *testing.T) {
	tests := []struct {
		name     string
		script   script
		state    publishing.State
		key      string
		attempts []string
		public   int
	}{
		{"created", script{}, publishing.Published, "", []string{"prepare ok", "publish created"}, 1},
		{"refused", script{publish: []answer{refuse}}, publishing.Refused, "bluesky.error.refused", []string{"prepare ok", "publish refused"}, 0},
		{
			"limited, then created",
			script{publish: []answer{limit}},
			publishing.Published, "",
			[]string{"prepare ok", "publish limited", "prepare ok", "publish created"},
			1,
		},
		{"limited for longer than it may be late", script{publish: []answer{limitLong}}, publishing.Missed, "bluesky.error.limited", []string{"prepare ok", "publish limited"}, 0},
		{"answer lost", script{publish: []answer{lost}}, publishing.Published, "", []string{"prepare ok", "publish unknown", "find present"}, 1},
		{
			"request lost",
			script{publish: []answer{vanished}},
			publishing.Published, "",
			[]string{"prepare ok", "publish unknown", "find absent", "prepare ok", "publish created"},
			1,
		},
		{
			"request that arrives after the reading",
			script{publish: []answer{late}},
			publishing.Published, "",
			[]string{"prepare ok", "publish unknown", "find absent", "prepare ok", "publish unknown", "find present"},
			1,
		},
		{
			"quota, then the first request arrives",
			script{publish: []answer{late, limit}},
			publishing.Published, "",
			[]string{"prepare ok", "publish unknown", "find absent", "prepare ok", "publish limited", "prepare ok", "publish unknown", "find present"},
			1,
		},
		{
			"refusal of a repetition, the first request arrived",
			script{publish: []answer{late, refuse}},
			publishing.Published, "",
			[]string{"prepare ok", "publish unknown", "find absent", "prepare ok", "publish refused", "find present"},
			1,
		},
		{
			"refusal of a repetition, the first request never arrived",
			script{publish: []answer{vanished, refuse}},
			publishing.Refused, "bluesky.error.refused",
			[]string{"prepare ok", "publish unknown", "find absent", "prepare ok", "publish refused", "find absent"},
			0,
		},
		{"created without proof", script{publish: []answer{noProof}}, publishing.Published, "", []string{"prepare ok", "publish unknown", "find present"}, 1},
		{
			"connector fails before the call",
			script{publish: []answer{panicBefore}},
			publishing.Published, "",
			[]string{"prepare ok", "publish unknown", "find absent", "prepare ok", "publish created"},
			1,
		},
		{"connector fails after the call", script{publish: []answer{panicAfter}}, publishing.Published, "", []string{"prepare ok", "publish unknown", "find present"}, 1},
		{
			"readings that fail",
			script{publish: []answer{lost}, find: []answer{undecided, panicAfter, findNoProof}},
			publishing.Published, "",
			[]string{"prepare ok", "publish unknown", "find undecided", "find undecided", "find undecided", "find present"},
			1,
		},
		{"trouble preparing", script{prepare: []answer{trouble, panicPrepare}}, publishing.Published, "", []string{"prepare failed", "prepare failed", "prepare ok", "publish created"}, 1},
		{"content to be changed", script{prepare: []answer{invalid}}, publishing.Refused, "bluesky.error.image", []string{"prepare failed"}, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			n := w.networks[networks.Bluesky]
			n.scripts["bread"] = &test.script
			id := w.plan("bread", networks.Bluesky, testNow, 2*time.Hour)
			w.settle(2 * time.Hour)

			d := w.want(id, test.state, test.key)
			if diff := cmp.Diff(test.attempts, w.attempts(id)); diff != "" {
				t.Errorf("attempts (-want +got):\n%s", diff)
			}
			if got := n.count("bread"); got != test.public {
				t.Errorf("%d public posts, want %d", got, test.public)
			}
			if w.changed[id] == 0 {
				t.Error("nobody was told that the delivery changed")
			}
			if d.State == publishing.Published {
				want := record{key: d.Identity.Key, text: "bread", account: d.AccountID}
				if d.RemoteID != remoteID(want) || d.Permalink != permalink(want) || d.PublishedAt.IsZero() {
					t.Errorf("proof %q %q %v is not that of %+v", d.RemoteID, d.Permalink, d.PublishedAt, want)
				}
			}
		})
	}
}

// TestRepeatIsTheSameAttempt: after a proof of absence the call is made again
// with the identity of the first; after a quota, which proves that nothing was
// looked at, with a new one.
func TestRepeatIsTheSameAttempt(t *testing.T) {
	identities := func(first answer) []string {
		w := newWorld(t)
		w.networks[networks.Bluesky].scripted("bread").publish = []answer{first}
		id := w.plan("bread", networks.Bluesky, testNow, 2*time.Hour)
		w.settle(2 * time.Hour)
		w.want(id, publishing.Published, "")
		var keys []string
		for _, a := range w.ledger.attempts {
			if a.Step == publishing.StepPublish {
				keys = append(keys, a.Identity.Key)
			}
		}
		return keys
	}
	if got := identities(vanished); len(got) != 2 || got[0] != got[1] {
		t.Errorf("identities %v, want the same twice", got)
	}
	if got := identities(limit); len(got) != 2 || got[0] == got[1] {
		t.Errorf("identities %v, want two", got)
	}
}

// TestArmedBeforeTheCall: while the call is under way the file says so, with the
// identity the network will know it by.
func TestArmedBeforeTheCall(t *testing.T) {
	w := newWorld(t)
	id := w.plan("bread", networks.Bluesky, testNow, time.Hour)
	var during publishing.Delivery
	w.networks[networks.Bluesky].during = func() { during = w.row(id) }
	w.tick()
	if during.State != publishing.Armed || during.Identity.Key == "" || during.Attempts != 1 || !during.ArmedAt.Equal(testNow) || during.Prepared == "" {
		t.Errorf("during the call the ledger says %+v", during)
	}
}

func TestLateness(t *testing.T) {
	tests := []struct {
		name     string
		late     time.Duration
		lateness time.Duration
		state    publishing.State
	}{
		{"on time", 0, 2 * time.Hour, publishing.Published},
		{"just within", 2 * time.Hour, 2 * time.Hour, publishing.Published},
		{"just beyond", 2*time.Hour + time.Second, 2 * time.Hour, publishing.Missed},
		{"days late", 72 * time.Hour, 2 * time.Hour, publishing.Missed},
		{"never late, on time", 3 * time.Minute, 0, publishing.Published},
		{"never late, late", 6 * time.Minute, 0, publishing.Missed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			id := w.plan("bread", networks.Bluesky, testNow.Add(-test.late), test.lateness)
			w.settle(24 * time.Hour)
			key, public := "", 1
			if test.state == publishing.Missed {
				key, public = "publishing.error.missed", 0
			}
			w.want(id, test.state, key)
			if got := w.networks[networks.Bluesky].count("bread"); got != public {
				t.Errorf("%d public posts, want %d", got, public)
			}
		})
	}
}

// TestLateAfterAbsence: the proof that nothing was made came too late to send
// it again.
func TestLateAfterAbsence(t *testing.T) {
	w := newWorld(t)
	w.networks[networks.Bluesky].scripted("bread").publish = []answer{vanished}
	id := w.plan("bread", networks.Bluesky, testNow, time.Hour)
	w.tick()
	w.want(id, publishing.Unknown, "bluesky.error.no_answer")
	w.clock.add(72 * time.Hour)
	w.settle(time.Hour)
	w.want(id, publishing.Missed, "publishing.error.missed")
}

// TestLateAfterPreparing: uploading took so long that it is too late.
func TestLateAfterPreparing(t *testing.T) {
	w := newWorld(t)
	id := w.plan("bread", networks.Bluesky, testNow, time.Hour)
	w.networks[networks.Bluesky].uploads = func() { w.clock.add(90 * time.Minute) }
	w.settle(time.Hour)
	w.want(id, publishing.Missed, "publishing.error.missed")
	if got := w.networks[networks.Bluesky].count("bread"); got != 0 {
		t.Errorf("%d public posts, want none", got)
	}
}

// TestSpacingOff sends everything due in one pass.
func TestSpacingOff(t *testing.T) {
	w := newWorld(t)
	w.pace.Spacing = 0
	w.start(-1, false)
	for i := range 30 {
		w.plan(string(rune('a'+i)), networks.Bluesky, testNow, time.Hour)
	}
	if next := w.tick(); !next.IsZero() {
		t.Errorf("next pass at %v, want none", next)
	}
	if got := len(w.networks[networks.Bluesky].records); got != 30 {
		t.Errorf("%d posts, want 30", got)
	}
}

// TestAccountsDoNotWaitForEachOther: what one network has not settled holds back
// its own account only.
func TestAccountsDoNotWaitForEachOther(t *testing.T) {
	w := newWorld(t)
	w.networks[networks.Bluesky].scripts["first"] = &script{publish: []answer{lost}, find: []answer{undecided, undecided, undecided}}
	first := w.plan("first", networks.Bluesky, testNow, 2*time.Hour)
	second := w.plan("second", networks.Bluesky, testNow.Add(time.Second), 2*time.Hour)
	other := w.plan("other", networks.Mastodon, testNow.Add(2*time.Minute), 2*time.Hour)
	w.tick()
	w.want(first, publishing.Unknown, "bluesky.error.no_answer")
	w.clock.add(2 * time.Minute)
	w.tick()
	w.want(second, publishing.Scheduled, "")
	w.want(other, publishing.Published, "")
	w.settle(time.Hour)
	w.want(first, publishing.Published, "")
	w.want(second, publishing.Published, "")
	calls := w.networks[networks.Bluesky].calls
	if slices.Index(calls, "publish second") < slices.Index(calls, "publish first")+4 {
		t.Errorf("the second left before the first was settled: %v", calls)
	}
}

// TestWakesInTime: the engine asks to be woken when the next one comes due, also
// while another account is held back.
func TestWakesInTime(t *testing.T) {
	w := newWorld(t)
	due := testNow.Add(3 * time.Hour)
	w.plan("bread", networks.Bluesky, due, time.Hour)
	if next := w.tick(); !next.Equal(due) {
		t.Errorf("next pass at %v, want %v", next, due)
	}
	w.networks[networks.Mastodon].scripts["stuck"] = &script{publish: []answer{lost}, find: slices.Repeat([]answer{undecided}, 100)}
	w.plan("stuck", networks.Mastodon, testNow, 10*time.Hour)
	w.plan("behind", networks.Mastodon, testNow, 10*time.Hour)
	w.settle(3*time.Hour - time.Second)
	next := w.tick()
	if next.After(due) {
		t.Errorf("next pass at %v, after what is due at %v", next, due)
	}
}

// TestExampleSendsNothing: the sample business is inert, and its rows stay.
func TestExampleSendsNothing(t *testing.T) {
	w := newWorld(t)
	w.business.Example = true
	id := w.plan("bread", networks.Bluesky, testNow.Add(-time.Minute), time.Hour)
	w.settle(time.Hour)
	w.want(id, publishing.Scheduled, "")
	if calls := w.networks[networks.Bluesky].calls; len(calls) != 0 {
		t.Errorf("calls %v", calls)
	}
}

// TestHeld: nothing of a copy whose owner has not seen the list moves, not even
// what is too late; then all goes on.
func TestHeld(t *testing.T) {
	w := newWorld(t)
	w.held = true
	id := w.plan("bread", networks.Bluesky, testNow, time.Hour)
	late := w.plan("cake", networks.Bluesky, testNow.Add(-72*time.Hour), time.Hour)
	w.settle(time.Hour)
	w.want(id, publishing.Scheduled, "")
	w.want(late, publishing.Scheduled, "")
	w.held = false
	w.settle(time.Hour)
	w.want(id, publishing.Published, "")
	w.want(late, publishing.Missed, "publishing.error.missed")
}

// TestClockSetBack: an hour back neither sends twice nor keeps anything waiting
// for an hour more.
func TestClockSetBack(t *testing.T) {
	w := newWorld(t)
	w.networks[networks.Mastodon].scripted("lost").publish = []answer{lost}
	done := w.plan("done", networks.Bluesky, testNow, time.Hour)
	lost := w.plan("lost", networks.Mastodon, testNow, time.Hour)
	w.tick()
	w.want(done, publishing.Published, "")
	w.want(lost, publishing.Unknown, "bluesky.error.no_answer")

	w.clock.add(-time.Hour)
	soon := w.plan("soon", networks.Bluesky, testNow.Add(-time.Hour), time.Hour)
	w.settle(2 * time.Minute)
	w.want(soon, publishing.Published, "")
	w.want(lost, publishing.Published, "")
	for _, n := range []networks.Network{networks.Bluesky, networks.Mastodon} {
		for _, text := range []string{"done", "soon", "lost"} {
			if got := w.networks[n].count(text); got > 1 {
				t.Errorf("%d times %q on %s", got, text, n)
			}
		}
	}
}

// TestDeadCredential: an account whose credential died holds its deliveries back
// until it is connected again; what it refused is the owner's to send again.
func TestDeadCredential(t *testing.T) {
	w := newWorld(t)
	w.networks[networks.Bluesky].scripted("bread").publish = []answer{dead}
	refused := w.plan("bread", networks.Bluesky, testNow, 2*time.Hour)
	held := w.plan("cake", networks.Bluesky, testNow, 2*time.Hour)
	tooLate := w.plan("tart", networks.Bluesky, testNow, 10*time.Minute)
	w.settle(30 * time.Minute)
	w.want(refused, publishing.Refused, "publishing.error.credential")
	w.want(held, publishing.Scheduled, "networks.error.expired")
	w.want(tooLate, publishing.Missed, "networks.error.expired")

	a := w.ledger.accounts[accountOf(networks.Bluesky)]
	a.State = networks.AccountConnected
	w.ledger.accounts[a.ID] = a
	w.settle(time.Hour)
	w.want(held, publishing.Published, "")
	w.want(tooLate, publishing.Missed, "networks.error.expired")
	if got := len(w.networks[networks.Bluesky].records); got != 1 {
		t.Errorf("%d public posts, want 1", got)
	}
}

func TestAccountsThatCannotPublish(t *testing.T) {
	w := newWorld(t)
	w.ledger.accounts[accountOf(networks.TikTok)] = networks.Account{ID: accountOf(networks.TikTok), Network: networks.TikTok, State: networks.AccountConnected}
	mute := w.plan("cake", networks.TikTok, testNow, time.Hour)
	w.settle(time.Hour)
	w.want(mute, publishing.Refused, "publishing.error.no_connector")
}

// TestTakenBackMeanwhile: the owner takes a post back while it is being
// prepared: it does not leave.
func TestTakenBackMeanwhile(t *testing.T) {
	w := newWorld(t)
	id := w.plan("bread", networks.Bluesky, testNow, time.Hour)
	behind := w.plan("cake", networks.Bluesky, testNow.Add(time.Second), time.Hour)
	cancel := app.On(w.events, func(e publishing.DeliveryChanged) {
		if e.ID == id && w.row(id).State == publishing.Preparing {
			if err := w.ledger.Unplan(t.Context(), e.PostID); err != nil {
				t.Error(err)
			}
		}
	})
	defer cancel()
	w.clock.add(time.Second)
	w.settle(time.Hour)
	if _, err := w.ledger.Delivery(t.Context(), id); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("the delivery is still there: %v", err)
	}
	w.want(behind, publishing.Published, "")
	if calls := w.networks[networks.Bluesky].calls; slices.Contains(calls, "publish bread") {
		t.Errorf("calls %v", calls)
	}
}

// TestMovedMeanwhile: the owner moves a post to another day while the pass that
// found it due is under way: it neither leaves at its former moment nor is said
// to be missed.
func TestMovedMeanwhile(t *testing.T) {
	for _, test := range []struct {
		name string
		due  time.Time
	}{
		{"due", testNow},
		{"too late", testNow.Add(-72 * time.Hour)},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			id := w.plan("bread", networks.Bluesky, test.due, time.Hour)
			moved := testNow.Add(26 * time.Hour)
			w.ledger.afterDue = func() { w.ledger.move(id, moved) }
			w.settle(time.Hour)
			if d := w.want(id, publishing.Scheduled, ""); !d.DueAt.Equal(moved) {
				t.Errorf("due at %v, want %v", d.DueAt, moved)
			}
			if got := w.networks[networks.Bluesky].count("bread"); got != 0 {
				t.Errorf("%d public posts, want none", got)
			}
			w.settle(48 * time.Hour)
			w.want(id, publishing.Published, "")
		})
	}
}

// TestMovedAfterAnAttempt: what is moved to another day after a call that made
// nothing leaves then as an attempt of that day, not dated of the first.
func TestMovedAfterAnAttempt(t *testing.T) {
	w := newWorld(t)
	w.networks[networks.Bluesky].scripts["bread"] = &script{publish: []answer{vanished, limit}}
	id := w.plan("bread", networks.Bluesky, testNow, 2*time.Hour)
	w.tick()
	w.clock.add(time.Minute)
	w.tick()
	w.clock.add(time.Minute)
	w.tick()
	first := w.want(id, publishing.Scheduled, "bluesky.error.limited").Identity
	if first.Key == "" {
		t.Fatal("after a repeated call the attempt stays the same")
	}
	moved := testNow.Add(26 * time.Hour)
	w.ledger.move(id, moved)
	w.settle(48 * time.Hour)
	if d := w.want(id, publishing.Published, ""); d.Identity.Key == first.Key || d.Identity.CreatedAt.Before(moved) {
		t.Errorf("sent as %+v, want an attempt of %v", d.Identity, moved)
	}
}

// TestExcerptIsBounded: of a long answer the ledger keeps the beginning, as
// whole characters.
func TestExcerptIsBounded(t *testing.T) {
	w := newWorld(t)
	id := w.plan("bread", networks.Bluesky, testNow, time.Hour)
	w.networks[networks.Bluesky].excerpt = "x" + strings.Repeat("é", 1000)
	w.settle(time.Hour)
	w.want(id, publishing.Published, "")
	got := w.ledger.attempts[1].Call.Excerpt
	if want := "x" + strings.Repeat("é", 511); got != want {
		t.Errorf("kept %d bytes, want %d", len(got), len(want))
	}
}
