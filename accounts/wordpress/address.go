package wordpress

import (
	"net"
	"net/url"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
)

// routeParameter tells the route on sites whose addresses are not rewritten.
const routeParameter = "rest_route"

// root is where the REST API of a site begins.
type root struct {
	base  string // without query nor closing slash
	plain bool   // routes are told by routeParameter
}

// parseRoot reads Account.Service.
func parseRoot(service string) root {
	base, query, _ := strings.Cut(service, "?")
	plain := strings.HasPrefix(query, routeParameter+"=")
	if plain && strings.Count(base, "/") > 2 {
		return root{base: base, plain: true}
	}
	return root{base: strings.TrimRight(base, "/"), plain: plain}
}

// String is the form kept in Account.Service.
func (r root) String() string {
	if r.plain {
		return r.base + "?" + routeParameter + "=/"
	}
	return r.base
}

// to returns the address of a route, such as /wp/v2/posts, and its query.
func (r root) to(route string, query url.Values) (string, url.Values) {
	if !r.plain {
		return r.base + route, query
	}
	all := url.Values{routeParameter: {route}}
	for name, values := range query {
		all[name] = values
	}
	return r.base, all
}

// site returns the host and the folder of the site, as people say its address.
func (r root) site() string {
	_, rest, _ := strings.Cut(r.base, "://")
	rest = strings.TrimSuffix(rest, "/index.php")
	rest = strings.TrimSuffix(rest, "/wp-json")
	rest = strings.TrimSuffix(rest, "/index.php")
	return strings.TrimRight(rest, "/")
}

// siteAddress turns what the owner typed into the address of a page of a site:
// "exemple.fr" gets its scheme, the address of the administration or of the REST
// API means the site. Only https is spoken, and http to this machine: an
// application password goes with every call.
func siteAddress(typed string) (*url.URL, error) {
	typed = wire.Typed(typed)
	switch scheme, _, ok := strings.Cut(typed, "://"); {
	case !ok:
		typed = "https://" + typed
	case strings.EqualFold(scheme, "http"):
		if u, err := url.Parse(typed); err == nil && !loopback(u.Hostname()) {
			typed = "https" + typed[len(scheme):]
		}
	}
	u, err := url.Parse(typed)
	if err != nil || !spoken(u) {
		return nil, fail(app.CodeInvalid, "connector.error.address")
	}
	site := &url.URL{Scheme: strings.ToLower(u.Scheme), Host: strings.ToLower(u.Host), Path: u.Path}
	for _, inside := range []string{"/wp-admin", "/wp-login.php", "/wp-json", "/index.php", "/xmlrpc.php"} {
		site.Path, _, _ = strings.Cut(site.Path, inside)
	}
	if !strings.HasSuffix(site.Path, "/") {
		site.Path += "/"
	}
	return site, nil
}

// spoken reports whether an address may be called with a password.
func spoken(u *url.URL) bool {
	if u.User != nil || u.Opaque != "" || u.Hostname() == "" {
		return false
	}
	switch strings.ToLower(u.Scheme) {
	case "https":
		return strings.Contains(u.Hostname(), ".") || loopback(u.Hostname())
	case "http":
		return loopback(u.Hostname())
	}
	return false
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// sameHost reports whether two addresses are of one server, with or without www.
func sameHost(a, b *url.URL) bool {
	bare := func(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Host), "www.") }
	return bare(a) == bare(b)
}
