package storage

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// readContent returns what a delivery says without its pictures, and which part
// of its post it is.
func readContent(ctx context.Context, q querier, id app.ID) (networks.Content, int, error) {
	c, part := networks.Content{Language: postLanguage}, 0
	_, err := first(ctx, q, func(row scanner) (struct{}, error) {
		var kind publishing.Kind
		var root, before string
		err := row.Scan(&part, &kind, &c.Title, &c.Text, &root, &before)
		if part > 0 {
			c.Answers = networks.Thread{Root: root, Parent: before}
		}
		if kind == publishing.KindComment {
			c.Answers.Parent, c.Answers.Comment = root, true
		}
		return struct{}{}, err
	}, `SELECT d.part, d.kind, iif(d.part = 0, p.title, ''), iif(d.text <> '', d.text, `+contentText+`), `+remoteOf("0")+`, `+remoteOf("d.part - 1")+`
		FROM deliveries AS d JOIN posts AS p ON p.id = d.post_id JOIN accounts AS a ON a.id = d.account_id WHERE d.id = ?`, id)
	return c, part, err
}

// remoteOf is the network's identifier of a part of the post of delivery d, "" when
// it is not proven to be public.
func remoteOf(part string) string {
	return `coalesce((SELECT o.remote_id FROM deliveries AS o
		WHERE o.post_id = d.post_id AND o.account_id = d.account_id AND o.part = ` + part + ` AND o.state = 'published'), '')`
}

// Said implements publishing.Store.
func (s *PublishingStore) Said(ctx context.Context, id app.ID) (publishing.Said, error) {
	said, err := first(ctx, s.f.readers, func(row scanner) (publishing.Said, error) {
		var said publishing.Said
		err := row.Scan(&said.Text, &said.Comment)
		return said, err
	}, `SELECT `+contentText+`, coalesce((SELECT v.comment FROM post_variants AS v WHERE v.post_id = p.id AND v.network = a.network), p.comment)
		FROM deliveries AS d JOIN posts AS p ON p.id = d.post_id JOIN accounts AS a ON a.id = d.account_id WHERE d.id = ?`, id)
	return said, s.f.failure("reading what a post says", err)
}

// Divide implements publishing.Store.
func (s *PublishingStore) Divide(ctx context.Context, d publishing.Delivery, rest []publishing.Delivery) error {
	return s.f.write(ctx, "dividing a delivery", func(ctx context.Context, tx *sql.Tx) error {
		type share struct {
			text string
			kind publishing.Kind
			lost bool // it would not leave after the one before it
		}
		kept, err := collect(ctx, tx, func(row scanner) (share, error) {
			var one share
			err := row.Scan(&one.text, &one.kind, &one.lost)
			return one, err
		}, `SELECT text, kind, state <> 'scheduled' FROM deliveries
			WHERE post_id = ? AND account_id = ? AND part > 0 ORDER BY part`, d.PostID, d.AccountID)
		if err != nil {
			return err
		}
		n, err := exec(ctx, tx, `
			UPDATE deliveries SET text = ?2 WHERE id = ?1 AND part = 0 AND state = ?4 AND due_ms = ?3
				AND state IN ('scheduled', 'preparing', 'missed')`,
			d.ID, d.Text, d.DueAt.UnixMilli(), d.State)
		if err != nil {
			return err
		}
		if n == 0 {
			return app.Fail(app.CodeConflict, KeyConflict).Because(fmt.Errorf("delivery %s is not %s and due at %s", d.ID, d.State, d.DueAt))
		}
		if slices.EqualFunc(kept, rest, func(k share, r publishing.Delivery) bool { return k == share{r.Text, r.Kind, false} }) {
			return nil
		}
		if err := run(ctx, tx, []string{
			`DELETE FROM attempts WHERE delivery_id IN (SELECT id FROM deliveries WHERE post_id = ?1 AND account_id = ?2 AND part > 0)`,
			`DELETE FROM deliveries WHERE post_id = ?1 AND account_id = ?2 AND part > 0`,
		}, d.PostID, d.AccountID); err != nil {
			return err
		}
		for _, part := range rest {
			if err := insertDelivery(ctx, tx, part); err != nil {
				return err
			}
		}
		return nil
	})
}
