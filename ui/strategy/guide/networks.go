package guide

import (
	"fyne.io/fyne/v2"

	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/ui/kit"
)

func (v *View) askNetworks() []fyne.CanvasObject {
	var list []fyne.CanvasObject
	edit := v.channels()
	for _, a := range strategy.AdviseNetworks(v.answers, v.facts) {
		list = append(list, v.networkRow(edit, a))
	}
	return list
}

// channel returns a network among those chosen, nil when it is not.
func channel(edit *rows[strategy.Channel], n networks.Network) *strategy.Channel {
	for _, c := range edit.each {
		if c.Network == n {
			return c
		}
	}
	return nil
}

// networkRow is a network to choose, with what speaks for it and against it.
func (v *View) networkRow(edit *rows[strategy.Channel], a strategy.NetworkAdvice) fyne.CanvasObject {
	text, c := v.host.Text(), channel(edit, a.Network)
	chosen := kit.NewCheckbox(a.Network.Name(), c != nil, func(checked bool) {
		if !checked {
			edit.remove(channel(edit, a.Network))
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
	if c != nil {
		role := choice(v, strategy.Roles(), word[strategy.Role](v, "role"), &c.Role,
			text.T("strategy.guide.role_choose"), edit.typed).WithPrefix(text.T("strategy.guide.role") + " ")
		column.Add(kit.HStack(0, role, kit.GrowSpace()))
	}
	column.Add(v.adviceOn(a.Network))
	line := kit.ColorLine
	if c != nil {
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

func (v *View) channels() *rows[strategy.Channel] {
	return newRows(v, &v.answers.Channels, "channels", saves(v.services.Strategy.SaveChannels))
}
