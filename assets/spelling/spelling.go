// Package spelling holds the dictionaries of French and English as finite state
// transducers (github.com/blevesearch/vellum): every form a word takes, in NFC
// with straight apostrophes, with a Value. They are made by the program in
// expand from the lists of Debian's hunspell-fr-classical, hunspell-en-us,
// wbritish, wbritish-small and wamerican-small, and from the words of networks
// and trades in extra; licences are in assets/notices/spelling.md.
package spelling

import (
	_ "embed"
)

//go:generate go run ./expand -lists /usr/share -assets .. -out .

// French is the transducer of French.
//
//go:embed french.fst
var French []byte

// English is the transducer of American and British English.
//
//go:embed english.fst
var English []byte

// Value is what a transducer says of a form.
type Value uint64

// MaxUse is the highest class of Use.
const MaxUse = 7

const (
	elides = 1 << iota
	rare
	useShift = iota
)

// NewValue makes a value; use is cut to 0..MaxUse.
func NewValue(elided, isRare bool, use int) Value {
	v := Value(min(max(use, 0), MaxUse)) << useShift
	if elided {
		v |= elides
	}
	if isRare {
		v |= rare
	}
	return v
}

// Elides reports whether a little word may lose its vowel before the form:
// "l’homme" and not "l’héros". It is said of French only.
func (v Value) Elides() bool { return v&elides != 0 }

// Rare reports whether the form is only met in literature: a simple past or an
// imperfect subjunctive.
func (v Value) Rare() bool { return v&rare != 0 }

// Use is how much the form is used, 0 (not seen) to MaxUse, on a scale of
// logarithms: in the texts of Parvis for French, by the lists of common words
// for English.
func (v Value) Use() int { return int(v >> useShift) }
