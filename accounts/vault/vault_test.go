package vault

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/zalando/go-keyring"
	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/networks"
	"parvis/assets/translations"
)

const (
	bakery  app.ID = "019aa6f0-0000-7000-8000-000000000001"
	florist app.ID = "019aa6f0-0000-7000-8000-000000000002"
	first   app.ID = "019aa6f0-0000-7000-8000-00000000000a"
	second  app.ID = "019aa6f0-0000-7000-8000-00000000000b"
)

// memory is a keyring in memory; err, when set, is what it answers.
type memory struct {
	kept map[string]string
	err  error
	// keeps, when set, is what becomes of a secret; "" is not kept at all.
	keeps func(secret string) string
	// asked, when set, is called whenever a secret is asked for.
	asked func()
}

func newMemory() *memory { return &memory{kept: make(map[string]string)} }

func (m *memory) Get(service, user string) (string, error) {
	if m.asked != nil {
		m.asked()
	}
	if m.err != nil {
		return "", m.err
	}
	secret, ok := m.kept[service+"/"+user]
	if !ok {
		return "", keyring.ErrNotFound
	}
	return secret, nil
}

func (m *memory) Set(service, user, secret string) error {
	if m.keeps != nil {
		secret = m.keeps(secret)
	}
	if m.err == nil && secret != "" {
		m.kept[service+"/"+user] = secret
	}
	return m.err
}

func (m *memory) Delete(service, user string) error {
	if m.err != nil {
		return m.err
	}
	delete(m.kept, service+"/"+user)
	return nil
}

func credential(n string) networks.Credential {
	return networks.Credential{
		Identifier: "boulangerie-martin.bsky.social", Secret: "s3cr-et" + n + "-abcd-efgh",
		Session: `{"accessJwt":"eyJhbGciOiJIUzI1NiJ9.payload` + n + `.signature","refreshJwt":"eyJ` + n + `"}`,
	}
}

func store(t *testing.T, v *Vault, business, account app.ID, c networks.Credential) {
	t.Helper()
	if err := v.Store(t.Context(), business, account, c); err != nil {
		t.Fatalf("Store: %v", err)
	}
}

func wantCode(t *testing.T, err error, code app.Code, key string) {
	t.Helper()
	var e *app.Error
	if !errors.As(err, &e) || e.Code != code || e.Key != key {
		t.Fatalf("error is %v, want %s %s", err, code, key)
	}
}

func TestCredentialsComeBackAfterARestart(t *testing.T) {
	dir, ring := t.TempDir(), newMemory()
	v := New(dir, ring)
	store(t, v, bakery, first, credential("1"))
	store(t, v, bakery, second, credential("2"))
	store(t, v, florist, first, credential("3"))
	store(t, v, bakery, first, credential("4"))

	v = New(dir, ring)
	for _, want := range []struct {
		business, account app.ID
		credential        networks.Credential
	}{{bakery, first, credential("4")}, {bakery, second, credential("2")}, {florist, first, credential("3")}} {
		got, err := v.Load(t.Context(), want.business, want.account)
		if err != nil {
			t.Fatalf("Load: %v", err)
		}
		if diff := cmp.Diff(want.credential, got); diff != "" {
			t.Errorf("credential (-want +got):\n%s", diff)
		}
	}
	_, err := v.Load(t.Context(), florist, second)
	wantCode(t, err, app.CodeNotFound, "vault.error.not_found")
}

func TestForgetRemovesOneCredentialForGood(t *testing.T) {
	dir, ring := t.TempDir(), newMemory()
	v := New(dir, ring)
	store(t, v, bakery, first, credential("1"))
	store(t, v, bakery, second, credential("2"))
	ring.err = errors.New("the collection is locked") // forgetting needs no keyring
	if err := v.Forget(t.Context(), bakery, first); err != nil {
		t.Fatal(err)
	}
	ring.err = nil
	_, err := New(dir, ring).Load(t.Context(), bakery, first)
	wantCode(t, err, app.CodeNotFound, "vault.error.not_found")
	if _, err := v.Load(t.Context(), bakery, second); err != nil {
		t.Errorf("the other account's credential went too: %v", err)
	}
	wantCode(t, v.Forget(t.Context(), bakery, first), app.CodeNotFound, "vault.error.not_found")
}

func TestVaultFileHoldsNoSecretAndIsPrivate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "vault")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		text := rapid.StringMatching(`[ -~éœ…]{6,40}`)
		c := networks.Credential{Identifier: text.Draw(t, "identifier"), Secret: text.Draw(t, "secret"), Session: text.Draw(t, "session")}
		ring := newMemory()
		if err := New(dir, ring).Store(context.Background(), bakery, first, c); err != nil {
			t.Fatal(err)
		}
		files, err := os.ReadDir(dir)
		if err != nil || len(files) != 1 {
			t.Fatalf("%d files in the folder, want the vault alone (%v)", len(files), err)
		}
		data, err := os.ReadFile(filepath.Join(dir, files[0].Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{c.Identifier, c.Secret, c.Session, ring.kept["Parvis/"+string(bakery)]} {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("the file holds %q", secret)
			}
		}
		info, err := files[0].Info()
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
			t.Errorf("others may open the vault: %v", info.Mode())
		}
	})
}

// vaultFile returns the path of the bakery's vault.
func vaultFile(dir string) string { return filepath.Join(dir, fileName(bakery)) }

func TestDamagedVaultIsSaidAndMendedByReconnecting(t *testing.T) {
	whole := func(t *testing.T) (string, *memory, []byte) {
		dir, ring := t.TempDir(), newMemory()
		store(t, New(dir, ring), bakery, first, credential("1"))
		data, err := os.ReadFile(vaultFile(dir))
		if err != nil {
			t.Fatal(err)
		}
		return dir, ring, data
	}
	for name, damage := range map[string]func([]byte) []byte{
		"empty":     func([]byte) []byte { return nil },
		"truncated": func(b []byte) []byte { return b[:len(b)/2] },
		"text":      func([]byte) []byte { return []byte("Liste des courses : farine, levain") },
		"other":     func([]byte) []byte { return []byte(`{"name":"package"}`) },
		"endless":   func([]byte) []byte { return bytes.Repeat([]byte(" "), maxFile+2) },
		"sealed text changed": func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"sealed": "`), []byte(`"sealed": "AAAA`), 1)
		},
		"sealed text emptied": func(b []byte) []byte {
			at := bytes.Index(b, []byte(`"sealed": "`)) + len(`"sealed": "`)
			end := at + bytes.IndexByte(b[at:], '"')
			return append(bytes.Clone(b[:at]), b[end:]...)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, ring, data := whole(t)
			if err := os.WriteFile(vaultFile(dir), damage(data), 0o600); err != nil {
				t.Fatal(err)
			}
			v := New(dir, ring)
			_, err := v.Load(t.Context(), bakery, first)
			wantCode(t, err, app.CodeNotFound, "vault.error.damaged")
			store(t, v, bakery, first, credential("new"))
			got, err := v.Load(t.Context(), bakery, first)
			if err != nil || got != credential("new") {
				t.Errorf("after reconnecting: %v, %v", got, err)
			}
		})
	}
	t.Run("newer", func(t *testing.T) {
		dir, ring, data := whole(t)
		newer := bytes.Replace(data, []byte(`"parvis_vault": 1`), []byte(`"parvis_vault": 3`), 1)
		if err := os.WriteFile(vaultFile(dir), newer, 0o600); err != nil {
			t.Fatal(err)
		}
		v := New(dir, ring)
		_, err := v.Load(t.Context(), bakery, first)
		wantCode(t, err, app.CodeConflict, "vault.error.newer")
		wantCode(t, v.Store(t.Context(), bakery, first, credential("2")), app.CodeConflict, "vault.error.newer")
		if left, _ := os.ReadFile(vaultFile(dir)); !bytes.Equal(left, newer) {
			t.Error("the newer vault was changed")
		}
	})
}

func TestEntryOpensForItsOwnAccountOnly(t *testing.T) {
	dir, ring := t.TempDir(), newMemory()
	v := New(dir, ring)
	store(t, v, bakery, first, credential("1"))
	store(t, v, bakery, second, credential("2"))
	path := vaultFile(dir)
	c, err := read(path)
	if err != nil {
		t.Fatal(err)
	}
	c.Accounts[first], c.Accounts[second] = c.Accounts[second], c.Accounts[first]
	if err := v.write(path, c); err != nil {
		t.Fatal(err)
	}
	_, err = v.Load(t.Context(), bakery, first)
	wantCode(t, err, app.CodeNotFound, "vault.error.damaged")
}

func TestKeyringThatLostItsKey(t *testing.T) {
	dir, ring := t.TempDir(), newMemory()
	store(t, New(dir, ring), bakery, first, credential("1"))
	store(t, New(dir, ring), bakery, second, credential("2"))
	clear(ring.kept)
	v := New(dir, ring)
	_, err := v.Load(t.Context(), bakery, first)
	wantCode(t, err, app.CodeNotFound, "vault.error.not_found")
	store(t, v, bakery, first, credential("3"))
	if got, err := v.Load(t.Context(), bakery, first); err != nil || got != credential("3") {
		t.Errorf("reconnected account: %v, %v", got, err)
	}
	_, err = v.Load(t.Context(), bakery, second)
	wantCode(t, err, app.CodeNotFound, "vault.error.not_found")
}

func TestKeyringErrorsNameTheNextStep(t *testing.T) {
	french, err := translations.Load(translations.French)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		err  error
		key  string
		says string
	}{
		// As gnome-keyring, godbus, macOS and Windows say it.
		{errors.New("failed to unlock correct collection '/org/freedesktop/secrets/aliases/default'"), "vault.error.keyring_locked", "Déverrouillez"},
		{errors.New("Cannot create an item in a locked collection"), "vault.error.keyring_locked", "Déverrouillez"},
		{errors.New("The name org.freedesktop.secrets was not provided by any .service files"), "vault.error.keyring_missing", "installez"},
		{errors.New(`exec: "dbus-launch": executable file not found in $PATH`), "vault.error.keyring_missing", "installez"},
		{keyring.ErrUnsupportedPlatform, "vault.error.keyring_missing", "installez"},
		{errors.New("A specified logon session does not exist."), "vault.error.keyring_failed", "Fermez"},
	} {
		dir := t.TempDir()
		ring := newMemory()
		ring.err = tt.err
		got := New(dir, ring).Store(t.Context(), bakery, first, credential("1"))
		wantCode(t, got, app.CodeUnavailable, tt.key)
		if said := french.T(tt.key); !strings.Contains(said, tt.says) {
			t.Errorf("%v is said %q, without the next step %q", tt.err, said, tt.says)
		}
		if strings.Contains(got.Error(), credential("1").Secret) {
			t.Errorf("the error tells the secret: %v", got)
		}
	}
}

func TestKeyringThatDoesNotKeepTheKeyIsNotTrusted(t *testing.T) {
	for name, keeps := range map[string]func(string) string{
		"nothing": func(string) string { return "" },
		"a part":  func(s string) string { return s[:10] },
	} {
		t.Run(name, func(t *testing.T) {
			dir, ring := t.TempDir(), newMemory()
			ring.keeps = keeps
			err := New(dir, ring).Store(t.Context(), bakery, first, credential("1"))
			wantCode(t, err, app.CodeUnavailable, "vault.error.keyring_failed")
			if _, err := os.Stat(vaultFile(dir)); err == nil {
				t.Error("a credential was sealed with a key that nobody keeps")
			}
		})
	}
}

// silent never answers until the test lets it.
type silent struct{ release chan struct{} }

func (s silent) Get(string, string) (string, error) { <-s.release; return "", keyring.ErrNotFound }
func (s silent) Set(string, string, string) error   { <-s.release; return nil }
func (s silent) Delete(string, string) error        { <-s.release; return nil }

func TestKeyringThatHangsIsLeftBehind(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := silent{make(chan struct{})}
		err := New(dir, s).Store(t.Context(), bakery, first, credential("1"))
		wantCode(t, err, app.CodeUnavailable, "vault.error.keyring_failed")
		close(s.release)
	})
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	occupied := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(occupied, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := New(filepath.Join(occupied, "below"), newMemory()).Store(t.Context(), bakery, first, credential("1"))
	wantCode(t, err, app.CodeUnavailable, "vault.error.disk")
	if strings.Contains(err.Error(), credential("1").Secret) {
		t.Errorf("the error tells the secret: %v", err)
	}
}
