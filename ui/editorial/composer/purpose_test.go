package composer

import (
	"errors"
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	gocmp "github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/ui/kit"
)

// press sends a key to what has the focus, in the window or over it.
func (d *desk) press(keys ...fyne.KeyName) {
	d.t.Helper()
	for _, k := range keys {
		focused := d.host.Win.Canvas().Focused()
		if focused == nil {
			d.t.Fatalf("nothing takes %s", k)
		}
		focused.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

// tab goes to the next field.
func (d *desk) tab() {
	if m, ok := d.host.Win.Canvas().(interface{ FocusNext() }); ok {
		m.FocusNext()
	}
}

// choices are what the four lists say.
func (d *desk) choices() []string {
	p := d.view.plan.purpose
	var all []string
	for _, c := range []*choice{p.pillar, p.objective, p.audience, p.campaign} {
		all = append(all, c.list.Text())
	}
	return all
}

func TestPurposeIsChosenWithTheKeyboard(t *testing.T) {
	d := newWorld().french(t)
	d.view.New(app.Civil{})
	d.typing("Du pain")
	if want := []string{"Aucun pilier", "Aucun objectif", "Aucun public", "Aucune campagne"}; !slices.Equal(d.choices(), want) {
		t.Errorf("at first %q, want %q", d.choices(), want)
	}
	d.host.Win.Canvas().Focus(d.view.plan.purpose.pillar.list)
	for _, step := range []struct {
		name string
		keys []fyne.KeyName // in the list that opens
		want editorial.Post
	}{
		{"pillar", []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn}, editorial.Post{PillarID: "p2"}},
		{"objective", []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn}, editorial.Post{PillarID: "p2", ObjectiveID: "o1"}},
		{"audience", []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn}, editorial.Post{PillarID: "p2", ObjectiveID: "o1", AudienceID: "u1"}},
		{"campaign", []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn}, editorial.Post{PillarID: "p2", ObjectiveID: "o1", AudienceID: "u1", CampaignID: "c1"}},
	} {
		d.press(fyne.KeyReturn)
		d.press(step.keys...)
		got := d.lastSave()
		got = editorial.Post{PillarID: got.PillarID, ObjectiveID: got.ObjectiveID, AudienceID: got.AudienceID, CampaignID: got.CampaignID}
		if diff := gocmp.Diff(step.want, got); diff != "" {
			t.Fatalf("%s: %s", step.name, diff)
		}
		d.tab()
	}
	want := []string{"Pilier\u202f: Offres", "Objectif\u202f: Vendre plus le vendredi", "Public\u202f: Claire, 38 ans", "Campagne\u202f: Noël"}
	if !slices.Equal(d.choices(), want) {
		t.Errorf("shown %q, want %q", d.choices(), want)
	}
	d.view.plan.purpose.audience.list.TypedRune('a')
	if got := d.lastSave(); got.AudienceID != "" || d.choices()[2] != "Aucun public" {
		t.Errorf("none again: %q, %q", got.AudienceID, d.choices()[2])
	}
}

func TestCampaignsThatAreOverAreNotOffered(t *testing.T) {
	w := filled()
	d := w.french(t)
	d.view.Open("post")
	options := func() []string { return d.view.plan.purpose.campaign.list.Options() }
	if want := []string{"Aucune campagne", "Noël", "Nouvelle campagne…"}; !slices.Equal(options(), want) {
		t.Errorf("offered %q, want %q", options(), want)
	}
	p := w.posts["post"]
	p.CampaignID = "c2"
	w.posts["post"] = p
	d.view.Open("post")
	if want := []string{"Aucune campagne", "Noël", "Rentrée", "Nouvelle campagne…"}; !slices.Equal(options(), want) {
		t.Errorf("of a post of the last one: %q, want %q", options(), want)
	}
}

// form is the form over the page.
func (d *desk) form() *kit.Modal {
	top, _ := d.host.Win.Canvas().Overlays().Top().(*kit.Modal)
	return top
}

func TestANewCampaignIsCarriedByThePost(t *testing.T) {
	w := filled()
	d := w.french(t)
	d.view.Open("post")
	list := d.view.plan.purpose.campaign.list
	d.host.Win.Canvas().Focus(list)
	list.TypedRune('n') // after Noël comes what is new
	if d.form() == nil || list.Text() != "Campagne\u202f: Noël" {
		t.Fatalf("no form, or %q", list.Text())
	}
	d.press(fyne.KeyReturn)
	if !d.says("Donnez un nom à la campagne.") || slices.Contains(w.asked, "campaign") {
		t.Error("a campaign without a name")
	}
	for _, r := range "Galettes" {
		d.host.Win.Canvas().Focused().TypedRune(r)
	}
	dates := find(d, func(f *kit.DateField) bool { return d.form() != nil })
	start, due := dates[len(dates)-2], dates[len(dates)-1]
	start.Input().SetText("6 janvier 2027")
	due.Input().SetText("5 janvier 2027")
	test.Tap(d.form().Primary())
	if !d.says("Le dernier jour vient avant le premier.") {
		t.Error("a campaign that ends before it begins")
	}
	due.Input().SetText("au printemps")
	test.Tap(d.form().Primary())
	if due.Error() == "" || slices.Contains(w.asked, "campaign") {
		t.Errorf("a last day that is none: %q", due.Error())
	}
	due.Input().SetText("31/1/2027")
	w.fail["campaign"] = errors.New("disk full")
	test.Tap(d.form().Primary())
	if d.form() == nil || len(w.strategy.Campaigns) != 2 {
		t.Fatal("what could not be kept is gone")
	}
	delete(w.fail, "campaign")
	test.Tap(d.form().Primary())
	if d.form() != nil {
		t.Fatal("the form is still open")
	}
	day := func(d int) app.Date { return app.Date{Year: 2027, Month: time.January, Day: d} }
	want := strategy.Campaign{ID: "c3", Name: "Galettes", Start: day(6), Due: day(31)}
	if got := w.strategy.Campaigns[2]; got != want {
		t.Errorf("kept %+v, want %+v", got, want)
	}
	if d.lastSave().CampaignID != "c3" || list.Text() != "Campagne\u202f: Galettes" {
		t.Errorf("the post carries %q, shown %q", d.lastSave().CampaignID, list.Text())
	}
	if options := list.Options(); !slices.Equal(options, []string{"Aucune campagne", "Noël", "Galettes", "Nouvelle campagne…"}) {
		t.Errorf("offered %q", options)
	}
	if d.host.Win.Canvas().Focused() != fyne.Focusable(list) {
		t.Error("the keyboard is not where it was")
	}
}

func TestAFormThatIsLeftChangesNothing(t *testing.T) {
	w := filled()
	d := w.french(t)
	d.view.Open("post")
	list := d.view.plan.purpose.campaign.list
	saves := len(w.saves)
	list.TypedRune('n')
	d.press(fyne.KeyEscape)
	if d.form() != nil || list.Selected() != 1 || len(w.saves) != saves || d.left != 0 {
		t.Errorf("form %v, chosen %d, %d saves, left %d times", d.form(), list.Selected(), len(w.saves)-saves, d.left)
	}
}

func TestANewPostTakesThePillarOfItsSlot(t *testing.T) {
	w := newWorld()
	w.strategy.Slots = []strategy.Slot{
		{Weekday: time.Friday, Time: app.TimeOfDay{Hour: 12}, PillarID: "p2"},
		{Weekday: time.Thursday, Time: app.TimeOfDay{Hour: 18}, PillarID: "p1"},
	}
	d := w.french(t)
	d.view.New(app.Civil{})
	d.typing("Du pain")
	plan := d.view.plan
	at := func(day string) {
		plan.date.Input().SetText(day)
		plan.date.Entry.OnFocusLost()
	}
	at("27/11/2026")
	if got := d.lastSave(); got.At != friday || got.PillarID != "p2" || d.choices()[0] != "Pilier\u202f: Offres" {
		t.Errorf("on Friday: at %v, %q, shown %q", got.At, got.PillarID, d.choices()[0])
	}
	plan.hour.Input().SetText("13:00")
	plan.hour.Entry.OnFocusLost()
	if got := d.lastSave(); got.PillarID != "" {
		t.Errorf("beside the slot: %q", got.PillarID)
	}
	plan.purpose.pillar.list.TypedRune('p')
	plan.hour.Input().SetText("12:00")
	plan.hour.Entry.OnFocusLost()
	if got := d.lastSave(); got.At != friday || got.PillarID != "p1" {
		t.Errorf("what the owner chose: at %v, %q", got.At, got.PillarID)
	}

	p := w.posts[d.lastSave().ID]
	p.ID, p.PillarID, p.At = "old", "", app.Civil{}
	w.posts["old"] = p
	d.view.Open("old")
	at("27/11/2026")
	if got := d.lastSave(); got.ID != "old" || got.PillarID != "" {
		t.Errorf("a post that is not new: %+v", got)
	}
}

// TestTheStrategyIsFollowedWhileTyping: what changes there shows at once, and what
// is typed stays.
func TestTheStrategyIsFollowedWhileTyping(t *testing.T) {
	w := filled()
	p := w.posts["post"]
	p.AudienceID, p.CampaignID = "u1", "c1"
	w.posts["post"] = p
	d := w.french(t)
	d.view.Open("post")
	d.typing("Ce soir, ")
	colour := func() color.Color {
		dots := find(d, func(*kit.Dot) bool { return true })
		return test.WidgetRenderer(dots[0]).Objects()[0].(*canvas.Circle).FillColor
	}
	was := colour()
	s := &w.strategy
	s.Pillars = []strategy.Pillar{{ID: "p1", Name: "Produits", Colour: 1}, {ID: "p2", Name: "Bons plans", Colour: 4}}
	s.Objectives = []strategy.Objective{{ID: "o1", Name: "Vendre le samedi"}}
	s.Audiences = []strategy.Audience{{ID: "u1", Name: "Claire, 39 ans"}, {ID: "u3", Name: "Les écoles"}}
	s.Campaigns = []strategy.Campaign{{ID: "c1", Name: "Fêtes"}}
	app.Emit(w.events, strategy.Changed{})
	want := []string{"Pilier\u202f: Bons plans", "Objectif\u202f: Vendre le samedi", "Public\u202f: Claire, 39 ans", "Campagne\u202f: Fêtes"}
	if !slices.Equal(d.choices(), want) {
		t.Errorf("shown %q, want %q", d.choices(), want)
	}
	if now := colour(); now == was || now != kit.ColorFor(d.view.object, kit.PillarTone(4).Strong()) {
		t.Errorf("the colour is %v, was %v", now, was)
	}
	if got := d.view.plan.purpose.audience.list.Options(); !slices.Contains(got, "Les écoles") {
		t.Errorf("audiences %q", got)
	}
	if got := d.view.text.Text(); got != "Ce soir, "+blackFriday {
		t.Errorf("typed %q", got)
	}

	// A pillar that is removed leaves its posts to its heir, in the file.
	s.Pillars, s.Audiences, s.Campaigns, s.Objectives = s.Pillars[:1], nil, nil, nil
	p.PillarID, p.ObjectiveID, p.AudienceID, p.CampaignID = "p1", "", "", ""
	w.posts["post"] = p
	app.Emit(w.events, strategy.Changed{})
	want = []string{"Pilier\u202f: Produits", "Aucun objectif", "Aucun public", "Aucune campagne"}
	if !slices.Equal(d.choices(), want) {
		t.Errorf("after removals: %q, want %q", d.choices(), want)
	}
	d.host.Elapse()
	if got := d.lastSave(); got.PillarID != "p1" || got.Text != "Ce soir, "+blackFriday {
		t.Errorf("saved %+v", got)
	}
}

func TestTheNewPostThatWasNotTouchedIsBlank(t *testing.T) {
	w := newWorld()
	w.strategy.Slots = []strategy.Slot{{Weekday: time.Friday, Time: app.TimeOfDay{Hour: 12}, PillarID: "p2"}}
	d := w.french(t)
	d.view.open.born = &editorial.Post{ID: "n", PillarID: "p2", At: friday}
	d.view.open.post = *d.view.open.born
	if !d.view.open.blank() {
		t.Error("the pillar of a slot is not the owner's work")
	}
	for name, change := range map[string]func(p *editorial.Post){
		"pillar":   func(p *editorial.Post) { p.PillarID = "p1" },
		"audience": func(p *editorial.Post) { p.AudienceID = "u1" },
		"campaign": func(p *editorial.Post) { p.CampaignID = "c1" },
	} {
		d.view.open.post = *d.view.open.born
		change(&d.view.open.post)
		if d.view.open.blank() {
			t.Errorf("the %s that was chosen is lost", name)
		}
	}
}

func TestWordsAreShownWhereTheyStand(t *testing.T) {
	w := filled()
	d := w.desk(t, kit.ModeLight, translations.French, fyne.NewSize(1072, 800))
	d.view.Open("post")
	text := blackFriday
	for _, word := range []string{"Vendredi", "Black Friday", "voisin", "👉", "Réservez", "#CommerceLocal"} {
		start := strings.Index(text, word)
		w.checks = func(editorial.Post) []editorial.Check {
			return []editorial.Check{{
				Severity: editorial.Warns, Title: app.Say("editorial.check.avoid", "Count", 1),
				Caption: app.Say("editorial.check.avoid.caption", "Words", word),
				Fix:     editorial.Fix{Action: editorial.FixSeeWord, Start: start, End: start + len(word)},
			}}
		}
		d.view.look()
		if !d.says("Mot à éviter") {
			t.Fatal("the check is not shown")
		}
		test.Tap(d.button("Voir dans le texte"))
		if got := d.view.text.Input().SelectedText(); got != word {
			t.Errorf("selected %q, want %q", got, word)
		}
	}
	test.Type(d.view.text.Input(), "#Nantes")
	see(d.view.text, len(text)+10, len(text)+20) // of a text that was longer
	if got := d.view.text.Text(); got != text[:strings.Index(text, "#CommerceLocal")]+"#Nantes" {
		t.Errorf("typed over what is selected: %q", got)
	}
}

func TestHashtagsAreAddedAtTheEnd(t *testing.T) {
	w := filled()
	d := w.french(t)
	d.view.Open("post")
	w.checks = func(p editorial.Post) []editorial.Check {
		if p.Text != blackFriday {
			return nil
		}
		return []editorial.Check{{
			Severity: editorial.Informs, Title: app.Say("editorial.check.hashtags", "Count", 1),
			Caption: app.Say("editorial.check.hashtags.caption", "Tags", "#Martin"),
			Fix:     editorial.Fix{Action: editorial.FixAddHashtags, Text: "\n\n#Martin"},
		}}
	}
	d.view.look()
	test.Tap(d.button("Ajouter"))
	d.host.Elapse()
	if got := d.lastSave().Text; got != blackFriday+"\n\n#Martin" {
		t.Errorf("saved %q", got)
	}
	if d.says("Sans votre hashtag") {
		t.Error("it is still asked for")
	}
	for range 20 {
		d.view.text.Input().TypedShortcut(&fyne.ShortcutUndo{})
	}
	if got := d.view.text.Text(); got != blackFriday {
		t.Errorf("undone: %q", got)
	}
}
