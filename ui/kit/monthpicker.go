package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"parvis/app"
	"parvis/assets/icons"
)

// MonthPicker is a small calendar of a month from which a day is chosen, by a tap
// or with the arrows, Page Up, Page Down and Enter.
type MonthPicker struct {
	widget.BaseWidget
	// OnPicked receives the day chosen.
	OnPicked func(app.Date)
	// OnEscape is called by Escape.
	OnEscape func()

	names    DateNames
	today    app.Date
	cursor   app.Date
	earliest app.Date
	hovered  app.Date
	focused  bool
	days     []app.Date

	title      *textBlock
	prev, next *Button
	heads      []*canvas.Text
	boxes      []*canvas.Rectangle
	numbers    []*canvas.Text
}

var (
	_ fyne.Focusable    = (*MonthPicker)(nil)
	_ fyne.Tappable     = (*MonthPicker)(nil)
	_ desktop.Hoverable = (*MonthPicker)(nil)
)

// NewMonthPicker returns a calendar on the month of a day, which it shows as chosen.
func NewMonthPicker(words Words, today, chosen app.Date, onPicked func(app.Date)) *MonthPicker {
	p := &MonthPicker{OnPicked: onPicked, names: NewDateNames(words), today: today, cursor: chosen}
	p.ExtendBaseWidget(p)
	if chosen.IsZero() {
		p.cursor = today
	}
	p.title = newTextBlock(p, StyleBodyStrong)
	p.title.align = fyne.TextAlignCenter
	p.prev = NewQuietIconButton(icons.ChevronLeft, words.T("kit.previous_month"), func() { p.moveTo(p.cursor.AddMonths(-1)) }).Compact()
	p.next = NewQuietIconButton(icons.ChevronRight, words.T("kit.next_month"), func() { p.moveTo(p.cursor.AddMonths(1)) }).Compact()
	for range 7 {
		p.heads = append(p.heads, canvas.NewText("", nil))
	}
	for range 42 {
		p.boxes = append(p.boxes, rounded(radiusChip))
		p.numbers = append(p.numbers, canvas.NewText("", nil))
	}
	p.fill()
	return p
}

// SetEarliest greys the days before a day, which cannot be chosen.
func (p *MonthPicker) SetEarliest(d app.Date) {
	p.earliest = d
	p.Refresh()
}

// Day returns the day the cursor is on.
func (p *MonthPicker) Day() app.Date { return p.cursor }

func (p *MonthPicker) moveTo(d app.Date) {
	p.cursor = d
	p.fill()
	p.Refresh()
}

func (p *MonthPicker) fill() {
	p.days = monthWeeks(p.cursor)
	month := p.names.Months[p.cursor.Month-1]
	p.title.text = month + " " + strconv.Itoa(p.cursor.Year)
}

func (p *MonthPicker) pick(d app.Date) {
	if !p.earliest.IsZero() && d.Before(p.earliest) {
		return
	}
	p.moveTo(d)
	if p.OnPicked != nil {
		p.OnPicked(d)
	}
}

const (
	pickerCell   float32 = 34
	pickerHeader float32 = 36
	pickerHeads  float32 = 22
)

func (p *MonthPicker) at(pos fyne.Position) (app.Date, bool) {
	top := pickerHeader + pickerHeads
	if pos.Y < top || pos.X < 0 || pos.X >= 7*pickerCell {
		return app.Date{}, false
	}
	i := int((pos.Y-top)/pickerCell)*7 + int(pos.X/pickerCell)
	if i >= len(p.days) {
		return app.Date{}, false
	}
	return p.days[i], true
}

// Tapped is called by Fyne.
func (p *MonthPicker) Tapped(e *fyne.PointEvent) {
	if d, ok := p.at(e.Position); ok {
		p.pick(d)
	}
}

// MouseIn is called by Fyne.
func (p *MonthPicker) MouseIn(e *desktop.MouseEvent) { p.MouseMoved(e) }

// MouseMoved is called by Fyne.
func (p *MonthPicker) MouseMoved(e *desktop.MouseEvent) {
	if d, _ := p.at(e.Position); d != p.hovered {
		p.hovered = d
		p.Refresh()
	}
}

// MouseOut is called by Fyne.
func (p *MonthPicker) MouseOut() {
	p.hovered = app.Date{}
	p.Refresh()
}

// FocusGained is called by Fyne.
func (p *MonthPicker) FocusGained() { p.focused = true; p.Refresh() }

// FocusLost is called by Fyne.
func (p *MonthPicker) FocusLost() { p.focused = false; p.Refresh() }

// TypedRune is called by Fyne.
func (p *MonthPicker) TypedRune(rune) {}

// TypedKey is called by Fyne.
func (p *MonthPicker) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		p.moveTo(p.cursor.AddDays(-1))
	case fyne.KeyRight:
		p.moveTo(p.cursor.AddDays(1))
	case fyne.KeyUp:
		p.moveTo(p.cursor.AddDays(-7))
	case fyne.KeyDown:
		p.moveTo(p.cursor.AddDays(7))
	case fyne.KeyPageUp:
		p.moveTo(p.cursor.AddMonths(-1))
	case fyne.KeyPageDown:
		p.moveTo(p.cursor.AddMonths(1))
	case fyne.KeyHome:
		p.moveTo(p.today)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		p.pick(p.cursor)
	case fyne.KeyEscape:
		if p.OnEscape != nil {
			p.OnEscape()
		}
	}
}

func (p *MonthPicker) layout(fyne.Size) {
	w := 7 * pickerCell
	place(p.prev, 0, 2, 30, 28)
	place(p.next, w-30, 2, 30, 28)
	p.title.layout(32, 2, w-64, 28)
	for i, t := range p.heads {
		place(t, float32(i)*pickerCell, pickerHeader, pickerCell, pickerHeads)
	}
	for i := range p.boxes {
		x, y := float32(i%7)*pickerCell, pickerHeader+pickerHeads+float32(i/7)*pickerCell
		place(p.boxes[i], x+2, y+2, pickerCell-4, pickerCell-4)
		place(p.numbers[i], x, y, pickerCell, pickerCell)
	}
}

func (p *MonthPicker) paint() {
	for i, t := range p.heads {
		t.Text, t.TextSize, t.Alignment = p.names.Weekdays[i], SizeFor(p, SizeCaption), fyne.TextAlignCenter
		t.Color = ColorFor(p, ColorMuted)
	}
	for i, t := range p.numbers {
		shown := i < len(p.days)
		setVisible(t, shown)
		setVisible(p.boxes[i], shown)
		if !shown {
			continue
		}
		d := p.days[i]
		fill, line, ink := ColorNone, ColorNone, ColorInk
		if d == p.today {
			line = ColorPrimary
		}
		switch {
		case d == p.cursor:
			fill, ink = ColorPrimary, ColorOnPrimary
			if p.focused {
				line = ColorInk
			}
		case !p.earliest.IsZero() && d.Before(p.earliest):
			ink = ColorDisabled
		case d.Month != p.cursor.Month:
			ink = ColorMuted
		}
		if d == p.hovered && fill == ColorNone {
			fill = ColorHover
		}
		paintBox(p.boxes[i], p, fill, line, lineWidth)
		SetLine(t, strconv.Itoa(d.Day), SizeFor(p, SizeSecondary), d == p.today || d == p.cursor)
		t.Alignment, t.Color = fyne.TextAlignCenter, ColorFor(p, ink)
	}
	p.title.sync()
}

// CreateRenderer is called by Fyne.
func (p *MonthPicker) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{
		List: func() []fyne.CanvasObject {
			list := p.title.objects([]fyne.CanvasObject{p.prev, p.next})
			for _, t := range p.heads {
				list = append(list, t)
			}
			for i := range p.boxes {
				list = append(list, p.boxes[i], p.numbers[i])
			}
			return list
		},
		Arrange: func(s fyne.Size) { p.layout(s); p.paint() },
		Least:   func() fyne.Size { return fyne.NewSize(7*pickerCell, pickerHeader+pickerHeads+6*pickerCell) },
		Redraw: func() {
			p.layout(p.Size())
			p.paint()
			canvas.Refresh(p)
		},
	}
}
