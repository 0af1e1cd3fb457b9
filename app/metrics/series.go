package metrics

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"parvis/app"
)

// SeriesQuery asks for one value per period: of one account, of one competitor,
// or of all accounts together when both are "". Every period that touches the
// days From to To is answered.
type SeriesQuery struct {
	Metric       Metric
	AccountID    app.ID
	CompetitorID app.ID
	Span         Span
	From, To     app.Date
}

// Point is the value of one period: nil when it was not measured, for Reason.
type Point struct {
	Period Period
	Value  *float64
	Reason app.Message
	// AsOf is the last day that was measured for all accounts, zero without a
	// value.
	AsOf app.Date
	// Break means that the value does not count the same accounts as the last
	// one before it: both must not be compared.
	Break bool
}

// Series returns one point per period, oldest first.
//
// A level is the last reading within the period, never one from before it. A
// flow is the sum of the readings within it. A ratio divides the sums of both
// over the days and accounts that have both. Over all accounts, each account
// that was measured within the twelve months up to the period's end must be
// measured in the period: a total that lacks one would be false.
func (s *Service) Series(ctx context.Context, q SeriesQuery) ([]Point, error) {
	all := periods(q.Span, q.From, q.To)
	if len(all) == 0 {
		return nil, nil
	}
	src, err := s.source(ctx, q.Metric, q.AccountID, q.CompetitorID, all[0], all[len(all)-1].To)
	if err != nil {
		return nil, err
	}
	return points(src, all), nil
}

// CompetitorMedian returns, per period, the median of the competitors' last
// readings of their followers, under the same rule as the accounts of Series.
func (s *Service) CompetitorMedian(ctx context.Context, span Span, from, to app.Date) ([]Point, error) {
	all := periods(span, from, to)
	if len(all) == 0 {
		return nil, nil
	}
	readings, err := s.store.Readings(ctx, Query{Metric: Followers, From: remembered(all[0]), To: all[len(all)-1].To})
	if err != nil {
		return nil, err
	}
	ofCompetitors := slices.DeleteFunc(readings, func(r Reading) bool { return r.CompetitorID == "" })
	return points(&readingSource{Followers, bySubject(ofCompetitors), Median}, all), nil
}

// measure is what was measured over a stretch of days.
type measure struct {
	value    float64
	asOf     app.Date
	accounts []app.ID // that it counts, sorted; nil where there is but one subject
}

// source measures one metric over any stretch of days, or says why it cannot.
type source interface {
	over(from, to app.Date) (measure, app.Message)
}

func points(src source, all []Period) []Point {
	result := make([]Point, len(all))
	var last *measure
	for i, p := range all {
		result[i].Period = p
		m, reason := src.over(p.From, p.To)
		if !reason.IsZero() {
			result[i].Reason = reason
			continue
		}
		result[i].Value, result[i].AsOf = &m.value, m.asOf
		result[i].Break = last != nil && !slices.Equal(last.accounts, m.accounts)
		last = &m
	}
	return result
}

// patience is for how many months an account is expected to be measured again:
// after that it was given up, and totals go on without it.
const patience = 12

// remembered returns the first day that matters to a period.
func remembered(p Period) app.Date {
	if from := p.To.AddMonths(-patience).AddDays(1); from.Before(p.From) {
		return from
	}
	return p.From
}

// source loads what a metric needs for periods from first on, up to a day.
func (s *Service) source(ctx context.Context, metric Metric, account, competitor app.ID, first Period, to app.Date) (source, error) {
	if metric == Published && competitor == "" {
		return s.publishedSource(ctx)
	}
	load := func(m Metric) (map[app.ID][]dayValue, error) {
		q := Query{Metric: m, AccountID: account, CompetitorID: competitor, OnAccounts: competitor == "", From: remembered(first), To: to}
		readings, err := s.store.Readings(ctx, q)
		return bySubject(readings), err
	}
	if !metric.Ratio() {
		days, err := load(metric)
		return &readingSource{metric, days, sum}, err
	}
	interactions, err := load(Interactions)
	if err != nil {
		return nil, err
	}
	reach, err := load(Reach)
	return &ratioSource{pair(interactions, reach)}, err
}

// dayValue is the value of one day; of is the denominator of a ratio.
type dayValue struct {
	day       app.Date
	value, of float64
	taken     time.Time
	id        int64
}

// bySubject sorts readings by subject and day. Two sources may have measured
// the same day: the one taken last counts, never both.
func bySubject(readings []Reading) map[app.ID][]dayValue {
	all := make(map[app.ID][]dayValue)
	for _, r := range readings {
		id := cmp.Or(r.AccountID, r.PostID, r.CompetitorID)
		all[id] = append(all[id], dayValue{day: r.Day, value: r.Value, taken: r.TakenAt, id: r.ID})
	}
	for id, days := range all {
		slices.SortFunc(days, func(a, b dayValue) int {
			return cmp.Or(compareDays(a.day, b.day), b.taken.Compare(a.taken), cmp.Compare(b.id, a.id))
		})
		all[id] = slices.CompactFunc(days, func(a, b dayValue) bool { return a.day == b.day })
	}
	return all
}

func compareDays(a, b app.Date) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Day, b.Day))
}

// pair keeps the days that have both a value and a denominator.
func pair(values, denominators map[app.ID][]dayValue) map[app.ID][]dayValue {
	both := make(map[app.ID][]dayValue)
	for id, days := range values {
		of := make(map[app.Date]float64)
		for _, d := range denominators[id] {
			of[d.day] = d.value
		}
		for _, d := range days {
			if denominator, ok := of[d.day]; ok {
				d.of = denominator
				both[id] = append(both[id], d)
			}
		}
	}
	return both
}

// within returns the days from from to to of sorted days.
func within(days []dayValue, from, to app.Date) []dayValue {
	start, _ := slices.BinarySearchFunc(days, from, func(d dayValue, day app.Date) int { return compareDays(d.day, day) })
	end, _ := slices.BinarySearchFunc(days, to.AddDays(1), func(d dayValue, day app.Date) int { return compareDays(d.day, day) })
	return days[start:max(start, end)]
}

// measuredDays returns the days of each subject within a stretch, or the reason
// why the subjects cannot be put together.
func measuredDays(all map[app.ID][]dayValue, from, to app.Date) (map[app.ID][]dayValue, measure, app.Message) {
	found := make(map[app.ID][]dayValue)
	m := measure{}
	known := 0
	for id, days := range all {
		if len(within(days, remembered(Period{From: from, To: to}), to)) == 0 {
			continue
		}
		known++
		if days = within(days, from, to); len(days) > 0 {
			found[id] = days
			if last := days[len(days)-1].day; m.asOf.IsZero() || last.Before(m.asOf) {
				m.asOf = last
			}
		}
	}
	switch {
	case len(found) == 0:
		return nil, m, app.Say("metrics.reason.no_reading")
	case len(found) < known:
		return nil, m, app.Say("metrics.reason.accounts_missing", "Count", known-len(found), "Total", known)
	}
	m.accounts = slices.Sorted(maps.Keys(found))
	return found, m, app.Message{}
}

// readingSource measures levels and flows. Together puts the subjects' values
// into one.
type readingSource struct {
	metric   Metric
	days     map[app.ID][]dayValue
	together func([]float64) float64
}

func (s *readingSource) over(from, to app.Date) (measure, app.Message) {
	found, m, reason := measuredDays(s.days, from, to)
	if !reason.IsZero() {
		return measure{}, reason
	}
	values := make([]float64, 0, len(found))
	for _, id := range m.accounts {
		days := found[id]
		if s.metric.Level() {
			values = append(values, days[len(days)-1].value)
			continue
		}
		total := 0.0
		for _, d := range days {
			total += d.value
		}
		values = append(values, total)
	}
	m.value = s.together(values)
	return m, app.Message{}
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}

// ratioSource measures ratios.
type ratioSource struct{ days map[app.ID][]dayValue }

func (s *ratioSource) over(from, to app.Date) (measure, app.Message) {
	found, m, reason := measuredDays(s.days, from, to)
	if !reason.IsZero() {
		return measure{}, reason
	}
	value, of := 0.0, 0.0
	for _, id := range m.accounts {
		for _, d := range found[id] {
			value += d.value
			of += d.of
		}
	}
	if of <= 0 {
		return measure{}, app.Say("metrics.reason.no_reach")
	}
	m.value = value / of
	return m, app.Message{}
}

// publishedSource counts posts: here nothing is missing since the business was
// created, and none is a real zero.
type publishedSource struct {
	days         []app.Date // sorted
	since, today app.Date
}

func (s *Service) publishedSource(ctx context.Context) (source, error) {
	b, err := s.profile.Business(ctx)
	if err != nil {
		return nil, err
	}
	today, zone, err := s.today(ctx)
	if err != nil {
		return nil, err
	}
	instants, err := s.own.PublishedDays(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	src := &publishedSource{since: app.DateOf(b.CreatedAt.In(zone)), today: today}
	for _, t := range instants {
		src.days = append(src.days, app.DateOf(t.In(zone)))
	}
	slices.SortFunc(src.days, compareDays)
	if len(src.days) > 0 && src.days[0].Before(src.since) {
		src.since = src.days[0]
	}
	return src, nil
}

func (s *publishedSource) over(from, to app.Date) (measure, app.Message) {
	switch {
	case from.After(s.today):
		return measure{}, app.Say("metrics.reason.not_yet")
	case to.Before(s.since):
		return measure{}, app.Say("metrics.reason.before_start")
	}
	count := 0
	for _, d := range s.days {
		if !d.Before(from) && !d.After(to) {
			count++
		}
	}
	asOf := to
	if s.today.Before(to) {
		asOf = s.today
	}
	return measure{value: float64(count), asOf: asOf}, app.Message{}
}
