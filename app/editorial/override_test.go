package editorial

import (
	"testing"

	"parvis/app"
)

// TestAReasonIsForWhatWasFound: another word, another picture, and the warning is
// back; the same elsewhere in the text, and it is not.
func TestAReasonIsForWhatWasFound(t *testing.T) {
	d := newDesk(t)
	d.strategy.Voice.Avoid = []string{"pas cher", "promo"}
	d.put(Post{ID: "p"})
	p := Post{ID: "p", Text: "Du pain pas cher", Images: []PostImage{{Hash: "a"}}, Accounts: []app.ID{"bsky"}}
	warnings := func() []string {
		t.Helper()
		checks, err := d.Checks(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, c := range Overridable(checks) {
			keys = append(keys, c.Title.Key)
		}
		return keys
	}
	checks, err := d.Checks(t.Context(), p)
	if err != nil || len(Overridable(checks)) != 2 {
		t.Fatalf("%v, %v", warnings(), err)
	}
	if err := d.Override(t.Context(), "p", Overridable(checks), "C’est vrai"); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		name   string
		change func()
		want   []string
	}{
		{"as it was", func() {}, nil},
		{"the words elsewhere", func() { p.Text = "Voici du pain pas cher" }, nil},
		{"another word", func() { p.Text = "Du pain en promo" }, []string{"editorial.check.avoid"}},
		{"the first again", func() { p.Text = "Du pain pas cher" }, nil},
		{"another picture", func() { p.Images = []PostImage{{Hash: "b"}} }, []string{"editorial.check.alt"}},
		{"two pictures", func() { p.Images = []PostImage{{Hash: "a"}, {Hash: "b"}} }, []string{"editorial.check.alt"}},
	} {
		step.change()
		if got := warnings(); len(got) != len(step.want) || len(got) > 0 && got[0] != step.want[0] {
			t.Errorf("%s: %v, want %v", step.name, got, step.want)
		}
	}
	// A reason that was kept without what was found is for anything.
	d.overrides["p"] = []Override{{Warning: "editorial.check.alt", Reason: "Une affiche"}}
	if got := warnings(); len(got) != 1 || got[0] != "editorial.check.avoid" {
		t.Errorf("%v", got)
	}
}
