package storage_test

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"parvis/app"
	"parvis/app/conversations"
	"parvis/app/networks"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// plain opens a database as any other program would.
func plain(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	must(t, err)
	t.Cleanup(func() { db.Close() })
	return db
}

// filled leaves a closed file with enough in it to have many pages.
func filled(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "Boulangerie Martin.parvis")
	must(t, os.WriteFile(path, manyPages(t), 0o600))
	return path
}

var manyPages = onceFor(func(t testing.TB) []byte {
	path := written(t)
	f := open(t, path, storage.Options{})
	must(t, f.Networks().SaveAccount(t.Context(), networks.Account{ID: "a", Network: networks.Bluesky, State: networks.AccountHandFed, CreatedAt: storagetest.Now()}))
	all := make([]conversations.Message, 2000)
	for i := range all {
		all[i] = conversations.Message{AccountID: "a", Kind: conversations.Comment, Author: fmt.Sprint(i), Text: "Quel bon pain !", SentAt: storagetest.Now()}
	}
	must(t, f.Conversations().AddMessages(t.Context(), all))
	must(t, f.Close())
	return content(t, path)
})

// onceFor makes something once for all tests.
func onceFor[T any](build func(t testing.TB) T) func(t testing.TB) T {
	var once sync.Once
	var made T
	return func(t testing.TB) T {
		t.Helper()
		once.Do(func() { made = build(t) })
		return made
	}
}

// TestBadInput gives Open what owners may choose by mistake or misfortune: each
// has its sentence, and nothing is changed.
func TestBadInput(t *testing.T) {
	tests := map[string]struct {
		spoil func(t *testing.T, path string)
		code  app.Code
		key   string
	}{
		"missing":        {func(t *testing.T, p string) { must(t, os.Remove(p)) }, app.CodeNotFound, storage.KeyMissing},
		"folder missing": {func(t *testing.T, p string) { must(t, os.RemoveAll(filepath.Dir(p))) }, app.CodeUnavailable, storage.KeyFolderMissing},
		"a folder": {func(t *testing.T, p string) {
			must(t, os.Remove(p))
			must(t, os.Mkdir(p, 0o755))
		}, app.CodeInvalid, storage.KeyIsFolder},
		"short text": {func(t *testing.T, p string) { must(t, os.WriteFile(p, []byte("pain\n"), 0o600)) }, app.CodeInvalid, storage.KeyNotOurs},
		"long text":  {func(t *testing.T, p string) { must(t, os.WriteFile(p, bytes.Repeat([]byte("pain\n"), 1000), 0o600)) }, app.CodeInvalid, storage.KeyNotOurs},
		"another program's database": {func(t *testing.T, p string) {
			must(t, os.Remove(p))
			db := plain(t, p)
			_, err := db.Exec("CREATE TABLE other (a)")
			must(t, err)
			must(t, db.Close())
		}, app.CodeInvalid, storage.KeyNotOurs},
		"empty":              {func(t *testing.T, p string) { must(t, os.Truncate(p, 0)) }, app.CodeInvalid, storage.KeyDamaged},
		"cut in the header":  {func(t *testing.T, p string) { must(t, os.Truncate(p, 50)) }, app.CodeInvalid, storage.KeyDamaged},
		"cut after a page":   {func(t *testing.T, p string) { must(t, os.Truncate(p, 4096)) }, app.CodeInvalid, storage.KeyDamaged},
		"cut in the middle":  {func(t *testing.T, p string) { must(t, os.Truncate(p, 60_000)) }, app.CodeInvalid, storage.KeyDamaged},
		"cut at the end":     {func(t *testing.T, p string) { cut(t, p, 1) }, app.CodeInvalid, storage.KeyDamaged},
		"signature erased":   {func(t *testing.T, p string) { overwrite(t, p, 0, make([]byte, 16)) }, app.CodeInvalid, storage.KeyDamaged},
		"page size erased":   {func(t *testing.T, p string) { overwrite(t, p, 16, []byte{0, 0}) }, app.CodeInvalid, storage.KeyDamaged},
		"tables erased":      {func(t *testing.T, p string) { overwrite(t, p, 100, make([]byte, 3900)) }, app.CodeInvalid, storage.KeyDamaged},
		"version erased":     {func(t *testing.T, p string) { overwrite(t, p, 60, make([]byte, 4)) }, app.CodeInvalid, storage.KeyDamaged},
		"newer":              {func(t *testing.T, p string) { overwrite(t, p, 60, []byte{0, 0, 3, 0xe7}) }, app.CodeInvalid, storage.KeyNewer},
		"no business inside": {func(t *testing.T, p string) { execute(t, p, "DELETE FROM business") }, app.CodeInvalid, storage.KeyDamaged},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			test.spoil(t, path)
			before := snapshot(t, path)
			_, err := storage.Open(t.Context(), path, storagetest.Clock(), storage.Options{})
			wantKey(t, err, test.code, test.key)
			if after := snapshot(t, path); after != before {
				t.Errorf("something changed:\n%s\n%s", before, after)
			}
		})
	}
}

// TestDamageIsFoundAfterACrash injects damage that the header does not show, in
// a file whose last session did not end well: Open looks at all of it then.
func TestDamageIsFoundAfterACrash(t *testing.T) {
	path := filled(t)
	must(t, os.WriteFile(path+".lock", []byte(" 1 fournil\n"), 0o600))
	open(t, path, storage.Options{}).Close()
	must(t, os.WriteFile(path+".lock", []byte(" 1 fournil\n"), 0o600))
	for _, at := range pagesOf(t, path, "messages") {
		overwrite(t, path, at*4096, bytes.Repeat([]byte{0xff}, 512))
	}
	before := content(t, path)
	_, err := storage.Open(t.Context(), path, storagetest.Clock(), storage.Options{})
	wantKey(t, err, app.CodeInvalid, storage.KeyDamaged)
	if !bytes.Equal(before, content(t, path)) {
		t.Error("the damaged file was changed")
	}
}

// TestDamageIsFoundByReading: of a file that was closed well only the header is
// looked at; damage elsewhere is found when it is read, and by the daily backup.
func TestDamageIsFoundByReading(t *testing.T) {
	path := filled(t)
	for _, at := range pagesOf(t, path, "messages") {
		overwrite(t, path, at*4096, bytes.Repeat([]byte{0xff}, 512))
	}
	f := open(t, path, storage.Options{Backups: t.TempDir()})
	_, err := f.Conversations().Messages(t.Context(), storagetest.Now(), storagetest.Now().AddDate(0, 0, 1))
	wantKey(t, err, app.CodeInvalid, storage.KeyDamaged)
	_, err = f.BackUp(t.Context())
	wantKey(t, err, app.CodeInvalid, storage.KeyDamaged)
}

// TestFlippedHeader spoils every byte of the header: whatever comes of it is a
// sentence or an open file, never a fault of Parvis, and a refused file is left
// as it was.
func TestFlippedHeader(t *testing.T) {
	original := content(t, written(t))
	path := filepath.Join(t.TempDir(), "x.parvis")
	allowed := map[string]bool{
		"": true, storage.KeyDamaged: true, storage.KeyNewer: true, storage.KeyNotOurs: true,
	}
	for at := range 100 {
		for _, flip := range []byte{0x01, 0xff} {
			data := bytes.Clone(original)
			data[at] ^= flip
			must(t, os.WriteFile(path, data, 0o600))
			f, err := storage.Open(t.Context(), path, storagetest.Clock(), storage.Options{})
			if !allowed[keyOf(err)] {
				t.Errorf("byte %d flipped by %x: %v", at, flip, err)
			}
			if err == nil {
				must(t, f.Close())
			} else if !bytes.Equal(data, content(t, path)) {
				t.Errorf("byte %d flipped by %x: refused and changed", at, flip)
			}
		}
	}
}

// TestRandomDamage overwrites random stretches of a file after a crash: Open
// either refuses it with a sentence or gives a file that can be read, and never
// panics.
func TestRandomDamage(t *testing.T) {
	original := content(t, filled(t))
	random := rand.New(rand.NewPCG(44, 1))
	path := filepath.Join(t.TempDir(), "x.parvis")
	refused := 0
	for range 60 {
		data := bytes.Clone(original)
		at := random.IntN(len(data))
		end := min(len(data), at+1+random.IntN(3000))
		for i := at; i < end; i++ {
			data[i] = byte(random.Uint32())
		}
		must(t, os.WriteFile(path, data, 0o600))
		must(t, os.WriteFile(path+".lock", []byte(" 1 x\n"), 0o600))
		f, err := storage.Open(t.Context(), path, storagetest.Clock(), storage.Options{})
		if err != nil {
			refused++
			if k := keyOf(err); k != storage.KeyDamaged && k != storage.KeyNotOurs && k != storage.KeyNewer {
				t.Errorf("damage at %d..%d: %v", at, end, err)
			}
			continue
		}
		must(t, f.Close())
	}
	if refused < 20 {
		t.Errorf("only %d of 60 damaged files were refused", refused)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("SQLite format 3\x00"))
	f.Add([]byte("pain"))
	f.Add([]byte{})
	header := make([]byte, 200)
	copy(header, "SQLite format 3\x00")
	binary.BigEndian.PutUint32(header[68:], 0x50525653)
	f.Add(header)
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "x.parvis")
		must(t, os.WriteFile(path, data, 0o600))
		file, err := storage.Open(t.Context(), path, storagetest.Clock(), storage.Options{})
		if err == nil {
			file.Close()
			t.Fatalf("opened %d bytes of noise", len(data))
		}
		switch keyOf(err) {
		case storage.KeyDamaged, storage.KeyNotOurs, storage.KeyNewer:
		default:
			t.Fatal(err)
		}
		if !bytes.Equal(data, content(t, path)) {
			t.Fatal("the refused file was changed")
		}
	})
}

// snapshot tells everything of a file and of what stands beside it.
func snapshot(t *testing.T, path string) string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return "nothing"
	}
	text := ""
	for _, e := range entries {
		data, _ := os.ReadFile(filepath.Join(filepath.Dir(path), e.Name()))
		text += fmt.Sprintf("%s %d %x\n", e.Name(), len(data), hash(data))
	}
	return text
}

func overwrite(t testing.TB, path string, at int64, data []byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	must(t, err)
	_, err = f.WriteAt(data, at)
	must(t, err)
	must(t, f.Close())
}

func cut(t testing.TB, path string, n int64) {
	t.Helper()
	info, err := os.Stat(path)
	must(t, err)
	must(t, os.Truncate(path, info.Size()-n))
}

// execute runs a statement on a closed file as another program would.
func execute(t testing.TB, path, statement string) {
	t.Helper()
	db := plain(t, path)
	_, err := db.Exec(statement)
	must(t, err)
	_, err = db.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	must(t, err)
	must(t, db.Close())
}

// pagesOf returns some pages, counted from 0, that hold the rows of a table: its
// root and those that follow.
func pagesOf(t testing.TB, path, table string) []int64 {
	t.Helper()
	db := plain(t, path)
	var root int64
	must(t, db.QueryRow("SELECT rootpage FROM sqlite_schema WHERE name = ?", table).Scan(&root))
	must(t, db.Close())
	return []int64{root - 1}
}
