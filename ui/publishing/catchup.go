package publishing

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/publishing"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// CatchingUp is what the catch-up list asks.
type CatchingUp interface {
	CatchUp(ctx context.Context) ([]publishing.Overdue, error)
	SeeCatchUp(ctx context.Context) error
	AnswerCatchUp(ctx context.Context, send, leave []app.ID) error
}

// elsewhere is how long the list waits for a form that is open to close.
const elsewhere = 2 * time.Second

// WatchCatchUp shows the catch-up list by itself, whatever page is in front, once
// each time that something came on it. Call it, and end, on the main goroutine.
func WatchCatchUp(h page.Host, c CatchingUp, events *app.Events) (end func()) {
	w := &catchUpWatch{host: h, asked: c}
	w.look()
	cancel := app.On(events, func(publishing.CatchUpChanged) { fyne.Do(w.look) })
	return func() {
		w.ended = true
		cancel()
	}
}

type catchUpWatch struct {
	host   page.Host
	asked  CatchingUp
	loader page.Loader
	open   *kit.Modal
	ended  bool
}

// look shows the list when its owner has not seen all of it. Over a form it waits.
func (w *catchUpWatch) look() {
	page.Load(&w.loader, w.host, w.asked.CatchUp, func(rows []publishing.Overdue, err error) {
		switch {
		case err != nil:
			w.host.Failed(err)
		case w.ended || !unseen(rows):
		case w.host.Window().Canvas().Overlays().Top() != nil:
			w.host.After(elsewhere, w.look)
		default:
			w.open = showCatchUp(w.host, w.asked, rows)
		}
	})
}

func unseen(rows []publishing.Overdue) bool {
	for _, r := range rows {
		if !r.Seen {
			return true
		}
	}
	return false
}

// AskCatchUp shows the catch-up list, or says that there is nothing on it.
func AskCatchUp(h page.Host, c CatchingUp) {
	var rows []publishing.Overdue
	page.Do(h,
		func(ctx context.Context) (err error) {
			rows, err = c.CatchUp(ctx)
			return err
		},
		func(err error) {
			switch {
			case err != nil:
				h.Failed(err)
			case len(rows) == 0:
				h.Toast(h.Text().T("publishing.catchup.nothing"), nil)
			default:
				showCatchUp(h, c, rows)
			}
		},
	)
}

// catchUp is the list over the page: a tick for each delivery that still goes.
type catchUp struct {
	host  page.Host
	asked CatchingUp
	rows  []publishing.Overdue
	ticks []*kit.Checkbox
	modal *kit.Modal
}

func showCatchUp(h page.Host, c CatchingUp, rows []publishing.Overdue) *kit.Modal {
	text := h.Text()
	l := &catchUp{host: h, asked: c, rows: rows}
	lines := make([]fyne.CanvasObject, len(rows))
	for i, r := range rows {
		lines[i] = l.line(r)
	}
	content := kit.VStack(14,
		kit.Paragraph(text.N("publishing.catchup.intro", len(rows))),
		kit.Rows(10, lines...),
	)
	options := kit.ModalOptions{
		Title: text.T("publishing.catchup.title"), Content: content, Cancel: text.T("publishing.catchup.later"), Width: 640,
		Other: text.T("publishing.catchup.leave"), OnOther: func() { l.answer(nil) },
		OnConfirm: func() bool {
			l.answer(l.ticked())
			return false
		},
	}
	if first := l.firstTick(); first != nil {
		options.Primary, options.First = text.T("publishing.catchup.send_none"), first
	}
	l.modal = kit.NewModal(text, h.Window().Canvas(), options)
	l.counted()
	l.modal.Show()
	page.Do(h, c.SeeCatchUp, h.Failed)
	return l.modal
}

// line is one delivery: its tick, and when it was due.
func (l *catchUp) line(r publishing.Overdue) fyne.CanvasObject {
	text := l.host.Text()
	title := r.Title
	if title == "" {
		title = text.T("editorial.untitled")
	}
	tick := kit.NewCheckbox(title, r.Within, func(bool) { l.counted() })
	rule := "publishing.catchup.late"
	switch {
	case r.Never:
		rule = "publishing.catchup.never"
		tick.Disable()
	case r.Within:
		rule = "publishing.catchup.within"
	}
	l.ticks = append(l.ticks, tick)
	due := text.T("publishing.catchup.due", "Account", r.Account.Handle, "Moment", moment(l.host, r.Delivery.DueAt),
		"Late", text.Duration(r.Late))
	const underLabel = 27
	return kit.VStack(2,
		kit.HStack(8, kit.Grow(tick), kit.NewNetworkBadge(string(r.Account.Network))),
		kit.PadSides(0, 0, 0, underLabel, kit.VStack(1,
			kit.Secondary(due).Wrapped(),
			kit.Caption(text.T(rule, "Limit", text.Duration(r.Delivery.Lateness))).Wrapped(),
		)),
	)
}

func (l *catchUp) firstTick() fyne.Focusable {
	for _, t := range l.ticks {
		if !t.Disabled() {
			return t
		}
	}
	return nil
}

func (l *catchUp) ticked() []app.ID {
	var ids []app.ID
	for i, t := range l.ticks {
		if t.Checked() && !t.Disabled() {
			ids = append(ids, l.rows[i].Delivery.ID)
		}
	}
	return ids
}

// counted writes on the button how many are ticked.
func (l *catchUp) counted() {
	button, n := l.modal.Primary(), len(l.ticked())
	if button == nil {
		return
	}
	button.SetEnabled(n > 0)
	if n == 0 {
		button.SetText(l.host.Text().T("publishing.catchup.send_none"))
		return
	}
	button.SetText(l.host.Text().N("publishing.catchup.send", n))
}

// answer sends some of the rows and leaves the others.
func (l *catchUp) answer(send []app.ID) {
	leave := make([]app.ID, len(l.rows))
	for i, r := range l.rows {
		leave[i] = r.Delivery.ID
	}
	page.Do(l.host, func(ctx context.Context) error { return l.asked.AnswerCatchUp(ctx, send, leave) }, func(err error) {
		if err != nil {
			l.modal.SetError(l.host.Sentence(err))
			return
		}
		l.modal.Close()
		text := l.host.Text()
		if len(send) == 0 {
			l.host.Toast(text.T("publishing.catchup.left"), nil)
			return
		}
		l.host.Toast(text.N("publishing.catchup.sent", len(send), "Apart", text.Duration(publishing.CatchUpSpacing)), nil)
	})
}
