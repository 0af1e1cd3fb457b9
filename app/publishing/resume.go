package publishing

import (
	"context"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// stranding are the sentences of what failed because its account no longer
// accepted Parvis, or the passphrase of the vault was not given in time.
var stranding = []string{keyCredential, keyExpired, "networks.error.expired", keyLocked}

// resumableFor is how long after it was due a delivery is still resumed with
// others: older, it is its owner's to look at.
const resumableFor = 7 * 24 * time.Hour

// searched bounds what is read of a state to find what is stranded.
const searched = 1000

// stranded reports whether a delivery failed at an instant because of the
// credential of its account, and may be resumed with others: not when it may not be
// late, was due too long ago or waits on the catch-up list.
func (d Delivery) stranded(now time.Time) bool {
	return (d.State == Refused || d.State == Missed) && slices.Contains(stranding, d.ErrorKey) &&
		d.Lateness > 0 && !d.Aside && now.Sub(d.DueAt) <= resumableFor
}

// Stranded counts, by account, the deliveries that failed because of its
// credential: once it is connected again, ResumeAccount sends them.
func (s *Service) Stranded(ctx context.Context) (map[app.ID]int, error) {
	all, err := s.stranded(ctx)
	if err != nil {
		return nil, err
	}
	counts := make(map[app.ID]int)
	for _, d := range all {
		counts[d.AccountID]++
	}
	return counts, nil
}

// ResumeAccount sends what failed because of the credential of an account, oldest
// first and CatchUpSpacing apart, as each post stands today. It returns how many
// leave, and fails with CodeUnauthorised when the account is not connected.
func (s *Service) ResumeAccount(ctx context.Context, account app.ID) (int, error) {
	a, err := s.desk.Accounts.Account(ctx, account)
	if err != nil {
		return 0, err
	}
	if a.State != networks.AccountConnected {
		return 0, app.Fail(app.CodeUnauthorised, keyExpired, "Account", a.Handle, "Network", a.Network.Name())
	}
	all, err := s.stranded(ctx)
	if err != nil {
		return 0, err
	}
	mine := slices.DeleteFunc(all, func(d Delivery) bool { return d.AccountID != account })
	if len(mine) == 0 {
		return 0, nil
	}
	mine = spaced(mine, s.desk.Clock.Now())
	if err := s.desk.Store.Again(ctx, mine); err != nil {
		return 0, err
	}
	for _, d := range mine {
		app.Emit(s.desk.Events, DeliveryChanged{d.ID, d.PostID})
	}
	s.desk.Wake()
	return len(mine), nil
}

func (s *Service) stranded(ctx context.Context) ([]Delivery, error) {
	now := s.desk.Clock.Now()
	var all []Delivery
	for _, state := range []State{Refused, Missed} {
		entries, err := s.desk.Store.Entries(ctx, state, searched)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.Delivery.stranded(now) {
				all = append(all, e.Delivery)
			}
		}
	}
	return all, nil
}

// ofCredential returns why a delivery stopped: the same sentence whenever its
// account no longer accepts Parvis, whatever the network calls that.
func ofCredential(why *app.Error, key string, a networks.Account) *app.Error {
	if why.Code != app.CodeUnauthorised {
		return why
	}
	return app.Fail(app.CodeUnauthorised, key, "Account", a.Handle, "Network", a.Network.Name()).Because(why)
}
