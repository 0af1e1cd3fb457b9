package editorial

import (
	"slices"
	"strings"

	"parvis/app"
	"parvis/app/strategy"
)

// checkAddress finds where the text says tu to readers that the strategy says
// vous to, or the other way round. It has nothing to say of an English text.
func (v voice) checkAddress(text string, words []word) []Check {
	if v.address == "" || english(words) {
		return nil
	}
	stray, key := formal, "editorial.check.address.tu"
	if v.address == strategy.Vous {
		stray, key = familiar, "editorial.check.address.vous"
	}
	said := quotations(text)
	var found []span
	for i, w := range words {
		if stray(words, i) && !slices.ContainsFunc(said, func(q span) bool { return w.start >= q.start && w.end <= q.end }) {
			found = append(found, span{w.start, w.end})
		}
	}
	if len(found) == 0 {
		return nil
	}
	return []Check{{
		Severity: Warns, Title: app.Say(key), Caption: app.Say(key+".caption", "Words", quoted(text, found)),
		Fix: Fix{Action: FixSeeWord, Start: found[0].start, End: found[0].end},
	}}
}

var (
	// Words before « tu » that make it the participle of taire, or a proverb: il
	// s’est tu, être à tu et à toi, deux tu l’auras.
	silent = setOf("est suis était étais étaient sont a ai ont avait avoir être fut à deux")
	third  = setOf("il elle on ils elles")
	many   = setOf("tous toutes deux trois quatre autres")
)

// familiar reports whether a word says tu to the reader, and can say nothing
// else: « ton » is a shade too, « tien » a form of tenir.
func familiar(words []word, i int) bool {
	before, after := around(words, i)
	switch words[i].lower {
	case "te", "ta", "tes":
		return words[i].before != hyphenated
	case "tu":
		return words[i].before != spaced || !silent[before.lower]
	case "toi":
		return !(before.lower == "à" && i >= 2 && words[i-2].lower == "et") // à tu et à toi
	case "t":
		// What French puts between a verb and il is often written so: va t’il.
		return after.before == elided && !third[after.lower]
	case "tien":
		return before.lower == "le" || before.lower == "du" || before.lower == "au"
	case "tiens", "tiennes":
		return before.lower == "aux" || before.lower == "des"
	case "tienne":
		return before.lower == "la" && i >= 2 && words[i-2].lower == "à"
	}
	return false
}

// formal reports whether a word says vous to one reader: not to all of them, nor
// in a compound such as rendez-vous.
func formal(words []word, i int) bool {
	before, after := around(words, i)
	switch words[i].lower {
	case "votre", "vos", "vôtre", "vôtres":
		return true
	case "vous":
		compound := before.lower == "rendez" && words[i].before != apart || before.lower == "à" && words[i].before == hyphenated
		all := many[after.lower] && after.before != apart
		return !compound && !all
	}
	return false
}

// around returns the words before and after one, empty where there is none.
func around(words []word, i int) (before, after word) {
	if i > 0 && words[i].before != apart {
		before = words[i-1]
	}
	if i+1 < len(words) {
		after = words[i+1]
	}
	return before, after
}

// Words that only one of the two languages has, among the most frequent.
var (
	frenchWords = setOf("le la les des du une et est à au aux pour avec dans sur ce cette nous notre nos vous votre vos je tu il elle qui que pas plus chez c l d j n qu y")
	others      = setOf("the and of to is you your for with our we in it this are be from will at my they them have has by that")
)

// english reports whether a text reads as English more than as French.
func english(words []word) bool {
	french, other := 0, 0
	for _, w := range words {
		if frenchWords[w.lower] {
			french++
		}
		if others[w.lower] {
			other++
		}
	}
	return other > french
}

// quotations finds what a text reports in quotation marks: others' words. An
// opening mark without its end quotes nothing.
func quotations(text string) []span {
	var found []span
	for _, pair := range [][2]string{{"«", "»"}, {"“", "”"}, {`"`, `"`}} {
		for at := 0; ; {
			open := strings.Index(text[at:], pair[0])
			if open < 0 {
				break
			}
			start := at + open + len(pair[0])
			length := strings.Index(text[start:], pair[1])
			if length < 0 {
				break
			}
			if pair[0] == `"` && strings.ContainsRune(text[start:start+length], '\n') {
				at = start
				continue
			}
			found = append(found, span{start, start + length})
			at = start + length + len(pair[1])
		}
	}
	return found
}
