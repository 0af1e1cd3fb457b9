package guide

import (
	"context"

	"fyne.io/fyne/v2"

	"parvis/app/strategy"
	"parvis/ui/kit"
)

// crisisRows edits one of the lists of the crisis plan: put gives the plan with
// another list.
func crisisRows[T comparable](v *View, all *[]T, put func(c *strategy.Crisis, all []T)) *rows[T] {
	return newRows(v, all, "crisis", func(all []T) func(ctx context.Context) error {
		kept := v.answers.Crisis
		put(&kept, all)
		return func(ctx context.Context) error { return v.services.Strategy.SaveCrisis(ctx, kept) }
	})
}

func (v *View) askLevels() []fyne.CanvasObject {
	text, crisis, model := v.host.Text(), &v.answers.Crisis, v.model().Crisis
	edit := crisisRows(v, &crisis.Levels, func(c *strategy.Crisis, all []strategy.Level) { c.Levels = all })
	var list []fyne.CanvasObject
	for i, l := range edit.each {
		var like strategy.Level
		if i < len(model.Levels) {
			like = model.Levels[i]
		}
		name := v.name(text.T("strategy.guide.level", "Number", i+1), v.like(like.Name), &l.Name, edit.typed)
		v.last = name.Focus
		list = append(list, v.row(text.T("strategy.guide.level_remove"), func() { edit.remove(l) }, name,
			v.area(text.T("strategy.guide.signs"), v.like(like.Signs), 2, &l.Signs, edit.typed),
			v.area(text.T("strategy.guide.answer"), v.like(like.Answer), 2, &l.Answer, edit.typed),
			kit.NewCheckbox(text.T("strategy.guide.freeze"), l.Freeze, func(checked bool) {
				l.Freeze = checked
				edit.typed()
			}),
			v.adviceOn(l.ID),
		))
	}
	return v.withMore(list, len(crisis.Levels), "strategy.guide.level_add", func() {
		edit.add(strategy.Level{ID: v.services.Strategy.NewID()})
	})
}

func (v *View) askPeople() []fyne.CanvasObject {
	text, crisis, model := v.host.Text(), &v.answers.Crisis, v.model().Crisis
	edit := crisisRows(v, &crisis.People, func(c *strategy.Crisis, all []strategy.Contact) { c.People = all })
	var list []fyne.CanvasObject
	for i, p := range edit.each {
		var like strategy.Contact
		if i < len(model.People) {
			like = model.People[i]
		}
		name := v.name(text.T("strategy.guide.person"), "", &p.Name, edit.typed)
		v.last = name.Focus
		list = append(list, v.row(text.T("strategy.guide.person_remove"), func() { edit.remove(p) }, name,
			kit.Columns(kit.Gap,
				kit.Col(1.5, 140, v.name(text.T("strategy.guide.person_role"), v.like(like.Role), &p.Role, edit.typed)),
				kit.Col(1, 110, v.name(text.T("strategy.guide.phone"), "", &p.Phone, edit.typed)),
			),
			v.adviceOn(p.ID),
		))
	}
	return v.withMore(list, len(crisis.People), "strategy.guide.person_add", func() {
		edit.add(strategy.Contact{ID: v.services.Strategy.NewID()})
	})
}

func (v *View) askMessages() []fyne.CanvasObject {
	text, crisis, model := v.host.Text(), &v.answers.Crisis, v.model().Crisis
	edit := crisisRows(v, &crisis.Messages, func(c *strategy.Crisis, all []strategy.Prepared) { c.Messages = all })
	var list []fyne.CanvasObject
	for i, m := range edit.each {
		var like strategy.Prepared
		if i < len(model.Messages) {
			like = model.Messages[i]
		}
		title := v.line(text.T("strategy.guide.message"), v.like(like.Title), &m.Title, edit.typed)
		v.last = title.Focus
		list = append(list, v.row(text.T("strategy.guide.message_remove"), func() { edit.remove(m) }, title,
			v.area("", v.like(like.Text), 4, &m.Text, edit.typed),
			v.adviceOn(m.ID),
		))
	}
	return v.withMore(list, len(crisis.Messages), "strategy.guide.message_add", func() {
		edit.add(strategy.Prepared{ID: v.services.Strategy.NewID()})
	})
}

// withMore adds the button that adds a row, while there may be more.
func (v *View) withMore(list []fyne.CanvasObject, n int, key string, add func()) []fyne.CanvasObject {
	if n >= strategy.MaxCrisisRows {
		return list
	}
	return append(list, v.more(key, add))
}
