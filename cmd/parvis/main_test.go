package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/cmd/internal/desk"
	"parvis/cmd/internal/machine"
	"parvis/ui/shell"
)

// beProgram tells the test binary to be the program itself.
const beProgram = "PARVIS_TEST_BE_PROGRAM"

// TestMain lets the test binary be a second start of the program.
func TestMain(m *testing.M) {
	if os.Getenv(beProgram) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// saturday is the instant of tests: 21 November 2026, 14:32 in Paris.
var saturday = time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC)

func TestCommandLine(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want options
		ok   bool
	}{
		{nil, options{}, true},
		{[]string{"-example"}, options{example: true}, true},
		{[]string{"-folder", "x", "-tour"}, options{folder: "x", tour: true}, true},
		{[]string{"Boulangerie Martin.parvis"}, options{file: "Boulangerie Martin.parvis"}, true},
		{[]string{"a.parvis", "b.parvis"}, options{}, false},
		{[]string{"-nothing"}, options{}, false},
	} {
		got, err := parse(tt.args)
		if (err == nil) != tt.ok || tt.ok && got != tt.want {
			t.Errorf("%q: %+v, %v, want %+v", tt.args, got, err, tt.want)
		}
	}
}

// TestSecondStartBringsTheFirstForward starts the program in another process
// while a file is open: with the file as its argument, and with none but the
// file of the last time.
func TestSecondStartBringsTheFirstForward(t *testing.T) {
	folder := t.TempDir()
	paths := machine.PathsUnder(folder)
	if err := paths.Make(); err != nil {
		t.Fatal(err)
	}
	first := desk.New(desk.Options{Paths: paths, Clock: app.FixedClock(saturday), Idle: true})
	knocks := make(chan struct{}, 1)
	first.OnKnock(func() { knocks <- struct{}{} })
	w, err := first.Create(t.Context(), "Boulangerie Martin", business.Bakery, "Nantes")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := paths.Preferences().SavePreferences(shell.Preferences{LastFile: w.Path}); err != nil {
		t.Fatal(err)
	}
	relative, err := filepath.Rel(folder, w.Path)
	if err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"the file": {w.Path}, "the file from its folder": {relative}, "the last file": {},
	} {
		second := exec.CommandContext(t.Context(), os.Args[0], append([]string{"-folder", folder}, args...)...)
		second.Env = append(os.Environ(), beProgram+"=1")
		second.Dir = folder
		if out, err := second.CombinedOutput(); err != nil {
			t.Errorf("%s: the second start ended with %v: %s", name, err, out)
		}
		select {
		case <-knocks:
		case <-time.After(10 * time.Second):
			t.Errorf("%s: the first window was not asked to come forward", name)
		}
	}
	// A second start that gives way leaves no trace of a run of its own.
	if left, err := filepath.Glob(filepath.Join(paths.Config, "*.txt")); err != nil || len(left) != 0 {
		t.Errorf("the second start left %v, %v", left, err)
	}
}
