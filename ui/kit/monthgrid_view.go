package kit

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Measures of the grid, in device-independent pixels.
const (
	gridHeader    float32 = 28
	gridInset     float32 = 5
	gridBottom    float32 = 3
	gridTop       float32 = 23 // where the chips of a day begin
	gridChipGap   float32 = 2
	gridBar       float32 = 3
	gridRest      float32 = 3 // height of the band of a rest
	gridBadge     float32 = 14
	gridMostSigns         = 3
)

// gridView draws a MonthGrid. Its objects are made once and used again.
type gridView struct {
	grid    *MonthGrid
	objects []fyne.CanvasObject

	frame    *canvas.Rectangle
	header   *canvas.Rectangle
	heads    []*canvas.Text
	cells    []*canvas.Rectangle
	rests    []*canvas.Rectangle // bands at the foot of days
	lines    []*canvas.Rectangle
	pill     *canvas.Rectangle
	numbers  []*canvas.Text
	keys     []*textBlock
	chips    []*gridChipView
	used     int
	more     []*canvas.Text
	moreUsed int
	cursor   *canvas.Rectangle
	ghost    *gridChipView

	spots    []gridSpot
	overflow []fyne.Position
}

// gridSpot is where a chip is drawn.
type gridSpot struct {
	x, y, w, h float32
	id, tip    string
}

func newGridView(g *MonthGrid) *gridView {
	v := &gridView{grid: g, frame: rounded(radiusCard), header: rounded(0), pill: rounded(9), cursor: rounded(2)}
	for range 7 {
		v.heads = append(v.heads, canvas.NewText("", color.Transparent))
	}
	v.ghost = newGridChipView(g)
	return v
}

func (v *gridView) chipHeight() float32 { return v.ghost.title.lineHeight() + 4 }

// cell returns the box of a day.
func (v *gridView) cell(i int) (x, y, w, h float32) {
	s := v.grid.Size()
	w, h = s.Width/7, (s.Height-gridHeader)/float32(v.grid.weeks())
	return float32(i%7) * w, gridHeader + float32(i/7)*h, w, h
}

func (v *gridView) draw() {
	v.grow()
	v.paintFrame()
	v.paintCells()
	v.used, v.moreUsed = 0, 0
	v.spots, v.overflow = v.spots[:0], v.overflow[:0]
	for i := range v.grid.days {
		v.drawDay(i)
	}
	for _, c := range v.chips[v.used:] {
		c.hide()
	}
	for _, t := range v.more[v.moreUsed:] {
		setVisible(t, false)
	}
	v.drawCursor()
	v.drawGhost()
	v.list()
}

// grow makes the objects that the number of days asks for.
func (v *gridView) grow() {
	for len(v.cells) < len(v.grid.days) {
		v.cells = append(v.cells, rounded(0))
		v.rests = append(v.rests, rounded(0))
		v.numbers = append(v.numbers, canvas.NewText("", color.Transparent))
		key := newTextBlock(v.grid, StyleCaption)
		key.align = fyne.TextAlignTrailing
		v.keys = append(v.keys, key)
	}
	for i := range v.cells {
		shown := i < len(v.grid.days)
		setVisible(v.cells[i], shown)
		setVisible(v.numbers[i], shown)
		setVisible(v.rests[i], shown && v.grid.days[i].Rest != "")
		if !shown {
			v.keys[i].text = ""
			v.keys[i].layout(0, 0, 0, 0)
		}
	}
	for len(v.lines) < v.grid.weeks()+6 {
		v.lines = append(v.lines, rounded(0))
	}
}

func (v *gridView) paintFrame() {
	g, s := v.grid, v.grid.Size()
	place(v.frame, 0, 0, s.Width, s.Height)
	paintBox(v.frame, g, ColorCard, ColorLine, lineWidth)
	place(v.header, 1, 1, s.Width-2, gridHeader-1)
	v.header.TopLeftCornerRadius, v.header.TopRightCornerRadius = radiusCard-1, radiusCard-1
	v.header.FillColor = ColorFor(g, ColorSidebar)
	w := s.Width / 7
	for i, t := range v.heads {
		SetLine(t, g.weekdays[i], SizeFor(g, SizeCaption), true)
		t.Color = ColorFor(g, ColorMuted)
		place(t, float32(i)*w+8, 0, w-8, gridHeader)
	}
	line := ColorFor(g, ColorLine)
	rowHeight := (s.Height - gridHeader) / float32(g.weeks())
	for i, l := range v.lines {
		l.FillColor = line
		setVisible(l, i < g.weeks()+6)
		if i < 6 {
			place(l, ceil(float32(i+1)*w), gridHeader, lineWidth, s.Height-gridHeader-1)
		} else {
			place(l, 1, ceil(gridHeader+float32(i-6)*rowHeight), s.Width-2, lineWidth)
		}
	}
}

// paintCells places and colours the days behind everything else.
func (v *gridView) paintCells() {
	g := v.grid
	setVisible(v.pill, false)
	for i, d := range g.days {
		x, y, w, h := v.cell(i)
		box := v.cells[i]
		left, top := ceil(x)+1, ceil(y)+1
		right, bottom := ceil(x+w), ceil(y+h)
		if i%7 == 6 {
			right = g.Size().Width - 1
		}
		if i/7 == g.weeks()-1 {
			bottom = g.Size().Height - 1
		}
		place(box, left, top, right-left, bottom-top)
		fill := ColorNone
		if d.Out {
			fill = ColorBackground
		}
		if i == g.hoverDay && g.target < 0 {
			fill = ColorHover
		}
		if i == g.target {
			fill = ColorPrimarySoft
		}
		box.FillColor = ColorFor(g, fill)
		box.BottomLeftCornerRadius, box.BottomRightCornerRadius = 0, 0
		switch {
		case i == (g.weeks()-1)*7:
			box.BottomLeftCornerRadius = radiusCard - 1
		case i == g.weeks()*7-1:
			box.BottomRightCornerRadius = radiusCard - 1
		}
		v.paintNumber(i, x, y, w)
		place(v.rests[i], left, bottom-gridRest, right-left, gridRest)
		v.rests[i].FillColor = ColorFor(g, ColorAmberSoft)
	}
}

func (v *gridView) paintNumber(i int, x, y, w float32) {
	g, d, n := v.grid, v.grid.days[i], v.numbers[i]
	SetLine(n, strconv.Itoa(d.Date.Day), SizeFor(g, SizeSecondary), !d.Out)
	ink := ColorInk
	if d.Out {
		ink = ColorMuted
	}
	size := MeasureLine(n.Text, n.TextSize, !d.Out)
	left := x + gridInset
	if d.Today {
		ink = ColorOnPrimary
		setVisible(v.pill, true)
		v.pill.FillColor = ColorFor(g, ColorPrimary)
		v.pill.CornerRadius = (size.Height + 2) / 2
		place(v.pill, left, y+4, size.Width+14, size.Height+2)
		left += 7
	}
	n.Color = ColorFor(g, ink)
	place(n, left, y+5, size.Width, size.Height)
	key := v.keys[i]
	key.text, key.color = d.KeyDate, ColorAmberText
	start := left + size.Width + Gap
	key.layout(start, y+5, x+w-gridInset-start, size.Height)
}

// drawDay draws the chips of a day that fit, and how many do not.
func (v *gridView) drawDay(i int) {
	g, d := v.grid, v.grid.days[i]
	x, y, w, h := v.cell(i)
	step := v.chipHeight() + gridChipGap
	top := y + gridTop + (v.chipHeight()-18)/2
	room := max(int((y+h-gridBottom+gridChipGap-top)/step), 0)
	shown, first := len(d.Chips), 0
	if shown > room {
		shown = max(room-1, 0)
		if i == g.day && g.chip >= shown && shown > 0 {
			first = min(g.chip-shown+1, len(d.Chips)-shown)
		}
	}
	for n := range shown {
		chip := d.Chips[first+n]
		cy := top + float32(n)*step
		c := v.nextChip()
		chosen := i == g.day && first+n == g.chip && g.focused
		faded := g.carried == chip.ID || g.drag != nil && !g.drag.external && !g.drag.refused && g.drag.chip.ID == chip.ID
		c.draw(g, chip, x+gridInset, cy, w-2*gridInset+1, v.chipHeight(), chosen, faded)
		tip := chip.Tip
		if tip == "" {
			tip = joined(" ", chip.Time, chip.Title)
		}
		v.spots = append(v.spots, gridSpot{x + gridInset, cy, w - 2*gridInset, v.chipHeight(), chip.ID, tip})
	}
	if hidden := len(d.Chips) - shown; hidden > 0 && room > 0 {
		t := v.nextMore()
		SetLine(t, g.overflowText(hidden), SizeFor(g, SizeCaption), true)
		t.Color = ColorFor(g, ColorMuted)
		cy := top + float32(shown)*step
		place(t, x+gridInset+3, cy, w-2*gridInset, v.chipHeight())
		v.overflow = append(v.overflow, fyne.NewPos(x, cy))
	}
}

func (v *gridView) nextChip() *gridChipView {
	if v.used == len(v.chips) {
		v.chips = append(v.chips, newGridChipView(v.grid))
	}
	v.used++
	return v.chips[v.used-1]
}

func (v *gridView) nextMore() *canvas.Text {
	if v.moreUsed == len(v.more) {
		t := canvas.NewText("", color.Transparent)
		v.more = append(v.more, t)
	}
	v.moreUsed++
	t := v.more[v.moreUsed-1]
	setVisible(t, true)
	return t
}

func (v *gridView) drawCursor() {
	g := v.grid
	i := g.day
	if g.target >= 0 {
		i = g.target
	}
	shown := (g.focused || g.target >= 0) && i < len(g.days)
	setVisible(v.cursor, shown)
	if !shown {
		return
	}
	x, y, w, h := v.cell(i)
	place(v.cursor, x+1, y+1, w-1, h-1)
	paintBox(v.cursor, g, ColorNone, ColorPrimary, focusWidth)
}

// drawGhost draws what is dragged under the pointer, or what the keyboard carries
// over its target.
func (v *gridView) drawGhost() {
	g := v.grid
	w, h := g.Size().Width/7-2*gridInset, v.chipHeight()
	switch {
	case g.drag != nil && !g.drag.refused && (g.target >= 0 || !g.drag.external):
		v.ghost.draw(g, g.drag.chip, g.drag.at.X-w/3, g.drag.at.Y-h/2, w, h, true, false)
	case g.carried != "":
		_, chip := g.find(g.carried)
		x, y, _, ch := v.cell(g.target)
		v.ghost.draw(g, chip, x+gridInset, y+ch-h-gridInset, w, h, true, false)
	default:
		v.ghost.hide()
	}
}

// list gathers the objects in the order they are drawn.
func (v *gridView) list() {
	list := append(v.objects[:0], v.frame, v.header)
	for _, c := range v.cells {
		list = append(list, c)
	}
	for _, r := range v.rests {
		list = append(list, r)
	}
	for _, l := range v.lines {
		list = append(list, l)
	}
	for _, t := range v.heads {
		list = append(list, t)
	}
	list = append(list, v.pill)
	for i, n := range v.numbers {
		list = v.keys[i].objects(append(list, n))
	}
	for _, c := range v.chips {
		list = c.objects(list)
	}
	for _, t := range v.more {
		list = append(list, t)
	}
	v.objects = v.ghost.objects(append(list, v.cursor))
}

func (v *gridView) spotAt(p fyne.Position) (gridSpot, bool) {
	for _, s := range v.spots {
		if inside(p, s.x, s.y, s.w, s.h) {
			return s, true
		}
	}
	return gridSpot{}, false
}

func (v *gridView) chipAt(p fyne.Position) (string, bool) {
	s, ok := v.spotAt(p)
	return s.id, ok
}

func (v *gridView) overflowAt(p fyne.Position) bool {
	for _, o := range v.overflow {
		if inside(p, o.X, o.Y, v.grid.Size().Width/7, v.chipHeight()) {
			return true
		}
	}
	return false
}

// tipAt returns the tooltip for a position: of a chip, of the chips that do not
// fit, or of a key date.
func (v *gridView) tipAt(p fyne.Position) string {
	if s, ok := v.spotAt(p); ok {
		return s.tip
	}
	i := v.grid.dayAt(p)
	if i < 0 {
		return ""
	}
	d := v.grid.days[i]
	if v.overflowAt(p) {
		all := ""
		for _, c := range d.Chips {
			all = joined("\n", all, joined(" ", c.Time, c.Title))
		}
		return all
	}
	_, y, _, h := v.cell(i)
	if p.Y > y+h-2*gridRest {
		return d.Rest
	}
	if p.Y > y+gridTop {
		return ""
	}
	if d.KeyTip == "" && v.keys[i].truncated {
		return d.KeyDate
	}
	return d.KeyTip
}
