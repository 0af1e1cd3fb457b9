package media

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"parvis/app/media"
	"parvis/ui/kit"
)

// frame is a picture with a frame over what is kept of it. The pointer moves the
// frame and pulls its corners; the arrows move it, with Shift they resize it.
type frame struct {
	widget.BaseWidget
	// onChanged receives the crop at each change that a person makes.
	onChanged func(media.Crop)

	size  media.Size
	crop  media.Crop
	ratio media.Ratio

	picture          *canvas.Image
	veils            [4]*canvas.Rectangle
	border, outline  *canvas.Rectangle
	lines            [4]*canvas.Rectangle
	handles          [4]*canvas.Rectangle
	grip             *grip
	focused, shifted bool
	hover            fyne.Position
}

// grip is what the pointer holds.
type grip struct {
	from   fyne.Position
	crop   media.Crop
	corner media.Corner
	// moves is set for the whole frame, nothing for a drag that began beside it.
	moves, nothing bool
}

var (
	_ fyne.Draggable     = (*frame)(nil)
	_ fyne.Focusable     = (*frame)(nil)
	_ fyne.Tappable      = (*frame)(nil)
	_ desktop.Keyable    = (*frame)(nil)
	_ desktop.Hoverable  = (*frame)(nil)
	_ desktop.Cursorable = (*frame)(nil)
)

// Measures of the frame, in device-independent pixels.
const (
	handleSide  float32 = 12
	handleReach float32 = 16 // around a corner, where the pointer takes it
	frameInset  float32 = 8  // around the picture, for the handles
)

// newFrame returns a frame over a picture, of which picture is a likeness.
func newFrame(picture image.Image, size media.Size, onChanged func(media.Crop)) *frame {
	f := &frame{size: size, crop: media.WholeOf(size), onChanged: onChanged}
	f.picture = canvas.NewImageFromImage(picture)
	f.picture.FillMode, f.picture.ScaleMode = canvas.ImageFillStretch, canvas.ImageScaleSmooth
	rectangle := func() *canvas.Rectangle { return canvas.NewRectangle(color.Transparent) }
	f.border, f.outline = rectangle(), rectangle()
	for i := range 4 {
		f.veils[i], f.lines[i], f.handles[i] = rectangle(), rectangle(), rectangle()
		f.handles[i].CornerRadius = 3
	}
	f.ExtendBaseWidget(f)
	return f
}

// show puts the frame at a crop, kept to a ratio.
func (f *frame) show(c media.Crop, ratio media.Ratio) {
	f.crop, f.ratio = c.In(f.size), ratio
	f.Refresh()
}

// change takes a crop that a person made.
func (f *frame) change(c media.Crop) {
	if c == f.crop {
		return
	}
	f.crop = c
	f.Refresh()
	f.onChanged(c)
}

// shown returns where the picture lies, and how many pixels of the screen one of
// its own takes.
func (f *frame) shown() (at fyne.Position, scale float32) {
	room := f.Size().SubtractWidthHeight(2*frameInset, 2*frameInset)
	scale = max(min(room.Width/float32(f.size.Width), room.Height/float32(f.size.Height)), 0.0001)
	w, h := float32(f.size.Width)*scale, float32(f.size.Height)*scale
	return fyne.NewPos((f.Size().Width-w)/2, (f.Size().Height-h)/2), scale
}

// box returns where the frame is drawn.
func (f *frame) box() (at fyne.Position, size fyne.Size) {
	origin, scale := f.shown()
	return origin.AddXY(float32(f.crop.X)*scale, float32(f.crop.Y)*scale), fyne.NewSize(float32(f.crop.Width)*scale, float32(f.crop.Height)*scale)
}

func (f *frame) corners() [4]fyne.Position {
	at, s := f.box()
	return [4]fyne.Position{at, at.AddXY(s.Width, 0), at.AddXY(s.Width, s.Height), at.AddXY(0, s.Height)}
}

// held returns what the pointer takes at a position, nil for nothing.
func (f *frame) held(p fyne.Position) *grip {
	for i, c := range f.corners() {
		if d := p.Subtract(c); max(d.X, -d.X) <= handleReach && max(d.Y, -d.Y) <= handleReach {
			return &grip{from: p, crop: f.crop, corner: media.Corner(i)}
		}
	}
	at, s := f.box()
	if p.X >= at.X && p.Y >= at.Y && p.X < at.X+s.Width && p.Y < at.Y+s.Height {
		return &grip{from: p, crop: f.crop, moves: true}
	}
	return nil
}

// Dragged is called by Fyne.
func (f *frame) Dragged(e *fyne.DragEvent) {
	if f.grip == nil {
		if f.grip = f.held(e.Position.Subtract(e.Dragged)); f.grip == nil {
			// What began beside the frame does not take it on its way.
			f.grip = &grip{nothing: true}
		}
	}
	if f.grip.nothing {
		return
	}
	_, scale := f.shown()
	by := e.Position.Subtract(f.grip.from)
	dx, dy := round(by.X/scale), round(by.Y/scale)
	// From where it was taken: roundings do not add up, and the frame comes back
	// with the pointer.
	if f.grip.moves {
		f.change(f.grip.crop.Moved(dx, dy, f.size))
	} else {
		f.change(f.grip.crop.Pulled(f.grip.corner, dx, dy, f.size, f.ratio))
	}
}

func round(v float32) int {
	if v < 0 {
		return -int(0.5 - v)
	}
	return int(v + 0.5)
}

// DragEnd is called by Fyne.
func (f *frame) DragEnd() { f.grip = nil }

// Tapped is called by Fyne.
func (f *frame) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil {
		c.Focus(f)
	}
}

// MouseIn is called by Fyne.
func (f *frame) MouseIn(e *desktop.MouseEvent) { f.hover = e.Position }

// MouseMoved is called by Fyne.
func (f *frame) MouseMoved(e *desktop.MouseEvent) { f.hover = e.Position }

// MouseOut is called by Fyne.
func (f *frame) MouseOut() {}

// Cursor is called by Fyne.
func (f *frame) Cursor() desktop.Cursor {
	switch g := f.held(f.hover); {
	case g == nil:
		return desktop.DefaultCursor
	case g.moves:
		return desktop.PointerCursor
	}
	return desktop.CrosshairCursor
}

// FocusGained is called by Fyne.
func (f *frame) FocusGained() { f.focused, f.shifted = true, false; f.Refresh() }

// FocusLost is called by Fyne.
func (f *frame) FocusLost() { f.focused, f.grip = false, nil; f.Refresh() }

// TypedRune is called by Fyne.
func (f *frame) TypedRune(rune) {}

// KeyDown is called by Fyne.
func (f *frame) KeyDown(e *fyne.KeyEvent) { f.shift(e, true) }

// KeyUp is called by Fyne.
func (f *frame) KeyUp(e *fyne.KeyEvent) { f.shift(e, false) }

func (f *frame) shift(e *fyne.KeyEvent, down bool) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		f.shifted = down
	}
}

// TypedKey is called by Fyne: the arrows move by a hundredth of the picture, with
// Shift they resize.
func (f *frame) TypedKey(e *fyne.KeyEvent) {
	step := max(max(f.size.Width, f.size.Height)/100, 1)
	dx, dy := 0, 0
	switch e.Name {
	case fyne.KeyLeft:
		dx = -step
	case fyne.KeyRight:
		dx = step
	case fyne.KeyUp:
		dy = -step
	case fyne.KeyDown:
		dy = step
	default:
		kit.Escape(f, e)
		return
	}
	switch {
	case !f.shifted:
		f.change(f.crop.Moved(dx, dy, f.size))
	case f.ratio.Free():
		f.change(f.crop.Pulled(media.BottomRight, dx, dy, f.size, f.ratio))
	default:
		// Right and down are larger, left and up smaller.
		f.change(f.crop.Grown(2*(dx+dy), f.size, f.ratio))
	}
}

func (f *frame) layout() {
	// On whole units: the veils meet without a seam.
	whole := func(p fyne.Position) fyne.Position { return fyne.NewPos(float32(round(p.X)), float32(round(p.Y))) }
	at, scale := f.shown()
	end := whole(at.AddXY(float32(f.size.Width)*scale, float32(f.size.Height)*scale))
	at = whole(at)
	corners := f.corners()
	from, to := whole(corners[media.TopLeft]), whole(corners[media.BottomRight])
	width, height := to.X-from.X, to.Y-from.Y
	put(f.picture, at.X, at.Y, end.X-at.X, end.Y-at.Y)
	put(f.veils[0], at.X, at.Y, end.X-at.X, from.Y-at.Y)
	put(f.veils[1], at.X, to.Y, end.X-at.X, end.Y-to.Y)
	put(f.veils[2], at.X, from.Y, from.X-at.X, height)
	put(f.veils[3], to.X, from.Y, end.X-to.X, height)
	put(f.border, from.X-1, from.Y-1, width+2, height+2)
	put(f.outline, from.X-4, from.Y-4, width+8, height+8)
	for i := range 2 {
		third := float32(i+1) / 3
		put(f.lines[i], from.X+width*third, from.Y, 1, height)
		put(f.lines[2+i], from.X, from.Y+height*third, width, 1)
	}
	for i, corner := range corners {
		corner = whole(corner)
		put(f.handles[i], corner.X-handleSide/2, corner.Y-handleSide/2, handleSide, handleSide)
	}
}

// Colours over a photo, which has neither a light nor a dark theme.
var (
	overVeil = color.NRGBA{0, 0, 0, 150}
	overLine = color.NRGBA{255, 255, 255, 110}
	overEdge = color.NRGBA{255, 255, 255, 255}
)

func (f *frame) paint() {
	for i := range 4 {
		f.veils[i].FillColor, f.lines[i].FillColor = overVeil, overLine
		f.handles[i].FillColor = overEdge
		f.handles[i].StrokeColor, f.handles[i].StrokeWidth = kit.ColorFor(f, kit.ColorPrimary), 2
	}
	f.border.StrokeColor, f.border.StrokeWidth = overEdge, 1.5
	width := float32(0)
	if f.focused {
		width = 2
	}
	kit.PaintOutline(f.outline, f, kit.ColorPrimary, width)
}

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
}

// CreateRenderer is called by Fyne.
func (f *frame) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{f.picture}
	for _, all := range [][4]*canvas.Rectangle{f.veils, f.lines} {
		for _, r := range all {
			objects = append(objects, r)
		}
	}
	objects = append(objects, f.outline, f.border)
	for _, h := range f.handles {
		objects = append(objects, h)
	}
	f.paint()
	return &kit.Renderer{
		List:    func() []fyne.CanvasObject { return objects },
		Arrange: func(fyne.Size) { f.layout() },
		Least:   func() fyne.Size { return fyne.NewSize(200, 160) },
		Redraw: func() {
			f.paint()
			f.layout()
			canvas.Refresh(f)
		},
	}
}
