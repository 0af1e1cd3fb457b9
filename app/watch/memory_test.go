package watch

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/business"
)

// memory is a Store in memory that keeps the contract of Store.
type memory struct {
	mu          sync.Mutex
	competitors []Competitor
	sources     []Source
	items       []Item
	broken      error // returned by every write
}

func (m *memory) Competitors(context.Context) ([]Competitor, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.competitors), nil
}

func (m *memory) SaveCompetitor(_ context.Context, c Competitor) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.competitors {
		if m.competitors[i].ID == c.ID {
			m.competitors[i] = c
			return nil
		}
	}
	m.competitors = append(m.competitors, c)
	return nil
}

func (m *memory) RemoveCompetitor(_ context.Context, id app.ID) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.competitors = slices.DeleteFunc(m.competitors, func(c Competitor) bool { return c.ID == id })
	gone := make(map[app.ID]bool)
	m.sources = slices.DeleteFunc(m.sources, func(s Source) bool {
		gone[s.ID] = gone[s.ID] || s.CompetitorID == id
		return s.CompetitorID == id
	})
	m.items = slices.DeleteFunc(m.items, func(i Item) bool { return gone[i.SourceID] })
	return nil
}

func (m *memory) Sources(context.Context) ([]Source, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.sources), nil
}

func (m *memory) SaveSource(_ context.Context, s Source) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.saveSource(s)
}

func (m *memory) saveSource(s Source) error {
	if m.broken != nil {
		return m.broken
	}
	if !slices.ContainsFunc(m.competitors, func(c Competitor) bool { return c.ID == s.CompetitorID }) {
		return app.Fail(app.CodeConflict, "test.foreign_key")
	}
	for i := range m.sources {
		if m.sources[i].ID == s.ID {
			m.sources[i] = s
			return nil
		}
	}
	m.sources = append(m.sources, s)
	return nil
}

func (m *memory) SaveReadResult(_ context.Context, s Source, items []Item) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.saveSource(s); err != nil {
		return 0, err
	}
	added := 0
	for _, item := range items {
		if slices.ContainsFunc(m.items, func(i Item) bool { return i.SourceID == s.ID && i.GUID == item.GUID }) {
			continue
		}
		item.ID, item.SourceID = int64(len(m.items)+1), s.ID
		m.items = append(m.items, item)
		added++
	}
	return added, nil
}

func (m *memory) Items(_ context.Context, limit int) ([]Item, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := slices.Clone(m.items)
	when := func(i Item) time.Time {
		if i.Published.IsZero() {
			return i.SeenAt
		}
		return i.Published
	}
	slices.SortStableFunc(all, func(a, b Item) int { return when(b).Compare(when(a)) })
	return all[:min(limit, len(all))], nil
}

func (m *memory) ItemsSince(_ context.Context, competitor app.ID, since time.Time) ([]Item, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	mine := make(map[app.ID]bool)
	for _, s := range m.sources {
		mine[s.ID] = s.CompetitorID == competitor
	}
	var found []Item
	for _, i := range m.items {
		if mine[i.SourceID] && !i.Published.IsZero() && !i.Published.Before(since) {
			found = append(found, i)
		}
	}
	slices.SortStableFunc(found, func(a, b Item) int { return a.Published.Compare(b.Published) })
	return found, nil
}

// sites is a Reader of made-up sites.
type sites struct {
	mu    sync.Mutex
	feeds map[string]Feed     // by address
	fails map[string]error    // by address
	names map[string][]string // what a typed site announces
	reads []string            // addresses read, in order
	hook  func(address string)
	burst string // address of the feed that makes its reader fail inside
}

func (s *sites) Discover(_ context.Context, site string) ([]string, error) {
	found, ok := s.names[site]
	if !ok {
		return nil, app.Fail(app.CodeInvalid, "watch.error.no_feed", "Host", site)
	}
	return found, nil
}

func (s *sites) Read(ctx context.Context, address, etag, _ string) (Feed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads = append(s.reads, address)
	if s.hook != nil {
		s.hook(address)
	}
	if address == s.burst {
		panic("reading " + address)
	}
	if err := ctx.Err(); err != nil {
		return Feed{}, app.Fail(app.CodeUnavailable, "watch.error.cancelled").Because(err)
	}
	if err := s.fails[address]; err != nil {
		return Feed{}, err
	}
	feed, ok := s.feeds[address]
	if !ok {
		return Feed{}, app.Fail(app.CodeInvalid, "watch.error.not_a_feed")
	}
	if etag != "" && etag == feed.ETag {
		return Feed{Address: address, ETag: etag, NotModified: true}, nil
	}
	return feed, nil
}

// clock is moved by hand.
type clock struct{ t time.Time }

func (c *clock) Now() time.Time { return c.t }

type profile struct{ b business.Business }

func (p *profile) Business(context.Context) (business.Business, error) { return p.b, nil }

type ownPosts []time.Time

func (o ownPosts) PublishedDays(_ context.Context, from time.Time) ([]time.Time, error) {
	var found []time.Time
	for _, t := range o {
		if !t.Before(from) {
			found = append(found, t)
		}
	}
	return found, nil
}

// bench is a service with everything it stands on.
type bench struct {
	*Service
	store   *memory
	sites   *sites
	clock   *clock
	profile *profile
	changes int
}

var paris = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return zone
}()

// civil returns an instant written as Paris shows it.
func civil(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, paris)
	if err != nil {
		panic(err)
	}
	return t
}

func day(text string) app.Date {
	d, err := app.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func newBench(t *testing.T, own ...time.Time) *bench {
	t.Helper()
	b := &bench{
		store: &memory{},
		sites: &sites{feeds: map[string]Feed{}, fails: map[string]error{}, names: map[string][]string{}},
		clock: &clock{civil("2026-11-21 14:32")},
		profile: &profile{business.Business{
			Name: "Boulangerie Martin", Zone: "Europe/Paris", CreatedAt: civil("2025-11-01 09:00"),
		}},
	}
	events := app.NewEvents()
	t.Cleanup(app.On(events, func(Changed) { b.changes++ }))
	b.Service = NewService(b.store, b.sites, b.profile, ownPosts(own), b.clock, app.NewIDs(b.clock, nil), events)
	return b
}

// entry is an item published at a civil time.
func entry(guid, when string) Item {
	item := Item{GUID: guid, Title: guid}
	if when != "" {
		item.Published = civil(when)
	}
	return item
}

// site makes a site with a feed and returns its feed's address.
func (b *bench) site(name string, items ...Item) string {
	address := "https://" + name + "/feed"
	b.sites.names[name] = []string{address}
	b.sites.feeds[address] = Feed{Address: address, Title: "Fil de " + name, Items: items}
	return address
}

func (b *bench) follow(t *testing.T, name string, items ...Item) Competitor {
	t.Helper()
	b.site(name, items...)
	c, err := b.Follow(t.Context(), "", name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (b *bench) source(t *testing.T) Source {
	t.Helper()
	if len(b.store.sources) != 1 {
		t.Fatalf("%d sources, want 1", len(b.store.sources))
	}
	return b.store.sources[0]
}
