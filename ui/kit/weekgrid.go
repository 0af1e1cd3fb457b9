package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"parvis/app"
	"parvis/assets/icons"
)

// WeekBlock is one block of a WeekGrid, at its hour; the Time of its chip is not
// used.
type WeekBlock struct {
	GridChip
	At app.TimeOfDay
	// Mark is a sign of what became of it; "" for none. The tip says it in words.
	Mark icons.Name
}

// WeekSlot is a moment at which something is wanted and nothing is yet.
type WeekSlot struct {
	At     app.TimeOfDay
	Pillar int // from 1; 0 for any
	Label  string
	Tip    string
}

// WeekDay is one day of a WeekGrid.
type WeekDay struct {
	Date app.Date
	// Head is the day as its column is titled, such as "lun. 23".
	Head  string
	Today bool
	// KeyDate is a short label under the title; KeyTip is its tooltip when it says
	// more.
	KeyDate, KeyTip string
	Blocks          []WeekBlock // by time
	Slots           []WeekSlot  // by time
}

// WeekGrid is the calendar of a week: the hours down, the days across, a block for
// whatever has its moment, a light box for a slot that is free. Blocks that would
// cover each other stand side by side. Blocks are dragged to another day and hour,
// by quarters of an hour. Only what is seen is drawn.
//
// Keyboard: left and right move to the day beside, up and down to the block or
// slot before or after, else by an hour; Page Up and Page Down by an hour always;
// Home and End to the first and last of the day. Enter opens, or begins something
// new where nothing is; N begins something new; Alt with an arrow moves the block
// by a day or a quarter of an hour; Space marks it; Delete removes it.
type WeekGrid struct {
	tipWidget
	// OnOpen receives the ID of the block to open.
	OnOpen func(id string)
	// OnNew receives the moment at which something new is wanted.
	OnNew func(at app.Civil)
	// OnMove receives the ID of a block moved to another moment.
	OnMove func(id string, to app.Civil)
	// OnMark receives the ID of a block that is to be marked, or no longer.
	OnMark func(id string)
	// OnRemove receives the ID of the block to remove.
	OnRemove func(id string)
	// OnFixed receives the ID of a block that someone tried to move though it is
	// fixed.
	OnFixed func(id string)
	// OnOverflow receives the day of blocks too many to stand side by side.
	OnOverflow func(day app.Date)
	// OnSelect receives the moment selected.
	OnSelect func(at app.Civil)
	// OnBeyond receives the moment wanted when an arrow leaves the week.
	OnBeyond func(at app.Civil)

	words Words
	days  []WeekDay
	now   app.Civil

	day    int    // the selected day
	minute int    // the selected minute of the day
	block  string // the ID of the selected block, "" for the bare moment
	follow string // the ID of a block that moves: the selection goes with it

	hoverTip string
	drag     *weekDrag
	head     *weekHead
	body     *weekBody
	scroll   *container.Scroll
	frame    *canvas.Rectangle
	scrolled app.Date // the week that was scrolled to its first busy hour
}

// weekDrag is a block that the pointer moves.
type weekDrag struct {
	block    WeekBlock
	grip     float32 // from the top of the block to the pointer
	external bool
	day      int // where it would drop, -1 for nowhere
	minute   int
}

var _ desktop.Hoverable = (*WeekGrid)(nil)

// NewWeekGrid returns an empty grid.
func NewWeekGrid(words Words) *WeekGrid {
	g := &WeekGrid{words: words, minute: morning, frame: rounded(radiusCard)}
	g.ExtendBaseWidget(g)
	g.head = newWeekHead(g)
	g.body = newWeekBody(g)
	g.scroll = container.NewVScroll(g.body)
	g.scroll.OnScrolled = func(fyne.Position) { g.body.redraw() }
	return g
}

// morning is the minute that is selected first, and seen at the top of a week
// without anything.
const morning = 9 * 60

// SetDays replaces the days, from a Monday, and says what time it is, which a line
// shows. The selection stays on its block, or at its moment when the week is the
// same; another week is scrolled to its first busy hour.
func (g *WeekGrid) SetDays(days []WeekDay, now app.Civil) {
	wanted := g.block
	if g.follow != "" {
		wanted = g.follow
	}
	other := len(days) == 0 || len(g.days) == 0 || days[0].Date != g.days[0].Date
	selected := g.Selected()
	g.days, g.now, g.block = days, now, ""
	if g.drag != nil && !g.drag.external {
		g.drag = nil
	}
	if other {
		g.day = 0
	}
	for i, d := range days {
		if other && d.Today || d.Date == selected.Date && !selected.IsZero() {
			g.day = i
		}
	}
	for i, d := range days {
		for _, b := range d.Blocks {
			if b.ID == wanted && wanted != "" {
				g.day, g.minute, g.block, g.follow = i, b.At.Minutes(), b.ID, ""
			}
		}
	}
	g.hideTip()
	g.Refresh()
	g.scrollToWork()
}

// SetNow moves the line that shows what time it is.
func (g *WeekGrid) SetNow(now app.Civil) {
	g.now = now
	g.Refresh()
}

// scrollToWork shows, once for each week, the first busy hour of it.
func (g *WeekGrid) scrollToWork() {
	if len(g.days) == 0 || g.scrolled == g.days[0].Date || g.scroll.Size().Height <= 0 {
		return
	}
	g.scrolled = g.days[0].Date
	first := dayMinutes
	for _, d := range g.days {
		for _, b := range d.Blocks {
			first = min(first, b.At.Minutes())
		}
		for _, s := range d.Slots {
			first = min(first, s.At.Minutes())
		}
	}
	if first == dayMinutes {
		first = morning
	}
	const before = 20 // minutes of air above
	g.scrollTo(g.body.y(first - before))
}

func (g *WeekGrid) scrollTo(y float32) {
	most := max(g.body.height()-g.scroll.Size().Height, 0)
	g.scroll.ScrollToOffset(fyne.NewPos(0, max(min(y, most), 0)))
}

// Selected returns the moment selected, the zero Civil in an empty grid.
func (g *WeekGrid) Selected() app.Civil {
	if g.day < len(g.days) {
		return app.Civil{Date: g.days[g.day].Date, Time: timeOf(g.minute)}
	}
	return app.Civil{}
}

// SelectedBlock returns the ID of the block selected, "" for none.
func (g *WeekGrid) SelectedBlock() string { return g.block }

// Select selects a day of the week, if it is there, and the first block on it.
func (g *WeekGrid) Select(day app.Date) {
	for i, d := range g.days {
		if d.Date != day {
			continue
		}
		g.day, g.block = i, ""
		if len(d.Blocks) > 0 {
			g.take(d.Blocks[0])
		}
		g.Refresh()
		return
	}
}

// SelectBlock selects a block of the week, if it is there.
func (g *WeekGrid) SelectBlock(id string) {
	if i, b, ok := g.find(id); ok {
		g.day = i
		g.take(b)
		g.Refresh()
	}
}

// Focusable returns what takes the focus of the canvas.
func (g *WeekGrid) Focusable() fyne.Focusable { return g.body }

func (g *WeekGrid) take(b WeekBlock) { g.block, g.minute = b.ID, b.At.Minutes() }

// find returns the day of a block and the block.
func (g *WeekGrid) find(id string) (int, WeekBlock, bool) {
	for i, d := range g.days {
		for _, b := range d.Blocks {
			if b.ID == id {
				return i, b, true
			}
		}
	}
	return 0, WeekBlock{}, false
}

// put moves a block in what is shown, before what was asked is done, and asks.
func (g *WeekGrid) put(id string, day, minute int) {
	from, b, ok := g.find(id)
	if !ok || from == day && b.At.Minutes() == minute {
		return
	}
	kept := g.days[from].Blocks
	g.days[from].Blocks = without(kept, id)
	b.At = timeOf(minute)
	g.days[day].Blocks = insertBlock(g.days[day].Blocks, b)
	if g.block == id {
		g.day, g.minute = day, minute
	}
	g.follow = id
	g.Refresh()
	if g.OnMove != nil {
		g.OnMove(id, app.Civil{Date: g.days[day].Date, Time: timeOf(minute)})
	}
}

// without returns blocks but for one, in a list of its own.
func without(blocks []WeekBlock, id string) []WeekBlock {
	left := make([]WeekBlock, 0, len(blocks))
	for _, b := range blocks {
		if b.ID != id {
			left = append(left, b)
		}
	}
	return left
}

// insertBlock returns blocks with one more at its place, in a list of its own.
func insertBlock(blocks []WeekBlock, b WeekBlock) []WeekBlock {
	all := make([]WeekBlock, 0, len(blocks)+1)
	placed := false
	for _, o := range blocks {
		if !placed && o.At.Minutes() > b.At.Minutes() {
			all, placed = append(all, b), true
		}
		all = append(all, o)
	}
	if !placed {
		all = append(all, b)
	}
	return all
}

// timeOf returns the time of the day of a minute.
func timeOf(minute int) app.TimeOfDay { return app.TimeOfDay{Hour: minute / 60, Minute: minute % 60} }

// CreateRenderer is called by Fyne.
func (g *WeekGrid) CreateRenderer() fyne.WidgetRenderer {
	layout := func(s fyne.Size) {
		hh := g.head.height()
		place(g.frame, 0, 0, s.Width, s.Height)
		paintBox(g.frame, g, ColorCard, ColorLine, lineWidth)
		place(g.head, 0, 0, s.Width, hh)
		place(g.scroll, 1, hh, s.Width-2, s.Height-hh-1)
		g.body.Resize(fyne.NewSize(s.Width-2, g.body.height()))
		g.scroll.Refresh()
		g.scrollToWork()
		g.body.redraw()
	}
	return &Renderer{
		List:    fixed(g.frame, g.head, g.scroll),
		Arrange: layout,
		Least:   func() fyne.Size { return fyne.NewSize(g.gutter()+7*58, g.head.height()+3*g.body.hour()) },
		Redraw: func() {
			layout(g.Size())
			g.head.Refresh()
			canvas.Refresh(g)
		},
	}
}

// column returns where a day is, in the width of the grid.
func (g *WeekGrid) column(i int, width float32) (x, w float32) {
	gutter := g.gutter()
	w = (width - gutter) / 7
	return gutter + float32(i)*w, w
}

// gutter is the room of the hours at the left.
func (g *WeekGrid) gutter() float32 {
	return max(weekGutter, ceil(MeasureText(g, "00:00", StyleCaption).Width)+10)
}

// dayAt returns the place of the day at a distance from the left, -1 for none.
func (g *WeekGrid) dayAt(x float32) int {
	gutter := g.gutter()
	if x < gutter || x >= g.Size().Width || len(g.days) == 0 {
		return -1
	}
	return min(int((x-gutter)/((g.Size().Width-gutter)/7)), len(g.days)-1)
}

// MouseIn is called by Fyne.
func (g *WeekGrid) MouseIn(e *desktop.MouseEvent) { g.MouseMoved(e) }

// MouseMoved is called by Fyne: over the heads of the days.
func (g *WeekGrid) MouseMoved(e *desktop.MouseEvent) {
	tip := ""
	if i := g.dayAt(e.Position.X); i >= 0 && e.Position.Y < g.head.height() {
		tip = g.head.tip(i)
	}
	g.showTip(tip, e)
}

func (g *WeekGrid) showTip(tip string, e *desktop.MouseEvent) {
	if tip == g.hoverTip {
		g.tipWidget.MouseMoved(e)
		return
	}
	g.hideTip()
	g.hoverTip = tip
	g.SetToolTip(tip)
	g.tipWidget.MouseIn(e)
}

func (g *WeekGrid) hideTip() {
	g.dropTip()
	g.hoverTip = ""
}

// MouseOut is called by Fyne.
func (g *WeekGrid) MouseOut() { g.hideTip() }
