package kit

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"parvis/app"
)

// Measures of the week, in device-independent pixels.
const (
	weekGutter float32 = 46 // the least room of the hours
	weekInset  float32 = 3
	weekGap    float32 = 2  // between blocks side by side
	weekNarrow float32 = 36 // the least width of a block
	// blockMinutes is how long a block looks: what is published has no length.
	blockMinutes = 45
	// snap is the step by which blocks are moved, in minutes.
	snap = quarterHour
)

// weekBody is the part of a WeekGrid that scrolls: a day high, it draws the hours
// that are seen with objects that are used again.
type weekBody struct {
	tipWidget
	grid    *WeekGrid
	focused bool
	keys    fyne.KeyModifier // held when the pointer was pressed

	lines   []*canvas.Rectangle
	hours   []*canvas.Text
	columns []*canvas.Rectangle
	today   *canvas.Rectangle
	blocks  []*weekBlockView
	used    int
	slots   []*weekSlotView
	slotsIn int
	more    []*weekMoreView
	moreIn  int
	cursor  *canvas.Rectangle
	target  *canvas.Rectangle
	nowLine *canvas.Rectangle
	nowDot  *canvas.Circle
	ghost   *weekBlockView
	label   *textBlock
	objects []fyne.CanvasObject

	spots []weekSpot
}

// weekSpot is where something that can be tapped is drawn.
type weekSpot struct {
	x, y, w, h float32
	day        int
	block      string // "" for none
	slot       int    // -1 for none
	overflow   bool
	tip        string
}

func newWeekBody(g *WeekGrid) *weekBody {
	b := &weekBody{
		grid: g, today: rounded(0), cursor: rounded(4), target: rounded(6),
		nowLine: rounded(0), nowDot: &canvas.Circle{},
	}
	b.ExtendBaseWidget(b)
	b.ghost = newWeekBlockView(b)
	b.label = newTextBlock(b, StyleCaptionStrong)
	b.label.color, b.label.align = ColorPrimary, fyne.TextAlignTrailing
	for range 24 {
		hour := canvas.NewText("", color.Transparent)
		hour.Alignment = fyne.TextAlignTrailing
		b.lines, b.hours = append(b.lines, rounded(0)), append(b.hours, hour)
	}
	for range 7 {
		b.columns = append(b.columns, rounded(0))
	}
	return b
}

// hour returns the height of an hour, in which a block of two lines fits.
func (b *weekBody) hour() float32 { return max(ceil(b.blockHeight()*60/blockMinutes), 46) }

func (b *weekBody) blockHeight() float32 { return 2*b.ghost.title.lineHeight() + 7 }

func (b *weekBody) height() float32 { return 24 * b.hour() }

func (b *weekBody) y(minute int) float32 { return float32(minute) * b.hour() / 60 }

func (b *weekBody) minute(y float32) int { return int(y * 60 / b.hour()) }

// blockY returns where a block of a minute begins: the last of the day stay whole.
func (b *weekBody) blockY(minute int) float32 {
	return min(b.y(minute), b.height()-b.blockHeight()-1)
}

// seen reports whether something between two heights is on the screen.
func (b *weekBody) seen(y, h float32) bool {
	top, room := b.grid.scroll.Offset.Y, b.grid.scroll.Size().Height
	return y+h >= top && y <= top+room
}

func (b *weekBody) redraw() {
	b.draw()
	canvas.Refresh(b)
}

func (b *weekBody) draw() {
	b.drawHours()
	b.used, b.slotsIn, b.moreIn, b.spots = 0, 0, 0, b.spots[:0]
	for i := range b.grid.days {
		b.drawDay(i)
	}
	for _, v := range b.blocks[b.used:] {
		v.hide()
	}
	for _, v := range b.slots[b.slotsIn:] {
		v.hide()
	}
	for _, v := range b.more[b.moreIn:] {
		v.hide()
	}
	b.drawNow()
	b.drawCursor()
	b.drawGhost()
	b.list()
}

func (b *weekBody) drawHours() {
	s, gutter := b.Size(), b.grid.gutter()
	line, muted, size := ColorFor(b, ColorLine), ColorFor(b, ColorMuted), SizeFor(b, SizeCaption)
	for i := range 24 {
		y := ceil(b.y(i * 60))
		visible := b.seen(y-10, 20)
		setVisible(b.lines[i], visible && i > 0)
		setVisible(b.hours[i], visible && i > 0)
		if !visible {
			continue
		}
		b.lines[i].FillColor = line
		place(b.lines[i], gutter, y, s.Width-gutter, lineWidth)
		b.hours[i].Text, b.hours[i].TextSize, b.hours[i].Color = fmt.Sprintf("%02d:00", i), size, muted
		place(b.hours[i], 0, y-8, gutter-6, 16)
	}
	setVisible(b.today, false)
	for i, c := range b.columns {
		x, w := b.grid.column(i, s.Width)
		c.FillColor = line
		place(c, ceil(x), 0, lineWidth, s.Height)
		if i < len(b.grid.days) && b.grid.days[i].Today {
			setVisible(b.today, true)
			b.today.FillColor = ColorFor(b, ColorSidebar)
			place(b.today, ceil(x)+1, 0, w, s.Height)
		}
	}
}

func (b *weekBody) drawDay(i int) {
	g, d := b.grid, b.grid.days[i]
	x, w := g.column(i, b.Size().Width)
	x, w = x+weekInset, w-2*weekInset
	h := b.blockHeight()
	for _, l := range lanesOf(d, blockMinutes, max(int((w+weekGap)/(weekNarrow+weekGap)), 1)) {
		y := b.blockY(l.minute)
		if !b.seen(y, h) {
			continue
		}
		width := (w + weekGap) / float32(l.of)
		left := x + float32(l.at)*width
		spot := weekSpot{x: left, y: y, w: width - weekGap, h: h, day: i, slot: -1}
		switch {
		case l.overflow > 0:
			v := b.nextMore()
			text := g.words.T("kit.grid.more", "Count", fmt.Sprint(l.overflow))
			v.draw(b, text, spot)
			spot.overflow, spot.tip = true, text
		case l.block >= 0:
			block := d.Blocks[l.block]
			v := b.nextBlock()
			faded := g.drag != nil && !g.drag.external && g.drag.block.ID == block.ID
			v.draw(b, block, spot, b.focused && g.block == block.ID, faded)
			spot.block, spot.tip = block.ID, block.Tip
			if spot.tip == "" {
				spot.tip = joined(" ", block.At.String(), block.Title)
			}
		default:
			b.nextSlot().draw(b, d.Slots[l.slot], spot)
			spot.slot, spot.tip = l.slot, d.Slots[l.slot].Tip
		}
		b.spots = append(b.spots, spot)
	}
}

func (b *weekBody) nextBlock() *weekBlockView {
	if b.used == len(b.blocks) {
		b.blocks = append(b.blocks, newWeekBlockView(b))
	}
	b.used++
	return b.blocks[b.used-1]
}

func (b *weekBody) nextSlot() *weekSlotView {
	if b.slotsIn == len(b.slots) {
		b.slots = append(b.slots, newWeekSlotView(b))
	}
	b.slotsIn++
	return b.slots[b.slotsIn-1]
}

func (b *weekBody) nextMore() *weekMoreView {
	if b.moreIn == len(b.more) {
		b.more = append(b.more, newWeekMoreView(b))
	}
	b.moreIn++
	return b.more[b.moreIn-1]
}

// drawNow draws the line of the present time over its day.
func (b *weekBody) drawNow() {
	g, shown := b.grid, false
	for i, d := range g.days {
		if d.Date != g.now.Date {
			continue
		}
		x, w := g.column(i, b.Size().Width)
		y := b.y(g.now.Time.Minutes())
		shown = b.seen(y, 8)
		fill := ColorFor(b, ColorCoral)
		b.nowLine.FillColor, b.nowDot.FillColor = fill, fill
		place(b.nowLine, x, y-1, w, 2)
		place(b.nowDot, x-4, y-4, 8, 8)
	}
	setVisible(b.nowLine, shown)
	setVisible(b.nowDot, shown)
}

// drawCursor shows the bare moment that is selected.
func (b *weekBody) drawCursor() {
	g := b.grid
	shown := b.focused && g.block == "" && g.drag == nil && g.day < len(g.days)
	setVisible(b.cursor, shown)
	if !shown {
		return
	}
	x, w := g.column(g.day, b.Size().Width)
	place(b.cursor, x+weekInset-1, b.blockY(g.minute)-1, w-2*weekInset+2, b.blockHeight()+2)
	paintBox(b.cursor, b, ColorNone, ColorPrimary, focusWidth)
}

// drawGhost draws what is dragged where it would drop, and the hour of it beside.
func (b *weekBody) drawGhost() {
	g := b.grid
	shown := g.drag != nil && g.drag.day >= 0
	setVisible(b.target, shown)
	b.label.text = ""
	if !shown {
		b.ghost.hide()
		b.label.layout(0, 0, 0, 0)
		return
	}
	x, w := g.column(g.drag.day, b.Size().Width)
	place(b.target, x+1, 0, w-1, b.Size().Height)
	b.target.FillColor = ColorFor(b, ColorHover)
	block := g.drag.block
	block.At = timeOf(g.drag.minute)
	y := b.blockY(g.drag.minute)
	spot := weekSpot{x: x + weekInset, y: y, w: w - 2*weekInset, h: b.blockHeight()}
	b.ghost.draw(b, block, spot, true, false)
	b.label.text = block.At.String()
	b.label.layout(0, b.y(g.drag.minute)-8, g.gutter()-6, 16)
}

// list gathers the objects in the order they are drawn.
func (b *weekBody) list() {
	list := append(b.objects[:0], b.today, b.target)
	for _, l := range b.lines {
		list = append(list, l)
	}
	for i, c := range b.columns {
		if i > 0 {
			list = append(list, c)
		}
	}
	for _, h := range b.hours {
		list = append(list, h)
	}
	for _, v := range b.slots {
		list = v.objects(list)
	}
	for _, v := range b.blocks {
		list = v.objects(list)
	}
	for _, v := range b.more {
		list = v.objects(list)
	}
	list = append(list, b.nowLine, b.nowDot, b.cursor)
	b.objects = b.label.objects(b.ghost.objects(list))
}

// CreateRenderer is called by Fyne.
func (b *weekBody) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{
		List:    func() []fyne.CanvasObject { return b.objects },
		Arrange: func(fyne.Size) {},
		Least:   func() fyne.Size { return fyne.NewSize(0, b.height()) },
		Redraw:  b.redraw,
	}
}

func (b *weekBody) spotAt(p fyne.Position) (weekSpot, bool) {
	for i := len(b.spots) - 1; i >= 0; i-- {
		if s := b.spots[i]; inside(p, s.x, s.y, s.w, s.h) {
			return s, true
		}
	}
	return weekSpot{}, false
}

// MouseDown is called by Fyne.
func (b *weekBody) MouseDown(e *desktop.MouseEvent) { b.keys = e.Modifier }

// MouseUp is called by Fyne.
func (b *weekBody) MouseUp(*desktop.MouseEvent) {}

// Tapped is called by Fyne.
func (b *weekBody) Tapped(e *fyne.PointEvent) {
	g, held := b.grid, b.keys
	b.keys = 0
	g.hideTip()
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		c.Focus(b)
	}
	spot, ok := b.spotAt(e.Position)
	if !ok {
		i := g.dayAt(e.Position.X)
		if i < 0 {
			return
		}
		// The half hour that was tapped: a finer moment cannot be aimed at.
		g.day, g.block, g.minute = i, "", b.minute(e.Position.Y)/30*30
		g.selected()
		g.ask()
		return
	}
	g.day, g.block = spot.day, spot.block
	switch {
	case spot.overflow:
		g.Refresh()
		if g.OnOverflow != nil {
			g.OnOverflow(g.days[spot.day].Date)
		}
	case spot.block != "":
		g.SelectBlock(spot.block)
		if marks(held) {
			g.mark()
			return
		}
		g.open()
	default:
		g.minute = g.days[spot.day].Slots[spot.slot].At.Minutes()
		g.selected()
		g.ask()
	}
}

func (g *WeekGrid) selected() {
	g.follow = ""
	g.Refresh()
	if g.OnSelect != nil {
		g.OnSelect(g.Selected())
	}
}

func (g *WeekGrid) open() {
	if g.OnOpen != nil && g.block != "" {
		g.OnOpen(g.block)
	}
}

func (g *WeekGrid) mark() {
	if g.OnMark != nil && g.block != "" {
		g.OnMark(g.block)
	}
}

func (g *WeekGrid) ask() {
	if g.OnNew != nil && g.day < len(g.days) {
		g.OnNew(g.Selected())
	}
}

// MouseIn is called by Fyne.
func (b *weekBody) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved is called by Fyne.
func (b *weekBody) MouseMoved(e *desktop.MouseEvent) {
	if b.grid.drag != nil {
		return
	}
	spot, _ := b.spotAt(e.Position)
	b.grid.showTip(spot.tip, e)
}

// MouseOut is called by Fyne.
func (b *weekBody) MouseOut() { b.grid.hideTip() }

// Moment returns the moment of the week at a position in the window, false when it
// is beside.
func (g *WeekGrid) momentAt(absolute fyne.Position) (day, minute int, ok bool) {
	p := absolute.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(g.scroll))
	s := g.scroll.Size()
	day = g.dayAt(p.X + 1)
	if day < 0 || p.Y < 0 || p.Y >= s.Height || p.X >= s.Width {
		return -1, 0, false
	}
	return day, snapped(g.body.minute(p.Y + g.scroll.Offset.Y)), true
}

// snapped returns the nearest step within the day.
func snapped(minute int) int {
	return max(min((minute+snap/2)/snap*snap, dayMinutes-snap), 0)
}

var (
	_ fyne.Tappable     = (*weekBody)(nil)
	_ fyne.Draggable    = (*weekBody)(nil)
	_ fyne.Focusable    = (*weekBody)(nil)
	_ fyne.Tabbable     = (*weekBody)(nil)
	_ fyne.Shortcutable = (*weekBody)(nil)
	_ desktop.Hoverable = (*weekBody)(nil)
	_ desktop.Mouseable = (*weekBody)(nil)
)

// Day returns what the grid shows of a day, false when it is not of the week.
func (g *WeekGrid) Day(date app.Date) (WeekDay, bool) {
	for _, d := range g.days {
		if d.Date == date {
			return d, true
		}
	}
	return WeekDay{}, false
}
