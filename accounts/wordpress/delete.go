package wordpress

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// trash is the status of what was taken back and can be restored.
const trash = "trash"

// Delete moves a post or a comment to the site's trash (no force): nobody sees it
// any more, and its owner can change their mind for thirty days, which fits a
// click made in haste better than an end for ever. A site without a trash says
// so, and nothing is done: such an end is left to its owner's own hand.
func (c *Connector) Delete(ctx context.Context, s networks.Session, remoteID string) networks.Result {
	route, id := postsRoute, number(remoteID, postPrefix)
	if id == 0 {
		route, id = commentsRoute, number(remoteID, commentPrefix)
	}
	now := c.clock.Now()
	if id == 0 {
		none := fail(app.CodeInvalid, "connector.error.trouble").Because(fmt.Errorf("%q names nothing here", remoteID))
		return wire.Unsent(now, none, networks.Call{Name: http.MethodDelete + " " + route})
	}
	a := c.exchange(ctx, parseRoot(s.Account.Service), request{
		method: http.MethodDelete, route: route + "/" + strconv.FormatInt(id, 10), query: url.Values{"_fields": {"id,status"}},
		credential: s.Credential, timeout: wire.PostTimeout,
	})
	gone := networks.Result{Outcome: networks.Created, RemoteID: remoteID, Call: a.Call}
	var held struct {
		ID     int64  `json:"id"`
		Status string `json:"status"`
	}
	if a.Decode(&held) == nil && held.ID == id && held.Status == trash {
		return gone
	}
	switch code, _, _ := a.refusal(); code {
	case "rest_already_trashed", "rest_post_invalid_id", "rest_comment_invalid_id":
		return gone
	case "rest_trash_not_supported":
		return wire.Unsent(now, fail(app.CodeInvalid, "wordpress.error.no_trash"), a.Call)
	case "rest_cannot_delete", "rest_user_cannot_delete_post":
		if a.Status == http.StatusForbidden {
			return wire.Unsent(now, c.lacking(s, "delete_published_posts"), a.Call)
		}
	}
	return c.refused(ctx, s, a)
}
