package mastodontest

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"parvis/app/networks"
)

// What Mastodon bounds (ScheduledStatus).
const (
	leastAhead  = 5 * time.Minute
	mostKept    = 300
	mostOnADay  = 25
	momentShape = "2006-01-02T15:04:05.000Z"
)

// Scheduled returns what the server keeps for an account, in the order it came; the
// moment of each is CreatedAt.
func (s *Server) Scheduled(id string) []Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mature()
	var all []Status
	for _, one := range s.scheduled {
		if one.owner.ID == id {
			all = append(all, *one)
		}
	}
	return all
}

// Unschedule deletes all that the server keeps, as its owner does there.
func (s *Server) Unschedule() { s.with(func() { s.scheduled = nil }) }

// mature publishes what has come due, under an identifier of its own.
func (s *Server) mature() {
	s.scheduled = slices.DeleteFunc(s.scheduled, func(one *Status) bool {
		if one.CreatedAt.After(s.clock.Now()) {
			return false
		}
		one.ID = s.newID()
		for _, id := range one.Media {
			s.pictures[id].status = one.ID
		}
		s.statuses = append(s.statuses, one)
		return true
	})
}

// moment reads until when a status is to be kept, the zero time for one that is
// published at once.
func (s *Server) moment(owner *account, in sent) (time.Time, *reply) {
	no := func(said string) (time.Time, *reply) {
		refused := refuse(422, "%s", said)
		return time.Time{}, &refused
	}
	if in.ScheduledAt == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339Nano, in.ScheduledAt)
	switch {
	case s.software != networks.SoftwareMastodon || err != nil:
		return no("unexpected scheduled_at")
	case !at.After(s.clock.Now().Add(leastAhead)):
		return time.Time{}, nil
	}
	kept, thatDay := 0, 0
	for _, one := range s.scheduled {
		if one.owner != owner {
			continue
		}
		kept++
		if one.CreatedAt.UTC().Truncate(24 * time.Hour).Equal(at.UTC().Truncate(24 * time.Hour)) {
			thatDay++
		}
	}
	switch {
	case kept >= mostKept:
		return no("Validation failed: You have exceeded the limit of 300 scheduled posts")
	case thatDay >= mostOnADay:
		return no("Validation failed: You have exceeded the limit of 25 scheduled posts for today")
	}
	return at, nil
}

func shownScheduled(one *Status) map[string]any {
	return map[string]any{
		"id": one.ID, "scheduled_at": one.CreatedAt.UTC().Format(momentShape),
		"params": map[string]any{
			"text": one.Text, "media_ids": one.Media, "visibility": one.Visibility, "idempotency": nil, "scheduled_at": nil,
		},
		"media_attachments": []any{},
	}
}

// own returns what the server keeps for whoever calls.
func (s *Server) own(r *http.Request, scope string) ([]*Status, *reply) {
	t, refused := s.authorised(r, scope)
	if refused != nil {
		return nil, refused
	}
	var own []*Status
	for _, one := range slices.Backward(s.scheduled) {
		if one.owner == t.owner {
			own = append(own, one)
		}
	}
	return own, nil
}

// listScheduled gives the newest first.
func (s *Server) listScheduled(r *http.Request, _ []byte) reply {
	q := r.URL.Query()
	own, refused := s.own(r, "read:statuses")
	limit, err := strconv.Atoi(q.Get("limit"))
	switch {
	case refused != nil:
		return *refused
	case err != nil || limit < 1 || limit > 40:
		return refuse(422, "limit %q", q.Get("limit"))
	}
	page := []any{}
	after := q.Get("max_id") == ""
	for _, one := range own {
		if after && len(page) < limit {
			page = append(page, shownScheduled(one))
		}
		after = after || one.ID == q.Get("max_id")
	}
	return ok(page)
}

func (s *Server) showScheduled(r *http.Request, _ []byte) reply {
	own, refused := s.own(r, "read:statuses")
	if refused != nil {
		return *refused
	}
	for _, one := range own {
		if one.ID == r.PathValue("id") {
			return ok(shownScheduled(one))
		}
	}
	return refuse(404, "Record not found")
}

func (s *Server) removeScheduled(r *http.Request, _ []byte) reply {
	own, refused := s.own(r, "write:statuses")
	if refused != nil {
		return *refused
	}
	for _, one := range own {
		if one.ID == r.PathValue("id") {
			s.scheduled = slices.DeleteFunc(s.scheduled, func(o *Status) bool { return o == one })
			for _, id := range one.Media {
				s.pictures[id].status = ""
			}
			return ok(map[string]any{})
		}
	}
	return refuse(404, "Record not found")
}
