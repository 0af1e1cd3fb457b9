package publishing

import (
	"context"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Removing is what taking published posts back from their networks asks.
type Removing interface {
	// Removable reports whether Parvis takes anything back from a network.
	Removable(n networks.Network) bool
	Remove(ctx context.Context, id app.ID) error
}

// removable reports whether the owner can have a delivery taken back: one that is out
// with its proof, on an account that Parvis speaks for.
func (d *detail) removable(e publishing.Entry) bool {
	return e.Delivery.State == publishing.Published && e.Account.Sends() && e.Removed().IsZero() && d.view.ledger.Removable(e.Account.Network)
}

// removalActions offers to take a delivery back or, when nobody knows whether it is
// gone, to ask again.
func (d *detail) removalActions(e publishing.Entry) []fyne.CanvasObject {
	text := d.host.Text()
	switch {
	case !d.removable(e) || d.removing == e.Delivery.ID:
		return nil
	case e.RemovalInDoubt():
		return []fyne.CanvasObject{kit.NewPrimaryButton(text.T("publishing.removal.again"), func() { d.remove(e) })}
	}
	return []fyne.CanvasObject{
		kit.NewButton(text.T("publishing.removal.command", "Network", e.Account.Network.Name()), func() { d.confirmRemoval(e) }),
	}
}

// confirmRemoval says what is lost before anything is asked of the network.
func (d *detail) confirmRemoval(e publishing.Entry) {
	text, network := d.host.Text(), e.Account.Network.Name()
	lost := text.T("publishing.removal.lost", "Network", network)
	if e.Account.Network == networks.WordPress {
		lost = text.T("publishing.removal.trashed")
	}
	if e.Delivery.Part == 0 && e.Delivery.Parts > 1 {
		lost += " " + text.T("publishing.removal.rest")
	}
	kit.Confirm(text, d.host.Window().Canvas(), text.T("publishing.removal.title", "Network", network), lost,
		text.T("publishing.removal.confirm"), true, func(confirmed bool) {
			if confirmed {
				d.remove(e)
			}
		})
}

// remove has a delivery taken back; what came of it is read with the row.
func (d *detail) remove(e publishing.Entry) {
	if d.removing != "" {
		return
	}
	d.removing = e.Delivery.ID
	d.redraw()
	page.Do(d.host, func(ctx context.Context) error { return d.view.ledger.Remove(ctx, e.Delivery.ID) }, func(err error) {
		d.removing = ""
		if err != nil {
			d.host.Failed(err)
		}
		d.redraw()
		d.view.load()
	})
}

// removal tells what became of taking a delivery back, nil when nobody asked.
func (d *detail) removal(e publishing.Entry) fyne.CanvasObject {
	text, network := d.host.Text(), e.Account.Network.Name()
	note := func(sentence string, tone kit.Tone) fyne.CanvasObject {
		return kit.NewNote(kit.Secondary(sentence).Wrapped().Colored(kit.ColorInk), tone)
	}
	switch gone := e.Removed(); {
	case d.removing == e.Delivery.ID && d.removing != "":
		busy := kit.NewBusy(text, nil)
		busy.Start(text.T("publishing.removal.asking"))
		return busy
	case !gone.IsZero():
		at := app.CivilOf(gone.In(d.host.Now().Location()))
		return note(text.T("publishing.removal.gone", "Network", network, "Moment", text.Moment(at)), kit.ToneNeutral)
	case len(e.Removals) == 0:
		return nil
	}
	last := e.Removals[len(e.Removals)-1]
	switch {
	case last.Why.IsZero():
		return note(text.T("publishing.removal.interrupted", "Network", network), kit.ToneAttention)
	case e.RemovalInDoubt():
		return note(text.Say(last.Why), kit.ToneAttention)
	}
	return note(text.Say(last.Why), kit.ToneDanger)
}

// stepRemove names a removal among attempts.
const stepRemove publishing.Step = "remove"

// removals are the attempts to take a delivery back, as lines of its history.
func removals(e publishing.Entry) []publishing.Attempt {
	var all []publishing.Attempt
	for _, r := range e.Removals {
		outcome := string(r.Outcome)
		if r.Outcome == networks.Created {
			outcome = "removed"
		}
		all = append(all, publishing.Attempt{
			ID: r.ID, DeliveryID: r.DeliveryID, Step: stepRemove, StartedAt: r.StartedAt, EndedAt: r.EndedAt, Outcome: outcome, Call: r.Call,
		})
	}
	return all
}
