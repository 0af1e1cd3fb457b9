// Package machine is what Parvis keeps on a computer outside any business
// file: where things lie, the preferences, the log, the crash note, and the
// door by which a second start finds the first.
package machine

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
)

// Paths are the folders Parvis uses on this computer.
type Paths struct {
	Config    string // preferences, vault, log, crash note
	Backups   string // one folder per business
	Documents string // where new files are proposed
}

// SystemPaths returns the folders the system gives to this user.
func SystemPaths() Paths {
	return Paths{
		Config:    filepath.Join(xdg.ConfigHome, "Parvis"),
		Backups:   filepath.Join(xdg.DataHome, "Parvis", "sauvegardes"),
		Documents: xdg.UserDirs.Documents,
	}
}

// PathsUnder returns folders that all lie under one directory: tests, pictures
// and a portable installation use it.
func PathsUnder(dir string) Paths {
	return Paths{
		Config:    filepath.Join(dir, "config"),
		Backups:   filepath.Join(dir, "sauvegardes"),
		Documents: filepath.Join(dir, "documents"),
	}
}

// Make creates the folders that do not exist; only the user can read Config
// and Backups.
func (p Paths) Make() error {
	for dir, mode := range map[string]os.FileMode{p.Config: 0o700, p.Backups: 0o700, p.Documents: 0o755} {
		if err := os.MkdirAll(dir, mode); err != nil {
			return fmt.Errorf("making %s: %w", dir, err)
		}
	}
	return nil
}

// Vault is the folder of the encrypted credentials.
func (p Paths) Vault() string { return filepath.Join(p.Config, "coffre") }

// Witness is the folder that remembers the last attempt of each business to send
// something, by which an older copy of its file is recognised.
func (p Paths) Witness() string { return filepath.Join(p.Config, "temoins") }

// Log is the file of the log.
func (p Paths) Log() string { return filepath.Join(p.Config, "journal", "parvis.log") }

// Identity returns what tells this computer from others for good: a random
// word made at the first start and kept in the configuration folder, "" when it
// can be neither read nor made.
func (p Paths) Identity() string {
	path := filepath.Join(p.Config, "machine")
	if data, err := os.ReadFile(path); err == nil && len(data) > 0 {
		return string(data)
	}
	identity := rand.Text()
	if err := os.WriteFile(path, []byte(identity), 0o600); err != nil {
		slog.Warn("keeping the identity of the machine", "error", err)
		return ""
	}
	return identity
}
