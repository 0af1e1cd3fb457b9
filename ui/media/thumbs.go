package media

import (
	"context"
	"image"

	"parvis/app/media"
	"parvis/ui/page"
)

// thumbs keeps the pictures of a wall at the size they are shown, and fetches
// those in sight that are missing.
type thumbs struct {
	host     page.Host
	images   Images
	came     func() // something new can be drawn
	pictures map[media.Hash]image.Image
	wanted   []media.Hash // in sight and missing
	busy     bool
	closed   bool
}

const (
	// thumbEdge is the longest side of a thumbnail, in pixels of a dense screen.
	thumbEdge = 340
	// mostThumbs bounds what is kept: some 150 kilobytes each.
	mostThumbs = 240
	// batch is how many are fetched before they are shown.
	batch = 6
)

func newThumbs(h page.Host, images Images, came func()) *thumbs {
	return &thumbs{host: h, images: images, came: came, pictures: make(map[media.Hash]image.Image)}
}

// picture returns a thumbnail, and whether it has been fetched: nil then is one
// that cannot be shown.
func (t *thumbs) picture(h media.Hash) (image.Image, bool) {
	p, known := t.pictures[h]
	return p, known
}

// see tells which are in sight: those that are missing are fetched, and what is
// out of sight makes room.
func (t *thumbs) see(inSight []media.Hash) {
	t.wanted = t.wanted[:0]
	seen := make(map[media.Hash]bool, len(inSight))
	for _, h := range inSight {
		seen[h] = true
		if _, known := t.pictures[h]; !known {
			t.wanted = append(t.wanted, h)
		}
	}
	if len(t.pictures) > mostThumbs {
		for h := range t.pictures {
			if !seen[h] {
				delete(t.pictures, h)
			}
		}
	}
	t.fetch()
}

func (t *thumbs) fetch() {
	if t.busy || t.closed || len(t.wanted) == 0 {
		return
	}
	t.busy = true
	hashes := append([]media.Hash(nil), t.wanted[:min(batch, len(t.wanted))]...)
	fetched := make([]image.Image, len(hashes))
	page.Do(t.host,
		func(ctx context.Context) error {
			for i, h := range hashes {
				// What cannot be decoded is shown as such.
				if picture, err := t.images.Thumbnail(ctx, h, thumbEdge); err == nil {
					fetched[i] = picture
				}
			}
			return nil
		},
		func(error) {
			t.busy = false
			if t.closed {
				return
			}
			for i, h := range hashes {
				t.pictures[h] = fetched[i]
			}
			t.came() // draws, and tells anew what is in sight
		},
	)
}
