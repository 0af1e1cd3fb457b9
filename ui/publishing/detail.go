package publishing

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/publishing"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// detail shows one delivery: its proof, what stopped it and what to do, and its
// attempts.
type detail struct {
	host   page.Host
	view   *View
	body   *fyne.Container
	object fyne.CanvasObject
	drawn  publishing.Entry // the zero Entry for none
	// removing is the delivery that is being taken back from its network, "" for none.
	removing app.ID
}

func newDetail(h page.Host, v *View) *detail {
	d := &detail{host: h, view: v, body: container.NewStack()}
	d.object = kit.NewCard(d.body)
	d.clear()
	return d
}

func (d *detail) clear() {
	d.drawn = publishing.Entry{}
	d.put(kit.NewEmptyState(icons.Info, d.host.Text().T("publishing.detail.none"), nil))
}

func (d *detail) put(o fyne.CanvasObject) {
	d.body.Objects = []fyne.CanvasObject{o}
	d.body.Refresh()
}

// show draws a delivery. What has not changed stays as it is, with its focus and
// the place it was scrolled to.
func (d *detail) show(e publishing.Entry) {
	if reflect.DeepEqual(e, d.drawn) {
		return
	}
	d.drawn = e
	d.redraw()
}

// redraw draws the delivery that is shown, if any.
func (d *detail) redraw() {
	e := d.drawn
	if e.Delivery.ID == "" {
		return
	}
	text := d.host.Text()
	state := e.Delivery.State
	top := kit.VStack(12, kit.Section(title(d.host, e)).Lines(3))
	if part := text.Say(e.Delivery.PartName()); part != "" {
		top.Add(kit.VStack(kit.TightGap, kit.Strong(part), kit.Secondary(e.Delivery.Text).Wrapped().Colored(kit.ColorInk)))
	}
	top.Add(kit.HStack(8, kit.NewNetworkBadge(string(e.Account.Network)), kit.Grow(kit.Body(e.Account.Handle))))
	top.Add(kit.HStack(8, kit.NewTag(stateOf(d.host, e), d.view.tone(e)), kit.GrowSpace()))
	top.Add(kit.Secondary(text.T(whenKey(e.Delivery), "Moment", d.view.moment(e))))
	if e.Delivery.ErrorKey != "" {
		sentence := text.Say(app.Message{Key: e.Delivery.ErrorKey, Args: e.Delivery.ErrorArgs})
		top.Add(kit.NewNote(kit.Secondary(sentence).Wrapped().Colored(kit.ColorInk), toneOf(state)))
	}
	if e.Delivery.RemoteID != "" || e.Delivery.Permalink != "" {
		top.Add(d.proof(e))
	}
	if removal := d.removal(e); removal != nil {
		top.Add(removal)
	}
	if actions := d.actions(e); len(actions.Objects) > 0 {
		top.Add(actions)
	}
	if attempts := slices.Concat(e.Attempts, removals(e)); len(attempts) > 0 {
		top.Add(kit.NewSeparator())
		top.Add(kit.Strong(text.T("publishing.detail.attempts")))
		for _, a := range attempts {
			top.Add(d.attempt(a))
		}
	}
	d.put(kit.VScroll(top))
}

// whenKey is the key of what the moment of a delivery means as it stands.
func whenKey(d publishing.Delivery) string {
	switch d.State {
	case publishing.Published, publishing.HandedOver:
		return "publishing.detail.went_out"
	case publishing.Scheduled:
		if d.Waits() {
			return "publishing.detail.waits"
		}
		return "publishing.detail.due"
	case publishing.Entrusted, publishing.Recalling:
		return "publishing.detail.kept"
	}
	return "publishing.detail.was_due"
}

// proof is what the network gave: its own identifier and the public link.
func (d *detail) proof(e publishing.Entry) fyne.CanvasObject {
	text := d.host.Text()
	rows := kit.VStack(kit.TightGap)
	add := func(key, value string) {
		if value != "" {
			rows.Add(kit.Caption(text.T(key)))
			rows.Add(kit.Secondary(value).Lines(3).Colored(kit.ColorInk))
		}
	}
	add("publishing.detail.remote_id", e.Delivery.RemoteID)
	add("publishing.detail.link", e.Delivery.Permalink)
	return rows
}

// actions are what the owner can do about the delivery now.
func (d *detail) actions(e publishing.Entry) *fyne.Container {
	text, id := d.host.Text(), e.Delivery.ID
	row := kit.Flow(8)
	button := func(key string, do func()) { row.Add(kit.NewButton(text.T(key), do)) }
	command := func(key string, do func(context.Context, app.ID) error) {
		button(key, func() { d.run(func(ctx context.Context) error { return do(ctx, id) }) })
	}
	if e.Delivery.Permalink != "" && e.Removed().IsZero() {
		button("publishing.detail.see", func() { page.OpenLink(d.host, e.Delivery.Permalink) })
	}
	switch {
	case e.Delivery.InHand(e.Account):
		row.Add(kit.NewPrimaryButton(text.T("publishing.detail.by_hand"), func() { d.byHand(id) }))
	case e.Delivery.Aside:
		button("publishing.detail.catch_up", d.view.ShowCatchUp)
	case e.Delivery.AwaitsOwner():
		button("publishing.detail.appeared", func() { d.askLink(id) })
		command("publishing.detail.not_there", d.view.ledger.NotThere)
		command("publishing.detail.check", d.view.ledger.CheckNow)
	case e.Delivery.State == publishing.Unknown:
		command("publishing.detail.check", d.view.ledger.CheckNow)
	case e.Delivery.State == publishing.Refused, e.Delivery.State == publishing.Missed:
		command("publishing.detail.resend", d.view.ledger.Resend)
	}
	for _, b := range d.removalActions(e) {
		row.Add(b)
	}
	button("publishing.detail.open", func() {
		d.host.Go(page.Target{Room: page.Editorial, View: page.EditPost, ID: e.Delivery.PostID})
	})
	return row
}

func (d *detail) run(command func(ctx context.Context) error) {
	page.Do(d.host, command, func(err error) {
		if err != nil {
			d.host.Failed(err)
		}
		d.view.load()
	})
}

// askLink asks for the address of a post that the owner found on the network.
func (d *detail) askLink(id app.ID) {
	text := d.host.Text()
	link := kit.NewEntry(text.T("publishing.detail.link")).WithHint(text.T("publishing.detail.link_hint"))
	var modal *kit.Modal
	modal = kit.NewModal(text, d.host.Window().Canvas(), kit.ModalOptions{
		Title: text.T("publishing.detail.appeared"), Content: link,
		Primary: text.T("publishing.detail.keep"), First: link.Focusable(),
		OnConfirm: func() bool {
			page.Do(d.host,
				func(ctx context.Context) error {
					return d.view.ledger.Appeared(ctx, id, strings.TrimSpace(link.Text()))
				},
				func(err error) {
					if err != nil {
						modal.SetError(d.host.Sentence(err))
						return
					}
					modal.Close()
					d.view.load()
				},
			)
			return false
		},
	})
	modal.Show()
}

// attempt is one exchange with the network.
func (d *detail) attempt(a publishing.Attempt) fyne.CanvasObject {
	text := d.host.Text()
	outcome := a.Outcome
	if outcome == "" {
		outcome = "interrupted." + string(a.Step)
	}
	started := app.CivilOf(a.StartedAt.In(d.host.Now().Location()))
	head := fmt.Sprintf("%s · %s", text.T("publishing.step."+string(a.Step)), text.T("publishing.outcome."+outcome))
	when := text.Moment(started)
	if !a.EndedAt.IsZero() {
		when += " · " + text.T("publishing.detail.took", "Seconds", text.Number(a.EndedAt.Sub(a.StartedAt).Seconds(), 1))
	}
	call := a.Call.Name
	if a.Call.Status != 0 {
		call += " · " + strconv.Itoa(a.Call.Status)
	}
	title := kit.NewText(head, kit.StyleSecondaryStrong)
	if call != "" {
		title.WithTip(strings.TrimSpace(call + "\n" + a.Call.Excerpt))
	}
	return kit.VStack(1, title, kit.Caption(when))
}
