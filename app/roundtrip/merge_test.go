package roundtrip_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
	"parvis/app/roundtrip"
	"parvis/storage/storagetest"
)

// says writes the rows of a merge in short.
func says(m *roundtrip.Merge) []string {
	var all []string
	for _, r := range m.Rows {
		line := string(r.Kind)
		for _, c := range r.Changes {
			mark := "→"
			if c.Conflict {
				mark = "≠"
			}
			line += fmt.Sprintf(" %s:%s%s%s", c.Column, c.Here, mark, c.There)
		}
		for _, reason := range r.Reasons {
			line += " !" + strings.TrimPrefix(reason.Key, "roundtrip.refused.")
		}
		for _, note := range r.Notes {
			line += " (" + strings.TrimPrefix(note.Key, "roundtrip.note.") + ")"
		}
		all = append(all, line)
	}
	return all
}

// texts are what spreadsheets and files are known to spoil.
var texts = []string{
	"Du pain chaud\nà sept heures\n\n#pain #Nantes @martin https://example.org/a?b=1",
	"=1+1", "+33 2 40 00 00 00", "-10 % ce matin", "@tous : venez", "=HYPERLINK(\"http://x\")", "'apostrophe", "  deux  espaces  dedans ",
	"Œuf & <b>gras</b> « ça » \u202f; 50\u00a0%", "🥐🥖👩‍🍳 en une", "_x0041_ tel quel", "1/2", "3-4", "0012", "1E5", "VRAI", "a\tb",
	strings.Repeat("très long ", 700), "e\u0301 décomposé", "\u200bzéro", "ligne\r\nsuite",
}

func TestAnUntouchedWorkbookChangesNothing(t *testing.T) {
	d := newDesk(t)
	hash := d.picture(t, "pain.jpg")
	for i, text := range texts {
		p := d.post(t, 22+i%30, text)
		if i%3 == 0 {
			p.Images = []editorial.PostImage{{Hash: hash, Alt: "Un pain"}, {Hash: d.picture(t, fmt.Sprint(i))}}
		}
		if i%4 == 0 {
			p.At, p.Title = app.Civil{}, ""
		}
		must(t, d.file.Editorial().SavePost(t.Context(), p))
	}
	d.publish(t, d.post(t, 25, "sortie"))
	d.schedule(t, d.post(t, 26, "prévue"))
	m := d.compare(t, d.export(t))
	if len(m.Rows) != 0 || m.Same != len(texts)+2 || m.Ignored != 0 || m.Alone {
		t.Errorf("%d rows the same, %d ignored, alone %v, and:\n%s", m.Same, m.Ignored, m.Alone, strings.Join(says(m), "\n"))
	}
	if !m.MadeAt.Equal(storagetest.Now()) {
		t.Errorf("made at %v", m.MadeAt)
	}
}

func TestEveryKindOfRow(t *testing.T) {
	d := newDesk(t)
	a, b, c := d.post(t, 24, "a"), d.post(t, 25, "b"), d.post(t, 26, "c")
	out, planned, gone := d.post(t, 27, "sortie"), d.post(t, 28, "prévue"), d.post(t, 29, "supprimée")
	d.publish(t, out)
	d.schedule(t, planned)
	data := d.export(t)
	a.Text, a.UpdatedAt = "a de Parvis", storagetest.Now().Add(time.Second)
	must(t, d.file.Editorial().SavePost(t.Context(), a))
	must(t, d.file.Editorial().RemovePost(t.Context(), gone.ID))
	m := d.compare(t, edit(t, data, func(s sheet) {
		s.set(a.ID, roundtrip.ColumnText, "a de la feuille")
		s.set(a.ID, roundtrip.ColumnTime, "17h30")
		s.set(b.ID, roundtrip.ColumnDate, "mercredi 2 décembre 2026")
		s.set(b.ID, roundtrip.ColumnNetworks, "FB + Bluesky")
		s.set(b.ID, roundtrip.ColumnPillar, "PRODUITS")
		s.set(b.ID, roundtrip.ColumnBudget, "12,50 €")
		s.set(b.ID, roundtrip.ColumnAuthor, "Claire")
		s.set(b.ID, roundtrip.ColumnState, "Programmé")
		s.set(out.ID, roundtrip.ColumnText, "autre")
		s.set(planned.ID, roundtrip.ColumnText, "prévue autrement")
		s.set(gone.ID, roundtrip.ColumnTitle, "revient")
		s.remove(c.ID)
		s.addRow(map[roundtrip.Column]any{
			roundtrip.ColumnDate: "3/12/26", roundtrip.ColumnTime: "midi", roundtrip.ColumnText: "Nouvelle", roundtrip.ColumnNetworks: "tous",
			roundtrip.ColumnState: "Validé", roundtrip.ColumnHashtags: "#neuf",
		})
	}))
	want := []string{
		"conflict time:09:00→17:30 text:a de Parvis≠a de la feuille",
		"changed date:2026-11-25→2026-12-02 networks:facebook,instagram→bluesky,facebook pillar:Coulisses→PRODUITS author:→Claire budget:→12.5 (schedule)",
		"refused text:sortie→autre !fixed",
		"changed text:prévue→prévue autrement",
		"refused !gone",
		"added date:→2026-12-03 time:→12:00 networks:→bluesky,facebook,instagram text:→Nouvelle state:→draft (draft)",
		"removed",
	}
	if diff := cmp.Diff(want, says(m)); diff != "" {
		t.Fatal(diff)
	}

	// The same row settled either way.
	m.Rows[0].Sheet = true
	m.Rows[6].Take = true
	outcome, err := d.Settle(t.Context(), m)
	must(t, err)
	if outcome.Changed != 3 || outcome.Added != 1 || outcome.Dropped != 1 {
		t.Errorf("outcome %+v", outcome)
	}
	if p := d.read(t, a.ID).Post; p.Text != "a de la feuille" || p.At != (app.Civil{Date: at(24, 0).Date, Time: app.TimeOfDay{Hour: 17, Minute: 30}}) {
		t.Errorf("a became %+v", p)
	}
	k := d.read(t, b.ID)
	if p := k.Post; p.At != at(32, 9) || p.PillarID != products || !cmp.Equal(p.Accounts, []app.ID{facebook, bluesky}) || p.Stage != editorial.Approved || p.Author != "Claire" {
		t.Errorf("b became %+v", p)
	}
	if diff := cmp.Diff(roundtrip.Values{roundtrip.ColumnBudget: "12.5"}, k.Besides); diff != "" {
		t.Error(diff)
	}
	if d.read(t, c.ID).State != editorial.StateDropped || d.read(t, out.ID).Post.Text != "sortie" || d.read(t, planned.ID).Post.Text != "prévue autrement" {
		t.Error("the others are not what was chosen")
	}

	must(t, outcome.Undo(t.Context()))
	if d.read(t, a.ID).Post.Text != "a de Parvis" || d.read(t, b.ID).Post.At != at(25, 9) || len(d.read(t, b.ID).Besides) != 0 ||
		d.read(t, c.ID).State != editorial.StateApproved || d.read(t, planned.ID).State != editorial.StateScheduled {
		t.Error("undoing does not give back what was")
	}
}

func TestRefusedRowsSayWhy(t *testing.T) {
	for _, test := range []struct {
		column roundtrip.Column
		value  any
		want   string
	}{
		{roundtrip.ColumnDate, "32/13/2026", "date"},
		{roundtrip.ColumnDate, "bientôt", "date"},
		{roundtrip.ColumnDate, "3/11/2026", "past"},
		{roundtrip.ColumnTime, "26h", "time"},
		{roundtrip.ColumnTime, "matin", "time"},
		{roundtrip.ColumnNetworks, "Copains d’avant", "network"},
		{roundtrip.ColumnNetworks, "TikTok", "no_account"},
		{roundtrip.ColumnPillar, "Inconnu", "pillar"},
		{roundtrip.ColumnObjective, "Conquérir Mars", "objective"},
		{roundtrip.ColumnAudience, "Personne", "audience"},
		{roundtrip.ColumnState, "Publié", "proven"},
		{roundtrip.ColumnState, "Échec", "proven"},
		{roundtrip.ColumnState, "Peut-être", "state"},
		{roundtrip.ColumnState, "", "state_empty"},
		{roundtrip.ColumnAlt, "un\ndeux", "alt"},
		{roundtrip.ColumnText, strings.Repeat("é", editorial.MaxTextLength+1), "text_long"},
		{roundtrip.ColumnTitle, strings.Repeat("é", editorial.MaxTitleLength+1), "title_long"},
		{roundtrip.ColumnComment, strings.Repeat("é", 5000), "cell_long"},
		{roundtrip.ColumnID, "019aa6d8-2a80-7000-8000-00000000beef", "unknown"},
	} {
		t.Run(fmt.Sprint(test.column, " ", test.want), func(t *testing.T) {
			d := newDesk(t)
			p := d.post(t, 24, "a")
			m := d.compare(t, edit(t, d.export(t), func(s sheet) { s.set(p.ID, test.column, test.value) }))
			if len(m.Rows) == 0 || m.Rows[0].Kind != roundtrip.RowRefused || len(m.Rows[0].Reasons) != 1 || m.Rows[0].Reasons[0].Key != "roundtrip.refused."+test.want {
				t.Fatalf("got %q", says(m))
			}
			if m.Rows[0].Number != headerRow+1 {
				t.Errorf("on row %d", m.Rows[0].Number)
			}
			if m.Taken() != 0 {
				t.Error("a refused row is taken")
			}
			_, err := d.Settle(t.Context(), m)
			must(t, err)
			if got := d.read(t, p.ID).Post; !got.SaysTheSame(p) || got.At != p.At {
				t.Errorf("it changed: %+v", got)
			}
		})
	}
}

func TestCopiedRowsAreRefusedBoth(t *testing.T) {
	d := newDesk(t)
	p, q := d.post(t, 24, "a"), d.post(t, 25, "b")
	m := d.compare(t, edit(t, d.export(t), func(s sheet) { s.set(q.ID, roundtrip.ColumnID, string(p.ID)) }))
	if diff := cmp.Diff([]string{"refused !twice", "refused !twice", "removed"}, says(m)); diff != "" {
		t.Error(diff)
	}
}

func TestOnTheLedger(t *testing.T) {
	for name, test := range map[string]struct {
		column roundtrip.Column
		value  string
		want   string
		check  func(k roundtrip.Kept) bool
	}{
		"another day":    {roundtrip.ColumnDate, "30/11/2026", "changed date:2026-11-24→2026-11-30", func(k roundtrip.Kept) bool { return k.Post.At == at(30, 9) && k.State == editorial.StateScheduled }},
		"no day":         {roundtrip.ColumnDate, "", "refused date:2026-11-24→ time:09:00→ !scheduled_bare", nil},
		"no network":     {roundtrip.ColumnNetworks, "", "refused networks:facebook,instagram→ !scheduled_bare", nil},
		"fewer networks": {roundtrip.ColumnNetworks, "insta", "changed networks:facebook,instagram→instagram", func(k roundtrip.Kept) bool { return len(k.Post.Accounts) == 1 && k.State == editorial.StateScheduled }},
		"more networks":  {roundtrip.ColumnNetworks, "fb, insta, bluesky", "refused networks:facebook,instagram→bluesky,facebook,instagram !scheduled_added", nil},
		"taken back":     {roundtrip.ColumnState, "À corriger", "changed state:scheduled→to_fix", func(k roundtrip.Kept) bool { return k.State == editorial.StateToFix }},
		"given up":       {roundtrip.ColumnState, "Abandonné", "changed state:scheduled→dropped", func(k roundtrip.Kept) bool { return k.State == editorial.StateDropped }},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			p := d.post(t, 24, "a")
			d.schedule(t, p)
			m := d.compare(t, edit(t, d.export(t), func(s sheet) { s.set(p.ID, test.column, test.value) }))
			if diff := cmp.Diff([]string{test.want}, says(m)); diff != "" {
				t.Fatal(diff)
			}
			if test.check != nil {
				d.planner.failReclaim = app.Fail(app.CodeUnavailable, "publishing.error.recalling")
				if _, err := d.Settle(t.Context(), m); app.CodeOf(err) != app.CodeUnavailable || d.read(t, p.ID).State != editorial.StateScheduled {
					t.Errorf("while its network keeps it: %v", err)
				}
				d.planner.failReclaim = nil
			}
			outcome, err := d.Settle(t.Context(), m)
			must(t, err)
			if test.check == nil {
				return
			}
			if !slices.Contains(d.planner.reclaimed, p.ID) {
				t.Error("what networks keep of it was not taken back")
			}
			if k := d.read(t, p.ID); !test.check(k) {
				t.Errorf("it became %s %+v", k.State, k.Post)
			}
			must(t, outcome.Undo(t.Context()))
			if k := d.read(t, p.ID); k.State != editorial.StateScheduled || k.Post.At != p.At {
				t.Errorf("undone it is %s at %v", k.State, k.Post.At)
			}
		})
	}
}

// Where posts must be approved, a sheet approves nothing, and what it changes of
// an approved one is to be read again.
func TestASheetIsNoApproval(t *testing.T) {
	d := newDesk(t)
	must(t, d.file.Approval().SaveSetting(t.Context(), approval.Setting{Way: approval.One}))
	a, b, c := d.post(t, 24, "a"), d.post(t, 25, "b"), d.post(t, 26, "c")
	b.Stage = editorial.Draft
	must(t, d.file.Editorial().SavePost(t.Context(), b))
	d.schedule(t, c)
	m := d.compare(t, edit(t, d.export(t), func(s sheet) {
		s.set(a.ID, roundtrip.ColumnText, "a changé")
		s.set(b.ID, roundtrip.ColumnState, "Validé")
		s.set(c.ID, roundtrip.ColumnText, "c changé")
	}))
	want := []string{"changed text:a→a changé (outdated)", "changed state:draft→to_review (review)", "changed text:c→c changé (outdated)"}
	if diff := cmp.Diff(want, says(m)); diff != "" {
		t.Fatal(diff)
	}
	outcome, err := d.Settle(t.Context(), m)
	must(t, err)
	for _, p := range []editorial.Post{a, b, c} {
		if k := d.read(t, p.ID); k.State != editorial.StateToReview {
			t.Errorf("%s is %s", p.Title, k.State)
		}
	}
	must(t, outcome.Undo(t.Context()))
	if d.read(t, a.ID).State != editorial.StateApproved || d.read(t, c.ID).State != editorial.StateScheduled {
		t.Error("undoing does not give the approval back")
	}
}

// Merging the same workbook again does nothing more, whatever was decided.
func TestMergingTwiceChangesNothingMore(t *testing.T) {
	d := newDesk(t)
	a, b, c := d.post(t, 24, "a"), d.post(t, 25, "b"), d.post(t, 26, "c")
	data := edit(t, d.export(t), func(s sheet) {
		s.set(a.ID, roundtrip.ColumnText, "a changé")
		s.set(b.ID, roundtrip.ColumnText, "b de la feuille")
		s.set(c.ID, roundtrip.ColumnState, "À valider")
		s.addRow(map[roundtrip.Column]any{roundtrip.ColumnTitle: "Neuve"})
	})
	b.Text = "b de Parvis"
	must(t, d.file.Editorial().SavePost(t.Context(), b))
	_, err := d.Settle(t.Context(), d.compare(t, data))
	must(t, err)
	m := d.compare(t, data)
	if m.Taken() != 0 || m.Again.IsZero() {
		t.Errorf("again %v, taken %d: %q", m.Again, m.Taken(), says(m))
	}
	if diff := cmp.Diff([]string{"added title:→Neuve state:→draft (alike)"}, says(m)); diff != "" {
		t.Error(diff)
	}
	if d.read(t, b.ID).Post.Text != "b de Parvis" {
		t.Error("a conflict was settled for the sheet without being asked")
	}
	// The sheet goes on being edited: only what is new differs.
	m = d.compare(t, edit(t, data, func(s sheet) { s.set(a.ID, roundtrip.ColumnText, "a changé encore") }))
	if diff := cmp.Diff([]string{"changed text:a changé→a changé encore", "added title:→Neuve state:→draft (alike)"}, says(m)); diff != "" {
		t.Error(diff)
	}
}

func TestNothingIsDoneWhenAPostChangedMeanwhile(t *testing.T) {
	d := newDesk(t)
	a, b := d.post(t, 24, "a"), d.post(t, 25, "b")
	m := d.compare(t, edit(t, d.export(t), func(s sheet) {
		s.set(a.ID, roundtrip.ColumnText, "a changé")
		s.set(b.ID, roundtrip.ColumnText, "b changé")
		s.addRow(map[roundtrip.Column]any{roundtrip.ColumnTitle: "Neuve"})
	}))
	b.Title, b.UpdatedAt = "entre-temps", storagetest.Now().Add(time.Minute)
	must(t, d.file.Editorial().SavePost(t.Context(), b))
	_, err := d.Settle(t.Context(), m)
	if app.MessageOf(err).Key != "roundtrip.error.stale" {
		t.Fatalf("got %v", err)
	}
	posts, err := d.file.Roundtrip().Posts(t.Context(), month)
	must(t, err)
	if len(posts) != 2 || d.read(t, a.ID).Post.Text != "a" {
		t.Error("half of it was done")
	}
}

// A workbook whose export this file does not know is compared with the posts.
func TestAnUnknownExport(t *testing.T) {
	d := newDesk(t)
	a := d.post(t, 24, "a")
	data := edit(t, d.export(t), func(s sheet) {
		s.set(a.ID, roundtrip.ColumnText, "a changé")
		must(t, s.f.DeleteSheet("_parvis"))
	})
	m := d.compare(t, data)
	if diff := cmp.Diff([]string{"changed text:a→a changé"}, says(m)); diff != "" || !m.Alone {
		t.Errorf("alone %v %s", m.Alone, diff)
	}
	_, err := d.Settle(t.Context(), m)
	must(t, err)
	if d.read(t, a.ID).Post.Text != "a changé" {
		t.Error("not taken")
	}
}

// Columns that were removed, moved or added to the sheet are no change.
func TestColumnsMayMove(t *testing.T) {
	d := newDesk(t)
	a := d.post(t, 24, "a")
	m := d.compare(t, edit(t, d.export(t), func(s sheet) {
		must(t, s.f.RemoveCol("Calendrier", "B"))
		must(t, s.f.InsertCols("Calendrier", "C", 2))
		must(t, s.f.InsertRows("Calendrier", 1, 3))
		rows, err := s.f.GetRows("Calendrier")
		must(t, err)
		for i, h := range rows[headerRow+2] {
			if h == "Texte" {
				name := string(rune('A' + i))
				must(t, s.f.SetCellValue("Calendrier", fmt.Sprint(name, headerRow+4), "déplacé"))
			}
		}
	}))
	if diff := cmp.Diff([]string{"changed text:a→déplacé"}, says(m)); diff != "" {
		t.Error(diff)
	}
	_ = a
}
