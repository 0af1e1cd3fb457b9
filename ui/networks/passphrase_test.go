package networks

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/networks"
	"parvis/assets/translations"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

const phrase = "quatre miches dorées au levain"

// strongbox is the vault of the tests' business: it is asked as the accounts are.
type strongbox struct {
	*directory
	events *app.Events
}

// Protection tells that the vault has every account unless it is lacking.
func (s strongbox) Protection(context.Context) (networks.Protection, error) {
	p := s.protection
	for _, a := range s.accounts {
		if !s.lacking {
			p.Kept = append(p.Kept, a.ID)
		}
	}
	return p, nil
}

func (s strongbox) change(what string, to networks.Protection) error {
	if err := s.ask(what); err != nil {
		return err
	}
	s.protection = to
	app.Emit(s.events, networks.VaultChanged{})
	return nil
}

func (s strongbox) Unlock(_ context.Context, passphrase string) error {
	return s.change("unlock "+passphrase, networks.Protection{Passphrase: true})
}

func (s strongbox) UsePassphrase(_ context.Context, passphrase string, leaving bool) error {
	what := "use " + passphrase
	if leaving {
		what += ", leaving"
	}
	return s.change(what, networks.Protection{Passphrase: true})
}

func (s strongbox) UseKeyring(context.Context) error {
	return s.change("keyring", networks.Protection{})
}

func (s strongbox) ChangePassphrase(_ context.Context, former, passphrase string) error {
	return s.change("change "+former+", "+passphrase, networks.Protection{Passphrase: true})
}

func (s strongbox) BeginAnew(context.Context) error { return s.change("anew", networks.Protection{}) }

// lockedDesk shows an account whose vault waits for its passphrase.
func lockedDesk(t *testing.T) *desk {
	d := opened(t, translations.French, account("a1", networks.Bluesky, networks.AccountConnected))
	d.protection = networks.Protection{Passphrase: true, Locked: true}
	d.page.Show(page.Target{})
	return d
}

// wrongPassphrase, errLocked and noKeyring are what the vault says.
func wrongPassphrase() error { return app.Fail(app.CodeInvalid, "vault.error.passphrase_wrong") }

func errLocked() error {
	return app.Fail(app.CodeUnavailable, networks.KeyVaultLocked).Because(networks.ErrVaultLocked)
}

func noKeyring() error {
	return app.Fail(app.CodeUnavailable, "vault.error.keyring_missing").Because(networks.ErrNoKeyring)
}

// hidesPhrase fails when a passphrase is read anywhere but in its field.
func (d *desk) hidesPhrase(t *testing.T) {
	t.Helper()
	told := append(append([]string{}, d.host.Toasts...), pagetest.Texts(d.host.Win)...)
	for _, err := range d.host.Errors {
		told = append(told, err.Error())
	}
	if strings.Contains(strings.Join(told, "\n"), phrase) {
		t.Errorf("the passphrase is told among %q", told)
	}
}

func TestPassphraseIsGiven(t *testing.T) {
	d := lockedDesk(t)
	d.says(t, "rien n’est publié d’ici là")
	d.press(t, "Donner la phrase secrète")
	d.says(t, "Vos comptes attendent votre phrase secrète", "une fois à chaque démarrage")
	d.fill(t, "Phrase secrète", "autre chose, sans rapport")
	d.refuse = wrongPassphrase()
	d.press(t, "Ouvrir")
	d.says(t, "Ce n’est pas la phrase secrète de ces comptes")
	d.field(t, "Phrase secrète").SetText(phrase)
	pagetest.Keys(d.host.Win, fyne.KeyReturn)
	d.wasAsked(t, "unlock autre chose, sans rapport", "unlock "+phrase)
	d.says(t, "Accès protégés par votre phrase secrète")
	d.toasts(t, "Vos comptes sont ouverts\u202f: ce qui attendait part maintenant")
	d.hidesPhrase(t)
}

// While a passphrase is tried it is tried once.
func TestPassphraseIsTriedOnce(t *testing.T) {
	d := lockedDesk(t)
	d.press(t, "Donner la phrase secrète")
	d.fill(t, "Phrase secrète", phrase)
	d.host.Hold()
	d.press(t, "Ouvrir")
	pagetest.Keys(d.host.Win, fyne.KeyReturn, fyne.KeyReturn)
	d.host.Release()
	d.wasAsked(t, "unlock "+phrase)
}

func TestForgottenPassphrase(t *testing.T) {
	d := lockedDesk(t)
	d.press(t, "Donner la phrase secrète")
	d.press(t, "Phrase oubliée…")
	d.says(t, "Personne ne peut retrouver une phrase oubliée", "Rien d’autre n’est perdu")
	pagetest.Keys(d.host.Win, fyne.KeyEscape)
	d.wasAsked(t)
	d.press(t, "Donner la phrase secrète")
	d.press(t, "Phrase oubliée…")
	d.lacking = true
	d.press(t, "Effacer ces accès")
	d.wasAsked(t, "anew")
	d.says(t, "Accès protégés par le trousseau", "Cet ordinateur n’a pas l’accès à ce compte")
	if got := d.page.state(d.accounts[0]); got != networks.AccountExpired {
		t.Errorf("its tag says %s", got)
	}
	d.press(t, "Reconnecter")
	if !d.formOpen() {
		t.Error("the account cannot be connected again")
	}
}

func TestPassphraseIsChosen(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Bluesky, networks.AccountConnected))
	d.press(t, "Choisir une phrase secrète")
	d.says(t, "12 caractères au moins", "Si vous l’oubliez, vous devrez reconnecter vos comptes")
	d.neverSays(t, "sans trousseau")
	d.fill(t, "Phrase secrète", "levain")
	d.says(t, "Trop courte")
	d.field(t, "Phrase secrète").SetText(phrase)
	d.says(t, "Solide")
	d.fill(t, "La même, encore une fois", "quatre miches")
	d.press(t, "Protéger par cette phrase")
	d.says(t, "Les deux phrases ne sont pas les mêmes")
	if !d.holds(t, "La même, encore une fois") {
		t.Error("what must be corrected has not the focus")
	}
	d.wasAsked(t)
	d.field(t, "La même, encore une fois").SetText(phrase)
	d.neverSays(t, "Les deux phrases ne sont pas les mêmes")
	d.press(t, "Protéger par cette phrase")
	d.wasAsked(t, "use "+phrase)
	d.says(t, "Accès protégés par votre phrase secrète")
	d.hidesPhrase(t)
}

func TestPassphraseIsChangedAndLeft(t *testing.T) {
	d := lockedDesk(t)
	d.protection.Locked = false
	d.page.Show(page.Target{})
	d.press(t, "Changer la phrase")
	d.fill(t, "Phrase secrète actuelle", "l’ancienne")
	d.fill(t, "Nouvelle phrase secrète", phrase)
	d.fill(t, "La même, encore une fois", phrase)
	d.press(t, "Changer la phrase")
	d.press(t, "Passer au trousseau")
	d.says(t, "ne sera plus demandée")
	d.refuse = noKeyring()
	d.press(t, "Passer au trousseau")
	if len(d.host.Errors) != 1 {
		t.Errorf("told %v", d.host.Errors)
	}
	d.press(t, "Passer au trousseau")
	d.press(t, "Passer au trousseau")
	d.wasAsked(t, "change l’ancienne, "+phrase, "keyring", "keyring")
	d.says(t, "Accès protégés par le trousseau")
}

// Where there is no keyring, connecting an account leads to choosing a passphrase, and
// goes on by itself with what was typed.
func TestConnectingWithoutAKeyring(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Bluesky, networks.AccountConnected))
	d.at(networks.Bluesky)
	d.fill(t, "Identifiant", "martin")
	d.fill(t, "Mot de passe d’application", secret)
	d.refuse = noKeyring()
	d.press(t, "Connecter")
	d.says(t, "trousseau du système", "sans trousseau", "leur clé est restée dans le trousseau")
	pagetest.Keys(d.host.Win, fyne.KeyEscape)
	d.says(t, "n’en trouve pas sur cet ordinateur")
	d.refuse = noKeyring()
	d.press(t, "Connecter")
	d.fill(t, "Phrase secrète", phrase)
	d.fill(t, "La même, encore une fois", phrase)
	d.press(t, "Protéger par cette phrase")
	const connect = "connect bluesky  martin " + secret
	d.wasAsked(t, connect, connect, "use "+phrase+", leaving", connect)
	if d.formOpen() {
		t.Error("the form is still open")
	}
	d.keepsSecret(t)
	d.hidesPhrase(t)
}

func TestConnectingWhileLocked(t *testing.T) {
	d := lockedDesk(t).at(networks.Bluesky)
	d.fill(t, "Identifiant", "martin")
	d.fill(t, "Mot de passe d’application", secret)
	d.refuse = errLocked()
	d.press(t, "Connecter")
	d.fill(t, "Phrase secrète", phrase)
	d.press(t, "Ouvrir")
	const connect = "connect bluesky  martin " + secret
	d.wasAsked(t, connect, "unlock "+phrase, connect)
}

// The dialog comes by itself when something first needs the vault, once, and never
// over a form.
func TestPassphraseIsAskedForOnce(t *testing.T) {
	d := lockedDesk(t)
	vault := strongbox{d.directory, d.events}
	end := WatchVault(d.host, vault, d.events)
	need := func() bool {
		app.Emit(d.events, networks.VaultNeeded{})
		return d.host.Win.Canvas().Overlays().Top() != nil
	}
	d.press(t, "Connecter un compte")
	d.page.askHandFed(networks.Facebook)
	need()
	d.neverSays(t, "Phrase oubliée")
	pagetest.Keys(d.host.Win, fyne.KeyEscape)
	if !need() {
		t.Fatal("needed, it is not asked for")
	}
	d.press(t, "Plus tard")
	if need() {
		t.Error("put off, it is asked for again")
	}
	end()

	d = lockedDesk(t)
	end = WatchVault(d.host, strongbox{d.directory, d.events}, d.events)
	end()
	if need() {
		t.Error("asked for by a file that is closed")
	}
}

func TestPassphraseSpeaksEnglish(t *testing.T) {
	d := opened(t, translations.English, account("a1", networks.Bluesky, networks.AccountConnected))
	look := func() {
		t.Helper()
		for _, one := range pagetest.Texts(d.host.Win) {
			if strings.ContainsAny(one, "éèàê«") {
				t.Errorf("%q in English", one)
			}
		}
	}
	d.press(t, "Choose a passphrase")
	look()
	pagetest.Keys(d.host.Win, fyne.KeyEscape)
	d.protection = networks.Protection{Passphrase: true, Locked: true}
	d.page.Show(page.Target{})
	look()
	d.press(t, "Give the passphrase")
	look()
}

// The sample business has nothing to protect.
func TestNothingToChooseInTheSample(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Bluesky, networks.AccountConnected))
	d.protection = networks.Protection{Fixed: true}
	d.page.Show(page.Target{})
	d.neverSays(t, "Accès protégés")
	if pagetest.Button(d.host.Win, "Choisir une phrase secrète") != nil {
		t.Error("a passphrase is offered")
	}
}
