package linkedin

import "testing"

func TestTrusted(t *testing.T) {
	for _, tt := range []struct {
		service, address string
		want             bool
	}{
		{"", "https://www.linkedin.com/dms-uploads/C4E?ca=x", true},
		{"", "https://LinkedIn.com/u", true},
		{"", "http://www.linkedin.com/u", false},
		{"", "https://notlinkedin.com/u", false},
		{"", "https://linkedin.com.example.org/u", false},
		{"", "https://me:pw@www.linkedin.com/u", false},
		{"", "http://127.0.0.1:1/u", false},
		{"http://127.0.0.1:1", "http://127.0.0.1:1/u", true},
		{"http://127.0.0.1:1", "https://www.linkedin.com/u", false},
	} {
		if got := trusted(tt.service, tt.address); got != tt.want {
			t.Errorf("trusted(%q, %q) = %v, want %v", tt.service, tt.address, got, tt.want)
		}
	}
}
