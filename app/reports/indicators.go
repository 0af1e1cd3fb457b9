package reports

import (
	"fmt"
	"math"
	"slices"

	"github.com/xuri/excelize/v2"

	"parvis/app"
	"parvis/app/metrics"
)

// chartRows is the height of the charts, in rows.
const chartRows = 20

// indicatorColumns returns what the sheet of indicators shows, month by month.
func (m *monthly) indicatorColumns() []metrics.Metric {
	all := slices.Clone(m.noted)
	at := slices.Index(all, metrics.Interactions) + 1
	return append(slices.Insert(all, at, metrics.EngagementRate), metrics.Published)
}

// The rows of the sheet of indicators, from its top.

func (m *monthly) monthRow(i int) int { return headerRow + 1 + i }

func (m *monthly) chartRow() int { return m.monthRow(len(m.months)) + 1 }

func (m *monthly) pillarRow() int { return m.chartRow() + chartRows + 2 }

func (m *monthly) levelRow() int { return m.pillarRow() + len(m.facts.engagement) + 4 }

func (m *monthly) accountRow() int { return m.levelRow() + len(m.months) + 5 }

// indicator names the cell of a metric in month i, from another sheet.
func (m *monthly) indicator(x metrics.Metric, i int) string {
	return on(m.sheets.indicators, fixed(2+slices.Index(m.indicatorColumns(), x), m.monthRow(i)))
}

// lately names the cell that holds the followers of the last thirty days, from
// another sheet.
func (m *monthly) lately() string {
	return on(m.sheets.indicators, fixed(2+len(m.accounts), m.levelRow()+1+len(m.months)))
}

func (m *monthly) writeIndicators() {
	s := m.sheet(m.sheets.indicators)
	s.heading(m.sheets.indicators, m.c.T("reports.indicators.note"))
	// Before the charts: they are anchored by the width of the columns.
	s.widths(append([]float64{36}, slices.Repeat([]float64{18}, max(m.curveColumn(), len(m.accounts)+1))...)...)
	m.writeMonths(s)
	m.writePillars(s)
	m.writeLevels(s)
	m.writeAccounts(s)
	m.chartFollowers(s)
	m.chartPillars(s)
	s.freeze(headerRow)
	s.printed(max(len(m.indicatorColumns())+2, len(m.accounts)+2), m.accountRow()+max(len(m.accounts), 1))
	s.footer(m.title)
}

// writeMonths writes one row for each month. Beside it, out of print, stands
// what the chart draws: a month without a value leaves an empty cell there, as a
// word would be drawn as zero.
func (m *monthly) writeMonths(s *sheet) {
	columns := m.indicatorColumns()
	headers := []string{m.c.T("reports.column.month")}
	for _, x := range columns {
		headers = append(headers, m.metric(x))
	}
	headers = append(headers, m.c.T("reports.column.growth"))
	s.headers(1, headerRow, headers, 0)
	curve := m.curveColumn()
	s.headers(curve, headerRow, []string{m.c.T("reports.column.curve"), m.c.T("reports.column.curve_target")})
	for i, month := range m.months {
		row := m.monthRow(i)
		s.day(1, row, month.From, monthCell)
		from := fixed(1, row)
		for j, x := range columns {
			m.writeIndicator(s, 2+j, row, i, x, from, "EOMONTH("+from+",0)")
		}
		m.writeGrowth(s, 2+len(columns), row, i)
		followers := m.series[metrics.Followers][i].Value
		if followers != nil {
			s.formula(curve, row, at(2, row), followers, numbers(whole))
		}
		if target := m.followersTarget(); target != nil {
			s.number(curve+1, row, target, numbers(whole))
		}
	}
}

func (m *monthly) writeIndicator(s *sheet, column, row, i int, x metrics.Metric, from, to string) {
	value := m.series[x][i].Value
	l := numbers(formatOf(x))
	switch {
	case x == metrics.Followers:
		s.formula(column, row, fixed(2+len(m.accounts), m.levelRow()+1+i), value, l.strong())
	case x == metrics.Published && value == nil:
		s.number(column, row, nil, l) // before the first day, or not yet: counting would say zero
	default:
		s.formula(column, row, m.stretch(x, from, to), value, l)
	}
}

// writeGrowth compares a month with the one before, unless the accounts are not
// the same.
func (m *monthly) writeGrowth(s *sheet, column, row, i int) {
	if i == 0 || m.series[metrics.Followers][i].Break {
		s.number(column, row, nil, numbers(changeRatio))
		return
	}
	now, before := m.series[metrics.Followers][i].Value, m.series[metrics.Followers][i-1].Value
	var growth *float64
	if now != nil && before != nil && *before != 0 {
		v := (*now - *before) / *before
		growth = &v
	}
	s.formula(column, row, fmt.Sprintf("IFERROR((%[1]s-%[2]s)/%[2]s,%[3]s)", at(2, row), at(2, row-1), m.nd()), growth, numbers(changeRatio))
}

func (m *monthly) curveColumn() int { return len(m.indicatorColumns()) + 4 }

// followersTarget is that of the objective that is due next, nil without one.
func (m *monthly) followersTarget() *float64 {
	var next *objective
	for i, o := range m.objectives {
		if o.Metric != metrics.Followers || o.Target == nil || o.Due.Before(m.month.From) {
			continue
		}
		if next == nil || o.Due.Before(next.Due) {
			next = &m.objectives[i]
		}
	}
	if next == nil {
		return nil
	}
	return next.Target
}

func (m *monthly) writePillars(s *sheet) {
	row := m.pillarRow()
	s.text(1, row-1, m.c.T("reports.pillars.title", "Months", monthsShown), section)
	s.headers(1, row, []string{
		m.c.T("reports.column.pillar"), m.c.T("reports.column.posts_out"), m.c.T("reports.column.posts_measured"),
		m.c.T("reports.column.median"), m.c.T("reports.column.confidence"),
	}, 0, 4)
	from, to := fixed(1, m.monthRow(1)), "EOMONTH("+fixed(1, m.monthRow(len(m.months)-1))+",0)"
	for i, e := range m.facts.engagement {
		r := row + 1 + i
		posts, measured := float64(e.Posts), float64(e.Measured)
		s.text(1, r, m.pillar(e.PillarID), words)
		ofPillar := fmt.Sprintf(`(%s=%s)*(%[3]s>=%[4]s)*(%[3]s<=%[5]s)*(%[6]s="%[7]s")`, m.postColumn("pillar"), fixed(1, r),
			m.postColumn("date"), from, to, m.postColumn("out"), m.yesNo(true))
		rate := columnOf(m.tables.posts, m.metric(metrics.EngagementRate))
		s.formula(2, r, "SUMPRODUCT("+ofPillar+")", &posts, numbers(whole))
		s.formula(3, r, "SUMPRODUCT("+ofPillar+"*ISNUMBER("+rate+"))", &measured, numbers(whole))
		// With one row alone, MEDIAN would take the FALSE of an unmeasured post
		// for a zero.
		s.array(4, r, fmt.Sprintf("IF(%[4]s=0,%[3]s,IFERROR(MEDIAN(IF(%[1]s*ISNUMBER(%[2]s),%[2]s)),%[3]s))", ofPillar, rate, m.nd(), at(3, r)), e.Median, numbers(ratio).strong())
		s.text(5, r, m.c.T("metrics.confidence."+string(e.Confidence)), words)
	}
}

// writeLevels writes the followers of each account at the end of each month, and
// of the last thirty days.
func (m *monthly) writeLevels(s *sheet) {
	row := m.levelRow()
	s.text(1, row-1, m.c.T("reports.levels.title"), section)
	s.do(s.f.InsertPageBreak(s.name, at(1, row-1)))
	headers := []string{m.c.T("reports.column.month")}
	for _, a := range m.accounts {
		headers = append(headers, a.label)
	}
	s.headers(1, row, append(headers, m.c.T("reports.column.total")), 0)
	for i, month := range m.months {
		r := row + 1 + i
		s.day(1, r, month.From, monthCell)
		m.writeLevel(s, r, month.From, month.To, fixed(1, r), "EOMONTH("+fixed(1, r)+",0)", m.series[metrics.Followers][i].Value)
	}
	r := row + 1 + len(m.months)
	from := m.asOf.AddDays(1 - progressWindow)
	s.text(1, r, m.c.T("reports.levels.lately", "Days", progressWindow, "Day", m.c.DateNumeric(m.asOf)), words)
	var current *float64
	for _, o := range m.objectives {
		if o.Metric == metrics.Followers {
			current = o.progress.Current
		}
	}
	if current == nil {
		current = m.sumLevels(from, m.asOf)
	}
	m.writeLevel(s, r, from, m.asOf, literal(from), literal(m.asOf), current)
}

func (m *monthly) writeLevel(s *sheet, r int, from, to app.Date, fromCell, toCell string, total *float64) {
	for j, a := range m.accounts {
		s.formula(2+j, r, m.lastLevel(fixed(2+j, m.levelRow()), fromCell, toCell), m.level(a, from, to), numbers(whole))
	}
	s.formula(2+len(m.accounts), r, m.total(at(2, r)+":"+at(1+max(len(m.accounts), 1), r), toCell), total, numbers(whole).strong())
}

// literal is a day inside a formula.
func literal(d app.Date) string { return fmt.Sprintf("DATE(%d,%d,%d)", d.Year, d.Month, d.Day) }

// level is the last level of an account between two days.
func (m *monthly) level(a account, from, to app.Date) *float64 {
	for _, r := range m.readings { // newest first
		if v, ok := r.values[metrics.Followers]; ok && r.account == a.id && !r.day.Before(from) && !r.day.After(to) {
			return &v
		}
	}
	return nil
}

// sumLevels adds the levels of the accounts known by then, nil when one lacks.
func (m *monthly) sumLevels(from, to app.Date) *float64 {
	total, some := 0.0, false
	for _, a := range m.accounts {
		if first, ok := a.first[metrics.Followers]; !ok || first.After(to) {
			continue
		}
		v := m.level(a, from, to)
		if v == nil {
			return nil
		}
		total, some = total+*v, true
	}
	if !some {
		return nil
	}
	return &total
}

// writeAccounts writes since when each account is measured: a total that lacks
// one of them would be false.
func (m *monthly) writeAccounts(s *sheet) {
	row := m.accountRow()
	s.text(1, row-1, m.c.T("reports.accounts.title"), section)
	columns := append(slices.Clone(m.noted), metrics.EngagementRate)
	headers := []string{m.c.T("reports.column.account")}
	for _, x := range columns {
		headers = append(headers, m.firstOf(x))
	}
	s.headers(1, row, headers, 0)
	for i, a := range m.accounts {
		s.text(1, row+1+i, a.label, words)
		for j, x := range columns {
			s.day(2+j, row+1+i, a.first[x], numbers(date))
		}
	}
	s.table(m.tables.accounts, 1, row, len(headers), row+len(m.accounts))
}

// chartFollowers draws the followers of twelve months and their objective.
func (m *monthly) chartFollowers(s *sheet) {
	first, last := m.monthRow(1), m.monthRow(len(m.months)-1)
	column := func(c int) string {
		return on(s.name, fixed(c, first)) + ":" + fixed(c, last)
	}
	curve := m.curveColumn()
	series := []excelize.ChartSeries{{
		Name: on(s.name, fixed(2, headerRow)), Categories: column(1), Values: column(curve),
		Fill:   solid(accent),
		Line:   excelize.LineOptions{Width: 2.25},
		Marker: excelize.ChartMarker{Symbol: "circle", Size: 5, Fill: solid(accent)},
	}}
	if m.followersTarget() != nil {
		series = append(series, excelize.ChartSeries{
			Name: on(s.name, fixed(curve+1, headerRow)), Categories: column(1), Values: column(curve + 1),
			Fill:   solid(warning),
			Line:   excelize.LineOptions{Width: 1.5, Dash: excelize.LineDashDash},
			Marker: excelize.ChartMarker{Symbol: "none"},
		})
	}
	chart := &excelize.Chart{
		Type: excelize.Line, Series: series, ShowBlanksAs: "gap",
		Title:     chartTitle(m.c.T("reports.chart.followers", "Months", monthsShown)),
		Legend:    excelize.ChartLegend{Position: "bottom"},
		Dimension: excelize.ChartDimension{Width: 690, Height: 330},
		XAxis:     excelize.ChartAxis{Font: axisFont, NumFmt: excelize.ChartNumFmt{CustomNumFmt: m.code(monthShort)}},
		YAxis:     excelize.ChartAxis{Font: axisFont, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: m.code(whole)}, Minimum: m.lowest()},
		Format:    excelize.GraphicOptions{AltText: m.c.T("reports.chart.followers", "Months", monthsShown)},
	}
	s.do(s.f.AddChart(s.name, at(1, m.chartRow()), chart))
}

// lowest is where the axis of followers begins: a round figure below them all.
func (m *monthly) lowest() *float64 {
	least := math.Inf(1)
	for _, p := range m.series[metrics.Followers] {
		if p.Value != nil {
			least = min(least, *p.Value)
		}
	}
	if math.IsInf(least, 1) {
		return nil
	}
	step := math.Pow(10, math.Floor(math.Log10(max(least, 10))))/5 + 1e-9
	floor := math.Max(0, math.Floor(least*.97/step)*step)
	floor = math.Round(floor)
	return &floor
}

// chartPillars draws the medians of the pillars that have one.
func (m *monthly) chartPillars(s *sheet) {
	n := 0
	for _, e := range m.facts.engagement {
		if e.Median != nil {
			n++ // they come first
		}
	}
	if n == 0 {
		return
	}
	first, last := m.pillarRow()+1, m.pillarRow()+n
	gap := uint(60)
	s.do(s.f.AddChart(s.name, at(5, m.chartRow()), &excelize.Chart{
		Type: excelize.Bar,
		Series: []excelize.ChartSeries{{
			Name:       on(s.name, fixed(4, m.pillarRow())),
			Categories: on(s.name, fixed(1, first)) + ":" + fixed(1, last),
			Values:     on(s.name, fixed(4, first)) + ":" + fixed(4, last),
			Fill:       solid(accent),
		}},
		GapWidth: &gap, Title: chartTitle(m.c.T("reports.chart.pillars")),
		Legend:    excelize.ChartLegend{Position: "none"},
		Dimension: excelize.ChartDimension{Width: 510, Height: 330},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
		XAxis:     excelize.ChartAxis{Font: axisFont, ReverseOrder: true},
		YAxis:     excelize.ChartAxis{Font: axisFont, NumFmt: excelize.ChartNumFmt{CustomNumFmt: m.code(ratio)}},
		Format:    excelize.GraphicOptions{AltText: m.c.T("reports.chart.pillars")},
	}))
}

// axisFont is that of the words along the axes.
var axisFont = excelize.Font{Family: "Calibri", Size: 9, Color: muted}

func solid(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

func chartTitle(words string) excelize.ChartTitle {
	return excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{
		Text: words, Font: &excelize.Font{Size: 12, Bold: true, Family: "Calibri", Color: "23231F"},
	}}}
}
