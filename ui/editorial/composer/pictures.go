package composer

import (
	"context"
	"image"
	"io"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	uri "fyne.io/fyne/v2/storage"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/media"
	"parvis/app/publishing"
	"parvis/assets/icons"
	"parvis/ui/kit"
	uimedia "parvis/ui/media"
	"parvis/ui/page"
)

// album keeps the pictures of the open post at the size they are shown.
type album struct {
	host     page.Host
	images   Images
	pictures map[media.Hash]image.Image // nil for one that cannot be shown
	sizes    map[media.Hash]media.Size  // as kept
}

// shownEdge is the longest side of a picture on the page, in pixels of a dense
// screen.
const shownEdge = 720

func newAlbum(h page.Host, images Images) *album {
	return &album{host: h, images: images, sizes: make(map[media.Hash]media.Size)}
}

// load fetches the pictures of a post that are not there yet, forgets those of
// others, and calls came once there is something new to draw.
func (a *album) load(used []editorial.PostImage, came func()) {
	before := a.pictures
	a.pictures = make(map[media.Hash]image.Image, len(used))
	var missing []media.Hash
	for _, u := range used {
		if known, ok := before[u.Hash]; ok {
			a.pictures[u.Hash] = known
		} else if !slices.Contains(missing, u.Hash) {
			missing = append(missing, u.Hash)
		}
	}
	if len(missing) == 0 {
		return
	}
	into, fetched, sizes := a.pictures, make(map[media.Hash]image.Image, len(missing)), make(map[media.Hash]media.Size)
	page.Do(a.host,
		func(ctx context.Context) error {
			for _, hash := range missing {
				if kept, err := a.images.Image(ctx, hash); err == nil {
					sizes[hash] = media.Size{Width: kept.Width, Height: kept.Height}
				}
				// What cannot be decoded is shown as such; a check tells it is lost.
				picture, err := a.images.Thumbnail(ctx, hash, shownEdge)
				if err != nil {
					picture = nil
				}
				fetched[hash] = picture
			}
			return nil
		},
		func(error) {
			for hash, picture := range fetched {
				into[hash] = picture
			}
			for hash, size := range sizes {
				a.sizes[hash] = size
			}
			came()
		},
	)
}

// shown is the part of a picture that a post shows, nil while or where there is
// none.
func (a *album) shown(used editorial.PostImage) image.Image {
	picture := a.pictures[used.Hash]
	size := a.sizes[used.Hash]
	part, cuts := picture.(interface {
		SubImage(r image.Rectangle) image.Image
	})
	if picture == nil || used.Crop.IsZero() || !cuts || size.Width == 0 || size.Height == 0 {
		return picture
	}
	// The picture is smaller than the one that is kept.
	b, c := picture.Bounds(), used.Crop.In(size)
	at := image.Rect(c.X*b.Dx()/size.Width, c.Y*b.Dy()/size.Height,
		(c.X+c.Width)*b.Dx()/size.Width, (c.Y+c.Height)*b.Dy()/size.Height).Add(b.Min)
	return part.SubImage(at)
}

// strip shows the pictures of the post with their alternative texts, and takes
// new ones in. They are put in order by dragging, or with Alt and the arrows.
type strip struct {
	view   *View
	object *kit.Reorder
	more   []*kit.Button // of the tiles
	taking int           // pictures on their way in
}

// Size of a picture of the strip.
const (
	tileWidth  float32 = 116
	tileHeight float32 = 80
)

func newStrip(v *View) *strip {
	s := &strip{view: v, object: kit.NewReorder(8)}
	s.object.OnMove = s.move
	s.object.OnOpen = func(i int) {
		if i < len(s.more) {
			kit.ShowMenu(s.more[i], s.actions(i)...)
		}
	}
	return s
}

func (s *strip) draw() {
	v, text := s.view, s.view.host.Text()
	images := v.images()
	var tiles []fyne.CanvasObject
	s.more = nil
	for i, used := range images {
		tiles = append(tiles, s.tile(i, used))
	}
	add := kit.NewButton(text.T("composer.image.add"), s.pick).WithIcon(icons.Plus).WithTip(text.T("composer.image.add.tip"))
	library := kit.NewButton(text.T("composer.image.library"), s.choose).WithTip(text.T("composer.image.library.tip"))
	if s.taking > 0 {
		add.SetText(text.T("composer.image.taking"))
		add.Disable()
	}
	limits := v.limitsOn(v.measured())
	switch {
	case limits.NoImages:
		add.SetTip(text.T("composer.image.refused", "Network", v.measured().Name()))
		add.Disable()
		library.Disable()
	case limits.Images > 0 && len(images) >= limits.Images:
		add.SetTip(text.N("composer.image.enough", limits.Images, "Network", v.measured().Name()))
		add.Disable()
		library.Disable()
	}
	var last []fyne.CanvasObject
	if v.open.post.Video != "" {
		last = append(last, v.reel.tile())
	}
	if len(images) == 0 {
		s.object.SetTiles(nil, append(last, add, library)...)
		return
	}
	last = append(last, kit.Width(tileWidth, kit.VStack(6, kit.Height((tileHeight-6)/2, add), kit.Height((tileHeight-6)/2, library))))
	s.object.SetTiles(tiles, last...)
}

// tile is one picture: a tap on its tag describes it.
func (s *strip) tile(i int, used editorial.PostImage) fyne.CanvasObject {
	text := s.view.host.Text()
	word, tone, tip := "composer.alt.missing", kit.ToneAttention, text.T("composer.alt.missing.tip")
	if written(used.Alt) {
		word, tone, tip = "composer.alt.written", kit.ToneGood, used.Alt
	}
	tag := kit.NewActionTag(text.T(word), tone, func() { s.describe(i) })
	tag.SetToolTip(tip)
	remove := kit.NewIconButton(icons.Close, text.T("composer.image.remove"), func() { s.remove(i) }).Compact()
	more := kit.NewMenuButton("", text.T("composer.image.more"), func() []*fyne.MenuItem { return s.actions(i) }).Compact()
	s.more = append(s.more, more)
	return container.New(&tileLayout{}, s.view.album.draw(used, 8), tag, remove, more)
}

// actions are what can be done with a picture.
func (s *strip) actions(i int) []*fyne.MenuItem {
	text := s.view.host.Text()
	item := func(key string, do func(int)) *fyne.MenuItem { return fyne.NewMenuItem(text.T(key), func() { do(i) }) }
	return []*fyne.MenuItem{
		item("composer.image.crop", s.crop), item("composer.image.describe", s.describe),
		item("composer.image.rights", s.rights), item("composer.image.remove", s.remove),
	}
}

// move puts a picture at another place.
func (s *strip) move(from, to int) {
	images := slices.Clone(s.view.images())
	if from < 0 || from >= len(images) || to < 0 || to >= len(images) {
		return
	}
	one := images[from]
	s.put(slices.Insert(slices.Delete(images, from, from+1), to, one))
}

// choose takes pictures of the library.
func (s *strip) choose() {
	post, on := s.view.open.post.ID, s.view.versions.on
	uimedia.ShowLibrary(s.view.host, s.view.s.Library, uimedia.LibraryOptions{Several: true}, func(chosen []media.Item) {
		if post != s.view.open.post.ID || !s.view.writable() {
			return
		}
		s.view.versions.see(on)
		var taken []media.Hash
		for _, one := range chosen {
			if one.Kind == media.KindVideo {
				s.view.reel.set(one.Hash)
				continue
			}
			taken = append(taken, one.Hash)
		}
		if len(taken) > 0 {
			s.add(taken)
		}
	})
}

// crop chooses the part of a picture that the tab shows.
func (s *strip) crop(i int) {
	v := s.view
	images := v.images()
	if i < 0 || i >= len(images) {
		return
	}
	post, on, used := v.open.post.ID, v.versions.on, images[i]
	label, shape := v.host.Text().T("composer.version.common"), v.measured()
	if on != "" {
		label, shape = on.Name(), on
	}
	limits := v.limitsOn(shape)
	wanted := uimedia.CropFor{
		Label: label, Bounds: publishing.BoundsOf(limits), Crop: used.Crop, Allowed: limits.ImageRatios,
	}
	uimedia.ShowCrop(v.host, v.s.Images, used.Hash, []uimedia.CropFor{wanted}, func(crops []media.Crop) {
		if post != v.open.post.ID || !v.writable() {
			return
		}
		v.versions.see(on)
		now := slices.Clone(v.images())
		if at := slices.IndexFunc(now, func(o editorial.PostImage) bool { return o.Hash == used.Hash }); at >= 0 {
			now[at].Crop = crops[0]
			s.put(now)
		}
	})
}

// rights shows who agreed to be on a picture.
func (s *strip) rights(i int) {
	if images := s.view.images(); i >= 0 && i < len(images) {
		s.view.showRights(images[i].Hash)
	}
}

func (v *View) showRights(h media.Hash) {
	uimedia.ShowRights(v.host, v.s.Library, h, v.look)
}

// draw returns what a post shows of a picture, which fills its box, or a sign while
// or where there is none.
func (a *album) draw(used editorial.PostImage, radius float32) fyne.CanvasObject {
	_, known := a.pictures[used.Hash]
	picture := a.shown(used)
	if picture == nil {
		sign := icons.Image
		if known {
			sign = icons.Alert
		}
		return kit.NewSurface(container.NewCenter(kit.NewIcon(sign, 22, kit.ColorMuted)), kit.ColorTrack, kit.ColorLine, radius, 0)
	}
	drawn := canvas.NewImageFromImage(picture)
	drawn.FillMode, drawn.CornerRadius, drawn.ScaleMode = canvas.ImageFillCover, radius, canvas.ImageScaleSmooth
	return drawn
}

// tileLayout puts a tag at the bottom left of a picture, a button at its top right
// and another at its top left.
type tileLayout struct{}

// Layout is called by Fyne.
func (*tileLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(s)
	tag := o[1].MinSize()
	if natural, ok := o[1].(interface{ NaturalWidth() float32 }); ok {
		tag.Width = min(natural.NaturalWidth(), s.Width-8)
	}
	o[1].Move(fyne.NewPos(4, s.Height-tag.Height-4))
	o[1].Resize(tag)
	button := o[2].MinSize()
	o[2].Move(fyne.NewPos(s.Width-button.Height-4, 4))
	o[2].Resize(fyne.NewSquareSize(button.Height))
	o[3].Move(fyne.NewPos(4, 4))
	o[3].Resize(fyne.NewSquareSize(button.Height))
}

// MinSize is called by Fyne.
func (*tileLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(tileWidth, tileHeight) }

// source is a file that may be a picture.
type source struct {
	name string
	open func() (io.ReadCloser, error)
}

// pick asks for a picture by the system's own dialog.
func (s *strip) pick() {
	v := s.view
	id := v.open.post.ID
	v.s.Pick(v.host.Text().T("composer.image.pick"), func(name string, r io.ReadCloser, err error) {
		fyne.Do(func() {
			switch {
			case err != nil:
				v.told(id, err)
			case r != nil:
				s.take(id, []source{{name, func() (io.ReadCloser, error) { return r, nil }}})
			}
		})
	})
}

// drop takes the files that were dropped on the window.
func (s *strip) drop(dropped []fyne.URI) {
	if s.view.open.post.ID == "" || s.view.open.state.Fixed() {
		return
	}
	var sources []source
	for _, u := range dropped {
		sources = append(sources, source{u.Name(), func() (io.ReadCloser, error) { return uri.Reader(u) }})
	}
	s.take(s.view.open.post.ID, sources)
}

// take brings pictures into the file and into the post they were meant for.
// Those that cannot be used are told, the others are there.
func (s *strip) take(post app.ID, sources []source) {
	v := s.view
	s.taking++
	s.draw()
	var taken []media.Hash
	page.Do(v.host,
		func(ctx context.Context) (failed error) {
			for _, one := range sources {
				added, err := s.read(ctx, one)
				if err == nil {
					taken = append(taken, added)
				} else if failed == nil {
					failed = err
				}
			}
			return failed
		},
		func(err error) {
			s.taking--
			if post == v.open.post.ID && !v.open.state.Fixed() {
				s.add(taken)
			}
			if err != nil {
				v.told(post, err)
			}
		},
	)
}

func (s *strip) read(ctx context.Context, one source) (media.Hash, error) {
	r, err := one.open()
	if err != nil {
		return "", app.Fail(app.CodeUnavailable, "media.error.unreadable", "Name", one.name).Because(err)
	}
	defer r.Close()
	added, err := s.view.s.Images.Add(ctx, one.name, r)
	return added.Hash, err
}

// add puts pictures in the post, those that are there already once.
func (s *strip) add(taken []media.Hash) {
	v := s.view
	images := slices.Clone(v.images())
	for _, hash := range taken {
		if !slices.ContainsFunc(images, func(i editorial.PostImage) bool { return i.Hash == hash }) {
			images = append(images, editorial.PostImage{Hash: hash})
		}
	}
	s.put(images)
}

// put replaces the pictures of the post.
func (s *strip) put(images []editorial.PostImage) {
	v := s.view
	same := slices.Equal(images, v.images())
	if !same {
		v.setImages(images)
	}
	s.draw()
	v.arrange()
	if same {
		return
	}
	v.failed("")
	v.album.load(v.open.post.EveryImage(), v.pictured)
	v.changed()
}

// remove takes a picture out of the post; it can be undone.
func (s *strip) remove(i int) {
	v := s.view
	id, on, before := v.open.post.ID, v.versions.on, v.images()
	if i < 0 || i >= len(before) {
		return
	}
	removed := before[i]
	s.put(slices.Delete(slices.Clone(before), i, i+1))
	v.host.Toast(v.host.Text().T("composer.image.removed"), func() {
		if v.open.post.ID != id || v.open.state.Fixed() {
			return
		}
		v.versions.see(on)
		now := v.images()
		s.put(slices.Insert(slices.Clone(now), min(i, len(now)), removed))
	})
}

// describe opens the alternative text of a picture. What is typed is saved as
// the rest is.
func (s *strip) describe(i int) {
	v, text := s.view, s.view.host.Text()
	if i < 0 || i >= len(v.images()) {
		return
	}
	post, on, used := v.open.post.ID, v.versions.on, v.images()[i]
	field := kit.NewTextArea("").WithPlaceholder(text.T("composer.alt.placeholder")).WithHint(text.T("composer.alt.why"))
	field.SetRows(4)
	field.SetText(used.Alt)
	field.OnChanged = func(typed string) {
		images := slices.Clone(v.images())
		at := slices.IndexFunc(images, func(o editorial.PostImage) bool { return o.Hash == used.Hash })
		if post != v.open.post.ID || on != v.versions.on || at < 0 {
			return
		}
		images[at].Alt = typed
		v.redescribe(images)
		v.typed()
	}
	kit.NewModal(text, v.host.Window().Canvas(), kit.ModalOptions{
		Title:   text.T("composer.alt.title", "Number", i+1),
		Content: kit.VStack(12, kit.Height(220, v.album.draw(used, 8)), field),
		Cancel:  text.T("composer.alt.done"),
		First:   field.Focusable(),
		OnClosed: func(bool) {
			s.draw()
			v.changed()
		},
	}).Show()
}

// written reports whether an alternative text says something.
func written(alt string) bool { return strings.TrimSpace(alt) != "" }
