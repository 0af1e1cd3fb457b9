package composer

import (
	"context"
	"time"

	"parvis/app"
	"parvis/app/editorial"
)

// heldFor is how long a scheduled post is kept from leaving after its owner last
// changed something of it.
const heldFor = time.Minute

// hold is the post kept from leaving because it is written in.
type hold struct {
	post  app.ID    // "" for none
	until time.Time // when it leaves all the same, unless something is typed again
	due   func()    // ends the wait for its minute, nil when none
}

// hold keeps the open post from leaving for a while, if it is to leave.
func (v *View) hold() {
	if v.open.state != editorial.StateScheduled {
		return
	}
	now := v.host.Now()
	v.held.post, v.held.until = v.open.post.ID, now.Add(heldFor)
	v.s.Ledger.Hold(v.held.post, v.held.until)
	v.held.wait(nil)
	if due := v.open.post.At.In(now.Location()); due.After(now) && due.Before(v.held.until) {
		v.held.wait(v.host.After(due.Sub(now), func() {
			v.held.due = nil
			v.head.drawStatus()
		}))
	}
}

// release lets the post that was written in leave, once what is being saved is.
func (v *View) release() {
	v.held.wait(nil)
	id := v.held.post
	v.held.post = ""
	if id == "" {
		return
	}
	v.line.do(
		func(context.Context) error {
			v.s.Ledger.Release(id)
			return nil
		},
		func(error) {},
	)
}

// waits reports whether the minute of the open post has come and only its being
// written in keeps it.
func (v *View) waits() bool {
	now := v.host.Now()
	return v.held.post != "" && v.held.post == v.open.post.ID && v.open.state == editorial.StateScheduled &&
		!v.open.post.At.IsZero() && !v.open.post.At.In(now.Location()).After(now) && v.held.until.After(now)
}

func (h *hold) wait(cancel func()) {
	if h.due != nil {
		h.due()
	}
	h.due = cancel
}
