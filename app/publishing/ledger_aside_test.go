package publishing_test

import (
	"context"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
)

func (l *ledger) PutAside(_ context.Context, _ time.Time, deliveries []app.ID) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, d := range l.rows {
		if _, known := l.aside[d.ID]; d.State == publishing.Scheduled && slices.Contains(deliveries, d.ID) && !known {
			l.aside[d.ID] = false
		}
	}
	return nil
}

func (l *ledger) Aside(context.Context) ([]publishing.Aside, error) {
	var out []publishing.Aside
	for _, d := range l.selected(func(d publishing.Delivery) bool { return d.Aside }) {
		out = append(out, publishing.Aside{
			Delivery: d, Title: l.posts[d.PostID].text, Account: l.accounts[d.AccountID], Seen: l.aside[d.ID],
		})
	}
	return out, nil
}

func (l *ledger) SeeAside(context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id := range l.aside {
		l.aside[id] = true
	}
	return nil
}

func (l *ledger) Answer(ctx context.Context, deliveries []publishing.Delivery) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, d := range deliveries {
		at := slices.IndexFunc(l.rows, func(k publishing.Delivery) bool { return k.ID == d.ID && k.DueAt.Equal(d.DueAt) })
		if _, known := l.aside[d.ID]; at < 0 || !known {
			continue
		}
		if err := l.advance(ctx, l.rows[at].State, d); err != nil {
			return err
		}
		delete(l.aside, d.ID)
	}
	return nil
}

func (l *ledger) Again(ctx context.Context, deliveries []publishing.Delivery) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, d := range deliveries {
		for _, from := range []publishing.State{publishing.Refused, publishing.Missed} {
			if err := l.advance(ctx, from, d); err != nil && app.CodeOf(err) != app.CodeConflict {
				return err
			}
		}
	}
	return nil
}

func (l *ledger) Coming(_ context.Context, from, until time.Time) ([]publishing.Delivery, error) {
	return l.selected(func(d publishing.Delivery) bool {
		return d.State == publishing.Scheduled && d.DueAt.After(from) && !d.DueAt.After(until)
	}), nil
}

func (l *ledger) KeepRehearsals(context.Context, []publishing.Rehearsal) error { return nil }

func (l *ledger) Rehearsals(context.Context) ([]publishing.Rehearsal, error) { return nil, nil }

func (l *ledger) BeginRemoval(_ context.Context, r publishing.Removal) (int64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	there := slices.ContainsFunc(l.rows, func(d publishing.Delivery) bool { return d.ID == r.DeliveryID && d.State == publishing.Published })
	gone := slices.ContainsFunc(l.removals, func(o publishing.Removal) bool {
		return o.DeliveryID == r.DeliveryID && o.Outcome == networks.Created
	})
	if !there || gone {
		return 0, app.Fail(app.CodeConflict, "storage.error.conflict")
	}
	r.ID = int64(len(l.removals) + 1)
	l.removals = append(l.removals, r)
	return r.ID, nil
}

func (l *ledger) EndRemoval(_ context.Context, r publishing.Removal) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r.ID < 1 || int(r.ID) > len(l.removals) || !l.removals[r.ID-1].EndedAt.IsZero() {
		return app.Fail(app.CodeConflict, "storage.error.conflict")
	}
	l.removals[r.ID-1] = r
	return nil
}

func (l *ledger) Pause(_ context.Context, p publishing.Pause) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.paused.IsZero() {
		return app.Fail(app.CodeConflict, "publishing.pause.error.already")
	}
	l.paused = p
	return nil
}

func (l *ledger) Paused(context.Context) (publishing.Pause, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.paused, nil
}

func (l *ledger) Unpause(_ context.Context, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.paused.IsZero() {
		return nil
	}
	l.paused = publishing.Pause{}
	for _, d := range l.rows {
		if d.State == publishing.Scheduled && !d.DueAt.After(now) && l.accounts[d.AccountID].State != networks.AccountHandFed {
			l.aside[d.ID] = false
		}
	}
	return nil
}

func (l *ledger) Entrusts(context.Context) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.keeps, nil
}

func (l *ledger) SetEntrusts(_ context.Context, on bool) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.keeps = on
	return nil
}
