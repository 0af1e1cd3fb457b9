package telegramtest

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// pageSize is how many posts one public page shows.
const pageSize = 20

// page answers https://t.me/s/<name>: the latest posts of a public channel, or
// those before a message, oldest first. Readers of any other channel are sent to
// its own address.
func (s *Server) page(w http.ResponseWriter, r *http.Request, name string) {
	c := s.named("@" + name)
	if c == nil || c.kind != "channel" {
		w.Header().Set("Location", "https://t.me/"+name)
		w.WriteHeader(http.StatusFound)
		return
	}
	before := c.last + 1
	if text := r.URL.Query().Get("before"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			http.Error(w, "before", http.StatusBadRequest)
			return
		}
		before = n
	}
	var shown []string
	for i := len(c.posts) - 1; i >= 0 && len(shown) < pageSize; i-- {
		if c.posts[i].Messages[0] < before {
			shown = append([]string{c.show(c.posts[i])}, shown...)
		}
	}
	if len(shown) < pageSize && before > 1 {
		shown = append([]string{c.notice()}, shown...)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, `<!DOCTYPE html><html><head><meta charset="utf-8"><title>%s – Telegram</title></head><body>
<main class="tgme_main" data-url="/%s"><section class="tgme_channel_history js-message_history">%s</section></main></body></html>`,
		html.EscapeString(c.Title), c.Name, strings.Join(shown, "\n"))
}

func (c *channel) show(p Post) string {
	var b strings.Builder
	first := p.Messages[0]
	fmt.Fprintf(&b, `<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap js-widget_message" data-post="%s/%d" data-view="eyJjIjotMTIzNH0"><div class="tgme_widget_message_bubble">`, c.Name, first)
	fmt.Fprintf(&b, `<div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="https://t.me/%s"><span dir="auto">%s</span></a></div>`, c.Name, html.EscapeString(c.Title))
	if p.Forwarded {
		b.WriteString(`<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from <a class="tgme_widget_message_forwarded_from_name" href="https://t.me/ailleurs/7"><span dir="auto">Ailleurs</span></a></div>`)
	}
	if p.Answers > 0 {
		fmt.Fprintf(&b, `<a class="tgme_widget_message_reply user-color-default" href="https://t.me/%s/%d"><div class="tgme_widget_message_text js-message_reply_text" dir="auto">%s</div></a>`, c.Name, p.Answers, markup(p.Text))
	}
	for i := range p.Photos {
		class, address := "tgme_widget_message_photo_wrap", fmt.Sprintf("https://t.me/%s/%d", c.Name, p.Messages[i])
		if p.Photos > 1 {
			class, address = class+" grouped_media_wrap blured js-message_photo", address+"?single"
		}
		fmt.Fprintf(&b, `<a class="%s" style="width:453px;background-image:url('https://cdn4.telesco.pe/file/x.jpg')" href="%s"></a>`, class, address)
	}
	if p.Film != nil {
		b.WriteString(`<div class="tgme_widget_message_video_player"><video class="tgme_widget_message_video"></video></div>`)
	}
	if p.Text != "" {
		fmt.Fprintf(&b, `<div class="tgme_widget_message_text js-message_text" dir="auto">%s</div>`, markup(p.Text))
	}
	fmt.Fprintf(&b, `<div class="tgme_widget_message_footer compact js-message_footer"><span class="tgme_widget_message_views">12</span><a class="tgme_widget_message_date" href="https://t.me/%s/%d"><time datetime="%s" class="time">13:32</time></a></div></div></div></div>`,
		c.Name, first, p.At.UTC().Format("2006-01-02T15:04:05-07:00"))
	return b.String()
}

// notice is what a page says of the creation of a channel.
func (c *channel) notice() string {
	made := time.Date(2024, time.May, 2, 9, 0, 0, 0, time.UTC)
	return fmt.Sprintf(`<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message service_message js-widget_message" data-post="%s/1"><div class="tgme_widget_message_text js-message_text" dir="auto">Channel created</div><a class="tgme_widget_message_date" href="https://t.me/%s/1"><time datetime="%s" class="time">09:00</time></a></div></div>`,
		c.Name, c.Name, made.Format(time.RFC3339))
}

var (
	linkForm  = regexp.MustCompile(`https?://[^\s<&]+`)
	tagForm   = regexp.MustCompile(`#(\pL+)`)
	emojiForm = regexp.MustCompile(`[\x{1F300}-\x{1FAFF}]\x{FE0F}?`)
)

// markup writes a text as the pages do: links, hashtags and emojis in elements
// of their own, line breaks as such.
func markup(text string) string {
	s := html.EscapeString(text)
	s = emojiForm.ReplaceAllString(s, `<i class="emoji" style="background-image:url('//telegram.org/img/emoji/40/F09FA596.png')"><b>$0</b></i>`)
	s = tagForm.ReplaceAllString(s, `<a href="?q=%23$1">#$1</a>`)
	s = linkForm.ReplaceAllString(s, `<a href="$0" target="_blank" rel="noopener" onclick="return confirm('Open this link?')">$0</a>`)
	return strings.ReplaceAll(s, "\n", "<br/>")
}
