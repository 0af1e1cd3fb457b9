package instagram_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/accounts/graph/graphtest"
	"parvis/accounts/instagram"
	"parvis/app"
	"parvis/app/networks"
)

func key(err error) string {
	var e *app.Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Key
}

func TestWhatAPostSays(t *testing.T) {
	for pictures := 1; pictures <= 2; pictures++ {
		s := fake(t, pictures)
		session := s.connected(t)
		note, err := s.Connector.Prepare(t.Context(), session, s.Content, "")
		if err != nil {
			t.Fatal(err)
		}
		id := networks.IdentityFor(s.Connector, now, note, networks.Identity{})
		if r := s.Connector.Publish(t.Context(), session, s.Content, note, id); r.Outcome != networks.Created || !strings.HasPrefix(r.Permalink, "https://www.instagram.com/p/") {
			t.Fatalf("outcome %s (%v)", r.Outcome, r.Err)
		}
		held := s.server.Posts(s.account.ID)[0]
		var alts []string
		for _, i := range s.Content.Images {
			alts = append(alts, i.Alt)
		}
		if held.Text != s.Content.Text || !slices.Equal(held.Alts, alts) {
			t.Errorf("held %+v", held)
		}
	}
}

func TestWhatIsNotPrepared(t *testing.T) {
	wrong := post(t, 1)
	wrong.Images[0].Bytes = []byte("<html>")
	png := post(t, 1)
	png.Images[0].MIME = "image/png"
	long := post(t, 1)
	long.Text = strings.Repeat("é", 2201)
	for _, tt := range []struct {
		name    string
		content networks.Content
		set     func(*graphtest.Behaviour)
		key     string
	}{
		{"words alone", networks.Content{Text: "Bonjour"}, nil, networks.ProblemMediaMissing},
		{"too long", long, nil, networks.ProblemTooLong},
		{"a PNG", png, nil, networks.ProblemImageFormat},
		{"a picture that is none", wrong, nil, "connector.error.image"},
		{"a container that fails", post(t, 1), func(b *graphtest.Behaviour) { b.Failing = "Error: Media upload has failed" }, "connector.error.refused"},
		{"a container that takes its time", post(t, 1), func(b *graphtest.Behaviour) { b.Working = 2 }, "connector.error.working"},
	} {
		s := fake(t, 1)
		session := s.connected(t)
		if tt.set != nil {
			s.server.Set(tt.set)
		}
		if _, err := s.Connector.Prepare(t.Context(), session, tt.content, ""); key(err) != tt.key {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.key)
		}
	}
	s := fake(t, 1)
	bare := instagram.New(client(t), s.Clock, nil, nil)
	if _, err := bare.Prepare(t.Context(), s.connected(t), post(t, 1), ""); key(err) != "connector.error.no_host" {
		t.Errorf("without a host: %v", err)
	}
}

// TestAPictureThatCannotBeFetched: where its address leads nowhere for now, nothing
// has to change.
func TestAPictureThatCannotBeFetched(t *testing.T) {
	s := fake(t, 1)
	session := s.connected(t)
	s.host.Down(true)
	if _, err := s.Connector.Prepare(t.Context(), session, s.Content, ""); app.CodeOf(err) != app.CodeUnavailable || key(err) != "connector.error.unfetched" {
		t.Errorf("while the host is down: %v", err)
	}
	s.host.Down(false)
	if _, err := s.Connector.Prepare(t.Context(), session, s.Content, ""); err != nil {
		t.Errorf("later: %v", err)
	}
}

const (
	userID      = "17840000000000001"
	containerID = "17840000000000002"
	mediaID     = "17840000000000003"
	link        = "https://www.instagram.com/p/C1/"
)

func refusal(code, subcode int, message string) string {
	return fmt.Sprintf(`{"error":{"message":%q,"type":"OAuthException","code":%d,"error_subcode":%d,"is_transient":false,"error_user_msg":"Dit autrement","fbtrace_id":"A"}}`, message, code, subcode)
}

// speaking returns a scene whose server is replaced by a handler.
func speaking(t *testing.T, handler http.HandlerFunc) (*scene, networks.Session) {
	t.Helper()
	s := fake(t, 1)
	session := s.connected(t)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	session.Account.Service, session.Account.RemoteID = server.URL, userID
	return s, session
}

func TestEveryAnswerHasOneOutcome(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   networks.Outcome
		key    string
	}{
		{"created", 200, `{"id":"` + mediaID + `"}`, networks.Created, ""},
		{"nothing", 200, `{}`, networks.Unknown, "connector.error.unknown"},
		{"not ready", 400, refusal(9007, 2207027, "not ready"), networks.Limited, "connector.error.working"},
		{"posts of the day used up", 403, refusal(9, 2207042, "maximum number of posts"), networks.Limited, "connector.error.limited"},
		{"quota", 403, refusal(4, 0, "limit"), networks.Limited, "connector.error.limited"},
		{"taken for spam", 400, refusal(4, 2207051, "We restrict certain activity"), networks.Refused, "connector.error.refused"},
		{"account restricted", 403, refusal(25, 2207050, "restricted"), networks.Refused, "connector.error.account_closed"},
		{"its own trouble", 400, refusal(-1, 2207001, "server error"), networks.Unknown, "connector.error.unknown"},
		{"its own timeout", 400, refusal(-2, 2207003, "takes too long"), networks.Unknown, "connector.error.unknown"},
		{"permission missing", 403, refusal(10, 0, "permission"), networks.Refused, "connector.error.permission"},
		{"bad caption", 400, refusal(100, 2207010, "caption too long"), networks.Refused, "connector.error.refused"},
		{"HTML", 403, `<html>`, networks.Unknown, "connector.error.unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, session := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				switch {
				case r.Method == http.MethodPost:
					w.WriteHeader(tt.status)
					_, _ = w.Write([]byte(tt.body))
				case strings.HasSuffix(r.URL.Path, containerID):
					fmt.Fprintf(w, `{"id":%q,"status_code":"FINISHED","status":"Finished: Media has been uploaded and it is ready to be published."}`, containerID)
				default:
					fmt.Fprintf(w, `{"id":%q,"permalink":%q}`, mediaID, link)
				}
			})
			r := s.Connector.Publish(t.Context(), session, post(t, 1), `{"container":"`+containerID+`"}`, networks.Identity{Key: containerID, CreatedAt: now})
			if r.Outcome != tt.want || key(r.Err) != tt.key {
				t.Fatalf("outcome %s (%v), want %s and %s", r.Outcome, r.Err, tt.want, tt.key)
			}
			var e *app.Error
			if errors.As(r.Err, &e) && e.Key == "connector.error.refused" && e.Args["Reason"] != "Dit autrement" {
				t.Errorf("the reason is %v", e.Args["Reason"])
			}
			if hour := now.Add(time.Hour); tt.name == "posts of the day used up" && !r.RetryAfter.Equal(hour) {
				t.Errorf("come back at %v, want %v", r.RetryAfter, hour)
			}
			if tt.want == networks.Created && (r.RemoteID != mediaID || r.Permalink != link) {
				t.Errorf("proof %+v", r)
			}
		})
	}
}

func TestConnect(t *testing.T) {
	s := fake(t, 1)
	for _, tt := range []struct {
		name, service, secret string
		code                  app.Code
		key                   string
	}{
		{"a token", s.Service, " " + s.Secret, "", ""},
		{"nothing pasted", s.Service, "", app.CodeInvalid, "connector.error.no_credential"},
		{"an address that is none", "x", s.Secret, app.CodeInvalid, "connector.error.address"},
		{"a token that is none", s.Service, "IGAAnone", app.CodeUnauthorised, "connector.error.wrong_credential"},
		{"out of reach", "http://127.0.0.1:1", s.Secret, app.CodeUnavailable, "connector.error.connect_unavailable"},
	} {
		account, _, err := s.Connector.Connect(t.Context(), tt.service, "", tt.secret)
		if app.CodeOf(err) != tt.code || key(err) != tt.key {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.key)
		}
		if err == nil && (account.RemoteID != s.account.ID || account.Handle != "boulangerie.martin") {
			t.Errorf("%s: %+v", tt.name, account)
		}
	}
	s.server.Set(func(b *graphtest.Behaviour) { b.Withheld = true })
	var e *app.Error
	if _, _, err := s.Connector.Connect(t.Context(), s.Service, "", s.Secret); !errors.As(err, &e) || e.Code != app.CodeUnauthorised || e.Args["Missing"] != "instagram_business_content_publish" {
		t.Errorf("a token that may not publish: %v", err)
	}
}

func TestBothFormsOfTheAccount(t *testing.T) {
	for body, want := range map[string]string{
		`{"data":[{"user_id":"1784","username":"martin"}]}`: "1784",
		`{"user_id":"1784","username":"martin","id":"9"}`:   "1784",
		`{"data":[]}`:                          "",
		`{"data":[{"user_id":"../x"}]}`:        "",
		`{"user_id":"1784"}`:                   "",
		`{"user_id":1784,"username":"martin"}`: "",
		`<html>`:                               "",
	} {
		s, session := speaking(t, func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/me") {
				_, _ = w.Write([]byte(body))
				return
			}
			_, _ = w.Write([]byte(`{"data":[{"quota_usage":0}]}`))
		})
		account, _, err := s.Connector.Connect(t.Context(), session.Account.Service, "", "IGAA")
		if account.RemoteID != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v", body, account.RemoteID, err)
		}
	}
}
