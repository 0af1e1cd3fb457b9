package publishing_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// keeps is the window of networks in tests.
var keeps = networks.Window{Shortest: 5 * time.Minute, Longest: 30 * 24 * time.Hour}

// inTwoHours is when posts of these tests are due.
var inTwoHours = testNow.Add(2 * time.Hour)

// keepingWorld is a world whose Mastodon and WordPress keep posts, with a service
// that takes them back.
func keepingWorld(tb test) (*world, *publishing.Service) {
	w := newWorld(tb)
	w.holds = publishing.NewHolds(w.clock)
	w.networks[networks.Mastodon].window, w.networks[networks.WordPress].window = keeps, keeps
	w.start(-1, false)
	return w, newService(w, nil)
}

func TestEntrustedAndPublishedByItsNetwork(t *testing.T) {
	for _, on := range []networks.Network{networks.Mastodon, networks.WordPress} {
		t.Run(string(on), func(t *testing.T) {
			w, _ := keepingWorld(t)
			id := w.plan("bread", on, inTwoHours, time.Hour)
			if next := w.tick(); !next.Equal(inTwoHours.Add(time.Minute)) {
				t.Errorf("next pass at %v", next)
			}
			d := w.want(id, publishing.Entrusted, "")
			if d.RemoteID != "kept/"+d.Identity.Key || !d.Lent || d.Attempts != 1 {
				t.Errorf("entrusted as %+v", d)
			}
			if n := w.networks[on].count("bread"); n != 0 {
				t.Fatalf("%d public posts before the moment", n)
			}
			// The computer is off until long after.
			w.clock.set(inTwoHours.Add(9 * time.Hour))
			w.start(-1, false)
			w.tick()
			d = w.want(id, publishing.Published, "")
			if d.RemoteID == "" || d.Permalink == "" || !d.PublishedAt.Equal(inTwoHours) {
				t.Errorf("published as %+v", d)
			}
			if n := w.networks[on].count("bread"); n != 1 {
				t.Errorf("%d public posts", n)
			}
			if got, want := w.attempts(id), []string{"prepare ok", "entrust created", "find present"}; !slices.Equal(got, want) {
				t.Errorf("attempts %q, want %q", got, want)
			}
		})
	}
}

func TestWhatStaysWithParvis(t *testing.T) {
	for _, tt := range []struct {
		name string
		make func(w *world) app.ID
	}{
		{"due too soon", func(w *world) app.ID {
			return w.plan("bread", networks.Mastodon, testNow.Add(9*time.Minute), time.Hour)
		}},
		{"a network that keeps nothing", func(w *world) app.ID { return w.plan("bread", networks.Bluesky, inTwoHours, time.Hour) }},
		{"too far ahead", func(w *world) app.ID {
			return w.plan("bread", networks.Mastodon, testNow.Add(31*24*time.Hour), time.Hour)
		}},
		{"not at a whole minute", func(w *world) app.ID {
			return w.plan("bread", networks.Mastodon, inTwoHours.Add(time.Second), time.Hour)
		}},
		{"a thread", func(w *world) app.ID {
			w.networks[networks.Mastodon].under.Threads = true
			id := w.plan("bread", networks.Mastodon, inTwoHours, time.Hour)
			w.ledger.posts["post-bread"].text = "bread\n---\nbutter"
			return id
		}},
		{"a first comment", func(w *world) app.ID {
			w.networks[networks.LinkedIn].under.Comments, w.networks[networks.LinkedIn].window = true, keeps
			id := w.plan("bread", networks.LinkedIn, inTwoHours, time.Hour)
			w.ledger.posts["post-bread"].comment = "butter"
			return id
		}},
		{"written in", func(w *world) app.ID {
			w.holds = publishing.NewHolds(w.clock)
			w.start(-1, false)
			newService(w, nil).Hold("post-bread", testNow.Add(time.Minute))
			return w.plan("bread", networks.Mastodon, inTwoHours, time.Hour)
		}},
		{"its owner keeps everything here", func(w *world) app.ID {
			w.ledger.keeps = false
			return w.plan("bread", networks.Mastodon, inTwoHours, time.Hour)
		}},
		{"everything is suspended", func(w *world) app.ID {
			w.ledger.paused = publishing.Pause{Since: testNow}
			return w.plan("bread", networks.Mastodon, inTwoHours, time.Hour)
		}},
		{"an account that must be connected again", func(w *world) app.ID {
			a := w.ledger.accounts[accountOf(networks.Mastodon)]
			a.State = networks.AccountExpired
			w.ledger.accounts[a.ID] = a
			return w.plan("bread", networks.Mastodon, inTwoHours, time.Hour)
		}},
		{"a copy that may be behind", func(w *world) app.ID {
			w.held = true
			return w.plan("bread", networks.Mastodon, inTwoHours, time.Hour)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w, _ := keepingWorld(t)
			id := tt.make(w)
			w.tick()
			w.want(id, publishing.Scheduled, "")
			for _, n := range w.networks {
				if len(n.calls) > 0 {
					t.Errorf("%s was asked: %q", n.name, n.calls)
				}
			}
		})
	}
}

func TestEveryAnswerToEntrusting(t *testing.T) {
	const unreached = "bluesky.error.no_answer"
	for _, tt := range []struct {
		on     networks.Network
		answer answer
		state  publishing.State // after one pass
		key    string
		end    publishing.State
	}{
		{networks.Mastodon, refuse, publishing.Scheduled, "bluesky.error.refused", publishing.Published},
		{networks.Mastodon, dead, publishing.Scheduled, "publishing.error.credential", publishing.Missed},
		{networks.Mastodon, limit, publishing.Scheduled, "", publishing.Published},
		{networks.Mastodon, lost, publishing.Unknown, unreached, publishing.Published},
		{networks.Mastodon, vanished, publishing.Unknown, unreached, publishing.Published},
		{networks.Mastodon, atOnce, publishing.Published, "", publishing.Published},
		{networks.Mastodon, unnamed, publishing.Unknown, "publishing.unknown.no_proof", publishing.Published},
		{networks.Mastodon, panicBefore, publishing.Unknown, "publishing.unknown.no_answer", publishing.Published},
		{networks.Mastodon, panicAfter, publishing.Unknown, "publishing.unknown.no_answer", publishing.Published},
		{networks.WordPress, lost, publishing.Unknown, unreached, publishing.Published},
		{networks.WordPress, panicAfter, publishing.Unknown, "publishing.unknown.no_answer", publishing.Published},
		// Whether it is there no list can say: its owner looks.
		{networks.WordPress, vanished, publishing.Unknown, unreached, publishing.Unknown},
	} {
		t.Run(string(tt.on)+" "+string(tt.answer), func(t *testing.T) {
			w, _ := keepingWorld(t)
			w.networks[tt.on].scripted("bread").entrust = []answer{tt.answer}
			id := w.plan("bread", tt.on, inTwoHours, time.Hour)
			w.tick()
			w.want(id, tt.state, tt.key)
			w.settle(24 * time.Hour)
			d := w.row(id)
			if d.State != tt.end || tt.end == publishing.Unknown && !d.AwaitsOwner() {
				t.Errorf("in the end %s (%q), want %s", d.State, d.ErrorKey, tt.end)
			}
			want := 1
			if tt.end != publishing.Published {
				want = 0
			}
			if n := w.networks[tt.on].count("bread"); n != want {
				t.Errorf("%d public posts, want %d", n, want)
			}
		})
	}
}

// TestRefusedOnceIsNotAskedAgain: what the network will not keep, Parvis publishes.
func TestRefusedOnceIsNotAskedAgain(t *testing.T) {
	w, _ := keepingWorld(t)
	n := w.networks[networks.Mastodon]
	n.scripted("bread").entrust = []answer{refuse}
	w.plan("bread", networks.Mastodon, inTwoHours, time.Hour)
	w.settle(24 * time.Hour)
	if want := []string{"prepare bread", "entrust bread", "prepare bread", "publish bread"}; !slices.Equal(n.calls, want) {
		t.Errorf("calls %q, want %q", n.calls, want)
	}
}

func TestTakenBackBeforeItIsChanged(t *testing.T) {
	for _, on := range []networks.Network{networks.Mastodon, networks.WordPress} {
		for _, answers := range [][]answer{nil, {lost}, {vanished}, {refuse}, {limit}, {panicBefore}} {
			w, service := keepingWorld(t)
			n := w.networks[on]
			n.scripted("bread").takeBack = answers
			id := w.plan("bread", on, inTwoHours, time.Hour)
			w.tick()
			first := w.want(id, publishing.Entrusted, "").Identity.Key
			err := service.Unschedule(t.Context(), "post-bread")
			if len(answers) == 0 {
				if err != nil || w.row(id).State != publishing.Dropped || len(n.keeps) != 0 {
					t.Errorf("%s: taken back: %v, %s, the network keeps %v", on, err, w.row(id).State, n.keeps)
				}
				continue
			}
			if app.CodeOf(err) != app.CodeUnavailable || w.row(id).State != publishing.Recalling {
				t.Fatalf("%s, %q: %v and %s, want to wait", on, answers, err, w.row(id).State)
			}
			// Nothing of it leaves from here before that is known.
			w.settle(time.Hour)
			if d := w.row(id); len(n.keeps) == 1 && d.Identity.Key == first || d.State == publishing.Recalling {
				t.Errorf("%s, %q: still %s, the network keeps %v", on, answers, d.State, n.keeps)
			}
			w.settle(24 * time.Hour)
			if got := n.count("bread"); got != 1 || w.row(id).State != publishing.Published {
				t.Errorf("%s, %q: public %d times, the ledger says %s", on, answers, got, w.row(id).State)
			}
		}
	}
}

// TestTooLateToTakeBack: what is public stays published, under its own proof.
func TestTooLateToTakeBack(t *testing.T) {
	for _, after := range []time.Duration{-time.Minute, 0, time.Minute} {
		w, service := keepingWorld(t)
		n := w.networks[networks.WordPress]
		id := w.plan("bread", networks.WordPress, inTwoHours, time.Hour)
		w.tick()
		w.clock.set(inTwoHours.Add(after))
		err := service.Unschedule(t.Context(), "post-bread")
		if want := app.CodeConflict; after >= 0 && app.CodeOf(err) != want {
			t.Errorf("%v after: %v, want %s", after, err, want)
		} else if after < 0 && app.CodeOf(err) != app.CodeUnavailable {
			t.Errorf("%v after: %v, want to wait", after, err)
		}
		w.settle(24 * time.Hour)
		w.want(id, publishing.Published, "")
		if got := n.count("bread"); got != 1 || slices.Contains(n.calls, "take back bread") {
			t.Errorf("%v after: public %d times, calls %q", after, got, n.calls)
		}
	}
}

func TestPlannedAnewAfterItWasEntrusted(t *testing.T) {
	w, service := keepingWorld(t)
	n := w.networks[networks.Mastodon]
	id := w.plan("bread", networks.Mastodon, inTwoHours, time.Hour)
	w.ledger.posts["post-bread"].plan = publishing.Plan{Lateness: time.Hour, Accounts: []app.ID{accountOf(networks.Mastodon)}}
	w.tick()
	first := w.row(id).Identity
	w.ledger.place("post-bread", app.CivilOf(testNow.Add(5*time.Hour).In(w.business.Location())))
	if err := service.Schedule(t.Context(), "post-bread"); err != nil {
		t.Fatal(err)
	}
	w.settle(2 * time.Hour)
	d := w.want(id, publishing.Entrusted, "")
	if d.Identity == first || len(n.keeps) != 1 || !n.keeps[0].at.Equal(testNow.Add(5*time.Hour)) {
		t.Errorf("entrusted as %v (before %v), the network keeps %+v", d.Identity, first, n.keeps)
	}
	w.settle(24 * time.Hour)
	w.want(id, publishing.Published, "")
	if got := n.count("bread"); got != 1 {
		t.Errorf("public %d times", got)
	}
}

func TestSuspendingTakesBack(t *testing.T) {
	for _, tt := range []struct {
		name      string
		stop, end func(ctx context.Context, s *publishing.Service) error
	}{
		{
			"a pause",
			func(ctx context.Context, s *publishing.Service) error {
				return s.Pause(ctx, publishing.Pause{Why: publishing.PauseCrisis, Who: "Luc"})
			},
			func(ctx context.Context, s *publishing.Service) error { return s.Unpause(ctx) },
		},
		{
			"everything from here",
			func(ctx context.Context, s *publishing.Service) error { return s.SetEntrusts(ctx, false) },
			func(ctx context.Context, s *publishing.Service) error { return s.SetEntrusts(ctx, true) },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w, service := keepingWorld(t)
			n := w.networks[networks.WordPress]
			n.scripted("bread").takeBack = []answer{vanished}
			id := w.plan("bread", networks.WordPress, inTwoHours, time.Hour)
			w.tick()
			if err := tt.stop(t.Context(), service); err != nil {
				t.Fatal(err)
			}
			w.tick()
			w.want(id, publishing.Recalling, "")
			if k, err := service.Keeping(t.Context()); err != nil || k.Entrusted != 1 || k.Recalling != 1 {
				t.Errorf("the owner is told %+v (%v)", k, err)
			}
			w.clock.add(5 * time.Minute)
			w.tick()
			w.want(id, publishing.Scheduled, "")
			if k, err := service.Keeping(t.Context()); err != nil || k.Entrusted != 0 || len(n.keeps) != 0 {
				t.Errorf("the owner is told %+v (%v), the network keeps %v", k, err, n.keeps)
			}
			if err := tt.end(t.Context(), service); err != nil {
				t.Fatal(err)
			}
			w.settle(time.Hour)
			w.want(id, publishing.Entrusted, "")
		})
	}
}

func TestWithdrawnOnTheNetwork(t *testing.T) {
	w, service := keepingWorld(t)
	n := w.networks[networks.WordPress]
	id := w.plan("bread", networks.WordPress, inTwoHours, time.Hour)
	w.tick()
	n.keeps = nil
	if err := service.Reclaim(t.Context(), "post-bread"); err != nil {
		t.Errorf("taking back what is gone: %v", err)
	}
	w.want(id, publishing.Scheduled, "")

	id = w.plan("butter", networks.WordPress, inTwoHours, time.Hour)
	w.settle(30 * time.Minute)
	w.want(id, publishing.Entrusted, "")
	n.keeps = nil
	// Seen only once its moment has come: whether it was public for a moment, a list
	// cannot say.
	w.settle(24 * time.Hour)
	w.want(id, publishing.Unknown, "publishing.unknown.not_seen")
	if got := n.count("butter"); got != 0 {
		t.Errorf("published again, %d times", got)
	}
}

// TestACopyThatMayBeBehindTakesNothingBack: another one may count on what is kept.
func TestACopyThatMayBeBehindTakesNothingBack(t *testing.T) {
	w, service := keepingWorld(t)
	id := w.plan("bread", networks.WordPress, inTwoHours, time.Hour)
	w.tick()
	w.held = true
	if err := service.Reclaim(t.Context(), "post-bread"); app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("taken back: %v", err)
	}
	w.clock.set(inTwoHours.Add(time.Hour))
	w.tick()
	w.want(id, publishing.Entrusted, "")
	if n := w.networks[networks.WordPress]; len(n.calls) != 2 {
		t.Errorf("calls %q", n.calls)
	}
	w.held = false
	w.tick()
	w.want(id, publishing.Published, "")
}

// TestKeptBeyondItsMoment: its owner is told, and having it taken back is theirs.
func TestKeptBeyondItsMoment(t *testing.T) {
	w, service := keepingWorld(t)
	n := w.networks[networks.WordPress]
	id := w.plan("bread", networks.WordPress, inTwoHours, 12*time.Hour)
	w.tick()
	n.keeps[0].at = inTwoHours.Add(1000 * time.Hour)
	w.settle(4 * time.Hour)
	if d := w.want(id, publishing.Unknown, "publishing.unknown.still_kept"); !d.AwaitsOwner() {
		t.Error("nobody is asked")
	}
	if err := service.NotThere(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	w.settle(time.Hour)
	if w.row(id).State != publishing.Published || n.count("bread") != 1 || len(n.keeps) != 0 {
		t.Errorf("%s, public %d times, the network keeps %v", w.row(id).State, n.count("bread"), n.keeps)
	}
}

// TestDisconnectedMeanwhile: what nobody can ask about is its owner's to look at.
func TestDisconnectedMeanwhile(t *testing.T) {
	w, service := keepingWorld(t)
	id := w.plan("bread", networks.WordPress, inTwoHours, time.Hour)
	w.tick()
	if err := service.ReclaimAccount(t.Context(), accountOf(networks.Bluesky)); err != nil {
		t.Errorf("an account that entrusted nothing: %v", err)
	}
	a := w.ledger.accounts[accountOf(networks.WordPress)]
	a.State = networks.AccountHandFed
	w.ledger.accounts[a.ID] = a
	w.networks[networks.WordPress].scripted("bread").find = []answer{undecided, undecided}
	w.settle(time.Hour)
	w.want(id, publishing.Entrusted, "")
	w.settle(24 * time.Hour)
	if d := w.row(id); d.State != publishing.Unknown || !d.AwaitsOwner() {
		t.Errorf("%s (%q): nobody is asked", d.State, d.ErrorKey)
	}
}

// TestEntrustedKilledAtEveryStep kills the program at each step of entrusting a post,
// of taking it back and of planning it again.
func TestEntrustedKilledAtEveryStep(t *testing.T) {
	for _, on := range []networks.Network{networks.Mastodon, networks.WordPress} {
		for steps := 0; ; steps++ {
			died := false
			for _, after := range []bool{false, true} {
				w, _ := keepingWorld(t)
				n := w.networks[on]
				id := w.plan("bread", on, inTwoHours, time.Hour)
				w.ledger.posts["post-bread"].plan = publishing.Plan{Lateness: time.Hour, Accounts: []app.ID{accountOf(on)}}
				w.start(steps, after)
				service := newService(w, nil)
				_, _ = w.engine.Tick(t.Context())
				if !w.life.died() {
					_ = service.Unschedule(t.Context(), "post-bread")
				}
				if w.life.died() {
					died = true
				}
				w.start(-1, false)
				service = newService(w, nil)
				w.settle(30 * time.Minute)
				back := service.Unschedule(t.Context(), "post-bread") == nil
				w.ledger.place("post-bread", app.CivilOf(testNow.Add(5*time.Hour).In(w.business.Location())))
				_ = service.Schedule(t.Context(), "post-bread")
				w.settle(48 * time.Hour)
				if d := w.row(id); d.State == publishing.Unknown && d.AwaitsOwner() {
					if on == networks.Mastodon {
						t.Errorf("killed at step %d (after: %t): %s (%q)", steps, after, d.State, d.ErrorKey)
					}
					continue
				}
				if d := w.row(id); d.State != publishing.Published || n.count("bread") != 1 || len(n.keeps) != 0 {
					t.Errorf("%s, killed at step %d (after: %t, taken back: %t): %s (%q), public %d times, kept %v", on, steps, after, back, d.State, d.ErrorKey, n.count("bread"), n.keeps)
				}
			}
			if !died {
				if steps < 15 {
					t.Fatalf("entrusting and taking back have %d steps: the test no longer reaches them", steps)
				}
				break
			}
		}
	}
}
