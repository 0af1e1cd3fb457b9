package mastodon

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// The addresses of OAuth are the same on all three (Doorkeeper's, which the
// others took over): what a server writes elsewhere is not followed.
const (
	authorizePath = "/oauth/authorize"
	tokenPath     = "/oauth/token"
	appsPath      = "/api/v1/apps"
)

// Ask registers Parvis on the server and returns the page where the owner lets
// it in. Consent.Request.Client is the registration.
func (c *Connector) Ask(ctx context.Context, r networks.Request) (networks.Consent, error) {
	base, err := serverAddress(r.Service, "")
	if err != nil {
		return networks.Consent{}, err
	}
	consent, err := c.ask(ctx, base, r)
	if app.CodeOf(err) == app.CodeUnavailable {
		err = app.Fail(app.CodeUnavailable, "connector.error.connect_unavailable", "Network", networks.Mastodon.Name()).Because(err)
	}
	return consent, err
}

func (c *Connector) ask(ctx context.Context, base string, r networks.Request) (networks.Consent, error) {
	to := c.anonymous(base)
	s, err := c.about(ctx, to)
	if err != nil {
		return networks.Consent{}, err
	}
	wanted := strings.Join(scopes, " ")
	if s.limits.Software == networks.SoftwarePixelfed {
		wanted = "read write" // it has no smaller ones
	}
	if r.Client, err = c.register(ctx, to, r.Redirect, wanted); err != nil {
		return networks.Consent{}, err
	}
	query := url.Values{
		"response_type": {"code"}, "client_id": {r.Client.ID}, "redirect_uri": {r.Redirect}, "scope": {wanted}, "state": {r.State},
	}
	consent := networks.Consent{Request: r}
	if c.provesKeys(ctx, to) {
		consent.Verifier = base64.RawURLEncoding.EncodeToString(c.draw(32))
		sum := sha256.Sum256([]byte(consent.Verifier))
		query.Set("code_challenge", base64.RawURLEncoding.EncodeToString(sum[:]))
		query.Set("code_challenge_method", "S256")
	}
	consent.Request.Service = base
	consent.Page = base + authorizePath + "?" + query.Encode()
	return consent, nil
}

// register makes Parvis known to a server, which gives it a secret of its own.
func (c *Connector) register(ctx context.Context, to caller, redirect, wanted string) (networks.Client, error) {
	form := url.Values{"client_name": {"Parvis"}, "redirect_uris": {redirect}, "scopes": {wanted}}
	a := to.send(ctx, wire.Request{
		Name: "POST " + appsPath, Method: http.MethodPost, URL: to.base + appsPath,
		MIME: "application/x-www-form-urlencoded", Body: []byte(form.Encode()), Private: true, Timeout: wire.ShortTimeout,
	})
	var made struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
	if err := a.Decode(&made); err != nil || made.ID == "" || made.Secret == "" {
		return networks.Client{}, a.unread("a registration").failure(c.clock.Now())
	}
	return networks.Client(made), nil
}

// provesKeys reports whether the server takes PKCE with S256: Mastodon does
// since 4.3, and says so (RFC 8414).
func (c *Connector) provesKeys(ctx context.Context, to caller) bool {
	var told struct {
		Methods []string `json:"code_challenge_methods_supported"`
	}
	a := to.get(ctx, "/.well-known/oauth-authorization-server", nil)
	return a.Decode(&told) == nil && slices.Contains(told.Methods, "S256")
}

// Answered turns the code into a token, and opens the account with it.
func (c *Connector) Answered(ctx context.Context, consent networks.Consent, code string) (networks.Account, networks.Credential, error) {
	token, err := c.redeem(ctx, consent, code)
	if app.CodeOf(err) == app.CodeUnavailable {
		err = app.Fail(app.CodeUnavailable, "connector.error.connect_unavailable", "Network", networks.Mastodon.Name()).Because(err)
	}
	if err != nil {
		return networks.Account{}, networks.Credential{}, err
	}
	client := consent.Request.Client
	to := c.anonymous(consent.Request.Service)
	to.token, to.secrets = token, []string{client.Secret}
	account, err := c.open(ctx, to)
	if err != nil {
		return networks.Account{}, networks.Credential{}, err
	}
	return account, networks.Credential{Identifier: account.Handle, Secret: token, Session: keep(client)}, nil
}

// redeem exchanges the code, which serves once, for a token with every scope.
func (c *Connector) redeem(ctx context.Context, consent networks.Consent, code string) (string, error) {
	client := consent.Request.Client
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {consent.Request.Redirect},
		"client_id": {client.ID}, "client_secret": {client.Secret},
	}
	if consent.Verifier != "" {
		form.Set("code_verifier", consent.Verifier)
	}
	to := c.anonymous(consent.Request.Service)
	a := to.send(ctx, wire.Request{
		Name: "POST " + tokenPath, Method: http.MethodPost, URL: to.base + tokenPath,
		MIME: "application/x-www-form-urlencoded", Body: []byte(form.Encode()),
		Secrets: []string{code, client.Secret, consent.Verifier}, Private: true, Timeout: wire.ShortTimeout,
	})
	var granted struct {
		Token string          `json:"access_token"`
		Scope json.RawMessage `json:"scope"`
	}
	_, refused := a.refusal()
	switch err := a.Decode(&granted); {
	case refused && a.Status != http.StatusTooManyRequests && a.Status < 500:
		return "", app.Fail(app.CodeUnauthorised, "connector.mastodon.code")
	case err != nil || granted.Token == "":
		return "", a.unread("a token").failure(c.clock.Now())
	}
	// Pixelfed's framework does not repeat the scopes.
	var scope string
	if json.Unmarshal(granted.Scope, &scope) == nil && scope != "" {
		if lacking := missing(strings.Fields(scope)); len(lacking) > 0 {
			return "", lacks(lacking)
		}
	}
	return granted.Token, nil
}
