package kit

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"parvis/app"
)

// FocusGained is called by Fyne.
func (b *weekBody) FocusGained() {
	b.focused = true
	b.grid.reveal()
	b.redraw()
}

// FocusLost is called by Fyne.
func (b *weekBody) FocusLost() {
	b.focused = false
	b.redraw()
}

// AcceptsTab is called by Fyne: Tab goes through the blocks of the day before it
// leaves the grid.
func (b *weekBody) AcceptsTab() bool {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0 {
		return false
	}
	_, ok := b.grid.nextBlock(1)
	return ok
}

// TypedRune is called by Fyne: N begins something new.
func (b *weekBody) TypedRune(r rune) {
	if unicode.ToLower(r) == 'n' {
		b.grid.ask()
	}
}

// TypedShortcut is called by Fyne: Alt with an arrow moves the block.
func (b *weekBody) TypedShortcut(s fyne.Shortcut) {
	custom, ok := s.(*desktop.CustomShortcut)
	if !ok || custom.Modifier != fyne.KeyModifierAlt {
		return
	}
	switch custom.KeyName {
	case fyne.KeyLeft:
		b.grid.nudge(-1, 0)
	case fyne.KeyRight:
		b.grid.nudge(1, 0)
	case fyne.KeyUp:
		b.grid.nudge(0, -snap)
	case fyne.KeyDown:
		b.grid.nudge(0, snap)
	}
}

// nudge moves the selected block by days and minutes; beyond the week it goes to
// the week beside.
func (g *WeekGrid) nudge(days, minutes int) {
	i, b, ok := g.find(g.block)
	if !ok {
		return
	}
	if b.Fixed {
		if g.OnFixed != nil {
			g.OnFixed(b.ID)
		}
		return
	}
	minute := b.At.Minutes()
	if minutes != 0 {
		// To the next quarter in that direction.
		minute = max(min((minute+minutes)/snap*snap, dayMinutes-snap), 0)
		if minutes < 0 && b.At.Minutes()%snap != 0 {
			minute = b.At.Minutes() / snap * snap
		}
	}
	if to := i + days; to >= 0 && to < len(g.days) {
		g.put(b.ID, to, minute)
		g.reveal()
		return
	}
	g.follow = b.ID
	at := app.Civil{Date: g.days[i].Date.AddDays(days), Time: timeOf(minute)}
	if g.OnMove != nil {
		g.OnMove(b.ID, at)
	}
	if g.OnBeyond != nil {
		g.OnBeyond(at)
	}
}

// TypedKey is called by Fyne.
func (b *weekBody) TypedKey(e *fyne.KeyEvent) {
	g := b.grid
	if e.Name == fyne.KeyEscape && g.drag != nil {
		g.CancelDrag()
		return
	}
	if len(g.days) == 0 {
		overlayKey(b, e, false)
		return
	}
	switch e.Name {
	case fyne.KeyLeft:
		g.toDay(-1)
	case fyne.KeyRight:
		g.toDay(1)
	case fyne.KeyUp:
		g.step(-1)
	case fyne.KeyDown:
		g.step(1)
	case fyne.KeyTab:
		if at, ok := g.nextBlock(1); ok {
			g.take(g.days[g.day].Blocks[at])
		}
	case fyne.KeyPageUp:
		g.toMinute(g.minute - 60)
	case fyne.KeyPageDown:
		g.toMinute(g.minute + 60)
	case fyne.KeyHome, fyne.KeyEnd:
		g.toEnd(e.Name == fyne.KeyEnd)
	case fyne.KeyReturn, fyne.KeyEnter:
		if g.block == "" {
			g.ask()
		} else {
			g.open()
		}
		return
	case fyne.KeySpace:
		g.mark()
		return
	case fyne.KeyDelete:
		if g.block != "" && g.OnRemove != nil {
			g.OnRemove(g.block)
		}
		return
	default:
		overlayKey(b, e, false)
		return
	}
	g.reveal()
	g.selected()
}

// toDay selects the day beside, and there the block nearest in time.
func (g *WeekGrid) toDay(by int) {
	to := g.day + by
	if to < 0 || to >= len(g.days) {
		if g.OnBeyond != nil {
			g.OnBeyond(app.Civil{Date: g.days[g.day].Date.AddDays(by), Time: timeOf(g.minute)})
		}
		return
	}
	g.day, g.block = to, ""
	best, far := -1, dayMinutes
	for i, b := range g.days[to].Blocks {
		if d := apart(b.At.Minutes(), g.minute); d < far {
			best, far = i, d
		}
	}
	if best >= 0 {
		g.take(g.days[to].Blocks[best])
	}
}

func apart(a, b int) int { return max(a-b, b-a) }

// nextBlock returns the block of the day before or after what is selected.
func (g *WeekGrid) nextBlock(by int) (int, bool) {
	if g.day >= len(g.days) {
		return 0, false
	}
	blocks := g.days[g.day].Blocks
	for i, b := range blocks {
		if b.ID == g.block && g.block != "" {
			return i + by, i+by >= 0 && i+by < len(blocks)
		}
	}
	if by > 0 {
		for i, b := range blocks {
			if b.At.Minutes() >= g.minute {
				return i, true
			}
		}
		return 0, false
	}
	for i := len(blocks) - 1; i >= 0; i-- {
		if blocks[i].At.Minutes() <= g.minute {
			return i, true
		}
	}
	return 0, false
}

// step selects the block or the slot before or after, or else the hour.
func (g *WeekGrid) step(by int) {
	at, ok := g.nextBlock(by)
	minute := -1
	for _, s := range g.days[g.day].Slots {
		m := s.At.Minutes()
		if by > 0 && m > g.minute && (minute < 0 || m < minute) || by < 0 && m < g.minute {
			minute = m
		}
	}
	switch {
	case ok && (minute < 0 || apart(g.days[g.day].Blocks[at].At.Minutes(), g.minute) <= apart(minute, g.minute)):
		g.take(g.days[g.day].Blocks[at])
	case minute >= 0:
		g.block, g.minute = "", minute
	default:
		g.toMinute(g.minute + 60*by)
	}
}

// toMinute selects a bare moment of the day.
func (g *WeekGrid) toMinute(minute int) {
	g.block, g.minute = "", max(min(minute/snap*snap, dayMinutes-snap), 0)
}

// toEnd selects the first or the last block of the day.
func (g *WeekGrid) toEnd(last bool) {
	blocks := g.days[g.day].Blocks
	switch {
	case len(blocks) == 0:
	case last:
		g.take(blocks[len(blocks)-1])
	default:
		g.take(blocks[0])
	}
}

// reveal scrolls to what is selected.
func (g *WeekGrid) reveal() {
	room := g.scroll.Size().Height
	if room <= 0 {
		return
	}
	const air = 12
	y, h, top := g.body.blockY(g.minute), g.body.blockHeight(), g.scroll.Offset.Y
	switch {
	case y-air < top:
		g.scrollTo(y - air)
	case y+h+air > top+room:
		g.scrollTo(y + h + air - room)
	}
}
