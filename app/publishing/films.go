package publishing

import (
	"context"
	"io"
	"os"
	"time"

	"parvis/app"
	"parvis/app/media"
	"parvis/app/networks"
)

// Films opens films where their owners keep them (media.Videos).
type Films interface {
	// Open opens a film, after looking that it is still what was added. It fails, with
	// the sentence of what is to be done, when it is not where it was or was changed.
	Open(ctx context.Context, h media.Hash) (*os.File, error)
}

// outgoing returns what a delivery sends to an account through a connector: its
// content, with a film that can be opened. It fails with CodeInvalid when the connector
// sends no films, or the film is not what was added any more.
func (e *Engine) outgoing(ctx context.Context, d Delivery, connector networks.Connector, a networks.Account) (networks.Content, error) {
	content, err := contentOf(ctx, e.store, e.pictures, d, a)
	if err != nil || content.Film == nil {
		return content, err
	}
	if !networks.SendsFilms(connector) {
		return content, app.Fail(app.CodeInvalid, keyNoFilms, "Network", a.Network.Name())
	}
	film := *content.Film
	film.Open = func() (io.ReadSeekCloser, error) { return e.openFilm(ctx, film) }
	content.Film = &film
	f, err := film.Open()
	if err != nil {
		return content, err
	}
	return content, f.Close()
}

// openFilm opens a film. Whatever keeps it from being read is its owner's to mend.
func (e *Engine) openFilm(ctx context.Context, film networks.Film) (io.ReadSeekCloser, error) {
	f, err := e.films.Open(ctx, media.Hash(film.Hash))
	if err == nil {
		return f, nil
	}
	switch why := reason(err, keyInternal); why.Code {
	case app.CodeUnavailable:
		return nil, &app.Error{Code: app.CodeInvalid, Key: why.Key, Args: why.Args, Err: err}
	case app.CodeNotFound:
		return nil, app.Fail(app.CodeInvalid, keyFilm, "Name", film.Name).Because(err)
	}
	return nil, err
}

const (
	// slowest is what a film is taken to be sent at where lines are slow, in bytes a
	// second.
	slowest = 64 << 10
	// filmTime bounds how much longer a call may last for a film.
	filmTime = 12 * time.Hour
)

// allow returns how long a call that usually ends within a time may last with a
// content.
func allow(usual time.Duration, c networks.Content) time.Duration {
	if c.Film == nil {
		return usual
	}
	return usual + min(time.Duration(c.Film.Size/slowest)*time.Second, filmTime)
}
