package x

import (
	"encoding/json"
	"strings"
	"testing"

	"parvis/accounts/wire"
)

func TestParseValues(t *testing.T) {
	const (
		key    = "xvz1evFS4wEEPTGEFPHBog012"
		secret = "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Y7Z9u8w7v6t5"
		token  = "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"
		hidden = "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE1234"
	)
	want := values{key, secret, token, hidden}
	for name, pasted := range map[string]string{
		"lines":               strings.Join([]string{key, secret, token, hidden}, "\n"),
		"in a row":            strings.Join([]string{key, secret, token, hidden}, " "),
		"Windows lines":       strings.Join([]string{key, secret, token, hidden, ""}, "\r\n"),
		"with labels":         "API Key: " + key + "\nAPI Key Secret: " + secret + "\nAccess Token: " + token + "\nAccess Token Secret: " + hidden,
		"as variables":        "X_API_KEY=" + key + "\nX_API_KEY_SECRET=\"" + secret + "\"\nX_ACCESS_TOKEN='" + token + "'\nX_ACCESS_TOKEN_SECRET=" + hidden,
		"long hyphened label": "the-access-token-secret-of-x: " + hidden + ", " + token + ", " + key + ", " + secret,
		"as JSON":             `{"consumer_key":"` + key + `","consumer_secret":"` + secret + `","access_token":"` + token + `","access_token_secret":"` + hidden + `"}`,
		"token first":         token + "\n" + hidden + "\n" + key + "\n" + secret,
	} {
		if got, ok := parseValues(pasted); !ok || got != want {
			t.Errorf("%s: %+v, %v", name, got, ok)
		}
	}
	// Of other lengths, the order tells them apart.
	odd := values{key + "a1", secret + "b2", token, hidden + "c3"}
	if got, ok := parseValues(odd.secret()); !ok || got != odd {
		t.Errorf("by order: %+v, %v", got, ok)
	}
	for name, pasted := range map[string]string{
		"nothing":           "",
		"one":               key,
		"a password":        "xxxx-wrong-secret",
		"three":             strings.Join([]string{key, secret, token}, "\n"),
		"no access token":   strings.Join([]string{key, secret, key + "1", hidden}, "\n"),
		"five":              strings.Join([]string{key, secret, token, hidden, key + "1"}, "\n"),
		"two access tokens": strings.Join([]string{key, secret, token, token, hidden}, "\n"),
	} {
		if got, ok := parseValues(pasted); ok {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestPlain(t *testing.T) {
	short := func(n string) string { return "https://t.co/" + n }
	for _, tt := range []struct {
		name, body, want string
	}{
		{"words", `{"text":"Du pain"}`, "Du pain"},
		{"entities", `{"text":"a &amp; b &lt;3 &gt; &quot; &amp;lt;"}`, `a & b <3 > &quot; &lt;`},
		{"a link", `{"text":"Voir ` + short("a") + ` ici","entities":{"urls":[{"url":"` + short("a") + `","expanded_url":"https://martin.fr/a?b=c&d=e"}]}}`, "Voir https://martin.fr/a?b=c&d=e ici"},
		{"pictures", `{"text":"Du pain ` + short("p") + `","entities":{"urls":[{"url":"` + short("p") + `","expanded_url":"https://x.com/m/status/1/photo/1","media_key":"3_1"},{"url":"` + short("p") + `","media_key":"3_2"}]}}`, "Du pain "},
		{"pictures, by what is shown", `{"text":"` + short("p") + `","entities":{"urls":[{"url":"` + short("p") + `","display_url":"pic.x.com/abc"}]}}`, ""},
		{"no address", `{"text":"Du pain","entities":{"urls":[{"url":""}]}}`, "Du pain"},
	} {
		var got tweet
		if err := json.Unmarshal([]byte(tt.body), &got); err != nil {
			t.Fatal(err)
		}
		if got := got.plain(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// FuzzList reads what a stranger may answer to a question for posts.
func FuzzList(f *testing.F) {
	for _, s := range []string{
		`{"meta":{"result_count":0}}`,
		`{"data":[{"id":"1","text":"a &amp; https://t.co/a","created_at":"2026-11-21T13:32:00.000Z","entities":{"urls":[{"url":"https://t.co/a","expanded_url":"https://martin.fr"}]}}],"meta":{"result_count":1}}`,
		`{"data":[{"id":"1","text":"","created_at":"2026-11-21T13:32:00.000Z","entities":{"urls":[{"url":"a","expanded_url":"aa"},{"url":"a","expanded_url":"aa"}]}}],"meta":{"result_count":1}}`,
		`{"data":[{"id":"1"}],"meta":{"result_count":1}}`, `{"data":null,"meta":null}`, `[]`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		all, _, ok := answer{wire.Answer{Status: 200, Body: []byte(body)}}.list()
		if !ok && all != nil {
			t.Errorf("no list, with %d posts", len(all))
		}
		for _, p := range all {
			if !idForm.MatchString(p.ID) || p.CreatedAt.IsZero() {
				t.Errorf("post %+v", p)
			}
			if text := p.plain(); !p.says(text, "martin", false) {
				t.Errorf("%q is not itself", text)
			}
		}
	})
}
