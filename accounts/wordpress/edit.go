package wordpress

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Edits returns that posts can be changed for ever, titles too, and as often: a site
// keeps a revision only of what differs.
func (c *Connector) Edits() networks.Edits { return networks.Edits{Titles: true, Repeatable: true} }

// Edit puts a new text in the place of the paragraphs of a post, and a title that says
// so; its pictures, its film and its address stay.
func (c *Connector) Edit(ctx context.Context, s networks.Session, remoteID string, content networks.Content) networks.Result {
	route := postsRoute + "/" + strconv.FormatInt(number(remoteID, postPrefix), 10)
	call := networks.Call{Name: http.MethodPost + " " + postsRoute}
	now := c.clock.Now()
	if number(remoteID, postPrefix) == 0 {
		return wire.Unsent(now, wire.Gone(networks.WordPress), call)
	}
	if err := refusal(content); err != nil {
		return wire.Unsent(now, err, call)
	}
	var held struct {
		post
		Content struct {
			Raw string `json:"raw"`
		} `json:"content"`
	}
	query := url.Values{"context": {"edit"}, "_fields": {postFields + ",content.raw"}}
	if _, err := c.ask(ctx, s, route, query, &held); err != nil {
		return wire.Unsent(now, err, call)
	}
	pictures, ours := picturesOf(held.Content.Raw)
	switch {
	case held.Status == trash || held.ID != number(remoteID, postPrefix):
		return wire.Unsent(now, wire.Gone(networks.WordPress), call)
	case !ours:
		return wire.Unsent(now, fail(app.CodeInvalid, "wordpress.error.laid_out"), call)
	}
	blocks := []string{htmlOf(networks.Content{Text: content.Text}, nil), pictures}
	written := strings.Join(slices.DeleteFunc(blocks, func(b string) bool { return b == "" }), "\n\n")
	a, err := c.create(ctx, s, route, postFields, map[string]any{"title": unbracketed(plain(titleOf(content))), "content": written})
	if err != nil {
		return wire.Unsent(now, err, call)
	}
	var made post
	if a.Decode(&made) == nil && made.ID == held.ID && made.Status == held.Status && webAddress(made.Link) {
		return networks.Result{Outcome: networks.Created, RemoteID: remoteID, Permalink: made.Link, Call: a.Call}
	}
	return c.unchanged(ctx, s, a, "edit_published_posts")
}

var (
	paragraphForm = regexp.MustCompile(`(?s)<!-- wp:paragraph -->.*?<!-- /wp:paragraph -->`)
	mediaForm     = regexp.MustCompile(`(?s)<!-- wp:image [^\n]*? -->.*?<!-- /wp:image -->|<!-- wp:video [^\n]*? -->.*?<!-- /wp:video -->`)
)

// picturesOf returns the blocks of pictures and films of a post, false when it holds anything but
// those and paragraphs: somebody gave it another form.
func picturesOf(raw string) (blocks string, ours bool) {
	rest := paragraphForm.ReplaceAllString(raw, "")
	return strings.Join(mediaForm.FindAllString(rest, -1), "\n\n"), strings.TrimSpace(mediaForm.ReplaceAllString(rest, "")) == ""
}

// unchanged maps the answer to a change that does not say it was made; right is what the
// user needs for it.
func (c *Connector) unchanged(ctx context.Context, s networks.Session, a answer, right string) networks.Result {
	now := c.clock.Now()
	code, message, refused := a.refusal()
	switch {
	case a.Err != nil && !a.Reached || a.Status == http.StatusTooManyRequests:
		return wire.Unsent(now, a.Failure(networks.WordPress, now), a.Call)
	case !refused || !wire.Proof(a.Status):
		return a.ChangeDoubt(networks.WordPress)
	case slices.Contains(missing, code):
		return wire.Unsent(now, wire.Gone(networks.WordPress), a.Call)
	case code == "rest_cannot_edit" && a.Status == http.StatusForbidden:
		return wire.Unsent(now, wire.Lacks(networks.WordPress, right).Because(errors.New(message)), a.Call)
	case !slices.Contains(before, code) && code != "rest_cannot_edit":
		return a.ChangeDoubt(networks.WordPress)
	case a.unsigned():
		return c.unsigned(ctx, s, a)
	}
	return a.ChangeRefusal(networks.WordPress, now, code+" "+message)
}
