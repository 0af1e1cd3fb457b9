package roundtrip_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/roundtrip"
)

// workbook makes an .xlsx file.
func workbook(t testing.TB, make func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	make(f)
	out, err := f.WriteToBuffer()
	must(t, err)
	return out.Bytes()
}

// grid writes rows of text separated by | from A1 on.
func grid(t testing.TB, f *excelize.File, name string, rows ...string) {
	t.Helper()
	if _, err := f.NewSheet(name); err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for j, cell := range strings.Split(row, "|") {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			must(t, err)
			if cell != "" {
				must(t, f.SetCellStr(name, at, cell))
			}
		}
	}
}

// one makes a workbook of one sheet.
func one(t testing.TB, name string, rows ...string) []byte {
	return workbook(t, func(f *excelize.File) {
		grid(t, f, name, rows...)
		if name != "Sheet1" {
			must(t, f.DeleteSheet("Sheet1"))
		}
	})
}

func windows1252(t testing.TB, s string) []byte {
	out, err := charmap.Windows1252.NewEncoder().Bytes([]byte(s))
	must(t, err)
	return out
}

func utf16le(s string) []byte {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// taken writes what a preview makes, in short.
func taken(p *roundtrip.Preview) []string {
	var all []string
	for _, r := range p.Rows {
		v := r.Values
		line := strings.TrimSpace(v[roundtrip.ColumnDate]+" "+v[roundtrip.ColumnTime]) + "|" + v[roundtrip.ColumnNetworks] + "|" + r.Label
		if s := v[roundtrip.ColumnState]; s != "draft" {
			line += "|" + s
		}
		for _, reason := range r.Reasons {
			line += fmt.Sprintf(" !%d %s", r.Number, strings.TrimPrefix(reason.Key, "roundtrip.refused."))
		}
		for _, note := range r.Notes {
			line += " (" + strings.TrimPrefix(note.Key, "roundtrip.note.") + ")"
		}
		all = append(all, line)
	}
	return all
}

const two = "Date;Heure;Réseau;Texte\n27/11/2026;9h30;FB + Insta;Brioche à l’œuf\n28/11/2026;midi;IG;Pâtisserie\n"

var bothRows = []string{"2026-11-27 09:30|facebook,instagram|Brioche à l’œuf", "2026-11-28 12:00|instagram|Pâtisserie"}

// strange are the spreadsheets of strangers: those that come in, with the posts
// they make.
func strange(t testing.TB) map[string]struct {
	name string
	data []byte
	want []string
} {
	type file = struct {
		name string
		data []byte
		want []string
	}
	return map[string]file{
		"UTF-8":                       {"a.csv", []byte(two), bothRows},
		"UTF-8 with its mark":         {"a.csv", []byte("\ufeff" + two), bothRows},
		"Windows-1252":                {"a.csv", windows1252(t, two), bothRows},
		"UTF-16":                      {"a.csv", utf16le(two), bothRows},
		"commas":                      {"a.csv", []byte(strings.ReplaceAll(two, ";", ",")), bothRows},
		"tabs":                        {"a.txt", []byte(strings.ReplaceAll(two, ";", "\t")), bothRows},
		"bars":                        {"a.csv", []byte(strings.ReplaceAll(two, ";", "|")), bothRows},
		"a separator that is named":   {"a.csv", []byte("sep=;\r\n" + strings.ReplaceAll(two, "\n", "\r\n")), bothRows},
		"old Macintosh lines":         {"a.csv", []byte(strings.ReplaceAll("Date;Texte\n27/11/2026;\"Brioche\nà l’œuf\"\n", "\n", "\r\n")), []string{"2026-11-27 09:00||Brioche"}},
		"quotes inside":               {"a.csv", []byte("Date;Texte\n27/11/2026;\"Dit \"\"bonjour\"\"; merci\"\n28/11/2026;5\" de pain\n"), []string{"2026-11-27 09:00||Dit \"bonjour\"; merci", "2026-11-28 09:00||5\" de pain"}},
		"the name says another thing": {"photo.jpg", []byte(two), bothRows},
		"text after titles": {
			"a.csv", []byte("Calendrier éditorial;;\nBoulangerie Martin;;\n;;\nDate;Réseau;Message + hashtags\n27/11/2026;Facebook;Brioche\n"),
			[]string{"2026-11-27 09:00|facebook|Brioche"},
		},
		"title rows and merged cells": {"a.xlsx", workbook(t, func(f *excelize.File) {
			grid(t, f, "Sheet1", "PLANNING DÉCEMBRE 2026", "", "Publication|||Visuel", "Jour|Heure|Réseaux|Légende", "mardi 1er|9h|FB|Calendrier de l’avent", "|18h|IG|Le soir")
			must(t, f.MergeCell("Sheet1", "A1", "D1"))
			must(t, f.MergeCell("Sheet1", "A3", "C3"))
			must(t, f.MergeCell("Sheet1", "A5", "A6"))
		}), []string{"2026-12-01 09:00|facebook|Calendrier de l’avent", "2026-12-01 18:00|instagram|Le soir"}},
		"a sheet per month": {"a.xlsx", workbook(t, func(f *excelize.File) {
			grid(t, f, "Novembre 2026", "Date|Réseau|Texte", "30|FB|Fin du mois")
			grid(t, f, "Décembre 2026", "Date|Réseau|Texte", "lundi 7|IG|Un lundi", "8|IG|Le 8")
			grid(t, f, "Janvier 2027", "Date|Réseau|Texte", "6|FB|Galette")
			must(t, f.DeleteSheet("Sheet1"))
		}), []string{"2026-11-30 09:00|facebook|Fin du mois", "2026-12-07 09:00|instagram|Un lundi", "2026-12-08 09:00|instagram|Le 8", "2027-01-06 09:00|facebook|Galette"}},
		"a sheet per network": {"Planning 2026.xlsx", workbook(t, func(f *excelize.File) {
			grid(t, f, "Facebook", "Date|Texte", "27/11|Pour Facebook")
			grid(t, f, "Insta", "Date|Texte", "28/11|Pour Instagram")
			must(t, f.DeleteSheet("Sheet1"))
		}), []string{"2026-11-27 09:00|facebook|Pour Facebook", "2026-11-28 09:00|instagram|Pour Instagram"}},
		"months between the rows": {
			"a.xlsx", one(t, "Planning", "Date|Texte", "DÉCEMBRE 2026", "3|Le trois", "JANVIER 2027", "4|Le quatre"),
			[]string{"2026-12-03 09:00||Le trois", "2027-01-04 09:00||Le quatre"},
		},
		"headers again on each page": {
			"a.xlsx", one(t, "Sheet1", "Date|Réseau|Texte", "27/11/2026|FB|Un", "Date|Réseau|Texte", "28/11/2026|FB|Deux"),
			[]string{"2026-11-27 09:00|facebook|Un", "2026-11-28 09:00|facebook|Deux"},
		},
		"real dates and times": {"a.xlsx", workbook(t, func(f *excelize.File) {
			grid(t, f, "Sheet1", "Date|Heure|Texte", "||Vraies", "||Ensemble")
			must(t, f.SetCellValue("Sheet1", "A2", 46353))
			must(t, f.SetCellValue("Sheet1", "B2", 0.395833333333333))
			must(t, f.SetCellValue("Sheet1", "A3", 46354.75))
		}), []string{"2026-11-27 09:30||Vraies", "2026-11-28 18:00||Ensemble"}},
		"dates since 1904": {"a.xlsx", workbook(t, func(f *excelize.File) {
			old := true
			must(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &old}))
			grid(t, f, "Sheet1", "Date|Texte", "|Ancien Mac")
			must(t, f.SetCellValue("Sheet1", "A2", 46353-1462))
		}), []string{"2026-11-27 09:00||Ancien Mac"}},
		"hidden sheets and rows": {"a.xlsx", workbook(t, func(f *excelize.File) {
			grid(t, f, "Sheet1", "Date|Texte", "27/11/2026|Vu", "28/11/2026|Caché")
			grid(t, f, "Archives", "Date|Texte", "29/11/2026|Ancien")
			must(t, f.SetRowVisible("Sheet1", 3, false))
			must(t, f.SetSheetVisible("Archives", false))
		}), []string{"2026-11-27 09:00||Vu"}},
		"empty columns and rows": {
			"a.xlsx", one(t, "Sheet1", "|||", "||Date|||Texte||", "", "||27/11/2026|||Loin||", "", "||28/11/2026||||", "||29/11/2026|||Encore"),
			[]string{"2026-11-27 09:00||Loin", "2026-11-29 09:00||Encore"},
		},
		"entities": {"a.csv", []byte("Date;Texte\n27/11/2026;\"Caf&eacute; &amp; th&eacute;<br>&#171; chaud &#187; &lt;3\"\n"), []string{"2026-11-27 09:00||Café & thé"}},
		"formulas": {"a.xlsx", workbook(t, func(f *excelize.File) {
			grid(t, f, "Sheet1", "Date|Texte|Base", "27/11/2026||Brioche")
			must(t, f.SetCellFormula("Sheet1", "B2", `C2&" dorée"`))
			must(t, f.SetCellValue("Sheet1", "D2", "x"))
		}), nil}, // a formula nobody computed has no value
		"a column per network": {
			"a.xlsx", one(t, "Sheet1", "Date|Facebook|Instagram|LinkedIn|Texte", "27/11/2026|x|oui|non|Deux réseaux", "28/11/2026||X||Un seul"),
			[]string{"2026-11-27 09:00|facebook,instagram|Deux réseaux", "2026-11-28 09:00|instagram|Un seul"},
		},
		"an agency’s template": {
			"a.xlsx", one(t, "Sheet1", "Mois|N°|Jour|Date de publication|Horaire|Plateforme(s)|Type de contenu|Rubrique|Accroche|Corps|CTA|Hashtags|Visuel|Statut de validation|Remarques",
				"Nov.|1|vendredi|27/11/26|9 h 30|Instagram & Facebook|Carrousel|Coulisses|Ouvrez l’œil !|Le four est là.|Venez voir|#four|four.jpg|À valider|Revoir avec Léa"),
			[]string{"2026-11-27 09:30|facebook,instagram|Ouvrez l’œil !|to_review"},
		},
		"states": {
			"a.csv", []byte("Date;Statut;Texte\n27/11/2026;À rédiger;un\n28/11/2026;Programmé;deux\n29/11/2026;Publié;trois\n30/11/2026;Bof;quatre\n1/12/2026;Idée;cinq\n"),
			[]string{"2026-11-27 09:00||un", "2026-11-28 09:00||deux|approved (schedule)", "2026-11-29 09:00||trois !4 proven", "2026-11-30 09:00||quatre (unknown)", "2026-12-01 09:00||cinq|idea"},
		},
		"refused rows": {
			"a.csv", []byte("Date;Heure;Texte\n32/11/2026;9h;jour\n27/11/2026;matin;heure\n1/11/2026;9h;passé\n28/11/2026;9h;bon\n;;sans date\n"),
			[]string{"||jour !2 date", "||heure !3 time", "2026-11-01 09:00||passé !4 past", "2026-11-28 09:00||bon", "||sans date"},
		},
		"notes": {
			"a.csv", []byte("Date;Réseau;Pilier;Texte\nlundi 27/11/2026;FB + Minitel;Recettes;note\n28/11/2026;TikTok;Coulisses;tok\n"),
			[]string{"2026-11-27 09:00|facebook|note (weekday) (network) (unknown)", "2026-11-28 09:00||tok (no_account)"},
		},
		"the same row twice": {"a.csv", []byte("Date;Texte\n27/11/2026;pareil\n27/11/2026;PAREIL\n"), []string{"2026-11-27 09:00||pareil", "2026-11-27 09:00||PAREIL (alike)"}},
		"English":            {"a.csv", []byte("Publish date,Time,Channel,Caption,Status\n\"Nov 27, 2026\",2:30 PM,Facebook & IG,Brioche,Draft\n"), []string{"2026-11-27 14:30|facebook,instagram|Brioche"}},
		"many empty formatted rows": {"a.xlsx", workbook(t, func(f *excelize.File) {
			grid(t, f, "Sheet1", "Date|Texte", "27/11/2026|Seule")
			style, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
			must(t, err)
			must(t, f.SetCellStyle("Sheet1", "A3", "D3000", style))
		}), []string{"2026-11-27 09:00||Seule"}},
		"cells that look like formulas": {"a.csv", []byte("Date;Texte\n27/11/2026;=cmd|' /C calc'!A0\n28/11/2026;+33 2 40\n"), []string{"2026-11-27 09:00||=cmd|' /C calc'!A0", "2026-11-28 09:00||+33 2 40"}},
	}
}

func TestStrangeSpreadsheetsComeIn(t *testing.T) {
	files := strange(t)
	if len(files) < 30 {
		t.Errorf("only %d kinds", len(files))
	}
	for kind, file := range files {
		t.Run(kind, func(t *testing.T) {
			d := newDesk(t)
			x, err := d.Open(t.Context(), file.name, file.data)
			must(t, err)
			p, err := d.Preview(t.Context(), x, french(t), nil)
			must(t, err)
			if diff := cmp.Diff(file.want, taken(p)); diff != "" {
				t.Error(diff)
			}
			if p.Taken() == 0 {
				return
			}
			before := p.Taken()
			outcome, err := d.TakeIn(t.Context(), x, p)
			must(t, err)
			posts, err := d.file.Roundtrip().Posts(t.Context(), everything)
			must(t, err)
			if outcome.Added != before || len(posts) != before {
				t.Errorf("%d of %d came in, %d are there", outcome.Added, before, len(posts))
			}
			// The same file again is told, and brings nothing.
			x, err = d.Open(t.Context(), file.name, file.data)
			must(t, err)
			p, err = d.Preview(t.Context(), x, french(t), nil)
			must(t, err)
			if x.Again.IsZero() || p.Taken() != 0 || p.Alike < before {
				t.Errorf("again %v, would bring %q", x.Again, taken(p))
			}
			must(t, outcome.Undo(t.Context()))
			if posts, err = d.file.Roundtrip().Posts(t.Context(), everything); err != nil || len(posts) != 0 {
				t.Errorf("undone, %d posts are left, %v", len(posts), err)
			}
		})
	}
}

var everything = roundtrip.Range{From: app.Date{Year: 2000, Month: 1, Day: 1}, To: app.Date{Year: 2099, Month: 12, Day: 31}, Unplaced: true}

// bomb is an archive that unfolds to more than anyone exports.
func bomb(t testing.TB) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := range 30 {
		name := fmt.Sprintf("xl/worksheets/sheet%d.xml", i)
		if i == 0 {
			name = "xl/workbook.xml"
		}
		part, err := w.Create(name)
		must(t, err)
		zeros := make([]byte, 1<<20)
		for range 10 {
			_, err := part.Write(zeros)
			must(t, err)
		}
	}
	must(t, w.Close())
	return out.Bytes()
}

func zipped(t testing.TB, names ...string) []byte {
	parts := make(map[string]string)
	for _, name := range names {
		parts[name] = "<x/>"
	}
	return archive(t, parts)
}

// archive makes a zip file.
func archive(t testing.TB, parts map[string]string) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		part, err := w.Create(name)
		must(t, err)
		_, err = part.Write([]byte(parts[name]))
		must(t, err)
	}
	must(t, w.Close())
	return out.Bytes()
}

// refusedFiles are the files that do not come in, with the sentence that says why.
func refusedFiles(t testing.TB) map[string]struct {
	data []byte
	want string
} {
	type file = struct {
		data []byte
		want string
	}
	good := one(t, "Sheet1", "Date|Texte", "27/11/2026|a")
	return map[string]file{
		"nothing":             {nil, "empty"},
		"spaces":              {[]byte(" \n\n \t"), "empty"},
		"an empty workbook":   {one(t, "Sheet1"), "empty"},
		"a zip bomb":          {bomb(t), "bomb"},
		"an old .xls":         {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"), "old"},
		"a PDF":               {[]byte("%PDF-1.7 ..."), "format"},
		"a picture":           {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "format"},
		"an .ods":             {zipped(t, "mimetype", "content.xml"), "format"},
		"a .docx":             {zipped(t, "word/document.xml"), "format"},
		"some other archive":  {zipped(t, "a.txt"), "format"},
		"a workbook of names": {zipped(t, "xl/workbook.xml"), "damaged"},
		"half a workbook":     {good[:len(good)/2], "damaged"},
		"too heavy":           {bytes.Repeat([]byte("a;b\n"), 6_000_000), "heavy"},
		"too many rows":       {bytes.Repeat([]byte("a;b\n"), 20_001), "rows"},
		"too many columns":    {[]byte(strings.Repeat("a;", 300) + "b\n"), "columns"},
		"too long a cell":     {[]byte("Texte\n" + strings.Repeat("é", 33_000) + "\n"), "cell"},
		"too many sheets": {workbook(t, func(f *excelize.File) {
			for i := range 70 {
				_, err := f.NewSheet(fmt.Sprint("S", i))
				must(t, err)
			}
		}), "sheets"},
	}
}

func TestStrangeSpreadsheetsAreRefusedWithAReason(t *testing.T) {
	d := newDesk(t)
	for kind, file := range refusedFiles(t) {
		t.Run(kind, func(t *testing.T) {
			_, err := d.Open(t.Context(), "/tmp/a/planning.xlsx", file.data)
			if got := app.MessageOf(err); got.Key != "roundtrip.error."+file.want || got.Args["File"] != "planning.xlsx" {
				t.Errorf("got %v (%v)", got, err)
			}
		})
	}
	posts, err := d.file.Roundtrip().Posts(t.Context(), everything)
	if err != nil || len(posts) != 0 {
		t.Errorf("%d posts, %v", len(posts), err)
	}
}

func TestWhatATemplateSaysIsKept(t *testing.T) {
	d := newDesk(t)
	file := strange(t)["an agency’s template"]
	x, err := d.Open(t.Context(), file.name, file.data)
	must(t, err)
	p, err := d.Preview(t.Context(), x, french(t), nil)
	must(t, err)
	_, err = d.TakeIn(t.Context(), x, p)
	must(t, err)
	posts, err := d.file.Roundtrip().Posts(t.Context(), everything)
	must(t, err)
	k := posts[0]
	if want := "Ouvrez l’œil !\n\nLe four est là.\n\nVenez voir\n\n#four"; k.Post.Text != want || k.Post.PillarID != backstage || k.State != editorial.StateToReview {
		t.Errorf("post %+v", k.Post)
	}
	want := roundtrip.Values{roundtrip.ColumnFormat: "Carrousel", roundtrip.ColumnComment: "Revoir avec Léa\nVisuel\u00a0: four.jpg"}
	if diff := cmp.Diff(want, k.Besides); diff != "" {
		t.Error(diff)
	}
}

func TestAMappingIsRemembered(t *testing.T) {
	d := newDesk(t)
	data := []byte("Quand;Blabla;Où\n27/11/2026;Bonjour;FB\n")
	x, err := d.Open(t.Context(), "a.csv", data)
	must(t, err)
	if table := x.Tables[0]; table.Use || table.Remembered || table.Mapping[0] != roundtrip.ColumnDate {
		t.Errorf("guessed %+v", table)
	}
	x.Tables[0].Mapping = map[int]roundtrip.Column{0: roundtrip.ColumnDate, 1: roundtrip.ColumnText, 2: roundtrip.ColumnNetworks}
	x.Tables[0].Use = true
	p, err := d.Preview(t.Context(), x, french(t), nil)
	must(t, err)
	_, err = d.TakeIn(t.Context(), x, p)
	must(t, err)
	x, err = d.Open(t.Context(), "b.csv", []byte("QUAND;Blabla;ou\n28/11/2026;Bonsoir;Insta\n"))
	must(t, err)
	if !x.Tables[0].Remembered || !x.Tables[0].Use {
		t.Errorf("not remembered: %+v", x.Tables[0])
	}
	p, err = d.Preview(t.Context(), x, french(t), nil)
	must(t, err)
	if diff := cmp.Diff([]string{"2026-11-28 09:00|instagram|Bonsoir"}, taken(p)); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(x.Tables[0].Samples[1], []string{"Bonsoir"}) {
		t.Errorf("samples %q", x.Tables[0].Samples)
	}
}
