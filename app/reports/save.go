package reports

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"parvis/app"
)

// Save writes the workbook to a path, replacing what is there: whole or not at
// all. Errors are *app.Error: CodeConflict when a program holds the file open,
// CodeUnavailable when the folder is gone, may not be written or is full.
func (w Workbook) Save(path string) error { return Write(path, w.data) }

// Save writes the page to a path as Workbook.Save does, with the same errors.
func (p Page) Save(path string) error { return Write(path, p.data) }

// Write writes a file that leaves the program as Workbook.Save does, with the same
// errors.
func Write(path string, data []byte) error {
	name := filepath.Base(path)
	if isOpen(path) {
		return app.Fail(app.CodeConflict, "reports.error.open", "File", name)
	}
	if err := replace(path, data); err != nil {
		return saveFailure(name, err)
	}
	return nil
}

// isOpen reports whether a program that edits workbooks has left its mark beside
// the file: Excel and LibreOffice do, on every system.
func isOpen(path string) bool {
	dir, name := filepath.Split(path)
	for _, mark := range []string{"~$" + name, ".~lock." + name + "#"} {
		if _, err := os.Lstat(filepath.Join(dir, mark)); err == nil {
			return true
		}
	}
	return false
}

// replace writes beside the path, makes sure it is on the disk, then takes its
// place.
func replace(path string, data []byte) (err error) {
	if info, err := os.Stat(path); err == nil {
		if info.IsDir() {
			return syscall.EISDIR
		}
		// A file its owner protected is not to be replaced by a rename.
		if info.Mode().Perm()&0o200 == 0 {
			return fs.ErrPermission
		}
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".parvis-*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	return err
}

// The numbers by which Windows says that another program holds a file (32, 33)
// and that a disk is full (39, 112): winerror.h. Other systems give these
// numbers other meanings.
const (
	sharingViolation syscall.Errno = 32
	lockViolation    syscall.Errno = 33
	handleDiskFull   syscall.Errno = 39
	diskFull         syscall.Errno = 112
)

func saveFailure(name string, err error) error {
	windows := func(all ...syscall.Errno) bool {
		var number syscall.Errno
		if runtime.GOOS != "windows" || !errors.As(err, &number) {
			return false
		}
		for _, n := range all {
			if n == number {
				return true
			}
		}
		return false
	}
	code, key := app.CodeUnavailable, "reports.error.write"
	switch {
	case windows(sharingViolation, lockViolation):
		code, key = app.CodeConflict, "reports.error.open"
	case errors.Is(err, syscall.ENOSPC), windows(handleDiskFull, diskFull):
		key = "reports.error.full"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.EISDIR):
		key = "reports.error.read_only"
	case errors.Is(err, fs.ErrNotExist):
		key = "reports.error.folder"
	}
	return app.Fail(code, key, "File", name).Because(err)
}
