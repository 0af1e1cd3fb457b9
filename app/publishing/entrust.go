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
	// entrustMargin is left for preparing a post before its network no longer takes it.
	entrustMargin = 5 * time.Minute
	// callMargin is left for the call alone.
	callMargin = time.Minute
	// entrustAfter is how long what was taken back stays with Parvis: whoever changes
	// a post once often changes it again.
	entrustAfter = 10 * time.Minute
	// entrustAhead bounds how far ahead deliveries are looked for.
	entrustAhead = 366 * 24 * time.Hour
)

// entrust gives the network of an account what it can keep of what is to come. It
// returns when the account wants the next pass for that, zero when it does not.
//
// A post with parts stays with Parvis: a part answers a public post, and only Parvis
// can publish it then.
func (e *Engine) entrust(ctx context.Context, id app.ID) (time.Time, error) {
	account, err := e.accounts.Account(ctx, id)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading account %s: %w", id, err)
	}
	keeping, window := e.keeping(account)
	if window.IsZero() || account.State != networks.AccountConnected {
		return time.Time{}, nil
	}
	now := e.clock.Now()
	coming, err := e.store.Coming(ctx, now, now.Add(entrustAhead))
	if err != nil {
		return time.Time{}, fmt.Errorf("reading what can be entrusted: %w", err)
	}
	calls := make(gate, 1)
	var next time.Time
	for _, d := range coming {
		if d.AccountID != id || e.holds.holding(d.PostID) || !d.entrustable(window, now) {
			continue
		}
		if from := later(d.RetryAt, d.DueAt.Add(-window.Longest)); from.After(now) {
			if from.Before(d.DueAt) {
				next = earliest(next, from)
			}
			continue
		}
		if err := ctx.Err(); err != nil {
			return time.Time{}, err
		}
		if free := later(e.rests.over(id, now), e.gifts.over(id, now)); free.After(now) {
			return earliest(next, free), nil
		}
		d, err := e.entrustOne(ctx, d, account, keeping, calls)
		switch {
		case overtaken(err):
		case err != nil:
			return time.Time{}, err
		case d.State == Entrusted, d.State == Unknown:
			next = earliest(next, d.lookAt())
		}
		now = e.clock.Now()
	}
	return next, nil
}

// entrustable returns what is to come on accounts whose network can keep it.
func (e *Engine) entrustable(ctx context.Context) ([]Delivery, error) {
	now := e.clock.Now()
	coming, err := e.store.Coming(ctx, now, now.Add(entrustAhead))
	if err != nil {
		return nil, fmt.Errorf("reading what can be entrusted: %w", err)
	}
	windows := make(map[app.ID]networks.Window)
	var all []Delivery
	for _, d := range coming {
		window, known := windows[d.AccountID]
		if !known {
			account, err := e.accounts.Account(ctx, d.AccountID)
			if err != nil {
				return nil, fmt.Errorf("reading account %s: %w", d.AccountID, err)
			}
			_, window = e.keeping(account)
			windows[d.AccountID] = window
		}
		if !window.IsZero() && d.entrustable(window, now) {
			all = append(all, d)
		}
	}
	return all, nil
}

// keeping returns the connector of an account as one that lets its network keep
// posts, with a zero Window when it does not.
func (e *Engine) keeping(account networks.Account) (networks.Keeping, networks.Window) {
	connector, ok := e.connectors.Connector(account.Network)
	if !ok {
		return nil, networks.Window{}
	}
	keeping, ok := connector.(networks.Keeping)
	if !ok {
		return nil, networks.Window{}
	}
	return keeping, keeping.Keeps(account)
}

// entrustable reports whether a network could be given a scheduled delivery now or
// later: it has no parts, and there is time enough.
func (d Delivery) entrustable(window networks.Window, now time.Time) bool {
	return d.Part == 0 && d.Parts == 0 && !d.Aside && d.DueAt.Sub(now) >= window.Shortest+entrustMargin && wholeMinute(d.DueAt)
}

// wholeMinute reports whether an instant is what every network keeps as it is.
func wholeMinute(t time.Time) bool { return t.Truncate(time.Minute).Equal(t) }

// entrustOne gives the network one delivery, unless its post must change first or has
// parts: that stays scheduled, and is told in its time.
func (e *Engine) entrustOne(ctx context.Context, d Delivery, account networks.Account, keeping networks.Keeping, calls gate) (Delivery, error) {
	if whole, err := e.whole(ctx, d, keeping, account); err != nil || !whole {
		return d, err
	}
	if problem, err := e.review(ctx, d.PostID); err != nil || !problem.IsZero() {
		return d, err
	}
	session, err := e.sessions.Open(ctx, account.ID)
	if err != nil {
		// Whoever must connect it again is told when something is due, and before by
		// the rehearsal.
		e.log.Warn("opening an account", "account", account.ID, "error", err)
		e.refrain(account.ID)
		return d, nil
	}
	d, content, ready, err := e.prepare(ctx, d, keeping, session, calls)
	if err != nil {
		return d, err
	}
	if !ready {
		e.refrain(account.ID)
		return d, nil
	}
	whole, err := e.whole(ctx, d, keeping, account)
	if err != nil {
		return d, err
	}
	if now := e.clock.Now(); !whole || e.holds.holding(d.PostID) || !keeping.Keeps(account).Takes(now.Add(callMargin), d.DueAt) {
		d.State = Scheduled
		return d, e.advance(ctx, Preparing, d)
	}
	return e.give(ctx, d, keeping, session, content)
}

// refrain leaves the network of an account in peace after trouble: there is no hurry,
// and Parvis publishes what is still with it.
func (e *Engine) refrain(account app.ID) {
	now := e.clock.Now()
	e.gifts.take(account, now, now.Add(e.pace.RetryMax))
}

// whole reports whether a post is one delivery to an account, without parts.
func (e *Engine) whole(ctx context.Context, d Delivery, connector networks.Connector, to networks.Account) (bool, error) {
	under := networks.UnderOf(connector)
	if under == (networks.Under{}) {
		return true, nil
	}
	said, err := e.store.Said(ctx, d.ID)
	if err != nil {
		return false, fmt.Errorf("reading what the post of delivery %s says: %w", d.ID, err)
	}
	_, rest := divide(to, under, d, said)
	return len(rest) == 0, nil
}

// give arms a prepared delivery and makes the one call that lets its network publish
// it.
func (e *Engine) give(ctx context.Context, d Delivery, keeping networks.Keeping, session networks.Session, content networks.Content) (Delivery, error) {
	if err := ctx.Err(); err != nil {
		return d, err
	}
	now, before := e.clock.Now(), d
	if now.Sub(d.ArmedAt) > identityLife || now.Before(d.ArmedAt) {
		d = d.renewed()
	}
	kept := d.Identity
	d.Identity = networks.IdentityFor(keeping, now, d.Prepared, kept)
	d.Identity.CreatedAt = d.Identity.CreatedAt.UTC().Truncate(time.Millisecond)
	repeated := kept.Key != "" && d.Identity.Key == kept.Key
	d.State, d.ArmedAt, d.Lent = Armed, now, true
	d.Attempts++
	attempt, err := e.begin(ctx, Preparing, d, StepEntrust)
	if err != nil {
		e.refrain(d.AccountID)
		return before, e.unarmed(ctx, before, err)
	}
	e.gifts.take(d.AccountID, now, now.Add(e.pace.Breath))
	result := call(ctx, allow(publishTime, content), func(ctx context.Context) networks.Result {
		return keeping.Entrust(ctx, session, content, d.Prepared, d.Identity, d.DueAt)
	})
	if result.Err != nil {
		e.log.Warn("entrusting", "delivery", d.ID, "outcome", result.Outcome, "error", result.Err)
	}
	d, attempt.Outcome = e.given(d, session.Account, result, repeated)
	attempt.Call = result.Call
	if err := e.end(ctx, Armed, d, attempt); err != nil {
		return d, err
	}
	if result.Outcome == networks.Created || result.Err != nil {
		e.report(ctx, d.AccountID, result.Err)
	}
	return d, nil
}

// given returns the delivery after the call that gave it to its network, and the
// outcome to write. What the network does not take is published by Parvis in its
// time: only a change of its moment makes Parvis ask again.
func (e *Engine) given(d Delivery, account networks.Account, r networks.Result, repeated bool) (Delivery, string) {
	now := e.clock.Now()
	soonest := now.Add(e.pace.wait(d.Identity.CreatedAt, now))
	switch {
	case r.Outcome == networks.Created && r.RemoteID != "" && r.Permalink != "":
		// Its server's clock is ahead of ours, or it keeps nothing.
		return published(d, r, now), string(networks.Created)
	case r.Outcome == networks.Created && r.RemoteID != "":
		d.State, d.RetryAt, d.RemoteID = Entrusted, time.Time{}, r.RemoteID
		d.explain(nil)
		return d, string(networks.Created)
	case r.Outcome == networks.Refused && !repeated:
		d = d.renewed()
		d.State, d.RetryAt = Scheduled, d.DueAt
		d.explain(ofCredential(reason(orInternal(r.Err), keyInternal), keyCredential, account))
		return d, string(networks.Refused)
	case r.Outcome == networks.Limited:
		if !repeated {
			d = d.renewed()
		}
		until := later(soonest, r.RetryAfter)
		e.rests.take(d.AccountID, now, until)
		e.refrain(d.AccountID)
		d.State, d.RetryAt = Scheduled, earliest(until, d.DueAt)
		d.explain(nil)
		return d, string(networks.Limited)
	}
	outcome, why := r.Outcome, reason(r.Err, keyNoAnswer)
	if r.Outcome == networks.Created {
		outcome, why = networks.Unknown, app.Fail(app.CodeUnknown, keyNoProof)
	}
	d.State, d.RetryAt = Unknown, soonest
	d.explain(why)
	return d, string(outcome)
}

// withPosts returns what is in flight of some posts.
func (e *Engine) withPosts(ctx context.Context, posts []app.ID) ([]Delivery, error) {
	flying, err := e.store.InFlight(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading what is in flight: %w", err)
	}
	return slices.DeleteFunc(flying, func(d Delivery) bool { return !slices.Contains(posts, d.PostID) }), nil
}
