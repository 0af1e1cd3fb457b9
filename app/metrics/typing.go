package metrics

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"parvis/app"
)

// jump is the factor from one reading to the next beyond which an owner is
// asked whether it was meant, among figures of at least jumpFloor.
const (
	jump      = 10
	jumpFloor = 50
)

// Entry is a figure as an owner types it. Exactly one of AccountID and
// CompetitorID is set; of competitors only followers are typed. An empty Text
// is no entry: nothing is kept, least of all a zero.
type Entry struct {
	Metric       Metric
	AccountID    app.ID
	CompetitorID app.ID
	Day          app.Date
	Text         string
	// Confirmed is set once the owner said that an astonishing figure is right.
	Confirmed bool
}

// Problem is why an entry is not kept. Confirmable means that nothing is wrong
// but the figure astonishes: the same entry, Confirmed, is accepted. OfDay means
// that the day is wrong, whatever the figure.
type Problem struct {
	Index       int // in the entries given
	Err         *app.Error
	Confirmable bool
	OfDay       bool
}

// TypeReadings checks entries and keeps them all, or none when there is any
// problem. It returns how many were kept; the error is that of the file.
func (s *Service) TypeReadings(ctx context.Context, entries []Entry) (kept int, problems []Problem, err error) {
	today, _, err := s.today(ctx)
	if err != nil {
		return 0, nil, err
	}
	now := s.clock.Now()
	var readings []Reading
	for i, entry := range entries {
		if normalise(entry.Text) == "" {
			continue
		}
		wrongDay := entry.wrongDay(today)
		r, problem := entry.reading()
		if wrongDay != nil {
			problem = wrongDay
		}
		if problem == nil && slices.ContainsFunc(readings, r.sameRow) {
			problem = app.Fail(app.CodeInvalid, "metrics.error.twice")
		}
		if problem != nil {
			problems = append(problems, Problem{Index: i, Err: problem, OfDay: wrongDay != nil})
			continue
		}
		if !entry.Confirmed {
			warning, err := s.astonishing(ctx, r)
			if err != nil {
				return 0, nil, err
			}
			if warning != nil {
				problems = append(problems, Problem{Index: i, Err: warning, Confirmable: true})
			}
		}
		r.TakenAt = now
		readings = append(readings, r)
	}
	if len(problems) > 0 || len(readings) == 0 {
		return 0, problems, nil
	}
	// What was typed is kept even when its window closes meanwhile.
	if _, err := s.store.SaveReadings(context.WithoutCancel(ctx), readings); err != nil {
		return 0, nil, err
	}
	app.Emit(s.events, Changed{})
	return len(readings), nil, nil
}

// wrongDay says why an entry's day cannot be that of a reading, nil when it can.
func (e Entry) wrongDay(today app.Date) *app.Error {
	switch {
	case e.Day.IsZero():
		return app.Fail(app.CodeInvalid, "metrics.error.day_missing")
	case e.Day.After(today):
		return app.Fail(app.CodeInvalid, "metrics.error.day_future")
	case e.Day.Before(app.Date{Year: 2000, Month: time.January, Day: 1}):
		return app.Fail(app.CodeInvalid, "metrics.error.day_old")
	}
	return nil
}

// reading checks one entry by itself but for its day.
func (e Entry) reading() (Reading, *app.Error) {
	r := Reading{Metric: e.Metric, AccountID: e.AccountID, CompetitorID: e.CompetitorID, Day: e.Day, Origin: Typed}
	typable := e.Metric.Typable() && (e.CompetitorID == "" || e.Metric == Followers)
	switch {
	case !typable:
		return r, app.Fail(app.CodeInvalid, "metrics.error.not_typed")
	case (e.AccountID == "") == (e.CompetitorID == ""):
		return r, app.Fail(app.CodeInvalid, "metrics.error.subject")
	}
	value, err := ParseNumber(e.Text)
	if err != nil {
		var problem *app.Error
		if !errors.As(err, &problem) {
			problem = app.Fail(app.CodeInvalid, "metrics.error.number", "Text", shown(e.Text)).Because(err)
		}
		return r, problem
	}
	switch {
	case value < 0:
		return r, app.Fail(app.CodeInvalid, "metrics.error.negative")
	case !whole(value):
		// Every typed metric counts people or actions.
		return r, app.Fail(app.CodeInvalid, "metrics.error.not_whole", "Text", shown(e.Text))
	}
	r.Value = value
	return r, nil
}

// sameRow reports whether two readings would replace each other.
func (r Reading) sameRow(o Reading) bool {
	return r.Metric == o.Metric && r.AccountID == o.AccountID && r.PostID == o.PostID &&
		r.CompetitorID == o.CompetitorID && r.Day == o.Day && r.Origin == o.Origin
}

// astonishing compares a reading with its neighbour in time: a figure ten times
// larger or smaller is more often a slip of the keyboard than a success.
func (s *Service) astonishing(ctx context.Context, r Reading) (*app.Error, error) {
	readings, err := s.store.Readings(ctx, Query{Metric: r.Metric, AccountID: r.AccountID, CompetitorID: r.CompetitorID})
	if err != nil {
		return nil, err
	}
	var neighbour, same *Reading
	for i, other := range readings {
		switch {
		case other.Day == r.Day:
			// What is being corrected measures the correction only where nothing
			// else does.
			same = &readings[i]
		case other.Day.Before(r.Day):
			neighbour = &readings[i]
		case neighbour == nil:
			neighbour = &readings[i]
		}
	}
	if neighbour == nil {
		neighbour = same
	}
	if neighbour == nil || neighbour.Value == 0 || max(r.Value, neighbour.Value) < jumpFloor {
		return nil, nil
	}
	if ratio := r.Value / neighbour.Value; ratio < jump && ratio > 1.0/jump {
		return nil, nil
	}
	return app.Fail(app.CodeInvalid, "metrics.error.astonishing",
		"Value", int(r.Value), "Previous", int(math.Round(neighbour.Value)), "Day", neighbour.Day), nil
}
