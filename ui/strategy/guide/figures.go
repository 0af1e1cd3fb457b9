package guide

import (
	"math"
	"strings"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/assets/translations"
	"parvis/ui/kit"
)

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
