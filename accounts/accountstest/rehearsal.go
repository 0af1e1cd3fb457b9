package accountstest

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// calls notes what a server is asked.
type calls struct {
	mu   sync.Mutex
	made []string // those that may make something
}

// watch notes what the server of a scene is asked from now on.
func (s *scene) watch() *calls {
	var c calls
	s.Faults.Watch(func(r *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		reads := r.Method == http.MethodGet || s.Reads != nil && s.Reads(r)
		if !reads || s.Faults.Mutating(r) {
			c.made = append(c.made, r.Method+" "+r.URL.Path)
		}
	})
	return &c
}

// check holds a rehearsal against what it must never do.
func (c *calls) check(t *testing.T, s *scene, before int) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.made) > 0 {
		t.Errorf("reading alone makes calls that may make something: %q", c.made)
	}
	if n := s.Records(t); n != before {
		t.Errorf("the server holds %d posts, and held %d before", n, before)
	}
}

// rehearse rehearses a content; false where the connector cannot. The error is held
// against the secrets of the account.
func (s *scene) rehearse(t *testing.T, opened networks.Session, c networks.Content) (can bool, err error) {
	t.Helper()
	rehearsing, can := s.Connector.(networks.Rehearsing)
	if !can {
		return false, nil
	}
	before, asked := s.Records(t), s.watch()
	err = rehearsing.Rehearse(t.Context(), opened, c)
	asked.check(t, s, before)
	s.told(t, err)
	return true, err
}

// told checks what holds of every error of a call that reads.
func (s *scene) told(t *testing.T, err error) {
	t.Helper()
	s.check(t, networks.Result{Err: err})
	var e *app.Error
	if err != nil && (!errors.As(err, &e) || e.Key == "") {
		t.Errorf("an error without a sentence: %v", err)
	}
}

func testRehearse(t *testing.T, s *scene) {
	opened := s.session(t)
	if can, err := s.rehearse(t, opened, s.Content); can && err != nil {
		t.Errorf("what the network takes: %v", err)
	}
	// With a session that must be renewed, too.
	s.Clock.Advance(s.TokenLife + time.Minute)
	if can, err := s.rehearse(t, s.session(t), s.Content); can && err != nil {
		t.Errorf("with an old session: %v", err)
	}
	s.wantState(t, networks.AccountConnected)
}

func testRehearseBeyond(t *testing.T, s *scene) {
	nothing, endless := s.Content, s.Content
	nothing.Text, nothing.Images, nothing.Film = "", nil, nil
	endless.Text = strings.Repeat("Le pain sort du four. ", 5000)
	all := []networks.Content{nothing}
	if l, _ := s.account.Limits(); l.Text.Max > 0 {
		all = append(all, endless)
	}
	for _, c := range all {
		if can, err := s.rehearse(t, s.session(t), c); can && app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("a text of %d bytes: %v, want %s", len(c.Text), err, app.CodeInvalid)
		}
	}
}

func testRehearseUnreachable(t *testing.T, s *scene) {
	// Of what is not asked before a session is old, nothing is known either.
	s.Clock.Advance(s.TokenLife + time.Minute)
	opened := s.session(t)
	opened.Account.Service = "http://127.0.0.1:1" // nobody listens on tcpmux
	if can, err := s.rehearse(t, opened, s.Content); can && !s.Unasked && app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("%v, want %s", err, app.CodeUnavailable)
	}
	s.Faults.Down(true)
	if can, err := s.rehearse(t, s.session(t), s.Content); can && !s.Unasked && app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("cut off: %v, want %s", err, app.CodeUnavailable)
	}
	s.wantState(t, networks.AccountConnected)
}

func testRehearseDead(t *testing.T, s *scene) {
	opened := s.session(t)
	s.Revoke(t)
	s.Clock.Advance(s.TokenLife + time.Minute)
	can, err := s.rehearse(t, opened, s.Content)
	if !can || s.Unasked {
		return
	}
	if app.CodeOf(err) != app.CodeUnauthorised {
		t.Errorf("%v, want %s", err, app.CodeUnauthorised)
	}
	if err := s.sessions.Report(t.Context(), s.account.ID, err); err != nil {
		t.Fatal(err)
	}
	s.wantState(t, networks.AccountExpired)
}

// testQuotas asks what is left, before and after the account's credential died.
func testQuotas(t *testing.T, s *scene) {
	metered, can := s.Connector.(networks.Metered)
	if !can {
		return
	}
	opened, before, asked := s.session(t), s.Records(t), s.watch()
	quotas, err := metered.Quotas(t.Context(), opened)
	asked.check(t, s, before)
	if err != nil {
		t.Fatalf("Quotas: %v", err)
	}
	for _, q := range quotas {
		if q.Kind == "" || q.Max <= 0 || q.Left < 0 || q.Left > q.Max || q.Per < 0 {
			t.Errorf("no quota: %+v", q)
		}
		if !q.Resets.IsZero() && (!q.Resets.After(s.Clock.Now()) || q.Per > 0) {
			t.Errorf("it resets at %v: %+v", q.Resets, q)
		}
	}
	s.Faults.Down(true)
	_, err = metered.Quotas(t.Context(), opened)
	s.told(t, err)
	if app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("cut off: %v, want %s", err, app.CodeUnavailable)
	}
	s.Faults.Down(false)
	s.Revoke(t)
	s.Clock.Advance(s.TokenLife + time.Minute)
	_, err = metered.Quotas(t.Context(), s.session(t))
	s.told(t, err)
	if app.CodeOf(err) != app.CodeUnauthorised {
		t.Errorf("with a dead credential: %v, want %s", err, app.CodeUnauthorised)
	}
}

// Want fails unless an error has a code and a sentence; code "" is for no error.
func Want(t testing.TB, what string, err error, code app.Code, key string) {
	t.Helper()
	var e *app.Error
	if app.CodeOf(err) != code || code != "" && (!errors.As(err, &e) || e.Key != key) {
		t.Errorf("%s: %v, want %s %s", what, err, code, key)
	}
}
