package storage_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// days is a clock that a test moves.
type days struct{ now time.Time }

func (d *days) Now() time.Time { return d.now }

// backedUp returns an open file with a mission and a folder for backups.
func backedUp(t *testing.T) (f *storage.File, clock *days, backups string) {
	t.Helper()
	clock = &days{storagetest.Now()}
	backups = filepath.Join(t.TempDir(), "sauvegardes")
	f, err := storage.Open(t.Context(), written(t), clock, storage.Options{Backups: backups})
	must(t, err)
	t.Cleanup(func() { f.Close() })
	must(t, saveMission(t.Context(), f, "Du bon pain"))
	return f, clock, backups
}

func TestOneBackupADay(t *testing.T) {
	f, clock, _ := backedUp(t)
	none, err := f.Backups(t.Context())
	must(t, err)
	if len(none) != 0 {
		t.Errorf("backups before any: %v", none)
	}
	made, err := f.BackUp(t.Context())
	must(t, err)
	if made.Day.String() != "2026-11-21" || filepath.Base(made.Path) != "2026-11-21.parvis" || made.Size < 4096 {
		t.Errorf("made %+v", made)
	}
	first := content(t, made.Path)
	must(t, saveMission(t.Context(), f, "Autre chose"))
	again, err := f.BackUp(t.Context())
	must(t, err)
	if diff := cmp.Diff(made, again); diff != "" {
		t.Error(diff)
	}
	if !bytes.Equal(first, content(t, made.Path)) {
		t.Error("the day's backup was made twice")
	}
	now, err := f.BackUpNow(t.Context())
	must(t, err)
	if now.Path != made.Path || bytes.Equal(first, content(t, now.Path)) {
		t.Error("a backup asked for now did not replace the day's")
	}
	// 23:30 UTC is already tomorrow in Paris.
	clock.now = time.Date(2026, 11, 21, 23, 30, 0, 0, time.UTC)
	_, err = f.BackUp(t.Context())
	must(t, err)
	all, err := f.Backups(t.Context())
	must(t, err)
	if len(all) != 2 || all[0].Day.String() != "2026-11-22" || all[1].Day.String() != "2026-11-21" {
		t.Errorf("backups %+v", all)
	}
	if names := beside(t, made.Path); len(names) != 3 {
		t.Errorf("the folder has %v", names)
	}
}

func TestOldBackupsGo(t *testing.T) {
	f, clock, _ := backedUp(t)
	for range 40 {
		clock.now = clock.now.AddDate(0, 0, 1)
		_, err := f.BackUp(t.Context())
		must(t, err)
	}
	all, err := f.Backups(t.Context())
	must(t, err)
	var got []string
	for _, b := range all {
		got = append(got, b.Day.String())
	}
	want := []string{ // a week, the eve of that week, then Sundays
		"2026-12-31", "2026-12-30", "2026-12-29", "2026-12-28", "2026-12-27", "2026-12-26", "2026-12-25",
		"2026-12-24", "2026-12-20", "2026-12-13", "2026-12-06",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCopiesOfABusinessDoNotShareBackups(t *testing.T) {
	f, clock, backups := backedUp(t)
	made, err := f.BackUp(t.Context())
	must(t, err)
	copied := filepath.Join(t.TempDir(), "copie.parvis")
	must(t, f.Close())
	must(t, os.WriteFile(copied, content(t, f.Path()), 0o600))
	g, err := storage.Open(t.Context(), copied, clock, storage.Options{Backups: backups})
	must(t, err)
	defer g.Close()
	other, err := g.BackUp(t.Context())
	must(t, err)
	if other.Path == made.Path {
		t.Error("two files share a backup")
	}
	all, err := storage.BackupsOf(t.Context(), backups, f.Path())
	must(t, err)
	if diff := cmp.Diff([]storage.Backup{made}, all); diff != "" {
		t.Error(diff)
	}
	// A file that only moved keeps its backups.
	must(t, g.Close())
	moved := filepath.Join(t.TempDir(), "déplacé.parvis")
	must(t, os.Rename(f.Path(), moved))
	h, err := storage.Open(t.Context(), moved, clock, storage.Options{Backups: backups})
	must(t, err)
	defer h.Close()
	again, err := h.BackUp(t.Context())
	must(t, err)
	if again.Path != made.Path {
		t.Errorf("after moving, backups go to %s", again.Path)
	}
}

func TestADamagedFileProposesItsLastGoodBackup(t *testing.T) {
	f, clock, backups := backedUp(t)
	good, err := f.BackUp(t.Context())
	must(t, err)
	clock.now = clock.now.AddDate(0, 0, 1)
	bad, err := f.BackUp(t.Context())
	must(t, err)
	must(t, f.Close())
	must(t, os.Truncate(bad.Path, 5000))
	must(t, os.Truncate(f.Path(), 20_000))
	damaged := content(t, f.Path())
	_, err = storage.Open(t.Context(), f.Path(), clock, storage.Options{Backups: backups})
	wantKey(t, err, app.CodeInvalid, storage.KeyDamagedBackup)
	if argOf(err, "Backup") != good.Path || argOf(err, "Day") != good.Day {
		t.Errorf("proposes %v of %v, want %+v", argOf(err, "Backup"), argOf(err, "Day"), good)
	}
	if !bytes.Equal(damaged, content(t, f.Path())) {
		t.Error("the damaged file was changed")
	}

	aside, err := storage.Restore(t.Context(), good.Path, f.Path(), clock)
	must(t, err)
	if !bytes.Equal(damaged, content(t, aside)) || !strings.HasSuffix(aside, " (2026-11-22).parvis") {
		t.Errorf("the damaged file was not put aside in %s", aside)
	}
	g, err := storage.Open(t.Context(), f.Path(), clock, storage.Options{Backups: backups})
	must(t, err)
	defer g.Close()
	s, err := g.Strategy().Strategy(t.Context())
	must(t, err)
	if s.Profile.Mission != "Du bon pain" {
		t.Errorf("restored mission %q", s.Profile.Mission)
	}
	why, err := g.Suspended(t.Context())
	must(t, err)
	if why != storage.SuspendedRestored {
		t.Errorf("suspended %q", why)
	}
	must(t, g.Resume(t.Context()))
	if why, _ := g.Suspended(t.Context()); why != "" {
		t.Errorf("still suspended %q", why)
	}
}

func TestRestoringToANewPath(t *testing.T) {
	f, clock, _ := backedUp(t)
	made, err := f.BackUp(t.Context())
	must(t, err)
	to := filepath.Join(t.TempDir(), "restauré.parvis")
	aside, err := storage.Restore(t.Context(), made.Path, to, clock)
	must(t, err)
	if aside != "" {
		t.Errorf("put aside %q", aside)
	}
	if names := beside(t, to); len(names) != 1 {
		t.Errorf("the folder has %v", names)
	}
	g, err := storage.Open(t.Context(), to, clock, storage.Options{})
	must(t, err)
	must(t, g.Close())
}

func TestRestoringThatIsRefusedChangesNothing(t *testing.T) {
	f, clock, _ := backedUp(t)
	made, err := f.BackUp(t.Context())
	must(t, err)
	_, err = storage.Restore(t.Context(), made.Path, f.Path(), clock)
	wantKey(t, err, app.CodeConflict, storage.KeyAlreadyOpen)
	must(t, saveMission(t.Context(), f, "still here"))
	must(t, f.Close())
	before := content(t, f.Path())
	for name, spoil := range map[string]func(path string){
		"damaged": func(path string) { must(t, os.Truncate(path, 6000)) },
		"text":    func(path string) { must(t, os.WriteFile(path, []byte("pain"), 0o600)) },
		"missing": func(path string) { must(t, os.Remove(path)) },
	} {
		t.Run(name, func(t *testing.T) {
			backup := filepath.Join(t.TempDir(), "2026-11-21.parvis")
			must(t, os.WriteFile(backup, content(t, made.Path), 0o600))
			spoil(backup)
			_, err := storage.Restore(t.Context(), backup, f.Path(), clock)
			wantKey(t, err, app.CodeInvalid, storage.KeyBackup)
			if !bytes.Equal(before, content(t, f.Path())) {
				t.Error("the file was changed")
			}
			if names := beside(t, f.Path()); len(names) != 1 {
				t.Errorf("beside the file: %v", names)
			}
		})
	}
}

// TestRestoringKeepsTheLogOfWhatWasThere: after a crash, the last changes of the
// file that is put aside are in its log.
func TestRestoringKeepsTheLogOfWhatWasThere(t *testing.T) {
	f, clock, _ := backedUp(t)
	made, err := f.BackUp(t.Context())
	must(t, err)
	must(t, saveMission(t.Context(), f, "in the log"))
	// What a crash leaves: the file with its log, taken while it is open.
	crashed := filepath.Join(t.TempDir(), "x.parvis")
	must(t, os.WriteFile(crashed, content(t, f.Path()), 0o600))
	must(t, os.WriteFile(crashed+"-wal", content(t, f.Path()+"-wal"), 0o600))
	aside, err := storage.Restore(t.Context(), made.Path, crashed, clock)
	must(t, err)
	for path, want := range map[string]string{crashed: "Du bon pain", aside: "in the log"} {
		g, err := storage.Open(t.Context(), path, clock, storage.Options{})
		must(t, err)
		s, err := g.Strategy().Strategy(t.Context())
		must(t, err)
		if s.Profile.Mission != want {
			t.Errorf("%s: mission %q, want %q", path, s.Profile.Mission, want)
		}
		must(t, g.Close())
	}
}

func TestWithoutAFolderThereAreNoBackups(t *testing.T) {
	f := storagetest.New(t)
	_, err := f.BackUp(t.Context())
	wantKey(t, err, app.CodeInvalid, storage.KeyBackup)
	all, err := f.Backups(t.Context())
	must(t, err)
	if len(all) != 0 {
		t.Errorf("backups %v", all)
	}
}

func TestBackupsThatCannotBeWritten(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "fichier")
	must(t, os.WriteFile(blocked, nil, 0o600))
	f, err := storage.Open(t.Context(), written(t), storagetest.Clock(), storage.Options{Backups: filepath.Join(blocked, "s")})
	must(t, err)
	defer f.Close()
	_, err = f.BackUp(t.Context())
	wantKey(t, err, app.CodeUnavailable, storage.KeyBackup)
	must(t, saveMission(t.Context(), f, "goes on"))
}
