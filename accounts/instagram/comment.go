package instagram

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// checkComment compares a comment with what is known of the limits of captions:
// those of comments were not verified.
func checkComment(content networks.Content) error {
	l, _ := networks.LimitsOf(networks.Instagram)
	l.Needs, l.NoImages = networks.NeedsNothing, true
	if err := l.Refusal(content.Piece()); err != nil {
		return err
	}
	if post, under := placeOf(content); !graph.ID(post) || !graph.ID(under) {
		return app.Fail(app.CodeInvalid, "connector.error.reply", "Network", networks.Instagram.Name())
	}
	return nil
}

// placeOf returns the post that a comment is on, and what it is under: the post itself,
// or a comment on it.
func placeOf(content networks.Content) (post, under string) {
	at := content.Answers
	if at.Comment || at.Parent == "" {
		return at.Root, at.Root
	}
	if at.Root == "" {
		return at.Parent, at.Parent
	}
	return at.Root, at.Parent
}

// edgeOf is where what is under something is written and listed. That answers to a
// comment are listed as comments are is common knowledge, not verified.
func edgeOf(post, under string) string {
	if post == under {
		return "/" + under + "/comments"
	}
	return "/" + under + "/replies"
}

// comment writes a comment. A comment has no address of its own: that of the
// post shows it, and is read before, so that nothing made is lost for want of it.
func (c *Connector) comment(ctx context.Context, s networks.Session, content networks.Content) networks.Result {
	post, under := placeOf(content)
	path, now := edgeOf(post, under), c.flow.Clock.Now()
	if err := checkComment(content); err != nil {
		return wire.Unsent(now, err, networks.Call{Name: http.MethodPost + " /comments"})
	}
	token, err := c.flow.Access(ctx, s)
	if err != nil {
		return wire.Unsent(now, err, networks.Call{Name: http.MethodPost + " " + path})
	}
	link, a := c.flow.Permalink(ctx, s, token, post)
	if link == "" {
		return c.unmade(ctx, s, a)
	}
	a = c.flow.Send(ctx, s.Account.Service, graph.Call{
		Method: http.MethodPost, Path: path, Values: url.Values{"message": {networks.Normalise(content.Text)}},
		Token: token, Secrets: graph.SecretsOf(s.Credential), Timeout: wire.PostTimeout,
	})
	var made struct {
		ID string `json:"id"`
	}
	if a.Decode(&made) == nil && graph.ID(made.ID) {
		return networks.Result{Outcome: networks.Created, RemoteID: made.ID, Permalink: link, Call: a.Call}
	}
	if a.Dead() {
		return c.flow.Renewed(ctx, s, a.Call)
	}
	return a.Unmade(account(s.Account), c.flow.Clock.Now())
}

func account(a networks.Account) graph.Account {
	return graph.Account{Network: networks.Instagram, Handle: a.Handle, Permission: commenting}
}

// unmade is the result when the post could not be read: nothing was sent.
func (c *Connector) unmade(ctx context.Context, s networks.Session, a graph.Answer) networks.Result {
	now := c.flow.Clock.Now()
	switch {
	case a.Dead():
		return c.flow.Renewed(ctx, s, a.Call)
	case a.Missing():
		return wire.Unsent(now, app.Fail(app.CodeInvalid, "connector.error.reply", "Network", networks.Instagram.Name()), a.Call)
	}
	return wire.Unsent(now, a.Failure(account(s.Account), now), a.Call)
}

// written is a comment as the network lists it.
type written struct {
	ID       string `json:"id"`
	Text     string `json:"text"`
	At       string `json:"timestamp"`
	Username string `json:"username"`
}

// indexing is how long a comment that is not listed may still appear.
const indexing = 10 * time.Minute

// findComment looks for a comment of that text, by the account, since the
// attempt; only one such comment counts. A comment has no identity of its own,
// so that one which is not listed is never said to be absent: in time the owner
// is asked.
func (c *Connector) findComment(ctx context.Context, s networks.Session, content networks.Content, id networks.Identity) (networks.Finding, networks.Result) {
	call := networks.Call{Name: "GET /comments"}
	post, under := placeOf(content)
	if !graph.ID(post) || !graph.ID(under) {
		// Nothing can have been sent there.
		return networks.Absent, networks.Result{Call: call}
	}
	token, err := c.flow.Access(ctx, s)
	if err != nil {
		return networks.Undecided, networks.Result{Call: call, Err: err}
	}
	now := c.flow.Clock.Now()
	link, a := c.flow.Permalink(ctx, s, token, post)
	if link == "" {
		return a.Undecided(account(s.Account), now)
	}
	a = c.flow.Send(ctx, s.Account.Service, graph.Call{
		Path: edgeOf(post, under), Query: url.Values{"fields": {"id,text,timestamp,username"}, "limit": {"50"}},
		Token: token, Secrets: graph.SecretsOf(s.Credential), Timeout: wire.ShortTimeout,
	})
	var held graph.List[written]
	if err := a.Decode(&held); err != nil || held.Data == nil {
		return a.Undecided(account(s.Account), now)
	}
	var equal []written
	for _, w := range held.Data {
		at, ok := graph.Time(w.At)
		if ok && !at.Before(graph.Since(id)) && graph.ID(w.ID) && w.Username == s.Account.Handle && graph.Same(content.Text, w.Text) {
			equal = append(equal, w)
		}
	}
	switch {
	case len(equal) == 1:
		return networks.Present, networks.Result{RemoteID: equal[0].ID, Permalink: link, Call: a.Call}
	case now.Sub(id.CreatedAt) < indexing:
		return networks.Undecided, networks.Result{Call: a.Call, Err: a.Doubt(networks.Instagram).Err}
	}
	return networks.Unreadable, networks.Result{Call: a.Call}
}
