package wordpress

import (
	"context"

	"parvis/app"
	"parvis/app/networks"
)

// Rehearse tells whether a post or a comment would be taken: that nothing of it is
// missing, that the site accepts the password, that its user still has the rights, and
// that what is commented is there.
func (c *Connector) Rehearse(ctx context.Context, s networks.Session, content networks.Content) error {
	if err := refusal(content); err != nil {
		return err
	}
	u, err := c.whose(ctx, parseRoot(s.Account.Service), s.Credential)
	switch {
	case err != nil:
		return err
	case u.ID != userID(s.Account):
		return fail(app.CodeConflict, "connector.error.other_account", "Account", s.Account.Handle)
	}
	if isComment(content) {
		return c.commentable(ctx, s, content.Answers)
	}
	for _, right := range needed {
		if !u.Capabilities[right] && (right != uploading || len(content.Images) > 0) {
			return c.lacking(s, right)
		}
	}
	return nil
}
