package wordpress

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Routes spoken.
const (
	postsRoute    = "/wp/v2/posts"
	mediaRoute    = "/wp/v2/media"
	commentsRoute = "/wp/v2/comments"
	meRoute       = "/wp/v2/users/me"
)

// request is one call to the REST API of a site.
type request struct {
	method string // "" is GET
	route  string
	query  url.Values
	header map[string]string
	mime   string
	body   []byte
	stream io.Reader // a body of length bytes read as it leaves, in the place of body
	length int64
	// credential is who speaks; a zero one is a visitor.
	credential networks.Credential
	secrets    []string // never to be seen in an excerpt, besides the credential
	timeout    time.Duration
}

// answer is what came of a call, in WordPress's own terms.
type answer struct{ wire.Answer }

// exchange sends one request and reads its answer; it never sends it twice.
func (c *Connector) exchange(ctx context.Context, at root, r request) answer {
	method := r.method
	if method == "" {
		method = http.MethodGet
	}
	sent := wire.Request{
		Name: method + " " + r.route, Method: method, MIME: r.mime, Body: r.body, Stream: r.stream, Length: r.length,
		Secrets: append(secretsOf(r.credential), r.secrets...), Timeout: r.timeout,
		// Some hosts keep answers for later callers.
		Header: map[string]string{"Cache-Control": "no-cache"},
	}
	sent.URL, sent.Query = at.to(r.route, r.query)
	for name, value := range r.header {
		sent.Header[name] = value
	}
	if r.credential.Secret != "" {
		sent.Header["Authorization"] = "Basic " + basic(r.credential)
	}
	return answer{wire.Send(ctx, c.client, sent)}
}

// ask asks a question for the account and reads the answer, which are some fields. A
// site that did not take the caller for one of its users is asked once more when it still
// accepts the credential.
func (c *Connector) ask(ctx context.Context, s networks.Session, route string, query url.Values, into any) (answer, error) {
	r := request{route: route, query: query, credential: s.Credential, timeout: wire.ShortTimeout}
	a := c.exchange(ctx, parseRoot(s.Account.Service), r)
	if a.unsigned() {
		if err := c.check(ctx, s); err != nil {
			return a, err
		}
		a = c.exchange(ctx, parseRoot(s.Account.Service), r)
	}
	code, _, refused := a.refusal()
	switch err := a.Decode(into); {
	case err == nil:
		return a, nil
	case refused && slices.Contains(missing, code):
		return a, wire.Gone(networks.WordPress)
	case refused && a.Status == http.StatusForbidden:
		return a, wire.Lacks(networks.WordPress, "edit_posts").Because(errors.New(code))
	case a.challenged():
		return a, fail(app.CodeUnavailable, "wordpress.error.challenge")
	}
	return a, a.Failure(networks.WordPress, c.clock.Now())
}

// missing are the codes of what is not there.
var missing = []string{"rest_post_invalid_id", "rest_comment_invalid_id", "rest_comment_invalid_post_id"}

// follows reports whether a page of a list is not the last: a site tells how many there
// are, and what stands before some does not let that through.
func (a answer) follows(page, entries, most int) bool {
	if pages, err := strconv.Atoi(a.Header.Get("X-WP-TotalPages")); err == nil {
		return page < pages
	}
	return entries >= most
}

func basic(credential networks.Credential) string {
	return base64.StdEncoding.EncodeToString([]byte(credential.Identifier + ":" + credential.Secret))
}

// secretsOf lists what no excerpt may show: the password as it is kept and as
// WordPress writes it, in groups of four, and as it is sent.
func secretsOf(credential networks.Credential) []string {
	if credential.Secret == "" {
		return nil
	}
	return []string{credential.Secret, grouped(credential.Secret), basic(credential)}
}

func grouped(secret string) string {
	var b strings.Builder
	for i, r := range secret {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// codeForm is that of the code of an error.
var codeForm = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,80}$`)

// refusal returns the error that a site names in WordPress's own form, or false
// when the answer is none: only WordPress itself, not something on the way,
// proves anything.
func (a answer) refusal() (code, message string, ok bool) {
	if a.Err != nil || a.Status < 400 {
		return "", "", false
	}
	var said struct {
		Code    string           `json:"code"`
		Message string           `json:"message"`
		Data    *json.RawMessage `json:"data"`
	}
	if json.Unmarshal(a.Body, &said) != nil || !codeForm.MatchString(said.Code) || said.Data == nil {
		return "", "", false
	}
	var data struct {
		Status int `json:"status"`
	}
	if json.Unmarshal(*said.Data, &data) == nil && data.Status != 0 && data.Status != a.Status {
		return "", "", false
	}
	return a.Clean(said.Code), a.Clean(said.Message), true
}

// unsigned reports whether a site said that it did not take the caller for one
// of its users. It says so before it does anything: who is signed in and lacks a
// right is told 403 (rest_authorization_required_code).
func (a answer) unsigned() bool {
	_, _, ok := a.refusal()
	return ok && a.Status == http.StatusUnauthorized
}

// challenged reports whether Cloudflare asked for a proof that only a browser
// gives, in place of the site (developers.cloudflare.com/cloudflare-challenges,
// "Detect a Challenge Page response", read 2026-11).
func (a answer) challenged() bool { return a.Header.Get("Cf-Mitigated") == "challenge" }
