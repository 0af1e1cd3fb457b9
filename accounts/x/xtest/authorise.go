package xtest

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// grant is a consent that was given, until its code is exchanged.
type grant struct {
	owner               *account
	scopes              []string
	challenge, redirect string
	ends                time.Time
}

// token is what an account gave to the application.
type token struct {
	owner  *account
	scopes []string
	ends   time.Time
}

// known are the scopes that the server has.
const known = "tweet.read tweet.write tweet.moderate.write users.read follows.read media.write offline.access"

// Consent is what a browser does with the page of a question once its owner said
// yes: it comes back with a code and the state, or with nothing where X would
// show an error. Only the scopes given are granted; none means all that are asked.
func (s *Server) Consent(page, id string, scopes ...string) (code, state string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := url.Parse(page)
	if err != nil || u.Path != "/i/oauth2/authorize" || strings.Contains(u.RawQuery, "+") {
		return "", ""
	}
	q := u.Query()
	asked := strings.Split(q.Get("scope"), " ")
	for _, scope := range asked {
		if !slices.Contains(strings.Fields(known), scope) {
			return "", ""
		}
	}
	if q.Get("response_type") != "code" || q.Get("client_id") != s.ClientID || q.Get("redirect_uri") != s.Callback ||
		q.Get("state") == "" || len(q.Get("state")) > 500 || q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 {
		return "", ""
	}
	if len(scopes) == 0 {
		scopes = asked
	}
	code = "code" + s.next()
	s.codes[code] = grant{
		owner: s.find(id), scopes: scopes, challenge: q.Get("code_challenge"), redirect: q.Get("redirect_uri"), ends: s.clock.Now().Add(CodeLife),
	}
	return code, q.Get("state")
}

// exchange serves POST /2/oauth2/token.
func (s *Server) exchange(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	refuse := func(status int, code, description string) {
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]string{"error": code, "error_description": description})
	}
	if r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" || r.ParseForm() != nil || r.URL.RawQuery != "" {
		refuse(400, "invalid_request", "Missing required parameter [grant_type].")
		return
	}
	f := r.PostForm
	if f.Get("client_id") != s.ClientID || r.Header.Get("Authorization") != "" {
		refuse(401, "unauthorized_client", "Missing valid authorization header")
		return
	}
	var given *token
	switch f.Get("grant_type") {
	case "authorization_code":
		g, ok := s.codes[f.Get("code")]
		delete(s.codes, f.Get("code"))
		proof := sha256.Sum256([]byte(f.Get("code_verifier")))
		if !ok || !s.clock.Now().Before(g.ends) || g.redirect != f.Get("redirect_uri") || base64.RawURLEncoding.EncodeToString(proof[:]) != g.challenge {
			refuse(400, "invalid_request", "Value passed for the authorization code was invalid.")
			return
		}
		given = &token{owner: g.owner, scopes: g.scopes}
	case "refresh_token":
		old := s.refresh[f.Get("refresh_token")]
		delete(s.refresh, f.Get("refresh_token"))
		if old == nil || old.owner.revokedTokens {
			refuse(400, "invalid_request", "Value passed for the token was invalid.")
			return
		}
		s.renewals++
		given = &token{owner: old.owner, scopes: old.scopes}
	default:
		refuse(400, "unsupported_grant_type", "")
		return
	}
	given.ends = s.clock.Now().Add(TokenLife)
	text := "access-token-" + s.next()
	s.tokens[text] = given
	answer := map[string]any{
		"token_type": "bearer", "expires_in": int(TokenLife / time.Second), "access_token": text, "scope": strings.Join(given.scopes, " "),
	}
	if slices.Contains(given.scopes, "offline.access") {
		renewal := "refresh-token-" + s.next()
		s.refresh[renewal] = given
		answer["refresh_token"] = renewal
	}
	_ = json.NewEncoder(w).Encode(answer)
}

// authorised returns whose request it is, nil for nobody's, and what a token
// grants, nil for a signed request.
func (s *Server) authorised(r *http.Request) (*account, []string) {
	if text, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		t := s.tokens[text]
		if t == nil || t.owner.revokedTokens || !s.clock.Now().Before(t.ends) {
			return nil, nil
		}
		return t.owner, append([]string{}, t.scopes...)
	}
	sent, ok := strings.CutPrefix(r.Header.Get("Authorization"), "OAuth ")
	if !ok {
		return nil, nil
	}
	return s.signed(r, sent), nil
}

// signed checks a signature by RFC 5849 and returns whose it is, or nil.
func (s *Server) signed(r *http.Request, header string) *account {
	given := make(map[string]string)
	for _, pair := range strings.Split(header, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		plain, err := url.PathUnescape(strings.Trim(value, `"`))
		if err != nil {
			return nil
		}
		given[name] = plain
	}
	made, err := strconv.ParseInt(given["oauth_timestamp"], 10, 64)
	// Signatures carry the machine's own time.
	if err != nil || time.Since(time.Unix(made, 0)).Abs() > 5*time.Minute ||
		given["oauth_nonce"] == "" || s.nonces[given["oauth_nonce"]] || given["oauth_version"] != "1.0" ||
		given["oauth_signature_method"] != "HMAC-SHA1" || given["oauth_consumer_key"] != apiKey {
		return nil
	}
	s.nonces[given["oauth_nonce"]] = true
	var owner *account
	for _, a := range s.accounts {
		if a.key == given["oauth_token"] && a.secret != "" {
			owner = a
		}
	}
	if owner == nil {
		return nil
	}
	var params []string
	for name, value := range given {
		if name != "oauth_signature" {
			params = append(params, percent(name)+"="+percent(value))
		}
	}
	for name, values := range r.URL.Query() {
		for _, value := range values {
			params = append(params, percent(name)+"="+percent(value))
		}
	}
	slices.Sort(params)
	base := r.Method + "&" + percent("http://"+r.Host+r.URL.EscapedPath()) + "&" + percent(strings.Join(params, "&"))
	mac := hmac.New(sha1.New, []byte(percent(apiSecret)+"&"+percent(owner.secret)))
	mac.Write([]byte(base))
	if base64.StdEncoding.EncodeToString(mac.Sum(nil)) != given["oauth_signature"] {
		return nil
	}
	return owner
}

// percent encodes as RFC 5849 does, section 3.6.
func percent(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
