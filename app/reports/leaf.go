package reports

import (
	"strings"

	"parvis/app"
)

// leaf is a sheet of words, written from the top: every row is as high as its
// words need, as no program makes it so by itself for a file it did not write.
type leaf struct {
	*sheet
	columns []float64 // their widths
	row     int       // the one being written, from 1
	need    float64   // its height so far, in points
}

// leaf adds a sheet with columns of the given widths under its heading.
func (b *book) leaf(name, below string, columns ...float64) *leaf {
	l := &leaf{sheet: b.sheet(name), columns: columns, row: 1}
	l.widths(columns...)
	l.text(1, 1, name, title)
	l.need = 28
	l.next()
	if below != "" {
		l.prose(1, len(columns), below, look{colour: muted, size: 9})
		l.next()
	}
	l.next()
	return l
}

// width is that of some columns together.
func (l *leaf) width(column, span int) float64 {
	total := 0.0
	for _, w := range l.columns[column-1 : column-1+span] {
		total += w
	}
	return total
}

// prose writes words over some columns of the row.
func (l *leaf) prose(column, span int, words string, k look) {
	k.wrap = true
	words, k, height := fitted(clean(words), l.width(column, span), k)
	l.text(column, l.row, words, k)
	if span > 1 {
		first, last := at(column, l.row), at(column+span-1, l.row)
		l.do(l.f.MergeCell(l.name, first, last))
		l.do(l.f.SetCellStyle(l.name, first, last, l.style(k)))
	}
	l.need = max(l.need, height)
}

// next ends the row.
func (l *leaf) next() {
	if l.need > 0 {
		l.do(l.f.SetRowHeight(l.name, l.row, l.need))
	}
	l.row++
	l.need = 0
}

// blank leaves a row free.
func (l *leaf) blank() { l.row++ }

// section writes the title of what follows.
func (l *leaf) section(words string) {
	l.text(1, l.row, words, section)
	l.need = 24
	l.next()
}

// sentence writes one sentence over the whole width.
func (l *leaf) sentence(words string) {
	l.prose(1, len(l.columns), words, look{colour: muted})
	l.next()
}

// fact writes an answer beside what was asked.
func (l *leaf) fact(label, text string) {
	l.prose(1, 1, label, factLabel)
	l.prose(2, len(l.columns)-1, orNone(text), words)
	l.next()
}

// factLabel is the look of what was asked.
var factLabel = look{bold: true, colour: accent, fill: pale, line: true, indent: true}

// grid is a native table being written on a leaf.
type grid struct {
	*leaf
	name    string
	headers []string
	first   int // the row of the headers
}

// grid begins a table; left holds the places (from 0) of the columns of words.
func (l *leaf) grid(name string, headers []string, left ...int) *grid {
	g := &grid{leaf: l, name: name, headers: headers, first: l.row}
	l.sheet.headers(1, l.row, headers, left...)
	for i, h := range headers {
		_, _, height := fitted(h, l.columns[i], header)
		l.need = max(l.need, height)
	}
	l.next()
	return g
}

// end makes a native table of the rows written since.
func (g *grid) end() { g.table(g.name, 1, g.first, len(g.headers), g.row-1) }

// own names a cell of a column (from 0) in the row being written.
func (g *grid) own(column int) string { return cellOf(g.name, g.headers[column]) }

// all names a column (from 0).
func (g *grid) all(column int) string { return columnOf(g.name, g.headers[column]) }

// formulaText writes a formula that gives words.
func (s *sheet) formulaText(column, row int, formula, value string, l look) {
	cell := at(column, row)
	s.do(s.f.SetCellFormula(s.name, cell, formula))
	s.cached[s.name][cell] = value
	s.look(cell, l)
}

// quote writes words inside a formula.
func quote(words string) string { return `"` + strings.ReplaceAll(words, `"`, `""`) + `"` }

// given writes a number that the owner gives, or that none was given.
func (l *leaf) given(column int, value *float64, k look) {
	if value == nil {
		l.text(column, l.row, none, k.absent())
		return
	}
	l.number(column, l.row, value, k)
}

// givenDay writes a day that the owner gives, or that none was given.
func (l *leaf) givenDay(column int, d app.Date, k look) {
	if d.IsZero() {
		l.text(column, l.row, none, k.absent())
		return
	}
	l.day(column, l.row, d, k)
}

// finish sets up the printing of a leaf; repeated is the row printed on every
// page.
func (l *leaf) finish(title string, repeated int) {
	l.repeat(repeated)
	l.printed(len(l.columns), max(l.row-1, 2))
	l.footer(title)
}

// none stands where nothing was answered.
const none = "—"

func orNone(text string) string {
	if strings.TrimSpace(text) == "" {
		return none
	}
	return text
}
