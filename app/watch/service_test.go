package watch

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
)

func keyOf(err error) string {
	var e *app.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

func TestAddresses(t *testing.T) {
	for _, test := range []struct {
		typed string
		want  []string
	}{
		{"maison-legoff.fr", []string{"https://maison-legoff.fr", "http://maison-legoff.fr"}},
		{"  Maison-LeGoff.fr/Blog \u200b", []string{"https://maison-legoff.fr/Blog", "http://maison-legoff.fr/Blog"}},
		{"https://maison-legoff.fr/#top", []string{"https://maison-legoff.fr/"}},
		{"HTTP://maison-legoff.fr", []string{"http://maison-legoff.fr"}},
		{"feed://maison-legoff.fr/rss", []string{"https://maison-legoff.fr/rss", "http://maison-legoff.fr/rss"}},
		{"feed:https://maison-legoff.fr/rss", []string{"https://maison-legoff.fr/rss"}},
		{"https://nom:secret@maison-legoff.fr/", []string{"https://maison-legoff.fr/"}},
		{"pâtisserie-éric.fr", []string{"https://p%C3%A2tisserie-%C3%A9ric.fr", "http://p%C3%A2tisserie-%C3%A9ric.fr"}},
		{"« maison-legoff.fr »", []string{"https://maison-legoff.fr", "http://maison-legoff.fr"}},
		{"maison-legoff.fr:8080/x?y=1", []string{"https://maison-legoff.fr:8080/x?y=1", "http://maison-legoff.fr:8080/x?y=1"}},
		{"", nil},
		{"Maison Le Goff", nil},
		{"legoff", nil},
		{"contact@maison-legoff.fr", nil},
		{"reseau.example/@legoff", []string{"https://reseau.example/@legoff", "http://reseau.example/@legoff"}},
		{"mailto:contact@maison-legoff.fr", nil},
		{"file:///etc/passwd", nil},
		{"javascript:alert(1)", nil},
		{"a..b", nil},
		{"https://", nil},
		{"https://[::1", nil},
		{strings.Repeat("a", 3000) + ".fr", nil},
	} {
		got, err := Addresses(test.typed)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("Addresses(%q) (-want +got):\n%s", test.typed, diff)
		}
		if (err == nil) != (test.want != nil) || err != nil && app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("Addresses(%q): %v", test.typed, err)
		}
	}
}

func FuzzAddresses(f *testing.F) {
	for _, seed := range []string{"maison-legoff.fr", "http://é.fr/%zz", "feed:feed:a.b", "a.b\r\nHost: x", "https://[::1]:80/", "f\xffe.a.b", "a.b%ff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := Addresses(typed)
		if err != nil {
			return
		}
		for _, address := range got {
			if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
				t.Errorf("address %q", address)
			}
			if strings.ContainsAny(address, " \r\n") || Host(address) == "" {
				t.Errorf("address %q has host %q", address, Host(address))
			}
			// What is kept can be typed again and means the same.
			if again, err := Addresses(address); err != nil || again[0] != address {
				t.Errorf("%q became %q, %v", address, again, err)
			}
		}
	})
}

func TestFollowKeepsWhatItRead(t *testing.T) {
	b := newBench(t)
	b.site("maison-legoff.fr", entry("a", "2026-11-20 09:00"), entry("b", "2026-11-13 09:00"))
	c, err := b.Follow(t.Context(), "", "maison-legoff.fr")
	if err != nil {
		t.Fatal(err)
	}
	if c.Name != "Fil de maison-legoff.fr" || c.Site != "https://maison-legoff.fr" {
		t.Errorf("competitor = %+v", c)
	}
	s := b.source(t)
	if s.CompetitorID != c.ID || s.Title != "Fil de maison-legoff.fr" || !s.LastSuccess.Equal(b.clock.t) ||
		!s.KnownSince.Equal(civil("2026-11-13 09:00")) || !s.NextTry.Equal(b.clock.t.Add(interval)) {
		t.Errorf("source = %+v", s)
	}
	if len(b.store.items) != 2 || b.changes != 1 {
		t.Errorf("%d items, %d changes", len(b.store.items), b.changes)
	}
	flow, err := b.Flow(t.Context(), 10)
	if err != nil || len(flow) != 2 || flow[0].GUID != "a" || flow[0].Competitor != c.Name || flow[0].Source != s.Title {
		t.Errorf("flow = %+v, %v", flow, err)
	}
}

func TestFollowNames(t *testing.T) {
	for _, test := range []struct{ given, title, want string }{
		{" Le  Goff ", "Blog", "Le Goff"},
		{"", " Le blog ", "Le blog"},
		{"", "", "legoff.fr"},
		{strings.Repeat("n", 200), "", strings.Repeat("n", maxName-1) + "…"},
	} {
		b := newBench(t)
		address := b.site("www.legoff.fr")
		feed := b.sites.feeds[address]
		feed.Title = test.title
		b.sites.feeds[address] = feed
		c, err := b.Follow(t.Context(), test.given, "www.legoff.fr")
		if err != nil || c.Name != test.want {
			t.Errorf("Follow(%q) with title %q = %q, %v", test.given, test.title, c.Name, err)
		}
	}
}

func TestFollowTriesTheNextFeed(t *testing.T) {
	b := newBench(t)
	good := b.site("legoff.fr", entry("a", "2026-11-20 09:00"))
	b.sites.names["legoff.fr"] = []string{"https://legoff.fr/broken", good}
	if _, err := b.Follow(t.Context(), "", "legoff.fr"); err != nil {
		t.Fatal(err)
	}
	if got := b.source(t).Feed; got != good {
		t.Errorf("feed = %q", got)
	}
}

func TestFollowFailsWithoutATrace(t *testing.T) {
	for _, test := range []struct {
		name, site string
		prepare    func(*bench)
		code       app.Code
		key        string
	}{
		{"no address", "Maison Le Goff", func(*bench) {}, app.CodeInvalid, "watch.error.address"},
		{"no feed", "legoff.fr", func(*bench) {}, app.CodeInvalid, "watch.error.no_feed"},
		{"announced feeds that are none", "legoff.fr", func(b *bench) {
			b.sites.names["legoff.fr"] = []string{"https://legoff.fr/a", "https://legoff.fr/b"}
		}, app.CodeInvalid, "watch.error.no_feed"},
		{"one feed down, one none", "legoff.fr", func(b *bench) {
			b.sites.names["legoff.fr"] = []string{"https://legoff.fr/a", "https://legoff.fr/b"}
			b.sites.fails["https://legoff.fr/a"] = app.Fail(app.CodeUnavailable, "watch.error.slow")
		}, app.CodeUnavailable, "watch.error.slow"},
		{"the example", "legoff.fr", func(b *bench) { b.site("legoff.fr"); b.profile.b.Example = true }, app.CodeConflict, "watch.error.example"},
		{"the file refuses", "legoff.fr", func(b *bench) {
			b.site("legoff.fr")
			b.store.broken = app.Fail(app.CodeUnavailable, "file.full")
		}, app.CodeUnavailable, "file.full"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			test.prepare(b)
			_, err := b.Follow(t.Context(), "", test.site)
			if app.CodeOf(err) != test.code || keyOf(err) != test.key {
				t.Errorf("error = %v, want %s %s", err, test.code, test.key)
			}
			if len(b.store.competitors) != 0 || len(b.store.sources) != 0 || b.changes != 0 {
				t.Errorf("left behind: %+v %+v", b.store.competitors, b.store.sources)
			}
		})
	}
}

func TestOneSiteIsFollowedOnce(t *testing.T) {
	b := newBench(t)
	b.follow(t, "legoff.fr")
	for _, site := range []string{"legoff.fr", "www.LEGOFF.fr/", "http://legoff.fr"} {
		if _, err := b.Follow(t.Context(), "", site); app.CodeOf(err) != app.CodeConflict {
			t.Errorf("Follow(%q) = %v", site, err)
		}
		if _, err := b.FollowWithoutFeed(t.Context(), "", site); app.CodeOf(err) != app.CodeConflict {
			t.Errorf("FollowWithoutFeed(%q) = %v", site, err)
		}
	}
	// Two shops of one platform are not the same site.
	if _, err := b.FollowWithoutFeed(t.Context(), "", "legoff.fr/autre"); err != nil {
		t.Error(err)
	}
}

func TestFollowWithoutFeed(t *testing.T) {
	b := newBench(t)
	b.profile.b.Example = true // nothing leaves the machine: allowed in the example
	c, err := b.FollowWithoutFeed(t.Context(), "Pains & Co", "pains.example")
	if err != nil || c.Name != "Pains & Co" || c.Site != "https://pains.example" {
		t.Fatalf("FollowWithoutFeed = %+v, %v", c, err)
	}
	comparison, err := b.Comparison(t.Context(), day("2026-11-21"), 8)
	if err != nil {
		t.Fatal(err)
	}
	row := comparison.Rows[1]
	if row.PostsPerWeek != nil || row.Reason.Key != "watch.reason.no_source" || row.Counts[3].Count != nil {
		t.Errorf("row = %+v", row)
	}
	if len(b.sites.reads) != 0 {
		t.Errorf("read %v", b.sites.reads)
	}
}

func TestRenameAndRemove(t *testing.T) {
	b := newBench(t)
	c := b.follow(t, "legoff.fr", entry("a", "2026-11-20 09:00"))
	if err := b.Rename(t.Context(), c.ID, " Le Goff "); err != nil {
		t.Fatal(err)
	}
	if followed, err := b.Followed(t.Context()); err != nil || followed[0].Name != "Le Goff" || len(followed[0].Sources) != 1 {
		t.Errorf("followed = %+v, %v", followed, err)
	}
	if err := b.Rename(t.Context(), c.ID, "  "); app.CodeOf(err) != app.CodeInvalid {
		t.Errorf("an empty name: %v", err)
	}
	if err := b.Remove(t.Context(), c.ID); err != nil {
		t.Fatal(err)
	}
	if err := b.Rename(t.Context(), c.ID, "x"); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("a removed competitor: %v", err)
	}
	if len(b.store.items) != 0 || b.changes != 3 {
		t.Errorf("%d items, %d changes", len(b.store.items), b.changes)
	}
}

func TestFollowStopsWhenCancelled(t *testing.T) {
	b := newBench(t)
	b.site("legoff.fr")
	ctx, cancel := context.WithCancel(t.Context())
	b.sites.hook = func(string) { cancel() }
	if _, err := b.Follow(ctx, "", "legoff.fr"); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
	if len(b.store.competitors) != 0 {
		t.Errorf("left behind: %+v", b.store.competitors)
	}
}
