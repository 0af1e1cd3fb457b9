package roundtrip

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/reports"
	"parvis/app/roundtrip"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
)

// room answers the dialogs with what a test prepared.
type room struct {
	err     error
	posts   []roundtrip.Kept
	merge   *roundtrip.Merge
	file    *roundtrip.Import
	preview *roundtrip.Preview
	answers *roundtrip.Answers

	ranges  []roundtrip.Range
	read    string
	settled int
	taken   int
	packed  []app.ID
	undone  bool
	during  func(ctx context.Context, progress func(roundtrip.Step)) error
}

func (r *room) Posts(_ context.Context, x roundtrip.Range) ([]roundtrip.Kept, error) {
	r.ranges = append(r.ranges, x)
	return r.posts, r.err
}

func (r *room) Calendar(ctx context.Context, x roundtrip.Range, _ *translations.Catalogue, progress func(roundtrip.Step)) (reports.Workbook, error) {
	r.ranges = append(r.ranges, x)
	if r.during != nil {
		if err := r.during(ctx, progress); err != nil {
			return reports.Workbook{}, err
		}
	}
	return reports.Workbook{Name: "Calendrier.xlsx"}, r.err
}

func (r *room) Compare(_ context.Context, _ string, data []byte) (*roundtrip.Merge, error) {
	r.read = string(data)
	return r.merge, r.err
}

func (r *room) outcome(o roundtrip.Outcome) roundtrip.Outcome {
	o.Undo = func(context.Context) error {
		r.undone = true
		return nil
	}
	return o
}

func (r *room) Settle(_ context.Context, m *roundtrip.Merge) (roundtrip.Outcome, error) {
	r.settled = m.Taken()
	return r.outcome(roundtrip.Outcome{Changed: m.Taken(), Added: 1}), r.err
}

func (r *room) Open(context.Context, string, []byte) (*roundtrip.Import, error) { return r.file, r.err }

func (r *room) Preview(context.Context, *roundtrip.Import, *translations.Catalogue, func(roundtrip.Step)) (*roundtrip.Preview, error) {
	return r.preview, r.err
}

func (r *room) TakeIn(_ context.Context, _ *roundtrip.Import, p *roundtrip.Preview) (roundtrip.Outcome, error) {
	r.taken = p.Taken()
	return r.outcome(roundtrip.Outcome{Added: p.Taken()}), r.err
}

func (r *room) Pack(_ context.Context, ids []app.ID, _ *translations.Catalogue, _ func(roundtrip.Step)) (roundtrip.Pack, error) {
	r.packed = ids
	return roundtrip.Pack{Page: reports.NewPage("Boulangerie", "À valider", "À valider", nil), Book: reports.Workbook{Name: "À valider.xlsx"}}, r.err
}

func (r *room) Answers(context.Context, string, []byte) (*roundtrip.Answers, error) {
	return r.answers, r.err
}

func (r *room) Answered(_ context.Context, a *roundtrip.Answers, _ *translations.Catalogue) (roundtrip.Outcome, error) {
	r.settled = a.Taken()
	return r.outcome(roundtrip.Outcome{Changed: a.Taken()}), r.err
}

// services are those of a room: every file is chosen at once.
func (r *room) services(t testing.TB) Services {
	dir := t.TempDir()
	return Services{
		Sheets: r,
		SaveAs: func(_, name string, chosen func(string, error)) { chosen(filepath.Join(dir, name), nil) },
		OpenFile: func(_ string, _ []string, chosen func(string, io.ReadCloser, error)) {
			chosen("calendrier.xlsx", io.NopCloser(bytes.NewReader([]byte("contenu"))), nil)
		},
	}
}

func begin(t *testing.T, size fyne.Size) *pagetest.Host {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	h := pagetest.New(t, size)
	h.Win.SetContent(kit.NewBackground(kit.ColorBackground))
	h.Win.Resize(size)
	return h
}

var desktop = fyne.NewSize(1280, 800)

func filled() *room {
	say := app.Say
	at := app.Civil{Date: app.Date{Year: 2026, Month: time.November, Day: 27}, Time: app.TimeOfDay{Hour: 12}}
	post := func(id app.ID, title string, state editorial.State) roundtrip.Kept {
		return roundtrip.Kept{Post: editorial.Post{ID: id, Title: title, At: at}, State: state}
	}
	return &room{
		posts: []roundtrip.Kept{
			post("a", "Black Friday à notre façon", editorial.StateToReview), post("b", "Coulisses du fournil : six heures du matin", editorial.StateDraft),
			post("c", "Recette de saison", editorial.StateToReview), post("d", "Déjà sortie", editorial.StatePublished),
		},
		merge: &roundtrip.Merge{
			Name: "Calendrier éditorial novembre.xlsx", MadeAt: pagetest.Now(), Same: 41, Ignored: 2,
			Rows: []roundtrip.MergeRow{
				{Kind: roundtrip.RowConflict, Number: 7, PostID: "a", Label: "Black Friday à notre façon", Take: true, Changes: []roundtrip.Change{
					{Column: roundtrip.ColumnText, Base: "Une baguette achetée", Here: "Vendredi, une baguette tradition achetée, une offerte à votre voisin.", There: "Vendredi 27 novembre, deux baguettes tradition pour le prix d’une : la seconde est pour votre voisin.", Conflict: true},
					{Column: roundtrip.ColumnTime, Base: "12:00", Here: "12:00", There: "17:30"},
				}},
				{Kind: roundtrip.RowChanged, Number: 9, PostID: "b", Label: "Coulisses du fournil", Take: true, Changes: []roundtrip.Change{
					{Column: roundtrip.ColumnDate, Here: "2026-11-25", There: "2026-12-02"},
					{Column: roundtrip.ColumnNetworks, Here: "facebook,instagram", There: "bluesky,facebook"},
					{Column: roundtrip.ColumnBudget, There: "12.5"},
				}, Notes: []app.Message{say("roundtrip.note.schedule")}},
				{Kind: roundtrip.RowRefused, Number: 12, PostID: "c", Label: "Recette de saison", Reasons: []app.Message{say("roundtrip.refused.pillar", "Text", "Recettes"), say("roundtrip.refused.past", "Moment", at)}, Changes: []roundtrip.Change{
					{Column: roundtrip.ColumnPillar, Here: "Produits", There: "Recettes"},
				}},
				{Kind: roundtrip.RowAdded, Number: 48, Label: "Galette des rois", Take: true, Changes: []roundtrip.Change{
					{Column: roundtrip.ColumnDate, There: "2027-01-06"}, {Column: roundtrip.ColumnText, There: "La galette est là, à la frangipane ou aux pommes."},
				}, Notes: []app.Message{say("roundtrip.note.draft")}},
				{Kind: roundtrip.RowRemoved, PostID: "e", Label: "Concours de l’été"},
			},
		},
		file: &roundtrip.Import{Name: "Planning 2026.xlsx", Tables: []*roundtrip.Table{
			{
				Name: "Novembre", Use: true, Rows: 18, HiddenRows: 2, Line: 4, Year: 2026, Month: time.November,
				Headers: []string{"Jour", "Heure", "Réseaux", "Légende", "Rubrique", "Visuel", "Statut", "Vues", ""},
				Samples: [][]string{{"lundi 2", "jeudi 5", "lundi 9"}, {"9h30", "midi"}, {"FB + Insta", "IG", "LinkedIn"}, {"Le four est allumé depuis quatre heures, et la première fournée est déjà partie au marché.", "Vous préférez la tradition ou la campagne ?"}, {"Coulisses", "Recettes"}, {"four.jpg"}, {"À valider"}, {"1 204"}, {"x"}},
				Mapping: map[int]roundtrip.Column{0: roundtrip.ColumnDate, 1: roundtrip.ColumnTime, 2: roundtrip.ColumnNetworks, 3: roundtrip.ColumnText, 4: roundtrip.ColumnPillar, 5: roundtrip.ColumnImages, 6: roundtrip.ColumnState, 7: roundtrip.ColumnReach},
			},
			{Name: "Décembre", Use: true, Rows: 12, Headers: []string{"Jour"}, Samples: [][]string{{"mardi 1er"}}, Mapping: map[int]roundtrip.Column{0: roundtrip.ColumnDate}},
			{Name: "Archives", Hidden: true, Rows: 230, Headers: []string{"Jour"}, Samples: [][]string{{"1/1/2020"}}, Mapping: map[int]roundtrip.Column{}},
		}},
		preview: &roundtrip.Preview{Skipped: 6, Alike: 1, Rows: []roundtrip.ImportRow{
			{Sheet: "Novembre", Number: 5, Label: "Le four est allumé depuis quatre heures", Take: true, Values: roundtrip.Values{
				roundtrip.ColumnDate: "2026-11-30", roundtrip.ColumnTime: "09:30", roundtrip.ColumnNetworks: "facebook,instagram", roundtrip.ColumnState: "to_review", roundtrip.ColumnPillar: "Coulisses",
			}},
			{Sheet: "Novembre", Number: 6, Label: "Vous préférez la tradition ou la campagne ?", Take: true, Values: roundtrip.Values{
				roundtrip.ColumnDate: "2026-12-03", roundtrip.ColumnTime: "12:00", roundtrip.ColumnState: "draft",
			}, Notes: []app.Message{say("roundtrip.note.unknown", "Column", roundtrip.ColumnPillar.Name(), "Text", "Recettes"), say("roundtrip.note.no_account", "Networks", networks.TikTok.Name())}},
			{Sheet: "Novembre", Number: 9, Label: "Marché de Talensac", Values: roundtrip.Values{roundtrip.ColumnState: "draft"}, Reasons: []app.Message{say("roundtrip.refused.date", "Text", "32/11")}},
			{Sheet: "Décembre", Number: 4, Label: "Calendrier de l’avent", Values: roundtrip.Values{roundtrip.ColumnDate: "2026-12-01", roundtrip.ColumnTime: "09:00", roundtrip.ColumnState: "draft"}, Notes: []app.Message{say("roundtrip.note.alike")}},
		}},
		answers: &roundtrip.Answers{Name: "Réponses 2026-11-21.json", Author: "Claire Martin", Silent: 1, Rows: []roundtrip.Answer{
			{PostID: "a", Label: "Black Friday à notre façon", Verdict: roundtrip.VerdictApprove, Comment: "Parfait, merci !", Take: true},
			{PostID: "b", Label: "Coulisses du fournil", Verdict: roundtrip.VerdictFix, Comment: "La photo montre le visage de Karim : demandez-lui d’abord.", Take: true, Notes: []app.Message{say("roundtrip.note.unscheduled")}},
			{PostID: "c", Label: "Recette de saison", Verdict: roundtrip.VerdictApprove, Notes: []app.Message{say("roundtrip.note.changed_since")}},
			{PostID: "d", Label: "Déjà sortie", Verdict: roundtrip.VerdictFix, Reasons: []app.Message{say("roundtrip.refused.fixed")}},
		}},
	}
}
