package review

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

func day(month time.Month, n int) app.Date { return app.Date{Year: 2026, Month: month, Day: n} }

// rooms are the neighbours of a review, in memory.
type rooms struct {
	postings []strategy.Posting
	ideas    []strategy.Idea
}

func (*rooms) Business(context.Context) (business.Business, error) {
	return business.Business{Name: "Boulangerie Martin", Trade: business.Bakery, Zone: business.DefaultZone}, nil
}

func (*rooms) Accounts(context.Context) ([]networks.Account, error) { return nil, nil }

func (*rooms) Progress(context.Context, metrics.Aim, app.Date) (metrics.Progress, error) {
	current, expected := 2050.0, 2250.0
	return metrics.Progress{Current: &current, ExpectedValue: &expected, AsOf: day(11, 20), Verdict: metrics.Behind}, nil
}

func (r *rooms) Postings(_ context.Context, from, to app.Date) (all []strategy.Posting, err error) {
	for _, p := range r.postings {
		if !p.Day.Before(from) && !p.Day.After(to) {
			all = append(all, p)
		}
	}
	return all, nil
}

func (r *rooms) AddIdeas(_ context.Context, ideas []strategy.Idea) error {
	r.ideas = append(r.ideas, ideas...)
	return nil
}

func (*rooms) RemoveIdeas(context.Context, []app.ID) error { return nil }

// desk is the view over the real services.
type desk struct {
	*testing.T
	store *strategytest.Memory
	rooms *rooms
	host  *pagetest.Host
	view  *View
}

// planned is a plan since October whose November went half as it should: on the
// 21st two posts of six were published, none of them of the team.
func planned() *strategytest.Memory {
	from, to := 2000.0, 2500.0
	s := strategy.Strategy{
		Objectives: []strategy.Objective{{
			ID: "fame", Goal: strategy.GoalNotoriety, Metric: metrics.Followers, From: &from, Target: &to, Start: day(9, 1), Due: day(12, 31),
		}},
		Channels: []strategy.Channel{{Network: networks.Instagram, PerWeek: 2, Format: strategy.FormatPhoto}},
		Pillars: []strategy.Pillar{
			{ID: "bread", Name: "Produits", Colour: 1, ShareBP: 5000}, {ID: "team", Name: "Équipe", Colour: 2, ShareBP: 5000},
		},
		Actions: []strategy.Action{
			{ID: "late", Kind: strategy.KindTask, Title: "Photographier l’équipe", Day: day(11, 10)},
			{ID: "done", Kind: strategy.KindTask, Title: "Ranger", Day: day(11, 3), Done: true},
		},
		Slots: []strategy.Slot{{ID: "s", Weekday: time.Tuesday, Time: app.TimeOfDay{Hour: 12}}},
	}
	return &strategytest.Memory{Kept: s, Past: []strategy.Version{{
		Number: 1, MadeAt: time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC), Strategy: strategytest.Copy(s),
	}}}
}

func open(t *testing.T, lang translations.Language, store *strategytest.Memory) *desk {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	d := &desk{T: t, store: store, host: pagetest.NewIn(t, lang, fyne.NewSize(1072, 4000)), rooms: &rooms{}}
	for _, on := range []app.Date{day(10, 6), day(11, 3), day(11, 5)} {
		d.rooms.postings = append(d.rooms.postings, strategy.Posting{
			Day: on, PillarID: "bread", Networks: []networks.Network{networks.Instagram}, Published: true,
		})
	}
	clock := app.FixedClock(pagetest.Now())
	service := strategy.NewService(store, app.NewEvents(), app.NewIDs(clock, nil))
	all := strategy.Neighbours{Business: d.rooms, Accounts: d.rooms, Figures: d.rooms, Posts: d.rooms}
	d.view = New(d.host, Services{Reviews: strategy.NewReviews(service, all, store, clock), Strategy: service}, kit.NewText("", kit.StyleSection))
	d.host.Win.SetContent(d.view.Object())
	d.view.Show()
	return d
}

func plain(s string) string { return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s) }

func (d *desk) sees(words string) bool {
	return slices.ContainsFunc(pagetest.Texts(d.host.Win), func(s string) bool { return strings.Contains(plain(s), words) })
}

func (d *desk) says(all ...string) {
	d.Helper()
	for _, words := range all {
		if !d.sees(words) {
			d.Errorf("does not say %q; says %q", words, pagetest.Texts(d.host.Win))
		}
	}
}

func (d *desk) press(button string) {
	d.Helper()
	pagetest.Press(d.T, d.host.Win, button)
}

func put(e *kit.Entry, text string) {
	e.Focus()
	e.SetText("")
	test.Type(e.Focusable(), text)
}

// decision returns the place of the decision that says something.
func (d *desk) decision(words string) int {
	d.Helper()
	i := slices.IndexFunc(d.view.review.Decisions, func(one strategy.Decision) bool { return strings.Contains(plain(one.Text), words) })
	if i < 0 {
		d.Fatalf("no decision says %q: %+v", words, d.view.review.Decisions)
	}
	return i
}

// words is the field of a decision.
func (d *desk) words(i int) *kit.Entry { return pagetest.All[*kit.Entry](d.host.Win)[i] }

func (d *desk) check(i int) {
	pagetest.Click(d.host.Win, pagetest.All[*kit.Checkbox](d.host.Win)[i])
}

// held returns the review of a month that was saved.
func (d *desk) held(month app.Date) strategy.Review {
	d.Helper()
	for _, r := range d.store.Held {
		if r.Month == month {
			return r
		}
	}
	d.Fatalf("no review of %s was saved", month)
	return strategy.Review{}
}

func TestTheMonthIsPreFilledBesideWhatWasPlanned(t *testing.T) {
	d := open(t, translations.French, planned())
	d.says("Novembre 2026", "jusqu’au 21 nov.", "2 publications sorties", "2 sur 6 prévues", "1 créneau tenu sur 3",
		"Me faire connaître", "2 050 pour 2 500 visés", "Photographier l’équipe", "pas encore fait", "Ranger", "Équipe")
	if len(d.view.review.Decisions) == 0 {
		t.Fatal("suggests nothing")
	}
	for _, one := range d.view.review.Decisions {
		if one.Why == "" || one.Kept {
			t.Errorf("%q is suggested for %q, kept: %v", one.Text, one.Why, one.Kept)
		}
		d.says(plain(one.Why))
	}
	if len(d.store.Held) != 0 {
		t.Error("showing a review saved it")
	}
}

func TestDecisionsAreCheckedChangedAddedAndRemoved(t *testing.T) {
	d := open(t, translations.French, planned())
	late := d.decision("Photographier")
	d.check(late)
	put(d.words(late), "Photographier Paul")
	put(&pagetest.All[*kit.DateField](d.host.Win)[late].Entry, "3/12/2026")
	d.press("Ajouter une idée de publication") // while that waits
	test.Type(d.host.Win.Canvas().Focused(), "Les coulisses")
	d.press("Ajouter une action")
	test.Type(d.host.Win.Canvas().Focused(), "À oublier")
	pillars := pagetest.All[*kit.Select](d.host.Win)
	last := pillars[len(pillars)-1]
	last.SetSelected(2)
	last.OnChanged(2)
	if len(d.store.Held) != 0 {
		t.Error("saved at every key")
	}
	d.host.Elapse()
	trash := 0
	for _, b := range pagetest.All[*kit.Button](d.host.Win) {
		if b.ToolTip() == "Retirer cette décision" {
			trash++
			if trash == 2 {
				pagetest.Click(d.host.Win, b)
			}
		}
	}
	if trash != 2 {
		t.Errorf("%d decisions can be removed, want the owner's two", trash)
	}
	put(pagetest.Field(t, d.host.Win, "À retenir"), "Moins de reels")
	d.view.Hide()
	got := d.held(day(11, 1))
	kept := got.Decisions[late]
	if !kept.Kept || kept.Text != "Photographier Paul" || kept.Day != day(12, 3) || !kept.Touched {
		t.Errorf("kept %+v", kept)
	}
	idea := got.Decisions[len(got.Decisions)-1]
	if idea.Kind != strategy.KindIdea || idea.Text != "Les coulisses" || idea.PillarID != "team" || !idea.Kept || idea.Day != day(11, 28) || got.Notes != "Moins de reels" {
		t.Errorf("kept %+v, notes %q", idea, got.Notes)
	}
	// All of it is there again.
	d.view.Show()
	if d.words(late).Text() != "Photographier Paul" || !pagetest.All[*kit.Checkbox](d.host.Win)[late].Checked() {
		t.Error("does not come back")
	}
}

func TestTheMonthsBeforeAndAfter(t *testing.T) {
	d := open(t, translations.French, planned())
	if !pagetest.Button(d.host.Win, "Mois suivant").Disabled() {
		t.Error("leads to a month to come")
	}
	put(pagetest.Field(t, d.host.Win, "Ce qui a bien marché"), "Le levain")
	d.press("Mois précédent") // while that waits
	d.says("Octobre 2026", "1 publication sortie")
	if d.held(day(11, 1)).Well != "Le levain" || pagetest.Field(t, d.host.Win, "Ce qui a bien marché").Text() != "" {
		t.Error("the words of a month went to another")
	}
	d.host.Hold()
	d.press("Mois suivant")
	d.press("Mois suivant") // a double click goes no further than today
	d.host.Release()
	d.says("Novembre 2026")
	if len(d.host.Errors) > 0 || pagetest.Field(t, d.host.Win, "Ce qui a bien marché").Text() != "Le levain" {
		t.Errorf("%v", d.host.Errors)
	}
}

func TestTheReviewOfTheMonthThatEnded(t *testing.T) {
	for n, want := range map[int]app.Date{1: day(10, 1), 10: day(10, 1), 11: day(11, 1), 30: day(11, 1)} {
		if got := monthToReview(day(11, n)); got != want {
			t.Errorf("on the %d: %v", n, got)
		}
	}
}

func TestClosingAReviewMakesItsDecisionsActionsAndIdeas(t *testing.T) {
	d := open(t, translations.French, planned())
	late := d.decision("Photographier")
	d.check(late)
	d.press("Ajouter une idée de publication")
	test.Type(d.host.Win.Canvas().Focused(), "Les coulisses")
	d.press("Terminer la revue")
	d.says("2 décisions gardées")
	d.press("Annuler")
	if d.held(day(11, 1)).Closed() || len(d.rooms.ideas) > 0 {
		t.Fatal("closed all the same")
	}
	d.press("Terminer la revue")
	d.press("Terminer la revue")
	if !d.held(day(11, 1)).Closed() || len(d.rooms.ideas) != 1 || d.rooms.ideas[0].Title != "Les coulisses" || len(d.store.Kept.Actions) != 3 {
		t.Errorf("ideas %v, actions %v, errors %v", d.rooms.ideas, d.store.Kept.Actions, d.host.Errors)
	}
	if len(d.host.Toasts) != 1 || !strings.Contains(d.host.Toasts[0], "2 décisions") {
		t.Errorf("says %q", d.host.Toasts)
	}
	d.says("Revue terminée : elle ne change plus", "Les coulisses", "Photographier l’équipe")
	if len(pagetest.All[*kit.Entry](d.host.Win))+len(pagetest.All[*kit.Checkbox](d.host.Win)) > 0 || pagetest.Button(d.host.Win, "Terminer la revue") != nil {
		t.Error("can still be changed")
	}
}

func TestADecisionWithoutWordsIsAskedFor(t *testing.T) {
	d := open(t, translations.French, planned())
	d.press("Ajouter une action")
	d.press("Terminer la revue")
	d.press("Terminer la revue")
	if len(d.host.Errors) != 1 || app.CodeOf(d.host.Errors[0]) != app.CodeInvalid || len(d.host.Toasts) > 0 {
		t.Errorf("told %v", d.host.Errors)
	}
	if pagetest.Button(d.host.Win, "Terminer la revue") == nil {
		t.Error("closed all the same")
	}
}

// TestWhatIsRefusedIsToldAndNeverLost: what is too long stays, whatever the owner
// does, until it is shorter.
func TestWhatIsRefusedIsToldAndNeverLost(t *testing.T) {
	for name, act := range map[string]func(d *desk){
		"half a second": func(d *desk) { d.host.Elapse() },
		"another month": func(d *desk) { d.press("Mois précédent") },
		"another room": func(d *desk) {
			d.view.Hide()
			d.view.Show()
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, translations.French, planned())
			long := strings.Repeat("é", strategy.MaxTextLength+1)
			notes := pagetest.Field(t, d.host.Win, "À retenir")
			notes.SetText(long)
			act(d)
			d.says("Novembre 2026", "trop long")
			if got := pagetest.Field(t, d.host.Win, "À retenir"); got.Text() != long || len(d.store.Held) > 0 {
				t.Error("what was typed is gone")
			}
			put(notes, "court")
			d.press("Mois précédent")
			d.says("Octobre 2026")
			if d.held(day(11, 1)).Notes != "court" || d.sees("trop long") {
				t.Errorf("kept %q", d.held(day(11, 1)).Notes)
			}
		})
	}
}

func TestAKeyStruckDuringALoadIsKept(t *testing.T) {
	d := open(t, translations.French, planned())
	d.host.Hold()
	d.view.Show()
	put(pagetest.Field(t, d.host.Win, "À retenir"), "vite")
	d.host.Release()
	if got := d.held(day(11, 1)).Notes; got != "vite" || pagetest.Field(t, d.host.Win, "À retenir").Text() != "vite" {
		t.Errorf("kept %q", got)
	}
}

func TestAnUnreadableReviewIsToldWithAWayToTryAgain(t *testing.T) {
	store := planned()
	store.Fail = errors.New("disk full")
	d := open(t, translations.French, store)
	d.says("disk full")
	store.Fail = nil
	d.press("Réessayer")
	d.says("Novembre 2026")
}

func TestEnglish(t *testing.T) {
	closed := planned()
	closed.Held = []strategy.Review{{Month: day(11, 1), To: day(11, 30), ClosedAt: pagetest.Now()}}
	for _, store := range []*strategytest.Memory{{}, planned(), closed} {
		d := open(t, translations.English, store)
		for _, s := range pagetest.Texts(d.host.Win) {
			if strings.HasPrefix(s, "strategy.") || strings.HasPrefix(s, "metrics.") {
				t.Errorf("no English for %s", s)
			}
		}
	}
}
