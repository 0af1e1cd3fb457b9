package reports

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"testing"

	"parvis/app"
)

func TestSaveFailure(t *testing.T) {
	for _, test := range []struct {
		err error
		key string
	}{
		{&fs.PathError{Op: "write", Err: syscall.ENOSPC}, "reports.error.full"},
		{&fs.PathError{Op: "open", Err: syscall.EROFS}, "reports.error.read_only"},
		{&os.LinkError{Op: "rename", Err: syscall.EACCES}, "reports.error.read_only"},
		{&fs.PathError{Op: "open", Err: syscall.ENOENT}, "reports.error.folder"},
		{errors.New("burnt"), "reports.error.write"},
	} {
		if got := app.MessageOf(saveFailure("r.xlsx", test.err)); got.Key != test.key || got.Args["File"] != "r.xlsx" {
			t.Errorf("%v: %+v, want %s", test.err, got, test.key)
		}
	}
}
