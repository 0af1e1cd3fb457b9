package roundtrip_test

import (
	"testing"

	"parvis/app"
	"parvis/app/roundtrip/sheets"
)

// checkBook holds a file that was read within its bounds, and a refusal to its
// sentence.
func checkBook(t *testing.T, b sheets.Book, err error) {
	if err != nil {
		if app.CodeOf(err) != app.CodeInvalid || app.MessageOf(err).Key == "" {
			t.Errorf("refused without a sentence: %v", err)
		}
		return
	}
	rows := 0
	for _, s := range b.Sheets {
		last := 0
		for _, r := range s.Rows {
			if rows++; r.Number <= last || len(r.Cells) > sheets.MaxColumns || len(r.Cells) == 0 {
				t.Fatalf("row %d after %d with %d cells", r.Number, last, len(r.Cells))
			}
			last = r.Number
		}
	}
	if rows > sheets.MaxRows || len(b.Sheets) > sheets.MaxSheets {
		t.Fatalf("%d rows, %d sheets", rows, len(b.Sheets))
	}
}

func FuzzCSV(f *testing.F) {
	for _, file := range strange(f) {
		if file.name == "a.csv" || file.name == "a.txt" {
			f.Add(file.data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 4 && string(data[:2]) == "PK" {
			t.Skip("a workbook by its first letters: FuzzWorkbook is for those")
		}
		b, err := sheets.Read("a.csv", data)
		checkBook(t, b, err)
	})
}

func FuzzWorkbook(f *testing.F) {
	for _, file := range strange(f) {
		if file.name != "a.csv" && file.name != "a.txt" {
			f.Add(file.data)
		}
	}
	for _, file := range refusedFiles(f) {
		if len(file.data) < 100_000 {
			f.Add(file.data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := sheets.Read("a.xlsx", data)
		checkBook(t, b, err)
	})
}

// FuzzSheetXML reads workbooks whose sheet is whatever a stranger wrote, inside
// a sound archive.
func FuzzSheetXML(f *testing.F) {
	f.Add([]byte(`<row r="1"><c r="A1" t="inlineStr"><is><t>Date</t></is></c><c r="B1"><v>46353</v></c></row>`), []byte(`<mergeCell ref="A1:B9"/>`))
	f.Add([]byte(`<row r="1048576"><c r="XFD1048576" t="s"><v>99</v></c></row>`), []byte(`<mergeCell ref="B2:A1"/><mergeCell ref="X"/>`))
	f.Add([]byte(`<row r="-1"><c r="A0" t="e"><v>#N/A</v></c></row><row><c><f>1+1</f></c></row>`), []byte(``))
	f.Add([]byte(`<row r="3" hidden="1"><c r="C3" t="b"><v>1</v></c><c t="d"><v>2026-11-27</v></c></row><row r="2"/>`), []byte(`<mergeCell ref="A1:XFD1048576"/>`))
	f.Fuzz(func(t *testing.T, rows, merged []byte) {
		data := sheetArchive(t, rows, merged)
		b, err := sheets.Read("a.xlsx", data)
		checkBook(t, b, err)
	})
}

// sheetArchive is a workbook with the given rows and merged areas.
func sheetArchive(t testing.TB, rows, merged []byte) []byte {
	const ns = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	return archive(t, map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
		"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook ` + ns + ` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet ` + ns + `><sheetData>` + string(rows) + `</sheetData><mergeCells>` + string(merged) + `</mergeCells></worksheet>`,
	})
}
