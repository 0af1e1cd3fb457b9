package youtubetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	uploadPath = "/upload/youtube/v3/videos"
	// unit is what all pieces but the last are multiples of.
	unit = 256 << 10
)

// Video is a video that the server holds.
type Video struct {
	ID, Title, Description string
	Tags                   []string
	Privacy                string
	ForKids                bool
	At                     time.Time
	MIME                   string
	Film                   []byte
}

// upload is a session: a video in the making.
type upload struct {
	owner *channel
	video Video
	size  int64
	ends  time.Time
	made  bool
}

// resource is a video on the wire.
type resource struct {
	Kind    string `json:"kind"`
	ID      string `json:"id"`
	Snippet struct {
		Title       string    `json:"title"`
		Description string    `json:"description"`
		Tags        []string  `json:"tags,omitempty"`
		ChannelID   string    `json:"channelId"`
		PublishedAt time.Time `json:"publishedAt"`
	} `json:"snippet"`
	Status map[string]any `json:"status"`
}

func (v *Video) resource(owner *channel) resource {
	r := resource{Kind: "youtube#video", ID: v.ID}
	r.Snippet.Title, r.Snippet.Description, r.Snippet.Tags = v.Title, v.Description, v.Tags
	r.Snippet.ChannelID, r.Snippet.PublishedAt = owner.id, v.At
	r.Status = map[string]any{"uploadStatus": "uploaded", "privacyStatus": v.Privacy, "selfDeclaredMadeForKids": v.ForKids}
	return r
}

// Videos returns the videos of a channel, the oldest first.
func (s *Server) Videos(id string) []Video {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Video
	for _, v := range s.find(id).videos {
		all = append(all, *v)
	}
	return all
}

// SetPrivacy changes who sees the videos of a channel, as its owner does in Studio.
func (s *Server) SetPrivacy(id, privacy string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range s.find(id).videos {
		v.Privacy = privacy
	}
}

// AddVideo adds a video that somebody else made.
func (s *Server) AddVideo(id string, v Video) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v.ID = fmt.Sprintf("v%010d", s.next())
	s.find(id).videos = append(s.find(id).videos, &v)
}

// open serves POST /upload/youtube/v3/videos.
func (s *Server) open(c call) *reply {
	q := c.URL.Query()
	size, err := strconv.ParseInt(c.Header.Get("X-Upload-Content-Length"), 10, 64)
	mime := c.Header.Get("X-Upload-Content-Type")
	switch {
	case c.channel.none:
		return failure(401, "youtubeSignupRequired", "Unauthorized")
	case q.Get("uploadType") != "resumable" || q.Get("part") != "snippet,status":
		return failure(400, "badRequest", "part")
	case c.Header.Get("Content-Type") != "application/json; charset=UTF-8":
		return failure(400, "badContent", "Unsupported content with type: %s", c.Header.Get("Content-Type"))
	case err != nil || size <= 0 || size > 256<<30:
		return failure(400, "badRequest", "X-Upload-Content-Length")
	case !strings.HasPrefix(mime, "video/"):
		return failure(400, "badContent", "Media type '%s' is not supported.", mime)
	}
	var body struct {
		Snippet struct {
			Title       string   `json:"title"`
			Description string   `json:"description"`
			Tags        []string `json:"tags"`
		} `json:"snippet"`
		Status struct {
			Privacy string `json:"privacyStatus"`
			ForKids *bool  `json:"selfDeclaredMadeForKids"`
		} `json:"status"`
	}
	read := json.NewDecoder(bytes.NewReader(c.body))
	read.DisallowUnknownFields()
	if err := read.Decode(&body); err != nil {
		return failure(400, "parseError", "Parse Error: %v", err)
	}
	title, text := body.Snippet.Title, body.Snippet.Description
	tagged := 0
	for _, tag := range body.Snippet.Tags {
		tagged += utf8.RuneCountInString(tag) + 1
	}
	switch {
	case strings.TrimSpace(title) == "" || utf8.RuneCountInString(title) > 100 || strings.ContainsAny(title, "<>"):
		return failure(400, "invalidTitle", "The request metadata specifies an invalid or empty video title.")
	case len(text) > 5000 || strings.ContainsAny(text, "<>"):
		return failure(400, "invalidDescription", "The request metadata specifies an invalid video description.")
	case tagged > 501 || slices.ContainsFunc(body.Snippet.Tags, func(t string) bool { return t == "" || strings.ContainsAny(t, "<>,#") }):
		return failure(400, "invalidTags", "The request metadata specifies invalid video keywords.")
	case !slices.Contains([]string{"public", "private", "unlisted"}, body.Status.Privacy) || body.Status.ForKids == nil:
		return failure(400, "invalidVideoMetadata", "The request metadata is invalid.")
	}
	privacy := body.Status.Privacy
	if s.unaudited {
		privacy = "private"
	}
	id := fmt.Sprintf("upload-secret-%d", s.next())
	s.uploads[id] = &upload{
		owner: c.channel, size: size, ends: s.clock.Now().Add(UploadLife),
		video: Video{Title: title, Description: text, Tags: body.Snippet.Tags, Privacy: privacy, ForKids: *body.Status.ForKids, MIME: mime},
	}
	return &reply{status: 200, header: map[string]string{"Location": s.URL + uploadPath + "?uploadType=resumable&upload_id=" + id}}
}

// put serves PUT on an upload: a piece, or a question.
func (s *Server) put(c call) *reply {
	u := s.uploads[c.URL.Query().Get("upload_id")]
	if u == nil || u.owner != c.channel || !s.clock.Now().Before(u.ends) {
		return &reply{status: 404}
	}
	asked := c.Header.Get("Content-Range")
	if asked == fmt.Sprintf("bytes */%d", u.size) && len(c.body) == 0 {
		return s.stand(u)
	}
	if u.made {
		return s.stand(u)
	}
	var first, last, size int64
	if n, _ := fmt.Sscanf(asked, "bytes %d-%d/%d", &first, &last, &size); n != 3 || size != u.size || last-first+1 != int64(len(c.body)) ||
		c.Header.Get("Content-Type") != u.video.MIME {
		return failure(400, "badRequest", "Invalid request. Content-Range: %s with %d bytes", asked, len(c.body))
	}
	got := int64(len(u.video.Film))
	if first != got || last >= size || last < size-1 && len(c.body)%unit != 0 {
		return failure(400, "badRequest", "Invalid request. %s after %d bytes", asked, got)
	}
	s.pieces++
	u.video.Film = append(u.video.Film, c.body...)
	if last == size-1 {
		u.made = true
		u.video.ID, u.video.At = fmt.Sprintf("v%010d", s.next()), s.clock.Now()
		u.owner.videos = append(u.owner.videos, &u.video)
	}
	return s.stand(u)
}

// stand tells how far an upload is.
func (s *Server) stand(u *upload) *reply {
	if u.made {
		return &reply{status: 201, body: u.video.resource(u.owner)}
	}
	r := &reply{status: 308}
	if n := len(u.video.Film); n > 0 {
		r.header = map[string]string{"Range": fmt.Sprintf("bytes=0-%d", n-1)}
	}
	return r
}

func list(kind string, items ...any) *reply {
	if items == nil {
		items = []any{}
	}
	return &reply{status: 200, body: map[string]any{
		"kind": "youtube#" + kind + "ListResponse", "items": items, "pageInfo": map[string]int{"totalResults": len(items)},
	}}
}

// listChannels serves GET /youtube/v3/channels.
func (s *Server) listChannels(c call) *reply {
	q := c.URL.Query()
	if q.Get("mine") != "true" || q.Get("part") == "" {
		return failure(400, "missingRequiredParameter", "No filter selected.")
	}
	if c.channel.none {
		return list("channel")
	}
	item := map[string]any{"kind": "youtube#channel", "id": c.channel.id}
	for _, part := range strings.Split(q.Get("part"), ",") {
		switch part {
		case "snippet":
			item["snippet"] = map[string]string{"title": "Boulangerie Martin", "customUrl": c.channel.handle}
		case "contentDetails":
			item["contentDetails"] = map[string]any{"relatedPlaylists": map[string]string{"likes": "", "uploads": "UU" + c.channel.id[2:]}}
		default:
			return failure(400, "unknownPart", "part")
		}
	}
	return list("channel", item)
}

// listVideos serves GET /youtube/v3/videos.
func (s *Server) listVideos(c call) *reply {
	if c.URL.Query().Get("part") != "status" {
		return failure(400, "unknownPart", "part")
	}
	for _, v := range c.channel.videos {
		if v.ID == c.URL.Query().Get("id") {
			return list("video", v.resource(c.channel))
		}
	}
	return list("video")
}

// listUploads serves GET /youtube/v3/playlistItems, the newest first.
func (s *Server) listUploads(c call) *reply {
	q := c.URL.Query()
	most, err := strconv.Atoi(q.Get("maxResults"))
	if err != nil || most < 1 || most > 50 || q.Get("part") != "snippet,contentDetails" {
		return failure(400, "badRequest", "maxResults")
	}
	if q.Get("playlistId") != "UU"+c.channel.id[2:] {
		return failure(404, "playlistNotFound", "The playlist cannot be found.")
	}
	var items []any
	for _, v := range slices.Backward(c.channel.videos) {
		if len(items) == most {
			break
		}
		items = append(items, map[string]any{
			"kind":           "youtube#playlistItem",
			"snippet":        map[string]any{"publishedAt": v.At.UTC().Format(time.RFC3339), "title": v.Title, "description": v.Description},
			"contentDetails": map[string]string{"videoId": v.ID},
		})
	}
	return list("playlistItem", items...)
}
