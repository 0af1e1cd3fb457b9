package parvis_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sentence is what the check needs of a translated sentence.
type sentence struct {
	placeholders []string
	plural       bool
}

// translated returns the French sentences by key; that English has the same is
// the translations' own test.
func translated(t *testing.T) map[string]sentence {
	t.Helper()
	names, err := filepath.Glob("assets/translations/fr/*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no sentences: %v", err)
	}
	placeholder := regexp.MustCompile(`\{\{\s*\.([A-Za-z]+)\s*\}\}`)
	all := make(map[string]sentence)
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var file map[string]any
		if err := json.Unmarshal(data, &file); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for key, value := range file {
			text := ""
			_, plural := value.(map[string]any)
			switch value := value.(type) {
			case string:
				text = value
			case map[string]any:
				for _, form := range value {
					s, _ := form.(string)
					text += s
				}
			}
			names := make(map[string]bool)
			for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
				names[m[1]] = true
			}
			all[key] = sentence{slices.Sorted(maps.Keys(names)), plural}
		}
	}
	return all
}

// mention is a string in the program's own source that speaks of sentences.
type mention struct {
	text string
	at   token.Position
}

// source is what the program says of sentences: whole keys, beginnings of keys
// that something is added to ("editorial.state." + ...), and endings that are
// added to keys (key + ".caption").
type source struct {
	keys, beginnings []mention
	endings          []string
	calls            []call
}

// call is a sentence said with literal arguments.
type call struct {
	key   string
	names []string
	at    token.Position
}

var (
	wholeKey  = regexp.MustCompile(`^[a-z][a-z_]*(?:\.[a-z0-9_]+)+$`)
	beginning = regexp.MustCompile(`^[a-z][a-z_]*\.(?:[a-z0-9_]+\.)*$`)
	// verb begins what fmt fills in.
	verb   = regexp.MustCompile(`^([a-z][a-z_]*\.(?:[a-z0-9_]+\.)*)%`)
	ending = regexp.MustCompile(`^(?:\.[a-z0-9_]+)+$`)
	// notKeys are names of files and the like that look as keys do.
	notKeys = regexp.MustCompile(`\.(?:go|json|jsonl|svg|png|jpg|sql|md|log|ttf|otf|xlsx|parvis|bin|key|lock|txt|html|exe|toml|db)$`)
)

// read collects what the Go files of the program say; tests are left out, as
// they may name what does not exist.
func read(t *testing.T, rooms map[string]bool) source {
	t.Helper()
	var found source
	endings := make(map[string]bool)
	files := token.NewFileSet()
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && name != "." || entry.Name() == "testdata" || name == "build") {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		tree, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.BasicLit:
				text, ok := literal(n)
				if !ok {
					return true
				}
				room, _, _ := strings.Cut(text, ".")
				at := files.Position(n.Pos())
				switch {
				case ending.MatchString(text) && !notKeys.MatchString(text):
					endings[text] = true
				case !rooms[room]:
				case wholeKey.MatchString(text) && !notKeys.MatchString(text):
					found.keys = append(found.keys, mention{text, at})
				case beginning.MatchString(text):
					found.beginnings = append(found.beginnings, mention{text, at})
				case verb.MatchString(text):
					found.beginnings = append(found.beginnings, mention{verb.FindStringSubmatch(text)[1], at})
				}
			case *ast.CallExpr:
				if c, ok := said(n); ok {
					c.at = files.Position(n.Pos())
					found.calls = append(found.calls, c)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	found.endings = slices.Sorted(maps.Keys(endings))
	return found
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}

// said returns the sentence and the names of its arguments when a call says one
// with literals: app.Say(key, name, value ...), app.Fail(code, key, ...),
// T(key, ...) and N(key, n, ...), which also gives Count.
func said(n *ast.CallExpr) (call, bool) {
	var c call
	name := ""
	switch f := n.Fun.(type) {
	case *ast.SelectorExpr:
		name = f.Sel.Name
	case *ast.Ident:
		name = f.Name
	}
	rest := n.Args
	switch {
	case name == "Fail" && len(rest) > 1:
		rest = rest[1:]
	case name == "N" && len(rest) > 1:
		c.names = []string{"Count"}
		rest = slices.Concat(rest[:1], rest[2:])
	case (name == "Say" || name == "T") && len(rest) > 0:
	default:
		return c, false
	}
	key, ok := literal(rest[0])
	if !ok || n.Ellipsis.IsValid() {
		return c, false
	}
	c.key = key
	for i := 1; i < len(rest); i += 2 {
		arg, ok := literal(rest[i])
		if !ok {
			return c, false
		}
		c.names = append(c.names, arg)
	}
	return c, true
}

func TestEverySentenceSaidExists(t *testing.T) {
	sentences := translated(t)
	found := read(t, roomsOf(sentences))
	for _, m := range found.keys {
		if _, ok := sentences[m.text]; !ok && !begins(sentences, m.text+".") {
			t.Errorf("%s: no sentence %q", m.at, m.text)
		}
	}
	for _, m := range found.beginnings {
		if !begins(sentences, m.text) {
			t.Errorf("%s: no sentence begins with %q", m.at, m.text)
		}
	}
	for _, c := range found.calls {
		for _, name := range sentences[c.key].placeholders {
			if !slices.Contains(c.names, name) {
				t.Errorf("%s: %q is said without its %s", c.at, c.key, name)
			}
		}
		if sentences[c.key].plural && !slices.Contains(c.names, "Count") {
			t.Errorf("%s: %q is said without a Count for its plural", c.at, c.key)
		}
	}
}

func TestEverySentenceIsSaid(t *testing.T) {
	sentences := translated(t)
	found := read(t, roomsOf(sentences))
	used := make(map[string]bool)
	for _, m := range found.keys {
		used[m.text] = true
	}
	for _, key := range slices.Sorted(maps.Keys(sentences)) {
		if used[key] || slices.ContainsFunc(found.beginnings, func(m mention) bool { return strings.HasPrefix(key, m.text) }) {
			continue
		}
		if slices.ContainsFunc(found.endings, func(end string) bool {
			stem, ok := strings.CutSuffix(key, end)
			return ok && used[stem]
		}) {
			continue
		}
		t.Errorf("nothing says %q", key)
	}
}

// roomsOf returns the first word of every key.
func roomsOf(sentences map[string]sentence) map[string]bool {
	rooms := make(map[string]bool)
	for key := range sentences {
		room, _, _ := strings.Cut(key, ".")
		rooms[room] = true
	}
	return rooms
}

func begins(sentences map[string]sentence, prefix string) bool {
	for key := range sentences {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}
