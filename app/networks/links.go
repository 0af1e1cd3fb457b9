package networks

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// linkAt recognises an address at the start of s: with its scheme, or a bare
// domain name with or without a path. It returns the length in bytes, without
// the punctuation of the sentence around it, and the absolute address.
func linkAt(s string, before rune) (int, string) {
	if afterWord(before) {
		return 0, ""
	}
	if scheme := schemeLength(s); scheme > 0 {
		n := extent(s)
		if n <= scheme {
			return 0, ""
		}
		return checked(s[:n])
	}
	// Part of an e-mail address, of a path or of a name with a hyphen.
	if strings.ContainsRune("./-", before) {
		return 0, ""
	}
	n := domainLength(s)
	if n == 0 {
		return 0, ""
	}
	next, _ := utf8.DecodeRuneInString(s[n:])
	path := n < len(s) && (next == '/' || next == '?' || next == '#')
	port := n+1 < len(s) && next == ':' && s[n+1] >= '0' && s[n+1] <= '9'
	if n < len(s) && (inWord(next) || next == '@') || !plausible(s[:n], path && next == '/') {
		return 0, ""
	}
	if path || port {
		n = max(n, extent(s))
	}
	return checked(s[:n])
}

// schemedLinkAt recognises an address with its scheme only.
func schemedLinkAt(s string, before rune) (int, string) {
	if schemeLength(s) == 0 {
		return 0, ""
	}
	return linkAt(s, before)
}

func schemeLength(s string) int {
	for _, scheme := range []string{"https://", "http://"} {
		if len(s) >= len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
			return len(scheme)
		}
	}
	return 0
}

// extent returns where an address that begins s ends: before a space, a
// quotation mark, an angle bracket or a picture, and before the punctuation that
// belongs to the sentence. A closing bracket stays when the address opened it.
func extent(s string) int {
	end := strings.IndexFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.So) ||
			r == utf8.RuneError || strings.ContainsRune("<>\"«»‹›“”„`{}|\\^", r)
	})
	if end < 0 {
		end = len(s)
	}
	for end > 0 {
		last, size := utf8.DecodeLastRuneInString(s[:end])
		switch {
		case strings.ContainsRune(".,;:!?…'’‘*~", last):
		case last == ')' && strings.Count(s[:end], ")") > strings.Count(s[:end], "("):
		case last == ']' && strings.Count(s[:end], "]") > strings.Count(s[:end], "["):
		default:
			return end
		}
		end -= size
	}
	return end
}

// longestRun is how far a name is read, in bytes: a domain name has 253
// characters at most, and a text without spaces must not be read to its end
// again and again.
const longestRun = 1024

// domainLength returns the length of the name of two labels or more at the
// start of s, accents allowed.
func domainLength(s string) int {
	if len(s) > longestRun {
		s = s[:longestRun]
	}
	end := strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '-' && r != '.'
	})
	if end < 0 {
		end = len(s)
	}
	if end == longestRun {
		return 0
	}
	name := strings.TrimRight(s[:end], ".-")
	if !strings.Contains(name, ".") || strings.Contains(name, "..") {
		return 0
	}
	return len(name)
}

// words are top-level domains that are also short French or English words: a
// space forgotten after a full stop ("du pain frais.et du lait") is no address.
var words = map[string]bool{
	"et": true, "de": true, "la": true, "il": true, "ne": true, "me": true, "ma": true, "sa": true, "se": true,
	"es": true, "nu": true, "au": true, "si": true, "in": true, "is": true, "so": true, "to": true, "no": true,
	"as": true, "do": true, "my": true, "at": true, "it": true, "be": true, "am": true, "ai": true,
}

// plausible reports whether a bare name is meant as an address: its ending is a
// public one in lower case, and no ordinary word unless something else says that
// it is an address.
func plausible(name string, hasPath bool) bool {
	last := name[strings.LastIndexByte(name, '.')+1:]
	www := len(name) > 4 && strings.EqualFold(name[:4], "www.")
	if last != strings.ToLower(last) && !www || words[strings.ToLower(last)] && !www && !hasPath {
		return false
	}
	ascii, err := idna.Lookup.ToASCII(name)
	if err != nil {
		return false
	}
	suffix, public := publicsuffix.PublicSuffix(ascii)
	return public && suffix != ascii
}

// checked returns the length of an address and its absolute form in ASCII, or 0
// when it is none.
func checked(raw string) (int, string) {
	address := raw
	if schemeLength(raw) == 0 {
		address = "https://" + raw
	}
	u, err := url.Parse(address)
	if err != nil || u.User != nil {
		return 0, ""
	}
	host, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil || !strings.Contains(strings.Trim(host, "."), ".") {
		return 0, ""
	}
	if port := u.Port(); port != "" {
		host += ":" + port
	}
	u.Host = host
	return len(raw), asciiOnly(u.String())
}

// asciiOnly writes what is not ASCII, or not to be seen, as percent codes: the
// accents of a query, which net/url leaves alone.
func asciiOnly(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if s[i] > ' ' && s[i] <= '~' {
			b.WriteByte(s[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", s[i])
		}
	}
	return b.String()
}
