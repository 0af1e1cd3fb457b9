package sample_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/metrics"
	"parvis/app/publishing"
	"parvis/app/sample"
	"parvis/storage"
	"parvis/storage/storagetest"
)

var today = app.Date{Year: 2026, Month: time.November, Day: 21}

func stores(f *storage.File) sample.Stores {
	return sample.Stores{
		Accounts: f.Networks(), Strategy: f.Strategy(), Media: f.Media(), Posts: f.Editorial(), Ledger: f.Publishing(),
		Metrics: f.Metrics(), Watch: f.Watch(), Conversations: f.Conversations(), Budget: f.Budget(),
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
