package wordpress_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/accounts/wordpress"
	"parvis/accounts/wordpress/wordpresstest"
	"parvis/accounts/wordpress/wptest"
	"parvis/app"
	"parvis/app/networks"
)

// opened signs in at the fake and publishes one post with a picture.
func opened(t *testing.T) (*wordpress.Connector, *wordpresstest.Server, networks.Session, wordpresstest.User, networks.Result) {
	t.Helper()
	h, server, user := fake(t)
	c := h.Connector.(*wordpress.Connector)
	account, credential, err := c.Connect(t.Context(), server.URL, user.Login, user.AppPassword)
	if err != nil {
		t.Fatal(err)
	}
	s := networks.Session{Account: account, Credential: credential}
	return c, server, s, user, created(t, c, s, content(t), c.Identify(now))
}

func TestAnEditKeepsPicturesAndAddress(t *testing.T) {
	c, server, s, user, post := opened(t)
	before := server.Posts(user.ID)[0]
	r := c.Edit(t.Context(), s, post.RemoteID, networks.Content{Title: "Horaires & <b>", Text: "Fermé lundi.\n\n[gallery] <b>", Language: "fr"})
	if r.Outcome != networks.Created || r.Permalink != post.Permalink {
		t.Fatalf("%+v", r)
	}
	after := server.Posts(user.ID)[0]
	const text = "<!-- wp:paragraph -->\n<p>Fermé lundi.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:paragraph -->\n<p>&#91;gallery&#93; &lt;b&gt;</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:image "
	picture := before.Content[strings.Index(before.Content, "<!-- wp:image"):]
	if !strings.HasPrefix(after.Content, text) || !strings.HasSuffix(after.Content, picture) || after.Title != "Horaires &amp; &lt;b&gt;" || after.Slug != before.Slug {
		t.Errorf("%+v", after)
	}
}

func TestAnEditLeavesWhatWasLaidOutByHand(t *testing.T) {
	c, server, s, user, _ := opened(t)
	for _, laidOut := range []string{
		"Du texte sans blocs",
		"<!-- wp:heading --><h2>Pain</h2><!-- /wp:heading -->\n\n<!-- wp:paragraph -->\n<p>Bonjour</p>\n<!-- /wp:paragraph -->",
		`<!-- wp:paragraph {"align":"center"} --><p class="c">Bonjour</p><!-- /wp:paragraph -->`,
	} {
		id := server.AddPost(wordpresstest.Post{Author: user.ID, Title: "Pain", Content: laidOut, Slug: "pain", Status: "publish"})
		r := c.Edit(t.Context(), s, "posts/"+number(id), networks.Content{Title: "Pain", Text: "Non"})
		wantRefused(t, r, "wordpress.error.laid_out")
	}
}

func TestWhatIsAnothersIsNotChanged(t *testing.T) {
	c, server, s, _, _ := opened(t)
	other := server.CreateUser("autre")
	id := server.AddPost(wordpresstest.Post{Author: other.ID, Title: "Pain", Content: "Bonjour", Slug: "pain", Status: "publish"})
	wantRefused(t, c.Edit(t.Context(), s, "posts/"+number(id), networks.Content{Text: "Non"}), "connector.error.lacks")
	said := networks.Message{ID: "comments/" + number(server.Say(id, "Bonjour"))}
	wantRefused(t, c.Moderate(t.Context(), s, networks.Hide, said), "connector.error.lacks")
	inbox, err := c.Messages(t.Context(), s, "", 10)
	if err != nil || len(inbox.Messages) != 0 {
		t.Errorf("what is said to others: %+v, %v", inbox, err)
	}
}

func TestCommentsAsTheyAre(t *testing.T) {
	c, server, s, _, post := opened(t)
	id := server.Say(unnumber(t, post.RemoteID, "posts/"), "L'heure <script>alert(1)</script>\n& 7 h https://x.example/")
	want := networks.Message{
		ID: "comments/" + number(id), Kind: networks.Commenting, Parent: post.RemoteID, Author: networks.Author{Name: "Anne <b>"},
		Text: "L'heure <script>alert(1)</script>\n& 7 h https://x.example/", SentAt: now, Permalink: post.Permalink + "#comment-" + number(id),
		Answers: networks.Thread{Root: post.RemoteID, Parent: "comments/" + number(id), Comment: true},
	}
	inbox, err := c.Messages(t.Context(), s, "", 10)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]networks.Message{want}, inbox.Messages); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// One that waits is read, and answered once it is shown.
	if r := c.Moderate(t.Context(), s, networks.Hide, want); r.Outcome != networks.Created {
		t.Fatal(r.Err)
	}
	inbox, err = c.Messages(t.Context(), s, "", 10)
	if err != nil || len(inbox.Messages) != 1 || inbox.Messages[0].Answers != (networks.Thread{}) {
		t.Errorf("%+v, %v", inbox, err)
	}
	gone := networks.Message{ID: "comments/9999"}
	if r := c.Moderate(t.Context(), s, networks.Remove, gone); r.Outcome != networks.Created {
		t.Errorf("removing what is gone: %s (%v)", r.Outcome, r.Err)
	}
	if r := c.Moderate(t.Context(), s, networks.Hide, gone); r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeNotFound {
		t.Errorf("hiding what is gone: %s (%v)", r.Outcome, r.Err)
	}
}

// testRealSiteEdits: an author, whose HTML WordPress filters, and an editor.
func testRealSiteEdits(t *testing.T, server *wptest.Server) {
	for _, role := range []string{"author", "editor"} {
		c, s, user := realSession(t, server, "corrige-"+role, role)
		post := content(t)
		post.Images[0].Alt += ", corrigée par " + user.Login
		r := created(t, c, s, post, c.Identify(time.Now()))
		before := server.Posts(t, user.ID)[0]
		edited := c.Edit(t.Context(), s, r.RemoteID, networks.Content{Title: "Horaires", Text: "Fermé lundi.\n\nhttps://martin.fr/fête", Language: "fr"})
		if edited.Outcome != networks.Created || edited.Permalink != r.Permalink {
			t.Fatalf("%s: %s (%v)\n%s", role, edited.Outcome, edited.Err, edited.Call.Excerpt)
		}
		after := server.Posts(t, user.ID)[0]
		picture := before.Content.Raw[strings.Index(before.Content.Raw, "<!-- wp:image"):]
		if !strings.Contains(after.Content.Raw, "<p>Fermé lundi.</p>") || !strings.HasSuffix(after.Content.Raw, picture) || after.Title.Raw != "Horaires" || after.FeaturedMedia != before.FeaturedMedia || after.Slug != before.Slug {
			t.Errorf("%s: %+v", role, after)
		}
		// What was edited can be edited again.
		if r := c.Edit(t.Context(), s, r.RemoteID, post); r.Outcome != networks.Created {
			t.Errorf("%s, again: %s (%v)", role, r.Outcome, r.Err)
		}
	}
}
