package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"parvis/app"
)

// Versions of the file's form. A vault without a passphrase stays in the first, which
// every Parvis reads.
const (
	formatKeyring    = 1
	formatPassphrase = 2
)

// maxFile bounds what is read as a vault, in bytes.
const maxFile = 4 << 20

// contents is the file: what it names is no secret, what is sealed is.
type contents struct {
	Format int `json:"parvis_vault"`
	// Passphrase wraps the key of the entries; nil where the keyring holds it.
	Passphrase *wrap            `json:"passphrase,omitempty"`
	Accounts   map[app.ID]entry `json:"accounts"`
}

type entry struct {
	Key    string `json:"key"`    // name of the key that sealed it
	Sealed []byte `json:"sealed"` // nonce and ciphertext
}

// errDamaged is in the chain of every error about a vault that cannot be read.
var errDamaged = errors.New("damaged vault")

func damaged(cause error) error {
	return app.Fail(app.CodeNotFound, "vault.error.damaged").Because(errors.Join(errDamaged, cause))
}

func diskError(cause error) error {
	return app.Fail(app.CodeUnavailable, "vault.error.disk").Because(cause)
}

// fileName is safe whatever a business's file says its ID is.
func fileName(business app.ID) string {
	sum := sha256.Sum256([]byte(business))
	return hex.EncodeToString(sum[:16]) + ".vault"
}

// read returns the contents of a vault file, empty when there is none.
func read(path string) (contents, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return contents{}, nil
	}
	if err != nil {
		return contents{}, diskError(err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return contents{}, diskError(err)
	}
	var c contents
	switch err := json.Unmarshal(b, &c); {
	case len(b) > maxFile:
		return contents{}, damaged(errors.New("too long"))
	case err != nil:
		return contents{}, damaged(errors.New("not in the form of a vault"))
	case c.Format > formatPassphrase:
		return contents{}, app.Fail(app.CodeConflict, "vault.error.newer")
	case c.Format != formatKeyring && c.Format != formatPassphrase:
		return contents{}, damaged(errors.New("no version"))
	case (c.Format == formatPassphrase) != (c.Passphrase != nil):
		return contents{}, damaged(errors.New("a wrapped key against the version"))
	}
	if c.Passphrase != nil {
		if err := c.Passphrase.check(); err != nil {
			return contents{}, damaged(err)
		}
	}
	return c, nil
}

// write replaces a vault file in one step: whatever happens, either the old or
// the new contents are there, readable by their owner only.
func (v *Vault) write(path string, c contents) error {
	c.Format = formatKeyring
	if c.Passphrase != nil {
		c.Format = formatPassphrase
	}
	b, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return diskError(err)
	}
	if err := os.MkdirAll(v.dir, 0o700); err != nil {
		return diskError(err)
	}
	// CreateTemp makes files that only their owner can read.
	f, err := os.CreateTemp(v.dir, ".vault-*")
	if err != nil {
		return diskError(err)
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return diskError(errors.Join(err, os.Remove(f.Name())))
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a renaming survive a power cut, where the system lets a
// folder be synchronised.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return diskError(err)
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return diskError(err)
	}
	return nil
}
