package mastodontest

import (
	"net/http"
	"strings"

	"parvis/app/networks"
)

// said is what the server tells of itself, in both versions.
func (s *Server) said() map[string]any {
	statuses := map[string]any{"max_characters": s.Characters, "max_media_attachments": 4, "characters_reserved_per_url": 23}
	media := map[string]any{
		"supported_mime_types": []string{"image/jpeg", "image/png", "image/gif", "image/heic", "image/webp", "video/mp4", "audio/ogg"},
		"description_limit":    1500, "image_size_limit": 16777216, "image_matrix_limit": 33177600,
		"video_size_limit": 103809024, "video_frame_rate_limit": 120, "video_matrix_limit": 8294400,
	}
	version, source := "4.5.1", "https://github.com/mastodon/mastodon"
	switch s.software {
	case networks.SoftwareGoToSocial:
		version, source = "0.20.2+git-8e5a5f9", "https://codeberg.org/superseriousbusiness/gotosocial"
		statuses["characters_reserved_per_url"], statuses["max_media_attachments"], media["description_limit"] = 25, 6, 5000
	case networks.SoftwarePixelfed:
		version, source = "3.5.3 (compatible; Pixelfed 0.12.6)", "https://github.com/pixelfed/pixelfed"
		media["description_limit"], media["image_size_limit"] = 1000, 15360000
	}
	return map[string]any{
		"version": version, "source_url": source, "title": "Le coin des artisans",
		"configuration": map[string]any{"statuses": statuses, "media_attachments": media},
	}
}

func (s *Server) domain() string {
	if s.Domain != "" {
		return s.Domain
	}
	return strings.TrimPrefix(s.URL, "http://")
}

// hides reports whether a closed server does not speak to the caller.
func (s *Server) hides(r *http.Request) (reply, bool) {
	if _, refused := s.authorised(r, ""); s.closed && refused != nil {
		return refuse(401, "This method requires an authenticated user"), true
	}
	return reply{}, false
}

func (s *Server) instance(r *http.Request, _ []byte) reply {
	if refused, hidden := s.hides(r); hidden {
		return refused
	}
	if s.old {
		return refuse(404, "Record not found")
	}
	said := s.said()
	said["domain"] = s.domain()
	return ok(said)
}

func (s *Server) firstInstance(r *http.Request, _ []byte) reply {
	if refused, hidden := s.hides(r); hidden {
		return refused
	}
	said := s.said()
	said["uri"] = s.domain()
	delete(said, "source_url")
	return ok(said)
}

func (s *Server) nodeinfo(*http.Request, []byte) reply {
	if s.mute {
		return refuse(404, "Record not found")
	}
	return ok(map[string]any{"links": []any{
		map[string]string{"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": "https://elsewhere.example/nodeinfo/2.0"},
		map[string]string{"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": s.URL + "/nodeinfo/2.0"},
	}})
}

func (s *Server) node(*http.Request, []byte) reply {
	return ok(map[string]any{"version": "2.0", "software": map[string]string{"name": string(s.software), "version": "1"}})
}

func (s *Server) verify(r *http.Request, _ []byte) reply {
	t, refused := s.authorised(r, "read:accounts")
	if own, _ := s.authorised(r, "profile"); own != nil {
		t, refused = own, nil
	}
	if refused != nil {
		return *refused
	}
	return ok(map[string]any{
		"id": t.owner.ID, "username": t.owner.Username, "acct": t.owner.Username, "url": s.URL + "/@" + t.owner.Username,
		"followers_count": Fans,
	})
}

func (s *Server) verifyApp(r *http.Request, _ []byte) reply {
	t, refused := s.authorised(r, "")
	switch {
	case refused != nil:
		return *refused
	case s.software != networks.SoftwareMastodon || s.old:
		return ok(map[string]string{"name": "Parvis"})
	}
	return ok(map[string]any{"name": "Parvis", "scopes": t.scopes})
}
