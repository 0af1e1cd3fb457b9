package editorial

import (
	"context"
	"slices"
	"strings"
	"testing"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/ideas"
	"parvis/app/keydates"
	"parvis/assets/translations"
	"parvis/ui/kit"
)

// proposing is the ideas of the tests: it remembers the days asked for.
type proposing struct{ days []app.Date }

func (p *proposing) Ideas(_ context.Context, day app.Date) ([]ideas.Idea, error) {
	p.days = append(p.days, day)
	return nil, nil
}

func (*proposing) Choose(context.Context, ideas.Idea, string) (app.ID, ideas.Undo, error) {
	return "", nil, nil
}

func TestTheMenuOfDatesIsForTheDaySelected(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	p := &proposing{}
	d.page.calendar.services.Ideas.Ideas = p
	d.grid.Select(day(11, 27))
	items := d.page.calendar.datesMenu()
	var labels []string
	for _, i := range items {
		labels = append(labels, strings.ReplaceAll(i.Label, "\u00a0", " "))
	}
	want := []string{
		"Idées · ven. 27 nov.", "Temps forts et vacances…", "Exporter vers un agenda (.ics)…", "",
		"Exporter le calendrier vers Excel…", "Rapporter un calendrier modifié…", "Importer un tableau…", "",
		"Faire valider à l’extérieur…", "Rapporter les réponses…",
	}
	if !slices.Equal(labels, want) {
		t.Errorf("offers %q", labels)
	}
	items[0].Action()
	if !slices.Equal(p.days, []app.Date{day(11, 27)}) {
		t.Errorf("asked for %v", p.days)
	}
	d.host.Win.Canvas().Overlays().Top().(*kit.Modal).Close()
	d.grid.Select(day(11, 20))
	if items := d.page.calendar.datesMenu(); !strings.Contains(items[0].Label, "21") {
		t.Errorf("offers %q for a day that is over", items[0].Label)
	}
}

func TestSchoolHolidaysAreNamed(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	cell := d.page.calendar.gridDay(editorial.Day{Date: day(11, 1), Holidays: []keydates.Holiday{{Name: "Toussaint", Zone: keydates.ZoneB}, {Zone: keydates.ZoneC}}}, nil)
	if want := "Vacances scolaires : Toussaint, zone B\nVacances scolaires, zone C"; strings.ReplaceAll(cell.Rest, "\u00a0", " ") != want || cell.KeyTip != cell.Rest {
		t.Errorf("says %q, %q", cell.Rest, cell.KeyTip)
	}
}
