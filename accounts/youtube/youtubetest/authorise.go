package youtubetest

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// grant is a consent that was given, until its code is exchanged.
type grant struct {
	owner               *channel
	scopes              []string
	challenge, redirect string
	ends                time.Time
}

// token is what a channel gave to the application.
type token struct {
	owner  *channel
	scopes []string
	ends   time.Time
	dies   time.Time // of what renews it, zero for never
}

// Consent is what a browser does with the page of a question once its owner said yes:
// it comes back with a code and the state, or with nothing where Google would show an
// error. Only the scopes given are granted; none means all that are asked.
func (s *Server) Consent(page, id string, scopes ...string) (code, state string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := url.Parse(page)
	if err != nil || u.Path != "/o/oauth2/v2/auth" {
		return "", ""
	}
	q := u.Query()
	back, err := url.Parse(q.Get("redirect_uri"))
	if err != nil || back.Scheme != "http" || net.ParseIP(back.Hostname()) == nil || back.Port() == "" {
		return "", ""
	}
	asked := strings.Fields(q.Get("scope"))
	for _, scope := range asked {
		if !strings.HasPrefix(scope, "https://www.googleapis.com/auth/youtube") {
			return "", ""
		}
	}
	if q.Get("response_type") != "code" || q.Get("client_id") != s.ClientID || q.Get("state") == "" || q.Get("access_type") != "offline" ||
		q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 || len(asked) == 0 {
		return "", ""
	}
	if len(scopes) == 0 {
		scopes = asked
	}
	code = fmt.Sprintf("4/0code%d", s.next())
	s.codes[code] = grant{
		owner: s.find(id), scopes: scopes, challenge: q.Get("code_challenge"), redirect: back.String(), ends: s.clock.Now().Add(CodeLife),
	}
	return code, q.Get("state")
}

// exchange serves POST /token.
func (s *Server) exchange(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	refuse := func(status int, code, description string) {
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]string{"error": code, "error_description": description})
	}
	if r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" || r.ParseForm() != nil || r.URL.RawQuery != "" {
		refuse(400, "invalid_request", "Missing required parameter: grant_type")
		return
	}
	f := r.PostForm
	if f.Get("client_id") != s.ClientID || f.Get("client_secret") != s.ClientSecret {
		refuse(401, "invalid_client", "The provided client secret is invalid.")
		return
	}
	answer := make(map[string]any)
	var given token
	switch f.Get("grant_type") {
	case "authorization_code":
		g, ok := s.codes[f.Get("code")]
		delete(s.codes, f.Get("code"))
		proof := sha256.Sum256([]byte(f.Get("code_verifier")))
		if !ok || !s.clock.Now().Before(g.ends) || g.redirect != f.Get("redirect_uri") || base64.RawURLEncoding.EncodeToString(proof[:]) != g.challenge {
			refuse(400, "invalid_grant", "Bad Request")
			return
		}
		given = token{owner: g.owner, scopes: g.scopes}
		if s.testing {
			given.dies = s.clock.Now().Add(TestingLife)
			answer["refresh_token_expires_in"] = int(TestingLife / time.Second)
		}
		renewal := fmt.Sprintf("1//refresh-token-%d", s.next())
		s.refresh[renewal] = &given
		answer["refresh_token"] = renewal
	case "refresh_token":
		old := s.refresh[f.Get("refresh_token")]
		if old == nil || old.owner.revoked || !old.dies.IsZero() && !s.clock.Now().Before(old.dies) {
			refuse(400, "invalid_grant", "Token has been expired or revoked.")
			return
		}
		s.renewals++
		given = *old
	default:
		refuse(400, "unsupported_grant_type", "Invalid grant_type")
		return
	}
	access := given
	access.ends = s.clock.Now().Add(TokenLife)
	text := fmt.Sprintf("ya29.access-token-%d", s.next())
	s.tokens[text] = &access
	answer["access_token"], answer["token_type"] = text, "Bearer"
	answer["expires_in"], answer["scope"] = int(TokenLife/time.Second)-1, strings.Join(slices.Clone(given.scopes), " ")
	_ = json.NewEncoder(w).Encode(answer)
}

// EndTokens declares the accesses of a channel dead, long before their time; they can
// be renewed.
func (s *Server) EndTokens(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.tokens {
		if t.owner.id == id {
			t.ends = s.clock.Now()
		}
	}
}
