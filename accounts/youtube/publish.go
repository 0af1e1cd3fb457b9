package youtube

import (
	"context"
	"fmt"
	"net/http"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Publish sends the last bytes of the film: the one call that makes the video, made
// once. A session makes one video at most, however often its last bytes are sent.
//
// Google refuses for want of a good access, of a permission or of quota before it makes
// anything, and says so in its own form: those answers prove that nothing was made. A
// dead access is renewed on the spot, without sending again, and comes back as Limited.
// Everything else that shows no video is Unknown: the session tells.
//
// Videos of applications that Google has not audited are made private, whatever was
// asked: such a video is there and nobody sees it. That is no publication, and it must
// not be sent again: Unknown, until its owner has seen to it.
func (c *Connector) Publish(ctx context.Context, s networks.Session, content networks.Content, p networks.Prepared, id networks.Identity) networks.Result {
	call := networks.Call{Name: "PUT " + uploadPath}
	n := parseNote(p)
	if content.Film == nil || n.Session == "" || n.Session != id.Key {
		return c.unsent(app.Fail(app.CodeConflict, "connector.error.film_not_prepared").Because(errNoSession), call)
	}
	last, err := lastBytes(n, content, n.Session)
	if err != nil {
		return c.unsent(err, call)
	}
	with, err := c.access(ctx, s)
	if err != nil {
		return c.unsent(err, call)
	}
	last.service, last.access = s.Account.Service, with
	a := c.exchange(ctx, last)
	if v, ok := a.made(); ok {
		if v.Status.Privacy != public {
			return networks.Result{Outcome: networks.Unknown, Err: hidden(), Call: a.Call}
		}
		return networks.Result{Outcome: networks.Created, RemoteID: v.ID, Permalink: permalink(v.ID), Call: a.Call}
	}
	return c.otherwise(ctx, a, with, s)
}

// lastBytes is the call that sends what is not in yet.
func lastBytes(n note, content networks.Content, session string) (request, error) {
	film := content.Film
	if n.Got < 0 || n.Got > film.Size || n.Got < tail(n.Got, film.Size) {
		return request{}, app.Fail(app.CodeConflict, "connector.error.film_not_prepared").
			Because(fmt.Errorf("%d of %d bytes are in", n.Got, film.Size))
	}
	if n.Got == film.Size {
		// All are: asking makes YouTube end the upload.
		return question(session, film.Size), nil
	}
	body, err := read(film, n.Got, film.Size)
	if err != nil {
		return request{}, err
	}
	return upload(session, film, n.Got, body), nil
}

// otherwise maps an answer that is not the success of the mutating call.
func (c *Connector) otherwise(ctx context.Context, a answer, with access, s networks.Session) networks.Result {
	now := c.clock.Now()
	said, refused := a.refusal()
	switch {
	case a.Err != nil && !a.Reached, a.Status == http.StatusTooManyRequests:
		return c.unsent(a.failure(now), a.Call)
	// A session that is not known may have made its video before.
	case !refused || !wire.Proof(a.Status) || a.Status == http.StatusNotFound || a.Status == http.StatusGone:
		return a.Doubt(networks.YouTube)
	case a.dead():
		if _, _, err := c.renew(ctx, s, with.session); err != nil {
			return c.unsent(err, a.Call)
		}
		again := app.Fail(app.CodeUnavailable, "connector.error.renewed", "Network", networks.YouTube.Name())
		return c.unsent(again.Because(wire.Later{Until: now.Add(wire.RetryAtOnce)}), a.Call)
	}
	// What failure has no sentence for is said in Google's own words.
	if err := a.failure(now); err.Code != app.CodeUnavailable {
		return c.unsent(err, a.Call)
	}
	return a.Refusal(networks.YouTube, now, said.Message)
}

// hidden is why a video that is there is not published.
func hidden() *app.Error { return app.Fail(app.CodeUnknown, "youtube.error.private") }

func (c *Connector) unsent(err error, call networks.Call) networks.Result {
	return wire.Unsent(c.clock.Now(), err, call)
}
