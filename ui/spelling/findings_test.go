package spelling

import (
	"context"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"parvis/app/spelling"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
)

// shelf is a dictionary in memory.
type shelf struct {
	words []spelling.Word
	err   error
}

func (s *shelf) Words(context.Context) ([]spelling.Word, error) { return slices.Clone(s.words), s.err }

func (s *shelf) Learn(_ context.Context, text string) error {
	if s.err == nil {
		s.words = append(s.words, spelling.Word{Text: text, Who: "Claire", AddedAt: time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC)})
	}
	return s.err
}

func (s *shelf) Forget(_ context.Context, text string) error {
	s.words = slices.DeleteFunc(s.words, func(w spelling.Word) bool { return w.Text == text })
	return s.err
}

const post = "Ce matin la bagette sort du four, et lhomme du fournil en est fier ! Etes-vous prets ?\n\nZébulor vous attend avec sa \"brioche\" ... et l'équipe au complet"

// desk is a list over a text, as the composer has it.
type desk struct {
	host *pagetest.Host
	view *Findings
	dict *shelf
	text string
	left int // times that OnLeft was called
}

func newDesk(t *testing.T, mode kit.Mode, lang translations.Language, size fyne.Size) *desk {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(mode, 1))
	d := &desk{host: pagetest.NewIn(t, lang, size), dict: &shelf{}, text: post}
	d.view = NewFindings(d.host, d.dict)
	d.view.OnMend = func(f spelling.Finding, with string) { d.text = spelling.Mend(d.text, f, with) }
	d.view.OnMendAll = func(found []spelling.Finding) { d.text = spelling.MendTypography(d.text, found) }
	d.view.OnLeft = func() { d.left++ }
	page := kit.VScroll(kit.PagePad(kit.NewCard(d.view.Object())))
	d.view.OnDrawn = page.Refresh
	d.host.Win.SetContent(container.NewStack(kit.NewBackground(kit.ColorBackground), page))
	d.host.Win.Resize(size)
	d.read(t)
	return d
}

// read finds the mistakes of the text anew, as the composer does after a change.
func (d *desk) read(t *testing.T) {
	t.Helper()
	found, err := spelling.Find(t.Context(), d.text, spelling.French, spelling.Words{})
	if err != nil {
		t.Fatal(err)
	}
	d.view.Set(d.text, found)
}

func (d *desk) remaining() []string {
	var all []string
	for _, f := range d.view.Left() {
		if single(f) {
			all = append(all, f.Word)
		}
	}
	return all
}

func newLight(t *testing.T) *desk {
	return newDesk(t, kit.ModeLight, translations.French, fyne.NewSize(460, 900))
}

func TestReplace(t *testing.T) {
	d := newLight(t)
	if diff := cmp.Diff([]string{"bagette", "lhomme", "Etes-vous", "prets", "Zébulor"}, d.remaining()); diff != "" {
		t.Fatal(diff)
	}
	if !pagetest.Says(d.host.Win, "Ce matin la bagette sort du four") {
		t.Errorf("the word is not shown in its sentence: %q", pagetest.Texts(d.host.Win))
	}
	// One after the other without the text being read again.
	for _, with := range []string{"l’homme", "baguette", "prêts", "Êtes-vous"} {
		pagetest.Press(t, d.host.Win, with)
	}
	want := "Ce matin la baguette sort du four, et l’homme du fournil en est fier ! Êtes-vous prêts ?\n\nZébulor vous attend avec sa \"brioche\" ... et l'équipe au complet"
	if diff := cmp.Diff(want, d.text); diff != "" {
		t.Error(diff)
	}
	pagetest.Press(t, d.host.Win, "Tout corriger")
	want = "Ce matin la baguette sort du four, et l’homme du fournil en est fier\u202f! Êtes-vous prêts\u202f?\n\nZébulor vous attend avec sa «\u202fbrioche\u202f» … et l’équipe au complet"
	if diff := cmp.Diff(want, d.text); diff != "" {
		t.Error(diff)
	}
	d.read(t)
	if diff := cmp.Diff([]string{"Zébulor"}, d.remaining()); diff != "" {
		t.Error(diff)
	}
}

func TestIgnoreAndLearn(t *testing.T) {
	d := newLight(t)
	pagetest.Press(t, d.host.Win, "Ignorer")
	if slices.Contains(d.remaining(), "bagette") || d.left != 1 {
		t.Errorf("ignored: %q, told %d times", d.remaining(), d.left)
	}
	d.read(t)
	if slices.Contains(d.remaining(), "bagette") {
		t.Error("what was ignored comes back")
	}
	d.text = "Zébulor"
	d.read(t)
	pagetest.Press(t, d.host.Win, "Ajouter au dictionnaire")
	if len(d.dict.words) != 1 || d.dict.words[0].Text != "Zébulor" || len(d.view.Left()) != 0 || d.left != 2 {
		t.Errorf("learnt %+v, left %+v", d.dict.words, d.view.Left())
	}
	if !pagetest.Says(d.host.Win, "Aucune faute") {
		t.Errorf("%q", pagetest.Texts(d.host.Win))
	}
	d.host.Undo()
	if len(d.dict.words) != 0 {
		t.Errorf("after undo: %+v", d.dict.words)
	}
	d.view.Reset()
	d.text = post
	d.read(t)
	if !slices.Contains(d.remaining(), "bagette") {
		t.Error("another post still ignores")
	}
}

func TestARuleIsSpared(t *testing.T) {
	d := newLight(t)
	d.text = "Oui ! Non ! Deux  espaces"
	d.read(t)
	pagetest.Press(t, d.host.Win, "Ignorer")
	var rules []spelling.Rule
	for _, f := range d.view.Left() {
		rules = append(rules, f.Rule)
	}
	if diff := cmp.Diff([]spelling.Rule{spelling.Double}, rules); diff != "" {
		t.Error(diff)
	}
	pagetest.Press(t, d.host.Win, "Corriger")
	if d.text != "Oui ! Non ! Deux espaces" {
		t.Errorf("%q", d.text)
	}
}

func TestTheKeyboardGoesOn(t *testing.T) {
	d := newLight(t)
	c := d.host.Win.Canvas()
	c.Focus(pagetest.Button(d.host.Win, "baguette"))
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if b, ok := c.Focused().(*kit.Button); !ok || b.Text() != "l’homme" {
		t.Errorf("the focus is on %v", c.Focused())
	}
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if slices.Contains(d.remaining(), "lhomme") {
		t.Errorf("left %q", d.remaining())
	}
}

func TestFailureIsTold(t *testing.T) {
	d := newLight(t)
	d.dict.err = errors.New("disk full")
	pagetest.Press(t, d.host.Win, "Ajouter au dictionnaire")
	if len(d.host.Errors) != 1 || !slices.Contains(d.remaining(), "bagette") {
		t.Errorf("%v, left %q", d.host.Errors, d.remaining())
	}
}

func TestManyWordsAreListedInTurn(t *testing.T) {
	d := newLight(t)
	d.text = ""
	for range 20 {
		d.text += "bagette "
	}
	d.read(t)
	if got := len(pagetest.All[*kit.Button](d.host.Win)); got > mostRows*8 {
		t.Errorf("%d buttons", got)
	}
	if !pagetest.Says(d.host.Win, "8 autres mots") {
		t.Errorf("%q", pagetest.Texts(d.host.Win))
	}
}

func TestSentence(t *testing.T) {
	long := "Il était une fois dans une boulangerie du centre une bagette dorée que tout le monde voulait goûter avant midi"
	at := len("Il était une fois dans une boulangerie du centre une ")
	for _, test := range []struct {
		text       string
		start, end int
		want       string
	}{
		{long, at, at + 7, "…une boulangerie du centre une bagette dorée que tout le monde…"},
		{"un\n\nmot seul", 4, 7, "un mot seul"},
		{"", 0, 0, ""},
		{"court", 3, 90, ""},
	} {
		if got := sentence(test.text, spelling.Finding{Start: test.start, End: test.end}); got != test.want {
			t.Errorf("%q: %q", test.text, got)
		}
	}
}

func TestMarks(t *testing.T) {
	d := newLight(t)
	want := []kit.Mark{{Start: 12, End: 19, Tone: kit.ToneDanger}, {Start: 37, End: 43, Tone: kit.ToneDanger}}
	if diff := cmp.Diff(want, Marks(d.view.Left())[:2]); diff != "" {
		t.Error(diff)
	}
	for _, m := range Marks(d.view.Left()) {
		if slices.Contains([]string{"!", "'", "\""}, post[m.Start:m.End]) {
			t.Errorf("a sign is underlined: %+v", m)
		}
	}
}

func TestDictionary(t *testing.T) {
	d := newLight(t)
	ShowDictionary(d.host, d.dict)
	if !pagetest.Says(d.host.Win, "Aucun mot pour l’instant") {
		t.Errorf("%q", pagetest.Texts(d.host.Win))
	}
	c := d.host.Win.Canvas()
	test.Type(c.Focused(), "Zébulor")
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(d.dict.words) != 1 || !pagetest.Says(d.host.Win, "Zébulor") || !pagetest.Says(d.host.Win, "Ajouté par Claire") {
		t.Errorf("%+v, %q", d.dict.words, pagetest.Texts(d.host.Win))
	}
	pagetest.Press(t, d.host.Win, "Retirer «\u00a0Zébulor\u00a0»")
	if len(d.dict.words) != 0 {
		t.Errorf("%+v", d.dict.words)
	}
	d.host.Undo()
	if len(d.dict.words) != 1 || !pagetest.Says(d.host.Win, "Zébulor") {
		t.Errorf("%+v", d.dict.words)
	}
	d.dict.err = errors.New("disk full")
	pagetest.Press(t, d.host.Win, "Ajouter")
	if !pagetest.Says(d.host.Win, "disk full") {
		t.Errorf("%q", pagetest.Texts(d.host.Win))
	}
}

// TestGallery draws the list and the dictionary in both themes and at two widths.
// With PARVIS_GALLERY set to a folder it writes the pictures there.
func TestGallery(t *testing.T) {
	dir := os.Getenv("PARVIS_GALLERY")
	for name, open := range map[string]func(d *desk){
		"findings": func(*desk) {},
		"none":     func(d *desk) { d.view.Reset() },
		"dictionary": func(d *desk) {
			d.dict.words = []spelling.Word{
				{Text: "Zébulor", Who: "Claire", AddedAt: pagetest.Now()}, {Text: "kouign-amann", AddedAt: pagetest.Now()},
			}
			ShowDictionary(d.host, d.dict)
		},
	} {
		for modeName, mode := range map[string]kit.Mode{"light": kit.ModeLight, "dark": kit.ModeDark} {
			for _, lang := range []translations.Language{translations.French, translations.English} {
				for sizeName, size := range map[string]fyne.Size{"L": fyne.NewSize(560, 800), "S": fyne.NewSize(360, 640)} {
					d := newDesk(t, mode, lang, size)
					open(d)
					img := d.host.Win.Canvas().Capture()
					if img.Bounds().Dx() != int(size.Width) {
						t.Errorf("%s: drawn %d wide", name, img.Bounds().Dx())
					}
					if dir == "" {
						continue
					}
					f, err := os.Create(filepath.Join(dir, name+"-"+string(lang)+"-"+modeName+"-"+sizeName+".png"))
					if err != nil {
						t.Fatal(err)
					}
					if err := png.Encode(f, img); err != nil {
						t.Fatal(err)
					}
					f.Close()
				}
			}
		}
	}
}
