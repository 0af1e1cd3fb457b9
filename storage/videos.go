package storage

import (
	"context"
	"database/sql"
	"time"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/media"
	"parvis/app/networks"
)

const videoColumns = `hash, name, path, modified_ms, mime, size, duration_ms, width, height, rotation, frame_rate, video_codec,
	audio_codec, added_ms`

const selectVideo = `SELECT ` + videoColumns + ` FROM videos WHERE hash = ?`

func scanVideo(row scanner) (media.Video, error) {
	var v media.Video
	var duration int64
	err := row.Scan(&v.Hash, &v.Name, &v.Path, intoTime(&v.ModifiedAt), &v.MIME, &v.Bytes, &duration, &v.Size.Width, &v.Size.Height, &v.Rotation,
		&v.FrameRate, &v.VideoCodec, &v.AudioCodec, intoTime(&v.AddedAt))
	v.Duration = time.Duration(duration) * time.Millisecond
	return v, err
}

// AddVideo implements media.VideoStore.
func (s *MediaStore) AddVideo(ctx context.Context, v media.Video) error {
	return s.f.write(ctx, "adding a video", func(ctx context.Context, tx *sql.Tx) error { return putVideo(ctx, tx, v) })
}

func putVideo(ctx context.Context, tx *sql.Tx, v media.Video) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO videos (hash, name, path, modified_ms, mime, size, duration_ms, width, height, rotation, frame_rate, video_codec, audio_codec, added_ms)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (hash) DO UPDATE SET path = excluded.path, modified_ms = excluded.modified_ms`,
		v.Hash, v.Name, v.Path, v.ModifiedAt.UnixMilli(), v.MIME, v.Bytes, v.Duration.Milliseconds(), v.Size.Width, v.Size.Height, v.Rotation,
		v.FrameRate, v.VideoCodec, v.AudioCodec, v.AddedAt.UnixMilli())
	return err
}

// Video implements media.VideoStore.
func (s *MediaStore) Video(ctx context.Context, h media.Hash) (media.Video, error) {
	v, err := first(ctx, s.f.readers, scanVideo, selectVideo, h)
	return v, s.f.failure("reading a video", err)
}

// readFilm returns what is known of the film of a delivery's post, nil for none.
func readFilm(ctx context.Context, q querier, delivery app.ID) (*networks.Film, error) {
	all, err := collect(ctx, q, scanVideo, `SELECT `+videoColumns+` FROM videos
		WHERE hash = (SELECT pv.hash FROM deliveries AS d JOIN post_videos AS pv ON pv.post_id = d.post_id WHERE d.id = ?)`, delivery)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	v := all[0]
	return &networks.Film{Name: v.Name, MIME: v.MIME, Hash: string(v.Hash), Video: editorial.VideoOf(v)}, nil
}
