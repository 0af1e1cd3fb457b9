package storage

import (
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
)

// laterSchema is the present one and two versions more.
func laterSchema(t *testing.T, statements ...string) schema {
	t.Helper()
	present, err := currentSchema()
	if err != nil {
		t.Fatal(err)
	}
	return append(present, statements...)
}

func TestUpgrade(t *testing.T) {
	backups := t.TempDir()
	f := fresh(t, Options{Backups: backups})
	path, clock := f.path, f.clock
	if err := saveMission(t.Context(), f, "before"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	later := laterSchema(t,
		"ALTER TABLE business ADD COLUMN motto TEXT NOT NULL DEFAULT 'pain'",
		"CREATE TABLE extra (a TEXT) STRICT; UPDATE strategy_parts SET data = json_set(data, '$.mission', (data ->> '$.mission') || ' and after')")
	f, err := open(t.Context(), path, clock, Options{Backups: backups}, later)
	if err != nil {
		t.Fatal(err)
	}
	if s, err := f.Strategy().Strategy(t.Context()); err != nil || s.Profile.Mission != "before and after" {
		t.Errorf("mission %q, %v", s.Profile.Mission, err)
	}
	kept, err := f.Backups(t.Context())
	if err != nil || len(kept) != 1 || kept[0].Version != len(later)-2 || kept[0].Day.String() != "2026-11-21" {
		t.Fatalf("backups %+v, %v", kept, err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	// The Parvis of before refuses the file, and can restore the backup.
	if _, err := Open(t.Context(), path, clock, Options{}); keyOf(err) != KeyNewer {
		t.Errorf("the former version: %v", err)
	}
	if _, err := Restore(t.Context(), kept[0].Path, path, clock); err != nil {
		t.Fatal(err)
	}
	f, err = Open(t.Context(), path, clock, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if s, err := f.Strategy().Strategy(t.Context()); err != nil || s.Profile.Mission != "before" {
		t.Errorf("restored mission %q, %v", s.Profile.Mission, err)
	}
}

// TestAnUpgradeThatFailsChangesNothing stops half-way through the second of two
// steps; without a folder for backups the copy stands beside the file.
func TestAnUpgradeThatFailsChangesNothing(t *testing.T) {
	f := fresh(t, Options{})
	path, clock := f.path, f.clock
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for name, broken := range map[string]string{
		"error":     "CREATE TABLE extra (a TEXT) STRICT; SELEC",
		"reference": "PRAGMA defer_foreign_keys = 1; INSERT INTO slots VALUES ('s', 1, '09:00', 'absent', 1)",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := open(t.Context(), path, clock, Options{}, laterSchema(t, broken)); err == nil {
				t.Fatal("opened")
			}
			f, err := Open(t.Context(), path, clock, Options{})
			if err != nil {
				t.Fatalf("the former version: %v", err)
			}
			defer f.Close()
			if n, err := first(t.Context(), f.readers, value[int],
				"SELECT (SELECT count(*) FROM sqlite_schema WHERE name = 'extra') + (SELECT count(*) FROM slots)"); err != nil || n != 0 {
				t.Errorf("%d things left of the upgrade, %v", n, err)
			}
			version, err := first(t.Context(), f.readers, value[int], "PRAGMA user_version")
			if err != nil {
				t.Fatal(err)
			}
			copied := strings.TrimSuffix(path, Extension) + " 2026-11-21-v" + strconv.Itoa(version) + Extension
			if _, err := checkBackup(t.Context(), copied); err != nil {
				t.Errorf("the backup: %v", err)
			}
		})
	}
}

// golden writes testdata/vN.parvis.gz, a file of the present schema version N:
// to be run once, when version N is released, and never again.
var golden = flag.Bool("golden", false, "write a file of the present schema version into testdata")

func goldenPath(version int) string {
	return filepath.Join("testdata", "v"+strconv.Itoa(version)+Extension+".gz")
}

func TestWriteGolden(t *testing.T) {
	if !*golden {
		t.SkipNow()
	}
	present, err := currentSchema()
	if err != nil {
		t.Fatal(err)
	}
	f := fresh(t, Options{})
	if err := saveMission(t.Context(), f, "Du bon pain"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(f.path)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(goldenPath(present.version()), packed.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// unpacked returns the path of a file that a version wrote.
func unpacked(t *testing.T, version int) string {
	t.Helper()
	packed, err := os.Open(goldenPath(version))
	if err != nil {
		t.Fatalf("no file of version %d: %v", version, err)
	}
	r, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err = errors.Join(err, packed.Close()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "old"+Extension)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestEveryPastSchemaIsUpgraded opens a file that each version wrote, and finds
// its content and the schema of a new file.
func TestEveryPastSchemaIsUpgraded(t *testing.T) {
	present, err := currentSchema()
	if err != nil {
		t.Fatal(err)
	}
	want := tables(t, fresh(t, Options{}))
	for v := 1; v <= present.version(); v++ {
		f, err := Open(t.Context(), unpacked(t, v), app.SystemClock{}, Options{})
		if err != nil {
			t.Fatalf("version %d: %v", v, err)
		}
		b, err := f.Business().Business(t.Context())
		if err != nil || b.Name != "Boulangerie Martin" {
			t.Errorf("version %d: %+v, %v", v, b, err)
		}
		s, err := f.Strategy().Strategy(t.Context())
		if err != nil || s.Profile.Mission != "Du bon pain" {
			t.Errorf("version %d: mission %q, %v", v, s.Profile.Mission, err)
		}
		if got := tables(t, f); got != want {
			t.Errorf("version %d does not become what a new file is: %s", v, cmp.Diff(want, got))
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

// tables is the schema of a file as text.
func tables(t *testing.T, f *File) string {
	t.Helper()
	all, err := collect(t.Context(), f.readers, value[string],
		"SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, "\n")
}
