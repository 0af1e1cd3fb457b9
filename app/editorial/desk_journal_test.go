package editorial

import (
	"context"
	"maps"
	"slices"

	"parvis/app"
)

// journaled is a command in the journal of a desk.
type journaled struct {
	Entry
	undone int
}

func (d memory) currents(posts []app.ID) map[app.ID]Current {
	now := make(map[app.ID]Current)
	for _, id := range posts {
		if p, err := d.Post(context.Background(), id); err == nil {
			now[id] = Current{Post: p, State: d.state(id)}
		}
	}
	return now
}

// write does what a command says: all or nothing.
func (d memory) write(ctx context.Context, writes []Write) ([]PostChange, error) {
	posts, deliveries := maps.Clone(d.posts), maps.Clone(d.deliveries)
	var all []PostChange
	for _, w := range writes {
		c := PostChange{ID: w.Post.ID}
		if p, ok := d.posts[w.Post.ID]; ok {
			c.Before = &p
		}
		err := d.writeOne(ctx, w, c.Before)
		if err != nil {
			d.desk.posts, d.desk.deliveries = posts, deliveries
			return nil, err
		}
		if !w.Remove {
			after := w.Post
			if w.Plan {
				after.Stage = Scheduled
			}
			c.After = &after
		}
		all = append(all, c)
	}
	return all, nil
}

func (d memory) writeOne(ctx context.Context, w Write, before *Post) error {
	if w.Remove {
		return d.RemovePost(ctx, w.Post.ID)
	}
	if before != nil && before.Stage == Scheduled && w.Post.Stage != Scheduled {
		if d.begun[w.Post.ID] {
			return app.Fail(app.CodeConflict, "publishing.error.fixed")
		}
		delete(d.deliveries, w.Post.ID)
		d.posts[w.Post.ID] = w.Post
	}
	return d.SavePost(ctx, w.Post)
}

func (d memory) Run(ctx context.Context, posts []app.ID, decide func(now map[app.ID]Current) (Command, error)) (int64, error) {
	c, err := decide(d.currents(posts))
	if err != nil || len(c.Writes) == 0 {
		return 0, err
	}
	changes, err := d.write(ctx, c.Writes)
	if err != nil {
		return 0, err
	}
	d.journal = slices.DeleteFunc(d.journal, func(e journaled) bool { return e.undone > 0 })
	d.numbers++
	d.journal = append(d.journal, journaled{Entry: Entry{Number: d.numbers, Kind: c.Kind, Title: c.Title, Count: len(changes), Changes: changes}})
	return d.numbers, nil
}

func (d memory) Reverse(ctx context.Context, number int64, back bool, decide func(Entry, map[app.ID]Current) ([]Write, error)) (Entry, error) {
	i := slices.IndexFunc(d.journal, func(e journaled) bool { return e.Number == number && (e.undone == 0) == back })
	if i < 0 {
		return Entry{}, app.Fail(app.CodeNotFound, "storage.error.not_found")
	}
	e := &d.journal[i]
	var posts []app.ID
	for _, c := range e.Changes {
		posts = append(posts, c.ID)
	}
	writes, err := decide(e.Entry, d.currents(posts))
	if err == nil {
		_, err = d.write(ctx, writes)
	}
	if err != nil {
		return e.Entry, err
	}
	e.undone = 0
	if back {
		for _, o := range d.journal {
			e.undone = max(e.undone, o.undone+1)
		}
	}
	return e.Entry, nil
}

func (d memory) Next(context.Context) (undo, redo Entry, err error) {
	last := 0
	for _, e := range d.journal {
		if e.undone == 0 {
			undo = e.Entry
		} else if e.undone > last {
			redo, last = e.Entry, e.undone
		}
	}
	return undo, redo, nil
}

func (d memory) Forget(_ context.Context, number int64) error {
	d.journal = slices.DeleteFunc(d.journal, func(e journaled) bool { return e.Number == number })
	return nil
}
