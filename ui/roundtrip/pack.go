package roundtrip

import (
	"context"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/roundtrip"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// packAhead is how many days ahead posts are proposed for approval.
const packAhead = 60

// ShowPack makes the approval pack of posts. Without any it asks which, among
// those ahead that can still change; those to review are ticked.
func ShowPack(h page.Host, s Services, ids []app.ID) {
	if len(ids) > 0 {
		makePack(h, s, ids)
		return
	}
	today := app.DateOf(h.Now())
	obtain(h, h.Text().T("roundtrip.answers.gathering"),
		func(ctx context.Context, _ func(roundtrip.Step)) ([]roundtrip.Kept, error) {
			return s.Sheets.Posts(ctx, roundtrip.Range{From: today, To: today.AddDays(packAhead), Unplaced: true})
		},
		func(posts []roundtrip.Kept) { choosePosts(h, s, posts) },
	)
}

// choosePosts asks which posts somebody is to approve.
func choosePosts(h page.Host, s Services, posts []roundtrip.Kept) {
	text := h.Text()
	var asked []roundtrip.Kept
	chosen := make(map[app.ID]bool)
	for _, k := range posts {
		if k.State.Fixed() || k.State == editorial.StateIdea {
			continue
		}
		asked = append(asked, k)
		chosen[k.Post.ID] = k.State == editorial.StateToReview
	}
	rows := newList(text)
	body := kit.VStack(12, kit.Paragraph(text.T("roundtrip.answers.pack_what")))
	if len(asked) == 0 {
		body.Add(kit.Paragraph(text.T("roundtrip.answers.no_post")))
	}
	body.Add(rows.box)
	options := kit.ModalOptions{Title: text.T("roundtrip.answers.pack_title"), Content: body, Width: 640}
	count := func() (ids []app.ID) {
		for _, k := range asked {
			if chosen[k.Post.ID] {
				ids = append(ids, k.Post.ID)
			}
		}
		return ids
	}
	if len(asked) > 0 {
		options.Primary = text.N("roundtrip.answers.pack_go", len(count()))
		options.OnClosed = confirmed(func() { makePack(h, s, count()) })
	}
	m := kit.NewModal(text, h.Window().Canvas(), options)
	recount := func() {
		if b := m.Primary(); b != nil {
			n := len(count())
			b.SetText(text.N("roundtrip.answers.pack_go", n))
			b.SetEnabled(n > 0)
		}
	}
	rows.changed = m.Refresh
	rows.set(len(asked), func(i int) fyne.CanvasObject {
		k := asked[i]
		when := text.T("roundtrip.import.unplaced")
		if !k.Post.At.IsZero() {
			when = text.Moment(k.Post.At)
		}
		label := k.Post.Label()
		if label == "" {
			label = text.T("roundtrip.work.unnamed")
		}
		return kit.HStackTop(kit.Gap,
			kit.Grow(kit.NewCheckbox(text.T("roundtrip.answers.post", "When", when, "Name", label), chosen[k.Post.ID], func(on bool) {
				chosen[k.Post.ID] = on
				recount()
			})),
			kit.NewTag(text.Say(k.State.Name()), kit.ToneNeutral),
		)
	})
	recount()
	m.Show()
}

func makePack(h page.Host, s Services, ids []app.ID) {
	text := h.Text()
	obtain(h, text.T("roundtrip.answers.making"),
		func(ctx context.Context, progress func(roundtrip.Step)) (roundtrip.Pack, error) {
			return s.Sheets.Pack(ctx, ids, text, progress)
		},
		func(pack roundtrip.Pack) { savePack(h, s, pack) },
	)
}

// savePack offers both forms of a pack.
func savePack(h page.Host, s Services, pack roundtrip.Pack) {
	text := h.Text()
	form := func(title, what string, button *kit.Button) fyne.CanvasObject {
		return kit.NewSurface(kit.HStack(kit.Gap,
			kit.Grow(kit.VStack(2, kit.Strong(title), kit.Secondary(what).Wrapped())), button,
		), kit.ColorCard, kit.ColorLine, 8, 14)
	}
	first := kit.NewPrimaryButton(text.T("roundtrip.answers.save_page"), func() {
		save(h, s, text.T("roundtrip.answers.save_page"), pack.Page.Name, pack.Page)
	})
	kit.NewModal(text, h.Window().Canvas(), kit.ModalOptions{
		Title: text.T("roundtrip.answers.ready"),
		Content: kit.VStack(12,
			kit.Paragraph(text.T("roundtrip.answers.ready_what")),
			form(text.T("roundtrip.answers.page"), text.T("roundtrip.answers.page_what"), first),
			form(text.T("roundtrip.answers.book"), text.T("roundtrip.answers.book_what"), kit.NewButton(text.T("roundtrip.answers.save_book"), func() {
				save(h, s, text.T("roundtrip.answers.save_book"), pack.Book.Name, pack.Book)
			})),
		),
		Width: 620, First: first,
	}).Show()
}
