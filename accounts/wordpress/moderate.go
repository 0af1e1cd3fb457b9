package wordpress

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Statuses of comments that visitors do not see.
const (
	hold = "hold"
	spam = "spam"
)

// statuses are what measures make of a comment: what is removed goes to the trash.
var statuses = map[networks.Measure]string{
	networks.Hide: hold, networks.Show: approved, networks.Spam: spam, networks.Remove: trash,
}

// Measures returns what can be done about comments. Authors cannot be blocked.
func (c *Connector) Measures() []networks.Measure {
	return []networks.Measure{networks.Hide, networks.Show, networks.Spam, networks.Remove}
}

// Moderate gives a comment another status. It looks first which it has: a site fails at
// giving the same again.
func (c *Connector) Moderate(ctx context.Context, s networks.Session, m networks.Measure, on networks.Message) networks.Result {
	id, now := number(on.ID, commentPrefix), c.clock.Now()
	call := networks.Call{Name: http.MethodPost + " " + commentsRoute}
	wanted, known := statuses[m]
	if !known || id == 0 {
		return wire.Unsent(now, wire.NotThere(networks.WordPress), call)
	}
	route := commentsRoute + "/" + strconv.FormatInt(id, 10)
	query := url.Values{"_fields": {"id,status"}}
	var there comment
	a, err := c.ask(ctx, s, route, query, &there)
	switch {
	case app.CodeOf(err) == app.CodeNotFound && m == networks.Remove, err == nil && there.ID == id && there.Status == wanted:
		return networks.Result{Outcome: networks.Created, RemoteID: on.ID, Call: a.Call}
	case err == nil && (there.ID != id || there.Status == ""):
		err = fail(app.CodeUnavailable, "connector.error.trouble").Because(errors.New("the answer is not the comment"))
	}
	if err != nil {
		return wire.Unsent(now, err, a.Call)
	}
	a, err = c.create(ctx, s, route, "id,status", map[string]any{"status": wanted})
	if err != nil {
		return wire.Unsent(now, err, call)
	}
	var made comment
	if a.Decode(&made) == nil && made.ID == id && made.Status == wanted {
		return networks.Result{Outcome: networks.Created, RemoteID: on.ID, Call: a.Call}
	}
	return c.unchanged(ctx, s, a, "moderate_comments")
}
