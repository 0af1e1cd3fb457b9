package strategy_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/assets/translations"
)

func TestCompare(t *testing.T) {
	c := catalogue(t, translations.French)
	for _, test := range []struct {
		name   string
		change func(s *strategy.Strategy)
		want   []strategy.Change
	}{
		{"nothing", func(*strategy.Strategy) {}, nil},
		{"a renamed pillar is one change, its slots and actions are none", func(s *strategy.Strategy) {
			s.Pillars[0].Name = "Fournil"
		}, []strategy.Change{
			{strategy.StepEditorial, "Pilier", "Coulisses\n40 % des publications", "Fournil\n40 % des publications"},
		}},
		{"an added row", func(s *strategy.Strategy) {
			s.Audiences = append(s.Audiences, strategy.Audience{ID: "new", Name: "Lycéens"})
		}, []strategy.Change{{strategy.StepAudiences, "Public", "", "Lycéens"}}},
		{"a removed row", func(s *strategy.Strategy) { s.Audits = s.Audits[1:] }, []strategy.Change{
			{strategy.StepAudit, "Compte", "Facebook @martin\nGarder\nactif", ""},
		}},
		{"an article before another changes no number but its own", func(s *strategy.Strategy) {
			s.Charter.Articles = append([]strategy.Article{{ID: "new", Title: "Sujet"}}, s.Charter.Articles...)
		}, []strategy.Change{{strategy.StepCharter, "Article", "", "Sujet"}}},
		{"another order", func(s *strategy.Strategy) {
			s.Pillars[0], s.Pillars[1] = s.Pillars[1], s.Pillars[0]
		}, []strategy.Change{{strategy.StepEditorial, "Pilier, ordre", "Coulisses · Produits", "Produits · Coulisses"}}},
		{"a slot of another pillar, and an answer taken back", func(s *strategy.Strategy) {
			s.Slots[1].PillarID, s.Voice.Look = "bread", ""
		}, []strategy.Change{
			{strategy.StepEditorial, "Images", "lumière du matin", ""},
			{strategy.StepRhythm, "Créneau", "mardi 12:30 · Coulisses", "mardi 12:30 · Produits"},
		}},
		{"a row typed again", func(s *strategy.Strategy) { s.Campaigns[0].ID = "again" }, nil},
		{"steps in their order", func(s *strategy.Strategy) {
			s.Budget.Review, s.Profile.Staff, s.Channels[0].PerWeek = app.Date{}, 7, 2
		}, []strategy.Change{
			{strategy.StepBusiness, "Équipe", "6 personnes", "7 personnes"},
			{strategy.StepRhythm, "Cadence", "Instagram\n3 publications par semaine · Vidéo courte", "Instagram\n2 publications par semaine · Vidéo courte"},
			{strategy.StepPlan, "Prochaine revue", "31/12/2026", ""},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			after := spelled()
			test.change(&after)
			got := strategy.Compare(spelled(), after, martin(), c)
			for i := range got {
				got[i].Before, got[i].After = plain(got[i].Before), plain(got[i].After)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestCompareTellsApartRowsOfTheSameName: neither an order of equal names nor an
// ID that a file has twice is lost.
func TestCompareTellsApartRowsOfTheSameName(t *testing.T) {
	c := catalogue(t, translations.French)
	people := func(all ...strategy.Contact) strategy.Strategy {
		return strategy.Strategy{Crisis: strategy.Crisis{People: all}}
	}
	baker, press := strategy.Contact{ID: "a", Name: "Paul", Role: "décide"}, strategy.Contact{ID: "b", Name: "Paul", Role: "parle"}
	want := []strategy.Change{
		{strategy.StepCrisis, "À prévenir, ordre", "Paul\ndécide · Paul\nparle", "Paul\nparle · Paul\ndécide"},
	}
	if diff := cmp.Diff(want, strategy.Compare(people(baker, press), people(press, baker), martin(), c)); diff != "" {
		t.Error(diff)
	}
	press.ID = baker.ID
	want = []strategy.Change{{strategy.StepCrisis, "À prévenir", "", "Paul\nparle"}}
	if diff := cmp.Diff(want, strategy.Compare(people(baker), people(baker, press), martin(), c)); diff != "" {
		t.Error(diff)
	}
}

// someStrategy draws a small strategy of few IDs and few words, so that two of
// them share some.
func someStrategy(t *rapid.T, name string) strategy.Strategy {
	word := rapid.SampledFrom([]string{"", " ", "pain", "four", "levain"})
	ids := func(what string) []app.ID {
		all := rapid.SliceOfNDistinct(rapid.SampledFrom([]app.ID{"a", "b", "c", "d"}), 0, 4, rapid.ID[app.ID]).Draw(t, name+what)
		return all
	}
	var s strategy.Strategy
	s.Profile = strategy.Profile{Mission: word.Draw(t, name+"mission"), Staff: rapid.IntRange(0, 2).Draw(t, name+"staff")}
	for _, id := range ids("pillars") {
		s.Pillars = append(s.Pillars, strategy.Pillar{ID: id, Name: word.Draw(t, name+"pillar"), ShareBP: rapid.IntRange(0, 2).Draw(t, name+"share") * 1000})
	}
	for i, id := range ids("slots") {
		slot := strategy.Slot{ID: id, Time: app.TimeOfDay{Hour: i}}
		if len(s.Pillars) > 0 {
			slot.PillarID = rapid.SampledFrom(append(s.Pillars, strategy.Pillar{})).Draw(t, name+"of").ID
		}
		s.Slots = append(s.Slots, slot)
	}
	for _, id := range ids("articles") {
		s.Charter.Articles = append(s.Charter.Articles, strategy.Article{ID: id, Title: word.Draw(t, name+"title"), Text: word.Draw(t, name+"text")})
	}
	for _, n := range rapid.SliceOfNDistinct(rapid.SampledFrom([]networks.Network{networks.X, networks.Google}), 0, 2, rapid.ID[networks.Network]).Draw(t, name+"on") {
		s.Channels = append(s.Channels, strategy.Channel{Network: n, PerWeek: rapid.IntRange(0, 2).Draw(t, name+"per week")})
	}
	for _, id := range ids("actions") {
		s.Actions = append(s.Actions, strategy.Action{ID: id, Kind: strategy.KindTask, Title: word.Draw(t, name+"action"), Done: rapid.Bool().Draw(t, name+"done")})
	}
	return s
}

// saidOf lists what an outline says, without the numbers of rows and in no order
// but of the steps where lists have none of the owner's.
func saidOf(s strategy.Strategy, c *translations.Catalogue) []string {
	var all []string
	for _, chapter := range strategy.Outline(s, martin(), c) {
		for _, l := range chapter.Lines {
			all = append(all, string(chapter.Step)+" "+strings.TrimRight(l.Label, " 0123456789")+" "+l.Text)
		}
	}
	slices.Sort(all)
	return all
}

func TestCompareLaws(t *testing.T) {
	c := catalogue(t, translations.French)
	rapid.Check(t, func(t *rapid.T) {
		a, b := someStrategy(t, "a "), someStrategy(t, "b ")
		if got := strategy.Compare(a, a, martin(), c); len(got) > 0 {
			t.Fatalf("with itself: %+v", got)
		}
		there, back := strategy.Compare(a, b, martin(), c), strategy.Compare(b, a, martin(), c)
		for _, change := range there {
			if change.Before == change.After || change.Label == "" || change.Step == "" {
				t.Fatalf("no difference: %+v", change)
			}
		}
		if len(there) == 0 && !slices.Equal(saidOf(a, c), saidOf(b, c)) {
			t.Fatalf("nothing between %q and %q", saidOf(a, c), saidOf(b, c))
		}
		if cmp.Equal(strategy.Outline(a, martin(), c), strategy.Outline(b, martin(), c)) && len(there) > 0 {
			t.Fatalf("what says the same differs: %+v", there)
		}
		// Seen from the other side, the same differences the other way round.
		if diff := cmp.Diff(inOrder(there), inOrder(swapped(back))); diff != "" {
			t.Fatal(diff)
		}
	})
}

func swapped(all []strategy.Change) []strategy.Change {
	all = slices.Clone(all)
	for i := range all {
		all[i].Before, all[i].After = all[i].After, all[i].Before
	}
	return all
}

func inOrder(all []strategy.Change) []string {
	var lines []string
	for _, change := range all {
		lines = append(lines, string(change.Step)+" "+change.Label+" "+strconv.Quote(change.Before)+" "+strconv.Quote(change.After))
	}
	slices.Sort(lines)
	return lines
}
