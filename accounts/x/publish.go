package x

import (
	"context"
	"errors"
	"net/http"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// post is the body that makes a post.
type post struct {
	Text  string `json:"text,omitempty"`
	Media *media `json:"media,omitempty"`
	Reply *reply `json:"reply,omitempty"`
}

type media struct {
	IDs []string `json:"media_ids"`
}

type reply struct {
	To string `json:"in_reply_to_tweet_id"`
}

// postOf builds the body of a post. The same content and note always give the
// same.
func postOf(content networks.Content, n note) (post, error) {
	p := post{Text: networks.Normalise(content.Text)}
	if content.Answers != (networks.Thread{}) {
		if !idForm.MatchString(content.Answers.Parent) {
			return post{}, noParent()
		}
		p.Reply = &reply{content.Answers.Parent}
	}
	for i, key := range keysOf(content.Images) {
		if i == 0 {
			p.Media = &media{}
		}
		u := n.Media[key]
		if u.ID == "" {
			return post{}, app.Fail(app.CodeConflict, "connector.error.not_prepared").Because(errors.New("picture without a name"))
		}
		p.Media.IDs = append(p.Media.IDs, u.ID)
	}
	if content.Film != nil {
		u := n.Films[content.Film.Hash]
		if !u.Ready {
			return post{}, app.Fail(app.CodeConflict, "connector.error.film_not_prepared").Because(errors.New("film without a name"))
		}
		p.Media = &media{IDs: []string{u.ID}}
	}
	return p, nil
}

// noParent is the error of an answer to a post that is gone.
func noParent() *app.Error {
	return app.Fail(app.CodeInvalid, "connector.error.reply", "Network", networks.X.Name())
}

// Publish makes the post: the one call that makes it public, made once.
//
// X refuses for want of a good access, of credits or of a permission, for a quota
// and for a bad request before it makes anything, and says so in its own form:
// those answers prove that nothing was made. A dead token is renewed on the spot,
// without sending again, and comes back as Limited. "Duplicate content" may be
// ours: Unknown, like everything else that proves nothing.
func (c *Connector) Publish(ctx context.Context, s networks.Session, content networks.Content, p networks.Prepared, _ networks.Identity) networks.Result {
	call := networks.Call{Name: "POST /2/tweets"}
	n := parseNote(p)
	body, err := postOf(content, n)
	if err != nil {
		return c.unsent(err, call)
	}
	with, err := c.access(ctx, s)
	if err != nil {
		return c.unsent(err, call)
	}
	a := c.exchange(ctx, request{
		name: call.Name, method: http.MethodPost, service: s.Account.Service, path: "/2/tweets", body: body,
		access: with, timeout: wire.PostTimeout,
	})
	var made struct {
		Data struct {
			ID   string  `json:"id"`
			Text *string `json:"text"`
		} `json:"data"`
	}
	if a.Decode(&made) == nil && idForm.MatchString(made.Data.ID) && made.Data.Text != nil {
		return networks.Result{Outcome: networks.Created, RemoteID: made.Data.ID, Permalink: permalink(s.Account, made.Data.ID), Call: a.Call}
	}
	if said, refused := a.refusal(); refused {
		switch {
		case body.Reply != nil && a.Status == http.StatusForbidden && said.about("deleted or not visible"):
			return c.unsent(noParent(), a.Call)
		// X says the same of a picture that is gone and of one that it does not like
		// (seen in the reports of other programs, read 2026-11): while the note may
		// be relied on it is the latter.
		case body.Media != nil && a.Status == http.StatusBadRequest && said.about("media ids are invalid"):
			now := c.clock.Now()
			if now.Sub(n.oldest(content)) >= mediaAge {
				gone := app.Fail(app.CodeUnavailable, "connector.error.dropped", "Network", networks.X.Name())
				if content.Film != nil {
					gone = app.Fail(app.CodeUnavailable, "connector.error.film_dropped", "Network", networks.X.Name())
				}
				return c.unsent(gone.Because(wire.Later{Until: now.Add(wire.RetryAtOnce)}), a.Call)
			}
			if content.Film != nil {
				return c.unsent(refusedFilm(content.Film), a.Call)
			}
			if len(content.Images) == 1 {
				return c.unsent(app.Fail(app.CodeInvalid, "connector.error.image", "Network", networks.X.Name(), "Name", content.Images[0].Name), a.Call)
			}
		}
	}
	return c.otherwise(ctx, a, with, s)
}

// otherwise maps an answer that is not the success of a mutating call.
func (c *Connector) otherwise(ctx context.Context, a answer, with access, s networks.Session) networks.Result {
	now := c.clock.Now()
	said, refused := a.refusal()
	switch {
	case a.Err != nil && !a.Reached, a.Status == http.StatusTooManyRequests:
		return c.unsent(a.failure(now), a.Call)
	case !refused || !wire.Proof(a.Status) || said.about("duplicate"):
		return a.Doubt(networks.X)
	case a.dead() && with.signs():
		return c.unsent(c.dying(a, with, s.Account), a.Call)
	case a.dead():
		if _, _, err := c.renew(ctx, s, with.session); err != nil {
			return c.unsent(err, a.Call)
		}
		again := app.Fail(app.CodeUnavailable, "connector.error.renewed", "Network", networks.X.Name())
		return c.unsent(again.Because(wire.Later{Until: now.Add(wire.RetryAtOnce)}), a.Call)
	}
	// What failure has no sentence for is said in X's own words.
	if err := a.failure(now); err.Code != app.CodeUnavailable {
		return c.unsent(err, a.Call)
	}
	return a.Refusal(networks.X, now, said.words())
}

// oldest returns when the first of the pictures of content was sent, or its film became
// ready, zero when it has none.
func (n note) oldest(content networks.Content) time.Time {
	var oldest time.Time
	if content.Film != nil {
		oldest = time.UnixMilli(n.Films[content.Film.Hash].AtMS)
	}
	for _, key := range keysOf(content.Images) {
		if at := time.UnixMilli(n.Media[key].AtMS); oldest.IsZero() || at.Before(oldest) {
			oldest = at
		}
	}
	return oldest
}

func (c *Connector) unsent(err error, call networks.Call) networks.Result {
	return wire.Unsent(c.clock.Now(), err, call)
}

// permalink is where a post is seen.
func permalink(account networks.Account, id string) string {
	return website + "/" + account.Handle + "/status/" + id
}
