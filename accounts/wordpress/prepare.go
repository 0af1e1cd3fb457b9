package wordpress

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// note is what a preparation leaves.
type note struct {
	// Media are pictures and films in the site's library, by slug.
	Media map[string]uploaded `json:"media,omitempty"`
}

// uploaded is a file in the library of a site.
type uploaded struct {
	ID  int64  `json:"id"`
	URL string `json:"url"`
}

func parseNote(p networks.Prepared) note {
	var n note
	if json.Unmarshal([]byte(p), &n) != nil {
		n = note{}
	}
	if n.Media == nil {
		n.Media = make(map[string]uploaded)
	}
	return n
}

func (n note) prepared() networks.Prepared {
	b, err := json.Marshal(n)
	if err != nil {
		// Maps of strings and numbers always have a JSON form.
		panic("wordpress: " + err.Error())
	}
	return networks.Prepared(b)
}

// Prepare checks the content, makes sure that what it comments on is there, and
// puts its pictures and its film into the site's library, where no page shows them yet.
// With an error it returns what was done so far.
func (c *Connector) Prepare(ctx context.Context, s networks.Session, content networks.Content, earlier networks.Prepared) (networks.Prepared, error) {
	n := parseNote(earlier)
	if err := refusal(content); err != nil {
		return n.prepared(), err
	}
	if isComment(content) {
		return n.prepared(), c.commentable(ctx, s, content.Answers)
	}
	for _, f := range filesOf(content) {
		// Looked for even when the note has it: the library is the owner's, who may
		// have tidied it up meanwhile.
		u, err := c.inLibrary(ctx, s, f, n.Media[f.slug])
		if err != nil {
			return n.prepared(), err
		}
		n.Media[f.slug] = u
	}
	return n.prepared(), nil
}

// refusal is why WordPress would refuse a content, nil when it would not.
func refusal(content networks.Content) error {
	limits, _ := networks.LimitsOf(networks.WordPress)
	if isComment(content) {
		limits.TitleRequired, limits.NoImages = false, true
	}
	content.Title = titleOf(content)
	return limits.Refusal(content.Piece())
}

// media is a file of the library, as the site tells of it.
type media struct {
	ID        int64  `json:"id"`
	Slug      string `json:"slug"`
	SourceURL string `json:"source_url"`
}

// mediaFields are the fields of media.
const mediaFields = "id,slug,source_url"

func (m media) uploaded() (uploaded, bool) {
	return uploaded{ID: m.ID, URL: m.SourceURL}, m.ID > 0 && webAddress(m.SourceURL)
}

// webAddress reports whether a site gave an address that can be opened.
func webAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// inLibrary finds a file in the library, the noted one first, or sends it.
func (c *Connector) inLibrary(ctx context.Context, s networks.Session, f file, noted uploaded) (uploaded, error) {
	wanted := []url.Values{{"slug": {f.slug}}}
	if noted.ID > 0 {
		// Under another slug when somebody sent the same file at that moment.
		wanted = append([]url.Values{{"include": {strconv.FormatInt(noted.ID, 10)}}}, wanted...)
	}
	for _, query := range wanted {
		query.Set("_fields", mediaFields)
		a := c.exchange(ctx, parseRoot(s.Account.Service), request{
			route: mediaRoute, query: query, credential: s.Credential, timeout: wire.ShortTimeout,
		})
		var held []media
		if err := a.Decode(&held); err != nil {
			return uploaded{}, c.failure(ctx, s, a, f)
		}
		for _, m := range held {
			if u, ok := m.uploaded(); ok && (m.Slug == f.slug || u == noted) {
				return u, nil
			}
		}
	}
	return c.upload(ctx, s, f)
}

// upload puts a file into the library.
func (c *Connector) upload(ctx context.Context, s networks.Session, f file) (uploaded, error) {
	r := request{
		method: http.MethodPost, route: mediaRoute, mime: f.mime, body: f.bytes,
		query:      url.Values{"slug": {f.slug}, "title": {f.title()}, "_fields": {mediaFields}},
		header:     map[string]string{"Content-Disposition": mime.FormatMediaType("attachment", map[string]string{"filename": f.fileName()})},
		credential: s.Credential, timeout: wire.UploadTimeout,
	}
	if f.film == nil {
		r.query.Set("alt_text", f.alt)
	} else {
		film, err := f.film.Open()
		if err != nil {
			return uploaded{}, err
		}
		defer film.Close()
		r.stream, r.length, r.timeout = film, f.film.Size, wire.FilmTimeout(f.film.Size)
	}
	a := c.exchange(ctx, parseRoot(s.Account.Service), r)
	var sent media
	if err := a.Decode(&sent); err != nil {
		return uploaded{}, c.failure(ctx, s, a, f)
	}
	u, ok := sent.uploaded()
	if !ok {
		a.Err = errors.New("the answer is not a file of the library")
		return uploaded{}, c.failure(ctx, s, a, f)
	}
	return u, nil
}

// lacking is the error of a user whose role does not go far enough.
func (c *Connector) lacking(s networks.Session, right string) *app.Error {
	return fail(app.CodeInvalid, "wordpress.error.role", "User", s.Credential.Identifier, "Missing", right)
}

// failure turns the answer of a call that changes nothing public into an error.
// f may be the zero file.
func (c *Connector) failure(ctx context.Context, s networks.Session, a answer, f file) error {
	if a.unsigned() {
		if err := c.check(ctx, s); err != nil {
			return err
		}
		return a.Failure(networks.WordPress, c.clock.Now())
	}
	code, message, refused := a.refusal()
	switch {
	case a.Status == http.StatusRequestEntityTooLarge,
		// A type or a size that the site does not take; it says some of it as a 500.
		refused && strings.HasPrefix(code, "rest_upload_") && code != "rest_upload_file_error":
		return f.refused().Because(fmt.Errorf("%s: %s", code, message))
	case refused && (code == "rest_cannot_create" || a.Status == http.StatusForbidden):
		return c.lacking(s, "upload_files").Because(fmt.Errorf("%s: %s", code, message))
	case a.challenged():
		return fail(app.CodeUnavailable, "wordpress.error.challenge").Because(wire.Later{Until: c.clock.Now().Add(time.Hour).UTC()})
	}
	return a.Failure(networks.WordPress, c.clock.Now())
}
