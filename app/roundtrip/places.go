package roundtrip

import (
	"regexp"
	"slices"
	"strings"

	"parvis/app/networks"
)

// aliases are what people call the networks, folded.
var aliases = map[string]networks.Network{
	"facebook": networks.Facebook, "fb": networks.Facebook, "face book": networks.Facebook, "page facebook": networks.Facebook, "meta": networks.Facebook,
	"instagram": networks.Instagram, "insta": networks.Instagram, "ig": networks.Instagram, "instagramm": networks.Instagram,
	"linkedin": networks.LinkedIn, "linked in": networks.LinkedIn, "li": networks.LinkedIn, "lkd": networks.LinkedIn, "in": networks.LinkedIn,
	"x": networks.X, "twitter": networks.X, "x (twitter)": networks.X, "twitter/x": networks.X, "x/twitter": networks.X, "twitter (x)": networks.X, "tw": networks.X,
	"youtube": networks.YouTube, "yt": networks.YouTube, "you tube": networks.YouTube, "youtube shorts": networks.YouTube,
	"tiktok": networks.TikTok, "tik tok": networks.TikTok, "tt": networks.TikTok,
	"pinterest": networks.Pinterest, "pin": networks.Pinterest,
	"google": networks.Google, "google business": networks.Google, "google my business": networks.Google, "google business profile": networks.Google,
	"gmb": networks.Google, "gbp": networks.Google, "fiche google": networks.Google,
	"mastodon": networks.Mastodon, "masto": networks.Mastodon,
	"bluesky": networks.Bluesky, "bsky": networks.Bluesky, "blue sky": networks.Bluesky,
	"threads": networks.Threads, "thread": networks.Threads,
	"telegram": networks.Telegram, "tg": networks.Telegram,
	"wordpress": networks.WordPress, "wp": networks.WordPress, "blog": networks.WordPress, "site": networks.WordPress, "site web": networks.WordPress, "site internet": networks.WordPress,
}

// everywhere is what people write for all of their networks.
var everywhere = []string{"tous", "toutes", "tous les reseaux", "tous reseaux", "partout", "all", "all networks", "everywhere"}

var between = regexp.MustCompile(`\s*(?:[+/,;&|\n•·]|\s-\s|\bet\b|\band\b)\s*`)

// parseNetworks reads the networks of a cell: FB + Insta, IG/LinkedIn. all is
// true when it says every network; unknown holds the words that name none.
func parseNetworks(text string) (found []networks.Network, all bool, unknown []string) {
	add := func(word string) bool {
		n, known := aliases[word]
		if known && !slices.Contains(found, n) {
			found = append(found, n)
		}
		return known
	}
	folded := strings.Trim(fold(strings.ReplaceAll(text, "\n", " + ")), " .+")
	if folded == "" || add(folded) {
		return found, false, nil
	}
	if slices.Contains(everywhere, folded) {
		return nil, true, nil
	}
	for _, part := range between.Split(folded, -1) {
		part = strings.Trim(part, " .:-–()#@")
		if part == "" || add(part) {
			continue
		}
		if slices.Contains(everywhere, part) {
			all = true
			continue
		}
		// Several without a sign between them: FB Insta LinkedIn.
		words := strings.Fields(part)
		known := make([]networks.Network, 0, len(words))
		for _, w := range words {
			if n, ok := aliases[w]; ok {
				known = append(known, n)
			}
		}
		if len(known) == len(words) {
			for _, w := range words {
				add(w)
			}
			continue
		}
		unknown = append(unknown, part)
	}
	return found, all, unknown
}

// networkIn returns the only network that a title or the name of a sheet names,
// "" when it names none or several.
func networkIn(text string) networks.Network {
	var found networks.Network
	for _, word := range regexp.MustCompile(`[a-z]+`).FindAllString(fold(text), -1) {
		// Words that are a network only where networks are expected.
		if len(word) < 3 && word != "fb" && word != "ig" || word == "site" || word == "pin" || word == "meta" || word == "thread" {
			continue
		}
		if n, known := aliases[word]; known {
			if found != "" && found != n {
				return ""
			}
			found = n
		}
	}
	return found
}
