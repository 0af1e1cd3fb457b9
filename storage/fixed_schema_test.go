package storage_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/storage/storagetest"
)

// freeColumns are, of each table that speaks of posts, the columns that may
// change once a post is published, and why. A table that is not named here and
// refers to a post, to a delivery or to one of their rows is held to be part of
// what was published: nothing of it may change.
var freeColumns = map[string][]string{
	// Classification, and what only the owner reads.
	"posts": {"title", "pillar_id", "objective_id", "audience_id", "campaign_id", "author", "lateness_min", "updated_ms"},
	// An account may be renamed and connected again; who it is may not change. Its
	// server tells other limits in time.
	"accounts": {"handle", "service", "instance", "state", "last_success_ms", "created_ms"},
}

// notPublished are the tables that speak of posts without being part of what was
// published.
var notPublished = []string{
	"actions", "readings", "messages", // what was planned, measured and answered
	"commands", "command_posts", "series_posts", // how its owner came there
	"overrides", "post_notes", // why, and what was said about it
	"searched_posts", "post_words", // how it is found
	"export_rows", "post_besides", // what sheets said of it
	"catch_up", "rehearsals", // of what is still to leave
	"deleted_posts", "deleted_links", "deleted_readings", // of what is gone: it is not
}

// growing are the tables to which a published post may add rows: a delivery to
// another account, another attempt.
var growing = []string{"deliveries", "attempts", "removals", "media", "accounts"}

// owned says which rows belong to the published post, by the column that refers
// to it.
var owned = []struct{ column, is string }{
	{"post_id", "= 'post'"},
	{"delivery_id", "IN (SELECT id FROM deliveries WHERE post_id = 'post')"},
}

// roots are the rows that others refer to.
var roots = map[string]string{
	"posts":    "id = 'post'",
	"media":    "hash IN (SELECT hash FROM post_media WHERE post_id = 'post')",
	"accounts": "id IN (SELECT account_id FROM deliveries WHERE post_id = 'post')",
}

// table is a table with rows of the published post.
type table struct {
	name    string
	columns []string
	unique  [][]string // what no two rows share
	rowid   bool
	mine    string // the condition of those rows
	before  []string
}

// TestNothingOfAPublishedPostCanBeAltered asks the schema for all its tables and
// tries on each column of each row of a published post every kind of statement,
// as any program could that opens the file: with foreign keys off, recursive
// triggers on and off. Tables to come are tried as well.
func TestNothingOfAPublishedPostCanBeAltered(t *testing.T) {
	f := populated(t)
	free := draft("free")
	must(t, f.Editorial().SavePost(t.Context(), free))
	bring(t, f, plan(t, f, "other", "other-delivery"), publishing.Refused)
	before := draft("post") // it has a history
	before.Text = "Du pain"
	must(t, f.Editorial().SavePost(t.Context(), before))
	must(t, f.Editorial().SavePost(t.Context(), draft("post")))
	whole := thread("post", "delivery")
	must(t, f.Publishing().Plan(t.Context(), "post", whole))
	for _, d := range whole {
		bring(t, f, d, publishing.Published)
	}
	removed := publishing.Removal{DeliveryID: whole[0].ID, StartedAt: storagetest.Now(), EndedAt: storagetest.Now(), Outcome: networks.Created}
	id, err := f.Publishing().BeginRemoval(t.Context(), removed)
	must(t, err)
	removed.ID = id
	must(t, f.Publishing().EndRemoval(t.Context(), removed))
	path := f.Path()
	must(t, f.Close())
	db := plain(t, path)
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(t.Context())
	must(t, err)
	defer conn.Close()
	tables := publishedTables(t, conn)
	for _, recursive := range []string{"OFF", "ON"} {
		t.Run("recursive triggers "+recursive, func(t *testing.T) {
			onConn(t, conn, "PRAGMA foreign_keys = OFF")
			onConn(t, conn, "PRAGMA recursive_triggers = "+recursive)
			tried := 0
			for _, x := range tables {
				tried += x.attack(t, conn, tables)
			}
			t.Logf("%d statements on %d tables", tried, len(tables))
			if tried < 500 {
				t.Error("hardly anything was tried")
			}
		})
	}
}

func onConn(t *testing.T, conn *sql.Conn, statement string) {
	t.Helper()
	_, err := conn.ExecContext(t.Context(), statement)
	must(t, err)
}

// texts returns the first column of the rows of a query.
func texts(t *testing.T, conn *sql.Conn, query string, args ...any) []string {
	t.Helper()
	rows, err := conn.QueryContext(t.Context(), query, args...)
	must(t, err)
	defer rows.Close()
	var all []string
	for rows.Next() {
		var s sql.NullString
		must(t, rows.Scan(&s))
		all = append(all, s.String)
	}
	must(t, rows.Err())
	return all
}

// publishedTables reads the schema for the tables in which a published post has
// rows. It fails for one that speaks of posts and in which it has none: what is
// not there cannot be tried.
func publishedTables(t *testing.T, conn *sql.Conn) []table {
	t.Helper()
	var all []table
	for _, name := range texts(t, conn, `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`) {
		if slices.Contains(notPublished, name) {
			continue
		}
		x := table{name: name, mine: roots[name], columns: texts(t, conn, `SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0`, name)}
		for _, o := range owned {
			if x.mine == "" && slices.Contains(x.columns, o.column) {
				x.mine = o.column + " " + o.is
			}
		}
		refers := texts(t, conn, `SELECT "table" FROM pragma_foreign_key_list(?) WHERE "table" IN ('posts', 'post_media', 'post_accounts', 'deliveries', 'attempts')`, name)
		switch {
		case x.mine == "" && len(refers) > 0:
			t.Errorf("table %s refers to %v: say in this test which of its rows are of a published post", name, refers)
			continue
		case x.mine == "":
			continue
		}
		x.rowid = texts(t, conn, `SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?`, name)[0] == "0"
		for _, index := range texts(t, conn, `SELECT name FROM pragma_index_list(?) WHERE "unique" = 1 AND partial = 0`, name) {
			x.unique = append(x.unique, texts(t, conn, `SELECT name FROM pragma_index_info(?) ORDER BY seqno`, index))
		}
		if key := texts(t, conn, `SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk`, name); len(key) > 0 {
			x.unique = append(x.unique, key)
		}
		if x.before = x.rows(t, conn); len(x.before) == 0 {
			t.Errorf("the published post of this test has no row in %s: give it one", name)
		}
		all = append(all, x)
	}
	return all
}

// fixed returns the columns that may not change.
func (x table) fixed() []string {
	return slices.DeleteFunc(slices.Clone(x.columns), func(c string) bool { return slices.Contains(freeColumns[x.name], c) })
}

// rows returns what of the rows of the published post may not change.
func (x table) rows(t *testing.T, conn *sql.Conn) []string {
	t.Helper()
	return texts(t, conn, fmt.Sprintf(`SELECT concat_ws('|', %s) FROM %s WHERE %s ORDER BY 1`, quoted(x.fixed(), "quote(%s)"), x.name, x.mine))
}

// altered says what is no longer as it was, "" when all is.
func (x table) altered(t *testing.T, conn *sql.Conn) string {
	t.Helper()
	now := x.rows(t, conn)
	for _, row := range x.before {
		if !slices.Contains(now, row) {
			return "lost " + row
		}
	}
	if len(now) > len(x.before) && !slices.Contains(growing, x.name) {
		return fmt.Sprintf("has %d rows instead of %d", len(now), len(x.before))
	}
	return ""
}

// quoted lists columns, each written as format says.
func quoted(columns []string, format string) string {
	all := make([]string, len(columns))
	for i, c := range columns {
		all[i] = fmt.Sprintf(format, `"`+c+`"`)
	}
	return strings.Join(all, ", ")
}

// others are values of every kind, most of which no row of the test has.
var others = []string{
	"NULL", "'x'", "''", "7", "0", "-1", "3.5", "x'00'", "'free'", "'other'", "'other-delivery'", "'account-facebook'", "'hash-oven'",
	"'comment'", "'draft'", "'dropped'", "'scheduled'", "'refused'", "'missed'", "'unknown'", "'handed_over'", "'2026-12-01'", "'10:00'", "'find'", "'hand_fed'",
}

// statements are all that is tried on a table.
func (x table) statements() (all []string, of map[string]string) {
	of = make(map[string]string) // the column that a statement aims at
	add := func(column, format string, args ...any) {
		s := fmt.Sprintf(format, args...)
		all = append(all, s)
		of[s] = column
	}
	list := quoted(x.columns, "%s")
	for _, column := range x.fixed() {
		for _, value := range others {
			for _, or := range []string{"", "OR REPLACE ", "OR IGNORE "} {
				add(column, `UPDATE %s%s SET "%s" = %s WHERE %s`, or, x.name, column, value, x.mine)
			}
			changed := strings.Replace(list, `"`+column+`"`, value, 1)
			add(column, `INSERT OR REPLACE INTO %s (%s) SELECT %s FROM %s WHERE %s`, x.name, list, changed, x.name, x.mine)
			add(column, `INSERT OR IGNORE INTO %s (%s) SELECT %s FROM %s WHERE %s`, x.name, list, changed, x.name, x.mine)
			add(column, `INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s ON CONFLICT DO UPDATE SET "%s" = %s`,
				x.name, list, list, x.name, x.mine, column, value)
		}
	}
	add("", `DELETE FROM %s WHERE %s`, x.name, x.mine)
	add("", `DELETE FROM %s`, x.name)
	add("", `REPLACE INTO %s (%s) SELECT %s FROM %s WHERE %s`, x.name, list, list, x.name, x.mine)
	for _, key := range x.unique {
		// Another row takes the place of the published one.
		var sets []string
		for _, c := range key {
			sets = append(sets, fmt.Sprintf(`"%s" = (SELECT "%s" FROM %s WHERE %s LIMIT 1)`, c, c, x.name, x.mine))
		}
		add("", `UPDATE OR REPLACE %s SET %s WHERE rowid_or_key IN (SELECT rowid_or_key FROM %s WHERE NOT (%s) LIMIT 1)`,
			x.name, strings.Join(sets, ", "), x.name, x.mine)
	}
	if x.rowid {
		add("", `UPDATE OR REPLACE %s SET rowid = (SELECT rowid FROM %s WHERE %s LIMIT 1) WHERE rowid = (SELECT rowid FROM %s WHERE NOT (%s) LIMIT 1)`,
			x.name, x.name, x.mine, x.name, x.mine)
		add("", `INSERT OR REPLACE INTO %s (rowid, %s) SELECT (SELECT rowid FROM %s WHERE %s LIMIT 1), %s FROM %s WHERE NOT (%s) LIMIT 1`,
			x.name, list, x.name, x.mine, list, x.name, x.mine)
	}
	// Rows of other posts are given to this one.
	for _, o := range owned {
		if slices.Contains(x.columns, o.column) && x.mine == o.column+" "+o.is {
			add("", `UPDATE OR REPLACE %s SET %s = (SELECT %s FROM %s WHERE %s LIMIT 1) WHERE NOT (%s)`,
				x.name, o.column, o.column, x.name, x.mine, x.mine)
		}
	}
	key := `("` + strings.Join(x.unique[len(x.unique)-1], `", "`) + `")`
	for i, s := range all {
		replaced := strings.ReplaceAll(strings.Replace(s, "SELECT rowid_or_key", "SELECT "+strings.Trim(key, "()"), 1), "rowid_or_key", key)
		of[replaced] = of[s]
		all[i] = replaced
	}
	return all, of
}

// attack runs every statement, each taken back, and returns how many there were.
// Each column must have been stopped by the schema's own triggers at least once:
// else nothing was proven of it.
func (x table) attack(t *testing.T, conn *sql.Conn, tables []table) int {
	t.Helper()
	stopped := make(map[string]bool)
	all, of := x.statements()
	for _, s := range all {
		onConn(t, conn, "BEGIN")
		_, err := conn.ExecContext(context.Background(), s)
		if err != nil && strings.Contains(err.Error(), "parvis: ") {
			stopped[of[s]] = true
		}
		if err != nil && strings.Contains(err.Error(), "syntax") {
			t.Errorf("%s: %v", s, err)
		}
		for _, other := range tables {
			if err != nil {
				break // SQLite itself undoes a statement that fails
			}
			if what := other.altered(t, conn); what != "" {
				t.Errorf("%s\n  %s %s", s, other.name, what)
			}
		}
		onConn(t, conn, "ROLLBACK")
	}
	for _, column := range append(x.fixed(), "") {
		if !stopped[column] {
			t.Errorf("%s.%s: no statement was stopped by the schema", x.name, column)
		}
	}
	return len(all)
}
