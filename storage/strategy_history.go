package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"parvis/app"
	"parvis/app/strategy"
)

var (
	_ strategy.HistoryStore = (*StrategyStore)(nil)
	_ strategy.ReviewStore  = (*StrategyStore)(nil)
)

// Versions implements strategy.HistoryStore.
func (s *StrategyStore) Versions(ctx context.Context) ([]strategy.Version, error) {
	all, err := collect(ctx, s.f.readers, func(row scanner) (strategy.Version, error) {
		var v strategy.Version
		err := row.Scan(&v.Number, intoTime(&v.MadeAt), &v.Note, intoJSON(&v.Strategy))
		return v, err
	}, `SELECT number, made_ms, note, data FROM strategy_versions ORDER BY number DESC`)
	return all, s.f.failure("reading the versions of the strategy", err)
}

// AddVersion implements strategy.HistoryStore.
func (s *StrategyStore) AddVersion(ctx context.Context, v strategy.Version) (int, error) {
	number := 0
	err := s.f.write(ctx, "adding a version of the strategy", func(ctx context.Context, tx *sql.Tx) error {
		data, err := json.Marshal(v.Strategy)
		if err != nil {
			return err
		}
		number, err = first(ctx, tx, value[int], `
			INSERT INTO strategy_versions (number, made_ms, note, data)
			VALUES ((SELECT coalesce(max(number), 0) + 1 FROM strategy_versions), ?, ?, ?) RETURNING number`,
			v.MadeAt.UnixMilli(), v.Note, string(data))
		return err
	})
	return number, err
}

const reviewColumns = `month, data, closed_ms`

func scanReview(row scanner) (strategy.Review, error) {
	var r strategy.Review
	var month app.Date
	err := row.Scan(intoDate(&month), intoJSON(&r), intoTime(&r.ClosedAt))
	r.Month = month
	return r, err
}

// Review implements strategy.ReviewStore.
func (s *StrategyStore) Review(ctx context.Context, month app.Date) (strategy.Review, error) {
	r, err := first(ctx, s.f.readers, scanReview,
		`SELECT `+reviewColumns+` FROM strategy_reviews WHERE month = ?`, month.String())
	return r, s.f.failure("reading a review", err)
}

// Reviews implements strategy.ReviewStore.
func (s *StrategyStore) Reviews(ctx context.Context) ([]strategy.Review, error) {
	all, err := collect(ctx, s.f.readers, scanReview,
		`SELECT `+reviewColumns+` FROM strategy_reviews ORDER BY month DESC`)
	return all, s.f.failure("reading the reviews", err)
}

// SaveReview implements strategy.ReviewStore.
func (s *StrategyStore) SaveReview(ctx context.Context, r strategy.Review) error {
	return s.f.write(ctx, "saving a review", func(ctx context.Context, tx *sql.Tx) error {
		return saveReview(ctx, tx, r)
	})
}

// CloseReview implements strategy.ReviewStore.
func (s *StrategyStore) CloseReview(ctx context.Context, r strategy.Review, actions []strategy.Action, b strategy.Budget) error {
	return s.f.write(ctx, "closing a review", func(ctx context.Context, tx *sql.Tx) error {
		for _, a := range actions {
			if err := saveAction(ctx, tx, a); err != nil {
				return err
			}
		}
		if err := savePart(ctx, tx, string(strategy.PartBudget), b); err != nil {
			return err
		}
		return saveReview(ctx, tx, r)
	})
}

func saveReview(ctx context.Context, tx *sql.Tx, r strategy.Review) error {
	data, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO strategy_reviews (month, data, closed_ms) VALUES (?, ?, ?)
		ON CONFLICT (month) DO UPDATE SET data = excluded.data, closed_ms = excluded.closed_ms`,
		r.Month.String(), string(data), milli(r.ClosedAt))
	return err
}

// intoJSON reads what was kept as JSON.
func intoJSON(to any) column {
	return func(v any) error {
		data, ok := v.(string)
		if !ok {
			return fmt.Errorf("JSON kept as %T", v)
		}
		return json.Unmarshal([]byte(data), to)
	}
}
