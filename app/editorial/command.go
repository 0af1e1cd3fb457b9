package editorial

import (
	"context"
	"time"

	"parvis/app"
)

// Kind is what an owner did. Its sentence is "editorial.journal.<kind>".
type Kind string

// What the journal tells apart.
const (
	KindCreate    Kind = "create"
	KindPlace     Kind = "place"
	KindMove      Kind = "move"
	KindUnplace   Kind = "unplace"
	KindStage     Kind = "stage"
	KindSchedule  Kind = "schedule"
	KindPillar    Kind = "pillar"
	KindCampaign  Kind = "campaign"
	KindClassify  Kind = "classify" // objective, audience, author
	KindRename    Kind = "rename"
	KindDuplicate Kind = "duplicate"
	KindDelete    Kind = "delete"
	KindRepeat    Kind = "repeat"
	KindCopy      Kind = "copy"
	KindChange    Kind = "change" // several of these at once
)

// classifies reports whether what is done is nothing that networks publish.
func (k Kind) classifies() bool { return k == KindPillar || k == KindCampaign || k == KindClassify }

// JournalLength is how many commands can be taken back.
const JournalLength = 200

// Current is a post as a command finds it.
type Current struct {
	Post  Post
	State State
}

// Write is what a command does to one post.
type Write struct {
	// Post is kept as it stands. Unlike SavePost it may leave the stage
	// scheduled: what waited of it is taken back first.
	Post Post
	// Remove forgets the post instead, as RemovePost does.
	Remove bool
	// Plan tells that the post, kept as it waits for that, is scheduled next: for
	// the journal it is.
	Plan bool
}

// Command is one act of the owner.
type Command struct {
	Kind   Kind
	Title  string // Label of the first post
	At     time.Time
	Writes []Write
	// Series, when given, is what the posts kept belong to from now on, with the
	// post With; its own series instead, where it is of one.
	Series, With app.ID
}

// Entry is a command in the journal.
type Entry struct {
	Number  int64
	Kind    Kind
	Title   string
	Count   int // posts it touched
	Changes []PostChange
}

// PostChange is what a command did to a post: nil stands for "no post".
type PostChange struct {
	ID            app.ID
	Before, After *Post
}

// Message names the command: "déplacer « Brioche »".
func (e Entry) Message() app.Message {
	return app.Say("editorial.journal."+string(e.Kind), "Title", e.Title, "Count", e.Count)
}

// Journal runs commands, each in one transaction with what undoes it.
type Journal interface {
	// Run reads the posts named (those that are not there are missing from now),
	// lets decide say what to write, writes that and its journal entry, forgets
	// what could have been done again and what is older than JournalLength
	// entries. Without writes it does nothing and returns 0. decide must not
	// write. Errors of decide are returned as they are, those of writing are
	// those of SavePost and RemovePost; nothing is kept then.
	Run(ctx context.Context, posts []app.ID, decide func(now map[app.ID]Current) (Command, error)) (number int64, err error)
	// Reverse undoes the entry of a number (or does it again, when back is
	// false), as decide says from the posts as they are now. It returns the
	// entry also when decide or a write fails, and CodeNotFound when it is not
	// there or was undone (or done) already.
	Reverse(ctx context.Context, number int64, back bool, decide func(e Entry, now map[app.ID]Current) ([]Write, error)) (Entry, error)
	// Next returns the entries, without their changes, that undo and redo are
	// for; zero when there is none.
	Next(ctx context.Context) (undo, redo Entry, err error)
	// Forget removes an entry from the journal; none is no error.
	Forget(ctx context.Context, number int64) error
}

// command runs a command, then tells the ledger and whoever listens. Of the posts
// to be planned it returns those that could not be, each with its error.
func (s *Service) command(ctx context.Context, kind Kind, posts []app.ID, decide func(now map[app.ID]Current) ([]Write, error)) (done, error) {
	return s.series(ctx, kind, "", "", posts, decide)
}

// done is what became of a command.
type done struct {
	number  int64 // in the journal, 0 when nothing was written
	writes  []Write
	planned map[app.ID]error // what was to be planned and could not be
}

func (s *Service) series(ctx context.Context, kind Kind, series, with app.ID, posts []app.ID, decide func(now map[app.ID]Current) ([]Write, error)) (done, error) {
	if !kind.classifies() {
		if err := s.reclaim(ctx, posts...); err != nil {
			return done{}, err
		}
	}
	var d done
	var was map[app.ID]Current
	number, err := s.store.Run(ctx, posts, func(now map[app.ID]Current) (Command, error) {
		var err error
		was = now
		if d.writes, err = decide(now); err != nil {
			return Command{}, err
		}
		c := Command{Kind: kind, At: s.clock.Now(), Writes: d.writes, Series: series, With: with}
		if len(d.writes) > 0 {
			c.Title = titleOf(d.writes[0], now)
		}
		return c, nil
	})
	if err != nil || number == 0 {
		return done{}, err
	}
	d.number = number
	d.planned = s.follow(ctx, d.writes, was)
	return d, nil
}

// titleOf names a post that is written, as it was called before.
func titleOf(w Write, now map[app.ID]Current) string {
	if c, ok := now[w.Post.ID]; ok {
		return c.Post.Label()
	}
	return w.Post.Label()
}

// follow plans what is to be planned, tells the ledger what was moved or taken
// back, and tells of the change. It returns what could not be planned.
func (s *Service) follow(ctx context.Context, writes []Write, was map[app.ID]Current) map[app.ID]error {
	failed := make(map[app.ID]error)
	for _, w := range writes {
		before, there := was[w.Post.ID]
		if there && before.Post.Stage == Scheduled && (w.Remove || w.Post.Stage != Scheduled || w.Post.At != before.Post.At) {
			s.rooms.Planner.Moved(w.Post.ID)
		}
		if w.Plan {
			if err := s.rooms.Planner.Schedule(ctx, w.Post.ID); err != nil {
				failed[w.Post.ID] = err
			}
		}
	}
	switch len(writes) {
	case 0:
	case 1:
		app.Emit(s.events, PostChanged{writes[0].Post.ID})
	default:
		app.Emit(s.events, PostChanged{})
	}
	return failed
}
