package vault

import (
	"errors"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"parvis/app"
)

// cost is what deriving a key from a passphrase takes with argon2id (RFC 9106,
// version 1.3 of the function). It is written in the file, so that it can grow.
type cost struct {
	Time    uint32 `json:"time"`       // passes
	Memory  uint32 `json:"memory_kib"` // KiB
	Threads uint8  `json:"threads"`
}

// presentCost is the second recommended choice of RFC 9106 (September 2021), section
// 4, for machines with little memory: a tenth of a second or two on those of 2026.
var presentCost = cost{Time: 3, Memory: 64 << 10, Threads: 4}

// What a file may ask for: a hostile one must neither exhaust the machine nor make
// guessing cheap.
var (
	leastCost = cost{Time: 1, Memory: 8 << 10, Threads: 1}
	mostCost  = cost{Time: 10, Memory: 512 << 10, Threads: 16}
)

func (c cost) sane() bool {
	return c.Time >= leastCost.Time && c.Time <= mostCost.Time &&
		c.Memory >= leastCost.Memory && c.Memory <= mostCost.Memory &&
		c.Threads >= leastCost.Threads && c.Threads <= mostCost.Threads
}

// below reports whether guessing is cheaper at c than at other.
func (c cost) below(other cost) bool {
	return uint64(c.Time)*uint64(c.Memory) < uint64(other.Time)*uint64(other.Memory)
}

// derivation names the function in the file.
const derivation = "argon2id"

const (
	saltLength = 16 // bytes, as RFC 9106 recommends
	// sealedKey is the length of a wrapped key, in bytes: nonce, key and tag.
	sealedKey = 12 + keyLength + 16
)

// wrap is a vault's key, sealed with one that is derived from a passphrase.
type wrap struct {
	Derivation string `json:"derivation"`
	cost
	Salt   []byte `json:"salt"`
	Key    string `json:"key"` // name of the key that is wrapped
	Sealed []byte `json:"sealed"`
}

// errSealed is what a wrong passphrase and a changed file both come to: the seal
// tells no more than that.
var errSealed = errors.New("the passphrase does not open the seal")

func (w wrap) check() error {
	switch {
	case w.Derivation != derivation:
		return errors.New("an unknown derivation")
	case !w.sane():
		return errors.New("an absurd cost of derivation")
	case len(w.Salt) != saltLength, len(w.Sealed) != sealedKey:
		return errors.New("a wrapped key of the wrong length")
	}
	return nil
}

// derive makes a key of a passphrase. The same characters give the same key however
// a keyboard composes them.
func (w wrap) derive(passphrase string) key {
	return key(argon2.IDKey([]byte(norm.NFC.String(passphrase)), w.Salt, w.Time, w.Memory, w.Threads, keyLength))
}

// boundToPassphrase is what the wrapped key of a business is bound to.
func boundToPassphrase(business app.ID) []byte {
	return []byte("parvis vault passphrase\x00" + string(business))
}

// wrapped returns a key sealed with a passphrase, under a salt of its own.
func (k key) wrapped(business app.ID, passphrase string, at cost) *wrap {
	w := &wrap{Derivation: derivation, cost: at, Salt: random(saltLength), Key: k.name()}
	w.Sealed = w.derive(passphrase).seal(k[:], boundToPassphrase(business))
	return w
}

// unwrap returns the key that a passphrase opens, or errSealed.
func (w wrap) unwrap(business app.ID, passphrase string) (key, error) {
	plain, err := w.derive(passphrase).open(w.Sealed, boundToPassphrase(business))
	if err != nil || len(plain) != keyLength {
		return key{}, errSealed
	}
	return key(plain), nil
}
