package graph

import (
	"context"
	"net/url"
	"slices"
	"time"

	"parvis/accounts/wire"
)

// Described is what a network tells of a token (debug_token of the Graph API and of
// Threads, read 2026-11), zero where it tells nothing.
type Described struct {
	Made time.Time // of long-lived tokens only
	Ends time.Time // zero for one that never ends
	// DataEnds is when the application may read nothing more in the person's name,
	// unless they consent again.
	DataEnds time.Time
	Scopes   []string // permissions, nil when not told
}

// Describe asks what a token is, in the name of another of the same application, or
// in its own name. Networks tell it to those who have a role in the application
// alone; of Pages' own tokens that was not verified. Whoever is told nothing has the
// zero value: that is worth no failure.
func (p API) Describe(ctx context.Context, service, token, as string) Described {
	// The documentation has the token in the address here: there is no other way.
	a := p.Send(ctx, service, Call{
		Path: "/debug_token", Query: url.Values{"input_token": {token}},
		Token: as, Secrets: []string{token}, Private: true, Timeout: wire.ShortTimeout,
	})
	var told struct {
		Data struct {
			Valid    bool     `json:"is_valid"`
			Made     int64    `json:"issued_at"`
			Ends     int64    `json:"expires_at"`
			DataEnds int64    `json:"data_access_expires_at"`
			Scopes   []string `json:"scopes"`
		} `json:"data"`
	}
	if a.Decode(&told) != nil || !told.Data.Valid {
		return Described{}
	}
	return Described{
		Made: unix(told.Data.Made), Ends: unix(told.Data.Ends), DataEnds: unix(told.Data.DataEnds), Scopes: told.Data.Scopes,
	}
}

// unix reads an instant in Unix seconds, 0 standing for never.
func unix(seconds int64) time.Time {
	const tooLate = 1 << 36 // thousands of years from now
	if seconds <= 0 || seconds > tooLate {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// Lacks reports whether the network told the permissions of the token, and that one
// is not among them.
func (d Described) Lacks(permission string) bool {
	return d.Scopes != nil && !slices.Contains(d.Scopes, permission)
}
