package youtube

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// scopes are what consent is asked for: to upload, and to read whose channel it is and
// what became of an upload.
var scopes = []string{
	"https://www.googleapis.com/auth/youtube.upload",
	"https://www.googleapis.com/auth/youtube.readonly",
}

var (
	channelForm = regexp.MustCompile(`^UC[A-Za-z0-9_-]{22}$`)
	videoForm   = regexp.MustCompile(`^[A-Za-z0-9_-]{11}$`)
)

// Connect fails: Google gives nothing that could be pasted.
func (c *Connector) Connect(context.Context, string, string, string) (networks.Account, networks.Credential, error) {
	return networks.Account{}, networks.Credential{}, app.Fail(app.CodeInvalid, "youtube.error.browser")
}

// Ask returns the page where Google asks for consent. It sends nothing. Consent is
// asked anew each time (prompt=consent): only then does Google give what renews the
// access.
func (c *Connector) Ask(_ context.Context, r networks.Request) (networks.Consent, error) {
	service, ok := wire.Service(r.Service, official)
	if !ok {
		return networks.Consent{}, app.Fail(app.CodeInvalid, "connector.error.address")
	}
	r.Service = service
	r.Client = networks.Client{ID: wire.Typed(r.Client.ID), Secret: wire.Typed(r.Client.Secret)}
	if r.Client.ID == "" || r.Client.Secret == "" {
		return networks.Consent{}, app.Fail(app.CodeInvalid, "youtube.error.client")
	}
	verifier := c.keys.Next() + c.keys.Next()
	challenge := sha256.Sum256([]byte(verifier))
	q := url.Values{
		"response_type": {"code"}, "client_id": {r.Client.ID}, "redirect_uri": {r.Redirect}, "state": {r.State},
		"scope": {strings.Join(scopes, " ")}, "access_type": {"offline"}, "prompt": {"consent"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])}, "code_challenge_method": {"S256"},
	}
	return networks.Consent{Page: cmp.Or(service, consentAt) + "/o/oauth2/v2/auth?" + q.Encode(), Request: r, Verifier: verifier}, nil
}

// Answered turns a code into tokens and tells whose channel they open. Owners may leave
// out a permission on Google's page.
func (c *Connector) Answered(ctx context.Context, consent networks.Consent, code string) (networks.Account, networks.Credential, error) {
	fail := func(err error) (networks.Account, networks.Credential, error) {
		if app.CodeOf(err) == app.CodeUnavailable {
			err = app.Fail(app.CodeUnavailable, "connector.error.connect_unavailable", "Network", networks.YouTube.Name()).Because(err)
		}
		return networks.Account{}, networks.Credential{}, err
	}
	r := consent.Request
	a := c.ask(ctx, r.Service, url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "client_id": {r.Client.ID}, "client_secret": {r.Client.Secret},
		"redirect_uri": {r.Redirect}, "code_verifier": {consent.Verifier},
	}, code, consent.Verifier, r.Client.Secret)
	if a.declined() {
		return fail(app.Fail(app.CodeUnauthorised, "youtube.error.consent"))
	}
	t, missing, err := c.given(a, tokens{Client: r.Client.ID, Secret: r.Client.Secret})
	switch {
	case err != nil:
		return fail(err)
	case len(missing) > 0:
		return fail(lacking(strings.Join(missing, ", ")))
	case t.Refresh == "":
		return fail(lacking("access_type=offline"))
	}
	account, err := c.who(ctx, r.Service, t)
	if err != nil {
		return fail(err)
	}
	return account, networks.Credential{Identifier: account.Handle, Session: t.session()}, nil
}

// ClientOf returns the application that a credential was given to.
func (c *Connector) ClientOf(credential networks.Credential) networks.Client {
	t := parseTokens(credential.Session)
	return networks.Client{ID: t.Client, Secret: t.Secret}
}

// ownChannel asks whose channel an access opens.
func ownChannel() request {
	return request{
		name: "GET /youtube/v3/channels", path: "/youtube/v3/channels", query: url.Values{"part": {"snippet"}, "mine": {"true"}},
	}
}

// who asks whose channel the tokens open.
func (c *Connector) who(ctx context.Context, service string, t tokens) (networks.Account, error) {
	r := ownChannel()
	r.service, r.access = service, t.speak()
	a := c.exchange(ctx, r)
	if a.dead() {
		return networks.Account{}, app.Fail(app.CodeUnauthorised, "connector.error.wrong_credential", "Network", networks.YouTube.Name())
	}
	return c.channel(a, service)
}

// channel reads the answer to ownChannel.
func (c *Connector) channel(a answer, service string) (networks.Account, error) {
	now := c.clock.Now()
	var told struct {
		Kind  string `json:"kind"`
		Items []struct {
			ID      string `json:"id"`
			Snippet struct {
				Title  string `json:"title"`
				Handle string `json:"customUrl"` // @boulangeriemartin, "" for a channel without one
			} `json:"snippet"`
		} `json:"items"`
	}
	if err := a.Decode(&told); err != nil || told.Kind != "youtube#channelListResponse" {
		return networks.Account{}, a.not("a list of channels").failure(now)
	}
	if len(told.Items) == 0 {
		return networks.Account{}, app.Fail(app.CodeInvalid, "youtube.error.no_channel")
	}
	channel := told.Items[0]
	name := cmp.Or(strings.TrimPrefix(channel.Snippet.Handle, "@"), strings.TrimSpace(channel.Snippet.Title))
	if !channelForm.MatchString(channel.ID) || name == "" {
		return networks.Account{}, a.not("a channel").failure(now)
	}
	return networks.Account{Network: networks.YouTube, Handle: name, Service: service, RemoteID: channel.ID}, nil
}

// lacking is the error of an access without a permission.
func lacking(permission string) *app.Error {
	return app.Fail(app.CodeInvalid, "connector.error.permission", "Network", networks.YouTube.Name(), "Missing", permission)
}
