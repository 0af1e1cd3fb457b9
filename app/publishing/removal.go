package publishing

import (
	"context"
	"fmt"
	"sync"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// Removal is one attempt to take a published delivery back from its network, kept for
// good. The delivery itself stays as it is: it was published, and this was done since.
// EndedAt is zero and Outcome "" while it runs, or when Parvis died during it.
type Removal struct {
	ID         int64
	DeliveryID app.ID
	StartedAt  time.Time
	EndedAt    time.Time
	Outcome    networks.Outcome // networks.Created is that it is gone
	Call       networks.Call
	Why        app.Message // it is not known to be gone, zero otherwise
}

// Removed returns when the network said that the delivery is gone, zero while it did
// not.
func (e Entry) Removed() time.Time {
	for _, r := range e.Removals {
		if r.Outcome == networks.Created {
			return r.EndedAt
		}
	}
	return time.Time{}
}

// RemovalInDoubt reports whether the delivery may be gone, as a removal got no sure
// answer, or was interrupted. Asking again settles it: of what is gone, the network
// says so.
func (e Entry) RemovalInDoubt() bool {
	doubt := false
	for _, r := range e.Removals {
		switch r.Outcome {
		case networks.Created:
			return false
		case networks.Unknown, "":
			doubt = true
		}
	}
	return doubt
}

// Sentences of removals.
const (
	keyRemovalUnknown     = "publishing.removal.unknown"
	keyRemovalRefused     = "publishing.removal.refused"
	keyRemovalBecause     = "publishing.removal.because"
	keyRemovalLacks       = "publishing.removal.lacks"
	keyRemovalExpired     = "publishing.removal.expired"
	keyRemovalLimited     = "publishing.removal.limited"
	keyRemovalExample     = "publishing.removal.error.example"
	keyRemovalUnpublished = "publishing.removal.error.unpublished"
	keyRemovalUnable      = "publishing.removal.error.unable"
	keyRemovalRunning     = "publishing.removal.error.running"
)

// removing are the deliveries that are being taken back. The zero value is empty.
type removing struct {
	mu  sync.Mutex
	all map[app.ID]bool
}

// begin takes a delivery's turn, false when it is taken.
func (r *removing) begin(id app.ID) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.all[id] {
		return false
	}
	if r.all == nil {
		r.all = make(map[app.ID]bool)
	}
	r.all[id] = true
	return true
}

func (r *removing) end(id app.ID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.all, id)
}

// Remove takes a published delivery back from its network: one call, written in the
// ledger before it is made, whatever comes of it. What came of it is in the ledger, not
// in the error. A pause does not keep from it: nothing leaves. Errors: CodeConflict
// when the delivery is not published, gone already or being taken back, when its network
// takes nothing back and for the sample business; those of opening the account.
func (e *Engine) Remove(ctx context.Context, id app.ID) error {
	if !e.removing.begin(id) {
		return app.Fail(app.CodeConflict, keyRemovalRunning)
	}
	defer e.removing.end(id)
	b, err := e.business.Business(ctx)
	if err != nil {
		return fmt.Errorf("reading the business: %w", err)
	}
	if b.Example {
		return app.Fail(app.CodeConflict, keyRemovalExample)
	}
	d, err := e.store.Delivery(ctx, id)
	if err != nil {
		return err
	}
	if d.State != Published {
		return app.Fail(app.CodeConflict, keyRemovalUnpublished)
	}
	account, err := e.accounts.Account(ctx, d.AccountID)
	if err != nil {
		return err
	}
	connector, _ := e.connectors.Connector(account.Network)
	deleting, can := connector.(networks.Deleting)
	if !can {
		return app.Fail(app.CodeConflict, keyRemovalUnable, "Network", account.Network.Name())
	}
	session, err := e.sessions.Open(ctx, account.ID)
	if err != nil {
		return ofCredential(reason(err, keyInternal), keyRemovalExpired, account)
	}
	return e.remove(ctx, d, deleting, session)
}

func (e *Engine) remove(ctx context.Context, d Delivery, connector networks.Deleting, session networks.Session) error {
	r := Removal{DeliveryID: d.ID, StartedAt: e.clock.Now()}
	var err error
	if r.ID, err = e.store.BeginRemoval(ctx, r); err != nil {
		return fmt.Errorf("beginning to remove delivery %s: %w", d.ID, err)
	}
	result := call(ctx, publishTime, func(ctx context.Context) networks.Result { return connector.Delete(ctx, session, d.RemoteID) })
	r.Outcome, r.Call = result.Outcome, result.Call
	r.Call.Excerpt = clip(r.Call.Excerpt)
	switch r.Outcome {
	case networks.Created, networks.Refused, networks.Limited:
	default:
		r.Outcome = networks.Unknown
	}
	if r.Outcome != networks.Created {
		r.Why = whyNotRemoved(r.Outcome, result.Err, session.Account)
		e.log.Warn("removing", "delivery", d.ID, "outcome", r.Outcome, "error", result.Err)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), savingTime)
	defer cancel()
	r.EndedAt = e.clock.Now()
	if err := e.store.EndRemoval(ctx, r); err != nil {
		return fmt.Errorf("saving that to remove delivery %s came to %s: %w", d.ID, r.Outcome, err)
	}
	if r.Outcome == networks.Created || result.Err != nil {
		e.report(ctx, d.AccountID, result.Err)
	}
	e.changed(d)
	return nil
}

// whyNotRemoved says why a delivery is not known to be gone. Connectors speak of
// publishing: of what they say, only reasons are kept.
func whyNotRemoved(outcome networks.Outcome, cause error, account networks.Account) app.Message {
	network := account.Network.Name()
	switch outcome {
	case networks.Limited:
		return app.Say(keyRemovalLimited, "Network", network)
	case networks.Unknown:
		return app.Say(keyRemovalUnknown, "Network", network)
	}
	why := reason(cause, keyInternal)
	if why.Code == app.CodeUnauthorised {
		return messageOf(ofCredential(why, keyRemovalExpired, account))
	}
	if missing, told := why.Args["Missing"]; told {
		return app.Say(keyRemovalLacks, "Network", network, "Missing", missing)
	}
	if said, told := why.Args["Reason"]; told {
		return app.Say(keyRemovalBecause, "Network", network, "Reason", said)
	}
	return app.Say(keyRemovalRefused, "Network", network)
}

// Removable reports whether Parvis can take back what it published on a network.
func (s *Service) Removable(n networks.Network) bool {
	connector, _ := s.desk.Connectors.Connector(n)
	_, can := connector.(networks.Deleting)
	return can
}

// Remove takes a published delivery back (Engine.Remove).
func (s *Service) Remove(ctx context.Context, id app.ID) error { return s.desk.Remove(ctx, id) }
