package bluesky

import (
	"encoding/binary"
	"io"
	"sync"
	"time"
)

// sortable is the alphabet of record keys, in ASCII order
// (https://atproto.com/specs/tid, read 2026-11).
const sortable = "234567abcdefghijklmnopqrstuvwxyz"

// keyLength is the length of a record key: 65 bits in base 32, of which the
// first is always zero.
const keyLength = 13

// keys makes timestamp identifiers (TID): 53 bits of microseconds since 1970,
// 10 bits that tell apart whoever writes at the same time.
type keys struct {
	mu     sync.Mutex
	random io.Reader
	last   uint64 // microseconds of the last key
}

// next returns a key for an instant, greater than every earlier one. The
// microseconds below its millisecond are drawn too, so that another copy of
// Parvis does not choose the same key.
func (k *keys) next(at time.Time) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var drawn [4]byte
	if _, err := io.ReadFull(k.random, drawn[:]); err != nil {
		// The system's source never fails on the systems Go supports; a seeded
		// reader that runs dry is a programming error.
		panic("bluesky: random source failed: " + err.Error())
	}
	below := uint64(binary.BigEndian.Uint16(drawn[:])) % 1000
	micros := uint64(max(at.UnixMilli(), 0))*1000 + below
	micros = max(micros, k.last+1)
	k.last = micros
	return encodeKey(micros<<10 | uint64(binary.BigEndian.Uint16(drawn[2:])&0x3ff))
}

func encodeKey(v uint64) string {
	var b [keyLength]byte
	for i := keyLength - 1; i >= 0; i-- {
		b[i] = sortable[v&31]
		v >>= 5
	}
	return string(b[:])
}
