package guide

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/assets/translations"
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

// figure is a field for something that is read from what is typed: what cannot be
// read stays typed, is told, and is not kept, nor is the part of it that could be
// read on the way: the value from before comes back.
type figure[T any] struct {
	entry  *kit.Entry
	read   func(typed string) (T, error)
	value  *T
	before T // the value when the field was last left
	tell   func(err error)
}

func newFigure[T any](v *View, label, placeholder, shown string, value *T, key string, read func(string) (T, error), typed func()) *figure[T] {
	f := &figure[T]{entry: kit.NewEntry(label), read: read, value: value, before: *value, tell: v.misread(key)}
	f.entry.SetPlaceholder(placeholder)
	f.entry.SetText(shown)
	f.entry.OnChanged = func(string) {
		f.reread()
		typed()
	}
	f.entry.OnFocusLost = func() { f.before = *f.value }
	v.begins(f.entry.Focus)
	return f
}

// reread takes the value from what is typed.
func (f *figure[T]) reread() {
	got, err := f.read(f.entry.Text())
	f.tell(err)
	if err != nil {
		*f.value = f.before
		return
	}
	*f.value = got
}

// misread returns what tells why a figure cannot be read, nil for one that can.
// The owner does not leave the question with it: it would be gone.
func (v *View) misread(key string) func(err error) {
	told, refused := v.wrong.of(key), v.refused
	return func(err error) {
		said := ""
		delete(refused, "figure "+key)
		if err != nil {
			refused["figure "+key] = err
			said = v.host.Sentence(err)
		}
		told(said)
	}
}

// put shows another value, which was not typed.
func (f *figure[T]) put(value T, shown string) {
	*f.value, f.before = value, value
	typed := f.entry.OnChanged
	f.entry.OnChanged = nil
	f.entry.SetText(shown)
	f.entry.OnChanged = typed
	f.tell(nil)
}

// readRate reads a figure as it is typed, in percent for a ratio; nil for an
// empty field, which is not zero.
func readRate(typed string, ratio bool) (*float64, error) {
	typed = strings.TrimSpace(typed)
	if ratio {
		typed = strings.TrimSpace(strings.TrimSuffix(typed, "%"))
	}
	if typed == "" {
		return nil, nil
	}
	n, err := metrics.ParseNumber(typed)
	switch {
	case err != nil:
		return nil, err
	case n < 0:
		return nil, app.Fail(app.CodeInvalid, "strategy.error.number")
	case ratio && n > 100:
		return nil, app.Fail(app.CodeInvalid, "strategy.error.rate")
	case ratio:
		n /= 100
	}
	return &n, nil
}

// readCount reads a whole number from 0; an empty field is 0.
func readCount(typed string) (int, error) {
	if strings.TrimSpace(typed) == "" {
		return 0, nil
	}
	n, err := metrics.ParseNumber(typed)
	if err != nil || n < 0 || n != math.Trunc(n) || n > math.MaxInt32 {
		return 0, app.Fail(app.CodeInvalid, "strategy.error.count")
	}
	return int(n), nil
}

// readCents reads an amount in euros, a million at most; nil for an empty field.
func readCents(typed string) (*int64, error) {
	typed = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(typed), "€"))
	if typed == "" {
		return nil, nil
	}
	n, err := metrics.ParseNumber(typed)
	if err != nil || n < 0 || n > 1e6 {
		return nil, app.Fail(app.CodeInvalid, "strategy.error.money")
	}
	cents := int64(math.Round(n * 100))
	return &cents, nil
}

// lengths are the ways to write hours and minutes, in French and in English.
var lengths = strings.NewReplacer(
	"heures", "h", "heure", "h", "hours", "h", "hour", "h", "minutes", "min", "minute", "min", "mn", "min",
)

// readHours reads a time in hours (3, 3 h 30, 3,5 heures, 45 min) as minutes, a
// week at most; an empty field is 0.
func readHours(typed string) (int, error) {
	bad := app.Fail(app.CodeInvalid, "strategy.error.hours")
	typed = lengths.Replace(strings.ToLower(strings.Join(strings.Fields(typed), "")))
	if typed == "" {
		return 0, nil
	}
	const week = 7 * 24 * 60
	part := func(s string, most float64) (float64, bool) {
		n, err := metrics.ParseNumber(s)
		return n, err == nil && n >= 0 && n <= most
	}
	hours, rest, both := strings.Cut(typed, "h")
	minutes, alone := strings.CutSuffix(typed, "min")
	var n float64
	ok := true
	switch {
	case !both && alone:
		n, ok = part(minutes, week)
	case rest == "":
		n, ok = part(hours, week/60)
		n *= 60
	default:
		var more float64
		if n, ok = part(hours, week/60); ok {
			more, ok = part(strings.TrimSuffix(rest, "min"), 59)
		}
		n = n*60 + more
	}
	if !ok || math.Round(n) > week {
		return 0, bad
	}
	return int(math.Round(n)), nil
}

// write writes a figure with the decimals it has, two at most, so that it can be
// read again: 2,500 reads otherwise in France and in England.
func write(text *translations.Catalogue, n float64, ratio bool) string {
	shown := n
	if ratio {
		shown *= 100
	}
	decimals := 0
	for power := 1.0; decimals < 2 && math.Abs(shown*power-math.Round(shown*power)) > 1e-6; power *= 10 {
		decimals++
	}
	if ratio {
		return text.Percent(n, decimals)
	}
	return number(text, n, decimals)
}

// number writes a number, in English without the commas of thousands.
func number(text *translations.Catalogue, n float64, decimals int) string {
	written := text.Number(n, decimals)
	if text.Language() == translations.English {
		return strings.ReplaceAll(written, ",", "")
	}
	return written
}

// writeOr writes a figure, "" for one that is not known.
func writeOr(text *translations.Catalogue, n *float64, ratio bool) string {
	if n == nil {
		return ""
	}
	return write(text, *n, ratio)
}

// count writes a whole number, "" for 0.
func count(text *translations.Catalogue, n int) string {
	if n == 0 {
		return ""
	}
	return number(text, float64(n), 0)
}

// euros writes an amount, "" for none.
func euros(text *translations.Catalogue, cents *int64) string {
	if cents == nil {
		return ""
	}
	return write(text, float64(*cents)/100, false)
}

// choice is a list to choose one value from; a nil placeholder value is none.
func choice[T comparable](v *View, all []T, name func(T) string, value *T, placeholder string, typed func()) *kit.Select {
	names := make([]string, len(all))
	for i, one := range all {
		names[i] = name(one)
	}
	s := kit.NewSelect(names, slices.Index(all, *value), placeholder, func(i int) {
		*value = all[i]
		typed()
	})
	v.begins(v.focus(s))
	return s
}

// chips are choices of which several can be taken.
func chips[T comparable](v *View, all []T, name func(T) string, value *[]T, typed func()) fyne.CanvasObject {
	row := kit.Flow(6)
	for _, one := range all {
		var tag *kit.ActionTag
		label := func(selected bool) string {
			if selected {
				return "✓ " + name(one)
			}
			return name(one)
		}
		chosen := slices.Contains(*value, one)
		tag = kit.NewFilterTag(label(chosen), kit.TonePrimary, chosen, func(selected bool) {
			tag.SetText(label(selected))
			kept := slices.DeleteFunc(slices.Clone(*value), func(o T) bool { return o == one })
			if selected {
				kept = append(kept, one)
			}
			*value = kept
			typed()
		})
		v.begins(v.focus(tag))
		row.Add(tag)
	}
	return row
}

// word names a value of a type: its key is "strategy.<kind>.<value>".
func word[T ~string](v *View, kind string) func(T) string {
	return func(value T) string { return v.host.Text().T("strategy." + kind + "." + string(value)) }
}

// labelled puts a label above something that has none of its own.
func labelled(label string, o fyne.CanvasObject) fyne.CanvasObject {
	return kit.VStack(kit.TightGap, kit.Caption(label), o)
}

// row is a box around the fields of one thing of a list, with what removes it.
func (v *View) row(remove string, tapped func(), head fyne.CanvasObject, rest ...fyne.CanvasObject) fyne.CanvasObject {
	column := kit.VStack(8, kit.HStackTop(8, kit.Grow(head), kit.NewQuietIconButton(icons.Trash, remove, tapped)))
	for _, o := range rest {
		column.Add(o)
	}
	return kit.NewSurface(column, kit.ColorCard, kit.ColorLine, 8, 12)
}

// more is the button that adds a row.
func (v *View) more(key string, tapped func()) fyne.CanvasObject {
	b := kit.NewButton(v.host.Text().T(key), tapped).WithIcon(icons.Plus).Compact()
	v.begins(v.focus(b))
	return kit.HStack(0, b, kit.GrowSpace())
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
	const least = 110
	return fyne.NewSize(least, objects[0].MinSize().Height)
}
