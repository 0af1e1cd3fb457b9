package storage

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"parvis/app"
	"parvis/app/strategy"
)

// Replace implements strategy.Store.
func (s *StrategyStore) Replace(ctx context.Context, to strategy.Strategy, heirs map[app.ID]app.ID) error {
	return s.f.write(ctx, "replacing the strategy", func(ctx context.Context, tx *sql.Tx) error {
		now, err := readStrategy(ctx, tx)
		if err != nil {
			return err
		}
		if err := saveRows(ctx, tx, to); err != nil {
			return err
		}
		for part, answer := range partsOf(to) {
			if err := savePart(ctx, tx, string(part), answer); err != nil {
				return err
			}
		}
		return removeOthers(ctx, tx, now, to, heirs)
	})
}

// saveRows saves every row of a strategy: pillars first, as slots and actions
// refer to them, and posts that are gone are no longer referred to.
func saveRows(ctx context.Context, tx *sql.Tx, s strategy.Strategy) error {
	for _, p := range s.Pillars {
		if err := savePillar(ctx, tx, p); err != nil {
			return err
		}
	}
	for _, o := range s.Objectives {
		if err := saveObjective(ctx, tx, o); err != nil {
			return err
		}
	}
	for _, a := range s.Audiences {
		if err := saveAudience(ctx, tx, a); err != nil {
			return err
		}
	}
	for _, slot := range s.Slots {
		if err := saveSlot(ctx, tx, slot); err != nil {
			return err
		}
	}
	for _, c := range s.Campaigns {
		if err := saveCampaign(ctx, tx, c); err != nil {
			return err
		}
	}
	for _, a := range s.Actions {
		there, err := first(ctx, tx, value[bool], `SELECT EXISTS (SELECT 1 FROM posts WHERE id = ?)`, a.PostID)
		if err != nil {
			return err
		}
		if !there {
			a.PostID = ""
		}
		if err := saveAction(ctx, tx, a); err != nil {
			return err
		}
	}
	return nil
}

// removeOthers removes, as the removals one by one do, the rows of now that are not in to, and gives the others
// the order of to.
func removeOthers(ctx context.Context, tx *sql.Tx, now, to strategy.Strategy, heirs map[app.ID]app.ID) error {
	stays := make(map[app.ID]bool)
	keep := func(table string, position int, id app.ID) error {
		stays[id] = true
		_, err := tx.ExecContext(ctx, `UPDATE `+table+` SET position = ? WHERE id = ?`, position+1, id)
		return err
	}
	var all []error
	for i, p := range to.Pillars {
		all = append(all, keep("pillars", i, p.ID))
	}
	for i, o := range to.Objectives {
		all = append(all, keep("objectives", i, o.ID))
	}
	for i, a := range to.Audiences {
		all = append(all, keep("audiences", i, a.ID))
	}
	for i, slot := range to.Slots {
		all = append(all, keep("slots", i, slot.ID))
	}
	for i, c := range to.Campaigns {
		all = append(all, keep("campaigns", i, c.ID))
	}
	for i, a := range to.Actions {
		all = append(all, keep("actions", i, a.ID))
	}
	forget := func(statement string, id app.ID) {
		if !stays[id] {
			_, err := tx.ExecContext(ctx, statement, id)
			all = append(all, err)
		}
	}
	for _, p := range now.Pillars {
		if stays[p.ID] {
			continue
		}
		heir := heirs[p.ID]
		if heir != "" && !slices.ContainsFunc(to.Pillars, func(o strategy.Pillar) bool { return o.ID == heir }) {
			return app.Fail(app.CodeInvalid, KeyReference)
		}
		all = append(all, removePillar(ctx, tx, p.ID, heir))
	}
	for _, o := range now.Objectives {
		forget(`UPDATE objectives SET removed = 1 WHERE id = ?`, o.ID)
	}
	for _, a := range now.Audiences {
		forget(`UPDATE audiences SET removed = 1 WHERE id = ?`, a.ID)
	}
	for _, slot := range now.Slots {
		forget(`DELETE FROM slots WHERE id = ?`, slot.ID)
	}
	for _, c := range now.Campaigns {
		forget(`UPDATE campaigns SET removed = 1 WHERE id = ?`, c.ID)
	}
	for _, a := range now.Actions {
		forget(`DELETE FROM actions WHERE id = ?`, a.ID)
	}
	return errors.Join(all...)
}
