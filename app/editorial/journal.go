package editorial

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"time"

	"parvis/app"
)

// Undo takes back the last command of the journal and returns what it was. The
// journal reaches back JournalLength commands and outlives the program.
//
// CodeConflict means that nothing was taken back: a post has changed since (key
// "editorial.journal.changed"), has left ("editorial.journal.left") or would be
// scheduled in the past ("editorial.error.past"); the command then leaves the
// journal, so that the next Undo reaches the one before. One that the file could
// not take back stays in it, to be tried again. CodeConflict also means that
// there is nothing to take back ("editorial.journal.nothing"). With
// "editorial.error.restored_late" all is back, but a post that was scheduled
// stays a draft, as its moment has passed.
func (s *Service) Undo(ctx context.Context) (app.Message, error) {
	undo, _, err := s.store.Next(ctx)
	if err != nil {
		return app.Message{}, err
	}
	return s.reverse(ctx, undo.Number, true, true)
}

// Redo does again what Undo took back last, and returns what it was. Errors are
// those of Undo. A new command forgets what could be done again.
func (s *Service) Redo(ctx context.Context) (app.Message, error) {
	_, redo, err := s.store.Next(ctx)
	if err != nil {
		return app.Message{}, err
	}
	return s.reverse(ctx, redo.Number, false, true)
}

// Next returns what Undo would take back and what Redo would do again: zero when
// there is nothing.
func (s *Service) Next(ctx context.Context) (undo, redo app.Message, err error) {
	u, r, err := s.store.Next(ctx)
	if err != nil {
		return app.Message{}, app.Message{}, err
	}
	if u.Number != 0 {
		undo = u.Message()
	}
	if r.Number != 0 {
		redo = r.Message()
	}
	return undo, redo, nil
}

// Undo takes back what was just done. Its errors are those of Service.Undo.
type Undo func(ctx context.Context) error

// undoing returns what takes back the entry of a number.
func (s *Service) undoing(number int64) Undo {
	return func(ctx context.Context) error {
		_, err := s.reverse(ctx, number, true, false)
		return err
	}
}

// reverse undoes an entry, or does it again. One that no longer fits is forgotten
// when forget: it is the next in turn, and must not stand in the way of the others.
func (s *Service) reverse(ctx context.Context, number int64, back, forget bool) (app.Message, error) {
	r := reversal{ctx: ctx, service: s, back: back}
	var err error
	if r.zone, err = s.zone(ctx); err != nil {
		return app.Message{}, err
	}
	if r.mustApprove, err = s.rooms.Approval.Needed(ctx); err != nil {
		return app.Message{}, err
	}
	if r.off, err = s.offLedger(ctx); err != nil {
		return app.Message{}, err
	}
	if r.link, err = s.links(ctx); err != nil {
		return app.Message{}, err
	}
	var writes []Write
	var was map[app.ID]Current
	var decided error
	decide := func(e Entry, now map[app.ID]Current) ([]Write, error) {
		was = now
		writes, decided = r.writes(e, now)
		return writes, decided
	}
	entry, err := s.store.Reverse(ctx, number, back, decide)
	if app.CodeOf(err) == app.CodeConflict && decided == nil {
		// Networks may keep some of it: which posts it is of, only the journal knew.
		if err := s.reclaim(ctx, slices.Collect(maps.Keys(was))...); err != nil {
			return app.Message{}, err
		}
		entry, err = s.store.Reverse(ctx, number, back, decide)
	}
	switch {
	case app.CodeOf(err) == app.CodeNotFound:
		return app.Message{}, app.Fail(app.CodeConflict, "editorial.journal.nothing").Because(err)
	case err != nil && forget && app.CodeOf(decided) == app.CodeConflict:
		return entry.Message(), cmp.Or(s.store.Forget(ctx, entry.Number), err)
	case err != nil:
		return app.Message{}, err
	}
	failed := s.follow(ctx, writes, was)
	for _, w := range writes {
		if err := failed[w.Post.ID]; err != nil {
			if s.past(w.Post.At, r.zone) {
				err = app.Fail(app.CodeConflict, "editorial.error.restored_late", "Moment", w.Post.At).Because(err)
			}
			return entry.Message(), err
		}
	}
	return entry.Message(), nil
}

// reversal says what undoes an entry, or does it again.
type reversal struct {
	ctx     context.Context
	service *Service
	back    bool
	zone    *time.Location
	// mustApprove: before a post is scheduled.
	mustApprove bool
	off         Stage // of a post that is scheduled no more, or not yet again
	link        func(p *Post, kept Post)
}

func (r reversal) writes(e Entry, now map[app.ID]Current) ([]Write, error) {
	var all []Write
	for _, c := range e.Changes {
		from, to := c.After, c.Before
		if !r.back {
			from, to = to, from
		}
		current, there := now[c.ID]
		var w Write
		var needed bool
		var err error
		switch {
		case to == nil:
			w, needed, err = r.takeAway(current, there, from)
		case from == nil:
			w, needed, err = r.bringBack(current, there, *to)
		case !there:
			err = changed(to.Label())
		default:
			w, needed, err = r.change(current, *from, *to)
		}
		if err != nil {
			return nil, err
		}
		if needed {
			all = append(all, w)
		}
	}
	return all, nil
}

func changed(title string) error {
	return app.Fail(app.CodeConflict, "editorial.journal.changed", "Title", title)
}

func left(title string) error {
	return app.Fail(app.CodeConflict, "editorial.journal.left", "Title", title)
}

// takeAway removes a post that the command had left as from: what was written
// into it since is not lost.
func (r reversal) takeAway(now Current, there bool, from *Post) (Write, bool, error) {
	switch {
	case !there:
		return Write{}, false, nil
	case now.State.Fixed():
		return Write{}, false, left(now.Post.Label())
	case from == nil || !same(now.Post, *from):
		return Write{}, false, changed(now.Post.Label())
	}
	return Write{Post: now.Post, Remove: true}, true, nil
}

// bringBack keeps a post again that the command had removed, or of which it had
// left the trace.
func (r reversal) bringBack(now Current, there bool, to Post) (Write, bool, error) {
	if there {
		trace := now.Post
		trace.Stage = to.Stage
		if now.Post.Stage != Dropped || !same(trace, to) {
			return Write{}, false, changed(now.Post.Label())
		}
	}
	to = to.Copy()
	r.link(&to, now.Post)
	if _, err := r.service.dropImages(r.ctx, &to); err != nil {
		return Write{}, false, err
	}
	return planned(to, r.off), true, nil
}

// planned is what keeps a post that is to be scheduled once it is there, until
// then at the stage off.
func planned(p Post, off Stage) Write {
	if p.Stage != Scheduled {
		return Write{Post: p}
	}
	p.Stage = off
	return Write{Post: p, Plan: true}
}

// change brings the fields that the command changed from what they became to
// what they were. The others stay as they are now.
func (r reversal) change(now Current, from, to Post) (Write, bool, error) {
	p, touched, fits := merge(now.Post, from, to)
	switch {
	case !fits:
		return Write{}, false, changed(now.Post.Label())
	case len(touched) == 0:
		return Write{}, false, nil
	case now.State.Fixed() && slices.ContainsFunc(touched, func(field string) bool { return !slices.Contains(free, field) }):
		return Write{}, false, left(now.Post.Label())
	}
	if r.mustApprove && p.Stage.approved() && !r.approved(p, now.Post, from, to) {
		if p.Stage = now.Post.Stage; p.Stage.approved() {
			p.Stage = ToReview
		}
		if same(p, now.Post) {
			return Write{}, false, nil
		}
	}
	p = p.Copy()
	r.link(&p, now.Post)
	if _, err := r.service.dropImages(r.ctx, &p); err != nil {
		return Write{}, false, err
	}
	p.UpdatedAt = r.service.clock.Now()
	if now.Post.UpdatedAt.Equal(from.UpdatedAt) {
		p.UpdatedAt = to.UpdatedAt
	}
	switch {
	case p.Stage != Scheduled, now.State.Fixed():
		return Write{Post: p}, true, nil
	case now.Post.Stage != Scheduled:
		return planned(p, r.off), true, nil
	case p.At != now.Post.At && r.service.past(p.At, r.zone):
		return Write{}, false, app.Fail(app.CodeConflict, "editorial.error.past", "Moment", p.At)
	case p.At == now.Post.At && same(Post{Accounts: p.Accounts}, Post{Accounts: now.Post.Accounts}), follows(now.State, now.Post, p):
		return Write{Post: p}, true, nil
	}
	return planned(p, r.off), true, nil
}

// approved reports whether what p says was approved: it is what the post says now
// that it is approved, what it said when it was, or what the command approved.
func (r reversal) approved(p, now, from, to Post) bool {
	if now.Stage.approved() && p.SaysTheSame(now) {
		return true
	}
	gives := to.Stage == Approved && !from.Stage.approved()
	return to.Stage.approved() && p.SaysTheSame(to) && (r.back || gives)
}

// free are the fields of a post that stay free once it is out.
var free = []string{"Title", "PillarID", "ObjectiveID", "AudienceID", "CampaignID", "Author"}

// stamp is the field that every save changes: no change by itself.
const stamp = "UpdatedAt"

// merge returns now with every field that differs between from and to brought to
// what it is in to, and the names of those it touched. It does not fit when such
// a field is now neither. All fields of Post take part, whichever come.
func merge(now, from, to Post) (merged Post, touched []string, fits bool) {
	merged = now
	n, a, b := reflect.ValueOf(now), reflect.ValueOf(from), reflect.ValueOf(to)
	result := reflect.ValueOf(&merged).Elem()
	for i := range n.NumField() {
		name := n.Type().Field(i).Name
		if name == stamp || alike(a.Field(i), b.Field(i)) || alike(n.Field(i), b.Field(i)) {
			continue
		}
		if !alike(n.Field(i), a.Field(i)) && !notPlanned(name, now, from) {
			return Post{}, nil, false
		}
		result.Field(i).Set(b.Field(i))
		touched = append(touched, name)
	}
	return merged, touched, true
}

// same reports whether two posts hold the same.
func same(now, then Post) bool {
	n, t := reflect.ValueOf(now), reflect.ValueOf(then)
	for i := range n.NumField() {
		name := n.Type().Field(i).Name
		if name != stamp && !alike(n.Field(i), t.Field(i)) && !notPlanned(name, now, then) {
			return false
		}
	}
	return true
}

// notPlanned reports whether a stage differs only because a post that was to be
// scheduled could not be.
func notPlanned(field string, now, then Post) bool {
	return field == "Stage" && (now.Stage == Draft || now.Stage == Approved) && then.Stage == Scheduled
}

// alike compares two values of one type as the journal keeps them: an empty list
// is none.
func alike(a, b reflect.Value) bool {
	if reflect.DeepEqual(a.Interface(), b.Interface()) {
		return true
	}
	x, errX := json.Marshal(a.Interface())
	y, errY := json.Marshal(b.Interface())
	none := func(data []byte) bool { return string(data) == "null" || string(data) == "[]" || string(data) == "{}" }
	return errX == nil && errY == nil && (bytes.Equal(x, y) || none(x) && none(y))
}
