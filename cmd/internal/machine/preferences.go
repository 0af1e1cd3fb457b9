package machine

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"parvis/ui/shell"
)

// PreferenceFile keeps the preferences of the machine in a small JSON file.
type PreferenceFile struct{ path string }

var _ shell.PreferenceStore = PreferenceFile{}

// Preferences returns the store of p's configuration folder.
func (p Paths) Preferences() PreferenceFile {
	return PreferenceFile{filepath.Join(p.Config, "preferences.json")}
}

// Preferences returns what is kept. A file that cannot be read counts as none:
// preferences are never worth refusing to start.
func (f PreferenceFile) Preferences() shell.Preferences {
	var p shell.Preferences
	data, err := os.ReadFile(f.path)
	if err != nil {
		if !os.IsNotExist(err) {
			slog.Warn("reading preferences", "error", err)
		}
		return p
	}
	if err := json.Unmarshal(data, &p); err != nil {
		slog.Warn("reading preferences", "error", err)
		return shell.Preferences{}
	}
	return p
}

// SavePreferences replaces the file as a whole, so that a crash leaves the old
// or the new one.
func (f PreferenceFile) SavePreferences(p shell.Preferences) error {
	data, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return fmt.Errorf("writing preferences: %w", err)
	}
	temp, err := os.CreateTemp(filepath.Dir(f.path), "preferences-*.tmp")
	if err != nil {
		return fmt.Errorf("writing preferences: %w", err)
	}
	defer os.Remove(temp.Name())
	if _, err := temp.Write(append(data, '\n')); err != nil {
		temp.Close()
		return fmt.Errorf("writing preferences: %w", err)
	}
	if err := temp.Close(); err != nil {
		return fmt.Errorf("writing preferences: %w", err)
	}
	if err := os.Rename(temp.Name(), f.path); err != nil {
		return fmt.Errorf("writing preferences: %w", err)
	}
	return nil
}
