package guide

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"parvis/app/strategy"
	"parvis/app/strategy/strategytest"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// primary is the button that goes on.
func (d *desk) primary() string {
	d.t.Helper()
	for _, b := range pagetest.All[*kit.Button](d.host.Win) {
		if strings.HasPrefix(b.Text(), "Continuer") || b.Text() == "Valider cette version" {
			return plain(b.Text())
		}
	}
	d.t.Fatal("no button goes on")
	return ""
}

func TestContinuerWalksEveryQuestion(t *testing.T) {
	d := newDesk(t, translations.French, &strategytest.Memory{Kept: filled()})
	d.view.Show()
	var seen []strategy.Question
	for range strategy.Questions() {
		seen = append(seen, d.view.question)
		for _, part := range []string{"title", "hint", "why"} {
			if words := plain(d.view.sentence(part)); !d.says(words) {
				t.Errorf("%s does not say %q", d.view.question, words)
			}
		}
		d.press(d.primary())
	}
	if !slices.Equal(seen, strategy.Questions()) || !slices.Equal(d.store.At.Done, seen) {
		t.Errorf("walked %v, passed %v", seen, d.store.At.Done)
	}
	if d.validated != 1 || d.store.At.At != strategy.AskPage || !d.says("parcours terminé") {
		t.Errorf("validated %d times, at %q", d.validated, d.store.At.At)
	}
	for range len(seen) - 1 {
		d.press("Précédent")
	}
	if d.view.question != seen[0] || d.on("Précédent") {
		t.Errorf("went back to %q", d.view.question)
	}
}

func TestADoubleClickOnContinuerSkipsNothing(t *testing.T) {
	d := open(t, strategy.AskIdentity, filled())
	d.host.Hold()
	d.press("Continuer : ce qui vous distingue")
	d.press("Continuer : ce qui vous distingue")
	d.host.Release()
	if d.view.question != strategy.AskDifference || !slices.Equal(d.store.At.Done, []strategy.Question{strategy.AskIdentity}) {
		t.Errorf("at %q, passed %v", d.view.question, d.store.At.Done)
	}
}

// TestGoingElsewhereWhileASaveIsHeld keeps what was typed, and the tick of the
// question that was passed.
func TestGoingElsewhereWhileASaveIsHeld(t *testing.T) {
	d := open(t, strategy.AskIdentity, filled())
	d.enter("Du bon pain pour le quartier", "Du pain")
	d.host.Hold()
	d.press("Continuer : ce qui vous distingue")
	d.view.open(strategy.AskBudget)
	d.enter("Du pain", "Du pain bio")
	d.host.Release()
	if d.store.Kept.Profile.Mission != "Du pain bio" {
		t.Errorf("kept %q", d.store.Kept.Profile.Mission)
	}
	if d.view.question != strategy.AskBudget || d.store.At.At != strategy.AskBudget || !d.store.At.Passed(strategy.AskIdentity) {
		t.Errorf("at %q, kept %+v", d.view.question, d.store.At)
	}
}

func TestThePathResumesWhereItWasLeft(t *testing.T) {
	store := &strategytest.Memory{Kept: filled(), At: strategy.Path{At: strategy.AskTone, Done: []strategy.Question{strategy.AskIdentity, strategy.AskMeans}}}
	d := newDesk(t, translations.French, store)
	d.view.Show()
	if !d.says("Comment parlez-vous à vos clients") || !d.says("Étape 6 sur 10 · environ 19 minutes restantes") {
		t.Errorf("shows %q", pagetest.Texts(d.host.Win))
	}
	d.press("Reprendre plus tard")
	if !slices.Contains(d.host.Targets, page.Target{Room: page.Home}) {
		t.Errorf("goes to %v", d.host.Targets)
	}
	d.view.Hide()
	d.view.Resume("no question")
	d.view.Show()
	if d.view.question != strategy.AskTone {
		t.Errorf("at %q", d.view.question)
	}
	d.view.Resume(strategy.AskSlots)
	d.view.Show()
	if d.view.question != strategy.AskSlots {
		t.Errorf("at %q", d.view.question)
	}
}

func TestTheStepperReachesEveryStepAndTicksWhatIsFinished(t *testing.T) {
	d := newDesk(t, translations.French, &strategytest.Memory{Kept: filled(), At: strategy.Path{Done: []strategy.Question{strategy.AskIdentity, strategy.AskAudit}}})
	d.view.Show()
	y := float32(1) // rows share the height by their words
	for i, step := range strategy.Steps() {
		for stepper := pagetest.All[*kit.Stepper](d.host.Win)[0]; d.view.question.Step() != step && y < stepper.Size().Height; y += 8 {
			stepper.Tapped(&fyne.PointEvent{Position: fyne.NewPos(10, y)})
		}
		if d.view.question.Step() != step {
			t.Fatalf("step %d is not reached", i+1)
		}
	}
	d.view.open(strategy.AskMeans)
	got := d.view.entry(strategy.StepBusiness)
	if got != strategy.AskDifference {
		t.Errorf("the step begins with %q, want the first question not passed", got)
	}
	if !d.view.path.Finished(strategy.StepAudit, d.view.answers) || d.view.path.Finished(strategy.StepBusiness, d.view.answers) {
		t.Error("the wrong steps are finished")
	}
}

func TestTheExampleFillsOnlyWhatIsEmpty(t *testing.T) {
	const button = "Partir d’un exemple pour mon métier"
	d := open(t, strategy.AskIdentity, strategy.Strategy{})
	d.write("Ce que vous apportez, et à qui", "Ma mission")
	d.press(button) // what is typed still waits
	if got := d.store.Kept.Profile; got.Mission != "Ma mission" || got.Offer == "" {
		t.Errorf("kept %+v", got)
	}
	d.field("Ma mission")
	d.press("Continuer : ce qui vous distingue")
	d.press("Précédent")
	if d.on(button) {
		t.Error("still offered once the question is passed and answered")
	}
	d.view.open(strategy.AskDifference)
	if !d.on(button) {
		t.Error("not offered where nothing is answered")
	}
	for _, q := range withExample {
		store := &strategytest.Memory{At: strategy.Path{At: q}}
		if q == strategy.AskCadence {
			store.Kept.Channels = []strategy.Channel{{Network: "facebook"}}
		}
		d := newDesk(t, translations.French, store)
		d.view.Show()
		d.press(button)
		if store.Saves == 0 || len(d.host.Errors) > 0 {
			t.Errorf("%s: %d saves, %v", q, store.Saves, d.host.Errors)
		}
	}
}

func TestTheSummaryGrowsWhileTyping(t *testing.T) {
	d := open(t, strategy.AskAudiences, filled())
	d.enter("Marc", "Marcelle")
	if d.store.Saves > 0 || d.says("Claire · Marcelle") {
		t.Error("saved, or drawn anew, at every key")
	}
	d.host.Elapse()
	if !d.says("Claire · Marcelle") {
		t.Errorf("shows %q", pagetest.Texts(d.host.Win))
	}
}

// TestAdviceComesWithItsReasonAndGoes: beside the row it is about, as typed.
func TestAdviceComesWithItsReasonAndGoes(t *testing.T) {
	kept := filled()
	kept.Objectives = kept.Objectives[:1]
	d := open(t, strategy.AskObjectives, kept)
	shown := func() (n int) {
		for _, a := range strategy.Advise(d.view.answers, d.view.facts) {
			if a.Question == strategy.AskObjectives {
				n++
				if !d.says(plain(d.host.Text().Say(a.Text))) || !d.says(plain(d.host.Text().Say(a.Reason))) {
					t.Errorf("does not say %q for %q", d.host.Text().Say(a.Text), d.host.Text().Say(a.Reason))
				}
			}
		}
		return n
	}
	shown()
	before := pagetest.Texts(d.host.Win)
	target := d.enter("2 500", "")
	d.host.Elapse()
	if shown() == 0 || slices.Equal(before, pagetest.Texts(d.host.Win)) {
		t.Error("an objective without a target calls for nothing")
	}
	if row := d.view.aside[d.store.Kept.Objectives[0].ID]; row == nil || len(row.Objects) == 0 {
		t.Error("the advice is not beside its row")
	}
	put(target, "2 500")
	d.host.Elapse()
	if !slices.Equal(before, pagetest.Texts(d.host.Win)) {
		t.Errorf("says %q, said %q", pagetest.Texts(d.host.Win), before)
	}
}

func TestHalfTypedAnswersAreReasonedAbout(t *testing.T) {
	for _, q := range strategy.Questions() {
		d := open(t, q, filled())
		for _, e := range d.entries() {
			for _, typed := range []string{"", " ", "1", "1e", "-", "%", "\u202f", "«", strings.Repeat("x", 300)} {
				e.Input().SetText(typed)
			}
		}
		d.view.Hide()
		if len(d.store.Kept.Crisis.Levels) != 2 || len(d.store.Kept.Pillars) != 3 {
			t.Errorf("%s: rows were lost", q)
		}
	}
}

func TestTheLastQuestionSaysWhatIsMissingAndLeadsThere(t *testing.T) {
	kept := filled()
	kept.Charter.Who = ""
	d := open(t, strategy.AskPage, kept)
	if !d.says("Il manque : vos réponses") || !d.says("Complet") {
		t.Errorf("shows %q", pagetest.Texts(d.host.Win))
	}
	d.press("Classeur")
	if !slices.Equal(d.host.Toasts, []string{"classeur"}) {
		t.Error("does not export")
	}
	rows := pagetest.All[*kit.TapRow](d.host.Win)
	pagetest.Click(d.host.Win, rows[7])
	if d.view.question != strategy.AskAnswering {
		t.Errorf("leads to %q", d.view.question)
	}
}

func TestEnglish(t *testing.T) {
	for _, q := range strategy.Questions() {
		for _, kept := range []strategy.Strategy{{}, filled()} {
			d := newDesk(t, translations.English, &strategytest.Memory{Kept: kept, At: strategy.Path{At: q}})
			d.view.Show()
			for _, s := range pagetest.Texts(d.host.Win) {
				if strings.HasPrefix(s, "strategy.") || strings.HasPrefix(s, "metrics.") {
					t.Errorf("%s: no English for %s", q, s)
				}
			}
			for _, b := range pagetest.All[*kit.Button](d.host.Win) {
				if strings.HasPrefix(b.Text()+b.ToolTip(), "strategy.") {
					t.Errorf("%s: no English for %s", q, b.Text()+b.ToolTip())
				}
			}
		}
	}
}
