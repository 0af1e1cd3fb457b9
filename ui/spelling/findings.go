// Package spelling shows what is wrong in a text, with one button for each way to
// put it right, and the dictionary of the business.
package spelling

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"parvis/app/spelling"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Dictionary is what this package asks of the room of spelling.
type Dictionary interface {
	Words(ctx context.Context) ([]spelling.Word, error)
	Learn(ctx context.Context, text string) error
	Forget(ctx context.Context, text string) error
}

// mostRows bounds how many words are listed at once: those that follow come up as
// the first are put right.
const mostRows = 12

// around is how much of the text is shown on each side of a word, in characters.
const around = 32

// Findings lists what is wrong in one text. It belongs to the main goroutine.
type Findings struct {
	// OnMend puts a replacement in the place of a finding. The finding is one of
	// the text last given, or of what the mends before have made of it.
	OnMend func(f spelling.Finding, replacement string)
	// OnMendAll puts right at once findings that have one suggestion each.
	OnMendAll func(found []spelling.Finding)
	// OnLeft is called when fewer findings are left because a word was ignored or
	// learnt: underlines and counts follow.
	OnLeft func()
	// OnDrawn is called when the list may have another height: whoever holds it
	// lays itself out.
	OnDrawn func()

	host       page.Host
	dictionary Dictionary
	content    *fyne.Container
	text       string
	found      []spelling.Finding
	ignored    map[string]bool
	spared     map[spelling.Rule]bool // rules of typography that are ignored
}

// NewFindings returns an empty list.
func NewFindings(host page.Host, dictionary Dictionary) *Findings {
	return &Findings{host: host, dictionary: dictionary, content: kit.VStack(kit.Gap), ignored: make(map[string]bool), spared: make(map[spelling.Rule]bool)}
}

// Object returns what is drawn, the same at every call.
func (v *Findings) Object() fyne.CanvasObject { return v.content }

// Set shows the findings of a text. What was ignored stays so until Reset.
func (v *Findings) Set(text string, found []spelling.Finding) {
	v.text, v.found = text, slices.Clone(found)
	v.draw()
}

// Reset forgets the text and what was ignored, for another post.
func (v *Findings) Reset() {
	clear(v.ignored)
	clear(v.spared)
	v.Set("", nil)
}

// Left returns the findings that are not ignored.
func (v *Findings) Left() []spelling.Finding {
	return slices.DeleteFunc(slices.Clone(v.found), v.Ignored())
}

// Text returns the text that the findings are of.
func (v *Findings) Text() string { return v.text }

// First returns what of the list takes the keyboard first, nil when nothing does.
func (v *Findings) First() fyne.Focusable { return kit.FirstFocusable(v.content) }

// Ignored returns what tells whether a finding is among those that are ignored by
// now, on any goroutine.
func (v *Findings) Ignored() func(spelling.Finding) bool {
	words, rules := maps.Clone(v.ignored), maps.Clone(v.spared)
	return func(f spelling.Finding) bool { return words[f.Word] && single(f) || rules[f.Rule] }
}

// Marks returns the underlines of findings: of the words, not of the signs, which
// would be everywhere.
func Marks(found []spelling.Finding) []kit.Mark {
	var all []kit.Mark
	for _, f := range found {
		tone := kit.ToneDanger
		if f.Kind == spelling.Typography {
			tone = kit.ToneAttention
		}
		if single(f) {
			all = append(all, kit.Mark{Start: f.Start, End: f.End, Tone: tone})
		}
	}
	return all
}

// single reports whether a finding is a word, shown by itself; signs are shown by
// their rule.
func single(f spelling.Finding) bool {
	return f.Kind == spelling.Spelling || f.Rule == spelling.Accent || f.Rule == spelling.Ligature
}

// draw builds the list anew; the keyboard stays where it was.
func (v *Findings) draw() {
	restore := func() {}
	if c := fyne.CurrentApp().Driver().CanvasForObject(v.content); c != nil {
		restore = kit.KeepFocus(c, v.content)
	}
	v.content.Objects = nil
	v.words()
	v.signs()
	if len(v.content.Objects) == 0 {
		v.content.Add(kit.Secondary(v.host.Text().T("spelling.none")).Wrapped())
	}
	v.content.Refresh()
	if v.OnDrawn != nil {
		v.OnDrawn()
	}
	restore()
}

// words adds a row for each word.
func (v *Findings) words() {
	text := v.host.Text()
	rows, more := 0, 0
	for _, f := range v.Left() {
		switch {
		case !single(f):
			continue
		case rows == mostRows:
			more++
			continue
		case rows > 0:
			v.content.Add(kit.NewSeparator())
		}
		v.content.Add(v.row(f))
		rows++
	}
	if more > 0 {
		v.content.Add(kit.Caption(text.N("spelling.more", more)))
	}
}

// row shows a word in its sentence, and what can be done.
func (v *Findings) row(f spelling.Finding) fyne.CanvasObject {
	text := v.host.Text()
	color := kit.ColorCoralText
	if f.Kind == spelling.Typography {
		color = kit.ToneAttention.Text()
	}
	head := kit.HStack(kit.Gap, kit.Strong(f.Word).Colored(color), kit.Grow(kit.Caption(text.T("spelling.rule."+string(f.Rule)))))
	ways := kit.Flow(kit.TightGap)
	if len(f.Suggestions) > 0 {
		ways.Add(kit.Caption(text.T("spelling.replace")))
	}
	for _, s := range f.Suggestions {
		ways.Add(kit.NewButton(s, func() { v.mend(f, s) }).Compact().WithTip(text.T("spelling.replace_by", "Word", s)))
	}
	if len(f.Suggestions) == 0 {
		ways.Add(kit.Caption(text.T("spelling.no_suggestion")))
	}
	others := kit.Flow(kit.TightGap)
	if f.Kind == spelling.Spelling && f.Rule == spelling.Unknown {
		others.Add(kit.NewQuietButton(text.T("spelling.learn"), func() { v.learn(f.Word) }).Compact())
	}
	others.Add(kit.NewQuietButton(text.T("spelling.ignore"), func() { v.ignore(f.Word) }).Compact())
	return kit.VStack(kit.TightGap, head, kit.Secondary(sentence(v.text, f)).Wrapped(), ways, others)
}

// signs adds a row for each rule of typography that the text breaks, and a button
// for all of them.
func (v *Findings) signs() {
	text := v.host.Text()
	byRule := make(map[spelling.Rule][]spelling.Finding)
	var order []spelling.Rule
	var all []spelling.Finding
	for _, f := range v.Left() {
		if f.Kind != spelling.Typography {
			continue
		}
		all = append(all, f)
		if single(f) {
			continue
		}
		if byRule[f.Rule] == nil {
			order = append(order, f.Rule)
		}
		byRule[f.Rule] = append(byRule[f.Rule], f)
	}
	if len(all) == 0 {
		return
	}
	if len(v.content.Objects) > 0 {
		v.content.Add(kit.NewSeparator())
	}
	mendAll := kit.NewButton(text.T("spelling.mend_all"), func() { v.mendAll(all) }).Compact()
	v.content.Add(kit.HStack(kit.Gap, kit.Grow(kit.Strong(text.N("spelling.signs", len(all))).Wrapped()), mendAll))
	for _, rule := range order {
		of := byRule[rule]
		v.content.Add(kit.HStack(kit.Gap,
			kit.Grow(kit.Secondary(text.T("spelling.times", "Rule", text.T("spelling.rule."+string(rule)), "Count", len(of))).Wrapped()),
			kit.NewQuietButton(text.T("spelling.mend"), func() { v.mendAll(of) }).Compact(),
			kit.NewQuietButton(text.T("spelling.ignore"), func() { v.spare(rule) }).Compact(),
		))
	}
}

// mend hands a replacement on. The list follows at once, without waiting for the
// text to be read again.
func (v *Findings) mend(f spelling.Finding, replacement string) {
	if v.OnMend != nil {
		v.OnMend(f, replacement)
	}
	v.mended(f, replacement)
	v.draw()
}

func (v *Findings) mendAll(all []spelling.Finding) {
	if v.OnMendAll != nil {
		v.OnMendAll(all)
	}
	for _, f := range slices.Backward(all) {
		v.mended(f, f.Suggestions[0])
	}
	v.draw()
}

// mended takes a finding out and moves those behind it.
func (v *Findings) mended(f spelling.Finding, replacement string) {
	was := v.text
	if v.text = spelling.Mend(was, f, replacement); v.text == was {
		return
	}
	v.found = slices.DeleteFunc(v.found, func(each spelling.Finding) bool { return each.Start == f.Start && each.End == f.End })
	for i := range v.found {
		if v.found[i].Start >= f.End {
			v.found[i].Start += len(replacement) - len(f.Word)
			v.found[i].End += len(replacement) - len(f.Word)
		}
	}
}

func (v *Findings) ignore(word string) {
	v.ignored[word] = true
	v.fewer()
}

func (v *Findings) spare(rule spelling.Rule) {
	v.spared[rule] = true
	v.fewer()
}

func (v *Findings) fewer() {
	v.draw()
	if v.OnLeft != nil {
		v.OnLeft()
	}
}

// learn adds a word to the dictionary of the business; it can be taken back.
func (v *Findings) learn(word string) {
	page.Do(v.host, func(ctx context.Context) error { return v.dictionary.Learn(ctx, word) }, func(err error) {
		if err != nil {
			v.host.Failed(err)
			return
		}
		v.found = slices.DeleteFunc(v.found, func(f spelling.Finding) bool { return f.Word == word && single(f) })
		v.fewer()
		v.host.Toast(v.host.Text().T("spelling.learnt", "Word", word), func() {
			page.Do(v.host, func(ctx context.Context) error { return v.dictionary.Forget(ctx, word) }, func(err error) {
				if err != nil {
					v.host.Failed(err)
				}
			})
		})
	})
}

// sentence returns what stands around a finding, on one line, cut between words.
func sentence(text string, f spelling.Finding) string {
	if f.Start < 0 || f.End > len(text) || f.Start > f.End {
		return ""
	}
	before, after := []rune(text[:f.Start]), []rune(text[f.End:])
	cutBefore, cutAfter := len(before) > around, len(after) > around
	if cutBefore {
		before = before[len(before)-around:]
		if i := slices.IndexFunc(before, unicode.IsSpace); i >= 0 {
			before = before[i+1:]
		}
	}
	if cutAfter {
		after = after[:around]
		for i := len(after) - 1; i >= 0; i-- {
			if unicode.IsSpace(after[i]) {
				after = after[:i]
				break
			}
		}
	}
	line := string(before) + text[f.Start:f.End] + string(after)
	line = strings.Join(strings.Fields(strings.ToValidUTF8(line, string(utf8.RuneError))), " ")
	if cutBefore {
		line = "…" + line
	}
	if cutAfter {
		line += "…"
	}
	return line
}
