package bluesky

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// From https://atproto.com/specs/tid, read 2026-11.
var tidForm = regexp.MustCompile(`^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$`)

func TestKeysGrowWhateverTheClockDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := &keys{random: rand.NewChaCha8([32]byte{byte(rapid.Byte().Draw(t, "seed"))})}
		last := ""
		for _, ms := range rapid.SliceOfN(rapid.Int64Range(-1, 4e12), 1, 50).Draw(t, "instants") {
			key := k.next(time.UnixMilli(ms))
			if !tidForm.MatchString(key) {
				t.Fatalf("%q is no record key", key)
			}
			if key <= last {
				t.Fatalf("%q comes after %q", key, last)
			}
			last = key
		}
	})
}

func TestKeyTellsItsMillisecond(t *testing.T) {
	at := time.Date(2026, time.November, 21, 13, 32, 0, 123_456_789, time.UTC)
	c := New(nil, nil, bytes.NewReader([]byte{0x12, 0x34, 0x56, 0x78}))
	id := c.Identify(at)
	if want := at.Truncate(time.Millisecond); !id.CreatedAt.Equal(want) {
		t.Errorf("created at %v, want %v", id.CreatedAt, want)
	}
	var v uint64
	for _, b := range []byte(id.Key) {
		v = v<<5 | uint64(slices.Index([]byte(sortable), b))
	}
	if ms := int64(v >> 10 / 1000); ms != at.UnixMilli() {
		t.Errorf("the key tells %v, want %v", time.UnixMilli(ms).UTC(), at)
	}
	if clock := v & 0x3ff; clock != 0x5678&0x3ff {
		t.Errorf("the key ends with %#x, want the drawn %#x", clock, 0x5678&0x3ff)
	}
}
