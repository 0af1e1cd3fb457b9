package composer

import (
	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/publishing"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// newFixed returns the page of a post that can no longer change: what left,
// where it is, and the proof.
func newFixed(v *View) fyne.CanvasObject {
	text := v.host.Text()
	line := newHeadline(v.name(), text.Say(v.open.state.Name()), toneOf(v.open.state))
	header := kit.HStack(12, whole(newBack(v)), kit.Grow(line),
		kit.NewButton(text.T("composer.history"), v.showHistory), kit.NewPrimaryButton(text.T("composer.duplicate"), v.duplicate))

	shown := newPreview(v.host, v.album, text.T("composer.fixed.content"), v.reel.caption)
	shown.draw(v.open.post, v.senders(), "")
	v.album.load(v.open.post.EveryImage(), shown.redraw)

	proofs := kit.VStack(12, kit.Secondary(text.T("composer.fixed.why")).Wrapped())
	for _, e := range v.open.entries {
		proofs.Add(kit.NewSeparator())
		proofs.Add(v.proof(e))
	}
	right := kit.NewCard(kit.VStack(12, kit.Section(text.T("composer.fixed.title")), kit.Grow(kit.VScroll(proofs))))
	return kit.NewPage(header, kit.Columns(kit.CardGap, kit.Col(1, 380, shown.object), kit.Col(1.1, 300, right)))
}

// proof is where one delivery of the post is, and what proves it.
func (v *View) proof(e publishing.Entry) fyne.CanvasObject {
	text, d := v.host.Text(), e.Delivery
	rows := kit.VStack(6,
		kit.HStack(8, kit.NewNetworkBadge(string(e.Account.Network)), kit.Grow(kit.Strong(e.Account.Handle)),
			kit.NewTag(text.T("publishing.state."+string(d.State)), deliveryTone(d.State))),
	)
	if part := text.Say(d.PartName()); part != "" {
		rows.Add(kit.Secondary(part))
	}
	if !d.PublishedAt.IsZero() {
		at := app.CivilOf(d.PublishedAt.In(v.host.Now().Location()))
		rows.Add(kit.Secondary(text.T("composer.fixed.published", "Moment", text.Moment(at))))
	}
	if d.ErrorKey != "" {
		rows.Add(kit.Secondary(text.Say(app.Message{Key: d.ErrorKey, Args: d.ErrorArgs})).Wrapped())
	}
	if d.Permalink != "" {
		rows.Add(kit.Caption(d.Permalink).Lines(3))
		rows.Add(kit.HStack(0, kit.NewButton(text.T("composer.fixed.see"), func() { page.OpenLink(v.host, d.Permalink) }).Compact(), kit.GrowSpace()))
	}
	return rows
}

func deliveryTone(s publishing.State) kit.Tone {
	switch s {
	case publishing.Published, publishing.HandedOver:
		return kit.ToneGood
	case publishing.Unknown, publishing.Preparing, publishing.Armed:
		return kit.ToneAttention
	case publishing.Refused, publishing.Missed:
		return kit.ToneDanger
	}
	return kit.ToneNeutral
}
