package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// affix is one line of a class of an affix file: what is taken from a stem and
// what is put in its place, under a condition.
type affix struct {
	strip, add string
	flags      []string // classes that apply to what it makes
	condition  []set
	tags       []string // grammar of what it makes, "po:ipsi"
}

// set is one place of a condition: the runes allowed there, or not allowed.
type set struct {
	runes string
	not   bool
	any   bool
}

func (s set) has(r rune) bool { return s.any || strings.ContainsRune(s.runes, r) != s.not }

// class is an affix class: prefixes or suffixes under one flag.
type class struct {
	prefix bool
	cross  bool // goes together with a class of the other side
	all    []affix
}

// rules is what an affix file says of forms. Compounding (English ordinals) is
// left out: words with digits are not spelt.
type rules struct {
	long       bool // flags of two characters instead of one
	classes    map[string]*class
	needAffix  string
	forbidden  string
	onlyInside string
}

// readRules reads an affix file in UTF-8. It fails on what it would get wrong.
func readRules(r io.Reader) (*rules, error) {
	rs := &rules{classes: make(map[string]*class)}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		f := strings.Fields(norm.NFC.String(lines.Text()))
		if len(f) < 2 || strings.HasPrefix(f[0], "#") {
			continue
		}
		switch f[0] {
		case "SET":
			if f[1] != "UTF-8" {
				return nil, fmt.Errorf("encoding %s", f[1])
			}
		case "FLAG":
			if f[1] != "long" {
				return nil, fmt.Errorf("flags of type %s", f[1])
			}
			rs.long = true
		case "AF", "AM", "COMPLEXPREFIXES":
			return nil, fmt.Errorf("%s is not understood", f[0])
		case "NEEDAFFIX":
			rs.needAffix = f[1]
		case "FORBIDDENWORD":
			rs.forbidden = f[1]
		case "ONLYINCOMPOUND":
			rs.onlyInside = f[1]
		case "PFX", "SFX":
			if err := rs.addLine(f); err != nil {
				return nil, fmt.Errorf("%q: %w", lines.Text(), err)
			}
		}
	}
	return rs, lines.Err()
}

// addLine reads the head of a class (PFX X Y 12) or one of its affixes.
func (rs *rules) addLine(f []string) error {
	if len(f) < 4 {
		return fmt.Errorf("too short")
	}
	c := rs.classes[f[1]]
	if c == nil {
		if _, err := strconv.Atoi(f[3]); err != nil {
			return fmt.Errorf("no head")
		}
		rs.classes[f[1]] = &class{prefix: f[0] == "PFX", cross: f[2] == "Y"}
		return nil
	}
	if len(f) < 5 {
		return fmt.Errorf("no condition")
	}
	a := affix{strip: f[2], tags: f[5:]}
	var flags string
	a.add, flags, _ = strings.Cut(f[3], "/")
	a.flags = rs.flagsOf(flags)
	if a.strip == "0" {
		a.strip = ""
	}
	if a.add == "0" {
		a.add = ""
	}
	var err error
	a.condition, err = conditionOf(f[4])
	c.all = append(c.all, a)
	return err
}

// conditionOf reads a condition: letters, a dot for any, [abc] and [^abc].
func conditionOf(s string) ([]set, error) {
	if s == "." {
		return nil, nil
	}
	var places []set
	for runes := []rune(s); len(runes) > 0; {
		switch runes[0] {
		case '.':
			places, runes = append(places, set{any: true}), runes[1:]
		case '[':
			end := strings.IndexRune(string(runes), ']')
			if end < 0 {
				return nil, fmt.Errorf("condition %s does not close", s)
			}
			inside := string(runes)[1:end]
			without, not := strings.CutPrefix(inside, "^")
			places = append(places, set{runes: without, not: not})
			runes = []rune(string(runes)[end+1:])
		default:
			places, runes = append(places, set{runes: string(runes[0])}), runes[1:]
		}
	}
	return places, nil
}

// flagsOf splits the flags of a word.
func (rs *rules) flagsOf(s string) []string {
	size := 1
	if rs.long {
		size = 2
	}
	runes := []rune(s)
	var all []string
	for len(runes) >= size {
		all, runes = append(all, string(runes[:size])), runes[size:]
	}
	return all
}

// apply returns what the affix makes of a stem, or false where it does not go.
func (a affix) apply(stem string, prefix bool) (string, bool) {
	runes := []rune(stem)
	if len(runes) < len(a.condition) {
		return "", false
	}
	at := 0
	if !prefix {
		at = len(runes) - len(a.condition)
	}
	for i, place := range a.condition {
		if !place.has(runes[at+i]) {
			return "", false
		}
	}
	if prefix {
		rest, ok := strings.CutPrefix(stem, a.strip)
		return a.add + rest, ok
	}
	rest, ok := strings.CutSuffix(stem, a.strip)
	return rest + a.add, ok
}
