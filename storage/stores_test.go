package storage_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/budget"
	"parvis/app/conversations"
	"parvis/app/jobs"
	"parvis/app/media"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/watch"
	"parvis/storage"
	"parvis/storage/storagetest"
)

func TestAccounts(t *testing.T) {
	f := storagetest.New(t)
	store, now := f.Networks(), storagetest.Now()
	first := networks.Account{ID: "z", Network: networks.Bluesky, Handle: "a.bsky.social", State: networks.AccountConnected, CreatedAt: now}
	second := networks.Account{ID: "a", Network: networks.Facebook, Handle: "A", State: networks.AccountHandFed, CreatedAt: now.Add(time.Second)}
	must(t, store.SaveAccount(t.Context(), second))
	must(t, store.SaveAccount(t.Context(), first))
	first.Handle, first.Service, first.RemoteID, first.State, first.LastSuccess = "b.bsky.social", "https://bsky.social", "did:plc:b", networks.AccountExpired, now.Add(time.Hour)
	first.Instance = networks.Instance{Software: networks.SoftwareGoToSocial, Characters: 5000, ImageFormats: "image/jpeg image/png"}
	must(t, store.SaveAccount(t.Context(), first))
	all, err := store.Accounts(t.Context())
	must(t, err)
	if diff := cmp.Diff([]networks.Account{first, second}, all); diff != "" {
		t.Error(diff)
	}
	got, err := store.Account(t.Context(), "z")
	must(t, err)
	if diff := cmp.Diff(first, got); diff != "" {
		t.Error(diff)
	}
	moved := first
	moved.Network = networks.Mastodon
	wantKey(t, store.SaveAccount(t.Context(), moved), app.CodeConflict, storage.KeyAccountUsed)
	must(t, store.RemoveAccount(t.Context(), "z"))
	_, err = store.Account(t.Context(), "z")
	wantKey(t, err, app.CodeNotFound, storage.KeyNotFound)
}

func TestAnAccountGoesWithWhatItHolds(t *testing.T) {
	f := populated(t)
	must(t, f.Editorial().SavePost(t.Context(), draft("post")))
	_, err := f.Metrics().SaveReadings(t.Context(), []metrics.Reading{{Metric: metrics.Followers, AccountID: facebook, Day: at(1, 0).Date, Origin: metrics.Typed}})
	must(t, err)
	must(t, f.Conversations().AddMessages(t.Context(), []conversations.Message{{AccountID: facebook, Kind: conversations.Review, SentAt: storagetest.Now()}}))
	must(t, f.Networks().RemoveAccount(t.Context(), facebook))
	p, err := f.Editorial().Post(t.Context(), "post")
	must(t, err)
	if diff := cmp.Diff([]app.ID{bluesky}, p.Accounts); diff != "" {
		t.Error(diff)
	}
	must(t, f.Publishing().Plan(t.Context(), "post", []publishing.Delivery{scheduled("d", "post", bluesky)}))
	wantKey(t, f.Networks().RemoveAccount(t.Context(), bluesky), app.CodeConflict, storage.KeyAccountUsed)
}

func TestPictures(t *testing.T) {
	f := populated(t)
	again := media.Image{Hash: bread, Name: "autre nom.jpg", MIME: "image/png", AddedAt: storagetest.Now()}
	must(t, f.Media().AddImage(t.Context(), again, []byte("autre")))
	got, err := f.Media().Image(t.Context(), bread)
	must(t, err)
	want := media.Image{Hash: bread, Name: "pain.jpg", MIME: "image/jpeg", Width: 4, Height: 3, Size: 4, AddedAt: storagetest.Now()}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	data, err := f.Media().ImageBytes(t.Context(), bread)
	must(t, err)
	if string(data) != "pain" {
		t.Errorf("bytes %q", data)
	}
	_, err = f.Media().Image(t.Context(), "absent")
	wantKey(t, err, app.CodeNotFound, storage.KeyNotFound)
	_, err = f.Media().ImageBytes(t.Context(), "absent")
	wantKey(t, err, app.CodeNotFound, storage.KeyNotFound)
}

func TestReadings(t *testing.T) {
	f := populated(t)
	must(t, f.Editorial().SavePost(t.Context(), draft("post")))
	must(t, f.Watch().SaveCompetitor(t.Context(), watch.Competitor{ID: "c", CreatedAt: storagetest.Now()}))
	store, now := f.Metrics(), storagetest.Now()
	readings := []metrics.Reading{
		{Metric: metrics.Followers, AccountID: bluesky, Day: at(3, 0).Date, Value: 120, Origin: metrics.Typed, TakenAt: now},
		{Metric: metrics.Reach, PostID: "post", Day: at(2, 0).Date, Value: 0, Origin: metrics.FromAPI, TakenAt: now},
		{Metric: metrics.Followers, CompetitorID: "c", Day: at(2, 0).Date, Value: 1.5, Origin: metrics.Imported, TakenAt: now},
		{Metric: metrics.Followers, AccountID: bluesky, Day: at(3, 0).Date, Value: 121, Origin: metrics.Imported, TakenAt: now},
		{Metric: metrics.Followers, AccountID: facebook, Day: at(3, 0).Date, Value: 80, Origin: metrics.Typed, TakenAt: now},
	}
	ids, err := store.SaveReadings(t.Context(), readings)
	must(t, err)
	for i := range readings {
		readings[i].ID = ids[i]
	}
	for name, test := range map[string]struct {
		query metrics.Query
		want  []int
	}{
		"all":        {metrics.Query{}, []int{1, 2, 0, 3, 4}},
		"metric":     {metrics.Query{Metric: metrics.Followers}, []int{2, 0, 3, 4}},
		"account":    {metrics.Query{AccountID: bluesky}, []int{0, 3}},
		"post":       {metrics.Query{PostID: "post"}, []int{1}},
		"competitor": {metrics.Query{CompetitorID: "c"}, []int{2}},
		"accounts":   {metrics.Query{OnAccounts: true}, []int{0, 3, 4}},
		"posts":      {metrics.Query{OnPosts: true}, []int{1}},
		"from":       {metrics.Query{From: at(3, 0).Date}, []int{0, 3, 4}},
		"to":         {metrics.Query{To: at(2, 0).Date}, []int{1, 2}},
		"one day":    {metrics.Query{From: at(2, 0).Date, To: at(2, 0).Date, Metric: metrics.Reach}, []int{1}},
		"none":       {metrics.Query{From: at(4, 0).Date}, nil},
	} {
		got, err := store.Readings(t.Context(), test.query)
		must(t, err)
		var want []metrics.Reading
		for _, i := range test.want {
			want = append(want, readings[i])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	// The same metric, subject, day and origin again: the value is replaced.
	corrected := readings[0]
	corrected.ID, corrected.Value = 0, 125
	again, err := store.SaveReadings(t.Context(), []metrics.Reading{corrected})
	must(t, err)
	if again[0] != ids[0] {
		t.Errorf("replaced as %d, was %d", again[0], ids[0])
	}
	must(t, store.RemoveReading(t.Context(), ids[3]))
	got, err := store.Readings(t.Context(), metrics.Query{AccountID: bluesky})
	must(t, err)
	if len(got) != 1 || got[0].Value != 125 {
		t.Errorf("readings %+v", got)
	}
	must(t, f.Watch().RemoveCompetitor(t.Context(), "c"))
	if got, _ := store.Readings(t.Context(), metrics.Query{CompetitorID: "c"}); len(got) != 0 {
		t.Errorf("readings of a competitor that is gone: %+v", got)
	}
}

func TestReadingsThatCannotBeKept(t *testing.T) {
	f := populated(t)
	good := metrics.Reading{Metric: metrics.Reach, AccountID: bluesky, Day: at(3, 0).Date, Origin: metrics.Typed}
	for name, spoil := range map[string]func(r *metrics.Reading){
		"no subject":    func(r *metrics.Reading) { r.AccountID = "" },
		"two subjects":  func(r *metrics.Reading) { r.PostID = "post" },
		"no day":        func(r *metrics.Reading) { r.Day = app.Date{} },
		"not a number":  func(r *metrics.Reading) { r.Value = math.NaN() },
		"infinite":      func(r *metrics.Reading) { r.Value = math.Inf(1) },
		"no origin":     func(r *metrics.Reading) { r.Origin = "" },
		"other account": func(r *metrics.Reading) { r.AccountID = "absent" },
	} {
		bad := good
		spoil(&bad)
		_, err := f.Metrics().SaveReadings(t.Context(), []metrics.Reading{good, bad})
		if key := keyOf(err); key != storage.KeyInvalid && key != storage.KeyReference {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got, _ := f.Metrics().Readings(t.Context(), metrics.Query{}); len(got) != 0 {
		t.Errorf("kept %+v", got)
	}
}

func TestPostFigures(t *testing.T) {
	f := populated(t)
	zone := storagetest.Business().Location()
	publish := func(id app.ID, moment time.Time) {
		t.Helper()
		d := bring(t, f, plan(t, f, id, "d-"+id), publishing.Armed)
		d.State, d.RemoteID, d.Permalink, d.PublishedAt = publishing.Published, "r", "l", moment
		must(t, f.Publishing().Advance(t.Context(), publishing.Armed, d))
	}
	// 30 November 23:30 and 1 December 00:30 in Paris.
	publish("november", time.Date(2026, 11, 30, 22, 30, 0, 0, time.UTC))
	publish("december", time.Date(2026, 11, 30, 23, 30, 0, 0, time.UTC))
	plan(t, f, "unpublished", "u")
	// The same post on another network, a minute later.
	d := scheduled("second", "november", facebook)
	d.State, d.RemoteID, d.Permalink, d.PublishedAt = publishing.Published, "r2", "l2", time.Date(2026, 11, 30, 22, 31, 0, 0, time.UTC)
	must(t, f.Publishing().Record(t.Context(), []publishing.Entry{{Delivery: d}}))
	reading := func(metric metrics.Metric, day int, value float64, taken time.Duration, origin metrics.Origin) metrics.Reading {
		return metrics.Reading{Metric: metric, PostID: "november", Day: at(day, 0).Date, Value: value, TakenAt: storagetest.Now().Add(taken), Origin: origin}
	}
	_, err := f.Metrics().SaveReadings(t.Context(), []metrics.Reading{
		reading(metrics.Reach, 30, 200, 0, metrics.Typed), reading(metrics.Reach, 29, 900, time.Hour, metrics.Typed),
		reading(metrics.Reach, 30, 210, time.Minute, metrics.Imported), reading(metrics.Clicks, 30, 7, 0, metrics.Typed),
	})
	must(t, err)
	got, err := f.Metrics().PostFigures(t.Context(), at(1, 0).Date, at(30, 0).Date)
	must(t, err)
	reach := 210.0
	want := []metrics.PostFigures{{
		PostID: "november", Title: "Le pain", Network: "bluesky", PillarID: backstage,
		Published: app.CivilOf(time.Date(2026, 11, 30, 23, 30, 0, 0, zone)), Reach: &reach,
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWatching(t *testing.T) {
	f := storagetest.New(t)
	store, now := f.Watch(), storagetest.Now()
	competitors := []watch.Competitor{{ID: "z", Name: "Au Pain", Site: "https://a.example", CreatedAt: now}, {ID: "a", Name: "Mie", CreatedAt: now.Add(time.Hour)}}
	for _, c := range competitors {
		must(t, store.SaveCompetitor(t.Context(), c))
	}
	competitors[0].Name = "Au Bon Pain"
	must(t, store.SaveCompetitor(t.Context(), competitors[0]))
	got, err := store.Competitors(t.Context())
	must(t, err)
	if diff := cmp.Diff(competitors, got); diff != "" {
		t.Error(diff)
	}
	source := watch.Source{ID: "s", CompetitorID: "z", Feed: "https://a.example/feed"}
	must(t, store.SaveSource(t.Context(), source))
	wantKey(t, store.SaveSource(t.Context(), watch.Source{ID: "t", CompetitorID: "z", Feed: source.Feed}), app.CodeConflict, storage.KeyConflict)
	source.Title, source.ETag, source.LastModified, source.LastTry, source.LastSuccess = "Le blog", `"é"`, "Sat", now, now
	source.NextTry, source.Failures, source.ErrorKey = now.Add(time.Hour), 2, "watch.error.x"
	items := []watch.Item{
		{SourceID: "s", GUID: "1", Title: "Un", Link: "https://a.example/1", Published: now.Add(-2 * time.Hour), SeenAt: now},
		{SourceID: "s", GUID: "2", Title: "Sans date", SeenAt: now.Add(-time.Hour)},
		{SourceID: "s", GUID: "1", Title: "Encore un", SeenAt: now},
	}
	n, err := store.SaveReadResult(t.Context(), source, items)
	must(t, err)
	if n != 2 {
		t.Errorf("%d were new", n)
	}
	items[0].Title = "Renommé"
	n, err = store.SaveReadResult(t.Context(), source, append(items, watch.Item{GUID: "3", Title: "Trois", Published: now, SeenAt: now}))
	must(t, err)
	if n != 1 {
		t.Errorf("%d were new", n)
	}
	sources, err := store.Sources(t.Context())
	must(t, err)
	if diff := cmp.Diff([]watch.Source{source}, sources); diff != "" {
		t.Error(diff)
	}
	titles := func(all []watch.Item, err error) []string {
		t.Helper()
		must(t, err)
		var out []string
		for _, i := range all {
			out = append(out, i.Title)
		}
		return out
	}
	if diff := cmp.Diff([]string{"Trois", "Sans date", "Un"}, titles(store.Items(t.Context(), 10))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Trois"}, titles(store.Items(t.Context(), 1))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Un", "Trois"}, titles(store.ItemsSince(t.Context(), "z", now.Add(-2*time.Hour)))); diff != "" {
		t.Error(diff)
	}
	if got := titles(store.ItemsSince(t.Context(), "a", time.Time{})); got != nil {
		t.Errorf("items of another: %v", got)
	}
	_, err = store.SaveReadResult(t.Context(), watch.Source{ID: "x", CompetitorID: "absent"}, nil)
	wantKey(t, err, app.CodeConflict, storage.KeyReference)
	must(t, store.RemoveCompetitor(t.Context(), "z"))
	if got := titles(store.Items(t.Context(), 10)); got != nil {
		t.Errorf("items of nobody: %v", got)
	}
}

func TestMessagesExpensesAndJobs(t *testing.T) {
	f := populated(t)
	must(t, f.Editorial().SavePost(t.Context(), draft("post")))
	now := storagetest.Now()
	messages := []conversations.Message{
		{ID: 1, AccountID: bluesky, PostID: "post", Kind: conversations.Comment, Author: "Zoé", Text: "Miam \U0001F956", SentAt: now},
		{ID: 2, AccountID: facebook, Kind: conversations.Review, Rating: 5, SentAt: now.Add(-time.Hour), HandledAt: now},
		{ID: 3, AccountID: facebook, Kind: conversations.Mention, SentAt: now.Add(time.Hour)},
	}
	must(t, f.Conversations().AddMessages(t.Context(), messages))
	got, err := f.Conversations().Messages(t.Context(), now.Add(-time.Hour), now.Add(time.Hour))
	must(t, err)
	if diff := cmp.Diff([]conversations.Message{messages[1], messages[0]}, got); diff != "" {
		t.Error(diff)
	}
	bad := []conversations.Message{messages[0], {AccountID: bluesky, Kind: conversations.Review, Rating: 6, SentAt: now}}
	wantKey(t, f.Conversations().AddMessages(t.Context(), bad), app.CodeInvalid, storage.KeyInvalid)

	expenses := []budget.Expense{
		{ID: 1, Day: at(3, 0).Date, Supplier: "Meta", Label: "Publicité", Kind: budget.Ads, NetCents: 12_345, ReverseCharge: true},
		{ID: 2, Day: at(1, 0).Date, Supplier: "Photo", Kind: budget.Content, NetCents: -500, VATBP: 2000, HasReceipt: true},
		{ID: 3, Day: at(4, 0).Date, Kind: budget.Tools},
	}
	must(t, f.Budget().AddExpenses(t.Context(), expenses))
	spent, err := f.Budget().Expenses(t.Context(), at(1, 0).Date, at(3, 0).Date)
	must(t, err)
	if diff := cmp.Diff([]budget.Expense{expenses[1], expenses[0]}, spent); diff != "" {
		t.Error(diff)
	}

	rows := []jobs.Row{{Name: "backup", StartedAt: now, EndedAt: now, NextAt: now.Add(time.Hour), ErrorKey: "x"}, {Name: "feeds", StartedAt: now}}
	for _, r := range []jobs.Row{rows[1], {Name: "backup", StartedAt: now}, rows[0]} {
		must(t, f.Jobs().SaveJob(t.Context(), r))
	}
	kept, err := f.Jobs().Jobs(t.Context())
	must(t, err)
	if diff := cmp.Diff(rows, kept); diff != "" {
		t.Error(diff)
	}
}

// TestInstantsAreKeptToTheMillisecond: whatever zone they are told in.
func TestInstantsAreKeptToTheMillisecond(t *testing.T) {
	f := storagetest.New(t)
	rapid.Check(t, func(t *rapid.T) {
		at := time.UnixMilli(rapid.Int64Range(0, 4e12).Draw(t, "ms")).In(storagetest.Business().Location()).Add(time.Duration(rapid.IntRange(0, 999_999).Draw(t, "ns")))
		if err := f.Jobs().SaveJob(t.Context(), jobs.Row{Name: "x", StartedAt: at}); err != nil {
			t.Fatal(err)
		}
		all, err := f.Jobs().Jobs(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got := all[0].StartedAt; got != at.Truncate(time.Millisecond).UTC() || !all[0].EndedAt.IsZero() {
			t.Fatalf("kept %s of %s", got, at)
		}
	})
}
