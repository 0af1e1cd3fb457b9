package storage

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/media"
)

var (
	_ media.LibraryStore = (*MediaStore)(nil)
	_ media.VideoStore   = (*MediaStore)(nil)
)

// What selects pictures and videos as scanLibraryItem reads them.
const (
	libraryOf       = `l.hash, coalesce(nullif(l.name, ''), m.name), l.name <> '', m.mime, m.width, m.height, m.size, m.added_ms, l.people`
	libraryPictures = `SELECT 'image', 0, ` + libraryOf + ` FROM library AS l JOIN media AS m ON m.hash = l.hash`
	libraryVideos   = `SELECT 'video', m.duration_ms, ` + libraryOf + ` FROM library AS l JOIN videos AS m ON m.hash = l.hash`
)

// libraryItem is an item and whether its name is the owner's.
type libraryItem struct {
	media.Item
	named bool
}

func scanLibraryItem(row scanner) (libraryItem, error) {
	var i libraryItem
	var duration int64
	err := row.Scan(&i.Kind, &duration, &i.Hash, &i.Name, &i.named, &i.MIME, &i.Size.Width, &i.Size.Height, &i.Bytes, intoTime(&i.AddedAt), &i.People)
	i.Duration = time.Duration(duration) * time.Millisecond
	return i, err
}

// Items implements media.LibraryStore.
func (s *MediaStore) Items(ctx context.Context) ([]media.Item, error) {
	var items []media.Item
	err := s.f.read(ctx, "reading the library", func(q querier) error {
		// Ordered by the instant they were added, then by hash.
		found, err := readItems(ctx, q, libraryPictures+` UNION ALL `+libraryVideos+` ORDER BY 10 DESC, 3`, "")
		for _, i := range found {
			items = append(items, i.Item)
		}
		return err
	})
	return items, err
}

// Item implements media.LibraryStore.
func (s *MediaStore) Item(ctx context.Context, h media.Hash) (media.Item, error) {
	var item libraryItem
	err := s.f.read(ctx, "reading the library", func(q querier) (err error) {
		item, err = readItem(ctx, q, h)
		return err
	})
	return item.Item, err
}

func readItem(ctx context.Context, q querier, h media.Hash) (libraryItem, error) {
	found, err := readItems(ctx, q, libraryPictures+` WHERE l.hash = ?1 UNION ALL `+libraryVideos+` WHERE l.hash = ?1`, h)
	if err == nil && len(found) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return libraryItem{}, err
	}
	return found[0], nil
}

// readItems reads items and, each in one pass, what belongs to them: of one
// picture or, when only is "", of all.
func readItems(ctx context.Context, q querier, query string, only media.Hash) ([]libraryItem, error) {
	one, narrowed := "", []any(nil)
	if only != "" {
		one, narrowed = ` WHERE hash = ?1`, []any{only}
	}
	items, err := collect(ctx, q, scanLibraryItem, query, narrowed...)
	if err != nil {
		return nil, err
	}
	at := make(map[media.Hash]*libraryItem, len(items))
	for i := range items {
		at[items[i].Hash] = &items[i]
	}
	tags, err := collect(ctx, q, pair[string], `SELECT hash, tag FROM media_tags`+one+` ORDER BY hash, tag`, narrowed...)
	if err != nil {
		return nil, err
	}
	for _, t := range tags {
		if i := at[t.hash]; i != nil {
			i.Tags = append(i.Tags, t.value)
		}
	}
	alts, err := collect(ctx, q, pair[string], `SELECT DISTINCT hash, alt FROM used_media`+one+` ORDER BY hash, alt`, narrowed...)
	if err != nil {
		return nil, err
	}
	for _, a := range alts {
		if i := at[a.hash]; i != nil && a.value != "" {
			i.Alts = append(i.Alts, a.value)
		}
	}
	uses, err := collect(ctx, q, pair[int], `SELECT hash, count(DISTINCT post_id) FROM used_media`+one+` GROUP BY hash`, narrowed...)
	if err != nil {
		return nil, err
	}
	for _, u := range uses {
		if i := at[u.hash]; i != nil {
			i.Uses = u.value
		}
	}
	rights, err := collect(ctx, q, scanRight, selectRights+strings.ReplaceAll(one, "hash", "r.hash")+` ORDER BY r.id`, narrowed...)
	if err != nil {
		return nil, err
	}
	for _, r := range rights {
		if i := at[r.Hash]; i != nil {
			i.Rights = append(i.Rights, r)
		}
	}
	return items, nil
}

// ofHash is something of a picture.
type ofHash[T any] struct {
	hash  media.Hash
	value T
}

func pair[T any](row scanner) (ofHash[T], error) {
	var p ofHash[T]
	err := row.Scan(&p.hash, &p.value)
	return p, err
}

// Uses implements media.LibraryStore.
func (s *MediaStore) Uses(ctx context.Context, h media.Hash) ([]media.Use, error) {
	uses, err := collect(ctx, s.f.readers, func(row scanner) (media.Use, error) {
		var u media.Use
		err := row.Scan(&u.Post, &u.Title, &u.Alt, intoDate(&u.At.Date), intoTimeOfDay(&u.At.Time))
		return u, err
	}, `SELECT posts.id, iif(posts.title <> '', posts.title, substr(posts.text, 1, 120)), p.alt, posts.day, posts.time
		FROM used_media AS p JOIN posts ON posts.id = p.post_id WHERE p.hash = ?
		GROUP BY posts.id ORDER BY posts.day IS NOT NULL, posts.day DESC, posts.time DESC, posts.id`, h)
	return uses, s.f.failure("reading where a picture is", err)
}

// Describe implements media.LibraryStore.
func (s *MediaStore) Describe(ctx context.Context, h media.Hash, name string, tags []string, people bool) error {
	return s.f.write(ctx, "describing a picture", func(ctx context.Context, tx *sql.Tx) error {
		// The name of the file itself is no name of the owner's: were the same
		// picture to come under another, it would be told so.
		n, err := exec(ctx, tx, `
			UPDATE library SET people = ?2, name = iif(?3 IN (
				SELECT name FROM media WHERE hash = ?1 UNION ALL SELECT name FROM videos WHERE hash = ?1), '', ?3)
			WHERE hash = ?1`, h, people, name)
		if err != nil {
			return err
		}
		if n == 0 {
			return sql.ErrNoRows
		}
		return putTags(ctx, tx, h, tags)
	})
}

func putTags(ctx context.Context, tx *sql.Tx, h media.Hash, tags []string) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM media_tags WHERE hash = ?`, h); err != nil {
		return err
	}
	for _, tag := range tags {
		if _, err := tx.ExecContext(ctx, `INSERT INTO media_tags (hash, tag) VALUES (?, ?)`, h, tag); err != nil {
			return err
		}
	}
	return nil
}

// Remove implements media.LibraryStore.
func (s *MediaStore) Remove(ctx context.Context, h media.Hash) (media.Removed, error) {
	var removed media.Removed
	err := s.f.write(ctx, "deleting a picture", func(ctx context.Context, tx *sql.Tx) error {
		item, err := readItem(ctx, tx, h)
		if err != nil {
			return err
		}
		if item.Uses > 0 {
			return app.Fail(app.CodeConflict, "media.library.error.used", "Name", item.Name, "Count", item.Uses)
		}
		removed = media.Removed{Item: item.Item, Named: item.named, Proofs: make(map[media.Hash][]byte)}
		for _, r := range item.Rights {
			if r.Proof.Hash == "" {
				continue
			}
			if removed.Proofs[r.Proof.Hash], err = first(ctx, tx, value[[]byte], `SELECT data FROM proofs WHERE hash = ?`, r.Proof.Hash); err != nil {
				return err
			}
		}
		if item.Kind == media.KindVideo {
			if removed.Video, err = first(ctx, tx, scanVideo, selectVideo, h); err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx, `DELETE FROM videos WHERE hash = ?`, h)
		} else {
			if removed.Data, err = first(ctx, tx, value[[]byte], `SELECT data FROM media WHERE hash = ?`, h); err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx, `DELETE FROM media WHERE hash = ?`, h)
		}
		if err != nil {
			return err
		}
		return forgetProofs(ctx, tx)
	})
	return removed, err
}

// PutBack implements media.LibraryStore.
func (s *MediaStore) PutBack(ctx context.Context, r media.Removed) error {
	return s.f.write(ctx, "putting a picture back", func(ctx context.Context, tx *sql.Tx) error {
		i := r.Item
		if i.Kind == media.KindVideo {
			if err := putVideo(ctx, tx, r.Video); err != nil {
				return err
			}
		} else {
			// Its own name is gone when the owner had given another, which stays.
			image := media.Image{Hash: i.Hash, Name: i.Name, MIME: i.MIME, Width: i.Size.Width, Height: i.Size.Height, Size: i.Bytes, AddedAt: i.AddedAt}
			if err := putImage(ctx, tx, image, r.Data); err != nil {
				return err
			}
		}
		name := ""
		if r.Named {
			name = i.Name
		}
		if _, err := tx.ExecContext(ctx, `UPDATE library SET name = ?, people = ? WHERE hash = ?`, name, i.People, i.Hash); err != nil {
			return err
		}
		for _, right := range i.Rights {
			if err := s.putRight(ctx, tx, right, r.Proofs[right.Proof.Hash]); err != nil {
				return err
			}
		}
		return putTags(ctx, tx, i.Hash, i.Tags)
	})
}

const selectRights = `
	SELECT r.id, r.hash, r.kind, r.person, r.networks, r.purpose, r.signed_on, r.expires_on, r.note,
		coalesce(f.hash, ''), coalesce(f.name, ''), coalesce(f.mime, ''), coalesce(f.size, 0)
	FROM media_rights AS r LEFT JOIN proofs AS f ON f.hash = r.proof`

func scanRight(row scanner) (media.Right, error) {
	var r media.Right
	err := row.Scan(&r.ID, &r.Hash, &r.Kind, &r.Person, intoList(&r.Networks), &r.Purpose, intoDate(&r.SignedOn), intoDate(&r.ExpiresOn), &r.Note,
		&r.Proof.Hash, &r.Proof.Name, &r.Proof.MIME, &r.Proof.Bytes)
	return r, err
}

// SaveRight implements media.LibraryStore.
func (s *MediaStore) SaveRight(ctx context.Context, r media.Right, proof []byte) error {
	return s.f.write(ctx, "keeping an authorisation", func(ctx context.Context, tx *sql.Tx) error {
		if err := s.putRight(ctx, tx, r, proof); err != nil {
			return err
		}
		return forgetProofs(ctx, tx)
	})
}

func (s *MediaStore) putRight(ctx context.Context, tx *sql.Tx, r media.Right, proof []byte) error {
	if proof != nil {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO proofs (hash, name, mime, size, added_ms, data) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			r.Proof.Hash, r.Proof.Name, r.Proof.MIME, r.Proof.Bytes, s.f.clock.Now().UnixMilli(), proof); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO media_rights (id, hash, kind, person, networks, purpose, signed_on, expires_on, proof, note)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
		ON CONFLICT (id) DO UPDATE SET kind = ?3, person = ?4, networks = ?5, purpose = ?6, signed_on = ?7, expires_on = ?8, proof = ?9, note = ?10`,
		r.ID, r.Hash, r.Kind, r.Person, asList(r.Networks), r.Purpose, dayOrNull(r.SignedOn), dayOrNull(r.ExpiresOn), orNull(app.ID(r.Proof.Hash)), r.Note)
	return err
}

// dayOrNull is a day as the file keeps it: NULL for no date.
func dayOrNull(d app.Date) any {
	if d.IsZero() {
		return nil
	}
	return d.String()
}

// DeleteRight implements media.LibraryStore.
func (s *MediaStore) DeleteRight(ctx context.Context, id app.ID) error {
	return s.f.write(ctx, "deleting an authorisation", func(ctx context.Context, tx *sql.Tx) error {
		n, err := exec(ctx, tx, `DELETE FROM media_rights WHERE id = ?`, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return sql.ErrNoRows
		}
		return forgetProofs(ctx, tx)
	})
}

// forgetProofs deletes the signed papers that nothing needs any more: they are
// personal data.
func forgetProofs(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM proofs WHERE hash NOT IN (SELECT proof FROM media_rights WHERE proof IS NOT NULL)`)
	return err
}

// ProofBytes implements media.LibraryStore.
func (s *MediaStore) ProofBytes(ctx context.Context, h media.Hash) ([]byte, error) {
	data, err := first(ctx, s.f.readers, value[[]byte], `SELECT data FROM proofs WHERE hash = ?`, h)
	return data, s.f.failure("reading a signed paper", err)
}
