package composer

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/spelling"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
)

// misspelt is a world with a post that has mistakes, which the checks tell.
func misspelt() *world {
	w := filled()
	w.reads = true
	p := w.posts["post"]
	p.Text = strings.NewReplacer("voisin.", "voisinn, et pour tous ceux de la rue des Halles.", "fournées", "fournéess", "notre façon", "notre façon, c'est dit").Replace(p.Text)
	w.posts["post"] = p
	w.checks = func(p editorial.Post) []editorial.Check {
		return append([]editorial.Check{{
			Severity: editorial.Warns, Title: app.Say("editorial.spelling.words"),
			Caption: app.Say("editorial.spelling.words.caption", "Words", app.Messages{
				app.Say("editorial.spelling.instead", "Word", "voisinn", "Suggestion", "voisin"),
				app.Say("editorial.spelling.instead", "Word", "fournéess", "Suggestion", "fournées"),
			}),
			Mistakes: mistakes("voisinn", "fournéess"),
			Fix:      replacing(p.Text, "voisinn", "voisin"),
		}, {
			Severity: editorial.Informs, Title: app.Say("editorial.spelling.typography"), Caption: app.Say("editorial.spelling.typography.caption", "Count", 1),
			Mistakes: []editorial.Mistake{{Finding: spelling.Finding{Word: "'", Kind: spelling.Typography, Rule: spelling.Apostrophe}}},
			Fix:      editorial.Fix{Action: editorial.FixTypography},
		}}, w.usual(p)...)
	}
	return w
}

func mistakes(words ...string) []editorial.Mistake {
	var all []editorial.Mistake
	for _, word := range words {
		all = append(all, editorial.Mistake{Finding: spelling.Finding{Word: word, Kind: spelling.Spelling}})
	}
	return all
}

func replacing(text, word, with string) editorial.Fix {
	at := strings.Index(text, word)
	return editorial.Fix{Action: editorial.FixReplaceWord, Start: at, End: at + len(word), Word: word, Text: with}
}

// spelt opens a post with a text, whose mistakes are looked for.
func spelt(t *testing.T, text string) *desk {
	t.Helper()
	w := filled()
	w.reads = true
	p := w.posts["post"]
	p.Text = text
	w.posts["post"] = p
	w.posts["other"] = editorial.Post{ID: "other", Text: "une farmacie", Accounts: []app.ID{"a1"}, At: friday, Stage: editorial.Draft}
	d := w.french(t)
	d.view.Open("post")
	return d
}

// wrong returns what counts as wrong.
func (d *desk) wrong() []string {
	var all []string
	for _, f := range d.view.speller.list.Left() {
		all = append(all, f.Word)
	}
	return all
}

func (d *desk) counted() string {
	if d.view.speller.count.Hidden {
		return ""
	}
	return d.view.speller.count.Text()
}

func (d *desk) want(t *testing.T, text, count string) {
	t.Helper()
	if diff := cmp.Diff([]string{text, count}, []string{d.view.text.Text(), d.counted()}); diff != "" {
		t.Error(diff)
	}
}

// waves counts the underlines that are drawn in the text.
func (d *desk) waves() int {
	return len(find(d, func(*canvas.Raster) bool { return true }))
}

func TestMistakesAreFoundAsOneTypes(t *testing.T) {
	d := spelt(t, "du pain")
	d.want(t, "du pain", "")
	d.view.append(" et une bagette")
	if d.counted() != "" {
		t.Error("found before a pause")
	}
	d.host.Elapse()
	d.want(t, "du pain et une bagette", "1 faute")
	if d.waves() != 1 {
		t.Errorf("%d underlines", d.waves())
	}
	d.view.append(" au seigl")
	d.host.Elapse()
	d.want(t, "du pain et une bagette au seigl", "2 fautes")
}

func TestTheListReplaces(t *testing.T) {
	d := spelt(t, "une bagette pour lhomme")
	d.view.speller.count.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	c := d.host.Win.Canvas()
	if b, ok := c.Focused().(*kit.Button); !ok || b.Text() != "baguette" {
		t.Fatalf("the keyboard is on %v", c.Focused())
	}
	pagetest.Keys(d.host.Win, fyne.KeyReturn)
	d.want(t, "une baguette pour lhomme", "1 faute")
	if got := d.view.open.post.Text; got != "une baguette pour lhomme" {
		t.Errorf("the post says %q", got)
	}
	d.host.Elapse()
	pagetest.Press(t, d.host.Win, "l’homme")
	d.host.Elapse()
	d.want(t, "une baguette pour l’homme", "")
	if c.Overlays().Top() != nil {
		t.Error("the list stays with nothing left")
	}
	if c.Focused() != d.view.text.Focusable() {
		t.Errorf("the keyboard is on %v", c.Focused())
	}
	d.view.text.Input().TypedShortcut(&fyne.ShortcutUndo{})
	d.host.Elapse()
	d.want(t, "une baguette pour lhomme", "1 faute")
}

func TestAWordIsLearnt(t *testing.T) {
	d := spelt(t, "le kouignn du jour")
	d.want(t, "le kouignn du jour", "1 faute")
	d.view.speller.show()
	pagetest.Press(t, d.host.Win, "Ajouter au dictionnaire")
	d.want(t, "le kouignn du jour", "")
	if d.waves() != 0 {
		t.Errorf("%d underlines", d.waves())
	}
	if len(d.words) != 1 || d.words[0].Text != "kouignn" {
		t.Errorf("%+v", d.words)
	}
	d.host.Undo()
	d.want(t, "le kouignn du jour", "1 faute")
}

func TestIgnoredWordsDoNotWarn(t *testing.T) {
	w := misspelt()
	d := w.french(t)
	d.view.Open("post")
	warns := func() bool { return d.says("→ voisin") || d.says("→ fournées") }
	if !warns() {
		t.Fatal("no warning")
	}
	d.view.speller.show()
	for d.view.speller.modal != nil {
		pagetest.Press(t, d.host.Win, "Ignorer")
	}
	if warns() || d.says("Typographie") || d.counted() != "" || !d.says("Aucune faute trouvée") {
		t.Errorf("still warned, %q left", d.counted())
	}
	d.view.schedule()
	if d.says("voisinn") {
		t.Error("a reason is asked for what was ignored")
	}
}

func TestAFixReplacesTheWord(t *testing.T) {
	w := misspelt()
	d := w.french(t)
	d.view.Open("post")
	was := d.view.text.Text()
	pagetest.Press(t, d.host.Win, "Remplacer")
	want := strings.Replace(was, "voisinn", "voisin", 1)
	if diff := cmp.Diff(want, d.view.text.Text()); diff != "" {
		t.Error(diff)
	}
	// What is no longer there is not replaced: the list tells what is.
	d.view.mend(editorial.Fix{Action: editorial.FixReplaceWord, Start: 3, End: 6, Word: "xyz", Text: "abc"})
	if d.view.text.Text() != want || d.view.speller.modal == nil {
		t.Errorf("%q", d.view.text.Text())
	}
}

func TestTypographyIsMendedAtOnce(t *testing.T) {
	d := spelt(t, "C'est ouvert! Venez  voir...")
	d.want(t, "C'est ouvert! Venez  voir...", "")
	d.view.mend(editorial.Fix{Action: editorial.FixTypography})
	d.host.Elapse()
	d.want(t, "C’est ouvert\u202f! Venez voir…", "")
	for range 2 {
		d.view.text.Input().TypedShortcut(&fyne.ShortcutUndo{})
	}
	d.want(t, "C'est ouvert! Venez  voir...", "")
}

func TestStaleMistakesAreDropped(t *testing.T) {
	d := spelt(t, "une bagette")
	d.host.Hold()
	d.view.append(" au seigl")
	d.host.Elapse()
	d.view.append("e")
	d.host.Elapse()
	d.host.Release()
	if diff := cmp.Diff([]string{"bagette"}, d.wrong()); diff != "" {
		t.Error(diff)
	}
}

func TestMistakesFollowTheTab(t *testing.T) {
	w := filled()
	w.reads = true
	w.accounts = []networks.Account{martin, instagram}
	p := w.posts["post"]
	p.Text, p.Accounts = "une bagette", []app.ID{"a1", "a4"}
	p.Vary(editorial.Variant{Network: networks.Instagram, Text: "du pain! du paim"})
	w.posts["post"] = p
	d := w.french(t)
	d.view.Open("post")
	if diff := cmp.Diff([]string{"bagette"}, d.wrong()); diff != "" {
		t.Error(diff)
	}
	// A check about another version goes there first.
	d.view.mend(replacing(p.TextOn(networks.Instagram), "paim", "pain"))
	d.view.mend(editorial.Fix{Action: editorial.FixTypography, Network: networks.Instagram})
	if d.view.versions.on != networks.Instagram || d.view.text.Text() != "du pain\u202f! du paim" {
		t.Errorf("on %q: %q", d.view.versions.on, d.view.text.Text())
	}
	fix := replacing(d.view.text.Text(), "paim", "pain")
	fix.Network = networks.Instagram
	d.view.mend(fix)
	d.host.Elapse()
	if own := d.view.open.post.TextOn(networks.Instagram); own != "du pain\u202f! du pain" || d.view.open.post.Text != "une bagette" || len(d.wrong()) > 0 {
		t.Errorf("%q, %q", own, d.wrong())
	}
}

func TestAnotherPostBeginsAnew(t *testing.T) {
	d := spelt(t, "une bagette")
	d.view.speller.show()
	pagetest.Press(t, d.host.Win, "Ignorer")
	d.view.Open("other")
	if diff := cmp.Diff([]string{"farmacie"}, d.wrong()); diff != "" {
		t.Error(diff)
	}
	d.view.Open("post")
	if diff := cmp.Diff([]string{"bagette"}, d.wrong()); diff != "" {
		t.Error(diff)
	}
}

func TestTheMenuOpensTheDictionary(t *testing.T) {
	d := spelt(t, "du pain")
	d.menu("Dictionnaire de l’entreprise")
	if !d.says("Aucun mot pour l’instant") {
		t.Error("no dictionary")
	}
	d.host.Win.Canvas().Overlays().Top().(*kit.Modal).Close()
	d.menu("Orthographe et typographie")
	if !d.says("Aucune faute trouvée.") {
		t.Error("no list")
	}
}

// TestDifference makes any text out of another by typing over one stretch.
func TestDifference(t *testing.T) {
	pieces := []string{"a", "é", "è", " ", "\u202f", "🖤", "🥖", "pain", "\n"}
	rapid.Check(t, func(t *rapid.T) {
		gen := rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 6)
		was, text := strings.Join(gen.Draw(t, "was"), ""), strings.Join(gen.Draw(t, "text"), "")
		if was == text {
			return
		}
		start, end, typed := difference(was, text)
		if got := was[:start] + typed + was[end:]; got != text {
			t.Errorf("%q became %q, not %q", was, got, text)
		}
		if typed == "" && text != "" {
			t.Errorf("nothing is typed to make %q of %q", text, was)
		}
		if !slices.Equal([]rune(typed), []rune(strings.ToValidUTF8(typed, "?"))) {
			t.Errorf("%q is cut inside a character", typed)
		}
	})
}
