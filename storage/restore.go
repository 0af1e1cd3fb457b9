package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"parvis/app"
)

// Restore puts a copy of a backup at the path to. What was there, damaged or
// not, is not lost: it is put aside in the same folder and its new path
// returned, "" when nothing was there. The restored file is suspended: see
// File.Suspended. Restore fails with KeyAlreadyOpen while the file is open and
// with KeyBackup when the backup cannot be used; then nothing has changed.
func Restore(ctx context.Context, backup, to string, clock app.Clock) (aside string, err error) {
	ctx = context.WithoutCancel(ctx)
	if to, err = locate(to); err != nil {
		return "", err
	}
	b, err := checkBackup(ctx, backup)
	if err != nil {
		return "", app.Fail(app.CodeInvalid, KeyBackup).Because(err)
	}
	l, err := acquire(to)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, l.release()) }()
	fresh := to + ".tmp"
	defer os.Remove(fresh)
	if err := copyFile(backup, fresh); err != nil {
		return "", folderFailure(filepath.Dir(to), err)
	}
	if err := suspend(ctx, fresh); err != nil {
		return "", failure("restoring", err)
	}
	if aside, err = putAside(to, app.DateOf(clock.Now().In(b.Location()))); err != nil {
		return "", folderFailure(filepath.Dir(to), err)
	}
	if err := os.Rename(fresh, to); err != nil {
		if aside != "" {
			err = errors.Join(err, moveFile(aside, to))
		}
		return "", folderFailure(filepath.Dir(to), err)
	}
	return aside, nil
}

// suspend marks a copy as restored.
func suspend(ctx context.Context, path string) error {
	db, err := connect(path, writing)
	if err != nil {
		return err
	}
	err = transact(ctx, db, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE custody SET suspended = ?`, SuspendedRestored)
		return err
	})
	// Closing folds the log: the file is whole without it.
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	return settle(path)
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// putAside renames the file at path, with its log, to a free name that tells the
// day. It returns "" when there is no file.
func putAside(path string, day app.Date) (string, error) {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	stem := strings.TrimSuffix(path, Extension)
	aside := free(func(n int) string { return numbered(fmt.Sprintf("%s (%s)", stem, day), n) })
	return aside, moveFile(path, aside)
}

// moveFile renames a database with the log that belongs to it.
func moveFile(from, to string) error {
	if err := os.Rename(from+"-wal", to+"-wal"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Remove(from + "-shm"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Rename(from, to)
}
