package publishing

import (
	"context"
	"net/url"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
)

// Plan is what of a post decides when and where it goes.
type Plan struct {
	At       app.Civil     // read in the zone of the business
	Lateness time.Duration // how late it may still go
	Accounts []app.ID      // in the order chosen
	Said     Said          // where it has no words of its own
	Own      map[networks.Network]Said
}

// on returns what the post says on a network.
func (p Plan) on(n networks.Network) Said {
	if own, ok := p.Own[n]; ok {
		return own
	}
	return p.Said
}

// Desk is what a Service is made of. PlanOf returns the plan of a post, or an
// error with CodeNotFound. MaySchedule refuses a post that must not be scheduled as
// it is, whoever asks, with a sentence. Wake asks for a pass of the engine soon and
// must return at once; it may be nil, as MaySchedule and Holds.
type Desk struct {
	Store  Store
	PlanOf func(ctx context.Context, post app.ID) (Plan, error)
	// MaySchedule is asked before anything is planned.
	MaySchedule func(ctx context.Context, post app.ID) error
	Accounts    AccountSource
	Connectors  networks.Directory
	Pictures    Renderer
	Films       Films // nil where no post has one
	Business    BusinessSource
	Clock       app.Clock
	IDs         *app.IDs
	Events      *app.Events
	Holds       *Holds // shared with the engine
	Wake        func()
	// Rehearse rehearses what comes (Engine.Rehearse); nil does nothing.
	Rehearse func(ctx context.Context) error
	// Reclaim takes back what networks keep of posts (Engine.Reclaim); nil does
	// nothing.
	Reclaim func(ctx context.Context, posts ...app.ID) error
	// Remove takes a published delivery back (Engine.Remove); nil refuses.
	Remove func(ctx context.Context, id app.ID) error
}

// Service is what the interface asks of this room. It never speaks to a network
// itself: it writes in the ledger, and wakes or asks the engine. Safe for concurrent use.
type Service struct{ desk Desk }

// NewService returns the service.
func NewService(d Desk) *Service {
	if d.MaySchedule == nil {
		d.MaySchedule = func(context.Context, app.ID) error { return nil }
	}
	if d.Rehearse == nil {
		d.Rehearse = func(context.Context) error { return nil }
	}
	if d.Reclaim == nil {
		d.Reclaim = func(context.Context, ...app.ID) error { return nil }
	}
	if d.Remove == nil {
		d.Remove = func(context.Context, app.ID) error { return app.Fail(app.CodeConflict, keyRemovalUnpublished) }
	}
	if d.Wake == nil {
		d.Wake = func() {}
	}
	// Another zone makes what is planned come due at another instant.
	app.On(d.Events, func(business.Changed) { d.Wake() })
	// What waited for the passphrase leaves as soon as it is given.
	app.On(d.Events, func(networks.VaultChanged) { d.Wake() })
	return &Service{d}
}

// pastTolerance is how long ago "now" may have been when the owner clicked.
const pastTolerance = time.Minute

// Schedule plans the deliveries of a post at the moment it is placed, one for
// each of its accounts, those fed by hand included, with the parts of a thread and
// the first comment that a connector can publish; former ones that never left, refused,
// missed or dropped ones included, are replaced or given that moment. Errors: CodeInvalid when the post is not placed, placed in the past
// or goes to no account that can publish; CodeUnauthorised when the only ones
// must be connected again; CodeConflict when something of it may have left; those
// of MaySchedule and Reclaim.
func (s *Service) Schedule(ctx context.Context, post app.ID) error {
	plan, err := s.desk.PlanOf(ctx, post)
	if err != nil {
		return err
	}
	if err := s.desk.MaySchedule(ctx, post); err != nil {
		return err
	}
	b, err := s.desk.Business.Business(ctx)
	if err != nil {
		return err
	}
	if plan.At.IsZero() {
		return app.Fail(app.CodeInvalid, "publishing.error.not_placed")
	}
	due := plan.At.In(b.Location())
	if due.Before(s.desk.Clock.Now().Add(-pastTolerance)) {
		return app.Fail(app.CodeInvalid, "publishing.error.past")
	}
	accounts, err := s.senders(ctx, plan.Accounts)
	if err != nil {
		return err
	}
	deliveries := make([]Delivery, 0, len(accounts))
	for _, a := range accounts {
		first, rest := divide(a.account, a.under, Delivery{
			PostID: post, AccountID: a.account.ID, State: Scheduled, DueAt: due.UTC(), Lateness: plan.Lateness,
		}, plan.on(a.account.Network))
		for _, d := range append([]Delivery{first}, rest...) {
			d.ID = s.desk.IDs.New()
			deliveries = append(deliveries, d)
		}
	}
	if err := s.desk.Reclaim(ctx, post); err != nil {
		return err
	}
	if err := s.desk.Store.Plan(ctx, post, deliveries); err != nil {
		return err
	}
	s.changed("", post)
	return nil
}

// sender is an account that can publish, and what under a post.
type sender struct {
	account networks.Account
	under   networks.Under
}

// senders returns the accounts that something can be published to: by Parvis,
// those to be connected again included as long as one works, or by hand.
func (s *Service) senders(ctx context.Context, chosen []app.ID) ([]sender, error) {
	var senders []sender
	var works bool
	var dead *networks.Account
	for _, id := range chosen {
		account, err := s.desk.Accounts.Account(ctx, id)
		if err != nil {
			return nil, err
		}
		if account.State == networks.AccountHandFed && account.Network.Known() {
			works = true
			senders = append(senders, sender{account: account})
			continue
		}
		connector, ok := s.desk.Connectors.Connector(account.Network)
		if !ok {
			continue
		}
		switch account.State {
		case networks.AccountConnected:
			works = true
		case networks.AccountExpired:
			dead = &account
		default:
			continue
		}
		senders = append(senders, sender{account, networks.UnderOf(connector)})
	}
	switch {
	case works:
		return senders, nil
	case dead != nil:
		return nil, app.Fail(app.CodeUnauthorised, keyExpired, "Account", dead.Handle, "Network", dead.Network.Name())
	}
	return nil, app.Fail(app.CodeInvalid, "publishing.error.no_account")
}

// Unschedule takes the deliveries of a post back: it is a draft again. When some
// of them may have left, it stops those that still wait, or fails with
// CodeConflict when none does or one is leaving right now. What a network keeps of it
// is taken back first, with the errors of Reclaim.
func (s *Service) Unschedule(ctx context.Context, post app.ID) error {
	if err := s.desk.Reclaim(ctx, post); err != nil && app.CodeOf(err) != app.CodeConflict {
		return err
	}
	if err := s.desk.Store.Unplan(ctx, post); err != nil {
		return err
	}
	s.changed("", post)
	return nil
}

// Reclaim takes back what networks keep of posts that are about to be changed, and
// returns once nothing of them can become public but by Parvis. Errors: CodeConflict
// when something of them is public or may be, CodeUnavailable when that is not known
// yet.
func (s *Service) Reclaim(ctx context.Context, posts ...app.ID) error {
	return s.desk.Reclaim(ctx, posts...)
}

// Moved tells of a scheduled post whose deliveries were brought to another moment
// in the file, or fewer accounts.
func (s *Service) Moved(post app.ID) { s.changed("", post) }

// identityLife is how long a call that got no answer could still reach its
// network. Sent again later than that, a delivery is a new attempt with the
// time it really leaves.
const identityLife = time.Hour

// Resend sends a refused or missed delivery now, as the post stands today; it
// fails with CodeConflict in every other state. If it cannot leave within its
// lateness, it is missed again.
func (s *Service) Resend(ctx context.Context, id app.ID) error {
	d, err := s.desk.Store.Delivery(ctx, id)
	if err != nil {
		return err
	}
	from, now := d.State, s.desk.Clock.Now()
	if from != Refused && from != Missed {
		return app.Fail(app.CodeConflict, "publishing.error.not_resendable")
	}
	return s.advance(ctx, from, d.again(now, now))
}

// CheckNow has an unknown delivery read back at once; CodeConflict in every
// other state.
func (s *Service) CheckNow(ctx context.Context, id app.ID) error {
	d, err := s.desk.Store.Delivery(ctx, id)
	if err != nil {
		return err
	}
	if d.State != Unknown {
		return app.Fail(app.CodeConflict, "publishing.error.settled")
	}
	d.RetryAt = s.desk.Clock.Now()
	return s.advance(ctx, Unknown, d)
}

// Appeared keeps the owner's answer "yes" to "did it appear?", for an unknown
// delivery that awaits its owner (else CodeConflict): it is handed over, which
// claims no proof. link is the address of the post as the owner copied it, or
// ""; CodeInvalid when it is no web address.
func (s *Service) Appeared(ctx context.Context, id app.ID, link string) error {
	d, err := s.awaiting(ctx, id)
	if err != nil {
		return err
	}
	if err := checkLink(link); err != nil {
		return err
	}
	d.State, d.RetryAt, d.Permalink, d.PublishedAt = HandedOver, time.Time{}, link, d.ArmedAt
	if now := s.desk.Clock.Now(); d.Lent && d.DueAt.After(d.ArmedAt) && !d.DueAt.After(now) {
		d.PublishedAt = d.DueAt
	}
	d.explain(nil)
	return s.advance(ctx, Unknown, d)
}

// checkLink refuses what is no web address; "" is none to check.
func checkLink(link string) error {
	if link == "" {
		return nil
	}
	u, err := url.Parse(link)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return app.Fail(app.CodeInvalid, "publishing.error.link")
	}
	return nil
}

// NotThere keeps the owner's answer "no" to "did it appear?", for an unknown
// delivery that awaits its owner (else CodeConflict): it is missed, and can be
// sent again. One that its network keeps still is taken back first, and one whose
// moment is still to come is scheduled as before, to be sent by Parvis.
func (s *Service) NotThere(ctx context.Context, id app.ID) error {
	d, err := s.awaiting(ctx, id)
	if err != nil {
		return err
	}
	switch {
	case d.ErrorKey == keyStillKept:
		d.State, d.RetryAt = Recalling, time.Time{}
		d.explain(nil)
	case d.Lent && d.DueAt.After(s.desk.Clock.Now()):
		d = d.renewed()
		d.State, d.RetryAt = Scheduled, d.DueAt
		d.explain(nil)
	default:
		d.State, d.RetryAt = Missed, time.Time{}
		d.explain(app.Fail(app.CodeConflict, keyNotThere))
	}
	return s.advance(ctx, Unknown, d)
}

func (s *Service) awaiting(ctx context.Context, id app.ID) (Delivery, error) {
	d, err := s.desk.Store.Delivery(ctx, id)
	if err != nil {
		return d, err
	}
	if !d.AwaitsOwner() {
		return d, app.Fail(app.CodeConflict, "publishing.error.settled")
	}
	return d, nil
}

// Entries returns the newest rows of the Registre, at most limit, of one state
// or of all ("").
func (s *Service) Entries(ctx context.Context, state State, limit int) ([]Entry, error) {
	return s.desk.Store.Entries(ctx, state, limit)
}

// PostEntries returns the rows of one post.
func (s *Service) PostEntries(ctx context.Context, post app.ID) ([]Entry, error) {
	return s.desk.Store.PostEntries(ctx, post)
}

func (s *Service) advance(ctx context.Context, from State, d Delivery) error {
	if err := s.desk.Store.Advance(ctx, from, d); err != nil {
		return err
	}
	s.changed(d.ID, d.PostID)
	return nil
}

func (s *Service) changed(id, post app.ID) {
	app.Emit(s.desk.Events, DeliveryChanged{id, post})
	s.desk.Wake()
}
