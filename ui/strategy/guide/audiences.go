package guide

import (
	"context"

	"fyne.io/fyne/v2"

	"parvis/app/networks"
	"parvis/app/strategy"
)

func (v *View) askAudiences() []fyne.CanvasObject {
	var list []fyne.CanvasObject
	for i := range v.answers.Audiences {
		list = append(list, v.audienceRow(&v.answers.Audiences[i], v.likeAudience(i)))
	}
	if len(v.answers.Audiences) < strategy.MaxAudiences {
		list = append(list, v.more("strategy.guide.audience_add", func() {
			v.command(func(ctx context.Context) error {
				_, err := v.services.Strategy.AddAudience(ctx, strategy.Audience{})
				return err
			}, v.focusLast)
		}))
	}
	return list
}

// likeAudience is the audience of the example to show in an empty row.
func (v *View) likeAudience(i int) strategy.Audience {
	if all := v.model().Audiences; len(all) > 0 {
		return all[i%len(all)]
	}
	return strategy.Audience{}
}

func (v *View) audienceRow(a *strategy.Audience, model strategy.Audience) fyne.CanvasObject {
	text := v.host.Text()
	typed := func() {
		v.keep("audience "+string(a.ID), func() func(ctx context.Context) error {
			kept := *a
			return func(ctx context.Context) error { return v.services.Strategy.SaveAudience(ctx, kept) }
		})
	}
	name := v.name(text.T("strategy.guide.audience_name"), v.like(model.Name), &a.Name, typed)
	v.last = name.Focus
	return v.row(text.T("strategy.guide.audience_remove"), func() {
		kept := *a
		v.removed(func(ctx context.Context) error { return v.services.Strategy.RemoveAudience(ctx, kept.ID) },
			func(ctx context.Context) error { return v.services.Strategy.SaveAudience(ctx, kept) })
	}, name,
		v.area(text.T("strategy.guide.audience_who"), v.like(model.Who), 2, &a.Who, typed),
		v.area(text.T("strategy.guide.audience_needs"), v.like(model.Needs), 2, &a.Needs, typed),
		v.area(text.T("strategy.guide.audience_brakes"), v.like(model.Brakes), 2, &a.Brakes, typed),
		labelled(text.T("strategy.guide.audience_moments"), chips(v, strategy.Moments(), word[strategy.Moment](v, "moment"), &a.Moments, typed)),
		labelled(text.T("strategy.guide.audience_where"), chips(v, offered, networks.Network.Name, &a.Where, typed)),
		v.adviceOn(a.ID),
	)
}
