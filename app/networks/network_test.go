package networks_test

import (
	"testing"

	"parvis/app/networks"
)

func TestNameOfANetworkFromALaterVersion(t *testing.T) {
	if got := networks.LinkedIn.Name(); got != "LinkedIn" {
		t.Errorf("name %q", got)
	}
	if got := networks.Network("mosaic").Name(); got != "mosaic" {
		t.Errorf("name %q, want the raw identifier", got)
	}
}

func TestWhichAccountsAreSentTo(t *testing.T) {
	for _, tt := range []struct {
		network networks.Network
		state   networks.AccountState
		sends   bool
	}{
		{networks.Bluesky, networks.AccountConnected, true},
		{networks.Facebook, networks.AccountConnected, true},
		{networks.Bluesky, networks.AccountExpired, true},
		{networks.Bluesky, networks.AccountHandFed, false},
		{networks.Facebook, networks.AccountHandFed, false},
		{"mosaic", networks.AccountConnected, false},
	} {
		if got := (networks.Account{Network: tt.network, State: tt.state}).Sends(); got != tt.sends {
			t.Errorf("%s, %s: sends %v", tt.network, tt.state, got)
		}
	}
}
