package watch

import (
	"net"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"parvis/app"
)

// maxAddress bounds a typed address, in bytes.
const maxAddress = 2000

// Addresses completes what an owner typed as a site ("maison-legoff.fr") to the
// http(s) addresses to try, best first: https, then http when no scheme was
// typed. It fails with CodeInvalid when the text is no address of the web.
func Addresses(typed string) ([]string, error) {
	text := strings.TrimFunc(typed, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune("«»<>\"'", r)
	})
	invalid := app.Fail(app.CodeInvalid, "watch.error.address")
	if text == "" || len(text) > maxAddress {
		return nil, invalid
	}
	// Some browsers copy feed addresses as feed://host/path or feed:https://...
	if rest, ok := cutPrefixFold(text, "feed:"); ok {
		text = strings.TrimPrefix(rest, "//")
	}
	schemes := []string{"https", "http"}
	for _, scheme := range []string{"https", "http"} {
		if rest, ok := cutPrefixFold(text, scheme+"://"); ok {
			text, schemes = rest, []string{scheme}
			break
		}
	}
	var all []string
	for _, scheme := range schemes {
		address, err := url.Parse(scheme + "://" + text)
		if err != nil {
			return nil, invalid.Because(err)
		}
		host := address.Hostname()
		// "contact@maison-legoff.fr" is an e-mail address, not a site.
		if !webHost(host) || address.User != nil && len(schemes) > 1 {
			return nil, invalid
		}
		address.Host = strings.ToLower(address.Host)
		// A name or password inside an address is never sent anywhere.
		address.User, address.Fragment, address.RawFragment = nil, "", ""
		all = append(all, address.String())
	}
	return all, nil
}

// Host returns the host of an http(s) address as people say it, without "www.":
// maison-legoff.fr. It returns "" when the address has none.
func Host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// samePlace reports whether two http(s) addresses lead to the same place,
// whatever their scheme, "www." and last slash.
func samePlace(a, b string) bool { return place(a) == place(b) }

func place(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimRight(u.Path, "/") + "?" + u.RawQuery
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

// webHost reports whether a host can name a site: a numeric address, or a name
// with a dot that the domain name system accepts.
func webHost(host string) bool {
	if net.ParseIP(host) != nil {
		return true
	}
	ascii, err := idna.Lookup.ToASCII(host)
	if err != nil || !utf8.ValidString(host) {
		return false
	}
	first, last, dotted := strings.Cut(strings.TrimSuffix(ascii, "."), ".")
	return dotted && first != "" && last != "" && !strings.Contains(ascii, "..")
}
