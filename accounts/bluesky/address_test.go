package bluesky

import (
	"testing"

	"parvis/app"
)

func TestServiceAddress(t *testing.T) {
	for typed, want := range map[string]string{
		"":                              "https://bsky.social",
		" \u00a0":                       "https://bsky.social",
		"bsky.social":                   "https://bsky.social",
		"https://bsky.social/":          "https://bsky.social",
		"HTTPS://BSKY.SOCIAL":           "https://bsky.social",
		"https://bsky.app":              "https://bsky.social",
		"https://bsky.app/profile/x.fr": "https://bsky.social",
		" pds.mairie-nantes.fr ":        "https://pds.mairie-nantes.fr",
		"pds.exemple.fr:8443":           "https://pds.exemple.fr:8443",
		"http://localhost:2583":         "http://localhost:2583",
		"http://127.0.0.1:2583/xrpc":    "http://127.0.0.1:2583",
		"http://[::1]:2583":             "http://[::1]:2583",
		"http://pds.exemple.fr":         "",
		"ftp://pds.exemple.fr":          "",
		"https://moi:secret@exemple.fr": "",
		"bluesky":                       "",
		"https://":                      "",
		"https://exemple.fr:port":       "",
		"file:///etc/passwd":            "",
		"javascript:alert(1)":           "",
	} {
		got, err := serviceAddress(typed)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("serviceAddress(%q) = %q, %v; want %q", typed, got, err, want)
		}
		if want == "" && app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("serviceAddress(%q): %v, want %s", typed, err, app.CodeInvalid)
		}
	}
}

func TestIdentifier(t *testing.T) {
	for _, tt := range []struct{ typed, base, want string }{
		{"boulangerie.bsky.social", defaultService, "boulangerie.bsky.social"},
		{"@Boulangerie.bsky.social", defaultService, "boulangerie.bsky.social"},
		{" @ boulangerie.bsky.social \n", defaultService, "boulangerie.bsky.social"},
		{"\u202a@boulangerie.bsky.social\u202c", defaultService, "boulangerie.bsky.social"},
		{"boulangerie", defaultService, "boulangerie.bsky.social"},
		{"boulangerie", "https://pds.fr", ""},
		{"boulangerie-martin.fr.", defaultService, "boulangerie-martin.fr"},
		{"https://bsky.app/profile/boulangerie.bsky.social", defaultService, "boulangerie.bsky.social"},
		{"bsky.app/profile/boulangerie.bsky.social/post/3k?x=1", defaultService, "boulangerie.bsky.social"},
		{"https://bsky.app/profile/did:plc:ewvi7nxzyoun6zhxrhs64oiz", defaultService, "did:plc:ewvi7nxzyoun6zhxrhs64oiz"},
		{"patron@boulangerie.fr", defaultService, "patron@boulangerie.fr"},
		{"Patron@Boulangerie.fr", defaultService, "patron@boulangerie.fr"},
		{"", defaultService, ""},
		{"@", defaultService, ""},
		{"patron@boulangerie@fr.fr", defaultService, ""},
		{"boulangerie martin", defaultService, "boulangeriemartin.bsky.social"},
		{"boulangerie_martin.bsky.social", defaultService, ""},
		{"https://boulangerie.fr", defaultService, ""},
		{"did:plc:", defaultService, ""},
		{"handle.invalid", defaultService, ""},
	} {
		got, err := identifier(tt.typed, tt.base)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("identifier(%q) = %q, %v; want %q", tt.typed, got, err, tt.want)
		}
	}
}

func TestHomeIsNeverThisMachineForAServerElsewhere(t *testing.T) {
	for _, tt := range []struct{ base, endpoint, want string }{
		{"https://bsky.social", "https://morel.us-east.host.bsky.network", "https://morel.us-east.host.bsky.network"},
		{"https://bsky.social", "https://morel.us-east.host.bsky.network/", "https://morel.us-east.host.bsky.network"},
		{"https://bsky.social", "http://127.0.0.1:80", "https://bsky.social"},
		{"https://bsky.social", "http://morel.host", "https://bsky.social"},
		{"https://bsky.social", "nonsense", "https://bsky.social"},
		{"http://localhost:1", "http://127.0.0.1:2", "http://127.0.0.1:2"},
	} {
		var o opened
		o.Doc.Service = append(o.Doc.Service, struct {
			ID       string `json:"id"`
			Type     string `json:"type"`
			Endpoint string `json:"serviceEndpoint"`
		}{"#atproto_pds", "AtprotoPersonalDataServer", tt.endpoint})
		if got := o.home(tt.base); got != tt.want {
			t.Errorf("signed in at %s, told %s: home is %s, want %s", tt.base, tt.endpoint, got, tt.want)
		}
	}
	if got := (opened{}).home("https://bsky.social"); got != "https://bsky.social" {
		t.Errorf("without a document home is %s", got)
	}
}
