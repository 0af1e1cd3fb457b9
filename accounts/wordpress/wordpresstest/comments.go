package wordpresstest

import (
	"fmt"
	"html"
	"net/http"
	"slices"
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
		"id": c.ID, "post": c.Post, "parent": c.Parent, "author": c.Author, "date_gmt": c.Date, "status": c.Status, "author_name": c.Name,
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
	if refused := known(r, "post", "author", "author_exclude", "status", "per_page", "page", "_fields"); refused != nil {
		return 0, nil, refused
	}
	q := r.URL.Query()
	if (q.Get("author")+q.Get("author_exclude") != "" || q.Get("status") != "") && !can(caller, "edit_posts") {
		return 0, nil, refuse(may(caller), "rest_forbidden_param", "Query parameter not permitted: author, status")
	}
	found := []any{}
	posts := strings.Split(q.Get("post"), ",")
	newest := slices.Clone(s.comments)
	slices.SortStableFunc(newest, func(a, b *Comment) int { return strings.Compare(a.Date, b.Date) })
	for _, c := range slices.Backward(newest) {
		public := c.Status == "approved" || q.Get("status") == "all" && c.Status == "hold" && s.moderates(caller, c)
		author := strconv.FormatInt(c.Author, 10)
		if public && slices.Contains(posts, strconv.FormatInt(c.Post, 10)) &&
			(q.Get("author") == "" || q.Get("author") == author) && q.Get("author_exclude") != author {
			found = append(found, s.showComment(c))
		}
	}
	page, refused := s.paged(r, found)
	return 200, page, refused
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

// moderates reports whether a user may act on a comment: its own, or one on a post of its
// own.
func (s *Server) moderates(caller *User, c *Comment) bool {
	p := s.post(c.Post)
	return caller != nil && (c.Author == caller.ID || p != nil && p.Author == caller.ID)
}

// updateComment changes the status, all that Parvis changes. Giving the same again fails,
// as it does in WordPress.
func (s *Server) updateComment(r *http.Request, caller *User, id int64, body []byte) (int, any, *refusal) {
	var in struct{ Status string }
	if refused := input(r, body, &in); refused != nil {
		return 0, nil, refused
	}
	c := s.comment(id)
	switch {
	case c == nil:
		return 0, nil, refuse(404, "rest_comment_invalid_id", "Invalid comment ID.")
	case !s.moderates(caller, c):
		return 0, nil, refuse(may(caller), "rest_cannot_edit", "Sorry, you are not allowed to edit this comment.")
	case !slices.Contains([]string{"approved", "hold", "spam", "trash"}, in.Status) || in.Status == c.Status:
		return 0, nil, refuse(500, "rest_comment_failed_edit", "Updating comment status failed.")
	}
	c.Status = in.Status
	return 200, s.showComment(c), nil
}

// Say puts a visitor's comment on a post and returns its number.
func (s *Server) Say(post int64, text string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &Comment{
		ID: s.next(), Post: post, Content: html.EscapeString(text), Status: "approved", Name: "Anne <b>\u202e",
		Date: s.clock.Now().UTC().Format(dateForm),
	}
	s.comments = append(s.comments, c)
	return c.ID
}

// Comment returns a comment.
func (s *Server) Comment(id int64) Comment {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *s.comment(id)
}

// Answers returns how many answers of a user a comment has.
func (s *Server) Answers(author, comment int64) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, c := range s.comments {
		if c.Parent == comment && c.Author == author {
			n++
		}
	}
	return n
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
