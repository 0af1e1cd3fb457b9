package publishing

import (
	"context"
	"fmt"

	"parvis/app"
)

// advance writes a delivery and tells of it.
func (e *Engine) advance(ctx context.Context, from State, d Delivery) error {
	if err := e.store.Advance(ctx, from, d); err != nil {
		return fmt.Errorf("moving delivery %s from %s to %s: %w", d.ID, from, d.State, err)
	}
	e.changed(d)
	return nil
}

// begin writes a delivery with a new attempt and tells of it.
func (e *Engine) begin(ctx context.Context, from State, d Delivery, step Step) (Attempt, error) {
	a := Attempt{DeliveryID: d.ID, Step: step, StartedAt: e.clock.Now()}
	if step != StepPrepare {
		a.Identity = d.Identity
	}
	id, err := e.store.Begin(ctx, from, d, a)
	if err != nil {
		return a, fmt.Errorf("beginning to %s delivery %s: %w", step, d.ID, err)
	}
	a.ID = id
	e.changed(d)
	return a, nil
}

// end writes what an attempt came to, even when the program is closing.
func (e *Engine) end(ctx context.Context, from State, d Delivery, a Attempt) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), savingTime)
	defer cancel()
	a.EndedAt = e.clock.Now()
	a.Call.Excerpt = clip(a.Call.Excerpt)
	if err := e.store.End(ctx, from, d, a); err != nil {
		return fmt.Errorf("saving that to %s delivery %s came to %s: %w", a.Step, d.ID, a.Outcome, err)
	}
	e.changed(d)
	return nil
}

func (e *Engine) changed(d Delivery) { app.Emit(e.events, DeliveryChanged{d.ID, d.PostID}) }

// overtaken reports whether a write failed because the row is no longer what it
// was when read.
func overtaken(err error) bool {
	code := app.CodeOf(err)
	return code == app.CodeConflict || code == app.CodeNotFound
}
