package vault

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"

	"parvis/app"
)

// keyLength is that of AES-256, in bytes.
const keyLength = 32

type key [keyLength]byte

// errNoKey says that the keyring can be reached and has no usable key.
var errNoKey = errors.New("the keyring has no key for this business")

// name tells keys apart without saying anything about them.
func (k key) name() string {
	sum := sha256.Sum256(append([]byte("parvis vault key name\x00"), k[:]...))
	return hex.EncodeToString(sum[:8])
}

// boundTo is what a sealed credential is bound to: it opens for this account of
// this business only.
func boundTo(business, account app.ID) []byte {
	return []byte("parvis vault 1\x00" + string(business) + "\x00" + string(account))
}

func (k key) cipher() cipher.AEAD {
	block, err := aes.NewCipher(k[:])
	if err != nil {
		// The key's length is right by its type.
		panic("vault: " + err.Error())
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		// AES has the block size GCM needs.
		panic("vault: " + err.Error())
	}
	return aead
}

func (k key) seal(plain, bound []byte) []byte { return k.cipher().Seal(nil, nil, plain, bound) }

func (k key) open(sealed, bound []byte) ([]byte, error) {
	return k.cipher().Open(nil, nil, sealed, bound)
}

// opened returns the key of a business's vault as it is in memory, if it is the one
// that the vault needs now: another Parvis may have moved the vault since.
func (v *Vault) opened(business app.ID, kept contents) (key, bool) {
	k, ok := v.keys[business]
	switch {
	case !ok:
		return key{}, false
	case kept.Passphrase != nil:
		return k, k.name() == kept.Passphrase.Key
	case len(kept.Accounts) == 0:
		return k, true
	}
	for _, e := range kept.Accounts {
		if e.Key == k.name() {
			return k, true
		}
	}
	return key{}, false
}

// key returns the key of a business: as read before, or from the keyring. The error
// is errNoKey when the keyring has none, and has networks.ErrVaultLocked when a
// passphrase must be given first.
func (v *Vault) key(ctx context.Context, business app.ID, kept contents) (key, error) {
	if k, ok := v.opened(business, kept); ok {
		return k, nil
	}
	if kept.Passphrase != nil {
		return key{}, passphraseNeeded()
	}
	k, err := v.fromKeyring(ctx, business)
	if err != nil {
		return key{}, err
	}
	v.keys[business] = k
	return k, nil
}

// keyFor is key for what is to be stored: it makes the key that the keyring lacks.
func (v *Vault) keyFor(ctx context.Context, business app.ID, kept contents) (key, error) {
	k, err := v.key(ctx, business, kept)
	if !errors.Is(err, errNoKey) {
		return k, err
	}
	if k, err = v.newKey(ctx, business); err != nil {
		return key{}, err
	}
	v.keys[business] = k
	return k, nil
}

// fromKeyring returns the key that the keyring has for a business, or errNoKey.
func (v *Vault) fromKeyring(ctx context.Context, business app.ID) (key, error) {
	text, err := v.ask(ctx, func() (string, error) { return v.ring.Get(keyringService, string(business)) })
	if err != nil {
		return key{}, err
	}
	return keyOf(text)
}

// newKey makes a key and hands it to the keyring, and trusts it only once the
// keyring has given it back.
func (v *Vault) newKey(ctx context.Context, business app.ID) (key, error) {
	k := key(random(keyLength))
	text := base64.StdEncoding.EncodeToString(k[:])
	kept, err := v.ask(ctx, func() (string, error) {
		if err := v.ring.Set(keyringService, string(business), text); err != nil {
			return "", err
		}
		return v.ring.Get(keyringService, string(business))
	})
	if err == nil && kept != text {
		err = errNoKey
	}
	if errors.Is(err, errNoKey) {
		return key{}, noKeyring("vault.error.keyring_failed", err)
	}
	return k, err
}

// random returns so many random bytes.
func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return b
}
