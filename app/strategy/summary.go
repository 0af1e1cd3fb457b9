package strategy

import (
	"parvis/app/business"
	"parvis/assets/translations"
)

// Summary writes a strategy on one page: one short line a step, in the order of
// the steps, whose Text is "" while the step says nothing.
func Summary(s Strategy, b business.Business, c *translations.Catalogue) []Line {
	w := &writer{c: c, pillar: s.pillarName}
	var all []Line
	for _, step := range Steps() {
		all = append(all, Line{
			Label: c.T("strategy.outline.summary." + string(step)), Text: w.inShort(step, s, b),
		})
	}
	return all
}

// inShort writes a step in one line.
func (w *writer) inShort(step Step, s Strategy, b business.Business) string {
	var all []string
	switch step {
	case StepBusiness:
		return join(dot, join(", ", b.Name, b.Town), w.count("people", s.Profile.Staff))
	case StepAudit:
		for _, v := range Verdicts() {
			var there []string
			for _, a := range s.Audits {
				if a.Verdict == v {
					there = append(there, networkName(a.Network))
				}
			}
			if names := join(", ", there...); names != "" {
				all = append(all, w.c.T("strategy.outline.titled", "What", word(w, "verdict", v), "Text", names))
			}
		}
	case StepObjectives:
		for _, o := range s.Objectives {
			all = append(all, w.aimInShort(o))
		}
	case StepAudiences:
		for _, a := range s.Audiences {
			all = append(all, a.Name)
		}
	case StepNetworks:
		for _, ch := range s.Channels {
			all = append(all, networkName(ch.Network))
		}
	case StepEditorial:
		for _, p := range s.Pillars {
			if said(p.Name) {
				all = append(all, p.Name+" "+w.share(p.ShareBP))
			}
		}
	case StepRhythm:
		posts := 0
		for _, ch := range s.Channels {
			posts += ch.PerWeek
		}
		all = append(all, w.count("posts_per_week", posts), w.count("slots", len(s.Slots)))
		if posts > 0 {
			all = append(all, w.c.T("strategy.outline.per_week", "Amount", w.length(s.WeekMinutes())))
		}
	case StepCharter:
		all = append(all, w.count("articles", len(s.Charter.Articles)), w.count("hours_open", s.Charter.AnswerHours))
	case StepCrisis:
		named := 0
		for _, p := range s.Crisis.People {
			if said(p.Name) {
				named++
			}
		}
		all = append(all, w.count("levels", len(s.Crisis.Levels)), w.count("people_to_call", named))
	case StepPlan:
		all = append(all, w.count("actions", len(s.Actions)))
		if cents := s.Budget.Cents(); cents > 0 {
			all = append(all, w.perMonth(cents))
		}
		all = append(all, w.titled("review", w.day(s.Budget.Review)))
	}
	return join(dot, all...)
}

// aimInShort writes where an objective goes: Abonnés : 2 500 avant le
// 31/12/2026.
func (w *writer) aimInShort(o Objective) string {
	o.From = nil
	if o.Metric == "" {
		return o.Name
	}
	metric := w.c.T("metrics." + string(o.Metric))
	if o.Target == nil {
		return metric
	}
	due := ""
	if !o.Due.IsZero() {
		due = w.c.T("strategy.outline.due", "Day", w.day(o.Due))
	}
	return w.c.T("strategy.outline.titled", "What", metric, "Text", join(" ", w.value(o.Metric, o.Target), due))
}
