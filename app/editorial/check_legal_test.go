package editorial

import (
	"slices"
	"testing"

	"parvis/app"
	"parvis/app/legal"
	"parvis/app/networks"
)

func TestTheLawIsCheckedInEveryText(t *testing.T) {
	const wine = "Un verre de vin"
	for _, test := range []struct {
		name     string
		change   func(p *Post)
		title    string
		severity Severity
		fix      Fix
	}{
		{"nothing", func(p *Post) { p.Text = "Du pain" }, "editorial.check.law.ok", Fine, Fix{}},
		{"in the common text", func(p *Post) { p.Text = wine }, "legal.alcohol", Warns, Fix{Action: FixAddMention, Text: warning}},
		{
			"in a variant", func(p *Post) {
				p.Text = "Du pain"
				p.Vary(Variant{Network: networks.Bluesky, Text: wine})
			}, "legal.alcohol", Warns, Fix{Action: FixAddMention, Text: warning},
		},
		{
			"in a common text that is said nowhere", func(p *Post) {
				p.Text = wine
				p.Vary(Variant{Network: networks.Bluesky, Text: "Du pain"})
			}, "editorial.check.law.ok", Fine, Fix{},
		},
		{"reads as a partnership", func(p *Post) { p.Text = "Offert par Meunier" }, "legal.partnership", Warns, Fix{Action: FixDeclare, Disclosure: legal.Paid}},
		{"is one", func(p *Post) { p.Text, p.Disclosures = "Du pain", []legal.Disclosure{legal.Paid} }, "legal.partnership.missing", Blocks, Fix{Action: FixAddMention, Text: "Publicité", AtStart: true}},
		{"soldes in November", func(p *Post) { p.Text = "Des soldes" }, "legal.sales", Warns, Fix{Action: FixSeeWord, Start: 4, End: 10}},
		{"soldes in January", func(p *Post) { p.Text, p.At = "Des soldes", civil(t, "2027-01-06 09:00") }, "legal.reference_price", Informs, Fix{Action: FixSeeWord, Start: 4, End: 10}},
		{"soldes on their last day", func(p *Post) { p.Text, p.At = "Des soldes", civil(t, "2027-02-02 09:00") }, "legal.reference_price", Informs, Fix{Action: FixSeeWord, Start: 4, End: 10}},
		{"soldes the day after", func(p *Post) { p.Text, p.At = "Des soldes", civil(t, "2027-02-03 09:00") }, "legal.sales", Warns, Fix{Action: FixSeeWord, Start: 4, End: 10}},
		{
			"a contest in a variant", func(p *Post) {
				p.Vary(Variant{Network: networks.Bluesky, Text: "Jeu-concours gratuit"})
			}, "legal.contest", Warns, Fix{Action: FixSeeWord, Network: networks.Bluesky, End: 12},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := good(t)
			s.Law = legal.NewReview(legal.Shipped())
			test.change(&s.Post)
			checks := checkAll(s)
			i := slices.IndexFunc(checks, func(c Check) bool { return c.Title.Key == test.title })
			if i < 0 {
				t.Fatalf("not said: %v", titles(checks))
			}
			if got := checks[i]; got.Severity != test.severity || got.Fix != test.fix {
				t.Errorf("severity %v, fix %+v", got.Severity, got.Fix)
			}
			if fix := checks[i].Fix; fix.Action == FixAddMention {
				s.Post.AddText(fix.Text, fix.AtStart)
				if again := checkAll(s); slices.ContainsFunc(again, func(c Check) bool { return c.Title.Key == test.title }) {
					t.Errorf("still said with %q", s.Post.Text)
				}
			}
		})
	}
}

const warning = "L’abus d’alcool est dangereux pour la santé, à consommer avec modération."

// TestAMentionIsAddedOnce keeps what is written, and adds to the texts that lack
// the sentence alone.
func TestAMentionIsAddedOnce(t *testing.T) {
	p := Post{Text: "Du vin\n", Variants: []Variant{{Network: networks.X, Text: "Publicité\nDu vin"}, {Network: networks.Facebook}}}
	for range 2 {
		p.AddText("Publicité", true)
		p.AddText("Avec modération", false)
	}
	for n, want := range map[networks.Network]string{
		"":                "Publicité\nDu vin\n\nAvec modération",
		networks.X:        "Publicité\nDu vin\n\nAvec modération",
		networks.Facebook: "Publicité\n\nAvec modération",
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
