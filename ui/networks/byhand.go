package networks

import (
	"context"
	"slices"

	"parvis/app/networks"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// handFedNetworks are those whose readings can be typed.
func handFedNetworks() []networks.Network {
	return []networks.Network{
		networks.Facebook, networks.Instagram, networks.LinkedIn, networks.Google, networks.Bluesky,
		networks.Mastodon, networks.X, networks.Threads, networks.YouTube, networks.TikTok,
		networks.Pinterest, networks.Telegram, networks.Discord, networks.WordPress,
	}
}

// askHandFed asks for an account whose readings will be typed, on a network to begin
// with.
func (p *Page) askHandFed(on networks.Network) {
	text := p.host.Text()
	all := handFedNetworks()
	names := make([]string, len(all))
	for i, n := range all {
		names[i] = n.Name()
	}
	network := kit.NewSelect(names, slices.Index(all, on), "", nil)
	handle := kit.NewEntry(text.T("networks.form.handle")).WithPlaceholder("Boulangerie Martin")
	fields := kit.VStack(14,
		kit.Secondary(text.T("networks.form.hand_fed_why")).Wrapped(),
		kit.VStack(kit.TightGap, kit.Secondary(text.T("networks.form.network")), network),
		handle,
	)
	var modal *kit.Modal
	modal = kit.NewModal(text, p.host.Window().Canvas(), kit.ModalOptions{
		Title: text.T("networks.add_hand_fed"), Content: fields, Primary: text.T("networks.form.add"),
		First: handle.Focusable(), Width: 520,
		OnConfirm: func() bool {
			var added networks.Account
			page.Do(p.host,
				func(ctx context.Context) (err error) {
					added, err = p.accounts.AddHandFed(ctx, all[max(network.Selected(), 0)], handle.Text())
					return err
				},
				func(err error) {
					if err != nil {
						modal.SetError(p.host.Sentence(err))
						return
					}
					modal.Close()
					p.chosen = added.ID
					p.back()
					p.load()
				},
			)
			return false
		},
	})
	modal.Show()
}

func (p *Page) disconnect(a networks.Account) {
	text := p.host.Text()
	kit.Confirm(text, p.host.Window().Canvas(),
		text.T("networks.disconnect_title", "Account", a.Handle), text.T("networks.disconnect_why"),
		text.T("networks.disconnect"), true,
		func(confirmed bool) {
			if confirmed {
				p.command(func(ctx context.Context) error { return p.accounts.Disconnect(ctx, a.ID) }, "")
			}
		},
	)
}

func (p *Page) remove(a networks.Account) {
	text := p.host.Text()
	kit.Confirm(text, p.host.Window().Canvas(),
		text.T("networks.remove_title", "Account", a.Handle), text.T("networks.remove_why"),
		text.T("networks.remove"), true,
		func(confirmed bool) {
			if confirmed {
				p.command(func(ctx context.Context) error { return p.accounts.Remove(ctx, a.ID) },
					text.T("networks.removed", "Account", a.Handle))
			}
		},
	)
}

// command runs a command, says what it did and shows the accounts again.
func (p *Page) command(do func(ctx context.Context) error, done string) {
	page.Do(p.host, do, func(err error) {
		switch {
		case err != nil:
			p.host.Failed(err)
		case done != "":
			p.host.Toast(done, nil)
		}
		p.load()
	})
}
