package reports

import (
	"fmt"

	"parvis/app"
	"parvis/app/metrics"
)

// writeSummary writes the cover: five lines, the figures of the month beside
// those before, the objectives and what they came to.
func (m *monthly) writeSummary(lines []Line) {
	s := m.sheet(m.sheets.summary)
	below := m.c.T("reports.summary.below", "Business", m.business.Name, "Town", m.business.Town, "Day", m.c.DateNumeric(m.today))
	if m.business.Example {
		below += " · " + m.c.T("reports.example")
	}
	s.heading(m.title, below)
	row := 4
	for _, line := range lines {
		s.text(1, row, line.Label, look{bold: true, colour: accent, fill: pale, indent: true})
		s.text(2, row, line.Text, look{fill: pale, wrap: true})
		s.do(s.f.MergeCell(s.name, at(2, row), at(8, row)))
		s.do(s.f.SetCellStyle(s.name, at(2, row), at(8, row), s.style(look{fill: pale, wrap: true})))
		s.do(s.f.SetRowHeight(s.name, row, 31))
		row++
	}
	row = m.writeKeyFigures(s, row+2)
	row = m.writeObjectives(s, row+3) + 1
	for _, key := range []string{"reports.summary.live", "reports.summary.missing"} {
		row++
		s.text(1, row, m.c.T(key), note)
	}
	s.widths(36, 21, 14, 14, 15, 15, 17, 17)
	s.printed(8, row)
	s.footer(m.title)
}

func (m *monthly) writeKeyFigures(s *sheet, row int) int {
	s.text(1, row-1, m.c.T("reports.figures.title", "Month", m.c.MonthYear(m.month.From)), section)
	s.headers(1, row, []string{
		m.c.T("reports.column.metric"), m.c.T("reports.column.this_month"), m.c.T("reports.column.before"),
		m.c.T("reports.column.change"), m.c.T("reports.column.change_ratio"),
		m.c.T("reports.column.before_from"), m.c.T("reports.column.before_to"), m.c.T("reports.column.until"),
	}, 0)
	for _, f := range m.figures {
		row++
		m.writeFigure(s, row, f)
	}
	return row
}

// writeFigure compares a figure with the one before as the app does: over as
// many days when the month is not over and the metric adds up.
func (m *monthly) writeFigure(s *sheet, row int, f metrics.Figure) {
	now, before := len(m.months)-1, len(m.months)-2
	l := numbers(formatOf(f.Metric))
	s.text(1, row, m.metric(f.Metric), words.strong())
	if f.Metric == metrics.Published && f.Value == nil {
		s.number(2, row, nil, l)
	} else {
		s.formula(2, row, m.indicator(f.Metric, now), f.Value, l.strong())
	}
	from, to := fixed(6, row), fixed(7, row)
	switch {
	case f.Metric == metrics.Published && f.Previous == nil:
		s.number(3, row, nil, l)
	case f.Metric.Level():
		s.formula(3, row, m.indicator(f.Metric, before), f.Previous, l)
	default:
		s.formula(3, row, m.stretch(f.Metric, from, to), f.Previous, l)
	}
	comparable := f.Delta != nil || f.Value == nil || f.Previous == nil
	if !comparable { // other accounts than before: a difference would be false
		s.number(4, row, nil, l)
		s.number(5, row, nil, l)
	} else {
		m.writeChange(s, row, f)
	}
	s.day(6, row, f.PreviousFrom, numbers(date))
	s.day(7, row, f.PreviousTo, numbers(date))
	s.day(8, row, f.AsOf, numbers(date))
}

func (m *monthly) writeChange(s *sheet, row int, f metrics.Figure) {
	now, before := at(2, row), at(3, row)
	if f.Metric.Ratio() {
		points := f.Delta
		if points != nil {
			v := *points * 100
			points = &v
		}
		s.formula(4, row, fmt.Sprintf("IFERROR((%s-%s)*100,%s)", now, before, m.nd()), points, numbers(changePoints))
		s.text(5, row, "", words)
		return
	}
	s.formula(4, row, fmt.Sprintf("IFERROR(%s-%s,%s)", now, before, m.nd()), f.Delta, numbers(change))
	s.formula(5, row, fmt.Sprintf("IFERROR((%[1]s-%[2]s)/%[2]s,%[3]s)", now, before, m.nd()), f.Relative, numbers(changeRatio))
}

func (m *monthly) writeObjectives(s *sheet, row int) int {
	s.text(1, row-1, m.c.T("reports.objectives.title"), section)
	if len(m.objectives) == 0 {
		s.text(1, row, m.c.T("reports.objectives.none"), words)
		return row
	}
	s.headers(1, row, []string{
		m.c.T("reports.column.objective"), m.c.T("reports.column.metric"), m.c.T("reports.column.start"),
		m.c.T("reports.column.target"), m.c.T("reports.column.due"),
		m.c.T("reports.column.reached", "Days", progressWindow, "Day", m.c.DateNumeric(m.asOf)),
		m.c.T("reports.column.done"), m.c.T("reports.column.verdict"),
	}, 0, 1, 7)
	for _, o := range m.objectives {
		row++
		m.writeObjective(s, row, o)
	}
	return row
}

func (m *monthly) writeObjective(s *sheet, row int, o objective) {
	l := numbers(formatOf(o.Metric))
	name := o.Name
	switch {
	case name != "":
	case o.Goal != "":
		name = m.c.T("strategy.goal." + string(o.Goal))
	default:
		name = m.metric(o.Metric)
	}
	s.text(1, row, name, words.strong())
	s.text(2, row, m.metric(o.Metric), words.wrapped())
	s.do(s.f.SetRowHeight(s.name, row, 28))
	s.number(3, row, o.From, l)
	s.number(4, row, o.Target, l)
	s.day(5, row, o.Due, numbers(date))
	from, to := literal(m.asOf.AddDays(1-progressWindow)), literal(m.asOf)
	switch {
	case o.Metric.Level():
		s.formula(6, row, m.lately(), o.progress.Current, l.strong())
	case o.Metric == metrics.Published && o.progress.Current == nil || !m.hasColumn(o.Metric):
		s.number(6, row, o.progress.Current, l)
	default:
		s.formula(6, row, m.stretch(o.Metric, from, to), o.progress.Current, l.strong())
	}
	if o.From == nil || o.Target == nil || *o.From == *o.Target {
		s.number(7, row, nil, numbers(ratio))
	} else {
		s.formula(7, row, fmt.Sprintf("IFERROR((%[1]s-%[2]s)/(%[3]s-%[2]s),%[4]s)", at(6, row), at(3, row), at(4, row), m.nd()),
			o.progress.Done, numbers(ratio))
	}
	s.text(8, row, m.c.T("metrics.verdict."+string(o.progress.Verdict)), words)
}

// hasColumn reports whether the sheets can compute a metric.
func (m *monthly) hasColumn(x metrics.Metric) bool {
	for _, column := range m.indicatorColumns() {
		if column == x {
			return true
		}
	}
	return false
}

// figure returns a figure of the month.
func (m *monthly) figure(x metrics.Metric) metrics.Figure {
	for _, f := range m.figures {
		if f.Metric == x {
			return f
		}
	}
	return metrics.Figure{Metric: x, Reason: app.Say("metrics.reason.no_reading")}
}
