package feeds

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"parvis/app"
	"parvis/app/watch"
)

// maxAnnounced bounds how many feeds of one site are offered.
const maxAnnounced = 12

// usualPlaces are where sites that announce nothing keep their feed, the most
// frequent first (WordPress, then static generators and shops).
func usualPlaces() []string {
	return []string{"feed/", "rss.xml", "atom.xml", "feed.xml", "index.xml", "?feed=rss2"}
}

// Discover returns the addresses of the feeds that a site announces, best
// first; the address may itself be a feed.
func (r *Reader) Discover(ctx context.Context, site string) ([]string, error) {
	addresses, err := watch.Addresses(site)
	if err != nil {
		return nil, err
	}
	home, err := r.home(ctx, addresses)
	if err != nil {
		return nil, err
	}
	if home.status == http.StatusOK {
		if _, err := parse(home.body, home.contentType, home.address, r.clock.Now()); err == nil {
			return []string{home.address}, nil
		}
		if found := announced(pageText(home.body, home.contentType), home.address); len(found) > 0 {
			return found, nil
		}
	}
	return r.tryUsualPlaces(ctx, home.address)
}

// home returns the first answer among the addresses to try. A site that
// answers with an error page may still have a feed at a usual place.
func (r *Reader) home(ctx context.Context, addresses []string) (page, error) {
	var failure error
	for _, address := range addresses {
		home, err := r.fetch(ctx, address, "", "")
		if err == nil {
			err = home.failure(r.clock.Now())
			if err == nil || app.CodeOf(err) == app.CodeInvalid || home.status == http.StatusForbidden {
				return home, nil
			}
		}
		if failure == nil {
			failure = err
		}
		if ctx.Err() != nil || app.CodeOf(err) == app.CodeLimited {
			return page{}, err
		}
	}
	return page{}, failure
}

func (r *Reader) tryUsualPlaces(ctx context.Context, home string) ([]string, error) {
	nothing := app.Fail(app.CodeInvalid, "watch.error.no_feed", "Host", watch.Host(home))
	base := parseURL(home)
	if base == nil {
		return nil, nothing
	}
	root := &url.URL{Scheme: base.Scheme, Host: base.Host, Path: "/"}
	folders := []*url.URL{root}
	if path := strings.TrimRight(base.Path, "/"); path != "" {
		// A shop or a blog below the root has its feed there.
		folders = []*url.URL{{Scheme: base.Scheme, Host: base.Host, Path: path + "/"}, root}
	}
	for _, folder := range folders {
		for _, place := range usualPlaces() {
			address := resolve(folder, place)
			if address == nil {
				continue
			}
			p, err := r.fetch(ctx, address.String(), "", "")
			switch {
			case ctx.Err() != nil:
				return nil, err
			case app.CodeOf(err) == app.CodeInvalid:
				continue
			case err != nil:
				return nil, err
			}
			if err := p.failure(r.clock.Now()); err != nil {
				if app.CodeOf(err) == app.CodeLimited {
					return nil, err
				}
				continue
			}
			if _, err := parse(p.body, p.contentType, p.address, r.clock.Now()); err == nil {
				return []string{p.address}, nil
			}
		}
	}
	return nil, nothing
}

// announced returns the feeds that a page names in its link elements, in their
// order, those of comments last.
func announced(text []byte, address string) []string {
	base := parseURL(address)
	based := false
	type link struct {
		address  string
		comments bool
	}
	var links []link
	tokens := html.NewTokenizer(bytes.NewReader(text))
	tokens.SetMaxBuf(1 << 20)
	for len(links) < 4*maxAnnounced {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		name, more := tokens.TagName()
		tag := string(name)
		if tag != "base" && tag != "link" {
			continue
		}
		attributes := readAttributes(tokens, more)
		if tag == "base" {
			// Only the first base counts (HTML, section 4.2.3).
			if b := resolve(base, attributes["href"]); b != nil && !based {
				base, based = b, true
			}
			continue
		}
		if !feedLink(attributes) {
			continue
		}
		if target := resolve(base, attributes["href"]); target != nil {
			about := strings.ToLower(attributes["title"] + " " + target.Path)
			links = append(links, link{
				withoutFragment(target),
				strings.Contains(about, "comment") || strings.Contains(about, "commentaire"),
			})
		}
	}
	slices.SortStableFunc(links, func(a, b link) int {
		switch {
		case a.comments == b.comments:
			return 0
		case a.comments:
			return 1
		}
		return -1
	})
	var found []string
	for _, l := range links {
		if !slices.Contains(found, l.address) && len(found) < maxAnnounced {
			found = append(found, l.address)
		}
	}
	return found
}

func readAttributes(tokens *html.Tokenizer, more bool) map[string]string {
	attributes := make(map[string]string)
	for more {
		var key, value []byte
		key, value, more = tokens.TagAttr()
		if _, twice := attributes[string(key)]; !twice {
			attributes[string(key)] = string(value)
		}
	}
	return attributes
}

// feedLink reports whether a link element announces a feed.
func feedLink(attributes map[string]string) bool {
	rel := strings.Fields(strings.ToLower(attributes["rel"]))
	if !slices.Contains(rel, "alternate") && !slices.Contains(rel, "feed") {
		return false
	}
	kind, _, _ := strings.Cut(strings.ToLower(attributes["type"]), ";")
	switch strings.TrimSpace(kind) {
	case "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json":
		return true
	case "application/json":
		// WordPress announces its programming interface this way.
		return !strings.Contains(attributes["href"], "wp-json")
	}
	return false
}
