package mastodon

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

const scheduledPath = "/api/v1/scheduled_statuses"

const (
	// shortestAhead is twice what Mastodon wants: a status that is five minutes ahead
	// or less by the clock of the server is published at once (PostStatusService,
	// MIN_SCHEDULE_OFFSET).
	shortestAhead = 10 * time.Minute
	longestAhead  = 366 * 24 * time.Hour
)

// Keeps implements networks.Keeping. Servers of Mastodon keep 300 statuses for an
// account, 25 of them for one day, and refuse more. Pixelfed keeps none; which
// versions of GoToSocial do, they were not asked.
func (c *Connector) Keeps(a networks.Account) networks.Window {
	if a.Instance.Software != networks.SoftwareMastodon {
		return networks.Window{}
	}
	return networks.Window{Shortest: shortestAhead, Longest: longestAhead}
}

// scheduled is what servers say of a status that they keep.
type scheduled struct {
	ID     string `json:"id"`
	At     string `json:"scheduled_at"`
	Params struct {
		Text string `json:"text"`
	} `json:"params"`
}

// at returns the moment of a kept status, the zero time for none.
func (s scheduled) at() time.Time {
	t, err := time.Parse(time.RFC3339Nano, s.At)
	if err != nil || !idForm.MatchString(s.ID) {
		return time.Time{}
	}
	return t
}

// Entrust creates the status with a moment, with the proofs of Publish. The key of an
// attempt keeps Mastodon from making a second one, but what the first made is not
// answered again: a repetition is Unknown.
func (c *Connector) Entrust(ctx context.Context, s networks.Session, content networks.Content, p networks.Prepared, id networks.Identity, at time.Time) networks.Result {
	return c.create(ctx, s, content, p, id, at)
}

// TakeBack deletes a status from what the server keeps. What it published has another
// identifier, and is not touched. One that it does not keep was published, or deleted:
// which, only reading back tells.
func (c *Connector) TakeBack(ctx context.Context, s networks.Session, remoteID string) networks.Result {
	to, name := c.as(s), "DELETE "+scheduledPath+"/:id"
	if !idForm.MatchString(remoteID) {
		return c.unsent(app.Fail(app.CodeInvalid, "connector.error.refused", "Network", networks.Mastodon.Name(), "Reason", remoteID), networks.Call{Name: name})
	}
	a := to.send(ctx, wire.Request{
		Name: name, Method: http.MethodDelete, URL: to.base + scheduledPath + "/" + remoteID, Timeout: wire.PostTimeout,
	})
	// An empty object.
	var empty map[string]json.RawMessage
	if a.Status == http.StatusOK && a.Decode(&empty) == nil && len(empty) == 0 {
		return networks.Result{Outcome: networks.Created, RemoteID: remoteID, Call: a.Call}
	}
	return c.unmade(a, s.Account, func(said string) networks.Result {
		if a.Status == http.StatusNotFound {
			return a.Doubt(networks.Mastodon)
		}
		return a.Refusal(networks.Mastodon, c.clock.Now(), said)
	})
}

// FindEntrusted looks among what the server keeps, then among what the account
// published, as Find does: in that order, as the one becomes the other.
func (c *Connector) FindEntrusted(ctx context.Context, s networks.Session, content networks.Content, e networks.Entrusted) (networks.Finding, networks.Result) {
	to := c.as(s)
	kept, a, known := c.keptOn(ctx, to, content, e)
	switch {
	case !known:
		return c.unfound(a, s.Account, to.token != "")
	case len(kept) == 1:
		return networks.Kept, networks.Result{RemoteID: kept[0], Call: a.Call}
	case len(kept) > 1:
		return networks.Undecided, networks.Result{Call: a.Call, Err: a.unread("one status").failure(c.clock.Now())}
	}
	id := e.Identity
	if comparable(content.Text) == "" && !c.clock.Now().Before(e.At) {
		// Only its moment tells a status without words from another.
		id.CreatedAt = e.At
	}
	return c.Find(ctx, s, content, id)
}

// keptOn returns the identifiers of what the server keeps of an attempt, and whether
// the server said so.
func (c *Connector) keptOn(ctx context.Context, to caller, content networks.Content, e networks.Entrusted) (kept []string, a answer, known bool) {
	if idForm.MatchString(e.RemoteID) {
		a = to.get(ctx, scheduledPath+"/"+e.RemoteID, nil)
		var one scheduled
		if a.Decode(&one) == nil && one.ID == e.RemoteID {
			return []string{one.ID}, a, true
		}
		_, refused := a.refusal()
		return nil, a, refused && a.Status == http.StatusNotFound
	}
	query := url.Values{"limit": {"40"}}
	said := comparable(content.Text)
	for range maxPages * 2 { // 300 at most are kept
		a = to.get(ctx, scheduledPath, query)
		var page []scheduled
		if err := a.Decode(&page); err != nil || page == nil {
			return nil, a, false
		}
		for _, one := range page {
			at := one.at()
			if at.IsZero() {
				return nil, a, false
			}
			if at.Equal(e.At) && comparable(one.Params.Text) == said {
				kept = append(kept, one.ID)
			}
		}
		if len(page) == 0 {
			return kept, a, true
		}
		query.Set("max_id", page[len(page)-1].ID)
	}
	return nil, a, false
}
