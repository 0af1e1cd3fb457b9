// Package publishing sends posts and can prove it. A Delivery is one post to
// one account, or one part of its thread, or its first comment; its life is written in the file before anything leaves the
// machine (the ledger, "Registre"), so that it goes out at most once whatever
// crashes and is called published only with the network's own identifier.
package publishing

import (
	"context"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// State is where a delivery stands. Its translated name is
// "publishing.state.<state>".
type State string

// States of a delivery:
//
//	scheduled → preparing → armed → published | handed_over | refused | limited | unknown
//	                      (missed, dropped: nothing was made)
//	                        armed → entrusted → published | unknown
//	                                entrusted → recalling → scheduled
//
// Entrusted are those that their network keeps and makes public by itself at their
// moment. One that its owner wants back is recalling until it is proven that the
// network keeps it no more; it may still become published.
//
// Dropped are those their owner took back after an attempt; planned again, they
// are scheduled.
//
// Limited is not kept: such a delivery goes back to scheduled with RetryAt. So
// does an unknown one whose absence the network has proved; it keeps its
// identity, so that sending it again is the same attempt.
const (
	Scheduled  State = "scheduled"
	Preparing  State = "preparing"
	Armed      State = "armed"
	Published  State = "published"
	HandedOver State = "handed_over"
	Refused    State = "refused"
	Unknown    State = "unknown"
	Missed     State = "missed"
	Dropped    State = "dropped"
	Entrusted  State = "entrusted"
	Recalling  State = "recalling"
)

// Delivery is one post to one account, or what follows it there: the other parts of
// its thread, then its first comment. Each follows the one before it, once that one
// is published.
type Delivery struct {
	ID        app.ID
	PostID    app.ID
	AccountID app.ID
	Part      int    // 0 for the post itself, then in the order of publishing
	Kind      Kind   // of a part after 0
	Text      string // what it says, "" for all that the post says on the network
	State     State
	DueAt     time.Time // that of the post, also for what follows it
	// RetryAt holds it back after a quota refusal or a failed preparation, and
	// an unknown one until its next reading back; zero when nothing does.
	RetryAt  time.Time
	Prepared networks.Prepared
	// Identity is that of the last attempt, kept for reading back and for
	// repeating the same attempt once absence is proven.
	Identity networks.Identity
	Attempts int // publish attempts armed so far
	ArmedAt  time.Time
	// Lent says that Identity was offered with a post for the network to keep: reading
	// back looks among what it keeps, too.
	Lent bool
	// RemoteID is that of the public post or, while it is entrusted, recalling or in
	// doubt after that, of what the network keeps.
	RemoteID    string
	Permalink   string
	PublishedAt time.Time
	ErrorKey    string // sentence of what stopped or delayed it, "" otherwise
	ErrorArgs   map[string]any
	Lateness    time.Duration // of its post

	// Parts is how many posts its thread has, 0 when it is none.
	Parts int
	// After is when the one before it went out, zero for the post itself and while
	// it did not.
	After time.Time
	// Aside: it is on the catch-up list, and does not leave before its owner has
	// said so.
	Aside bool
}

// Step is the part of a delivery's life an attempt row tells of.
type Step string

// Steps written in the ledger.
const (
	StepPrepare Step = "prepare"
	StepPublish Step = "publish"
	StepFind    Step = "find"
	// StepEntrust gives the network a post to keep, StepTakeBack takes it back.
	StepEntrust  Step = "entrust"
	StepTakeBack Step = "take_back"
)

// Attempt is one exchange with a network, kept for good. EndedAt is zero and
// Outcome "" while it runs, or when Parvis died during it.
type Attempt struct {
	ID         int64
	DeliveryID app.ID
	Step       Step
	Identity   networks.Identity
	StartedAt  time.Time
	EndedAt    time.Time
	Outcome    string // a networks.Outcome or networks.Finding, "ok" or "failed" for a preparation
	Call       networks.Call
}

// Entry is a row of the Registre.
type Entry struct {
	Delivery Delivery
	Title    string // label of the post
	Account  networks.Account
	Attempts []Attempt // oldest first
	Removals []Removal // from the network, oldest first
}

// Store is the ledger in the file. Every method is one transaction.
type Store interface {
	// Due returns the scheduled deliveries whose due and retry instants have
	// come, by due instant, but of parts those only before which all is published or
	// handed over.
	Due(ctx context.Context, now time.Time) ([]Delivery, error)
	// NextDue returns the earliest instant at which a scheduled delivery may
	// come due, zero when there is none. Parts whose turn has not come are left out.
	NextDue(ctx context.Context) (time.Time, error)
	// InFlight returns the deliveries in preparing, armed, unknown, entrusted or
	// recalling.
	InFlight(ctx context.Context) ([]Delivery, error)
	// Delivery returns one delivery, or an error with CodeNotFound.
	Delivery(ctx context.Context, id app.ID) (Delivery, error)
	// Content returns what a delivery says and where it belongs, and its pictures as
	// they are kept: the content has none yet; of its film it has the facts. Both go with
	// the post itself. Of what a part answers, an identifier that no proof gives is "".
	Content(ctx context.Context, id app.ID) (networks.Content, []Picture, error)
	// Advance replaces a delivery whose state in the file is still from and which
	// still comes due at d.DueAt, to the millisecond, or fails with CodeConflict
	// and changes nothing: what the owner moved or changed meanwhile is not
	// overwritten. PostID, AccountID, Part, Kind, Text, DueAt, Lateness, Parts, After
	// and Aside are not written.
	Advance(ctx context.Context, from State, d Delivery) error
	// Begin advances a delivery like Advance and opens an attempt in the same
	// transaction; it returns the attempt's ID. It fails with CodeUnavailable to arm
	// one during a pause. Once it has armed a delivery, no
	// other copy of the file may arm one without its owner's consent. Where that
	// cannot be made sure of, it fails with a code that is not CodeConflict, and
	// the delivery is still from.
	Begin(ctx context.Context, from State, d Delivery, a Attempt) (int64, error)
	// End advances a delivery like Advance and closes an attempt in the same
	// transaction.
	End(ctx context.Context, from State, d Delivery, a Attempt) error
	// Said returns what the post of a delivery says on the network of its account.
	Said(ctx context.Context, id app.ID) (Said, error)
	// Divide gives a post its Text, and makes rest all that follows it; it changes
	// nothing when that is so already. It fails with CodeConflict when the delivery is
	// no longer in d.State or comes due at another instant than d.DueAt, when that is
	// not scheduled, preparing or missed, and when a part was ever armed.
	Divide(ctx context.Context, d Delivery, rest []Delivery) error
	// Plan sets a post's stage to scheduled and adds its deliveries, which must
	// be scheduled. Former deliveries of the post never armed are replaced. Those
	// that were, and of which nothing was made, stay the same rows with their
	// history: they wait for the new instant under the ID and identity they had,
	// or are dropped when none of the given is that part for their account. It fails with
	// CodeConflict when anything of the post is armed, unknown, published,
	// handed over, entrusted or recalling.
	Plan(ctx context.Context, post app.ID, deliveries []Delivery) error
	// Unplan makes sure that nothing more of a post leaves. Deliveries never
	// armed are removed, those of which nothing was made dropped, and the post's
	// stage becomes draft. Of a post that is partly out or in doubt, what still
	// waits is dropped and the stage stays; it fails with CodeConflict when
	// nothing waits, or when one is armed: it is leaving right now.
	Unplan(ctx context.Context, post app.ID) error
	// Entries returns the newest rows of the Registre, by due instant from the
	// latest, at most limit; state "" means every state. What follows a post comes
	// after it, in its order.
	Entries(ctx context.Context, state State, limit int) ([]Entry, error)
	// PostEntries returns the rows of one post.
	PostEntries(ctx context.Context, post app.ID) ([]Entry, error)
	// PutAside adds to the catch-up list those of the deliveries that are still
	// scheduled. They leave it by Answer, and by themselves when they get another
	// due instant, are taken back or are planned or sent again.
	PutAside(ctx context.Context, now time.Time, deliveries []app.ID) error
	// Aside returns the catch-up list, by due instant from the oldest.
	Aside(ctx context.Context) ([]Aside, error)
	// SeeAside notes that all that is on the catch-up list was shown.
	SeeAside(ctx context.Context) error
	// Answer writes deliveries of the catch-up list as given and takes them off
	// it. One that is no longer on it, or comes due at another instant than
	// DueAt, is left as it is.
	Answer(ctx context.Context, deliveries []Delivery) error
	// Again writes as given those of the deliveries that are still refused or
	// missed and come due at DueAt, and leaves the others as they are.
	Again(ctx context.Context, deliveries []Delivery) error
	// Coming returns the scheduled deliveries that come due after from, until until
	// inclusive, by due instant.
	Coming(ctx context.Context, from, until time.Time) ([]Delivery, error)
	// KeepRehearsals replaces what was found by the rehearsal before. Titles and
	// accounts are not written.
	KeepRehearsals(ctx context.Context, found []Rehearsal) error
	// Rehearsals returns what was found of the deliveries that are still scheduled
	// at the same instant and whose post has not changed since, by due instant.
	Rehearsals(ctx context.Context) ([]Rehearsal, error)
	// BeginRemoval opens an attempt to take a delivery back and returns its ID. It fails
	// with CodeConflict for one that is not published, and once the network has said
	// that it is gone.
	BeginRemoval(ctx context.Context, r Removal) (int64, error)
	// EndRemoval closes it, once: CodeConflict after. The delivery stays as it is.
	EndRemoval(ctx context.Context, r Removal) error
	// Pause begins a pause, or fails with CodeConflict during one and with
	// CodeInvalid for a reason it does not know.
	Pause(ctx context.Context, p Pause) error
	// Paused returns the pause that lasts, the zero Pause when there is none.
	Paused(ctx context.Context) (Pause, error)
	// Entrusts reports whether networks may be given posts to keep: yes until the owner
	// has said no.
	Entrusts(ctx context.Context) (bool, error)
	// SetEntrusts keeps what the owner said of that.
	SetEntrusts(ctx context.Context, on bool) error
	// Unpause ends the pause and puts the scheduled deliveries that have come due
	// on the catch-up list, but for those that are published by hand. It does nothing
	// without one.
	Unpause(ctx context.Context, now time.Time) error
}

// DeliveryChanged is emitted after a delivery changed. ID is "" when several of
// a post were added or removed.
type DeliveryChanged struct{ ID, PostID app.ID }

// AwaitsOwner reports whether an unknown delivery can only be settled by its
// owner: it no longer holds back what else goes to the account.
func (d Delivery) AwaitsOwner() bool {
	if d.State != Unknown {
		return false
	}
	switch d.ErrorKey {
	case keyUnreadable, keyNotSeen, keyUnverified, keyStillKept:
		return true
	}
	return false
}

// grace is how late any delivery may leave, even one that may not be late:
// spacing and a slow upload are not lateness.
const grace = 5 * time.Minute

func (d Delivery) allowance() time.Duration { return max(d.Lateness, grace) }

// from is the instant its lateness counts from: a part could not leave before the
// one before it was out.
func (d Delivery) from() time.Time {
	return later(d.DueAt, d.After)
}

// resent reports whether the owner asked for it again after it was too late.
// The engine itself never holds a delivery back nor arms it past that limit, so
// that an instant beyond it can only come from the owner's wish.
func (d Delivery) resent() bool {
	limit := d.from().Add(d.allowance())
	return d.RetryAt.After(limit) || d.Identity.CreatedAt.After(limit)
}

// limit returns the last instant at which it may leave.
func (d Delivery) limit() time.Time {
	from := d.from()
	if d.resent() {
		from = d.RetryAt
		if d.Identity.CreatedAt.After(from) {
			from = d.Identity.CreatedAt
		}
	}
	return from.Add(d.allowance())
}

// renewed returns d with nothing of its last attempt: the next one is another.
func (d Delivery) renewed() Delivery {
	d.Identity, d.Lent, d.RemoteID = networks.Identity{}, false, ""
	return d
}

// explain says why the delivery stands where it stands; nil says nothing.
func (d *Delivery) explain(why *app.Error) {
	d.ErrorKey, d.ErrorArgs = "", nil
	if why != nil {
		d.ErrorKey, d.ErrorArgs = why.Key, why.Args
	}
}
