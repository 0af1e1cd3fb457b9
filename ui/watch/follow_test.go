package watch

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// enter types in a field in place of what it holds.
func enter(e *kit.Entry, text string) {
	e.Focus()
	e.SetText("")
	test.Type(e.Focusable(), text)
}

func TestFollowingByTheAddressOfASite(t *testing.T) {
	f := &fake{}
	h, _ := french(t, f)
	if !says(h, "Donnez l’adresse du site d’un concurrent") {
		t.Errorf("the empty room says %q", pagetest.Texts(h.Win))
	}
	pagetest.Press(t, h.Win, "Suivre un concurrent")
	test.Type(h.Win.Canvas().Focused(), " maison-legoff.fr ") // the address has the focus
	pagetest.Keys(h.Win, fyne.KeyReturn)
	if !slices.Equal(f.asked, []string{"follow  maison-legoff.fr"}) {
		t.Errorf("asked %q", f.asked)
	}
	if !closed(h) || !slices.Equal(h.Toasts, []string{"Vous suivez Maison Le Goff"}) || says(h, "Donnez l’adresse") {
		t.Errorf("closed %t, toasts %q, says %q", closed(h), h.Toasts, pagetest.Texts(h.Win))
	}
}

func TestASiteWithoutFeedIsFollowedByHand(t *testing.T) {
	for _, key := range []string{"watch.error.no_feed", "watch.error.not_a_feed", "watch.error.refused"} {
		t.Run(key, func(t *testing.T) {
			f := &fake{}
			h, _ := french(t, f)
			pagetest.Press(t, h.Win, "Suivre un concurrent")
			f.fail = app.Fail(app.CodeInvalid, key, "Host", "pains.fr")
			enter(pagetest.Field(t, h.Win, "Adresse de son site"), "pains.fr")
			enter(pagetest.Field(t, h.Win, "Nom"), "Pains")
			if pagetest.Button(h.Win, "Le suivre sans fil") != nil {
				t.Error("offers by hand before trying")
			}
			pagetest.Keys(h.Win, fyne.KeyReturn)
			if closed(h) || !pagetest.Says(h.Win, h.Sentence(f.fail)) {
				t.Fatalf("closed %t, says %q", closed(h), pagetest.Texts(h.Win))
			}
			f.fail = nil
			pagetest.Press(t, h.Win, "Le suivre sans fil")
			if f.asked[1] != "by hand Pains pains.fr" || !closed(h) {
				t.Errorf("asked %q, closed %t", f.asked, closed(h))
			}
		})
	}
}

func TestAnAddressThatIsNoneIsTold(t *testing.T) {
	f := &fake{}
	h, _ := french(t, f)
	pagetest.Press(t, h.Win, "Suivre un concurrent")
	f.fail = app.Fail(app.CodeInvalid, "watch.error.address")
	enter(pagetest.Field(t, h.Win, "Adresse de son site"), "la boulangerie du coin")
	pagetest.Keys(h.Win, fyne.KeyReturn)
	if !says(h, "Ce n’est pas l’adresse d’un site") || pagetest.Button(h.Win, "Le suivre sans fil") != nil {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
	if got := pagetest.Field(t, h.Win, "Adresse de son site").Text(); got != "la boulangerie du coin" {
		t.Errorf("the field shows %q", got)
	}
}

func TestClosingTheFormGivesUpTheSearch(t *testing.T) {
	f := &fake{}
	h, _ := french(t, f)
	pagetest.Press(t, h.Win, "Suivre un concurrent")
	f.during = func(ctx context.Context) {
		if !says(h, "Recherche du fil") {
			t.Errorf("does not show that it searches; says %q", pagetest.Texts(h.Win))
		}
		pagetest.Keys(h.Win, fyne.KeyReturn) // impatience asks nothing twice
		pagetest.Press(t, h.Win, "Annuler")
		if ctx.Err() == nil {
			t.Error("the search goes on")
		}
	}
	enter(pagetest.Field(t, h.Win, "Adresse de son site"), "maison-legoff.fr")
	pagetest.Keys(h.Win, fyne.KeyReturn)
	if len(f.asked) != 1 || len(f.followed) != 0 || len(h.Toasts) != 0 || len(h.Errors) != 0 || !closed(h) {
		t.Errorf("asked %q, follows %v, toasts %q, errors %v", f.asked, f.followed, h.Toasts, h.Errors)
	}
}

func (f *fake) openCompetitor(t *testing.T, id app.ID) *pagetest.Host {
	t.Helper()
	h, _ := f.open(t, translations.French, page.Target{Room: page.Watch, ID: id})
	if closed(h) {
		t.Fatal("the competitor asked for is not opened")
	}
	return h
}

func TestRenaming(t *testing.T) {
	f := filled()
	h := f.openCompetitor(t, "c1")
	enter(pagetest.Field(t, h.Win, "Nom"), "  ")
	pagetest.Press(t, h.Win, "Enregistrer le nom")
	if closed(h) || !says(h, "Donnez un nom à ce concurrent") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
	enter(pagetest.Field(t, h.Win, "Nom"), "Le Goff")
	pagetest.Press(t, h.Win, "Enregistrer le nom")
	if !closed(h) || f.asked[len(f.asked)-1] != "rename c1 Le Goff" {
		t.Errorf("asked %q", f.asked)
	}
}

func TestRemovingAsksOnce(t *testing.T) {
	f := filled()
	h := f.openCompetitor(t, "c1")
	pagetest.Press(t, h.Win, "Ne plus suivre")
	if !says(h, "Ne plus suivre Maison Le Goff ?") || len(f.asked) > 0 {
		t.Fatalf("asked %q, says %q", f.asked, pagetest.Texts(h.Win))
	}
	pagetest.Press(t, h.Win, "Ne plus suivre")
	if !slices.Equal(f.asked, []string{"remove c1"}) || !closed(h) || !says(h, "Donnez l’adresse") {
		t.Errorf("asked %q, says %q", f.asked, pagetest.Texts(h.Win))
	}
}

func TestACompetitorFollowedByHandSaysHow(t *testing.T) {
	h := filled().openCompetitor(t, "c2")
	if !says(h, "Suivi sans fil") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
}

func TestACompetitorThatIsGoneOpensNothing(t *testing.T) {
	h, _ := filled().open(t, translations.French, page.Target{Room: page.Watch, ID: "gone"})
	if !closed(h) {
		t.Errorf("opens %q", pagetest.Texts(h.Win))
	}
}
