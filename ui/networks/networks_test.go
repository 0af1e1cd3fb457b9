package networks

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// directory is the accounts of the tests' business.
type directory struct {
	accounts    []networks.Account
	connectable []networks.Network
	asked       []string
	refuse      error
	ctx         context.Context // of the last connection
	deaf        bool            // the network answers even when it is given up
	page        string          // where consent is asked
	ends        time.Time       // of every credential
	renewed     bool            // Parvis renews them
	metered     []networks.Network
	left        []networks.Quota
	leftOf      map[app.ID][]networks.Quota // where accounts differ
	silent      error                       // what asking for quotas answers
	locked      error                       // what asking for its end answers
	website     string
	unread      error // what listing answers
	paused      int   // how often everything was to be suspended
	stranded    map[app.ID]int
	protection  networks.Protection
	lacking     bool // the vault holds nothing of any account
}

func (d *directory) Accounts(context.Context) ([]networks.Account, error) {
	return slices.Clone(d.accounts), d.unread
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

func (d *directory) SignIn(ctx context.Context, n networks.Network, service string, client networks.Client, open func(string) error) (networks.Account, error) {
	d.ctx = ctx
	if err := open(d.page); err != nil {
		return networks.Account{}, err
	}
	if err := d.ask(fmt.Sprintf("sign in %s %s %s%s", n, service, client.ID, client.Secret)); err != nil {
		return networks.Account{}, err
	}
	if ctx.Err() != nil && !d.deaf {
		return networks.Account{}, ctx.Err()
	}
	a := networks.Account{ID: "new", Network: n, Handle: "martin@" + service, State: networks.AccountConnected}
	d.accounts = append(d.accounts, a)
	return a, nil
}

func (d *directory) ReconnectSignIn(ctx context.Context, id app.ID, client networks.Client, open func(string) error) (networks.Account, error) {
	if err := open(d.page); err != nil {
		return networks.Account{}, err
	}
	return d.Reconnect(ctx, id, "in the browser", client.ID)
}

func (d *directory) Ways(n networks.Network) []networks.Way {
	if !slices.Contains(d.connectable, n) {
		return nil
	}
	return networks.EntryOf(n).Ways
}

func (d *directory) Keeps(a networks.Account) bool { return a.Network == networks.WordPress }

func (d *directory) Abilities(n networks.Network) []networks.Ability {
	if !slices.Contains(d.connectable, n) {
		return nil
	}
	return []networks.Ability{networks.SendsTexts, networks.SendsPictures}
}

func (d *directory) Expiry(context.Context, app.ID) (networks.Expiry, error) {
	return networks.Expiry{At: d.ends, Renewed: d.renewed}, d.locked
}

func (d *directory) Metered(n networks.Network) bool { return slices.Contains(d.metered, n) }

func (d *directory) Quotas(_ context.Context, id app.ID) ([]networks.Quota, error) {
	d.asked = append(d.asked, "quotas "+string(id))
	if left, differs := d.leftOf[id]; differs {
		return left, d.silent
	}
	return d.left, d.silent
}

func (d *directory) Business(context.Context) (business.Business, error) {
	return business.Business{Website: d.website}, nil
}

const secret = "abcd-efgh-ijkl-mnop"

type desk struct {
	*directory
	host    *pagetest.Host
	page    *Page
	events  *app.Events
	browser *browser
}

// browser is an app whose browser is the test's.
type browser struct {
	fyne.App
	opened []string
	broken error
}

func (b *browser) OpenURL(u *url.URL) error {
	b.opened = append(b.opened, u.String())
	return b.broken
}

func opened(t *testing.T, lang translations.Language, accounts ...networks.Account) *desk {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	d := &desk{
		directory: &directory{
			accounts: accounts, page: "https://mastodon.example/oauth/authorize",
			connectable: []networks.Network{networks.Bluesky, networks.Mastodon, networks.WordPress, networks.X},
		},
		events: app.NewEvents(), browser: &browser{App: fyne.CurrentApp()},
		host: pagetest.NewIn(t, lang, fyne.NewSize(1072, 800)),
	}
	fyne.SetCurrentApp(d.browser)
	t.Cleanup(func() { fyne.SetCurrentApp(d.browser.App) })
	d.page = New(d.host, Services{
		Accounts: d.directory, Business: d.directory, Resuming: d.directory, Vault: strongbox{d.directory, d.events}, Events: d.events,
		Pause: func() fyne.CanvasObject { return kit.NewButton("Tout suspendre…", func() { d.directory.paused++ }) },
	})
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

func (d *desk) browsed(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, d.browser.opened); diff != "" {
		t.Errorf("opened in the browser (-want +got):\n%s", diff)
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

func (d *desk) neverSays(t *testing.T, words ...string) {
	t.Helper()
	for _, w := range words {
		if pagetest.Says(d.host.Win, w) {
			t.Errorf("%q is among %q", w, pagetest.Texts(d.host.Win))
		}
	}
}

func (d *desk) press(t *testing.T, label string) {
	t.Helper()
	pagetest.Press(t, d.host.Win, label)
}

// pick clicks on the row that names something.
func (d *desk) pick(t *testing.T, name string) {
	t.Helper()
	for _, row := range pagetest.All[*kit.TapRow](d.host.Win) {
		found := false
		pagetest.Walk(row, func(o fyne.CanvasObject) {
			one, ok := o.(*kit.Text)
			found = found || ok && one.Text() == name
		})
		if found {
			pagetest.Click(d.host.Win, row)
			return
		}
	}
	t.Fatalf("no row %q among %q", name, pagetest.Texts(d.host.Win))
}

func (d *desk) field(t *testing.T, label string) *kit.Entry {
	t.Helper()
	return pagetest.Field(t, d.host.Win, label)
}

func (d *desk) fill(t *testing.T, label, text string) {
	t.Helper()
	test.Type(d.field(t, label).Input(), text)
}

// holds reports whether a field has the focus.
func (d *desk) holds(t *testing.T, label string) bool {
	t.Helper()
	return d.host.Win.Canvas().Focused() == d.field(t, label).Focusable()
}

func (d *desk) formOpen() bool { return d.page.form != nil }

func (d *desk) toasts(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, d.host.Toasts); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

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

func account(id string, n networks.Network, state networks.AccountState) networks.Account {
	a := networks.Account{ID: app.ID(id), Network: n, Handle: "martin-" + id, State: state}
	if state != networks.AccountHandFed {
		a.RemoteID = "did:plc:" + id
	}
	return a
}

func TestRemoveIsConfirmed(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Facebook, networks.AccountHandFed))
	d.press(t, "Retirer ce compte")
	d.says(t, "Retirer martin-a1", "seront effacés de Parvis")
	pagetest.Keys(d.host.Win, fyne.KeyEscape)
	d.wasAsked(t)
	d.press(t, "Retirer ce compte")
	d.press(t, "Retirer ce compte")
	d.wasAsked(t, "remove a1")
	d.toasts(t, "martin-a1 n’est plus suivi")
}

func TestRefusedRemovalIsTold(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Facebook, networks.AccountHandFed))
	d.refuse = app.Fail(app.CodeConflict, "networks.error.interrupted")
	d.press(t, "Retirer ce compte")
	d.press(t, "Retirer ce compte")
	if len(d.host.Errors) != 1 || len(d.host.Toasts) > 0 {
		t.Errorf("told %v, %q", d.host.Errors, d.host.Toasts)
	}
}

func TestDisconnectIsConfirmed(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Bluesky, networks.AccountConnected))
	d.press(t, "Déconnecter")
	d.says(t, "Déconnecter martin-a1", "oublie l’accès")
	d.wasAsked(t)
	d.press(t, "Déconnecter")
	d.wasAsked(t, "disconnect a1")
}

func TestExpiredAccountCanBeLeft(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Bluesky, networks.AccountExpired))
	d.press(t, "Déconnecter")
	d.press(t, "Déconnecter")
	d.wasAsked(t, "disconnect a1")
}

func TestFollowByHand(t *testing.T) {
	d := opened(t, translations.French)
	d.press(t, "Suivre un compte à la main")
	d.refuse = app.Fail(app.CodeInvalid, "networks.error.handle")
	d.press(t, "Suivre ce compte")
	d.says(t, "Écrivez le nom du compte")
	d.fill(t, "Nom du compte", "Boulangerie Martin")
	pagetest.Keys(d.host.Win, fyne.KeyReturn)
	d.wasAsked(t, "follow facebook ", "follow facebook Boulangerie Martin")
	if d.host.Win.Canvas().Overlays().Top() != nil {
		t.Fatal("the form is still open")
	}
	d.says(t, "Boulangerie Martin", "Facebook · publié et relevé à la main")
}

// What Parvis does not publish to is followed by hand, from the same list.
func TestNetworkWithoutConnectorIsFollowedByHand(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Bluesky, networks.AccountConnected))
	d.press(t, "Connecter un compte")
	d.pick(t, "TikTok")
	d.fill(t, "Nom du compte", "Martin")
	d.press(t, "Suivre ce compte")
	d.wasAsked(t, "follow tiktok Martin")
	d.says(t, "Comptes", "TikTok · publié et relevé à la main")
}

// Who finds a way in too long takes the hand.
func TestFormLeadsToTheHand(t *testing.T) {
	d := opened(t, translations.French).at(networks.X)
	d.press(t, "Suivre plutôt à la main")
	d.fill(t, "Nom du compte", "Martin")
	d.press(t, "Suivre ce compte")
	d.wasAsked(t, "follow x Martin")
	if d.formOpen() {
		t.Error("the form is still open")
	}
}

func TestAccountsFollowEvents(t *testing.T) {
	d := opened(t, translations.French)
	d.accounts = append(d.accounts, account("a1", networks.Bluesky, networks.AccountConnected))
	app.Emit(d.events, networks.AccountsChanged{})
	d.says(t, "martin-a1")
}

func TestUnreadableAccountsCanBeReadAgain(t *testing.T) {
	d := opened(t, translations.French)
	d.page.read = false
	d.directory.unread = app.Fail(app.CodeUnavailable, "networks.error.interrupted")
	d.page.Show(page.Target{})
	d.says(t, "a été interrompue")
	d.directory.unread = nil
	d.accounts = append(d.accounts, account("a1", networks.Bluesky, networks.AccountConnected))
	d.press(t, "Réessayer")
	d.says(t, "martin-a1")
}

func TestAccountsSpeakEnglish(t *testing.T) {
	d := opened(t, translations.English, account("a1", networks.Bluesky, networks.AccountExpired))
	text := d.host.Catalogue
	look := func() {
		for _, one := range pagetest.Texts(d.host.Win) {
			if strings.ContainsAny(one, "éèàê«") {
				t.Errorf("%q in English", one)
			}
		}
	}
	look()
	d.press(t, text.T("networks.connect"))
	look()
	for _, n := range d.connectable {
		d.page.connect(n)
		look()
	}
}

// pageOf is where other rooms find an account.
func pageOf(id app.ID) page.Target { return page.Target{ID: id} }

func (d *directory) Stranded(context.Context) (map[app.ID]int, error) { return d.stranded, nil }

func (d *directory) ResumeAccount(_ context.Context, id app.ID) (int, error) {
	d.asked = append(d.asked, "resume "+string(id))
	if err := d.refuse; err != nil {
		d.refuse = nil
		return 0, err
	}
	n := d.stranded[id]
	delete(d.stranded, id)
	return n, nil
}

// What failed while an account was not connected is offered beside its health once it is
// again, and leaves by one click.
func TestResumeAfterReconnecting(t *testing.T) {
	dead := networks.Account{ID: "a1", Network: networks.Bluesky, Handle: "martin.bsky.social", State: networks.AccountExpired}
	d := opened(t, translations.French, dead)
	d.directory.stranded = map[app.ID]int{"a1": 7}
	app.Emit(d.events, networks.AccountsChanged{})
	const resume = "Reprendre les 7 publications"
	if pagetest.Button(d.host.Win, resume) != nil {
		t.Error("offered before the account is connected")
	}
	d.directory.accounts[0].State = networks.AccountConnected
	app.Emit(d.events, networks.AccountsChanged{})
	d.directory.refuse = app.Fail(app.CodeUnavailable, "storage.error.full")
	pagetest.Press(t, d.host.Win, resume)
	if len(d.host.Errors) != 1 || pagetest.Button(d.host.Win, resume) == nil {
		t.Errorf("after a refusal: errors %v", d.host.Errors)
	}
	pagetest.Press(t, d.host.Win, resume)
	d.wasAsked(t, "resume a1", "resume a1")
	if pagetest.Button(d.host.Win, resume) != nil || len(d.host.Toasts) != 1 || d.host.Toasts[0] != "7 publications repartent, une par une." {
		t.Errorf("said %q, and offers the same again: %t", d.host.Toasts, pagetest.Button(d.host.Win, resume) != nil)
	}
}

// Suspending everything is at hand in the room too.
func TestEverythingCanBeSuspended(t *testing.T) {
	d := opened(t, translations.French)
	pagetest.Press(t, d.host.Win, "Tout suspendre…")
	if d.directory.paused != 1 {
		t.Error("the command does nothing")
	}
}
