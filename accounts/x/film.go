package x

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

var _ networks.Filming = (*Connector)(nil)

// SendsFilms says that it sends films.
func (c *Connector) SendsFilms() bool { return true }

// upload is a film that is sent in pieces and then made ready by X.
type upload struct {
	ID   string `json:"id"`
	AtMS int64  `json:"at_ms"` // when it was opened, then when it became ready, in Unix milliseconds
	Sent int    `json:"sent"`  // pieces
	// Ending says that X was told of the end, Ready that the film can be shown.
	Ending bool `json:"ending,omitempty"`
	Ready  bool `json:"ready,omitempty"`
}

const (
	uploadPath = "/2/media/upload"
	// piece is how much of a film is sent at once, and held in memory meanwhile: X takes
	// 5 MB.
	piece = 4 << 20
	// openAge is how long an upload that is not ready is gone on with. X keeps one for a
	// day at least, and says so of each (expires_after_secs).
	openAge = 20 * time.Hour
)

// goesOn reports whether an upload can be relied on.
func (c *Connector) goesOn(u upload) bool {
	longest := openAge
	if u.Ready {
		longest = mediaAge
	}
	age := c.clock.Now().Sub(time.UnixMilli(u.AtMS))
	return u.ID != "" && age >= 0 && age < longest
}

// prepareFilm sends the film, as far as it was not before, and waits until X has made
// it ready: the next preparation asks again. What is done is in n, also with an error.
func (c *Connector) prepareFilm(ctx context.Context, s networks.Session, film *networks.Film, n note) error {
	u := n.Films[film.Hash]
	if !c.goesOn(u) {
		u = upload{}
	}
	err := c.sendFilm(ctx, s, film, &u)
	if app.CodeOf(err) == app.CodeInvalid || errors.Is(err, errForgotten) {
		u = upload{} // another try is another upload
	}
	n.Films[film.Hash] = u
	return err
}

func (c *Connector) sendFilm(ctx context.Context, s networks.Session, film *networks.Film, u *upload) error {
	if u.ID == "" {
		id, err := c.open(ctx, s, film)
		if err != nil {
			return err
		}
		*u = upload{ID: id, AtMS: c.clock.Now().UnixMilli()}
	}
	for int64(u.Sent)*piece < film.Size {
		if err := c.sendPiece(ctx, s, film, *u); err != nil {
			return err
		}
		u.Sent++
	}
	if u.Ready {
		return nil
	}
	ready, err := c.end(ctx, s, film, u)
	if err != nil {
		return err
	}
	if !ready {
		return app.Fail(app.CodeUnavailable, "connector.error.working", "Network", networks.X.Name())
	}
	u.Ready, u.AtMS = true, c.clock.Now().UnixMilli()
	return nil
}

// open opens an upload and returns its name.
func (c *Connector) open(ctx context.Context, s networks.Session, film *networks.Film) (string, error) {
	a, err := c.harmless(ctx, s, request{
		name: "POST " + uploadPath + "/initialize", method: http.MethodPost, path: uploadPath + "/initialize", timeout: wire.ShortTimeout,
		body: map[string]any{"media_type": film.MIME, "total_bytes": film.Size, "media_category": "tweet_video"},
	})
	if err != nil {
		return "", err
	}
	var told struct {
		Data struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	if a.Decode(&told) == nil && idForm.MatchString(told.Data.ID) {
		return told.Data.ID, nil
	}
	return "", c.unfilmed(a.not("an upload"), film)
}

// sendPiece sends the next piece of a film.
func (c *Connector) sendPiece(ctx context.Context, s networks.Session, film *networks.Film, u upload) error {
	body, err := read(film, int64(u.Sent)*piece)
	if err != nil {
		return err
	}
	form := wire.NewForm()
	form.Field("segment_index", "", strconv.Itoa(u.Sent))
	form.File("media", "media", "application/octet-stream", body)
	mime, raw := form.Body()
	a, err := c.harmless(ctx, s, request{
		name: "POST " + uploadPath + "/append", method: http.MethodPost, path: uploadPath + "/" + u.ID + "/append",
		mime: mime, raw: raw, timeout: wire.FilmTimeout(piece),
	})
	if err != nil || a.OK() {
		return err
	}
	return c.unfilmed(a, film)
}

// read reads the piece of a film that begins at a place.
func read(film *networks.Film, from int64) ([]byte, error) {
	f, err := film.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	body := make([]byte, min(piece, film.Size-from))
	if _, err = f.Seek(from, io.SeekStart); err == nil {
		_, err = io.ReadFull(f, body)
	}
	if err != nil {
		return nil, app.Fail(app.CodeInvalid, "connector.error.film_unread", "Name", film.Name).Because(err)
	}
	return body, nil
}

// end tells X once that all of a film is there, and asks afterwards whether it is
// ready.
func (c *Connector) end(ctx context.Context, s networks.Session, film *networks.Film, u *upload) (ready bool, _ error) {
	r := request{
		name: "GET " + uploadPath, path: uploadPath, query: url.Values{"command": {"STATUS"}, "media_id": {u.ID}}, timeout: wire.ShortTimeout,
	}
	if !u.Ending {
		r = request{
			name: "POST " + uploadPath + "/finalize", method: http.MethodPost, path: uploadPath + "/" + u.ID + "/finalize", timeout: wire.ShortTimeout,
		}
	}
	u.Ending = true
	a, err := c.harmless(ctx, s, r)
	if err != nil {
		return false, err
	}
	var told struct {
		Data struct {
			ID         string `json:"id"`
			Processing *struct {
				State string          `json:"state"`
				Error json.RawMessage `json:"error"`
			} `json:"processing_info"`
		} `json:"data"`
	}
	if a.Decode(&told) != nil || told.Data.ID != u.ID {
		return false, c.unfilmed(a.not("the state of an upload"), film)
	}
	switch p := told.Data.Processing; {
	case p == nil || p.State == "succeeded":
		return true, nil
	case p.State == "failed":
		return false, refusedFilm(film)
	}
	return false, nil
}

// unfilmed is the error of an answer about a film that is no success.
func (c *Connector) unfilmed(a answer, film *networks.Film) error {
	_, refused := a.refusal()
	switch {
	case a.Status == http.StatusRequestEntityTooLarge, refused && a.Status == http.StatusBadRequest:
		return refusedFilm(film)
	case refused && a.Status == http.StatusNotFound:
		return app.Fail(app.CodeUnavailable, "connector.error.film_dropped", "Network", networks.X.Name()).Because(errForgotten)
	}
	return a.failure(c.clock.Now())
}

// errForgotten is the cause of an error about an upload that X does not know.
var errForgotten = errors.New("the upload is not known")

func refusedFilm(film *networks.Film) *app.Error {
	return app.Fail(app.CodeInvalid, "connector.error.film", "Network", networks.X.Name(), "Name", film.Name)
}
