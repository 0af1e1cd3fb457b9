package networks

import (
	"context"
	"errors"
	"time"

	"parvis/app"
	"parvis/app/jobs"
)

// Expiring is a connector whose credentials end at a time that its network tells.
type Expiring interface {
	Connector
	// Expires returns when a credential ends unless it is renewed before, by its
	// owner who connects the account again or by a connector that is Renewing; zero
	// when the network did not tell. It asks nobody.
	Expires(c Credential) time.Time
}

// Renewing is a connector some of whose credentials can be renewed, but only while
// they live: an account at rest would lose its own.
type Renewing interface {
	Expiring
	// Refresh renews the credential of a session through Session.Renew once its time
	// has come, and does nothing before. Errors are those of Obtain.
	Refresh(ctx context.Context, s Session) error
}

// Expiry is when the credential of an account ends.
type Expiry struct {
	At time.Time // zero when nobody told
	// Renewed says that Parvis renews it before, by itself, as long as the network can
	// be reached.
	Renewed bool
}

// Expiry returns when the credential of an account ends, as far as its network told:
// zero when it told nothing, or the account has no credential that serves. It waits
// for nobody who renews it just now. It fails with CodeUnavailable when the keyring
// cannot be reached.
func (s *AccountService) Expiry(ctx context.Context, id app.ID) (Expiry, error) {
	a, err := s.accounts.Account(ctx, id)
	if err != nil {
		return Expiry{}, err
	}
	connector, _ := s.directory.Connector(a.Network)
	expiring, ok := connector.(Expiring)
	if !ok || a.State != AccountConnected {
		return Expiry{}, nil
	}
	c, err := s.sessions.peek(ctx, id)
	if app.CodeOf(err) == app.CodeNotFound {
		return Expiry{}, nil
	}
	if err != nil {
		return Expiry{}, err
	}
	_, renewing := connector.(Renewing)
	e := Expiry{At: expiring.Expires(c)}
	e.Renewed = renewing && !e.At.IsZero()
	return e, nil
}

// RenewalJob is the name of the job that renews credentials.
const RenewalJob = "renewal"

const (
	// renewalPeriod is how often credentials are looked at: those that are renewed so
	// have weeks left.
	renewalPeriod = 12 * time.Hour
	// renewalTime bounds the renewal of one credential.
	renewalTime = time.Minute
)

// RenewalJob returns the renewal of the credentials that end unless they are renewed.
func (s *AccountService) RenewalJob() jobs.Job {
	return jobs.Job{Name: RenewalJob, Every: renewalPeriod, AtStart: true, Run: func(ctx context.Context) (time.Time, error) {
		return time.Time{}, s.Refresh(ctx)
	}}
}

// Refresh renews every credential whose time has come. One that the network declares
// dead marks its account expired, and is no failure of this; it fails when a
// credential could not be renewed now, once all the others were looked at.
func (s *AccountService) Refresh(ctx context.Context) error {
	all, err := s.accounts.Accounts(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, a := range all {
		connector, _ := s.directory.Connector(a.Network)
		renewing, ok := connector.(Renewing)
		if !ok || a.State != AccountConnected {
			continue
		}
		switch err := s.refresh(ctx, renewing, a.ID); app.CodeOf(err) {
		case "", app.CodeUnauthorised, app.CodeNotFound:
		default:
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

func (s *AccountService) refresh(ctx context.Context, connector Renewing, id app.ID) error {
	ctx, cancel := context.WithTimeout(ctx, renewalTime)
	defer cancel()
	session, err := s.sessions.Open(ctx, id)
	if err != nil {
		return err
	}
	return connector.Refresh(ctx, session)
}
