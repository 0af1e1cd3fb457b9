package publishing

import (
	"context"
	"fmt"
	"time"

	"parvis/app"
	"parvis/app/jobs"
	"parvis/app/networks"
)

// Rehearsal is what the last rehearsal ("Répétition générale") found of a delivery
// to come.
type Rehearsal struct {
	DeliveryID app.ID
	PostID     app.ID
	Title      string // label of the post
	Account    networks.Account
	DueAt      time.Time
	CheckedAt  time.Time
	Problem    app.Message // why it would not leave, zero when it would
}

// RehearsalsChanged is emitted after a rehearsal.
type RehearsalsChanged struct{}

// RehearsalJob is the name of the daily rehearsal's job.
const RehearsalJob = "rehearsal"

const (
	// rehearsedAhead is how far ahead deliveries are rehearsed.
	rehearsedAhead = 24 * time.Hour
	// rehearsalTime bounds what a connector reads for one delivery.
	rehearsalTime = time.Minute
)

// RehearsalJob returns the rehearsal of each day.
func (e *Engine) RehearsalJob() jobs.Job {
	return jobs.Job{Name: RehearsalJob, Every: rehearsedAhead, Run: func(ctx context.Context) (time.Time, error) {
		return time.Time{}, e.Rehearse(ctx)
	}}
}

// Rehearse checks every delivery of the next 24 hours as far as it goes without
// making anything: that the account opens, that Parvis publishes there, what the
// post misses, that its pictures can be made ready and its film is where it was and, where a connector can ask
// by reading alone, that the network would take it. Of what its owner publishes by
// hand, only what the post misses is. What it finds replaces what the last
// rehearsal found. It fails with CodeConflict for the sample business, of which
// nothing leaves.
func (e *Engine) Rehearse(ctx context.Context) error {
	b, err := e.business.Business(ctx)
	if err != nil {
		return fmt.Errorf("reading the business: %w", err)
	}
	if b.Example {
		return app.Fail(app.CodeConflict, "publishing.rehearsal.error.example")
	}
	now := e.clock.Now()
	coming, err := e.store.Coming(ctx, now, now.Add(rehearsedAhead))
	if err != nil {
		return fmt.Errorf("reading what is to be rehearsed: %w", err)
	}
	found := make([]Rehearsal, len(coming))
	for i, d := range coming {
		found[i] = Rehearsal{DeliveryID: d.ID, PostID: d.PostID, DueAt: d.DueAt, CheckedAt: now}
		if found[i].Problem, err = e.rehearse(ctx, d); err != nil {
			return err
		}
	}
	if err := e.store.KeepRehearsals(ctx, found); err != nil {
		return fmt.Errorf("keeping the rehearsal: %w", err)
	}
	app.Emit(e.events, RehearsalsChanged{})
	return nil
}

// rehearse says why a delivery would not leave, nothing when it would. Only trouble
// with the file is an error.
func (e *Engine) rehearse(ctx context.Context, d Delivery) (app.Message, error) {
	account, err := e.accounts.Account(ctx, d.AccountID)
	if err != nil {
		return app.Message{}, fmt.Errorf("reading account %s: %w", d.AccountID, err)
	}
	if account.State == networks.AccountHandFed {
		return e.review(ctx, d.PostID)
	}
	connector, ok := e.connectors.Connector(account.Network)
	if !ok {
		return app.Say(keyNoConnector, "Network", account.Network.Name()), nil
	}
	session, err := e.sessions.Open(ctx, account.ID)
	if err != nil {
		return messageOf(ofCredential(reason(err, keyInternal), keyExpired, account)), ctx.Err()
	}
	if problem, err := e.review(ctx, d.PostID); err != nil || !problem.IsZero() {
		return problem, err
	}
	content, err := e.outgoing(ctx, d, connector, account)
	if app.CodeOf(err) == app.CodeNotFound {
		err = app.Fail(app.CodeInvalid, "publishing.rehearsal.error.picture").Because(err)
	}
	if rehearsing, can := connector.(networks.Rehearsing); can && err == nil {
		err = contain(func() error {
			ctx, cancel := context.WithTimeout(ctx, rehearsalTime)
			defer cancel()
			return rehearsing.Rehearse(ctx, session, content)
		})
		e.report(ctx, account.ID, err)
	}
	if err == nil || ctx.Err() != nil {
		return app.Message{}, ctx.Err()
	}
	e.log.Warn("rehearsing", "delivery", d.ID, "error", err)
	return messageOf(ofCredential(reason(err, keyInternal), keyExpired, account)), nil
}

func messageOf(why *app.Error) app.Message { return app.Message{Key: why.Key, Args: why.Args} }

// Rehearsals returns what the last rehearsal found of what is still to leave, by
// due instant. A post that was changed since is left out.
func (s *Service) Rehearsals(ctx context.Context) ([]Rehearsal, error) {
	return s.desk.Store.Rehearsals(ctx)
}

// Rehearse rehearses now.
func (s *Service) Rehearse(ctx context.Context) error { return s.desk.Rehearse(ctx) }
