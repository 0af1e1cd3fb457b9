package telegram_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parvis/accounts/telegram"
	"parvis/app"
	"parvis/app/networks"
)

// TestNothingTellsTheToken lets a hostile server echo the address it was called
// at, which the token is part of, in every kind of answer.
func TestNothingTellsTheToken(t *testing.T) {
	_, key, _ := strings.Cut(token, ":")
	rapid.Check(t, func(rt *rapid.T) {
		status := rapid.SampledFrom([]int{200, 302, 400, 401, 403, 404, 429, 500}).Draw(rt, "status")
		where := rapid.SampledFrom([]string{"body", "description", "result", "name", "location", "status line", "half"}).Draw(rt, "where")
		form := rapid.SampledFrom([]func(string) string{
			func(s string) string { return s },
			url.QueryEscape, url.PathEscape,
			func(s string) string { return s[len("/bot"):] },
		}).Draw(rt, "form")
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			echo := form("/bot"+token) + " " + key
			switch where {
			case "description":
				code, _ := json.Marshal(status)
				echo = said(string(code), "Bad Request: "+echo)
			case "result":
				echo = sent(`{"message_id":12,"id":-1001234567890,"type":"channel","title":"` + echo + `","status":"left",` + inPublic + `}`)
			case "name":
				echo = sent(`{"id":712345678,"is_bot":true,"type":"channel","title":"` + echo + `","username":"` + key + `"}`)
			case "location":
				w.Header().Set("Location", "https://t.me/"+token)
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
		c := telegram.New(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, app.FixedClock(now), nil)
		s := session(server.URL)
		var told []string
		add := func(r networks.Result) {
			told = append(told, r.Call.Name, r.Call.Excerpt, r.RemoteID, r.Permalink)
			told = append(told, errorTexts(r.Err)...)
		}
		add(c.Publish(rt.Context(), s, networks.Content{Text: "Bonjour"}, "", networks.Identity{}))
		add(c.Publish(rt.Context(), s, networks.Content{Text: "Bonjour", Images: pictures(t, 2)}, "", networks.Identity{}))
		add(c.Delete(rt.Context(), s, "12"))
		_, found := c.Find(rt.Context(), s, networks.Content{Text: "Bonjour"}, networks.Identity{CreatedAt: now})
		add(found)
		add(networks.Result{Err: c.Rehearse(rt.Context(), s, networks.Content{Text: "Bonjour"})})
		_, _, err := c.Connect(rt.Context(), server.URL, "boulangerie_martin", token)
		told = append(told, errorTexts(err)...)
		s.Account.Service = "http://127.0.0.1:1"
		add(c.Publish(rt.Context(), s, networks.Content{Text: "Bonjour"}, "", networks.Identity{}))
		s.Account.Service = "http://[broken"
		add(c.Publish(rt.Context(), s, networks.Content{Text: "Bonjour"}, "", networks.Identity{}))
		for _, text := range told {
			if strings.Contains(text, key) {
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
