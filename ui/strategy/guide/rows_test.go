package guide

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/app/strategy/strategytest"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
)

// same compares strategies as the file does: an empty list is no list.
func (d *desk) same(want strategy.Strategy) {
	d.t.Helper()
	if diff := cmp.Diff(want, d.store.Kept, cmpopts.EquateEmpty()); diff != "" {
		d.t.Error(diff)
	}
	for _, err := range d.host.Errors {
		d.t.Error(err)
	}
}

// TestRowsAreAdded presses the button of each list: the new row is kept, and what
// is typed next goes into it.
func TestRowsAreAdded(t *testing.T) {
	for _, test := range []struct {
		question strategy.Question
		button   string
		typed    string // in the row that was added, "" when it begins with a choice
		got      func(s strategy.Strategy) (n int, last string)
		want     int
	}{
		{strategy.AskAudit, "Ajouter une page que Parvis ne connaît pas", "", func(s strategy.Strategy) (int, string) {
			return len(s.Audits), ""
		}, 3},
		{strategy.AskAudiences, "Ajouter un public", "Léa", func(s strategy.Strategy) (int, string) {
			return len(s.Audiences), s.Audiences[len(s.Audiences)-1].Name
		}, 3},
		{strategy.AskPillars, "Ajouter un pilier", "Vie locale", func(s strategy.Strategy) (int, string) {
			return len(s.Pillars), s.Pillars[len(s.Pillars)-1].Name
		}, 4},
		{strategy.AskSlots, "Ajouter un créneau", "", func(s strategy.Strategy) (int, string) {
			return len(s.Slots), ""
		}, 3},
		{strategy.AskArticles, "Ajouter un article", "Vie privée", func(s strategy.Strategy) (int, string) {
			return len(s.Charter.Articles), s.Charter.Articles[len(s.Charter.Articles)-1].Title
		}, 3},
		{strategy.AskLevels, "Ajouter un degré", "Catastrophe", func(s strategy.Strategy) (int, string) {
			return len(s.Crisis.Levels), s.Crisis.Levels[len(s.Crisis.Levels)-1].Name
		}, 3},
		{strategy.AskPeople, "Ajouter une personne", "Jeanne", func(s strategy.Strategy) (int, string) {
			return len(s.Crisis.People), s.Crisis.People[len(s.Crisis.People)-1].Name
		}, 2},
		{strategy.AskMessages, "Ajouter un message", "Panne", func(s strategy.Strategy) (int, string) {
			return len(s.Crisis.Messages), s.Crisis.Messages[len(s.Crisis.Messages)-1].Title
		}, 2},
		{strategy.AskActions, "Ajouter une action", "", func(s strategy.Strategy) (int, string) {
			return len(s.Actions), ""
		}, 3},
		{strategy.AskActions, "Ajouter une idée de publication", "", func(s strategy.Strategy) (int, string) {
			return len(s.Actions), ""
		}, 3},
		{strategy.AskActions, "Ajouter une campagne", "Pâques", func(s strategy.Strategy) (int, string) {
			return len(s.Campaigns), s.Campaigns[len(s.Campaigns)-1].Name
		}, 2},
		{strategy.AskBudget, "Ajouter une dépense du mois", "Photographe", func(s strategy.Strategy) (int, string) {
			return len(s.Budget.Lines), s.Budget.Lines[len(s.Budget.Lines)-1].Label
		}, 2},
	} {
		t.Run(test.button, func(t *testing.T) {
			d := open(t, test.question, filled())
			d.press(test.button)
			if n, _ := test.got(d.store.Kept); n != test.want || len(d.host.Errors) > 0 {
				t.Fatalf("%d rows, want %d; %v", n, test.want, d.host.Errors)
			}
			if test.typed == "" {
				return
			}
			typeOn(d, test.typed)
			d.host.Elapse()
			if _, last := test.got(d.store.Kept); last != test.typed {
				t.Errorf("the new row says %q", last)
			}
		})
	}
}

// typeOn types in what has the focus.
func typeOn(d *desk, text string) {
	d.t.Helper()
	focused := d.host.Win.Canvas().Focused()
	if focused == nil {
		d.t.Fatal("nothing has the focus")
	}
	test.Type(focused, text)
}

// TestRemovedRowsComeBackToTheirPlace removes the first row of each list while
// something typed in another waits, types again, and takes the removal back.
func TestRemovedRowsComeBackToTheirPlace(t *testing.T) {
	two := func(s *strategy.Strategy) {
		s.Crisis.People = append(s.Crisis.People, strategy.Contact{ID: "c2", Name: "Jeanne"})
		s.Crisis.Messages = append(s.Crisis.Messages, strategy.Prepared{ID: "m2", Title: "Panne"})
		s.Campaigns = append(s.Campaigns, strategy.Campaign{ID: "k2", Name: "Pâques"})
		s.Budget.Lines = append(s.Budget.Lines, strategy.BudgetLine{ID: "b2", Label: "Photographe"})
		s.Slots[1].PillarID = ""
	}
	for _, test := range []struct {
		question      strategy.Question
		button, typed string // what removes a row, what another shows
		drop          func(s *strategy.Strategy)
		name          func(s *strategy.Strategy) *string
	}{
		{strategy.AskAudit, "Retirer cette page du bilan", "Boulangerie", func(s *strategy.Strategy) { s.Audits = s.Audits[1:] }, func(s *strategy.Strategy) *string {
			return &s.Audits[len(s.Audits)-1].Handle
		}},
		{strategy.AskObjectives, "Retirer cet objectif", "Fidèles", func(s *strategy.Strategy) { s.Objectives = s.Objectives[1:] }, func(s *strategy.Strategy) *string {
			return &s.Objectives[len(s.Objectives)-1].Name
		}},
		{strategy.AskAudiences, "Retirer ce public", "Marc", func(s *strategy.Strategy) { s.Audiences = s.Audiences[1:] }, func(s *strategy.Strategy) *string {
			return &s.Audiences[len(s.Audiences)-1].Name
		}},
		{strategy.AskPillars, "Retirer ce pilier", "Équipe", func(s *strategy.Strategy) { s.Pillars = s.Pillars[1:] }, func(s *strategy.Strategy) *string {
			return &s.Pillars[len(s.Pillars)-1].Name
		}},
		{strategy.AskArticles, "Retirer cet article", "Publicité", func(s *strategy.Strategy) { s.Charter.Articles = s.Charter.Articles[1:] }, func(s *strategy.Strategy) *string {
			return &s.Charter.Articles[len(s.Charter.Articles)-1].Title
		}},
		{strategy.AskLevels, "Retirer ce degré", "Crise", func(s *strategy.Strategy) { s.Crisis.Levels = s.Crisis.Levels[1:] }, func(s *strategy.Strategy) *string {
			return &s.Crisis.Levels[len(s.Crisis.Levels)-1].Name
		}},
		{strategy.AskPeople, "Retirer cette personne", "Jeanne", func(s *strategy.Strategy) { s.Crisis.People = s.Crisis.People[1:] }, func(s *strategy.Strategy) *string {
			return &s.Crisis.People[len(s.Crisis.People)-1].Name
		}},
		{strategy.AskMessages, "Retirer ce message", "Panne", func(s *strategy.Strategy) { s.Crisis.Messages = s.Crisis.Messages[1:] }, func(s *strategy.Strategy) *string {
			return &s.Crisis.Messages[len(s.Crisis.Messages)-1].Title
		}},
		{strategy.AskActions, "Retirer cette action", "Le levain", func(s *strategy.Strategy) { s.Actions = s.Actions[1:] }, func(s *strategy.Strategy) *string {
			return &s.Actions[len(s.Actions)-1].Title
		}},
		{strategy.AskActions, "Retirer cette campagne", "Pâques", func(s *strategy.Strategy) { s.Campaigns = s.Campaigns[1:] }, func(s *strategy.Strategy) *string {
			return &s.Campaigns[len(s.Campaigns)-1].Name
		}},
		{strategy.AskBudget, "Retirer cette dépense", "Photographe", func(s *strategy.Strategy) { s.Budget.Lines = s.Budget.Lines[1:] }, func(s *strategy.Strategy) *string {
			return &s.Budget.Lines[len(s.Budget.Lines)-1].Label
		}},
	} {
		t.Run(test.button, func(t *testing.T) {
			whole := filled()
			two(&whole)
			for i := range whole.Slots {
				whole.Slots[i].PillarID = "p3"
			}
			whole.Actions[1].PillarID = "p3"
			d := open(t, test.question, strategytest.Copy(whole))
			d.enter(test.typed, "un deux") // still waits when the row goes
			d.pressNth(test.button, 0)
			want := strategytest.Copy(whole)
			test.drop(&want)
			*test.name(&want) = "un deux"
			d.same(want)

			d.enter("un deux", "un deux trois") // still waits when the row comes back
			d.host.Undo()
			want = strategytest.Copy(whole)
			*test.name(&want) = "un deux trois"
			if test.question == strategy.AskPillars {
				want.Pillars = append(want.Pillars[1:], want.Pillars[0]) // it comes back last
			}
			slices.SortStableFunc(d.store.Kept.Actions, func(a, b strategy.Action) int { return b.Day.DaysUntil(a.Day) }) // as they are shown
			d.same(want)
			d.field("un deux trois")
			if n := len(d.buttons(test.button)); n < 2 {
				t.Errorf("%d rows are shown", n)
			}
		})
	}
}

func TestSlotsAndOpeningHoursAreAddedAndRemoved(t *testing.T) {
	d := open(t, strategy.AskSlots, filled())
	for range 6 {
		d.press("Ajouter un créneau")
	}
	if n := len(d.store.Kept.Slots); n != 8 || len(d.host.Errors) > 0 {
		t.Fatalf("%d slots, %v", n, d.host.Errors)
	}
	d = open(t, strategy.AskSlots, filled())
	d.pressNth("Retirer ce créneau", 0) // Tuesday
	if all := d.store.Kept.Slots; len(all) != 1 || all[0].ID != "s2" {
		t.Errorf("kept %v", all)
	}
	d.host.Undo()
	if got := pagetest.All[*kit.TimeField](d.host.Win); len(got) != 2 || got[0].Text() != "12:00" {
		t.Errorf("%d slots are shown", len(got))
	}

	d = open(t, strategy.AskMeans, filled())
	d.press("Ajouter des heures")
	want := append(martin().Opening, business.Hours{Weekday: time.Monday, From: at(8, 0), To: at(12, 0)})
	if diff := cmp.Diff(want, d.rooms.business.Opening); diff != "" {
		t.Error(diff)
	}
	d.pressNth("Retirer ces heures", 1) // Tuesday, after Monday
	d.host.Undo()
	slices.SortFunc(want, func(a, b business.Hours) int { return int(a.Weekday+6)%7 - int(b.Weekday+6)%7 })
	if diff := cmp.Diff(want, d.rooms.business.Opening); diff != "" {
		t.Error(diff)
	}
}

func TestHoursThatEndBeforeTheyBeginAreToldAndStayTyped(t *testing.T) {
	d := open(t, strategy.AskMeans, filled())
	to := d.enter("12:00", "6h")
	d.view.Hide()
	if !d.says("la fermeture doit venir après l’ouverture") || d.rooms.business.Opening[1].To != at(12, 0) {
		t.Errorf("kept %v; says %q", d.rooms.business.Opening, pagetest.Texts(d.host.Win))
	}
	d.view.Show()
	if to.Text() != "06:00" || !d.says("la fermeture doit venir après l’ouverture") {
		t.Error("what was refused is gone after coming back")
	}
	put(d.field("06:00"), "11h")
	d.view.Hide()
	if d.rooms.business.Opening[1].To != at(11, 0) || d.says("la fermeture") {
		t.Errorf("kept %v; says %q", d.rooms.business.Opening, pagetest.Texts(d.host.Win))
	}
}

func TestGoalCardsAddAndRemoveObjectives(t *testing.T) {
	d := open(t, strategy.AskObjectives, strategy.Strategy{})
	card := func(title string) *kit.TapRow {
		for _, row := range pagetest.All[*kit.TapRow](d.host.Win) {
			found := false
			pagetest.Walk(row, func(o fyne.CanvasObject) {
				text, ok := o.(*kit.Text)
				found = found || ok && text.Text() == title
			})
			if found {
				return row
			}
		}
		t.Fatalf("no card %q", title)
		return nil
	}
	pagetest.Click(d.host.Win, card("Me faire connaître"))
	from := 1905.0
	want := strategy.Objective{Goal: strategy.GoalNotoriety, Metric: metrics.Followers, From: &from, Start: day(11, 21)}
	if diff := cmp.Diff([]strategy.Objective{want}, d.store.Kept.Objectives, cmpopts.IgnoreFields(strategy.Objective{}, "ID")); diff != "" {
		t.Fatal(diff)
	}
	if !card("Me faire connaître").Chosen() {
		t.Error("the card is not chosen")
	}
	typeOn(d, "2 500") // the target has the focus
	d.host.Elapse()
	if got := d.store.Kept.Objectives[0].Target; got == nil || *got != 2500 {
		t.Errorf("the target is %v", got)
	}
	pagetest.Click(d.host.Win, card("Me faire connaître"))
	if len(d.store.Kept.Objectives) != 0 {
		t.Error("the card did not remove it")
	}
	d.host.Undo()
	if len(d.store.Kept.Objectives) != 1 || *d.store.Kept.Objectives[0].Target != 2500 {
		t.Errorf("came back as %v", d.store.Kept.Objectives)
	}
}

func TestNetworksAreCheckedAndUnchecked(t *testing.T) {
	d := open(t, strategy.AskNetworks, filled())
	find := func(name string) *kit.Checkbox {
		boxes := pagetest.All[*kit.Checkbox](d.host.Win)
		for i, a := range strategy.AdviseNetworks(d.store.Kept, d.view.facts) {
			if a.Network.Name() == name {
				return boxes[i]
			}
		}
		t.Fatalf("no box %q", name)
		return nil
	}
	pagetest.Click(d.host.Win, find("TikTok"))
	all := d.store.Kept.Channels
	if len(all) != 3 || all[2].Network != networks.TikTok || all[2].Role == "" || !find("TikTok").Checked() {
		t.Fatalf("kept %v", all)
	}
	pagetest.Click(d.host.Win, find("Instagram"))
	if got := d.store.Kept.Channels; len(got) != 2 || got[0].Network != networks.Facebook {
		t.Errorf("kept %v", got)
	}
	d.host.Undo()
	if diff := cmp.Diff(all, d.store.Kept.Channels); diff != "" {
		t.Error(diff)
	}
}

func TestKnownAccountsAreTakenIntoTheAudit(t *testing.T) {
	d := open(t, strategy.AskAudit, strategy.Strategy{})
	d.press("Reprendre 1 compte de Comptes")
	want := []strategy.Audit{{AccountID: "ac1", Network: networks.Bluesky, Handle: "martin.bsky.social"}}
	if diff := cmp.Diff(want, d.store.Kept.Audits, cmpopts.IgnoreFields(strategy.Audit{}, "ID")); diff != "" {
		t.Error(diff)
	}
	if d.on("Reprendre 1 compte de Comptes") {
		t.Error("still offered")
	}
}

func TestFullListsOfferNoMore(t *testing.T) {
	full := filled()
	full.Pillars = append(full.Pillars, strategy.Pillar{ID: "p4", Colour: 4}, strategy.Pillar{ID: "p5", Colour: 5})
	for i := len(full.Crisis.Levels); i < strategy.MaxCrisisRows; i++ {
		full.Crisis.Levels = append(full.Crisis.Levels, strategy.Level{ID: app.ID(rune('A' + i))})
	}
	for i := len(full.Audiences); i < strategy.MaxAudiences; i++ {
		full.Audiences = append(full.Audiences, strategy.Audience{ID: app.ID(rune('A' + i))})
	}
	for q, button := range map[strategy.Question]string{
		strategy.AskPillars: "Ajouter un pilier", strategy.AskLevels: "Ajouter un degré", strategy.AskAudiences: "Ajouter un public",
	} {
		if d := open(t, q, full); d.on(button) {
			t.Errorf("%s still offers %q", q, button)
		}
	}
}
