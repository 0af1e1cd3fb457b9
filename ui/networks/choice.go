package networks

import (
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app/networks"
	"parvis/assets/icons"
	"parvis/ui/kit"
)

// choose shows the networks that an account can be connected to.
func (p *Page) choose() {
	text := p.host.Text()
	header := kit.NewPageHeader(text.T("networks.connect"), text.T("networks.choice.context"), nil,
		kit.NewButton(text.T("networks.choice.back"), p.back).WithIcon(icons.ChevronLeft))
	p.front(kit.NewPage(header, kit.NewCard(kit.VScroll(p.choices("")))))
}

// choices lists every network: first those that Parvis publishes to, each with what
// it takes, can and costs, then those that are followed by hand. why, when not empty,
// stands above.
func (p *Page) choices(why string) fyne.CanvasObject {
	text := p.host.Text()
	column := kit.VStack(8)
	if why != "" {
		column.Add(kit.Secondary(why).Wrapped())
	}
	column.Add(kit.Section(text.T("networks.choice.published")))
	hand := kit.Flow(8)
	for _, e := range networks.Entries() {
		if len(p.accounts.Ways(e.Network)) > 0 {
			column.Add(p.choice(e))
			continue
		}
		hand.Add(kit.NewChoiceChip(kit.HStack(8, kit.NewNetworkBadge(string(e.Network)), kit.Body(e.Network.Name())), false,
			func() { p.askHandFed(e.Network) }))
	}
	if len(hand.Objects) > 0 {
		column.Add(kit.PadSides(8, 0, 0, 0, kit.Section(text.T("networks.choice.by_hand"))))
		column.Add(kit.Secondary(text.T("networks.choice.by_hand_why")).Wrapped())
		column.Add(hand)
	}
	kept := "networks.choice.vault"
	if p.protection.Passphrase {
		kept = "networks.choice.vault_passphrase"
	}
	column.Add(kit.PadSides(8, 0, 0, 0, kit.HStackTop(8,
		kit.NewIcon(icons.Lock, 16, kit.ColorMuted), kit.Grow(kit.Secondary(text.T(kept)).Wrapped()))))
	return column
}

// choice is a network that an account can be connected to.
func (p *Page) choice(e networks.Entry) fyne.CanvasObject {
	return kit.NewChoiceCard(kit.HStack(12,
		kit.NewNetworkBadge(string(e.Network)),
		kit.TextWidth(84, kit.Strong(e.Network.Name())),
		kit.Grow(kit.VStack(1,
			kit.Body(p.host.Text().T(e.Takes)).Wrapped(),
			kit.Secondary(p.offer(e.Network)).Wrapped(),
		)),
		kit.NewIcon(icons.ChevronRight, 16, kit.ColorMuted),
	), false, func() { p.connect(e.Network) })
}

// offer says in a line what can be sent to a network and what that costs.
func (p *Page) offer(n networks.Network) string {
	return strings.Join(append(p.abilities(n), p.cost(n)), " · ")
}

// abilities names what can be sent to a network.
func (p *Page) abilities(n networks.Network) []string {
	var all []string
	for _, a := range p.accounts.Abilities(n) {
		all = append(all, p.host.Text().T("networks.choice.ability."+string(a)))
	}
	return all
}

// cost says what a network bills.
func (p *Page) cost(n networks.Network) string {
	text := p.host.Text()
	l, _ := networks.LimitsOf(n)
	if l.Price == (networks.Price{}) {
		return text.T("networks.choice.cost.free")
	}
	return text.T("networks.choice.cost.priced", "Cents", text.Number(float64(l.Price.Post)/10, 1), "Link", text.Number(float64(l.Price.WithLink)/10, 0))
}
