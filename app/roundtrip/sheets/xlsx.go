package sheets

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"parvis/app"
)

// readWorkbook reads an .xlsx file.
func readWorkbook(name string, data []byte) (Book, error) {
	if err := checkArchive(name, data); err != nil {
		return Book{}, err
	}
	f, err := open(data)
	if err != nil {
		return Book{}, app.Fail(app.CodeInvalid, "roundtrip.error.damaged", "File", name).Because(err)
	}
	defer f.Close()
	var b Book
	taken := &budget{name: name}
	names := f.GetSheetList()
	if len(names) > MaxSheets {
		return Book{}, app.Fail(app.CodeInvalid, "roundtrip.error.sheets", "File", name, "Max", MaxSheets)
	}
	for _, sheet := range names {
		s, err := readSheet(f, sheet, taken)
		if err != nil {
			var known *app.Error
			if errors.As(err, &known) {
				return Book{}, err
			}
			return Book{}, app.Fail(app.CodeInvalid, "roundtrip.error.damaged", "File", name).Because(err)
		}
		b.Sheets = append(b.Sheets, s)
	}
	return b, nil
}

// open opens a workbook. The library panics on some damaged files.
func open(data []byte) (f *excelize.File, err error) {
	defer caught(&err)
	return excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnfold, UnzipXMLSizeLimit: maxUnfold,
	})
}

// caught turns a panic of the library into an error: what is read is whatever
// strangers wrote.
func caught(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("the workbook library panicked: %v", r)
	}
}

// checkArchive refuses an archive that would unfold to too much before any of it
// is unfolded, and one that is no workbook.
func checkArchive(name string, data []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return app.Fail(app.CodeInvalid, "roundtrip.error.damaged", "File", name).Because(err)
	}
	if len(archive.File) > maxParts {
		return app.Fail(app.CodeInvalid, "roundtrip.error.bomb", "File", name)
	}
	total, workbook := uint64(0), false
	for _, part := range archive.File {
		// Not a sum that could overflow: a part may claim any size.
		if part.UncompressedSize64 > maxUnfold {
			return app.Fail(app.CodeInvalid, "roundtrip.error.bomb", "File", name)
		}
		total += part.UncompressedSize64
		switch strings.ToLower(part.Name) {
		case "xl/workbook.xml":
			workbook = true
		case "content.xml", "xl/workbook.bin", "word/document.xml":
			return app.Fail(app.CodeInvalid, "roundtrip.error.format", "File", name)
		}
	}
	switch {
	case total > maxUnfold:
		return app.Fail(app.CodeInvalid, "roundtrip.error.bomb", "File", name)
	case !workbook:
		return app.Fail(app.CodeInvalid, "roundtrip.error.format", "File", name)
	}
	return nil
}

func readSheet(f *excelize.File, name string, taken *budget) (s Sheet, err error) {
	defer caught(&err)
	s.Name = name
	visible, err := f.GetSheetVisible(name)
	if err != nil {
		return s, err
	}
	s.Hidden = !visible
	rows, err := f.Rows(name)
	if err != nil {
		// A sheet of charts or of macros has no rows.
		return s, nil
	}
	defer rows.Close()
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return s, err
		}
		cells, any, err := taken.take(cells)
		if err != nil {
			return s, err
		}
		if any {
			s.Rows = append(s.Rows, Row{Number: number, Hidden: rows.GetRowOpts().Hidden, Cells: cells})
		}
	}
	if err := rows.Error(); err != nil {
		return s, err
	}
	if err := spread(f, &s, taken); err != nil {
		return s, err
	}
	return s, sinceUsualDay(f, &s)
}

// spread writes the value of every merged area into all of its cells that are on
// rows which hold something.
func spread(f *excelize.File, s *Sheet, taken *budget) error {
	merged, err := f.GetMergeCells(s.Name)
	if err != nil || len(merged) == 0 {
		return err
	}
	for _, area := range merged {
		left, top, err := excelize.CellNameToCoordinates(area.GetStartAxis())
		if err != nil {
			continue // an area that is none
		}
		right, bottom, err := excelize.CellNameToCoordinates(area.GetEndAxis())
		if err != nil {
			continue
		}
		right = min(right, MaxColumns)
		from, _ := slices.BinarySearchFunc(s.Rows, top, func(r Row, number int) int { return cmp.Compare(r.Number, number) })
		if from == len(s.Rows) || s.Rows[from].Number != top {
			continue
		}
		value := s.Rows[from].Cell(left - 1)
		if strings.TrimSpace(value) == "" {
			continue
		}
		for i := from; i < len(s.Rows) && s.Rows[i].Number <= bottom; i++ {
			r := &s.Rows[i]
			for len(r.Cells) < right {
				r.Cells = append(r.Cells, "")
			}
			for column := left; column <= right; column++ {
				r.Cells[column-1] = value
				taken.text += len(value)
			}
		}
		if taken.text > maxText {
			return app.Fail(app.CodeInvalid, "roundtrip.error.heavy", "File", taken.name, "Max", app.Bytes(maxText))
		}
	}
	return nil
}

// days1904 is how far the count of days of old Macintosh workbooks is from the
// usual one.
const days1904 = 1462

// sinceUsualDay counts the days of a workbook that begins in 1904 as all others
// do. Only what can be a date of this century is one.
func sinceUsualDay(f *excelize.File, s *Sheet) error {
	props, err := f.GetWorkbookProps()
	if err != nil || props.Date1904 == nil || !*props.Date1904 {
		return err
	}
	for _, r := range s.Rows {
		for i, c := range r.Cells {
			if v, err := strconv.ParseFloat(c, 64); err == nil && v >= 34_000 && v < 73_000 {
				r.Cells[i] = strconv.FormatFloat(v+days1904, 'f', -1, 64)
			}
		}
	}
	return nil
}
