package reports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"parvis/app/metrics"
	"parvis/app/watch"
)

// writeCompetitors sets the rhythm of the business beside that of those it
// follows, and lists what they brought out.
func (m *monthly) writeCompetitors() {
	s := m.sheet(m.sheets.competitors)
	s.heading(m.sheets.competitors, m.c.T("reports.competitors.note"))
	rows := m.comparison.Rows
	headers := []string{m.c.T("reports.column.week"), m.c.T("reports.column.monday")}
	taken := map[string]int{}
	for _, r := range rows {
		headers = append(headers, unique(taken, r.Name))
	}
	// Before the chart: it is anchored by the width of the columns.
	s.widths(40, 14, 22, 22, 22, 22, 22, 22)
	s.headers(1, headerRow, headers, 0)
	for i, week := range m.comparison.Weeks {
		row := headerRow + 1 + i
		name := m.c.T("reports.week", "Number", week.Number)
		if !week.Complete {
			name = m.c.T("reports.week_running", "Number", week.Number)
		}
		s.text(1, row, name, words)
		s.day(2, row, week.Monday, numbers(date))
		for j, r := range rows {
			m.writeWeek(s, 3+j, row, i, r, headers[2+j])
		}
	}
	last := headerRow + len(m.comparison.Weeks)
	m.writeAverages(s, last+1)
	m.writeRivals(s, last+2)
	m.chartRhythm(s, last, len(rows), last+6)
	m.writeItems(s, last+6+chartRows+1, headers)
	s.freeze(headerRow)
	s.printed(max(2+len(rows), 5), last+5+chartRows)
	s.footer(m.title)
}

// writeWeek counts the posts of one business in one week.
func (m *monthly) writeWeek(s *sheet, column, row, week int, r watch.Row, name string) {
	count := r.Counts[week].Count
	if count == nil {
		s.number(column, row, nil, numbers(whole))
		return
	}
	value := float64(*count)
	monday := fixed(2, row)
	if r.CompetitorID == "" {
		s.formula(column, row, m.published(monday, monday+"+6"), &value, numbers(whole))
		return
	}
	listed := 0
	from := m.comparison.Weeks[week].Monday
	for _, item := range m.items {
		if item.competitor == r.CompetitorID && !item.day.Before(from) && !item.day.After(from.AddDays(6)) {
			listed++
		}
	}
	if listed != *count {
		// What lies outside the days that are known is listed and not counted.
		s.number(column, row, &value, numbers(whole))
		return
	}
	day := columnOf(m.tables.items, m.c.T("reports.column.date"))
	s.formula(column, row, fmt.Sprintf("SUMPRODUCT((%s=%s)*(%[3]s>=%[4]s)*(%[3]s<=%[4]s+6))",
		columnOf(m.tables.items, m.c.T("reports.column.business")), fixed(column, headerRow), day, monday), &value, numbers(whole))
}

// writeAverages divides the posts of the whole weeks by their number.
func (m *monthly) writeAverages(s *sheet, row int) {
	s.text(1, row, m.c.T("reports.average"), words.strong())
	s.text(2, row, "", words)
	for j, r := range m.comparison.Rows {
		var cells []string
		for i, week := range r.Counts {
			if week.Count != nil && !week.Partial {
				cells = append(cells, at(3+j, headerRow+1+i))
			}
		}
		if len(cells) == 0 {
			s.number(3+j, row, nil, numbers(decimal))
			continue
		}
		s.formula(3+j, row, fmt.Sprintf("IFERROR(AVERAGE(%s),%s)", strings.Join(cells, ","), m.nd()), r.PostsPerWeek, numbers(decimal).strong())
	}
}

// writeRivals compares followers at the end of the month and of the one before.
func (m *monthly) writeRivals(s *sheet, row int) {
	months := m.months[len(m.months)-2:]
	for i, month := range months {
		s.text(1, row+i, m.c.T("reports.followers_of", "Month", m.c.MonthYearShort(month.From)), words)
		s.text(2, row+i, "", words)
	}
	s.text(1, row+2, m.c.T("reports.column.growth"), words)
	s.text(2, row+2, "", words)
	for j, r := range m.comparison.Rows {
		var values [2]*float64
		for i := range months {
			if r.CompetitorID == "" {
				index := len(m.months) - 2 + i
				values[i] = m.series[metrics.Followers][index].Value
				s.formula(3+j, row+i, m.indicator(metrics.Followers, index), values[i], numbers(whole))
				continue
			}
			values[i] = m.rivals[r.CompetitorID][i]
			s.number(3+j, row+i, values[i], numbers(whole))
		}
		var growth *float64
		if values[0] != nil && values[1] != nil && *values[0] != 0 {
			v := (*values[1] - *values[0]) / *values[0]
			growth = &v
		}
		s.formula(3+j, row+2, fmt.Sprintf("IFERROR((%[1]s-%[2]s)/%[2]s,%[3]s)", at(3+j, row+1), at(3+j, row), m.nd()), growth, numbers(changeRatio))
	}
}

// writeItems lists what the competitors brought out.
func (m *monthly) writeItems(s *sheet, row int, headers []string) {
	s.text(1, row-1, m.c.T("reports.items.title"), section)
	columns := []string{
		m.c.T("reports.column.business"), m.c.T("reports.column.date"), m.c.T("reports.column.link"), m.c.T("reports.column.title"),
	}
	s.headers(1, row, columns, 0, 2, 3)
	names := map[string]string{}
	for j, r := range m.comparison.Rows {
		names[string(r.CompetitorID)] = headers[2+j]
	}
	last := row
	for _, item := range m.items {
		last++
		s.text(1, last, names[string(item.competitor)], words)
		s.day(2, last, item.day, numbers(date))
		s.link(3, last, m.c.T("reports.open"), item.link)
		// The last column: a long title runs on into the empty cells beside it.
		s.text(4, last, item.title, words)
	}
	s.table(m.tables.items, 1, row, len(columns), last)
}

// rivalColours tell the businesses of the chart apart, the own one first.
var rivalColours = []string{accent, "D4786A", "8886B8", "C59B55", "6F8F9B", "9A6D8A", "7F9A5B", "B0A08A"}

func (m *monthly) chartRhythm(s *sheet, last, businesses, row int) {
	var series []excelize.ChartSeries
	for j := range businesses {
		column := 3 + j
		series = append(series, excelize.ChartSeries{
			Name:       on(s.name, fixed(column, headerRow)),
			Categories: on(s.name, fixed(1, headerRow+1)) + ":" + fixed(1, last),
			Values:     on(s.name, fixed(column, headerRow+1)) + ":" + fixed(column, last),
			Fill:       solid(rivalColours[j%len(rivalColours)]),
		})
	}
	s.do(s.f.AddChart(s.name, at(1, row), &excelize.Chart{
		Type: excelize.Col, Series: series, Title: chartTitle(m.c.T("reports.chart.rhythm")),
		Legend:    excelize.ChartLegend{Position: "bottom"},
		Dimension: excelize.ChartDimension{Width: 900, Height: 320},
		XAxis:     excelize.ChartAxis{Font: axisFont},
		YAxis:     excelize.ChartAxis{Font: axisFont, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0"}},
		Format:    excelize.GraphicOptions{AltText: m.c.T("reports.chart.rhythm")},
	}))
}
