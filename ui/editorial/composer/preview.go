package composer

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"parvis/app/editorial"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// preview shows the post as its network will.
type preview struct {
	host    page.Host
	album   *album
	object  fyne.CanvasObject
	network *fyne.Container
	scroll  *fyne.Container
	card    *fyne.Container
	avatar  *avatar
	name    *kit.Text
	when    *kit.Text
	text    *colored
	mosaic  *mosaic
	post    editorial.Post
	sender  networks.Account
}

func newPreview(h page.Host, a *album, title string) *preview {
	p := &preview{
		host: h, album: a, network: kit.HStack(6), avatar: newAvatar(),
		name: kit.Strong(""), when: kit.Secondary(""), text: newColored(), mosaic: newMosaic(a),
	}
	p.card = kit.VStack(kit.Gap,
		kit.HStack(kit.Gap, p.avatar, kit.Grow(kit.VStack(0, p.name, p.when))), p.text, p.mosaic)
	header := kit.HStack(8, kit.Section(title), kit.GrowSpace(), p.network)
	p.scroll = kit.VScroll(kit.VStack(0, kit.NewSurface(p.card, kit.ColorCard, kit.ColorLine, 10, 14)))
	p.object = kit.NewSurface(kit.VStack(12, header, kit.Grow(p.scroll)), kit.ColorBackground, kit.ColorLine, 12, 16)
	return p
}

// draw shows a post as an account will send it.
func (p *preview) draw(post editorial.Post, sender networks.Account) {
	text := p.host.Text()
	if sender.Network != p.sender.Network || len(p.network.Objects) == 0 {
		p.network.Objects = []fyne.CanvasObject{
			kit.NewNetworkBadgeSized(string(sender.Network), kit.BadgeSizeSmall), kit.Secondary(sender.Network.Name()),
		}
		p.network.Refresh()
	}
	p.post, p.sender = post, sender
	name := sender.Handle
	if name == "" {
		name = text.T("composer.preview.nobody")
	}
	p.name.SetText(name)
	p.avatar.set(name)
	when := text.T("composer.preview.unplaced")
	if !post.At.IsZero() {
		when = text.Moment(post.At)
	}
	p.when.SetText(when)
	p.text.set(p.runs())
	p.redraw()
}

// redraw shows the pictures that have come, and gives everything its room.
func (p *preview) redraw() {
	p.mosaic.set(p.post.Images)
	p.scroll.Refresh()
	p.card.Refresh()
}

// foldedLines is how many lines the network's own programs show before "show
// more" (MAX_POST_LINES of bluesky-social/social-app, read 2026-11).
const foldedLines = 25

// runs is the text in its colours: links and hashtags, and in red what is beyond
// what the network takes.
func (p *preview) runs() []run {
	text := networks.Normalise(p.post.Text)
	if strings.TrimSpace(text) == "" {
		if len(p.post.Images) > 0 {
			return nil
		}
		return []run{{p.host.Text().T("composer.preview.empty"), kit.ColorMuted}}
	}
	end := networks.Cut(p.sender.Network, text)
	shown, beyond := text[:end], text[end:]
	more := ""
	if lines := strings.Split(text, "\n"); len(lines) > foldedLines {
		if folded := strings.Join(lines[:foldedLines], "\n"); len(folded) < end {
			shown, beyond, more = folded, "", "\n"+p.host.Text().T("composer.preview.more")
		}
	}
	var runs []run
	for _, s := range stretches(p.sender.Network, shown) {
		color := kit.ColorInk
		if s.accent {
			color = kit.ColorPrimary
		}
		runs = append(runs, run{s.text, color})
	}
	if beyond != "" {
		runs = append(runs, run{beyond, kit.ToneDanger.Text()})
	}
	if more != "" {
		runs = append(runs, run{more, kit.ColorPrimary})
	}
	return runs
}

// avatar is a disc with the first letter of a name.
type avatar struct {
	widget.BaseWidget
	letter *canvas.Text
	disc   *canvas.Circle
}

const avatarSide float32 = 38

func newAvatar() *avatar {
	a := &avatar{letter: canvas.NewText("", nil), disc: canvas.NewCircle(nil)}
	a.letter.Alignment = fyne.TextAlignCenter
	a.letter.TextStyle.Bold = true
	a.ExtendBaseWidget(a)
	return a
}

func (a *avatar) set(name string) {
	a.letter.Text = ""
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			a.letter.Text = string(unicode.ToUpper(r))
			break
		}
	}
	a.Refresh()
}

// CreateRenderer is called by Fyne.
func (a *avatar) CreateRenderer() fyne.WidgetRenderer {
	arrange := func(s fyne.Size) {
		a.disc.FillColor, a.letter.Color = kit.ColorFor(a, kit.ColorPrimary), kit.ColorFor(a, kit.ColorOnPrimary)
		a.letter.TextSize = kit.SizeFor(a, kit.SizeSection)
		a.disc.Move(fyne.NewPos((s.Width-avatarSide)/2, (s.Height-avatarSide)/2))
		a.disc.Resize(fyne.NewSquareSize(avatarSide))
		a.letter.Resize(s)
	}
	return &kit.Renderer{
		List:    func() []fyne.CanvasObject { return []fyne.CanvasObject{a.disc, a.letter} },
		Arrange: arrange,
		Least:   func() fyne.Size { return fyne.NewSquareSize(avatarSide) },
		Redraw: func() {
			arrange(a.Size())
			canvas.Refresh(a)
		},
	}
}

// mosaic lays out up to four pictures: one in its own shape, several as tiles.
type mosaic struct {
	widget.BaseWidget
	album    *album
	images   []editorial.PostImage
	pictures []fyne.CanvasObject
}

const (
	mosaicGap float32 = 4
	// tallest is the height of a picture over its width beyond which it is cropped.
	tallest = 1.25
	// flat is the height of several pictures together over their width.
	flat = 0.62
)

func newMosaic(a *album) *mosaic {
	m := &mosaic{album: a}
	m.ExtendBaseWidget(m)
	return m
}

func (m *mosaic) set(images []editorial.PostImage) {
	m.images, m.pictures = images, nil
	for i, one := range images {
		if i == 4 {
			break
		}
		m.pictures = append(m.pictures, m.album.draw(one.Hash, 8))
	}
	m.Refresh()
}

// HeightForWidth returns the height the pictures take at a width.
func (m *mosaic) HeightForWidth(width float32) float32 {
	switch len(m.pictures) {
	case 0:
		return 0
	case 1:
		return width * min(m.shape(m.images[0].Hash), tallest)
	}
	return width * flat
}

// shape is the height of a picture over its width.
func (m *mosaic) shape(h media.Hash) float32 {
	picture := m.album.pictures[h]
	if picture == nil || picture.Bounds().Dx() == 0 {
		return flat
	}
	return float32(picture.Bounds().Dy()) / float32(picture.Bounds().Dx())
}

func (m *mosaic) arrange(s fyne.Size) {
	put := func(i int, x, y, w, h float32) {
		m.pictures[i].Move(fyne.NewPos(x, y))
		m.pictures[i].Resize(fyne.NewSize(w, h))
	}
	w, h := (s.Width-mosaicGap)/2, (s.Height-mosaicGap)/2
	right, low := w+mosaicGap, h+mosaicGap
	switch len(m.pictures) {
	case 1:
		put(0, 0, 0, s.Width, s.Height)
	case 2:
		put(0, 0, 0, w, s.Height)
		put(1, right, 0, w, s.Height)
	case 3:
		put(0, 0, 0, w, s.Height)
		put(1, right, 0, w, h)
		put(2, right, low, w, h)
	case 4:
		put(0, 0, 0, w, h)
		put(1, right, 0, w, h)
		put(2, 0, low, w, h)
		put(3, right, low, w, h)
	}
}

// CreateRenderer is called by Fyne.
func (m *mosaic) CreateRenderer() fyne.WidgetRenderer {
	return &kit.Renderer{
		List:    func() []fyne.CanvasObject { return m.pictures },
		Arrange: m.arrange,
		Least: func() fyne.Size {
			return fyne.NewSize(0, m.HeightForWidth(m.Size().Width))
		},
		Redraw: func() {
			m.arrange(m.Size())
			canvas.Refresh(m)
		},
	}
}
