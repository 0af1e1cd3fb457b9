package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"parvis/assets/icons"
)

// StepState is where a step of a Stepper stands.
type StepState int

// The states of a step.
const (
	StepTodo StepState = iota
	StepCurrent
	StepDone
)

// Step is one step of a Stepper.
type Step struct {
	Label string
	State StepState
}

// Stepper lists the steps of a long task from top to bottom: those done have a
// check, the current one is coloured, the others are muted. A tap, or the arrows
// and Enter, goes to a step.
type Stepper struct {
	tipWidget
	// OnChosen receives the place of the step that a person goes to.
	OnChosen func(index int)

	steps   []Step
	rows    []stepRow
	hovered int
	cursor  int
	focused bool
	tops    []float32
}

type stepRow struct {
	back   *canvas.Rectangle
	disc   *canvas.Circle
	check  *iconImage
	number *canvas.Text
	label  *textBlock
}

// NewStepper returns a list of steps.
func NewStepper(steps []Step, onChosen func(index int)) *Stepper {
	s := &Stepper{OnChosen: onChosen, hovered: -1}
	s.ExtendBaseWidget(s)
	s.set(steps)
	return s
}

func (s *Stepper) set(steps []Step) {
	s.steps = steps
	s.rows = nil
	for i, step := range steps {
		row := stepRow{
			back: rounded(radiusChip), disc: &canvas.Circle{}, check: newIconImage(),
			number: canvas.NewText(strconv.Itoa(i+1), nil), label: newTextBlock(s, StyleBody),
		}
		row.label.text, row.label.wrap = step.Label, true
		if step.State == StepCurrent {
			row.label.style = StyleBodyStrong
			s.cursor = i
		}
		s.rows = append(s.rows, row)
	}
	s.cursor = min(s.cursor, max(len(steps)-1, 0))
}

const (
	stepDisc    float32 = 22
	stepPadding float32 = 8
	stepIndent  float32 = 6
)

// HeightForWidth returns the height needed at a width.
func (s *Stepper) HeightForWidth(width float32) float32 {
	h := float32(0)
	for i := range s.rows {
		h += s.rowHeight(i, width)
	}
	return h
}

func (s *Stepper) labelWidth(width float32) float32 {
	return width - 2*stepIndent - stepDisc - Gap
}

func (s *Stepper) rowHeight(i int, width float32) float32 {
	return max(s.rows[i].label.fit(s.labelWidth(width)), stepDisc) + 2*stepPadding
}

func (s *Stepper) layout(size fyne.Size) {
	s.tops = s.tops[:0]
	y := float32(0)
	for i, r := range s.rows {
		h := s.rowHeight(i, size.Width)
		s.tops = append(s.tops, y)
		place(r.back, 0, y, size.Width, h)
		dy := y + (h-stepDisc)/2
		place(r.disc, stepIndent, dy, stepDisc, stepDisc)
		place(r.check, stepIndent+4, dy+4, stepDisc-8, stepDisc-8)
		place(r.number, stepIndent, dy, stepDisc, stepDisc)
		text := r.label.fit(s.labelWidth(size.Width))
		r.label.layout(stepIndent+stepDisc+Gap, y+(h-text)/2, s.labelWidth(size.Width), text)
		y += h
	}
}

func (s *Stepper) paint() {
	for i, r := range s.rows {
		fill, line, ink, back, label := ColorCard, ColorLine, ColorInk, ColorNone, ColorMuted
		switch s.steps[i].State {
		case StepDone:
			fill, line, label = ColorPrimary, ColorNone, ColorInk
		case StepCurrent:
			fill, line, ink, back, label = ColorPrimary, ColorNone, ColorOnPrimary, ColorPrimarySoft, ColorPrimary
		}
		if i == s.hovered && back == ColorNone {
			back = ColorHover
		}
		outline := ColorNone
		if s.focused && i == s.cursor {
			outline = ColorPrimary
		}
		paintBox(r.back, s, back, outline, focusWidth)
		r.disc.FillColor = ColorFor(s, fill)
		r.disc.StrokeColor = ColorFor(s, line)
		r.disc.StrokeWidth = lineWidth
		if line == ColorNone {
			r.disc.StrokeWidth = 0
		}
		name := icons.Name("")
		if s.steps[i].State == StepDone {
			name = icons.Check
		}
		r.check.paint(s, name, ColorOnPrimary)
		setVisible(r.number, name == "")
		r.number.Alignment = fyne.TextAlignCenter
		SetLine(r.number, r.number.Text, SizeFor(s, SizeCaption), s.steps[i].State == StepCurrent)
		r.number.Color = ColorFor(s, ink)
		r.label.color = label
		r.label.sync()
	}
}

// CreateRenderer is called by Fyne.
func (s *Stepper) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{
		List: func() []fyne.CanvasObject {
			var list []fyne.CanvasObject
			for _, r := range s.rows {
				list = r.label.objects(append(list, r.back, r.disc, r.check.Image, r.number))
			}
			return list
		},
		Arrange: func(size fyne.Size) { s.layout(size); s.paint() },
		Least: func() fyne.Size {
			return fyne.NewSize(150, s.HeightForWidth(max(s.Size().Width, 150)))
		},
		Redraw: func() {
			s.layout(s.Size())
			s.paint()
			canvas.Refresh(s)
		},
	}
}

func (s *Stepper) at(y float32) int {
	for i := len(s.tops) - 1; i >= 0; i-- {
		if y >= s.tops[i] {
			return i
		}
	}
	return -1
}

func (s *Stepper) choose(i int) {
	if i >= 0 && i < len(s.steps) && s.OnChosen != nil {
		s.OnChosen(i)
	}
}

// Tapped is called by Fyne.
func (s *Stepper) Tapped(e *fyne.PointEvent) { s.choose(s.at(e.Position.Y)) }

// FocusGained is called by Fyne.
func (s *Stepper) FocusGained() { s.focused = true; s.Refresh() }

// FocusLost is called by Fyne.
func (s *Stepper) FocusLost() { s.focused = false; s.Refresh() }

// TypedRune is called by Fyne.
func (s *Stepper) TypedRune(rune) {}

// TypedKey is called by Fyne.
func (s *Stepper) TypedKey(e *fyne.KeyEvent) {
	switch {
	case e.Name == fyne.KeyUp:
		s.cursor = max(s.cursor-1, 0)
	case e.Name == fyne.KeyDown:
		s.cursor = min(s.cursor+1, len(s.steps)-1)
	case isActivation(e.Name):
		s.choose(s.cursor)
	}
	s.Refresh()
}

// MouseIn is called by Fyne.
func (s *Stepper) MouseIn(e *desktop.MouseEvent) { s.MouseMoved(e) }

// MouseMoved is called by Fyne.
func (s *Stepper) MouseMoved(e *desktop.MouseEvent) {
	if i := s.at(e.Position.Y); i != s.hovered {
		s.hovered = i
		s.Refresh()
	}
}

// MouseOut is called by Fyne.
func (s *Stepper) MouseOut() {
	s.hovered = -1
	s.Refresh()
}

// Cursor is called by Fyne.
func (s *Stepper) Cursor() desktop.Cursor { return desktop.PointerCursor }
