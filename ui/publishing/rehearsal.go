package publishing

import (
	"context"

	"fyne.io/fyne/v2"

	"parvis/app/publishing"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Rehearsing is what the rehearsal asks.
type Rehearsing interface {
	Rehearsals(ctx context.Context) ([]publishing.Rehearsal, error)
	Rehearse(ctx context.Context) error
}

// rehearsal is what the last rehearsal found, over the page.
type rehearsal struct {
	host   page.Host
	asked  Rehearsing
	body   *fyne.Container
	busy   *kit.Busy
	modal  *kit.Modal
	loader page.Loader
}

// showRehearsal shows what was found last, rehearses what comes, and shows what
// that found.
func showRehearsal(h page.Host, asked Rehearsing) {
	text := h.Text()
	r := &rehearsal{host: h, asked: asked, body: kit.VStack(14), busy: kit.NewBusy(text, nil)}
	r.modal = kit.NewModal(text, h.Window().Canvas(), kit.ModalOptions{
		Title: text.T("publishing.rehearsal.title"), Width: 600, Cancel: text.T("kit.close"),
		Content: kit.VStack(14, kit.Paragraph(text.T("publishing.rehearsal.explained")), r.busy, r.body),
		Primary: text.T("publishing.rehearsal.again"),
		OnConfirm: func() bool {
			r.run()
			return false
		},
	})
	r.modal.Show()
	page.Load(&r.loader, h, asked.Rehearsals, func(found []publishing.Rehearsal, err error) {
		if err == nil && len(found) > 0 {
			r.show(found)
		}
		r.run()
	})
}

func (r *rehearsal) run() {
	r.modal.SetError("")
	r.modal.Primary().Disable()
	r.busy.Start(r.host.Text().T("publishing.rehearsal.running"))
	page.Load(&r.loader, r.host,
		func(ctx context.Context) ([]publishing.Rehearsal, error) {
			if err := r.asked.Rehearse(ctx); err != nil {
				return nil, err
			}
			return r.asked.Rehearsals(ctx)
		},
		func(found []publishing.Rehearsal, err error) {
			r.busy.Stop()
			r.modal.Primary().Enable()
			if err != nil {
				r.modal.SetError(r.host.Sentence(err))
				return
			}
			r.show(found)
		},
	)
}

func (r *rehearsal) show(found []publishing.Rehearsal) {
	text := r.host.Text()
	r.body.Objects = nil
	if len(found) == 0 {
		r.body.Add(kit.Secondary(text.T("publishing.rehearsal.none")).Wrapped())
	} else {
		lines := make([]fyne.CanvasObject, len(found))
		for i, f := range found {
			lines[i] = r.line(f)
		}
		r.body.Add(kit.Rows(10, lines...))
		r.body.Add(kit.Secondary(text.T("publishing.rehearsal.computer")).Wrapped())
	}
	r.modal.Refresh()
}

// line is one delivery, and why it would not leave.
func (r *rehearsal) line(f publishing.Rehearsal) fyne.CanvasObject {
	text := r.host.Text()
	title := f.Title
	if title == "" {
		title = text.T("editorial.untitled")
	}
	icon, colour, said := icons.Check, kit.ColorPrimary, text.T("publishing.rehearsal.ready")
	if !f.Problem.IsZero() {
		icon, colour, said = icons.Alert, kit.ColorCoralText, text.Say(f.Problem)
	}
	words := kit.VStack(2,
		kit.Strong(title).Lines(2),
		kit.Secondary(text.T("publishing.rehearsal.due", "Account", f.Account.Handle, "Moment", moment(r.host, f.DueAt))).Wrapped(),
		kit.Secondary(said).Wrapped().Colored(kit.ColorInk),
	)
	line := kit.HStack(10, kit.NewIcon(icon, 18, colour), kit.Grow(words), kit.NewNetworkBadge(string(f.Account.Network)))
	if !f.Problem.IsZero() {
		line.Add(kit.NewButton(text.T("publishing.detail.open"), func() {
			r.modal.Close()
			r.host.Go(page.Target{Room: page.Editorial, View: page.EditPost, ID: f.PostID})
		}).Compact())
	}
	return line
}

// rehearsalButton rehearses what comes when pressed.
func rehearsalButton(h page.Host, asked Rehearsing) *kit.Button {
	return kit.NewButton(h.Text().T("publishing.rehearsal.command"), func() { showRehearsal(h, asked) }).
		WithTip(h.Text().T("publishing.rehearsal.tip"))
}
