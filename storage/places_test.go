package storage_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"parvis/storage"
	"parvis/storage/storagetest"
)

func TestNewPaths(t *testing.T) {
	documents := filepath.Join(t.TempDir(), "Documents")
	for name, want := range map[string]string{
		"Boulangerie Martin":       "Boulangerie Martin.parvis",
		"L’Épi d’Or & Fils":        "L’Épi d’Or & Fils.parvis",
		" Chez  Paul ":             "Chez Paul.parvis",
		"AC/DC: \"pain\" <bio>|*?": "AC DC pain bio.parvis",
		`C:\Windows`:               "C Windows.parvis",
		"../../etc/passwd":         "etc passwd.parvis",
		"Martin S.A.R.L.":          "Martin S.A.R.L.parvis",
		"...":                      "Parvis.parvis",
		"":                         "Parvis.parvis",
		"CON":                      "Parvis CON.parvis",
		"aux.pain":                 "Parvis aux.pain.parvis",
		"Nul ":                     "Parvis Nul.parvis",
		"COM1":                     "Parvis COM1.parvis",
		"Com¹":                     "Parvis Com¹.parvis",
		"COM12":                    "COM12.parvis",
		"Comptoir":                 "Comptoir.parvis",
		"a\nb\tc\x00d\x7f":         "a b cd.parvis",
		"pain\u202egnp.exe":        "paingnp.exe.parvis",
		"\xff\xfepain":             "pain.parvis",
		strings.Repeat("é", 200):   strings.Repeat("é", 60) + ".parvis",
		"パン屋":                      "パン屋.parvis",
	} {
		got, err := storage.NewPath(documents, name)
		must(t, err)
		if filepath.Dir(got) != documents || filepath.Base(got) != want {
			t.Errorf("%q goes to %q, want %q", name, got, want)
		}
	}
	for _, want := range []string{"Pain.parvis", "Pain 2.parvis", "Pain 3.parvis"} {
		got, err := storage.NewPath(documents, "Pain")
		must(t, err)
		if filepath.Base(got) != want {
			t.Errorf("got %q, want %q", got, want)
		}
		storagetest.Write(t, got)
	}
	blocked := filepath.Join(documents, "Pain.parvis", "Documents")
	if _, err := storage.NewPath(blocked, "Pain"); keyOf(err) != storage.KeyFolderMissing {
		t.Errorf("no folder can be made: %v", err)
	}
}

func FuzzNewPath(f *testing.F) {
	for _, name := range []string{"Boulangerie Martin", "CON", "a/b", "..", "\x00", "é. . .", "LPT9.txt", strings.Repeat("x", 61)} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		dir := t.TempDir()
		path, err := storage.NewPath(dir, name)
		must(t, err)
		base := filepath.Base(path)
		stem := strings.TrimSuffix(base, ".parvis")
		if filepath.Dir(path) != dir || strings.ContainsAny(base, "<>:\"/\\|?*\x00\n") || !utf8.ValidString(base) ||
			strings.Trim(stem, ". ") != stem || stem == "" || len([]rune(stem)) > 70 {
			t.Fatalf("%q gives %q", name, path)
		}
		must(t, os.WriteFile(path, nil, 0o600))
	})
}

func TestSyncedFolders(t *testing.T) {
	for path, want := range map[string]string{
		`C:\Users\Martin\OneDrive\Documents\Pain.parvis`:                              "OneDrive",
		`C:\Users\Martin\OneDrive - Boulangerie Martin\Pain.parvis`:                   "OneDrive",
		`C:\Users\Martin\Dropbox\Pain.parvis`:                                         "Dropbox",
		`C:\Users\Martin\Dropbox (Personnel)\Pain.parvis`:                             "Dropbox",
		`C:\Users\Martin\iCloudDrive\Pain.parvis`:                                     "iCloud",
		`G:\Mon Drive\Pain.parvis`:                                                    "Google Drive",
		`G:\My Drive\Compta\Pain.parvis`:                                              "Google Drive",
		"/Users/martin/Library/CloudStorage/OneDrive-Personal/Pain.parvis":            "OneDrive",
		"/Users/martin/Library/CloudStorage/GoogleDrive-m@x.fr/Mon Drive/Pain.parvis": "Google Drive",
		"/Users/martin/Library/CloudStorage/Dropbox/Pain.parvis":                      "Dropbox",
		"/Users/martin/Library/Mobile Documents/com~apple~CloudDocs/Pain.parvis":      "iCloud",
		"/home/martin/Dropbox/entreprise/Pain.parvis":                                 "Dropbox",
		"/home/martin/Google Drive/Pain.parvis":                                       "Google Drive",
		`C:\Users\Martin\Documents\Pain.parvis`:                                       "",
		"/home/martin/Documents/Pain.parvis":                                          "",
		"/home/martin/Documents/OneDrive":                                             "", // a file, not a folder
		"/home/martin/Dropbox.parvis":                                                 "",
		"/home/martin/dropboxes/Pain.parvis":                                          "",
		"/home/martin/travaux/Mon Drive/Pain.parvis":                                  "",
		"": "",
	} {
		got, ok := storage.SyncedFolder(path)
		if got != want || ok != (want != "") {
			t.Errorf("%s: %q %v, want %q", path, got, ok, want)
		}
	}
}
