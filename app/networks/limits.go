package networks

import (
	"strings"
	"time"
)

// Limits are a network's own bounds for one post, and what else a post can be
// there. They say nothing of whether Parvis can send to it. Zero means "no such
// bound" wherever nothing else is said. Source and date of every figure stand
// beside it in the table (figures.go); slices are shared, not to be changed.
type Limits struct {
	Network Network

	Text      Bound // of the text
	TextBytes int   // UTF-8 bytes of the text, beside Text
	Caption   Bound // of the text of a post with pictures, where that differs
	Title     Bound // of the title
	// TitleRequired says that a post needs a title.
	TitleRequired bool
	// Refused are the characters that neither text nor title may hold.
	Refused string
	// LinkSize is what every link counts, however long it is; 0 is as written.
	LinkSize int
	// LocalMentions says that of @user@server only @user counts.
	LocalMentions bool
	// WarningCounts says that a content warning counts with the text.
	WarningCounts bool

	Hashtags int
	Mentions int
	Links    int // different ones

	Needs        Need
	NoImages     bool     // pictures are not taken
	Images       int      // pictures in one post
	ImageBytes   int      // bytes of one picture
	ImageFormats []string // media types taken, nil for all that Parvis sends
	ImageEdge    int      // pixels of the longest side
	ImagePixels  int      // pixels in all, width by height
	ImageRatios  Ratios
	NoAlt        bool  // alternative texts are not taken
	Alt          Bound // of one alternative text
	AltRequired  bool
	Video        VideoLimits
	// Mixed says that one post may hold pictures and a video.
	Mixed bool

	Threads      bool // one post can follow another as its answer
	FirstComment bool // Parvis may comment on the post at once
	LinksInert   bool // links in the text cannot be opened
	Folding      Folding
	Price        Price
}

// Bound is a greatest size in a unit. Max 0 is no bound; the unit is then the
// one to count in all the same.
type Bound struct {
	Max  int
	Unit Unit
}

// Need is what a network wants beside the text.
type Need string

// The needs of networks.
const (
	NeedsNothing Need = ""
	NeedsMedia   Need = "media" // a picture or a video
	NeedsVideo   Need = "video"
)

// VideoLimits bound the video of one post.
type VideoLimits struct {
	Refused  bool // videos are not taken
	Bytes    int64
	Shortest time.Duration
	Longest  time.Duration
	Ratios   Ratios
	Smallest int      // pixels of the shortest side
	Edge     int      // pixels of the longest side
	Pixels   int      // pixels of one frame, width by height
	Rate     int      // frames per second
	Codecs   []string // as Video.Codec has them, nil for all
}

// Folding is where a network hides the rest of a text behind "… plus", unless
// the reader asks for it. The zero value hides nothing.
type Folding struct {
	Characters int // user-perceived characters
	Lines      int // lines as typed
}

// Price is what a network bills for one post, in thousandths of a US dollar.
type Price struct {
	Post     int
	WithLink int // of a post whose text has a link
}

// LimitsOf returns the bounds of a network, or false for one that this version
// does not know.
func LimitsOf(n Network) (Limits, bool) {
	l, ok := limits[n]
	l.Network = n
	return l, ok
}

// LimitsAmong returns the bounds of a network for a post that goes to accounts:
// those of the one there that takes the shortest text, the network's own where
// none of them is there.
func LimitsAmong(n Network, accounts []Account) Limits {
	shortest, _ := LimitsOf(n)
	found := false
	for _, a := range accounts {
		if a.Network != n {
			continue
		}
		if l, _ := a.Limits(); !found || l.Text.Max > 0 && (shortest.Text.Max == 0 || l.Text.Max < shortest.Text.Max) {
			shortest, found = l, true
		}
	}
	return shortest
}

// Software is what runs a server of Mastodon's network, in lower case as its
// nodeinfo names it, "" when it did not say.
type Software string

// The kinds of servers that count in their own way; any other is taken for
// Mastodon's.
const (
	SoftwareMastodon   Software = "mastodon"
	SoftwareGoToSocial Software = "gotosocial"
	SoftwarePixelfed   Software = "pixelfed"
)

// Instance is what one server said of its own limits (Mastodon's
// GET /api/v2/instance, "configuration"). Zero means that it said nothing. It is
// comparable, as accounts are.
type Instance struct {
	Software     Software `json:"software,omitempty"`
	Characters   int      `json:"characters,omitempty"`    // statuses.max_characters
	LinkSize     int      `json:"link_size,omitempty"`     // statuses.characters_reserved_per_url
	Images       int      `json:"images,omitempty"`        // statuses.max_media_attachments
	Alt          int      `json:"alt,omitempty"`           // media_attachments.description_limit
	ImageBytes   int      `json:"image_bytes,omitempty"`   // media_attachments.image_size_limit
	ImagePixels  int      `json:"image_pixels,omitempty"`  // media_attachments.image_matrix_limit
	ImageFormats string   `json:"image_formats,omitempty"` // media types, separated by spaces
	VideoBytes   int64    `json:"video_bytes,omitempty"`   // media_attachments.video_size_limit
	VideoRate    int      `json:"video_rate,omitempty"`    // media_attachments.video_frame_rate_limit
	VideoPixels  int      `json:"video_pixels,omitempty"`  // media_attachments.video_matrix_limit
}

// On returns the bounds as one server has them.
func (l Limits) On(i Instance) Limits {
	switch i.Software {
	case SoftwareGoToSocial:
		// internal/processing/status/common.go, read 2026-08: code points of text
		// and warning, links and mentions as written, although the server says
		// that it reserves 25 per link.
		l.Text.Unit, l.LinkSize, l.LocalMentions = CodePoints, 0, false
		i.LinkSize = 0
	case SoftwarePixelfed:
		// A post needs a picture (its source, read 2026-08). How it counts links
		// was not checked: as written is never too little.
		// Of "5<6" it keeps "5": its strip_tags takes the rest for HTML.
		l.Text.Unit, l.LinkSize, l.LocalMentions, l.Needs, l.Refused = CodePoints, 0, false, NeedsMedia, "<"
		i.LinkSize = 0
	}
	said := func(bound *int, value int) {
		if value > 0 {
			*bound = value
		}
	}
	said(&l.Text.Max, i.Characters)
	said(&l.LinkSize, i.LinkSize)
	said(&l.Images, i.Images)
	said(&l.Alt.Max, i.Alt)
	said(&l.ImageBytes, i.ImageBytes)
	said(&l.ImagePixels, i.ImagePixels)
	said(&l.Video.Rate, i.VideoRate)
	said(&l.Video.Pixels, i.VideoPixels)
	if i.VideoBytes > 0 {
		l.Video.Bytes = i.VideoBytes
	}
	if formats := strings.Fields(i.ImageFormats); len(formats) > 0 {
		l.ImageFormats = formats
	}
	return l
}
