package wire

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxExcerpt is how much of an answer the ledger keeps, in bytes.
const MaxExcerpt = 1 << 10

const hidden = "[…]"

var (
	// A token, even one whose end is missing.
	tokenForm = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{6,}(\.[A-Za-z0-9_-]*)*`)
	// An app password as Bluesky makes them.
	appPasswordForm = regexp.MustCompile(`\b[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}\b`)
	escapeForm      = regexp.MustCompile(`%[0-9A-F]{2}`)
	// What proves one request of OAuth 1.0a (RFC 5849, section 3.5): the transport makes
	// it, so that no connector can name it.
	signatureForm = regexp.MustCompile(`(oauth_signature=\\?"?)[A-Za-z0-9%+/=_.~-]+`)
)

// leastSecret is the shortest text treated as a secret, in bytes; less would
// blot out ordinary words.
const leastSecret = 4

// leastEncoded is the same of a secret in base 64, whose letters are any.
const leastEncoded = 8

// Excerpt returns the first kilobyte of an answer as text, with every secret
// hidden: those given, in the forms an answer can echo them, their beginning at
// the end of a broken answer, and whatever looks like a token or a password.
func Excerpt(body []byte, secrets ...string) string {
	s := strings.ToValidUTF8(string(body), "\uFFFD")
	for _, secret := range secrets {
		if len(secret) < leastSecret {
			continue
		}
		for _, form := range formsOf(secret) {
			s = strings.ReplaceAll(s, form, hidden)
			for n := len(form) - 1; n >= leastSecret; n-- {
				if strings.HasSuffix(s, form[:n]) {
					s = s[:len(s)-n] + hidden
					break
				}
			}
		}
	}
	s = tokenForm.ReplaceAllString(s, hidden)
	s = appPasswordForm.ReplaceAllString(s, hidden)
	s = signatureForm.ReplaceAllString(s, "${1}"+hidden)
	if len(s) <= MaxExcerpt {
		return s
	}
	end := MaxExcerpt
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// formsOf are the ways in which a server quotes a secret: as it is, in JSON (PHP escapes
// slashes there), in a page, in an address, in hexadecimal, and in base 64 as part of
// something else, a header of Basic authentication above all.
func formsOf(secret string) []string {
	forms := []string{secret, html.EscapeString(secret), hex.EncodeToString([]byte(secret))}
	if quoted, err := json.Marshal(secret); err == nil {
		inJSON := string(quoted[1 : len(quoted)-1])
		forms = append(forms, inJSON, strings.ReplaceAll(inJSON, "/", `\/`))
	}
	for _, escaped := range []string{url.QueryEscape(secret), url.PathEscape(secret)} {
		forms = append(forms, escaped, escapeForm.ReplaceAllStringFunc(escaped, strings.ToLower))
	}
	for before := range 3 {
		// Of what the secret shares three bytes with, nothing is known.
		plain := append(make([]byte, before), secret...)
		from, to := (before*8+5)/6, len(plain)*8/6
		if to-from < leastEncoded {
			continue
		}
		for _, alphabet := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			forms = append(forms, alphabet.EncodeToString(plain)[from:to])
		}
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}
