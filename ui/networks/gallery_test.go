package networks

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/networks"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// everywhere is an account on every network, in every state, some with long names.
func everywhere() []networks.Account {
	var all []networks.Account
	states := []networks.AccountState{networks.AccountConnected, networks.AccountExpired, networks.AccountHandFed}
	for i, e := range networks.Entries() {
		a := account(fmt.Sprintf("a%d", i), e.Network, states[i%3])
		a.LastSuccess = pagetest.Now().Add(-time.Duration(i) * time.Hour)
		if i%4 == 1 {
			a.Handle = "boulangerie-patisserie-traditionnelle-martin-et-filles-nantes@mastodon.exemple.bretagne"
		}
		all = append(all, a)
	}
	return all
}

// scenes are the screens in their states.
func scenes() map[string]func(t *testing.T, d *desk) {
	all := map[string]func(t *testing.T, d *desk){
		"sans-compte": func(_ *testing.T, d *desk) {
			d.accounts = nil
			d.page.Show(page.Target{})
		},
		"choix": func(_ *testing.T, d *desk) { d.page.Show(page.Target{View: page.Connect}) },
		"fin-proche": func(_ *testing.T, d *desk) {
			d.ends = pagetest.Now().AddDate(0, 0, 5)
			d.page.Show(page.Target{ID: "a0"})
		},
		"quotas": func(_ *testing.T, d *desk) {
			d.ends, d.renewed = pagetest.Now().AddDate(0, 0, 40), true
			d.metered = []networks.Network{networks.Bluesky}
			d.left = []networks.Quota{
				{Kind: networks.QuotaPosts, Left: 249, Max: 250, Per: 24 * time.Hour},
				{Kind: networks.QuotaReplies, Left: 1000, Max: 1000, Per: 24 * time.Hour},
				{Kind: networks.QuotaCalls, Left: 2987, Max: 3000, Resets: pagetest.Now().Add(5 * time.Minute)},
			}
			d.page.Show(page.Target{ID: "a0"})
		},
		"quotas-demandes": func(_ *testing.T, d *desk) {
			d.metered = []networks.Network{d.accounts[3].Network}
			d.host.Hold()
			d.page.chosen = "a3"
			d.page.show()
		},
		"quotas-inconnus": func(_ *testing.T, d *desk) {
			d.metered = []networks.Network{networks.Bluesky}
			d.silent = app.Fail(app.CodeUnavailable, "connector.error.unreachable", "Network", "Bluesky")
			d.page.Show(page.Target{ID: "a0"})
		},
		"attente": func(t *testing.T, d *desk) {
			d.at(networks.Mastodon).fill(t, "Serveur", "mastodon.social")
			d.host.Hold()
			d.press(t, "Continuer dans le navigateur")
			if err := d.page.form.sendAway("https://mastodon.social/oauth/authorize"); err != nil {
				t.Fatal(err)
			}
		},
		"refus": func(t *testing.T, d *desk) {
			d.refuse = app.Fail(app.CodeUnauthorised, "networks.sign_in.denied")
			d.at(networks.Mastodon).fill(t, "Serveur", "mastodon.social")
			d.press(t, "Continuer dans le navigateur")
		},
		"manque": func(t *testing.T, d *desk) {
			d.at(networks.WordPress).press(t, "Ouvrir la page")
			d.press(t, "Connecter")
		},
		"coffre-verrouille": func(_ *testing.T, d *desk) {
			d.protection = networks.Protection{Passphrase: true, Locked: true}
			d.page.Show(page.Target{})
		},
		"coffre-phrase": func(_ *testing.T, d *desk) {
			d.protection, d.lacking = networks.Protection{Passphrase: true}, true
			d.page.Show(page.Target{ID: "a0"})
		},
		"phrase-demandee": func(t *testing.T, d *desk) {
			d.protection = networks.Protection{Passphrase: true, Locked: true}
			d.page.Show(page.Target{})
			d.press(t, "Donner la phrase secrète")
			d.fill(t, "Phrase secrète", "autre chose")
			d.refuse = wrongPassphrase()
			d.press(t, "Ouvrir")
		},
		"phrase-oubliee": func(t *testing.T, d *desk) {
			d.protection = networks.Protection{Passphrase: true, Locked: true}
			d.page.Show(page.Target{})
			d.press(t, "Donner la phrase secrète")
			d.press(t, "Phrase oubliée…")
		},
		"phrase-choisie": func(t *testing.T, d *desk) {
			d.press(t, "Choisir une phrase secrète")
			d.fill(t, "Phrase secrète", phrase)
			d.fill(t, "La même, encore une fois", "quatre miches")
			d.press(t, "Protéger par cette phrase")
		},
		"phrase-sans-trousseau": func(t *testing.T, d *desk) {
			d.at(networks.Bluesky).fill(t, "Identifiant", "martin")
			d.fill(t, "Mot de passe d’application", secret)
			d.refuse = noKeyring()
			d.press(t, "Connecter")
			d.fill(t, "Phrase secrète", "levain")
		},
		"phrase-changee": func(t *testing.T, d *desk) {
			d.protection = networks.Protection{Passphrase: true}
			d.page.Show(page.Target{})
			d.press(t, "Changer la phrase")
		},
		"reconnexion": func(_ *testing.T, d *desk) { d.page.Show(page.Target{View: page.Connect, ID: "a1"}) },
	}
	for i, e := range networks.Entries() {
		id := app.ID(fmt.Sprintf("a%d", i))
		all["sante-"+string(e.Network)] = func(_ *testing.T, d *desk) { d.page.Show(page.Target{ID: id}) }
		for way := range e.Ways {
			all[fmt.Sprintf("connexion-%s-%d", e.Network, way)] = func(_ *testing.T, d *desk) {
				d.at(e.Network)
				if way > 0 {
					d.page.form.segmented.SetSelected(way)
					d.page.form.take(way)
				}
			}
		}
	}
	return all
}

// TestGallery draws every screen, with PARVIS_GALLERY in both themes and both sizes,
// and then writes the pictures to that folder. What is left of a window of 1280 by 800
// and of 1024 by 640 beside the sidebar is the room of a page.
func TestGallery(t *testing.T) {
	dir := os.Getenv("PARVIS_GALLERY")
	small := fyne.NewSize(816, 640)
	for name, show := range scenes() {
		for theme, mode := range map[string]kit.Mode{"light": kit.ModeLight, "dark": kit.ModeDark} {
			for _, size := range []fyne.Size{fyne.NewSize(1072, 800), small} {
				if dir == "" && (mode == kit.ModeDark || size != small) {
					continue
				}
				d := opened(t, translations.French, everywhere()...)
				d.browser.Settings().SetTheme(kit.NewTheme(mode, 1))
				for _, e := range networks.Entries() {
					if len(e.Ways) > 0 {
						d.connectable = append(d.connectable, e.Network)
					}
				}
				d.host.Win.Resize(size)
				d.page.Show(page.Target{})
				show(t, d)
				if len(pagetest.Texts(d.host.Win)) == 0 {
					t.Errorf("%s shows nothing", name)
				}
				if dir == "" {
					continue
				}
				f, err := os.Create(filepath.Join(dir, fmt.Sprintf("%s-%s-%.0f.png", name, theme, size.Width)))
				if err != nil {
					t.Fatal(err)
				}
				if err := png.Encode(f, d.host.Win.Canvas().Capture()); err != nil {
					t.Fatal(err)
				}
				f.Close()
			}
		}
	}
}
