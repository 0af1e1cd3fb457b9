package storage_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// entrust brings a scheduled delivery to a network that keeps it.
func entrust(t *testing.T, f *storage.File, d publishing.Delivery) publishing.Delivery {
	t.Helper()
	ctx, ledger, now := t.Context(), f.Publishing(), storagetest.Now()
	d.State = publishing.Preparing
	must(t, ledger.Advance(ctx, publishing.Scheduled, d))
	d.State, d.Identity, d.Lent = publishing.Armed, networks.Identity{Key: "slug", CreatedAt: now}, true
	d.Attempts, d.ArmedAt = 1, now
	id, err := ledger.Begin(ctx, publishing.Preparing, d, publishing.Attempt{Step: publishing.StepEntrust, Identity: d.Identity, StartedAt: now})
	must(t, err)
	d.State, d.RemoteID = publishing.Entrusted, "kept/1"
	must(t, ledger.End(ctx, publishing.Armed, d, publishing.Attempt{ID: id, EndedAt: now, Outcome: "created", Call: networks.Call{Name: "POST"}}))
	return d
}

func TestAnEntrustedDeliveryComesBackAsItStands(t *testing.T) {
	f := populated(t)
	d := entrust(t, f, plan(t, f, "post", "delivery"))
	kept := delivery(t, f, "delivery")
	if kept.State != publishing.Entrusted || !kept.Lent || kept.RemoteID != "kept/1" || kept.Identity.Key != "slug" {
		t.Errorf("kept as %+v", kept)
	}
	if all, err := f.Publishing().InFlight(t.Context()); err != nil || len(all) != 1 || all[0].ID != "delivery" {
		t.Errorf("in flight %+v (%v)", all, err)
	}
	wantNothingDue(t, f)
	if coming, err := f.Publishing().Coming(t.Context(), time.Time{}, d.DueAt.Add(time.Hour)); err != nil || len(coming) != 0 {
		t.Errorf("coming %+v (%v)", coming, err)
	}
	state, err := f.Editorial().PostState(t.Context(), "post")
	if err != nil || state != editorial.StateScheduled {
		t.Errorf("the post is %s (%v)", state, err)
	}
	n, err := f.Editorial().Count(t.Context(), editorial.Filter{States: []editorial.State{editorial.StateScheduled}})
	if err != nil || n != 1 {
		t.Errorf("the list of what is scheduled holds %d posts (%v)", n, err)
	}
}

// TestWhichPostsNeedTheComputer: those that networks keep do not, unless something of
// them leaves from here.
func TestWhichPostsNeedTheComputer(t *testing.T) {
	f := populated(t)
	entrust(t, f, plan(t, f, "post", "delivery"))
	plan(t, f, "other", "other-delivery")
	both := draft("both")
	both.Accounts = []app.ID{bluesky, facebook}
	must(t, f.Editorial().SavePost(t.Context(), both))
	must(t, f.Publishing().Plan(t.Context(), "both", []publishing.Delivery{scheduled("both-1", "both", bluesky), scheduled("both-2", "both", facebook)}))
	entrust(t, f, scheduled("both-1", "both", bluesky))
	all, err := f.Editorial().Placed(t.Context(), date(t, "2026-11-01"), date(t, "2026-12-31"))
	must(t, err)
	got := map[app.ID]string{}
	for _, s := range all {
		got[s.ID] = fmt.Sprint(string(s.State), " ", s.KeptBy, s.Here, s.Kept())
	}
	want := map[app.ID]string{
		"post": "scheduled [bluesky] false true", "other": "scheduled [] true false", "both": "scheduled [bluesky] true false",
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestWhatANetworkKeepsStaysAsItWasGiven: whatever is asked of the file.
func TestWhatANetworkKeepsStaysAsItWasGiven(t *testing.T) {
	for _, state := range []publishing.State{publishing.Entrusted, publishing.Recalling} {
		t.Run(string(state), func(t *testing.T) {
			f := populated(t)
			d := entrust(t, f, plan(t, f, "post", "delivery"))
			if state == publishing.Recalling {
				d.State = state
				must(t, f.Publishing().Advance(t.Context(), publishing.Entrusted, d))
			}
			changed := draft("post")
			changed.Stage, changed.Text = editorial.Scheduled, "Autre chose"
			moved := draft("post")
			moved.Stage, moved.At = editorial.Scheduled, at(28, 9)
			for name, err := range map[string]error{
				"another text": f.Editorial().SavePost(t.Context(), changed),
				"another day":  f.Editorial().SavePost(t.Context(), moved),
				"removed":      f.Editorial().RemovePost(t.Context(), "post"),
				"unplanned":    f.Publishing().Unplan(t.Context(), "post"),
				"planned":      f.Publishing().Plan(t.Context(), "post", []publishing.Delivery{scheduled("new", "post", bluesky)}),
			} {
				if app.CodeOf(err) != app.CodeConflict {
					t.Errorf("%s: %v, want a conflict", name, err)
				}
			}
			if kept := delivery(t, f, "delivery"); kept.State != state || kept.RemoteID != "kept/1" || !kept.DueAt.Equal(d.DueAt) {
				t.Errorf("kept as %+v", kept)
			}
			must(t, f.Close())
			db := plain(t, f.Path())
			for _, s := range []string{
				"state = 'dropped'", "state = 'preparing'", "state = 'armed'", "state = 'refused'", "due_ms = due_ms + 1", "text = 'x'",
				"remote_id = ''", "lent = 0", "identity_key = ''", "attempts = 0", "armed_ms = NULL", "lent = 2", "id = 'z'",
			} {
				if _, err := db.Exec(fmt.Sprintf("UPDATE deliveries SET %s WHERE id = 'delivery'", s)); err == nil {
					t.Errorf("%s was taken", s)
				}
			}
			if _, err := db.Exec("DELETE FROM deliveries"); err == nil || !strings.Contains(err.Error(), "parvis: ") {
				t.Errorf("it was deleted: %v", err)
			}
		})
	}
}

func TestTakenBackItCanBeChanged(t *testing.T) {
	f := populated(t)
	d := entrust(t, f, plan(t, f, "post", "delivery"))
	d.State = publishing.Recalling
	must(t, f.Publishing().Advance(t.Context(), publishing.Entrusted, d))
	id, err := f.Publishing().Begin(t.Context(), publishing.Recalling, d, publishing.Attempt{Step: publishing.StepTakeBack, StartedAt: storagetest.Now()})
	must(t, err)
	d.State, d.Lent, d.Identity, d.RemoteID = publishing.Scheduled, false, networks.Identity{}, ""
	must(t, f.Publishing().End(t.Context(), publishing.Recalling, d, publishing.Attempt{ID: id, EndedAt: storagetest.Now(), Outcome: "created"}))
	changed := draft("post")
	changed.Stage, changed.Text, changed.At = editorial.Scheduled, "Autre chose", at(28, 9)
	must(t, f.Editorial().SavePost(t.Context(), changed))
	if kept := delivery(t, f, "delivery"); kept.State != publishing.Scheduled || !kept.DueAt.Equal(paris(at(28, 9))) || kept.Attempts != 1 {
		t.Errorf("kept as %+v", kept)
	}
	if n := attempts(t, f, "post"); n != 2 {
		t.Errorf("%d attempts are told, want 2", n)
	}
}

// TestACopyBehindAnEntrustedPostIsSuspended: what one copy gave to a network the
// other must not send.
func TestACopyBehindAnEntrustedPostIsSuspended(t *testing.T) {
	path := stocked(t, 2)
	other := copied(t, path)
	options := seen(t)
	first, err := storage.Open(t.Context(), path, storagetest.Clock(), options)
	must(t, err)
	defer first.Close()
	due, err := first.Publishing().Coming(t.Context(), time.Time{}, storagetest.Now().AddDate(1, 0, 0))
	must(t, err)
	entrust(t, first, due[0])
	second, err := storage.Open(t.Context(), other, storagetest.Clock(), options)
	must(t, err)
	defer second.Close()
	wantSuspended(t, second, storage.SuspendedBehind)
	wantSuspended(t, first, "")
	must(t, first.Close())
	again, err := storage.Open(t.Context(), path, storagetest.Clock(), options)
	must(t, err)
	defer again.Close()
	wantSuspended(t, again, "")
}

func TestWhetherNetworksKeepPosts(t *testing.T) {
	f := populated(t)
	want := func(want bool) {
		t.Helper()
		if on, err := f.Publishing().Entrusts(t.Context()); err != nil || on != want {
			t.Errorf("networks may keep posts: %t (%v), want %t", on, err, want)
		}
	}
	want(true) // until their owner has said no
	for _, on := range []bool{false, true} {
		must(t, f.Publishing().SetEntrusts(t.Context(), on))
		want(on)
	}
}
