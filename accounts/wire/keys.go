package wire

import (
	"encoding/hex"
	"io"
	"sync"
)

// Keys draws names for attempts, for networks that would not know them again:
// they tell attempts apart in the ledger only. It is safe for concurrent use.
type Keys struct {
	mu     sync.Mutex
	random io.Reader
}

// NewKeys returns keys drawn from random.
func NewKeys(random io.Reader) *Keys { return &Keys{random: random} }

// Next returns a key of 32 characters.
func (k *Keys) Next() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var drawn [16]byte
	if _, err := io.ReadFull(k.random, drawn[:]); err != nil {
		// The system's source never fails on the systems Go supports; a seeded
		// reader that runs dry is a programming error.
		panic("wire: random source failed: " + err.Error())
	}
	return hex.EncodeToString(drawn[:])
}
