package graph

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Unanswered turns the answer to a question about what is there into an error: that of
// Failure, but CodeConflict when a permission is missing without which the token still
// publishes, and CodeNotFound for what is not there.
func (a Answer) Unanswered(of Account, now time.Time) *app.Error {
	r, refused := a.Refusal()
	switch {
	case a.Limited(), a.Dead(), !refused:
	case a.Missing():
		return wire.Gone(of.Network).Because(a.why(r))
	case r.forbidden():
		return wire.Lacks(of.Network, of.Permission).Because(a.why(r))
	case r.Code == badParameter:
		return app.Fail(app.CodeUnavailable, "connector.error.trouble", "Network", of.Network.Name()).Because(errors.Join(errUntold, a.why(r)))
	}
	return a.Failure(of, now)
}

// badParameter is what the network says of a field or a metric that it does not have, or
// no longer.
const badParameter = 100

var errUntold = errors.New("the network knows nothing of what is asked for")

// Untold reports whether an error of Ask says that the network does not count what it is
// asked for, or not for this token to see.
func Untold(err error) bool {
	return errors.Is(err, errUntold) || app.CodeOf(err) == app.CodeConflict
}

// Unchanged is the result of a change to what is there that was no success: what Unmade
// says of a publication.
func (a Answer) Unchanged(of Account, now time.Time) networks.Result {
	r, refused := a.Refusal()
	switch {
	case a.Err != nil && !a.Reached, a.Limited():
		return wire.Unsent(now, a.Failure(of, now), a.Call)
	case !refused || !wire.Proof(a.Status) || r.doubtful():
		return a.ChangeDoubt(of.Network)
	case r.forbidden():
		return wire.Unsent(now, wire.Lacks(of.Network, of.Permission).Because(a.why(r)), a.Call)
	case a.Dead(), r.closed():
		return wire.Unsent(now, a.Failure(of, now), a.Call)
	}
	return a.ChangeRefusal(of.Network, now, r.said())
}

// Read makes a call that only reads; should the network no longer take the token, once
// more with a renewed one. Its error is that of renew.
func (p API) Read(ctx context.Context, service string, c Call, renew func() (string, error)) (Answer, error) {
	c.Timeout = wire.ShortTimeout
	a := p.Send(ctx, service, c)
	if !a.Dead() {
		return a, nil
	}
	token, err := renew()
	if err != nil {
		return a, err
	}
	c.Secrets = append(slices.Clone(c.Secrets), c.Token)
	c.Token = token
	return p.Send(ctx, service, c), nil
}

// Ask asks a question, as Read does, and reads its answer.
func (p API) Ask(ctx context.Context, service string, of Account, c Call, renew func() (string, error), into any) error {
	a, err := p.Read(ctx, service, c, renew)
	if err != nil {
		return err
	}
	if err := a.Decode(into); err != nil {
		return a.Unanswered(of, p.Clock.Now())
	}
	return nil
}

// Strange is the error of an answer that is not what was asked for.
func (p API) Strange(what string) *app.Error {
	return app.Fail(app.CodeUnavailable, "connector.error.trouble", "Network", p.Network.Name()).Because(errors.New("the answer is not " + what))
}

// Ask asks a question about the account or what it holds.
func (f Flow) Ask(ctx context.Context, s networks.Session, permission string, c Call, into any) error {
	token, err := f.Access(ctx, s)
	if err != nil {
		return err
	}
	c.Token, c.Secrets = token, SecretsOf(s.Credential)
	of := Account{Network: f.Network, Handle: s.Account.Handle, Permission: permission}
	return f.API.Ask(ctx, s.Account.Service, of, c, func() (string, error) { return f.Renew(ctx, s) }, into)
}

// Change makes one call that changes something about an object and is answered with
// its success. What the network does not have any more was neither changed nor read.
func (f Flow) Change(ctx context.Context, s networks.Session, permission string, c Call, id string) networks.Result {
	token, err := f.Access(ctx, s)
	if err != nil {
		return wire.Unsent(f.Clock.Now(), err, networks.Call{Name: c.Method + " " + c.Path})
	}
	c.Token, c.Secrets, c.Timeout = token, SecretsOf(s.Credential), wire.PostTimeout
	a := f.Send(ctx, s.Account.Service, c)
	switch {
	case a.Succeeded():
		return networks.Result{Outcome: networks.Created, RemoteID: id, Call: a.Call}
	case a.Dead():
		return f.Renewed(ctx, s, a.Call)
	case a.Missing() && f.Missing(ctx, s, token, id):
		return wire.Unsent(f.Clock.Now(), wire.Gone(f.Network), a.Call)
	}
	return a.Unchanged(Account{Network: f.Network, Handle: s.Account.Handle, Permission: permission}, f.Clock.Now())
}

// Succeeded reports whether the answer says that a change was made.
func (a Answer) Succeeded() bool {
	var done struct {
		Success bool `json:"success"`
	}
	return a.Decode(&done) == nil && done.Success
}

// Posts reads a list of the account's own posts.
func (f Flow) Posts(ctx context.Context, s networks.Session, permission, edge, text string, since time.Time, limit int) (networks.Posts, error) {
	gathered := wire.GatherPosts(since, limit)
	c := Call{
		Path:  "/" + s.Account.RemoteID + edge,
		Query: map[string][]string{"fields": {"id," + text + ",timestamp,permalink"}, "limit": {listed}},
	}
	for {
		var page List[map[string]any]
		if err := f.Ask(ctx, s, permission, c, &page); err != nil {
			return networks.Posts{}, err
		}
		if page.Data == nil {
			return networks.Posts{}, f.Strange("a list")
		}
		var posts []networks.Post
		for _, entry := range page.Data {
			field := func(name string) string { said, _ := entry[name].(string); return said }
			at, ok := wire.When(field("timestamp"), f.Clock.Now())
			link := Permalink(field("permalink"), "", f.Sites)
			if ok && ID(field("id")) && link != "" {
				posts = append(posts, networks.Post{ID: field("id"), Permalink: link, Text: wire.Said(field(text)), CreatedAt: at})
			}
		}
		if !gathered.Page(posts, false, page.Last()) {
			break
		}
		c.Query.Set("after", page.Paging.Cursors.After)
	}
	list, whole := gathered.Newest()
	return networks.Posts{List: list, Whole: whole}, nil
}

// Insight is one line of what the networks of Meta call insights.
type Insight struct {
	Name   string `json:"name"`
	Values []struct {
		Value   any    `json:"value"`
		EndTime string `json:"end_time"`
	} `json:"values"`
	Total struct {
		Value any `json:"value"`
	} `json:"total_value"`
}

// Number reads a count, false for what is none.
func Number(value any) (float64, bool) {
	n, ok := value.(float64)
	return n, ok && n >= 0
}

// Lifetime returns what is counted since the beginning, false when it is not told.
func (i Insight) Lifetime() (float64, bool) {
	if len(i.Values) == 1 {
		return Number(i.Values[0].Value)
	}
	return Number(i.Total.Value)
}

// Days returns what is counted of each day that has ended.
func (i Insight) Days(metric networks.Metric, source string, now time.Time) []networks.Figure {
	var figures []networks.Figure
	for _, v := range i.Values {
		n, ok := Number(v.Value)
		end, told := Time(v.EndTime)
		if ok && told && !end.After(now) && end.Year() >= 2000 {
			figures = append(figures, networks.Figure{
				Metric: metric, Value: n, From: end.Add(-24 * time.Hour), To: end, ReadAt: now.UTC(), Source: source + " " + i.Name,
			})
		}
	}
	return figures
}

// Sum adds up what is told of several counts, false unless all are.
func Sum(insights []Insight, names ...string) (sum float64, ok bool) {
	for _, name := range names {
		i := slices.IndexFunc(insights, func(i Insight) bool { return i.Name == name })
		if i < 0 {
			return 0, false
		}
		n, told := insights[i].Lifetime()
		if !told {
			return 0, false
		}
		sum += n
	}
	return sum, true
}

// Counted is a metric that is the sum of some counts.
type Counted struct {
	Metric networks.Metric
	Names  []string
}

// Figures returns the metrics that a post's insights tell.
func Figures(insights []Insight, source string, now time.Time, wanted ...Counted) []networks.Figure {
	var figures []networks.Figure
	for _, w := range wanted {
		if n, ok := Sum(insights, w.Names...); ok {
			figures = append(figures, networks.Figure{
				Metric: w.Metric, Value: n, ReadAt: now.UTC(), Source: source + " " + strings.Join(w.Names, "+"),
			})
		}
	}
	return figures
}

// PostFigures reads the insights of posts, one call for each. What is not there, and what
// the network has no insights of, is left out.
func (f Flow) PostFigures(ctx context.Context, s networks.Session, permission string, ids []string, wanted ...Counted) (map[string][]networks.Figure, error) {
	var names []string
	for _, w := range wanted {
		names = append(names, w.Names...)
	}
	all := make(map[string][]networks.Figure)
	for _, id := range ids[:min(len(ids), networks.MostMeasured)] {
		if !ID(id) {
			continue
		}
		var page List[Insight]
		err := f.Ask(ctx, s, permission, Call{Path: "/" + id + "/insights", Query: map[string][]string{"metric": {strings.Join(names, ",")}}}, &page)
		switch {
		case app.CodeOf(err) == app.CodeNotFound, errors.Is(err, errUntold):
			continue
		case err != nil:
			return nil, err
		case page.Data == nil:
			return nil, f.Strange("a list of insights")
		}
		if figures := Figures(page.Data, "insights", f.Clock.Now(), wanted...); len(figures) > 0 {
			all[id] = figures
		}
	}
	return all, nil
}
