package media

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"parvis/app/media"
	"parvis/assets/icons"
	"parvis/ui/kit"
)

// tile is one picture or video of a wall, ready to draw.
type tile struct {
	hash     media.Hash
	video    bool
	name     string
	under    string // the line under the name
	badge    string // what is to be said of its rights, "" for nothing
	tone     kit.Tone
	duration string
}

// wall shows tiles in rows, of which only those in sight are drawn: thousands
// cost as little as ten. The arrows make a tile the current one, Space chooses it;
// a tap does both. Enter takes what is chosen.
type wall struct {
	widget.BaseWidget
	// onCurrent, onChosen and onTaken follow what a person does.
	onCurrent func(i int)
	onChosen  func()
	onTaken   func()

	several bool // several may be chosen
	choose  bool // any may be
	tiles   []tile
	current int
	chosen  []media.Hash // in the order they were chosen

	thumbs  *thumbs
	scroll  *container.Scroll
	pool    []*tileView
	focused bool
}

var (
	_ fyne.Focusable = (*wall)(nil)
	_ fyne.Tappable  = (*wall)(nil)
)

// Measures of the wall, in device-independent pixels.
const (
	leastTile   float32 = 138
	tileGap     float32 = 10
	pictureHigh float32 = 104
	tickSide    float32 = 20
)

func newWall(t *thumbs) *wall {
	w := &wall{thumbs: t}
	w.ExtendBaseWidget(w)
	w.scroll = container.NewVScroll(w)
	w.scroll.OnScrolled = func(fyne.Position) { w.Refresh() }
	return w
}

// set replaces the tiles. The current one stays where its picture is still there.
func (w *wall) set(tiles []tile) {
	current := w.hash()
	w.tiles = tiles
	w.current = 0
	for i, t := range tiles {
		if t.hash == current {
			w.current = i
		}
	}
	w.scroll.Refresh()
	w.Refresh()
	w.reveal()
}

// hash returns the current picture, "" for none.
func (w *wall) hash() media.Hash {
	if w.current < len(w.tiles) {
		return w.tiles[w.current].hash
	}
	return ""
}

// grid returns how many tiles are in a row, and the size of one with its gap.
func (w *wall) grid() (columns int, width, height float32) {
	room := max(w.scroll.Size().Width-2*tileGap, leastTile)
	columns = max(int((room+tileGap)/(leastTile+tileGap)), 1)
	width = (room + tileGap) / float32(columns)
	text := kit.SizeFor(w, kit.SizeSecondary) + kit.SizeFor(w, kit.SizeCaption)
	return columns, width, pictureHigh + text*1.5 + 12 + tileGap
}

// at returns the tile at a position, -1 for none.
func (w *wall) at(p fyne.Position) int {
	columns, width, height := w.grid()
	x, y := p.X-tileGap, p.Y-tileGap
	if x < 0 || y < 0 {
		return -1
	}
	column, row := int(x/width), int(y/height)
	i := row*columns + column
	if column >= columns || i >= len(w.tiles) || x-float32(column)*width > width-tileGap || y-float32(row)*height > height-tileGap {
		return -1
	}
	return i
}

// Tapped is called by Fyne.
func (w *wall) Tapped(e *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(w); c != nil {
		c.Focus(w)
	}
	i := w.at(e.Position)
	if i < 0 {
		return
	}
	w.move(i)
	if w.several || !w.isChosen(w.hash()) {
		w.toggle()
	}
}

// move makes a tile the current one.
func (w *wall) move(to int) {
	if len(w.tiles) == 0 {
		return
	}
	w.current = min(max(to, 0), len(w.tiles)-1)
	w.reveal()
	w.Refresh()
	w.onCurrent(w.current)
}

// reveal scrolls to the current tile.
func (w *wall) reveal() {
	columns, _, height := w.grid()
	top := tileGap + float32(w.current/columns)*height
	room := w.scroll.Size().Height
	switch at := w.scroll.Offset.Y; {
	case room <= 0:
	case top-tileGap < at:
		w.scroll.ScrollToOffset(fyne.NewPos(0, top-tileGap))
	case top+height > at+room:
		w.scroll.ScrollToOffset(fyne.NewPos(0, top+height-room))
	}
}

// toggle chooses the current tile, or not any more.
func (w *wall) toggle() {
	h := w.hash()
	if h == "" || !w.choose {
		return
	}
	before := len(w.chosen)
	kept := w.chosen[:0:0]
	for _, c := range w.chosen {
		if c != h && w.several {
			kept = append(kept, c)
		}
	}
	if !w.isChosen(h) {
		kept = append(kept, h)
	}
	w.chosen = kept
	w.Refresh()
	if before != len(kept) || !w.several {
		w.onChosen()
	}
}

func (w *wall) isChosen(h media.Hash) bool {
	for _, c := range w.chosen {
		if c == h {
			return true
		}
	}
	return false
}

// take takes what is chosen, or the current tile when nothing is.
func (w *wall) take() {
	if !w.choose || len(w.tiles) == 0 {
		return
	}
	if len(w.chosen) == 0 {
		w.toggle()
	}
	w.onTaken()
}

// FocusGained is called by Fyne.
func (w *wall) FocusGained() { w.focused = true; w.Refresh() }

// FocusLost is called by Fyne.
func (w *wall) FocusLost() { w.focused = false; w.Refresh() }

// TypedRune is called by Fyne.
func (w *wall) TypedRune(rune) {}

// TypedKey is called by Fyne.
func (w *wall) TypedKey(e *fyne.KeyEvent) {
	columns, _, height := w.grid()
	screen := max(int(w.scroll.Size().Height/height), 1) * columns
	switch e.Name {
	case fyne.KeyLeft:
		w.move(w.current - 1)
	case fyne.KeyRight:
		w.move(w.current + 1)
	case fyne.KeyUp:
		if w.current >= columns {
			w.move(w.current - columns)
		}
	case fyne.KeyDown:
		if w.current+columns < len(w.tiles) {
			w.move(w.current + columns)
		}
	case fyne.KeyPageUp:
		w.move(w.current - screen)
	case fyne.KeyPageDown:
		w.move(w.current + screen)
	case fyne.KeyHome:
		w.move(0)
	case fyne.KeyEnd:
		w.move(len(w.tiles) - 1)
	case fyne.KeySpace:
		w.toggle()
	case fyne.KeyReturn, fyne.KeyEnter:
		w.take()
	default:
		kit.Escape(w, e)
	}
}

// draw places and fills the tiles in sight.
func (w *wall) draw() {
	columns, width, height := w.grid()
	from := max(int((w.scroll.Offset.Y-tileGap)/height), 0) * columns
	to := min((int((w.scroll.Offset.Y+w.scroll.Size().Height)/height)+1)*columns, len(w.tiles))
	used := 0
	var inSight []media.Hash
	for i := from; i < to; i++ {
		if used == len(w.pool) {
			w.pool = append(w.pool, newTileView())
		}
		v := w.pool[used]
		used++
		t := w.tiles[i]
		picture, known := w.thumbs.picture(t.hash)
		if !t.video {
			inSight = append(inSight, t.hash)
		}
		v.fill(w, t, picture, known)
		v.paint(w, i == w.current, w.isChosen(t.hash))
		v.place(tileGap+float32(i%columns)*width, tileGap+float32(i/columns)*height, width-tileGap, height-tileGap)
	}
	for _, v := range w.pool[used:] {
		v.show(false)
	}
	w.thumbs.see(inSight)
}

// CreateRenderer is called by Fyne.
func (w *wall) CreateRenderer() fyne.WidgetRenderer {
	return &kit.Renderer{
		List: func() []fyne.CanvasObject {
			var all []fyne.CanvasObject
			for _, v := range w.pool {
				all = append(all, v.objects()...)
			}
			return all
		},
		Arrange: func(fyne.Size) { w.draw() },
		Least: func() fyne.Size {
			columns, _, height := w.grid()
			rows := (len(w.tiles) + columns - 1) / columns
			return fyne.NewSize(leastTile+2*tileGap, float32(rows)*height+tileGap)
		},
		Redraw: func() {
			w.draw()
			canvas.Refresh(w)
		},
	}
}

// tileView draws a tile. Its objects are made once and used again.
type tileView struct {
	box      *canvas.Rectangle // around all, when current or chosen
	ground   *canvas.Rectangle
	picture  *canvas.Image
	sign     *kit.Icon
	name     *kit.Text
	under    *kit.Text
	badge    *kit.Tag
	duration *kit.Tag
	tick     *canvas.Rectangle
	check    *kit.Icon
	image    image.Image
}

func newTileView() *tileView {
	rectangle := func(radius float32) *canvas.Rectangle {
		r := canvas.NewRectangle(color.Transparent)
		r.CornerRadius = radius
		return r
	}
	v := &tileView{
		box: rectangle(10), ground: rectangle(7), tick: rectangle(6), picture: &canvas.Image{FillMode: canvas.ImageFillCover, CornerRadius: 7, ScaleMode: canvas.ImageScaleSmooth},
		sign: kit.NewIcon(icons.Image, 24, kit.ColorMuted), check: kit.NewIcon(icons.Check, 16, kit.ColorOnPrimary),
		name: kit.NewText("", kit.StyleSecondary).Colored(kit.ColorInk), under: kit.Caption(""),
		badge: kit.NewTag("", kit.ToneDanger), duration: kit.NewTag("", kit.ToneNeutral),
	}
	return v
}

func (v *tileView) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.box, v.ground, v.picture, v.sign, v.name, v.under, v.badge, v.duration, v.tick, v.check}
}

func (v *tileView) show(visible bool) {
	for _, o := range v.objects() {
		reveal(o, visible)
	}
}

// reveal shows or hides an object.
func reveal(o fyne.CanvasObject, visible bool) {
	switch {
	case visible == o.Visible():
	case visible:
		o.Show()
	default:
		o.Hide()
	}
}

func (v *tileView) fill(w *wall, t tile, picture image.Image, known bool) {
	v.show(true)
	sign := icons.Image
	switch {
	case t.video:
		sign = icons.Video
	case known:
		sign = icons.Alert
	}
	v.sign.Set(sign, kit.ColorMuted)
	reveal(v.sign, picture == nil)
	reveal(v.picture, picture != nil)
	if picture != v.image {
		v.image, v.picture.Image = picture, picture
		v.picture.Refresh()
	}
	v.name.SetText(t.name)
	v.under.SetText(t.under)
	v.badge.SetText(t.badge)
	v.badge.SetTone(t.tone)
	reveal(v.badge, t.badge != "")
	v.duration.SetText(t.duration)
	reveal(v.duration, t.duration != "")
	reveal(v.tick, w.choose)
	v.ground.FillColor = kit.ColorFor(w, kit.ColorTrack)
}

// paint shows whether the tile is current and chosen.
func (v *tileView) paint(w *wall, current, chosen bool) {
	fill, line, width := kit.ColorNone, kit.ColorNone, float32(0)
	if current {
		fill, line, width = kit.ColorHover, kit.ColorLine, 1
	}
	if chosen {
		fill, line, width = kit.ColorPrimarySoft, kit.ColorPrimary, 1
	}
	if current && w.focused {
		line, width = kit.ColorPrimary, 2
	}
	v.box.FillColor = kit.ColorFor(w, fill)
	v.box.StrokeColor, v.box.StrokeWidth = kit.ColorFor(w, line), width
	tick := kit.ColorCard
	if chosen {
		tick = kit.ColorPrimary
	}
	v.tick.FillColor = kit.ColorFor(w, tick)
	v.tick.StrokeColor, v.tick.StrokeWidth = kit.ColorFor(w, kit.ColorMuted), 1
	if chosen {
		v.tick.StrokeColor = kit.ColorFor(w, kit.ColorPrimary)
	}
	reveal(v.check, chosen && w.choose)
}

func (v *tileView) place(x, y, width, height float32) {
	const inset float32 = 5
	put(v.box, x, y, width, height)
	put(v.ground, x+inset, y+inset, width-2*inset, pictureHigh-inset)
	put(v.picture, x+inset, y+inset, width-2*inset, pictureHigh-inset)
	put(v.sign, x+(width-24)/2, y+(pictureHigh-24)/2, 24, 24)
	line := v.name.MinSize().Height
	put(v.name, x+inset+2, y+pictureHigh+3, width-2*inset-4, line)
	put(v.under, x+inset+2, y+pictureHigh+3+line, width-2*inset-4, v.under.MinSize().Height)
	low := func(t *kit.Tag, left bool) {
		w := min(t.NaturalWidth(), width-2*inset-8)
		h := t.MinSize().Height
		at := x + inset + 4
		if !left {
			at = x + width - inset - 4 - w
		}
		put(t, at, y+pictureHigh-h-4, w, h)
	}
	low(v.badge, true)
	low(v.duration, false)
	put(v.tick, x+inset+4, y+inset+4, tickSide, tickSide)
	put(v.check, x+inset+6, y+inset+6, 16, 16)
}
