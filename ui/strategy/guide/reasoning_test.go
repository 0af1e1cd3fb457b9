package guide

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
)

func (d *desk) heirs() *kit.Select {
	d.t.Helper()
	for _, s := range pagetest.All[*kit.Select](d.host.Win) {
		if slices.Contains(s.Options(), "Aucun pilier") {
			return s
		}
	}
	d.t.Fatal("does not ask where the posts go")
	return nil
}

func TestRemovingAPillarThatIsUsedAsksWhereItsPostsGo(t *testing.T) {
	d := open(t, strategy.AskPillars, filled())
	d.store.Posts = map[app.ID]int{"p1": 3}
	d.enter("Produits", "Nos pains")
	d.pressNth("Retirer ce pilier", 0)
	if !d.says("Nos pains") || !d.says("3 publications, 1 action") {
		t.Errorf("says %q", pagetest.Texts(d.host.Win))
	}
	if got := d.heirs().Options(); !slices.Equal(got, []string{"Aucun pilier", "Offres", "Équipe"}) {
		t.Errorf("offers %q", got)
	}
	confirm := func() {
		all := d.buttons("Retirer ce pilier")
		pagetest.Click(d.host.Win, all[len(all)-1])
	}
	confirm()
	if len(d.store.Kept.Pillars) != 3 || !d.says("Choisissez où vont ses publications") {
		t.Error("removed without a choice")
	}
	d.press("Annuler")
	if len(d.store.Kept.Pillars) != 3 {
		t.Error("removed all the same")
	}
	d.pressNth("Retirer ce pilier", 0)
	s := d.heirs()
	s.SetSelected(2)
	confirm()
	if d.store.Heirs["p1"] != "p3" || len(d.store.Kept.Pillars) != 2 || d.store.Kept.Actions[1].PillarID != "p3" {
		t.Errorf("heirs %v, pillars %v", d.store.Heirs, d.store.Kept.Pillars)
	}
	// One that nothing uses goes at once.
	d.press("Ajouter un pilier")
	d.pressNth("Retirer ce pilier", 2)
	if len(d.store.Kept.Pillars) != 2 || len(d.host.Errors) > 0 {
		t.Errorf("pillars %v, %v", d.store.Kept.Pillars, d.host.Errors)
	}
}

func TestNoTwoPillarsLookAlike(t *testing.T) {
	d := open(t, strategy.AskPillars, filled())
	colours := func() (all []int) {
		for _, p := range d.store.Kept.Pillars {
			all = append(all, p.Colour)
		}
		return all
	}
	d.enter("Offres", "Nos offres") // waits while the colour changes
	d.choose("Vert", "Corail")
	if got := colours(); !slices.Equal(got, []int{2, 1, 3}) || d.store.Kept.Pillars[1].Name != "Nos offres" {
		t.Errorf("kept %v", d.store.Kept.Pillars)
	}
	d.choose("Bleu", "Prune")
	if got := colours(); !slices.Equal(got, []int{2, 1, 5}) {
		t.Errorf("kept %v", got)
	}
	d.host.Hold()
	for _, to := range []int{0, 2} { // two changes of the first before the disk answers
		s := pagetest.All[*kit.Select](d.host.Win)[0]
		s.OnChanged(to)
	}
	d.host.Release()
	if got := colours(); got[0] != 3 || got[0] == got[1] || got[1] == got[2] {
		t.Errorf("kept %v", got)
	}
}

func TestTheSumOfTheSharesFollowsTyping(t *testing.T) {
	d := open(t, strategy.AskPillars, filled())
	sum := func() string {
		for _, tag := range pagetest.All[*kit.Tag](d.host.Win) {
			if strings.HasPrefix(tag.Text(), "total") {
				return plain(tag.Text())
			}
		}
		return ""
	}
	if got := sum(); got != "total 100 %" {
		t.Errorf("says %q", got)
	}
	d.enter("50 %", "62,5 %")
	d.host.Elapse()
	if got := sum(); got != "total 112,5 %" {
		t.Errorf("says %q", got)
	}
	d.enter("30 %", "beaucoup")
	d.host.Elapse()
	if got := sum(); got != "total 112,5 %" {
		t.Errorf("says %q", got)
	}
}

func TestTheCadenceIsHeldAgainstTheHours(t *testing.T) {
	d := open(t, strategy.AskCadence, filled())
	if !d.says("1 h 45 par semaine sur 3 h, réponses comprises") { // 2 × 20 + 15 + 50
		t.Errorf("says %q", pagetest.Texts(d.host.Win))
	}
	d.choose("2 par semaine", "7 par semaine")
	d.host.Elapse()
	if !d.says("3 h 25 par semaine sur 3 h") || !d.says("2 h 20 par semaine") {
		t.Errorf("says %q", pagetest.Texts(d.host.Win))
	}
	d.enter("20", "10")
	d.host.Elapse()
	if !d.says("2 h 15 par semaine sur 3 h") {
		t.Errorf("says %q", pagetest.Texts(d.host.Win))
	}
	// The same format costs the same on both networks.
	d.choose("Texte", "Photo")
	d.host.Elapse()
	if n := len(slices.DeleteFunc(d.entries(), func(e *kit.Entry) bool { return e.Text() != "10" })); n != 2 {
		t.Errorf("%d fields show 10", n)
	}
	none := open(t, strategy.AskCadence, strategy.Strategy{})
	none.press("Choisir mes réseaux")
	if none.view.question != strategy.AskNetworks {
		t.Errorf("leads to %q", none.view.question)
	}
	without := filled()
	without.Profile.MinutesPerWeek = 0
	if d := open(t, strategy.AskCadence, without); !d.says("1 h 45 par semaine, réponses comprises") {
		t.Errorf("says %q", pagetest.Texts(d.host.Win))
	}
}

// TestAnUnreadableTimeKeepsTheOneOfTheFormat: not of the format from before.
func TestAnUnreadableTimeKeepsTheOneOfTheFormat(t *testing.T) {
	d := open(t, strategy.AskCadence, filled())
	d.choose("Photo", "Vidéo courte")
	d.host.Elapse()
	length := d.field("60")
	length.SetText("60 x")
	d.host.Elapse()
	if got := d.store.Kept.Rhythm.MinutesFor(strategy.FormatReel); got != 60 {
		t.Errorf("a reel takes %d minutes", got)
	}
}

func TestProposedSlotsAreTaken(t *testing.T) {
	kept := filled()
	kept.Slots = nil
	d := open(t, strategy.AskSlots, kept)
	ideas := strategy.SuggestSlots(d.view.answers, d.view.facts)
	if len(ideas) == 0 {
		t.Fatal("nothing is proposed")
	}
	for _, idea := range ideas {
		for _, why := range idea.Reasons {
			if !d.says(plain(d.host.Text().Say(why))) {
				t.Errorf("does not say %q", d.host.Text().Say(why))
			}
		}
	}
	d.host.Hold()
	add := d.buttons("Ajouter")[0]
	pagetest.Click(d.host.Win, add)
	d.host.Release()
	got := d.store.Kept.Slots
	if len(got) != 1 || got[0].Weekday != ideas[0].Weekday || got[0].Time != ideas[0].Time || got[0].PillarID != ideas[0].Pillar {
		t.Errorf("kept %v, proposed %v", got, ideas[0])
	}
	if slices.ContainsFunc(strategy.SuggestSlots(d.view.answers, d.view.facts), func(i strategy.SlotIdea) bool {
		return i.Weekday == got[0].Weekday && i.Time == got[0].Time
	}) {
		t.Error("proposed again")
	}
}

func TestTwoSlotsAtTheSameTimeAreTold(t *testing.T) {
	d := open(t, strategy.AskSlots, filled())
	d.choose("Vendredi", "Mardi")
	put(d.field("17:30"), "12h")
	d.view.Hide()
	if !d.says("existe déjà ce jour-là à 12:00") || d.store.Kept.Slots[1].Weekday != time.Friday {
		t.Errorf("kept %v; says %q", d.store.Kept.Slots, pagetest.Texts(d.host.Win))
	}
	for _, s := range pagetest.All[*kit.Select](d.host.Win)[:1] { // the first leaves the place
		s.SetSelected(0)
		s.OnChanged(0)
	}
	d.view.Hide()
	d.view.Hide() // the second is tried again
	if got := d.store.Kept.Slots; got[0].Weekday != time.Monday || got[1].Weekday != time.Tuesday || d.says("existe déjà") {
		t.Errorf("kept %v; says %q", got, pagetest.Texts(d.host.Win))
	}
}

func TestTheCharterIsCopiedAsItIsTyped(t *testing.T) {
	d := open(t, strategy.AskAnswering, filled())
	d.enter("Camille", "Paul et Jeanne")
	d.press("Copier")
	d.host.Elapse()
	want := filled().Charter
	want.Who = "Paul et Jeanne"
	if diff := cmp.Diff(strategy.PublicCharter(want, martin(), d.host.Text()), fyne.CurrentApp().Clipboard().Content()); diff != "" {
		t.Error(diff)
	}
	if !d.says("Paul et Jeanne") || len(d.host.Toasts) != 1 {
		t.Errorf("says %q", pagetest.Texts(d.host.Win))
	}
}

func TestIdeasGoToTheCalendarAndBack(t *testing.T) {
	d := open(t, strategy.AskActions, filled())
	d.enter("Le levain", "Le levain vivant")
	d.press("Placer 1 idée sur le calendrier")
	if len(d.rooms.ideas) != 1 || d.rooms.ideas[0].Title != "Le levain vivant" || d.on("Placer 1 idée sur le calendrier") {
		t.Errorf("placed %v", d.rooms.ideas)
	}
	if tags := pagetest.All[*kit.Tag](d.host.Win); !slices.ContainsFunc(tags, func(tag *kit.Tag) bool { return tag.Text() == "Sur le calendrier" }) {
		t.Error("does not say so")
	}
	d.host.Undo()
	if len(d.rooms.ideas) != 0 {
		t.Errorf("left %v", d.rooms.ideas)
	}
}

func TestTheBudgetIsSummedAsTyped(t *testing.T) {
	d := open(t, strategy.AskBudget, filled())
	d.enter("50,5", "1 149,90")
	d.host.Elapse()
	if !d.says("1 149,9 € par mois sur 150 €") {
		t.Errorf("says %q", pagetest.Texts(d.host.Win))
	}
	d.enter("1 149,90", "cher")
	d.host.Elapse()
	if got := d.store.Kept.Budget.Lines[0].Cents; got != 5050 {
		t.Errorf("kept %d cents", got)
	}
}

// TestEnglishFiguresAreReadAgain: 2,500 reads otherwise in French.
func TestEnglishFiguresAreReadAgain(t *testing.T) {
	d := open(t, strategy.AskObjectives, filled())
	english := newDesk(t, translations.English, d.store)
	english.view.Show()
	english.choose("Followers", "Reach")
	english.host.Elapse()
	if o := d.store.Kept.Objectives[0]; o.Target == nil || *o.Target != 2500 {
		t.Errorf("the target is %v; says %q", o.Target, pagetest.Texts(english.host.Win))
	}
}
