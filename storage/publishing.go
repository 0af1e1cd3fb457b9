package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// PublishingStore keeps the ledger. The schema itself refuses to alter what is
// published: see migrations.
type PublishingStore struct{ f *File }

var _ publishing.Store = (*PublishingStore)(nil)

// postLanguage is what posts are written in.
const postLanguage = "fr"

// excerptLength bounds what is kept of a network's answer, in bytes.
const excerptLength = 1024

const deliveryColumns = `d.id, d.post_id, d.account_id, d.part, d.kind, d.text, d.state, d.due_ms, d.retry_ms, d.prepared,
	d.identity_key, d.identity_created_ms, d.lent, d.attempts, d.armed_ms, d.remote_id, d.permalink, d.published_ms, d.error_key,
	d.error_args, p.lateness_min, ` + threadLength + `, ` + partBeforeOut + `,
	EXISTS (SELECT 1 FROM catch_up WHERE delivery_id = d.id)`

// threadLength is how many posts the thread of delivery d has, 0 when it is none.
const threadLength = `(SELECT iif(count(*) > 1, count(*), 0) FROM deliveries AS s
	WHERE s.post_id = d.post_id AND s.account_id = d.account_id AND s.kind = '')`

// partBeforeOut is when the part before delivery d went out, NULL when there is
// none or it did not.
const partBeforeOut = `(SELECT b.published_ms FROM deliveries AS b
	WHERE b.post_id = d.post_id AND b.account_id = d.account_id AND b.part = d.part - 1 AND b.state IN ('published', 'handed_over'))`

// notWaiting leaves out the parts whose turn has not come.
const notWaiting = `(d.part = 0 OR d.id NOT IN (SELECT id FROM waiting_parts))`

// deliveryInto lists where deliveryColumns go.
func deliveryInto(d *publishing.Delivery) []any {
	return []any{
		&d.ID, &d.PostID, &d.AccountID, &d.Part, &d.Kind, &d.Text, &d.State, intoTime(&d.DueAt), intoTime(&d.RetryAt),
		&d.Prepared, &d.Identity.Key, intoTime(&d.Identity.CreatedAt), &d.Lent, &d.Attempts, intoTime(&d.ArmedAt), &d.RemoteID,
		&d.Permalink, intoTime(&d.PublishedAt), &d.ErrorKey, intoArgs(&d.ErrorArgs), intoMinutes(&d.Lateness), &d.Parts,
		intoTime(&d.After), &d.Aside,
	}
}

func scanDelivery(row scanner) (publishing.Delivery, error) {
	var d publishing.Delivery
	err := row.Scan(deliveryInto(&d)...)
	return d, err
}

// Due implements publishing.Store.
func (s *PublishingStore) Due(ctx context.Context, now time.Time) ([]publishing.Delivery, error) {
	all, err := collect(ctx, s.f.readers, scanDelivery, `SELECT `+deliveryColumns+` FROM deliveries AS d JOIN posts AS p ON p.id = d.post_id
		WHERE d.state = 'scheduled' AND d.due_ms <= ?1 AND coalesce(d.retry_ms, ?1) <= ?1 AND `+notWaiting+`
		ORDER BY d.due_ms, d.post_id, d.account_id, d.part`, now.UnixMilli())
	return all, s.f.failure("reading what is due", err)
}

// NextDue implements publishing.Store.
func (s *PublishingStore) NextDue(ctx context.Context) (time.Time, error) {
	next, err := first(ctx, s.f.readers, func(row scanner) (time.Time, error) {
		var t time.Time
		err := row.Scan(intoTime(&t))
		return t, err
	}, `SELECT min(max(due_ms, coalesce(retry_ms, due_ms))) FROM deliveries AS d WHERE state = 'scheduled' AND `+notWaiting)
	return next, s.f.failure("reading what is due next", err)
}

// InFlight implements publishing.Store. The oldest comes first.
func (s *PublishingStore) InFlight(ctx context.Context) ([]publishing.Delivery, error) {
	all, err := collect(ctx, s.f.readers, scanDelivery, `SELECT `+deliveryColumns+` FROM deliveries AS d JOIN posts AS p ON p.id = d.post_id
		WHERE d.state IN ('preparing', 'armed', 'unknown', 'entrusted', 'recalling') ORDER BY d.due_ms, d.id`)
	return all, s.f.failure("reading what is in flight", err)
}

// Delivery implements publishing.Store.
func (s *PublishingStore) Delivery(ctx context.Context, id app.ID) (publishing.Delivery, error) {
	d, err := first(ctx, s.f.readers, scanDelivery, `SELECT `+deliveryColumns+` FROM deliveries AS d JOIN posts AS p ON p.id = d.post_id
		WHERE d.id = ?`, id)
	return d, s.f.failure("reading a delivery", err)
}

// Content implements publishing.Store.
func (s *PublishingStore) Content(ctx context.Context, id app.ID) (networks.Content, []publishing.Picture, error) {
	var c networks.Content
	var pictures []publishing.Picture
	err := s.f.read(ctx, "reading what a delivery says", func(q querier) (err error) {
		part := 0
		c, part, err = readContent(ctx, q, id)
		if err == nil && part == 0 {
			pictures, err = readPictures(ctx, q, id)
		}
		if err == nil && part == 0 {
			c.Film, err = readFilm(ctx, q, id)
		}
		return err
	})
	return c, pictures, err
}

// Advance implements publishing.Store.
func (s *PublishingStore) Advance(ctx context.Context, from publishing.State, d publishing.Delivery) error {
	return s.f.write(ctx, "advancing a delivery", func(ctx context.Context, tx *sql.Tx) error {
		return advance(ctx, tx, from, d)
	})
}

func advance(ctx context.Context, tx *sql.Tx, from publishing.State, d publishing.Delivery) error {
	args, err := argsText(d.ErrorArgs)
	if err != nil {
		return err
	}
	n, err := exec(ctx, tx, `
		UPDATE deliveries SET state = ?3, retry_ms = ?4, prepared = ?5, identity_key = ?6, identity_created_ms = ?7,
			attempts = ?8, armed_ms = ?9, remote_id = ?10, permalink = ?11, published_ms = ?12, error_key = ?13, error_args = ?14, lent = ?16
		WHERE id = ?1 AND state = ?2 AND due_ms = ?15`,
		d.ID, from, d.State, milli(d.RetryAt), d.Prepared, d.Identity.Key, milli(d.Identity.CreatedAt), d.Attempts,
		milli(d.ArmedAt), d.RemoteID, d.Permalink, milli(d.PublishedAt), d.ErrorKey, args,
		d.DueAt.UnixMilli(), d.Lent)
	if err == nil && n == 0 {
		err = app.Fail(app.CodeConflict, KeyConflict).Because(fmt.Errorf("delivery %s is not %s and due at %s", d.ID, from, d.DueAt))
	}
	return err
}

// Begin implements publishing.Store. The attempt is the delivery's whichever it
// names. Nothing is armed while everything is suspended (see Pause), with the key
// publishing.error.paused. Arming also needs the witness (see Options): where another copy of the
// file published since, this one is suspended, and the error has the sentence of
// the suspension; where the witness cannot be written, the key is KeyWitness.
func (s *PublishingStore) Begin(ctx context.Context, from publishing.State, d publishing.Delivery, a publishing.Attempt) (int64, error) {
	if d.State != publishing.Armed {
		return s.begin(ctx, from, d, a)
	}
	one := &arming{ctx: ctx, from: from, delivery: d, attempt: a}
	s.f.arms.run(one)
	return one.id, one.err
}

func (s *PublishingStore) begin(ctx context.Context, from publishing.State, d publishing.Delivery, a publishing.Attempt) (id int64, err error) {
	err = s.f.write(ctx, "beginning an attempt", func(ctx context.Context, tx *sql.Tx) (err error) {
		id, err = openAttempt(ctx, tx, from, d, a)
		return err
	})
	return id, err
}

// openAttempt advances a delivery and opens an attempt of it; during a pause none is
// armed.
func openAttempt(ctx context.Context, tx *sql.Tx, from publishing.State, d publishing.Delivery, a publishing.Attempt) (int64, error) {
	if d.State == publishing.Armed {
		if err := refusePaused(ctx, tx); err != nil {
			return 0, err
		}
	}
	if err := advance(ctx, tx, from, d); err != nil {
		return 0, err
	}
	done, err := tx.ExecContext(ctx, `
		INSERT INTO attempts (delivery_id, step, identity_key, identity_created_ms, started_ms) VALUES (?, ?, ?, ?, ?)`,
		d.ID, a.Step, a.Identity.Key, milli(a.Identity.CreatedAt), a.StartedAt.UnixMilli())
	if err != nil {
		return 0, err
	}
	return done.LastInsertId()
}

// End implements publishing.Store. An attempt ends once: CodeConflict after.
func (s *PublishingStore) End(ctx context.Context, from publishing.State, d publishing.Delivery, a publishing.Attempt) error {
	return s.f.write(ctx, "ending an attempt", func(ctx context.Context, tx *sql.Tx) error {
		if err := advance(ctx, tx, from, d); err != nil {
			return err
		}
		n, err := exec(ctx, tx, `
			UPDATE attempts SET ended_ms = ?3, outcome = ?4, call = ?5, status = ?6, excerpt = ?7
			WHERE id = ?1 AND delivery_id = ?2 AND ended_ms IS NULL`,
			a.ID, d.ID, a.EndedAt.UnixMilli(), a.Outcome, a.Call.Name, a.Call.Status, excerpt(a.Call.Excerpt))
		if err == nil && n == 0 {
			err = app.Fail(app.CodeConflict, KeyConflict).Because(fmt.Errorf("attempt %d of delivery %s is not open", a.ID, d.ID))
		}
		return err
	})
}

// excerpt cuts an answer to what is kept of it, in valid UTF-8.
func excerpt(answer string) string {
	return strings.ToValidUTF8(answer[:min(len(answer), excerptLength)], "")
}

// Record adds deliveries as they stand with their attempts, in one transaction:
// the past of the sample business. Titles and accounts of the entries are not
// written.
func (s *PublishingStore) Record(ctx context.Context, entries []publishing.Entry) error {
	return s.f.write(ctx, "recording deliveries", func(ctx context.Context, tx *sql.Tx) error {
		for _, e := range entries {
			if err := insertDelivery(ctx, tx, e.Delivery); err != nil {
				return err
			}
			for _, a := range e.Attempts {
				if _, err := tx.ExecContext(ctx, `
					INSERT INTO attempts (delivery_id, step, identity_key, identity_created_ms, started_ms, ended_ms,
						outcome, call, status, excerpt)
					VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
					e.Delivery.ID, a.Step, a.Identity.Key, milli(a.Identity.CreatedAt), a.StartedAt.UnixMilli(), milli(a.EndedAt),
					a.Outcome, a.Call.Name, a.Call.Status, excerpt(a.Call.Excerpt)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func insertDelivery(ctx context.Context, tx *sql.Tx, d publishing.Delivery) error {
	args, err := argsText(d.ErrorArgs)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO deliveries (id, post_id, account_id, part, kind, text, state, due_ms, retry_ms, prepared, identity_key,
			identity_created_ms, attempts, armed_ms, remote_id, permalink, published_ms, error_key, error_args, lent)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		d.ID, d.PostID, d.AccountID, d.Part, d.Kind, d.Text, d.State, d.DueAt.UnixMilli(), milli(d.RetryAt), d.Prepared, d.Identity.Key,
		milli(d.Identity.CreatedAt), d.Attempts, milli(d.ArmedAt), d.RemoteID, d.Permalink, milli(d.PublishedAt),
		d.ErrorKey, args, d.Lent)
	return err
}

// Entries implements publishing.Store.
func (s *PublishingStore) Entries(ctx context.Context, state publishing.State, limit int) ([]publishing.Entry, error) {
	return s.entries(ctx, `WHERE (?1 = '' OR d.state = ?1) ORDER BY d.due_ms DESC, d.post_id DESC, d.account_id, d.part LIMIT ?2`, state, limit)
}

// PostEntries implements publishing.Store. They come by due instant from the
// latest.
func (s *PublishingStore) PostEntries(ctx context.Context, post app.ID) ([]publishing.Entry, error) {
	return s.entries(ctx, `WHERE d.post_id = ?1 ORDER BY d.due_ms DESC, d.account_id, d.part`, post)
}

func (s *PublishingStore) entries(ctx context.Context, which string, args ...any) ([]publishing.Entry, error) {
	var all []publishing.Entry
	err := s.f.read(ctx, "reading the ledger", func(q querier) (err error) {
		all, err = collect(ctx, q, func(row scanner) (publishing.Entry, error) {
			var e publishing.Entry
			var title, text string
			into := append(deliveryInto(&e.Delivery), &title, &text)
			err := row.Scan(append(into, accountInto(&e.Account)...)...)
			e.Title = editorial.Label(title, text)
			return e, err
		}, `SELECT `+deliveryColumns+`, p.title, p.text, `+accountColumns+` FROM deliveries AS d
			JOIN posts AS p ON p.id = d.post_id JOIN accounts AS a ON a.id = d.account_id `+which, args...)
		if err != nil {
			return err
		}
		if err := readAttempts(ctx, q, all); err != nil {
			return err
		}
		return readRemovals(ctx, q, all)
	})
	return all, err
}

// readAttempts fills the attempts of entries, in one query.
func readAttempts(ctx context.Context, q querier, entries []publishing.Entry) error {
	at := make(map[app.ID]int, len(entries))
	ids := make([]app.ID, len(entries))
	for i, e := range entries {
		at[e.Delivery.ID], ids[i] = i, e.Delivery.ID
	}
	wanted, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	attempts, err := collect(ctx, q, func(row scanner) (publishing.Attempt, error) {
		var a publishing.Attempt
		err := row.Scan(&a.ID, &a.DeliveryID, &a.Step, &a.Identity.Key, intoTime(&a.Identity.CreatedAt), intoTime(&a.StartedAt),
			intoTime(&a.EndedAt), &a.Outcome, &a.Call.Name, &a.Call.Status, &a.Call.Excerpt)
		return a, err
	}, `SELECT id, delivery_id, step, identity_key, identity_created_ms, started_ms, ended_ms, outcome, call, status, excerpt
		FROM attempts WHERE delivery_id IN (SELECT value FROM json_each(?)) ORDER BY id`, string(wanted))
	for _, a := range attempts {
		e := &entries[at[a.DeliveryID]]
		e.Attempts = append(e.Attempts, a)
	}
	return err
}
