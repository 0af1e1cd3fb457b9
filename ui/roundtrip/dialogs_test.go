package roundtrip

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/roundtrip"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
)

// reads reports whether what is drawn of an object holds some words.
func reads(o fyne.CanvasObject, words string) bool {
	said := ""
	pagetest.Walk(o, func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok {
			said += text.Text + " "
		}
	})
	return strings.Contains(said, words)
}

// tick clicks the box whose label contains some words.
func tick(t *testing.T, h *pagetest.Host, words string) {
	t.Helper()
	for _, c := range pagetest.All[*kit.Checkbox](h.Win) {
		if reads(c, words) {
			test.Tap(c)
			return
		}
	}
	t.Fatalf("no box %q", words)
}

func TestExportAsksWhatAndWhere(t *testing.T) {
	r := filled()
	h := begin(t, desktop)
	ShowExport(h, r.services(t), app.Date{Year: 2026, Month: 12, Day: 9})
	tick(t, h, "sans date")
	pagetest.Press(t, h.Win, "Exporter…")
	want := roundtrip.Range{From: app.Date{Year: 2026, Month: 12, Day: 1}, To: app.Date{Year: 2026, Month: 12, Day: 31}}
	if len(r.ranges) != 1 || r.ranges[0] != want {
		t.Errorf("asked %+v", r.ranges)
	}
	if !slices.Equal(h.Toasts, []string{"Calendrier.xlsx est enregistré"}) || len(h.Errors) > 0 {
		t.Errorf("toasts %q, errors %v", h.Toasts, h.Errors)
	}
}

func TestExportRefusesARangeThatIsNone(t *testing.T) {
	r := filled()
	h := begin(t, desktop)
	ShowExport(h, r.services(t), app.Date{})
	pagetest.All[*kit.DateField](h.Win)[0].SetDate(app.Date{Year: 2026, Month: 12, Day: 24})
	pagetest.Press(t, h.Win, "Exporter…")
	if len(r.ranges) != 0 || !pagetest.Says(h.Win, "la première avant la seconde") {
		t.Errorf("asked %+v, shows %q", r.ranges, pagetest.Texts(h.Win))
	}
}

func TestWorkThatLastsCanBeStopped(t *testing.T) {
	r := filled()
	h := begin(t, desktop)
	var ended error
	r.during = func(ctx context.Context, progress func(roundtrip.Step)) error {
		h.Elapse()
		progress(roundtrip.Step{Done: 1, Total: 4})
		if !pagetest.Says(h.Win, "Préparation du classeur") {
			t.Errorf("shows %q", pagetest.Texts(h.Win))
		}
		pagetest.Press(t, h.Win, "Annuler")
		ended = ctx.Err()
		return ctx.Err()
	}
	ShowExport(h, r.services(t), app.Date{})
	pagetest.Press(t, h.Win, "Exporter…")
	if !errors.Is(ended, context.Canceled) || len(h.Toasts)+len(h.Errors) > 0 || h.Win.Canvas().Overlays().Top() != nil {
		t.Errorf("ended %v, toasts %q, errors %v", ended, h.Toasts, h.Errors)
	}
}

func TestMergeBringsInWhatIsTicked(t *testing.T) {
	r := filled()
	h := begin(t, desktop)
	ShowMerge(h, r.services(t))
	if r.read != "contenu" {
		t.Errorf("read %q", r.read)
	}
	for _, words := range []string{"1 conflit", "1 refusée", "Dans la feuille", "Pilier inconnu", "12,50"} {
		if !pagetest.Says(h.Win, words) && !slices.ContainsFunc(pagetest.All[*kit.Tag](h.Win), func(x *kit.Tag) bool { return strings.Contains(x.Text(), words) }) {
			t.Errorf("does not say %q: %q", words, pagetest.Texts(h.Win))
		}
	}
	tick(t, h, "Galette")
	tick(t, h, "Concours")
	pagetest.Press(t, h.Win, "Fusionner 3 lignes")
	if r.settled != 3 || r.merge.Rows[3].Take || !r.merge.Rows[4].Take {
		t.Errorf("settled %d, %+v", r.settled, r.merge.Rows)
	}
	if !slices.Equal(h.Toasts, []string{"1 publication ajoutée, 3 publications modifiées"}) {
		t.Errorf("toasts %q", h.Toasts)
	}
	h.Undo()
	if !r.undone || h.Toasts[len(h.Toasts)-1] != "Tout est redevenu comme avant" {
		t.Errorf("undone %v, %q", r.undone, h.Toasts)
	}
}

// A conflict is settled with the keyboard alone.
func TestAConflictIsSettledWithTheKeyboard(t *testing.T) {
	r := filled()
	h := begin(t, desktop)
	ShowMerge(h, r.services(t))
	c := h.Win.Canvas()
	for range 60 {
		c.FocusNext()
		if s, ok := c.Focused().(*kit.Segmented); ok && reads(s, "La feuille") {
			s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
			break
		}
	}
	if !r.merge.Rows[0].Sheet {
		t.Error("the sheet was not chosen")
	}
	pagetest.Keys(h.Win, fyne.KeyEscape)
	if c.Overlays().Top() != nil || r.settled != 0 {
		t.Error("Escape did not give up")
	}
}

func TestNothingTickedMergesNothing(t *testing.T) {
	r := filled()
	for i := range r.merge.Rows {
		r.merge.Rows[i].Take = false
	}
	h := begin(t, desktop)
	ShowMerge(h, r.services(t))
	if b := pagetest.Button(h.Win, "Fusionner 0 ligne"); b == nil || !b.Disabled() {
		t.Error("nothing can be merged all the same")
	}
}

func TestAFileThatCannotBeReadIsSaid(t *testing.T) {
	r := filled()
	r.err = app.Fail(app.CodeInvalid, "roundtrip.error.damaged", "File", "a.xlsx")
	for name, show := range map[string]func(h *pagetest.Host, s Services){
		"merge": func(h *pagetest.Host, s Services) { ShowMerge(h, s) }, "import": func(h *pagetest.Host, s Services) { ShowImport(h, s) },
		"answers": func(h *pagetest.Host, s Services) { ShowAnswers(h, s) }, "pack": func(h *pagetest.Host, s Services) { ShowPack(h, s, []app.ID{"a"}) },
	} {
		h := begin(t, desktop)
		show(h, r.services(t))
		if len(h.Errors) != 1 || h.Win.Canvas().Overlays().Top() != nil {
			t.Errorf("%s: errors %v", name, h.Errors)
		}
	}
	h := begin(t, desktop)
	s := filled().services(t)
	s.OpenFile = func(_ string, _ []string, chosen func(string, io.ReadCloser, error)) { chosen("", nil, nil) }
	ShowMerge(h, s)
	if len(h.Errors) != 0 || h.Win.Canvas().Overlays().Top() != nil {
		t.Error("giving up shows something")
	}
}

func TestImportShowsTheColumnsThenTheRows(t *testing.T) {
	r := filled()
	h := begin(t, desktop)
	ShowImport(h, r.services(t))
	for _, words := range []string{"Légende", "lundi 2 · jeudi 5 · lundi 9", "Novembre 2026", "2 lignes masquées"} {
		if !pagetest.Says(h.Win, words) {
			t.Errorf("does not say %q: %q", words, pagetest.Texts(h.Win))
		}
	}
	tick(t, h, "Décembre")
	pagetest.Press(t, h.Win, "Voir ce qui sera créé")
	if r.file.Tables[1].Use || !pagetest.Says(h.Win, "Date illisible") {
		t.Errorf("shows %q", pagetest.Texts(h.Win))
	}
	pagetest.Press(t, h.Win, "Revenir aux colonnes")
	if !pagetest.Says(h.Win, "Légende") {
		t.Fatalf("shows %q", pagetest.Texts(h.Win))
	}
	pagetest.Press(t, h.Win, "Voir ce qui sera créé")
	tick(t, h, "Calendrier de l’avent")
	pagetest.Press(t, h.Win, "Importer 3 publications")
	if r.taken != 3 || !slices.Equal(h.Toasts, []string{"3 publications ajoutées"}) || h.Win.Canvas().Overlays().Top() != nil {
		t.Errorf("took %d, toasts %q", r.taken, h.Toasts)
	}
}

// A column has one meaning: giving it to another takes it from the first.
func TestAMeaningIsGivenOnce(t *testing.T) {
	r := filled()
	h := begin(t, desktop)
	d := newMappingDialog(h, r.services(t), r.file)
	d.choose(8, roundtrip.ColumnText)
	if m := r.file.Tables[0].Mapping; m[8] != roundtrip.ColumnText || m[3] != "" {
		t.Errorf("mapping %v", m)
	}
	d.choose(8, "")
	if _, there := r.file.Tables[0].Mapping[8]; there {
		t.Error("the column is not left out")
	}
	for _, table := range r.file.Tables {
		table.Use = false
	}
	if d.mapped() {
		t.Error("an import of no sheet goes on")
	}
}

func TestThePackIsOfThePostsTicked(t *testing.T) {
	r := filled()
	h := begin(t, desktop)
	ShowPack(h, r.services(t), nil)
	if pagetest.Says(h.Win, "Déjà sortie") {
		t.Error("offers what is out")
	}
	tick(t, h, "Recette")
	pagetest.Press(t, h.Win, "Préparer 1 publication")
	if !slices.Equal(r.packed, []app.ID{"a"}) {
		t.Errorf("packed %v", r.packed)
	}
	pagetest.Press(t, h.Win, "Enregistrer la page…")
	pagetest.Press(t, h.Win, "Enregistrer le classeur…")
	if len(h.Toasts) != 2 || len(h.Errors) > 0 {
		t.Errorf("toasts %q, errors %v", h.Toasts, h.Errors)
	}
}

func TestAnswersAreSignedAndBroughtIn(t *testing.T) {
	r := filled()
	r.answers.Author = ""
	h := begin(t, desktop)
	ShowAnswers(h, r.services(t))
	pagetest.Field(t, h.Win, "Qui a répondu").SetText(" Claire ")
	tick(t, h, "Recette")
	pagetest.Press(t, h.Win, "Prendre en compte 3 réponses")
	if r.settled != 3 || r.answers.Author != "Claire" {
		t.Errorf("settled %d, author %q", r.settled, r.answers.Author)
	}
}

// Thousands of rows are drawn a few at a time.
func TestLongListsAreDrawnAFewAtATime(t *testing.T) {
	r := filled()
	row := r.merge.Rows[1]
	r.merge.Rows = nil
	for range 3000 {
		r.merge.Rows = append(r.merge.Rows, row)
	}
	h := begin(t, desktop)
	d := newMergeDialog(h, r.services(t), r.merge)
	d.modal.Show()
	if n := len(d.list.rows.Objects); n != shownAtOnce {
		t.Errorf("%d rows drawn", n)
	}
	d.list.more()
	if n := len(d.list.rows.Objects); n != 2*shownAtOnce {
		t.Errorf("%d rows drawn", n)
	}
}
