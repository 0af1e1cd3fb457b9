package app

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"io"
	"sync"
	"time"
)

// ID identifies what leaves the file or is referred to from outside (posts,
// deliveries, accounts ...): a UUID version 7 in its canonical text form, so
// that IDs sort by the moment of their creation.
type ID string

// IDs makes identifiers from an injected clock and source of randomness. It is
// safe for concurrent use.
type IDs struct {
	clock  Clock
	mu     sync.Mutex
	random io.Reader
}

// NewIDs returns a maker of IDs. A nil random means the system's secure source;
// a seeded reader gives the same IDs at every run (the sample business).
func NewIDs(clock Clock, random io.Reader) *IDs {
	if random == nil {
		random = rand.Reader
	}
	return &IDs{clock: clock, random: random}
}

// New returns a fresh ID carrying the clock's current millisecond.
func (s *IDs) New() ID { return s.At(s.clock.Now()) }

// At returns a fresh ID carrying the given instant, for rows that tell of the
// past.
func (s *IDs) At(t time.Time) ID {
	var b [16]byte
	s.mu.Lock()
	_, err := io.ReadFull(s.random, b[6:])
	s.mu.Unlock()
	if err != nil {
		// The system's source of randomness never fails on the systems Go
		// supports; a seeded reader that runs dry is a programming error.
		panic("app: random source failed: " + err.Error())
	}
	ms := uint64(t.UnixMilli())
	binary.BigEndian.PutUint16(b[0:], uint16(ms>>32))
	binary.BigEndian.PutUint32(b[2:], uint32(ms))
	b[6] = b[6]&0x0f | 0x70
	b[8] = b[8]&0x3f | 0x80
	h := hex.EncodeToString(b[:])
	return ID(h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:])
}
