package desk_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"parvis/accounts/accountstest"
)

// wiretap carries the calls of every connector and hears each secret that goes by, in
// either direction. Told to, it answers in a server's place and says the whole request
// over again, as indiscreet servers do.
type wiretap struct {
	needles *needles
	next    *http.Transport

	mu      sync.Mutex
	faults  map[string]*accountstest.Faults // by host
	names   map[string]string
	heard   map[string]int // secrets, by host
	status  int            // of indiscreet answers, 0 for none
	spares  bool           // calls that do not publish are let through
	answers int            // given in a server's place
}

func newWiretap(t *testing.T, n *needles) *wiretap {
	w := &wiretap{
		needles: n, next: &http.Transport{}, faults: make(map[string]*accountstest.Faults), names: make(map[string]string), heard: make(map[string]int),
	}
	t.Cleanup(w.next.CloseIdleConnections)
	return w
}

// knows tells the tap of a server.
func (w *wiretap) knows(name, address string, faults *accountstest.Faults) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	w.faults[u.Host], w.names[u.Host] = faults, name
}

// tells has every call, or only those that publish, answered with its own words. A
// status of 0 ends that.
func (w *wiretap) tells(status int, onlyPublishing bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.status, w.spares = status, onlyPublishing
}

// RoundTrip implements http.RoundTripper.
func (w *wiretap) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := readAll(r.Body)
	if err != nil {
		return nil, err
	}
	sent := r.Clone(r.Context())
	sent.Body = io.NopCloser(bytes.NewReader(body))
	w.mu.Lock()
	faults, name := w.faults[r.URL.Host], w.names[r.URL.Host]
	w.hear(r.URL.Host, secretsSent(r, body))
	status := w.status
	if status != 0 && w.spares && (faults == nil || !faults.Mutating(sent)) {
		status = 0
	}
	if status != 0 {
		w.answers++
	}
	turn := w.answers
	w.mu.Unlock()
	if name == "" {
		return nil, fmt.Errorf("a call to %s, which is no server of the test", r.URL.Host)
	}
	if status != 0 {
		return indiscreet(r, body, status, turn), nil
	}
	answer, err := w.next.RoundTrip(sent)
	if err != nil {
		return nil, err
	}
	said, failed := readAll(answer.Body)
	answer.Body.Close()
	w.mu.Lock()
	w.hear(r.URL.Host, secretsAnswered(said))
	w.mu.Unlock()
	answer.Body = io.NopCloser(io.MultiReader(bytes.NewReader(said), failing{failed}))
	return answer, nil
}

// failing is the end of an answer that broke off.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) {
	if f.err == nil {
		return 0, io.EOF
	}
	return 0, f.err
}

func readAll(r io.Reader) ([]byte, error) {
	if r == nil {
		return nil, nil
	}
	return io.ReadAll(r)
}

// hear notes secrets. The caller holds the lock.
func (w *wiretap) hear(host string, secrets map[string]string) {
	for secret, what := range secrets {
		w.heard[host]++
		w.needles.add(w.names[host]+": "+what, secret)
	}
}

// secretNames are the names under which secrets go by, in forms, JSON and addresses. The
// address of an upload is none: the ledger keeps it, as what an attempt is known by.
var secretNames = map[string]bool{
	"password": true, "access_token": true, "refresh_token": true, "accessJwt": true, "refreshJwt": true,
	"client_secret": true, "code_verifier": true, "token": true, "fb_exchange_token": true,
}

// tokenInPath are a bot's token and a webhook's, which are part of an address.
var tokenInPath = regexp.MustCompile(`/bot([^/]+)/|/webhooks/\d+/([^/?]+)`)

// signedWith are the parts of a header of OAuth 1.0a that are secrets.
var signedWith = regexp.MustCompile(`(oauth_token|oauth_signature)="([^"]+)"`)

// secretsSent are those of a request, with what they are.
func secretsSent(r *http.Request, body []byte) map[string]string {
	all := make(map[string]string)
	kind, credential, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	switch kind {
	case "Basic":
		all[credential] = "a Basic header"
		if pair, err := base64.StdEncoding.DecodeString(credential); err == nil {
			_, password, _ := strings.Cut(string(pair), ":")
			all[password] = "a password"
		}
	case "Bearer":
		all[credential] = "a bearer token"
	case "OAuth":
		for _, found := range signedWith.FindAllStringSubmatch(credential, -1) {
			if plain, err := url.PathUnescape(found[2]); err == nil {
				all[plain] = found[1]
			}
		}
	}
	for _, found := range tokenInPath.FindAllStringSubmatch(r.URL.EscapedPath(), -1) {
		// Of a bot's token the number before the colon is none.
		_, proof, _ := strings.Cut(found[1], "%3A")
		if _, after, colon := strings.Cut(found[1], ":"); colon {
			proof = after
		}
		for _, token := range []string{found[1], proof, found[2]} {
			if plain, err := url.PathUnescape(token); err == nil && token != "" {
				all[plain] = "a token of an address"
			}
		}
	}
	forms := []url.Values{r.URL.Query()}
	if form, err := url.ParseQuery(string(body)); err == nil && strings.Contains(r.Header.Get("Content-Type"), "form-urlencoded") {
		forms = append(forms, form)
	}
	for _, form := range forms {
		for name, values := range form {
			// A code is a number in many an answer, but never in a question.
			if secretNames[name] || name == "code" {
				all[values[0]] = name
			}
		}
	}
	inJSON(body, all)
	return all
}

// secretsAnswered are those of an answer.
func secretsAnswered(body []byte) map[string]string {
	all := make(map[string]string)
	inJSON(body, all)
	return all
}

func inJSON(body []byte, all map[string]string) {
	var value any
	if json.Unmarshal(body, &value) != nil {
		return
	}
	var visit func(value any)
	visit = func(value any) {
		switch value := value.(type) {
		case []any:
			for _, one := range value {
				visit(one)
			}
		case map[string]any:
			for name, one := range value {
				if text, ok := one.(string); ok && secretNames[name] {
					all[text] = name
				}
				visit(one)
			}
		}
	}
	visit(value)
}

// indiscreet is an answer that quotes the request, its headers first: as each of the
// networks words its refusals, or as a page.
func indiscreet(r *http.Request, body []byte, status, turn int) *http.Response {
	said := r.Header.Get("Authorization") + " " + r.Method + " " + r.URL.String() + " " + string(body[:min(len(body), 400)])
	var answer any
	switch turn % 5 {
	case 0: // Mastodon, Bluesky, OAuth
		answer = map[string]any{"error": "invalid_request", "error_description": said, "message": said}
	case 1: // Meta
		answer = map[string]any{"error": map[string]any{"message": said, "type": "OAuthException", "code": 100, "error_user_msg": said, "error_user_title": said}}
	case 2: // WordPress
		answer = map[string]any{"code": "rest_invalid", "message": said, "data": map[string]any{"status": status}}
	case 3: // Telegram, Discord, X, LinkedIn
		answer = map[string]any{
			"ok": false, "error_code": status, "description": said, "message": said, "code": 50035, "title": "Refused", "detail": said, "status": status,
			"errors": []any{map[string]any{"message": said}}, "serviceErrorCode": 100,
		}
	}
	page := []byte("<html><title>Refused</title>" + said + "</html>")
	mime := "text/html"
	if answer != nil {
		mime = "application/json"
		page, _ = json.Marshal(answer) // texts and numbers always have a JSON form
	}
	return &http.Response{
		Status: http.StatusText(status), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {mime}, "Www-Authenticate": {said}}, Body: io.NopCloser(bytes.NewReader(page)), ContentLength: int64(len(page)),
	}
}
