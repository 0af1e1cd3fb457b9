package bluesky_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/accounts/bluesky"
	"parvis/accounts/bluesky/pdstest"
	"parvis/app"
	"parvis/app/networks"
)

// realSession signs in at the real server with what an owner would type.
func realSession(t *testing.T, server *pdstest.Server, handle string) (*bluesky.Connector, networks.Session) {
	t.Helper()
	account := server.CreateAccount(t, handle)
	c := bluesky.New(client(t), app.SystemClock{}, nil)
	opened, credential, err := c.Connect(t.Context(), server.URL, "@"+account.Handle, account.AppPassword)
	if err != nil {
		t.Fatalf("Connect: %v", err)
	}
	if opened.RemoteID != account.DID || opened.Handle != account.Handle {
		t.Fatalf("connected to %+v, want %+v", opened, account)
	}
	return c, networks.Session{Account: opened, Credential: credential}
}

func TestRealServerKeepsWhatWasWritten(t *testing.T) {
	server := pdstest.Start(t)
	c, s := realSession(t, server, "boulangerie.test")
	mairie := server.CreateAccount(t, "mairie.test")
	post := content(t)
	post.Text = "«\u00a0Fête du pain\u00a0» avec @mairie.test 🥖\u202f: https://martin.fr/fête, et martin.fr. #FêteDuPain"
	note, err := c.Prepare(t.Context(), s, post, "")
	if err != nil {
		t.Fatalf("Prepare: %v", err)
	}
	id := c.Identify(time.Now())
	r := c.Publish(t.Context(), s, post, note, id)
	if r.Outcome != networks.Created {
		t.Fatalf("outcome %s: %v\n%s", r.Outcome, r.Err, r.Call.Excerpt)
	}
	records := server.ListRecords(t, s.Account.RemoteID)
	if len(records) != 1 || records[0].URI != r.RemoteID {
		t.Fatalf("the server holds %+v, want %s", records, r.RemoteID)
	}
	var kept struct {
		Text, CreatedAt string
		Langs           []string
		Facets          []struct {
			Index    struct{ ByteStart, ByteEnd int }
			Features []struct{ URI, DID, Tag string }
		}
		Embed struct {
			Images []struct {
				Alt         string
				Image       struct{ MimeType string }
				AspectRatio struct{ Width, Height int }
			}
		}
	}
	if err := json.Unmarshal(records[0].Value, &kept); err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, f := range kept.Facets {
		told = append(told, kept.Text[f.Index.ByteStart:f.Index.ByteEnd]+" → "+f.Features[0].URI+f.Features[0].DID+f.Features[0].Tag)
	}
	want := []string{
		"@mairie.test → " + mairie.DID,
		"https://martin.fr/fête → https://martin.fr/f%C3%AAte",
		"martin.fr → https://martin.fr",
		"#FêteDuPain → FêteDuPain",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("facets (-want +got):\n%s", diff)
	}
	if kept.Text != post.Text || kept.CreatedAt != id.CreatedAt.Format("2006-01-02T15:04:05.000Z") || len(kept.Langs) != 1 || kept.Langs[0] != "fr" {
		t.Errorf("record %+v", kept)
	}
	if i := kept.Embed.Images; len(i) != 1 || i[0].Alt != post.Images[0].Alt || i[0].Image.MimeType != "image/png" || i[0].AspectRatio.Width != 4 {
		t.Errorf("pictures %+v", i)
	}
}

func TestRealServerKeepsAThread(t *testing.T) {
	server := pdstest.Start(t)
	c, s := realSession(t, server, "fournil.test")
	uris := publishThread(t, c, s, app.SystemClock{})
	var cids []string
	var values []json.RawMessage
	for _, r := range slices.Backward(server.ListRecords(t, s.Account.RemoteID)) {
		cids, values = append(cids, r.CID), append(values, r.Value)
	}
	wantThread(t, uris, cids, values)
}

// TestRealServerCountsAsParvisDoes: what the counter says fits is taken, one
// more is refused, for texts that are hard to count.
func TestRealServerCountsAsParvisDoes(t *testing.T) {
	server := pdstest.Start(t)
	c, s := realSession(t, server, "compteur.test")
	for name, unit := range map[string]string{
		"accents":          "é",
		"combining accent": "e\u0301",
		"flags":            "🇫🇷",
		"skin tones":       "👍🏽",
		"Chinese":          "面",
		"line breaks":      "\r\n",
		"keycaps":          "1️⃣",
	} {
		t.Run(name, func(t *testing.T) {
			limits, _ := networks.LimitsOf(networks.Bluesky)
			text := strings.Repeat(unit, limits.Text.Max)
			if name == "line breaks" {
				text = strings.Repeat("a"+unit, limits.Text.Max/2)
			}
			if n := networks.Count(networks.Bluesky, text).Graphemes; n != limits.Text.Max {
				t.Fatalf("the text has %d characters, want %d", n, limits.Text.Max)
			}
			// Publish does not count: the server does.
			if r := c.Publish(t.Context(), s, networks.Content{Text: text}, "", c.Identify(time.Now())); r.Outcome != networks.Created {
				t.Errorf("what fits is %s: %v", r.Outcome, r.Err)
			}
			if r := c.Publish(t.Context(), s, networks.Content{Text: text + "a"}, "", c.Identify(time.Now())); r.Outcome != networks.Refused {
				t.Errorf("one more is %s: %v", r.Outcome, r.Err)
			}
		})
	}
	t.Run("bytes", func(t *testing.T) {
		text := strings.Repeat("👨‍👩‍👧‍👦", 120)
		if n := networks.Count(networks.Bluesky, text).Bytes; n != 3000 {
			t.Fatalf("%d bytes", n)
		}
		if r := c.Publish(t.Context(), s, networks.Content{Text: text}, "", c.Identify(time.Now())); r.Outcome != networks.Created {
			t.Errorf("what fits is %s: %v", r.Outcome, r.Err)
		}
		if r := c.Publish(t.Context(), s, networks.Content{Text: text + "a"}, "", c.Identify(time.Now())); r.Outcome != networks.Refused {
			t.Errorf("one more is %s: %v", r.Outcome, r.Err)
		}
	})
}

func TestRealServerRefusesAPictureItNeverGot(t *testing.T) {
	server := pdstest.Start(t)
	c, s := realSession(t, server, "patissier.test")
	post := content(t)
	note, err := c.Prepare(t.Context(), s, post, "")
	if err != nil {
		t.Fatal(err)
	}
	// The same form, another content.
	forged := networks.Prepared(bytes.Replace([]byte(note), []byte(`"$link":"bafkrei`), []byte(`"$link":"bafkreiaaaa`), 1))
	at := strings.Index(string(forged), "bafkreiaaaa") + len("bafkreiaaaa")
	forged = forged[:at] + forged[at+4:]
	r := c.Publish(t.Context(), s, post, forged, c.Identify(time.Now()))
	if r.Outcome != networks.Limited || app.CodeOf(r.Err) != app.CodeUnavailable {
		t.Errorf("outcome %s: %v", r.Outcome, r.Err)
	}
	if n := len(server.ListRecords(t, s.Account.RemoteID)); n != 0 {
		t.Errorf("the server holds %d posts", n)
	}
}
