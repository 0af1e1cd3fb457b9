package guide

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/strategy"
	"parvis/app/strategy/strategytest"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
)

func TestLeavingSavesTheFieldThatStillHasTheFocus(t *testing.T) {
	d := open(t, strategy.AskBudget, filled())
	d.enter("31/12/2026", "15 janv. 2027")
	d.view.Hide()
	if got, want := d.store.Kept.Budget.Review, (app.Date{Year: 2027, Month: time.January, Day: 15}); got != want {
		t.Errorf("kept %v", got)
	}
}

// TestAPartOfWhatIsTypedIsNeverKept: a figure that becomes unreadable, after what
// was saved on the way, leaves the file as it was when the field was entered.
func TestAPartOfWhatIsTypedIsNeverKept(t *testing.T) {
	d := open(t, strategy.AskObjectives, filled())
	target := d.field("2 500")
	for _, typed := range []string{"2", "2.", "2.5", "2.50", "2.500"} {
		target.Input().SetText(typed)
		d.host.Elapse()
	}
	if got := d.store.Kept.Objectives[0].Target; got == nil || *got != 2500 {
		t.Errorf("kept %v, want what was there", got)
	}
	if target.Text() != "2.500" || !d.says("deux façons") {
		t.Errorf("shows %q", target.Text())
	}
	put(target, "2 550")
	d.host.Elapse()
	if got := d.store.Kept.Objectives[0].Target; *got != 2550 || d.says("deux façons") {
		t.Errorf("kept %v", *got)
	}
	d.host.Win.Canvas().Unfocus()
	put(target, "beaucoup") // what was there is 2 550 now
	d.host.Elapse()
	if got := d.store.Kept.Objectives[0].Target; got == nil || *got != 2550 {
		t.Errorf("kept %v", got)
	}
}

func TestWhatIsWrongIsToldUnderTheFields(t *testing.T) {
	for _, test := range []struct {
		question     strategy.Question
		shown, typed string
		told         string
	}{
		{strategy.AskIdentity, "4", "quatre", "Écrivez un nombre entier"},
		{strategy.AskMeans, "3 h", "souvent", "Écrivez une durée"},
		{strategy.AskMeans, "150", "-2", "Écrivez un montant"},
		{strategy.AskObjectives, "2 500", "abc", "« abc » n’est pas un nombre"},
		{strategy.AskObjectives, "2 500", "-3", "positif"},
		{strategy.AskObjectives, "5 %", "250 %", "Un taux va de 0 à 100 %"},
		{strategy.AskPillars, "30 %", "beaucoup", "La part d’un pilier va de 0 à 100 %"},
		{strategy.AskCadence, "50", "x", "Écrivez un nombre entier"},
		{strategy.AskBudget, "50,5", "cher", "Écrivez un montant"},
	} {
		t.Run(test.shown+" "+test.typed, func(t *testing.T) {
			d := open(t, test.question, filled())
			d.enter(test.shown, test.typed)
			if !d.says(test.told) {
				t.Errorf("does not say %q at once; says %q", test.told, pagetest.Texts(d.host.Win))
			}
			d.host.Elapse()
			want := filled()
			if test.question == strategy.AskCadence {
				want.Rhythm.AnswerMinutes = new(strategy.DefaultAnswerMinutes) // the field was empty on the way
			}
			d.same(want)
			d.enter(test.typed, test.shown)
			if d.says(test.told) {
				t.Error("still says so")
			}
		})
	}
}

func TestAnotherMetricReadsTheFiguresAnew(t *testing.T) {
	d := open(t, strategy.AskObjectives, filled())
	d.choose("Abonnés", "Engagement / portée")
	d.host.Elapse()
	o := d.store.Kept.Objectives[0]
	if o.Metric != metrics.EngagementRate || o.From != nil || o.Target != nil {
		t.Errorf("kept %v from %v to %v: 1 905 followers are no rate", o.Metric, o.From, o.Target)
	}
	if !d.says("de 0 à 100 %") {
		t.Error("does not say what a rate is")
	}
	for _, s := range pagetest.All[*kit.Select](d.host.Win)[:1] {
		i := slices.Index(s.Options(), "Clics vers le site")
		s.SetSelected(i)
		s.OnChanged(i)
	}
	d.host.Elapse()
	o = d.store.Kept.Objectives[0]
	if o.From == nil || *o.From != 1905 || o.Target == nil || *o.Target != 2500 {
		t.Errorf("kept from %v to %v, want what is still typed", o.From, o.Target)
	}
}

func TestAnEmptyFigureIsUnknownNotZero(t *testing.T) {
	d := open(t, strategy.AskObjectives, filled())
	d.enter("1 905", "")
	d.host.Elapse()
	if from := d.store.Kept.Objectives[0].From; from != nil {
		t.Errorf("kept %v", *from)
	}
}

// TestWhatIsRefusedIsToldAndNeverLost: a text that is too long stays on screen
// with the reason, whatever the owner does, until it is shorter; what can be kept
// of it is, and so is the rest.
func TestWhatIsRefusedIsToldAndNeverLost(t *testing.T) {
	long := strings.Repeat("é", strategy.MaxTextLength+1)
	const told = "Seuls les 2 000 premiers caractères sont gardés."
	for name, act := range map[string]func(d *desk){
		"half a second": func(d *desk) { d.host.Elapse() },
		"Continuer":     func(d *desk) { d.press("Continuer : ce qui vous distingue") },
		"a step":        func(d *desk) { d.view.open(strategy.AskBudget) },
		"example":       func(d *desk) { d.press("Partir d’un exemple pour mon métier") },
		"another room": func(d *desk) {
			d.view.Hide()
			d.view.Show()
		},
		"a link from another room": func(d *desk) {
			d.view.Hide()
			d.view.Resume(strategy.AskSlots)
			d.view.Show()
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, strategy.AskIdentity, filled())
			mission := d.field("Du bon pain pour le quartier")
			mission.SetText(long)
			put(d.field("Pains et gâteaux"), "Pains")
			act(d)
			if mission.Text() != long || !slices.Contains(d.entries(), mission) {
				t.Fatal("what was typed is gone")
			}
			if !d.says(told) && !d.says("Seuls les 2000 premiers caractères sont gardés.") {
				t.Errorf("does not say why; says %q", pagetest.Texts(d.host.Win))
			}
			if d.store.At.At != strategy.AskIdentity || len(d.store.At.Done) > 0 {
				t.Errorf("the path goes on: %+v", d.store.At)
			}
			d.host.Errors = nil // it was told, and nothing changed
			d.host.Elapse()
			want := filled()
			want.Profile.Mission, want.Profile.Offer = long[:len(long)-len("é")], "Pains"
			d.same(want)
			put(mission, "Du pain")
			d.press("Continuer : ce qui vous distingue")
			if d.store.Kept.Profile.Mission != "Du pain" || d.store.At.At != strategy.AskDifference {
				t.Errorf("kept %q at %q", d.store.Kept.Profile.Mission, d.store.At.At)
			}
			d.field("Le four à bois")
		})
	}
}

func TestWhatCouldNotBeSavedIsTriedAgain(t *testing.T) {
	d := open(t, strategy.AskDifference, filled())
	d.store.FailSaves = errFull
	field := d.enter("Le four à bois", "Le four")
	d.host.Elapse()
	if !d.says("disk full") || field.Text() != "Le four" {
		t.Errorf("says %q", pagetest.Texts(d.host.Win))
	}
	d.press("Continuer : vos forces et vos faiblesses")
	d.field("Le four") // still there
	d.store.FailSaves = nil
	d.press("Continuer : vos forces et vos faiblesses") // nothing was typed since
	if d.store.Kept.Profile.Difference != "Le four" || d.store.At.At != strategy.AskSWOT {
		t.Errorf("kept %q at %q", d.store.Kept.Profile.Difference, d.store.At.At)
	}
}

func TestAKeyStruckDuringALoadIsKept(t *testing.T) {
	d := open(t, strategy.AskPeople, filled())
	d.host.Hold()
	d.view.Show()
	d.enter("Paul", "Paule")
	d.host.Release()
	d.host.Elapse()
	d.field("Paule")
	if got := d.store.Kept.Crisis.People[0].Name; got != "Paule" {
		t.Errorf("kept %q", got)
	}
}

type answers = Strategy

// slow keeps answers on a disk that leaves the time to go on typing, once.
type slow struct {
	answers
	during func()
}

func (s *slow) SaveCrisis(ctx context.Context, c strategy.Crisis) error {
	err := s.answers.SaveCrisis(ctx, c)
	if during := s.during; during != nil {
		s.during = nil
		during()
	}
	return err
}

// TestTypingWhileARowIsAddedOrRemoved: the disk is slow, and the owner goes on in
// the fields that are there.
func TestTypingWhileARowIsAddedOrRemoved(t *testing.T) {
	typing := func(act func(d *desk)) (*desk, []strategy.Level) {
		d := open(t, strategy.AskLevels, filled())
		disk := &slow{answers: d.view.services.Strategy, during: func() { d.enter("Crise", "Grave") }}
		d.view.services.Strategy = disk
		act(d)
		d.host.Elapse()
		if disk.during != nil {
			t.Fatal("nothing was saved")
		}
		d.field("Grave")
		return d, d.store.Kept.Crisis.Levels
	}
	_, got := typing(func(d *desk) { d.press("Ajouter un degré") })
	if len(got) != 3 || got[1].Name != "Grave" {
		t.Errorf("added: %v", got)
	}
	d, got := typing(func(d *desk) { d.pressNth("Retirer ce degré", 0) })
	if len(got) != 1 || got[0].ID != "l2" || got[0].Name != "Grave" {
		t.Errorf("removed: %v", got)
	}
	d.host.Undo()
	if got := d.store.Kept.Crisis.Levels; len(got) != 2 || got[0].ID != "l1" || got[1].Name != "Grave" {
		t.Errorf("came back: %v", got)
	}
	_, got = typing(func(d *desk) {
		during := d.view.services.Strategy.(*slow).during
		d.view.services.Strategy.(*slow).during = nil
		d.pressNth("Retirer ce degré", 0)
		d.view.services.Strategy.(*slow).during = during
		d.host.Undo()
	})
	if len(got) != 2 || got[0].ID != "l1" || got[1].Name != "Grave" {
		t.Errorf("undone: %v", got)
	}
}

// TestTwoQuickClicks: adding twice adds two, removing twice takes one away.
func TestTwoQuickClicks(t *testing.T) {
	d := open(t, strategy.AskLevels, filled())
	d.host.Hold()
	d.press("Ajouter un degré")
	d.press("Ajouter un degré")
	d.host.Release()
	if got := d.store.Kept.Crisis.Levels; len(got) != 4 || got[2].ID == got[3].ID {
		t.Errorf("kept %v", got)
	}
	d = open(t, strategy.AskLevels, filled())
	d.host.Hold()
	d.pressNth("Retirer ce degré", 0)
	d.pressNth("Retirer ce degré", 0)
	d.host.Release()
	if got := d.store.Kept.Crisis.Levels; len(got) != 1 || got[0].ID != "l2" {
		t.Errorf("kept %v", got)
	}
}

// TestTheLastRowIsRemovedOnce: a double click on the last row must not look for
// one more.
func TestTheLastRowIsRemovedOnce(t *testing.T) {
	for q, button := range map[strategy.Question]string{
		strategy.AskPeople: "Retirer cette personne", strategy.AskBudget: "Retirer cette dépense", strategy.AskMessages: "Retirer ce message",
	} {
		d := open(t, q, filled())
		d.host.Hold()
		d.pressNth(button, 0)
		d.pressNth(button, 0)
		d.host.Release()
		if d.on(button) || len(d.host.Errors) > 0 || len(d.host.Toasts) != 1 {
			t.Errorf("%s: %v, %d toasts", q, d.host.Errors, len(d.host.Toasts))
		}
		d.host.Undo()
		if !d.on(button) {
			t.Errorf("%s: does not come back", q)
		}
	}
}

func TestADoubleClickAddsOneObjective(t *testing.T) {
	d := open(t, strategy.AskObjectives, strategy.Strategy{})
	d.host.Hold()
	card := pagetest.All[*kit.TapRow](d.host.Win)[0]
	pagetest.Click(d.host.Win, card)
	pagetest.Click(d.host.Win, card)
	d.host.Release()
	if n := len(d.store.Kept.Objectives); n != 1 {
		t.Errorf("%d objectives", n)
	}
}

func TestUndoAfterLeavingTheQuestion(t *testing.T) {
	d := open(t, strategy.AskPeople, filled())
	d.pressNth("Retirer cette personne", 0)
	undo := d.host.Undo
	d.press("Continuer : vos messages prêts")
	d.enter("Rappel", "Rappel de lot")
	undo()
	want := filled()
	want.Crisis.Messages[0].Title = "Rappel de lot"
	d.same(want)
	d.field("Rappel de lot")
}

func TestAnUnreadableFileIsToldWithAWayToTryAgain(t *testing.T) {
	store := &strategytest.Memory{Kept: filled(), Fail: app.Fail(app.CodeUnavailable, "storage.error.busy"), At: strategy.Path{At: strategy.AskTone}}
	d := newDesk(t, translations.French, store)
	d.view.Resume(strategy.AskSlots)
	d.view.Show()
	d.press("Réessayer")
	if !d.on("Réessayer") {
		t.Fatal("still cannot be read, and does not say so")
	}
	store.Fail = nil
	d.press("Réessayer")
	if !d.says("Quand publierez-vous") {
		t.Errorf("shows %q", pagetest.Texts(d.host.Win))
	}
	// A page on screen is not taken away because it could not be read again.
	store.Fail = errFull
	d.view.open(strategy.AskTone)
	if !d.says("Quand publierez-vous") || len(d.host.Errors) == 0 {
		t.Errorf("shows %q, %v", pagetest.Texts(d.host.Win), d.host.Errors)
	}
	store.Fail = nil
	d.press("Continuer : votre charte")
	if !d.store.At.Passed(strategy.AskSlots) || d.store.At.Passed(strategy.AskTone) {
		t.Errorf("passed %v", d.store.At.Done)
	}
}

func TestAListKeepsAsManyLinesAsItCan(t *testing.T) {
	d := open(t, strategy.AskWords, filled())
	words := d.enter("promo", strings.Repeat("mot, ", strategy.MaxLines+1))
	d.enter("#Martin", "#Pain")
	d.host.Elapse()
	if got := d.store.Kept.Voice; len(got.Avoid) != strategy.MaxLines || words.Error() == "" || !slices.Equal(got.Hashtags, []string{"#Pain"}) {
		t.Errorf("kept %d words and %q, says %q", len(got.Avoid), got.Hashtags, words.Error())
	}
	put(words, "mot")
	if words.Error() != "" {
		t.Errorf("still says %q", words.Error())
	}
}
