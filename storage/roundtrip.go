package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/publishing"
	"parvis/app/roundtrip"
)

// RoundtripStore keeps what left as sheets and brings back what comes of them.
type RoundtripStore struct{ f *File }

var _ roundtrip.Store = (*RoundtripStore)(nil)

// Roundtrip returns the store of sheets that leave and come back.
func (f *File) Roundtrip() *RoundtripStore { return &RoundtripStore{f} }

// keptExports is how many exports keep their base: older sheets are compared with
// the posts alone.
const keptExports = 60

// Posts implements roundtrip.Store.
func (s *RoundtripStore) Posts(ctx context.Context, r roundtrip.Range) ([]roundtrip.Kept, error) {
	var all []roundtrip.Kept
	err := s.f.read(ctx, "reading the posts of a sheet", func(q querier) error {
		ids, err := collect(ctx, q, value[app.ID], `SELECT id FROM posts
			WHERE stage <> 'dropped' AND (day BETWEEN ?1 AND ?2 OR (?3 AND day IS NULL))
			ORDER BY day IS NULL, day, time, id`, r.From.String(), r.To.String(), r.Unplaced)
		if err != nil {
			return err
		}
		all = make([]roundtrip.Kept, 0, len(ids))
		for _, id := range ids {
			k, err := readKept(ctx, q, id)
			if err != nil {
				return err
			}
			all = append(all, k)
		}
		return nil
	})
	return all, err
}

// PostsByID implements roundtrip.Store.
func (s *RoundtripStore) PostsByID(ctx context.Context, ids []app.ID) (map[app.ID]roundtrip.Kept, error) {
	all := make(map[app.ID]roundtrip.Kept, len(ids))
	err := s.f.read(ctx, "reading the posts of a sheet", func(q querier) error {
		for _, id := range ids {
			k, err := readKept(ctx, q, id)
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err != nil {
				return err
			}
			all[id] = k
		}
		return nil
	})
	return all, err
}

// readKept returns a post with its state, its links and what is kept beside it.
func readKept(ctx context.Context, q querier, id app.ID) (k roundtrip.Kept, err error) {
	if k.Post, _, err = readPost(ctx, q, id); err != nil {
		return k, err
	}
	type delivery struct {
		state publishing.State
		link  string // of the post itself: it shows the parts that follow
	}
	sent, err := collect(ctx, q, func(row scanner) (delivery, error) {
		var d delivery
		err := row.Scan(&d.state, &d.link)
		return d, err
	}, `SELECT state, iif(part = 0, permalink, '') FROM deliveries AS d WHERE post_id = ? AND `+notWaiting+` ORDER BY due_ms, id`, id)
	if err != nil {
		return k, err
	}
	var states []publishing.State
	for _, d := range sent {
		states = append(states, d.state)
		if d.link != "" {
			k.Links = append(k.Links, d.link)
		}
	}
	k.State = editorial.StateOf(k.Post.Stage, states)
	k.Besides = roundtrip.Values{}
	_, err = collect(ctx, q, func(row scanner) (struct{}, error) {
		var name roundtrip.Column
		var text string
		err := row.Scan(&name, &text)
		k.Besides[name] = text
		return struct{}{}, err
	}, `SELECT name, text FROM post_besides WHERE post_id = ?`, id)
	return k, err
}

// Said implements roundtrip.Store.
func (s *RoundtripStore) Said(ctx context.Context) ([]editorial.Post, error) {
	all, err := collect(ctx, s.f.readers, func(row scanner) (editorial.Post, error) {
		var p editorial.Post
		err := row.Scan(intoDate(&p.At.Date), &p.Title, &p.Text)
		return p, err
	}, `SELECT day, title, text FROM posts WHERE stage <> 'dropped'`)
	return all, s.f.failure("reading what posts say", err)
}

// SaveExport implements roundtrip.Store.
func (s *RoundtripStore) SaveExport(ctx context.Context, e roundtrip.Export) error {
	return s.f.write(ctx, "keeping what left", func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO exports (id, kind, made_ms) VALUES (?, ?, ?)`,
			e.ID, e.Kind, e.MadeAt.UnixMilli()); err != nil {
			return err
		}
		if err := saveBase(ctx, tx, e.ID, e.Rows); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM exports WHERE id NOT IN (SELECT id FROM exports ORDER BY made_ms DESC, id DESC LIMIT ?)`, keptExports)
		return err
	})
}

// saveBase keeps rows of the base of an export.
func saveBase(ctx context.Context, tx *sql.Tx, export app.ID, rows map[app.ID]roundtrip.Values) error {
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		cells, err := json.Marshal(rows[id])
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO export_rows (export_id, post_id, cells) VALUES (?, ?, ?)
			ON CONFLICT (export_id, post_id) DO UPDATE SET cells = excluded.cells`, export, id, string(cells)); err != nil {
			return err
		}
	}
	return nil
}

// Export implements roundtrip.Store.
func (s *RoundtripStore) Export(ctx context.Context, id app.ID) (roundtrip.Export, error) {
	var e roundtrip.Export
	err := s.f.read(ctx, "reading what left", func(q querier) (err error) {
		e, err = first(ctx, q, func(row scanner) (roundtrip.Export, error) {
			e := roundtrip.Export{Rows: map[app.ID]roundtrip.Values{}}
			err := row.Scan(&e.ID, &e.Kind, intoTime(&e.MadeAt))
			return e, err
		}, `SELECT id, kind, made_ms FROM exports WHERE id = ?`, id)
		if err != nil {
			return err
		}
		_, err = collect(ctx, q, func(row scanner) (struct{}, error) {
			var post app.ID
			var text string
			if err := row.Scan(&post, &text); err != nil {
				return struct{}{}, err
			}
			cells := roundtrip.Values{}
			err := json.Unmarshal([]byte(text), &cells)
			e.Rows[post] = cells
			return struct{}{}, err
		}, `SELECT post_id, cells FROM export_rows WHERE export_id = ?`, id)
		return err
	})
	return e, err
}

// Apply implements roundtrip.Store.
func (s *RoundtripStore) Apply(ctx context.Context, b roundtrip.Batch) error {
	return s.f.write(ctx, "bringing in a sheet", func(ctx context.Context, tx *sql.Tx) error {
		house, err := readBusiness(ctx, tx)
		if err != nil {
			return err
		}
		for _, id := range slices.Sorted(maps.Keys(b.Seen)) {
			saved, err := first(ctx, tx, value[int64], `SELECT updated_ms FROM posts WHERE id = ?`, id)
			if errors.Is(err, sql.ErrNoRows) || err == nil && saved != b.Seen[id].UnixMilli() {
				return app.Fail(app.CodeConflict, KeyConflict)
			}
			if err != nil {
				return err
			}
		}
		for _, id := range b.Unplan {
			if err := takeBack(ctx, tx, id); err != nil {
				return err
			}
		}
		for _, p := range b.Posts {
			if err := savePost(ctx, tx, house, p); err != nil {
				return err
			}
		}
		for _, id := range b.Remove {
			if err := removePost(ctx, tx, id, s.f.clock.Now()); err != nil {
				return err
			}
		}
		for _, id := range slices.Sorted(maps.Keys(b.Besides)) {
			if err := saveBesides(ctx, tx, id, b.Besides[id]); err != nil {
				return err
			}
		}
		if err := saveNotes(ctx, tx, b); err != nil {
			return err
		}
		if err := saveBase(ctx, tx, b.ExportID, b.Base); err != nil {
			return err
		}
		if b.File.Sum == "" {
			return nil
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO sheets_taken (sum, taken_ms, name, rows) VALUES (?, ?, ?, ?)
			ON CONFLICT (sum, taken_ms) DO NOTHING`, b.File.Sum, b.File.At.UnixMilli(), b.File.Name, b.File.Rows)
		return err
	})
}

// saveNotes keeps what a batch says about posts, and takes back what it unsays.
func saveNotes(ctx context.Context, tx *sql.Tx, b roundtrip.Batch) error {
	for _, n := range b.Notes {
		if _, err := tx.ExecContext(ctx, `INSERT INTO post_notes (post_id, kind, author, text, said_ms) VALUES (?, ?, ?, ?, ?)`,
			n.PostID, n.Kind, n.Author, n.Text, n.At.UnixMilli()); err != nil {
			return err
		}
	}
	for _, n := range b.Unsaid {
		if _, err := tx.ExecContext(ctx, `DELETE FROM post_notes WHERE post_id = ? AND kind = ? AND said_ms = ?`,
			n.PostID, n.Kind, n.At.UnixMilli()); err != nil {
			return err
		}
	}
	return nil
}

func saveBesides(ctx context.Context, tx *sql.Tx, post app.ID, cells roundtrip.Values) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM post_besides WHERE post_id = ?`, post); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(cells)) {
		if _, err := tx.ExecContext(ctx, `INSERT INTO post_besides (post_id, name, text) VALUES (?, ?, ?)`, post, name, cells[name]); err != nil {
			return err
		}
	}
	return nil
}

// Mapping implements roundtrip.Store.
func (s *RoundtripStore) Mapping(ctx context.Context, signature string) (map[int]roundtrip.Column, error) {
	text, err := first(ctx, s.f.readers, value[string], `SELECT columns FROM sheet_mappings WHERE signature = ?`, signature)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, s.f.failure("reading a mapping", err)
	}
	var m map[int]roundtrip.Column
	return m, s.f.failure("reading a mapping", json.Unmarshal([]byte(text), &m))
}

// SaveMapping implements roundtrip.Store.
func (s *RoundtripStore) SaveMapping(ctx context.Context, signature string, m map[int]roundtrip.Column) error {
	return s.f.write(ctx, "keeping a mapping", func(ctx context.Context, tx *sql.Tx) error {
		text, err := json.Marshal(m)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO sheet_mappings (signature, columns, used_ms) VALUES (?, ?, ?)
			ON CONFLICT (signature) DO UPDATE SET columns = excluded.columns, used_ms = excluded.used_ms`,
			signature, string(text), s.f.clock.Now().UnixMilli())
		return err
	})
}

// Taken implements roundtrip.Store.
func (s *RoundtripStore) Taken(ctx context.Context, sum string) (roundtrip.File, error) {
	file, err := first(ctx, s.f.readers, func(row scanner) (roundtrip.File, error) {
		var f roundtrip.File
		err := row.Scan(&f.Sum, &f.Name, intoTime(&f.At), &f.Rows)
		return f, err
	}, `SELECT sum, name, taken_ms, rows FROM sheets_taken WHERE sum = ? ORDER BY taken_ms DESC LIMIT 1`, sum)
	if errors.Is(err, sql.ErrNoRows) {
		return roundtrip.File{}, nil
	}
	return file, s.f.failure("reading what was taken in", err)
}
