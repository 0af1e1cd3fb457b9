package sample

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/publishing"
)

var testsToday = app.Date{Year: 2026, Month: time.November, Day: 21}

const testsSeed = 12

func paris(t interface{ Fatal(...any) }) *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// states returns the state of every post as the calendar would show it.
func states(d Dataset) map[app.ID]editorial.State {
	deliveries := map[app.ID][]publishing.State{}
	for _, e := range d.Entries {
		deliveries[e.Delivery.PostID] = append(deliveries[e.Delivery.PostID], e.Delivery.State)
	}
	all := map[app.ID]editorial.State{}
	for _, p := range d.Posts {
		all[p.ID] = editorial.StateOf(p.Stage, deliveries[p.ID])
	}
	return all
}

func TestSameSeedSameDataset(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed, today, zone := rapid.Uint64().Draw(t, "seed"), drawDay(t), paris(t)
		if !reflect.DeepEqual(Generate(seed, today, zone, Usual), Generate(seed, today, zone, Usual)) {
			t.Fatal("two generations differ")
		}
	})
}

func TestSeedsDiffer(t *testing.T) {
	zone := paris(t)
	if reflect.DeepEqual(Generate(1, testsToday, zone, Usual).Posts, Generate(2, testsToday, zone, Usual).Posts) {
		t.Error("two seeds gave the same posts")
	}
}

func drawDay(t *rapid.T) app.Date {
	return app.Date{Year: 2026, Month: time.January, Day: 1}.AddDays(rapid.IntRange(0, 5*365).Draw(t, "day"))
}

// The laws that hold whatever the day the example is opened.
func TestDatasetHoldsTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today, zone := drawDay(t), paris(t)
		d := Generate(rapid.Uint64().Draw(t, "seed"), today, zone, Usual)
		end := app.Civil{Date: today.AddDays(1)}.In(zone)
		state := states(d)
		seen := map[editorial.State]bool{}
		for _, s := range state {
			seen[s] = true
		}
		for _, s := range []editorial.State{
			editorial.StateIdea, editorial.StateDraft, editorial.StateToReview, editorial.StateToFix, editorial.StateApproved,
			editorial.StateScheduled, editorial.StatePublished, editorial.StatePartial, editorial.StateFailed,
			editorial.StateToCheck, editorial.StateMissed, editorial.StateDropped,
		} {
			if !seen[s] {
				t.Errorf("no post is %s", s)
			}
		}
		account := map[app.ID]networks.Account{}
		for _, a := range d.Accounts {
			account[a.ID] = a
		}
		saidOn := map[string]app.Date{}
		for _, p := range d.Posts {
			if p.At.IsZero() {
				continue
			}
			if last, ok := saidOn[p.Text]; ok && last.DaysUntil(p.At.Date) <= 60 {
				t.Errorf("%q is said on %v and again on %v", p.Title, last, p.At.Date)
			}
			saidOn[p.Text] = p.At.Date
			if p.CreatedAt.After(end) {
				t.Errorf("%q is written on %v, after today", p.Title, p.CreatedAt)
			}
			if s := state[p.ID]; s == editorial.StatePublished && !p.At.Date.Before(today) {
				t.Errorf("%q is published on %v, not before today", p.Title, p.At)
			}
			if s := state[p.ID]; s == editorial.StateScheduled && p.At.Date.Before(today) {
				t.Errorf("%q is scheduled in the past, %v", p.Title, p.At)
			}
			for _, id := range p.Accounts {
				if a := account[id]; p.At.In(zone).Before(a.CreatedAt) {
					t.Errorf("%q goes to %s before it exists", p.Title, a.Network)
				}
			}
		}
		for _, e := range d.Entries {
			v := e.Delivery
			if v.State == publishing.Published && (v.RemoteID == "" || v.Permalink == "" || v.PublishedAt.Before(v.DueAt) || len(e.Attempts) != 1) {
				t.Errorf("published without proof: %+v", v)
			}
			if v.Permalink != "" && !reserved(v.Permalink) {
				t.Errorf("%s leads to the outside", v.Permalink)
			}
		}
		for _, f := range d.Feeds {
			if !reserved(f.Source.Feed) || len(f.Items) == 0 {
				t.Errorf("feed %s has %d items", f.Source.Feed, len(f.Items))
			}
			for _, i := range f.Items {
				if !reserved(i.Link) || i.Published.After(end) {
					t.Errorf("item %s of %v", i.Link, i.Published)
				}
			}
		}
		for _, r := range d.Readings {
			if r.Day.After(today) || r.Value < 0 {
				t.Errorf("reading %+v", r)
			}
		}
		for _, m := range d.Messages {
			if m.SentAt.After(end) || m.SentAt.Before(account[m.AccountID].CreatedAt) {
				t.Errorf("message of %s at %v", m.Author, m.SentAt)
			}
		}
		for _, e := range d.Expenses {
			if e.Day.After(today) {
				t.Errorf("expense of %v", e.Day)
			}
		}
	})
}

// reserved reports whether an address lies in a domain that nobody can own.
func reserved(address string) bool {
	host, _, _ := strings.Cut(strings.TrimPrefix(address, "https://"), "/")
	return strings.HasSuffix(host, ".example")
}

// The figures the bakery shows on the day of the pictures, whatever the seed.
func TestNovember2026(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkNovember(t, Generate(rapid.Uint64().Draw(t, "seed"), testsToday, paris(t), Usual))
	})
}

func checkNovember(t *rapid.T, d Dataset) {
	month := testsToday.FirstOfMonth()
	followers := map[app.Date]map[app.ID]metrics.Reading{}
	sums := map[metrics.Metric]float64{}
	var paired float64
	reached := map[app.ID]bool{}
	for _, r := range d.Readings {
		if r.AccountID == "" {
			continue
		}
		if r.Metric == metrics.Followers {
			m := r.Day.FirstOfMonth()
			if followers[m] == nil {
				followers[m] = map[app.ID]metrics.Reading{}
			}
			if r.Day.After(followers[m][r.AccountID].Day) {
				followers[m][r.AccountID] = r
			}
		}
		if r.Day.FirstOfMonth() == month {
			sums[r.Metric] += r.Value
			if r.Metric == metrics.Reach {
				reached[r.AccountID] = true
			}
		}
	}
	for _, r := range d.Readings {
		if r.Day.FirstOfMonth() == month && r.Metric == metrics.Interactions && reached[r.AccountID] {
			paired += r.Value
		}
	}
	total := func(m app.Date) float64 {
		var sum float64
		for _, r := range followers[m] {
			sum += r.Value
		}
		return sum
	}
	for _, tt := range []struct {
		what      string
		got, want float64
	}{
		{"followers in November", total(month), 2314},
		{"followers in October", total(month.AddMonths(-1)), 2228},
		{"readings in August", float64(len(followers[month.AddMonths(-3)])), 0},
		{"reach", sums[metrics.Reach], 18420},
		{"clicks", sums[metrics.Clicks], 312},
		{"interactions where reach is known", paired, 755},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %v, want %v", tt.what, tt.got, tt.want)
		}
	}

	count, published := map[app.ID]int{}, 0
	state := states(d)
	for _, p := range d.Posts {
		if p.At.Date.FirstOfMonth() == month && !p.At.IsZero() {
			count[p.PillarID]++
			if state[p.ID] == editorial.StatePublished {
				published++
			}
		}
	}
	var perPillar []int
	for _, p := range d.Strategy.Pillars {
		perPillar = append(perPillar, count[p.ID])
	}
	if diff := cmp.Diff([]int{6, 5, 3, 2, 2}, perPillar); diff != "" {
		t.Errorf("posts per pillar in November: %s", diff)
	}
	if published != 11 {
		t.Errorf("%d posts are published in November, want 11", published)
	}
	texts := map[string]bool{}
	for _, p := range d.Posts {
		texts[p.Text] = true
	}
	if len(texts) < 120 {
		t.Errorf("%d distinct texts, want 120", len(texts))
	}
}

// Posts of a month must not have reached more people, nor moved more of them,
// than their accounts did.
func TestPostsStayBelowTheirAccounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Generate(rapid.Uint64().Draw(t, "seed"), testsToday, paris(t), Usual)
		at := map[app.ID]app.Date{}
		for _, p := range d.Posts {
			at[p.ID] = p.At.Date.FirstOfMonth()
		}
		type key struct {
			month  app.Date
			metric metrics.Metric
		}
		posts, accounts := map[key]float64{}, map[key]float64{}
		for _, r := range d.Readings {
			switch {
			case r.PostID != "":
				posts[key{at[r.PostID], r.Metric}] += r.Value
			case r.AccountID != "":
				accounts[key{r.Day.FirstOfMonth(), r.Metric}] += r.Value
			}
		}
		for k, v := range posts {
			if v > accounts[k] {
				t.Errorf("%s in %v: posts %v, accounts %v", k.metric, k.month, v, accounts[k])
			}
		}
	})
}

func TestTextsAreWellFormed(t *testing.T) {
	d := load()
	pillars := map[string]bool{}
	for _, p := range d.business.Pillars {
		pillars[p.Key] = true
	}
	pictures := map[string]bool{}
	for _, p := range d.pictures {
		pictures[p.key] = true
		if p.alt == "" {
			t.Errorf("picture %s has no alternative text", p.key)
		}
	}
	feasts := feastsOf(2026)
	seen := map[string]bool{}
	for _, x := range d.texts {
		if seen[x.Title] || seen[x.Text] {
			t.Errorf("%q comes twice", x.Title)
		}
		seen[x.Title], seen[x.Text] = true, true
		if !pillars[x.Pillar] || !pictures[x.Image] || len(x.Networks) == 0 {
			t.Errorf("%q: pillar %q, picture %q, networks %v", x.Title, x.Pillar, x.Image, x.Networks)
		}
		if _, ok := feasts[x.Feast]; x.When == "feast" && !ok {
			t.Errorf("%q: unknown feast %q", x.Title, x.Feast)
		}
		if x.When == "day" {
			dayOf(2028, x.Day)
		}
		timeOfDay(x.Time)
		for _, n := range x.Networks {
			if l, ok := networks.LimitsOf(n); ok && graphemeCount(x.Text) > l.Graphemes {
				t.Errorf("%q has %d characters, %s takes %d", x.Title, graphemeCount(x.Text), n, l.Graphemes)
			}
		}
		checkTypography(t, x.Title)
		checkTypography(t, x.Text)
	}
	for _, m := range append(d.messages.Past, d.messages.Waiting...) {
		checkTypography(t, m.Reply)
	}
	for _, c := range d.competitors {
		for _, title := range c.Items {
			checkTypography(t, title)
		}
	}
}

func graphemeCount(s string) int {
	n := 0
	for g := graphemes.FromString(s); g.Next(); {
		n++
	}
	return n
}

// checkTypography wants the spaces and the apostrophe of French printing.
func checkTypography(t *testing.T, s string) {
	t.Helper()
	if strings.ContainsAny(s, "'\"") {
		t.Errorf("%q: straight quote", s)
	}
	for i, r := range s {
		if !strings.ContainsRune(";!?»%€", r) && !(r == ':' && !strings.HasPrefix(s[i:], "://")) {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		if i > 0 && before != '\u202f' && before != '\u00a0' && !(unicode.IsPunct(before) || before == '…') {
			t.Errorf("%q: %q before %q", s, before, r)
		}
	}
	if strings.Contains(s, "« ") || strings.Contains(s, "...") {
		t.Errorf("%q: ordinary space after a quotation mark, or three dots", s)
	}
}

func TestScaleIsReached(t *testing.T) {
	scale := Scale{Posts: 2000, Messages: 5000, Readings: 30_000}
	d := Generate(testsSeed, testsToday, paris(t), scale)
	if len(d.Posts) < scale.Posts || len(d.Messages) < scale.Messages || len(d.Readings) < scale.Readings {
		t.Errorf("%d posts, %d messages, %d readings", len(d.Posts), len(d.Messages), len(d.Readings))
	}
	small := Generate(testsSeed, testsToday, paris(t), Usual)
	if !reflect.DeepEqual(small.Posts, d.Posts[:len(small.Posts)]) {
		t.Error("the example itself changes with the scale")
	}
}
