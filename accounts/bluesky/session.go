package bluesky

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// tokens is what Credential.Session holds, as JSON. An access token lives two
// hours, a refresh token ninety days.
type tokens struct {
	Access  string `json:"accessJwt"`
	Refresh string `json:"refreshJwt"`
}

// freshMargin is how much life an access token must have left to be used for a
// call: more than any call lasts.
const freshMargin = 5 * time.Minute

func parseTokens(session string) tokens {
	var t tokens
	if json.Unmarshal([]byte(session), &t) != nil {
		return tokens{}
	}
	return t
}

func (t tokens) session() string {
	b, err := json.Marshal(t)
	if err != nil {
		// Two strings always have a JSON form.
		panic("bluesky: " + err.Error())
	}
	return string(b)
}

// secretsOf lists what no excerpt may show: the credential, and the tokens of the
// session it has now.
func secretsOf(c networks.Credential, session string) []string {
	old, current := parseTokens(c.Session), parseTokens(session)
	return []string{c.Secret, old.Access, old.Refresh, current.Access, current.Refresh}
}

// fresh reports whether the access token can be used at an instant. One that
// does not tell its end counts as fresh: the server will say.
func (t tokens) fresh(now time.Time) bool {
	if t.Access == "" {
		return false
	}
	end, ok := expiry(t.Access)
	return !ok || now.Add(freshMargin).Before(end)
}

// expiry reads the end of a token without checking its signature: that is the
// server's business.
func expiry(token string) (time.Time, bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return time.Time{}, false
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return time.Time{}, false
	}
	var claims struct {
		Exp int64 `json:"exp"`
	}
	if json.Unmarshal(payload, &claims) != nil || claims.Exp <= 0 {
		return time.Time{}, false
	}
	return time.Unix(claims.Exp, 0), true
}

// opened is the answer to createSession and refreshSession.
type opened struct {
	tokens
	DID    string `json:"did"`
	Handle string `json:"handle"`
	Active *bool  `json:"active"`
	Doc    struct {
		Service []struct {
			ID       string `json:"id"`
			Type     string `json:"type"`
			Endpoint string `json:"serviceEndpoint"`
		} `json:"service"`
	} `json:"didDoc"`
}

// home returns the address of the server that holds the account, which for
// Bluesky's own accounts is not the one they sign in at: only it can prove that
// a record is absent. Signing in works there too: a server of Bluesky's own
// passes it on.
func (o opened) home(base string) string {
	for _, s := range o.Doc.Service {
		if s.Type != "AtprotoPersonalDataServer" || !strings.HasSuffix(s.ID, "#atproto_pds") {
			continue
		}
		address, ok := baseAddress(s.Endpoint)
		// A server elsewhere must not send us to this machine.
		if ok && (strings.HasPrefix(address, "https://") || strings.HasPrefix(base, "http://")) {
			return address
		}
	}
	return base
}

// Connect signs in. service may be empty or any way of writing a server's
// address; identifier may be a handle, a pasted profile address or an e-mail
// address; secret should be an app password, and an account's own password
// works where the account asks for no second factor.
func (c *Connector) Connect(ctx context.Context, service, typed, secret string) (networks.Account, networks.Credential, error) {
	base, err := serviceAddress(service)
	if err != nil {
		return networks.Account{}, networks.Credential{}, err
	}
	name, err := identifier(typed, base)
	if err != nil {
		return networks.Account{}, networks.Credential{}, err
	}
	secret = strings.TrimSpace(secret)
	if secret == "" {
		return networks.Account{}, networks.Credential{}, app.Fail(app.CodeInvalid, "bluesky.error.no_password")
	}
	o, err := c.signIn(ctx, base, name, secret)
	if app.CodeOf(err) == app.CodeUnavailable {
		// Nobody tries again in the owner's place: the form waits for a click.
		err = app.Fail(app.CodeUnavailable, "bluesky.error.connect_unavailable").Because(err)
	}
	if err != nil {
		return networks.Account{}, networks.Credential{}, err
	}
	handle := o.Handle
	if !networks.DomainHandle(handle) {
		handle = o.DID
	}
	account := networks.Account{Network: networks.Bluesky, Handle: handle, Service: o.home(base), RemoteID: o.DID}
	return account, networks.Credential{Identifier: name, Secret: secret, Session: o.session()}, nil
}

// signIn opens a session with a password. Servers allow it thirty times in five
// minutes and three hundred times a day for one account.
func (c *Connector) signIn(ctx context.Context, base, name, secret string) (opened, error) {
	body, err := json.Marshal(map[string]string{"identifier": name, "password": secret})
	if err != nil {
		return opened{}, app.Fail(app.CodeInternal, "bluesky.error.trouble").Because(err)
	}
	a := c.exchange(ctx, request{
		name: createSession, base: base, post: true, mime: "application/json", body: body,
		secrets: []string{secret}, private: true, timeout: wire.ShortTimeout,
	})
	named, _, refused := a.refusal()
	switch {
	case refused && named == "AuthFactorTokenRequired":
		return opened{}, app.Fail(app.CodeUnauthorised, "bluesky.error.second_factor")
	case refused && a.Status == http.StatusUnauthorized && !closed(named):
		return opened{}, app.Fail(app.CodeUnauthorised, "bluesky.error.password")
	case refused && a.Status == http.StatusBadRequest:
		return opened{}, app.Fail(app.CodeInvalid, "bluesky.error.identifier")
	}
	return c.readSession(a)
}

func (c *Connector) readSession(a answer) (opened, error) {
	var o opened
	if err := a.Decode(&o); err != nil {
		if a.Err == nil && a.Status >= 200 && a.Status < 300 {
			a.Err = errors.New("the answer is not a session")
		}
		return opened{}, a.failure(c.clock.Now())
	}
	if o.Access == "" || o.Refresh == "" || !didForm.MatchString(o.DID) {
		a.Err = errors.New("the answer is not a session")
		return opened{}, a.failure(c.clock.Now())
	}
	if o.Active != nil && !*o.Active {
		return opened{}, app.Fail(app.CodeConflict, "bluesky.error.account_closed")
	}
	return o, nil
}

// access returns a token to speak for an account with, renewed beforehand when
// its end is near, so that a mutating call is not the one that finds it dead.
// session is the state the token belongs to.
func (c *Connector) access(ctx context.Context, s networks.Session) (token, session string, err error) {
	session = s.Credential.Session
	// Each turn but the last means that somebody else renewed meanwhile.
	for range 3 {
		if parseTokens(session).fresh(c.clock.Now()) {
			break
		}
		var asked bool
		session, asked, err = c.renew(ctx, s, session)
		if err != nil {
			return "", "", err
		}
		// A token just obtained serves, whatever our own clock thinks of it.
		if asked {
			break
		}
	}
	return parseTokens(session).Access, session, nil
}

// renew replaces a stale session; asked is false when somebody else had done so.
func (c *Connector) renew(ctx context.Context, s networks.Session, stale string) (session string, asked bool, err error) {
	session, err = s.Renew(ctx, stale, func(ctx context.Context, kept networks.Credential) (string, error) {
		asked = true
		return c.obtain(ctx, s.Account, kept)
	})
	return session, asked, err
}

// obtain opens a new session with the refresh token, or with the password once
// that token is dead.
func (c *Connector) obtain(ctx context.Context, account networks.Account, kept networks.Credential) (string, error) {
	if t := parseTokens(kept.Session); t.Refresh != "" {
		a := c.exchange(ctx, request{
			name: refreshSession, base: account.Service, post: true, token: t.Refresh,
			secrets: secretsOf(kept, ""), private: true, timeout: wire.ShortTimeout,
		})
		if !a.dead() {
			o, err := c.readSession(a)
			if err != nil {
				return "", err
			}
			return o.belongingTo(account)
		}
	}
	o, err := c.signIn(ctx, account.Service, kept.Identifier, kept.Secret)
	if err != nil {
		return "", err
	}
	return o.belongingTo(account)
}

func (o opened) belongingTo(account networks.Account) (string, error) {
	if o.DID != account.RemoteID {
		return "", app.Fail(app.CodeConflict, "bluesky.error.other_account", "Account", account.Handle)
	}
	return o.session(), nil
}
