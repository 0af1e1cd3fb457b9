package editorial

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// filters is the line above the calendar: the pillars, and what opens the other
// filters and the search.
type filters struct {
	calendar *calendar
	object   fyne.CanvasObject
	pillars  *fyne.Container
	more     *kit.Button
	clear    *kit.Button
}

func newFilters(c *calendar) *filters {
	text := c.host.Text()
	f := &filters{calendar: c, pillars: kit.Flow(6)}
	f.clear = kit.NewQuietButton(text.T("editorial.calendar.filter.clear"), c.clearFilter).Compact()
	f.more = kit.NewQuietButton("", c.showFilters).WithIcon(icons.Filter).Compact()
	search := kit.NewQuietIconButton(icons.Search, text.T("editorial.calendar.search"), c.search).Compact()
	f.object = kit.HStackTop(6, kit.Grow(kit.PadSides(3, 0, 0, 0, f.pillars)), f.clear, f.more, search)
	return f
}

func (f *filters) draw() {
	c, text := f.calendar, f.calendar.host.Text()
	tags := make([]fyne.CanvasObject, len(c.plan.Pillars))
	for i, p := range c.plan.Pillars {
		label := p.Name + " " + text.Percent(float64(p.ShareBP)/10_000, 0)
		tags[i] = kit.NewFilterTag(label, kit.PillarTone(p.Colour), slices.Contains(c.filter.Pillars, p.ID), func(bool) { c.filterPillar(p.ID) })
	}
	refill(c.host, f.pillars, tags)
	label := text.T("editorial.calendar.filter.open")
	if n := c.filtered(); n > 0 {
		label = text.T("editorial.calendar.filter.count", "Count", n)
	}
	f.more.SetText(label)
	if c.filtered() > 0 || len(c.filter.Pillars) > 0 {
		f.clear.Show()
	} else {
		f.clear.Hide()
	}
}

// refill replaces what a container holds. The focus stays at its place in it: who
// works with the keyboard goes on where they were.
func refill(h page.Host, box *fyne.Container, objects []fyne.CanvasObject) {
	focused := -1
	if has, ok := h.Window().Canvas().Focused().(fyne.CanvasObject); ok {
		focused = slices.Index(box.Objects, has)
	}
	box.Objects = objects
	box.Refresh()
	if focused < 0 || len(objects) == 0 {
		return
	}
	if next, ok := objects[min(focused, len(objects)-1)].(fyne.Focusable); ok {
		h.Window().Canvas().Focus(next)
	}
}

// filtered is how many values are chosen, but for the pillars which are seen.
func (c *calendar) filtered() int {
	f := c.filter
	return len(f.Networks) + len(f.States) + len(f.Campaigns) + len(f.Authors)
}

// filterPillar shows the posts of one pillar alone, then of the others chosen too;
// when none or all are chosen, everything is shown.
func (c *calendar) filterPillar(id app.ID) {
	c.filter.Pillars = toggled(c.filter.Pillars, id)
	if len(c.filter.Pillars) == len(c.plan.Pillars) {
		c.filter.Pillars = nil
	}
	c.refilter()
}

// toggled returns values with one more, or without it.
func toggled[T comparable](values []T, one T) []T {
	if i := slices.Index(values, one); i >= 0 {
		return slices.Delete(slices.Clone(values), i, i+1)
	}
	return append(slices.Clone(values), one)
}

func (c *calendar) clearFilter() {
	c.filter = editorial.Filter{}
	c.refilter()
}

// refilter shows what the filters keep. What is marked and no longer seen is not
// acted on.
func (c *calendar) refilter() {
	clear(c.marked)
	if c.sight == sight(c.list) {
		c.list.fromTop()
		c.load()
		return
	}
	c.draw()
}

// keeps reports whether the filters let a post be seen.
func (c *calendar) keeps(p editorial.Summary) bool {
	f := c.filter
	return c.keepsPillar(p.PillarID) && among(f.States, p.State) && among(f.Campaigns, p.CampaignID) && among(f.Authors, p.Author) &&
		(len(f.Networks) == 0 || slices.ContainsFunc(p.Networks, func(n networks.Network) bool { return slices.Contains(f.Networks, n) }))
}

func (c *calendar) keepsPillar(id app.ID) bool { return among(c.filter.Pillars, id) }

// among reports whether a value is among those wanted; all are when none is named.
func among[T comparable](wanted []T, one T) bool {
	return len(wanted) == 0 || slices.Contains(wanted, one)
}

// statesToFilter are the states that a post can be looked for by.
var statesToFilter = []editorial.State{
	editorial.StateIdea, editorial.StateDraft, editorial.StateToReview, editorial.StateToFix, editorial.StateApproved,
	editorial.StateScheduled, editorial.StatePublished, editorial.StatePartial, editorial.StateToCheck,
	editorial.StateMissed, editorial.StateFailed, editorial.StateDropped,
}

// showFilters opens the other filters. What is chosen is applied at once.
func (c *calendar) showFilters() {
	type choice struct {
		networks []networks.Network
		authors  []string
	}
	page.Load(new(page.Loader), c.host,
		func(ctx context.Context) (all choice, err error) {
			accounts, err := c.services.Composer.Accounts.Accounts(ctx)
			if err != nil {
				return all, err
			}
			for _, a := range accounts {
				if !slices.Contains(all.networks, a.Network) {
					all.networks = append(all.networks, a.Network)
				}
			}
			all.authors, err = c.services.Posts.Authors(ctx)
			return all, err
		},
		func(all choice, err error) {
			if err != nil {
				c.host.Failed(err)
				return
			}
			c.openFilters(all.networks, all.authors)
		},
	)
}

func (c *calendar) openFilters(known []networks.Network, authors []string) {
	text := c.host.Text()
	content := kit.VStack(kit.CardGap)
	var first fyne.Focusable
	group := func(key string, tags []fyne.CanvasObject) {
		if len(tags) == 0 {
			return
		}
		content.Add(kit.VStack(6, kit.NewText(text.T(key), kit.StyleSecondaryStrong), kit.Flow(6, tags...)))
		if first == nil {
			first, _ = tags[0].(fyne.Focusable)
		}
	}
	group("editorial.calendar.filter.networks", filterTags(c, known, networks.Network.Name, func(f *editorial.Filter) *[]networks.Network { return &f.Networks }))
	group("editorial.calendar.filter.states", filterTags(c, statesToFilter,
		func(s editorial.State) string { return text.Say(s.Name()) }, func(f *editorial.Filter) *[]editorial.State { return &f.States }))
	var campaigns []app.ID
	for _, one := range c.plan.Campaigns {
		campaigns = append(campaigns, one.ID)
	}
	if len(campaigns) > 0 {
		campaigns = append(campaigns, "")
	}
	group("editorial.calendar.filter.campaigns", filterTags(c, campaigns, func(id app.ID) string {
		if id == "" {
			return text.T("editorial.calendar.none.campaign")
		}
		return c.campaignName(id)
	}, func(f *editorial.Filter) *[]app.ID { return &f.Campaigns }))
	if len(authors) > 0 {
		authors = append(slices.Clone(authors), "")
	}
	group("editorial.calendar.filter.authors", filterTags(c, authors, func(name string) string {
		if name == "" {
			return text.T("editorial.calendar.none.author")
		}
		return name
	}, func(f *editorial.Filter) *[]string { return &f.Authors }))
	var modal *kit.Modal
	content.Add(kit.HStack(0, kit.NewButton(text.T("editorial.calendar.filter.clear_all"), func() {
		c.clearFilter()
		modal.Close()
	}).Compact(), kit.GrowSpace()))
	modal = kit.NewModal(text, c.host.Window().Canvas(), kit.ModalOptions{
		Title: text.T("editorial.calendar.filter.title"), Content: content, First: first, Width: 560,
	})
	modal.Show()
}

// filterTags are the chips of one filter.
func filterTags[T comparable](c *calendar, values []T, name func(T) string, of func(*editorial.Filter) *[]T) []fyne.CanvasObject {
	tags := make([]fyne.CanvasObject, len(values))
	for i, v := range values {
		tags[i] = kit.NewFilterTag(name(v), kit.ToneNeutral, slices.Contains(*of(&c.filter), v), func(bool) {
			chosen := of(&c.filter)
			*chosen = toggled(*chosen, v)
			c.refilter()
		})
	}
	return tags
}
