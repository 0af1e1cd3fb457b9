package editorial

import (
	"slices"
	"strings"
	"unicode"

	"parvis/app/words"
)

// nearDuplicate is the similarity from which two texts read as the same post.
const nearDuplicate = 0.8

// fingerprint is what a text is compared by: the sorted set of the runs of
// three characters of its normalised form. Texts without three letters or
// digits have none and resemble nothing.
type fingerprint []uint64

// fingerprintOf reduces a text to what readers recognise it by: case, accents,
// punctuation, emoji, spacing and links do not count.
func fingerprintOf(text string) fingerprint {
	runes := []rune(plain(text))
	if len(runes) < 3 {
		return nil
	}
	f := make(fingerprint, 0, len(runes)-2)
	for i := range len(runes) - 2 {
		// A rune has 21 bits: three of them are one number.
		f = append(f, uint64(runes[i])<<42|uint64(runes[i+1])<<21|uint64(runes[i+2]))
	}
	slices.Sort(f)
	return slices.Compact(f)
}

// plain returns the words of a text folded and separated by one space; links are
// left out.
func plain(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for _, word := range strings.Fields(text) {
		if words.IsLink(word) {
			continue
		}
		gap := b.Len() > 0
		for _, r := range words.Fold(word) {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				gap = b.Len() > 0
				continue
			}
			if gap {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		}
	}
	return b.String()
}

// similarity is the number of runs two fingerprints share over the number they
// have together: 1 for texts that read the same, 0 for those with nothing in
// common. A similarity that cannot reach least may come back as 0.
func similarity(a, b fingerprint, least float64) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	// To reach least, at most this many runs of the union may be unshared: most
	// comparisons end after few of them. The margin is for the arithmetic.
	allowed := int(float64(len(a)+len(b))*(1-least)/(1+least) + 1e-9)
	var shared, unshared, i, j int
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			shared++
			i++
			j++
			continue
		case a[i] < b[j]:
			i++
		default:
			j++
		}
		if unshared++; unshared > allowed {
			return 0
		}
	}
	unshared += len(a) - i + len(b) - j
	return float64(shared) / float64(shared+unshared)
}

// resembles reports whether a text reads like one of the others.
func resembles(text string, others []fingerprint) bool {
	f := fingerprintOf(text)
	for _, o := range others {
		if similarity(f, o, nearDuplicate) >= nearDuplicate {
			return true
		}
	}
	return false
}
