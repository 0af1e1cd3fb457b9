package reports

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"parvis/app"
	"parvis/app/exports"
	"parvis/app/metrics"
	"parvis/assets/translations"
)

// monthly is a monthly report being written: what it says and where.
type monthly struct {
	*book
	facts
	title string
	// sheets names the sheets in their order, tables the native tables.
	sheets struct{ summary, posts, readings, indicators, competitors string }
	tables struct{ posts, readings, accounts, items string }
	noted  []metrics.Metric // what readings carry, each a column
}

// build writes the sheets one after the other.
func build(ctx context.Context, f facts, c *translations.Catalogue, progress func(Step)) (Workbook, error) {
	m := &monthly{book: newBook(c), facts: f}
	m.title = c.T("reports.monthly.title", "Month", c.MonthYear(f.month.From))
	m.sheets.summary, m.sheets.posts = c.T("reports.sheet.summary"), c.T("reports.sheet.posts")
	m.sheets.readings, m.sheets.indicators = c.T("reports.sheet.readings"), c.T("reports.sheet.indicators")
	m.sheets.competitors = c.T("reports.sheet.competitors")
	m.tables.posts, m.tables.readings = c.T("reports.table.posts"), c.T("reports.table.readings")
	m.tables.accounts, m.tables.items = c.T("reports.table.accounts"), c.T("reports.table.items")
	m.noted = f.columns()

	lines := m.lines()
	parts := []func(){
		func() { m.writeSummary(lines) }, m.writePosts, m.writeReadings, m.writeIndicators, m.writeCompetitors,
	}
	for i, write := range parts {
		if err := ctx.Err(); err != nil {
			return Workbook{}, err
		}
		progress(Step{Done: i, Total: len(parts) + 1})
		write()
	}
	m.do(m.f.SetDocProps(&excelize.DocProperties{
		Title: m.title, Subject: clean(f.business.Name), Creator: "Parvis", Language: string(c.Language()),
		Created: stamp(f.today), Modified: stamp(f.today),
	}))
	m.f.SetActiveSheet(0)
	progress(Step{Done: len(parts), Total: len(parts) + 1})
	data, err := m.bytes([]string{
		m.sheets.summary, m.sheets.posts, m.sheets.readings, m.sheets.indicators, m.sheets.competitors,
	})
	if err != nil {
		return Workbook{}, fmt.Errorf("writing the workbook: %w", err)
	}
	progress(Step{Done: len(parts) + 1, Total: len(parts) + 1})
	return Workbook{Name: m.fileName(), Title: m.title, Lines: lines, data: data}, ctx.Err()
}

func stamp(d app.Date) string { return d.UTC().Format(time.RFC3339) }

func (m *monthly) fileName() string {
	from := m.month.From
	return exports.FileName(m.business.Name, fmt.Sprintf("%s %04d-%02d", m.c.T("reports.monthly.file"), from.Year, from.Month)) + ".xlsx"
}

// columns returns the metrics that have a column: those of the cover and its
// formulas always, impressions and the occasional ones when they are followed.
func (f facts) columns() []metrics.Metric {
	optional := append(metrics.Occasional(), metrics.Impressions)
	return slices.DeleteFunc(slices.Concat(metrics.Measured(), metrics.Occasional()), func(m metrics.Metric) bool {
		return slices.Contains(optional, m) && !f.followed(m)
	})
}

// metric is the name of a metric, with its denominator when it is a ratio.
func (m *monthly) metric(x metrics.Metric) string {
	name := m.c.T("metrics." + string(x))
	if of := x.Denominator(); of != "" {
		name += " " + m.c.T(of)
	}
	return name
}

// formatOf is how the values of a metric are written.
func formatOf(x metrics.Metric) format {
	if x.Ratio() {
		return ratio
	}
	return whole
}

// heading writes the first two rows of a sheet.
func (s *sheet) heading(words, below string) {
	s.text(1, 1, words, title)
	s.do(s.f.SetRowHeight(s.name, 1, 28))
	s.text(1, 2, below, note)
}

// headerRow is where the first table of every sheet but the cover begins.
const headerRow = 4

func (m *monthly) writePosts() {
	s := m.sheet(m.sheets.posts)
	s.heading(m.sheets.posts, m.c.T("reports.posts.note", "Month", m.c.MonthYearShort(m.month.From)))
	columns := m.postColumns()
	s.headers(1, headerRow, columns, 2, 3, 4, 5, 6, 7)
	last := headerRow
	ofMonth := headerRow
	for _, p := range m.posts {
		last++
		if p.at.Date.FirstOfMonth() == m.month.From {
			ofMonth = last
		}
		minutes := float64(p.at.Time.Minutes()) / (24 * 60)
		s.day(1, last, p.at.Date, numbers(date))
		s.number(2, last, &minutes, numbers(hour))
		var names []string
		for _, n := range p.networks {
			names = append(names, n.Name())
		}
		s.text(3, last, strings.Join(names, ", "), words)
		s.text(4, last, m.pillar(p.pillar), words)
		s.text(5, last, p.title, words.wrapped())
		s.text(6, last, m.c.T("editorial.state."+string(p.state)), words)
		s.text(7, last, m.yesNo(p.published), words)
		s.link(8, last, p.link, p.link)
		if !p.published {
			for column := 9; column <= 11; column++ {
				s.text(column, last, m.missing(), numbers(whole).absent())
			}
			continue
		}
		s.number(9, last, p.reach, numbers(whole))
		s.number(10, last, p.interactions, numbers(whole))
		s.formula(11, last, fmt.Sprintf("IFERROR(%s/%s,%s)", cellOf(m.tables.posts, columns[9]),
			cellOf(m.tables.posts, columns[8]), m.nd()), p.rate(), numbers(ratio))
	}
	s.table(m.tables.posts, 1, headerRow, len(columns), last)
	s.widths(13, 9, 22, 13, 40, 13, 9, 26, 11, 13, 16)
	s.freeze(headerRow)
	s.repeat(headerRow)
	s.printed(len(columns), max(ofMonth, headerRow+1))
	s.footer(m.title)
}

func (m *monthly) postColumns() []string {
	columns := make([]string, 0, 11)
	for _, key := range []string{"date", "hour", "networks", "pillar", "title", "state", "out", "link"} {
		columns = append(columns, m.c.T("reports.column."+key))
	}
	return append(columns, m.metric(metrics.Reach), m.metric(metrics.Interactions), m.metric(metrics.EngagementRate))
}

// postColumn names a column of the posts in formulas.
func (m *monthly) postColumn(key string) string {
	return columnOf(m.tables.posts, m.c.T("reports.column."+key))
}

func (m *monthly) yesNo(yes bool) string {
	if yes {
		return m.c.T("reports.yes")
	}
	return m.c.T("reports.no")
}

// pillar names a pillar in the tables.
func (m *monthly) pillar(id app.ID) string {
	if name := m.pillarName(id); name != "" {
		return name
	}
	return m.c.T("reports.no_pillar")
}

func (m *monthly) writeReadings() {
	s := m.sheet(m.sheets.readings)
	s.heading(m.sheets.readings, m.c.T("reports.readings.note"))
	columns := []string{m.c.T("reports.column.date"), m.c.T("reports.column.account"), m.c.T("reports.column.network")}
	for _, x := range m.noted {
		columns = append(columns, m.metric(x))
	}
	columns = append(columns, m.c.T("reports.column.origin"))
	s.headers(1, headerRow, columns, 1, 2, len(columns)-1)
	known := map[app.ID]account{}
	for _, a := range m.accounts {
		known[a.id] = a
	}
	last := headerRow
	for _, r := range m.readings {
		last++
		s.day(1, last, r.day, numbers(date))
		s.text(2, last, known[r.account].label, words)
		s.text(3, last, known[r.account].network.Name(), words)
		for i, x := range m.noted {
			s.number(4+i, last, valueOf(r, x), numbers(whole))
		}
		s.text(4+len(m.noted), last, m.c.T("reports.origin."+string(r.origin)), words)
	}
	s.table(m.tables.readings, 1, headerRow, len(columns), last)
	widths := []float64{13, 38, 15}
	for range m.noted {
		widths = append(widths, 14)
	}
	s.widths(append(widths, 18)...)
	s.freeze(headerRow)
	s.repeat(headerRow)
	s.footer(m.title)
}

func valueOf(r reading, m metrics.Metric) *float64 {
	if v, ok := r.values[m]; ok {
		return &v
	}
	return nil
}
