package machine_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"parvis/cmd/internal/machine"
)

// now is the instant of tests: 21 November 2026, 14:32 in Paris.
var now = time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC)

// dyingIn names the folder of a child process that writes a crash note and waits
// for its end; panicking tells it to end by a panic.
const (
	dyingIn   = "PARVIS_TEST_DYING_IN"
	panicking = "PARVIS_TEST_PANICKING"
)

// TestMain lets the test binary be the process that dies.
func TestMain(m *testing.M) {
	if folder := os.Getenv(dyingIn); folder != "" {
		die(folder)
	}
	os.Exit(m.Run())
}

// die writes the crash note as a start does, says so and ends badly.
func die(folder string) {
	if _, _, err := machine.StartCrashNote(machine.PathsUnder(folder), "1.2.3", now); err != nil {
		fmt.Println(err)
		os.Exit(3)
	}
	fmt.Println("running")
	if os.Getenv(panicking) != "" {
		panic("le four est en panne")
	}
	// Standard input ends with the test: no child outlives it.
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
	os.Exit(4)
}

// paths returns the folders of a fresh computer.
func paths(t *testing.T) machine.Paths {
	t.Helper()
	return pathsIn(t, t.TempDir())
}

func pathsIn(t *testing.T, dir string) machine.Paths {
	t.Helper()
	p := machine.PathsUnder(dir)
	if err := p.Make(); err != nil {
		t.Fatal(err)
	}
	return p
}

// startDying starts a child that dies in a folder, and returns once it runs.
func startDying(t *testing.T, folder string, environment ...string) *exec.Cmd {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(append(os.Environ(), dyingIn+"="+folder), environment...)
	stdin, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stdin.Close()
		_ = child.Wait()
	})
	if line, err := bufio.NewReader(stdout).ReadString('\n'); line != "running\n" {
		t.Fatalf("the child said %q: %v", line, err)
	}
	return child
}
