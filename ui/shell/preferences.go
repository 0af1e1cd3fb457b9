package shell

import "parvis/assets/translations"

// ThemeChoice is how bright the interface is.
type ThemeChoice string

// The three choices; the first follows the system.
const (
	ThemeSystem ThemeChoice = "system"
	ThemeLight  ThemeChoice = "light"
	ThemeDark   ThemeChoice = "dark"
)

// Preferences belong to the machine, not to a business. The zero value is that
// of a first start.
type Preferences struct {
	Language translations.Language // "" follows the system
	Theme    ThemeChoice           // "" means ThemeSystem
	Scale    float32               // of text; 0 means 1
	LastFile string                // opened again at the next start, "" when none
	Width    float32               // of the window, 0 when never shown
	Height   float32
	Room     string // shown last
	// Remembered is what pages keep of how they are looked at, by a name.
	Remembered map[string]string
}

// PreferenceStore keeps the preferences of the machine.
type PreferenceStore interface {
	// Preferences returns what is kept; what cannot be read is as on a first
	// start.
	Preferences() Preferences
	SavePreferences(p Preferences) error
}
