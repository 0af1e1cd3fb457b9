package bluesky

import (
	"context"
	"errors"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Rehearse tells whether a post would be taken: that it is within the limits, that
// the credential lives, that the account is open, and that what is answered is there.
func (c *Connector) Rehearse(ctx context.Context, s networks.Session, content networks.Content) error {
	if err := check(content); err != nil {
		return err
	}
	if _, err := c.current(ctx, s); err != nil {
		return err
	}
	for _, uri := range answered(content.Answers) {
		if _, err := c.cidOf(ctx, s, uri); err != nil {
			return err
		}
	}
	return nil
}

// Quotas tells how many calls are left, which the server counts for each address
// that calls.
func (c *Connector) Quotas(ctx context.Context, s networks.Session) ([]networks.Quota, error) {
	a, err := c.current(ctx, s)
	if err != nil {
		return nil, err
	}
	if left, told := a.Allowance(c.clock.Now()); told {
		return []networks.Quota{left}, nil
	}
	return nil, nil
}

// current asks whose session it is, again, once, with a renewed token. It fails with
// CodeConflict when the account is closed or another one.
func (c *Connector) current(ctx context.Context, s networks.Session) (answer, error) {
	token, session, err := c.access(ctx, s)
	if err != nil {
		return answer{}, err
	}
	r := request{
		name: getSession, base: s.Account.Service, token: token, secrets: secretsOf(s.Credential, session), timeout: wire.ShortTimeout,
	}
	a := c.exchange(ctx, r)
	if a.dead() {
		if session, _, err = c.renew(ctx, s, session); err != nil {
			return a, err
		}
		r.token, r.secrets = parseTokens(session).Access, secretsOf(s.Credential, session)
		a = c.exchange(ctx, r)
	}
	if a.dead() {
		return a, app.Fail(app.CodeUnauthorised, "bluesky.error.password")
	}
	var o opened
	if err := a.Decode(&o); err != nil || !didForm.MatchString(o.DID) {
		if a.OK() {
			a.Err = errors.New("the answer is not a session")
		}
		return a, a.failure(c.clock.Now())
	}
	if o.Active != nil && !*o.Active {
		return a, app.Fail(app.CodeConflict, "bluesky.error.account_closed")
	}
	if o.DID != s.Account.RemoteID {
		return a, app.Fail(app.CodeConflict, "bluesky.error.other_account", "Account", s.Account.Handle)
	}
	return a, nil
}
