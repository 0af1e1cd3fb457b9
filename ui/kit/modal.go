package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"parvis/assets/icons"
)

// ModalOptions is what a Modal shows and does.
type ModalOptions struct {
	Title   string
	Content fyne.CanvasObject
	// Primary is the text of the button that confirms; "" has none.
	Primary string
	// Danger draws that button as one that destroys.
	Danger bool
	// Cancel is the text of the button that closes; "" takes the kit's word.
	Cancel string
	// Other is the text of a button at the left for another answer, which OnOther
	// gives; "" has none. It leaves the modal open.
	Other   string
	OnOther func()
	// OnConfirm is called by the primary button and by Enter; it returns false to
	// keep the modal open, when something must be corrected.
	OnConfirm func() (done bool)
	// OnClosed is called once when the modal has gone, confirmed or not.
	OnClosed func(confirmed bool)
	// First takes the focus when the modal opens; nil takes none.
	First fyne.Focusable
	// Width is the width wanted; 0 is 460.
	Width float32
}

// Modal is a form or a decision over the page, which it blocks. Escape closes it,
// Enter confirms from a field of one line.
type Modal struct {
	widget.BaseWidget
	options  ModalOptions
	canvas   fyne.Canvas
	keys     func(*fyne.KeyEvent)
	open     bool
	scrim    *canvas.Rectangle
	card     *Surface
	primary  *Button
	problems *InlineError

	after     After
	tip       *Surface
	tipCancel func()
}

var _ fyne.Tappable = (*Modal)(nil)

// NewModal returns a modal for a canvas; Show opens it.
func NewModal(words Words, over fyne.Canvas, options ModalOptions) *Modal {
	m := &Modal{options: options, canvas: over, scrim: rounded(0), problems: NewInlineError(), after: AfterDelay}
	m.ExtendBaseWidget(m)
	cancel := options.Cancel
	if cancel == "" {
		cancel = words.T("kit.cancel")
		if options.Primary == "" {
			cancel = words.T("kit.close")
		}
	}
	buttons := HStack(Gap, GrowSpace(), NewButton(cancel, m.Close))
	if options.Other != "" {
		buttons = HStack(Gap, NewButton(options.Other, options.OnOther), GrowSpace(), NewButton(cancel, m.Close))
	}
	if options.Primary != "" {
		m.primary = NewPrimaryButton(options.Primary, m.Confirm)
		if options.Danger {
			m.primary.kind = ButtonDanger
		}
		buttons.Add(m.primary)
	}
	header := HStackTop(Gap, Grow(NewText(options.Title, StyleSection).Wrapped()),
		NewQuietIconButton(icons.Close, words.T("kit.close"), m.Close).Compact())
	body := fyne.CanvasObject(VScroll(options.Content))
	m.card = NewSurface(VStack(14, header, Grow(body), m.problems, buttons), ColorCard, ColorLine, radiusCard, 20)
	return m
}

// Confirm asks for a decision in a sentence, and calls done with the answer when
// the person has given it. It is for decisions alone: never to inform.
func Confirm(words Words, over fyne.Canvas, title, sentence, primary string, danger bool, done func(confirmed bool)) *Modal {
	m := NewModal(words, over, ModalOptions{
		Title: title, Content: Paragraph(sentence), Primary: primary, Danger: danger, OnClosed: done, Width: 420,
	})
	m.Show()
	return m
}

// Show opens the modal.
func (m *Modal) Show() {
	if m.open {
		return
	}
	m.open = true
	m.keys = m.canvas.OnTypedKey()
	m.canvas.SetOnTypedKey(func(e *fyne.KeyEvent) { m.key(e) })
	m.canvas.Overlays().Add(m)
	m.BaseWidget.Show()
	m.Refresh()
	if m.options.First != nil {
		m.canvas.Focus(m.options.First)
	}
}

// Close closes the modal without confirming.
func (m *Modal) Close() { m.close(false) }

// Confirm acts as the primary button.
func (m *Modal) Confirm() {
	if m.options.Primary == "" || m.primary.Disabled() {
		return
	}
	if m.options.OnConfirm == nil || m.options.OnConfirm() {
		m.close(true)
	}
}

// SetError shows in red, above the buttons, what must be corrected; "" hides it.
func (m *Modal) SetError(sentence string) {
	m.problems.Set(sentence)
	m.Refresh()
}

// Primary returns the button that confirms, nil when there is none.
func (m *Modal) Primary() *Button { return m.primary }

// Visible reports whether the modal is open.
func (m *Modal) Visible() bool { return m.open }

func (m *Modal) close(confirmed bool) {
	if !m.open {
		return
	}
	m.open = false
	m.tipGone()
	m.canvas.Overlays().Remove(m)
	m.canvas.SetOnTypedKey(m.keys)
	if m.options.OnClosed != nil {
		m.options.OnClosed(confirmed)
	}
}

// key acts on the keys that close and confirm, and reports whether it did.
func (m *Modal) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyEscape:
		m.Close()
	case fyne.KeyReturn, fyne.KeyEnter:
		m.Confirm()
	default:
		return false
	}
	return true
}

// Tapped is called by Fyne: a tap beside the card does nothing, so that nothing
// typed is lost.
func (m *Modal) Tapped(*fyne.PointEvent) {}

// CreateRenderer is called by Fyne.
func (m *Modal) CreateRenderer() fyne.WidgetRenderer {
	layout := func(s fyne.Size) {
		place(m.scrim, 0, 0, s.Width, s.Height)
		width := m.options.Width
		if width == 0 {
			width = 460
		}
		w := min(width, s.Width-2*PagePadding)
		h := min(m.wanted(w), s.Height-2*PagePadding)
		place(m.card, (s.Width-w)/2, (s.Height-h)/2, w, h)
	}
	m.scrim.FillColor = ColorFor(m, ColorShadow)
	return &Renderer{
		List: func() []fyne.CanvasObject {
			if m.tip != nil {
				return []fyne.CanvasObject{m.scrim, m.card, m.tip}
			}
			return []fyne.CanvasObject{m.scrim, m.card}
		},
		Arrange: layout,
		Least:   func() fyne.Size { return fyne.Size{} },
		Redraw: func() {
			m.scrim.FillColor = ColorFor(m, ColorShadow)
			layout(m.Size())
			m.card.Refresh()
			canvas.Refresh(m)
		},
	}
}

// wanted returns the height at which the content does not scroll.
func (m *Modal) wanted(width float32) float32 {
	inner := width - 2*m.card.padding
	return m.card.HeightForWidth(width) - 48 + HeightFor(m.options.Content, inner)
}

// Escape gives the key Escape, struck on a widget of a screen that has no use for
// it, to the modal that holds the widget or else to the page. It reports whether
// the key was taken.
func Escape(o fyne.CanvasObject, e *fyne.KeyEvent) bool { return overlayKey(o, e, false) }

// overlayKey gives Escape, and Enter when enter is true, to the modal that holds
// an object. Without a modal, Escape goes to the page, through the canvas: its
// keys do not reach the canvas while something has the focus. It reports whether
// the key was taken.
func overlayKey(o fyne.CanvasObject, e *fyne.KeyEvent, enter bool) bool {
	if e.Name != fyne.KeyEscape && !enter {
		return false
	}
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return false
	}
	if top := c.Overlays().Top(); top != nil {
		m, ok := top.(*Modal)
		return ok && m.key(e)
	}
	if handler := c.OnTypedKey(); handler != nil && !enter {
		handler(e)
		return true
	}
	return false
}
