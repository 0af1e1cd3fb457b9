package watch

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/jobs"
)

// Profile tells about the business of the file.
type Profile interface {
	Business(ctx context.Context) (business.Business, error)
}

// OwnPosts tells when the business itself published.
type OwnPosts interface {
	// PublishedDays returns the instant of each post published at or after
	// from, one per post whatever the number of networks, in any order. A zero
	// from returns all.
	PublishedDays(ctx context.Context, from time.Time) ([]time.Time, error)
}

// maxName bounds a competitor's name, in characters.
const maxName = 80

// maxCandidates is how many of the feeds that a site announces are tried.
const maxCandidates = 4

// Service follows competitors. It is safe for concurrent use.
type Service struct {
	store   Store
	reader  Reader
	profile Profile
	own     OwnPosts
	clock   app.Clock
	ids     *app.IDs
	events  *app.Events
	// refreshing holds a token while sources are read: the button and the job
	// never ask the same server twice.
	refreshing chan struct{}
}

// NewService returns the service over a store and a reader of feeds.
func NewService(store Store, reader Reader, profile Profile, own OwnPosts, clock app.Clock, ids *app.IDs, events *app.Events) *Service {
	return &Service{
		store: store, reader: contained{reader}, profile: profile, own: own,
		clock: clock, ids: ids, events: events, refreshing: make(chan struct{}, 1),
	}
}

// Follow finds the feed of a site, reads it and follows its owner under the
// name given, else under the feed's title or the site's host. It fails with
// CodeInvalid and the key "watch.error.no_feed" when the site answers but
// offers no feed: FollowWithoutFeed is the next step then. Other failures:
// CodeInvalid (no address), CodeConflict (already followed, or the example
// business), CodeLimited and CodeUnavailable (the site cannot be read now).
// It may take a minute; a cancelled ctx leaves nothing behind.
func (s *Service) Follow(ctx context.Context, name, site string) (Competitor, error) {
	if err := s.mayLeave(ctx); err != nil {
		return Competitor{}, err
	}
	addresses, err := s.unfollowed(ctx, site)
	if err != nil {
		return Competitor{}, err
	}
	found, err := s.reader.Discover(ctx, site)
	if err != nil {
		return Competitor{}, err
	}
	address, feed, err := s.firstReadable(ctx, site, found)
	if err != nil {
		return Competitor{}, err
	}
	now := s.clock.Now()
	competitor := Competitor{ID: s.ids.New(), Name: shorten(firstText(name, feed.Title, Host(addresses[0]))), Site: addresses[0], CreatedAt: now}
	if strings.HasPrefix(address, "http://") && Host(address) == Host(addresses[0]) {
		// The site speaks http only: https would be a dead link.
		competitor.Site = addresses[len(addresses)-1]
	}
	source := Source{ID: s.ids.New(), CompetitorID: competitor.ID, Feed: address}
	if err := s.keep(ctx, competitor, readingOf(source, feed, now)); err != nil {
		return Competitor{}, err
	}
	app.Emit(s.events, Changed{})
	return competitor, nil
}

// keep saves a new competitor whole, or nothing of it.
func (s *Service) keep(ctx context.Context, c Competitor, r reading) error {
	// A window that closes must not leave half a competitor.
	ctx = context.WithoutCancel(ctx)
	if err := s.store.SaveCompetitor(ctx, c); err != nil {
		return err
	}
	for _, item := range r.items {
		if item.Published.IsZero() {
			r.freshUndated++
		}
	}
	err := s.store.SaveSource(ctx, r.known())
	if err == nil {
		_, err = s.store.SaveReadResult(ctx, r.known(), r.items)
	}
	if err != nil {
		return errors.Join(err, s.store.RemoveCompetitor(ctx, c.ID))
	}
	return nil
}

// FollowWithoutFeed follows a competitor whose site offers no feed: nothing is
// read, its followers can be typed as readings. Failures as Follow's, without
// those of the network.
func (s *Service) FollowWithoutFeed(ctx context.Context, name, site string) (Competitor, error) {
	addresses, err := s.unfollowed(ctx, site)
	if err != nil {
		return Competitor{}, err
	}
	c := Competitor{
		ID: s.ids.New(), Name: shorten(firstText(name, Host(addresses[0]))),
		Site: addresses[0], CreatedAt: s.clock.Now(),
	}
	if err := s.store.SaveCompetitor(ctx, c); err != nil {
		return Competitor{}, err
	}
	app.Emit(s.events, Changed{})
	return c, nil
}

// Rename gives a competitor another name. It fails with CodeInvalid for an
// empty one and with CodeNotFound.
func (s *Service) Rename(ctx context.Context, id app.ID, name string) error {
	name = shorten(firstText(name))
	if name == "" {
		return app.Fail(app.CodeInvalid, "watch.error.name_missing")
	}
	competitors, err := s.store.Competitors(ctx)
	if err != nil {
		return err
	}
	for _, c := range competitors {
		if c.ID != id {
			continue
		}
		c.Name = name
		if err := s.store.SaveCompetitor(ctx, c); err != nil {
			return err
		}
		app.Emit(s.events, Changed{})
		return nil
	}
	return app.Fail(app.CodeNotFound, "watch.error.not_followed")
}

// Remove forgets a competitor with all that was read of it.
func (s *Service) Remove(ctx context.Context, id app.ID) error {
	if err := s.store.RemoveCompetitor(ctx, id); err != nil {
		return err
	}
	app.Emit(s.events, Changed{})
	return nil
}

// Followed is a competitor with its sources, none when it has no feed.
type Followed struct {
	Competitor
	Sources []Source
}

// Followed returns the competitors in the order of the store, with their
// sources and the state of each.
func (s *Service) Followed(ctx context.Context) ([]Followed, error) {
	competitors, err := s.store.Competitors(ctx)
	if err != nil {
		return nil, err
	}
	sources, err := s.store.Sources(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]Followed, len(competitors))
	for i, c := range competitors {
		all[i].Competitor = c
		for _, source := range sources {
			if source.CompetitorID == c.ID {
				all[i].Sources = append(all[i].Sources, source)
			}
		}
	}
	return all, nil
}

// mayLeave refuses to leave the machine on behalf of the example business.
func (s *Service) mayLeave(ctx context.Context) error {
	b, err := s.profile.Business(ctx)
	if err != nil {
		return err
	}
	if b.Example {
		return app.Fail(app.CodeConflict, "watch.error.example")
	}
	return nil
}

// unfollowed completes a typed site and refuses one that is followed already.
func (s *Service) unfollowed(ctx context.Context, site string) ([]string, error) {
	addresses, err := Addresses(site)
	if err != nil {
		return nil, err
	}
	competitors, err := s.store.Competitors(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range competitors {
		if samePlace(c.Site, addresses[0]) {
			return nil, app.Fail(app.CodeConflict, "watch.error.already_followed", "Name", c.Name)
		}
	}
	return addresses, nil
}

// firstReadable reads the feeds that a site offers until one is readable.
func (s *Service) firstReadable(ctx context.Context, site string, found []string) (string, Feed, error) {
	var failure error
	for _, address := range found[:min(len(found), maxCandidates)] {
		feed, err := s.reader.Read(ctx, address, "", "")
		if err == nil {
			return address, feed, nil
		}
		if ctx.Err() != nil {
			return "", Feed{}, err
		}
		// A feed that cannot be read for now says more than one that is none.
		if failure == nil || app.CodeOf(failure) == app.CodeInvalid {
			failure = err
		}
	}
	if failure == nil || app.CodeOf(failure) == app.CodeInvalid {
		host := site
		if addresses, err := Addresses(site); err == nil {
			host = Host(addresses[0])
		}
		return "", Feed{}, app.Fail(app.CodeInvalid, "watch.error.no_feed", "Host", host).Because(failure)
	}
	return "", Feed{}, failure
}

// Job returns the background work that reads what is due.
func (s *Service) Job() jobs.Job {
	return jobs.Job{Name: "watch", Every: interval, Run: func(ctx context.Context) (time.Time, error) {
		if _, err := s.Refresh(ctx, false); err != nil {
			return time.Time{}, err
		}
		return s.nextDue(ctx)
	}}
}

// nextDue returns when the next source is due, zero when there is none.
func (s *Service) nextDue(ctx context.Context) (time.Time, error) {
	sources, err := s.store.Sources(ctx)
	if err != nil {
		return time.Time{}, err
	}
	var next time.Time
	for _, source := range sources {
		if next.IsZero() || source.NextTry.Before(next) {
			next = source.NextTry
		}
	}
	// Never in a tight loop, whatever the file says.
	if soonest := s.clock.Now().Add(forcedInterval); !next.IsZero() && next.Before(soonest) {
		next = soonest
	}
	return next, nil
}

func firstText(texts ...string) string {
	for _, text := range texts {
		if text = strings.Join(strings.Fields(text), " "); text != "" {
			return text
		}
	}
	return ""
}

func shorten(name string) string {
	runes := []rune(name)
	if len(runes) <= maxName {
		return name
	}
	return strings.TrimSpace(string(runes[:maxName-1])) + "…"
}

// lock takes the right to read sources, or fails when ctx ends first.
func (s *Service) lock(ctx context.Context) (unlock func(), err error) {
	select {
	case s.refreshing <- struct{}{}:
		return sync.OnceFunc(func() { <-s.refreshing }), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
