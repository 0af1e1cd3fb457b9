package accountstest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"parvis/app/networks"
)

// conversing returns the connector when it reads messages and the server has strangers.
func (s *scene) conversing() (networks.Conversing, bool) {
	c, ok := s.Connector.(networks.Conversing)
	return c, ok && s.Beside.Say != nil && s.Beside.Answers != nil && !s.Beside.Unread
}

// inbox reads messages and checks what holds of every one.
func (s *scene) inbox(t *testing.T, opened networks.Session, since networks.Cursor, limit int) networks.Inbox {
	t.Helper()
	inbox, err := s.Connector.(networks.Conversing).Messages(t.Context(), opened, since, limit)
	if err != nil {
		t.Fatalf("Messages: %v", err)
	}
	if len(inbox.Messages) > limit || len(inbox.Next) > 1<<10 {
		t.Errorf("%d messages, cursor %q", len(inbox.Messages), inbox.Next)
	}
	if !slices.IsSortedFunc(inbox.Messages, func(a, b networks.Message) int { return b.SentAt.Compare(a.SentAt) }) {
		t.Errorf("not the newest first: %+v", inbox.Messages)
	}
	for _, m := range inbox.Messages {
		s.checkMessage(t, m)
	}
	return inbox
}

func (s *scene) checkMessage(t *testing.T, m networks.Message) {
	t.Helper()
	bad := func(text string, lines bool, most int) bool {
		return !utf8.ValidString(text) || utf8.RuneCountInString(text) > most || strings.ContainsFunc(text, func(r rune) bool {
			return unicode.IsControl(r) && (r != '\n' || !lines) || unicode.Is(unicode.Bidi_Control, r)
		})
	}
	switch {
	case m.ID == "", m.Kind != networks.Commenting && m.Kind != networks.Mentioning,
		bad(m.Text, true, networks.MessageLength), bad(m.Author.Name, false, networks.AuthorLength), bad(m.Salutation, false, 300),
		m.SentAt.Location() != time.UTC, m.SentAt.After(s.Clock.Now()), m.SentAt.Year() < 2000,
		m.Permalink != "" && !strings.HasPrefix(m.Permalink, "https://") && !strings.HasPrefix(m.Permalink, "http://127.0.0.1:"):
		t.Errorf("message %+.300v", m)
	}
}

func ids(messages []networks.Message) []string {
	var all []string
	for _, m := range messages {
		all = append(all, m.ID)
	}
	return all
}

func testConverse(t *testing.T, s *scene) {
	opened := s.session(t)
	post := s.published(t, opened)
	empty := s.inbox(t, opened, "", 10)
	if len(empty.Messages) != 0 || !empty.Whole {
		t.Errorf("nobody wrote: %+v", empty)
	}
	var said []string
	for i := range 3 {
		s.Clock.Advance(time.Minute)
		said = append(said, s.Beside.Say(t, post.RemoteID, fmt.Sprintf("Question %d : le pain est-il frais ?", i+1)))
	}
	s.Clock.Advance(time.Minute)
	all := s.inbox(t, opened, empty.Next, 10)
	if got := ids(all.Messages); !slices.Equal(got, []string{said[2], said[1], said[0]}) || !all.Whole || all.Next == "" {
		t.Fatalf("messages %v, want %v; %+v", got, said, all)
	}
	for i, m := range slices.Backward(all.Messages) {
		if want := fmt.Sprintf("Question %d : le pain est-il frais ?", 3-i); !strings.Contains(m.Text, want) || m.Kind != networks.Commenting || m.Parent != post.RemoteID {
			t.Errorf("message %+v, want %q under %s", m, want, post.RemoteID)
		}
	}
	if some := s.inbox(t, opened, empty.Next, 2); len(some.Messages) != 2 || some.Whole {
		t.Errorf("at most two: %+v", some)
	}
	for _, m := range s.inbox(t, opened, all.Next, 10).Messages {
		if m.ID != said[2] {
			t.Errorf("read twice: %s", m.ID)
		}
	}
	s.Clock.Advance(time.Minute)
	last := s.Beside.Say(t, post.RemoteID, "Merci")
	s.Clock.Advance(time.Minute)
	after := ids(s.inbox(t, opened, all.Next, 10).Messages)
	if !slices.Contains(after, last) || slices.Contains(after, said[0]) || slices.Contains(after, said[1]) {
		t.Errorf("after %s: %v, want %s", said[2], after, last)
	}
	if n := len(s.inbox(t, opened, "not a cursor", 10).Messages); n != 4 {
		t.Errorf("with a broken cursor %d messages, want all", n)
	}
	s.Faults.Replay(true)
	before := s.Faults.Calls()
	s.inbox(t, opened, "", 1000)
	if n := s.Faults.Calls() - before; n > 30 {
		t.Errorf("asked %d times", n)
	}
}

// testAnswerOnce answers a message; the answer to the call is dropped, and the answer
// given is found.
func testAnswerOnce(t *testing.T, s *scene) {
	c, _ := s.conversing()
	opened := s.session(t)
	post := s.published(t, opened)
	m := s.message(t, opened, s.Beside.Say(t, post.RemoteID, "À quelle heure ouvrez-vous ?"))
	if m.Answers == (networks.Thread{}) {
		t.Fatalf("%+v cannot be answered", m)
	}
	answer := networks.Content{Text: strings.TrimSpace(m.Salutation + " À 7 h, à demain"), Language: "fr", Answers: m.Answers}
	note, err := c.Prepare(t.Context(), opened, answer, "")
	if err != nil {
		t.Fatalf("Prepare: %v", err)
	}
	id := s.identify(note)
	s.Faults.Break(CutAfter)
	r := c.Publish(t.Context(), opened, answer, note, id)
	s.check(t, r)
	if r.Outcome != networks.Unknown || s.Beside.Answers(t, m.ID) != 1 {
		t.Fatalf("outcome %s (%v) with %d answers", r.Outcome, r.Err, s.Beside.Answers(t, m.ID))
	}
	s.Clock.Advance(s.Patience)
	finding, found := c.Find(t.Context(), opened, answer, id)
	s.check(t, found)
	if finding != networks.Present || found.RemoteID == "" {
		t.Errorf("read back: %s %+v", finding, found)
	}
	if n := s.Beside.Answers(t, m.ID); n != 1 {
		t.Errorf("%d answers, want 1", n)
	}
	if slices.Contains(ids(s.inbox(t, opened, "", 50).Messages), found.RemoteID) {
		t.Error("the account's own answer is a message to it")
	}
}

func testHostile(t *testing.T, s *scene) {
	opened := s.session(t)
	post := s.published(t, opened)
	for _, text := range []string{
		"Du pain\u202e fr\u0007ais\u200e\u2066",
		strings.Repeat("é🥖 ", 20_000),
		strings.Repeat("a\u0301", 9_999) + "fin",
		"=HYPERLINK(\"http://x\")\u2028\u2029\u0085",
	} {
		s.Beside.Say(t, post.RemoteID, text)
	}
	if n := len(s.inbox(t, opened, "", 50).Messages); n != 4 {
		t.Errorf("%d messages, want 4", n)
	}
}
