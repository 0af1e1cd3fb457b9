package x

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// tokens is what Credential.Session holds after a consent, as JSON. The token
// lives two hours. The one that renews it serves once.
type tokens struct {
	Client  string `json:"client"` // the application's Client ID
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
	// EndsMS is when Access dies, in Unix milliseconds, 0 when X did not tell.
	EndsMS int64 `json:"ends_ms,omitempty"`
}

// freshMargin is how much life a token must have left to be used for a call:
// more than any call lasts.
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
		// Strings and a number always have a JSON form.
		panic("x: " + err.Error())
	}
	return string(b)
}

func (t tokens) fresh(now time.Time) bool {
	return t.Access != "" && (t.EndsMS == 0 || now.Add(freshMargin).Before(time.UnixMilli(t.EndsMS)))
}

// speak is the access that a session gives.
func (t tokens) speak() access {
	return access{token: t.Access, session: t.session(), secrets: []string{t.Access, t.Refresh}}
}

// speak is the access that the four values give.
func (v values) speak() access { return access{values: v, secrets: v.all()} }

// access returns what to speak for an account with: the four values, or a token,
// renewed beforehand when its end is near, so that a mutating call is not the one
// that finds it dead.
func (c *Connector) access(ctx context.Context, s networks.Session) (access, error) {
	if s.Credential.Secret != "" {
		v, ok := parseValues(s.Credential.Secret)
		if !ok {
			return access{}, noValues()
		}
		return v.speak(), nil
	}
	session := s.Credential.Session
	// Each turn but the last means that somebody else renewed meanwhile.
	for range 3 {
		if parseTokens(session).fresh(c.clock.Now()) {
			break
		}
		var asked bool
		var err error
		if session, asked, err = c.renew(ctx, s, session); err != nil {
			return access{}, err
		}
		// A token just obtained serves, whatever our own clock thinks of it.
		if asked {
			break
		}
	}
	// Whatever was replaced meanwhile stays a secret.
	a, old := parseTokens(session).speak(), parseTokens(s.Credential.Session)
	a.session, a.secrets = session, append(a.secrets, old.Access, old.Refresh)
	return a, nil
}

// renew replaces a stale session; asked is false when somebody else had done so.
func (c *Connector) renew(ctx context.Context, s networks.Session, stale string) (session string, asked bool, err error) {
	session, err = s.Renew(ctx, stale, func(ctx context.Context, kept networks.Credential) (string, error) {
		asked = true
		return c.obtain(ctx, s.Account, parseTokens(kept.Session))
	})
	return session, asked, err
}

// obtain gets a new token. X renews an account's own tokens only, so that the
// account is the same.
func (c *Connector) obtain(ctx context.Context, account networks.Account, kept tokens) (string, error) {
	dead := app.Fail(app.CodeUnauthorised, "connector.error.credential", "Network", networks.X.Name(), "Account", account.Handle)
	if kept.Refresh == "" {
		return "", dead
	}
	a := c.ask(ctx, account.Service, url.Values{
		"grant_type": {"refresh_token"}, "refresh_token": {kept.Refresh}, "client_id": {kept.Client},
	}, kept.Access, kept.Refresh)
	if a.declined() {
		return "", dead
	}
	t, _, err := c.given(a, kept.Client)
	if err != nil {
		return "", err
	}
	if t.Refresh == "" {
		t.Refresh = kept.Refresh
	}
	return t.session(), nil
}

// ask asks for tokens. The answer is a secret.
func (c *Connector) ask(ctx context.Context, service string, form url.Values, secrets ...string) answer {
	return answer{wire.Send(ctx, c.client, wire.Request{
		Name: "POST /2/oauth2/token", Method: http.MethodPost, URL: cmp.Or(service, official) + "/2/oauth2/token",
		MIME: "application/x-www-form-urlencoded", Body: []byte(form.Encode()),
		Secrets: secrets, Private: true, Timeout: wire.ShortTimeout,
	})}
}

// declined reports whether X said, in the form of RFC 6749, that what tokens were
// asked with is dead. For that it says invalid_request too, and names the token
// or the code (seen in the reports of other programs, read 2026-11).
func (a answer) declined() bool {
	var said struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	if a.Err != nil || a.Status != http.StatusBadRequest && a.Status != http.StatusUnauthorized || json.Unmarshal(a.Body, &said) != nil {
		return false
	}
	switch said.Error {
	case "invalid_grant", "invalid_client", "unauthorized_client":
		return true
	case "invalid_request":
		return strings.Contains(said.Description, "was invalid")
	}
	return false
}

// given reads the tokens that X gave, and the scopes they lack.
func (c *Connector) given(a answer, client string) (t tokens, missing []string, _ error) {
	var told struct {
		Type    string `json:"token_type"`
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
		Expires int64  `json:"expires_in"` // seconds
		Scope   string `json:"scope"`
	}
	now := c.clock.Now()
	if err := a.Decode(&told); err != nil || told.Access == "" || !strings.EqualFold(told.Type, "bearer") {
		return tokens{}, nil, a.not("a token").failure(now)
	}
	t = tokens{Client: client, Access: told.Access, Refresh: told.Refresh}
	if told.Expires > 0 {
		t.EndsMS = now.Add(time.Duration(min(told.Expires, 365*24*3600)) * time.Second).UnixMilli()
	}
	granted := strings.Fields(told.Scope)
	for _, scope := range strings.Fields(scopes) {
		if !slices.Contains(granted, scope) {
			missing = append(missing, scope)
		}
	}
	return t, missing, nil
}
