package storage_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/conversations"
	"parvis/app/editorial"
	"parvis/app/metrics"
	"parvis/app/strategy"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// around tells all that the file has of a post beside the post, as text.
func around(t *testing.T, f *storage.File, post app.ID) string {
	t.Helper()
	db, err := sql.Open("sqlite", f.Path())
	must(t, err)
	defer db.Close()
	var all []string
	for _, query := range []string{
		`SELECT 'version ' || data FROM post_versions WHERE post_id = ? ORDER BY id`,
		`SELECT 'note ' || id || text FROM post_notes WHERE post_id = ?`,
		`SELECT 'override ' || warning || reason FROM overrides WHERE post_id = ?`,
		`SELECT 'action ' || id FROM actions WHERE post_id = ?`,
		`SELECT 'message ' || id FROM messages WHERE post_id = ?`,
		`SELECT 'reading ' || metric || day || value || origin || taken_ms FROM readings WHERE post_id = ?`,
		`SELECT 'series ' || series_id FROM series_posts WHERE post_id = ?`,
	} {
		rows, err := db.QueryContext(t.Context(), query, post)
		must(t, err)
		for rows.Next() {
			var said string
			must(t, rows.Scan(&said))
			all = append(all, said)
		}
		must(t, rows.Err())
		must(t, rows.Close())
	}
	return strings.Join(all, "\n")
}

// surrounded saves a post with everything that can be said of one.
func surrounded(t *testing.T, f *storage.File, id app.ID, after time.Duration) editorial.Post {
	t.Helper()
	ctx := t.Context()
	p := draft(id)
	save(t, f, p, after)
	p.Text = "Autre chose"
	save(t, f, p, after+time.Minute)
	_, _, err := f.Approval().AddNote(ctx, approval.Note{PostID: id, Kind: approval.Comment, Text: "Bien", At: storagetest.Now()}, "")
	must(t, err)
	must(t, f.Editorial().AddOverrides(ctx, id, []editorial.Override{{Warning: "w", Reason: "parce que", At: storagetest.Now()}}))
	must(t, f.Strategy().SaveAction(ctx, strategy.Action{ID: "action-" + id, Kind: strategy.KindIdea, Title: "Le pain", PostID: id}))
	must(t, f.Conversations().AddMessages(ctx, []conversations.Message{{
		AccountID: bluesky, PostID: id, Kind: conversations.Comment, Author: "Marie", Text: "Miam", SentAt: storagetest.Now(),
	}}))
	_, err = f.Metrics().SaveReadings(ctx, []metrics.Reading{{
		Metric: metrics.Followers, PostID: id, Day: date(t, "2026-11-20"), Value: 12, Origin: metrics.Typed, TakenAt: storagetest.Now(),
	}})
	must(t, err)
	return p
}

// TestADeletedPostComesBackWithAllThatWasSaidOfIt: it was gone for a month, and
// then some, less than the journal remembers.
func TestADeletedPostComesBackWithAllThatWasSaidOfIt(t *testing.T) {
	f := populated(t)
	p := surrounded(t, f, "post", -40*24*time.Hour)
	want := around(t, f, "post")
	if n := strings.Count(want, "\n"); n < 5 {
		t.Fatalf("only %s", want)
	}
	must(t, f.Editorial().RemovePost(t.Context(), "post"))
	if got := around(t, f, "post"); strings.Contains(got, "action") || strings.Contains(got, "message") || strings.Contains(got, "reading") {
		t.Errorf("a post that is gone is still named: %s", got)
	}
	must(t, f.ForgetDeleted(t.Context())) // saved long ago, deleted today
	must(t, f.Editorial().SavePost(t.Context(), p))
	if diff := cmp.Diff(want, around(t, f, "post")); diff != "" {
		t.Error(diff)
	}
	// Deleted again, it comes back again.
	must(t, f.Editorial().RemovePost(t.Context(), "post"))
	must(t, f.Editorial().SavePost(t.Context(), p))
	if diff := cmp.Diff(want, around(t, f, "post")); diff != "" {
		t.Error(diff)
	}
}

// TestWhatWasDeletedLongAgoIsForgotten, unless the journal can bring it back.
func TestWhatWasDeletedLongAgoIsForgotten(t *testing.T) {
	for _, test := range []struct {
		days      int
		journaled bool
		kept      bool
	}{{29, false, true}, {31, false, false}, {31, true, true}} {
		t.Run(fmt.Sprint(test), func(t *testing.T) {
			path := written(t)
			f := open(t, path, storage.Options{})
			populate(t, f)
			surrounded(t, f, "post", 0)
			surrounded(t, f, "other", 0)
			other := around(t, f, "other")
			if test.journaled {
				_, err := f.Editorial().Run(t.Context(), []app.ID{"post"}, func(now map[app.ID]editorial.Current) (editorial.Command, error) {
					return editorial.Command{Kind: editorial.KindDelete, At: storagetest.Now(), Writes: []editorial.Write{{Post: now["post"].Post, Remove: true}}}, nil
				})
				must(t, err)
			} else {
				must(t, f.Editorial().RemovePost(t.Context(), "post"))
			}
			must(t, f.Close())
			later, err := storage.Open(t.Context(), path, app.FixedClock(storagetest.Now().AddDate(0, 0, test.days)), storage.Options{})
			must(t, err)
			defer later.Close()
			must(t, later.ForgetDeleted(t.Context()))
			if got := around(t, later, "post"); (got != "") != test.kept {
				t.Errorf("left: %q", got)
			}
			if diff := cmp.Diff(other, around(t, later, "other")); diff != "" {
				t.Errorf("a post that is there lost %s", diff)
			}
		})
	}
}
