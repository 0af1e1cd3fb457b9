package storage

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"github.com/gofrs/flock"

	"parvis/app"
)

// lockSuffix names the lock beside a file. The lock itself is the system's and
// ends with the process; the file that carries it says whose it is.
const lockSuffix = ".lock"

// lock is the right to be the only Parvis on a file.
type lock struct {
	held *flock.Flock
	// leftOver: the former holder died without releasing it.
	leftOver bool
}

// acquire takes the lock of the file at path, or fails with KeyAlreadyOpen,
// KeyOpenElsewhere, KeyReadOnlyFolder or KeyDiskFull.
func acquire(path string) (*lock, error) {
	name := path + lockSuffix
	for {
		before, err := os.Stat(name)
		l := &lock{held: flock.New(name, flock.SetPermissions(0o644)), leftOver: err == nil && before.Size() > 0}
		switch got, err := l.held.TryLock(); {
		case err != nil:
			return nil, folderFailure(filepath.Dir(path), fmt.Errorf("locking: %w", err))
		case !got:
			return nil, heldBy(name)
		}
		// A holder that leaves removes the file: what was locked may no longer
		// be what the name leads to, and then it protects nothing.
		locked, err := l.held.Stat()
		if err == nil && isThere(name, locked) {
			return l, l.sign()
		}
		if err := l.held.Unlock(); err != nil {
			return nil, failure("locking", err)
		}
	}
}

// sign writes whose lock it is. Windows forbids others to read the first byte,
// which is locked: the text begins at the second.
func (l *lock) sign() error {
	f, err := os.OpenFile(l.held.Path(), os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrPermission) {
		// Left by another user of the computer: the lock holds, unsigned.
		return nil
	}
	if err == nil {
		_, err = f.WriteAt([]byte(fmt.Sprintf("%d %s\n", os.Getpid(), machineName())), 1)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return errors.Join(folderFailure(filepath.Dir(l.held.Path()), fmt.Errorf("signing the lock: %w", err)), l.release())
	}
	return nil
}

// heldBy says who holds the lock of that name.
func heldBy(name string) error {
	pid, machine := 0, ""
	if f, err := os.Open(name); err == nil {
		defer f.Close()
		text := make([]byte, 512)
		n, _ := f.ReadAt(text, 1)
		line, _, _ := bytes.Cut(text[:n], []byte("\n"))
		number, host, _ := strings.Cut(string(line), " ")
		pid, _ = strconv.Atoi(number)
		machine = host
	}
	if machine != "" && machine != machineName() {
		return app.Fail(app.CodeConflict, KeyOpenElsewhere, "Machine", machine)
	}
	return app.Fail(app.CodeConflict, KeyAlreadyOpen, "PID", pid)
}

// machineName is how the network calls this computer.
func machineName() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}

// release gives the lock up and leaves no file behind.
func (l *lock) release() error {
	if runtime.GOOS == "windows" {
		// A file that is open cannot be removed there; and once closed, not
		// while the next holder has it, which is as it should be.
		err := l.held.Unlock()
		_ = os.Remove(l.held.Path())
		return err
	}
	err := os.Remove(l.held.Path())
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		err = nil
	}
	return errors.Join(err, l.held.Unlock())
}

// folderFailure says why nothing can be made in a folder.
func folderFailure(folder string, err error) error {
	switch {
	case diskFull(err):
		return app.Fail(app.CodeUnavailable, KeyDiskFull).Because(err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return app.Fail(app.CodeUnavailable, KeyReadOnlyFolder, "Folder", folder).Because(err)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		if info, missing := os.Stat(folder); missing != nil || !info.IsDir() {
			return app.Fail(app.CodeUnavailable, KeyFolderMissing, "Folder", folder).Because(err)
		}
		// Windows says so of a name that is too long.
		return app.Fail(app.CodeInvalid, KeyName).Because(err)
	case errors.Is(err, fs.ErrInvalid), errors.Is(err, syscall.ENAMETOOLONG), badName(err):
		return app.Fail(app.CodeInvalid, KeyName).Because(err)
	}
	return app.Fail(app.CodeUnavailable, KeyDisk).Because(err)
}

// badName recognises how Windows refuses a name: ERROR_INVALID_NAME,
// ERROR_FILENAME_EXCED_RANGE of winerror.h.
func badName(err error) bool {
	return runtime.GOOS == "windows" && (errors.Is(err, syscall.Errno(123)) || errors.Is(err, syscall.Errno(206)))
}
