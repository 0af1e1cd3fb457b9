package machine_test

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parvis/cmd/internal/machine"
)

// file is a business file; a door needs its name only.
const file = "/documents/Boulangerie Martin.parvis"

// patience is how long a test waits for what must come.
const patience = 10 * time.Second

// openDoor opens the door of a file and returns where its knocks are heard.
func openDoor(t *testing.T, p machine.Paths, file string) (*machine.Door, <-chan struct{}) {
	t.Helper()
	knocks := make(chan struct{}, 8)
	door, err := machine.OpenDoor(p, file, func() { knocks <- struct{}{} })
	if err != nil {
		t.Fatalf("OpenDoor: %v", err)
	}
	return door, knocks
}

func heard(t *testing.T, knocks <-chan struct{}) {
	t.Helper()
	select {
	case <-knocks:
	case <-time.After(patience):
		t.Fatal("nobody heard the knock")
	}
}

func TestKnockIsHeardBehindTheDoorOfItsFile(t *testing.T) {
	p := paths(t)
	if machine.Knock(p, file) {
		t.Fatal("there is no door yet")
	}
	door, knocks := openDoor(t, p, file)
	for range 2 {
		if !machine.Knock(p, file) {
			t.Fatal("nobody opened")
		}
		heard(t, knocks)
	}
	if machine.Knock(p, "/documents/Salon Élégance.parvis") {
		t.Error("another file has the same door")
	}
	if machine.Knock(paths(t), file) {
		t.Error("another user of the computer has the same door")
	}
	door.Close()
	if machine.Knock(p, file) {
		t.Error("a closed door still opens")
	}
	select {
	case <-knocks:
		t.Error("a knock too many was heard")
	default:
	}
}

func TestDoorLeftByACrashIsReplaced(t *testing.T) {
	p := paths(t)
	door, _ := openDoor(t, p, file)
	left := doorFile(t, p)
	door.Close()
	// A process that is killed leaves its socket behind.
	dead, err := net.ListenUnix("unix", &net.UnixAddr{Name: left, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	dead.SetUnlinkOnClose(false)
	dead.Close()
	if _, err := os.Lstat(left); err != nil {
		t.Fatalf("nothing was left behind: %v", err)
	}

	if machine.Knock(p, file) {
		t.Error("a dead process came forward")
	}
	door, knocks := openDoor(t, p, file)
	defer door.Close()
	if !machine.Knock(p, file) {
		t.Fatal("nobody opened")
	}
	heard(t, knocks)
}

// doorFile is the only socket of the configuration folder.
func doorFile(t *testing.T, p machine.Paths) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(p.Config, "*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("in the folder: %v, %v", found, err)
	}
	return found[0]
}

// TestFolderTooDeepForASocket: sockets have short names. There is no door then,
// and the one who asks hears so.
func TestFolderTooDeepForASocket(t *testing.T) {
	p := pathsIn(t, filepath.Join(t.TempDir(), strings.Repeat("profond", 20)))
	door, err := machine.OpenDoor(p, file, func() {})
	if err == nil {
		door.Close()
		t.Skip("this system takes long names for sockets")
	}
	if machine.Knock(p, file) {
		t.Error("a door that could not be made opened")
	}
}
