package publishing

import (
	"context"
	"strings"
	"time"

	"parvis/app"
)

// PauseReason is why an owner suspended everything. Its translated name is
// "publishing.pause.why.<reason>".
type PauseReason string

// Reasons of a pause.
const (
	PauseCrisis   PauseReason = "crisis"
	PauseMourning PauseReason = "mourning"
	PauseClosed   PauseReason = "closed" // the business does not work for a while
	PauseOther    PauseReason = "other"
)

// PauseReasons lists them in the order they are offered.
func PauseReasons() []PauseReason {
	return []PauseReason{PauseCrisis, PauseMourning, PauseClosed, PauseOther}
}

// Pause is a time during which nothing leaves, because the owner said so ("Tout
// suspendre"). What is on its way is still read back. The zero Pause is none.
type Pause struct {
	Since time.Time
	Why   PauseReason
	Note  string // the owner's own words, "" for none
	Who   string // who asked for it, "" when not said
}

// IsZero reports whether nothing is paused.
func (p Pause) IsZero() bool { return p.Since.IsZero() }

// PauseNoteLength bounds the note of a pause, and who asked for it, in characters.
const PauseNoteLength = 200

// PauseChanged is emitted after everything was suspended or went on again.
type PauseChanged struct{}

// Pause suspends everything from now on: nothing is armed while it lasts, and what
// networks keep is taken back (Keeping says what is not yet). It is
// asked by the owner of the business unless Who says otherwise. Errors:
// CodeInvalid for a reason that is none of PauseReasons or words that are too long,
// CodeConflict when everything is suspended already.
func (s *Service) Pause(ctx context.Context, p Pause) error {
	p.Note, p.Who, p.Since = strings.TrimSpace(p.Note), strings.TrimSpace(p.Who), s.desk.Clock.Now()
	if len([]rune(p.Note)) > PauseNoteLength || len([]rune(p.Who)) > PauseNoteLength {
		return app.Fail(app.CodeInvalid, "publishing.pause.error.long", "Max", PauseNoteLength)
	}
	if p.Who == "" {
		b, err := s.desk.Business.Business(ctx)
		if err != nil {
			return err
		}
		p.Who = b.FirstName
	}
	if err := s.desk.Store.Pause(ctx, p); err != nil {
		return err
	}
	app.Emit(s.desk.Events, PauseChanged{})
	s.desk.Wake()
	return nil
}

// Paused returns the pause that lasts, the zero Pause when there is none.
func (s *Service) Paused(ctx context.Context) (Pause, error) { return s.desk.Store.Paused(ctx) }

// Unpause lets deliveries leave again at their time. What came due meanwhile is
// put on the catch-up list. Without a pause it changes nothing.
func (s *Service) Unpause(ctx context.Context) error {
	if err := s.desk.Store.Unpause(ctx, s.desk.Clock.Now()); err != nil {
		return err
	}
	app.Emit(s.desk.Events, PauseChanged{})
	app.Emit(s.desk.Events, CatchUpChanged{})
	s.desk.Wake()
	return nil
}
