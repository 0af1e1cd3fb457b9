package bluesky

import (
	"net"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"parvis/app"
	"parvis/app/networks"
)

// defaultService is where most accounts sign in.
const defaultService = "https://bsky.social"

var didForm = regexp.MustCompile(`^did:[a-z]+:[A-Za-z0-9._:%-]{1,200}$`)

// serviceAddress turns what the owner typed into the base address of a server,
// without a closing slash: "" is Bluesky itself, "bsky.social" gets its scheme,
// the address of the web application means the service behind it. Only https is
// spoken, and http to this machine.
func serviceAddress(typed string) (string, error) {
	typed = visible(typed)
	if typed == "" {
		return defaultService, nil
	}
	if !strings.Contains(typed, "://") {
		typed = "https://" + typed
	}
	base, ok := baseAddress(typed)
	if !ok {
		return "", app.Fail(app.CodeInvalid, "bluesky.error.service")
	}
	if base == "https://bsky.app" || base == "https://www.bsky.app" {
		return defaultService, nil
	}
	return base, nil
}

// baseAddress keeps the scheme and the host of an address that may be spoken to.
func baseAddress(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Hostname() == "" || u.Opaque != "" {
		return "", false
	}
	host := strings.ToLower(u.Host)
	switch {
	case strings.EqualFold(u.Scheme, "https") && (strings.Contains(u.Hostname(), ".") || loopback(u.Hostname())):
		return "https://" + host, true
	case strings.EqualFold(u.Scheme, "http") && loopback(u.Hostname()):
		return "http://" + host, true
	}
	return "", false
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// identifier cleans the name of an account as owners type or paste it: with an
// @, with spaces or the invisible marks that come with a copy, as the address
// of a profile page, without the ending every Bluesky name has. An e-mail
// address and a DID stay as they are.
func identifier(typed, base string) (string, error) {
	s := visible(typed)
	if _, rest, ok := strings.Cut(s, "/profile/"); ok {
		s, _, _ = strings.Cut(rest, "/")
		s, _, _ = strings.Cut(s, "?")
	}
	s = strings.TrimPrefix(s, "@")
	if strings.HasPrefix(s, "did:") {
		if didForm.MatchString(s) {
			return s, nil
		}
		return "", app.Fail(app.CodeInvalid, "bluesky.error.identifier")
	}
	s = strings.ToLower(strings.TrimSuffix(s, "."))
	if local, domain, ok := strings.Cut(s, "@"); ok {
		if local != "" && strings.Contains(domain, ".") && !strings.ContainsAny(domain, "@/") {
			return s, nil
		}
		return "", app.Fail(app.CodeInvalid, "bluesky.error.identifier")
	}
	if s != "" && !strings.Contains(s, ".") && base == defaultService {
		s += ".bsky.social"
	}
	if !networks.DomainHandle(s) {
		return "", app.Fail(app.CodeInvalid, "bluesky.error.identifier")
	}
	return s, nil
}

// visible drops spaces, control characters and the marks that give a direction
// to text, which copying from a web page brings along.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, s)
}
