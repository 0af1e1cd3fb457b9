package strategy

import (
	"slices"

	"parvis/app"
	"parvis/app/networks"
)

// channels speaks of the networks chosen, and of those that are not.
func (n *notes) channels(s Strategy, f Facts) {
	j := judgeNetworks(s, f)
	if len(s.Channels) == 0 {
		best := j.advice[0]
		if best.Fit == FitNo {
			n.say(AskNetworks, app.Say("strategy.advice.network_none"), app.Say("strategy.advice.why.network_none"))
			return
		}
		n.channel(best.Network, app.Say("strategy.advice.network_missing", "Network", best.Network), best.Reasons[0])
		return
	}
	before := len(*n)
	n.manyChannels(s, j.crowded)
	for _, c := range s.Channels {
		if !slices.Contains(Roles(), c.Role) {
			n.channel(c.Network, app.Say("strategy.advice.channel_role", "Network", c.Network), app.Say("strategy.advice.why.channel_role"))
		}
		if there, placed := s.lookingAt(c.Network); len(there) == 0 && placed > 0 && c.Role != RoleFound {
			n.channel(c.Network, app.Say("strategy.advice.channel_nobody", "Network", c.Network),
				app.Say("strategy.advice.why.network_nobody", "Count", placed))
		}
	}
	fitting := 0
	for _, a := range j.advice {
		switch _, chosen := s.channel(a.Network); {
		case chosen && a.Fit == FitNo:
			n.channel(a.Network, app.Say("strategy.advice.channel_unfit", "Network", a.Network), a.Reasons[0])
		case chosen && a.Fit == FitYes:
			fitting++
		}
	}
	if fitting == len(s.Channels) && len(*n) == before {
		n.goodChannels(s, j.grounds)
	}
	for _, a := range j.advice {
		if _, chosen := s.channel(a.Network); !chosen && a.Fit == FitYes {
			n.channel(a.Network, app.Say("strategy.advice.network_worth", "Network", a.Network), a.Reasons[0])
		}
	}
}

// goodChannels says what speaks for each network chosen, and that the week holds
// them when it does.
func (n *notes) goodChannels(s Strategy, grounds map[networks.Network][]app.Message) {
	total, cost := s.Profile.MinutesPerWeek, s.Rhythm.Answering()+s.plannedMinutes()
	if total > 0 && cost > total {
		return // said where the rhythm is chosen
	}
	all := make([]app.Message, len(s.Channels))
	for i, c := range s.Channels {
		all[i] = app.Say("strategy.advice.channel_grounds", "Network", c.Network, "Grounds", together(grounds[c.Network]))
	}
	reason := app.Say("strategy.advice.why.channels_good", "Networks", listed(all))
	if total > 0 {
		reason = app.Say("strategy.advice.why.channels_good_time", "Networks", listed(all), "Cost", minutes(cost), "Total", minutes(total))
	}
	n.say(AskNetworks, app.Say("strategy.advice.channels_good", "Count", len(s.Channels)), reason).Good = true
}

// manyChannels says when even one post a week on each network is more than the
// hours allow, and how many they allow.
func (n *notes) manyChannels(s Strategy, crowded int) {
	if crowded == 0 {
		return
	}
	least := s.Rhythm.Answering()
	for _, c := range s.Channels {
		least += s.Rhythm.MinutesFor(c.Format)
	}
	n.say(AskNetworks, app.Say("strategy.advice.channels_many", "Count", len(s.Channels), "Max", len(s.Channels)-crowded),
		app.Say("strategy.advice.why.channels_many", "Least", minutes(least), "Total", minutes(s.Profile.MinutesPerWeek)))
}

func (n *notes) channel(network networks.Network, text, reason app.Message) {
	n.say(AskNetworks, text, reason).Network = network
}
