// Package ideas is the dialog that proposes what to publish on a day.
package ideas

import (
	"context"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/ideas"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Ideas is what the dialog asks.
type Ideas interface {
	Ideas(ctx context.Context, day app.Date) ([]ideas.Idea, error)
	Choose(ctx context.Context, idea ideas.Idea, title string) (app.ID, ideas.Undo, error)
}

// Services are what the dialog asks.
type Services struct{ Ideas Ideas }

// Width of the dialog, in device-independent pixels.
const width = 640

// Open reads the ideas for a day and shows them. The one chosen becomes a draft
// on that day.
func Open(h page.Host, s Services, day app.Date) {
	var all []ideas.Idea
	page.Do(h,
		func(ctx context.Context) (err error) {
			all, err = s.Ideas.Ideas(ctx, day)
			return err
		},
		func(err error) {
			if err != nil {
				h.Failed(err)
				return
			}
			show(h, s, day, all)
		},
	)
}

func show(h page.Host, s Services, day app.Date, all []ideas.Idea) {
	text := h.Text()
	var modal *kit.Modal
	list := kit.VStack(0)
	var first fyne.Focusable
	for i, idea := range all {
		if i > 0 {
			list.Add(kit.NewSeparator())
		}
		title := text.Say(idea.Title)
		choose := kit.NewButton(text.T("ideas.choose"), func() { choose(h, s, modal, idea, title) }).Compact().WithTip(text.T("ideas.choose_tip", "Title", title))
		if first == nil {
			first = choose
		}
		tag := kit.NewTag(text.Say(idea.Kind.Name()), toneOf(idea.Kind))
		words := kit.VStack(4,
			kit.HStack(kit.Gap, tag, kit.Grow(kit.Strong(title))),
			kit.Secondary(text.Say(idea.Reason)).Wrapped(),
		)
		line := kit.HStack(14, kit.Grow(words))
		if link := idea.Link; link != "" {
			line.Add(kit.NewQuietIconButton(icons.External, text.T("ideas.read", "Title", title), func() { page.OpenLink(h, link) }).Compact())
		}
		line.Add(choose)
		list.Add(kit.PadSides(10, 4, 10, 0, line))
	}
	content := fyne.CanvasObject(list)
	if len(all) == 0 {
		fresh := kit.NewButton(text.T("ideas.new"), func() {
			modal.Close()
			h.Go(page.Target{Room: page.Editorial, View: page.NewPost, At: app.Civil{Date: day, Time: app.TimeOfDay{Hour: 9}}})
		}).WithIcon(icons.Plus)
		content, first = kit.Pad(20, kit.NewEmptyState(icons.Star, text.T("ideas.none"), fresh)), fresh
	}
	modal = kit.NewModal(text, h.Window().Canvas(), kit.ModalOptions{
		Title: text.T("ideas.title", "Day", text.DayLong(day)), Content: content, First: first, Width: width,
	})
	modal.Show()
}

// toneOf sets apart what comes by itself, what is lacking and what is found.
func toneOf(k ideas.Kind) kit.Tone {
	switch k {
	case ideas.KeyDate, ideas.Slot:
		return kit.ToneAttention
	case ideas.Balance, ideas.Plan, ideas.Waiting:
		return kit.TonePrimary
	}
	return kit.ToneGood
}

// choose makes the draft; the modal stays when it cannot be made.
func choose(h page.Host, s Services, modal *kit.Modal, idea ideas.Idea, title string) {
	text := h.Text()
	var undo ideas.Undo
	page.Do(h,
		func(ctx context.Context) (err error) {
			_, undo, err = s.Ideas.Choose(ctx, idea, title)
			return err
		},
		func(err error) {
			if err != nil {
				modal.SetError(h.Sentence(err))
				return
			}
			modal.Close()
			h.Toast(text.T("ideas.chosen", "Title", title, "Moment", text.Moment(idea.At)), func() {
				page.Do(h, undo, func(err error) {
					if err != nil {
						h.Failed(err)
					}
				})
			})
		},
	)
}
