package kit

import (
	"image"
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const marked1 = "La bagette du matin sort du four à 7h30, bien dorée.\n\nElle attent dehors, avec une brioche parfumé à la fleur d’oranger et dix croissants pour le voisinnn du troisième."

func marksOf(text string, words ...string) []Mark {
	var all []Mark
	for _, w := range words {
		at := strings.Index(text, w)
		all = append(all, Mark{Start: at, End: at + len(w), Tone: ToneDanger})
	}
	return all
}

// waves returns where the waves are seen, in the window.
func waves(e *Entry) []image.Rectangle {
	var all []image.Rectangle
	r := test.WidgetRenderer(e.in).(*inputRenderer)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(e.in)
	for _, w := range r.waves {
		if w.Visible() {
			p, s := at.Add(w.Position()), w.Size()
			all = append(all, image.Rect(int(p.X), int(p.Y), int(p.X+s.Width+.5), int(p.Y+s.Height+.5)))
		}
	}
	return all
}

// choose selects a stretch of a field as a person does with the keyboard.
func choose(in *input, start, end int) {
	put := func(n int) {
		row, begin := 0, 0
		for {
			in.CursorRow, in.CursorColumn = row+1, 0
			next := in.CursorTextOffset()
			if next <= begin || next > n {
				break
			}
			row, begin = row+1, next
		}
		in.CursorRow, in.CursorColumn = row, n-begin
	}
	in.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	put(utf8.RuneCountInString(in.Text[:start]))
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	in.KeyDown(shift)
	for range utf8.RuneCountInString(in.Text[start:end]) {
		in.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	in.KeyUp(shift)
}

// changed returns the bounds of what two pictures do not share.
func changed(a, b image.Image) image.Rectangle {
	var all image.Rectangle
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if a.At(x, y) != b.At(x, y) {
				all = all.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return all
}

// TestWavesLieUnderTheirWords compares where a wave is with where Fyne itself
// paints the selection of the same word, at several widths and sizes of text,
// scrolled and not.
func TestWavesLieUnderTheirWords(t *testing.T) {
	for _, scale := range []float32{1, 1.3} {
		for _, width := range []float32{180, 286, 445} {
			for _, height := range []float32{110, 400} {
				for _, word := range []string{"bagette", "attent", "parfumé", "voisinnn"} {
					e := NewTextArea("Texte")
					w := open(t, e, width, height)
					test.ApplyTheme(t, NewTheme(ModeLight, scale))
					e.SetText(marked1)
					w.Canvas().Focus(e.in)
					marks := marksOf(marked1, word)
					// The selection scrolls its word into sight; the picture is then
					// taken with and without its paint.
					choose(e.in, marks[0].Start, marks[0].End)
					with := w.Canvas().Capture()
					e.in.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
					without := w.Canvas().Capture()
					e.SetMarks(marked1, marks)
					seen := waves(e)
					if len(seen) != 1 {
						t.Errorf("%s at %v×%v: %d waves", word, width, height, len(seen))
						continue
					}
					painted, wave := changed(with, without), seen[0]
					if abs(painted.Min.X-wave.Min.X) > 3 || abs(painted.Max.X-wave.Max.X) > 3 {
						t.Errorf("%s at %v×%v, text %v: wave %v, word %v", word, width, height, scale, wave, painted)
					}
					if wave.Min.Y < painted.Min.Y || wave.Max.Y > painted.Max.Y+2 {
						t.Errorf("%s at %v×%v, text %v: wave %v, word %v", word, width, height, scale, wave, painted)
					}
				}
			}
		}
	}
}

func abs(n int) int { return max(n, -n) }

func TestWavesFollowTheScrolling(t *testing.T) {
	e := NewTextArea("")
	open(t, e, 240, 90)
	e.SetText(marked1)
	e.SetMarks(marked1, marksOf(marked1, "bagette", "attent", "voisinnn"))
	top := waves(e)
	if len(top) != 2 {
		t.Fatalf("%v at the top", top)
	}
	var scroll *container.Scroll
	for _, o := range test.WidgetRenderer(e.in).Objects() {
		if s, ok := o.(*container.Scroll); ok {
			scroll = s
		}
	}
	scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -8)})
	if got := waves(e); len(got) != 2 || got[0] != top[0].Sub(image.Pt(0, 8)) || got[1] != top[1].Sub(image.Pt(0, 8)) {
		t.Errorf("scrolled by 8: %v, before %v", got, top)
	}
	scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -1000)})
	if got := waves(e); len(got) != 2 || got[0] == top[0] || got[1] == top[1] {
		t.Errorf("at the bottom: %v", got)
	}
	scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 1000)})
	if diff := cmp.Diff(top, waves(e)); diff != "" {
		t.Errorf("at the top again: %s", diff)
	}
}

func TestWavesAreBrokenWithTheirWord(t *testing.T) {
	e := NewTextArea("")
	open(t, e, 160, 200)
	text := strings.Repeat("anticonstitutionnellement", 3)
	e.SetText(text)
	e.SetMarks(text, []Mark{{0, len(text), ToneDanger}})
	if got := waves(e); len(got) < 3 {
		t.Errorf("a word over several rows has %v", got)
	}
}

func TestWavesFollowTheTyping(t *testing.T) {
	e := NewTextArea("")
	w := open(t, e, 500, 200)
	e.SetText(marked1)
	e.SetMarks(marked1, marksOf(marked1, "bagette", "attent"))
	before := waves(e)
	w.Canvas().Focus(e.in)
	e.in.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	test.Type(e.in, "Oh ! ")
	after := waves(e)
	if len(after) != 2 || after[0].Min.X <= before[0].Min.X || after[1] != before[1] {
		t.Errorf("typed before: %v, was %v", after, before)
	}
	// A word that is typed in is no longer called wrong.
	e.in.CursorColumn = strings.Index(e.Text(), "gette")
	test.Type(e.in, "u")
	if got := waves(e); len(got) != 1 {
		t.Errorf("typed in a word: %v", got)
	}
	e.SetText("")
	if got := waves(e); len(got) != 0 {
		t.Errorf("an empty field has %v", got)
	}
}

func TestCarriedMarksKeepTheirWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zé]{1,5}`), 1, 8).Draw(t, "words")
		text := strings.Join(words, " ")
		var all []Mark
		at := 0
		for _, w := range words {
			all = append(all, Mark{Start: at, End: at + len(w)})
			at += len(w) + 1
		}
		m := marked{text: text, all: all}
		from := rapid.IntRange(0, len(words)-1).Draw(t, "from")
		to := rapid.IntRange(from, len(words)-1).Draw(t, "to")
		changed := text[:all[from].Start] + rapid.StringMatching(`[a-z é]{0,4}`).Draw(t, "typed") + text[all[to].End:]
		was := make(map[string]bool)
		for _, w := range words {
			was[w] = true
		}
		m.carry(changed)
		for _, mark := range m.all {
			if mark.End > len(changed) || !was[changed[mark.Start:mark.End]] {
				t.Fatalf("%q became %q: %+v", text, changed, mark)
			}
		}
	})
}
