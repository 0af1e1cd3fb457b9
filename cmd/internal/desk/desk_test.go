package desk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
	"parvis/app/publishing"
	"parvis/assets/translations"
	"parvis/cmd/internal/desk"
	"parvis/cmd/internal/machine"
	"parvis/storage"
)

// silent is a connector that must not be asked anything: it has no answers.
type silent struct{ networks.Connector }

func TestBusinessesOfOneNameHaveTheirOwnFiles(t *testing.T) {
	owner := newComputer(t)
	d := desk.New(owner.options(app.FixedClock(saturday)))
	first, second := bakery(t, d), bakery(t, d)
	defer first.Close()
	defer second.Close()
	if first.Path == second.Path || filepath.Dir(second.Path) != owner.paths.Documents {
		t.Errorf("the files are %s and %s", first.Path, second.Path)
	}
	if first.Business.ID == second.Business.ID {
		t.Error("two businesses have one identity")
	}
}

func TestBusinessThatCannotBeKeptLeavesNoFile(t *testing.T) {
	owner := newComputer(t)
	d := desk.New(owner.options(app.FixedClock(saturday)))
	for _, name := range []string{"", "  ", strings.Repeat("é", business.MaxNameLength+1)} {
		if _, err := d.Create(t.Context(), name, business.Bakery, "Nantes"); app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%q: %v", name, err)
		}
	}
	if left, err := os.ReadDir(owner.paths.Documents); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestSecondStartFindsTheFirst: while a file is open, another Parvis that is
// asked for it knocks and the first hears; without a door it is told why.
func TestSecondStartFindsTheFirst(t *testing.T) {
	owner := newComputer(t)
	first := desk.New(owner.options(app.FixedClock(saturday)))
	knocks := make(chan struct{}, 1)
	first.OnKnock(func() { knocks <- struct{}{} })
	w := bakery(t, first)

	if !machine.Knock(owner.paths, w.Path) {
		t.Fatal("the open file has no door")
	}
	select {
	case <-knocks:
	case <-time.After(10 * time.Second):
		t.Fatal("the first window was not asked to come forward")
	}

	second := desk.New(owner.options(app.FixedClock(saturday)))
	_, err := second.Open(t.Context(), w.Path)
	text, loadErr := translations.Load(translations.French)
	must(t, loadErr)
	want := "Ce fichier est déjà ouvert dans une autre fenêtre de Parvis. Continuez dans cette fenêtre, ou fermez-la d’abord."
	if got := text.Say(app.MessageOf(err)); app.CodeOf(err) != app.CodeConflict || got != want {
		t.Errorf("opened twice: %v says %q", err, got)
	}

	w.Close()
	if machine.Knock(owner.paths, w.Path) {
		t.Error("a closed file still has a door")
	}
	left, err := filepath.Glob(filepath.Join(owner.paths.Documents, "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("beside the closed file: %v, %v", left, err)
	}
	open(t, second, w.Path)
}

func TestFileThatCannotBeOpenedIsToldAndLeftAlone(t *testing.T) {
	owner := newComputer(t)
	d := desk.New(owner.options(app.FixedClock(saturday)))
	path := filepath.Join(owner.paths.Documents, "notes.parvis")
	must(t, os.WriteFile(path, []byte("Ceci est une liste de courses."), 0o600))
	for _, tt := range []struct{ path, key string }{
		{path, storage.KeyNotOurs},
		{filepath.Join(owner.paths.Documents, "absent.parvis"), storage.KeyMissing},
		{owner.paths.Documents, storage.KeyIsFolder},
	} {
		_, err := d.Open(t.Context(), tt.path)
		if got := app.MessageOf(err).Key; got != tt.key {
			t.Errorf("%s: %v, want %s", tt.path, err, tt.key)
		}
		if machine.Knock(owner.paths, tt.path) {
			t.Errorf("%s has a door", tt.path)
		}
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "Ceci est une liste de courses." {
		t.Errorf("the file became %q, %v", data, err)
	}
}

// TestExampleLeavesNothing: the sample business is whole, nothing of it goes to
// a network, and its folder goes with it.
func TestExampleLeavesNothing(t *testing.T) {
	owner := newComputer(t)
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary)
	clock := networkstest.NewClock(saturday)
	options := owner.options(clock)
	options.Connectors = networks.Connectors{networks.Bluesky: silent{}}
	d := desk.New(options)
	w, err := d.Example(t.Context())
	must(t, err)
	if !w.Business.Example || w.Path != "" {
		t.Errorf("the example is %+v at %q", w.Business, w.Path)
	}
	s := d.Services()
	scheduled, err := s.Ledger.Entries(t.Context(), publishing.Scheduled, 100)
	must(t, err)
	if len(scheduled) == 0 {
		t.Fatal("nothing is scheduled in the example: this test proves nothing")
	}
	runEngine(t, s, clock, 60*24*time.Hour)
	after, err := s.Ledger.Entries(t.Context(), publishing.Scheduled, 100)
	must(t, err)
	if len(after) != len(scheduled) {
		t.Errorf("of %d scheduled deliveries %d are left", len(scheduled), len(after))
	}
	w.Close()
	if left, err := os.ReadDir(temporary); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if left, err := os.ReadDir(owner.paths.Documents); err != nil || len(left) != 0 {
		t.Errorf("left in the documents: %v, %v", left, err)
	}
}

// TestRestoredFileHoldsBack: a copy brought back from a backup sends nothing
// until its owner says so.
func TestRestoredFileHoldsBack(t *testing.T) {
	owner := newComputer(t)
	clock := networkstest.NewClock(saturday)
	d := desk.New(owner.options(clock))
	w := bakery(t, d)
	backup, err := d.Services().File.BackUpNow(t.Context())
	must(t, err)
	w.Close()
	path := filepath.Join(owner.paths.Documents, "retour.parvis")
	_, err = storage.Restore(t.Context(), backup.Path, path, clock)
	must(t, err)

	restored, err := d.Open(t.Context(), path)
	must(t, err)
	defer restored.Close()
	if held, err := restored.Suspended(t.Context()); err != nil || held.IsZero() {
		t.Errorf("restored, the file is held back: %v, %v", held, err)
	}
	must(t, restored.Resume(t.Context()))
	if held, err := restored.Suspended(t.Context()); err != nil || !held.IsZero() {
		t.Errorf("resumed, the file is held back: %v, %v", held, err)
	}
}

// TestAnotherComputerHoldsBack: so does a file that comes from elsewhere.
func TestAnotherComputerHoldsBack(t *testing.T) {
	owner := newComputer(t)
	w := bakery(t, desk.New(owner.options(app.FixedClock(saturday))))
	w.Close()
	w, err := desk.New(newComputer(t).options(app.FixedClock(saturday))).Open(t.Context(), w.Path)
	must(t, err)
	defer w.Close()
	if held, err := w.Suspended(t.Context()); err != nil || held.IsZero() {
		t.Errorf("on another computer the file is held back: %v, %v", held, err)
	}
}
