// Package history shows what a post was, what changed since word by word, and
// brings a version back.
package history

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// History reads versions and brings one back.
type History interface {
	Versions(ctx context.Context, post app.ID) ([]editorial.Version, error)
	Restore(ctx context.Context, post app.ID, version int64) (editorial.Restored, error)
}

// Services are what the form asks.
type Services struct{ History History }

// view is the form.
type view struct {
	host     page.Host
	s        Services
	post     app.ID
	fixed    bool
	restored func()

	modal  *kit.Modal
	place  *fyne.Container
	loader page.Loader
	queue  page.Queue
	all    []editorial.Version // newest first
	chosen int
	whole  bool // the text as it was, instead of what changed since
}

const (
	width  = 860
	height = 400
)

// Show shows the versions of a post as the file has it: what is typed must have
// been saved. fixed tells that the post can no longer change. restored is called
// after a version was brought back, and after that was taken back: the post must
// then be read again.
func Show(h page.Host, s Services, post app.ID, fixed bool, restored func()) {
	v := &view{host: h, s: s, post: post, fixed: fixed, restored: restored, place: container.NewStack(), chosen: 1}
	text := h.Text()
	options := kit.ModalOptions{
		Title: text.T("editorial.history.title"), Content: kit.Height(height, v.place), Width: width,
		Cancel: text.T("editorial.history.close"),
	}
	if !fixed {
		options.Primary = text.T("editorial.history.restore")
		options.OnConfirm = func() bool {
			v.restore()
			return false
		}
	}
	v.modal = kit.NewModal(text, h.Window().Canvas(), options)
	v.modal.Show()
	v.load()
}

func (v *view) load() {
	page.LoadAfter(&v.queue, &v.loader, v.host, func(ctx context.Context) ([]editorial.Version, error) {
		return v.s.History.Versions(ctx, v.post)
	}, func(all []editorial.Version, err error) {
		if err != nil {
			v.put(page.Unreadable(v.host, err, v.load))
			return
		}
		v.all = all
		v.chosen = min(v.chosen, len(all)-1)
		v.draw()
	})
}

func (v *view) put(o fyne.CanvasObject) {
	keep := kit.KeepFocus(v.host.Window().Canvas(), v.place)
	v.place.Objects = []fyne.CanvasObject{o}
	v.place.Refresh()
	keep()
}

// draw shows the list and what is to be read of the version chosen.
func (v *view) draw() {
	text := v.host.Text()
	if v.modal.Primary() != nil {
		if v.chosen > 0 {
			v.modal.Primary().Enable()
		} else {
			v.modal.Primary().Disable()
		}
	}
	if len(v.all) < 2 {
		v.put(kit.NewEmptyState(icons.Clock, text.T("editorial.history.empty"), nil))
		return
	}
	column := kit.VStack(6)
	for i, one := range v.all {
		column.Add(kit.NewChoiceCard(v.about(i, one), i == v.chosen, func() {
			v.chosen = i
			v.draw()
		}))
	}
	v.put(kit.Columns(kit.CardGap,
		kit.Col(1, 220, kit.VScroll(column)),
		kit.Col(2, 380, v.reading()),
	))
	kit.Reveal(column.Objects[v.chosen])
}

// about is what the list says of a version.
func (v *view) about(i int, one editorial.Version) fyne.CanvasObject {
	text := v.host.Text()
	at := app.CivilOf(one.SavedAt.In(v.host.Now().Location()))
	when := text.Moment(at)
	if i == 0 {
		when = text.T("editorial.history.now", "Moment", when)
	}
	said := text.T("editorial.state." + string(one.Post.Stage))
	if one.Author != "" {
		said = one.Author + " · " + said
	}
	return kit.VStack(2, kit.Strong(when), kit.Caption(said), kit.Secondary(one.Post.Label()))
}

// reading is the version chosen, beside the post as it is.
func (v *view) reading() fyne.CanvasObject {
	text := v.host.Text()
	choice := 0
	if v.whole {
		choice = 1
	}
	head := kit.NewSegmented([]string{text.T("editorial.history.changes"), text.T("editorial.history.whole")}, choice, func(i int) {
		v.whole = i == 1
		v.draw()
	})
	legend := text.T("editorial.history.legend")
	if v.whole {
		legend = text.T("editorial.history.as_was")
	}
	column := kit.VStack(kit.Gap)
	now, was := v.all[0].Post, v.all[v.chosen].Post
	shown := false
	for _, part := range parts(now, was, text) {
		if !v.whole && part.now == part.was {
			continue
		}
		shown = true
		if part.label != "" {
			column.Add(kit.Strong(part.label))
		}
		stretches := []editorial.Stretch{{Text: part.was}}
		if !v.whole {
			stretches = editorial.Differences(part.now, part.was)
		}
		column.Add(marked(stretches))
	}
	if !shown {
		legend = text.T("editorial.history.same")
		switch {
		case !now.SaysTheSame(was):
			legend = text.T("editorial.history.pictures")
		case v.chosen == 0:
			legend = text.T("editorial.history.current")
		}
	}
	return kit.VStack(kit.Gap, kit.HStack(0, head, kit.GrowSpace()), kit.NewText(legend, kit.StyleCaption).Wrapped(), kit.Grow(kit.VScroll(column)))
}

// marked is a text of which what would go is struck through and what would come
// back is underlined, each in its colour.
func marked(all []editorial.Stretch) fyne.CanvasObject {
	rich := widget.NewRichText()
	rich.Wrapping = fyne.TextWrapWord
	for _, one := range all {
		style := widget.RichTextStyleInline
		style.ColorName = kit.ColorInk
		switch one.Difference {
		case editorial.Removed:
			style.ColorName, style.TextStyle.Strikethrough = kit.ColorCoralText, true
		case editorial.Added:
			style.ColorName, style.TextStyle.Underline = kit.ColorGreenText, true
		}
		rich.Segments = append(rich.Segments, &widget.TextSegment{Text: one.Text, Style: style})
	}
	return rich
}

// restore brings the chosen version back.
func (v *view) restore() {
	if v.chosen <= 0 || v.chosen >= len(v.all) {
		return
	}
	text := v.host.Text()
	one := v.all[v.chosen]
	var done editorial.Restored
	v.queue.Do(v.host, func(ctx context.Context) (err error) {
		done, err = v.s.History.Restore(ctx, v.post, one.ID)
		return err
	}, func(err error) {
		if err != nil {
			v.modal.SetError(v.host.Sentence(err))
			return
		}
		v.modal.Close()
		said := text.T("editorial.history.restored", "Moment", text.Moment(app.CivilOf(one.SavedAt.In(v.host.Now().Location()))))
		if done.Missing > 0 {
			said = text.N("editorial.history.restored_less", done.Missing)
		}
		v.host.Toast(said, func() {
			v.queue.Do(v.host, done.Undo, func(err error) {
				if err != nil {
					v.host.Failed(err)
					return
				}
				v.restored()
			})
		})
		v.restored()
	})
}
