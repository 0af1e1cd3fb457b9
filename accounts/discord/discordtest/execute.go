package discordtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"time"
	"unicode/utf16"
)

// Limits of messages.
const (
	maxContent     = 2000
	maxDescription = 1024
	maxFiles       = 10
	maxFile        = 10 << 20
	maxBody        = 110 << 20
)

// payload is the part of a message that Parvis may use; anything else is
// refused, although Discord passes over what it does not know.
type payload struct {
	Content  string `json:"content"`
	Mentions *struct {
		Parse []string `json:"parse"`
	} `json:"allowed_mentions"`
	Attachments []struct {
		ID          *int   `json:"id"`
		Name        string `json:"filename"`
		Description string `json:"description"`
	} `json:"attachments"`
}

func (s *Server) execute(h *hook, r *http.Request) (any, *refusal) {
	q := r.URL.Query()
	wait := q.Get("wait") == "true"
	q.Del("wait")
	if len(q) > 0 {
		return nil, invalid("query", "UNKNOWN", "Unexpected parameters "+q.Encode())
	}
	p, files, refused := read(r)
	if refused == nil {
		refused = check(h, p, files)
	}
	if refused != nil {
		return nil, refused
	}
	m := Message{ID: s.next(), Webhook: h.ID, Channel: h.Channel, Content: strings.TrimSpace(p.Content)}
	attachments := []any{}
	for _, a := range p.Attachments {
		f := files[fmt.Sprintf("files[%d]", *a.ID)]
		m.Files = append(m.Files, File{a.Name, f.mime, a.Description, len(f.content)})
		attachments = append(attachments, map[string]any{
			"id": s.next(), "filename": a.Name, "description": a.Description, "content_type": f.mime, "size": len(f.content),
		})
	}
	s.messages = append(s.messages, m)
	if !wait {
		return nil, nil
	}
	return map[string]any{
		"id": m.ID, "type": 0, "content": m.Content, "channel_id": m.Channel, "webhook_id": h.ID,
		"author":      map[string]any{"bot": true, "id": h.ID, "username": h.Name, "avatar": nil},
		"attachments": attachments, "embeds": []any{}, "mentions": []any{}, "mention_roles": []any{}, "mention_everyone": false,
		"pinned": false, "tts": false, "flags": 0, "edited_timestamp": nil,
		"timestamp": s.clock.Now().UTC().Format(time.RFC3339Nano),
	}, nil
}

type file struct {
	name, mime string
	content    []byte
}

func read(r *http.Request) (p payload, files map[string]file, refused *refusal) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	switch {
	case err != nil:
		return p, nil, refuse(400, 0, "400: Bad Request")
	case len(body) > maxBody:
		return p, nil, refuse(413, 40005, "Request entity too large")
	}
	kind, options, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err == nil && kind == "application/json":
		return p, nil, strict(body, &p)
	case err == nil && kind == "multipart/form-data":
		return readForm(multipart.NewReader(bytes.NewReader(body), options["boundary"]))
	}
	return p, nil, refuse(400, 50035, "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.")
}

func readForm(form *multipart.Reader) (p payload, files map[string]file, refused *refusal) {
	files = make(map[string]file)
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			return p, files, nil
		}
		if err != nil {
			return p, nil, refuse(400, 0, "400: Bad Request")
		}
		content, err := io.ReadAll(part)
		name := part.FormName()
		switch {
		case err != nil:
			return p, nil, refuse(400, 0, "400: Bad Request")
		case name == "payload_json" && part.Header.Get("Content-Type") == "application/json":
			if refused := strict(content, &p); refused != nil {
				return p, nil, refused
			}
		case strings.HasPrefix(name, "files[") && part.FileName() != "":
			files[name] = file{part.FileName(), part.Header.Get("Content-Type"), content}
		default:
			return p, nil, invalid(name, "UNKNOWN", "Unexpected part")
		}
	}
}

func strict(data []byte, into *payload) *refusal {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil || d.More() {
		return refuse(400, 50109, "The request body contains invalid JSON.")
	}
	return nil
}

func check(h *hook, p payload, files map[string]file) *refusal {
	switch {
	case h.forum:
		return refuse(400, 220001, "Webhooks posted to forum channels must have a thread_name or thread_id")
	case strings.TrimSpace(p.Content) == "" && len(files) == 0:
		return refuse(400, 50006, "Cannot send an empty message")
	case len(utf16.Encode([]rune(p.Content))) > maxContent:
		return invalid("content", "BASE_TYPE_MAX_LENGTH", "Must be 2000 or fewer in length.")
	case len(files) > maxFiles:
		return invalid("attachments", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
	case p.Mentions == nil || p.Mentions.Parse == nil || len(p.Mentions.Parse) > 0:
		// Discord would take it and notify whoever the text names: no test may.
		return invalid("allowed_mentions", "UNKNOWN", "People would be notified.")
	case len(p.Attachments) != len(files):
		return invalid("attachments", "UNKNOWN", "Each file is described once.")
	}
	seen := make(map[int]bool)
	for _, a := range p.Attachments {
		if a.ID == nil || seen[*a.ID] {
			return invalid("attachments", "BASE_TYPE_REQUIRED", "This field is required")
		}
		seen[*a.ID] = true
		f, ok := files[fmt.Sprintf("files[%d]", *a.ID)]
		switch {
		case !ok || f.name != a.Name:
			return invalid("attachments", "UNKNOWN", "No such file")
		case len(utf16.Encode([]rune(a.Description))) > maxDescription:
			return invalid("attachments", "BASE_TYPE_MAX_LENGTH", "Must be 1024 or fewer in length.")
		case len(f.content) > maxFile:
			return refuse(413, 40005, "Request entity too large")
		case len(f.content) == 0 || !strings.HasPrefix(f.mime, "image/") && !strings.HasPrefix(f.mime, "video/"):
			return refuse(400, 50046, "Invalid Asset")
		}
	}
	return nil
}
