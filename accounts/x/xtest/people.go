package xtest

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fans is how many followers every account has.
const Fans = 128

// Say makes an account answer a post, however long, and returns the answer's number.
func (s *Server) Say(account, replyTo, text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := &Post{ID: s.next(), Text: text, ReplyTo: replyTo, Made: s.clock.Now().UTC()}
	a := s.find(account)
	a.posts = append(a.posts, p)
	return p.ID
}

// Change changes a post.
func (s *Server) Change(id string, change func(*Post)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, p := s.post(id); p != nil {
		change(p)
	}
}

// post returns a post and who made it, nil when there is none.
func (s *Server) post(id string) (*account, *Post) {
	for _, a := range s.accounts {
		for _, p := range a.posts {
			if p.ID == id {
				return a, p
			}
		}
	}
	return nil, nil
}

// mentions gives what others answered to an account, the newest first.
func (s *Server) mentions(c call) *reply {
	q := c.URL.Query()
	most, err := strconv.Atoi(q.Get("max_results"))
	var since time.Time
	if text := q.Get("start_time"); err == nil && text != "" {
		since, err = time.Parse("2006-01-02T15:04:05Z", text)
	}
	if err != nil || most < 5 || most > 100 || c.PathValue("id") != c.account.id ||
		q.Get("tweet.fields") != "created_at,entities,referenced_tweets,author_id,in_reply_to_user_id,conversation_id" {
		return invalid("max_results, start_time or tweet.fields")
	}
	type answer struct {
		by *account
		p  *Post
	}
	var all []answer
	for _, a := range s.accounts {
		for _, p := range a.posts {
			if to, _ := s.post(p.ReplyTo); to == c.account && a != c.account && !p.Made.Before(since) {
				all = append(all, answer{a, p})
			}
		}
	}
	slices.SortFunc(all, func(a, b answer) int { return strings.Compare(b.p.ID, a.p.ID) })
	data, meta := []any{}, map[string]any{}
	for _, one := range all {
		if after := q.Get("pagination_token"); after != "" && "after"+one.p.ID >= after {
			continue
		}
		if len(data) == most {
			break
		}
		text, urls := one.p.told(one.by)
		data = append(data, map[string]any{
			"id": one.p.ID, "text": text, "created_at": one.p.Made.Truncate(time.Second).Format("2006-01-02T15:04:05.000Z"), "entities": map[string]any{"urls": urls},
			"author_id": one.by.id, "in_reply_to_user_id": c.account.id, "conversation_id": one.p.ReplyTo,
			"referenced_tweets": []any{map[string]string{"type": "replied_to", "id": one.p.ReplyTo}},
		})
		if len(data) == most {
			meta["next_token"] = "after" + one.p.ID
		}
	}
	s.told += len(data)
	meta["result_count"] = len(data)
	return &reply{200, map[string]any{"data": data, "meta": meta}}
}

// measure gives the figures of posts; those that are gone are errors beside them.
func (s *Server) measure(c call) *reply {
	q := c.URL.Query()
	ids := strings.Split(q.Get("ids"), ",")
	if len(ids) > 100 || q.Get("tweet.fields") != "public_metrics,author_id" {
		return invalid("ids or tweet.fields")
	}
	var data, gone []any
	for _, id := range ids {
		by, p := s.post(id)
		if p == nil {
			gone = append(gone, map[string]any{"value": id, "title": "Not Found Error", "type": "https://api.x.com/2/problems/resource-not-found"})
			continue
		}
		s.told++
		data = append(data, map[string]any{"id": id, "text": p.Text, "author_id": by.id, "public_metrics": map[string]int{
			"retweet_count": 0, "reply_count": 0, "like_count": p.Likes, "quote_count": 0, "bookmark_count": 2, "impression_count": 900,
		}})
	}
	told := map[string]any{}
	if data != nil {
		told["data"] = data
	}
	if gone != nil {
		told["errors"] = gone
	}
	return &reply{200, told}
}

// hide hides an answer to a post of the account, or shows it again.
func (s *Server) hide(c call) *reply {
	var in struct {
		Hidden *bool `json:"hidden"`
	}
	if err := c.input(&in); err != nil || in.Hidden == nil {
		return invalid("hidden: %v", err)
	}
	_, p := s.post(c.PathValue("id"))
	if p == nil {
		return problem(404, "https://api.x.com/2/problems/resource-not-found", "Not Found Error", "Could not find tweet with id: [%s].", c.PathValue("id"))
	}
	if to, _ := s.post(p.ReplyTo); to != c.account {
		return forbidden("You are not permitted to hide this reply.")
	}
	p.Hidden = *in.Hidden
	return &reply{200, map[string]any{"data": map[string]bool{"hidden": p.Hidden}}}
}
