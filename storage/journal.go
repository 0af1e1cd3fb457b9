package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/publishing"
)

// Run implements editorial.Journal.
func (s *EditorialStore) Run(ctx context.Context, posts []app.ID, decide func(now map[app.ID]editorial.Current) (editorial.Command, error)) (number int64, err error) {
	err = s.f.write(ctx, "running a command", func(ctx context.Context, tx *sql.Tx) error {
		now, err := currents(ctx, tx, posts)
		if err != nil {
			return err
		}
		c, err := decide(now)
		if err != nil || len(c.Writes) == 0 {
			return err
		}
		if err := run(ctx, tx, []string{`DELETE FROM commands WHERE undone > 0`}); err != nil {
			return err
		}
		number, err = first(ctx, tx, value[int64], `INSERT INTO commands (kind, title, made_ms) VALUES (?, ?, ?) RETURNING number`,
			c.Kind, c.Title, c.At.UnixMilli())
		if err != nil {
			return err
		}
		if err := writeAll(ctx, tx, s.f.clock.Now(), c.Writes, func(position int, change editorial.PostChange) error {
			return keepChange(ctx, tx, number, position, change)
		}); err != nil {
			return err
		}
		if err := joinSeries(ctx, tx, c); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM commands WHERE number <= (
			SELECT number FROM commands ORDER BY number DESC LIMIT 1 OFFSET ?)`, editorial.JournalLength)
		return err
	})
	if err != nil {
		return 0, err
	}
	return number, nil
}

// currents returns the posts named that are there, with their states.
func currents(ctx context.Context, tx *sql.Tx, posts []app.ID) (map[app.ID]editorial.Current, error) {
	now := make(map[app.ID]editorial.Current, len(posts))
	for _, id := range posts {
		p, _, err := readPost(ctx, tx, id)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, err
		}
		deliveries, err := collect(ctx, tx, value[publishing.State], `SELECT state FROM deliveries AS d WHERE post_id = ? AND `+notWaiting, id)
		if err != nil {
			return nil, err
		}
		now[id] = editorial.Current{Post: p, State: editorial.StateOf(p.Stage, deliveries)}
	}
	return now, nil
}

// writeAll does what a command says and tells of each post what it was and what
// it became, as the file has it.
func writeAll(ctx context.Context, tx *sql.Tx, at time.Time, writes []editorial.Write, tell func(position int, change editorial.PostChange) error) error {
	b, err := readBusiness(ctx, tx)
	if err != nil {
		return err
	}
	for i, w := range writes {
		change := editorial.PostChange{ID: w.Post.ID}
		before, _, err := readPost(ctx, tx, w.Post.ID)
		switch {
		case err == nil:
			change.Before = &before
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
		if err := writeOne(ctx, tx, at, b, w, change.Before); err != nil {
			return err
		}
		if !w.Remove {
			after, _, err := readPost(ctx, tx, w.Post.ID)
			if err != nil {
				return err
			}
			if w.Plan {
				after.Stage = editorial.Scheduled
			}
			change.After = &after
		}
		if err := tell(i, change); err != nil {
			return err
		}
	}
	return nil
}

func writeOne(ctx context.Context, tx *sql.Tx, at time.Time, b business.Business, w editorial.Write, before *editorial.Post) error {
	if w.Remove {
		return removePost(ctx, tx, w.Post.ID, at)
	}
	if before != nil && before.Stage == editorial.Scheduled && w.Post.Stage != editorial.Scheduled {
		if err := takeBack(ctx, tx, w.Post.ID); err != nil {
			return err
		}
	}
	return savePost(ctx, tx, b, w.Post)
}

func keepChange(ctx context.Context, tx *sql.Tx, number int64, position int, c editorial.PostChange) error {
	before, err := asPost(c.Before)
	if err != nil {
		return err
	}
	after, err := asPost(c.After)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO command_posts (command, position, post, "before", "after") VALUES (?, ?, ?, ?, ?)`,
		number, position, c.ID, before, after)
	return err
}

// asPost is a post as the journal keeps it: JSON of all its fields, NULL for none.
func asPost(p *editorial.Post) (any, error) {
	if p == nil {
		return nil, nil
	}
	data, err := json.Marshal(p)
	return string(data), err
}

// intoPost reads what asPost wrote.
func intoPost(p **editorial.Post) column {
	return func(v any) error {
		*p = nil
		switch v := v.(type) {
		case nil:
			return nil
		case string:
			*p = new(editorial.Post)
			return json.Unmarshal([]byte(v), *p)
		default:
			return fmt.Errorf("post kept as %T", v)
		}
	}
}

// Reverse implements editorial.Journal.
func (s *EditorialStore) Reverse(ctx context.Context, number int64, back bool,
	decide func(e editorial.Entry, now map[app.ID]editorial.Current) ([]editorial.Write, error),
) (editorial.Entry, error) {
	var entry editorial.Entry
	err := s.f.write(ctx, "reversing a command", func(ctx context.Context, tx *sql.Tx) (err error) {
		entry, err = readEntry(ctx, tx, `WHERE number = ? AND (undone = 0) = ?`, number, back)
		if err != nil {
			return err
		}
		if entry.Changes, err = collect(ctx, tx, func(row scanner) (editorial.PostChange, error) {
			var c editorial.PostChange
			err := row.Scan(&c.ID, intoPost(&c.Before), intoPost(&c.After))
			return c, err
		}, `SELECT post, "before", "after" FROM command_posts WHERE command = ? ORDER BY position`, number); err != nil {
			return err
		}
		posts := make([]app.ID, len(entry.Changes))
		for i, c := range entry.Changes {
			posts[i] = c.ID
		}
		now, err := currents(ctx, tx, posts)
		if err != nil {
			return err
		}
		writes, err := decide(entry, now)
		if err != nil {
			return err
		}
		if err := writeAll(ctx, tx, s.f.clock.Now(), writes, func(int, editorial.PostChange) error { return nil }); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE commands SET undone = iif(?2, (SELECT max(undone) + 1 FROM commands), 0) WHERE number = ?1`, number, back)
		return err
	})
	return entry, err
}

// Next implements editorial.Journal.
func (s *EditorialStore) Next(ctx context.Context) (undo, redo editorial.Entry, err error) {
	err = s.f.read(ctx, "reading the journal", func(q querier) (err error) {
		if undo, err = readEntry(ctx, q, `WHERE undone = 0 ORDER BY number DESC LIMIT 1`); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if redo, err = readEntry(ctx, q, `WHERE undone > 0 ORDER BY undone DESC LIMIT 1`); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return nil
	})
	return undo, redo, err
}

// readEntry returns an entry without its changes.
func readEntry(ctx context.Context, q querier, which string, args ...any) (editorial.Entry, error) {
	return first(ctx, q, func(row scanner) (editorial.Entry, error) {
		var e editorial.Entry
		err := row.Scan(&e.Number, &e.Kind, &e.Title, &e.Count)
		return e, err
	}, `SELECT number, kind, title, (SELECT count(*) FROM command_posts WHERE command = number) FROM commands `+which, args...)
}

// Forget implements editorial.Journal.
func (s *EditorialStore) Forget(ctx context.Context, number int64) error {
	return s.f.write(ctx, "forgetting a command", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM commands WHERE number = ?`, number)
		return err
	})
}

// joinSeries makes the posts that a command keeps, and the one they are like, one
// series: the one that it is of already, as it leaves none.
func joinSeries(ctx context.Context, tx *sql.Tx, c editorial.Command) error {
	if c.Series == "" {
		return nil
	}
	series, err := first(ctx, tx, value[app.ID], `
		INSERT INTO series_posts (post_id, series_id) VALUES (?, ?)
		ON CONFLICT (post_id) DO UPDATE SET series_id = series_id RETURNING series_id`, c.With, c.Series)
	if err != nil {
		return err
	}
	var members []app.ID
	for _, w := range c.Writes {
		members = append(members, w.Post.ID)
	}
	for _, id := range members {
		if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO series_posts (post_id, series_id) VALUES (?, ?)`, id, series); err != nil {
			return err
		}
	}
	return nil
}

// Following implements editorial.Store.
func (s *EditorialStore) Following(ctx context.Context, id app.ID) ([]editorial.Summary, error) {
	all, err := collect(ctx, s.f.readers, scanSummary, `SELECT `+summaryColumns+` FROM posts AS p, posts AS from_here
		WHERE from_here.id = ?1 AND p.stage <> 'dropped' AND (p.id = ?1 OR (
			p.id IN (SELECT post_id FROM series_posts WHERE series_id = (SELECT series_id FROM series_posts WHERE post_id = ?1))
			AND (p.day, p.time) >= (from_here.day, from_here.time)))
		ORDER BY p.id <> ?1, p.day, p.time, p.id`, id)
	return all, s.f.failure("reading a series", err)
}
