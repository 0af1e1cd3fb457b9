package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"parvis/app"
	"parvis/app/strategy"
)

// StrategyStore keeps the strategy: rows for what posts refer to, and the other
// answers one part a row.
type StrategyStore struct{ f *File }

var _ strategy.Store = (*StrategyStore)(nil)

// pathPart is the row of strategy_parts that says how far the owner has come.
const pathPart = "path"

// Strategy implements strategy.Store.
func (s *StrategyStore) Strategy(ctx context.Context) (strategy.Strategy, error) {
	var all strategy.Strategy
	err := s.f.read(ctx, "reading the strategy", func(q querier) (err error) {
		all, err = readStrategy(ctx, q)
		return err
	})
	return all, err
}

func readStrategy(ctx context.Context, q querier) (all strategy.Strategy, err error) {
	if err := readParts(ctx, q, &all); err != nil {
		return all, err
	}
	if all.Objectives, err = collect(ctx, q, func(row scanner) (strategy.Objective, error) {
		var o strategy.Objective
		err := row.Scan(&o.ID, &o.Name, &o.Goal, &o.Metric, &o.From, &o.Target, intoDate(&o.Start), intoDate(&o.Due))
		return o, err
	}, `SELECT id, name, goal, metric, "from", target, start, due FROM objectives WHERE removed = 0 ORDER BY position, id`); err != nil {
		return all, err
	}
	if all.Audiences, err = collect(ctx, q, func(row scanner) (strategy.Audience, error) {
		var a strategy.Audience
		err := row.Scan(&a.ID, &a.Name, &a.Who, &a.Needs, &a.Brakes, intoList(&a.Where), intoList(&a.Moments))
		return a, err
	}, `SELECT id, name, who, needs, brakes, networks, moments FROM audiences WHERE removed = 0 ORDER BY position, id`); err != nil {
		return all, err
	}
	if all.Pillars, err = collect(ctx, q, func(row scanner) (strategy.Pillar, error) {
		var p strategy.Pillar
		err := row.Scan(&p.ID, &p.Name, &p.Colour, &p.ShareBP)
		return p, err
	}, `SELECT id, name, colour, share_bp FROM pillars ORDER BY position, id`); err != nil {
		return all, err
	}
	if all.Slots, err = collect(ctx, q, func(row scanner) (strategy.Slot, error) {
		var slot strategy.Slot
		err := row.Scan(&slot.ID, &slot.Weekday, intoTimeOfDay(&slot.Time), intoID(&slot.PillarID))
		return slot, err
	}, `SELECT id, weekday, time, pillar_id FROM slots ORDER BY position, id`); err != nil {
		return all, err
	}
	if all.Actions, err = collect(ctx, q, func(row scanner) (strategy.Action, error) {
		var a strategy.Action
		err := row.Scan(&a.ID, &a.Kind, &a.Title, intoDate(&a.Day), &a.Who, intoID(&a.PillarID), intoID(&a.PostID), &a.Done)
		return a, err
	}, `SELECT id, kind, title, day, who, pillar_id, post_id, done FROM actions ORDER BY position, id`); err != nil {
		return all, err
	}
	all.Campaigns, err = collect(ctx, q, func(row scanner) (strategy.Campaign, error) {
		var c strategy.Campaign
		err := row.Scan(&c.ID, &c.Name, intoDate(&c.Start), intoDate(&c.Due))
		return c, err
	}, `SELECT id, name, start, due FROM campaigns WHERE removed = 0 ORDER BY position, id`)
	return all, err
}

// readParts reads the answers kept in one piece. Parts that a later version
// wrote are left alone.
func readParts(ctx context.Context, q querier, all *strategy.Strategy) error {
	into := map[strategy.Part]any{
		strategy.PartProfile: &all.Profile, strategy.PartAudits: &all.Audits, strategy.PartChannels: &all.Channels,
		strategy.PartVoice: &all.Voice, strategy.PartRhythm: &all.Rhythm, strategy.PartCharter: &all.Charter,
		strategy.PartCrisis: &all.Crisis, strategy.PartBudget: &all.Budget,
	}
	type row struct {
		part strategy.Part
		data string
	}
	rows, err := collect(ctx, q, func(r scanner) (row, error) {
		var one row
		err := r.Scan(&one.part, &one.data)
		return one, err
	}, `SELECT part, data FROM strategy_parts`)
	if err != nil {
		return err
	}
	for _, one := range rows {
		if to, ok := into[one.part]; ok {
			if err := json.Unmarshal([]byte(one.data), to); err != nil {
				return fmt.Errorf("part %q: %w", one.part, err)
			}
		}
	}
	return nil
}

// partsOf lists the parts of a strategy, as SavePart takes them.
func partsOf(s strategy.Strategy) map[strategy.Part]any {
	return map[strategy.Part]any{
		strategy.PartProfile: s.Profile, strategy.PartAudits: s.Audits, strategy.PartChannels: s.Channels,
		strategy.PartVoice: s.Voice, strategy.PartRhythm: s.Rhythm, strategy.PartCharter: s.Charter,
		strategy.PartCrisis: s.Crisis, strategy.PartBudget: s.Budget,
	}
}

// SavePart implements strategy.Store.
func (s *StrategyStore) SavePart(ctx context.Context, part strategy.Part, answer any) error {
	return s.f.write(ctx, "saving a part of the strategy", func(ctx context.Context, tx *sql.Tx) error {
		return savePart(ctx, tx, string(part), answer)
	})
}

func savePart(ctx context.Context, tx *sql.Tx, part string, answer any) error {
	data, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO strategy_parts (part, data) VALUES (?, ?) ON CONFLICT (part) DO UPDATE SET data = excluded.data`,
		part, string(data))
	return err
}

// Path implements strategy.Store.
func (s *StrategyStore) Path(ctx context.Context) (strategy.Path, error) {
	var p strategy.Path
	data, err := first(ctx, s.f.readers, value[string], `SELECT data FROM strategy_parts WHERE part = ?`, pathPart)
	if errors.Is(err, sql.ErrNoRows) {
		return p, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(data), &p)
	}
	return p, s.f.failure("reading the path", err)
}

// SavePath implements strategy.Store.
func (s *StrategyStore) SavePath(ctx context.Context, p strategy.Path) error {
	return s.f.write(ctx, "saving the path", func(ctx context.Context, tx *sql.Tx) error {
		return savePart(ctx, tx, pathPart, p)
	})
}

// SavePillar implements strategy.Store.
func (s *StrategyStore) SavePillar(ctx context.Context, p strategy.Pillar) error {
	return s.f.write(ctx, "saving a pillar", func(ctx context.Context, tx *sql.Tx) error { return savePillar(ctx, tx, p) })
}

// SaveObjective implements strategy.Store.
func (s *StrategyStore) SaveObjective(ctx context.Context, o strategy.Objective) error {
	return s.f.write(ctx, "saving an objective", func(ctx context.Context, tx *sql.Tx) error { return saveObjective(ctx, tx, o) })
}

// SaveAudience implements strategy.Store.
func (s *StrategyStore) SaveAudience(ctx context.Context, a strategy.Audience) error {
	return s.f.write(ctx, "saving an audience", func(ctx context.Context, tx *sql.Tx) error { return saveAudience(ctx, tx, a) })
}

// SaveSlot implements strategy.Store.
func (s *StrategyStore) SaveSlot(ctx context.Context, slot strategy.Slot) error {
	return s.f.write(ctx, "saving a slot", func(ctx context.Context, tx *sql.Tx) error { return saveSlot(ctx, tx, slot) })
}

// SaveAction implements strategy.Store.
func (s *StrategyStore) SaveAction(ctx context.Context, a strategy.Action) error {
	return s.f.write(ctx, "saving an action", func(ctx context.Context, tx *sql.Tx) error { return saveAction(ctx, tx, a) })
}

// SaveCampaign implements strategy.Store.
func (s *StrategyStore) SaveCampaign(ctx context.Context, c strategy.Campaign) error {
	return s.f.write(ctx, "saving a campaign", func(ctx context.Context, tx *sql.Tx) error { return saveCampaign(ctx, tx, c) })
}

// PlaceActions implements strategy.Store.
func (s *StrategyStore) PlaceActions(ctx context.Context, ids []app.ID) error {
	return s.f.write(ctx, "placing actions", func(ctx context.Context, tx *sql.Tx) error {
		for _, id := range ids {
			if _, err := tx.ExecContext(ctx, `
				UPDATE actions SET post_id = id WHERE id = ? AND EXISTS (SELECT 1 FROM posts WHERE posts.id = actions.id)`, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func savePillar(ctx context.Context, tx *sql.Tx, p strategy.Pillar) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO pillars (id, name, colour, share_bp, position)
		VALUES (?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM pillars))
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, colour = excluded.colour, share_bp = excluded.share_bp`,
		p.ID, p.Name, p.Colour, p.ShareBP)
	return err
}

func saveObjective(ctx context.Context, tx *sql.Tx, o strategy.Objective) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO objectives (id, name, goal, metric, "from", target, start, due, position)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM objectives))
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, goal = excluded.goal, metric = excluded.metric,
			"from" = excluded."from", target = excluded.target, start = excluded.start, due = excluded.due, removed = 0`,
		o.ID, o.Name, o.Goal, o.Metric, o.From, o.Target, o.Start.String(), o.Due.String())
	return err
}

func saveAudience(ctx context.Context, tx *sql.Tx, a strategy.Audience) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO audiences (id, name, who, needs, brakes, networks, moments, position)
		VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM audiences))
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, who = excluded.who, needs = excluded.needs,
			brakes = excluded.brakes, networks = excluded.networks, moments = excluded.moments, removed = 0`,
		a.ID, a.Name, a.Who, a.Needs, a.Brakes, asList(a.Where), asList(a.Moments))
	return err
}

func saveSlot(ctx context.Context, tx *sql.Tx, slot strategy.Slot) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO slots (id, weekday, time, pillar_id, position)
		VALUES (?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM slots))
		ON CONFLICT (id) DO UPDATE SET weekday = excluded.weekday, time = excluded.time, pillar_id = excluded.pillar_id`,
		slot.ID, int(slot.Weekday), slot.Time.String(), orNull(slot.PillarID))
	return err
}

func saveAction(ctx context.Context, tx *sql.Tx, a strategy.Action) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO actions (id, kind, title, day, who, pillar_id, post_id, done, position)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM actions))
		ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title, day = excluded.day, who = excluded.who,
			pillar_id = excluded.pillar_id, post_id = excluded.post_id, done = excluded.done`,
		a.ID, a.Kind, a.Title, a.Day.String(), a.Who, orNull(a.PillarID), orNull(a.PostID), a.Done)
	return err
}

func saveCampaign(ctx context.Context, tx *sql.Tx, c strategy.Campaign) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO campaigns (id, name, start, due, position)
		VALUES (?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM campaigns))
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, start = excluded.start, due = excluded.due, removed = 0`,
		c.ID, c.Name, c.Start.String(), c.Due.String())
	return err
}

// PillarUse implements strategy.Store.
func (s *StrategyStore) PillarUse(ctx context.Context, id app.ID) (strategy.Use, error) {
	use, err := first(ctx, s.f.readers, func(row scanner) (strategy.Use, error) {
		var u strategy.Use
		err := row.Scan(&u.Posts, &u.Slots, &u.Actions)
		return u, err
	}, `SELECT (SELECT count(*) FROM posts WHERE pillar_id = ?1), (SELECT count(*) FROM slots WHERE pillar_id = ?1),
		(SELECT count(*) FROM actions WHERE pillar_id = ?1)`, id)
	return use, s.f.failure("counting what a pillar is used for", err)
}

// RemovePillar implements strategy.Store.
func (s *StrategyStore) RemovePillar(ctx context.Context, id, heir app.ID) error {
	return s.f.write(ctx, "removing a pillar", func(ctx context.Context, tx *sql.Tx) error {
		return removePillar(ctx, tx, id, heir)
	})
}

func removePillar(ctx context.Context, tx *sql.Tx, id, heir app.ID) error {
	if heir == id {
		return app.Fail(app.CodeInvalid, KeyInvalid)
	}
	if err := run(ctx, tx, []string{
		`UPDATE posts SET pillar_id = ?2 WHERE pillar_id = ?1`,
		`UPDATE slots SET pillar_id = ?2 WHERE pillar_id = ?1`,
		`UPDATE actions SET pillar_id = ?2 WHERE pillar_id = ?1`,
	}, id, orNull(heir)); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM pillars WHERE id = ?`, id)
	return err
}

// RemoveObjective implements strategy.Store. The row stays in the file, out of
// sight, with what posts say of it.
func (s *StrategyStore) RemoveObjective(ctx context.Context, id app.ID) error {
	return s.remove(ctx, "removing an objective", `UPDATE objectives SET removed = 1 WHERE id = ?`, id)
}

// RemoveAudience implements strategy.Store.
func (s *StrategyStore) RemoveAudience(ctx context.Context, id app.ID) error {
	return s.remove(ctx, "removing an audience", `UPDATE audiences SET removed = 1 WHERE id = ?`, id)
}

// RemoveSlot implements strategy.Store.
func (s *StrategyStore) RemoveSlot(ctx context.Context, id app.ID) error {
	return s.remove(ctx, "removing a slot", `DELETE FROM slots WHERE id = ?`, id)
}

// RemoveAction implements strategy.Store.
func (s *StrategyStore) RemoveAction(ctx context.Context, id app.ID) error {
	return s.remove(ctx, "removing an action", `DELETE FROM actions WHERE id = ?`, id)
}

// RemoveCampaign implements strategy.Store.
func (s *StrategyStore) RemoveCampaign(ctx context.Context, id app.ID) error {
	return s.remove(ctx, "removing a campaign", `UPDATE campaigns SET removed = 1 WHERE id = ?`, id)
}

func (s *StrategyStore) remove(ctx context.Context, doing, statement string, id app.ID) error {
	return s.f.write(ctx, doing, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, statement, id)
		return err
	})
}
