package facebook

import (
	"context"
	"net/url"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app/networks"
)

// post is a post or a comment as the network lists it.
type post struct {
	ID        string `json:"id"`
	Message   string `json:"message"`
	Created   string `json:"created_time"`
	Permalink string `json:"permalink_url"`
	From      struct {
		ID string `json:"id"`
	} `json:"from"`
}

func (p post) link() string {
	return graph.Permalink(p.Permalink, "https://www.facebook.com", sites)
}

// listed is how many posts are read back: a Page that has made more since the
// attempt is not decided by a list. That a list goes on is said of the last page
// of some, too.
const listed = "100"

// Find compares what the Page published since the attempt, or what it commented,
// with the text. Only one post of that text counts. A post without words cannot
// be told from another one.
func (c *Connector) Find(ctx context.Context, s networks.Session, content networks.Content, id networks.Identity) (networks.Finding, networks.Result) {
	r := graph.Call{Token: tokenOf(s.Credential), Secrets: secretsOf(s.Credential), Timeout: wire.ShortTimeout}
	if r.Token == "" {
		token, err := c.renew(ctx, s)
		if err != nil {
			return networks.Undecided, networks.Result{Err: err}
		}
		r.Token = token
	}
	since := graph.Since(id)
	parent := commented(content)
	if parent != "" && !graph.ID(parent) {
		// Nothing can have been sent there.
		return networks.Absent, networks.Result{Call: networks.Call{Name: "/comments"}}
	}
	if parent == "" {
		r.Path = "/" + s.Account.RemoteID + "/published_posts"
		r.Query = url.Values{"fields": {"id,message,created_time,permalink_url"}, "limit": {listed}}
	} else {
		r.Path = "/" + parent + "/comments"
		r.Query = url.Values{
			"fields": {"id,message,created_time,permalink_url,from"}, "limit": {listed}, "filter": {"stream"}, "order": {"reverse_chronological"},
		}
	}
	a := c.api.Send(ctx, s.Account.Service, r)
	var held graph.List[post]
	if err := a.Decode(&held); err != nil || held.Data == nil {
		if a.Dead() {
			if _, err := c.renew(ctx, s); err != nil {
				return networks.Undecided, networks.Result{Call: a.Call, Err: err}
			}
		}
		return a.Undecided(of(s.Account, read), c.api.Clock.Now())
	}
	var equal []post
	recent, whole, unread := 0, held.Whole(), false
	for _, p := range held.Data {
		at, ok := graph.Time(p.Created)
		switch {
		case !ok || !graph.ID(p.ID):
			unread = true // it may be ours
		case at.Before(since):
			// The newest come first (of posts, not verified): the rest is older still.
			whole = true
		case parent != "" && p.From.ID != s.Account.RemoteID:
		default:
			recent++
			if graph.Same(content.Text, p.Message) {
				equal = append(equal, p)
			}
		}
	}
	switch {
	case recent > 0 && graph.Same(content.Text, ""):
		return networks.Unreadable, networks.Result{Call: a.Call}
	case len(equal) == 1 && equal[0].link() != "":
		return networks.Present, networks.Result{RemoteID: equal[0].ID, Permalink: equal[0].link(), Call: a.Call}
	case len(equal) == 0 && whole && !unread:
		return networks.Absent, networks.Result{Call: a.Call}
	}
	return networks.Undecided, networks.Result{Call: a.Call, Err: a.Doubt(networks.Facebook).Err}
}
