package wire_test

import (
	"testing"

	"parvis/accounts/wire"
)

func TestService(t *testing.T) {
	const official = "https://api.telegram.org"
	for _, tt := range []struct {
		typed, want string
		ok          bool
	}{
		{"", "", true},
		{"  ", "", true},
		{official, "", true},
		{official + "/", "", true},
		{"http://127.0.0.1:8081", "http://127.0.0.1:8081", true},
		{"http://[::1]:8081/", "http://[::1]:8081", true},
		{"http://localhost:8081", "http://localhost:8081", true},
		{"https://Bots.Exemple.fr", "https://bots.exemple.fr", true},
		{"http://api.telegram.org", "", false},
		{"http://192.168.1.4", "", false},
		{"https://user:secret@exemple.fr", "", false},
		{"https://exemple.fr/chemin", "", false},
		{"https://exemple.fr?a=b", "", false},
		{"ftp://127.0.0.1", "", false},
		{"exemple.fr", "", false},
		{"https://", "", false},
		{":", "", false},
	} {
		if got, ok := wire.Service(tt.typed, official); got != tt.want || ok != tt.ok {
			t.Errorf("%q: %q, %v; want %q, %v", tt.typed, got, ok, tt.want, tt.ok)
		}
	}
}
