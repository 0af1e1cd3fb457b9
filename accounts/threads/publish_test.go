package threads_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/accounts/graph"
	"parvis/accounts/graph/graphtest"
	"parvis/accounts/threads"
	"parvis/app"
	"parvis/app/networks"
)

const (
	profileID   = "17840000000000001"
	containerID = "17840000000000002"
	mediaID     = "17840000000000003"
	link        = "https://www.threads.com/@martin/post/C1"
	token       = "THAA-opaque-token"
	pasted      = "THAA-pasted-token"
)

var (
	identity = networks.Identity{Key: containerID, CreatedAt: now}
	prepared = networks.Prepared(`{"key":"x","container":"` + containerID + `"}`)
)

// speaking returns a session whose profile lives at a server that answers with
// handler. Nobody renews its token.
func speaking(t testing.TB, handler http.HandlerFunc) (*threads.Connector, networks.Session) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	c := threads.New(&http.Client{Transport: transport}, app.FixedClock(now), nil)
	c.SetPause(func(context.Context, time.Duration) error { return errStopped })
	return c, networks.Session{
		Account:    networks.Account{Network: networks.Threads, Handle: "martin", Service: server.URL, RemoteID: profileID},
		Credential: networks.Credential{Identifier: "martin", Secret: pasted, Session: graph.NewToken(token, now).Session()},
		Renew: func(context.Context, string, networks.Obtain) (string, error) {
			return "", app.Fail(app.CodeUnavailable, "test.no_renewal")
		},
	}
}

// answers answers the call that publishes; its container is in the states given,
// look after look.
func answers(status int, body string, states ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPost:
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		case strings.HasSuffix(r.URL.Path, containerID):
			fmt.Fprintf(w, `{"id":%q,"status":%q}`, containerID, states[0])
			if len(states) > 1 {
				states = states[1:]
			}
		default:
			fmt.Fprintf(w, `{"id":%q,"permalink":%q}`, mediaID, link)
		}
	}
}

func refusal(code, subcode int, message string) string {
	return fmt.Sprintf(`{"error":{"message":%q,"type":"OAuthException","code":%d,"error_subcode":%d,"fbtrace_id":"A"}}`, message, code, subcode)
}

func TestEveryAnswerHasOneOutcome(t *testing.T) {
	const unknown = "connector.error.unknown"
	ready := []string{"FINISHED"}
	for _, tt := range []struct {
		name   string
		states []string
		status int
		body   string
		want   networks.Outcome
		key    string
	}{
		{"created", ready, 200, `{"id":"` + mediaID + `"}`, networks.Created, ""},
		{"another post", ready, 200, `{"id":"17840000000000009"}`, networks.Unknown, unknown},
		{"an identifier that is none", ready, 200, `{"id":"../me"}`, networks.Unknown, unknown},
		{"nothing", ready, 200, ``, networks.Unknown, unknown},
		{"HTML", ready, 200, `<html>Connectez-vous au Wi-Fi</html>`, networks.Unknown, unknown},
		{"a refusal inside a success", ready, 200, refusal(100, 0, "Invalid parameter"), networks.Unknown, unknown},
		{"redirect", ready, 302, ``, networks.Unknown, unknown},
		{"bad parameter", ready, 400, refusal(100, 0, "Invalid parameter"), networks.Refused, "connector.error.refused"},
		{"bad parameter, of what is out", []string{"FINISHED", "PUBLISHED"}, 400, refusal(100, 0, "Invalid parameter"), networks.Unknown, unknown},
		{"too early", ready, 400, refusal(24, 4279009, "Media Not Found"), networks.Limited, "connector.error.working"},
		{"permission missing", ready, 403, refusal(10, 0, "(#10)"), networks.Refused, "connector.error.permission"},
		{"account restricted", ready, 403, refusal(25, 2207050, "The account is restricted"), networks.Refused, "connector.error.account_closed"},
		{"the network's own trouble", ready, 400, refusal(1, 0, "An unknown error occurred"), networks.Unknown, unknown},
		{"out of service", ready, 500, refusal(2, 0, "Service temporarily unavailable"), networks.Unknown, unknown},
		{"conflict", ready, 409, refusal(100, 0, "Conflict"), networks.Unknown, unknown},
		{"400 from something on the way", ready, 400, `<html>Bad Request</html>`, networks.Unknown, unknown},
		{"dead token, no renewal for now", ready, 401, refusal(190, 463, "Session has expired"), networks.Limited, "test.no_renewal"},
		{"quota", ready, 403, refusal(4, 0, "Application request limit reached"), networks.Limited, "connector.error.limited"},
		{"too many, from something on the way", ready, 429, `slow down`, networks.Limited, "connector.error.limited"},
		{"502", ready, 502, `<html>`, networks.Unknown, unknown},

		// What the container says comes first: nothing is sent then.
		{"out already", []string{"PUBLISHED"}, 0, "", networks.Unknown, unknown},
		{"still working", []string{"IN_PROGRESS"}, 0, "", networks.Limited, "connector.error.working"},
		{"expired", []string{"EXPIRED"}, 0, "", networks.Limited, "connector.error.dropped"},
		{"failed", []string{"ERROR"}, 0, "", networks.Limited, "connector.error.dropped"},
		{"no state", []string{"?"}, 0, "", networks.Limited, "connector.error.trouble"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sent := 0
			handler := answers(tt.status, tt.body, slices.Clone(tt.states)...)
			c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodPost {
					sent++
				}
				handler(w, r)
			})
			r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, prepared, identity)
			if r.Outcome != tt.want {
				t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, tt.want)
			}
			if tt.status == 0 && sent != 0 || tt.status != 0 && (sent != 1 || r.Call.Name != "POST /"+profileID+"/threads_publish" || r.Call.Status != tt.status) {
				t.Errorf("sent %d times; call %+v, want status %d", sent, r.Call, tt.status)
			}
			if tt.want == networks.Created {
				if r.RemoteID != mediaID || r.Permalink != link || r.Err != nil {
					t.Errorf("proof %+v", r)
				}
				return
			}
			var e *app.Error
			if !errors.As(r.Err, &e) || e.Key != tt.key {
				t.Errorf("error %v, want %s", r.Err, tt.key)
			}
			if r.Outcome == networks.Limited && !r.RetryAfter.After(now) {
				t.Errorf("come back at %v", r.RetryAfter)
			}
		})
	}
}

func TestPublishNeedsItsContainer(t *testing.T) {
	c, s := speaking(t, func(_ http.ResponseWriter, r *http.Request) { t.Errorf("%s %s", r.Method, r.URL) })
	for _, note := range []networks.Prepared{"", "{", `{"container":"../me"}`, `{"container":"17840000000000009"}`} {
		if r := c.Publish(t.Context(), s, words(), note, identity); r.Outcome != networks.Refused {
			t.Errorf("%s: outcome %s (%v)", note, r.Outcome, r.Err)
		}
	}
	if c.Named(`{"container":"../me"}`) != "" || c.Named(prepared) != containerID {
		t.Error("the name of a preparation is not its container")
	}
}

func TestFindTellsOnlyWhatIsProven(t *testing.T) {
	post := func(id, text, at, permalink string) string {
		return fmt.Sprintf(`{"id":%q,"text":%q,"timestamp":%q,"permalink":%q}`, id, text, at, permalink)
	}
	const at = "2026-11-21T13:32:00+0000"
	ours := post(mediaID, "Le pain sort du four à 7 h Levain", at, link)
	container := func(status string) string { return fmt.Sprintf(`{"id":%q,"status":%q}`, containerID, status) }
	for _, tt := range []struct {
		name            string
		status          int
		container, list string
		want            networks.Finding
	}{
		{"ready", 200, container("FINISHED"), "", networks.Absent},
		{"expired", 200, container("EXPIRED"), "", networks.Absent},
		{"failed", 200, container("ERROR"), "", networks.Absent},
		{"working", 200, container("IN_PROGRESS"), "", networks.Undecided},
		{"in no known state", 200, container("SOON"), "", networks.Undecided},
		{"another container", 200, `{"id":"1","status":"FINISHED"}`, "", networks.Undecided},
		{"no state", 200, `{"id":"` + containerID + `"}`, "", networks.Undecided},
		{"not to be seen", 400, refusal(100, 33, "does not exist"), "", networks.Undecided},
		{"dead token", 401, refusal(190, 0, "dead"), "", networks.Undecided},
		{"a page is not there", 404, `<html>`, "", networks.Undecided},
		{"published", 200, container("PUBLISHED"), ours, networks.Present},
		{"published among others", 200, container("PUBLISHED"), post("1", "Autre", at, link) + "," + ours, networks.Present},
		{"published twice, it seems", 200, container("PUBLISHED"), ours + "," + ours, networks.Undecided},
		{"published and not listed", 200, container("PUBLISHED"), "", networks.Undecided},
		{"only the one of last week", 200, container("PUBLISHED"), post(mediaID, "Le pain sort du four à 7 h #Levain", "2026-11-14T13:32:00+0000", link), networks.Undecided},
		{"no time", 200, container("PUBLISHED"), post(mediaID, "Le pain sort du four à 7 h #Levain", "", link), networks.Undecided},
		{"an address elsewhere", 200, container("PUBLISHED"), post(mediaID, "Le pain sort du four à 7 h #Levain", at, "https://threads.com.example/1"), networks.Undecided},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodGet {
					t.Errorf("%s %s while reading back", r.Method, r.URL)
				}
				if strings.HasSuffix(r.URL.Path, "/threads") {
					_, _ = w.Write([]byte(`{"data":[` + tt.list + `]}`))
					return
				}
				w.WriteHeader(tt.status)
				_, _ = w.Write([]byte(tt.container))
			})
			finding, r := c.Find(t.Context(), s, networks.Content{Text: "Le pain sort du four\r\nà 7 h #Levain "}, identity)
			if finding != tt.want {
				t.Fatalf("%s (%v), want %s", finding, r.Err, tt.want)
			}
			if finding == networks.Present && (r.RemoteID != mediaID || r.Permalink != link) {
				t.Errorf("found %+v", r)
			}
			if (finding == networks.Undecided) != (r.Err != nil) {
				t.Errorf("%s with error %v", finding, r.Err)
			}
		})
	}
}

func TestWhatIsMadeIsNotLostWhenItsAddressCannotBeRead(t *testing.T) {
	s := fake(t, words())
	session := s.connected(t)
	note, err := s.Connector.Prepare(t.Context(), session, s.Content, "")
	if err != nil {
		t.Fatal(err)
	}
	id := s.identify(note)
	s.server.Set(func(b *graphtest.Behaviour) { b.Blind = true })
	if r := s.Connector.Publish(t.Context(), session, s.Content, note, id); r.Outcome != networks.Unknown || s.Records(t) != 1 {
		t.Fatalf("outcome %s with %d posts", r.Outcome, s.Records(t))
	}
	if finding, _ := s.Connector.Find(t.Context(), session, s.Content, id); finding != networks.Undecided {
		t.Errorf("%s, although posts cannot be read", finding)
	}
	s.server.Set(func(b *graphtest.Behaviour) { b.Blind = false })
	if finding, r := s.Connector.Find(t.Context(), session, s.Content, id); finding != networks.Present || r.RemoteID != s.server.Posts(s.account.ID)[0].ID {
		t.Errorf("%s %+v", finding, r)
	}
}

func TestDelete(t *testing.T) {
	s := fake(t, words())
	session := s.connected(t)
	c := s.Connector.(networks.Deleting)
	mine := s.server.Write(s.account.ID, graphtest.Post{Text: "Bonjour", Created: now})
	for _, tt := range []struct {
		name, id string
		want     networks.Outcome
	}{
		{"a post", mine, networks.Created},
		{"gone already", mine, networks.Created},
		{"no identifier", "me/threads", networks.Refused},
	} {
		if r := c.Delete(t.Context(), session, tt.id); r.Outcome != tt.want {
			t.Errorf("%s: %s (%v), want %s", tt.name, r.Outcome, r.Err, tt.want)
		}
	}
	if n := s.Records(t); n != 0 {
		t.Errorf("%d posts, want none", n)
	}
	s.server.Revoke(s.account.ID)
	if r := c.Delete(t.Context(), session, mine); r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeUnauthorised {
		t.Errorf("with a dead token: %s (%v)", r.Outcome, r.Err)
	}
}

// TestNothingTellsASecret lets a hostile server echo whatever it was sent, in
// every kind of answer.
func TestNothingTellsASecret(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		status := rapid.SampledFrom([]int{200, 302, 400, 401, 403, 429, 500}).Draw(rt, "status")
		code := rapid.SampledFrom([]int{1, 4, 10, 100, 190}).Draw(rt, "code")
		form := rapid.SampledFrom([]string{"bare", "refusal", "container"}).Draw(rt, "form")
		old := rapid.Bool().Draw(rt, "old token")
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			echo := r.Header.Get("Authorization") + " " + r.URL.String() + " " + pasted + " " + token
			switch form {
			case "refusal":
				echo = refusal(code, 33, echo)
			case "container":
				echo = fmt.Sprintf(`{"id":%q,"status":"ERROR","error_message":%q}`, containerID, echo)
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(echo))
		}))
		defer server.Close()
		c := threads.New(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, app.FixedClock(now), nil)
		c.SetPause(func(context.Context, time.Duration) error { return errStopped })
		made := now
		if old {
			made = now.AddDate(0, 0, -3)
		}
		s := networks.Session{
			Account:    networks.Account{Handle: "Martin", Service: server.URL, RemoteID: profileID},
			Credential: networks.Credential{Secret: pasted, Session: graph.NewToken(token, made).Session()},
		}
		s.Renew = func(ctx context.Context, _ string, obtain networks.Obtain) (string, error) {
			return obtain(ctx, s.Credential)
		}
		var told []string
		add := func(r networks.Result) {
			told = append(told, r.Call.Name, r.Call.Excerpt, r.RemoteID, r.Permalink, texts(r.Err))
		}
		add(c.Publish(rt.Context(), s, words(), prepared, identity))
		add(c.Delete(rt.Context(), s, mediaID))
		_, found := c.Find(rt.Context(), s, words(), identity)
		add(found)
		add(networks.Result{Err: c.Rehearse(rt.Context(), s, networks.Content{Text: "Bonjour"})})
		_, unread := c.Quotas(rt.Context(), s)
		add(networks.Result{Err: unread})
		add(networks.Result{Err: c.Refresh(rt.Context(), s)})
		_, err := c.Prepare(rt.Context(), s, words(), "")
		told = append(told, texts(err))
		_, err = c.Prepare(rt.Context(), s, words(), prepared)
		told = append(told, texts(err))
		// A form that connects knows the token that was pasted alone.
		_, _, err = c.Connect(rt.Context(), server.URL, "", pasted)
		told = append(told, strings.ReplaceAll(texts(err), token, ""))
		for _, text := range told {
			if strings.Contains(text, pasted) || strings.Contains(text, token) {
				rt.Fatalf("a secret is told in %q", text)
			}
		}
	})
}

// texts is everything an error can say.
func texts(err error) string {
	var e *app.Error
	if errors.As(err, &e) {
		return fmt.Sprint(err, e.Args)
	}
	return fmt.Sprint(err)
}
