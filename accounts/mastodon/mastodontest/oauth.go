package mastodontest

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"parvis/app/networks"
)

// client is an application that registered.
type client struct {
	secret, redirect string
	scopes           []string
}

// grant is what a code stands for, once.
type grant struct {
	owner                       *account
	client, redirect, challenge string
	scopes                      []string
}

func (s *Server) provesKeys() bool { return s.software == networks.SoftwareMastodon && !s.old }

func (s *Server) metadata(*http.Request, []byte) reply {
	if !s.provesKeys() {
		return refuse(404, "Record not found")
	}
	return ok(map[string]any{
		"issuer": s.URL + "/", "authorization_endpoint": s.URL + "/oauth/authorize", "token_endpoint": s.URL + "/oauth/token",
		"code_challenge_methods_supported": []string{"S256"},
	})
}

// form reads the fields of a form, which are all of those expected.
func form(r *http.Request, body []byte, expected ...string) (url.Values, *reply) {
	values, err := url.ParseQuery(string(body))
	if r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" || err != nil {
		refused := refuse(400, "not a form")
		return nil, &refused
	}
	for name := range values {
		if !slices.Contains(expected, name) || len(values[name]) != 1 {
			refused := refuse(400, "unexpected %s", name)
			return nil, &refused
		}
	}
	return values, nil
}

func (s *Server) register(r *http.Request, body []byte) reply {
	values, refused := form(r, body, "client_name", "redirect_uris", "scopes")
	if refused != nil {
		return *refused
	}
	scopes := strings.Fields(values.Get("scopes"))
	known := func(scope string) bool {
		if s.software == networks.SoftwarePixelfed {
			return scope == "read" || scope == "write"
		}
		return holds(EveryScope, scope)
	}
	if values.Get("client_name") == "" || !strings.HasPrefix(values.Get("redirect_uris"), "http://127.0.0.1:") ||
		len(scopes) == 0 || slices.ContainsFunc(scopes, func(scope string) bool { return !known(scope) }) {
		return refuse(422, "Validation failed: %v", values)
	}
	s.serial++
	id := fmt.Sprintf("client-%04d", s.serial)
	s.clients[id] = client{secret: "opaque-secret-of-" + id, redirect: values.Get("redirect_uris"), scopes: scopes}
	return ok(map[string]any{"id": "1", "name": values.Get("client_name"), "client_id": id, "client_secret": s.clients[id].secret})
}

// Consent lets an account's owner agree on a page that Parvis opened, and returns
// the address that the browser is sent back to.
func (s *Server) Consent(t testing.TB, page, id string) *url.URL {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	asked, err := url.Parse(page)
	if err != nil || !strings.HasPrefix(page, s.URL+"/oauth/authorize?") || !s.asks(asked.Query()) {
		t.Fatalf("the page is %q (%v)", page, err)
	}
	back, err := url.Parse(s.agree(asked.Query(), s.find(id)))
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// asks reports whether a page asks for what its program registered.
func (s *Server) asks(q url.Values) bool {
	c, known := s.clients[q.Get("client_id")]
	scopes := strings.Fields(q.Get("scope"))
	within := !slices.ContainsFunc(scopes, func(scope string) bool { return !holds(c.scopes, scope) })
	proves := q.Get("code_challenge") != "" && q.Get("code_challenge_method") == "S256"
	return known && q.Get("response_type") == "code" && q.Get("redirect_uri") == c.redirect && q.Get("state") != "" && within && proves == s.provesKeys()
}

// agree gives a code to a program that asks, and returns where the browser goes.
func (s *Server) agree(q url.Values, owner *account) string {
	s.serial++
	code, redirect := fmt.Sprintf("opaque-code-%04d", s.serial), q.Get("redirect_uri")
	s.codes[code] = grant{owner, q.Get("client_id"), redirect, q.Get("code_challenge"), strings.Fields(q.Get("scope"))}
	return redirect + "?" + url.Values{"code": {code}, "state": {q.Get("state")}}.Encode()
}

// consentPage is shown by a browser in which the owner of the first account is
// signed in. The server's own page has these two buttons, whatever else it looks
// like.
const consentPage = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Autorisation requise</title>
<h1>Parvis veut accéder à votre compte</h1>
<form method="post"><button id="authorize">Autoriser</button></form>
<form method="post"><input type="hidden" name="deny" value="1"><button id="deny">Refuser</button></form></html>`

// consent shows the page that asks, and sends the browser back with the answer.
func (s *Server) consent(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := r.URL.Query()
	switch {
	case !s.asks(q) || len(s.accounts) == 0:
		http.Error(w, "invalid_request", http.StatusBadRequest)
	case r.Method == http.MethodGet:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, consentPage)
	case r.FormValue("deny") != "":
		back := url.Values{"error": {"access_denied"}, "state": {q.Get("state")}}
		http.Redirect(w, r, q.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
	default:
		http.Redirect(w, r, s.agree(q, s.accounts[0]), http.StatusFound)
	}
}

// Narrow makes a code grant fewer scopes than were asked for.
func (s *Server) Narrow(code string, scopes ...string) {
	s.with(func() {
		g := s.codes[code]
		g.scopes = scopes
		s.codes[code] = g
	})
}

func (s *Server) token(r *http.Request, body []byte) reply {
	values, refused := form(r, body, "grant_type", "code", "redirect_uri", "client_id", "client_secret", "code_verifier")
	if refused != nil {
		return *refused
	}
	invalid := reply{400, map[string]string{"error": "invalid_grant", "error_description": "The provided authorization grant is invalid"}}
	g, known := s.codes[values.Get("code")]
	delete(s.codes, values.Get("code"))
	c := s.clients[g.client]
	challenge := ""
	if v := values.Get("code_verifier"); v != "" {
		sum := sha256.Sum256([]byte(v))
		challenge = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	switch {
	case values.Get("grant_type") != "authorization_code":
		return reply{400, map[string]string{"error": "unsupported_grant_type"}}
	case !known || values.Get("client_id") != g.client || values.Get("redirect_uri") != g.redirect || challenge != g.challenge:
		return invalid
	case values.Get("client_secret") != c.secret:
		return reply{401, map[string]string{"error": "invalid_client"}}
	}
	made := map[string]any{
		"access_token": s.mint(&token{owner: g.owner, scopes: g.scopes, client: g.client}), "token_type": "Bearer", "created_at": s.clock.Now().Unix(),
	}
	if s.software != networks.SoftwarePixelfed {
		made["scope"] = strings.Join(g.scopes, " ")
	}
	return ok(made)
}
