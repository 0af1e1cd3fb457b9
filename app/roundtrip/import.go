package roundtrip

import (
	"context"
	"html"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/roundtrip/sheets"
)

// Import is a stranger's spreadsheet, with what its columns are taken for.
type Import struct {
	Name   string
	Tables []*Table
	// Again is when the same file was taken in before, zero when it was not.
	Again time.Time

	sum string
}

// Table is a sheet of it.
type Table struct {
	Name    string // "" for a CSV file
	Hidden  bool
	Headers []string
	Line    int // the row of the headers
	// Samples are the first values of each column, at most three.
	Samples [][]string
	// Mapping says what the columns are, by their place from 0. Those that are
	// not in it are left out. The owner corrects it.
	Mapping map[int]Column
	// Remembered tells that the mapping is that of an earlier import.
	Remembered bool
	// Use tells whether its rows are to be taken in.
	Use bool
	// Rows is how many stand below the headers, HiddenRows how many of them are
	// hidden: those are left out.
	Rows       int
	HiddenRows int
	// Said are the month and the network that the name of the sheet or a title
	// gives to rows that say none.
	Year    int
	Month   time.Month
	Network networks.Network

	below []sheets.Row
}

// samples is how many values of a column help to recognise it.
const samples = 3

// Open reads a stranger's spreadsheet and guesses what its columns are; a mapping
// that was used for the same headers before is taken again. Nothing is written.
// Errors: CodeInvalid for a file that cannot be read or holds no row.
func (s *Service) Open(ctx context.Context, name string, data []byte) (*Import, error) {
	book, err := sheets.Read(name, data)
	if err != nil {
		return nil, err
	}
	x := &Import{Name: filepath.Base(name), sum: sumOf(data)}
	before, err := s.store.Taken(ctx, x.sum)
	if err != nil {
		return nil, err
	}
	x.Again = before.At
	for _, sheet := range book.Sheets {
		if len(sheet.Rows) == 0 {
			continue
		}
		t := tableOf(sheet, x.Name)
		kept, err := s.store.Mapping(ctx, signatureOf(t.Headers))
		if err != nil {
			return nil, err
		}
		if kept != nil {
			t.Mapping, t.Remembered, t.Use = kept, true, !t.Hidden
		}
		x.Tables = append(x.Tables, t)
	}
	if len(x.Tables) == 0 {
		return nil, app.Fail(app.CodeInvalid, "roundtrip.error.empty", "File", x.Name)
	}
	return x, ctx.Err()
}

// tableOf finds the headers of a sheet: the row that says the most of what is
// known, alone or with the row below it.
func tableOf(sheet sheets.Sheet, file string) *Table {
	t := &Table{Name: sheet.Name, Hidden: sheet.Hidden}
	header, depth, best := 0, 1, 0
	for i := range min(len(sheet.Rows), headersWithin) {
		if score := scoreOf(sheet.Rows[i].Cells); score > best {
			header, depth, best = i, 1, score
		}
		if i+1 < len(sheet.Rows) && sheet.Rows[i+1].Number == sheet.Rows[i].Number+1 && scoreOf(sheet.Rows[i].Cells) > 0 {
			if score := scoreOf(together(sheet.Rows[i], sheet.Rows[i+1])); score > best && !holdsDay(sheet.Rows[i+1]) {
				header, depth, best = i, 2, score
			}
		}
	}
	t.Headers = sheet.Rows[header].Cells
	if depth == 2 {
		t.Headers = together(sheet.Rows[header], sheet.Rows[header+1])
	}
	t.Line = sheet.Rows[header].Number
	t.Mapping = guessAll(t.Headers)
	has := func(c Column) bool {
		for _, m := range t.Mapping {
			if m == c {
				return true
			}
		}
		return false
	}
	t.Use = !t.Hidden && best >= 2 && (has(ColumnText) || has(ColumnTitle) || has(ColumnHook))
	t.below = sheet.Rows[header+depth:]
	for _, r := range t.below {
		if r.Hidden {
			t.HiddenRows++
		}
	}
	t.Rows = len(t.below)
	t.sample()
	t.surround(sheet.Rows[:header], file)
	return t
}

// scoreOf counts the different columns that a row of headers names.
func scoreOf(cells []string) int { return len(guessAll(cells)) }

// holdsDay reports whether a row says a day: it is no header.
func holdsDay(r sheets.Row) bool {
	return slices.ContainsFunc(r.Cells, func(c string) bool {
		_, ok := parseMoment(c, around{})
		return ok
	})
}

// together joins headers of two rows: the lower one where it says something.
func together(upper, lower sheets.Row) []string {
	all := make([]string, max(len(upper.Cells), len(lower.Cells)))
	for i := range all {
		all[i] = upper.Cell(i)
		if sub := lower.Cell(i); strings.TrimSpace(sub) != "" && sub != all[i] && (guess(sub) != "" || guess(all[i]) == "") {
			all[i] = sub
		}
	}
	return all
}

func (t *Table) sample() {
	t.Samples = make([][]string, len(t.Headers))
	for place := range t.Headers {
		for _, r := range t.below {
			if text := strings.TrimSpace(r.Cell(place)); text != "" && len(t.Samples[place]) < samples {
				t.Samples[place] = append(t.Samples[place], short(text))
			}
		}
	}
}

// surround reads the month, the year and the network that stand around the rows:
// in the name of the sheet first, then in the titles, then in the file's name.
func (t *Table) surround(titles []sheets.Row, file string) {
	said := []string{t.Name}
	for _, r := range titles {
		said = append(said, slices.Compact(slices.Clone(r.Cells))...)
	}
	said = append(said, strings.TrimSuffix(file, filepath.Ext(file)))
	for _, text := range said {
		year, month := season(text)
		if t.Year == 0 {
			t.Year = year
		}
		if t.Month == 0 {
			t.Month = month
		}
		if t.Network == "" {
			t.Network = networkIn(text)
		}
	}
}

var lineBreak = regexp.MustCompile(`(?i)<br\s*/?>|</p>`)

// plain is the text of a stranger's cell: entities become their characters.
func plain(cell string) string {
	if strings.ContainsAny(cell, "<&") {
		cell = html.UnescapeString(lineBreak.ReplaceAllString(cell, "\n"))
	}
	return tidy(cell)
}
