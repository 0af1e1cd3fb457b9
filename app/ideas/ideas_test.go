package ideas

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/keydates"
	"parvis/app/metrics"
	"parvis/app/strategy"
	"parvis/app/watch"
)

// now is the tests' present: Saturday 2026-11-21 14:32 in Paris.
var now = time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC)

func date(t testing.TB, s string) app.Date {
	t.Helper()
	d, err := app.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// civil reads 2026-11-27 07:30.
func civil(t testing.TB, s string) app.Civil {
	t.Helper()
	at, err := app.ParseTimeOfDay(s[11:])
	if err != nil {
		t.Fatal(err)
	}
	return app.Civil{Date: date(t, s[:10]), Time: at}
}

// rooms is every neighbour, in memory.
type rooms struct {
	t        testing.TB
	trade    business.Trade
	placed   []editorial.Summary
	unplaced []editorial.Summary
	posts    map[app.ID]editorial.Post
	plan     strategy.Strategy
	figures  []metrics.PostFigures
	news     []watch.News
	asked    []string
	fixed    app.ID // a post that Bulk refuses to change
	next     int
}

func newRooms(t testing.TB) *rooms {
	return &rooms{t: t, trade: business.Other, posts: make(map[app.ID]editorial.Post)}
}

func (r *rooms) service() *Service {
	return NewService(Neighbours{Business: r, Posts: r, Strategy: r, KeyDates: r, Figures: figures{r}, Watch: r}, app.FixedClock(now))
}

func (r *rooms) Business(context.Context) (business.Business, error) {
	return business.Business{Trade: r.trade, Zone: "Europe/Paris"}, nil
}

func (r *rooms) Placed(_ context.Context, from, to app.Date) ([]editorial.Summary, error) {
	var within []editorial.Summary
	for _, p := range r.placed {
		if !p.At.Date.Before(from) && !p.At.Date.After(to) {
			within = append(within, p)
		}
	}
	return within, nil
}

func (r *rooms) Unplaced(context.Context) ([]editorial.Summary, error) { return r.unplaced, nil }

func (r *rooms) Post(_ context.Context, id app.ID) (editorial.Post, editorial.State, error) {
	p, ok := r.posts[id]
	if !ok {
		return p, "", app.Fail(app.CodeNotFound, "storage.error.not_found")
	}
	return p, editorial.StateDraft, nil
}

func (r *rooms) New(_ context.Context, at app.Civil) (editorial.Post, error) {
	r.next++
	return editorial.Post{ID: app.ID(fmt.Sprintf("new%d", r.next)), Stage: editorial.Draft, At: at}, nil
}

func (r *rooms) Save(_ context.Context, p editorial.Post) error {
	r.posts[p.ID] = p
	r.asked = append(r.asked, fmt.Sprintf("save %s %q %q %s %s", p.ID, p.Title, p.Text, p.PillarID, p.At))
	return nil
}

func (r *rooms) Bulk(_ context.Context, posts []app.ID, c editorial.Change) (editorial.Outcome, error) {
	verb, o := "place", editorial.Outcome{Done: posts}
	if c.Duplicate {
		verb, o = "copy", editorial.Outcome{Made: []app.ID{posts[0] + "-copy"}}
	}
	if posts[0] == r.fixed {
		return editorial.Outcome{Refused: []editorial.Refusal{{ID: r.fixed, Reason: app.Say("editorial.error.fixed")}}}, nil
	}
	r.asked = append(r.asked, fmt.Sprintf("%s %s %s", verb, posts, app.Civil{Date: c.Day, Time: *c.Time}))
	o.Undo = func(context.Context) error {
		r.asked = append(r.asked, "undo "+verb)
		return nil
	}
	return o, nil
}

func (r *rooms) Delete(_ context.Context, id app.ID) (editorial.Undo, error) {
	delete(r.posts, id)
	r.asked = append(r.asked, "delete "+string(id))
	return nil, nil
}

func (r *rooms) Strategy(context.Context) (strategy.Strategy, error) { return r.plan, nil }

func (r *rooms) Between(_ context.Context, from, to app.Date) ([]keydates.KeyDate, error) {
	var between []keydates.KeyDate
	for year := from.Year; year <= to.Year; year++ {
		for _, k := range keydates.Of(year, r.trade) {
			if !k.Date.Before(from) && !k.Date.After(to) {
				between = append(between, k)
			}
		}
	}
	return between, nil
}

func (r *rooms) Flow(context.Context, int) ([]watch.News, error) { return slices.Clone(r.news), nil }

type figures struct{ *rooms }

func (f figures) Posts(_ context.Context, p metrics.Period) ([]metrics.PostFigures, error) {
	var within []metrics.PostFigures
	for _, one := range f.figures {
		if !one.Published.Date.Before(p.From) && !one.Published.Date.After(p.To) {
			within = append(within, one)
		}
	}
	return within, nil
}

// place puts a post of a pillar on the calendar.
func (r *rooms) place(at string, pillar app.ID, state editorial.State) {
	r.placed = append(r.placed, editorial.Summary{
		ID: app.ID(at), Title: "Le " + at, PillarID: pillar, At: civil(r.t, at), State: state,
	})
}

// measure says how a post did.
func (r *rooms) measure(id app.ID, at string, rate float64) {
	reach, interactions := 1000.0, 1000*rate
	r.figures = append(r.figures, metrics.PostFigures{
		PostID: id, Title: "Titre " + string(id), Published: civil(r.t, at), Reach: &reach, Interactions: &interactions,
	})
	r.posts[id] = editorial.Post{ID: id, Title: "Titre " + string(id), Text: "Texte " + string(id), At: civil(r.t, at)}
}

// brief says an idea in a line: kind, what it is about, moment.
func brief(i Idea) string {
	about := i.occasion
	if i.PillarID != "" && i.Kind != Balance {
		about += " (" + string(i.PillarID) + ")"
	}
	return fmt.Sprintf("%s %s at %s", i.Kind, about, i.At.Time)
}

func (r *rooms) ideas(day string) []string {
	r.t.Helper()
	all, err := r.service().Ideas(r.t.Context(), date(r.t, day))
	if err != nil {
		r.t.Fatal(err)
	}
	var got []string
	for _, i := range all {
		if i.Reason.IsZero() || i.Title.IsZero() || i.At.Date != date(r.t, day) {
			r.t.Errorf("%s: %+v", day, i)
		}
		got = append(got, brief(i))
	}
	return got
}

func TestIdeasOfADay(t *testing.T) {
	for _, test := range []struct {
		name, day string
		set       func(r *rooms)
		want      []string
	}{
		{"nothing known", "2026-11-23", func(*rooms) {}, []string{"key_date black_friday 2026-11-27 at 09:00"}},
		{"a day that is over", "2026-11-20", func(*rooms) {}, nil},
		{"today, the next full hour", "2026-11-21", func(*rooms) {}, []string{"key_date black_friday 2026-11-27 at 15:00"}},
		{"the day itself", "2026-12-25", func(*rooms) {}, []string{"key_date christmas 2026-12-25 at 09:00", "key_date new_years_eve 2026-12-31 at 09:00"}},
		{"a post is for the date", "2026-11-23", func(r *rooms) { r.place("2026-11-24 09:00", "", editorial.StateDraft) }, nil},
		{"too early to be for the date", "2026-11-23", func(r *rooms) { r.place("2026-11-23 18:00", "", editorial.StateDraft) }, []string{"key_date black_friday 2026-11-27 at 09:00"}},
		{"a post that will not go", "2026-11-23", func(r *rooms) { r.place("2026-11-24 09:00", "", editorial.StateMissed) }, []string{"key_date black_friday 2026-11-27 at 09:00"}},
		{"clocks that change are no idea", "2027-03-20", func(*rooms) {}, []string{"key_date spring 2027-03-20 at 09:00", "key_date easter 2027-03-28 at 09:00"}},
		{"free slots, the first first", "2026-12-05", func(r *rooms) {
			r.plan.Pillars = []strategy.Pillar{{ID: "behind", Name: "Coulisses"}}
			r.plan.Slots = []strategy.Slot{
				{ID: "late", Weekday: time.Saturday, Time: app.TimeOfDay{Hour: 17}, PillarID: "behind"},
				{ID: "early", Weekday: time.Saturday, Time: app.TimeOfDay{Hour: 8}},
				{ID: "monday", Weekday: time.Monday, Time: app.TimeOfDay{Hour: 8}},
			}
		}, []string{"slot early 2026-12-05 at 08:00", "slot late 2026-12-05 (behind) at 17:00"}},
		{"slots taken or over", "2026-11-21", func(r *rooms) {
			r.plan.Slots = []strategy.Slot{
				{ID: "over", Weekday: time.Saturday, Time: app.TimeOfDay{Hour: 8}},
				{ID: "taken", Weekday: time.Saturday, Time: app.TimeOfDay{Hour: 17}},
			}
			r.place("2026-11-21 17:00", "", editorial.StateScheduled)
			r.place("2026-11-27 17:00", "", editorial.StateScheduled)
		}, nil},
		{"pillars that lack posts", "2027-01-04", func(r *rooms) {
			r.plan.Pillars = []strategy.Pillar{
				{ID: "products", Name: "Produits", ShareBP: 5000}, {ID: "behind", Name: "Coulisses", ShareBP: 2000}, {ID: "offers", Name: "Offres", ShareBP: 3000},
			}
			for _, at := range []string{"2027-01-08 09:00", "2027-01-09 09:00", "2027-01-10 09:00", "2027-01-11 09:00"} {
				r.place(at, "products", editorial.StateDraft)
			}
			r.place("2027-02-11 09:00", "offers", editorial.StateDraft) // another month
		}, []string{"balance offers at 09:00", "balance behind at 09:00"}},
		{"a month without posts", "2026-12-08", func(r *rooms) {
			r.plan.Pillars = []strategy.Pillar{{ID: "behind", Name: "Coulisses", ShareBP: 2000}, {ID: "products", Name: "Produits", ShareBP: 8000}, {ID: "none", Name: "Rien"}}
		}, []string{"balance products at 09:00", "balance behind at 09:00"}},
		{"a single pillar and posts without any", "2026-12-08", func(r *rooms) {
			r.plan.Pillars = []strategy.Pillar{{ID: "one", Name: "Tout", ShareBP: 10_000}}
			r.place("2026-12-02 09:00", "one", editorial.StateDraft)
			r.place("2026-12-03 09:00", "", editorial.StateDraft)
		}, nil},
		{"ideas of the plan, the nearest first", "2026-12-05", func(r *rooms) {
			r.plan.Actions = []strategy.Action{
				{ID: "someday", Kind: strategy.KindIdea, Title: "Un jour"},
				{ID: "far", Kind: strategy.KindIdea, Title: "Loin", Day: date(r.t, "2027-02-01")},
				{ID: "near", Kind: strategy.KindIdea, Title: "Près", Day: date(r.t, "2026-12-01"), PillarID: "behind"},
				{ID: "task", Kind: strategy.KindTask, Title: "Tâche", Day: date(r.t, "2026-12-05")},
				{ID: "done", Kind: strategy.KindIdea, Title: "Faite", Day: date(r.t, "2026-12-05"), Done: true},
				{ID: "posted", Kind: strategy.KindIdea, Title: "Placée", Day: date(r.t, "2026-12-05"), PostID: "p"},
				{ID: "became", Kind: strategy.KindIdea, Title: "Devenue", Day: date(r.t, "2026-12-05")},
				{ID: "mute", Kind: strategy.KindIdea, Day: date(r.t, "2026-12-05")},
			}
			r.posts["became"] = editorial.Post{ID: "became"}
		}, []string{"plan near (behind) at 09:00", "plan far at 09:00"}},
		{"what waits", "2026-12-05", func(r *rooms) {
			r.unplaced = []editorial.Summary{
				{ID: "mute", State: editorial.StateIdea},
				{ID: "flour", Title: "La farine", PillarID: "p", State: editorial.StateIdea},
				{ID: "missed", Title: "Ratée", State: editorial.StateMissed},
				{ID: "logs", Title: "Les bûches", State: editorial.StateDraft},
				{ID: "third", Title: "La troisième", State: editorial.StateDraft},
			}
		}, []string{"waiting flour (p) at 09:00", "waiting logs at 09:00"}},
		{"what did well", "2026-12-05", func(r *rooms) {
			r.measure("best", "2026-04-15 09:00", 0.09)
			r.measure("season", "2025-12-23 09:00", 0.08)
			r.measure("recent", "2026-11-02 09:00", 0.07)
			r.measure("again", "2026-05-19 09:00", 0.06)
			r.measure("good", "2026-06-10 09:00", 0.05)
			r.measure("median", "2026-06-11 09:00", 0.04)
			for i, id := range []app.ID{"a", "b", "c", "d", "e"} {
				r.measure(id, "2026-07-2"+fmt.Sprint(i)+" 09:00", 0.01)
			}
			r.placed = append(r.placed, editorial.Summary{ID: "x", Title: "Titre again", At: civil(r.t, "2026-10-01 09:00"), State: editorial.StatePublished})
		}, []string{"evergreen best at 09:00", "evergreen good at 09:00"}},
		{"too few figures to tell", "2026-12-05", func(r *rooms) {
			for i, id := range []app.ID{"a", "b", "c", "d"} {
				r.measure(id, "2026-07-2"+fmt.Sprint(i)+" 09:00", 0.01*float64(i))
			}
		}, nil},
		{"what competitors speak of, one each", "2026-12-05", func(r *rooms) {
			item := func(who app.ID, title string, daysAgo int) watch.News {
				return watch.News{CompetitorID: who, Competitor: string(who), Item: watch.Item{Title: title, Link: "https://" + string(who) + ".fr", Published: now.AddDate(0, 0, -daysAgo)}}
			}
			r.news = []watch.News{item("legoff", "Galettes", 0), item("legoff", "Pains", 2), item("pains", "Levain", 14), item("old", "Vieux", 15), {CompetitorID: "x", Item: watch.Item{Title: "Sans date"}}}
		}, []string{"watch https://legoff.fr Galettes at 09:00", "watch https://pains.fr Levain at 09:00"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRooms(t)
			test.set(r)
			if diff := cmp.Diff(test.want, r.ideas(test.day)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReasonsHaveTheirFigures(t *testing.T) {
	r := newRooms(t)
	r.plan.Pillars = []strategy.Pillar{{ID: "products", Name: "Produits", ShareBP: 6000}, {ID: "behind", Name: "Coulisses", ShareBP: 4000}}
	r.place("2026-11-10 09:00", "products", editorial.StatePublished)
	r.place("2026-11-12 09:00", "products", editorial.StatePublished)
	r.place("2026-11-14 09:00", "products", editorial.StatePublished)
	for i, rate := range []float64{0.09, 0.01, 0.02, 0.03, 0.04} {
		r.measure(app.ID(fmt.Sprint(i)), fmt.Sprintf("2026-04-1%d 09:00", i+2), rate)
	}
	all, err := r.service().Ideas(t.Context(), date(t, "2026-11-23"))
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[Kind]map[string]any)
	for _, i := range all {
		if got[i.Kind] == nil {
			got[i.Kind] = i.Reason.Args
		}
	}
	want := map[Kind]map[string]any{
		KeyDate:   {"Name": app.Say("keydates.black_friday"), "Count": 4, "Day": date(t, "2026-11-27"), "Lead": 3},
		Balance:   {"Pillar": "Coulisses", "Posts": 0, "Of": 3, "Actual": app.Ratio(0), "Target": app.Ratio(0.4), "Count": 2},
		Evergreen: {"Months": 7, "Rate": app.Ratio(0.09), "Reach": 1000, "Median": app.Ratio(0.03), "Count": 5},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestARangeGivesEachIdeaOnce(t *testing.T) {
	r := newRooms(t)
	r.place("2026-11-24 18:00", "", editorial.StateDraft) // for Black Friday
	r.unplaced = []editorial.Summary{{ID: "flour", Title: "La farine", State: editorial.StateIdea}, {ID: "logs", Title: "Les bûches", State: editorial.StateIdea}}
	r.plan.Actions = []strategy.Action{{ID: "near", Kind: strategy.KindIdea, Title: "Près"}}
	days, err := r.service().Range(t.Context(), date(t, "2026-11-19"), date(t, "2026-11-25"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range days {
		for _, i := range d.Ideas {
			got = append(got, d.Date.String()[8:]+" "+i.occasion)
		}
	}
	if diff := cmp.Diff([]string{"21 near", "21 flour", "22 logs"}, got); diff != "" {
		t.Error(diff)
	}
	if len(days) != 4 {
		t.Errorf("%d empty days", len(days))
	}
}

func TestTheSameFactsGiveTheSameIdeas(t *testing.T) {
	r := newRooms(t)
	r.trade = business.Bakery
	r.plan.Pillars = []strategy.Pillar{{ID: "a", Name: "A", ShareBP: 5000}, {ID: "b", Name: "B", ShareBP: 5000}}
	first := r.ideas("2026-12-01")
	for range 20 {
		if diff := cmp.Diff(first, r.ideas("2026-12-01")); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestNoKindHidesAnother(t *testing.T) {
	var all []Idea
	for _, k := range []Kind{KeyDate, Slot, Balance, Plan, Waiting, Evergreen, Watch} {
		all = append(all, Idea{Kind: k, occasion: "best"}, Idea{Kind: k, occasion: "next"})
	}
	var got []string
	for _, i := range pick(all, 8) {
		got = append(got, string(i.Kind)+" "+i.occasion)
	}
	want := []string{"key_date best", "key_date next", "slot best", "balance best", "plan best", "waiting best", "evergreen best", "watch best"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := pick(all[:3], 8); len(got) != 3 {
		t.Errorf("%d of 3", len(got))
	}
}

func TestChoosing(t *testing.T) {
	day := civil(t, "2026-12-05 17:30")
	for _, test := range []struct {
		idea         Idea
		want, undone []string
	}{
		{Idea{Kind: KeyDate, PillarID: "p", At: day}, []string{`save new1 "Noël" "" p 2026-12-05 17:30`}, []string{"delete new1"}},
		{Idea{Kind: Plan, of: "action", Text: "Bonjour", At: day}, []string{`save action "Noël" "Bonjour"  2026-12-05 17:30`}, []string{"delete action"}},
		{Idea{Kind: Waiting, of: "flour", At: day}, []string{"place [flour] 2026-12-05 17:30"}, []string{"undo place"}},
		{Idea{Kind: Evergreen, of: "best", At: day}, []string{"copy [best] 2026-12-05 17:30"}, []string{"undo copy"}},
	} {
		r := newRooms(t)
		r.posts["best"] = editorial.Post{ID: "best", Text: "Du pain"}
		id, undo, err := r.service().Choose(t.Context(), test.idea, "Noël")
		if err != nil || id == "" {
			t.Fatalf("%s: %q, %v", test.idea.Kind, id, err)
		}
		if diff := cmp.Diff(test.want, r.asked); diff != "" {
			t.Errorf("%s: %s", test.idea.Kind, diff)
		}
		r.asked = nil
		if err := undo(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.undone, r.asked); diff != "" {
			t.Errorf("%s undone: %s", test.idea.Kind, diff)
		}
	}
}

func TestWhatIsOutCannotBeChosen(t *testing.T) {
	r := newRooms(t)
	r.fixed = "sent"
	_, _, err := r.service().Choose(t.Context(), Idea{Kind: Waiting, of: "sent", At: civil(t, "2026-12-05 17:30")}, "Noël")
	if app.CodeOf(err) != app.CodeConflict {
		t.Errorf("got %v", err)
	}
}

// BenchmarkRange proposes ideas for a month to a business that has planned a lot
// and has plenty of ideas.
func BenchmarkRange(b *testing.B) {
	r := newRooms(b)
	for i := range 2000 {
		at := app.Civil{Date: date(b, "2026-11-22").AddDays(i % 60), Time: app.TimeOfDay{Hour: i % 24, Minute: i % 60}}
		if i%60 < 30 {
			continue // an empty month
		}
		r.placed = append(r.placed, editorial.Summary{ID: app.ID(fmt.Sprint(i)), Title: "Le pain", At: at, State: editorial.StateDraft})
	}
	for i := range 2000 {
		r.unplaced = append(r.unplaced, editorial.Summary{ID: app.ID(fmt.Sprint("u", i)), Title: fmt.Sprint("Une idée ", i), State: editorial.StateIdea})
		r.plan.Actions = append(r.plan.Actions, strategy.Action{ID: app.ID(fmt.Sprint("a", i)), Kind: strategy.KindIdea, Title: fmt.Sprint("Action ", i)})
	}
	s := r.service()
	from, to := date(b, "2026-11-22"), date(b, "2026-12-21")
	b.ReportAllocs()
	for b.Loop() {
		if days, err := s.Range(b.Context(), from, to); err != nil || len(days) != 30 {
			b.Fatalf("%d days, %v", len(days), err)
		}
	}
}
