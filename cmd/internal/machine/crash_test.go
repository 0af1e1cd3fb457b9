package machine_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parvis/cmd/internal/machine"
)

// start begins a run and returns its note and what the run before left.
func start(t *testing.T, folder, version string) (*machine.CrashNote, string) {
	t.Helper()
	note, found, err := machine.StartCrashNote(machine.PathsUnder(folder), version, now)
	if err != nil {
		t.Fatalf("StartCrashNote: %v", err)
	}
	return note, found
}

func TestRunThatEndedWellLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	pathsIn(t, folder)
	note, found := start(t, folder, "1.2.3")
	if found != "" {
		t.Errorf("a first start found %q", found)
	}
	note.End()
	note, found = start(t, folder, "1.2.3")
	if found != "" {
		t.Errorf("after a run that ended well there is %q", found)
	}
	note.End()
	if left, err := os.ReadDir(machine.PathsUnder(folder).Config); err != nil || len(left) != 0 {
		t.Errorf("left in the folder: %v, %v", left, err)
	}
}

func TestKilledRunIsToldOnceAndKept(t *testing.T) {
	folder := t.TempDir()
	pathsIn(t, folder)
	child := startDying(t, folder)
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := child.Wait(); err == nil {
		t.Fatal("the child ended well")
	}

	note, found := start(t, folder, "1.2.4")
	if want := "Parvis 1.2.3, 2026-11-21T13:32:00Z\n"; found != want {
		t.Errorf("the start after a kill found %q, want %q", found, want)
	}
	kept, err := os.ReadFile(filepath.Join(machine.PathsUnder(folder).Config, "dernier-arret.txt"))
	if err != nil || string(kept) != found {
		t.Errorf("kept as the last crash: %q, %v", kept, err)
	}
	note.End()
	note, found = start(t, folder, "1.2.4")
	if found != "" {
		t.Errorf("told twice: %q", found)
	}
	note.End()
}

// Two businesses may be open at the same time, each in a Parvis of its own.
func TestARunThatGoesOnIsNoCrash(t *testing.T) {
	folder := t.TempDir()
	pathsIn(t, folder)
	first, _ := start(t, folder, "1.2.3")
	second, found := start(t, folder, "1.2.3")
	if found != "" {
		t.Errorf("a run that goes on was taken for a crash: %q", found)
	}
	second.End()
	first.End()
}

func TestFatalErrorLeavesItsTrace(t *testing.T) {
	folder := t.TempDir()
	pathsIn(t, folder)
	child := startDying(t, folder, panicking+"=1")
	if err := child.Wait(); err == nil {
		t.Fatal("a panic ended well")
	}
	note, found := start(t, folder, "1.2.3")
	defer note.End()
	for _, want := range []string{"Parvis 1.2.3", "le four est en panne", "goroutine ", "main_test.go"} {
		if !strings.Contains(found, want) {
			t.Errorf("the note does not tell %q:\n%s", want, found)
		}
	}
}

func TestCrashNoteWithoutFolderIsAnError(t *testing.T) {
	_, _, err := machine.StartCrashNote(machine.PathsUnder(filepath.Join(t.TempDir(), "none")), "1.2.3", now)
	if err == nil {
		t.Error("a note was written nowhere")
	}
}
