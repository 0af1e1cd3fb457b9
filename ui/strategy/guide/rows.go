package guide

import (
	"context"
	"slices"
)

// rows edits a list that is kept in one piece.
type rows[T any] struct {
	view *View
	all  *[]T
	key  string
	// command returns what keeps a list. It is called on the main goroutine, the
	// command runs off it.
	command func(all []T) func(ctx context.Context) error
}

// saves is the command of a list that is a part of its own.
func saves[T any](save func(ctx context.Context, all []T) error) func(all []T) func(ctx context.Context) error {
	return func(all []T) func(ctx context.Context) error {
		return func(ctx context.Context) error { return save(ctx, all) }
	}
}

// typed keeps the list as it is on screen.
func (r rows[T]) typed() { r.view.keep(r.key, r.saving) }

// saving is the command that keeps the list as it is now.
func (r rows[T]) saving() func(ctx context.Context) error { return r.command(slices.Clone(*r.all)) }

// add adds rows at the end and puts the focus in the last.
func (r rows[T]) add(more ...T) {
	*r.all = append(slices.Clone(*r.all), more...)
	r.view.command(r.saving(), r.view.focusLast)
}

// remove removes a row; the toast brings it back to its place.
func (r rows[T]) remove(i int) {
	gone := (*r.all)[i]
	*r.all = slices.Delete(slices.Clone(*r.all), i, i+1)
	r.view.removed(r.saving(), func() func(ctx context.Context) error {
		*r.all = slices.Insert(slices.Clone(*r.all), min(i, len(*r.all)), gone)
		return r.saving()
	})
}

// removed runs a command that removes a row, and offers what brings it back:
// undo is called on the main goroutine and returns the command.
func (v *View) removed(do func(ctx context.Context) error, undo func() func(ctx context.Context) error) {
	v.command(do, func() {
		v.host.Toast(v.host.Text().T("strategy.guide.removed"), func() { v.command(undo(), nil) })
	})
}

// again is an undo that always runs the same command.
func again(command func(ctx context.Context) error) func() func(ctx context.Context) error {
	return func() func(ctx context.Context) error { return command }
}

// focusLast puts the focus in the row that was just added.
func (v *View) focusLast() {
	if v.last != nil {
		v.last()
	}
}
