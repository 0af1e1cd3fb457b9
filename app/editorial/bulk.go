package editorial

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"parvis/app"
	"parvis/app/strategy"
)

// MaxBulk is how many posts a command takes at once.
const MaxBulk = 500

// Change is what to do to several posts at once. The zero Change does nothing.
type Change struct {
	// Where to: at most one of Days, Day and Unplace.
	Days    int            // shift by so many days; posts without a day are refused
	Day     app.Date       // put on that day; one without a moment takes a free slot, as Place does
	Unplace bool           // take the moment away
	Time    *app.TimeOfDay // the time of the day, nil to leave it; posts without a day are refused unless Day is given
	// Stage is "" to leave it. Scheduled plans the post, any other takes a
	// scheduled one back.
	Stage Stage
	// Classification: nil to leave it, "" to take it away. Published posts can
	// be given another as well.
	Pillar, Objective, Audience, Campaign *app.ID
	Author                                *string
	// Duplicate keeps copies, as Duplicate does, and changes those instead.
	Duplicate bool
	// Delete forgets the posts, as Delete does; the rest does not count then.
	Delete bool
}

// moves reports whether c touches moments.
func (c Change) moves() bool { return c.Days != 0 || !c.Day.IsZero() || c.Unplace || c.Time != nil }

// kind names c in the journal.
func (c Change) kind() Kind {
	switch {
	case c.Delete:
		return KindDelete
	case c.Duplicate:
		return KindDuplicate
	}
	var all []Kind
	if c.moves() {
		all = append(all, KindMove)
	}
	if c.Unplace {
		all = []Kind{KindUnplace}
	}
	switch c.Stage {
	case "":
	case Scheduled:
		all = append(all, KindSchedule)
	default:
		all = append(all, KindStage)
	}
	if c.Pillar != nil {
		all = append(all, KindPillar)
	}
	if c.Campaign != nil {
		all = append(all, KindCampaign)
	}
	if c.Objective != nil || c.Audience != nil || c.Author != nil {
		all = append(all, KindClassify)
	}
	if len(all) == 1 {
		return all[0]
	}
	return KindChange
}

// Refusal is a post that a command left as it was, and why.
type Refusal struct {
	ID     app.ID
	Title  string // Label of the post
	Reason app.Message
}

// Outcome is what a command did.
type Outcome struct {
	Done    []app.ID  // changed or removed, in the order asked
	Made    []app.ID  // the new posts
	Refused []Refusal // in the order asked
	Undo    Undo      // takes all of it back; nil when nothing was done
}

// refuse says why a post was left as it was.
func (o *Outcome) refuse(id app.ID, title string, err error) {
	o.Refused = append(o.Refused, Refusal{ID: id, Title: title, Reason: app.MessageOf(err)})
}

// Bulk changes posts in one transaction, to be taken back as one: all that can be
// changed is, the others are refused each with its reason. A post is planned (Stage
// Scheduled) when no check blocks it and no warning wants a reason. Planning
// follows the transaction: one that cannot go out all the same is left as it was
// before it was scheduled, and is refused.
//
// It fails with CodeInvalid for more than MaxBulk posts, and for an author's name
// too long to keep.
func (s *Service) Bulk(ctx context.Context, posts []app.ID, c Change) (Outcome, error) {
	switch {
	case len(posts) > MaxBulk:
		return Outcome{}, app.Fail(app.CodeInvalid, "editorial.bulk.many", "Max", MaxBulk, "Count", len(posts))
	case c.Author != nil && utf8.RuneCountInString(*c.Author) > MaxAuthorLength:
		return Outcome{}, app.Fail(app.CodeInvalid, "editorial.error.author_long", "Max", MaxAuthorLength)
	}
	b, err := s.bulk(ctx, c)
	if err != nil {
		return Outcome{}, err
	}
	var o Outcome
	titles := make(map[app.ID]string)
	d, err := s.command(ctx, c.kind(), posts, func(now map[app.ID]Current) ([]Write, error) {
		var writes []Write
		seen := make(map[app.ID]bool)
		for _, id := range posts {
			if seen[id] {
				continue
			}
			seen[id] = true
			current, err := present(now, id)
			if err != nil {
				o.refuse(id, "", err)
				continue
			}
			titles[id] = current.Post.Label()
			w, needed, err := b.write(ctx, current)
			switch {
			case err != nil:
				o.refuse(id, titles[id], err)
				continue
			case needed:
				writes = append(writes, w)
			}
			if c.Duplicate {
				o.Made = append(o.Made, w.Post.ID)
				titles[w.Post.ID] = titles[id]
			} else {
				o.Done = append(o.Done, id)
			}
		}
		return writes, nil
	})
	if err != nil {
		return Outcome{}, err
	}
	for _, w := range d.writes {
		if err := d.planned[w.Post.ID]; err != nil {
			o.Done = slices.DeleteFunc(o.Done, func(id app.ID) bool { return id == w.Post.ID })
			o.refuse(w.Post.ID, titles[w.Post.ID], err)
		}
	}
	if d.number != 0 {
		o.Undo = s.undoing(d.number)
	}
	return o, nil
}

// bulk is what a Change needs to know before the transaction.
type bulk struct {
	Change
	service *Service
	zone    *time.Location
	off     Stage // of a post that is scheduled no more
	link    func(p *Post, kept Post)
	slots   []strategy.Slot
	taken   map[app.TimeOfDay]bool // on Day
	now     app.Civil
}

func (s *Service) bulk(ctx context.Context, c Change) (*bulk, error) {
	b := &bulk{Change: c, service: s, taken: make(map[app.TimeOfDay]bool)}
	var err error
	if b.zone, err = s.zone(ctx); err != nil {
		return nil, err
	}
	if b.link, err = s.links(ctx); err != nil {
		return nil, err
	}
	if b.off, err = s.offLedger(ctx); err != nil {
		return nil, err
	}
	b.now = app.CivilOf(s.clock.Now().In(b.zone))
	if c.Day.IsZero() {
		return b, nil
	}
	plan, err := s.rooms.Strategy.Strategy(ctx)
	if err != nil {
		return nil, err
	}
	b.slots = plan.Slots
	there, err := s.store.Placed(ctx, c.Day, c.Day)
	for _, o := range there {
		b.taken[o.At.Time] = true
	}
	return b, err
}

// write says what becomes of one post; not needed when it is so already.
func (b *bulk) write(ctx context.Context, now Current) (w Write, needed bool, err error) {
	if b.Delete {
		w, err = removed(now)
		return w, err == nil, err
	}
	if b.Duplicate {
		at := now.Post.At
		now = Current{Post: b.service.copyOf(now.Post), State: StateDraft}
		if b.moves() {
			now.Post.At = at
		}
	}
	before := now.Post
	p := before
	b.classify(&p)
	at, err := b.moment(p)
	if err != nil {
		return Write{}, false, err
	}
	fixed := now.State.Fixed()
	if fixed && (at != p.At || b.Stage != "" && b.Stage != p.Stage) {
		return Write{}, false, app.Fail(app.CodeConflict, "editorial.error.fixed")
	}
	w = Write{Post: p}
	if at != p.At {
		if w, err = b.service.moved(Current{Post: p, State: now.State}, at, b.zone, b.off); err != nil {
			return Write{}, false, err
		}
	}
	if b.Stage != "" && !fixed {
		if w, err = b.staged(ctx, w, now); err != nil {
			return Write{}, false, err
		}
	}
	if !b.Duplicate && !w.Plan && same(w.Post, before) && w.Post.Stage == before.Stage {
		return w, false, nil
	}
	w.Post.UpdatedAt = b.service.clock.Now()
	return w, true, nil
}

func (b *bulk) classify(p *Post) {
	for _, x := range []struct {
		to   *app.ID
		from *app.ID
	}{{b.Pillar, &p.PillarID}, {b.Objective, &p.ObjectiveID}, {b.Audience, &p.AudienceID}, {b.Campaign, &p.CampaignID}} {
		if x.to != nil {
			*x.from = *x.to
		}
	}
	if b.Author != nil {
		p.Author = strings.ToValidUTF8(strings.TrimSpace(*b.Author), "\uFFFD")
	}
	kept := *p
	kept.PillarID, kept.ObjectiveID, kept.AudienceID, kept.CampaignID = "", "", "", ""
	b.link(p, kept)
}

// moment returns where the post goes.
func (b *bulk) moment(p Post) (app.Civil, error) {
	at := p.At
	switch {
	case b.Unplace:
		return app.Civil{}, nil
	case !b.Day.IsZero():
		if at.IsZero() {
			at.Time = FreeTime(b.slots, p.PillarID, b.Day, b.taken, b.now)
		}
		at.Date = b.Day
	case b.Days != 0 && !at.IsZero():
		at.Date = at.Date.AddDays(b.Days)
	}
	if (b.Days != 0 || b.Time != nil) && at.IsZero() {
		return at, app.Fail(app.CodeInvalid, "editorial.bulk.unplaced")
	}
	if b.Time != nil {
		at.Time = *b.Time
	}
	if !b.Day.IsZero() {
		b.taken[at.Time] = true
	}
	return at, nil
}

// staged gives a post its stage.
func (b *bulk) staged(ctx context.Context, w Write, now Current) (Write, error) {
	p := w.Post
	if b.Stage != Scheduled {
		p.Stage = b.Stage
		return Write{Post: p}, nil
	}
	switch {
	case now.Post.Stage == Scheduled && (now.State == StateScheduled || w.Plan):
		return w, nil // is, or is going to be
	case p.At.IsZero():
		return w, app.Fail(app.CodeInvalid, "publishing.error.not_placed")
	case len(p.Accounts) == 0:
		return w, app.Fail(app.CodeInvalid, "publishing.error.no_account")
	case b.service.past(p.At, b.zone):
		return w, app.Fail(app.CodeInvalid, "publishing.error.past")
	}
	if err := b.ready(ctx, p); err != nil {
		return w, err
	}
	off := Draft
	if now.Post.Stage.approved() {
		off = b.off
	}
	p.Stage = Scheduled
	return planned(p, off), nil
}

// ready refuses a post that a check blocks, for the first that does, and one whose
// warnings want a reason: those are read one post at a time.
func (b *bulk) ready(ctx context.Context, p Post) error {
	checks, err := b.service.Checks(ctx, p)
	if err != nil {
		return err
	}
	for _, c := range checks {
		if c.Severity == Blocks {
			return &app.Error{Code: app.CodeInvalid, Key: c.Title.Key, Args: c.Title.Args}
		}
	}
	if len(Overridable(checks)) > 0 {
		return app.Fail(app.CodeInvalid, "editorial.bulk.warned")
	}
	return nil
}

// Rename gives a post another title, published or not. CodeInvalid for one too
// long to keep.
func (s *Service) Rename(ctx context.Context, id app.ID, title string) error {
	title = strings.ToValidUTF8(title, "\uFFFD")
	if utf8.RuneCountInString(title) > MaxTitleLength {
		return app.Fail(app.CodeInvalid, "editorial.error.title_long", "Max", MaxTitleLength)
	}
	_, err := s.command(ctx, KindRename, []app.ID{id}, func(now map[app.ID]Current) ([]Write, error) {
		current, err := present(now, id)
		if err != nil || current.Post.Title == title {
			return nil, err
		}
		p := current.Post
		p.Title, p.UpdatedAt = title, s.clock.Now()
		return []Write{{Post: p}}, nil
	})
	return err
}
