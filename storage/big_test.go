package storage_test

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/sample"
	"parvis/app/search"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// big makes the file on which the benchmarks measure, once a run: 10,000 posts
// of ten years.
var big = sync.OnceValues(func() ([]byte, error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "parvis-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "grande.parvis")
	zone := storagetest.Business().Location()
	data := sample.Generate(1, app.DateOf(storagetest.Now().In(zone)), zone, sample.Scale{Posts: 10_000})
	f, err := storage.Create(ctx, path, data.Business, storagetest.Clock(), storage.Options{})
	if err != nil {
		return nil, err
	}
	if err := sample.Fill(ctx, sample.Stores{
		Business: f.Business(), Accounts: f.Networks(), Strategy: f.Strategy(), Media: f.Media(), Posts: f.Editorial(),
		Ledger: f.Publishing(), Metrics: f.Metrics(), Watch: f.Watch(), Conversations: f.Conversations(), Budget: f.Budget(),
		Snippets: f.Snippets(),
	}, data); err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// bigFile opens a copy of that file until the benchmark ends.
func bigFile(b *testing.B) *storage.File {
	b.Helper()
	data, err := big()
	must(b, err)
	path := filepath.Join(b.TempDir(), "grande.parvis")
	must(b, os.WriteFile(path, data, 0o600))
	return open(b, path, storage.Options{})
}

// BenchmarkCalendar measures what the views of the calendar read of 10,000
// posts.
func BenchmarkCalendar(b *testing.B) {
	f := bigFile(b)
	posts := f.Editorial()
	listed := func(q editorial.Query) func(ctx context.Context) (int, error) {
		return func(ctx context.Context) (int, error) {
			all, err := posts.List(ctx, q)
			return len(all), err
		}
	}
	counted := func(f editorial.Filter) func(ctx context.Context) (int, error) {
		return func(ctx context.Context) (int, error) { return posts.Count(ctx, f) }
	}
	placed := func(from, to string) func(ctx context.Context) (int, error) {
		return func(ctx context.Context) (int, error) {
			all, err := posts.Placed(ctx, date(b, from), date(b, to))
			return len(all), err
		}
	}
	const page = 100
	found := func(typed string) func(ctx context.Context) (int, error) {
		return func(ctx context.Context) (int, error) {
			all, err := posts.Search(ctx, search.Ask(typed), 50)
			return len(all), err
		}
	}
	for _, x := range []struct {
		name string
		read func(ctx context.Context) (int, error)
	}{
		{"month", placed("2026-10-26", "2026-12-06")},
		{"week", placed("2026-11-16", "2026-11-22")},
		{"list/page by moment", listed(editorial.Query{Limit: page})},
		{"list/page by moment, last first", listed(editorial.Query{Limit: page, Sort: editorial.Sort{Descending: true}})},
		{"list/page by title", listed(editorial.Query{Limit: page, Sort: editorial.Sort{By: editorial.ByTitle}})},
		{"list/page by state", listed(editorial.Query{Limit: page, Sort: editorial.Sort{By: editorial.ByState}})},
		{"list/page by pillar", listed(editorial.Query{Limit: page, Sort: editorial.Sort{By: editorial.ByPillar}})},
		{"list/page by update", listed(editorial.Query{Limit: page, Sort: editorial.Sort{By: editorial.ByUpdated, Descending: true}})},
		{"list/all", listed(editorial.Query{})},
		{"list/identifiers of all", func(ctx context.Context) (int, error) {
			all, err := posts.IDs(ctx, editorial.Filter{}, editorial.Sort{})
			return len(all), err
		}},
		{"filter/published", listed(editorial.Query{Limit: page, Filter: editorial.Filter{States: []editorial.State{editorial.StatePublished}}})},
		{"filter/network", listed(editorial.Query{Limit: page, Filter: editorial.Filter{Networks: []networks.Network{networks.Bluesky}}})},
		{"count/all", counted(editorial.Filter{})},
		{"count/published", counted(editorial.Filter{States: []editorial.State{editorial.StatePublished}})},
		{"count/network", counted(editorial.Filter{Networks: []networks.Network{networks.Bluesky}})},
		{"search/a word of few", listed(editorial.Query{Limit: page, Filter: editorial.Filter{Text: "galette "}})},
		{"search/beginning of many", listed(editorial.Query{Limit: page, Filter: editorial.Filter{Text: "p"}})},
		{"search/two words", listed(editorial.Query{Limit: page, Filter: editorial.Filter{Text: "pain four"}})},
		{"search/phrase", listed(editorial.Query{Limit: page, Filter: editorial.Filter{Text: `"le four"`}})},
		{"search/best of a word", found("galette")},
		{"search/best of a beginning", found("p")},
		{"search/best of many", found("pain ")},
		{"count/search", counted(editorial.Filter{Text: "pain"})},
	} {
		b.Run(x.name, func(b *testing.B) {
			n := 0
			cpu := processor()
			for b.Loop() {
				var err error
				if n, err = x.read(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((processor()-cpu)/time.Microsecond)/1000/float64(b.N), "cpu-ms/op")
			b.ReportMetric(float64(n), "rows")
		})
	}
}
