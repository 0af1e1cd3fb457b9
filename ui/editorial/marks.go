package editorial

import (
	"maps"
	"slices"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/assets/icons"
	"parvis/ui/kit"
)

// bar is the line of what can be done to the posts that are marked, in place of
// the filters.
type bar struct {
	calendar *calendar
	object   fyne.CanvasObject
	count    *kit.Text
	repeat   *kit.Button
}

func newBar(c *calendar) *bar {
	text := c.host.Text()
	b := &bar{calendar: c, count: kit.NewText("", kit.StyleSecondaryStrong)}
	menu := func(key string, items func() []*fyne.MenuItem) *kit.Button {
		return kit.NewMenuButton(text.T(key), "", items).Compact()
	}
	b.repeat = kit.NewButton(text.T("editorial.calendar.bar.repeat"), func() { c.repeat(c.markedIDs()[0]) }).Compact()
	actions := kit.Flow(6,
		kit.NewButton(text.T("editorial.calendar.bar.move"), func() { c.askMove(c.markedIDs()) }).Compact(),
		kit.NewButton(text.T("editorial.calendar.bar.duplicate"), func() { c.duplicate(c.markedIDs()) }).Compact(),
		b.repeat,
		menu("editorial.calendar.bar.state", c.stateItems),
		menu("editorial.calendar.bar.pillar", c.pillarItems),
		menu("editorial.calendar.bar.campaign", c.campaignItems),
		kit.NewButton(text.T("editorial.calendar.bar.remove"), func() { c.removeAll(c.markedIDs()) }).WithIcon(icons.Trash).Compact(),
	)
	b.object = kit.HStackTop(kit.Gap,
		kit.PadSides(5, 0, 0, 0, b.count), kit.Grow(actions),
		kit.NewQuietIconButton(icons.Close, text.T("editorial.calendar.bar.none"), c.unmark).Compact())
	return b
}

func (b *bar) draw() {
	b.count.SetText(b.calendar.host.Text().N("editorial.calendar.marked", len(b.calendar.marked)))
	if len(b.calendar.marked) == 1 {
		b.repeat.Show()
	} else {
		b.repeat.Hide()
	}
}

// toggle marks a post, or no longer.
func (c *calendar) toggle(id app.ID) { c.mark([]app.ID{id}, !c.marked[id]) }

func (c *calendar) mark(ids []app.ID, marked bool) {
	for _, id := range ids {
		if marked {
			c.marked[id] = true
		} else {
			delete(c.marked, id)
		}
	}
	c.remark()
}

// unmark marks none.
func (c *calendar) unmark() {
	clear(c.marked)
	c.remark()
}

func (c *calendar) remark() {
	c.sight.remark()
	c.drawAbove()
	c.page.offer()
}

// markAll marks all that the sight shows.
func (c *calendar) markAll() {
	if c.sight == sight(c.list) {
		c.list.markAll(true)
		return
	}
	var ids []app.ID
	for _, w := range c.month.Weeks {
		for _, d := range w.Days {
			seen := c.sight == sight(c.grid) || d.Date.Monday() == c.day.Monday()
			for _, p := range d.Posts {
				if seen && c.keeps(p) {
					ids = append(ids, p.ID)
				}
			}
		}
	}
	c.mark(ids, true)
}

// markedIDs are the posts that are marked, in an order that stays.
func (c *calendar) markedIDs() []app.ID { return slices.Sorted(maps.Keys(c.marked)) }

// acted are the posts that a command of the menu acts on: those marked, or else the
// one that the keyboard is on.
func (c *calendar) acted() []app.ID {
	if len(c.marked) > 0 {
		return c.markedIDs()
	}
	if id := c.sight.current(); id != "" {
		return []app.ID{id}
	}
	return nil
}

func (c *calendar) duplicate(ids []app.ID) {
	c.change(ids, editorial.Change{Duplicate: true}, c.counted("editorial.calendar.done.copied"))
}

// stagesToGive are those that an owner may give.
var stagesToGive = []editorial.Stage{
	editorial.Idea, editorial.Draft, editorial.ToReview, editorial.ToFix, editorial.Approved, editorial.Scheduled, editorial.Dropped,
}

func (c *calendar) stateItems() []*fyne.MenuItem {
	text := c.host.Text()
	items := make([]*fyne.MenuItem, len(stagesToGive))
	for i, stage := range stagesToGive {
		name := text.Say(editorial.State(stage).Name())
		items[i] = fyne.NewMenuItem(name, func() {
			c.change(c.acted(), editorial.Change{Stage: stage}, func(n int) string {
				return text.N("editorial.calendar.done.state", n, "State", name)
			})
		})
	}
	return items
}

func (c *calendar) pillarItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, p := range c.plan.Pillars {
		items = append(items, c.classItem(p.Name, editorial.Change{Pillar: &p.ID}))
	}
	none := app.ID("")
	return append(items, c.classItem(c.host.Text().T("editorial.calendar.none.pillar"), editorial.Change{Pillar: &none}))
}

func (c *calendar) campaignItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, one := range c.plan.Campaigns {
		items = append(items, c.classItem(one.Name, editorial.Change{Campaign: &one.ID}))
	}
	none := app.ID("")
	return append(items, c.classItem(c.host.Text().T("editorial.calendar.none.campaign"), editorial.Change{Campaign: &none}))
}

func (c *calendar) classItem(name string, change editorial.Change) *fyne.MenuItem {
	return fyne.NewMenuItem(name, func() {
		c.change(c.acted(), change, func(n int) string {
			return c.host.Text().N("editorial.calendar.done.classed", n, "Name", name)
		})
	})
}
