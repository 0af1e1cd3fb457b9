package wordpress_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/accounts/wordpress/wordpresstest"
	"parvis/app"
	"parvis/app/networks"
)

func TestPicturesAreUploadedOnce(t *testing.T) {
	c, server, _, s := signedIn(t)
	post := content(t)
	other := post.Images[0]
	other.Alt = "Autre chose"
	post.Images = append(post.Images, other, post.Images[0])
	note, err := c.Prepare(t.Context(), *s, post, "")
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, m := range server.Media() {
		if !strings.HasPrefix(m.Slug, "parvis-") || string(m.Bytes) != string(post.Images[0].Bytes) {
			t.Errorf("the library holds %s with %d bytes", m.Slug, len(m.Bytes))
		}
		told = append(told, m.Name+" "+m.MIME+" "+m.Title+": "+m.Alt)
	}
	want := []string{
		"fournil-ete.png image/png Fournil été: Une miche dorée, « sur la pelle »",
		"fournil-ete.png image/png Fournil été: Autre chose",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("library (-want +got):\n%s", diff)
	}
	r := c.Publish(t.Context(), *s, post, note, c.Identify(now))
	if r.Outcome != networks.Created {
		t.Fatalf("outcome %s (%v)", r.Outcome, r.Err)
	}
	kept := server.Posts(1)[0]
	if kept.FeaturedMedia != server.Media()[0].ID || strings.Count(kept.Content, "wp-image-"+strconv.FormatInt(kept.FeaturedMedia, 10)) != 2 {
		t.Errorf("the post shows %+v", kept)
	}
}

func TestPictureDeletedFromTheLibrary(t *testing.T) {
	c, server, _, s := signedIn(t)
	post := content(t)
	note, err := c.Prepare(t.Context(), *s, post, "")
	if err != nil {
		t.Fatal(err)
	}
	server.EmptyLibrary()
	again, err := c.Prepare(t.Context(), *s, post, note)
	if err != nil || again == note || len(server.Media()) != 1 {
		t.Errorf("prepared again as %s (%v), the library holds %d", again, err, len(server.Media()))
	}
}

// TestPictureSentTwiceAtOnce interrupts nobody: the note keeps the picture that it
// names, whichever has the slug.
func TestPictureSentTwiceAtOnce(t *testing.T) {
	c, server, _, s := signedIn(t)
	post := content(t)
	note, err := c.Prepare(t.Context(), *s, post, "")
	if err != nil {
		t.Fatal(err)
	}
	server.ChangeMedia(func(m *wordpresstest.Media) { m.Slug += "-2" })
	other, err := c.Prepare(t.Context(), *s, post, "")
	if err != nil || other == note || len(server.Media()) != 2 {
		t.Fatalf("prepared anew as %s (%v), the library holds %d", other, err, len(server.Media()))
	}
	for _, n := range []networks.Prepared{note, other} {
		if again, err := c.Prepare(t.Context(), *s, post, n); err != nil || again != n || len(server.Media()) != 2 {
			t.Errorf("prepared again as %s (%v), want %s", again, err, n)
		}
	}
}

func TestPictureNotPrepared(t *testing.T) {
	c, server, _, s := signedIn(t)
	r := c.Publish(t.Context(), *s, content(t), "", c.Identify(now))
	if r.Outcome != networks.Refused || server.Passed() != 0 {
		t.Errorf("outcome %s (%v) after %d calls, want %s and none", r.Outcome, r.Err, server.Passed(), networks.Refused)
	}
	wantKey(t, r.Err, "connector.error.not_prepared")
}

func TestPrepareSaysWhatIsWrong(t *testing.T) {
	c, server, user, s := signedIn(t)
	picture := content(t).Images[0]
	broken := picture
	broken.Bytes = []byte("GIF89a")
	for _, tt := range []struct {
		name    string
		content networks.Content
		change  func(*wordpresstest.User)
		code    app.Code
		key     string
	}{
		{"nothing", networks.Content{}, nil, app.CodeInvalid, networks.ProblemEmpty},
		{"no title to be made", networks.Content{Images: []networks.Image{picture}}, nil, app.CodeInvalid, networks.ProblemTitleMissing},
		{"another kind of file", networks.Content{Text: "x", Images: []networks.Image{broken}}, nil, app.CodeInvalid, "connector.error.image"},
		{"may not upload", networks.Content{Text: "x", Images: []networks.Image{picture}}, func(u *wordpresstest.User) { u.Capabilities["upload_files"] = false }, app.CodeInvalid, "wordpress.error.role"},
		{"password taken back", networks.Content{Text: "x", Images: []networks.Image{picture}}, func(u *wordpresstest.User) { u.AppPassword = "" }, app.CodeUnauthorised, "wordpress.error.not_seen"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.change != nil {
				server.Change(user.ID, tt.change)
			}
			_, err := c.Prepare(t.Context(), *s, tt.content, "")
			if app.CodeOf(err) != tt.code {
				t.Errorf("error %v, want %s", err, tt.code)
			}
			wantKey(t, err, tt.key)
		})
	}
}

func TestPictureTooHeavyForTheHost(t *testing.T) {
	c, s := speaking(t, accepted, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			answers(200, nil, "[]")(w, r)
			return
		}
		answers(413, nil, "<html>Request Entity Too Large</html>")(w, r)
	})
	_, err := c.Prepare(t.Context(), *s, content(t), "")
	wantKey(t, err, "connector.error.image")
	if app.CodeOf(err) != app.CodeInvalid {
		t.Errorf("error %v", err)
	}
}
