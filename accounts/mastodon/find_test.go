package mastodon_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

func TestFindTellsOnlyWhatIsProven(t *testing.T) {
	list := func(statuses ...string) string { return "[" + strings.Join(statuses, ",") + "]" }
	at := func(moment string) string { return statusBody("2026-11-21T13:32:00.000Z", moment) }
	other := statusBody(remoteID, "115591234567890124", "/115591234567890123", "/115591234567890124")
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   networks.Finding
	}{
		{"there", 200, list(at("2026-11-21T13:32:00.512Z")), networks.Present},
		{"there, by a clock that is slow", 200, list(at("2026-11-21T13:30:01Z")), networks.Present},
		{"there, written otherwise", 200, list(at("2026-11-21T14:32:00+01:00")), networks.Present},
		{"there among others", 200, list(statusBody("Bonjour", "Bonsoir", remoteID, "1"), at("2026-11-21T13:32:00Z"), at("2026-11-20T08:00:00Z")), networks.Present},
		{"the same words of before", 200, list(at("2026-11-21T13:29:00Z")), networks.Absent},
		{"other words", 200, list(statusBody("Bonjour", "Bonjour !")), networks.Absent},
		{"in answer to another", 200, list(statusBody(`"in_reply_to_id":null`, `"in_reply_to_id":"7"`)), networks.Absent},
		{"of another account", 200, list(statusBody(`"42"`, `"43"`)), networks.Absent},
		{"boosted", 200, list(statusBody(`"reblog":null`, `"reblog":{"id":"7"}`)), networks.Absent},
		{"nothing", 200, list(), networks.Absent},
		{"twice", 200, list(other, statusBody()), networks.Undecided},
		{"no time", 200, list(at("")), networks.Undecided},
		{"no page", 200, list(statusBody(`"`+page+`"`, "null")), networks.Undecided},
		{"another without a time", 200, list(statusBody("Bonjour", "Bonsoir", "2026-11-21T13:32:00.000Z", "")), networks.Undecided},
		{"once, and once without a page", 200, list(statusBody(), statusBody(`"`+page+`"`, "null"), at("2026-11-20T08:00:00Z")), networks.Undecided},
		{"no list", 200, `null`, networks.Undecided},
		{"nonsense", 200, `{}`, networks.Undecided},
		{"cut", 200, list(statusBody())[:40], networks.Undecided},
		{"HTML", 200, `<html>`, networks.Undecided},
		{"no such account", 404, `{"error":"Record not found"}`, networks.Undecided},
		{"dead token", 401, `{"error":"The access token is invalid"}`, networks.Undecided},
		{"too many", 429, `{"error":"Too many requests"}`, networks.Undecided},
		{"redirect", 307, ``, networks.Undecided},
		{"trouble", 500, `{"error":"no"}`, networks.Undecided},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var asked http.Request
			c, s := speaking(t, networks.SoftwareMastodon, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Query().Get("max_id") != "" {
					_, _ = w.Write([]byte("[]"))
					return
				}
				asked = *r
				answers(tt.status, nil, tt.body)(w, r)
			})
			finding, r := c.Find(t.Context(), s, networks.Content{Text: "Bonjour"}, identity)
			if finding != tt.want {
				t.Fatalf("%s (%v), want %s", finding, r.Err, tt.want)
			}
			if finding == networks.Present && (r.RemoteID != remoteID || r.Permalink != page) {
				t.Errorf("found %+v", r)
			}
			if r.Call.Name == "" {
				t.Error("the call is not told")
			}
			if asked.Method != http.MethodGet || asked.URL.Path != "/api/v1/accounts/42/statuses" || asked.Header.Get("Authorization") != "Bearer "+token {
				t.Errorf("asked %s %s with %v", asked.Method, asked.URL, asked.Header)
			}
			if (finding == networks.Undecided) != (r.Err != nil) {
				t.Errorf("%s with error %v", finding, r.Err)
			}
			if dead := tt.status == 401; dead != (app.CodeOf(r.Err) == app.CodeUnauthorised) {
				t.Errorf("error %v", r.Err)
			}
		})
	}
}

// TestFindKnowsWhatServersMakeOfAText publishes texts of every kind, and
// finds each among the others.
func TestFindKnowsWhatServersMakeOfAText(t *testing.T) {
	texts := []string{
		"Bonjour", "Bonjour !", "Deux\nlignes", "Deux\n\nparagraphes\n\n\net trois", "  Des   espaces  ", "À 7\u202fh\u00a0: du pain",
		"Du pain & du <beurre> à 3 < 5 \"euros\"", "#PainAuLevain #Nantes", "Voir https://boulangerie-martin.fr/une/adresse/bien/longue?a=1&b=2 vite",
		"Merci @Mairie@nantes.social et @Julie", "Écrire à martin@exemple.fr", "Cafe\u0301 et café", "👨‍👩‍👧‍👦 en famille", "martin.fr sans schéma",
	}
	for _, software := range softwares {
		t.Run(string(software), func(t *testing.T) {
			w := newWorld(t, software)
			for _, text := range texts {
				post := content(t)
				post.Text = text
				if software == networks.SoftwarePixelfed && strings.Contains(text, "<") {
					// Part of it would be lost.
					if _, err := w.connector.Prepare(t.Context(), *w.Session, post, ""); app.CodeOf(err) != app.CodeInvalid {
						t.Errorf("%q: %v, want %s", text, err, app.CodeInvalid)
					}
					continue
				}
				made := w.send(t, post)
				if made.Outcome != networks.Created {
					t.Fatalf("%q: %s (%v)", text, made.Outcome, made.Err)
				}
				id := networks.Identity{Key: "x", CreatedAt: w.clock.Now()}
				finding, found := w.connector.Find(t.Context(), *w.Session, networks.Content{Text: text}, id)
				if finding != networks.Present || found.RemoteID != made.RemoteID || found.Permalink != made.Permalink {
					t.Errorf("%q: %s %+v, want %+v", text, finding, found, made)
				}
				w.clock.Advance(5 * time.Minute)
			}
		})
	}
}

// TestFindReadsAsFarBackAsItMust hides the attempt behind newer statuses.
func TestFindReadsAsFarBackAsItMust(t *testing.T) {
	for _, tt := range []struct {
		newer int
		want  networks.Finding
	}{{45, networks.Present}, {130, networks.Present}, {250, networks.Undecided}} {
		w := newWorld(t, networks.SoftwareMastodon)
		id := w.connector.Identify(w.clock.Now())
		w.server.Add(w.account.ID, "Bonjour", "", now.Add(-time.Hour))
		held := w.server.Add(w.account.ID, "Bonjour", "", now)
		for i := range tt.newer {
			w.server.Add(w.account.ID, fmt.Sprint("Bonsoir ", i), "", now.Add(time.Duration(i+1)*time.Second))
		}
		finding, r := w.connector.Find(t.Context(), *w.Session, networks.Content{Text: "Bonjour"}, id)
		if finding != tt.want || finding == networks.Present && r.RemoteID != held.ID {
			t.Errorf("behind %d: %s %+v", tt.newer, finding, r)
		}
		if finding, r = w.connector.Find(t.Context(), *w.Session, networks.Content{Text: "Bonne nuit"}, id); tt.want == networks.Present && finding != networks.Absent {
			t.Errorf("what is not there, behind %d: %s (%v)", tt.newer, finding, r.Err)
		}
	}
}

// TestFindWithoutWords: pictures alone look like any other pictures, so that only
// the moment tells.
func TestFindWithoutWords(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	id := w.connector.Identify(w.clock.Now())
	w.server.Add(w.account.ID, "", "", now.Add(time.Hour))
	if finding, r := w.connector.Find(t.Context(), *w.Session, networks.Content{}, id); finding != networks.Absent {
		t.Errorf("others of an hour later: %s (%v)", finding, r.Err)
	}
	held := w.server.Add(w.account.ID, "", "", now.Add(time.Minute))
	if finding, r := w.connector.Find(t.Context(), *w.Session, networks.Content{}, id); finding != networks.Present || r.RemoteID != held.ID {
		t.Errorf("at once: %s %+v", finding, r)
	}
}

// TestFindOfAnAnswer tells parts of a thread that say the same apart.
func TestFindOfAnAnswer(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	root := w.server.Add(w.account.ID, "Merci", "", now)
	reply := w.server.Add(w.account.ID, "Merci", root.ID, now.Add(time.Second))
	id := networks.Identity{CreatedAt: now}
	for want, answers := range map[string]networks.Thread{
		root.ID: {}, reply.ID: {Root: root.ID, Parent: root.ID},
	} {
		finding, r := w.connector.Find(t.Context(), *w.Session, networks.Content{Text: "Merci", Answers: answers}, id)
		if finding != networks.Present || r.RemoteID != want {
			t.Errorf("in answer to %q: %s %+v, want %s", answers.Parent, finding, r, want)
		}
	}
	// Whether Pixelfed lists answers is not known: that one is missing proves nothing.
	w = newWorld(t, networks.SoftwarePixelfed)
	answers := networks.Thread{Root: "7", Parent: "7"}
	if finding, _ := w.connector.Find(t.Context(), *w.Session, networks.Content{Text: "Merci", Answers: answers}, id); finding != networks.Undecided {
		t.Errorf("an answer missing on Pixelfed: %s", finding)
	}
}

// TestFindWithoutACredential: Mastodon shows everybody what is public, but only
// to its account that nothing is hidden.
func TestFindWithoutACredential(t *testing.T) {
	for _, software := range softwares {
		w := newWorld(t, software)
		w.server.Add(w.account.ID, "Bonjour", "", now)
		anybody := networks.Session{Account: w.Session.Account}
		want := networks.Undecided
		if software == networks.SoftwareMastodon {
			want = networks.Present
		}
		for text, want := range map[string]networks.Finding{"Bonjour": want, "Bonsoir": networks.Undecided} {
			finding, r := w.connector.Find(t.Context(), anybody, networks.Content{Text: text}, identity)
			if finding != want || app.CodeOf(r.Err) == app.CodeUnauthorised {
				t.Errorf("%s: %s: %s (%v), want %s", software, text, finding, r.Err, want)
			}
		}
	}
}
