package facebook

import (
	"context"
	"encoding/json"
	"time"

	"parvis/app/networks"
)

// lasting is what Credential.Session holds, as JSON: the Page's token, and when it
// ends. Sessions of earlier versions are the token alone.
type lasting struct {
	Token string `json:"token"`
	// EndsMS is in Unix milliseconds, 0 when the network did not tell or the token
	// never ends.
	EndsMS int64 `json:"ends_ms,omitempty"`
}

func parseLasting(session string) lasting {
	var l lasting
	if json.Unmarshal([]byte(session), &l) != nil || l.Token == "" {
		return lasting{Token: session}
	}
	return l
}

func (l lasting) session() string {
	b, err := json.Marshal(l)
	if err != nil {
		// A text and a number always have a JSON form.
		panic("facebook: " + err.Error())
	}
	return string(b)
}

// tokenOf is the Page's token.
func tokenOf(c networks.Credential) string { return parseLasting(c.Session).Token }

// lasting asks when a Page's token ends, in the name of what was pasted. One made from
// a person's long-lived token never ends by itself, but the application loses its
// access to what is the person's after ninety days without a new consent: the
// earlier of both counts.
func (c *Connector) lasting(ctx context.Context, service, token, pasted string) lasting {
	d := c.api.Describe(ctx, service, token, pasted)
	ends := d.Ends
	if ends.IsZero() || !d.DataEnds.IsZero() && d.DataEnds.Before(ends) {
		ends = d.DataEnds
	}
	l := lasting{Token: token}
	if !ends.IsZero() {
		l.EndsMS = ends.UnixMilli()
	}
	return l
}

// Expires returns when the Page's token ends, as the network told when it was taken.
func (c *Connector) Expires(credential networks.Credential) time.Time {
	if ends := parseLasting(credential.Session).EndsMS; ends > 0 {
		return time.UnixMilli(ends).UTC()
	}
	return time.Time{}
}
