package telegram_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"parvis/accounts/telegram/telegramtest"
	"parvis/app"
	"parvis/app/networks"
)

// TestFindTellsOnlyWhatIsProven looks for a post of now among those that a
// channel holds.
func TestFindTellsOnlyWhatIsProven(t *testing.T) {
	const text = "Bonjour, le pain <b>sort</b> du four 🥖\nà 7 h"
	at := func(d time.Duration, text string) telegramtest.Post {
		return telegramtest.Post{Text: text, At: now.Add(d)}
	}
	many := func(n int, first time.Duration) (posts []telegramtest.Post) {
		for i := range n {
			posts = append(posts, at(first+time.Duration(i)*time.Second, fmt.Sprintf("Brève %d", i)))
		}
		return posts
	}
	for _, tt := range []struct {
		name  string
		posts []telegramtest.Post
		want  networks.Finding
		id    string
	}{
		{"nothing at all", nil, networks.Absent, ""},
		{"there", []telegramtest.Post{at(-time.Hour, "Avant"), at(2*time.Second, text), at(time.Minute, "Après")}, networks.Present, "3"},
		{"there, by a clock that is behind", []telegramtest.Post{at(-2*time.Minute, text)}, networks.Present, "2"},
		{"an older one", []telegramtest.Post{at(-2*time.Minute-time.Second, text)}, networks.Absent, ""},
		{"the latest is another", []telegramtest.Post{at(time.Second, "Autre chose")}, networks.Absent, ""},
		{"the beginning only", []telegramtest.Post{at(time.Second, text+" sauf le lundi"), at(time.Second, text[:20])}, networks.Absent, ""},
		{"other spaces", []telegramtest.Post{at(time.Second, "Bonjour,  le pain <b>sort</b> du four 🥖 à 7\u00a0h\u200b")}, networks.Present, "2"},
		{"twice", []telegramtest.Post{at(time.Second, text), at(2*time.Second, text)}, networks.Undecided, ""},
		{"twice, once long ago", []telegramtest.Post{at(-time.Hour, text), at(2*time.Second, text)}, networks.Present, "3"},
		{"in an answer to it", []telegramtest.Post{{Text: "Oui", Answers: 1, At: now.Add(time.Second)}}, networks.Absent, ""},
		{"forwarded", []telegramtest.Post{{Text: text, Forwarded: true, At: now.Add(time.Second)}}, networks.Absent, ""},
		{"on an earlier page", append([]telegramtest.Post{at(time.Second, text)}, many(45, time.Minute)...), networks.Present, "2"},
		{"on no page", append([]telegramtest.Post{at(-time.Hour, "Avant")}, many(45, time.Minute)...), networks.Absent, ""},
		{"too many pages", append([]telegramtest.Post{at(time.Second, text)}, many(300, time.Minute)...), networks.Undecided, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, server, channel := harness(t, "boulangerie_martin", 0)
			s := connected(t, h)
			for _, p := range tt.posts {
				server.Put(channel.ID, p)
			}
			s.Credential = networks.Credential{} // nobody needs one
			finding, r := h.Connector.Find(t.Context(), s, networks.Content{Text: text}, networks.Identity{Key: "k", CreatedAt: now})
			if finding != tt.want || r.RemoteID != tt.id {
				t.Fatalf("%s %q (%v), want %s %q", finding, r.RemoteID, r.Err, tt.want, tt.id)
			}
			if tt.id != "" && r.Permalink != "https://t.me/boulangerie_martin/"+tt.id {
				t.Errorf("permalink %q", r.Permalink)
			}
			if r.Call.Name != "t.me/s/boulangerie_martin" || r.Call.Status != 200 {
				t.Errorf("call %+v", r.Call)
			}
			if (finding == networks.Undecided) != (r.Err != nil) {
				t.Errorf("%s with error %v", finding, r.Err)
			}
		})
	}
}

func TestWhatCanNeverBeRead(t *testing.T) {
	h, server, channel := harness(t, "boulangerie_martin", 1)
	s := connected(t, h)
	id := h.Connector.Identify(now)
	h.Connector.Publish(t.Context(), s, h.Content, "", id)
	if finding, r := h.Connector.Find(t.Context(), s, networks.Content{Text: " \n"}, id); finding != networks.Unreadable {
		t.Errorf("a post without words: %s (%v)", finding, r.Err)
	}
	server.Rename(channel.ID, "")
	if finding, r := h.Connector.Find(t.Context(), s, h.Content, id); finding != networks.Unreadable || r.Call.Status != 0 {
		t.Errorf("a channel that is said to be private now: %s (%v)", finding, r.Err)
	}
	s.Credential = networks.Credential{}
	if finding, r := h.Connector.Find(t.Context(), s, h.Content, id); finding != networks.Unreadable || r.Call.Status != http.StatusFound {
		t.Errorf("a channel that became private: %s (%v)", finding, r.Err)
	}
	s.Account.Handle = "Boulangerie Martin"
	if finding, r := h.Connector.Find(t.Context(), s, h.Content, id); finding != networks.Unreadable || r.Call.Status != 0 {
		t.Errorf("a private channel: %s (%v)", finding, r.Err)
	}
}

func TestFindFollowsTheNameOfTheChannel(t *testing.T) {
	h, server, channel := harness(t, "boulangerie_martin", 0)
	s := connected(t, h)
	id := h.Connector.Identify(now)
	h.Connector.Publish(t.Context(), s, h.Content, "", id)
	server.Rename(channel.ID, "fournil_martin")
	server.CreateChannel("boulangerie_martin", "Une autre boulangerie")
	finding, r := h.Connector.Find(t.Context(), s, h.Content, id)
	if finding != networks.Present || r.Permalink != "https://t.me/fournil_martin/2" {
		t.Errorf("%s %q (%v)", finding, r.Permalink, r.Err)
	}
	if s.Account.Handle != "@boulangerie_martin" {
		t.Errorf("the account was connected as %q", s.Account.Handle)
	}
}

// TestFindBelievesNoOtherPage lets something else answer in the place of the
// channel's page.
func TestFindBelievesNoOtherPage(t *testing.T) {
	const post = `<div class="tgme_widget_message" data-post="%s"><div class="js-message_text">Bonjour</div><time datetime="%s"></time></div>`
	for _, tt := range []struct {
		name     string
		status   int
		location string
		body     string
		code     app.Code
	}{
		{"nothing", 200, "", "", app.CodeUnavailable},
		{"the page of a hotel", 200, "", "<html>Connectez-vous au Wi-Fi</html>", app.CodeUnavailable},
		{"JSON", 200, "", `{"ok":true}`, app.CodeUnavailable},
		{"another channel", 200, "", fmt.Sprintf(post, "ailleurs/12", "2026-11-21T13:32:00+00:00"), app.CodeUnavailable},
		{"no number", 200, "", fmt.Sprintf(post, "boulangerie_martin/x", "2026-11-21T13:32:00+00:00"), app.CodeUnavailable},
		{"no time", 200, "", fmt.Sprintf(post, "boulangerie_martin/12", ""), app.CodeUnavailable},
		{"a time that is none", 200, "", fmt.Sprintf(post, "boulangerie_martin/12", "hier"), app.CodeUnavailable},
		{"no posts", 200, "", `<section class="tgme_channel_history"></section>`, app.CodeUnavailable},
		{"the same page for ever", 200, "", fmt.Sprintf(post, "boulangerie_martin/12", "2026-11-21T13:32:00+00:00"), app.CodeUnavailable},
		{"too long", 200, "", strings.Repeat(" ", 2<<20), app.CodeUnavailable},
		{"sent elsewhere", 302, "https://hotel.example/boulangerie_martin", "", app.CodeUnavailable},
		{"sent to another channel", 302, "https://t.me/ailleurs", "", app.CodeUnavailable},
		{"not found", 404, "", "<html>", app.CodeUnavailable},
		{"too many", 429, "", "", app.CodeLimited},
		{"trouble", 502, "", "", app.CodeUnavailable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodGet || r.URL.Path != "/s/boulangerie_martin" || r.Header.Get("Authorization") != "" {
					t.Errorf("asked %s %s", r.Method, r.URL)
				}
				answers(tt.status, http.Header{"Location": {tt.location}}, tt.body)(w, r)
			})
			s.Credential = networks.Credential{} // the page alone is asked
			finding, r := c.Find(t.Context(), s, networks.Content{Text: "Autre chose"}, networks.Identity{CreatedAt: now})
			if finding != networks.Undecided || app.CodeOf(r.Err) != tt.code {
				t.Errorf("%s (%v), want %s and %s", finding, r.Err, networks.Undecided, tt.code)
			}
			if tt.code == app.CodeLimited && !r.RetryAfter.After(now) {
				t.Errorf("come back at %v", r.RetryAfter)
			}
		})
	}
}
