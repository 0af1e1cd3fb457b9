package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// networkSign is how a network is recognised: a letter sign of our own and a
// colour near its own.
type networkSign struct {
	sign  string
	name  string
	color color.NRGBA
}

func networkSignOf(network string) networkSign {
	switch network {
	case "facebook":
		return networkSign{"f", "Facebook", rgb(0x2B5FBF)}
	case "instagram":
		return networkSign{"Ig", "Instagram", rgb(0xB5347C)}
	case "linkedin":
		return networkSign{"in", "LinkedIn", rgb(0x1F5F94)}
	case "mastodon":
		return networkSign{"M", "Mastodon", rgb(0x5A4FCF)}
	case "bluesky":
		return networkSign{"B", "Bluesky", rgb(0x2F7FE0)}
	case "x":
		return networkSign{"X", "X", rgb(0x22252B)}
	case "wordpress":
		return networkSign{"W", "WordPress", rgb(0x3B6E8F)}
	case "google":
		return networkSign{"G", "Google", rgb(0x3C8A4E)}
	case "threads":
		return networkSign{"Th", "Threads", rgb(0x3A3A3A)}
	case "youtube":
		return networkSign{"Yt", "YouTube", rgb(0xB3261E)}
	case "tiktok":
		return networkSign{"Tk", "TikTok", rgb(0x1C1C1C)}
	case "pinterest":
		return networkSign{"P", "Pinterest", rgb(0xA61E2B)}
	case "telegram":
		return networkSign{"Tg", "Telegram", rgb(0x2A8DC4)}
	case "discord":
		return networkSign{"D", "Discord", rgb(0x5A63C8)}
	}
	return networkSign{"?", network, rgb(0x6B6F76)}
}

// NetworkName returns the name of a network by its identifier, the identifier
// itself when the kit does not know it.
func NetworkName(network string) string { return networkSignOf(network).name }

// The sizes of network badges.
const (
	BadgeSize      float32 = 22
	BadgeSizeSmall float32 = 16
)

// badge draws a network's sign; it is the part that widgets share.
type badge struct {
	box  *canvas.Rectangle
	text *canvas.Text
}

func newBadge() *badge {
	t := canvas.NewText("", color.White)
	t.Alignment = fyne.TextAlignCenter
	return &badge{box: rounded(radiusChip), text: t}
}

// layout places the badge in a square.
func (b *badge) layout(x, y, side float32) {
	place(b.box, x, y, side, side)
	place(b.text, x, y, side, side)
}

func (b *badge) paint(of fyne.CanvasObject, network string, side float32) {
	s := networkSignOf(network)
	b.box.FillColor = s.color
	b.box.CornerRadius = side * 5.5 / BadgeSize
	b.box.StrokeWidth, b.box.StrokeColor = 0, color.Transparent
	if isDark(of) {
		b.box.StrokeWidth, b.box.StrokeColor = lineWidth, ColorFor(of, ColorLine)
	}
	SetLine(b.text, s.sign, side/2, true)
	b.text.Color = color.White
}

func (b *badge) show(visible bool) {
	setVisible(b.box, visible)
	setVisible(b.text, visible)
}

// NetworkBadge is a small rounded square with the sign of a network; its name is
// the tooltip. Networks are given by identifier: "facebook", "bluesky"...
type NetworkBadge struct {
	tipWidget
	network string
	side    float32
	badge   *badge
}

// NewNetworkBadge returns the badge of a network, 22 px wide.
func NewNetworkBadge(network string) *NetworkBadge { return NewNetworkBadgeSized(network, BadgeSize) }

// NewNetworkBadgeSized returns the badge of a network in a size.
func NewNetworkBadgeSized(network string, side float32) *NetworkBadge {
	n := &NetworkBadge{network: network, side: side, badge: newBadge()}
	n.ExtendBaseWidget(n)
	n.SetToolTip(NetworkName(network))
	return n
}

// CreateRenderer is called by Fyne.
func (n *NetworkBadge) CreateRenderer() fyne.WidgetRenderer {
	n.badge.paint(n, n.network, n.side)
	return &Renderer{
		List: fixed(n.badge.box, n.badge.text),
		Arrange: func(s fyne.Size) {
			n.badge.layout((s.Width-n.side)/2, (s.Height-n.side)/2, n.side)
		},
		Least: func() fyne.Size { return fyne.NewSquareSize(n.side) },
		Redraw: func() {
			n.badge.paint(n, n.network, n.side)
			canvas.Refresh(n)
		},
	}
}
