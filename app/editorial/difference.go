package editorial

import (
	"slices"
	"strings"
	"unicode"
)

// Difference is how a stretch of a text stands to another text.
type Difference int

// The differences.
const (
	Kept Difference = iota
	Removed
	Added
)

// Stretch is a part of two texts: the kept and removed ones are the former text,
// the kept and added ones the latter.
type Stretch struct {
	Difference Difference
	Text       string
}

// maxCompared bounds the work of a comparison, in pairs of words: some forty
// milliseconds, and eight megabytes for a moment.
const maxCompared = 4_000_000

// Differences tells word by word what became of a text. Of texts too long and too
// different to be compared so, what lies between the beginning and the end they
// share is said to be another.
func Differences(before, after string) []Stretch {
	b, a := pieces(before), pieces(after)
	start := 0
	for start < len(b) && start < len(a) && b[start] == a[start] {
		start++
	}
	end := 0
	for end < len(b)-start && end < len(a)-start && b[len(b)-1-end] == a[len(a)-1-end] {
		end++
	}
	var out stretches
	out.add(Kept, b[:start]...)
	out.between(b[start:len(b)-end], a[start:len(a)-end])
	out.add(Kept, b[len(b)-end:]...)
	return out.readable()
}

// pieces cuts a text into words, runs of spaces, and single signs.
func pieces(text string) []string {
	var all []string
	start, was := 0, 0
	for at, r := range text {
		kind := 0
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r):
			kind = 1
		case r == '\n':
			kind = 3
		case unicode.IsSpace(r):
			kind = 2
		}
		if at > 0 && (kind != was || kind == 0 || kind == 3) {
			all = append(all, text[start:at])
			start = at
		}
		was = kind
	}
	if start < len(text) {
		all = append(all, text[start:])
	}
	return all
}

// stretches are joined as they come.
type stretches []Stretch

func (s *stretches) add(d Difference, texts ...string) {
	text := strings.Join(texts, "")
	if text == "" {
		return
	}
	if n := len(*s); n > 0 && (*s)[n-1].Difference == d {
		(*s)[n-1].Text += text
		return
	}
	*s = append(*s, Stretch{d, text})
}

// readable takes the spaces between two changes into both: two sentences that share
// nothing but spaces are not told word by word.
func (s stretches) readable() []Stretch {
	var out stretches
	var removed, added string
	flush := func() {
		out.add(Removed, removed)
		out.add(Added, added)
		removed, added = "", ""
	}
	for i, one := range s {
		switch {
		case one.Difference == Removed:
			removed += one.Text
		case one.Difference == Added:
			added += one.Text
		case removed != "" && added != "" && i+1 < len(s) && strings.TrimSpace(one.Text) == "":
			removed += one.Text
			added += one.Text
		default:
			flush()
			out.add(Kept, one.Text)
		}
	}
	flush()
	return out
}

// between compares what is not shared at the ends: the longest common sequence.
func (s *stretches) between(b, a []string) {
	if len(b) == 0 || len(a) == 0 || len(b)*len(a) > maxCompared {
		s.add(Removed, b...)
		s.add(Added, a...)
		return
	}
	// common[i][j] is the length of the longest common sequence of b[i:] and a[j:].
	width := len(a) + 1
	common := make([]uint16, (len(b)+1)*width)
	for i, x := range slices.Backward(b) {
		for j, y := range slices.Backward(a) {
			at := i*width + j
			if x == y {
				common[at] = common[at+width+1] + 1
			} else {
				common[at] = max(common[at+width], common[at+1])
			}
		}
	}
	// What is removed is said before what is added in its place.
	var removed, added []string
	flush := func() {
		s.add(Removed, removed...)
		s.add(Added, added...)
		removed, added = nil, nil
	}
	i, j := 0, 0
	for i < len(b) && j < len(a) {
		switch at := i*width + j; {
		case b[i] == a[j]:
			flush()
			s.add(Kept, b[i])
			i, j = i+1, j+1
		case common[at+width] >= common[at+1]:
			removed = append(removed, b[i])
			i++
		default:
			added = append(added, a[j])
			j++
		}
	}
	removed, added = append(removed, b[i:]...), append(added, a[j:]...)
	flush()
}
