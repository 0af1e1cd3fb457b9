package linkedin

import (
	"strings"
	"unicode/utf8"

	"parvis/app/networks"
)

// reserved are the characters that mean something in LinkedIn's "little" text
// unless a backslash stands before them. One that does not cuts the post short
// there, without an error.
const reserved = `\|{}@[]()<>#*_~`

// commentary writes a text as little text. Hashtags stay hashtags; everything
// else is plain words, mentions too, and links, which LinkedIn finds by itself.
// That an escaped character in a link or a hashtag keeps it one was not checked.
func commentary(text string) string {
	text = networks.Normalise(text)
	var b strings.Builder
	at := 0
	for _, m := range networks.Marks(networks.LinkedIn, text) {
		if m.Kind != networks.Hashtag {
			continue
		}
		escape(&b, text[at:m.Start])
		// The sign of East Asian texts is not LinkedIn's.
		b.WriteByte('#')
		escape(&b, m.Value)
		at = m.End
	}
	escape(&b, text[at:])
	return b.String()
}

func escape(b *strings.Builder, plain string) {
	for _, r := range plain {
		if strings.ContainsRune(reserved, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
}

// plain reads little text as LinkedIn gives it back: without backslashes, a
// hashtag as its sign and its name, a mention as the name it shows. What is no
// little text stays as it is.
func plain(little string) string {
	var b strings.Builder
	for little != "" {
		if words, rest, ok := element(little); ok {
			b.WriteString(words)
			little = rest
			continue
		}
		_, size := utf8.DecodeRuneInString(little)
		if little[0] == '\\' && len(little) > 1 {
			little = little[1:]
			_, size = utf8.DecodeRuneInString(little)
		}
		b.WriteString(little[:size])
		little = little[size:]
	}
	return b.String()
}

// element reads a hashtag in the form of a template, {hashtag|\#|levain}, or a
// mention, @[Mairie](urn:li:organization:1), at the start of a text.
func element(s string) (words, rest string, ok bool) {
	if inside, found := strings.CutPrefix(s, "{hashtag|"); found {
		sign, after, found := until(inside, '|')
		if !found {
			return "", "", false
		}
		name, rest, found := until(after, '}')
		return sign + name, rest, found
	}
	if inside, found := strings.CutPrefix(s, "@["); found {
		name, after, found := until(inside, ']')
		if !found || !strings.HasPrefix(after, "(urn:li:") {
			return "", "", false
		}
		_, rest, found := until(after, ')')
		return name, rest, found
	}
	return "", "", false
}

// until reads up to a sign that no backslash precedes, and takes the backslashes
// away.
func until(s string, end byte) (words, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
		case s[i] == end:
			return b.String(), s[i+1:], true
		}
		b.WriteByte(s[i])
	}
	return "", "", false
}
