package agenda

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/agenda"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/keydates"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
)

// rooms is a business with one post and no more.
type rooms struct{ post editorial.Post }

func (rooms) Business(context.Context) (business.Business, error) {
	return business.Business{Name: "Boulangerie Martin", Zone: "Europe/Paris"}, nil
}

func (r rooms) Placed(_ context.Context, from, to app.Date) ([]editorial.Summary, error) {
	if r.post.At.Date.Before(from) || r.post.At.Date.After(to) {
		return nil, nil
	}
	return []editorial.Summary{{ID: r.post.ID, Title: r.post.Title, At: r.post.At}}, nil
}

func (r rooms) Post(context.Context, app.ID) (editorial.Post, editorial.State, error) {
	return r.post, editorial.StateDraft, nil
}

func (rooms) Strategy(context.Context) (strategy.Strategy, error) { return strategy.Strategy{}, nil }

func (rooms) Between(_ context.Context, from, _ app.Date) ([]keydates.KeyDate, error) {
	return []keydates.KeyDate{{ID: "christmas", Date: from, Until: from}}, nil
}

// opened shows the dialog on November 2026; files are written where path says.
func opened(t *testing.T, path string) *pagetest.Host {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	h := pagetest.NewIn(t, translations.French, fyne.NewSize(1072, 800))
	r := rooms{editorial.Post{ID: "a", Title: "Bûches", At: app.Civil{Date: app.Date{Year: 2027, Month: time.January, Day: 4}, Time: app.TimeOfDay{Hour: 9}}}}
	Open(h, Services{
		Exports: agenda.NewService(agenda.Rooms{Business: r, Posts: r, Strategy: r, KeyDates: r}, app.FixedClock(time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC))),
		SaveAs: func(_, name string, chosen func(path string, err error)) {
			if !strings.HasSuffix(name, ".ics") {
				t.Errorf("proposes %q", name)
			}
			chosen(path, nil)
		},
	}, app.Date{Year: 2026, Month: time.November, Day: 21})
	return h
}

func TestExporting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "agenda.ics")
	h := opened(t, path)
	if !pagetest.Says(h.Win, "Du 01/11/2026 au 30/11/2026") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
	pagetest.Keys(h.Win, fyne.KeyRight) // the months have the focus
	if !pagetest.Says(h.Win, "Du 01/11/2026 au 31/01/2027") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
	pagetest.Press(t, h.Win, "Enregistrer le fichier")
	data, err := os.ReadFile(path)
	if err != nil || strings.Count(string(data), "BEGIN:VEVENT") != 2 {
		t.Errorf("%v\n%s", err, data)
	}
	if len(h.Toasts) != 1 || !strings.Contains(h.Toasts[0], "2 événements") || h.Win.Canvas().Overlays().Top() != nil {
		t.Errorf("toasts %q", h.Toasts)
	}
}

func TestNothingToExport(t *testing.T) {
	h := opened(t, filepath.Join(t.TempDir(), "agenda.ics"))
	pagetest.All[*kit.Checkbox](h.Win)[0].Tapped(nil)
	pagetest.Press(t, h.Win, "Enregistrer le fichier")
	if !pagetest.Says(h.Win, "Rien n’est placé") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
}

func TestGivingUpAndFailing(t *testing.T) {
	for path, failures := range map[string]int{"": 0, filepath.Join(t.TempDir(), "gone", "agenda.ics"): 1} {
		h := opened(t, path)
		pagetest.Press(t, h.Win, "Enregistrer le fichier")
		if len(h.Errors) != failures || len(h.Toasts) != 0 {
			t.Errorf("%q: errors %v, toasts %q", path, h.Errors, h.Toasts)
		}
	}
}
