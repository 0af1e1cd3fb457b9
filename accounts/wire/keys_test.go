package wire_test

import (
	"crypto/rand"
	"strings"
	"sync"
	"testing"

	"parvis/accounts/wire"
)

func TestKeysDiffer(t *testing.T) {
	keys := wire.NewKeys(rand.Reader)
	var seen sync.Map
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				key := keys.Next()
				if _, twice := seen.LoadOrStore(key, true); twice || len(key) != 32 {
					t.Errorf("key %q, drawn before: %v", key, twice)
				}
			}
		})
	}
	wg.Wait()
	if key := wire.NewKeys(strings.NewReader("0123456789abcdef")).Next(); key != "30313233343536373839616263646566" {
		t.Errorf("key %q is not what was drawn", key)
	}
}
