package reports

import (
	"fmt"
	"strings"

	"parvis/app/metrics"
)

// The formulas repeat, over the tables of the workbook, what package metrics
// computes: an account that was measured before must be measured in the stretch
// too, else the total would be false.

// measuredValue is the criterion that numbers meet and words do not.
const measuredValue = `">-999999999999"`

// nd is the missing value inside a formula.
func (m *monthly) nd() string { return `"` + strings.ReplaceAll(m.missing(), `"`, `""`) + `"` }

// readingColumn names a column of the readings.
func (m *monthly) readingColumn(x metrics.Metric) string {
	return columnOf(m.tables.readings, m.metric(x))
}

func (m *monthly) readingDate() string {
	return columnOf(m.tables.readings, m.c.T("reports.column.date"))
}

func (m *monthly) readingAccount() string {
	return columnOf(m.tables.readings, m.c.T("reports.column.account"))
}

// firstColumn names the column that holds the first reading of each account.
func (m *monthly) firstColumn(x metrics.Metric) string {
	return columnOf(m.tables.accounts, m.firstOf(x))
}

func (m *monthly) firstOf(x metrics.Metric) string {
	return m.c.T("reports.column.first", "Metric", m.c.T("metrics."+string(x)))
}

// between is the criteria that keep the readings of a stretch of days.
func (m *monthly) between(from, to string) string {
	return fmt.Sprintf(`%[1]s,">="&%[2]s,%[1]s,"<="&%[3]s`, m.readingDate(), from, to)
}

// known counts the accounts that were measured up to a day.
func (m *monthly) known(x metrics.Metric, to string) string {
	return fmt.Sprintf(`COUNTIFS(%s,"<="&%s)`, m.firstColumn(x), to)
}

// whole answers whether every known account has what the criteria ask for.
func (m *monthly) whole(x metrics.Metric, from, to string, criteria string) string {
	return fmt.Sprintf(`AND(%[1]s>0,SUMPRODUCT(--(COUNTIFS(%[2]s,%[3]s,%[4]s,%[5]s)>0))=%[1]s)`,
		m.known(x, to), m.readingAccount(), columnOf(m.tables.accounts, m.c.T("reports.column.account")),
		m.between(from, to), criteria)
}

// sum is the formula of a flow between two days, given as cells or formulas.
func (m *monthly) sum(x metrics.Metric, from, to string) string {
	column := m.readingColumn(x)
	return fmt.Sprintf(`IF(%s,SUMIFS(%s,%s),%s)`,
		m.whole(x, from, to, column+","+measuredValue), column, m.between(from, to), m.nd())
}

// engagement is the formula of the rate between two days: over the days and
// accounts that have both its parts.
func (m *monthly) engagement(from, to string) string {
	reach, moved := m.readingColumn(metrics.Reach), m.readingColumn(metrics.Interactions)
	both := reach + "," + measuredValue + "," + moved + "," + measuredValue
	return fmt.Sprintf(`IFERROR(IF(%s,SUMIFS(%s,%[3]s,%[4]s,%[6]s)/SUMIFS(%[4]s,%[3]s,%[2]s,%[6]s),%[5]s),%[5]s)`,
		m.whole(metrics.EngagementRate, from, to, both), moved, m.between(from, to), reach, m.nd(), measuredValue)
}

// published is the formula of the posts that came out between two days.
func (m *monthly) published(from, to string) string {
	day := m.postColumn("date")
	return fmt.Sprintf(`COUNTIFS(%[1]s,">="&%[2]s,%[1]s,"<="&%[3]s,%[4]s,%[5]s)`,
		day, from, to, m.postColumn("out"), `"`+m.yesNo(true)+`"`)
}

// stretch is the formula of a metric between two days; levels have none: they
// are read in the table of followers by account.
func (m *monthly) stretch(x metrics.Metric, from, to string) string {
	switch {
	case x == metrics.Published:
		return m.published(from, to)
	case x.Ratio():
		return m.engagement(from, to)
	}
	return m.sum(x, from, to)
}

// lastLevel is the formula of the last level of one account between two days;
// name is the cell that holds the account's name.
func (m *monthly) lastLevel(name, from, to string) string {
	level := m.readingColumn(metrics.Followers)
	day := fmt.Sprintf(`SUMPRODUCT(MAX((%[1]s=%[2]s)*(%[3]s>=%[4]s)*(%[3]s<=%[5]s)*ISNUMBER(%[6]s)*%[3]s))`,
		m.readingAccount(), name, m.readingDate(), from, to, level)
	return fmt.Sprintf(`IF(%[1]s=0,%[2]s,SUMIFS(%[3]s,%[4]s,%[5]s,%[6]s,%[1]s))`,
		day, m.nd(), level, m.readingAccount(), name, m.readingDate())
}

// total is the formula of the followers of all accounts, from the row that holds
// them one by one.
func (m *monthly) total(row, to string) string {
	known := m.known(metrics.Followers, to)
	return fmt.Sprintf(`IF(AND(%[1]s>0,COUNT(%[2]s)=%[1]s),SUM(%[2]s),%[3]s)`, known, row, m.nd())
}
