package wire

import (
	"strconv"
	"time"

	"parvis/app/networks"
)

// Allowance reads what the server said is left of the calls that may be made to it:
// the headers RateLimit-Limit, -Remaining and -Reset, or the same with X- before
// (draft-ietf-httpapi-ratelimit-headers in its older form, as Bluesky, Mastodon and
// GoToSocial write them, read 2026-08); false when it did not.
func (a Answer) Allowance(now time.Time) (networks.Quota, bool) {
	for _, prefix := range []string{"RateLimit-", "X-RateLimit-"} {
		most, err := strconv.Atoi(a.Header.Get(prefix + "Limit"))
		if err != nil || most <= 0 {
			continue
		}
		left, err := strconv.Atoi(a.Header.Get(prefix + "Remaining"))
		if err != nil {
			continue
		}
		q := networks.Quota{Kind: networks.QuotaCalls, Max: most, Left: min(max(left, 0), most)}
		if wait, ok := resetIn(a.Header.Get(prefix+"Reset"), now); ok && wait > 0 {
			q.Resets = now.Add(min(wait, longestWait)).UTC()
		}
		return q, true
	}
	return networks.Quota{}, false
}
