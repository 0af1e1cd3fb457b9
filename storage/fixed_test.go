package storage_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/publishing"
	"parvis/storage"
)

// TestWhatIsPublishedCannotBeAltered runs on a file, as any other program could,
// every kind of statement that would alter a published post or its proof. Such
// a program leaves foreign keys and recursive triggers off.
func TestWhatIsPublishedCannotBeAltered(t *testing.T) {
	f := populated(t)
	bring(t, f, plan(t, f, "post", "delivery"), publishing.Published)
	bring(t, f, plan(t, f, "other", "other-delivery"), publishing.Armed)
	must(t, f.Editorial().SavePost(t.Context(), func() editorial.Post {
		p := draft("free")
		p.Accounts = []app.ID{bluesky}
		return p
	}()))
	must(t, f.Close())
	db := plain(t, f.Path())
	db.SetMaxOpenConns(1)

	var statements []string
	add := func(format string, args ...any) { statements = append(statements, fmt.Sprintf(format, args...)) }
	for _, change := range []string{
		"text = 'x'", "text = text || '.'", "comment = 'x'", "day = '2026-12-01'", "time = '10:00'", "day = NULL, time = NULL", "zone = 'UTC'",
		"stage = 'draft'", "id = 'y'", "created_ms = 0",
	} {
		add("UPDATE posts SET %s WHERE id = 'post'", change)
		add("UPDATE OR REPLACE posts SET %s WHERE id = 'post'", change)
	}
	add("UPDATE OR REPLACE posts SET id = 'post' WHERE id = 'free'")
	add("DELETE FROM posts")
	add("DELETE FROM posts WHERE id = 'post'")
	const columns = "(id, stage, zone, lateness_min, created_ms, updated_ms)"
	add("INSERT OR REPLACE INTO posts %s VALUES ('post', 'draft', 'UTC', 0, 0, 0)", columns)
	add("REPLACE INTO posts %s VALUES ('post', 'draft', 'UTC', 0, 0, 0)", columns)
	add("INSERT INTO posts %s VALUES ('post', 'draft', 'UTC', 0, 0, 0) ON CONFLICT (id) DO UPDATE SET text = 'x'", columns)

	for _, change := range []string{
		"state = 'scheduled'", "state = 'refused'", "state = 'handed_over'", "due_ms = 0", "due_ms = due_ms + 1", "remote_id = 'x'",
		"permalink = 'https://example.org'", "published_ms = 0", "identity_key = 'x'", "identity_created_ms = 0", "attempts = 0",
		"attempts = 9", "armed_ms = 0", "prepared = 'x'", "error_key = 'x'", "retry_ms = 1",
		"account_id = 'account-facebook'", "post_id = 'free'", "id = 'z'", "part = 1", "kind = 'comment'", "text = 'x'",
	} {
		add("UPDATE deliveries SET %s WHERE id = 'delivery'", change)
		add("UPDATE OR REPLACE deliveries SET %s WHERE id = 'delivery'", change)
	}
	add("UPDATE deliveries SET attempts = 0 WHERE id = 'other-delivery'") // to delete it then
	add("UPDATE deliveries SET text = 'x' WHERE id = 'other-delivery'")   // what is on its way
	add("UPDATE OR REPLACE deliveries SET id = 'delivery' WHERE id = 'other-delivery'")
	add("UPDATE OR REPLACE deliveries SET post_id = 'post' WHERE id = 'other-delivery'")
	add("DELETE FROM deliveries")
	add("DELETE FROM deliveries WHERE id = 'other-delivery'")
	for _, row := range []string{
		"('delivery', 'free', 'account-bluesky', 'scheduled', 0)", // the same delivery
		"('new', 'post', 'account-bluesky', 'scheduled', 0)",      // the same post on the same account
		"('new', 'other', 'account-bluesky', 'scheduled', 0)",     // one that was armed
		"('other-delivery', 'free', 'account-x', 'scheduled', 0)",
	} {
		add("INSERT OR REPLACE INTO deliveries (id, post_id, account_id, state, due_ms) VALUES %s", row)
		add("INSERT INTO deliveries (id, post_id, account_id, state, due_ms) VALUES %s", row)
	}

	add("UPDATE attempts SET outcome = 'refused' WHERE delivery_id = 'delivery'")
	add("UPDATE attempts SET delivery_id = 'free'")
	add("UPDATE attempts SET started_ms = 0")
	add("DELETE FROM attempts WHERE delivery_id = 'delivery'")
	add("DELETE FROM attempts")
	add("INSERT OR REPLACE INTO attempts (id, delivery_id, step, started_ms) SELECT id, 'free', 'find', 0 FROM attempts WHERE delivery_id = 'delivery'")
	add("UPDATE OR REPLACE attempts SET id = (SELECT id FROM attempts WHERE delivery_id = 'delivery') WHERE delivery_id = 'other-delivery'")
	add("UPDATE OR REPLACE attempts SET rowid = (SELECT rowid FROM attempts WHERE delivery_id = 'delivery') WHERE delivery_id = 'other-delivery'")

	add("INSERT INTO post_media (post_id, position, hash) VALUES ('post', 9, 'hash-bread')")
	add("UPDATE post_media SET hash = 'hash-oven' WHERE post_id = 'post'")
	add("UPDATE post_media SET alt = 'x' WHERE post_id = 'post'")
	add("UPDATE OR REPLACE post_media SET post_id = 'post' WHERE post_id = 'free'")
	add("UPDATE post_media SET post_id = 'free', position = 9 WHERE post_id = 'post'")
	add("DELETE FROM post_media WHERE post_id = 'post'")
	add("REPLACE INTO post_media (post_id, position, hash) VALUES ('post', 0, 'hash-oven')")
	add("UPDATE media SET data = x'00'")
	add("UPDATE media SET hash = 'x' WHERE hash = 'hash-bread'")
	add("UPDATE OR REPLACE media SET hash = 'hash-bread' WHERE hash = 'hash-oven'")
	add("DELETE FROM media")
	add("REPLACE INTO media (hash, name, mime, width, height, size, added_ms, data) VALUES ('hash-bread', '', '', 0, 0, 0, 0, x'00')")

	add("INSERT INTO post_variants (post_id, network, position) VALUES ('post', 'x', 9)")
	add("UPDATE post_variants SET text = 'x' WHERE post_id = 'post'")
	add("UPDATE post_variants SET own_images = 0 WHERE post_id = 'post'")
	add("UPDATE OR REPLACE post_variants SET post_id = 'post' WHERE post_id = 'free'")
	add("UPDATE post_variants SET post_id = 'free', network = 'x' WHERE post_id = 'post'")
	add("DELETE FROM post_variants WHERE post_id = 'post'")
	add("REPLACE INTO post_variants (post_id, network, position) VALUES ('post', 'bluesky', 0)")
	add("INSERT INTO variant_media (post_id, network, position, hash) VALUES ('post', 'bluesky', 9, 'hash-bread')")
	add("UPDATE variant_media SET alt = 'x' WHERE post_id = 'post'")
	add("UPDATE OR REPLACE variant_media SET post_id = 'post' WHERE post_id = 'free'")
	add("UPDATE variant_media SET post_id = 'free', position = 9 WHERE post_id = 'post'")
	add("DELETE FROM variant_media WHERE post_id = 'post'")
	add("REPLACE INTO variant_media (post_id, network, position, hash) VALUES ('post', 'bluesky', 0, 'hash-bread')")

	add("INSERT INTO post_accounts (post_id, position, account_id) VALUES ('post', 9, 'x')")
	add("UPDATE post_accounts SET account_id = 'x' WHERE post_id = 'post' AND account_id = 'account-bluesky'")
	add("UPDATE OR REPLACE post_accounts SET post_id = 'post' WHERE post_id = 'free'")
	add("DELETE FROM post_accounts WHERE post_id = 'post'")
	add("UPDATE accounts SET network = 'x' WHERE id = 'account-bluesky'")
	add("UPDATE accounts SET remote_id = 'did:plc:other' WHERE id = 'account-bluesky'")
	add("UPDATE accounts SET id = 'x' WHERE id = 'account-bluesky'")
	add("UPDATE OR REPLACE accounts SET id = 'account-bluesky' WHERE id = 'account-facebook'")
	add("DELETE FROM accounts")
	add("REPLACE INTO accounts (id, network, handle, state, created_ms) VALUES ('account-bluesky', 'x', 'x', 'hand_fed', 0)")

	before := proof(t, db)
	for _, s := range statements {
		_, err := db.Exec(s)
		if err == nil || !strings.Contains(err.Error(), "parvis: ") {
			t.Errorf("%s: %v", s, err)
		}
		if after := proof(t, db); after != before {
			t.Fatalf("%s changed what is published:\n%s\n%s", s, before, after)
		}
	}

	for _, s := range []string{ // classification stays free
		"UPDATE posts SET pillar_id = 'pillar-products' WHERE id = 'post'",
		"UPDATE posts SET objective_id = NULL WHERE id = 'post'",
		"UPDATE posts SET title = 'Autre titre' WHERE id = 'post'",
		"UPDATE accounts SET handle = 'renamed' WHERE id = 'account-bluesky'",
		"DELETE FROM pillars WHERE id = 'pillar-backstage'",
	} {
		if _, err := db.Exec(s); err != nil {
			t.Errorf("%s: %v", s, err)
		}
	}
}

// proof is the text of everything about what is published, but its
// classification.
func proof(t *testing.T, db interface {
	QueryRow(query string, args ...any) *sql.Row
},
) string {
	t.Helper()
	var all string
	must(t, db.QueryRow(`SELECT
		(SELECT group_concat(concat_ws('|', id, text, comment, day, time, zone, stage, created_ms)) FROM posts WHERE id IN ('post', 'other')) || char(10) ||
		(SELECT group_concat(concat_ws('|', id, post_id, account_id, part, kind, text, state, due_ms, retry_ms, prepared, identity_key, identity_created_ms,
			attempts, armed_ms, remote_id, permalink, published_ms, error_key, error_args)) FROM deliveries) || char(10) ||
		(SELECT group_concat(concat_ws('|', id, delivery_id, step, identity_key, started_ms, ended_ms, outcome, call, status, excerpt)) FROM attempts) || char(10) ||
		(SELECT group_concat(concat_ws('|', post_id, position, hash, alt)) FROM post_media WHERE post_id IN ('post', 'other')) || char(10) ||
		(SELECT group_concat(concat_ws('|', post_id, network, position, text, comment, own_images)) FROM post_variants WHERE post_id IN ('post', 'other')) || char(10) ||
		(SELECT group_concat(concat_ws('|', post_id, network, position, hash, alt)) FROM variant_media WHERE post_id IN ('post', 'other')) || char(10) ||
		(SELECT group_concat(concat_ws('|', post_id, position, account_id)) FROM post_accounts WHERE post_id IN ('post', 'other')) || char(10) ||
		(SELECT group_concat(concat_ws('|', hash, name, mime, hex(data))) FROM media) || char(10) ||
		(SELECT group_concat(concat_ws('|', id, network, remote_id)) FROM accounts)`).Scan(&all))
	return all
}

// TestAFixedPostIsRefusedWithItsSentence goes through the stores, as Parvis does.
func TestAFixedPostIsRefusedWithItsSentence(t *testing.T) {
	for _, state := range []publishing.State{publishing.Preparing, publishing.Armed, publishing.Unknown, publishing.Published} {
		t.Run(string(state), func(t *testing.T) {
			f := populated(t)
			bring(t, f, plan(t, f, "post", "delivery"), state)
			kept, err := f.Editorial().Post(t.Context(), "post")
			must(t, err)
			for what, change := range map[string]func(p *editorial.Post){
				"text":          func(p *editorial.Post) { p.Text += "." },
				"moment":        func(p *editorial.Post) { p.At = at(26, 9) },
				"stage":         func(p *editorial.Post) { p.Stage = editorial.Dropped },
				"no image":      func(p *editorial.Post) { p.Images = nil },
				"first comment": func(p *editorial.Post) { p.Comment = "Autre" },
				"variant":       func(p *editorial.Post) { p.Variants[0].Text += "." },
				"no variant":    func(p *editorial.Post) { p.Variants = nil },
				"its image":     func(p *editorial.Post) { p.Variants[0].Images[0].Alt = "autre" },
				"alternative":   func(p *editorial.Post) { p.Images[0].Alt = "autre" },
				"other account": func(p *editorial.Post) { p.Accounts = []app.ID{bluesky} },
			} {
				p := kept.Copy()
				change(&p)
				if err := f.Editorial().SavePost(t.Context(), p); keyOf(err) != "editorial.error.fixed" || app.CodeOf(err) != app.CodeConflict {
					t.Errorf("%s: %v", what, err)
				}
			}
			p := kept
			p.Title, p.PillarID, p.ObjectiveID = "Autre titre", products, ""
			must(t, f.Editorial().SavePost(t.Context(), p))
			if err := f.Editorial().RemovePost(t.Context(), "post"); app.CodeOf(err) != app.CodeConflict {
				t.Errorf("removing: %v", err)
			}
			must(t, f.Strategy().RemovePillar(t.Context(), products, backstage))
			got, err := f.Editorial().Post(t.Context(), "post")
			must(t, err)
			if got.PillarID != backstage || got.Text != kept.Text || len(got.Images) != 2 {
				t.Errorf("kept %+v", got)
			}
			wantKey(t, f.Networks().RemoveAccount(t.Context(), bluesky), app.CodeConflict, storage.KeyAccountUsed)
			if state == publishing.Preparing {
				return // nothing was armed: the ledger may still take it back
			}
			if err := f.Publishing().Unplan(t.Context(), "post"); keyOf(err) != "publishing.error.fixed" || app.CodeOf(err) != app.CodeConflict {
				t.Errorf("unplanning: %v", err)
			}
			if err := f.Publishing().Plan(t.Context(), "post", []publishing.Delivery{scheduled("again", "post", bluesky)}); app.CodeOf(err) != app.CodeConflict {
				t.Errorf("planning again: %v", err)
			}
		})
	}
}
