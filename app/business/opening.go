package business

import (
	"context"
	"time"

	"parvis/app"
)

// Hours is a stretch of opening hours on a day of the week, in the zone of the
// business: from From to To, on the same day.
type Hours struct {
	Weekday time.Weekday  `json:"weekday"`
	From    app.TimeOfDay `json:"from"`
	To      app.TimeOfDay `json:"to"`
}

// Opening is the opening hours of a usual week, at most MaxHours stretches, in
// any order.
type Opening []Hours

// MaxHours is how many stretches a week can have: three a day.
const MaxHours = 21

// On returns the stretches of a day, in the order they were given.
func (o Opening) On(day time.Weekday) []Hours {
	var all []Hours
	for _, h := range o {
		if h.Weekday == day {
			all = append(all, h)
		}
	}
	return all
}

// Check returns what cannot be kept, as an *app.Error with CodeInvalid, or nil.
func (o Opening) Check() error {
	if len(o) > MaxHours {
		return app.Fail(app.CodeInvalid, "business.error.hours_many", "Max", MaxHours)
	}
	for _, h := range o {
		if h.Weekday < time.Sunday || h.Weekday > time.Saturday || h.To.Minutes() <= h.From.Minutes() ||
			h.From.Minutes() < 0 || h.To.Minutes() >= 24*60 {
			return app.Fail(app.CodeInvalid, "business.error.hours", "Day", h.Weekday, "From", h.From, "To", h.To)
		}
	}
	return nil
}

// SaveOpening checks and keeps the opening hours, then emits Changed.
func (s *Service) SaveOpening(ctx context.Context, week Opening) error {
	if err := week.Check(); err != nil {
		return err
	}
	if err := s.store.SaveOpening(ctx, week); err != nil {
		return err
	}
	b, err := s.store.Business(ctx)
	if err != nil {
		return err
	}
	app.Emit(s.events, Changed{b})
	return nil
}
