package editorial

import (
	"reflect"
	"slices"
	"testing"

	"parvis/app"
	"parvis/app/legal"
	"parvis/app/networks"
)

func TestTheLawIsCheckedInEveryText(t *testing.T) {
	const wine = "Un verre de vin"
	common := []networks.Network{""}
	for _, test := range []struct {
		name     string
		change   func(p *Post)
		title    string
		severity Severity
		fix      Fix
	}{
		{"nothing", func(p *Post) { p.Text = "Du pain" }, "editorial.check.law.ok", Fine, Fix{}},
		{"in the common text", func(p *Post) { p.Text = wine }, "legal.alcohol", Warns, Fix{Action: FixAddMention, Text: warning, Versions: common}},
		{
			"in a variant", func(p *Post) {
				p.Text = "Du pain"
				p.Vary(Variant{Network: networks.Bluesky, Text: wine})
			}, "legal.alcohol", Warns, Fix{Action: FixAddMention, Text: warning, Versions: []networks.Network{networks.Bluesky}},
		},
		{
			"in two variants of three", func(p *Post) {
				p.Accounts = []app.ID{"bsky", "fb", "insta", "x"}
				p.Text = "Du pain"
				p.Vary(Variant{Network: networks.Bluesky, Text: wine})
				p.Vary(Variant{Network: networks.Instagram, Text: wine})
				p.Vary(Variant{Network: networks.X, Text: wine + ". " + warning})
			}, "legal.alcohol", Warns, Fix{Action: FixAddMention, Text: warning, Versions: []networks.Network{networks.Bluesky, networks.Instagram}},
		},
		{
			"in the first comment", func(p *Post) {
				p.Accounts, p.Text, p.Comment = []app.ID{"fb"}, "Du pain", wine
			}, "legal.alcohol", Warns, Fix{Action: FixAddMention, Text: warning, Versions: common},
		},
		{
			"in a first comment that nobody sees", func(p *Post) { p.Text, p.Comment = "Du pain", wine }, "editorial.check.law.ok", Fine, Fix{},
		},
		{
			"a word of the first comment", func(p *Post) {
				p.Accounts, p.Text, p.Comment = []app.ID{"fb"}, "Du pain", "Des soldes"
			}, "legal.sales", Warns, Fix{Action: FixSeeWord, Comment: true, Start: 4, End: 10},
		},
		{
			"a paid picture without a word", func(p *Post) {
				p.Text, p.Disclosures = "", []legal.Disclosure{legal.Paid}
			}, "legal.partnership.missing", Blocks, Fix{Action: FixWrite},
		},
		{
			"a paid picture without a word beside a text", func(p *Post) {
				p.Accounts, p.Disclosures = []app.ID{"bsky", "fb"}, []legal.Disclosure{legal.Paid}
				p.Vary(Variant{Network: networks.Bluesky})
			}, "legal.partnership.missing", Blocks, Fix{Action: FixAddMention, Text: "Publicité", AtStart: true, Versions: common},
		},
		{
			"in a common text that is said nowhere", func(p *Post) {
				p.Text = wine
				p.Vary(Variant{Network: networks.Bluesky, Text: "Du pain"})
			}, "editorial.check.law.ok", Fine, Fix{},
		},
		{"reads as a partnership", func(p *Post) { p.Text = "Offert par Meunier" }, "legal.partnership", Warns, Fix{Action: FixDeclare, Disclosure: legal.Paid}},
		{"is one", func(p *Post) { p.Text, p.Disclosures = "Du pain", []legal.Disclosure{legal.Paid} }, "legal.partnership.missing", Blocks, Fix{Action: FixAddMention, Text: "Publicité", AtStart: true, Versions: common}},
		{"soldes in November", func(p *Post) { p.Text = "Des soldes" }, "legal.sales", Warns, Fix{Action: FixSeeWord, Start: 4, End: 10}},
		{"soldes in January", func(p *Post) { p.Text, p.At = "Des soldes", civil(t, "2027-01-06 09:00") }, "legal.reference_price", Informs, Fix{Action: FixSeeWord, Start: 4, End: 10}},
		{"soldes on their last day", func(p *Post) { p.Text, p.At = "Des soldes", civil(t, "2027-02-02 09:00") }, "legal.reference_price", Informs, Fix{Action: FixSeeWord, Start: 4, End: 10}},
		{"soldes whose dates are not official", func(p *Post) { p.Text, p.At = "Des soldes", civil(t, "2027-01-06 09:00") }, "legal.sales.within", Informs, Fix{Action: FixSeeWord, Start: 4, End: 10}},
		{"soldes the day after", func(p *Post) { p.Text, p.At = "Des soldes", civil(t, "2027-02-03 09:00") }, "legal.sales.unsure", Warns, Fix{Action: FixSeeWord, Start: 4, End: 10}},
		{
			"a contest in a variant", func(p *Post) {
				p.Vary(Variant{Network: networks.Bluesky, Text: "Jeu-concours gratuit"})
			}, "legal.contest", Warns, Fix{Action: FixSeeWord, Network: networks.Bluesky, End: 12},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := good(t)
			s.Law = legal.NewReview(legal.Shipped())
			s.Accounts = append(s.Accounts, networks.Account{ID: "insta", Network: networks.Instagram}, networks.Account{ID: "x", Network: networks.X})
			test.change(&s.Post)
			checks := checkAll(s)
			i := slices.IndexFunc(checks, func(c Check) bool { return c.Title.Key == test.title })
			if i < 0 {
				t.Fatalf("not said: %v", titles(checks))
			}
			if got := checks[i]; got.Severity != test.severity || !reflect.DeepEqual(got.Fix, test.fix) {
				t.Errorf("severity %v, fix %+v", got.Severity, got.Fix)
			}
			if fix := checks[i].Fix; fix.Action == FixAddMention {
				s.Post.AddText(fix.Text, fix.AtStart, fix.Versions...)
				again := checkAll(s)
				// What remains is for its writer: pictures without a word.
				if slices.ContainsFunc(again, func(c Check) bool { return c.Title.Key == test.title && c.Fix.Action == FixAddMention }) {
					t.Errorf("still said with %q", s.Post.Text)
				}
			}
		})
	}
}

const warning = "L’abus d’alcool est dangereux pour la santé, à consommer avec modération."

// TestAMentionIsAddedOnce keeps what is written, and adds to the texts asked for that
// lack the sentence alone.
func TestAMentionIsAddedOnce(t *testing.T) {
	p := Post{Text: "Du vin\n", Images: []PostImage{{Hash: "h"}}, Variants: []Variant{
		{Network: networks.X, Text: "PUBLICITE\nDu vin"},
		{Network: networks.Facebook, OwnImages: true},
		{Network: networks.Instagram},
		{Network: networks.Bluesky, Text: "Du vin, avec moderation"},
		{Network: networks.LinkedIn, Text: "Du pain"},
	}}
	for range 2 {
		for _, n := range []networks.Network{"", networks.X, networks.Facebook, networks.Instagram, networks.Bluesky} {
			p.AddText("Publicité", true, n)
		}
		p.AddText("Avec modération", false, "", networks.X, networks.Facebook, networks.Instagram, networks.Bluesky)
	}
	for n, want := range map[networks.Network]string{
		"":                 "Publicité\nDu vin\n\nAvec modération",
		networks.X:         "PUBLICITE\nDu vin\n\nAvec modération",
		networks.Facebook:  "Publicité\n\nAvec modération",
		networks.Instagram: "", // pictures alone
		networks.Bluesky:   "Publicité\nDu vin, avec moderation",
		networks.LinkedIn:  "Du pain", // not asked for
	} {
		if got := p.TextOn(n); got != want {
			t.Errorf("%s: %q", n, got)
		}
	}
}

func TestAReasonSettlesAWarning(t *testing.T) {
	d := newDesk(t)
	p := Post{ID: "p", Text: "Du pain", At: civil(t, "2026-11-27 12:00"), Accounts: []app.ID{"bsky"}, Images: []PostImage{{Hash: "h1", Alt: ""}}}
	d.published = []string{"Du pain"}
	checks, err := d.Checks(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	warnings := Overridable(checks)
	if len(warnings) == 0 {
		t.Fatalf("nothing to override in %v", titles(checks))
	}
	for _, bad := range []string{"", " \n", string(make([]rune, MaxReasonLength+1)) + "x"} {
		if err := d.Override(t.Context(), "p", warnings, bad); app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%.10q: %v", bad, err)
		}
	}
	for _, reason := range []string{"Déjà dit", " C’est voulu "} {
		if err := d.Override(t.Context(), "p", warnings, reason); err != nil {
			t.Fatal(err)
		}
	}
	if checks, err = d.Checks(t.Context(), p); err != nil || len(Overridable(checks)) > 0 {
		t.Fatalf("after a reason: %v, %v", titles(checks), err)
	}
	i := slices.IndexFunc(checks, func(c Check) bool { return c.ID() == warnings[0].ID() })
	if got := checks[i]; got.Severity != Informs || got.Caption.Args["Reason"] != "C’est voulu" {
		t.Errorf("%+v", got)
	}
	p.ID = "other"
	if checks, err = d.Checks(t.Context(), p); err != nil || len(Overridable(checks)) == 0 {
		t.Errorf("the reason of one post settles another: %v, %v", titles(checks), err)
	}
}
