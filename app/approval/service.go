package approval

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"parvis/app"
	"parvis/app/editorial"
)

// Posts tells what a post is.
type Posts interface {
	Post(ctx context.Context, id app.ID) (editorial.Post, error)
}

// Service is what the interface and other rooms ask. It is safe for concurrent
// use.
type Service struct {
	store  Store
	posts  Posts
	events *app.Events
	clock  app.Clock
}

// NewService returns the service over a store.
func NewService(store Store, posts Posts, events *app.Events, clock app.Clock) *Service {
	return &Service{store: store, posts: posts, events: events, clock: clock}
}

// Setting returns the way posts are validated.
func (s *Service) Setting(ctx context.Context) (Setting, error) { return s.store.Setting(ctx) }

// Needed reports whether a post must be approved before it is scheduled.
func (s *Service) Needed(ctx context.Context) (bool, error) {
	setting, err := s.store.Setting(ctx)
	return setting.Needed(), err
}

// MaySchedule fails with CodeConflict for a post that must be approved first. One
// that is scheduled already may be again.
func (s *Service) MaySchedule(ctx context.Context, post app.ID) error {
	needed, err := s.Needed(ctx)
	if err != nil || !needed {
		return err
	}
	p, err := s.posts.Post(ctx, post)
	if err == nil && p.Stage != editorial.Approved && p.Stage != editorial.Scheduled {
		err = app.Fail(app.CodeConflict, "approval.error.not_approved")
	}
	return err
}

// SaveSetting changes the way. It fails with CodeInvalid for one that does not
// exist and for a name too long to keep.
func (s *Service) SaveSetting(ctx context.Context, setting Setting) error {
	setting.Approver = clean(setting.Approver)
	switch {
	case !slices.Contains(Ways, setting.Way):
		return app.Fail(app.CodeInvalid, "approval.error.way")
	case utf8.RuneCountInString(setting.Approver) > MaxAuthor:
		return app.Fail(app.CodeInvalid, "approval.error.author_long", "Max", MaxAuthor)
	}
	if err := s.store.SaveSetting(ctx, setting); err != nil {
		return err
	}
	app.Emit(s.events, SettingChanged{})
	return nil
}

// Notes returns what was said about a post, in that order.
func (s *Service) Notes(ctx context.Context, post app.ID) ([]Note, error) {
	return s.store.Notes(ctx, post)
}

// Undo takes back what was just done: what was said, and the stage it gave unless
// the post has another since.
type Undo func(ctx context.Context) error

// stages are what the kinds of notes make of a post, "" for nothing.
var stages = map[Kind]editorial.Stage{
	Comment: "", Asked: editorial.ToReview, Approved: editorial.Approved, SentBack: editorial.ToFix,
}

// Say keeps what is said about a post, and does what its kind does. The note's ID
// and moment are given here.
//
// Errors: CodeInvalid for a comment or a correction without words, for what is too
// long to keep and for a kind that does not exist; CodeConflict for a post that is
// scheduled or that left; CodeNotFound for one that is gone.
func (s *Service) Say(ctx context.Context, n Note) (Undo, error) {
	n.Author, n.Text = clean(n.Author), clean(n.Text)
	to, known := stages[n.Kind]
	switch {
	case !known:
		return nil, app.Fail(app.CodeInvalid, "approval.error.kind")
	case n.Text == "" && n.Kind == Comment:
		return nil, app.Fail(app.CodeInvalid, "approval.error.empty")
	case n.Text == "" && n.Kind == SentBack:
		return nil, app.Fail(app.CodeInvalid, "approval.error.why")
	case utf8.RuneCountInString(n.Text) > MaxText:
		return nil, app.Fail(app.CodeInvalid, "approval.error.text_long", "Max", MaxText)
	case utf8.RuneCountInString(n.Author) > MaxAuthor:
		return nil, app.Fail(app.CodeInvalid, "approval.error.author_long", "Max", MaxAuthor)
	}
	n.At = s.clock.Now()
	id, before, err := s.store.AddNote(ctx, n, to)
	if err != nil {
		return nil, err
	}
	n.ID = id
	s.said(n.PostID)
	return func(ctx context.Context) error {
		if err := s.store.RemoveNote(ctx, n, to, before); err != nil {
			return err
		}
		s.said(n.PostID)
		return nil
	}, nil
}

func (s *Service) said(post app.ID) {
	app.Emit(s.events, NotesChanged{post})
	app.Emit(s.events, editorial.PostChanged{ID: post})
}

func clean(typed string) string { return strings.TrimSpace(strings.ToValidUTF8(typed, "\uFFFD")) }
