package editorial

import (
	"slices"

	"parvis/app"
	"parvis/app/strategy"
)

// Relink replaces what p refers to of the strategy and that is no longer in it by
// what kept, the same post in the file, refers to instead: the heir of a pillar
// that was removed, or nothing.
func (p *Post) Relink(s strategy.Strategy, kept Post) {
	if p.PillarID != "" && !slices.ContainsFunc(s.Pillars, func(x strategy.Pillar) bool { return x.ID == p.PillarID }) {
		p.PillarID = kept.PillarID
	}
	if p.ObjectiveID != "" && !slices.ContainsFunc(s.Objectives, func(x strategy.Objective) bool { return x.ID == p.ObjectiveID }) {
		p.ObjectiveID = kept.ObjectiveID
	}
	if p.AudienceID != "" && !slices.ContainsFunc(s.Audiences, func(x strategy.Audience) bool { return x.ID == p.AudienceID }) {
		p.AudienceID = kept.AudienceID
	}
	if p.CampaignID != "" && !slices.ContainsFunc(s.Campaigns, func(x strategy.Campaign) bool { return x.ID == p.CampaignID }) {
		p.CampaignID = kept.CampaignID
	}
}

// SlotPillar returns the pillar of the slot at a moment, "" when there is no slot
// or it is for any pillar.
func SlotPillar(slots []strategy.Slot, at app.Civil) app.ID {
	if at.IsZero() {
		return ""
	}
	for _, s := range slots {
		if s.Weekday == at.Date.Weekday() && s.Time == at.Time {
			return s.PillarID
		}
	}
	return ""
}
