package linkedintest

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Post is a post that the server holds.
type Post struct {
	URN, Author string
	Text        string // as people read it
	Pictures    []Picture
	MadeMS      int64 // Unix milliseconds
	Likes       int
}

// Picture is a picture of a post.
type Picture struct {
	ID  string `json:"id"`
	Alt string `json:"altText"`
}

// Comment is a comment that the server holds.
type Comment struct {
	URN, Root, Actor, Text string
	MadeMS                 int64 // Unix milliseconds
}

type image struct {
	owner string
	full  bool // its bytes came
}

// maxImage is no documented bound, but one that no test is meant to pass.
const maxImage = 20 << 20

// Posts returns the posts of an author, oldest first.
func (s *Server) Posts(author string) []Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	var held []Post
	for _, p := range s.posts {
		if p.Author == author {
			held = append(held, *p)
		}
	}
	return held
}

// Comments returns the comments on a post, oldest first.
func (s *Server) Comments(root string) []Comment {
	s.mu.Lock()
	defer s.mu.Unlock()
	var held []Comment
	for _, c := range s.comments {
		if c.Root == root {
			held = append(held, *c)
		}
	}
	return held
}

func (s *Server) initializeUpload(c call) reply {
	var in struct {
		Request struct {
			Owner string `json:"owner"`
		} `json:"initializeUploadRequest"`
	}
	if err := c.input(&in); err != nil || c.URL.Query().Get("action") != "initializeUpload" {
		return refuse(400, "ILLEGAL_ARGUMENT", "initializeUpload: %v", err)
	}
	if !s.mayAct(c, in.Request.Owner, "w_member_social", "w_organization_social") {
		return denied("images.ACTION-initializeUpload")
	}
	id := fmt.Sprintf("C4E10AQ%d", s.next())
	s.images["urn:li:image:"+id] = &image{owner: in.Request.Owner}
	return reply{status: 200, body: map[string]any{"value": map[string]any{
		"uploadUrlExpiresAt": s.clock.Now().UnixMilli() + 3_600_000, "uploadUrl": s.URL + "/dms-uploads/" + id + "?ca=vector_feedshare", "image": "urn:li:image:" + id,
	}}}
}

func (s *Server) upload(c call) reply {
	held := s.images["urn:li:image:"+c.PathValue("id")]
	if held == nil || len(c.body) == 0 || len(c.body) > maxImage || !strings.HasPrefix(http.DetectContentType(c.body), "image/") {
		return reply{status: 400}
	}
	held.full = true
	s.uploads++
	return reply{status: 201}
}

// DropImages forgets the pictures that no post uses.
func (s *Server) DropImages() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.images)
}

// newPost is the part of the schema that Parvis may use; anything else is
// refused.
type newPost struct {
	Author       string `json:"author"`
	Commentary   string `json:"commentary"`
	Visibility   string `json:"visibility"`
	Distribution *struct {
		Feed     string   `json:"feedDistribution"`
		Entities []any    `json:"targetEntities"`
		Channels []string `json:"thirdPartyDistributionChannels"`
	} `json:"distribution"`
	Content *struct {
		Media *Picture `json:"media"`
		Multi *struct {
			Images []Picture `json:"images"`
		} `json:"multiImage"`
	} `json:"content"`
	Lifecycle string `json:"lifecycleState"`
	NoReshare bool   `json:"isReshareDisabledByAuthor"`
}

func (p newPost) pictures() ([]Picture, error) {
	switch {
	case p.Content == nil:
		return nil, nil
	case (p.Content.Media == nil) == (p.Content.Multi == nil):
		return nil, fmt.Errorf("content is a union of one")
	case p.Content.Media != nil:
		return []Picture{*p.Content.Media}, nil
	}
	if n := len(p.Content.Multi.Images); n < 2 || n > 20 {
		return nil, fmt.Errorf("multiImage of %d", n)
	}
	return p.Content.Multi.Images, nil
}

func (s *Server) createPost(c call) reply {
	var in newPost
	if err := c.input(&in); err != nil {
		return refuse(400, "ILLEGAL_ARGUMENT", "ERROR :: %v", err)
	}
	if !s.mayAct(c, in.Author, "w_member_social", "w_organization_social") {
		return denied("posts.CREATE")
	}
	pictures, err := in.pictures()
	text := read(in.Commentary)
	switch {
	case err != nil:
		return refuse(400, "ILLEGAL_ARGUMENT", "ERROR :: /content :: %v", err)
	case in.Visibility != "PUBLIC" || in.Lifecycle != "PUBLISHED" || in.Distribution == nil || in.Distribution.Feed != "MAIN_FEED":
		return refuse(400, "MISSING_FIELD", "ERROR :: field is required but not found and has no default value")
	case utf8.RuneCountInString(text) > 3000:
		return refuse(400, "FIELD_LENGTH_TOO_LONG", "ERROR :: /commentary :: length of %d", utf8.RuneCountInString(text))
	case text == "" && len(pictures) == 0:
		return refuse(400, "MISSING_FIELD", "ERROR :: /commentary :: empty")
	}
	for i, p := range pictures {
		held := s.images[p.ID]
		switch {
		case held == nil:
			return refuse(404, "NOT_FOUND", "Image %s not found", p.ID)
		case held.owner != in.Author || !held.full || len(p.Alt) > 4086:
			return refuse(400, "INVALID_CONTENT_ID", "ERROR :: /content :: %s", p.ID)
		case slices.ContainsFunc(pictures[:i], func(other Picture) bool { return other.ID == p.ID }):
			return refuse(400, "ILLEGAL_ARGUMENT", "ERROR :: /content :: %s twice", p.ID)
		}
	}
	for _, held := range s.posts {
		if held.Author == in.Author && held.Text == text {
			return duplicate(held.URN)
		}
	}
	p := &Post{URN: fmt.Sprintf("urn:li:share:%d", s.next()), Author: in.Author, Text: text, Pictures: pictures, MadeMS: s.clock.Now().UnixMilli()}
	s.posts = append(s.posts, p)
	return reply{status: 201, header: map[string]string{"x-restli-id": p.URN, "x-linkedin-id": p.URN}}
}

func duplicate(urn string) reply {
	return reply{status: 422, body: map[string]any{
		"errorDetailType": "com.linkedin.common.error.BadRequest", "status": 422,
		"message": "com.linkedin.content.common.exception.BadRequestResponseException: Content is a duplicate of " + urn,
		"errorDetails": map[string]any{"inputErrors": []any{map[string]any{
			"description": "Duplicate post is detected", "input": map[string]any{}, "code": "DUPLICATE_POST",
		}}},
	}}
}

func (s *Server) findPosts(c call) reply {
	q := c.URL.Query()
	count, err := strconv.Atoi(q.Get("count"))
	switch {
	case q.Get("q") != "author" || err != nil || count < 1 || count > 100 || q.Get("sortBy") != "CREATED" && q.Get("sortBy") != "LAST_MODIFIED":
		return refuse(400, "ILLEGAL_ARGUMENT", "Invalid parameters")
	case !s.mayAct(c, q.Get("author"), "r_member_social", "r_organization_social"):
		return denied("posts.FINDER-author")
	}
	found := []any{}
	start, _ := strconv.Atoi(q.Get("start"))
	for _, p := range slices.Backward(s.posts) {
		if p.Author == q.Get("author") && start > 0 {
			start--
			continue
		}
		if p.Author == q.Get("author") && len(found) < count {
			found = append(found, map[string]any{
				"id": p.URN, "author": p.Author, "commentary": written(p.Text), "visibility": "PUBLIC", "lifecycleState": "PUBLISHED",
				"createdAt": p.MadeMS, "publishedAt": p.MadeMS, "lastModifiedAt": p.MadeMS,
				"distribution": map[string]any{"feedDistribution": "MAIN_FEED", "thirdPartyDistributionChannels": []any{}},
			})
		}
	}
	return list(found)
}

func (s *Server) deletePost(c call) reply {
	urn, escaped := urnIn(c)
	if !escaped || c.Header.Get("X-Restli-Method") != "DELETE" {
		return refuse(400, "ILLEGAL_ARGUMENT", "Invalid key")
	}
	for i, p := range s.posts {
		if p.URN == urn {
			if !s.mayAct(c, p.Author, "w_member_social", "w_organization_social") {
				return denied("posts.DELETE")
			}
			s.posts = slices.Delete(s.posts, i, i+1)
			break
		}
	}
	return reply{status: 204}
}

func (s *Server) createComment(c call) reply {
	urn, escaped := urnIn(c)
	var in struct {
		Actor   string `json:"actor"`
		Object  string `json:"object"`
		Message struct {
			Text string `json:"text"`
		} `json:"message"`
		Parent string `json:"parentComment"`
	}
	err := c.input(&in)
	answered := s.comment(in.Parent)
	if err != nil || !escaped || in.Message.Text == "" || in.Parent == "" && in.Object != urn ||
		in.Parent != "" && (in.Parent != urn || answered == nil || in.Object != answered.Root) {
		return refuse(400, "ILLEGAL_ARGUMENT", "ERROR :: %v", err)
	}
	switch {
	case !s.mayAct(c, in.Actor, "w_member_social", "w_organization_social"):
		return denied("socialActions/comments.CREATE")
	case utf8.RuneCountInString(in.Message.Text) > 1250:
		return refuse(400, "FIELD_LENGTH_TOO_LONG", "ERROR :: /message/text")
	case answered == nil && !slices.ContainsFunc(s.posts, func(p *Post) bool { return p.URN == urn }):
		return refuse(404, "NOT_FOUND", "Unable to obtain activity for urn: '%s'", urn)
	}
	id := s.next()
	comment := &Comment{
		URN: fmt.Sprintf("urn:li:comment:(%s,%d)", in.Object, id), Root: urn, Actor: in.Actor, Text: in.Message.Text, MadeMS: s.clock.Now().UnixMilli(),
	}
	s.comments = append(s.comments, comment)
	return reply{status: 201, header: map[string]string{"x-restli-id": strconv.FormatInt(id, 10)}, body: comment.told()}
}

func (c *Comment) told() map[string]any {
	return map[string]any{
		"commentUrn": c.URN, "$URN": c.URN, "actor": c.Actor, "object": c.Root,
		"created": map[string]any{"actor": c.Actor, "time": c.MadeMS}, "message": map[string]any{"attributes": []any{}, "text": c.Text},
	}
}

func (s *Server) findComments(c call) reply {
	urn, escaped := urnIn(c)
	if !escaped {
		return refuse(400, "ILLEGAL_ARGUMENT", "Invalid key")
	}
	if !c.can("r_organization_social") {
		return denied("socialActions/comments.GET_ALL")
	}
	found := []any{}
	for _, held := range s.comments {
		if held.Root == urn {
			found = append(found, held.told())
		}
	}
	return list(found)
}

func (s *Server) deleteComment(c call) reply {
	urn, _ := urnIn(c)
	for i, held := range s.comments {
		if held.URN == fmt.Sprintf("urn:li:comment:(%s,%s)", urn, c.PathValue("id")) {
			actor := c.URL.Query().Get("actor")
			own := slices.ContainsFunc(s.posts, func(p *Post) bool { return p.URN == urn && p.Author == actor })
			if held.Actor != actor && !own || !s.mayAct(c, actor, "w_member_social", "w_organization_social") {
				return denied("socialActions/comments.DELETE")
			}
			s.comments = slices.Delete(s.comments, i, i+1)
			return reply{status: 204}
		}
	}
	return refuse(404, "NOT_FOUND", "Comment not found")
}

const reserved = `\|{}@[]()<>#*_~`

// read takes little text as LinkedIn does: what follows a reserved character
// that was not escaped is lost, without a word.
func read(little string) string {
	var b strings.Builder
	escaped, before := false, ' '
	for i, r := range little {
		switch {
		case escaped:
			escaped = false
		case r == '\\':
			escaped = true
			continue
		case r == '#' && !unicode.IsLetter(before) && startsTag(little[i+1:]):
		case strings.ContainsRune(reserved, r):
			return b.String()
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

func startsTag(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\\'
}

var hashtag = regexp.MustCompile(`#[\p{L}\p{N}_]+`)

// written gives a text back as little text, hashtags as templates.
func written(text string) string {
	escape := func(plain string) string {
		var b strings.Builder
		for _, r := range plain {
			if strings.ContainsRune(reserved, r) {
				b.WriteByte('\\')
			}
			b.WriteRune(r)
		}
		return b.String()
	}
	var b strings.Builder
	at := 0
	for _, m := range hashtag.FindAllStringIndex(text, -1) {
		b.WriteString(escape(text[at:m[0]]) + `{hashtag|\#|` + escape(text[m[0]+1:m[1]]) + "}")
		at = m[1]
	}
	b.WriteString(escape(text[at:]))
	return b.String()
}
