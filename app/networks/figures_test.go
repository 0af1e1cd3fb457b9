package networks_test

import (
	"slices"
	"strings"
	"testing"

	"parvis/app/networks"
)

// What each network counts. The sources of the rules stand in figures.go.
var usedCases = []struct {
	network networks.Network
	name    string
	text    string
	used    int
}{
	// X: config/v3.json and docs.x.com "Counting characters", read 2026-08.
	{networks.X, "nothing", "", 0},
	{networks.X, "Latin with accents", "Fougasse à l’huile", 18},
	{networks.X, "French quotation marks and spaces", "«\u00a0Ouvert\u202f!\u00a0»", 13}, // U+202F is 8239
	{networks.X, "dashes and curly quotation marks", "–—‘’“”", 6},
	{networks.X, "ellipsis", "…", 2},
	{networks.X, "euro", "12 €", 5},
	{networks.X, "accent typed apart", "e\u0301te\u0301", 3},
	{networks.X, "Cyrillic, Greek, Hebrew, Arabic", "хлеб ψωμί לחם خبز", 17},
	{networks.X, "Chinese, Japanese", "面包店パン屋", 12},
	{networks.X, "Korean syllable in parts", "\u1112\u1161\u11ab", 2},
	{networks.X, "emoji", "🥖", 2},
	{networks.X, "skin tone and profession", "👩🏽‍🍳", 2},
	{networks.X, "family of four", "👨‍👩‍👧‍👦", 2},
	{networks.X, "two flags", "🇫🇷🇧🇷", 4},
	{networks.X, "flag of Scotland", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2},
	{networks.X, "key", "1️⃣", 2},
	{networks.X, "heart as a picture and as text", "❤️❤", 4},
	{networks.X, "copyright, its picture", "©©️", 3},
	{networks.X, "link", "Voir https://martin.fr/la-carte-des-pains", 5 + 23},
	{networks.X, "short link", "http://t.co", 23},
	{networks.X, "link without a scheme", "Voir martin.fr.", 5 + 23 + 1},
	{networks.X, "two links", "martin.fr dupont.com/a?b=c", 23 + 1 + 23},
	{networks.X, "a space forgotten", "du pain frais.et du lait", 8 + 23 + 8},
	{networks.X, "e-mail address", "contact@martin.fr", 17},
	{networks.X, "brackets of a path", "(https://fr.wikipedia.org/wiki/Pain_(aliment))", 25},
	{networks.X, "punctuation after a link", "https://martin.fr/carte, puis", 23 + 6},
	{networks.X, "query", "https://martin.fr/?a=1&b=2!", 23 + 1},
	{networks.X, "underscore in a name", "https://ma_carte.martin.fr x_y.fr", 23 + 1 + 6},
	{networks.X, "no ending of that name", "martin.pain", 11},
	{networks.X, "ending that goes on", "martin.frère martin.fr2", 23 + 3 + 1 + 10},
	{networks.X, "after a hyphen", "-martin.fr", 10},
	{networks.X, "accents in a name", "pâtisserie.fr", 23},
	{networks.X, "other script in a name", "https://面包.com 面包.com", 23 + 1 + 8},
	{networks.X, "mention and hashtag in full", "@boulangerie #pain", 18},
	{networks.X, "just 280", strings.Repeat("é", 280), 280},

	// Mastodon: StatusLengthValidator, read 2026-11.
	{networks.Mastodon, "accents", "Fougasse à l’huile", 18},
	{networks.Mastodon, "family of four", "👨‍👩‍👧‍👦", 1},
	{networks.Mastodon, "link", "Voir https://martin.fr/la-carte-des-pains", 5 + 23},
	{networks.Mastodon, "short link", "http://t.co", 23},
	{networks.Mastodon, "link without a scheme is text", "Voir martin.fr", 14},
	{networks.Mastodon, "accents in a path and a query", "https://martin.fr/pâte-levée?q=œuf.", 23 + 1},
	{networks.Mastodon, "mention of here", "@martin bonjour", 15},
	{networks.Mastodon, "mention of elsewhere", "@martin@nantes.social bonjour", 15},
	{networks.Mastodon, "mention in brackets", "(@martin@nantes.social).", 10},
	{networks.Mastodon, "e-mail address", "martin@nantes.social", 20},

	// Threads: documentation of 2026-04-14.
	{networks.Threads, "accents", "Fougasse à l’huile", 18},
	{networks.Threads, "emoji", "🥖 chaud", 4 + 6},
	{networks.Threads, "skin tone and profession", "👩🏽‍🍳", 15},
	{networks.Threads, "flag", "🇫🇷", 8},
	{networks.Threads, "link in full", "https://martin.fr", 17},

	// Networks that say "characters": UTF-16 code units, as figures.go tells.
	{networks.LinkedIn, "accents and an emoji", "Café 🥖", 7},
	{networks.Facebook, "family of four", "👨‍👩‍👧‍👦", 11},
	{networks.Instagram, "flag", "🇫🇷", 4},
	{networks.Google, "link in full", "https://martin.fr", 17},
	{networks.TikTok, "emoji", "🥖", 2},
	{networks.Telegram, "emoji", "🥖", 2},
	{networks.Discord, "emoji", "🥖", 2},
	{networks.Discord, "accent typed apart", "e\u0301", 2},

	// Pinterest: maxLength of its OpenAPI counts code points.
	{networks.Pinterest, "family of four", "👨‍👩‍👧‍👦", 7},

	// YouTube: descriptions in bytes.
	{networks.YouTube, "accents", "pâte levée", 12},

	{networks.WordPress, "family of four", "👨‍👩‍👧‍👦", 1},
	{"mosaic", "of a later version", "é👨‍👩‍👧‍👦", 2},
}

func TestUsed(t *testing.T) {
	for _, c := range usedCases {
		if got := networks.Count(c.network, c.text).Used; got != c.used {
			t.Errorf("%s, %s: %q counts %d, want %d", c.network, c.name, c.text, got, c.used)
		}
	}
}

func TestTextBounds(t *testing.T) {
	for _, tt := range []struct {
		network networks.Network
		max     int
		unit    networks.Unit
	}{
		{networks.Bluesky, 300, networks.Graphemes},
		{networks.Mastodon, 500, networks.Graphemes},
		{networks.X, 280, networks.Weighed},
		{networks.Threads, 500, networks.EmojiBytes},
		{networks.Facebook, 63206, networks.UTF16},
		{networks.Instagram, 2200, networks.UTF16},
		{networks.LinkedIn, 3000, networks.UTF16},
		{networks.Google, 1500, networks.UTF16},
		{networks.YouTube, 5000, networks.Bytes},
		{networks.TikTok, 2200, networks.UTF16},
		{networks.Pinterest, 800, networks.CodePoints},
		{networks.Telegram, 4096, networks.UTF16},
		{networks.Discord, 2000, networks.UTF16},
		{networks.WordPress, 0, networks.Graphemes},
		{"mosaic", 0, networks.Graphemes},
	} {
		if c := networks.Count(tt.network, ""); c.Max != tt.max || c.Unit != tt.unit {
			t.Errorf("%s takes %d %s", tt.network, c.Max, c.Unit)
		}
		if tt.max == 0 {
			continue
		}
		if c := networks.Count(tt.network, strings.Repeat("a", tt.max)); !c.Fits() || c.Share() != 1 {
			t.Errorf("%s: a text at the bound: %+v", tt.network, c)
		}
		if c := networks.Count(tt.network, strings.Repeat("a", tt.max+1)); c.Fits() || c.Over() != 1 {
			t.Errorf("%s: a text over the bound: %+v", tt.network, c)
		}
	}
}

// Every network has limits that make sense.
func TestEveryNetworkHasLimits(t *testing.T) {
	for _, n := range all[:len(all)-1] {
		l, ok := networks.LimitsOf(n)
		if !ok || !n.Known() || l.Network != n {
			t.Errorf("%s: known %v, limits %+v", n, n.Known(), l.Network)
		}
		for _, r := range []networks.Ratios{l.ImageRatios, l.Video.Ratios} {
			if r.Min.Width*r.Max.Height > r.Max.Width*r.Min.Height {
				t.Errorf("%s: ratios %v to %v", n, r.Min, r.Max)
			}
		}
		if l.Video.Longest > 0 && l.Video.Shortest >= l.Video.Longest || l.Video.Refused && l.Needs == networks.NeedsVideo {
			t.Errorf("%s: video %+v", n, l.Video)
		}
		if l.Text.Max > 0 && l.Folding.Characters > l.Text.Max || l.Price.WithLink < l.Price.Post {
			t.Errorf("%s: folding %+v, price %+v", n, l.Folding, l.Price)
		}
	}
	if _, ok := networks.LimitsOf("mosaic"); ok || networks.Network("mosaic").Known() {
		t.Error("a network of a later version is known")
	}
	var threads []networks.Network
	for _, n := range all {
		if l, _ := networks.LimitsOf(n); l.Threads {
			threads = append(threads, n)
		}
	}
	if !slices.Equal(threads, []networks.Network{networks.Bluesky, networks.Mastodon, networks.X, networks.Threads}) {
		t.Errorf("threads on %v", threads)
	}
}

func TestWhatIsFoundInAText(t *testing.T) {
	text := "#pain et #brioche chez @martin et @mairie.nantes.fr\u202f: https://martin.fr, martin.fr et https://martin.fr"
	for _, tt := range []struct {
		network                   networks.Network
		hashtags, mentions, links int
	}{
		{networks.Bluesky, 2, 1, 1},
		{networks.Mastodon, 2, 2, 1},
		{networks.X, 2, 2, 1}, // @mairie
		{networks.Instagram, 2, 2, 1},
		{networks.LinkedIn, 2, 0, 1},
		{networks.Google, 0, 0, 1},
		{networks.WordPress, 0, 0, 1},
	} {
		c := networks.Count(tt.network, text)
		if c.Hashtags != tt.hashtags || c.Mentions != tt.mentions || c.Links != tt.links {
			t.Errorf("%s: %d hashtags, %d mentions, %d links", tt.network, c.Hashtags, c.Mentions, c.Links)
		}
	}
}

func TestWarningCounts(t *testing.T) {
	p := networks.Piece{Text: "https://martin.fr/carte", Warning: "Vu sur https://t.co"}
	for n, want := range map[networks.Network]int{networks.Mastodon: 23 + 19, networks.Bluesky: 23} {
		l, _ := networks.LimitsOf(n)
		if got := l.Count(p).Used; got != want {
			t.Errorf("%s counts %d, want %d", n, got, want)
		}
	}
	l, _ := networks.LimitsOf(networks.Mastodon)
	p = networks.Piece{Text: strings.Repeat("a", 500), Warning: strings.Repeat("é", 20)}
	if at := l.Cut(p); at != 480 {
		t.Errorf("%d characters kept beside a warning of 20", at)
	}
}

func TestCaptionIsShorter(t *testing.T) {
	l, _ := networks.LimitsOf(networks.Telegram)
	text := strings.Repeat("a", 2000)
	if c := l.Count(networks.Piece{Text: text}); c.Max != 4096 || !c.Fits() {
		t.Errorf("a text alone: %+v", c)
	}
	if c := l.Count(networks.Piece{Text: text, Images: make([]networks.Picture, 1)}); c.Max != 1024 || c.Over() != 976 {
		t.Errorf("a caption: %+v", c)
	}
}

func TestLimitsOfAnInstance(t *testing.T) {
	mastodon, _ := networks.LimitsOf(networks.Mastodon)
	text := networks.Piece{Text: "@a@nantes.social https://martin.fr/une-longue-adresse 👨‍👩‍👧‍👦"}
	for _, tt := range []struct {
		name      string
		instance  networks.Instance
		used, max int
		images    int
	}{
		{"said nothing", networks.Instance{}, 2 + 1 + 23 + 1 + 1, 500, 4},
		{"larger", networks.Instance{Characters: 5000, LinkSize: 30, Images: 8}, 2 + 1 + 30 + 1 + 1, 5000, 8},
		{"GoToSocial", networks.Instance{Software: networks.SoftwareGoToSocial, Characters: 5000, LinkSize: 25, Images: 6}, 16 + 1 + 36 + 1 + 7, 5000, 6},
		{"Pixelfed", networks.Instance{Software: networks.SoftwarePixelfed}, 16 + 1 + 36 + 1 + 7, 500, 4},
	} {
		l := mastodon.On(tt.instance)
		if c := l.Count(text); c.Used != tt.used || c.Max != tt.max || l.Images != tt.images {
			t.Errorf("%s: %+v, %d images", tt.name, c, l.Images)
		}
		if needs := l.Needs == networks.NeedsMedia; needs != (tt.name == "Pixelfed") {
			t.Errorf("%s: needs %q", tt.name, l.Needs)
		}
		if strips := l.Refused == "<"; strips != (tt.name == "Pixelfed") {
			t.Errorf("%s: refuses %q", tt.name, l.Refused)
		}
	}
	heavy := networks.Instance{ImageBytes: 1, ImagePixels: 2, ImageFormats: "image/png", Alt: 3, VideoBytes: 4, VideoRate: 5, VideoPixels: 6}
	l := mastodon.On(heavy)
	if l.ImageBytes != 1 || l.ImagePixels != 2 || len(l.ImageFormats) != 1 || l.Alt.Max != 3 || l.Video.Bytes != 4 || l.Video.Rate != 5 || l.Video.Pixels != 6 {
		t.Errorf("limits of media are not the server's: %+v", l)
	}
}

func TestLimitsOfAnAccount(t *testing.T) {
	large := networks.Account{Network: networks.Mastodon, Instance: networks.Instance{Characters: 5000}}
	small := networks.Account{Network: networks.Mastodon, Instance: networks.Instance{Characters: 300}}
	bluesky := networks.Account{Network: networks.Bluesky}
	if l, ok := large.Limits(); !ok || l.Text.Max != 5000 || l.LinkSize != 23 {
		t.Errorf("%v, %+v", ok, l.Text)
	}
	if _, ok := (networks.Account{Network: "mosaic"}).Limits(); ok {
		t.Error("a network of a later version has limits")
	}
	for _, tt := range []struct {
		name     string
		accounts []networks.Account
		max      int
	}{
		{"none", nil, 500},
		{"of another network", []networks.Account{bluesky}, 500},
		{"one", []networks.Account{bluesky, large}, 5000},
		{"two", []networks.Account{large, small}, 300},
		{"two, the other way round", []networks.Account{small, large}, 300},
	} {
		if l := networks.LimitsAmong(networks.Mastodon, tt.accounts); l.Text.Max != tt.max {
			t.Errorf("%s: %d characters, want %d", tt.name, l.Text.Max, tt.max)
		}
	}
}

func TestCost(t *testing.T) {
	for _, tt := range []struct {
		network networks.Network
		text    string
		cost    int
	}{
		{networks.X, "Du pain", 15},
		{networks.X, "Du pain sur martin.fr", 200},
		{networks.Bluesky, "https://martin.fr", 0},
	} {
		l, _ := networks.LimitsOf(tt.network)
		if got := l.Cost(networks.Piece{Text: tt.text}); got != tt.cost {
			t.Errorf("%s: %q costs %d", tt.network, tt.text, got)
		}
	}
}
