package wordpress_test

import (
	"io"
	"net/http"
	"testing"

	"parvis/app"
)

func TestKeepGivesAPublicAddress(t *testing.T) {
	c, server, _, s := signedIn(t)
	image := content(t).Images[0]
	first, err := c.Keep(t.Context(), *s, image)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := c.Keep(t.Context(), *s, image); err != nil || again != first || len(server.Media()) != 1 || len(server.Posts(1)) != 0 {
		t.Errorf("again at %q, not %q (%v): the library holds %d, %d posts", again, first, err, len(server.Media()), len(server.Posts(1)))
	}
	answer, err := http.Get(first)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if data, err := io.ReadAll(answer.Body); err != nil || string(data) != string(image.Bytes) {
		t.Errorf("%d bytes at %s (%v)", len(data), first, err)
	}
}

func TestKeepWithoutHTTPS(t *testing.T) {
	c, s := speaking(t, accepted, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			_, _ = io.WriteString(w, `[]`)
			return
		}
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"id":7,"slug":"parvis","source_url":"http://martin.example/a.jpg"}`)
	})
	image := content(t).Images[0]
	if address, err := c.Keep(t.Context(), *s, image); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("%q, %v, want %s", address, err, app.CodeNotFound)
	}
}
