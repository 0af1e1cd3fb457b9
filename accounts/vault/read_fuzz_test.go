package vault

import (
	"bytes"
	"context"
	"os"
	"testing"

	"parvis/app/networks"
)

// FuzzRead: whatever a file holds, it is read within its bounds, no credential comes
// out of it without its key, and storing goes on.
func FuzzRead(f *testing.F) {
	dir := f.TempDir()
	v := New(dir, newMemory())
	v.cost = leastCost
	keep := func() []byte {
		if err := v.Store(context.Background(), bakery, first, credential("1")); err != nil {
			f.Fatal(err)
		}
		whole, err := os.ReadFile(vaultFile(dir))
		if err != nil {
			f.Fatal(err)
		}
		return whole
	}
	whole := keep()
	f.Add(whole)
	f.Add(whole[:len(whole)/3])
	f.Add([]byte(`{"parvis_vault":1,"accounts":null}`))
	f.Add([]byte(`{"parvis_vault":1,"accounts":{"x":{"key":"","sealed":""}}}`))
	if err := v.UsePassphrase(context.Background(), bakery, phrase, false); err != nil {
		f.Fatal(err)
	}
	whole = keep()
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	for _, change := range [][2]string{
		{`"time": 1`, `"time": 4000000000`},
		{`"time": 1`, `"time": -1`},
		{`"memory_kib": 8192`, `"memory_kib": 4294967295`},
		{`"memory_kib": 8192`, `"memory_kib": 0`},
		{`"threads": 1`, `"threads": 255`},
		{`"argon2id"`, `"md5"`},
		{`"salt": "`, `"salt": "AAAA`},
		{`"parvis_vault": 2`, `"parvis_vault": 1`},
	} {
		f.Add(bytes.Replace(whole, []byte(change[0]), []byte(change[1]), 1))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(vaultFile(dir), data, 0o600); err != nil {
			t.Fatal(err)
		}
		v := New(dir, newMemory())
		if c, err := v.Load(t.Context(), bakery, first); err == nil {
			t.Fatalf("without its key the vault gave %v", c)
		}
		if kept, err := read(vaultFile(dir)); err == nil && kept.Passphrase != nil && !kept.Passphrase.sane() {
			t.Fatalf("a derivation of %+v is taken", kept.Passphrase.cost)
		}
		p, err := v.Protection(t.Context(), bakery)
		if err != nil || p.Locked {
			return // written by a later Parvis, or whole and shut
		}
		store(t, v, bakery, first, credential("2"))
		if got, err := v.Load(t.Context(), bakery, first); err != nil || got != networks.Credential(credential("2")) {
			t.Fatalf("stored anew: %v, %v", got, err)
		}
	})
}
