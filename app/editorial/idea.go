package editorial

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"parvis/app"
	"parvis/app/strategy"
)

// Postings returns the posts placed on the days from..to inclusive as the
// strategy looks at them, by moment, dropped ones left out.
func (s *Service) Postings(ctx context.Context, from, to app.Date) ([]strategy.Posting, error) {
	placed, err := s.store.Placed(ctx, from, to)
	if err != nil {
		return nil, err
	}
	all := make([]strategy.Posting, 0, len(placed))
	for _, p := range placed {
		if p.State == StateDropped {
			continue
		}
		all = append(all, strategy.Posting{
			Day: p.At.Date, PillarID: p.PillarID, AudienceID: p.AudienceID, CampaignID: p.CampaignID,
			Networks: p.Networks, Published: p.State == StatePublished || p.State == StatePartial,
		})
	}
	return all, nil
}

// AddIdeas keeps ideas as posts of the stage Idea under the IDs given, for every
// connected account, all or none. Each takes a free slot of its day, as Place
// would; those without a day, and those whose day is over, wait to be placed. A
// pillar that is not in the strategy is left out. An idea whose ID a post already
// has is left as it is.
func (s *Service) AddIdeas(ctx context.Context, ideas []strategy.Idea) error {
	ideas, err := s.without(ctx, ideas)
	if err != nil || len(ideas) == 0 {
		return err
	}
	blank, err := s.New(ctx, app.Civil{})
	if err != nil {
		return err
	}
	blank.Stage = Idea
	plan, err := s.rooms.Strategy.Strategy(ctx)
	if err != nil {
		return err
	}
	taken, err := s.taken(ctx, ideas)
	if err != nil {
		return err
	}
	zone, err := s.zone(ctx)
	if err != nil {
		return err
	}
	now := app.CivilOf(s.clock.Now().In(zone))
	posts := make([]Post, len(ideas))
	for i, idea := range ideas {
		p := blank
		p.ID, p.Title, p.PillarID = idea.ID, titled(idea.Title), idea.PillarID
		p.Accounts = slices.Clone(blank.Accounts)
		p.Relink(plan, Post{})
		if day := idea.Day; !day.IsZero() {
			at := app.Civil{Date: day, Time: FreeTime(plan.Slots, p.PillarID, day, taken[day], now)}
			if !s.past(at, zone) {
				p.At = at
				taken[day][at.Time] = true
			}
		}
		posts[i] = p
	}
	if err := s.store.SavePosts(ctx, posts); err != nil {
		return err
	}
	for _, p := range posts {
		app.Emit(s.events, PostChanged{p.ID})
	}
	return nil
}

// without returns the ideas that are no posts yet, each once.
func (s *Service) without(ctx context.Context, ideas []strategy.Idea) ([]strategy.Idea, error) {
	var missing []strategy.Idea
	for _, idea := range ideas {
		_, err := s.store.Post(ctx, idea.ID)
		if err != nil && app.CodeOf(err) != app.CodeNotFound {
			return nil, err
		}
		same := func(o strategy.Idea) bool { return o.ID == idea.ID }
		if err != nil && !slices.ContainsFunc(missing, same) {
			missing = append(missing, idea)
		}
	}
	return missing, nil
}

// taken returns the times of the day that are taken on the days of ideas.
func (s *Service) taken(ctx context.Context, ideas []strategy.Idea) (map[app.Date]map[app.TimeOfDay]bool, error) {
	taken := make(map[app.Date]map[app.TimeOfDay]bool)
	var first, last app.Date
	for _, idea := range ideas {
		if idea.Day.IsZero() {
			continue
		}
		if len(taken) == 0 || idea.Day.Before(first) {
			first = idea.Day
		}
		if len(taken) == 0 || idea.Day.After(last) {
			last = idea.Day
		}
		taken[idea.Day] = make(map[app.TimeOfDay]bool)
	}
	if len(taken) == 0 {
		return taken, nil
	}
	placed, err := s.store.Placed(ctx, first, last)
	if err != nil {
		return nil, err
	}
	for _, p := range placed {
		if times := taken[p.At.Date]; times != nil {
			times[p.At.Time] = true
		}
	}
	return taken, nil
}

// titled makes a title that can be kept.
func titled(title string) string {
	runes := []rune(strings.TrimSpace(strings.ToValidUTF8(title, "\uFFFD")))
	return string(runes[:min(len(runes), MaxTitleLength)])
}

// RemoveIdeas takes back ideas nobody changed since they were added; the others
// stay, and those that are gone already are no error.
func (s *Service) RemoveIdeas(ctx context.Context, ids []app.ID) error {
	var failed error
	for _, id := range ids {
		p, err := s.store.Post(ctx, id)
		switch {
		case app.CodeOf(err) == app.CodeNotFound:
			continue
		case err != nil:
			failed = cmp.Or(failed, err)
			continue
		case p.Stage != Idea || !p.UpdatedAt.Equal(p.CreatedAt):
			continue
		}
		if err := s.store.RemovePost(ctx, id); err != nil {
			failed = cmp.Or(failed, err)
			continue
		}
		app.Emit(s.events, PostChanged{id})
	}
	return failed
}
