package storage_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/storage"
	"parvis/storage/storagetest"
)

const dropped = "publishing.error.dropped"

// limited takes a planned delivery to where a quota leaves it: tried once, proven
// not made, waiting.
func limited(t *testing.T, f *storage.File, d publishing.Delivery) publishing.Delivery {
	t.Helper()
	d = bring(t, f, d, publishing.Refused)
	d.State, d.RetryAt, d.ErrorKey = publishing.Scheduled, d.DueAt.Add(time.Hour), "bluesky.error.limited"
	d.ErrorArgs = map[string]any{"Until": d.RetryAt}
	must(t, f.Publishing().Advance(t.Context(), publishing.Refused, d))
	return d
}

// brought plans a post on Bluesky and takes its delivery to a state, "limited"
// included.
func brought(t *testing.T, f *storage.File, post, delivery app.ID, state publishing.State) publishing.Delivery {
	t.Helper()
	d := plan(t, f, post, delivery)
	if state == "limited" {
		return limited(t, f, d)
	}
	return bring(t, f, d, state)
}

func delivery(t *testing.T, f *storage.File, id app.ID) publishing.Delivery {
	t.Helper()
	d, err := f.Publishing().Delivery(t.Context(), id)
	must(t, err)
	return d
}

func post(t *testing.T, f *storage.File, id app.ID) editorial.Post {
	t.Helper()
	p, err := f.Editorial().Post(t.Context(), id)
	must(t, err)
	return p
}

func attempts(t *testing.T, f *storage.File, id app.ID) int {
	t.Helper()
	entries, err := f.Publishing().PostEntries(t.Context(), id)
	must(t, err)
	n := 0
	for _, e := range entries {
		n += len(e.Attempts)
	}
	return n
}

// wantNothingDue fails when anything could ever leave.
func wantNothingDue(t *testing.T, f *storage.File) {
	t.Helper()
	due, err := f.Publishing().Due(t.Context(), storagetest.Now().AddDate(10, 0, 0))
	must(t, err)
	if len(due) > 0 {
		t.Errorf("would still leave: %+v", due)
	}
}

// TestAnAccountTakenAwayAfterAnAttempt: what was tried and waits again, or was
// refused or missed, never leaves for an account that is no longer chosen; the
// ledger keeps it. Chosen again, it is the same delivery that waits.
func TestAnAccountTakenAwayAfterAnAttempt(t *testing.T) {
	for _, state := range []publishing.State{"limited", publishing.Refused} {
		t.Run(string(state), func(t *testing.T) {
			f := populated(t)
			before := brought(t, f, "post", "delivery", state)
			p := post(t, f, "post")
			p.Accounts = []app.ID{facebook}
			must(t, f.Editorial().SavePost(t.Context(), p))
			want := before
			want.State, want.RetryAt, want.ErrorKey, want.ErrorArgs = publishing.Dropped, time.Time{}, dropped, nil
			if diff := cmp.Diff(want, delivery(t, f, "delivery")); diff != "" {
				t.Error(diff)
			}
			wantNothingDue(t, f)

			p.Accounts = []app.ID{facebook, bluesky}
			must(t, f.Editorial().SavePost(t.Context(), p))
			wantNothingDue(t, f)
			must(t, f.Publishing().Plan(t.Context(), "post", []publishing.Delivery{scheduled("other", "post", bluesky)}))
			want = before
			want.State, want.RetryAt, want.Prepared, want.ErrorKey, want.ErrorArgs = publishing.Scheduled, time.Time{}, "", "", nil
			if diff := cmp.Diff(want, delivery(t, f, "delivery")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnAccountStaysWhileItsDeliveryIsInDoubt(t *testing.T) {
	for _, state := range []publishing.State{publishing.Armed, publishing.Unknown} {
		f := populated(t)
		want := brought(t, f, "post", "delivery", state)
		p := post(t, f, "post")
		p.Accounts = []app.ID{facebook}
		wantKey(t, f.Editorial().SavePost(t.Context(), p), app.CodeConflict, "editorial.error.fixed")
		if diff := cmp.Diff(want, delivery(t, f, "delivery")); diff != "" {
			t.Error(diff)
		}
	}
}

// TestAMoveForgetsWhatHeldBack: an instant of another day would be read as its
// owner's wish to be late.
func TestAMoveForgetsWhatHeldBack(t *testing.T) {
	for name, change := range map[string]func(p *editorial.Post){
		"earlier":       func(p *editorial.Post) { p.At = at(24, 9) },
		"later":         func(p *editorial.Post) { p.At = at(26, 9) },
		"less lateness": func(p *editorial.Post) { p.Lateness = 0 },
	} {
		f := populated(t)
		limited(t, f, plan(t, f, "post", "delivery"))
		p := post(t, f, "post")
		change(&p)
		must(t, f.Editorial().SavePost(t.Context(), p))
		got := delivery(t, f, "delivery")
		if !got.RetryAt.IsZero() || got.ErrorKey != "" || got.ErrorArgs != nil || got.Attempts != 1 || !got.DueAt.Equal(paris(p.At)) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	f := populated(t)
	want := limited(t, f, plan(t, f, "post", "delivery"))
	p := post(t, f, "post")
	p.Text, p.Lateness = "Autre texte", 3*time.Hour
	must(t, f.Editorial().SavePost(t.Context(), p))
	b := storagetest.Business()
	b.Zone = "Europe/Brussels" // the same time as in Paris
	must(t, f.Business().SaveBusiness(t.Context(), b))
	want.Lateness = p.Lateness
	if diff := cmp.Diff(want, delivery(t, f, "delivery")); diff != "" {
		t.Errorf("not moved: %s", diff)
	}
}

// TestLessLatenessAfterAnAttempt: an attempt that would be repeated later than
// the post may now leave is not.
func TestLessLatenessAfterAnAttempt(t *testing.T) {
	for lateness, want := range map[time.Duration]publishing.State{
		2 * time.Hour: publishing.Scheduled, time.Hour: publishing.Scheduled, 30 * time.Minute: publishing.Missed,
	} {
		f := populated(t)
		d := limited(t, f, plan(t, f, "post", "delivery"))
		d.Identity.CreatedAt = d.DueAt.Add(45 * time.Minute)
		must(t, f.Publishing().Advance(t.Context(), publishing.Scheduled, d))
		p := post(t, f, "post")
		p.Lateness = lateness
		must(t, f.Editorial().SavePost(t.Context(), p))
		if got := delivery(t, f, "delivery"); got.State != want || (got.ErrorKey == "publishing.error.missed") != (want == publishing.Missed) {
			t.Errorf("%s: %+v", lateness, got)
		}
	}
}

// TestAMoveTakesAlongWhatDidNotLeave: of a post that still waits elsewhere, what
// was refused or missed gets the new date as well; what was dropped does not.
func TestAMoveTakesAlongWhatDidNotLeave(t *testing.T) {
	for state, want := range map[publishing.State]publishing.State{
		publishing.Refused: publishing.Scheduled, publishing.Missed: publishing.Scheduled, publishing.Dropped: publishing.Dropped,
	} {
		f := populated(t)
		must(t, f.Editorial().SavePost(t.Context(), draft("post")))
		d := scheduled("b", "post", bluesky)
		must(t, f.Publishing().Plan(t.Context(), "post", []publishing.Delivery{d, scheduled("f", "post", facebook)}))
		bring(t, f, d, state)
		p := post(t, f, "post")
		p.At = at(26, 9)
		must(t, f.Editorial().SavePost(t.Context(), p))
		got := delivery(t, f, "b")
		if got.State != want || want == publishing.Scheduled && (!got.DueAt.Equal(paris(p.At)) || got.Prepared != "") {
			t.Errorf("%s: %+v", state, got)
		}
	}
}

// TestTakenBackAfterAnAttempt: what is proven not made can be taken back and
// given another date, as the same delivery with its history; nothing else can.
func TestTakenBackAfterAnAttempt(t *testing.T) {
	for _, state := range []publishing.State{"limited", publishing.Refused, publishing.Missed} {
		t.Run(string(state), func(t *testing.T) {
			f := populated(t)
			before := brought(t, f, "post", "delivery", state)
			if state == publishing.Missed {
				before.Attempts = 1
				must(t, f.Publishing().Advance(t.Context(), publishing.Missed, before))
			}
			tried := attempts(t, f, "post")
			must(t, f.Publishing().Unplan(t.Context(), "post"))
			if got := delivery(t, f, "delivery"); got.State != publishing.Dropped || got.ErrorKey != dropped || !got.RetryAt.IsZero() {
				t.Errorf("taken back: %+v", got)
			}
			if got := post(t, f, "post"); got.Stage != editorial.Draft {
				t.Errorf("stage %s", got.Stage)
			}
			wantNothingDue(t, f)
			must(t, f.Publishing().Unplan(t.Context(), "post"))

			p := post(t, f, "post")
			p.At = at(27, 9)
			must(t, f.Editorial().SavePost(t.Context(), p))
			again := scheduled("again", "post", bluesky)
			again.DueAt = paris(p.At)
			must(t, f.Publishing().Plan(t.Context(), "post", []publishing.Delivery{again}))
			want := before
			want.State, want.DueAt, want.RetryAt, want.Prepared = publishing.Scheduled, again.DueAt, time.Time{}, ""
			want.ErrorKey, want.ErrorArgs = "", nil
			if diff := cmp.Diff(want, delivery(t, f, "delivery")); diff != "" {
				t.Error(diff)
			}
			if got := attempts(t, f, "post"); got != tried {
				t.Errorf("%d attempts, were %d", got, tried)
			}
		})
	}
}

// TestAnotherDateWithoutTakingBack plans again what was refused or missed, or
// waits after an attempt; on an account left out, it is dropped.
func TestAnotherDateWithoutTakingBack(t *testing.T) {
	for _, state := range []publishing.State{"limited", publishing.Refused} {
		f := populated(t)
		brought(t, f, "post", "delivery", state)
		d := scheduled("again", "post", bluesky)
		d.DueAt = d.DueAt.AddDate(0, 0, 1)
		must(t, f.Publishing().Plan(t.Context(), "post", []publishing.Delivery{d, scheduled("f", "post", facebook)}))
		if got := delivery(t, f, "delivery"); got.State != publishing.Scheduled || !got.DueAt.Equal(d.DueAt) || got.Attempts != 1 {
			t.Errorf("%s: %+v", state, got)
		}
		must(t, f.Publishing().Plan(t.Context(), "post", []publishing.Delivery{scheduled("f2", "post", facebook)}))
		if got := delivery(t, f, "delivery"); got.State != publishing.Dropped || got.ErrorKey != dropped {
			t.Errorf("%s: %+v", state, got)
		}
	}
}

// TestWhatMayBeOutIsNeverPlannedAgain, whatever else of the post waits.
func TestWhatMayBeOutIsNeverPlannedAgain(t *testing.T) {
	for _, state := range []publishing.State{publishing.Armed, publishing.Unknown, publishing.Published, publishing.HandedOver} {
		t.Run(string(state), func(t *testing.T) {
			f := populated(t)
			ledger := f.Publishing()
			must(t, f.Editorial().SavePost(t.Context(), draft("post")))
			out, waits := scheduled("out", "post", bluesky), scheduled("waits", "post", facebook)
			must(t, ledger.Plan(t.Context(), "post", []publishing.Delivery{out, waits}))
			if state == publishing.HandedOver {
				d := bring(t, f, out, publishing.Unknown)
				d.State, d.PublishedAt = state, storagetest.Now()
				must(t, ledger.Advance(t.Context(), publishing.Unknown, d))
			} else {
				bring(t, f, out, state)
			}
			before := delivery(t, f, "out")
			for _, all := range [][]publishing.Delivery{nil, {scheduled("x", "post", bluesky)}, {scheduled("x", "post", facebook)}} {
				wantKey(t, ledger.Plan(t.Context(), "post", all), app.CodeConflict, "publishing.error.fixed")
			}
			if got := delivery(t, f, "waits"); got.State != publishing.Scheduled {
				t.Errorf("a plan that was refused left %+v", got)
			}
			err := ledger.Unplan(t.Context(), "post")
			got := delivery(t, f, "waits")
			if state == publishing.Armed { // it is leaving right now
				wantKey(t, err, app.CodeConflict, "publishing.error.fixed")
				if got.State != publishing.Scheduled {
					t.Errorf("dropped all the same: %+v", got)
				}
			} else {
				// What still waits stays, and the post stays what it is.
				must(t, err)
				if got.State != publishing.Dropped || got.ErrorKey != dropped {
					t.Errorf("waits as %+v", got)
				}
				wantKey(t, ledger.Unplan(t.Context(), "post"), app.CodeConflict, "publishing.error.fixed")
			}
			if got := post(t, f, "post"); got.Stage != editorial.Scheduled {
				t.Errorf("stage %s", got.Stage)
			}
			if diff := cmp.Diff(before, delivery(t, f, "out")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestTheRestIsStoppedWhileItIsPrepared: nothing of it is public yet.
func TestTheRestIsStoppedWhileItIsPrepared(t *testing.T) {
	f := populated(t)
	must(t, f.Editorial().SavePost(t.Context(), draft("post")))
	out, waits := scheduled("out", "post", bluesky), scheduled("waits", "post", facebook)
	must(t, f.Publishing().Plan(t.Context(), "post", []publishing.Delivery{out, waits}))
	bring(t, f, out, publishing.Published)
	bring(t, f, waits, publishing.Preparing)
	must(t, f.Publishing().Unplan(t.Context(), "post"))
	if got := delivery(t, f, "waits"); got.State != publishing.Dropped {
		t.Errorf("it is %+v", got)
	}
}

// TestAPostTriedAndRemoved leaves the calendar; the ledger keeps what was tried,
// and it can be brought back.
func TestAPostTriedAndRemoved(t *testing.T) {
	for _, state := range []publishing.State{"limited", publishing.Refused} {
		f := populated(t)
		brought(t, f, "post", "delivery", state)
		must(t, f.Editorial().RemovePost(t.Context(), "post"))
		if got := delivery(t, f, "delivery"); got.State != publishing.Dropped || got.ErrorKey != dropped {
			t.Errorf("%s: %+v", state, got)
		}
		wantNothingDue(t, f)
		if got := post(t, f, "post"); got.Stage != editorial.Dropped {
			t.Errorf("%s: stage %s", state, got.Stage)
		}
		placed, err := f.Editorial().Placed(t.Context(), at(1, 0).Date, at(30, 0).Date)
		must(t, err)
		if slices.ContainsFunc(placed, func(s editorial.Summary) bool { return s.ID == "post" }) {
			t.Errorf("%s: still in the calendar", state)
		}
		must(t, f.Editorial().SavePost(t.Context(), draft("post")))
		must(t, f.Publishing().Plan(t.Context(), "post", []publishing.Delivery{scheduled("x", "post", bluesky)}))
		if got := delivery(t, f, "delivery"); got.State != publishing.Scheduled {
			t.Errorf("%s: brought back as %+v", state, got)
		}
	}
	for _, state := range []publishing.State{publishing.Preparing, publishing.Armed, publishing.Unknown, publishing.Published} {
		f := populated(t)
		before := brought(t, f, "post", "delivery", state)
		if err := f.Editorial().RemovePost(t.Context(), "post"); app.CodeOf(err) != app.CodeConflict {
			t.Errorf("%s: %v", state, err)
		}
		if diff := cmp.Diff(before, delivery(t, f, "delivery")); diff != "" {
			t.Errorf("%s: %s", state, diff)
		}
	}
}

// TestAPostTakenBackWhileItIsPrepared: the engine that prepares it finds that it
// may not arm it any more.
func TestAPostTakenBackWhileItIsPrepared(t *testing.T) {
	f := populated(t)
	d := limited(t, f, plan(t, f, "post", "delivery"))
	d.State = publishing.Preparing
	must(t, f.Publishing().Advance(t.Context(), publishing.Scheduled, d))
	must(t, f.Publishing().Unplan(t.Context(), "post"))
	must(t, f.Publishing().Plan(t.Context(), "post", []publishing.Delivery{scheduled("x", "post", bluesky)}))
	d.State, d.Attempts, d.Identity = publishing.Armed, 2, networks.Identity{Key: "k", CreatedAt: storagetest.Now()}
	_, err := f.Publishing().Begin(t.Context(), publishing.Preparing, d, publishing.Attempt{Step: publishing.StepPublish, StartedAt: storagetest.Now()})
	wantKey(t, err, app.CodeConflict, storage.KeyConflict)
}
