package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	tooltip "github.com/dweymouth/fyne-tooltip/widget"
)

// tipDelay is how long the pointer rests before a tooltip shows in a modal; the
// tooltip layer of the window has its own delay.
const tipDelay = 700 * time.Millisecond

// tipWidget is the base of the widgets that have a tooltip. On a page the tooltip
// layer of the window shows it; that layer does not reach over the page, so a
// modal shows the tooltips of what it holds itself.
type tipWidget struct {
	tooltip.ToolTipWidget
	self fyne.Widget // the widget itself, or the one that embeds it
	host *Modal      // the modal that shows the tooltip now
}

// ExtendBaseWidget says which widget embeds this base.
func (t *tipWidget) ExtendBaseWidget(self fyne.Widget) {
	t.self = self
	t.ToolTipWidget.ExtendBaseWidget(self)
}

// MouseIn is called by Fyne.
func (t *tipWidget) MouseIn(e *desktop.MouseEvent) {
	if t.ToolTip() == "" {
		return
	}
	canv := fyne.CurrentApp().Driver().CanvasForObject(t.self)
	if canv == nil {
		return
	}
	switch top := canv.Overlays().Top().(type) {
	case nil:
		t.ToolTipWidget.MouseIn(e)
	case *Modal:
		t.host = top
		top.tipSoon(t.ToolTip(), e.AbsolutePosition)
	}
}

// MouseOut is called by Fyne.
func (t *tipWidget) MouseOut() { t.dropTip() }

// dropTip removes the tooltip, shown or about to be. A widget that acts does it
// first: what it opens may put it off the page, and Fyne then tells no MouseOut.
func (t *tipWidget) dropTip() {
	t.ToolTipWidget.MouseOut()
	if t.host != nil {
		t.host.tipGone()
		t.host = nil
	}
}

const (
	tipWidth float32 = 320
	tipBelow float32 = 18 // from the pointer to the top of the tooltip
)

// tipSoon shows a tooltip near the pointer once it has rested.
func (m *Modal) tipSoon(text string, at fyne.Position) {
	m.tipGone()
	m.tipCancel = m.after(tipDelay, func() {
		label := NewText(text, StyleCaption).Wrapped().Colored(ColorInk)
		w := min(label.NaturalWidth(), tipWidth) + 16
		m.tip = NewSurface(label, ColorCard, ColorLine, radiusChip, 8)
		h := m.tip.HeightForWidth(w)
		x := max(min(at.X, m.Size().Width-w-TightGap), 0)
		y := at.Y + tipBelow
		if y+h > m.Size().Height {
			y = max(at.Y-h-TightGap, 0)
		}
		place(m.tip, x, y, w, h)
		m.Refresh()
	})
}

// tipGone removes the tooltip, shown or about to be.
func (m *Modal) tipGone() {
	if m.tipCancel != nil {
		m.tipCancel()
		m.tipCancel = nil
	}
	if m.tip != nil {
		m.tip = nil
		m.Refresh()
	}
}
