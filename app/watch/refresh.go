package watch

import (
	"context"
	"errors"
	"sync"
	"time"

	"parvis/app"
)

const (
	// interval is the least time between two readings of a source.
	interval = time.Hour
	// slowest is the most that failures in a row slow a source down to.
	slowest = 24 * time.Hour
	// goneInterval is how long a feed that its site declared gone is left alone.
	goneInterval = 30 * 24 * time.Hour
	// forcedInterval is the least time between two readings that an owner asks
	// for.
	forcedInterval = time.Minute
	// readers is how many sources are read side by side; the reader keeps to one
	// request at a time to each host.
	readers = 4
)

const (
	keyLimited = "watch.error.limited"
	keyGone    = "watch.error.gone"
	keyUnknown = "watch.error.unreachable"
)

// Refreshed counts what a Refresh did.
type Refreshed struct {
	Asked  int // sources that were asked
	Failed int // of which could not be read: each keeps its own ErrorKey
	New    int // items never seen before
}

// Refresh reads every source that is due and keeps what is new; one that cannot
// be read does not disturb the others. With force it reads all sources, save
// those asked within the last minute and those whose server asked to wait. It
// returns an error only when the file cannot be read or written, or ctx ends.
func (s *Service) Refresh(ctx context.Context, force bool) (Refreshed, error) {
	b, err := s.profile.Business(ctx)
	if err != nil {
		return Refreshed{}, err
	}
	if b.Example {
		// Nothing of the example leaves the machine.
		return Refreshed{}, nil
	}
	unlock, err := s.lock(ctx)
	if err != nil {
		return Refreshed{}, err
	}
	defer unlock()
	sources, err := s.store.Sources(ctx)
	if err != nil {
		return Refreshed{}, err
	}
	var (
		mu    sync.Mutex
		total Refreshed
		errs  []error
		group sync.WaitGroup
	)
	queue := make(chan Source)
	for range readers {
		group.Go(func() {
			for source := range queue {
				fresh, failed, err := s.refreshOne(ctx, source)
				mu.Lock()
				total.Asked++
				total.New += fresh
				if failed {
					total.Failed++
				}
				errs = append(errs, err)
				mu.Unlock()
			}
		})
	}
	for _, source := range sources {
		if ctx.Err() == nil && due(source, s.clock.Now(), force) {
			queue <- source
		}
	}
	close(queue)
	group.Wait()
	if total.Asked > 0 {
		app.Emit(s.events, Changed{})
	}
	return total, errors.Join(append(errs, ctx.Err())...)
}

// due reports whether a source may be asked now.
func due(source Source, now time.Time, force bool) bool {
	if !source.NextTry.After(now) {
		return true
	}
	// A clock that was set back must not silence a source for years.
	if source.LastTry.After(now) && source.ErrorKey != keyLimited {
		return true
	}
	return force && source.ErrorKey != keyLimited && now.Sub(source.LastTry) >= forcedInterval
}

// refreshOne reads one source and keeps the outcome.
func (s *Service) refreshOne(ctx context.Context, source Source) (fresh int, failed bool, err error) {
	feed, readErr := s.reader.Read(ctx, source.Feed, source.ETag, source.LastModified)
	now := s.clock.Now()
	if ctx.Err() != nil {
		// Not the site's fault: nothing is held against it.
		return 0, false, nil
	}
	if readErr != nil {
		return 0, true, s.unlessRemoved(ctx, source, s.store.SaveSource(ctx, fail(source, readErr, now)))
	}
	r := readingOf(source, feed, now)
	if err := s.match(ctx, source, &r); err != nil {
		return 0, false, s.unlessRemoved(ctx, source, err)
	}
	fresh, err = s.store.SaveReadResult(ctx, r.known(), r.items)
	return fresh + r.freshUndated, false, s.unlessRemoved(ctx, source, err)
}

// match finds what of a reading the file had already.
func (s *Service) match(ctx context.Context, source Source, r *reading) error {
	if len(r.items) == 0 {
		return nil
	}
	known, err := s.store.ItemsSince(ctx, source.CompetitorID, time.Time{})
	if err != nil {
		return err
	}
	has := make(map[string]bool, len(known))
	for _, item := range known {
		if item.SourceID == source.ID {
			has[item.GUID] = true
		}
	}
	var undated []Item
	for _, item := range r.items {
		switch {
		case item.Published.IsZero():
			undated = append(undated, item)
		case has[item.GUID]:
			r.overlap = true
		}
	}
	if len(undated) == 0 {
		return nil
	}
	// Items without a date are not among those since a date: only keeping them
	// tells whether they are new. Should the program stop here, the file claims
	// to know less than it does, never more.
	cautious := r.source
	cautious.KnownSince = r.now
	r.freshUndated, err = s.store.SaveReadResult(ctx, cautious, undated)
	r.overlap = r.overlap || r.freshUndated < len(undated)
	return err
}

// unlessRemoved drops the failure to save a source that was removed while it
// was being read.
func (s *Service) unlessRemoved(ctx context.Context, source Source, err error) error {
	if err == nil {
		return nil
	}
	sources, listErr := s.store.Sources(ctx)
	if listErr != nil {
		return err
	}
	for _, kept := range sources {
		if kept.ID == source.ID {
			return err
		}
	}
	return nil
}

// fail records a failure: the source is left alone for an hour, twice as long
// at each failure in a row up to a day, and as long as its server asks.
func fail(source Source, err error, now time.Time) Source {
	source.LastTry = now
	source.Failures++
	source.ErrorKey = keyUnknown
	source.NextTry = now.Add(backOff(source.Failures))
	var e *app.Error
	if !errors.As(err, &e) {
		return source
	}
	source.ErrorKey = e.Key
	if until, ok := e.Args["RetryAfter"].(time.Time); ok && until.After(source.NextTry) {
		source.NextTry = until
	}
	if e.Key == keyGone {
		source.NextTry = now.Add(goneInterval)
	}
	return source
}

// backOff returns how long to wait after a number of failures in a row.
func backOff(failures int) time.Duration {
	wait := interval
	for range failures - 1 {
		if wait *= 2; wait >= slowest {
			return slowest
		}
	}
	return wait
}

// reading is what one successful answer brought.
type reading struct {
	now          time.Time
	first        bool
	source       Source // as it is after the reading, KnownSince apart
	items        []Item
	overlap      bool // some items were in the file already
	freshUndated int  // items without a date that were not
}

// readingOf records a success: nothing is held against the source any more and
// it may be asked again in an hour.
func readingOf(source Source, feed Feed, now time.Time) reading {
	r := reading{now: now, first: source.LastSuccess.IsZero()}
	source.LastTry, source.LastSuccess, source.NextTry = now, now, now.Add(interval)
	source.Failures, source.ErrorKey = 0, ""
	source.ETag, source.LastModified = feed.ETag, feed.LastModified
	if feed.Title != "" {
		source.Title = feed.Title
	}
	r.source = source
	for _, item := range feed.Items {
		item.ID, item.SourceID, item.SeenAt = 0, source.ID, now
		r.items = append(r.items, item)
	}
	return r
}

// known returns the source after the reading, with the moment from which on
// every item of it is known.
func (r reading) known() Source {
	source := r.source
	switch {
	case r.freshUndated > 0:
		// Something was published, and nobody says when: up to now, counts
		// would be guesses.
		source.KnownSince = r.now
	case len(r.items) == 0 && r.first:
		// What an empty feed held before is not known.
		source.KnownSince = r.now
	case len(r.items) > 0 && !r.overlap:
		// The first reading, or one that shares nothing with the former: what
		// came out between the two may have left the feed unseen.
		source.KnownSince = r.oldest()
	}
	return source
}

// oldest returns the date of the oldest dated item, now when none is dated.
func (r reading) oldest() time.Time {
	oldest := r.now
	for _, item := range r.items {
		if !item.Published.IsZero() && item.Published.Before(oldest) {
			oldest = item.Published
		}
	}
	return oldest
}
