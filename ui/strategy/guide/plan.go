package guide

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/ui/kit"
)

func (v *View) askActions() []fyne.CanvasObject {
	text := v.host.Text()
	slices.SortStableFunc(v.answers.Actions, func(a, b strategy.Action) int { return b.Day.DaysUntil(a.Day) })
	var list []fyne.CanvasObject
	if n := v.waiting(); n > 0 {
		place := kit.NewButton(text.N("strategy.guide.place", n), v.placeIdeas).WithIcon(icons.Calendar)
		list = append(list, kit.HStack(0, place, kit.GrowSpace()))
	}
	for i := range v.answers.Actions {
		list = append(list, v.actionRow(&v.answers.Actions[i]))
	}
	add := func(kind strategy.Kind) func() {
		return func() {
			day := v.facts.Today.AddDays(7)
			var added strategy.Action
			v.command(func(ctx context.Context) (err error) {
				added, err = v.services.Strategy.AddAction(ctx, strategy.Action{Kind: kind, Day: day})
				return err
			}, func() { v.focusRow(added.ID) })
		}
	}
	if len(v.answers.Actions) < strategy.MaxActions {
		list = append(list, kit.Flow(8, v.more("strategy.guide.task_add", add(strategy.KindTask)), v.more("strategy.guide.idea_add", add(strategy.KindIdea))))
	}
	return append(list, v.campaigns()...)
}

// waiting counts the ideas that are no posts yet.
func (v *View) waiting() int {
	n := 0
	for _, a := range v.answers.Actions {
		if a.Kind == strategy.KindIdea && a.PostID == "" && !a.Done && a.Title != "" {
			n++
		}
	}
	return n
}

// placeIdeas puts the ideas of the plan on the calendar.
func (v *View) placeIdeas() {
	text := v.host.Text()
	var placed int
	var undo func(ctx context.Context) error
	v.command(func(ctx context.Context) (err error) {
		placed, undo, err = v.services.Reasoning.PlaceIdeas(ctx)
		return err
	}, func() {
		if placed == 0 {
			return
		}
		v.host.Toast(text.N("strategy.guide.placed", placed), func() { v.command(undo, nil) })
	})
}

func (v *View) actionRow(a *strategy.Action) fyne.CanvasObject {
	text := v.host.Text()
	typed := func() {
		v.keep("action "+string(a.ID), func() func(ctx context.Context) error {
			kept := *a
			return func(ctx context.Context) error { return v.services.Strategy.SaveAction(ctx, kept) }
		})
	}
	title := v.lines("", text.T("strategy.guide.action_what."+string(a.Kind)), &a.Title, typed)
	v.heads[a.ID] = title.Focus
	what := kit.Flow(8, kit.NewTag(text.T("strategy.kind."+string(a.Kind)), kit.TonePrimary),
		kit.TextWidth(136, v.day(&a.Day, typed)), kit.TextWidth(110, v.name("", text.T("strategy.guide.action_who"), &a.Who, typed)))
	switch {
	case a.PostID != "":
		what.Add(kit.NewTag(text.T("strategy.guide.on_calendar"), kit.ToneGood))
	case a.Kind == strategy.KindIdea:
		what.Add(kit.TextWidth(150, shrinking(choice(v, v.pillarChoices(), v.pillarName, &a.PillarID, "", typed))))
	default:
		what.Add(kit.NewCheckbox(text.T("strategy.guide.action_done"), a.Done, func(checked bool) {
			a.Done = checked
			typed()
		}))
	}
	return v.row(text.T("strategy.guide.action_remove"), func() {
		kept := *a
		v.removed(func(ctx context.Context) error { return v.services.Strategy.RemoveAction(ctx, kept.ID) },
			func(ctx context.Context) error { return v.services.Strategy.SaveAction(ctx, kept) })
	}, title, what, v.adviceOn(a.ID))
}

// campaigns edits what groups posts around an occasion.
func (v *View) campaigns() []fyne.CanvasObject {
	text := v.host.Text()
	list := []fyne.CanvasObject{kit.VStack(kit.TightGap,
		kit.Strong(text.T("strategy.guide.campaigns")), kit.Secondary(text.T("strategy.guide.campaigns_why")).Wrapped(),
	)}
	for i := range v.answers.Campaigns {
		c := &v.answers.Campaigns[i]
		typed := func() {
			v.keep("campaign "+string(c.ID), func() func(ctx context.Context) error {
				kept := *c
				return func(ctx context.Context) error { return v.services.Strategy.SaveCampaign(ctx, kept) }
			})
		}
		name := v.name("", text.T("strategy.guide.campaign_name"), &c.Name, typed)
		v.last = name.Focus
		list = append(list, v.row(text.T("strategy.guide.campaign_remove"), func() {
			kept := *c
			v.removed(func(ctx context.Context) error { return v.services.Strategy.RemoveCampaign(ctx, kept.ID) },
				func(ctx context.Context) error { return v.services.Strategy.SaveCampaign(ctx, kept) })
		}, name, kit.Flow(8,
			kit.HStack(8, kit.Secondary(text.T("strategy.guide.campaign_from")), kit.TextWidth(136, v.day(&c.Start, typed))),
			kit.HStack(8, kit.Secondary(text.T("strategy.guide.campaign_to")), kit.TextWidth(136, v.day(&c.Due, typed))),
		)))
	}
	if len(v.answers.Campaigns) < strategy.MaxCampaigns {
		list = append(list, v.more("strategy.guide.campaign_add", func() {
			v.command(func(ctx context.Context) error {
				_, err := v.services.Strategy.AddCampaign(ctx, strategy.Campaign{})
				return err
			}, v.focusLast)
		}))
	}
	return list
}

func (v *View) askBudget() []fyne.CanvasObject {
	text, budget := v.host.Text(), &v.answers.Budget
	edit := newRows(v, &budget.Lines, "budget", func(all []strategy.BudgetLine) func(ctx context.Context) error {
		kept := v.answers.Budget
		kept.Lines = all
		return func(ctx context.Context) error { return v.services.Strategy.SaveBudget(ctx, kept) }
	})
	var list []fyne.CanvasObject
	for _, l := range edit.each {
		label := v.line("", text.T("strategy.guide.budget_label"), &l.Label, edit.typed)
		v.last = label.Focus
		spent := l.Cents
		cents := &spent
		amount := newFigure(v, "", "", euros(text, cents), &cents, "amount "+string(l.ID), readCents, func() {
			l.Cents = 0
			if cents != nil {
				l.Cents = *cents
			}
			edit.typed()
		})
		list = append(list, kit.HStackTop(8, kit.Grow(label), kit.TextWidth(96, amount.entry),
			kit.PadSides(8, 0, 0, 0, kit.Secondary("€")),
			kit.NewQuietIconButton(icons.Trash, text.T("strategy.guide.budget_remove"), func() { edit.remove(l) })))
	}
	if len(budget.Lines) < strategy.MaxLines {
		list = append(list, v.more("strategy.guide.budget_add", func() {
			edit.add(strategy.BudgetLine{ID: v.services.Strategy.NewID()})
		}))
	}
	total := kit.NewText("", kit.StyleSecondaryStrong)
	v.changed = append(v.changed, func() {
		sum := v.answers.Budget.Cents()
		there := v.answers.Profile.BudgetCents
		if there == nil {
			total.SetText(text.T("strategy.guide.budget_total", "Sum", euros(text, &sum)))
			return
		}
		total.SetText(text.T("strategy.guide.budget_total_of", "Sum", euros(text, &sum), "There", euros(text, there)))
	})
	review := v.day(&budget.Review, edit.typed)
	v.begins(review.Focus)
	return append(list, total, labelled(text.T("strategy.guide.review"), kit.HStack(0, kit.TextWidth(160, review), kit.GrowSpace())))
}

// askPage is the last question: what is answered, what is missing, and what can
// be done with a strategy that is whole.
func (v *View) askPage() []fyne.CanvasObject {
	text := v.host.Text()
	var done []fyne.CanvasObject
	for i, step := range strategy.Steps() {
		missing := slices.DeleteFunc(step.Questions(), v.answers.Answered)
		tone, said := kit.ToneGood, text.T("strategy.guide.step_ok")
		to := step.Questions()[0]
		if len(missing) > 0 {
			tone, to = kit.ToneAttention, missing[0]
			said = text.T("strategy.guide.step_missing", "What", text.T("strategy.question."+string(to)+".short"))
		}
		row := kit.NewTapRow(kit.NewCheckRow(tone, text.T("strategy.guide.step", "Number", i+1, "Name", text.T("strategy.step."+string(step))), said),
			8, func() { v.open(to) })
		v.begins(v.focus(row))
		done = append(done, row)
	}
	half := len(done) / 2
	exports := kit.Flow(8)
	for _, e := range v.services.Exports() {
		exports.Add(kit.NewButton(e.Label, e.Start).WithIcon(icons.Download).Compact())
	}
	return []fyne.CanvasObject{
		kit.Columns(kit.Gap, kit.Col(1, 170, kit.VStack(2, done[:half]...)), kit.Col(1, 170, kit.VStack(2, done[half:]...))),
		exports,
	}
}
