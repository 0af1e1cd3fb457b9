package facebooktest

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"parvis/accounts/graph/graphtest"
)

func (s *Server) me(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
	if _, refused := graphtest.Query(r, "fields"); refused != nil {
		return nil, refused
	}
	token := graphtest.Bearer(r)
	if p := s.byToken(token); p != nil {
		return map[string]string{"id": p.ID, "name": p.Name, "category": "Bakery"}, graphtest.Fields(r, "Page", "id", "name", "category")
	}
	if len(s.ofPerson(token)) == 0 {
		return nil, graphtest.DeadToken()
	}
	return map[string]string{"id": "122100000000001", "name": "Élise Martin"}, graphtest.Fields(r, "User", "id", "name")
}

func (s *Server) mePermissions(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
	if len(s.ofPerson(graphtest.Bearer(r))) == 0 {
		return nil, graphtest.DeadToken()
	}
	var granted []any
	for _, name := range permissions {
		status := "granted"
		if slices.Contains(s.lacking, name) {
			status = "declined"
		}
		granted = append(granted, map[string]string{"permission": name, "status": status})
	}
	return map[string]any{"data": granted}, nil
}

func (s *Server) meAccounts(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
	if _, refused := graphtest.Query(r, "fields", "limit"); refused != nil {
		return nil, refused
	}
	if refused := graphtest.Fields(r, "Page", "id", "name", "access_token", "tasks"); refused != nil {
		return nil, refused
	}
	found := s.ofPerson(graphtest.Bearer(r))
	if len(found) == 0 {
		return nil, graphtest.DeadToken()
	}
	data := []any{}
	for _, p := range found {
		if p.tasks != nil {
			data = append(data, map[string]any{"id": p.ID, "name": p.Name, "access_token": p.Token, "tasks": p.tasks})
		}
	}
	return map[string]any{"data": data}, nil
}

// Lives of what a token gives.
const (
	PersonLife = 60 * 24 * time.Hour // of a person's token; a Page's never ends
	DataLife   = 90 * 24 * time.Hour // of the application's access to what is the person's
)

// debugToken says what a token is, to a token of the same application: every person
// here has a role in it. All were made when the server started.
func (s *Server) debugToken(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
	q, refused := graphtest.Query(r, "input_token")
	if refused != nil {
		return nil, refused
	}
	as, input := graphtest.Bearer(r), q.Get("input_token")
	if s.byToken(as) == nil && len(s.ofPerson(as)) == 0 {
		return nil, graphtest.DeadToken()
	}
	granted := slices.DeleteFunc(slices.Clone(permissions), func(name string) bool { return slices.Contains(s.lacking, name) })
	told := map[string]any{
		"app_id": "1", "is_valid": true, "scopes": granted, "data_access_expires_at": s.started.Add(DataLife).Unix(),
	}
	switch {
	case s.byToken(input) != nil:
		told["type"], told["expires_at"] = "PAGE", 0
	case len(s.ofPerson(input)) > 0:
		told["type"], told["expires_at"] = "USER", s.started.Add(PersonLife).Unix()
	default:
		told = map[string]any{"is_valid": false, "scopes": []string{}}
	}
	return map[string]any{"data": told}, nil
}

// owner returns the Page whose token a call has, and refuses a call about
// another Page.
func (s *Server) owner(r *http.Request, id string) (*page, *graphtest.Refusal) {
	p := s.byToken(graphtest.Bearer(r))
	switch {
	case p == nil:
		return nil, graphtest.DeadToken()
	case id != p.ID:
		return nil, graphtest.NotThere(r.Method, id)
	}
	return p, nil
}

func (s *Server) upload(r *http.Request, body []byte) (any, *graphtest.Refusal) {
	p, refused := s.owner(r, r.PathValue("id"))
	if refused != nil {
		return nil, refused
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return nil, graphtest.Refuse(400, 324, 0, "(#324) Requires upload file")
	}
	made := &photo{owner: p.ID}
	hidden, held := false, false
	for form := multipart.NewReader(bytes.NewReader(body), params["boundary"]); ; {
		part, err := form.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, graphtest.Refuse(400, 100, 0, "form: %v", err)
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return nil, graphtest.Refuse(400, 100, 0, "form: %v", err)
		}
		switch part.FormName() {
		case "published":
			hidden = string(value) == "false"
		case "alt_text_custom":
			made.alt = string(value)
		case "source":
			held, made.data = true, value
			sort := http.DetectContentType(value)
			if sort != "image/jpeg" && sort != "image/png" || sort != part.Header.Get("Content-Type") || len(value) > 4_000_000 {
				return nil, graphtest.Refuse(400, 100, 1366046, "Your photos couldn't be uploaded. Photos should be smaller than 4 MB and saved as JPG, PNG")
			}
		default:
			return nil, graphtest.Refuse(400, 100, 0, "Unexpected parameter %s", part.FormName())
		}
	}
	if !hidden || !held {
		return nil, graphtest.Refuse(400, 324, 0, "(#324) Requires upload file, and not to be public at once")
	}
	s.serial++
	s.uploads++
	id := fmt.Sprintf("122%012d", s.serial)
	s.photos[id] = made
	return map[string]string{"id": id}, nil
}

func (s *Server) feed(r *http.Request, body []byte) (any, *graphtest.Refusal) {
	p, refused := s.owner(r, r.PathValue("id"))
	if refused != nil {
		return nil, refused
	}
	var in struct {
		Message string `json:"message"`
		Link    string `json:"link"`
		Media   []struct {
			ID string `json:"media_fbid"`
		} `json:"attached_media"`
	}
	if refused := graphtest.JSON(r, body, &in); refused != nil {
		return nil, refused
	}
	link, err := url.Parse(in.Link)
	switch {
	case in.Message == "" && in.Link == "" && len(in.Media) == 0:
		return nil, graphtest.Refuse(400, 100, 0, "(#100) Requires one of the params: message, link, attached_media")
	case len(utf16.Encode([]rune(in.Message))) > 63_206:
		return nil, graphtest.Refuse(400, 100, 0, "(#100) The message is too long")
	case in.Link != "" && (err != nil || !strings.HasPrefix(link.Scheme, "http") || len(in.Media) > 0):
		return nil, graphtest.Refuse(400, 100, 1500010, "(#100) Invalid link")
	case in.Link != "" && strings.HasPrefix(link.Hostname(), "www.facebook"):
		return nil, graphtest.Refuse(400, 100, 1609008, "(#100) Links to Facebook are not taken")
	case slices.Contains(p.tasks, "ANALYZE") && len(p.tasks) == 1:
		return nil, graphtest.Refuse(403, 200, 0, "(#200) The user hasn't authorized the application to perform this action")
	}
	made := Post{Message: in.Message, Link: in.Link, From: p.ID, Created: s.clock.Now()}
	for _, m := range in.Media {
		shown := s.photos[m.ID]
		if shown == nil || shown.owner != p.ID {
			return nil, graphtest.Refuse(400, 100, 0, "(#100) Invalid media_fbid %s", m.ID)
		}
		made.Photos = append(made.Photos, shown.alt)
	}
	for _, m := range in.Media {
		if s.photos[m.ID].used {
			return nil, graphtest.Refuse(400, 100, 1366051, "These photos were already posted.")
		}
	}
	for i, m := range in.Media {
		if slices.Contains(in.Media[:i], m) {
			return nil, graphtest.Refuse(400, 100, 0, "(#100) The media_fbid %s is there twice", m.ID)
		}
		s.photos[m.ID].used = true
	}
	return map[string]string{"id": s.write(made)}, nil
}

func (s *Server) find(id string) (Post, bool) {
	i := slices.IndexFunc(s.posts, func(p Post) bool { return p.ID == id })
	if i < 0 {
		return Post{}, false
	}
	return s.posts[i], true
}

func (s *Server) comment(r *http.Request, body []byte) (any, *graphtest.Refusal) {
	p := s.byToken(graphtest.Bearer(r))
	if p == nil {
		return nil, graphtest.DeadToken()
	}
	if _, ok := s.find(r.PathValue("id")); !ok {
		return nil, graphtest.NotThere(r.Method, r.PathValue("id"))
	}
	var in struct {
		Message string `json:"message"`
	}
	if refused := graphtest.JSON(r, body, &in); refused != nil {
		return nil, refused
	}
	if in.Message == "" {
		return nil, graphtest.Refuse(400, 100, 0, "(#100) Requires one of the params: message")
	}
	return map[string]string{"id": s.write(Post{Message: in.Message, Parent: r.PathValue("id"), From: p.ID, Created: s.clock.Now()})}, nil
}

// shown is a post as the server tells it: white space at its ends is gone.
func shown(p Post) map[string]any {
	return map[string]any{
		"id": p.ID, "message": strings.TrimSpace(p.Message), "created_time": graphtest.Time(p.Created),
		"permalink_url": "https://www.facebook.com/" + p.ID, "from": map[string]string{"id": p.From, "name": p.Name},
	}
}

var postFields = []string{"id", "message", "created_time", "permalink_url", "from"}

// list answers with the posts that belong, newest first.
func (s *Server) list(q url.Values, belongs func(Post) bool) any {
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil || limit > 100 {
		limit = 25
	}
	data := []any{}
	answer := map[string]any{}
	after := q.Get("after") == ""
	last := ""
	for _, p := range slices.Backward(s.posts) {
		if !belongs(p) || !after {
			after = after || p.ID == q.Get("after")
			continue
		}
		if len(data) == limit {
			answer["paging"] = map[string]any{"next": s.URL + "/next", "cursors": map[string]string{"after": last}}
			break
		}
		one := shown(p)
		if strings.Contains(q.Get("fields"), "comments.") {
			one["comments"] = s.list(url.Values{"limit": {"50"}}, func(c Post) bool { return s.root(c) == p.ID && c.ID != p.ID })
		}
		data = append(data, one)
		last = p.ID
	}
	answer["data"] = data
	return answer
}

func (s *Server) publishedPosts(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
	p, refused := s.owner(r, r.PathValue("id"))
	if refused != nil {
		return nil, refused
	}
	q, refused := graphtest.Query(r, "fields", "limit", "after")
	if refused != nil {
		return nil, refused
	}
	if slices.Contains(s.lacking, "pages_read_user_content") && strings.Contains(q.Get("fields"), "comments") {
		return nil, graphtest.Refuse(400, 10, 0, "(#10) This endpoint requires the 'pages_read_user_content' permission")
	}
	if slices.Contains(s.lacking, "pages_read_engagement") {
		return nil, graphtest.Refuse(400, 10, 0, "(#10) This endpoint requires the 'pages_read_engagement' permission")
	}
	return s.list(q, func(held Post) bool { return held.From == p.ID && held.Parent == "" }), graphtest.Fields(r, "Post", append([]string{commentFields}, postFields...)...)
}

func (s *Server) comments(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
	if s.byToken(graphtest.Bearer(r)) == nil {
		return nil, graphtest.DeadToken()
	}
	q, refused := graphtest.Query(r, "fields", "limit", "filter", "order")
	if refused != nil {
		return nil, refused
	}
	if _, ok := s.find(r.PathValue("id")); !ok {
		return nil, graphtest.NotThere(r.Method, r.PathValue("id"))
	}
	if q.Get("order") != "reverse_chronological" || q.Get("filter") != "stream" {
		return nil, graphtest.Refuse(400, 100, 0, "(#100) order or filter")
	}
	return s.list(q, func(held Post) bool { return held.Parent == r.PathValue("id") }), graphtest.Fields(r, "Comment", postFields...)
}

func (s *Server) get(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
	if s.byToken(graphtest.Bearer(r)) == nil {
		return nil, graphtest.DeadToken()
	}
	if id := r.PathValue("id"); s.photos[id] != nil {
		sizes := []any{
			map[string]any{"width": 2, "height": 1, "source": s.URL + "/small/" + id},
			map[string]any{"width": 4, "height": 3, "source": s.URL + "/kept/" + id},
		}
		return map[string]any{"id": id, "images": sizes}, graphtest.Fields(r, "Photo", "id", "images")
	}
	if s.unread {
		return nil, graphtest.Refuse(500, 2, 0, "(#2) Service temporarily unavailable")
	}
	if p := s.byToken(graphtest.Bearer(r)); p.ID == r.PathValue("id") {
		return map[string]any{"id": p.ID, "followers_count": Fans}, graphtest.Fields(r, "Page", "id", "followers_count")
	}
	p, ok := s.find(r.PathValue("id"))
	if !ok {
		return nil, graphtest.NotThere(r.Method, r.PathValue("id"))
	}
	one := shown(p)
	one["reactions"] = map[string]any{"data": []any{}, "summary": map[string]int{"total_count": p.Reactions}}
	one["comments"] = map[string]any{"data": []any{}, "summary": map[string]int{"total_count": 0}}
	return one, graphtest.Fields(r, "Post", append([]string{"shares", "reactions.limit(0).summary(total_count)", "comments.limit(0).summary(total_count)"}, postFields...)...)
}

// Fans is how many followers every Page has.
const Fans = 128

// commentFields are those of the comments of a post that Parvis may ask for.
const commentFields = "comments.filter(stream).order(reverse_chronological).limit(50){id,message,created_time,permalink_url,from,parent}"

// root is the post that a comment is on, however deep.
func (s *Server) root(c Post) string {
	for c.Parent != "" {
		parent, ok := s.find(c.Parent)
		if !ok {
			break
		}
		c = parent
	}
	return c.ID
}

// visits reports whether something is a comment on a post of a Page.
func (s *Server) visits(c Post, owner *page) bool {
	root, ok := s.find(s.root(c))
	return ok && c.Parent != "" && root.From == owner.ID
}

// update changes the text of a post of the Page, or hides a comment on one.
func (s *Server) update(r *http.Request, body []byte) (any, *graphtest.Refusal) {
	owner := s.byToken(graphtest.Bearer(r))
	if owner == nil {
		return nil, graphtest.DeadToken()
	}
	var in struct {
		Message *string `json:"message"`
		Hidden  *bool   `json:"is_hidden"`
	}
	if refused := graphtest.JSON(r, body, &in); refused != nil {
		return nil, refused
	}
	i := slices.IndexFunc(s.posts, func(p Post) bool { return p.ID == r.PathValue("id") })
	switch {
	case i < 0:
		return nil, graphtest.NotThere(r.Method, r.PathValue("id"))
	case (in.Message == nil) == (in.Hidden == nil), in.Message != nil && *in.Message == "":
		return nil, graphtest.Refuse(400, 100, 0, "(#100) Requires one of the params: message, is_hidden")
	case in.Message != nil && s.posts[i].From != owner.ID, in.Hidden != nil && !s.visits(s.posts[i], owner):
		return nil, graphtest.Refuse(403, 200, 0, "(#200) Permissions error")
	case in.Message != nil:
		s.posts[i].Message = *in.Message
	default:
		s.posts[i].Hidden = *in.Hidden
	}
	return map[string]bool{"success": true}, nil
}

func (s *Server) insights(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
	p := s.byToken(graphtest.Bearer(r))
	if p == nil {
		return nil, graphtest.DeadToken()
	}
	q, refused := graphtest.Query(r, "metric", "period", "since", "until")
	switch {
	case refused != nil:
		return nil, refused
	case slices.Contains(s.lacking, "read_insights"):
		return nil, graphtest.Refuse(403, 200, 0, "(#200) Requires read_insights permission")
	case r.PathValue("id") == p.ID && q.Get("metric") == "page_total_media_view_unique" && q.Get("period") == "day":
		day := s.clock.Now().UTC().Truncate(24 * time.Hour)
		return map[string]any{"data": []any{map[string]any{"name": "page_total_media_view_unique", "period": "day", "values": []any{
			map[string]any{"value": 41, "end_time": graphtest.Time(day.AddDate(0, 0, -1))}, map[string]any{"value": 42, "end_time": graphtest.Time(day)},
		}}}}, nil
	}
	held, ok := s.find(r.PathValue("id"))
	switch {
	case !ok || held.From != p.ID:
		return nil, graphtest.NotThere(r.Method, r.PathValue("id"))
	case q.Get("metric") != "post_total_media_view_unique,post_clicks_by_type":
		return nil, graphtest.Refuse(400, 100, 0, "(#100) The value must be a valid insights metric")
	}
	return map[string]any{"data": []any{
		map[string]any{"name": "post_total_media_view_unique", "period": "lifetime", "values": []any{map[string]any{"value": 310}}},
		map[string]any{"name": "post_clicks_by_type", "period": "lifetime", "values": []any{map[string]any{"value": map[string]int{"link clicks": 12, "other clicks": 5}}}},
	}}, nil
}

// Post returns something that was posted or commented, false when it is gone.
func (s *Server) Post(id string) (Post, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.find(id)
}

// Like makes a stranger react to a post.
func (s *Server) Like(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.posts {
		if s.posts[i].ID == id {
			s.posts[i].Reactions++
		}
	}
}

func (s *Server) remove(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
	owner := s.byToken(graphtest.Bearer(r))
	if owner == nil {
		return nil, graphtest.DeadToken()
	}
	id := r.PathValue("id")
	p, ok := s.find(id)
	switch {
	case !ok:
		return nil, graphtest.NotThere(r.Method, id)
	case p.From != owner.ID && !s.visits(p, owner):
		return nil, graphtest.Refuse(403, 200, 0, "(#200) Permissions error")
	}
	s.posts = slices.DeleteFunc(s.posts, func(held Post) bool { return held.ID == id || held.Parent == id })
	return map[string]bool{"success": true}, nil
}

// kept serves a photo to anyone who knows its address.
func (s *Server) kept(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	p := s.photos[r.PathValue("id")]
	s.mu.Unlock()
	if p == nil {
		http.NotFound(w, r)
		return
	}
	_, _ = w.Write(p.data)
}
