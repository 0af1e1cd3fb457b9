package composer

import (
	"context"
	"strings"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/publishing"
	"parvis/ui/page"
)

// draft is the post that is open, as it is typed.
type draft struct {
	post  editorial.Post
	state editorial.State
	// born is a new post as it began, nil for one that was opened.
	born *editorial.Post
	kept bool // is in the file, or on its way there
	// pillarChosen: the pillar is the owner's choice, not that of a slot.
	pillarChosen bool
	// entries tell where a fixed post went.
	entries []publishing.Entry
}

// blank reports whether a new post holds nothing that its owner typed or chose.
func (d draft) blank() bool {
	p := d.post
	return d.born != nil && strings.TrimSpace(p.Title+p.Text+p.Comment) == "" && len(p.Images) == 0 && p.Video == "" && len(p.Variants) == 0 &&
		(p.PillarID == "" || p.PillarID == d.born.PillarID) && p.ObjectiveID+p.AudienceID+p.CampaignID == "" && p.At == d.born.At
}

// copied returns the post apart from what will be typed next.
func (d draft) copied() editorial.Post { return d.post.Copy() }

// line runs commands one after the other, in the order they were given, so that
// a save is never overtaken by an earlier one. Each is begun at once and waits
// for the former by itself: a window that closes waits for all of them.
type line struct {
	host page.Host
	last chan struct{}
}

// do runs a command in its turn and done on the main goroutine with its error.
func (l *line) do(command func(ctx context.Context) error, done func(error)) {
	former, mine := l.last, make(chan struct{})
	l.last = mine
	page.Do(l.host, func(ctx context.Context) error {
		defer close(mine)
		if former != nil {
			<-former
		}
		return command(ctx)
	}, done)
}

// after returns a fetch that waits for the commands given so far.
func (l *line) after(fetch func(ctx context.Context) (any, error)) func(ctx context.Context) (any, error) {
	former := l.last
	return func(ctx context.Context) (any, error) {
		if former != nil {
			<-former
		}
		return fetch(ctx)
	}
}

// saved is what became of a post that was saved.
type saved struct {
	state editorial.State
	// rescued: the post left meanwhile, and what was typed is kept since as another
	// draft.
	rescued bool
}

// save keeps what is typed, in its turn.
func (v *View) save() {
	if !v.open.kept && v.open.blank() {
		return
	}
	v.open.kept = true
	post := v.open.copied()
	mine := v.head.saving()
	var kept saved
	v.line.do(
		func(ctx context.Context) (err error) {
			kept, err = v.keep(ctx, post)
			return err
		},
		func(err error) {
			switch {
			case err != nil && post.ID != v.open.post.ID:
				v.host.Failed(err)
			case err != nil:
				v.failed(v.host.Sentence(err))
				v.head.saved(mine, false)
			case kept.rescued:
				v.host.Toast(v.host.Text().T("composer.rescued"), nil)
				if post.ID == v.open.post.ID && !v.coming {
					v.Open(post.ID)
				}
			case post.ID == v.open.post.ID:
				v.failed("")
				v.stated(kept.state)
				v.head.saved(mine, true)
			}
		},
	)
}

// keep saves a post and returns what it is now. What was typed in a post that
// began to leave meanwhile is kept as a draft of its own.
func (v *View) keep(ctx context.Context, post editorial.Post) (saved, error) {
	err := v.s.Posts.Save(ctx, post)
	if err != nil && app.CodeOf(err) != app.CodeConflict {
		return saved{}, err
	}
	left, state, lookErr := v.s.Posts.Post(ctx, post.ID)
	switch {
	case lookErr != nil && err == nil:
		return saved{}, lookErr
	case err == nil:
		return saved{state: state}, nil
	case lookErr != nil || !state.Fixed():
		return saved{}, err
	case left.Title == post.Title && left.SaysTheSame(post):
		return saved{state: state}, nil
	}
	other, known := v.rescues[post.ID]
	if !known {
		if other, err = v.s.Posts.New(ctx, app.Civil{}); err != nil {
			return saved{}, err
		}
	}
	other.Title, other.Text, other.Comment = post.Title, post.Text, post.Comment
	other.Images, other.Video, other.Variants = post.Images, post.Video, post.Variants
	other.PillarID, other.ObjectiveID, other.Lateness = post.PillarID, post.ObjectiveID, post.Lateness
	other.AudienceID, other.CampaignID = post.AudienceID, post.CampaignID
	if err := v.s.Posts.Save(ctx, other); err != nil {
		return saved{}, err
	}
	v.rescues[post.ID] = other
	return saved{state: state, rescued: !known}, nil
}

// flush saves now what waits, the fields that are read when they are left
// included.
func (v *View) flush() {
	if !v.writable() {
		return
	}
	v.plan.commit()
	v.saver.Flush()
}

// settle saves what waits, and forgets a new post that was emptied again.
func (v *View) settle() {
	v.flush()
	v.release()
	v.wait(nil)
	if v.coming || !v.open.kept || v.open.state.Fixed() || !v.open.blank() {
		return
	}
	v.open.kept = false
	id := v.open.post.ID
	v.line.do(
		func(ctx context.Context) error {
			_, err := v.s.Posts.Delete(ctx, id)
			return err
		},
		func(err error) {
			if err != nil && app.CodeOf(err) != app.CodeNotFound {
				v.host.Failed(err)
			}
		},
	)
}

// restate reads again what became of the open post.
func (v *View) restate() {
	id := v.open.post.ID
	if id == "" || !v.open.kept {
		return
	}
	page.Load(&v.state, v.host,
		func(ctx context.Context) (editorial.State, error) {
			_, state, err := v.s.Posts.Post(ctx, id)
			return state, err
		},
		func(state editorial.State, err error) {
			switch {
			case v.coming || id != v.open.post.ID || app.CodeOf(err) == app.CodeNotFound:
			case err != nil:
				v.host.Failed(err)
			default:
				v.stated(state)
			}
		},
	)
}

// stated shows what became of the open post. One that began to leave can no
// longer be edited: what waits is saved first, and the whole is read again.
func (v *View) stated(state editorial.State) {
	if v.coming {
		return
	}
	before := v.open.state
	if state.Fixed() && (state != before || !before.Fixed()) {
		id := v.open.post.ID
		v.flush()
		if id == v.open.post.ID {
			v.Open(id)
		}
		return
	}
	if state.Fixed() != before.Fixed() {
		v.Open(v.open.post.ID)
		return
	}
	v.open.state = state
	if state != before {
		v.head.draw()
		v.where.draw()
		v.plan.fill()
	}
}
