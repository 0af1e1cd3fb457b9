package mastodontest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"parvis/app/networks"
)

// sent is all of POST /api/v1/statuses that Parvis may send; anything else is
// refused.
type sent struct {
	Status      string   `json:"status"`
	Media       []string `json:"media_ids"`
	InReplyTo   string   `json:"in_reply_to_id"`
	Visibility  string   `json:"visibility"`
	Language    string   `json:"language"`
	ContentType string   `json:"content_type"`
	ScheduledAt string   `json:"scheduled_at"`
}

var languageForm = regexp.MustCompile(`^([a-z]{2,3}(-[A-Za-z]{2,4})?)?$`)

func (s *Server) post(r *http.Request, body []byte) reply {
	t, refused := s.authorised(r, "write:statuses")
	if refused != nil {
		return *refused
	}
	var in sent
	if err := strict(body, &in); r.Header.Get("Content-Type") != "application/json" || err != nil {
		return refuse(400, "%v in %s", err, r.Header.Get("Content-Type"))
	}
	// The key comes before the content on Mastodon and Pixelfed.
	key := r.Header.Get("Idempotency-Key")
	before, again := s.keys[t.owner.ID+" "+key]
	again = again && key != "" && s.clock.Now().Sub(before.at) < keyLife
	switch {
	case again && before.scheduled:
		// The service asks an association that is not there (schedule_statuses).
		return reply{500, map[string]string{"error": "We're sorry, but something went wrong on our end."}}
	case again && s.software == networks.SoftwareMastodon:
		one := s.status(before.status)
		if one == nil {
			return refuse(404, "Record not found")
		}
		return ok(s.shown(one))
	case again && s.software == networks.SoftwarePixelfed:
		return refuse(400, "Duplicate idempotency key.")
	}
	if refused := s.check(t.owner, in); refused != nil {
		return *refused
	}
	one := &Status{
		ID: s.newID(), Text: s.kept(in.Status), Language: in.Language, InReplyTo: in.InReplyTo, Visibility: in.Visibility,
		Media: in.Media, CreatedAt: s.clock.Now(), owner: t.owner,
	}
	at, refused := s.moment(t.owner, in)
	if refused != nil {
		return *refused
	}
	for _, id := range in.Media {
		s.pictures[id].status = one.ID
	}
	if !at.IsZero() {
		s.serial++
		one.ID, one.CreatedAt = strconv.Itoa(s.serial), at
		s.scheduled = append(s.scheduled, one)
		s.keys[t.owner.ID+" "+key] = used{one.ID, s.clock.Now(), true}
		return ok(shownScheduled(one))
	}
	s.statuses = append(s.statuses, one)
	s.keys[t.owner.ID+" "+key] = used{one.ID, one.CreatedAt, false}
	return ok(s.shown(one))
}

// check refuses what the software refuses.
func (s *Server) check(owner *account, in sent) *reply {
	no := func(status int, format string, args ...any) *reply {
		refused := refuse(status, format, args...)
		return &refused
	}
	if in.InReplyTo != "" && s.status(in.InReplyTo) == nil {
		return no(404, "The post you are trying to reply to does not appear to exist.")
	}
	var missing []string
	for _, id := range in.Media {
		switch p := s.pictures[id]; {
		case p == nil || p.owner != owner || p.status != "":
			missing = append(missing, id)
		case p.processing:
			return no(422, "Cannot attach files that have not finished processing. Try again in a moment!")
		}
	}
	switch {
	case len(missing) > 0 && s.software == networks.SoftwareMastodon:
		return no(422, "Les médias %s n’existent pas ou sont déjà liés à un autre message", strings.Join(missing, ", "))
	case len(missing) > 0:
		return no(404, "media %s not found", strings.Join(missing, ", "))
	case len(in.Media) > 1 && slices.ContainsFunc(in.Media, func(id string) bool { return s.pictures[id].film() }):
		return no(422, "Validation failed: Cannot attach a video to a post that already contains images")
	case len(in.Media) > 4:
		return no(422, "Validation failed: Cannot attach more than 4 files")
	case s.length(in.Status) > s.Characters:
		return no(422, "Validation failed: Text character limit of %d exceeded", s.Characters)
	case s.software == networks.SoftwarePixelfed && len(in.Media) == 0 && in.InReplyTo == "":
		return no(403, "Empty statuses are not allowed")
	case strings.TrimSpace(in.Status) == "" && len(in.Media) == 0:
		return no(422, "Validation failed: Text can't be blank")
	case in.Visibility != "public" || !languageForm.MatchString(in.Language):
		return no(422, "Validation failed: visibility %q, language %q", in.Visibility, in.Language)
	case (in.ContentType != "") != (s.software == networks.SoftwareGoToSocial) || in.ContentType != "" && in.ContentType != "text/plain":
		return no(400, "unexpected content_type %q", in.ContentType)
	}
	return nil
}

// tagForm is what PHP's strip_tags takes out of a text.
var tagForm = regexp.MustCompile(`<[^\s>][^>]*>?`)

// kept is what the software keeps of a text.
func (s *Server) kept(text string) string {
	if s.software == networks.SoftwarePixelfed {
		return tagForm.ReplaceAllString(text, "")
	}
	return text
}

// length counts as the software does: Mastodon grapheme clusters, with links as
// 23 and remote mentions without their server, the others code points.
func (s *Server) length(text string) int {
	if s.software != networks.SoftwareMastodon {
		return utf8.RuneCountInString(text)
	}
	text = linkForm.ReplaceAllString(text, strings.Repeat("x", 23))
	text = mentionForm.ReplaceAllString(text, "@$1")
	n := 0
	for it := graphemes.FromString(text); it.Next(); {
		n++
	}
	return n
}

func (s *Server) remove(r *http.Request, _ []byte) reply {
	t, refused := s.authorised(r, "write:statuses")
	if refused != nil {
		return *refused
	}
	one := s.status(r.PathValue("id"))
	if one == nil || one.owner != t.owner {
		return refuse(404, "Record not found")
	}
	s.statuses = slices.DeleteFunc(s.statuses, func(held *Status) bool { return held == one })
	return ok(s.shown(one))
}

func (s *Server) show(r *http.Request, _ []byte) reply {
	if _, refused := s.authorised(r, "read:statuses"); refused != nil {
		return *refused
	}
	if one := s.status(r.PathValue("id")); one != nil {
		return ok(s.shown(one))
	}
	return refuse(404, "Record not found")
}

// list gives the newest statuses of an account first.
func (s *Server) list(r *http.Request, _ []byte) reply {
	q := r.URL.Query()
	for name := range q {
		if name != "limit" && name != "exclude_reblogs" && name != "max_id" {
			return refuse(400, "unexpected %s", name)
		}
	}
	if _, refused := s.authorised(r, "read:statuses"); refused != nil {
		// Mastodon shows what is public to everybody, but reads a token it is given.
		if s.software != networks.SoftwareMastodon || s.closed || r.Header.Get("Authorization") != "" {
			return *refused
		}
	}
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil || limit < 1 || limit > 40 {
		return refuse(422, "limit %q", q.Get("limit"))
	}
	page := []any{}
	newest := slices.Clone(s.statuses)
	slices.SortStableFunc(newest, func(a, b *Status) int { return b.CreatedAt.Compare(a.CreatedAt) })
	after := q.Get("max_id") == ""
	for _, one := range newest {
		if one.owner.ID == r.PathValue("id") && after && len(page) < limit {
			page = append(page, s.shown(one))
		}
		after = after || one.ID == q.Get("max_id")
	}
	return ok(page)
}

// upload takes a picture in the one field "file", with its description.
func (s *Server) upload(r *http.Request, body []byte) reply {
	t, refused := s.authorised(r, "write:media")
	if refused != nil {
		return *refused
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return refuse(400, "not a form: %s", kind)
	}
	p := &Picture{ID: s.newID(), owner: t.owner, processing: s.processing}
	parts := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return refuse(400, "%v", err)
		}
		data, err := io.ReadAll(part)
		switch {
		case err != nil:
			return refuse(400, "%v", err)
		case part.FormName() == "file" && part.FileName() != "":
			p.Size, p.MIME, p.Bytes = len(data), http.DetectContentType(data), data
		case part.FormName() == "description":
			p.Description = string(data)
		default:
			return refuse(400, "unexpected %s", part.FormName())
		}
	}
	switch {
	case !strings.HasPrefix(p.MIME, "image/") && !p.film():
		return refuse(422, "Validation failed: File content type is invalid")
	case utf8.RuneCountInString(p.Description) > 1500:
		return refuse(422, "Validation failed: Description is too long")
	}
	s.uploads++
	s.pictures[p.ID] = p
	// Films are made ready in the background, but on GoToSocial.
	p.processing = p.processing || p.film() && s.software == networks.SoftwareMastodon
	if p.processing {
		return reply{202, map[string]any{"id": p.ID, "type": p.kind(), "url": nil}}
	}
	return ok(map[string]any{"id": p.ID, "type": p.kind(), "url": s.URL + "/media/" + p.ID})
}

func (p *Picture) film() bool { return strings.HasPrefix(p.MIME, "video/") }

func (p *Picture) kind() string {
	if p.film() {
		return "video"
	}
	return "image"
}

func (s *Server) media(r *http.Request, _ []byte) reply {
	t, refused := s.authorised(r, "write:media")
	if refused != nil {
		return *refused
	}
	p := s.pictures[r.PathValue("id")]
	switch {
	case p == nil || p.owner != t.owner || p.status != "":
		return refuse(404, "Record not found")
	case p.processing:
		p.processing = !s.prompt
		return reply{206, map[string]any{"id": p.ID, "type": p.kind(), "url": nil}}
	}
	return ok(map[string]any{"id": p.ID, "type": p.kind(), "url": s.URL + "/media/" + p.ID})
}

// shown is a status as the API gives it.
func (s *Server) shown(one *Status) map[string]any {
	page := "/@" + one.owner.Username + "/" + one.ID
	switch s.software {
	case networks.SoftwareGoToSocial:
		page = "/@" + one.owner.Username + "/statuses/" + one.ID
	case networks.SoftwarePixelfed:
		page = "/p/" + one.owner.Username + "/" + one.ID
	}
	shown := map[string]any{
		"id": one.ID, "url": s.URL + page, "created_at": one.CreatedAt.UTC().Format("2006-01-02T15:04:05.000Z"),
		"content": s.html(one.Text), "in_reply_to_id": nil, "reblog": nil, "visibility": one.Visibility, "language": one.Language,
		"account":      map[string]string{"id": one.owner.ID, "username": one.owner.Username, "acct": one.owner.Username},
		"spoiler_text": one.Warning, "sensitive": one.Sensitive, "poll": nil, "in_reply_to_account_id": nil,
		"replies_count": 0, "reblogs_count": 0, "favourites_count": one.Favourites,
	}
	if s.software == networks.SoftwareMastodon {
		shown["quotes_count"] = 0
	}
	if one.Poll {
		shown["poll"] = map[string]any{"id": "1", "votes_count": 3}
	}
	media := []any{}
	for _, id := range one.Media {
		media = append(media, map[string]string{"id": id, "type": "image"})
	}
	shown["media_attachments"] = media
	if parent := s.status(one.InReplyTo); parent != nil {
		shown["in_reply_to_account_id"] = parent.owner.ID
	}
	if one.InReplyTo != "" {
		shown["in_reply_to_id"] = one.InReplyTo
	}
	return shown
}

// strict reads one JSON value that has nothing unknown in it.
func strict(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err == nil {
		return errors.New("more than one value")
	}
	return nil
}
