package telegramtest

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // photos are JPEG
	_ "image/png"  // or PNG
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// Limits of messages.
const (
	maxText    = 4096
	maxCaption = 1024
	maxPhoto   = 10_000_000
	maxFilm    = 50_000_000
	// deletable is how long a bot may take its messages back.
	deletable = 48 * time.Hour
)

// sent is a message in the making.
type sent struct {
	text    string
	photos  []file
	film    *file
	answers int64
}

func (s *Server) send(own *channel, method string, p parameters) (any, *refusal) {
	c := s.named(p.text("chat_id"))
	switch {
	case c == nil:
		return nil, refuse(400, "Bad Request: chat not found")
	case c != own || c.status == "left":
		return nil, refuse(403, "Forbidden: bot is not a member of the channel chat")
	case c.status != "administrator":
		return nil, refuse(400, "Bad Request: need administrator rights in the channel chat")
	case !c.posting:
		return nil, refuse(400, "Bad Request: not enough rights to send text messages to the chat")
	}
	read := map[string]func(parameters) (sent, *refusal){"sendMessage": message, "sendPhoto": onePhoto, "sendVideo": oneFilm, "sendMediaGroup": album}[method]
	m, refused := read(p)
	if refused == nil {
		m.answers, refused = c.answered(p)
	}
	for _, f := range m.photos {
		if refused == nil {
			refused = check(f)
		}
	}
	if refused == nil && m.film != nil {
		refused = checkFilm(*m.film)
	}
	if refused != nil {
		return nil, refused
	}
	post := Post{Text: strings.TrimSpace(m.text), Photos: len(m.photos), Answers: m.answers, At: s.clock.Now().UTC().Truncate(time.Second)}
	items := len(m.photos)
	if m.film != nil {
		post.Film = m.film.content
		items++
	}
	var answers []any
	for i := range max(items, 1) {
		c.last++
		post.Messages = append(post.Messages, c.last)
		answers = append(answers, c.message(post, i))
	}
	c.posts = append(c.posts, post)
	if method == "sendMediaGroup" {
		return answers, nil
	}
	return answers[0], nil
}

// captioned reports whether the words of a post stand under something to see.
func (p Post) captioned() bool { return p.Photos > 0 || p.Film != nil }

// message is one message of a post as the Bot API writes it.
func (c *channel) message(p Post, i int) map[string]any {
	m := map[string]any{"message_id": p.Messages[i], "date": p.At.Unix(), "chat": c.chat(), "sender_chat": c.chat()}
	switch {
	case !p.captioned():
		m["text"] = p.Text
	case i == 0 && p.Text != "":
		m["caption"] = p.Text
	}
	switch {
	case p.Film != nil && i == p.Photos:
		m["video"] = map[string]any{"file_id": fmt.Sprint("BAAC", p.Messages[i]), "width": 1280, "height": 720, "duration": 20}
	case p.Photos > 0:
		m["photo"] = []any{map[string]any{"file_id": fmt.Sprint("AgAC", p.Messages[i]), "width": 90, "height": 67}}
	}
	return m
}

func message(p parameters) (sent, *refusal) {
	text := strings.TrimSpace(p.text("text"))
	switch {
	case text == "":
		return sent{}, refuse(400, "Bad Request: message text is empty")
	case size(text) > maxText:
		return sent{}, refuse(400, "Bad Request: message is too long")
	}
	return sent{text: text}, p.only("chat_id", "text", "reply_parameters")
}

func onePhoto(p parameters) (sent, *refusal) {
	f, ok := p.files["photo"]
	switch {
	case !ok:
		return sent{}, refuse(400, "Bad Request: there is no photo in the request")
	case size(p.text("caption")) > maxCaption:
		return sent{}, refuse(400, "Bad Request: message caption is too long")
	}
	return sent{text: p.text("caption"), photos: []file{f}}, p.only("chat_id", "caption", "photo", "reply_parameters")
}

func oneFilm(p parameters) (sent, *refusal) {
	f, ok := p.files["video"]
	switch {
	case !ok:
		return sent{}, refuse(400, "Bad Request: there is no video in the request")
	case size(p.text("caption")) > maxCaption:
		return sent{}, refuse(400, "Bad Request: message caption is too long")
	}
	return sent{text: p.text("caption"), film: &f}, p.only("chat_id", "caption", "video", "reply_parameters")
}

func album(p parameters) (sent, *refusal) {
	var media []struct {
		Type    string `json:"type"`
		Media   string `json:"media"`
		Caption string `json:"caption"`
	}
	if !strict(p.text("media"), &media) {
		return sent{}, refuse(400, "Bad Request: can't parse media JSON object")
	}
	if len(media) < 2 || len(media) > 10 {
		return sent{}, refuse(400, "Bad Request: wrong number of media in the album")
	}
	var m sent
	names := []string{"chat_id", "media", "reply_parameters"}
	for i, one := range media {
		name, attached := strings.CutPrefix(one.Media, "attach://")
		f, ok := p.files[name]
		switch {
		case one.Type != "photo" && one.Type != "video" || one.Type == "video" && m.film != nil || !attached || !ok || slices.Contains(names, name):
			return sent{}, refuse(400, "Bad Request: wrong file identifier/HTTP URL specified")
		case i > 0 && one.Caption != "":
			return sent{}, refuse(400, "Bad Request: a caption that is not the first")
		case size(one.Caption) > maxCaption:
			return sent{}, refuse(400, "Bad Request: message caption is too long")
		}
		names = append(names, name)
		m.text += one.Caption
		if one.Type == "video" {
			m.film = &f
		} else {
			m.photos = append(m.photos, f)
		}
	}
	return m, p.only(names...)
}

func (c *channel) answered(p parameters) (int64, *refusal) {
	text := p.text("reply_parameters")
	if text == "" {
		return 0, nil
	}
	var to struct {
		Message int64 `json:"message_id"`
	}
	if !strict(text, &to) || to.Message <= 0 {
		return 0, refuse(400, "Bad Request: can't parse reply parameters JSON object")
	}
	for _, held := range c.posts {
		if slices.Contains(held.Messages, to.Message) {
			return to.Message, nil
		}
	}
	return 0, refuse(400, "Bad Request: message to be replied not found")
}

func checkFilm(f file) *refusal {
	switch {
	case len(f.content) > maxFilm:
		return refuse(413, "Request Entity Too Large")
	case !strings.HasPrefix(f.mime, "video/") || !strings.HasPrefix(http.DetectContentType(f.content), "video/"):
		return refuse(400, "Bad Request: VIDEO_CONTENT_TYPE_INVALID")
	}
	return nil
}

func check(f file) *refusal {
	shape, _, err := image.DecodeConfig(bytes.NewReader(f.content))
	switch {
	case len(f.content) > maxPhoto:
		return refuse(413, "Request Entity Too Large")
	case err != nil || !strings.HasPrefix(f.mime, "image/"):
		return refuse(400, "Bad Request: IMAGE_PROCESS_FAILED")
	case shape.Width+shape.Height > 10_000 || shape.Width > 20*shape.Height || shape.Height > 20*shape.Width:
		return refuse(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
	}
	return nil
}

func (s *Server) remove(own *channel, method string, p parameters) (any, *refusal) {
	c := s.named(p.text("chat_id"))
	if c == nil || c != own {
		return nil, refuse(400, "Bad Request: chat not found")
	}
	messages := []int64{p.number("message_id")}
	names := []string{"chat_id", "message_id"}
	if method == "deleteMessages" {
		messages, names = nil, []string{"chat_id", "message_ids"}
		if !strict(p.text("message_ids"), &messages) || len(messages) == 0 || len(messages) > 100 {
			return nil, refuse(400, "Bad Request: message identifiers are not specified")
		}
	}
	if refused := p.only(names...); refused != nil {
		return nil, refused
	}
	for _, m := range messages {
		i := slices.IndexFunc(c.posts, func(held Post) bool { return slices.Contains(held.Messages, m) })
		switch {
		case i < 0 && method == "deleteMessage":
			return nil, refuse(400, "Bad Request: message to delete not found")
		case i < 0: // those that are not there are passed over
		case s.clock.Now().Sub(c.posts[i].At) >= deletable:
			return nil, refuse(400, "Bad Request: message can't be deleted")
		default:
			held := &c.posts[i]
			held.Messages = slices.DeleteFunc(slices.Clone(held.Messages), func(n int64) bool { return n == m })
			if len(held.Messages) == 0 {
				c.posts = slices.Delete(c.posts, i, i+1)
			}
		}
	}
	return true, nil
}

// edit changes the text or the caption of a message.
func (s *Server) edit(own *channel, method string, p parameters) (any, *refusal) {
	field, longest := "text", maxText
	if method == "editMessageCaption" {
		field, longest = "caption", maxCaption
	}
	if refused := p.only("chat_id", "message_id", field); refused != nil {
		return nil, refused
	}
	c := s.named(p.text("chat_id"))
	text := strings.TrimSpace(p.text(field))
	i := slices.IndexFunc(own.posts, func(held Post) bool { return slices.Contains(held.Messages, p.number("message_id")) })
	switch {
	case c != own:
		return nil, refuse(400, "Bad Request: chat not found")
	case i < 0:
		return nil, refuse(400, "Bad Request: message to edit not found")
	case own.posts[i].captioned() != (field == "caption") && field == "text":
		return nil, refuse(400, "Bad Request: there is no text in the message to edit")
	case own.posts[i].captioned() != (field == "caption"):
		return nil, refuse(400, "Bad Request: there is no caption in the message to edit")
	case text == "" && field == "text":
		return nil, refuse(400, "Bad Request: message text is empty")
	case size(text) > longest:
		return nil, refuse(400, "Bad Request: message is too long")
	case own.posts[i].Text == text:
		return nil, refuse(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same")
	}
	own.posts[i].Text = text
	return own.message(own.posts[i], slices.Index(own.posts[i].Messages, p.number("message_id"))), nil
}

// size counts as Telegram does, in UTF-16 code units.
func size(text string) int { return len(utf16.Encode([]rune(text))) }
