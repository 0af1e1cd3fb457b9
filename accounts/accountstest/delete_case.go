package accountstest

import (
	"testing"

	"parvis/app"
	"parvis/app/networks"
)

// testDelete takes a post back, and once more: what is gone is said to be gone.
func testDelete(t *testing.T, s *scene) {
	deleting, can := s.Connector.(networks.Deleting)
	if !can {
		return
	}
	opened := s.session(t)
	note := s.prepare(t, opened)
	r := s.publish(t.Context(), t, opened, note, s.identify(note))
	away := opened
	away.Account.Service = "http://127.0.0.1:1" // nobody listens on tcpmux
	if got := deleting.Delete(t.Context(), away, r.RemoteID); got.Outcome != networks.Limited || app.CodeOf(got.Err) != app.CodeUnavailable {
		t.Errorf("out of reach: %s (%v), want %s: not one byte left", got.Outcome, got.Err, networks.Limited)
	}
	if n := s.Records(t); n != 1 {
		t.Errorf("out of reach, the server holds %d posts, want 1", n)
	}
	for _, when := range []string{"there", "gone already"} {
		got := deleting.Delete(t.Context(), opened, r.RemoteID)
		s.check(t, got)
		if got.Outcome != networks.Created {
			t.Errorf("%s: %s (%v), want %s", when, got.Outcome, got.Err, networks.Created)
		}
	}
	if n := s.Records(t); n != 0 {
		t.Errorf("the server still holds %d posts", n)
	}
}

// testDeleteRevoked takes a post back with a credential that died.
func testDeleteRevoked(t *testing.T, s *scene) {
	deleting, can := s.Connector.(networks.Deleting)
	if !can {
		return
	}
	opened := s.session(t)
	note := s.prepare(t, opened)
	r := s.publish(t.Context(), t, opened, note, s.identify(note))
	s.Revoke(t)
	s.Clock.Advance(s.TokenLife)
	got := deleting.Delete(t.Context(), opened, r.RemoteID)
	s.check(t, got)
	if got.Outcome != networks.Refused || app.CodeOf(got.Err) != app.CodeUnauthorised {
		t.Errorf("%s (%v), want %s and %s", got.Outcome, got.Err, networks.Refused, app.CodeUnauthorised)
	}
	if n := s.Records(t); n != 1 {
		t.Errorf("the server holds %d posts, want 1", n)
	}
}
