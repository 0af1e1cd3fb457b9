package roundtrip_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/roundtrip"
)

// office edits workbooks with a real spreadsheet program, from a script.
type office struct{ program, python, profile string }

func realOffice(t *testing.T) office {
	t.Helper()
	o := office{profile: t.TempDir()}
	program, err := exec.LookPath("soffice")
	if err == nil {
		// The system's own Python knows the program; another one may come first.
		for _, python := range []string{"python3", "/usr/bin/python3"} {
			if exec.Command(python, "-c", "import uno").Run() == nil {
				o.program, o.python = program, python
				return o
			}
		}
	}
	const why = "LIBREOFFICE OR ITS PYTHON IS NOT INSTALLED: no workbook was edited by a real spreadsheet program"
	if os.Getenv("PARVIS_REQUIRE_REAL") == "1" {
		t.Fatal(why)
	}
	t.Skip(why)
	return o
}

// typist opens a workbook in the program, types into cells of its first sheet as
// from a French keyboard, and saves it.
const typist = `
import json, subprocess, sys, time, uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
job = json.load(open(sys.argv[1], encoding="utf-8"))
office = subprocess.Popen([job["program"], "--headless", "--norestore", "--nologo", "--accept=pipe,name=" + job["pipe"] + ";urp;",
    "-env:UserInstallation=" + job["profile"]])
try:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for attempt in range(600):
        try:
            context = resolver.resolve("uno:pipe,name=" + job["pipe"] + ";urp;StarOffice.ComponentContext")
            break
        except NoConnectException:
            time.sleep(0.1)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    def value(name, v):
        p = PropertyValue()
        p.Name, p.Value = name, v
        return p
    book = desktop.loadComponentFromURL(job["in"], "_blank", 0, (value("Hidden", True),))
    sheet = book.Sheets.getByIndex(0)
    for cell, text in job["typed"]:
        sheet.getCellRangeByName(cell).FormulaLocal = text
    book.storeToURL(job["out"], (value("FilterName", "Calc MS Excel 2007 XML"),))
    book.close(True)
    desktop.terminate()
    office.wait(60)
finally:
    office.kill()
`

// frenchKeyboard makes the program read what is typed as a French one does.
const frenchKeyboard = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>fr-FR</value></prop></item>
</oor:items>
`

// edit opens a workbook in the program, types, and saves it as .xlsx. typed holds
// the name of a cell and what is typed into it.
func (o office) edit(t *testing.T, data []byte, typed [][2]string) []byte {
	t.Helper()
	dir := t.TempDir()
	in, out, script, job := filepath.Join(dir, "avant.xlsx"), filepath.Join(dir, "après.xlsx"), filepath.Join(dir, "typist.py"), filepath.Join(dir, "job.json")
	must(t, os.MkdirAll(filepath.Join(o.profile, "user"), 0o700))
	must(t, os.WriteFile(filepath.Join(o.profile, "user", "registrymodifications.xcu"), []byte(frenchKeyboard), 0o600))
	must(t, os.WriteFile(in, data, 0o600))
	must(t, os.WriteFile(script, []byte(typist), 0o600))
	if typed == nil {
		typed = [][2]string{}
	}
	text, err := json.Marshal(map[string]any{
		"program": o.program, "profile": address(o.profile), "pipe": fmt.Sprint("parvis", os.Getpid()), "in": address(in), "out": address(out), "typed": typed,
	})
	must(t, err)
	must(t, os.WriteFile(job, text, 0o600))
	run := exec.CommandContext(t.Context(), o.python, script, job)
	run.WaitDelay = 10 * time.Second
	log, err := run.CombinedOutput()
	saved, readErr := os.ReadFile(out)
	if err != nil || readErr != nil {
		t.Fatalf("editing: %v, %v\n%s", err, readErr, log)
	}
	return saved
}

func address(path string) string {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path)}
	return u.String()
}

// A thousand posts leave, LibreOffice opens them, 50 cells are typed over and
// saved: exactly these come back.
func TestAThousandPostsThroughLibreOffice(t *testing.T) {
	o := realOffice(t)
	d := newDesk(t)
	random := rand.New(rand.NewPCG(1, 2))
	posts := make([]editorial.Post, 1000)
	for i := range posts {
		p := editorial.Post{
			ID: d.ids.New(), Title: fmt.Sprint("Titre ", i), Text: texts[i%len(texts)] + fmt.Sprintf("\nNuméro %d", i), Stage: editorial.Draft,
			PillarID: []app.ID{backstage, products, ""}[i%3], At: at(22+i%39, 6+i%14), Accounts: []app.ID{facebook, instagram},
			Lateness: time.Hour, CreatedAt: time.Now(), UpdatedAt: time.Now(),
		}
		if i%10 == 0 {
			p.At = app.Civil{}
		}
		posts[i] = p
	}
	must(t, d.file.Editorial().SavePosts(t.Context(), posts))
	data := d.export(t)

	want := make(map[string]string)
	var typed [][2]string
	edit(t, data, func(s sheet) {
		rows, err := s.f.GetRows("Calendrier")
		must(t, err)
		place := make(map[roundtrip.Column]int)
		for i, c := range roundtrip.Columns() {
			place[c] = i + 1
		}
		order := random.Perm(1000)
		for n := range 50 {
			row := headerRow + 1 + order[n]
			id := rows[row-1][0]
			var c roundtrip.Column
			var text, value string
			switch n % 8 {
			case 0:
				c, text, value = roundtrip.ColumnText, fmt.Sprintf("Tapé %d\nsur deux lignes, « œ » & <b>", n), ""
			case 1:
				c, text, value = roundtrip.ColumnDate, "31/12/2026", "2026-12-31"
			case 2:
				c, text, value = roundtrip.ColumnTime, "21:45", "21:45"
			case 3:
				c, text, value = roundtrip.ColumnState, "À valider", "to_review"
			case 4:
				c, text, value = roundtrip.ColumnNetworks, "Bluesky", "bluesky"
			case 5:
				c, text, value = roundtrip.ColumnTitle, fmt.Sprint("=Pas une formule ", n), ""
			case 6:
				c, text, value = roundtrip.ColumnComment, "+ de photos", ""
			default:
				c, text, value = roundtrip.ColumnAudience, "Claire, 38 ans", ""
			}
			// A post without a day gets one or none: the time alone says nothing.
			for c == roundtrip.ColumnTime && rows[row-1][1] == "" || c == roundtrip.ColumnDate && rows[row-1][1] == "" {
				c, text, value = roundtrip.ColumnTitle, fmt.Sprint("Sans date ", n), ""
			}
			if value == "" {
				value = text
			}
			name, err := excelize.CoordinatesToCellName(place[c], row)
			must(t, err)
			typed = append(typed, [2]string{name, text})
			want[id+" "+string(c)] = value
		}
	})
	m := d.compare(t, o.edit(t, data, typed))
	if m.Alone || m.Same != 950 || m.Ignored != 0 {
		t.Errorf("alone %v, %d rows the same, %d ignored", m.Alone, m.Same, m.Ignored)
	}
	for _, r := range m.Rows {
		for _, c := range r.Changes {
			key := string(r.PostID) + " " + string(c.Column)
			if want[key] != c.There || r.Kind != roundtrip.RowChanged {
				t.Errorf("%s row %d, %s: %q → %q, want %q; %v", r.Kind, r.Number, c.Column, c.Here, c.There, want[key], r.Reasons)
			}
			delete(want, key)
		}
	}
	if len(want) > 0 {
		t.Errorf("lost: %v", want)
	}
	outcome, err := d.Settle(t.Context(), m)
	must(t, err)
	if outcome.Changed != 50 || outcome.Added != 0 {
		t.Errorf("outcome %+v", outcome)
	}
	if again := d.compare(t, o.edit(t, d.export(t), nil)); len(again.Rows) != 0 || again.Same != 1000 {
		t.Errorf("saved again by LibreOffice untouched, %d rows differ: %.2000q", len(again.Rows), says(again))
	}
}
