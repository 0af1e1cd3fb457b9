package graph_test

import (
	"encoding/json"
	"regexp"
	"testing"
	"time"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

func TestAddress(t *testing.T) {
	for typed, want := range map[string]string{
		"": "", " ": "", "https://graph.example.com": "https://graph.example.com", "https://graph.example.com/": "https://graph.example.com",
		"http://127.0.0.1:8080": "http://127.0.0.1:8080", "http://localhost:1": "http://localhost:1",
	} {
		if got, err := graph.Address(typed); got != want || err != nil {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"graph.facebook.com", "http://graph.facebook.com", "https://a/b", "https://a?b", "https://a#b", "https://u@a", "https://", "://"} {
		if got, err := graph.Address(typed); app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
}

func TestPermalink(t *testing.T) {
	hosts := regexp.MustCompile(`^(.+\.)?(threads\.com|site)$`)
	for given, want := range map[string]string{
		"https://www.threads.com/@martin/post/C1": "https://www.threads.com/@martin/post/C1",
		"https://threads.com/x":                   "https://threads.com/x",
		"/x":                                      "https://site/x",
		"//evil.example/x":                        "",
		"http://threads.com/x":                    "",
		"https://threads.com.example/x":           "",
		"https://u@threads.com/x":                 "",
		"javascript:alert(1)":                     "",
		"":                                        "",
	} {
		if got := graph.Permalink(given, "https://site", hosts); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}

func TestSameText(t *testing.T) {
	for _, tt := range []struct {
		sent, given string
		want        bool
	}{
		{"a\r\n\r\n b ", "a\n\nb", true},
		{"a b", "a\u00a0b", true},
		{"", " ", true},
		{"a", "a!", false},
		{"a", "A", false},
		{"a", "", false},
	} {
		if got := graph.Same(tt.sent, tt.given); got != tt.want {
			t.Errorf("%q and %q: %v", tt.sent, tt.given, got)
		}
	}
}

func TestTime(t *testing.T) {
	want := time.Date(2026, time.November, 21, 13, 32, 5, 0, time.UTC)
	for _, s := range []string{"2026-11-21T13:32:05+0000", "2026-11-21T14:32:05+0100", "2026-11-21T13:32:05Z"} {
		if got, ok := graph.Time(s); !ok || !got.Equal(want) {
			t.Errorf("%s: %v", s, got)
		}
	}
	if _, ok := graph.Time("hier"); ok {
		t.Error("hier is an instant")
	}
}

func TestLacking(t *testing.T) {
	held := []graph.Permission{{Name: "a", Status: "granted"}, {Name: "b", Status: "declined"}}
	if got := graph.Lacking(held, "a", "b", "c"); len(got) != 2 || got[0] != "b" || got[1] != "c" {
		t.Errorf("lacking %v", got)
	}
}

// FuzzAnswer gives a mutating call every answer: Refused takes a whole refusal
// in the network's form with a status that proves something.
func FuzzAnswer(f *testing.F) {
	for _, body := range []string{
		`{"error":{"message":"x","type":"OAuthException","code":100,"error_subcode":33}}`,
		`{"error":{"message":"x","type":"OAuthException","code":190}}`,
		`{"error":{"message":"x","type":"OAuthException","code":32}}`,
		`{"error":{"message":"x","type":"OAuthException","code":-2,"is_transient":true}}`,
		`{"error":null}`, `{"error":[]}`, `[]`, `{"id":"1"}`, `<html>`, ``,
	} {
		f.Add(400, body)
		f.Add(200, body)
	}
	now := time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC)
	of := graph.Account{Network: networks.Facebook, Handle: "Martin", Permission: "p"}
	f.Fuzz(func(t *testing.T, status int, body string) {
		a := graph.Answer{Answer: wire.Answer{Status: status, Body: []byte(body), Reached: true}}
		r := a.Unmade(of, now)
		if r.Err == nil {
			t.Fatal("no error")
		}
		var said struct {
			Error struct {
				Type string `json:"type"`
				Code int    `json:"code"`
			} `json:"error"`
		}
		whole := json.Unmarshal([]byte(body), &said) == nil && said.Error.Type != "" && said.Error.Code != 0
		switch {
		case r.Outcome == networks.Created:
			t.Fatal("created by a refusal")
		case r.Outcome == networks.Refused && (!whole || !wire.Proof(status)):
			t.Fatalf("refused by status %d: %s", status, body)
		case r.Outcome == networks.Limited && (status < 400 || !whole && status != 429 || !r.RetryAfter.After(now)):
			t.Fatalf("limited by status %d: %s", status, body)
		}
	})
}
