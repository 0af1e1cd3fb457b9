package media

import (
	"context"
	"io"

	"fyne.io/fyne/v2"

	"parvis/app/media"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// adder is the button that takes in what the library is opened for: a picture, a
// video, or one of both from a menu.
func (l *library) adder() *kit.Button {
	text := l.host.Text()
	switch l.options.Kind {
	case media.KindImage:
		return kit.NewButton(text.T("media.library.add"), l.add).WithIcon(icons.Plus)
	case media.KindVideo:
		return kit.NewButton(text.T("media.library.add"), l.addVideo).WithIcon(icons.Plus)
	}
	return kit.NewMenuButton(text.T("media.library.add"), "", l.additions).WithIcon(icons.Plus)
}

// additions are the kinds of things that can be added.
func (l *library) additions() []*fyne.MenuItem {
	return []*fyne.MenuItem{
		fyne.NewMenuItem(l.host.Text().T("media.library.add.image"), l.add),
		fyne.NewMenuItem(l.host.Text().T("media.library.add.video"), l.addVideo),
	}
}

// add asks for a picture and takes it in.
func (l *library) add() {
	l.s.Pick(l.host.Text().T("media.library.pick"), func(name string, r io.ReadCloser, err error) {
		fyne.Do(func() {
			switch {
			case err != nil:
				l.modal.SetError(l.host.Sentence(err))
			case r != nil:
				l.take(name, r)
			}
		})
	})
}

func (l *library) take(name string, r io.ReadCloser) {
	var added media.Image
	page.Do(l.host,
		func(ctx context.Context) (err error) {
			defer r.Close()
			added, err = l.s.Images.Add(ctx, name, r)
			return err
		},
		func(err error) { l.came(added.Hash, err) },
	)
}

// came shows what was added, or why it was not.
func (l *library) came(h media.Hash, err error) {
	if err != nil {
		l.modal.SetError(l.host.Sentence(err))
		return
	}
	if l.query != (media.Query{Kind: l.query.Kind, Day: l.query.Day}) {
		l.clear() // what came must be in sight
	}
	l.load(h)
}

// addVideo asks for a video and takes it in.
func (l *library) addVideo() {
	l.pickVideo(func(ctx context.Context, path string, progress media.Progress) (media.Video, error) {
		return l.s.Videos.Add(ctx, path, progress)
	})
}

// findVideo asks where a video has gone.
func (l *library) findVideo(h media.Hash) {
	l.pickVideo(func(ctx context.Context, path string, progress media.Progress) (media.Video, error) {
		return l.s.Videos.Relink(ctx, h, path, progress)
	})
}

// pickVideo asks for a video and reads it through, which may take minutes: how
// far it is is shown, and it can be stopped.
func (l *library) pickVideo(read func(ctx context.Context, path string, progress media.Progress) (media.Video, error)) {
	text := l.host.Text()
	l.s.PickVideo(text.T("media.library.pick_video"), func(path string, err error) {
		fyne.Do(func() {
			switch {
			case err != nil:
				l.modal.SetError(l.host.Sentence(err))
			case path != "":
				l.readVideo(path, read)
			}
		})
	})
}

func (l *library) readVideo(path string, read func(ctx context.Context, path string, progress media.Progress) (media.Video, error)) {
	text := l.host.Text()
	l.giveUp()
	ctx, giveUp := context.WithCancel(context.Background())
	l.giveUp = giveUp
	l.modal.SetError("")
	l.busy.Start(text.T("media.library.reading"))
	l.modal.Refresh()
	var video media.Video
	shown := int64(-1)
	page.DoUntil(ctx, l.host,
		func(working context.Context) (err error) {
			video, err = read(working, path, func(done, total int64) {
				// A hundred steps are enough to see it move.
				share := 100 * done / total
				if share == shown {
					return
				}
				shown = share
				fyne.Do(func() {
					if ctx.Err() == nil {
						l.busy.Progress(text.T("media.library.read", "Done", text.Bytes(done), "Total", text.Bytes(total)), float64(done)/float64(total))
					}
				})
			})
			return err
		},
		func(err error) {
			stopped := ctx.Err() != nil
			giveUp()
			l.busy.Stop()
			l.modal.Refresh()
			if !stopped {
				l.details.item = media.Item{} // what is said of it may have changed
				l.came(video.Hash, err)
			}
		},
	)
}
