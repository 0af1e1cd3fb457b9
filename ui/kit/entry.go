package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"parvis/assets/icons"
)

// input is Fyne's entry with the keys that a form needs.
type input struct {
	widget.Entry
	onKey func(*fyne.KeyEvent) bool
	onEnd func()
	onGet func() // when it gets the focus
	rows  int
	wrong bool // something must be corrected
	marks marked
}

func newInput(multi bool) *input {
	in := &input{}
	in.MultiLine = multi
	in.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	if multi {
		in.Wrapping = fyne.TextWrapWord
	}
	in.ExtendBaseWidget(in)
	return in
}

// CreateRenderer is called by Fyne.
func (in *input) CreateRenderer() fyne.WidgetRenderer {
	r := &inputRenderer{WidgetRenderer: in.Entry.CreateRenderer(), in: in}
	r.paintOutline()
	return r
}

// inputRenderer is that of Fyne's entry, with the kit's outline and underlines.
type inputRenderer struct {
	fyne.WidgetRenderer
	in    *input
	waves []*wave
}

// Objects is called by Fyne.
func (r *inputRenderer) Objects() []fyne.CanvasObject {
	all := r.WidgetRenderer.Objects()
	if len(r.waves) == 0 {
		return all
	}
	all = slices.Clone(all)
	for _, w := range r.waves {
		all = append(all, w.Raster)
	}
	return all
}

// Layout is called by Fyne.
func (r *inputRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.underline()
}

// Refresh is called by Fyne.
func (r *inputRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.paintOutline()
	r.underline()
}

// paintOutline makes the outline red when something must be corrected. It also
// fills it: Fyne 2.8.1 leaves it transparent, and OpenGL then mixes its edge with
// black.
func (r *inputRenderer) paintOutline() {
	for _, o := range r.Objects() {
		if box, ok := o.(*canvas.Rectangle); ok && box.StrokeWidth > 0 {
			box.FillColor = ColorFor(r.in, ColorCard)
			if r.in.wrong {
				box.StrokeColor = ColorFor(r.in, ColorCoral)
			}
		}
	}
}

// TypedKey is called by Fyne.
func (in *input) TypedKey(e *fyne.KeyEvent) {
	if in.onKey != nil && in.onKey(e) {
		return
	}
	enter := !in.MultiLine && (e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter)
	if enter {
		in.Entry.TypedKey(e)
	}
	if overlayKey(in, e, enter) || enter {
		return
	}
	in.Entry.TypedKey(e)
}

// FocusGained is called by Fyne.
func (in *input) FocusGained() {
	in.Entry.FocusGained()
	if in.onGet != nil {
		in.onGet()
	}
}

// FocusLost is called by Fyne.
func (in *input) FocusLost() {
	in.Entry.FocusLost()
	if in.onEnd != nil {
		in.onEnd()
	}
}

// AcceptsTab is called by Fyne: Tab always goes to the next field.
func (in *input) AcceptsTab() bool { return false }

// Entry is an outlined text field: a label above, the field, and below it a hint,
// or in red what must be corrected, with a counter at the right.
type Entry struct {
	widget.BaseWidget
	// OnChanged receives the text at each change.
	OnChanged func(text string)
	// OnSubmitted receives the text on Enter (Shift+Enter when it has several lines).
	OnSubmitted func(text string)
	// OnFocusLost is called when the field loses the focus.
	OnFocusLost func()

	self    fyne.Widget // the field itself, or the widget that embeds it
	label   *Text
	in      *input
	below   *Text
	counter *Text
	hint    string
	problem string
	fill    bool
}

// NewEntry returns a field of one line; the label may be empty.
func NewEntry(label string) *Entry { return newEntry(label, false) }

// NewTextArea returns a field of several lines that fills the room it is given.
func NewTextArea(label string) *Entry { return newEntry(label, true) }

// NewPasswordEntry returns a field that hides what is typed, with a button that
// reveals it.
func NewPasswordEntry(label string) *Entry {
	e := newEntry(label, false)
	e.in.Password = true
	return e
}

// NewSearchEntry returns a field of one line with a magnifying glass.
func NewSearchEntry(placeholder string) *Entry {
	e := newEntry("", false)
	e.in.Icon = IconResource(icons.Search)
	e.SetPlaceholder(placeholder)
	return e
}

func newEntry(label string, multi bool) *Entry {
	e := &Entry{}
	e.init(e, label, multi)
	return e
}

// init makes the parts of the field; self is the widget that embeds it.
func (e *Entry) init(self fyne.Widget, label string, multi bool) {
	e.self, e.fill = self, multi
	e.label, e.in = NewText(label, StyleSecondary), newInput(multi)
	e.below, e.counter = NewText("", StyleCaption).Wrapped(), Caption("")
	e.ExtendBaseWidget(self)
	e.counter.Aligned(fyne.TextAlignTrailing)
	e.in.OnChanged = func(text string) {
		if e.OnChanged != nil {
			e.OnChanged(text)
		}
	}
	e.in.OnSubmitted = func(text string) {
		if e.OnSubmitted != nil {
			e.OnSubmitted(text)
		}
	}
	e.in.onGet = func() { reveal(e.self) }
	e.in.onEnd = func() {
		if e.OnFocusLost != nil {
			e.OnFocusLost()
		}
	}
}

// Input returns Fyne's own entry, for what the kit does not cover: the cursor,
// the selection, shortcuts.
func (e *Entry) Input() *widget.Entry { return &e.in.Entry }

// Focusable returns what takes the focus of the canvas.
func (e *Entry) Focusable() fyne.Focusable { return e.in }

// OnKey lets a handler see the keys first; it returns true to keep a key for itself.
func (e *Entry) OnKey(handler func(*fyne.KeyEvent) bool) { e.in.onKey = handler }

// Focus gives the field the focus when it is on a canvas.
func (e *Entry) Focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(e.self); c != nil {
		c.Focus(e.in)
	}
}

// Text returns the text typed.
func (e *Entry) Text() string { return e.in.Text }

// SetText changes the text.
func (e *Entry) SetText(text string) { e.in.SetText(text) }

// Insert puts text where the cursor is, in place of what is selected, as a paste
// does: the owner's Undo takes it back, which SetText does not allow, and the
// clipboard of the system is not touched. A field of one line takes a space for
// each line break. OnChanged is called; the focus stays where it is.
func (e *Entry) Insert(text string) {
	if text == "" || e.in.Disabled() {
		return
	}
	e.in.TypedShortcut(&fyne.ShortcutPaste{Clipboard: ownClipboard(text)})
}

// ownClipboard is a clipboard that holds one text, for one paste.
type ownClipboard string

// Content is called by Fyne.
func (c ownClipboard) Content() string { return string(c) }

// SetContent is called by Fyne.
func (ownClipboard) SetContent(string) {}

// SetPlaceholder changes what is shown while the field is empty.
func (e *Entry) SetPlaceholder(text string) { e.in.SetPlaceHolder(text) }

// WithPlaceholder sets the placeholder, and returns the field.
func (e *Entry) WithPlaceholder(text string) *Entry {
	e.SetPlaceholder(text)
	return e
}

// WithHint sets the hint, and returns the field.
func (e *Entry) WithHint(hint string) *Entry {
	e.hint = hint
	e.sync()
	return e
}

// SetError shows in red what must be corrected; "" shows the hint again.
func (e *Entry) SetError(problem string) {
	e.problem = problem
	e.Refresh()
}

// Error returns what must be corrected, "" for nothing.
func (e *Entry) Error() string { return e.problem }

// SetCounter shows a count at the right below the field; "" hides it.
func (e *Entry) SetCounter(text string, tone Tone) {
	color := ColorMuted
	if tone != ToneNeutral {
		color = tone.Text()
	}
	e.counter.block.color = color
	e.counter.SetText(text)
	e.Refresh()
}

// SetAction puts a small object at the right inside the field, such as a button.
func (e *Entry) SetAction(o fyne.CanvasObject) {
	e.in.ActionItem = o
	e.in.Refresh()
}

// SetRows asks for room for a number of lines.
func (e *Entry) SetRows(rows int) {
	e.in.rows = rows
	e.in.SetMinRowsVisible(rows)
}

// Enable lets the field be changed.
func (e *Entry) Enable() { e.in.Enable() }

// Disable stops the field from being changed.
func (e *Entry) Disable() { e.in.Disable() }

func (e *Entry) sync() {
	text, color := e.hint, ColorMuted
	if e.problem != "" {
		text, color = e.problem, ColorCoralText
	}
	e.below.block.text, e.below.block.color = text, color
	if wrong := e.problem != ""; wrong != e.in.wrong {
		e.in.wrong = wrong
		e.in.Refresh()
	}
	setVisible(e.label, e.label.Text() != "")
	setVisible(e.below, text != "")
	setVisible(e.counter, e.counter.Text() != "")
}

// parts gives the heights of the label and of the line below.
func (e *Entry) parts(width float32) (above, under float32) {
	e.sync()
	if e.label.Visible() {
		above = e.label.MinSize().Height + 5
	}
	room := width
	if e.counter.Visible() {
		room -= e.counter.NaturalWidth() + Gap
		under = e.counter.MinSize().Height + TightGap
	}
	if e.below.Visible() {
		under = max(under, e.below.HeightForWidth(room)+TightGap)
	}
	return above, under
}

func (e *Entry) inputHeight() float32 {
	h := e.in.MinSize().Height
	if e.fill && e.in.rows == 0 {
		return max(h, 3*e.label.block.lineHeight())
	}
	return max(h, controlHeight)
}

// HeightForWidth returns the height needed at a width.
func (e *Entry) HeightForWidth(width float32) float32 {
	above, under := e.parts(width)
	return above + e.inputHeight() + under
}

// CreateRenderer is called by Fyne.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	layout := func(s fyne.Size) {
		above, under := e.parts(s.Width)
		place(e.label, 0, 0, s.Width, above-5)
		h := max(s.Height-above-under, 0)
		if !e.fill {
			h = min(h, e.inputHeight())
		}
		place(e.in, 0, above, s.Width, h)
		y := above + h + TightGap
		count := float32(0)
		if e.counter.Visible() {
			count = e.counter.NaturalWidth()
			place(e.counter, s.Width-count, y, count, e.counter.MinSize().Height)
			count += Gap
		}
		place(e.below, 0, y, s.Width-count, under-TightGap)
	}
	return &Renderer{
		List:    fixed(e.label, e.in, e.below, e.counter),
		Arrange: layout,
		Least: func() fyne.Size {
			w := max(e.Size().Width, 120)
			return fyne.NewSize(120, e.HeightForWidth(w))
		},
		Redraw: func() {
			e.sync()
			e.label.Refresh()
			e.below.Refresh()
			e.counter.Refresh()
			layout(e.Size())
			canvas.Refresh(e.self)
		},
	}
}

// InlineError is a red line that says what must be corrected, with its sign. It
// is hidden while it has nothing to say.
type InlineError struct {
	box
	text *Text
}

// NewInlineError returns a hidden line.
func NewInlineError() *InlineError {
	text := NewText("", StyleSecondary).Wrapped().Colored(ColorCoralText)
	e := &InlineError{text: text}
	e.fill(e, container.New(&hstack{gap: 8, top: true}, NewIcon(icons.Alert, 16, ColorCoralText), Grow(text)))
	e.Hide()
	return e
}

// Set shows a sentence, or hides the line when it is empty.
func (e *InlineError) Set(sentence string) {
	e.text.SetText(sentence)
	setVisible(e, sentence != "")
	e.Refresh()
}

// Text returns the sentence shown.
func (e *InlineError) Text() string { return e.text.Text() }
