package chart

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"parvis/ui/kit"
)

var sampleInk = color.NRGBA{R: 0x1F, G: 0x6F, B: 0x66, A: 0xFF}

func open(t *testing.T, o fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	w := test.NewTempWindow(t, o)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

func move(o desktop.Hoverable, x float32) {
	o.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 50)}})
}

// said returns what the card over the chart says, "" when there is none.
func said(c *hintCard) string {
	if !c.box.Visible() {
		return ""
	}
	all := ""
	for _, t := range c.texts.list[:c.texts.used] {
		all += t.Text + "|"
	}
	return all
}

func TestLineChartHover(t *testing.T) {
	c := NewLineChart(sampleLine())
	open(t, c, 600, 300)
	move(c, c.xs[11]+3)
	if got := said(c.card); c.Hovered() != 11 || got != "oct. 2026|2228 abonnés +68|" {
		t.Errorf("label %d says %q", c.Hovered(), got)
	}
	end := c.card.box.Position().X + c.card.box.Size().Width
	if move(c, c.xs[12]); end > 600 || c.card.box.Position().X+c.card.box.Size().Width > 600 {
		t.Error("the card goes beyond the chart")
	}
	c.MouseOut()
	if c.Hovered() != -1 || said(c.card) != "" {
		t.Error("the card stayed")
	}
}

func TestLineChartKeyboard(t *testing.T) {
	c := NewLineChart(sampleLine())
	w := open(t, c, 600, 300)
	w.Canvas().Focus(c)
	if c.Hovered() != 12 || c.ring.StrokeWidth == 0 {
		t.Errorf("the focus shows label %d", c.Hovered())
	}
	for _, step := range []struct {
		key  fyne.KeyName
		want int
	}{{fyne.KeyRight, 12}, {fyne.KeyLeft, 11}, {fyne.KeyHome, 0}, {fyne.KeyLeft, 0}, {fyne.KeyRight, 1}, {fyne.KeyEnd, 12}} {
		c.TypedKey(&fyne.KeyEvent{Name: step.key})
		if c.Hovered() != step.want {
			t.Errorf("%s shows label %d, want %d", step.key, c.Hovered(), step.want)
		}
	}
	w.Canvas().Unfocus()
	if c.Hovered() != -1 || c.ring.StrokeWidth != 0 {
		t.Error("the focus left something")
	}
}

// TestLineChartGap holds that nothing is drawn where a value is missing.
func TestLineChartGap(t *testing.T) {
	c := NewLineChart(LineData{
		Labels: []string{"a", "b", "c", "d", "e"},
		Series: []Series{{Values: []float64{1, 1, Missing(), 1, 1}, Color: kit.ColorInk}},
	})
	open(t, c, 400, 200)
	p := newPen(400, 200)
	c.paintLines(p, 1)
	y := int(c.scale.At(1))
	drawn := func(x float32) bool {
		_, _, _, a := p.img.At(int(x), y).RGBA()
		return a > 0x4000
	}
	if !drawn((c.xs[0]+c.xs[1])/2) || !drawn((c.xs[3]+c.xs[4])/2) {
		t.Error("known values are not joined")
	}
	if drawn((c.xs[1]+c.xs[2])/2) || drawn(c.xs[2]) {
		t.Error("a line is drawn over a missing value")
	}
}

func TestLineChartCoversItsTarget(t *testing.T) {
	data := sampleLine()
	data.Target = 5000
	c := NewLineChart(data)
	open(t, c, 600, 300)
	if y := c.scale.At(5000); y < 0 || y > 300 {
		t.Errorf("the target is at %v, outside", y)
	}
}

func TestChartsOfNothing(t *testing.T) {
	line, bars, spark := NewLineChart(LineData{}), NewBarChart(BarData{}), NewSparkline([]float64{Missing()}, kit.ColorInk)
	w := open(t, kit.VStack(0, kit.Grow(line), kit.Grow(bars), spark), 300, 400)
	w.Canvas().Capture()
	for _, c := range []fyne.Focusable{line, bars} {
		c.FocusGained()
		c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
		c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		c.FocusLost()
	}
	move(line, 20)
	move(bars, 20)
	short := sampleLine()
	short.Series[0].Values = short.Series[0].Values[:3]
	line.SetData(short)
	move(line, 280)
	w.Canvas().Capture()
}

func TestBarChart(t *testing.T) {
	c := NewBarChart(BarData{
		Labels: []string{"S40", "S41", "S42"},
		Series: []Series{{Values: []float64{3, Missing(), -4}, Color: kit.ColorPrimary}, {Values: []float64{6, 2, 1}, Color: kit.ColorAmber}},
		Hint:   func(g int) Hint { return Hint{Title: []string{"S40", "S41", "S42"}[g]} },
	})
	w := open(t, c, 300, 200)
	ink := kit.ColorFor(c, kit.ColorPrimary)
	heights := []float32{}
	for _, b := range c.boxes.list[:c.boxes.used] {
		if b.FillColor == ink {
			heights = append(heights, b.Size().Height)
		}
	}
	if len(heights) != 2 || heights[0] <= 0 || heights[1] != 0 {
		t.Errorf("a missing value has no bar and a negative one no height: %v", heights)
	}
	move(c, 150)
	if c.Hovered() != 1 || said(c.card) != "S41|" {
		t.Errorf("group %d says %q", c.Hovered(), said(c.card))
	}
	w.Canvas().Focus(c)
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	if c.Hovered() != 1 {
		t.Errorf("the left arrow went to %d", c.Hovered())
	}
}

func TestSparkCells(t *testing.T) {
	cells := SparkCells{Values: func(row int) ([]float64, fyne.ThemeColorName) { return []float64{float64(row), 2}, kit.ColorPrimary }}
	table := kit.NewDataTable(kit.TableColumn{Title: "Tendance", Weight: 1, Drawer: cells})
	w := open(t, table, 200, 200)
	table.SetRows(3, func(int, int) kit.Cell { return kit.Cell{} })
	w.Canvas().Capture()
	o := cells.New()
	cells.Set(o, 7)
	if got := o.(*Sparkline).values[0]; got != 7 {
		t.Errorf("the curve begins at %v", got)
	}
}
