package reports

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/strategy"
	"parvis/app/watch"
)

const (
	monthsShown    = 12
	weeksCompared  = 8 // complete ones, the current one besides
	ledgerRows     = 20_000
	feedItems      = 5_000
	progressWindow = 30 // days, those metrics.Service.Progress looks back on
)

// facts is all that a monthly report says, as the other rooms computed it.
type facts struct {
	business business.Business
	today    app.Date
	month    metrics.Period
	asOf     app.Date // the last day it can tell of
	// months holds the month, the eleven before it, and first the one that the
	// oldest of them is compared to.
	months     []metrics.Period
	series     map[metrics.Metric][]metrics.Point // one point for each of months
	figures    []metrics.Figure
	objectives []objective
	pillars    []strategy.Pillar
	posts      []post // newest first
	engagement []metrics.PillarEngagement
	accounts   []account
	readings   []reading // newest first
	comparison watch.Comparison
	items      []item                // newest first
	rivals     map[app.ID][]*float64 // followers of each competitor at the end of the last two months
}

type objective struct {
	strategy.Objective
	progress metrics.Progress
}

// post is a row of the posts. at is when it came out, or is meant to.
type post struct {
	id                  app.ID
	at                  app.Civil
	networks            []networks.Network
	pillar              app.ID
	title               string
	state               editorial.State
	published           bool
	link                string
	reach, interactions *float64
}

func (p post) rate() *float64 {
	return metrics.PostFigures{Reach: p.reach, Interactions: p.interactions}.EngagementRate()
}

// account is one that was ever measured: first is the day of its first reading
// of each metric, and of the first day that has both parts of the engagement.
type account struct {
	id      app.ID
	network networks.Network
	label   string // unique
	first   map[metrics.Metric]app.Date
}

// reading is all that was noted of an account on a day.
type reading struct {
	account app.ID
	day     app.Date
	values  map[metrics.Metric]float64
	origin  metrics.Origin // of the latest of them
	taken   time.Time
}

// item is one thing that a competitor brought out.
type item struct {
	competitor  app.ID
	day         app.Date
	title, link string
}

// keyFigures are those of the cover, in order.
var keyFigures = []metrics.Metric{
	metrics.Followers, metrics.Reach, metrics.EngagementRate, metrics.Clicks, metrics.Published,
}

func (s *Service) gather(ctx context.Context, day app.Date) (facts, error) {
	f := facts{series: map[metrics.Metric][]metrics.Point{}, rivals: map[app.ID][]*float64{}}
	var err error
	if f.business, err = s.rooms.Business.Business(ctx); err != nil {
		return f, err
	}
	f.today = app.DateOf(s.clock.Now().In(f.business.Location()))
	f.month = metrics.PeriodOf(metrics.Month, day)
	if f.month.From.After(f.today) {
		return f, app.Fail(app.CodeInvalid, "reports.error.future")
	}
	if f.asOf = f.month.To; f.today.Before(f.asOf) {
		f.asOf = f.today
	}
	for i := -monthsShown; i <= 0; i++ {
		f.months = append(f.months, f.month.Shift(i))
	}
	for _, part := range []func(context.Context, *facts) error{
		s.gatherFigures, s.gatherObjectives, s.gatherPosts, s.gatherReadings, s.gatherWatch,
	} {
		if err := part(ctx, &f); err != nil {
			return f, err
		}
	}
	return f, nil
}

func (s *Service) gatherFigures(ctx context.Context, f *facts) error {
	for _, m := range slices.Concat(metrics.Measured(), metrics.Occasional(), []metrics.Metric{metrics.Published, metrics.EngagementRate}) {
		points, err := s.rooms.Figures.Series(ctx, metrics.SeriesQuery{
			Metric: m, Span: metrics.Month, From: f.months[0].From, To: f.month.To,
		})
		if err != nil {
			return err
		}
		f.series[m] = points
	}
	for _, m := range keyFigures {
		figure, err := s.rooms.Figures.Figure(ctx, m, f.month)
		if err != nil {
			return err
		}
		f.figures = append(f.figures, figure)
	}
	return nil
}

func (s *Service) gatherObjectives(ctx context.Context, f *facts) error {
	plan, err := s.rooms.Strategy.Strategy(ctx)
	if err != nil {
		return err
	}
	taken := map[string]int{}
	for _, p := range plan.Pillars {
		p.Name = unique(taken, p.Name)
		f.pillars = append(f.pillars, p)
	}
	for _, o := range plan.Objectives {
		aim := metrics.Aim{Metric: o.Metric, From: o.From, Target: o.Target, Start: o.Start, Due: o.Due}
		progress, err := s.rooms.Figures.Progress(ctx, aim, f.asOf)
		if err != nil {
			return err
		}
		f.objectives = append(f.objectives, objective{o, progress})
	}
	return nil
}

func (s *Service) gatherPosts(ctx context.Context, f *facts) error {
	from, to := f.months[0].From, f.month.To
	// A post may have come out on another day than the one it was placed on.
	placed, err := s.rooms.Calendar.Placed(ctx, from.AddMonths(-1), to.AddMonths(1))
	if err != nil {
		return err
	}
	links, err := s.links(ctx)
	if err != nil {
		return err
	}
	rows := map[app.ID]post{}
	for _, p := range placed {
		rows[p.ID] = post{id: p.ID, at: p.At, networks: p.Networks, pillar: p.PillarID, title: p.Title, state: p.State}
	}
	published, err := s.rooms.Figures.Posts(ctx, metrics.Period{Span: metrics.Month, From: from, To: to})
	if err != nil {
		return err
	}
	for _, figures := range published {
		p, ok := rows[figures.PostID]
		if !ok {
			p = post{
				id: figures.PostID, networks: []networks.Network{networks.Network(figures.Network)}, pillar: figures.PillarID,
				title: figures.Title, state: editorial.StatePublished,
			}
		}
		p.at, p.published, p.link = figures.Published, true, links[p.id]
		p.reach, p.interactions = figures.Reach, figures.Interactions
		rows[p.id] = p
	}
	for _, p := range rows {
		if !p.at.Date.Before(from) && !p.at.Date.After(to) {
			f.posts = append(f.posts, p)
		}
	}
	slices.SortFunc(f.posts, func(a, b post) int {
		return cmp.Or(cmp.Compare(b.at.String(), a.at.String()), cmp.Compare(b.id, a.id))
	})
	year, err := s.rooms.Figures.Posts(ctx, metrics.Period{Span: metrics.Month, From: f.months[1].From, To: to})
	f.engagement = metrics.MedianEngagementByPillar(year)
	return err
}

// links returns the first public link of each post that came out.
func (s *Service) links(ctx context.Context) (map[app.ID]string, error) {
	entries, err := s.rooms.Ledger.Entries(ctx, "", ledgerRows)
	links := map[app.ID]string{}
	first := map[app.ID]time.Time{}
	for _, e := range entries {
		d := e.Delivery
		if d.Permalink == "" || d.State != publishing.Published && d.State != publishing.HandedOver {
			continue
		}
		if at, ok := first[d.PostID]; !ok || d.PublishedAt.Before(at) {
			first[d.PostID], links[d.PostID] = d.PublishedAt, d.Permalink
		}
	}
	return links, err
}

func (s *Service) gatherReadings(ctx context.Context, f *facts) error {
	accounts, err := s.rooms.Accounts.Accounts(ctx)
	if err != nil {
		return err
	}
	all, err := s.rooms.Figures.Readings(ctx, metrics.Query{OnAccounts: true, To: f.month.To})
	if err != nil {
		return err
	}
	// Two sources may have measured the same day: the one taken last counts.
	slices.SortStableFunc(all, func(a, b metrics.Reading) int {
		return cmp.Or(a.TakenAt.Compare(b.TakenAt), cmp.Compare(a.ID, b.ID))
	})
	type key struct {
		account app.ID
		day     app.Date
	}
	rows := map[key]*reading{}
	for _, r := range all {
		k := key{r.AccountID, r.Day}
		if rows[k] == nil {
			rows[k] = &reading{account: r.AccountID, day: r.Day, values: map[metrics.Metric]float64{}}
		}
		row := rows[k]
		row.values[r.Metric], row.origin, row.taken = r.Value, r.Origin, r.TakenAt
	}
	labels := map[string]int{}
	for _, a := range accounts {
		one := account{id: a.ID, network: a.Network, label: label(labels, a), first: map[metrics.Metric]app.Date{}}
		for k, row := range rows {
			if k.account == a.ID {
				one.note(*row)
			}
		}
		if len(one.first) > 0 {
			f.accounts = append(f.accounts, one)
		}
	}
	for _, row := range rows {
		if !row.day.Before(f.months[0].From) {
			f.readings = append(f.readings, *row)
		}
	}
	order := map[app.ID]int{}
	for i, a := range f.accounts {
		order[a.id] = i
	}
	slices.SortFunc(f.readings, func(a, b reading) int {
		return cmp.Or(a.day.DaysUntil(b.day), cmp.Compare(order[a.account], order[b.account]))
	})
	return nil
}

// label names an account in formulas: without the characters that they take for
// a pattern, and no two the same.
func label(taken map[string]int, a networks.Account) string {
	return unique(taken, strings.NewReplacer("*", "∗", "?", "？", "~", "∼").Replace(a.Network.Name()+" · "+a.Handle))
}

// unique returns the name with a number when it was given before; formulas tell
// no capitals apart.
func unique(taken map[string]int, name string) string {
	key := strings.ToLower(name)
	taken[key]++
	if n := taken[key]; n > 1 {
		return name + " (" + strconv.Itoa(n) + ")"
	}
	return name
}

// note keeps the earliest day of each metric.
func (a *account) note(r reading) {
	keep := func(m metrics.Metric) {
		if first, ok := a.first[m]; !ok || r.day.Before(first) {
			a.first[m] = r.day
		}
	}
	for m := range r.values {
		keep(m)
	}
	_, reached := r.values[metrics.Reach]
	_, moved := r.values[metrics.Interactions]
	if reached && moved {
		keep(metrics.EngagementRate)
	}
}

func (s *Service) gatherWatch(ctx context.Context, f *facts) error {
	var err error
	if f.comparison, err = s.rooms.Watch.Comparison(ctx, f.asOf, weeksCompared+1); err != nil {
		return err
	}
	news, err := s.rooms.Watch.Flow(ctx, feedItems)
	if err != nil {
		return err
	}
	zone := f.business.Location()
	for _, n := range news {
		if n.Published.IsZero() {
			continue
		}
		day := app.DateOf(n.Published.In(zone))
		if !day.Before(f.comparison.Weeks[0].Monday) && !day.After(f.asOf) {
			f.items = append(f.items, item{competitor: n.CompetitorID, day: day, title: n.Title, link: n.Link})
		}
	}
	for _, row := range f.comparison.Rows {
		if row.CompetitorID == "" {
			continue
		}
		for _, month := range f.months[len(f.months)-2:] {
			readings, err := s.rooms.Figures.Readings(ctx, metrics.Query{
				Metric: metrics.Followers, CompetitorID: row.CompetitorID, From: month.From, To: month.To,
			})
			if err != nil {
				return err
			}
			var last *float64
			if n := len(readings); n > 0 {
				last = &readings[n-1].Value
			}
			f.rivals[row.CompetitorID] = append(f.rivals[row.CompetitorID], last)
		}
	}
	return nil
}

// pillarName returns the name of a pillar, "" for none.
func (f facts) pillarName(id app.ID) string {
	for _, p := range f.pillars {
		if p.ID == id {
			return p.Name
		}
	}
	return ""
}

// followed reports whether a metric was ever noted, or an objective is about it.
func (f facts) followed(m metrics.Metric) bool {
	return slices.ContainsFunc(f.accounts, func(a account) bool { return !a.first[m].IsZero() }) ||
		slices.ContainsFunc(f.objectives, func(o objective) bool { return o.Metric == m })
}
