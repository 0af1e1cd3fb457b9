package mastodon

import (
	"net"
	"net/url"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
)

// serverAddress turns what the owner typed into the base address of a server,
// without a closing slash: its name, the address of any of its pages, or the
// full name of an account (@martin@nantes.social), which may stand in either
// field. Only https is spoken, and http to this machine.
func serverAddress(service, identifier string) (string, error) {
	for _, typed := range []string{service, identifier} {
		typed = wire.Typed(typed)
		if typed == "" {
			continue
		}
		if !strings.Contains(typed, "://") {
			typed = "https://" + typed[strings.LastIndexByte(typed, '@')+1:]
		}
		if base, ok := baseAddress(typed); ok {
			return base, nil
		}
		break
	}
	return "", app.Fail(app.CodeInvalid, "connector.mastodon.server")
}

// baseAddress keeps the scheme and the host of an address that may be spoken to.
func baseAddress(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Hostname() == "" || u.Opaque != "" {
		return "", false
	}
	host, here := strings.ToLower(u.Host), loopback(u.Hostname())
	switch {
	case strings.EqualFold(u.Scheme, "https") && (strings.Contains(u.Hostname(), ".") || here):
		return "https://" + host, true
	case strings.EqualFold(u.Scheme, "http") && here:
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

// hostOf is the host of a base address, with its port.
func hostOf(base string) string {
	_, host, _ := strings.Cut(base, "://")
	return host
}

// permalinkOn returns the page of a status as a server at base told it, false
// for an address that nobody can open from elsewhere.
func permalinkOn(base, page string) (string, bool) {
	u, err := url.Parse(page)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return "", false
	}
	if u.Scheme == "https" || u.Scheme == "http" && strings.HasPrefix(base, "http://") && loopback(u.Hostname()) {
		return u.String(), true
	}
	return "", false
}
