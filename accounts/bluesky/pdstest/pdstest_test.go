package pdstest

import (
	"encoding/json"
	"errors"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestServerKeepsWhatAnAppPasswordWrites(t *testing.T) {
	server := Start(t)
	account := server.CreateAccount(t, "boulangerie.test")
	if !strings.HasPrefix(account.DID, "did:plc:") {
		t.Errorf("DID = %q, want a did:plc", account.DID)
	}
	if account.AppPassword == "" || account.AppPassword == account.Password {
		t.Errorf("app password = %q, want one of its own", account.AppPassword)
	}
	if records := server.ListRecords(t, account.DID); len(records) != 0 {
		t.Fatalf("a new account has %d posts, want none", len(records))
	}

	var session struct {
		AccessJWT string `json:"accessJwt"`
	}
	server.call(t, "com.atproto.server.createSession", "", map[string]string{
		"identifier": account.Handle, "password": account.AppPassword,
	}, &session)
	// More posts than one page of com.atproto.repo.listRecords holds.
	const posts = 101
	writes := make([]any, posts)
	for i := range writes {
		writes[i] = map[string]any{
			"$type":      "com.atproto.repo.applyWrites#create",
			"collection": PostCollection,
			"value": map[string]string{
				"$type": PostCollection, "text": "Pain au levain", "createdAt": "2026-11-21T13:32:00Z",
			},
		}
	}
	var ignored json.RawMessage
	server.call(t, "com.atproto.repo.applyWrites", session.AccessJWT, map[string]any{"repo": account.DID, "writes": writes}, &ignored)

	records := server.ListRecords(t, account.DID)
	if len(records) != posts {
		t.Fatalf("%d posts came back, want %d", len(records), posts)
	}
	seen := map[string]bool{}
	for _, record := range records {
		var post struct {
			Text string `json:"text"`
		}
		if err := json.Unmarshal(record.Value, &post); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff("Pain au levain", post.Text); diff != "" {
			t.Errorf("text (-want +got):\n%s", diff)
		}
		if !strings.HasPrefix(record.URI, "at://"+account.DID+"/"+PostCollection+"/") || record.CID == "" || seen[record.URI] {
			t.Errorf("record %q with CID %q: not a distinct post of the account", record.URI, record.CID)
		}
		seen[record.URI] = true
	}
}

func TestServerRefusesAWrongPassword(t *testing.T) {
	server := Start(t)
	account := server.CreateAccount(t, "fleuriste.test")
	var ignored json.RawMessage
	err := server.try("com.atproto.server.createSession", "", map[string]string{
		"identifier": account.Handle, "password": "xxxx-xxxx-xxxx-xxxx",
	}, &ignored)
	if err == nil || !strings.Contains(err.Error(), "401") {
		t.Fatalf("a wrong password gave %v, want status 401", err)
	}
}

func TestStopEndsTheServer(t *testing.T) {
	server := Start(t)
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	server.Stop()
	server.Stop()
	if connection, err := net.Dial("tcp", address.Host); err == nil {
		connection.Close()
		t.Fatal("the server still listens after Stop")
	}
}

func TestStartProcessSaysWhatIsMissing(t *testing.T) {
	empty := t.TempDir()
	fixture := filepath.Join(empty, "accounts", "bluesky", "testdata", "pds")
	if err := os.MkdirAll(fixture, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(fixture, "server.mjs"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(fixture)
	if _, err := StartProcess(t.TempDir()); !errors.Is(err, ErrNotInstalled) {
		t.Fatalf("without modules: %v, want ErrNotInstalled", err)
	}
}
