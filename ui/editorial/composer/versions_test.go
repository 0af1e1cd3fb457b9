package composer

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
	"parvis/app/legal"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/ui/kit"
)

var (
	instagram = networks.Account{ID: "a4", Network: networks.Instagram, Handle: "@boulangerie.martin", State: networks.AccountHandFed}
	onX       = networks.Account{ID: "a5", Network: networks.X, Handle: "@martin", State: networks.AccountHandFed}
)

// several is a desk on a post for Bluesky, Instagram and X.
func several(t *testing.T) *desk {
	t.Helper()
	w := filled()
	w.accounts = append(w.accounts, instagram, onX)
	p := w.posts["post"]
	p.Text, p.Accounts = "Vendredi #Nantes", []app.ID{"a1", "a4", "a5"}
	w.posts["post"] = p
	d := w.french(t)
	d.view.Open("post")
	return d
}

// version goes to the version of a network with the keyboard, "" for the common one.
func (d *desk) version(n networks.Network) {
	d.t.Helper()
	tabs := d.view.versions.tabs
	if tabs == nil {
		d.t.Fatal("there are no tabs")
	}
	d.host.Win.Canvas().Focus(tabs)
	for range 20 {
		if d.view.versions.on == n {
			return
		}
		d.view.versions.tabs.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		if d.view.versions.on == "" {
			break
		}
	}
	for range 20 {
		if d.view.versions.on == n {
			return
		}
		d.view.versions.tabs.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	}
	d.t.Fatalf("no tab of %q", n)
}

func TestANetworkGetsItsOwnVersionByWriting(t *testing.T) {
	d := several(t)
	d.version(networks.Instagram)
	if !d.says("Écrivez pour l’adapter à Instagram") || d.view.text.Text() != "Vendredi #Nantes" {
		t.Fatalf("the tab of Instagram shows %q", d.view.text.Text())
	}
	if n := len(d.saves); n != 0 {
		t.Errorf("looking saved %d times", n)
	}
	d.view.text.Input().SetText("Sur Insta seulement")
	d.host.Elapse()
	p := d.lastSave()
	if p.Text != "Vendredi #Nantes" || p.TextOn(networks.Instagram) != "Sur Insta seulement" || p.TextOn(networks.X) != "Vendredi #Nantes" {
		t.Fatalf("saved %+v", p)
	}
	if !d.says("Version propre à Instagram") {
		t.Error("nothing says that Instagram has its own version")
	}
	d.version("")
	if d.view.text.Text() != "Vendredi #Nantes" {
		t.Errorf("the common text became %q", d.view.text.Text())
	}
	d.view.text.Input().SetText("Samedi")
	d.host.Elapse()
	if p = d.lastSave(); p.TextOn(networks.Instagram) != "Sur Insta seulement" || p.TextOn(networks.X) != "Samedi" {
		t.Errorf("saved %+v", p)
	}

	d.version(networks.Instagram)
	test.Tap(d.button("Reprendre le commun"))
	if p = d.lastSave(); len(p.Variants) != 0 || d.view.text.Text() != "Samedi" {
		t.Errorf("reattached: %+v, shown %q", p, d.view.text.Text())
	}
	d.host.Undo()
	if p = d.lastSave(); p.TextOn(networks.Instagram) != "Sur Insta seulement" || d.view.text.Text() != "Sur Insta seulement" {
		t.Errorf("undone: %+v, shown %q", p, d.view.text.Text())
	}
}

func TestOneNetworkHasNoTabs(t *testing.T) {
	d := filled().french(t)
	d.view.Open("post")
	if d.view.versions.tabs != nil || d.says("Commun") {
		t.Error("there are tabs for one network")
	}
	// Leaving a network brings back the common text, and keeps its version.
	d = several(t)
	d.version(networks.X)
	d.view.text.Input().SetText("Sur X")
	d.view.where.toggle("a5")
	if d.lastSave().TextOn(networks.X) != "Sur X" {
		t.Error("the version went with the account")
	}
}

func TestPicturesOfANetwork(t *testing.T) {
	d := several(t)
	d.version(networks.Instagram)
	d.view.strip.remove(1)
	p := d.lastSave()
	if len(p.Images) != 2 || len(p.ImagesOn(networks.Instagram)) != 1 {
		t.Fatalf("saved %+v", p)
	}
	d.host.Undo()
	if p = d.lastSave(); len(p.ImagesOn(networks.Instagram)) != 2 {
		t.Errorf("undone: %+v", p)
	}

	// A description is that of the picture, wherever it is typed.
	d = several(t)
	d.version(networks.X)
	d.view.redescribe([]editorial.PostImage{{Hash: "bread", Alt: "Des baguettes"}, {Hash: "oven", Alt: "Le four"}})
	d.view.changed()
	if p = d.lastSave(); len(p.Variants) != 0 || p.Images[1].Alt != "Le four" {
		t.Errorf("described: %+v", p)
	}
}

func TestFirstComment(t *testing.T) {
	d := filled().french(t)
	d.view.Open("post")
	if d.view.first.object.Visible() {
		t.Error("Bluesky has a first comment")
	}
	d = several(t)
	test.Tap(d.view.first.add)
	test.Type(d.view.first.field.Input(), "Réservez")
	d.host.Elapse()
	if p := d.lastSave(); p.Comment != "Réservez" {
		t.Fatalf("saved %+v", p)
	}
	d.version(networks.Instagram)
	d.view.first.field.Input().SetText("Lien en bio")
	d.host.Elapse()
	if p := d.lastSave(); p.Comment != "Réservez" || p.CommentOn(networks.Instagram) != "Lien en bio" || p.TextOn(networks.Instagram) != "Vendredi #Nantes" {
		t.Errorf("saved %+v", p)
	}
	if !d.says("Premier commentaire\u202f: Lien en bio") {
		t.Error("the preview does not show it")
	}
}

func TestPreviewOfEachNetwork(t *testing.T) {
	d := several(t)
	d.view.text.Input().SetText(strings.Repeat("Une phrase de vingt. ", 13) + "https://martin.fr")
	d.host.Elapse()
	tabs := d.view.preview.tabs
	if tabs == nil {
		t.Fatal("the preview has no tabs")
	}
	// Bluesky shows all of it, Instagram folds it and begins with the name.
	if got := d.view.preview.text(); strings.Contains(got, "Afficher plus") {
		t.Errorf("on Bluesky: %q", got)
	}
	tabs.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	got := d.view.preview.text()
	if !strings.HasPrefix(got, "boulangerie.martin Une phrase") || !strings.HasSuffix(got, "Afficher plus") {
		t.Errorf("on Instagram: %q", got)
	}
	if order := d.view.preview.cards[0].body.Objects; slices.Index(order, fyne.CanvasObject(d.view.preview.cards[0].mosaic)) > slices.Index(order, fyne.CanvasObject(d.view.preview.cards[0].text)) {
		t.Error("Instagram shows the text first")
	}

	d.version(networks.X)
	d.view.mend(editorial.Fix{Action: editorial.FixThread, Network: networks.X})
	if p := d.lastSave(); !strings.Contains(p.TextOn(networks.X), "\n---\n") || strings.Contains(p.Text, "---") {
		t.Fatalf("cut: %+v", p)
	}
	if n := len(d.view.preview.stack.Objects); n < 2 || d.view.preview.shown != networks.X {
		t.Errorf("the thread is drawn as %d cards of %s", n, d.view.preview.shown)
	}
	d.host.Undo()
	if p := d.lastSave(); len(p.Variants) != 0 {
		t.Errorf("undone: %+v", p)
	}
}

func TestChecksLeadToTheirVersion(t *testing.T) {
	d := several(t)
	d.version(networks.Instagram)
	d.view.text.Input().SetText("Un mot à voir")
	d.version("")
	d.view.mend(editorial.Fix{Action: editorial.FixSeeWord, Network: networks.Instagram, Start: 3, End: 6})
	if d.view.versions.on != networks.Instagram || d.view.text.Input().SelectedText() != "mot" {
		t.Errorf("on %q, %q is selected", d.view.versions.on, d.view.text.Input().SelectedText())
	}
	d.version("")
	d.view.mend(editorial.Fix{Action: editorial.FixAddHashtags, Network: networks.Instagram, Text: " #Martin"})
	if d.view.versions.on != networks.Instagram || !strings.HasSuffix(d.view.text.Text(), " #Martin") {
		t.Errorf("on %q: %q", d.view.versions.on, d.view.text.Text())
	}
	d.view.first.field.Input().SetText("Du vin offert")
	d.view.mend(editorial.Fix{Action: editorial.FixSeeWord, Network: networks.Instagram, Comment: true, Start: 3, End: 6})
	if got := d.view.first.field.Input().SelectedText(); got != "vin" {
		t.Errorf("in the first comment, %q is selected", got)
	}
	d.view.mend(editorial.Fix{
		Action: editorial.FixAddMention, Versions: []networks.Network{"", networks.Instagram}, Text: "Publicité", AtStart: true,
	})
	if p := d.lastSave(); !strings.HasPrefix(p.Text, "Publicité\n") || !strings.HasPrefix(p.TextOn(networks.Instagram), "Publicité\n") {
		t.Errorf("saved %+v", p)
	}
	d.host.Undo()
	if p := d.lastSave(); strings.Contains(p.Text+p.TextOn(networks.Instagram), "Publicité") {
		t.Errorf("undone: %+v", p)
	}
	d.view.mend(editorial.Fix{Action: editorial.FixDeclare, Disclosure: legal.Paid})
	if p := d.lastSave(); !slices.Equal(p.Disclosures, []legal.Disclosure{legal.Paid}) || d.view.plan.declared.Text() != "Partenariat payé ou offert" {
		t.Errorf("declared %v, shown %q", p.Disclosures, d.view.plan.declared.Text())
	}
	for _, item := range d.view.plan.disclosures() {
		if item.Checked {
			item.Action()
		}
	}
	if p := d.lastSave(); len(p.Disclosures) != 0 {
		t.Errorf("taken back: %v", p.Disclosures)
	}
}

func TestAWarningWantsAReason(t *testing.T) {
	d := filled().french(t) // a picture has no description
	d.view.Open("post")
	test.Tap(d.view.head.primary)
	if slices.Contains(d.asked, "schedule") || !d.says("Publier malgré un avertissement") {
		t.Fatalf("scheduled without a reason: %v", d.asked)
	}
	why := find(d, func(e *kit.Entry) bool { return e.Visible() && strings.Contains(e.Input().PlaceHolder, "mairie") })
	test.Type(why[0].Input(), "Vu ensemble")
	d.checks = func(editorial.Post) []editorial.Check { return nil }
	test.Tap(d.button("Programmer quand même"))
	if !slices.Equal(d.reasons, []string{"Vu ensemble"}) || d.asked[len(d.asked)-1] != "schedule" {
		t.Errorf("reasons %q, asked %v", d.reasons, d.asked)
	}
}

func TestApproval(t *testing.T) {
	w := filled()
	w.setting = approval.Setting{Way: approval.One, Approver: "Léa"}
	d := w.french(t)
	d.view.Open("post")
	test.Tap(d.button("Demander la validation"))
	if len(d.notes) != 1 || d.notes[0].Kind != approval.Asked || d.notes[0].PostID != "post" {
		t.Fatalf("said %+v", d.notes)
	}
	if d.view.head.ask.Visible() || d.view.head.primary.Text() != "Répondre…" {
		t.Errorf("asked, and the button says %q", d.view.head.primary.Text())
	}
	test.Tap(d.view.head.primary)
	fields := find(d, func(e *kit.Entry) bool { return e.Visible() && strings.Contains(e.Input().PlaceHolder, "corriger") })
	test.Type(fields[0].Input(), "Le prix est faux")
	test.Tap(d.button("À corriger"))
	if n := d.notes[len(d.notes)-1]; n.Kind != approval.SentBack || n.Text != "Le prix est faux" || n.Author != "Léa" {
		t.Errorf("said %+v", n)
	}
	if !d.view.head.ask.Visible() || !d.says("À corriger") {
		t.Error("the approval cannot be asked again")
	}

	alone := filled().french(t)
	alone.view.Open("post")
	if alone.view.head.ask.Visible() {
		t.Error("nobody approves, and the approval is asked")
	}
	alone.menu("Commentaires et validation")
	if len(find(alone, func(b *kit.Button) bool { return b.Text() == "Valider" })) != 0 {
		t.Error("nobody approves, and one can")
	}
}

func TestWhatIsInsertedStandsApart(t *testing.T) {
	for _, c := range []struct{ typed, inserted, want string }{
		{"Bonjour", "#Nantes", "Bonjour #Nantes"},
		{"Bonjour ", "#Nantes", "Bonjour #Nantes"},
		{"Bonjour", "🥖", "Bonjour🥖"},
		{"", "#Nantes", "#Nantes"},
		{"#Levain", "🥖", "#Levain 🥖"},
		{"Bonjour\n", "https://martin.fr", "Bonjour\nhttps://martin.fr"},
	} {
		d := newWorld().french(t)
		d.view.New(friday)
		d.typing(c.typed)
		d.view.insert(c.inserted)
		d.host.Elapse()
		if got := d.lastSave().Text; got != c.want {
			t.Errorf("%q after %q gives %q", c.inserted, c.typed, got)
		}
		d.view.text.Input().Undo()
		if got := d.view.text.Text(); got != c.typed {
			t.Errorf("undone: %q", got)
		}
	}
}

func TestAThreadIsCutByItsButton(t *testing.T) {
	d := several(t)
	if d.view.tools.thread.Visible() {
		t.Error("the common text can be cut")
	}
	d.version(networks.Instagram)
	if d.view.tools.thread.Visible() {
		t.Error("Instagram has threads")
	}
	d.version(networks.X)
	d.view.text.Input().SetText(strings.Repeat("Une phrase de vingt. ", 20))
	test.Tap(d.view.tools.thread)
	if got := d.lastSave().TextOn(networks.X); strings.Count(got, "\n---\n") != 1 {
		t.Errorf("cut into %q", got)
	}
}

func TestPicturesArePutInOrderAndCropped(t *testing.T) {
	d := several(t)
	d.pictures["bread"] = picture(200, 640) // kept as 400 by 1280: too tall for Instagram
	d.view.album.pictures = nil
	d.view.Open("post")
	d.host.Win.Canvas().Focus(d.view.strip.object)
	d.view.strip.object.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyRight, Modifier: fyne.KeyModifierAlt})
	if p := d.lastSave(); p.Images[0].Hash != "oven" || p.Images[1].Hash != "bread" || len(p.Variants) != 0 {
		t.Fatalf("moved: %+v", p.Images)
	}
	// A crop on the tab of a network is that network's own.
	d.view.mend(editorial.Fix{Action: editorial.FixCrop, Network: networks.Instagram, Image: 1})
	if d.view.versions.on != networks.Instagram || !d.says("Recadrer") {
		t.Fatalf("on %q, no crop is asked for", d.view.versions.on)
	}
	d.host.Win.Canvas().Overlays().Top().(*kit.Modal).Confirm()
	p := d.lastSave()
	own := p.ImagesOn(networks.Instagram)
	if c := own[1].Crop; c.Width != 400 || c.Height != 500 || !p.Images[1].Crop.IsZero() {
		t.Errorf("cropped: %+v, common %+v", own, p.Images)
	}
	// What is drawn is the part that is shown.
	d.view.strip.put([]editorial.PostImage{{Hash: "bread", Alt: "x", Crop: media.Crop{Y: 640, Width: 400, Height: 320}}})
	drawn := d.view.album.shown(d.view.images()[0])
	if b, got := d.view.album.pictures["bread"].Bounds(), drawn.Bounds(); got.Dx() != b.Dx() || got.Dy() != b.Dy()/4 || got.Min.Y != b.Dy()/2 {
		t.Errorf("drawn %v", got)
	}
}

func TestTheAuthorIsNamed(t *testing.T) {
	d := filled().french(t)
	d.view.Open("post")
	d.menu("Responsable…")
	field := find(d, func(e *kit.Entry) bool { return e.Visible() && e != d.view.title && e != d.view.text })
	test.Type(field[len(field)-1].Input(), " Maëlle ")
	d.host.Win.Canvas().Overlays().Top().(*kit.Modal).Confirm()
	if got := d.lastSave().Author; got != "Maëlle" {
		t.Errorf("kept %q", got)
	}
}

// TestCounterOfAServerWithItsOwnLimits: what counts is what the server of the
// account takes, and that of two which takes less.
func TestCounterOfAServerWithItsOwnLimits(t *testing.T) {
	w := filled()
	w.accounts = []networks.Account{
		{ID: "large", Network: networks.Mastodon, Handle: "martin@nantes.social", State: networks.AccountConnected, Instance: networks.Instance{Characters: 5000}},
		{ID: "usual", Network: networks.Mastodon, Handle: "martin@mastodon.social", State: networks.AccountConnected, Instance: networks.Instance{Characters: 500}},
	}
	for want, accounts := range map[string][]app.ID{
		"600 / 5\u202f000 caractères":       {"large"},
		"600 / 500 caractères, 100 de trop": {"large", "usual"},
	} {
		p := w.posts["post"]
		p.Text, p.Accounts = strings.Repeat("a", 600), accounts
		w.posts["post"] = p
		d := w.french(t)
		d.view.Open("post")
		if got := d.view.counter.words.Text(); got != want {
			t.Errorf("on %v: %q, want %q", accounts, got, want)
		}
	}
}

// TestTheTitleSaysWhoReadsIt: on a network that has titles the title is public.
func TestTheTitleSaysWhoReadsIt(t *testing.T) {
	site := networks.Account{ID: "a9", Network: networks.WordPress, Handle: "boulangerie-martin.fr", State: networks.AccountConnected}
	d := several(t)
	d.view.around.accounts = append(d.view.around.accounts, site)
	d.view.where.draw()
	if got := d.view.title.Input().PlaceHolder; got != "Titre, pour vous seulement (facultatif)" {
		t.Errorf("without the site: %q", got)
	}
	d.view.where.toggle(site.ID)
	if got := d.view.title.Input().PlaceHolder; got != "Titre, lu sur WordPress" {
		t.Errorf("with the site: %q", got)
	}
}
