package publishing

import (
	"context"
	"fmt"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

const (
	// lookAfter is how long after its moment a network is asked for what it kept.
	lookAfter = time.Minute
	// tooClose is how long before its moment nothing is taken back any more: the
	// network may be making it public while it is asked not to.
	tooClose = 2 * time.Minute
	// stillAfter is how late a network may make a post public before its owner is
	// told; WordPress waits for a visitor.
	stillAfter = time.Hour
	// turnTime and reclaimTime bound how long an owner waits for a post to be taken
	// back: for the pass under way, and for the network.
	turnTime    = 30 * time.Second
	reclaimTime = 45 * time.Second
)

// Reclaim takes back what networks keep of posts that their owner is about to change,
// and returns once nothing of them can become public but by Parvis. Errors:
// CodeConflict when something of them is public or may be, or becomes so too soon;
// CodeUnavailable when a network could not be asked: Parvis goes on taking it back. A
// copy of the file that may be behind takes nothing back.
func (e *Engine) Reclaim(ctx context.Context, posts ...app.ID) error {
	flying, err := e.withPosts(ctx, posts)
	if err != nil || !slices.ContainsFunc(flying, e.outside) {
		return err
	}
	held, err := e.held(ctx)
	if err != nil {
		return fmt.Errorf("reading whether everything is held: %w", err)
	}
	if held {
		return app.Fail(app.CodeUnavailable, keyRecalling)
	}
	// The wish outlives the program.
	for _, d := range flying {
		if d.State == Entrusted {
			if err := e.recall(ctx, d); err != nil && !overtaken(err) {
				return err
			}
		}
	}
	if !e.takeTurn(ctx) {
		return app.Fail(app.CodeUnavailable, keyRecalling)
	}
	defer e.ticking.unlock()
	waiting, cancel := context.WithTimeout(ctx, reclaimTime)
	defer cancel()
	if flying, err = e.withPosts(ctx, posts); err != nil {
		return err
	}
	for _, d := range flying {
		if err := e.reclaimOne(ctx, waiting, d); err != nil {
			return err
		}
	}
	return nil
}

// takeTurn waits for the pass under way, and reports whether it ended in time.
func (e *Engine) takeTurn(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, e.patience)
	defer cancel()
	return e.ticking.lock(ctx)
}

// outside reports whether a delivery is, or is about to be, with its network before
// its moment.
func (e *Engine) outside(d Delivery) bool {
	switch d.State {
	case Entrusted, Recalling:
		return true
	case Preparing, Armed:
		return d.DueAt.After(e.clock.Now())
	}
	return false
}

// reclaimOne brings one delivery back as far as can be told now.
func (e *Engine) reclaimOne(ctx, waiting context.Context, d Delivery) error {
	if !e.outside(d) {
		return nil
	}
	if d.State == Entrusted { // since this pass
		if err := e.recall(ctx, d); err != nil {
			return err
		}
		d.State = Recalling
	}
	d.RetryAt = time.Time{}
	if _, err := e.settleOne(waiting, d); err != nil && !overtaken(err) {
		return err
	}
	d, err := e.store.Delivery(ctx, d.ID)
	if app.CodeOf(err) == app.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	switch d.State {
	case Scheduled, Missed, Dropped, Refused:
		return nil
	case Recalling:
		if d.ErrorKey == keyTooClose {
			return app.Fail(app.CodeUnavailable, keyTooClose, "Network", d.ErrorArgs["Network"])
		}
		return app.Fail(app.CodeUnavailable, keyRecalling)
	}
	return app.Fail(app.CodeConflict, keyFixed)
}

// recall notes that a delivery is wanted back.
func (e *Engine) recall(ctx context.Context, d Delivery) error {
	d.State, d.RetryAt = Recalling, time.Time{}
	d.explain(nil)
	return e.advance(ctx, Entrusted, d)
}

// watchEntrusted makes the part of a pass of a delivery that its network keeps.
func (e *Engine) watchEntrusted(ctx context.Context, d Delivery) (Delivery, error) {
	now := e.clock.Now()
	if d.State == Entrusted && !e.entrusting && d.DueAt.Sub(now) > tooClose {
		account, err := e.accounts.Account(ctx, d.AccountID)
		if err != nil {
			return d, fmt.Errorf("reading account %s: %w", d.AccountID, err)
		}
		// What nobody can speak for any more is only read at its moment.
		if account.State == networks.AccountConnected {
			if err := e.recall(ctx, d); err != nil {
				return d, err
			}
			d.State, d.RetryAt = Recalling, time.Time{}
		}
	}
	if at := d.lookAt(); at.After(now) && at.Sub(now) <= max(d.DueAt.Sub(now), 0)+rareReading {
		return d, nil
	}
	return e.findEntrusted(ctx, d)
}

// lookAt is when the network is next asked for a delivery that it keeps.
func (d Delivery) lookAt() time.Time {
	if d.State == Entrusted && d.RetryAt.IsZero() {
		return d.DueAt.Add(lookAfter)
	}
	return d.RetryAt
}

// findEntrusted asks the network what became of a delivery that it was given, or may
// have been given, to keep, and writes what that showed. One that its owner wants back
// is taken back when the network still keeps it.
func (e *Engine) findEntrusted(ctx context.Context, d Delivery) (Delivery, error) {
	account, err := e.accounts.Account(ctx, d.AccountID)
	if err != nil {
		return d, err
	}
	from := d.State
	connector, _ := e.connectors.Connector(account.Network)
	keeping, ok := connector.(networks.Keeping)
	if !ok {
		d = asked(d, keyUnreadable, account)
		d.State = Unknown
		return d, e.advance(ctx, from, d)
	}
	session, unopened := e.sessions.Open(ctx, account.ID)
	if unopened != nil {
		e.log.Warn("opening an account", "account", account.ID, "error", unopened)
		session = networks.Session{Account: account, Renew: func(context.Context, string, networks.Obtain) (string, error) {
			return "", unopened
		}}
	}
	content, _, err := e.store.Content(ctx, d.ID)
	if err != nil {
		return d, fmt.Errorf("reading what delivery %s says: %w", d.ID, err)
	}
	attempt, err := e.begin(ctx, from, d, StepFind)
	if err != nil {
		return d, err
	}
	finding, result := networks.Undecided, networks.Result{}
	if err := contain(func() error {
		ctx, cancel := context.WithTimeout(ctx, findTime)
		defer cancel()
		finding, result = keeping.FindEntrusted(ctx, session, content, networks.Entrusted{Identity: d.Identity, At: d.DueAt, RemoteID: d.RemoteID})
		return nil
	}); err != nil {
		finding, result.Err = networks.Undecided, err
	}
	unproven := finding == networks.Present && (result.RemoteID == "" || result.Permalink == "") || finding == networks.Kept && result.RemoteID == ""
	if unproven {
		finding, result.Err = networks.Undecided, app.Fail(app.CodeUnknown, keyNoProof)
	}
	if result.Err != nil {
		e.log.Warn("reading back what was entrusted", "delivery", d.ID, "finding", finding, "error", result.Err)
	}
	attempt.Outcome, attempt.Call = string(finding), result.Call
	d, err = e.learned(ctx, d, account, keeping, finding, result)
	if err != nil {
		return d, err
	}
	if finding == networks.Undecided && d.State != Published && !e.clock.Now().Before(d.DueAt) && app.CodeOf(unopened) == app.CodeConflict {
		// Fed by hand since: nobody will connect it again.
		d = asked(d, keyUnverified, account)
		d.State = Unknown
	}
	if err := e.end(ctx, from, d, attempt); err != nil {
		return d, err
	}
	if unopened == nil && (finding != networks.Undecided || result.Err != nil) {
		e.report(ctx, d.AccountID, result.Err)
	}
	if from == Recalling && d.State == Recalling && finding == networks.Kept {
		return e.takeBack(ctx, d, keeping, session)
	}
	return d, nil
}

// learned returns a delivery after its network told of it.
func (e *Engine) learned(ctx context.Context, d Delivery, account networks.Account, keeping networks.Keeping, finding networks.Finding, r networks.Result) (Delivery, error) {
	now := e.clock.Now()
	switch finding {
	case networks.Present:
		at := d.DueAt
		if now.Before(at) || d.ArmedAt.After(at) {
			at = d.ArmedAt
		}
		return published(d, r, at), nil
	case networks.Kept:
		d.RemoteID = r.RemoteID
		return e.stillKept(d, account, now), nil
	case networks.Absent:
		return e.notKept(ctx, d, account, keeping)
	case networks.Unreadable:
		d = asked(d, keyUnreadable, account)
		d.State = Unknown
		return d, nil
	}
	return e.unheard(ctx, d, account, now)
}

// stillKept returns a delivery that its network keeps.
func (e *Engine) stillKept(d Delivery, account networks.Account, now time.Time) Delivery {
	late := now.Sub(d.DueAt)
	switch {
	case d.State == Recalling:
		return d
	case late > stillAfter:
		d = asked(d, keyStillKept, account)
		d.State, d.RetryAt = Unknown, now.Add(rareReading)
		return d
	}
	d.State, d.RetryAt = Entrusted, time.Time{}
	if late >= 0 {
		d.RetryAt = now.Add(e.pace.wait(d.DueAt, now))
	}
	d.explain(nil)
	return d
}

// notKept returns a delivery that its network neither keeps nor shows. Before its
// moment that is proven by what the network kept having been named; of a post whose
// moment has come, or that the network never named, it is as certain as the network's
// reading back.
func (e *Engine) notKept(ctx context.Context, d Delivery, account networks.Account, keeping networks.Keeping) (Delivery, error) {
	now := e.clock.Now()
	early := d.DueAt.Sub(now) > tooClose
	switch {
	case d.State == Recalling && early:
		return returned(d, now), nil
	case d.State == Entrusted && early:
		// Whoever took it back there meant it: it is not sent again by itself.
		d = d.renewed()
		d.State, d.RetryAt = Missed, time.Time{}
		d.explain(app.Fail(app.CodeConflict, keyWithdrawn, "Network", account.Network.Name()))
		return d, nil
	}
	tried, err := e.tried(ctx, d)
	if err != nil {
		return d, err
	}
	if d.RemoteID == "" && networks.ReadBackOf(keeping, account, d.Identity) == networks.ByIdentity {
		d.RetryAt = time.Time{}
		if tried.refused {
			d = d.renewed()
			d.RetryAt = d.DueAt
		}
		d.State = Scheduled
		if e.holds.late(d, now) {
			d.explain(nil)
			d = missed(d)
		}
		return d, nil
	}
	if tried.absentAt.IsZero() {
		tried.absentAt = now
	}
	if second := tried.absentAt.Add(secondReading); now.Before(second) {
		d.RetryAt = second
		return d, nil
	}
	if d.State == Recalling {
		return returned(d, now), nil
	}
	d = asked(d, keyNotSeen, account)
	d.State = Unknown
	return d, nil
}

// unheard returns a delivery whose network could not be asked; a day after its moment
// its owner is.
func (e *Engine) unheard(ctx context.Context, d Delivery, account networks.Account, now time.Time) (Delivery, error) {
	since := later(d.ArmedAt, d.DueAt)
	tried, err := e.tried(ctx, d)
	switch {
	case err != nil && ctx.Err() == nil:
		return d, err
	case ctx.Err() != nil:
		d.RetryAt = now
	case now.Sub(since) > ownerAfter:
		d = asked(d, keyUnverified, account)
		d.State, d.RetryAt = Unknown, now.Add(rareReading)
	case d.AwaitsOwner():
		d.RetryAt = time.Time{}
	default:
		d.RetryAt = now.Add(e.pace.wait(tried.soughtAt, now))
	}
	return d, nil
}

// takeBack makes the call after which the network keeps a delivery no more. It may be
// made again, and is whenever the network is read to keep it still.
func (e *Engine) takeBack(ctx context.Context, d Delivery, keeping networks.Keeping, session networks.Session) (Delivery, error) {
	now := e.clock.Now()
	if late := now.Sub(d.DueAt); late > -tooClose && late < stillAfter {
		d.RetryAt = later(d.DueAt.Add(lookAfter), now.Add(e.pace.wait(d.DueAt, now)))
		d.explain(app.Fail(app.CodeUnavailable, keyTooClose, "Network", session.Account.Network.Name()))
		return d, e.advance(ctx, Recalling, d)
	}
	attempt, err := e.begin(ctx, Recalling, d, StepTakeBack)
	if err != nil {
		return d, err
	}
	result := call(ctx, publishTime, func(ctx context.Context) networks.Result { return keeping.TakeBack(ctx, session, d.RemoteID) })
	if result.Err != nil {
		e.log.Warn("taking back", "delivery", d.ID, "outcome", result.Outcome, "error", result.Err)
	}
	now = e.clock.Now()
	attempt.Outcome, attempt.Call = string(result.Outcome), result.Call
	soon := now.Add(min(2*e.pace.RetryMin, e.pace.RetryMax))
	switch result.Outcome {
	case networks.Created:
		d = returned(d, now)
	case networks.Limited:
		d.RetryAt = later(soon, result.RetryAfter)
		e.rests.take(d.AccountID, now, d.RetryAt)
	case networks.Refused:
		d.RetryAt = now.Add(e.pace.RetryMax)
		d.explain(ofCredential(reason(orInternal(result.Err), keyInternal), keyExpired, session.Account))
	default:
		d.RetryAt = soon
	}
	if err := e.end(ctx, Recalling, d, attempt); err != nil {
		return d, err
	}
	if result.Outcome == networks.Created || result.Err != nil {
		e.report(ctx, d.AccountID, result.Err)
	}
	return d, nil
}

// returned returns a delivery that its network keeps no more: Parvis publishes it in
// its time, as an attempt of its own.
func returned(d Delivery, now time.Time) Delivery {
	d = d.renewed()
	d.State, d.Prepared, d.RetryAt = Scheduled, "", time.Time{}
	if again := now.Add(entrustAfter); again.Before(d.DueAt) {
		d.RetryAt = again
	}
	d.explain(nil)
	return d
}
