package desk_test

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// needles are the secrets of a run, in every form in which they could lie somewhere.
type needles struct {
	mu    sync.Mutex
	known map[string]string // what each secret is
	heads map[[headLength]byte][]needle
	short []string // what was too short to be looked for
}

// needle is one form of a secret.
type needle struct{ form, name string }

// headLength is how many bytes of a form are looked up; leastNeedle is the shortest
// secret that can be told from ordinary bytes.
const (
	headLength  = 6
	leastNeedle = 8
)

func newNeedles() *needles {
	return &needles{known: make(map[string]string), heads: make(map[[headLength]byte][]needle)}
}

// add makes a secret one that is looked for.
func (n *needles) add(name, secret string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(secret) < leastNeedle {
		n.short = append(n.short, name)
		return
	}
	if _, known := n.known[secret]; known {
		return
	}
	n.known[secret] = name
	for _, form := range formsOf(secret) {
		head := [headLength]byte([]byte(form))
		n.heads[head] = append(n.heads[head], needle{form, name})
	}
}

// formsOf are the ways in which a secret can be written: as it is, in JSON, in an
// address, in hexadecimal and, at each place among others that it can have, in base 64.
func formsOf(secret string) []string {
	quoted, err := json.Marshal(secret)
	if err != nil {
		panic(err) // a text always has a JSON form
	}
	all := map[string]bool{
		secret: true, string(quoted[1 : len(quoted)-1]): true, url.QueryEscape(secret): true, url.PathEscape(secret): true,
		strings.ReplaceAll(string(quoted[1:len(quoted)-1]), "/", `\/`): true, html.EscapeString(secret): true,
		hex.EncodeToString([]byte(secret)): true, strings.ToUpper(hex.EncodeToString([]byte(secret))): true,
	}
	for before := range 3 {
		// Of what three bytes share with a neighbour nothing is known.
		plain := append(make([]byte, before), secret...)
		from, to := (before*8+5)/6, len(plain)*8/6
		for _, alphabet := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			all[alphabet.EncodeToString(plain)[from:to]] = true
		}
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(all)), func(form string) bool { return len(form) < leastNeedle })
}

// in returns what secrets are in some bytes, zip archives within opened.
func (n *needles) in(data []byte) []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	found := map[string]bool{}
	n.look(data, found)
	if archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
		for _, member := range archive.File {
			opened, err := member.Open()
			if err != nil {
				continue
			}
			var text bytes.Buffer
			if _, err := text.ReadFrom(opened); err == nil {
				n.look(text.Bytes(), found)
			}
			opened.Close()
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func (n *needles) look(data []byte, found map[string]bool) {
	for i := 0; i+headLength <= len(data); i++ {
		for _, one := range n.heads[[headLength]byte(data[i:i+headLength])] {
			if len(data)-i >= len(one.form) && string(data[i:i+len(one.form)]) == one.form {
				found[one.name] = true
			}
		}
	}
}

// absentFrom fails for every secret that lies in a file of the computer.
func (n *needles) absentFrom(t *testing.T, c computer) (bytesRead int) {
	t.Helper()
	if len(n.short) > 0 {
		t.Errorf("too short to be looked for: %q", n.short)
	}
	c.each(t, func(name string, data []byte) {
		bytesRead += len(data)
		for _, secret := range n.in(data) {
			t.Errorf("%s holds %s", name, secret)
		}
		if strings.HasSuffix(name, ".parvis") {
			for _, secret := range n.in(everyCell(t, filepath.Join(c.folder, name))) {
				t.Errorf("%s holds, in a table, %s", name, secret)
			}
		}
	})
	return bytesRead
}

// everyCell returns all that the tables of a file hold: in its bytes a long text lies
// in pieces.
func everyCell(t *testing.T, path string) []byte {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+url.PathEscape(path)+"?mode=ro")
	must(t, err)
	defer db.Close()
	var tables []string
	rows, err := db.QueryContext(t.Context(), `SELECT name FROM sqlite_master WHERE type = 'table'`)
	must(t, err)
	for rows.Next() {
		var name string
		must(t, rows.Scan(&name))
		tables = append(tables, name)
	}
	must(t, rows.Err())
	var all bytes.Buffer
	for _, table := range tables {
		rows, err := db.QueryContext(t.Context(), `SELECT * FROM "`+table+`"`)
		if err != nil {
			continue // of a virtual table whose program is not there
		}
		columns, err := rows.Columns()
		must(t, err)
		cells, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		for rows.Next() {
			must(t, rows.Scan(into...))
			for _, cell := range cells {
				all.Write(cell)
				all.WriteByte('\n')
			}
		}
		must(t, rows.Err())
	}
	return all.Bytes()
}

// TestScanFindsWhatIsPlanted: a secret that does lie somewhere is found, in any of its
// forms.
func TestScanFindsWhatIsPlanted(t *testing.T) {
	const secret = `jeton"é/+secret=42`
	basic := base64.StdEncoding.EncodeToString([]byte("martin:" + secret))
	quoted, err := json.Marshal(map[string]string{"message": "le " + secret + "."})
	must(t, err)
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	w, err := z.Create("xl/sharedStrings.xml")
	must(t, err)
	_, err = fmt.Fprintf(w, "<t>%s</t>", strings.Repeat("pain ", 200)+secret)
	must(t, err)
	must(t, z.Close())
	n := newNeedles()
	n.add("the token", secret)
	for name, planted := range map[string][]byte{
		"page": []byte("<p>" + html.EscapeString(secret) + "</p>"), "php": bytes.ReplaceAll(quoted, []byte("/"), []byte(`\/`)),
		"plain": []byte("avant " + secret + " après"), "json": quoted, "query": []byte("https://x.fr/?t=" + url.QueryEscape(secret)),
		"path": []byte("/bot" + url.PathEscape(secret) + "/"), "hex": fmt.Appendf(nil, "%x", secret), "HEX": fmt.Appendf(nil, "%X", secret),
		"basic": []byte("Authorization: Basic " + basic), "base64": []byte(base64.URLEncoding.EncodeToString([]byte("ab" + secret + "c"))),
		"base64 alone": []byte(base64.StdEncoding.EncodeToString([]byte(secret))), "zip": archive.Bytes(),
	} {
		if found := n.in(planted); len(found) != 1 || found[0] != "the token" {
			t.Errorf("%s: found %q in %q", name, found, planted)
		}
	}
	if found := n.in([]byte(`jeton"é/+secret=43 ` + basic[:20])); len(found) != 0 {
		t.Errorf("found %q where there is nothing", found)
	}
	// The folders of a computer are looked into, each of them.
	c := newComputer(t)
	for _, path := range []string{
		c.paths.Log(), filepath.Join(c.paths.Vault(), "x.vault"), filepath.Join(c.paths.Backups, "x", "y.parvis.tmp"),
		filepath.Join(c.paths.Documents, "rapport.xlsx"), filepath.Join(c.paths.Config, "preferences.json"),
	} {
		must(t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(t, os.WriteFile(path, []byte("…"+secret), 0o600))
		seen := 0
		c.each(t, func(_ string, data []byte) { seen += len(n.in(data)) })
		if seen != 1 {
			t.Errorf("planted in %s, the secret is found %d times", path, seen)
		}
		must(t, os.Remove(path))
	}
}
