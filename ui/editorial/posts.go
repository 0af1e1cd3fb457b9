package editorial

import (
	"fmt"
	"strings"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/ui/kit"
)

// name is the title of a post, or words for one without any text yet.
func (c *calendar) name(p editorial.Summary) string {
	if p.Title == "" {
		return c.host.Text().T("editorial.untitled")
	}
	return p.Title
}

// tip tells the whole of a post: its title, its moment and state, and where it
// goes.
func (c *calendar) tip(p editorial.Summary) string {
	text := c.host.Text()
	tip := fmt.Sprintf("%s\n%s · %s", c.name(p), text.Moment(p.At), text.Say(p.State.Name()))
	if kept := c.keptBy(p); kept != "" {
		tip += "\n" + kept
	}
	names := make([]string, 0, len(p.Networks))
	for _, n := range p.Networks {
		names = append(names, n.Name())
	}
	if len(names) > 0 {
		tip += "\n" + strings.Join(names, ", ")
	}
	return tip
}

// keptBy says which networks make a post public by themselves at its moment, and what
// that leaves to the computer; "" for none.
func (c *calendar) keptBy(p editorial.Summary) string {
	if len(p.KeptBy) == 0 {
		return ""
	}
	names := make([]string, len(p.KeptBy))
	for i, n := range p.KeptBy {
		names[i] = n.Name()
	}
	key := "editorial.calendar.kept.some"
	if p.Kept() {
		key = "editorial.calendar.kept.all"
	}
	return c.host.Text().T(key, "Networks", strings.Join(names, ", "))
}

// stateName names the state of a post, and tells what networks keep from what leaves
// from this computer.
func (c *calendar) stateName(p editorial.Summary) string {
	if p.Kept() {
		return c.host.Text().T("editorial.calendar.kept")
	}
	return c.host.Text().Say(p.State.Name())
}

// networksOf are the networks of a post by the identifiers that the kit knows.
func networksOf(p editorial.Summary) []string {
	all := make([]string, 0, len(p.Networks))
	for _, n := range p.Networks {
		all = append(all, string(n))
	}
	return all
}

// toneOf marks what needs the owner.
func toneOf(s editorial.State) kit.Tone {
	switch s {
	case editorial.StateFailed, editorial.StateMissed:
		return kit.ToneDanger
	case editorial.StateToCheck, editorial.StatePartial, editorial.StateToFix, editorial.StateToReview:
		return kit.ToneAttention
	case editorial.StatePublished:
		return kit.ToneGood
	}
	return kit.ToneNeutral
}

// colours are those of the pillars.
func (c *calendar) colours() map[app.ID]int {
	colours := make(map[app.ID]int, len(c.plan.Pillars))
	for _, p := range c.plan.Pillars {
		colours[p.ID] = p.Colour
	}
	return colours
}

// pillarName is the name of a pillar, "" for none.
func (c *calendar) pillarName(id app.ID) string {
	for _, p := range c.plan.Pillars {
		if p.ID == id {
			return p.Name
		}
	}
	return ""
}

// campaignName is the name of a campaign, "" for none.
func (c *calendar) campaignName(id app.ID) string {
	for _, one := range c.plan.Campaigns {
		if one.ID == id {
			return one.Name
		}
	}
	return ""
}

// caption says of an unplaced post its pillar and its state.
func caption(text *translations.Catalogue, p editorial.Summary, pillars []strategy.Pillar) string {
	state := strings.ToLower(text.Say(p.State.Name()))
	for _, one := range pillars {
		if one.ID == p.PillarID {
			return one.Name + " · " + state
		}
	}
	return translations.Capitalise(state)
}
