// Package storage keeps a business in one SQLite file: it creates, opens,
// checks, upgrades and backs up the file, and implements the stores that the
// rooms of app declare.
//
// A write that returned nil is on the disk: it survives a kill and a power cut.
// Errors are *app.Error (but for the end of the caller's context); an error of
// a write means that nothing of it was kept.
package storage

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver

	"parvis/app"
)

// readers is how many reads run at once.
const readers = 4

// idleTime is how long a connection that only reads stays open unused.
const idleTime = 4 * time.Second

// File is an open workspace file. Its methods are safe for concurrent use.
type File struct {
	path    string
	clock   app.Clock
	options Options
	opened  os.FileInfo
	writer  *sql.DB
	readers *sql.DB
	lock    *lock
	witness *witness
	commits batcher[*job]
	arms    batcher[*arming]

	backingUp sync.Mutex
	closing   sync.Once
	closed    error
}

// Options are what a file needs to know of the machine. The zero value keeps no
// backups and does not tell machines apart.
type Options struct {
	// Backups is the folder under which each business has its folder of
	// backups, "" for none.
	Backups string
	// Machine identifies this computer for good (not its name, which networks
	// change), "" when not known. A file that comes from another one is
	// suspended: see File.Suspended.
	Machine string
	// Witness is the folder where this computer notes, for each business, the
	// last attempt that one of its files armed, "" for none. A copy that does
	// not contain that attempt is suspended: see File.Suspended. It is made when
	// needed, and must not be where the files are copied or restored from.
	Witness string
}

// Path returns where the file is.
func (f *File) Path() string { return f.path }

// Close ends the work on the file: it waits for what is being written, folds the
// write-ahead log into the file and removes what stood beside it. Closing twice
// does nothing.
func (f *File) Close() error {
	f.closing.Do(func() {
		_, err := f.writer.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
		f.closed = f.failure("closing the file", errors.Join(err, f.disconnect()))
	})
	return f.closed
}

// disconnect closes whatever is open and releases the lock.
func (f *File) disconnect() error {
	var errs []error
	// The readers go first: the last connection of all folds the log, and a
	// read-only one could not.
	for _, db := range []*sql.DB{f.readers, f.writer} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(append(errs, f.lock.release())...)
}

// write runs fn in a transaction that is kept when fn returns nil; writes that
// come together share it, and none sees another half done. The end of ctx is
// heeded before it begins and not after: interrupting a write would discard the
// only connection that may write.
func (f *File) write(ctx context.Context, doing string, fn func(ctx context.Context, tx *sql.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return failure(doing, err)
	}
	// Writing goes on without complaint in a file that was deleted or whose
	// disk was unplugged and plugged again: nothing would be left of it.
	if !isThere(f.path, f.opened) {
		return app.Fail(app.CodeUnavailable, KeyVanished)
	}
	one := &job{ctx: context.WithoutCancel(ctx), fn: fn}
	f.commits.run(one)
	if one.panicked != nil {
		panic(one.panicked)
	}
	return f.failure(doing, one.err)
}

// failure is the package's failure that also knows when the file is gone: the
// disk's own errors do not tell.
func (f *File) failure(doing string, err error) error {
	err = failure(doing, err)
	if key := keyOf(err); (key == KeyDisk || key == KeyReadOnlyFile) && !isThere(f.path, f.opened) {
		return app.Fail(app.CodeUnavailable, KeyVanished).Because(err)
	}
	return err
}

// read runs fn over one state of the file, however many queries it makes.
func (f *File) read(ctx context.Context, doing string, fn func(q querier) error) error {
	tx, err := f.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return f.failure(doing, err)
	}
	defer tx.Rollback()
	return f.failure(doing, fn(tx))
}

func transact(ctx context.Context, db *sql.DB, fn func(ctx context.Context, tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	// After Commit this does nothing; it also undoes the work when fn panics.
	defer tx.Rollback()
	if err := fn(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

// access is what a pool of connections may do.
type access int

const (
	reading access = iota
	writing        // one connection, transactions begin by taking the lock
	resting        // reading a file that nobody writes: nothing is made beside it
)

// connect returns a pool over the file at path.
func connect(path string, may access) (*sql.DB, error) {
	q := url.Values{
		"_busy_timeout": {"5000"}, "_foreign_keys": {"1"}, "_synchronous": {"FULL"},
		"_dqs": {"0"}, "_defensive": {"1"}, "mode": {"ro"},
		// A file may come from anybody: its schema calls no function that could
		// do harm, and pages are checked as they are read.
		"_pragma": {"trusted_schema(0)", "cell_size_check(1)"},
	}
	switch may {
	case writing:
		q.Set("mode", "rw")
		q.Set("_journal_mode", "WAL")
		q.Set("_txlock", "immediate")
	case resting:
		q.Set("immutable", "1")
	}
	// A URL with its scheme: accents, spaces, ? and # of the path are escaped,
	// and SQLite heeds mode.
	name := url.URL{Scheme: "file", OmitHost: true, Path: uriPath(path), RawQuery: q.Encode()}
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		return nil, err
	}
	n := readers
	if may == writing {
		n = 1
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	if may == reading {
		// Each connection keeps pages in memory, several megabytes once a screen has
		// read widely: while nobody reads, they are the owner's.
		db.SetConnMaxIdleTime(idleTime)
	}
	return db, nil
}

// locate returns the one name by which a file is locked and remembered: absolute
// and without links.
func locate(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", failure("finding the file", err)
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real, nil
	}
	// Not there yet, or no longer: its folder may be.
	if folder, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		return filepath.Join(folder, filepath.Base(path)), nil
	}
	return path, nil
}

// uriPath is an absolute path as SQLite's URIs want it: /C:/Users/... on
// Windows.
func uriPath(path string) string {
	p := filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" && p[0] != '/' {
		p = "/" + p
	}
	return p
}

// Business returns the store of the business.
func (f *File) Business() *BusinessStore { return &BusinessStore{f} }

// Networks returns the store of accounts.
func (f *File) Networks() *NetworksStore { return &NetworksStore{f} }

// Strategy returns the store of objectives, pillars and slots.
func (f *File) Strategy() *StrategyStore { return &StrategyStore{f} }

// Editorial returns the store of posts.
func (f *File) Editorial() *EditorialStore { return &EditorialStore{f} }

// Approval returns the store of who lets posts leave.
func (f *File) Approval() *ApprovalStore { return &ApprovalStore{f} }

// Legal returns the store of the rules that their owner amended.
func (f *File) Legal() *LegalStore { return &LegalStore{f} }

// Media returns the store of pictures.
func (f *File) Media() *MediaStore { return &MediaStore{f} }

// Publishing returns the ledger.
func (f *File) Publishing() *PublishingStore { return &PublishingStore{f} }

// Metrics returns the store of readings.
func (f *File) Metrics() *MetricsStore { return &MetricsStore{f} }

// Snippets returns the store of what owners write again and again.
func (f *File) Snippets() *SnippetStore { return &SnippetStore{f} }

// KeyDates returns the store of what the owner says of dates.
func (f *File) KeyDates() *KeyDatesStore { return &KeyDatesStore{f} }

// Watch returns the store of competitors and their feeds.
func (f *File) Watch() *WatchStore { return &WatchStore{f} }

// Conversations returns the store of messages.
func (f *File) Conversations() *ConversationsStore { return &ConversationsStore{f} }

// Budget returns the store of expenses.
func (f *File) Budget() *BudgetStore { return &BudgetStore{f} }

// Spelling returns the store of the dictionary of the business.
func (f *File) Spelling() *SpellingStore { return &SpellingStore{f} }

// Jobs returns the store of background jobs.
func (f *File) Jobs() *JobsStore { return &JobsStore{f} }
