package desk_test

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/strategy"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// TestPillarIsFollowedEverywhere: what changes in a pillar shows at once in the
// room that is in front, whichever it is.
func TestPillarIsFollowedEverywhere(t *testing.T) {
	r := atExample(t)
	plan := r.desk.Services().Strategy
	// The last pillar goes, so that one colour is free, and another takes its share.
	// The colours changed are those that nothing else in the window has.
	all := r.plan().Pillars
	other, pillar, last := all[0], all[2], all[len(all)-1]
	must(t, plan.RemovePillar(t.Context(), last.ID, other.ID))
	other.ShareBP += last.ShareBP
	must(t, plan.SavePillar(t.Context(), other))
	free := last.Colour

	month := page.Target{Room: page.Editorial, View: page.Calendar, At: app.Civil{Date: app.DateOf(saturday)}}
	for i, room := range []struct {
		name   string
		target page.Target
		shares bool
	}{
		{"calendar", month, true},
		{"composer", page.Target{Room: page.Editorial, View: page.EditPost, ID: r.composed(pillar.ID)}, false},
		{"indicators", page.Target{Room: page.Metrics}, false},
		{"calendar again", month, true},
	} {
		t.Run(room.name, func(t *testing.T) {
			r.see(room.target)
			former := pillar
			if !r.says(former.Name) || r.drawn(former.Colour) == 0 || r.drawn(free) != 0 {
				t.Fatalf("before: the name is shown %v, its colour %d times, the free one %d times",
					r.says(former.Name), r.drawn(former.Colour), r.drawn(free))
			}
			pillar.Name, pillar.Colour = fmt.Sprintf("Fournil %d", i), free
			pillar.ShareBP, other.ShareBP = pillar.ShareBP+100, other.ShareBP-100
			must(t, plan.SavePillar(t.Context(), pillar))
			must(t, plan.SavePillar(t.Context(), other))
			r.settle()
			free = former.Colour

			if !r.says(pillar.Name) || r.says(former.Name) {
				t.Errorf("named %q: shown %v, the former name %v", pillar.Name, r.says(pillar.Name), r.says(former.Name))
			}
			if r.drawn(pillar.Colour) == 0 || r.drawn(free) != 0 {
				t.Errorf("in colour %d: drawn %d times, in the former one %d", pillar.Colour, r.drawn(pillar.Colour), r.drawn(free))
			}
			share := r.text.Percent(float64(pillar.ShareBP)/10_000, 0)
			if room.shares && (!r.says(pillar.Name+" "+share) || !r.says(" / "+share)) {
				t.Errorf("the share %s is not shown", share)
			}
		})
	}
}

// TestPillarTypedInTheGuideShows: the same by its fields, with the keyboard, at
// once after the last key.
func TestPillarTypedInTheGuideShows(t *testing.T) {
	r := atExample(t)
	r.ask(strategy.AskPillars)
	r.tabTo(r.text.T("strategy.pillars.name"))
	r.rewrite("L’aube au fournil")
	r.tab()
	r.rewrite("43")
	r.press(r.text.T("shell.room.editorial"))
	if words := "L’aube au fournil " + r.text.Percent(0.43, 0); !r.says(words) {
		t.Errorf("the calendar does not say %q", words)
	}
}

// TestPillarThatIsUsedAsksForItsHeir: a pillar that posts and slots use is removed
// only once its owner said where they go; one that nothing uses goes at once, and
// comes back.
func TestPillarThatIsUsedAsksForItsHeir(t *testing.T) {
	r := atExample(t)
	gone, heir := r.plan().Pillars[0], r.plan().Pillars[1]
	carrying := func(pillar app.ID) (posts, slots, actions int) {
		all, err := r.desk.Services().Editorial.Postings(t.Context(), app.Date{Year: 2025, Month: 1, Day: 1}, app.Date{Year: 2027, Month: 12, Day: 31})
		must(t, err)
		for _, p := range all {
			if p.PillarID == pillar {
				posts++
			}
		}
		for _, s := range r.plan().Slots {
			if s.PillarID == pillar {
				slots++
			}
		}
		for _, a := range r.plan().Actions {
			if a.PillarID == pillar {
				actions++
			}
		}
		return posts, slots, actions
	}
	posts, slots, actions := carrying(gone.ID)
	heirPosts, heirSlots, heirActions := carrying(heir.ID)
	if posts == 0 || slots == 0 || actions == 0 {
		t.Fatalf("the pillar has %d posts, %d slots, %d actions: this test proves nothing", posts, slots, actions)
	}
	remove := r.text.T("strategy.pillars.remove")

	all := len(r.plan().Pillars)
	r.ask(strategy.AskPillars)
	r.press(remove)
	if title := r.text.T("strategy.pillars.remove_title", "Name", gone.Name); !pagetest.Says(r.window(), title) {
		t.Fatalf("nobody asks %q; the window says %q", title, pagetest.Texts(r.window()))
	}
	if use := r.text.N("strategy.pillars.use.slots", slots); !pagetest.Says(r.window(), use) {
		t.Errorf("it is not said that it has %q: %q", use, pagetest.Texts(r.window()))
	}
	r.press(remove)
	if missing := r.text.T("strategy.pillars.heir_missing"); !pagetest.Says(r.window(), missing) || len(r.plan().Pillars) != all {
		t.Fatalf("removed without an heir: %d pillars left; the window says %q", len(r.plan().Pillars), pagetest.Texts(r.window()))
	}
	r.tabTo(r.text.T("strategy.pillars.heir_choose"))
	r.choose(2) // the first is none
	r.press(remove)

	if slices.ContainsFunc(r.plan().Pillars, func(p strategy.Pillar) bool { return p.ID == gone.ID }) {
		t.Fatal("the pillar is still there")
	}
	if p, s, a := carrying(gone.ID); p+s+a != 0 {
		t.Errorf("left behind: %d posts, %d slots, %d actions", p, s, a)
	}
	if p, s, a := carrying(heir.ID); p != posts+heirPosts || s != slots+heirSlots || a != actions+heirActions {
		t.Errorf("the heir has %d posts, %d slots, %d actions; want %d, %d, %d", p, s, a, posts+heirPosts, slots+heirSlots, actions+heirActions)
	}

	// The keyboard goes on in the question: a new pillar, that nothing uses.
	r.seen()
	r.press(r.text.T("strategy.pillars.add"))
	r.write("Un essai")
	r.tab()
	r.rewrite("5")
	r.wait()
	tried := r.plan()
	r.press(remove)
	if len(r.plan().Pillars) != len(tried.Pillars)-1 || r.window().Canvas().Overlays().Top() != nil {
		t.Fatalf("a pillar that nothing uses: %d left of %d", len(r.plan().Pillars), len(tried.Pillars))
	}
	r.seen()
	r.press(r.text.T("shell.undo"))
	got := r.plan().Pillars[len(r.plan().Pillars)-1]
	if want := tried.Pillars[len(tried.Pillars)-1]; got != want || len(r.plan().Pillars) != len(tried.Pillars) {
		t.Errorf("undone, the last pillar is %+v, want %+v", got, want)
	}
}

// TestIdeasOfThePlanReachTheCalendar: in one click, and back in one.
func TestIdeasOfThePlanReachTheCalendar(t *testing.T) {
	r := atExample(t)
	r.ask(strategy.AskActions)
	r.press(r.text.T("strategy.guide.idea_add"))
	r.write("La galette, du four à la fève")
	r.wait()
	waiting := 0
	var idea strategy.Action
	for _, a := range r.plan().Actions {
		if a.Kind == strategy.KindIdea && a.PostID == "" && !a.Done {
			waiting++
		}
		if a.Title == "La galette, du four à la fève" {
			idea = a
		}
	}
	calendar := page.Target{Room: page.Editorial, View: page.Calendar, At: app.Civil{Date: idea.Day}}
	place := r.text.N("strategy.guide.place", waiting)

	r.ask(strategy.AskActions)
	r.press(place)
	r.see(calendar)
	if !r.says("La ga") {
		t.Errorf("the calendar of %v does not show the idea", idea.Day)
	}
	posts := r.desk.Services().Editorial
	if p, _, err := posts.Post(t.Context(), idea.ID); err != nil || p.At.Date != idea.Day {
		t.Errorf("the post is %+v, %v", p, err)
	}
	r.press(r.text.T("shell.undo"))
	if _, _, err := posts.Post(t.Context(), idea.ID); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("undone, the post: %v", err)
	}
	if r.says("La ga") {
		t.Error("undone, the calendar still shows the idea")
	}
	r.ask(strategy.AskActions)
	r.tabTo(place)
}

// TestTasksOfThePlanAreOnAccueil: and are marked as done there.
func TestTasksOfThePlanAreOnAccueil(t *testing.T) {
	r := atExample(t)
	plan := r.desk.Services().Strategy
	for _, a := range r.plan().Actions {
		must(t, plan.RemoveAction(t.Context(), a.ID))
	}
	r.ask(strategy.AskActions)
	r.press(r.text.T("strategy.guide.task_add"))
	r.write("Repeindre l’enseigne")
	r.tabTo(r.text.T("kit.date.placeholder"))
	r.rewrite("aujourd’hui")
	r.press(r.text.T("shell.room.home"))
	task := r.text.T("home.task.action", "Title", "Repeindre l’enseigne")
	if !r.says(task) {
		t.Fatalf("Accueil does not say %q: %q", task, pagetest.Texts(r.window()))
	}
	r.press(r.text.T("home.action.done"))
	if all := r.plan().Actions; len(all) != 1 || !all[0].Done {
		t.Errorf("the actions are %+v", all)
	}
	if pagetest.Button(r.window(), r.text.T("home.action.done")) != nil {
		t.Error("what is done can be done again")
	}
	r.press(r.text.T("shell.undo"))
	if all := r.plan().Actions; all[0].Done || pagetest.Button(r.window(), r.text.T("home.action.done")) == nil {
		t.Errorf("undone, the actions are %+v", all)
	}
}

// TestReviewJoinsThePlan: what a review of the month decides becomes tasks, and
// ideas on the calendar.
func TestReviewJoinsThePlan(t *testing.T) {
	r := atExample(t)
	before := r.plan().Actions
	r.see(page.Target{Room: page.Strategy})
	r.tabTo(r.text.T("strategy.view.review"))
	r.keys(fyne.KeyEnd)
	if !pagetest.Says(r.window(), r.text.T("strategy.review.decisions")) {
		t.Fatalf("the review is not shown: %q", pagetest.Texts(r.window()))
	}
	r.fill(r.text.T("strategy.review.well"), "Les brioches du samedi")
	r.backTo(r.text.T("strategy.guide.idea_add"))
	r.keys(fyne.KeyReturn)
	r.write("La brioche, côté fournil")
	r.press(r.text.T("strategy.guide.task_add"))
	r.write("Commander des étiquettes")
	r.press(r.text.T("strategy.review.close"))
	r.press(r.text.T("strategy.review.close")) // in the form that asks whether to

	after := r.plan().Actions
	find := func(title string) strategy.Action {
		i := slices.IndexFunc(after, func(a strategy.Action) bool { return a.Title == title })
		if i < 0 {
			t.Fatalf("%q is not in the plan: %+v", title, after)
		}
		return after[i]
	}
	idea, task := find("La brioche, côté fournil"), find("Commander des étiquettes")
	if len(after) != len(before)+2 || idea.Kind != strategy.KindIdea || idea.PostID == "" || task.Kind != strategy.KindTask {
		t.Errorf("%d actions became %d: %+v, %+v", len(before), len(after), idea, task)
	}
	reviews, err := r.desk.Services().Reviews.All(t.Context())
	must(t, err)
	if !slices.ContainsFunc(reviews, func(v strategy.Review) bool { return v.Closed() && v.Well == "Les brioches du samedi" }) {
		t.Error("the review is not closed with what was typed")
	}
	if !pagetest.Says(r.window(), r.text.T("strategy.review.closed")) {
		t.Error("the page does not say that the review is over")
	}
	r.see(page.Target{Room: page.Editorial, View: page.Calendar, At: app.Civil{Date: idea.Day}})
	if !r.says("La br") {
		t.Errorf("the calendar of %v does not show the idea", idea.Day)
	}
}

// TestComposerOffersWhatTheGuideHolds: audiences and campaigns typed in the guide
// are what a post can be for.
func TestComposerOffersWhatTheGuideHolds(t *testing.T) {
	r := atExample(t)
	for _, a := range r.plan().Audiences {
		must(t, r.desk.Services().Strategy.RemoveAudience(t.Context(), a.ID))
	}
	r.ask(strategy.AskAudiences)
	r.press(r.text.T("strategy.guide.audience_add"))
	r.write("Zoé, 19 ans")
	r.ask(strategy.AskActions)
	r.press(r.text.T("strategy.guide.campaign_add"))
	r.write("Portes ouvertes")
	r.press(r.text.T("shell.room.editorial"))
	r.press(r.text.T("editorial.new"))
	r.write("Venez voir le four.")

	r.tabTo(r.text.T("composer.audience.none"))
	r.choose(2) // the first is none
	r.on(r.text.T("composer.audience") + " Zoé, 19 ans")
	r.tabTo(r.text.T("composer.campaign.none"))
	list, ok := r.focused().(*kit.Select)
	if !ok {
		t.Fatalf("the campaigns are %q, which is no list", r.names())
	}
	r.choose(slices.Index(list.Options(), "Portes ouvertes") + 1)
	r.on(r.text.T("composer.campaign") + " Portes ouvertes")
	r.wait()

	plan := r.plan()
	campaign := plan.Campaigns[slices.IndexFunc(plan.Campaigns, func(c strategy.Campaign) bool { return c.Name == "Portes ouvertes" })]
	drafts, err := r.desk.Services().Editorial.Unplaced(t.Context())
	must(t, err)
	for _, d := range drafts {
		post, _, err := r.desk.Services().Editorial.Post(t.Context(), d.ID)
		must(t, err)
		if post.Text == "Venez voir le four." {
			if post.AudienceID != plan.Audiences[0].ID || post.CampaignID != campaign.ID {
				t.Errorf("the post carries audience %s and campaign %s", post.AudienceID, post.CampaignID)
			}
			return
		}
	}
	t.Error("the post is not kept")
}
