package blueskytest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Fans is how many followers every account has.
const Fans = 128

// notice is what an account is told of.
type notice struct {
	record    Record
	author    *account
	reason    string
	indexedAt time.Time
}

// Say makes a stranger, whose account it makes where there is none, answer a post or
// another answer, and returns the address of what was said. Strangers' servers need not
// keep to any limit.
func (s *Server) Say(t testing.TB, handle, uri, text string) string {
	t.Helper()
	return s.notify(t, handle, uri, text, "reply")
}

// Mention makes a stranger speak of an account.
func (s *Server) Mention(t testing.TB, handle, did, text string) string {
	t.Helper()
	return s.notify(t, handle, "at://"+did+"/", text, "mention")
}

func (s *Server) notify(t testing.TB, handle, about, text, reason string) string {
	t.Helper()
	s.mu.Lock()
	author := s.find(handle)
	s.mu.Unlock()
	if author == nil {
		s.CreateAccount(handle)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	author = s.find(handle)
	s.serial++
	value := map[string]any{"$type": collection, "text": text, "createdAt": "9999-12-31T23:59:59Z"}
	if parent := s.record(about); parent != nil {
		answered := reference{parent.URI, parent.CID}
		root := answered
		var held post
		if err := json.Unmarshal(parent.Value, &held); err == nil && held.Reply != nil {
			root = *held.Reply.Root
		}
		value["reply"] = map[string]reference{"root": root, "parent": answered}
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	record := Record{
		URI: fmt.Sprintf("at://%s/%s/3zzz%09d", author.DID, collection, s.serial), CID: "bafyrei" + sum(string(encoded)), Value: encoded,
	}
	author.records = append(author.records, record)
	did, _, _ := strings.Cut(strings.TrimPrefix(about, "at://"), "/")
	if owner := s.find(did); owner != nil {
		owner.notices = append(owner.notices, notice{record, author, reason, s.clock.Now()})
	}
	return record.URI
}

// Like makes a stranger like a post.
func (s *Server) Like(uri string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	did, _, _ := strings.Cut(strings.TrimPrefix(uri, "at://"), "/")
	s.find(did).likes[uri]++
}

// Answers returns how many answers of an account something has.
func (s *Server) Answers(did, uri string) int {
	n := 0
	for _, one := range s.Records(did) {
		var held post
		if err := json.Unmarshal(one.Value, &held); err == nil && held.Reply != nil && held.Reply.Parent.URI == uri {
			n++
		}
	}
	return n
}

// Hidden reports whether a gate of an account hides an answer.
func (s *Server) Hidden(did, uri string) bool {
	return s.other(did, func(value []byte) bool {
		var gate struct {
			Hidden []string `json:"hiddenReplies"`
		}
		return json.Unmarshal(value, &gate) == nil && slices.Contains(gate.Hidden, uri)
	})
}

// Blocked reports whether an account blocks somebody.
func (s *Server) Blocked(did, subject string) bool {
	return s.other(did, func(value []byte) bool {
		var block struct {
			Subject string `json:"subject"`
		}
		return json.Unmarshal(value, &block) == nil && block.Subject == subject
	})
}

func (s *Server) other(did string, is func([]byte) bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.find(did).others, func(r Record) bool { return is(r.Value) })
}

// Restrict lets only followers answer a post, as its owner does in the network's own
// program.
func (s *Server) Restrict(did, uri string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	value := fmt.Sprintf(`{"$type":%q,"post":%q,"createdAt":"2026-11-20T08:00:00.000Z","allow":[{"$type":"app.bsky.feed.threadgate#followerRule"}]}`, gates, uri)
	owner := s.find(did)
	owner.others = append(owner.others, Record{
		URI: "at://" + did + "/" + gates + uri[strings.LastIndexByte(uri, '/'):], CID: "bafyrei" + sum(value), Value: json.RawMessage(value),
	})
}

// Others returns what an account holds besides posts.
func (s *Server) Others(did string) []Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.find(did).others)
}

func (s *Server) getProfile(r *http.Request, _ []byte) (any, *refusal) {
	t, refused := s.authorised(r, false)
	if refused == nil {
		refused = parameters(r.URL.Query(), "actor")
	}
	if refused != nil {
		return nil, refused
	}
	a := s.find(r.URL.Query().Get("actor"))
	if a == nil {
		return nil, refuse(400, "InvalidRequest", "Profile not found")
	}
	return map[string]any{"did": a.DID, "handle": t.owner.Handle, "followersCount": a.fans, "postsCount": len(a.records)}, nil
}

func (s *Server) getPosts(r *http.Request, _ []byte) (any, *refusal) {
	_, refused := s.authorised(r, false)
	if refused == nil {
		refused = parameters(r.URL.Query(), "uris")
	}
	uris := r.URL.Query()["uris"]
	switch {
	case refused != nil:
		return nil, refused
	case len(uris) == 0 || len(uris) > 25:
		return nil, refuse(400, "InvalidRequest", "%d uris", len(uris))
	}
	posts := []any{}
	for _, a := range s.accounts {
		for _, one := range a.records {
			if slices.Contains(uris, one.URI) {
				posts = append(posts, map[string]any{
					"uri": one.URI, "cid": one.CID, "author": map[string]string{"did": a.DID, "handle": a.Handle}, "record": one.Value,
					"likeCount": a.likes[one.URI], "replyCount": 0, "repostCount": 0, "quoteCount": 0, "indexedAt": s.clock.Now().UTC(),
				})
			}
		}
	}
	return map[string]any{"posts": posts}, nil
}

func (s *Server) listNotifications(r *http.Request, _ []byte) (any, *refusal) {
	t, refused := s.authorised(r, false)
	q := r.URL.Query()
	if refused == nil {
		refused = parameters(q, "reasons", "limit", "cursor")
	}
	if refused != nil {
		return nil, refused
	}
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil {
		limit = 50
	}
	from, err := strconv.Atoi(q.Get("cursor"))
	if err != nil {
		from = 0
	}
	page := map[string]any{}
	listed := []any{}
	for i, n := range slices.Backward(t.owner.notices) {
		behind := len(t.owner.notices) - 1 - i
		if !slices.Contains(q["reasons"], n.reason) || behind < from || len(listed) >= limit {
			continue
		}
		listed = append(listed, map[string]any{
			"uri": n.record.URI, "cid": n.record.CID, "reason": n.reason, "record": n.record.Value, "isRead": false,
			"author":    map[string]string{"did": n.author.DID, "handle": n.author.Handle, "displayName": "Anne\u202e de " + n.author.Handle},
			"indexedAt": n.indexedAt.UTC().Format("2006-01-02T15:04:05.000Z"),
		})
		page["cursor"] = strconv.Itoa(behind + 1)
	}
	page["notifications"] = listed
	return page, nil
}
