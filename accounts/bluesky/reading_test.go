package bluesky_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/accounts/bluesky"
	"parvis/accounts/bluesky/blueskytest"
	"parvis/accounts/bluesky/pdstest"
	"parvis/app"
	"parvis/app/networks"
)

// world is a fake server with an account, and a session that speaks for it.
type world struct {
	connector *bluesky.Connector
	server    *blueskytest.Server
	session   networks.Session
}

// opened signs in at the fake and publishes one post.
func opened(t *testing.T) (world, networks.Result) {
	t.Helper()
	h, server, account := fake(t)
	c := h.Connector.(*bluesky.Connector)
	a, credential, err := c.Connect(t.Context(), server.URL, account.Handle, account.AppPassword)
	if err != nil {
		t.Fatal(err)
	}
	s := networks.Session{Account: a, Credential: credential}
	r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", c.Identify(now))
	if r.Outcome != networks.Created {
		t.Fatal(r.Err)
	}
	return world{c, server, s}, r
}

func TestHidingKeepsWhoMayAnswer(t *testing.T) {
	w, post := opened(t)
	did := w.session.Account.RemoteID
	id := w.server.Say(t, "anne.test", post.RemoteID, "Non")
	w.server.Restrict(did, post.RemoteID)
	inbox, err := w.connector.Messages(t.Context(), w.session, "", 10)
	if err != nil || len(inbox.Messages) != 1 {
		t.Fatalf("%+v, %v", inbox, err)
	}
	if r := w.connector.Moderate(t.Context(), w.session, networks.Hide, inbox.Messages[0]); r.Outcome != networks.Created {
		t.Fatalf("%s: %v", r.Outcome, r.Err)
	}
	var gate struct {
		CreatedAt     string
		Allow         []map[string]string
		HiddenReplies []string
	}
	if err := json.Unmarshal(w.server.Others(did)[0].Value, &gate); err != nil {
		t.Fatal(err)
	}
	if len(gate.Allow) != 1 || gate.CreatedAt != "2026-11-20T08:00:00.000Z" || !cmp.Equal(gate.HiddenReplies, []string{id}) {
		t.Errorf("gate %+v", gate)
	}
}

func TestMentionsElsewhere(t *testing.T) {
	w, _ := opened(t)
	w.server.Mention(t, "anne.test", w.session.Account.RemoteID, "Le pain de @boulangerie-martin.test 🥖")
	inbox, err := w.connector.Messages(t.Context(), w.session, "", 10)
	if err != nil || len(inbox.Messages) != 1 {
		t.Fatalf("%+v, %v", inbox, err)
	}
	m := inbox.Messages[0]
	did, _, _ := strings.Cut(strings.TrimPrefix(m.ID, "at://"), "/")
	want := networks.Message{
		ID: m.ID, Kind: networks.Mentioning, Author: networks.Author{ID: did, Name: "Anne de anne.test"},
		Text: "Le pain de @boulangerie-martin.test 🥖", SentAt: now, Permalink: "https://bsky.app/profile/" + did + "/post/" + m.ID[strings.LastIndexByte(m.ID, '/')+1:],
		Answers: networks.Thread{Root: m.ID, Parent: m.ID},
	}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Error(diff)
	}
	// What is said elsewhere is not the account's to hide.
	if r := w.connector.Moderate(t.Context(), w.session, networks.Hide, m); r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeInvalid {
		t.Errorf("hiding it: %s (%v)", r.Outcome, r.Err)
	}
}

// TestAnswersFromAStranger: each of these is a page of a server that lies.
func TestAnswersFromAStranger(t *testing.T) {
	for _, body := range []string{
		`{"notifications":[{"uri":"at://did:plc:abc/app.bsky.feed.post/3k","reason":"reply","author":{"did":"did:plc:other"},"record":{"text":"Non"},"indexedAt":"2026-11-21T12:00:00Z"}]}`,
		`{"notifications":[{"uri":"https://exemple.fr/","reason":"reply","author":{"did":"did:plc:abc"},"record":{"text":"Non"},"indexedAt":"2026-11-21T12:00:00Z"}]}`,
		`{"notifications":[{"uri":"at://did:plc:abc/app.bsky.feed.post/3k","reason":"like","author":{"did":"did:plc:abc"},"record":{"text":"Oui"},"indexedAt":"2026-11-21T12:00:00Z"}]}`,
		`{"notifications":[{"uri":"at://did:plc:abc/app.bsky.feed.post/3k","reason":"reply","author":{"did":"did:plc:abc"},"record":{"text":"Non"},"indexedAt":"hier"}]}`,
		`{"notifications":[{"uri":"at://did:plc:abc/app.bsky.feed.post/3k","reason":"reply","author":{"did":"did:plc:abc"},"record":{"text":[5]},"indexedAt":"2026-11-21T12:00:00Z"}]}`,
	} {
		c, s := speaking(t, answers(http.StatusOK, nil, body))
		inbox, err := c.Messages(t.Context(), s, "", 10)
		if err != nil || len(inbox.Messages) != 0 || !inbox.Whole {
			t.Errorf("%s: %+v, %v", body, inbox, err)
		}
	}
	for _, body := range []string{
		`{"posts":[{"uri":"at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3k","likeCount":2,"replyCount":1,"repostCount":0}]}`,
		`{"posts":[{"uri":"at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3k","likeCount":-2,"replyCount":1,"repostCount":0,"quoteCount":0}]}`,
		`{"posts":[{"uri":"at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/other","likeCount":2,"replyCount":1,"repostCount":0,"quoteCount":0}]}`,
		`{"posts":[]}`,
	} {
		c, s := speaking(t, answers(http.StatusOK, nil, body))
		all, err := c.PostFigures(t.Context(), s, []string{"at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3k"})
		if err != nil || len(all) != 0 {
			t.Errorf("%s: %v, %v", body, all, err)
		}
	}
}

func TestDelete(t *testing.T) {
	w, post := opened(t)
	for range 2 {
		if r := w.connector.Delete(t.Context(), w.session, post.RemoteID); r.Outcome != networks.Created || len(w.server.Records(w.session.Account.RemoteID)) != 0 {
			t.Fatalf("outcome %s: %v", r.Outcome, r.Err)
		}
	}
	for _, id := range []string{"", "at://did:plc:other/app.bsky.feed.post/3k", post.RemoteID + "/x"} {
		if r := w.connector.Delete(t.Context(), w.session, id); r.Outcome != networks.Refused {
			t.Errorf("%q is %s", id, r.Outcome)
		}
	}
	for body, want := range map[string]networks.Outcome{
		`{}`: networks.Created, `{"commit":{"cid":"x","rev":"y"}}`: networks.Created,
		`{"status":"ok"}`: networks.Unknown, `null`: networks.Unknown, `[]`: networks.Unknown, `<html>`: networks.Unknown,
	} {
		c, s := speaking(t, answers(http.StatusOK, nil, body))
		if r := c.Delete(t.Context(), s, "at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3k"); r.Outcome != want {
			t.Errorf("%s is %s, want %s", body, r.Outcome, want)
		}
	}
}

func TestRealServerHidesBlocksAndDeletes(t *testing.T) {
	server := pdstest.Start(t)
	c, s := realSession(t, server, "modere.test")
	r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", c.Identify(time.Now()))
	if r.Outcome != networks.Created {
		t.Fatal(r.Err)
	}
	stranger, other := realSession(t, server, "anne.test")
	answer := networks.Content{Text: "Non", Answers: networks.Thread{Root: r.RemoteID, Parent: r.RemoteID}}
	note, err := stranger.Prepare(t.Context(), other, answer, "")
	if err != nil {
		t.Fatalf("answering a stranger: %v", err)
	}
	said := stranger.Publish(t.Context(), other, answer, note, stranger.Identify(time.Now()))
	if said.Outcome != networks.Created {
		t.Fatal(said.Err)
	}
	on := networks.Message{ID: said.RemoteID, Author: networks.Author{ID: other.Account.RemoteID}, Answers: networks.Thread{Root: r.RemoteID, Parent: said.RemoteID}}
	for _, m := range []networks.Measure{networks.Hide, networks.Hide, networks.Show, networks.Hide, networks.Block, networks.Block} {
		if r := c.Moderate(t.Context(), s, m, on); r.Outcome != networks.Created {
			t.Errorf("%s: %s (%v)\n%s", m, r.Outcome, r.Err, r.Call.Excerpt)
		}
	}
	for range 2 {
		if r := c.Delete(t.Context(), s, r.RemoteID); r.Outcome != networks.Created || len(server.ListRecords(t, s.Account.RemoteID)) != 0 {
			t.Errorf("delete: %s (%v)\n%s", r.Outcome, r.Err, r.Call.Excerpt)
		}
	}
}
