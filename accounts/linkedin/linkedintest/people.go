package linkedintest

import (
	"fmt"
	"slices"
	"strings"
)

// comment returns a comment, nil when there is none.
func (s *Server) comment(urn string) *Comment {
	i := slices.IndexFunc(s.comments, func(c *Comment) bool { return c.URN == urn })
	if i < 0 {
		return nil
	}
	return s.comments[i]
}

// Say makes a stranger comment on a post and returns the comment's URN.
func (s *Server) Say(root, text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &Comment{
		URN: fmt.Sprintf("urn:li:comment:(%s,%d)", root, s.next()), Root: root, Actor: "urn:li:person:Anne", Text: text, MadeMS: s.clock.Now().UnixMilli(),
	}
	s.comments = append(s.comments, c)
	return c.URN
}

// Change changes a post.
func (s *Server) Change(urn string, change func(*Post)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.posts {
		if p.URN == urn {
			change(p)
		}
	}
}

// updatePost changes the words of a post, all that Parvis changes.
func (s *Server) updatePost(c call) reply {
	urn, escaped := urnIn(c)
	var in struct {
		Patch struct {
			Set struct {
				Commentary string `json:"commentary"`
			} `json:"$set"`
		} `json:"patch"`
	}
	if err := c.input(&in); err != nil || !escaped || c.Header.Get("X-Restli-Method") != "PARTIAL_UPDATE" || in.Patch.Set.Commentary == "" {
		return refuse(400, "ILLEGAL_ARGUMENT", "ERROR :: %v", err)
	}
	for _, p := range s.posts {
		if p.URN != urn {
			continue
		}
		if !s.mayAct(c, p.Author, "w_member_social", "w_organization_social") {
			return denied("posts.PARTIAL_UPDATE")
		}
		p.Text = read(in.Patch.Set.Commentary)
		return reply{status: 204}
	}
	return refuse(404, "NOT_FOUND", "Could not find entity")
}

// Fans is how many followers every page has.
const Fans = 128

func (s *Server) followers(c call) reply {
	urn, escaped := urnIn(c)
	switch {
	case !escaped || c.URL.Query().Get("edgeType") != "COMPANY_FOLLOWED_BY_MEMBER" || s.page(urn) == nil:
		return refuse(400, "ILLEGAL_ARGUMENT", "Invalid key")
	case !c.can("rw_organization_admin"):
		return denied("networkSizes.GET")
	}
	return reply{status: 200, body: map[string]any{"firstDegreeSize": Fans}}
}

func (s *Server) statistics(c call) reply {
	q := c.URL.Query()
	urns, isList := strings.CutPrefix(q.Get("shares"), "List(")
	urns, ends := strings.CutSuffix(urns, ")")
	switch {
	case q.Get("q") != "organizationalEntity" || !isList || !ends || !strings.Contains(c.URL.RawQuery, "shares=List(urn%3Ali%3Ashare%3A"):
		return refuse(400, "ILLEGAL_ARGUMENT", "Invalid parameters")
	case !c.can("rw_organization_admin"):
		return denied("organizationalEntityShareStatistics.FINDER-organizationalEntity")
	}
	found := []any{}
	for _, p := range s.posts {
		if p.Author == q.Get("organizationalEntity") && slices.Contains(strings.Split(urns, ","), p.URN) {
			found = append(found, map[string]any{"organizationalEntity": p.Author, "share": p.URN, "totalShareStatistics": map[string]any{
				"uniqueImpressionsCount": 310, "impressionCount": 900, "likeCount": p.Likes, "commentCount": 0, "shareCount": 0, "clickCount": 7, "engagement": 0.1,
			}})
		}
	}
	return list(found)
}
