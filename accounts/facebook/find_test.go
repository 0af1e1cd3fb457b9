package facebook_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"parvis/accounts/facebook/facebooktest"
	"parvis/app/networks"
)

func TestFindTellsOnlyWhatIsProven(t *testing.T) {
	ours := networks.Content{Text: "Le pain sort du four\r\nà 7 h "}
	const given = "Le pain sort du four\nà 7 h"
	for _, tt := range []struct {
		name    string
		content networks.Content
		held    []facebooktest.Post
		want    networks.Finding
	}{
		{"nothing", ours, nil, networks.Absent},
		{"there", ours, []facebooktest.Post{{Message: given, Created: now}}, networks.Present},
		{"there among others", ours, []facebooktest.Post{{Message: "Autre", Created: now}, {Message: given, Created: now.Add(time.Minute)}, {Message: "Autre", Created: now}}, networks.Present},
		{"a clock that is late", ours, []facebooktest.Post{{Message: given, Created: now.Add(-time.Minute)}}, networks.Present},
		{"the one of last week", ours, []facebooktest.Post{{Message: given, Created: now.AddDate(0, 0, -7)}}, networks.Absent},
		{"only another one", ours, []facebooktest.Post{{Message: given + " !", Created: now}}, networks.Absent},
		{"the one of last week and another", ours, []facebooktest.Post{{Message: given, Created: now.AddDate(0, 0, -7)}, {Message: given, Created: now}}, networks.Present},
		{"two of them", ours, []facebooktest.Post{{Message: given, Created: now}, {Message: given, Created: now}}, networks.Undecided},
		{"pictures without words", networks.Content{}, []facebooktest.Post{{Created: now}}, networks.Unreadable},
		{"pictures without words, and nothing", networks.Content{}, nil, networks.Absent},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, server, page := fake(t)
			s := connected(t, h)
			for _, p := range tt.held {
				p.From = page.ID
				server.Write(p)
			}
			if finding, r := h.Connector.Find(t.Context(), s, tt.content, identity); finding != tt.want {
				t.Errorf("%s (%v), want %s", finding, r.Err, tt.want)
			}
		})
	}
}

func TestFindAmongMoreThanIsListed(t *testing.T) {
	h, server, page := fake(t)
	s := connected(t, h)
	for range 101 {
		server.Write(facebooktest.Post{Message: "Autre", From: page.ID, Created: now})
	}
	if finding, _ := h.Connector.Find(t.Context(), s, networks.Content{Text: "Bonjour"}, identity); finding != networks.Undecided {
		t.Errorf("%s, although not everything was read", finding)
	}
	// The older ones need not be read.
	post := server.Write(facebooktest.Post{Message: "Tombola", From: page.ID, Created: now.Add(-time.Hour)})
	for range 101 {
		server.Write(facebooktest.Post{Message: "Moi !", From: "42", Parent: post, Created: now.Add(-time.Hour)})
	}
	comment := networks.Content{Text: "Moi !", Answers: networks.Thread{Root: post, Comment: true}}
	if finding, r := h.Connector.Find(t.Context(), s, comment, identity); finding != networks.Absent {
		t.Errorf("%s (%v), of a comment", finding, r.Err)
	}
	server.Write(facebooktest.Post{Message: "Moi !", From: "42", Parent: post, Created: now})
	if finding, r := h.Connector.Find(t.Context(), s, comment, identity); finding != networks.Absent {
		t.Errorf("%s (%v), of somebody else's comment", finding, r.Err)
	}
}

func TestFindReadsNothingIntoABadAnswer(t *testing.T) {
	item := func(id, created, link string) string {
		return `{"data":[{"id":"` + id + `","message":"Bonjour","created_time":"` + created + `","permalink_url":"` + link + `"}]}`
	}
	const created, link = "2026-11-21T13:32:00+0000", "https://www.facebook.com/martin/posts/1"
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   networks.Finding
	}{
		{"there", 200, item(postID, created, link), networks.Present},
		{"there, with a path", 200, item(postID, created, "/martin/posts/1"), networks.Present},
		{"an address elsewhere", 200, item(postID, created, "https://facebook.com.example.org/1"), networks.Undecided},
		{"no address", 200, item(postID, created, ""), networks.Undecided},
		{"no time", 200, item(postID, "", link), networks.Undecided},
		{"no identifier", 200, item("", created, link), networks.Undecided},
		{"nothing", 200, `{}`, networks.Undecided},
		{"cut", 200, item(postID, created, link)[:40], networks.Undecided},
		{"a page is not there", 404, `<html>`, networks.Undecided},
		{"refused", 400, refusal(100, 33, "does not exist"), networks.Undecided},
		{"too many", 400, refusal(32, 0, "limit"), networks.Undecided},
		{"dead token", 401, refusal(190, 0, "dead"), networks.Undecided},
		{"redirect", 307, ``, networks.Undecided},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodGet {
					t.Errorf("%s %s while reading back", r.Method, r.URL)
				}
				w.WriteHeader(tt.status)
				_, _ = w.Write([]byte(tt.body))
			})
			finding, r := c.Find(t.Context(), s, networks.Content{Text: "Bonjour"}, identity)
			if finding != tt.want {
				t.Fatalf("%s (%v), want %s", finding, r.Err, tt.want)
			}
			if finding == networks.Present && !strings.HasPrefix(r.Permalink, "https://www.facebook.com/") {
				t.Errorf("permalink %q", r.Permalink)
			}
			if (finding == networks.Undecided) != (r.Err != nil) {
				t.Errorf("%s with error %v", finding, r.Err)
			}
		})
	}
}
