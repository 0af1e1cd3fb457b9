package storage

import (
	"context"
	"database/sql"

	"parvis/app/media"
)

// MediaStore keeps pictures, each once by its content.
type MediaStore struct{ f *File }

var _ media.Store = (*MediaStore)(nil)

// AddImage implements media.Store.
func (s *MediaStore) AddImage(ctx context.Context, i media.Image, data []byte) error {
	return s.f.write(ctx, "adding a picture", func(ctx context.Context, tx *sql.Tx) error { return putImage(ctx, tx, i, data) })
}

func putImage(ctx context.Context, tx *sql.Tx, i media.Image, data []byte) error {
	// Not an upsert: the schema refuses any insertion over a picture.
	_, err := tx.ExecContext(ctx, `
		INSERT INTO media (hash, name, mime, width, height, size, added_ms, data)
		SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
		WHERE NOT EXISTS (SELECT 1 FROM media WHERE hash = ?1)`,
		i.Hash, i.Name, i.MIME, i.Width, i.Height, i.Size, i.AddedAt.UnixMilli(), data)
	return err
}

// Image implements media.Store.
func (s *MediaStore) Image(ctx context.Context, h media.Hash) (media.Image, error) {
	i, err := first(ctx, s.f.readers, func(row scanner) (media.Image, error) {
		var i media.Image
		err := row.Scan(&i.Hash, &i.Name, &i.MIME, &i.Width, &i.Height, &i.Size, intoTime(&i.AddedAt))
		return i, err
	}, `SELECT hash, name, mime, width, height, size, added_ms FROM media WHERE hash = ?`, h)
	return i, s.f.failure("reading a picture", err)
}

// ImageBytes implements media.Store.
func (s *MediaStore) ImageBytes(ctx context.Context, h media.Hash) ([]byte, error) {
	data, err := first(ctx, s.f.readers, value[[]byte], `SELECT data FROM media WHERE hash = ?`, h)
	return data, s.f.failure("reading a picture", err)
}
