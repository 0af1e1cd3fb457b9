package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"parvis/assets/icons"
)

// Select is an outlined button that opens a list and shows the choice taken.
// With the focus: Enter, Space and the down arrow open, the up and down arrows
// move in the list, Escape closes, a letter goes to the next choice that begins
// with it.
type Select struct {
	Button
	// OnChanged receives the new choice, when a person changes it.
	OnChanged func(index int)

	options     []string
	chosen      int
	placeholder string
	prefix      string
}

// NewSelect returns a list of options with one chosen; -1 chooses none and
// shows the placeholder.
func NewSelect(options []string, chosen int, placeholder string, onChanged func(index int)) *Select {
	s := &Select{OnChanged: onChanged, options: options, chosen: chosen, placeholder: placeholder}
	s.init(s, "", "", ButtonOutlined, nil)
	s.block.align = fyne.TextAlignLeading
	s.trailing = icons.ChevronDown
	s.OnTapped = s.open
	s.show()
	return s
}

// WithPrefix writes something before the choice ("Pilier : "), and returns the list.
func (s *Select) WithPrefix(prefix string) *Select {
	s.prefix = prefix
	s.show()
	return s
}

// Compact makes the list lower and tighter, and returns it: that of Button would
// return the button within.
func (s *Select) Compact() *Select {
	s.Button.Compact()
	return s
}

// Selected returns the place of the choice, -1 for none.
func (s *Select) Selected() int { return s.chosen }

// SetSelected takes a choice without calling OnChanged.
func (s *Select) SetSelected(index int) {
	s.chosen = index
	s.show()
	s.Refresh()
}

// SetOptions replaces the options and the choice.
func (s *Select) SetOptions(options []string, chosen int) {
	s.options = options
	s.SetSelected(chosen)
}

// Options returns the options.
func (s *Select) Options() []string { return s.options }

func (s *Select) show() {
	text := s.placeholder
	if s.chosen >= 0 && s.chosen < len(s.options) {
		text = s.options[s.chosen]
	}
	s.block.text = s.prefix + text
}

func (s *Select) choose(index int) {
	if index < 0 || index >= len(s.options) || index == s.chosen {
		return
	}
	s.SetSelected(index)
	if s.OnChanged != nil {
		s.OnChanged(index)
	}
}

func (s *Select) open() {
	items := make([]*fyne.MenuItem, len(s.options))
	for i, o := range s.options {
		items[i] = fyne.NewMenuItem(o, func() { s.choose(i) })
		items[i].Checked = i == s.chosen
	}
	ShowMenu(s, items...)
}

// TypedKey is called by Fyne.
func (s *Select) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown, fyne.KeyUp:
		if !s.disabled {
			s.open()
		}
	default:
		s.Button.TypedKey(e)
	}
}

// TypedRune is called by Fyne.
func (s *Select) TypedRune(r rune) {
	if s.disabled {
		return
	}
	wanted := string(unicode.ToLower(r))
	for step := 1; step <= len(s.options); step++ {
		i := (s.chosen + step + len(s.options)) % len(s.options)
		if strings.HasPrefix(strings.ToLower(s.options[i]), wanted) {
			s.choose(i)
			return
		}
	}
}

// ShowMenu opens a menu under an object, at least as wide, and kept inside the
// window. It does nothing when the object is on no canvas.
func ShowMenu(under fyne.CanvasObject, items ...*fyne.MenuItem) {
	driver := fyne.CurrentApp().Driver()
	canv := driver.CanvasForObject(under)
	if canv == nil || len(items) == 0 {
		return
	}
	menu := widget.NewPopUpMenu(fyne.NewMenu("", items...), canv)
	pos := driver.AbsolutePositionForObject(under)
	need := menu.MinSize()
	below := pos.Y + under.Size().Height + 4
	room := canv.Size().Height - below - 8
	if need.Height > room && pos.Y > room {
		below = max(pos.Y-4-need.Height, 8)
	}
	left := min(pos.X, canv.Size().Width-max(need.Width, under.Size().Width)-8)
	menu.ShowAtPosition(fyne.NewPos(max(left, 0), below))
	menu.Resize(fyne.NewSize(max(need.Width, under.Size().Width), need.Height))
}

// NewMenuButton returns an outlined button that opens a menu; items is asked
// each time it opens. With an empty text it shows "more".
func NewMenuButton(text, tip string, items func() []*fyne.MenuItem) *Button {
	b := NewButton(text, nil)
	if text == "" {
		b.icon = icons.More
	} else {
		b.trailing = icons.ChevronDown
	}
	b.SetTip(tip)
	b.OnTapped = func() { ShowMenu(b, items()...) }
	return b
}
