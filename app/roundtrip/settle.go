package roundtrip

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
)

// Outcome is what a batch did.
type Outcome struct {
	Changed int
	Added   int
	Dropped int
	// Undo takes all of it back, in one transaction. Posts that were scheduled
	// are scheduled again; it fails with CodeConflict when something changed
	// since.
	Undo editorial.Undo
}

// Settle brings in the rows of a merge that its owner took, in one transaction:
// all of them or none. It fails with CodeConflict when a post changed since the
// comparison: compare again.
func (s *Service) Settle(ctx context.Context, m *Merge) (Outcome, error) {
	h, err := s.house(ctx)
	if err != nil {
		return Outcome{}, err
	}
	c := comparison{Service: s, house: h}
	d := s.change(File{Sum: m.sum, Name: m.Name, At: s.clock.Now()})
	if !m.Alone {
		d.export = m.export
	}
	for i := range m.Rows {
		row := m.Rows[i]
		if row.Kind == RowConflict && row.Take && !row.takes() {
			d.rebase(row) // everything it changed was decided for Parvis
			continue
		}
		if !row.takes() {
			continue
		}
		var next Kept
		var reasons []app.Message
		switch row.Kind {
		case RowAdded:
			next, reasons = h.apply(row.kept, row.there)
			next.Post.ID, next.Post.CreatedAt = s.ids.New(), s.clock.Now()
		case RowRemoved:
			next = row.kept
			next.Post.Stage, next.State = editorial.Dropped, editorial.StateDropped
		default:
			next, reasons = c.result(row, row.Sheet)
		}
		if len(reasons) > 0 {
			// The moment passed, or the strategy changed, since it was compared.
			return Outcome{}, app.Fail(app.CodeConflict, "roundtrip.error.stale")
		}
		switch row.Kind {
		case RowAdded:
			d.add(next)
		case RowRemoved:
			d.replace(row.kept, next)
			d.outcome.Dropped++
		default:
			d.replace(row.kept, next)
			d.outcome.Changed++
			d.rebase(row)
		}
	}
	return s.commit(ctx, d)
}

// change is a batch being gathered, with what takes it back.
type change struct {
	now     time.Time
	export  app.ID
	batch   Batch
	inverse Batch
	again   []app.ID // to be scheduled again by undoing
	moved   []app.ID // scheduled posts whose deliveries follow
	outcome Outcome
}

func (s *Service) change(f File) *change {
	return &change{
		now:     s.clock.Now(),
		batch:   Batch{Seen: map[app.ID]time.Time{}, Besides: map[app.ID]Values{}, Base: map[app.ID]Values{}, File: f},
		inverse: Batch{Seen: map[app.ID]time.Time{}, Besides: map[app.ID]Values{}, Base: map[app.ID]Values{}},
	}
}

// add makes a new post.
func (d *change) add(k Kept) {
	k.Post.UpdatedAt = d.now
	d.batch.Posts = append(d.batch.Posts, k.Post)
	if len(k.Besides) > 0 {
		d.batch.Besides[k.Post.ID] = k.Besides
	}
	d.inverse.Remove = append(d.inverse.Remove, k.Post.ID)
	d.inverse.Besides[k.Post.ID] = Values{}
	d.inverse.Seen[k.Post.ID] = d.now
	d.outcome.Added++
}

// replace changes a post.
func (d *change) replace(was, next Kept) {
	id := was.Post.ID
	d.batch.Seen[id], d.inverse.Seen[id] = was.Post.UpdatedAt, d.now
	next.Post.UpdatedAt = d.now
	d.batch.Posts = append(d.batch.Posts, next.Post)
	d.batch.Besides[id], d.inverse.Besides[id] = next.Besides, was.Besides
	back := was.Post
	switch {
	case was.Post.Stage == editorial.Scheduled && next.Post.Stage != editorial.Scheduled:
		d.batch.Unplan = append(d.batch.Unplan, id)
		d.again = append(d.again, id)
		back.Stage = editorial.Approved
	case was.Post.Stage == editorial.Scheduled:
		d.moved = append(d.moved, id)
	}
	d.inverse.Posts = append(d.inverse.Posts, back)
}

// rebase makes what the sheet says of a row the base of the next merge: what was
// decided is not asked again.
func (d *change) rebase(row MergeRow) {
	if d.export == "" {
		return
	}
	d.batch.ExportID, d.inverse.ExportID = d.export, d.export
	before, after := Values{}, Values{}
	for _, c := range row.Changes {
		before[c.Column], after[c.Column] = c.Base, c.There
	}
	d.batch.Base[row.PostID] = overlay(row, after)
	d.inverse.Base[row.PostID] = overlay(row, before)
}

// overlay is the base of a row with other values in the cells that changed.
func overlay(row MergeRow, values Values) Values {
	all := maps.Clone(row.base)
	for _, c := range row.Changes {
		delete(all, c.Column)
		if v := values[c.Column]; v != "" {
			all[c.Column] = v
		}
	}
	return all
}

// commit writes a change and tells of it.
func (s *Service) commit(ctx context.Context, d *change) (Outcome, error) {
	d.batch.File.Rows = d.outcome.Added
	if err := s.apply(ctx, d.batch); err != nil {
		return Outcome{}, err
	}
	s.tell(d)
	outcome := d.outcome
	outcome.Undo = func(ctx context.Context) error {
		if err := s.apply(ctx, d.inverse); err != nil {
			return err
		}
		s.tell(d)
		return s.scheduleAgain(ctx, d)
	}
	return outcome, nil
}

// apply writes a batch, once what networks keep of its posts is taken back.
func (s *Service) apply(ctx context.Context, b Batch) error {
	posts := slices.Clone(b.Remove)
	for _, p := range b.Posts {
		posts = append(posts, p.ID)
	}
	if err := s.rooms.Planner.Reclaim(ctx, posts...); err != nil {
		return stale(err)
	}
	return stale(s.store.Apply(ctx, b))
}

// scheduleAgain gives back to the ledger what a batch had taken off it. A post
// whose moment has passed meanwhile stays approved, and that is told.
func (s *Service) scheduleAgain(ctx context.Context, d *change) error {
	var all []error
	for _, id := range d.again {
		if err := s.rooms.Planner.Schedule(ctx, id); err != nil {
			all = append(all, err)
			continue
		}
		app.Emit(s.events, editorial.PostChanged{ID: id})
	}
	return errors.Join(all...)
}

func (s *Service) tell(d *change) {
	for _, id := range d.moved {
		s.rooms.Planner.Moved(id)
	}
	switch len(d.batch.Posts) {
	case 0:
	case 1:
		app.Emit(s.events, editorial.PostChanged{ID: d.batch.Posts[0].ID})
	default:
		app.Emit(s.events, editorial.PostChanged{})
	}
	for _, n := range d.batch.Notes {
		app.Emit(s.events, approval.NotesChanged{PostID: n.PostID})
	}
}

// stale says what a conflict means here: something changed since it was shown.
func stale(err error) error {
	if app.CodeOf(err) == app.CodeConflict {
		return app.Fail(app.CodeConflict, "roundtrip.error.stale").Because(err)
	}
	return err
}
