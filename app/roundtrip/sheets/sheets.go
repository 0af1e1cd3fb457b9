// Package sheets reads the spreadsheets of strangers: workbooks and CSV files of
// any origin become rows of text, within bounds. It knows nothing of what the
// columns mean.
package sheets

import (
	"bytes"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"parvis/app"
)

// Bounds of a file. What is beyond is refused with a sentence, never cut in
// silence.
const (
	MaxSize    = 20_000_000  // bytes of the file
	maxUnfold  = 250_000_000 // bytes of what a workbook unfolds to
	maxParts   = 2_000       // files inside a workbook
	MaxSheets  = 60
	MaxRows    = 20_000 // that hold something, in the whole file
	MaxColumns = 200
	maxCell    = 32_767     // characters, as many as spreadsheet programs keep
	maxText    = 40_000_000 // bytes of all cells together
)

// Book is a spreadsheet in words.
type Book struct {
	Sheets []Sheet
}

// Sheet is one sheet, or the whole of a CSV file, whose name is "".
type Sheet struct {
	Name   string
	Hidden bool
	Rows   []Row // those that hold something
}

// Row is a row that holds something. Cells end with the last one that does; all
// cells of a merged area hold its value. Formulas give their value, dates and
// times their number of days since 30 December 1899.
type Row struct {
	Number int // as the program that edits the file shows it, from 1
	Hidden bool
	Cells  []string
}

// Cell returns the text of a column counted from 0, "" beyond the last.
func (r Row) Cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// Read reads a file by its content, whatever its name says. The name is for
// sentences. Errors are *app.Error with CodeInvalid: what is wrong with the file
// and what to do.
func Read(name string, data []byte) (Book, error) {
	name = filepath.Base(name)
	switch {
	case len(data) > MaxSize:
		return Book{}, app.Fail(app.CodeInvalid, "roundtrip.error.heavy", "File", name, "Max", app.Bytes(MaxSize))
	case len(bytes.TrimSpace(data)) == 0:
		return Book{}, app.Fail(app.CodeInvalid, "roundtrip.error.empty", "File", name)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readWorkbook(name, data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		// The container of .xls files, and of .xlsx files with a password.
		return Book{}, app.Fail(app.CodeInvalid, "roundtrip.error.old", "File", name)
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return Book{}, app.Fail(app.CodeInvalid, "roundtrip.error.format", "File", name)
	}
	return readCSV(name, data)
}

// budget counts what a file takes of the bounds.
type budget struct {
	name       string
	rows, text int
}

// take counts one row and returns it within the bounds: without empty cells at
// its end, false when nothing is left.
func (b *budget) take(cells []string) ([]string, bool, error) {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) == 0 {
		return nil, false, nil
	}
	if len(cells) > MaxColumns {
		return nil, false, app.Fail(app.CodeInvalid, "roundtrip.error.columns", "File", b.name, "Max", MaxColumns)
	}
	if b.rows++; b.rows > MaxRows {
		return nil, false, app.Fail(app.CodeInvalid, "roundtrip.error.rows", "File", b.name, "Max", MaxRows)
	}
	for i, c := range cells {
		c = strings.ToValidUTF8(c, "\ufffd")
		if utf8.RuneCountInString(c) > maxCell {
			return nil, false, app.Fail(app.CodeInvalid, "roundtrip.error.cell", "File", b.name, "Max", maxCell)
		}
		cells[i] = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(c)
		b.text += len(c)
	}
	if b.text > maxText {
		return nil, false, app.Fail(app.CodeInvalid, "roundtrip.error.heavy", "File", b.name, "Max", app.Bytes(maxText))
	}
	return cells, true, nil
}
