// Package exports names and writes the files that leave the program for other
// programs and other people.
package exports

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"parvis/app"
)

// FileName is what every system accepts: Boulangerie Martin - Rapport mensuel
// 2026-11.
func FileName(business, what string) string {
	name := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*`, r) {
			return -1
		}
		return r
	}, business)
	if name = strings.Trim(name, " ."); name == "" {
		return what
	}
	return name + " - " + what
}

// Write writes a file to a path, replacing what is there: whole or not at all.
// Errors are *app.Error: CodeConflict when a program holds the file open,
// CodeUnavailable when the folder is gone, may not be written or is full.
func Write(path string, data []byte) error {
	name := filepath.Base(path)
	if isOpen(path) {
		return app.Fail(app.CodeConflict, "exports.error.open", "File", name)
	}
	if err := replace(path, data); err != nil {
		return failure(name, err)
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

func failure(name string, err error) error {
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
	code, key := app.CodeUnavailable, "exports.error.write"
	switch {
	case windows(sharingViolation, lockViolation):
		code, key = app.CodeConflict, "exports.error.open"
	case errors.Is(err, syscall.ENOSPC), windows(handleDiskFull, diskFull):
		key = "exports.error.full"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.EISDIR):
		key = "exports.error.read_only"
	case errors.Is(err, fs.ErrNotExist):
		key = "exports.error.folder"
	}
	return app.Fail(code, key, "File", name).Because(err)
}
