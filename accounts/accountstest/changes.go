package accountstest

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// revised is what posts are made to say.
func (s *scene) revised(mark string) networks.Content {
	return networks.Content{Text: "Nous ouvrons à 8 h " + mark, Title: "Horaires " + mark, Language: "fr"}
}

// edit makes the call and checks what holds of every result.
func (s *scene) edit(ctx context.Context, t *testing.T, opened networks.Session, id string, c networks.Content) networks.Result {
	t.Helper()
	r := s.Connector.(networks.Editing).Edit(ctx, opened, id, c)
	s.changed(t, r)
	return r
}

// changed checks what holds of the result of every change.
func (s *scene) changed(t *testing.T, r networks.Result) {
	t.Helper()
	s.check(t, r)
	switch {
	case r.Outcome == networks.Created && r.RemoteID == "":
		t.Errorf("created without a proof: %+v", r)
	case r.Outcome == networks.Limited && !r.RetryAfter.After(s.Clock.Now()):
		t.Errorf("limited until %v, which is not later than now", r.RetryAfter)
	case r.Outcome != networks.Created:
		s.checkError(t, r.Err)
		if r.Err == nil {
			t.Errorf("%s without a reason", r.Outcome)
		}
	}
}

// editable reports whether the connector edits and the server tells what posts say.
func (s *scene) editable() bool {
	_, ok := s.Connector.(networks.Editing)
	return ok && s.Beside.Text != nil && s.Beside.Changing != nil
}

func testEdit(t *testing.T, s *scene) {
	opened := s.session(t)
	post := s.published(t, opened)
	for _, mark := range []string{"mardi", "mercredi"} {
		r := s.edit(t.Context(), t, opened, post.RemoteID, s.revised(mark))
		if r.Outcome != networks.Created || r.Permalink == "" && post.Permalink != "" {
			t.Fatalf("outcome %s (%v) %+v", r.Outcome, r.Err, r)
		}
		if said := s.Beside.Text(t, r.RemoteID); !strings.Contains(said, "8 h "+mark) {
			t.Errorf("after %s it says %q", mark, said)
		}
		post.RemoteID = r.RemoteID
	}
	if n := s.Records(t); n != 1 {
		t.Errorf("the server holds %d posts, want 1", n)
	}
	away := opened
	away.Account.Service = "http://127.0.0.1:1"
	if r := s.edit(t.Context(), t, away, post.RemoteID, s.revised("jeudi")); r.Outcome != networks.Limited || app.CodeOf(r.Err) != app.CodeUnavailable {
		t.Errorf("out of reach: %s (%v)", r.Outcome, r.Err)
	}
	for _, id := range []string{"", "../../etc/passwd", "a b&c=d"} {
		if r := s.edit(t.Context(), t, opened, id, s.revised("jeudi")); r.Outcome != networks.Refused {
			t.Errorf("%q is edited: %+v", id, r)
		}
	}
	if limits, _ := s.account.Limits(); limits.Text.Max > 0 {
		long := s.revised("jeudi")
		long.Text = strings.Repeat("pain ", limits.Text.Max)
		if r := s.edit(t.Context(), t, opened, post.RemoteID, long); r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeInvalid || r.Call.Status != 0 {
			t.Errorf("too long: %s (%v), answered %d", r.Outcome, r.Err, r.Call.Status)
		}
	}
	if d, ok := s.Connector.(networks.Deleting); ok {
		if r := d.Delete(t.Context(), opened, post.RemoteID); r.Outcome != networks.Created {
			t.Fatalf("Delete: %s (%v)", r.Outcome, r.Err)
		}
		if r := s.edit(t.Context(), t, opened, post.RemoteID, s.revised("jeudi")); r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeNotFound {
			t.Errorf("gone: %s (%v), want %s and %s", r.Outcome, r.Err, networks.Refused, app.CodeNotFound)
		}
		if n := s.Records(t); n != 0 {
			t.Errorf("the server holds %d posts, want none", n)
		}
	}
}

// testEditFault breaks one edit and looks at what became of the post.
func testEditFault(t *testing.T, s *scene, c faultCase) {
	opened := s.session(t)
	post := s.published(t, opened)
	r := s.broken(t, c, func(ctx context.Context) networks.Result {
		return s.edit(ctx, t, opened, post.RemoteID, s.revised("mardi"))
	})
	if want := s.outcomeOf(c); r.Outcome != want {
		t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, want)
	}
	edits, _ := networks.EditsOf(s.Connector)
	if said := s.Beside.Text(t, post.RemoteID); edits.Repeatable && strings.Contains(said, "mardi") != c.made {
		t.Errorf("it says %q, edited: %v", said, c.made)
	}
	if edits.Repeatable || r.Outcome == networks.Limited {
		opened = s.session(t)
		if r := s.edit(t.Context(), t, opened, post.RemoteID, s.revised("mardi")); r.Outcome != networks.Created {
			t.Errorf("again: %s (%v)", r.Outcome, r.Err)
		} else if said := s.Beside.Text(t, r.RemoteID); !strings.Contains(said, "mardi") {
			t.Errorf("in the end it says %q", said)
		}
	}
	if n := s.Records(t); n != 1 {
		t.Errorf("the server holds %d posts, want 1", n)
	}
	s.wantState(t, networks.AccountConnected)
}

// outcomeOf is what must come of a broken change.
func (s *scene) outcomeOf(c faultCase) networks.Outcome {
	if s.Beside.Bodiless && (c.fault == CutAnswer || c.fault == HalfJSON) {
		return networks.Created
	}
	return c.outcome
}

// broken breaks the change that call makes.
func (s *scene) broken(t *testing.T, c faultCase, call func(context.Context) networks.Result) networks.Result {
	t.Helper()
	s.Faults.BreakCall(s.Beside.Changing, c.fault)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if c.fault == Stall {
		go func() { <-s.Faults.Stalled(); cancel() }()
	}
	r := call(ctx)
	if c.fault == Limit && !r.RetryAfter.Equal(s.Clock.Now().Add(2*time.Minute)) {
		t.Errorf("come back at %v, want in two minutes", r.RetryAfter)
	}
	return r
}

// moderating reports whether the connector takes measures, and the server tells what comes
// of them.
func (s *scene) moderating() bool {
	_, ok := s.Connector.(networks.Moderating)
	return ok && s.Beside.Say != nil && s.Beside.Seen != nil && s.Beside.Changing != nil && !s.Beside.Unread
}

// moderated returns the connector, a session and a message to take measures on.
func (s *scene) moderated(t *testing.T) (networks.Moderating, networks.Session, networks.Message) {
	t.Helper()
	opened := s.session(t)
	post := s.published(t, opened)
	id := s.Beside.Say(t, post.RemoteID, "Vous êtes des voleurs")
	return s.Connector.(networks.Moderating), opened, s.message(t, opened, id)
}

// message reads one message back.
func (s *scene) message(t *testing.T, opened networks.Session, id string) networks.Message {
	t.Helper()
	inbox, err := s.Connector.(networks.Conversing).Messages(t.Context(), opened, "", 50)
	if err != nil {
		t.Fatalf("Messages: %v", err)
	}
	i := slices.IndexFunc(inbox.Messages, func(m networks.Message) bool { return m.ID == id })
	if i < 0 {
		t.Fatalf("%s is not in %+v", id, inbox)
	}
	return inbox.Messages[i]
}

// holds reports whether things are as a measure wants them.
func (s *scene) holds(t *testing.T, m networks.Measure, on networks.Message) bool {
	t.Helper()
	switch m {
	case networks.Block:
		return s.Beside.Blocked(t, on.Author.ID)
	case networks.Show:
		return s.Beside.Seen(t, on.ID)
	}
	return !s.Beside.Seen(t, on.ID)
}

func testModerate(t *testing.T, s *scene) {
	c, opened, on := s.moderated(t)
	other := s.Beside.Say
	for _, m := range c.Measures() {
		if m == networks.Remove {
			continue // at the end
		}
		for turn := range 2 {
			r := c.Moderate(t.Context(), opened, m, on)
			s.changed(t, r)
			if r.Outcome != networks.Created || !s.holds(t, m, on) {
				t.Errorf("%s, turn %d: %s (%v), holds: %v", m, turn, r.Outcome, r.Err, s.holds(t, m, on))
			}
		}
		away := opened
		away.Account.Service = "http://127.0.0.1:1"
		if r := c.Moderate(t.Context(), away, m, on); r.Outcome != networks.Limited {
			t.Errorf("%s, out of reach: %s (%v)", m, r.Outcome, r.Err)
		}
	}
	if slices.Contains(c.Measures(), networks.Remove) {
		post := s.saying(s.Content.Text+" (autre)").published(t, opened)
		on := s.message(t, opened, other(t, post.RemoteID, "Encore"))
		for turn := range 2 {
			r := c.Moderate(t.Context(), opened, networks.Remove, on)
			s.changed(t, r)
			if r.Outcome != networks.Created || s.Beside.Seen(t, on.ID) {
				t.Errorf("remove, turn %d: %s (%v)", turn, r.Outcome, r.Err)
			}
		}
	}
	for _, m := range []networks.Measure{"", "burn"} {
		if r := c.Moderate(t.Context(), opened, m, on); r.Outcome != networks.Refused || r.Call.Status != 0 {
			t.Errorf("%q: %+v", m, r)
		}
	}
	for _, id := range []string{"", "../../etc/passwd", "a b&c=d"} {
		nobody := networks.Message{ID: id, Author: networks.Author{ID: id}}
		for _, m := range c.Measures() {
			if r := c.Moderate(t.Context(), opened, m, nobody); r.Outcome != networks.Refused {
				t.Errorf("%s on %q: %+v", m, id, r)
			}
		}
	}
}

// testMeasureFault breaks the mildest measure, which is then taken again.
func testMeasureFault(t *testing.T, s *scene, c faultCase) {
	moderating, opened, on := s.moderated(t)
	m := moderating.Measures()[0]
	r := s.broken(t, c, func(ctx context.Context) networks.Result { return moderating.Moderate(ctx, opened, m, on) })
	s.changed(t, r)
	if want := s.outcomeOf(c); r.Outcome != want || s.holds(t, m, on) != c.made {
		t.Fatalf("outcome %s (%v), want %s; holds: %v, want %v", r.Outcome, r.Err, want, s.holds(t, m, on), c.made)
	}
	r = moderating.Moderate(t.Context(), s.session(t), m, on)
	s.changed(t, r)
	if r.Outcome != networks.Created || !s.holds(t, m, on) {
		t.Errorf("again: %s (%v)", r.Outcome, r.Err)
	}
	s.wantState(t, networks.AccountConnected)
}
