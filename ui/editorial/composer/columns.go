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
