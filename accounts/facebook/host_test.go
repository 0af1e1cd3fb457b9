package facebook_test

import (
	"io"
	"net/http"
	"testing"

	"parvis/app"
	"parvis/app/networks"
)

func TestKeepGivesAPublicAddress(t *testing.T) {
	h, server, page := fake(t)
	s := connected(t, h)
	image := content(t).Images[0]
	address, err := h.Connector.(networks.Hosting).Keep(t.Context(), s, image)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := client(t).Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if data, err := io.ReadAll(answer.Body); err != nil || string(data) != string(image.Bytes) {
		t.Errorf("%d bytes at %s (%v)", len(data), address, err)
	}
	if n := len(server.Posts(page.ID)); n != 0 {
		t.Errorf("%d posts, want none", n)
	}
}

func TestKeepTakesNoOtherAddress(t *testing.T) {
	for _, address := range []string{"", "http://192.0.2.1/a.jpg", "ftp://x/a.jpg", "https://u:p@x/a.jpg", "/a.jpg", "https:///a.jpg"} {
		c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost {
				_, _ = w.Write([]byte(`{"id":"122"}`))
				return
			}
			_, _ = w.Write([]byte(`{"id":"122","images":[{"width":4,"source":"` + address + `"}]}`))
		})
		if got, err := c.Keep(t.Context(), s, content(t).Images[0]); app.CodeOf(err) != app.CodeUnavailable {
			t.Errorf("%q: %q, %v", address, got, err)
		}
	}
}
