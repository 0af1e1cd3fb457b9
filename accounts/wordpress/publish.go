package wordpress

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// public is the status of a post that everybody sees.
const public = "publish"

// post is a post as a site tells of it.
type post struct {
	ID     int64  `json:"id"`
	Slug   string `json:"slug"`
	Status string `json:"status"`
	Link   string `json:"link"`
	Date   string `json:"date_gmt"` // where it was asked for
}

// postFields are the fields of post.
const postFields = "id,slug,status,link"

// Publish creates the post, or the comment, that content is: the one call that
// makes it public, made once.
//
// Created needs the site's own number and address of what it made, under the slug
// of this attempt, public. WordPress refuses for want of a right or for a wrong
// parameter before it writes anything, and says so in its own form: those answers
// prove that nothing was made. A plugin refuses in the same form, and can do so
// once the post is there: any code that is not known to come before is Unknown,
// like everything else that proves nothing.
func (c *Connector) Publish(ctx context.Context, s networks.Session, content networks.Content, p networks.Prepared, id networks.Identity) networks.Result {
	if isComment(content) {
		return c.comment(ctx, s, content, id)
	}
	call := networks.Call{Name: http.MethodPost + " " + postsRoute}
	sent, err := c.written(content, p, id)
	if err != nil {
		return wire.Unsent(c.clock.Now(), err, call)
	}
	sent["status"] = public
	a, made, r := c.make(ctx, s, sent, id)
	switch {
	case r.Outcome != "":
		return r
	case made.Status != public:
		return networks.Result{Outcome: networks.Unknown, Call: a.Call, Err: fail(app.CodeUnknown, "wordpress.error.not_public")}
	}
	return networks.Result{Outcome: networks.Created, RemoteID: postID(made.ID), Permalink: made.Link, Call: a.Call}
}

// written is what a site is sent of a prepared post, without its status.
func (c *Connector) written(content networks.Content, p networks.Prepared, id networks.Identity) (map[string]any, error) {
	n := parseNote(p)
	var held []uploaded
	for _, f := range filesOf(content) {
		u, ok := n.Media[f.slug]
		if !ok {
			missing := fail(app.CodeConflict, "connector.error.not_prepared")
			if f.film != nil {
				missing = fail(app.CodeConflict, "connector.error.film_not_prepared")
			}
			return nil, missing.Because(errors.New("file without a number"))
		}
		held = append(held, u)
	}
	sent := map[string]any{
		"title": unbracketed(plain(titleOf(content))), "content": htmlOf(content, held), "slug": slugOf(content, id),
	}
	if len(content.Images) > 0 {
		sent["featured_media"] = held[0].ID
	}
	return sent, nil
}

// make creates a post and returns what the site made, under the slug of the attempt;
// or else the result of the call.
func (c *Connector) make(ctx context.Context, s networks.Session, sent map[string]any, id networks.Identity) (answer, post, networks.Result) {
	a, err := c.create(ctx, s, postsRoute, postFields, sent)
	if err != nil {
		return a, post{}, wire.Unsent(c.clock.Now(), err, networks.Call{Name: http.MethodPost + " " + postsRoute})
	}
	var made post
	if err := a.Decode(&made); err != nil || a.Status != http.StatusCreated {
		return a, post{}, c.refused(ctx, s, a)
	}
	if made.ID <= 0 || !strings.Contains(made.Slug, id.Key) || !webAddress(made.Link) {
		a.Err = errors.New("the answer is not the post")
		return a, post{}, a.Doubt(networks.WordPress)
	}
	return a, made, networks.Result{}
}

// create makes the mutating call. With an error nothing was sent.
func (c *Connector) create(ctx context.Context, s networks.Session, route, fields string, sent map[string]any) (answer, error) {
	body, err := json.Marshal(sent)
	if err != nil {
		return answer{}, fail(app.CodeInternal, "connector.error.trouble").Because(err)
	}
	return c.exchange(ctx, parseRoot(s.Account.Service), request{
		method: http.MethodPost, route: route, query: url.Values{"_fields": {fields}},
		mime: "application/json", body: body, credential: s.Credential, timeout: wire.PostTimeout,
	}), nil
}

// before are the codes of refusals that WordPress gives before it writes
// anything, by where it looks: who calls (user.php), whether the request is one
// (class-wp-rest-server.php, class-wp-rest-request.php), whether the caller may
// (class-wp-rest-posts-controller.php, class-wp-rest-comments-controller.php),
// and whether there is something to write (wp_insert_post, wp_allow_comment).
var before = []string{
	"incorrect_password", "invalid_username", "invalid_email",
	"application_passwords_disabled", "application_passwords_disabled_for_user",

	"rest_invalid_param", "rest_missing_callback_param", "rest_invalid_json", "rest_no_route",

	"rest_forbidden", "rest_not_logged_in", "rest_cannot_create", "rest_cannot_publish", "rest_cannot_edit_others",
	"rest_post_exists", "rest_cannot_delete", "rest_user_cannot_delete_post",
	"rest_comment_login_required", "rest_comment_invalid_author", "rest_comment_invalid_post_id",
	"rest_comment_draft_post", "rest_comment_trash_post", "rest_cannot_read_post", "rest_comment_closed",

	"empty_content", "rest_comment_content_invalid", "rest_comment_author_data_required",
	"comment_content_column_length", "comment_author_column_length", "comment_flood",
}

// refused maps an answer to the mutating call that is no success.
func (c *Connector) refused(ctx context.Context, s networks.Session, a answer) networks.Result {
	now := c.clock.Now()
	if a.Err != nil && !a.Reached || a.Status == http.StatusTooManyRequests {
		return wire.Unsent(now, a.Failure(networks.WordPress, now), a.Call)
	}
	code, message, refused := a.refusal()
	switch {
	case !refused || !wire.Proof(a.Status) || !slices.Contains(before, code):
		return a.Doubt(networks.WordPress)
	case a.unsigned():
		return c.unsigned(ctx, s, a)
	}
	switch code {
	case "rest_cannot_publish", "rest_cannot_create":
		return wire.Unsent(now, c.lacking(s, "publish_posts").Because(fmt.Errorf("%s: %s", code, message)), a.Call)
	case "rest_comment_invalid_post_id", "rest_comment_trash_post", "rest_comment_draft_post", "rest_cannot_read_post":
		return wire.Unsent(now, fail(app.CodeInvalid, "connector.error.reply"), a.Call)
	case "rest_comment_closed":
		return wire.Unsent(now, fail(app.CodeInvalid, "wordpress.error.comments_closed"), a.Call)
	case "comment_flood":
		// Comments of one author follow each other too fast.
		return wire.Unsent(now, fail(app.CodeLimited, "connector.error.limited"), a.Call)
	}
	return a.Refusal(networks.WordPress, now, code+" "+message)
}

// Find looks for what an attempt made: a post by its slug, which holds the key of
// the attempt, so that no clock counts; a comment in the list of those of the
// account. Without a credential only what everybody sees can be found.
func (c *Connector) Find(ctx context.Context, s networks.Session, content networks.Content, id networks.Identity) (networks.Finding, networks.Result) {
	if isComment(content) {
		return c.findComment(ctx, s, content, id)
	}
	a, held, err := c.ours(ctx, s, content, id)
	switch {
	case err != nil:
		return c.undecided(ctx, s, a)
	case len(held) > 1:
		return networks.Undecided, networks.Result{Call: a.Call, Err: fail(app.CodeConflict, "wordpress.error.twice")}
	case len(held) == 0 && s.Credential.Secret == "":
		// It may be there for those who sign in.
		return c.undecided(ctx, s, a)
	case len(held) == 0:
		return networks.Absent, networks.Result{Call: a.Call}
	case held[0].Status != public:
		return networks.Undecided, networks.Result{Call: a.Call, Err: fail(app.CodeConflict, "wordpress.error.not_public")}
	}
	return networks.Present, networks.Result{RemoteID: postID(held[0].ID), Permalink: held[0].Link, Call: a.Call}
}

// ours reads the posts that an attempt made, by its slug.
func (c *Connector) ours(ctx context.Context, s networks.Session, content networks.Content, id networks.Identity) (answer, []post, error) {
	slug := slugOf(content, id)
	// When a slug is taken WordPress appends -2: an attempt that was made again.
	a, held, err := c.posts(ctx, s, url.Values{"slug": {slug + "," + slug + "-2"}})
	if err == nil && len(held) != len(withKey(held, id)) {
		a.Err = errors.New("the answer is not the list asked for")
		err = a.Err
	}
	if err == nil && len(held) == 0 {
		// Its title may have changed since, or a plugin its slug: the key stays.
		author := strconv.FormatInt(userID(s.Account), 10)
		a, held, err = c.posts(ctx, s, url.Values{"author": {author}, "per_page": {"100"}})
		held = withKey(held, id)
	}
	return a, held, err
}

// posts reads a list of posts, newest first: whatever their status, but for the
// trash, when somebody is signed in.
func (c *Connector) posts(ctx context.Context, s networks.Session, query url.Values) (answer, []post, error) {
	query.Set("_fields", postFields)
	if s.Credential.Secret != "" {
		query.Set("status", "any")
		query.Set("context", "edit")
	}
	a := c.exchange(ctx, parseRoot(s.Account.Service), request{
		route: postsRoute, query: query, credential: s.Credential, timeout: wire.ShortTimeout,
	})
	var held []post
	err := a.Decode(&held)
	for _, p := range held {
		if err == nil && (p.ID <= 0 || !webAddress(p.Link)) {
			err = errors.New("the answer is not a list of posts")
		}
	}
	return a, held, err
}

// withKey returns those of some posts that an attempt made.
func withKey(held []post, id networks.Identity) []post {
	var ours []post
	for _, p := range held {
		if strings.Contains(p.Slug, id.Key) {
			ours = append(ours, p)
		}
	}
	return ours
}

// undecided is the result of a reading back that showed nothing.
func (c *Connector) undecided(ctx context.Context, s networks.Session, a answer) (networks.Finding, networks.Result) {
	if a.unsigned() && s.Credential.Secret != "" {
		if err := c.check(ctx, s); err != nil {
			return networks.Undecided, networks.Result{Call: a.Call, Err: err}
		}
	}
	return a.Undecided(networks.WordPress, c.clock.Now())
}

// What is made on a site has a number, posts and comments each their own.
const (
	postPrefix    = "posts/"
	commentPrefix = "comments/"
)

func postID(id int64) string    { return postPrefix + strconv.FormatInt(id, 10) }
func commentID(id int64) string { return commentPrefix + strconv.FormatInt(id, 10) }

// number reads the number of what a remote identifier names, 0 for anything
// else.
func number(remoteID, prefix string) int64 {
	rest, ok := strings.CutPrefix(remoteID, prefix)
	if !ok {
		return 0
	}
	id, err := strconv.ParseInt(rest, 10, 64)
	if err != nil || id < 0 {
		return 0
	}
	return id
}
