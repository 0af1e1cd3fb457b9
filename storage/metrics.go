package storage

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/metrics"
)

// MetricsStore keeps readings.
type MetricsStore struct{ f *File }

var _ metrics.Store = (*MetricsStore)(nil)

// Readings implements metrics.Store.
func (s *MetricsStore) Readings(ctx context.Context, q metrics.Query) ([]metrics.Reading, error) {
	var where []string
	var args []any
	restrict := func(wanted bool, condition string, values ...any) {
		if wanted {
			where = append(where, condition)
			args = append(args, values...)
		}
	}
	restrict(q.Metric != "", `metric = ?`, q.Metric)
	restrict(q.AccountID != "", `account_id = ?`, q.AccountID)
	restrict(q.PostID != "", `post_id = ?`, q.PostID)
	restrict(q.CompetitorID != "", `competitor_id = ?`, q.CompetitorID)
	restrict(q.OnAccounts, `account_id IS NOT NULL`)
	restrict(q.OnPosts, `post_id IS NOT NULL`)
	restrict(!q.From.IsZero(), `day >= ?`, q.From.String())
	restrict(!q.To.IsZero(), `day <= ?`, q.To.String())
	query := `SELECT id, metric, account_id, post_id, competitor_id, day, value, origin, taken_ms FROM readings`
	if len(where) > 0 {
		query += ` WHERE ` + strings.Join(where, ` AND `)
	}
	all, err := collect(ctx, s.f.readers, func(row scanner) (metrics.Reading, error) {
		var r metrics.Reading
		err := row.Scan(&r.ID, &r.Metric, intoID(&r.AccountID), intoID(&r.PostID), intoID(&r.CompetitorID),
			intoDate(&r.Day), &r.Value, &r.Origin, intoTime(&r.TakenAt))
		return r, err
	}, query+` ORDER BY day, id`, args...)
	return all, s.f.failure("reading readings", err)
}

// saveReading adds a reading about one kind of subject, or replaces the value of
// the one already there.
func saveReading(subject string) string {
	return `INSERT INTO readings (metric, ` + subject + `, day, value, origin, taken_ms) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (` + subject + `, metric, day, origin) WHERE ` + subject + ` IS NOT NULL
		DO UPDATE SET value = excluded.value, taken_ms = excluded.taken_ms RETURNING id`
}

// SaveReadings implements metrics.Store. A value that is not a finite number, or
// a reading that has not exactly one subject, is CodeInvalid and nothing is
// kept.
func (s *MetricsStore) SaveReadings(ctx context.Context, readings []metrics.Reading) ([]int64, error) {
	ids := make([]int64, len(readings))
	err := s.f.write(ctx, "saving readings", func(ctx context.Context, tx *sql.Tx) error {
		statements := map[string]*sql.Stmt{}
		for i, r := range readings {
			column, subject, err := subjectOf(r)
			if err != nil {
				return err
			}
			save := statements[column]
			if save == nil {
				if save, err = tx.PrepareContext(ctx, saveReading(column)); err != nil {
					return err
				}
				defer save.Close()
				statements[column] = save
			}
			if err := save.QueryRowContext(ctx, r.Metric, subject, r.Day.String(), r.Value, r.Origin, r.TakenAt.UnixMilli()).
				Scan(&ids[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return ids, nil
}

// subjectOf returns the column and the identifier of what a reading is about.
func subjectOf(r metrics.Reading) (column string, id app.ID, err error) {
	subjects := 0
	for _, s := range []struct {
		column string
		id     app.ID
	}{{"account_id", r.AccountID}, {"post_id", r.PostID}, {"competitor_id", r.CompetitorID}} {
		if s.id != "" {
			column, id = s.column, s.id
			subjects++
		}
	}
	if subjects != 1 || r.Day.IsZero() || math.IsNaN(r.Value) || math.IsInf(r.Value, 0) {
		return "", "", app.Fail(app.CodeInvalid, KeyInvalid).Because(fmt.Errorf("reading %+v", r))
	}
	return column, id, nil
}

// RemoveReading implements metrics.Store.
func (s *MetricsStore) RemoveReading(ctx context.Context, id int64) error {
	return s.f.write(ctx, "removing a reading", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM readings WHERE id = ?`, id)
		return err
	})
}

// lastReading is the latest value of a metric about post p.
func lastReading(metric metrics.Metric) string {
	return `(SELECT r.value FROM readings AS r WHERE r.post_id = p.id AND r.metric = '` + string(metric) + `'
		ORDER BY r.day DESC, r.taken_ms DESC, r.id DESC LIMIT 1)`
}

// PostFigures implements metrics.Store. A post published on several networks
// counts once, at the instant and with the network of its first; they come by
// instant. Days are those of the business.
func (s *MetricsStore) PostFigures(ctx context.Context, from, to app.Date) ([]metrics.PostFigures, error) {
	var all []metrics.PostFigures
	err := s.f.read(ctx, "reading the figures of posts", func(q querier) error {
		b, err := readBusiness(ctx, q)
		if err != nil {
			return err
		}
		zone := b.Location()
		// A bare column beside min() is that of the row min() came from; the plus
		// keeps SQLite from walking all that was ever published.
		all, err = collect(ctx, q, func(row scanner) (metrics.PostFigures, error) {
			var f metrics.PostFigures
			var title, text string
			var published time.Time
			err := row.Scan(&f.PostID, &title, &text, &f.PillarID, intoTime(&published), &f.Network, &f.Reach, &f.Interactions)
			f.Title = editorial.Label(title, text)
			f.Published = app.CivilOf(published.In(zone))
			return f, err
		}, `SELECT p.id, p.title, p.text, coalesce(p.pillar_id, ''), f.published_ms, f.network, `+
			lastReading(metrics.Reach)+`, `+lastReading(metrics.Interactions)+`
			FROM (SELECT d.post_id, min(d.published_ms) AS published_ms, a.network
				FROM deliveries AS d JOIN accounts AS a ON a.id = d.account_id
				WHERE +d.state IN ('published', 'handed_over') AND d.post_id IN
					(SELECT post_id FROM deliveries WHERE published_ms >= ?1 AND published_ms < ?2)
				GROUP BY d.post_id) AS f
			JOIN posts AS p ON p.id = f.post_id
			WHERE f.published_ms >= ?1 AND f.published_ms < ?2 ORDER BY f.published_ms, p.id`,
			startOf(from, zone).UnixMilli(), startOf(to.AddDays(1), zone).UnixMilli())
		return err
	})
	return all, err
}

// startOf is the first instant of a day in a zone.
func startOf(day app.Date, zone *time.Location) time.Time {
	return app.Civil{Date: day}.In(zone)
}
