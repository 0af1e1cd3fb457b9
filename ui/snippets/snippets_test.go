package snippets_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynewidget "fyne.io/fyne/v2/widget"
	"github.com/google/go-cmp/cmp"

	"parvis/app/networks"
	"parvis/app/snippets"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
	ui "parvis/ui/snippets"
)

func open(t *testing.T, all ...snippets.Snippet) *desk {
	t.Helper()
	return newDesk(t, kit.ModeLight, translations.French, reference, all...)
}

// typing types in what has the focus.
func (d *desk) typing(words string) { test.Type(d.Win.Canvas().Focused(), words) }

func (d *desk) keys(names ...fyne.KeyName) { pagetest.Keys(d.Win, names...) }

// over reports how many forms are open.
func (d *desk) over() int { return len(d.Win.Canvas().Overlays().List()) }

// took fails unless exactly that was inserted and every form has closed.
func (d *desk) took(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, d.inserted); diff != "" {
		t.Error(diff)
	}
	if n := d.over(); n != 0 {
		t.Errorf("%d forms are open", n)
	}
	if len(d.Errors) > 0 {
		t.Error(d.Errors)
	}
}

func TestAGroupIsChosenWithTheKeyboard(t *testing.T) {
	d := open(t, bakery()...)
	ui.ShowHashtags(d, d.services, d.post, d.insert)
	if tags := pagetest.All[*kit.Tag](d.Win); len(tags) != 1 || tags[0].Text() != "Instagram n’en prend que 5\u00a0: ce groupe en a 7" {
		t.Error("the group of seven is not warned about")
	}
	d.keys(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn)
	d.took(t, "#Noël #BûcheDeNoël #Nantes #NoëlANantes #Réveillon #FaitMaison #Boulangerie")
	if d.all[1].Uses != 8 {
		t.Errorf("used %d times", d.all[1].Uses)
	}
}

func TestTypingFilters(t *testing.T) {
	d := open(t, bakery()...)
	ui.ShowHashtags(d, d.services, d.post, d.insert)
	d.typing("noel")
	if pagetest.Says(d.Win, "Fournil") || !pagetest.Says(d.Win, "Fêtes de fin d’année") {
		t.Errorf("found %q", pagetest.Texts(d.Win))
	}
	d.typing("zzz")
	d.keys(fyne.KeyReturn) // nothing to insert
	if d.over() != 1 || len(d.inserted) != 0 {
		t.Errorf("inserted %q", d.inserted)
	}
	pagetest.Press(t, d.Win, "Effacer la recherche")
	if !pagetest.Says(d.Win, "Fournil") {
		t.Error("the search was not cleared")
	}
	d.keys(fyne.KeyEscape)
	d.took(t)
}

func TestAGroupIsChosenWithTheMouse(t *testing.T) {
	d := open(t, bakery()...)
	ui.ShowHashtags(d, d.services, d.post, d.insert)
	rows := pagetest.All[*kit.TapRow](d.Win)
	if len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	pagetest.Click(d.Win, rows[2])
	d.took(t, "#Nantes #NantesMaVille #CommerceLocal")
}

func TestAGroupIsWritten(t *testing.T) {
	d := open(t)
	ui.ShowHashtags(d, d.services, d.post, d.insert)
	pagetest.Press(t, d.Win, "Créer un premier groupe")
	pagetest.Press(t, d.Win, "Enregistrer")
	if !pagetest.Says(d.Win, "Donnez-lui un nom") {
		t.Errorf("a group without a name: %q", pagetest.Texts(d.Win))
	}
	pagetest.Field(t, d.Win, "Nom").SetText("Levain")
	pagetest.Field(t, d.Win, "Hashtags").SetText("pain, #levain #Pain 2026 a b c d")
	for _, said := range []string{"6 hashtags", "#pain #levain #a", "Instagram n’en prend que 5", "Ne font pas un hashtag (il faut des lettres)\u00a0: 2026"} {
		if !pagetest.Says(d.Win, said) {
			t.Errorf("%q is not said: %q", said, pagetest.Texts(d.Win))
		}
	}
	pagetest.Press(t, d.Win, "Enregistrer")
	if len(d.all) != 1 || d.all[0].Name != "Levain" || len(d.all[0].Tags) != 6 || d.over() != 1 {
		t.Fatalf("kept %+v, %d forms", d.all, d.over())
	}
	d.keys(fyne.KeyReturn)
	d.took(t, "#pain #levain #a #b #c #d")
}

// pick takes an entry of the menu of the nth row.
func pick(t *testing.T, d *desk, row int, label string) {
	t.Helper()
	var menus []*kit.Button
	for _, b := range pagetest.All[*kit.Button](d.Win) {
		if b.Text() == "" && strings.HasPrefix(b.ToolTip(), "Modifier, déplacer") {
			menus = append(menus, b)
		}
	}
	if row >= len(menus) {
		t.Fatalf("%d menus", len(menus))
	}
	pagetest.Click(d.Win, menus[row])
	open := pagetest.All[*fynewidget.PopUpMenu](d.Win)
	if len(open) != 1 {
		t.Fatalf("%d menus are open", len(open))
	}
	pagetest.Click(d.Win, open[0].Items[slices.Index([]string{"Modifier", "Monter", "Descendre", "Supprimer"}, label)])
}

func TestSnippetsAreMovedChangedAndDeleted(t *testing.T) {
	d := open(t, bakery()[:3]...)
	ui.ShowHashtags(d, d.services, d.post, d.insert)
	names := func() string {
		var all []string
		for _, one := range d.all {
			all = append(all, one.Name)
		}
		return strings.Join(all, ", ")
	}
	pick(t, d, 0, "Descendre")
	if got := names(); got != "Fêtes de fin d’année, Fournil, Nantes" {
		t.Errorf("moved: %s", got)
	}
	pick(t, d, 1, "Modifier")
	pagetest.Field(t, d.Win, "Nom").SetText("Levain")
	pagetest.Press(t, d.Win, "Enregistrer")
	pick(t, d, 0, "Supprimer")
	if got := names(); got != "Levain, Nantes" {
		t.Errorf("deleted: %s", got)
	}
	pagetest.Press(t, d.Win, "Annuler")
	if got := names(); got != "Fêtes de fin d’année, Levain, Nantes" || pagetest.Says(d.Win, "est supprimé") {
		t.Errorf("undone: %s", got)
	}
	pick(t, d, 2, "Supprimer")
	d.keys(fyne.KeyEscape)
	if len(d.Toasts) != 1 || d.Undo == nil {
		t.Fatalf("the window does not offer to undo: %q", d.Toasts)
	}
	d.Undo()
	if got := names(); got != "Fêtes de fin d’année, Levain, Nantes" {
		t.Errorf("undone afterwards: %s", got)
	}
}

func TestSignaturesOfTheNetworksComeFirst(t *testing.T) {
	d := open(t, bakery()...)
	ui.ShowSignatures(d, d.services, d.post, d.insert)
	if !pagetest.Says(d.Win, "Pour d’autres réseaux") {
		t.Error("the signature for Google is not told apart")
	}
	d.keys(fyne.KeyReturn)
	d.took(t, "📍 12 rue Crébillon, Nantes\n🕘 Du mardi au samedi, de 7 h à 19 h 30")
}

func TestATemplateAsksForWhatIsNotKnown(t *testing.T) {
	d := open(t, bakery()...)
	ui.ShowTemplates(d, d.services, d.post, d.insert)
	d.keys(fyne.KeyReturn)
	d.typing("Brioche {tressée}")
	if !pagetest.Says(d.Win, "Nouveau chez Boulangerie Martin : Brioche {tressée} à {prix} €.") {
		t.Errorf("the preview says %q", pagetest.Texts(d.Win))
	}
	d.keys(fyne.KeyReturn) // to the next field
	d.keys(fyne.KeyReturn) // refused
	if d.over() != 2 || !pagetest.Says(d.Win, "il resterait entre accolades") {
		t.Fatalf("an empty field: %d forms, %q", d.over(), pagetest.Texts(d.Win))
	}
	d.typing("4,50")
	d.keys(fyne.KeyReturn)
	d.took(t, "Nouveau chez Boulangerie Martin : Brioche {tressée} à 4,50 €.\nDès vendredi 27\u00a0novembre, Nantes.")
}

func TestATemplateThatFillsItselfIsInsertedAtOnce(t *testing.T) {
	d := open(t, bakery()...)
	ui.ShowTemplates(d, d.services, d.post, d.insert)
	d.keys(fyne.KeyDown, fyne.KeyReturn)
	d.took(t, "Merci à tous, Camille")
}

func TestATemplateThatCannotBeReadIsExplained(t *testing.T) {
	d := open(t)
	ui.ShowTemplates(d, d.services, d.post, d.insert)
	pagetest.Press(t, d.Win, "Écrire un premier modèle")
	pagetest.Field(t, d.Win, "Nom").SetText("Promo")
	field := pagetest.Field(t, d.Win, "Texte")
	field.SetText("Notre {produit")
	if !strings.Contains(field.Error(), "une accolade est ouverte et pas refermée") {
		t.Errorf("said %q", field.Error())
	}
	field.SetText("Notre {produit} et {prix}")
	if field.Error() != "" || !pagetest.Says(d.Win, "2 champs\u00a0: produit, prix") {
		t.Errorf("said %q", pagetest.Texts(d.Win))
	}
}

func TestALinkShowsItsAddress(t *testing.T) {
	d := open(t, bakery()...)
	ui.ShowLinks(d, d.services, d.post, d.insert)
	d.keys(fyne.KeyDown, fyne.KeyReturn)
	const facebook = "https://boulangerie-martin.example/carte?saison=hiver&utm_source=facebook&utm_medium=social&utm_campaign=noel-2026&utm_content=carte#buches"
	if !pagetest.Says(d.Win, facebook) {
		t.Errorf("shows %q", pagetest.Texts(d.Win))
	}
	pagetest.All[*kit.Select](d.Win)[0].TypedRune('i')
	d.keys(fyne.KeyReturn)
	d.took(t, strings.Replace(facebook, "facebook", "instagram", 1))
}

func TestOfAPostWithoutNetworksALinkSaysNone(t *testing.T) {
	d := open(t, bakery()...)
	d.post = ui.Post{}
	ui.ShowLinks(d, d.services, d.post, d.insert)
	d.keys(fyne.KeyReturn)
	if len(pagetest.All[*kit.Select](d.Win)) != 0 || !pagetest.Says(d.Win, "La publication n’a pas de campagne") {
		t.Errorf("shows %q", pagetest.Texts(d.Win))
	}
	pagetest.Press(t, d.Win, "Insérer")
	d.took(t, "https://boulangerie-martin.example/commander?utm_medium=social")
}

func TestALinkIsWritten(t *testing.T) {
	d := open(t)
	ui.ShowLinks(d, d.services, d.post, d.insert)
	pagetest.Press(t, d.Win, "Ajouter un premier lien")
	pagetest.Field(t, d.Win, "Nom").SetText("Carte")
	address := pagetest.Field(t, d.Win, "Adresse de la page")
	address.SetText("javascript:alert(1)")
	if !strings.Contains(address.Error(), "pas par javascript") {
		t.Errorf("said %q", address.Error())
	}
	address.SetText("boulangerie-léa.fr/carte")
	if address.Error() != "" || !pagetest.Says(d.Win, "https://xn--boulangerie-la-nkb.fr/carte?utm_source=facebook") {
		t.Errorf("said %q, %q", address.Error(), pagetest.Texts(d.Win))
	}
	pagetest.Press(t, d.Win, "Enregistrer")
	if len(d.all) != 1 || d.all[0].Address != "https://xn--boulangerie-la-nkb.fr/carte" {
		t.Errorf("kept %+v", d.all)
	}
}

func TestASignatureIsForSomeNetworks(t *testing.T) {
	d := open(t)
	ui.ShowSignatures(d, d.services, d.post, d.insert)
	pagetest.Press(t, d.Win, "Écrire une première signature")
	pagetest.Field(t, d.Win, "Nom").SetText("Adresse")
	pagetest.Field(t, d.Win, "Texte").SetText("12 rue Crébillon")
	tags := pagetest.All[*kit.ActionTag](d.Win)
	if len(tags) != 3 {
		t.Fatalf("%d networks", len(tags))
	}
	pagetest.Click(d.Win, tags[2])
	pagetest.Press(t, d.Win, "Enregistrer")
	if len(d.all) != 1 || !slices.Equal(d.all[0].Networks, []networks.Network{networks.Google}) {
		t.Errorf("kept %+v", d.all)
	}
}

func TestEmojiWithTheKeyboard(t *testing.T) {
	d := open(t)
	ui.ShowEmoji(d, d.services, d.insert)
	d.typing("boulang")
	d.keys(fyne.KeyReturn)
	d.took(t, "🥖")
	ui.ShowEmoji(d, d.services, d.insert)
	if !pagetest.Says(d.Win, "baguette") {
		t.Errorf("the recent one is not first: %q", pagetest.Texts(d.Win))
	}
	d.keys(fyne.KeyDown, fyne.KeyRight, fyne.KeyDown, fyne.KeyUp, fyne.KeyLeft, fyne.KeyReturn)
	d.took(t, "🥖", "😀")
	ui.ShowEmoji(d, d.services, d.insert)
	d.typing("zzzz")
	d.keys(fyne.KeyReturn)
	if len(d.inserted) != 2 || !pagetest.Says(d.Win, "Aucun émoji") {
		t.Errorf("inserted %q, says %q", d.inserted, pagetest.Texts(d.Win))
	}
	d.keys(fyne.KeyEscape)
	d.took(t, "🥖", "😀")
}
