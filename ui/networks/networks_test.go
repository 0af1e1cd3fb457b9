package networks

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/networks"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// directory is the accounts of the tests' business.
type directory struct {
	accounts []networks.Account
	asked    []string
	refuse   error
	ctx      context.Context // of the last connection
	deaf     bool            // the network answers even when it is given up
}

func (d *directory) Accounts(context.Context) ([]networks.Account, error) {
	return slices.Clone(d.accounts), nil
}

func (d *directory) ask(what string) error {
	d.asked = append(d.asked, what)
	err := d.refuse
	d.refuse = nil
	return err
}

func (d *directory) Connect(ctx context.Context, n networks.Network, service, identifier, secret string) (networks.Account, error) {
	d.ctx = ctx
	if err := d.ask(fmt.Sprintf("connect %s %s %s %s", n, service, identifier, secret)); err != nil {
		return networks.Account{}, err
	}
	if ctx.Err() != nil && !d.deaf {
		return networks.Account{}, ctx.Err()
	}
	a := networks.Account{ID: "new", Network: n, Handle: identifier, State: networks.AccountConnected}
	d.accounts = append(d.accounts, a)
	return a, nil
}

func (d *directory) Reconnect(ctx context.Context, id app.ID, identifier, secret string) (networks.Account, error) {
	d.ctx = ctx
	if err := d.ask(fmt.Sprintf("reconnect %s %s %s", id, identifier, secret)); err != nil {
		return networks.Account{}, err
	}
	i := slices.IndexFunc(d.accounts, func(a networks.Account) bool { return a.ID == id })
	d.accounts[i].State = networks.AccountConnected
	return d.accounts[i], nil
}

func (d *directory) Disconnect(_ context.Context, id app.ID) error {
	return d.ask("disconnect " + string(id))
}

func (d *directory) Remove(_ context.Context, id app.ID) error { return d.ask("remove " + string(id)) }

func (d *directory) AddHandFed(_ context.Context, n networks.Network, handle string) (networks.Account, error) {
	if err := d.ask(fmt.Sprintf("follow %s %s", n, handle)); err != nil {
		return networks.Account{}, err
	}
	a := networks.Account{ID: "hand", Network: n, Handle: handle, State: networks.AccountHandFed}
	d.accounts = append(d.accounts, a)
	return a, nil
}

func (d *directory) Connectable(n networks.Network) bool { return n == networks.Bluesky }

const secret = "abcd-efgh-ijkl-mnop"

type desk struct {
	*directory
	host   *pagetest.Host
	page   *Page
	events *app.Events
}

func opened(t *testing.T, lang translations.Language, accounts ...networks.Account) *desk {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	d := &desk{
		directory: &directory{accounts: accounts}, events: app.NewEvents(),
		host: pagetest.NewIn(t, lang, fyne.NewSize(1072, 800)),
	}
	d.page = New(d.host, Services{Accounts: d.directory, Events: d.events})
	d.host.Win.SetContent(d.page.Object())
	d.page.Show(page.Target{})
	return d
}

func (d *desk) wasAsked(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, d.asked); diff != "" {
		t.Errorf("asked of the accounts (-want +got):\n%s", diff)
	}
}

func (d *desk) says(t *testing.T, words ...string) {
	t.Helper()
	for _, w := range words {
		if !pagetest.Says(d.host.Win, w) {
			t.Errorf("%q is not among %q", w, pagetest.Texts(d.host.Win))
		}
	}
}

func (d *desk) formOpen() bool { return d.host.Win.Canvas().Overlays().Top() != nil }

// keepsSecret fails when the password went anywhere but to the network.
func (d *desk) keepsSecret(t *testing.T) {
	t.Helper()
	told := append(slices.Clone(d.host.Toasts), pagetest.Texts(d.host.Win)...)
	for _, err := range d.host.Errors {
		told = append(told, err.Error(), d.host.Sentence(err))
	}
	for _, one := range told {
		if strings.Contains(one, secret) {
			t.Errorf("the password is in %q", one)
		}
	}
}

func (d *desk) fill(t *testing.T, identifier, password string) {
	t.Helper()
	test.Type(pagetest.Field(t, d.host.Win, "Identifiant").Input(), identifier)
	test.Type(pagetest.Field(t, d.host.Win, "Mot de passe d’application").Input(), password)
}

// confirm presses the primary button of the form.
func (d *desk) confirm(t *testing.T, label string) {
	t.Helper()
	pagetest.Press(t, d.host.Win, label)
}

func account(id string, n networks.Network, state networks.AccountState) networks.Account {
	return networks.Account{ID: app.ID(id), Network: n, Handle: "martin-" + id, State: state}
}

func TestConnect(t *testing.T) {
	d := opened(t, translations.French)
	d.says(t, "Aucun compte pour l’instant")
	pagetest.Press(t, d.host.Win, "Connecter un compte")
	d.fill(t, " martin.bsky.social ", secret)
	d.confirm(t, "Connecter un compte")
	d.wasAsked(t, "connect bluesky  martin.bsky.social "+secret)
	if d.formOpen() {
		t.Fatal("the form is still open")
	}
	d.says(t, "martin.bsky.social", "pas encore utilisé")
	if diff := cmp.Diff([]string{"martin.bsky.social est connecté"}, d.host.Toasts); diff != "" {
		t.Error(diff)
	}
	d.keepsSecret(t)
}

func TestEnterConnects(t *testing.T) {
	d := opened(t, translations.French)
	d.page.Show(page.Target{View: page.Connect})
	if d.host.Win.Canvas().Focused() != pagetest.Field(t, d.host.Win, "Identifiant").Focusable() {
		t.Error("the first field has not the focus")
	}
	d.fill(t, "martin", secret)
	test.Type(pagetest.Field(t, d.host.Win, "Serveur").Input(), "pds.martin.example")
	d.host.Win.Canvas().Focus(pagetest.Field(t, d.host.Win, "Mot de passe d’application").Focusable())
	pagetest.Keys(d.host.Win, fyne.KeyReturn)
	d.wasAsked(t, "connect bluesky pds.martin.example martin "+secret)
}

func TestWrongPasswordIsToldInTheForm(t *testing.T) {
	d := opened(t, translations.French)
	pagetest.Press(t, d.host.Win, "Connecter un compte")
	d.fill(t, "martin", secret)
	d.refuse = app.Fail(app.CodeUnauthorised, "networks.error.other_account", "Other", "x", "Account", "martin")
	d.confirm(t, "Connecter un compte")
	d.says(t, "ouvre un autre compte")
	if got := pagetest.Field(t, d.host.Win, "Identifiant").Text(); got != "martin" {
		t.Errorf("the identifier is now %q", got)
	}
	if got := pagetest.Field(t, d.host.Win, "Mot de passe d’application").Text(); got != secret {
		t.Errorf("the password is now %q", got)
	}
	if len(d.host.Toasts)+len(d.host.Errors) > 0 {
		t.Errorf("told beside the form: %q %v", d.host.Toasts, d.host.Errors)
	}
	d.keepsSecret(t)
	// It can be corrected and tried again; the sentence goes.
	d.confirm(t, "Connecter un compte")
	if d.formOpen() || len(d.asked) != 2 {
		t.Errorf("after the second try: open is %v, asked %d times", d.formOpen(), len(d.asked))
	}
}

func TestGivingUpWhileConnecting(t *testing.T) {
	d := opened(t, translations.French)
	pagetest.Press(t, d.host.Win, "Connecter un compte")
	d.fill(t, "martin", secret)
	d.host.Hold()
	d.confirm(t, "Connecter un compte")
	d.says(t, "Connexion en cours…")
	pagetest.Keys(d.host.Win, fyne.KeyReturn) // impatient: does not ask twice
	pagetest.Press(t, d.host.Win, "Annuler")
	if d.formOpen() {
		t.Fatal("the form is still open")
	}
	d.host.Release()
	if len(d.asked) != 1 || d.ctx.Err() == nil {
		t.Errorf("asked %d times, the call was given up: %v", len(d.asked), d.ctx.Err() != nil)
	}
	if len(d.host.Toasts)+len(d.host.Errors) > 0 {
		t.Errorf("told after giving up: %q %v", d.host.Toasts, d.host.Errors)
	}
	d.says(t, "Aucun compte pour l’instant")
}

// Who gives up a moment too late is told the truth: the account is connected.
func TestGivingUpTooLate(t *testing.T) {
	d := opened(t, translations.French)
	d.deaf = true
	pagetest.Press(t, d.host.Win, "Connecter un compte")
	d.fill(t, "martin", secret)
	d.host.Hold()
	d.confirm(t, "Connecter un compte")
	pagetest.Press(t, d.host.Win, "Annuler")
	d.host.Release()
	if diff := cmp.Diff([]string{"martin est connecté"}, d.host.Toasts); diff != "" {
		t.Error(diff)
	}
	d.says(t, "martin", "pas encore utilisé")
}

func TestReconnect(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Bluesky, networks.AccountExpired))
	pagetest.Press(t, d.host.Win, "Reconnecter")
	d.says(t, "Reconnecter martin-a1")
	password := pagetest.Field(t, d.host.Win, "Mot de passe d’application")
	if d.host.Win.Canvas().Focused() != password.Focusable() {
		t.Error("the password has not the focus")
	}
	test.Type(password.Input(), secret)
	pagetest.Keys(d.host.Win, fyne.KeyReturn)
	d.wasAsked(t, "reconnect a1 martin-a1 "+secret)
	if pagetest.Button(d.host.Win, "Reconnecter") != nil || pagetest.Button(d.host.Win, "Déconnecter") == nil {
		t.Error("the account is not shown as connected")
	}
	d.keepsSecret(t)
}

func TestExpiredAccountCanBeLeft(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Bluesky, networks.AccountExpired))
	pagetest.Press(t, d.host.Win, "Déconnecter")
	pagetest.Press(t, d.host.Win, "Déconnecter")
	d.wasAsked(t, "disconnect a1")
}

func TestFollowByHand(t *testing.T) {
	d := opened(t, translations.French)
	pagetest.Press(t, d.host.Win, "Suivre un compte à la main")
	d.refuse = app.Fail(app.CodeInvalid, "networks.error.handle")
	d.confirm(t, "Suivre ce compte")
	d.says(t, "Écrivez le nom du compte")
	test.Type(pagetest.Field(t, d.host.Win, "Nom du compte").Input(), "Boulangerie Martin")
	pagetest.Keys(d.host.Win, fyne.KeyReturn)
	d.wasAsked(t, "follow facebook ", "follow facebook Boulangerie Martin")
	if d.formOpen() {
		t.Fatal("the form is still open")
	}
	d.says(t, "Boulangerie Martin", "Facebook · chiffres saisis à la main")
}

func TestNetworkFollowedByHandIsChosen(t *testing.T) {
	d := opened(t, translations.French)
	pagetest.Press(t, d.host.Win, "Suivre un compte à la main")
	pagetest.All[*kit.Select](d.host.Win)[0].SetSelected(2)
	test.Type(pagetest.Field(t, d.host.Win, "Nom du compte").Input(), "Martin")
	d.confirm(t, "Suivre ce compte")
	d.wasAsked(t, "follow linkedin Martin")
}

func TestRemoveIsConfirmed(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Facebook, networks.AccountHandFed))
	pagetest.Press(t, d.host.Win, "Retirer ce compte")
	d.says(t, "Retirer martin-a1", "seront effacés de Parvis")
	pagetest.Keys(d.host.Win, fyne.KeyEscape)
	d.wasAsked(t)
	pagetest.Press(t, d.host.Win, "Retirer ce compte")
	pagetest.Press(t, d.host.Win, "Retirer ce compte")
	d.wasAsked(t, "remove a1")
	if diff := cmp.Diff([]string{"martin-a1 n’est plus suivi"}, d.host.Toasts); diff != "" {
		t.Error(diff)
	}
}

func TestRefusedRemovalIsTold(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Facebook, networks.AccountHandFed))
	d.refuse = app.Fail(app.CodeConflict, "networks.error.interrupted")
	pagetest.Press(t, d.host.Win, "Retirer ce compte")
	pagetest.Press(t, d.host.Win, "Retirer ce compte")
	if len(d.host.Errors) != 1 || len(d.host.Toasts) > 0 {
		t.Errorf("told %v, %q", d.host.Errors, d.host.Toasts)
	}
}

func TestDisconnectIsConfirmed(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Bluesky, networks.AccountConnected))
	pagetest.Press(t, d.host.Win, "Déconnecter")
	d.says(t, "Déconnecter martin-a1", "oublie le mot de passe")
	d.wasAsked(t)
	pagetest.Press(t, d.host.Win, "Déconnecter")
	d.wasAsked(t, "disconnect a1")
}

func TestOnlyWhatAConnectorKnowsIsOfferedToConnect(t *testing.T) {
	for n, offered := range map[networks.Network]bool{networks.Bluesky: true, networks.Facebook: false} {
		d := opened(t, translations.French, account("a1", n, networks.AccountHandFed))
		if got := pagetest.Button(d.host.Win, "Reconnecter") != nil; got != offered {
			t.Errorf("%s: offered is %v", n, got)
		}
	}
}

func TestHealthSaysWhenItLastWorked(t *testing.T) {
	a := account("a1", networks.Bluesky, networks.AccountConnected)
	a.LastSuccess = pagetest.Now()
	d := opened(t, translations.French, a)
	d.says(t, "Bluesky · a fonctionné sam. 21\u00a0nov. 14:32")
}

func TestAccountsFollowEvents(t *testing.T) {
	d := opened(t, translations.French)
	d.accounts = append(d.accounts, account("a1", networks.Bluesky, networks.AccountConnected))
	app.Emit(d.events, networks.AccountsChanged{})
	d.says(t, "martin-a1")
}

// browser is an app whose browser is the test's.
type browser struct {
	fyne.App
	opened []string
}

func (b *browser) OpenURL(u *url.URL) error {
	b.opened = append(b.opened, u.String())
	return nil
}

func TestFormLeadsToBlueskysSettings(t *testing.T) {
	d := opened(t, translations.French)
	b := &browser{App: fyne.CurrentApp()}
	fyne.SetCurrentApp(b)
	defer fyne.SetCurrentApp(b.App)
	pagetest.Press(t, d.host.Win, "Connecter un compte")
	pagetest.Press(t, d.host.Win, "Ouvrir les réglages de Bluesky")
	if diff := cmp.Diff([]string{passwordPage}, b.opened); diff != "" {
		t.Error(diff)
	}
}

func TestAccountsSpeakEnglish(t *testing.T) {
	d := opened(t, translations.English, account("a1", networks.Bluesky, networks.AccountExpired))
	text := d.host.Catalogue
	pagetest.Press(t, d.host.Win, text.T("networks.reconnect"))
	for _, one := range pagetest.Texts(d.host.Win) {
		if strings.ContainsAny(one, "éèàê«") {
			t.Errorf("%q in English", one)
		}
	}
}
