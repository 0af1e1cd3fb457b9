package wordpress_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/wordpress"
	"parvis/accounts/wordpress/wordpresstest"
	"parvis/accounts/wordpress/wptest"
	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// TestOnTheRealServer starts one site for all that is asked of the real
// WordPress.
func TestOnTheRealServer(t *testing.T) {
	server := wptest.Start(t)
	t.Run("conformance", func(t *testing.T) { testConformanceOnTheRealServer(t, server) })
	t.Run("keeps what was written", func(t *testing.T) { testRealSiteKeepsWhatWasWritten(t, server) })
	t.Run("renames a taken slug", func(t *testing.T) { testRealSiteRenamesATakenSlug(t, server) })
	t.Run("shows a film", func(t *testing.T) { testRealSiteShowsAFilm(t, server) })
	t.Run("comments", func(t *testing.T) { testRealSiteComments(t, server) })
	t.Run("keeps a picture for others", func(t *testing.T) { testRealSiteKeepsAPicture(t, server) })
	t.Run("edits", func(t *testing.T) { testRealSiteEdits(t, server) })
	t.Run("deletes", func(t *testing.T) { testRealSiteDeletes(t, server) })
	t.Run("refuses", func(t *testing.T) { testRealSiteRefuses(t, server) })
	t.Run("addresses not rewritten", func(t *testing.T) { testRealSiteWithPlainAddresses(t, server) })
}

func testConformanceOnTheRealServer(t *testing.T, server *wptest.Server) {
	var serial atomic.Int32
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
		user := server.CreateUser(t, fmt.Sprintf("martin%d", serial.Add(1)), "author")
		proxy := accountstest.NewProxy(t, server.URL, wordpresstest.Mutating, wordpresstest.Answers())
		clock := networkstest.NewClock(time.Now())
		return &accountstest.Harness{
			Connector: wordpress.New(client(t), clock, nil), Clock: clock,
			Service: proxy.URL, Identifier: user.Login, Secret: user.AppPassword,
			Content: content(t),
			Faults:  proxy.Faults,
			Records: func(t *testing.T) int { return len(server.Posts(t, user.ID)) - kept(t, server, user.ID) },
			Kept:    func(t *testing.T) int { return kept(t, server, user.ID) },
			Mature:  func(t *testing.T) { server.Mature(t, user.ID) },
			Revoke:  func(t *testing.T) { server.Revoke(t, user.ID) },
			Beside: accountstest.Beside{
				Text: func(t *testing.T, id string) string {
					for _, p := range server.Posts(t, user.ID) {
						if p.ID == unnumber(t, id, "posts/") {
							return p.Content.Raw
						}
					}
					return ""
				},
				Changing: wordpresstest.Changing,
				Say: func(t *testing.T, id, text string) string {
					return "comments/" + number(server.Say(t, unnumber(t, id, "posts/"), text, clock.Now()))
				},
				Answers: func(t *testing.T, id string) int { return server.Answers(t, user.ID, unnumber(t, id, "comments/")) },
				Seen:    func(t *testing.T, id string) bool { return server.Seen(t, unnumber(t, id, "comments/")) },
			},
		}
	})
}

// kept counts the posts of an author that the site keeps until their moment.
func kept(t *testing.T, server *wptest.Server, author int64) (n int) {
	t.Helper()
	for _, p := range server.Posts(t, author) {
		if p.Status == "future" {
			n++
		}
	}
	return n
}

// realSession signs in at the real site with what an owner would type.
func realSession(t *testing.T, server *wptest.Server, login, role string) (*wordpress.Connector, networks.Session, wptest.User) {
	t.Helper()
	user := server.CreateUser(t, login, role)
	c := wordpress.New(client(t), app.SystemClock{}, nil)
	account, credential, err := c.Connect(t.Context(), server.URL+"/wp-admin/", user.Login, user.AppPassword)
	if err != nil {
		t.Fatalf("Connect: %v", err)
	}
	host := strings.TrimPrefix(server.URL, "http://")
	if account.Handle != host || account.RemoteID != host+"#"+strconv.FormatInt(user.ID, 10) {
		t.Fatalf("connected to %+v, want %s and user %d", account, host, user.ID)
	}
	return c, networks.Session{Account: account, Credential: credential}, user
}

// created publishes and fails the test unless that worked.
func created(t *testing.T, c *wordpress.Connector, s networks.Session, content networks.Content, id networks.Identity) networks.Result {
	t.Helper()
	note, err := c.Prepare(t.Context(), s, content, "")
	if err != nil {
		t.Fatalf("Prepare: %v", err)
	}
	r := c.Publish(t.Context(), s, content, note, id)
	if r.Outcome != networks.Created {
		t.Fatalf("outcome %s: %v\n%s", r.Outcome, r.Err, r.Call.Excerpt)
	}
	return r
}

// testRealSiteKeepsWhatWasWritten writes as an author, whose HTML WordPress
// filters, and as an editor, whose HTML it does not.
func testRealSiteKeepsWhatWasWritten(t *testing.T, server *wptest.Server) {
	for _, role := range []string{"author", "editor"} {
		t.Run(role, func(t *testing.T) {
			c, s, user := realSession(t, server, "ecrit-"+role, role)
			// The library keeps one picture for the same alternative text.
			post := content(t)
			post.Images[0].Alt += ", vue par " + user.Login
			post.Title = "Pain & <b>levain</b> 🥖"
			post.Text = "Du pain [gallery] & du <script>alert(1)</script>\nhttps://martin.fr/fête?a=1&b=2\n\nhttps://martin.fr/seul"
			r := created(t, c, s, post, c.Identify(time.Now()))
			posts := server.Posts(t, user.ID)
			if len(posts) != 1 || r.RemoteID != "posts/"+number(posts[0].ID) || r.Permalink != posts[0].Link || !strings.HasPrefix(posts[0].Slug, "pain-b-levain-b-") {
				t.Fatalf("the site holds %+v, want %+v", posts, r)
			}
			kept := posts[0]
			if kept.Title.Raw != "Pain &amp; &lt;b&gt;levain&lt;/b&gt; 🥖" {
				t.Errorf("title %q", kept.Title.Raw)
			}
			for _, want := range []string{
				"[gallery] &amp; du &lt;script&gt;alert(1)&lt;/script&gt;<br",
				`<a href="https://martin.fr/f%C3%AAte?a=1&#038;b=2">https://martin.fr/fête?a=1&#038;b=2</a></p>`,
				`<p><a href="https://martin.fr/seul">https://martin.fr/seul</a></p>`,
				`alt="` + post.Images[0].Alt + `"`,
			} {
				shown := strings.NewReplacer("&#91;", "[", "&#93;", "]", "&#091;", "[", "&#093;", "]", "&amp;a", "&#038;a", "?a=1&amp;b", "?a=1&#038;b").Replace(kept.Content.Rendered)
				if !strings.Contains(shown, want) {
					t.Errorf("visitors see\n%s\nwithout\n%s", shown, want)
				}
			}
			media := server.Media(t, user.ID)
			if len(media) != 1 || media[0].ID != kept.FeaturedMedia || media[0].AltText != post.Images[0].Alt || media[0].MIME != "image/png" || media[0].Title.Raw != "Fournil été" {
				t.Errorf("the library holds %+v, the post shows %d", media, kept.FeaturedMedia)
			}
			if len(media) == 1 && (!strings.Contains(kept.Content.Raw, media[0].SourceURL) || !strings.HasSuffix(media[0].SourceURL, ".png")) {
				t.Errorf("the picture is at %s, the post says %s", media[0].SourceURL, kept.Content.Raw)
			}
		})
	}
}

// testRealSiteShowsAFilm writes as an author, whose HTML WordPress filters.
func testRealSiteShowsAFilm(t *testing.T, server *wptest.Server) {
	c, s, user := realSession(t, server, "filme", "author")
	film, data := networkstest.Film(300_000)
	post := content(t)
	post.Film = film
	post.Images[0].Alt += ", filmé"
	created(t, c, s, post, c.Identify(time.Now()))
	posts, media := server.Posts(t, user.ID), server.Media(t, user.ID)
	if len(posts) != 1 || len(media) != 2 {
		t.Fatalf("the site holds %d posts and %d files", len(posts), len(media))
	}
	for _, m := range media {
		if m.MIME != "video/mp4" {
			continue
		}
		answer, err := client(t).Get(m.SourceURL)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		if held, err := io.ReadAll(answer.Body); err != nil || !bytes.Equal(held, data) {
			t.Errorf("the site holds %d bytes of the film, %v", len(held), err)
		}
		if want := `<video controls src="` + m.SourceURL + `"></video>`; !strings.Contains(posts[0].Content.Rendered, want) {
			t.Errorf("visitors see\n%s\nwithout\n%s", posts[0].Content.Rendered, want)
		}
		if posts[0].FeaturedMedia == m.ID {
			t.Error("the film is the picture of the post")
		}
		return
	}
	t.Errorf("no film in %+v", media)
}

// testRealSiteRenamesATakenSlug is why the class is networks.ByList.
func testRealSiteRenamesATakenSlug(t *testing.T, server *wptest.Server) {
	c, s, user := realSession(t, server, "repete", "author")
	post := networks.Content{Text: "Bonjour"}
	id := c.Identify(time.Now())
	first := created(t, c, s, post, id)
	if finding, r := c.Find(t.Context(), s, networks.Content{Text: "Renommé"}, id); finding != networks.Present || r.RemoteID != first.RemoteID {
		t.Errorf("under another title, read back: %s %+v, want %+v", finding, r, first)
	}
	second := created(t, c, s, post, id)
	posts := server.Posts(t, user.ID)
	if len(posts) != 2 || first.RemoteID == second.RemoteID || posts[0].Slug+"-2" != posts[1].Slug && posts[1].Slug+"-2" != posts[0].Slug {
		t.Fatalf("the site holds %+v", posts)
	}
	if finding, r := c.Find(t.Context(), s, post, id); finding != networks.Undecided {
		t.Errorf("twice there, read back: %s %+v", finding, r)
	}
	// Its owner puts one into the trash: its slug is given up.
	if r := c.Delete(t.Context(), s, first.RemoteID); r.Outcome != networks.Created {
		t.Fatalf("deleting: %s (%v)", r.Outcome, r.Err)
	}
	if finding, r := c.Find(t.Context(), s, post, id); finding != networks.Present || r.RemoteID != second.RemoteID {
		t.Errorf("read back: %s %+v, want %+v", finding, r, second)
	}
	// Whatever hides a post, it is not absent.
	server.Update(t, posts[0].ID, map[string]any{"status": "private"})
	server.Update(t, posts[1].ID, map[string]any{"status": "private"})
	if finding, r := c.Find(t.Context(), s, post, id); finding != networks.Undecided {
		t.Errorf("a private post, read back: %s (%v)", finding, r.Err)
	}
}

func testRealSiteComments(t *testing.T, server *wptest.Server) {
	for _, role := range []string{"author", "editor"} {
		t.Run(role, func(t *testing.T) {
			c, s, _ := realSession(t, server, "commente-"+role, role)
			post := created(t, c, s, networks.Content{Text: "Bonjour"}, c.Identify(time.Now()))
			first := networks.Content{
				Text:    "L'horaire \"d'été\" -- 7 h ... <b>& 19 h</b> :) 🥖\n\nhttps://martin.fr/fête",
				Answers: networks.Thread{Root: post.RemoteID, Comment: true},
			}
			// A computer whose clock is late by a day.
			id := c.Identify(time.Now().Add(-24 * time.Hour))
			if finding, r := c.Find(t.Context(), s, first, id); finding != networks.Absent {
				t.Fatalf("before anything was sent it is %s (%v)", finding, r.Err)
			}
			r := created(t, c, s, first, id)
			kept := server.Comments(t, unnumber(t, post.RemoteID, "posts/"))
			if len(kept) != 1 || kept[0].Date != id.CreatedAt.Format("2006-01-02T15:04:05") || kept[0].Status != "approved" {
				t.Fatalf("the site holds %+v", kept)
			}
			if finding, found := c.Find(t.Context(), s, first, id); finding != networks.Present || found.RemoteID != r.RemoteID || found.Permalink != r.Permalink {
				t.Errorf("read back: %s %+v, want %+v; the site shows %s", finding, found, r, kept[0].Content.Rendered)
			}
			if finding, found := c.Find(t.Context(), networks.Session{Account: s.Account}, first, id); finding != networks.Present || found.RemoteID != r.RemoteID {
				t.Errorf("read back by a visitor: %s %+v", finding, found)
			}
			// WordPress refuses the same words again.
			if again := c.Publish(t.Context(), s, first, "", id); again.Outcome != networks.Unknown || again.Call.Status != 409 {
				t.Errorf("a duplicate is %s (%v): it is ours", again.Outcome, again.Err)
			}
			under := networks.Content{Text: "Merci", Answers: networks.Thread{Root: post.RemoteID, Parent: r.RemoteID}}
			// A day later by their dates: WordPress wants a quarter of a minute between
			// two of somebody who is no moderator.
			reply := c.Publish(t.Context(), s, under, "", c.Identify(time.Now()))
			if reply.Outcome != networks.Created {
				t.Fatalf("outcome %s (%v)", reply.Outcome, reply.Err)
			}
			flood := under
			flood.Text = "Merci encore"
			if r := c.Publish(t.Context(), s, flood, "", c.Identify(time.Now())); role == "author" && r.Outcome != networks.Limited {
				t.Errorf("too fast, outcome %s (%v)", r.Outcome, r.Err)
			}
			for _, kept := range server.Comments(t, unnumber(t, post.RemoteID, "posts/")) {
				if kept.ID == unnumber(t, reply.RemoteID, "comments/") && kept.Parent != unnumber(t, r.RemoteID, "comments/") {
					t.Errorf("the reply stands under %d", kept.Parent)
				}
			}
			server.Update(t, unnumber(t, post.RemoteID, "posts/"), map[string]any{"comment_status": "closed"})
			_, err := c.Prepare(t.Context(), s, under, "")
			wantKey(t, err, "wordpress.error.comments_closed")
			under.Text = "Encore merci"
			wantRefused(t, c.Publish(t.Context(), s, under, "", c.Identify(time.Now().Add(time.Minute))), "wordpress.error.comments_closed")
			if r := c.Delete(t.Context(), s, post.RemoteID); r.Outcome != networks.Created {
				t.Fatalf("deleting: %s (%v)", r.Outcome, r.Err)
			}
			_, err = c.Prepare(t.Context(), s, under, "")
			wantKey(t, err, "connector.error.reply")
			wantRefused(t, c.Publish(t.Context(), s, under, "", c.Identify(time.Now().Add(time.Minute))), "connector.error.reply")
		})
	}
}

func wantRefused(t *testing.T, r networks.Result, key string) {
	t.Helper()
	if r.Outcome != networks.Refused {
		t.Errorf("outcome %s (%v), want %s", r.Outcome, r.Err, networks.Refused)
	}
	wantKey(t, r.Err, key)
}

func unnumber(t *testing.T, remoteID, prefix string) int64 {
	t.Helper()
	rest, ok := strings.CutPrefix(remoteID, prefix)
	id, err := strconv.ParseInt(rest, 10, 64)
	if !ok || err != nil {
		t.Fatalf("remote identifier %q, want one of %s", remoteID, prefix)
	}
	return id
}

func testRealSiteDeletes(t *testing.T, server *wptest.Server) {
	c, s, user := realSession(t, server, "supprime", "author")
	mine := created(t, c, s, networks.Content{Text: "Bonjour"}, c.Identify(time.Now()))
	other, theirs, _ := realSession(t, server, "autre", "author")
	foreign := created(t, other, theirs, networks.Content{Text: "Bonjour"}, other.Identify(time.Now()))
	for _, tt := range []struct {
		name, id string
		want     networks.Outcome
		key      string
	}{
		{"a post", mine.RemoteID, networks.Created, ""},
		{"a post in the trash", mine.RemoteID, networks.Created, ""},
		{"no such post", "posts/99999", networks.Created, ""},
		{"no such comment", "comments/99999", networks.Created, ""},
		{"somebody else's", foreign.RemoteID, networks.Refused, "wordpress.error.role"},
	} {
		t.Run(tt.name, func(t *testing.T) { wantDeleted(t, c.Delete(t.Context(), s, tt.id), tt.want, tt.key) })
	}
	if posts := server.Posts(t, user.ID); len(posts) != 0 {
		t.Errorf("the site still shows %+v", posts)
	}
}

func testRealSiteRefuses(t *testing.T, server *wptest.Server) {
	user := server.CreateUser(t, "contribue", "contributor")
	c := wordpress.New(client(t), app.SystemClock{}, nil)
	_, _, err := c.Connect(t.Context(), server.URL, user.Login, user.AppPassword)
	wantKey(t, err, "wordpress.error.role")
	// As if the role had changed since.
	s := networks.Session{
		Account:    networks.Account{Network: networks.WordPress, Service: server.URL + "/wp-json", RemoteID: "x#" + number(user.ID)},
		Credential: networks.Credential{Identifier: user.Login, Secret: strings.ReplaceAll(user.AppPassword, " ", "")},
	}
	wantRefused(t, c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", c.Identify(time.Now())), "wordpress.error.role")
	post := content(t)
	post.Images[0].Alt = "Une miche que le site n’a pas"
	_, err = c.Prepare(t.Context(), s, post, "")
	wantKey(t, err, "wordpress.error.role")

	c, s, author := realSession(t, server, "refuse", "author")
	post.Images[0].Bytes = []byte("%PDF-1.7")
	_, err = c.Prepare(t.Context(), s, post, "")
	wantKey(t, err, "connector.error.image")
	if posts, media := server.Posts(t, author.ID), server.Media(t, author.ID); len(posts) != 0 || len(media) != 0 {
		t.Errorf("the site holds %+v and %+v", posts, media)
	}
}

func testRealSiteWithPlainAddresses(t *testing.T, server *wptest.Server) {
	c, s, user := realSession(t, server, "simple", "author")
	s.Account.Service = server.URL + "/?rest_route=/"
	id := c.Identify(time.Now())
	post := content(t)
	post.Images[0].Alt = "Une miche sans adresse récrite"
	r := created(t, c, s, post, id)
	if finding, found := c.Find(t.Context(), s, post, id); finding != networks.Present || found.RemoteID != r.RemoteID {
		t.Errorf("read back: %s %+v", finding, found)
	}
	if posts, media := server.Posts(t, user.ID), server.Media(t, user.ID); len(posts) != 1 || len(media) != 1 || media[0].ID != posts[0].FeaturedMedia {
		t.Errorf("the site holds %+v and %+v", posts, media)
	}
	account, _, err := c.Connect(t.Context(), s.Account.Service, user.Login, user.AppPassword)
	if err != nil || account.RemoteID != s.Account.RemoteID {
		t.Errorf("connected to %+v (%v), want %+v", account, err, s.Account)
	}
}

// testRealSiteKeepsAPicture: whoever has the address reads the picture as it was sent,
// and no post shows it.
func testRealSiteKeepsAPicture(t *testing.T, server *wptest.Server) {
	c, s, user := realSession(t, server, "garde", "author")
	image := content(t).Images[0]
	image.Alt += ", gardée"
	address, err := c.Keep(t.Context(), s, image)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if data, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != http.StatusOK || string(data) != string(image.Bytes) {
		t.Errorf("status %d, %d bytes (%v)", answer.StatusCode, len(data), err)
	}
	if again, err := c.Keep(t.Context(), s, image); err != nil || again != address || len(server.Media(t, user.ID)) != 1 || len(server.Posts(t, user.ID)) != 0 {
		t.Errorf("again at %q, not %q (%v)", again, address, err)
	}
}
