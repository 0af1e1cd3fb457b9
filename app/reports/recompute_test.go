package reports_test

import (
	"fmt"
	"math"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/reports"
	"parvis/assets/translations"
)

// office recomputes every formula of a workbook with a real spreadsheet program.
type office struct{ program, profile string }

// alwaysRecompute makes the program ignore the values a workbook carries.
const alwaysRecompute = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`

func realOffice(t *testing.T) office {
	t.Helper()
	program, err := exec.LookPath("soffice")
	if err != nil {
		const why = "LIBREOFFICE IS NOT INSTALLED: the workbook was not recomputed by a real spreadsheet program"
		if os.Getenv("PARVIS_REQUIRE_REAL") == "1" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	o := office{program: program, profile: t.TempDir()}
	user := filepath.Join(o.profile, "user")
	if err := os.MkdirAll(user, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(user, "registrymodifications.xcu"), []byte(alwaysRecompute), 0o600); err != nil {
		t.Fatal(err)
	}
	return o
}

// recompute returns the workbook as the program saves it.
func (o office) recompute(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in", "book.xlsx"), filepath.Join(dir, "out")
	if err := os.MkdirAll(filepath.Dir(in), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(in, data, 0o600); err != nil {
		t.Fatal(err)
	}
	profile := url.URL{Scheme: "file", Path: filepath.ToSlash(o.profile)}
	run := exec.CommandContext(t.Context(), o.program, "--headless", "--norestore", "-env:UserInstallation="+profile.String(),
		"--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out, in)
	run.WaitDelay = 10 * time.Second
	if log, err := run.CombinedOutput(); err != nil {
		t.Fatalf("recomputing: %v\n%s", err, log)
	}
	f, err := excelize.OpenFile(filepath.Join(out, "book.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func openBook(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// cells calls visit with every cell that holds something.
func cells(t *testing.T, f *excelize.File, visit func(sheet, cell, value string)) {
	t.Helper()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, value := range row {
				if value != "" {
					visit(sheet, cellName(t, c+1, r+1), value)
				}
			}
		}
	}
}

func cellName(t *testing.T, column, row int) string {
	t.Helper()
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func raw(t *testing.T, f *excelize.File, sheet, cell string) string {
	t.Helper()
	v, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// find returns the cell right of a label by some columns.
func find(t *testing.T, f *excelize.File, sheet, label string, right int) string {
	t.Helper()
	found, err := f.SearchSheet(sheet, label)
	if err != nil || len(found) == 0 {
		t.Fatalf("%q not found on %s: %v", label, sheet, err)
	}
	column, row, err := excelize.CellNameToCoordinates(found[0])
	if err != nil {
		t.Fatal(err)
	}
	return cellName(t, column+right, row)
}

// same compares two raw values: programs keep 15 digits of a number.
func same(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX != nil || errY != nil {
		return a == b
	}
	return math.Abs(x-y) <= 1e-12*max(1, math.Abs(x), math.Abs(y))
}

// errorValue is what a formula that fails gives; other words may begin with #.
var errorValue = regexp.MustCompile(`^(?:#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)|Err:)`)

func isErrorValue(v string) bool { return errorValue.MatchString(v) }

// checkRecomputed proves that every formula gives the value the workbook
// carries, and that none fails. It returns how many there are.
func checkRecomputed(t *testing.T, data []byte, recomputed *excelize.File) int {
	t.Helper()
	ours, n := openBook(t, data), 0
	cells(t, ours, func(sheet, cell, value string) {
		formula, err := ours.GetCellFormula(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		if formula == "" {
			return
		}
		n++
		if got := raw(t, recomputed, sheet, cell); !same(value, got) {
			t.Errorf("%s!%s carries %q, recomputed %q: %s", sheet, cell, value, got, formula)
		}
	})
	cells(t, recomputed, func(sheet, cell, value string) {
		if isErrorValue(value) {
			t.Errorf("%s!%s holds %s", sheet, cell, value)
		}
	})
	return n
}

func TestOfficeFindsTheSameFigures(t *testing.T) {
	o, b := realOffice(t), openSample(t)
	for _, test := range []struct {
		name string
		day  app.Date
		in   translations.Language
	}{
		{"current month", today, translations.French},
		{"in English", today, translations.English},
		{"month nobody measured", app.Date{Year: 2026, Month: time.August, Day: 1}, translations.French},
		{"month an account began", app.Date{Year: 2026, Month: time.April, Day: 30}, translations.French},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := b.monthly(t, test.day, test.in)
			if n := checkRecomputed(t, w.Bytes(), o.recompute(t, w.Bytes())); n < 300 {
				t.Errorf("only %d formulas", n)
			}
		})
	}
}

func TestOfficeCopesWithAnEmptyBusiness(t *testing.T) {
	o := realOffice(t)
	w := open(t).monthly(t, today, translations.French)
	checkRecomputed(t, w.Bytes(), o.recompute(t, w.Bytes()))
}

// The cover must show what the app shows.
func TestOfficeFindsTheFiguresOfTheApp(t *testing.T) {
	o, b := realOffice(t), openSample(t)
	c := catalogue(t, translations.French)
	recomputed := o.recompute(t, november(t).Bytes())
	for _, m := range []metrics.Metric{metrics.Followers, metrics.Reach, metrics.EngagementRate, metrics.Clicks, metrics.Published} {
		figure, err := b.metrics.Figure(t.Context(), m, metrics.PeriodOf(metrics.Month, today))
		if err != nil || figure.Value == nil || figure.Previous == nil {
			t.Fatalf("%s: %+v, %v", m, figure, err)
		}
		label := c.T("metrics." + string(m))
		if of := m.Denominator(); of != "" {
			label += " " + c.T(of)
		}
		for right, want := range map[int]float64{1: *figure.Value, 2: *figure.Previous} {
			if got := raw(t, recomputed, "Synthèse", find(t, recomputed, "Synthèse", label, right)); !same(got, fmt.Sprint(want)) {
				t.Errorf("%s, column %d: %s, the app says %v", m, right, got, want)
			}
		}
	}
}

func TestTotalsFollowTheirData(t *testing.T) {
	o, w := realOffice(t), november(t)

	// change writes into a copy as an owner would, and recomputes it.
	change := func(t *testing.T, write func(f *excelize.File)) *excelize.File {
		f := openBook(t, w.Bytes())
		write(f)
		data, err := f.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		return o.recompute(t, data.Bytes())
	}
	cover := func(f *excelize.File, label string) string {
		return raw(t, f, "Synthèse", find(t, f, "Synthèse", label, 1))
	}
	header := func(f *excelize.File, sheet, label string) int {
		column, _, err := excelize.CellNameToCoordinates(find(t, f, sheet, label, 0))
		if err != nil {
			t.Fatal(err)
		}
		return column
	}
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	set := func(f *excelize.File, sheet, cell string, value any) {
		if err := f.SetCellValue(sheet, cell, value); err != nil {
			t.Fatal(err)
		}
	}
	const firstRow = 5 // of the tables, the newest reading

	t.Run("one reading more", func(t *testing.T) {
		f := change(t, func(f *excelize.File) {
			for label, more := range map[string]float64{"Abonnés": 100, "Portée": 1000} {
				cell := cellName(t, header(f, "Relevés", label), firstRow)
				set(f, "Relevés", cell, number(raw(t, f, "Relevés", cell))+more)
			}
		})
		if got := cover(f, "Abonnés"); got != "2414" {
			t.Errorf("followers are %s, want 2414", got)
		}
		if got := cover(f, "Portée"); got != "19420" {
			t.Errorf("reach is %s, want 19420", got)
		}
		if got := number(cover(f, "Engagement par rapport à la portée")); !same(fmt.Sprint(got), fmt.Sprint(755.0/19420)) {
			t.Errorf("engagement is %v, want %v", got, 755.0/19420)
		}
	})
	t.Run("an account not measured", func(t *testing.T) {
		f := change(t, func(f *excelize.File) {
			column := header(f, "Relevés", "Abonnés")
			account := raw(t, f, "Relevés", cellName(t, 2, firstRow))
			for row := firstRow; row < firstRow+15; row++ { // those of November
				if raw(t, f, "Relevés", cellName(t, 2, row)) == account {
					set(f, "Relevés", cellName(t, column, row), "")
				}
			}
		})
		if got := cover(f, "Abonnés"); got != "n.\u00a0d." {
			t.Errorf("followers are %q although one account was not measured", got)
		}
	})
	t.Run("one post more", func(t *testing.T) {
		f := change(t, func(f *excelize.File) {
			column := header(f, "Publications", "Parue")
			for row := firstRow; ; row++ {
				if cell := cellName(t, column, row); raw(t, f, "Publications", cell) == "non" {
					set(f, "Publications", cell, "oui")
					break
				}
			}
		})
		if got := cover(f, "Publications parues"); got != "12" {
			t.Errorf("%s posts out, want 12", got)
		}
	})
}

// Every formula carries a value, and numbers are carried as numbers.
func TestFormulasCarryTheirValues(t *testing.T) {
	w := november(t)
	f := openBook(t, w.Bytes())
	total := 0
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		widest := 0
		for _, row := range rows {
			widest = max(widest, len(row))
		}
		for r := range rows {
			for c := range widest {
				cell := cellName(t, c+1, r+1)
				formula, err := f.GetCellFormula(sheet, cell)
				if err != nil {
					t.Fatal(err)
				}
				if formula == "" {
					continue
				}
				total++
				value := raw(t, f, sheet, cell)
				kind, err := f.GetCellType(sheet, cell)
				if err != nil {
					t.Fatal(err)
				}
				_, notNumber := strconv.ParseFloat(value, 64)
				if value == "" || (kind == excelize.CellTypeFormula) != (notNumber != nil) {
					t.Errorf("%s!%s carries %q of type %v: %s", sheet, cell, value, kind, formula)
				}
			}
		}
	}
	if total < 300 {
		t.Errorf("only %d formulas", total)
	}
}

// No key is left untranslated, no cell holds the name of a key.
func TestEveryWordIsTranslated(t *testing.T) {
	b := openSample(t)
	for _, l := range translations.Languages() {
		var w reports.Workbook = b.monthly(t, today, l)
		cells(t, openBook(t, w.Bytes()), func(sheet, cell, value string) {
			for _, room := range []string{"reports.", "metrics.", "editorial.", "keydates."} {
				if strings.HasPrefix(value, room) {
					t.Errorf("%s: %s!%s is %q", l, sheet, cell, value)
				}
			}
		})
		for _, line := range w.Lines {
			if strings.Contains(line.Text, "reports.") || strings.Contains(line.Text, "<no value>") {
				t.Errorf("%s: %q", l, line.Text)
			}
		}
	}
	french := openBook(t, november(t).Bytes()).GetSheetList()
	if want := []string{"Synthèse", "Publications", "Relevés", "Indicateurs", "Concurrents"}; !slices.Equal(french, want) {
		t.Errorf("sheets are %v, want %v", french, want)
	}
}
