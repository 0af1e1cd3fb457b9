package composer

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// preview shows the post as each of its networks will.
type preview struct {
	host    page.Host
	album   *album
	object  fyne.CanvasObject
	body    *fyne.Container
	header  *fyne.Container
	title   string
	tabs    *kit.Segmented
	scroll  *fyne.Container
	stack   *fyne.Container // of the cards
	cards   []*card         // one for each part of a thread
	comment *kit.Text       // the first comment, under the last card
	note    *kit.Text       // what of the post is not drawn

	post    editorial.Post
	senders []networks.Account
	shown   networks.Network
	filmed  func() string // what the video is called
}

func newPreview(h page.Host, a *album, title string, filmed func() string) *preview {
	p := &preview{
		host: h, album: a, title: title, filmed: filmed, header: kit.VStack(8), stack: kit.VStack(10),
		comment: kit.Secondary("").Wrapped(), note: kit.Caption("").Wrapped(),
	}
	p.scroll = kit.VScroll(kit.VStack(10, p.stack))
	p.body = kit.VStack(12, p.header, kit.Grow(p.scroll))
	p.object = kit.NewSurface(p.body, kit.ColorBackground, kit.ColorLine, 12, 16)
	return p
}

// draw shows a post as accounts will send it, one of each network. on is the
// network to show, "" for the one that was.
func (p *preview) draw(post editorial.Post, senders []networks.Account, on networks.Network) {
	same := slices.EqualFunc(senders, p.senders, func(a, b networks.Account) bool { return a.Network == b.Network })
	wanted := p.shown
	if on != "" {
		wanted = on
	}
	if !slices.ContainsFunc(senders, func(a networks.Account) bool { return a.Network == wanted }) {
		wanted = senders[0].Network
	}
	p.post, p.senders = post, senders
	if !same || wanted != p.shown || len(p.header.Objects) == 0 {
		p.shown = wanted
		p.drawHeader()
	}
	p.drawCards()
}

// drawHeader names the network, or lets one be chosen.
func (p *preview) drawHeader() {
	title := kit.Section(p.title)
	p.tabs = nil
	if len(p.senders) == 1 {
		p.header.Objects = []fyne.CanvasObject{kit.HStack(8, title, kit.GrowSpace(),
			kit.NewNetworkBadgeSized(string(p.shown), kit.BadgeSizeSmall), kit.Secondary(p.shown.Name()))}
		p.body.Refresh()
		return
	}
	segments := make([]kit.Segment, len(p.senders))
	at := 0
	for i, a := range p.senders {
		segments[i].Label = a.Network.Name()
		if a.Network == p.shown {
			at = i
		}
	}
	p.tabs = kit.NewSegments(segments, at, func(i int) {
		p.shown = p.senders[i].Network
		p.drawCards()
	})
	p.header.Objects = []fyne.CanvasObject{title, p.tabs}
	p.body.Refresh()
}

// drawCards shows the post on the network that is chosen.
func (p *preview) drawCards() {
	sender := p.sender()
	limits, _ := sender.Limits()
	seen := p.post.On(sender.Network)
	parts := editorial.Thread(limits, seen.Text)
	for len(p.cards) < len(parts) {
		p.cards = append(p.cards, newCard(p.host, p.album, p.filmed))
	}
	p.stack.Objects = nil
	for i, part := range parts {
		one := seen
		one.Text = part
		if i > 0 {
			one.Images, one.Video = nil, ""
		}
		p.cards[i].set(one, sender, limits)
		p.stack.Add(p.cards[i].object)
	}
	if comment := strings.TrimSpace(seen.Comment); comment != "" && limits.FirstComment {
		p.comment.SetText(p.host.Text().T("composer.preview.comment", "Text", comment))
		p.stack.Add(kit.PadSides(0, 0, 0, 14, p.comment))
	}
	if note := p.limitation(sender.Network); note != "" {
		p.note.SetText(note)
		p.stack.Add(p.note)
	}
	p.redraw()
}

// limitation says what of a network is not drawn, "" for nothing.
func (p *preview) limitation(n networks.Network) string {
	switch n {
	case networks.YouTube, networks.TikTok:
		return p.host.Text().T("composer.preview.video", "Network", n.Name())
	}
	return ""
}

// sender is the account the preview speaks for.
func (p *preview) sender() networks.Account {
	for _, a := range p.senders {
		if a.Network == p.shown {
			return a
		}
	}
	return p.senders[0]
}

// redraw shows the pictures that have come, and gives everything its room.
func (p *preview) redraw() {
	for _, c := range p.cards {
		c.redraw()
	}
	p.scroll.Refresh()
	p.stack.Refresh()
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
		kit.SetLine(a.letter, a.letter.Text, kit.SizeFor(a, kit.SizeSection), true)
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
		m.pictures = append(m.pictures, m.album.draw(one, 8))
	}
	m.Refresh()
}

// HeightForWidth returns the height the pictures take at a width.
func (m *mosaic) HeightForWidth(width float32) float32 {
	switch len(m.pictures) {
	case 0:
		return 0
	case 1:
		return width * min(m.shape(m.images[0]), tallest)
	}
	return width * flat
}

// shape is the height of a picture over its width.
func (m *mosaic) shape(used editorial.PostImage) float32 {
	picture := m.album.shown(used)
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
