package storage_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/search"
	"parvis/app/strategy"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// listed fills a file with posts in every mixture of stages and deliveries that
// the ledger can have, and returns them as Summary tells them.
func listed(t testing.TB, f *storage.File) []editorial.Post {
	t.Helper()
	populate(t, f)
	for i := range 2 {
		must(t, f.Networks().SaveAccount(t.Context(), networks.Account{
			ID: app.ID(fmt.Sprint("more-", i)), Network: networks.Bluesky, Handle: "m", State: networks.AccountConnected, CreatedAt: storagetest.Now(),
		}))
	}
	stages := []editorial.Stage{
		editorial.Idea, editorial.Draft, editorial.ToReview, editorial.ToFix, editorial.Approved, editorial.Dropped, editorial.Scheduled,
	}
	states := []publishing.State{
		publishing.Scheduled, publishing.Preparing, publishing.Armed, publishing.Published, publishing.HandedOver, publishing.Refused,
		publishing.Unknown, publishing.Missed, publishing.Dropped,
	}
	accounts := []app.ID{bluesky, "more-0", "more-1"}
	db := plain(t, f.Path())
	var all []editorial.Post
	n := 0
	add := func(stage editorial.Stage, deliveries ...publishing.State) {
		n++
		p := draft(app.ID(fmt.Sprintf("p%04d", n)))
		p.Stage, p.Title = stage, fmt.Sprintf("%c titre %d", 'a'+n*7%26, n)
		p.At = app.Civil{Date: app.Date{Year: 2026, Month: time.November, Day: 1}.AddDays(n * 11 % 60), Time: app.TimeOfDay{Hour: n % 24}}
		p.PillarID = []app.ID{"", backstage, products}[n%3]
		p.Author = []string{"", "Camille", "Élodie"}[n%3]
		p.Accounts = [][]app.ID{nil, {facebook}, {bluesky, facebook}}[n%3]
		p.UpdatedAt = storagetest.Now().Add(time.Duration(n*13%50) * time.Hour)
		if stage != editorial.Scheduled && n%4 == 0 {
			p.At = app.Civil{}
		}
		must(t, f.Editorial().SavePost(t.Context(), p))
		for i, s := range deliveries {
			_, err := db.Exec(`INSERT INTO deliveries (id, post_id, account_id, state, due_ms, identity_key, armed_ms, remote_id, permalink, published_ms)
				VALUES (?, ?, ?, ?, 0, 'k', 1, 'r', 'l', 1)`, fmt.Sprint(p.ID, "-", i), p.ID, accounts[i], s)
			must(t, err)
		}
		all = append(all, p)
	}
	for _, stage := range stages {
		add(stage)
	}
	for _, a := range states {
		add(editorial.Scheduled, a)
		add(editorial.Draft, a) // taken back, with a trace
		for _, b := range states {
			add(editorial.Scheduled, a, b)
			for _, c := range states {
				add(editorial.Scheduled, a, b, c)
			}
		}
	}
	return all
}

// TestListsAgreeWithStateOf: whatever is filtered and sorted by, the file answers
// as Go does on everything.
func TestListsAgreeWithStateOf(t *testing.T) {
	f := storagetest.New(t)
	posts := make(map[app.ID]editorial.Post)
	for _, p := range listed(t, f) {
		posts[p.ID] = p
	}
	all, err := f.Editorial().List(t.Context(), editorial.Query{Filter: editorial.Filter{Dropped: true}})
	must(t, err)
	if len(all) != len(posts) {
		t.Fatalf("%d posts, want %d", len(all), len(posts))
	}
	for _, s := range all { // the states of all are those of StateOf, one by one
		state, err := f.Editorial().PostState(t.Context(), s.ID)
		must(t, err)
		if s.State != state {
			t.Fatalf("%s is %s, want %s", s.ID, s.State, state)
		}
	}
	states := []editorial.State{
		editorial.StateIdea, editorial.StateDraft, editorial.StateToReview, editorial.StateToFix, editorial.StateApproved,
		editorial.StateScheduled, editorial.StateSending, editorial.StatePublished, editorial.StatePartial, editorial.StateFailed,
		editorial.StateToCheck, editorial.StateMissed, editorial.StateDropped,
	}
	for _, state := range states {
		if !slices.ContainsFunc(all, func(s editorial.Summary) bool { return s.State == state }) {
			t.Errorf("no post is %s", state)
		}
	}
	some := func(t *rapid.T, what string, of ...string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 0, 2, rapid.ID).Draw(t, what)
	}
	rapid.Check(t, func(t *rapid.T) {
		var filter editorial.Filter
		filter.States = rapid.SliceOfNDistinct(rapid.SampledFrom(states), 0, 3, rapid.ID).Draw(t, "states")
		for _, id := range some(t, "pillars", "", string(backstage), string(products)) {
			filter.Pillars = append(filter.Pillars, app.ID(id))
		}
		filter.Authors = some(t, "authors", "", "Camille", "Élodie")
		for _, n := range some(t, "networks", "bluesky", "facebook") {
			filter.Networks = append(filter.Networks, networks.Network(n))
		}
		filter.Unplaced = rapid.IntRange(0, 4).Draw(t, "unplaced") == 0
		filter.Dropped = rapid.Bool().Draw(t, "dropped")
		if rapid.Bool().Draw(t, "from") {
			filter.From = app.Date{Year: 2026, Month: time.November, Day: rapid.IntRange(1, 30).Draw(t, "from day")}
		}
		if rapid.Bool().Draw(t, "to") {
			filter.To = app.Date{Year: 2026, Month: time.December, Day: rapid.IntRange(1, 20).Draw(t, "to day")}
		}
		order := editorial.Sort{By: editorial.SortKey(rapid.IntRange(0, 6).Draw(t, "by")), Descending: rapid.Bool().Draw(t, "descending")}
		var want []app.ID
		for _, s := range all {
			if keeps(filter, s, posts[s.ID]) {
				want = append(want, s.ID)
			}
		}
		got, err := f.Editorial().IDs(t.Context(), filter, order)
		if err != nil {
			t.Fatal(err)
		}
		sorted := slices.Sorted(slices.Values(got))
		if diff := gocmp.Diff(slices.Sorted(slices.Values(want)), sorted); diff != "" {
			t.Fatalf("%+v: %s", filter, diff)
		}
		if n, err := f.Editorial().Count(t.Context(), filter); err != nil || n != len(want) {
			t.Fatalf("counted %d of %d, %v", n, len(want), err)
		}
		byID := make(map[app.ID]editorial.Summary, len(all))
		for _, s := range all {
			byID[s.ID] = s
		}
		for i := 1; i < len(got); i++ {
			if misplaced(order, byID[got[i-1]], byID[got[i]]) {
				t.Fatalf("%+v: %+v comes before %+v", order, byID[got[i-1]], byID[got[i]])
			}
		}
		page := editorial.Query{Filter: filter, Sort: order, Offset: rapid.IntRange(0, 30).Draw(t, "offset"), Limit: rapid.IntRange(1, 30).Draw(t, "limit")}
		rows, err := f.Editorial().List(t.Context(), page)
		if err != nil {
			t.Fatal(err)
		}
		from := min(page.Offset, len(got))
		part := got[from:min(from+page.Limit, len(got))]
		if len(rows) != len(part) {
			t.Fatalf("page of %d, want %d", len(rows), len(part))
		}
		for i, id := range part {
			if diff := gocmp.Diff(byID[id], rows[i]); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

// keeps is Filter in Go.
func keeps(f editorial.Filter, s editorial.Summary, p editorial.Post) bool {
	has := func(n networks.Network) bool { return slices.Contains(s.Networks, n) }
	switch {
	case len(f.Pillars) > 0 && !slices.Contains(f.Pillars, s.PillarID),
		len(f.Authors) > 0 && !slices.Contains(f.Authors, s.Author),
		len(f.States) > 0 && !slices.Contains(f.States, s.State),
		len(f.Networks) > 0 && !slices.ContainsFunc(f.Networks, has),
		len(f.States) == 0 && !f.Dropped && p.Stage == editorial.Dropped:
		return false
	case f.Unplaced:
		return s.At.IsZero()
	case s.At.IsZero():
		return f.From.IsZero() && f.To.IsZero()
	}
	return !s.At.Date.Before(f.From) && (f.To.IsZero() || !s.At.Date.After(f.To))
}

// misplaced reports whether a must not come before b.
func misplaced(o editorial.Sort, a, b editorial.Summary) bool {
	way := 1
	if o.Descending {
		way = -1
	}
	switch o.By {
	case editorial.ByTitle:
		return way*cmp.Compare(search.SortKey(a.Title), search.SortKey(b.Title)) > 0
	case editorial.ByState:
		flow := []editorial.State{
			editorial.StateIdea, editorial.StateDraft, editorial.StateToReview, editorial.StateToFix, editorial.StateApproved,
			editorial.StateScheduled, editorial.StateSending, editorial.StateToCheck, editorial.StateMissed, editorial.StateFailed,
			editorial.StatePartial, editorial.StatePublished, editorial.StateDropped,
		}
		return way*(slices.Index(flow, a.State)-slices.Index(flow, b.State)) > 0
	case editorial.ByPillar: // none comes last
		rank := map[app.ID]int{backstage: way, products: 2 * way, "": 9}
		return rank[a.PillarID] > rank[b.PillarID]
	case editorial.ByAuthor:
		if a.Author == "" || b.Author == "" {
			return a.Author == "" && b.Author != ""
		}
		return way*cmp.Compare(a.Author, b.Author) > 0
	case editorial.ByUpdated:
		return way*a.UpdatedAt.Compare(b.UpdatedAt) > 0
	case editorial.ByMoment:
		if a.At.IsZero() || b.At.IsZero() {
			return a.At.IsZero() && !b.At.IsZero()
		}
		return way*cmp.Compare(a.At.String(), b.At.String()) > 0
	}
	return false
}

// TestSearchAgreesWithGo: the index finds what package search finds, whatever is
// typed, in posts that were saved, changed and removed.
func TestSearchAgreesWithGo(t *testing.T) {
	f := storagetest.New(t)
	ctx := t.Context()
	must(t, f.Strategy().SavePillar(ctx, strategy.Pillar{ID: "p", Name: "Les coulisses", Colour: 1, ShareBP: 1}))
	must(t, f.Strategy().SaveCampaign(ctx, strategy.Campaign{ID: "c", Name: "Noël au fournil"}))
	word := rapid.SampledFrom([]string{"œuf", "Œufs", "l’œuf", "gâteau", "gateaux", "chevaux", "cheval", "pain", "PAINS", "pa", "été", "coulisse", "noel", "fournils", "#pain", "🥖", "9h30", "l'"})
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(word, 0, 5).Draw(t, "words"), " ") })
	posts := make(map[app.ID]editorial.Post)
	rapid.Check(t, func(t *rapid.T) {
		id := app.ID(rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "post"))
		if rapid.IntRange(0, 3).Draw(t, "remove") == 0 {
			if err := f.Editorial().RemovePost(ctx, id); err != nil {
				t.Fatal(err)
			}
			delete(posts, id)
		} else {
			p := editorial.Post{ID: id, Title: text.Draw(t, "title"), Text: text.Draw(t, "text"), Stage: editorial.Dropped}
			p.PillarID = rapid.SampledFrom([]app.ID{"", "p"}).Draw(t, "pillar")
			p.CampaignID = rapid.SampledFrom([]app.ID{"", "c"}).Draw(t, "campaign")
			if err := f.Editorial().SavePost(ctx, p); err != nil {
				t.Fatal(err)
			}
			posts[id] = p
		}
		typed := rapid.OneOf(text, rapid.StringOf(rapid.RuneFrom([]rune("pain œ\"'*-():^")))).Draw(t, "typed")
		if rapid.Bool().Draw(t, "quoted") {
			typed = `"` + typed + `" ` + text.Draw(t, "more")
		}
		question := search.Ask(typed)
		var want []app.ID
		for id, p := range posts {
			matches := !question.IsZero()
			for _, term := range question.Terms() {
				matches = matches && (term.In(p.Title, p.Text) || p.PillarID != "" && term.In("Les coulisses") || p.CampaignID != "" && term.In("Noël au fournil"))
			}
			if matches {
				want = append(want, id)
			}
		}
		slices.Sort(want)
		hits, err := f.Editorial().Search(ctx, question, 10)
		if err != nil {
			t.Fatalf("%q: %v", typed, err)
		}
		var got []app.ID
		for _, h := range hits {
			got = append(got, h.ID)
		}
		slices.Sort(got)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("%q: %s", typed, diff)
		}
		if strings.TrimSpace(typed) != "" {
			ids, err := f.Editorial().IDs(ctx, editorial.Filter{Text: typed}, editorial.Sort{})
			slices.Sort(ids)
			if diff := gocmp.Diff(want, ids); err != nil || diff != "" {
				t.Fatalf("%q in a list: %v %s", typed, err, diff)
			}
		}
	})
}

// FuzzSearch: nothing that is typed is an error.
func FuzzSearch(f *testing.F) {
	file := storagetest.New(f)
	must(f, file.Editorial().SavePost(f.Context(), editorial.Post{ID: "a", Text: "Du pain chaud", Stage: editorial.Draft}))
	for _, seed := range []string{"pain", `"`, "pain AND", "NEAR(a b)", "text:pain", "pain*", "^pain", "-pain", "(", "\x00", "\xff", "a\"b'c", "🥖", "ﬁ", "{title} : x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		if _, err := file.Editorial().Search(t.Context(), search.Ask(typed), 5); err != nil {
			t.Errorf("%q: %v", typed, err)
		}
		if _, err := file.Editorial().Count(t.Context(), editorial.Filter{Text: typed}); err != nil {
			t.Errorf("%q: %v", typed, err)
		}
	})
}

// TestAFileOfBeforeIsIndexed: what another version left without an index, or
// indexed otherwise, is found once the file was opened.
func TestAFileOfBeforeIsIndexed(t *testing.T) {
	f := populated(t)
	must(t, f.Editorial().SavePost(t.Context(), draft("post")))
	must(t, f.Close())
	db := plain(t, f.Path())
	for _, s := range []string{
		`UPDATE search_version SET version = 0`, `DELETE FROM searched_posts`, `INSERT INTO post_words (post_words) VALUES ('delete-all')`,
		`INSERT INTO post_words (rowid, title) VALUES (1, 'vieux')`,
	} {
		_, err := db.Exec(s)
		must(t, err)
	}
	must(t, db.Close())
	again := open(t, f.Path(), storage.Options{})
	for typed, want := range map[string]int{"pains chauds ": 1, "vieux": 0, "un pain": 1} {
		hits, err := again.Editorial().Search(t.Context(), search.Ask(typed), 5)
		if err != nil || len(hits) != want {
			t.Errorf("%q: %d, %v", typed, len(hits), err)
		}
	}
}
