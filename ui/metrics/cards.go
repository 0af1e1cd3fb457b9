package metrics

import (
	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/ui/chart"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// tile writes a figure ready to be drawn, with its course at the right.
func (p *Page) tile(f metrics.Figure) kit.Figure {
	text := p.host.Text()
	out := kit.Figure{Label: nameOf(text, f.Metric), Progress: -1, Tip: text.T(f.Metric.Definition())}
	if f.Value == nil {
		out.Value, out.Missing = text.T("metrics.missing"), true
		out.Caption = text.Say(f.Reason)
		out.Tip += "\n" + out.Caption
		return out
	}
	if measured(f.Spark) > 1 {
		out.Spark = chart.NewSparkline(values(f.Spark), kit.ColorPrimary)
	}
	out.Value = write(text, f.Metric, *f.Value)
	if !f.AsOf.IsZero() {
		out.Tip += "\n" + text.T("metrics.as_of", "Day", text.DateNumeric(f.AsOf))
	}
	if f.Delta == nil || f.DeltaKind == metrics.DeltaPercent && f.Relative == nil {
		out.Tip += "\n" + text.Say(f.DeltaReason)
		return out
	}
	switch f.DeltaKind {
	case metrics.DeltaPoints:
		out.Delta = text.T("metrics.points", "Points", text.Signed(*f.Delta*100, 1))
	case metrics.DeltaPercent:
		out.Delta = text.Signed(*f.Relative*100, 0) + percent(text.Percent(0, 0))
	default:
		out.Delta = text.Signed(*f.Delta, 0)
		if f.Relative != nil {
			out.Delta += " · " + text.Signed(*f.Relative*100, 1) + percent(text.Percent(0, 0))
		}
	}
	out.Tone = kit.ToneGood
	switch {
	case *f.Delta < 0:
		out.Tone = kit.ToneDanger
	case *f.Delta == 0:
		out.Tone = kit.ToneNeutral
	}
	return out
}

// percent is the sign of the language with its space, cut from "0 %".
func percent(zero string) string { return zero[1:] }

// values gives points to a chart: gaps where nothing was measured.
func values(points []metrics.Point) []float64 {
	out := make([]float64, len(points))
	for i, p := range points {
		out[i] = chart.Missing()
		if p.Value != nil {
			out[i] = *p.Value
		}
	}
	return out
}

// courseCard shows a metric over the last periods, against its objective and,
// for followers, beside the median of the competitors.
func (p *Page) courseCard() fyne.CanvasObject {
	text := p.host.Text()
	names, chosen := make([]string, len(p.seen.metrics)), 0
	for i, m := range p.seen.metrics {
		names[i] = nameOf(text, m)
		if m == p.metric {
			chosen = i
		}
	}
	choice := kit.NewSelect(names, chosen, "", func(i int) {
		p.metric = p.seen.metrics[i]
		p.load()
	})
	data := chart.LineData{
		Series:   []chart.Series{{Name: text.T("metrics.own"), Values: values(p.seen.course), Color: kit.ColorPrimary}},
		FromZero: !p.metric.Level(),
		Format:   func(v float64) string { return write(text, p.metric, v) },
	}
	var rivals, target fyne.CanvasObject
	for i, point := range p.seen.course {
		data.Labels = append(data.Labels, p.label(point.Period))
		if point.Break && i > 0 {
			data.Breaks = append(data.Breaks, chart.Break{Before: i, Label: text.T("metrics.break")})
		}
	}
	if measured(p.seen.rivals) > 0 {
		data.Series = append(data.Series, chart.Series{Name: text.T("metrics.rivals"), Values: values(p.seen.rivals), Color: kit.ColorMuted, Dotted: true})
		rivals = kit.NewTag(text.T("metrics.rivals"), kit.ToneNeutral)
	}
	if o, ok := p.objective(); ok {
		data.HasTarget, data.Target = true, *o.Target
		data.TargetLabel = text.T("metrics.target", "Target", write(text, p.metric, *o.Target))
		target = kit.NewTag(data.TargetLabel, kit.ToneAttention)
	}
	data.Hint = func(i int) chart.Hint { return p.hint(i) }
	head := kit.Flow(kit.Gap, choice)
	for _, tag := range []fyne.CanvasObject{target, rivals} {
		if tag != nil {
			head.Add(tag)
		}
	}
	var body fyne.CanvasObject = chart.NewLineChart(data)
	if measured(p.seen.course) == 0 {
		body = kit.NewEmptyState(icons.Chart, text.T("metrics.empty"), kit.NewButton(text.T("metrics.type"), p.askReadings))
	}
	return kit.NewCard(kit.VStack(kit.Gap, head, kit.Grow(kit.Height(chartLeast, body))))
}

// chartLeast is the height under which the chart cannot be read.
const chartLeast = 176

// measured returns how many points have a value.
func measured(points []metrics.Point) int {
	n := 0
	for _, p := range points {
		if p.Value != nil {
			n++
		}
	}
	return n
}

// card is a title over a body that takes the height left.
func card(head, body fyne.CanvasObject) fyne.CanvasObject {
	return kit.NewCard(kit.VStack(kit.Gap, head, kit.Grow(body)))
}

// objective is the first one with a target on the metric of the chart.
func (p *Page) objective() (strategy.Objective, bool) {
	for _, o := range p.seen.strategy.Objectives {
		if o.Metric == p.metric && o.Target != nil {
			return o, true
		}
	}
	return strategy.Objective{}, false
}

// label names a period under the chart.
func (p *Page) label(period metrics.Period) string {
	text := p.host.Text()
	switch period.Span {
	case metrics.Week:
		_, week := period.From.UTC().ISOWeek()
		return text.T("metrics.label.week", "Number", week)
	case metrics.Quarter:
		return text.T("metrics.label.quarter", "Number", (int(period.From.Month)+2)/3)
	case metrics.Year:
		return text.T("metrics.period.year", "Year", period.From.Year)
	}
	return text.MonthShort(period.From.Month)
}

// hint says the value of a period, its change, or why there is none.
func (p *Page) hint(i int) chart.Hint {
	text, point := p.host.Text(), p.seen.course[i]
	hint := chart.Hint{Title: periodName(text, point.Period)}
	name := nameOf(text, p.metric)
	if point.Value == nil {
		hint.Lines = append(hint.Lines, text.T("metrics.hint.missing", "Metric", name), text.Say(point.Reason))
		return hint
	}
	line := text.T("metrics.hint.value", "Metric", name, "Value", write(text, p.metric, *point.Value))
	if i > 0 && p.seen.course[i-1].Value != nil && !point.Break {
		change := *point.Value - *p.seen.course[i-1].Value
		if p.metric.Ratio() {
			line += " " + text.T("metrics.points", "Points", text.Signed(change*100, 1))
		} else {
			line += " " + text.Signed(change, 0)
		}
	}
	hint.Lines = append(hint.Lines, line)
	if i < len(p.seen.rivals) && p.seen.rivals[i].Value != nil {
		hint.Lines = append(hint.Lines, text.T("metrics.hint.rivals", "Value", write(text, p.metric, *p.seen.rivals[i].Value)))
	}
	return hint
}

// pillarsCard shows the median engagement of each pillar, with how many posts
// it stands on.
func (p *Page) pillarsCard() fyne.CanvasObject {
	text := p.host.Text()
	var bars []chart.HorizontalBar
	greatest := 0.0
	rows := metrics.MedianEngagementByPillar(p.seen.posts)
	for _, r := range rows {
		if r.Median != nil {
			greatest = max(greatest, *r.Median)
		}
	}
	for _, r := range rows {
		pillar, ok := p.pillar(r.PillarID)
		if !ok {
			continue
		}
		bar := chart.HorizontalBar{
			Label:  pillar.Name,
			Detail: text.N("metrics.pillars.posts", r.Measured) + " · " + text.T("metrics.pillars."+string(r.Confidence)),
			Value:  text.T("metrics.missing"), Color: kit.PillarColor(pillar.Colour),
		}
		if r.Median != nil {
			bar.Value = text.Percent(*r.Median, 1)
			if greatest > 0 {
				bar.Share = *r.Median / greatest
			}
		}
		bars = append(bars, bar)
	}
	head := p.ratesHead("metrics.pillars.title")
	if len(bars) == 0 {
		return card(head, kit.NewEmptyState(icons.Chart, text.T("metrics.pillars.empty"), nil))
	}
	return card(head, chart.NewHorizontalBars(bars...))
}

// ratesHead is the title of a card of rates, with the days their posts are of
// and by what they are divided.
func (p *Page) ratesHead(title string) fyne.CanvasObject {
	text := p.host.Text()
	over := text.T("metrics.over", "From", text.DateNumeric(p.seen.over.From), "To", text.DateNumeric(p.seen.over.To),
		"Denominator", text.T(metrics.EngagementRate.Denominator()))
	return kit.VStack(2, kit.Section(text.T(title)), kit.Caption(over).Wrapped().WithTip(text.T(metrics.EngagementRate.Definition())))
}

func (p *Page) pillar(id app.ID) (strategy.Pillar, bool) {
	for _, one := range p.seen.strategy.Pillars {
		if one.ID == id {
			return one, true
		}
	}
	return strategy.Pillar{}, false
}

// bestCard lists the posts with the highest engagement.
func (p *Page) bestCard() fyne.CanvasObject {
	text := p.host.Text()
	best := metrics.BestPosts(p.seen.posts, bestPosts)
	head := p.ratesHead("metrics.best.title")
	if len(best) == 0 {
		return card(head, kit.NewEmptyState(icons.Star, text.T("metrics.best.empty"), nil))
	}
	days, reaches, rates := make([]*kit.Text, len(best)), make([]*kit.Text, len(best)), make([]*kit.Text, len(best))
	for i, b := range best {
		days[i] = kit.Secondary(text.DayMonth(b.Published.Date))
		reaches[i] = kit.Secondary(text.T("metrics.best.reach", "Reach", text.Number(*b.Reach, 0))).Aligned(fyne.TextAlignTrailing)
		rates[i] = kit.Strong(text.Percent(b.Rate, 1)).Aligned(fyne.TextAlignTrailing)
	}
	day, reach, rate := column(days), column(reaches), column(rates)
	rows := make([]fyne.CanvasObject, len(best))
	for i, b := range best {
		title := b.Title
		if title == "" {
			title = text.T("home.untitled")
		}
		line := kit.HStack(14, kit.NewNetworkBadge(b.Network), kit.Grow(kit.Body(title)), day(i), reach(i), rate(i))
		// The row reaches beyond its card's text by as much as it is padded, so
		// that its own text stands under the title.
		rows[i] = kit.PadSides(0, -4, 0, -4, kit.NewTapRow(line, 4, func() {
			p.host.Go(page.Target{Room: page.Editorial, View: page.EditPost, ID: b.PostID})
		}))
	}
	return card(head, kit.Rows(2, rows...))
}

// column gives texts the width of the widest.
func column(texts []*kit.Text) func(i int) fyne.CanvasObject {
	width := float32(0)
	for _, t := range texts {
		width = max(width, t.NaturalWidth())
	}
	return func(i int) fyne.CanvasObject { return kit.Width(width, texts[i]) }
}

// objectivesCard shows where each objective stands.
func (p *Page) objectivesCard() fyne.CanvasObject {
	text := p.host.Text()
	title := kit.Section(text.T("metrics.objectives.title"))
	if len(p.seen.strategy.Objectives) == 0 {
		return card(title, kit.NewEmptyState(icons.Target, text.T("metrics.objectives.empty"),
			kit.NewButton(text.T("metrics.objectives.set"), func() { p.host.Go(page.Target{Room: page.Strategy}) })))
	}
	rows := make([]fyne.CanvasObject, len(p.seen.strategy.Objectives))
	for i, o := range p.seen.strategy.Objectives {
		rows[i] = p.objectiveRow(o, p.seen.progress[i])
	}
	return card(title, kit.Rows(12, rows...))
}

func (p *Page) objectiveRow(o strategy.Objective, g metrics.Progress) fyne.CanvasObject {
	text := p.host.Text()
	name := o.Name
	switch {
	case name != "":
	case o.Goal != "":
		name = text.T("strategy.goal." + string(o.Goal))
	default:
		name = nameOf(text, o.Metric)
	}
	tone := kit.ToneNeutral
	switch g.Verdict {
	case metrics.Reached, metrics.OnCourse:
		tone = kit.ToneGood
	case metrics.Behind:
		tone = kit.ToneAttention
	case metrics.Missed:
		tone = kit.ToneDanger
	}
	column := kit.VStack(6, kit.HStack(8, kit.Grow(kit.Strong(name)), kit.NewTag(text.T("metrics.verdict."+string(g.Verdict)), tone)))
	column.Add(kit.Secondary(p.objectiveState(o, g)).Wrapped().WithTip(text.T(o.Metric.Definition())))
	if g.Done != nil {
		column.Add(kit.NewProgressBar(min(max(*g.Done, 0), 1), tone))
	}
	if g.Projection != nil {
		column.Add(kit.Caption(text.T("metrics.objectives.projection", "Value", write(text, o.Metric, *g.Projection))).Wrapped())
	} else if !g.Reason.IsZero() {
		column.Add(kit.Caption(text.Say(g.Reason)).Wrapped())
	}
	return column
}

// objectiveState says how much there is and how much is wanted, over which days.
func (p *Page) objectiveState(o strategy.Objective, g metrics.Progress) string {
	text := p.host.Text()
	current := text.T("metrics.missing")
	if g.Current != nil {
		current = write(text, o.Metric, *g.Current)
	}
	key := "metrics.objectives.month"
	if o.Metric.Level() {
		key = "metrics.objectives.level"
	}
	state := text.T(key, "Metric", nameOf(text, o.Metric), "Current", current)
	switch {
	case o.Target == nil:
		return state
	case o.Due.IsZero():
		return state + " · " + text.T("metrics.objectives.target", "Target", write(text, o.Metric, *o.Target))
	}
	return state + " · " + text.T("metrics.objectives.target_due",
		"Target", write(text, o.Metric, *o.Target), "Due", text.DateNumeric(o.Due))
}
