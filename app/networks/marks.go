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

// Marks finds the links, hashtags and mentions of a text as network n makes them
// of what Parvis sends, in order and apart from each other. For a network that
// this version does not know, and for "", it finds what Bluesky does.
func Marks(n Network, text string) []Mark {
	var found []Mark
	marks := marker{grammar: grammarOf(n), text: text}
	for m, ok := marks.startingBefore(len(text)); ok; m, ok = marks.startingBefore(len(text)) {
		found = append(found, m)
	}
	return found
}

// marker reads the marks of a text one by one, from at on.
type marker struct {
	grammar grammar
	text    string
	at      int
}

// startingBefore returns the next mark when it starts before an offset. It reads
// no further than it must.
func (m *marker) startingBefore(end int) (Mark, bool) {
	before := ' '
	if m.at > 0 {
		before, _ = utf8.DecodeLastRuneInString(m.text[:m.at])
	}
	for m.at < end {
		length, mark := m.grammar.markAt(m.text[m.at:], before)
		if length > 0 {
			mark.Start, mark.End = m.at, m.at+length
			m.at = mark.End
			return mark, true
		}
		r, size := utf8.DecodeRuneInString(m.text[m.at:])
		m.at, before = m.at+size, r
	}
	return Mark{}, false
}

// grammar is what a network recognises. Each part returns the length in bytes
// of what it finds at the start of s, given the character before it, or 0; nil
// finds nothing.
type grammar struct {
	link    func(s string, before rune) (int, string)
	tag     func(name string) int // after the sign
	mention func(name string) int // after the sign
}

var grammars = map[Network]grammar{
	X:        {link: webAddress(tweets), tag: plainTag, mention: name("_", 20)},
	Mastodon: {link: webAddress(toots), tag: plainTag, mention: fediverseName},
	// The others tell little of what they recognise: addresses as Bluesky has
	// them, hashtags of letters, digits and _, names of those and dots. Not
	// checked. On Facebook, LinkedIn, Pinterest, Google and WordPress a text sent
	// by a program mentions nobody that way, nor does Discord by a webhook.
	Threads:   {link: linkAt, tag: plainTag, mention: name("_.", 30)},
	Facebook:  {link: linkAt, tag: plainTag},
	Instagram: {link: linkAt, tag: plainTag, mention: name("_.", 30)},
	LinkedIn:  {link: linkAt, tag: plainTag},
	Google:    {link: linkAt},
	YouTube:   {link: linkAt, tag: plainTag, mention: name("_.-·", 30)},
	TikTok:    {link: linkAt, tag: plainTag, mention: name("_.", 24)},
	Pinterest: {link: linkAt, tag: plainTag},
	Telegram:  {link: linkAt, tag: plainTag, mention: name("_", 32)},
	Discord:   {link: schemedLinkAt},
	WordPress: {link: schemedLinkAt},
}

func grammarOf(n Network) grammar {
	if g, ok := grammars[n]; ok {
		return g
	}
	return grammar{link: linkAt, tag: tagLength, mention: handleLength}
}

// markAt recognises what a text begins with, given the character before it,
// and returns its length in bytes, 0 for nothing.
func (g grammar) markAt(s string, before rune) (int, Mark) {
	first, size := utf8.DecodeRuneInString(s)
	sign := first == '#' || first == '＃' || first == '@'
	switch {
	case !sign && (unicode.IsLetter(first) || unicode.IsDigit(first)):
		if g.link == nil {
			return 0, Mark{}
		}
		if n, uri := g.link(s, before); n > 0 {
			return n, Mark{Kind: Link, Value: uri}
		}
	// Nothing begins inside a word, an address or another mark.
	case !sign || afterWord(before):
	case first == '@':
		if g.mention == nil {
			return 0, Mark{}
		}
		if n := g.mention(s[size:]); n > 0 {
			return size + n, Mark{Kind: Mention, Value: strings.ToLower(s[size : size+n])}
		}
	case g.tag != nil:
		if n := g.tag(s[size:]); n > 0 {
			return size + n, Mark{Kind: Hashtag, Value: s[size : size+n]}
		}
	}
	return 0, Mark{}
}

func afterWord(before rune) bool { return inWord(before) || strings.ContainsRune("@#&=", before) }

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
	if !named || len(tag) > maxTagBytes || measure(Graphemes, tag) > maxTagGraphemes {
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

// plainTag returns the length of a hashtag's name of letters with their accents,
// digits, _ and the dot of French feminines inside. It needs a letter (twitter-text and
// Mastodon's Tag::HASHTAG_RE, read 2026-11; rarer joints are left out).
func plainTag(s string) int {
	end, lettered := 0, false
	for i, r := range s {
		switch {
		case unicode.IsLetter(r):
			lettered = true
		case unicode.IsDigit(r), r == '_', i > 0 && unicode.IsMark(r):
		case i > 0 && r == '·':
			continue
		default:
			return tagIf(lettered, end)
		}
		end = i + utf8.RuneLen(r)
	}
	return tagIf(lettered, end)
}

func tagIf(lettered bool, end int) int {
	if !lettered {
		return 0
	}
	return end
}

// name returns what finds a user's name of ASCII letters, digits and some signs,
// of so many characters at most.
func name(signs string, longest int) func(string) int {
	return func(s string) int {
		end := strings.IndexFunc(s, func(r rune) bool {
			return !isASCIIWord(r) && !strings.ContainsRune(signs, r) || r == '_' && !strings.Contains(signs, "_")
		})
		if end < 0 {
			end = len(s)
		}
		found := strings.TrimRight(s[:end], ".-·")
		if !strings.ContainsFunc(found, isASCIIWord) || utf8.RuneCountInString(found) > longest || continues(s[end:]) {
			return 0
		}
		return len(found)
	}
}

func isASCIIWord(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// continues reports whether what follows a name makes it none: an e-mail
// address, an accent, an address on the web.
func continues(rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	return rest != "" && (next == '@' || next == '＠' || inWord(next)) || strings.HasPrefix(rest, "://")
}

// fediverseName returns the length of a name with or without its server
// (Mastodon's Account::MENTION_RE, read 2026-11).
func fediverseName(s string) int {
	user := nameLength(s, isASCIIWord)
	if user == 0 || !strings.HasPrefix(s[user:], "@") {
		if continues(s[user:]) {
			return 0
		}
		return user
	}
	server := nameLength(s[user+1:], inWord)
	if server == 0 {
		return 0
	}
	end := user + 1 + server
	if continues(s[end:]) {
		return 0
	}
	return end
}

// nameLength returns the length of a name that begins and ends with a character
// of words and may have dots and hyphens inside.
func nameLength(s string, word func(rune) bool) int {
	end := 0
	for i, r := range s {
		switch {
		case word(r):
			end = i + utf8.RuneLen(r)
		case i > 0 && (r == '.' || r == '-'):
		default:
			return end
		}
	}
	return end
}
