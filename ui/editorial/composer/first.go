package composer

import (
	"slices"

	"fyne.io/fyne/v2"

	"parvis/app/networks"
	"parvis/assets/icons"
	"parvis/ui/kit"
)

// first is the first comment: a button until there is one, where a network of the
// post takes one.
type first struct {
	view   *View
	object *fyne.Container
	add    *kit.Button
	field  *kit.Entry
	opened bool
}

func newFirst(v *View) *first {
	text := v.host.Text()
	f := &first{view: v, object: kit.VStack(0)}
	f.add = kit.NewQuietButton(text.T("composer.comment.add"), func() {
		f.opened = true
		f.fill()
		v.arrange()
		v.host.Window().Canvas().Focus(f.field.Focusable())
	}).Compact().WithIcon(icons.Plus)
	f.add.SetTip(text.T("composer.comment.why"))
	f.field = kit.NewTextArea(text.T("composer.comment")).WithPlaceholder(text.T("composer.comment.placeholder"))
	f.field.SetRows(2)
	f.field.OnChanged = func(typed string) {
		if !v.filling {
			v.comment(typed)
			v.typed()
		}
	}
	return f
}

// taken reports whether a network of the tab that is shown takes a first comment.
func (f *first) taken() bool {
	takes := func(n networks.Network) bool {
		return f.view.limitsOn(n).FirstComment
	}
	if on := f.view.versions.on; on != "" {
		return takes(on)
	}
	return slices.ContainsFunc(f.view.networks(), takes)
}

// fill shows the comment of the tab, or the button that begins one.
func (f *first) fill() {
	written := f.view.open.post.CommentOn(f.view.versions.on)
	f.field.SetText(written)
	switch {
	case written == "" && !f.taken():
		f.object.Objects = nil
	case written != "" || f.opened:
		f.object.Objects = []fyne.CanvasObject{f.field}
	default:
		f.object.Objects = []fyne.CanvasObject{kit.HStack(0, f.add, kit.GrowSpace())}
	}
	f.object.Hidden = len(f.object.Objects) == 0
	f.object.Refresh()
}
