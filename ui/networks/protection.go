package networks

import (
	"errors"

	"fyne.io/fyne/v2"

	"parvis/app/networks"
	"parvis/assets/icons"
	"parvis/ui/kit"
)

// guarded says under the accounts what protects their accesses, and offers to change
// that; nil where there is nothing to choose.
func (p *Page) guarded() fyne.CanvasObject {
	text, now := p.host.Text(), p.protection
	if now.Fixed {
		return nil
	}
	button := func(key string, do func()) fyne.CanvasObject { return kit.NewButton(text.T(key), do).Compact() }
	said, buttons := "vault.by.keyring", kit.Flow(8)
	switch {
	case now.Locked:
		said = "vault.by.locked"
		buttons.Add(button("vault.give", func() { AskPassphrase(p.host, p.vault, func(bool) {}) }))
	case now.Passphrase:
		said = "vault.by.passphrase"
		buttons.Add(button("vault.change.do", func() { changePassphrase(p.host, p.vault) }))
		buttons.Add(button("vault.keyring.do", func() { useKeyring(p.host, p.vault) }))
	default:
		buttons.Add(button("vault.choose.title", func() { choosePassphrase(p.host, p.vault, why{}, func(bool) {}) }))
	}
	return kit.VStack(10, kit.NewSeparator(), kit.HStackTop(8,
		kit.NewIcon(icons.Lock, 16, kit.ColorMuted),
		kit.Grow(kit.VStack(8, kit.Secondary(text.T(said)).Wrapped(), buttons)),
	))
}

// unguarded deals with a connection that failed because its access could not be kept:
// it asks for the passphrase, or offers to choose one where there is no keyring, and
// then tries again. It reports whether it does.
func (f *form) unguarded(err error) bool {
	host, p := f.page.host, f.page
	answered := func(done bool) {
		switch {
		case p.form != f:
		case done:
			f.submit()
		default:
			f.tell(host.Sentence(err))
		}
	}
	switch {
	case errors.Is(err, networks.ErrVaultLocked):
		AskPassphrase(host, p.vault, answered)
	case errors.Is(err, networks.ErrNoKeyring) && !p.protection.Fixed:
		choosePassphrase(host, p.vault, why{keyring: host.Sentence(err), leaves: len(p.protection.Kept) > 0}, answered)
	default:
		return false
	}
	return true
}
