package wptest

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
)

func TestSiteKeepsWhatAnApplicationPasswordWrites(t *testing.T) {
	server := Start(t)
	user := server.CreateUser(t, "martin", "author")
	if len(strings.ReplaceAll(user.AppPassword, " ", "")) != 24 {
		t.Errorf("application password %q", user.AppPassword)
	}
	if posts := server.Posts(t, user.ID); len(posts) != 0 {
		t.Fatalf("a new user has %d posts, want none", len(posts))
	}
	author := &Server{URL: server.URL, login: user.Login, secret: user.AppPassword}
	author.call(t, http.MethodPost, "/wp/v2/posts", map[string]string{"title": "Pain au levain", "status": "publish"}, nil)
	posts := server.Posts(t, user.ID)
	if len(posts) != 1 || posts[0].Title.Raw != "Pain au levain" || posts[0].Status != "publish" {
		t.Errorf("the site holds %+v", posts)
	}
	server.Revoke(t, user.ID)
	err := author.try(http.MethodGet, "/wp/v2/users/me", nil, nil)
	if err == nil || !strings.Contains(err.Error(), "401") {
		t.Errorf("a password taken back gave %v, want status 401", err)
	}

	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	server.Stop()
	server.Stop()
	if connection, err := net.Dial("tcp", address.Host); err == nil {
		connection.Close()
		t.Error("the site still listens after Stop")
	}
	if _, err := os.Stat(server.folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder of the site is still there: %v", err)
	}
}

func TestProgramsSaysWhatIsMissing(t *testing.T) {
	if _, err := programs("parvis-no-such-program"); !errors.Is(err, ErrNotInstalled) {
		t.Errorf("%v, want ErrNotInstalled", err)
	}
}
