package composer

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// card is one post as a network lays it out: who speaks, then the text and the
// pictures in that network's order.
type card struct {
	host   page.Host
	object fyne.CanvasObject
	body   *fyne.Container
	head   fyne.CanvasObject
	avatar *avatar
	name   *kit.Text
	when   *kit.Text
	title  *kit.Text
	text   *colored
	mosaic *mosaic
	reel   fyne.CanvasObject // stands for the video
	film   *kit.Text         // what it is called
	filmed func() string
	post   editorial.Post
}

func newCard(h page.Host, a *album, filmed func() string) *card {
	c := &card{
		host: h, avatar: newAvatar(), name: kit.Strong(""), when: kit.Secondary(""),
		title: kit.Section("").Wrapped(), text: newColored(), mosaic: newMosaic(a),
	}
	c.filmed, c.film = filmed, kit.Secondary("").Wrapped()
	c.reel = kit.NewSurface(kit.HStack(10, kit.NewIcon(icons.Play, 22, kit.ColorMuted), kit.Grow(c.film)), kit.ColorTrack, kit.ColorLine, 8, 18)
	c.head = kit.HStack(kit.Gap, c.avatar, kit.Grow(kit.VStack(0, c.name, c.when)))
	c.body = kit.VStack(kit.Gap)
	c.object = kit.NewSurface(c.body, kit.ColorCard, kit.ColorLine, 10, 14)
	return c
}

// The networks that show the pictures above the text, those that show the title of
// a post, and those that begin the text with the name of who speaks.
var (
	picturesFirst = []networks.Network{networks.Instagram, networks.Google, networks.Pinterest, networks.YouTube, networks.TikTok}
	titled        = []networks.Network{networks.WordPress, networks.YouTube, networks.Pinterest}
	signed        = []networks.Network{networks.Instagram, networks.TikTok}
)

// set shows a post as an account sends it.
func (c *card) set(post editorial.Post, sender networks.Account, limits networks.Limits) {
	text := c.host.Text()
	c.post = post
	name := sender.Handle
	if name == "" {
		name = text.T("composer.preview.nobody")
	}
	c.name.SetText(name)
	c.avatar.set(strings.TrimPrefix(name, "@"))
	when := text.T("composer.preview.unplaced")
	if !post.At.IsZero() {
		when = text.Moment(post.At)
	}
	c.when.SetText(when)
	c.title.SetText(post.Title)
	c.text.set(c.runs(sender, limits))

	parts := []fyne.CanvasObject{c.head}
	if slices.Contains(titled, sender.Network) && strings.TrimSpace(post.Title) != "" {
		parts = append(parts, c.title)
	}
	words := len(c.text.runs) > 0
	if post.Video != "" {
		c.film.SetText(c.filmed())
		parts = append(parts, c.reel)
	}
	switch pictures := len(post.Images) > 0; {
	case slices.Contains(picturesFirst, sender.Network):
		if pictures {
			parts = append(parts, c.mosaic)
		}
		if words {
			parts = append(parts, c.text)
		}
	default:
		if words {
			parts = append(parts, c.text)
		}
		if pictures {
			parts = append(parts, c.mosaic)
		}
	}
	if !slices.Equal(parts, c.body.Objects) {
		c.body.Objects = parts
	}
}

// redraw shows the pictures that have come.
func (c *card) redraw() {
	c.mosaic.set(c.post.Images)
	c.body.Refresh()
}

// runs is the text in its colours: links and hashtags, what is hidden behind
// "… plus", and in red what is beyond what the network takes.
func (c *card) runs(sender networks.Account, limits networks.Limits) []run {
	text := networks.Normalise(c.post.Text)
	if strings.TrimSpace(text) == "" {
		if len(c.post.Images) > 0 || c.post.Video != "" {
			return nil
		}
		return []run{{c.host.Text().T("composer.preview.empty"), kit.ColorMuted, false}}
	}
	piece := networks.Piece{Text: text, Images: make([]networks.Picture, len(c.post.Images))}
	end := limits.Cut(piece)
	shown, beyond, more := text[:end], text[end:], ""
	if folded, hides := limits.Folding.Fold(text); hides && len(folded) < end {
		shown, beyond, more = folded, "", c.host.Text().T("composer.preview.more")
	}
	var runs []run
	if slices.Contains(signed, sender.Network) && sender.Handle != "" {
		runs = append(runs, run{strings.TrimPrefix(sender.Handle, "@") + " ", kit.ColorInk, true})
	}
	for _, s := range stretches(limits, shown) {
		color := kit.ColorInk
		if s.accent {
			color = kit.ColorPrimary
		}
		runs = append(runs, run{s.text, color, false})
	}
	if beyond != "" {
		runs = append(runs, run{beyond, kit.ToneDanger.Text(), false})
	}
	if more != "" {
		runs = append(runs, run{"…\u00a0" + more, kit.ColorMuted, false})
	}
	return runs
}
