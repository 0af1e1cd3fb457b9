package networks

import (
	"context"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/networks"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Vault is what protects the accesses to the accounts.
type Vault interface {
	Protection(ctx context.Context) (networks.Protection, error)
	Unlock(ctx context.Context, passphrase string) error
	UsePassphrase(ctx context.Context, passphrase string, leaving bool) error
	UseKeyring(ctx context.Context) error
	ChangePassphrase(ctx context.Context, former, passphrase string) error
	BeginAnew(ctx context.Context) error
}

// passphraseWidth is that of the dialogs about the passphrase.
const passphraseWidth = 520

// AskPassphrase asks for the passphrase that the accounts wait for. answered is called
// once the dialog has gone, with whether it was given.
func AskPassphrase(h page.Host, v Vault, answered func(opened bool)) {
	text := h.Text()
	phrase := kit.NewPasswordEntry(text.T("vault.field"))
	d := &dialog{host: h}
	d.show(kit.ModalOptions{
		Title:   text.T("vault.ask.title"),
		Content: kit.VStack(14, kit.Paragraph(text.T("vault.ask.why")), phrase),
		Primary: text.T("vault.ask.do"), Cancel: text.T("vault.ask.later"), First: phrase.Focusable(), Width: passphraseWidth,
		Other: text.T("vault.ask.forgotten"), OnOther: func() {
			d.modal.Close()
			beginAnew(h, v)
		},
		OnConfirm: func() bool {
			typed := phrase.Text()
			return d.do(text.T("vault.ask.opened"), func(ctx context.Context) error { return v.Unlock(ctx, typed) })
		},
		OnClosed: func(bool) { answered(d.done) },
	})
}

// beginAnew gives a forgotten passphrase up, once its owner has agreed to connect
// every account again.
func beginAnew(h page.Host, v Vault) {
	text := h.Text()
	kit.Confirm(text, h.Window().Canvas(), text.T("vault.anew.title"), text.T("vault.anew.why"), text.T("vault.anew.do"), true,
		func(confirmed bool) {
			if confirmed {
				run(h, v.BeginAnew, text.T("vault.anew.done"))
			}
		})
}

// why is what leads to choosing a passphrase; the zero why is the owner's own wish.
type why struct {
	// keyring says why the keyring cannot be used, "" when it can.
	keyring string
	// leaves: some accounts are connected with a key that stays in that keyring.
	leaves bool
}

// choosePassphrase has the owner choose a passphrase. answered is called once the
// dialog has gone, with whether one was chosen.
func choosePassphrase(h page.Host, v Vault, because why, answered func(chosen bool)) {
	text := h.Text()
	content := kit.VStack(14)
	if because.keyring != "" {
		content.Add(kit.NewNote(kit.VStack(6,
			kit.Secondary(because.keyring).Wrapped().Colored(kit.ColorInk),
			kit.Secondary(text.T("vault.choose.instead")).Wrapped().Colored(kit.ColorInk),
		), kit.ToneAttention))
	}
	content.Add(kit.Paragraph(text.T("vault.choose.why")))
	d := &dialog{host: h}
	twice := d.twice(text.T("vault.field"))
	content.Add(twice.first)
	content.Add(twice.second)
	lost := kit.VStack(6, kit.Secondary(text.T("vault.choose.forgotten")).Wrapped())
	if because.leaves {
		lost.Add(kit.Secondary(text.T("vault.choose.leaves")).Wrapped().Colored(kit.ColorAmberText))
	}
	content.Add(kit.HStackTop(8, kit.NewIcon(icons.Info, 16, kit.ColorMuted), kit.Grow(lost)))
	d.show(kit.ModalOptions{
		Title: text.T("vault.choose.title"), Content: content, Primary: text.T("vault.choose.do"),
		First: twice.first.Focusable(), Width: passphraseWidth,
		OnConfirm: func() bool {
			typed, ok := twice.typed()
			return ok && d.do(text.T("vault.choose.done"), func(ctx context.Context) error {
				return v.UsePassphrase(ctx, typed, because.keyring != "")
			})
		},
		OnClosed: func(bool) { answered(d.done) },
	})
}

// changePassphrase replaces the passphrase by another.
func changePassphrase(h page.Host, v Vault) {
	text := h.Text()
	former := kit.NewPasswordEntry(text.T("vault.field.former"))
	d := &dialog{host: h}
	twice := d.twice(text.T("vault.field.new"))
	d.show(kit.ModalOptions{
		Title: text.T("vault.change.title"), Content: kit.VStack(14, former, twice.first, twice.second),
		Primary: text.T("vault.change.do"), First: former.Focusable(), Width: passphraseWidth,
		OnConfirm: func() bool {
			before := former.Text()
			typed, ok := twice.typed()
			return ok && d.do(text.T("vault.change.done"), func(ctx context.Context) error {
				return v.ChangePassphrase(ctx, before, typed)
			})
		},
	})
}

// useKeyring moves to the keyring, once the owner has agreed.
func useKeyring(h page.Host, v Vault) {
	text := h.Text()
	kit.Confirm(text, h.Window().Canvas(), text.T("vault.keyring.title"), text.T("vault.keyring.why"), text.T("vault.keyring.do"), false,
		func(confirmed bool) {
			if confirmed {
				run(h, v.UseKeyring, text.T("vault.keyring.done"))
			}
		})
}

// run does something to the vault, and says that it is done.
func run(h page.Host, do func(ctx context.Context) error, done string) {
	page.Do(h, do, func(err error) {
		if err != nil {
			h.Failed(err)
			return
		}
		h.Toast(done, nil)
	})
}

// dialog is a form about the passphrase. What must be corrected is said in it.
type dialog struct {
	host  page.Host
	modal *kit.Modal
	done  bool // what it is for was done
}

func (d *dialog) show(o kit.ModalOptions) {
	d.modal = kit.NewModal(d.host.Text(), d.host.Window().Canvas(), o)
	d.modal.Show()
}

// do runs the command of the form and closes it, with a word, once that is done. It
// returns false: the form stays meanwhile, and its button is off.
func (d *dialog) do(said string, command func(ctx context.Context) error) bool {
	d.modal.SetError("")
	d.modal.Primary().Disable()
	page.Do(d.host, command, func(err error) {
		d.modal.Primary().Enable()
		if err != nil {
			d.modal.SetError(d.host.Sentence(err))
			return
		}
		d.done = true
		d.host.Toast(said, nil)
		d.modal.Close()
	})
	return false
}

// twice are the two fields of a passphrase that is being chosen.
type twice struct {
	dialog        *dialog
	first, second *kit.Entry
}

func (d *dialog) twice(label string) *twice {
	text := d.host.Text()
	t := &twice{
		dialog: d,
		first:  kit.NewPasswordEntry(label).WithHint(text.T("vault.field.hint", "Min", networks.MinPassphrase)),
		second: kit.NewPasswordEntry(text.T("vault.field.again")),
	}
	t.first.OnChanged = func(typed string) {
		t.second.SetError("")
		word, tone := "", kit.ToneNeutral
		if typed != "" {
			s := networks.StrengthOf(typed)
			word, tone = text.T("vault.strength."+string(s)), strengthTones[s]
		}
		t.first.SetCounter(word, tone)
		d.modal.Refresh()
	}
	t.second.OnChanged = func(string) {
		t.second.SetError("")
		d.modal.Refresh()
	}
	return t
}

var strengthTones = map[networks.Strength]kit.Tone{
	networks.StrengthShort: kit.ToneDanger, networks.StrengthRepeated: kit.ToneDanger,
	networks.StrengthFair: kit.ToneAttention, networks.StrengthGood: kit.ToneGood,
}

// typed returns what was typed, if it is the same twice.
func (t *twice) typed() (string, bool) {
	if t.first.Text() == t.second.Text() {
		return t.first.Text(), true
	}
	t.second.SetError(t.dialog.host.Text().T("vault.field.differ"))
	t.dialog.modal.Refresh()
	t.second.Focus()
	return "", false
}

// WatchVault asks for the passphrase when something first needs it, once; whoever puts
// it off finds it above every page.
func WatchVault(h page.Host, v Vault, events *app.Events) (end func()) {
	w := &vaultWatch{host: h, vault: v}
	cancel := app.On(events, func(networks.VaultNeeded) { fyne.Do(w.look) })
	return func() {
		w.asked = true
		cancel()
	}
}

type vaultWatch struct {
	host   page.Host
	vault  Vault
	loader page.Loader
	asked  bool
}

// look asks unless it was asked already; over a form it waits for the next need.
func (w *vaultWatch) look() {
	if w.asked {
		return
	}
	page.Load(&w.loader, w.host, w.vault.Protection, func(p networks.Protection, err error) {
		// That it cannot be read is told by what needed it.
		if err != nil || !p.Locked || w.asked || w.host.Window().Canvas().Overlays().Top() != nil {
			return
		}
		w.asked = true
		AskPassphrase(w.host, w.vault, func(bool) {})
	})
}
