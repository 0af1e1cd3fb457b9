package feeds

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"parvis/app/watch"
)

// clockTolerance is how far in the future a date may lie for the fault of a
// wrong zone or clock of the site: such an entry is of now. Further away it is
// announced for later, which says nothing of when it was published.
const clockTolerance = 24 * time.Hour

// oldest is the earliest date believed: before it there was no feed.
var oldest = time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC)

var (
	errNotFeed = errors.New("not a feed")
	errTooDeep = errors.New("elements nested too deep")
)

// parse reads RSS, Atom or JSON Feed. Address is where the document came from:
// relative links are read from it.
func parse(body []byte, contentType, address string, now time.Time) (watch.Feed, error) {
	text := feedText(body, contentType)
	if err := checkDepth(text); err != nil {
		return watch.Feed{}, err
	}
	parser := gofeed.NewParser()
	// Pictures are not wanted: without this, each entry's HTML would be parsed.
	parser.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	document, err := parser.Parse(bytes.NewReader(text))
	if err != nil {
		return watch.Feed{}, fmt.Errorf("%w: %w", errNotFeed, err)
	}
	// Any JSON object passes for a feed; a feed says which version it follows.
	if document.FeedType == "json" && !strings.Contains(document.FeedVersion, "jsonfeed.org") {
		return watch.Feed{}, errNotFeed
	}
	base := parseURL(address)
	if link := resolve(base, document.Link); link != nil {
		base = link
	}
	feed := watch.Feed{Title: plainText(document.Title)}
	seen := make(map[string]bool, len(document.Items))
	for _, entry := range document.Items {
		if entry == nil {
			continue
		}
		item := itemOf(entry, base, now)
		if item.GUID == "" || seen[item.GUID] {
			continue
		}
		seen[item.GUID] = true
		feed.Items = append(feed.Items, item)
	}
	if len(feed.Items) > maxItems {
		// The newest stay: what is dropped is then older than all that is kept.
		slices.SortStableFunc(feed.Items, func(a, b watch.Item) int { return b.Published.Compare(a.Published) })
		feed.Items = feed.Items[:maxItems]
	}
	return feed, nil
}

func itemOf(entry *gofeed.Item, base *url.URL, now time.Time) watch.Item {
	item := watch.Item{Title: plainText(entry.Title)}
	if item.Title == "" {
		// Short messages (Mastodon, micro-blogs) have no title but a text.
		item.Title = plainText(first(entry.Description, entry.Content))
	}
	if link := resolve(base, first(append([]string{entry.Link}, entry.Links...)...)); link != nil {
		item.Link = link.String()
	}
	item.Published = published(entry, now)
	item.GUID = identity(entry, item)
	return item
}

// published returns when an entry was published, zero when it does not say or
// says what cannot be.
func published(entry *gofeed.Item, now time.Time) time.Time {
	date := entry.PublishedParsed
	if date == nil {
		date = entry.UpdatedParsed
	}
	switch {
	case date == nil, date.Before(oldest), date.After(now.Add(clockTolerance)):
		return time.Time{}
	case date.After(now):
		return now.UTC()
	}
	return date.UTC()
}

// identity returns what distinguishes an entry from the others of its feed: its
// own identifier, else its link, else a fingerprint of what it says; "" for an
// entry that says nothing.
func identity(entry *gofeed.Item, item watch.Item) string {
	id := strings.TrimSpace(strings.ToValidUTF8(entry.GUID, ""))
	if id == "" {
		id = item.Link
	}
	if id == "" && item.Title == "" {
		return ""
	}
	if id != "" && len(id) <= 500 {
		return id
	}
	if id == "" {
		id = item.Title + "\x00" + entry.Published
	}
	sum := sha256.Sum256([]byte(id))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// checkDepth refuses documents nested deeper than any feed: parsing them
// recursively would exhaust the stack, which nothing can recover from.
func checkDepth(text []byte) error {
	decoder := xml.NewDecoder(bytes.NewReader(text))
	decoder.Strict = false
	depth := 0
	for {
		token, err := decoder.Token()
		if err != nil {
			// What is broken is for the parser to judge: it stops where this
			// stopped.
			return nil
		}
		switch token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return errTooDeep
			}
		case xml.EndElement:
			depth--
		}
	}
}

func parseURL(address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	return u
}

// resolve reads a link from a base; nil when it is not http(s).
func resolve(base *url.URL, link string) *url.URL {
	link = strings.TrimSpace(link)
	if link == "" || len(link) > 2000 {
		return nil
	}
	u, err := url.Parse(link)
	if err != nil {
		return nil
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return nil
	}
	u.User = nil
	return u
}
