package strategy

import (
	"slices"

	"parvis/app"
	"parvis/app/networks"
)

// maxAudiences is how many audiences one line can speak to: our own bound.
const maxAudiences = 3

func (n *notes) audiences(s Strategy) {
	if len(s.Audiences) == 0 {
		n.say(AskAudiences, app.Say("strategy.advice.audience_missing"), app.Say("strategy.advice.why.audience_missing"))
		return
	}
	if count := len(s.Audiences); count > maxAudiences {
		n.say(AskAudiences, app.Say("strategy.advice.audiences_many", "Max", maxAudiences),
			app.Say("strategy.advice.why.audiences_many", "Count", count))
	}
	for _, a := range s.Audiences {
		if !said(a.Needs) {
			n.audience(a, app.Say("strategy.advice.audience_needs", "Audience", calledOf(a)),
				app.Say("strategy.advice.why.audience_needs"))
		}
		chosen := func(network networks.Network) bool {
			_, ok := s.channel(network)
			return ok
		}
		left := func(network networks.Network) bool {
			_, stopped := s.stopped(network)
			return stopped
		}
		where := slices.DeleteFunc(slices.Clone(a.Where), left)
		if len(where) > 0 && len(s.Channels) > 0 && !slices.ContainsFunc(a.Where, chosen) {
			n.audience(a, app.Say("strategy.advice.audience_unreached", "Audience", calledOf(a)),
				app.Say("strategy.advice.why.audience_unreached", "Where", listed(namesOf(where))))
		}
	}
}

func (n *notes) audience(a Audience, text, reason app.Message) {
	n.say(AskAudiences, text, reason).ID = a.ID
}

// calledOf names an audience, one without a name too.
func calledOf(a Audience) any {
	if said(a.Name) {
		return a.Name
	}
	return app.Say("strategy.advice.audience_unnamed")
}

func namesOf(all []networks.Network) []app.Message {
	names := make([]app.Message, len(all))
	for i, network := range all {
		names[i] = app.Say("strategy.advice.account", "Network", network)
	}
	return names
}
