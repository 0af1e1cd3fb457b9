package wordpress

import (
	"fmt"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"parvis/app/networks"
	"parvis/app/words"
)

// Longest title made from a text, and longest part of a slug that says it, in
// characters. WordPress keeps up to 200 bytes of a slug.
const (
	titleLength = 80
	stemLength  = 60
)

// titleOf returns the title of a post: the one its owner gave, else the first
// sentence of its text. It is "" when there is neither.
func titleOf(content networks.Content) string {
	if title := oneLine(content.Title); title != "" {
		return title
	}
	line, _, _ := strings.Cut(strings.TrimSpace(networks.Normalise(content.Text)), "\n")
	shown, cut := networks.Folding{Characters: titleLength}.Fold(oneLine(firstSentence(line)))
	if cut {
		return strings.TrimRight(shown, ",;:-–— \u00a0\u202f") + "…"
	}
	return shown
}

// oneLine joins the lines of a text; no-break spaces stay what they are.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) && !strings.ContainsRune(noBreak, r)
	}), " ")
}

const (
	noBreak = "\u00a0\u202f"
	closing = "»”\")"
)

// firstSentence returns a line up to the end of its first sentence, with its
// mark unless that is a full stop.
func firstSentence(line string) string {
	for i, r := range line {
		if !strings.ContainsRune(".!?…", r) {
			continue
		}
		end := i + utf8.RuneLen(r)
		// The mark that closes what the sentence quotes is its end.
		after := strings.TrimLeft(line[end:], noBreak)
		if mark, size := utf8.DecodeRuneInString(after); size > 0 && strings.ContainsRune(closing, mark) {
			end = len(line) - len(after) + size
		}
		rest := strings.TrimLeftFunc(line[end:], unicode.IsSpace)
		next, _ := utf8.DecodeRuneInString(rest)
		if rest != "" && (len(rest) == len(line)-end || unicode.IsLower(next)) {
			continue
		}
		if r != '.' || end > i+1 {
			return line[:end]
		}
		// A short word before it is an abbreviation or an initial: M. Martin.
		before := line[:i]
		word := before[strings.LastIndexFunc(before, func(r rune) bool { return !unicode.IsLetter(r) })+1:]
		if rest == "" || utf8.RuneCountInString(word) > 3 {
			return before
		}
	}
	return line
}

// slugOf returns the slug of an attempt's post: what its title says, in the
// letters that WordPress keeps as they are (sanitize_title), and the attempt's
// own key.
func slugOf(content networks.Content, id networks.Identity) string {
	stem := stemOf(titleOf(content), stemLength)
	if stem == "" {
		return id.Key
	}
	return stem + "-" + id.Key
}

// stemOf writes a text in a to z, 0 to 9 and single hyphens, cut at a word.
func stemOf(text string, longest int) string {
	parts := strings.FieldsFunc(words.Fold(text), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	stem := ""
	for _, part := range parts {
		if stem != "" {
			part = "-" + part
		}
		if len(stem)+len(part) > longest {
			if stem == "" {
				stem = part[:longest]
			}
			break
		}
		stem += part
	}
	return stem
}

// plain writes plain text as HTML that stands between tags, in the way that
// WordPress keeps as it is: it knows a comment made twice by its text.
func plain(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

// unbracketed keeps what looks like a shortcode from being run.
func unbracketed(escaped string) string {
	return strings.NewReplacer("[", "&#91;", "]", "&#93;").Replace(escaped)
}

// escape writes plain text as HTML for any place in a post.
func escape(text string) string { return unbracketed(html.EscapeString(text)) }

// htmlOf writes a post as blocks of WordPress's editor: a paragraph for each
// stretch of the text between empty lines, then the pictures and the film, which are
// held in the library in that order.
func htmlOf(content networks.Content, held []uploaded) string {
	var b strings.Builder
	for _, paragraph := range paragraphs(content.Text) {
		fmt.Fprintf(&b, "<!-- wp:paragraph -->\n<p>%s</p>\n<!-- /wp:paragraph -->\n\n", htmlLines(paragraph))
	}
	for i, image := range content.Images {
		p := held[i]
		fmt.Fprintf(&b, "<!-- wp:image {\"id\":%d,\"sizeSlug\":\"full\",\"linkDestination\":\"none\"} -->\n", p.ID)
		fmt.Fprintf(&b, "<figure class=\"wp-block-image size-full\"><img src=\"%s\" alt=\"%s\" class=\"wp-image-%d\"/></figure>\n<!-- /wp:image -->\n\n",
			escape(p.URL), escape(image.Alt), p.ID)
	}
	if content.Film != nil {
		p := held[len(content.Images)]
		fmt.Fprintf(&b, "<!-- wp:video {\"id\":%d} -->\n", p.ID)
		fmt.Fprintf(&b, "<figure class=\"wp-block-video\"><video controls src=\"%s\"></video></figure>\n<!-- /wp:video -->\n\n", escape(p.URL))
	}
	return strings.TrimSuffix(b.String(), "\n\n")
}

// paragraphs cuts a text at its empty lines.
func paragraphs(text string) []string {
	var found []string
	var lines []string
	for line := range strings.SplitSeq(networks.Normalise(text)+"\n\n", "\n") {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, strings.TrimRightFunc(line, unicode.IsSpace))
			continue
		}
		if len(lines) > 0 {
			found = append(found, strings.Join(lines, "\n"))
		}
		lines = nil
	}
	return found
}

// htmlLines writes the lines of a paragraph, their links to be clicked. An
// address that is not a link would be replaced by a preview of what it shows,
// fetched by the site, when it stands alone.
func htmlLines(paragraph string) string {
	var b strings.Builder
	at := 0
	for _, mark := range networks.Marks(networks.WordPress, paragraph) {
		if mark.Kind != networks.Link {
			continue
		}
		b.WriteString(escape(paragraph[at:mark.Start]))
		fmt.Fprintf(&b, `<a href="%s">%s</a>`, escape(mark.Value), escape(paragraph[mark.Start:mark.End]))
		at = mark.End
	}
	b.WriteString(escape(paragraph[at:]))
	return strings.ReplaceAll(b.String(), "\n", "<br>\n")
}
