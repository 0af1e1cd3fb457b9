package mastodon_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/accounts/mastodon/mastodontest"
	"parvis/app"
	"parvis/app/networks"
)

func keyOf(err error) string {
	var e *app.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

func TestConnectTellsWhoAndWhere(t *testing.T) {
	for _, software := range softwares {
		w := newWorld(t, software)
		host := strings.TrimPrefix(w.server.URL, "http://")
		want := networks.Account{
			Network: networks.Mastodon, Handle: "martin@" + host, Service: w.server.URL, RemoteID: host + "/" + w.account.ID,
			Instance: networks.Instance{
				Software: software, Characters: 500, LinkSize: 23, Images: 4, Alt: 1500, ImageBytes: 16777216, ImagePixels: 33177600,
				ImageFormats: "image/jpeg image/png image/gif image/webp",
				VideoBytes:   103809024, VideoRate: 120, VideoPixels: 8294400,
			},
		}
		switch software {
		case networks.SoftwareGoToSocial:
			want.Instance.LinkSize, want.Instance.Images, want.Instance.Alt = 25, 6, 5000
		case networks.SoftwarePixelfed:
			want.Instance.Alt, want.Instance.ImageBytes = 1000, 15360000
		}
		if diff := cmp.Diff(want, w.Session.Account); diff != "" {
			t.Errorf("%s (-want +got):\n%s", software, diff)
		}
		if w.Session.Credential.Secret != w.account.Token || w.Session.Credential.Session != "" {
			t.Errorf("%s: credential %+v", software, w.Session.Credential)
		}
	}
}

// TestServersThatSayLess: an older server has another address for its limits, and
// one without NodeInfo may still name its software.
func TestServersThatSayLess(t *testing.T) {
	for _, tt := range []struct {
		name     string
		software networks.Software
		change   func(*mastodontest.Server)
		want     networks.Software
	}{
		{"an old Mastodon", networks.SoftwareMastodon, (*mastodontest.Server).Age, networks.SoftwareMastodon},
		{"a closed one", networks.SoftwareMastodon, (*mastodontest.Server).Close, networks.SoftwareMastodon},
		{"one that names nothing is not taken for Mastodon", networks.SoftwareMastodon, (*mastodontest.Server).Mute, ""},
		{"GoToSocial by where its source is", networks.SoftwareGoToSocial, (*mastodontest.Server).Mute, networks.SoftwareGoToSocial},
		{"Pixelfed by its version", networks.SoftwarePixelfed, (*mastodontest.Server).Mute, networks.SoftwarePixelfed},
		{"another one", "akkoma", func(*mastodontest.Server) {}, "akkoma"},
	} {
		w := newWorld(t, tt.software)
		tt.change(w.server)
		w.server.Domain = "nantes.social"
		a, _, err := w.connector.Connect(t.Context(), w.server.URL, "", w.account.Token)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if a.Instance.Software != tt.want || a.Instance.Characters != 500 || a.Handle != "martin@nantes.social" {
			t.Errorf("%s: %+v", tt.name, a)
		}
		if class := networks.ReadBackOf(w.connector, a, w.connector.Identify(w.clock.Now().Add(-10*time.Minute))); class == networks.ByIdentity != (tt.want == networks.SoftwareMastodon) {
			t.Errorf("%s is read back by %s", tt.name, class)
		}
	}
}

func TestConnectChecksWhatATokenMayDo(t *testing.T) {
	for _, tt := range []struct {
		name    string
		scopes  []string
		missing string // "" when nothing is
	}{
		{"each", mastodontest.EveryScope, ""},
		{"all", []string{"read", "write"}, ""},
		{"its own profile", []string{"profile", "read:statuses", "write"}, ""},
		{"reads only", []string{"read"}, "write:statuses, write:media"},
		{"no pictures", []string{"read", "write:statuses"}, "write:media"},
		{"not even who it is", []string{"write"}, "read:accounts"},
	} {
		w := newWorld(t, networks.SoftwareMastodon)
		narrow := w.server.CreateAccount("julie", tt.scopes...)
		_, _, err := w.connector.Connect(t.Context(), w.server.URL, "", narrow.Token)
		var e *app.Error
		switch {
		case tt.missing == "":
			if err != nil {
				t.Errorf("%s: %v", tt.name, err)
			}
		case !errors.As(err, &e) || e.Code != app.CodeUnauthorised || e.Key != "connector.error.permission" || e.Args["Missing"] != tt.missing:
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestConnectRefuses(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	for _, tt := range []struct {
		name, service, identifier, secret string
		code                              app.Code
		key                               string
	}{
		{"no server", "", "martin", "x", app.CodeInvalid, "connector.mastodon.server"},
		{"nothing at all", "", "", "x", app.CodeInvalid, "connector.mastodon.server"},
		{"an address of something else", "ftp://nantes.social", "", "x", app.CodeInvalid, "connector.mastodon.server"},
		{"with a password in it", "https://a:b@nantes.social", "", "x", app.CodeInvalid, "connector.mastodon.server"},
		{"in the clear", "http://nantes.social", "", "x", app.CodeInvalid, "connector.mastodon.server"},
		{"no token", w.server.URL, "", " ", app.CodeInvalid, "connector.error.no_credential"},
		{"a wrong one", w.server.URL, "", "wrong", app.CodeUnauthorised, "connector.error.wrong_credential"},
		{"nobody there", "http://127.0.0.1:1", "", "x", app.CodeUnavailable, "connector.error.connect_unavailable"},
	} {
		_, _, err := w.connector.Connect(t.Context(), tt.service, tt.identifier, tt.secret)
		if app.CodeOf(err) != tt.code || keyOf(err) != tt.key {
			t.Errorf("%s: %v, want %s %s", tt.name, err, tt.code, tt.key)
		}
	}
}

// TestServerThatIsNone answers as pages, other programs and hostile servers do.
func TestServerThatIsNone(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		body   string
		code   app.Code
	}{
		{"a page", 200, `<html>`, app.CodeInvalid},
		{"another API", 200, `{"ok":true}`, app.CodeInvalid},
		{"nothing there", 404, `<html>`, app.CodeInvalid},
		{"trouble", 502, `<html>`, app.CodeUnavailable},
		{"redirect", 301, ``, app.CodeUnavailable},
		{"too many", 429, `{}`, app.CodeLimited},
	} {
		c, s := speaking(t, "", answers(tt.status, http.Header{"Location": {"https://elsewhere.example"}}, tt.body))
		_, _, err := c.Connect(t.Context(), s.Account.Service, "", "x")
		if app.CodeOf(err) != tt.code {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.code)
		}
		if _, err := c.Ask(t.Context(), networks.Request{Service: s.Account.Service, Redirect: "http://127.0.0.1:9/", State: "s"}); app.CodeOf(err) != tt.code {
			t.Errorf("asked, %s: %v, want %s", tt.name, err, tt.code)
		}
	}
}

// TestAServerSendsNowhereElse: what it says of its software stands on itself.
func TestAServerSendsNowhereElse(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("another server was asked") }))
	defer elsewhere.Close()
	c, s := speaking(t, "", func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/v2/instance":
			_, _ = w.Write([]byte(`{"version":"4.5.0"}`))
		case "/.well-known/nodeinfo":
			_, _ = w.Write([]byte(`{"links":[{"href":"` + elsewhere.URL + `/nodeinfo/2.0"},{"href":"//` + elsewhere.URL[len("http://"):] + `"}]}`))
		case "/api/v1/accounts/verify_credentials":
			_, _ = w.Write([]byte(`{"id":"42","username":"martin"}`))
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	})
	a, _, err := c.Connect(t.Context(), s.Account.Service, "", "x")
	if err != nil || a.Instance.Software != "" {
		t.Errorf("%+v, %v", a.Instance, err)
	}
}

// TestLimitsThatMakeNoSense are not taken.
func TestLimitsThatMakeNoSense(t *testing.T) {
	c, s := speaking(t, "", func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/v2/instance":
			_, _ = w.Write([]byte(`{"version":"4.5.0","domain":"../x y","configuration":{"statuses":{"max_characters":-5,"max_media_attachments":"4","characters_reserved_per_url":null},` +
				`"media_attachments":{"image_size_limit":1e300,"description_limit":1.5e3,"supported_mime_types":["text/html"]}},"max_toot_chars":1000}`))
		case "/api/v1/accounts/verify_credentials":
			_, _ = w.Write([]byte(`{"id":"42","username":"martin"}`))
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	})
	a, _, err := c.Connect(t.Context(), s.Account.Service, "", "x")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(networks.Instance{Characters: 1000, Alt: 1500}, a.Instance); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if want := "martin@" + strings.TrimPrefix(s.Account.Service, "http://"); a.Handle != want {
		t.Errorf("handle %q, want %q", a.Handle, want)
	}
}
