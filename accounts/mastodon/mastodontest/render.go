package mastodontest

import (
	"html"
	"regexp"
	"strings"

	"parvis/app/networks"
)

var (
	linkForm    = regexp.MustCompile(`https?://[^\s<>"]+`)
	mentionForm = regexp.MustCompile(`@([A-Za-z0-9_]+)@[A-Za-z0-9.-]+[A-Za-z0-9]`)
	markForm    = regexp.MustCompile(`https?://[^\s<>"]+|@[A-Za-z0-9_]+(@[A-Za-z0-9.-]+[A-Za-z0-9])?|#[\p{L}\p{N}_]+`)
	blankLines  = regexp.MustCompile(`\n\n+`)
)

// html writes a text as the software does: links, mentions without their server
// and hashtags are elements, and so are paragraphs and line breaks.
func (s *Server) html(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	var b strings.Builder
	at := 0
	for _, m := range markForm.FindAllStringIndex(text, -1) {
		b.WriteString(html.EscapeString(text[at:m[0]]))
		b.WriteString(s.mark(text[m[0]:m[1]]))
		at = m[1]
	}
	b.WriteString(html.EscapeString(text[at:]))
	if s.software == networks.SoftwarePixelfed {
		return strings.ReplaceAll(b.String(), "\n", "<br />\n")
	}
	paragraphs := blankLines.Split(b.String(), -1)
	for i, p := range paragraphs {
		paragraphs[i] = "<p>" + strings.ReplaceAll(p, "\n", "<br />") + "</p>"
	}
	return strings.Join(paragraphs, "")
}

func (s *Server) mark(mark string) string {
	switch {
	case mark[0] == '#':
		return `<a href="` + s.URL + `/tags/` + html.EscapeString(mark[1:]) + `" class="mention hashtag" rel="tag">#<span>` + html.EscapeString(mark[1:]) + `</span></a>`
	case mark[0] == '@':
		name, _, _ := strings.Cut(mark[1:], "@")
		return `<span class="h-card" translate="no"><a href="` + s.URL + `/@` + name + `" class="u-url mention">@<span>` + name + `</span></a></span>`
	case s.software != networks.SoftwareMastodon:
		return `<a href="` + html.EscapeString(mark) + `" rel="nofollow noreferrer noopener" target="_blank">` + html.EscapeString(mark) + `</a>`
	}
	scheme, rest, _ := strings.Cut(mark, "://")
	shown := rest[:min(len(rest), 30)]
	class, hidden := "", ""
	if shown != rest {
		class, hidden = "ellipsis", rest[30:]
	}
	return `<a href="` + html.EscapeString(mark) + `" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">` + scheme + `://</span><span class="` +
		class + `">` + html.EscapeString(shown) + `</span><span class="invisible">` + html.EscapeString(hidden) + `</span></a>`
}
