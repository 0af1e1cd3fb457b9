package editorial

import (
	"context"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/keydates"
)

// Day is one cell of a calendar.
type Day struct {
	Date     app.Date
	InMonth  bool // belongs to the month shown
	Today    bool
	Posts    []Summary          // by moment
	KeyDates []keydates.KeyDate // that begin on the day
	Holidays []keydates.Holiday // school holidays the day is in
}

// Week is one row of a calendar, from Monday to Sunday. Number is its ISO
// number.
type Week struct {
	Number int
	Days   [7]Day
}

// Month is what a calendar page shows.
type Month struct {
	First    app.Date // the first of the month
	Weeks    []Week   // four to six, covering the month
	Unplaced []Summary
	Balance  Balance // of the posts placed in the month
}

// Month returns the calendar page of the month that holds day.
func (s *Service) Month(ctx context.Context, day app.Date) (Month, error) {
	b, err := s.rooms.Business.Business(ctx)
	if err != nil {
		return Month{}, err
	}
	plan, err := s.rooms.Strategy.Strategy(ctx)
	if err != nil {
		return Month{}, err
	}
	m := Month{First: day.FirstOfMonth()}
	if m.Weeks, err = s.weeks(ctx, b, m.First.Monday(), m.First.LastOfMonth().Monday()); err != nil {
		return Month{}, err
	}
	if m.Unplaced, err = s.store.Unplaced(ctx); err != nil {
		return Month{}, err
	}
	var posts []Summary
	for w := range m.Weeks {
		for d := range m.Weeks[w].Days {
			cell := &m.Weeks[w].Days[d]
			cell.InMonth = cell.Date.FirstOfMonth() == m.First
			if cell.InMonth {
				posts = append(posts, cell.Posts...)
			}
		}
	}
	m.Balance = BalanceOf(posts, plan.Pillars)
	return m, nil
}

// Placed returns the posts placed on the days from..to inclusive, by moment,
// dropped ones left out.
func (s *Service) Placed(ctx context.Context, from, to app.Date) ([]Summary, error) {
	return s.store.Placed(ctx, from, to)
}

// Unplaced returns the posts without a day, newest first.
func (s *Service) Unplaced(ctx context.Context) ([]Summary, error) { return s.store.Unplaced(ctx) }

// weeks fills the weeks whose Mondays are first..last.
func (s *Service) weeks(ctx context.Context, b business.Business, first, last app.Date) ([]Week, error) {
	end := last.AddDays(6)
	posts, err := s.store.Placed(ctx, first, end)
	if err != nil {
		return nil, err
	}
	onDay := make(map[app.Date][]Summary)
	for _, p := range posts {
		onDay[p.At.Date] = append(onDay[p.At.Date], p)
	}
	begins, err := s.rooms.KeyDates.Between(ctx, first, end)
	if err != nil {
		return nil, err
	}
	onDate := make(map[app.Date][]keydates.KeyDate)
	for _, k := range begins {
		onDate[k.Date] = append(onDate[k.Date], k)
	}
	holidays, err := s.rooms.KeyDates.Holidays(ctx, first, end)
	if err != nil {
		return nil, err
	}
	today := s.today(b.Location())
	weeks := make([]Week, 0, 6)
	for monday := first; !monday.After(last); monday = monday.AddDays(7) {
		w := Week{Number: monday.Week()}
		for i := range w.Days {
			day := monday.AddDays(i)
			w.Days[i] = Day{Date: day, Today: day == today, Posts: onDay[day], KeyDates: onDate[day]}
			for _, h := range holidays {
				if h.On(day) {
					w.Days[i].Holidays = append(w.Days[i].Holidays, h)
				}
			}
		}
		weeks = append(weeks, w)
	}
	return weeks, nil
}
