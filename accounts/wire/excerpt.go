package wire

import (
	"encoding/json"
	"net/url"
	"regexp"
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
)

// leastSecret is the shortest text treated as a secret, in bytes; less would
// blot out ordinary words.
const leastSecret = 4

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
	if len(s) <= MaxExcerpt {
		return s
	}
	end := MaxExcerpt
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

func formsOf(secret string) []string {
	forms := []string{secret}
	if quoted, err := json.Marshal(secret); err == nil {
		forms = append(forms, strings.Trim(string(quoted), `"`))
	}
	return append(forms, url.QueryEscape(secret), url.PathEscape(secret))
}
