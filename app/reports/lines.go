package reports

import (
	"strings"

	"parvis/app/editorial"
	"parvis/app/metrics"
)

// lines writes the five lines of the cover: three facts, what may explain them,
// what to decide.
func (m *monthly) lines() []Line {
	fact, cause, decision := m.c.T("reports.line.fact"), m.c.T("reports.line.cause"), m.c.T("reports.line.decision")
	best, worst := m.extremes()
	return []Line{
		{fact, m.followersLine()},
		{fact, m.reachLine()},
		{fact, m.rhythmLine()},
		{cause, m.causeLine(best, worst)},
		{decision, m.decisionLine(best, worst)},
	}
}

func (m *monthly) followersLine() string {
	f := m.figure(metrics.Followers)
	if f.Value == nil {
		return m.c.T("reports.line.missing", "Metric", m.metric(f.Metric), "Reason", m.c.Say(f.Reason))
	}
	line := m.c.T("reports.line.followers", "Value", m.c.Number(*f.Value, 0), "Day", m.c.DateNumeric(f.AsOf))
	if f.Delta != nil {
		line += " " + m.c.T("reports.line.followers_change", "Delta", m.c.Signed(*f.Delta, 0), "Month", m.c.MonthYearShort(f.PreviousFrom))
	}
	for _, o := range m.objectives {
		if o.Metric != metrics.Followers || o.Target == nil || o.Due.IsZero() {
			continue
		}
		left := *o.Target - *f.Value
		key := "reports.line.objective_left"
		if left <= 0 {
			key = "reports.line.objective_reached"
		}
		line += " " + m.c.T(key, "Left", m.c.Number(left, 0), "Target", m.c.Number(*o.Target, 0), "Due", m.c.DateNumeric(o.Due))
		break
	}
	return line
}

func (m *monthly) reachLine() string {
	reach, rate := m.figure(metrics.Reach), m.figure(metrics.EngagementRate)
	if reach.Value == nil {
		return m.c.T("reports.line.missing", "Metric", m.metric(reach.Metric), "Reason", m.c.Say(reach.Reason))
	}
	value := m.c.Number(*reach.Value, 0)
	line := m.c.T("reports.line.reach", "Value", value)
	if reach.Relative != nil {
		line = m.c.T("reports.line.reach_change", "Value", value, "Delta", m.signedPercent(*reach.Relative),
			"From", m.c.DayMonth(reach.PreviousFrom), "To", m.c.DayMonth(reach.PreviousTo))
	}
	switch percent := m.c.Percent; {
	case rate.Value == nil:
		return line
	case rate.Delta == nil:
		return line + " " + m.c.T("reports.line.rate", "Rate", percent(*rate.Value, 1))
	default:
		return line + " " + m.c.T("reports.line.rate_change", "Rate", percent(*rate.Value, 1), "Points", m.c.Signed(*rate.Delta*100, 1))
	}
}

// signedPercent writes a change: +12 %.
func (m *monthly) signedPercent(change float64) string {
	s := m.c.Percent(change, 0)
	if change > 0 {
		return "+" + s
	}
	return s
}

func (m *monthly) rhythmLine() string {
	var out, ahead, stuck int
	for _, p := range m.posts {
		switch {
		case p.at.Date.FirstOfMonth() != m.month.From:
		case p.published:
			out++
		case p.state == editorial.StateMissed || p.state == editorial.StateFailed || p.state == editorial.StateToCheck:
			stuck++
		default:
			ahead++
		}
	}
	parts := []string{m.c.N("reports.line.out", out)}
	if ahead > 0 {
		key := "reports.line.ahead"
		if m.month.To.Before(m.today) {
			key = "reports.line.not_out"
		}
		parts = append(parts, m.c.N(key, ahead))
	}
	if stuck > 0 {
		parts = append(parts, m.c.N("reports.line.stuck", stuck))
	}
	return strings.Join(parts, " ")
}

// enough is how many measured posts a pillar needs to be compared.
const enough = 3

// extremes returns the pillars with the highest and the lowest median, nil when
// fewer than two can be compared.
func (m *monthly) extremes() (best, worst *metrics.PillarEngagement) {
	for i, e := range m.facts.engagement { // highest first
		if e.Median == nil || e.Measured < enough || m.pillarName(e.PillarID) == "" {
			continue
		}
		if best == nil {
			best = &m.facts.engagement[i]
		} else {
			worst = &m.facts.engagement[i]
		}
	}
	if worst == nil {
		return nil, nil
	}
	return best, worst
}

func (m *monthly) causeLine(best, worst *metrics.PillarEngagement) string {
	if worst == nil {
		return m.c.T("reports.line.no_cause")
	}
	return m.c.T("reports.line.pillars", "Months", monthsShown,
		"Best", m.pillar(best.PillarID), "BestRate", m.c.Percent(*best.Median, 1), "BestPosts", m.c.Number(float64(best.Measured), 0),
		"Worst", m.pillar(worst.PillarID), "WorstRate", m.c.Percent(*worst.Median, 1), "WorstPosts", m.c.Number(float64(worst.Measured), 0))
}

// decisionLine proposes to follow the shares of the strategy where the pillar
// that moves people least took more than its part this month.
func (m *monthly) decisionLine(best, worst *metrics.PillarEngagement) string {
	if worst == nil {
		return m.c.T("reports.line.no_decision")
	}
	total, ofWorst := 0, 0
	for _, p := range m.posts {
		if p.at.Date.FirstOfMonth() == m.month.From {
			total++
			if p.pillar == worst.PillarID {
				ofWorst++
			}
		}
	}
	for _, p := range m.pillars {
		if p.ID != worst.PillarID || total == 0 {
			continue
		}
		if actual, target := float64(ofWorst)/float64(total), float64(p.ShareBP)/10_000; actual > target {
			return m.c.T("reports.line.balance", "Worst", p.Name, "Actual", m.c.Percent(actual, 0), "Target", m.c.Percent(target, 0),
				"Best", m.pillar(best.PillarID))
		}
	}
	return m.c.T("reports.line.more", "Best", m.pillar(best.PillarID))
}
