package publishing_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/app/publishing"
)

func newService(w *world, wake func()) *publishing.Service {
	directory := networks.Connectors{}
	for name, n := range w.networks {
		directory[name] = connector{n, w.life}
	}
	return publishing.NewService(publishing.Desk{
		Store: w.ledger, PlanOf: w.ledger.PlanOf, Accounts: w.ledger, Connectors: directory, Business: w,
		Clock: w.clock, IDs: app.NewIDs(w.clock, nil), Events: w.events, Wake: wake, Holds: w.holds,
		Reclaim: func(ctx context.Context, posts ...app.ID) error { return w.engine.Reclaim(ctx, posts...) },
	})
}

// wantFailure checks the code and the sentence of an error.
func wantFailure(t *testing.T, err error, code app.Code, key string) {
	t.Helper()
	if app.CodeOf(err) != code || !strings.Contains(err.Error(), key) {
		t.Errorf("got %v, want %s %s", err, code, key)
	}
}

func civil(date string, hour, minute int) app.Civil {
	d, err := app.ParseDate(date)
	if err != nil {
		panic(err)
	}
	return app.Civil{Date: d, Time: app.TimeOfDay{Hour: hour, Minute: minute}}
}

func (w *world) setAccount(n networks.Network, state networks.AccountState) app.ID {
	a := w.ledger.accounts[accountOf(n)]
	a.State = state
	w.ledger.accounts[a.ID] = a
	return a.ID
}

func TestSchedule(t *testing.T) {
	w := newWorld(t)
	connected := accountOf(networks.Bluesky)
	dead := w.setAccount(networks.Mastodon, networks.AccountExpired)
	typed := w.setAccount(networks.WordPress, networks.AccountHandFed)
	mute := app.ID("account-mute")
	w.ledger.accounts[mute] = networks.Account{ID: mute, Network: networks.TikTok, State: networks.AccountConnected}
	tomorrow := civil("2026-11-22", 9, 30)

	tests := []struct {
		name     string
		at       app.Civil
		accounts []app.ID
		to       []app.ID
		code     app.Code
		key      string
	}{
		{"one account", tomorrow, []app.ID{connected}, []app.ID{connected}, "", ""},
		{"an account to be connected again waits with the others", tomorrow, []app.ID{dead, connected}, []app.ID{dead, connected}, "", ""},
		{"accounts that cannot publish are left out", tomorrow, []app.ID{connected, mute}, []app.ID{connected}, "", ""},
		{"by hand beside the others", tomorrow, []app.ID{typed, connected}, []app.ID{typed, connected}, "", ""},
		{"only by hand", tomorrow, []app.ID{typed, mute}, []app.ID{typed}, "", ""},
		{"now", civil("2026-11-21", 14, 32), []app.ID{connected}, []app.ID{connected}, "", ""},
		{"a minute ago", civil("2026-11-21", 14, 31), []app.ID{connected}, []app.ID{connected}, "", ""},
		{"two minutes ago", civil("2026-11-21", 14, 30), []app.ID{connected}, nil, app.CodeInvalid, "publishing.error.past"},
		{"not placed", app.Civil{}, []app.ID{connected}, nil, app.CodeInvalid, "publishing.error.not_placed"},
		{"no account", tomorrow, nil, nil, app.CodeInvalid, "publishing.error.no_account"},
		{"only one that Parvis cannot speak to", tomorrow, []app.ID{mute}, nil, app.CodeInvalid, "publishing.error.no_account"},
		{"only to be connected again", tomorrow, []app.ID{dead}, nil, app.CodeUnauthorised, "publishing.error.account_expired"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			woken := 0
			s := newService(w, func() { woken++ })
			post := app.ID("post-" + test.name)
			w.addPost(post, test.name, publishing.Plan{At: test.at, Lateness: time.Hour, Accounts: test.accounts})
			err := s.Schedule(t.Context(), post)
			if test.code != "" {
				wantFailure(t, err, test.code, test.key)
				if w.ledger.posts[post].scheduled || woken > 0 {
					t.Error("something was scheduled all the same")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			entries, err := s.PostEntries(t.Context(), post)
			if err != nil {
				t.Fatal(err)
			}
			var to []app.ID
			for _, e := range entries {
				to = append(to, e.Delivery.AccountID)
				if d := e.Delivery; d.State != publishing.Scheduled || d.Lateness != time.Hour || !d.DueAt.Equal(test.at.In(w.business.Location())) {
					t.Errorf("planned %+v", d)
				}
			}
			slices.Sort(to)
			want := slices.Sorted(slices.Values(test.to))
			if !slices.Equal(to, want) {
				t.Errorf("planned for %v, want %v", to, want)
			}
			if woken != 1 {
				t.Errorf("the engine was woken %d times, want once", woken)
			}
		})
	}
}

// TestScheduleAcrossClockChanges: the civil time the owner chose is the one it
// leaves at, also on the nights when clocks change in Paris.
func TestScheduleAcrossClockChanges(t *testing.T) {
	tests := []struct {
		name string
		at   app.Civil
		due  time.Time
	}{
		{"winter", civil("2026-11-22", 9, 0), time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)},
		{"the morning summer time begins", civil("2027-03-28", 9, 0), time.Date(2027, 3, 28, 7, 0, 0, 0, time.UTC)},
		{"02:30 that does not exist moves an hour later", civil("2027-03-28", 2, 30), time.Date(2027, 3, 28, 1, 30, 0, 0, time.UTC)},
		{"summer", civil("2027-07-14", 9, 0), time.Date(2027, 7, 14, 7, 0, 0, 0, time.UTC)},
		{"the morning summer time ends", civil("2027-10-31", 9, 0), time.Date(2027, 10, 31, 8, 0, 0, 0, time.UTC)},
		{"02:30 that comes twice means the first", civil("2027-10-31", 2, 30), time.Date(2027, 10, 31, 0, 30, 0, 0, time.UTC)},
		{"03:00 after it came twice", civil("2027-10-31", 3, 0), time.Date(2027, 10, 31, 2, 0, 0, 0, time.UTC)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			s := newService(w, nil)
			w.addPost("post", "bread", publishing.Plan{At: test.at, Lateness: time.Hour, Accounts: []app.ID{accountOf(networks.Bluesky)}})
			if err := s.Schedule(t.Context(), "post"); err != nil {
				t.Fatal(err)
			}
			if next := w.tick(); !next.Equal(test.due) {
				t.Fatalf("due at %v, want %v", next, test.due)
			}
			w.clock.set(test.due.Add(-time.Second))
			w.tick()
			if got := w.networks[networks.Bluesky].count("bread"); got != 0 {
				t.Fatal("it left before its time")
			}
			w.clock.set(test.due)
			w.tick()
			if got := w.networks[networks.Bluesky].count("bread"); got != 1 {
				t.Fatalf("%d public posts at its time, want 1", got)
			}
		})
	}
	// The autumn of 2026 is over at the tests' now.
	w := newWorld(t)
	w.clock.set(time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC))
	s := newService(w, nil)
	w.addPost("post", "bread", publishing.Plan{At: civil("2026-10-25", 2, 30), Accounts: []app.ID{accountOf(networks.Bluesky)}})
	if err := s.Schedule(t.Context(), "post"); err != nil {
		t.Fatal(err)
	}
	if next, want := w.tick(), time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC); !next.Equal(want) {
		t.Errorf("due at %v, want %v", next, want)
	}
}

func TestUnschedule(t *testing.T) {
	w := newWorld(t)
	s := newService(w, nil)
	w.plan("bread", networks.Bluesky, testNow.Add(time.Hour), time.Hour)
	if err := s.Unschedule(t.Context(), "post-bread"); err != nil {
		t.Fatal(err)
	}
	if len(w.ledger.rows) != 0 || w.ledger.posts["post-bread"].scheduled {
		t.Error("the delivery is still there")
	}
	gone := w.plan("cake", networks.Bluesky, testNow, time.Hour)
	w.tick()
	w.want(gone, publishing.Published, "")
	wantFailure(t, s.Unschedule(t.Context(), "post-cake"), app.CodeConflict, "publishing.error.fixed")
}

// TestWokenForANewMoment: the engine may sleep for hours until the next delivery;
// it looks again when one was moved, or the zone that its moment is read in.
func TestWokenForANewMoment(t *testing.T) {
	w, wakes := newWorld(t), 0
	s := newService(w, func() { wakes++ })
	w.plan("bread", networks.Bluesky, testNow.Add(3*time.Hour), time.Hour)
	s.Moved("post-bread")
	if wakes != 1 || w.changed[""] != 1 {
		t.Errorf("woken %d times, told %v", wakes, w.changed)
	}
	app.Emit(w.events, business.Changed{})
	if wakes != 2 {
		t.Errorf("woken %d times after the business changed", wakes)
	}
}

func TestResend(t *testing.T) {
	bring := map[string]func(w *world) app.ID{
		"missed": func(w *world) app.ID {
			return w.plan("bread", networks.Bluesky, testNow.Add(-72*time.Hour), time.Hour)
		},
		"refused by the network": func(w *world) app.ID {
			w.networks[networks.Bluesky].scripted("bread").publish = []answer{refuse}
			return w.plan("bread", networks.Bluesky, testNow, time.Hour)
		},
		"refused by its content": func(w *world) app.ID {
			w.networks[networks.Bluesky].scripted("bread").prepare = []answer{invalid}
			return w.plan("bread", networks.Bluesky, testNow, time.Hour)
		},
		"missed after a quota": func(w *world) app.ID {
			w.networks[networks.Bluesky].scripted("bread").publish = []answer{limitLong}
			return w.plan("bread", networks.Bluesky, testNow, time.Hour)
		},
	}
	for name, prepare := range bring {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			s := newService(w, nil)
			id := prepare(w)
			w.settle(time.Hour)
			before := w.row(id).State
			w.clock.add(80 * time.Hour)
			if err := s.Resend(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			w.settle(time.Hour)
			w.want(id, publishing.Published, "")
			if got := w.networks[networks.Bluesky].count("bread"); got != 1 {
				t.Errorf("%d public posts after sending again what was %s, want 1", got, before)
			}
			wantFailure(t, s.Resend(t.Context(), id), app.CodeConflict, "publishing.error.not_resendable")
		})
	}
}

// TestResendSurvivesDoubt: what is sent again days later is still repeated as
// the same attempt when its request was lost.
func TestResendSurvivesDoubt(t *testing.T) {
	w := newWorld(t)
	s := newService(w, nil)
	w.networks[networks.Bluesky].scripted("bread").publish = []answer{vanished}
	id := w.plan("bread", networks.Bluesky, testNow.Add(-72*time.Hour), time.Hour)
	w.settle(time.Hour)
	if err := s.Resend(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	w.settle(time.Hour)
	w.want(id, publishing.Published, "")
}

// TestResendThatCannotLeave: it does not wait for days in the dark; it is missed
// again and says why.
func TestResendThatCannotLeave(t *testing.T) {
	w := newWorld(t)
	s := newService(w, nil)
	id := w.plan("bread", networks.Bluesky, testNow.Add(-72*time.Hour), time.Hour)
	w.settle(time.Hour)
	w.setAccount(networks.Bluesky, networks.AccountExpired)
	if err := s.Resend(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	w.settle(time.Hour)
	w.want(id, publishing.Missed, "networks.error.expired")
}

// TestResendWithinTheHour: a missed delivery whose request may still be on its
// way is sent again under the same identity.
func TestResendWithinTheHour(t *testing.T) {
	w := newWorld(t)
	s := newService(w, nil)
	w.networks[networks.Bluesky].scripted("bread").publish = []answer{late}
	id := w.plan("bread", networks.Bluesky, testNow, 0)
	w.tick()
	w.clock.add(10 * time.Minute)
	w.tick()
	w.want(id, publishing.Missed, "publishing.error.missed")
	if err := s.Resend(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	w.settle(time.Hour)
	w.want(id, publishing.Published, "")
	if got := w.networks[networks.Bluesky].count("bread"); got != 1 {
		t.Errorf("%d public posts, want 1", got)
	}
}

// TestResendOfARefusalAfterDoubt: the refusal of a repeated call proves nothing
// of the first one, which may still arrive: sent again at once, it is still the
// same attempt.
func TestResendOfARefusalAfterDoubt(t *testing.T) {
	w := newWorld(t)
	s := newService(w, nil)
	w.networks[networks.Bluesky].scripts["bread"] = &script{publish: []answer{late, refuseAlone}}
	id := w.plan("bread", networks.Bluesky, testNow, 2*time.Hour)
	for range 6 {
		w.tick()
		w.clock.add(time.Minute)
	}
	w.want(id, publishing.Refused, "bluesky.error.refused")
	if err := s.Resend(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	w.settle(time.Hour)
	w.want(id, publishing.Published, "")
	if got := w.networks[networks.Bluesky].count("bread"); got != 1 {
		t.Errorf("%d public posts, want 1", got)
	}
}

func TestCheckNow(t *testing.T) {
	w := newWorld(t)
	s := newService(w, nil)
	n := w.networks[networks.Bluesky]
	n.scripts["bread"] = &script{publish: []answer{lost}, find: []answer{undecided, undecided, undecided, undecided, undecided, undecided}}
	id := w.plan("bread", networks.Bluesky, testNow, time.Hour)
	w.settle(10 * time.Minute)
	w.want(id, publishing.Unknown, "bluesky.error.no_answer")
	n.scripts["bread"].find = nil
	if err := s.CheckNow(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	w.tick()
	w.want(id, publishing.Published, "")
	wantFailure(t, s.CheckNow(t.Context(), id), app.CodeConflict, "publishing.error.settled")
}

// TestCheckNowOfWhatWaitsForItsOwner: the post that no list showed appears in
// the end, and its owner asks to look again.
func TestCheckNowOfWhatWaitsForItsOwner(t *testing.T) {
	w := newWorld(t)
	s := newService(w, nil)
	n := w.networks[networks.WordPress]
	n.scripted("bread").publish = []answer{late}
	id := w.plan("bread", networks.WordPress, testNow, time.Hour)
	w.settle(time.Hour)
	w.want(id, publishing.Unknown, "publishing.unknown.not_seen")
	n.count("bread") // it arrives
	w.settle(time.Hour)
	w.want(id, publishing.Unknown, "publishing.unknown.not_seen")
	if err := s.CheckNow(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	w.tick()
	w.want(id, publishing.Published, "")
}

func TestOwnerAnswers(t *testing.T) {
	ask := func(t *testing.T) (*world, *publishing.Service, app.ID) {
		w := newWorld(t)
		w.networks[networks.LinkedIn].scripted("bread").publish = []answer{vanished}
		id := w.plan("bread", networks.LinkedIn, testNow, time.Hour)
		w.settle(time.Hour)
		w.want(id, publishing.Unknown, "publishing.unknown.unreadable")
		return w, newService(w, nil), id
	}
	t.Run("yes", func(t *testing.T) {
		w, s, id := ask(t)
		for _, link := range []string{"javascript:alert(1)", "file:///etc/passwd", "linkedin", "https://", "ht tp://x"} {
			wantFailure(t, s.Appeared(t.Context(), id, link), app.CodeInvalid, "publishing.error.link")
		}
		if err := s.Appeared(t.Context(), id, "https://www.linkedin.com/feed/update/1"); err != nil {
			t.Fatal(err)
		}
		d := w.want(id, publishing.HandedOver, "")
		if d.Permalink == "" || !d.PublishedAt.Equal(d.ArmedAt) || d.RemoteID != "" {
			t.Errorf("kept %+v", d)
		}
		wantFailure(t, s.Appeared(t.Context(), id, ""), app.CodeConflict, "publishing.error.settled")
	})
	t.Run("no", func(t *testing.T) {
		w, s, id := ask(t)
		if err := s.NotThere(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		w.want(id, publishing.Missed, "publishing.error.not_there")
		w.settle(time.Hour)
		if got := w.networks[networks.LinkedIn].count("bread"); got != 0 {
			t.Fatal("it was sent again without being asked for")
		}
		if err := s.Resend(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		w.settle(time.Hour)
		w.want(id, publishing.Published, "")
	})
	t.Run("not asked", func(t *testing.T) {
		w := newWorld(t)
		s := newService(w, nil)
		w.networks[networks.Bluesky].scripted("bread").publish = []answer{lost}
		id := w.plan("bread", networks.Bluesky, testNow, time.Hour)
		w.tick()
		wantFailure(t, s.Appeared(t.Context(), id, ""), app.CodeConflict, "publishing.error.settled")
		wantFailure(t, s.NotThere(t.Context(), id), app.CodeConflict, "publishing.error.settled")
		wantFailure(t, s.Resend(t.Context(), id), app.CodeConflict, "publishing.error.not_resendable")
	})
}

func TestEntries(t *testing.T) {
	w := newWorld(t)
	s := newService(w, nil)
	w.plan("bread", networks.Bluesky, testNow, time.Hour)
	w.plan("cake", networks.Bluesky, testNow.Add(time.Hour), time.Hour)
	w.tick()
	for state, want := range map[publishing.State][]string{
		"": {"cake", "bread"}, publishing.Published: {"bread"}, publishing.Missed: nil,
	} {
		entries, err := s.Entries(context.Background(), state, 10)
		if err != nil {
			t.Fatal(err)
		}
		var titles []string
		for _, e := range entries {
			titles = append(titles, e.Title)
		}
		if !slices.Equal(titles, want) {
			t.Errorf("entries of state %q: %v, want %v", state, titles, want)
		}
	}
}
