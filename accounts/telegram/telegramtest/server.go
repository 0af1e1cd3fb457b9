// Package telegramtest is a strict Bot API server in memory, for tests, with the
// public pages of its channels: it speaks the documented wire format for what
// Parvis uses, refuses what Telegram refuses, and parameters that do not exist,
// and goes wrong on demand.
package telegramtest

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
	"time"

	"parvis/accounts/accountstest"
	"parvis/app"
)

// Channel is a channel of the server and the bot that posts to it.
type Channel struct {
	ID    int64
	Name  string // without @, "" for a private channel
	Title string
	Token string // of the bot
}

// Post is one post that a channel holds: a message, or those of an album.
type Post struct {
	Messages []int64
	Text     string
	Photos   int
	Film     []byte // nil for none
	Answers  int64  // the message answered, 0 for none
	At       time.Time
	// Forwarded says that it comes from another channel.
	Forwarded bool
}

// Server is a running server. Its methods are safe for concurrent use.
type Server struct {
	URL string
	// Faults make one mutating call go wrong.
	*accountstest.Faults

	clock app.Clock

	mu       sync.Mutex
	channels []*channel
}

type channel struct {
	Channel
	bot     int64
	revoked bool   // the token serves no more
	status  string // of the bot in the channel
	posting bool   // the bot has the right to post
	kind    string
	last    int64 // the last message
	posts   []Post
}

// Start starts a server whose posts are dated by clock, and stops it when the
// test ends.
func Start(t testing.TB, clock app.Clock) *Server {
	t.Helper()
	s := &Server{clock: clock}
	s.Faults = accountstest.NewFaults(http.HandlerFunc(s.serve), Mutating, Answers())
	server := httptest.NewServer(s.Faults)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Reads recognises the calls that read: every method of the Bot API is called by POST.
func Reads(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:], "get")
}

// Mutating recognises the call that makes a post public.
func Mutating(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.Contains(r.URL.Path, "/send")
}

// Subscribers is how many subscribers every channel has.
const Subscribers = 128

// ChangingText and ChangingCaption recognise the calls that change what is there.
func ChangingText(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/editMessageText") }

// ChangingCaption is ChangingText for captions.
func ChangingCaption(r *http.Request) bool {
	return strings.HasSuffix(r.URL.Path, "/editMessageCaption")
}

// Answers are Telegram's words for the faults. It has none for duplicates, which
// it takes, nor for a token that could be renewed.
func Answers() map[accountstest.Fault]accountstest.Answer {
	return map[accountstest.Fault]accountstest.Answer{
		accountstest.RefuseInside: {Status: 200, Body: `{"ok":false,"error_code":400,"description":"Bad Request: message text is empty"}`},
		accountstest.Limit: {
			Status: 429,
			Body:   `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 120","parameters":{"retry_after":120}}`,
		},
	}
}

// CreateChannel makes a channel, private when it has no name, with a bot of its
// own among its administrators.
func (s *Server) CreateChannel(name, title string) Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := int64(len(s.channels) + 1)
	c := &channel{
		Channel: Channel{
			ID: -1001234567000 - n, Name: name, Title: title,
			Token: fmt.Sprintf("%d:AAF-fournil_%d_kWz7Qe0rTyUiOpAsDfGhJk", 700000000+n, n),
		},
		bot: 700000000 + n, status: "administrator", posting: true, kind: "channel",
		last: 1, // the notice of its creation
	}
	s.channels = append(s.channels, c)
	return c.Channel
}

// Posts returns the posts of a channel, oldest first.
func (s *Server) Posts(id int64) []Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.find(id).posts)
}

// Put adds a post that somebody else made.
func (s *Server) Put(id int64, p Post) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.find(id)
	c.last++
	p.Messages = []int64{c.last}
	c.posts = append(c.posts, p)
}

// Revoke takes the token of a channel's bot back.
func (s *Server) Revoke(id int64) { s.change(id, func(c *channel) { c.revoked = true }) }

// Demote changes what the bot is in a channel: "left", "member", or
// "administrator" without the right to post.
func (s *Server) Demote(id int64, status string) {
	s.change(id, func(c *channel) { c.status, c.posting = status, false })
}

// Turn makes a channel into another kind of chat, such as "supergroup".
func (s *Server) Turn(id int64, kind string) { s.change(id, func(c *channel) { c.kind = kind }) }

// Rename gives a channel another name, "" to make it private.
func (s *Server) Rename(id int64, name string) { s.change(id, func(c *channel) { c.Name = name }) }

func (s *Server) change(id int64, f func(*channel)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(s.find(id))
}

// find returns a channel by its number, or nil.
func (s *Server) find(id int64) *channel {
	for _, c := range s.channels {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// named returns the channel that a parameter chat_id means, or nil.
func (s *Server) named(chat string) *channel {
	for _, c := range s.channels {
		if chat == strconv.FormatInt(c.ID, 10) || c.Name != "" && strings.EqualFold(chat, "@"+c.Name) {
			return c
		}
	}
	return nil
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if name, ok := strings.CutPrefix(r.URL.Path, "/s/"); ok && r.Method == http.MethodGet {
		s.page(w, r, name)
		return
	}
	answer, refused := s.method(r)
	w.Header().Set("Content-Type", "application/json")
	said := map[string]any{"ok": true, "result": answer}
	if refused != nil {
		w.WriteHeader(refused.code)
		said = map[string]any{"ok": false, "error_code": refused.code, "description": refused.description}
	}
	_ = json.NewEncoder(w).Encode(said)
}

// refusal is an error in the form of the Bot API.
type refusal struct {
	code        int
	description string
}

func refuse(code int, format string, args ...any) *refusal {
	return &refusal{code, fmt.Sprintf(format, args...)}
}

// method answers /bot<token>/<method>.
func (s *Server) method(r *http.Request) (any, *refusal) {
	token, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	number, _, ok := strings.Cut(token, ":")
	if _, err := strconv.Atoi(number); !ok || err != nil || !strings.HasPrefix(r.URL.Path, "/bot") {
		return nil, refuse(404, "Not Found")
	}
	i := slices.IndexFunc(s.channels, func(c *channel) bool { return c.Token == token })
	if i < 0 || s.channels[i].revoked {
		return nil, refuse(401, "Unauthorized")
	}
	p, refused := read(r)
	if refused != nil {
		return nil, refused
	}
	own := s.channels[i]
	switch name {
	case "getMe":
		return map[string]any{"id": own.bot, "is_bot": true, "first_name": "Parvis", "username": botName(own)}, p.only()
	case "getChat":
		return s.getChat(own, p)
	case "getChatMember":
		return s.getChatMember(own, p)
	case "sendMessage", "sendPhoto", "sendVideo", "sendMediaGroup":
		return s.send(own, name, p)
	case "getChatMemberCount":
		if c := s.named(p.text("chat_id")); c != own {
			return nil, refuse(400, "Bad Request: chat not found")
		}
		return Subscribers, p.only("chat_id")
	case "editMessageText", "editMessageCaption":
		return s.edit(own, name, p)
	case "deleteMessage", "deleteMessages":
		return s.remove(own, name, p)
	}
	return nil, refuse(404, "Not Found: method not found")
}

func botName(c *channel) string { return fmt.Sprintf("fournil_%d_bot", c.bot) }

func (s *Server) getChat(own *channel, p parameters) (any, *refusal) {
	c := s.named(p.text("chat_id"))
	if c == nil || c.Name == "" && c != own {
		return nil, refuse(400, "Bad Request: chat not found")
	}
	return c.chat(), p.only("chat_id")
}

func (c *channel) chat() map[string]any {
	chat := map[string]any{"id": c.ID, "type": c.kind, "title": c.Title}
	if c.Name != "" {
		chat["username"] = c.Name
	}
	return chat
}

func (s *Server) getChatMember(own *channel, p parameters) (any, *refusal) {
	c := s.named(p.text("chat_id"))
	switch {
	case c == nil:
		return nil, refuse(400, "Bad Request: chat not found")
	case c != own || c.status == "left":
		return nil, refuse(400, "Bad Request: member list is inaccessible")
	case p.number("user_id") != own.bot:
		return nil, refuse(400, "Bad Request: PARTICIPANT_ID_INVALID")
	}
	member := map[string]any{"user": map[string]any{"id": own.bot, "is_bot": true}, "status": c.status}
	if c.status == "administrator" {
		member["can_post_messages"] = c.posting
	}
	return member, p.only("chat_id", "user_id")
}
