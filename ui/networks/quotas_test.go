package networks

import (
	"slices"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/assets/translations"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// counted is how often quotas were asked for.
func (d *desk) counted() int {
	n := 0
	for _, a := range d.asked {
		if a == "quotas a1" {
			n++
		}
	}
	return n
}

// metered opens the health of an account on a network that tells its quotas, and holds
// its answer back.
func metered(t *testing.T, left []networks.Quota, err error) *desk {
	t.Helper()
	d := opened(t, translations.French, account("a2", networks.X, networks.AccountConnected), account("a1", networks.Threads, networks.AccountConnected))
	d.metered, d.left, d.silent = []networks.Network{networks.Threads}, left, err
	d.host.Hold()
	d.pick(t, "martin-a1")
	return d
}

func TestHealthTellsWhatIsLeft(t *testing.T) {
	d := metered(t, []networks.Quota{
		{Kind: networks.QuotaPosts, Left: 1, Max: 250, Per: 24 * time.Hour},
		{Kind: networks.QuotaReplies, Left: 999, Max: 1000, Per: 24 * time.Hour},
		{Kind: networks.QuotaCalls, Left: 0, Max: 300, Resets: pagetest.Now().Add(5 * time.Minute).UTC()},
	}, nil)
	d.says(t, "Parvis le demande à Threads…")
	d.neverSays(t, "sur 250")
	d.host.Release()
	d.says(t, "Ce que Threads accepte encore", "1 publication sur 250", "Compté sur les dernières 24\u00a0h", "999 réponses sur 1\u202f000",
		"0 échange avec le réseau sur 300", "Le compte repart de zéro sam. 21\u00a0nov. 14:37")
	d.neverSays(t, "Parvis le demande")
	// What happens to accounts asks the network nothing more; opening the room does.
	app.Emit(d.events, networks.AccountsChanged{})
	if n := d.counted(); n != 1 {
		t.Errorf("asked %d times, want once", n)
	}
	d.page.Show(page.Target{})
	if n := d.counted(); n != 2 {
		t.Errorf("asked %d times, want once more", n)
	}
	d.pick(t, "martin-a2")
	d.neverSays(t, "accepte encore")
	if slices.Contains(d.asked, "quotas a2") {
		t.Error("a network that never tells was asked")
	}
}

func TestHealthWhenNothingIsKnownOfQuotas(t *testing.T) {
	for _, tt := range []struct {
		err  error
		says string
	}{
		{nil, "Threads ne l’a pas dit cette fois."},
		{app.Fail(app.CodeUnavailable, "connector.error.unreachable", "Network", "Threads"), "Threads n’a pas pu être interrogé"},
		{app.Fail(app.CodeLimited, "connector.error.limited", "Network", "Threads"), "Threads demande d’attendre"},
	} {
		d := metered(t, nil, tt.err)
		d.host.Release()
		d.says(t, tt.says)
		if len(d.host.Errors) > 0 {
			t.Errorf("told aside: %v", d.host.Errors)
		}
		if tt.err == nil {
			continue
		}
		d.silent, d.left = nil, []networks.Quota{{Kind: networks.QuotaPosts, Left: 250, Max: 250, Per: 24 * time.Hour}}
		d.press(t, "Demander de nouveau")
		d.says(t, "250 publications sur 250")
		d.neverSays(t, tt.says)
	}
}

// What comes late for an account is not shown for the next one.
func TestLateQuotasAreDropped(t *testing.T) {
	d := metered(t, []networks.Quota{{Kind: networks.QuotaPosts, Left: 7, Max: 250, Per: 24 * time.Hour}}, nil)
	d.accounts[0].Network = networks.Threads
	d.leftOf = map[app.ID][]networks.Quota{"a2": {{Kind: networks.QuotaPosts, Left: 8, Max: 100, Per: 24 * time.Hour}}}
	app.Emit(d.events, networks.AccountsChanged{})
	d.host.Release()
	d.host.Hold()
	app.Emit(d.events, networks.AccountsChanged{})
	d.page.Show(page.Target{ID: "a1"}) // asks for the first account again
	d.page.Show(page.Target{ID: "a2"})
	d.host.Release()
	d.says(t, "8 publications sur 100")
	d.neverSays(t, "sur 250")
	d = metered(t, nil, app.Fail(app.CodeUnavailable, "connector.error.unreachable", "Network", "Threads"))
	d.pick(t, "martin-a2")
	d.host.Release()
	d.neverSays(t, "n’a pas pu être interrogé")
}

func TestHealthOfWhatIsRenewed(t *testing.T) {
	d := opened(t, translations.French, account("a1", networks.Bluesky, networks.AccountConnected))
	d.renewed, d.ends = true, pagetest.Now().AddDate(0, 0, 40)
	d.page.Show(page.Target{ID: "a1"})
	d.says(t, "L’accès se termine", "Parvis le renouvelle de lui-même")
	if pagetest.Button(d.host.Win, "Reconnecter") != nil {
		t.Error("connecting again is offered long before the end")
	}
	// It should not have come so far.
	d.ends = pagetest.Now().AddDate(0, 0, 5)
	d.page.Show(page.Target{ID: "a1"})
	d.says(t, "se termine dans 5 jours")
	if pagetest.Button(d.host.Win, "Reconnecter") == nil {
		t.Error("connecting again is not offered before the end")
	}
}
