package publishing

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/publishing"
	"parvis/assets/translations"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

func found(id string, problem app.Message) publishing.Rehearsal {
	return publishing.Rehearsal{
		DeliveryID: app.ID(id), PostID: app.ID("post-" + id), Title: "Fournée " + id, Account: martin,
		DueAt: pagetest.Now().Add(3 * time.Hour), CheckedAt: pagetest.Now(), Problem: problem,
	}
}

// The rehearsal says of each delivery that it would leave, or why not, and leads
// to the post.
func TestRehearsalIsShown(t *testing.T) {
	d := opened(t, translations.French)
	d.found = []publishing.Rehearsal{
		found("1", app.Message{}),
		found("2", app.Say("publishing.error.account_expired", "Account", "martin", "Network", "Bluesky")),
	}
	pagetest.Press(t, d.host.Win, "Répétition…")
	d.wasAsked(t, "rehearse")
	for _, want := range []string{"Fournée 1", "Prêt à partir", "prévu sam. 21\u00a0nov. 17:32", "Le compte martin (Bluesky) n’accepte plus Parvis", "ordinateur doit être allumé"} {
		if !pagetest.Says(d.host.Win, want) {
			t.Errorf("%q is not among %q", want, pagetest.Texts(d.host.Win))
		}
	}
	d.refuse = app.Fail(app.CodeUnavailable, "storage.error.full")
	pagetest.Press(t, d.host.Win, "Vérifier à nouveau")
	if !pagetest.Says(d.host.Win, d.host.Text().T("storage.error.full")) {
		t.Errorf("the failure is not among %q", pagetest.Texts(d.host.Win))
	}
	pagetest.Press(t, d.host.Win, "Vérifier à nouveau")
	if pagetest.Says(d.host.Win, d.host.Text().T("storage.error.full")) {
		t.Error("the failure is still told after the next rehearsal")
	}
	pagetest.Press(t, d.host.Win, "Ouvrir la publication")
	want := []page.Target{{Room: page.Editorial, View: page.EditPost, ID: "post-2"}}
	if diff := cmp.Diff(want, d.host.Targets); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRehearsalOfNothing(t *testing.T) {
	d := opened(t, translations.English)
	d.view.ShowRehearsal()
	if !pagetest.Says(d.host.Win, "no delivery of this file is due within 24 hours") {
		t.Errorf("%q explains nothing", pagetest.Texts(d.host.Win))
	}
}
