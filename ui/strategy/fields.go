package strategy

import (
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/assets/translations"
	"parvis/ui/kit"
)

// wholeBP is 100 % in basis points.
const wholeBP = 10_000

// problems tells under a row what must be corrected in it, by field: the fields
// are too narrow for a sentence.
type problems struct {
	page  *Page
	line  *kit.InlineError
	order []string
	told  map[string]string
}

func (p *Page) problems() *problems {
	return &problems{page: p, line: kit.NewInlineError(), told: make(map[string]string)}
}

// of returns what tells the problem of one field, "" for none.
func (s *problems) of(field string) func(problem string) {
	s.order = append(s.order, field)
	return func(problem string) {
		if s.told[field] == problem {
			return
		}
		s.told[field] = problem
		var all []string
		for _, f := range s.order {
			if s.told[f] != "" {
				all = append(all, s.told[f])
			}
		}
		s.line.Set(strings.Join(all, "\n"))
		s.page.place.Refresh()
	}
}

// read reads a figure as it is typed, in percent for a ratio; nil for an empty
// field, which is not zero.
func read(typed string, ratio bool) (*float64, error) {
	typed = strings.TrimSpace(typed)
	if ratio {
		typed = strings.TrimSpace(strings.TrimSuffix(typed, "%"))
	}
	if typed == "" {
		return nil, nil
	}
	v, err := metrics.ParseNumber(typed)
	if err != nil {
		return nil, err
	}
	if !ratio {
		return &v, nil
	}
	if v /= 100; v > 1 {
		return nil, app.Fail(app.CodeInvalid, "strategy.error.rate")
	}
	return &v, nil
}

// write writes a figure with the decimals it has, two at most.
func write(text *translations.Catalogue, v float64, ratio bool) string {
	shown := v
	if ratio {
		shown *= 100
	}
	decimals := 0
	for power := 1.0; decimals < 2 && math.Abs(shown*power-math.Round(shown*power)) > 1e-6; power *= 10 {
		decimals++
	}
	if ratio {
		return text.Percent(v, decimals)
	}
	return text.Number(v, decimals)
}

// shrinking lets a list of names be narrower than the name it shows, which an
// owner may have made long.
func shrinking(o fyne.CanvasObject) *fyne.Container { return container.New(shrinkLayout{}, o) }

type shrinkLayout struct{}

func (shrinkLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

func (shrinkLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	const least = 120
	return fyne.NewSize(least, objects[0].MinSize().Height)
}
