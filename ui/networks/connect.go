package networks

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app/networks"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// passwordPage is where an app password is made on Bluesky's own site (address
// seen in its settings in 2026).
const passwordPage = "https://bsky.app/settings/app-passwords"

// askConnect asks for a Bluesky account: identifier and app password, and the
// server only of those who have another one than Bluesky's.
func (p *Page) askConnect() {
	text := p.host.Text()
	identifier := kit.NewEntry(text.T("networks.form.identifier")).WithPlaceholder("boulangerie-martin.bsky.social")
	p.credentialForm(text.T("networks.form.title"), text.T("networks.connect"), identifier, true,
		func(ctx context.Context, service, secret string) (networks.Account, error) {
			return p.accounts.Connect(ctx, networks.Bluesky, service, strings.TrimSpace(identifier.Text()), secret)
		})
}

// askReconnect asks for a new password of a known account.
func (p *Page) askReconnect(a networks.Account) {
	text := p.host.Text()
	identifier := kit.NewEntry(text.T("networks.form.identifier"))
	identifier.SetText(a.Handle)
	p.credentialForm(text.T("networks.form.reconnect_title", "Account", a.Handle), text.T("networks.reconnect"), identifier, false,
		func(ctx context.Context, _, secret string) (networks.Account, error) {
			return p.accounts.Reconnect(ctx, a.ID, strings.TrimSpace(identifier.Text()), secret)
		})
}

// credentialForm asks for what signs in and connects; what must be corrected is
// told in the form, which keeps what was typed. Closing the form gives up.
func (p *Page) credentialForm(title, primary string, identifier *kit.Entry, askService bool,
	connect func(ctx context.Context, service, secret string) (networks.Account, error),
) {
	text := p.host.Text()
	secret := kit.NewPasswordEntry(text.T("networks.form.secret")).WithPlaceholder("xxxx-xxxx-xxxx-xxxx")
	service := kit.NewEntry(text.T("networks.form.service")).WithPlaceholder("bsky.social").WithHint(text.T("networks.form.service_hint"))
	busy := kit.NewBusy(text, nil)
	fields := kit.VStack(14,
		kit.Secondary(text.T("bluesky.connect.help")).Wrapped(),
		kit.HStack(0, kit.NewButton(text.T("networks.form.open_settings"), func() { page.OpenLink(p.host, passwordPage) }), kit.GrowSpace()),
		identifier, secret,
	)
	if askService {
		fields.Add(service)
	}
	fields.Add(busy)
	first := identifier.Focusable()
	if !askService {
		first = secret.Focusable()
	}
	ctx, giveUp := context.WithCancel(context.Background())
	var modal *kit.Modal
	modal = p.modal(title, primary, fields, first, func() bool {
		modal.SetError("")
		modal.Primary().Disable()
		busy.Start(text.T("networks.form.connecting"))
		var account networks.Account
		page.DoUntil(ctx, p.host,
			func(ctx context.Context) (err error) {
				account, err = connect(ctx, strings.TrimSpace(service.Text()), secret.Text())
				return err
			},
			func(err error) {
				busy.Stop()
				modal.Primary().Enable()
				switch {
				case err == nil: // even when the owner gave up a moment too late
					modal.Close()
					p.host.Toast(text.T("networks.connected", "Account", account.Handle), nil)
					p.load()
				case ctx.Err() == nil:
					modal.SetError(p.host.Sentence(err))
				}
			},
		)
		return false
	}, giveUp)
	modal.Show()
}

// handFedNetworks are those whose readings can be typed.
func handFedNetworks() []networks.Network {
	return []networks.Network{
		networks.Facebook, networks.Instagram, networks.LinkedIn, networks.Google, networks.Bluesky,
		networks.Mastodon, networks.X, networks.Threads, networks.YouTube, networks.TikTok,
		networks.Pinterest, networks.Telegram, networks.Discord, networks.WordPress,
	}
}

// askHandFed asks for an account whose readings will be typed.
func (p *Page) askHandFed() {
	text := p.host.Text()
	all := handFedNetworks()
	names := make([]string, len(all))
	for i, n := range all {
		names[i] = n.Name()
	}
	network := kit.NewSelect(names, 0, "", nil)
	handle := kit.NewEntry(text.T("networks.form.handle")).WithPlaceholder("Boulangerie Martin")
	fields := kit.VStack(14,
		kit.Secondary(text.T("networks.form.hand_fed_why")).Wrapped(),
		kit.VStack(kit.TightGap, kit.Secondary(text.T("networks.form.network")), network),
		handle,
	)
	var modal *kit.Modal
	modal = p.modal(text.T("networks.add_hand_fed"), text.T("networks.form.add"), fields, handle.Focusable(), func() bool {
		page.Do(p.host,
			func(ctx context.Context) error {
				_, err := p.accounts.AddHandFed(ctx, all[max(network.Selected(), 0)], handle.Text())
				return err
			},
			func(err error) {
				if err != nil {
					modal.SetError(p.host.Sentence(err))
					return
				}
				modal.Close()
				p.load()
			},
		)
		return false
	}, func() {})
	modal.Show()
}

func (p *Page) modal(title, primary string, content fyne.CanvasObject, first fyne.Focusable, confirm func() bool, closed func()) *kit.Modal {
	return kit.NewModal(p.host.Text(), p.host.Window().Canvas(), kit.ModalOptions{
		Title: title, Content: content, Primary: primary, First: first, Width: 520,
		OnConfirm: confirm, OnClosed: func(bool) { closed() },
	})
}
