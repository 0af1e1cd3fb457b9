package linkedin

import (
	"context"
	"errors"

	"parvis/app"
	"parvis/app/networks"
)

// Rehearse tells whether a post or a comment would be taken: that it is within the
// limits, that the token lives and, of a page, that whoever made it may still publish
// there. Neither the permission to publish nor the post of a comment can be asked for
// by reading alone.
func (c *Connector) Rehearse(ctx context.Context, s networks.Session, content networks.Content) error {
	if err := check(content); err != nil {
		return err
	}
	t := trial{Connector: c, service: s.Account.Service, token: s.Credential.Secret}
	var err error
	if isPage(s.Account) {
		err = t.mayAdminister(ctx, s.Account)
	} else {
		var member networks.Account
		if member, err = t.member(ctx); err == nil && member.RemoteID != s.Account.RemoteID {
			err = app.Fail(app.CodeConflict, "connector.error.other_account", "Account", s.Account.Handle)
		}
	}
	var e *app.Error
	switch {
	case !errors.As(err, &e) || e.Code != app.CodeUnauthorised:
		return err
	case e.Key == "linkedin.error.role":
		// The token lives: its account is no other one.
		return app.Fail(app.CodeInvalid, e.Key, "Page", s.Account.Handle)
	}
	return dying(s.Account)
}
