package sample

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/strategy"
	files "parvis/assets/sample"
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

// The strategy of the example is complete and holds together, whatever the day.
func TestTheStrategyHoldsTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today, zone := drawDay(t), paris(t)
		d := Generate(rapid.Uint64().Draw(t, "seed"), today, zone, Usual)
		s := d.Strategy
		if missing := s.Missing(); len(missing) > 0 {
			t.Errorf("no answer to %v", missing)
		}
		for _, step := range strategy.Steps() {
			if !d.Path.Finished(step, s) {
				t.Errorf("the step %s is not over", step)
			}
		}
		shares := 0
		for _, p := range s.Pillars {
			shares += p.ShareBP
		}
		before := 0
		for _, p := range d.Version.Strategy.Pillars {
			before += p.ShareBP
		}
		if shares != 10_000 || before != 10_000 {
			t.Errorf("the shares sum to %d, %d before", shares, before)
		}
		if s.WeekMinutes() > s.Profile.MinutesPerWeek || s.Budget.Cents() > *s.Profile.BudgetCents {
			t.Errorf("the week takes %d minutes, the month %d cents", s.WeekMinutes(), s.Budget.Cents())
		}
		if !s.Budget.Review.After(today) {
			t.Errorf("the next review is on %v", s.Budget.Review)
		}
		audiences, campaigns, met := map[app.ID]bool{"": true}, map[app.ID]strategy.Campaign{}, map[app.ID]bool{}
		for _, a := range s.Audiences {
			audiences[a.ID] = true
		}
		for _, c := range s.Campaigns {
			campaigns[c.ID] = c
		}
		posts := map[app.ID]bool{"": true}
		for _, p := range d.Posts {
			posts[p.ID], met[p.AudienceID] = true, true
			c, ok := campaigns[p.CampaignID]
			switch {
			case p.CampaignID != "" && !ok, !audiences[p.AudienceID]:
				t.Errorf("%q refers to campaign %q, audience %q", p.Title, p.CampaignID, p.AudienceID)
			case ok && !p.At.IsZero() && (p.At.Date.Before(c.Start) || p.At.Date.After(c.Due)):
				t.Errorf("%q of %v belongs to %s", p.Title, p.At, c.Name)
			}
			met[p.CampaignID] = true
		}
		for id := range audiences {
			if !met[id] {
				t.Errorf("no post speaks to %q", id)
			}
		}
		var done, late, ahead int
		for _, a := range s.Actions {
			switch {
			case a.Done:
				done++
			case a.Kind == strategy.KindTask && a.Day.Before(today):
				late++
			case !a.Day.Before(today):
				ahead++
			}
			if !posts[a.PostID] || a.Kind == strategy.KindTask && a.PostID != "" {
				t.Errorf("%q became the post %q", a.Title, a.PostID)
			}
		}
		if done == 0 || late != 1 || ahead == 0 {
			t.Errorf("%d actions done, %d late, %d ahead", done, late, ahead)
		}
		checkReview(t, d, today, zone)
	})
}

// checkReview compares the review of the example with its posts.
func checkReview(t *rapid.T, d Dataset, today app.Date, zone *time.Location) {
	r := d.Review
	if !r.Closed() || app.DateOf(r.ClosedAt.In(zone)).After(today) || !r.Month.Before(today.FirstOfMonth()) || r.To != r.Month.LastOfMonth() {
		t.Errorf("the review of %v to %v was closed on %v", r.Month, r.To, r.ClosedAt)
	}
	published := map[app.ID]bool{}
	for _, e := range d.Entries {
		if out(e.Delivery.State) {
			published[e.Delivery.PostID] = true
		}
	}
	posts := 0
	for _, p := range d.Posts {
		if published[p.ID] && p.At.Date.FirstOfMonth() == r.Month {
			posts++
		}
	}
	if r.Posts != posts || len(r.Objectives) != len(d.Strategy.Objectives) {
		t.Errorf("the review counts %d posts of %d, %d objectives", r.Posts, posts, len(r.Objectives))
	}
	for _, decision := range r.Decisions {
		if !slices.ContainsFunc(d.Strategy.Actions, func(a strategy.Action) bool { return a.ID == decision.ID && a.Title == decision.Text }) {
			t.Errorf("nothing became of %q", decision.Text)
		}
	}
	if len(r.Decisions) == 0 {
		t.Error("the review came to nothing")
	}
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
	for _, p := range d.strategy.Pillars {
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
		if x.Campaign != "" && !slices.ContainsFunc(d.strategy.Campaigns, func(c campaignData) bool { return c.Key == x.Campaign }) {
			t.Errorf("%q: unknown campaign %q", x.Title, x.Campaign)
		}
		if _, ok := feasts[x.Feast]; x.When == "feast" && !ok {
			t.Errorf("%q: unknown feast %q", x.Title, x.Feast)
		}
		if x.When == "day" {
			dayOf(2028, x.Day)
		}
		timeOfDay(x.Time)
		for _, n := range x.Networks {
			if c := networks.Count(n, x.Text); !c.Fits() {
				t.Errorf("%q counts %d, %s takes %d", x.Title, c.Used, n, c.Max)
			}
		}
		checkTypography(t, x.Title)
		checkTypography(t, x.Text)
	}
	for _, m := range append(d.messages.Past, d.messages.Waiting...) {
		checkTypography(t, m.Reply)
	}
	for _, x := range d.snippets {
		checkTypography(t, x.Name)
		checkTypography(t, x.Text)
	}
	for _, c := range d.competitors {
		for _, title := range c.Items {
			checkTypography(t, title)
		}
	}
}

// The strategy says nothing that belongs to somebody: telephone numbers lie in
// the ranges that Arcep keeps for fiction (decision 2018-0881 of 24 July 2018).
func TestTheStrategyIsWellWritten(t *testing.T) {
	raw, err := files.Files.ReadFile("strategy.json")
	if err != nil {
		t.Fatal(err)
	}
	var all any
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	fiction := regexp.MustCompile(`^(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98)`)
	numbers := 0
	moment := regexp.MustCompile(`^\d\d:\d\d$`)
	for _, s := range textsIn(all) {
		if !moment.MatchString(s) {
			checkTypography(t, s)
		}
		for _, number := range regexp.MustCompile(`\b0\d( \d\d){4}\b`).FindAllString(s, -1) {
			numbers++
			if !fiction.MatchString(number) {
				t.Errorf("%s may be somebody’s", number)
			}
		}
		if _, domain, ok := strings.Cut(s, "@"); ok && !strings.HasSuffix(domain, ".example") {
			t.Errorf("%s may be somebody’s", s)
		}
	}
	if numbers == 0 {
		t.Error("nobody can be called")
	}
}

// textsIn lists the texts of a JSON value.
func textsIn(v any) []string {
	var all []string
	switch v := v.(type) {
	case string:
		all = append(all, v)
	case []any:
		for _, one := range v {
			all = append(all, textsIn(one)...)
		}
	case map[string]any:
		for _, one := range v {
			all = append(all, textsIn(one)...)
		}
	}
	return all
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
