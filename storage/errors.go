package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"parvis/app"
)

// Keys of the sentences of this package's errors, for callers that offer a
// different next step for each.
const (
	KeyMissing        = "storage.error.missing"          // no file there
	KeyFolderMissing  = "storage.error.folder_missing"   // nor its folder: unplugged key, network drive
	KeyIsFolder       = "storage.error.is_folder"        // a folder was chosen
	KeyExists         = "storage.error.exists"           // creating would overwrite
	KeyForbidden      = "storage.error.forbidden"        // the system does not let it be read
	KeyName           = "storage.error.name"             // a name the system refuses
	KeyNotOurs        = "storage.error.not_ours"         // some other kind of file
	KeyDamaged        = "storage.error.damaged"          // ours, damaged, no backup known
	KeyDamagedBackup  = "storage.error.damaged_backup"   // Args: Backup (path), Day (app.Date)
	KeyNewer          = "storage.error.newer"            // written by a later Parvis
	KeyReadOnlyFile   = "storage.error.read_only_file"   // the file cannot be written
	KeyReadOnlyFolder = "storage.error.read_only_folder" // Args: Folder
	KeyDiskFull       = "storage.error.disk_full"        // no room left; nothing was changed
	KeyAlreadyOpen    = "storage.error.already_open"     // Args: PID (int, 0 when not known)
	KeyOpenElsewhere  = "storage.error.open_elsewhere"   // Args: Machine
	KeyBusy           = "storage.error.busy"             // another program holds the file
	KeyVanished       = "storage.error.vanished"         // moved, deleted or unplugged while open
	KeyDisk           = "storage.error.disk"             // the disk answers with errors
	KeyClosed         = "storage.error.closed"           // used after Close
	KeyNotFound       = "storage.error.not_found"        // the row asked for is not there
	KeyConflict       = "storage.error.conflict"         // it changed meanwhile, or is there already
	KeyReference      = "storage.error.reference"        // names something that is not there, or is named by something
	KeyInvalid        = "storage.error.invalid"          // a value the file cannot keep
	KeyPlanned        = "storage.error.planned"          // a planned post must be unplanned first
	KeyDayNeeded      = "storage.error.day_needed"       // a planned post keeps a day
	KeyAccountUsed    = "storage.error.account_used"     // the ledger's proofs name the account
	KeyBackup         = "storage.error.backup"           // a backup could not be made or is not usable
	KeyWitness        = "storage.error.witness"          // an attempt could not be noted outside the file
	KeyInternal       = "storage.error.internal"         // a fault of Parvis
)

// KeySynced is the sentence of the warning that goes with SyncedFolder. Args:
// Provider.
const KeySynced = "storage.warning.synced"

// Keys of other rooms' sentences for what the file itself refuses.
const (
	keyPostFixed     = "editorial.error.fixed"
	keyPictureFixed  = "media.error.fixed"
	keyDeliveryFixed = "publishing.error.fixed"
	keyVersionFixed  = "strategy.history.error.fixed"
	keyReviewClosed  = "strategy.review.error.closed"
	// KeyNotInFlow: a post that is scheduled or given up is neither approved nor
	// sent back.
	KeyNotInFlow = "approval.error.not_in_flow"
)

// refusals maps the messages of the schema's triggers to sentences.
var refusals = []struct{ message, key string }{
	{"parvis: post is fixed", keyPostFixed},
	{"parvis: pictures never change", keyPictureFixed},
	{"parvis: delivery is fixed", keyDeliveryFixed},
	{"parvis: attempt is fixed", keyDeliveryFixed},
	{"parvis: delivery is out of order", KeyConflict},
	{"parvis: account is fixed", KeyAccountUsed},
	{"parvis: version is fixed", keyVersionFixed},
	{"parvis: review is closed", keyReviewClosed},
}

// failure turns whatever came of doing into an *app.Error, leaving alone nil,
// errors that are one already, and the end of the caller's context.
func failure(doing string, err error) error {
	var known *app.Error
	var failed *sqlite.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s: %w", doing, err)
	case errors.As(err, &failed) && failed.Code() == sqlite3.SQLITE_INTERRUPT:
		// Only the end of a context interrupts.
		return fmt.Errorf("%s: %w", doing, errors.Join(context.Canceled, err))
	}
	code, key := classify(err)
	return app.Fail(code, key).Because(fmt.Errorf("%s: %w", doing, err))
}

func classify(err error) (app.Code, string) {
	var failed *sqlite.Error
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return app.CodeNotFound, KeyNotFound
	case errors.As(err, &failed):
		return classifySQLite(failed)
	case diskFull(err):
		return app.CodeUnavailable, KeyDiskFull
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return app.CodeUnavailable, KeyReadOnlyFile
	case errors.Is(err, fs.ErrNotExist):
		return app.CodeUnavailable, KeyVanished
	case errors.Is(err, sql.ErrConnDone), strings.Contains(err.Error(), "sql: database is closed"):
		return app.CodeUnavailable, KeyClosed
	}
	return app.CodeInternal, KeyInternal
}

func classifySQLite(err *sqlite.Error) (app.Code, string) {
	for _, r := range refusals {
		if strings.Contains(err.Error(), r.message) {
			return app.CodeConflict, r.key
		}
	}
	switch err.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return app.CodeConflict, KeyConflict
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return app.CodeConflict, KeyReference
	case sqlite3.SQLITE_READONLY_DBMOVED:
		return app.CodeUnavailable, KeyVanished
	case sqlite3.SQLITE_IOERR_SHMSIZE:
		// The shared-memory file could not grow: there is no room for 32 KiB.
		return app.CodeUnavailable, KeyDiskFull
	}
	switch err.Code() & 0xff {
	case sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG:
		return app.CodeInvalid, KeyInvalid
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return app.CodeUnavailable, KeyBusy
	case sqlite3.SQLITE_FULL:
		return app.CodeUnavailable, KeyDiskFull
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return app.CodeUnavailable, KeyReadOnlyFile
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT:
		return app.CodeInvalid, KeyDamaged
	case sqlite3.SQLITE_IOERR:
		return app.CodeUnavailable, KeyDisk
	case sqlite3.SQLITE_CANTOPEN:
		return app.CodeUnavailable, KeyVanished
	}
	return app.CodeInternal, KeyInternal
}

// diskFull recognises a full disk or an exhausted quota as each system names it.
func diskFull(err error) bool {
	if runtime.GOOS == "windows" {
		// ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED of
		// winerror.h.
		return errors.Is(err, syscall.Errno(39)) || errors.Is(err, syscall.Errno(112)) || errors.Is(err, syscall.Errno(1295))
	}
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// keyOf returns the key of err's sentence, "" when it has none.
func keyOf(err error) string {
	var e *app.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

// isThere reports whether the file that was opened as was is still what the
// path leads to.
func isThere(path string, was os.FileInfo) bool {
	now, err := os.Stat(path)
	return err == nil && os.SameFile(now, was)
}
