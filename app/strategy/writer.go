package strategy

import (
	"strconv"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/assets/translations"
)

// fact is one thing said, known by its key whatever its words.
type fact struct {
	step     Step
	key      string
	label    string
	numbered string // label, with its number where the list has some
	list     string // the list it is a row of in the owner's order, "" for none
	name     string // of the row
	text     string
}

// writer puts a strategy into words.
type writer struct {
	c      *translations.Catalogue
	pillar func(app.ID) string
	step   Step
	facts  []fact
	times  map[string]int
}

// say adds an answer that is no row of a list; nothing when text says nothing.
func (w *writer) say(what, text string) {
	w.add(fact{key: what, label: w.t(what), numbered: w.t(what), text: text})
}

// row adds a row of a list: its name, then what it says, one a line.
func (w *writer) row(what string, id app.ID, name string, says ...string) {
	w.add(w.rowOf(what, id, name, says))
}

// numberedRow adds the row of a list whose rows are called by their number.
func (w *writer) numberedRow(what string, id app.ID, number int, name string, says ...string) {
	f := w.rowOf(what, id, name, says)
	f.numbered = w.c.T("strategy.outline.number", "What", f.label, "Number", number)
	w.add(f)
}

func (w *writer) rowOf(what string, id app.ID, name string, says []string) fact {
	return fact{
		key: what + "/" + string(id), label: w.t(what), numbered: w.t(what), list: what,
		name: name, text: join("\n", append([]string{name}, says...)...),
	}
}

func (w *writer) add(f fact) {
	f.text = strings.TrimSpace(f.text)
	if f.text == "" {
		return
	}
	f.step = w.step
	// A file from elsewhere may hold an ID twice.
	w.times[f.key]++
	if n := w.times[f.key]; n > 1 {
		f.key += "#" + strconv.Itoa(n)
	}
	w.facts = append(w.facts, f)
}

// t is the name of something said.
func (w *writer) t(what string) string { return w.c.T("strategy.outline." + what) }

// word is the translated name of a value of a type, "" for none.
func word[T ~string](w *writer, kind string, value T) string {
	if value == "" {
		return ""
	}
	return w.c.T("strategy." + kind + "." + string(value))
}

// words are the translated names of values, in a row.
func words[T ~string](w *writer, kind string, all []T) string {
	var names []string
	for _, v := range all {
		names = append(names, word(w, kind, v))
	}
	return join(", ", names...)
}

// titled writes "Besoins : ..." for what is said.
func (w *writer) titled(what, text string) string {
	if !said(text) {
		return ""
	}
	return w.c.T("strategy.outline.titled", "What", w.t(what), "Text", strings.TrimSpace(text))
}

// day writes a day with its year, "" for none.
func (w *writer) day(d app.Date) string { return w.c.DateNumeric(d) }

// count writes how many there are of something, "" for none.
func (w *writer) count(what string, n int) string {
	if n == 0 {
		return ""
	}
	return w.c.N("strategy.outline."+what, n)
}

func (w *writer) share(bp int) string {
	decimals := 0
	if bp%100 != 0 {
		decimals = 1
	}
	if bp%10 != 0 {
		decimals = 2
	}
	return w.c.Percent(float64(bp)/wholeBP, decimals)
}

func (w *writer) length(minutes int) string {
	if minutes == 0 {
		return ""
	}
	return w.c.Duration(time.Duration(minutes) * time.Minute)
}

// value writes a value of a metric, "" for none.
func (w *writer) value(m metrics.Metric, v *float64) string {
	switch {
	case v == nil:
		return ""
	case m.Ratio():
		return w.c.Percent(*v, decimalsOf(*v*100))
	}
	return w.c.Number(*v, decimalsOf(*v))
}

// estimate writes a value that was computed: what is counted is whole, and a
// tenth of a per cent is close enough.
func (w *writer) estimate(m metrics.Metric, v float64) string {
	if m.Ratio() {
		return w.c.Percent(v, 1)
	}
	return w.c.Number(v, 0)
}

// decimalsOf returns the decimals that a number needs, two at most.
func decimalsOf(v float64) int {
	_, fraction, _ := strings.Cut(strings.TrimRight(strconv.FormatFloat(v, 'f', 2, 64), "0"), ".")
	return len(fraction)
}

// join joins what says something.
func join(by string, all ...string) string {
	var there []string
	for _, s := range all {
		if s = strings.TrimSpace(s); s != "" {
			there = append(there, s)
		}
	}
	return strings.Join(there, by)
}

const dot = " · "
