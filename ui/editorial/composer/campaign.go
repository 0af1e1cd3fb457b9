package composer

import (
	"context"
	"slices"
	"strings"

	"parvis/app"
	"parvis/app/strategy"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// campaignForm asks for a new campaign, which the open post then carries.
type campaignForm struct {
	*kit.Modal
	view       *View
	name       *kit.Entry
	start, due *kit.DateField
}

func newCampaignForm(v *View) *campaignForm {
	text := v.host.Text()
	today := func() app.Date { return app.DateOf(v.host.Now()) }
	f := &campaignForm{
		view:  v,
		name:  kit.NewEntry(text.T("composer.campaign.name")).WithPlaceholder(text.T("composer.campaign.placeholder")),
		start: kit.NewDateField(text, text.T("composer.campaign.start"), today),
		due:   kit.NewDateField(text, text.T("composer.campaign.due"), today),
	}
	f.name.OnChanged = func(string) { f.name.SetError("") }
	f.Modal = kit.NewModal(text, v.host.Window().Canvas(), kit.ModalOptions{
		Title: text.T("composer.campaign.title"),
		Content: kit.VStack(14,
			kit.Secondary(text.T("composer.campaign.why")).Wrapped(), f.name,
			kit.Columns(12, kit.Col(1, 0, f.start), kit.Col(1, 0, f.due)),
		),
		Primary:   text.T("composer.campaign.create"),
		OnConfirm: f.confirm,
		OnClosed:  func(bool) { v.host.Window().Canvas().Focus(v.plan.purpose.campaign.list) },
		First:     f.name.Focusable(),
	})
	return f
}

// confirm adds the campaign, and closes the form once it is kept.
func (f *campaignForm) confirm() (done bool) {
	text := f.view.host.Text()
	c := strategy.Campaign{Name: strings.TrimSpace(f.name.Text())}
	var startRead, dueRead bool
	c.Start, startRead = f.start.Date()
	c.Due, dueRead = f.due.Date()
	switch {
	case c.Name == "":
		f.name.SetError(text.T("composer.campaign.unnamed"))
		f.name.Focus()
	case !startRead || !dueRead:
		f.start.Entry.OnFocusLost()
		f.due.Entry.OnFocusLost()
	case !c.Start.IsZero() && !c.Due.IsZero() && c.Due.Before(c.Start):
		f.SetError(text.T("composer.campaign.backwards"))
	default:
		f.add(c)
	}
	return false
}

func (f *campaignForm) add(c strategy.Campaign) {
	v, post := f.view, f.view.open.post.ID
	f.SetError("")
	f.Primary().Disable()
	page.Do(v.host,
		func(ctx context.Context) (err error) {
			c, err = v.s.Strategy.AddCampaign(ctx, c)
			return err
		},
		func(err error) {
			f.Primary().Enable()
			if err != nil {
				f.SetError(v.host.Sentence(err))
				return
			}
			if post == v.open.post.ID && v.writable() {
				v.open.post.CampaignID = c.ID
				// The strategy that changed may have been read before this.
				if !slices.Contains(v.around.strategy.Campaigns, c) {
					v.around.strategy.Campaigns = append(slices.Clone(v.around.strategy.Campaigns), c)
				}
				v.plan.purpose.fill()
				v.changed()
			}
			f.Close()
		},
	)
}
