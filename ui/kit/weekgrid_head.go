package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// weekHead is the top of a WeekGrid, which stays: the days and their key dates.
type weekHead struct {
	widget.BaseWidget
	grid    *WeekGrid
	back    *canvas.Rectangle
	rule    *canvas.Rectangle
	pill    *canvas.Rectangle
	titles  []*textBlock
	keys    []*textBlock
	objects []fyne.CanvasObject
}

func newWeekHead(g *WeekGrid) *weekHead {
	h := &weekHead{grid: g, back: rounded(0), rule: rounded(0), pill: rounded(9)}
	h.back.TopLeftCornerRadius, h.back.TopRightCornerRadius = radiusCard-1, radiusCard-1
	for range 7 {
		title, key := newTextBlock(h, StyleCaptionStrong), newTextBlock(h, StyleCaption)
		h.titles, h.keys = append(h.titles, title), append(h.keys, key)
	}
	h.ExtendBaseWidget(h)
	return h
}

func (h *weekHead) height() float32 { return 2*h.titles[0].lineHeight() + 14 }

func (h *weekHead) draw() {
	g, s := h.grid, h.Size()
	place(h.back, 1, 1, s.Width-2, s.Height-1)
	h.back.FillColor = ColorFor(h, ColorSidebar)
	place(h.rule, 1, s.Height-1, s.Width-2, lineWidth)
	h.rule.FillColor = ColorFor(h, ColorLine)
	setVisible(h.pill, false)
	line := h.titles[0].lineHeight()
	for i := range h.titles {
		title, key := h.titles[i], h.keys[i]
		title.text, key.text, title.color, key.color = "", "", ColorMuted, ColorAmberText
		x, w := g.column(i, s.Width)
		if i < len(g.days) {
			d := g.days[i]
			title.text, key.text = d.Head, d.KeyDate
			if d.Today {
				h.drawPill(x, title)
			}
			if g.drag != nil && g.drag.day == i {
				title.color = ColorPrimary
				if d.Today {
					title.color = ColorOnPrimary
				}
			}
		}
		title.layout(x+weekInset+4, 4, w-2*weekInset-4, line+2)
		key.layout(x+weekInset+4, line+8, w-2*weekInset-4, line)
	}
	h.list()
}

// drawPill marks today.
func (h *weekHead) drawPill(x float32, title *textBlock) {
	size := title.natural()
	title.color = ColorOnPrimary
	setVisible(h.pill, true)
	h.pill.FillColor = ColorFor(h, ColorPrimary)
	h.pill.CornerRadius = (size.Height + 2) / 2
	place(h.pill, x+weekInset-3, 4, size.Width+14, size.Height+2)
}

func (h *weekHead) list() {
	h.objects = append(h.objects[:0], h.back, h.rule, h.pill)
	for i := range h.titles {
		h.objects = h.keys[i].objects(h.titles[i].objects(h.objects))
	}
}

// tip returns the tooltip of a day.
func (h *weekHead) tip(i int) string {
	d := h.grid.days[i]
	if d.KeyTip == "" && h.keys[i].truncated {
		return d.KeyDate
	}
	return d.KeyTip
}

// CreateRenderer is called by Fyne.
func (h *weekHead) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{
		List:    func() []fyne.CanvasObject { return h.objects },
		Arrange: func(fyne.Size) { h.draw() },
		Least:   func() fyne.Size { return fyne.NewSize(0, h.height()) },
		Redraw: func() {
			h.draw()
			canvas.Refresh(h)
		},
	}
}
