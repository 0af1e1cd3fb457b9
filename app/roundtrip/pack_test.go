package roundtrip_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/roundtrip"
	"parvis/assets/translations"
	"parvis/storage/storagetest"
)

// nasty is what a page must show and never obey.
const nasty = `</script><script>alert(1)</script> "'><img src=x onerror=alert(1)> {{.}} ` + "`${1}`" + ` javascript:alert(1) & ü`

func (d *desk) pack(t testing.TB, posts ...editorial.Post) roundtrip.Pack {
	t.Helper()
	ids := make([]app.ID, len(posts))
	for i, p := range posts {
		ids[i] = p.ID
	}
	pack, err := d.Pack(t.Context(), ids, french(t), nil)
	must(t, err)
	return pack
}

// packID reads from a page what its answers will name.
func packID(t testing.TB, page []byte) string {
	t.Helper()
	found := regexp.MustCompile(`var pack = "([0-9a-f-]+)"`).FindSubmatch(page)
	if found == nil {
		t.Fatal("the page does not name its pack")
	}
	return string(found[1])
}

// answered is the file that a page saves.
func answered(t testing.TB, pack, author string, answers ...[3]string) []byte {
	t.Helper()
	list := []map[string]string{}
	for _, a := range answers {
		list = append(list, map[string]string{"post": a[0], "verdict": a[1], "comment": a[2]})
	}
	text, err := json.Marshal(map[string]any{"parvis": "answers", "version": 1, "pack": pack, "author": author, "answers": list})
	must(t, err)
	return text
}

func TestThePageStandsAloneAndEscapesEverything(t *testing.T) {
	d := newDesk(t)
	p := d.post(t, 24, nasty)
	p.Title, p.Comment = nasty, nasty
	p.Images = []editorial.PostImage{{Hash: d.picture(t, "pain.jpg"), Alt: nasty}}
	p.Variants = []editorial.Variant{{Network: networks.Instagram, Text: "Pour Instagram " + nasty}}
	must(t, d.file.Editorial().SavePost(t.Context(), p))
	for _, l := range translations.Languages() {
		c, err := translations.Load(l)
		must(t, err)
		pack, err := d.Pack(t.Context(), []app.ID{p.ID}, c, nil)
		must(t, err)
		page := string(pack.Page.Bytes())
		for _, bad := range []string{"<script>alert", "<img src=x", "http://", "https://", "ZgotmplZ", "roundtrip.", "<no value>", "//#"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s: the page holds %q", l, bad)
			}
		}
		for _, attribute := range regexp.MustCompile(`(?:src|href)="([^"]{0,30})`).FindAllStringSubmatch(page, -1) {
			if !strings.HasPrefix(attribute[1], "data:image/jpeg;base64,") {
				t.Errorf("%s: the page asks for %q", l, attribute[1])
			}
		}
		if n := strings.Count(page, "<script>"); n != 1 {
			t.Errorf("%s: %d scripts", l, n)
		}
		if !strings.Contains(page, "default-src 'none'") || !strings.Contains(page, "Pour Instagram") || !strings.HasSuffix(pack.Page.Name, ".html") {
			t.Errorf("%s: the page lacks something", l)
		}
	}
}

func TestAnswersOfThePageComeBack(t *testing.T) {
	d := newDesk(t)
	a, b, c, out, planned := d.post(t, 24, "a"), d.post(t, 25, "b"), d.post(t, 26, "c"), d.post(t, 27, "sortie"), d.post(t, 28, "prévue")
	for _, p := range []*editorial.Post{&a, &b, &c} {
		p.Stage = editorial.ToReview
		must(t, d.file.Editorial().SavePost(t.Context(), *p))
	}
	d.publish(t, out)
	d.schedule(t, planned)
	pack := packID(t, d.pack(t, a, b, c, out, planned).Page.Bytes())
	c.Text, c.UpdatedAt = "c autrement", storagetest.Now().Add(time.Second)
	must(t, d.file.Editorial().SavePost(t.Context(), c))

	data := answered(t, pack, "Claire", [3]string{string(a.ID), "approve", "Parfait"}, [3]string{string(b.ID), "fix", "Trop long"},
		[3]string{string(c.ID), "approve", ""}, [3]string{string(out.ID), "approve", ""}, [3]string{string(planned.ID), "fix", "Attendez"},
		[3]string{"019aa6d8-2a80-7000-8000-00000000beef", "fix", ""})
	data = []byte("Bonjour,\n\nvoici :\n" + string(data) + "\n\nClaire\n")
	x, err := d.Answers(t.Context(), "réponses.txt", data)
	must(t, err)
	var got []string
	for _, r := range x.Rows {
		line := fmt.Sprint(r.Label, " ", r.Verdict, " ", r.Take)
		for _, m := range append(r.Reasons, r.Notes...) {
			line += " " + m.Key
		}
		got = append(got, line)
	}
	want := []string{
		"Titre 24 approve true", "Titre 25 fix true", "Titre 26 approve false roundtrip.note.changed_since",
		"Titre 27 approve false roundtrip.refused.fixed", "Titre 28 fix true roundtrip.note.unscheduled", " fix false roundtrip.refused.not_asked",
	}
	if diff := cmp.Diff(want, got); diff != "" || x.Author != "Claire" || x.Silent != 0 {
		t.Fatalf("%s author %q, %d silent", diff, x.Author, x.Silent)
	}
	outcome, err := d.Answered(t.Context(), x, french(t))
	must(t, err)
	state := func(p editorial.Post) string {
		k := d.read(t, p.ID)
		notes, err := d.file.Approval().Notes(t.Context(), p.ID)
		must(t, err)
		line := string(k.State)
		for _, n := range notes {
			line += fmt.Sprint(" ", n.Kind, " ", n.Author, ": ", n.Text)
		}
		return line
	}
	for p, want := range map[*editorial.Post]string{
		&a: "approved approved Claire: Parfait", &b: "to_fix to_fix Claire: Trop long", &c: "to_review", &out: "published", &planned: "to_fix to_fix Claire: Attendez",
	} {
		if got := state(*p); got != want {
			t.Errorf("%s: got %q, want %q", p.Title, got, want)
		}
	}
	must(t, outcome.Undo(t.Context()))
	if state(a) != "to_review" || state(planned) != "scheduled" {
		t.Errorf("undone: %q, %q", state(a), state(planned))
	}
}

func TestAnswersOfTheWorkbookComeBack(t *testing.T) {
	d := newDesk(t)
	a, b, c := d.post(t, 24, "=a"), d.post(t, 25, "b"), d.post(t, 26, "c")
	data := edit(t, d.pack(t, a, b, c).Book.Bytes(), func(s sheet) {
		must(t, s.f.SetCellStr("À valider", "G5", "Approuver"))
		must(t, s.f.SetCellStr("À valider", "G6", "à corriger"))
		must(t, s.f.SetCellStr("À valider", "H6", "Trop long"))
	})
	x, err := d.Answers(t.Context(), "a.xlsx", data)
	must(t, err)
	if len(x.Rows) != 2 || x.Rows[0].Verdict != roundtrip.VerdictApprove || x.Rows[1].Verdict != roundtrip.VerdictFix || x.Rows[1].Comment != "Trop long" || x.Silent != 1 || x.Taken() != 2 {
		t.Errorf("%+v", x)
	}
	// The workbook of a pack is no calendar.
	if _, err := d.Compare(t.Context(), "a.xlsx", data); app.MessageOf(err).Key != "roundtrip.error.not_ours" {
		t.Errorf("compared as a calendar: %v", err)
	}
}

func TestWhatIsNoAnswerIsRefused(t *testing.T) {
	d := newDesk(t)
	a := d.post(t, 24, "a")
	pack := packID(t, d.pack(t, a).Page.Bytes())
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"nothing":         {nil, "error.no_answers"},
		"words":           {[]byte("Bonjour"), "error.no_answers"},
		"other json":      {[]byte(`{"a":1}`), "error.no_answers"},
		"broken":          {[]byte(`{"parvis":"answers","answers":[}`), "error.no_answers"},
		"another version": {[]byte(`{"parvis":"answers","version":9}`), "error.no_answers"},
		"another pack":    {answered(t, "019aa6d8-2a80-7000-8000-00000000beef", ""), "error.pack_unknown"},
		"a calendar":      {d.export(t), "error.no_answers"},
		"too heavy":       {append([]byte("{"), make([]byte, 3_000_000)...), "error.heavy"},
	} {
		if _, err := d.Answers(t.Context(), "a.json", test.data); app.MessageOf(err).Key != "roundtrip."+test.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	x, err := d.Answers(t.Context(), "a.json", answered(t, pack, strings.Repeat("é", 300), [3]string{string(a.ID), "fix", strings.Repeat("é", 9000)}, [3]string{string(a.ID), "approve", ""}))
	must(t, err)
	if x.Taken() != 0 || len([]rune(x.Author)) > 80 || len([]rune(x.Rows[0].Comment)) > 2000 {
		t.Errorf("%+v", x)
	}
	if _, err := d.Pack(t.Context(), nil, french(t), nil); app.CodeOf(err) != app.CodeInvalid {
		t.Errorf("a pack of nothing: %v", err)
	}
}

// The workbooks are what owners expect: a native table, lists, frozen headers,
// real dates, words that stay words.
func TestTheLookOfTheCalendar(t *testing.T) {
	d := newDesk(t)
	p := d.post(t, 24, "=1+1")
	f, err := excelize.OpenReader(strings.NewReader(string(d.export(t))))
	must(t, err)
	defer f.Close()
	const sheet = "Calendrier"
	var headers []string
	for _, c := range roundtrip.Columns() {
		headers = append(headers, french(t).Say(c.Name()))
	}
	rows, err := f.GetRows(sheet)
	must(t, err)
	if diff := cmp.Diff(headers, rows[headerRow-1]); diff != "" {
		t.Error(diff)
	}
	tables, err := f.GetTables(sheet)
	must(t, err)
	if len(tables) != 1 || tables[0].Range != "A4:AH5" {
		t.Errorf("tables %+v", tables)
	}
	if visible, err := f.GetSheetVisible("_parvis"); err != nil || visible {
		t.Errorf("the marks are shown: %v, %v", visible, err)
	}
	lists, err := f.GetDataValidations(sheet)
	must(t, err)
	if len(lists) != 3 {
		t.Errorf("%d lists", len(lists))
	}
	panes, err := f.GetPanes(sheet)
	if err != nil || !panes.Freeze || panes.YSplit != headerRow {
		t.Errorf("panes %+v, %v", panes, err)
	}
	value := func(c roundtrip.Column, raw bool) string {
		name, err := excelize.CoordinatesToCellName(indexOf(c)+1, headerRow+1)
		must(t, err)
		v, err := f.GetCellValue(sheet, name, excelize.Options{RawCellValue: raw})
		must(t, err)
		if formula, err := f.GetCellFormula(sheet, name); err != nil || formula != "" {
			t.Errorf("%s holds the formula %q, %v", c, formula, err)
		}
		return v
	}
	for c, want := range map[roundtrip.Column][2]string{
		roundtrip.ColumnID: {string(p.ID), string(p.ID)}, roundtrip.ColumnDate: {"46350", "24/11/2026"}, roundtrip.ColumnTime: {"0.375", "09:00"},
		roundtrip.ColumnWeekday: {"mardi", "mardi"}, roundtrip.ColumnWeek: {"48", "48"}, roundtrip.ColumnNetworks: {"Facebook + Instagram", "Facebook + Instagram"},
		roundtrip.ColumnAccounts: {"@martin, Boulangerie Martin", "@martin, Boulangerie Martin"}, roundtrip.ColumnPillar: {"Coulisses", "Coulisses"},
		roundtrip.ColumnObjective: {"Abonnés", "Abonnés"}, roundtrip.ColumnText: {"=1+1", "=1+1"}, roundtrip.ColumnState: {"Validé", "Validé"},
		roundtrip.ColumnFormat: {"Texte seul", "Texte seul"}, roundtrip.ColumnReach: {"", ""},
	} {
		if got := [2]string{value(c, true), value(c, false)}; got != want {
			t.Errorf("%s: got %q, want %q", c, got, want)
		}
	}
}

func indexOf(c roundtrip.Column) int {
	for i, x := range roundtrip.Columns() {
		if x == c {
			return i
		}
	}
	return -1
}
