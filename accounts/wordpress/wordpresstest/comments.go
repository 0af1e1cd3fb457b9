package wordpresstest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const dateForm = "2006-01-02T15:04:05"

func (s *Server) comment(id int64) *Comment {
	for _, c := range s.comments {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// shown is what the site makes of the text of a comment: paragraphs, curly
// apostrophes and clickable addresses.
func shown(content string) string {
	var b strings.Builder
	for i, line := range strings.Split(strings.ReplaceAll(content, "'", "&#8217;"), "\n") {
		if i > 0 {
			b.WriteString("<br />\n")
		}
		for j, word := range strings.Split(line, " ") {
			if j > 0 {
				b.WriteByte(' ')
			}
			if strings.HasPrefix(word, "https://") {
				word = fmt.Sprintf(`<a href="%s" rel="nofollow ugc">%s</a>`, word, word)
			}
			b.WriteString(word)
		}
	}
	return "<p>" + b.String() + "</p>\n"
}

func (s *Server) showComment(c *Comment) map[string]any {
	return map[string]any{
		"id": c.ID, "post": c.Post, "parent": c.Parent, "author": c.Author, "date_gmt": c.Date, "status": c.Status,
		"link":    fmt.Sprintf("%s/%s/#comment-%d", s.URL, s.post(c.Post).Slug, c.ID),
		"content": map[string]string{"rendered": shown(c.Content)},
	}
}

func (s *Server) getComment(r *http.Request, id int64) (int, any, *refusal) {
	if refused := known(r, "_fields"); refused != nil {
		return 0, nil, refused
	}
	c := s.comment(id)
	if c == nil {
		return 0, nil, refuse(404, "rest_comment_invalid_id", "Invalid comment ID.")
	}
	return 200, s.showComment(c), nil
}

func (s *Server) listComments(r *http.Request, caller *User) (int, any, *refusal) {
	if refused := known(r, "post", "author", "status", "per_page", "_fields"); refused != nil {
		return 0, nil, refused
	}
	q := r.URL.Query()
	if (q.Get("author") != "" || q.Get("status") != "") && !can(caller, "edit_posts") {
		return 0, nil, refuse(may(caller), "rest_forbidden_param", "Query parameter not permitted: author, status")
	}
	if n, err := strconv.Atoi(q.Get("per_page")); err != nil || n < 1 || n > 100 {
		return 0, nil, refuse(400, "rest_invalid_param", "Invalid parameter(s): per_page")
	}
	found := []any{}
	for _, c := range s.comments {
		public := c.Status == "approved" || q.Get("status") == "all" && c.Status == "hold" && c.Author == caller.ID
		if public && q.Get("post") == strconv.FormatInt(c.Post, 10) &&
			(q.Get("author") == "" || q.Get("author") == strconv.FormatInt(c.Author, 10)) {
			found = append(found, s.showComment(c))
		}
	}
	return 200, found, nil
}

func (s *Server) createComment(r *http.Request, caller *User, body []byte) (int, any, *refusal) {
	var in struct {
		Post, Parent int64
		Content      string
		Date         string `json:"date_gmt"`
	}
	if refused := input(r, body, &in); refused != nil {
		return 0, nil, refused
	}
	p := s.post(in.Post)
	switch {
	case caller == nil:
		return 0, nil, refuse(401, "rest_comment_login_required", "Sorry, you must be logged in to comment.")
	case p == nil:
		return 0, nil, refuse(403, "rest_comment_invalid_post_id", "Sorry, you are not allowed to create this comment without a post.")
	case p.Status == "trash":
		return 0, nil, refuse(403, "rest_comment_trash_post", "Sorry, you are not allowed to create a comment on this post.")
	case p.CommentsClosed:
		return 0, nil, refuse(403, "rest_comment_closed", "Sorry, comments are closed for this item.")
	case in.Content == "":
		return 0, nil, refuse(400, "rest_comment_content_invalid", "Invalid comment content.")
	}
	if _, err := time.Parse(dateForm, in.Date); err != nil {
		return 0, nil, refuse(400, "rest_invalid_param", "Invalid parameter(s): date_gmt")
	}
	for _, other := range s.comments {
		if other.Post == in.Post && other.Parent == in.Parent && other.Author == caller.ID && other.Content == in.Content && other.Status != "trash" {
			return 0, nil, refuse(409, "comment_duplicate", "Duplicate comment detected; it looks as though you’ve already said that!")
		}
	}
	c := &Comment{
		ID: s.next(), Post: in.Post, Parent: in.Parent, Author: caller.ID, Content: in.Content, Date: in.Date, Status: "approved",
	}
	if s.way.Held {
		c.Status = "hold"
	}
	s.comments = append(s.comments, c)
	return 201, s.showComment(c), nil
}

func (s *Server) deleteComment(r *http.Request, caller *User, id int64) (int, any, *refusal) {
	if refused := known(r, "_fields"); refused != nil {
		return 0, nil, refused
	}
	c := s.comment(id)
	switch {
	case c == nil:
		return 0, nil, refuse(404, "rest_comment_invalid_id", "Invalid comment ID.")
	case caller == nil || c.Author != caller.ID:
		return 0, nil, refuse(may(caller), "rest_cannot_delete", "Sorry, you are not allowed to delete this comment.")
	case c.Status == "trash":
		return 0, nil, refuse(410, "rest_already_trashed", "The comment has already been trashed.")
	}
	c.Status = "trash"
	return 200, s.showComment(c), nil
}
