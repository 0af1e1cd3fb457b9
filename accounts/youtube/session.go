package youtube

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// tokens is what Credential.Session holds, as JSON: the owner's application, and what
// it was given. The access lives an hour. What renews it stays the same and dies when
// its owner withdraws it, after six months without use, or after seven days while the
// application is in testing.
type tokens struct {
	Client  string `json:"client"`
	Secret  string `json:"client_secret"`
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
	// EndsMS is when Access dies, DiesMS when Refresh does, in Unix milliseconds; 0
	// when Google did not tell.
	EndsMS int64 `json:"ends_ms,omitempty"`
	DiesMS int64 `json:"dies_ms,omitempty"`
}

// freshMargin is how much life an access must have left to be used for a call.
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
		// Strings and numbers always have a JSON form.
		panic("youtube: " + err.Error())
	}
	return string(b)
}

func (t tokens) fresh(now time.Time) bool {
	return t.Access != "" && (t.EndsMS == 0 || now.Add(freshMargin).Before(time.UnixMilli(t.EndsMS)))
}

// access is what a call speaks with, and the session it belongs to.
type access struct {
	token   string
	session string
	secrets []string // never to be seen
}

func (t tokens) speak() access {
	return access{token: t.Access, session: t.session(), secrets: []string{t.Access, t.Refresh, t.Secret}}
}

// Expires returns when what renews the access dies, which Google tells for
// applications in testing.
func (c *Connector) Expires(credential networks.Credential) time.Time {
	t := parseTokens(credential.Session)
	if t.DiesMS == 0 {
		return time.Time{}
	}
	return time.UnixMilli(t.DiesMS).UTC()
}

// access returns what to speak for an account with, renewed beforehand when its end is
// near, so that a mutating call is not the one that finds it dead.
func (c *Connector) access(ctx context.Context, s networks.Session) (access, error) {
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
		// An access just obtained serves, whatever our own clock thinks of it.
		if asked {
			break
		}
	}
	a := parseTokens(session).speak()
	// Whatever was replaced meanwhile stays a secret.
	a.session, a.secrets = session, append(a.secrets, parseTokens(s.Credential.Session).Access)
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

// obtain gets a new access. Google leaves out what renews it unless it gives another
// one: the one there is stays.
func (c *Connector) obtain(ctx context.Context, account networks.Account, kept tokens) (string, error) {
	dead := dying(account)
	if kept.Refresh == "" {
		return "", dead
	}
	a := c.ask(ctx, account.Service, url.Values{
		"grant_type": {"refresh_token"}, "refresh_token": {kept.Refresh}, "client_id": {kept.Client}, "client_secret": {kept.Secret},
	}, kept.Access, kept.Refresh, kept.Secret)
	if a.declined() {
		return "", dead
	}
	t, _, err := c.given(a, kept)
	if err != nil {
		return "", err
	}
	return t.session(), nil
}

// dying is the error of an account whose access Google takes for dead.
func dying(account networks.Account) *app.Error {
	return app.Fail(app.CodeUnauthorised, "connector.error.credential", "Network", networks.YouTube.Name(), "Account", account.Handle)
}

// ask asks for tokens. The answer is a secret.
func (c *Connector) ask(ctx context.Context, service string, form url.Values, secrets ...string) answer {
	return answer{wire.Send(ctx, c.client, wire.Request{
		Name: "POST /token", Method: http.MethodPost, URL: cmp.Or(service, tokensAt) + "/token",
		MIME: "application/x-www-form-urlencoded", Body: []byte(form.Encode()),
		Secrets: secrets, Private: true, Timeout: wire.ShortTimeout,
	})}
}

// declined reports whether Google said, in the form of RFC 6749, that what tokens were
// asked with is dead: the grant, or the owner's application itself.
func (a answer) declined() bool {
	var said struct {
		Error string `json:"error"`
	}
	if a.Err != nil || a.Status != http.StatusBadRequest && a.Status != http.StatusUnauthorized || json.Unmarshal(a.Body, &said) != nil {
		return false
	}
	switch said.Error {
	case "invalid_grant", "invalid_client", "unauthorized_client", "deleted_client":
		return true
	}
	return false
}

// given reads the tokens that Google gave in the place of kept, and the permissions
// they lack, by their short names.
func (c *Connector) given(a answer, kept tokens) (t tokens, missing []string, _ error) {
	var told struct {
		Type    string `json:"token_type"`
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
		Expires int64  `json:"expires_in"` // seconds
		Dies    int64  `json:"refresh_token_expires_in"`
		Scope   string `json:"scope"`
	}
	now := c.clock.Now()
	if err := a.Decode(&told); err != nil || told.Access == "" || !strings.EqualFold(told.Type, "bearer") {
		return tokens{}, nil, a.not("a token").failure(now)
	}
	t = kept
	t.Access, t.EndsMS = told.Access, after(now, told.Expires)
	if told.Refresh != "" {
		t.Refresh, t.DiesMS = told.Refresh, after(now, told.Dies)
	}
	granted := strings.Fields(told.Scope)
	for _, scope := range scopes {
		if !slices.Contains(granted, scope) {
			missing = append(missing, path.Base(scope))
		}
	}
	return t, missing, nil
}

// after is the instant some seconds after now in Unix milliseconds, 0 for none.
func after(now time.Time, seconds int64) int64 {
	if seconds <= 0 {
		return 0
	}
	return now.Add(time.Duration(min(seconds, 10*365*24*3600)) * time.Second).UnixMilli()
}
