package telegram

import (
	"bytes"
	"errors"
	"iter"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// shown is one post as the public page of a channel shows it.
type shown struct {
	messages []int64   // its messages, an album's in order
	at       time.Time // when it was sent, to the second, UTC
	text     string    // as folded returns it
	words    string    // as people read it, its lines joined
	own      bool      // no message from elsewhere, no notice
}

// preview is one public page of a channel: some twenty posts, oldest first.
type preview struct{ posts []shown }

// first is the earliest message of the page, 0 when it has none.
func (p preview) first() int64 {
	var first int64
	for _, s := range p.posts {
		if first == 0 || s.messages[0] < first {
			first = s.messages[0]
		}
	}
	return first
}

// reaches reports whether the page shows posts older than an instant, so that
// all that came after it has been seen.
func (p preview) reaches(since time.Time) bool {
	return slices.ContainsFunc(p.posts, func(s shown) bool { return s.at.Before(since) })
}

var (
	errNoPage   = errors.New("the page is not that of the channel")
	errStranger = errors.New("the page shows another channel")
)

// maxDepth is how deep elements are followed.
const maxDepth = 200

// parsePreview reads the page that https://t.me/s/name answers. It fails when
// the page is not that of the channel: only what is surely there, or surely
// missing, may be told. Forwarded messages and notices ("pinned ...") are not
// posts of the channel's own.
func parsePreview(page []byte, name string) (preview, error) {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return preview{}, err
	}
	var p preview
	history := false
	for n := range elements(root) {
		if hasClass(n, "tgme_channel_history") {
			history = true
		}
		if !isPost(n) {
			continue
		}
		channel, number, _ := strings.Cut(attribute(n, "data-post"), "/")
		if !strings.EqualFold(channel, name) {
			return preview{}, errStranger
		}
		message, err := strconv.ParseInt(number, 10, 64)
		if err != nil || message <= 0 {
			return preview{}, errNoPage
		}
		post, own, err := parsePost(n, name, message)
		if err != nil {
			return preview{}, err
		}
		post.own = own
		if !own {
			post.text = ""
		}
		p.posts = append(p.posts, post)
	}
	if !history && len(p.posts) == 0 {
		return preview{}, errNoPage
	}
	return p, nil
}

func isPost(n *html.Node) bool {
	return hasClass(n, "tgme_widget_message") && attribute(n, "data-post") != ""
}

// parsePost reads one post; own is false for a forwarded message or a notice.
func parsePost(n *html.Node, name string, message int64) (post shown, own bool, err error) {
	post.messages = []int64{message}
	own = !hasClass(n, "service_message")
	var album []int64
	written := false
	for e := range elements(n) {
		switch {
		case isPost(e):
			return shown{}, false, errNoPage // posts are never inside each other
		case hasClass(e, "tgme_widget_message_forwarded_from"):
			own = false
		case hasClass(e, "js-message_text") && !written:
			// Texts are found one inside the other: the outermost has them all.
			written = true
			post.words = textOf(e)
			post.text = folded(post.words)
		case hasClass(e, "grouped_media_wrap"):
			if m := albumMessage(attribute(e, "href"), name); m > 0 && !slices.Contains(album, m) {
				album = append(album, m)
			}
		case e.Data == "time" && attribute(e, "datetime") != "" && post.at.IsZero():
			at, err := time.Parse(time.RFC3339, attribute(e, "datetime"))
			if err != nil {
				return shown{}, false, errNoPage
			}
			post.at = at.UTC()
		}
	}
	if post.at.IsZero() {
		return shown{}, false, errNoPage
	}
	if len(album) > 1 && slices.Contains(album, message) {
		slices.Sort(album)
		post.messages = album
	}
	return post, own, nil
}

// albumMessage reads the message of one picture of an album from its address
// (https://t.me/name/85?single), 0 when it tells none.
func albumMessage(address, name string) int64 {
	u, err := url.Parse(address)
	if err != nil {
		return 0
	}
	channel, number, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	message, err := strconv.ParseInt(number, 10, 64)
	if err != nil || !strings.EqualFold(channel, name) {
		return 0
	}
	return message
}

// elements yields the elements under a node in the order of the page, without
// what quotes another message: the beginning of the one answered, the card of a
// link.
func elements(n *html.Node) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) { walk(n, 0, yield) }
}

func walk(n *html.Node, depth int, yield func(*html.Node) bool) bool {
	if depth > maxDepth {
		return true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || hasClass(c, "tgme_widget_message_reply") || hasClass(c, "tgme_widget_message_link_preview") {
			continue
		}
		if !yield(c) || !walk(c, depth+1, yield) {
			return false
		}
	}
	return true
}

// textOf returns what is written inside an element; a line break is a space.
func textOf(n *html.Node) string {
	var b strings.Builder
	var write func(n *html.Node, depth int)
	write = func(n *html.Node, depth int) {
		for c := n.FirstChild; c != nil && depth <= maxDepth; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode:
				b.WriteString(c.Data)
			case c.Type == html.ElementNode && c.Data == "br":
				b.WriteByte(' ')
			default:
				write(c, depth+1)
			}
		}
	}
	write(n, 0)
	return b.String()
}

// folded returns a text as texts are compared: composed, without spaces, line
// breaks and invisible characters, which Telegram trims, and without the choice
// between the two drawings of a sign.
func folded(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\ufe0e' || r == '\ufe0f' {
			return -1
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(text, "\uFFFD")))
}

func hasClass(n *html.Node, class string) bool {
	for c := range strings.FieldsSeq(attribute(n, "class")) {
		if c == class {
			return true
		}
	}
	return false
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == name {
			return a.Val
		}
	}
	return ""
}
