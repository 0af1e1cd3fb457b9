package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"parvis/app"
	"parvis/assets/icons"
)

// DateField is a field for a day: typed as people do (27/11, 27 nov., demain), or
// chosen in a calendar that its button or the down arrow opens. What is typed is
// read when the field is left or on Enter; what is not a day is said in red.
type DateField struct {
	Entry
	// OnChanged receives the day when a person changes it; the zero Date when the
	// field is emptied.
	OnChanged func(app.Date)

	words    Words
	names    DateNames
	today    func() app.Date
	date     app.Date
	earliest app.Date
	pop      *widget.PopUp
	picker   *MonthPicker
}

// NewDateField returns an empty field; today says what day it is.
func NewDateField(words Words, label string, today func() app.Date) *DateField {
	f := &DateField{words: words, names: NewDateNames(words), today: today}
	f.init(f, label, false)
	f.SetPlaceholder(words.T("kit.date.placeholder"))
	f.SetAction(NewQuietIconButton(icons.Calendar, words.T("kit.date.open"), f.Open).Compact())
	f.Entry.OnSubmitted = func(string) { f.commit() }
	f.Entry.OnFocusLost = f.commit
	f.OnKey(func(e *fyne.KeyEvent) bool {
		if e.Name != fyne.KeyDown {
			return false
		}
		f.Open()
		return true
	})
	return f
}

// SetEarliest refuses the days before a day.
func (f *DateField) SetEarliest(d app.Date) { f.earliest = d }

// Date returns the day, the zero Date for none, and whether what is typed is
// right: false when it is not a day or comes too early.
func (f *DateField) Date() (d app.Date, ok bool) {
	d, problem := f.read()
	return d, problem == ""
}

// SetDate shows a day without calling OnChanged.
func (f *DateField) SetDate(d app.Date) {
	f.date = d
	f.SetText(FormatDate(d))
	f.SetError("")
}

func (f *DateField) read() (d app.Date, problem string) {
	if plainText(f.Text()) == "" {
		return app.Date{}, ""
	}
	d, ok := ParseDate(f.Text(), f.today(), f.names)
	switch {
	case !ok:
		return app.Date{}, f.words.T("kit.date.invalid")
	case !f.earliest.IsZero() && d.Before(f.earliest):
		return app.Date{}, f.words.T("kit.date.too_early", "Date", FormatDate(f.earliest))
	}
	return d, ""
}

func (f *DateField) commit() {
	d, problem := f.read()
	f.SetError(problem)
	if problem != "" {
		return
	}
	f.SetText(FormatDate(d))
	f.change(d)
}

func (f *DateField) change(d app.Date) {
	if d == f.date {
		return
	}
	f.date = d
	if f.OnChanged != nil {
		f.OnChanged(d)
	}
}

// Open opens the calendar.
func (f *DateField) Open() {
	canv := fyne.CurrentApp().Driver().CanvasForObject(f)
	if canv == nil {
		return
	}
	current, _ := f.read()
	if current.IsZero() {
		current = f.date
	}
	f.picker = NewMonthPicker(f.words, f.today(), current, func(d app.Date) {
		f.closePicker()
		f.SetText(FormatDate(d))
		f.SetError("")
		f.change(d)
	})
	f.picker.OnEscape = f.closePicker
	f.picker.SetEarliest(f.earliest)
	f.pop = widget.NewPopUp(NewSurface(f.picker, ColorCard, ColorLine, radiusControl, 10), canv)
	f.pop.ShowAtPosition(popUpPosition(f.Entry.in, f.pop.MinSize(), canv))
	canv.Focus(f.picker)
}

func (f *DateField) closePicker() {
	if f.pop != nil {
		f.pop.Hide()
		f.pop = nil
	}
}

// popUpPosition returns where to put something under an object, or above it when
// there is no room, inside the window.
func popUpPosition(under fyne.CanvasObject, size fyne.Size, canv fyne.Canvas) fyne.Position {
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(under)
	x := max(min(pos.X, canv.Size().Width-size.Width-8), 0)
	y := pos.Y + under.Size().Height + TightGap
	if y+size.Height > canv.Size().Height-8 {
		y = max(pos.Y-TightGap-size.Height, 8)
	}
	return fyne.NewPos(x, y)
}

// TimeField is a field for a time of the day, typed as people do: 9h30, 9:30,
// 0930, 21h. The up and down arrows move by a quarter of an hour.
type TimeField struct {
	Entry
	// OnChanged receives the time when a person changes it, and whether there is
	// one: false when the field is emptied.
	OnChanged func(t app.TimeOfDay, set bool)

	words Words
	time  app.TimeOfDay
	set   bool
}

const quarterHour, dayMinutes = 15, 24 * 60

// NewTimeField returns an empty field.
func NewTimeField(words Words, label string) *TimeField {
	f := &TimeField{words: words}
	f.init(f, label, false)
	f.SetPlaceholder(words.T("kit.time.placeholder"))
	f.Entry.OnSubmitted = func(string) { f.commit() }
	f.Entry.OnFocusLost = f.commit
	f.OnKey(func(e *fyne.KeyEvent) bool {
		switch e.Name {
		case fyne.KeyUp:
			f.step(quarterHour)
		case fyne.KeyDown:
			f.step(-quarterHour)
		default:
			return false
		}
		return true
	})
	return f
}

// Time returns the time, whether there is one, and whether what is typed is right.
func (f *TimeField) Time() (t app.TimeOfDay, set, ok bool) {
	if plainText(f.Text()) == "" {
		return app.TimeOfDay{}, false, true
	}
	t, ok = ParseTime(f.Text())
	return t, ok, ok
}

// SetTime shows a time without calling OnChanged.
func (f *TimeField) SetTime(t app.TimeOfDay) {
	f.time, f.set = t, true
	f.SetText(FormatTime(t))
	f.SetError("")
}

// Clear empties the field without calling OnChanged.
func (f *TimeField) Clear() {
	f.time, f.set = app.TimeOfDay{}, false
	f.SetText("")
	f.SetError("")
}

func (f *TimeField) commit() {
	t, set, ok := f.Time()
	if !ok {
		f.SetError(f.words.T("kit.time.invalid"))
		return
	}
	f.SetError("")
	if set {
		f.SetText(FormatTime(t))
	}
	if t == f.time && set == f.set {
		return
	}
	f.time, f.set = t, set
	if f.OnChanged != nil {
		f.OnChanged(t, set)
	}
}

func (f *TimeField) step(minutes int) {
	t, _, ok := f.Time()
	if !ok {
		return
	}
	m := t.Minutes() + minutes
	if minutes > 0 {
		m -= m % quarterHour
	} else if rest := m % quarterHour; rest != 0 {
		m += quarterHour - rest
	}
	m = (m%dayMinutes + dayMinutes) % dayMinutes
	f.SetText(FormatTime(app.TimeOfDay{Hour: m / 60, Minute: m % 60}))
	f.commit()
}
