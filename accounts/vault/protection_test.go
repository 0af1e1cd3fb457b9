package vault

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/networks"
)

const (
	phrase      = "quatre miches dorées au levain"
	otherPhrase = "le four chauffe dès trois heures"
)

// errMissing is what the keyring says where there is none.
var errMissing = errors.New("the name org.freedesktop.secrets was not provided by any .service files")

// quick returns a vault that stretches passphrases as little as it may.
func quick(dir string, ring Keyring) *Vault {
	v := New(dir, ring)
	v.cost = leastCost
	return v
}

// wantKept fails unless the vault gives these credentials.
func wantKept(t *testing.T, v *Vault, want map[app.ID]string) {
	t.Helper()
	for account, n := range want {
		if got, err := v.Load(t.Context(), bakery, account); err != nil || got != credential(n) {
			t.Errorf("credential of %s: %v, %v", account, got, err)
		}
	}
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func contentsOf(t *testing.T, dir string) []byte {
	t.Helper()
	data, err := os.ReadFile(vaultFile(dir))
	noError(t, err)
	return data
}

func TestPassphraseWhereThereIsNoKeyring(t *testing.T) {
	dir, ring := t.TempDir(), newMemory()
	ring.err = errMissing
	v := quick(dir, ring)
	err := v.Ready(t.Context(), bakery)
	wantCode(t, err, app.CodeUnavailable, "vault.error.keyring_missing")
	if !errors.Is(err, networks.ErrNoKeyring) {
		t.Errorf("%v does not tell that there is no keyring", err)
	}
	wantCode(t, v.UsePassphrase(t.Context(), bakery, phrase, false), app.CodeUnavailable, "vault.error.keyring_missing")
	noError(t, v.UsePassphrase(t.Context(), bakery, phrase, true))
	noError(t, v.Ready(t.Context(), bakery))
	store(t, v, bakery, first, credential("1"))
	wantCode(t, v.UsePassphrase(t.Context(), bakery, otherPhrase, true), app.CodeConflict, "vault.error.has_passphrase")

	// At the next start it is asked for once.
	v = quick(dir, ring)
	p, err := v.Protection(t.Context(), bakery)
	noError(t, err)
	if diff := cmp.Diff(networks.Protection{Passphrase: true, Locked: true, Kept: []app.ID{first}}, p); diff != "" {
		t.Errorf("protection (-want +got):\n%s", diff)
	}
	for name, err := range map[string]error{
		"Ready": v.Ready(t.Context(), bakery), "Store": v.Store(t.Context(), bakery, second, credential("2")),
		"Load": func() error { _, err := v.Load(t.Context(), bakery, first); return err }(),
	} {
		if app.CodeOf(err) != app.CodeUnavailable || !errors.Is(err, networks.ErrVaultLocked) {
			t.Errorf("locked, %s: %v", name, err)
		}
	}
	for range 20 { // nothing is counted
		wantCode(t, v.Unlock(t.Context(), bakery, otherPhrase), app.CodeInvalid, "vault.error.passphrase_wrong")
	}
	noError(t, v.Unlock(t.Context(), bakery, phrase))
	wantKept(t, v, map[app.ID]string{first: "1"})
	store(t, v, bakery, second, credential("2"))
	if p, err := v.Protection(t.Context(), bakery); err != nil || p.Locked || len(p.Kept) != 2 {
		t.Errorf("unlocked, the protection is %+v, %v", p, err)
	}
	// Another business has a vault of its own.
	wantCode(t, v.Unlock(t.Context(), florist, phrase), app.CodeConflict, "vault.error.no_passphrase")
}

// TestAccentsAreTheSameHoweverTyped: macOS composes é of two characters.
func TestAccentsAreTheSameHoweverTyped(t *testing.T) {
	dir := t.TempDir()
	noError(t, quick(dir, newMemory()).UsePassphrase(t.Context(), bakery, "miches dorées", true))
	noError(t, quick(dir, newMemory()).Unlock(t.Context(), bakery, "miches dore\u0301es"))
	wantCode(t, quick(dir, newMemory()).Unlock(t.Context(), bakery, "miches dorees"), app.CodeInvalid, "vault.error.passphrase_wrong")
}

// TestMovesKeepEverything: to a passphrase, to another, to the keyring and back. After
// each move the former key opens nothing of the file any more.
func TestMovesKeepEverything(t *testing.T) {
	dir, ring := t.TempDir(), newMemory()
	v := quick(dir, ring)
	all := map[app.ID]string{first: "1", second: "2"}
	for account, n := range all {
		store(t, v, bakery, account, credential(n))
	}
	names := map[string]bool{}
	moved := func(what string, passphrase bool) {
		t.Helper()
		wantKept(t, v, all)
		var c contents
		noError(t, json.Unmarshal(contentsOf(t, dir), &c))
		for _, account := range slices.Sorted(maps.Keys(c.Accounts)) {
			if name := c.Accounts[account].Key; names[name] {
				t.Errorf("%s: sealed with a key used before", what)
			}
		}
		names[c.Accounts[first].Key] = true
		if (c.Passphrase != nil) != passphrase || (c.Format == formatPassphrase) != passphrase {
			t.Errorf("%s: the file is in form %d", what, c.Format)
		}
	}
	moved("at first", false)
	noError(t, v.UsePassphrase(t.Context(), bakery, phrase, false))
	moved("a passphrase", true)
	if len(ring.kept) != 0 {
		t.Error("the keyring keeps a key that serves no more")
	}
	wantCode(t, v.ChangePassphrase(t.Context(), bakery, otherPhrase, otherPhrase), app.CodeInvalid, "vault.error.passphrase_wrong")
	noError(t, v.ChangePassphrase(t.Context(), bakery, phrase, otherPhrase))
	moved("another", true)
	wantCode(t, quick(dir, ring).UseKeyring(t.Context(), bakery), app.CodeUnavailable, networks.KeyVaultLocked)
	wantCode(t, quick(dir, ring).Unlock(t.Context(), bakery, phrase), app.CodeInvalid, "vault.error.passphrase_wrong")
	noError(t, v.UseKeyring(t.Context(), bakery))
	moved("the keyring", false)
	v = quick(dir, ring)
	wantKept(t, v, all)
	wantCode(t, v.ChangePassphrase(t.Context(), bakery, phrase, otherPhrase), app.CodeConflict, "vault.error.no_passphrase")
	noError(t, v.UsePassphrase(t.Context(), bakery, phrase, false))
	moved("back", true)
}

// TestMoveThatFailsChangesNothing: neither a keyring that stops answering nor a file
// that cannot be replaced loses anything.
func TestMoveThatFailsChangesNothing(t *testing.T) {
	dir, ring := t.TempDir(), newMemory()
	v := quick(dir, ring)
	store(t, v, bakery, first, credential("1"))
	// The disk goes while the keyring is asked, and comes back.
	withoutDisk := func(do func() error) {
		t.Helper()
		away := dir + ".away"
		ring.asked = func() {
			ring.asked = nil
			noError(t, errors.Join(os.Rename(dir, away), os.WriteFile(dir, nil, 0o600)))
		}
		wantCode(t, do(), app.CodeUnavailable, "vault.error.disk")
		noError(t, errors.Join(os.Remove(dir), os.Rename(away, dir)))
	}
	withoutDisk(func() error { return quick(dir, ring).UsePassphrase(t.Context(), bakery, phrase, false) })
	wantKept(t, quick(dir, ring), map[app.ID]string{first: "1"})

	noError(t, v.UsePassphrase(t.Context(), bakery, phrase, false))
	ring.err = errMissing
	wantCode(t, v.UseKeyring(t.Context(), bakery), app.CodeUnavailable, "vault.error.keyring_missing")
	ring.err = nil
	withoutDisk(func() error { return v.UseKeyring(t.Context(), bakery) })
	wantKept(t, v, map[app.ID]string{first: "1"})

	// Killed once the keyring had the new key and the file was the former one.
	before := contentsOf(t, dir)
	noError(t, v.UseKeyring(t.Context(), bakery))
	noError(t, os.WriteFile(vaultFile(dir), before, 0o600))
	v = quick(dir, ring)
	noError(t, v.Unlock(t.Context(), bakery, phrase))
	wantKept(t, v, map[app.ID]string{first: "1"})
	noError(t, v.UseKeyring(t.Context(), bakery))
	wantKept(t, quick(dir, ring), map[app.ID]string{first: "1"})
}

// TestKeyringThatComesBack: what was left sealed with its key opens again.
func TestKeyringThatComesBack(t *testing.T) {
	dir, ring := t.TempDir(), newMemory()
	store(t, quick(dir, ring), bakery, first, credential("1"))
	ring.err = errors.New("the collection is locked")
	v := quick(dir, ring)
	wantCode(t, v.UsePassphrase(t.Context(), bakery, phrase, false), app.CodeUnavailable, "vault.error.keyring_locked")
	noError(t, v.UsePassphrase(t.Context(), bakery, phrase, true))
	store(t, v, bakery, second, credential("2"))
	_, err := v.Load(t.Context(), bakery, first)
	wantCode(t, err, app.CodeNotFound, "vault.error.not_found")
	ring.err = nil
	noError(t, v.UseKeyring(t.Context(), bakery))
	wantKept(t, quick(dir, ring), map[app.ID]string{first: "1", second: "2"})
}

// TestAnotherParvisMovedTheVault: a key in memory serves no vault that was moved since.
func TestAnotherParvisMovedTheVault(t *testing.T) {
	dir, ring := t.TempDir(), newMemory()
	here, there := quick(dir, ring), quick(dir, ring)
	store(t, here, bakery, first, credential("1"))
	wantKept(t, there, map[app.ID]string{first: "1"})
	noError(t, there.UsePassphrase(t.Context(), bakery, phrase, false))
	wantCode(t, here.Store(t.Context(), bakery, second, credential("2")), app.CodeUnavailable, networks.KeyVaultLocked)
	noError(t, there.UseKeyring(t.Context(), bakery))
	store(t, here, bakery, second, credential("2"))
	wantKept(t, there, map[app.ID]string{first: "1", second: "2"})
}

func TestForgottenPassphrase(t *testing.T) {
	dir, ring := t.TempDir(), newMemory()
	ring.err = errMissing
	v := quick(dir, ring)
	noError(t, v.UsePassphrase(t.Context(), bakery, phrase, true))
	store(t, v, bakery, first, credential("1"))
	v = quick(dir, ring)
	noError(t, v.BeginAnew(t.Context(), bakery))
	if p, err := v.Protection(t.Context(), bakery); err != nil || p.Passphrase || p.Locked || len(p.Kept) != 0 {
		t.Errorf("begun anew, the protection is %+v, %v", p, err)
	}
	_, err := v.Load(t.Context(), bakery, first)
	wantCode(t, err, app.CodeNotFound, "vault.error.not_found")
	noError(t, v.UsePassphrase(t.Context(), bakery, otherPhrase, true))
	store(t, v, bakery, first, credential("2"))
	wantKept(t, v, map[app.ID]string{first: "2"})
	noError(t, v.UseKeyring(t.Context(), florist)) // protected by nothing yet
	wantCode(t, v.BeginAnew(t.Context(), florist), app.CodeConflict, "vault.error.no_passphrase")
}

// TestCostGrows: a vault that was stretched less is wrapped anew when it is opened.
func TestCostGrows(t *testing.T) {
	dir, ring := t.TempDir(), newMemory()
	v := quick(dir, ring)
	noError(t, v.UsePassphrase(t.Context(), bakery, phrase, false))
	store(t, v, bakery, first, credential("1"))
	v = New(dir, ring)
	if v.cost.below(cost{Time: 2, Memory: 19 << 10, Threads: 1}) {
		t.Errorf("deriving costs %+v, less than OWASP's least of 2024", v.cost)
	}
	noError(t, v.Unlock(t.Context(), bakery, phrase))
	var c contents
	noError(t, json.Unmarshal(contentsOf(t, dir), &c))
	if c.Passphrase.cost != presentCost {
		t.Errorf("opened, it still costs %+v", c.Passphrase.cost)
	}
	v = New(dir, ring)
	noError(t, v.Unlock(t.Context(), bakery, phrase))
	wantKept(t, v, map[app.ID]string{first: "1"})
}

func TestHostileParametersAreRefused(t *testing.T) {
	dir, ring := t.TempDir(), newMemory()
	v := quick(dir, ring)
	noError(t, v.UsePassphrase(t.Context(), bakery, phrase, false))
	store(t, v, bakery, first, credential("1"))
	whole := contentsOf(t, dir)
	for _, change := range [][2]string{
		{`"time": 1`, `"time": 0`},
		{`"time": 1`, `"time": 11`},
		{`"time": 1`, `"time": 4294967295`},
		{`"memory_kib": 8192`, `"memory_kib": 8191`},
		{`"memory_kib": 8192`, `"memory_kib": 4294967295`},
		{`"threads": 1`, `"threads": 0`},
		{`"threads": 1`, `"threads": 17`},
		{`"argon2id"`, `"none"`},
		{`"salt": "`, `"salt": "AAAA`},
		{`"sealed": "`, `"sealed": "AAAA`},
		{`"parvis_vault": 2`, `"parvis_vault": 1`},
		{`"passphrase": {`, `"unused": {`},
	} {
		changed := bytes.Replace(whole, []byte(change[0]), []byte(change[1]), 1)
		if bytes.Equal(changed, whole) {
			t.Fatalf("nothing to change: %s", change[0])
		}
		noError(t, os.WriteFile(vaultFile(dir), changed, 0o600))
		wantCode(t, quick(dir, ring).Unlock(t.Context(), bakery, phrase), app.CodeNotFound, "vault.error.damaged")
	}
	// A wrapped key of another vault does not open, whoever knows its passphrase.
	noError(t, os.WriteFile(quick(dir, ring).path(florist), whole, 0o600))
	wantCode(t, quick(dir, ring).Unlock(t.Context(), florist, phrase), app.CodeInvalid, "vault.error.passphrase_wrong")
	// A damaged one is mended by choosing a passphrase again.
	noError(t, os.WriteFile(vaultFile(dir), whole[:len(whole)/2], 0o600))
	v = quick(dir, ring)
	noError(t, v.UsePassphrase(t.Context(), bakery, otherPhrase, true))
	store(t, v, bakery, first, credential("2"))
	wantKept(t, v, map[app.ID]string{first: "2"})
}

// TestPassphraseIsNowhere: neither it nor the keys are in the folder, nor in what is
// printed of the vault's errors.
func TestPassphraseIsNowhere(t *testing.T) {
	dir, ring := t.TempDir(), newMemory()
	v := quick(dir, ring)
	noError(t, v.UsePassphrase(t.Context(), bakery, phrase, true))
	store(t, v, bakery, first, credential("1"))
	errs := []error{
		v.Unlock(t.Context(), bakery, otherPhrase), v.ChangePassphrase(t.Context(), bakery, otherPhrase, phrase),
		v.UsePassphrase(t.Context(), bakery, phrase, true), quick(dir, ring).Store(t.Context(), bakery, second, credential("2")),
	}
	noError(t, v.ChangePassphrase(t.Context(), bakery, phrase, otherPhrase))
	k := v.keys[bakery]
	files, err := os.ReadDir(dir)
	noError(t, err)
	if len(files) != 1 {
		t.Errorf("%d files in the folder, want the vault alone", len(files))
	}
	told := string(contentsOf(t, dir)) + fmt.Sprint(errs)
	for _, secret := range []string{
		phrase, otherPhrase, base64.StdEncoding.EncodeToString([]byte(phrase)), base64.StdEncoding.EncodeToString([]byte(otherPhrase)),
		string(k[:]), base64.StdEncoding.EncodeToString(k[:]), credential("1").Secret,
	} {
		if strings.Contains(told, secret) {
			t.Errorf("the folder or an error tells %q", secret)
		}
	}
}
