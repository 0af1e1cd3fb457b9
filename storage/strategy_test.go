package storage_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// whole is a strategy with an answer to everything.
func whole() strategy.Strategy {
	from, target, budget, answers := 0.0, 2500.5, int64(0), 0
	return strategy.Strategy{
		Profile: strategy.Profile{
			Mission: "Du bon pain, tôt", Offer: "Pain", Staff: 6, Values: "Le goût", Difference: "Le four à bois",
			SWOT: strategy.SWOT{
				Strengths: []string{"l’équipe", "le « four »"}, Weaknesses: []string{"le temps"}, Opportunities: []string{"le marché"},
				Threats: []string{"le blé"},
			},
			MinutesPerWeek: 180, BudgetCents: &budget,
		},
		Audits: []strategy.Audit{
			{ID: "au", AccountID: facebook, Network: networks.Facebook, Verdict: strategy.VerdictKeep, Note: "actif"},
			{ID: "at", Network: networks.TikTok, Handle: "@martin", Verdict: strategy.VerdictStop},
		},
		Objectives: []strategy.Objective{
			{ID: "oz", Metric: metrics.Followers, Start: at(1, 0).Date},
			{ID: "oa", Goal: strategy.GoalSales, Name: "Plus de clics", Metric: metrics.Clicks, From: &from, Target: &target, Start: at(1, 0).Date, Due: at(30, 0).Date},
		},
		Audiences: []strategy.Audience{
			{ID: "pz", Name: "Claire, 38 ans", Who: "voisine", Needs: "du pain", Brakes: "la file", Where: []networks.Network{networks.Instagram, networks.Facebook}, Moments: []strategy.Moment{strategy.Evening}},
			{ID: "pa", Name: "Lycéens"},
		},
		Channels: []strategy.Channel{
			{Network: networks.Instagram, Role: strategy.RoleShowcase, PerWeek: 3, Format: strategy.FormatReel}, {Network: networks.Facebook},
		},
		Pillars: []strategy.Pillar{{ID: "z", Name: "Coulisses", Colour: 5, ShareBP: 10_000}, {ID: "a", Name: "", Colour: 1}},
		Voice: strategy.Voice{
			Tone: "simple", Address: strategy.Vous, Say: []string{"fournée"}, Avoid: []string{"promo"}, Emoji: strategy.FewEmoji,
			Hashtags: []string{"#Martin"}, Formats: []strategy.Format{strategy.FormatPhoto}, Look: "lumière du matin",
		},
		Rhythm: strategy.Rhythm{Minutes: map[strategy.Format]int{strategy.FormatReel: 45}, AnswerMinutes: &answers},
		Slots: []strategy.Slot{
			{ID: "sz", Weekday: time.Saturday, Time: app.TimeOfDay{Hour: 23, Minute: 59}, PillarID: "z"}, {ID: "sa", Weekday: time.Sunday},
		},
		Charter: strategy.Charter{
			Welcome: "Bienvenue", Articles: []strategy.Article{{ID: "ar", Title: "Respect", Text: "Pas d’insultes", Measure: strategy.MeasureHide}},
			AnswerHours: 4, Who: "Camille", Contact: "bonjour@martin.example", Tone: "posé",
		},
		Crisis: strategy.Crisis{
			Levels:   []strategy.Level{{ID: "le", Name: "Alerte", Signs: "dix plaintes", Answer: "on appelle", Freeze: true}},
			People:   []strategy.Contact{{ID: "pe", Name: "Paul", Role: "décide", Phone: "06 00 00 00 00"}},
			Messages: []strategy.Prepared{{ID: "me", Title: "Rappel", Text: "Nous vérifions."}},
		},
		Actions: []strategy.Action{
			{ID: "xz", Kind: strategy.KindTask, Title: "Photographier", Day: at(25, 0).Date, Who: "Camille", Done: true},
			{ID: "xa", Kind: strategy.KindIdea, Title: "Le levain", PillarID: "z"},
		},
		Campaigns: []strategy.Campaign{{ID: "cz", Name: "Noël", Start: at(1, 0).Date, Due: at(25, 0).Date}, {ID: "ca", Name: "Été"}},
		Budget:    strategy.Budget{Lines: []strategy.BudgetLine{{ID: "li", Label: "Publicité", Cents: 5000}}, Review: at(30, 0).Date},
	}
}

// wantStrategy fails the test unless the file has the strategy.
func wantStrategy(t *testing.T, f *storage.File, want strategy.Strategy) {
	t.Helper()
	got, err := f.Strategy().Strategy(t.Context())
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestStrategyIsKeptInItsOrder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x"+storage.Extension)
	storagetest.Write(t, path)
	f, err := storage.Open(t.Context(), path, storagetest.Clock(), storage.Options{})
	must(t, err)
	wantStrategy(t, f, strategy.Strategy{})
	store, want := f.Strategy(), whole()
	save := func() {
		t.Helper()
		for part, answer := range map[strategy.Part]any{
			strategy.PartProfile: want.Profile, strategy.PartAudits: want.Audits, strategy.PartChannels: want.Channels,
			strategy.PartVoice: want.Voice, strategy.PartRhythm: want.Rhythm, strategy.PartCharter: want.Charter,
			strategy.PartCrisis: want.Crisis, strategy.PartBudget: want.Budget,
		} {
			must(t, store.SavePart(t.Context(), part, answer))
		}
		for _, o := range want.Objectives {
			must(t, store.SaveObjective(t.Context(), o))
		}
		for _, a := range want.Audiences {
			must(t, store.SaveAudience(t.Context(), a))
		}
		for _, p := range want.Pillars {
			must(t, store.SavePillar(t.Context(), p))
		}
		for _, s := range want.Slots {
			must(t, store.SaveSlot(t.Context(), s))
		}
		for _, a := range want.Actions {
			must(t, store.SaveAction(t.Context(), a))
		}
		for _, c := range want.Campaigns {
			must(t, store.SaveCampaign(t.Context(), c))
		}
		wantStrategy(t, f, want)
	}
	save()
	want.Objectives[0].Name, want.Objectives[1].Target, want.Pillars[0].Name, want.Slots[0].PillarID = "Notoriété", nil, "Fournil", "a"
	want.Audiences[0].Where, want.Actions[1].Day, want.Campaigns[0].Due = nil, at(30, 0).Date, app.Date{}
	want.Rhythm, want.Audits, want.Profile.BudgetCents = strategy.Rhythm{}, nil, nil
	save()
	must(t, f.Close())
	wantStrategy(t, open(t, path, storage.Options{}), want)
}

func TestWhatIsNoStrategyIsRefused(t *testing.T) {
	store := storagetest.New(t).Strategy()
	wantKey(t, store.SavePillar(t.Context(), strategy.Pillar{ID: "x", Colour: 6}), app.CodeInvalid, storage.KeyInvalid)
	wantKey(t, store.SaveSlot(t.Context(), strategy.Slot{ID: "x", PillarID: "absent"}), app.CodeConflict, storage.KeyReference)
	wantKey(t, store.SaveAction(t.Context(), strategy.Action{ID: "x"}), app.CodeInvalid, storage.KeyInvalid)
	wantKey(t, store.SaveAction(t.Context(), strategy.Action{ID: "x", Kind: strategy.KindTask, PostID: "absent"}),
		app.CodeConflict, storage.KeyReference)
}

func TestThePathIsNoAnswer(t *testing.T) {
	f := storagetest.New(t)
	got, err := f.Strategy().Path(t.Context())
	must(t, err)
	if diff := cmp.Diff(strategy.Path{}, got); diff != "" {
		t.Error(diff)
	}
	want := strategy.Path{At: strategy.AskTone, Done: []strategy.Question{strategy.AskIdentity, strategy.AskSWOT}}
	must(t, f.Strategy().SavePath(t.Context(), want))
	if got, err = f.Strategy().Path(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	wantStrategy(t, f, strategy.Strategy{})
	// Nor does another strategy change where its owner is.
	must(t, f.Strategy().Replace(t.Context(), whole(), nil))
	if got, _ = f.Strategy().Path(t.Context()); !cmp.Equal(want, got) {
		t.Errorf("path %+v", got)
	}
}

func TestAPillarLeavesWhatRefersToItToItsHeir(t *testing.T) {
	f := populated(t)
	store := f.Strategy()
	must(t, f.Editorial().SavePost(t.Context(), draft("post")))
	must(t, store.SaveSlot(t.Context(), strategy.Slot{ID: "slot", Weekday: time.Monday, PillarID: backstage}))
	must(t, store.SaveAction(t.Context(), strategy.Action{ID: "action", Kind: strategy.KindIdea, PillarID: backstage}))
	use, err := store.PillarUse(t.Context(), backstage)
	must(t, err)
	if want := (strategy.Use{Posts: 1, Slots: 1, Actions: 1}); use != want {
		t.Errorf("use %+v", use)
	}
	if use, err := store.PillarUse(t.Context(), products); err != nil || use != (strategy.Use{}) {
		t.Errorf("use of another %+v, %v", use, err)
	}
	wantKey(t, store.RemovePillar(t.Context(), backstage, backstage), app.CodeInvalid, storage.KeyInvalid)
	wantKey(t, store.RemovePillar(t.Context(), backstage, "absent"), app.CodeConflict, storage.KeyReference)
	for _, step := range []struct{ removed, heir app.ID }{{backstage, products}, {products, ""}} {
		must(t, store.RemovePillar(t.Context(), step.removed, step.heir))
		p, err := f.Editorial().Post(t.Context(), "post")
		must(t, err)
		s, err := store.Strategy(t.Context())
		must(t, err)
		if p.PillarID != step.heir || s.Slots[0].PillarID != step.heir || s.Actions[0].PillarID != step.heir {
			t.Errorf("after removing %s: %q, %q, %q", step.removed, p.PillarID, s.Slots[0].PillarID, s.Actions[0].PillarID)
		}
	}
}

func TestOtherRemovalsKeepWhatPostsSay(t *testing.T) {
	f := populated(t)
	store := f.Strategy()
	must(t, store.SaveAudience(t.Context(), strategy.Audience{ID: "claire"}))
	must(t, store.SaveCampaign(t.Context(), strategy.Campaign{ID: "noel"}))
	p := draft("post")
	p.AudienceID, p.CampaignID = "claire", "noel"
	must(t, f.Editorial().SavePost(t.Context(), p))
	must(t, store.SaveAction(t.Context(), strategy.Action{ID: "idea", Kind: strategy.KindIdea, PostID: "post"}))
	must(t, store.SaveSlot(t.Context(), strategy.Slot{ID: "slot"}))
	must(t, store.RemoveObjective(t.Context(), fame))
	must(t, store.RemoveAudience(t.Context(), "claire"))
	must(t, store.RemoveCampaign(t.Context(), "noel"))
	must(t, store.RemoveSlot(t.Context(), "slot"))
	s, err := store.Strategy(t.Context())
	must(t, err)
	if len(s.Slots)+len(s.Objectives)+len(s.Audiences)+len(s.Campaigns) > 0 {
		t.Errorf("left %+v", s)
	}
	// Saved again, they are there again, and the post never lost them.
	must(t, store.SaveObjective(t.Context(), strategy.Objective{ID: fame, Metric: metrics.Followers, Start: at(1, 0).Date}))
	must(t, store.SaveAudience(t.Context(), strategy.Audience{ID: "claire"}))
	must(t, store.SaveCampaign(t.Context(), strategy.Campaign{ID: "noel"}))
	s, err = store.Strategy(t.Context())
	must(t, err)
	got, err := f.Editorial().Post(t.Context(), "post")
	must(t, err)
	if diff := cmp.Diff(p, got); diff != "" || len(s.Objectives) != 1 || len(s.Audiences) != 1 || len(s.Campaigns) != 1 {
		t.Errorf("%s\n%+v", diff, s)
	}
	// A post that is removed leaves its idea, and an idea its post.
	must(t, f.Editorial().RemovePost(t.Context(), "post"))
	s, err = store.Strategy(t.Context())
	must(t, err)
	if len(s.Actions) != 1 || s.Actions[0].PostID != "" {
		t.Errorf("left %+v", s)
	}
	p.ID = "other"
	must(t, f.Editorial().SavePost(t.Context(), p))
	must(t, store.SaveAction(t.Context(), strategy.Action{ID: "idea", Kind: strategy.KindIdea, PostID: "other"}))
	must(t, store.RemoveAction(t.Context(), "idea"))
	if _, err := f.Editorial().Post(t.Context(), "other"); err != nil {
		t.Error(err)
	}
}

func TestReplace(t *testing.T) {
	f := populated(t)
	store := f.Strategy()
	must(t, store.SaveAudience(t.Context(), strategy.Audience{ID: "pa", Name: "Personne"}))
	p := draft("post") // on backstage, which whole has not
	p.AudienceID = "pa"
	must(t, f.Editorial().SavePost(t.Context(), p))
	before, err := store.Strategy(t.Context())
	must(t, err)

	// A heir that is not there: nothing is changed.
	wantKey(t, store.Replace(t.Context(), whole(), map[app.ID]app.ID{backstage: products}), app.CodeInvalid, storage.KeyReference)
	wantStrategy(t, f, before)

	to := whole()
	must(t, store.Replace(t.Context(), to, map[app.ID]app.ID{backstage: "a"}))
	wantStrategy(t, f, to)
	got, err := f.Editorial().Post(t.Context(), "post")
	must(t, err)
	if got.PillarID != "a" || got.AudienceID != "pa" || got.ObjectiveID != fame {
		t.Errorf("post carries %q, %q, %q", got.PillarID, got.AudienceID, got.ObjectiveID)
	}

	// Another order, fewer rows and empty parts; a post that is gone is no longer
	// referred to.
	slices.Reverse(to.Pillars)
	slices.Reverse(to.Campaigns)
	to.Objectives, to.Audits, to.Voice = to.Objectives[1:], nil, strategy.Voice{}
	to.Actions[1].PostID = "gone"
	must(t, store.Replace(t.Context(), to, nil))
	to.Actions[1].PostID = ""
	wantStrategy(t, f, to)

	// Everything gone: the posts stay, without a pillar; back again, they carry what
	// they carried.
	must(t, store.Replace(t.Context(), strategy.Strategy{}, nil))
	wantStrategy(t, f, strategy.Strategy{})
	must(t, store.Replace(t.Context(), before, nil))
	wantStrategy(t, f, before)
	if got, err = f.Editorial().Post(t.Context(), "post"); err != nil || got.PillarID != "" || got.AudienceID != "pa" || got.ObjectiveID != fame {
		t.Errorf("post carries %q, %q, %q, %v", got.PillarID, got.AudienceID, got.ObjectiveID, err)
	}
}

func TestVersionsAreKeptAsTheyWere(t *testing.T) {
	f := storagetest.New(t)
	store, now := f.Strategy(), storagetest.Now()
	if all, err := store.Versions(t.Context()); err != nil || all != nil {
		t.Errorf("at first %+v, %v", all, err)
	}
	want := []strategy.Version{
		{Number: 2, MadeAt: now.Add(time.Hour), Strategy: strategy.Strategy{}},
		{Number: 1, MadeAt: now, Note: "La première", Strategy: whole()},
	}
	for _, i := range []int{1, 0} {
		v := want[i]
		v.Number = 99 // not looked at
		number, err := store.AddVersion(t.Context(), v)
		must(t, err)
		if number != want[i].Number {
			t.Errorf("number %d, want %d", number, want[i].Number)
		}
	}
	must(t, store.Replace(t.Context(), whole(), nil))
	all, err := store.Versions(t.Context())
	must(t, err)
	if diff := cmp.Diff(want, all); diff != "" {
		t.Error(diff)
	}
}

// review is a review with something everywhere.
func review(month app.Date) strategy.Review {
	current, expected := 0.04, 0.05
	return strategy.Review{
		Month: month, To: month.LastOfMonth(), Posts: 12,
		Channels: []strategy.ChannelReview{{Network: networks.Facebook, Planned: 13, Published: 12}},
		Pillars:  []strategy.PillarReview{{PillarID: "z", Name: "Coulisses", ShareBP: 4000, GotBP: 2500, Posts: 3}, {GotBP: 7500, Posts: 9}},
		Slots:    strategy.SlotsReview{Planned: 13, Kept: 10},
		Objectives: []strategy.ObjectiveReview{
			{ObjectiveID: "oz", Name: "Fidéliser", Metric: metrics.EngagementRate, Current: &current, Expected: &expected, AsOf: month, Due: month, Verdict: metrics.Behind},
			{ObjectiveID: "oa", Name: "Clics", Metric: metrics.Clicks, Verdict: metrics.Unknown, Reason: "Aucun relevé."},
		},
		Actions: whole().Actions, Well: "Les coulisses", Badly: "Le rythme", Notes: "…",
		Decisions: []strategy.Decision{{
			ID: "d", Kind: strategy.KindIdea, Text: "Le levain", Day: month, PillarID: "z", ActionID: "x", Why: "3 sur 12", Kept: true,
			Cause: "pillar/z/1",
		}},
	}
}

func TestReviews(t *testing.T) {
	f := storagetest.New(t)
	store := f.Strategy()
	october, november := at(1, 0).Date.AddMonths(-1), at(1, 0).Date
	_, err := store.Review(t.Context(), october)
	wantKey(t, err, app.CodeNotFound, storage.KeyNotFound)
	first, second := review(october), review(november)
	must(t, store.SaveReview(t.Context(), second))
	must(t, store.SaveReview(t.Context(), strategy.Review{Month: october}))
	must(t, store.SaveReview(t.Context(), first))
	all, err := store.Reviews(t.Context())
	must(t, err)
	if diff := cmp.Diff([]strategy.Review{second, first}, all); diff != "" {
		t.Error(diff)
	}

	// An action the file refuses: neither is kept.
	first.ClosedAt = storagetest.Now()
	good := strategy.Action{ID: "good", Kind: strategy.KindTask, Title: "Ranger"}
	wantKey(t, store.CloseReview(t.Context(), first, []strategy.Action{good, {ID: "bad"}}, strategy.Budget{Review: october}), app.CodeInvalid, storage.KeyInvalid)
	wantStrategy(t, f, strategy.Strategy{})
	if got, err := store.Review(t.Context(), october); err != nil || got.Closed() {
		t.Errorf("closed %v, %v", got.ClosedAt, err)
	}

	must(t, store.CloseReview(t.Context(), first, []strategy.Action{good}, strategy.Budget{Review: october}))
	wantStrategy(t, f, strategy.Strategy{Actions: []strategy.Action{good}, Budget: strategy.Budget{Review: october}})
	got, err := store.Review(t.Context(), october)
	must(t, err)
	if diff := cmp.Diff(first, got); diff != "" {
		t.Error(diff)
	}

	// Closed, nothing of it moves, nor does anything with it.
	changed := first
	changed.Notes = "autre"
	const closed = "strategy.review.error.closed"
	wantKey(t, store.SaveReview(t.Context(), changed), app.CodeConflict, closed)
	other := good
	other.Title = "Autre"
	wantKey(t, store.CloseReview(t.Context(), changed, []strategy.Action{other}, strategy.Budget{}), app.CodeConflict, closed)
	wantStrategy(t, f, strategy.Strategy{Actions: []strategy.Action{good}, Budget: strategy.Budget{Review: october}})
	second.Notes = "encore"
	must(t, store.SaveReview(t.Context(), second))
}

// TestWhatWasValidatedCannotBeAltered runs on a file, as any other program
// could, every kind of statement that would alter a version or a closed review.
func TestWhatWasValidatedCannotBeAltered(t *testing.T) {
	f := storagetest.New(t)
	store := f.Strategy()
	for range 2 {
		_, err := store.AddVersion(t.Context(), strategy.Version{MadeAt: storagetest.Now(), Note: "kept", Strategy: whole()})
		must(t, err)
	}
	month := at(1, 0).Date
	closed := review(month)
	closed.ClosedAt = storagetest.Now()
	must(t, store.CloseReview(t.Context(), closed, nil, strategy.Budget{}))
	must(t, store.SaveReview(t.Context(), review(month.AddMonths(1))))
	must(t, f.Close())
	db := plain(t, f.Path())
	db.SetMaxOpenConns(1)
	text := func() string {
		var all string
		must(t, db.QueryRow(`SELECT
			(SELECT group_concat(concat_ws('|', number, made_ms, note, data)) FROM strategy_versions) ||
			(SELECT group_concat(concat_ws('|', month, data, closed_ms)) FROM strategy_reviews WHERE month = '2026-11-01')`).Scan(&all))
		return all
	}
	before := text()
	for _, s := range []string{
		"UPDATE strategy_versions SET note = 'x'",
		"UPDATE strategy_versions SET data = '{}' WHERE number = 1",
		"UPDATE OR REPLACE strategy_versions SET number = 1 WHERE number = 2",
		"UPDATE OR REPLACE strategy_versions SET rowid = 1 WHERE number = 2",
		"DELETE FROM strategy_versions",
		"DELETE FROM strategy_versions WHERE number = 2",
		"INSERT OR REPLACE INTO strategy_versions (number, made_ms, data) VALUES (1, 0, '{}')",
		"INSERT INTO strategy_versions (number, made_ms, data) VALUES (1, 0, '{}') ON CONFLICT (number) DO UPDATE SET data = '{}'",
		"UPDATE strategy_reviews SET data = '{}' WHERE month = '2026-11-01'",
		"UPDATE strategy_reviews SET closed_ms = NULL",
		"UPDATE OR REPLACE strategy_reviews SET month = '2026-11-01' WHERE month = '2026-12-01'",
		"DELETE FROM strategy_reviews",
		"REPLACE INTO strategy_reviews (month, data) VALUES ('2026-11-01', '{}')",
		"INSERT INTO strategy_reviews (month, data) VALUES ('2026-11-01', '{}') ON CONFLICT (month) DO UPDATE SET data = '{}'",
	} {
		_, err := db.Exec(s)
		if err == nil || !strings.Contains(err.Error(), "parvis: ") {
			t.Errorf("%s: %v", s, err)
		}
		if after := text(); after != before {
			t.Fatalf("%s changed what was validated: %s", s, cmp.Diff(before, after))
		}
	}
}
