package wordpress_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"parvis/accounts/wordpress"
	"parvis/accounts/wordpress/wordpresstest"
	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// signedIn connects a fresh author of a fresh site.
func signedIn(t *testing.T) (*wordpress.Connector, *wordpresstest.Server, wordpresstest.User, *networks.Session) {
	t.Helper()
	clock := networkstest.NewClock(now)
	server := wordpresstest.Start(t, clock)
	user := server.CreateUser("martin")
	c := wordpress.New(client(t), clock, nil)
	account, credential, err := c.Connect(t.Context(), server.URL, user.Login, user.AppPassword)
	if err != nil {
		t.Fatalf("Connect: %v", err)
	}
	s := &networks.Session{Account: account, Credential: credential}
	s.Renew = func(ctx context.Context, _ string, obtain networks.Obtain) (string, error) {
		return obtain(ctx, s.Credential)
	}
	return c, server, user, s
}

func TestConnect(t *testing.T) {
	server := wordpresstest.Start(t, app.FixedClock(now))
	user := server.CreateUser("martin")
	host := strings.TrimPrefix(server.URL, "http://")
	for _, tt := range []struct {
		name, service, identifier, secret string
		way                               wordpresstest.Way
		want                              string // Account.Service
	}{
		{"as WordPress shows it", server.URL, "martin", user.AppPassword, wordpresstest.Way{}, server.URL + "/wp-json"},
		{"without spaces", server.URL + "/", "martin", strings.ReplaceAll(user.AppPassword, " ", ""), wordpresstest.Way{}, server.URL + "/wp-json"},
		{"with spaces around", " " + server.URL + " ", " martin ", "\u00a0" + user.AppPassword + "\n", wordpresstest.Way{}, server.URL + "/wp-json"},
		{"by e-mail address", server.URL, user.Email, user.AppPassword, wordpresstest.Way{}, server.URL + "/wp-json"},
		{"from the administration", server.URL + "/wp-admin/profile.php?x=1", "martin", user.AppPassword, wordpresstest.Way{}, server.URL + "/wp-json"},
		{"from a page that is not there", server.URL + "/contact", "martin", user.AppPassword, wordpresstest.Way{}, server.URL + "/wp-json"},
		{"from a page, the API not named", server.URL + "/contact", "martin", user.AppPassword, wordpresstest.Way{NoLink: true}, server.URL + "/wp-json"},
		{"as it is kept", server.URL + "/wp-json", "martin", user.AppPassword, wordpresstest.Way{}, server.URL + "/wp-json"},
		{"addresses not rewritten", server.URL, "martin", user.AppPassword, wordpresstest.Way{Plain: true}, server.URL + "/index.php?rest_route=/"},
		{"addresses not rewritten, as it is kept", server.URL + "/index.php?rest_route=/", "martin", user.AppPassword, wordpresstest.Way{Plain: true}, server.URL + "/index.php?rest_route=/"},
		{"addresses not rewritten, the API not named", server.URL, "martin", user.AppPassword, wordpresstest.Way{Plain: true, NoLink: true}, server.URL + "/?rest_route=/"},
		{"closed to visitors", server.URL, "martin", user.AppPassword, wordpresstest.Way{Closed: true}, server.URL + "/wp-json"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server.Behave(tt.way)
			c := wordpress.New(client(t), app.FixedClock(now), nil)
			account, credential, err := c.Connect(t.Context(), tt.service, tt.identifier, tt.secret)
			if err != nil {
				t.Fatalf("Connect: %v", err)
			}
			want := networks.Account{Network: networks.WordPress, Handle: host, Service: tt.want, RemoteID: host + "#1"}
			if account != want {
				t.Errorf("account %+v, want %+v", account, want)
			}
			if credential.Secret != strings.ReplaceAll(user.AppPassword, " ", "") || credential.Session == "" {
				t.Errorf("credential %+v", credential)
			}
			s := networks.Session{Account: account, Credential: credential}
			r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", c.Identify(now))
			if r.Outcome != networks.Created {
				t.Errorf("publishing there is %s: %v", r.Outcome, r.Err)
			}
		})
	}
}

func TestConnectSaysWhatIsWrong(t *testing.T) {
	server := wordpresstest.Start(t, app.FixedClock(now))
	user := server.CreateUser("martin")
	subscriber := server.CreateUser("abonne")
	server.Change(subscriber.ID, func(u *wordpresstest.User) { u.Capabilities = map[string]bool{"read": true} })
	writer := server.CreateUser("contributeur")
	server.Change(writer.ID, func(u *wordpresstest.User) { u.Capabilities["publish_posts"] = false })
	elsewhere := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(elsewhere.Close)
	api := httptest.NewServer(answers(200, nil, `{"namespaces":["other/v1"]}`))
	t.Cleanup(api.Close)
	busy := httptest.NewServer(answers(503, nil, `<html>`))
	t.Cleanup(busy.Close)
	loop := httptest.NewServer(http.RedirectHandler("/encore", http.StatusFound))
	t.Cleanup(loop.Close)
	outspoken := wordpresstest.Way{Outspoken: true}
	for _, tt := range []struct {
		name, service, identifier, secret string
		way                               wordpresstest.Way
		code                              app.Code
		key                               string
	}{
		{"no address", "", "martin", "x", wordpresstest.Way{}, app.CodeInvalid, "connector.error.address"},
		{"no address at all", "ma boulangerie", "martin", "x", wordpresstest.Way{}, app.CodeInvalid, "connector.error.address"},
		{"a name in the address", "https://a:b@exemple.fr", "martin", "x", wordpresstest.Way{}, app.CodeInvalid, "connector.error.address"},
		{"another protocol", "ftp://exemple.fr", "martin", "x", wordpresstest.Way{}, app.CodeInvalid, "connector.error.address"},
		{"no user", server.URL, " ", "x", wordpresstest.Way{}, app.CodeInvalid, "wordpress.error.identifier"},
		{"no user name", server.URL, "a:b", "x", wordpresstest.Way{}, app.CodeInvalid, "wordpress.error.identifier"},
		{"no password", server.URL, "martin", " ", wordpresstest.Way{}, app.CodeInvalid, "connector.error.no_credential"},
		{"nobody there", "http://127.0.0.1:1", "martin", "x", wordpresstest.Way{}, app.CodeUnavailable, "connector.error.connect_unavailable"},
		{"busy", busy.URL, "martin", "x", wordpresstest.Way{}, app.CodeUnavailable, "connector.error.connect_unavailable"},
		{"another kind of site", elsewhere.URL, "martin", "x", wordpresstest.Way{}, app.CodeInvalid, "wordpress.error.not_wordpress"},
		{"another kind of API", api.URL, "martin", "x", wordpresstest.Way{}, app.CodeInvalid, "wordpress.error.not_wordpress"},
		{"redirects without end", loop.URL, "martin", "x", wordpresstest.Way{}, app.CodeInvalid, "wordpress.error.not_wordpress"},
		{"wrong password", server.URL, "martin", "xxxx", wordpresstest.Way{}, app.CodeUnauthorised, "wordpress.error.not_seen"},
		{"wrong password, on an older site", server.URL, "martin", "xxxx", outspoken, app.CodeUnauthorised, "wordpress.error.password"},
		{"wrong name", server.URL, "martine", "xxxx", outspoken, app.CodeUnauthorised, "wordpress.error.password"},
		{"header dropped", server.URL, "martin", user.AppPassword, wordpresstest.Way{Dropped: true}, app.CodeUnauthorised, "wordpress.error.not_seen"},
		{"disabled", server.URL, "martin", user.AppPassword, wordpresstest.Way{Disabled: true}, app.CodeUnauthorised, "wordpress.error.disabled"},
		{"closed, wrong password", server.URL, "martin", "xxxx", wordpresstest.Way{Closed: true}, app.CodeConflict, "wordpress.error.blocked"},
		{"challenged", server.URL, "martin", user.AppPassword, wordpresstest.Way{Challenged: true}, app.CodeUnavailable, "wordpress.error.challenge"},
		{"a subscriber", server.URL, "abonne", subscriber.AppPassword, wordpresstest.Way{}, app.CodeInvalid, "wordpress.error.role"},
		{"a contributor", server.URL, "contributeur", writer.AppPassword, wordpresstest.Way{}, app.CodeInvalid, "wordpress.error.role"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server.Behave(tt.way)
			c := wordpress.New(client(t), app.FixedClock(now), nil)
			_, _, err := c.Connect(t.Context(), tt.service, tt.identifier, tt.secret)
			if app.CodeOf(err) != tt.code {
				t.Errorf("error %v, want %s", err, tt.code)
			}
			wantKey(t, err, tt.key)
		})
	}
}

// host answers for several names on one connection, so that redirects between
// servers can be seen.
type host map[string]http.HandlerFunc

func (h host) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	handler, ok := h[r.URL.Scheme+"://"+r.URL.Host]
	if !ok {
		handler = http.NotFound
	}
	handler(recorder, r)
	return recorder.Result(), nil
}

func TestConnectKeepsThePasswordOnTheSite(t *testing.T) {
	index := answers(200, nil, `{"namespaces":["wp/v2"],"authentication":{"application-passwords":{}}}`)
	site := func(link string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/wp-json/":
				index(w, r)
			case "/wp-json/wp/v2/users/me":
				accepted(w, r)
			default:
				w.Header().Set("Link", link)
			}
		}
	}
	stranger := func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			t.Errorf("%s was sent the password", r.URL)
		}
		index(w, r)
	}
	for _, tt := range []struct {
		name, service string
		web           host
		want          string // Account.Service, or the key of the error
	}{
		{"the name with www", "exemple.fr", host{
			"https://exemple.fr": func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "https://www.exemple.fr/", http.StatusMovedPermanently)
			},
			"https://www.exemple.fr": site(`<https://www.exemple.fr/wp-json/>; rel="https://api.w.org/"`),
		}, "https://www.exemple.fr/wp-json"},
		{"a page longer than is read", "exemple.fr", host{"https://exemple.fr": func(w http.ResponseWriter, r *http.Request) {
			site(`<https://exemple.fr/wp-json/>; rel="https://api.w.org/"`)(w, r)
			if r.URL.Path == "/" {
				_, _ = w.Write(make([]byte, 2<<20))
			}
		}}, "https://exemple.fr/wp-json"},
		{"a folder", "exemple.fr/blog", host{"https://exemple.fr": func(w http.ResponseWriter, r *http.Request) {
			r.URL.Path = strings.TrimPrefix(r.URL.Path, "/blog")
			site(`<https://exemple.fr/blog/wp-json/>; rel="https://api.w.org/"`)(w, r)
		}}, "https://exemple.fr/blog/wp-json"},
		{"http typed", "http://exemple.fr", host{"https://exemple.fr": site("")}, "https://exemple.fr/wp-json"},
		{"an API on another server", "exemple.fr", host{
			"https://exemple.fr":     site(`<https://voleur.example/wp-json/>; rel="https://api.w.org/"`),
			"https://voleur.example": stranger,
		}, "https://exemple.fr/wp-json"},
		{"an API in the clear", "exemple.fr", host{
			"https://exemple.fr": site(`<http://exemple.fr/wp-json/>; rel="https://api.w.org/"`),
			"http://exemple.fr":  stranger,
		}, "https://exemple.fr/wp-json"},
		{"sent into the clear", "exemple.fr", host{
			"https://exemple.fr": func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "http://exemple.fr/", http.StatusMovedPermanently)
			},
			"http://exemple.fr": stranger,
		}, "wordpress.error.no_https"},
		{"sent to this machine", "exemple.fr", host{
			"https://exemple.fr": func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "https://127.0.0.1:8443/", http.StatusMovedPermanently)
			},
			"https://127.0.0.1:8443": stranger,
		}, "wordpress.error.not_wordpress"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := wordpress.New(&http.Client{Transport: tt.web}, app.FixedClock(now), nil)
			account, _, err := c.Connect(t.Context(), tt.service, "martin", appPassword)
			if err != nil {
				wantKey(t, err, tt.want)
				return
			}
			if account.Service != tt.want {
				t.Errorf("connected at %s, want %s", account.Service, tt.want)
			}
		})
	}
}
