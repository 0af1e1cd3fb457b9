package snippets

import (
	"parvis/app/snippets"
	"parvis/ui/kit"
)

// tracking is what the nth network of the post, from 0, adds to an address.
func (p *picker) tracking(n int) snippets.Tracking {
	t := snippets.Tracking{Campaign: p.post.Campaign}
	if n < len(p.post.Networks) {
		t.Network = p.post.Networks[n]
	}
	return t
}

// track shows the address of a link as it will be inserted. Of a post to several
// networks, the owner says which one the visits are counted for.
func (p *picker) track(one snippets.Snippet) {
	text := p.host.Text()
	address, err := one.Track(p.tracking(0))
	if err != nil {
		p.modal.SetError(p.host.Sentence(err))
		return
	}
	shown := kit.NewText(address, kit.StyleBody).Wrapped()
	var modal *kit.Modal
	column := kit.VStack(14)
	if len(p.post.Networks) > 1 {
		var names []string
		for _, n := range p.post.Networks {
			names = append(names, n.Name())
		}
		// Beyond the last one: none in particular.
		names = append(names, text.T("snippets.link.all"))
		column.Add(kit.VStack(6, kit.Secondary(text.T("snippets.link.network")), kit.NewSelect(names, 0, "", func(i int) {
			// Read already with another network: the address is one.
			address, _ = one.Track(p.tracking(i))
			shown.SetText(address)
			modal.Refresh()
		})))
	}
	column.Add(kit.VStack(6, kit.Secondary(text.T("snippets.link.inserted")), kit.NewSurface(shown, kit.ColorBackground, kit.ColorLine, 8, 12)))
	why := text.T("snippets.link.no_campaign")
	if p.post.Campaign != "" {
		why = text.T("snippets.link.campaign", "Campaign", p.post.Campaign)
	}
	column.Add(kit.NewText(why, kit.StyleCaption).Wrapped())
	modal = kit.NewModal(text, p.host.Window().Canvas(), kit.ModalOptions{
		Title: one.Name, Content: column, Primary: text.T("snippets.insert"), Width: 520,
		OnConfirm: func() bool {
			modal.Close()
			p.use(one, address)
			return true
		},
	})
	modal.Show()
}
