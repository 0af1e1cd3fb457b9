package composer

import (
	"context"

	"fyne.io/fyne/v2"

	"parvis/app/media"
	"parvis/assets/icons"
	"parvis/ui/kit"
	uimedia "parvis/ui/media"
	"parvis/ui/page"
)

// reel is the video of the open post: what is known of it, for its tile and the
// preview.
type reel struct {
	view   *View
	known  media.Video
	loader page.Loader
}

// load reads what is known of the video of the open post, and redraws once it is
// there.
func (r *reel) load() {
	v := r.view
	hash := v.open.post.Video
	if hash == r.known.Hash {
		return
	}
	r.known = media.Video{Hash: hash}
	if hash == "" {
		return
	}
	page.Load(&r.loader, v.host,
		func(ctx context.Context) (media.Video, error) { return v.s.Library.Videos.Facts(ctx, hash) },
		func(known media.Video, err error) {
			// A video that is not known is told by the checks.
			if err == nil && hash == v.open.post.Video {
				r.known = known
				v.pictured()
				v.arrange()
			}
		},
	)
}

// caption names the video and its length.
func (r *reel) caption() string {
	if r.known.Name == "" {
		return r.view.host.Text().T("composer.video")
	}
	return r.known.Name + " · " + media.Clock(r.known.Duration)
}

// tile shows the video beside the pictures.
func (r *reel) tile() fyne.CanvasObject {
	text := r.view.host.Text()
	remove := kit.NewIconButton(icons.Close, text.T("composer.video.remove"), func() { r.set("") }).Compact()
	return kit.NewSurface(kit.HStack(8, kit.NewIcon(icons.Video, 18, kit.ColorMuted),
		kit.Width(tileWidth, kit.Secondary(r.caption()).WithTip(r.caption())), remove), kit.ColorTrack, kit.ColorLine, 8, 6)
}

// set gives the post a video, none with ""; taking one away can be undone.
func (r *reel) set(hash media.Hash) {
	v := r.view
	id, before := v.open.post.ID, v.open.post.Video
	if !v.writable() || hash == before {
		return
	}
	v.open.post.Video = hash
	r.load()
	v.strip.draw()
	v.arrange()
	v.changed()
	if hash == "" {
		v.host.Toast(v.host.Text().T("composer.video.removed"), func() {
			if id == v.open.post.ID {
				r.set(before)
			}
		})
	}
}

// show opens the library on the videos: to find again one that moved, or to choose
// another.
func (r *reel) show() {
	id := r.view.open.post.ID
	uimedia.ShowLibrary(r.view.host, r.view.s.Library, uimedia.LibraryOptions{Kind: media.KindVideo}, func(chosen []media.Item) {
		if id == r.view.open.post.ID && len(chosen) > 0 {
			r.set(chosen[0].Hash)
		}
	})
}
