package guide

import (
	"slices"

	"fyne.io/fyne/v2"

	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/ui/kit"
)

func (v *View) askNetworks() []fyne.CanvasObject {
	var list []fyne.CanvasObject
	for _, a := range strategy.AdviseNetworks(v.answers, v.facts) {
		list = append(list, v.networkRow(a))
	}
	return list
}

// channel returns the place of a network among those chosen, -1 for none.
func (v *View) channel(n networks.Network) int {
	return slices.IndexFunc(v.answers.Channels, func(c strategy.Channel) bool { return c.Network == n })
}

// networkRow is a network to choose, with what speaks for it and against it.
func (v *View) networkRow(a strategy.NetworkAdvice) fyne.CanvasObject {
	text, at := v.host.Text(), v.channel(a.Network)
	edit := v.channels()
	chosen := kit.NewCheckbox(a.Network.Name(), at >= 0, func(checked bool) {
		if !checked {
			edit.remove(v.channel(a.Network))
			return
		}
		edit.add(strategy.Channel{Network: a.Network, Role: a.Role, Format: a.Format, PerWeek: a.PerWeek})
	})
	v.begins(v.focus(chosen))
	head := kit.HStack(8, kit.NewNetworkBadge(string(a.Network)), kit.Grow(chosen), v.fit(a.Fit))
	column := kit.VStack(6, head)
	for _, r := range a.Reasons {
		column.Add(kit.NewText(text.Say(r), kit.StyleCaption).Wrapped())
	}
	if at >= 0 {
		role := choice(v, strategy.Roles(), word[strategy.Role](v, "role"), &v.answers.Channels[at].Role,
			text.T("strategy.guide.role_choose"), edit.typed).WithPrefix(text.T("strategy.guide.role") + " ")
		column.Add(kit.HStack(0, role, kit.GrowSpace()))
	}
	column.Add(v.adviceOn(a.Network))
	line := kit.ColorLine
	if at >= 0 {
		line = kit.ColorPrimary
	}
	return kit.NewSurface(column, kit.ColorCard, line, 8, 12)
}

// fit says in a word whether a network suits.
func (v *View) fit(f strategy.Fit) fyne.CanvasObject {
	tone := kit.ToneNeutral
	switch f {
	case strategy.FitYes:
		tone = kit.ToneGood
	case strategy.FitNo:
		tone = kit.ToneAttention
	}
	return kit.NewTag(v.host.Text().T("strategy.fit."+string(f)), tone)
}

func (v *View) channels() rows[strategy.Channel] {
	return rows[strategy.Channel]{view: v, all: &v.answers.Channels, key: "channels", command: saves(v.services.Strategy.SaveChannels)}
}
