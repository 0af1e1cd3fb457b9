package networks

import (
	"strings"
	"unicode"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Fold returns what is shown of a text before "… plus", and whether anything is
// hidden. What is shown is a beginning of the normalised text, without the white
// space at its end when something is hidden. Where exactly texts are folded depends
// on screens and changes without notice: the figures are our own reading
// (Limits.Folding).
func (f Folding) Fold(text string) (shown string, folded bool) {
	sent := Normalise(text)
	characters, lines := 0, 1
	for it := graphemes.FromString(sent); it.Next(); {
		characters++
		if it.Value() == "\n" {
			lines++
		}
		if f.Characters > 0 && characters > f.Characters || f.Lines > 0 && lines > f.Lines {
			// White space alone is not worth a click.
			if strings.TrimSpace(sent[it.Start():]) == "" {
				return sent, false
			}
			return wholeWords(sent, it.Start()), true
		}
	}
	return sent, false
}

// fewestShown is the share of what is shown that survives not cutting a word.
const fewestShown = 0.8

// wholeWords returns the beginning of a text up to an offset, without the part
// of a word at its end unless that word is a long one.
func wholeWords(text string, end int) string {
	shown := text[:end]
	if rest := strings.TrimLeftFunc(text[end:], unicode.IsSpace); len(rest) == len(text)-end {
		if space := strings.LastIndexFunc(shown, unicode.IsSpace); float64(space) > fewestShown*float64(end) {
			shown = shown[:space]
		}
	}
	return strings.TrimRightFunc(shown, unicode.IsSpace)
}
