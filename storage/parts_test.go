package storage_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// thread is a post in two parts with a first comment, on one account.
func thread(post, delivery app.ID) []publishing.Delivery {
	all := make([]publishing.Delivery, 3)
	for i := range all {
		all[i] = scheduled(delivery, post, bluesky)
		all[i].Part, all[i].Parts = i, 2
		if i > 0 {
			all[i].ID += app.ID(fmt.Sprint("-", i))
		}
	}
	all[0].Text, all[1].Text, all[2].Text = "Un", "Deux", "Réservez"
	all[2].Kind = publishing.KindComment
	return all
}

func planThread(t testing.TB, f *storage.File) []publishing.Delivery {
	t.Helper()
	must(t, f.Editorial().SavePost(t.Context(), draft("post")))
	all := thread("post", "d")
	must(t, f.Publishing().Plan(t.Context(), "post", all))
	return all
}

// reread returns a delivery as the file has it.
func reread(t testing.TB, f *storage.File, id app.ID) publishing.Delivery {
	t.Helper()
	d, err := f.Publishing().Delivery(t.Context(), id)
	must(t, err)
	return d
}

// TestPartsWaitForTheirTurn follows a thread through the ledger: one part is due at
// a time, says what is its own under what went out before, and the post is told by
// those whose turn has come.
func TestPartsWaitForTheirTurn(t *testing.T) {
	f := populated(t)
	ledger := f.Publishing()
	all := planThread(t, f)
	due := func() []app.ID {
		t.Helper()
		rows, err := ledger.Due(t.Context(), all[0].DueAt)
		must(t, err)
		var ids []app.ID
		for _, d := range rows {
			ids = append(ids, d.ID)
		}
		return ids
	}
	told := func(want editorial.State) {
		t.Helper()
		got, err := f.Editorial().PostState(t.Context(), "post")
		must(t, err)
		listed, err := f.Editorial().IDs(t.Context(), editorial.Filter{States: []editorial.State{want}}, editorial.Sort{})
		must(t, err)
		if got != want || len(listed) != 1 {
			t.Errorf("the post is %s, want %s; in its list: %v", got, want, listed)
		}
	}
	wants := []struct {
		text    string
		answers networks.Thread
		images  int
	}{
		{"Un", networks.Thread{}, 1},
		{"Deux", networks.Thread{Root: "at://did:plc:martin/1", Parent: "at://did:plc:martin/1"}, 0},
		{"Réservez", networks.Thread{Root: "at://did:plc:martin/1", Parent: "at://did:plc:martin/1", Comment: true}, 0},
	}
	told(editorial.StateScheduled)
	for i, want := range wants {
		d := reread(t, f, all[i].ID)
		if diff := cmp.Diff([]app.ID{d.ID}, due()); diff != "" {
			t.Fatalf("due before part %d: %s", i, diff)
		}
		if d.Waits() || i > 0 && !d.After.Equal(storagetest.Now().Add(time.Second)) || d.Parts != 2 {
			t.Errorf("part %d: %+v", i, d)
		}
		if i+1 < len(all) {
			if later := reread(t, f, all[i+1].ID); !later.Waits() || later.Kind != all[i+1].Kind {
				t.Errorf("what follows part %d: %+v", i, later)
			}
		}
		c, pictures, err := ledger.Content(t.Context(), d.ID)
		must(t, err)
		said := networks.Content{Text: want.text, Language: "fr", Answers: want.answers}
		if i == 0 {
			said.Title, said.Film = "Le pain", ovenFilm()
		}
		if diff := cmp.Diff(said, c); diff != "" || len(pictures) != want.images {
			t.Errorf("part %d says, with %d pictures: %s", i, len(pictures), diff)
		}
		bring(t, f, d, publishing.Published)
		if i+1 < len(all) {
			told(editorial.StatePartial)
		}
	}
	told(editorial.StatePublished)
	next, err := ledger.NextDue(t.Context())
	must(t, err)
	if !next.IsZero() || len(due()) > 0 {
		t.Errorf("still due: %v at %s", due(), next)
	}
	entries, err := ledger.Entries(t.Context(), "", 9)
	must(t, err)
	var parts []int
	for _, e := range entries {
		parts = append(parts, e.Delivery.Part)
	}
	if diff := cmp.Diff([]int{0, 1, 2}, parts); diff != "" {
		t.Error(diff)
	}
}

// TestWhatComesOfAPostWhosePartsWait: they say nothing of it.
func TestWhatComesOfAPostWhosePartsWait(t *testing.T) {
	for state, want := range map[publishing.State]editorial.State{
		publishing.Scheduled: editorial.StateScheduled,
		publishing.Preparing: editorial.StateSending,
		publishing.Armed:     editorial.StateSending,
		publishing.Unknown:   editorial.StateToCheck,
		publishing.Refused:   editorial.StateFailed,
		publishing.Missed:    editorial.StateMissed,
	} {
		for _, out := range []int{0, 1} {
			f := populated(t)
			all := planThread(t, f)
			for _, d := range all[:out] {
				bring(t, f, d, publishing.Published)
			}
			bring(t, f, reread(t, f, all[out].ID), state)
			if out > 0 && (want == editorial.StateScheduled || want == editorial.StateFailed || want == editorial.StateMissed) {
				want = editorial.StatePartial
			}
			got, err := f.Editorial().PostState(t.Context(), "post")
			must(t, err)
			listed, err := f.Editorial().IDs(t.Context(), editorial.Filter{States: []editorial.State{want}}, editorial.Sort{})
			must(t, err)
			if got != want || len(listed) != 1 {
				t.Errorf("part %d %s: the post is %s, want %s; in its list: %v", out, state, got, want, listed)
			}
		}
	}
}

// TestPartsLeaveInOrder tries it on the file as any other program could.
func TestPartsLeaveInOrder(t *testing.T) {
	f := populated(t)
	all := planThread(t, f)
	bring(t, f, all[0], publishing.Unknown)
	must(t, f.Close())
	db := plain(t, f.Path())
	for _, s := range []string{
		"UPDATE deliveries SET state = 'armed', identity_key = 'k', armed_ms = 1 WHERE id = 'd-1'",
		"INSERT INTO deliveries (id, post_id, account_id, part, text, state, due_ms, identity_key, armed_ms) VALUES ('x', 'post', 'account-bluesky', 3, 'x', 'armed', 0, 'k', 1)",
	} {
		if _, err := db.Exec(s); err == nil || !strings.Contains(err.Error(), "parvis: delivery is out of order") {
			t.Errorf("%s: %v", s, err)
		}
	}
}

func TestDividing(t *testing.T) {
	f := populated(t)
	ledger := f.Publishing()
	all := planThread(t, f)
	post, rest := all[0], all[1:]
	must(t, ledger.Divide(t.Context(), post, rest))
	said, err := ledger.Said(t.Context(), "d-1")
	must(t, err)
	if diff := cmp.Diff(publishing.Said{Text: "Le pain, dès sept heures", Comment: "À vendredi"}, said); diff != "" {
		t.Error(diff)
	}
	post = bring(t, f, post, publishing.Preparing)
	before := all[0]
	wantKey(t, ledger.Divide(t.Context(), before, rest), app.CodeConflict, storage.KeyConflict) // it waits no more
	elsewhere := post
	elsewhere.DueAt = elsewhere.DueAt.Add(time.Minute)
	wantKey(t, ledger.Divide(t.Context(), elsewhere, rest), app.CodeConflict, storage.KeyConflict)

	again := thread("post", "new")[1:]
	must(t, ledger.Divide(t.Context(), post, again)) // the same parts stay the same rows
	reread(t, f, "d-1")
	again[0].Text = "Deux bis"
	post.Text = "Un bis"
	must(t, ledger.Divide(t.Context(), post, again))
	if got := reread(t, f, "new-1"); got.Text != "Deux bis" || reread(t, f, "d").Text != "Un bis" {
		t.Errorf("divided: %+v", got)
	}
	_, err = ledger.Delivery(t.Context(), "d-1")
	wantKey(t, err, app.CodeNotFound, storage.KeyNotFound)
	stale := post
	stale.State = publishing.Armed
	wantKey(t, ledger.Divide(t.Context(), stale, nil), app.CodeConflict, storage.KeyConflict)
	post.Text = ""
	must(t, ledger.Divide(t.Context(), post, nil))
	if got := reread(t, f, "d"); got.Parts != 0 || got.Text != "" {
		t.Errorf("in one part: %+v", got)
	}
	c, _, err := ledger.Content(t.Context(), "d")
	must(t, err)
	if c.Text != "Le pain, dès sept heures" {
		t.Errorf("in one part it says %q", c.Text)
	}
}

// TestTheRestOfAThreadIsTakenBack: what waits is dropped, what is out stays.
func TestTheRestOfAThreadIsTakenBack(t *testing.T) {
	f := populated(t)
	all := planThread(t, f)
	bring(t, f, all[0], publishing.Published)
	must(t, f.Publishing().Unplan(t.Context(), "post"))
	for _, d := range all[1:] {
		if got := reread(t, f, d.ID); got.State != publishing.Dropped {
			t.Errorf("part %d is %s", d.Part, got.State)
		}
	}
	if got, err := f.Editorial().PostState(t.Context(), "post"); err != nil || got != editorial.StatePublished {
		t.Errorf("the post is %s, %v", got, err)
	}
	// Planned again before anything left, a thread has the parts it is given.
	other := populated(t)
	planThread(t, other)
	must(t, other.Publishing().Plan(t.Context(), "post", []publishing.Delivery{scheduled("alone", "post", bluesky)}))
	entries, err := other.Publishing().PostEntries(t.Context(), "post")
	must(t, err)
	if len(entries) != 1 || entries[0].Delivery.ID != "alone" {
		t.Errorf("planned again: %+v", entries)
	}
}
