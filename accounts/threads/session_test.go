package threads_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"parvis/accounts/graph"
	"parvis/accounts/graph/graphtest"
	"parvis/app"
	"parvis/app/networks"
)

func TestConnect(t *testing.T) {
	s := fake(t, words())
	account, credential, err := s.Connector.Connect(t.Context(), s.Service, "", " "+s.Secret+"\n")
	if err != nil || account.Handle != "boulangerie.martin" || account.RemoteID != s.account.ID || account.Network != networks.Threads {
		t.Errorf("%+v, %v", account, err)
	}
	if credential.Secret != s.Secret || graph.ParseToken(credential.Session).Value != s.Secret {
		t.Errorf("the credential is not what was pasted")
	}
	for _, tt := range []struct {
		name, service, secret string
		code                  app.Code
		key                   string
	}{
		{"nothing pasted", s.Service, " ", app.CodeInvalid, "connector.error.no_credential"},
		{"an address that is none", "threads", s.Secret, app.CodeInvalid, "connector.error.address"},
		{"a token that is none", s.Service, "THAAnone", app.CodeUnauthorised, "connector.error.wrong_credential"},
		{"out of reach", "http://127.0.0.1:1", s.Secret, app.CodeUnavailable, "connector.error.connect_unavailable"},
	} {
		if _, _, err := s.Connector.Connect(t.Context(), tt.service, "", tt.secret); app.CodeOf(err) != tt.code || key(err) != tt.key {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.key)
		}
	}
	s.server.Set(func(b *graphtest.Behaviour) { b.Withheld = true })
	if _, _, err := s.Connector.Connect(t.Context(), s.Service, "", s.Secret); app.CodeOf(err) != app.CodeUnauthorised || !strings.Contains(texts(err), "threads_content_publish") {
		t.Errorf("a token that may not publish: %v", err)
	}
}

// TestConnectLearnsTheEndOfAToken: from the network where it tells, else with the
// first renewal, a day later.
func TestConnectLearnsTheEndOfAToken(t *testing.T) {
	s := fake(t, words())
	s.Clock.Advance(50 * 24 * time.Hour)
	session, renewing := s.connected(t), s.Connector.(networks.Renewing)
	if got, want := renewing.Expires(session.Credential), now.Add(graphtest.TokenLife); !got.Equal(want) {
		t.Errorf("it ends %v, want %v", got, want)
	}
	// It is in its last third already.
	if err := renewing.Refresh(t.Context(), session); err != nil || s.server.Renewals() != 1 {
		t.Errorf("renewed %d times (%v), want once", s.server.Renewals(), err)
	}
	young := fake(t, words())
	young.server.Set(func(b *graphtest.Behaviour) { b.Secretive = true })
	session = young.connected(t)
	renewing = young.Connector.(networks.Renewing)
	if got := renewing.Expires(session.Credential); !got.IsZero() {
		t.Errorf("told by nobody, it ends %v", got)
	}
	if err := renewing.Refresh(t.Context(), session); err != nil || young.server.Renewals() != 0 {
		t.Errorf("renewed %d times (%v) before it is a day old", young.server.Renewals(), err)
	}
	young.Clock.Advance(graph.FirstRenewal)
	if err := renewing.Refresh(t.Context(), session); err != nil || young.server.Renewals() != 1 {
		t.Errorf("renewed %d times (%v), want once", young.server.Renewals(), err)
	}
}

// TestRenewalInTime follows a token through its life: it is renewed once it is
// old enough, and trouble with that stops nothing while it lives.
func TestRenewalInTime(t *testing.T) {
	s := fake(t, words())
	session := s.connected(t)
	refused := app.Fail(app.CodeUnavailable, "test.trouble")
	trouble := true
	session.Renew = func(ctx context.Context, _ string, obtain networks.Obtain) (string, error) {
		if trouble {
			return "", refused
		}
		kept, err := obtain(ctx, session.Credential)
		if err == nil {
			session.Credential.Session = kept
		}
		return kept, err
	}
	refresh := s.Connector.(networks.Renewing)
	told := func(want time.Time) {
		t.Helper()
		if got := refresh.Expires(session.Credential); !got.Equal(want) {
			t.Errorf("it ends %v, want %v", got, want)
		}
	}
	told(now.Add(graphtest.TokenLife))
	s.Clock.Advance(graphtest.TokenLife*2/3 - time.Minute)
	if err := refresh.Refresh(t.Context(), session); err != nil {
		t.Errorf("renewed before its last third: %v", err)
	}
	s.Clock.Advance(time.Minute)
	if err := refresh.Refresh(t.Context(), session); key(err) != "test.trouble" {
		t.Errorf("in its last third: %v", err)
	}
	if _, err := s.Connector.Prepare(t.Context(), session, words(), ""); err != nil {
		t.Errorf("a living token that could not be renewed: %v", err)
	}
	trouble = false
	for range 2 {
		if _, err := s.Connector.Prepare(t.Context(), session, words(), ""); err != nil || s.server.Renewals() != 1 {
			t.Errorf("renewed %d times (%v), want once", s.server.Renewals(), err)
		}
	}
	told(s.Clock.Now().Add(graphtest.TokenLife))
	s.Clock.Advance(graphtest.TokenLife * 2 / 3)
	if _, err := s.Connector.Prepare(t.Context(), session, words(), ""); err != nil || s.server.Renewals() != 2 {
		t.Errorf("renewed %d times (%v), want twice", s.server.Renewals(), err)
	}
	s.Clock.Advance(graphtest.TokenLife)
	trouble = true
	if _, err := s.Connector.Prepare(t.Context(), session, words(), ""); key(err) != "test.trouble" {
		t.Errorf("a dead token: %v", err)
	}
	trouble = false
	if _, err := s.Connector.Prepare(t.Context(), session, words(), ""); app.CodeOf(err) != app.CodeUnauthorised {
		t.Errorf("a dead token: %v", err)
	}
}
