package publishing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// send brings one scheduled delivery as far as it goes now. It returns when the
// account wants the next pass if what follows must wait for this delivery.
func (e *Engine) send(ctx context.Context, d Delivery, calls gate) (time.Time, error) {
	account, err := e.accounts.Account(ctx, d.AccountID)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading account %s: %w", d.AccountID, err)
	}
	connector, ok := e.connectors.Connector(account.Network)
	if !ok {
		d.State = Refused
		d.explain(app.Fail(app.CodeInvalid, keyNoConnector, "Network", account.Network.Name()))
		return time.Time{}, e.advance(ctx, Scheduled, d)
	}
	if !follows(connector, d) {
		d.State = Refused
		d.explain(unattached(account.Network))
		return time.Time{}, e.advance(ctx, Scheduled, d)
	}
	session, err := e.sessions.Open(ctx, account.ID)
	if err != nil {
		e.log.Warn("opening an account", "account", account.ID, "error", err)
		why := reason(err, keyInternal)
		if locked(err) {
			return e.waitsForOwner(ctx, d, why)
		}
		if why.Code == app.CodeConflict { // fed by hand
			d.State = Refused
			d.explain(why)
		} else {
			d = e.wait(d, why)
		}
		return time.Time{}, e.advance(ctx, Scheduled, d)
	}
	d, content, ready, err := e.prepare(ctx, d, connector, session, calls)
	if err != nil || !ready {
		return time.Time{}, err
	}
	return e.publish(ctx, d, connector, session, content, calls)
}

// prepare uploads what the delivery needs: nothing public is made. From the
// first write on, the post cannot be edited, so that its content is read after.
// ready is false when the delivery went no further.
func (e *Engine) prepare(ctx context.Context, d Delivery, connector networks.Connector, session networks.Session, calls gate) (_ Delivery, _ networks.Content, ready bool, _ error) {
	d.State = Preparing
	d.explain(nil)
	attempt, err := e.begin(ctx, Scheduled, d, StepPrepare)
	if err != nil {
		return d, networks.Content{}, false, err
	}
	d, err = e.divided(ctx, d, connector, session.Account)
	if err != nil {
		return d, networks.Content{}, false, err
	}
	content, err := e.outgoing(ctx, d, connector, session.Account)
	if err == nil && d.Part > 0 && (content.Answers.Root == "" || content.Answers.Parent == "") {
		err = unattached(connector.Network())
	}
	if err != nil {
		if app.CodeOf(err) == app.CodeNotFound {
			err = app.Fail(app.CodeInvalid, keyContent).Because(err)
		}
	} else {
		err = contain(func() error {
			ctx, cancel := context.WithTimeout(ctx, allow(prepareTime, content))
			defer cancel()
			var note networks.Prepared
			var err error
			calls.pass(func() { note, err = connector.Prepare(ctx, session, content, d.Prepared) })
			if note != "" {
				d.Prepared = note
			}
			return err
		})
	}
	attempt.Outcome = "ok"
	if err != nil {
		attempt.Outcome = "failed"
		return d, content, false, e.unprepared(ctx, d, session.Account, attempt, err)
	}
	if e.holds.late(d, e.clock.Now()) {
		d = missed(d)
	}
	if err := e.end(ctx, Preparing, d, attempt); err != nil {
		return d, content, false, err
	}
	return d, content, d.State == Preparing, nil
}

// unprepared ends a failed preparation: nothing was made, so that the delivery
// goes back to wait, unless its content or the owner's choice must change.
func (e *Engine) unprepared(ctx context.Context, d Delivery, account networks.Account, attempt Attempt, cause error) error {
	why := ofCredential(reason(cause, keyInternal), keyExpired, account)
	closing := ctx.Err() != nil
	switch {
	case closing:
		d.State = Scheduled
	case why.Code == app.CodeInvalid:
		d.State = Refused
		d.explain(why)
	default:
		d = e.wait(d, why)
		now := e.clock.Now()
		e.rests.take(d.AccountID, now, now.Add(e.pace.RetryMin))
	}
	if !closing {
		e.log.Warn("preparing", "delivery", d.ID, "error", cause)
	}
	e.report(ctx, d.AccountID, cause)
	return e.end(ctx, Preparing, d, attempt)
}

// publish arms the delivery and makes the one call that cannot be taken back.
func (e *Engine) publish(ctx context.Context, d Delivery, connector networks.Connector, session networks.Session, content networks.Content, calls gate) (time.Time, error) {
	if err := ctx.Err(); err != nil {
		return time.Time{}, err
	}
	now, before := e.clock.Now(), d
	if d.from().Sub(d.ArmedAt) > identityLife {
		// Moved by its owner since: it leaves as of the day it really leaves.
		d = d.renewed()
	}
	kept := d.Identity
	d.Identity = networks.IdentityFor(connector, now, d.Prepared, kept)
	d.Identity.CreatedAt = d.Identity.CreatedAt.UTC().Truncate(time.Millisecond)
	repeated := kept.Key != "" && d.Identity.Key == kept.Key
	d.State, d.ArmedAt = Armed, now
	d.Attempts++
	attempt, err := e.begin(ctx, Preparing, d, StepPublish)
	if err != nil {
		return time.Time{}, e.unarmed(ctx, before, err)
	}
	e.rest(d.AccountID, now)
	var result networks.Result
	calls.pass(func() {
		result = call(ctx, allow(publishTime, content), func(ctx context.Context) networks.Result {
			return connector.Publish(ctx, session, content, d.Prepared, d.Identity)
		})
	})
	if result.Err != nil {
		e.log.Warn("publishing", "delivery", d.ID, "outcome", result.Outcome, "error", result.Err)
	}
	d, attempt.Outcome = e.conclude(d, session.Account, result, repeated)
	attempt.Call = result.Call
	if err := e.end(ctx, Armed, d, attempt); err != nil {
		return time.Time{}, err
	}
	if result.Outcome == networks.Created || result.Err != nil {
		e.report(ctx, d.AccountID, result.Err)
	}
	if d.State == Unknown {
		return d.RetryAt, nil
	}
	return time.Time{}, nil
}

// unarmed puts back to wait a delivery that could not be armed and of which
// nothing left, whatever the file says of the attempt by now.
func (e *Engine) unarmed(ctx context.Context, before Delivery, cause error) error {
	if ctx.Err() != nil || overtaken(cause) {
		return cause
	}
	d, err := e.store.Delivery(ctx, before.ID)
	if err != nil || d.State != Preparing {
		return errors.Join(cause, err)
	}
	now := e.clock.Now()
	e.rests.take(d.AccountID, now, now.Add(e.pace.RetryMin))
	d.Identity, d.Lent, d.RemoteID = before.Identity, before.Lent, before.RemoteID
	if err := e.advance(ctx, Preparing, e.wait(d, reason(cause, keyInternal))); err != nil {
		return errors.Join(cause, err)
	}
	e.log.Warn("arming", "delivery", d.ID, "error", cause)
	return nil
}

// call makes a mutating call, within a limit of time. A connector that fails inside leaves the outcome
// unknown: the request may have left.
func call(ctx context.Context, limit time.Duration, f func(ctx context.Context) networks.Result) networks.Result {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	result := networks.Result{Outcome: networks.Unknown}
	if err := contain(func() error { result = f(ctx); return nil }); err != nil {
		result.Err = app.Fail(app.CodeUnknown, keyNoAnswer).Because(err)
	}
	return result
}

// conclude returns the delivery after its call, and the outcome to write. A call
// that repeats an attempt proves nothing of the first one, which may still
// arrive: its refusal is read back like any doubt, and after a quota the attempt
// stays the same.
func (e *Engine) conclude(d Delivery, account networks.Account, r networks.Result, repeated bool) (Delivery, string) {
	now := e.clock.Now()
	soonest := now.Add(e.pace.wait(d.Identity.CreatedAt, now))
	switch {
	case r.Outcome == networks.Created && r.RemoteID != "" && r.Permalink != "":
		return published(d, r, now), string(networks.Created)
	case r.Outcome == networks.Refused:
		d.State, d.RetryAt = Unknown, soonest
		if !repeated {
			// Nothing was made of it: sent again, it is an attempt of its own.
			d = d.renewed()
			d.State, d.RetryAt = Refused, time.Time{}
		}
		d.explain(ofCredential(reason(orInternal(r.Err), keyInternal), keyCredential, account))
		return d, string(networks.Refused)
	case r.Outcome == networks.Limited:
		if !repeated {
			// Nothing of it was looked at: the next try is an attempt of its own.
			d = d.renewed()
		}
		until := r.RetryAfter
		if until.Before(soonest) {
			until = soonest
		}
		e.rests.take(d.AccountID, now, until)
		return e.waitUntil(d, reason(orInternal(r.Err), keyInternal), until), string(networks.Limited)
	}
	why := reason(r.Err, keyNoAnswer)
	if r.Outcome == networks.Created {
		why = app.Fail(app.CodeUnknown, keyNoProof)
	}
	d.State, d.RetryAt = Unknown, soonest
	d.explain(why)
	return d, string(networks.Unknown)
}

func orInternal(err error) error {
	if err != nil {
		return err
	}
	return errors.New("the connector gave no reason")
}

// published returns d with its proof.
func published(d Delivery, r networks.Result, at time.Time) Delivery {
	d.State, d.RetryAt = Published, time.Time{}
	d.RemoteID, d.Permalink, d.PublishedAt = r.RemoteID, r.Permalink, at
	d.explain(nil)
	return d
}

// wait returns d waiting for trouble to pass; its last try comes at the last
// instant it may leave.
func (e *Engine) wait(d Delivery, why *app.Error) Delivery {
	now := e.clock.Now()
	until := now.Add(e.pace.wait(d.from(), now))
	if limit := d.limit(); until.After(limit) && now.Before(limit) {
		until = limit
	}
	return e.waitUntil(d, why, until)
}

// waitUntil returns d scheduled for another try, or missed when that is too
// late. One that the owner asked for again does not wait by itself: the owner
// is there, and is told.
func (e *Engine) waitUntil(d Delivery, why *app.Error, until time.Time) Delivery {
	d.explain(why)
	if d.resent() || until.After(d.limit()) {
		return missed(d)
	}
	d.State, d.RetryAt = Scheduled, until
	return d
}

// report tells what a call showed of an account's credential, even when the
// program is closing. That it cannot be written stops nothing: the ledger holds
// what matters.
func (e *Engine) report(ctx context.Context, account app.ID, outcome error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), savingTime)
	defer cancel()
	if err := e.sessions.Report(ctx, account, outcome); err != nil {
		e.log.Warn("noting how an account answered", "account", account, "error", err)
	}
}
