package reports

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"parvis/app"
	"parvis/assets/translations"
)

// book is a workbook being written. The first error stays; what follows it does
// nothing.
type book struct {
	f      *excelize.File
	c      *translations.Catalogue
	styles map[look]int
	// cached holds the value of every formula, by sheet and cell: a float64 or
	// a string.
	cached map[string]map[string]any
	err    error
}

func newBook(c *translations.Catalogue) *book {
	return &book{f: excelize.NewFile(), c: c, styles: map[look]int{}, cached: map[string]map[string]any{}}
}

// do keeps the first error.
func (b *book) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

// missing is what stands where nothing was measured.
func (b *book) missing() string { return b.c.T("metrics.missing") }

// sheet is one sheet of the book.
type sheet struct {
	*book
	name string
}

// sheet adds a sheet, ready to print on A4 across.
func (b *book) sheet(name string) *sheet {
	s := &sheet{book: b, name: name}
	if len(b.cached) == 0 {
		b.do(b.f.SetSheetName("Sheet1", name))
	} else {
		_, err := b.f.NewSheet(name)
		b.do(err)
	}
	b.cached[name] = map[string]any{}
	a4, width, height, fit, hide := 9, 1, 0, true, false
	landscape := "landscape"
	b.do(b.f.SetPageLayout(name, &excelize.PageLayoutOptions{
		Size: &a4, Orientation: &landscape, FitToWidth: &width, FitToHeight: &height,
	}))
	b.do(b.f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.do(b.f.SetSheetView(name, 0, &excelize.ViewOptions{ShowGridLines: &hide}))
	margin, bottom, footer := 0.5, 0.7, 0.3
	b.do(b.f.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{
		Left: &margin, Right: &margin, Top: &margin, Bottom: &bottom, Footer: &footer,
	}))
	return s
}

// footer writes the foot of every printed page. The space after the size keeps
// it apart from words that begin with a figure.
func (s *sheet) footer(title string) {
	page := s.c.T("reports.page", "Page", "&P", "Pages", "&N")
	// The format takes 255 characters in all.
	if runes := []rune(title); len(runes) > 100 {
		title = string(runes[:99]) + "…"
	}
	s.do(s.f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{
		OddFooter: "&L&8 " + strings.ReplaceAll(clean(title), "&", "&&") + "&C&8 " + s.name + "&R&8 " + page,
	}))
}

// at names a cell: column 1 is A.
func at(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		panic("reports: " + err.Error()) // columns and rows are counted by this package
	}
	return name
}

// fixed names a cell that does not move when its formula is copied.
func fixed(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row, true)
	if err != nil {
		panic("reports: " + err.Error())
	}
	return name
}

// on names a cell of another sheet.
func on(sheet, cell string) string { return quoted(sheet) + "!" + cell }

func quoted(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }

func (s *sheet) look(cell string, l look) {
	s.do(s.f.SetCellStyle(s.name, cell, cell, s.style(l)))
}

// text writes words; what looks like a formula stays words.
func (s *sheet) text(column, row int, words string, l look) {
	cell := at(column, row)
	s.do(s.f.SetCellStr(s.name, cell, clean(words)))
	s.look(cell, l)
}

// number writes a value, or that it is missing.
func (s *sheet) number(column, row int, value *float64, l look) {
	if value == nil {
		s.text(column, row, s.missing(), l.absent())
		return
	}
	cell := at(column, row)
	s.do(s.f.SetCellFloat(s.name, cell, *value, -1, 64))
	s.look(cell, l)
}

// day writes a date, or that it is missing.
func (s *sheet) day(column, row int, d app.Date, l look) {
	if d.IsZero() {
		s.text(column, row, s.missing(), l.absent())
		return
	}
	serial := serial(d)
	s.number(column, row, &serial, l)
}

// formula writes a formula with the value Parvis computed for it; nil is
// missing.
func (s *sheet) formula(column, row int, formula string, value *float64, l look) {
	cell := at(column, row)
	s.do(s.f.SetCellFormula(s.name, cell, formula))
	s.keep(cell, value, l)
}

// array writes a formula that works on whole columns at once.
func (s *sheet) array(column, row int, formula string, value *float64, l look) {
	cell := at(column, row)
	kind := excelize.STCellFormulaTypeArray
	s.do(s.f.SetCellFormula(s.name, cell, formula, excelize.FormulaOpts{Type: &kind, Ref: &cell}))
	s.keep(cell, value, l)
}

func (s *sheet) keep(cell string, value *float64, l look) {
	if value == nil {
		s.cached[s.name][cell] = s.missing()
	} else {
		s.cached[s.name][cell] = *value
	}
	s.look(cell, l)
}

// link writes words that open an address; what is no web address is left as
// words, and no address leaves the cell empty.
func (s *sheet) link(column, row int, shown, address string) {
	web := strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
	// The format takes no longer addresses.
	if !web || utf8.RuneCountInString(address) > 2000 {
		s.text(column, row, address, words)
		return
	}
	s.text(column, row, shown, words.linked())
	s.do(s.f.SetCellHyperLink(s.name, at(column, row), address, "External"))
}

// headers writes a row of headers from a column on; left holds the places (from
// 0) of the columns of words, the others hold numbers.
func (s *sheet) headers(column, row int, words []string, left ...int) {
	for i, w := range words {
		l := header
		if !slices.Contains(left, i) {
			l.align = "right"
		}
		s.text(column+i, row, w, l)
	}
	s.do(s.f.SetRowHeight(s.name, row, 44))
}

// table makes a native table of the rows from header to last.
func (s *sheet) table(name string, column, headerRow, columns, lastRow int) {
	stripes := true
	s.do(s.f.AddTable(s.name, &excelize.Table{
		Range: at(column, headerRow) + ":" + at(column+columns-1, max(lastRow, headerRow+1)),
		Name:  name, StyleName: "TableStyleLight1", ShowRowStripes: &stripes,
	}))
}

func (s *sheet) widths(all ...float64) {
	for i, w := range all {
		name, err := excelize.ColumnNumberToName(i + 1)
		s.do(err)
		s.do(s.f.SetColWidth(s.name, name, name, w))
	}
}

// freeze keeps the rows down to the header in sight.
func (s *sheet) freeze(headerRow int) {
	s.do(s.f.SetPanes(s.name, &excelize.Panes{
		Freeze: true, YSplit: headerRow, TopLeftCell: at(1, headerRow+1), ActivePane: "bottomLeft",
	}))
}

// repeat prints the header on every page.
func (s *sheet) repeat(headerRow int) {
	s.do(s.f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("%s!$%d:$%d", quoted(s.name), headerRow, headerRow), Scope: s.name,
	}))
}

// printed limits what is printed.
func (s *sheet) printed(lastColumn, lastRow int) {
	s.do(s.f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Area", RefersTo: quoted(s.name) + "!" + fixed(1, 1) + ":" + fixed(lastColumn, lastRow), Scope: s.name,
	}))
}

// columnOf names a column of a table in formulas.
func columnOf(table, column string) string { return table + "[" + escaped(column) + "]" }

// cellOf names the cell of a column in the formula's own row.
func cellOf(table, column string) string { return table + "[[#This Row],[" + escaped(column) + "]]" }

// escaped guards the characters that mean something inside brackets.
func escaped(column string) string {
	return strings.NewReplacer("'", "''", "[", "'[", "]", "']", "#", "'#", "@", "'@").Replace(column)
}

// longest is how many characters a cell takes.
const longest = 32_767

// clean drops what a cell cannot hold: control characters and too long a tail.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
	if runes := []rune(s); len(runes) > longest {
		return string(runes[:longest-1]) + "…"
	}
	return s
}

// serial is a day as workbooks count: days since 30 December 1899.
func serial(d app.Date) float64 {
	return float64(app.Date{Year: 1899, Month: time.December, Day: 30}.DaysUntil(d))
}
