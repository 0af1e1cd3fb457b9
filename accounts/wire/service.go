package wire

import (
	"net"
	"net/url"
	"strings"
)

// Service returns the base address of the server of a network that has one
// only, as Account.Service keeps it: "" for official, which is also what nothing
// typed means. Only https is spoken, and http to this machine; false for an
// address that is none.
func Service(typed, official string) (string, bool) {
	typed = strings.TrimRight(strings.TrimSpace(typed), "/")
	if typed == "" || typed == official {
		return "", true
	}
	u, err := url.Parse(typed)
	if err != nil || u.User != nil || u.Hostname() == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" {
		return "", false
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return "", false
	}
	return u.Scheme + "://" + strings.ToLower(u.Host), true
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
