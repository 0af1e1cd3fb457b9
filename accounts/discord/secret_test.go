package discord_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parvis/accounts/discord"
	"parvis/app"
	"parvis/app/networks"
)

// nobody returns a client that reaches no server.
func nobody() *http.Client { return &http.Client{Transport: silence{}} }

type silence struct{}

// RoundTrip implements http.RoundTripper.
func (silence) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, errors.New("nobody answers at " + r.URL.String())
}

// TestNothingTellsTheToken lets a hostile server echo the address it was called
// at, which the token is part of, in every kind of answer.
func TestNothingTellsTheToken(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		status := rapid.SampledFrom([]int{200, 302, 400, 401, 403, 404, 429, 500}).Draw(rt, "status")
		where := rapid.SampledFrom([]string{"body", "message", "errors", "name", "status line", "half"}).Draw(rt, "where")
		form := rapid.SampledFrom([]func(string) string{
			func(s string) string { return s },
			url.QueryEscape, url.PathEscape,
		}).Draw(rt, "form")
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			echo := form(r.URL.Path)
			switch where {
			case "message":
				echo = said("50035", echo)
			case "errors":
				echo = `{"code":50035,"message":"Invalid Form Body","errors":{"content":{"_errors":[{"message":"` + echo + `"}]}}}`
			case "name":
				echo = `{"id":"` + hook + `","type":1,"guild_id":"` + guild + `","channel_id":"` + channel + `","webhook_id":"` + hook + `","name":"` + echo + `"}`
			case "status line":
				conn, _, err := http.NewResponseController(w).Hijack()
				if err == nil {
					_, _ = conn.Write([]byte("HTTP/9 " + echo + "\r\n\r\n"))
					_ = conn.Close()
				}
				return
			case "half":
				w.Header().Set("Content-Length", "5000")
				_, _ = w.Write([]byte(strings.Repeat("x", 1000) + echo[:len(echo)-3]))
				return
			}
			answers(status, nil, echo)(w, r)
		}))
		defer server.Close()
		c := discord.New(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, app.FixedClock(now), nil)
		s := session(server.URL)
		var told []string
		add := func(r networks.Result) {
			told = append(told, r.Call.Name, r.Call.Excerpt, r.RemoteID, r.Permalink)
			told = append(told, errorTexts(r.Err)...)
		}
		add(c.Publish(rt.Context(), s, networks.Content{Text: "Bonjour"}, "", networks.Identity{}))
		add(c.Publish(rt.Context(), s, networks.Content{Text: "Bonjour", Images: pictures(t, 2)}, "", networks.Identity{}))
		add(networks.Result{Err: c.Rehearse(rt.Context(), s, networks.Content{Text: "Bonjour"})})
		add(c.Delete(rt.Context(), s, hook+"/"+channel+"/"+message))
		account, _, err := c.Connect(rt.Context(), server.URL, "", server.URL+"/api/webhooks/"+hook+"/"+token)
		told = append(told, account.Handle, account.RemoteID)
		told = append(told, errorTexts(err)...)
		for _, service := range []string{"http://127.0.0.1:1", "http://[broken"} {
			s.Account.Service = service
			add(c.Publish(rt.Context(), s, networks.Content{Text: "Bonjour"}, "", networks.Identity{}))
		}
		add(discord.New(nobody(), app.FixedClock(now), nil).Publish(rt.Context(), s, networks.Content{Text: "Bonjour"}, "", networks.Identity{}))
		for _, text := range told {
			if strings.Contains(text, token) {
				rt.Fatalf("the token is told in %q", text)
			}
		}
	})
}

// errorTexts returns everything an error can say.
func errorTexts(err error) []string {
	if err == nil {
		return nil
	}
	texts := []string{err.Error()}
	var e *app.Error
	if errors.As(err, &e) {
		if b, err := json.Marshal(e.Args); err == nil {
			texts = append(texts, string(b))
		}
	}
	return texts
}
