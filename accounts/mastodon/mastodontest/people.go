package mastodontest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"parvis/app/networks"
)

// Fans is how many followers every account has.
const Fans = 128

// notice is a mention that an account is told of.
type notice struct {
	id     string
	to     *account
	status *Status
	at     time.Time
}

// Say makes an account answer a status, be it longer than this server would take: it may
// come from another. It returns the status made.
func (s *Server) Say(author, inReplyTo, text string) string {
	return s.tell(author, inReplyTo, text, "public")
}

// Whisper makes an account write to the author of a status alone.
func (s *Server) Whisper(author, inReplyTo, text string) string {
	return s.tell(author, inReplyTo, text, "direct")
}

func (s *Server) tell(author, inReplyTo, text, visibility string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := &Status{
		ID: s.newID(), Text: text, InReplyTo: inReplyTo, Visibility: visibility, CreatedAt: s.clock.Now(), owner: s.find(author),
	}
	s.statuses = append(s.statuses, one)
	s.notices = append(s.notices, notice{s.newID(), s.status(inReplyTo).owner, one, s.clock.Now()})
	return one.ID
}

// Status returns a status, a zero one when there is none.
func (s *Server) Status(id string) Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	if one := s.status(id); one != nil {
		return *one
	}
	return Status{}
}

// Change changes a status.
func (s *Server) Change(id string, change func(*Status)) {
	s.with(func() { change(s.status(id)) })
}

// Answers returns how many answers of an account a status has.
func (s *Server) Answers(id, status string) int {
	n := 0
	for _, one := range s.Statuses(id) {
		if one.InReplyTo == status {
			n++
		}
	}
	return n
}

// Blocked reports whether an account blocks another.
func (s *Server) Blocked(id, other string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.blocks[id+" "+other]
}

func (s *Server) notifications(r *http.Request, _ []byte) reply {
	t, refused := s.authorised(r, "read:notifications")
	if refused != nil {
		return *refused
	}
	q := r.URL.Query()
	for name := range q {
		if name != "limit" && name != "types[]" && name != "max_id" {
			return refuse(400, "unexpected %s", name)
		}
	}
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil || limit < 1 || !slices.Equal(q["types[]"], []string{"mention"}) {
		return refuse(422, "limit %q, types %q", q.Get("limit"), q["types[]"])
	}
	page := []any{}
	for _, n := range slices.Backward(s.notices) {
		if n.to != t.owner || len(page) >= limit || q.Get("max_id") != "" && n.id >= q.Get("max_id") {
			continue
		}
		author := n.status.owner
		page = append(page, map[string]any{
			"id": n.id, "type": "mention", "created_at": n.at.UTC().Format("2006-01-02T15:04:05.000Z"),
			"account": map[string]string{"id": author.ID, "username": author.Username, "acct": author.Username, "display_name": "Anne\u202e <b>"},
			"status":  s.shown(n.status),
		})
	}
	return ok(page)
}

func (s *Server) block(r *http.Request, body []byte) reply {
	t, refused := s.authorised(r, "write:blocks")
	if refused != nil {
		return *refused
	}
	other := s.find(r.PathValue("id"))
	if other == nil || len(body) > 0 {
		return refuse(404, "Record not found")
	}
	s.blocks[t.owner.ID+" "+other.ID] = true
	return ok(map[string]any{"id": other.ID, "following": false, "blocking": true})
}

// several gives the statuses of a list, on Mastodon since 4.3.
func (s *Server) several(r *http.Request, _ []byte) reply {
	if _, refused := s.authorised(r, "read:statuses"); refused != nil {
		return *refused
	}
	ids := r.URL.Query()["id[]"]
	if s.software != networks.SoftwareMastodon || s.old || len(ids) == 0 || len(ids) > 20 {
		return refuse(404, "Record not found")
	}
	page := []any{}
	for _, one := range s.statuses {
		if slices.Contains(ids, one.ID) {
			page = append(page, s.shown(one))
		}
	}
	return ok(page)
}

// revised is all of PUT /api/v1/statuses/:id that Parvis may send.
type revised struct {
	Status      string   `json:"status"`
	Media       []string `json:"media_ids"`
	Warning     string   `json:"spoiler_text"`
	Sensitive   bool     `json:"sensitive"`
	Language    string   `json:"language"`
	ContentType string   `json:"content_type"`
}

// edit takes away what it is not told of, as Mastodon does.
func (s *Server) edit(r *http.Request, body []byte) reply {
	t, refused := s.authorised(r, "write:statuses")
	if refused != nil {
		return *refused
	}
	var in revised
	if err := strict(body, &in); r.Header.Get("Content-Type") != "application/json" || err != nil {
		return refuse(400, "%v in %s", err, r.Header.Get("Content-Type"))
	}
	one := s.status(r.PathValue("id"))
	switch {
	case one == nil || one.owner != t.owner:
		return refuse(404, "Record not found")
	case s.length(in.Status) > s.Characters:
		return refuse(422, "Validation failed: Text character limit of %d exceeded", s.Characters)
	case strings.TrimSpace(in.Status) == "" && len(in.Media) == 0:
		return refuse(422, "Validation failed: Text can't be blank")
	case !languageForm.MatchString(in.Language), (in.ContentType != "") != (s.software == networks.SoftwareGoToSocial):
		return refuse(422, "Validation failed: language %q, type %q", in.Language, in.ContentType)
	}
	for _, id := range in.Media {
		if p := s.pictures[id]; p == nil || p.owner != t.owner || p.status != one.ID {
			return refuse(422, "Validation failed: media %s", id)
		}
	}
	one.Text, one.Media, one.Warning, one.Sensitive, one.Language, one.Poll = s.kept(in.Status), in.Media, in.Warning, in.Sensitive, in.Language, false
	return ok(s.shown(one))
}
