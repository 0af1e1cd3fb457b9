package storage

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/app"
)

// TestBackupsKept lives a year with a backup a day, some days skipped.
func TestBackupsKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := app.Date{Year: 2026, Month: time.January, Day: rapid.IntRange(1, 28).Draw(t, "start")}
		skipped := rapid.SliceOfN(rapid.IntRange(1, 5), 20, 120).Draw(t, "steps")
		var kept []Backup
		for _, step := range skipped {
			day = day.AddDays(step)
			kept = append(kept, Backup{Day: day})
			gone := expired(kept)
			var left []Backup
			for _, b := range kept {
				if !slices.Contains(gone, b) {
					left = append(left, b)
				}
			}
			if len(gone)+len(left) != len(kept) {
				t.Fatalf("%d kept and %d gone of %d", len(left), len(gone), len(kept))
			}
			kept = left
		}
		sortBackups(kept)
		if kept[0].Day != day {
			t.Fatalf("the latest backup is of %s, today is %s", kept[0].Day, day)
		}
		if len(kept) > dailyBackups+weeklyBackups {
			t.Fatalf("%d backups are kept", len(kept))
		}
		if len(skipped) < 60 {
			return
		}
		if len(kept) != dailyBackups+weeklyBackups {
			t.Fatalf("only %d backups are kept after %d", len(kept), len(skipped))
		}
		weeks := map[app.Date]bool{}
		for _, b := range kept[dailyBackups:] {
			if weeks[b.Day.Monday()] {
				t.Fatalf("two weekly backups of the week of %s", b.Day.Monday())
			}
			weeks[b.Day.Monday()] = true
		}
	})
}

func TestBackupNames(t *testing.T) {
	for name, ok := range map[string]bool{
		"2026-11-21.parvis": true, "2026-11-21-v1.parvis": true, "2026-11-21-v0.parvis": false, "2026-11-21-v01.parvis": false,
		"2026-13-21.parvis": false, "2026-11-21.parvis.tmp": false, "notes.txt": false, "2026-11-21": false, ".parvis": false,
	} {
		b, got := parseBackup(name)
		if got != ok {
			t.Errorf("%s: %v", name, got)
		}
		if ok && b.name() != name {
			t.Errorf("%s is written %s", name, b.name())
		}
	}
}

func TestABusinessCannotChooseItsFolder(t *testing.T) {
	for _, id := range []app.ID{"../../etc", "/etc", "", "a/b", "con", `..\..`, app.ID(strings.Repeat("a", 40))} {
		if name := folderName(id); name != filepath.Base(name) || strings.Contains(name, ".") || strings.Contains(name, `\`) || name == string(id) {
			t.Errorf("%q gives the folder %q", id, name)
		}
	}
	if id := app.ID("019aa6d8-2a80-7000-8000-000000000001"); folderName(id) != string(id) {
		t.Errorf("%q gives the folder %q", id, folderName(id))
	}
}
