package publishing_test

import (
	"context"
	"os"
	"path/filepath"
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

// TestTwoCopiesOfAFile runs two engines at once over a file and its copy: what
// is due in both is public once, and the copy waits for its owner.
func TestTwoCopiesOfAFile(t *testing.T) {
	w, dir := newWorld(t), t.TempDir()
	path, account := filepath.Join(dir, "a.parvis"), accountOf(networks.Bluesky)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	open := func(path string) *storage.File {
		t.Helper()
		f, err := storage.Open(t.Context(), path, w.clock, storage.Options{Witness: filepath.Join(dir, "temoins")})
		must(err)
		t.Cleanup(func() { must(f.Close()) })
		return f
	}
	storagetest.Write(t, path)
	f := open(path)
	must(f.Networks().SaveAccount(t.Context(), networks.Account{ID: account, Network: networks.Bluesky, State: networks.AccountConnected, CreatedAt: testNow}))
	for _, text := range []string{"bread", "cake"} {
		id := app.ID("post-" + text)
		must(f.Editorial().SavePost(t.Context(), editorial.Post{
			ID: id, Text: text, Stage: editorial.Draft, At: civil("2026-11-21", 14, 32), Lateness: time.Hour,
			Accounts: []app.ID{account}, CreatedAt: testNow, UpdatedAt: testNow,
		}))
		must(f.Publishing().Plan(t.Context(), id, []publishing.Delivery{{
			ID: app.ID("delivery-" + text), PostID: id, AccountID: account, State: publishing.Scheduled, DueAt: testNow,
		}}))
	}
	must(f.Close())
	data, err := os.ReadFile(path)
	must(err)
	copied := filepath.Join(dir, "b.parvis")
	must(os.WriteFile(copied, data, 0o600))

	var engines []*publishing.Engine
	files := []*storage.File{open(path), open(copied)}
	for _, f := range files {
		engines = append(engines, publishing.New(publishing.Parts{
			Store: f.Publishing(), Accounts: f.Networks(), Connectors: networks.Connectors{networks.Bluesky: connector{w.networks[networks.Bluesky], w.life}},
			Sessions: w.ledger, Business: f.Business(), Clock: w.clock, Events: w.events,
			Held: func(ctx context.Context) (bool, error) {
				why, err := f.Suspended(ctx)
				return why != "", err
			},
		}, w.pace))
	}
	for range 10 {
		for _, e := range engines {
			_, err := e.Tick(t.Context())
			must(err)
		}
		w.clock.add(time.Minute)
	}
	for _, text := range []string{"bread", "cake"} {
		if got := w.networks[networks.Bluesky].count(text); got != 1 {
			t.Errorf("%s is public %d times", text, got)
		}
	}
	if why, err := files[1].Suspended(t.Context()); err != nil || why != storage.SuspendedBehind {
		t.Errorf("the copy is suspended %q, %v", why, err)
	}
	d, err := files[1].Publishing().Delivery(t.Context(), "delivery-bread")
	must(err)
	if d.State != publishing.Scheduled || d.ErrorKey != "storage.suspended.behind" || d.Attempts != 0 {
		t.Errorf("in the copy it is %+v", d)
	}
}

// TestWhatCannotBeArmedWaits: nothing is sent, the ledger says why, and it leaves
// as soon as it may; what else goes to the account waits as well.
func TestWhatCannotBeArmedWaits(t *testing.T) {
	w := newWorld(t)
	w.ledger.unarmed = app.Fail(app.CodeUnavailable, "storage.error.witness")
	id := w.plan("bread", networks.Bluesky, testNow, time.Hour)
	other := w.plan("cake", networks.Bluesky, testNow, time.Hour)
	next := w.tick()
	d := w.want(id, publishing.Scheduled, "storage.error.witness")
	if !next.Equal(d.RetryAt) || d.Attempts != 0 || d.Identity.Key != "" {
		t.Errorf("next pass at %v for %+v", next, d)
	}
	w.want(other, publishing.Scheduled, "")
	w.settle(10 * time.Minute)
	if calls := strings.Join(w.networks[networks.Bluesky].calls, " "); strings.Contains(calls, "publish") {
		t.Errorf("calls %s", calls)
	}
	w.ledger.unarmed = nil
	w.settle(time.Hour)
	w.want(id, publishing.Published, "")
	w.want(other, publishing.Published, "")
}
