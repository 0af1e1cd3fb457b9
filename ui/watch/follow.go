package watch

import (
	"context"
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/watch"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// byHandAfter are the failures after which a site can still be followed by hand:
// their sentences say so.
var byHandAfter = []string{"watch.error.no_feed", "watch.error.not_a_feed", "watch.error.refused"}

// askFollow asks for the address of a competitor's site. Finding its feed may
// take a while: closing the form gives up.
func (p *Page) askFollow() {
	text := p.host.Text()
	site := kit.NewEntry(text.T("watch.form.site")).WithPlaceholder("maison-legoff.fr")
	name := kit.NewEntry(text.T("watch.form.name")).WithHint(text.T("watch.form.name_hint"))
	busy := kit.NewBusy(text, nil)
	byHand := kit.NewButton(text.T("watch.form.by_hand"), nil)
	byHand.Hide()
	fields := kit.VStack(14,
		kit.Secondary(text.T("watch.form.why")).Wrapped(), site, name, busy,
		kit.HStack(0, byHand, kit.GrowSpace()),
	)
	ctx, giveUp := context.WithCancel(context.Background())
	var modal *kit.Modal
	try := func(follow func(ctx context.Context, name, site string) (watch.Competitor, error)) {
		modal.SetError("")
		byHand.Hide()
		modal.Primary().Disable()
		busy.Start(text.T("watch.form.searching"))
		fields.Refresh()
		modal.Refresh()
		var followed watch.Competitor
		page.DoUntil(ctx, p.host,
			func(ctx context.Context) (err error) {
				followed, err = follow(ctx, strings.TrimSpace(name.Text()), strings.TrimSpace(site.Text()))
				return err
			},
			func(err error) {
				busy.Stop()
				modal.Primary().Enable()
				fields.Refresh()
				modal.Refresh()
				switch {
				case ctx.Err() != nil:
				case err != nil:
					var e *app.Error
					if errors.As(err, &e) && slices.Contains(byHandAfter, e.Key) {
						byHand.Show()
						fields.Refresh()
					}
					modal.SetError(p.host.Sentence(err))
				default:
					modal.Close()
					p.host.Toast(text.T("watch.followed", "Name", followed.Name), nil)
					p.load(nil)
				}
			},
		)
	}
	byHand.OnTapped = func() { try(p.watch.FollowWithoutFeed) }
	modal = p.modal(text.T("watch.form.title"), text.T("watch.follow"), fields, site.Focusable(), func() bool {
		try(p.watch.Follow)
		return false
	}, giveUp)
	modal.Show()
}

// askChange shows a competitor with its feed, to rename or remove it.
func (p *Page) askChange(id app.ID) {
	text := p.host.Text()
	i := slices.IndexFunc(p.seen.followed, func(f watch.Followed) bool { return f.ID == id })
	if i < 0 {
		return // removed meanwhile
	}
	one := p.seen.followed[i]
	name := kit.NewEntry(text.T("watch.form.name"))
	name.SetText(one.Name)
	fields := kit.VStack(14, name, kit.Secondary(one.Site).Lines(2))
	if len(one.Sources) == 0 {
		fields.Add(kit.Secondary(text.T("watch.form.no_feed")).Wrapped())
	}
	for _, s := range one.Sources {
		line := kit.Secondary(text.T("watch.form.feed", "Address", s.Feed)).Lines(3)
		fields.Add(line)
		if s.ErrorKey != "" {
			fields.Add(kit.NewNote(kit.Secondary(text.T(s.ErrorKey)).Wrapped().Colored(kit.ColorInk), kit.ToneAttention))
		}
	}
	var modal *kit.Modal
	fields.Add(kit.HStack(0, kit.NewDangerButton(text.T("watch.form.remove"), func() {
		modal.Close()
		p.askRemove(one)
	}).Compact(), kit.GrowSpace()))
	modal = p.modal(one.Name, text.T("watch.form.save"), fields, name.Focusable(), func() bool {
		page.Do(p.host,
			func(ctx context.Context) error { return p.watch.Rename(ctx, id, strings.TrimSpace(name.Text())) },
			func(err error) {
				if err != nil {
					modal.SetError(p.host.Sentence(err))
					return
				}
				modal.Close()
				p.load(nil)
			},
		)
		return false
	}, func() {})
	modal.Show()
}

func (p *Page) askRemove(one watch.Followed) {
	text := p.host.Text()
	kit.Confirm(text, p.host.Window().Canvas(),
		text.T("watch.form.remove_title", "Name", one.Name), text.T("watch.form.remove_why"), text.T("watch.form.remove"), true,
		func(confirmed bool) {
			if !confirmed {
				return
			}
			page.Do(p.host,
				func(ctx context.Context) error { return p.watch.Remove(ctx, one.ID) },
				func(err error) {
					if err != nil {
						p.host.Failed(err)
					}
					p.load(nil)
				},
			)
		},
	)
}

func (p *Page) modal(title, primary string, content fyne.CanvasObject, first fyne.Focusable, confirm func() bool, closed func()) *kit.Modal {
	return kit.NewModal(p.host.Text(), p.host.Window().Canvas(), kit.ModalOptions{
		Title: title, Content: content, Primary: primary, First: first, Width: 520,
		OnConfirm: confirm, OnClosed: func(bool) { closed() },
	})
}
