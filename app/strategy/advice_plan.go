package strategy

import (
	"strings"

	"parvis/app"
)

func (n *notes) actions(s Strategy, f Facts) {
	if len(s.Actions) == 0 {
		n.say(AskActions, app.Say("strategy.advice.action_missing", "Count", PlanDays), app.Say("strategy.advice.why.action_missing"))
		return
	}
	end := f.Today.AddDays(PlanDays)
	for _, a := range s.Actions {
		switch {
		case a.Done, a.PostID != "":
			continue // the calendar has what became a post
		case a.Day.IsZero():
			n.action(a, app.Say("strategy.advice.action_undated", "Title", calledAction(a)), app.Say("strategy.advice.why.action_undated"))
		case a.Day.Before(f.Today):
			n.action(a, app.Say("strategy.advice.action_overdue", "Title", calledAction(a)),
				app.Say("strategy.advice.why.action_overdue", "Day", a.Day, "Count", a.Day.DaysUntil(f.Today)))
		case a.Day.After(end):
			n.action(a, app.Say("strategy.advice.action_far", "Title", calledAction(a)),
				app.Say("strategy.advice.why.action_far", "Day", a.Day, "End", end, "Count", PlanDays))
		}
		if a.Kind == KindIdea && a.PillarID == "" && len(s.Pillars) > 0 {
			n.action(a, app.Say("strategy.advice.action_pillar", "Title", calledAction(a)), app.Say("strategy.advice.why.action_pillar"))
		}
	}
}

func (n *notes) action(a Action, text, reason app.Message) { n.say(AskActions, text, reason).ID = a.ID }

// calledAction names an action, one without a title too.
func calledAction(a Action) any {
	if said(a.Title) {
		return strings.TrimSpace(a.Title)
	}
	return app.Say("strategy.advice.action_unnamed")
}

func (n *notes) budget(s Strategy, f Facts) {
	if limit := s.Profile.BudgetCents; limit != nil && len(s.Budget.Lines) > 0 {
		planned := s.Budget.Cents()
		reason := app.Say("strategy.advice.why.budget", "Planned", app.Cents(planned), "Limit", app.Cents(*limit))
		if planned > *limit {
			n.say(AskBudget, app.Say("strategy.advice.budget_over", "Over", app.Cents(planned-*limit)), reason)
		} else {
			n.say(AskBudget, app.Say("strategy.advice.budget_within"), reason).Good = true
		}
	}
	switch review := s.Budget.Review; {
	case review.IsZero():
		n.say(AskBudget, app.Say("strategy.advice.review_missing"), app.Say("strategy.advice.why.review_missing"))
	case review.Before(f.Today):
		n.say(AskBudget, app.Say("strategy.advice.review_past"), app.Say("strategy.advice.why.review_past", "Day", review, "Today", f.Today))
	}
}

// page says what is missing before the strategy can be validated.
func (n *notes) page(s Strategy) {
	missing := s.Missing()
	if len(missing) == 0 {
		n.say(AskPage, app.Say("strategy.advice.page_complete"),
			app.Say("strategy.advice.why.page_complete", "Count", len(Strategy{}.Missing()))).Good = true
		return
	}
	var steps []app.Message
	var last Step
	for _, q := range missing {
		if step := q.Step(); step != last {
			steps = append(steps, app.Say("strategy.step."+string(step)))
			last = step
		}
	}
	n.say(AskPage, app.Say("strategy.advice.page_missing", "Count", len(missing)), app.Say("strategy.advice.why.page_missing", "Steps", listed(steps)))
}
