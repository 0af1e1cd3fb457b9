package linkedin

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

var (
	// What LinkedIn calls a post, and a comment on one.
	postForm    = regexp.MustCompile(`^urn:li:(share|ugcPost):[0-9]{1,25}$`)
	commentForm = regexp.MustCompile(`^urn:li:comment:\((urn:li:(?:activity|share|ugcPost):[0-9]{1,25}),([0-9]{1,25})\)$`)
)

// post is the body that makes a post.
type post struct {
	Author       string       `json:"author"`
	Commentary   string       `json:"commentary"`
	Visibility   string       `json:"visibility"`
	Distribution distribution `json:"distribution"`
	Content      *pictures    `json:"content,omitempty"`
	Lifecycle    string       `json:"lifecycleState"`
	NoReshare    bool         `json:"isReshareDisabledByAuthor"`
}

type distribution struct {
	Feed     string   `json:"feedDistribution"`
	Entities []string `json:"targetEntities"`
	Channels []string `json:"thirdPartyDistributionChannels"`
}

// pictures is one picture, or several.
type pictures struct {
	Media *picture `json:"media,omitempty"`
	Multi *multi   `json:"multiImage,omitempty"`
}

type multi struct {
	Images []picture `json:"images"`
}

type picture struct {
	ID  string `json:"id"`
	Alt string `json:"altText,omitempty"`
}

// comment is the body that makes a comment. Its text is plain words.
type comment struct {
	Actor   string  `json:"actor"`
	Object  string  `json:"object"`
	Message message `json:"message"`
	Parent  string  `json:"parentComment,omitempty"` // the comment that is answered
}

type message struct {
	Text string `json:"text"`
}

// postOf builds the body of a post. The same content and note always give the
// same.
func postOf(account networks.Account, content networks.Content, n note) (post, error) {
	p := post{
		Author: account.RemoteID, Commentary: commentary(content.Text), Visibility: "PUBLIC", Lifecycle: "PUBLISHED",
		Distribution: distribution{Feed: "MAIN_FEED", Entities: []string{}, Channels: []string{}},
	}
	keys := keysOf(content.Images)
	var sent []picture
	for i, image := range content.Images {
		u := n.Images[keys[i]]
		if u.URN == "" {
			return post{}, app.Fail(app.CodeConflict, "connector.error.not_prepared").Because(errors.New("picture without a name"))
		}
		sent = append(sent, picture{ID: u.URN, Alt: image.Alt})
	}
	switch len(sent) {
	case 0:
	case 1:
		p.Content = &pictures{Media: &sent[0]}
	default:
		p.Content = &pictures{Multi: &multi{Images: sent}}
	}
	return p, nil
}

// Publish makes the post, or the comment: the one call that shows something,
// made once.
//
// LinkedIn tells the name of a post in a header and answers nothing else. Its
// gateway refuses for want of a good token or a permission, for a quota and for
// a bad request before anything is made, and says so in LinkedIn's form: those
// answers prove that nothing was made. A duplicate (422, "Duplicate post is
// detected") may be ours: Unknown, like everything else that proves nothing. A
// token is not renewed: once dead it is refused.
func (c *Connector) Publish(ctx context.Context, s networks.Session, content networks.Content, p networks.Prepared, id networks.Identity) networks.Result {
	r := request{
		name: "POST /rest/posts", method: http.MethodPost, service: s.Account.Service, path: "/rest/posts",
		token: s.Credential.Secret, timeout: wire.PostTimeout,
	}
	root := content.Answers.Root
	if content.Answers != (networks.Thread{}) {
		r.name = "POST /rest/socialActions/comments"
		if !postForm.MatchString(root) {
			return c.unsent(noRoot(), networks.Call{Name: r.name})
		}
		said := comment{Actor: s.Account.RemoteID, Object: root, Message: message{networks.Normalise(content.Text)}}
		if parts := commentForm.FindStringSubmatch(under(content.Answers)); parts != nil {
			said.Object, said.Parent = parts[1], parts[0]
		}
		r.path, r.body = commentsOf(under(content.Answers)), said
		a := c.exchange(ctx, r)
		if a.early(id, c.clock.Now()) {
			soon := app.Fail(app.CodeUnavailable, "linkedin.error.not_yet")
			return c.unsent(soon.Because(wire.Later{Until: c.clock.Now().Add(betweenComments)}), a.Call)
		}
		return c.outcome(a, s.Account, root, time.Time{})
	}
	n := parseNote(p)
	body, err := postOf(s.Account, content, n)
	if err != nil {
		return c.unsent(err, networks.Call{Name: r.name})
	}
	r.body = body
	return c.outcome(c.exchange(ctx, r), s.Account, "", n.oldest(content))
}

// For a while after a post was made LinkedIn says of a comment on it that there is
// no such post, in the words it has for one that is gone (seen in the reports of
// other programs, read 2026-11).
const (
	noPostYet       = "unable to obtain activity"
	latestComment   = 10 * time.Minute
	betweenComments = 30 * time.Second
)

// early reports whether a comment may have come too soon after its post.
func (a answer) early(id networks.Identity, now time.Time) bool {
	said, refused := a.refusal()
	return refused && a.Status == http.StatusNotFound && strings.Contains(strings.ToLower(said.Message), noPostYet) &&
		now.Sub(id.CreatedAt) < latestComment
}

// under returns what a comment is under: a post, or the comment that it answers.
func under(t networks.Thread) string {
	if !t.Comment && commentForm.MatchString(t.Parent) {
		return t.Parent
	}
	return t.Root
}

// noRoot is the error of a comment on a post that is gone.
func noRoot() *app.Error {
	return app.Fail(app.CodeInvalid, "connector.error.reply", "Network", networks.LinkedIn.Name())
}

// outcome maps the answer to the mutating call. root is the post that a comment
// is on, "" for a post; uploadedAt is when the oldest of its pictures was sent,
// zero when it has none.
func (c *Connector) outcome(a answer, account networks.Account, root string, uploadedAt time.Time) networks.Result {
	if made, ok := a.made(root); ok {
		made.Call = a.Call
		return made
	}
	return c.otherwise(a, account, root, uploadedAt)
}

// otherwise maps an answer that is not the success of a mutating call.
func (c *Connector) otherwise(a answer, account networks.Account, root string, uploadedAt time.Time) networks.Result {
	now := c.clock.Now()
	said, refused := a.refusal()
	switch {
	case a.Err != nil && !a.Reached, a.Status == http.StatusTooManyRequests:
		return c.unsent(a.failure(now), a.Call)
	case !refused || !wire.Proof(a.Status) || said.taken():
		return a.Doubt(networks.LinkedIn)
	case a.Status == http.StatusUnauthorized:
		return c.unsent(dying(account), a.Call)
	case a.Status == http.StatusForbidden:
		return c.unsent(lacking(permissionOf(account)), a.Call)
	case a.Status == http.StatusUpgradeRequired:
		return c.unsent(a.failure(now), a.Call)
	case root != "" && a.Status == http.StatusNotFound:
		return c.unsent(noRoot(), a.Call)
	case !uploadedAt.IsZero() && a.Status == http.StatusNotFound:
		// A picture is gone: preparing again sends it anew once the note is too
		// old to be relied on.
		gone := app.Fail(app.CodeUnavailable, "connector.error.dropped", "Network", networks.LinkedIn.Name())
		return c.unsent(gone.Because(wire.Later{Until: uploadedAt.Add(imageAge)}), a.Call)
	}
	return a.Refusal(networks.LinkedIn, now, said.Message)
}

// made reads what LinkedIn says it made.
func (a answer) made(root string) (networks.Result, bool) {
	if a.Err != nil || a.Status != http.StatusCreated {
		return networks.Result{}, false
	}
	if root == "" {
		urn := a.Header.Get("X-Restli-Id")
		return networks.Result{Outcome: networks.Created, RemoteID: urn, Permalink: permalink(urn)}, postForm.MatchString(urn)
	}
	var told struct {
		URN   string `json:"commentUrn"`
		Older string `json:"$URN"`
	}
	if a.Decode(&told) != nil {
		return networks.Result{}, false
	}
	if told.URN == "" {
		told.URN = told.Older
	}
	return networks.Result{Outcome: networks.Created, RemoteID: told.URN, Permalink: permalink(root)}, commentForm.MatchString(told.URN)
}

// oldest returns when the first of the pictures of content was sent, zero when
// it has none.
func (n note) oldest(content networks.Content) time.Time {
	var oldest time.Time
	for _, key := range keysOf(content.Images) {
		if at := time.UnixMilli(n.Images[key].AtMS); oldest.IsZero() || at.Before(oldest) {
			oldest = at
		}
	}
	return oldest
}

func (c *Connector) unsent(err error, call networks.Call) networks.Result {
	return wire.Unsent(c.clock.Now(), err, call)
}

// permalink is where a post is seen; a comment is seen under its post.
func permalink(urn string) string { return "https://www.linkedin.com/feed/update/" + urn + "/" }

// commentsOf is the path of the comments on a post.
func commentsOf(urn string) string {
	return "/rest/socialActions/" + url.QueryEscape(urn) + "/comments"
}
