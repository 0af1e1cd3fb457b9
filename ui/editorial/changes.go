package editorial

import (
	"context"

	"parvis/app"
	"parvis/app/editorial"
)

// change does something to posts, then says what was done, with a way back, and
// what was not.
func (c *calendar) change(ids []app.ID, what editorial.Change, said func(done int) string) {
	c.command(func(ctx context.Context) (editorial.Outcome, error) {
		return c.services.Posts.Bulk(ctx, ids, what)
	}, said)
}

// command runs a command of the room in its turn.
func (c *calendar) command(run func(ctx context.Context) (editorial.Outcome, error), said func(done int) string) {
	var out editorial.Outcome
	c.inTurn(
		func(ctx context.Context) (err error) {
			out, err = run(ctx)
			return err
		},
		func(err error) {
			if err != nil {
				c.host.Failed(err)
				return
			}
			c.refused(out.Refused)
			if out.Undo != nil {
				c.host.Toast(said(max(len(out.Done), len(out.Made))), func() { c.takeBack(out.Undo) })
			}
		},
	)
}

// inTurn runs a command after those given before, and reads the calendar again once
// the last is done. What is shown meanwhile is what was asked for.
func (c *calendar) inTurn(command func(ctx context.Context) error, done func(error)) {
	c.waiting++
	c.queue.Do(c.host, command, func(err error) {
		c.waiting--
		c.load()
		done(err)
	})
}

// refused tells why posts stayed as they were.
func (c *calendar) refused(all []editorial.Refusal) {
	if len(all) > 0 {
		c.host.Failed(refusal(app.Say("editorial.calendar.refused", "Count", len(all), "Title", all[0].Title, "Reason", all[0].Reason)))
	}
}

func refusal(m app.Message) error {
	return &app.Error{Code: app.CodeConflict, Key: m.Key, Args: m.Args}
}

// takeBack undoes one command.
func (c *calendar) takeBack(undo editorial.Undo) {
	c.inTurn(undo, func(err error) {
		if err != nil {
			c.host.Failed(err)
		}
	})
}

// undoLast takes back the last command of the room, whenever it was; redoLast does
// it again.
func (c *calendar) undoLast() { c.journal(c.services.Posts.Undo, "editorial.calendar.undone") }

func (c *calendar) redoLast() { c.journal(c.services.Posts.Redo, "editorial.calendar.redone") }

func (c *calendar) journal(run func(context.Context) (app.Message, error), said string) {
	var action app.Message
	c.inTurn(
		func(ctx context.Context) (err error) {
			action, err = run(ctx)
			return err
		},
		func(err error) {
			if err != nil {
				c.host.Failed(err)
				return
			}
			text := c.host.Text()
			c.host.Toast(text.T(said, "Action", text.Say(action)), nil)
		},
	)
}

// move gives a post another day, or another moment. A post that is marked takes the
// others that are along, as many days further.
func (c *calendar) move(id app.ID, to editorial.Change) {
	text := c.host.Text()
	if from := c.momentOf(id); c.marked[id] && len(c.marked) > 1 && !from.IsZero() && from.Date != to.Day {
		c.change(c.markedIDs(), editorial.Change{Days: from.Date.DaysUntil(to.Day)}, c.counted("editorial.calendar.done.moved"))
		return
	}
	day := text.Day(to.Day)
	if to.Time != nil {
		day = text.Moment(app.Civil{Date: to.Day, Time: *to.Time})
	}
	c.change([]app.ID{id}, to, func(int) string { return text.T("editorial.moved", "Day", day) })
}

// momentOf is the moment of a post of the month that was read.
func (c *calendar) momentOf(id app.ID) app.Civil {
	for _, w := range c.month.Weeks {
		for _, d := range w.Days {
			for _, p := range d.Posts {
				if p.ID == id {
					return p.At
				}
			}
		}
	}
	return app.Civil{}
}

// remove forgets a post.
func (c *calendar) remove(id app.ID) { c.removeAll([]app.ID{id}) }

func (c *calendar) removeAll(ids []app.ID) {
	for _, id := range ids {
		delete(c.marked, id)
	}
	c.change(ids, editorial.Change{Delete: true}, c.counted("editorial.calendar.done.removed"))
}

// counted says how many posts something was done to.
func (c *calendar) counted(key string) func(int) string {
	return func(n int) string { return c.host.Text().N(key, n) }
}

// tellFixed says why what is out does not move.
func (c *calendar) tellFixed() { c.host.Failed(app.Fail(app.CodeConflict, "editorial.error.fixed")) }
