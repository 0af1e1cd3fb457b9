package networks

import (
	"strings"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/assets/translations"
	"parvis/ui/page/pagetest"
)

func TestHealthSaysWhenItLastWorked(t *testing.T) {
	a := account("a1", networks.Bluesky, networks.AccountConnected)
	a.LastSuccess = pagetest.Now()
	d := opened(t, translations.French, a)
	d.says(t, "Bluesky · a fonctionné sam. 21\u00a0nov. 14:32", "Dernier succès", "sam. 21\u00a0nov. 14:32")
}

func TestHealthOfAnAccountThatDoesNotWorkComesFirst(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Bluesky, networks.AccountConnected), account("a2", networks.Mastodon, networks.AccountExpired))
	d.says(t, "n’accepte plus cet accès")
	d.pick(t, "martin-a1")
	d.neverSays(t, "n’accepte plus cet accès")
	// It stays chosen when accounts change.
	app.Emit(d.events, networks.AccountsChanged{})
	d.neverSays(t, "n’accepte plus cet accès")
}

func TestHealthCountsDownToTheEnd(t *testing.T) {
	const day = 24 * time.Hour
	for name, tt := range map[string]struct {
		left  time.Duration
		says  []string
		never []string
	}{
		"far":     {60 * day, []string{"L’accès se termine", "Mercredi 20 janvier"}, []string{"Reconnectez ce compte"}},
		"soon":    {10*day + time.Hour, []string{"se termine dans 10 jours", "Mardi 1er décembre"}, nil},
		"day":     {day + time.Hour, []string{"se termine dans 1 jour."}, nil},
		"hours":   {3 * time.Hour, []string{"dans moins d’un jour"}, nil},
		"over":    {-time.Hour, []string{"arrivé à son terme"}, nil},
		"nothing": {0, nil, []string{"L’accès se termine"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := opened(t, translations.French, account("a1", networks.Bluesky, networks.AccountConnected))
			if tt.left != 0 {
				d.ends = pagetest.Now().Add(tt.left)
			}
			d.page.Show(pageOf("a1"))
			d.says(t, tt.says...)
			d.neverSays(t, tt.never...)
			// Before its end it can be connected again.
			if got := pagetest.Button(d.host.Win, "Reconnecter") != nil; got != (tt.left != 0) {
				t.Errorf("connecting again is offered: %v", got)
			}
		})
	}
}

// While the keyring is locked nothing is known of the end: the rest is shown.
func TestHealthSaysWhetherTheComputerMayBeOff(t *testing.T) {
	for network, want := range map[networks.Network]string{
		networks.WordPress: "WordPress peut garder la programmation", networks.Bluesky: "l’ordinateur doit être allumé",
	} {
		d := opened(t, translations.French, account("a1", network, networks.AccountConnected))
		d.says(t, "Ordinateur éteint", want)
	}
}

func TestHealthWithoutTheKeyring(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Bluesky, networks.AccountConnected))
	d.ends, d.locked = pagetest.Now(), app.Fail(app.CodeUnavailable, "vault.error.keyring_locked")
	d.page.Show(pageOf("a1"))
	d.says(t, "Santé du compte", "Limites de Bluesky")
	d.neverSays(t, "L’accès")
	if len(d.host.Errors) > 0 {
		t.Errorf("told %v", d.host.Errors)
	}
}

func TestHealthSaysWhatANetworkTakesAndCosts(t *testing.T) {
	for n, says := range map[networks.Network][]string{
		networks.Bluesky:   {"300 caractères", "4 images, de 1,0\u00a0Mo au plus chacune", "Gratuit", "Un mot de passe d’application, créé en une minute"},
		networks.X:         {"280 caractères", "Un lien compte pour 23 caractères", "1,5 centime de dollar par publication, 20 avec un lien"},
		networks.WordPress: {"Texte de toute longueur", "Un titre est demandé"},
		networks.Instagram: {"5 hashtags", "Un lien dans le texte ne s’ouvre pas"},
		networks.Telegram:  {"1\u202f024 caractères sous une image"},
		networks.YouTube:   {"Aucune image"},
	} {
		d := opened(t, translations.French, account("a1", n, networks.AccountConnected))
		d.says(t, says...)
		tags := strings.Contains(strings.Join(pagetest.Texts(d.host.Win), "\n"), "Ce que Parvis y envoie")
		if connectable := len(d.Ways(n)) > 0; tags != connectable {
			t.Errorf("%s: what is sent is shown: %v", n, tags)
		}
	}
}

func TestOnlyWhatAConnectorKnowsIsOfferedToConnect(t *testing.T) {
	for n, offered := range map[networks.Network]bool{networks.Bluesky: true, networks.Facebook: false} {
		for _, state := range []networks.AccountState{networks.AccountHandFed, networks.AccountExpired} {
			d := opened(t, translations.French, account("a1", n, state))
			got := pagetest.Button(d.host.Win, "Reconnecter") != nil || pagetest.Button(d.host.Win, "Connecter ce compte") != nil
			if got != offered {
				t.Errorf("%s, %s: offered is %v", n, state, got)
			}
		}
	}
}
