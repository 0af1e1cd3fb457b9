package vault

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"time"

	"github.com/zalando/go-keyring"

	"parvis/app"
	"parvis/app/networks"
)

// keyringService is the name under which the keyring shows Parvis's keys.
const keyringService = "Parvis"

// keyringTime is how long the keyring may take: its owner may be typing a
// password.
const keyringTime = 2 * time.Minute

// Keyring is the part of a system's keyring that the vault needs. Get fails with
// keyring.ErrNotFound when it holds nothing under these names.
type Keyring interface {
	Get(service, user string) (string, error)
	Set(service, user, secret string) error
	Delete(service, user string) error
}

// System is the keyring of the operating system: Secret Service on Linux,
// Keychain on macOS, Credential Manager on Windows.
type System struct{}

// Get implements Keyring.
func (System) Get(service, user string) (string, error) { return keyring.Get(service, user) }

// Set implements Keyring.
func (System) Set(service, user, secret string) error { return keyring.Set(service, user, secret) }

// Delete implements Keyring.
func (System) Delete(service, user string) error { return keyring.Delete(service, user) }

// ask runs a question to the keyring, which knows no context: one that hangs is
// left behind. Errors: errNoKey, or CodeUnavailable with networks.ErrNoKeyring.
func (v *Vault) ask(ctx context.Context, question func() (string, error)) (string, error) {
	type reply struct {
		text string
		err  error
	}
	replied := make(chan reply, 1)
	go func() {
		text, err := question()
		replied <- reply{text, err}
	}()
	ctx, cancel := context.WithTimeout(ctx, keyringTime)
	defer cancel()
	select {
	case r := <-replied:
		return r.text, keyringError(r.err)
	case <-ctx.Done():
		return "", noKeyring("vault.error.keyring_failed", ctx.Err())
	}
}

// keyringError tells apart a keyring without the key, one that is locked, and
// none at all.
func keyringError(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, keyring.ErrNotFound) {
		return errNoKey
	}
	said := strings.ToLower(err.Error())
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(said, w) {
				return true
			}
		}
		return false
	}
	key := "vault.error.keyring_failed"
	switch {
	case has("locked", "failed to unlock", "dismissed", "prompt", "user canceled", "user interaction"):
		key = "vault.error.keyring_locked"
	case errors.Is(err, keyring.ErrUnsupportedPlatform), errors.Is(err, exec.ErrNotFound),
		// No bus, or nobody on it who keeps secrets (D-Bus specification and
		// godbus v5.2.2; dbus-launch is what godbus tries without a bus).
		has("serviceunknown", "was not provided by any .service", "dbus-launch", "dbus_session_bus_address",
			"no such file or directory", "connection refused", "no reply", "couldn't determine address of session bus"):
		key = "vault.error.keyring_missing"
	}
	return noKeyring(key, err)
}

// noKeyring is the error of a keyring out of reach.
func noKeyring(key string, cause error) error {
	return app.Fail(app.CodeUnavailable, key).Because(errors.Join(networks.ErrNoKeyring, cause))
}
