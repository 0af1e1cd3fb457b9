package x

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// scopes are what consent is asked for.
const scopes = "tweet.read tweet.write users.read media.write offline.access"

var (
	idForm   = regexp.MustCompile(`^[0-9]{1,19}$`)
	nameForm = regexp.MustCompile(`^[A-Za-z0-9_]{1,50}$`)
)

// Connect checks the four values of OAuth 1.0a. service is "" for X; identifier
// is not needed; secret holds the values as parseValues reads them.
func (c *Connector) Connect(ctx context.Context, service, _, secret string) (networks.Account, networks.Credential, error) {
	service, ok := wire.Service(service, official)
	if !ok {
		return networks.Account{}, networks.Credential{}, noAddress()
	}
	if strings.TrimSpace(secret) == "" {
		return networks.Account{}, networks.Credential{}, app.Fail(app.CodeInvalid, "connector.error.no_credential", "Network", networks.X.Name())
	}
	v, ok := parseValues(secret)
	if !ok {
		return networks.Account{}, networks.Credential{}, noValues()
	}
	account, err := c.who(ctx, service, v.speak())
	if err != nil {
		return networks.Account{}, networks.Credential{}, unopened(err)
	}
	return account, networks.Credential{Identifier: account.Handle, Secret: v.secret()}, nil
}

// Ask returns the page where X asks for consent. It sends nothing.
func (c *Connector) Ask(_ context.Context, r networks.Request) (networks.Consent, error) {
	service, ok := wire.Service(r.Service, official)
	if !ok {
		return networks.Consent{}, noAddress()
	}
	r.Service = service
	r.Client.ID = strings.TrimSpace(r.Client.ID)
	if r.Client.ID == "" {
		return networks.Consent{}, app.Fail(app.CodeInvalid, "x.error.client")
	}
	verifier := c.keys.Next() + c.keys.Next()
	challenge := sha256.Sum256([]byte(verifier))
	q := url.Values{
		"response_type": {"code"}, "client_id": {r.Client.ID}, "redirect_uri": {r.Redirect}, "state": {r.State},
		"scope":          {scopes},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])}, "code_challenge_method": {"S256"},
	}
	// Written with %20: a plus is no space for every server.
	page := cmp.Or(service, website) + "/i/oauth2/authorize?" + strings.ReplaceAll(q.Encode(), "+", "%20")
	return networks.Consent{Page: page, Request: r, Verifier: verifier}, nil
}

// Answered turns a code, which lives thirty seconds, into tokens and tells whose
// they are.
func (c *Connector) Answered(ctx context.Context, consent networks.Consent, code string) (networks.Account, networks.Credential, error) {
	r := consent.Request
	a := c.ask(ctx, r.Service, url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "client_id": {r.Client.ID},
		"redirect_uri": {r.Redirect}, "code_verifier": {consent.Verifier},
	}, code, consent.Verifier)
	if a.declined() {
		return networks.Account{}, networks.Credential{}, app.Fail(app.CodeUnauthorised, "x.error.consent")
	}
	t, missing, err := c.given(a, r.Client.ID)
	switch {
	case err != nil:
		return networks.Account{}, networks.Credential{}, unopened(err)
	case len(missing) > 0:
		return networks.Account{}, networks.Credential{}, lacking(strings.Join(missing, ", "))
	case t.Refresh == "":
		return networks.Account{}, networks.Credential{}, lacking("offline.access")
	}
	account, err := c.who(ctx, r.Service, t.speak())
	if err != nil {
		return networks.Account{}, networks.Credential{}, unopened(err)
	}
	return account, networks.Credential{Identifier: account.Handle, Session: t.session()}, nil
}

// who asks whose an access is. X bills it.
func (c *Connector) who(ctx context.Context, service string, with access) (networks.Account, error) {
	a := c.exchange(ctx, request{
		name: "GET /2/users/me", service: service, path: "/2/users/me", access: with, timeout: wire.ShortTimeout,
	})
	now := c.clock.Now()
	if a.dead() {
		if with.signs() && a.misdated(now) {
			return networks.Account{}, app.Fail(app.CodeConflict, "x.error.clock")
		}
		return networks.Account{}, app.Fail(app.CodeUnauthorised, "connector.error.wrong_credential", "Network", networks.X.Name())
	}
	// The header tells whether the application may write, and is not documented
	// for this version of the API: only a plain no counts.
	if a.OK() && strings.EqualFold(a.Header.Get("X-Access-Level"), "read") {
		return networks.Account{}, lacking("Read and write")
	}
	var told struct {
		Data struct {
			ID       string `json:"id"`
			Username string `json:"username"`
		} `json:"data"`
	}
	if err := a.Decode(&told); err != nil || !idForm.MatchString(told.Data.ID) || !nameForm.MatchString(told.Data.Username) {
		return networks.Account{}, a.not("an account").failure(now)
	}
	return networks.Account{Network: networks.X, Handle: told.Data.Username, Service: service, RemoteID: told.Data.ID}, nil
}

func noAddress() *app.Error { return app.Fail(app.CodeInvalid, "connector.error.address") }

// unopened is the error of a connection: nobody tries again in the owner's
// place, the form waits for a click.
func unopened(err error) error {
	if app.CodeOf(err) == app.CodeUnavailable {
		return app.Fail(app.CodeUnavailable, "connector.error.connect_unavailable", "Network", networks.X.Name()).Because(err)
	}
	return err
}
