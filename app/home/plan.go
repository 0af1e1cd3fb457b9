package home

import (
	"context"
	"slices"
	"strings"

	"parvis/app"
	"parvis/app/strategy"
)

// MarkDone marks an action of the strategy as done, or as still to do; one that
// was removed meanwhile stays so. Errors are those of the strategy.
func (s *Service) MarkDone(ctx context.Context, action app.ID, done bool) error {
	plan, err := s.rooms.Strategy.Strategy(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(plan.Actions, func(a strategy.Action) bool { return a.ID == action })
	if i < 0 || plan.Actions[i].Done == done {
		return nil
	}
	a := plan.Actions[i]
	a.Done = done
	return s.rooms.Strategy.SaveAction(ctx, a)
}

// planAt is where the actions of the plan are.
var planAt = Target{Room: StrategyPath, ID: app.ID(strategy.AskActions)}

// planTasks are what the strategy asks for: its actions whose day is past or
// near, its ideas that are on no calendar, its review.
func planTasks(f facts) []Task {
	var tasks, ideas []strategy.Action
	last := f.today.AddDays(dueDays)
	for _, a := range f.strategy.Actions {
		switch {
		case a.Done || a.Day.IsZero() || a.Day.After(last):
		case a.Kind == strategy.KindTask:
			tasks = append(tasks, a)
		case a.PostID == "" && strings.TrimSpace(a.Title) != "":
			ideas = append(ideas, a)
		}
	}
	byDay := func(a, b strategy.Action) int { return strings.Compare(a.Day.String(), b.Day.String()) }
	slices.SortStableFunc(tasks, byDay)
	slices.SortStableFunc(ideas, byDay)
	return slices.Concat(f.actionTasks(tasks), ideaTasks(ideas), f.review())
}

// actionTasks are the steps of the plan, the first ones with a button that marks
// them as done.
func (f facts) actionTasks(actions []strategy.Action) []Task {
	var all []Task
	for _, a := range actions[:min(len(actions), few)] {
		caption := app.Say("home.task.action.caption", "Day", a.Day)
		if who := strings.TrimSpace(a.Who); who != "" {
			caption = app.Say("home.task.action.caption_who", "Day", a.Day, "Who", who)
		}
		all = append(all, Task{
			Severity: f.pressing(a.Day), Title: named(a), Caption: caption, Action: app.Say("home.action.done"),
			Finishes: a.ID, order: app.Civil{Date: a.Day},
		})
	}
	if rest := actions[min(len(actions), few):]; len(rest) > 0 {
		all = append(all, Task{
			Severity: f.pressing(rest[0].Day), Title: app.Say("home.task.actions", "Count", len(rest)),
			Caption: app.Say("home.task.actions.caption", "Count", len(rest), "Action", named(rest[0]), "Day", rest[0].Day),
			Action:  app.Say("home.action.plan"), Target: planAt, order: app.Civil{Date: rest[0].Day},
		})
	}
	return all
}

// pressing says how pressing what was to be done on a day is.
func (f facts) pressing(day app.Date) Severity {
	if day.Before(f.today) {
		return Late
	}
	return Soon
}

// named names an action in a sentence, even one with nothing written.
func named(a strategy.Action) app.Message {
	if strings.TrimSpace(a.Title) == "" {
		return app.Say("home.task.action.untitled")
	}
	return app.Say("home.task.action", "Title", a.Title)
}

// ideaTasks is the row of the ideas of the plan that nothing is written for.
func ideaTasks(ideas []strategy.Action) []Task {
	if len(ideas) == 0 {
		return nil
	}
	return []Task{{
		Severity: Soon, Title: app.Say("home.task.ideas", "Count", len(ideas)),
		Caption: app.Say("home.task.ideas.caption", "Count", len(ideas), "Idea", titleOf(ideas[0].Title), "Day", ideas[0].Day),
		Action:  app.Say("home.action.ideas"), Target: planAt, order: app.Civil{Date: ideas[0].Day},
	}}
}

// review is the review of the strategy, from its day on.
func (f facts) review() []Task {
	day := f.strategy.Budget.Review
	if day.IsZero() || day.After(f.today) {
		return nil
	}
	return []Task{{
		Severity: Soon, Title: app.Say("home.task.strategy_review"), Caption: app.Say("home.task.strategy_review.caption", "Day", day),
		Action: app.Say("home.action.strategy_review"), Target: Target{Room: StrategyReview}, order: app.Civil{Date: day},
	}}
}

// strategyTask is the first sitting of the strategy, or the next one while it is
// not complete.
func strategyTask(f facts) []Task {
	s, path := f.strategy, f.path
	minutes := path.MinutesLeft()
	begun := path.At != "" || len(path.Done) > 0 || len(s.Pillars) > 0 || len(s.Objectives) > 0 || strings.TrimSpace(s.Profile.Mission) != ""
	task := Task{
		Severity: Info, Title: app.Say("home.task.strategy"), Caption: app.Say("home.task.strategy.caption", "Count", minutes),
		Action: app.Say("home.action.strategy"), Target: Target{Room: StrategyPath},
	}
	switch {
	case !begun:
	case !slices.ContainsFunc(strategy.Steps(), func(step strategy.Step) bool { return !path.Finished(step, s) }):
		return nil
	case minutes > 0:
		task.Title, task.Action = app.Say("home.task.strategy_resume"), app.Say("home.action.strategy_resume")
		task.Caption = app.Say("home.task.strategy_resume.caption", "Count", minutes)
	default:
		task.Title, task.Action = app.Say("home.task.strategy_resume"), app.Say("home.action.strategy_resume")
		task.Caption = app.Say("home.task.strategy_resume.answers", "Count", len(s.Missing()))
	}
	return []Task{task}
}
