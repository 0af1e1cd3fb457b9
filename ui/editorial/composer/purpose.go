package composer

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/strategy"
	"parvis/ui/kit"
)

// purpose is what the post is for: the pillar, the objective, the audience and the
// campaign of the strategy that it carries.
type purpose struct {
	view      *View
	object    *fyne.Container
	colour    *fyne.Container // of the pillar, empty without one
	pillar    *choice
	objective *choice
	audience  *choice
	campaign  *choice
}

// choice is one of these, in a list that begins with none.
type choice struct {
	list   *kit.Select
	none   string
	prefix string
	ids    []app.ID // of the options after the first
	of     func(p *editorial.Post) *app.ID
}

func newPurpose(v *View) *purpose {
	p := &purpose{view: v, colour: kit.HStack(0)}
	p.pillar = p.choice("composer.pillar", func(p *editorial.Post) *app.ID { return &p.PillarID })
	p.objective = p.choice("composer.objective", func(p *editorial.Post) *app.ID { return &p.ObjectiveID })
	p.audience = p.choice("composer.audience", func(p *editorial.Post) *app.ID { return &p.AudienceID })
	p.campaign = p.choice("composer.campaign", func(p *editorial.Post) *app.ID { return &p.CampaignID })
	p.pillar.list.OnChanged = func(i int) {
		v.open.pillarChosen = true
		p.chosen(p.pillar, i)
	}
	p.campaign.list.OnChanged = func(i int) {
		if i <= len(p.campaign.ids) {
			p.chosen(p.campaign, i)
			return
		}
		p.fill() // the last option is none of them
		newCampaignForm(v).Show()
	}
	p.object = container.New(&pairs{gap: 8},
		kit.HStack(7, p.colour, kit.Grow(p.pillar.list)), p.objective.list, p.audience.list, p.campaign.list)
	return p
}

// choice returns a list without options; key names what is chosen.
func (p *purpose) choice(key string, of func(p *editorial.Post) *app.ID) *choice {
	text := p.view.host.Text()
	c := &choice{prefix: text.T(key) + " ", none: text.T(key + ".none"), of: of}
	c.list = kit.NewSelect([]string{c.none}, 0, "", func(i int) { p.chosen(c, i) })
	c.list.Compact()
	return c
}

// chosen takes the option at a place; the first is none.
func (p *purpose) chosen(c *choice, i int) {
	*c.of(&p.view.open.post) = ""
	if i > 0 {
		*c.of(&p.view.open.post) = c.ids[i-1]
	}
	p.fill()
	p.view.changed()
}

// fill shows what there is to choose, and what the open post says.
func (p *purpose) fill() {
	text, post, plan := p.view.host.Text(), &p.view.open.post, p.view.around.strategy
	colour := 0
	p.pillar.clear()
	for _, one := range plan.Pillars {
		p.pillar.add(one.ID)
		if one.ID == post.PillarID {
			colour = one.Colour
		}
	}
	p.pillar.show(post, func(i int) string { return p.name(plan.Pillars[i].Name) })
	p.colour.Objects = nil
	if colour > 0 {
		p.colour.Add(kit.NewDot(kit.PillarTone(colour)))
	}
	p.colour.Hidden = colour == 0

	p.objective.clear()
	for _, one := range plan.Objectives {
		p.objective.add(one.ID)
	}
	p.objective.show(post, func(i int) string {
		one := plan.Objectives[i]
		switch {
		case strings.TrimSpace(one.Name) != "":
			return one.Name
		case one.Goal != "":
			return text.T("strategy.goal." + string(one.Goal))
		}
		return text.T("metrics." + string(one.Metric))
	})

	p.audience.clear()
	for _, one := range plan.Audiences {
		p.audience.add(one.ID)
	}
	p.audience.show(post, func(i int) string { return p.name(plan.Audiences[i].Name) })

	p.campaign.clear()
	running := p.campaigns()
	for _, one := range running {
		p.campaign.add(one.ID)
	}
	p.campaign.show(post, func(i int) string { return p.name(running[i].Name) }, text.T("composer.campaign.new"))
	p.object.Refresh()
}

// campaigns are those that are not over, and that of the open post.
func (p *purpose) campaigns() []strategy.Campaign {
	var all []strategy.Campaign
	today := app.DateOf(p.view.host.Now())
	for _, c := range p.view.around.strategy.Campaigns {
		if c.Due.IsZero() || !c.Due.Before(today) || c.ID == p.view.open.post.CampaignID {
			all = append(all, c)
		}
	}
	return all
}

// name is what the owner called something, or words for what has no name yet.
func (p *purpose) name(typed string) string {
	if strings.TrimSpace(typed) == "" {
		return p.view.host.Text().T("composer.unnamed")
	}
	return typed
}

func (c *choice) clear() { c.ids = nil }

func (c *choice) add(id app.ID) { c.ids = append(c.ids, id) }

// show lists none, what was added by its name, and more; what the post says is
// chosen. The button says what the choice is about when there is one.
func (c *choice) show(post *editorial.Post, name func(i int) string, more ...string) {
	options, at := []string{c.none}, 0
	for i, id := range c.ids {
		options = append(options, name(i))
		if id == *c.of(post) {
			at = i + 1
		}
	}
	prefix := ""
	if at > 0 {
		prefix = c.prefix
	}
	c.list.WithPrefix(prefix)
	c.list.SetOptions(append(options, more...), at)
}
