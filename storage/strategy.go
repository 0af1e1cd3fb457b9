package storage

import (
	"context"
	"database/sql"

	"parvis/app"
	"parvis/app/strategy"
)

// StrategyStore keeps objectives, pillars and slots.
type StrategyStore struct{ f *File }

var _ strategy.Store = (*StrategyStore)(nil)

// Strategy implements strategy.Store.
func (s *StrategyStore) Strategy(ctx context.Context) (strategy.Strategy, error) {
	var all strategy.Strategy
	err := s.f.read(ctx, "reading the strategy", func(q querier) (err error) {
		if all.Mission, err = first(ctx, q, value[string], `SELECT mission FROM business`); err != nil {
			return err
		}
		if all.Objectives, err = collect(ctx, q, func(row scanner) (strategy.Objective, error) {
			var o strategy.Objective
			err := row.Scan(&o.ID, &o.Name, &o.Metric, &o.From, &o.Target, intoDate(&o.Start), intoDate(&o.Due))
			return o, err
		}, `SELECT id, name, metric, "from", target, start, due FROM objectives ORDER BY position, id`); err != nil {
			return err
		}
		if all.Pillars, err = collect(ctx, q, func(row scanner) (strategy.Pillar, error) {
			var p strategy.Pillar
			err := row.Scan(&p.ID, &p.Name, &p.Colour, &p.ShareBP)
			return p, err
		}, `SELECT id, name, colour, share_bp FROM pillars ORDER BY position, id`); err != nil {
			return err
		}
		all.Slots, err = collect(ctx, q, func(row scanner) (strategy.Slot, error) {
			var slot strategy.Slot
			err := row.Scan(&slot.ID, &slot.Weekday, intoTimeOfDay(&slot.Time), intoID(&slot.PillarID))
			return slot, err
		}, `SELECT id, weekday, time, pillar_id FROM slots ORDER BY position, id`)
		return err
	})
	return all, err
}

// SaveMission implements strategy.Store.
func (s *StrategyStore) SaveMission(ctx context.Context, mission string) error {
	return s.f.write(ctx, "saving the mission", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE business SET mission = ?`, mission)
		return err
	})
}

// SavePillar implements strategy.Store.
func (s *StrategyStore) SavePillar(ctx context.Context, p strategy.Pillar) error {
	return s.f.write(ctx, "saving a pillar", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO pillars (id, name, colour, share_bp, position)
			VALUES (?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM pillars))
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, colour = excluded.colour, share_bp = excluded.share_bp`,
			p.ID, p.Name, p.Colour, p.ShareBP)
		return err
	})
}

// SaveObjective implements strategy.Store.
func (s *StrategyStore) SaveObjective(ctx context.Context, o strategy.Objective) error {
	return s.f.write(ctx, "saving an objective", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO objectives (id, name, metric, "from", target, start, due, position)
			VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM objectives))
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, metric = excluded.metric, "from" = excluded."from",
				target = excluded.target, start = excluded.start, due = excluded.due`,
			o.ID, o.Name, o.Metric, o.From, o.Target, o.Start.String(), o.Due.String())
		return err
	})
}

// SaveSlot implements strategy.Store.
func (s *StrategyStore) SaveSlot(ctx context.Context, slot strategy.Slot) error {
	return s.f.write(ctx, "saving a slot", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO slots (id, weekday, time, pillar_id, position)
			VALUES (?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM slots))
			ON CONFLICT (id) DO UPDATE SET weekday = excluded.weekday, time = excluded.time, pillar_id = excluded.pillar_id`,
			slot.ID, int(slot.Weekday), slot.Time.String(), orNull(slot.PillarID))
		return err
	})
}

// RemovePillar implements strategy.Store.
func (s *StrategyStore) RemovePillar(ctx context.Context, id, heir app.ID) error {
	return s.f.write(ctx, "removing a pillar", func(ctx context.Context, tx *sql.Tx) error {
		if heir == id {
			return app.Fail(app.CodeInvalid, KeyInvalid)
		}
		if err := run(ctx, tx, []string{
			`UPDATE posts SET pillar_id = ?2 WHERE pillar_id = ?1`,
			`UPDATE slots SET pillar_id = ?2 WHERE pillar_id = ?1`,
		}, id, orNull(heir)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM pillars WHERE id = ?`, id)
		return err
	})
}

// RemoveObjective implements strategy.Store. Posts that aimed at it aim at none.
func (s *StrategyStore) RemoveObjective(ctx context.Context, id app.ID) error {
	return s.f.write(ctx, "removing an objective", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM objectives WHERE id = ?`, id)
		return err
	})
}

// RemoveSlot implements strategy.Store.
func (s *StrategyStore) RemoveSlot(ctx context.Context, id app.ID) error {
	return s.f.write(ctx, "removing a slot", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM slots WHERE id = ?`, id)
		return err
	})
}
