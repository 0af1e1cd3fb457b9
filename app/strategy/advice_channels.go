package strategy

import (
	"slices"

	"parvis/app"
	"parvis/app/networks"
)

// channels speaks of the networks chosen, and of those that are not.
func (n *notes) channels(s Strategy, f Facts) {
	advice := AdviseNetworks(s, f)
	if len(s.Channels) == 0 {
		best := advice[0]
		if best.Fit == FitNo {
			n.say(AskNetworks, app.Say("strategy.advice.network_none"), app.Say("strategy.advice.why.network_none"))
			return
		}
		n.channel(best.Network, app.Say("strategy.advice.network_missing", "Network", best.Network), best.Reasons[0])
		return
	}
	n.manyChannels(s)
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
	for _, a := range advice {
		_, chosen := s.channel(a.Network)
		switch {
		case chosen && a.Fit == FitNo:
			n.channel(a.Network, app.Say("strategy.advice.channel_unfit", "Network", a.Network), a.Reasons[0])
		case chosen && a.Fit == FitYes:
			fitting++
		case !chosen && a.Fit == FitYes && s.affords(a):
			n.channel(a.Network, app.Say("strategy.advice.network_worth", "Network", a.Network), a.Reasons[0])
		}
	}
	if fitting == len(s.Channels) {
		chosen := make([]networks.Network, len(s.Channels))
		for i, c := range s.Channels {
			chosen[i] = c.Network
		}
		n.say(AskNetworks, app.Say("strategy.advice.channels_good", "Count", fitting), app.Say("strategy.advice.why.channels_good",
			"Networks", listed(namesOf(chosen)), "Trade", app.Say("business.trade."+string(tradeOf(f.Business))))).Good = true
	}
}

// manyChannels says when even one post a week on each network is more than the
// hours allow, and how many they allow.
func (n *notes) manyChannels(s Strategy) {
	total := s.Profile.MinutesPerWeek
	if total == 0 || len(s.Channels) < 2 {
		return
	}
	least, kept := s.Rhythm.Answering(), 0
	for _, c := range s.Channels {
		if least += s.Rhythm.MinutesFor(c.Format); least <= total {
			kept++
		}
	}
	if least > total {
		n.say(AskNetworks, app.Say("strategy.advice.channels_many", "Count", len(s.Channels), "Max", max(kept, 1)),
			app.Say("strategy.advice.why.channels_many", "Least", minutes(least), "Total", minutes(total)))
	}
}

// affords reports whether there is time for one more network, or few enough of
// them while nobody said how much time there is.
func (s Strategy) affords(a NetworkAdvice) bool {
	if s.Profile.MinutesPerWeek == 0 {
		return len(s.Channels) < trialNetworks
	}
	return s.WeekMinutes()+a.PerWeek*s.Rhythm.MinutesFor(a.Format) <= s.Profile.MinutesPerWeek
}

func (n *notes) channel(network networks.Network, text, reason app.Message) {
	n.say(AskNetworks, text, reason).Network = network
}
