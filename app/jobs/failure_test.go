package jobs

import (
	"errors"
	"testing"

	"parvis/app"
)

// A row keeps a key alone: a sentence with blanks to fill would be shown with
// holes.
func TestSentenceKeptOfAFailure(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"of its own", app.Fail(app.CodeUnavailable, "watch.error.offline"), "watch.error.offline"},
		{"with blanks", app.Fail(app.CodeUnavailable, "storage.error.folder_missing", "Folder", "/nulle/part"), keyFailed},
		{"none", errors.New("no idea"), keyFailed},
	} {
		if got := keyOf(tt.err); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
