package desk_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"parvis/accounts/bluesky/pdstest"
)

// token is how every JSON Web Token begins: {" in base 64, a first part and a
// dot.
var token = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{8,}\.`)

// each calls f with every file under the folders of the computer; its keyring
// lies elsewhere.
func (c computer) each(t *testing.T, f func(name string, data []byte)) {
	t.Helper()
	err := filepath.WalkDir(c.folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(c.folder, path)
		f(name, data)
		return err
	})
	must(t, err)
}

// holding returns how many files hold a text.
func (c computer) holding(t *testing.T, text string) int {
	t.Helper()
	n := 0
	c.each(t, func(_ string, data []byte) {
		if bytes.Contains(data, []byte(text)) {
			n++
		}
	})
	return n
}

// keepsNoSecret looks into every file for the passwords of an account and for
// tokens in the clear.
func (c computer) keepsNoSecret(t *testing.T, account pdstest.Account) {
	t.Helper()
	seen := map[string]bool{}
	c.each(t, func(name string, data []byte) {
		seen[filepath.Dir(name)] = true
		for _, secret := range []string{account.AppPassword, account.Password} {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%s holds a password", name)
			}
		}
		if found := token.Find(data); found != nil {
			t.Errorf("%s holds a token: %.12s…", name, found)
		}
	})
	// The file, the vault, the log, and under the backups a folder of this
	// business.
	for _, folder := range []string{"documents", "config/coffre", "config/journal"} {
		if !seen[filepath.FromSlash(folder)] {
			t.Errorf("nothing was looked at in %s", folder)
		}
	}
}
