package x

import (
	"context"
	"net/http"
	"regexp"
	"strings"

	"github.com/dghubble/oauth1"

	"parvis/accounts/wire"
	"parvis/app"
)

// values are what OAuth 1.0a signs with: those of the application and those of
// the account. They live until they are made anew.
type values struct {
	apiKey, apiSecret, token, tokenSecret string
}

var (
	// What X makes at random, among the labels pasted with it.
	valueForm = regexp.MustCompile(`[A-Za-z0-9-]{20,128}`)
	tokenForm = regexp.MustCompile(`^[0-9]{1,19}-[A-Za-z0-9]{20,}$`)
)

// Lengths of the three values that begin with no number, as X makes them today:
// common knowledge, not checked, and used only where all three agree.
const (
	apiKeyLength      = 25
	apiSecretLength   = 50
	tokenSecretLength = 45
)

// parseValues finds the four values in what an owner pasted: one a line or in a
// row, with or without their labels. The access token is known by its form; the
// others by their lengths, or else by their order: API key, its secret, the
// secret of the access token.
func parseValues(pasted string) (values, bool) {
	var tokens, others []string
	for _, word := range valueForm.FindAllString(pasted, -1) {
		switch {
		case !strings.ContainsAny(word, "0123456789"): // a label
		case tokenForm.MatchString(word):
			tokens = append(tokens, word)
		default:
			others = append(others, word)
		}
	}
	if len(tokens) != 1 || len(others) != 3 {
		return values{}, false
	}
	v := values{apiKey: others[0], apiSecret: others[1], token: tokens[0], tokenSecret: others[2]}
	byLength := make(map[int]string)
	for _, word := range others {
		byLength[len(word)] = word
	}
	if byLength[apiKeyLength] != "" && byLength[apiSecretLength] != "" && byLength[tokenSecretLength] != "" {
		v.apiKey, v.apiSecret, v.tokenSecret = byLength[apiKeyLength], byLength[apiSecretLength], byLength[tokenSecretLength]
	}
	return v, true
}

// secret is how the values are kept.
func (v values) secret() string { return strings.Join(v.all(), "\n") }

func (v values) all() []string { return []string{v.apiKey, v.apiSecret, v.token, v.tokenSecret} }

// signing returns a client that signs each request. The time it signs is the
// machine's own, which X wants within minutes of the true one.
func (c *Connector) signing(ctx context.Context, v values) *http.Client {
	config := &oauth1.Config{ConsumerKey: v.apiKey, ConsumerSecret: v.apiSecret, Noncer: nonces{c.keys}}
	client := config.Client(context.WithValue(ctx, oauth1.HTTPClient, c.client), oauth1.NewToken(v.token, v.tokenSecret))
	client.CheckRedirect = c.client.CheckRedirect
	return client
}

// nonces gives each signature a word of its own.
type nonces struct{ *wire.Keys }

// Nonce implements oauth1.Noncer.
func (n nonces) Nonce() string { return n.Next() }

// noValues is the error of a secret that does not hold the four values.
func noValues() *app.Error { return app.Fail(app.CodeUnauthorised, "x.error.values") }
