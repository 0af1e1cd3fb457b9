package approval_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// desk is the service over a real file that holds one draft.
func desk(t *testing.T) (*approval.Service, *storage.File, *app.Events) {
	t.Helper()
	file, events := storagetest.New(t), app.NewEvents()
	must(t, file.Editorial().SavePost(t.Context(), editorial.Post{ID: "post", Text: "Du pain", Stage: editorial.Draft}))
	return approval.NewService(file.Approval(), file.Editorial(), events, storagetest.Clock()), file, events
}

func TestTheWayIsKept(t *testing.T) {
	s, _, events := desk(t)
	told := 0
	app.On(events, func(approval.SettingChanged) { told++ })
	for _, want := range []struct {
		setting approval.Setting
		needed  bool
	}{
		{approval.Setting{Way: approval.Alone}, false},
		{approval.Setting{Way: approval.One, Approver: "Léa"}, true},
		{approval.Setting{Way: approval.Outside}, true},
	} {
		must(t, s.SaveSetting(t.Context(), want.setting))
		got, err := s.Setting(t.Context())
		must(t, err)
		needed, err := s.Needed(t.Context())
		must(t, err)
		if got != want.setting || needed != want.needed {
			t.Errorf("%+v, needed %v", got, needed)
		}
	}
	for _, bad := range []approval.Setting{{Way: "none"}, {Way: approval.One, Approver: strings.Repeat("x", approval.MaxAuthor+1)}} {
		if err := s.SaveSetting(t.Context(), bad); app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%.20v: %v", bad, err)
		}
	}
	if told != 3 {
		t.Errorf("told %d times of 3 changes", told)
	}
}

// TestAPostGoesThroughItsApproval follows a post from the request to the answer, and
// takes each step back.
func TestAPostGoesThroughItsApproval(t *testing.T) {
	s, file, events := desk(t)
	ctx := t.Context()
	told := 0
	app.On(events, func(e editorial.PostChanged) { told++ })
	stage := func() editorial.Stage {
		t.Helper()
		p, err := file.Editorial().Post(ctx, "post")
		must(t, err)
		return p.Stage
	}
	for _, step := range []struct {
		note approval.Note
		want editorial.Stage
	}{
		{approval.Note{Kind: approval.Comment, Author: " Paul ", Text: " À relire\xff "}, editorial.Draft},
		{approval.Note{Kind: approval.Asked}, editorial.ToReview},
		{approval.Note{Kind: approval.SentBack, Author: "Léa", Text: "Le prix est faux"}, editorial.ToFix},
		{approval.Note{Kind: approval.Asked, Text: "Corrigé"}, editorial.ToReview},
		{approval.Note{Kind: approval.Approved, Author: "Léa"}, editorial.Approved},
	} {
		before := stage()
		step.note.PostID = "post"
		undo, err := s.Say(ctx, step.note)
		must(t, err)
		if got := stage(); got != step.want {
			t.Fatalf("%s gives %s, want %s", step.note.Kind, got, step.want)
		}
		must(t, undo(ctx))
		if got := stage(); got != before {
			t.Fatalf("undoing %s gives %s, want %s", step.note.Kind, got, before)
		}
		_, err = s.Say(ctx, step.note)
		must(t, err)
	}
	got, err := s.Notes(ctx, "post")
	must(t, err)
	want := []approval.Note{
		{Kind: approval.Comment, Author: "Paul", Text: "À relire\uFFFD"},
		{Kind: approval.Asked},
		{Kind: approval.SentBack, Author: "Léa", Text: "Le prix est faux"},
		{Kind: approval.Asked, Text: "Corrigé"},
		{Kind: approval.Approved, Author: "Léa"},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(approval.Note{}, "ID", "PostID", "At")); diff != "" {
		t.Error(diff)
	}
	for _, n := range got {
		if n.PostID != "post" || !n.At.Equal(storagetest.Now().Truncate(time.Millisecond)) {
			t.Errorf("%+v", n)
		}
	}
	if told != 15 {
		t.Errorf("told %d times of 15 changes", told)
	}
}

// TestUndoingAnAnswerLeavesWhatCameAfter: the post went on since, or was answered
// already when the answer was given.
func TestUndoingAnAnswerLeavesWhatCameAfter(t *testing.T) {
	s, file, _ := desk(t)
	ctx := t.Context()
	say := func(k approval.Kind) approval.Undo {
		t.Helper()
		undo, err := s.Say(ctx, approval.Note{PostID: "post", Kind: k, Text: "Le prix"})
		must(t, err)
		return undo
	}
	is := func(want editorial.Stage, notes int) {
		t.Helper()
		p, err := file.Editorial().Post(ctx, "post")
		must(t, err)
		said, err := s.Notes(ctx, "post")
		must(t, err)
		if p.Stage != want || len(said) != notes {
			t.Errorf("%s with %d notes, want %s with %d", p.Stage, len(said), want, notes)
		}
	}
	asked := say(approval.Asked)
	approved := say(approval.Approved)
	must(t, asked(ctx))
	is(editorial.Approved, 1)
	if err := asked(ctx); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("undone twice: %v", err)
	}
	is(editorial.Approved, 1)
	must(t, approved(ctx))
	is(editorial.ToReview, 0)
}

func TestWhatCannotBeSaid(t *testing.T) {
	s, file, _ := desk(t)
	ctx := t.Context()
	must(t, file.Editorial().SavePost(ctx, editorial.Post{ID: "dropped", Stage: editorial.Dropped}))
	for _, c := range []struct {
		note approval.Note
		code app.Code
	}{
		{approval.Note{PostID: "post", Kind: approval.Comment, Text: " \n"}, app.CodeInvalid},
		{approval.Note{PostID: "post", Kind: approval.SentBack}, app.CodeInvalid},
		{approval.Note{PostID: "post", Kind: "sold"}, app.CodeInvalid},
		{approval.Note{PostID: "post", Kind: approval.Comment, Text: strings.Repeat("é", approval.MaxText+1)}, app.CodeInvalid},
		{approval.Note{PostID: "gone", Kind: approval.Approved}, app.CodeNotFound},
		{approval.Note{PostID: "dropped", Kind: approval.Approved}, app.CodeConflict},
	} {
		if _, err := s.Say(ctx, c.note); app.CodeOf(err) != c.code {
			t.Errorf("%.60v: %v", c.note, err)
		}
	}
	for _, post := range []app.ID{"post", "dropped"} {
		if notes, err := s.Notes(ctx, post); err != nil || len(notes) > 0 {
			t.Errorf("kept %v, %v", notes, err)
		}
	}
	// One can speak of what was given up.
	_, err := s.Say(ctx, approval.Note{PostID: "dropped", Kind: approval.Comment, Text: "Dommage"})
	must(t, err)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
