package composer

import (
	"context"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/ui/page"
)

// schedule plans the post as it is typed, unless a check blocks it.
func (v *View) schedule() {
	v.flush()
	v.head.primary.Disable()
	post, sparing := v.open.copied(), v.speller.sparing()
	v.open.kept = true
	var list []editorial.Check
	v.line.do(
		func(ctx context.Context) (err error) {
			if err = v.s.Posts.Save(ctx, post); err != nil {
				return err
			}
			if list, err = v.s.Posts.Checks(ctx, post); err != nil {
				return err
			}
			if list = sparing(list); !editorial.Ready(list) || len(editorial.Overridable(list)) > 0 {
				return nil
			}
			return v.s.Ledger.Schedule(ctx, post.ID)
		},
		func(err error) {
			switch {
			case err != nil:
				v.told(post.ID, err)
			case !editorial.Ready(list) && post.ID == v.open.post.ID:
				v.checks.show(list)
			case !editorial.Ready(list):
				v.host.Toast(v.host.Text().T("composer.not_scheduled"), nil)
			case len(editorial.Overridable(list)) > 0 && post.ID == v.open.post.ID:
				v.checks.show(list)
				v.askReason(post, editorial.Overridable(list))
			case len(editorial.Overridable(list)) > 0:
				v.host.Toast(v.host.Text().T("composer.not_scheduled"), nil)
			default:
				v.told(post.ID, nil)
				text := v.host.Text()
				v.host.Toast(text.T("composer.scheduled", "Moment", text.Moment(post.At)), func() { v.takeBack(post.ID) })
			}
		},
	)
}

// unschedule makes the post a draft again.
func (v *View) unschedule() {
	v.flush()
	id := v.open.post.ID
	v.line.do(
		func(ctx context.Context) error { return v.s.Ledger.Unschedule(ctx, id) },
		func(err error) {
			v.told(id, err)
			if err == nil {
				v.host.Toast(v.host.Text().T("composer.unscheduled"), func() {
					v.line.do(
						func(ctx context.Context) error { return v.s.Ledger.Schedule(ctx, id) },
						func(err error) { v.told(id, err) },
					)
				})
			}
		},
	)
}

// takeBack undoes the scheduling of a post.
func (v *View) takeBack(id app.ID) {
	v.line.do(
		func(ctx context.Context) error { return v.s.Ledger.Unschedule(ctx, id) },
		func(err error) { v.told(id, err) },
	)
}

// told shows what a command on a post came to: where it is open, or else as an
// error of the page.
func (v *View) told(id app.ID, err error) {
	v.head.drawPrimary()
	switch {
	case err != nil && id == v.open.post.ID:
		v.failed(v.host.Sentence(err))
		v.restate()
	case err != nil:
		v.host.Failed(err)
	case id == v.open.post.ID:
		v.failed("")
		v.restate()
	}
}

// duplicate opens a copy of the post as a draft.
func (v *View) duplicate() {
	v.flush()
	id := v.open.post.ID
	var other editorial.Post
	v.line.do(
		func(ctx context.Context) (err error) {
			other, err = v.s.Posts.Duplicate(ctx, id)
			return err
		},
		func(err error) {
			if err != nil {
				v.told(id, err)
				return
			}
			v.Open(other.ID)
			v.host.Toast(v.host.Text().T("composer.duplicated"), nil)
		},
	)
}

// remove forgets the post and goes back; it can be undone.
func (v *View) remove() {
	v.flush()
	id, kept := v.open.post.ID, v.open.kept
	v.open = draft{}
	v.leave()
	if !kept {
		return
	}
	var undo editorial.Undo
	v.line.do(
		func(ctx context.Context) (err error) {
			undo, err = v.s.Posts.Delete(ctx, id)
			return err
		},
		func(err error) {
			if err != nil {
				v.host.Failed(err)
				return
			}
			v.host.Toast(v.host.Text().T("composer.deleted"), func() { v.restore(id, undo) })
		},
	)
}

// restore brings a deleted post back and opens it.
func (v *View) restore(id app.ID, undo editorial.Undo) {
	v.line.do(undo, func(err error) {
		if err != nil {
			v.host.Failed(err)
		}
		// A post that is back but no longer scheduled is an error that is said, and
		// there all the same.
		if err == nil || app.CodeOf(err) == app.CodeConflict {
			v.host.Go(page.Target{Room: page.Editorial, View: page.EditPost, ID: id})
		}
	})
}

// copyText puts the text of the version that is shown on the clipboard, for who
// publishes by hand.
func (v *View) copyText() {
	fyne.CurrentApp().Clipboard().SetContent(networks.Normalise(v.text.Text()))
	v.host.Toast(v.host.Text().T("composer.copied"), nil)
}
