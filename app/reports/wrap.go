package reports

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	usualSize    = 10.0 // points
	smallestSize = 5.0
	tallestRow   = 409.0 // points, the most that the format takes
	rowPadding   = 6.0   // points, above and below the words together
)

// fitted returns words, their look and the height in points of the row that
// shows all of them in a column of the given width. Words that would need a row
// higher than there is are written on fewer lines, then smaller.
func fitted(words string, width float64, k look) (string, look, float64) {
	size := k.size
	if size == 0 {
		size = usualSize
	}
	height := func() float64 {
		return float64(lines(words, width, size, k.bold))*size*1.3 + rowPadding
	}
	if height() > tallestRow {
		words = strings.Join(strings.FieldsFunc(words, func(r rune) bool { return r == '\n' }), " · ")
	}
	for height() > tallestRow && size > smallestSize {
		size--
		k.size = size
	}
	return words, k, min(height(), tallestRow)
}

// lines counts the lines that words take in a column.
func lines(words string, width, size float64, bold bool) int {
	// A unit of width is a digit of the usual font at 11 points: 7 pixels of 96 to
	// the inch. Of that go the indent, and some air for fonts that are wider.
	const indent, air = 12, 0.92
	room := max(width*7-indent, 14) * air
	em := size * 96 / 72
	if bold {
		em *= 1.04
	}
	space := advances[0] * em / 1000
	total := 0
	for line := range strings.SplitSeq(words, "\n") {
		total++
		at := 0.0
		for i, word := range strings.Split(line, " ") {
			w := extent(word) * em
			switch {
			case i > 0 && at+space+w > room:
				total++
				at = 0
			case i > 0:
				at += space
			}
			if at += w; at > room { // a word longer than the line is broken
				broken := int(at / room)
				total += broken
				at -= float64(broken) * room
			}
		}
	}
	return total
}

// advances are the widths of the characters from space to tilde in the usual
// font, in thousandths of its size (measured on Carlito, which has the widths of
// Calibri).
var advances = [...]float64{
	226, 325, 400, 498, 506, 714, 682, 220, 303, 303, 498, 498, 249, 306, 252, 386,
	506, 506, 506, 506, 506, 506, 506, 506, 506, 506, 267, 267, 498, 498, 498, 463,
	894, 578, 543, 533, 615, 488, 459, 630, 623, 251, 318, 519, 420, 854, 645, 662,
	516, 672, 542, 459, 487, 641, 567, 889, 519, 487, 468, 306, 386, 306, 498, 498,
	291, 479, 525, 422, 525, 497, 305, 470, 525, 229, 239, 454, 229, 798, 525, 527,
	525, 525, 348, 391, 334, 525, 451, 714, 433, 452, 395, 314, 460, 314, 498,
}

// extent is how wide a word is, in ems.
func extent(word string) float64 {
	total := 0.0
	for _, r := range norm.NFD.String(word) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\u200d': // drawn over or with another
		case r >= ' ' && r <= '~':
			total += advances[r-' ']
		case r == '’':
			total += 250
		case r < 0x1100:
			total += 560
		default:
			total += 1300 // arrows, ideographs, emoji
		}
	}
	return total / 1000
}
