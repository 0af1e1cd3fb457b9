package publishing

import (
	"context"
	"fmt"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

const (
	// secondReading separates the two readings after which a post that is in no
	// list is taken for absent by its owner, not by Parvis: networks index late.
	secondReading = 10 * time.Minute
	// ownerAfter is how long a network may be out of reach before the owner is
	// asked to look.
	ownerAfter = 24 * time.Hour
	// rareReading is how often a network is still asked once the owner was.
	rareReading = 6 * time.Hour
)

// settle finds out what became of the account's deliveries that were on their
// way. blocked says that one is still not known, so that nothing new may go to
// the account; next is when to look again, zero when nothing is to be read.
func (e *Engine) settle(ctx context.Context, account app.ID) (blocked bool, next time.Time, _ error) {
	flying, err := e.store.InFlight(ctx)
	if err != nil {
		return false, next, fmt.Errorf("reading what is in flight: %w", err)
	}
	for _, d := range flying {
		if d.AccountID != account {
			continue
		}
		if err := ctx.Err(); err != nil {
			return false, next, err
		}
		kept := d.State == Entrusted || d.State == Recalling
		if kept {
			d, err = e.watchEntrusted(ctx, d)
		} else {
			d, err = e.settleOne(ctx, d)
		}
		if overtaken(err) {
			if kept { // wanted back meanwhile
				next = earliest(next, e.clock.Now())
			}
			continue
		}
		if err != nil {
			return false, next, err
		}
		switch d.State {
		case Unknown:
			blocked = blocked || !d.AwaitsOwner()
			next = earliest(next, d.RetryAt)
		case Entrusted, Recalling:
			// What the network keeps holds nothing else back.
			next = earliest(next, d.lookAt())
		}
	}
	return blocked, next, nil
}

// settleOne brings one delivery that was on its way as far as can be told now.
func (e *Engine) settleOne(ctx context.Context, d Delivery) (Delivery, error) {
	switch d.State {
	case Preparing:
		// Nothing public was made, and its preparation can be repeated.
		d.State = Scheduled
		return d, e.advance(ctx, Preparing, d)
	case Armed:
		// The program stopped between arming and saving the outcome.
		d.State, d.RetryAt = Unknown, time.Time{}
		d.explain(app.Fail(app.CodeUnknown, keyInterrupted))
		if err := e.advance(ctx, Armed, d); err != nil {
			return d, err
		}
	case Unknown:
		if !e.readable(d) && !e.barred.take(d.ID) {
			return d, nil
		}
	case Entrusted, Recalling:
		return e.findEntrusted(ctx, d)
	default:
		return d, nil
	}
	if d.Lent {
		return e.findEntrusted(ctx, d)
	}
	return e.find(ctx, d)
}

// readable reports whether the moment has come to read an unknown delivery
// back. A wait longer than any the engine sets comes from a clock that was set
// back, and is not honoured.
func (e *Engine) readable(d Delivery) bool {
	longest := max(e.pace.RetryMax, secondReading)
	if d.AwaitsOwner() {
		if d.RetryAt.IsZero() {
			return false
		}
		longest = rareReading
	}
	wait := d.RetryAt.Sub(e.clock.Now())
	return wait <= 0 || wait > longest
}

// find reads an unknown delivery back and writes what that showed.
func (e *Engine) find(ctx context.Context, d Delivery) (Delivery, error) {
	account, err := e.accounts.Account(ctx, d.AccountID)
	if err != nil {
		return d, err
	}
	connector, ok := e.connectors.Connector(account.Network)
	if !ok {
		d = asked(d, keyUnreadable, account)
		return d, e.advance(ctx, Unknown, d)
	}
	session, unopened := e.sessions.Open(ctx, account.ID)
	if unopened != nil {
		e.log.Warn("opening an account", "account", account.ID, "error", unopened)
		if locked(unopened) {
			e.barred.add(d.ID)
		}
		// What is public can often be read without a credential.
		session = networks.Session{Account: account, Renew: func(context.Context, string, networks.Obtain) (string, error) {
			return "", unopened
		}}
	}
	content, _, err := e.store.Content(ctx, d.ID)
	if err != nil {
		return d, fmt.Errorf("reading what delivery %s says: %w", d.ID, err)
	}
	attempt, err := e.begin(ctx, Unknown, d, StepFind)
	if err != nil {
		return d, err
	}
	finding, result := networks.Undecided, networks.Result{}
	if err := contain(func() error {
		ctx, cancel := context.WithTimeout(ctx, findTime)
		defer cancel()
		finding, result = connector.Find(ctx, session, content, d.Identity)
		return nil
	}); err != nil {
		finding, result.Err = networks.Undecided, err
	}
	if finding == networks.Present && (result.RemoteID == "" || result.Permalink == "") {
		finding, result.Err = networks.Undecided, app.Fail(app.CodeUnknown, keyNoProof)
	}
	if result.Err != nil {
		e.log.Warn("reading back", "delivery", d.ID, "finding", finding, "error", result.Err)
	}
	attempt.Outcome, attempt.Call = string(finding), result.Call
	switch finding {
	case networks.Present:
		d = published(d, result, d.ArmedAt)
	case networks.Absent:
		d, err = e.absent(ctx, d, account, networks.ReadBackOf(connector, account, d.Identity))
	case networks.Unreadable:
		d = asked(d, keyUnreadable, account)
	default:
		if d = e.undecided(ctx, d, account); app.CodeOf(unopened) == app.CodeConflict {
			// Fed by hand since: nobody will connect it again.
			d = asked(d, keyUnverified, account)
		}
	}
	if err != nil {
		return d, err
	}
	if err := e.end(ctx, Unknown, d, attempt); err != nil {
		return d, err
	}
	if unopened == nil && (finding != networks.Undecided || result.Err != nil) {
		e.report(ctx, d.AccountID, result.Err)
	}
	return d, nil
}

// absent returns d after a reading that did not show it. Where the attempt's
// own identity proves that, it may leave again, as the same attempt: should the
// first call still arrive, the network would recognise it. Where a list was
// read, two readings are needed and the owner decides.
func (e *Engine) absent(ctx context.Context, d Delivery, account networks.Account, class networks.ReadBack) (Delivery, error) {
	now := e.clock.Now()
	if class != networks.ByIdentity && class != networks.ByList {
		return asked(d, keyUnreadable, account), nil
	}
	tried, err := e.tried(ctx, d)
	if err != nil {
		return d, err
	}
	if class == networks.ByIdentity {
		d.RetryAt = time.Time{}
		switch {
		case tried.refused:
			d.State = Refused
			return d, nil
		case e.holds.late(d, now):
			d.explain(nil)
			return missed(d), nil
		}
		d.State = Scheduled
		return d, nil
	}
	if tried.absentAt.IsZero() {
		tried.absentAt = now
	}
	if second := tried.absentAt.Add(secondReading); now.Before(second) {
		d.RetryAt = second
		return d, nil
	}
	return asked(d, keyNotSeen, account), nil
}

// past is what the ledger tells of the last attempt of a delivery.
type past struct {
	refused  bool      // its last call was refused
	absentAt time.Time // the first reading that did not show it, zero when none
	soughtAt time.Time // the first reading, or now when none was before
}

func (e *Engine) tried(ctx context.Context, d Delivery) (past, error) {
	entries, err := e.store.PostEntries(ctx, d.PostID)
	if err != nil {
		return past{}, fmt.Errorf("reading the attempts of delivery %s: %w", d.ID, err)
	}
	p := past{soughtAt: e.clock.Now()}
	for _, entry := range entries {
		if entry.Delivery.ID != d.ID {
			continue
		}
		for _, a := range entry.Attempts {
			if a.Step == StepFind && a.StartedAt.Before(p.soughtAt) {
				p.soughtAt = a.StartedAt
			}
			switch {
			case a.Step == StepPublish, a.Step == StepEntrust:
				p = past{refused: a.Outcome == string(networks.Refused), soughtAt: e.clock.Now()}
			case a.Step == StepFind && a.Outcome == string(networks.Absent) && p.absentAt.IsZero():
				p.absentAt = a.EndedAt
			}
		}
	}
	return p, nil
}

// undecided returns d waiting for the network to be asked again, for the reason
// it was unknown for; after a day its owner is asked too.
func (e *Engine) undecided(ctx context.Context, d Delivery, account networks.Account) Delivery {
	now := e.clock.Now()
	switch {
	case ctx.Err() != nil:
		d.RetryAt = now // the program is closing: first thing at the next start
	case now.Sub(d.ArmedAt) > ownerAfter:
		d = asked(d, keyUnverified, account)
		d.RetryAt = now.Add(rareReading)
	case d.AwaitsOwner():
		d.RetryAt = time.Time{}
	default:
		d.RetryAt = now.Add(e.pace.wait(d.ArmedAt, now))
	}
	return d
}

// asked returns d waiting for its owner.
func asked(d Delivery, key string, account networks.Account) Delivery {
	d.RetryAt = time.Time{}
	d.explain(app.Fail(app.CodeUnknown, key, "Account", account.Handle, "Network", account.Network.Name()))
	return d
}
