package editorial_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/strategy"
)

// fataler is a test or a property.
type fataler interface {
	Helper()
	Fatal(args ...any)
}

// dump is the content of the tables of posts, and of what waits of them: when it
// leaves and to which account; but for what was tried, which is the ledger’s.
func dump(t fataler, path string) string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+strings.ReplaceAll(path, " ", "%20")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var b strings.Builder
	for _, query := range []string{
		"SELECT * FROM posts ORDER BY id", "SELECT * FROM post_media ORDER BY post_id, position",
		"SELECT * FROM post_accounts ORDER BY post_id, position",
		"SELECT post_id, account_id, state, due_ms FROM deliveries WHERE state <> 'dropped' AND attempts = 0 ORDER BY 1, 2",
		"SELECT post_id, label FROM searched_posts ORDER BY 1",
	} {
		rows, err := db.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		for rows.Next() {
			if err := rows.Scan(values...); err != nil {
				t.Fatal(err)
			}
			for i, v := range values {
				fmt.Fprintf(&b, "%s=%v ", columns[i], *v.(*any))
			}
			b.WriteByte('\n')
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		rows.Close()
	}
	return b.String()
}

// TestAnySequenceIsUndoneAndRedone runs any commands on any posts, undoes them
// all, does them again and undoes them again.
func TestAnySequenceIsUndoneAndRedone(t *testing.T) {
	d := openDesk(t)
	ctx := t.Context()
	if err := d.file.Strategy().SavePillar(ctx, strategy.Pillar{ID: "pillar", Name: "Coulisses", Colour: 1, ShareBP: 10_000}); err != nil {
		t.Fatal(err)
	}
	day := app.Date{Year: 2026, Month: time.November, Day: 24}
	var made []app.ID
	for i := range 6 {
		at := app.Civil{Date: day.AddDays(i), Time: app.TimeOfDay{Hour: 9 + i}}
		if i == 5 {
			at = app.Civil{}
		}
		p, err := d.New(ctx, at)
		if err != nil {
			t.Fatal(err)
		}
		p.Text = fmt.Sprintf("Fournée %d", i)
		if err := d.Save(ctx, p); err != nil {
			t.Fatal(err)
		}
		if i < 2 {
			if err := d.ledger.Schedule(ctx, p.ID); err != nil {
				t.Fatal(err)
			}
		}
		made = append(made, p.ID)
	}
	// Of one nothing changes any more but what classifies it.
	d.refused(t, made[0])
	rapid.Check(t, func(t *rapid.T) {
		ids, err := d.IDs(ctx, editorial.Filter{Dropped: true}, editorial.Sort{})
		if err != nil {
			t.Fatal(err)
		}
		one := func() app.ID { return rapid.SampledFrom(ids).Draw(t, "post") }
		some := func() []app.ID { return rapid.SliceOfN(rapid.SampledFrom(ids), 1, 4).Draw(t, "posts") }
		when := func() app.Date { return day.AddDays(rapid.IntRange(0, 40).Draw(t, "day")) }
		pillar, clock := app.ID("pillar"), app.TimeOfDay{Hour: 17, Minute: 30}
		commands := map[string]func() error{
			"move":      func() error { return d.Move(ctx, one(), app.Civil{Date: when(), Time: clock}) },
			"place":     func() error { return d.Place(ctx, one(), when()) },
			"unplace":   func() error { return d.Unplace(ctx, one()) },
			"duplicate": func() error { _, err := d.Duplicate(ctx, one()); return err },
			"delete":    func() error { _, err := d.Delete(ctx, one()); return err },
			"rename": func() error {
				return d.Rename(ctx, one(), rapid.SampledFrom([]string{"", "Brioche", "Pain"}).Draw(t, "title"))
			},
			"create": func() error {
				p, err := d.New(ctx, app.Civil{})
				if err != nil {
					return err
				}
				return d.Save(ctx, p)
			},
			"repeat": func() error {
				_, err := d.Repeat(ctx, one(), editorial.Repeat{Every: editorial.EveryWeek, Count: 3})
				return err
			},
			"copy": func() error { _, err := d.CopyToFollowing(ctx, one()); return err },
			"bulk": func() error {
				change := rapid.SampledFrom([]editorial.Change{
					{Days: 3},
					{Day: day, Time: &clock},
					{Unplace: true},
					{Stage: editorial.Approved},
					{Stage: editorial.Dropped},
					{Stage: editorial.Scheduled},
					{Pillar: &pillar},
					{Duplicate: true, Days: 7},
					{Delete: true},
					{Days: 1, Stage: editorial.Scheduled},
				}).Draw(t, "change")
				_, err := d.Bulk(ctx, some(), change)
				return err
			},
		}
		number := func() int64 {
			undo, _, err := d.file.Editorial().Next(ctx)
			if err != nil {
				t.Fatal(err)
			}
			return undo.Number
		}
		before, done := dump(t, d.file.Path()), 0
		for range rapid.IntRange(1, 8).Draw(t, "commands") {
			name := rapid.SampledFrom([]string{"move", "place", "unplace", "duplicate", "delete", "rename", "create", "repeat", "copy", "bulk", "bulk"}).Draw(t, "command")
			at, last := dump(t, d.file.Path()), number()
			err := commands[name]()
			switch code := app.CodeOf(err); {
			case err == nil, code == app.CodeNotFound, code == app.CodeConflict, code == app.CodeInvalid:
			default:
				t.Fatalf("%s: %v", name, err)
			}
			if err != nil && dump(t, d.file.Path()) != at {
				t.Fatalf("%s failed with %v and changed something", name, err)
			}
			if number() != last {
				done++
			}
		}
		after := dump(t, d.file.Path())
		all := func(what string, step func(context.Context) (app.Message, error), want string) {
			for range done {
				if said, err := step(ctx); err != nil {
					t.Fatalf("%s %v: %v", what, said, err)
				}
			}
			if diff := cmp.Diff(want, dump(t, d.file.Path())); diff != "" {
				t.Fatalf("%s: %s", what, diff)
			}
		}
		all("undoing", d.Undo, before)
		all("redoing", d.Redo, after)
		all("undoing again", d.Undo, before)
	})
}
