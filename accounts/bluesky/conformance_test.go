package bluesky_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/bluesky"
	"parvis/accounts/bluesky/blueskytest"
	"parvis/accounts/bluesky/pdstest"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// now is the instant of tests.
var now = time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC)

// content uses all that a post can hold.
func content(t *testing.T) networks.Content {
	t.Helper()
	picture, err := os.ReadFile("testdata/fournil.png")
	if err != nil {
		t.Fatal(err)
	}
	return networks.Content{
		Text:     "Le pain au levain sort du four à 7 h 🥖 — réservez sur https://boulangerie-martin.fr/levain. #PainAuLevain",
		Language: "fr",
		Images: []networks.Image{
			{Name: "fournil.png", MIME: "image/png", Width: 4, Height: 3, Alt: "Une miche dorée sur la pelle", Bytes: picture},
		},
	}
}

func fake(t *testing.T) (*accountstest.Harness, *blueskytest.Server, blueskytest.Account) {
	t.Helper()
	clock := networkstest.NewClock(now)
	server := blueskytest.Start(t, clock)
	account := server.CreateAccount("boulangerie-martin.test")
	return &accountstest.Harness{
		Connector: bluesky.New(client(t), clock, nil), Clock: clock,
		Service: server.URL, Identifier: account.Handle, Secret: account.AppPassword,
		Content:   content(t),
		Faults:    server.Faults,
		Records:   func(*testing.T) int { return len(server.Records(account.DID)) },
		TokenLife: blueskytest.AccessLife,
		Reads:     blueskytest.Reads,
		Renewals:  server.Renewals,
		Revoke:    func(*testing.T) { server.Revoke(account.DID) },
		Beside: accountstest.Beside{
			Changing:  blueskytest.Changing,
			Like:      func(_ *testing.T, uri string) { server.Like(uri) },
			Followers: blueskytest.Fans,
			Say: func(t *testing.T, uri, text string) string {
				return server.Say(t, "anne.test", uri, text)
			},
			Answers: func(_ *testing.T, uri string) int { return server.Answers(account.DID, uri) },
			Seen:    func(_ *testing.T, uri string) bool { return !server.Hidden(account.DID, uri) },
			Blocked: func(_ *testing.T, did string) bool { return server.Blocked(account.DID, did) },
		},
	}, server, account
}

// client gives each test its own connections.
func client(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func TestConformanceOnAStrictFake(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
		h, _, _ := fake(t)
		return h
	})
}

func TestConformanceOnTheRealServer(t *testing.T) {
	server := pdstest.Start(t)
	var serial atomic.Int32
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
		account := server.CreateAccount(t, fmt.Sprintf("boulangerie%d.test", serial.Add(1)))
		proxy := accountstest.NewProxy(t, server.URL, blueskytest.Mutating, blueskytest.Answers())
		clock := networkstest.NewClock(time.Now())
		return &accountstest.Harness{
			Connector: bluesky.New(client(t), clock, nil), Clock: clock,
			Service: proxy.URL, Identifier: account.Handle, Secret: account.AppPassword,
			Content:   content(t),
			Faults:    proxy.Faults,
			Records:   func(t *testing.T) int { return len(server.ListRecords(t, account.DID)) },
			TokenLife: blueskytest.AccessLife,
			Reads:     blueskytest.Reads,
			Revoke:    func(t *testing.T) { revoke(t, server, account) },
		}
	})
}

// revoke takes the app password of an account back, as its owner does in the
// settings.
func revoke(t *testing.T, server *pdstest.Server, account pdstest.Account) {
	t.Helper()
	call := func(method, token string, body any) (opened struct {
		AccessJWT string `json:"accessJwt"`
	},
	) {
		sent, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/xrpc/"+method, bytes.NewReader(sent))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		answer, err := client(t).Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s", method, answer.Status)
		}
		if token == "" {
			if err := json.NewDecoder(answer.Body).Decode(&opened); err != nil {
				t.Fatal(err)
			}
		}
		return opened
	}
	opened := call("com.atproto.server.createSession", "", map[string]string{"identifier": account.Handle, "password": account.Password})
	call("com.atproto.server.revokeAppPassword", opened.AccessJWT, map[string]string{"name": "parvis"})
}
