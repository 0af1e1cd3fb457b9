package storage

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/business"
)

// Extension ends the names of Parvis files and of their backups.
const Extension = ".parvis"

// Backup is a copy of the file, checked when it was made.
type Backup struct {
	Path string
	Day  app.Date // in the zone of the business
	// Version is the schema version it was made before leaving, 0 for a daily
	// backup.
	Version int
	Size    int64 // bytes
	MadeAt  time.Time
}

// stat fills in what the disk knows of a backup.
func (b *Backup) stat() error {
	info, err := os.Stat(b.Path)
	if err == nil {
		b.Size, b.MadeAt = info.Size(), info.ModTime()
	}
	return err
}

// name is the backup's file name: 2026-11-21.parvis, 2026-11-21-v1.parvis.
func (b Backup) name() string {
	if b.Version > 0 {
		return fmt.Sprintf("%s-v%d%s", b.Day, b.Version, Extension)
	}
	return b.Day.String() + Extension
}

// parseBackup reads what name writes.
func parseBackup(name string) (Backup, bool) {
	stem, ok := strings.CutSuffix(name, Extension)
	if !ok {
		return Backup{}, false
	}
	day, version, upgrade := strings.Cut(stem, "-v")
	var b Backup
	var err error
	if b.Day, err = app.ParseDate(day); err != nil {
		return Backup{}, false
	}
	if upgrade {
		if b.Version, err = strconv.Atoi(version); err != nil || b.Version < 1 {
			return Backup{}, false
		}
	}
	return b, b.name() == name
}

// BackUp makes the day's backup, unless it is there already, and lets old ones
// go: seven daily ones are kept, and four weekly ones. It first makes sure that
// the file is whole: a damaged one never displaces a good backup. Reading and
// writing go on meanwhile.
func (f *File) BackUp(ctx context.Context) (Backup, error) { return f.backUp(ctx, false) }

// BackUpNow is BackUp that replaces a backup already made on the same day.
func (f *File) BackUpNow(ctx context.Context) (Backup, error) { return f.backUp(ctx, true) }

func (f *File) backUp(ctx context.Context, again bool) (Backup, error) {
	if f.options.Backups == "" {
		return Backup{}, app.Fail(app.CodeInvalid, KeyBackup).Because(errors.New("no folder for backups"))
	}
	f.backingUp.Lock()
	defer f.backingUp.Unlock()
	b, err := f.Business().Business(ctx)
	if err != nil {
		return Backup{}, err
	}
	folder, err := claimFolder(f.options.Backups, b.ID, f.path)
	if err != nil {
		return Backup{}, backupFailure(err)
	}
	made := Backup{Day: app.DateOf(f.clock.Now().In(b.Location()))}
	made.Path = filepath.Join(folder, made.name())
	if made.stat() == nil && !again {
		return made, nil
	}
	if err := quickCheck(ctx, f.readers); err != nil {
		return Backup{}, proposeBackup(ctx, f.options.Backups, f.path, f.failure("checking the file", err))
	}
	if err := copyInto(ctx, f.readers, made.Path); err != nil {
		return Backup{}, backupFailure(err)
	}
	return made, backupFailure(errors.Join(made.stat(), prune(folder)))
}

// backUpBeforeUpgrade keeps the file as it was in a former version. Without a
// folder for backups the copy stands beside the file.
func (f *File) backUpBeforeUpgrade(ctx context.Context, b business.Business, version int) error {
	folder, prefix := filepath.Dir(f.path), strings.TrimSuffix(filepath.Base(f.path), Extension)+" "
	if f.options.Backups != "" {
		var err error
		if folder, err = claimFolder(f.options.Backups, b.ID, f.path); err != nil {
			return backupFailure(err)
		}
		prefix = ""
	}
	made := Backup{Day: app.DateOf(f.clock.Now().In(b.Location())), Version: version}
	// The writer copies: the readers do not know the file yet.
	return backupFailure(copyInto(ctx, f.writer, filepath.Join(folder, prefix+made.name())))
}

// backupFailure says that a backup could not be made, and why when an owner can
// do something about it.
func backupFailure(err error) error {
	if err == nil {
		return nil
	}
	if key := keyOf(err); key != "" && key != KeyInternal {
		return err
	}
	if code, key := classify(err); key == KeyDiskFull {
		return app.Fail(code, key).Because(fmt.Errorf("backing up: %w", err))
	}
	return app.Fail(app.CodeUnavailable, KeyBackup).Because(err)
}

// copyInto writes a compact copy of the database at path, which appears there
// only once it is whole, checked and on the disk.
func copyInto(ctx context.Context, db *sql.DB, path string) error {
	temporary := path + ".tmp"
	if err := os.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err := func() error {
		if _, err := db.ExecContext(context.WithoutCancel(ctx), `VACUUM INTO ?`, temporary); err != nil {
			return err
		}
		if _, err := checkBackup(ctx, temporary); err != nil {
			return err
		}
		if err := settle(temporary); err != nil {
			return err
		}
		return os.Rename(temporary, path)
	}()
	if err != nil {
		_ = os.Remove(temporary)
	}
	return err
}

// settle makes sure that a file is on the disk.
func settle(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// checkBackup opens a copy, makes sure that it can be restored, and returns the
// identifier and zone of its business.
func checkBackup(ctx context.Context, path string) (business.Business, error) {
	var none business.Business
	latest, err := currentSchema()
	if err != nil {
		return none, err
	}
	if err := inspect(path, latest.version()); err != nil {
		return none, err
	}
	db, err := connect(path, resting)
	if err != nil {
		return none, err
	}
	defer db.Close()
	if err := quickCheck(ctx, db); err != nil {
		return none, err
	}
	b, err := identify(ctx, db)
	return b, failure("reading a backup", err)
}

// Backups lists the backups of the file, the latest first.
func (f *File) Backups(ctx context.Context) ([]Backup, error) {
	return BackupsOf(ctx, f.options.Backups, f.path)
}

// BackupsOf lists the backups under a folder of backups that were made of the
// file at path, the latest first, even if that file is gone or damaged.
func BackupsOf(ctx context.Context, backups, path string) ([]Backup, error) {
	if backups == "" {
		return nil, nil
	}
	path, err := locate(path)
	if err != nil {
		return nil, err
	}
	folders, err := os.ReadDir(backups)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, backupFailure(err)
	}
	var all []Backup
	for _, entry := range folders {
		if err := ctx.Err(); err != nil {
			return nil, failure("listing backups", err)
		}
		folder := filepath.Join(backups, entry.Name())
		if origin, ok := originOf(folder); !ok || !samePath(origin, path) {
			continue
		}
		found, err := listFolder(folder)
		if err != nil {
			return nil, backupFailure(err)
		}
		all = append(all, found...)
	}
	sortBackups(all)
	return all, nil
}

// sortBackups puts the latest first; of one day, the daily one.
func sortBackups(all []Backup) {
	slices.SortFunc(all, func(a, b Backup) int {
		return cmp.Or(cmp.Compare(b.Day.String(), a.Day.String()), cmp.Compare(a.Version, b.Version))
	})
}

func listFolder(folder string) ([]Backup, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var all []Backup
	for _, e := range entries {
		b, ok := parseBackup(e.Name())
		if !ok || !e.Type().IsRegular() {
			continue
		}
		b.Path = filepath.Join(folder, e.Name())
		if b.stat() == nil {
			all = append(all, b)
		}
	}
	return all, nil
}

// proposeBackup adds to the error of a damaged file the last backup that can be
// restored.
func proposeBackup(ctx context.Context, backups, path string, damage error) error {
	if keyOf(damage) != KeyDamaged {
		return damage
	}
	all, err := BackupsOf(ctx, backups, path)
	if err != nil {
		return errors.Join(damage, err)
	}
	for _, b := range all {
		if _, err := checkBackup(ctx, b.Path); err == nil {
			return app.Fail(app.CodeInvalid, KeyDamagedBackup, "Backup", b.Path, "Day", b.Day).Because(damage)
		}
	}
	return damage
}

// How many backups are kept.
const (
	dailyBackups   = 7
	weeklyBackups  = 4
	upgradeBackups = 3
)

// prune removes the backups of a folder that are no longer kept.
func prune(folder string) error {
	all, err := listFolder(folder)
	if err != nil {
		return err
	}
	for _, b := range expired(all) {
		err = errors.Join(err, os.Remove(b.Path))
	}
	return err
}

// expired returns which backups to let go: all but the seven latest daily ones,
// of the older ones the latest of each of the four latest weeks, and the three
// latest made before an upgrade.
func expired(all []Backup) []Backup {
	all = slices.Clone(all)
	sortBackups(all)
	var gone []Backup
	daily, upgrades := 0, 0
	weeks := map[app.Date]bool{}
	for _, b := range all {
		week := b.Day.Monday()
		switch {
		case b.Version > 0 && upgrades < upgradeBackups:
			upgrades++
		case b.Version > 0:
			gone = append(gone, b)
		case daily < dailyBackups:
			daily++
		case !weeks[week] && len(weeks) < weeklyBackups:
			weeks[week] = true
		default:
			gone = append(gone, b)
		}
	}
	return gone
}

// originName is the file that says of which file a folder keeps backups: of one
// that is damaged, nothing else can.
const originName = "origin.txt"

func originOf(folder string) (path string, ok bool) {
	text, err := os.ReadFile(filepath.Join(folder, originName))
	return strings.TrimRight(string(text), "\r\n"), err == nil
}

// claimFolder returns the folder of backups of a file: that of its business,
// or, when another copy of the same business still exists elsewhere and uses
// it, one with a number.
func claimFolder(backups string, id app.ID, path string) (string, error) {
	for n := 1; ; n++ {
		name := folderName(id)
		if n > 1 {
			name += "-" + strconv.Itoa(n)
		}
		folder := filepath.Join(backups, name)
		origin, claimed := originOf(folder)
		if claimed && samePath(origin, path) {
			return folder, nil
		}
		if _, err := os.Stat(origin); claimed && err == nil {
			continue
		}
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return "", err
		}
		return folder, os.WriteFile(filepath.Join(folder, originName), []byte(path+"\n"), 0o600)
	}
}

// folderName is the identifier of a business where it is one: a file is input,
// and must not choose where its backups go.
func folderName(id app.ID) string {
	if id != "" && strings.Trim(string(id), "0123456789abcdef-") == "" && len(id) <= 36 {
		return string(id)
	}
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:16])
}

// samePath compares paths as the system's usual disks do.
func samePath(a, b string) bool {
	if runtime.GOOS == "linux" {
		return a == b
	}
	return strings.EqualFold(a, b)
}
