package networks

import "context"

// Moderating is a connector that can act on what others wrote under the posts of its
// account.
type Moderating interface {
	Connector
	// Measures lists what can be done, the mildest first. It never changes.
	Measures() []Measure
	// Moderate takes one of Measures on a message, of which the ID, Parent, Answers and
	// the author's ID count. One call changes something, and it is made once. Created:
	// it is so now, or was so already. Refused has CodeNotFound when the message is gone,
	// CodeInvalid for what the network does not allow there. A measure says how things
	// are to be, so that taken twice it is taken once: an Unknown one may be repeated.
	// The rest is as of Publish.
	Moderate(ctx context.Context, s Session, m Measure, on Message) Result
}

// Measure is something done about a message or its author.
type Measure string

// The measures.
const (
	Hide   Measure = "hide"   // others no longer see the message; it can be shown again
	Show   Measure = "show"   // it is seen again, or for the first time where messages wait
	Spam   Measure = "spam"   // hidden, and the network learns from it
	Remove Measure = "remove" // the message is deleted
	Block  Measure = "block"  // its author can no longer write to the account
)
