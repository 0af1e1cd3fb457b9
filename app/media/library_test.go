package media

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
)

// cabinet keeps a library in memory as the file does.
type cabinet struct {
	LibraryStore
	items  []Item
	papers map[Hash][]byte
}

func (c *cabinet) Items(context.Context) ([]Item, error) { return c.items, nil }

func (c *cabinet) Item(_ context.Context, h Hash) (Item, error) {
	for _, i := range c.items {
		if i.Hash == h {
			return i, nil
		}
	}
	return Item{}, app.Fail(app.CodeNotFound, "storage.error.not_found")
}

func (c *cabinet) Describe(_ context.Context, h Hash, name string, tags []string, people bool) error {
	for i := range c.items {
		if c.items[i].Hash == h {
			c.items[i].Name, c.items[i].Tags, c.items[i].People = name, tags, people
		}
	}
	return nil
}

func (c *cabinet) SaveRight(_ context.Context, r Right, proof []byte) error {
	for i := range c.items {
		if c.items[i].Hash == r.Hash {
			c.items[i].Rights = append(c.items[i].Rights, r)
		}
	}
	if proof != nil {
		c.papers[r.Proof.Hash] = proof
	}
	return nil
}

func libraryWorld() (*Library, *cabinet) {
	c := &cabinet{papers: make(map[Hash][]byte), items: []Item{
		{Hash: "four", Kind: KindImage, Name: "Le four à bois.jpg", Tags: []string{"Coulisses", "été"}, Uses: 3},
		{Hash: "equipe", Kind: KindImage, Name: "IMG_0412.jpg", Alts: []string{"L’équipe devant la vitrine"}, Tags: []string{"équipe"}, People: true},
		{Hash: "visite", Kind: KindVideo, Name: "visite.mp4", Tags: []string{"coulisses"}},
		{Hash: "oeufs", Kind: KindImage, Name: "Œufs frais.png", Uses: 1},
	}}
	return NewLibrary(c, app.NewIDs(app.FixedClock(testNow), bytes.NewReader(make([]byte, 1000))), app.NewEvents()), c
}

func TestLibrarySearch(t *testing.T) {
	l, _ := libraryWorld()
	day := app.Date{Year: 2026, Month: 11, Day: 21}
	for name, tt := range map[string]struct {
		query Query
		want  string
	}{
		"all":                          {Query{}, "four equipe visite oeufs"},
		"by name, accents forgiven":    {Query{Text: "  FOUR a "}, "four"},
		"by the text of a post":        {Query{Text: "equipe vitrine"}, "equipe"},
		"by tag":                       {Query{Text: "ETE"}, "four"},
		"œ is oe":                      {Query{Text: "oeuf"}, "oeufs"},
		"oe is œ":                      {Query{Text: "œufs"}, "oeufs"},
		"apostrophes are alike":        {Query{Text: "l'equipe"}, "equipe"},
		"nothing":                      {Query{Text: "four vitrine"}, ""},
		"videos":                       {Query{Kind: KindVideo}, "visite"},
		"unused":                       {Query{Unused: true}, "equipe visite"},
		"a tag, however it is written": {Query{Tag: "COULISSES"}, "four visite"},
		"without authorisation":        {Query{Rights: RightsMissing, Day: day}, "equipe"},
		"a page":                       {Query{Offset: 1, Limit: 2}, "equipe visite"},
		"beyond the end":               {Query{Offset: 9, Limit: 2}, ""},
	} {
		found, err := l.List(t.Context(), tt.query)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, i := range found.Items {
			got = append(got, string(i.Hash))
		}
		if s := strings.Join(got, " "); s != tt.want || found.All != 4 {
			t.Errorf("%s: %q of %d, want %q", name, s, found.All, tt.want)
		}
	}
	found, err := l.List(t.Context(), Query{Limit: 1})
	if err != nil || found.Total != 4 || strings.Join(found.Tags, " ") != "Coulisses coulisses équipe été" {
		t.Errorf("total %d, tags %v, %v", found.Total, found.Tags, err)
	}
}

func TestTagsAsTyped(t *testing.T) {
	got, err := Tags(" été , #vitrine;Pâques\n ÉTÉ, pain  au levain,,")
	if diff := cmp.Diff([]string{"été", "pain au levain", "Pâques", "vitrine"}, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if _, err := Tags(strings.Repeat("x", maxTag+1)); app.CodeOf(err) != app.CodeInvalid {
		t.Errorf("too long: %v", err)
	}
	many := ""
	for i := range MaxTags + 1 {
		many += fmt.Sprint(i, ",")
	}
	if _, err := Tags(many); app.CodeOf(err) != app.CodeInvalid {
		t.Errorf("too many: %v", err)
	}
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.String().Draw(t, "typed")
		once, err := Tags(typed)
		if err != nil {
			return
		}
		if again, err := Tags(strings.Join(once, ",")); err != nil || !cmp.Equal(again, once) {
			t.Fatalf("%q read again is %q, %v", once, again, err)
		}
	})
}

func TestDescribing(t *testing.T) {
	l, c := libraryWorld()
	told := 0
	app.On(l.events, func(e Changed) { told++ })
	if err := l.Describe(t.Context(), "four", "  Le four \x00 A/B ", []string{"pain, four", "Pain"}, true); err != nil {
		t.Fatal(err)
	}
	if i := c.items[0]; i.Name != "Le four  A∕B" || strings.Join(i.Tags, ",") != "four,pain" || !i.People || told != 1 {
		t.Errorf("described %+v, told %d times", i, told)
	}
}

// Days of the tests of rights, around 21 November 2026.
var (
	before = app.Date{Year: 2026, Month: 1, Day: 1}
	today  = app.Date{Year: 2026, Month: 11, Day: 21}
)

func signed(kind RightKind, person string, until app.Date, on ...string) Right {
	return Right{Hash: "h", Kind: kind, Person: person, SignedOn: before, ExpiresOn: until, Networks: on}
}

func TestStandingOfRights(t *testing.T) {
	none := app.Date{}
	unsigned := signed(RightPerson, "Marie", none)
	unsigned.SignedOn = none
	tomorrow := signed(RightPerson, "Marie", none)
	tomorrow.SignedOn = today.AddDays(1)
	for name, tt := range map[string]struct {
		people bool
		rights []Right
		on     []string
		want   Standing
		says   string
	}{
		"nobody on it":                  {false, nil, nil, RightsNone, ""},
		"somebody, nothing signed":      {true, nil, nil, RightsMissing, "missing"},
		"signed, without end":           {true, []Right{signed(RightPerson, "Marie", none)}, nil, RightsValid, ""},
		"a child":                       {true, []Right{signed(RightChild, "Léo", none)}, nil, RightsValid, ""},
		"its photographer alone":        {true, []Right{signed(RightAuthor, "Studio", none)}, nil, RightsMissing, "missing"},
		"the photographer of a still":   {false, []Right{signed(RightAuthor, "Studio", none)}, nil, RightsValid, ""},
		"the last day":                  {false, []Right{signed(RightBought, "Banque", today)}, nil, RightsSoon, "soon"},
		"the day after":                 {false, []Right{signed(RightBought, "Banque", today.AddDays(-1))}, nil, RightsExpired, "expired"},
		"in thirty days":                {false, []Right{signed(RightBought, "Banque", today.AddDays(30))}, nil, RightsSoon, "soon"},
		"in thirty-one":                 {false, []Right{signed(RightBought, "Banque", today.AddDays(31))}, nil, RightsValid, ""},
		"asked and not signed":          {true, []Right{unsigned}, nil, RightsMissing, "unsigned"},
		"not signed, on a network":      {true, []Right{unsigned}, []string{"facebook"}, RightsMissing, "unsigned"},
		"signed tomorrow":               {true, []Right{tomorrow}, nil, RightsMissing, "unsigned"},
		"renewed":                       {true, []Right{signed(RightPerson, "Marie", today.AddDays(-9)), signed(RightPerson, "MARIE ", none)}, nil, RightsValid, ""},
		"the other has ended":           {true, []Right{signed(RightPerson, "Marie", none), signed(RightPerson, "Jean", today.AddDays(-9))}, nil, RightsExpired, "expired"},
		"the worst first":               {true, []Right{signed(RightPerson, "Marie", today), signed(RightPerson, "Jean", today.AddDays(-9))}, nil, RightsExpired, "expired soon"},
		"for this network":              {true, []Right{signed(RightPerson, "Marie", none, "facebook")}, []string{"facebook"}, RightsValid, ""},
		"not for this network":          {true, []Right{signed(RightPerson, "Marie", none, "facebook")}, []string{"facebook", "tiktok"}, RightsMissing, "elsewhere"},
		"two papers for two networks":   {true, []Right{signed(RightPerson, "Marie", none, "facebook"), signed(RightPerson, "Marie", none, "tiktok")}, []string{"facebook", "tiktok"}, RightsValid, ""},
		"networks are not asked about":  {true, []Right{signed(RightPerson, "Marie", none, "facebook")}, nil, RightsValid, ""},
		"ended where it would be shown": {true, []Right{signed(RightPerson, "Marie", none, "facebook"), signed(RightPerson, "Marie", today.AddDays(-1), "tiktok")}, []string{"tiktok"}, RightsExpired, "expired"},
	} {
		got := reportOn("h", tt.rights, tt.people, today, tt.on)
		var says []string
		for _, m := range got.Messages() {
			says = append(says, strings.TrimPrefix(m.Key, "media.rights."))
		}
		if s := strings.Join(says, " "); got.Standing != tt.want || s != tt.says {
			t.Errorf("%s: %d saying %q, want %d saying %q", name, got.Standing, s, tt.want, tt.says)
		}
	}
}

func TestRightsOfAPost(t *testing.T) {
	l, _ := libraryWorld()
	got, err := l.RightsOf(t.Context(), []Hash{"equipe", "absent", "four"}, today, "facebook")
	if err != nil || len(got) != 2 || got[0].Standing != RightsMissing || got[1].Standing != RightsNone {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestSavingARight(t *testing.T) {
	l, c := libraryWorld()
	fine := Right{Hash: "equipe", Kind: RightPerson, Person: " Marie ", SignedOn: before, ExpiresOn: today}
	for key, change := range map[string]func(*Right){
		"person":    func(r *Right) { r.Person = "  " },
		"kind":      func(r *Right) { r.Kind = "friend" },
		"long":      func(r *Right) { r.Note = strings.Repeat("x", maxNote+1) },
		"backwards": func(r *Right) { r.ExpiresOn = before.AddDays(-1) },
	} {
		r := fine
		change(&r)
		if _, err := l.SaveRight(t.Context(), r, "", nil); app.CodeOf(err) != app.CodeInvalid || app.MessageOf(err).Key != "media.rights.error."+key {
			t.Errorf("%s: %v", key, err)
		}
	}
	for key, paper := range map[string]string{"paper": "Bonjour", "heavy": "%PDF-" + strings.Repeat(" ", maxProof)} {
		if _, err := l.SaveRight(t.Context(), fine, "x", strings.NewReader(paper)); app.MessageOf(err).Key != "media.rights.error."+key {
			t.Errorf("%s: %v", key, err)
		}
	}
	if len(c.items[1].Rights) != 0 {
		t.Fatal("refused, and yet kept")
	}
	got, err := l.SaveRight(t.Context(), fine, `C:\Users\Marie\accord.pdf`, strings.NewReader("%PDF-1.7"))
	if err != nil || got.ID == "" || got.Person != "Marie" || got.Proof.Name != "accord.pdf" || got.Proof.MIME != "application/pdf" || got.Proof.Bytes != 8 {
		t.Errorf("kept %+v, %v", got, err)
	}
	if string(c.papers[got.Proof.Hash]) != "%PDF-1.7" {
		t.Errorf("papers %q", c.papers)
	}
}
