package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"parvis/app"
)

// witness remembers, outside the files of a business, the last attempt that any
// of them armed on this computer. A copy of which that attempt is no part does
// not know what has left since. The zero value remembers nothing.
type witness struct {
	path string // "" for none
	mu   sync.Mutex
}

// witnessOf returns the witness of a business.
func witnessOf(folder string, id app.ID) *witness {
	if folder == "" {
		return &witness{}
	}
	return &witness{path: filepath.Join(folder, folderName(id))}
}

// Time limits for the turn at a witness, which is held while a few bytes are
// written.
const (
	turnTime  = 5 * time.Second
	turnPause = 10 * time.Millisecond
)

// turn keeps every other copy of the file, in whatever program, from arming
// anything until it is given back.
func (w *witness) turn(ctx context.Context) (done func(), _ error) {
	if w.path == "" {
		return func() {}, nil
	}
	if err := os.MkdirAll(filepath.Dir(w.path), 0o700); err != nil {
		return nil, witnessFailure(err)
	}
	w.mu.Lock()
	ctx, cancel := context.WithTimeout(ctx, turnTime)
	defer cancel()
	held := flock.New(w.path+lockSuffix, flock.SetPermissions(0o600))
	got, err := held.TryLockContext(ctx, turnPause)
	if err == nil && !got {
		err = errors.New("not its turn")
	}
	if err != nil {
		w.mu.Unlock()
		return nil, witnessFailure(err)
	}
	return func() {
		// Closing it, which cannot fail to release it, is all that counts.
		_ = held.Unlock()
		w.mu.Unlock()
	}, nil
}

// unreadableMark stands for what a damaged witness said: no file contains it.
const unreadableMark = "?"

// last returns the mark of the last attempt, "" when there was none.
func (w *witness) last() (string, error) {
	if w.path == "" {
		return "", nil
	}
	text, err := os.ReadFile(w.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", witnessFailure(err)
	}
	mark := strings.TrimSpace(string(text))
	if _, _, ok := parseMark(mark); !ok {
		return unreadableMark, nil
	}
	return mark, nil
}

// draft puts a mark on the disk, where it does not count yet: whatever may fail
// fails here.
func (w *witness) draft(mark string) error {
	if w.path == "" {
		return nil
	}
	f, err := os.OpenFile(w.path+".tmp", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return witnessFailure(err)
	}
	_, err = f.WriteString(mark + "\n")
	return witnessFailure(errors.Join(err, f.Sync(), f.Close()))
}

// keep makes the drafted mark the last one; that survives a power cut.
func (w *witness) keep() error {
	if w.path == "" {
		return nil
	}
	if err := os.Rename(w.path+".tmp", w.path); err != nil {
		return witnessFailure(err)
	}
	return witnessFailure(errors.Join(settle(w.path), settleFolder(filepath.Dir(w.path))))
}

// settleFolder makes sure that a name is on the disk. Windows writes names with
// the file.
func settleFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// witnessFailure says that an attempt could not be noted outside the file.
func witnessFailure(err error) error {
	if err == nil {
		return nil
	}
	return app.Fail(app.CodeUnavailable, KeyWitness).Because(fmt.Errorf("witness: %w", err))
}

// attemptMark names the attempt to publish that a delivery began at an instant.
func attemptMark(delivery app.ID, at time.Time) string {
	return string(delivery) + " " + strconv.FormatInt(at.UnixMilli(), 10)
}

// parseMark reads what attemptMark writes, the instant in milliseconds.
func parseMark(mark string) (delivery app.ID, at int64, ok bool) {
	id, instant, ok := strings.Cut(mark, " ")
	at, err := strconv.ParseInt(instant, 10, 64)
	return app.ID(id), at, ok && id != "" && err == nil
}
