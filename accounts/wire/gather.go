package wire

import (
	"cmp"
	"slices"
	"time"

	"parvis/app/networks"
)

// maxPages is how many pages of one list are read at a time.
const maxPages = 10

// Gather collects what the pages of a list hold, the newest page first, since an instant
// and up to a limit. A server that gives the same page again, or pages without an end,
// ends it.
type Gather[T any] struct {
	since       time.Time
	limit       int
	of          func(T) (id string, at time.Time)
	all         []T
	seen        map[string]bool
	pages       int
	whole, over bool
}

// NewGather returns an empty collection; of names an entry and tells when it was made.
func NewGather[T any](since time.Time, limit int, of func(T) (id string, at time.Time)) *Gather[T] {
	return &Gather[T]{since: since, limit: max(limit, 0), of: of, seen: make(map[string]bool)}
}

// GatherPosts collects posts.
func GatherPosts(since time.Time, limit int) *Gather[networks.Post] {
	return NewGather(since, limit, func(p networks.Post) (string, time.Time) { return p.ID, p.CreatedAt })
}

// Page takes one page; passed says that it reaches back beyond the instant in other
// entries than those given, last that no page follows. A page whose last entry is older
// than the instant reaches back beyond it: others may be older by a date of their own. It
// reports whether the next page is wanted.
func (g *Gather[T]) Page(entries []T, passed, last bool) (more bool) {
	g.pages++
	fresh := 0
	for _, e := range entries {
		id, at := g.of(e)
		if g.seen[id] {
			continue
		}
		g.seen[id] = true
		fresh++
		if !at.Before(g.since) {
			g.all = append(g.all, e)
		}
	}
	if n := len(entries); n > 0 {
		_, at := g.of(entries[n-1])
		passed = passed || at.Before(g.since)
	}
	g.over = g.over || len(g.all) > g.limit
	g.whole = passed || last
	return !g.whole && len(g.all) <= g.limit && (fresh > 0 || len(entries) == 0) && g.pages < maxPages
}

// All takes all there is at once, in no order; whole says that nothing is missing.
func (g *Gather[T]) All(entries []T, whole bool) {
	g.Page(entries, false, true)
	g.whole = whole
}

// Newest returns what was collected, newest first, and whether nothing is missing.
func (g *Gather[T]) Newest() (all []T, whole bool) {
	slices.SortStableFunc(g.all, func(a, b T) int {
		idA, atA := g.of(a)
		idB, atB := g.of(b)
		return cmp.Or(atB.Compare(atA), cmp.Compare(idB, idA))
	})
	return g.all[:min(len(g.all), g.limit)], g.whole && !g.over
}

// GatherMessages collects messages since a cursor: the instant of the newest message
// read before.
func GatherMessages(since networks.Cursor, limit int) *Gather[networks.Message] {
	at, err := time.Parse(time.RFC3339Nano, string(since))
	if err != nil {
		at = time.Time{}
	}
	return NewGather(at.UTC(), limit, func(m networks.Message) (string, time.Time) { return m.ID, m.SentAt })
}

// Inbox returns the messages that were collected since a cursor, with the next one.
func Inbox(g *Gather[networks.Message], since networks.Cursor) networks.Inbox {
	all, whole := g.Newest()
	box := networks.Inbox{Messages: all, Whole: whole}
	switch {
	case len(all) > 0:
		box.Next = networks.Cursor(all[0].SentAt.Format(time.RFC3339Nano))
	case !g.since.IsZero():
		box.Next = since
	}
	return box
}
