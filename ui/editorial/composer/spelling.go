package composer

import (
	"context"
	"strings"
	"unicode/utf8"

	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/spelling"
	"parvis/ui/kit"
	"parvis/ui/page"
	shown "parvis/ui/spelling"
)

// Spelling finds the mistakes of a text, and keeps the words of the business.
type Spelling interface {
	shown.Dictionary
	Find(ctx context.Context, text string) ([]spelling.Finding, error)
}

// speller underlines the mistakes of the text that is shown, counts them, and
// lists them when the owner asks.
type speller struct {
	view   *View
	list   *shown.Findings
	count  *kit.ActionTag
	loader page.Loader
	then   func()     // to be called once what is read is shown, nil for nothing
	modal  *kit.Modal // nil when the list is not in front
}

func newSpeller(v *View) *speller {
	s := &speller{view: v, list: shown.NewFindings(v.host, v.s.Spelling)}
	s.list.OnMend = func(f spelling.Finding, replacement string) {
		v.replace(spelling.Mend(v.text.Text(), f, replacement))
	}
	s.list.OnMendAll = func(found []spelling.Finding) { v.replace(spelling.MendTypography(v.text.Text(), found)) }
	s.list.OnLeft = func() { v.checks.run() }
	s.list.OnDrawn = func() {
		s.mark()
		switch {
		case s.modal == nil:
		case len(s.list.Left()) == 0:
			s.modal.Close()
		default:
			s.modal.Refresh()
		}
	}
	s.count = kit.NewActionTag("", kit.ToneDanger, s.show)
	s.count.Hide()
	return s
}

// reset forgets what was found and ignored in another post.
func (s *speller) reset() {
	s.then = nil
	s.list.Reset()
}

// read finds the mistakes of the text that is shown, off the main goroutine; an
// answer that a later one overtakes is dropped.
func (s *speller) read() {
	v := s.view
	post, text := v.open.post.ID, v.text.Text()
	page.Load(&s.loader, v.host,
		func(ctx context.Context) ([]spelling.Finding, error) { return v.s.Spelling.Find(ctx, text) },
		func(found []spelling.Finding, err error) {
			switch {
			case post != v.open.post.ID || v.coming:
			case err != nil:
				v.failed(v.host.Sentence(err))
			default:
				s.list.Set(text, found)
				then := s.then
				if s.then = nil; then != nil {
					then()
				}
			}
		},
	)
}

// readThen reads the text that is shown and calls then once its mistakes are.
func (s *speller) readThen(then func()) {
	s.then = then
	s.read()
}

// mark underlines and counts what is left.
func (s *speller) mark() {
	marks := shown.Marks(s.list.Left())
	s.view.text.SetMarks(s.list.Text(), marks)
	if len(marks) > 0 {
		s.count.SetText(s.view.host.Text().N("composer.spelling.count", len(marks)))
	}
	if hidden := len(marks) == 0; hidden != s.count.Hidden {
		s.count.Hidden = hidden
		s.view.arrange()
		s.view.counter.measure()
	}
}

// show lists the mistakes over the page. The field gets the keyboard back.
func (s *speller) show() {
	v := s.view
	s.modal = kit.NewModal(v.host.Text(), v.host.Window().Canvas(), kit.ModalOptions{
		Title: v.host.Text().T("composer.spelling.title"), Content: s.list.Object(), First: s.list.First(), Width: 520,
		OnClosed: func(bool) {
			s.modal = nil
			v.text.Focus()
		},
	})
	s.modal.Show()
}

// dictionary opens the words of the business.
func (s *speller) dictionary() { shown.ShowDictionary(s.view.host, s.view.s.Spelling) }

// sparing returns what takes what is ignored by now out of checks; it
// may be called on any goroutine.
func (s *speller) sparing() func([]editorial.Check) []editorial.Check {
	ignored := s.list.Ignored()
	return func(list []editorial.Check) []editorial.Check { return editorial.Sparing(list, ignored) }
}

// replaceWord puts what a check proposes in the place of a word, where the word
// still is; else the list says what is wrong now.
func (v *View) replaceWord(fix editorial.Fix) {
	v.versions.see(fix.Network)
	was := v.text.Text()
	f := spelling.Finding{Start: fix.Start, End: fix.End, Word: fix.Word}
	if mended := spelling.Mend(was, f, fix.Text); mended != was {
		v.replace(mended)
		v.text.Focus()
		return
	}
	v.seeMistakes(fix.Network)
}

// seeMistakes lists the mistakes of a version.
func (v *View) seeMistakes(on networks.Network) {
	v.versions.see(on)
	v.speller.readThen(v.speller.show)
}

// mendTypography sets the signs of a version as printers do.
func (v *View) mendTypography(on networks.Network) {
	v.versions.see(on)
	v.speller.readThen(func() {
		// What was typed since is read again before long.
		if v.text.Text() == v.speller.list.Text() {
			v.replace(spelling.MendTypography(v.text.Text(), v.speller.list.Left()))
			v.text.Focus()
		}
	})
}

// replace makes the text another one, by typing over what differs alone: the
// owner's Undo takes it back.
func (v *View) replace(text string) {
	was := v.text.Text()
	if was == text || !v.writable() {
		return
	}
	start, end, typed := difference(was, text)
	choose(v.text, start, end)
	v.text.Insert(typed)
}

// difference returns the stretch of a text, in bytes, that is to be replaced by
// typed to make another of it. What is typed is empty only when the other text is.
func difference(was, text string) (start, end int, typed string) {
	least := min(len(was), len(text))
	for start < least && was[start] == text[start] {
		start++
	}
	for start > 0 && (start < len(was) && !utf8.RuneStart(was[start]) || start < len(text) && !utf8.RuneStart(text[start])) {
		start--
	}
	same := 0
	for same < least-start && was[len(was)-1-same] == text[len(text)-1-same] {
		same++
	}
	for same > 0 && !utf8.RuneStart(was[len(was)-same]) {
		same--
	}
	if start == len(text)-same && start > 0 {
		// Nothing cannot be typed: the character before is typed again.
		_, size := utf8.DecodeLastRuneInString(text[:start])
		start -= size
	} else if start == len(text)-same && same > 0 {
		_, size := utf8.DecodeRuneInString(text[len(text)-same:])
		same -= size
	}
	return start, len(was) - same, strings.Clone(text[start : len(text)-same])
}
