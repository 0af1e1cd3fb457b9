package media

import (
	"context"
	"image"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// details shows one item of the library at the side: what it is, what is said of
// it, where it is used. What is typed is saved by itself.
type details struct {
	library *library
	object  *fyne.Container
	item    media.Item
	saver   *page.Saver
	loader  page.Loader
	name    *kit.Entry
	tags    *kit.Entry
	people  *kit.Checkbox
	rights  *fyne.Container
	uses    *fyne.Container
}

func newDetails(l *library) *details {
	d := &details{library: l, object: kit.VStack(12)}
	d.saver = page.NewSaver(l.host, d.save)
	return d
}

// mostUses bounds the posts listed under an item.
const mostUses = 6

// show shows an item; ok is false when there is none. What is being typed of the
// same item stays.
func (d *details) show(item media.Item, ok bool) {
	if ok && item.Hash == d.item.Hash && len(d.object.Objects) > 0 {
		d.item.Rights, d.item.Uses, d.item.People = item.Rights, item.Uses, item.People
		d.drawRights()
		return
	}
	d.saver.Flush()
	d.item = item
	d.object.RemoveAll()
	if ok {
		d.build()
	}
	d.object.Refresh()
}

func (d *details) build() {
	l, text, item := d.library, d.library.host.Text(), d.item
	d.object.Add(kit.Height(128, d.preview()))
	d.name = kit.NewEntry(text.T("media.library.name"))
	d.name.SetText(item.Name)
	d.tags = kit.NewEntry(text.T("media.library.tags")).WithPlaceholder(text.T("media.library.tags.placeholder"))
	d.tags.SetText(strings.Join(item.Tags, ", "))
	d.people = kit.NewCheckbox(text.T("media.library.people"), item.People, nil)
	d.name.OnChanged = func(string) { d.saver.Typed() }
	d.tags.OnChanged = func(string) { d.saver.Typed() }
	d.people.OnChanged = func(checked bool) {
		d.item.People = checked
		d.drawRights()
		d.saver.Typed()
		d.saver.Flush()
	}
	facts := []string{text.T("media.crop.pixels", "Width", item.Size.Width, "Height", item.Size.Height), media.FormatName(item.MIME), text.Bytes(item.Bytes)}
	d.object.Add(d.name)
	d.object.Add(kit.NewText(strings.Join(facts, " · ")+"\n"+text.T("media.library.added", "Day", text.DateNumeric(app.DateOf(item.AddedAt.In(l.host.Now().Location())))), kit.StyleCaption).Wrapped())
	if item.Kind == media.KindVideo {
		d.object.Add(d.video())
	}
	d.object.Add(d.tags)
	d.rights = kit.VStack(6)
	d.object.Add(kit.VStack(8, d.people, d.rights))
	d.uses = kit.VStack(2)
	d.object.Add(d.uses)
	remove := kit.NewButton(text.T("media.library.delete"), func() { l.remove(d.item) }).Compact().WithIcon(icons.Trash)
	if item.Uses > 0 {
		remove.Disable()
		remove.SetTip(text.N("media.library.kept", item.Uses))
	}
	d.object.Add(kit.HStack(0, remove, kit.GrowSpace()))
	d.drawRights()
	d.loadUses()
}

// video says what a video holds and where it is, and offers to find it when it is
// not there any more.
func (d *details) video() fyne.CanvasObject {
	l, text, hash := d.library, d.library.host.Text(), d.item.Hash
	lines := kit.VStack(6)
	var video media.Video
	var gone error
	page.Do(l.host,
		func(ctx context.Context) (err error) {
			if video, err = l.s.Videos.Facts(ctx, hash); err == nil {
				gone = l.s.Videos.Present(ctx, hash)
			}
			return err
		},
		func(err error) {
			if err != nil {
				return // it went meanwhile
			}
			sound := video.AudioCodec
			if sound == "" {
				sound = text.T("media.library.silent")
			}
			parts := []string{networks.CodecName(video.VideoCodec), sound}
			if video.Duration > 0 {
				parts = append([]string{media.Clock(video.Duration)}, parts...)
			}
			if video.FrameRate > 0 {
				parts = append(parts, text.T("media.library.rate", "Rate", text.Number(math.Round(video.FrameRate), 0)))
			}
			lines.Add(kit.NewText(strings.Join(parts, " · "), kit.StyleCaption).Wrapped())
			if gone != nil {
				lines.Add(kit.NewText(l.host.Sentence(gone), kit.StyleCaption).Wrapped().Colored(kit.ColorCoralText))
				lines.Add(kit.HStack(0, kit.NewButton(text.T("media.library.find"), func() { l.findVideo(hash) }).Compact().WithIcon(icons.Folder), kit.GrowSpace()))
			} else {
				lines.Add(kit.NewText(video.Path, kit.StyleCaption))
			}
			d.object.Refresh()
		},
	)
	return lines
}

// preview is the picture, or a sign for what cannot be shown.
func (d *details) preview() fyne.CanvasObject {
	l := d.library
	sign := icons.Image
	if d.item.Kind == media.KindVideo {
		sign = icons.Video
	}
	box := container.NewStack(kit.NewSurface(container.NewCenter(kit.NewIcon(sign, 24, kit.ColorMuted)), kit.ColorTrack, kit.ColorLine, 8, 0))
	if d.item.Kind == media.KindVideo {
		return box
	}
	hash := d.item.Hash
	page.Load(&d.loader, l.host,
		func(ctx context.Context) (image.Image, error) { return l.s.Images.Thumbnail(ctx, hash, 2*thumbEdge) },
		func(picture image.Image, err error) {
			if err != nil {
				return // the sign stays
			}
			drawn := canvas.NewImageFromImage(picture)
			drawn.FillMode, drawn.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
			box.Objects = []fyne.CanvasObject{kit.NewSurface(drawn, kit.ColorTrack, kit.ColorLine, 8, 2)}
			box.Refresh()
		},
	)
	return box
}

// drawRights shows how things are with the rights of the item.
func (d *details) drawRights() {
	l, text := d.library, d.library.host.Text()
	d.rights.RemoveAll()
	report := d.item.Report(l.query.Day)
	if word, tone := badgeOf(l.host, report.Standing); word != "" {
		d.rights.Add(kit.HStack(0, kit.NewTag(word, tone), kit.GrowSpace()))
	}
	for _, m := range report.Messages() {
		d.rights.Add(kit.NewText(text.Say(m), kit.StyleCaption).Wrapped().Colored(kit.ColorInk))
	}
	label := text.T("media.rights.open")
	if n := len(d.item.Rights); n > 0 {
		label = text.N("media.rights.open_all", n)
	}
	d.rights.Add(kit.HStack(0, kit.NewButton(label, d.openRights).Compact().WithIcon(icons.Shield), kit.GrowSpace()))
	d.object.Refresh()
}

func (d *details) openRights() {
	l, item := d.library, d.item
	d.saver.Flush()
	ShowRights(l.host, l.s, item.Hash, func() { l.load(item.Hash) })
}

// loadUses lists the posts where the item is; a tap opens one.
func (d *details) loadUses() {
	l, text, hash, uses := d.library, d.library.host.Text(), d.item.Hash, d.uses
	if d.item.Uses == 0 {
		return
	}
	var found []media.Use
	page.Do(l.host,
		func(ctx context.Context) (err error) {
			found, err = l.s.Library.Uses(ctx, hash)
			return err
		},
		func(err error) {
			if err != nil {
				l.modal.SetError(l.host.Sentence(err))
				return
			}
			uses.Add(kit.Secondary(text.N("media.library.uses", len(found))))
			for _, u := range found[:min(mostUses, len(found))] {
				uses.Add(d.use(u))
			}
			if rest := len(found) - mostUses; rest > 0 {
				uses.Add(kit.Caption(text.N("media.library.more", rest)))
			}
			d.object.Refresh()
		},
	)
}

// use is a post where the item is; a tap opens it.
func (d *details) use(u media.Use) fyne.CanvasObject {
	l, text := d.library, d.library.host.Text()
	when, title := text.T("media.library.unplaced"), strings.TrimSpace(u.Title)
	if !u.At.IsZero() {
		when = text.Moment(u.At)
	}
	if title == "" {
		title = text.T("media.library.untitled")
	}
	return kit.NewTapRow(kit.VStack(0, kit.NewText(title, kit.StyleSecondary).Colored(kit.ColorInk), kit.Caption(when)), 4, func() {
		l.modal.Close()
		l.host.Go(page.Target{Room: page.Editorial, View: page.EditPost, ID: u.Post})
	})
}

// save keeps what was typed, and shows it on the wall.
func (d *details) save() {
	l, item := d.library, d.item
	name, people := strings.TrimSpace(d.name.Text()), d.people.Checked()
	tags, err := media.Tags(d.tags.Text())
	if err != nil {
		d.tags.SetError(l.host.Sentence(err))
		return
	}
	d.tags.SetError("")
	l.queue.Do(l.host,
		func(ctx context.Context) error { return l.s.Library.Describe(ctx, item.Hash, name, tags, people) },
		func(err error) {
			if err != nil {
				l.modal.SetError(l.host.Sentence(err))
				return
			}
			l.refresh(item.Hash)
		},
	)
}

// refresh reads one item anew and shows it, without asking for the whole list.
func (l *library) refresh(h media.Hash) {
	var item media.Item
	page.Do(l.host,
		func(ctx context.Context) (err error) {
			item, err = l.s.Library.Item(ctx, h)
			return err
		},
		func(err error) {
			if err != nil {
				return // it went meanwhile
			}
			l.known[h] = item
			for i := range l.wall.tiles {
				if l.wall.tiles[i].hash == h {
					l.wall.tiles[i] = l.tileOf(item)
				}
			}
			l.wall.Refresh()
			if h == l.details.item.Hash {
				l.detail()
			}
		},
	)
}
