package snippets

import (
	"net"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"parvis/app"
	"parvis/app/networks"
)

// maxAddressLength bounds an address, in bytes.
const maxAddressLength = 2_000

// domains are read as browsers do, and written in ASCII.
var domains = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(true), idna.VerifyDNSLength(true))

// NormalAddress returns a web address as it is kept: https:// where no scheme was
// typed, its domain in ASCII and its path escaped, so that every network makes a
// link of it; query and fragment as they were. It fails with CodeInvalid for what
// is no address of the web, and for one that carries a password.
func NormalAddress(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	switch {
	case typed == "":
		return "", app.Fail(app.CodeInvalid, "snippets.link.error.missing")
	case len(typed) > maxAddressLength:
		return "", app.Fail(app.CodeInvalid, "snippets.link.error.long", "Max", maxAddressLength)
	case strings.IndexFunc(typed, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == unicode.ReplacementChar }) >= 0:
		return "", app.Fail(app.CodeInvalid, "snippets.link.error.address")
	}
	if !strings.Contains(typed, "://") {
		if scheme, _, found := strings.Cut(typed, ":"); found && !strings.Contains(scheme, ".") && !strings.Contains(scheme, "/") {
			return "", app.Fail(app.CodeInvalid, "snippets.link.error.scheme", "Scheme", scheme)
		}
		typed = "https://" + typed
	}
	u, err := url.Parse(typed)
	if err != nil {
		return "", app.Fail(app.CodeInvalid, "snippets.link.error.address").Because(err)
	}
	if u.Scheme != "https" && u.Scheme != "http" {
		return "", app.Fail(app.CodeInvalid, "snippets.link.error.scheme", "Scheme", u.Scheme)
	}
	if u.User != nil {
		return "", app.Fail(app.CodeInvalid, "snippets.link.error.user")
	}
	if u.Host, err = asciiHost(u); err != nil {
		return "", app.Fail(app.CodeInvalid, "snippets.link.error.domain").Because(err)
	}
	u.RawQuery = escaped(u.RawQuery)
	u.ForceQuery = false
	return u.String(), nil
}

// asciiHost returns the domain of an address in ASCII, with its port.
func asciiHost(u *url.URL) (string, error) {
	name, port := u.Hostname(), u.Port()
	if net.ParseIP(name) == nil {
		ascii, err := domains.ToASCII(name)
		if err != nil {
			return "", err
		}
		// The dot of the root is left out; other scripts have dots of their own.
		name = strings.TrimSuffix(ascii, ".")
		if strings.HasSuffix(name, ".") || !strings.Contains(name, ".") {
			return "", &net.AddrError{Err: "no domain", Addr: name}
		}
	}
	if port == "" {
		if strings.Contains(name, ":") {
			return "[" + name + "]", nil
		}
		return name, nil
	}
	return net.JoinHostPort(name, port), nil
}

// escaped returns a query in ASCII; what is escaped already stays.
func escaped(query string) string {
	var b strings.Builder
	for i := range len(query) {
		if c := query[i]; c > ' ' && c < 0x7f {
			b.WriteByte(c)
			continue
		}
		const hex = "0123456789ABCDEF"
		b.WriteByte('%')
		b.WriteByte(hex[query[i]>>4])
		b.WriteByte(hex[query[i]&15])
	}
	return b.String()
}

// DefaultMedium is the utm_medium of a link for which none was chosen.
const DefaultMedium = "social"

// Tracking is what the address of a link says of where a visit came from.
type Tracking struct {
	// Network the link is put on, "" when it is the same for several.
	Network networks.Network
	// Campaign of the post, in the owner's words, "" for none.
	Campaign string
}

// The parameters by which visits are told apart, as web analytics read them
// (Google Analytics, Matomo, Plausible; read 2026-11).
const (
	utmSource   = "utm_source"
	utmMedium   = "utm_medium"
	utmCampaign = "utm_campaign"
	utmContent  = "utm_content"
)

// Track returns the address of a saved link with its parameters: utm_source is the
// network, utm_medium that of the link, utm_campaign the campaign as a slug,
// utm_content that of the link. They take the place of those the address has; one
// without a value leaves the address its own. The rest of the query, in its order,
// and the fragment stay. It fails with CodeInvalid when the address is none.
func (s Snippet) Track(t Tracking) (string, error) {
	address, err := NormalAddress(s.Address)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", app.Fail(app.CodeInvalid, "snippets.link.error.address").Because(err)
	}
	medium := Slug(s.Medium)
	if medium == "" {
		medium = DefaultMedium
	}
	own := []struct{ name, value string }{
		{utmSource, Slug(string(t.Network))},
		{utmMedium, medium},
		{utmCampaign, Slug(t.Campaign)},
		{utmContent, Slug(s.Content)},
	}
	var query []string
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if decoded, err := url.QueryUnescape(name); err == nil {
			name = decoded
		}
		replaced := pair == ""
		for _, p := range own {
			replaced = replaced || p.value != "" && strings.EqualFold(name, p.name)
		}
		if !replaced {
			query = append(query, pair)
		}
	}
	for _, p := range own {
		if p.value != "" {
			query = append(query, p.name+"="+p.value)
		}
	}
	u.RawQuery = strings.Join(query, "&")
	return u.String(), nil
}

// ShownAddress returns an address as people read it: its domain in its own
// letters, its path without escapes. It is for eyes alone.
func ShownAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	host := u.Host
	if shown, err := idna.Display.ToUnicode(u.Hostname()); err == nil && u.Port() == "" {
		host = shown
	}
	shown := host + strings.TrimSuffix(u.Path, "/")
	if u.RawQuery != "" {
		shown += "?" + u.RawQuery
	}
	if u.Fragment != "" {
		shown += "#" + u.Fragment
	}
	return shown
}
