package networks

import (
	"context"
	"time"

	"parvis/app"
)

// Metered is a connector whose network tells by reading what it still takes from an
// account.
type Metered interface {
	Connector
	// Quotas asks what is left, by reading alone and at no cost, the most telling
	// first; nothing when the network did not tell. Errors are those of Prepare, and
	// CodeUnauthorised when the credential is dead.
	Quotas(ctx context.Context, s Session) ([]Quota, error)
}

// QuotaKind is what a quota counts.
type QuotaKind string

// What quotas count.
const (
	QuotaPosts   QuotaKind = "posts"
	QuotaReplies QuotaKind = "replies"
	QuotaCalls   QuotaKind = "calls" // anything asked of the network by a program
)

// Quota is how much a network still takes from an account.
type Quota struct {
	Kind QuotaKind
	Left int // never negative
	Max  int
	// Per is the span that is counted over, ending now: what is left grows as posts
	// grow older than that. Zero where the network counts from one instant to another.
	Per time.Duration
	// Resets is when all of Max is left again, zero where the network did not tell.
	Resets time.Time
}

// quotaTime bounds what is asked of a network about quotas.
const quotaTime = time.Minute

// Quotas asks the network of an account what it still takes from it; nothing where
// networks do not tell or the account has no credential that serves. Errors:
// CodeUnavailable when the network or the keyring cannot be reached, CodeLimited when
// it was asked too often, CodeUnauthorised when the credential is dead, which is
// recorded.
func (s *AccountService) Quotas(ctx context.Context, id app.ID) ([]Quota, error) {
	a, err := s.accounts.Account(ctx, id)
	if err != nil {
		return nil, err
	}
	connector, _ := s.directory.Connector(a.Network)
	metered, ok := connector.(Metered)
	if !ok || a.State != AccountConnected {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, quotaTime)
	defer cancel()
	session, err := s.sessions.Open(ctx, id)
	if app.CodeOf(err) == app.CodeNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	quotas, err := metered.Quotas(ctx, session)
	if app.CodeOf(err) == app.CodeUnauthorised {
		// Whether it could be written down changes nothing of what is told.
		_ = s.sessions.Report(context.WithoutCancel(ctx), id, err)
	}
	return quotas, err
}

// Metered reports whether a network tells what it still takes.
func (s *AccountService) Metered(n Network) bool {
	connector, _ := s.directory.Connector(n)
	_, ok := connector.(Metered)
	return ok
}
