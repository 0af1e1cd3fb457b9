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
