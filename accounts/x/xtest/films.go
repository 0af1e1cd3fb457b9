package xtest

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
)

// maxPiece is how much one call brings of a film.
const maxPiece = 5_000_000

// film is a film that is being uploaded, or was.
type film struct {
	bytes  []byte
	pieces int
	size   int64
	asked  int // how often its state was asked since its end, -1 before
	ready  bool
}

func (s *Server) openFilm(c call) *reply {
	var in struct {
		Type     string `json:"media_type"`
		Size     int64  `json:"total_bytes"`
		Category string `json:"media_category"`
	}
	if err := c.input(&in); err != nil {
		return invalid("%v", err)
	}
	if in.Category != "tweet_video" || !strings.HasPrefix(in.Type, "video/") || in.Size < 1 || in.Size > 512_000_000 {
		return invalid("media_type [%s], media_category [%s], total_bytes [%d]", in.Type, in.Category, in.Size)
	}
	id := s.next()
	s.media[id] = &picture{owner: c.account, ends: s.clock.Now().Add(MediaLife), film: &film{size: in.Size, asked: -1}}
	return s.filmTold(id, "")
}

// held returns the film that a call is about, nil for none.
func (s *Server) held(c call, id string) *film {
	p := s.media[id]
	if p == nil || p.owner != c.account || p.film == nil || !s.clock.Now().Before(p.ends) {
		return nil
	}
	return p.film
}

func (s *Server) unknownFilm(id string) *reply {
	return problem(404, "https://api.x.com/2/problems/resource-not-found", "Not Found Error", "Could not find media with id: [%s].", id)
}

func (s *Server) appendFilm(c call) *reply {
	f := s.held(c, c.PathValue("id"))
	if f == nil {
		return s.unknownFilm(c.PathValue("id"))
	}
	kind, params, err := mime.ParseMediaType(c.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return invalid("Content-Type %s", kind)
	}
	form, err := multipart.NewReader(bytes.NewReader(c.body), params["boundary"]).ReadForm(maxPiece)
	if err != nil || len(form.File["media"]) != 1 || len(form.Value) != 1 || len(form.File) != 1 {
		return invalid("segment_index and media are required")
	}
	opened, err := form.File["media"][0].Open()
	if err != nil {
		return invalid("%v", err)
	}
	defer opened.Close()
	piece, err := io.ReadAll(opened)
	if index := form.Value["segment_index"]; err != nil || len(index) != 1 || index[0] != strconv.Itoa(f.pieces) || f.asked >= 0 ||
		len(piece) == 0 || len(piece) > maxPiece || int64(len(f.bytes)+len(piece)) > f.size {
		return invalid("segment_index %v of %d bytes", index, len(piece))
	}
	f.bytes, f.pieces = append(f.bytes, piece...), f.pieces+1
	s.uploads++
	return &reply{200, map[string]any{"data": map[string]any{"expires_at": s.clock.Now().Add(MediaLife).Unix()}}}
}

func (s *Server) endFilm(c call) *reply {
	f := s.held(c, c.PathValue("id"))
	switch {
	case f == nil:
		return s.unknownFilm(c.PathValue("id"))
	case len(c.body) > 0 || f.asked >= 0 || int64(len(f.bytes)) != f.size:
		return invalid("%d of %d bytes", len(f.bytes), f.size)
	}
	f.asked = 0
	return s.filmTold(c.PathValue("id"), "pending")
}

// askFilm answers that a film is ready the second time.
func (s *Server) askFilm(c call) *reply {
	id := c.URL.Query().Get("media_id")
	f := s.held(c, id)
	switch {
	case c.URL.Query().Get("command") != "STATUS" || f == nil:
		return s.unknownFilm(id)
	case f.asked < 0:
		return s.filmTold(id, "")
	}
	switch f.asked++; {
	case f.asked < 2:
		return s.filmTold(id, "in_progress")
	case !strings.HasPrefix(http.DetectContentType(f.bytes), "video/"):
		return s.filmTold(id, "failed")
	}
	f.ready = true
	return s.filmTold(id, "succeeded")
}

func (s *Server) filmTold(id, state string) *reply {
	data := map[string]any{"id": id, "media_key": "13_" + id, "expires_after_secs": int(MediaLife.Seconds())}
	if state != "" {
		data["processing_info"] = map[string]any{"state": state, "check_after_secs": 1, "progress_percent": 50}
	}
	return &reply{200, map[string]any{"data": data}}
}
