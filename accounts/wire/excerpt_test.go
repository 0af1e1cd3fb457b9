package wire

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestExcerptTellsNoSecret(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[A-Za-z0-9"\\/+=&é-]{8,40}`).Draw(t, "secret")
		around := rapid.StringMatching(`[ {}:,a-zé]{0,400}`)
		body := around.Draw(t, "before") + secret + around.Draw(t, "after")
		switch rapid.IntRange(0, 2).Draw(t, "form") {
		case 1: // echoed in JSON
			quoted, err := json.Marshal(map[string]string{"message": body})
			if err != nil {
				t.Fatal(err)
			}
			body = string(quoted)
		case 2: // cut in the middle of the secret
			body = body[:strings.Index(body, secret)+len(secret)-rapid.IntRange(0, len(secret)-leastSecret).Draw(t, "cut")]
		}
		got := Excerpt([]byte(body), secret)
		if len(got) > MaxExcerpt || !utf8.ValidString(got) {
			t.Fatalf("%d bytes, valid: %v", len(got), utf8.ValidString(got))
		}
		if strings.Contains(got, secret) || strings.HasSuffix(body, secret[:leastSecret]) && strings.HasSuffix(got, secret[:leastSecret]) {
			t.Fatalf("the secret %q is told: %q", secret, got)
		}
	})
}

func TestExcerptHidesWhatLooksLikeASecret(t *testing.T) {
	for body, want := range map[string]string{
		`{"accessJwt":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abc-_1"}`: `{"accessJwt":"[…]"}`,
		`token eyJhbGciOiJIUzI1NiJ9.eyJzd`:                            `token […]`,
		`password abcd-1234-efgh-5678 refused`:                        `password […] refused`,
		`{"error":"InvalidRequest","message":"déjà vu"}`:              `{"error":"InvalidRequest","message":"déjà vu"}`,
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
