package chart

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"parvis/ui/kit"
)

// Sparkline is a small curve without axis, for tiles and tables. Missing values
// are gaps. The figure beside it says the value.
type Sparkline struct {
	widget.BaseWidget
	values []float64
	color  fyne.ThemeColorName
	raster *canvas.Raster
}

// NewSparkline returns a curve in a colour.
func NewSparkline(values []float64, color fyne.ThemeColorName) *Sparkline {
	s := &Sparkline{values: values, color: color}
	s.ExtendBaseWidget(s)
	s.raster = lineRaster(s.paint)
	return s
}

// Set changes the values and the colour.
func (s *Sparkline) Set(values []float64, color fyne.ThemeColorName) {
	s.values, s.color = values, color
	s.Refresh()
}

func (s *Sparkline) paint(p *pen, f float32) {
	low, high, ok := Bounds(s.values)
	if !ok {
		return
	}
	size := s.Size()
	const margin = 2
	scale := Scale{low, high, size.Height - margin, margin}
	xs := Positions(len(s.values), margin, size.Width-margin)
	ink := kit.ColorFor(s, s.color)
	for _, run := range Runs(s.values, nil) {
		var points []point
		for _, i := range run {
			points = append(points, point{xs[i] * f, scale.At(s.values[i]) * f})
		}
		p.line(points, 1.8*f, ink)
	}
}

// CreateRenderer is called by Fyne.
func (s *Sparkline) CreateRenderer() fyne.WidgetRenderer {
	return &kit.Renderer{
		List:    func() []fyne.CanvasObject { return []fyne.CanvasObject{s.raster} },
		Arrange: func(size fyne.Size) { s.raster.Resize(size) },
		Least:   func() fyne.Size { return fyne.NewSize(40, 18) },
		Redraw: func() {
			s.raster.Refresh()
			canvas.Refresh(s)
		},
	}
}

// SparkCells draws a curve in each cell of a column of a kit.DataTable.
type SparkCells struct {
	// Values gives the points of a row and their colour.
	Values func(row int) ([]float64, fyne.ThemeColorName)
}

var _ kit.CellDrawer = SparkCells{}

// New is called by the table.
func (SparkCells) New() fyne.CanvasObject { return NewSparkline(nil, kit.ColorMuted) }

// Set is called by the table.
func (c SparkCells) Set(object fyne.CanvasObject, row int) {
	object.(*Sparkline).Set(c.Values(row))
}
