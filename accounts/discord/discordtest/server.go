// Package discordtest is a strict Discord in memory, for tests: it speaks the
// documented wire format of webhooks for what Parvis uses, refuses what Discord
// refuses, and fields that do not exist, and goes wrong on demand.
package discordtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"parvis/accounts/accountstest"
	"parvis/app"
)

// Webhook is a webhook of the server.
type Webhook struct {
	ID, Token, Guild, Channel, Name string
	URL                             string // as Discord copies it
}

// Message is a message that a channel holds.
type Message struct {
	ID, Webhook, Channel string
	Content              string
	Files                []File
}

// File is a file of a message.
type File struct {
	Name, MIME, Description string
	Size                    int
}

// Server is a running server. Its methods are safe for concurrent use.
type Server struct {
	URL string
	// Faults make one mutating call go wrong.
	*accountstest.Faults

	clock app.Clock

	mu       sync.Mutex
	serial   int64
	hooks    []*hook
	messages []Message
}

type hook struct {
	Webhook
	kind  int
	forum bool // its channel takes threads only
}

// Start starts a server and stops it when the test ends.
func Start(t testing.TB, clock app.Clock) *Server {
	t.Helper()
	s := &Server{clock: clock}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v10/webhooks/{id}/{token}", s.answer(s.get))
	mux.HandleFunc("POST /api/v10/webhooks/{id}/{token}", s.answer(s.execute))
	mux.HandleFunc("DELETE /api/v10/webhooks/{id}/{token}/messages/{message}", s.answer(s.remove))
	mux.HandleFunc("PATCH /api/v10/webhooks/{id}/{token}/messages/{message}", s.answer(s.edit))
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { refuse(404, 0, "404: Not Found").write(w) })
	s.Faults = accountstest.NewFaults(mux, Mutating, Answers())
	server := httptest.NewServer(s.Faults)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Mutating recognises the call that makes a post public.
func Mutating(r *http.Request) bool { return r.Method == http.MethodPost }

// Changing recognises the call that changes what is there.
func Changing(r *http.Request) bool { return r.Method == http.MethodPatch }

// Answers are Discord's words for the faults. It has none for duplicates, which
// it takes, nor for a webhook that could be renewed.
func Answers() map[accountstest.Fault]accountstest.Answer {
	return map[accountstest.Fault]accountstest.Answer{
		accountstest.RefuseInside: {Status: 200, Body: `{"message":"Cannot send an empty message","code":50006}`},
		accountstest.Limit: {
			Status: 429, Header: map[string]string{"Retry-After": "120", "X-RateLimit-Scope": "user"},
			Body: `{"message":"You are being rate limited.","retry_after":120.0,"global":false}`,
		},
	}
}

// CreateWebhook makes a webhook in a channel of its own, or in that of another
// webhook.
func (s *Server) CreateWebhook(name string, beside ...Webhook) Webhook {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := Webhook{
		ID: s.next(), Guild: s.next(), Channel: s.next(), Name: name,
		Token: fmt.Sprintf("kWz7Qe0rTyUiOpAsDfGhJkLzXcVbNm-%d_fournil", s.serial),
	}
	for _, other := range beside {
		w.Guild, w.Channel = other.Guild, other.Channel
	}
	w.URL = s.URL + "/api/webhooks/" + w.ID + "/" + w.Token
	s.hooks = append(s.hooks, &hook{Webhook: w, kind: 1})
	return w
}

// next returns a number as Discord gives them.
func (s *Server) next() string {
	s.serial++
	return strconv.FormatInt(1150000000000000000+s.serial, 10)
}

// Messages returns the messages that a webhook made, oldest first.
func (s *Server) Messages(id string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.messages), func(m Message) bool { return m.Webhook != id })
}

// Revoke deletes a webhook.
func (s *Server) Revoke(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hooks = slices.DeleteFunc(s.hooks, func(h *hook) bool { return h.ID == id })
}

// Turn makes a webhook of another kind: 2 follows the announcements of another
// server and cannot post, 3 belongs to an application.
func (s *Server) Turn(id string, kind int) { s.change(id, func(h *hook) { h.kind = kind }) }

// Move puts a webhook into another channel of its server.
func (s *Server) Move(id string) { s.change(id, func(h *hook) { h.Channel = s.next() }) }

// Forum makes the channel of a webhook take threads only.
func (s *Server) Forum(id string) { s.change(id, func(h *hook) { h.forum = true }) }

func (s *Server) change(id string, f func(*hook)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range s.hooks {
		if h.ID == id {
			f(h)
		}
	}
}

// refusal is an error in Discord's form.
type refusal struct {
	status int
	body   map[string]any
}

func refuse(status, code int, message string) *refusal {
	return &refusal{status, map[string]any{"code": code, "message": message}}
}

// invalid refuses one field of a form.
func invalid(field, code, message string) *refusal {
	r := refuse(400, 50035, "Invalid Form Body")
	r.body["errors"] = map[string]any{field: map[string]any{"_errors": []any{map[string]string{"code": code, "message": message}}}}
	return r
}

func (r *refusal) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(r.status)
	_ = json.NewEncoder(w).Encode(r.body)
}

// answer serves a call to a webhook, one at a time; a nil answer is no content.
func (s *Server) answer(method func(*hook, *http.Request) (any, *refusal)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		i := slices.IndexFunc(s.hooks, func(h *hook) bool { return h.ID == r.PathValue("id") })
		switch {
		case i < 0:
			refuse(404, 10015, "Unknown Webhook").write(w)
			return
		case s.hooks[i].Token != r.PathValue("token"):
			refuse(401, 50027, "Invalid Webhook Token").write(w)
			return
		}
		answer, refused := method(s.hooks[i], r)
		switch {
		case refused != nil:
			refused.write(w)
		case answer == nil:
			w.WriteHeader(http.StatusNoContent)
		default:
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(answer)
		}
	}
}

func (s *Server) get(h *hook, _ *http.Request) (any, *refusal) {
	told := map[string]any{
		"id": h.ID, "type": h.kind, "guild_id": h.Guild, "channel_id": h.Channel, "name": h.Name, "avatar": nil,
		"application_id": nil, "token": h.Token, "url": h.URL,
	}
	if h.kind != 1 {
		delete(told, "token")
	}
	return told, nil
}

// edit changes the words of a message; what is not named stays.
func (s *Server) edit(h *hook, r *http.Request) (any, *refusal) {
	p, files, refused := read(r)
	i := slices.IndexFunc(s.messages, func(m Message) bool {
		return m.ID == r.PathValue("message") && m.Webhook == h.ID && m.Channel == h.Channel
	})
	switch {
	case refused != nil:
		return nil, refused
	case i < 0:
		return nil, refuse(404, 10008, "Unknown Message")
	case len(files) > 0 || p.Attachments != nil || p.Mentions == nil || p.Mentions.Parse == nil || len(p.Mentions.Parse) > 0:
		return nil, invalid("attachments", "UNKNOWN", "Files would change, or people be notified.")
	case strings.TrimSpace(p.Content) == "" && len(s.messages[i].Files) == 0:
		return nil, refuse(400, 50006, "Cannot send an empty message")
	}
	s.messages[i].Content = strings.TrimSpace(p.Content)
	return map[string]any{"id": s.messages[i].ID, "channel_id": h.Channel, "webhook_id": h.ID, "content": s.messages[i].Content}, nil
}

// remove looks for the message in the channel of the webhook only.
func (s *Server) remove(h *hook, r *http.Request) (any, *refusal) {
	i := slices.IndexFunc(s.messages, func(m Message) bool {
		return m.ID == r.PathValue("message") && m.Webhook == h.ID && m.Channel == h.Channel
	})
	if i < 0 {
		return nil, refuse(404, 10008, "Unknown Message")
	}
	s.messages = slices.Delete(s.messages, i, i+1)
	return nil, nil
}
