// Package parvis_test holds the tests of the house as a whole: who may import
// whom, and that every sentence exists and is said.
package parvis_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "parvis"

// tags are those the tests and the program are built with.
const tags = "migrated_fynedo,ci"

// listed is what `go list` says of a package.
type listed struct {
	ImportPath   string
	Imports      []string
	TestImports  []string
	XTestImports []string
	Deps         []string
}

// floor returns the top-level folder of a package of this module, "" for the
// root, or false for a package from elsewhere.
func floor(pkg string) (string, bool) {
	if pkg == module {
		return "", true
	}
	rest, ours := strings.CutPrefix(pkg, module+"/")
	name, _, _ := strings.Cut(rest, "/")
	return name, ours
}

// may lists the floors that each floor may import. cmd stands on everything and
// nothing stands on cmd but its own internal packages.
var may = map[string][]string{
	"cmd":      {"cmd/internal", "ui", "app", "storage", "accounts", "assets"},
	"ui":       {"ui", "app", "assets"},
	"app":      {"app", "assets"},
	"storage":  {"storage", "app", "assets"},
	"accounts": {"accounts", "app", "assets"},
	"assets":   {"assets", "app"},
}

// only lists, for a library that only some floors may speak to, those floors or
// packages.
var only = map[string][]string{
	"fyne.io/":                  {"ui", "cmd"},
	"github.com/dweymouth/fyne": {"ui", "cmd"},
	"database/sql":              {"storage", "cmd"},
	"modernc.org/sqlite":        {"storage", "cmd"},
	"net/http":                  {"accounts", "cmd"},
	"github.com/xuri/excelize":  {"app/reports", "app/roundtrip", "cmd"},
}

// allowed reports whether a package of this module may import another package.
func allowed(from, to string) bool {
	here, _ := floor(from)
	there, ours := floor(to)
	if !ours {
		for library, floors := range only {
			if strings.HasPrefix(to, library) {
				return slices.ContainsFunc(floors, func(f string) bool { return within(from, f) })
			}
		}
		return true
	}
	if here == "assets" && there == "app" {
		// Data knows the shared types and no room.
		return to == module+"/app"
	}
	return slices.ContainsFunc(may[here], func(f string) bool { return within(to, f) })
}

// within reports whether a package lies in a floor or folder of this module.
func within(pkg, folder string) bool {
	return pkg == module+"/"+folder || strings.HasPrefix(pkg, module+"/"+folder+"/")
}

func list(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,TestImports,XTestImports,Deps", "-tags", tags, "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []listed
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

func TestArrows(t *testing.T) {
	packages := list(t)
	if len(packages) < 10 {
		t.Fatalf("only %d packages listed", len(packages))
	}
	for _, p := range packages {
		if here, _ := floor(p.ImportPath); here == "" {
			continue
		}
		for _, to := range p.Imports {
			if !allowed(p.ImportPath, to) {
				t.Errorf("%s imports %s", p.ImportPath, to)
			}
		}
		// Tests hold to the same arrows between our own floors; what they need
		// from elsewhere (a fake server, a second connection) is theirs. From
		// outside its room, a test of app may prove it on a real file.
		for _, to := range p.TestImports {
			if _, ours := floor(to); ours && !allowed(p.ImportPath, to) {
				t.Errorf("a test of %s imports %s", p.ImportPath, to)
			}
		}
		for _, to := range p.XTestImports {
			onFile := within(p.ImportPath, "app") && within(to, "storage")
			if _, ours := floor(to); ours && !onFile && !allowed(p.ImportPath, to) {
				t.Errorf("a test of %s imports %s", p.ImportPath, to)
			}
		}
		// Nor does the business reach a window or a file through others.
		if within(p.ImportPath, "app") {
			for _, to := range p.Deps {
				if strings.HasPrefix(to, "fyne.io/") || to == "database/sql" || within(to, "storage") || within(to, "ui") {
					t.Errorf("%s depends on %s", p.ImportPath, to)
				}
			}
		}
	}
}

func TestForbiddenArrowsAreSeen(t *testing.T) {
	for _, test := range []struct {
		from, to string
		want     bool
	}{
		{"parvis/cmd/parvis", "parvis/storage", true},
		{"parvis/cmd/screenshots", "parvis/cmd/parvis", false},
		{"parvis/cmd/parvis", "parvis/cmd/internal/machine", true},
		{"parvis/ui/shell", "parvis/cmd/internal/machine", false},
		{"parvis/ui/shell", "parvis/ui/kit", true},
		{"parvis/ui/shell", "parvis/app/editorial", true},
		{"parvis/ui/shell", "parvis/storage", false},
		{"parvis/ui/shell", "parvis/accounts/bluesky", false},
		{"parvis/ui/shell", "parvis/cmd/parvis", false},
		{"parvis/ui/shell", "net/http", false},
		{"parvis/ui/kit", "fyne.io/fyne/v2/widget", true},
		{"parvis/app/editorial", "parvis/app/networks", true},
		{"parvis/app/keydates", "parvis/assets/keydates", true},
		{"parvis/app/editorial", "parvis/storage", false},
		{"parvis/app/editorial", "parvis/ui/kit", false},
		{"parvis/app/editorial", "fyne.io/fyne/v2", false},
		{"parvis/app/editorial", "database/sql", false},
		{"parvis/app/watch", "net/http", false},
		{"parvis/app/watch", "net/url", true},
		{"parvis/app/reports", "github.com/xuri/excelize/v2", true},
		{"parvis/app/reporting", "github.com/xuri/excelize/v2", false},
		{"parvis/app/roundtrip/sheets", "github.com/xuri/excelize/v2", true},
		{"parvis/storage", "github.com/xuri/excelize/v2", false},
		{"parvis/storage", "parvis/app/editorial", true},
		{"parvis/storage", "parvis/accounts/feeds", false},
		{"parvis/storage", "database/sql", true},
		{"parvis/accounts/feeds", "net/http", true},
		{"parvis/accounts/feeds", "parvis/storage", false},
		{"parvis/accounts/feeds", "parvis/app/watch", true},
		{"parvis/assets/translations", "parvis/app", true},
		{"parvis/assets/translations", "parvis/app/editorial", false},
		{"parvis/assets/icons", "fyne.io/fyne/v2", false},
		{"parvis/assets/icons", "embed", true},
	} {
		if got := allowed(test.from, test.to); got != test.want {
			t.Errorf("%s → %s: got %v, want %v", test.from, test.to, got, test.want)
		}
	}
}
