package networks

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/networks"
	"parvis/assets/translations"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// at opens the form of a network.
func (d *desk) at(n networks.Network) *desk {
	d.page.Show(page.Target{View: page.Connect, ID: app.ID(n)})
	return d
}

func TestConnect(t *testing.T) {
	d := opened(t, translations.French)
	d.says(t, "Aucun compte pour l’instant")
	d.press(t, "Connecter un compte")
	d.pick(t, "Bluesky")
	d.says(t, "Connecter Bluesky", "N’utilisez pas le mot de passe de votre compte")
	d.fill(t, "Identifiant", " martin.bsky.social ")
	d.fill(t, "Mot de passe d’application", " "+secret+" ")
	d.press(t, "Connecter")
	d.wasAsked(t, "connect bluesky  martin.bsky.social "+secret)
	if d.formOpen() {
		t.Fatal("the form is still open")
	}
	d.says(t, "martin.bsky.social", "pas encore utilisé")
	d.toasts(t, "martin.bsky.social est connecté")
	d.keepsSecret(t)
}

func TestEnterGoesOnAndConnects(t *testing.T) {
	d := opened(t, translations.French).at(networks.Bluesky)
	if !d.holds(t, "Identifiant") {
		t.Error("the first field has not the focus")
	}
	d.fill(t, "Identifiant", "martin")
	pagetest.Keys(d.host.Win, fyne.KeyReturn)
	if !d.holds(t, "Mot de passe d’application") {
		t.Error("Enter does not lead to the next field to fill")
	}
	d.fill(t, "Serveur (facultatif)", "pds.martin.example")
	d.fill(t, "Mot de passe d’application", secret)
	pagetest.Keys(d.host.Win, fyne.KeyReturn)
	d.wasAsked(t, "connect bluesky pds.martin.example martin "+secret)
	if focused := d.host.Win.Canvas().Focused(); focused != nil {
		t.Errorf("%T of the form that is gone has the focus", focused)
	}
}

func TestWhatIsMissingIsTold(t *testing.T) {
	d := opened(t, translations.French).at(networks.Bluesky)
	d.fill(t, "Identifiant", "martin")
	d.press(t, "Connecter")
	d.wasAsked(t)
	if !d.holds(t, "Mot de passe d’application") || d.field(t, "Mot de passe d’application").Error() == "" {
		t.Error("the empty field is not told of")
	}
	d.fill(t, "Mot de passe d’application", secret)
	if d.field(t, "Mot de passe d’application").Error() != "" {
		t.Error("the field is still told of")
	}
}

func TestWrongPasswordIsToldInTheForm(t *testing.T) {
	d := opened(t, translations.French).at(networks.Bluesky)
	d.fill(t, "Identifiant", "martin")
	d.fill(t, "Mot de passe d’application", secret)
	d.refuse = app.Fail(app.CodeUnauthorised, "networks.error.other_account", "Other", "x", "Account", "martin")
	d.press(t, "Connecter")
	if !strings.Contains(d.page.form.problem.Text(), "ouvre un autre compte") {
		t.Errorf("told %q", d.page.form.problem.Text())
	}
	if got := d.field(t, "Identifiant").Text(); got != "martin" {
		t.Errorf("the identifier is now %q", got)
	}
	if got := d.field(t, "Mot de passe d’application").Text(); got != secret {
		t.Errorf("the password is now %q", got)
	}
	if len(d.host.Toasts)+len(d.host.Errors) > 0 {
		t.Errorf("told beside the form: %q %v", d.host.Toasts, d.host.Errors)
	}
	d.keepsSecret(t)
	// It can be corrected and tried again; the sentence goes.
	d.press(t, "Connecter")
	if d.formOpen() || len(d.asked) != 2 {
		t.Errorf("after the second try: open is %v, asked %d times", d.formOpen(), len(d.asked))
	}
}

func TestGivingUpWhileConnecting(t *testing.T) {
	d := opened(t, translations.French).at(networks.Bluesky)
	d.fill(t, "Identifiant", "martin")
	d.fill(t, "Mot de passe d’application", secret)
	d.host.Hold()
	d.press(t, "Connecter")
	d.says(t, "Connexion en cours…")
	pagetest.Keys(d.host.Win, fyne.KeyReturn) // impatient: does not ask twice
	d.press(t, "Annuler")
	if !d.formOpen() || d.field(t, "Identifiant").Text() != "martin" {
		t.Fatal("what was typed is gone")
	}
	d.neverSays(t, "Connexion en cours…")
	d.press(t, "Annuler")
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
	d := opened(t, translations.French).at(networks.Bluesky)
	d.deaf = true
	d.fill(t, "Identifiant", "martin")
	d.fill(t, "Mot de passe d’application", secret)
	d.host.Hold()
	d.press(t, "Connecter")
	d.press(t, "Annuler")
	d.host.Release()
	d.toasts(t, "martin est connecté")
	if d.formOpen() {
		t.Error("the form of an account that is connected is still open")
	}
	d.says(t, "martin", "pas encore utilisé")
}

// An attempt that was given up says nothing in the form of the next one.
func TestAttemptGivenUpDoesNotDisturbTheNext(t *testing.T) {
	d := opened(t, translations.French).at(networks.Bluesky)
	d.fill(t, "Identifiant", "martin")
	d.fill(t, "Mot de passe d’application", secret)
	d.host.Hold()
	d.press(t, "Connecter")
	d.press(t, "Annuler")
	d.press(t, "Connecter")
	d.refuse = app.Fail(app.CodeUnauthorised, "networks.sign_in.denied")
	d.host.Release(0)
	if told := d.page.form.problem.Text(); told != "" || !pagetest.Says(d.host.Win, "Connexion en cours…") {
		t.Errorf("the next attempt shows %q", told)
	}
}

func TestEscapeStopsThenLeaves(t *testing.T) {
	d := opened(t, translations.French).at(networks.Mastodon)
	d.fill(t, "Serveur", "mastodon.example")
	d.host.Hold()
	d.press(t, "Continuer dans le navigateur")
	d.says(t, "En attente du navigateur…")
	pagetest.Keys(d.host.Win, fyne.KeyEscape)
	if !d.formOpen() || d.field(t, "Serveur").Text() != "mastodon.example" {
		t.Fatal("Escape left the form that was waiting")
	}
	d.neverSays(t, "En attente du navigateur…")
	d.host.Win.Canvas().Focus(d.field(t, "Serveur").Focusable())
	pagetest.Keys(d.host.Win, fyne.KeyEscape)
	if d.formOpen() {
		t.Error("Escape does not leave the form")
	}
	d.press(t, "Connecter un compte")
	d.host.Win.Canvas().Unfocus()
	pagetest.Keys(d.host.Win, fyne.KeyEscape)
	if d.page.away() || d.host.Win.Canvas().OnTypedKey() != nil {
		t.Error("Escape does not leave the choice, or still means it")
	}
}

func TestReconnect(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Bluesky, networks.AccountExpired))
	d.press(t, "Reconnecter")
	d.says(t, "Reconnecter martin-a1")
	if !d.holds(t, "Mot de passe d’application") || d.field(t, "Identifiant").Text() != "martin-a1" {
		t.Error("the form does not begin with the password of the account")
	}
	d.neverSays(t, "Serveur (facultatif)")
	d.fill(t, "Mot de passe d’application", secret)
	pagetest.Keys(d.host.Win, fyne.KeyReturn)
	d.wasAsked(t, "reconnect a1 martin-a1 "+secret)
	if pagetest.Button(d.host.Win, "Reconnecter") != nil || pagetest.Button(d.host.Win, "Déconnecter") == nil {
		t.Error("the account is not shown as connected")
	}
	d.keepsSecret(t)
}

// The name of an account is no user name where the network wants one: the one that
// served before does.
func TestReconnectingKeepsWhatServedBefore(t *testing.T) {
	a := account("a1", networks.WordPress, networks.AccountExpired)
	a.Handle, a.Service = "exemple.fr/blog", "https://exemple.fr/blog/wp-json/"
	d := opened(t, translations.French, a)
	d.press(t, "Reconnecter")
	if got := d.field(t, "Nom d’utilisateur (facultatif)").Text(); got != "" || !d.holds(t, "Mot de passe d’application") {
		t.Errorf("the user name is %q", got)
	}
	d.press(t, "Ouvrir la page")
	d.browsed(t, "https://exemple.fr/blog/wp-admin/authorize-application.php?app_name=Parvis"+dated())
	d.fill(t, "Mot de passe d’application", secret)
	d.press(t, "Reconnecter")
	d.wasAsked(t, "reconnect a1  "+secret)
}

func TestHandFedAccountIsConnected(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Bluesky, networks.AccountHandFed))
	d.press(t, "Connecter ce compte")
	if got := d.field(t, "Identifiant").Text(); got != "martin-a1" {
		t.Errorf("the identifier is %q", got)
	}
	d.fill(t, "Mot de passe d’application", secret)
	d.press(t, "Connecter")
	d.wasAsked(t, "connect bluesky  martin-a1 "+secret)
}

func TestFormLeadsToBlueskysSettings(t *testing.T) {
	d := opened(t, translations.French).at(networks.Bluesky)
	d.press(t, "Ouvrir bsky.app")
	d.browsed(t, "https://bsky.app/settings/app-passwords")
}

func TestSignInInTheBrowser(t *testing.T) {
	d := opened(t, translations.French).at(networks.Mastodon)
	d.fill(t, "Serveur", "mastodon.example")
	d.press(t, "Continuer dans le navigateur")
	d.browsed(t, d.directory.page)
	d.wasAsked(t, "sign in mastodon mastodon.example ")
	d.toasts(t, "martin@mastodon.example est connecté")
	d.says(t, "martin@mastodon.example")
}

func TestRefusalInTheBrowserIsToldInTheForm(t *testing.T) {
	d := opened(t, translations.French).at(networks.Mastodon)
	d.fill(t, "Serveur", "mastodon.example")
	d.refuse = app.Fail(app.CodeUnauthorised, "networks.sign_in.denied")
	d.press(t, "Continuer dans le navigateur")
	if told := d.page.form.problem.Text(); !strings.Contains(told, "refusé dans le navigateur") || d.field(t, "Serveur").Text() != "mastodon.example" {
		t.Errorf("told %q with %q typed", told, d.field(t, "Serveur").Text())
	}
	if pagetest.Button(d.host.Win, "Rouvrir la page") != nil {
		t.Error("the page can still be opened again")
	}
}

func TestOnlyProtectedPagesAreOpened(t *testing.T) {
	for _, link := range []string{"http://mastodon.example/oauth", "file:///etc/passwd", "javascript:alert(1)", "", "::"} {
		d := opened(t, translations.French).at(networks.Mastodon)
		d.directory.page = link
		d.fill(t, "Serveur", "mastodon.example")
		d.press(t, "Continuer dans le navigateur")
		d.browsed(t)
		if d.page.form.problem.Text() == "" {
			t.Errorf("%q: nothing is told", link)
		}
	}
}

func TestBrowserThatDoesNotOpenIsTold(t *testing.T) {
	d := opened(t, translations.French).at(networks.Mastodon)
	d.browser.broken = errors.New("no browser")
	d.fill(t, "Serveur", "mastodon.example")
	d.press(t, "Continuer dans le navigateur")
	if told := d.page.form.problem.Text(); !strings.Contains(told, d.directory.page) {
		t.Errorf("told %q", told)
	}
}

// What was typed stays from one way in to the other.
func TestOtherWayKeepsWhatWasTyped(t *testing.T) {
	d := opened(t, translations.French).at(networks.Mastodon)
	d.fill(t, "Serveur", "mastodon.example")
	d.page.form.take(1)
	if got := d.field(t, "Serveur").Text(); got != "mastodon.example" {
		t.Errorf("the server is now %q", got)
	}
	d.fill(t, "Jeton d’accès", secret)
	d.press(t, "Connecter")
	d.wasAsked(t, "connect mastodon mastodon.example  "+secret)
}

func TestSiteOfTheBusinessIsSuggested(t *testing.T) {
	d := opened(t, translations.French)
	d.website = "https://www.boulangerie-martin.fr"
	d.at(networks.WordPress)
	if got := d.field(t, "Adresse du site").Text(); got != d.website || !d.holds(t, "Nom d’utilisateur") {
		t.Errorf("the site is %q", got)
	}
}

// dated is what makes the name of an application new.
func dated() string { return url.QueryEscape(pagetest.Now().Format(" 2006-01-02 15:04:05")) }

func TestPageOfTheSiteIsOpened(t *testing.T) {
	path := "/wp-admin/authorize-application.php?app_name=Parvis" + dated()
	for typed, want := range map[string]string{
		"exemple.fr":                "https://exemple.fr" + path,
		" https://exemple.fr/blog/": "https://exemple.fr/blog" + path,
		"exemple.fr/":               "https://exemple.fr" + path,
		"http://exemple.fr":         "",
		"http://127.0.0.1:8080":     "http://127.0.0.1:8080" + path,
		"exemple":                   "",
		"":                          "",
		"exemple.fr?x=1":            "",
		"file:///exemple.fr":        "",
	} {
		d := opened(t, translations.French).at(networks.WordPress)
		d.fill(t, "Adresse du site", typed)
		d.press(t, "Ouvrir la page")
		if want == "" {
			d.browsed(t)
			if d.field(t, "Adresse du site").Error() == "" {
				t.Errorf("%q: the field is not told of", typed)
			}
			continue
		}
		d.browsed(t, want)
	}
}

func TestAddressesToRegisterAreCopied(t *testing.T) {
	d := opened(t, translations.French).at(networks.X)
	address := networks.Callback(d.Ways(networks.X)[0].Ports[0])
	d.says(t, address)
	d.press(t, "Copier "+address)
	if got := fyne.CurrentApp().Clipboard().Content(); got != address {
		t.Errorf("copied %q, want %q", got, address)
	}
	d.fill(t, "Client ID", "client")
	d.press(t, "Continuer dans le navigateur")
	d.wasAsked(t, "sign in x  client")
}

// The owner's application is asked for with its secret, which nobody sees typed, and not
// again for an account that has it.
func TestTheOwnersApplicationIsKept(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.YouTube, networks.AccountExpired))
	d.connectable = append(d.connectable, networks.YouTube)
	d.at(networks.YouTube)
	d.fill(t, "Client ID", "client")
	d.press(t, "Continuer dans le navigateur")
	d.wasAsked(t)
	d.fill(t, "Code secret du client (Client secret)", "GOCSPX-s")
	d.press(t, "Continuer dans le navigateur")
	d.wasAsked(t, "sign in youtube  clientGOCSPX-s")
	d.asked = nil
	if hidden := (networks.Field{Part: networks.PartClientKey}).Hidden(); !hidden {
		t.Error("the secret is seen")
	}
	d.page.Show(page.Target{View: page.Connect, ID: "a1"})
	d.says(t, "Laissez vide pour garder celui d’avant.")
	d.press(t, "Continuer dans le navigateur")
	d.wasAsked(t, "reconnect a1 in the browser ")
}

// Other rooms lead to an account to be connected again, or to the choice.
func TestOtherRoomsLeadToTheForm(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Bluesky, networks.AccountConnected), account("a2", networks.Mastodon, networks.AccountExpired))
	d.page.Show(page.Target{View: page.Connect, ID: "a2"})
	d.says(t, "Reconnecter martin-a2")
	d.page.Show(page.Target{View: page.Connect})
	d.says(t, "Parvis y publie")
	d.page.Show(page.Target{ID: "a1"})
	d.says(t, "Santé du compte")
	if d.page.chosen != "a1" {
		t.Errorf("account %s is shown", d.page.chosen)
	}
}

// count counts what a person does: clicks and fields filled.
type count struct {
	desk    *desk
	actions int
}

func (c *count) press(t *testing.T, label string) { c.actions++; c.desk.press(t, label) }
func (c *count) pick(t *testing.T, name string)   { c.actions++; c.desk.pick(t, name) }

func (c *count) fill(t *testing.T, label, text string) {
	c.actions++
	c.desk.fill(t, label, text)
}

func TestFewActions(t *testing.T) {
	for name, walk := range map[string]func(t *testing.T, c *count){
		"Bluesky": func(t *testing.T, c *count) {
			c.press(t, "Ouvrir bsky.app")
			c.fill(t, "Identifiant", "martin")
			c.fill(t, "Mot de passe d’application", secret)
			c.press(t, "Connecter")
		},
		"Mastodon": func(t *testing.T, c *count) {
			c.fill(t, "Serveur", "mastodon.example")
			c.press(t, "Continuer dans le navigateur")
			c.actions++ // accepting there
		},
		"WordPress": func(t *testing.T, c *count) {
			c.press(t, "Ouvrir la page")
			c.fill(t, "Nom d’utilisateur", "martin")
			c.fill(t, "Mot de passe d’application", secret)
			c.press(t, "Connecter")
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := opened(t, translations.French, account("a1", networks.Facebook, networks.AccountHandFed))
			d.website = "boulangerie-martin.fr"
			c := &count{desk: d}
			c.press(t, "Connecter un compte")
			c.pick(t, name)
			if n := len(d.page.form.fields); n > 3 {
				t.Errorf("%d fields", n)
			}
			walk(t, c)
			if len(d.asked) != 1 || d.formOpen() || c.actions > 6 {
				t.Errorf("asked %q with %d actions", d.asked, c.actions)
			}
		})
	}
}

// Without an account the networks are there at once: even a site that Parvis does not
// know yet takes no more.
func TestFewActionsForTheFirstAccount(t *testing.T) {
	d := opened(t, translations.French)
	c := &count{desk: d}
	c.pick(t, "WordPress")
	c.fill(t, "Adresse du site", "exemple.fr")
	c.press(t, "Ouvrir la page")
	c.fill(t, "Nom d’utilisateur", "martin")
	c.fill(t, "Mot de passe d’application", secret)
	c.press(t, "Connecter")
	if d.wasAsked(t, "connect wordpress exemple.fr martin "+secret); c.actions > 6 {
		t.Errorf("%d actions", c.actions)
	}
}
