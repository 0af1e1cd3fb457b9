package xtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Post is a post that the server holds.
type Post struct {
	ID, Text string // as it was sent
	Alts     []string
	ReplyTo  string // "" when it answers none
	Made     time.Time
	Likes    int
	Hidden   bool   // from those who read the post it answers
	Film     []byte // nil for none
}

type picture struct {
	owner *account
	alt   string
	ends  time.Time
	film  *film // nil for a picture
}

const maxImage = 5_000_000

// Posts returns the posts of an account, oldest first.
func (s *Server) Posts(id string) []Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	var held []Post
	for _, p := range s.find(id).posts {
		held = append(held, *p)
	}
	return held
}

// DropMedia forgets the pictures that were uploaded.
func (s *Server) DropMedia() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.media)
}

func (s *Server) upload(c call) *reply {
	kind, params, err := mime.ParseMediaType(c.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return invalid("Content-Type %s", kind)
	}
	parts := make(map[string][]byte)
	for r := multipart.NewReader(bytes.NewReader(c.body), params["boundary"]); ; {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return invalid("%v", err)
		}
		if parts[part.FormName()], err = io.ReadAll(part); err != nil {
			return invalid("%v", err)
		}
		if part.FormName() == "media" && part.FileName() == "" {
			return invalid("media is no file")
		}
	}
	for name := range parts {
		if !slices.Contains([]string{"media", "media_category", "additional_owners"}, name) {
			return invalid("$.%s: is not defined in the schema and the schema does not allow additional properties", name)
		}
	}
	image := parts["media"]
	switch {
	case string(parts["media_category"]) != "tweet_image":
		return invalid("$.media_category: does not have a value in the enumeration")
	case len(image) > maxImage:
		return problem(413, "about:blank", "Payload Too Large", "Payload Too Large")
	case !strings.HasPrefix(http.DetectContentType(image), "image/"):
		return invalid("Your media is not valid")
	}
	s.uploads++
	id := s.next()
	s.media[id] = &picture{owner: c.account, ends: s.clock.Now().Add(MediaLife)}
	return &reply{200, map[string]any{"data": map[string]any{
		"id": id, "media_key": "3_" + id, "size": len(image), "expires_after_secs": int(MediaLife / time.Second),
	}}}
}

func (s *Server) describe(c call) *reply {
	var in struct {
		ID       string `json:"id"`
		Metadata struct {
			Alt struct {
				Text string `json:"text"`
			} `json:"alt_text"`
		} `json:"metadata"`
	}
	if err := c.input(&in); err != nil {
		return invalid("%v", err)
	}
	held := s.media[in.ID]
	text := in.Metadata.Alt.Text
	if held == nil || held.owner != c.account || text == "" || len([]rune(text)) > 1000 {
		return invalid("alt_text of [%s]", in.ID)
	}
	held.alt = text
	return &reply{200, map[string]any{"data": map[string]any{"id": in.ID}}}
}

// input reads a JSON body that has nothing unknown in it.
func (c call) input(into any) error {
	if c.Header.Get("Content-Type") != "application/json" {
		return fmt.Errorf("Content-Type %s", c.Header.Get("Content-Type"))
	}
	d := json.NewDecoder(bytes.NewReader(c.body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err == nil {
		return errors.New("more than one value")
	}
	return nil
}

func (s *Server) create(c call) *reply {
	var in struct {
		Text  *string `json:"text"`
		Media *struct {
			IDs []string `json:"media_ids"`
		} `json:"media"`
		Reply *struct {
			To string `json:"in_reply_to_tweet_id"`
		} `json:"reply"`
	}
	if err := c.input(&in); err != nil {
		return invalid("%v", err)
	}
	p := &Post{Made: s.clock.Now().UTC()}
	if in.Text != nil {
		p.Text = strings.TrimSpace(*in.Text)
	}
	switch {
	case p.Text == "" && in.Media == nil:
		return invalid("text or media is required")
	case weight(p.Text) > 280:
		return forbidden("Your post text is too long")
	}
	if in.Reply != nil {
		if !slices.ContainsFunc(s.accounts, func(a *account) bool { return a.holds(in.Reply.To) }) {
			return forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")
		}
		p.ReplyTo = in.Reply.To
	}
	if in.Media != nil {
		if n := len(in.Media.IDs); n < 1 || n > 4 {
			return invalid("$.media.media_ids: must have 1 to 4 items")
		}
		for i, id := range in.Media.IDs {
			held := s.media[id]
			if held == nil || held.owner != c.account || !s.clock.Now().Before(held.ends) || slices.Contains(in.Media.IDs[:i], id) {
				return invalid("Your media IDs are invalid.")
			}
			if held.film != nil {
				if !held.film.ready || len(in.Media.IDs) > 1 {
					return invalid("Your media IDs are invalid.")
				}
				p.Film = held.film.bytes
			}
			p.Alts = append(p.Alts, held.alt)
		}
	}
	for _, held := range c.account.posts {
		if held.Text == p.Text && held.ReplyTo == p.ReplyTo {
			return forbidden("You are not allowed to create a Tweet with duplicate content.")
		}
	}
	p.ID = s.next()
	c.account.posts = append(c.account.posts, p)
	text, _ := p.told(c.account)
	return &reply{201, map[string]any{"data": map[string]any{"id": p.ID, "text": text, "edit_history_tweet_ids": []string{p.ID}}}}
}

func (a *account) holds(id string) bool {
	return slices.ContainsFunc(a.posts, func(p *Post) bool { return p.ID == id })
}

func (s *Server) remove(c call) *reply {
	id := c.PathValue("id")
	for _, a := range s.accounts {
		if a != c.account && a.holds(id) {
			return forbidden("You are not authorized to delete this Tweet.")
		}
	}
	c.account.posts = slices.DeleteFunc(c.account.posts, func(p *Post) bool { return p.ID == id })
	return &reply{200, map[string]any{"data": map[string]bool{"deleted": true}}}
}

func (s *Server) list(c call) *reply {
	q := c.URL.Query()
	most, err := strconv.Atoi(q.Get("max_results"))
	since, wrong := time.Parse(time.RFC3339, q.Get("start_time"))
	owner := s.find(c.PathValue("id"))
	switch {
	case owner == nil:
		return problem(404, "https://api.x.com/2/problems/resource-not-found", "Not Found Error", "Could not find user with id: [%s].", c.PathValue("id"))
	case err != nil || most < 5 || most > 100:
		return invalid("The `max_results` query parameter value [%s] is not between 5 and 100", q.Get("max_results"))
	case wrong != nil || !strings.HasSuffix(q.Get("start_time"), "Z") || strings.Contains(q.Get("start_time"), "."):
		return invalid("Invalid 'start_time':'%s'", q.Get("start_time"))
	}
	excluded := strings.Split(q.Get("exclude"), ",")
	data := []any{}
	meta := map[string]any{}
	after, last := q.Get("pagination_token") == "", ""
	for _, p := range slices.Backward(owner.posts) {
		if p.Made.Before(since) || p.ReplyTo != "" && slices.Contains(excluded, "replies") || !after {
			after = after || "after"+p.ID == q.Get("pagination_token")
			continue
		}
		if len(data) == most {
			meta["next_token"] = "after" + last
			break
		}
		last = p.ID
		text, urls := p.told(owner)
		told := map[string]any{"id": p.ID, "text": text, "edit_history_tweet_ids": []string{p.ID}}
		for _, field := range strings.Split(q.Get("tweet.fields"), ",") {
			switch field {
			case "created_at":
				told[field] = p.Made.Truncate(time.Second).Format("2006-01-02T15:04:05.000Z")
			case "entities":
				if len(urls) > 0 {
					told[field] = map[string]any{"urls": urls}
				}
			case "referenced_tweets":
				if p.ReplyTo != "" {
					told[field] = []any{map[string]string{"type": "replied_to", "id": p.ReplyTo}}
				}
			default:
				return invalid("The `tweet.fields` query parameter value [%s] is not known", field)
			}
		}
		data = append(data, told)
	}
	s.told += len(data)
	meta["result_count"] = len(data)
	answer := map[string]any{"meta": meta}
	if len(data) > 0 {
		answer["data"] = data
	}
	return &reply{200, answer}
}

// address finds what X takes for an address in the texts of tests.
var address = regexp.MustCompile(`(?:https?://)?(?:[\p{L}0-9-]+\.)+(?:fr|com|org)\b(?:/[^\s)]*[^\s).,!])?`)

// told is the text of a post as X gives it back, and the addresses it put in the
// place of others.
func (p *Post) told(owner *account) (text string, urls []any) {
	n := 0
	short := func() string {
		n++
		return fmt.Sprintf("https://t.co/%s%d", p.ID[len(p.ID)-8:], n)
	}
	escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	at := 0
	for _, m := range address.FindAllStringIndex(p.Text, -1) {
		found := p.Text[m[0]:m[1]]
		whole := found
		if !strings.Contains(found, "://") {
			whole = "http://" + found
		}
		place := short()
		urls = append(urls, map[string]any{"url": place, "expanded_url": whole, "display_url": found})
		text += escaped.Replace(p.Text[at:m[0]]) + place
		at = m[1]
	}
	text += escaped.Replace(p.Text[at:])
	if len(p.Alts) > 0 {
		place := short()
		for range p.Alts {
			urls = append(urls, map[string]any{
				"url": place, "expanded_url": "https://x.com/" + owner.name + "/status/" + p.ID + "/photo/1", "display_url": "pic.x.com/abcdef", "media_key": "3_1",
			})
		}
		text = strings.TrimSpace(text + " " + place)
	}
	return text, urls
}

// light are the characters that weigh one.
var light = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0, Hi: 4351, Stride: 1}, {Lo: 8192, Hi: 8205, Stride: 1}, {Lo: 8208, Hi: 8223, Stride: 1}, {Lo: 8242, Hi: 8247, Stride: 1}}}

// weight is what a text weighs, but for emoji of several characters, which weigh
// more here.
func weight(text string) int {
	n := 0
	for _, r := range address.ReplaceAllString(text, strings.Repeat("x", 23)) {
		n++
		if !unicode.Is(light, r) {
			n++
		}
	}
	return n
}
