package shell

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// sidebarWidth is that of the design, in device-independent pixels.
const sidebarWidth = 208

// sidebar is the navigation on the left: the business, the rooms that work, and
// at its foot the accounts, the settings and the state of the file.
type sidebar struct {
	object fyne.CanvasObject
	name   *kit.Text
	status *kit.Text
	items  map[page.Room]*navItem
}

func newSidebar(name, status string, rooms []Room, text func(key string, args ...any) string, open func(page.Room)) *sidebar {
	s := &sidebar{
		name:   kit.Caption(name),
		status: kit.Caption(status).Lines(2),
		items:  make(map[page.Room]*navItem),
	}
	var top, foot []fyne.CanvasObject
	for _, r := range rooms {
		item := newNavItem(r.Icon, text("shell.room."+string(r.ID)), func() { open(r.ID) })
		s.items[r.ID] = item
		if r.Foot {
			foot = append(foot, item)
		} else {
			top = append(top, item)
		}
	}
	logo := canvas.NewImageFromResource(kit.Logo())
	logo.FillMode = canvas.ImageFillContain
	logo.SetMinSize(fyne.NewSquareSize(28))
	head := kit.PadSides(12, 8, 14, 8, kit.HStack(kit.Gap, logo,
		kit.Grow(kit.VStack(0, kit.NewText("Parvis", kit.StyleSection), s.name))))
	foot = append(foot, kit.PadSides(8, 8, 4, 10, s.status))
	column := kit.VStack(2, append(append([]fyne.CanvasObject{head}, top...), append([]fyne.CanvasObject{kit.Grow(kit.GrowSpace())}, foot...)...)...)
	s.object = kit.Width(sidebarWidth, container.NewStack(
		kit.NewBackground(kit.ColorSidebar),
		container.New(layout.NewCustomPaddedLayout(10, 14, 10, 11), column),
		container.NewBorder(nil, nil, nil, kit.NewVerticalSeparator()),
	))
	return s
}

// choose marks the room that is shown.
func (s *sidebar) choose(room page.Room) {
	for id, item := range s.items {
		item.setChosen(id == room)
	}
}

// navItem is one room in the sidebar.
type navItem struct {
	widget.BaseWidget
	open    func()
	chosen  bool
	hovered bool
	focused bool
	back    *canvas.Rectangle
	name    icons.Name
	icon    *kit.Icon
	text    *kit.Text
	strong  *kit.Text
}

var (
	_ fyne.Tappable     = (*navItem)(nil)
	_ fyne.Focusable    = (*navItem)(nil)
	_ desktop.Hoverable = (*navItem)(nil)
)

func newNavItem(icon icons.Name, label string, open func()) *navItem {
	n := &navItem{
		open:   open,
		back:   canvas.NewRectangle(color.Transparent),
		name:   icon,
		icon:   kit.NewIcon(icon, 18, kit.ColorInk),
		text:   kit.Body(label),
		strong: kit.Strong(label).Colored(kit.ColorPrimary),
	}
	n.strong.Hide()
	n.back.CornerRadius = 8
	n.ExtendBaseWidget(n)
	return n
}

func (n *navItem) setChosen(chosen bool) {
	if n.chosen != chosen {
		n.chosen = chosen
		n.Refresh()
	}
}

func (n *navItem) paint() {
	fill, ink := kit.ColorNone, kit.ColorInk
	switch {
	case n.chosen:
		fill, ink = kit.ColorPrimarySoft, kit.ColorPrimary
	case n.hovered:
		fill = kit.ColorHover
	}
	n.back.FillColor = kit.ColorFor(n, fill)
	n.back.StrokeWidth = 0
	if n.focused {
		n.back.StrokeWidth = 2
		n.back.StrokeColor = kit.ColorFor(n, kit.ColorPrimary)
	}
	n.back.Refresh()
	n.icon.Set(n.name, ink)
	if n.chosen {
		n.text.Hide()
		n.strong.Show()
	} else {
		n.strong.Hide()
		n.text.Show()
	}
}

// Refresh follows a change of theme or of state.
func (n *navItem) Refresh() {
	n.paint()
	n.BaseWidget.Refresh()
}

// CreateRenderer is called by Fyne.
func (n *navItem) CreateRenderer() fyne.WidgetRenderer {
	n.paint()
	row := kit.HStack(kit.Gap, n.icon, kit.Grow(container.NewStack(n.text, n.strong)))
	return widget.NewSimpleRenderer(kit.Height(34, container.NewStack(n.back, kit.PadSides(0, 10, 0, 10, row))))
}

// Tapped opens the room.
func (n *navItem) Tapped(*fyne.PointEvent) { n.open() }

// TypedKey opens the room on Return or Space.
func (n *navItem) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		n.open()
	}
}

// TypedRune is not used.
func (n *navItem) TypedRune(rune) {}

// FocusGained shows the focus.
func (n *navItem) FocusGained() { n.focused = true; n.Refresh() }

// FocusLost hides the focus.
func (n *navItem) FocusLost() { n.focused = false; n.Refresh() }

// MouseIn shows that the row can be clicked.
func (n *navItem) MouseIn(*desktop.MouseEvent) { n.hovered = true; n.Refresh() }

// MouseMoved is not used.
func (n *navItem) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends the hover.
func (n *navItem) MouseOut() { n.hovered = false; n.Refresh() }

// Cursor is a hand.
func (n *navItem) Cursor() desktop.Cursor { return desktop.PointerCursor }
