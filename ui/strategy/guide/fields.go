package guide

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/strategy"
	"parvis/ui/kit"
)

// problems tells under the fields what must be corrected in them, by field:
// many are too narrow for a sentence.
type problems struct {
	view  *View
	line  *kit.InlineError
	order []string
	told  map[string]string
}

func (v *View) problems() *problems {
	return &problems{view: v, line: kit.NewInlineError(), told: make(map[string]string)}
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
			if said := s.told[f]; said != "" && !slices.Contains(all, said) {
				all = append(all, said)
			}
		}
		s.line.Set(strings.Join(all, "\n"))
		s.view.place.Refresh()
	}
}

// begins makes a field the first of the question, unless there is one.
func (v *View) begins(focus func()) {
	if v.first == nil {
		v.first = focus
	}
}

func (v *View) focus(o fyne.Focusable) func() {
	return func() { v.host.Window().Canvas().Focus(o) }
}

// name is a field of one line for a name.
func (v *View) name(label, placeholder string, value *string, typed func()) *kit.Entry {
	return v.text(kit.NewEntry(label), placeholder, value, strategy.MaxNameLength, typed)
}

// line is a field of one line for a text.
func (v *View) line(label, placeholder string, value *string, typed func()) *kit.Entry {
	return v.text(kit.NewEntry(label), placeholder, value, strategy.MaxLineLength, typed)
}

// lines is a field of two lines for a text as long as line takes.
func (v *View) lines(label, placeholder string, value *string, typed func()) *kit.Entry {
	area := kit.NewTextArea(label)
	area.SetRows(2)
	return v.text(area, placeholder, value, strategy.MaxLineLength, typed)
}

// area is a field of several lines for a text.
func (v *View) area(label, placeholder string, rows int, value *string, typed func()) *kit.Entry {
	area := kit.NewTextArea(label)
	area.SetRows(rows)
	return v.text(area, placeholder, value, strategy.MaxTextLength, typed)
}

// text makes a field write into a value. What is beyond most characters is told
// and is not kept: it must not keep the rest from being saved. The owner does not
// leave the question with it: it stays on screen until it is shorter.
func (v *View) text(e *kit.Entry, placeholder string, value *string, most int, typed func()) *kit.Entry {
	e.SetPlaceholder(placeholder)
	e.SetText(*value)
	tell := v.long(e, most)
	e.OnChanged = func(text string) {
		*value = cut(text, most)
		tell(text != *value)
		typed()
	}
	v.begins(e.Focus)
	return e
}

// long returns what tells at a field that its end is not kept.
func (v *View) long(e *kit.Entry, most int) func(long bool) {
	key, refused := fmt.Sprintf("long %p", e), v.refused
	return func(long bool) {
		said := ""
		delete(refused, key)
		if long {
			refused[key] = app.Fail(app.CodeInvalid, "strategy.guide.too_long", "Max", most)
			said = v.host.Sentence(refused[key])
		}
		if e.Error() != said {
			e.SetError(said)
			v.place.Refresh()
		}
	}
}

// cut returns the first characters of a text, so many at most.
func cut(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}

// list is a field for a list, one item a line.
func (v *View) list(label, placeholder string, rows int, value *[]string, typed func()) *kit.Entry {
	return v.items(label, placeholder, rows, value, "\n", typed)
}

// words is a field for a list of words, which commas or lines part.
func (v *View) words(label, placeholder string, rows int, value *[]string, typed func()) *kit.Entry {
	return v.items(label, placeholder, rows, value, ", ", typed)
}

func (v *View) items(label, placeholder string, rows int, value *[]string, between string, typed func()) *kit.Entry {
	e := kit.NewTextArea(label).WithPlaceholder(placeholder)
	e.SetRows(rows)
	e.SetText(strings.Join(*value, between))
	tell := v.long(e, strategy.MaxLineLength)
	e.OnChanged = func(text string) {
		all, long := itemsOf(text, between != "\n")
		*value = all
		tell(long)
		typed()
	}
	v.begins(e.Focus)
	return e
}

// itemsOf reads a list, one item a line or between commas too, and tells whether
// some of it is too much to be kept.
func itemsOf(text string, commas bool) (all []string, long bool) {
	part := func(r rune) bool { return r == '\n' || commas && (r == ',' || r == ';') }
	for _, item := range strings.FieldsFunc(text, part) {
		item = strings.TrimSpace(item)
		kept := cut(item, strategy.MaxLineLength)
		long = long || kept != item
		switch {
		case kept == "":
		case len(all) == strategy.MaxLines:
			return all, true
		default:
			all = append(all, kept)
		}
	}
	return all, long
}
