package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Piece is a stretch of a text shown as a result: Match tells what was looked
// for from what stands around it. Joined, the pieces are the text shown.
type Piece struct {
	Text  string
	Match bool
}

// Before is how much of a text a snippet shows before what matched, in
// characters.
const Before = 30

// Mark cuts a whole text into pieces, on one line.
func (q Question) Mark(text string) []Piece {
	return q.pieces(text, q.matches(wordsOf(text)), 0, len(text))
}

// Snippet cuts about length characters out of a text, around the first place
// where something of the question stands, else its beginning. What is left out
// is shown by an ellipsis.
func (q Question) Snippet(text string, length int) []Piece {
	text = strings.TrimSpace(text)
	all := wordsOf(text)
	found := q.matches(all)
	from, to := 0, len(text)
	if len(found) > 0 {
		from = back(text, found[0].from, Before)
		if i := slices.IndexFunc(all, func(w word) bool { return w.from >= from }); i > 0 && from > 0 {
			from = all[i].from
		}
	}
	end := forward(text, from, length)
	if end < to {
		// End after a whole word, unless that would cut what matched away.
		for _, w := range all {
			if w.to <= end && w.to > from {
				to = w.to
			}
		}
		if to == len(text) {
			to = end
		}
	}
	pieces := q.pieces(text, found, from, to)
	if from > 0 {
		pieces = append([]Piece{{Text: "… "}}, pieces...)
	}
	if to < len(text) {
		pieces = append(pieces, Piece{Text: " …"})
	}
	return join(pieces)
}

// span is a stretch of a text, in bytes.
type span struct{ from, to int }

// matches returns where the terms stand, in order, without overlaps.
func (q Question) matches(in []word) []span {
	var all []span
	for _, t := range q.terms {
		for i := t.at(in, 0); i >= 0; i = t.at(in, i+1) {
			all = append(all, span{in[i].from, in[i+len(t.words)-1].to})
		}
	}
	slices.SortFunc(all, func(a, b span) int { return a.from - b.from })
	var apart []span
	for _, s := range all {
		if n := len(apart); n > 0 && s.from < apart[n-1].to {
			apart[n-1].to = max(apart[n-1].to, s.to)
			continue
		}
		apart = append(apart, s)
	}
	return apart
}

// pieces cuts text[from:to] where something matched.
func (q Question) pieces(text string, found []span, from, to int) []Piece {
	var all []Piece
	add := func(from, to int, match bool) {
		if from < to {
			all = append(all, Piece{strings.Map(blank, text[from:to]), match})
		}
	}
	at := from
	for _, s := range found {
		if s.from < at || s.from >= to {
			continue
		}
		add(at, s.from, false)
		at = min(s.to, to)
		add(s.from, at, true)
	}
	add(at, to, false)
	return all
}

// join brings neighbours that are alike together.
func join(pieces []Piece) []Piece {
	var all []Piece
	for _, p := range pieces {
		if n := len(all); n > 0 && all[n-1].Match == p.Match {
			all[n-1].Text += p.Text
			continue
		}
		all = append(all, p)
	}
	return all
}

// back returns the place n characters before at.
func back(text string, at, n int) int {
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	return at
}

// forward returns the place n characters after at.
func forward(text string, at, n int) int {
	for ; n > 0 && at < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}
