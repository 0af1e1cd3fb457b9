package reports

import (
	"context"
	"fmt"
	"regexp"

	"github.com/xuri/excelize/v2"

	"parvis/app"
	"parvis/app/exports"
	"parvis/assets/translations"
)

// Form is a workbook of one native table that is sent away, filled in with a
// spreadsheet program and brought back.
type Form struct {
	Business string // whose it is, for the name of its file
	Name     string // what it is, for the name of its file
	Title    string
	Note     string // how to fill it in, under the title
	Sheet    string
	Table    string
	Day      app.Date // it is made
	Columns  []FormColumn
	Rows     [][]FormCell
	// Pages is how many pages wide it is printed, one when 0; the first Repeated
	// columns are then on each of them.
	Pages, Repeated int
	// Marks are words kept on a hidden sheet, by which the workbook is recognised
	// when it comes back.
	Marks []string
}

// FormColumn is a column of a Form.
type FormColumn struct {
	Header string
	Width  float64
	Kind   FormKind
	// Choices are offered in a list, in which other words are refused unless
	// Others is true.
	Choices []string
	Others  bool
	// Locked columns are greyed: what is typed there is not taken back.
	Locked bool
}

// FormKind is what the cells of a column hold.
type FormKind int

// The kinds of columns.
const (
	FormText FormKind = iota
	FormDay
	FormHour
	FormWhole
	FormRatio
	FormMoney
)

// FormCell is a cell: words, or a number when Number is set. Days are the number
// that Serial gives, hours a fraction of a day.
type FormCell struct {
	Text   string
	Number *float64
}

// Serial is a day as workbooks count: days since 30 December 1899.
func Serial(d app.Date) float64 { return serial(d) }

// ahead is how many empty rows below the table have its lists and formats.
const ahead = 100

// tallestForm is the height in points that a row takes at most: the words of one
// post do not hide the next.
const tallestForm = 120.0

// marksSheet is the hidden sheet; its name is the same in every language.
const marksSheet = "_parvis"

// marksListRow is where the lists of choices begin on the hidden sheet.
const marksListRow = 3

// Fill writes a form. When ctx ends its error is returned. progress may be nil.
func Fill(ctx context.Context, form Form, c *translations.Catalogue, progress func(Step)) (Workbook, error) {
	if progress == nil {
		progress = func(Step) {}
	}
	b := newBook(c)
	s := b.sheet(form.Sheet)
	s.heading(form.Title, form.Note)
	s.formHeaders(form.Columns)
	last := headerRow
	for i, row := range form.Rows {
		if i%50 == 0 {
			if err := ctx.Err(); err != nil {
				return Workbook{}, err
			}
			progress(Step{Done: i, Total: len(form.Rows) + 1})
		}
		last++
		s.formRow(last, form.Columns, row)
	}
	s.table(form.Table, 1, headerRow, len(form.Columns), last)
	last = max(last, headerRow+1)
	s.freeze(headerRow)
	s.spread(form.Pages, form.Repeated, at(len(form.Columns), last))
	s.footer(form.Title)
	marks := s.marks(form)
	s.lists(form.Columns, last+ahead)
	b.do(b.f.SetDocProps(&excelize.DocProperties{
		Title: form.Title, Subject: clean(form.Business), Creator: "Parvis", Language: string(c.Language()),
		Created: stamp(form.Day), Modified: stamp(form.Day),
	}))
	b.f.SetActiveSheet(0)
	data, err := b.bytes([]string{form.Sheet, marks})
	if err != nil {
		return Workbook{}, fmt.Errorf("writing %s: %w", form.Name, err)
	}
	progress(Step{Done: 1, Total: 1})
	return Workbook{Name: exports.FileName(form.Business, form.Name) + ".xlsx", Title: form.Title, data: data}, ctx.Err()
}

// spread prints a sheet down to its last cell, some pages wide, its headers and
// its first columns on all of them. The title is then at the foot alone: above
// columns that are repeated it would be cut.
func (s *sheet) spread(pages, repeated int, last string) {
	column, row, err := excelize.CellNameToCoordinates(last)
	s.do(err)
	if pages <= 1 || repeated == 0 {
		s.repeat(headerRow)
		s.printed(column, row)
		return
	}
	s.do(s.f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Area", RefersTo: quoted(s.name) + "!" + fixed(1, headerRow) + ":" + fixed(column, row), Scope: s.name,
	}))
	height := 0
	s.do(s.f.SetPageLayout(s.name, &excelize.PageLayoutOptions{FitToWidth: &pages, FitToHeight: &height}))
	name, err := excelize.ColumnNumberToName(repeated)
	s.do(err)
	s.do(s.f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: s.name,
		RefersTo: fmt.Sprintf("%s!$A:$%s,%s!$%d:$%d", quoted(s.name), name, quoted(s.name), headerRow, headerRow),
	}))
}

// formHeaders writes the headers, and gives the rows to come the look of their
// column: a date typed below the table is written as those above.
func (s *sheet) formHeaders(columns []FormColumn) {
	for i, c := range columns {
		l := header
		if c.Locked {
			l.fill = muted
		}
		s.text(i+1, headerRow, c.Header, l)
		name, err := excelize.ColumnNumberToName(i + 1)
		s.do(err)
		s.do(s.f.SetColWidth(s.name, name, name, c.Width))
		s.do(s.f.SetCellStyle(s.name, at(i+1, headerRow+1), at(i+1, headerRow+ahead), s.style(c.look())))
	}
	s.do(s.f.SetRowHeight(s.name, headerRow, 36))
}

func (c FormColumn) look() look {
	l := look{line: true, indent: true, wrap: c.Width >= wideEnough, format: typed}
	switch c.Kind {
	case FormDay:
		l.format = date
	case FormHour:
		l.format = hour
	case FormWhole:
		l.format = whole
	case FormRatio:
		l.format = ratio
	case FormMoney:
		l.format = money
	}
	if c.Locked {
		l.colour = muted
	}
	return l
}

func (s *sheet) formRow(row int, columns []FormColumn, cells []FormCell) {
	height := 0.0
	for i, cell := range cells {
		l := columns[i].look()
		if cell.Number != nil {
			s.number(i+1, row, cell.Number, l)
			continue
		}
		if cell.Text != "" {
			s.do(s.f.SetCellStr(s.name, at(i+1, row), verbatim(cell.Text)))
		}
		s.look(at(i+1, row), l)
		if columns[i].Width >= wideEnough {
			height = max(height, float64(lines(cell.Text, columns[i].Width, usualSize, false))*usualSize*1.3+rowPadding)
		}
	}
	s.do(s.f.SetRowHeight(s.name, row, min(max(height, 20), tallestForm)))
}

// escape is how the format writes a character by its number.
var escape = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

// verbatim is words that a program reads back as they are, even those that look
// like a character written by its number.
func verbatim(words string) string { return escape.ReplaceAllString(clean(words), "_x005F_$1") }

// wideEnough is the width from which a column decides how high its rows are.
const wideEnough = 16

// marks writes the hidden sheet and returns its name.
func (s *sheet) marks(form Form) string {
	hidden := s.book.sheet(marksSheet)
	for i, m := range form.Marks {
		s.do(s.f.SetCellStr(hidden.name, at(i+1, 1), m))
	}
	for i, c := range form.Columns {
		for j, choice := range c.Choices {
			s.do(s.f.SetCellStr(hidden.name, at(i+1, marksListRow+j), verbatim(choice)))
		}
	}
	s.do(s.f.SetSheetVisible(hidden.name, false, true))
	return hidden.name
}

// lists offers the choices of every column that has some, down to a row.
func (s *sheet) lists(columns []FormColumn, last int) {
	for i, c := range columns {
		if len(c.Choices) == 0 {
			continue
		}
		list := excelize.NewDataValidation(true)
		list.SetSqref(at(i+1, headerRow+1) + ":" + at(i+1, last))
		list.SetSqrefDropList(on(marksSheet, fixed(i+1, marksListRow)+":"+fixed(i+1, marksListRow+len(c.Choices)-1)))
		style := excelize.DataValidationErrorStyleStop
		if c.Others {
			style = excelize.DataValidationErrorStyleInformation
		}
		list.SetError(style, c.Header, s.c.T("reports.form.choose"))
		s.do(s.f.AddDataValidation(s.name, list))
	}
}
