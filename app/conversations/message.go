// Package conversations keeps what people say to or about the business.
package conversations

import (
	"context"
	"time"

	"parvis/app"
)

// Kind is the kind of a message.
type Kind string

// Kinds of messages.
const (
	Comment Kind = "comment"
	Mention Kind = "mention"
	Review  Kind = "review"
	Reply   Kind = "reply" // by the business
)

// Message is one thing somebody said.
type Message struct {
	ID        int64
	AccountID app.ID // where it was said
	PostID    app.ID // under which post, "" when none
	Kind      Kind
	Author    string
	Text      string
	Rating    int // stars of a review, 0 when none
	SentAt    time.Time
	HandledAt time.Time // zero while it waits
}

// Store keeps messages in the file.
type Store interface {
	// AddMessages adds messages in one transaction.
	AddMessages(ctx context.Context, m []Message) error
	// Messages returns those sent in [from, to), oldest first.
	Messages(ctx context.Context, from, to time.Time) ([]Message, error)
}
