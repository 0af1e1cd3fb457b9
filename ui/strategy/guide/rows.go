package guide

import (
	"context"
	"slices"
)

// rows edits a list that is kept in one piece. The fields of a row point into it
// for as long as they are on screen, whatever is added and removed meanwhile.
type rows[T comparable] struct {
	view *View
	all  *[]T // the list among the answers
	each []*T // its rows, as on screen
	key  string
	// command returns what keeps a list. It is called on the main goroutine, the
	// command runs off it.
	command func(all []T) func(ctx context.Context) error
}

// newRows edits a list of the answers, which is the one on screen from now on.
func newRows[T comparable](v *View, all *[]T, key string, command func(all []T) func(ctx context.Context) error) *rows[T] {
	r := &rows[T]{view: v, all: all, key: key, command: command}
	r.read()
	v.rows = r
	return r
}

// read takes the rows from the answers.
func (r *rows[T]) read() {
	r.each = nil
	for _, one := range *r.all {
		r.each = append(r.each, &one)
	}
}

// saves is the command of a list that is a part of its own.
func saves[T any](save func(ctx context.Context, all []T) error) func(all []T) func(ctx context.Context) error {
	return func(all []T) func(ctx context.Context) error {
		return func(ctx context.Context) error { return save(ctx, all) }
	}
}

// typed keeps the list as it is on screen.
func (r *rows[T]) typed() {
	r.follow()
	r.view.keep(r.key, r.saving)
}

// follow writes the rows on screen into the answers.
func (r *rows[T]) follow() {
	*r.all = make([]T, len(r.each))
	for i, one := range r.each {
		(*r.all)[i] = *one
	}
}

// saving is the command that keeps the list as it is now.
func (r *rows[T]) saving() func(ctx context.Context) error {
	r.follow()
	return r.command(slices.Clone(*r.all))
}

// add adds rows and puts the focus in the last of them.
func (r *rows[T]) add(more ...T) {
	r.view.settled(func() {
		for _, one := range more {
			r.each = append(r.each, &one)
		}
		r.view.run(r.saving(), func() { r.view.focusRow(more[len(more)-1]) })
	})
}

// remove removes a row; the toast brings it back to its place.
func (r *rows[T]) remove(row *T) {
	r.view.settled(func() {
		i := slices.Index(r.each, row)
		if i < 0 {
			return // removed by the click before
		}
		r.each = slices.Delete(slices.Clone(r.each), i, i+1)
		r.view.run(r.saving(), func() {
			r.view.offer(func() func(ctx context.Context) error {
				now := r.current()
				now.each = slices.Insert(slices.Clone(now.each), min(i, len(now.each)), row)
				return now.saving()
			})
		})
	})
}

// current is what edits the same list now: an undo may come after the question
// was shown again, or left.
func (r *rows[T]) current() *rows[T] {
	if shown, ok := r.view.rows.(*rows[T]); ok && shown.all == r.all {
		return shown
	}
	r.read()
	return r
}

// removed runs a command that removes a row, and offers the one that brings it
// back.
func (v *View) removed(do, undo func(ctx context.Context) error) {
	v.command(do, func() {
		v.offer(func() func(ctx context.Context) error { return undo })
	})
}

// offer tells that a row is removed and offers to bring it back: undo is called
// on the main goroutine, once what was typed is kept, and returns the command.
func (v *View) offer(undo func() func(ctx context.Context) error) {
	v.host.Toast(v.host.Text().T("strategy.guide.removed"), func() {
		v.settled(func() { v.run(undo(), nil) })
	})
}

// focusRow puts the focus in the row that was just added: by its head, or the
// last one where rows have none.
func (v *View) focusRow(key any) {
	if focus, ok := v.heads[key]; ok {
		focus()
		return
	}
	v.focusLast()
}

// focusLast puts the focus in the last row.
func (v *View) focusLast() {
	if v.last != nil {
		v.last()
	}
}
