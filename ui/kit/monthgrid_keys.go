package kit

import (
	"slices"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// FocusGained is called by Fyne.
func (g *MonthGrid) FocusGained() { g.focused = true; g.Refresh() }

// FocusLost is called by Fyne.
func (g *MonthGrid) FocusLost() {
	g.focused, g.carried, g.target = false, "", -1
	g.Refresh()
}

// TypedRune is called by Fyne: N asks for something new, M picks a chip up.
func (g *MonthGrid) TypedRune(r rune) {
	switch unicode.ToLower(r) {
	case 'n':
		g.ask(g.day)
	case 'm':
		g.pickUp()
	}
}

// pickUp has the keyboard carry the selected chip.
func (g *MonthGrid) pickUp() {
	chips := g.chips()
	switch {
	case g.carried != "" || g.chip < 0 || g.chip >= len(chips):
	case chips[g.chip].Fixed:
		g.refuse(chips[g.chip].ID)
	default:
		g.carried, g.target = chips[g.chip].ID, g.day
		g.Refresh()
	}
}

// TypedShortcut is called by Fyne: Alt with an arrow moves the selected chip.
func (g *MonthGrid) TypedShortcut(s fyne.Shortcut) {
	custom, ok := s.(*desktop.CustomShortcut)
	if !ok || custom.Modifier != fyne.KeyModifierAlt || arrow(custom.KeyName) == 0 || g.carried != "" {
		return
	}
	chips := g.chips()
	if g.chip < 0 || g.chip >= len(chips) {
		return
	}
	chip := chips[g.chip]
	if chip.Fixed {
		g.refuse(chip.ID)
		return
	}
	g.follow = chip.ID
	to := g.day + arrow(custom.KeyName)
	if to >= 0 && to < len(g.days) {
		g.shift(to)
		g.move(chip.ID, to)
		return
	}
	day := g.days[g.day].Date.AddDays(arrow(custom.KeyName))
	if g.OnMove != nil {
		g.OnMove(chip.ID, day)
	}
	if g.OnBeyond != nil {
		g.OnBeyond(day)
	}
}

// shift shows the selected chip on another day, before what was asked is done: the
// next key finds it there.
func (g *MonthGrid) shift(to int) {
	from, at := g.day, g.chip
	chip := g.days[from].Chips[at]
	g.days = slices.Clone(g.days)
	g.days[from].Chips = slices.Delete(slices.Clone(g.days[from].Chips), at, at+1)
	chips := slices.Clone(g.days[to].Chips)
	i := slices.IndexFunc(chips, func(c GridChip) bool { return c.Time > chip.Time })
	if i < 0 {
		i = len(chips)
	}
	g.days[to].Chips = slices.Insert(chips, i, chip)
	g.day, g.chip = to, i
	g.Refresh()
}

// AcceptsTab is called by Fyne: Tab goes through the chips of the day before it
// leaves the grid.
func (g *MonthGrid) AcceptsTab() bool {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0 {
		return false
	}
	return g.carried == "" && g.chip+1 < len(g.chips())
}

// TypedKey is called by Fyne.
func (g *MonthGrid) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		g.escape(e)
		return
	}
	if len(g.days) == 0 {
		return
	}
	switch {
	case g.carried != "":
		g.carryKey(e.Name)
	case g.chip >= 0:
		g.chipKey(e.Name)
	default:
		g.dayKey(e.Name)
	}
}

func (g *MonthGrid) escape(e *fyne.KeyEvent) {
	switch {
	case g.drag != nil || g.carried != "":
		g.CancelDrag()
	case g.chip >= 0:
		g.chip = -1
		g.Refresh()
	default:
		overlayKey(g, e, false)
	}
}

// arrow returns how many days an arrow moves.
func arrow(key fyne.KeyName) int {
	switch key {
	case fyne.KeyLeft:
		return -1
	case fyne.KeyRight:
		return 1
	case fyne.KeyUp:
		return -7
	case fyne.KeyDown:
		return 7
	}
	return 0
}

func (g *MonthGrid) dayKey(key fyne.KeyName) {
	switch {
	case arrow(key) != 0:
		g.moveDay(arrow(key))
	case key == fyne.KeyTab, isActivation(key):
		if len(g.chips()) == 0 {
			if key != fyne.KeyTab {
				g.ask(g.day)
			}
			return
		}
		g.chip = 0
		g.Refresh()
	}
}

func (g *MonthGrid) moveDay(by int) {
	to := g.day + by
	if to < 0 || to >= len(g.days) {
		if g.OnBeyond != nil {
			g.OnBeyond(g.days[g.day].Date.AddDays(by))
		}
		return
	}
	g.day, g.chip = to, -1
	g.selected()
}

func (g *MonthGrid) chipKey(key fyne.KeyName) {
	chips := g.chips()
	switch key {
	case fyne.KeyUp:
		g.chip--
	case fyne.KeyDown, fyne.KeyTab:
		g.chip = min(g.chip+1, len(chips)-1)
	case fyne.KeyLeft, fyne.KeyRight:
		g.moveDay(arrow(key))
		return
	case fyne.KeyReturn, fyne.KeyEnter:
		g.open(chips[g.chip].ID)
		return
	case fyne.KeySpace:
		g.mark(chips[g.chip].ID)
		return
	case fyne.KeyDelete:
		if g.OnRemove != nil {
			g.OnRemove(chips[g.chip].ID)
		}
		return
	}
	g.Refresh()
}

func (g *MonthGrid) carryKey(key fyne.KeyName) {
	switch {
	case arrow(key) != 0:
		if to := g.target + arrow(key); to >= 0 && to < len(g.days) {
			g.target = to
		}
	case isActivation(key):
		id, to := g.carried, g.target
		from := g.day
		g.carried, g.target = "", -1
		if to != from {
			g.day, g.chip = to, -1
			g.move(id, to)
		}
	}
	g.Refresh()
}
