package storage

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/legal"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// EditorialStore keeps posts.
type EditorialStore struct{ f *File }

var _ editorial.Store = (*EditorialStore)(nil)

// Post implements editorial.Store.
func (s *EditorialStore) Post(ctx context.Context, id app.ID) (editorial.Post, error) {
	var p editorial.Post
	err := s.f.read(ctx, "reading a post", func(q querier) (err error) {
		p, _, err = readPost(ctx, q, id)
		return err
	})
	return p, err
}

// readPost returns a post and the zone of its civil time.
func readPost(ctx context.Context, q querier, id app.ID) (p editorial.Post, zone string, err error) {
	p, err = first(ctx, q, func(row scanner) (editorial.Post, error) {
		var p editorial.Post
		var disclosures string
		err := row.Scan(&p.ID, &p.Title, &p.Text, &p.Comment, &p.Stage, intoID(&p.PillarID), intoID(&p.ObjectiveID),
			intoID(&p.AudienceID), intoID(&p.CampaignID), &p.Author, intoDate(&p.At.Date), intoTimeOfDay(&p.At.Time), &zone, intoMinutes(&p.Lateness),
			intoTime(&p.CreatedAt), intoTime(&p.UpdatedAt), &disclosures)
		p.Disclosures = list[legal.Disclosure](disclosures)
		return p, err
	}, `SELECT id, title, text, comment, stage, pillar_id, objective_id, audience_id, campaign_id, author, day, time, zone, lateness_min,
			created_ms, updated_ms, disclosures
		FROM posts WHERE id = ?`, id)
	if err != nil {
		return p, "", err
	}
	if p.Images, err = collect(ctx, q, scanPostImage, `SELECT hash, alt, crop FROM post_media WHERE post_id = ? ORDER BY position`, id); err != nil {
		return p, "", err
	}
	p.Video, err = first(ctx, q, value[media.Hash], `SELECT hash FROM post_videos WHERE post_id = ?`, id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return p, "", err
	}
	if p.Variants, err = readVariants(ctx, q, id); err != nil {
		return p, "", err
	}
	p.Accounts, err = collect(ctx, q, value[app.ID],
		`SELECT account_id FROM post_accounts WHERE post_id = ? ORDER BY position`, id)
	return p, zone, err
}

// PostState implements editorial.Store.
func (s *EditorialStore) PostState(ctx context.Context, id app.ID) (editorial.State, error) {
	state, err := first(ctx, s.f.readers, func(row scanner) (editorial.State, error) {
		var stage editorial.Stage
		var states string
		err := row.Scan(&stage, &states)
		return editorial.StateOf(stage, list[publishing.State](states)), err
	}, `SELECT stage, `+deliveryStates+` FROM posts AS p WHERE id = ?`, id)
	return state, s.f.failure("reading the state of a post", err)
}

// SavePost implements editorial.Store. The deliveries of a planned post follow it
// to its new moment, those refused or missed included; of an account no longer
// chosen they are forgotten, or dropped when they were ever armed; an account
// added to a planned post gets its delivery from publishing.Store.Plan. CreatedAt
// never changes.
//
// Besides a fixed post, CodeConflict answers a planned post that would leave the
// stage scheduled (key KeyPlanned: publishing.Store.Unplan does that) and a
// scheduled one without a day (key KeyDayNeeded).
func (s *EditorialStore) SavePost(ctx context.Context, p editorial.Post) error {
	return s.SavePosts(ctx, []editorial.Post{p})
}

// SavePosts implements editorial.Store, in one transaction.
func (s *EditorialStore) SavePosts(ctx context.Context, posts []editorial.Post) error {
	return s.f.write(ctx, "saving posts", func(ctx context.Context, tx *sql.Tx) error {
		b, err := readBusiness(ctx, tx)
		if err != nil {
			return err
		}
		for _, p := range posts {
			if err := savePost(ctx, tx, b, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// savePost keeps a post and its words.
func savePost(ctx context.Context, tx *sql.Tx, b business.Business, p editorial.Post) error {
	if err := writePost(ctx, tx, b, p); err != nil {
		return err
	}
	return indexPost(ctx, tx, p)
}

func writePost(ctx context.Context, tx *sql.Tx, b business.Business, p editorial.Post) error {
	if p.Stage == editorial.Scheduled && p.At.IsZero() {
		return app.Fail(app.CodeConflict, KeyDayNeeded)
	}
	before, zone, err := readPost(ctx, tx, p.ID)
	if errors.Is(err, sql.ErrNoRows) {
		if err := insertPost(ctx, tx, p, b.Zone); err != nil {
			return err
		}
		if err := insertImages(ctx, tx, p); err != nil {
			return err
		}
		if err := replaceVideo(ctx, tx, p); err != nil {
			return err
		}
		if err := insertVariants(ctx, tx, p); err != nil {
			return err
		}
		return insertAccounts(ctx, tx, p)
	}
	if err != nil {
		return err
	}
	if p.At != before.At {
		zone = b.Zone
	}
	if err := updatePost(ctx, tx, p, zone); err != nil {
		return err
	}
	if !slices.Equal(before.Images, p.Images) {
		if err := replaceImages(ctx, tx, p); err != nil {
			return err
		}
	}
	if before.Video != p.Video {
		if err := replaceVideo(ctx, tx, p); err != nil {
			return err
		}
	}
	if !slices.EqualFunc(before.Variants, p.Variants, editorial.Variant.Equal) {
		if err := replaceVariants(ctx, tx, p); err != nil {
			return err
		}
	}
	if !slices.Equal(before.Accounts, p.Accounts) {
		if err := replaceAccounts(ctx, tx, p); err != nil {
			return err
		}
	}
	if err := keepVersion(ctx, tx, b.FirstName, before, p); err != nil {
		return err
	}
	if p.Stage != editorial.Scheduled {
		return nil
	}
	if p.At != before.At {
		if err := reviveDeliveries(ctx, tx, p.ID); err != nil {
			return err
		}
		if err := moveDeliveries(ctx, tx, p.ID, p.At.In(b.Location())); err != nil {
			return err
		}
	}
	if p.Lateness >= before.Lateness {
		return nil
	}
	return hurryDeliveries(ctx, tx, p.ID, p.Lateness)
}

func insertPost(ctx context.Context, tx *sql.Tx, p editorial.Post, zone string) error {
	day, at := dayAndTime(p.At)
	_, err := tx.ExecContext(ctx, `
		INSERT INTO posts (id, title, text, comment, stage, pillar_id, objective_id, audience_id, campaign_id, day, time, zone,
			lateness_min, created_ms, updated_ms, disclosures, author)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, p.Title, p.Text, p.Comment, p.Stage, orNull(p.PillarID), orNull(p.ObjectiveID), orNull(p.AudienceID), orNull(p.CampaignID),
		day, at, zone, minutes(p.Lateness), p.CreatedAt.UnixMilli(), p.UpdatedAt.UnixMilli(), joined(p.Disclosures), p.Author)
	if err != nil {
		return err
	}
	return unbury(ctx, tx, p.ID)
}

func updatePost(ctx context.Context, tx *sql.Tx, p editorial.Post, zone string) error {
	if p.Stage != editorial.Scheduled {
		planned, err := first(ctx, tx, value[bool],
			`SELECT EXISTS (SELECT 1 FROM deliveries WHERE post_id = ? AND state IN ('scheduled', 'entrusted', 'recalling'))`, p.ID)
		if err != nil {
			return err
		}
		if planned {
			return app.Fail(app.CodeConflict, KeyPlanned)
		}
	}
	day, at := dayAndTime(p.At)
	_, err := tx.ExecContext(ctx, `
		UPDATE posts SET title = ?2, text = ?3, stage = ?4, pillar_id = ?5, objective_id = ?6, day = ?7, time = ?8,
			zone = ?9, lateness_min = ?10, updated_ms = ?11, audience_id = ?12, campaign_id = ?13, comment = ?14,
			disclosures = ?15, author = ?16
		WHERE id = ?1`,
		p.ID, p.Title, p.Text, p.Stage, orNull(p.PillarID), orNull(p.ObjectiveID), day, at, zone, minutes(p.Lateness),
		p.UpdatedAt.UnixMilli(), orNull(p.AudienceID), orNull(p.CampaignID), p.Comment, joined(p.Disclosures), p.Author)
	return err
}

func replaceImages(ctx context.Context, tx *sql.Tx, p editorial.Post) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM post_media WHERE post_id = ?`, p.ID); err != nil {
		return err
	}
	return insertImages(ctx, tx, p)
}

func replaceVideo(ctx context.Context, tx *sql.Tx, p editorial.Post) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM post_videos WHERE post_id = ?`, p.ID); err != nil || p.Video == "" {
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO post_videos (post_id, hash) VALUES (?, ?)`, p.ID, p.Video)
	return err
}

func insertImages(ctx context.Context, tx *sql.Tx, p editorial.Post) error {
	for n, i := range p.Images {
		if _, err := tx.ExecContext(ctx, `INSERT INTO post_media (post_id, position, hash, alt, crop) VALUES (?, ?, ?, ?, ?)`,
			p.ID, n, i.Hash, i.Alt, i.Crop.String()); err != nil {
			return err
		}
	}
	return nil
}

func replaceAccounts(ctx context.Context, tx *sql.Tx, p editorial.Post) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM post_accounts WHERE post_id = ?`, p.ID); err != nil {
		return err
	}
	if err := insertAccounts(ctx, tx, p); err != nil {
		return err
	}
	const notChosen = `NOT EXISTS (SELECT 1 FROM post_accounts AS c WHERE c.post_id = ?1 AND c.account_id = deliveries.account_id)`
	if err := forgetDeliveries(ctx, tx, notChosen+`
		AND NOT EXISTS (SELECT 1 FROM kept_deliveries AS k WHERE k.id = deliveries.id)`, p.ID); err != nil {
		return err
	}
	_, err := drop(ctx, tx, notMade+` AND `+notChosen, p.ID)
	return err
}

func insertAccounts(ctx context.Context, tx *sql.Tx, p editorial.Post) error {
	for n, a := range p.Accounts {
		if _, err := tx.ExecContext(ctx, `INSERT INTO post_accounts (post_id, position, account_id) VALUES (?, ?, ?)`,
			p.ID, n, a); err != nil {
			return err
		}
	}
	return nil
}

// RemovePost implements editorial.Store. What goes with the post, and what is said
// of it, comes back when it is saved again.
func (s *EditorialStore) RemovePost(ctx context.Context, id app.ID) error {
	return s.f.write(ctx, "removing a post", func(ctx context.Context, tx *sql.Tx) error {
		return removePost(ctx, tx, id, s.f.clock.Now())
	})
}

func removePost(ctx context.Context, tx *sql.Tx, id app.ID, now time.Time) error {
	fixed, err := first(ctx, tx, value[bool], `SELECT EXISTS (SELECT 1 FROM fixed_posts WHERE post_id = ?)`, id)
	if err != nil {
		return err
	}
	if fixed {
		return app.Fail(app.CodeConflict, keyPostFixed)
	}
	if err := takeBack(ctx, tx, id); err != nil {
		return err
	}
	kept, err := exec(ctx, tx, `UPDATE posts SET stage = 'dropped' WHERE id = ?1 AND EXISTS (SELECT 1 FROM deliveries WHERE post_id = ?1)`, id)
	if err != nil || kept > 0 {
		return err
	}
	if err := bury(ctx, tx, id, now); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM posts WHERE id = ?`, id); err != nil {
		return err
	}
	return forgetWords(ctx, tx, id)
}

// deliveryStates lists the states of the deliveries of post p, but of the parts whose
// turn has not come: what became of the one before says what becomes of them.
const deliveryStates = `coalesce((SELECT group_concat(d.state) FROM deliveries AS d WHERE d.post_id = p.id AND ` + notWaiting + `), '')`

// summaryColumns are those of an editorial.Summary. Of a text, only what may
// become its label is read.
const summaryColumns = `p.id, p.title, substr(ltrim(p.text, char(9, 10, 13, 32)), 1, 400), p.stage, p.pillar_id, p.audience_id,
	p.campaign_id, p.author, coalesce((SELECT series_id FROM series_posts WHERE post_id = p.id), ''), p.day, p.time, p.updated_ms, ` + deliveryStates + `, coalesce((SELECT group_concat(network) FROM (
		SELECT a.network FROM post_accounts AS pa JOIN accounts AS a ON a.id = pa.account_id
		WHERE pa.post_id = p.id ORDER BY pa.position)), ''), coalesce((SELECT group_concat(network) FROM (
		SELECT DISTINCT a.network FROM deliveries AS d JOIN accounts AS a ON a.id = d.account_id
		WHERE d.post_id = p.id AND d.state IN ('entrusted', 'recalling') ORDER BY 1)), '')`

func scanSummary(row scanner) (editorial.Summary, error) {
	var s editorial.Summary
	var title, text, states, on, kept string
	var stage editorial.Stage
	if err := row.Scan(&s.ID, &title, &text, &stage, intoID(&s.PillarID), intoID(&s.AudienceID), intoID(&s.CampaignID),
		&s.Author, &s.Series, intoDate(&s.At.Date), intoTimeOfDay(&s.At.Time), intoTime(&s.UpdatedAt), &states, &on, &kept); err != nil {
		return s, err
	}
	s.Title = editorial.Label(title, text)
	all := list[publishing.State](states)
	s.State, s.KeptBy = editorial.StateOf(stage, all), list[networks.Network](kept)
	s.Here = slices.Contains(all, publishing.Scheduled)
	for _, n := range list[networks.Network](on) {
		if !slices.Contains(s.Networks, n) {
			s.Networks = append(s.Networks, n)
		}
	}
	return s, nil
}

// list splits what group_concat joined.
func list[T ~string](joined string) []T {
	if joined == "" {
		return nil
	}
	parts := strings.Split(joined, ",")
	all := make([]T, len(parts))
	for i, p := range parts {
		all[i] = T(p)
	}
	return all
}

// joined is what list splits.
func joined[T ~string](all []T) string {
	parts := make([]string, len(all))
	for i, one := range all {
		parts[i] = string(one)
	}
	return strings.Join(parts, ",")
}

// Overrides implements editorial.Store.
func (s *EditorialStore) Overrides(ctx context.Context, id app.ID) ([]editorial.Override, error) {
	all, err := collect(ctx, s.f.readers, func(row scanner) (editorial.Override, error) {
		var o editorial.Override
		err := row.Scan(&o.Warning, &o.Found, &o.Reason, intoTime(&o.At))
		return o, err
	}, `SELECT warning, found, reason, said_ms FROM overrides WHERE post_id = ? ORDER BY id`, id)
	return all, s.f.failure("reading why warnings were overridden", err)
}

// AddOverrides implements editorial.Store.
func (s *EditorialStore) AddOverrides(ctx context.Context, id app.ID, overrides []editorial.Override) error {
	return s.f.write(ctx, "keeping why warnings were overridden", func(ctx context.Context, tx *sql.Tx) error {
		if _, err := first(ctx, tx, value[int], `SELECT 1 FROM posts WHERE id = ?`, id); err != nil {
			return err
		}
		for _, o := range overrides {
			if _, err := tx.ExecContext(ctx, `INSERT INTO overrides (post_id, warning, found, reason, said_ms) VALUES (?, ?, ?, ?, ?)`,
				id, o.Warning, o.Found, o.Reason, o.At.UnixMilli()); err != nil {
				return err
			}
		}
		return nil
	})
}

// Placed implements editorial.Store.
func (s *EditorialStore) Placed(ctx context.Context, from, to app.Date) ([]editorial.Summary, error) {
	all, err := collect(ctx, s.f.readers, scanSummary, `SELECT `+summaryColumns+` FROM posts AS p
		WHERE p.day BETWEEN ? AND ? AND p.stage <> 'dropped' ORDER BY p.day, p.time, p.id`, from.String(), to.String())
	return all, s.f.failure("reading placed posts", err)
}

// Unplaced implements editorial.Store.
func (s *EditorialStore) Unplaced(ctx context.Context) ([]editorial.Summary, error) {
	all, err := collect(ctx, s.f.readers, scanSummary, `SELECT `+summaryColumns+` FROM posts AS p
		WHERE p.day IS NULL AND p.stage <> 'dropped' ORDER BY p.created_ms DESC, p.id DESC`)
	return all, s.f.failure("reading unplaced posts", err)
}

// PublishedTexts implements editorial.Store. The latest comes first, each before
// its variants.
func (s *EditorialStore) PublishedTexts(ctx context.Context, since time.Time, except app.ID) ([]string, error) {
	// The pluses keep SQLite from walking all of the ledger that was published, or
	// in the order it groups by, instead of what is recent.
	all, err := collect(ctx, s.f.readers, value[string], `
		WITH d AS MATERIALIZED (SELECT post_id, max(published_ms) AS last FROM deliveries
			WHERE published_ms >= ?1 AND +state IN ('published', 'handed_over') GROUP BY +post_id)
		SELECT text FROM (
			SELECT d.last, p.id, -1 AS position, p.text FROM d JOIN posts AS p ON p.id = d.post_id WHERE p.id <> ?2
			UNION ALL
			SELECT d.last, v.post_id, v.position, v.text FROM d JOIN post_variants AS v ON v.post_id = d.post_id WHERE v.post_id <> ?2)
		ORDER BY last DESC, id, position`, since.UnixMilli(), except)
	return all, s.f.failure("reading published texts", err)
}
