package graph

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"time"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// FindContainer asks what became of the container that is the identity of the
// attempt. One that is ready, expired or failed was not published: the network
// says so itself. Of one that is published, the post is looked for among the
// account's own by text and time; only one such post counts.
func (f Flow) FindContainer(ctx context.Context, s networks.Session, c networks.Content, id networks.Identity) (networks.Finding, networks.Result) {
	token, err := f.Access(ctx, s)
	if err != nil {
		return networks.Undecided, networks.Result{Call: networks.Call{Name: "GET /" + id.Key}, Err: err}
	}
	if !ID(id.Key) {
		// Without a container nothing can have been published.
		return networks.Absent, networks.Result{Call: networks.Call{Name: "GET /"}}
	}
	state, _, a := f.look(ctx, s, token, id.Key)
	switch {
	case state == Ready || state.over():
		return networks.Absent, networks.Result{Call: a.Call}
	case state == Published:
		return f.FindListed(ctx, s, token, c, id, f.Own(c))
	case state == Working:
		return networks.Undecided, networks.Result{Call: a.Call, Err: a.Doubt(f.Network).Err}
	}
	return f.undecided(ctx, s, a)
}

func (f Flow) undecided(ctx context.Context, s networks.Session, a Answer) (networks.Finding, networks.Result) {
	if a.Dead() {
		if _, err := f.Renew(ctx, s); err != nil {
			return networks.Undecided, networks.Result{Call: a.Call, Err: err}
		}
	}
	return a.Undecided(f.of(s.Account), f.Clock.Now())
}

// listed is how many posts are read back.
const listed = "100"

// FindListed looks for a post in a list: Present for exactly one of that text
// since the attempt, else Undecided.
func (f Flow) FindListed(ctx context.Context, s networks.Session, token string, c networks.Content, id networks.Identity, l Listing) (networks.Finding, networks.Result) {
	since := Since(id)
	q := url.Values{"fields": {"id," + l.Text + ",timestamp,permalink"}, "limit": {listed}}
	if l.Since {
		q.Set("since", strconv.FormatInt(since.Unix(), 10))
	}
	a := f.Send(ctx, s.Account.Service, Call{
		Path: "/" + s.Account.RemoteID + l.Edge, Query: q, Token: token, Secrets: SecretsOf(s.Credential), Timeout: wire.ShortTimeout,
	})
	var held List[map[string]json.RawMessage]
	if err := a.Decode(&held); err != nil || held.Data == nil {
		return f.undecided(ctx, s, a)
	}
	var equal []networks.Result
	for _, entry := range held.Data {
		p := postOf(entry, l.Text)
		link := Permalink(p.permalink, "", f.Sites)
		if ID(p.id) && link != "" && !p.at.Before(since) && l.Same(c.Text, p.text) {
			equal = append(equal, networks.Result{RemoteID: p.id, Permalink: link, Call: a.Call})
		}
	}
	if len(equal) == 1 {
		return networks.Present, equal[0]
	}
	return networks.Undecided, networks.Result{Call: a.Call, Err: a.Doubt(f.Network).Err}
}

// post is one of an account's own, as a list has it.
type post struct {
	id, text, permalink string
	at                  time.Time
}

// postOf reads a post of which the field of the text has a name of its own; what
// is missing or of another type is zero.
func postOf(entry map[string]json.RawMessage, text string) post {
	field := func(name string) string {
		var s string
		if json.Unmarshal(entry[name], &s) != nil {
			return ""
		}
		return s
	}
	at, _ := Time(field("timestamp"))
	return post{id: field("id"), text: field(text), permalink: field("permalink"), at: at}
}
