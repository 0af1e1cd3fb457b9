package storage_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/storage"
	"parvis/storage/storagetest"
)

func TestRemovalsStandBesideWhatWasPublished(t *testing.T) {
	f := populated(t)
	ledger := f.Publishing()
	d := bring(t, f, plan(t, f, "post", "delivery"), publishing.Published)
	first := publishing.Removal{DeliveryID: d.ID, StartedAt: storagetest.Now()}
	id, err := ledger.BeginRemoval(t.Context(), first)
	must(t, err)
	first.ID = id
	removals := func() []publishing.Removal {
		t.Helper()
		entries, err := ledger.PostEntries(t.Context(), "post")
		must(t, err)
		if diff := cmp.Diff(d, entries[0].Delivery); diff != "" {
			t.Errorf("the delivery changed: %s", diff)
		}
		return entries[0].Removals
	}
	if diff := cmp.Diff([]publishing.Removal{first}, removals()); diff != "" {
		t.Errorf("while it runs: %s", diff)
	}
	first.EndedAt, first.Outcome = storagetest.Now().Add(time.Second), networks.Unknown
	first.Call = networks.Call{Name: "DELETE /api/v1/statuses/1", Status: 502, Excerpt: strings.Repeat("é", 600)}
	first.Why = app.Say("publishing.removal.unknown", "Network", "Mastodon")
	must(t, ledger.EndRemoval(t.Context(), first))
	wantKey(t, ledger.EndRemoval(t.Context(), first), app.CodeConflict, storage.KeyConflict)
	first.Call.Excerpt = strings.Repeat("é", 512)
	second := publishing.Removal{DeliveryID: d.ID, StartedAt: storagetest.Now().Add(time.Minute)}
	id, err = ledger.BeginRemoval(t.Context(), second)
	must(t, err)
	second.ID, second.EndedAt, second.Outcome = id, storagetest.Now().Add(2*time.Minute), networks.Created
	other := second
	other.DeliveryID = "another"
	wantKey(t, ledger.EndRemoval(t.Context(), other), app.CodeConflict, storage.KeyConflict)
	must(t, ledger.EndRemoval(t.Context(), second))
	if diff := cmp.Diff([]publishing.Removal{first, second}, removals()); diff != "" {
		t.Errorf("in the end: %s", diff)
	}
	_, err = ledger.BeginRemoval(t.Context(), second)
	wantKey(t, err, app.CodeConflict, storage.KeyConflict)
}

func TestOnlyWhatWasPublishedIsRemoved(t *testing.T) {
	f := populated(t)
	for _, state := range []publishing.State{
		publishing.Scheduled, publishing.Preparing, publishing.Armed, publishing.Refused, publishing.Unknown, publishing.Missed, publishing.Dropped,
	} {
		id := app.ID("delivery-" + string(state))
		bring(t, f, plan(t, f, app.ID("post-"+string(state)), id), state)
		_, err := f.Publishing().BeginRemoval(t.Context(), publishing.Removal{DeliveryID: id, StartedAt: storagetest.Now()})
		wantKey(t, err, app.CodeConflict, storage.KeyConflict)
	}
}
