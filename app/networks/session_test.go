package networks_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

const (
	business app.ID = "019aa6f0-0000-7000-8000-00000000beef"
	account  app.ID = "019aa6f0-0000-7000-8000-00000000000a"
)

var now = time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC)

// office is everything the sessions of a business stand on.
type office struct {
	accounts *networkstest.Accounts
	vault    *networkstest.Vault
	sessions *networks.Sessions
	events   *app.Events
	changes  atomic.Int32
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{accounts: &networkstest.Accounts{}, vault: &networkstest.Vault{}, events: app.NewEvents()}
	t.Cleanup(app.On(o.events, func(networks.AccountsChanged) { o.changes.Add(1) }))
	o.sessions = networks.NewSessions(business, o.accounts, o.vault, app.FixedClock(now), o.events)
	return o
}

// connected adds an account whose session is "one".
func (o *office) connected(t *testing.T) {
	t.Helper()
	if err := o.accounts.SaveAccount(t.Context(), networks.Account{
		ID: account, Network: networks.Bluesky, Handle: "martin.bsky.social", RemoteID: "did:plc:martin", State: networks.AccountConnected,
	}); err != nil {
		t.Fatal(err)
	}
	if err := o.vault.Store(t.Context(), business, account, networks.Credential{Identifier: "martin", Secret: "pain", Session: "one"}); err != nil {
		t.Fatal(err)
	}
}

func (o *office) open(t *testing.T) networks.Session {
	t.Helper()
	s, err := o.sessions.Open(t.Context(), account)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return s
}

func (o *office) account(t *testing.T) networks.Account {
	t.Helper()
	a, err := o.accounts.Account(t.Context(), account)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (o *office) kept(t *testing.T) networks.Credential {
	t.Helper()
	c, err := o.vault.Load(t.Context(), business, account)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func gives(session string, err error) networks.Obtain {
	return func(context.Context, networks.Credential) (string, error) { return session, err }
}

func TestRenewKeepsTheNewSession(t *testing.T) {
	o := newOffice(t)
	o.connected(t)
	s := o.open(t)
	got, err := s.Renew(t.Context(), "one", gives("two", nil))
	if err != nil || got != "two" {
		t.Fatalf("Renew: %q, %v", got, err)
	}
	if diff := cmp.Diff(networks.Credential{Identifier: "martin", Secret: "pain", Session: "two"}, o.kept(t)); diff != "" {
		t.Errorf("in the vault (-want +got):\n%s", diff)
	}
	if a := o.account(t); !a.LastSuccess.Equal(now) || o.changes.Load() != 1 {
		t.Errorf("last success %v and %d events, want %v and 1", a.LastSuccess, o.changes.Load(), now)
	}
	// Whoever still holds the old session gets the new one without asking.
	got, err = s.Renew(t.Context(), "one", gives("", errors.New("asked again")))
	if err != nil || got != "two" {
		t.Errorf("second holder: %q, %v", got, err)
	}
}

func TestRenewNeverKeepsAnEmptySession(t *testing.T) {
	o := newOffice(t)
	o.connected(t)
	if _, err := o.open(t).Renew(t.Context(), "one", gives("", nil)); err == nil {
		t.Error("an empty session passed")
	}
	if c := o.kept(t); c.Session != "one" {
		t.Errorf("the vault holds session %q, want the former one", c.Session)
	}
}

func TestOnlyADeadCredentialExpiresAnAccount(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want networks.AccountState
	}{
		{app.Fail(app.CodeUnauthorised, "x"), networks.AccountExpired},
		{fmt.Errorf("renewing: %w", app.Fail(app.CodeUnauthorised, "x")), networks.AccountExpired},
		{app.Fail(app.CodeUnavailable, "x"), networks.AccountConnected},
		{app.Fail(app.CodeLimited, "x"), networks.AccountConnected},
		{app.Fail(app.CodeConflict, "x"), networks.AccountConnected},
		{errors.New("connection reset by peer"), networks.AccountConnected},
		{context.DeadlineExceeded, networks.AccountConnected},
	} {
		t.Run(tt.err.Error(), func(t *testing.T) {
			o := newOffice(t)
			o.connected(t)
			_, err := o.open(t).Renew(t.Context(), "one", gives("", tt.err))
			if !errors.Is(err, tt.err) {
				t.Errorf("Renew: %v, want obtain's own error", err)
			}
			if got := o.account(t).State; got != tt.want {
				t.Errorf("after renewing the account is %s, want %s", got, tt.want)
			}
			if c := o.kept(t); c.Session != "one" {
				t.Errorf("session %q, want the former one", c.Session)
			}

			o = newOffice(t)
			o.connected(t)
			if err := o.sessions.Report(t.Context(), account, tt.err); err != nil {
				t.Fatal(err)
			}
			if got := o.account(t).State; got != tt.want {
				t.Errorf("after a report the account is %s, want %s", got, tt.want)
			}
		})
	}
}

func TestReportOfALateCallDoesNotReviveAnAccount(t *testing.T) {
	o := newOffice(t)
	o.connected(t)
	for _, outcome := range []error{nil, app.Fail(app.CodeUnauthorised, "x"), nil} {
		if err := o.sessions.Report(t.Context(), account, outcome); err != nil {
			t.Fatal(err)
		}
	}
	if a := o.account(t); a.State != networks.AccountExpired || !a.LastSuccess.Equal(now) {
		t.Errorf("the account is %s, last success %v", a.State, a.LastSuccess)
	}
}

func TestOneRefresherPerAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		o.connected(t)
		var asked, at atomic.Int32
		var wg sync.WaitGroup
		// All hold the same session before the first finds it stale.
		all := make([]networks.Session, 8)
		for i := range all {
			all[i] = o.open(t)
		}
		for _, s := range all {
			wg.Go(func() {
				session, err := s.Renew(t.Context(), s.Credential.Session, func(context.Context, networks.Credential) (string, error) {
					asked.Add(1)
					if at.Add(1) > 1 {
						t.Error("two refreshers at once")
					}
					time.Sleep(time.Second)
					at.Add(-1)
					return "two", nil
				})
				if err != nil || session != "two" {
					t.Errorf("Renew: %q, %v", session, err)
				}
			})
		}
		wg.Wait()
		if n := asked.Load(); n != 1 {
			t.Errorf("the network was asked %d times, want once", n)
		}
	})
}

func TestWaitingForARefresherEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		o.connected(t)
		s := o.open(t)
		release := make(chan struct{})
		go func() {
			_, _ = s.Renew(t.Context(), "one", func(context.Context, networks.Credential) (string, error) {
				<-release
				return "two", nil
			})
		}()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := s.Renew(ctx, "one", gives("three", nil)); app.CodeOf(err) != app.CodeUnavailable {
			t.Errorf("Renew: %v, want %s", err, app.CodeUnavailable)
		}
		close(release)
		synctest.Wait()
		if c := o.kept(t); c.Session != "two" {
			t.Errorf("session %q, want two", c.Session)
		}
	})
}

func TestRenewedSessionSurvivesALockedVault(t *testing.T) {
	o := newOffice(t)
	o.connected(t)
	s := o.open(t)
	o.vault.Err = app.Fail(app.CodeUnavailable, "vault.error.keyring_locked")
	if got, err := s.Renew(t.Context(), "one", gives("two", nil)); err != nil || got != "two" {
		t.Fatalf("Renew: %q, %v", got, err)
	}
	if got := o.open(t).Credential.Session; got != "two" {
		t.Errorf("opened with %q while the vault is locked, want two", got)
	}
	o.vault.Err = nil
	o.open(t)
	if c := o.kept(t); c.Session != "two" {
		t.Errorf("once unlocked the vault holds %q, want two", c.Session)
	}
}

func TestRenewalIsWrittenDownThoughItsCallerGaveUp(t *testing.T) {
	o := newOffice(t)
	o.connected(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := o.open(t).Renew(ctx, "one", func(context.Context, networks.Credential) (string, error) {
		cancel()
		return "two", nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if c := o.kept(t); c.Session != "two" {
		t.Errorf("session %q, want two", c.Session)
	}
}

func TestOpenSaysWhatIsMissing(t *testing.T) {
	o := newOffice(t)
	_, err := o.sessions.Open(t.Context(), account)
	if app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("no such account: %v", err)
	}
	o.connected(t)
	if err := o.vault.Forget(t.Context(), business, account); err != nil {
		t.Fatal(err)
	}
	if _, err = o.sessions.Open(t.Context(), account); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("no credential on this computer: %v", err)
	}
	for state, code := range map[networks.AccountState]app.Code{
		networks.AccountHandFed: app.CodeConflict, networks.AccountExpired: app.CodeUnauthorised,
	} {
		a := o.account(t)
		a.State = state
		if err := o.accounts.SaveAccount(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if _, err = o.sessions.Open(t.Context(), account); app.CodeOf(err) != code {
			t.Errorf("%s: %v, want %s", state, err, code)
		}
	}
}
