package kit

import (
	"image"
	"image/color"
	"image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// weekBlockView is the drawing of one block: its networks, hour and state above,
// its title under them.
type weekBlockView struct {
	back, bar *canvas.Rectangle
	badges    []*badge
	mark      *iconImage
	sign      *canvas.Text
	time      *textBlock
	title     *textBlock
}

func newWeekBlockView(of fyne.CanvasObject) *weekBlockView {
	v := &weekBlockView{
		back: rounded(5), bar: rounded(0), mark: newIconImage(), sign: canvas.NewText("", color.Transparent),
		time: newTextBlock(of, styleChipStrong), title: newTextBlock(of, styleChip),
	}
	v.sign.Alignment = fyne.TextAlignCenter
	v.bar.TopLeftCornerRadius, v.bar.BottomLeftCornerRadius = 4, 4
	v.title.color = ColorInk
	return v
}

const weekMark float32 = 12

func (v *weekBlockView) draw(of *weekBody, b WeekBlock, s weekSpot, selected, faded bool) {
	setVisible(v.back, true)
	setVisible(v.bar, true)
	place(v.back, s.x, s.y+0.5, s.w, s.h)
	line, width := chipLine(selected, b.Chosen)
	if line == ColorNone {
		line, width = ColorCard, lineWidth
	}
	paintBox(v.back, of, PillarSoftColor(b.Pillar), line, width)
	place(v.bar, s.x, s.y+0.5, gridBar, s.h)
	v.bar.FillColor = ColorFor(of, PillarColor(b.Pillar))
	ink := ColorInk
	if faded {
		ink = ColorMuted
		v.back.FillColor = ColorFor(of, ColorTrack)
	}
	lh := v.title.lineHeight()
	left, right := s.x+gridBar+4, s.x+s.w-3
	top := s.y + 3
	v.time.text, v.time.color = b.At.String(), ink
	need := v.time.natural().Width
	right = v.drawState(of, b, right, top, lh, right-left-need)
	left = v.drawBadges(of, b.Networks, left, top, right-left-need, lh)
	v.time.layout(left, top, max(min(need, right-left), 0), lh)
	v.title.text, v.title.color = b.Title, ink
	v.title.layout(s.x+gridBar+4, top+lh+1, max(s.x+s.w-3-(s.x+gridBar+4), 0), lh)
}

// drawState draws at the right what became of the block, when there is room, and
// returns where it begins.
func (v *weekBlockView) drawState(of *weekBody, b WeekBlock, right, y, h, room float32) float32 {
	alert := b.Tone == ToneDanger || b.Tone == ToneAttention
	setVisible(v.sign, alert)
	name := b.Mark
	switch {
	case alert:
		name = ""
		SetLine(v.sign, "!", SizeFor(of, SizeCaption), true)
		v.sign.Color = ColorFor(of, b.Tone.Text())
		place(v.sign, right-8, y, 8, h)
		right -= 9
	case name != "" && room >= weekMark+2:
		place(v.mark, right-weekMark, y+(h-weekMark)/2, weekMark, weekMark)
		right -= weekMark + 1
	default:
		name = ""
	}
	tone := ColorMuted
	if b.Tone == ToneGood {
		tone = ColorGreenText
	}
	v.mark.paint(of, name, tone)
	return right
}

// drawBadges draws the signs of the networks for which there is room, and returns
// where they end.
func (v *weekBlockView) drawBadges(of *weekBody, networks []string, x, y, room, h float32) float32 {
	most := min(len(networks), gridMostSigns, max(int(room/(gridBadge+2)), 0))
	for len(v.badges) < most {
		v.badges = append(v.badges, newBadge())
	}
	for i, b := range v.badges {
		b.show(i < most)
		if i < most {
			b.layout(x, y+(h-gridBadge)/2, gridBadge)
			b.paint(of, networks[i], gridBadge)
			x += gridBadge + 2
		}
	}
	if most > 0 {
		x += 2
	}
	return x
}

func (v *weekBlockView) hide() {
	setVisible(v.back, false)
	setVisible(v.bar, false)
	setVisible(v.sign, false)
	setVisible(v.mark, false)
	for _, b := range v.badges {
		b.show(false)
	}
	for _, t := range []*textBlock{v.time, v.title} {
		t.text = ""
		t.layout(0, 0, 0, 0)
	}
}

func (v *weekBlockView) objects(list []fyne.CanvasObject) []fyne.CanvasObject {
	list = append(list, v.back, v.bar)
	for _, b := range v.badges {
		list = append(list, b.box, b.text)
	}
	return v.title.objects(v.time.objects(append(list, v.sign, v.mark.Image)))
}

// weekSlotView is the drawing of a slot that is free: a light dashed box.
type weekSlotView struct {
	box   *canvas.Raster
	ink   color.Color
	fill  color.Color
	block *textBlock
	under *textBlock
}

func newWeekSlotView(of fyne.CanvasObject) *weekSlotView {
	v := &weekSlotView{block: newTextBlock(of, styleChip), under: newTextBlock(of, styleChip), ink: color.Transparent, fill: color.Transparent}
	v.box = canvas.NewRaster(func(w, h int) image.Image { return dashedBox(w, h, v.fill, v.ink) })
	return v
}

func (v *weekSlotView) draw(of *weekBody, slot WeekSlot, s weekSpot) {
	setVisible(v.box, true)
	ink := ColorMuted
	if slot.Pillar > 0 {
		ink = PillarColor(slot.Pillar)
	}
	v.ink, v.fill = ColorFor(of, ink), ColorFor(of, ColorCard)
	place(v.box, s.x, s.y, s.w, s.h)
	lh := v.block.lineHeight()
	v.block.text, v.block.color = slot.At.String(), ColorMuted
	v.block.layout(s.x+7, s.y+3, s.w-10, lh)
	v.under.text, v.under.color = slot.Label, ColorMuted
	v.under.layout(s.x+7, s.y+4+lh, s.w-10, lh)
}

func (v *weekSlotView) hide() {
	setVisible(v.box, false)
	for _, t := range []*textBlock{v.block, v.under} {
		t.text = ""
		t.layout(0, 0, 0, 0)
	}
}

func (v *weekSlotView) objects(list []fyne.CanvasObject) []fyne.CanvasObject {
	return v.under.objects(v.block.objects(append(list, v.box)))
}

// dashedBox draws a box with a dashed outline and cut corners, in pixels.
func dashedBox(w, h int, fill, ink color.Color) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	const dash, hole, corner = 4, 3, 3
	draw.Draw(img, img.Bounds().Inset(1), image.NewUniform(fill), image.Point{}, draw.Src)
	put := func(along, x, y int) {
		if along%(dash+hole) < dash {
			img.Set(x, y, ink)
		}
	}
	for x := corner; x < w-corner; x++ {
		put(x, x, 0)
		put(x, x, h-1)
	}
	for y := corner; y < h-corner; y++ {
		put(y, 0, y)
		put(y, w-1, y)
	}
	return img
}

// weekMoreView says how many blocks have no room.
type weekMoreView struct {
	back *canvas.Rectangle
	text *textBlock
}

func newWeekMoreView(of fyne.CanvasObject) *weekMoreView {
	v := &weekMoreView{back: rounded(5), text: newTextBlock(of, styleChipStrong)}
	v.text.align = fyne.TextAlignCenter
	return v
}

func (v *weekMoreView) draw(of *weekBody, text string, s weekSpot) {
	setVisible(v.back, true)
	place(v.back, s.x, s.y+0.5, s.w, s.h)
	paintBox(v.back, of, ColorBackground, ColorLine, lineWidth)
	v.text.text, v.text.color = text, ColorMuted
	v.text.layout(s.x, s.y, s.w, s.h)
}

func (v *weekMoreView) hide() {
	setVisible(v.back, false)
	v.text.text = ""
	v.text.layout(0, 0, 0, 0)
}

func (v *weekMoreView) objects(list []fyne.CanvasObject) []fyne.CanvasObject {
	return v.text.objects(append(list, v.back))
}
