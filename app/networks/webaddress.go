package networks

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// addressRules are how a network built on twitter-text finds the addresses that
// it counts as one size. They are the network's, not ours: "du pain frais.et du
// lait" has an address on X, which takes .et for Ethiopia's.
// (Regex.java of twitter-text 3.1 and Mastodon's config/initializers/
// twitter_regex.rb, read 2026-11; the list of endings is publicsuffix.org's.)
type addressRules struct {
	bare               bool // an address without its scheme is one
	inPath, endsPath   func(rune) bool
	inQuery, endsQuery func(rune) bool
}

var tweets = addressRules{
	bare: true,
	inPath: func(r rune) bool {
		return isASCIIWord(r) || strings.ContainsRune("!*';:=+,.$/%#[]-–~|&@", r) || isAccented(r) || r >= 0x400 && r <= 0x4FF
	},
	endsPath: func(r rune) bool {
		return isASCIIWord(r) || strings.ContainsRune("=#/-+", r) || isAccented(r) || r >= 0x400 && r <= 0x4FF
	},
	inQuery:   func(r rune) bool { return isASCIIWord(r) || strings.ContainsRune("!?*'();:&=+$/%#[]-.,~|@", r) },
	endsQuery: func(r rune) bool { return isASCIIWord(r) || strings.ContainsRune("-&=#/", r) },
}

var toots = addressRules{
	inPath: func(r rune) bool { return !unicode.IsSpace(r) && !strings.ContainsRune("<>()?", r) },
	endsPath: func(r rune) bool {
		return !unicode.IsSpace(r) && !strings.ContainsRune("()?!*\"'「」<>;:=,.$%[]~&|@", r)
	},
	inQuery: func(r rune) bool {
		return isASCIIWord(r) || strings.ContainsRune("!?*'();:&=+$/%#[]-.,~|@^", r) || r >= 0xA0
	},
	endsQuery: func(r rune) bool { return isASCIIWord(r) || strings.ContainsRune("-&=#/", r) || r >= 0xA0 },
}

// isAccented reports whether twitter-text takes a character for a Latin letter
// with an accent, or an accent.
func isAccented(r rune) bool {
	return r >= 0xC0 && r <= 0x24F && r != 0xD7 && r != 0xF7 || r >= 0x300 && r <= 0x36F || r >= 0x1E00 && r <= 0x1EFF
}

// longestAddress is in bytes.
const longestAddress = 4096

// webAddress returns what recognises an address at the start of a text by such
// rules, and its absolute form.
func webAddress(rules addressRules) func(s string, before rune) (int, string) {
	return func(s string, before rune) (int, string) {
		if isASCIIWord(before) && before != '_' || strings.ContainsRune("@＠$#＃\uFEFF", before) {
			return 0, ""
		}
		scheme := schemeLength(s)
		if scheme == 0 && (!rules.bare || strings.ContainsRune("-_./", before)) {
			return 0, ""
		}
		host := hostLength(s[scheme:], scheme > 0)
		if host == 0 {
			return 0, ""
		}
		end := scheme + host
		ascii, err := idna.Punycode.ToASCII(s[scheme:end])
		if err != nil || len(ascii) > 253 {
			return 0, ""
		}
		end += portLength(s[end:])
		end += rules.pathLength(s[end:])
		if end > longestAddress {
			return 0, ""
		}
		address := s[:end]
		if scheme == 0 {
			address = "https://" + address
		}
		return end, asciiOnly(strings.Replace(address, s[scheme:scheme+host], ascii, 1))
	}
}

// hostLength returns the length of the longest domain name at the start of s
// that ends with a known ending. Other scripts than Latin are names only after a
// scheme.
func hostLength(s string, schemed bool) int {
	best, at, plain := 0, 0, false
	for at < longestRun {
		if plain {
			if n := endingLength(s[at:]); n > 0 {
				best = at + n
			}
		}
		n := labelLength(s[at:], schemed)
		if n == 0 || n > 63 || at+n >= len(s) || s[at+n] != '.' {
			return best
		}
		// What stands before the ending has no underscore.
		plain = !strings.Contains(s[at:at+n], "_")
		at += n + 1
	}
	return 0
}

// labelLength returns the length of a part of a domain name.
func labelLength(s string, schemed bool) int {
	end := 0
	for i, r := range s[:min(len(s), longestRun)] {
		switch {
		case isASCIIWord(r) && r != '_', isAccented(r), schemed && r > unicode.MaxASCII && !unicode.IsSpace(r) && (r < 0x2000 || r > 0x206F) && r != utf8.RuneError:
			end = i + utf8.RuneLen(r)
		case i > 0 && (r == '-' || r == '_'):
		default:
			return end
		}
	}
	return end
}

// endingLength returns the length of a top-level domain at the start of s that
// nothing continues.
func endingLength(s string) int {
	end := strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) })
	if end < 0 {
		end = len(s)
	}
	if strings.EqualFold(s[:end], "xn") && strings.HasPrefix(s[end:], "--") {
		code := strings.IndexFunc(s[end+2:], func(r rune) bool { return !isASCIIWord(r) && r != '-' || r == '_' })
		if code < 0 {
			code = len(s) - end - 2
		}
		if code == 0 {
			return 0
		}
		return end + 2 + code
	}
	if end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '@' || s[end] == '+' || s[end] == '-') {
		return 0
	}
	if end == 0 || !known(s[:end]) {
		return 0
	}
	return end
}

// known reports whether a word is a top-level domain.
func known(ending string) bool {
	_, public := publicsuffix.PublicSuffix("a." + strings.ToLower(ending))
	return public
}

func portLength(s string) int {
	if !strings.HasPrefix(s, ":") {
		return 0
	}
	end := 1
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	if end == 1 {
		return 0
	}
	return end
}

// pathLength returns the length of the path and the query at the start of s.
func (a addressRules) pathLength(s string) int {
	s = s[:min(len(s), longestAddress)]
	end := 0
	if strings.HasPrefix(s, "/") {
		end = 1
		for at := 1; at < len(s); {
			r, size := utf8.DecodeRuneInString(s[at:])
			switch {
			case r == '(':
				n := a.bracketLength(s[at:], 2)
				if n == 0 {
					at = len(s)
					break
				}
				at += n
				end = at
			case a.inPath(r):
				at += size
				if a.endsPath(r) {
					end = at
				}
			default:
				at = len(s)
			}
		}
	}
	if !strings.HasPrefix(s[end:], "?") {
		return end
	}
	last := end
	for at := end + 1; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		if !a.inQuery(r) {
			break
		}
		if at += size; a.endsQuery(r) {
			last = at
		}
	}
	return last
}

// bracketLength returns the length of a pair of brackets with something in it,
// which may be another pair when so many levels are left.
func (a addressRules) bracketLength(s string, levels int) int {
	if levels == 0 {
		return 0
	}
	for at := 1; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		switch {
		case r == ')' && at > 1:
			return at + 1
		case r == '(':
			n := a.bracketLength(s[at:], levels-1)
			if n == 0 {
				return 0
			}
			at += n
		case a.inPath(r):
			at += size
		default:
			return 0
		}
	}
	return 0
}
