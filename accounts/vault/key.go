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

// key returns the key of a business: as read before, or from the keyring. The
// error is errNoKey when the keyring has none.
func (v *Vault) key(ctx context.Context, business app.ID) (key, error) {
	if k, ok := v.keys[business]; ok {
		return k, nil
	}
	text, err := v.ask(ctx, func() (string, error) { return v.ring.Get(keyringService, string(business)) })
	if err != nil {
		return key{}, err
	}
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(b) != keyLength {
		return key{}, errNoKey
	}
	k := key(b)
	v.keys[business] = k
	return k, nil
}

// newKey makes a key and hands it to the keyring, and trusts it only once the
// keyring has given it back.
func (v *Vault) newKey(ctx context.Context, business app.ID) (key, error) {
	var k key
	_, _ = rand.Read(k[:]) // never fails (crypto/rand)
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
		return key{}, app.Fail(app.CodeUnavailable, "vault.error.keyring_failed").Because(err)
	}
	if err != nil {
		return key{}, err
	}
	v.keys[business] = k
	return k, nil
}
