package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/assets/icons"
)

// PageHeader is the top of a page: its title and one line of context at the
// left, what goes beside (segmented views, a date), and the actions at the right,
// exactly one of which is primary. When the width is short, the actions go to a
// second line.
type PageHeader struct {
	box
	title, context *Text
	beside         *fyne.Container
}

// NewPageHeader returns the top of a page; context may be empty.
func NewPageHeader(title, context string, beside []fyne.CanvasObject, actions ...fyne.CanvasObject) *PageHeader {
	h := &PageHeader{title: Title(title), context: NewText(context, StyleSecondary)}
	if context == "" {
		h.context.Hide()
	}
	h.beside = HStack(12, beside...)
	left := HStack(20, VStack(0, h.title, h.context), h.beside)
	h.fill(h, container.New(&headerLayout{header: h, gap: Gap}, left, HStack(12, actions...)))
	return h
}

// SetTitle changes the title.
func (h *PageHeader) SetTitle(title string) { h.title.SetText(title) }

// SetContext changes the line of context; "" hides it.
func (h *PageHeader) SetContext(context string) {
	setVisible(h.context, context != "")
	h.context.SetText(context)
	h.Refresh()
}

type headerLayout struct {
	header *PageHeader
	gap    float32
	width  float32
}

// split reports whether the two halves need a line each. The line of context may
// lose a third of its width before they do.
func (l *headerLayout) split(o []fyne.CanvasObject, width float32) bool {
	actions := naturalWidth(o[1])
	need := l.header.title.NaturalWidth()
	if l.header.context.Visible() {
		need = max(need, l.header.context.NaturalWidth()*2/3)
	}
	if beside := naturalWidth(l.header.beside); beside > 0 {
		need += 20 + beside
	}
	return actions > 0 && need+20+actions > width
}

func (l *headerLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	l.width = s.Width
	right := min(naturalWidth(o[1]), s.Width)
	if !l.split(o, s.Width) {
		place(o[0], 0, 0, s.Width-right-20, s.Height)
		place(o[1], s.Width-right, 0, right, s.Height)
		return
	}
	h := HeightFor(o[0], s.Width)
	place(o[0], 0, 0, s.Width, h)
	place(o[1], s.Width-right, h+l.gap, right, s.Height-h-l.gap)
}

func (l *headerLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	width := max(o[0].MinSize().Width, o[1].MinSize().Width)
	return fyne.NewSize(width, l.heightForWidth(o, max(l.width, width)))
}

func (l *headerLayout) heightForWidth(o []fyne.CanvasObject, width float32) float32 {
	a, b := HeightFor(o[0], width), HeightFor(o[1], width)
	if l.split(o, width) {
		return a + l.gap + b
	}
	return max(a, b, controlHeight)
}

// NewPage returns a page: its header, and a body that takes the height left,
// with the padding of a page around.
func NewPage(header, body fyne.CanvasObject) *fyne.Container {
	return PagePad(VStack(CardGap, header, Grow(body)))
}

// NewEmptyState returns what a list shows while it is empty: an icon, one
// sentence, and at most one action (nil for none).
func NewEmptyState(icon icons.Name, sentence string, action *Button) *fyne.Container {
	text := NewText(sentence, StyleBody).Wrapped().Colored(ColorMuted).Aligned(fyne.TextAlignCenter)
	stack := VStack(14, container.NewCenter(NewIcon(icon, 36, ColorMuted)), text)
	if action != nil {
		stack.Add(container.NewCenter(action))
	}
	return container.New(&centredColumn{width: 360}, stack)
}

// centredColumn puts its object in the middle, no wider than a width.
type centredColumn struct{ width float32 }

func (l *centredColumn) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		w := min(l.width, s.Width)
		h := HeightFor(o, w)
		place(o, (s.Width-w)/2, max((s.Height-h)/2, 0), w, h)
	}
}

func (l *centredColumn) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(widest(objects, func(o fyne.CanvasObject) float32 { return o.MinSize().Width }),
		l.heightForWidth(objects, l.width))
}

func (l *centredColumn) heightForWidth(objects []fyne.CanvasObject, width float32) float32 {
	h := float32(0)
	for _, o := range visible(objects) {
		h = max(h, HeightFor(o, min(l.width, width)))
	}
	return h
}
