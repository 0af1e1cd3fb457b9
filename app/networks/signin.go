package networks

import (
	"cmp"
	"context"
	"net"
	"net/url"

	"parvis/app"
)

// SignIn has the owner give consent in a browser and keeps the account and its
// credential, as Connect does. open is called once, off the main goroutine, with
// the page to show; its error ends the sign-in. service may be empty where the
// network has one server only, client zero where it wants no application of the
// owner's. Nothing is kept once ctx has ended: what a network granted in the last
// moment lies unused there. Errors are those of Connect, and CodeUnauthorised when
// the owner refused, CodeUnavailable when nobody came back within five minutes.
func (s *AccountService) SignIn(ctx context.Context, n Network, service string, client Client, open func(page string) error) (Account, error) {
	signed, credential, err := s.consent(ctx, n, service, client, open)
	if err != nil {
		return Account{}, err
	}
	return s.enter(ctx, signed, credential)
}

// ReconnectSignIn is SignIn for an account whose credential died or was forgotten. What
// is left out of client is that of before, where the credential tells. It fails with
// CodeConflict when another account gave its consent.
func (s *AccountService) ReconnectSignIn(ctx context.Context, id app.ID, client Client, open func(page string) error) (Account, error) {
	a, err := s.accounts.Account(ctx, id)
	if err != nil {
		return Account{}, err
	}
	signed, credential, err := s.consent(ctx, a.Network, a.Service, s.completed(ctx, a, client), open)
	if err != nil {
		return Account{}, err
	}
	return s.enterAgain(ctx, a, signed, credential)
}

// completed returns the owner's application with what an account's credential tells of
// it in the place of what is missing.
func (s *AccountService) completed(ctx context.Context, a Account, client Client) Client {
	connector, _ := s.directory.Connector(a.Network)
	remembering, ok := connector.(Remembering)
	if !ok || client.ID != "" && client.Secret != "" {
		return client
	}
	kept, err := s.sessions.kept(ctx, a.ID)
	if err != nil {
		return client // the connector says what is missing
	}
	before := remembering.ClientOf(kept)
	return Client{ID: cmp.Or(client.ID, before.ID), Secret: cmp.Or(client.Secret, before.Secret)}
}

// consent asks for consent in a browser and waits for the answer. It keeps nothing.
func (s *AccountService) consent(ctx context.Context, n Network, service string, client Client, open func(page string) error) (Account, Credential, error) {
	fail := func(err error) (Account, Credential, error) { return Account{}, Credential{}, err }
	asking, ok := s.asking(n)
	if !ok {
		return fail(app.Fail(app.CodeInvalid, "networks.error.no_connector", "Network", n.Name()))
	}
	if err := s.sessions.ready(ctx); err != nil {
		return fail(err)
	}
	back, err := s.loopback.Listen(ctx, EntryOf(n).ports())
	if err != nil {
		return fail(err)
	}
	defer back.Close()
	question, err := asking.Ask(ctx, Request{Service: service, Client: client, Redirect: back.Address(), State: back.State()})
	if err != nil {
		return fail(err)
	}
	if !Openable(question.Page) {
		return fail(app.Fail(app.CodeInvalid, "networks.sign_in.page"))
	}
	if err := ctx.Err(); err != nil {
		return fail(interrupted(err))
	}
	if err := open(question.Page); err != nil {
		return fail(err)
	}
	code, err := back.Wait(ctx)
	if err != nil {
		return fail(err)
	}
	return asking.Answered(ctx, question, code)
}

// asking returns the connector that asks for consent in a browser, if there is one
// and the browser can come back.
func (s *AccountService) asking(n Network) (Asking, bool) {
	connector, _ := s.directory.Connector(n)
	asking, ok := connector.(Asking)
	return asking, ok && s.loopback != nil
}

// Openable reports whether a page may be opened in the owner's browser to sign in:
// over https, or over http on this machine.
func Openable(page string) bool {
	u, err := url.Parse(page)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Opaque != "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && ip != nil && ip.IsLoopback()
}
