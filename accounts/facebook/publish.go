package facebook

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// sent is the body of the call that publishes, of a post or of a comment.
type sent struct {
	Message string     `json:"message,omitempty"`
	Link    string     `json:"link,omitempty"`
	Media   []attached `json:"attached_media,omitempty"`
}

type attached struct {
	ID string `json:"media_fbid"`
}

// Publish makes the post, or the comment, with one call.
//
// The answer names what was made but not its address, and asking for more
// fields in the same call would leave open whether a refusal is one of writing
// or of reading. The address is therefore read by a second call, which changes
// nothing; should that fail, the outcome is Unknown and reading back settles it.
// A dead token is renewed where that is possible, without sending again.
func (c *Connector) Publish(ctx context.Context, s networks.Session, content networks.Content, p networks.Prepared, _ networks.Identity) networks.Result {
	path, body, err := c.bodyOf(s.Account, content, parseNote(p))
	if err != nil {
		return wire.Unsent(c.api.Clock.Now(), err, networks.Call{Name: http.MethodPost + " " + path})
	}
	a := c.api.Send(ctx, s.Account.Service, graph.Call{
		Method: http.MethodPost, Path: path, JSON: body,
		Token: tokenOf(s.Credential), Secrets: secretsOf(s.Credential), Timeout: wire.PostTimeout,
	})
	var made struct {
		ID string `json:"id"`
	}
	if a.Decode(&made) == nil && graph.ID(made.ID) {
		return c.made(ctx, s, a, made.ID)
	}
	return c.unmade(ctx, s, content, a)
}

// bodyOf returns where a content is published and in which words.
func (c *Connector) bodyOf(account networks.Account, content networks.Content, n note) (string, sent, error) {
	body := sent{Message: networks.Normalise(content.Text)}
	if parent := commented(content); parent != "" {
		if !graph.ID(parent) {
			return "/comments", sent{}, app.Fail(app.CodeInvalid, "connector.error.reply", "Network", networks.Facebook.Name())
		}
		return "/" + parent + "/comments", body, nil
	}
	path := "/" + account.RemoteID + "/feed"
	for place, image := range content.Images {
		p, ok := n.Photos[keyOf(place, image)]
		if !ok || !graph.ID(p.ID) {
			return path, sent{}, app.Fail(app.CodeConflict, "connector.error.not_prepared")
		}
		body.Media = append(body.Media, attached{p.ID})
	}
	if len(body.Media) == 0 {
		body.Link = linkIn(body.Message)
	}
	return path, body, nil
}

// commented returns what a content comments on, "" for a post of its own.
func commented(content networks.Content) string {
	if content.Answers.Comment || content.Answers.Parent == "" {
		return content.Answers.Root
	}
	return content.Answers.Parent
}

// linkIn returns the link that a post shows a preview of: the first of its text.
// A link to Facebook itself stays plain text: the network refuses it here (error
// 1609008, as schedulers met it, read 2026-08).
func linkIn(text string) string {
	for _, m := range networks.Marks(networks.Facebook, text) {
		if m.Kind != networks.Link {
			continue
		}
		u, err := url.Parse(m.Value)
		if err != nil {
			continue
		}
		if sites.MatchString(strings.ToLower(u.Hostname())) {
			return ""
		}
		return m.Value
	}
	return ""
}

// sites are the network's own hosts.
var sites = regexp.MustCompile(`^(.+\.)?(facebook\.com|fb\.com|fb\.me|fb\.watch)$`)

// made reads the address of what was just made.
func (c *Connector) made(ctx context.Context, s networks.Session, a graph.Answer, id string) networks.Result {
	shown := c.api.Send(ctx, s.Account.Service, graph.Call{
		Path: "/" + id, Query: url.Values{"fields": {"id,permalink_url"}},
		Token: tokenOf(s.Credential), Secrets: secretsOf(s.Credential), Timeout: wire.ShortTimeout,
	})
	var p post
	if shown.Decode(&p) == nil && p.ID == id {
		if link := p.link(); link != "" {
			return networks.Result{Outcome: networks.Created, RemoteID: id, Permalink: link, Call: a.Call}
		}
	}
	return a.Doubt(networks.Facebook)
}

// unmade maps every other answer.
func (c *Connector) unmade(ctx context.Context, s networks.Session, content networks.Content, a graph.Answer) networks.Result {
	now := c.api.Clock.Now()
	switch {
	case a.Dead():
		if _, err := c.renew(ctx, s); err != nil {
			return wire.Unsent(now, err, a.Call)
		}
		again := app.Fail(app.CodeUnavailable, "connector.error.renewed", "Network", networks.Facebook.Name()).
			Because(wire.Later{Until: now.Add(wire.RetryAtOnce)})
		return wire.Unsent(now, again, a.Call)
	case commented(content) == "":
		return a.Unmade(of(s.Account, manage), now)
	case a.Missing() && wire.Proof(a.Status) && c.missing(ctx, s, commented(content)):
		return wire.Unsent(now, app.Fail(app.CodeInvalid, "connector.error.reply", "Network", networks.Facebook.Name()), a.Call)
	}
	return a.Unmade(of(s.Account, engage), now)
}

// missing asks whether an object is there. A write that the network refuses
// because it knows no such object can also lack a permission.
func (c *Connector) missing(ctx context.Context, s networks.Session, id string) bool {
	return c.api.Send(ctx, s.Account.Service, graph.Call{
		Path: "/" + id, Query: url.Values{"fields": {"id"}},
		Token: tokenOf(s.Credential), Secrets: secretsOf(s.Credential), Timeout: wire.ShortTimeout,
	}).Missing()
}

// Delete takes a post or a comment back. It is gone already when neither
// deleting nor reading finds it.
func (c *Connector) Delete(ctx context.Context, s networks.Session, remoteID string) networks.Result {
	if !graph.ID(remoteID) {
		stranger := app.Fail(app.CodeInternal, "connector.error.trouble", "Network", networks.Facebook.Name())
		return wire.Unsent(c.api.Clock.Now(), stranger, networks.Call{Name: http.MethodDelete})
	}
	a := c.api.Send(ctx, s.Account.Service, graph.Call{
		Method: http.MethodDelete, Path: "/" + remoteID,
		Token: tokenOf(s.Credential), Secrets: secretsOf(s.Credential), Timeout: wire.PostTimeout,
	})
	var done struct {
		Success bool `json:"success"`
	}
	if a.Decode(&done) == nil && done.Success || a.Missing() && c.missing(ctx, s, remoteID) {
		return networks.Result{Outcome: networks.Created, RemoteID: remoteID, Call: a.Call}
	}
	return c.unmade(ctx, s, networks.Content{}, a)
}
