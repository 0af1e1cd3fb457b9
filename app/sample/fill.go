package sample

import (
	"context"
	"fmt"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/budget"
	"parvis/app/business"
	"parvis/app/conversations"
	"parvis/app/editorial"
	"parvis/app/media"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/snippets"
	"parvis/app/strategy"
	"parvis/app/watch"
)

// Stores is what Fill writes through: of every room the few methods it needs.
type Stores struct {
	Accounts interface {
		SaveAccount(ctx context.Context, a networks.Account) error
	}
	Business interface {
		SaveOpening(ctx context.Context, week business.Opening) error
	}
	Strategy interface {
		Replace(ctx context.Context, s strategy.Strategy, heirs map[app.ID]app.ID) error
		SaveAction(ctx context.Context, a strategy.Action) error
		SavePath(ctx context.Context, p strategy.Path) error
		AddVersion(ctx context.Context, v strategy.Version) (int, error)
		CloseReview(ctx context.Context, r strategy.Review, actions []strategy.Action, b strategy.Budget) error
	}
	Media interface {
		AddImage(ctx context.Context, i media.Image, data []byte) error
	}
	Posts interface {
		// SavePosts adds posts with their images and accounts in one
		// transaction.
		SavePosts(ctx context.Context, posts []editorial.Post) error
	}
	Ledger interface {
		// Record adds deliveries as they stand, with their attempts, in one
		// transaction. Posts and accounts must be there.
		Record(ctx context.Context, entries []publishing.Entry) error
	}
	Metrics interface {
		SaveReadings(ctx context.Context, r []metrics.Reading) ([]int64, error)
	}
	Watch interface {
		SaveCompetitor(ctx context.Context, c watch.Competitor) error
		SaveReadResult(ctx context.Context, s watch.Source, items []watch.Item) (int, error)
	}
	Conversations interface {
		AddMessages(ctx context.Context, m []conversations.Message) error
	}
	Snippets interface {
		SaveSnippet(ctx context.Context, s snippets.Snippet) error
		NoteEmoji(ctx context.Context, emoji string, at time.Time) error
	}
	Budget interface {
		AddExpenses(ctx context.Context, e []budget.Expense) error
	}
}

// Fill writes a dataset into an empty file that was created for its business.
// It stops at the first error or when ctx ends; the file is then incomplete and
// must be thrown away.
func Fill(ctx context.Context, s Stores, d Dataset) error {
	for _, step := range []struct {
		what string
		do   func() error
	}{
		{"accounts", func() error { return each(ctx, d.Accounts, s.Accounts.SaveAccount) }},
		{"opening hours", func() error { return s.Business.SaveOpening(ctx, d.Business.Opening) }},
		{"strategy", func() error { return s.Strategy.Replace(ctx, withoutPosts(d.Strategy), nil) }},
		{"path", func() error { return s.Strategy.SavePath(ctx, d.Path) }},
		{"pictures", func() error {
			return each(ctx, d.Pictures, func(ctx context.Context, p Picture) error {
				return s.Media.AddImage(ctx, p.Image, p.Data)
			})
		}},
		{"posts", func() error { return s.Posts.SavePosts(ctx, d.Posts) }},
		{"actions", func() error {
			return each(ctx, d.Strategy.Actions, func(ctx context.Context, a strategy.Action) error {
				if a.PostID == "" {
					return nil
				}
				return s.Strategy.SaveAction(ctx, a)
			})
		}},
		{"version", func() error {
			_, err := s.Strategy.AddVersion(ctx, d.Version)
			return err
		}},
		{"review", func() error { return s.Strategy.CloseReview(ctx, d.Review, nil, d.Strategy.Budget) }},
		{"deliveries", func() error { return s.Ledger.Record(ctx, d.Entries) }},
		{"competitors", func() error { return each(ctx, d.Competitors, s.Watch.SaveCompetitor) }},
		{"feeds", func() error {
			return each(ctx, d.Feeds, func(ctx context.Context, f Feed) error {
				_, err := s.Watch.SaveReadResult(ctx, f.Source, f.Items)
				return err
			})
		}},
		{"readings", func() error {
			_, err := s.Metrics.SaveReadings(ctx, d.Readings)
			return err
		}},
		{"messages", func() error { return s.Conversations.AddMessages(ctx, d.Messages) }},
		{"snippets", func() error { return each(ctx, d.Snippets, s.Snippets.SaveSnippet) }},
		{"emoji", func() error {
			return each(ctx, d.Emoji, func(ctx context.Context, e EmojiUse) error { return s.Snippets.NoteEmoji(ctx, e.Emoji, e.UsedAt) })
		}},
		{"expenses", func() error { return s.Budget.AddExpenses(ctx, d.Expenses) }},
	} {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := step.do(); err != nil {
			return fmt.Errorf("filling the sample business, %s: %w", step.what, err)
		}
	}
	return nil
}

// withoutPosts returns the strategy as it can be kept before the posts are: its
// actions refer to none.
func withoutPosts(s strategy.Strategy) strategy.Strategy {
	s.Actions = slices.Clone(s.Actions)
	for i := range s.Actions {
		s.Actions[i].PostID = ""
	}
	return s
}

func each[T any](ctx context.Context, all []T, save func(context.Context, T) error) error {
	for _, v := range all {
		if err := save(ctx, v); err != nil {
			return err
		}
	}
	return nil
}
