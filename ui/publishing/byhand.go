package publishing

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// byHandWidth is that of the form.
const byHandWidth float32 = 560

// byHand reads what is needed to publish a delivery by hand, then asks.
func (d *detail) byHand(id app.ID) {
	var ready publishing.ByHand
	page.Do(d.host,
		func(ctx context.Context) (err error) {
			ready, err = d.view.ledger.ByHand(ctx, id)
			return err
		},
		func(err error) {
			if err != nil {
				d.host.Failed(err)
				return
			}
			d.askByHand(ready)
		},
	)
}

// askByHand leads the owner through publishing by hand: what to copy, where to
// paste it, and the link that proves it.
func (d *detail) askByHand(ready publishing.ByHand) {
	text, id, account := d.host.Text(), ready.Entry.Delivery.ID, ready.Entry.Account
	network := account.Network.Name()
	steps := kit.VStack(14)
	step := func(key string, parts ...fyne.CanvasObject) {
		name := fmt.Sprintf("%d. %s", len(steps.Objects)+1, text.T(key, "Network", network))
		steps.Add(kit.VStack(8, append([]fyne.CanvasObject{kit.Strong(name).Wrapped()}, parts...)...))
	}
	var first fyne.Focusable // what to do first is in sight
	copied := func(key, words string) {
		if words == "" {
			return
		}
		button := kit.NewButton(text.T(key+".copy"), func() {
			fyne.CurrentApp().Clipboard().SetContent(words)
			d.host.Toast(text.T("publishing.by_hand.copied"), nil)
		}).WithIcon(icons.Copy)
		if first == nil {
			first = button
		}
		step(key, kit.NewNote(kit.Paragraph(words).Lines(8), kit.ToneNeutral), buttons(button))
	}
	copied("publishing.by_hand.heading", ready.Content.Title)
	copied("publishing.by_hand.text", ready.Content.Text)
	if images := ready.Content.Images; len(images) > 0 {
		parts := []fyne.CanvasObject{buttons(kit.NewButton(text.N("publishing.by_hand.images", len(images)), func() {
			d.layOut(title(d.host, ready.Entry), images)
		}).WithIcon(icons.Folder))}
		for _, image := range images {
			if image.Alt != "" {
				parts = append(parts, kit.Secondary(text.T("publishing.by_hand.alt", "Name", image.Name, "Alt", image.Alt)).Lines(3))
			}
		}
		step("publishing.by_hand.pictures", parts...)
	}
	if ready.Film != "" {
		step("publishing.by_hand.film", kit.Secondary(filepath.Base(ready.Film)).Lines(1),
			buttons(kit.NewButton(text.T("publishing.by_hand.film_folder"), func() {
				page.OpenFolder(d.host, filepath.Dir(ready.Film))
			}).WithIcon(icons.Folder)))
	}
	if address := account.Network.PostPage(); address != "" {
		step("publishing.by_hand.where", buttons(kit.NewButton(text.T("publishing.by_hand.open", "Network", network), func() {
			page.OpenLink(d.host, address)
		}).WithIcon(icons.External)))
	}
	copied("publishing.by_hand.comment", ready.Comment)
	link := kit.NewEntry(text.T("publishing.by_hand.link")).WithPlaceholder("https://").WithHint(text.T("publishing.by_hand.link_hint"))
	step("publishing.by_hand.proof", link)
	if first == nil {
		first = link.Focusable()
	}

	var modal *kit.Modal
	command := func(do func(context.Context) error) {
		page.Do(d.host, do, func(err error) {
			if err != nil {
				modal.SetError(d.host.Sentence(err))
				return
			}
			modal.Close()
			d.view.load()
		})
	}
	steps.Add(buttons(kit.NewButton(text.T("publishing.by_hand.not"), func() {
		command(func(ctx context.Context) error { return d.view.ledger.NotByHand(ctx, id) })
	}).Compact()))
	modal = kit.NewModal(text, d.host.Window().Canvas(), kit.ModalOptions{
		Title:   text.T("publishing.by_hand.title", "Network", network),
		Content: steps, Width: byHandWidth,
		Primary: text.T("publishing.by_hand.done"), Cancel: text.T("publishing.by_hand.later"), First: first,
		OnConfirm: func() bool {
			command(func(ctx context.Context) error {
				return d.view.ledger.PublishedByHand(ctx, id, strings.TrimSpace(link.Text()))
			})
			return false
		},
	})
	modal.Show()
}

func buttons(all ...fyne.CanvasObject) fyne.CanvasObject {
	return kit.HStack(8, append(all, kit.GrowSpace())...)
}

// layOut writes the pictures into a folder and opens it.
func (d *detail) layOut(name string, images []networks.Image) {
	var folder string
	page.Do(d.host,
		func(ctx context.Context) (err error) {
			folder, err = d.view.layOut(ctx, name, images)
			return err
		},
		func(err error) {
			if err != nil {
				d.host.Failed(err)
				return
			}
			page.OpenFolder(d.host, folder)
		},
	)
}
