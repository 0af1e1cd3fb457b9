package mastodon

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// registration reads what Credential.Session holds, as JSON: that of Parvis on
// the server which gave the token, zero for a pasted one. The token itself is
// Credential.Secret: it does not expire, and nothing renews it.
func registration(session string) networks.Client {
	var c networks.Client
	if json.Unmarshal([]byte(session), &c) != nil {
		return networks.Client{}
	}
	return c
}

// keep writes what registration reads.
func keep(c networks.Client) string {
	b, err := json.Marshal(c)
	if err != nil {
		// Strings always have a JSON form.
		panic("mastodon: " + err.Error())
	}
	return string(b)
}

// Scopes that Parvis needs, as small as servers have them.
const (
	readAccounts  = "read:accounts"
	readStatuses  = "read:statuses"
	writeStatuses = "write:statuses"
	writeMedia    = "write:media"
)

// Scopes of what Parvis does not ask for when an account is connected.
const (
	readNotifications = "read:notifications"
	writeBlocks       = "write:blocks"
)

var scopes = []string{readAccounts, readStatuses, writeStatuses, writeMedia}

// missing lists the scopes that were not granted: "read" holds every scope that
// begins so, and "profile" what is read of one's own account (Mastodon 4.3).
func missing(granted []string) []string {
	var lacking []string
	for _, scope := range scopes {
		whole, _, _ := strings.Cut(scope, ":")
		own := scope == readAccounts && slices.Contains(granted, "profile")
		if !own && !slices.Contains(granted, scope) && !slices.Contains(granted, whole) {
			lacking = append(lacking, scope)
		}
	}
	return lacking
}

func lacks(scopes []string) *app.Error {
	return app.Fail(app.CodeUnauthorised, "connector.error.permission", "Network", networks.Mastodon.Name(), "Missing", strings.Join(scopes, ", "))
}

// Connect opens an account with a token that its owner made in the settings of
// the server and pasted as secret. service is the server, in any way of writing
// its address; it may be empty when identifier is a full name (@martin@nantes.social).
func (c *Connector) Connect(ctx context.Context, service, identifier, secret string) (networks.Account, networks.Credential, error) {
	base, err := serverAddress(service, identifier)
	if err != nil {
		return networks.Account{}, networks.Credential{}, err
	}
	secret = wire.Typed(secret)
	if secret == "" {
		return networks.Account{}, networks.Credential{}, app.Fail(app.CodeInvalid, "connector.error.no_credential", "Network", networks.Mastodon.Name())
	}
	to := c.anonymous(base)
	to.token = secret
	account, err := c.open(ctx, to)
	if err != nil {
		return networks.Account{}, networks.Credential{}, err
	}
	return account, networks.Credential{Identifier: account.Handle, Secret: secret}, nil
}

// open asks a server whose token it is, what it may do, and what the server
// takes. Nobody tries again in the owner's place: trouble is told as such.
func (c *Connector) open(ctx context.Context, to caller) (networks.Account, error) {
	account, err := c.owner(ctx, to)
	if err == nil {
		err = c.permitted(ctx, to)
	}
	if app.CodeOf(err) == app.CodeUnavailable {
		err = app.Fail(app.CodeUnavailable, "connector.error.connect_unavailable", "Network", networks.Mastodon.Name()).Because(err)
	}
	return account, err
}

// owner returns the account that a token speaks for.
func (c *Connector) owner(ctx context.Context, to caller) (networks.Account, error) {
	s, err := c.about(ctx, to)
	if err != nil {
		return networks.Account{}, err
	}
	to.laravel = s.limits.Software == networks.SoftwarePixelfed
	a := to.get(ctx, verifyPath, nil)
	switch {
	case a.dead():
		return networks.Account{}, app.Fail(app.CodeUnauthorised, "connector.error.wrong_credential", "Network", networks.Mastodon.Name())
	case a.outOfScope():
		return networks.Account{}, lacks([]string{readAccounts})
	case a.loginClosed():
		return networks.Account{}, app.Fail(app.CodeConflict, "connector.error.account_closed", "Network", networks.Mastodon.Name())
	}
	var told struct {
		ID       string `json:"id"`
		Username string `json:"username"`
	}
	if err := a.Decode(&told); err != nil || !idForm.MatchString(told.ID) || told.Username == "" {
		return networks.Account{}, a.unread("an account").failure(c.clock.Now())
	}
	domain := s.domain
	if domain == "" {
		domain = hostOf(to.base)
	}
	return networks.Account{
		Network: networks.Mastodon, Handle: told.Username + "@" + domain, Service: to.base, Instance: s.limits,
		// Numbers of accounts are each server's own.
		RemoteID: hostOf(to.base) + "/" + told.ID,
	}, nil
}

// permitted checks what a token may do, where the server tells: since Mastodon
// 4.3 an application tells its scopes, which are those of a token made in the
// settings. Elsewhere the first call that needs a scope tells.
func (c *Connector) permitted(ctx context.Context, to caller) error {
	a := to.get(ctx, "/api/v1/apps/verify_credentials", nil)
	var told struct {
		Scopes []string `json:"scopes"`
	}
	if a.Status == http.StatusTooManyRequests {
		return a.failure(c.clock.Now())
	}
	if a.Decode(&told) != nil || told.Scopes == nil {
		return nil
	}
	if lacking := missing(told.Scopes); len(lacking) > 0 {
		return lacks(lacking)
	}
	return nil
}

// localID is the identifier of an account on its own server.
func localID(a networks.Account) string {
	return a.RemoteID[strings.LastIndexByte(a.RemoteID, '/')+1:]
}
