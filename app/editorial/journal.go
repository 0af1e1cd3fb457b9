package editorial

import (
	"context"

	"parvis/app"
)

// Undo takes back the last command of the journal and returns what it was. The
// journal reaches back JournalLength commands and outlives the program.
//
// CodeConflict means that nothing was taken back: a post has changed since (key
// "editorial.journal.changed") or has left ("editorial.journal.left"); the
// command then leaves the journal, so that the next Undo reaches the one before.
// It also means that there is nothing to take back ("editorial.journal.nothing").
// With "editorial.error.restored_late" all is back, but a post that was
// scheduled stays a draft, as its moment has passed.
func (s *Service) Undo(ctx context.Context) (app.Message, error) {
	return app.Message{}, app.Fail(app.CodeUnavailable, "error.unavailable")
}

// Redo does again what Undo took back last, and returns what it was. Errors are
// those of Undo. A new command forgets what could be done again.
func (s *Service) Redo(ctx context.Context) (app.Message, error) {
	return app.Message{}, app.Fail(app.CodeUnavailable, "error.unavailable")
}

// Next returns what Undo would take back and what Redo would do again: zero when
// there is nothing.
func (s *Service) Next(ctx context.Context) (undo, redo app.Message, err error) {
	return app.Message{}, app.Message{}, app.Fail(app.CodeUnavailable, "error.unavailable")
}
