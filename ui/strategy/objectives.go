package strategy

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/ui/kit"
)

func (p *Page) objectivesCard() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i := range p.kept.Objectives {
		rows = append(rows, p.objectiveRow(&p.kept.Objectives[i]))
	}
	return p.list("strategy.objectives.title", "strategy.objectives.why", nil, rows, "strategy.objectives.add", func() {
		today := app.DateOf(p.host.Now())
		p.command(func(ctx context.Context) error {
			_, err := p.service.AddObjective(ctx, metrics.Followers, nil, today)
			return err
		}, nil)
	})
}

// objectiveRow reads as a sentence: [metric] from [x] to [y] by [day], under a
// name of the owner's own.
func (p *Page) objectiveRow(o *strategy.Objective) fyne.CanvasObject {
	text, wrong := p.host.Text(), p.problems()
	refused := wrong.of("refused")
	saver := p.saver(func() {
		kept := *o
		p.keep(func(ctx context.Context) error { return p.service.SaveObjective(ctx, kept) }, refused)
	})
	all := strategy.Measurable()
	names, chosen := make([]string, len(all)), -1
	for i, m := range all {
		names[i] = text.T("metrics." + string(m))
		if m.Ratio() {
			names[i] = text.T("metrics." + string(m) + ".over")
		}
		if m == o.Metric {
			chosen = i
		}
	}
	name := kit.NewEntry("").WithPlaceholder(text.T("strategy.objectives.name"))
	name.SetText(o.Name)
	name.OnChanged = func(typed string) {
		o.Name = typed
		saver.Typed()
	}
	from := p.newNumberField(o, &o.From, wrong.of("from"), saver.Typed)
	to := p.newNumberField(o, &o.Target, wrong.of("to"), saver.Typed)
	metric := kit.NewSelect(names, chosen, "", func(i int) {
		o.Metric = all[i]
		from.reread()
		to.reread()
		saver.Typed()
	})
	due := kit.NewDateField(text, "", func() app.Date { return app.DateOf(p.host.Now()) })
	due.SetDate(o.Due)
	due.OnChanged = func(d app.Date) {
		o.Due = d
		saver.Typed()
	}
	remove := kit.NewQuietIconButton(icons.Trash, text.T("strategy.objectives.remove"), func() {
		id := o.ID
		p.command(func(ctx context.Context) error { return p.service.RemoveObjective(ctx, id) }, nil)
	})
	after := func(word string, width float32, field fyne.CanvasObject) fyne.CanvasObject {
		return kit.HStack(8, kit.Body(text.T(word)), kit.TextWidth(width, field))
	}
	return kit.NewSurface(kit.VStack(6,
		kit.HStackTop(8, kit.Grow(name), remove),
		kit.Flow(8,
			kit.TextWidth(200, metric),
			after("strategy.objectives.from", 78, from.Entry),
			after("strategy.objectives.to", 78, to.Entry),
			after("strategy.objectives.by", 136, due),
		),
		wrong.line,
	), kit.ColorCard, kit.ColorLine, 8, 8)
}

// numberField edits a value of an objective that may be unknown: an empty field
// is nil, not zero. What cannot be read stays typed, is told, and is not kept, nor is
// the part of it that could be read on the way: the value from before comes back.
type numberField struct {
	*kit.Entry
	page      *Page
	objective *strategy.Objective
	value     **float64
	before    *float64 // the value when the field was last left
	tell      func(problem string)
}

func (p *Page) newNumberField(o *strategy.Objective, value **float64, tell func(string), typed func()) *numberField {
	f := &numberField{Entry: kit.NewEntry(""), page: p, objective: o, value: value, before: *value, tell: tell}
	f.show()
	f.OnChanged = func(string) {
		former := *f.value
		if f.read() || *f.value != former {
			typed()
		}
	}
	f.OnFocusLost = func() { f.before = *f.value }
	return f
}

// show writes the value that is kept.
func (f *numberField) show() {
	if *f.value != nil {
		f.SetText(write(f.page.host.Text(), **f.value, f.objective.Metric.Ratio()))
	}
}

// read takes the value from what is typed, and reports whether it could.
func (f *numberField) read() bool {
	v, err := read(f.Text(), f.objective.Metric.Ratio())
	if err != nil {
		f.tell(f.page.host.Sentence(err))
		*f.value = f.before
		return false
	}
	f.tell("")
	*f.value = v
	return true
}

// reread takes what is typed as a value of another metric: 5 followers become
// 5 %. What makes no sense there is told, and no longer kept.
func (f *numberField) reread() {
	if !f.objective.Metric.Ratio() {
		f.SetText(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(f.Text()), "%")))
	}
	*f.value, f.before = nil, nil
	if f.read() {
		f.show()
		f.before = *f.value
	}
}
