package roundtrip

import (
	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/assets/icons"
	"parvis/assets/translations"
	"parvis/ui/kit"
)

// shownAtOnce is how many rows of a long list are drawn before more are asked
// for.
const shownAtOnce = 40

// list draws rows a few at a time: a sheet may have thousands.
type list struct {
	text  *translations.Catalogue
	box   *fyne.Container // all of it
	rows  *fyne.Container
	next  *fyne.Container // the button that draws more
	count int
	row   func(i int) fyne.CanvasObject
	// changed is called after rows were drawn.
	changed func()
}

func newList(text *translations.Catalogue) *list {
	l := &list{text: text, rows: kit.VStack(8), next: kit.HStack(kit.Gap)}
	l.box = kit.VStack(8, l.rows, l.next)
	return l
}

// set gives the rows, and draws the first.
func (l *list) set(count int, row func(i int) fyne.CanvasObject) {
	l.count, l.row = count, row
	l.rows.Objects = nil
	l.more()
}

// more draws the rows that follow.
func (l *list) more() {
	from := len(l.rows.Objects)
	for i := from; i < min(from+shownAtOnce, l.count); i++ {
		l.rows.Objects = append(l.rows.Objects, l.row(i))
	}
	l.next.Objects = nil
	if left := l.count - len(l.rows.Objects); left > 0 {
		l.next.Objects = []fyne.CanvasObject{kit.NewButton(l.text.N("roundtrip.work.more", left), l.more)}
	}
	l.box.Refresh()
	if l.changed != nil {
		l.changed()
	}
}

// lines draws sentences under a row, each with the sign and colour of what it
// is.
func lines(text *translations.Catalogue, all []app.Message, refused bool) []fyne.CanvasObject {
	sign, color := icons.Info, kit.ToneAttention.Text()
	if refused {
		sign, color = icons.Alert, kit.ToneDanger.Text()
	}
	objects := make([]fyne.CanvasObject, 0, len(all))
	for _, m := range all {
		objects = append(objects, kit.HStackTop(6, kit.NewIcon(sign, 14, color), kit.Grow(kit.Secondary(text.Say(m)).Wrapped().Colored(color))))
	}
	return objects
}

// tags writes the totals of what is shown.
func tags(all ...*kit.Tag) fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, 0, len(all))
	for _, t := range all {
		if t != nil {
			objects = append(objects, t)
		}
	}
	return kit.Flow(6, objects...)
}

// tag counts something, nil for none of it.
func tag(text *translations.Catalogue, key string, n int, tone kit.Tone) *kit.Tag {
	if n == 0 {
		return nil
	}
	return kit.NewTag(text.N(key, n), tone)
}
