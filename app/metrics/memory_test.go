package metrics

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/business"
)

// memory is a Store in memory that keeps the contract of Store.
type memory struct {
	readings []Reading
	posts    []PostFigures
	broken   error
}

func (m *memory) Readings(_ context.Context, q Query) ([]Reading, error) {
	var found []Reading
	for _, r := range m.readings {
		if q.Metric != "" && r.Metric != q.Metric ||
			q.AccountID != "" && r.AccountID != q.AccountID ||
			q.PostID != "" && r.PostID != q.PostID ||
			q.CompetitorID != "" && r.CompetitorID != q.CompetitorID ||
			q.OnAccounts && r.AccountID == "" || q.OnPosts && r.PostID == "" ||
			!q.From.IsZero() && r.Day.Before(q.From) || !q.To.IsZero() && r.Day.After(q.To) {
			continue
		}
		found = append(found, r)
	}
	slices.SortFunc(found, func(a, b Reading) int {
		return cmp.Or(compareDays(a.Day, b.Day), cmp.Compare(a.ID, b.ID))
	})
	return found, nil
}

func (m *memory) SaveReadings(_ context.Context, readings []Reading) ([]int64, error) {
	if m.broken != nil {
		return nil, m.broken
	}
	ids := make([]int64, len(readings))
	for i, r := range readings {
		at := slices.IndexFunc(m.readings, r.sameRow)
		if at < 0 {
			m.readings = append(m.readings, Reading{})
			at = len(m.readings) - 1
		}
		r.ID = int64(at + 1)
		m.readings[at], ids[i] = r, r.ID
	}
	return ids, nil
}

func (m *memory) RemoveReading(_ context.Context, id int64) error {
	m.readings = slices.DeleteFunc(m.readings, func(r Reading) bool { return r.ID == id })
	return nil
}

func (m *memory) PostFigures(_ context.Context, from, to app.Date) ([]PostFigures, error) {
	var found []PostFigures
	for _, p := range m.posts {
		if !p.Published.Date.Before(from) && !p.Published.Date.After(to) {
			found = append(found, p)
		}
	}
	return found, nil
}

type profile struct{ b business.Business }

func (p *profile) Business(context.Context) (business.Business, error) { return p.b, nil }

type ownPosts []time.Time

func (o *ownPosts) PublishedDays(_ context.Context, from time.Time) ([]time.Time, error) {
	var found []time.Time
	for _, t := range *o {
		if !t.Before(from) {
			found = append(found, t)
		}
	}
	return found, nil
}

// bench is a service with everything it stands on, on 2026-11-21 in Paris.
type bench struct {
	*Service
	store   *memory
	own     *ownPosts
	changes int
}

var paris = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return zone
}()

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

const (
	today = "2026-11-21"
	insta = app.ID("instagram")
	faceb = app.ID("facebook")
)

func newBench(t testing.TB) *bench {
	b := &bench{store: &memory{}, own: &ownPosts{}}
	events := app.NewEvents()
	t.Cleanup(app.On(events, func(Changed) { b.changes++ }))
	b.Service = NewService(b.store, &profile{business.Business{Zone: "Europe/Paris", CreatedAt: civil("2025-11-01 09:00")}},
		b.own, app.FixedClock(civil("2026-11-21 14:32")), events)
	return b
}

// read adds readings of an account.
func (b *bench) read(metric Metric, account app.ID, dayValues ...any) {
	for i := 0; i < len(dayValues); i += 2 {
		b.store.readings = append(b.store.readings, Reading{
			ID: int64(len(b.store.readings) + 1), Metric: metric, AccountID: account, Day: day(dayValues[i].(string)),
			Value: float64(dayValues[i+1].(int)), Origin: Typed, TakenAt: civil("2026-11-21 14:00"),
		})
	}
}

func value(v *float64) string {
	if v == nil {
		return "n. d."
	}
	return fmt.Sprintf("%.6g", *v)
}

// written writes a series: values, or the last word of their reasons' keys.
func written(points []Point) string {
	s := ""
	for _, p := range points {
		switch {
		case p.Value == nil:
			s += " " + p.Reason.Key[len("metrics.reason."):]
		case p.Break:
			s += " |" + value(p.Value)
		default:
			s += " " + value(p.Value)
		}
	}
	return s[1:]
}

func month(text string) Period { return PeriodOf(Month, day(text)) }

func ptr(v float64) *float64 { return &v }
