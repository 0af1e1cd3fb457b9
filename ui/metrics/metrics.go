// Package metrics is the room Indicateurs: figures of a period, their course
// against the objective, what worked, and the workbook of the month.
package metrics

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/reports"
	"parvis/app/strategy"
	"parvis/app/watch"
	"parvis/assets/icons"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Figures is what the room asks about readings.
type Figures interface {
	Figure(ctx context.Context, metric metrics.Metric, period metrics.Period) (metrics.Figure, error)
	Series(ctx context.Context, q metrics.SeriesQuery) ([]metrics.Point, error)
	CompetitorMedian(ctx context.Context, span metrics.Span, from, to app.Date) ([]metrics.Point, error)
	Posts(ctx context.Context, period metrics.Period) ([]metrics.PostFigures, error)
	Progress(ctx context.Context, aim metrics.Aim, today app.Date) (metrics.Progress, error)
	// Followed lists the metrics that readings are kept of, the usual ones first.
	Followed(ctx context.Context, aims []metrics.Metric) ([]metrics.Metric, error)
	TypeReadings(ctx context.Context, entries []metrics.Entry) (kept int, problems []metrics.Problem, err error)
}

// Reports makes the workbook of a month.
type Reports interface {
	Monthly(ctx context.Context, day app.Date, c *translations.Catalogue, progress func(reports.Step)) (reports.Workbook, error)
}

// Accounts, Strategy and Competitors tell what figures can be about.
type (
	Accounts interface {
		Accounts(ctx context.Context) ([]networks.Account, error)
	}
	Strategy interface {
		Strategy(ctx context.Context) (strategy.Strategy, error)
	}
	Competitors interface {
		Competitors(ctx context.Context) ([]watch.Competitor, error)
	}
)

// Services are what the room asks.
type Services struct {
	Figures     Figures
	Reports     Reports
	Accounts    Accounts
	Strategy    Strategy
	Competitors Competitors
	Events      *app.Events
	// SaveAs asks where to write a file, by the system's own dialog; chosen
	// receives "" when the owner gave up, on any goroutine.
	SaveAs func(title, name string, chosen func(path string, err error))
}

// usual are the metrics shown above for any business; those of
// metrics.Occasional that are followed come after.
var usual = []metrics.Metric{metrics.Followers, metrics.Reach, metrics.EngagementRate, metrics.Clicks, metrics.Published}

const (
	chartPeriods = 12 // after which comes the one shown
	bestPosts    = 4
	pillarMonths = 3 // over which pillars and best posts are compared, at least
)

// Page is the screen.
type Page struct {
	host     page.Host
	services Services
	place    *fyne.Container
	head     *kit.PageHeader
	spans    *kit.Segmented
	when     *kit.Text // the period shown
	next     *kit.Button
	column   *fyne.Container
	body     fyne.CanvasObject // keeps its place scrolled when the figures change
	loader   page.Loader
	front    bool

	period metrics.Period
	metric metrics.Metric // of the chart
	seen   state
	export *exporter
}

// state is what the page shows.
type state struct {
	metrics  []metrics.Metric // of the figures, which the chart can show
	figures  []metrics.Figure
	course   []metrics.Point
	rivals   []metrics.Point // median of the competitors, for followers
	posts    []metrics.PostFigures
	over     metrics.Period // what posts are of
	strategy strategy.Strategy
	progress []metrics.Progress // of the objectives, in their order
}

var _ page.Page = (*Page)(nil)

// New returns the page.
func New(h page.Host, s Services) *Page {
	p := &Page{
		host: h, services: s, place: container.NewStack(), metric: metrics.Followers,
		period: metrics.PeriodOf(metrics.Month, app.DateOf(h.Now())), column: kit.VStack(kit.CardGap),
	}
	p.export = newExporter(p)
	p.head = p.header()
	p.body = kit.VScroll(p.column)
	again := func() {
		fyne.Do(func() {
			if p.front {
				p.load()
			}
		})
	}
	app.On(s.Events, func(metrics.Changed) { again() })
	app.On(s.Events, func(strategy.Changed) { again() })
	return p
}

// Object returns what is drawn.
func (p *Page) Object() fyne.CanvasObject { return p.place }

// Show reads the figures again, and opens the form when asked to type some.
func (p *Page) Show(t page.Target) {
	p.front = true
	p.load()
	if t.View == page.Type {
		p.askReadings()
	}
}

// Hide stops following changes.
func (p *Page) Hide() { p.front = false }

func (p *Page) load() {
	period, metric := p.period, p.metric
	today := app.DateOf(p.host.Now())
	page.Load(&p.loader, p.host,
		func(ctx context.Context) (state, error) { return p.gather(ctx, period, metric, today) },
		func(s state, err error) {
			switch {
			case err != nil && len(p.place.Objects) == 0:
				p.put(page.Unreadable(p.host, err, func() {
					p.place.Objects = nil
					p.load()
				}))
			case err != nil:
				p.host.Failed(err)
			case !slices.Contains(s.metrics, metric):
				// No objective is about it any more, and nobody noted it.
				p.metric = metrics.Followers
				p.load()
			default:
				p.seen = s
				p.show()
			}
		},
	)
}

// gather reads all that the page shows.
func (p *Page) gather(ctx context.Context, period metrics.Period, metric metrics.Metric, today app.Date) (s state, err error) {
	if s.strategy, err = p.services.Strategy.Strategy(ctx); err != nil {
		return s, err
	}
	followed, err := p.services.Figures.Followed(ctx, aims(s.strategy))
	if err != nil {
		return s, err
	}
	s.metrics = slices.Clone(usual)
	for _, m := range metrics.Occasional() {
		if slices.Contains(followed, m) {
			s.metrics = append(s.metrics, m)
		}
	}
	for _, m := range s.metrics {
		f, err := p.services.Figures.Figure(ctx, m, period)
		if err != nil {
			return s, err
		}
		s.figures = append(s.figures, f)
	}
	from := period.Shift(-chartPeriods).From
	if s.course, err = p.services.Figures.Series(ctx, metrics.SeriesQuery{Metric: metric, Span: period.Span, From: from, To: period.To}); err != nil {
		return s, err
	}
	if metric == metrics.Followers {
		if s.rivals, err = p.services.Figures.CompetitorMedian(ctx, period.Span, from, period.To); err != nil {
			return s, err
		}
	}
	s.over = period
	if first := period.To.AddDays(1).AddMonths(-pillarMonths); first.Before(period.From) {
		s.over.From = first
	}
	if today.Before(s.over.To) && s.over.From.Before(today) {
		s.over.To = today
	}
	if s.posts, err = p.services.Figures.Posts(ctx, s.over); err != nil {
		return s, err
	}
	for _, o := range s.strategy.Objectives {
		progress, err := p.services.Figures.Progress(ctx, metrics.Aim{
			Metric: o.Metric, From: o.From, Target: o.Target, Start: o.Start, Due: o.Due,
		}, today)
		if err != nil {
			return s, err
		}
		s.progress = append(s.progress, progress)
	}
	return s, nil
}

// aims lists the metrics that the objectives are about.
func aims(s strategy.Strategy) []metrics.Metric {
	all := make([]metrics.Metric, len(s.Objectives))
	for i, o := range s.Objectives {
		all[i] = o.Metric
	}
	return all
}

func (p *Page) put(o fyne.CanvasObject) {
	p.place.Objects = []fyne.CanvasObject{o}
	p.place.Refresh()
}

func (p *Page) show() {
	keep := kit.KeepFocus(p.host.Window().Canvas(), p.column)
	p.column.Objects = []fyne.CanvasObject{
		p.export.busy,
		p.tiles(),
		kit.Grow(kit.Columns(kit.CardGap, kit.Col(1.5, 420, p.courseCard()), kit.Col(1, 296, p.pillarsCard()))),
		kit.Grow(kit.Columns(kit.CardGap, kit.Col(1.5, 420, p.bestCard()), kit.Col(1, 296, p.objectivesCard()))),
	}
	p.showPeriod()
	p.put(kit.NewPage(p.head, p.body))
	keep()
}

// tilesInRow is how many figures stand side by side.
const tilesInRow = 6

// tiles shows the figures, in rows of as many.
func (p *Page) tiles() fyne.CanvasObject {
	const padding = 12
	n := len(p.seen.figures)
	rows := (n + tilesInRow - 1) / tilesInRow
	each := (n + rows - 1) / rows
	column := kit.VStack(kit.Gap)
	for all := range slices.Chunk(p.seen.figures, each) {
		row := make([]kit.Column, 0, each)
		for _, f := range all {
			tile := p.tile(f)
			least := kit.Secondary(tile.Label).NaturalWidth() + 2*padding
			row = append(row, kit.Col(1, least, kit.NewSurface(kit.NewFigureTile(tile), kit.ColorCard, kit.ColorLine, 12, padding)))
		}
		for len(row) < each {
			row = append(row, kit.Col(1, 0, kit.GrowSpace()))
		}
		column.Add(kit.Columns(kit.Gap, row...))
	}
	return column
}

// header holds the choice of the period and what can be done. It stays the same,
// so that the keyboard keeps its place when the figures change.
func (p *Page) header() *kit.PageHeader {
	text := p.host.Text()
	all := metrics.Spans()
	names, chosen := make([]string, len(all)), 0
	for i, s := range all {
		names[i] = text.T("metrics.span." + string(s))
		if s == p.period.Span {
			chosen = i
		}
	}
	p.spans = kit.NewSegmented(names, chosen, func(i int) {
		day := p.period.To
		if today := app.DateOf(p.host.Now()); p.period.Contains(today) {
			day = today
		}
		p.turnTo(metrics.PeriodOf(all[i], day))
	})
	p.when = kit.Strong("")
	p.next = kit.NewIconButton(icons.ChevronRight, text.T("metrics.next"), func() { p.turnTo(p.period.Shift(1)) })
	periods := kit.HStack(8,
		kit.NewIconButton(icons.ChevronLeft, text.T("metrics.previous"), func() { p.turnTo(p.period.Shift(-1)) }),
		p.when, p.next,
	)
	return kit.NewPageHeader(text.T("metrics.title"), "", []fyne.CanvasObject{p.spans, periods},
		kit.NewButton(text.T("metrics.type"), p.askReadings),
		kit.NewPrimaryButton(text.T("metrics.export"), p.export.start).WithIcon(icons.Download).WithTip(text.T("metrics.export.tip")),
	)
}

// turnTo reads the figures of another period.
func (p *Page) turnTo(period metrics.Period) {
	p.period = period
	p.showPeriod()
	p.head.Refresh()
	p.load()
}

// showPeriod names the period; nothing is known of those that have not begun.
func (p *Page) showPeriod() {
	p.when.SetText(periodName(p.host.Text(), p.period))
	p.next.SetEnabled(p.period.To.Before(app.DateOf(p.host.Now())))
}

// periodName writes a period as the owner says it.
func periodName(text *translations.Catalogue, p metrics.Period) string {
	switch p.Span {
	case metrics.Week:
		_, week := p.From.UTC().ISOWeek()
		return text.T("metrics.period.week", "Number", week, "Year", p.To.Year)
	case metrics.Quarter:
		return text.T("metrics.period.quarter", "Number", (int(p.From.Month)+2)/3, "Year", p.From.Year)
	case metrics.Year:
		return text.T("metrics.period.year", "Year", p.From.Year)
	}
	return text.MonthYearShort(p.From)
}

// nameOf is the name of a metric, with what it is divided by for a ratio.
func nameOf(text *translations.Catalogue, m metrics.Metric) string {
	if m.Ratio() {
		return text.T("metrics." + string(m) + ".over")
	}
	return text.T("metrics." + string(m))
}

// write writes a value of a metric.
func write(text *translations.Catalogue, m metrics.Metric, v float64) string {
	if m.Ratio() {
		return text.Percent(v, 1)
	}
	return text.Number(v, 0)
}
