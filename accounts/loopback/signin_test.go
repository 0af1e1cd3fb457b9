package loopback_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"parvis/accounts/loopback"
	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// network is a network that asks for consent in a browser; the code that its page
// gives names the account.
type network struct{ networks.Connector }

func (network) Ask(_ context.Context, r networks.Request) (networks.Consent, error) {
	return networks.Consent{Page: "https://network.example/authorize", Request: r, Verifier: r.State}, nil
}

func (network) Answered(_ context.Context, c networks.Consent, code string) (networks.Account, networks.Credential, error) {
	if c.Verifier != c.Request.State {
		return networks.Account{}, networks.Credential{}, errors.New("another question")
	}
	return networks.Account{Network: networks.Mastodon, Handle: code, Service: "https://network.example", RemoteID: code}, networks.Credential{Session: code}, nil
}

// world is a business whose accounts are signed in to through a real address.
type world struct {
	service  *networks.AccountService
	accounts *networkstest.Accounts
	vault    *networkstest.Vault
	asked    chan networks.Request // by the network, when its page is opened
}

type watched struct {
	network
	asked chan networks.Request
}

func (w watched) Ask(ctx context.Context, r networks.Request) (networks.Consent, error) {
	w.asked <- r
	return w.network.Ask(ctx, r)
}

func newWorld() *world {
	clock := networkstest.NewClock(time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC))
	w := &world{accounts: &networkstest.Accounts{}, vault: &networkstest.Vault{}, asked: make(chan networks.Request, 1)}
	events := app.NewEvents()
	sessions := networks.NewSessions("business", w.accounts, w.vault, clock, events)
	w.service = networks.NewAccountService(networks.Connectors{networks.Mastodon: watched{asked: w.asked}},
		w.accounts, sessions, app.NewIDs(clock, nil), clock, events).WithLoopback(loopback.New(nil))
	return w
}

// comes sends the owner's browser back with what the network's page gave.
func comes(t *testing.T, r networks.Request, values ...string) {
	t.Helper()
	query := url.Values{"state": {r.State}}
	for i := 0; i < len(values); i += 2 {
		query.Set(values[i], values[i+1])
	}
	transport := &http.Transport{DisableKeepAlives: true}
	defer transport.CloseIdleConnections()
	answer, err := (&http.Client{Transport: transport}).Get(r.Redirect + "?" + query.Encode())
	if err != nil {
		t.Error(err)
		return
	}
	answer.Body.Close()
}

// signIn signs in with a browser that does something once the page is open.
func (w *world) signIn(ctx context.Context, browser func(networks.Request)) (networks.Account, error) {
	ended := make(chan struct{})
	a, err := w.service.SignIn(ctx, networks.Mastodon, "", networks.Client{}, func(string) error {
		r := <-w.asked
		go func() {
			defer close(ended)
			browser(r)
		}()
		return nil
	})
	<-ended
	return a, err
}

func (w *world) keepsNothing(t *testing.T) {
	t.Helper()
	if all, _ := w.accounts.Accounts(t.Context()); len(all) != 0 || w.vault.Len() != 0 {
		t.Errorf("left behind: %d accounts, %d credentials", len(all), w.vault.Len())
	}
}

func TestSignInThroughARealAddress(t *testing.T) {
	w := newWorld()
	a, err := w.signIn(t.Context(), func(r networks.Request) {
		comes(t, r, "state", "forged", "code", "thief")
		comes(t, r, "code", "martin")
	})
	if err != nil || a.Handle != "martin" || a.State != networks.AccountConnected {
		t.Errorf("signed in to %+v, %v", a, err)
	}
	if w.vault.Len() != 1 {
		t.Errorf("%d credentials are kept", w.vault.Len())
	}
}

func TestRefusalThroughARealAddress(t *testing.T) {
	w := newWorld()
	_, err := w.signIn(t.Context(), func(r networks.Request) { comes(t, r, "error", "access_denied") })
	if app.CodeOf(err) != app.CodeUnauthorised || !strings.Contains(err.Error(), "networks.sign_in.denied") {
		t.Errorf("SignIn: %v", err)
	}
	w.keepsNothing(t)
}

func TestGivingUpThroughARealAddress(t *testing.T) {
	w := newWorld()
	ctx, giveUp := context.WithCancel(t.Context())
	var redirect string
	_, err := w.signIn(ctx, func(r networks.Request) {
		redirect = r.Redirect
		giveUp()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("SignIn: %v", err)
	}
	w.keepsNothing(t)
	// The address is free again: a browser that comes late finds nobody.
	if answer, err := http.Get(redirect); err == nil {
		answer.Body.Close()
		t.Error("the address still answers")
	}
}
