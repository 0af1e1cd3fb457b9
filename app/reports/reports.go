// Package reports makes the workbooks that an owner and an accountant open:
// native tables, formulas that recompute and carry the values Parvis itself
// computed, native charts, ready to print. What was not measured is written
// "n. d.", never zero.
package reports

import (
	"context"
	"fmt"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/exports"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/strategy"
	"parvis/app/watch"
	"parvis/assets/translations"
)

// Rooms is what a report asks of the other rooms.
type Rooms struct {
	Business interface {
		Business(ctx context.Context) (business.Business, error)
	}
	Strategy interface {
		Strategy(ctx context.Context) (strategy.Strategy, error)
	}
	Accounts interface {
		Accounts(ctx context.Context) ([]networks.Account, error)
	}
	Calendar interface {
		Placed(ctx context.Context, from, to app.Date) ([]editorial.Summary, error)
	}
	Ledger interface {
		Entries(ctx context.Context, state publishing.State, limit int) ([]publishing.Entry, error)
	}
	Figures interface {
		Readings(ctx context.Context, q metrics.Query) ([]metrics.Reading, error)
		Posts(ctx context.Context, period metrics.Period) ([]metrics.PostFigures, error)
		Series(ctx context.Context, q metrics.SeriesQuery) ([]metrics.Point, error)
		Figure(ctx context.Context, m metrics.Metric, period metrics.Period) (metrics.Figure, error)
		Progress(ctx context.Context, aim metrics.Aim, today app.Date) (metrics.Progress, error)
	}
	Watch interface {
		Comparison(ctx context.Context, today app.Date, weeks int) (watch.Comparison, error)
		Flow(ctx context.Context, limit int) ([]watch.News, error)
	}
}

// Service makes reports. It is safe for concurrent use.
type Service struct {
	rooms Rooms
	clock app.Clock
}

// NewService returns the service over the other rooms.
func NewService(rooms Rooms, clock app.Clock) *Service {
	return &Service{rooms: rooms, clock: clock}
}

// Step tells how far a report has come: Done of Total parts.
type Step struct{ Done, Total int }

// Monthly makes the workbook of the month that holds a day, in the language of
// the catalogue. progress may be nil; it is called on the caller's goroutine.
// When ctx ends its error is returned. It fails with CodeInvalid for a month
// that has not begun.
func (s *Service) Monthly(ctx context.Context, day app.Date, c *translations.Catalogue, progress func(Step)) (Workbook, error) {
	if progress == nil {
		progress = func(Step) {}
	}
	facts, err := s.gather(ctx, day)
	if err != nil {
		return Workbook{}, fmt.Errorf("gathering the report of %v: %w", day, err)
	}
	return build(ctx, facts, c, progress)
}

// Workbook is a finished report.
type Workbook struct {
	// Name is what its file may be called, extension included.
	Name string
	// Title says what it is: Rapport de novembre 2026.
	Title string
	// Lines are the five lines of its cover, for a preview.
	Lines []Line
	data  []byte
}

// Save writes the workbook to a path with exports.Write and its errors.
func (w Workbook) Save(path string) error { return exports.Write(path, w.data) }

// Line is one of the five lines of a cover.
type Line struct {
	Label string // Fait, Cause possible, À décider
	Text  string
}

// Bytes returns the .xlsx file.
func (w Workbook) Bytes() []byte { return w.data }
