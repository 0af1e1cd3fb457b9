package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"parvis/app"
)

// GridChip is one chip of a day of a MonthGrid: strings ready to draw.
type GridChip struct {
	ID       string
	Pillar   int // from 1; 0 for none
	Networks []string
	Time     string
	Title    string
	// Tip is the whole story, shown as a tooltip.
	Tip string
	// Fixed chips, such as what is published, are not moved.
	Fixed bool
	// Tone is ToneDanger or ToneAttention for a chip that needs someone: it gets a
	// sign; the tip says why.
	Tone Tone
	// Chosen chips are marked, to be acted on together.
	Chosen bool
}

// GridDay is one day of a MonthGrid.
type GridDay struct {
	Date app.Date
	// Out is a day of another month, greyed. Today is marked.
	Out, Today bool
	// KeyDate is a short label beside the number; KeyTip is its tooltip when it
	// says more.
	KeyDate, KeyTip string
	// Rest names a stretch of days, such as school holidays, that a thin band marks
	// at the foot of the day; it is the band's tooltip. "" has none.
	Rest  string
	Chips []GridChip
}

// MonthGrid is the calendar of a month: weeks from Monday, each day with its
// number, its key date and its chips. Chips are dragged to another day, or carried
// with the keyboard. Only what is seen is drawn, with objects that are used again.
//
// Keyboard: the arrows move the day; Enter or Tab goes into its chips, or asks for
// a new one when there is none; N asks for a new one. On a chip the up and down
// arrows move, Enter opens, Space marks it, Delete removes it, and Alt with an arrow
// moves it by a day or a week. M picks it up; then the arrows move the target, Enter
// or Space drops and Escape cancels.
type MonthGrid struct {
	tipWidget
	// OnOpen receives the ID of the chip to open.
	OnOpen func(id string)
	// OnNew receives the day on which something new is wanted.
	OnNew func(day app.Date)
	// OnMove receives the ID of a chip moved to another day.
	OnMove func(id string, to app.Date)
	// OnMark receives the ID of a chip that is to be marked, or no longer: by Space,
	// or a tap with Ctrl.
	OnMark func(id string)
	// OnRemove receives the ID of the chip to remove.
	OnRemove func(id string)
	// OnFixed receives the ID of a chip that someone tried to move though it is
	// fixed.
	OnFixed func(id string)
	// OnOverflow receives a day with more chips than fit, when its "+3" is tapped;
	// nil calls OnNew.
	OnOverflow func(day app.Date)
	// OnSelect receives the day selected with the arrows or by a tap.
	OnSelect func(day app.Date)
	// OnBeyond receives the day wanted when an arrow leaves the grid.
	OnBeyond func(day app.Date)

	words    Words
	weekdays [7]string
	days     []GridDay

	day      int    // the selected day
	chip     int    // the selected chip of that day, -1 for the day itself
	follow   string // the ID of a chip that moves: the selection goes with it
	held     fyne.KeyModifier
	carried  string // the chip that the keyboard carries
	target   int    // where it would drop, -1 for nowhere
	focused  bool
	hoverDay int
	hoverTip string

	drag *gridDrag
	view *gridView
}

// gridDrag is a chip that the pointer moves.
type gridDrag struct {
	chip     GridChip
	from     int // day of origin, -1 from outside
	at       fyne.Position
	external bool
	refused  bool // a fixed chip: the gesture moves nothing
}

var (
	_ fyne.Draggable    = (*MonthGrid)(nil)
	_ fyne.Tappable     = (*MonthGrid)(nil)
	_ fyne.Focusable    = (*MonthGrid)(nil)
	_ fyne.Tabbable     = (*MonthGrid)(nil)
	_ fyne.Shortcutable = (*MonthGrid)(nil)
	_ desktop.Hoverable = (*MonthGrid)(nil)
	_ desktop.Mouseable = (*MonthGrid)(nil)
)

// NewMonthGrid returns an empty grid with the names of the week-days, from Monday.
func NewMonthGrid(words Words, weekdays [7]string) *MonthGrid {
	g := &MonthGrid{words: words, weekdays: weekdays, chip: -1, target: -1, hoverDay: -1}
	g.ExtendBaseWidget(g)
	g.view = newGridView(g)
	return g
}

// SetDays replaces the days: whole weeks from a Monday. The selected day stays
// when it is among them, and follows a chip that the keyboard moved; otherwise
// today is selected, or the first day.
func (g *MonthGrid) SetDays(days []GridDay) {
	selected, chipID := g.SelectedDay(), g.SelectedChip()
	g.days = days
	g.day, g.chip = 0, -1
	for i, d := range days {
		if d.Today {
			g.day = i
		}
	}
	for i, d := range days {
		if !selected.IsZero() && d.Date == selected {
			g.day = i
		}
	}
	if chipID != "" {
		for i, c := range g.chips() {
			if c.ID == chipID {
				g.chip = i
			}
		}
	}
	if g.follow != "" {
		if i, _ := g.find(g.follow); i >= 0 {
			g.SelectChip(g.follow)
			g.follow = ""
		}
	}
	if g.drag != nil && !g.drag.external {
		g.drag = nil
	}
	g.carried, g.target, g.hoverDay = "", -1, -1
	g.hideTip()
	g.Refresh()
}

// SelectedDay returns the day selected, the zero Date in an empty grid.
func (g *MonthGrid) SelectedDay() app.Date {
	if g.day < len(g.days) {
		return g.days[g.day].Date
	}
	return app.Date{}
}

// Select selects a day of the grid, if it is there.
func (g *MonthGrid) Select(day app.Date) {
	for i, d := range g.days {
		if d.Date == day {
			g.day, g.chip = i, -1
			g.Refresh()
			return
		}
	}
}

// SelectChip selects a chip of the grid, if it is there.
func (g *MonthGrid) SelectChip(id string) {
	i, _ := g.find(id)
	if i < 0 {
		return
	}
	g.day = i
	for n, c := range g.days[i].Chips {
		if c.ID == id {
			g.chip = n
		}
	}
	g.Refresh()
}

// Carrying returns the ID of the chip that the keyboard carries, "" for none, and
// the day where it would drop.
func (g *MonthGrid) Carrying() (id string, to app.Date) {
	if g.carried == "" {
		return "", app.Date{}
	}
	return g.carried, g.days[g.target].Date
}

func (g *MonthGrid) chips() []GridChip {
	if g.day < len(g.days) {
		return g.days[g.day].Chips
	}
	return nil
}

// SelectedChip returns the ID of the chip selected, "" for the day itself.
func (g *MonthGrid) SelectedChip() string {
	if c := g.chips(); g.chip >= 0 && g.chip < len(c) {
		return c[g.chip].ID
	}
	return ""
}

func (g *MonthGrid) weeks() int { return max((len(g.days)+6)/7, 1) }

// dayAt returns the place of the day at a position, -1 for none.
func (g *MonthGrid) dayAt(p fyne.Position) int {
	s := g.Size()
	if p.X < 0 || p.Y < gridHeader || p.X >= s.Width || p.Y >= s.Height {
		return -1
	}
	column := min(int(p.X/(s.Width/7)), 6)
	row := min(int((p.Y-gridHeader)/((s.Height-gridHeader)/float32(g.weeks()))), g.weeks()-1)
	if i := row*7 + column; i < len(g.days) {
		return i
	}
	return -1
}

// MouseDown is called by Fyne.
func (g *MonthGrid) MouseDown(e *desktop.MouseEvent) { g.held = e.Modifier }

// MouseUp is called by Fyne.
func (g *MonthGrid) MouseUp(*desktop.MouseEvent) {}

// marks reports whether a tap with these keys held marks rather than opens.
func marks(held fyne.KeyModifier) bool {
	return held&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0
}

// Tapped is called by Fyne.
func (g *MonthGrid) Tapped(e *fyne.PointEvent) {
	held := g.held
	g.held = 0
	g.hideTip()
	if c := fyne.CurrentApp().Driver().CanvasForObject(g); c != nil {
		c.Focus(g)
	}
	i := g.dayAt(e.Position)
	if i < 0 {
		return
	}
	g.day, g.chip = i, -1
	id, onChip := g.view.chipAt(e.Position)
	if onChip && marks(held) {
		g.SelectChip(id)
		g.mark(id)
		return
	}
	g.selected()
	if onChip {
		g.open(id)
		return
	}
	if g.view.overflowAt(e.Position) && g.OnOverflow != nil {
		g.OnOverflow(g.days[i].Date)
		return
	}
	g.ask(i)
}

func (g *MonthGrid) selected() {
	g.follow = ""
	g.Refresh()
	if g.OnSelect != nil && g.day < len(g.days) {
		g.OnSelect(g.days[g.day].Date)
	}
}

func (g *MonthGrid) open(id string) {
	if g.OnOpen != nil {
		g.OnOpen(id)
	}
}

func (g *MonthGrid) mark(id string) {
	if g.OnMark != nil {
		g.OnMark(id)
	}
}

func (g *MonthGrid) ask(i int) {
	if g.OnNew != nil && i < len(g.days) {
		g.OnNew(g.days[i].Date)
	}
}

// Dragged is called by Fyne while the pointer moves a chip.
func (g *MonthGrid) Dragged(e *fyne.DragEvent) {
	if g.drag == nil {
		start := e.Position.Subtract(e.Dragged)
		id, ok := g.view.chipAt(start)
		if !ok {
			return
		}
		from, chip := g.find(id)
		if from < 0 {
			return
		}
		g.hideTip()
		g.drag = &gridDrag{chip: chip, from: from, refused: chip.Fixed}
		if chip.Fixed {
			g.refuse(id)
		}
	}
	if g.drag.refused {
		return
	}
	g.drag.at = e.Position
	g.target = g.dayAt(e.Position)
	g.Refresh()
}

// DragEnd is called by Fyne when the pointer lets the chip go.
func (g *MonthGrid) DragEnd() {
	drag, target := g.drag, g.target
	if drag == nil || drag.external {
		return
	}
	g.drag, g.target = nil, -1
	g.Refresh()
	if target >= 0 && target != drag.from && !drag.refused {
		g.move(drag.chip.ID, target)
	}
}

func (g *MonthGrid) move(id string, to int) {
	if g.OnMove != nil {
		g.OnMove(id, g.days[to].Date)
	}
}

// refuse tells that a chip does not move.
func (g *MonthGrid) refuse(id string) {
	if g.OnFixed != nil {
		g.OnFixed(id)
	}
}

// find returns the day of a chip, -1 for none, and the chip.
func (g *MonthGrid) find(id string) (int, GridChip) {
	for i, d := range g.days {
		for _, c := range d.Chips {
			if c.ID == id {
				return i, c
			}
		}
	}
	return -1, GridChip{}
}

// BeginExternalDrag says that something from outside, such as an idea of a list,
// is dragged and may be dropped on a day.
func (g *MonthGrid) BeginExternalDrag(title string, pillar int) {
	g.drag = &gridDrag{chip: GridChip{Title: title, Pillar: pillar}, from: -1, external: true}
}

// MoveExternalDrag moves what is dragged to a position in the window.
func (g *MonthGrid) MoveExternalDrag(absolute fyne.Position) {
	if g.drag == nil {
		return
	}
	g.drag.at = absolute.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(g))
	g.target = g.dayAt(g.drag.at)
	g.Refresh()
}

// EndExternalDrag lets go of what is dragged, and returns the day it falls on,
// false when it is not on a day.
func (g *MonthGrid) EndExternalDrag(absolute fyne.Position) (app.Date, bool) {
	if g.drag == nil {
		return app.Date{}, false
	}
	g.MoveExternalDrag(absolute)
	target := g.target
	g.CancelDrag()
	if target < 0 {
		return app.Date{}, false
	}
	return g.days[target].Date, true
}

// CancelDrag forgets what is dragged or carried, which stays where it was.
func (g *MonthGrid) CancelDrag() {
	g.drag, g.carried, g.target = nil, "", -1
	g.Refresh()
}

// MouseIn is called by Fyne.
func (g *MonthGrid) MouseIn(e *desktop.MouseEvent) { g.hover(e) }

// MouseMoved is called by Fyne.
func (g *MonthGrid) MouseMoved(e *desktop.MouseEvent) { g.hover(e) }

func (g *MonthGrid) hover(e *desktop.MouseEvent) {
	if g.drag != nil {
		return
	}
	if tip := g.view.tipAt(e.Position); tip != g.hoverTip {
		g.hideTip()
		g.hoverTip = tip
		g.SetToolTip(tip)
		g.tipWidget.MouseIn(e)
	} else {
		g.tipWidget.MouseMoved(e)
	}
	if i := g.dayAt(e.Position); i != g.hoverDay {
		g.hoverDay = i
		g.view.paintCells()
		canvas.Refresh(g)
	}
}

func (g *MonthGrid) hideTip() {
	g.dropTip()
	g.hoverTip = ""
}

// MouseOut is called by Fyne.
func (g *MonthGrid) MouseOut() {
	g.hideTip()
	if g.hoverDay >= 0 {
		g.hoverDay = -1
		g.view.paintCells()
		canvas.Refresh(g)
	}
}

// CreateRenderer is called by Fyne.
func (g *MonthGrid) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{
		List:    func() []fyne.CanvasObject { return g.view.objects },
		Arrange: func(fyne.Size) { g.view.draw() },
		Least:   func() fyne.Size { return fyne.NewSize(7*66, gridHeader+float32(g.weeks())*64) },
		Redraw: func() {
			g.view.draw()
			canvas.Refresh(g)
		},
	}
}

// overflowText returns what a day with more chips than fit shows.
func (g *MonthGrid) overflowText(count int) string {
	return g.words.T("kit.grid.more", "Count", strconv.Itoa(count))
}
