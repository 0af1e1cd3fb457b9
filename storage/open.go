package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"parvis/app"
	"parvis/app/business"
)

// Create makes a new file for a business and opens it. It never overwrites
// (KeyExists), and leaves nothing behind when it fails.
func Create(ctx context.Context, path string, b business.Business, clock app.Clock, o Options) (*File, error) {
	if err := b.Check(); err != nil {
		return nil, err
	}
	latest, err := currentSchema()
	if err != nil {
		return nil, failure("reading the schema", err)
	}
	if path, err = locate(path); err != nil {
		return nil, err
	}
	// Taking the name first, atomically, is what makes overwriting impossible.
	empty, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, app.Fail(app.CodeConflict, KeyExists).Because(err)
	}
	if err == nil {
		err = empty.Close()
	}
	if err != nil {
		return nil, folderFailure(filepath.Dir(path), err)
	}
	f, err := fill(context.WithoutCancel(ctx), path, clock, o, func(ctx context.Context, f *File) error {
		f.witness = witnessOf(o.Witness, b.ID)
		if err := latest.create(ctx, f.writer, func(ctx context.Context, tx *sql.Tx) error {
			if err := insertBusiness(ctx, tx, b); err != nil {
				return err
			}
			_, err := tx.ExecContext(ctx, `INSERT INTO custody (one, machine) VALUES (1, ?)`, o.Machine)
			return err
		}); err != nil {
			return err
		}
		if err := f.indexAll(ctx); err != nil {
			return err
		}
		// The header says whose file it is only once it has left the log: from
		// here on, a crash leaves a file that is recognised.
		_, err := f.writer.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
		return err
	})
	if err != nil {
		for _, suffix := range []string{"-wal", "-shm", ""} {
			_ = os.Remove(path + suffix)
		}
		return nil, failure("creating the file", err)
	}
	return f, nil
}

// Open opens a file, recovers what a crash left, and upgrades a file of an
// earlier version after a backup. It fails with one of the keys of this package
// (a sentence each) and then has changed nothing: for a damaged file the error
// names the last good backup where there is one (KeyDamagedBackup).
func Open(ctx context.Context, path string, clock app.Clock, o Options) (*File, error) {
	latest, err := currentSchema()
	if err != nil {
		return nil, failure("reading the schema", err)
	}
	return open(ctx, path, clock, o, latest)
}

func open(ctx context.Context, path string, clock app.Clock, o Options, latest schema) (*File, error) {
	path, err := locate(path)
	if err != nil {
		return nil, err
	}
	if err := inspect(path, latest.version()); err != nil {
		return nil, proposeBackup(ctx, o.Backups, path, err)
	}
	if err := checkWritable(path); err != nil {
		return nil, err
	}
	f, err := fill(context.WithoutCancel(ctx), path, clock, o, func(ctx context.Context, f *File) error {
		return f.prepare(ctx, latest)
	})
	if err != nil {
		return nil, proposeBackup(ctx, o.Backups, path, failure("opening the file", err))
	}
	return f, nil
}

// checkWritable fails with KeyReadOnlyFile when the file cannot be written.
func checkWritable(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	switch {
	case err == nil:
		return failure("opening the file", f.Close())
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return app.Fail(app.CodeUnavailable, KeyReadOnlyFile).Because(err)
	}
	// Windows: another program has it to itself.
	return app.Fail(app.CodeUnavailable, KeyBusy).Because(err)
}

// fill locks and connects the file at path, lets prepare make it ready for
// reading, and gives everything back when something fails.
func fill(ctx context.Context, path string, clock app.Clock, o Options, prepare func(ctx context.Context, f *File) error) (f *File, err error) {
	f = &File{path: path, clock: clock, options: o}
	f.commits.do = func(jobs []*job) { commit(f.writer, jobs) }
	f.arms.do = f.arm
	if f.lock, err = acquire(path); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.disconnect())
			f = nil
		}
	}()
	if f.leftUnclean() {
		if err := checkWhole(ctx, path); err != nil {
			return f, err
		}
	}
	if f.opened, err = os.Stat(path); err != nil {
		return f, err
	}
	if f.writer, err = connect(path, writing); err != nil {
		return f, err
	}
	if f.readers, err = connect(path, reading); err != nil {
		return f, err
	}
	return f, prepare(ctx, f)
}

// leftUnclean reports whether the last to have the file open did not close it.
func (f *File) leftUnclean() bool {
	wal, err := os.Stat(f.path + "-wal")
	return f.lock.leftOver || err == nil && wal.Size() > 0
}

// checkWhole walks the whole structure of a file, its write-ahead log included,
// without changing it: a read-only connection does not fold the log.
func checkWhole(ctx context.Context, path string) error {
	db, err := connect(path, reading)
	if err != nil {
		return err
	}
	return errors.Join(quickCheck(ctx, db), db.Close())
}

func quickCheck(ctx context.Context, q querier) error {
	found, err := collect(ctx, q, value[string], `PRAGMA quick_check(10)`)
	if err != nil {
		return err
	}
	if len(found) != 1 || found[0] != "ok" {
		return app.Fail(app.CodeInvalid, KeyDamaged).Because(fmt.Errorf("quick_check: %s", strings.Join(found, "; ")))
	}
	return nil
}

// prepare makes an existing file ready: version, upgrade, custody.
func (f *File) prepare(ctx context.Context, latest schema) error {
	found, err := first(ctx, f.writer, value[int], `PRAGMA user_version`)
	if err != nil {
		return err
	}
	if err := checkVersion(found, latest.version()); err != nil {
		return err
	}
	b, err := identify(ctx, f.writer)
	if errors.Is(err, sql.ErrNoRows) {
		return app.Fail(app.CodeInvalid, KeyDamaged).Because(errors.New("no business in the file"))
	}
	if err != nil {
		return err
	}
	f.witness = witnessOf(f.options.Witness, b.ID)
	if found < latest.version() {
		if err := f.backUpBeforeUpgrade(ctx, b, found); err != nil {
			return err
		}
		if err := latest.upgrade(ctx, f.writer, found); err != nil {
			return err
		}
	}
	if err := f.indexAll(ctx); err != nil {
		// What is not found is there all the same, and the next opening tries again.
		slog.Error("indexing the words of the posts", "error", err)
	}
	return f.takeCustody(ctx)
}
