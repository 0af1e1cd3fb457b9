package review

import (
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app/metrics"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/ui/kit"
)

// happened is what took place beside what was planned, a card a subject.
func (v *View) happened() []fyne.CanvasObject {
	text, r := v.host.Text(), v.review
	var cards []fyne.CanvasObject
	add := func(key string, rows ...fyne.CanvasObject) {
		if len(rows) == 0 {
			return
		}
		cards = append(cards, kit.NewCard(kit.VStack(kit.Gap, append([]fyne.CanvasObject{kit.Section(text.T("strategy.review." + key))}, rows...)...)))
	}
	add("channels", v.channels()...)
	if r.Since.IsZero() {
		cards = append(cards, kit.NewNote(kit.NewCheckRow(kit.ToneNeutral, text.T("strategy.review.no_plan"), text.T("strategy.review.no_plan_why")), kit.ToneNeutral))
	} else if r.Since.After(r.Month) {
		cards = append(cards, kit.Secondary(text.T("strategy.review.since", "Day", text.DayMonth(r.Since))).Wrapped())
	}
	if balance := v.balance(); balance != nil {
		add("pillars", balance)
	}
	if r.Slots.Planned > 0 {
		add("slots", kit.Secondary(text.N("strategy.review.slots_kept", r.Slots.Kept, "Planned", r.Slots.Planned)).Wrapped())
	}
	add("objectives", v.objectives()...)
	add("actions", v.actions()...)
	return cards
}

func (v *View) channels() []fyne.CanvasObject {
	text := v.host.Text()
	rows := []fyne.CanvasObject{kit.Secondary(text.N("strategy.review.posts", v.review.Posts)).Wrapped()}
	for _, c := range v.review.Channels {
		if c.Planned == 0 && c.Published == 0 {
			continue
		}
		share, tone := 1.0, kit.ToneGood
		if c.Planned > 0 {
			share = float64(c.Published) / float64(c.Planned)
		}
		if share < 1 {
			tone = kit.ToneAttention
		}
		rows = append(rows, kit.VStack(4,
			kit.HStack(8, kit.NewNetworkBadge(string(c.Network)), kit.Grow(kit.Body(c.Network.Name())),
				kit.Secondary(text.T("strategy.review.published", "Published", c.Published, "Planned", c.Planned))),
			kit.NewProgressBar(min(share, 1), tone),
		))
	}
	return rows
}

// balance compares what the pillars had with their shares; nil without any.
func (v *View) balance() fyne.CanvasObject {
	text := v.host.Text()
	const wholeBP = 10_000
	var rows []kit.BalanceRow
	for _, p := range v.review.Pillars {
		name, tone := v.named(p.Name), kit.ToneNeutral
		if p.PillarID == "" {
			name = text.T("strategy.review.no_pillar")
		}
		for _, known := range v.pillars {
			if known.ID == p.PillarID {
				tone = kit.PillarTone(known.Colour)
			}
		}
		rows = append(rows, kit.BalanceRow{
			Label: name, Share: float64(p.GotBP) / wholeBP, Target: float64(p.ShareBP) / wholeBP, Tone: tone,
			Detail: text.T("strategy.review.share", "Got", percent(text, p.GotBP), "Wanted", percent(text, p.ShareBP)),
		})
	}
	if len(rows) == 0 {
		return nil
	}
	return kit.NewBalance(rows...)
}

// named is what a pillar is called.
func (v *View) named(name string) string {
	if strings.TrimSpace(name) == "" {
		return v.host.Text().T("strategy.pillars.unnamed")
	}
	return name
}

func percent(text *translations.Catalogue, bp int) string {
	return text.Percent(float64(bp)/10_000, 0)
}

func (v *View) objectives() []fyne.CanvasObject {
	text := v.host.Text()
	var rows []fyne.CanvasObject
	for _, o := range v.review.Objectives {
		tone := kit.ToneNeutral
		switch o.Verdict {
		case metrics.Reached, metrics.OnCourse:
			tone = kit.ToneGood
		case metrics.Behind:
			tone = kit.ToneAttention
		case metrics.Missed:
			tone = kit.ToneDanger
		}
		said := o.Reason
		if o.Current != nil {
			said = text.T("strategy.review.objective", "Current", figure(text, o.Metric, o.Current), "Target", figure(text, o.Metric, o.Target))
		}
		rows = append(rows, kit.VStack(2,
			kit.HStack(8, kit.Grow(kit.Strong(o.Name)), kit.NewTag(text.T("metrics.verdict."+string(o.Verdict)), tone)),
			kit.Secondary(said).Wrapped()))
	}
	return rows
}

func figure(text *translations.Catalogue, m metrics.Metric, n *float64) string {
	switch {
	case n == nil:
		return text.T("metrics.missing")
	case m.Ratio():
		return text.Percent(*n, 1)
	}
	return text.Number(*n, 0)
}

func (v *View) actions() []fyne.CanvasObject {
	text := v.host.Text()
	var rows []fyne.CanvasObject
	for _, a := range v.review.Actions {
		tone, said := kit.ToneAttention, "strategy.review.not_done"
		if a.Done || a.PostID != "" {
			tone, said = kit.ToneGood, "strategy.review.action_done"
			if a.Kind == strategy.KindIdea {
				said = "strategy.review.action_placed"
			}
		}
		rows = append(rows, kit.NewCheckRow(tone, a.Title, text.Day(a.Day)+" · "+text.T(said)))
	}
	return rows
}
