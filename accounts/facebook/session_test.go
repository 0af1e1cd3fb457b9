package facebook_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"parvis/accounts/accountstest"
	"parvis/app"
	"parvis/app/networks"
)

// connected returns a session of the harness's account that renews in memory.
func connected(t *testing.T, h *accountstest.Harness) networks.Session {
	t.Helper()
	account, credential, err := h.Connector.Connect(t.Context(), h.Service, h.Identifier, h.Secret)
	if err != nil {
		t.Fatalf("Connect: %v", err)
	}
	return networks.Session{Account: account, Credential: credential, Renew: func(ctx context.Context, _ string, obtain networks.Obtain) (string, error) {
		return obtain(ctx, credential)
	}}
}

func TestConnect(t *testing.T) {
	h, server, page := fake(t)
	second := server.SecondPage(page, "Salon de thé Martin")
	for _, tt := range []struct {
		name, typed, secret string
		want                string // the Page
		code                app.Code
		key                 string
	}{
		{"the Page's token", "", page.Token, page.ID, "", ""},
		{"the Page's token with spaces around", "n’importe", " " + page.Token + "\n", page.ID, "", ""},
		{"a person's token and a name", "salon de  thé martin", page.Person, second.ID, "", ""},
		{"a person's token and a number", second.ID, page.Person, second.ID, "", ""},
		{"several Pages", "", page.Person, "", app.CodeInvalid, "facebook.error.which_page"},
		{"another Page", "Boucherie", page.Person, "", app.CodeInvalid, "facebook.error.which_page"},
		{"nothing pasted", "", "  ", "", app.CodeInvalid, "connector.error.no_credential"},
		{"a token that is none", "", "EAAnone", "", app.CodeUnauthorised, "connector.error.wrong_credential"},
	} {
		account, credential, err := h.Connector.Connect(t.Context(), h.Service, tt.typed, tt.secret)
		if app.CodeOf(err) != tt.code {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.code)
			continue
		}
		if err == nil {
			if account.RemoteID != tt.want || account.Network != networks.Facebook || credential.Session == "" || credential.Secret != strings.TrimSpace(tt.secret) {
				t.Errorf("%s: %+v", tt.name, account)
			}
			continue
		}
		var e *app.Error
		if !errors.As(err, &e) || e.Key != tt.key {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.key)
		}
		if pages, ok := e.Args["Pages"].(string); ok && (!strings.Contains(pages, page.Name) || !strings.Contains(pages, second.ID)) {
			t.Errorf("%s: told of %q", tt.name, pages)
		}
	}
	for _, address := range []string{"http://graph.example.com", "ftp://x", "https://x/y", "https://me@x"} {
		if _, _, err := h.Connector.Connect(t.Context(), address, "", page.Token); app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestConnectTellsWhatIsMissing(t *testing.T) {
	for _, tt := range []struct {
		name    string
		missing string
		pages   bool // with the Page's own token
		tasks   []string
	}{
		{"to publish", "pages_manage_posts", false, []string{"CREATE_CONTENT"}},
		{"to read", "pages_read_engagement", false, []string{"CREATE_CONTENT"}},
		{"to read, with the Page's token", "pages_read_engagement", true, []string{"CREATE_CONTENT"}},
		{"the task", "CREATE_CONTENT", false, []string{"ANALYZE"}},
	} {
		h, server, page := fake(t)
		server.Withhold(tt.missing)
		server.Restrict(page.ID, tt.tasks...)
		if tt.pages {
			h.Secret = page.Token
		}
		_, _, err := h.Connector.Connect(t.Context(), h.Service, "", h.Secret)
		var e *app.Error
		if !errors.As(err, &e) || e.Code != app.CodeUnauthorised || e.Key != "connector.error.permission" || e.Args["Missing"] != tt.missing {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	h, server, page := fake(t)
	server.Restrict(page.ID)
	if _, _, err := h.Connector.Connect(t.Context(), h.Service, "", h.Secret); app.CodeOf(err) != app.CodeInvalid {
		t.Errorf("no Page: %v", err)
	}
	if _, _, err := h.Connector.Connect(t.Context(), "http://127.0.0.1:1", "", h.Secret); app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("out of reach: %v", err)
	}
}

func TestThePagesTokenIsTakenAnew(t *testing.T) {
	h, server, page := fake(t)
	s := connected(t, h)
	server.Rotate(page.ID)
	note, err := h.Connector.Prepare(t.Context(), s, content(t), "")
	if err != nil {
		t.Fatalf("Prepare: %v", err)
	}
	id := h.Connector.Identify(now)
	r := h.Connector.Publish(t.Context(), s, content(t), note, id)
	if r.Outcome != networks.Limited || app.CodeOf(r.Err) != app.CodeUnavailable {
		t.Fatalf("outcome %s (%v), want %s: renewed, and not sent again", r.Outcome, r.Err, networks.Limited)
	}
	s = connected(t, h)
	if r := h.Connector.Publish(t.Context(), s, content(t), note, id); r.Outcome != networks.Created {
		t.Errorf("outcome %s (%v)", r.Outcome, r.Err)
	}
	// The person leaves the Page: nothing brings its token back.
	server.Rotate(page.ID)
	server.Restrict(page.ID)
	if r := h.Connector.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", id); r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeUnauthorised {
		t.Errorf("outcome %s (%v)", r.Outcome, r.Err)
	}
}
