package networks

// Limits are a network's own bounds for one post. Zero means "no such bound".
// Source and date of every figure stand beside it in the table.
type Limits struct {
	Graphemes   int // user-perceived characters
	TextBytes   int // UTF-8 bytes of the text
	Images      int // pictures in one post
	ImageBytes  int // bytes of one picture
	AltRequired bool
}

// LimitsOf returns the bounds of a network Parvis can publish to, or false.
func LimitsOf(n Network) (Limits, bool) {
	l, ok := limits[n]
	return l, ok
}

var limits = map[Network]Limits{
	// app.bsky.feed.post and app.bsky.embed.images lexicons, read 2026-08: 300
	// graphemes, 3000 bytes, 4 images of 2 000 000 bytes. Servers older than
	// that lexicon accept 1 000 000 bytes, which is what Parvis keeps to.
	Bluesky: {Graphemes: 300, TextBytes: 3000, Images: 4, ImageBytes: 1_000_000},
}
