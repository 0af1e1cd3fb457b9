package feeds

import (
	"bytes"
	"mime"
	"regexp"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

var xmlDeclaration = regexp.MustCompile(`^\s*<\?xml[^>]*?\?>`)

var declaredEncoding = regexp.MustCompile(`encoding\s*=\s*["']\s*([A-Za-z0-9._:-]{1,40})\s*["']`)

// feedText returns a feed as UTF-8 without byte order mark, XML declaration or
// characters that XML forbids. What servers and feeds declare is often wrong:
// a byte order mark wins, then bytes that are valid UTF-8, then what the feed
// declares, then what the server declares, then Windows-1252.
func feedText(body []byte, contentType string) []byte {
	text := body
	if e := byteOrder(body); e != nil {
		text = decode(body, e)
	} else if !utf8.Valid(body) || ascii(body) {
		// Pure ASCII may still be an encoding that shifts (ISO-2022-JP), when it
		// is declared.
		switch {
		case declaredBy(xmlDeclaration.Find(body)) != nil:
			text = decode(body, declaredBy(xmlDeclaration.Find(body)))
		case serverEncoding(contentType) != nil:
			text = decode(body, serverEncoding(contentType))
		}
		if !utf8.Valid(text) || bytes.ContainsRune(text, utf8.RuneError) {
			windows, _ := charset.Lookup("windows-1252")
			text = decode(body, windows)
		}
	}
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	text = text[len(xmlDeclaration.Find(text)):]
	return bytes.Map(func(r rune) rune {
		// XML 1.0, section 2.2.
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return r
		case r < 0x20, r == 0xFFFE, r == 0xFFFF:
			return ' '
		}
		return r
	}, text)
}

// byteOrder recognises UTF-16 by its byte order mark or its first "<", and
// UTF-8 by its mark; nil otherwise.
func byteOrder(body []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(body, []byte{0xEF, 0xBB, 0xBF}):
		return unicode.UTF8BOM
	case bytes.HasPrefix(body, []byte{0xFE, 0xFF}), bytes.HasPrefix(body, []byte{0, '<'}):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case bytes.HasPrefix(body, []byte{0xFF, 0xFE}), bytes.HasPrefix(body, []byte{'<', 0}):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	}
	return nil
}

func declaredBy(declaration []byte) encoding.Encoding {
	found := declaredEncoding.FindSubmatch(declaration)
	if found == nil {
		return nil
	}
	return lookup(string(found[1]))
}

func serverEncoding(contentType string) encoding.Encoding {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil || params["charset"] == "" {
		return nil
	}
	return lookup(params["charset"])
}

// lookup ignores UTF-16 and the like: bytes that begin with neither a mark nor
// "<" in two bytes are not in it, whatever is declared.
func lookup(label string) encoding.Encoding {
	e, name := charset.Lookup(label)
	switch name {
	case "", "replacement", "utf-16le", "utf-16be":
		return nil
	}
	return e
}

func decode(body []byte, e encoding.Encoding) []byte {
	text, err := e.NewDecoder().Bytes(body)
	if err != nil {
		return bytes.ToValidUTF8(body, []byte("\uFFFD"))
	}
	return text
}

func ascii(body []byte) bool {
	for _, b := range body {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// pageText returns a page as UTF-8, decoded as browsers do.
func pageText(body []byte, contentType string) []byte {
	e, _, _ := charset.DetermineEncoding(body, contentType)
	return decode(body, e)
}
