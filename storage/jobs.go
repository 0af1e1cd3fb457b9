package storage

import (
	"context"
	"database/sql"

	"parvis/app/jobs"
)

// JobsStore keeps one row per background job.
type JobsStore struct{ f *File }

var _ jobs.Store = (*JobsStore)(nil)

// Jobs implements jobs.Store. Rows come by name.
func (s *JobsStore) Jobs(ctx context.Context) ([]jobs.Row, error) {
	all, err := collect(ctx, s.f.readers, func(row scanner) (jobs.Row, error) {
		var r jobs.Row
		err := row.Scan(&r.Name, intoTime(&r.StartedAt), intoTime(&r.EndedAt), intoTime(&r.NextAt), &r.ErrorKey)
		return r, err
	}, `SELECT name, started_ms, ended_ms, next_ms, error_key FROM jobs ORDER BY name`)
	return all, s.f.failure("reading jobs", err)
}

// SaveJob implements jobs.Store.
func (s *JobsStore) SaveJob(ctx context.Context, r jobs.Row) error {
	return s.f.write(ctx, "saving a job", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO jobs (name, started_ms, ended_ms, next_ms, error_key) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET started_ms = excluded.started_ms, ended_ms = excluded.ended_ms,
				next_ms = excluded.next_ms, error_key = excluded.error_key`,
			r.Name, milli(r.StartedAt), milli(r.EndedAt), milli(r.NextAt), r.ErrorKey)
		return err
	})
}
