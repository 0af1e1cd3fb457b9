package machine

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// CrashNote is a file that exists while Parvis runs and is removed when it ends
// as it should: found at the start without a Parvis that holds it, it tells of a
// crash and keeps its trace. Each Parvis that runs has a note of its own, held
// by a lock that the system lets go of when its process dies.
type CrashNote struct {
	path string
	lock *flock.Flock
}

// The names of notes and of their locks.
const (
	notePrefix = "en-cours-"
	noteSuffix = ".txt"
	lockSuffix = ".lock"
)

// StartCrashNote writes the note and asks the Go runtime to add the trace of a
// fatal error to it. found is the text of a former note whose run did not end as
// it should, "" when all did; it is kept beside as the last crash.
func StartCrashNote(p Paths, version string, now time.Time) (note *CrashNote, found string, err error) {
	found = takeNotes(p)
	file, err := os.CreateTemp(p.Config, notePrefix+"*"+noteSuffix)
	if err != nil {
		return nil, found, fmt.Errorf("writing the crash note: %w", err)
	}
	defer file.Close()
	note = &CrashNote{path: file.Name(), lock: flock.New(lockOf(file.Name()))}
	if held, err := note.lock.TryLock(); err != nil || !held {
		os.Remove(file.Name())
		return nil, found, fmt.Errorf("holding the crash note: %w", errors.Join(err, os.ErrExist))
	}
	fmt.Fprintf(file, "Parvis %s, %s\n", version, now.UTC().Format(time.RFC3339))
	if err := debug.SetCrashOutput(file, debug.CrashOptions{}); err != nil {
		slog.Warn("crash traces will not be kept", "error", err)
	}
	return note, found, nil
}

func lockOf(note string) string { return strings.TrimSuffix(note, noteSuffix) + lockSuffix }

// takeNotes puts aside the notes that nobody holds and returns the text of one.
func takeNotes(p Paths) (found string) {
	notes, err := filepath.Glob(filepath.Join(p.Config, notePrefix+"*"+noteSuffix))
	if err != nil {
		slog.Warn("looking for crash notes", "error", err)
	}
	for _, path := range notes {
		lock := flock.New(lockOf(path))
		if free, err := lock.TryLock(); err != nil || !free {
			continue
		}
		if data, err := os.ReadFile(path); err == nil {
			found = string(data)
		}
		err := os.Rename(path, filepath.Join(p.Config, "dernier-arret.txt"))
		if err := errors.Join(err, lock.Unlock(), os.Remove(lock.Path())); err != nil {
			slog.Warn("keeping a former crash note", "error", err)
		}
	}
	return found
}

// End removes the note: the program ends as it should.
func (n *CrashNote) End() {
	err := debug.SetCrashOutput(nil, debug.CrashOptions{})
	if err := errors.Join(err, os.Remove(n.path), n.lock.Unlock(), os.Remove(n.lock.Path())); err != nil {
		slog.Warn("removing the crash note", "error", err)
	}
}
