package composer

import "fyne.io/fyne/v2"

// columns sets the three cards side by side: what is typed, the preview and the
// checks. Where there is no room for three, the checks stand over the preview.
type columns struct{}

var _ fyne.Layout = (*columns)(nil)

// Widths of the columns.
const (
	columnGap   float32 = 14
	threeFrom   float32 = 940 // width from which there are three
	previewPart float32 = 0.33
	checksPart  float32 = 0.25
	sidePart    float32 = 0.42 // of both together where there are two
)

// Layout is called by Fyne.
func (*columns) Layout(o []fyne.CanvasObject, s fyne.Size) {
	put := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
	}
	if s.Width >= threeFrom {
		preview, checks := s.Width*previewPart, s.Width*checksPart
		form := s.Width - preview - checks - 2*columnGap
		put(o[0], 0, 0, form, s.Height)
		put(o[1], form+columnGap, 0, preview, s.Height)
		put(o[2], s.Width-checks, 0, checks, s.Height)
		return
	}
	side := s.Width * sidePart
	form, half := s.Width-side-columnGap, (s.Height-columnGap)/2
	put(o[0], 0, 0, form, s.Height)
	put(o[2], form+columnGap, 0, side, half)
	put(o[1], form+columnGap, half+columnGap, side, half)
}

// MinSize is called by Fyne.
func (*columns) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(640, 320) }

// pairs sets objects of one height two by two, each half as wide as there is
// room: what does not fit is cut by the object itself.
type pairs struct{ gap float32 }

var _ fyne.Layout = (*pairs)(nil)

// Layout is called by Fyne.
func (l *pairs) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	size := fyne.NewSize((s.Width-l.gap)/2, l.row(objects))
	for i, o := range objects {
		o.Resize(size)
		o.Move(fyne.NewPos(float32(i%2)*(size.Width+l.gap), float32(i/2)*(size.Height+l.gap)))
	}
}

// MinSize is called by Fyne.
func (l *pairs) MinSize(objects []fyne.CanvasObject) fyne.Size {
	rows := float32((len(objects) + 1) / 2)
	return fyne.NewSize(0, rows*l.row(objects)+(rows-1)*l.gap)
}

// row is the height of a row.
func (l *pairs) row(objects []fyne.CanvasObject) float32 {
	height := float32(0)
	for _, o := range objects {
		height = max(height, o.MinSize().Height)
	}
	return height
}
