package editorial

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/keydates"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/strategy"
)

// MaxTextLength bounds the text of a post, in characters: five times what the
// most generous network takes.
const MaxTextLength = 20_000

// MaxTitleLength bounds the title of a post, in characters.
const MaxTitleLength = 200

// Bounds of what else a post holds: characters of the name of its author and of an
// alternative text, pictures in one place, and variants. Networks take less.
const (
	MaxAuthorLength = 80
	MaxAltLength    = 2_000
	MaxImages       = 20
	MaxVariants     = 20
)

// Business tells the zone, the trade and the default lateness of the business.
type Business interface {
	Business(ctx context.Context) (business.Business, error)
}

// Strategy tells what posts refer to, the slots and the voice.
type Strategy interface {
	Strategy(ctx context.Context) (strategy.Strategy, error)
}

// Accounts tells where posts can go.
type Accounts interface {
	Accounts(ctx context.Context) ([]networks.Account, error)
}

// Images describes stored pictures.
type Images interface {
	Image(ctx context.Context, h media.Hash) (media.Image, error)
}

// Planner makes the deliveries of a post and takes them back. Schedule refuses
// what cannot go out or must be approved first, and gives the deliveries that did
// not leave the post's moment. Unschedule leaves the post a draft, approved where
// posts must be; once something of it may be out, it stops the rest, or fails with
// CodeConflict.
type Planner interface {
	Schedule(ctx context.Context, post app.ID) error
	Unschedule(ctx context.Context, post app.ID) error
	// Moved tells that a scheduled post was given another moment or fewer
	// accounts in the file: its deliveries have followed.
	Moved(post app.ID)
	// Reclaim takes back what networks keep of posts until their moment, before they
	// are changed. It fails with CodeConflict when something of them is public or may
	// be, and with CodeUnavailable when that is not known yet.
	Reclaim(ctx context.Context, posts ...app.ID) error
}

// Approval tells whether a post must be approved before it is scheduled.
type Approval interface {
	Needed(ctx context.Context) (bool, error)
}

// KeyDates tells the days the business may speak of.
type KeyDates interface {
	// Between returns the dates that begin on the days from..to inclusive, by day.
	Between(ctx context.Context, from, to app.Date) ([]keydates.KeyDate, error)
	// Holidays returns the school holidays of which a day lies in from..to
	// inclusive, by first day.
	Holidays(ctx context.Context, from, to app.Date) ([]keydates.Holiday, error)
}

// Neighbours are the rooms that editorial asks. Without Spelling, texts are not
// read for mistakes; without Connectors, Parvis is taken to publish nothing under a
// post and to send no film; the others must be set.
type Neighbours struct {
	Business Business
	Strategy Strategy
	Accounts Accounts
	Images   Images
	Planner  Planner
	Law      Law
	Approval Approval
	Rights   Rights
	Videos   Videos
	KeyDates KeyDates
	Spelling Spelling
	// Connectors tell what is published under a post, threads and first comments, and
	// where films are sent.
	Connectors networks.Directory
}

// Service is what the interface asks of this room. It is safe for concurrent
// use.
type Service struct {
	store  Store
	rooms  Neighbours
	events *app.Events
	clock  app.Clock
	ids    *app.IDs
	recent recentTexts
	voice  voiceRules
}

// NewService returns the service over a store and its neighbours.
func NewService(store Store, rooms Neighbours, events *app.Events, clock app.Clock, ids *app.IDs) *Service {
	s := &Service{store: store, rooms: rooms, events: events, clock: clock, ids: ids}
	s.recent.follow(events)
	s.voice.follow(events)
	return s
}

// New returns an empty draft, at a moment or not placed. It is for every connected
// account, has the pillar of the slot it stands on and is by the owner whose first
// name is known. It is not kept until Save.
func (s *Service) New(ctx context.Context, at app.Civil) (Post, error) {
	b, err := s.rooms.Business.Business(ctx)
	if err != nil {
		return Post{}, err
	}
	plan, err := s.rooms.Strategy.Strategy(ctx)
	if err != nil {
		return Post{}, err
	}
	accounts, err := s.rooms.Accounts.Accounts(ctx)
	if err != nil {
		return Post{}, err
	}
	now := s.clock.Now()
	p := Post{
		ID: s.ids.New(), Stage: Draft, PillarID: SlotPillar(plan.Slots, at), At: at,
		Author: b.FirstName, Lateness: b.Lateness, CreatedAt: now, UpdatedAt: now,
	}
	for _, a := range accounts {
		if a.State == networks.AccountConnected {
			p.Accounts = append(p.Accounts, a.ID)
		}
	}
	return p, nil
}

// Post returns a post and what it has become; CodeNotFound when there is none.
func (s *Service) Post(ctx context.Context, id app.ID) (Post, State, error) {
	p, err := s.store.Post(ctx, id)
	if err != nil {
		return Post{}, "", err
	}
	state, err := s.store.PostState(ctx, id)
	return p, state, err
}

// Save keeps a post as it was typed, however incomplete. It gives no stage: a new
// post is an idea or a draft, another keeps the stage it has in the file, whatever
// Stage says, as who types may have read it before it was approved or sent back.
// When the moment or the accounts of a scheduled post change, its deliveries
// follow; without a moment or an account it is a draft again.
//
// Where posts must be approved, one whose content changes after it was is to review
// again, and no longer scheduled.
//
// What a network keeps of the post until its moment is taken back first.
//
// Errors: CodeConflict for a post that can no longer change, and for a
// scheduled post moved to a past moment (all but the moment is kept then);
// CodeInvalid for a text too long to keep, for too many pictures or variants;
// CodeUnavailable while its network has not given it back.
func (s *Service) Save(ctx context.Context, p Post) error {
	p = p.Copy()
	if err := bound(&p); err != nil {
		return err
	}
	kept, err := s.store.Post(ctx, p.ID)
	if err != nil && app.CodeOf(err) != app.CodeNotFound {
		return err
	}
	if err := s.drop(ctx, &p, kept); err != nil {
		return err
	}
	if kept.ID == "" {
		if p.Stage != Idea {
			p.Stage = Draft
		}
		return s.create(ctx, KindCreate, p)
	}
	p.Stage = kept.Stage
	if kept.Stage == Scheduled && !publishesTheSame(p, kept) {
		if err := s.reclaim(ctx, p.ID); err != nil {
			return err
		}
	}
	outdated, err := s.outdated(ctx, kept, p)
	if err != nil {
		return err
	}
	if kept.Stage != Scheduled {
		if outdated {
			p.Stage = ToReview
		}
		return s.keep(ctx, p)
	}
	if outdated {
		return s.withdraw(ctx, p)
	}
	if p.At == kept.At && slices.Equal(p.Accounts, kept.Accounts) {
		return s.keep(ctx, p)
	}
	return s.replan(ctx, kept, p)
}

// publishesTheSame reports whether two contents of a scheduled post come to the same
// on the networks.
func publishesTheSame(p, kept Post) bool {
	return p.SaysTheSame(kept) && p.Title == kept.Title && p.At == kept.At && slices.Equal(p.Accounts, kept.Accounts)
}

// reclaim takes back what networks keep of posts. One that became public meanwhile is
// whoever writes next to refuse: others of them may still change.
func (s *Service) reclaim(ctx context.Context, posts ...app.ID) error {
	if err := s.rooms.Planner.Reclaim(ctx, posts...); app.CodeOf(err) != app.CodeConflict {
		return err
	}
	return nil
}

// outdated reports whether the approval of a post in the file is for another content
// than p has.
func (s *Service) outdated(ctx context.Context, kept, p Post) (bool, error) {
	if !kept.Stage.approved() || p.SaysTheSame(kept) {
		return false, nil
	}
	return s.rooms.Approval.Needed(ctx)
}

// withdraw keeps p, whose approval is outdated, as a post to review that leaves no
// more. Its deliveries are taken back first: should Parvis stop half-way, nothing
// leaves that nobody approved.
func (s *Service) withdraw(ctx context.Context, p Post) error {
	if _, err := s.changeable(ctx, p.ID); err != nil {
		return err
	}
	if err := s.rooms.Planner.Unschedule(ctx, p.ID); err != nil {
		return fixedWhenConflict(err)
	}
	p.Stage = ToReview
	return fixedWhenConflict(s.keep(ctx, p))
}

// bound makes every text of a post valid UTF-8, and refuses one that is too long
// to keep, and more pictures or variants than a post can hold. p shares nothing with
// another post.
func bound(p *Post) error {
	if err := boundImages(p); err != nil {
		return err
	}
	p.Author = strings.ToValidUTF8(p.Author, "\uFFFD")
	if utf8.RuneCountInString(p.Author) > MaxAuthorLength {
		return app.Fail(app.CodeInvalid, "editorial.error.author_long", "Max", MaxAuthorLength)
	}
	texts := []*string{&p.Text, &p.Comment}
	for i := range p.Variants {
		texts = append(texts, &p.Variants[i].Text, &p.Variants[i].Comment)
	}
	p.Title = strings.ToValidUTF8(p.Title, "\uFFFD")
	if utf8.RuneCountInString(p.Title) > MaxTitleLength {
		return app.Fail(app.CodeInvalid, "editorial.error.title_long", "Max", MaxTitleLength)
	}
	for _, text := range texts {
		*text = strings.ToValidUTF8(*text, "\uFFFD")
		if utf8.RuneCountInString(*text) > MaxTextLength {
			return app.Fail(app.CodeInvalid, "editorial.error.text_long", "Max", MaxTextLength)
		}
	}
	return nil
}

// boundImages does for pictures and variants what bound does.
func boundImages(p *Post) error {
	if len(p.Variants) > MaxVariants {
		return app.Fail(app.CodeInvalid, "editorial.error.variants_many", "Max", MaxVariants)
	}
	for _, images := range p.albums() {
		if len(*images) > MaxImages {
			return app.Fail(app.CodeInvalid, "editorial.error.images_many", "Max", MaxImages)
		}
		for i := range *images {
			alt := strings.ToValidUTF8((*images)[i].Alt, "\uFFFD")
			if utf8.RuneCountInString(alt) > MaxAltLength {
				return app.Fail(app.CodeInvalid, "editorial.error.alt_long", "Max", MaxAltLength, "Number", i+1)
			}
			(*images)[i].Alt = alt
		}
	}
	return nil
}

// drop takes out of p what was removed while it was being written, so that what
// is typed is kept all the same: accounts, and what Relink replaces.
func (s *Service) drop(ctx context.Context, p *Post, kept Post) error {
	link, err := s.links(ctx)
	if err != nil {
		return err
	}
	link(p, kept)
	return nil
}

// links returns what drop does to any post.
func (s *Service) links(ctx context.Context) (func(p *Post, kept Post), error) {
	plan, err := s.rooms.Strategy.Strategy(ctx)
	if err != nil {
		return nil, err
	}
	accounts, err := s.rooms.Accounts.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	return func(p *Post, kept Post) {
		p.Relink(plan, kept)
		var there []app.ID
		for _, id := range p.Accounts {
			if slices.ContainsFunc(accounts, func(a networks.Account) bool { return a.ID == id }) && !slices.Contains(there, id) {
				there = append(there, id)
			}
		}
		p.Accounts = there
	}, nil
}

// dropImages takes out of p, and of its variants, the pictures that are no longer in
// the file, and returns how many. p shares no picture with another post.
func (s *Service) dropImages(ctx context.Context, p *Post) (missing int, err error) {
	for _, images := range p.albums() {
		there := (*images)[:0]
		for _, i := range *images {
			_, err := s.rooms.Images.Image(ctx, i.Hash)
			switch {
			case app.CodeOf(err) == app.CodeNotFound:
				missing++
			case err != nil:
				return 0, err
			default:
				there = append(there, i)
			}
		}
		*images = there
	}
	return missing, nil
}

// create keeps a post that is not there yet.
func (s *Service) create(ctx context.Context, kind Kind, p Post) error {
	p.UpdatedAt = s.clock.Now()
	if p.CreatedAt.IsZero() {
		p.CreatedAt = p.UpdatedAt
	}
	_, err := s.command(ctx, kind, nil, func(map[app.ID]Current) ([]Write, error) { return []Write{{Post: p}}, nil })
	return err
}

// keep writes p and tells.
func (s *Service) keep(ctx context.Context, p Post) error {
	p.UpdatedAt = s.clock.Now()
	if p.CreatedAt.IsZero() {
		p.CreatedAt = p.UpdatedAt
	}
	if err := s.store.SavePost(ctx, p); err != nil {
		return err
	}
	app.Emit(s.events, PostChanged{p.ID})
	return nil
}

// replan keeps p, a scheduled post whose moment or accounts were others in the
// file.
func (s *Service) replan(ctx context.Context, kept, p Post) error {
	zone, err := s.zone(ctx)
	if err != nil {
		return err
	}
	var refused error
	if p.At != kept.At && !p.At.IsZero() && s.past(p.At, zone) {
		refused = app.Fail(app.CodeConflict, "editorial.error.past", "Moment", p.At)
		p.At = kept.At
	}
	state, err := s.changeable(ctx, p.ID)
	if err != nil {
		return err
	}
	switch {
	case p.At == kept.At && slices.Equal(p.Accounts, kept.Accounts):
		err = fixedWhenConflict(s.keep(ctx, p))
	case follows(state, kept, p):
		if err = fixedWhenConflict(s.keep(ctx, p)); err == nil {
			s.rooms.Planner.Moved(p.ID)
		}
	default:
		err = s.planAgain(ctx, p)
	}
	return cmp.Or(err, refused)
}

// follows reports whether the deliveries of a scheduled post can simply follow
// it: one waits, and none is to be added.
func follows(state State, kept, p Post) bool {
	added := slices.ContainsFunc(p.Accounts, func(id app.ID) bool { return !slices.Contains(kept.Accounts, id) })
	return state == StateScheduled && !p.At.IsZero() && len(p.Accounts) > 0 && !added
}

// planAgain keeps a scheduled post and makes its deliveries anew. They are taken
// back first: should Parvis stop half-way, the post waits, never something
// that leaves at another moment, or to other accounts, than shown.
func (s *Service) planAgain(ctx context.Context, p Post) error {
	if err := s.rooms.Planner.Unschedule(ctx, p.ID); err != nil {
		return fixedWhenConflict(err)
	}
	stage, err := s.offLedger(ctx)
	if err != nil {
		return err
	}
	p.Stage = stage
	if err := s.keep(ctx, p); err != nil {
		return err
	}
	if p.At.IsZero() || len(p.Accounts) == 0 {
		return nil
	}
	if err := s.rooms.Planner.Schedule(ctx, p.ID); err != nil {
		return err
	}
	app.Emit(s.events, PostChanged{p.ID})
	return nil
}

// offLedger returns the stage of a post whose deliveries are taken back, or are to
// be made anew: what it says is approved still, where it had to be.
func (s *Service) offLedger(ctx context.Context) (Stage, error) {
	needed, err := s.rooms.Approval.Needed(ctx)
	if needed {
		return Approved, err
	}
	return Draft, err
}

// changeable returns the state of a post, and refuses one that can no longer be
// moved.
func (s *Service) changeable(ctx context.Context, id app.ID) (State, error) {
	state, err := s.store.PostState(ctx, id)
	switch {
	case err != nil:
		return "", err
	case state.Fixed():
		return state, app.Fail(app.CodeConflict, "editorial.error.fixed")
	}
	return state, nil
}

// fixedWhenConflict says what a conflict of the ledger means for a post: it
// began to leave meanwhile.
func fixedWhenConflict(err error) error {
	if app.CodeOf(err) == app.CodeConflict {
		return app.Fail(app.CodeConflict, "editorial.error.fixed").Because(err)
	}
	return err
}

// past reports whether a moment is over; the running minute is not.
func (s *Service) past(at app.Civil, zone *time.Location) bool {
	return at.In(zone).Before(s.clock.Now().Truncate(time.Minute))
}

func (s *Service) zone(ctx context.Context) (*time.Location, error) {
	b, err := s.rooms.Business.Business(ctx)
	if err != nil {
		return nil, err
	}
	return b.Location(), nil
}
