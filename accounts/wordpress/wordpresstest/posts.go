package wordpresstest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// slugForm is that of slugs that sanitize_title leaves as they are.
var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (s *Server) post(id int64) *Post {
	for _, p := range s.posts {
		if p.ID == id {
			return p
		}
	}
	return nil
}

func (s *Server) show(p *Post) map[string]any {
	comments := "open"
	if p.CommentsClosed {
		comments = "closed"
	}
	link := s.URL + "/" + p.Slug + "/"
	if p.Status != "publish" {
		link = fmt.Sprintf("%s/?p=%d", s.URL, p.ID)
	}
	return map[string]any{
		"id": p.ID, "slug": p.Slug, "status": p.Status, "link": link, "comment_status": comments,
		"date_gmt": p.Date.UTC().Format(dateForm), "content": map[string]string{"rendered": blockForm.ReplaceAllString(p.Content, "")},
	}
}

// blockForm is that of what only the editor sees.
var blockForm = regexp.MustCompile(`<!-- /?wp:[^\n]*? -->`)

// cron makes public what has come due, as a visit to the site does.
func (s *Server) cron() {
	for _, p := range s.posts {
		if p.Status == "future" && !p.Date.After(s.clock.Now()) {
			p.Status = "publish"
		}
	}
}

func (s *Server) getPost(r *http.Request, caller *User, id int64) (int, any, *refusal) {
	if refused := known(r, "context", "_fields"); refused != nil {
		return 0, nil, refused
	}
	p := s.post(id)
	switch {
	case p == nil:
		return 0, nil, refuse(404, "rest_post_invalid_id", "Invalid post ID.")
	case r.URL.Query().Get("context") == "edit" && (caller == nil || p.Author != caller.ID):
		return 0, nil, refuse(may(caller), "rest_forbidden_context", "Sorry, you are not allowed to edit this post.")
	case p.Status != "publish" && p.Status != "trash" && (caller == nil || p.Author != caller.ID):
		return 0, nil, refuse(may(caller), "rest_forbidden", "Sorry, you are not allowed to do that.")
	}
	shown := s.show(p)
	if r.URL.Query().Get("context") == "edit" {
		if caller == nil || p.Author != caller.ID {
			return 0, nil, refuse(may(caller), "rest_forbidden_context", "Sorry, you are not allowed to edit this post.")
		}
		shown["content"] = map[string]string{"raw": p.Content, "rendered": blockForm.ReplaceAllString(p.Content, "")}
	}
	return 200, shown, nil
}

// updatePost changes the title and the text, all that Parvis changes.
func (s *Server) updatePost(r *http.Request, caller *User, id int64, body []byte) (int, any, *refusal) {
	var in struct{ Title, Content string }
	if refused := input(r, body, &in); refused != nil {
		return 0, nil, refused
	}
	p := s.post(id)
	switch {
	case p == nil:
		return 0, nil, refuse(404, "rest_post_invalid_id", "Invalid post ID.")
	case caller == nil || p.Author != caller.ID:
		return 0, nil, refuse(may(caller), "rest_cannot_edit", "Sorry, you are not allowed to edit this post.")
	case in.Title == "" && in.Content == "":
		return 0, nil, refuse(400, "empty_content", "Content, title, and excerpt are empty.")
	}
	p.Title, p.Content = in.Title, in.Content
	return 200, s.show(p), nil
}

// paged returns one page of a list, and notes how many there are.
func (s *Server) paged(r *http.Request, all []any) ([]any, *refusal) {
	size, page := 10, 1
	for name, into := range map[string]*int{"per_page": &size, "page": &page} {
		if text := r.URL.Query().Get(name); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil || n < 1 || n > 100 {
				return nil, refuse(400, "rest_invalid_param", "Invalid parameter(s): %s", name)
			}
			*into = n
		}
	}
	s.pages = max((len(all)+size-1)/size, 1)
	from := min((page-1)*size, len(all))
	return all[from:min(from+size, len(all))], nil
}

func (s *Server) listPosts(r *http.Request, caller *User) (int, any, *refusal) {
	if refused := known(r, "slug", "author", "per_page", "page", "status", "context", "_fields"); refused != nil {
		return 0, nil, refused
	}
	q := r.URL.Query()
	every := q.Get("status") == "any"
	switch {
	case q.Get("context") == "edit" && !can(caller, "edit_posts"):
		return 0, nil, refuse(may(caller), "rest_forbidden_context", "Sorry, you are not allowed to edit posts in this post type.")
	case every && !can(caller, "edit_posts"):
		return 0, nil, refuse(may(caller), "rest_forbidden_status", "Status is forbidden.")
	case q.Get("status") != "" && q.Get("status") != "publish" && !every:
		return 0, nil, refuse(400, "rest_invalid_param", "Invalid parameter(s): status")
	}
	found := []any{}
	slugs := strings.Split(q.Get("slug"), ",")
	newest := slices.Clone(s.posts)
	slices.SortStableFunc(newest, func(a, b *Post) int { return a.Date.Compare(b.Date) })
	for _, p := range slices.Backward(newest) {
		shown := p.Status == "publish" || every && p.Status != "trash"
		shown = shown && (q.Get("author") == "" || q.Get("author") == strconv.FormatInt(p.Author, 10))
		if shown && (q.Get("slug") == "" || slices.Contains(slugs, p.Slug)) {
			found = append(found, s.show(p))
		}
	}
	page, refused := s.paged(r, found)
	return 200, page, refused
}

func (s *Server) createPost(r *http.Request, caller *User, body []byte) (int, any, *refusal) {
	var in struct {
		Title, Content, Slug, Status string
		FeaturedMedia                int64  `json:"featured_media"`
		Date                         string `json:"date_gmt"`
	}
	if refused := input(r, body, &in); refused != nil {
		return 0, nil, refused
	}
	switch {
	case !can(caller, "edit_posts"):
		return 0, nil, refuse(may(caller), "rest_cannot_create", "Sorry, you are not allowed to create posts as this user.")
	case !slices.Contains([]string{"publish", "future", "draft", "pending", "private"}, in.Status):
		return 0, nil, refuse(400, "rest_invalid_param", "Invalid parameter(s): status")
	case (in.Status == "publish" || in.Status == "future") && !can(caller, "publish_posts"):
		return 0, nil, refuse(403, "rest_cannot_publish", "Sorry, you are not allowed to publish posts in this post type.")
	case !slugForm.MatchString(in.Slug) || len(in.Slug) > 200:
		return 0, nil, refuse(400, "rest_invalid_param", "Invalid parameter(s): slug")
	case in.Title == "" && in.Content == "":
		return 0, nil, refuse(400, "empty_content", "Content, title, and excerpt are empty.")
	}
	p := &Post{
		ID: s.next(), Author: caller.ID, Title: in.Title, Content: in.Content, Status: in.Status,
		Slug: s.unique(in.Slug), FeaturedMedia: in.FeaturedMedia, Date: s.clock.Now(),
	}
	if in.Date != "" {
		at, err := time.Parse(dateForm, in.Date)
		if err != nil {
			return 0, nil, refuse(400, "rest_invalid_param", "Invalid parameter(s): date_gmt")
		}
		p.Date = at
	}
	// WordPress decides by the date (wp_insert_post).
	switch ahead := p.Date.Sub(s.clock.Now()) >= time.Minute; {
	case ahead && p.Status == "publish":
		p.Status = "future"
	case !ahead && p.Status == "future":
		p.Status = "publish"
	}
	if s.way.Pending {
		p.Status = "pending"
	}
	s.posts = append(s.posts, p)
	return 201, s.show(p), nil
}

// unique returns a slug that no post has, after one that was asked for.
func (s *Server) unique(slug string) string {
	return free(slug, func(slug string) bool {
		return slices.ContainsFunc(s.posts, func(p *Post) bool { return p.Slug == slug })
	})
}

// uniqueMedia returns a slug that no file has, after one that was asked for.
func (s *Server) uniqueMedia(slug string) string {
	return free(slug, func(slug string) bool {
		return slices.ContainsFunc(s.media, func(m *Media) bool { return m.Slug == slug })
	})
}

func free(slug string, taken func(string) bool) string {
	found := slug
	for n := 2; taken(found); n++ {
		found = fmt.Sprintf("%s-%d", slug, n)
	}
	return found
}

func (s *Server) deletePost(r *http.Request, caller *User, id int64) (int, any, *refusal) {
	if refused := known(r, "_fields", "force"); refused != nil {
		return 0, nil, refused
	}
	p := s.post(id)
	switch {
	case p == nil:
		return 0, nil, refuse(404, "rest_post_invalid_id", "Invalid post ID.")
	case caller == nil || p.Author != caller.ID:
		return 0, nil, refuse(may(caller), "rest_cannot_delete", "Sorry, you are not allowed to delete this post.")
	case r.URL.Query().Get("force") == "true":
		s.posts = slices.DeleteFunc(s.posts, func(o *Post) bool { return o == p })
		return 200, map[string]any{"deleted": true, "previous": s.show(p)}, nil
	case s.way.NoTrash:
		return 0, nil, refuse(501, "rest_trash_not_supported", "The post does not support trashing. Set 'force=true' to delete.")
	case p.Status == "trash":
		return 0, nil, refuse(410, "rest_already_trashed", "The post has already been deleted.")
	}
	p.Status, p.Slug = "trash", p.Slug+"__trashed"
	return 200, s.show(p), nil
}

func (s *Server) showMedia(m *Media) map[string]any {
	return map[string]any{"id": m.ID, "slug": m.Slug, "source_url": m.SourceURL}
}

func (s *Server) listMedia(r *http.Request) (int, any, *refusal) {
	if refused := known(r, "slug", "include", "_fields"); refused != nil {
		return 0, nil, refused
	}
	found := []any{}
	for _, m := range s.media {
		if q := r.URL.Query(); m.Slug == q.Get("slug") || strconv.FormatInt(m.ID, 10) == q.Get("include") {
			found = append(found, s.showMedia(m))
		}
	}
	return 200, found, nil
}

var fileForm = regexp.MustCompile(`^[a-z0-9-]+\.(jpg|png|webp|mp4|mov|webm)$`)

func (s *Server) createMedia(r *http.Request, caller *User, body []byte) (int, any, *refusal) {
	if refused := known(r, "slug", "alt_text", "title", "_fields"); refused != nil {
		return 0, nil, refused
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Disposition"))
	q := r.URL.Query()
	name := params["filename"]
	switch {
	case !can(caller, "edit_posts"):
		return 0, nil, refuse(may(caller), "rest_cannot_create", "Sorry, you are not allowed to create posts as this user.")
	case !can(caller, "upload_files"):
		return 0, nil, refuse(400, "rest_cannot_create", "Sorry, you are not allowed to upload media on this site.")
	case len(body) == 0:
		return 0, nil, refuse(400, "rest_upload_no_data", "No data supplied.")
	case r.Header.Get("Content-Type") == "":
		return 0, nil, refuse(400, "rest_upload_no_content_type", "No Content-Type supplied.")
	case err != nil || kind != "attachment" || !fileForm.MatchString(name):
		return 0, nil, refuse(400, "rest_upload_invalid_disposition", "Invalid Content-Disposition supplied.")
	case http.DetectContentType(body) != r.Header.Get("Content-Type"):
		return 0, nil, refuse(500, "rest_upload_sideload_error", "Sorry, you are not allowed to upload this file type.")
	case !slugForm.MatchString(q.Get("slug")):
		return 0, nil, refuse(400, "rest_invalid_param", "Invalid parameter(s): slug")
	}
	m := &Media{
		ID: s.next(), Slug: s.uniqueMedia(q.Get("slug")), Alt: q.Get("alt_text"), Title: q.Get("title"), Name: name,
		MIME: r.Header.Get("Content-Type"), SourceURL: s.URL + "/wp-content/uploads/2026/11/" + name, Bytes: body, Author: caller.ID,
	}
	s.media = append(s.media, m)
	return 201, s.showMedia(m), nil
}

// input reads a JSON body, strictly.
func input(r *http.Request, body []byte, into any) *refusal {
	if refused := known(r, "_fields"); refused != nil {
		return refused
	}
	if r.Header.Get("Content-Type") != "application/json" {
		return refuse(400, "rest_missing_callback_param", "Missing parameter(s)")
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind) || err != nil && strings.Contains(err.Error(), "unknown field"):
		return refuse(400, "rest_invalid_param", "Invalid parameter(s): %v", err)
	case err != nil:
		return refuse(400, "rest_invalid_json", "Invalid JSON body passed.")
	}
	return nil
}
