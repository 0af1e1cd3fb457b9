package storage_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/business"
	"parvis/storage"
	"parvis/storage/storagetest"
)

func TestAFileIsCreatedKeptAndOpenedAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Boulangerie Martin.parvis")
	f, err := storage.Create(t.Context(), path, storagetest.Business(), storagetest.Clock(), storage.Options{})
	must(t, err)
	must(t, saveMission(t.Context(), f, "Du bon pain"))
	must(t, f.Close())
	must(t, f.Close())
	if diff := cmp.Diff([]string{"Boulangerie Martin.parvis"}, beside(t, path)); diff != "" {
		t.Errorf("a closed file leaves something beside it: %s", diff)
	}
	f = open(t, path, storage.Options{})
	b, err := f.Business().Business(t.Context())
	must(t, err)
	if diff := cmp.Diff(storagetest.Business(), b); diff != "" {
		t.Error(diff)
	}
	s, err := f.Strategy().Strategy(t.Context())
	must(t, err)
	if s.Profile.Mission != "Du bon pain" {
		t.Errorf("mission %q", s.Profile.Mission)
	}
}

// TestACrashRightAfterCreation: what is on the disk then is a Parvis file, whether
// its log is there or not.
func TestACrashRightAfterCreation(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.parvis")
	f, err := storage.Create(t.Context(), path, storagetest.Business(), storagetest.Clock(), storage.Options{})
	must(t, err)
	defer f.Close()
	crashed := filepath.Join(t.TempDir(), "x.parvis")
	must(t, os.WriteFile(crashed, content(t, path), 0o600))
	must(t, open(t, crashed, storage.Options{}).Close())
	must(t, saveMission(t.Context(), f, "in the log"))
	must(t, os.WriteFile(crashed, content(t, path), 0o600))
	must(t, os.WriteFile(crashed+"-wal", content(t, path+"-wal"), 0o600))
	s, err := open(t, crashed, storage.Options{}).Strategy().Strategy(t.Context())
	must(t, err)
	if s.Profile.Mission != "in the log" {
		t.Errorf("mission %q", s.Profile.Mission)
	}
}

func TestPathsOfEveryKind(t *testing.T) {
	names := []string{"Chez Élodie & fils", "à 100 % pain", "qui ? quoi # où", "100%25", "l'été", "パン屋", "a;b=c&d"}
	if runtime.GOOS == "windows" {
		names = []string{"Chez Élodie & fils", "à 100 % pain", "quoi # où", "100%25", "l'été", "パン屋", "a;b=c&d"}
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), name)
			must(t, os.Mkdir(dir, 0o755))
			path := filepath.Join(dir, name+".parvis")
			f, err := storage.Create(t.Context(), path, storagetest.Business(), storagetest.Clock(), storage.Options{Backups: filepath.Join(dir, "s")})
			must(t, err)
			_, err = f.BackUp(t.Context())
			must(t, err)
			must(t, f.Close())
			if got := beside(t, path); len(got) != 2 {
				t.Errorf("the folder has %v", got)
			}
			f = open(t, path, storage.Options{})
			_, err = f.Business().Business(t.Context())
			must(t, err)
		})
	}
}

func TestCreatingNeverOverwrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notes.txt")
	must(t, os.WriteFile(path, []byte("mes notes"), 0o600))
	_, err := storage.Create(t.Context(), path, storagetest.Business(), storagetest.Clock(), storage.Options{})
	wantKey(t, err, app.CodeConflict, storage.KeyExists)
	if got := string(content(t, path)); got != "mes notes" {
		t.Errorf("the file now says %q", got)
	}
}

func TestCreatingThatFailsLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	tests := map[string]struct {
		path string
		code app.Code
		key  string
	}{
		"no folder":     {filepath.Join(dir, "absent", "x.parvis"), app.CodeUnavailable, storage.KeyFolderMissing},
		"name too long": {filepath.Join(dir, strings.Repeat("x", 300)+".parvis"), app.CodeInvalid, storage.KeyName},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := storage.Create(t.Context(), test.path, storagetest.Business(), storagetest.Clock(), storage.Options{})
			wantKey(t, err, test.code, test.key)
		})
	}
	t.Run("no name", func(t *testing.T) {
		_, err := storage.Create(t.Context(), filepath.Join(dir, "x.parvis"), business.Business{}, storagetest.Clock(), storage.Options{})
		if app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("got %v", err)
		}
	})
	if got := beside(t, filepath.Join(dir, "x")); got != nil {
		t.Errorf("left %v", got)
	}
}

func TestASecondOpeningIsRefused(t *testing.T) {
	path := written(t)
	f := open(t, path, storage.Options{})
	_, err := storage.Open(t.Context(), path, storagetest.Clock(), storage.Options{})
	wantKey(t, err, app.CodeConflict, storage.KeyAlreadyOpen)
	if pid := argOf(err, "PID"); pid != os.Getpid() {
		t.Errorf("held by %v, want %d", pid, os.Getpid())
	}
	must(t, saveMission(t.Context(), f, "still writing"))
	must(t, f.Close())
	open(t, path, storage.Options{})
}

func TestALinkLeadsToTheSameLock(t *testing.T) {
	path := written(t)
	link := filepath.Join(t.TempDir(), "lien.parvis")
	if err := os.Symlink(path, link); err != nil {
		t.Skipf("this system makes no links: %v", err)
	}
	open(t, link, storage.Options{})
	_, err := storage.Open(t.Context(), path, storagetest.Clock(), storage.Options{})
	wantKey(t, err, app.CodeConflict, storage.KeyAlreadyOpen)
}

func TestAFileOpenOnAnotherComputer(t *testing.T) {
	path := written(t)
	f := open(t, path, storage.Options{})
	lock, err := os.OpenFile(path+".lock", os.O_WRONLY, 0)
	must(t, err)
	_, err = lock.WriteAt([]byte("42 fournil\n"), 1)
	must(t, err)
	must(t, lock.Truncate(12))
	must(t, lock.Close())
	_, err = storage.Open(t.Context(), path, storagetest.Clock(), storage.Options{})
	wantKey(t, err, app.CodeConflict, storage.KeyOpenElsewhere)
	if got := argOf(err, "Machine"); got != "fournil" {
		t.Errorf("held on %v", got)
	}
	must(t, f.Close())
}

func TestAFileThatVanishesIsNotWrittenTo(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not let an open file be moved")
	}
	path := written(t)
	f := open(t, path, storage.Options{})
	must(t, saveMission(t.Context(), f, "before"))
	elsewhere := filepath.Join(t.TempDir(), "ailleurs.parvis")
	must(t, os.Rename(path, elsewhere))
	err := saveMission(t.Context(), f, "lost")
	wantKey(t, err, app.CodeUnavailable, storage.KeyVanished)
	// Another file under the same name is not the one that was opened.
	storagetest.Write(t, path)
	wantKey(t, saveMission(t.Context(), f, "lost"), app.CodeUnavailable, storage.KeyVanished)
	must(t, os.Rename(elsewhere, path))
	must(t, saveMission(t.Context(), f, "after"))
	s, err := f.Strategy().Strategy(t.Context())
	must(t, err)
	if s.Profile.Mission != "after" {
		t.Errorf("mission %q", s.Profile.Mission)
	}
}

func TestAClosedFileSaysSo(t *testing.T) {
	f := open(t, written(t), storage.Options{})
	must(t, f.Close())
	wantKey(t, saveMission(t.Context(), f, "x"), app.CodeUnavailable, storage.KeyClosed)
	_, err := f.Strategy().Strategy(t.Context())
	wantKey(t, err, app.CodeUnavailable, storage.KeyClosed)
}

func TestAFileFromAnotherComputerIsSuspended(t *testing.T) {
	path := written(t)
	suspended := func(machine string) storage.Suspension {
		t.Helper()
		f, err := storage.Open(t.Context(), path, storagetest.Clock(), storage.Options{Machine: machine})
		must(t, err)
		why, err := f.Suspended(t.Context())
		must(t, err)
		must(t, f.Close())
		return why
	}
	for i, step := range []struct {
		machine string
		want    storage.Suspension
	}{
		{"fournil", ""}, // the first to say who it is
		{"fournil", ""},
		{"", ""},
		{"maison", storage.SuspendedMoved},
		{"maison", storage.SuspendedMoved}, // until the owner has seen it
		{"fournil", storage.SuspendedMoved},
	} {
		if got := suspended(step.machine); got != step.want {
			t.Errorf("opening %d by %q: suspended %q, want %q", i+1, step.machine, got, step.want)
		}
	}
	f := open(t, path, storage.Options{Machine: "fournil"})
	must(t, f.Resume(t.Context()))
	must(t, f.Close())
	if got := suspended("fournil"); got != "" {
		t.Errorf("suspended %q after resuming", got)
	}
}
