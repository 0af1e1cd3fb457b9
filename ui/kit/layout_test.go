package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"pgregory.net/rapid"
)

// block is an object of a fixed least size.
func block(w, h float32) *canvas.Rectangle {
	r := canvas.NewRectangle(nil)
	r.SetMinSize(fyne.NewSize(w, h))
	return r
}

func boxOf(o fyne.CanvasObject) [4]float32 {
	return [4]float32{o.Position().X, o.Position().Y, o.Size().Width, o.Size().Height}
}

func TestVStack(t *testing.T) {
	a, b, hidden := block(10, 20), block(10, 30), block(10, 99)
	hidden.Hide()
	grown := Grow(b)
	s := VStack(5, a, hidden, grown)
	s.Resize(fyne.NewSize(100, 200))
	if got := boxOf(a); got != [4]float32{0, 0, 100, 20} {
		t.Errorf("first: %v", got)
	}
	if got := boxOf(grown); got != [4]float32{0, 25, 100, 175} {
		t.Errorf("what grows: %v", got)
	}
	if got := HeightFor(s, 100); got != 55 {
		t.Errorf("needs %v", got)
	}
}

func TestHStack(t *testing.T) {
	a, b, c := block(10, 20), block(30, 10), block(20, 20)
	s := HStack(5, a, Grow(b), c)
	s.Resize(fyne.NewSize(100, 40))
	if got := boxOf(a); got != [4]float32{0, 10, 10, 20} {
		t.Errorf("first: %v", got)
	}
	if got := boxOf(c); got != [4]float32{80, 10, 20, 20} {
		t.Errorf("last: %v", got)
	}
	if b.Size().Width != 60 {
		t.Errorf("what grows is %v wide", b.Size().Width)
	}
}

func TestHStackSharesAmongTexts(t *testing.T) {
	short, long := Body("court"), Body("un texte qui prendrait à lui seul toute la place de la ligne et plus")
	s := HStack(10, short, long)
	open(t, s, 300, 40)
	if right := long.Position().X + long.Size().Width; right > 300.5 {
		t.Errorf("the line ends at %v, beyond 300", right)
	}
	if !long.Truncated() {
		t.Error("the long text must end with an ellipsis")
	}
}

func TestFlow(t *testing.T) {
	a, b, c := block(40, 10), block(40, 20), block(40, 10)
	f := Flow(10, a, b, c)
	f.Resize(fyne.NewSize(95, 100))
	if a.Position() != fyne.NewPos(0, 5) || b.Position() != fyne.NewPos(50, 0) || c.Position() != fyne.NewPos(0, 30) {
		t.Errorf("%v %v %v", a.Position(), b.Position(), c.Position())
	}
	if got := HeightFor(f, 95); got != 40 {
		t.Errorf("needs %v", got)
	}
}

func TestColumnsFold(t *testing.T) {
	a, b, c := block(10, 50), block(10, 60), block(10, 70)
	cols := Columns(10, Col(2, 100, a), Col(1, 100, b), Col(1, 100, c))
	cols.Resize(fyne.NewSize(420, 200))
	if boxOf(a) != [4]float32{0, 0, 200, 200} || boxOf(c) != [4]float32{320, 0, 100, 200} {
		t.Errorf("side by side: %v %v", boxOf(a), boxOf(c))
	}
	cols.Resize(fyne.NewSize(250, 200))
	if b.Position().Y != 0 || c.Position() != fyne.NewPos(0, 60+60+10) || c.Size().Width != 250 {
		t.Errorf("folded: %v %v", boxOf(b), boxOf(c))
	}
	if got := HeightFor(cols, 250); got != 60+10+70 {
		t.Errorf("folded, needs %v", got)
	}
}

// TestColumnsLaw holds that columns never overlap nor go beyond the width, and
// are never under their minimum while it fits.
func TestColumnsLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "n")
		width := float32(rapid.IntRange(200, 1200).Draw(t, "width"))
		var cols []Column
		for range n {
			cols = append(cols, Col(float32(rapid.IntRange(0, 4).Draw(t, "weight")), float32(rapid.IntRange(20, 200).Draw(t, "min")), block(1, 1)))
		}
		c := Columns(8, cols...)
		c.Resize(fyne.NewSize(width, 300))
		for i, col := range cols {
			box := boxOf(col.Content)
			if box[0]+box[2] > width+0.5 {
				t.Fatalf("column %d ends at %v of %v", i, box[0]+box[2], width)
			}
			if box[2] < col.MinWidth-0.5 {
				t.Fatalf("column %d is %v wide, under %v", i, box[2], col.MinWidth)
			}
			if i > 0 {
				if last := boxOf(cols[i-1].Content); last[1] == box[1] && last[0]+last[2] > box[0] {
					t.Fatalf("columns %d and %d overlap", i-1, i)
				}
			}
		}
	})
}

func TestVScrollGivesTextItsHeight(t *testing.T) {
	text := Paragraph("Une phrase assez longue pour prendre plusieurs lignes, et que l’on doit pouvoir lire jusqu’au bout en faisant défiler.")
	open(t, VScroll(VStack(Gap, text, block(10, 400))), 140, 120)
	if text.Size().Height < 5*text.block.lineHeight() {
		t.Errorf("the text has %v", text.Size().Height)
	}
}

func TestPageHeaderFolds(t *testing.T) {
	primary := NewPrimaryButton("Nouvelle publication", nil)
	h := NewPageHeader("Publications", "Samedi 21 novembre", []fyne.CanvasObject{NewSegmented([]string{"Mois", "Semaine", "Liste"}, 0, nil)},
		NewButton("Aujourd’hui", nil), primary)
	open(t, VStack(0, h), 1000, 200)
	wide := h.Size().Height
	if wide > 60 {
		t.Errorf("one line takes %v", wide)
	}
	if got := h.HeightForWidth(480); got <= wide {
		t.Errorf("at 480 the header needs %v, no more than %v: the actions have no line", got, wide)
	}
	h.SetContext("")
	if h.context.Visible() {
		t.Error("an empty context is still there")
	}
}
