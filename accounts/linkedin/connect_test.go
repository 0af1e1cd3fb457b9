package linkedin_test

import (
	"net/http"
	"testing"
	"time"

	"parvis/accounts/linkedin/linkedintest"
	"parvis/app"
	"parvis/app/networks"
)

func TestConnect(t *testing.T) {
	s := start(t)
	admin, writer, guest := s.member, s.CreateMember("Alix"), s.CreateMember("Dominique Roy")
	page := s.CreatePage("patisserie", "Pâtisserie", map[string]string{admin: "ADMINISTRATOR", writer: "CONTENT_ADMINISTRATOR", guest: "ANALYST"})
	number := page[len("urn:li:organization:"):]
	for _, tt := range []struct {
		name, identifier string
		member           string
		scopes           []string
		handle, remoteID string
		code             app.Code
		key              string
	}{
		{"a member", "", admin, forMembers, "Camille Martin", admin, "", ""},
		{"a member by name", "camille martin ", admin, forMembers, "Camille Martin", admin, "", ""},
		{"a member of one word", "Alix", writer, forMembers, "Alix", writer, "", ""},
		{"a page by name", "patisserie", admin, forPages, "patisserie", page, "", ""},
		{"a page by number", number, admin, forPages, "patisserie", page, "", ""},
		{"a page by address", "https://www.linkedin.com/company/patisserie/admin/", writer, forPages, "patisserie", page, "", ""},
		{"a page with every scope", "patisserie", admin, append(forPages, forMembers...), "patisserie", page, "", ""},
		{"who is asking is not told", "", admin, []string{"w_member_social"}, "", "", app.CodeInvalid, "connector.error.permission"},
		{"a member may not publish", "", admin, []string{"openid", "profile"}, "", "", app.CodeInvalid, "connector.error.permission"},
		{"no such page", "durand", admin, forPages, "", "", app.CodeInvalid, "linkedin.error.page"},
		{"no such number", "42", admin, forPages, "", "", app.CodeInvalid, "linkedin.error.page"},
		{"no page and not the member", "Camille Durand", admin, forMembers, "", "", app.CodeInvalid, "linkedin.error.page"},
		{"roles are not told", "patisserie", admin, []string{"w_organization_social"}, "", "", app.CodeInvalid, "connector.error.permission"},
		{"a page may not be published on", "patisserie", admin, []string{"rw_organization_admin"}, "", "", app.CodeInvalid, "connector.error.permission"},
		{"another role", "patisserie", guest, forPages, "", "", app.CodeUnauthorised, "linkedin.error.role"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			token := s.Token(tt.member, tt.scopes...)
			account, credential, err := s.connector.Connect(t.Context(), s.URL, tt.identifier, " "+token[:20]+"\n"+token[20:]+"\n")
			if keyOf(err) != tt.key || app.CodeOf(err) != tt.code {
				t.Fatalf("%v, want %s %s", err, tt.code, tt.key)
			}
			if err != nil {
				return
			}
			if account.Handle != tt.handle || account.RemoteID != tt.remoteID || account.Service != s.URL || account.Network != networks.LinkedIn {
				t.Errorf("account %+v", account)
			}
			if credential.Secret != token || credential.Session != "" {
				t.Errorf("credential %+v", credential)
			}
			// The name shown connects the same account again.
			again, _, err := s.connector.Connect(t.Context(), s.URL, account.Handle, token)
			if err != nil || again != account {
				t.Errorf("by its own name: %+v, %v", again, err)
			}
		})
	}
}

func TestConnectErrors(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		body   string
		code   app.Code
		key    string
	}{
		{"dead token", 401, says(401, "REVOKED_ACCESS_TOKEN", "revoked"), app.CodeUnauthorised, "connector.error.wrong_credential"},
		{"401 from something on the way", 401, `<html>proxy</html>`, app.CodeUnavailable, "connector.error.connect_unavailable"},
		{"version retired", 426, says(426, "NONEXISTENT_VERSION", "no"), app.CodeConflict, "linkedin.error.version"},
		{"too many", 429, ``, app.CodeLimited, "connector.error.limited"},
		{"trouble", 502, ``, app.CodeUnavailable, "connector.error.connect_unavailable"},
		{"a page", 200, `<html>`, app.CodeUnavailable, "connector.error.connect_unavailable"},
		{"nobody", 200, `{"name":"Camille"}`, app.CodeUnavailable, "connector.error.connect_unavailable"},
		{"a strange name", 200, `{"sub":"a:b"}`, app.CodeUnavailable, "connector.error.connect_unavailable"},
		{"redirect", 301, ``, app.CodeUnavailable, "connector.error.connect_unavailable"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, answers(tt.status, map[string]string{"Location": "https://example.org"}, tt.body))
			for _, identifier := range []string{"", "123"} {
				if tt.status == 200 && identifier != "" && tt.name != "a page" {
					continue
				}
				_, _, err := c.Connect(t.Context(), s.Account.Service, identifier, secret)
				if app.CodeOf(err) != tt.code || keyOf(err) != tt.key {
					t.Errorf("as %q: %v, want %s %s", identifier, err, tt.code, tt.key)
				}
			}
		})
	}
	c, s := speaking(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	for name, err := range map[string]error{
		"no token":   third(c.Connect(t.Context(), s.Account.Service, "", " \n")),
		"no address": third(c.Connect(t.Context(), "http://example.org", "", secret)),
	} {
		if app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%s: %v, want %s", name, err, app.CodeInvalid)
		}
	}
	if err := third(c.Connect(t.Context(), "http://127.0.0.1:1", "", secret)); app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("nobody listens: %v, want %s", err, app.CodeUnavailable)
	}
}

// TestRoleNotYetApproved: an invitation is no role.
func TestRoleNotYetApproved(t *testing.T) {
	for state, want := range map[string]string{"APPROVED": "", "REQUESTED": "linkedin.error.role", "REVOKED": "linkedin.error.role"} {
		c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
			body := `{"id":5583111,"vanityName":"boulangerie-martin"}`
			switch r.URL.Path {
			case "/rest/organizationAcls":
				body = `{"elements":[{"role":"ADMINISTRATOR","organization":"` + pageURN + `","state":"` + state + `"}]}`
			case "/rest/images":
				body = `{"value":{"image":"urn:li:image:C4E","uploadUrl":"http://` + r.Host + `/u"}}`
			}
			answers(200, nil, body)(w, r)
		})
		if err := third(c.Connect(t.Context(), s.Account.Service, "5583111", secret)); keyOf(err) != want {
			t.Errorf("%s: %v, want %q", state, err, want)
		}
	}
}

func third[A, B any](_ A, _ B, err error) error { return err }

func TestTokenGrownOld(t *testing.T) {
	s := start(t)
	account, credential, err := s.connector.Connect(t.Context(), s.URL, "boulangerie-martin", s.Token(s.member, forPages...))
	if err != nil {
		t.Fatal(err)
	}
	session := networks.Session{Account: account, Credential: credential}
	s.clock.Advance(linkedintest.TokenLife - time.Minute)
	if r := s.connector.Publish(t.Context(), session, networks.Content{Text: "Bonjour"}, "", s.connector.Identify(s.clock.Now())); r.Outcome != networks.Created {
		t.Errorf("on its last day: %s (%v)", r.Outcome, r.Err)
	}
	s.clock.Advance(time.Minute)
	r := s.connector.Publish(t.Context(), session, networks.Content{Text: "Bonsoir"}, "", s.connector.Identify(s.clock.Now()))
	if r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeUnauthorised {
		t.Errorf("after sixty days: %s (%v)", r.Outcome, r.Err)
	}
}
