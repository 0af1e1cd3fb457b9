package wire

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestExcerptTellsNoSecret(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[A-Za-z0-9"\\/+=&é-]{8,40}`).Draw(t, "secret")
		around := rapid.StringMatching(`[ {}:,a-zé]{0,400}`)
		quoted, err := json.Marshal(secret)
		if err != nil {
			t.Fatal(err)
		}
		inJSON := string(quoted[1 : len(quoted)-1])
		const user = "martin:"
		basic := base64.StdEncoding.EncodeToString([]byte(user + secret))
		// The forms in which a server can quote it, and in base 64 what of it is not
		// shared with the name before.
		said := rapid.SampledFrom([]string{
			secret, inJSON, strings.ReplaceAll(inJSON, "/", `\/`), html.EscapeString(secret), url.QueryEscape(secret), lower(url.PathEscape(secret)),
			hex.EncodeToString([]byte(secret)), basic[(len(user)*8+5)/6 : (len(user)+len(secret))*8/6],
		}).Draw(t, "form")
		body := around.Draw(t, "before") + said
		if rapid.Bool().Draw(t, "cut") { // in the middle of the secret
			missing := rapid.IntRange(0, len(said)-leastSecret).Draw(t, "missing")
			said, body = said[:len(said)-missing], body[:len(body)-missing]
		} else {
			body += around.Draw(t, "after")
		}
		got := Excerpt([]byte(body), secret)
		if len(got) > MaxExcerpt || !utf8.ValidString(got) {
			t.Fatalf("%d bytes, valid: %v", len(got), utf8.ValidString(got))
		}
		if strings.HasSuffix(body, said) && strings.HasSuffix(got, said) || len(said) >= len(secret) && strings.Contains(got, said) {
			t.Fatalf("the secret %q is told by %q: %q", secret, said, got)
		}
	})
}

// lower writes what is escaped in an address in small letters, as many programs do.
func lower(address string) string {
	return regexp.MustCompile(`%[0-9A-F]{2}`).ReplaceAllStringFunc(address, strings.ToLower)
}

func TestExcerptHidesWhatLooksLikeASecret(t *testing.T) {
	for body, want := range map[string]string{
		`{"accessJwt":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abc-_1"}`: `{"accessJwt":"[…]"}`,
		`token eyJhbGciOiJIUzI1NiJ9.eyJzd`:                            `token […]`,
		`password abcd-1234-efgh-5678 refused`:                        `password […] refused`,
		`{"error":"InvalidRequest","message":"déjà vu"}`:              `{"error":"InvalidRequest","message":"déjà vu"}`,
		// A server that quotes how it was asked with OAuth 1.0a.
		`OAuth oauth_nonce="x", oauth_signature="tR3%2BTy81lMeYAr%2FFid0kMTYa%2FWM%3D", oauth_signature_method="HMAC-SHA1"`: `OAuth oauth_nonce="x", oauth_signature="[…]", oauth_signature_method="HMAC-SHA1"`,
		`{"message":"OAuth oauth_signature=\"tR3%2BTy8\""}`:                                                                 `{"message":"OAuth oauth_signature=\"[…]\""}`,
		`oauth_signature=tR3+Ty81lMeYAr/Fid0kMTYa/WM=&a=b`:                                                                  `oauth_signature=[…]&a=b`,
		"a\xffb": "a\uFFFDb",
	} {
		if got := Excerpt([]byte(body)); got != want {
			t.Errorf("Excerpt(%q) = %q, want %q", body, got, want)
		}
	}
	long := strings.Repeat("é", MaxExcerpt)
	if got := Excerpt([]byte("x" + long)); got != "x"+long[:MaxExcerpt-2] {
		t.Errorf("cut at %d bytes", len(got))
	}
}
