package mastodon

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"parvis/app"
	"parvis/app/networks"
)

const verifyPath = "/api/v1/accounts/verify_credentials"

// AccountFigures tells the followers. The network counts neither reach nor clicks.
func (c *Connector) AccountFigures(ctx context.Context, s networks.Session) ([]networks.Figure, error) {
	a := c.as(s).get(ctx, verifyPath, nil)
	var told struct {
		ID        string `json:"id"`
		Followers *int64 `json:"followers_count"`
	}
	if err := a.Decode(&told); err != nil || told.ID != localID(s.Account) || told.Followers == nil || *told.Followers < 0 {
		return nil, c.unanswered(a, s.Account, readAccounts, "the account")
	}
	return []networks.Figure{{
		Metric: networks.Followers, Value: float64(*told.Followers), ReadAt: c.clock.Now().UTC(), Source: "GET " + verifyPath + " followers_count",
	}}, nil
}

// statusesAtOnce is how many statuses Mastodon is asked for in one call (4.3 and later;
// how many it allows was not checked).
const statusesAtOnce = 20

// counted is what a status tells of itself.
type counted struct {
	status
	Replies    *int64 `json:"replies_count"`
	Reblogs    *int64 `json:"reblogs_count"`
	Favourites *int64 `json:"favourites_count"`
	Quotes     *int64 `json:"quotes_count"` // Mastodon 4.5
}

// interactions adds up what a status tells, false unless all of it is told.
func (o counted) interactions() (sum int64, told bool) {
	parts := []*int64{o.Replies, o.Reblogs, o.Favourites}
	if o.Quotes != nil {
		parts = append(parts, o.Quotes)
	}
	for _, n := range parts {
		if n == nil || *n < 0 {
			return 0, false
		}
		sum += *n
	}
	return sum, true
}

// PostFigures tells the interactions: answers, reblogs, favourites, and quotes where they
// are counted.
func (c *Connector) PostFigures(ctx context.Context, s networks.Session, remoteIDs []string) (map[string][]networks.Figure, error) {
	var ids []string
	for _, id := range remoteIDs[:min(len(remoteIDs), networks.MostMeasured)] {
		if idForm.MatchString(id) {
			ids = append(ids, id)
		}
	}
	all := make(map[string][]networks.Figure)
	atOnce := statusesAtOnce
	if !keepsKeys(s.Account) {
		atOnce = 1 // only Mastodon is known to answer for several
	}
	for some := range slices.Chunk(ids, atOnce) {
		found, err := c.counted(ctx, s, some)
		if err != nil {
			return nil, err
		}
		for _, one := range found {
			sum, told := one.interactions()
			if told && one.Account.ID == localID(s.Account) && slices.Contains(some, one.ID) {
				all[one.ID] = []networks.Figure{{
					Metric: networks.Interactions, Value: float64(sum), ReadAt: c.clock.Now().UTC(),
					Source: "GET " + statusesPath + " replies_count+reblogs_count+favourites_count+quotes_count",
				}}
			}
		}
	}
	return all, nil
}

// counted reads statuses, those that are gone left out.
func (c *Connector) counted(ctx context.Context, s networks.Session, ids []string) ([]counted, *app.Error) {
	to := c.as(s)
	if len(ids) > 1 {
		a := to.get(ctx, statusesPath, url.Values{"id[]": ids})
		var found []counted
		if err := a.Decode(&found); err == nil && found != nil {
			return found, nil
		}
		if _, refused := a.refusal(); !refused || a.Status != http.StatusNotFound {
			return nil, c.unanswered(a, s.Account, readStatuses, "a list of statuses")
		}
		// A server of before 4.3 knows no such question.
	}
	var found []counted
	for _, id := range ids {
		a := to.get(ctx, statusesPath+"/"+id, nil)
		var one counted
		if _, refused := a.refusal(); refused && a.Status == http.StatusNotFound {
			continue
		}
		if err := a.Decode(&one); err != nil || one.ID != id {
			return nil, c.unanswered(a, s.Account, readStatuses, "the status")
		}
		found = append(found, one)
	}
	return found, nil
}
