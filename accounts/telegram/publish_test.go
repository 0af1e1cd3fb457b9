package telegram_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"parvis/accounts/telegram"
	"parvis/app"
	"parvis/app/networks"
)

// token is the secret of the sessions that tests make by hand.
const token = "712345678:AAF-Zz9yXwVuTsRqPoNmLkJiHgFeDcBa_10"

const channelID = "-1001234567890"

// speaking returns a session whose channel lives at a server that answers with
// handler. Nobody renews anything.
func speaking(t testing.TB, handler http.HandlerFunc) (*telegram.Connector, networks.Session) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return telegram.New(client(t), app.FixedClock(now), nil), session(server.URL)
}

func session(service string) networks.Session {
	return networks.Session{
		Account:    networks.Account{Network: networks.Telegram, Handle: "@boulangerie_martin", Service: service, RemoteID: channelID},
		Credential: networks.Credential{Identifier: channelID, Secret: token},
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

// said is a refusal in the form of the Bot API.
func said(code, description string) string {
	return `{"ok":false,"error_code":` + code + `,"description":"` + description + `"}`
}

// sent is the answer to a message that was taken.
func sent(result string) string { return `{"ok":true,"result":` + result + `}` }

const (
	inPublic  = `"date":1795267920,"chat":{"id":-1001234567890,"type":"channel","title":"Martin","username":"boulangerie_martin"}`
	inPrivate = `"date":1795267920,"chat":{"id":-1001234567890,"type":"channel","title":"Martin"}`
)

func TestEveryAnswerHasOneOutcome(t *testing.T) {
	const unknown = "connector.error.unknown"
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   networks.Outcome
		key    string // of the error, or the permalink
	}{
		{"created", 200, sent(`{"message_id":12,` + inPublic + `}`), networks.Created, "https://t.me/boulangerie_martin/12"},
		{"created in private", 200, sent(`{"message_id":12,` + inPrivate + `}`), networks.Created, "https://t.me/c/1234567890/12"},
		{"a name that is none", 200, sent(`{"message_id":12,"chat":{"id":-1001234567890,"username":"../x"}}`), networks.Created, "https://t.me/c/1234567890/12"},
		{"another channel", 200, sent(`{"message_id":12,"chat":{"id":-1009999999999}}`), networks.Unknown, unknown},
		{"no number", 200, sent(`{` + inPublic + `}`), networks.Unknown, unknown},
		{"an album instead", 200, sent(`[{"message_id":12,` + inPublic + `}]`), networks.Unknown, unknown},
		{"true", 200, sent(`true`), networks.Unknown, unknown},
		{"no result", 200, `{"ok":true}`, networks.Unknown, unknown},
		{"not ok", 200, `{"ok":false,"result":{"message_id":12,` + inPublic + `}}`, networks.Unknown, unknown},
		{"a code inside", 200, `{"ok":true,"error_code":400,"result":{"message_id":12,` + inPublic + `}}`, networks.Unknown, unknown},
		{"a refusal inside", 200, said("400", "Bad Request: message text is empty"), networks.Unknown, unknown},
		{"a limit inside", 200, said("429", "Too Many Requests: retry after 5"), networks.Unknown, unknown},
		{"a dead token inside", 200, said("401", "Unauthorized"), networks.Unknown, unknown},
		{"nothing", 200, ``, networks.Unknown, unknown},
		{"HTML", 200, `<html>Connectez-vous au Wi-Fi</html>`, networks.Unknown, unknown},
		{"array", 200, `[]`, networks.Unknown, unknown},
		{"wrong types", 200, `{"ok":"yes","result":1}`, networks.Unknown, unknown},
		{"too long", 200, strings.Repeat(" ", 2<<20), networks.Unknown, unknown},
		{"no content", 204, ``, networks.Unknown, unknown},
		{"redirect", 302, ``, networks.Unknown, unknown},
		{"too long a text", 400, said("400", "Bad Request: message is too long"), networks.Refused, "connector.error.refused"},
		{"bad photo", 400, said("400", "Bad Request: PHOTO_INVALID_DIMENSIONS"), networks.Refused, "connector.error.refused"},
		{"too heavy", 413, said("413", "Request Entity Too Large"), networks.Refused, "connector.error.refused"},
		{"one photo of an album", 400, said("400", `Bad Request: failed to send message #2 with the error message \"PHOTO_INVALID_DIMENSIONS\"`), networks.Unknown, unknown},
		{"no longer a channel of the bot's", 403, said("403", "Forbidden: bot was kicked from the channel chat"), networks.Refused, "telegram.error.barred"},
		{"no right", 400, said("400", "Bad Request: not enough rights to send text messages to the chat"), networks.Refused, "telegram.error.barred"},
		{"no administrator", 400, said("400", "Bad Request: need administrator rights in the channel chat"), networks.Refused, "telegram.error.barred"},
		{"no channel", 400, said("400", "Bad Request: chat not found"), networks.Refused, "telegram.error.barred"},
		{"no parent", 400, said("400", "Bad Request: message to be replied not found"), networks.Refused, "connector.error.reply"},
		{"dead token", 401, said("401", "Unauthorized"), networks.Refused, "connector.error.credential"},
		{"a code that differs", 400, said("401", "Unauthorized"), networks.Unknown, unknown},
		{"no description", 400, `{"ok":false,"error_code":400}`, networks.Unknown, unknown},
		{"conflict", 409, said("409", "Conflict: terminated by other getUpdates request"), networks.Unknown, unknown},
		{"request timed out", 408, said("408", "Request Timeout"), networks.Unknown, unknown},
		{"too early", 425, said("425", "Too Early"), networks.Unknown, unknown},
		{"400 from something on the way", 400, `<html>Bad Request</html>`, networks.Unknown, unknown},
		{"401 from something on the way", 401, `who are you`, networks.Unknown, unknown},
		{"403 from something on the way", 403, `{"message":"blocked by the firewall"}`, networks.Unknown, unknown},
		{"too many", 429, said("429", "Too Many Requests: retry after 5"), networks.Limited, "connector.error.limited"},
		{"too many, from something on the way", 429, `slow down`, networks.Limited, "connector.error.limited"},
		{"500", 500, said("500", "Internal Server Error"), networks.Unknown, unknown},
		{"502", 502, said("502", "Bad Gateway"), networks.Unknown, unknown},
		{"503", 503, `<html>`, networks.Unknown, unknown},
		{"504", 504, ``, networks.Unknown, unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, answers(tt.status, http.Header{"Location": {"/elsewhere"}}, tt.body))
			r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", networks.Identity{})
			if r.Outcome != tt.want {
				t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, tt.want)
			}
			if r.Call.Name != "sendMessage" || r.Call.Status != tt.status {
				t.Errorf("call %+v, want status %d", r.Call, tt.status)
			}
			if tt.want == networks.Created {
				if r.RemoteID != "12" || r.Permalink != tt.key || r.Err != nil {
					t.Errorf("proof %+v, want %s", r, tt.key)
				}
				return
			}
			wantKey(t, r.Err, tt.key)
			if r.RemoteID != "" || r.Permalink != "" {
				t.Errorf("%s with a proof: %+v", r.Outcome, r)
			}
			if r.Outcome == networks.Limited && !r.RetryAfter.After(now) {
				t.Errorf("come back at %v", r.RetryAfter)
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

func TestAlbumIsCreatedWhole(t *testing.T) {
	one, two := `{"message_id":12,`+inPublic+`}`, `{"message_id":13,`+inPublic+`}`
	for body, want := range map[string]networks.Outcome{
		sent(`[` + one + `,` + two + `]`): networks.Created,
		sent(`[` + one + `]`):             networks.Unknown,
		sent(`[]`):                        networks.Unknown,
		sent(one):                         networks.Unknown,
		sent(`[` + one + `,{"message_id":13,"chat":{"id":-1009999999999}}]`): networks.Unknown,
	} {
		c, s := speaking(t, answers(200, nil, body))
		r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour", Images: pictures(t, 2)}, "", networks.Identity{})
		if r.Outcome != want {
			t.Errorf("%s: %s (%v), want %s", body, r.Outcome, r.Err, want)
		}
		if want == networks.Created && (r.RemoteID != "12,13" || r.Permalink != "https://t.me/boulangerie_martin/12") {
			t.Errorf("proof %+v", r)
		}
	}
}

func TestRefusedPictureIsNamed(t *testing.T) {
	for _, tt := range []struct {
		status int
		body   string
		images int
		key    string
	}{
		{400, said("400", "Bad Request: PHOTO_INVALID_DIMENSIONS"), 1, "connector.error.image"},
		{400, said("400", "Bad Request: IMAGE_PROCESS_FAILED"), 1, "connector.error.image"},
		{413, said("413", "Request Entity Too Large"), 1, "connector.error.image"},
		{413, said("413", "Request Entity Too Large"), 2, "connector.error.refused"},
		{400, said("400", "Bad Request: message caption is too long"), 1, "connector.error.refused"},
		{413, `<html>Request Entity Too Large</html>`, 1, "connector.error.unknown"},
		{500, said("500", "PHOTO_INVALID_DIMENSIONS"), 1, "connector.error.unknown"},
	} {
		c, s := speaking(t, answers(tt.status, nil, tt.body))
		r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour", Images: pictures(t, tt.images)}, "", networks.Identity{})
		wantKey(t, r.Err, tt.key)
		if unknown := tt.key == "connector.error.unknown"; unknown != (r.Outcome == networks.Unknown) {
			t.Errorf("%s: %s", tt.body, r.Outcome)
		}
	}
}

func TestComesBackWhenTold(t *testing.T) {
	for _, tt := range []struct {
		body, header string
		want         time.Duration
	}{
		{`{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 37","parameters":{"retry_after":37}}`, "", 37 * time.Second},
		{`{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":37}}`, "90", 37 * time.Second},
		{`{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":9223372036854775807}}`, "", 24 * time.Hour},
		{`{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":-5}}`, "90", 90 * time.Second},
		{`slow down`, "90", 90 * time.Second},
		{`slow down`, "", 5 * time.Minute},
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

func TestRefusalTellsTelegramsReason(t *testing.T) {
	c, s := speaking(t, answers(400, nil, said("400", `Bad Request:  message\nis too long `+strings.Repeat("x", 500))))
	r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", networks.Identity{})
	var e *app.Error
	if !errors.As(r.Err, &e) {
		t.Fatal(r.Err)
	}
	reason, _ := e.Args["Reason"].(string)
	if !strings.HasPrefix(reason, "Bad Request: message is too long xxx") || len([]rune(reason)) > 200 {
		t.Errorf("reason %q", reason)
	}
}

func TestMutatingCallIsMadeOnce(t *testing.T) {
	var calls int
	c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
		calls++
		http.Redirect(w, r, r.URL.Path, http.StatusPermanentRedirect)
	})
	c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", networks.Identity{})
	if calls != 1 {
		t.Errorf("%d calls, want 1", calls)
	}
}

func TestDelete(t *testing.T) {
	for _, tt := range []struct {
		name   string
		id     string
		status int
		body   string
		call   string
		want   networks.Outcome
		key    string
	}{
		{"a message", "12", 200, sent("true"), "deleteMessage", networks.Created, ""},
		{"an album", "12,13", 200, sent("true"), "deleteMessages", networks.Created, ""},
		{"gone already", "12", 400, said("400", "Bad Request: message to delete not found"), "deleteMessage", networks.Created, ""},
		{"too old", "12", 400, said("400", "Bad Request: message can't be deleted"), "deleteMessage", networks.Refused, "telegram.error.too_old"},
		{"too old for everyone", "12,13", 400, said("400", "Bad Request: message can't be deleted for everyone"), "deleteMessages", networks.Refused, "telegram.error.too_old"},
		{"gone, inside", "12", 200, said("400", "Bad Request: message to delete not found"), "deleteMessage", networks.Unknown, "connector.error.unknown"},
		{"false", "12", 200, sent("false"), "deleteMessage", networks.Unknown, "connector.error.unknown"},
		{"nonsense", "12", 200, `{}`, "deleteMessage", networks.Unknown, "connector.error.unknown"},
		{"trouble", "12", 502, `<html>`, "deleteMessage", networks.Unknown, "connector.error.unknown"},
		{"too many", "12", 429, said("429", "Too Many Requests: retry after 5"), "deleteMessage", networks.Limited, "connector.error.limited"},
		{"dead token", "12", 401, said("401", "Unauthorized"), "deleteMessage", networks.Refused, "connector.error.credential"},
		{"no right", "12", 403, said("403", "Forbidden: bot is not a member of the channel chat"), "deleteMessage", networks.Refused, "telegram.error.barred"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var asked struct {
				Chat     string  `json:"chat_id"`
				Message  int64   `json:"message_id"`
				Messages []int64 `json:"message_ids"`
			}
			c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
					t.Error(err)
				}
				answers(tt.status, nil, tt.body)(w, r)
			})
			r := c.Delete(t.Context(), s, tt.id)
			if r.Outcome != tt.want || r.Call.Name != tt.call {
				t.Fatalf("%s of %s (%v), want %s of %s", r.Outcome, r.Call.Name, r.Err, tt.want, tt.call)
			}
			if album := strings.Contains(tt.id, ","); asked.Chat != channelID || album != (len(asked.Messages) == 2) || album == (asked.Message == 12) {
				t.Errorf("asked %+v", asked)
			}
			if tt.key != "" {
				wantKey(t, r.Err, tt.key)
			}
		})
	}
	c, s := speaking(t, func(http.ResponseWriter, *http.Request) { t.Error("something was asked") })
	for _, id := range []string{"", "x", "0", "-4", "12,", "12,x"} {
		if r := c.Delete(t.Context(), s, id); r.Outcome != networks.Refused {
			t.Errorf("deleting %q: %s", id, r.Outcome)
		}
	}
}
