package editorial_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/strategy"
	"parvis/storage"
	"parvis/storage/storagetest"
)

var friday = app.Date{Year: 2026, Month: time.November, Day: 27}

// written keeps a post placed on a day at noon, or not placed.
func (d desk) written(t *testing.T, title string, day app.Date) app.ID {
	t.Helper()
	at := app.Civil{}
	if !day.IsZero() {
		at = app.Civil{Date: day, Time: app.TimeOfDay{Hour: 12}}
	}
	p, err := d.New(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	p.Title, p.Text = title, "Le texte de "+title
	d.ok(t, d.Save(t.Context(), p))
	return p.ID
}

func (d desk) ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// published brings a planned post to where its network proved it.
func (d desk) published(t *testing.T, id app.ID) {
	t.Helper()
	d.ok(t, d.ledger.Schedule(t.Context(), id))
	entries, err := d.ledger.PostEntries(t.Context(), id)
	d.ok(t, err)
	store, x := d.file.Publishing(), entries[0].Delivery
	for _, to := range []publishing.State{publishing.Preparing, publishing.Armed, publishing.Published} {
		from := x.State
		x.State, x.Attempts, x.ArmedAt, x.Identity = to, 1, storagetest.Now(), networks.Identity{Key: "k", CreatedAt: storagetest.Now()}
		if to == publishing.Published {
			x.RemoteID, x.Permalink, x.PublishedAt = "r", "https://example.org", storagetest.Now()
		}
		d.ok(t, store.Advance(t.Context(), from, x))
	}
}

func (d desk) post(t *testing.T, id app.ID) editorial.Post {
	t.Helper()
	p, _, err := d.Post(t.Context(), id)
	d.ok(t, err)
	return p
}

func keyOf(err error) string {
	var e *app.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return fmt.Sprint(err)
}

func TestBulk(t *testing.T) {
	d, ctx := openDesk(t), t.Context()
	d.ok(t, d.file.Strategy().SavePillar(ctx, strategy.Pillar{ID: "pillar", Name: "Coulisses", Colour: 1, ShareBP: 10_000}))
	out, planned := d.written(t, "partie", friday), d.written(t, "programmée", friday)
	placed, idea := d.written(t, "brouillon", friday), d.written(t, "idée", app.Date{})
	d.published(t, out)
	d.ok(t, d.ledger.Schedule(ctx, planned))
	everything := []app.ID{out, planned, placed, idea, placed, "absent"}
	pillar, absent, evening := app.ID("pillar"), app.ID("absent"), app.TimeOfDay{Hour: 19}
	for _, test := range []struct {
		name    string
		change  editorial.Change
		done    []app.ID
		made    int
		refused map[app.ID]string
		is      func() bool
	}{
		{
			"a week later",
			editorial.Change{Days: 7},
			[]app.ID{planned, placed},
			0,
			map[app.ID]string{out: "editorial.error.fixed", idea: "editorial.bulk.unplaced"},
			func() bool {
				_, due := d.due(t, planned)
				return d.post(t, placed).At.Date == friday.AddDays(7) && due == "2026-12-04 11:00"
			},
		},
		{
			"into the past",
			editorial.Change{Days: -30},
			[]app.ID{placed},
			0,
			map[app.ID]string{out: "editorial.error.fixed", planned: "editorial.error.past", idea: "editorial.bulk.unplaced"},
			func() bool { return d.post(t, placed).At.Date == friday.AddDays(-30) },
		},
		{
			"to a day and a time",
			editorial.Change{Day: friday.AddDays(1), Time: &evening},
			[]app.ID{planned, placed, idea},
			0,
			map[app.ID]string{out: "editorial.error.fixed"},
			func() bool { return d.post(t, idea).At == app.Civil{Date: friday.AddDays(1), Time: evening} },
		},
		{
			"off the calendar",
			editorial.Change{Unplace: true},
			[]app.ID{planned, placed, idea},
			0,
			map[app.ID]string{out: "editorial.error.fixed"},
			func() bool {
				state, due := d.due(t, planned)
				return state == editorial.StateDraft && due == "" && d.post(t, placed).At.IsZero()
			},
		},
		{
			"approved",
			editorial.Change{Stage: editorial.Approved},
			[]app.ID{planned, placed, idea},
			0,
			map[app.ID]string{out: "editorial.error.fixed"},
			func() bool { return d.post(t, planned).Stage == editorial.Approved },
		},
		{
			"scheduled",
			editorial.Change{Stage: editorial.Scheduled},
			[]app.ID{planned, placed},
			0,
			map[app.ID]string{idea: "publishing.error.not_placed"},
			func() bool {
				state, due := d.due(t, placed)
				return state == editorial.StateScheduled && due == "2026-11-27 11:00"
			},
		},
		{
			"a pillar, of the published one too",
			editorial.Change{Pillar: &pillar},
			[]app.ID{out, planned, placed, idea},
			0, nil,
			func() bool { return d.post(t, out).PillarID == pillar && d.post(t, idea).PillarID == pillar },
		},
		{
			"a pillar that is no longer there",
			editorial.Change{Pillar: &absent},
			[]app.ID{out, planned, placed, idea},
			0, nil,
			func() bool { return d.post(t, idea).PillarID == "" },
		},
		{
			"copied a week later",
			editorial.Change{Duplicate: true, Days: 7},
			nil, 3,
			map[app.ID]string{idea: "editorial.bulk.unplaced"},
			func() bool {
				all, err := d.Placed(ctx, friday.AddDays(7), friday.AddDays(7))
				return err == nil && len(all) == 3 && all[0].State == editorial.StateDraft
			},
		},
		{
			"deleted",
			editorial.Change{Delete: true},
			[]app.ID{planned, placed, idea},
			0,
			map[app.ID]string{out: "editorial.error.delete_sent"},
			func() bool { n, err := d.Count(ctx, editorial.Filter{}); return err == nil && n == 1 },
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := dump(t, d.file.Path())
			o, err := d.Bulk(ctx, everything, test.change)
			d.ok(t, err)
			refused := make(map[app.ID]string)
			for _, r := range o.Refused {
				refused[r.ID] = r.Reason.Key
			}
			want := map[app.ID]string{"absent": "error.not_found"}
			for id, key := range test.refused {
				want[id] = key
			}
			if test.name == "scheduled" { // the published one is scheduled already
				test.done = append([]app.ID{out}, test.done...)
			}
			if diff := cmp.Diff(test.done, o.Done); diff != "" || len(o.Made) != test.made {
				t.Errorf("made %d, done %s", len(o.Made), diff)
			}
			if diff := cmp.Diff(want, refused); diff != "" {
				t.Errorf("refused %s", diff)
			}
			if !test.is() {
				t.Error("it is not so")
			}
			if o.Undo == nil {
				if dump(t, d.file.Path()) != before {
					t.Error("changed without an undo")
				}
				return
			}
			d.ok(t, o.Undo(ctx))
			if diff := cmp.Diff(before, dump(t, d.file.Path())); diff != "" {
				t.Errorf("undone: %s", diff)
			}
		})
	}
}

// TestWhatChangedSinceIsNotUndone: text typed meanwhile stays, another moment is
// a conflict, after which the command before is reached.
func TestWhatChangedSinceIsNotUndone(t *testing.T) {
	d, ctx := openDesk(t), t.Context()
	id := d.written(t, "Brioche", friday)
	d.ok(t, d.Rename(ctx, id, "Pain"))
	d.ok(t, d.Place(ctx, id, friday.AddDays(1)))
	undo, redo, err := d.Next(ctx)
	d.ok(t, err)
	if diff := cmp.Diff(app.Say("editorial.journal.move", "Title", "Pain", "Count", 1), undo); diff != "" || !redo.IsZero() {
		t.Error(diff, redo)
	}
	p := d.post(t, id)
	p.Text = "Tapé depuis"
	d.ok(t, d.Save(ctx, p))
	if _, err := d.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	if got := d.post(t, id); got.Text != "Tapé depuis" || got.At.Date != friday {
		t.Errorf("%+v", got)
	}
	if _, redo, err := d.Next(ctx); err != nil || redo.Key != "editorial.journal.move" {
		t.Errorf("%v, %v", redo, err)
	}
	p = d.post(t, id)
	p.At.Time.Hour = 18 // in the composer
	d.ok(t, d.Save(ctx, p))
	before := dump(t, d.file.Path())
	if said, err := d.Redo(ctx); keyOf(err) != "editorial.journal.changed" || said.Key != "editorial.journal.move" {
		t.Errorf("%v, %v", said, err)
	}
	if dump(t, d.file.Path()) != before {
		t.Error("half done")
	}
	if said, err := d.Redo(ctx); keyOf(err) != "editorial.journal.nothing" {
		t.Errorf("%v, %v", said, err)
	}
	if said, err := d.Undo(ctx); err != nil || said.Key != "editorial.journal.rename" {
		t.Errorf("%v, %v", said, err)
	}
	if said, err := d.Undo(ctx); keyOf(err) != "editorial.journal.changed" || said.Key != "editorial.journal.create" {
		t.Errorf("what was written into a post was thrown away: %v, %v", said, err)
	}
	if got := d.post(t, id); got.Title != "Brioche" || got.Text != "Tapé depuis" {
		t.Errorf("%+v", got)
	}
}

// TestWhatLeftIsNotUndone: nothing of a published post changes but what
// classifies it.
func TestWhatLeftIsNotUndone(t *testing.T) {
	d, ctx := openDesk(t), t.Context()
	id, other := d.written(t, "Brioche", friday), d.written(t, "Pain", friday)
	o, err := d.Bulk(ctx, []app.ID{id, other}, editorial.Change{Days: 1})
	d.ok(t, err)
	d.ok(t, d.Rename(ctx, id, "Autre"))
	d.published(t, id)
	if _, err := d.Undo(ctx); err != nil { // the title is free
		t.Error(err)
	}
	before := dump(t, d.file.Path())
	if err := o.Undo(ctx); keyOf(err) != "editorial.journal.left" || app.CodeOf(err) != app.CodeConflict {
		t.Error(err)
	}
	if dump(t, d.file.Path()) != before {
		t.Error("half done")
	}
	// What a toast offers no more stays the next of the journal, which then forgets it.
	if said, err := d.Undo(ctx); keyOf(err) != "editorial.journal.left" {
		t.Errorf("%v, %v", said, err)
	}
	if said, err := d.Undo(ctx); keyOf(err) == "editorial.journal.left" {
		t.Errorf("%v, %v", said, err)
	}
}

// TestTheJournalOutlivesTheProgram and reaches back so many commands, no more.
func TestTheJournalOutlivesTheProgram(t *testing.T) {
	d, ctx := openDesk(t), t.Context()
	id := d.written(t, "Brioche", friday)
	for i := range editorial.JournalLength + 10 {
		d.ok(t, d.Rename(ctx, id, fmt.Sprint("titre ", i)))
	}
	d.ok(t, d.file.Close())
	file, err := storage.Open(ctx, d.file.Path(), storagetest.Clock(), storage.Options{})
	d.ok(t, err)
	defer file.Close()
	again := editorial.NewService(file.Editorial(), editorial.Neighbours{
		Business: file.Business(), Strategy: file.Strategy(), Accounts: file.Networks(), Images: file.Media(), Planner: idle{},
		Approval: approval.NewService(file.Approval(), file.Editorial(), app.NewEvents(), storagetest.Clock()),
	}, app.NewEvents(), storagetest.Clock(), app.NewIDs(storagetest.Clock(), nil))
	n := 0
	for ; n < 2*editorial.JournalLength; n++ {
		if _, err := again.Undo(ctx); err != nil {
			if keyOf(err) != "editorial.journal.nothing" {
				t.Fatal(err)
			}
			break
		}
	}
	p, _, err := again.Post(ctx, id)
	if n != editorial.JournalLength || err != nil || p.Title != "titre 9" {
		t.Errorf("%d undone, %q, %v", n, p.Title, err)
	}
}

// idle is a planner that is not asked for anything.
type idle struct{}

func (idle) Schedule(context.Context, app.ID) error   { return errors.New("not expected") }
func (idle) Unschedule(context.Context, app.ID) error { return errors.New("not expected") }
func (idle) Moved(app.ID)                             {}
func (idle) Reclaim(context.Context, ...app.ID) error { return nil }

func TestSeries(t *testing.T) {
	d, ctx := openDesk(t), t.Context()
	id := d.written(t, "Fournée", friday)
	made, err := d.Repeat(ctx, id, editorial.Repeat{Every: editorial.EveryWeek, Count: 4})
	d.ok(t, err)
	if len(made.Made) != 4 {
		t.Fatalf("%+v", made)
	}
	d.published(t, made.Made[2])
	second := made.Made[0]
	following := func() []app.ID {
		t.Helper()
		all, err := d.Following(ctx, second)
		d.ok(t, err)
		var ids []app.ID
		for _, s := range all {
			if s.Series == "" {
				t.Errorf("%s is of no series", s.ID)
			}
			ids = append(ids, s.ID)
		}
		return ids
	}
	want := []app.ID{second, made.Made[1], made.Made[3]}
	if diff := cmp.Diff(want, following()); diff != "" {
		t.Error(diff)
	}
	p := d.post(t, second)
	p.Text, p.Title = "Nouveau texte", "Nouveau"
	d.ok(t, d.Save(ctx, p))
	before := dump(t, d.file.Path())
	o, err := d.CopyToFollowing(ctx, second)
	d.ok(t, err)
	if diff := cmp.Diff(want[1:], o.Done); diff != "" || len(o.Refused) != 1 || o.Refused[0].Reason.Key != "editorial.error.fixed" {
		t.Error(diff, o.Refused)
	}
	last := d.post(t, made.Made[3])
	if last.Text != "Nouveau texte" || last.At.Date != friday.AddDays(28) || d.post(t, id).Text == "Nouveau texte" {
		t.Errorf("%+v", last)
	}
	d.ok(t, o.Undo(ctx))
	if dump(t, d.file.Path()) != before {
		t.Error("not as before")
	}
	gone, err := d.Bulk(ctx, want, editorial.Change{Delete: true})
	d.ok(t, err)
	if n, err := d.Count(ctx, editorial.Filter{}); err != nil || n != 2 {
		t.Errorf("%d left, %v", n, err)
	}
	d.ok(t, gone.Undo(ctx))
	if diff := cmp.Diff(want, following()); diff != "" || dump(t, d.file.Path()) != before {
		t.Error("the series did not come back", diff)
	}
}

// TestAHolidayOfTheRegionIsAClosedDay, once its owner has it shown.
func TestAHolidayOfTheRegionIsAClosedDay(t *testing.T) {
	d, ctx := openDesk(t), t.Context()
	id := d.written(t, "Fournée", app.Date{Year: 2026, Month: time.December, Day: 19})
	weeks := editorial.Repeat{Every: editorial.EveryWeek, Count: 2, SkipClosed: true}
	skipped := func() bool {
		t.Helper()
		all, err := d.RepeatDates(ctx, id, weeks)
		d.ok(t, err)
		return all[0].Skipped
	}
	if skipped() {
		t.Error("26 December is a holiday everywhere")
	}
	shown := true
	d.ok(t, d.file.KeyDates().ShowDate(ctx, "saint_stephen", &shown))
	if !skipped() {
		t.Error("26 December is no holiday in Alsace")
	}
	o, err := d.Repeat(ctx, id, weeks)
	d.ok(t, err)
	if len(o.Made) != 1 {
		t.Errorf("made %d", len(o.Made))
	}
}

// TestRepeatingAMemberLeavesItsSeriesWhole, and so does undoing it.
func TestRepeatingAMemberLeavesItsSeriesWhole(t *testing.T) {
	d, ctx := openDesk(t), t.Context()
	id := d.written(t, "Fournée", friday)
	made, err := d.Repeat(ctx, id, editorial.Repeat{Every: editorial.EveryWeek, Count: 2})
	d.ok(t, err)
	more, err := d.Repeat(ctx, made.Made[1], editorial.Repeat{Every: editorial.EveryWeek, Count: 1})
	d.ok(t, err)
	following := func() []app.ID {
		t.Helper()
		all, err := d.Following(ctx, id)
		d.ok(t, err)
		var ids []app.ID
		for _, s := range all {
			ids = append(ids, s.ID)
		}
		return ids
	}
	series := append([]app.ID{id}, made.Made...)
	if diff := cmp.Diff(append(series[:3:3], more.Made...), following()); diff != "" {
		t.Error(diff)
	}
	d.ok(t, more.Undo(ctx))
	if diff := cmp.Diff(series, following()); diff != "" {
		t.Errorf("undone: %s", diff)
	}
}

// TestASeriesIsApprovedOneByOne: what a post is given by another of its series
// nobody approved, and doing it again neither.
func TestASeriesIsApprovedOneByOne(t *testing.T) {
	for _, stage := range []editorial.State{editorial.StateApproved, editorial.StateScheduled} {
		d, ctx := openDesk(t), t.Context()
		id := d.written(t, "Fournée", friday)
		made, err := d.Repeat(ctx, id, editorial.Repeat{Every: editorial.EveryWeek, Count: 1})
		d.ok(t, err)
		other := made.Made[0]
		d.ok(t, d.file.Approval().SaveSetting(ctx, approval.Setting{Way: approval.One}))
		_, err = d.Bulk(ctx, []app.ID{other}, editorial.Change{Stage: editorial.Approved})
		d.ok(t, err)
		if stage == editorial.StateScheduled {
			d.ok(t, d.ledger.Schedule(ctx, other))
		}
		p := d.post(t, id)
		p.Text = "Personne n’a lu cela"
		d.ok(t, d.Save(ctx, p))
		is := func(want editorial.State, text string) {
			t.Helper()
			state, due := d.due(t, other)
			if got := d.post(t, other).Text; state != want || got != text || (due != "") != (want == editorial.StateScheduled) {
				t.Errorf("%q is %s, due %q", got, state, due)
			}
		}
		_, err = d.CopyToFollowing(ctx, id)
		d.ok(t, err)
		is(editorial.StateToReview, p.Text)
		_, err = d.Undo(ctx)
		d.ok(t, err)
		is(stage, "Le texte de Fournée")
		_, err = d.Redo(ctx)
		d.ok(t, err)
		is(editorial.StateToReview, p.Text)
		// What was typed since the approval was taken away is not approved by
		// giving that back.
		_, err = d.Bulk(ctx, []app.ID{other}, editorial.Change{Stage: editorial.Approved})
		d.ok(t, err)
		_, err = d.Bulk(ctx, []app.ID{other}, editorial.Change{Stage: editorial.ToFix})
		d.ok(t, err)
		p = d.post(t, other)
		p.Text = "Corrigé"
		d.ok(t, d.Save(ctx, p))
		_, err = d.Undo(ctx)
		d.ok(t, err)
		is(editorial.StateToFix, "Corrigé")
	}
}

// TestWhatWasRefusedIsNotPlannedByACopy: it waits for its owner as it did.
func TestWhatWasRefusedIsNotPlannedByACopy(t *testing.T) {
	d, ctx := openDesk(t), t.Context()
	id := d.written(t, "Fournée", friday)
	made, err := d.Repeat(ctx, id, editorial.Repeat{Every: editorial.EveryWeek, Count: 1})
	d.ok(t, err)
	other := made.Made[0]
	d.ok(t, d.ledger.Schedule(ctx, other))
	d.refused(t, other)
	p := d.post(t, id)
	p.Text = "Nouveau"
	d.ok(t, d.Save(ctx, p))
	o, err := d.CopyToFollowing(ctx, id)
	d.ok(t, err)
	if state, _ := d.due(t, other); state != editorial.StateFailed || d.post(t, other).Text != "Nouveau" {
		t.Errorf("it is %s", state)
	}
	if diff := cmp.Diff([]app.ID{other}, o.Done); diff != "" || len(o.Refused) > 0 {
		t.Error(diff, o.Refused)
	}
}

func TestSearch(t *testing.T) {
	d, ctx := openDesk(t), t.Context()
	d.written(t, "Œufs de Pâques", friday)
	out := d.written(t, "Pain", friday)
	d.published(t, out)
	dropped := d.written(t, "Abandon", app.Date{})
	if _, err := d.Bulk(ctx, []app.ID{dropped}, editorial.Change{Stage: editorial.Dropped}); err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]string{"oeuf": "Œufs de Pâques", "pains ": "Pain", "abando": "Abandon", "texte": "3", "": "0", `"`: "0"} {
		found, err := d.Search(ctx, typed, 10)
		d.ok(t, err)
		got := fmt.Sprint(len(found))
		if len(found) == 1 {
			got = found[0].Title
		}
		if got != want {
			t.Errorf("%q: %s", typed, got)
		}
	}
	found, err := d.Search(ctx, "oeufs", 10)
	d.ok(t, err)
	if len(found) != 1 || !found[0].Label[0].Match || found[0].Label[0].Text != "Œufs" || len(found[0].Snippet) != 3 {
		t.Errorf("%+v", found)
	}
}
