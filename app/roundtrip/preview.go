package roundtrip

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/roundtrip/sheets"
	"parvis/app/strategy"
	"parvis/assets/translations"
)

// ImportRow is a row of a stranger's sheet, and the post it makes.
type ImportRow struct {
	Sheet   string
	Number  int
	Label   string
	Values  Values
	Reasons []app.Message // why it is refused; none when it can be taken
	Notes   []app.Message // what is not as it was typed
	// Take brings it in: true at first for what is neither refused nor like a post
	// that is there already.
	Take bool

	kept Kept
}

// Preview is what an import would make.
type Preview struct {
	Rows    []ImportRow
	Skipped int // rows that hold neither a title nor a text
	Alike   int // rows like a post that is there, or an earlier row
}

// Taken returns how many posts TakeIn would make.
func (p *Preview) Taken() int {
	n := 0
	for _, r := range p.Rows {
		if r.Take && len(r.Reasons) == 0 {
			n++
		}
	}
	return n
}

// Refused returns how many rows are refused.
func (p *Preview) Refused() int {
	n := 0
	for _, r := range p.Rows {
		if len(r.Reasons) > 0 {
			n++
		}
	}
	return n
}

// Preview reads the rows of the tables that are used, by their mappings. c writes
// what Parvis has no room for beside the posts. progress may be nil; it is called
// on the caller's goroutine. Nothing is written.
func (s *Service) Preview(ctx context.Context, x *Import, c *translations.Catalogue, progress func(Step)) (*Preview, error) {
	h, err := s.house(ctx)
	if err != nil {
		return nil, err
	}
	alike, err := s.alike(ctx)
	if err != nil {
		return nil, err
	}
	total, done := 0, 0
	for _, t := range x.Tables {
		total += len(t.below)
	}
	p := &Preview{}
	reader := importer{Service: s, house: h, c: c, alike: alike, taken: map[app.Date]map[app.TimeOfDay]bool{}}
	for _, t := range x.Tables {
		if !t.Use {
			continue
		}
		near := around{year: t.Year, month: t.Month, today: h.now.Date}
		for _, r := range t.below {
			if done++; done%200 == 0 {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				if progress != nil {
					progress(Step{Done: done, Total: total})
				}
			}
			if r.Hidden || repeats(t, r) {
				continue
			}
			if year, month, title := titleRow(r); title {
				near.month = month
				if year != 0 {
					near.year = year
				}
				continue
			}
			row, holds := reader.read(t, r, near)
			if !holds {
				p.Skipped++
				continue
			}
			if !row.Take && len(row.Reasons) == 0 {
				p.Alike++
			}
			p.Rows = append(p.Rows, row)
		}
	}
	return p, ctx.Err()
}

// repeats reports whether a row says the headers again.
func repeats(t *Table, r sheets.Row) bool {
	n := 0
	for place := range t.Mapping {
		if place < len(t.Headers) && fold(r.Cell(place)) != "" && fold(r.Cell(place)) == fold(t.Headers[place]) {
			n++
		}
	}
	return n >= 2
}

// titleRow reads a row that only says the month of those below it.
func titleRow(r sheets.Row) (year int, month time.Month, is bool) {
	var said string
	for _, c := range r.Cells {
		c = strings.TrimSpace(c)
		if c == "" || c == said {
			continue
		}
		if said != "" {
			return 0, 0, false
		}
		said = c
	}
	if len([]rune(said)) > 30 {
		return 0, 0, false
	}
	if _, day := parseMoment(said, around{}); day {
		return 0, 0, false
	}
	year, month = season(said)
	return year, month, month != 0
}

// importer reads the rows of strangers' sheets.
type importer struct {
	*Service
	house
	c     *translations.Catalogue
	alike map[likeness]bool
	// taken are the times given on each day so far.
	taken map[app.Date]map[app.TimeOfDay]bool
}

// read makes the post of a row; holds is false when there is nothing to make it of.
func (i importer) read(t *Table, r sheets.Row, near around) (row ImportRow, holds bool) {
	cells := make(map[Column]string, len(t.Mapping))
	var on []networks.Network
	for place, c := range t.Mapping {
		text := plain(r.Cell(place))
		if text == "" {
			continue
		}
		if n := c.Network(); n != "" {
			if !slices.Contains([]string{"non", "no", "-", "0", "false", "faux"}, fold(text)) {
				on = append(on, n)
			}
			continue
		}
		cells[c] = text
	}
	v := Values{}
	row = ImportRow{Sheet: t.Name, Number: r.Number, Take: true, Values: v}
	refuse := func(key string, args ...any) { row.Reasons = append(row.Reasons, app.Say(key, args...)) }
	note := func(key string, args ...any) { row.Notes = append(row.Notes, app.Say(key, args...)) }
	set := func(c Column, text string) {
		if text != "" {
			v[c] = text
		}
	}
	set(ColumnTitle, cells[ColumnTitle])
	set(ColumnText, composed(cells))
	if v[ColumnTitle] == "" && v[ColumnText] == "" {
		return row, false
	}
	row.Label = editorial.Label(v[ColumnTitle], v[ColumnText])
	i.moment(cells, near, v, refuse, note)
	i.networksIn(cells, on, t.Network, v, note)
	i.planIn(cells, v, note)
	i.stateIn(cells, v, refuse, note)
	set(ColumnAuthor, cells[ColumnAuthor])
	for _, c := range columns {
		if c.role == besides && c.name != ColumnComment && c.name != ColumnCall {
			set(c.name, cells[c.name])
		}
	}
	if text := v[ColumnBudget]; text != "" {
		v[ColumnBudget] = amount(text)
	}
	set(ColumnComment, i.comment(cells, v))
	row.kept = Kept{Post: editorial.Post{Stage: editorial.Draft, Lateness: i.business.Lateness}, State: editorial.StateDraft}
	next, reasons := i.house.apply(row.kept, v)
	row.kept = next
	row.Reasons = append(row.Reasons, reasons...)
	if len(row.Reasons) > 0 {
		row.Take = false
		return row, true
	}
	if like := likenessOf(v); i.alike[like] {
		row.Take = false
		note("roundtrip.note.alike")
	} else {
		i.alike[like] = true
	}
	return row, true
}

// says adds a sentence about a row.
type says func(key string, args ...any)

// moment reads the day and the time of a row. A post on a day without a time
// takes the one that it would take when placed by hand.
func (i importer) moment(cells map[Column]string, near around, v Values, refuse, note says) {
	text := cells[ColumnDate]
	if text == "" {
		return
	}
	m, ok := parseMoment(text, near)
	if !ok && cells[ColumnWeekday] != "" {
		m, ok = parseMoment(cells[ColumnWeekday]+" "+text, near)
	}
	if !ok {
		refuse("roundtrip.refused.date", "Text", short(text))
		return
	}
	if m.weekday {
		note("roundtrip.note.weekday", "Text", short(text), "Day", app.LongDate(m.day))
	}
	if said := cells[ColumnTime]; said != "" {
		if m.at, m.when = parseTime(said); !m.when {
			refuse("roundtrip.refused.time", "Text", short(said))
			return
		}
	}
	if i.taken[m.day] == nil {
		i.taken[m.day] = map[app.TimeOfDay]bool{}
	}
	if !m.when {
		pillar, _ := find(i.strategy.Pillars, cells[ColumnPillar], pillarOf)
		m.at = editorial.FreeTime(i.strategy.Slots, pillar, m.day, i.taken[m.day], i.now)
	}
	i.taken[m.day][m.at] = true
	v[ColumnDate], v[ColumnTime] = m.day.String(), m.at.String()
}

// networksIn reads where a row is to go: its own cells, else what its sheet says.
func (i importer) networksIn(cells map[Column]string, on []networks.Network, sheet networks.Network, v Values, note says) {
	found, all, unknown := parseNetworks(cells[ColumnNetworks])
	if len(unknown) > 0 {
		note("roundtrip.note.network", "Text", short(strings.Join(unknown, ", ")))
	}
	for _, n := range on {
		if !slices.Contains(found, n) {
			found = append(found, n)
		}
	}
	if all {
		found = i.networks()
	}
	if len(found) == 0 && cells[ColumnNetworks] == "" && sheet != "" {
		found = []networks.Network{sheet}
	}
	_, missing := i.accountsFor(nil, found)
	if len(missing) > 0 {
		note("roundtrip.note.no_account", "Networks", names(missing))
		found = slices.DeleteFunc(found, func(n networks.Network) bool { return slices.Contains(missing, n) })
	}
	if len(found) > 0 {
		v[ColumnNetworks] = joinNetworks(found)
	}
}

// planIn reads what a row names of the strategy. A stranger's rubrics are rarely
// one's own: what is not known is told, and kept in the comment.
func (i importer) planIn(cells map[Column]string, v Values, note says) {
	known := func(c Column, ok bool) {
		switch {
		case cells[c] == "":
		case ok:
			v[c] = cells[c]
		default:
			note("roundtrip.note.unknown", "Column", c.Name(), "Text", short(cells[c]))
		}
	}
	_, ok := find(i.strategy.Pillars, cells[ColumnPillar], pillarOf)
	known(ColumnPillar, ok)
	_, ok = find(i.strategy.Audiences, cells[ColumnAudience], audienceOf)
	known(ColumnAudience, ok)
	_, ok = find(i.strategy.Objectives, cells[ColumnObjective], func(o strategy.Objective) entry { return objectiveOf(o) })
	known(ColumnObjective, ok)
}

// stateIn reads the state of a row: what is out already is history, not a post to
// make.
func (i importer) stateIn(cells map[Column]string, v Values, refuse, note says) {
	v[ColumnState] = string(editorial.StateDraft)
	text := cells[ColumnState]
	if text == "" {
		return
	}
	state, ok := parseState(text)
	switch {
	case !ok:
		note("roundtrip.note.unknown", "Column", ColumnState.Name(), "Text", short(text))
	case proven(state):
		refuse("roundtrip.refused.proven", "State", state.Name())
	default:
		state, said := i.typedState(state)
		if v[ColumnState] = string(state); !said.IsZero() {
			note(said.Key, "State", said.Args["State"])
		}
	}
}

// comment gathers what a row says that has no other place.
func (i importer) comment(cells map[Column]string, v Values) string {
	all := []string{}
	if cells[ColumnComment] != "" {
		all = append(all, cells[ColumnComment])
	}
	for _, c := range []Column{ColumnImages, ColumnAlt, ColumnKeyDate, ColumnPillar, ColumnObjective, ColumnAudience} {
		if cells[c] != "" && v[c] == "" {
			all = append(all, i.c.T("roundtrip.note.kept", "Column", i.c.Say(c.Name()), "Text", cells[c]))
		}
	}
	return strings.Join(all, "\n")
}

// TakeIn makes the posts of a preview that its owner took, in one transaction:
// all of them or none. The mappings are remembered.
func (s *Service) TakeIn(ctx context.Context, x *Import, p *Preview) (Outcome, error) {
	d := s.change(File{Sum: x.sum, Name: x.Name, At: s.clock.Now()})
	for _, r := range p.Rows {
		if !r.Take || len(r.Reasons) > 0 {
			continue
		}
		k := r.kept
		k.Post.ID, k.Post.CreatedAt = s.ids.New(), d.now
		d.add(k)
	}
	if d.outcome.Added == 0 {
		return Outcome{}, app.Fail(app.CodeInvalid, "roundtrip.error.none")
	}
	for _, t := range x.Tables {
		if t.Use {
			if err := s.store.SaveMapping(ctx, signatureOf(t.Headers), maps.Clone(t.Mapping)); err != nil {
				return Outcome{}, err
			}
		}
	}
	return s.commit(ctx, d)
}
