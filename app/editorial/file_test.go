package editorial_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
	"parvis/app/keydates"
	"parvis/app/legal"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/strategy"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// desk is the service over a real file, with the real ledger.
type desk struct {
	*editorial.Service
	file   *storage.File
	ledger *publishing.Service
}

// connectors has one for Bluesky only; nothing is sent in these tests.
type connectors struct{}

func (connectors) Connector(n networks.Network) (networks.Connector, bool) {
	return nil, n == networks.Bluesky
}

func openDesk(t *testing.T) desk {
	t.Helper()
	file, events, clock := storagetest.New(t), app.NewEvents(), storagetest.Clock()
	ids := app.NewIDs(clock, nil)
	approvals := approval.NewService(file.Approval(), file.Editorial(), events, clock)
	ledger := publishing.NewService(publishing.Desk{
		Store: file.Publishing(), PlanOf: editorial.Plans{Store: file.Editorial()}.PlanOf, MaySchedule: approvals.MaySchedule, Accounts: file.Networks(),
		Connectors: connectors{}, Business: file.Business(), Clock: clock, IDs: ids, Events: events,
	})
	account := networks.Account{ID: ids.New(), Network: networks.Bluesky, Handle: "martin.bsky.social", State: networks.AccountConnected, CreatedAt: clock.Now()}
	if err := file.Networks().SaveAccount(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	return desk{editorial.NewService(file.Editorial(), editorial.Neighbours{
		Business: file.Business(), Strategy: file.Strategy(), Accounts: file.Networks(), Images: file.Media(), Planner: ledger,
		Rights: media.NewLibrary(file.Media(), ids, events), Videos: media.NewVideos(file.Media(), clock, events),
		Law: legal.NewService(file.Legal(), events, ids), Approval: approvals,
		KeyDates: keydates.NewService(file.KeyDates(), file.Business(), events, ids),
	}, events, clock, ids), file, ledger}
}

// due returns the state of a post and when its only delivery leaves, in UTC.
func (d desk) due(t *testing.T, id app.ID) (editorial.State, string) {
	t.Helper()
	_, state, err := d.Post(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := d.ledger.PostEntries(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	switch len(entries) {
	case 0:
		return state, ""
	case 1:
		return state, entries[0].Delivery.DueAt.UTC().Format("2006-01-02 15:04")
	default:
		t.Fatalf("%d deliveries", len(entries))
		return "", ""
	}
}

func TestAPostOnAFile(t *testing.T) {
	d := openDesk(t)
	friday := app.Date{Year: 2026, Month: time.November, Day: 27}
	p, err := d.New(t.Context(), app.Civil{})
	if err != nil {
		t.Fatal(err)
	}
	picture := media.Image{Hash: "0000000000000000000000000000000000000000000000000000000000000001", Name: "a.jpg", MIME: "image/jpeg", Width: 1, Height: 1, Size: 1, AddedAt: storagetest.Now()}
	if err := d.file.Media().AddImage(t.Context(), picture, []byte{1}); err != nil {
		t.Fatal(err)
	}
	p.Text = "Vendredi, on fait le Black Friday à notre façon"
	p.Images = []editorial.PostImage{{Hash: picture.Hash, Alt: "Une baguette"}}
	for _, step := range []struct {
		name  string
		do    func(ctx context.Context) error
		state editorial.State
		due   string
	}{
		{"saved", func(ctx context.Context) error { return d.Save(ctx, p) }, editorial.StateDraft, ""},
		{"placed", func(ctx context.Context) error { return d.Place(ctx, p.ID, friday) }, editorial.StateDraft, ""},
		{"scheduled", func(ctx context.Context) error { return d.ledger.Schedule(ctx, p.ID) }, editorial.StateScheduled, "2026-11-27 08:00"},
		{"dragged to Saturday", func(ctx context.Context) error { return d.Place(ctx, p.ID, friday.AddDays(1)) }, editorial.StateScheduled, "2026-11-28 08:00"},
		{"typed by a composer that thinks it a draft", func(ctx context.Context) error {
			kept, _, err := d.Post(ctx, p.ID)
			if err != nil {
				return err
			}
			kept.Stage, kept.Text = editorial.Draft, "Samedi"
			return d.Save(ctx, kept)
		}, editorial.StateScheduled, "2026-11-28 08:00"},
		{"unplaced", func(ctx context.Context) error { return d.Unplace(ctx, p.ID) }, editorial.StateDraft, ""},
	} {
		if err := step.do(t.Context()); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if state, due := d.due(t, p.ID); state != step.state || due != step.due {
			t.Errorf("%s: %s, due %s", step.name, state, due)
		}
	}
}

// TestAMoveWinsOverAStaleWrite: what the engine read before a post was moved can
// no longer be written.
func TestAMoveWinsOverAStaleWrite(t *testing.T) {
	d := openDesk(t)
	friday := app.Date{Year: 2026, Month: time.November, Day: 27}
	p, err := d.New(t.Context(), app.Civil{Date: friday, Time: app.TimeOfDay{Hour: 12}})
	if err != nil {
		t.Fatal(err)
	}
	p.Text = "Fournée"
	for _, do := range []func() error{
		func() error { return d.Save(t.Context(), p) },
		func() error { return d.ledger.Schedule(t.Context(), p.ID) },
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	store := d.file.Publishing()
	read, err := store.Due(t.Context(), friday.AddDays(1).UTC())
	if err != nil || len(read) != 1 {
		t.Fatalf("due: %v, %v", read, err)
	}
	if err := d.Place(t.Context(), p.ID, friday.AddDays(3)); err != nil {
		t.Fatal(err)
	}
	stale := read[0]
	stale.State = publishing.Missed
	if err := store.Advance(t.Context(), publishing.Scheduled, stale); app.CodeOf(err) != app.CodeConflict {
		t.Errorf("missed: %v", err)
	}
	stale.State = publishing.Preparing
	if _, err := store.Begin(t.Context(), publishing.Scheduled, stale, publishing.Attempt{Step: publishing.StepPrepare, StartedAt: storagetest.Now()}); app.CodeOf(err) != app.CodeConflict {
		t.Errorf("prepared: %v", err)
	}
	if state, due := d.due(t, p.ID); state != editorial.StateScheduled || due != "2026-11-30 11:00" {
		t.Errorf("%s, due %s", state, due)
	}
}

func TestDeletedAndBroughtBackOnAFile(t *testing.T) {
	d := openDesk(t)
	p, err := d.New(t.Context(), app.Civil{Date: app.Date{Year: 2026, Month: time.November, Day: 27}, Time: app.TimeOfDay{Hour: 12}})
	if err != nil {
		t.Fatal(err)
	}
	p.Text, p.Title = "Fournée", "Titre"
	if err := d.Save(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if err := d.ledger.Schedule(t.Context(), p.ID); err != nil {
		t.Fatal(err)
	}
	before, _, err := d.Post(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	undo, err := d.Delete(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Post(t.Context(), p.ID); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("after deleting: %v", err)
	}
	if err := undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, _, err := d.Post(t.Context(), p.ID)
	if diff := cmp.Diff(before, after); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	if state, due := d.due(t, p.ID); state != editorial.StateScheduled || due != "2026-11-27 11:00" {
		t.Errorf("came back as %s, due %s", state, due)
	}
}

// TestADeletedPostComesBackWithoutWhatWentMeanwhile: nothing that it named keeps it
// from coming back.
func TestADeletedPostComesBackWithoutWhatWentMeanwhile(t *testing.T) {
	d, ctx := openDesk(t), t.Context()
	picture := media.Image{Hash: "0000000000000000000000000000000000000000000000000000000000000001", Name: "a.jpg", MIME: "image/jpeg", Width: 1, Height: 1, Size: 1, AddedAt: storagetest.Now()}
	must(t, d.file.Media().AddImage(ctx, picture, []byte{1}))
	must(t, d.file.Strategy().SaveObjective(ctx, strategy.Objective{ID: "fame", Metric: "followers", Start: app.DateOf(storagetest.Now())}))
	p, err := d.New(ctx, app.Civil{})
	must(t, err)
	p.Text, p.ObjectiveID, p.Images = "Fournée", "fame", []editorial.PostImage{{Hash: picture.Hash}}
	p.Variants = []editorial.Variant{{Network: networks.Bluesky, Text: "Fournée #pain", OwnImages: true, Images: p.Images}}
	must(t, d.Save(ctx, p))
	undo, err := d.Delete(ctx, p.ID)
	must(t, err)
	_, err = d.file.Media().Remove(ctx, picture.Hash)
	must(t, err)
	must(t, d.file.Networks().RemoveAccount(ctx, p.Accounts[0]))
	must(t, d.file.Strategy().RemoveObjective(ctx, "fame"))
	must(t, undo(ctx))
	got, _, err := d.Post(ctx, p.ID)
	if err != nil || got.Text != p.Text || len(got.Variants) != 1 || len(got.EveryImage()) > 0 || len(got.Accounts) > 0 || got.ObjectiveID != "" {
		t.Errorf("%+v, %v", got, err)
	}
}

// refused brings the only delivery of a post to where a network refused it.
func (d desk) refused(t *testing.T, id app.ID) {
	t.Helper()
	entries, err := d.ledger.PostEntries(t.Context(), id)
	if err != nil || len(entries) != 1 {
		t.Fatalf("entries %v, %v", entries, err)
	}
	store, x := d.file.Publishing(), entries[0].Delivery
	for _, to := range []publishing.State{publishing.Preparing, publishing.Armed, publishing.Refused} {
		from := x.State
		x.State, x.Attempts, x.ArmedAt, x.Identity = to, 1, storagetest.Now(), networks.Identity{Key: "k", CreatedAt: storagetest.Now()}
		if err := store.Advance(t.Context(), from, x); err != nil {
			t.Fatal(err)
		}
	}
}

// TestARefusedPostOnAFile: its owner gives it another day, another account,
// deletes it and brings it back; the delivery and its history stay the same.
func TestARefusedPostOnAFile(t *testing.T) {
	d := openDesk(t)
	friday := app.Date{Year: 2026, Month: time.November, Day: 27}
	p, err := d.New(t.Context(), app.Civil{Date: friday, Time: app.TimeOfDay{Hour: 12}})
	if err != nil {
		t.Fatal(err)
	}
	p.Text = "Fournée"
	other := networks.Account{ID: "other", Network: networks.Bluesky, Handle: "autre.bsky.social", State: networks.AccountConnected, CreatedAt: storagetest.Now()}
	if err := d.file.Networks().SaveAccount(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	save := func(ctx context.Context, accounts ...app.ID) error {
		kept, _, err := d.Post(ctx, p.ID)
		if err != nil {
			return err
		}
		kept.Accounts = accounts
		return d.Save(ctx, kept)
	}
	var undo editorial.Undo
	for _, step := range []struct {
		name   string
		do     func(ctx context.Context) error
		state  editorial.State
		states []publishing.State // by account, the first one first
	}{
		{"saved", func(ctx context.Context) error { return d.Save(ctx, p) }, editorial.StateDraft, nil},
		{"scheduled", func(ctx context.Context) error { return d.ledger.Schedule(ctx, p.ID) }, editorial.StateScheduled, []publishing.State{publishing.Scheduled}},
		{"refused", func(context.Context) error { d.refused(t, p.ID); return nil }, editorial.StateFailed, []publishing.State{publishing.Refused}},
		{"dragged to Saturday", func(ctx context.Context) error { return d.Place(ctx, p.ID, friday.AddDays(1)) }, editorial.StateScheduled, []publishing.State{publishing.Scheduled}},
		{"one more account", func(ctx context.Context) error { return save(ctx, p.Accounts[0], other.ID) }, editorial.StateScheduled, []publishing.State{publishing.Scheduled, publishing.Scheduled}},
		{"without the first", func(ctx context.Context) error { return save(ctx, other.ID) }, editorial.StateScheduled, []publishing.State{publishing.Dropped, publishing.Scheduled}},
		{"with it again", func(ctx context.Context) error { return save(ctx, p.Accounts[0], other.ID) }, editorial.StateScheduled, []publishing.State{publishing.Scheduled, publishing.Scheduled}},
		{"deleted", func(ctx context.Context) (err error) { undo, err = d.Delete(ctx, p.ID); return err }, editorial.StateDropped, []publishing.State{publishing.Dropped}},
		{"brought back", func(ctx context.Context) error { return undo(ctx) }, editorial.StateScheduled, []publishing.State{publishing.Scheduled, publishing.Scheduled}},
		{"unplaced", func(ctx context.Context) error { return d.Unplace(ctx, p.ID) }, editorial.StateDraft, []publishing.State{publishing.Dropped}},
	} {
		if err := step.do(t.Context()); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		_, state, err := d.Post(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := d.ledger.PostEntries(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		var states []publishing.State
		for _, e := range entries {
			if e.Account.ID == other.ID {
				states = append(states, e.Delivery.State)
			} else {
				states = append([]publishing.State{e.Delivery.State}, states...)
			}
		}
		if diff := cmp.Diff(step.states, states); diff != "" || state != step.state {
			t.Errorf("%s: %s %s", step.name, state, diff)
		}
	}
}

// TestIdeasOnAFile: what nobody touched is still recognised as such once it is read
// back, and only that is taken back.
func TestIdeasOnAFile(t *testing.T) {
	d := openDesk(t)
	friday := app.Date{Year: 2026, Month: time.November, Day: 27}
	ideas := []strategy.Idea{{ID: "galette", Title: "La galette", Day: friday}, {ID: "four", Title: "Le four"}}
	for range 2 {
		if err := d.AddIdeas(t.Context(), ideas); err != nil {
			t.Fatal(err)
		}
	}
	written, state, err := d.Post(t.Context(), "four")
	if err != nil || state != editorial.StateIdea || written.Title != "Le four" {
		t.Fatalf("%v, %s %+v", err, state, written)
	}
	written.Text = "Le four est neuf"
	if err := d.Save(t.Context(), written); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Bulk(t.Context(), []app.ID{"four"}, editorial.Change{Stage: editorial.Draft}); err != nil {
		t.Fatal(err)
	}
	got, err := d.Postings(t.Context(), friday, friday)
	if diff := cmp.Diff([]strategy.Posting{{Day: friday, Networks: []networks.Network{networks.Bluesky}}}, got); err != nil || diff != "" {
		t.Errorf("%v, %s", err, diff)
	}
	if err := d.RemoveIdeas(t.Context(), []app.ID{"galette", "four", "never there"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Post(t.Context(), "galette"); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("the idea that nobody touched: %v", err)
	}
	if _, _, err := d.Post(t.Context(), "four"); err != nil {
		t.Errorf("the one that was written: %v", err)
	}
}

// TestAnApprovalIsOfOneContent withdraws a post that changes after it was approved,
// and only then.
func TestAnApprovalIsOfOneContent(t *testing.T) {
	for name, c := range map[string]struct {
		way    approval.Way
		stage  editorial.Stage
		change func(p *editorial.Post)
		want   editorial.State
	}{
		"approved, another text":          {approval.One, editorial.Approved, func(p *editorial.Post) { p.Text += "." }, editorial.StateToReview},
		"approved, another variant":       {approval.One, editorial.Approved, func(p *editorial.Post) { p.Detach(networks.Bluesky) }, editorial.StateToReview},
		"approved, another day":           {approval.One, editorial.Approved, func(p *editorial.Post) { p.At.Date.Day++ }, editorial.StateApproved},
		"approved, another title":         {approval.Outside, editorial.Approved, func(p *editorial.Post) { p.Title = "Pain" }, editorial.StateApproved},
		"approved, nobody need approve":   {approval.Alone, editorial.Approved, func(p *editorial.Post) { p.Text += "." }, editorial.StateApproved},
		"scheduled, another text":         {approval.Outside, editorial.Scheduled, func(p *editorial.Post) { p.Text += "." }, editorial.StateToReview},
		"scheduled, another text and day": {approval.One, editorial.Scheduled, func(p *editorial.Post) { p.Text += "."; p.At.Date.Day++ }, editorial.StateToReview},
		"approved, declared":              {approval.One, editorial.Approved, func(p *editorial.Post) { p.Disclosures = []legal.Disclosure{legal.Paid} }, editorial.StateToReview},
		"scheduled, another day":          {approval.One, editorial.Scheduled, func(p *editorial.Post) { p.At.Date.Day++ }, editorial.StateScheduled},
		"scheduled, nobody need approve":  {approval.Alone, editorial.Scheduled, func(p *editorial.Post) { p.Text += "." }, editorial.StateScheduled},
		"to review, another text":         {approval.One, editorial.ToReview, func(p *editorial.Post) { p.Text += "." }, editorial.StateToReview},
		"who types gives no approval":     {approval.One, editorial.Draft, func(p *editorial.Post) { p.Text += "."; p.Stage = editorial.Approved }, editorial.StateDraft},
		"who types takes none":            {approval.One, editorial.Approved, func(p *editorial.Post) { p.Stage = editorial.Draft }, editorial.StateApproved},
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t)
			ctx := t.Context()
			p, err := d.New(ctx, app.Civil{Date: app.Date{Year: 2026, Month: time.November, Day: 27}, Time: app.TimeOfDay{Hour: 12}})
			must(t, err)
			p.Text = "Fournée"
			must(t, d.Save(ctx, p))
			if c.stage == editorial.Scheduled {
				must(t, d.ledger.Schedule(ctx, p.ID))
			} else {
				p.Stage = c.stage
				must(t, d.file.Editorial().SavePost(ctx, p))
			}
			must(t, d.file.Approval().SaveSetting(ctx, approval.Setting{Way: c.way}))
			p, _, err = d.Post(ctx, p.ID)
			must(t, err)
			c.change(&p)
			must(t, d.Save(ctx, p))
			kept, state, err := d.Post(ctx, p.ID)
			must(t, err)
			if state != c.want || !kept.SaysTheSame(p) || kept.At != p.At {
				t.Errorf("%s: %+v", state, kept)
			}
			due, err := d.ledger.PostEntries(ctx, p.ID)
			must(t, err)
			if waits := len(due) > 0 && due[0].Delivery.State == publishing.Scheduled; waits != (c.want == editorial.StateScheduled) {
				t.Errorf("something waits to leave: %v", waits)
			}
		})
	}
}

// TestAnApprovalThatWasWithdrawnStaysSo saves twice what was read once: the second
// save still says "approved".
func TestAnApprovalThatWasWithdrawnStaysSo(t *testing.T) {
	d, ctx := openDesk(t), t.Context()
	must(t, d.file.Approval().SaveSetting(ctx, approval.Setting{Way: approval.One}))
	p, err := d.New(ctx, app.Civil{Date: app.Date{Year: 2026, Month: time.November, Day: 27}, Time: app.TimeOfDay{Hour: 12}})
	must(t, err)
	p.Text, p.Stage = "Fournée", editorial.Approved
	must(t, d.file.Editorial().SavePost(ctx, p))
	approved := func() bool {
		t.Helper()
		checks, err := d.Checks(ctx, p)
		must(t, err)
		return slices.ContainsFunc(checks, func(c editorial.Check) bool { return c.Title.Key == "editorial.check.approval.ok" })
	}
	if !approved() {
		t.Error("the post that was approved is not")
	}
	for _, more := range []string{" du", " matin"} {
		p.Text += more
		if approved() {
			t.Errorf("%q is approved before it is saved", p.Text)
		}
		must(t, d.Save(ctx, p))
		if _, state, err := d.Post(ctx, p.ID); err != nil || state != editorial.StateToReview {
			t.Errorf("%q is %s, %v", p.Text, state, err)
		}
	}
	if approved() {
		t.Error("what was typed counts as approved")
	}
}

// TestTypingDoesNotUndoWhatWasAnswered: the post is approved while it is open.
func TestTypingDoesNotUndoWhatWasAnswered(t *testing.T) {
	d, ctx := openDesk(t), t.Context()
	must(t, d.file.Approval().SaveSetting(ctx, approval.Setting{Way: approval.One}))
	p, err := d.New(ctx, app.Civil{})
	must(t, err)
	p.Text = "Fournée"
	must(t, d.Save(ctx, p))
	_, _, err = d.file.Approval().AddNote(ctx, approval.Note{PostID: p.ID, Kind: approval.Approved, At: storagetest.Now()}, editorial.Approved)
	must(t, err)
	p.Title = "Le pain"
	must(t, d.Save(ctx, p))
	if _, state, err := d.Post(ctx, p.ID); err != nil || state != editorial.StateApproved {
		t.Errorf("%s, %v", state, err)
	}
}

// TestWhatIsTakenOffTheLedgerStaysApproved: where posts must be approved, only what
// is leaves, and it need not be approved again for another day.
func TestWhatIsTakenOffTheLedgerStaysApproved(t *testing.T) {
	d, ctx := openDesk(t), t.Context()
	must(t, d.file.Approval().SaveSetting(ctx, approval.Setting{Way: approval.One}))
	must(t, d.file.Networks().SaveAccount(ctx, networks.Account{
		ID: "other", Network: networks.Bluesky, Handle: "autre.bsky.social", State: networks.AccountConnected, CreatedAt: storagetest.Now(),
	}))
	friday := app.Civil{Date: app.Date{Year: 2026, Month: time.November, Day: 27}, Time: app.TimeOfDay{Hour: 12}}
	p, err := d.New(ctx, friday)
	must(t, err)
	p.Text, p.Accounts = "Fournée", p.Accounts[:1]
	must(t, d.Save(ctx, p))
	if err := d.ledger.Schedule(ctx, p.ID); keyOf(err) != "approval.error.not_approved" || app.CodeOf(err) != app.CodeConflict {
		t.Errorf("a draft was scheduled: %v", err)
	}
	_, _, err = d.file.Approval().AddNote(ctx, approval.Note{PostID: p.ID, Kind: approval.Approved, At: storagetest.Now()}, editorial.Approved)
	must(t, err)
	var undo editorial.Undo
	schedule := func() error { return d.ledger.Schedule(ctx, p.ID) }
	for _, step := range []struct {
		name string
		do   func() error
		want editorial.State
	}{
		{"scheduled", schedule, editorial.StateScheduled},
		{"taken back", func() error { return d.ledger.Unschedule(ctx, p.ID) }, editorial.StateApproved},
		{"scheduled again", schedule, editorial.StateScheduled},
		{"one more account", func() error {
			p.Accounts = append(p.Accounts, "other")
			return d.Save(ctx, p)
		}, editorial.StateScheduled},
		{"deleted", func() (err error) { undo, err = d.Delete(ctx, p.ID); return err }, ""},
		{"brought back", func() error { return undo(ctx) }, editorial.StateScheduled},
		{"unplaced", func() error { return d.Unplace(ctx, p.ID) }, editorial.StateApproved},
		{"placed again", func() error { _, err := d.Undo(ctx); return err }, editorial.StateScheduled},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if _, state, err := d.Post(ctx, p.ID); state != step.want || step.want != "" && err != nil {
			t.Errorf("%s: %s, %v", step.name, state, err)
		}
	}
}

// TestManyAreScheduledAsOneIs: by the checks of each.
func TestManyAreScheduledAsOneIs(t *testing.T) {
	d, ctx := openDesk(t), t.Context()
	must(t, d.file.Approval().SaveSetting(ctx, approval.Setting{Way: approval.One}))
	picture := media.Image{Hash: "0000000000000000000000000000000000000000000000000000000000000001", Name: "a.jpg", MIME: "image/jpeg", Width: 1000, Height: 1000, Size: 1, AddedAt: storagetest.Now()}
	must(t, d.file.Media().AddImage(ctx, picture, []byte{1}))
	friday := app.Civil{Date: app.Date{Year: 2026, Month: time.November, Day: 27}, Time: app.TimeOfDay{Hour: 12}}
	var all []app.ID
	write := func(change func(p *editorial.Post)) app.ID {
		t.Helper()
		p, err := d.New(ctx, friday)
		must(t, err)
		p.Text, p.Stage = "Fournée", editorial.Approved
		change(&p)
		must(t, d.file.Editorial().SavePost(ctx, p))
		all = append(all, p.ID)
		return p.ID
	}
	ready := write(func(*editorial.Post) {})
	want := map[app.ID]string{
		write(func(p *editorial.Post) { p.Stage = editorial.Draft }):                              "editorial.check.approval",
		write(func(p *editorial.Post) { p.Text = "" }):                                            "editorial.check.empty",
		write(func(p *editorial.Post) { p.Images = []editorial.PostImage{{Hash: picture.Hash}} }): "editorial.bulk.warned",
	}
	o, err := d.Bulk(ctx, all, editorial.Change{Stage: editorial.Scheduled})
	must(t, err)
	got := make(map[app.ID]string)
	for _, r := range o.Refused {
		got[r.ID] = r.Reason.Key
	}
	if diff := cmp.Diff(want, got); diff != "" || !slices.Equal(o.Done, []app.ID{ready}) {
		t.Errorf("done %v, refused %s", o.Done, diff)
	}
	for _, id := range all {
		_, state, err := d.Post(ctx, id)
		must(t, err)
		if (state == editorial.StateScheduled) != (id == ready) {
			t.Errorf("%q is %s", want[id], state)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
