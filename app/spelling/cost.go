package spelling

import "strings"

// Costs of what a hand or an ear gets wrong, on a scale where any other letter for
// a letter costs 1. They order suggestions and nothing else.
const (
	costAccent    = 0.2  // é for e, e for é
	costOther     = 0.12 // one accent for another
	costDoubled   = 0.5  // one letter for two, two for one
	costSwap      = 0.5  // two letters in the wrong order
	costSound     = 0.6  // letters that sound alike
	costNeighbour = 0.7  // the key beside
	costSilent    = 0.65 // a letter that is not heard: e, h, a last s or t
	costSign      = 0.3  // an apostrophe or a hyphen
	costLetter    = 1.0
	costMissing   = 0.72 // any letter left out or added
	costFirst     = 0.3  // on top when it is the first letter, which hands get right
)

// azerty are the rows of the French keyboard, letters and the accents that have
// a key.
var azerty = []string{"azertyuiop", "qsdfghjklm", "wxcvbn"}

// beside holds, for each key, the keys that touch it.
var beside = touching()

func touching() map[rune]string {
	all := make(map[rune]string)
	join := func(a, b rune) { all[a] += string(b); all[b] += string(a) }
	for y, row := range azerty {
		for x, key := range row {
			if x > 0 {
				join(key, rune(row[x-1]))
			}
			if y > 0 {
				above := azerty[y-1]
				join(key, rune(above[x]))
				if x+1 < len(above) {
					join(key, rune(above[x+1]))
				}
			}
		}
	}
	return all
}

// alike are letters that sound alike.
var alike = soundPairs("cs", "ck", "kq", "cq", "gj", "iy", "sz", "fv", "mn", "td", "pb", "ao", "ea", "xs")

func soundPairs(pairs ...string) map[[2]rune]bool {
	all := make(map[[2]rune]bool)
	for _, pair := range pairs {
		r := []rune(pair)
		all[[2]rune{r[0], r[1]}], all[[2]rune{r[1], r[0]}] = true, true
	}
	return all
}

// costOf returns how unlikely it is that typed was meant to be word: a weighted
// distance of edits and swaps. Both are in lower case.
func costOf(typed, word []rune) float64 { return costIn(nil, typed, word) }

// costIn is costOf with room for its work, which it uses when it is large enough.
func costIn(room []float64, typed, word []rune) float64 {
	width := len(word) + 1
	table := room
	if size := (len(typed) + 1) * width; size > len(room) {
		table = make([]float64, size)
	} else {
		clear(room[:size])
	}
	at := func(i, j int) *float64 { return &table[i*width+j] }
	for j := 1; j <= len(word); j++ {
		*at(0, j) = *at(0, j-1) + omitted(word, j-1)
	}
	for i := 1; i <= len(typed); i++ {
		*at(i, 0) = *at(i-1, 0) + inserted(typed, i-1)
		for j := 1; j <= len(word); j++ {
			best := *at(i-1, j-1) + replaced(typed[i-1], word[j-1], i == 1 && j == 1)
			best = min(best, *at(i-1, j)+inserted(typed, i-1), *at(i, j-1)+omitted(word, j-1))
			if i > 1 && j > 1 && typed[i-1] == word[j-2] && typed[i-2] == word[j-1] && typed[i-1] != typed[i-2] {
				best = min(best, *at(i-2, j-2)+costSwap)
			}
			*at(i, j) = best
		}
	}
	return *at(len(typed), len(word))
}

func replaced(typed, meant rune, first bool) float64 {
	if typed == meant {
		return 0
	}
	a, b := base(typed), base(meant)
	switch {
	case a == b && a != typed && b != meant:
		return costOther
	case a == b:
		return costAccent
	case first:
		if strings.ContainsRune(beside[a], b) || alike[[2]rune{a, b}] {
			return costNeighbour + costFirst
		}
		return costLetter + costFirst
	case alike[[2]rune{a, b}]:
		return costSound
	case strings.ContainsRune(beside[a], b):
		return costNeighbour
	}
	return costLetter
}

// omitted is the cost of having left out letter j of the word.
func omitted(word []rune, j int) float64 {
	switch r := word[j]; {
	case r == '\'' || r == '-' || r == ' ':
		return costSign
	case j > 0 && word[j-1] == r, j+1 < len(word) && word[j+1] == r:
		return costDoubled
	case r == 'h', r == 'e', j == len(word)-1 && strings.ContainsRune("stxdp", r):
		return costSilent
	case j == 0:
		return costMissing + costFirst
	}
	return costMissing
}

// inserted is the cost of having typed letter i too many.
func inserted(typed []rune, i int) float64 {
	r := typed[i]
	near := func(at int) bool {
		return at >= 0 && at < len(typed) && strings.ContainsRune(beside[base(typed[at])], base(r))
	}
	switch {
	case r == '\'' || r == '-':
		return costSign
	case i > 0 && typed[i-1] == r, i+1 < len(typed) && typed[i+1] == r:
		return costDoubled
	case near(i - 1), near(i + 1):
		return costNeighbour
	case r == 'h', r == 'e', i == len(typed)-1 && strings.ContainsRune("stxd", r):
		return costSilent
	case i == 0:
		return costMissing + costFirst
	}
	return costMissing
}
