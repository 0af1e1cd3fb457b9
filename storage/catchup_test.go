package storage_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/publishing"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// asides are the deliveries on the catch-up list.
func asides(t *testing.T, f *storage.File) []app.ID {
	t.Helper()
	all, err := f.Publishing().Aside(t.Context())
	must(t, err)
	var ids []app.ID
	for _, a := range all {
		ids = append(ids, a.Delivery.ID)
	}
	return ids
}

func wantAsides(t *testing.T, f *storage.File, want ...app.ID) {
	t.Helper()
	if diff := cmp.Diff(want, asides(t, f)); diff != "" {
		t.Errorf("the catch-up list (-want +got):\n%s", diff)
	}
}

// Only what is still to go comes on the list, once; what was seen stays so.
func TestTheCatchUpListIsKept(t *testing.T) {
	f := populated(t)
	ctx, ledger, now := t.Context(), f.Publishing(), storagetest.Now()
	waits := plan(t, f, "post", "waits")
	bring(t, f, plan(t, f, "post2", "out"), publishing.Published)
	must(t, ledger.PutAside(ctx, now, []app.ID{"waits", "out", "absent"}))
	wantAsides(t, f, "waits")
	must(t, ledger.SeeAside(ctx))
	must(t, ledger.PutAside(ctx, now.Add(time.Hour), []app.ID{"waits"}))
	all, err := ledger.Aside(ctx)
	must(t, err)
	want := publishing.Aside{Delivery: waits, Title: all[0].Title, Account: all[0].Account, Seen: true}
	want.Delivery.Aside = true
	if diff := cmp.Diff([]publishing.Aside{want}, all); diff != "" || all[0].Account.ID != bluesky || all[0].Title != "Le pain" {
		t.Errorf("%+v (-want +got):\n%s", all, diff)
	}
	d, err := ledger.Delivery(ctx, "waits")
	must(t, err)
	if !d.Aside {
		t.Error("the ledger does not say that it is on the list")
	}
}

// An answer is for what it was given for: a delivery that is no longer on the
// list, or comes due at another instant, stays as it is.
func TestAnAnswerToTheCatchUpList(t *testing.T) {
	f := populated(t)
	ctx, ledger, now := t.Context(), f.Publishing(), storagetest.Now()
	var all []publishing.Delivery
	for _, id := range []app.ID{"a", "moved", "off"} {
		all = append(all, plan(t, f, "post-"+id, id))
	}
	must(t, ledger.PutAside(ctx, now, []app.ID{"a", "moved"}))
	post, err := f.Editorial().Post(ctx, "post-moved")
	must(t, err)
	post.At = at(26, 9)
	must(t, f.Editorial().SavePost(ctx, post))
	wantAsides(t, f, "a")
	for i := range all {
		all[i].State = publishing.Missed
	}
	must(t, ledger.Answer(ctx, all))
	wantAsides(t, f)
	for id, want := range map[app.ID]publishing.State{"a": publishing.Missed, "moved": publishing.Scheduled, "off": publishing.Scheduled} {
		d, err := ledger.Delivery(ctx, id)
		must(t, err)
		if d.State != want {
			t.Errorf("%s is %s, want %s", id, d.State, want)
		}
	}
}

// What is prepared, whoever asked for it, is asked about no more.
func TestWhatLeavesIsOffTheCatchUpList(t *testing.T) {
	f := populated(t)
	d := plan(t, f, "post", "delivery")
	must(t, f.Publishing().PutAside(t.Context(), storagetest.Now(), []app.ID{"delivery"}))
	bring(t, f, d, publishing.Preparing)
	wantAsides(t, f)
}

// A pause is one, refuses to arm, and its end asks about what came due.
func TestAPauseInTheFile(t *testing.T) {
	f := populated(t)
	ctx, ledger := t.Context(), f.Publishing()
	due := plan(t, f, "post", "delivery")
	must(t, ledger.Unpause(ctx, due.DueAt)) // without one it does nothing
	wantAsides(t, f)
	must(t, ledger.Pause(ctx, publishing.Pause{Since: storagetest.Now(), Why: publishing.PauseCrisis}))
	wantKey(t, ledger.Pause(ctx, publishing.Pause{Since: storagetest.Now(), Why: publishing.PauseOther}), app.CodeConflict, "publishing.pause.error.already")
	prepared := bring(t, f, due, publishing.Preparing)
	armed := prepared
	armed.State, armed.ArmedAt, armed.Attempts, armed.Identity.Key = publishing.Armed, storagetest.Now(), 1, "key"
	_, err := ledger.Begin(ctx, publishing.Preparing, armed, publishing.Attempt{Step: publishing.StepPublish, StartedAt: storagetest.Now()})
	wantKey(t, err, app.CodeUnavailable, "publishing.error.paused")
	waits := prepared
	waits.State = publishing.Scheduled
	must(t, ledger.Advance(ctx, publishing.Preparing, waits))
	must(t, ledger.Unpause(ctx, due.DueAt.Add(time.Minute)))
	wantAsides(t, f, "delivery")
	p, err := ledger.Paused(ctx)
	must(t, err)
	if !p.IsZero() {
		t.Errorf("paused since %s", p.Since)
	}
	must(t, ledger.Pause(ctx, publishing.Pause{Since: storagetest.Now(), Why: publishing.PauseClosed, Note: "Congés"})) // another one
}
