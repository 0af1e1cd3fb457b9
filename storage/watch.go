package storage

import (
	"context"
	"database/sql"
	"time"

	"parvis/app"
	"parvis/app/watch"
)

// WatchStore keeps competitors, their feeds and what was read from them.
type WatchStore struct{ f *File }

var _ watch.Store = (*WatchStore)(nil)

// Competitors implements watch.Store. They come in the order they were added.
func (s *WatchStore) Competitors(ctx context.Context) ([]watch.Competitor, error) {
	all, err := collect(ctx, s.f.readers, func(row scanner) (watch.Competitor, error) {
		var c watch.Competitor
		err := row.Scan(&c.ID, &c.Name, &c.Site, intoTime(&c.CreatedAt))
		return c, err
	}, `SELECT id, name, site, created_ms FROM competitors ORDER BY created_ms, id`)
	return all, s.f.failure("reading competitors", err)
}

// SaveCompetitor implements watch.Store.
func (s *WatchStore) SaveCompetitor(ctx context.Context, c watch.Competitor) error {
	return s.f.write(ctx, "saving a competitor", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO competitors (id, name, site, created_ms) VALUES (?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, site = excluded.site`,
			c.ID, c.Name, c.Site, c.CreatedAt.UnixMilli())
		return err
	})
}

// RemoveCompetitor implements watch.Store.
func (s *WatchStore) RemoveCompetitor(ctx context.Context, id app.ID) error {
	return s.f.write(ctx, "removing a competitor", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM competitors WHERE id = ?`, id)
		return err
	})
}

// Sources implements watch.Store.
func (s *WatchStore) Sources(ctx context.Context) ([]watch.Source, error) {
	all, err := collect(ctx, s.f.readers, func(row scanner) (watch.Source, error) {
		var x watch.Source
		err := row.Scan(&x.ID, &x.CompetitorID, &x.Feed, &x.Title, &x.ETag, &x.LastModified,
			intoTime(&x.LastTry), intoTime(&x.LastSuccess), intoTime(&x.KnownSince), intoTime(&x.NextTry), &x.Failures, &x.ErrorKey)
		return x, err
	}, `SELECT id, competitor_id, feed, title, etag, last_modified, last_try_ms, last_success_ms, known_since_ms,
			next_try_ms, failures, error_key FROM sources ORDER BY id`)
	return all, s.f.failure("reading sources", err)
}

// SaveSource implements watch.Store.
func (s *WatchStore) SaveSource(ctx context.Context, x watch.Source) error {
	return s.f.write(ctx, "saving a source", func(ctx context.Context, tx *sql.Tx) error {
		return saveSource(ctx, tx, x)
	})
}

func saveSource(ctx context.Context, tx *sql.Tx, x watch.Source) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO sources (id, competitor_id, feed, title, etag, last_modified, last_try_ms, last_success_ms,
			known_since_ms, next_try_ms, failures, error_key)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET competitor_id = excluded.competitor_id, feed = excluded.feed,
			title = excluded.title, etag = excluded.etag, last_modified = excluded.last_modified,
			last_try_ms = excluded.last_try_ms, last_success_ms = excluded.last_success_ms,
			known_since_ms = excluded.known_since_ms, next_try_ms = excluded.next_try_ms, failures = excluded.failures, error_key = excluded.error_key`,
		x.ID, x.CompetitorID, x.Feed, x.Title, x.ETag, x.LastModified, milli(x.LastTry), milli(x.LastSuccess),
		milli(x.KnownSince), milli(x.NextTry), x.Failures, x.ErrorKey)
	return err
}

// SaveReadResult implements watch.Store. Items belong to x whatever source they
// name.
func (s *WatchStore) SaveReadResult(ctx context.Context, x watch.Source, items []watch.Item) (int, error) {
	added := 0
	err := s.f.write(ctx, "saving what a source gave", func(ctx context.Context, tx *sql.Tx) error {
		if err := saveSource(ctx, tx, x); err != nil {
			return err
		}
		for _, i := range items {
			n, err := exec(ctx, tx, `
				INSERT INTO items (source_id, guid, title, link, published_ms, seen_ms) VALUES (?, ?, ?, ?, ?, ?)
				ON CONFLICT (source_id, guid) DO NOTHING`,
				x.ID, i.GUID, i.Title, i.Link, milli(i.Published), i.SeenAt.UnixMilli())
			if err != nil {
				return err
			}
			added += int(n)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return added, nil
}

const itemColumns = `items.id, items.source_id, items.guid, items.title, items.link, items.published_ms, items.seen_ms`

func scanItem(row scanner) (watch.Item, error) {
	var i watch.Item
	err := row.Scan(&i.ID, &i.SourceID, &i.GUID, &i.Title, &i.Link, intoTime(&i.Published), intoTime(&i.SeenAt))
	return i, err
}

// Items implements watch.Store. An item without a date of its own counts from
// when it was first seen.
func (s *WatchStore) Items(ctx context.Context, limit int) ([]watch.Item, error) {
	all, err := collect(ctx, s.f.readers, scanItem, `SELECT `+itemColumns+` FROM items
		ORDER BY coalesce(published_ms, seen_ms) DESC, id DESC LIMIT ?`, limit)
	return all, s.f.failure("reading items", err)
}

// ItemsSince implements watch.Store. Items without a date are left out.
func (s *WatchStore) ItemsSince(ctx context.Context, competitor app.ID, since time.Time) ([]watch.Item, error) {
	all, err := collect(ctx, s.f.readers, scanItem, `SELECT `+itemColumns+` FROM items
		JOIN sources ON sources.id = items.source_id
		WHERE sources.competitor_id = ? AND items.published_ms >= ? ORDER BY items.published_ms, items.id`,
		competitor, since.UnixMilli())
	return all, s.f.failure("reading items of a competitor", err)
}
