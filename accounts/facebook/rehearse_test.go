package facebook_test

import (
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/facebook/facebooktest"
	"parvis/app"
	"parvis/app/networks"
)

func TestRehearse(t *testing.T) {
	for _, tt := range []struct {
		name   string
		own    bool // with the Page's own token
		change func(*facebooktest.Server, facebooktest.Page)
		code   app.Code
		key    string
	}{
		{"as it was", false, func(*facebooktest.Server, facebooktest.Page) {}, "", ""},
		{"with the Page's token", true, func(*facebooktest.Server, facebooktest.Page) {}, "", ""},
		{"the token was replaced", false, func(s *facebooktest.Server, p facebooktest.Page) { s.Rotate(p.ID) }, "", ""},
		{"the Page's token was replaced", true, func(s *facebooktest.Server, p facebooktest.Page) { s.Rotate(p.ID) }, app.CodeUnauthorised, "connector.error.credential"},
		{"the task is gone", false, func(s *facebooktest.Server, p facebooktest.Page) { s.Restrict(p.ID, "ANALYZE") }, app.CodeInvalid, "connector.error.permission"},
		{"the Page is gone", false, func(s *facebooktest.Server, p facebooktest.Page) { s.Restrict(p.ID) }, app.CodeInvalid, "connector.error.permission"},
		{"the permission is gone", false, func(s *facebooktest.Server, _ facebooktest.Page) { s.Withhold("pages_manage_posts") }, app.CodeInvalid, "connector.error.permission"},
		{"that of the Page's token is", true, func(s *facebooktest.Server, _ facebooktest.Page) { s.Withhold("pages_manage_posts") }, app.CodeInvalid, "connector.error.permission"},
		{"reading is gone", false, func(s *facebooktest.Server, _ facebooktest.Page) { s.Withhold("pages_read_engagement") }, app.CodeInvalid, "connector.error.permission"},
	} {
		h, server, page := fake(t)
		if tt.own {
			h.Secret = page.Token
		}
		s := connected(t, h)
		tt.change(server, page)
		accountstest.Want(t, tt.name, h.Connector.(networks.Rehearsing).Rehearse(t.Context(), s, content(t)), tt.code, tt.key)
	}
}

func TestRehearseOfAComment(t *testing.T) {
	h, server, page := fake(t)
	s := connected(t, h)
	post := server.Write(facebooktest.Post{Message: "Bonjour", From: page.ID, Created: now})
	comment := networks.Content{Text: "Réservez", Answers: networks.Thread{Root: post, Parent: post, Comment: true}}
	rehearse := func() error { return h.Connector.(networks.Rehearsing).Rehearse(t.Context(), s, comment) }
	accountstest.Want(t, "on a post", rehearse(), "", "")
	comment.Answers.Root = page.ID + "_122000000009999"
	accountstest.Want(t, "on a post that is gone", rehearse(), app.CodeInvalid, "connector.error.reply")
}

// TestExpiry: a Page's token never ends by itself, and the access to the person's data
// does.
func TestExpiry(t *testing.T) {
	for name, own := range map[string]bool{"a person's": false, "the Page's own": true} {
		h, _, page := fake(t)
		if own {
			h.Secret = page.Token
		}
		s := connected(t, h)
		if got, want := h.Connector.(networks.Expiring).Expires(s.Credential), now.Add(facebooktest.DataLife); !got.Equal(want) {
			t.Errorf("with %s token it ends %v, want %v", name, got, want)
		}
	}
	// An account of an earlier version, whose session is the token alone, still works
	// and tells nothing.
	h, _, page := fake(t)
	s := connected(t, h)
	s.Credential.Session = page.Token
	if got := h.Connector.(networks.Expiring).Expires(s.Credential); !got.IsZero() {
		t.Errorf("told by nobody, it ends %v", got)
	}
	accountstest.Want(t, "an earlier session", h.Connector.(networks.Rehearsing).Rehearse(t.Context(), s, content(t)), "", "")
	h, _, _ = fake(t)
	h.Clock.Advance(time.Hour)
	if got, want := h.Connector.(networks.Expiring).Expires(connected(t, h).Credential), now.Add(facebooktest.DataLife); !got.Equal(want) {
		t.Errorf("an hour later it ends %v, want %v", got, want)
	}
}
