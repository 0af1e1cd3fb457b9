package strategy

import (
	"slices"
	"strings"
)

// Answered reports whether a question has the answer that a strategy cannot do
// without. What is optional (a budget, prepared messages) always is.
func (s Strategy) Answered(q Question) bool {
	switch q {
	case AskIdentity:
		return said(s.Profile.Mission)
	case AskMeans:
		return s.Profile.MinutesPerWeek > 0
	case AskObjectives:
		return slices.ContainsFunc(s.Objectives, func(o Objective) bool { return o.Target != nil && !o.Due.IsZero() })
	case AskAudiences:
		return slices.ContainsFunc(s.Audiences, func(a Audience) bool { return said(a.Name) })
	case AskNetworks:
		return len(s.Channels) > 0
	case AskPillars:
		return slices.ContainsFunc(s.Pillars, func(p Pillar) bool { return said(p.Name) && p.ShareBP > 0 })
	case AskTone:
		return s.Voice.Address != "" && said(s.Voice.Tone)
	case AskCadence:
		return slices.ContainsFunc(s.Channels, func(c Channel) bool { return c.PerWeek > 0 })
	case AskSlots:
		return len(s.Slots) > 0
	case AskArticles:
		return slices.ContainsFunc(s.Charter.Articles, func(a Article) bool { return said(a.Text) })
	case AskAnswering:
		return said(s.Charter.Who) && s.Charter.AnswerHours > 0
	case AskLevels:
		return slices.ContainsFunc(s.Crisis.Levels, func(l Level) bool { return said(l.Answer) })
	case AskPeople:
		return slices.ContainsFunc(s.Crisis.People, func(c Contact) bool { return said(c.Name) })
	case AskActions:
		return len(s.Actions) > 0
	}
	return true
}

// Missing lists the questions without the answer that a strategy cannot do
// without, in their order: none when it is complete.
func (s Strategy) Missing() []Question {
	return slices.DeleteFunc(Questions(), s.Answered)
}

// said reports whether something is written.
func said(text string) bool { return strings.TrimSpace(text) != "" }
