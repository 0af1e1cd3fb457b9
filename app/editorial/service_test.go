package editorial

import (
	"errors"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/strategy"
)

func TestNewDraftIsForConnectedAccountsAndNotKept(t *testing.T) {
	d := newDesk(t)
	d.accounts = append(d.accounts,
		networks.Account{ID: "old", Network: networks.Bluesky, State: networks.AccountExpired},
		networks.Account{ID: "fb", Network: networks.Facebook, State: networks.AccountHandFed})
	at := civil(t, "2026-11-27 12:00")
	p, err := d.New(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	if p.ID == "" || p.Stage != Draft || p.At != at || p.Lateness != 3*time.Hour || !p.CreatedAt.Equal(now) {
		t.Errorf("got %+v", p)
	}
	if diff := gocmp.Diff([]app.ID{"bsky"}, p.Accounts); diff != "" {
		t.Error(diff)
	}
	if len(d.posts) != 0 {
		t.Error("an empty draft was kept")
	}
}

func TestSaveKeepsWhatWasTyped(t *testing.T) {
	d := newDesk(t)
	p, _ := d.New(t.Context(), app.Civil{})
	p.Text, p.Title = "Vendredi, \n on fait… \t", " Black Friday "
	p.Images = []PostImage{{Hash: "a", Alt: ""}}
	if err := d.Save(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	p.UpdatedAt = now
	if diff := gocmp.Diff(p, d.posts[p.ID]); diff != "" {
		t.Error(diff)
	}
	if len(d.changed) != 1 || d.changed[0] != p.ID {
		t.Errorf("told %v", d.changed)
	}
	d.clock.at = now.Add(time.Minute)
	p.Text = "Vendredi"
	if err := d.Save(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if got := d.posts[p.ID]; got.Text != "Vendredi" || !got.CreatedAt.Equal(now) || !got.UpdatedAt.Equal(now.Add(time.Minute)) {
		t.Errorf("got %+v", got)
	}
}

func TestSaveRefusesWhatCannotBeKept(t *testing.T) {
	d := newDesk(t)
	for _, test := range []struct {
		name string
		post Post
		key  string
	}{
		{"text at the limit", Post{ID: "a", Text: strings.Repeat("é", MaxTextLength)}, ""},
		{"text beyond it", Post{ID: "b", Text: strings.Repeat("é", MaxTextLength+1)}, "editorial.error.text_long"},
		{"title beyond it", Post{ID: "c", Title: strings.Repeat("é", MaxTitleLength+1)}, "editorial.error.title_long"},
		{"nothing at all", Post{ID: "d"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			wantFailure(t, d.Save(t.Context(), test.post), app.CodeInvalid, test.key)
		})
	}
	if err := d.Save(t.Context(), Post{ID: "e", Text: "pain\xff"}); err != nil || d.posts["e"].Text != "pain\uFFFD" {
		t.Errorf("bytes that are not UTF-8: %v, %q", err, d.posts["e"].Text)
	}
}

func TestSaveBoundsWhatAPostHolds(t *testing.T) {
	d := newDesk(t)
	p := Post{ID: "p", Author: "Paul\xff", Images: []PostImage{{Hash: "a", Alt: "Un pain\xff"}}}
	given := p.Copy()
	if err := d.Save(t.Context(), p); err != nil || d.posts["p"].Author != "Paul\uFFFD" || d.posts["p"].Images[0].Alt != "Un pain\uFFFD" {
		t.Errorf("%v, %+v", err, d.posts["p"])
	}
	if diff := gocmp.Diff(given, p); diff != "" {
		t.Errorf("the post given was changed: %s", diff)
	}
	for key, bad := range map[string]Post{
		"editorial.error.author_long":   {Author: strings.Repeat("é", MaxAuthorLength+1)},
		"editorial.error.alt_long":      {Images: []PostImage{{Hash: "a", Alt: strings.Repeat("é", MaxAltLength+1)}}},
		"editorial.error.images_many":   {Variants: []Variant{{OwnImages: true, Images: make([]PostImage, MaxImages+1)}}},
		"editorial.error.variants_many": {Variants: make([]Variant, MaxVariants+1)},
	} {
		bad.ID = "p"
		wantFailure(t, d.Save(t.Context(), bad), app.CodeInvalid, key)
	}
	_, err := d.Bulk(t.Context(), make([]app.ID, MaxBulk+1), Change{Days: 1})
	wantFailure(t, err, app.CodeInvalid, "editorial.bulk.many")
	author := strings.Repeat("é", MaxAuthorLength+1)
	_, err = d.Bulk(t.Context(), []app.ID{"p"}, Change{Author: &author})
	wantFailure(t, err, app.CodeInvalid, "editorial.error.author_long")
}

func TestSaveGivesNoStage(t *testing.T) {
	at := civil(t, "2026-11-27 12:00")
	for _, test := range []struct {
		name        string
		kept, typed Stage
		deliveries  []publishing.State
		want        Stage
	}{
		{"a draft that says scheduled", Draft, Scheduled, nil, Draft},
		{"an idea that says scheduled", Idea, Scheduled, nil, Idea},
		{"a stale draft of a scheduled post", Scheduled, Draft, []publishing.State{publishing.Scheduled}, Scheduled},
		{"an idea that says draft", Idea, Draft, nil, Idea},
		{"a draft that says dropped", Draft, Dropped, nil, Draft},
		{"a draft that says approved", Draft, Approved, nil, Draft},
		{"no stage", Approved, "", nil, Approved},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t)
			d.put(Post{ID: "p", Stage: test.kept, At: at, Accounts: []app.ID{"bsky"}}, test.deliveries...)
			if err := d.Save(t.Context(), Post{ID: "p", Stage: test.typed, Text: "x", At: at, Accounts: []app.ID{"bsky"}}); err != nil {
				t.Fatal(err)
			}
			if got := d.posts["p"]; got.Stage != test.want || got.Text != "x" {
				t.Errorf("got stage %s, text %q", got.Stage, got.Text)
			}
		})
	}
	d := newDesk(t)
	if err := d.Save(t.Context(), Post{ID: "new", Stage: Scheduled}); err != nil || d.posts["new"].Stage != Draft {
		t.Errorf("a new post that says scheduled: %v, %s", err, d.posts["new"].Stage)
	}
}

func TestSaveOfAScheduledPostTakesItsDeliveriesAlong(t *testing.T) {
	at, later, past := civil(t, "2026-11-27 12:00"), civil(t, "2026-11-28 09:00"), civil(t, "2026-11-21 14:31")
	for _, test := range []struct {
		name     string
		at       app.Civil
		accounts []app.ID
		key      string
		wantAt   app.Civil
		state    State
		planned  int
	}{
		{"only the text", at, []app.ID{"bsky", "second"}, "", at, StateScheduled, 0},
		{"later", later, []app.ID{"bsky", "second"}, "", later, StateScheduled, 0},
		{"one account less", later, []app.ID{"second"}, "", later, StateScheduled, 0},
		{"one more account", later, []app.ID{"bsky", "second", "two"}, "", later, StateScheduled, 1},
		{"past: all but the moment", past, []app.ID{"bsky", "second"}, "editorial.error.past", at, StateScheduled, 0},
		{"past with another account", past, []app.ID{"bsky", "two"}, "editorial.error.past", at, StateScheduled, 1},
		{"no moment", app.Civil{}, []app.ID{"bsky"}, "", app.Civil{}, StateDraft, 0},
		{"no account", at, nil, "", at, StateDraft, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t)
			d.accounts = append(d.accounts, networks.Account{ID: "second"}, networks.Account{ID: "two"})
			d.put(Post{ID: "p", Stage: Scheduled, At: at, Accounts: []app.ID{"bsky", "second"}}, publishing.Scheduled, publishing.Scheduled)
			err := d.Save(t.Context(), Post{ID: "p", Stage: Scheduled, Text: "typed", At: test.at, Accounts: test.accounts})
			wantFailure(t, err, app.CodeConflict, test.key)
			got := d.posts["p"]
			if got.Text != "typed" || got.At != test.wantAt || d.state("p") != test.state || len(d.planned) != test.planned {
				t.Errorf("got %q at %v, %s, planned %d times", got.Text, got.At, d.state("p"), len(d.planned))
			}
			if test.state == StateScheduled && len(d.deliveries["p"]) != len(got.Accounts) {
				t.Errorf("%d deliveries for %d accounts", len(d.deliveries["p"]), len(got.Accounts))
			}
		})
	}
}

func TestSaveOutlivesWhatWasRemovedMeanwhile(t *testing.T) {
	d := newDesk(t)
	d.strategy.Pillars = []strategy.Pillar{{ID: "heir"}}
	d.strategy.Objectives = []strategy.Objective{{ID: "aim"}}
	d.strategy.Audiences = []strategy.Audience{{ID: "claire"}}
	d.strategy.Campaigns = []strategy.Campaign{{ID: "winter"}}
	d.put(Post{ID: "p", PillarID: "heir", CampaignID: "winter", Accounts: []app.ID{"bsky"}})
	err := d.Save(t.Context(), Post{
		ID: "p", Text: "typed", PillarID: "gone", ObjectiveID: "aim", AudienceID: "claire", CampaignID: "gone",
		Accounts: []app.ID{"gone", "bsky", "bsky"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := Post{
		ID: "p", Text: "typed", Stage: Draft, PillarID: "heir", ObjectiveID: "aim", AudienceID: "claire", CampaignID: "winter",
		Accounts: []app.ID{"bsky"}, CreatedAt: now, UpdatedAt: now,
	}
	if diff := gocmp.Diff(want, d.posts["p"]); diff != "" {
		t.Error(diff)
	}
	if err := d.Save(t.Context(), Post{ID: "new", PillarID: "gone", ObjectiveID: "gone", AudienceID: "gone", CampaignID: "gone"}); err != nil {
		t.Fatal(err)
	}
	if got := d.posts["new"]; got.PillarID+got.ObjectiveID+got.AudienceID+got.CampaignID != "" {
		t.Errorf("a new post refers to what was removed: %+v", got)
	}
}

func TestAPostThatCannotBePlannedAgainIsADraft(t *testing.T) {
	d := newDesk(t)
	d.put(Post{ID: "p", Stage: Scheduled, At: civil(t, "2026-11-20 12:00"), Accounts: []app.ID{"bsky"}}, publishing.Missed)
	d.failPlan = app.Fail(app.CodeUnauthorised, "publishing.error.expired")
	to := civil(t, "2026-11-28 09:00")
	wantFailure(t, d.Move(t.Context(), "p", to), app.CodeUnauthorised, "publishing.error.expired")
	if d.state("p") != StateDraft || d.posts["p"].At != to {
		t.Errorf("got %s at %v: it must not leave at a moment that is not shown", d.state("p"), d.posts["p"].At)
	}
}

func TestASaveThatFailsHalfWayLeavesADraft(t *testing.T) {
	d := newDesk(t)
	at := civil(t, "2026-11-20 12:00")
	d.put(Post{ID: "p", Stage: Scheduled, At: at, Accounts: []app.ID{"bsky"}}, publishing.Missed)
	d.failSave = errors.New("disk full")
	if err := d.Move(t.Context(), "p", civil(t, "2026-11-28 09:00")); !errors.Is(err, d.failSave) {
		t.Errorf("got %v", err)
	}
	if d.state("p") != StateMissed || d.posts["p"].At != at {
		t.Errorf("moving: got %s at %v", d.state("p"), d.posts["p"].At)
	}
	p := d.posts["p"]
	p.At = civil(t, "2026-11-28 09:00")
	if err := d.Save(t.Context(), p); !errors.Is(err, d.failSave) {
		t.Errorf("got %v", err)
	}
	if d.state("p") != StateDraft || d.posts["p"].At != at || len(d.deliveries["p"]) != 0 {
		t.Errorf("got %s at %v with %v", d.state("p"), d.posts["p"].At, d.deliveries["p"])
	}
}

func TestDuplicate(t *testing.T) {
	d := newDesk(t)
	original := Post{
		ID: "p", Title: "Fournée", Text: "Pain", Stage: Scheduled,
		PillarID: "pillar", ObjectiveID: "aim", AudienceID: "claire", CampaignID: "winter",
		At: civil(t, "2026-11-20 17:30"), Lateness: time.Hour, Images: []PostImage{{Hash: "h", Alt: "Une miche"}},
		Accounts: []app.ID{"bsky"}, CreatedAt: now.Add(-time.Hour), UpdatedAt: now.Add(-time.Hour),
	}
	d.put(original, publishing.Published)
	copied, err := d.Duplicate(t.Context(), "p")
	if err != nil {
		t.Fatal(err)
	}
	want := original
	want.ID, want.Stage, want.At, want.CreatedAt, want.UpdatedAt = copied.ID, Draft, app.Civil{}, now, now
	if diff := gocmp.Diff(want, d.posts[copied.ID]); diff != "" {
		t.Error(diff)
	}
	if copied.ID == "p" || d.state("p") != StatePublished {
		t.Error("the original was touched")
	}
}

func TestDeleteAndUndo(t *testing.T) {
	at := civil(t, "2026-11-27 12:00")
	for _, test := range []struct {
		name       string
		stage      Stage
		at         app.Civil
		deliveries []publishing.State
		key        string
		turn       time.Duration // before the undo
		undoKey    string
		state      State // after the undo
	}{
		{"idea", Idea, app.Civil{}, nil, "", 0, "", StateIdea},
		{"draft", Draft, at, nil, "", 0, "", StateDraft},
		{"scheduled", Scheduled, at, []publishing.State{publishing.Scheduled}, "", 0, "", StateScheduled},
		{"scheduled, undone too late", Scheduled, at, []publishing.State{publishing.Scheduled}, "", 7 * 24 * time.Hour, "editorial.error.restored_late", StateDraft},
		{"sending", Scheduled, at, []publishing.State{publishing.Armed}, "editorial.error.delete_sent", 0, "", ""},
		{"published", Scheduled, at, []publishing.State{publishing.Published}, "editorial.error.delete_sent", 0, "", ""},
		{"unknown", Scheduled, at, []publishing.State{publishing.Unknown}, "editorial.error.delete_sent", 0, "", ""},
		{"partial", Scheduled, at, []publishing.State{publishing.Published, publishing.Refused}, "editorial.error.delete_sent", 0, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t)
			p := Post{
				ID: "p", Text: "x", Stage: test.stage, At: test.at, Accounts: []app.ID{"bsky"},
				CreatedAt: now.Add(-time.Hour), UpdatedAt: now.Add(-time.Minute),
			}
			d.put(p, test.deliveries...)
			undo, err := d.Delete(t.Context(), "p")
			wantFailure(t, err, app.CodeConflict, test.key)
			if test.key != "" {
				if _, there := d.posts["p"]; !there {
					t.Error("deleted all the same")
				}
				return
			}
			if _, there := d.posts["p"]; there {
				t.Error("still there")
			}
			d.clock.at = now.Add(test.turn)
			wantFailure(t, undo(t.Context()), app.CodeConflict, test.undoKey)
			if d.state("p") != test.state {
				t.Errorf("came back as %s", d.state("p"))
			}
			p.Stage = d.posts["p"].Stage
			if diff := gocmp.Diff(p, d.posts["p"]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDeleteOfNothing(t *testing.T) {
	d := newDesk(t)
	if _, err := d.Delete(t.Context(), "none"); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("got %v", err)
	}
}

func TestLabel(t *testing.T) {
	long := strings.Repeat("é", 61)
	for _, test := range []struct{ title, text, want string }{
		{"Titre", "texte", "Titre"},
		{"  ", "\n première ligne \n seconde", "première ligne"},
		{"", "", ""},
		{"", strings.Repeat("é", 60), strings.Repeat("é", 60)},
		{"", long, strings.Repeat("é", 59) + "…"},
	} {
		if got := Label(test.title, test.text); got != test.want {
			t.Errorf("%q, %q: got %q, want %q", test.title, test.text, got, test.want)
		}
	}
}

func TestStateOf(t *testing.T) {
	const (
		waits, prepares, armed, out, handed = publishing.Scheduled, publishing.Preparing, publishing.Armed, publishing.Published, publishing.HandedOver
		refused, unknown, missed, dropped   = publishing.Refused, publishing.Unknown, publishing.Missed, publishing.Dropped
	)
	for _, test := range []struct {
		stage      Stage
		deliveries []publishing.State
		want       State
	}{
		{Idea, nil, StateIdea},
		{Draft, []publishing.State{out}, StateDraft},
		{Scheduled, nil, StateScheduled},
		{Scheduled, []publishing.State{waits, waits}, StateScheduled},
		{Scheduled, []publishing.State{waits, prepares}, StateSending},
		{Scheduled, []publishing.State{armed, out}, StateSending},
		{Scheduled, []publishing.State{out, handed}, StatePublished},
		{Scheduled, []publishing.State{out, waits}, StatePartial},
		{Scheduled, []publishing.State{out, refused}, StatePartial},
		{Scheduled, []publishing.State{out, missed}, StatePartial},
		{Scheduled, []publishing.State{out, unknown}, StateToCheck},
		{Scheduled, []publishing.State{unknown, armed}, StateToCheck},
		{Scheduled, []publishing.State{refused, refused}, StateFailed},
		{Scheduled, []publishing.State{refused, dropped}, StateFailed},
		{Scheduled, []publishing.State{missed, refused}, StateMissed},
		{Scheduled, []publishing.State{waits, missed}, StateScheduled},
		{Scheduled, []publishing.State{waits, dropped}, StateScheduled},
		{Scheduled, []publishing.State{missed, dropped}, StateMissed},
		{Scheduled, []publishing.State{out, dropped}, StatePublished},
		{Scheduled, []publishing.State{out, dropped, refused}, StatePartial},
		{Scheduled, []publishing.State{dropped, dropped}, StateDropped},
		{Draft, []publishing.State{dropped}, StateDraft},
	} {
		if got := StateOf(test.stage, test.deliveries); got != test.want {
			t.Errorf("%s %v: got %s, want %s", test.stage, test.deliveries, got, test.want)
		}
	}
}

func TestPlanOf(t *testing.T) {
	d := newDesk(t)
	at := civil(t, "2026-11-27 12:00")
	d.put(Post{ID: "p", At: at, Lateness: time.Hour, Accounts: []app.ID{"bsky"}})
	got, err := Plans{memory{desk: d}}.PlanOf(t.Context(), "p")
	if diff := gocmp.Diff(publishing.Plan{At: at, Lateness: time.Hour, Accounts: []app.ID{"bsky"}}, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	if _, err := (Plans{memory{desk: d}}).PlanOf(t.Context(), "none"); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("got %v", err)
	}
}

// TestAnUndoThatCouldNotBeWrittenCanBeTriedAgain: whatever the file said of it.
func TestAnUndoThatCouldNotBeWrittenCanBeTriedAgain(t *testing.T) {
	d := newDesk(t)
	d.put(Post{ID: "p", Text: "x", Accounts: []app.ID{"bsky"}})
	if _, err := d.Delete(t.Context(), "p"); err != nil {
		t.Fatal(err)
	}
	d.failSave = app.Fail(app.CodeConflict, "storage.error.reference")
	_, err := d.Undo(t.Context())
	wantFailure(t, err, app.CodeConflict, "storage.error.reference")
	d.failSave = nil
	if _, err := d.Undo(t.Context()); err != nil || d.posts["p"].Text != "x" {
		t.Errorf("%v: the post is lost", err)
	}
}
