package storage

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/publishing"
)

// keyDropped says why a delivery will not leave: its owner took it back.
const keyDropped = "publishing.error.dropped"

// keyMissed says that a delivery came too late.
const keyMissed = "publishing.error.missed"

// Conditions on the state of a delivery. Of what is out or in doubt something may
// be public: nothing brings that back to wait but proof of absence, which is the
// engine's to read. Of the rest it is proven that nothing was made.
const (
	outOrInDoubt = `state IN ('armed', 'unknown', 'published', 'handed_over', 'entrusted', 'recalling')`
	stillToGo    = `state IN ('scheduled', 'preparing')`
	notMade      = `state IN ('scheduled', 'preparing', 'refused', 'missed')`
)

// Plan implements publishing.Store.
func (s *PublishingStore) Plan(ctx context.Context, post app.ID, deliveries []publishing.Delivery) error {
	return s.f.write(ctx, "planning a post", func(ctx context.Context, tx *sql.Tx) error {
		if err := takeBack(ctx, tx, post); err != nil {
			return err
		}
		n, err := exec(ctx, tx, `UPDATE posts SET stage = ?2 WHERE id = ?1 AND day IS NOT NULL`, post, editorial.Scheduled)
		if err != nil {
			return err
		}
		if n == 0 {
			return notPlaced(ctx, tx, post)
		}
		for _, d := range deliveries {
			if d.State != publishing.Scheduled || d.PostID != post {
				return app.Fail(app.CodeInvalid, KeyInvalid).Because(fmt.Errorf("delivery %s of %s planned as %s", d.ID, d.PostID, d.State))
			}
			if err := planDelivery(ctx, tx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

// planDelivery adds a delivery, or brings back the one that the ledger keeps of
// the same part of the post and account. That one keeps its identity: were its last call
// still to arrive, the network would recognise it.
func planDelivery(ctx context.Context, tx *sql.Tx, d publishing.Delivery) error {
	n, err := exec(ctx, tx, `
		UPDATE deliveries SET state = 'scheduled', due_ms = ?3, retry_ms = NULL, prepared = '', error_key = '', error_args = '', text = ?5
		WHERE post_id = ?1 AND account_id = ?2 AND part = ?4 AND state = 'dropped'`,
		d.PostID, d.AccountID, d.DueAt.UnixMilli(), d.Part, d.Text)
	if err != nil || n > 0 {
		return err
	}
	return insertDelivery(ctx, tx, d)
}

// notPlaced says why a post could not be planned: it has no day, or is not there.
func notPlaced(ctx context.Context, tx *sql.Tx, post app.ID) error {
	if _, err := first(ctx, tx, value[int], `SELECT 1 FROM posts WHERE id = ?`, post); err != nil {
		return err
	}
	return app.Fail(app.CodeConflict, KeyDayNeeded)
}

// Unplan implements publishing.Store.
func (s *PublishingStore) Unplan(ctx context.Context, post app.ID) error {
	return s.f.write(ctx, "unplanning a post", func(ctx context.Context, tx *sql.Tx) error {
		var begun, leaving bool
		if _, err := first(ctx, tx, func(row scanner) (struct{}, error) {
			return struct{}{}, row.Scan(&begun, &leaving)
		}, `SELECT coalesce(max(`+outOrInDoubt+`), 0), coalesce(max(state IN ('armed', 'entrusted', 'recalling')), 0) FROM deliveries WHERE post_id = ?`, post); err != nil {
			return err
		}
		if begun {
			return stopRest(ctx, tx, post, leaving)
		}
		if err := takeBack(ctx, tx, post); err != nil {
			return err
		}
		setting, err := readApproval(ctx, tx)
		if err != nil {
			return err
		}
		stage := editorial.Draft
		if setting.Needed() {
			stage = editorial.Approved // it had to be to leave, and says the same
		}
		n, err := exec(ctx, tx, `UPDATE posts SET stage = ?2 WHERE id = ?1`, post, stage)
		if err == nil && n == 0 {
			err = sql.ErrNoRows
		}
		return err
	})
}

// stopRest drops what still waits of a post that has begun to leave; not while
// one of its deliveries is leaving or kept by its network, as its owner does not know
// yet.
func stopRest(ctx context.Context, tx *sql.Tx, post app.ID, leaving bool) error {
	if !leaving {
		n, err := drop(ctx, tx, stillToGo, post)
		if err != nil || n > 0 {
			return err
		}
	}
	return app.Fail(app.CodeConflict, keyDeliveryFixed)
}

// takeBack makes sure that nothing of a post leaves any more: what was never
// armed is forgotten, what was is dropped. It fails with CodeConflict when
// something of it is out or in doubt.
func takeBack(ctx context.Context, tx *sql.Tx, post app.ID) error {
	begun, err := first(ctx, tx, value[bool], `SELECT EXISTS (SELECT 1 FROM deliveries WHERE post_id = ? AND `+outOrInDoubt+`)`, post)
	if err != nil {
		return err
	}
	if begun {
		return app.Fail(app.CodeConflict, keyDeliveryFixed)
	}
	if err := forgetDeliveries(ctx, tx, `NOT EXISTS (SELECT 1 FROM kept_deliveries AS k WHERE k.id = deliveries.id)`, post); err != nil {
		return err
	}
	_, err = drop(ctx, tx, notMade, post)
	return err
}

// forgetDeliveries removes the deliveries of a post that match and what was tried
// for them. The schema refuses when one was ever armed.
func forgetDeliveries(ctx context.Context, tx *sql.Tx, where string, post app.ID) error {
	return run(ctx, tx, []string{
		`DELETE FROM attempts WHERE delivery_id IN (SELECT id FROM deliveries WHERE post_id = ?1 AND ` + where + `)`,
		`DELETE FROM deliveries WHERE post_id = ?1 AND ` + where,
	}, post)
}

// drop keeps the deliveries of a post that match from ever leaving, and returns
// how many there were. Only what is proven not made may match.
func drop(ctx context.Context, tx *sql.Tx, where string, post app.ID) (int64, error) {
	return exec(ctx, tx, `
		UPDATE deliveries SET state = 'dropped', retry_ms = NULL, error_key = ?2, error_args = ''
		WHERE post_id = ?1 AND `+where, post, keyDropped)
}

// moveDeliveries makes the scheduled deliveries of a post come due at an instant.
// What held them back was for another: past the new limit, the instant they wait
// for would be taken for their owner's wish to be late.
func moveDeliveries(ctx context.Context, tx *sql.Tx, post app.ID, due time.Time) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE deliveries SET due_ms = ?2, retry_ms = NULL, error_key = '', error_args = ''
		WHERE post_id = ?1 AND state = 'scheduled' AND due_ms <> ?2`, post, due.UnixMilli())
	return err
}

// reviveDeliveries makes what was refused or missed of a post wait again: it got
// another date.
func reviveDeliveries(ctx context.Context, tx *sql.Tx, post app.ID) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE deliveries SET state = 'scheduled', retry_ms = NULL, prepared = '', error_key = '', error_args = ''
		WHERE post_id = ? AND state IN ('refused', 'missed')`, post)
	return err
}

// hurryDeliveries lets the scheduled deliveries of a post be less late than they
// were allowed to be. An attempt that was to be repeated past the new limit is
// not.
func hurryDeliveries(ctx context.Context, tx *sql.Tx, post app.ID, lateness time.Duration) error {
	if _, err := tx.ExecContext(ctx, `
		UPDATE deliveries SET retry_ms = NULL, error_key = '', error_args = ''
		WHERE post_id = ? AND state = 'scheduled'`, post); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `
		UPDATE deliveries AS d SET state = 'missed', error_key = ?3
		WHERE post_id = ?1 AND state = 'scheduled' AND identity_key <> ''
			AND identity_created_ms > max(due_ms, coalesce(`+partBeforeOut+`, due_ms)) + ?2`,
		post, lateness.Milliseconds(), keyMissed)
	return err
}
