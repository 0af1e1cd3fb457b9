package graphtest

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

func (s *Server) refresh(r *http.Request, _ []byte) (any, *Refusal) {
	q, refused := Query(r, "grant_type", "access_token")
	if refused != nil {
		return nil, refused
	}
	if q.Get("grant_type") != s.dialect.Grant {
		return nil, Refuse(400, 100, 0, "Unsupported grant type")
	}
	a, refused := s.speaker(q.Get("access_token"))
	if refused != nil {
		return nil, refused
	}
	if s.clock.Now().Sub(a.tokens[q.Get("access_token")].made) < renewableFrom {
		return nil, Refuse(400, 100, 0, "The token is less than 24 hours old")
	}
	s.renewals++
	return map[string]any{"access_token": s.mint(a), "token_type": "bearer", "expires_in": int(TokenLife / time.Second)}, nil
}

func (s *Server) me(r *http.Request, _ []byte) (any, *Refusal) {
	a, refused := s.speaker(Bearer(r))
	if refused != nil {
		return nil, refused
	}
	answer := map[string]string{}
	for _, f := range s.dialect.Me {
		answer[f] = a.ID
	}
	answer["username"] = a.Username
	return answer, Fields(r, "User", append([]string{"username"}, s.dialect.Me...)...)
}

// own returns the account of a call about itself.
func (s *Server) own(r *http.Request) (*account, *Refusal) {
	a, refused := s.speaker(Bearer(r))
	if refused == nil && r.PathValue("id") != a.ID {
		return nil, NotThere(r.Method, r.PathValue("id"))
	}
	return a, refused
}

// DescribeToken answers debug_token of the version whose calls it is added to: a
// token of the same application describes another.
func (s *Server) DescribeToken(r *http.Request, scopes ...string) (any, *Refusal) {
	if _, refused := s.speaker(Bearer(r)); refused != nil {
		return nil, refused
	}
	q, refused := Query(r, "input_token")
	if refused != nil {
		return nil, refused
	}
	if s.secretive {
		return nil, Refuse(403, 200, 0, "(#200) You do not have a role in the application")
	}
	a, refused := s.speaker(q.Get("input_token"))
	if refused != nil {
		return map[string]any{"data": map[string]any{"is_valid": false, "scopes": []string{}}}, nil
	}
	t := a.tokens[q.Get("input_token")]
	return map[string]any{"data": map[string]any{
		"type": "USER", "application": "Boulangerie", "user_id": a.ID, "is_valid": true, "scopes": scopes,
		"issued_at": t.made.Unix(), "expires_at": t.ends.Unix(), "data_access_expires_at": t.made.AddDate(0, 0, 90).Unix(),
	}}, nil
}

func (s *Server) limit(r *http.Request, _ []byte) (any, *Refusal) {
	a, refused := s.own(r)
	if refused != nil {
		return nil, refused
	}
	if s.withheld {
		return nil, Refuse(403, 10, 0, "(#10) Application does not have permission for this action")
	}
	posts, replies := 0, 0
	for _, p := range a.posts {
		switch {
		case s.clock.Now().Sub(p.Created) >= quotaSpan:
		case p.Parent != "" && s.dialect.Replies > 0:
			replies++
		default:
			posts++
		}
	}
	span := int(quotaSpan / time.Second)
	told, fields := map[string]any{
		"quota_usage": posts, "config": map[string]int{"quota_total": s.dialect.Posts, "quota_duration": span},
	}, []string{"quota_usage", "config"}
	if s.dialect.Replies > 0 {
		told["reply_quota_usage"], told["reply_config"] = replies, map[string]int{"quota_total": s.dialect.Replies, "quota_duration": span}
		fields = append(fields, "reply_quota_usage", "reply_config")
	}
	return map[string]any{"data": []any{told}}, Fields(r, "Quota", fields...)
}

// Form reads a body written as a form, with known names only, each once.
func Form(r *http.Request, body []byte, names ...string) (url.Values, *Refusal) {
	if r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" || r.URL.RawQuery != "" {
		return nil, Refuse(400, 100, 0, "Content-Type %q", r.Header.Get("Content-Type"))
	}
	v, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, Refuse(400, 100, 0, "form: %v", err)
	}
	for name, values := range v {
		if !slices.Contains(names, name) || len(values) != 1 || values[0] == "" {
			return nil, Refuse(400, 100, 0, "Unexpected parameter %s", name)
		}
	}
	return v, nil
}

func (s *Server) make(r *http.Request, body []byte) (any, *Refusal) {
	a, refused := s.own(r)
	if refused != nil {
		return nil, refused
	}
	v, refused := Form(r, body, s.dialect.Parameters...)
	if refused != nil {
		return nil, refused
	}
	if refused := s.dialect.Check(v); refused != nil {
		return nil, refused
	}
	made := &container{
		owner: a, child: v.Get("is_carousel_item") == "true", text: v.Get(s.dialect.Text), parent: v.Get("reply_to_id"),
		made: s.clock.Now(), working: s.working, why: s.failing,
	}
	if _, there := s.Find(made.parent); made.parent != "" && !there {
		return nil, NotThere(r.Method, made.parent)
	}
	switch address := v.Get("image_url"); {
	case v.Has("children"):
		alts, refused := s.children(a, strings.Split(v.Get("children"), ","))
		if refused != nil {
			return nil, refused
		}
		made.alts = alts
	case address != "":
		if refused := s.fetch(address); refused != nil {
			return nil, refused
		}
		made.alts = []string{v.Get("alt_text")}
	}
	id := s.Next()
	s.containers[id] = made
	return map[string]string{"id": id}, nil
}

func (s *Server) children(a *account, ids []string) ([]string, *Refusal) {
	var alts []string
	if len(ids) < 2 || len(ids) > s.dialect.Children {
		return nil, Refuse(400, 100, 2207035, "A carousel of %d", len(ids))
	}
	for i, id := range ids {
		c := s.containers[id]
		if slices.Contains(ids[:i], id) || c == nil || c.owner != a || !c.child || s.state(c) != "FINISHED" {
			return nil, Refuse(400, 100, 2207034, "Invalid child %s", id)
		}
		alts = append(alts, c.alts...)
	}
	return alts, nil
}

// fetch reads a picture from its address as the network does.
func (s *Server) fetch(address string) *Refusal {
	lost := Refuse(400, 9004, 2207052, "The media could not be fetched from this URI")
	answer, err := http.Get(address)
	if err != nil {
		return lost
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(io.LimitReader(answer.Body, 8<<20))
	switch {
	case err != nil, answer.StatusCode != http.StatusOK:
		return lost
	case !slices.Contains(s.dialect.Formats, http.DetectContentType(data)):
		return Refuse(400, 36001, 2207005, "The image format is not supported")
	}
	return nil
}

func (s *Server) state(c *container) string {
	switch {
	case c.released:
		return "PUBLISHED"
	case c.why != "":
		return "ERROR"
	case s.clock.Now().Sub(c.made) >= containerLife:
		return "EXPIRED"
	case c.working > 0:
		return "IN_PROGRESS"
	}
	return "FINISHED"
}

func (s *Server) publish(r *http.Request, body []byte) (any, *Refusal) {
	a, refused := s.own(r)
	if refused != nil {
		return nil, refused
	}
	v, refused := Form(r, body, "creation_id")
	if refused != nil {
		return nil, refused
	}
	c := s.containers[v.Get("creation_id")]
	switch {
	case s.withheld:
		return nil, Refuse(403, 10, 0, "(#10) Application does not have permission for this action")
	case c == nil || c.owner != a || c.child:
		return nil, Refuse(400, 24, 4279009, "The requested resource does not exist")
	}
	switch s.state(c) {
	case "FINISHED":
	case "IN_PROGRESS":
		return nil, Refuse(400, 9007, 2207027, "The media is not ready for publishing")
	default:
		return nil, Refuse(400, 100, 0, "The container cannot be published: %s", s.state(c))
	}
	c.released = true
	return map[string]string{"id": s.Release(a.ID, Post{Text: c.text, Parent: c.parent, Alts: c.alts, Created: s.clock.Now()})}, nil
}

// shown is a post as the server tells it: white space at its ends is gone, and
// so is the sign of what became its topic.
func (s *Server) shown(p Post) map[string]any {
	text := strings.TrimSpace(p.Text)
	if s.dialect.Text == "text" {
		text = strings.Replace(text, "#", "", 1)
	}
	return map[string]any{"id": p.ID, s.dialect.Text: text, "timestamp": Time(p.Created), "permalink": p.Permalink}
}

func (s *Server) list(r *http.Request, which int) (any, *Refusal) {
	a, refused := s.own(r)
	if refused != nil {
		return nil, refused
	}
	q, refused := Query(r, "fields", "limit", "since", "after")
	if refused != nil {
		return nil, refused
	}
	since, _ := strconv.ParseInt(q.Get("since"), 10, 64)
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil || limit > 100 || s.blind {
		return nil, Refuse(500, 2, 0, "Service temporarily unavailable")
	}
	data := []any{}
	page := map[string]any{}
	after, last := q.Get("after") == "", ""
	for _, p := range slices.Backward(a.posts) {
		if reply := p.Parent != ""; reply != (which == 1) || p.Created.Before(time.Unix(since, 0)) || !after {
			after = after || p.ID == q.Get("after")
			continue
		}
		if len(data) == limit {
			page["paging"] = map[string]any{"next": s.URL + "/next", "cursors": map[string]string{"after": last}}
			break
		}
		one := s.shown(p)
		if s.dialect.Comments != nil {
			one["comments"] = s.dialect.Comments(p)
		}
		data, last = append(data, one), p.ID
	}
	page["data"] = data
	return page, Fields(r, "Media", "id", s.dialect.Text, "timestamp", "permalink", s.dialect.Expanded)
}

func (s *Server) get(r *http.Request, _ []byte) (any, *Refusal) {
	a, refused := s.speaker(Bearer(r))
	if refused != nil {
		return nil, refused
	}
	id := r.PathValue("id")
	if p, ok := s.Find(id); ok {
		if s.blind {
			return nil, Refuse(500, 2, 0, "Service temporarily unavailable")
		}
		return s.shown(p), Fields(r, "Media", "id", s.dialect.Text, "timestamp", "permalink")
	}
	if id == a.ID {
		return map[string]any{"id": id, "followers_count": Fans}, Fields(r, "User", "id", "followers_count")
	}
	c := s.containers[id]
	if c == nil || c.owner != a {
		return nil, NotThere(r.Method, id)
	}
	answer := map[string]string{"id": id, s.dialect.Status: s.state(c)}
	if c.why != "" {
		answer[s.dialect.Why] = c.why
	}
	c.working = max(c.working-1, 0)
	return answer, Fields(r, "Container", "id", s.dialect.Status, s.dialect.Why)
}
