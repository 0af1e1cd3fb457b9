package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// gridChipView is the drawing of one chip.
type gridChipView struct {
	back, bar *canvas.Rectangle
	badges    []*badge
	sign      *canvas.Text
	time      *textBlock
	title     *textBlock
}

func newGridChipView(g *MonthGrid) *gridChipView {
	c := &gridChipView{
		back: rounded(5), bar: rounded(0), sign: canvas.NewText("", color.Transparent),
		time: newTextBlock(g, styleChipStrong), title: newTextBlock(g, styleChip),
	}
	c.sign.Alignment = fyne.TextAlignCenter
	c.bar.TopLeftCornerRadius, c.bar.BottomLeftCornerRadius = 4, 4
	c.title.color = ColorInk
	return c
}

// chipLine is the outline of a chip: where the keyboard is, and what is marked,
// which stay apart when they are the same.
func chipLine(selected, marked bool) (fyne.ThemeColorName, float32) {
	switch {
	case selected && marked:
		return ColorInk, focusWidth
	case selected:
		return ColorPrimary, focusWidth
	case marked:
		return ColorPrimary, 1.5
	}
	return ColorNone, 0
}

func (c *gridChipView) draw(g *MonthGrid, chip GridChip, x, y, w, h float32, selected, faded bool) {
	setVisible(c.back, true)
	setVisible(c.bar, true)
	place(c.back, x, y, w, h)
	line, width := chipLine(selected, chip.Chosen)
	paintBox(c.back, g, PillarSoftColor(chip.Pillar), line, width)
	place(c.bar, x, y, gridBar, h)
	c.bar.FillColor = ColorFor(g, PillarColor(chip.Pillar))
	ink := ColorInk
	if faded {
		ink = ColorMuted
		c.back.FillColor = ColorFor(g, ColorTrack)
	}
	left := x + gridBar + 4
	right := x + w - 3
	left = c.drawBadges(g, chip, left, y, right-left, h)
	alert := chip.Tone == ToneDanger || chip.Tone == ToneAttention
	setVisible(c.sign, alert)
	if alert {
		SetLine(c.sign, "!", SizeFor(g, SizeCaption), true)
		c.sign.Color = ColorFor(g, chip.Tone.Text())
		right -= 8
		place(c.sign, right, y, 8, h)
	}
	c.time.text, c.time.color = chip.Time, ink
	tw := min(c.time.natural().Width, max(right-left, 0))
	c.time.layout(left, y, tw, h)
	if tw > 0 {
		left += tw + 3
	}
	c.title.text, c.title.color = chip.Title, ink
	if right-left < 10 {
		c.title.text = ""
	}
	c.title.layout(left, y, max(right-left, 0), h)
}

// drawBadges draws the signs of the networks, as many as leave room for the time,
// and returns where they end.
func (c *gridChipView) drawBadges(g *MonthGrid, chip GridChip, x, y, room, h float32) float32 {
	most := min(len(chip.Networks), gridMostSigns)
	for most > 1 && float32(most)*(gridBadge+2)+50 > room {
		most--
	}
	for len(c.badges) < most {
		c.badges = append(c.badges, newBadge())
	}
	for i, b := range c.badges {
		b.show(i < most)
		if i < most {
			b.layout(x, y+(h-gridBadge)/2, gridBadge)
			b.paint(g, chip.Networks[i], gridBadge)
			x += gridBadge + 2
		}
	}
	if most > 0 {
		x += 2
	}
	return x
}

func (c *gridChipView) hide() {
	setVisible(c.back, false)
	setVisible(c.bar, false)
	setVisible(c.sign, false)
	for _, b := range c.badges {
		b.show(false)
	}
	for _, t := range []*textBlock{c.time, c.title} {
		t.text = ""
		t.layout(0, 0, 0, 0)
	}
}

func (c *gridChipView) objects(list []fyne.CanvasObject) []fyne.CanvasObject {
	list = append(list, c.back, c.bar)
	for _, b := range c.badges {
		list = append(list, b.box, b.text)
	}
	return c.title.objects(c.time.objects(append(list, c.sign)))
}
