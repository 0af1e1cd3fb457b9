package bluesky

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// filmMIME is the one type of film that posts hold (app.bsky.embed.video, read
// 2026-08).
const filmMIME = "video/mp4"

// file is a picture or a film to be uploaded.
type file struct {
	hash, mime string
	size       int64
	timeout    time.Duration
	open       func() (io.ReadCloser, error)
	refused    *app.Error // when the server does not take it
}

func hashOf(i networks.Image) string {
	sum := sha256.Sum256(i.Bytes)
	return hex.EncodeToString(sum[:])
}

// filesOf returns the pictures of a content, then its film. A film goes where pictures
// go: the network makes it ready to be seen once the post is there
// (docs.bsky.app, "Posting video", not checked).
func filesOf(content networks.Content) []file {
	var all []file
	for _, i := range content.Images {
		all = append(all, file{
			hash: hashOf(i), mime: i.MIME, size: int64(len(i.Bytes)), timeout: wire.UploadTimeout,
			open:    func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(i.Bytes)), nil },
			refused: app.Fail(app.CodeInvalid, "bluesky.error.image", "Name", i.Name),
		})
	}
	if film := content.Film; film != nil {
		all = append(all, file{
			hash: film.Hash, mime: film.MIME, size: film.Size, timeout: wire.FilmTimeout(film.Size),
			open:    func() (io.ReadCloser, error) { return film.Open() },
			refused: filmRefused(film),
		})
	}
	return all
}

func filmRefused(film *networks.Film) *app.Error {
	return app.Fail(app.CodeInvalid, "connector.error.film", "Network", networks.Bluesky.Name(), "Name", film.Name)
}

// upload sends a file. Nobody sees it until a record refers to it, so that it may be
// sent again, once, with a renewed token.
func (c *Connector) upload(ctx context.Context, s networks.Session, f file) (blob, error) {
	var lost error // the file cannot be read
	a, err := c.repeatable(ctx, s, request{
		name: uploadBlob, post: true, mime: f.mime, length: f.size, timeout: f.timeout,
		open: func() (body io.ReadCloser, err error) { body, lost = f.open(); return body, lost },
	})
	if lost != nil {
		return blob{}, lost
	}
	if err != nil {
		return blob{}, err
	}
	name, message, refused := a.refusal()
	if a.Status == http.StatusRequestEntityTooLarge || refused && a.Status == http.StatusBadRequest && !closed(name) {
		return blob{}, f.refused.Because(errors.New(message))
	}
	var sent struct {
		Blob blob `json:"blob"`
	}
	if err := a.Decode(&sent); err != nil {
		return blob{}, a.failure(c.clock.Now())
	}
	if sent.Blob.Type != "blob" || sent.Blob.Ref.Link == "" || sent.Blob.Size != f.size {
		a.Err = errors.New("the answer is not a blob")
		return blob{}, a.failure(c.clock.Now())
	}
	return sent.Blob, nil
}
