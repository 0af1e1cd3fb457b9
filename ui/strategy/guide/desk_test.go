package guide

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/app/strategy/strategytest"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
)

// rooms are the neighbours of the strategy, in memory.
type rooms struct {
	business business.Business
	accounts []networks.Account
	current  map[metrics.Metric]float64
	ideas    []strategy.Idea
	fail     error
}

func (r *rooms) Business(context.Context) (business.Business, error) {
	kept := r.business
	kept.Opening = slices.Clone(kept.Opening)
	return kept, r.fail
}

func (r *rooms) SaveOpening(_ context.Context, week business.Opening) error {
	if err := week.Check(); err != nil {
		return err
	}
	r.business.Opening = slices.Clone(week)
	return nil
}

func (r *rooms) Accounts(context.Context) ([]networks.Account, error) { return r.accounts, nil }

func (r *rooms) Progress(_ context.Context, aim metrics.Aim, _ app.Date) (metrics.Progress, error) {
	if n, ok := r.current[aim.Metric]; ok {
		return metrics.Progress{Current: &n, PaceReason: app.Say("metrics.reason.no_reading")}, nil
	}
	return metrics.Progress{Reason: app.Say("metrics.reason.no_reading"), PaceReason: app.Say("metrics.reason.no_reading")}, nil
}

func (r *rooms) Postings(context.Context, app.Date, app.Date) ([]strategy.Posting, error) {
	return nil, nil
}

func (r *rooms) AddIdeas(_ context.Context, ideas []strategy.Idea) error {
	r.ideas = append(r.ideas, ideas...)
	return nil
}

func (r *rooms) RemoveIdeas(_ context.Context, ids []app.ID) error {
	r.ideas = slices.DeleteFunc(r.ideas, func(i strategy.Idea) bool { return slices.Contains(ids, i.ID) })
	return nil
}

// desk is the path on screen, over the real services.
type desk struct {
	t         *testing.T
	store     *strategytest.Memory
	rooms     *rooms
	host      *pagetest.Host
	view      *View
	validated int
}

func day(month time.Month, n int) app.Date { return app.Date{Year: 2026, Month: month, Day: n} }

func at(hour, minute int) app.TimeOfDay { return app.TimeOfDay{Hour: hour, Minute: minute} }

func martin() business.Business {
	return business.Business{
		Name: "Boulangerie Martin", Trade: business.Bakery, Town: "Nantes", FirstName: "Camille", Zone: business.DefaultZone,
		Opening: business.Opening{
			{Weekday: time.Tuesday, From: at(7, 0), To: at(13, 0)},
			{Weekday: time.Sunday, From: at(8, 0), To: at(12, 0)},
		},
	}
}

// filled answers every question.
func filled() strategy.Strategy {
	from, target, rate, budget := 1905.0, 2500.0, 0.05, int64(15_000)
	return strategy.Strategy{
		Profile: strategy.Profile{
			Mission: "Du bon pain pour le quartier", Offer: "Pains et gâteaux", Staff: 4, Values: "Le goût", Difference: "Le four à bois",
			SWOT: strategy.SWOT{
				Strengths: []string{"l’équipe", "le four"}, Weaknesses: []string{"le temps"},
				Opportunities: []string{"le marché"}, Threats: []string{"le blé"},
			},
			MinutesPerWeek: 180, BudgetCents: &budget,
		},
		Audits: []strategy.Audit{
			{ID: "au1", AccountID: "ac1", Network: networks.Bluesky, Handle: "martin.bsky.social", Verdict: strategy.VerdictKeep, Note: "actif"},
			{ID: "au2", Network: networks.Facebook, Handle: "Boulangerie", Note: "peu suivie"},
		},
		Objectives: []strategy.Objective{
			{ID: "o1", Goal: strategy.GoalNotoriety, Metric: metrics.Followers, From: &from, Target: &target, Start: day(1, 1), Due: day(12, 31)},
			{ID: "o2", Name: "Fidèles", Metric: metrics.EngagementRate, Target: &rate, Start: day(1, 1), Due: day(12, 31)},
		},
		Audiences: []strategy.Audience{
			{ID: "p1", Name: "Claire", Who: "voisine", Needs: "du pain", Brakes: "la file", Where: []networks.Network{networks.Facebook}, Moments: []strategy.Moment{strategy.Evening}},
			{ID: "p2", Name: "Marc"},
		},
		Channels: []strategy.Channel{
			{Network: networks.Instagram, Role: strategy.RoleShowcase, PerWeek: 2, Format: strategy.FormatPhoto},
			{Network: networks.Facebook, Role: strategy.RoleNeighbours, PerWeek: 1, Format: strategy.FormatText},
		},
		Pillars: []strategy.Pillar{
			{ID: "p1", Name: "Produits", Colour: 1, ShareBP: 5000},
			{ID: "p2", Name: "Offres", Colour: 2, ShareBP: 3000},
			{ID: "p3", Name: "Équipe", Colour: 3, ShareBP: 2000},
		},
		Voice: strategy.Voice{
			Tone: "simple", Address: strategy.Vous, Say: []string{"fournée", "levain"}, Avoid: []string{"promo"}, Emoji: strategy.FewEmoji,
			Hashtags: []string{"#Martin"}, Formats: []strategy.Format{strategy.FormatPhoto}, Look: "lumière du matin",
		},
		Slots: []strategy.Slot{
			{ID: "s1", Weekday: time.Tuesday, Time: at(12, 0), PillarID: "p2"},
			{ID: "s2", Weekday: time.Friday, Time: at(17, 30)},
		},
		Charter: strategy.Charter{
			Welcome: "Bienvenue", Articles: []strategy.Article{
				{ID: "a1", Title: "Respect", Text: "Pas d’insultes", Measure: strategy.MeasureHide},
				{ID: "a2", Title: "Publicité", Text: "Pas de réclame", Measure: strategy.MeasureDelete},
			},
			AnswerHours: 4, Who: "Camille", Contact: "bonjour@martin.example", Tone: "posé",
		},
		Crisis: strategy.Crisis{
			Levels: []strategy.Level{
				{ID: "l1", Name: "Alerte", Signs: "dix plaintes", Answer: "on appelle"},
				{ID: "l2", Name: "Crise", Signs: "la presse appelle", Answer: "on se tait", Freeze: true},
			},
			People:   []strategy.Contact{{ID: "c1", Name: "Paul", Role: "décide", Phone: "06 00 00 00 00"}},
			Messages: []strategy.Prepared{{ID: "m1", Title: "Rappel", Text: "Nous vérifions."}},
		},
		Actions: []strategy.Action{
			{ID: "t1", Kind: strategy.KindTask, Title: "Ranger la page", Day: day(11, 25), Who: "Camille"},
			{ID: "t2", Kind: strategy.KindIdea, Title: "Le levain", Day: day(11, 28), PillarID: "p1"},
		},
		Campaigns: []strategy.Campaign{{ID: "k1", Name: "Noël", Start: day(12, 1), Due: day(12, 25)}},
		Budget:    strategy.Budget{Lines: []strategy.BudgetLine{{ID: "b1", Label: "Publicité", Cents: 5050}}, Review: day(12, 31)},
	}
}

// open shows a question of a strategy in French.
func open(t *testing.T, q strategy.Question, kept strategy.Strategy) *desk {
	t.Helper()
	d := newDesk(t, translations.French, &strategytest.Memory{Kept: kept, At: strategy.Path{At: q}})
	d.view.Show()
	return d
}

func newDesk(t *testing.T, lang translations.Language, store *strategytest.Memory) *desk {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	d := &desk{t: t, store: store, host: pagetest.NewIn(t, lang, fyne.NewSize(1072, 4000)), rooms: &rooms{
		business: martin(), current: map[metrics.Metric]float64{metrics.Followers: 1905},
		accounts: []networks.Account{{ID: "ac1", Network: networks.Bluesky, Handle: "martin.bsky.social"}},
	}}
	clock := app.FixedClock(pagetest.Now())
	service := strategy.NewService(store, app.NewEvents(), app.NewIDs(clock, nil))
	d.view = New(d.host, Services{
		Strategy: service, Business: d.rooms,
		Reasoning: strategy.NewGuide(service, strategy.Neighbours{Business: d.rooms, Accounts: d.rooms, Figures: d.rooms, Posts: d.rooms}, clock),
		Validate:  func() { d.validated++ },
		Exports:   func() []Export { return []Export{{Label: "Classeur", Start: func() { d.host.Toast("classeur", nil) }}} },
	}, kit.NewText("", kit.StyleSection))
	d.host.Win.SetContent(d.view.Object())
	return d
}

// plain makes no-break spaces plain.
func plain(s string) string { return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s) }

func (d *desk) says(words string) bool {
	return slices.ContainsFunc(pagetest.Texts(d.host.Win), func(s string) bool { return strings.Contains(plain(s), words) })
}

func (d *desk) press(button string) {
	d.t.Helper()
	d.pressNth(button, 0)
}

// buttons returns the buttons with a text or a tooltip, in their order.
func (d *desk) buttons(text string) []*kit.Button {
	var all []*kit.Button
	for _, b := range pagetest.All[*kit.Button](d.host.Win) {
		if plain(b.Text()) == text || b.Text() == "" && b.ToolTip() == text {
			all = append(all, b)
		}
	}
	return all
}

// pressNth presses one of the buttons with a text, from 0.
func (d *desk) pressNth(text string, n int) {
	d.t.Helper()
	all := d.buttons(text)
	if n >= len(all) {
		d.t.Fatalf("%d buttons %q; the texts are %q", len(all), text, pagetest.Texts(d.host.Win))
	}
	pagetest.Click(d.host.Win, all[n])
}

// entries returns every field where something is typed.
func (d *desk) entries() []*kit.Entry {
	all := pagetest.All[*kit.Entry](d.host.Win)
	for _, f := range pagetest.All[*kit.DateField](d.host.Win) {
		all = append(all, &f.Entry)
	}
	for _, f := range pagetest.All[*kit.TimeField](d.host.Win) {
		all = append(all, &f.Entry)
	}
	return all
}

// field returns the only field that shows a text.
func (d *desk) field(text string) *kit.Entry {
	d.t.Helper()
	var found *kit.Entry
	for _, e := range d.entries() {
		if plain(e.Text()) != text {
			continue
		}
		if found != nil {
			d.t.Fatalf("several fields show %q", text)
		}
		found = e
	}
	if found == nil {
		d.t.Fatalf("no field shows %q", text)
	}
	return found
}

// enter types in a field in place of what it holds.
func (d *desk) enter(shown, text string) *kit.Entry {
	d.t.Helper()
	e := d.field(shown)
	put(e, text)
	return e
}

func put(e *kit.Entry, text string) {
	e.Focus()
	e.SetText("")
	test.Type(e.Focusable(), text)
}

// write types in an empty field, by its label or what it shows while empty.
func (d *desk) write(label, text string) {
	d.t.Helper()
	put(pagetest.Field(d.t, d.host.Win, label), text)
}

// choose takes an option of the only list that shows a text.
func (d *desk) choose(shown, option string) {
	d.t.Helper()
	var found *kit.Select
	for _, s := range pagetest.All[*kit.Select](d.host.Win) {
		if s.Text() == shown && slices.Contains(s.Options(), option) {
			if found != nil {
				d.t.Fatalf("several lists show %q", shown)
			}
			found = s
		}
	}
	if found == nil {
		d.t.Fatalf("no list shows %q and offers %q", shown, option)
	}
	i := slices.Index(found.Options(), option)
	found.SetSelected(i)
	found.OnChanged(i)
}

// segment takes a choice of the nth segmented control, from 0.
func (d *desk) segment(n, choice int) {
	d.t.Helper()
	all := pagetest.All[*kit.Segmented](d.host.Win)
	if n >= len(all) {
		d.t.Fatalf("%d segmented controls", len(all))
	}
	all[n].SetSelected(choice)
	all[n].OnChanged(choice)
}

// chip clicks on the nth chip with a text, from 0.
func (d *desk) chip(text string, n int) {
	d.t.Helper()
	for _, tag := range pagetest.All[*kit.ActionTag](d.host.Win) {
		if tag.Text() != text {
			continue
		}
		if n == 0 {
			pagetest.Click(d.host.Win, tag)
			return
		}
		n--
	}
	d.t.Fatalf("no chip %q", text)
}

// check clicks on the nth checkbox, from 0.
func (d *desk) check(n int) {
	d.t.Helper()
	all := pagetest.All[*kit.Checkbox](d.host.Win)
	if n >= len(all) {
		d.t.Fatalf("%d checkboxes", len(all))
	}
	all[n].Tapped(nil)
}

// on reports whether a button, or one with an icon's tooltip, is there.
func (d *desk) on(button string) bool { return len(d.buttons(button)) > 0 }

var errFull = errors.New("disk full")
