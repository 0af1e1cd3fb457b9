package editorial

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/strategy"
)

func TestPostings(t *testing.T) {
	d := newDesk(t)
	bluesky := []app.ID{"bsky"}
	d.put(Post{ID: "before", At: civil(t, "2026-11-19 12:00")})
	d.put(Post{ID: "out", Stage: Scheduled, PillarID: "p1", AudienceID: "claire", CampaignID: "winter", At: civil(t, "2026-11-20 12:00"), Accounts: bluesky}, publishing.Published)
	d.put(Post{ID: "half", Stage: Scheduled, At: civil(t, "2026-11-20 13:00"), Accounts: bluesky}, publishing.Published, publishing.Refused)
	d.put(Post{ID: "doubt", Stage: Scheduled, At: civil(t, "2026-11-20 14:00"), Accounts: bluesky}, publishing.Unknown)
	d.put(Post{ID: "given up", Stage: Scheduled, At: civil(t, "2026-11-20 15:00"), Accounts: bluesky}, publishing.Dropped)
	d.put(Post{ID: "idea", Stage: Idea, PillarID: "p2", At: civil(t, "2026-11-27 09:00")})
	d.put(Post{ID: "no day"})
	got, err := d.Postings(t.Context(), date(t, "2026-11-20"), date(t, "2026-11-27"))
	if err != nil {
		t.Fatal(err)
	}
	there := []networks.Network{networks.Bluesky}
	want := []strategy.Posting{
		{Day: date(t, "2026-11-20"), PillarID: "p1", AudienceID: "claire", CampaignID: "winter", Networks: there, Published: true},
		{Day: date(t, "2026-11-20"), Networks: there, Published: true},
		{Day: date(t, "2026-11-20"), Networks: there},
		{Day: date(t, "2026-11-27"), PillarID: "p2"},
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestIdeasTakeTheFreeSlotsOfTheirDay(t *testing.T) {
	d := newDesk(t)
	d.strategy.Pillars = []strategy.Pillar{{ID: "p1"}, {ID: "p2"}}
	d.strategy.Slots = []strategy.Slot{
		{Weekday: time.Friday, Time: app.TimeOfDay{Hour: 12}},
		{Weekday: time.Friday, Time: app.TimeOfDay{Hour: 17, Minute: 30}, PillarID: "p2"},
		{Weekday: time.Saturday, Time: app.TimeOfDay{Hour: 8}},
	}
	d.put(Post{ID: "there", At: civil(t, "2026-11-27 12:00")})
	friday := date(t, "2026-11-27")
	ideas, ids := withIDs([]strategy.Idea{
		{Title: " La galette ", PillarID: "p2", Day: friday},
		{Title: "Le four", PillarID: "p1", Day: friday},
		{Title: "Pilier retiré", PillarID: "gone", Day: friday.AddDays(7)},
		{Title: "Aujourd’hui", Day: date(t, "2026-11-21")},
		{Title: "Hier", Day: date(t, "2026-11-20")},
		{Title: "Un jour"},
		{Title: strings.Repeat("é", MaxTitleLength+1)},
	})
	// The second time nothing is left to add.
	for range 2 {
		if err := d.AddIdeas(t.Context(), ideas); err != nil {
			t.Fatal(err)
		}
	}
	type row struct {
		Title  string
		Pillar app.ID
		At     app.Civil
	}
	var got []row
	for _, id := range ids {
		p := d.posts[id]
		if p.Stage != Idea || p.Lateness != 3*time.Hour || !slices.Equal(p.Accounts, []app.ID{"bsky"}) {
			t.Errorf("%q is %+v", p.Title, p)
		}
		got = append(got, row{p.Title, p.PillarID, p.At})
	}
	want := []row{
		{"La galette", "p2", civil(t, "2026-11-27 17:30")},
		{"Le four", "p1", civil(t, "2026-11-27 09:00")}, // both slots are taken by now
		{"Pilier retiré", "", civil(t, "2026-12-04 12:00")},
		{"Aujourd’hui", "", civil(t, "2026-11-21 15:00")}, // the slot of 8 h is over
		{"Hier", "", app.Civil{}},
		{"Un jour", "", app.Civil{}},
		{strings.Repeat("é", MaxTitleLength), "", app.Civil{}},
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(d.changed, ids) {
		t.Errorf("told of %v, want %v", d.changed, ids)
	}
	d.clock.at = time.Date(2026, 11, 21, 22, 30, 0, 0, time.UTC)
	err := d.AddIdeas(t.Context(), []strategy.Idea{{ID: "late", Title: "Ce soir", Day: date(t, "2026-11-21")}})
	if err != nil || !d.posts["late"].At.IsZero() {
		t.Errorf("an idea for a day that is as good as over: %v, at %v", err, d.posts["late"].At)
	}
}

// withIDs gives ideas their IDs, and returns these as well.
func withIDs(ideas []strategy.Idea) ([]strategy.Idea, []app.ID) {
	ids := make([]app.ID, len(ideas))
	for i := range ideas {
		ids[i] = app.ID(fmt.Sprint("idea-", i))
		ideas[i].ID = ids[i]
	}
	return ideas, ids
}

func TestIdeasAreKeptAllOrNone(t *testing.T) {
	d := newDesk(t)
	d.failSave = errors.New("disk full")
	if err := d.AddIdeas(t.Context(), []strategy.Idea{{ID: "1", Title: "Une"}, {ID: "2", Title: "Deux"}}); !errors.Is(err, d.failSave) {
		t.Errorf("got %v", err)
	}
	if len(d.posts) != 0 || len(d.changed) != 0 {
		t.Errorf("kept %v, told of %v", d.posts, d.changed)
	}
}

func TestIdeasAreAddedOnce(t *testing.T) {
	d := newDesk(t)
	d.put(Post{ID: "a", Title: "Déjà là", Text: "Le pain"})
	again := []strategy.Idea{{ID: "a", Title: "Une"}, {ID: "b", Title: "Deux"}, {ID: "b", Title: "Deux encore"}}
	for range 2 {
		if err := d.AddIdeas(t.Context(), again); err != nil {
			t.Fatal(err)
		}
	}
	if len(d.posts) != 2 || d.posts["a"].Title != "Déjà là" || d.posts["b"].Title != "Deux" || !slices.Equal(d.changed, []app.ID{"b"}) {
		t.Errorf("kept %v, told of %v", d.posts, d.changed)
	}
}

func TestOnlyUntouchedIdeasAreTakenBack(t *testing.T) {
	d := newDesk(t)
	ideas, ids := withIDs([]strategy.Idea{{Title: "Intacte"}, {Title: "Déplacée"}, {Title: "Écrite"}, {Title: "Effacée"}})
	if err := d.AddIdeas(t.Context(), ideas); err != nil {
		t.Fatal(err)
	}
	d.clock.at = now.Add(time.Minute)
	if err := d.Place(t.Context(), ids[1], date(t, "2026-11-27")); err != nil {
		t.Fatal(err)
	}
	written := d.posts[ids[2]]
	written.Text = "Le pain"
	if err := d.Save(t.Context(), written); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Delete(t.Context(), ids[3]); err != nil {
		t.Fatal(err)
	}
	d.changed = nil
	if err := d.RemoveIdeas(t.Context(), ids); err != nil {
		t.Fatal(err)
	}
	if _, there := d.posts[ids[0]]; there || len(d.posts) != 2 {
		t.Errorf("left %v", d.posts)
	}
	if want := ids[:1]; !slices.Equal(d.changed, want) {
		t.Errorf("told of %v, want %v", d.changed, want)
	}
}

func TestANewPostOnASlotHasItsPillar(t *testing.T) {
	d := newDesk(t)
	d.strategy.Slots = []strategy.Slot{
		{Weekday: time.Friday, Time: app.TimeOfDay{Hour: 12}, PillarID: "p1"},
		{Weekday: time.Friday, Time: app.TimeOfDay{Hour: 17}},
		{Weekday: time.Monday, PillarID: "p2"}, // at midnight
	}
	for at, want := range map[string]app.ID{
		"2026-11-27 12:00": "p1", "2026-11-27 17:00": "", "2026-11-27 12:01": "", "2026-11-26 12:00": "", "2026-11-23 00:00": "p2",
	} {
		if p, err := d.New(t.Context(), civil(t, at)); err != nil || p.PillarID != want {
			t.Errorf("%s: %v, pillar %q, want %q", at, err, p.PillarID, want)
		}
	}
	if p, err := d.New(t.Context(), app.Civil{}); err != nil || p.PillarID != "" {
		t.Errorf("not placed: %v, pillar %q", err, p.PillarID)
	}
}
