package composer

import (
	"context"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/ui/page"
)

// around is what of other rooms the composer shows.
type around struct {
	accounts []networks.Account
	strategy strategy.Strategy
	approval approval.Setting
}

func (v *View) fetchAround(ctx context.Context) (a around, err error) {
	if a.accounts, err = v.s.Accounts.Accounts(ctx); err != nil {
		return a, err
	}
	if a.strategy, err = v.s.Strategy.Strategy(ctx); err != nil {
		return a, err
	}
	a.approval, err = v.s.Approval.Setting(ctx)
	return a, err
}

// reload reads again what of other rooms is shown; what is typed stays.
func (v *View) reload() {
	id, kept := v.open.post.ID, v.open.kept
	type read struct {
		around around
		post   editorial.Post // as the file has it, empty when it has none
	}
	fetch := func(ctx context.Context) (r read, err error) {
		if r.around, err = v.fetchAround(ctx); err != nil || !kept {
			return r, err
		}
		if r.post, _, err = v.s.Posts.Post(ctx, id); app.CodeOf(err) == app.CodeNotFound {
			return r, nil // it is on its way there
		}
		return r, err
	}
	page.Load(&v.rooms, v.host, fetch, func(r read, err error) {
		if v.coming {
			return // it comes with what surrounds it
		}
		if err != nil {
			v.host.Failed(err)
			return
		}
		v.around = r.around
		if v.open.post.ID == "" || v.open.state.Fixed() {
			return
		}
		if v.open.post.ID == id {
			v.open.post.Relink(r.around.strategy, r.post)
		}
		v.head.draw()
		v.where.draw()
		v.versions.draw()
		v.plan.fillChoices()
		v.counter.count(v.limitsOn(v.measured()), v.text.Text())
		v.arrange()
		v.look()
	})
	v.restate()
}
