package storage_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/strategy"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// An audience and a campaign that posts carry.
const (
	claire app.ID = "audience-claire"
	winter app.ID = "campaign-winter"
)

func saveAims(t testing.TB, f *storage.File) {
	t.Helper()
	must(t, f.Strategy().SaveAudience(t.Context(), strategy.Audience{ID: claire, Name: "Claire"}))
	must(t, f.Strategy().SaveCampaign(t.Context(), strategy.Campaign{ID: winter, Name: "Noël"}))
}

func TestPostsComeBackAsTheyWereSaved(t *testing.T) {
	f := populated(t)
	saveAims(t, f)
	text := rapid.StringOf(rapid.RuneFrom([]rune("aé’ \n\U0001F956\u202f…'\"%;-")))
	rapid.Check(t, func(t *rapid.T) {
		day := rapid.IntRange(0, 400).Draw(t, "day")
		p := editorial.Post{
			ID: app.ID(rapid.StringMatching(`[a-c]`).Draw(t, "id")), Title: text.Draw(t, "title"), Text: text.Draw(t, "text"),
			Stage:       rapid.SampledFrom([]editorial.Stage{editorial.Idea, editorial.Draft, editorial.ToReview, editorial.ToFix, editorial.Approved, editorial.Dropped}).Draw(t, "stage"),
			PillarID:    rapid.SampledFrom([]app.ID{"", backstage, products}).Draw(t, "pillar"),
			ObjectiveID: rapid.SampledFrom([]app.ID{"", fame}).Draw(t, "objective"),
			AudienceID:  rapid.SampledFrom([]app.ID{"", claire}).Draw(t, "audience"),
			CampaignID:  rapid.SampledFrom([]app.ID{"", winter}).Draw(t, "campaign"),
			Lateness:    time.Duration(rapid.IntRange(0, 1000).Draw(t, "lateness")) * time.Minute,
			CreatedAt:   storagetest.Now(), UpdatedAt: storagetest.Now().Add(time.Duration(rapid.IntRange(0, 1e6).Draw(t, "updated")) * time.Millisecond),
			Accounts: rapid.SampledFrom([][]app.ID{nil, {bluesky}, {facebook, bluesky}, {bluesky, facebook}}).Draw(t, "accounts"),
		}
		if day > 0 {
			p.At = app.Civil{Date: app.DateOf(storagetest.Now()).AddDays(day), Time: app.TimeOfDay{Hour: day % 24, Minute: day % 60}}
		}
		for range rapid.IntRange(0, 3).Draw(t, "images") {
			p.Images = append(p.Images, editorial.PostImage{Hash: bread, Alt: text.Draw(t, "alt")})
		}
		if err := f.Editorial().SavePost(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		got, err := f.Editorial().Post(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p, got); diff != "" {
			t.Fatal(diff)
		}
		state, err := f.Editorial().PostState(t.Context(), p.ID)
		if err != nil || state != editorial.State(p.Stage) {
			t.Fatalf("state %q, %v", state, err)
		}
	})
}

func TestSavingPostsIsAllOrNothing(t *testing.T) {
	f := populated(t)
	bad := draft("bad")
	bad.Images = []editorial.PostImage{{Hash: "absent"}}
	wantKey(t, f.Editorial().SavePosts(t.Context(), []editorial.Post{draft("good"), bad}), app.CodeConflict, storage.KeyReference)
	_, err := f.Editorial().Post(t.Context(), "good")
	wantKey(t, err, app.CodeNotFound, storage.KeyNotFound)
	_, err = f.Editorial().PostState(t.Context(), "good")
	wantKey(t, err, app.CodeNotFound, storage.KeyNotFound)
	must(t, f.Editorial().SavePosts(t.Context(), []editorial.Post{draft("good"), draft("better")}))
	p := draft("good")
	p.Images[0].Hash = "absent"
	p.Text = "not kept"
	wantKey(t, f.Editorial().SavePost(t.Context(), p), app.CodeConflict, storage.KeyReference)
	got, err := f.Editorial().Post(t.Context(), "good")
	must(t, err)
	if diff := cmp.Diff(draft("good"), got); diff != "" {
		t.Error(diff)
	}
}

func TestDeliveriesFollowTheirPost(t *testing.T) {
	f := populated(t)
	plan(t, f, "post", "delivery")
	p, err := f.Editorial().Post(t.Context(), "post")
	must(t, err)
	due := func() time.Time {
		t.Helper()
		d, err := f.Publishing().Delivery(t.Context(), "delivery")
		must(t, err)
		return d.DueAt
	}
	p.At = at(28, 18)
	must(t, f.Editorial().SavePost(t.Context(), p))
	if got := due(); !got.Equal(time.Date(2026, 11, 28, 17, 0, 0, 0, time.UTC)) {
		t.Errorf("due at %s", got)
	}
	p.At = app.Civil{Date: app.Date{Year: 2027, Month: time.March, Day: 28}, Time: app.TimeOfDay{Hour: 2, Minute: 30}}
	must(t, f.Editorial().SavePost(t.Context(), p))
	if got := due(); !got.Equal(time.Date(2027, 3, 28, 1, 30, 0, 0, time.UTC)) {
		t.Errorf("a time that clocks skip is due at %s", got)
	}
	p.Text = "Autre texte"
	must(t, f.Editorial().SavePost(t.Context(), p))
	b := storagetest.Business()
	b.Zone = "Indian/Reunion"
	must(t, f.Business().SaveBusiness(t.Context(), b))
	if got := due(); !got.Equal(time.Date(2027, 3, 27, 22, 30, 0, 0, time.UTC)) {
		t.Errorf("in the new zone of the business it is due at %s", got)
	}
}

// TestAPostFixedWhileTheZoneChanged keeps its zone as long as it keeps its
// moment.
func TestAPostFixedWhileTheZoneChanged(t *testing.T) {
	f := populated(t)
	d := bring(t, f, plan(t, f, "post", "delivery"), publishing.Preparing)
	b := storagetest.Business()
	b.Zone = "Indian/Reunion"
	must(t, f.Business().SaveBusiness(t.Context(), b))
	zone := func() (zone string) {
		t.Helper()
		must(t, plain(t, f.Path()).QueryRow("SELECT zone FROM posts").Scan(&zone))
		return zone
	}
	p, err := f.Editorial().Post(t.Context(), "post")
	must(t, err)
	p.Title = "Autre titre"
	must(t, f.Editorial().SavePost(t.Context(), p))
	if got := zone(); got != "Europe/Paris" {
		t.Errorf("zone %s while fixed", got)
	}
	d.State = publishing.Scheduled
	must(t, f.Publishing().Advance(t.Context(), publishing.Preparing, d))
	p.At = at(26, 9)
	must(t, f.Editorial().SavePost(t.Context(), p))
	if got := zone(); got != b.Zone {
		t.Errorf("zone %s once moved", got)
	}
	d, err = f.Publishing().Delivery(t.Context(), "delivery")
	must(t, err)
	if want := p.At.In(b.Location()); !d.DueAt.Equal(want) {
		t.Errorf("due at %s, want %s", d.DueAt, want)
	}
}

func TestAPlannedPostKeepsItsDayAndStage(t *testing.T) {
	f := populated(t)
	d := plan(t, f, "post", "delivery")
	p, err := f.Editorial().Post(t.Context(), "post")
	must(t, err)
	if p.Stage != editorial.Scheduled {
		t.Errorf("planned as %s", p.Stage)
	}
	noDay := p
	noDay.At = app.Civil{}
	wantKey(t, f.Editorial().SavePost(t.Context(), noDay), app.CodeConflict, storage.KeyDayNeeded)
	stale := p
	stale.Stage = editorial.Draft
	wantKey(t, f.Editorial().SavePost(t.Context(), stale), app.CodeConflict, storage.KeyPlanned)
	// What may no longer go out does not hold the stage.
	bring(t, f, d, publishing.Missed)
	must(t, f.Editorial().SavePost(t.Context(), stale))

	unplaced := draft("unplaced")
	unplaced.At = app.Civil{}
	must(t, f.Editorial().SavePost(t.Context(), unplaced))
	err = f.Publishing().Plan(t.Context(), "unplaced", []publishing.Delivery{scheduled("d", "unplaced", bluesky)})
	wantKey(t, err, app.CodeConflict, storage.KeyDayNeeded)
}

func TestAnAccountNoLongerChosenGetsNothing(t *testing.T) {
	f := populated(t)
	must(t, f.Editorial().SavePost(t.Context(), draft("post")))
	must(t, f.Publishing().Plan(t.Context(), "post", []publishing.Delivery{scheduled("b", "post", bluesky), scheduled("f", "post", facebook)}))
	p, err := f.Editorial().Post(t.Context(), "post")
	must(t, err)
	p.Accounts = []app.ID{facebook}
	must(t, f.Editorial().SavePost(t.Context(), p))
	entries, err := f.Publishing().PostEntries(t.Context(), "post")
	must(t, err)
	if len(entries) != 1 || entries[0].Delivery.AccountID != facebook {
		t.Errorf("entries %+v", entries)
	}
}

func TestRemovingPosts(t *testing.T) {
	f := populated(t)
	for i, state := range []publishing.State{publishing.Scheduled, publishing.Missed, publishing.Dropped} {
		id := app.ID(fmt.Sprint("post", i))
		bring(t, f, plan(t, f, id, app.ID(fmt.Sprint("d", i))), state)
		must(t, f.Editorial().RemovePost(t.Context(), id))
		_, err := f.Editorial().Post(t.Context(), id)
		wantKey(t, err, app.CodeNotFound, storage.KeyNotFound)
		_, err = f.Publishing().Delivery(t.Context(), app.ID(fmt.Sprint("d", i)))
		wantKey(t, err, app.CodeNotFound, storage.KeyNotFound)
	}
	must(t, f.Editorial().RemovePost(t.Context(), "never was"))
}

func TestTheCalendar(t *testing.T) {
	f := populated(t)
	saveAims(t, f)
	save := func(id app.ID, change func(p *editorial.Post)) {
		t.Helper()
		p := draft(id)
		change(&p)
		must(t, f.Editorial().SavePost(t.Context(), p))
	}
	save("late", func(p *editorial.Post) { p.At, p.Title, p.Text = at(30, 9), "", "\n  Première ligne  \nSeconde" })
	save("early", func(p *editorial.Post) { p.At, p.Accounts = at(1, 7), []app.ID{bluesky} })
	save("same day", func(p *editorial.Post) { p.At, p.AudienceID, p.CampaignID = at(1, 6), claire, winter })
	save("gone", func(p *editorial.Post) { p.Stage = editorial.Dropped })
	save("before", func(p *editorial.Post) { p.At = app.Civil{Date: app.Date{Year: 2026, Month: time.October, Day: 31}} })
	save("after", func(p *editorial.Post) { p.At = app.Civil{Date: app.Date{Year: 2026, Month: time.December, Day: 1}} })
	save("idea", func(p *editorial.Post) { p.At, p.Stage, p.Accounts, p.PillarID = app.Civil{}, editorial.Idea, nil, "" })
	save("newer idea", func(p *editorial.Post) {
		p.At, p.Stage, p.CreatedAt = app.Civil{}, editorial.Idea, p.CreatedAt.Add(time.Hour)
	})
	save("gone idea", func(p *editorial.Post) { p.At, p.Stage = app.Civil{}, editorial.Dropped })
	bring(t, f, plan(t, f, "published", "d"), publishing.Published)
	bring(t, f, plan(t, f, "to check", "u"), publishing.Unknown)

	placed, err := f.Editorial().Placed(t.Context(), app.Date{Year: 2026, Month: time.November, Day: 1}, app.Date{Year: 2026, Month: time.November, Day: 30})
	must(t, err)
	both := []networks.Network{networks.Facebook, networks.Bluesky}
	saved := func(all []editorial.Summary) []editorial.Summary {
		for i := range all {
			all[i].UpdatedAt = storagetest.Now()
		}
		return all
	}
	if diff := cmp.Diff(saved([]editorial.Summary{
		{ID: "same day", Title: "Le pain", PillarID: backstage, AudienceID: claire, CampaignID: winter, At: at(1, 6), State: editorial.StateDraft, Networks: both},
		{ID: "early", Title: "Le pain", PillarID: backstage, At: at(1, 7), State: editorial.StateDraft, Networks: both[1:]},
		{ID: "published", Title: "Le pain", PillarID: backstage, At: at(25, 9), State: editorial.StatePublished, Networks: both},
		{ID: "to check", Title: "Le pain", PillarID: backstage, At: at(25, 9), State: editorial.StateToCheck, Networks: both},
		{ID: "late", Title: "Première ligne", PillarID: backstage, At: at(30, 9), State: editorial.StateDraft, Networks: both},
	}), placed); diff != "" {
		t.Error(diff)
	}
	unplaced, err := f.Editorial().Unplaced(t.Context())
	must(t, err)
	if diff := cmp.Diff(saved([]editorial.Summary{
		{ID: "newer idea", Title: "Le pain", PillarID: backstage, State: editorial.StateIdea, Networks: both},
		{ID: "idea", Title: "Le pain", State: editorial.StateIdea},
	}), unplaced); diff != "" {
		t.Error(diff)
	}
}

func TestPublishedTexts(t *testing.T) {
	f := populated(t)
	for _, id := range []app.ID{"one", "two"} {
		p := draft(id)
		p.Text = "Texte de " + string(id)
		p.Variants = []editorial.Variant{{Network: networks.Facebook, Text: "Version de " + string(id)}}
		must(t, f.Editorial().SavePost(t.Context(), p))
		d := scheduled("d-"+id, id, bluesky)
		must(t, f.Publishing().Plan(t.Context(), id, []publishing.Delivery{d}))
		bring(t, f, d, publishing.Published)
	}
	plan(t, f, "three", "d-three")
	for _, test := range []struct {
		since  time.Time
		except app.ID
		want   []string
	}{
		{storagetest.Now(), "", []string{"Texte de one", "Version de one", "Texte de two", "Version de two"}},
		{storagetest.Now(), "one", []string{"Texte de two", "Version de two"}},
		{storagetest.Now().Add(time.Minute), "", nil},
	} {
		got, err := f.Editorial().PublishedTexts(t.Context(), test.since, test.except)
		must(t, err)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestTheBusinessKeepsWhatNeverChanges(t *testing.T) {
	f := storagetest.New(t)
	changed := business.Business{
		ID: "other", Name: "Au Bon Pain", Trade: business.Shop, Town: "Rezé", Zone: "Europe/Brussels", FirstName: "Léa",
		Website: "https://pain.example", Example: true, CreatedAt: storagetest.Now().Add(time.Hour), Lateness: 30 * time.Minute,
	}
	must(t, saveMission(t.Context(), f, "Du bon pain"))
	must(t, f.Business().SaveBusiness(t.Context(), changed))
	got, err := f.Business().Business(t.Context())
	must(t, err)
	want, first := changed, storagetest.Business()
	want.ID, want.Example, want.CreatedAt = first.ID, first.Example, first.CreatedAt
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	s, err := f.Strategy().Strategy(t.Context())
	must(t, err)
	if s.Profile.Mission != "Du bon pain" {
		t.Errorf("mission %q", s.Profile.Mission)
	}
	changed.Zone = "Mars/Olympus"
	wantKey(t, f.Business().SaveBusiness(t.Context(), changed), app.CodeInvalid, storage.KeyInvalid)
}

func BenchmarkPlaced(b *testing.B) {
	f := populated(b)
	posts := make([]editorial.Post, 10_000)
	entries := make([]publishing.Entry, len(posts))
	for i := range posts {
		posts[i] = draft(app.ID(fmt.Sprintf("post-%05d", i)))
		posts[i].Stage = editorial.Scheduled
		posts[i].At.Date = app.Date{Year: 2025, Month: time.January, Day: 1}.AddDays(i / 10)
		entries[i].Delivery = scheduled(app.ID(fmt.Sprintf("d-%05d", i)), posts[i].ID, bluesky)
	}
	must(b, f.Editorial().SavePosts(b.Context(), posts))
	must(b, f.Publishing().Record(b.Context(), entries))
	from := app.Date{Year: 2026, Month: time.November, Day: 1}
	for b.Loop() {
		got, err := f.Editorial().Placed(b.Context(), from, from.LastOfMonth())
		if err != nil || len(got) != 300 {
			b.Fatalf("%d posts, %v", len(got), err)
		}
	}
}

func TestOverridesStayWithTheirPost(t *testing.T) {
	f := populated(t)
	must(t, f.Editorial().SavePost(t.Context(), draft("post")))
	first := editorial.Override{Warning: "editorial.check.alt", Found: "0a1b", Reason: "Vu avec la mairie", At: storagetest.Now()}
	second := editorial.Override{Warning: "legal.alcohol", Reason: "Un vinaigre", At: storagetest.Now().Add(time.Minute)}
	must(t, f.Editorial().AddOverrides(t.Context(), "post", []editorial.Override{first}))
	must(t, f.Editorial().AddOverrides(t.Context(), "post", []editorial.Override{second}))
	got, err := f.Editorial().Overrides(t.Context(), "post")
	must(t, err)
	if diff := cmp.Diff([]editorial.Override{first, second}, got); diff != "" {
		t.Error(diff)
	}
	must(t, f.Editorial().RemovePost(t.Context(), "post"))
	wantKey(t, f.Editorial().AddOverrides(t.Context(), "post", []editorial.Override{first}), app.CodeNotFound, storage.KeyNotFound)
}
