package desk_test

import (
	"net/url"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/chromedp/chromedp"

	"parvis/accounts/bluesky/pdstest"
	"parvis/accounts/mastodon/mastodontest"
	"parvis/accounts/wordpress/wptest"
	"parvis/app"
	"parvis/app/networks"
	"parvis/assets/translations"
	"parvis/ui/page/pagetest"
)

// visitor connects the first account of a new business, with the program in one hand
// and a browser in the other, and counts: actions are clicks, in either of them;
// fields are what is typed or pasted.
type visitor struct {
	*seat
	text            *translations.Catalogue
	actions, fields int
}

// visit starts a program that opens pages with open.
func visit(t *testing.T, open func(u *url.URL) error) *visitor {
	t.Helper()
	fyne.SetCurrentApp(&browsing{test.NewTempApp(t), open})
	text, err := translations.Load(translations.French)
	must(t, err)
	v := &visitor{seat: sit(t, newComputer(t), app.SystemClock{}), text: text}
	v.seat.write("Boulangerie Martin")
	v.seat.tabTo(text.T("shell.welcome.trade_choose"))
	v.choose(1)
	v.seat.fill(text.T("shell.welcome.town"), "Nantes")
	v.seat.press(text.T("shell.welcome.create"))
	return v
}

func (v *visitor) press(name string) { v.t.Helper(); v.actions++; v.seat.press(name) }

func (v *visitor) fill(name, text string) { v.t.Helper(); v.fields++; v.seat.fill(name, text) }

// connected fails unless an account is connected, within six actions and three fields;
// elsewhere are the actions in the browser.
func (v *visitor) connected(handle string, elsewhere int) {
	v.t.Helper()
	accounts, err := v.desk.Services().Accounts.Accounts(v.t.Context())
	must(v.t, err)
	if len(accounts) != 1 || accounts[0].Handle != handle || accounts[0].State != networks.AccountConnected {
		v.t.Fatalf("accounts %+v; the page says %q", accounts, pagetest.Texts(v.window()))
	}
	v.t.Logf("%d actions, %d of them in the browser, and %d fields", v.actions+elsewhere, elsewhere, v.fields)
	if v.actions+elsewhere > 6 || v.fields > 3 {
		v.t.Errorf("%d actions and %d fields, want six and three at most", v.actions+elsewhere, v.fields)
	}
}

// TestFirstWordPress connects a site on the page of the real WordPress where its
// owner, who is signed in there, approves.
func TestFirstWordPress(t *testing.T) {
	b, site := inBrowser(t), wptest.Start(t)
	user := site.CreateUser(t, "camille", "editor")
	b.do(chromedp.Navigate(site.URL+"/wp-login.php"), chromedp.WaitVisible("#user_login"),
		chromedp.SetValue("#user_login", user.Login), chromedp.SetValue("#user_pass", "mot-de-passe-de-camille"),
		chromedp.Click("#wp-submit"))
	b.do(chromedp.WaitNotPresent("#loginform"))
	b.do(chromedp.WaitVisible("#wpbody"))
	v := visit(t, func(u *url.URL) error {
		b.do(chromedp.Navigate(u.String()))
		return nil
	})
	v.press(v.text.T("shell.room.networks"))
	v.press(networks.WordPress.Name())
	v.fill(v.text.T("networks.entry.field.site"), site.URL)
	v.press(v.text.T("networks.way.open_own"))
	b.picture("wordpress-consent")
	b.click("#approve")
	password := b.read(chromedp.Value("#new-application-password-value"))
	b.picture("wordpress-password")
	v.fill(v.text.T("networks.entry.field.user"), user.Login)
	v.fill(v.text.T("networks.entry.field.app_password"), password)
	v.press(v.text.T("networks.way.connect"))
	v.connected(strings.TrimPrefix(site.URL, "http://"), b.actions)
}

// TestFirstMastodon connects an account on the page of a server where its owner, who
// is signed in there, consents; the browser then shows the page that says it is done.
func TestFirstMastodon(t *testing.T) {
	b, server := inBrowser(t), mastodontest.Start(t, app.SystemClock{}, networks.SoftwareMastodon)
	server.CreateAccount("boulangerie")
	var v *visitor
	v = visit(t, func(u *url.URL) error {
		b.do(chromedp.Navigate(u.String()))
		b.click("#authorize")
		b.do(chromedp.WaitNotPresent("#authorize"), chromedp.WaitReady("main"))
		said := b.read(chromedp.Text("body"))
		b.picture("mastodon-done")
		if want := v.text.T("loopback.done.title"); !strings.Contains(said, want) {
			t.Errorf("the browser says %q, want %q", said, want)
		}
		return nil
	})
	v.press(v.text.T("shell.room.networks"))
	v.press(networks.Mastodon.Name())
	v.fill(v.text.T("networks.entry.field.service"), server.URL)
	v.press(v.text.T("networks.way.browser"))
	v.connected("boulangerie@"+strings.TrimPrefix(server.URL, "http://"), b.actions)
}

// TestFirstBluesky connects an account of the real server. The page where its owner
// makes an app password is Bluesky's own and cannot be had here: two clicks are counted
// for it.
func TestFirstBluesky(t *testing.T) {
	server := pdstest.Start(t)
	account := server.CreateAccount(t, "boulangerie.test")
	var opened string
	v := visit(t, func(u *url.URL) error {
		opened = u.String()
		return nil
	})
	v.press(v.text.T("shell.room.networks"))
	v.press(networks.Bluesky.Name())
	v.press(v.text.T("networks.way.open", "Site", "bsky.app"))
	v.fill(v.text.T("networks.entry.field.identifier"), account.Handle)
	v.fill(v.text.T("networks.entry.field.app_password"), account.AppPassword)
	v.fill(v.text.T("networks.way.optional", "Field", v.text.T("networks.entry.field.service")), server.URL)
	v.press(v.text.T("networks.way.connect"))
	v.connected(account.Handle, 2)
	if opened != "https://bsky.app/settings/app-passwords" {
		t.Errorf("opened %q", opened)
	}
}
