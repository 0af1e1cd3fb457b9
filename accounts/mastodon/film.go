package mastodon

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

var _ networks.Filming = (*Connector)(nil)

// SendsFilms says that it sends films.
func (c *Connector) SendsFilms() bool { return true }

// prepareFilm uploads the film, unless the server has it. It takes the server some time
// to make it ready: the next preparation asks for it.
func (c *Connector) prepareFilm(ctx context.Context, to caller, account networks.Account, film *networks.Film, n note) (networks.Prepared, error) {
	unready := app.Fail(app.CodeUnavailable, "connector.error.working", "Network", networks.Mastodon.Name())
	id, err := c.kept(ctx, to, account, unready, n.Media[film.Hash])
	if err == nil && id == "" {
		id, err = c.uploadFilm(ctx, to, account, film, unready)
	}
	if id != "" {
		n.Media[film.Hash] = id
	}
	return n.prepared(), err
}

// uploadFilm sends a film, read as it leaves. Its name on the owner's computer stays
// there. With the error unready it returns the identifier all the same.
func (c *Connector) uploadFilm(ctx context.Context, to caller, account networks.Account, film *networks.Film, unready *app.Error) (string, error) {
	f, err := film.Open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	form := wire.NewForm()
	form.Film("file", "film."+strings.TrimPrefix(film.MIME, "video/"), film.MIME, f, film.Size)
	mime, body, length := form.Stream()
	a := to.send(ctx, wire.Request{
		Name: "POST " + mediaPath, Method: http.MethodPost, URL: to.base + mediaPath, MIME: mime, Stream: body, Length: length,
		Timeout: wire.FilmTimeout(film.Size),
	})
	said, refused := a.refusal()
	if a.Status == http.StatusRequestEntityTooLarge || refused && a.Status == http.StatusUnprocessableEntity {
		return "", app.Fail(app.CodeInvalid, "connector.error.film", "Network", networks.Mastodon.Name(), "Name", film.Name).Because(errors.New(a.Clean(said)))
	}
	return c.readMedia(a, account, unready)
}
