package publishing

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/assets/translations"
	"parvis/ui/page/pagetest"
)

func (d *desk) says(t *testing.T, words ...string) {
	t.Helper()
	for _, w := range words {
		if !pagetest.Says(d.host.Win, w) {
			t.Errorf("%q is not among %q", w, pagetest.Texts(d.host.Win))
		}
	}
}

func (d *desk) offers(label string) bool { return pagetest.Button(d.host.Win, label) != nil }

// tried adds a removal to a row.
func tried(e publishing.Entry, outcome networks.Outcome, why app.Message) publishing.Entry {
	r := publishing.Removal{ID: int64(len(e.Removals) + 1), StartedAt: pagetest.Now(), Outcome: outcome, Why: why, Call: networks.Call{Name: "DELETE", Status: 200}}
	if outcome != "" {
		r.EndedAt = pagetest.Now().Add(time.Second)
	}
	e.Removals = append(e.Removals, r)
	return e
}

func TestRemovalIsConfirmed(t *testing.T) {
	d := opened(t, translations.French, entry("1", publishing.Published, 2))
	pagetest.Press(t, d.host.Win, "Retirer de Bluesky")
	d.says(t, "Retirer de Bluesky\u202f?", "avec ses réactions, ses réponses et ses partages")
	if pagetest.Says(d.host.Win, "autres parties") {
		t.Error("a post alone has no other parts")
	}
	pagetest.Keys(d.host.Win, fyne.KeyEscape)
	d.wasAsked(t)
	pagetest.Press(t, d.host.Win, "Retirer de Bluesky")
	d.host.Hold()
	pagetest.Press(t, d.host.Win, "Retirer")
	d.says(t, "Retrait en cours…")
	if d.offers("Retirer de Bluesky") {
		t.Error("it can be asked for again meanwhile")
	}
	d.entries[0] = tried(d.entries[0], networks.Created, app.Message{})
	d.host.Release()
	d.wasAsked(t, "remove 1")
	d.says(t, "Retirée de Bluesky le sam. 21\u00a0nov. 14:32", "Retrait · retiré", "at://did:plc:martin")
	if got := d.view.table.CellAt(0, 3).Text; got != "Retiré" {
		t.Errorf("the row says %q", got)
	}
	if d.offers("Retirer de Bluesky") || d.offers("Voir en ligne") || pagetest.Says(d.host.Win, "Retrait en cours") {
		t.Errorf("shown: %q", pagetest.Texts(d.host.Win))
	}
}

func TestRemovalOfTheFirstOfAThreadSaysWhatStays(t *testing.T) {
	e := entry("1", publishing.Published, 2)
	e.Delivery.Parts = 3
	d := opened(t, translations.French, e)
	pagetest.Press(t, d.host.Win, "Retirer de Bluesky")
	d.says(t, "Les autres parties du fil y restent")
}

func TestRemovalFromASiteSaysThatItHasATrash(t *testing.T) {
	e := entry("1", publishing.Published, 2)
	e.Account.Network = networks.WordPress
	d := opened(t, translations.French, e)
	pagetest.Press(t, d.host.Win, "Retirer de WordPress")
	d.says(t, "sa corbeille")
}

func TestRemovalInDoubtCanBeCheckedAgain(t *testing.T) {
	for name, tt := range map[string]struct {
		entry publishing.Entry
		says  string
	}{
		"no answer":   {tried(entry("1", publishing.Published, 2), networks.Unknown, app.Say("publishing.removal.unknown", "Network", "Bluesky")), "Bluesky n’a pas confirmé le retrait"},
		"interrupted": {tried(entry("1", publishing.Published, 2), "", app.Message{}), "Parvis s’est arrêté pendant le retrait"},
	} {
		t.Run(name, func(t *testing.T) {
			d := opened(t, translations.French, tt.entry)
			d.says(t, tt.says)
			if got := d.view.table.CellAt(0, 3).Text; got != "À vérifier" || d.offers("Retirer de Bluesky") {
				t.Errorf("the row says %q among %q", got, pagetest.Texts(d.host.Win))
			}
			d.refuse = app.Fail(app.CodeConflict, "publishing.removal.error.running")
			pagetest.Press(t, d.host.Win, "Vérifier le retrait")
			if len(d.host.Errors) != 1 {
				t.Errorf("told %v", d.host.Errors)
			}
			pagetest.Press(t, d.host.Win, "Vérifier le retrait")
			d.wasAsked(t, "remove 1", "remove 1")
		})
	}
}

func TestRefusedRemovalSaysWhy(t *testing.T) {
	why := app.Say("publishing.removal.because", "Network", "Bluesky", "Reason", "Too old")
	d := opened(t, translations.French, tried(entry("1", publishing.Published, 2), networks.Refused, why))
	d.says(t, "Bluesky a refusé le retrait", "Too old", "Retrait · refusé")
	if got := d.view.table.CellAt(0, 3).Text; got != "Publié" || !d.offers("Retirer de Bluesky") {
		t.Errorf("the row says %q among %q", got, pagetest.Texts(d.host.Win))
	}
}

func TestOnlyWhatCanBeRemovedIsOffered(t *testing.T) {
	handed, byHand := entry("1", publishing.HandedOver, 2), entry("2", publishing.Published, 2)
	byHand.Account.State = networks.AccountHandFed
	for _, e := range []publishing.Entry{handed, byHand, entry("3", publishing.Unknown, 2), entry("4", publishing.Scheduled, -2)} {
		if d := opened(t, translations.French, e); d.offers("Retirer de Bluesky") {
			t.Errorf("%s, %s: removing is offered", e.Delivery.State, e.Account.State)
		}
	}
	d := opened(t, translations.French)
	d.keeps, d.entries = true, []publishing.Entry{entry("1", publishing.Published, 2)}
	d.view.Show("")
	if d.offers("Retirer de Bluesky") {
		t.Error("removing is offered on a network that takes nothing back")
	}
}
