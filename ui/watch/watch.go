// Package watch is the room Veille: competitors beside the business on the same
// count, and what they made public lately.
package watch

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/watch"
	"parvis/assets/icons"
	"parvis/ui/chart"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Watch is what the room asks.
type Watch interface {
	Comparison(ctx context.Context, today app.Date, weeks int) (watch.Comparison, error)
	Flow(ctx context.Context, limit int) ([]watch.News, error)
	Summary(ctx context.Context) (watch.Summary, error)
	Followed(ctx context.Context) ([]watch.Followed, error)
	Follow(ctx context.Context, name, site string) (watch.Competitor, error)
	FollowWithoutFeed(ctx context.Context, name, site string) (watch.Competitor, error)
	Rename(ctx context.Context, id app.ID, name string) error
	Remove(ctx context.Context, id app.ID) error
	Refresh(ctx context.Context, force bool) (watch.Refreshed, error)
}

// Services are what the room asks.
type Services struct {
	Watch  Watch
	Events *app.Events
}

const (
	weeks     = 8  // compared
	newsShown = 60 // of the flow
)

// Page is the screen.
type Page struct {
	host    page.Host
	watch   Watch
	place   *fyne.Container
	refresh *kit.Button
	busy    *kit.Busy
	stop    context.CancelFunc // of the reading under way, nil when there is none
	loader  page.Loader
	front   bool
	seen    state
}

// state is what the page shows.
type state struct {
	comparison watch.Comparison
	followed   []watch.Followed
	news       []watch.News
	summary    watch.Summary
}

var _ page.Page = (*Page)(nil)

// New returns the page.
func New(h page.Host, s Services) *Page {
	p := &Page{host: h, watch: s.Watch, place: container.NewStack()}
	p.busy = kit.NewBusy(h.Text(), func() {
		if p.stop != nil {
			p.stop()
		}
	})
	app.On(s.Events, func(watch.Changed) {
		fyne.Do(func() {
			if p.front {
				p.load(nil)
			}
		})
	})
	return p
}

// Object returns what is drawn.
func (p *Page) Object() fyne.CanvasObject { return p.place }

// Show reads everything again, and opens the competitor asked for.
func (p *Page) Show(t page.Target) {
	p.front = true
	p.load(func() {
		if t.ID != "" {
			p.askChange(t.ID)
		}
	})
}

// Hide stops following changes.
func (p *Page) Hide() { p.front = false }

// load shows what there is, then calls then when it is not nil.
func (p *Page) load(then func()) {
	today := app.DateOf(p.host.Now())
	page.Load(&p.loader, p.host,
		func(ctx context.Context) (s state, err error) {
			if s.comparison, err = p.watch.Comparison(ctx, today, weeks); err != nil {
				return s, err
			}
			if s.followed, err = p.watch.Followed(ctx); err != nil {
				return s, err
			}
			if s.news, err = p.watch.Flow(ctx, newsShown); err != nil {
				return s, err
			}
			s.summary, err = p.watch.Summary(ctx)
			return s, err
		},
		func(s state, err error) {
			switch {
			case err != nil && len(p.place.Objects) == 0:
				p.put(page.Unreadable(p.host, err, func() {
					p.place.Objects = nil
					p.load(then)
				}))
			case err != nil:
				p.host.Failed(err)
			default:
				p.seen = s
				p.show()
				if then != nil {
					then()
				}
			}
		},
	)
}

func (p *Page) show() {
	text := p.host.Text()
	follow := kit.NewPrimaryButton(text.T("watch.follow"), p.askFollow).WithIcon(icons.Plus)
	if len(p.seen.followed) == 0 {
		header := kit.NewPageHeader(text.T("watch.title"), text.T("watch.context"), nil, follow)
		p.put(kit.NewPage(header, kit.NewCard(kit.NewEmptyState(icons.Eye, text.T("watch.empty"),
			kit.NewButton(text.T("watch.follow"), p.askFollow)))))
		return
	}
	p.refresh = kit.NewButton(text.T("watch.refresh"), p.readAgain).WithIcon(icons.Refresh)
	p.refresh.SetEnabled(p.stop == nil)
	header := kit.NewPageHeader(text.T("watch.title"), p.status(), nil, p.refresh, follow)
	left := kit.VStack(kit.CardGap, p.table(), kit.Grow(p.rhythm()))
	columns := kit.Columns(kit.CardGap, kit.Col(1.7, 460, left), kit.Col(1, 280, p.flow()))
	p.put(kit.NewPage(header, kit.VStack(kit.CardGap, p.busy, kit.Grow(columns))))
}

func (p *Page) put(o fyne.CanvasObject) {
	p.place.Objects = []fyne.CanvasObject{o}
	p.place.Refresh()
}

// status says when the sources were read, and how many could not be.
func (p *Page) status() string {
	text, s := p.host.Text(), p.seen.summary
	line := text.N("watch.status.sources", s.Sources)
	if !s.LastRead.IsZero() {
		read := app.CivilOf(s.LastRead.In(p.host.Now().Location()))
		line = text.T("watch.status.read", "Moment", text.Moment(read)) + " · " + line
	}
	if s.Failing > 0 {
		line += " · " + text.N("watch.status.failing", s.Failing)
	}
	return line
}

// readAgain reads every source now.
func (p *Page) readAgain() {
	if p.stop != nil {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	p.stop = stop
	p.refresh.Disable()
	p.busy.Start(p.host.Text().T("watch.refreshing"))
	p.place.Refresh()
	var done watch.Refreshed
	page.DoUntil(ctx, p.host,
		func(ctx context.Context) (err error) {
			done, err = p.watch.Refresh(ctx, true)
			return err
		},
		func(err error) {
			given := ctx.Err() != nil
			stop()
			p.stop = nil
			p.busy.Stop()
			p.refresh.Enable()
			switch {
			case given:
			case err != nil:
				p.host.Failed(err)
			default:
				p.host.Toast(p.outcome(done), nil)
			}
			p.load(nil)
		},
	)
}

// outcome says what a reading brought, and how many sources did not answer.
func (p *Page) outcome(r watch.Refreshed) string {
	text := p.host.Text()
	if r.Asked == 0 {
		return text.T("watch.refreshed.recent")
	}
	said := text.N("watch.refreshed", r.New)
	if r.Failed > 0 {
		said += " · " + text.N("watch.refreshed.failed", r.Failed)
	}
	return said
}

// table compares the business with its competitors on the same count.
func (p *Page) table() fyne.CanvasObject {
	text := p.host.Text()
	table := kit.NewDataTable(
		kit.TableColumn{Title: text.T("watch.table.name"), Weight: 2, MinWidth: 140},
		kit.TableColumn{Title: text.T("watch.table.per_week"), Tip: text.T("watch.posts_per_week.definition"), Weight: 1, MinWidth: 90, Align: fyne.TextAlignTrailing},
		kit.TableColumn{Title: text.T("watch.table.measured"), Weight: 1.4, MinWidth: 110, Align: fyne.TextAlignTrailing},
		kit.TableColumn{Title: text.T("watch.table.trend"), Weight: 1.1, MinWidth: 90, Drawer: trend{p}},
	)
	rows := p.seen.comparison.Rows
	table.SetRows(len(rows), p.cell)
	table.Select(0)
	table.OnOpened = func(row int) {
		table.Select(0)
		if id := rows[row].CompetitorID; id != "" {
			p.askChange(id)
		}
	}
	tag := kit.NewTag(text.T("watch.table.denominator"), kit.ToneNeutral)
	head := kit.SectionHeader(text.T("watch.table.title"), []fyne.CanvasObject{tag})
	return kit.NewCard(kit.VStack(kit.Gap, head, table))
}

func (p *Page) cell(row, column int) kit.Cell {
	text, r := p.host.Text(), p.seen.comparison.Rows[row]
	switch column {
	case 0:
		cell := kit.Cell{Text: r.Name, Strong: row == 0}
		if row > 0 {
			cell.Tip = text.T("watch.table.open")
		}
		return cell
	case 1:
		if r.PostsPerWeek == nil {
			return kit.Cell{Text: text.T("watch.missing"), Color: kit.ColorMuted, Tip: text.Say(r.Reason)}
		}
		return kit.Cell{Text: text.Number(*r.PostsPerWeek, 1), Strong: row == 0, Tip: text.Say(r.Note)}
	case 2:
		if key := p.trouble(r.CompetitorID); key != "" {
			return kit.Cell{Text: text.T("watch.table.failing"), Color: kit.ColorAmberText, Tip: text.T(key)}
		}
		if r.PostsPerWeek == nil {
			return kit.Cell{Text: "—", Color: kit.ColorMuted, Tip: text.Say(r.Reason)}
		}
		return kit.Cell{Text: text.N("watch.table.weeks", r.Measured), Color: kit.ColorMuted, Tip: text.Say(r.Note)}
	}
	return kit.Cell{}
}

// trouble is the key of the sentence of a competitor's feed that cannot be read,
// "" when all can.
func (p *Page) trouble(id app.ID) string {
	for _, f := range p.seen.followed {
		for _, s := range f.Sources {
			if f.ID == id && s.ErrorKey != "" {
				return s.ErrorKey
			}
		}
	}
	return ""
}

// trend draws the weekly counts of a row as a small curve.
type trend struct{ page *Page }

func (t trend) New() fyne.CanvasObject { return chart.NewSparkline(nil, kit.ColorMuted) }

func (t trend) Set(o fyne.CanvasObject, row int) {
	r := t.page.seen.comparison.Rows[row]
	colour := kit.ColorMuted
	if row == 0 {
		colour = kit.ColorPrimary
	}
	o.(*chart.Sparkline).Set(values(r), colour)
}

// values are the weekly counts of a row, missing where nothing is known or only
// a part.
func values(r watch.Row) []float64 {
	values := make([]float64, len(r.Counts))
	for i, c := range r.Counts {
		values[i] = chart.Missing()
		if c.Count != nil && !c.Partial {
			values[i] = float64(*c.Count)
		}
	}
	return values
}

// rhythm draws the weekly counts of everyone.
func (p *Page) rhythm() fyne.CanvasObject {
	text, c := p.host.Text(), p.seen.comparison
	data := chart.BarData{Format: func(v float64) string { return text.Number(v, 0) }}
	for _, w := range c.Weeks {
		data.Labels = append(data.Labels, text.T("watch.week", "Number", w.Number))
	}
	for i, r := range c.Rows {
		values := make([]float64, len(r.Counts))
		for k, count := range r.Counts {
			values[k] = chart.Missing()
			if count.Count != nil {
				values[k] = float64(*count.Count)
			}
		}
		data.Series = append(data.Series, chart.Series{Name: r.Name, Values: values, Color: kit.SeriesColor(i + 1)})
	}
	data.Hint = func(week int) chart.Hint {
		w := c.Weeks[week]
		hint := chart.Hint{Title: text.T("watch.week_of", "Number", w.Number, "Day", text.DayMonth(w.Monday))}
		for _, r := range c.Rows {
			hint.Lines = append(hint.Lines, p.weekLine(r, week))
		}
		return hint
	}
	weeks := text.N("watch.rhythm.weeks", len(c.Weeks))
	if n := len(c.Weeks); n > 0 && !c.Weeks[n-1].Complete {
		weeks = text.N("watch.rhythm.weeks_current", n)
	}
	tag := kit.NewTag(weeks, kit.ToneNeutral)
	head := kit.SectionHeader(text.T("watch.rhythm.title"), []fyne.CanvasObject{tag})
	return kit.NewCard(kit.VStack(kit.Gap, head, kit.Grow(chart.NewBarChart(data)), chart.NewLegend(data.Series)))
}

// weekLine says what is known of one business in one week.
func (p *Page) weekLine(r watch.Row, week int) string {
	text, c := p.host.Text(), r.Counts[week]
	switch {
	case c.Count == nil:
		return fmt.Sprintf("%s · %s", r.Name, text.T("watch.missing"))
	case c.Partial:
		return fmt.Sprintf("%s · %s", r.Name, text.T("watch.week_partial", "Number", text.Number(float64(*c.Count), 0)))
	default:
		return fmt.Sprintf("%s · %s", r.Name, text.Number(float64(*c.Count), 0))
	}
}

// flow lists what competitors made public lately.
func (p *Page) flow() fyne.CanvasObject {
	text := p.host.Text()
	title := kit.Section(text.T("watch.flow.title"))
	if len(p.seen.news) == 0 {
		return card(title, kit.NewEmptyState(icons.Eye, text.T("watch.flow.empty"), nil))
	}
	rows := make([]fyne.CanvasObject, len(p.seen.news))
	for i, n := range p.seen.news {
		rows[i] = p.newsRow(n)
	}
	return card(title, kit.VScroll(kit.Rows(4, rows...)))
}

// card is a title over a body that takes the height left.
func card(title, body fyne.CanvasObject) fyne.CanvasObject {
	return kit.NewCard(kit.VStack(8, title, kit.Grow(body)))
}

func (p *Page) newsRow(n watch.News) fyne.CanvasObject {
	text := p.host.Text()
	when := text.T("watch.flow.undated")
	if !n.Published.IsZero() {
		when = text.Day(app.DateOf(n.Published.In(p.host.Now().Location())))
	}
	content := kit.VStack(2,
		kit.HStack(6, kit.NewText(n.Competitor, kit.StyleSecondaryStrong), kit.Caption("· "+when)),
		kit.Body(n.Title).Lines(2),
	)
	if n.Link == "" {
		return kit.PadSides(4, 0, 4, 0, content)
	}
	// The row reaches beyond the list by as much as it is padded, so that its
	// text stands under the title.
	return kit.PadSides(0, -4, 0, -4, kit.NewTapRow(content, 4, func() { page.OpenLink(p.host, n.Link) }))
}
