package sample_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
	"parvis/app/legal"
	"parvis/app/media"
	"parvis/app/metrics"
	"parvis/app/publishing"
	"parvis/app/sample"
	"parvis/app/strategy"
	"parvis/storage"
	"parvis/storage/storagetest"
)

var today = app.Date{Year: 2026, Month: time.November, Day: 21}

func stores(f *storage.File) sample.Stores {
	return sample.Stores{
		Business: f.Business(), Accounts: f.Networks(), Strategy: f.Strategy(), Media: f.Media(), Posts: f.Editorial(), Ledger: f.Publishing(),
		Metrics: f.Metrics(), Watch: f.Watch(), Conversations: f.Conversations(), Budget: f.Budget(), Snippets: f.Snippets(),
	}
}

func TestFillIsReadBack(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	d := sample.Generate(12, today, zone, sample.Usual)
	f := storagetest.New(t)
	if err := sample.Fill(t.Context(), stores(f), d); err != nil {
		t.Fatal(err)
	}
	for _, want := range d.Posts {
		got, err := f.Editorial().Post(t.Context(), want.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmp.Comparer(time.Time.Equal)); diff != "" {
			t.Errorf("post %q: %s", want.Title, diff)
		}
	}
	for _, want := range d.Snippets {
		all, err := f.Snippets().Snippets(t.Context(), want.Kind)
		if err != nil {
			t.Fatal(err)
		}
		kept, err := want.Checked()
		if diff := cmp.Diff(want, kept); diff != "" || err != nil {
			t.Errorf("%q is not as an owner would keep it: %v %s", want.Name, err, diff)
		}
		if diff := cmp.Diff(want, all[want.Position-1]); diff != "" {
			t.Errorf("%q: %s", want.Name, diff)
		}
	}
	recent, err := f.Snippets().RecentEmoji(t.Context(), 100)
	if err != nil || len(recent) != len(d.Emoji) || recent[0] != d.Emoji[0].Emoji {
		t.Errorf("recent emoji %q, %v", recent, err)
	}
	entries, err := f.Publishing().Entries(t.Context(), "", 10_000)
	if err != nil {
		t.Fatal(err)
	}
	byID := map[app.ID]publishing.Entry{}
	for _, e := range entries {
		byID[e.Delivery.ID] = e
	}
	for _, want := range d.Entries {
		if diff := cmp.Diff(want.Delivery, byID[want.Delivery.ID].Delivery, cmp.Comparer(sameMilli)); diff != "" {
			t.Errorf("delivery: %s", diff)
		}
		if got := byID[want.Delivery.ID].Attempts; len(got) != len(want.Attempts) {
			t.Errorf("%d attempts, want %d", len(got), len(want.Attempts))
		}
	}
	readings, err := f.Metrics().Readings(t.Context(), metrics.Query{})
	if err != nil || len(readings) != len(d.Readings) {
		t.Errorf("%d readings, want %d: %v", len(readings), len(d.Readings), err)
	}
	expenses, err := f.Budget().Expenses(t.Context(), today.AddMonths(-13), today)
	if err != nil || len(expenses) != len(d.Expenses) {
		t.Errorf("%d expenses, want %d: %v", len(expenses), len(d.Expenses), err)
	}
	messages, err := f.Conversations().Messages(t.Context(), time.Time{}, today.AddDays(1).UTC())
	if err != nil || len(messages) != len(d.Messages) {
		t.Errorf("%d messages, want %d: %v", len(messages), len(d.Messages), err)
	}
	unplaced, err := f.Editorial().Unplaced(t.Context())
	if err != nil || len(unplaced) != 4 || unplaced[0].State != editorial.StateDraft {
		t.Errorf("to place: %+v, %v", unplaced, err)
	}
}

func TestTheStrategyIsReadBack(t *testing.T) {
	d := sample.Generate(12, today, time.UTC, sample.Usual)
	f := storagetest.New(t)
	if err := sample.Fill(t.Context(), stores(f), d); err != nil {
		t.Fatal(err)
	}
	kept := f.Strategy()
	same := func(what string, want, got any, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if diff := cmp.Diff(want, got, cmp.Comparer(sameMilli), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	got, err := kept.Strategy(t.Context())
	same("strategy", d.Strategy, got, err)
	path, err := kept.Path(t.Context())
	same("path", d.Path, path, err)
	b, err := f.Business().Business(t.Context())
	same("opening hours", d.Business.Opening, b.Opening, err)
	versions, err := kept.Versions(t.Context())
	first := d.Version
	first.Number = 1
	same("versions", []strategy.Version{first}, versions, err)
	reviews, err := kept.Reviews(t.Context())
	same("reviews", []strategy.Review{d.Review}, reviews, err)

	// What the example says can be said in the guided path too.
	guided := strategy.NewService(kept, app.NewEvents(), app.NewIDs(storagetest.Clock(), nil))
	ctx, s := t.Context(), d.Strategy
	problems := []error{
		guided.SaveProfile(ctx, s.Profile), guided.SaveAudits(ctx, s.Audits), guided.SaveChannels(ctx, s.Channels),
		guided.SaveVoice(ctx, s.Voice), guided.SaveRhythm(ctx, s.Rhythm), guided.SaveCharter(ctx, s.Charter),
		guided.SaveCrisis(ctx, s.Crisis), guided.SaveBudget(ctx, s.Budget), b.Opening.Check(),
	}
	for _, p := range s.Pillars {
		problems = append(problems, guided.SavePillar(ctx, p))
	}
	for _, o := range s.Objectives {
		problems = append(problems, guided.SaveObjective(ctx, o))
	}
	for _, a := range s.Audiences {
		problems = append(problems, guided.SaveAudience(ctx, a))
	}
	for _, slot := range s.Slots {
		problems = append(problems, guided.SaveSlot(ctx, slot))
	}
	for _, a := range s.Actions {
		problems = append(problems, guided.SaveAction(ctx, a))
	}
	for _, c := range s.Campaigns {
		problems = append(problems, guided.SaveCampaign(ctx, c))
	}
	if err := errors.Join(problems...); err != nil {
		t.Error(err)
	}
}

// The composer finds nothing to say against the voice of the example in its own
// posts.
func TestPostsKeepToTheVoice(t *testing.T) {
	d := sample.Generate(12, today, time.UTC, sample.Usual)
	f := storagetest.New(t)
	if err := sample.Fill(t.Context(), stores(f), d); err != nil {
		t.Fatal(err)
	}
	events, ids := app.NewEvents(), app.NewIDs(storagetest.Clock(), nil)
	composer := editorial.NewService(f.Editorial(), editorial.Neighbours{
		Business: f.Business(), Strategy: f.Strategy(), Accounts: f.Networks(), Images: f.Media(),
		Law:      legal.NewService(f.Legal(), events, ids),
		Approval: approval.NewService(f.Approval(), f.Editorial(), events, storagetest.Clock()),
		Rights:   media.NewLibrary(f.Media(), ids, events), Videos: media.NewVideos(f.Media(), storagetest.Clock(), events),
	}, events, storagetest.Clock(), ids)
	kept := 0
	for _, p := range d.Posts {
		checks, err := composer.Checks(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range checks {
			switch {
			case c.Title.Key == "editorial.check.voice.ok":
				kept++
			case slices.Contains(voiceChecks, c.Title.Key):
				t.Errorf("%q: %s %v", p.Title, c.Title.Key, c.Caption.Args)
			}
		}
	}
	if kept != len(d.Posts) {
		t.Errorf("%d posts of %d keep to the voice", kept, len(d.Posts))
	}
}

// voiceChecks are the warnings about words, address and emoji.
var voiceChecks = []string{"editorial.check.avoid", "editorial.check.address.vous", "editorial.check.emoji"}

// sameMilli compares instants as the file keeps them.
func sameMilli(a, b time.Time) bool {
	return a.UnixMilli() == b.UnixMilli() || a.IsZero() && b.IsZero()
}

func TestFillStopsWithItsContext(t *testing.T) {
	zone := time.UTC
	f := storagetest.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := sample.Fill(ctx, stores(f), sample.Generate(1, today, zone, sample.Usual)); err == nil {
		t.Error("filled although it was cancelled")
	}
}

func BenchmarkFillBig(b *testing.B) {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		b.Fatal(err)
	}
	d := sample.Generate(12, today, zone, sample.Big)
	for b.Loop() {
		if err := sample.Fill(b.Context(), stores(storagetest.New(b)), d); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFill(b *testing.B) {
	d := sample.Generate(12, today, time.UTC, sample.Usual)
	for b.Loop() {
		if err := sample.Fill(b.Context(), stores(storagetest.New(b)), d); err != nil {
			b.Fatal(err)
		}
	}
}
