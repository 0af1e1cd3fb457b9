package vault

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// The part of the test that the test binary itself plays inside a session of its
// own is told by this variable.
const part = "PARVIS_VAULT_TEST_PART"

// inSession runs this test again, as the given part, inside a D-Bus session of
// its own where the shell line has set up a keyring.
func inSession(t *testing.T, test, play, setUp string) {
	t.Helper()
	for _, program := range []string{"dbus-run-session", "gnome-keyring-daemon"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("PARVIS_REQUIRE_REAL") == "1" {
				t.Fatalf("the real keyring cannot be tested: %v", err)
			}
			t.Skipf("*** SKIPPED: nothing was proved against a real keyring: %v ***", err)
		}
	}
	home := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	run := exec.CommandContext(ctx, "dbus-run-session", "--", "sh", "-c",
		setUp+`; "$0" "-test.run=^$1\$" -test.count=1 -test.v; status=$?; kill $(cat "$HOME/daemon") 2>/dev/null; exit $status`, os.Args[0], test)
	run.Env = append(os.Environ(), part+"="+play, "HOME="+home, "XDG_DATA_HOME="+filepath.Join(home, "data"),
		"XDG_RUNTIME_DIR="+home, "XDG_CONFIG_HOME="+filepath.Join(home, "config"), "DISPLAY=", "WAYLAND_DISPLAY=")
	out, err := run.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: "+test) {
		t.Fatalf("%v\n%s", err, out)
	}
}

// keyring starts a daemon that keeps secrets and waits until it is on the bus; the
// collection exists and is open after the first way, and was locked again in the second.
const (
	unlocked = `printf 'mot de passe' | gnome-keyring-daemon --unlock --foreground --components=secrets >/dev/null 2>&1 & echo $! > "$HOME/daemon"
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets >/dev/null 2>&1 && break
  sleep 0.2
done`
	locked = unlocked + `
dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
  org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null`
)

func TestSystemKeyringKeepsTheKey(t *testing.T) {
	if os.Getenv(part) == "" {
		inSession(t, t.Name(), "keep", unlocked)
		return
	}
	dir := t.TempDir()
	store(t, New(dir, System{}), bakery, first, credential("1"))
	got, err := New(dir, System{}).Load(t.Context(), bakery, first)
	if err != nil || got != credential("1") {
		t.Fatalf("from a new vault on the same keyring: %v, %v", got, err)
	}
	_, err = New(dir, newMemory()).Load(t.Context(), bakery, first)
	wantCode(t, err, app.CodeNotFound, "vault.error.not_found")
}

func TestSystemKeyringMissing(t *testing.T) {
	if os.Getenv(part) == "" {
		inSession(t, t.Name(), "missing", `export DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent/bus`)
		return
	}
	err := New(t.TempDir(), System{}).Store(t.Context(), bakery, first, credential("1"))
	wantCode(t, err, app.CodeUnavailable, "vault.error.keyring_missing")
}

func TestSystemKeyringLocked(t *testing.T) {
	if os.Getenv(part) == "" {
		inSession(t, t.Name(), "locked", locked)
		return
	}
	err := New(t.TempDir(), System{}).Store(t.Context(), bakery, first, credential("1"))
	wantCode(t, err, app.CodeUnavailable, "vault.error.keyring_locked")
}

// TestSystemKeyringMoves moves a vault between the real keyring and a passphrase.
func TestSystemKeyringMoves(t *testing.T) {
	if os.Getenv(part) == "" {
		inSession(t, t.Name(), "moves", unlocked)
		return
	}
	dir := t.TempDir()
	v := quick(dir, System{})
	store(t, v, bakery, first, credential("1"))
	noError(t, v.UsePassphrase(t.Context(), bakery, phrase, false))
	if text, err := (System{}).Get(keyringService, string(bakery)); err == nil {
		t.Errorf("the keyring keeps a key of %d characters", len(text))
	}
	v = quick(dir, System{})
	wantCode(t, v.UseKeyring(t.Context(), bakery), app.CodeUnavailable, networks.KeyVaultLocked)
	noError(t, v.Unlock(t.Context(), bakery, phrase))
	wantKept(t, v, map[app.ID]string{first: "1"})
	noError(t, v.UseKeyring(t.Context(), bakery))
	wantKept(t, quick(dir, System{}), map[app.ID]string{first: "1"})
}

// TestSystemKeyringMissingTakesAPassphrase: without a bus a passphrase serves.
func TestSystemKeyringMissingTakesAPassphrase(t *testing.T) {
	if os.Getenv(part) == "" {
		inSession(t, t.Name(), "missing", `export DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent/bus`)
		return
	}
	dir := t.TempDir()
	v := quick(dir, System{})
	wantCode(t, v.Ready(t.Context(), bakery), app.CodeUnavailable, "vault.error.keyring_missing")
	noError(t, v.UsePassphrase(t.Context(), bakery, phrase, true))
	store(t, v, bakery, first, credential("1"))
	wantCode(t, v.UseKeyring(t.Context(), bakery), app.CodeUnavailable, "vault.error.keyring_missing")
	v = quick(dir, System{})
	noError(t, v.Unlock(t.Context(), bakery, phrase))
	wantKept(t, v, map[app.ID]string{first: "1"})
}
