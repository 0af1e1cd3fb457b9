package publishing

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// ledger is the Registre of the tests.
type ledger struct {
	film    string // of what is published by hand
	entries []publishing.Entry
	asked   []string
	reads   int
	refuse  error
	overdue []publishing.Overdue
	paused  publishing.Pause
	found   []publishing.Rehearsal
	keeps   bool // networks take nothing back
}

func (l *ledger) Removable(networks.Network) bool { return !l.keeps }

func (l *ledger) Remove(_ context.Context, id app.ID) error { return l.ask("remove " + string(id)) }

func (l *ledger) Rehearsals(context.Context) ([]publishing.Rehearsal, error) { return l.found, nil }

func (l *ledger) Rehearse(context.Context) error { return l.ask("rehearse") }

func (l *ledger) CatchUp(context.Context) ([]publishing.Overdue, error) { return l.overdue, nil }

func (l *ledger) SeeCatchUp(context.Context) error {
	for i := range l.overdue {
		l.overdue[i].Seen = true
	}
	return nil
}

func (l *ledger) AnswerCatchUp(_ context.Context, send, leave []app.ID) error {
	if err := l.ask(fmt.Sprint("send ", send, " of ", leave)); err != nil {
		return err
	}
	l.overdue = nil
	return nil
}

func (l *ledger) Pause(_ context.Context, p publishing.Pause) error {
	if err := l.ask(fmt.Sprintf("pause %s %q %q", p.Why, p.Note, p.Who)); err != nil {
		return err
	}
	p.Since = pagetest.Now()
	l.paused = p
	return nil
}

func (l *ledger) Paused(context.Context) (publishing.Pause, error) { return l.paused, nil }

func (l *ledger) Entries(_ context.Context, state publishing.State, _ int) ([]publishing.Entry, error) {
	l.reads++
	var found []publishing.Entry
	for _, e := range l.entries {
		if state == "" || e.Delivery.State == state {
			found = append(found, e)
		}
	}
	return found, nil
}

func (l *ledger) ask(what string) error {
	l.asked = append(l.asked, what)
	err := l.refuse
	l.refuse = nil
	return err
}

func (l *ledger) CheckNow(_ context.Context, id app.ID) error { return l.ask("check " + string(id)) }

func (l *ledger) Resend(_ context.Context, id app.ID) error { return l.ask("resend " + string(id)) }

func (l *ledger) NotThere(_ context.Context, id app.ID) error {
	return l.ask("not there " + string(id))
}

func (l *ledger) Appeared(_ context.Context, id app.ID, link string) error {
	return l.ask("appeared " + string(id) + " " + link)
}

func (l *ledger) ByHand(_ context.Context, id app.ID) (publishing.ByHand, error) {
	err := l.ask("by hand " + string(id))
	for _, e := range l.entries {
		if e.Delivery.ID == id {
			return publishing.ByHand{Entry: e, Comment: "La recette est sur le site.", Film: l.film, Content: networks.Content{Text: "Le pain sort du four.", Images: []networks.Image{{Name: "four.jpg", MIME: "image/jpeg", Alt: "Le four", Bytes: []byte("x")}}}}, err
		}
	}
	return publishing.ByHand{}, err
}

func (l *ledger) PublishedByHand(_ context.Context, id app.ID, link string) error {
	return l.ask("published by hand " + string(id) + " " + link)
}

func (l *ledger) NotByHand(_ context.Context, id app.ID) error {
	return l.ask("not by hand " + string(id))
}

var martin = networks.Account{ID: "a1", Network: networks.Bluesky, Handle: "boulangerie-martin.bsky.social"}

// entry is a row of the Registre that was due some hours before the tests' now.
func entry(id string, state publishing.State, hours int) publishing.Entry {
	due := pagetest.Now().Add(-time.Duration(hours) * time.Hour)
	e := publishing.Entry{
		Title: "Fournée " + id, Account: martin,
		Delivery: publishing.Delivery{ID: app.ID(id), PostID: app.ID("post-" + id), State: state, DueAt: due},
	}
	switch state {
	case publishing.Published:
		e.Delivery.RemoteID = "at://did:plc:martin/app.bsky.feed.post/" + id
		e.Delivery.Permalink = "https://bsky.app/profile/martin/post/" + id
		e.Delivery.PublishedAt = due
	case publishing.Refused, publishing.Missed:
		e.Delivery.ErrorKey = "publishing.error.missed"
	case publishing.Unknown:
		e.Delivery.ErrorKey = "publishing.unknown.no_answer"
	}
	return e
}

// asks makes an unknown delivery one that only its owner can settle.
func asks(e publishing.Entry) publishing.Entry {
	e.Delivery.ErrorKey = "publishing.unknown.not_seen"
	e.Delivery.ErrorArgs = map[string]any{"Account": martin.Handle, "Network": "Bluesky"}
	return e
}

type desk struct {
	laid []string // folders that were asked for
	*ledger
	host   *pagetest.Host
	view   *View
	events *app.Events
}

func opened(t *testing.T, lang translations.Language, entries ...publishing.Entry) *desk {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	d := &desk{
		ledger: &ledger{entries: entries}, events: app.NewEvents(),
		host: pagetest.NewIn(t, lang, fyne.NewSize(1072, 800)),
	}
	d.view = New(d.host, Services{Ledger: d.ledger, Events: d.events, LayOut: d.layOut}, kit.NewSegmented([]string{"Mois", "Registre"}, 1, nil))
	d.host.Win.SetContent(d.view.Object())
	d.view.Show("")
	return d
}

// titles are the posts listed, from the top.
func (d *desk) titles() []string {
	var all []string
	for row := range d.view.table.RowCount() {
		all = append(all, d.view.table.CellAt(row, 1).Text)
	}
	return all
}

func (d *desk) wasAsked(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, d.asked); diff != "" {
		t.Errorf("asked of the ledger (-want +got):\n%s", diff)
	}
}

func TestFilters(t *testing.T) {
	d := opened(t, translations.French,
		entry("1", publishing.Scheduled, -3), entry("2", publishing.Published, 2), entry("3", publishing.Missed, 5), entry("4", publishing.Entrusted, -4))
	for _, step := range []struct {
		filter int
		want   []string
	}{
		{2, []string{"Fournée 4"}},
		{3, []string{"Fournée 2"}},
		{6, []string{"Fournée 3"}},
		{5, nil},
		{0, []string{"Fournée 1", "Fournée 2", "Fournée 3", "Fournée 4"}},
	} {
		d.host.Win.Canvas().Focus(d.view.filter)
		pagetest.Keys(d.host.Win, fyne.KeyHome)
		for range step.filter {
			pagetest.Keys(d.host.Win, fyne.KeyRight)
		}
		if diff := cmp.Diff(step.want, d.titles()); diff != "" {
			t.Errorf("filter %d (-want +got):\n%s", step.filter, diff)
		}
		if empty := pagetest.Says(d.host.Win, "Rien ici pour l’instant"); empty != (step.want == nil) {
			t.Errorf("filter %d: the empty state is shown: %v", step.filter, empty)
		}
	}
}

func TestEmptyRegistreExplains(t *testing.T) {
	d := opened(t, translations.French)
	for _, want := range []string{"Chaque envoi programmé apparaît", "Choisissez un envoi"} {
		if !pagetest.Says(d.host.Win, want) {
			t.Errorf("%q is not among %q", want, pagetest.Texts(d.host.Win))
		}
	}
}

func TestRowsSayWhenWhereAndState(t *testing.T) {
	old := entry("2", publishing.Published, 24*365)
	d := opened(t, translations.French, entry("1", publishing.Unknown, 2), old)
	for column, want := range []string{"sam. 21\u00a0nov. 12:32", "Fournée 1", "Bluesky", "À vérifier"} {
		if got := d.view.table.CellAt(0, column).Text; got != want {
			t.Errorf("column %d says %q, want %q", column, got, want)
		}
	}
	if got := d.view.table.CellAt(0, 2).Tip; got != martin.Handle {
		t.Errorf("the network's tooltip names the account %q", got)
	}
	if got := d.view.table.CellAt(1, 0).Text; got != "21/11/2025 14:32" {
		t.Errorf("last year is written %q", got)
	}
}

// TestPartsAreUnderTheirPost: each has its line, which says what it is, and one that
// waits says for what.
func TestPartsAreUnderTheirPost(t *testing.T) {
	var rows []publishing.Entry
	for i, state := range []publishing.State{publishing.Published, publishing.Scheduled, publishing.Scheduled} {
		e := entry("1", state, 2)
		e.Delivery.ID += app.ID("-" + strconv.Itoa(i))
		e.Delivery.Part, e.Delivery.Parts = i, 2
		rows = append(rows, e)
	}
	rows[1].Delivery.After, rows[1].Delivery.Text = pagetest.Now(), "La suite"
	rows[2].Delivery.Kind, rows[2].Delivery.Text = publishing.KindComment, "Réservez"
	d := opened(t, translations.French, rows...)
	want := []string{"Partie 1 sur 2 · Fournée 1", "Partie 2 sur 2 · Fournée 1", "Premier commentaire · Fournée 1"}
	if diff := cmp.Diff(want, d.titles()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	d.host.Win.Canvas().Focus(d.view.table.Focusable())
	for row, want := range []string{"Parti sam.", "Prévu sam.", "Partira juste après"} {
		if row > 0 {
			pagetest.Keys(d.host.Win, fyne.KeyDown)
		}
		if !pagetest.Says(d.host.Win, want) {
			t.Errorf("row %d says %q, not %q", row, pagetest.Texts(d.host.Win), want)
		}
	}
}

// The selection is on a delivery, wherever it goes in the list.
func TestSelectionIsKeptWhenTheListChanges(t *testing.T) {
	d := opened(t, translations.French, entry("1", publishing.Published, 1), entry("2", publishing.Missed, 2))
	d.host.Win.Canvas().Focus(d.view.table.Focusable())
	pagetest.Keys(d.host.Win, fyne.KeyDown)
	if !pagetest.Says(d.host.Win, "Fournée 2") {
		t.Fatalf("the arrow shows %q", pagetest.Texts(d.host.Win))
	}
	d.entries = slices.Insert(d.entries, 0, entry("0", publishing.Scheduled, -1))
	d.entries[2].Delivery.State = publishing.Scheduled
	app.Emit(d.events, publishing.DeliveryChanged{ID: "2"})
	if d.view.table.Selected() != 2 || !pagetest.Says(d.host.Win, "Fournée 2") || !pagetest.Says(d.host.Win, "Prévu sam.") {
		t.Errorf("row %d is selected, shown are %q", d.view.table.Selected(), pagetest.Texts(d.host.Win))
	}
}

// What has not changed is not drawn again: the focus stays on its button.
func TestEventsOfOthersLeaveTheDetailAlone(t *testing.T) {
	d := opened(t, translations.French, entry("1", publishing.Missed, 1), entry("2", publishing.Scheduled, 2))
	resend := pagetest.Button(d.host.Win, "Renvoyer")
	d.entries[1].Delivery.State = publishing.Published
	app.Emit(d.events, publishing.DeliveryChanged{ID: "2"})
	if pagetest.Button(d.host.Win, "Renvoyer") != resend {
		t.Error("the detail was drawn again")
	}
}

func TestHiddenRegistreIsNotRead(t *testing.T) {
	d := opened(t, translations.French, entry("1", publishing.Published, 1))
	d.view.Hide()
	before := d.reads
	app.Emit(d.events, publishing.DeliveryChanged{ID: "1"})
	if d.reads != before {
		t.Error("read while hidden")
	}
}

func TestActionsByState(t *testing.T) {
	const see, appeared, notThere, check, resend, open = "Voir en ligne", "Elle est parue", "Elle n’est pas parue", "Vérifier maintenant", "Renvoyer", "Ouvrir la publication"
	const remove = "Retirer de Bluesky"
	const byHand = "Publier à la main…"
	for name, c := range map[string]struct {
		entry publishing.Entry
		want  []string
	}{
		"scheduled":        {entry("1", publishing.Scheduled, -1), []string{open}},
		"preparing":        {entry("1", publishing.Preparing, 0), []string{open}},
		"armed":            {entry("1", publishing.Armed, 0), []string{open}},
		"published":        {entry("1", publishing.Published, 1), []string{see, remove, open}},
		"handed over":      {entry("1", publishing.HandedOver, 1), []string{open}},
		"refused":          {entry("1", publishing.Refused, 1), []string{resend, open}},
		"missed":           {entry("1", publishing.Missed, 1), []string{resend, open}},
		"unknown":          {entry("1", publishing.Unknown, 1), []string{check, open}},
		"unknown, owner's": {asks(entry("1", publishing.Unknown, 1)), []string{appeared, notThere, check, open}},
		"by hand":          {inHand(entry("1", publishing.Scheduled, 1)), []string{byHand, open}},
		"by hand, late":    {inHand(entry("1", publishing.Missed, 30)), []string{byHand, open}},
		"dropped":          {entry("1", publishing.Dropped, 1), []string{open}},
	} {
		t.Run(name, func(t *testing.T) {
			d := opened(t, translations.French, c.entry)
			var got []string
			for _, b := range pagetest.All[*kit.Button](d.host.Win) {
				if b.Text() != "Tout suspendre…" && b.Text() != "Répétition…" { // stand above them all
					got = append(got, b.Text())
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestActionsAskTheLedger(t *testing.T) {
	for press, c := range map[string]struct {
		entry publishing.Entry
		want  string
	}{
		"Renvoyer":             {entry("1", publishing.Refused, 1), "resend 1"},
		"Vérifier maintenant":  {entry("1", publishing.Unknown, 1), "check 1"},
		"Elle n’est pas parue": {asks(entry("1", publishing.Unknown, 1)), "not there 1"},
	} {
		t.Run(press, func(t *testing.T) {
			d := opened(t, translations.French, c.entry)
			before := d.reads
			pagetest.Press(t, d.host.Win, press)
			d.wasAsked(t, c.want)
			if d.reads == before {
				t.Error("the list was not read again")
			}
			d.refuse = app.Fail(app.CodeConflict, "publishing.error.settled")
			pagetest.Press(t, d.host.Win, press)
			if len(d.host.Errors) != 1 || !strings.Contains(d.host.Sentence(d.host.Errors[0]), "déjà connue") {
				t.Errorf("a refusal is told as %v", d.host.Errors)
			}
		})
	}
}

func TestAppearedTakesALink(t *testing.T) {
	d := opened(t, translations.French, asks(entry("1", publishing.Unknown, 1)))
	pagetest.Press(t, d.host.Win, "Elle est parue")
	link := pagetest.Field(t, d.host.Win, "Lien public")
	if d.host.Win.Canvas().Focused() != link.Focusable() {
		t.Error("the link has not the focus")
	}
	test.Type(link.Input(), " bsky.app/martin ")
	d.refuse = app.Fail(app.CodeInvalid, "publishing.error.link")
	pagetest.Press(t, d.host.Win, "Garder comme parue")
	if !pagetest.Says(d.host.Win, "n’est pas une adresse web") || link.Text() != " bsky.app/martin " {
		t.Fatalf("after a wrong link: %q, %q typed", pagetest.Texts(d.host.Win), link.Text())
	}
	link.SetText("https://bsky.app/martin")
	pagetest.Keys(d.host.Win, fyne.KeyReturn)
	d.wasAsked(t, "appeared 1 bsky.app/martin", "appeared 1 https://bsky.app/martin")
	if d.host.Win.Canvas().Overlays().Top() != nil {
		t.Error("the form is still open")
	}
}

func TestAppearedCanBeGivenUp(t *testing.T) {
	d := opened(t, translations.French, asks(entry("1", publishing.Unknown, 1)))
	pagetest.Press(t, d.host.Win, "Elle est parue")
	pagetest.Keys(d.host.Win, fyne.KeyEscape)
	d.wasAsked(t)
	if d.host.Win.Canvas().Overlays().Top() != nil {
		t.Error("Escape leaves the form open")
	}
}

// browser is an app whose browser is the test's.
type browser struct {
	fyne.App
	opened []string
}

func (b *browser) OpenURL(u *url.URL) error {
	b.opened = append(b.opened, u.String())
	return nil
}

func TestOnlyWebLinksAreSeenOnline(t *testing.T) {
	for link, want := range map[string][]string{
		"https://bsky.app/profile/martin/post/1": {"https://bsky.app/profile/martin/post/1"},
		"file:///home/martin":                    nil,
		"javascript:alert(1)":                    nil,
	} {
		t.Run(link, func(t *testing.T) {
			e := entry("1", publishing.Published, 1)
			e.Delivery.Permalink = link
			d := opened(t, translations.French, e)
			b := &browser{App: fyne.CurrentApp()}
			fyne.SetCurrentApp(b)
			defer fyne.SetCurrentApp(b.App)
			pagetest.Press(t, d.host.Win, "Voir en ligne")
			if diff := cmp.Diff(want, b.opened); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if told := len(d.host.Errors) == 1; told == (want != nil) {
				t.Errorf("told %v", d.host.Errors)
			}
		})
	}
}

func TestPostIsOpened(t *testing.T) {
	d := opened(t, translations.French, entry("1", publishing.Published, 1))
	pagetest.Press(t, d.host.Win, "Ouvrir la publication")
	want := []page.Target{{Room: page.Editorial, View: page.EditPost, ID: "post-1"}}
	if diff := cmp.Diff(want, d.host.Targets); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDetailShowsProofAndAttempts(t *testing.T) {
	e := entry("1", publishing.Published, 2)
	e.Attempts = []publishing.Attempt{{
		Step: publishing.StepPublish, StartedAt: pagetest.Now(), EndedAt: pagetest.Now().Add(1200 * time.Millisecond),
		Outcome: "created", Call: networks.Call{Name: "com.atproto.repo.createRecord", Status: 200},
	}, {Step: publishing.StepFind, StartedAt: pagetest.Now()}}
	d := opened(t, translations.French, e)
	for _, want := range []string{
		e.Delivery.RemoteID, e.Delivery.Permalink, "Envoi · accepté", "1,2 s",
		"Vérification · interrompue", "Parti sam. 21",
	} {
		if !pagetest.Says(d.host.Win, want) {
			t.Errorf("%q is not among %q", want, pagetest.Texts(d.host.Win))
		}
	}
}

func TestRegistreSpeaksEnglish(t *testing.T) {
	d := opened(t, translations.English, asks(entry("1", publishing.Unknown, 1)))
	if !pagetest.Says(d.host.Win, "Was due Sat") {
		t.Errorf("shows %q", pagetest.Texts(d.host.Win))
	}
	for _, b := range pagetest.All[*kit.Button](d.host.Win) {
		if strings.ContainsAny(b.Text(), "éèàê") {
			t.Errorf("%q in English", b.Text())
		}
	}
}
