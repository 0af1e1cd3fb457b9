package networks_test

import (
	"strings"
	"testing"
	"time"

	"parvis/app/networks"
)

// chooser is a connector that chooses every identity itself; namer's network
// names what was prepared with words in front of a colon.
type (
	chooser struct{ networks.Connector }
	namer   struct{ chooser }
)

func (chooser) Identify(now time.Time) networks.Identity {
	return networks.Identity{Key: "chosen", CreatedAt: now}
}

func (namer) Named(p networks.Prepared) string {
	name, _, named := strings.Cut(string(p), ":")
	if !named {
		return ""
	}
	return name
}

func TestIdentityOfAnAttempt(t *testing.T) {
	now := time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC)
	earlier := now.Add(-time.Minute)
	chosen := networks.Identity{Key: "chosen", CreatedAt: now}
	for _, tt := range []struct {
		name      string
		connector networks.Connector
		prepared  networks.Prepared
		kept      networks.Identity
		want      networks.Identity
	}{
		{"new", chooser{}, "a:", networks.Identity{}, chosen},
		{"repeated", chooser{}, "a:", networks.Identity{Key: "k", CreatedAt: earlier}, networks.Identity{Key: "k", CreatedAt: earlier}},
		{"new and named", namer{}, "a:", networks.Identity{}, networks.Identity{Key: "a", CreatedAt: now}},
		{"repeated and named", namer{}, "a:", networks.Identity{Key: "a", CreatedAt: earlier}, networks.Identity{Key: "a", CreatedAt: earlier}},
		{"named anew", namer{}, "b:", networks.Identity{Key: "a", CreatedAt: earlier}, networks.Identity{Key: "b", CreatedAt: now}},
		{"not named", namer{}, "a", networks.Identity{}, chosen},
		{"repeated and not named", namer{}, "a", networks.Identity{Key: "k", CreatedAt: earlier}, networks.Identity{Key: "k", CreatedAt: earlier}},
	} {
		if got := networks.IdentityFor(tt.connector, now, tt.prepared, tt.kept); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}
