package metrics

import (
	"context"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/business"
)

// Profile tells about the business of the file.
type Profile interface {
	Business(ctx context.Context) (business.Business, error)
}

// OwnPosts tells when the business published.
type OwnPosts interface {
	// PublishedDays returns the instant of each post published at or after
	// from, one per post whatever the number of networks, in any order. A zero
	// from returns all.
	PublishedDays(ctx context.Context, from time.Time) ([]time.Time, error)
}

// Service keeps readings and computes figures from them. It is safe for
// concurrent use.
type Service struct {
	store   Store
	profile Profile
	own     OwnPosts
	clock   app.Clock
	events  *app.Events
}

// NewService returns the service over a store.
func NewService(store Store, profile Profile, own OwnPosts, clock app.Clock, events *app.Events) *Service {
	return &Service{store: store, profile: profile, own: own, clock: clock, events: events}
}

// Readings returns what a query selects, by day.
func (s *Service) Readings(ctx context.Context, q Query) ([]Reading, error) {
	return s.store.Readings(ctx, q)
}

// Followed lists the metrics that the business keeps readings of, in the order
// they are offered: those of Measured, and those of Occasional that one of the
// aims is about or that were ever noted of an account.
func (s *Service) Followed(ctx context.Context, aims []Metric) ([]Metric, error) {
	all := Measured()
	for _, m := range Occasional() {
		noted := slices.Contains(aims, m)
		if !noted {
			readings, err := s.store.Readings(ctx, Query{Metric: m, OnAccounts: true})
			if err != nil {
				return nil, err
			}
			noted = len(readings) > 0
		}
		if noted {
			all = append(all, m)
		}
	}
	return all, nil
}

// RemoveReading forgets a reading.
func (s *Service) RemoveReading(ctx context.Context, id int64) error {
	if err := s.store.RemoveReading(ctx, id); err != nil {
		return err
	}
	app.Emit(s.events, Changed{})
	return nil
}

// today returns the current day of the business and its zone.
func (s *Service) today(ctx context.Context) (app.Date, *time.Location, error) {
	b, err := s.profile.Business(ctx)
	if err != nil {
		return app.Date{}, nil, err
	}
	zone := b.Location()
	return app.DateOf(s.clock.Now().In(zone)), zone, nil
}
