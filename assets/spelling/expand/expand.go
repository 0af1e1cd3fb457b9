package main

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// form is what is known of a form of a word.
type form struct {
	rare bool
	use  int // class of use of spelling.Value
}

// forms are all forms of a language, in NFC with straight apostrophes.
type forms map[string]form

// add notes a way to a form: it is rare when all ways are, and used as by the word
// that is used most.
func (fs forms) add(word string, f form) {
	if known, ok := fs[word]; ok {
		f.rare = f.rare && known.rare
		f.use = max(f.use, known.use)
	}
	fs[word] = f
}

// literary are the grammar tags of forms that only literature has.
var literary = []string{"po:ipsi", "po:simp"}

// mistaken is the tag of entries that the list keeps to explain mistakes.
const mistaken = "po:err"

// expand reads a list of stems with flags and adds every form they make. use
// tells the class of use of the forms of one word.
func (rs *rules) expand(r io.Reader, use func(word forms), into forms) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	forbidden := make(map[string]bool)
	for first := true; lines.Scan(); first = false {
		if first {
			continue // how many lines follow
		}
		fields := strings.Fields(norm.NFC.String(lines.Text()))
		if len(fields) == 0 || slices.Contains(fields, mistaken) {
			continue
		}
		stem, letters, _ := strings.Cut(fields[0], "/")
		flags := rs.flagsOf(letters)
		switch {
		case rs.has(flags, rs.onlyInside):
		case rs.has(flags, rs.forbidden):
			forbidden[stem] = true
		default:
			word := make(forms)
			rs.grow(stem, flags, rs.has(flags, rs.needAffix), word)
			use(word)
			for form, f := range word {
				into.add(form, f)
			}
		}
	}
	for word := range forbidden {
		delete(into, word)
	}
	return lines.Err()
}

func (rs *rules) has(flags []string, flag string) bool {
	return flag != "" && slices.Contains(flags, flag)
}

// grow adds a stem and what its classes make of it.
func (rs *rules) grow(stem string, flags []string, needsAffix bool, into forms) {
	rs.settle(stem, flags, nil, !needsAffix, into)
	for _, flag := range flags {
		c := rs.classes[flag]
		if c == nil || c.prefix {
			continue
		}
		for _, a := range c.all {
			word, ok := a.apply(stem, false)
			if !ok {
				continue
			}
			// A suffix carries the classes that go on with it, and the stem's
			// prefixes go with it where both allow.
			more := a.flags
			if c.cross {
				more = append(slices.Clone(a.flags), rs.prefixes(flags)...)
			}
			rs.settle(word, more, a.tags, !rs.has(a.flags, rs.needAffix), into)
			for _, second := range rs.suffixes(a.flags) {
				for _, b := range rs.classes[second].all {
					if twice, ok := b.apply(word, false); ok && !rs.has(b.flags, rs.needAffix) {
						rs.settle(twice, append(slices.Clone(b.flags), rs.prefixes(more)...), append(slices.Clone(a.tags), b.tags...), true, into)
					}
				}
			}
		}
	}
}

// settle adds a form, if it stands alone, and what prefixes make of it. A prefix
// with an apostrophe is an elision, and left out: whoever reads a text splits it
// there.
func (rs *rules) settle(word string, flags, tags []string, alone bool, into forms) {
	f := form{rare: slices.ContainsFunc(literary, func(tag string) bool { return slices.Contains(tags, tag) })}
	if alone {
		into.add(word, f)
	}
	for _, flag := range rs.prefixes(flags) {
		for _, a := range rs.classes[flag].all {
			with, ok := a.apply(word, true)
			if !ok || strings.ContainsAny(a.add, "'’") {
				continue
			}
			into.add(with, f)
			// What a prefix makes may go on with suffixes of its own.
			for _, more := range rs.suffixes(a.flags) {
				for _, b := range rs.classes[more].all {
					if longer, ok := b.apply(with, false); ok {
						into.add(longer, f)
					}
				}
			}
		}
	}
}

func (rs *rules) prefixes(flags []string) []string { return rs.side(flags, true) }
func (rs *rules) suffixes(flags []string) []string { return rs.side(flags, false) }

func (rs *rules) side(flags []string, prefix bool) []string {
	var all []string
	for _, flag := range flags {
		if c := rs.classes[flag]; c != nil && c.prefix == prefix {
			all = append(all, flag)
		}
	}
	return all
}
