package wire

import (
	"net/url"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"parvis/app/networks"
)

// Said returns plain text that a stranger wrote as a message may hold it: valid UTF-8,
// composed, its lines kept, without control characters and what turns the direction of
// writing, cut at networks.MessageLength characters.
func Said(text string) string {
	return clipped(strings.TrimFunc(cleaned(text, true), unicode.IsSpace), networks.MessageLength)
}

// Named returns the name of a stranger on one line, cut at networks.AuthorLength
// characters.
func Named(name string) string {
	return clipped(strings.Join(strings.Fields(cleaned(name, false)), " "), networks.AuthorLength)
}

// longestCharacter bounds the bytes of a text that are looked at: characters of more
// than four bytes do not exist, those that are dropped count too.
const longestCharacter = 8

func cleaned(text string, lines bool) string {
	if most := longestCharacter * networks.MessageLength; len(text) > most {
		text = text[:most]
	}
	text = strings.ToValidUTF8(text, "")
	if lines {
		text = networks.Normalise(text)
	}
	// What was between two characters that compose is gone by then.
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' && lines, r == '\u200d': // joins the parts of an emoji
			return r
		case r == '\t', r == '\n', r == '\u2028', r == '\u2029':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar, unicode.Is(unicode.Noncharacter_Code_Point, r):
			return -1
		}
		return r
	}, text))
}

func clipped(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return strings.TrimRightFunc(string(runes[:most-1]), unicode.IsSpace) + "…"
}

// When reads an instant that a server tells (RFC 3339, or with a zone as +0000), to the
// millisecond, in UTC: never later than now, and false for what is no time or lies
// before there were networks.
func When(told string, now time.Time) (time.Time, bool) {
	at, err := time.Parse(time.RFC3339Nano, told)
	if err != nil {
		at, err = time.Parse("2006-01-02T15:04:05Z0700", told)
	}
	if err != nil || at.Year() < 2000 {
		return time.Time{}, false
	}
	if at.After(now) {
		at = now
	}
	return at.UTC().Truncate(time.Millisecond), true
}

// maxPage is how long an address may be, in bytes.
const maxPage = 2000

// Page returns an address that may be opened, "" for any other: https, or http on this
// machine.
func Page(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Hostname() == "" || len(address) > maxPage {
		return ""
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return ""
	}
	return u.String()
}
