package storage

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/strategy"
)

// fresh returns an open file of a bakery.
func fresh(t *testing.T, o Options) *File {
	t.Helper()
	now := time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC)
	b, err := business.New("019aa6d8-2a80-7000-8000-000000000001", "Boulangerie Martin", business.Bakery, "Nantes", now)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Create(t.Context(), filepath.Join(t.TempDir(), "Boulangerie Martin.parvis"), b, app.FixedClock(now), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// saveMission writes something small that Strategy reads back.
func saveMission(ctx context.Context, f *File, mission string) error {
	return f.Strategy().SavePart(ctx, strategy.PartProfile, strategy.Profile{Mission: mission})
}

// TestAFullFile makes SQLite find no room: nothing kept is lost, and writing
// goes on once there is room.
func TestAFullFile(t *testing.T) {
	f := fresh(t, Options{})
	if err := saveMission(t.Context(), f, "kept"); err != nil {
		t.Fatal(err)
	}
	pages, err := first(t.Context(), f.writer, value[int], "PRAGMA page_count")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := first(t.Context(), f.writer, value[int], "PRAGMA max_page_count = "+strconv.Itoa(pages+1)); err != nil {
		t.Fatal(err)
	}
	err = saveMission(t.Context(), f, strings.Repeat("trop ", 10_000))
	if keyOf(err) != KeyDiskFull || app.CodeOf(err) != app.CodeUnavailable {
		t.Fatalf("got %v", err)
	}
	s, err := f.Strategy().Strategy(t.Context())
	if err != nil || s.Profile.Mission != "kept" {
		t.Fatalf("mission %q, %v", s.Profile.Mission, err)
	}
	if _, err := first(t.Context(), f.writer, value[int], "PRAGMA max_page_count = 1000000"); err != nil {
		t.Fatal(err)
	}
	if err := saveMission(t.Context(), f, strings.Repeat("trop ", 10_000)); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// TestConnections: an accepted write is on the disk, references hold, readers
// cannot write.
func TestConnections(t *testing.T) {
	f := fresh(t, Options{})
	for name, test := range map[string]struct {
		db    *sql.DB
		query string
		want  string
	}{
		"log":               {f.writer, "PRAGMA journal_mode", "wal"},
		"power cuts":        {f.writer, "PRAGMA synchronous", "2"},
		"references":        {f.writer, "PRAGMA foreign_keys", "1"},
		"waits":             {f.writer, "PRAGMA busy_timeout", "5000"},
		"strange schemas":   {f.writer, "PRAGMA trusted_schema", "0"},
		"readers wait":      {f.readers, "PRAGMA busy_timeout", "5000"},
		"readers and pages": {f.readers, "PRAGMA cell_size_check", "1"},
	} {
		if got, err := first(t.Context(), test.db, value[string], test.query); err != nil || got != test.want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	_, err := f.readers.Exec("UPDATE business SET town = 'x'")
	if _, key := classify(err); key != KeyReadOnlyFile {
		t.Errorf("a reader wrote: %v", err)
	}
}

// TestSQLiteErrorsBecomeSentences provokes what SQLite can answer.
func TestSQLiteErrorsBecomeSentences(t *testing.T) {
	for name, test := range map[string]struct {
		before, statement string
		code              app.Code
		key               string
	}{
		"read-only":     {"PRAGMA query_only = 1", "UPDATE business SET town = 'x'", app.CodeUnavailable, KeyReadOnlyFile},
		"there already": {"INSERT INTO pillars VALUES ('p', '', 1, 0, 1)", "INSERT INTO pillars VALUES ('p', '', 1, 0, 1)", app.CodeConflict, KeyConflict},
		"no such row":   {"", "INSERT INTO slots VALUES ('s', 1, '09:00', 'absent', 1)", app.CodeConflict, KeyReference},
		"out of bounds": {"", "INSERT INTO pillars VALUES ('p', '', 9, 0, 1)", app.CodeInvalid, KeyInvalid},
		"wrong type":    {"", "INSERT INTO pillars VALUES ('p', '', 'bleu', 0, 1)", app.CodeInvalid, KeyInvalid},
		"missing value": {"", "INSERT INTO pillars (id, name) VALUES ('p', '')", app.CodeInvalid, KeyInvalid},
		"our own fault": {"", "SELEC", app.CodeInternal, KeyInternal},
	} {
		t.Run(name, func(t *testing.T) {
			f := fresh(t, Options{})
			if _, err := f.writer.Exec(test.before); err != nil {
				t.Fatal(err)
			}
			err := f.write(t.Context(), "trying", func(ctx context.Context, tx *sql.Tx) error {
				_, err := tx.ExecContext(ctx, test.statement)
				return err
			})
			if keyOf(err) != test.key || app.CodeOf(err) != test.code {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAnotherProgramHoldingTheFile(t *testing.T) {
	f := fresh(t, Options{})
	if _, err := f.writer.Exec("PRAGMA busy_timeout = 0"); err != nil {
		t.Fatal(err)
	}
	other, err := sql.Open("sqlite", f.path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	hold, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := hold.Exec("UPDATE business SET town = 'Rezé'"); err != nil {
		t.Fatal(err)
	}
	err = saveMission(t.Context(), f, "x")
	if keyOf(err) != KeyBusy || app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("got %v", err)
	}
	if err := hold.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := saveMission(t.Context(), f, "x"); err != nil {
		t.Errorf("once it let go: %v", err)
	}
}

// TestAWriteIsNotInterrupted ends the caller's context in the middle of a write:
// it is kept, and the only connection that may write with it.
func TestAWriteIsNotInterrupted(t *testing.T) {
	f := fresh(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	if err := f.write(ctx, "writing", func(ctx context.Context, tx *sql.Tx) error {
		cancel()
		_, err := tx.ExecContext(ctx, "UPDATE business SET town = 'kept'")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if b, err := f.Business().Business(t.Context()); err != nil || b.Town != "kept" {
		t.Errorf("town %q, %v", b.Town, err)
	}
	if err := saveMission(ctx, f, "too late"); !errors.Is(err, context.Canceled) {
		t.Errorf("a write that had not begun: %v", err)
	}
}

// TestAReadIsInterrupted ends the caller's context in the middle of a read: the
// caller learns just that, and other reads go on.
func TestAReadIsInterrupted(t *testing.T) {
	f := fresh(t, Options{})
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	err := f.read(ctx, "reading", func(q querier) error {
		_, err := first(ctx, q, value[int], `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n`)
		return err
	})
	if !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := f.Strategy().Strategy(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestAPanicLeavesNoTransaction: what a write had done is undone and the next
// goes on.
func TestAPanicLeavesNoTransaction(t *testing.T) {
	f := fresh(t, Options{})
	func() {
		defer func() { _ = recover() }()
		_ = f.write(t.Context(), "writing", func(ctx context.Context, tx *sql.Tx) error {
			if _, err := tx.ExecContext(ctx, "UPDATE business SET town = 'half'"); err != nil {
				return err
			}
			panic("fault")
		})
	}()
	if b, err := f.Business().Business(t.Context()); err != nil || b.Town == "half" {
		t.Errorf("town %q, %v", b.Town, err)
	}
	if err := saveMission(t.Context(), f, "next"); err != nil {
		t.Error(err)
	}
}

func TestHeadersAreJudgedByTheirState(t *testing.T) {
	present, err := currentSchema()
	if err != nil {
		t.Fatal(err)
	}
	f := fresh(t, Options{})
	path := f.path
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	header, size, newest := data[:headerSize], int64(len(data)), present.version()
	if err := judge(header, size, true, newest); err != nil {
		t.Errorf("a good file: %v", err)
	}
	if err := judge(header, size-1, true, newest); keyOf(err) != KeyDamaged {
		t.Errorf("a cut file: %v", err)
	}
	if err := judge(header, size-1, false, newest); err != nil {
		t.Errorf("a file whose end is still in the log: %v", err)
	}
	old := bytes.Clone(header)
	old[atValidFor+3]++
	if err := judge(old, size-1, true, newest); err != nil {
		t.Errorf("a header that counts no pages: %v", err)
	}
}

// TestAPictureThatCannotChangeIsSaidToBeOne, not a post.
func TestAPictureThatCannotChangeIsSaidToBeOne(t *testing.T) {
	f := fresh(t, Options{})
	defer f.Close()
	err := f.write(t.Context(), "changing a picture", func(ctx context.Context, tx *sql.Tx) error {
		return run(ctx, tx, []string{
			`INSERT INTO proofs (hash, name, mime, size, added_ms, data) VALUES ('h', 'n', 'm', 1, 0, x'00')`,
			`UPDATE proofs SET name = 'other'`,
		})
	})
	if keyOf(err) != "media.error.fixed" || app.CodeOf(err) != app.CodeConflict {
		t.Errorf("got %v", err)
	}
}

// TestAnIndexThatCannotBeMadeRefusesNoFile: it is made when the file opens next.
func TestAnIndexThatCannotBeMadeRefusesNoFile(t *testing.T) {
	f := fresh(t, Options{})
	path, clock := f.path, f.clock
	if _, err := f.writer.ExecContext(t.Context(), `
		UPDATE search_version SET version = 0;
		INSERT INTO posts (id, title, text, stage, zone, lateness_min, created_ms, updated_ms) VALUES ('p', '', 'x', 'draft', 'Europe/Paris', 0, 0, 0);
		CREATE TRIGGER broken BEFORE INSERT ON searched_posts BEGIN SELECT RAISE(ABORT, 'broken'); END`); err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(f.Close())
	f, err := Open(t.Context(), path, clock, Options{})
	must(err)
	if _, err := f.Editorial().Post(t.Context(), "p"); err != nil {
		t.Error(err)
	}
	_, err = f.writer.ExecContext(t.Context(), `DROP TRIGGER broken`)
	must(err)
	must(f.Close())
	f, err = Open(t.Context(), path, clock, Options{})
	must(err)
	defer f.Close()
	if n, err := first(t.Context(), f.readers, value[int], `SELECT count(*) FROM searched_posts`); err != nil || n != 1 {
		t.Errorf("%d posts indexed, %v", n, err)
	}
}
