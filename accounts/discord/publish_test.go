package discord_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"parvis/accounts/discord"
	"parvis/app"
	"parvis/app/networks"
)

// token is the secret of the sessions that tests make by hand.
const token = "Zz9yXwVuTsRqPoNmLkJiHgFeDcBa-0123456789_abcd"

const (
	hook    = "1150000000000000001"
	guild   = "1150000000000000002"
	channel = "1150000000000000003"
	message = "1150000000000000004"
)

// speaking returns a session whose webhook lives at a server that answers with
// handler. Nobody renews anything.
func speaking(t testing.TB, handler http.HandlerFunc) (*discord.Connector, networks.Session) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return discord.New(client(t), app.FixedClock(now), nil), session(server.URL)
}

func session(service string) networks.Session {
	return networks.Session{
		Account:    networks.Account{Network: networks.Discord, Handle: "Martin", Service: service, RemoteID: guild + "/" + channel},
		Credential: networks.Credential{Secret: "https://discord.com/api/webhooks/" + hook + "/" + token},
		Renew: func(context.Context, string, networks.Obtain) (string, error) {
			return "", app.Fail(app.CodeUnavailable, "test.no_renewal")
		},
	}
}

func answers(status int, header http.Header, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for name := range header {
			w.Header().Set(name, header[name][0])
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// said is a refusal in Discord's form.
func said(code, reason string) string { return `{"message":"` + reason + `","code":` + code + `}` }

const made = `{"id":"` + message + `","channel_id":"` + channel + `","webhook_id":"` + hook + `"}`

func TestEveryAnswerHasOneOutcome(t *testing.T) {
	const (
		unknown = "connector.error.unknown"
		refused = "connector.error.refused"
		link    = "https://discord.com/channels/" + guild + "/"
	)
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   networks.Outcome
		key    string // of the error, or the permalink
	}{
		{"created", 200, made, networks.Created, link + channel + "/" + message},
		{"created in a channel it was moved to", 200, strings.Replace(made, channel, "1150000000000000009", 1), networks.Created, link + "1150000000000000009/" + message},
		{"by another webhook", 200, strings.Replace(made, hook, "1150000000000000009", 1), networks.Unknown, unknown},
		{"no number", 200, strings.Replace(made, message, "", 1), networks.Unknown, unknown},
		{"a number that is none", 200, strings.Replace(made, message, "../x", 1), networks.Unknown, unknown},
		{"no channel", 200, strings.Replace(made, channel, "", 1), networks.Unknown, unknown},
		{"a refusal inside", 200, said("50006", "Cannot send an empty message"), networks.Unknown, unknown},
		{"a code beside the message", 200, strings.Replace(made, `{`, `{"code":0,`, 1), networks.Unknown, unknown},
		{"not waited for", 204, ``, networks.Unknown, unknown},
		{"accepted", 202, made, networks.Unknown, unknown},
		{"nothing", 200, ``, networks.Unknown, unknown},
		{"HTML", 200, `<html>Connectez-vous au Wi-Fi</html>`, networks.Unknown, unknown},
		{"array", 200, `[]`, networks.Unknown, unknown},
		{"wrong types", 200, `{"id":1,"channel_id":{}}`, networks.Unknown, unknown},
		{"too long", 200, strings.Repeat(" ", 2<<20), networks.Unknown, unknown},
		{"redirect", 302, ``, networks.Unknown, unknown},
		{"an empty message", 400, said("50006", "Cannot send an empty message"), networks.Refused, refused},
		{"a bad form", 400, said("50035", "Invalid Form Body"), networks.Refused, refused},
		{"a forum", 400, said("220001", "Webhooks posted to forum channels must have a thread_name or thread_id"), networks.Refused, refused},
		{"no code of its own", 400, said("0", "400: Bad Request"), networks.Refused, refused},
		{"a filter", 403, said("240000", "Message blocked by harmful links filter"), networks.Refused, refused},
		{"too heavy", 413, said("40005", "Request entity too large"), networks.Refused, refused},
		{"no channel any more", 404, said("10003", "Unknown Channel"), networks.Refused, refused},
		{"deleted", 404, said("10015", "Unknown Webhook"), networks.Refused, "connector.error.credential"},
		{"another token", 401, said("50027", "Invalid Webhook Token"), networks.Refused, "connector.error.credential"},
		{"a status that differs", 400, said("10015", "Unknown Webhook"), networks.Refused, refused},
		{"conflict", 409, said("0", "Conflict"), networks.Unknown, unknown},
		{"request timed out", 408, said("0", "Timeout"), networks.Unknown, unknown},
		{"too early", 425, said("0", "Too Early"), networks.Unknown, unknown},
		{"400 from something on the way", 400, `<html>Bad Request</html>`, networks.Unknown, unknown},
		{"401 from something on the way", 401, `{"message":"who are you"}`, networks.Unknown, unknown},
		{"403 from something on the way", 403, `error code: 1020`, networks.Unknown, unknown},
		{"404 from something on the way", 404, `<html>Unknown Webhook 10015</html>`, networks.Unknown, unknown},
		{"too many", 429, `{"message":"You are being rate limited.","retry_after":1.5,"global":true}`, networks.Limited, "connector.error.limited"},
		{"too many, from something on the way", 429, `error code: 1015`, networks.Limited, "connector.error.limited"},
		{"500", 500, said("0", "500: Internal Server Error"), networks.Unknown, unknown},
		{"502", 502, `<html>`, networks.Unknown, unknown},
		{"503", 503, said("130000", "API resource is currently overloaded. Try again a little later"), networks.Unknown, unknown},
		{"504", 504, ``, networks.Unknown, unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, answers(tt.status, http.Header{"Location": {"/elsewhere"}}, tt.body))
			r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", networks.Identity{})
			if r.Outcome != tt.want {
				t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, tt.want)
			}
			if r.Call.Name != "POST webhook" || r.Call.Status != tt.status {
				t.Errorf("call %+v, want status %d", r.Call, tt.status)
			}
			if tt.want == networks.Created {
				where := strings.Split(strings.TrimPrefix(tt.key, link), "/")[0]
				if r.RemoteID != hook+"/"+where+"/"+message || r.Permalink != tt.key || r.Err != nil {
					t.Errorf("proof %+v, want %s", r, tt.key)
				}
				return
			}
			wantKey(t, r.Err, tt.key)
			if r.RemoteID != "" || r.Permalink != "" {
				t.Errorf("%s with a proof: %+v", r.Outcome, r)
			}
			if dead := app.CodeOf(r.Err) == app.CodeUnauthorised; dead != (tt.key == "connector.error.credential") {
				t.Errorf("the credential is said to be dead: %v", r.Err)
			}
		})
	}
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	var e *app.Error
	if !errors.As(err, &e) || e.Key != key {
		t.Errorf("error %v, want %s", err, key)
	}
}

func TestRefusedPictureIsNamed(t *testing.T) {
	for images, key := range map[int]string{1: "connector.error.image", 2: "connector.error.refused"} {
		c, s := speaking(t, answers(413, nil, said("40005", "Request entity too large")))
		r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour", Images: pictures(t, images)}, "", networks.Identity{})
		if r.Outcome != networks.Refused {
			t.Errorf("%d pictures: %s", images, r.Outcome)
		}
		wantKey(t, r.Err, key)
	}
}

func TestComesBackWhenTold(t *testing.T) {
	for _, tt := range []struct {
		body, header string
		want         time.Duration
	}{
		{`{"message":"You are being rate limited.","retry_after":64.57,"global":false}`, "65", 64570 * time.Millisecond},
		{`{"message":"You are being rate limited.","retry_after":0.3,"global":true}`, "", time.Second},
		{`{"message":"You are being rate limited.","retry_after":1e300}`, "", 24 * time.Hour},
		{`{"message":"You are being rate limited.","retry_after":-1}`, "90", 90 * time.Second},
		{`error code: 1015`, "90", 90 * time.Second},
		{`error code: 1015`, "", 5 * time.Minute},
	} {
		header := http.Header{}
		if tt.header != "" {
			header.Set("Retry-After", tt.header)
		}
		c, s := speaking(t, answers(429, header, tt.body))
		r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", networks.Identity{})
		if got := r.RetryAfter.Sub(now); r.Outcome != networks.Limited || got != tt.want {
			t.Errorf("%s: %s for %v, want %v", tt.body, r.Outcome, got, tt.want)
		}
	}
}

func TestRefusalTellsDiscordsReason(t *testing.T) {
	for body, want := range map[string]string{
		said("50006", "Cannot send an empty  message"): "Cannot send an empty message",
		`{"code":50035,"message":"Invalid Form Body","errors":{"content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"Must be 2000 or fewer in length."}]},"attachments":{"0":{"description":{"_errors":[{"code":"X","message":"Too long."}]}}}}}`: "Invalid Form Body: Too long. Must be 2000 or fewer in length.",
		`{"code":50035,"message":"Invalid Form Body","errors":["odd"]}`:                                                      "Invalid Form Body",
		`{"code":50035,"message":"Invalid Form Body","errors":{"_errors":[{"message":"` + strings.Repeat("x", 500) + `"}]}}`: "Invalid Form Body: " + strings.Repeat("x", 180) + "…",
	} {
		c, s := speaking(t, answers(400, nil, body))
		r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", networks.Identity{})
		var e *app.Error
		if !errors.As(r.Err, &e) || e.Args["Reason"] != want {
			t.Errorf("%s: %v, want %q", body, r.Err, want)
		}
	}
}

func TestMutatingCallIsMadeOnce(t *testing.T) {
	var calls int
	c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
		calls++
		if r.URL.Path != "/api/v10/webhooks/"+hook+"/"+token || r.URL.RawQuery != "wait=true" {
			t.Errorf("called %s", r.URL)
		}
		http.Redirect(w, r, r.URL.Path, http.StatusPermanentRedirect)
	})
	c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", networks.Identity{})
	if calls != 1 {
		t.Errorf("%d calls, want 1", calls)
	}
}

func TestNothingLeavesWithoutAWebhook(t *testing.T) {
	c, s := speaking(t, func(http.ResponseWriter, *http.Request) { t.Error("something was called") })
	for _, change := range []func(*networks.Session){
		func(s *networks.Session) { s.Credential.Secret = "" },
		func(s *networks.Session) { s.Credential.Secret = "https://discord.com/api/webhooks/" + hook },
		func(s *networks.Session) { s.Account.RemoteID = guild },
	} {
		broken := s
		change(&broken)
		r := c.Publish(t.Context(), broken, networks.Content{Text: "Bonjour"}, "", networks.Identity{})
		if r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeUnauthorised {
			t.Errorf("%s (%v)", r.Outcome, r.Err)
		}
	}
}

func TestDelete(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   networks.Outcome
		key    string
	}{
		{"deleted", 204, ``, networks.Created, ""},
		{"gone, inside", 200, said("10008", "Unknown Message"), networks.Unknown, "connector.error.unknown"},
		{"200", 200, `{}`, networks.Unknown, "connector.error.unknown"},
		{"404 from something on the way", 404, `<html>Unknown Message</html>`, networks.Unknown, "connector.error.unknown"},
		{"no webhook", 404, said("10015", "Unknown Webhook"), networks.Refused, "connector.error.credential"},
		{"refused", 403, said("50013", "Missing Permissions"), networks.Refused, "connector.error.refused"},
		{"too many", 429, `{"message":"You are being rate limited.","retry_after":1.5}`, networks.Limited, "connector.error.limited"},
		{"trouble", 502, ``, networks.Unknown, "connector.error.unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodDelete || r.URL.Path != "/api/v10/webhooks/"+hook+"/"+token+"/messages/"+message {
					t.Errorf("called %s %s", r.Method, r.URL)
				}
				answers(tt.status, nil, tt.body)(w, r)
			})
			r := c.Delete(t.Context(), s, hook+"/"+channel+"/"+message)
			if r.Outcome != tt.want || r.Call.Name != "DELETE webhook message" {
				t.Fatalf("%s of %s (%v), want %s", r.Outcome, r.Call.Name, r.Err, tt.want)
			}
			if tt.key != "" {
				wantKey(t, r.Err, tt.key)
			}
		})
	}
	c, s := speaking(t, func(http.ResponseWriter, *http.Request) { t.Error("something was called") })
	for _, id := range []string{"", message, hook + "/" + message, hook + "/" + channel + "/", "x/y/z", "1150000000000000009/" + channel + "/" + message} {
		if r := c.Delete(t.Context(), s, id); r.Outcome != networks.Refused {
			t.Errorf("deleting %q: %s", id, r.Outcome)
		}
	}
}

// TestUnknownMessageIsGoneOnlyWhereItWas answers that a message is not known,
// which Discord also says of those of other channels.
func TestUnknownMessageIsGoneOnlyWhereItWas(t *testing.T) {
	told := func(channel string) string {
		return `{"id":"` + hook + `","type":1,"guild_id":"` + guild + `","channel_id":"` + channel + `"}`
	}
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   networks.Outcome
		key    string
	}{
		{"the webhook is where it was", 200, told(channel), networks.Created, ""},
		{"it is elsewhere", 200, told("1150000000000000009"), networks.Refused, "discord.error.other_webhook"},
		{"it is nowhere", 404, said("10015", "Unknown Webhook"), networks.Unknown, "connector.error.unknown"},
		{"another one", 200, strings.Replace(told(channel), hook, "1150000000000000009", 1), networks.Unknown, "connector.error.unknown"},
		{"it is not told", 502, ``, networks.Unknown, "connector.error.unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodDelete {
					answers(404, nil, said("10008", "Unknown Message"))(w, r)
					return
				}
				answers(tt.status, nil, tt.body)(w, r)
			})
			r := c.Delete(t.Context(), s, hook+"/"+channel+"/"+message)
			if r.Outcome != tt.want || r.Call.Status != 404 {
				t.Errorf("%s of %+v (%v), want %s", r.Outcome, r.Call, r.Err, tt.want)
			}
			if tt.key != "" {
				wantKey(t, r.Err, tt.key)
			}
		})
	}
}
