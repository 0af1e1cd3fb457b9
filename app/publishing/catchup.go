package publishing

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// Aside is a row of the catch-up list as the file keeps it.
type Aside struct {
	Delivery Delivery
	Title    string // label of the post
	Account  networks.Account
	Seen     bool // its owner was shown it
}

// Overdue is a row of the catch-up list ("Rattrapage"): a delivery that came due
// while nothing could leave, for which its owner has not said yet whether it
// still goes.
type Overdue struct {
	Aside
	Late   time.Duration // since it was due
	Within bool          // its post may still be that late
	// Never: its post may not be late at all. It is shown, and does not go.
	Never bool
}

// CatchUpChanged is emitted after deliveries came on the catch-up list or left it.
type CatchUpChanged struct{}

// CatchUpSpacing separates two deliveries of the catch-up list that go to one
// account: followers see posts of a day, not a salvo.
const CatchUpSpacing = 10 * time.Minute

// CatchUp returns the catch-up list, by due instant from the oldest.
func (s *Service) CatchUp(ctx context.Context) ([]Overdue, error) {
	asides, err := s.desk.Store.Aside(ctx)
	if err != nil {
		return nil, err
	}
	now := s.desk.Clock.Now()
	rows := make([]Overdue, len(asides))
	for i, a := range asides {
		d := a.Delivery
		rows[i] = Overdue{
			Aside: a, Late: max(now.Sub(d.DueAt), 0), Never: d.Lateness == 0,
			Within: d.Lateness > 0 && d.State == Scheduled && !now.After(d.limit()),
		}
	}
	return rows, nil
}

// SeeCatchUp notes that the owner was shown the list: it does not come by itself
// again, and waits in Accueil.
func (s *Service) SeeCatchUp(ctx context.Context) error { return s.desk.Store.SeeAside(ctx) }

// AnswerCatchUp keeps what the owner decided of rows of the catch-up list. Those
// to send leave from now on, oldest first, CatchUpSpacing apart on each account;
// those to leave are missed. Posts that may not be late are left whatever is
// asked. What is no longer on the list stays as it is.
func (s *Service) AnswerCatchUp(ctx context.Context, send, leave []app.ID) error {
	asides, err := s.desk.Store.Aside(ctx)
	if err != nil {
		return err
	}
	now := s.desk.Clock.Now()
	var answered []Delivery
	var going []Delivery
	for _, a := range asides {
		d := a.Delivery
		switch {
		case slices.Contains(send, d.ID) && d.Lateness > 0:
			going = append(going, d)
		case slices.Contains(send, d.ID), slices.Contains(leave, d.ID):
			d.State, d.RetryAt = Missed, time.Time{}
			d.explain(app.Fail(app.CodeConflict, keyLeft))
			answered = append(answered, d)
		}
	}
	answered = append(answered, spaced(going, now)...)
	if len(answered) == 0 {
		return nil
	}
	if err := s.desk.Store.Answer(ctx, answered); err != nil {
		return err
	}
	app.Emit(s.desk.Events, CatchUpChanged{})
	for _, d := range answered {
		app.Emit(s.desk.Events, DeliveryChanged{d.ID, d.PostID})
	}
	s.desk.Wake()
	return nil
}

// spaced returns deliveries to be sent from an instant on, oldest first and
// CatchUpSpacing apart on each account.
func spaced(going []Delivery, now time.Time) []Delivery {
	slices.SortStableFunc(going, func(a, b Delivery) int {
		return cmp.Or(a.DueAt.Compare(b.DueAt), cmp.Compare(a.ID, b.ID))
	})
	next := make(map[app.ID]time.Time)
	for i, d := range going {
		at := next[d.AccountID]
		if at.IsZero() {
			at = now
		}
		next[d.AccountID] = at.Add(CatchUpSpacing)
		going[i] = d.again(now, at)
	}
	return going
}

// again returns d scheduled to leave at an instant, as its owner asked now.
func (d Delivery) again(now, at time.Time) Delivery {
	if age := now.Sub(d.ArmedAt); age < 0 || age > identityLife {
		d = d.renewed()
	}
	// What an attempt that may be repeated is recognised by can lie in what was
	// prepared for it.
	if d.Identity.Key == "" {
		d.Prepared = ""
	}
	d.State, d.RetryAt = Scheduled, at
	d.explain(nil)
	return d
}

// Left reports whether its owner was asked, and left it.
func (d Delivery) Left() bool { return d.State == Missed && d.ErrorKey == keyLeft }

// pass is what is remembered of the engine's last one. The zero pass is none.
type pass struct {
	wanted time.Time     // when the next one was
	blind  time.Duration // the longest time in which nobody looked at what came due
	zone   string
}

const (
	// nap is how late a pass may come before the time between is one in which
	// nothing could leave.
	nap = grace
	// longestPass is how long a pass may honestly go without looking at what came due:
	// longer, the machine slept.
	longestPass = prepareTime + publishTime + findTime
)

// gap reports whether what is due at an instant may have come due while nothing
// could leave: the program was off, the machine slept, or the zone of the business
// changed. A clock that was set back makes none.
func (p pass) gap(now time.Time, zone string) bool {
	return p.wanted.IsZero() || now.Sub(p.wanted) > nap || p.blind > longestPass || p.zone != zone
}

// catchUp puts aside what came due in a gap and must not leave before its owner
// has seen it: what is too late, and what would leave late together with others
// on its account. Alone on its account and within its post's lateness, a delivery
// leaves as that rule says.
func (e *Engine) catchUp(ctx context.Context, zone string) error {
	now := e.clock.Now()
	if !e.last.gap(now, zone) {
		return nil
	}
	due, err := e.store.Due(ctx, now)
	if err != nil {
		return fmt.Errorf("reading what came due meanwhile: %w", err)
	}
	// What its owner publishes by hand waits for them anyway.
	due, err = e.sent(ctx, due)
	if err != nil {
		return err
	}
	together := make(map[app.ID]int)
	for _, d := range due {
		if !e.holds.holding(d.PostID) && !e.holds.late(d, now) {
			together[d.AccountID]++
		}
	}
	var aside []app.ID
	for _, d := range due {
		switch {
		case d.Aside || e.holds.holding(d.PostID):
		case e.holds.late(d, now), together[d.AccountID] > 1 && now.Sub(d.ready()) > nap:
			aside = append(aside, d.ID)
		}
	}
	if len(aside) == 0 {
		return nil
	}
	if err := e.store.PutAside(ctx, now, aside); err != nil {
		return fmt.Errorf("putting %d deliveries on the catch-up list: %w", len(aside), err)
	}
	app.Emit(e.events, CatchUpChanged{})
	return nil
}

// sent returns those of the deliveries that Parvis sends itself.
func (e *Engine) sent(ctx context.Context, all []Delivery) ([]Delivery, error) {
	byHand := make(map[app.ID]bool)
	for _, d := range all {
		if _, known := byHand[d.AccountID]; known {
			continue
		}
		account, err := e.accounts.Account(ctx, d.AccountID)
		if err != nil {
			return nil, fmt.Errorf("reading account %s: %w", d.AccountID, err)
		}
		byHand[d.AccountID] = account.State == networks.AccountHandFed
	}
	return slices.DeleteFunc(all, func(d Delivery) bool { return byHand[d.AccountID] }), nil
}

// ready is the instant from which it could leave.
func (d Delivery) ready() time.Time {
	if d.RetryAt.After(d.DueAt) {
		return d.RetryAt
	}
	return d.DueAt
}
