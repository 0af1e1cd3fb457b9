package pdstest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"testing"
	"time"
)

// PostCollection is the collection that holds an account's posts.
const PostCollection = "app.bsky.feed.post"

// Account is a fresh account on a test server.
type Account struct {
	Handle string // such as boulangerie.test
	DID    string // such as did:plc:ewvi7nxzyoun6zhxrhs64oiz
	// Password is the account's own, and AppPassword one that its owner made for another program.
	Password    string
	AppPassword string
}

// Record is one record of an account's repository.
type Record struct {
	URI   string          `json:"uri"`
	CID   string          `json:"cid"`
	Value json.RawMessage `json:"value"`
}

// Start starts a server and stops it when the test ends. Where it is not installed the test is skipped with a loud
// line, or fails if the environment says PARVIS_REQUIRE_REAL=1.
func Start(t testing.TB) *Server {
	t.Helper()
	server, err := StartProcess(t.TempDir())
	switch {
	case errors.Is(err, ErrNotInstalled) && os.Getenv("PARVIS_REQUIRE_REAL") != "1":
		t.Skipf("*** SKIPPED: nothing was proved against the real AT Protocol server: %v ***", err)
	case err != nil:
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server
}

// CreateAccount makes an account, whose handle must end in .test, and an app password for it.
func (s *Server) CreateAccount(t testing.TB, handle string) Account {
	t.Helper()
	account := Account{Handle: handle, Password: "mot-de-passe-" + handle}
	var created struct {
		DID       string `json:"did"`
		AccessJWT string `json:"accessJwt"`
	}
	s.call(t, "com.atproto.server.createAccount", "", map[string]string{
		"handle":   handle,
		"email":    handle + "@example.test",
		"password": account.Password,
	}, &created)
	var appPassword struct {
		Password string `json:"password"`
	}
	s.call(t, "com.atproto.server.createAppPassword", created.AccessJWT, map[string]string{"name": "parvis"}, &appPassword)
	account.DID = created.DID
	account.AppPassword = appPassword.Password
	return account
}

// ListRecords reads every post of an account back, newest first, as any visitor could.
func (s *Server) ListRecords(t testing.TB, did string) []Record {
	t.Helper()
	var records []Record
	cursor := ""
	for {
		query := url.Values{"repo": {did}, "collection": {PostCollection}, "limit": {"100"}}
		if cursor != "" {
			query.Set("cursor", cursor)
		}
		var page struct {
			Cursor  string   `json:"cursor"`
			Records []Record `json:"records"`
		}
		s.call(t, "com.atproto.repo.listRecords?"+query.Encode(), "", nil, &page)
		records = append(records, page.Records...)
		if page.Cursor == "" || len(page.Records) == 0 {
			return records
		}
		cursor = page.Cursor
	}
}

// call sends one XRPC request, a query when body is nil and a procedure otherwise, and fails the test on any refusal.
func (s *Server) call(t testing.TB, method, token string, body, answer any) {
	t.Helper()
	if err := s.try(method, token, body, answer); err != nil {
		t.Fatalf("%s: %v", method, err)
	}
}

func (s *Server) try(method, token string, body, answer any) error {
	verb, sent := http.MethodGet, io.Reader(nil)
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return err
		}
		verb, sent = http.MethodPost, bytes.NewReader(encoded)
	}
	request, err := http.NewRequest(verb, s.URL+"/xrpc/"+method, sent)
	if err != nil {
		return err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	client := http.Client{Timeout: time.Minute}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	received, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", response.Status, received)
	}
	return json.Unmarshal(received, answer)
}
