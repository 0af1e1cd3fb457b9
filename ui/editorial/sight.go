package editorial

import (
	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/editorial"
)

// sight is one of the ways of seeing the calendar: by month, by week, as a list.
type sight interface {
	// object is what is drawn, the same at every call.
	object() fyne.CanvasObject
	// focusable takes the focus of the sight.
	focusable() fyne.Focusable
	// draw shows what the calendar read, filtered and marked.
	draw()
	// remark shows which posts are marked, of what is drawn already.
	remark()
	// heading is the title of the page.
	heading() string
	// next is the day to show when the calendar is turned, by -1 or 1.
	next(by int) app.Date
	// choose selects a day.
	choose(day app.Date)
	// current is the post that the keyboard is on, "" for none.
	current() app.ID
	// moment is where the keyboard is, for something new or to be placed.
	moment() app.Civil
	// here is what places something where the keyboard is.
	here() editorial.Change
}

// landing is a sight onto which ideas are dragged.
type landing interface {
	BeginExternalDrag(title string, pillar int)
	MoveExternalDrag(absolute fyne.Position)
	CancelDrag()
	// land lets go of what is dragged, and returns what that asks for; false when it
	// is beside.
	land(absolute fyne.Position) (editorial.Change, bool)
}
