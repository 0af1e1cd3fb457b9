package feeds

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// plainText returns what a reader would see of a title that may hold HTML: no
// tags, entities written out, spaces joined, direction overrides and other
// invisible characters removed, at most maxTitle characters.
func plainText(s string) string {
	// A title far longer than any title is cut before it is looked at.
	if len(s) > 20*maxTitle {
		s = strings.ToValidUTF8(s[:20*maxTitle], "")
	}
	if strings.ContainsAny(s, "<&") {
		s = withoutTags(s)
		// Many feeds escape twice: "L&amp;#8217;atelier".
		if strings.Contains(s, "&") {
			s = html.UnescapeString(s)
		}
	}
	return shorten(cleanSpaces(s), maxTitle)
}

// withoutTags drops tags, scripts and styles and keeps text. A "<" that opens
// no tag ("prix < 5 €") stays.
func withoutTags(s string) string {
	var b strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(s))
	hidden := 0
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if hidden == 0 {
				b.WriteString(html.UnescapeString(string(tokens.Raw())))
			}
		case html.StartTagToken:
			if name, _ := tokens.TagName(); hiddenTag(string(name)) {
				hidden++
			}
			b.WriteByte(' ')
		case html.EndTagToken:
			if name, _ := tokens.TagName(); hiddenTag(string(name)) && hidden > 0 {
				hidden--
			}
			b.WriteByte(' ')
		case html.SelfClosingTagToken:
			b.WriteByte(' ')
		}
	}
}

func hiddenTag(name string) bool { return name == "script" || name == "style" }

// cleanSpaces joins runs of spaces and removes what is invisible. No-break
// spaces stay: French typography needs them.
func cleanSpaces(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case r == '\u00a0' || r == '\u202f':
			if b.Len() > 0 && !space {
				b.WriteRune(r)
			}
			continue
		case unicode.IsSpace(r) || unicode.IsControl(r):
			space = true
			continue
		case r == '\u200d' || r == '\ufe0f':
			// Joins the parts of an emoji.
		case unicode.Is(unicode.Cf, r) || r == utf8.RuneError || r == '\ufffe' || r == '\uffff':
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	return strings.TrimFunc(b.String(), unicode.IsSpace)
}

// shorten cuts s to at most limit characters, the last being "…" when something
// was cut.
func shorten(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	runes := []rune(s)[:limit-1]
	return strings.TrimRightFunc(string(runes), unicode.IsSpace) + "…"
}
