package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// A layout of the kit knows the height it needs at a width, so that text which
// wraps takes the room it needs the first time it is laid out.
type widthLayout interface {
	fyne.Layout
	heightForWidth(objects []fyne.CanvasObject, width float32) float32
}

// HeightFor returns the height an object needs at a width: what it says itself,
// what its layout says, or else its minimum height.
func HeightFor(o fyne.CanvasObject, width float32) float32 {
	switch o := o.(type) {
	case interface{ HeightForWidth(width float32) float32 }:
		return o.HeightForWidth(width)
	case *fyne.Container:
		if l, ok := o.Layout.(widthLayout); ok {
			return l.heightForWidth(o.Objects, width)
		}
	}
	return o.MinSize().Height
}

// naturalWidth returns the width an object would like to have.
func naturalWidth(o fyne.CanvasObject) float32 {
	switch o := o.(type) {
	case interface{ NaturalWidth() float32 }:
		return o.NaturalWidth()
	case *fyne.Container:
		switch l := o.Layout.(type) {
		case *hstack:
			return l.naturalWidth(o.Objects)
		case *vstack:
			return widest(o.Objects, naturalWidth)
		case *growLayout:
			return widest(o.Objects, naturalWidth)
		case *padLayout:
			return widest(o.Objects, naturalWidth) + l.left + l.right
		case *fixedWidth:
			return l.wide(o.Objects)
		}
	}
	return o.MinSize().Width
}

func widest(objects []fyne.CanvasObject, of func(fyne.CanvasObject) float32) float32 {
	w := float32(0)
	for _, o := range visible(objects) {
		w = max(w, of(o))
	}
	return w
}

func visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	for i, o := range objects {
		if !o.Visible() {
			shown := append([]fyne.CanvasObject(nil), objects[:i]...)
			for _, o := range objects[i+1:] {
				if o.Visible() {
					shown = append(shown, o)
				}
			}
			return shown
		}
	}
	return objects
}

// Grow marks an object that takes the room left in a VStack or an HStack.
func Grow(o fyne.CanvasObject) *fyne.Container { return container.New(&growLayout{}, o) }

// GrowSpace is empty room that grows in a VStack or an HStack.
func GrowSpace() *fyne.Container { return container.New(&growLayout{}) }

func grows(o fyne.CanvasObject) bool {
	c, ok := o.(*fyne.Container)
	if !ok {
		_, ok = o.(layout.SpacerObject)
		return ok
	}
	_, ok = c.Layout.(*growLayout)
	return ok
}

type growLayout struct{ width float32 }

func (l *growLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	l.width = s.Width
	for _, o := range objects {
		place(o, 0, 0, s.Width, s.Height)
	}
}

func (l *growLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	m := fyne.Size{}
	for _, o := range visible(objects) {
		m = m.Max(o.MinSize())
	}
	return m
}

func (l *growLayout) heightForWidth(objects []fyne.CanvasObject, width float32) float32 {
	h := float32(0)
	for _, o := range visible(objects) {
		h = max(h, HeightFor(o, width))
	}
	return h
}

// VStack lays objects from top to bottom, each as wide as the stack and as high
// as it needs at that width, with a gap between. Those marked with Grow share
// the height left.
func VStack(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&vstack{gap: gap}, objects...)
}

type vstack struct {
	gap   float32
	width float32 // last width laid out, for the minimum height of wrapped texts
}

func (l *vstack) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	l.width = s.Width
	shown := visible(objects)
	growing, used := 0, l.gap*float32(max(len(shown)-1, 0))
	for _, o := range shown {
		used += HeightFor(o, s.Width)
		if grows(o) {
			growing++
		}
	}
	extra := float32(0)
	if growing > 0 {
		extra = max(s.Height-used, 0) / float32(growing)
	}
	y := float32(0)
	for _, o := range shown {
		h := HeightFor(o, s.Width)
		if grows(o) {
			h += extra
			if growing == 1 && s.Height < used {
				h = max(h-(used-s.Height), 0)
			}
		}
		place(o, 0, y, s.Width, h)
		y += h + l.gap
	}
}

func (l *vstack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	shown := visible(objects)
	m := fyne.NewSize(0, l.gap*float32(max(len(shown)-1, 0)))
	for _, o := range shown {
		os := o.MinSize()
		m.Width = max(m.Width, os.Width)
		m.Height += os.Height
	}
	return m
}

func (l *vstack) heightForWidth(objects []fyne.CanvasObject, width float32) float32 {
	shown := visible(objects)
	h := l.gap * float32(max(len(shown)-1, 0))
	for _, o := range shown {
		h += HeightFor(o, width)
	}
	return h
}

// HStack lays objects from left to right, centred in height, with a gap between.
// Texts take their natural width and give way when there is not enough; objects
// marked with Grow share the width left.
func HStack(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&hstack{gap: gap}, objects...)
}

// HStackTop is HStack with its objects aligned at the top.
func HStackTop(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&hstack{gap: gap, top: true}, objects...)
}

type hstack struct {
	gap   float32
	top   bool
	width float32
}

// widths shares a width among the objects.
func (l *hstack) widths(objects []fyne.CanvasObject, width float32) []float32 {
	ws := make([]float32, len(objects))
	used, growing, slack := l.gap*float32(max(len(objects)-1, 0)), 0, float32(0)
	for i, o := range objects {
		if grows(o) {
			growing++
			ws[i] = o.MinSize().Width
		} else {
			ws[i] = max(naturalWidth(o), o.MinSize().Width)
			slack += ws[i] - o.MinSize().Width
		}
		used += ws[i]
	}
	left := width - used
	switch {
	case left > 0 && growing > 0:
		for i, o := range objects {
			if grows(o) {
				ws[i] += left / float32(growing)
			}
		}
	case left < 0 && slack > 0:
		give := min(-left/slack, 1)
		for i, o := range objects {
			if !grows(o) {
				ws[i] -= (ws[i] - o.MinSize().Width) * give
			}
		}
	}
	return ws
}

func (l *hstack) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	l.width = s.Width
	shown := visible(objects)
	x := float32(0)
	for i, w := range l.widths(shown, s.Width) {
		o := shown[i]
		h := min(HeightFor(o, w), s.Height)
		y := (s.Height - h) / 2
		if grows(o) {
			y, h = 0, s.Height
			if c := o.(*fyne.Container); len(c.Objects) == 1 {
				// What grows sideways keeps its own height, centred like the rest.
				h = min(HeightFor(o, w), s.Height)
				y = (s.Height - h) / 2
			}
		}
		if l.top {
			y = 0
		}
		place(o, x, y, w, h)
		x += w + l.gap
	}
}

func (l *hstack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	shown := visible(objects)
	m := fyne.NewSize(l.gap*float32(max(len(shown)-1, 0)), 0)
	for _, o := range shown {
		os := o.MinSize()
		m.Width += os.Width
		m.Height = max(m.Height, os.Height)
	}
	if l.width > 0 {
		m.Height = l.heightForWidth(objects, max(l.width, m.Width))
	}
	return m
}

func (l *hstack) heightForWidth(objects []fyne.CanvasObject, width float32) float32 {
	shown := visible(objects)
	h := float32(0)
	for i, w := range l.widths(shown, width) {
		h = max(h, HeightFor(shown[i], w))
	}
	return h
}

func (l *hstack) naturalWidth(objects []fyne.CanvasObject) float32 {
	shown := visible(objects)
	w := l.gap * float32(max(len(shown)-1, 0))
	for _, o := range shown {
		w += naturalWidth(o)
	}
	return w
}

// Pad puts room around an object, the same on every side.
func Pad(all float32, o fyne.CanvasObject) *fyne.Container { return PadSides(all, all, all, all, o) }

// PadSides puts room around an object.
func PadSides(top, right, bottom, left float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&padLayout{top, right, bottom, left}, o)
}

// PagePad puts the padding of a page around its content.
func PagePad(o fyne.CanvasObject) *fyne.Container {
	return PadSides(16, PagePadding, 20, PagePadding, o)
}

type padLayout struct{ top, right, bottom, left float32 }

func (l *padLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		place(o, l.left, l.top, s.Width-l.left-l.right, s.Height-l.top-l.bottom)
	}
}

func (l *padLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	m := fyne.Size{}
	for _, o := range visible(objects) {
		m = m.Max(o.MinSize())
	}
	return m.AddWidthHeight(l.left+l.right, l.top+l.bottom)
}

func (l *padLayout) heightForWidth(objects []fyne.CanvasObject, width float32) float32 {
	h := float32(0)
	for _, o := range visible(objects) {
		h = max(h, HeightFor(o, width-l.left-l.right))
	}
	return h + l.top + l.bottom
}

// Width gives an object a width of its own.
func Width(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&fixedWidth{width: width}, o)
}

// TextWidth gives an object a width that follows the size of texts: that at a
// text scale of 1 is given.
func TextWidth(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&fixedWidth{width: width, text: true}, o)
}

// TextScale returns the text scale under the theme of an object, 1 at the size the
// kit is designed for.
func TextScale(o fyne.CanvasObject) float32 { return SizeFor(o, SizeBody) / bodySize }

type fixedWidth struct {
	width float32
	text  bool // follows the size of texts
}

func (l *fixedWidth) wide(objects []fyne.CanvasObject) float32 {
	if !l.text || len(objects) == 0 {
		return l.width
	}
	return ceil(l.width * TextScale(objects[0]))
}

func (l *fixedWidth) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, s.Width, s.Height)
	}
}

func (l *fixedWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := l.wide(objects)
	return fyne.NewSize(w, l.heightForWidth(objects, w))
}

func (l *fixedWidth) heightForWidth(objects []fyne.CanvasObject, width float32) float32 {
	h := float32(0)
	for _, o := range visible(objects) {
		h = max(h, HeightFor(o, width))
	}
	return h
}

// Height gives an object a height of its own.
func Height(height float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&fixedHeight{height}, o)
}

type fixedHeight struct{ height float32 }

func (l *fixedHeight) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, s.Width, s.Height)
	}
}

func (l *fixedHeight) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := float32(0)
	for _, o := range visible(objects) {
		w = max(w, o.MinSize().Width)
	}
	return fyne.NewSize(w, l.height)
}

func (l *fixedHeight) heightForWidth([]fyne.CanvasObject, float32) float32 { return l.height }

// Flow lays objects from left to right, centred in height on their line, and goes
// to the next line when there is no room left, like the words of a text.
func Flow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: gap}, objects...)
}

type flow struct {
	gap   float32
	width float32
}

// each calls put with the box of each object, and returns the height used.
func (l *flow) each(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	type placed struct {
		o       fyne.CanvasObject
		x, w, h float32
	}
	var line []placed
	x, y, height := float32(0), float32(0), float32(0)
	flush := func() {
		for _, b := range line {
			if put != nil {
				put(b.o, b.x, y+(height-b.h)/2, b.w, b.h)
			}
		}
		line = line[:0]
	}
	for _, o := range visible(objects) {
		m := o.MinSize()
		w := min(max(naturalWidth(o), m.Width), max(width, m.Width))
		h := HeightFor(o, w)
		if x > 0 && x+w > width {
			flush()
			x, y, height = 0, y+height+l.gap, 0
		}
		line = append(line, placed{o, x, w, h})
		x += w + l.gap
		height = max(height, h)
	}
	flush()
	return y + height
}

func (l *flow) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	l.width = s.Width
	l.each(objects, s.Width, place)
}

func (l *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := widest(objects, func(o fyne.CanvasObject) float32 { return o.MinSize().Width })
	return fyne.NewSize(w, l.each(objects, max(l.width, w), nil))
}

func (l *flow) heightForWidth(objects []fyne.CanvasObject, width float32) float32 {
	return l.each(objects, width, nil)
}
