package wordpress

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// approved is the status of a comment that everybody sees.
const approved = "approved"

// comment is a comment as a site tells of it.
type comment struct {
	ID      int64  `json:"id"`
	Post    int64  `json:"post"`
	Parent  int64  `json:"parent"`
	Author  int64  `json:"author"`
	Date    string `json:"date_gmt"`
	Status  string `json:"status"`
	Link    string `json:"link"`
	Content struct {
		Rendered string `json:"rendered"`
	} `json:"content"`
}

// commentFields are the fields of comment.
const commentFields = "id,post,parent,author,date_gmt,status,link,content"

// dateForm is how dates in UTC are written.
const dateForm = "2006-01-02T15:04:05"

// isComment reports whether a content answers something: WordPress has comments
// for that, and no posts under posts.
func isComment(content networks.Content) bool { return content.Answers != (networks.Thread{}) }

// place returns the numbers of the post commented on and of the comment answered,
// 0 for none.
func place(at networks.Thread) (post, parent int64) {
	post = number(at.Root, postPrefix)
	if post == 0 {
		post = number(at.Parent, postPrefix)
	}
	return post, number(at.Parent, commentPrefix)
}

// commentable makes sure that what is commented on is there: a site would keep
// the answer to a comment that is gone.
func (c *Connector) commentable(ctx context.Context, s networks.Session, at networks.Thread) error {
	gone := fail(app.CodeInvalid, "connector.error.reply")
	post, parent := place(at)
	if post == 0 {
		return gone
	}
	for _, wanted := range []struct {
		route, status string
		id            int64
	}{{postsRoute, public, post}, {commentsRoute, approved, parent}} {
		if wanted.id == 0 {
			continue
		}
		a := c.exchange(ctx, parseRoot(s.Account.Service), request{
			route: wanted.route + "/" + strconv.FormatInt(wanted.id, 10), query: url.Values{"_fields": {"id,status,comment_status"}},
			credential: s.Credential, timeout: wire.ShortTimeout,
		})
		var held struct {
			ID       int64  `json:"id"`
			Status   string `json:"status"`
			Comments string `json:"comment_status"`
		}
		if _, _, refused := a.refusal(); refused && (a.Status == http.StatusNotFound || a.Status == http.StatusForbidden) {
			return gone
		}
		if err := a.Decode(&held); err != nil || held.ID != wanted.id {
			return c.failure(ctx, s, a, file{})
		}
		if held.Status != wanted.status {
			return gone
		}
		if held.Comments == "closed" {
			return fail(app.CodeInvalid, "wordpress.error.comments_closed")
		}
	}
	return nil
}

// comment makes the call that publishes a comment. Its date is the attempt's, so
// that it is known again whatever the site's clock says.
func (c *Connector) comment(ctx context.Context, s networks.Session, content networks.Content, id networks.Identity) networks.Result {
	post, parent := place(content.Answers)
	a, err := c.create(ctx, s, commentsRoute, commentFields, map[string]any{
		"post": post, "parent": parent, "content": plain(networks.Normalise(content.Text)),
		"date_gmt": id.CreatedAt.UTC().Format(dateForm),
	})
	if err != nil {
		return wire.Unsent(c.clock.Now(), err, a.Call)
	}
	var made comment
	if err := a.Decode(&made); err != nil || a.Status != http.StatusCreated {
		return c.refused(ctx, s, a)
	}
	if made.ID <= 0 || made.Post != post || made.Author != userID(s.Account) || !webAddress(made.Link) {
		a.Err = errors.New("the answer is not the comment")
		return a.Doubt(networks.WordPress)
	}
	if made.Status != approved {
		return networks.Result{Outcome: networks.Unknown, Call: a.Call, Err: fail(app.CodeUnknown, "wordpress.error.held")}
	}
	return networks.Result{Outcome: networks.Created, RemoteID: commentID(made.ID), Permalink: made.Link, Call: a.Call}
}

// clockMargin is how much earlier than its attempt a comment may say it was made.
const clockMargin = 2 * time.Minute

// findComment looks through the account's newest comments on the post for the
// attempt's.
func (c *Connector) findComment(ctx context.Context, s networks.Session, content networks.Content, id networks.Identity) (networks.Finding, networks.Result) {
	post, parent := place(content.Answers)
	query := url.Values{"post": {strconv.FormatInt(post, 10)}, "per_page": {"100"}, "_fields": {commentFields}}
	signed := s.Credential.Secret != ""
	if signed {
		query.Set("author", strconv.FormatInt(userID(s.Account), 10))
		query.Set("status", "all")
	}
	a := c.exchange(ctx, parseRoot(s.Account.Service), request{
		route: commentsRoute, query: query, credential: s.Credential, timeout: wire.ShortTimeout,
	})
	var held []comment
	if err := a.Decode(&held); err != nil {
		return c.undecided(ctx, s, a)
	}
	var ours []comment
	for _, other := range held {
		at, err := time.Parse(dateForm, other.Date)
		if err != nil || other.ID <= 0 || !webAddress(other.Link) {
			a.Err = errors.New("the answer is not the list asked for")
			return c.undecided(ctx, s, a)
		}
		if other.Post == post && other.Parent == parent && other.Author == userID(s.Account) &&
			!at.Before(id.CreatedAt.Add(-clockMargin).Truncate(time.Second)) && saysSame(other.Content.Rendered, content.Text) {
			ours = append(ours, other)
		}
	}
	switch {
	case len(ours) > 1:
		return networks.Undecided, networks.Result{Call: a.Call, Err: fail(app.CodeConflict, "wordpress.error.twice")}
	case len(ours) == 0 && signed:
		return networks.Absent, networks.Result{Call: a.Call}
	case len(ours) == 0:
		return c.undecided(ctx, s, a)
	case ours[0].Status != approved:
		return networks.Undecided, networks.Result{Call: a.Call, Err: fail(app.CodeConflict, "wordpress.error.held")}
	}
	return networks.Present, networks.Result{RemoteID: commentID(ours[0].ID), Permalink: ours[0].Link, Call: a.Call}
}

// saysSame reports whether HTML that a site made of a comment says a text. The
// site replaces quotation marks, dashes and smileys, breaks lines and makes links:
// letters and digits are compared.
func saysSame(rendered, text string) bool { return said(textOf(rendered)) == said(text) }

func said(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, networks.Normalise(text))
}

// textOf returns what a reader sees of HTML, without any space between tags.
func textOf(rendered string) string {
	var b strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(rendered))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(tokens.Text())
		}
	}
}
