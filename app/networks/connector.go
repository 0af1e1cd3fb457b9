package networks

import (
	"context"
	"time"
)

// Image is a picture ready to be sent: already checked against Limits.
type Image struct {
	Name   string // file name as the owner knows it
	MIME   string // image/jpeg, image/png, image/webp
	Width  int    // pixels
	Height int    // pixels
	Alt    string // alternative text, "" when none was written
	Bytes  []byte
}

// Content is what one delivery says.
type Content struct {
	Text     string
	Title    string // as the owner named the post, "" when unnamed; for networks that have titles
	Language string // BCP 47, "fr"
	Images   []Image
	Film     *Film // nil for none
	// Answers is what this one is published under: the part of a thread before
	// it, or the post of a first comment. The zero value is a post of its own.
	Answers Thread
}

// Piece describes the content to be checked.
func (c Content) Piece() Piece {
	p := Piece{Text: c.Text, Title: c.Title}
	for _, image := range c.Images {
		p.Images = append(p.Images, image.Picture())
	}
	if c.Film != nil {
		p.Video = &c.Film.Video
	}
	return p
}

// Refusal returns why a network refuses the content as it is, by its usual limits,
// with CodeInvalid; nil when it does not.
func (c Content) Refusal(n Network) error {
	l, _ := LimitsOf(n)
	return l.Refusal(c.Piece())
}

// Thread says where in a thread something is published, by the network's own
// identifiers as Result.RemoteID gave them.
type Thread struct {
	Root   string // the first post
	Parent string // the post answered
	// Comment says that it is a comment on Root, where the network has comments
	// that are no posts.
	Comment bool
}

// Session is an account together with the credential to speak for it, as
// Sessions.Open gives it.
type Session struct {
	Account    Account
	Credential Credential
	// Renew replaces Credential.Session once it no longer serves. One refresher
	// runs per account: obtain is called, with the credential kept now, only
	// when nobody else has replaced the stale session in the meantime; the new
	// session is kept before Renew returns it, and never replaces anything when
	// empty. Errors are obtain's own: CodeUnauthorised marks the account
	// expired, no other does.
	Renew func(ctx context.Context, stale string, obtain Obtain) (session string, err error)
}

// Obtain asks the network for a new session. Its errors are *app.Error;
// CodeUnauthorised only when the network itself said that the credential is
// dead, never for trouble on the way.
type Obtain func(ctx context.Context, c Credential) (session string, err error)

// Prepared is a connector's own note of what it uploaded for a delivery
// (JSON, at most 64 KiB). It is saved before the delivery is armed and makes
// preparing repeatable.
type Prepared string

// Identity is what one attempt offers the network to be recognised by: chosen
// before the call, saved with the attempt, used again when a read-back has
// proved that nothing was made.
type Identity struct {
	Key       string    // record key, idempotency key, slug ...
	CreatedAt time.Time // creation time written into the record, millisecond precision, UTC
}

// Outcome is the answer of the one call that makes a post public.
type Outcome string

// The four outcomes of a mutating call. Every answer maps to exactly one.
const (
	// Created: the network holds the post; RemoteID and Permalink are set.
	Created Outcome = "created"
	// Refused: proof that nothing was made and that the same call would fail
	// again; Err says what the owner can change.
	Refused Outcome = "refused"
	// Limited: refused by a quota before any processing, or not one byte of the
	// request was written; RetryAfter says when to come back.
	Limited Outcome = "limited"
	// Unknown: the network may or may not hold the post.
	Unknown Outcome = "unknown"
)

// Result is what a mutating call came to.
type Result struct {
	Outcome    Outcome
	RemoteID   string
	Permalink  string
	RetryAfter time.Time // for Limited
	Err        error     // for Refused, Limited and Unknown: an *app.Error
	Call       Call
}

// Call describes one exchange with a network for the ledger, without secrets.
type Call struct {
	Name    string // method and path or procedure name
	Status  int    // HTTP status, 0 when no answer came
	Excerpt string // at most the first kilobyte of the answer
}

// Finding is what a read-back came to.
type Finding string

// What reading back can establish.
const (
	Present    Finding = "present"    // the post is there; Result.RemoteID and Permalink are set
	Absent     Finding = "absent"     // the network proves that it is not there
	Undecided  Finding = "undecided"  // the network could not be asked; ask again later
	Unreadable Finding = "unreadable" // this network can never tell: the owner decides
)

// ReadBack is how far a network lets a post be recognised after the fact.
type ReadBack string

// The three classes of networks (reliability of the ledger depends on them).
const (
	ByIdentity ReadBack = "identity" // absence is proven by the attempt's own identity
	ByList     ReadBack = "list"     // own recent posts are compared
	ByOwner    ReadBack = "owner"    // only the owner can look
)

// Connector speaks one network's protocol. Implementations keep no state
// between calls but connections; they are safe for concurrent use. No method
// retries a mutating call.
type Connector interface {
	// Network names the network spoken.
	Network() Network
	// ReadBack says how an unknown outcome can be settled.
	ReadBack() ReadBack
	// Connect signs in with what the owner typed and returns the account it
	// opens (ID, State and CreatedAt left zero) and the credential to keep.
	// Errors: CodeUnauthorised for a wrong credential, CodeUnavailable when the
	// server cannot be reached, CodeInvalid for an address that is none.
	Connect(ctx context.Context, service, identifier, secret string) (Account, Credential, error)
	// Prepare uploads what the post needs (images, a film) without making anything
	// public. earlier is the note of a former, interrupted preparation or "".
	// Errors are *app.Error; CodeInvalid means the content must change.
	Prepare(ctx context.Context, s Session, c Content, earlier Prepared) (Prepared, error)
	// Identify chooses the identity of a new attempt at the given instant.
	Identify(now time.Time) Identity
	// Publish makes the post public: the single mutating call. When ctx ends
	// after the request may have left, the outcome is Unknown.
	Publish(ctx context.Context, s Session, c Content, p Prepared, id Identity) Result
	// Find reads back whether the attempt's post exists; c has no pictures, and of its
	// film no way to open it. It never changes anything. The Result tells RemoteID and Permalink for Present, and the
	// call made in every case. While the account cannot be opened, s has no
	// credential and its Renew fails: what cannot be asked without is Undecided.
	Find(ctx context.Context, s Session, c Content, id Identity) (Finding, Result)
}

// Asking is a connector whose network asks its owner for consent in a browser
// (OAuth 2.0 with PKCE; the browser comes back to an address on 127.0.0.1).
type Asking interface {
	Connector
	// Ask returns the page to open. It registers the program where the network
	// wants that. Errors are those of Connect.
	Ask(ctx context.Context, r Request) (Consent, error)
	// Answered turns the code that the browser brought back into the account and
	// its credential, as Connect does. The code serves once.
	Answered(ctx context.Context, c Consent, code string) (Account, Credential, error)
}

// Client is the owner's own application, for networks that want one.
type Client struct{ ID, Secret string }

// Request is what consent is asked with.
type Request struct {
	Service  string // address of the server, as typed; "" where the network has one only
	Client   Client // zero where the network wants none
	Redirect string // where the browser comes back: http://127.0.0.1:port/...
	State    string // comes back with the browser: proof that it is ours
}

// Consent is a question that a browser was sent with, kept in memory until its
// answer.
type Consent struct {
	Page     string // https address to open, or http on this machine
	Request  Request
	Verifier string // of PKCE, never leaves but with the code
}

// Remembering is an Asking connector whose credentials hold the owner's application:
// it needs not be given again to connect an account again.
type Remembering interface {
	Asking
	// ClientOf returns the application that a credential was given to, zero for none.
	ClientOf(c Credential) Client
}

// Answering is a connector that publishes under a post of its own account: its
// Prepare, Publish and Find heed Content.Answers, whose Root and Parent are
// identifiers that its own Publish or Find gave, or a Message of its own. Prepare fails with CodeInvalid when
// the network says that one of them is gone. To a connector that is not Answering,
// Parvis gives nothing that answers.
type Answering interface {
	Connector
	// Under says what it publishes under a post. It never changes.
	Under() Under
}

// Under is what can be published under a post.
type Under struct {
	Threads  bool // parts of a thread, each answering the one before
	Comments bool // a first comment, which has Content.Answers.Comment
}

// UnderOf returns what a connector publishes under a post; nothing for one that is
// nil or not Answering.
func UnderOf(c Connector) Under {
	if a, ok := c.(Answering); ok {
		return a.Under()
	}
	return Under{}
}

// Rehearsing is a connector that can tell before the time whether a post would be
// taken.
type Rehearsing interface {
	Connector
	// Rehearse asks by reading alone: it neither makes nor uploads anything. Errors
	// are those of Prepare, and CodeUnauthorised when the credential is dead.
	Rehearse(ctx context.Context, s Session, c Content) error
}

// Deleting is a connector that can take a post back.
type Deleting interface {
	Connector
	// Delete removes a post from the network: Created says that it is gone, or was
	// gone already; the other outcomes are those of Publish.
	Delete(ctx context.Context, s Session, remoteID string) Result
}

// Naming is a connector whose network names a post while it is prepared, before
// anything is public: that name is the identity of whatever publishes it.
// Preparing again gives another name only when the content changed, or once the
// network has said that the former can never be published.
type Naming interface {
	Connector
	// Named returns the name that a preparation gave, "" when it gave none: then
	// Identify chooses one.
	Named(p Prepared) string
}

// IdentityFor returns the identity of an attempt that publishes what p prepared:
// kept, that of the attempt it repeats, unless kept is zero or the network has
// given what was prepared another name since.
func IdentityFor(c Connector, now time.Time, p Prepared, kept Identity) Identity {
	naming, ok := c.(Naming)
	if !ok || naming.Named(p) == "" {
		if kept.Key != "" {
			return kept
		}
		return c.Identify(now)
	}
	if name := naming.Named(p); kept.Key != name {
		return Identity{Key: name, CreatedAt: now.UTC().Truncate(time.Millisecond)}
	}
	return kept
}

// Recognising is a connector some of whose servers recognise an attempt by its
// identity, or do so for a time only.
type Recognising interface {
	Connector
	// ReadBackOf is ReadBack for one attempt on one account at the time of asking.
	// ByIdentity means that Find answers Absent only for what Publish may repeat
	// now. Publish does not send a repetition that comes too late for that: it is
	// Unknown, as the attempt is.
	ReadBackOf(a Account, id Identity) ReadBack
}

// ReadBackOf says how an unknown attempt on an account can be settled now.
func ReadBackOf(c Connector, a Account, id Identity) ReadBack {
	if r, ok := c.(Recognising); ok {
		return r.ReadBackOf(a, id)
	}
	return c.ReadBack()
}

// Directory gives the connector of a network, or false where Parvis has none.
type Directory interface {
	Connector(n Network) (Connector, bool)
}

// Connectors is a Directory of the connectors it holds.
type Connectors map[Network]Connector

// Connector returns the connector of n.
func (c Connectors) Connector(n Network) (Connector, bool) {
	connector, ok := c[n]
	return connector, ok
}
