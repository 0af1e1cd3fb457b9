package accountstest

import (
	"context"
	"errors"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Beside is what the parts of the suite beside publishing need of a server: a part
// whose function is nil is left out.
type Beside struct {
	// Text returns what a post of the account says on the server.
	Text func(t *testing.T, remoteID string) string
	// Changing recognises the calls that edit, or take a measure.
	Changing func(*http.Request) bool
	// Bodiless says that changes are answered with a status alone: nothing of such an
	// answer can get lost.
	Bodiless bool
	// Unread says that the network lets nothing of this very account be read, which it
	// tells as a permission that is missing.
	Unread bool
	// Like makes a stranger react to a post once.
	Like func(t *testing.T, remoteID string)
	// Followers is how many followers the account has.
	Followers float64
	// Say makes a stranger write under a post of the account and returns the message's ID.
	Say func(t *testing.T, remoteID, text string) string
	// Answers returns how many answers of the account a message has.
	Answers func(t *testing.T, messageID string) int
	// Seen reports whether everybody sees a message; Blocked whether an author may no
	// longer write to the account.
	Seen    func(t *testing.T, messageID string) bool
	Blocked func(t *testing.T, authorID string) bool
}

// runBeside runs the parts that a connector has a part in, as the harness of an account
// tells: no other account is made for one that has none.
func runBeside(run func(string, func(*testing.T, *scene)), h *Harness) {
	first := &scene{Harness: h}
	part := func(has bool, name string, test func(*testing.T, *scene)) {
		if has {
			run(name, test)
		}
	}
	part(first.listing(), "lists what was published", testList)
	part(first.listing(), "lists again and again", testEndlessList)
	part(first.measuring(), "measures", testMeasure)
	part(first.measuring(), "measures nothing of strangers", testMeasureStrangers)
	for _, reading := range readings {
		part(reading.ask(first, "") != nil, reading.name+", which goes wrong", func(t *testing.T, s *scene) { testReading(t, s, reading) })
	}
	_, conversing := first.conversing()
	part(first.editable(), "edits", testEdit)
	part(conversing, "converses", testConverse)
	part(conversing, "answers once", testAnswerOnce)
	part(conversing, "reads what is hostile", testHostile)
	part(first.moderating(), "moderates", testModerate)
	for _, c := range cases {
		if _, ok := h.Faults.Answers[c.fault]; c.fault == Duplicate || c.spoken && !ok {
			continue
		}
		part(first.editable(), "edit: "+string(c.fault), func(t *testing.T, s *scene) { testEditFault(t, s, c) })
		part(first.moderating(), "measure: "+string(c.fault), func(t *testing.T, s *scene) { testMeasureFault(t, s, c) })
	}
}

// listing reports whether the connector lists posts of this account; answers may have a
// list of their own.
func (s *scene) listing() bool {
	_, ok := s.Connector.(networks.Listing)
	return ok && !s.Beside.Unread && s.Content.Answers == (networks.Thread{})
}

func (s *scene) measuring() bool {
	_, ok := s.Connector.(networks.Measuring)
	return ok && !s.Beside.Unread && (s.Beside.Like != nil || s.Beside.Followers > 0)
}

// reading is something that is read, of an account that published one post.
type reading struct {
	name string
	// ask is nil where the connector or the server does not have it.
	ask func(s *scene, post string) func(context.Context, networks.Session) error
}

var readings = []reading{
	{"listing", func(s *scene, _ string) func(context.Context, networks.Session) error {
		c, ok := s.Connector.(networks.Listing)
		if !ok {
			return nil
		}
		return func(ctx context.Context, opened networks.Session) error {
			_, err := c.Posts(ctx, opened, s.Clock.Now().Add(-time.Hour), 50)
			return err
		}
	}},
	{"figures of the account", func(s *scene, _ string) func(context.Context, networks.Session) error {
		c, ok := s.Connector.(networks.Measuring)
		if !ok || s.Beside.Followers == 0 {
			return nil
		}
		return func(ctx context.Context, opened networks.Session) error {
			_, err := c.AccountFigures(ctx, opened)
			return err
		}
	}},
	{"figures of posts", func(s *scene, post string) func(context.Context, networks.Session) error {
		c, ok := s.Connector.(networks.Measuring)
		if !ok || s.Beside.Like == nil {
			return nil
		}
		return func(ctx context.Context, opened networks.Session) error {
			_, err := c.PostFigures(ctx, opened, []string{post})
			return err
		}
	}},
	{"messages", func(s *scene, _ string) func(context.Context, networks.Session) error {
		c, ok := s.Connector.(networks.Conversing)
		if !ok || s.Beside.Say == nil {
			return nil
		}
		return func(ctx context.Context, opened networks.Session) error {
			_, err := c.Messages(ctx, opened, "", 50)
			return err
		}
	}},
}

// testReading reads while things go wrong: each time the error tells what kind of trouble
// it is, and the account stays connected unless the network took its credential back.
func testReading(t *testing.T, s *scene, what reading) {
	opened := s.session(t)
	post := s.published(t, opened)
	ask := what.ask(s, post.RemoteID)
	err := ask(t.Context(), opened)
	if s.Beside.Unread {
		if app.CodeOf(err) != app.CodeConflict {
			t.Errorf("%v, of what the network lets nobody read", err)
		}
		return
	}
	if err != nil {
		t.Fatalf("nothing is wrong: %v", err)
	}
	question := func(r *http.Request) bool { return !s.Faults.Mutating(r) }
	// A token is declared dead to who shows one.
	signed := func(r *http.Request) bool {
		return question(r) && (r.Header.Get("Authorization") != "" || r.URL.Query().Has("access_token"))
	}
	for fault, code := range map[Fault]app.Code{
		Limit: app.CodeLimited, FailBefore: app.CodeUnavailable, HalfJSON: app.CodeUnavailable, CutAnswer: app.CodeUnavailable,
		Nonsense: app.CodeUnavailable, DeadToken: "",
	} {
		if _, ok := s.Faults.Answers[fault]; (fault == Limit || fault == DeadToken) && !ok {
			continue
		}
		s.Faults.BreakCall(question, fault)
		if fault == DeadToken {
			s.Faults.BreakCall(signed, fault)
		}
		err := ask(t.Context(), opened)
		s.Faults.BreakCall(nil, None)
		// A session that lives long may be too young to be renewed.
		young := fault == DeadToken && s.TokenLife >= 24*time.Hour && app.CodeOf(err) == app.CodeUnavailable
		if app.CodeOf(err) != code && !young {
			t.Errorf("%s: %v, want %q", fault, err, code)
		}
		var l wire.Later
		if fault == Limit && (!errors.As(err, &l) || !l.Until.Equal(s.Clock.Now().Add(2*time.Minute))) {
			t.Errorf("%s: come back at %v, want in two minutes", fault, l.Until)
		}
		s.checkError(t, err)
	}
	away := opened
	away.Account.Service = "http://127.0.0.1:1"
	if err := ask(t.Context(), away); app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("out of reach: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := ask(ended, opened); app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("given up: %v", err)
	}
	s.wantState(t, networks.AccountConnected)

	s.Clock.Advance(s.TokenLife + time.Minute)
	if err := ask(t.Context(), s.session(t)); err != nil {
		t.Errorf("with an old session: %v", err)
	}
	s.wantState(t, networks.AccountConnected)
	opened = s.session(t)
	s.Revoke(t)
	s.Clock.Advance(s.TokenLife + time.Minute)
	// What everybody sees needs no credential.
	if err := ask(t.Context(), opened); err != nil && app.CodeOf(err) != app.CodeUnauthorised {
		t.Errorf("revoked: %v", err)
	}
}

// checkError holds an error against the secrets of the account.
func (s *scene) checkError(t *testing.T, err error) {
	t.Helper()
	var e *app.Error
	if err != nil && (!errors.As(err, &e) || e.Key == "") {
		t.Errorf("without a sentence: %v", err)
	}
	s.check(t, networks.Result{Err: err})
}

// published publishes the harness's content.
func (s *scene) published(t *testing.T, opened networks.Session) networks.Result {
	t.Helper()
	note := s.prepare(t, opened)
	r := s.publish(t.Context(), t, opened, note, s.identify(note))
	if r.Outcome != networks.Created {
		t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, networks.Created)
	}
	return r
}

func testList(t *testing.T, s *scene) {
	c := s.Connector.(networks.Listing)
	opened, start := s.session(t), s.Clock.Now()
	list := func(since time.Time, limit int) networks.Posts {
		t.Helper()
		posts, err := c.Posts(t.Context(), opened, since, limit)
		if err != nil {
			t.Fatalf("Posts: %v", err)
		}
		if !slices.IsSortedFunc(posts.List, func(a, b networks.Post) int { return b.CreatedAt.Compare(a.CreatedAt) }) {
			t.Errorf("not the newest first: %+v", posts.List)
		}
		return posts
	}
	if none := list(start.Add(-time.Minute), 10); len(none.List) != 0 || !none.Whole {
		t.Errorf("before anything was published: %+v", none)
	}
	made := make(map[string]string)
	for _, mark := range []string{"premier", "deuxième", "troisième"} {
		s.Clock.Advance(time.Minute)
		r := s.saying(s.Content.Text+" ("+mark+")").published(t, opened)
		made[r.RemoteID] = r.Permalink + " " + mark
	}
	posts := list(start.Add(-time.Minute), 10)
	if len(posts.List) != len(made) || !posts.Whole {
		t.Fatalf("listed %+v, want %v", posts, made)
	}
	for _, p := range posts.List {
		link, mark, _ := strings.Cut(made[p.ID], " ")
		if mark == "" || p.Permalink != link || !strings.Contains(p.Text, mark) || p.CreatedAt.Location() != time.UTC {
			t.Errorf("listed %+v, want %s of %v", p, mark, made)
		}
		if p.CreatedAt.Before(start.Add(-time.Minute)) || p.CreatedAt.After(s.Clock.Now().Add(time.Minute)) {
			t.Errorf("made at %v", p.CreatedAt)
		}
	}
	if two := list(start.Add(-time.Minute), 2); len(two.List) != 2 || two.Whole || two.List[0] != posts.List[0] {
		t.Errorf("at most two: %+v", two)
	}
	since := posts.List[1].CreatedAt
	want := 0
	for _, p := range posts.List {
		if !p.CreatedAt.Before(since) {
			want++
		}
	}
	if some := list(since, 10); len(some.List) != want || !some.Whole {
		t.Errorf("since %v: %+v, want %d", since, some, want)
	}
	if none := list(s.Clock.Now().Add(time.Hour), 10); len(none.List) != 0 {
		t.Errorf("of the future: %+v", none)
	}
}

func testEndlessList(t *testing.T, s *scene) {
	c := s.Connector.(networks.Listing)
	opened := s.session(t)
	s.published(t, opened)
	s.Faults.Replay(true)
	before := s.Faults.Calls()
	posts, err := c.Posts(t.Context(), opened, s.Clock.Now().Add(-time.Hour), 1000)
	if err != nil || len(posts.List) != 1 {
		t.Errorf("%+v, %v; want the one post", posts, err)
	}
	if n := s.Faults.Calls() - before; n > 25 {
		t.Errorf("asked %d times", n)
	}
}

func testMeasure(t *testing.T, s *scene) {
	c := s.Connector.(networks.Measuring)
	opened := s.session(t)
	if s.Beside.Followers > 0 {
		figures, err := c.AccountFigures(t.Context(), opened)
		if err != nil {
			t.Fatalf("AccountFigures: %v", err)
		}
		s.checkFigures(t, figures)
		if f, ok := figureOf(figures, networks.Followers); !ok || f.Value != s.Beside.Followers {
			t.Errorf("figures %+v, want %v followers", figures, s.Beside.Followers)
		}
	}
	if s.Beside.Like == nil {
		return
	}
	post := s.published(t, opened)
	for want := range 2 {
		all, err := c.PostFigures(t.Context(), opened, []string{post.RemoteID})
		if err != nil {
			t.Fatalf("PostFigures: %v", err)
		}
		s.checkFigures(t, all[post.RemoteID])
		if f, ok := figureOf(all[post.RemoteID], networks.Interactions); !ok || f.Value != float64(want) {
			t.Errorf("figures %+v, want %d interactions", all, want)
		}
		s.Beside.Like(t, post.RemoteID)
	}
}

func testMeasureStrangers(t *testing.T, s *scene) {
	c := s.Connector.(networks.Measuring)
	if s.Beside.Like == nil {
		return
	}
	opened := s.session(t)
	for _, ids := range [][]string{nil, {""}, {"../../etc/passwd", "a b&c=d", strings.Repeat("9", 5000)}} {
		if all, err := c.PostFigures(t.Context(), opened, ids); err != nil || len(all) != 0 {
			t.Errorf("%.80q: %v, %v", ids, all, err)
		}
	}
}

func figureOf(figures []networks.Figure, m networks.Metric) (networks.Figure, bool) {
	i := slices.IndexFunc(figures, func(f networks.Figure) bool { return f.Metric == m })
	if i < 0 {
		return networks.Figure{}, false
	}
	return figures[i], true
}

// checkFigures checks what holds of every figure.
func (s *scene) checkFigures(t *testing.T, figures []networks.Figure) {
	t.Helper()
	for _, f := range figures {
		if f.Value < 0 || math.IsNaN(f.Value) || math.IsInf(f.Value, 0) || f.Source == "" || !f.ReadAt.Equal(s.Clock.Now()) || f.From.After(f.To) {
			t.Errorf("figure %+v", f)
		}
		if g, _ := figureOf(figures, f.Metric); g != f && g.From.Equal(f.From) {
			t.Errorf("%s is told twice: %+v and %+v", f.Metric, g, f)
		}
	}
}
