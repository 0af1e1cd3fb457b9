package storage

import (
	"context"
	"slices"
	"strings"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/search"
)

// stateOf is editorial.StateOf in SQL, for post p: what the delivery that tells
// most says, and when that is "out", whether all are that were not taken back.
const stateOf = `(CASE WHEN p.stage <> 'scheduled' THEN p.stage ELSE (
	SELECT CASE max(CASE d.state WHEN 'published' THEN 5 WHEN 'handed_over' THEN 5 WHEN 'scheduled' THEN 4 WHEN 'entrusted' THEN 4 WHEN 'recalling' THEN 4 WHEN 'unknown' THEN 7
			WHEN 'preparing' THEN 6 WHEN 'armed' THEN 6 WHEN 'missed' THEN 3 WHEN 'refused' THEN 2 ELSE 1 END)
		WHEN 7 THEN 'to_check' WHEN 6 THEN 'sending' WHEN 5 THEN iif(min(d.state IN ('published', 'handed_over', 'dropped')), 'published', 'partial')
		WHEN 3 THEN 'missed' WHEN 2 THEN 'failed' WHEN 1 THEN 'dropped' ELSE 'scheduled' END
	FROM deliveries AS d WHERE d.post_id = p.id AND ` + notWaiting + `) END)`

// inFlow is the order in which lists show states.
var inFlow = []editorial.State{
	editorial.StateIdea, editorial.StateDraft, editorial.StateToReview, editorial.StateToFix, editorial.StateApproved,
	editorial.StateScheduled, editorial.StateSending, editorial.StateToCheck, editorial.StateMissed, editorial.StateFailed,
	editorial.StatePartial, editorial.StatePublished, editorial.StateDropped,
}

// condition is a clause of WHERE with its arguments.
type condition struct {
	sql  []string
	args []any
}

func (c *condition) and(sql string, args ...any) {
	c.sql = append(c.sql, sql)
	c.args = append(c.args, args...)
}

// among adds that a column is one of some values; "" among them also means NULL.
func among[T ~string](c *condition, column string, values []T) {
	if len(values) == 0 {
		return
	}
	c.and(`coalesce(`+column+`, '') IN (SELECT value FROM json_each(?))`, asList(values))
}

func (c *condition) where() string {
	if len(c.sql) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.sql, " AND ")
}

// conditionOf reads a filter. It is nil when nothing can match.
func conditionOf(ctx context.Context, q querier, f editorial.Filter) (*condition, error) {
	c := &condition{}
	if strings.TrimSpace(f.Text) != "" {
		question := search.Ask(f.Text)
		if question.IsZero() {
			return nil, nil
		}
		if err := c.answers(ctx, q, question); err != nil {
			return nil, err
		}
	}
	among(c, "p.pillar_id", f.Pillars)
	among(c, "p.campaign_id", f.Campaigns)
	among(c, "p.author", f.Authors)
	if len(f.Networks) > 0 {
		c.and(`EXISTS (SELECT 1 FROM post_accounts AS pa WHERE pa.post_id = p.id AND pa.account_id IN (
			SELECT id FROM accounts WHERE network IN (SELECT value FROM json_each(?))))`, asList(f.Networks))
	}
	switch {
	case f.Unplaced:
		c.and(`p.day IS NULL`)
	case !f.From.IsZero() && !f.To.IsZero():
		c.and(`p.day BETWEEN ? AND ?`, f.From.String(), f.To.String())
	case !f.From.IsZero():
		c.and(`p.day >= ?`, f.From.String())
	case !f.To.IsZero():
		c.and(`p.day <= ?`, f.To.String())
	}
	if len(f.States) > 0 {
		among(c, stateOf, f.States)
	} else if !f.Dropped && strings.TrimSpace(f.Text) == "" {
		c.and(`p.stage <> 'dropped'`)
	}
	return c, nil
}

// answers adds that a post holds what is asked, or refers to a pillar or a
// campaign of that name.
func (c *condition) answers(ctx context.Context, q querier, question search.Question) error {
	type named struct{ id, name string }
	all, err := collect(ctx, q, func(row scanner) (named, error) {
		var n named
		err := row.Scan(&n.id, &n.name)
		return n, err
	}, `SELECT id, name FROM pillars UNION ALL SELECT id, name FROM campaigns WHERE NOT removed`)
	if err != nil {
		return err
	}
	const holds = `p.id IN (SELECT post_id FROM searched_posts WHERE number IN (SELECT rowid FROM post_words WHERE post_words MATCH ?))`
	var inText []search.Question
	for _, term := range question.Terms() {
		var ids []string
		for _, n := range all {
			if term.In(n.name) {
				ids = append(ids, n.id)
			}
		}
		if len(ids) == 0 {
			inText = append(inText, term)
			continue
		}
		c.and(`(`+holds+` OR p.pillar_id IN (SELECT value FROM json_each(?)) OR p.campaign_id IN (SELECT value FROM json_each(?)))`,
			term.FTS(wordColumns, stemColumn), asList(ids), asList(ids))
	}
	if len(inText) > 0 {
		c.and(holds, search.All(inText).FTS(wordColumns, stemColumn))
	}
	return nil
}

// orderOf is the clause of an order; joined is what it needs beside posts.
func orderOf(o editorial.Sort) (joined, order string) {
	way := ""
	if o.Descending {
		way = " DESC"
	}
	// As the index of days has it: what is read stops with the page.
	moment := `p.day NULLS LAST, p.time, p.id`
	switch o.By {
	case editorial.ByTitle:
		return ` LEFT JOIN searched_posts AS s ON s.post_id = p.id`, `coalesce(s.label, '') = '', s.label` + way + `, ` + moment
	case editorial.ByState:
		return "", flowRank + way + `, ` + moment
	case editorial.ByPillar:
		return ` LEFT JOIN pillars AS k ON k.id = p.pillar_id`, `k.id IS NULL, k.position` + way + `, ` + moment
	case editorial.ByCampaign:
		return ` LEFT JOIN campaigns AS k ON k.id = p.campaign_id`, `k.id IS NULL, k.position` + way + `, ` + moment
	case editorial.ByAuthor:
		return "", `p.author = '', p.author` + way + `, ` + moment
	case editorial.ByUpdated:
		return "", `p.updated_ms` + way + `, p.id` + way
	}
	if o.Descending {
		return "", `p.day DESC, p.time DESC, p.id DESC`
	}
	return "", moment
}

// flowRank is the place of the state of post p in inFlow.
var flowRank = func() string {
	var b strings.Builder
	b.WriteString(`instr('`)
	for _, s := range inFlow {
		b.WriteString("," + string(s) + ",")
	}
	b.WriteString(`', ',' || ` + stateOf + ` || ',')`)
	return b.String()
}()

// List implements editorial.Store.
func (s *EditorialStore) List(ctx context.Context, query editorial.Query) ([]editorial.Summary, error) {
	var all []editorial.Summary
	err := s.f.read(ctx, "listing posts", func(q querier) error {
		ids, err := listedIDs(ctx, q, query)
		if err != nil || len(ids) == 0 {
			return err
		}
		all, err = summaries(ctx, q, ids)
		return err
	})
	return all, err
}

// IDs implements editorial.Store.
func (s *EditorialStore) IDs(ctx context.Context, f editorial.Filter, order editorial.Sort) ([]app.ID, error) {
	var all []app.ID
	err := s.f.read(ctx, "listing posts", func(q querier) (err error) {
		all, err = listedIDs(ctx, q, editorial.Query{Filter: f, Sort: order})
		return err
	})
	return all, err
}

func listedIDs(ctx context.Context, q querier, query editorial.Query) ([]app.ID, error) {
	c, err := conditionOf(ctx, q, query.Filter)
	if err != nil || c == nil {
		return nil, err
	}
	joined, order := orderOf(query.Sort)
	limit := query.Limit
	if limit <= 0 {
		limit = -1
	}
	return collect(ctx, q, value[app.ID], `SELECT p.id FROM posts AS p`+joined+c.where()+
		` ORDER BY `+order+` LIMIT ? OFFSET ?`, append(slices.Clone(c.args), limit, max(query.Offset, 0))...)
}

// summaries returns posts in the order of ids.
func summaries(ctx context.Context, q querier, ids []app.ID) ([]editorial.Summary, error) {
	found, err := collect(ctx, q, scanSummary, `SELECT `+summaryColumns+` FROM posts AS p
		WHERE p.id IN (SELECT value FROM json_each(?))`, asList(ids))
	if err != nil {
		return nil, err
	}
	at := make(map[app.ID]int, len(found))
	for i, s := range found {
		at[s.ID] = i
	}
	all := make([]editorial.Summary, 0, len(found))
	for _, id := range ids {
		if i, ok := at[id]; ok {
			all = append(all, found[i])
		}
	}
	return all, nil
}

// Count implements editorial.Store.
func (s *EditorialStore) Count(ctx context.Context, f editorial.Filter) (int, error) {
	var n int
	err := s.f.read(ctx, "counting posts", func(q querier) error {
		c, err := conditionOf(ctx, q, f)
		if err != nil || c == nil {
			return err
		}
		n, err = first(ctx, q, value[int], `SELECT count(*) FROM posts AS p`+c.where(), c.args...)
		return err
	})
	return n, err
}

// Search implements editorial.Store: a title that matches tells more than a text.
// What a letter or two find comes by day, the latest first.
func (s *EditorialStore) Search(ctx context.Context, question search.Question, limit int) ([]editorial.Hit, error) {
	var all []editorial.Hit
	err := s.f.read(ctx, "searching posts", func(q querier) error {
		if question.IsZero() {
			return nil
		}
		c := &condition{}
		if err := c.answers(ctx, q, question); err != nil {
			return err
		}
		const ranked = `WITH m AS MATERIALIZED (SELECT s.post_id, w.score
				FROM (SELECT rowid AS number, bm25(post_words, 10, 2, 1, 1) AS score FROM post_words WHERE post_words MATCH ?) AS w
				JOIN searched_posts AS s ON s.number = w.number)
			SELECT p.id, p.text FROM posts AS p LEFT JOIN m ON m.post_id = p.id`
		read, order := ranked, ` ORDER BY m.score NULLS LAST, p.day DESC, p.id DESC LIMIT ?`
		args := append([]any{question.FTS(wordColumns, stemColumn)}, c.args...)
		if question.Broad() {
			read, order, args = `SELECT p.id, p.text FROM posts AS p`, ` ORDER BY p.day DESC, p.id DESC LIMIT ?`, c.args
		}
		hits, err := collect(ctx, q, func(row scanner) (editorial.Hit, error) {
			var h editorial.Hit
			err := row.Scan(&h.ID, &h.Text)
			return h, err
		}, read+c.where()+order, append(args, limit)...)
		if err != nil || len(hits) == 0 {
			return err
		}
		ids := make([]app.ID, len(hits))
		for i, h := range hits {
			ids[i] = h.ID
		}
		rows, err := summaries(ctx, q, ids)
		if err != nil {
			return err
		}
		for i := range rows {
			all = append(all, editorial.Hit{Summary: rows[i], Text: hits[i].Text})
		}
		return nil
	})
	return all, err
}

// Authors implements editorial.Store.
func (s *EditorialStore) Authors(ctx context.Context) ([]string, error) {
	all, err := collect(ctx, s.f.readers, value[string], `SELECT DISTINCT author FROM posts WHERE author <> ''`)
	slices.SortFunc(all, func(a, b string) int { return strings.Compare(search.SortKey(a), search.SortKey(b)) })
	return all, s.f.failure("reading authors", err)
}
