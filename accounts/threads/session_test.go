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

// TestRenewalInTime follows a token through its life: it is renewed once it is
// old enough, and trouble with that stops nothing while it lives.
func TestRenewalInTime(t *testing.T) {
	s := fake(t, words())
	session := s.connected(t)
	refused := app.Fail(app.CodeUnavailable, "test.trouble")
	renew := session.Renew
	trouble := true
	session.Renew = func(ctx context.Context, stale string, obtain networks.Obtain) (string, error) {
		if trouble {
			return "", refused
		}
		kept, err := renew(ctx, stale, obtain)
		if err == nil {
			session.Credential.Session = kept
		}
		return kept, err
	}
	s.Clock.Advance(graph.FirstRenewal)
	if _, err := s.Connector.Prepare(t.Context(), session, words(), ""); err != nil {
		t.Errorf("a living token that could not be renewed: %v", err)
	}
	trouble = false
	for range 2 {
		if _, err := s.Connector.Prepare(t.Context(), session, words(), ""); err != nil || s.server.Renewals() != 1 {
			t.Errorf("renewed %d times (%v), want once", s.server.Renewals(), err)
		}
	}
	s.Clock.Advance(8 * 24 * time.Hour)
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
