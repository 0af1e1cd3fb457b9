package storage

import (
	"database/sql/driver"
	"os"
	"path/filepath"
	"testing"

	"modernc.org/sqlite"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/publishing"
)

func init() {
	sqlite.MustRegisterScalarFunction("remove_file", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		return nil, os.Remove(args[0].(string))
	})
}

// TestAWitnessLostWhileArming takes the drafted mark away between the draft and
// its keeping: the delivery is no longer armed, and the ledger tells of a failed
// attempt.
func TestAWitnessLostWhileArming(t *testing.T) {
	f := fresh(t, Options{Witness: t.TempDir()})
	ctx, now := t.Context(), f.clock.Now()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(f.Networks().SaveAccount(ctx, networks.Account{ID: "a", Network: networks.Bluesky, State: networks.AccountConnected, CreatedAt: now}))
	must(f.Editorial().SavePost(ctx, editorial.Post{
		ID: "p", Stage: editorial.Draft, At: app.CivilOf(now), Accounts: []app.ID{"a"}, CreatedAt: now, UpdatedAt: now,
	}))
	d := publishing.Delivery{ID: "d", PostID: "p", AccountID: "a", State: publishing.Scheduled, DueAt: now}
	must(f.Publishing().Plan(ctx, "p", []publishing.Delivery{d}))
	d.State = publishing.Preparing
	must(f.Publishing().Advance(ctx, publishing.Scheduled, d))
	d.State, d.Identity, d.ArmedAt, d.Attempts = publishing.Armed, networks.Identity{Key: "k", CreatedAt: now}, now, 1
	a := publishing.Attempt{Step: publishing.StepPublish, Identity: d.Identity, StartedAt: now}

	draft := filepath.Join(f.options.Witness, "019aa6d8-2a80-7000-8000-000000000001.tmp")
	_, err := f.writer.ExecContext(ctx, `CREATE TEMP TRIGGER lost AFTER INSERT ON attempts BEGIN SELECT remove_file('`+draft+`'); END`)
	must(err)
	if _, err := f.Publishing().Begin(ctx, publishing.Preparing, d, a); keyOf(err) != KeyWitness || app.CodeOf(err) != app.CodeUnavailable {
		t.Fatalf("got %v", err)
	}
	entries, err := f.Publishing().PostEntries(ctx, "p")
	must(err)
	got := entries[0]
	if got.Delivery.State != publishing.Preparing || len(got.Attempts) != 1 || got.Attempts[0].Outcome != "failed" || got.Attempts[0].EndedAt.IsZero() {
		t.Errorf("left %+v", got)
	}
	_, err = f.writer.ExecContext(ctx, `DROP TRIGGER lost`)
	must(err)
	d.Attempts = 2
	_, err = f.Publishing().Begin(ctx, publishing.Preparing, d, a)
	must(err)
}
