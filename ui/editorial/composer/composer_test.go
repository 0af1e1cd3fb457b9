package composer

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"fyne.io/fyne/v2"
	uri "fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

func TestTypingIsSaved(t *testing.T) {
	d := newWorld().french(t)
	d.view.New(friday)
	if !d.says("Nouvelle publication") || !d.says("Brouillon") {
		t.Error("a new post is not called so")
	}
	d.typing("Bonjour")
	if len(d.saves) != 0 {
		t.Error("saved at the first keystroke")
	}
	if !d.says("Brouillon · enregistrement…") {
		t.Error("what waits is not said")
	}
	d.host.Elapse()
	got := d.lastSave()
	if got.Text != "Bonjour" || got.At != friday || !slices.Equal(got.Accounts, []app.ID{"a1"}) {
		t.Errorf("saved %+v", got)
	}
	if len(d.saves) != 1 || !d.says("enregistré à l’instant") {
		t.Errorf("%d saves", len(d.saves))
	}
	d.host.Elapse()
	if !d.says("enregistré à 14:32") {
		t.Error("just now lasts")
	}
	test.Type(d.view.title.Input(), "Promo")
	d.host.Elapse()
	if got := d.lastSave(); got.Title != "Promo" || !d.says("Promo") {
		t.Errorf("title %q", got.Title)
	}
}

func TestTypingKeepsItsUndo(t *testing.T) {
	d := newWorld().french(t)
	d.view.New(app.Civil{})
	d.typing("Bonjour")
	d.host.Elapse()
	d.typing(" à tous")
	d.host.Elapse()
	d.view.text.Input().Undo()
	if got := d.view.text.Text(); got == "Bonjour à tous" || got == "" {
		t.Errorf("after undo the text is %q", got)
	}
	d.host.Elapse()
	if got := d.lastSave().Text; got != d.view.text.Text() {
		t.Errorf("saved %q, shown %q", got, d.view.text.Text())
	}
}

func TestLeavingSavesWhatWaits(t *testing.T) {
	for name, leave := range map[string]func(*desk){
		"hidden": func(d *desk) { d.view.Hide() },
		"back":   func(d *desk) { test.Tap(d.button("Calendrier")) },
		"escape": func(d *desk) {
			d.view.text.Focusable().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
			if d.left != 1 {
				d.t.Error("Escape did not go back")
			}
		},
		"another post": func(d *desk) { d.view.New(app.Civil{}) },
	} {
		d := newWorld().french(t)
		d.view.New(app.Civil{})
		d.typing("À ne pas perdre")
		leave(d)
		if len(d.saves) != 1 || d.posts["new1"].Text != "À ne pas perdre" {
			t.Errorf("%s: saved %+v", name, d.saves)
		}
		d.host.Elapse()
		if len(d.saves) != 1 {
			t.Errorf("%s: saved again", name)
		}
	}
}

func TestBlankDraftIsNotKept(t *testing.T) {
	d := newWorld().french(t)
	d.view.New(friday)
	d.view.Hide()
	if len(d.posts) != 0 || slices.Contains(d.asked, "delete") {
		t.Errorf("kept %v, asked %v", d.posts, d.asked)
	}
	d.view.Show()
	d.typing("x")
	d.host.Elapse()
	d.view.text.Input().TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	d.view.Hide()
	if len(d.posts) != 0 {
		t.Errorf("an emptied draft is kept: %v", d.posts)
	}
	d.view.Show()
	d.typing("de nouveau")
	d.view.Hide()
	if d.posts["new1"].Text != "de nouveau" {
		t.Errorf("what was typed next is lost: %v", d.posts)
	}
}

func TestCounter(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"", "0 / 300 caractères · 0 / 3\u202f000 octets"},
		{"été", "3 / 300 caractères · 5 / 3\u202f000 octets"},
		{"👨‍👩‍👧‍👦", "1 / 300 caractères · 25 / 3\u202f000 octets"},
		{"🇫🇷🖤", "2 / 300 caractères · 12 / 3\u202f000 octets"},
		{strings.Repeat("a", 312), "312 / 300 caractères, 12 de trop · 312 / 3\u202f000 octets"},
	} {
		d := newWorld().french(t)
		d.view.New(app.Civil{})
		d.view.text.Input().SetText(c.typed)
		if got := d.view.counter.words.Text(); got != c.want {
			t.Errorf("%q counts %q, want %q", c.typed, got, c.want)
		}
	}
}

func TestCounterOfEachNetwork(t *testing.T) {
	for _, c := range []struct {
		network     networks.Network
		typed, want string
	}{
		{networks.X, "Le four 🥖 https://martin.fr/la-carte-du-dimanche", "34 / 280 caractères"},
		{networks.Threads, "🥖🥖", "8 / 500 caractères"},
		{networks.LinkedIn, strings.Repeat("a", 3001), "3\u202f001 / 3\u202f000 caractères, 1 de trop"},
		{networks.YouTube, "pâte", "5 / 5\u202f000 octets"},
		{networks.WordPress, "é", "1 caractère"},
		{networks.WordPress, "été", "3 caractères"},
	} {
		d := newWorld().french(t)
		limits, _ := networks.LimitsOf(c.network)
		d.view.counter.count(limits, c.typed)
		if got := d.view.counter.words.Text(); got != c.want {
			t.Errorf("%s: %q counts %q, want %q", c.network, c.typed, got, c.want)
		}
	}
}

func TestPictureIsAddedAndDescribed(t *testing.T) {
	w := newWorld()
	w.picked = file("pain.jpg", "…")
	d := w.french(t)
	d.view.New(friday)
	test.Tap(d.button("Image"))
	if got := d.lastSave().Images; !slices.Equal(got, []editorial.PostImage{{Hash: "pain.jpg"}}) {
		t.Fatalf("saved images %v", got)
	}
	if !d.says("ALT manquant") || !d.says("Texte alternatif manquant") {
		t.Error("the missing text is not said")
	}
	test.Tap(d.button("Décrire l’image"))
	field, ok := d.host.Win.Canvas().Focused().(interface{ TypedRune(rune) })
	if !ok {
		t.Fatal("the alternative text has no focus")
	}
	for _, r := range "Un pain doré" {
		field.TypedRune(r)
	}
	d.host.Elapse()
	if got := d.lastSave().Images[0].Alt; got != "Un pain doré" {
		t.Errorf("saved %q while it is typed", got)
	}
	test.Tap(d.button("Terminé"))
	if !d.says("ALT ✓") || d.says("Texte alternatif manquant") {
		t.Error("the described picture is not shown as such")
	}

	test.Tap(d.button("Image"))
	if got := d.lastSave().Images; len(got) != 1 {
		t.Errorf("the same picture twice: %v", got)
	}
}

func TestFilesDropped(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) fyne.URI {
		u := uri.NewFileURI(dir + "/" + name)
		f, err := uri.Writer(u)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, err := f.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
		return u
	}
	d := newWorld().french(t)
	d.view.Hide()
	window := &dropWindow{Window: d.host.Win}
	d.host.Win = window
	d.view.New(app.Civil{})
	window.dropped(fyne.Position{}, []fyne.URI{write("a.jpg", "…"), write("lettre.txt", "text"), write("b.png", "…"), uri.NewFileURI(dir + "/absent.jpg")})
	if got := d.lastSave().Images; !slices.Equal(got, []editorial.PostImage{{Hash: "a.jpg"}, {Hash: "b.png"}}) {
		t.Errorf("saved %v", got)
	}
	if !strings.Contains(d.view.wrong.Text(), "lettre.txt") || !d.view.wrong.Visible() {
		t.Errorf("the file that is no picture: %q", d.view.wrong.Text())
	}
	window.dropped(fyne.Position{}, []fyne.URI{uri.NewFileURI(dir + "/absent.jpg")})
	if !strings.Contains(d.view.wrong.Text(), "absent.jpg") {
		t.Errorf("the file that is not there: %q", d.view.wrong.Text())
	}
	d.view.Hide()
	if window.dropped != nil {
		t.Error("files are still taken once the composer is hidden")
	}
}

// dropWindow is a window on which files are dropped.
type dropWindow struct {
	fyne.Window
	dropped func(fyne.Position, []fyne.URI)
}

func (w *dropWindow) SetOnDropped(dropped func(fyne.Position, []fyne.URI)) { w.dropped = dropped }

func TestPictureIsRemovedAndPutBack(t *testing.T) {
	d := filled().french(t)
	d.view.Open("post")
	before := slices.Clone(d.view.open.post.Images)
	d.view.mend(editorial.Fix{Action: editorial.FixRemoveImage, Image: 0})
	if got := d.lastSave().Images; !slices.Equal(got, before[1:]) {
		t.Errorf("left %v", got)
	}
	d.host.Undo()
	if got := d.lastSave().Images; !slices.Equal(got, before) {
		t.Errorf("put back %v", got)
	}
}

func TestScheduling(t *testing.T) {
	d := newWorld().french(t)
	d.view.New(friday)
	button := d.view.head.primary
	if !button.Disabled() || button.ToolTip() != "Rien à publier" {
		t.Errorf("disabled %v, tip %q", button.Disabled(), button.ToolTip())
	}
	d.typing("Bonjour")
	d.host.Elapse()
	if button.Disabled() || button.Text() != "Programmer · ven. 27\u00a0nov. 12:00" {
		t.Fatalf("disabled %v, %q", button.Disabled(), button.Text())
	}
	d.typing(" à tous")
	test.Tap(button)
	if got := d.posts["new1"].Text; got != "Bonjour à tous" {
		t.Errorf("scheduled with %q", got)
	}
	if n := len(d.asked); n < 2 || d.asked[n-1] != "schedule" || d.asked[n-2] != "save" {
		t.Errorf("asked %v", d.asked)
	}
	if !slices.Contains(d.host.Toasts, "Programmée\u202f: ven. 27\u00a0nov. 12:00") || !d.says("Programmé · ") {
		t.Errorf("toasts %v", d.host.Toasts)
	}
	if button.Text() != "Reprogrammer…" || button.Disabled() {
		t.Errorf("once scheduled: %q", button.Text())
	}
	d.host.Undo()
	if d.asked[len(d.asked)-1] != "unschedule" || !strings.HasPrefix(button.Text(), "Programmer") {
		t.Errorf("after undo: %v, %q", d.asked, button.Text())
	}
}

func TestSchedulingLooksOnceMore(t *testing.T) {
	d := filled().french(t)
	d.view.Open("post")
	d.view.text.Input().SetText("")
	d.view.open.post.Images = nil
	if d.view.head.primary.Disabled() {
		t.Fatal("the checks already ran")
	}
	test.Tap(d.view.head.primary)
	if slices.Contains(d.asked, "schedule") || !d.says("Rien à publier") || !d.view.head.primary.Disabled() {
		t.Errorf("an empty post was scheduled: %v", d.asked)
	}
}

func TestSchedulingThatFails(t *testing.T) {
	w := filled()
	w.fail["schedule"] = app.Fail(app.CodeInvalid, "publishing.error.past")
	w.checks = func(editorial.Post) []editorial.Check { return nil }
	d := w.french(t)
	d.view.Open("post")
	test.Tap(d.view.head.primary)
	if !d.view.wrong.Visible() || d.view.wrong.Text() != d.host.Catalogue.T("publishing.error.past") {
		t.Errorf("said %q", d.view.wrong.Text())
	}
	if d.view.head.primary.Disabled() {
		t.Error("it cannot be tried again")
	}
}

func TestSaveThatFailsIsSaid(t *testing.T) {
	w := newWorld()
	w.fail["save"] = app.Fail(app.CodeInvalid, "editorial.error.title_long", "Max", 200)
	d := w.french(t)
	d.view.New(app.Civil{})
	d.typing("x")
	d.host.Elapse()
	if !d.says("Brouillon · pas encore enregistré") || !d.view.wrong.Visible() {
		t.Error("a failed save looks like a save")
	}
	delete(w.fail, "save")
	d.typing("y")
	d.host.Elapse()
	if d.view.wrong.Visible() || d.posts["new1"].Text != "xy" {
		t.Errorf("then: %q, %v", d.view.wrong.Text(), d.posts)
	}
}

func TestMoment(t *testing.T) {
	d := newWorld().french(t)
	d.view.New(app.Civil{})
	d.typing("Bonjour")
	set := func(field *kit.Entry, typed string) {
		field.Focus()
		field.Input().SetText(typed)
		d.host.Win.Canvas().Unfocus()
	}
	set(&d.view.plan.date.Entry, "27/11")
	if got := d.lastSave().At; got != (app.Civil{Date: friday.Date, Time: app.TimeOfDay{Hour: 9}}) {
		t.Errorf("a day alone is %v", got)
	}
	set(&d.view.plan.hour.Entry, "12h")
	if got := d.lastSave().At; got != friday {
		t.Errorf("then an hour: %v", got)
	}
	set(&d.view.plan.hour.Entry, "")
	if got := d.lastSave().At; got != friday || d.view.plan.hour.Text() != "12:00" {
		t.Errorf("an hour erased: %v, %q", got, d.view.plan.hour.Text())
	}
	set(&d.view.plan.date.Entry, "31/02")
	if got := d.lastSave().At; got != friday || d.view.plan.date.Error() == "" {
		t.Errorf("a day that is none: %v", got)
	}
	set(&d.view.plan.date.Entry, "")
	if got := d.lastSave().At; !got.IsZero() {
		t.Errorf("without a day: %v", got)
	}
	// What is typed in a field that was not left yet is not lost either.
	d.view.plan.date.Focus()
	d.view.plan.date.Input().SetText("21/11")
	d.view.Hide()
	if got := d.lastSave().At; got.Date.Day != 21 || got.Time.Hour != 15 {
		t.Errorf("today, whose usual hour is over: %v", got)
	}
}

func TestChoices(t *testing.T) {
	w := filled()
	p := w.posts["post"]
	p.Lateness = 3 * 60 * 60 * 1e9 // of a former business default
	w.posts["post"] = p
	d := w.french(t)
	d.view.Open("post")
	plan := d.view.plan
	if got := plan.lateness.Options()[plan.lateness.Selected()]; got != "3\u00a0h" {
		t.Errorf("lateness %q", got)
	}
	if got := plan.purpose.objective.list.Options(); !slices.Equal(got, []string{"Aucun objectif", "Vendre plus le vendredi", "Abonnés", "Me faire connaître"}) {
		t.Errorf("objectives %v", got)
	}
	plan.lateness.TypedRune('a')
	if got := d.lastSave(); got.Lateness != 0 || got.PillarID != "p2" || got.ObjectiveID != "o1" {
		t.Errorf("saved %+v", got)
	}
}

func TestAccounts(t *testing.T) {
	w := newWorld()
	second := networks.Account{ID: "a3", Network: networks.Bluesky, Handle: "martin.example.fr", State: networks.AccountExpired}
	w.accounts = append(w.accounts, second)
	d := w.french(t)
	d.view.New(friday)
	if len(d.view.where.chips) != 3 {
		t.Fatalf("%d accounts can be chosen", len(d.view.where.chips))
	}
	d.typing("x")
	d.view.where.chips[2].Tapped(nil)
	if got := d.lastSave().Accounts; !slices.Equal(got, []app.ID{"a1", "a3"}) {
		t.Errorf("chosen %v", got)
	}
	d.view.where.chips[0].Tapped(nil)
	d.view.where.chips[2].Tapped(nil)
	if got := d.lastSave().Accounts; len(got) != 0 || !d.says("Aucun compte choisi") {
		t.Errorf("left %v", got)
	}
	d.view.mend(editorial.Fix{Action: editorial.FixChooseWhere})
	if d.host.Win.Canvas().Focused() != fyne.Focusable(d.view.where.chips[0]) {
		t.Error("the accounts have no focus")
	}

	alone := newWorld()
	alone.accounts = nil
	d = alone.french(t)
	d.view.New(friday)
	test.Tap(d.button("Connecter un compte"))
	if got := d.host.Targets; len(got) != 1 || got[0].Room != page.Networks || got[0].View != page.Connect {
		t.Errorf("went to %v", got)
	}
}

func TestFixedPostIsReadOnly(t *testing.T) {
	d := published().french(t)
	d.view.Open("post")
	if !d.says("Publié") || !d.says("bsky.app/profile/boulangerie-martin.bsky.social/post/3lbqx2") || !d.says("ven. 27\u00a0nov. 12:00") {
		t.Error("the proof is not shown")
	}
	if n := len(find(d, func(*widget.Entry) bool { return true })); n != 0 {
		t.Errorf("%d fields to type in", n)
	}
	d.view.strip.drop([]fyne.URI{uri.NewFileURI("/x.jpg")})
	d.view.Hide()
	if len(d.saves) != 0 {
		t.Errorf("saved %v", d.saves)
	}
	d.view.Show()
	test.Tap(d.button("Dupliquer"))
	if d.view.open.post.ID != "copy" || !d.says("Voici") && len(d.host.Toasts) != 1 {
		t.Errorf("opened %q", d.view.open.post.ID)
	}
	if d.view.text.Text() != blackFriday {
		t.Error("the copy cannot be edited")
	}
}

func TestPostThatLeavesWhileTyping(t *testing.T) {
	w := filled()
	d := w.french(t)
	d.view.Open("post")
	d.view.text.Input().SetText("Réécrit au dernier moment")
	w.states["post"] = editorial.StateSending
	app.Emit(w.events, publishing.DeliveryChanged{ID: "d1", PostID: "post"})
	if got := d.posts["new1"]; got.Text != "Réécrit au dernier moment" || !got.At.IsZero() {
		t.Errorf("what was typed is kept as %+v", got)
	}
	if d.posts["post"].Text != blackFriday || len(d.host.Toasts) != 1 {
		t.Errorf("toasts %v", d.host.Toasts)
	}
	if len(find(d, func(*widget.Entry) bool { return true })) != 0 || !d.says("En cours d’envoi") {
		t.Error("a post on its way can still be typed in")
	}
}

func TestDeleteAndUndo(t *testing.T) {
	d := filled().french(t)
	d.view.Open("post")
	d.view.text.Input().SetText("Dernière version")
	d.menu("Supprimer")
	if len(d.posts) != 0 || d.left != 1 {
		t.Errorf("left %d times, posts %v", d.left, d.posts)
	}
	d.host.Elapse()
	if len(d.posts) != 0 {
		t.Error("typing that waited brought it back")
	}
	d.host.Undo()
	if d.posts["post"].Text != "Dernière version" {
		t.Errorf("brought back %+v", d.posts["post"])
	}
	if got := d.host.Targets; len(got) != 1 || got[0].View != page.EditPost || got[0].ID != "post" {
		t.Errorf("went to %v", got)
	}
}

func TestUnscheduleAndUndo(t *testing.T) {
	w := filled()
	w.states["post"] = editorial.StateScheduled
	d := w.french(t)
	d.view.Open("post")
	d.menu("Ne plus programmer")
	if !d.says("Brouillon") || d.asked[len(d.asked)-1] != "unschedule" {
		t.Errorf("asked %v", d.asked)
	}
	d.host.Undo()
	if !d.says("Programmé") || d.asked[len(d.asked)-1] != "schedule" {
		t.Errorf("asked %v", d.asked)
	}
}

func TestRefusedPostLeadsToTheRegister(t *testing.T) {
	w := filled()
	w.states["post"] = editorial.StateFailed
	d := w.french(t)
	d.view.Open("post")
	if d.view.plan.moment.Visible() || len(d.view.where.chips) != 0 || !d.view.wrong.Visible() {
		t.Error("what was refused can be moved")
	}
	test.Tap(d.button("Ouvrir le Registre"))
	if got := d.host.Targets; len(got) != 1 || got[0].View != page.Register {
		t.Errorf("went to %v", got)
	}
}

func TestPreview(t *testing.T) {
	d := newWorld().french(t)
	d.view.New(friday)
	if got := d.view.preview.text(); got != "Votre texte apparaîtra ici." {
		t.Errorf("empty: %q", got)
	}
	d.view.text.Input().SetText("Bonjour #Nantes")
	d.host.Elapse()
	if got := d.view.preview.cards[0].text.runs; len(got) != 2 || got[1] != (run{"#Nantes", kit.ColorPrimary, false}) {
		t.Errorf("runs %v", got)
	}
	d.view.text.Input().SetText(strings.Repeat("a", 310))
	d.host.Elapse()
	if got := d.view.preview.cards[0].text.runs; len(got) != 2 || len(got[1].text) != 10 || got[1].color != kit.ToneDanger.Text() {
		t.Errorf("beyond the bound: %v", got)
	}
	d.view.text.Input().SetText(strings.Repeat("a\n", 40))
	d.host.Elapse()
	if got := d.view.preview.text(); strings.Count(got, "a\n") != 24 || !strings.HasSuffix(got, "Afficher plus") {
		t.Errorf("folded: %q", got)
	}
}

func TestHeaderTakesTheHeightItNeeds(t *testing.T) {
	d := newWorld().desk(t, kit.ModeLight, translations.French, fyne.NewSize(816, 640))
	d.view.New(app.Civil{})
	d.view.plan.date.Focus()
	d.view.plan.date.Input().SetText("27/11")
	d.host.Win.Canvas().Unfocus()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	tag := d.view.head.line.tag
	if bottom, card := at(tag).Y+tag.Size().Height, at(d.view.scroll).Y; bottom > card-16 {
		t.Errorf("the state ends at %v, the card begins before %v", bottom, card)
	}
}

func TestEnglish(t *testing.T) {
	d := filled().desk(t, kit.ModeLight, translations.English, fyne.NewSize(816, 640))
	d.view.Open("post")
	for _, said := range []string{"Draft", "Preview", "Before publishing", "ALT missing", "252 / 300 characters · 265 / 3,000 bytes"} {
		if !d.says(said) {
			t.Errorf("does not say %q", said)
		}
	}
	if got := d.view.head.primary.Text(); got != "Schedule · Fri 27\u00a0Nov 12:00" {
		t.Errorf("main button %q", got)
	}
}

// goHost runs its work on goroutines, as the window does.
type goHost struct{ *pagetest.Host }

func (goHost) Background(work func(context.Context), done func()) {
	go func() {
		work(context.Background())
		done()
	}()
}

func TestSavesKeepTheirOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := line{host: goHost{}}
		slow := make(chan struct{})
		var order []string
		command := func(name string, wait chan struct{}) {
			l.do(func(context.Context) error {
				if wait != nil {
					<-wait
				}
				order = append(order, name)
				return nil
			}, func(error) {})
		}
		command("first", slow)
		command("second", nil)
		command("third", nil)
		synctest.Wait()
		if len(order) != 0 {
			t.Errorf("%v overtook the first", order)
		}
		close(slow)
		synctest.Wait()
		if !slices.Equal(order, []string{"first", "second", "third"}) {
			t.Errorf("order %v", order)
		}
	})
}

func TestTypingHoldsAScheduledPost(t *testing.T) {
	w := filled()
	p := w.posts["post"]
	p.At = app.CivilOf(pagetest.Now().Add(30e9))
	w.posts["post"] = p
	w.states["post"] = editorial.StateScheduled
	d := w.french(t)
	d.view.Open("post")
	d.typing("x")
	if got, want := d.held["post"], pagetest.Now().Add(heldFor); !got.Equal(want) {
		t.Errorf("held until %v, want %v", got, want)
	}
	if !d.says("Envoi en attente\u202f: vous écrivez") {
		t.Error("that it waits is not said")
	}
	d.view.Hide()
	n := len(d.asked)
	if len(d.held) != 0 || n < 2 || d.asked[n-2] != "save" || d.asked[n-1] != "release" {
		t.Errorf("left held %v, asked %v", d.held, d.asked)
	}

	d = filled().french(t)
	d.view.Open("post")
	d.typing("x")
	if len(d.held) != 0 {
		t.Error("a draft is held")
	}
}

func TestPageIsNeverEmpty(t *testing.T) {
	w := filled()
	d := w.french(t)
	d.view.Open("post")
	d.host.Hold()
	d.view.Open("post")
	if !d.says("Aperçu") {
		t.Error("the page is empty while the post is read")
	}
	if d.host.Win.Canvas().Focused() != nil {
		t.Error("a field that no longer counts keeps the keyboard")
	}
	d.typing("nulle part")
	app.Emit(w.events, networks.AccountsChanged{}) // asks for something else meanwhile
	d.host.Release()
	d.host.Elapse()
	if !d.says("Aperçu") || d.view.text.Text() != blackFriday || len(d.saves) != 0 {
		t.Errorf("shows %q, saved %v", d.view.text.Text(), d.saves)
	}

	d.view.Open("gone")
	d.typing("nulle part")
	d.host.Elapse()
	if len(d.saves) != 0 {
		t.Errorf("saved %v", d.saves)
	}
	w.posts["gone"] = w.posts["post"]
	test.Tap(d.button("Réessayer"))
	if d.view.text.Text() != blackFriday || !d.says("Aperçu") {
		t.Error("it cannot be tried again")
	}
	delete(w.posts, "gone")
	d.view.Open("gone")
	test.Tap(d.button("Calendrier"))
	if d.left != 1 {
		t.Error("there is no way back")
	}
}

func TestOneDraftKeepsWhatIsTypedInAPostThatLeaves(t *testing.T) {
	w := filled()
	w.states["post"] = editorial.StateScheduled
	d := w.french(t)
	d.view.Open("post")
	w.states["post"] = editorial.StateSending
	for _, r := range "vingt et une touches" {
		d.typing(string(r))
		d.host.Elapse()
	}
	if len(d.posts) != 2 || len(d.host.Toasts) != 1 || !d.says("En cours d’envoi") {
		t.Errorf("kept %v, toasts %v", d.posts, d.host.Toasts)
	}
	// Saves that were on their way when the first of them came too late.
	late := w.posts["post"]
	late.Text = "Tout ce qui était tapé"
	if kept, err := d.view.keep(context.Background(), late); err != nil || kept.rescued {
		t.Errorf("told again: %+v, %v", kept, err)
	}
	if len(d.posts) != 2 || d.posts["new1"].Text != late.Text {
		t.Errorf("kept %v", d.posts)
	}
}
