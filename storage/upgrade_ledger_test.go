package storage

import (
	"database/sql"
	"strings"
	"testing"

	"parvis/app"
)

// TestTheLedgerIsKeptByUpgrades: the table of deliveries was made anew with the
// parts of threads; its rows, and what refers to them, are as they were.
func TestTheLedgerIsKeptByUpgrades(t *testing.T) {
	path := unpacked(t, 13)
	old, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	for _, s := range []string{
		`INSERT INTO accounts (id, network, handle, state, created_ms) VALUES ('account', 'bluesky', 'martin', 'connected', 1)`,
		`INSERT INTO posts (id, text, stage, day, time, zone, lateness_min, created_ms, updated_ms) VALUES ('post', 'Du pain', 'scheduled', '2026-11-25', '09:00', 'Europe/Paris', 60, 1, 1)`,
		`INSERT INTO deliveries (id, post_id, account_id, state, due_ms, identity_key, identity_created_ms, attempts, armed_ms, remote_id, permalink, published_ms)
			VALUES ('delivery', 'post', 'account', 'published', 1, 'key', 2, 1, 3, 'remote', 'link', 4)`,
		`INSERT INTO attempts (delivery_id, step, started_ms) VALUES ('delivery', 'publish', 3)`,
	} {
		if _, err := old.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	rows := func(db querier, columns string) string {
		t.Helper()
		text, err := first(t.Context(), db, value[string], `SELECT group_concat(concat_ws('|', `+columns+`), ' ') FROM deliveries AS d JOIN attempts AS a ON a.delivery_id = d.id`)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	const columns = `d.id, post_id, account_id, state, due_ms, retry_ms, prepared, d.identity_key, d.identity_created_ms, attempts,
		armed_ms, remote_id, permalink, published_ms, error_key, error_args, a.id, a.step, a.started_ms`
	want := rows(old, columns)
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := Open(t.Context(), path, app.SystemClock{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := rows(f.readers, columns); got != want || !strings.Contains(got, "remote|link") {
		t.Errorf("the ledger was\n%s\nand is\n%s", want, got)
	}
	if got := rows(f.readers, "part, kind, text"); got != "0||" {
		t.Errorf("its parts are %s", got)
	}
	if _, err := f.writer.ExecContext(t.Context(), `DELETE FROM deliveries`); err == nil || !strings.Contains(err.Error(), "parvis: delivery is fixed") {
		t.Errorf("what is published was deleted: %v", err)
	}
}

// TestTheLedgerOfPartsIsKeptByUpgrades: it was made anew once more, for what networks
// keep; what hangs on its rows is still there.
func TestTheLedgerOfPartsIsKeptByUpgrades(t *testing.T) {
	path := unpacked(t, 16)
	old, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	for _, s := range []string{
		`INSERT INTO accounts (id, network, handle, state, created_ms) VALUES ('account', 'bluesky', 'martin', 'connected', 1)`,
		`INSERT INTO posts (id, text, stage, day, time, zone, lateness_min, created_ms, updated_ms) VALUES ('post', 'Du pain', 'scheduled', '2026-11-25', '09:00', 'Europe/Paris', 60, 1, 1)`,
		`INSERT INTO deliveries (id, post_id, account_id, part, text, state, due_ms, identity_key, identity_created_ms, attempts, armed_ms, remote_id, permalink, published_ms)
			VALUES ('first', 'post', 'account', 0, 'Du', 'published', 1, 'key', 2, 1, 3, 'remote', 'link', 4),
				('second', 'post', 'account', 1, 'pain', 'missed', 1, '', NULL, 0, NULL, '', '', NULL)`,
		`INSERT INTO attempts (id, delivery_id, step, started_ms, ended_ms, outcome) VALUES (7, 'first', 'publish', 3, 4, 'created')`,
		`INSERT INTO catch_up (delivery_id, listed_ms, seen) VALUES ('second', 5, 1)`,
		`INSERT INTO rehearsals (delivery_id, due_ms, checked_ms) VALUES ('second', 1, 6)`,
	} {
		if _, err := old.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := Open(t.Context(), path, app.SystemClock{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for query, want := range map[string]string{
		`SELECT group_concat(concat_ws('|', id, part, text, state, remote_id, permalink, lent), ' ') FROM deliveries`: "first|0|Du|published|remote|link|0 second|1|pain|missed|||0",
		`SELECT group_concat(concat_ws('|', id, delivery_id, outcome)) FROM attempts`:                                 "7|first|created",
		`SELECT group_concat(concat_ws('|', delivery_id, listed_ms, seen)) FROM catch_up`:                             "second|5|1",
		`SELECT group_concat(concat_ws('|', delivery_id, checked_ms)) FROM rehearsals`:                                "second|6",
		`SELECT count(*) || '' FROM pragma_foreign_key_check`:                                                         "0",
	} {
		if got, err := first(t.Context(), f.readers, value[string], query); err != nil || got != want {
			t.Errorf("%s: %q (%v), want %q", query, got, err, want)
		}
	}
	for _, s := range []string{`DELETE FROM deliveries`, `UPDATE attempts SET outcome = 'refused'`, `UPDATE posts SET text = 'x'`} {
		if _, err := f.writer.ExecContext(t.Context(), s); err == nil || !strings.Contains(err.Error(), "parvis: ") {
			t.Errorf("%s: %v", s, err)
		}
	}
}
