package bluesky_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/accounts/bluesky"
	"parvis/app"
	"parvis/app/networks"
)

// replied is what a record says of what it answers.
type replied struct {
	Text  string
	Reply *struct{ Root, Parent struct{ URI, CID string } }
}

// publishThread publishes three parts and returns their addresses.
func publishThread(t *testing.T, c *bluesky.Connector, s networks.Session, clock app.Clock) []string {
	t.Helper()
	var thread networks.Thread
	var all []string
	for _, text := range []string{"Un, sur martin.fr", "Deux #Pain", "Trois"} {
		part := networks.Content{Text: text, Answers: thread}
		note, err := c.Prepare(t.Context(), s, part, "")
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		r := c.Publish(t.Context(), s, part, note, c.Identify(clock.Now()))
		if r.Outcome != networks.Created {
			t.Fatalf("%s is %s: %v\n%s", text, r.Outcome, r.Err, r.Call.Excerpt)
		}
		all = append(all, r.RemoteID)
		thread = networks.Thread{Root: all[0], Parent: r.RemoteID}
	}
	return all
}

// wantThread checks records, oldest first, against the thread they are.
func wantThread(t *testing.T, uris, cids []string, values []json.RawMessage) {
	t.Helper()
	if len(values) != 3 {
		t.Fatalf("the server holds %d posts", len(values))
	}
	for i, value := range values {
		var got replied
		if err := json.Unmarshal(value, &got); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			if got.Reply != nil {
				t.Errorf("the post answers %+v", got.Reply)
			}
			continue
		}
		want := []string{uris[0], cids[0], uris[i-1], cids[i-1]}
		if r := got.Reply; r == nil || !cmp.Equal(want, []string{r.Root.URI, r.Root.CID, r.Parent.URI, r.Parent.CID}) {
			t.Errorf("%s answers %+v, want %v", got.Text, r, want)
		}
	}
}

func TestAThreadOfReplies(t *testing.T) {
	c, server, clock, s := signedIn(t)
	uris := publishThread(t, c, *s, clock)
	var cids []string
	var values []json.RawMessage
	for _, r := range server.Records(s.Account.RemoteID) {
		cids, values = append(cids, r.CID), append(values, r.Value)
	}
	wantThread(t, uris, cids, values)
}

// TestWhatIsAnsweredIsGone: its owner deleted it; nothing is sent.
func TestWhatIsAnsweredIsGone(t *testing.T) {
	c, server, clock, s := signedIn(t)
	uris := publishThread(t, c, *s, clock)
	part := networks.Content{Text: "Quatre", Answers: networks.Thread{Root: uris[0], Parent: uris[2]}}
	note, err := c.Prepare(t.Context(), *s, part, "")
	if err != nil {
		t.Fatal(err)
	}
	server.Delete(s.Account.RemoteID)
	if _, err := c.Prepare(t.Context(), *s, part, note); app.CodeOf(err) != app.CodeInvalid {
		t.Errorf("gone: %v, want %s", err, app.CodeInvalid)
	}
	part.Answers.Parent = "at://did:plc:somebodyelse/app.bsky.feed.post/3m6abcdefgh2z"
	if _, err := c.Prepare(t.Context(), *s, part, ""); app.CodeOf(err) != app.CodeInvalid {
		t.Errorf("the post of somebody else: %v, want %s", err, app.CodeInvalid)
	}
}

// TestAReplyThatWasNotPrepared is no post of its own.
func TestAReplyThatWasNotPrepared(t *testing.T) {
	c, server, clock, s := signedIn(t)
	uris := publishThread(t, c, *s, clock)
	before := server.Passed()
	part := networks.Content{Text: "Quatre", Answers: networks.Thread{Root: uris[0], Parent: uris[2]}}
	r := c.Publish(t.Context(), *s, part, "", c.Identify(clock.Now()))
	if r.Outcome != networks.Refused || server.Passed() != before {
		t.Errorf("outcome %s (%v) after %d calls, want %s and none", r.Outcome, r.Err, server.Passed()-before, networks.Refused)
	}
}

// TestWhatIsAnsweredCannotBeRead: trouble on the way says nothing of it.
func TestWhatIsAnsweredCannotBeRead(t *testing.T) {
	part := networks.Content{Text: "Deux", Answers: networks.Thread{Root: uri, Parent: uri}}
	for name, handler := range map[string]http.HandlerFunc{
		"trouble":                            answers(502, nil, "<html>"),
		"another record":                     answers(200, nil, `{"uri":"`+uri+`x","cid":"`+cid+`"}`),
		"no identifier":                      answers(200, nil, `{"uri":"`+uri+`","cid":""}`),
		"not found, by something on the way": answers(404, nil, "Not Found"),
	} {
		t.Run(name, func(t *testing.T) {
			c, s := speaking(t, handler)
			if _, err := c.Prepare(t.Context(), s, part, ""); app.CodeOf(err) != app.CodeUnavailable {
				t.Errorf("%v, want %s", err, app.CodeUnavailable)
			}
		})
	}
}
