package graphtest

import (
	"net/http"
	"strings"
	"time"
)

// Fans is how many followers every account has.
const Fans = 128

// Change changes a post of any account.
func (s *Server) Change(id string, change func(*Post)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Alter(id, change)
}

// Alter is Change for a method that is being answered; it reports whether the post is
// there.
func (s *Server) Alter(id string, change func(*Post)) bool {
	for _, a := range s.accounts {
		for i := range a.posts {
			if a.posts[i].ID == id {
				change(&a.posts[i])
				return true
			}
		}
	}
	return false
}

// Post returns a post of any account, false when it is gone.
func (s *Server) Post(id string) (Post, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Find(id)
}

// Below yields the posts of every account that stand under one, however deep, and who
// wrote them. It is called by a method that is being answered.
func (s *Server) Below(id string, each func(Account, Post)) {
	for _, a := range s.accounts {
		for _, p := range a.posts {
			for up, ok := p, true; ok && up.Parent != ""; up, ok = s.Find(up.Parent) {
				if up.Parent == id {
					each(a.Account, p)
					break
				}
			}
		}
	}
}

// Insights answers with counts of a post, by the names that are asked for and no other.
func (s *Server) Insights(r *http.Request, names string) (any, *Refusal) {
	if _, refused := s.Speaker(r); refused != nil {
		return nil, refused
	}
	q, refused := Query(r, "metric")
	p, there := s.Find(r.PathValue("id"))
	switch {
	case refused != nil:
		return nil, refused
	case !there:
		return nil, NotThere(r.Method, r.PathValue("id"))
	case q.Get("metric") != names:
		return nil, Refuse(400, 100, 0, "(#100) metric[0] must be one of the following values: %s", names)
	}
	data := []any{}
	for name := range strings.SplitSeq(names, ",") {
		n := map[string]int{"likes": p.Likes, "views": 900, "reach": 310}[name]
		data = append(data, map[string]any{"name": name, "period": "lifetime", "values": []any{map[string]int{"value": n}}})
	}
	return map[string]any{"data": data}, nil
}

// Days is an insight of an account over two days.
func (s *Server) Days(name string) map[string]any {
	day := s.clock.Now().UTC().Truncate(24 * time.Hour)
	return map[string]any{"name": name, "period": "day", "values": []any{
		map[string]any{"value": 41, "end_time": Time(day.AddDate(0, 0, -1))}, map[string]any{"value": 42, "end_time": Time(day)},
	}}
}
