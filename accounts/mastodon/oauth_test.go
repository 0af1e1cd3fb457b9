package mastodon_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"parvis/accounts/mastodon/mastodontest"
	"parvis/app"
	"parvis/app/networks"
)

var request = networks.Request{Redirect: "http://127.0.0.1:53682/retour", State: "state-of-this-question"}

// TestSignInThroughTheBrowser goes the whole way on each software, and publishes
// with what comes of it.
func TestSignInThroughTheBrowser(t *testing.T) {
	for _, software := range softwares {
		t.Run(string(software), func(t *testing.T) {
			w := newWorld(t, software)
			asked := request
			asked.Service = " " + strings.ToUpper(w.server.URL[:4]) + w.server.URL[4:] + "/@martin "
			consent, err := w.connector.Ask(t.Context(), asked)
			if err != nil {
				t.Fatal(err)
			}
			if proves := consent.Verifier != ""; proves != (software == networks.SoftwareMastodon) || proves && strings.Contains(consent.Page, consent.Verifier) {
				t.Errorf("verifier %q, page %s", consent.Verifier, consent.Page)
			}
			if consent.Request.Client.Secret == "" || strings.Contains(consent.Page, consent.Request.Client.Secret) {
				t.Errorf("client %+v, page %s", consent.Request.Client, consent.Page)
			}
			back := w.server.Consent(t, consent.Page, w.account.ID)
			if back.Query().Get("state") != request.State || !strings.HasPrefix(back.String(), request.Redirect) {
				t.Errorf("the browser comes back to %s", back)
			}
			code := back.Query().Get("code")
			account, credential, err := w.connector.Answered(t.Context(), consent, code)
			if err != nil {
				t.Fatal(err)
			}
			if account.RemoteID != w.Session.Account.RemoteID || account.Instance.Software != software {
				t.Errorf("account %+v", account)
			}
			if credential.Secret == "" || !strings.Contains(credential.Session, consent.Request.Client.Secret) {
				t.Errorf("credential %+v", credential)
			}
			s := networks.Session{Account: account, Credential: credential}
			post := content(t)
			note, err := w.connector.Prepare(t.Context(), s, post, "")
			if err != nil {
				t.Fatal(err)
			}
			if r := w.connector.Publish(t.Context(), s, post, note, w.connector.Identify(w.clock.Now())); r.Outcome != networks.Created {
				t.Errorf("%s (%v)", r.Outcome, r.Err)
			}
			if _, _, err := w.connector.Answered(t.Context(), consent, code); app.CodeOf(err) != app.CodeUnauthorised || keyOf(err) != "connector.mastodon.code" {
				t.Errorf("the code served twice: %v", err)
			}
		})
	}
}

func TestAnswersThatDoNotServe(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*mastodontest.Server, *networks.Consent, *string)
		key    string
	}{
		{"another code", func(_ *mastodontest.Server, _ *networks.Consent, code *string) { *code = "other" }, "connector.mastodon.code"},
		{"another verifier", func(_ *mastodontest.Server, c *networks.Consent, _ *string) { c.Verifier = "other" }, "connector.mastodon.code"},
		{"another secret", func(_ *mastodontest.Server, c *networks.Consent, _ *string) { c.Request.Client.Secret = "other" }, "connector.mastodon.code"},
		{"another address", func(_ *mastodontest.Server, c *networks.Consent, _ *string) { c.Request.Redirect += "/x" }, "connector.mastodon.code"},
		{"fewer scopes", func(s *mastodontest.Server, _ *networks.Consent, code *string) { s.Narrow(*code, "read") }, "connector.error.permission"},
	} {
		w := newWorld(t, networks.SoftwareMastodon)
		asked := request
		asked.Service = w.server.URL
		consent, err := w.connector.Ask(t.Context(), asked)
		if err != nil {
			t.Fatal(err)
		}
		code := w.server.Consent(t, consent.Page, w.account.ID).Query().Get("code")
		tt.change(w.server, &consent, &code)
		if _, _, err := w.connector.Answered(t.Context(), consent, code); app.CodeOf(err) != app.CodeUnauthorised || keyOf(err) != tt.key {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.key)
		}
	}
}

// TestTheQuestionOfAnOldServer asks for no proof that it would not understand.
func TestTheQuestionOfAnOldServer(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	w.server.Age()
	asked := request
	asked.Service = w.server.URL
	consent, err := w.connector.Ask(t.Context(), asked)
	if err != nil {
		t.Fatal(err)
	}
	page, err := url.Parse(consent.Page)
	if err != nil || consent.Verifier != "" || page.Query().Has("code_challenge") {
		t.Errorf("%v, page %s", err, consent.Page)
	}
	code := w.server.Consent(t, consent.Page, w.account.ID).Query().Get("code")
	if _, _, err := w.connector.Answered(t.Context(), consent, code); err != nil {
		t.Error(err)
	}
}

func TestAskingWhatCannotBe(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	for service, want := range map[string]app.Code{"": app.CodeInvalid, "nowhere": app.CodeInvalid, "http://127.0.0.1:1": app.CodeUnavailable} {
		asked := request
		asked.Service = service
		if _, err := w.connector.Ask(t.Context(), asked); app.CodeOf(err) != want {
			t.Errorf("%q: %v, want %s", service, err, want)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := w.connector.Answered(ended, networks.Consent{Request: networks.Request{Service: w.server.URL}}, "code"); app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("an answer in the middle of closing: %v", err)
	}
}
