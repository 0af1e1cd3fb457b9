package exports

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"parvis/app"
)

func TestFailure(t *testing.T) {
	for _, test := range []struct {
		err error
		key string
	}{
		{&fs.PathError{Op: "write", Err: syscall.ENOSPC}, "exports.error.full"},
		{&fs.PathError{Op: "open", Err: syscall.EROFS}, "exports.error.read_only"},
		{&os.LinkError{Op: "rename", Err: syscall.EACCES}, "exports.error.read_only"},
		{&fs.PathError{Op: "open", Err: syscall.ENOENT}, "exports.error.folder"},
		{errors.New("burnt"), "exports.error.write"},
	} {
		if got := app.MessageOf(failure("r.xlsx", test.err)); got.Key != test.key || got.Args["File"] != "r.xlsx" {
			t.Errorf("%v: %+v, want %s", test.err, got, test.key)
		}
	}
}

func TestWriteRefused(t *testing.T) {
	for _, test := range []struct {
		name    string
		prepare func(t *testing.T, dir string)
		path    string
		code    app.Code
		key     string
	}{
		{"open in Excel", beside("~$r.xlsx"), "r.xlsx", app.CodeConflict, "exports.error.open"},
		{"open in LibreOffice", beside(".~lock.r.xlsx#"), "r.xlsx", app.CodeConflict, "exports.error.open"},
		{"folder gone", func(*testing.T, string) {}, "gone/r.xlsx", app.CodeUnavailable, "exports.error.folder"},
		{"protected file", func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "r.xlsx"), []byte("kept"), 0o444); err != nil {
				t.Fatal(err)
			}
		}, "r.xlsx", app.CodeUnavailable, "exports.error.read_only"},
		{"a folder of that name", func(t *testing.T, dir string) {
			if err := os.Mkdir(filepath.Join(dir, "r.xlsx"), 0o700); err != nil {
				t.Fatal(err)
			}
		}, "r.xlsx", app.CodeUnavailable, "exports.error.read_only"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			test.prepare(t, dir)
			before, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			err = Write(filepath.Join(dir, test.path), []byte("new"))
			if app.CodeOf(err) != test.code || app.MessageOf(err).Key != test.key {
				t.Errorf("%v, want %s", err, test.key)
			}
			after, err := os.ReadDir(dir)
			if err != nil || len(after) != len(before) {
				t.Errorf("left behind: %v, %v", after, err)
			}
		})
	}
}

func beside(name string) func(t *testing.T, dir string) {
	return func(t *testing.T, dir string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFileName(t *testing.T) {
	for business, want := range map[string]string{
		"Boulangerie Martin": "Boulangerie Martin - Rapport", `A/B: "C"?`: "AB C - Rapport", " ./. ": "Rapport",
	} {
		if got := FileName(business, "Rapport"); got != want {
			t.Errorf("%q: %q, want %q", business, got, want)
		}
	}
}
