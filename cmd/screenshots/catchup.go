package main

import (
	"context"
	"fmt"
	"time"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/assets/translations"
	"parvis/cmd/internal/desk"
	"parvis/ui/page"
	"parvis/ui/shell"
)

// afterAnAbsence takes the pictures of what an owner sees whose computer was off
// for three days, and who then suspends everything.
func (p photographer) afterAnAbsence(window *shell.Shell, d *desk.Desk) error {
	ctx, s := context.Background(), d.Services()
	text, err := translations.Load(p.lang)
	if err != nil {
		return err
	}
	if err := p.absence(ctx, s); err != nil {
		return err
	}
	for _, scene := range []scene{
		{name: "rattrapage", target: page.Target{Room: page.Editorial, View: page.CatchUp}},
		{name: "rattrapage-accueil", target: page.Target{Room: page.Home}},
		{name: "rattrapage-registre", target: page.Target{Room: page.Editorial, View: page.Register}},
		{name: "comptes-reprise", target: page.Target{Room: page.Networks}},
		{name: "repetition-generale", target: page.Target{Room: page.Editorial, View: page.Rehearse}},
		{name: "suspendre", target: page.Target{Room: page.Networks}, press: text.T("publishing.pause.command")},
	} {
		if err := p.show(window, scene, ""); err != nil {
			return err
		}
	}
	if err := s.Ledger.Pause(ctx, publishing.Pause{Why: publishing.PauseMourning, Note: "Décès de M. Martin père", Who: "Anne"}); err != nil {
		return err
	}
	return p.show(window, scene{name: "suspendu", target: page.Target{Room: page.Home}}, "")
}

// absence plans posts of the last days, none of which could leave.
func (p photographer) absence(ctx context.Context, s *desk.Services) error {
	accounts, err := s.Accounts.Accounts(ctx)
	if err != nil {
		return err
	}
	var to []networks.Account
	for _, a := range accounts {
		if a.Sends() {
			to = append(to, a)
		}
	}
	now, ids := p.clock.Now(), app.NewIDs(p.clock, nil)
	b, err := s.File.Business().Business(ctx)
	if err != nil {
		return err
	}
	ledger := s.File.Publishing()
	coming, err := ledger.Coming(ctx, now, now.Add(24*time.Hour))
	if err != nil {
		return err
	}
	rehearsed := make([]publishing.Rehearsal, len(coming))
	for i, d := range coming {
		rehearsed[i] = publishing.Rehearsal{DeliveryID: d.ID, DueAt: d.DueAt, CheckedAt: now}
		if i == 1 {
			rehearsed[i].Problem = app.Say("publishing.rehearsal.error.picture")
		}
	}
	if err := ledger.KeepRehearsals(ctx, rehearsed); err != nil {
		return err
	}
	for i, late := range []time.Duration{98 * time.Hour, 80 * time.Hour, 70 * time.Hour, 51 * time.Hour, 26 * time.Hour, 5 * time.Hour, 100 * time.Minute, 32 * time.Minute} {
		account := to[i%len(to)]
		lateness := 2 * time.Hour
		if i == 4 {
			lateness = 0
		}
		due := now.Add(-late)
		post := editorial.Post{
			ID: ids.New(), Title: fmt.Sprintf("Fournée du soir nᵒ %d : les pains de seigle de la semaine", i+1), Stage: editorial.Draft,
			At: app.CivilOf(due.In(b.Location())), Lateness: lateness, Accounts: []app.ID{account.ID}, CreatedAt: due, UpdatedAt: due,
		}
		if err := s.File.Editorial().SavePost(ctx, post); err != nil {
			return err
		}
		d := publishing.Delivery{ID: ids.New(), PostID: post.ID, AccountID: account.ID, State: publishing.Scheduled, DueAt: due.UTC().Truncate(time.Millisecond)}
		if err := ledger.Plan(ctx, post.ID, []publishing.Delivery{d}); err != nil {
			return err
		}
		if i < 2 {
			// Missed since, while its account was not connected.
			d.State, d.ErrorKey = publishing.Missed, "publishing.error.account_expired"
			d.ErrorArgs = map[string]any{"Account": account.Handle, "Network": account.Network.Name()}
		} else if err := ledger.PutAside(ctx, now, []app.ID{d.ID}); err != nil {
			return err
		} else if late > lateness {
			d.State, d.ErrorKey = publishing.Missed, "publishing.error.missed"
		}
		if d.State == publishing.Missed {
			if err := ledger.Advance(ctx, publishing.Scheduled, d); err != nil {
				return err
			}
		}
	}
	return nil
}
