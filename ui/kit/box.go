package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// box is a widget drawn as one container. Composed parts of the kit embed it:
// Fyne draws widgets and containers, and does not see a container that is
// embedded in a struct.
type box struct {
	widget.BaseWidget
	content *fyne.Container
}

// fill gives the box its content; self is the widget that embeds it.
func (b *box) fill(self fyne.Widget, content *fyne.Container) {
	b.content = content
	b.ExtendBaseWidget(self)
}

// HeightForWidth returns the height the content needs at a width.
func (b *box) HeightForWidth(width float32) float32 { return HeightFor(b.content, width) }

// NaturalWidth returns the width the content takes when it has room.
func (b *box) NaturalWidth() float32 { return naturalWidth(b.content) }

// Refresh lays the content out again.
func (b *box) Refresh() {
	b.content.Refresh()
	b.BaseWidget.Refresh()
}

// CreateRenderer is called by Fyne.
func (b *box) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.content) }
