package editorial

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/spelling"
)

// good is a situation in which nothing is to be said against the post.
func good(t testing.TB) situation {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return situation{
		Post: Post{
			ID: "p", Text: "Vendredi, on fait le Black Friday à notre façon 🖤", At: civil(t, "2026-11-27 12:00"),
			Accounts: []app.ID{"bsky"}, Images: []PostImage{{Hash: "h1", Alt: "Une baguette dorée"}},
		},
		Accounts: []networks.Account{
			{ID: "bsky", Network: networks.Bluesky, Handle: "martin.bsky.social", State: networks.AccountConnected},
			{ID: "second", Network: networks.Bluesky, Handle: "autre.bsky.social", State: networks.AccountExpired},
			{ID: "fb", Network: networks.Facebook, Handle: "Boulangerie Martin", State: networks.AccountHandFed},
		},
		Images: map[media.Hash]media.Image{
			"h1": {Hash: "h1", Name: "baguette.jpg", Size: 640_000}, "h2": {Hash: "h2", Name: "four.png", Size: 1_400_000},
		},
		Recent: []fingerprint{fingerprintOf("Comment choisir sa farine ? T65 pour la tradition.")},
		Now:    now, Zone: paris,
	}
}

// TestTheComputerIsForWhatParvisSends: nothing else leaves by itself.
func TestTheComputerIsForWhatParvisSends(t *testing.T) {
	for want, accounts := range map[string][]app.ID{"Bluesky": {"bsky", "fb"}, "": {"fb"}} {
		s := good(t)
		s.Post.Accounts = accounts
		got := ""
		for _, c := range checkAll(s) {
			if c.Title.Key == "editorial.check.computer" {
				got = c.Caption.Args["Networks"].(string)
			}
		}
		if got != want {
			t.Errorf("%v: on for %q, want %q", accounts, got, want)
		}
	}
}

func TestChecks(t *testing.T) {
	alt := func(n int) []PostImage { return slices.Repeat([]PostImage{{Hash: "h1", Alt: "Décrite"}}, n) }
	for _, test := range []struct {
		name     string
		change   func(s *situation)
		severity Severity
		title    string
		fix      Fix
		args     map[string]any // of the title, nil when not looked at
		caption  map[string]any
	}{
		{"no account chosen", func(s *situation) { s.Post.Accounts = nil }, Blocks, "accounts.none", Fix{Action: FixChooseWhere}, nil, nil},
		{"account removed since", func(s *situation) { s.Post.Accounts = []app.ID{"gone"} }, Blocks, "accounts.none", Fix{Action: FixChooseWhere}, nil, nil},
		{"no account at all", func(s *situation) { s.Post.Accounts, s.Accounts = nil, nil }, Blocks, "accounts.missing", Fix{Action: FixConnect}, nil, nil},
		{"account ready", func(*situation) {}, Fine, "accounts.ok", Fix{}, map[string]any{"Count": 1}, map[string]any{"Networks": "Bluesky"}},
		{"hand-fed", func(s *situation) { s.Post.Accounts = []app.ID{"fb"} }, Informs, "account.hand_fed", Fix{}, map[string]any{"Network": networks.Facebook}, nil},
		{"expired", func(s *situation) { s.Post.Accounts = []app.ID{"second"} }, Warns, "account.expired", Fix{Action: FixReconnect, Account: "second"}, nil, map[string]any{"Handle": "autre.bsky.social"}},
		{"nothing to say", func(s *situation) { s.Post.Text, s.Post.Images = " \n", nil }, Blocks, "empty", Fix{Action: FixWrite}, nil, nil},
		{
			"three characters too many", func(s *situation) { s.Post.Text = strings.Repeat("é", 302) + "👨‍👩‍👧" }, Blocks, "long",
			Fix{Action: FixShorten, Account: "bsky"},
			map[string]any{"Network": networks.Bluesky, "Count": 3},
			map[string]any{"Length": 303, "Max": 300},
		},
		{
			// A family of four is one character of 25 bytes.
			"few characters, many bytes", func(s *situation) { s.Post.Text = strings.Repeat("👨‍👩‍👧‍👦", 121) }, Blocks, "heavy",
			Fix{Action: FixShorten, Account: "bsky"},
			nil,
			map[string]any{"Size": 3025, "Max": 3000},
		},
		{"length at the limit", func(s *situation) { s.Post.Text = strings.Repeat("é", 300) }, Fine, "length.ok", Fix{}, nil, nil},
		{"five images", func(s *situation) { s.Post.Images = alt(5) }, Blocks, "images", Fix{Action: FixRemoveImage, Image: 4}, map[string]any{"Network": networks.Bluesky, "Count": 1}, map[string]any{"Max": 4, "Images": 5}},
		{"lost image", func(s *situation) { s.Post.Images = []PostImage{{Hash: "none", Alt: "x"}} }, Blocks, "image_lost", Fix{Action: FixRemoveImage}, map[string]any{"Number": 1}, nil},
		{"no alternative text", func(s *situation) { s.Post.Images = append(alt(1), PostImage{Hash: "h1", Alt: " "}) }, Warns, "alt", Fix{Action: FixWriteAlt, Image: 1, Hash: "h1"}, map[string]any{"Count": 1}, map[string]any{"Count": 1, "Number": 2}},
		{"no alternative texts", func(s *situation) { s.Post.Images = []PostImage{{Hash: "h1", Alt: ""}, {Hash: "h1", Alt: ""}} }, Warns, "alt", Fix{Action: FixWriteAlt, Hash: "h1"}, map[string]any{"Count": 2}, nil},
		{"described", func(*situation) {}, Fine, "alt.ok", Fix{}, nil, map[string]any{"Count": 1}},
		{"no date", func(s *situation) { s.Post.At = app.Civil{} }, Blocks, "unplaced", Fix{Action: FixChooseTime}, nil, nil},
		{"a minute ago", func(s *situation) { s.Post.At = civil(t, "2026-11-21 14:31") }, Blocks, "past", Fix{Action: FixChooseTime}, nil, nil},
		{"the same picture twice, described", func(s *situation) { s.Post.Images = alt(2) }, Fine, "alt.ok", Fix{}, nil, map[string]any{"Count": 1}},
		{"this very minute", func(s *situation) { s.Post.At = civil(t, "2026-11-21 14:32") }, Informs, "computer", Fix{}, nil, nil},
		{"computer on", func(*situation) {}, Informs, "computer", Fix{}, map[string]any{"Time": app.TimeOfDay{Hour: 12}}, map[string]any{"Day": date(t, "2026-11-27"), "Networks": "Bluesky"}},
		{"a time the clocks skip", func(s *situation) { s.Post.At = civil(t, "2027-03-28 02:30") }, Informs, "computer", Fix{}, map[string]any{"Time": app.TimeOfDay{Hour: 3, Minute: 30}}, nil},
		{"said already", func(s *situation) { s.Recent = append(s.Recent, fingerprintOf(strings.ToUpper(s.Post.Text))) }, Warns, "duplicate", Fix{Action: FixWrite}, nil, map[string]any{"Days": 90}},
		{"said already, in a variant", func(s *situation) {
			s.Post.Vary(Variant{Network: networks.Bluesky, Text: "Comment choisir sa farine ? T65, pour la tradition"})
		}, Warns, "duplicate", Fix{Action: FixWrite, Network: networks.Bluesky}, nil, nil},
		{"said already, where nobody sees it", func(s *situation) {
			s.Recent = append(s.Recent, fingerprintOf(s.Post.Text))
			s.Post.Vary(Variant{Network: networks.Bluesky, Text: "Une autre fournée, un autre jour"})
		}, Fine, "original", Fix{}, nil, nil},
		{"never said", func(*situation) {}, Fine, "original", Fix{}, nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := good(t)
			test.change(&s)
			checks := checkAll(s)
			i := slices.IndexFunc(checks, func(c Check) bool { return c.Title.Key == "editorial.check."+test.title })
			if i < 0 {
				t.Fatalf("not said: %v", titles(checks))
			}
			got := checks[i]
			if got.Severity != test.severity || !reflect.DeepEqual(got.Fix, test.fix) {
				t.Errorf("severity %v, fix %+v", got.Severity, got.Fix)
			}
			if test.args != nil {
				if diff := gocmp.Diff(test.args, got.Title.Args); diff != "" {
					t.Error(diff)
				}
			}
			for name, want := range test.caption {
				if got.Caption.Args[name] != want {
					t.Errorf("caption: %s is %v, want %v", name, got.Caption.Args[name], want)
				}
			}
			if Ready(checks) != (test.severity != Blocks) {
				t.Errorf("ready: %v with %v", Ready(checks), titles(checks))
			}
		})
	}
}

func titles(checks []Check) []string {
	var all []string
	for _, c := range checks {
		all = append(all, fmt.Sprintf("%d %s", c.Severity, strings.TrimPrefix(c.Title.Key, "editorial.check.")))
	}
	return all
}

func TestChecksComeInOrder(t *testing.T) {
	s := good(t)
	s.Post.Accounts = []app.ID{"bsky", "second"}
	s.Post.Images = []PostImage{{Hash: "h2", Alt: ""}}
	s.Mistakes = map[string][]spelling.Finding{s.Post.Text: {
		{Start: 0, End: 8, Word: "Vendredi", Kind: spelling.Spelling}, {Start: 8, End: 9, Word: ",", Kind: spelling.Typography, Suggestions: []string{";"}},
	}}
	want := []string{"1 account.expired", "1 alt", "1 editorial.spelling.words", "2 length.ok", "2 original", "2 law.ok", "3 computer", "3 editorial.spelling.typography"}
	if diff := gocmp.Diff(want, titles(checkAll(s))); diff != "" {
		t.Error(diff)
	}
}

func TestTwoAccountsOfANetworkAreMeasuredOnce(t *testing.T) {
	s := good(t)
	s.Post.Accounts = []app.ID{"bsky", "second"}
	s.Post.Text = strings.Repeat("a", 301)
	s.Post.Images = slices.Repeat([]PostImage{{Hash: "h2", Alt: "x"}}, 5)
	count := make(map[string]int)
	for _, c := range checkAll(s) {
		count[strings.TrimPrefix(c.Title.Key, "editorial.check.")]++
	}
	if count["long"] != 1 || count["images"] != 1 {
		t.Errorf("got %v", count)
	}
}

func TestServiceReadsTheRecentTextsOnce(t *testing.T) {
	d := newDesk(t)
	d.images["h1"] = media.Image{Hash: "h1", Size: 10}
	d.published = []string{"Fournée de 17 h, venez tôt"}
	p := Post{ID: "p", Text: "fournée de 17 H — venez tôt !", At: civil(t, "2026-11-27 12:00"), Accounts: []app.ID{"bsky"}, Images: []PostImage{{Hash: "h1", Alt: "x"}, {Hash: "gone", Alt: "y"}}}
	var checks []Check
	for range 3 {
		var err error
		if checks, err = d.Checks(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"0 image_lost", "1 duplicate", "2 accounts.ok", "2 length.ok", "2 alt.ok", "2 law.ok", "3 computer"}
	if diff := gocmp.Diff(want, titles(checks)); diff != "" {
		t.Error(diff)
	}
	if d.reads != 1 {
		t.Errorf("read %d times for three keystrokes", d.reads)
	}
	d.published = nil
	app.Emit(d.events, publishing.DeliveryChanged{})
	checks, err := d.Checks(t.Context(), p)
	if err != nil || d.reads != 2 || slices.Contains(titles(checks), "1 duplicate") {
		t.Errorf("after a delivery: read %d times, %v, %v", d.reads, titles(checks), err)
	}
	p.ID = "other"
	if _, err := d.Checks(t.Context(), p); err != nil || d.reads != 3 {
		t.Errorf("for another post: read %d times, %v", d.reads, err)
	}
}

func TestFixesAndStatesHaveNames(t *testing.T) {
	if got := NoFix.Name(); !got.IsZero() {
		t.Errorf("got %v", got)
	}
	if got := FixWriteAlt.Name(); got.Key != "editorial.fix.write_alt" {
		t.Errorf("got %v", got)
	}
	if got := StateToCheck.Name(); got.Key != "editorial.state.to_check" {
		t.Errorf("got %v", got)
	}
}

// BenchmarkChecks is one keystroke: a typical post against a quarter of three
// posts a day. Under a millisecond is wanted.
func BenchmarkChecks(b *testing.B) {
	s := good(b)
	s.Post.Text = "Vendredi, on fait le Black Friday à notre façon 🖤\n\nUne baguette tradition achetée = une offerte pour votre voisin.\n" +
		"De 7 h 30 à 13 h, dans la limite des fournées.\n\n👉 Réservez la vôtre : https://boulangerie-martin.example/vendredi\n\n#Nantes #Boulangerie #CommerceLocal"
	s.Recent = nil
	for i := range 270 {
		s.Recent = append(s.Recent, fingerprintOf(fmt.Sprintf("Fournée numéro %d : le pain de campagne sort à %d h, et pour %d personnes de plus. "+
			"Passez nous voir rue des Halles, on vous garde une miche si vous appelez avant midi. #Nantes", i, i%24, i*7)))
	}
	b.ReportAllocs()
	for b.Loop() {
		if !Ready(checkAll(s)) {
			b.Fatal("not ready")
		}
	}
}
