package wordpress

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

const (
	// apiRelation names the link to the REST API that every page of a site has.
	apiRelation = "https://api.w.org/"
	maxHops     = 5
)

// found is a REST API and what it says of itself.
type found struct {
	root root
	// closed says that the site tells visitors nothing: a plugin asks everybody
	// to sign in.
	closed bool
	// passwords says that the site takes application passwords.
	passwords bool
}

// discover looks for the REST API behind a typed address, as a visitor. Its errors
// are those of Connect and tell none of secrets.
func (c *Connector) discover(ctx context.Context, typed string, secrets []string) (found, error) {
	page, err := siteAddress(typed)
	if err != nil {
		return found{}, err
	}
	page, linked, err := c.visit(ctx, page, secrets)
	if err != nil {
		return found{}, err
	}
	folder := strings.TrimRight(page.Scheme+"://"+page.Host+page.Path, "/")
	top := page.Scheme + "://" + page.Host
	candidates := []root{{base: folder + "/wp-json"}}
	if folder != top {
		candidates = append(candidates, root{base: top + "/wp-json"})
	}
	// Any page of a site answers to the parameter: last, the page may be deep.
	candidates = append(candidates, root{base: folder + "/", plain: true})
	if linked != nil {
		candidates = append([]root{parseRoot(linked.String())}, candidates...)
	}
	var last answer
	for _, candidate := range candidates {
		f, ok, a := c.index(ctx, candidate, secrets)
		if ok {
			return f, nil
		}
		if a.challenged() {
			return found{}, fail(app.CodeUnavailable, "wordpress.error.challenge")
		}
		last = a
	}
	if last.Err != nil || last.Status >= 500 || last.Status == http.StatusTooManyRequests {
		return found{}, last.Failure(networks.WordPress, c.clock.Now())
	}
	return found{}, fail(app.CodeInvalid, "wordpress.error.not_wordpress", "Site", page.Host)
}

// visit opens a page of the site and returns where it really is, and the address
// of the REST API when the page names one on the same server: a page must not
// send a password elsewhere.
func (c *Connector) visit(ctx context.Context, page *url.URL, secrets []string) (at, linked *url.URL, err error) {
	for range maxHops {
		a := answer{wire.Send(ctx, c.client, wire.Request{
			Name: "GET " + page.Path, URL: page.String(), Timeout: wire.ShortTimeout, Secrets: secrets,
			Header: map[string]string{"Accept": "text/html,*/*;q=0.8"},
		})}
		switch {
		case a.challenged():
			return nil, nil, fail(app.CodeUnavailable, "wordpress.error.challenge")
		case a.Status == 0:
			return nil, nil, a.Failure(networks.WordPress, c.clock.Now())
		}
		next, err := page.Parse(a.Header.Get("Location"))
		if a.Status < 300 || a.Status > 399 || a.Header.Get("Location") == "" || err != nil {
			return page, linkedRoot(a.Header, page), nil
		}
		if next.Scheme == "http" && page.Scheme == "https" {
			return nil, nil, fail(app.CodeInvalid, "wordpress.error.no_https", "Site", page.Host)
		}
		// A server elsewhere must not send us to this machine.
		if !spoken(next) || loopback(next.Hostname()) && !loopback(page.Hostname()) {
			break
		}
		page = &url.URL{Scheme: next.Scheme, Host: next.Host, Path: next.Path}
	}
	return nil, nil, fail(app.CodeInvalid, "wordpress.error.not_wordpress", "Site", page.Host)
}

// linkForm reads one link of a Link header (RFC 8288), in the form WordPress
// gives it.
var linkForm = regexp.MustCompile(`<([^<>]{1,900})>\s*;\s*rel="?([^";,]*)"?`)

func linkedRoot(header http.Header, page *url.URL) *url.URL {
	for _, line := range header.Values("Link") {
		for _, link := range linkForm.FindAllStringSubmatch(line, -1) {
			if strings.TrimSpace(link[2]) != apiRelation {
				continue
			}
			u, err := page.Parse(link[1])
			if err == nil && spoken(u) && sameHost(u, page) && (u.Scheme == "https" || page.Scheme == "http") {
				return u
			}
		}
	}
	return nil
}

// index asks what a REST API says of itself, and whether it is one of WordPress.
func (c *Connector) index(ctx context.Context, at root, secrets []string) (found, bool, answer) {
	a := c.exchange(ctx, at, request{
		route: "/", query: url.Values{"_fields": {"namespaces,authentication"}}, secrets: secrets, timeout: wire.ShortTimeout,
	})
	f := found{root: at}
	if _, _, refused := a.refusal(); refused && (a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden) {
		f.closed = true
		return f, true, a
	}
	var said struct {
		Namespaces []string `json:"namespaces"`
		// An empty array when the site takes none.
		Authentication json.RawMessage `json:"authentication"`
	}
	if err := a.Decode(&said); err != nil {
		return f, false, a
	}
	if !slices.Contains(said.Namespaces, "wp/v2") {
		return f, false, a
	}
	var ways map[string]json.RawMessage
	_ = json.Unmarshal(said.Authentication, &ways)
	_, f.passwords = ways["application-passwords"]
	return f, true, a
}
