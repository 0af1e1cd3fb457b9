package blueskytest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Collections that are written to besides that of posts.
const (
	gates  = "app.bsky.feed.threadgate"
	blocks = "app.bsky.graph.block"
)

// held returns a record of the account, or nil.
func (a *account) held(uri string) *Record {
	for _, records := range []*[]Record{&a.records, &a.others} {
		for i := range *records {
			if (*records)[i].URI == uri {
				return &(*records)[i]
			}
		}
	}
	return nil
}

// record returns a record of any account, or nil.
func (s *Server) record(uri string) *Record {
	for _, a := range s.accounts {
		if held := a.held(uri); held != nil {
			return held
		}
	}
	return nil
}

// parameters refuses those that a method does not have; limit is held to 1 to 100.
func parameters(q url.Values, names ...string) *refusal {
	for name := range q {
		if !slices.Contains(names, name) {
			return refuse(400, "InvalidRequest", "unexpected %s", name)
		}
	}
	if l := q.Get("limit"); l != "" {
		if n, err := strconv.Atoi(l); err != nil || n < 1 || n > 100 {
			return refuse(400, "InvalidRequest", "limit %q", l)
		}
	}
	return nil
}

// listRecords gives the greatest keys first. Its cursor is the last key given, be it the
// last there is.
func (s *Server) listRecords(r *http.Request, _ []byte) (any, *refusal) {
	q := r.URL.Query()
	if refused := parameters(q, "repo", "collection", "limit", "cursor"); refused != nil {
		return nil, refused
	}
	owner := s.find(q.Get("repo"))
	if owner == nil || q.Get("collection") != collection {
		return nil, refuse(400, "InvalidRequest", "Could not find repo: %s", q.Get("repo"))
	}
	sorted := slices.Clone(owner.records)
	slices.SortFunc(sorted, func(a, b Record) int { return strings.Compare(b.URI, a.URI) })
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil {
		limit = 50
	}
	page := map[string]any{}
	records := []Record{}
	for _, one := range sorted {
		key := one.URI[strings.LastIndexByte(one.URI, '/')+1:]
		if (q.Get("cursor") == "" || key < q.Get("cursor")) && len(records) < limit {
			records = append(records, one)
			page["cursor"] = key
		}
	}
	page["records"] = records
	return page, nil
}

// putRecord writes a gate or a block, the two that Parvis writes over.
func (s *Server) putRecord(r *http.Request, body []byte) (any, *refusal) {
	t, refused := s.authorised(r, false)
	if refused != nil {
		return nil, refused
	}
	var in struct {
		Repo       string          `json:"repo"`
		Collection string          `json:"collection"`
		Key        string          `json:"rkey"`
		Record     json.RawMessage `json:"record"`
		Swap       *string         `json:"swapRecord"`
	}
	if refused := input(r, body, &in); refused != nil {
		return nil, refused
	}
	uri := "at://" + t.owner.DID + "/" + in.Collection + "/" + in.Key
	switch {
	case s.find(in.Repo) != t.owner:
		return nil, refuse(401, "AuthenticationRequired", "Authentication Required")
	case !keyForm.MatchString(in.Key):
		return nil, refuse(400, "InvalidRequest", "Invalid record key: %s", in.Key)
	case !s.checkOther(t.owner, in.Collection, in.Key, in.Record):
		return nil, refuse(400, "InvalidRequest", "Invalid %s record", in.Collection)
	}
	made := Record{URI: uri, CID: "bafyrei" + sum(string(in.Record)), Value: in.Record}
	switch held := t.owner.held(uri); {
	case held == nil && in.Swap == nil:
		t.owner.others = append(t.owner.others, made)
	case held != nil && in.Swap != nil && *in.Swap == held.CID:
		*held = made
	default:
		return nil, refuse(400, "InvalidSwap", "Record was at %v", held)
	}
	return map[string]any{
		"uri": made.URI, "cid": made.CID, "validationStatus": "valid",
		"commit": map[string]string{"cid": "bafyrei" + sum(made.CID), "rev": in.Key},
	}, nil
}

func (s *Server) checkOther(owner *account, kind, key string, value []byte) bool {
	created := func(at string) bool {
		_, err := time.Parse(time.RFC3339Nano, at)
		return err == nil && createdForm.MatchString(at)
	}
	switch kind {
	case gates:
		var gate struct {
			Type      string           `json:"$type"`
			Post      string           `json:"post"`
			Allow     []map[string]any `json:"allow"`
			CreatedAt string           `json:"createdAt"`
			Hidden    []string         `json:"hiddenReplies"`
		}
		post := "at://" + owner.DID + "/" + collection + "/" + key
		return strict(value, &gate) == nil && gate.Type == gates && gate.Post == post && owner.held(post) != nil &&
			created(gate.CreatedAt) && len(gate.Hidden) <= 300 && len(gate.Allow) <= 5 &&
			!slices.ContainsFunc(gate.Hidden, func(uri string) bool { return !strings.HasPrefix(uri, "at://did:") })
	case blocks:
		var block struct {
			Type      string `json:"$type"`
			Subject   string `json:"subject"`
			CreatedAt string `json:"createdAt"`
		}
		return strict(value, &block) == nil && block.Type == blocks && didForm.MatchString(block.Subject) && created(block.CreatedAt)
	}
	return false
}

// deleteRecord does nothing where there is no record.
func (s *Server) deleteRecord(r *http.Request, body []byte) (any, *refusal) {
	t, refused := s.authorised(r, false)
	if refused != nil {
		return nil, refused
	}
	var in struct {
		Repo       string `json:"repo"`
		Collection string `json:"collection"`
		Key        string `json:"rkey"`
	}
	if refused := input(r, body, &in); refused != nil {
		return nil, refused
	}
	if s.find(in.Repo) != t.owner || in.Collection != collection {
		return nil, refuse(401, "AuthenticationRequired", "Authentication Required")
	}
	uri := "at://" + t.owner.DID + "/" + in.Collection + "/" + in.Key
	if t.owner.held(uri) == nil {
		return map[string]any{}, nil
	}
	t.owner.records = slices.DeleteFunc(t.owner.records, func(held Record) bool { return held.URI == uri })
	return map[string]any{"commit": map[string]string{"cid": "bafyrei" + sum(uri), "rev": in.Key}}, nil
}
