package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Token is a long-lived token, as Credential.Session holds it in JSON. It lives
// sixty days, and can be renewed without any other secret while it lives, once
// it is a day old (Instagram and Threads, "Refresh a long-lived token", read
// 2026-11).
type Token struct {
	Value string `json:"token"`
	// RenewMS is from when on it is renewed, EndsMS when it dies, 0 when that is
	// not known; both in Unix milliseconds.
	RenewMS int64 `json:"renew_ms"`
	EndsMS  int64 `json:"ends_ms,omitempty"`
}

// FirstRenewal is how long a token is left at least: then it is a day old for
// certain, even one that was pasted and whose age nobody knows.
const FirstRenewal = 25 * time.Hour

// NewToken returns the session of a token that was just pasted, of which nothing
// else is known: its renewal tells its end.
func NewToken(value string, now time.Time) Token {
	return Token{Value: value, RenewMS: now.Add(FirstRenewal).UnixMilli()}
}

// LivingToken returns the session of a token of which the network told when it was
// made and when it ends. It is renewed in the last third of its life, which is weeks:
// a computer that stays off for as long still finds it alive.
func LivingToken(value string, made, ends time.Time) Token {
	last := ends.Add(-ends.Sub(made) / 3)
	if old := made.Add(FirstRenewal); last.Before(old) {
		last = old
	}
	return Token{Value: value, RenewMS: last.UnixMilli(), EndsMS: ends.UnixMilli()}
}

// Expires returns when the token of a credential ends, zero when that is not known.
func Expires(c networks.Credential) time.Time {
	if t := ParseToken(c.Session); t.EndsMS > 0 {
		return time.UnixMilli(t.EndsMS).UTC()
	}
	return time.Time{}
}

// ParseToken reads a session; what is none is the zero token.
func ParseToken(session string) Token {
	var t Token
	if json.Unmarshal([]byte(session), &t) != nil {
		return Token{}
	}
	return t
}

// Session writes the token as a session.
func (t Token) Session() string {
	b, err := json.Marshal(t)
	if err != nil {
		// A text and two numbers always have a JSON form.
		panic("graph: " + err.Error())
	}
	return string(b)
}

// Renewing is a Graph API whose tokens are renewed.
type Renewing struct {
	API
	Grant string // of a renewal: th_refresh_token
}

// SecretsOf lists what no excerpt may show.
func SecretsOf(c networks.Credential) []string {
	return []string{c.Secret, ParseToken(c.Session).Value}
}

// Access returns the token to speak for an account with, renewed beforehand when
// its time has come. A renewal that fails while the token lives stops nothing:
// the next call tries again.
func (p Renewing) Access(ctx context.Context, s networks.Session) (string, error) {
	t, now := ParseToken(s.Credential.Session), p.Clock.Now()
	if !t.due(now) {
		return t.Value, nil
	}
	renewed, err := p.Renew(ctx, s)
	switch {
	case err == nil:
		return renewed, nil
	case app.CodeOf(err) == app.CodeUnauthorised, t.Value == "", t.EndsMS > 0 && now.UnixMilli() >= t.EndsMS:
		return "", err
	}
	return t.Value, nil
}

// due reports whether the time has come to renew the token.
func (t Token) due(now time.Time) bool { return t.Value == "" || now.UnixMilli() >= t.RenewMS }

// Refresh renews the token of the session once its time has come.
func (p Renewing) Refresh(ctx context.Context, s networks.Session) error {
	if !ParseToken(s.Credential.Session).due(p.Clock.Now()) {
		return nil
	}
	_, err := p.Renew(ctx, s)
	return err
}

// Renew replaces the token of the session.
func (p Renewing) Renew(ctx context.Context, s networks.Session) (string, error) {
	session, err := s.Renew(ctx, s.Credential.Session, func(ctx context.Context, kept networks.Credential) (string, error) {
		return p.obtain(ctx, s.Account, kept)
	})
	if err != nil {
		return "", err
	}
	return ParseToken(session).Value, nil
}

func (p Renewing) obtain(ctx context.Context, account networks.Account, kept networks.Credential) (string, error) {
	old := ParseToken(kept.Session).Value
	if old == "" {
		old = kept.Secret
	}
	// The documentation has the token in the address here, and nowhere else.
	a := p.Send(ctx, account.Service, Call{
		Path: "/refresh_access_token", Plain: true, Query: url.Values{"grant_type": {p.Grant}, "access_token": {old}},
		Secrets: append(SecretsOf(kept), old), Private: true, Timeout: wire.ShortTimeout,
	})
	var got struct {
		Token   string  `json:"access_token"`
		Seconds float64 `json:"expires_in"`
	}
	err := a.Decode(&got)
	if err == nil && (got.Token == "" || got.Seconds <= 0) {
		a.Err = errors.New("the answer is not a token")
	}
	if err != nil || a.Err != nil {
		return "", a.Failure(Account{Network: p.Network, Handle: account.Handle, Permission: p.Grant}, p.Clock.Now())
	}
	now := p.Clock.Now()
	const longest = 365 * 24 * 60 * 60
	life := time.Duration(min(got.Seconds, longest)) * time.Second
	return LivingToken(got.Token, now, now.Add(life)).Session(), nil
}

// Renewed is the result of a mutating call of which the network said, before it
// looked at it, that the token was dead: renewed, it may be made again at once.
func (p Renewing) Renewed(ctx context.Context, s networks.Session, call networks.Call) networks.Result {
	now := p.Clock.Now()
	if _, err := p.Renew(ctx, s); err != nil {
		return wire.Unsent(now, err, call)
	}
	again := app.Fail(app.CodeUnavailable, "connector.error.renewed", "Network", p.Network.Name())
	return wire.Unsent(now, again.Because(wire.Later{Until: now.Add(wire.RetryAtOnce)}), call)
}
