package settings

import (
	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/jobs"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// workCard tells what runs in the background: last run, outcome, next run.
type workCard struct {
	host   page.Host
	jobs   Jobs
	object fyne.CanvasObject
	rows   *fyne.Container
	loader page.Loader
	// changed lays the page out again.
	changed func()
}

func newWorkCard(h page.Host, jobs Jobs, changed func()) *workCard {
	c := &workCard{host: h, jobs: jobs, rows: kit.VStack(kit.Gap), changed: changed}
	c.object = kit.NewCard(kit.VStack(kit.Gap,
		kit.Section(h.Text().T("settings.work.title")),
		kit.Secondary(h.Text().T("settings.work.why")).Wrapped(),
		c.rows,
	))
	return c
}

func (c *workCard) load() {
	page.Load(&c.loader, c.host, c.jobs.Jobs, func(rows []jobs.Row, err error) {
		if err != nil {
			c.host.Failed(err)
			return
		}
		c.show(rows)
	})
}

func (c *workCard) show(rows []jobs.Row) {
	text := c.host.Text()
	c.rows.Objects = nil
	if len(rows) == 0 {
		c.rows.Add(kit.Secondary(text.T("settings.work.none")).Wrapped())
	}
	for _, r := range rows {
		c.rows.Add(kit.VStack(2,
			kit.HStack(kit.Gap, kit.Grow(kit.Body(text.T("jobs."+r.Name))), c.outcome(r)),
			kit.Caption(c.when(r)).Wrapped(),
		))
	}
	c.changed()
}

func (c *workCard) outcome(r jobs.Row) fyne.CanvasObject {
	text := c.host.Text()
	switch {
	case r.ErrorKey != "":
		return kit.NewTag(text.T("settings.work.failed"), kit.ToneDanger)
	case r.EndedAt.IsZero():
		return kit.NewTag(text.T("settings.work.running"), kit.TonePrimary)
	default:
		return kit.NewTag(text.T("settings.work.done"), kit.ToneGood)
	}
}

func (c *workCard) when(r jobs.Row) string {
	text := c.host.Text()
	moment := text.Moment(app.CivilOf(r.StartedAt.In(c.host.Now().Location())))
	if r.ErrorKey != "" {
		return moment + " · " + text.T(r.ErrorKey)
	}
	if r.NextAt.IsZero() {
		return moment
	}
	next := text.Moment(app.CivilOf(r.NextAt.In(c.host.Now().Location())))
	return text.T("settings.work.last_next", "Last", moment, "Next", next)
}
