package legal_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/legal"
	"parvis/storage/storagetest"
)

// TestRulesAreAmended goes through a real file: what the owner changes is read by
// the next review, and can be undone and restored.
func TestRulesAreAmended(t *testing.T) {
	ctx, events := t.Context(), app.NewEvents()
	told := 0
	app.On(events, func(legal.RulesChanged) { told++ })
	s := legal.NewService(storagetest.New(t).Legal(), events, app.NewIDs(storagetest.Clock(), nil))
	calls := func(text string) (all []string) {
		t.Helper()
		review, err := s.Review(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range review.Of(legal.Facts{Text: text}) {
			all = append(all, string(f.Rule.ID)+" "+f.Rule.Name)
		}
		return all
	}
	want := func(text string, all ...string) {
		t.Helper()
		if diff := cmp.Diff(all, calls(text)); diff != "" {
			t.Error(diff)
		}
	}
	want("Un verre de vin", "alcohol ")

	rule := rules(t, s)[legal.Alcohol]
	rule.Off = true
	_, undoOff, err := s.Amend(ctx, rule)
	must(t, err)
	want("Un verre de vin")
	must(t, undoOff(ctx))
	want("Un verre de vin", "alcohol ")

	rule.Off, rule.Words = false, []string{"hydromel"}
	_, _, err = s.Amend(ctx, rule)
	must(t, err)
	want("Un verre de vin")
	want("Un verre d’hydromel", "alcohol ")
	if got := rules(t, s)[legal.Alcohol]; !got.Amended || got.Source == "" {
		t.Errorf("amended: %+v", got)
	}
	undoRestore, err := s.Restore(ctx, legal.Alcohol)
	must(t, err)
	want("Un verre de vin", "alcohol ")
	must(t, undoRestore(ctx))
	want("Un verre d’hydromel", "alcohol ")

	own, undoOwn, err := s.Amend(ctx, legal.Rule{Name: "Franchise", Words: []string{"siège, marque"}, Mention: "Marque déposée"})
	must(t, err)
	if !own.Own() {
		t.Errorf("the ID of one's own rule is %q", own.ID)
	}
	want("Notre marque", string(own.ID)+" Franchise")
	want("Notre marque. Marque déposée.")
	must(t, undoOwn(ctx))
	want("Notre marque")
	if told != 7 {
		t.Errorf("told %d times of 7 changes", told)
	}

	for _, c := range []struct {
		rule legal.Rule
		code app.Code
	}{
		{legal.Rule{Words: []string{"marque"}}, app.CodeInvalid},
		{legal.Rule{Name: "Vide", Words: []string{" , "}}, app.CodeInvalid},
		{legal.Rule{ID: "other", Name: "x"}, app.CodeNotFound},
	} {
		if _, _, err := s.Amend(ctx, c.rule); app.CodeOf(err) != c.code {
			t.Errorf("%+v: %v", c.rule, err)
		}
	}
}

func rules(t *testing.T, s *legal.Service) map[legal.ID]legal.Rule {
	t.Helper()
	all, err := s.Rules(t.Context())
	must(t, err)
	byID := make(map[legal.ID]legal.Rule)
	for _, r := range all {
		byID[r.ID] = r
	}
	return byID
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
