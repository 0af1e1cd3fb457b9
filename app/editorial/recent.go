package editorial

import (
	"context"
	"sync"
	"time"

	"parvis/app"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// recentDays is how far back a post is compared with what was published.
const recentDays = 90

// Checks runs "Avant de publier" on a post as it stands, saved or not. It is
// meant for every keystroke: the texts of the last 90 days and the voice of the
// strategy are read once, and again only after they have changed.
func (s *Service) Checks(ctx context.Context, p Post) ([]Check, error) {
	zone, err := s.zone(ctx)
	if err != nil {
		return nil, err
	}
	seen := situation{Post: p, Images: make(map[media.Hash]media.Image, len(p.Images)), Now: s.clock.Now(), Zone: zone}
	if seen.Accounts, err = s.rooms.Accounts.Accounts(ctx); err != nil {
		return nil, err
	}
	seen.Under, seen.Films = s.sends(seen.Accounts)
	for _, used := range p.EveryImage() {
		image, err := s.rooms.Images.Image(ctx, used.Hash)
		switch {
		case app.CodeOf(err) == app.CodeNotFound:
		case err != nil:
			return nil, err
		default:
			seen.Images[used.Hash] = image
		}
	}
	since := app.Civil{Date: s.today(zone).AddDays(-recentDays)}.In(zone)
	if seen.Recent, err = s.recent.get(ctx, s.store, since, p.ID); err != nil {
		return nil, err
	}
	if seen.Voice, err = s.voice.get(ctx, s.rooms.Strategy); err != nil {
		return nil, err
	}
	if seen.Law, err = s.rooms.Law.Review(ctx); err != nil {
		return nil, err
	}
	if seen.Mistakes, err = s.findMistakes(ctx, seen); err != nil {
		return nil, err
	}
	if seen.Film, err = s.filmOf(ctx, p); err != nil {
		return nil, err
	}
	if seen.Rights, err = s.rightsOf(ctx, seen); err != nil {
		return nil, err
	}
	if seen.MustApprove, err = s.rooms.Approval.Needed(ctx); err != nil {
		return nil, err
	}
	if seen.MustApprove {
		if seen.Post.Stage, err = s.approvedAs(ctx, p); err != nil {
			return nil, err
		}
	}
	if seen.Overrides, err = s.store.Overrides(ctx, p.ID); err != nil {
		return nil, err
	}
	return checkAll(seen), nil
}

// sends tells what Parvis publishes under a post on the networks of accounts, and to
// which of them it sends films.
func (s *Service) sends(accounts []networks.Account) (map[networks.Network]networks.Under, map[networks.Network]bool) {
	if s.rooms.Connectors == nil {
		return nil, nil
	}
	under, films := make(map[networks.Network]networks.Under), make(map[networks.Network]bool)
	for _, a := range accounts {
		if c, ok := s.rooms.Connectors.Connector(a.Network); ok {
			under[a.Network], films[a.Network] = networks.UnderOf(c), networks.SendsFilms(c)
		}
	}
	return under, films
}

// approvedAs returns how far a post, as it stands, is approved. The file tells, and
// not who types, who may have read the post before it was; what was not saved yet
// nobody approved.
func (s *Service) approvedAs(ctx context.Context, p Post) (Stage, error) {
	kept, err := s.store.Post(ctx, p.ID)
	switch {
	case app.CodeOf(err) == app.CodeNotFound:
		return Draft, nil
	case err != nil:
		return "", err
	case kept.Stage.approved() && !p.SaysTheSame(kept):
		return ToReview, nil
	}
	return kept.Stage, nil
}

// recentTexts remembers the fingerprints of what was published lately, for the
// post that is being written.
type recentTexts struct {
	mu    sync.Mutex
	valid bool
	since time.Time
	post  app.ID
	texts []fingerprint
}

// follow forgets the texts whenever a delivery changes.
func (r *recentTexts) follow(events *app.Events) {
	app.On(events, func(publishing.DeliveryChanged) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.valid = false
	})
}

func (r *recentTexts) get(ctx context.Context, store Store, since time.Time, except app.ID) ([]fingerprint, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.valid && r.since.Equal(since) && r.post == except {
		return r.texts, nil
	}
	texts, err := store.PublishedTexts(ctx, since, except)
	if err != nil {
		return nil, err
	}
	r.texts = make([]fingerprint, 0, len(texts))
	for _, text := range texts {
		if f := fingerprintOf(text); len(f) > 0 {
			r.texts = append(r.texts, f)
		}
	}
	r.valid, r.since, r.post = true, since, except
	return r.texts, nil
}
