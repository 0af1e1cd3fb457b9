package wordpress_test

import (
	"strconv"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/wordpress/wordpresstest"
	"parvis/app"
	"parvis/app/networks"
)

func TestCommentsArePublishedAndReadBack(t *testing.T) {
	c, server, user, s := signedIn(t)
	post := server.AddPost(wordpresstest.Post{Author: user.ID, Slug: "le-pain", Status: "publish"})
	first := networks.Content{Text: "L'horaire : <7 h> & 19 h\nhttps://a.fr/x", Answers: networks.Thread{Root: "posts/" + number(post), Comment: true}}
	id := c.Identify(now.Add(300 * time.Millisecond))
	if finding, _ := c.Find(t.Context(), *s, first, id); finding != networks.Absent {
		t.Errorf("before anything was sent it is %s", finding)
	}
	note, err := c.Prepare(t.Context(), *s, first, "")
	if err != nil {
		t.Fatal(err)
	}
	r := c.Publish(t.Context(), *s, first, note, id)
	if r.Outcome != networks.Created {
		t.Fatalf("outcome %s (%v)", r.Outcome, r.Err)
	}
	kept := server.Comments(post)
	if len(kept) != 1 || kept[0].Content != "L'horaire : &lt;7 h&gt; &amp; 19 h\nhttps://a.fr/x" || kept[0].Date != "2026-11-21T13:32:00" || kept[0].Parent != 0 {
		t.Fatalf("the site holds %+v", kept)
	}
	finding, found := c.Find(t.Context(), *s, first, id)
	if finding != networks.Present || found.RemoteID != r.RemoteID || found.Permalink != r.Permalink {
		t.Errorf("read back: %s %+v, want %+v", finding, found, r)
	}
	visitor := networks.Session{Account: s.Account}
	if finding, found := c.Find(t.Context(), visitor, first, id); finding != networks.Present || found.RemoteID != r.RemoteID {
		t.Errorf("read back by a visitor: %s %+v", finding, found)
	}
	// The same words before the attempt are somebody's earlier comment.
	later := id
	later.CreatedAt = id.CreatedAt.Add(3 * time.Minute)
	if finding, _ := c.Find(t.Context(), *s, first, later); finding != networks.Absent {
		t.Errorf("an earlier comment is taken for the attempt's: %s", finding)
	}

	under := networks.Content{Text: "Merci", Answers: networks.Thread{Root: "posts/" + number(post), Parent: r.RemoteID}}
	if _, err := c.Prepare(t.Context(), *s, under, ""); err != nil {
		t.Fatal(err)
	}
	reply := c.Publish(t.Context(), *s, under, "", c.Identify(now))
	if reply.Outcome != networks.Created {
		t.Fatalf("outcome %s (%v)", reply.Outcome, reply.Err)
	}
	if kept := server.Comments(post); kept[1].Parent != kept[0].ID {
		t.Errorf("the reply stands under %d", kept[1].Parent)
	}
	if finding, _ := c.Find(t.Context(), *s, networks.Content{Text: "Merci", Answers: first.Answers}, c.Identify(now)); finding != networks.Absent {
		t.Errorf("a comment elsewhere is taken for the attempt's: %s", finding)
	}
	if n := len(server.Posts(user.ID)); n != 1 {
		t.Errorf("commenting made %d posts", n-1)
	}
}

func number(id int64) string { return strconv.FormatInt(id, 10) }

func TestCommentThatMayBeThereAlready(t *testing.T) {
	for _, fault := range []accountstest.Fault{accountstest.CutAfter, accountstest.FailAfter, accountstest.HalfJSON, accountstest.Nonsense} {
		t.Run(string(fault), func(t *testing.T) {
			c, server, user, s := signedIn(t)
			post := server.AddPost(wordpresstest.Post{Author: user.ID, Slug: "le-pain", Status: "publish"})
			comment := networks.Content{Text: "Merci", Answers: networks.Thread{Root: "posts/" + number(post), Comment: true}}
			id := c.Identify(now)
			server.Break(fault)
			if r := c.Publish(t.Context(), *s, comment, "", id); r.Outcome != networks.Unknown {
				t.Errorf("outcome %s (%v)", r.Outcome, r.Err)
			}
			if r := c.Publish(t.Context(), *s, comment, "", id); r.Outcome != networks.Unknown {
				t.Errorf("a duplicate is %s (%v): it is ours", r.Outcome, r.Err)
			}
			if finding, _ := c.Find(t.Context(), *s, comment, id); finding != networks.Present || len(server.Comments(post)) != 1 {
				t.Errorf("read back: %s of %d", finding, len(server.Comments(post)))
			}
		})
	}
}

func TestCommentThatWaits(t *testing.T) {
	c, server, user, s := signedIn(t)
	server.Behave(wordpresstest.Way{Held: true})
	post := server.AddPost(wordpresstest.Post{Author: user.ID, Slug: "le-pain", Status: "publish"})
	comment := networks.Content{Text: "Merci", Answers: networks.Thread{Root: "posts/" + number(post), Comment: true}}
	id := c.Identify(now)
	r := c.Publish(t.Context(), *s, comment, "", id)
	if r.Outcome != networks.Unknown {
		t.Errorf("outcome %s (%v), want %s", r.Outcome, r.Err, networks.Unknown)
	}
	wantKey(t, r.Err, "wordpress.error.held")
	finding, found := c.Find(t.Context(), *s, comment, id)
	if finding != networks.Undecided {
		t.Errorf("what nobody sees is %s", finding)
	}
	wantKey(t, found.Err, "wordpress.error.held")
}

func TestPostThatWaits(t *testing.T) {
	c, server, _, s := signedIn(t)
	server.Behave(wordpresstest.Way{Pending: true})
	post := networks.Content{Text: "Bonjour"}
	id := c.Identify(now)
	r := c.Publish(t.Context(), *s, post, "", id)
	if r.Outcome != networks.Unknown {
		t.Errorf("outcome %s (%v), want %s", r.Outcome, r.Err, networks.Unknown)
	}
	finding, found := c.Find(t.Context(), *s, post, id)
	if finding != networks.Undecided {
		t.Errorf("what nobody sees is %s", finding)
	}
	wantKey(t, found.Err, "wordpress.error.not_public")
}

func TestParentThatIsGone(t *testing.T) {
	c, server, user, s := signedIn(t)
	open := server.AddPost(wordpresstest.Post{Author: user.ID, Slug: "le-pain", Status: "publish"})
	closed := server.AddPost(wordpresstest.Post{Author: user.ID, Slug: "ferme", Status: "publish", CommentsClosed: true})
	trashed := server.AddPost(wordpresstest.Post{Author: user.ID, Slug: "x__trashed", Status: "trash"})
	const gone, shut = "connector.error.reply", "wordpress.error.comments_closed"
	for _, tt := range []struct {
		name     string
		at       networks.Thread
		prepared string // the key of Prepare's error
		sent     string // the key of Publish's, "" when the site would take it
	}{
		{"no such post", networks.Thread{Root: "posts/999", Comment: true}, gone, gone},
		{"post in the trash", networks.Thread{Root: "posts/" + number(trashed), Comment: true}, gone, gone},
		{"comments closed", networks.Thread{Root: "posts/" + number(closed), Comment: true}, shut, shut},
		{"no such comment", networks.Thread{Root: "posts/" + number(open), Parent: "comments/999"}, gone, ""},
		{"not of this network", networks.Thread{Root: "at://did:plc:x/y/z", Comment: true}, gone, gone},
	} {
		t.Run(tt.name, func(t *testing.T) {
			comment := networks.Content{Text: "Merci", Answers: tt.at}
			_, err := c.Prepare(t.Context(), *s, comment, "")
			wantKey(t, err, tt.prepared)
			if app.CodeOf(err) != app.CodeInvalid {
				t.Errorf("error %v", err)
			}
			if tt.sent == "" {
				return
			}
			r := c.Publish(t.Context(), *s, comment, "", c.Identify(now))
			if r.Outcome != networks.Refused {
				t.Errorf("outcome %s (%v)", r.Outcome, r.Err)
			}
			wantKey(t, r.Err, tt.sent)
		})
	}
}

func TestDelete(t *testing.T) {
	c, server, user, s := signedIn(t)
	r := c.Publish(t.Context(), *s, networks.Content{Text: "Bonjour"}, "", c.Identify(now))
	root := networks.Thread{Root: r.RemoteID, Comment: true}
	comment := c.Publish(t.Context(), *s, networks.Content{Text: "Merci", Answers: root}, "", c.Identify(now))
	other := server.CreateUser("autre")
	theirs := server.AddPost(wordpresstest.Post{Author: other.ID, Slug: "autre", Status: "publish"})
	server.Behave(wordpresstest.Way{NoTrash: true})
	wantDeleted(t, c.Delete(t.Context(), *s, r.RemoteID), networks.Refused, "wordpress.error.no_trash")
	server.Behave(wordpresstest.Way{})
	for _, tt := range []struct {
		name, id string
		want     networks.Outcome
		key      string
	}{
		{"a comment", comment.RemoteID, networks.Created, ""},
		{"a comment in the trash", comment.RemoteID, networks.Created, ""},
		{"a post", r.RemoteID, networks.Created, ""},
		{"a post in the trash", r.RemoteID, networks.Created, ""},
		{"a post that is gone", "posts/999", networks.Created, ""},
		{"a comment that is gone", "comments/999", networks.Created, ""},
		{"somebody else's post", "posts/" + number(theirs), networks.Refused, "wordpress.error.role"},
		{"nothing of this site", "at://did:plc:x/y/z", networks.Refused, "connector.error.trouble"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wantDeleted(t, c.Delete(t.Context(), *s, tt.id), tt.want, tt.key)
		})
	}
	if n := len(server.Posts(user.ID)); n != 0 {
		t.Errorf("%d posts are left", n)
	}
	server.Revoke(user.ID)
	wantDeleted(t, c.Delete(t.Context(), *s, "posts/"+number(theirs)), networks.Refused, "wordpress.error.not_seen")
}

func wantDeleted(t *testing.T, r networks.Result, want networks.Outcome, key string) {
	t.Helper()
	if r.Outcome != want {
		t.Errorf("outcome %s (%v), want %s", r.Outcome, r.Err, want)
	}
	if want != networks.Created {
		wantKey(t, r.Err, key)
	}
}

func TestDeleteProvesNothingElse(t *testing.T) {
	for name, handler := range map[string]struct {
		status int
		body   string
		want   networks.Outcome
	}{
		"still there":          {200, `{"id":3,"status":"publish"}`, networks.Unknown},
		"another post":         {200, `{"id":4,"status":"trash"}`, networks.Unknown},
		"a page is not there":  {404, `<html>rest_post_invalid_id</html>`, networks.Unknown},
		"trouble":              {500, refusal(500, "rest_cannot_delete"), networks.Unknown},
		"DELETE is not passed": {405, `<html>Method Not Allowed</html>`, networks.Unknown},
		"too many":             {429, ``, networks.Limited},
	} {
		t.Run(name, func(t *testing.T) {
			c, s := speaking(t, accepted, answers(handler.status, nil, handler.body))
			if r := c.Delete(t.Context(), *s, "posts/3"); r.Outcome != handler.want {
				t.Errorf("outcome %s (%v), want %s", r.Outcome, r.Err, handler.want)
			}
		})
	}
}
