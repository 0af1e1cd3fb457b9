package mastodon

import "testing"

func TestServerAddress(t *testing.T) {
	for _, tt := range []struct{ service, identifier, want string }{
		{"mastodon.social", "", "https://mastodon.social"},
		{" https://Mastodon.Social/@martin/1 ", "", "https://mastodon.social"},
		{"@martin@nantes.social", "", "https://nantes.social"},
		{"", "@martin@nantes.social", "https://nantes.social"},
		{"", "martin@nantes.social:8443", "https://nantes.social:8443"},
		{"", "https://nantes.social/@martin", "https://nantes.social"},
		{"\u202amastodon.social\u202c", "martin@nantes.social", "https://mastodon.social"},
		{"http://127.0.0.1:3000/", "", "http://127.0.0.1:3000"},
		{"http://[::1]:3000", "", "http://[::1]:3000"},
		{"localhost:3000", "", "https://localhost:3000"},
		{"nowhere", "martin@nantes.social", ""},
		{"http://nantes.social", "", ""},
		{"javascript://nantes.social", "", ""},
		{"https://martin:secret@nantes.social", "", ""},
		{"", "martin", ""},
		{"", "", ""},
		{"%zz.fr", "", ""},
	} {
		got, err := serverAddress(tt.service, tt.identifier)
		if got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("serverAddress(%q, %q) = %q, %v; want %q", tt.service, tt.identifier, got, err, tt.want)
		}
	}
}

func TestPermalink(t *testing.T) {
	for _, tt := range []struct{ base, page, want string }{
		{"https://nantes.social", "https://nantes.social/@martin/1", "https://nantes.social/@martin/1"},
		{"https://nantes.social", "https://www.nantes.social/@martin/1", "https://www.nantes.social/@martin/1"},
		{"https://nantes.social", "http://127.0.0.1/@martin/1", ""},
		{"http://127.0.0.1:3000", "http://127.0.0.1:3000/@martin/1", "http://127.0.0.1:3000/@martin/1"},
		{"http://127.0.0.1:3000", "http://nantes.social/@martin/1", ""},
		{"https://nantes.social", "javascript:alert(1)", ""},
		{"https://nantes.social", "https://a:b@nantes.social/1", ""},
		{"https://nantes.social", "", ""},
	} {
		if got, ok := permalinkOn(tt.base, tt.page); got != tt.want || ok != (tt.want != "") {
			t.Errorf("permalinkOn(%q, %q) = %q, %v", tt.base, tt.page, got, ok)
		}
	}
}
