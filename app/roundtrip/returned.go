package roundtrip

import (
	"slices"
	"strings"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/roundtrip/sheets"
	"parvis/app/strategy"
)

// returned is the sheet of a workbook that Parvis exported, come back.
type returned struct {
	kind   Kind
	export app.ID // "" when the workbook lost its hidden sheet
	rows   []returnedRow
	has    map[Column]int // the place of each column that is there
}

// returnedRow is a row of it: its cells as text.
type returnedRow struct {
	number int
	id     string
	cells  map[Column]string
}

// markOf reads the hidden sheet of a workbook that Parvis exported.
func markOf(b sheets.Book) (Kind, app.ID, bool) {
	for _, s := range b.Sheets {
		if len(s.Rows) > 0 && s.Rows[0].Number == 1 && s.Rows[0].Cell(0) == markOfParvis && s.Rows[0].Cell(2) != "" {
			return Kind(s.Rows[0].Cell(1)), app.ID(s.Rows[0].Cell(2)), true
		}
	}
	return "", "", false
}

// readReturned finds the sheet of Parvis in a workbook by its headers, wherever
// they were moved to, in any language; false when there is none.
func (s *Service) readReturned(b sheets.Book, known []Column) (returned, bool) {
	var back returned
	back.kind, back.export, _ = markOf(b)
	names := make(map[string]Column)
	for _, c := range known {
		for _, w := range s.words {
			names[fold(w.Say(c.Name()))] = c
		}
	}
	for _, sheet := range b.Sheets {
		for i, row := range sheet.Rows[:min(len(sheet.Rows), headersWithin)] {
			has := make(map[Column]int)
			for place, cell := range row.Cells {
				if c, ok := names[fold(cell)]; ok {
					if _, twice := has[c]; !twice {
						has[c] = place
					}
				}
			}
			if _, ok := has[ColumnID]; !ok || len(has) < 3 {
				continue
			}
			back.has = has
			for _, r := range sheet.Rows[i+1:] {
				got := returnedRow{number: r.Number, cells: make(map[Column]string, len(has))}
				for c, place := range has {
					got.cells[c] = tidy(r.Cell(place))
				}
				got.id = strings.ToLower(strings.TrimSpace(got.cells[ColumnID]))
				back.rows = append(back.rows, got)
			}
			return back, true
		}
	}
	return back, false
}

// headersWithin is how many rows may stand above the headers.
const headersWithin = 40

// valuesIn reads the cells of a row in the form they are compared in. problems
// says, by column, what cannot be understood; notes what is understood another
// way than it was typed.
func (s *Service) valuesIn(h house, r returnedRow) (v Values, problems, notes []app.Message) {
	v = Values{}
	for c, text := range r.cells {
		if text == "" || !c.Editable() {
			continue
		}
		value, problem := s.valueIn(h, c, text)
		if !problem.IsZero() {
			problems = append(problems, problem)
		}
		if value != "" {
			v[c] = value
		}
	}
	switch _, dated := r.cells[ColumnDate]; {
	case dated && v[ColumnDate] == "":
		delete(v, ColumnTime)
	case v[ColumnTime] == "":
		if m, ok := parseMoment(r.cells[ColumnDate], around{today: h.now.Date}); ok && m.when {
			v[ColumnTime] = m.at.String()
		}
	}
	slices.SortFunc(problems, byKey)
	return v, problems, notes
}

func byKey(a, b app.Message) int { return strings.Compare(a.Key, b.Key) }

// valueIn reads one cell.
func (s *Service) valueIn(h house, c Column, text string) (string, app.Message) {
	switch c {
	case ColumnDate:
		m, ok := parseMoment(text, around{today: h.now.Date})
		if !ok {
			return text, app.Say("roundtrip.refused.date", "Text", short(text))
		}
		return m.day.String(), app.Message{}
	case ColumnTime:
		at, ok := parseTime(text)
		if !ok {
			return text, app.Say("roundtrip.refused.time", "Text", short(text))
		}
		return at.String(), app.Message{}
	case ColumnNetworks:
		found, all, unknown := parseNetworks(text)
		if len(unknown) > 0 {
			return text, app.Say("roundtrip.refused.network", "Text", short(strings.Join(unknown, ", ")))
		}
		if all {
			found = h.networks()
		}
		return joinNetworks(found), app.Message{}
	case ColumnState:
		state, ok := parseState(text)
		if !ok {
			return text, app.Say("roundtrip.refused.state", "Text", short(text))
		}
		return string(state), app.Message{}
	case ColumnObjective:
		for _, w := range s.words {
			for _, m := range strategy.Measurable() {
				if fold(text) == fold(w.T("metrics."+string(m))) && !slices.ContainsFunc(h.strategy.Objectives, func(o strategy.Objective) bool { return fold(o.Name) == fold(text) }) {
					return string(m), app.Message{}
				}
			}
		}
	case ColumnFormat:
		for _, w := range s.words {
			for _, f := range formats {
				if fold(text) == fold(w.T("roundtrip.format."+f)) {
					return f, app.Message{}
				}
			}
		}
	case ColumnBudget:
		return amount(text), app.Message{}
	}
	return text, app.Message{}
}

// networks returns the networks where the business has an account.
func (h house) networks() []networks.Network {
	ids := make([]app.ID, len(h.accounts))
	for i, a := range h.accounts {
		ids[i] = a.ID
	}
	return h.networksOf(ids)
}

// short is what a sentence quotes of a cell.
func short(text string) string { return editorial.Label(text, "") }
