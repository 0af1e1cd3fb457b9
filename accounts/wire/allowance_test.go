package wire_test

import (
	"net/http"
	"testing"
	"time"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

func TestAllowance(t *testing.T) {
	now := time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC)
	soon := now.Add(3 * time.Minute)
	for _, tt := range []struct {
		name    string
		headers map[string]string
		want    networks.Quota
	}{
		{
			"Bluesky",
			map[string]string{"RateLimit-Limit": "3000", "RateLimit-Remaining": "2987", "RateLimit-Reset": "1795268100"},
			networks.Quota{Kind: networks.QuotaCalls, Max: 3000, Left: 2987, Resets: soon},
		},
		{
			"Mastodon",
			map[string]string{"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "299", "X-RateLimit-Reset": "2026-11-21T13:35:00.000000Z"},
			networks.Quota{Kind: networks.QuotaCalls, Max: 300, Left: 299, Resets: soon},
		},
		{
			"in seconds",
			map[string]string{"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "180"},
			networks.Quota{Kind: networks.QuotaCalls, Max: 300, Resets: soon},
		},
		{
			"more than there is, reset long ago",
			map[string]string{"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "301", "X-RateLimit-Reset": "2020-01-01T00:00:00Z"},
			networks.Quota{Kind: networks.QuotaCalls, Max: 300, Left: 300},
		},
		{
			"less than nothing, no reset",
			map[string]string{"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "-4"},
			networks.Quota{Kind: networks.QuotaCalls, Max: 300},
		},
		{"nothing", nil, networks.Quota{}},
		{"no number", map[string]string{"RateLimit-Limit": "many", "RateLimit-Remaining": "3"}, networks.Quota{}},
		{"no remainder", map[string]string{"RateLimit-Limit": "300"}, networks.Quota{}},
		{"no limit", map[string]string{"RateLimit-Limit": "0", "RateLimit-Remaining": "0"}, networks.Quota{}},
	} {
		header := make(http.Header)
		for name, value := range tt.headers {
			header.Set(name, value)
		}
		got, told := wire.Answer{Header: header}.Allowance(now)
		if got != tt.want || told != (tt.want != networks.Quota{}) {
			t.Errorf("%s: %+v, %v", tt.name, got, told)
		}
	}
}
