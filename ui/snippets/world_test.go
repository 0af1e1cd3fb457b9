package snippets_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/app/snippets"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
	ui "parvis/ui/snippets"
)

// memory keeps snippets for the time of a test.
type memory struct {
	all   []snippets.Snippet
	emoji []string
	fail  error
}

func (m *memory) List(_ context.Context, kind snippets.Kind) ([]snippets.Snippet, error) {
	var all []snippets.Snippet
	for _, one := range m.all {
		if one.Kind == kind {
			all = append(all, one)
		}
	}
	return all, m.fail
}

func (m *memory) at(id app.ID) int {
	return slices.IndexFunc(m.all, func(o snippets.Snippet) bool { return o.ID == id })
}

func (m *memory) Save(_ context.Context, one snippets.Snippet) (snippets.Snippet, error) {
	one, err := one.Checked()
	if err != nil {
		return one, err
	}
	if at := m.at(one.ID); at >= 0 {
		m.all[at] = one
		return one, nil
	}
	one.ID = app.ID("new " + one.Name)
	m.all = append(m.all, one)
	return one, nil
}

func (m *memory) Delete(_ context.Context, id app.ID) (snippets.Undo, error) {
	at := m.at(id)
	was := m.all[at]
	m.all = slices.Delete(m.all, at, at+1)
	return func(context.Context) error {
		m.all = slices.Insert(m.all, at, was)
		return nil
	}, nil
}

func (m *memory) Move(_ context.Context, _ snippets.Kind, id app.ID, by int) error {
	at := m.at(id)
	m.all[at], m.all[at+by] = m.all[at+by], m.all[at]
	return nil
}

func (m *memory) Used(_ context.Context, one snippets.Snippet) error {
	m.all[m.at(one.ID)].Uses++
	return nil
}

func (m *memory) RecentEmoji(_ context.Context, most int) ([]string, error) {
	return m.emoji[:min(len(m.emoji), most)], nil
}

func (m *memory) EmojiUsed(_ context.Context, e string) error {
	m.emoji = append([]string{e}, m.emoji...)
	return nil
}

type owner struct{}

func (owner) Business(context.Context) (business.Business, error) {
	return business.Business{Name: "Boulangerie Martin", Town: "Nantes", Website: "boulangerie-martin.example", FirstName: "Camille"}, nil
}

func (owner) Accounts(context.Context) ([]networks.Account, error) {
	return []networks.Account{{Network: networks.Facebook}, {Network: networks.Instagram}, {Network: networks.Instagram}, {Network: networks.Google}}, nil
}

// desk is a window over what is kept, and what was inserted.
type desk struct {
	*pagetest.Host
	*memory
	services ui.Services
	post     ui.Post
	inserted []string
}

func (d *desk) insert(text string) { d.inserted = append(d.inserted, text) }

var reference = fyne.NewSize(1280, 800)

func newDesk(t *testing.T, mode kit.Mode, lang translations.Language, size fyne.Size, all ...snippets.Snippet) *desk {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(mode, 1))
	d := &desk{Host: pagetest.NewIn(t, lang, size), memory: &memory{all: all}}
	d.Win.SetContent(kit.NewBackground(kit.ColorBackground))
	d.services = ui.Services{Snippets: d.memory, Business: owner{}, Accounts: owner{}}
	d.post = ui.Post{
		Networks: []networks.Network{networks.Facebook, networks.Instagram}, Campaign: "Noël 2026",
		Day: app.Date{Year: 2026, Month: time.November, Day: 27},
	}
	return d
}

// bakery is what a bakery writes again and again.
func bakery() []snippets.Snippet {
	return []snippets.Snippet{
		{ID: "h1", Kind: snippets.Hashtags, Name: "Fournil", Tags: []string{"PainAuLevain", "Boulangerie", "FaitMaison"}, Uses: 42},
		{ID: "h2", Kind: snippets.Hashtags, Name: "Fêtes de fin d’année", Tags: []string{"Noël", "BûcheDeNoël", "Nantes", "NoëlANantes", "Réveillon", "FaitMaison", "Boulangerie"}, Uses: 7},
		{ID: "h3", Kind: snippets.Hashtags, Name: "Nantes", Tags: []string{"Nantes", "NantesMaVille", "CommerceLocal"}},
		{ID: "s1", Kind: snippets.Signature, Name: "Google", Text: "Boulangerie Martin, 12 rue Crébillon", Networks: []networks.Network{networks.Google}},
		{ID: "s2", Kind: snippets.Signature, Name: "Adresse et horaires", Text: "📍 12 rue Crébillon, Nantes\n🕘 Du mardi au samedi, de 7 h à 19 h 30", Networks: []networks.Network{networks.Facebook, networks.Instagram}, Uses: 31},
		{ID: "t1", Kind: snippets.Template, Name: "Nouveauté", Text: "Nouveau chez {entreprise} : {produit} à {prix} €.\nDès {jour} {date}, {ville}.", Uses: 5},
		{ID: "t2", Kind: snippets.Template, Name: "Remerciement", Text: "Merci à tous, {prénom}"},
		{ID: "l1", Kind: snippets.Link, Name: "Commander", Address: "https://boulangerie-martin.example/commander", Uses: 12},
		{ID: "l2", Kind: snippets.Link, Name: "La carte", Address: "https://boulangerie-martin.example/carte?saison=hiver#buches", Medium: "social", Content: "carte"},
	}
}
