package networks

import (
	"context"
	"time"
)

// Conversing is a connector that reads what people say to its account. A message is
// answered by a post like any other: a Content whose Answers are the message's own is
// prepared, published and read back by Prepare, Publish and Find, with the same
// outcomes.
type Conversing interface {
	Answering
	// Messages reads what others wrote to the account since a cursor, newest first, at
	// most limit messages: comments on its posts, answers and mentions. With "" it reads
	// the newest. What the cursor was made of may come again: a message is known by its
	// ID. It marks nothing as read, asks for a bounded number of pages, and errors are
	// those of Listing.Posts.
	Messages(ctx context.Context, s Session, since Cursor, limit int) (Inbox, error)
}

// Cursor is a connector's own note of what it has read (at most 1 KiB), "" for nothing.
// One that it cannot read counts as "".
type Cursor string

// Inbox is what a reading of messages brought.
type Inbox struct {
	Messages []Message // newest first
	Next     Cursor    // of the next reading
	// Whole says that nothing since the cursor asked for is missing.
	Whole bool
}

// MessageKind is the kind of a message, in the words of the room of conversations.
type MessageKind string

// The kinds.
const (
	Commenting MessageKind = "comment" // under a post of the account
	Mentioning MessageKind = "mention" // elsewhere
)

// Bounds of what strangers write, in characters: the rest is cut off.
const (
	MessageLength = 10_000
	AuthorLength  = 100
)

// Message is what somebody else wrote to the account. All of it comes from strangers.
type Message struct {
	ID     string
	Kind   MessageKind
	Parent string // what it answers or comments on, "" when nothing is told
	Author Author
	// Text is plain text of at most MessageLength characters, its lines kept, without
	// HTML, control characters or what turns the direction of writing.
	Text   string
	SentAt time.Time // UTC, as the network itself took it in where it tells that; never later than the reading
	// Permalink is an https address (http on this machine), "" where there is none.
	Permalink string
	// Answers is where an answer goes: Content.Answers of it. Zero where the network
	// takes none.
	Answers Thread
	// Salutation is what the text of an answer must hold for the author to be told of
	// it, such as @name@server; "" where the network tells them by itself.
	Salutation string
}

// Author is who wrote a message.
type Author struct {
	ID   string // the network's own identifier, "" when it hides it
	Name string // one line of at most AuthorLength characters, as shown
}
