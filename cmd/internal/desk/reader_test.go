package desk_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// reader is a person before the sample business.
type reader struct {
	*seat
	text *translations.Catalogue
}

// atExample opens the sample business.
func atExample(t *testing.T) *reader {
	t.Helper()
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary)
	test.NewTempApp(t)
	text, err := translations.Load(translations.French)
	must(t, err)
	r := &reader{sit(t, newComputer(t), app.FixedClock(saturday)), text}
	r.shell.OpenExample()
	r.settle()
	if r.shell.Opened() == nil {
		t.Fatal("the sample business did not open")
	}
	return r
}

func (r *reader) plan() strategy.Strategy {
	r.t.Helper()
	s, err := r.desk.Services().Strategy.Strategy(r.t.Context())
	must(r.t, err)
	return s
}

// see goes to a place by the program's own links.
func (r *reader) see(to page.Target) {
	r.shell.Go(to)
	r.settle()
}

// ask goes to a question of the strategy.
func (r *reader) ask(q strategy.Question) {
	r.see(page.Target{Room: page.Strategy, View: page.StrategyPath, ID: app.ID(q)})
}

// says reports whether the window shows some words anywhere: in a text, a button,
// a list, a chart, a field.
func (r *reader) says(words string) bool {
	r.frame()
	found := false
	pagetest.Walk(r.front(), func(o fyne.CanvasObject) {
		said := ""
		switch o := o.(type) {
		case *canvas.Text:
			said = o.Text
		case interface{ Text() string }:
			said = o.Text()
		}
		found = found || strings.Contains(said, words)
	})
	return found
}

// drawn counts what the window fills with the colour of a pillar.
func (r *reader) drawn(colour int) int {
	r.frame()
	want := kit.ColorFor(r.window().Content(), kit.PillarColor(colour))
	n := 0
	pagetest.Walk(r.front(), func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *canvas.Rectangle:
			if o.FillColor == want {
				n++
			}
		case *canvas.Circle:
			if o.FillColor == want {
				n++
			}
		}
	})
	return n
}

// composed is a post that is still to come and carries a pillar.
func (r *reader) composed(pillar app.ID) app.ID {
	r.t.Helper()
	posts, today := r.desk.Services().Editorial, app.DateOf(saturday)
	ahead, err := posts.Placed(r.t.Context(), today, today.AddDays(60))
	must(r.t, err)
	i := slices.IndexFunc(ahead, func(s editorial.Summary) bool { return s.PillarID == pillar && !s.Fixed() })
	if i < 0 {
		r.t.Fatal("no post to come carries the pillar: this test proves nothing")
	}
	return ahead[i].ID
}
