// Package approval is who lets posts leave: the three ways a business validates
// them, and what is said about each on the way.
package approval

import (
	"context"
	"time"

	"parvis/app"
	"parvis/app/editorial"
)

// Way is how posts are validated.
type Way string

// The three ready-made ways.
const (
	Alone   Way = "alone"   // whoever writes schedules
	One     Way = "one"     // somebody approves, in Parvis
	Outside Way = "outside" // people elsewhere read a pack, and their answers are brought back
)

// Ways are all of them, in the order they are proposed.
var Ways = []Way{Alone, One, Outside}

// Setting is what the business chose.
type Setting struct {
	Way Way
	// Approver is the name of who approves, "" where nobody was named.
	Approver string
}

// Needed reports whether a post must be approved before it is scheduled.
func (s Setting) Needed() bool { return s.Way == One || s.Way == Outside }

// Kind is what a note does.
type Kind string

// Kinds of notes.
const (
	Comment  Kind = "comment"  // says something, changes nothing
	Asked    Kind = "asked"    // asks for the approval: the post is to review
	Approved Kind = "approved" // gives it
	SentBack Kind = "to_fix"   // says what is to be corrected
)

// Note is one thing said about a post: a comment, or a step of its approval with
// its words.
type Note struct {
	ID     int64
	PostID app.ID
	Kind   Kind
	Author string // as typed, "" when nobody was named
	Text   string // may be empty but for Comment and SentBack
	At     time.Time
}

// Bounds of what is typed, in characters.
const (
	MaxAuthor = 80
	MaxText   = 4000
)

// Store keeps the setting and the notes in the file.
type Store interface {
	// Setting returns what was chosen, Alone when nothing was.
	Setting(ctx context.Context) (Setting, error)
	SaveSetting(ctx context.Context, s Setting) error
	// Notes returns what was said about a post, in that order.
	Notes(ctx context.Context, post app.ID) ([]Note, error)
	// AddNote keeps a note and returns its ID, and the stage that the post had. Unless
	// to is "", it gives the post that stage in the same transaction; it fails with
	// CodeConflict for a post that is scheduled, given up or that left, and with
	// CodeNotFound for one that is gone.
	AddNote(ctx context.Context, n Note, to editorial.Stage) (id int64, before editorial.Stage, err error)
	// RemoveNote takes back a note that gave a post the stage to ("" for none), and
	// gives the post the stage before again if it is still at the one the note gave.
	// Errors are those of AddNote, and CodeNotFound for a note that is gone.
	RemoveNote(ctx context.Context, n Note, to, before editorial.Stage) error
}

// SettingChanged is emitted after the way was changed.
type SettingChanged struct{}

// NotesChanged is emitted after something was said about a post, or taken back.
type NotesChanged struct{ PostID app.ID }
