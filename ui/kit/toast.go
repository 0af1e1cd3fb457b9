package kit

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"parvis/assets/icons"
)

// How long a toast stays: longer when it offers an action.
const (
	toastStay       = 5 * time.Second
	toastStayAction = 9 * time.Second
	toastsAtOnce    = 3
)

// After calls f on the main goroutine once the delay has passed, unless the
// returned function is called before.
type After func(delay time.Duration, f func()) (cancel func())

// AfterDelay is the After of the real clock.
func AfterDelay(delay time.Duration, f func()) (cancel func()) {
	t := time.AfterFunc(delay, func() { fyne.Do(f) })
	return func() { t.Stop() }
}

// Toasts shows short messages at the bottom right of a window: what succeeded,
// with at most one action such as "Annuler". They leave by themselves. Put it
// over the content of the window: it takes no event beside its messages.
type Toasts struct {
	widget.BaseWidget
	words Words
	after After
	shown []*toast
}

type toast struct {
	surface *Surface
	text    string
	cancel  func()
}

// NewToasts returns an empty stack of toasts; after is AfterDelay in the program.
func NewToasts(words Words, after After) *Toasts {
	t := &Toasts{words: words, after: after}
	t.ExtendBaseWidget(t)
	return t
}

// Say shows a message.
func (t *Toasts) Say(message string) { t.show(message, "", nil, toastStay) }

// SayWithAction shows a message with an action, which also closes it.
func (t *Toasts) SayWithAction(message, label string, action func()) {
	t.show(message, label, action, toastStayAction)
}

// Messages returns the messages shown, the oldest first.
func (t *Toasts) Messages() []string {
	var all []string
	for _, s := range t.shown {
		all = append(all, s.text)
	}
	return all
}

func (t *Toasts) show(message, label string, action func(), stay time.Duration) {
	one := &toast{text: message}
	dismiss := func() { t.remove(one) }
	row := HStack(Gap, NewIcon(icons.Check, 18, ColorGreen), Grow(NewText(message, StyleBody).Wrapped()))
	if action != nil {
		row.Add(NewButton(label, func() {
			// Once, however often Enter is struck.
			if t.remove(one) {
				action()
			}
		}).Compact())
	}
	row.Add(NewQuietIconButton(icons.Close, t.words.T("kit.close"), dismiss).Compact())
	one.surface = NewSurface(row, ColorCard, ColorLine, radiusControl+2, 10)
	t.shown = append(t.shown, one)
	for len(t.shown) > toastsAtOnce {
		t.remove(t.shown[0])
	}
	one.cancel = t.after(stay, dismiss)
	t.Refresh()
}

// remove takes a message away, and the focus from it; it reports whether the
// message was there.
func (t *Toasts) remove(one *toast) bool {
	i := slices.Index(t.shown, one)
	if i < 0 {
		return false
	}
	if one.cancel != nil {
		one.cancel()
	}
	over := fyne.CurrentApp().Driver().CanvasForObject(t)
	if over != nil && slices.Contains(focusables(one.surface, nil), over.Focused()) {
		over.Unfocus()
	}
	t.shown = slices.Delete(slices.Clone(t.shown), i, i+1)
	t.Refresh()
	return true
}

const (
	toastWidth float32 = 400
	// toastRise leaves the buttons at the foot of a page in sight.
	toastRise float32 = 88
)

// CreateRenderer is called by Fyne.
func (t *Toasts) CreateRenderer() fyne.WidgetRenderer {
	layout := func(s fyne.Size) {
		w := min(toastWidth, s.Width-2*PagePadding)
		y := s.Height - toastRise
		for i := len(t.shown) - 1; i >= 0; i-- {
			h := t.shown[i].surface.HeightForWidth(w)
			y -= h
			place(t.shown[i].surface, s.Width-PagePadding-w, y, w, h)
			y -= Gap
		}
	}
	return &Renderer{
		List: func() []fyne.CanvasObject {
			var list []fyne.CanvasObject
			for _, s := range t.shown {
				list = append(list, s.surface)
			}
			return list
		},
		Arrange: layout,
		Least:   func() fyne.Size { return fyne.Size{} },
		Redraw: func() {
			layout(t.Size())
			for _, s := range t.shown {
				s.surface.Refresh()
			}
			canvas.Refresh(t)
		},
	}
}
