package strategy_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/assets/translations"
)

// rooms are the neighbours of a review: posts are kept in the file of a desk.
type rooms struct {
	desk
	postings []strategy.Posting
	progress map[metrics.Metric]metrics.Progress
	aims     []metrics.Aim
	asked    []app.Date
	added    int // posts
	fail     error
}

func (r *rooms) neighbours() strategy.Neighbours {
	return strategy.Neighbours{Business: r, Figures: r, Posts: r}
}

func (r *rooms) Business(context.Context) (business.Business, error) { return martin(), nil }

func (r *rooms) Progress(_ context.Context, aim metrics.Aim, today app.Date) (metrics.Progress, error) {
	r.aims, r.asked = append(r.aims, aim), append(r.asked, today)
	return r.progress[aim.Metric], nil
}

func (r *rooms) Postings(_ context.Context, from, to app.Date) ([]strategy.Posting, error) {
	var all []strategy.Posting
	for _, p := range r.postings {
		if !p.Day.Before(from) && !p.Day.After(to) {
			all = append(all, p)
		}
	}
	return all, nil
}

func (r *rooms) AddIdeas(ctx context.Context, ideas []strategy.Idea) error {
	for _, i := range ideas {
		if _, err := r.file.Editorial().Post(ctx, i.ID); err == nil {
			continue
		}
		r.added++
		if err := r.file.Editorial().SavePost(ctx, editorial.Post{
			ID: i.ID, Title: i.Title, Stage: editorial.Idea, PillarID: i.PillarID, Lateness: time.Hour,
			At: app.Civil{Date: i.Day, Time: app.TimeOfDay{Hour: 9}}, CreatedAt: r.clock.Now(), UpdatedAt: r.clock.Now(),
		}); err != nil {
			return err
		}
	}
	return r.fail
}

func (r *rooms) RemoveIdeas(ctx context.Context, ids []app.ID) error {
	for _, id := range ids {
		if err := r.file.Editorial().RemovePost(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func newRooms(t *testing.T) (*rooms, *strategy.Reviews) {
	t.Helper()
	r := &rooms{desk: newDesk(t), progress: make(map[metrics.Metric]metrics.Progress)}
	return r, strategy.NewReviews(r.service, r.neighbours(), r.file.Strategy(), r.clock)
}

// keep keeps a strategy that was validated in September.
func (r *rooms) keep(t *testing.T, s strategy.Strategy) {
	t.Helper()
	r.desk.keep(t, s)
	_, err := r.file.Strategy().AddVersion(t.Context(), strategy.Version{
		MadeAt: app.Civil{Date: dayOf(9, 1)}.In(martin().Location()), Strategy: s,
	})
	done(t, err)
}

func number(v float64) *float64 { return &v }

// october is a plan whose month went half as it should.
func october(r *rooms, t *testing.T) {
	t.Helper()
	r.keep(t, strategy.Strategy{
		Objectives: []strategy.Objective{
			{ID: "fame", Goal: strategy.GoalNotoriety, Metric: metrics.Followers, From: number(2000), Target: number(2500), Start: dayOf(9, 1), Due: dayOf(12, 31)},
			{ID: "over", Metric: metrics.Reach, Target: number(1), Start: dayOf(1, 1), Due: dayOf(9, 30)},
			{ID: "later", Metric: metrics.Reach, Target: number(1), Start: dayOf(11, 1), Due: dayOf(12, 1)},
			{ID: "blind", Name: "Clics", Metric: metrics.Clicks, Target: number(1), Start: dayOf(9, 1), Due: dayOf(12, 1)},
		},
		Channels: []strategy.Channel{
			{Network: networks.Instagram, PerWeek: 2, Format: strategy.FormatReel}, // 9 over 31 days
			{Network: networks.Facebook, PerWeek: 1},                               // 4
			{Network: networks.LinkedIn, PerWeek: 1},
		},
		Pillars: []strategy.Pillar{{ID: "behind", Name: "Coulisses", Colour: 1, ShareBP: 5000}, {ID: "bread", Name: "Produits", Colour: 2, ShareBP: 5000}},
		// Five Thursdays and five Saturdays in October 2026.
		Slots: []strategy.Slot{
			{ID: "thursday", Weekday: time.Thursday, Time: app.TimeOfDay{Hour: 12}, PillarID: "bread"},
			{ID: "saturday", Weekday: time.Saturday, Time: app.TimeOfDay{Hour: 9}},
		},
		Actions: []strategy.Action{
			{ID: "late", Kind: strategy.KindTask, Title: "Photographier", Day: dayOf(10, 31)},
			{ID: "done", Kind: strategy.KindTask, Title: "Ranger", Day: dayOf(10, 1), Done: true},
			{ID: "next", Kind: strategy.KindTask, Title: "Décorer", Day: dayOf(11, 1)},
		},
	})
	out := func(day int, pillar app.ID, on ...networks.Network) {
		r.postings = append(r.postings, strategy.Posting{Day: dayOf(10, day), PillarID: pillar, Networks: on, Published: true})
	}
	// Six posts: one of Coulisses, four of Produits, one of a pillar that is gone.
	out(1, "bread", networks.Instagram, networks.Facebook)  // a Thursday
	out(1, "bread", networks.Facebook)                      // the same: one slot, kept once
	out(3, "bread", networks.Instagram, networks.Facebook)  // a Saturday
	out(4, "gone", networks.Instagram)                      // a Sunday: no slot
	out(10, "behind", networks.Instagram)                   // a Saturday
	out(31, "bread", networks.Instagram, networks.Facebook) // the last day
	r.postings = append(r.postings,
		strategy.Posting{Day: dayOf(10, 17), PillarID: "behind", Networks: []networks.Network{networks.Instagram}}, // never went out
		strategy.Posting{Day: dayOf(11, 28)}, // takes a Saturday slot to come
	)
	r.progress[metrics.Followers] = metrics.Progress{
		Current: number(2050), ExpectedValue: number(2250), AsOf: dayOf(10, 30), Verdict: metrics.Behind,
	}
	r.progress[metrics.Clicks] = metrics.Progress{Verdict: metrics.Unknown, Reason: app.Say("metrics.reason.no_reading")}
}

func TestReviewSaysWhatHappenedBesideWhatWasPlanned(t *testing.T) {
	r, reviews := newRooms(t)
	october(r, t)
	got, err := reviews.Review(t.Context(), dayOf(10, 15), catalogue(t, translations.French))
	done(t, err)
	decisions := got.Decisions
	got.Decisions = nil
	want := strategy.Review{
		Month: dayOf(10, 1), To: dayOf(10, 31), Posts: 6,
		Since: dayOf(10, 1),
		Channels: []strategy.ChannelReview{
			{Network: networks.Instagram, Planned: 9, Published: 5},
			{Network: networks.Facebook, Planned: 4, Published: 4},
			{Network: networks.LinkedIn, Planned: 4},
		},
		Pillars: []strategy.PillarReview{
			{PillarID: "behind", Name: "Coulisses", ShareBP: 5000, GotBP: 1667, Posts: 1},
			{PillarID: "bread", Name: "Produits", ShareBP: 5000, GotBP: 6667, Posts: 4},
			{GotBP: 1667, Posts: 1},
		},
		Slots: strategy.SlotsReview{Planned: 10, Kept: 4},
		Objectives: []strategy.ObjectiveReview{
			{
				ObjectiveID: "fame", Name: "Me faire connaître", Metric: metrics.Followers, From: number(2000), Target: number(2500), Due: dayOf(12, 31),
				Current: number(2050), Expected: number(2250), AsOf: dayOf(10, 30), Verdict: metrics.Behind,
			},
			{
				ObjectiveID: "blind", Name: "Clics", Metric: metrics.Clicks, Target: number(1), Due: dayOf(12, 1), Verdict: metrics.Unknown,
				Reason: "Aucun relevé dans cette période.",
			},
		},
		Actions: r.now(t).Actions[:2],
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(r.asked, []app.Date{dayOf(10, 31), dayOf(10, 31)}) {
		t.Errorf("progress asked on %v", r.asked)
	}

	suggested := make([]strategy.Decision, len(decisions))
	for i, d := range decisions {
		if d.ID == "" {
			t.Errorf("no ID: %+v", d)
		}
		d.ID, d.Text, d.Why = "", plain(d.Text), plain(d.Why)
		suggested[i] = d
	}
	const coulisses = "« Coulisses » : 1 publication sur 6, soit 17 % pour 50 % visés."
	wantDecisions := []strategy.Decision{
		// Two posts short: the free Saturdays of any pillar, the 28th being taken.
		{Kind: strategy.KindIdea, Text: "Une publication « Coulisses »", PillarID: "behind", Day: dayOf(12, 5), Why: coulisses, Cause: "pillar/behind/1"},
		{Kind: strategy.KindIdea, Text: "Une publication « Coulisses »", PillarID: "behind", Day: dayOf(12, 12), Why: coulisses, Cause: "pillar/behind/2"},
		// 5 of 9, one a week held: one reel of an hour more is missing.
		{
			Kind: strategy.KindTask, Text: "Instagram : passer à 1 publication par semaine, ou trouver 1 h de plus", Day: dayOf(11, 28),
			Why: "Instagram : 5 publications parues pour 9 prévues.", Cause: "cadence/instagram",
		},
		{
			Kind: strategy.KindTask, Text: "Réserver 20 min par semaine pour LinkedIn", Day: dayOf(11, 28),
			Why: "LinkedIn : 0 publication parue pour 4 prévues.", Cause: "cadence/linkedin",
		},
		{
			Kind: strategy.KindTask, Text: "Choisir une action de plus pour « Me faire connaître »", Day: dayOf(11, 28),
			Why: "« Me faire connaître » : 2 050, alors qu’un rythme régulier aurait donné 2 250.", Cause: "objective/fame",
		},
		{
			Kind: strategy.KindTask, Text: "Photographier", Day: dayOf(11, 28), ActionID: "late", Why: "Prévu sam. 31 oct., pas encore fait.",
			Cause: "action/late",
		},
	}
	if diff := cmp.Diff(wantDecisions, suggested); diff != "" {
		t.Error(diff)
	}
	if all, err := reviews.All(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("looking kept %+v, %v", all, err)
	}
}

func TestAMonthThatWentWellSuggestsNothing(t *testing.T) {
	r, reviews := newRooms(t)
	r.keep(t, strategy.Strategy{
		Channels:   []strategy.Channel{{Network: networks.Facebook, PerWeek: 1}},
		Pillars:    []strategy.Pillar{{ID: "behind", Name: "Coulisses", Colour: 1, ShareBP: 10_000}},
		Objectives: []strategy.Objective{{ID: "fame", Metric: metrics.Followers, Start: dayOf(9, 1)}},
		Actions:    []strategy.Action{{ID: "idea", Kind: strategy.KindIdea, Title: "Le levain", Day: dayOf(10, 3), Done: true}},
	})
	r.progress[metrics.Followers] = metrics.Progress{Current: number(1), Verdict: metrics.OnCourse}
	for day := 1; day < 29; day += 7 {
		r.postings = append(r.postings, strategy.Posting{Day: dayOf(10, day), PillarID: "behind", Networks: []networks.Network{networks.Facebook}, Published: true})
	}
	got, err := reviews.Review(t.Context(), dayOf(10, 1), catalogue(t, translations.English))
	done(t, err)
	if len(got.Decisions) > 0 || got.Objectives[0].Name != "Followers" {
		t.Errorf("%+v", got)
	}
}

func TestObjectivesThatAreNotOnCourse(t *testing.T) {
	for _, test := range []struct {
		name      string
		progress  metrics.Progress
		text, why string
	}{
		{
			"missed",
			metrics.Progress{Current: number(2100), Verdict: metrics.Missed},
			"Fixer un nouvel objectif à la place de « Fidèles »", "« Fidèles » : 2 100 pour 2 500 visés.",
		},
		{
			"missed, not measured",
			metrics.Progress{Verdict: metrics.Missed},
			"Fixer un nouvel objectif à la place de « Fidèles »", "Fidèles : non atteint",
		},
		{
			"behind",
			metrics.Progress{Current: number(2100), ExpectedValue: number(2199.62), Verdict: metrics.Behind},
			"Choisir une action de plus pour « Fidèles »", "« Fidèles » : 2 100, alors qu’un rythme régulier aurait donné 2 200.",
		},
		{"on course", metrics.Progress{Current: number(2100), Verdict: metrics.OnCourse}, "", ""},
		{"reached", metrics.Progress{Current: number(2500), Verdict: metrics.Reached}, "", ""},
		{"unknown", metrics.Progress{Verdict: metrics.Unknown}, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, reviews := newRooms(t)
			r.keep(t, strategy.Strategy{Objectives: []strategy.Objective{
				{ID: "o", Name: "Fidèles", Metric: metrics.Followers, Target: number(2500), Start: dayOf(9, 1), Due: dayOf(10, 31)},
			}})
			r.progress[metrics.Followers] = test.progress
			got, err := reviews.Review(t.Context(), dayOf(10, 1), catalogue(t, translations.French))
			done(t, err)
			var text, why string
			for _, d := range got.Decisions {
				text, why = text+plain(d.Text), why+plain(d.Why)
			}
			if text != test.text || why != test.why {
				t.Errorf("got %q because %q", text, why)
			}
		})
	}
}

// TestIdeasWithoutASlot come one a week, and no more than are soon written.
func TestIdeasWithoutASlot(t *testing.T) {
	r, reviews := newRooms(t)
	r.keep(t, strategy.Strategy{Pillars: []strategy.Pillar{
		{ID: "none", Name: "Conseils", Colour: 1, ShareBP: 10_000}, {ID: "all", Name: "Offres", Colour: 2},
	}})
	for day := range 9 {
		r.postings = append(r.postings, strategy.Posting{Day: dayOf(10, day+1), PillarID: "all", Published: true})
	}
	got, err := reviews.Review(t.Context(), dayOf(10, 1), catalogue(t, translations.French))
	done(t, err)
	var days []app.Date
	for _, d := range got.Decisions {
		days = append(days, d.Day)
	}
	if diff := cmp.Diff([]app.Date{dayOf(11, 28), dayOf(12, 5), dayOf(12, 12)}, days); diff != "" {
		t.Error(diff)
	}
}

func TestReviewOfAMonthThatIsNotOver(t *testing.T) {
	r, reviews := newRooms(t)
	october(r, t)
	c := catalogue(t, translations.French)
	got, err := reviews.Review(t.Context(), today, c)
	done(t, err)
	if got.To != today || got.Channels[0].Planned != 6 || got.Posts != 0 {
		t.Errorf("%+v", got)
	}
	_, err = reviews.Review(t.Context(), dayOf(12, 1), c)
	refused(t, err, app.CodeInvalid, "strategy.review.error.future")
	// What was only suggested goes with its reason.
	gone, err := reviews.Review(t.Context(), dayOf(10, 1), c)
	done(t, err)
	done(t, reviews.Save(t.Context(), gone))
	r.keep(t, strategy.Strategy{Actions: []strategy.Action{}})
	// An empty strategy has nothing to be held to.
	r.keep(t, strategy.Strategy{})
	if got, err = reviews.Review(t.Context(), dayOf(10, 1), c); err != nil || len(got.Decisions) > 0 {
		t.Errorf("%+v, %v", got.Decisions, err)
	}
}

func TestReviewOfAMonthBeforeTheStrategy(t *testing.T) {
	r, reviews := newRooms(t)
	october(r, t)
	got, err := reviews.Review(t.Context(), dayOf(8, 1), catalogue(t, translations.French))
	done(t, err)
	if !got.Since.IsZero() || len(got.Channels) > 0 || len(got.Pillars) > 0 || got.Slots.Planned > 0 || len(got.Decisions) > 0 {
		t.Errorf("August was held against the strategy of September: %+v", got)
	}
	// In the month it was validated, what was planned counts from that day.
	_, err = r.file.Strategy().AddVersion(t.Context(), strategy.Version{MadeAt: app.Civil{Date: dayOf(10, 29)}.In(martin().Location())})
	done(t, err)
	if got, err = reviews.Review(t.Context(), dayOf(10, 1), catalogue(t, translations.French)); err != nil || len(got.Channels) > 0 {
		t.Errorf("October is held against its last version: %+v, %v", got.Channels, err)
	}
	late, other := newRooms(t)
	late.desk.keep(t, strategy.Strategy{Channels: []strategy.Channel{{Network: networks.Facebook, PerWeek: 7}}})
	_, err = late.file.Strategy().AddVersion(t.Context(), strategy.Version{
		MadeAt: app.Civil{Date: dayOf(10, 29)}.In(martin().Location()), Strategy: late.now(t),
	})
	done(t, err)
	late.postings = []strategy.Posting{{Day: dayOf(10, 2), Networks: []networks.Network{networks.Facebook}, Published: true}}
	got, err = other.Review(t.Context(), dayOf(10, 1), catalogue(t, translations.French))
	done(t, err)
	if want := (strategy.ChannelReview{Network: networks.Facebook, Planned: 3}); got.Since != dayOf(10, 29) || got.Posts != 1 || got.Channels[0] != want {
		t.Errorf("%+v", got)
	}
}

func TestWhatWasWrittenInAReviewStays(t *testing.T) {
	r, reviews := newRooms(t)
	october(r, t)
	c := catalogue(t, translations.French)
	review, err := reviews.Review(t.Context(), dayOf(10, 1), c)
	done(t, err)
	review.Well = "Les coulisses"
	review.Decisions[0].Text, review.Decisions[0].Kept = "Le four à bois", true
	review.Decisions = append(review.Decisions, strategy.Decision{Kind: strategy.KindTask, Text: "La mienne"})
	done(t, reviews.Save(t.Context(), review))

	// One post more came out meanwhile: facts and reasons follow, the words of what
	// was kept stay.
	r.postings = append(r.postings, strategy.Posting{Day: dayOf(10, 18), Networks: []networks.Network{networks.LinkedIn}, Published: true})
	again, err := reviews.Review(t.Context(), dayOf(10, 31), c)
	done(t, err)
	if again.Posts != 7 || again.Well != "Les coulisses" || again.Decisions[len(review.Decisions)-1].ID == "" {
		t.Errorf("%+v", again)
	}
	kept, mine := again.Decisions[0], again.Decisions[len(review.Decisions)-1]
	if kept.Text != "Le four à bois" || !kept.Kept || kept.ID == "" || !strings.Contains(plain(kept.Why), "sur 7") || mine.Text != "La mienne" {
		t.Errorf("kept %+v, and %+v", kept, mine)
	}
	// Seven posts make three and a half for each pillar: one idea more.
	if more := again.Decisions[len(review.Decisions):]; len(more) != 1 || more[0].Cause != "pillar/behind/3" {
		t.Errorf("suggested besides %+v", more)
	}
	for _, d := range again.Decisions {
		if strings.Contains(plain(d.Why), "sur 6") {
			t.Errorf("a reason of before: %+v", d)
		}
	}
	for name, spoil := range map[string]func(*strategy.Review){
		"text":      func(r *strategy.Review) { r.Notes = strings.Repeat("x", strategy.MaxTextLength+1) },
		"decision":  func(r *strategy.Review) { r.Decisions[0].Text = strings.Repeat("x", strategy.MaxLineLength+1) },
		"kind":      func(r *strategy.Review) { r.Decisions[0].Kind = "" },
		"decisions": func(r *strategy.Review) { r.Decisions = make([]strategy.Decision, strategy.MaxDecisions+1) },
	} {
		bad := review
		bad.Decisions = slices.Clone(review.Decisions)
		spoil(&bad)
		if err := reviews.Save(t.Context(), bad); app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
