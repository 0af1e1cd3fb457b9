package wordpress

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

const (
	// future is the status of a post that the site makes public at its moment.
	future = "future"
	// private is that of one which those who sign in see.
	private = "private"
)

const (
	// shortestAhead is far above the minute below which WordPress makes a post public
	// at once (wp_insert_post), whatever the clocks say.
	shortestAhead = 5 * time.Minute
	longestAhead  = 366 * 24 * time.Hour
	// leftAlone is how long before its moment, by the clock of the site, a kept post
	// is not touched any more: longer than a call may last.
	leftAlone = 90 * time.Second
)

// Keeps implements networks.Keeping. WordPress keeps posts for any moment to come,
// and makes them public when somebody visits the site after it (wp-cron.php), which
// reading back does, too.
func (c *Connector) Keeps(networks.Account) networks.Window {
	return networks.Window{Shortest: shortestAhead, Longest: longestAhead}
}

// Entrust creates the post with the status future, with the proofs of Publish.
func (c *Connector) Entrust(ctx context.Context, s networks.Session, content networks.Content, p networks.Prepared, id networks.Identity, at time.Time) networks.Result {
	call := networks.Call{Name: http.MethodPost + " " + postsRoute}
	sent, err := c.written(content, p, id)
	if err != nil {
		return wire.Unsent(c.clock.Now(), err, call)
	}
	sent["status"], sent["date_gmt"] = future, at.UTC().Format(dateForm)
	a, made, r := c.make(ctx, s, sent, id)
	switch {
	case r.Outcome != "":
		return r
	case made.Status == public:
		// The clock of the site is ahead: the moment had passed there.
		return networks.Result{Outcome: networks.Created, RemoteID: postID(made.ID), Permalink: made.Link, Call: a.Call}
	case made.Status != future:
		return networks.Result{Outcome: networks.Unknown, Call: a.Call, Err: fail(app.CodeUnknown, "wordpress.error.not_public")}
	}
	return networks.Result{Outcome: networks.Created, RemoteID: postID(made.ID), Call: a.Call}
}

// TakeBack deletes a kept post, past the trash: visitors never saw it, and Parvis has
// all that it said. WordPress deletes whatever it is asked to, public or not, so that
// the post is read before; what is public, or about to be, is left alone. A call that
// still reaches the site after the moment of the post would delete it all the same:
// leftAlone is longer than any lasts.
func (c *Connector) TakeBack(ctx context.Context, s networks.Session, remoteID string) networks.Result {
	id := number(remoteID, postPrefix)
	route := postsRoute + "/" + strconv.FormatInt(id, 10)
	if id == 0 {
		none := fail(app.CodeInvalid, "connector.error.trouble").Because(errors.New("no post is named"))
		return wire.Unsent(c.clock.Now(), none, networks.Call{Name: http.MethodDelete + " " + postsRoute})
	}
	a, held, err := c.keptPost(ctx, s, id)
	gone := networks.Result{Outcome: networks.Created, RemoteID: remoteID}
	switch {
	case a.missing() || err == nil && held.Status == trash:
		gone.Call = a.Call
		return gone
	case err != nil:
		// Nothing was asked for but to read.
		if a.unsigned() {
			return c.unsigned(ctx, s, a)
		}
		return wire.Unsent(c.clock.Now(), a.Failure(networks.WordPress, c.clock.Now()), a.Call)
	case held.Status == public || held.Status == private || held.Status == future && !held.before(a.siteTime(c.clock.Now()).Add(leftAlone)):
		a.Err = errors.New("the post is public, or about to be")
		return a.Doubt(networks.WordPress)
	}
	a = c.exchange(ctx, parseRoot(s.Account.Service), request{
		method: http.MethodDelete, route: route, query: url.Values{"force": {"true"}, "_fields": {"deleted,previous.id,previous.status"}},
		credential: s.Credential, timeout: wire.PostTimeout,
	})
	var deleted struct {
		Deleted  bool
		Previous post
	}
	if a.Decode(&deleted) == nil && deleted.Deleted && deleted.Previous.ID == id && deleted.Previous.Status != public {
		gone.Call = a.Call
		return gone
	}
	switch code, _, _ := a.refusal(); {
	case a.missing():
		gone.Call = a.Call
		return gone
	case code == "rest_cannot_delete" && a.Status == http.StatusForbidden:
		return wire.Unsent(c.clock.Now(), c.lacking(s, "delete_published_posts"), a.Call)
	}
	return c.refused(ctx, s, a)
}

// FindEntrusted reads the post by the number that the site gave, or looks for it by
// its slug as Find does. What is there and not public, whoever made it a draft since,
// is kept: nothing but its end proves that it does not appear.
func (c *Connector) FindEntrusted(ctx context.Context, s networks.Session, content networks.Content, e networks.Entrusted) (networks.Finding, networks.Result) {
	if id := number(e.RemoteID, postPrefix); id > 0 {
		a, held, err := c.keptPost(ctx, s, id)
		switch {
		case a.missing():
			return networks.Absent, networks.Result{Call: a.Call}
		case err != nil:
			return c.undecided(ctx, s, a)
		}
		return became(a, held)
	}
	a, held, err := c.ours(ctx, s, content, e.Identity)
	switch {
	case err != nil:
		return c.undecided(ctx, s, a)
	case len(held) > 1:
		return networks.Undecided, networks.Result{Call: a.Call, Err: fail(app.CodeConflict, "wordpress.error.twice")}
	case len(held) == 0 && s.Credential.Secret == "":
		return c.undecided(ctx, s, a)
	case len(held) == 0:
		return networks.Absent, networks.Result{Call: a.Call}
	}
	return became(a, held[0])
}

// became says what a post that was entrusted is now.
func became(a answer, held post) (networks.Finding, networks.Result) {
	r := networks.Result{RemoteID: postID(held.ID), Call: a.Call}
	switch held.Status {
	case public:
		r.Permalink = held.Link
		return networks.Present, r
	case trash:
		return networks.Absent, networks.Result{Call: a.Call}
	case private:
		r.Err = fail(app.CodeConflict, "wordpress.error.not_public")
		return networks.Undecided, r
	}
	return networks.Kept, r
}

// keptPost reads one post of the account.
func (c *Connector) keptPost(ctx context.Context, s networks.Session, id int64) (answer, post, error) {
	query := url.Values{"_fields": {postFields + ",date_gmt"}}
	if s.Credential.Secret != "" {
		query.Set("context", "edit")
	}
	a := c.exchange(ctx, parseRoot(s.Account.Service), request{
		route: postsRoute + "/" + strconv.FormatInt(id, 10), query: query, credential: s.Credential, timeout: wire.ShortTimeout,
	})
	var held post
	err := a.Decode(&held)
	if err == nil && (held.ID != id || !webAddress(held.Link)) {
		err = errors.New("the answer is not the post")
		a.Err = err
	}
	return a, held, err
}

// before reports whether an instant comes before the moment of a post.
func (p post) before(t time.Time) bool {
	at, err := time.Parse(dateForm, p.Date)
	return err == nil && t.Before(at)
}

// missing reports whether WordPress itself said that there is no such post.
func (a answer) missing() bool {
	code, _, ok := a.refusal()
	return ok && code == "rest_post_invalid_id"
}

// siteTime is the time of the site, or ours where it is later or the site does not
// tell.
func (a answer) siteTime(ours time.Time) time.Time {
	if t, err := http.ParseTime(a.Header.Get("Date")); err == nil && t.After(ours) {
		return t
	}
	return ours
}
