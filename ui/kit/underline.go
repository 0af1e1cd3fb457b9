package kit

import (
	"image"
	"image/color"
	"math"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// Mark is a stretch of the text of a field that a wave underlines. Start and End
// count bytes.
type Mark struct {
	Start, End int
	Tone       Tone
}

// SetMarks underlines stretches of a text, in order and apart. When the field holds
// another text by now, or is typed in later, the stretches move with their words,
// and those that were touched go. The waves follow the rows and the scrolling of
// the field.
func (e *Entry) SetMarks(text string, marks []Mark) {
	e.in.marks = marked{text: text, all: marks}
	e.in.Refresh()
}

// marked are marks with the text they are of.
type marked struct {
	text string
	all  []Mark
}

// carry moves the marks to a text that a stretch was typed into or taken out of.
func (m *marked) carry(text string) {
	if m.text == text {
		return
	}
	var kept []Mark
	least := min(len(m.text), len(text))
	same := 0
	for same < least && m.text[same] == text[same] {
		same++
	}
	end := 0
	for end < least-same && m.text[len(m.text)-1-end] == text[len(text)-1-end] {
		end++
	}
	shift := len(text) - len(m.text)
	for _, mark := range m.all {
		switch {
		case mark.End < same || mark.End == same && same == len(text):
			kept = append(kept, mark)
		case mark.Start > len(m.text)-end:
			mark.Start += shift
			mark.End += shift
			kept = append(kept, mark)
		}
	}
	m.text, m.all = text, kept
}

// Sizes of a wave.
const (
	waveHeight = 3
	wavePeriod = 5
)

// farRows is how many rows beside those in sight are placed all the same.
const farRows = 8

// wave is the underline of a part of a row.
type wave struct {
	*canvas.Raster
	ink color.NRGBA
}

func newWave() *wave {
	w := &wave{}
	w.Raster = canvas.NewRaster(w.draw)
	return w
}

// draw draws the wave for a number of pixels, softened at its edge.
func (w *wave) draw(width, height int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	if width == 0 || height == 0 {
		return img
	}
	scale := float64(height) / waveHeight
	for x := range width {
		crest := (1 + math.Sin(2*math.Pi*float64(x)/(wavePeriod*scale))) / 2 * (float64(height) - scale)
		for y := range height {
			ink := w.ink
			cover := 1 - math.Abs(float64(y)+0.5-crest-scale/2)/scale
			ink.A = uint8(float64(ink.A) * max(0, min(1, 0.35+cover)))
			if cover > -0.3 {
				img.SetNRGBA(x, y, ink)
			}
		}
	}
	return img
}

// part is a stretch of one row, in columns.
type part struct {
	row, from, to int
	tone          Tone
}

// parts cuts the marks at the rows that the field has broken its text into.
func (in *input) parts() []part {
	in.marks.carry(in.Text)
	if len(in.marks.all) == 0 {
		return nil
	}
	// The rows are asked of the field itself, by moving its cursor.
	row, column := in.CursorRow, in.CursorColumn
	defer func() { in.CursorRow, in.CursorColumn = row, column }()
	begins := []int{0}
	for {
		in.CursorRow, in.CursorColumn = len(begins), 0
		next := in.CursorTextOffset() // 0 beyond the last row
		if next <= begins[len(begins)-1] {
			break
		}
		begins = append(begins, next)
	}
	var all []part
	at := 0
	for _, m := range in.marks.all {
		if m.Start < 0 || m.End > len(in.Text) || m.Start >= m.End {
			continue
		}
		start := utf8.RuneCountInString(in.Text[:m.Start])
		end := start + utf8.RuneCountInString(in.Text[m.Start:m.End])
		for at > 0 && begins[at] > start {
			at--
		}
		for at+1 < len(begins) && begins[at+1] <= start {
			at++
		}
		for r := at; r < len(begins) && begins[r] < end; r++ {
			stop := end
			if r+1 < len(begins) {
				stop = min(stop, begins[r+1])
			}
			all = append(all, part{row: r, from: max(start, begins[r]) - begins[r], to: stop - begins[r], tone: m.Tone})
		}
	}
	return all
}

// positionAt returns where a column of a row is in the content of the field, which
// scrolls.
func (in *input) positionAt(row, column int) fyne.Position {
	oldRow, oldColumn := in.CursorRow, in.CursorColumn
	defer func() { in.CursorRow, in.CursorColumn = oldRow, oldColumn }()
	in.CursorRow, in.CursorColumn = row, column
	p := in.CursorPosition()
	// Fyne centres the cursor, which is as wide as the border, on the place.
	return p.AddXY(SizeFor(in, theme.SizeNameInputBorder)/2, 0)
}

// underline places the waves over the scroll of the field, and hides what its
// window does not show.
func (r *inputRenderer) underline() {
	parts := r.in.parts()
	for len(r.waves) < len(parts) {
		r.waves = append(r.waves, newWave())
	}
	var scroll *container.Scroll
	for _, o := range r.WidgetRenderer.Objects() {
		if s, ok := o.(*container.Scroll); ok {
			scroll = s
		}
	}
	line := float32(0)
	if len(parts) > 0 {
		line = r.in.positionAt(1, 0).Y - r.in.positionAt(0, 0).Y
	}
	// far reports that a row is out of sight even if rows before it are taller than
	// most: measuring texts takes time at each key.
	far := func(row int) bool {
		y := line*float32(row) - scroll.Offset.Y
		return y < -farRows*line || y > scroll.Size().Height+farRows*line
	}
	for i, w := range r.waves {
		if i >= len(parts) || scroll == nil || far(parts[i].row) {
			w.Hide()
			continue
		}
		p := parts[i]
		from, to := r.in.positionAt(p.row, p.from), r.in.positionAt(p.row, p.to)
		top := from.Y + line - waveHeight + 1 - scroll.Offset.Y
		left, right := max(from.X-scroll.Offset.X, 0), min(to.X-scroll.Offset.X, scroll.Size().Width)
		if top < 0 || top+waveHeight > scroll.Size().Height || right <= left {
			w.Hide()
			continue
		}
		w.Move(scroll.Position().AddXY(left, top))
		size, ink := fyne.NewSize(right-left, waveHeight), color.NRGBAModel.Convert(ColorFor(r.in, p.tone.Text())).(color.NRGBA)
		if w.Visible() && w.Size() == size && w.ink == ink {
			continue
		}
		w.ink = ink
		w.Resize(size)
		w.Show()
		w.Refresh()
	}
	if scroll != nil && scroll.OnScrolled == nil {
		scroll.OnScrolled = func(fyne.Position) { r.underline() }
	}
}
