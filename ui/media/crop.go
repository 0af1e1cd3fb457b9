// Package media shows the pictures and videos of the business: the library to
// choose from, the crop of a picture for each network, and the authorisations of
// those who are on it.
package media

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app/media"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Images gives pictures and makes them ready (app/media.Service).
type Images interface {
	Image(ctx context.Context, h media.Hash) (media.Image, error)
	Thumbnail(ctx context.Context, h media.Hash, edge int) (image.Image, error)
	Render(ctx context.Context, h media.Hash, c media.Crop, b media.Bounds) (media.Rendered, error)
}

// CropFor is a crop to be chosen: for a network, or for the picture in general.
type CropFor struct {
	// Label is the name of the network or account.
	Label string
	// Allowed are the shapes the network takes.
	Allowed media.Ratios
	// Bounds are what the picture is then made ready for, to tell its size.
	Bounds media.Bounds
	// Crop is the present one, the zero Crop for the one suggested.
	Crop media.Crop
}

// ShowCrop opens the crop of a picture. With several entries the owner crops for
// each; onDone receives their crops in the same order, when they are confirmed:
// the zero Crop where the whole picture is kept. Call it on the main goroutine.
func ShowCrop(h page.Host, images Images, hash media.Hash, all []CropFor, onDone func([]media.Crop)) {
	if len(all) == 0 {
		return
	}
	var size media.Size
	var picture image.Image
	page.Do(h,
		func(ctx context.Context) error {
			kept, err := images.Image(ctx, hash)
			if err != nil {
				return err
			}
			size = media.Size{Width: kept.Width, Height: kept.Height}
			picture, err = images.Thumbnail(ctx, hash, croppedEdge)
			return err
		},
		func(err error) {
			if err != nil {
				h.Failed(err)
				return
			}
			newCropper(h, images, hash, size, picture, all, onDone).modal.Show()
		},
	)
}

// croppedEdge is the longest side of the picture under the frame, in pixels of a
// dense screen.
const croppedEdge = 1100

// cropper is the dialog.
type cropper struct {
	host    page.Host
	images  Images
	hash    media.Hash
	size    media.Size
	all     []cropState
	at      int
	frame   *frame
	shapes  *fyne.Container
	result  *kit.Text
	weight  *kit.Text
	modal   *kit.Modal
	timer   func() // cancels the wait before a weight is computed
	loader  page.Loader
	finding context.CancelFunc // stops the computation that runs
}

// cropState is one of the crops being chosen.
type cropState struct {
	CropFor
	crop, suggested media.Crop
	ratio           media.Ratio
}

func newCropper(h page.Host, images Images, hash media.Hash, size media.Size, picture image.Image, all []CropFor, onDone func([]media.Crop)) *cropper {
	text := h.Text()
	c := &cropper{host: h, images: images, hash: hash, size: size}
	for _, one := range all {
		s := cropState{CropFor: one, suggested: media.SuggestCrop(size, one.Allowed, picture)}
		s.crop = s.suggested
		if !one.Crop.IsZero() {
			s.crop = one.Crop.In(size)
		}
		s.ratio = s.shapeOf()
		c.all = append(c.all, s)
	}
	c.frame = newFrame(picture, size, func(crop media.Crop) {
		c.all[c.at].crop = crop
		c.changed()
	})
	c.shapes = kit.Flow(6)
	c.result, c.weight = kit.Strong(""), kit.Secondary("").Wrapped()
	side := kit.VStack(14)
	if len(all) > 1 {
		labels := make([]string, len(all))
		for i, one := range all {
			labels[i] = one.Label
		}
		side.Add(kit.VStack(5, kit.Secondary(text.T("media.crop.for")), kit.NewSelect(labels, 0, "", c.turn)))
	} else if all[0].Label != "" {
		side.Add(kit.VStack(5, kit.Secondary(text.T("media.crop.for")), kit.Strong(all[0].Label)))
	}
	side.Add(kit.VStack(6, kit.Secondary(text.T("media.crop.shape")), c.shapes))
	side.Add(kit.VStack(3, kit.Secondary(text.T("media.crop.result")), c.result, c.weight))
	side.Add(kit.HStack(0, kit.NewButton(text.T("media.crop.reset"), c.reset).Compact(), kit.GrowSpace()))
	side.Add(kit.NewText(text.T("media.crop.keys"), kit.StyleCaption).Wrapped())
	height := contentHeight(h)
	c.modal = kit.NewModal(text, h.Window().Canvas(), kit.ModalOptions{
		Title:   text.T("media.crop.title"),
		Content: kit.Height(height, kit.Columns(18, kit.Col(2.2, 300, kit.NewSurface(c.frame, kit.ColorTrack, kit.ColorLine, 8, 2)), kit.Col(1, 230, kit.VScroll(side)))),
		Primary: text.T("media.crop.done"),
		Width:   940,
		First:   c.frame,
		OnConfirm: func() bool {
			if c.problem() {
				return false
			}
			onDone(c.chosen())
			return true
		},
		OnClosed: func(bool) { c.stop() },
	})
	c.turn(0)
	return c
}

// contentHeight is the height of a large dialog's content, in the window as it is
// now.
func contentHeight(h page.Host) float32 {
	const around = 2*kit.PagePadding + 2*20 + 26 + 34 + 4*14
	return min(max(h.Window().Canvas().Size().Height-around, 260), 560)
}

// shapeOf returns the ratio that a crop has to keep: the one it has among those
// offered, free for another.
func (s cropState) shapeOf() media.Ratio {
	for _, r := range media.Presets() {
		if s.Allowed.Offers(r) && s.crop.Shaped(r, s.crop.Size()) == s.crop.In(s.crop.Size()) {
			return r
		}
	}
	if s.Allowed != (media.Ratios{}) && s.Allowed.Min == s.Allowed.Max {
		return s.Allowed.Max
	}
	return media.Ratio{}
}

// turn shows the crop of an entry.
func (c *cropper) turn(i int) {
	c.at = i
	c.shape(c.all[i].ratio, false)
}

// shape keeps the crop to a ratio; reshaped makes it so first.
func (c *cropper) shape(ratio media.Ratio, reshaped bool) {
	s := &c.all[c.at]
	s.ratio = ratio
	if reshaped {
		s.crop = s.crop.Shaped(ratio, c.size)
	}
	c.frame.show(s.crop, ratio)
	c.draw()
	c.changed()
}

// draw shows the shapes on offer.
func (c *cropper) draw() {
	restore := kit.KeepFocus(c.host.Window().Canvas(), c.shapes)
	defer restore()
	s := c.all[c.at]
	c.shapes.Objects = nil
	offered := append([]media.Ratio{{}}, media.Presets()...)
	if one := s.Allowed.Max; !one.Free() && one == s.Allowed.Min {
		offered = []media.Ratio{one}
	}
	for _, r := range offered {
		if s.Allowed.Offers(r) {
			c.shapes.Add(kit.NewChoiceChip(kit.NewText(c.nameOf(r), kit.StyleSecondary).Colored(kit.ColorInk), r == s.ratio, func() { c.shape(r, true) }))
		}
	}
	c.shapes.Refresh()
}

// nameOf is how a ratio is called.
func (c *cropper) nameOf(r media.Ratio) string {
	names := map[media.Ratio]string{
		{}: "media.crop.free", media.Square: "media.crop.square", media.Portrait: "media.crop.portrait", media.Landscape: "media.crop.landscape",
		media.Wide: "media.crop.wide", media.Pin: "media.crop.pin", media.Story: "media.crop.story",
	}
	if key, ok := names[r]; ok {
		return c.host.Text().T(key)
	}
	return r.Name()
}

func (c *cropper) reset() {
	s := &c.all[c.at]
	s.crop = s.suggested
	c.shape(s.shapeOf(), false)
}

// problem reports whether a crop has a shape that its network refuses, and says
// so.
func (c *cropper) problem() bool {
	for _, s := range c.all {
		if !media.Fits(s.crop.Size(), s.Allowed) {
			c.modal.SetError(c.host.Text().T("media.crop.refused", "Network", s.Label))
			return true
		}
	}
	c.modal.SetError("")
	return false
}

// chosen are the crops as they are kept.
func (c *cropper) chosen() []media.Crop {
	crops := make([]media.Crop, len(c.all))
	for i, s := range c.all {
		if s.crop != media.WholeOf(c.size) {
			crops[i] = s.crop
		}
	}
	return crops
}

// settled is how long a crop stays the same before its weight is computed.
const settled = 300 * time.Millisecond

// changed tells what comes out, at once in pixels and after a rest in bytes.
func (c *cropper) changed() {
	text, s := c.host.Text(), c.all[c.at]
	out := s.crop.Size().Reduced(s.Bounds.Edge)
	c.result.SetText(text.T("media.crop.pixels", "Width", out.Width, "Height", out.Height))
	c.weight.SetText(text.T("media.crop.weighing"))
	c.problem()
	c.stop()
	c.timer = c.host.After(settled, c.weigh)
}

// stop gives up what is being computed.
func (c *cropper) stop() {
	if c.timer != nil {
		c.timer()
		c.timer = nil
	}
	if c.finding != nil {
		c.finding()
		c.finding = nil
	}
}

// weigh makes the picture ready as it would leave, and tells its size.
func (c *cropper) weigh() {
	s := c.all[c.at]
	ctx, cancel := context.WithCancel(context.Background())
	c.finding = cancel
	page.Load(&c.loader, c.host,
		func(workspace context.Context) (media.Rendered, error) {
			ctx, end := context.WithCancel(ctx)
			defer end()
			defer context.AfterFunc(workspace, end)()
			return c.images.Render(ctx, c.hash, s.crop, s.Bounds)
		},
		func(out media.Rendered, err error) {
			switch {
			case ctx.Err() != nil:
			case err != nil:
				c.weight.SetText(c.host.Sentence(err))
			default:
				text := c.host.Text()
				c.result.SetText(text.T("media.crop.pixels", "Width", out.Size.Width, "Height", out.Size.Height))
				c.weight.SetText(text.T("media.crop.weight", "Format", media.FormatName(out.MIME), "Size", text.Bytes(int64(len(out.Data)))))
			}
		},
	)
}
