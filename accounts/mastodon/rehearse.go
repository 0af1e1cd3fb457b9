package mastodon

import (
	"context"
	"errors"

	"parvis/app"
	"parvis/app/networks"
)

// Rehearse tells whether a post would be taken: that it is within the limits that the
// server has today, that the token lives and still has its permissions, and that what
// is answered is there.
func (c *Connector) Rehearse(ctx context.Context, s networks.Session, content networks.Content) error {
	if err := checkLimits(s.Account, content); err != nil {
		return err
	}
	to := c.as(s)
	if _, err := c.verify(ctx, to, s.Account); err != nil {
		return err
	}
	if err := c.permitted(ctx, to); err != nil {
		return unpermitted(err)
	}
	about, err := c.about(ctx, to)
	switch app.CodeOf(err) {
	case "":
		now := s.Account
		now.Instance = about.limits
		if err := checkLimits(now, content); err != nil {
			return err
		}
	case app.CodeInvalid:
		// It answered as a server of the network just before.
		return app.Fail(app.CodeUnavailable, "connector.error.trouble", "Network", networks.Mastodon.Name()).Because(err)
	default:
		return err
	}
	return unpermitted(c.standing(ctx, to, s.Account, content.Answers))
}

// unpermitted tells a missing permission from a token that is dead: that one still
// opens the account.
func unpermitted(err error) error {
	var e *app.Error
	if errors.As(err, &e) && e.Key == "connector.error.permission" {
		return &app.Error{Code: app.CodeInvalid, Key: e.Key, Args: e.Args, Err: e.Err}
	}
	return err
}

// Quotas tells how many calls are left. What the server allows of posts in particular
// it tells with the answer to one alone.
func (c *Connector) Quotas(ctx context.Context, s networks.Session) ([]networks.Quota, error) {
	a, err := c.verify(ctx, c.as(s), s.Account)
	if err != nil {
		return nil, err
	}
	if left, told := a.Allowance(c.clock.Now()); told {
		return []networks.Quota{left}, nil
	}
	return nil, nil
}

// verify asks whose the token is.
func (c *Connector) verify(ctx context.Context, to caller, account networks.Account) (answer, error) {
	a := to.get(ctx, "/api/v1/accounts/verify_credentials", nil)
	if err := a.barred(account, readAccounts); err != nil {
		return a, unpermitted(err)
	}
	var told struct {
		ID string `json:"id"`
	}
	if err := a.Decode(&told); err != nil || told.ID == "" {
		return a, a.unread("an account").failure(c.clock.Now())
	}
	if told.ID != localID(account) {
		return a, app.Fail(app.CodeConflict, "connector.error.other_account", "Account", account.Handle)
	}
	return a, nil
}
