package networks

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MarkKind is what a stretch of a text becomes once it is sent.
type MarkKind string

// The kinds of marks.
const (
	Link    MarkKind = "link"
	Hashtag MarkKind = "hashtag"
	Mention MarkKind = "mention"
)

// Mark is a stretch of a text that a network makes more than words of. Start and
// End count UTF-8 bytes.
type Mark struct {
	Start, End int
	Kind       MarkKind
	// Value is the absolute http(s) address of a link, in ASCII; the name of a
	// hashtag without its sign; the handle of a mention in lower case, which may
	// be nobody's.
	Value string
}

// Bounds of a hashtag, without its sign (lexicon app.bsky.richtext.facet#tag,
// read 2026-11).
const (
	maxTagGraphemes = 64
	maxTagBytes     = 640
)

// Handles that are domain names (https://atproto.com/specs/handle, read 2026-11).
var domainHandle = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)

// DomainHandle reports whether a text in lower case is the handle of an account
// in the form of a domain name, as Bluesky has them.
func DomainHandle(s string) bool {
	return len(s) <= 253 && s != "handle.invalid" && domainHandle.MatchString(s)
}

// Marks finds the links, hashtags and mentions of a text as Parvis sends them to
// network n, in order and apart from each other. Every network Parvis publishes
// to today recognises the same; n is there for those that do not.
func Marks(_ Network, text string) []Mark {
	var found []Mark
	before := ' '
	for at := 0; at < len(text); {
		length, mark := markAt(text[at:], before)
		if length > 0 {
			mark.Start, mark.End = at, at+length
			found = append(found, mark)
		} else {
			_, length = utf8.DecodeRuneInString(text[at:])
		}
		at += length
		before, _ = utf8.DecodeLastRuneInString(text[:at])
	}
	return found
}

// markAt recognises what a text begins with, given the character before it,
// and returns its length in bytes, 0 for nothing.
func markAt(s string, before rune) (int, Mark) {
	// Nothing begins inside a word, an address or another mark.
	if inWord(before) || strings.ContainsRune("@#&=", before) {
		return 0, Mark{}
	}
	first, size := utf8.DecodeRuneInString(s)
	switch {
	case first == '#' || first == '＃':
		if n := tagLength(s[size:]); n > 0 {
			return size + n, Mark{Kind: Hashtag, Value: s[size : size+n]}
		}
	case first == '@':
		if n := handleLength(s[size:]); n > 0 {
			return size + n, Mark{Kind: Mention, Value: strings.ToLower(s[size : size+n])}
		}
	case unicode.IsLetter(first) || unicode.IsDigit(first):
		if n, uri := linkAt(s, before); n > 0 {
			return n, Mark{Kind: Link, Value: uri}
		}
	}
	return 0, Mark{}
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '_'
}

// tagLength returns the length of a hashtag's name: letters with their accents,
// digits, pictures, and the joints _ - · inside. It must not be a number only.
func tagLength(s string) int {
	end, named := 0, false
	for i, r := range s {
		switch {
		case r == utf8.RuneError:
			return checkTag(s[:end], named)
		case unicode.IsLetter(r), r > unicode.MaxASCII && unicode.In(r, unicode.So, unicode.Sk):
			named = true
		case unicode.IsNumber(r):
		case i > 0 && (unicode.IsMark(r) || r == '\u200d'):
			// Accents, skin tones and the joints of composed pictures; a joint
			// counts once something follows it.
			if r == '\u200d' {
				continue
			}
		case i > 0 && (r == '_' || r == '-' || r == '·'):
			continue
		default:
			return checkTag(s[:end], named)
		}
		end = i + utf8.RuneLen(r)
	}
	return checkTag(s[:end], named)
}

func checkTag(tag string, named bool) int {
	if !named || len(tag) > maxTagBytes || Count(Bluesky, tag).Graphemes > maxTagGraphemes {
		return 0
	}
	return len(tag)
}

// handleLength returns the length of a handle, which is a domain name.
func handleLength(s string) int {
	end := strings.IndexFunc(s, func(r rune) bool {
		return r > unicode.MaxASCII || !inWord(r) && r != '.' && r != '-' || r == '_'
	})
	if end < 0 {
		end = len(s)
	}
	if next, _ := utf8.DecodeRuneInString(s[end:]); end < len(s) && (inWord(next) || next == '@') {
		return 0
	}
	handle := strings.TrimRight(s[:end], ".-")
	if !DomainHandle(strings.ToLower(handle)) {
		return 0
	}
	return len(handle)
}
