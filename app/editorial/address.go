package editorial

import (
	"slices"
	"strings"

	"parvis/app"
	"parvis/app/strategy"
	"parvis/app/words"
)

// checkAddress finds where the text says tu to readers that the strategy says
// vous to, or the other way round. It has nothing to say of an English text.
func (v voice) checkAddress(text string, said []words.Word) []Check {
	if v.address == "" || english(said) {
		return nil
	}
	stray, key := formal, "editorial.check.address.tu"
	if v.address == strategy.Vous {
		stray, key = familiar, "editorial.check.address.vous"
	}
	reported := quotations(text)
	var found []words.Span
	for i, w := range said {
		if stray(said, i) && !slices.ContainsFunc(reported, func(q words.Span) bool { return w.Start >= q.Start && w.End <= q.End }) {
			found = append(found, words.Span{Start: w.Start, End: w.End})
		}
	}
	if len(found) == 0 {
		return nil
	}
	return []Check{{
		Severity: Warns, Title: app.Say(key), Caption: app.Say(key+".caption", "Words", quoted(text, found)),
		Fix: Fix{Action: FixSeeWord, Start: found[0].Start, End: found[0].End},
	}}
}

var (
	// Words before « tu » that make it the participle of taire, or a proverb: il
	// s’est tu, être à tu et à toi, deux tu l’auras.
	silent = words.Set("est suis était étais étaient sont a ai ont avait avoir être fut à deux")
	third  = words.Set("il elle on ils elles")
	many   = words.Set("tous toutes deux trois quatre autres")
)

// familiar reports whether a word says tu to the reader, and can say nothing
// else: « ton » is a shade too, « tien » a form of tenir.
func familiar(said []words.Word, i int) bool {
	before, after := around(said, i)
	switch said[i].Lower {
	case "te", "ta", "tes":
		return said[i].Before != words.Hyphenated
	case "tu":
		return said[i].Before != words.Spaced || !silent[before.Lower]
	case "toi":
		return !(before.Lower == "à" && i >= 2 && said[i-2].Lower == "et") // à tu et à toi
	case "t":
		// What French puts between a verb and il is often written so: va t’il.
		return after.Before == words.Elided && !third[after.Lower]
	case "tien":
		return before.Lower == "le" || before.Lower == "du" || before.Lower == "au"
	case "tiens", "tiennes":
		return before.Lower == "aux" || before.Lower == "des"
	case "tienne":
		return before.Lower == "la" && i >= 2 && said[i-2].Lower == "à"
	}
	return false
}

// formal reports whether a word says vous to one reader: not to all of them, nor
// in a compound such as rendez-vous.
func formal(said []words.Word, i int) bool {
	before, after := around(said, i)
	switch said[i].Lower {
	case "votre", "vos", "vôtre", "vôtres":
		return true
	case "vous":
		compound := before.Lower == "rendez" && said[i].Before != words.Apart || before.Lower == "à" && said[i].Before == words.Hyphenated
		all := many[after.Lower] && after.Before != words.Apart
		return !compound && !all
	}
	return false
}

// around returns the words before and after one, empty where there is none.
func around(said []words.Word, i int) (before, after words.Word) {
	if i > 0 && said[i].Before != words.Apart {
		before = said[i-1]
	}
	if i+1 < len(said) {
		after = said[i+1]
	}
	return before, after
}

// english reports whether a text reads as English more than as French. A guess is
// enough here, and is made at every keystroke: which dictionary a text is held to,
// spelling.LanguageOf settles with the dictionaries at hand.
func english(said []words.Word) bool {
	in := 0
	for _, w := range said {
		switch {
		case words.SaysEnglish(w.Lower):
			in++
		case words.SaysFrench(w.Lower):
			in--
		}
	}
	return in > 0
}

// quotations finds what a text reports in quotation marks: others' words. An
// opening mark without its end quotes nothing.
func quotations(text string) []words.Span {
	var found []words.Span
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
			found = append(found, words.Span{Start: start, End: start + length})
			at = start + length + len(pair[1])
		}
	}
	return found
}
