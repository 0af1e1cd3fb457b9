package spelling

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Find returns the mistakes of a text in the order they come, none overlapping
// another. words are right besides those of the dictionaries; an Unsaid language
// is found out by LanguageOf. It fails with ctx, or when a dictionary cannot be
// read. It is safe for concurrent use and takes about a millisecond for each
// unknown word: call it off the main goroutine.
func Find(ctx context.Context, text string, language Language, words Words) ([]Finding, error) {
	if language == Unsaid {
		var err error
		if language, err = LanguageOf(text); err != nil {
			return nil, err
		}
	}
	own, err := dictionaryOf(language)
	if err != nil {
		return nil, err
	}
	other, err := dictionaryOf(English)
	if err != nil {
		return nil, err
	}
	spans := protected(text)
	r := &reader{
		speller: &speller{language: language, words: own, own: words},
		other:   other, text: text, spans: spans, tokens: tokens(text, spans),
	}
	found, err := r.spelling(ctx)
	if err != nil {
		return nil, err
	}
	if language == French {
		found = append(found, typography(text, spans, own)...)
	}
	return apart(found), nil
}

// apart puts findings in order; of two that overlap, the graver stays, then the
// first.
func apart(found []Finding) []Finding {
	rank := func(f Finding) int {
		if f.Kind == Spelling {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(found, func(a, b Finding) int { return rank(a) - rank(b) })
	var kept []Finding
	for _, f := range found {
		if !slices.ContainsFunc(kept, func(k Finding) bool { return k.Start < f.End && f.Start < k.End }) {
			kept = append(kept, f)
		}
	}
	slices.SortFunc(kept, func(a, b Finding) int { return a.Start - b.Start })
	return kept
}

// reader reads one text.
type reader struct {
	*speller
	other  *dictionary // English, of which French borrows
	text   string
	spans  []span
	tokens []token
}

// spelling returns the words of the text that are wrong.
func (r *reader) spelling(ctx context.Context) ([]Finding, error) {
	var found []Finding
	for i, t := range r.tokens {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if t.digits {
			continue
		}
		if f, ok := r.apartElision(i); ok {
			found = append(found, f)
			continue
		}
		if utf8.RuneCountInString(t.word) < 2 || r.knows(t.word) {
			continue
		}
		if f, ok := r.check(i); ok {
			found = append(found, f)
		}
	}
	return found, nil
}

// check judges a word that is not known as a whole.
func (r *reader) check(i int) (Finding, bool) {
	t := r.tokens[i]
	if before, rest, ok := cutElision(t.word); ok && r.language == French && rest != "" {
		if r.knows(rest) {
			return r.wrongElision(t, before, rest)
		}
		// The mistake is in what follows the elision.
		at := t.end - len(r.tailOf(t))
		t = token{start: at, end: t.end, word: rest, first: t.first}
	}
	if r.excused(i, t) {
		return Finding{}, false
	}
	f := Finding{Start: t.start, End: t.end, Word: r.text[t.start:t.end], Kind: Spelling, Rule: Unknown}
	if fixed, rule := r.signs(t.word); rule != "" {
		f.Kind, f.Rule, f.Suggestions, f.Sure = Typography, rule, []string{curly(fixed)}, true
		return f, true
	}
	suggestions := r.suggest(t.word)
	if shapeOf(t.word) == titled && !t.first && !r.likelySlip(t.word, suggestions) {
		// A name.
		return Finding{}, false
	}
	for _, s := range suggestions {
		f.Suggestions = append(f.Suggestions, curly(s.word))
	}
	f.Sure = sure(suggestions)
	return f, true
}

// tailOf returns the end of a token's text that begins after its first
// apostrophe.
func (r *reader) tailOf(t token) string {
	raw := r.text[t.start:t.end]
	at := strings.IndexFunc(raw, isApostrophe)
	_, size := utf8.DecodeRuneInString(raw[at:])
	return raw[at+size:]
}

// longestAcronym is how many capitals in a row are taken for an acronym, and
// longestUnit how many letters behind a number for a unit.
const (
	longestAcronym = 5
	longestUnit    = 3
)

// excused reports whether an unknown word is no mistake: an acronym, the name of
// a product, a unit after a number, an abbreviation, a phrase in English.
func (r *reader) excused(i int, t token) bool {
	switch shapeOf(t.word) {
	case capitals:
		if utf8.RuneCountInString(t.word) <= longestAcronym {
			return true
		}
	case mixed:
		// "VOisin" and "lÉtat" are slips, "iPhone" is a name.
		return !(slipOfShift(t.word) && r.stands(upperFirst(strings.ToLower(t.word)))) && !r.glued(t.word)
	}
	if r.measured(i) && utf8.RuneCountInString(t.word) <= longestUnit {
		return true
	}
	if r.abbreviated(t) {
		return true
	}
	return r.language == French && r.borrowed(t.word) && (r.foreign(i-1) || r.foreign(i+1))
}

// abbreviated reports whether a short word ends with a full stop that does not end
// the sentence: "env. dix".
func (r *reader) abbreviated(t token) bool {
	rest, ok := strings.CutPrefix(r.text[t.end:], ". ")
	next, _ := utf8.DecodeRuneInString(rest)
	return ok && utf8.RuneCountInString(t.word) <= longestAcronym && (unicode.IsLower(next) || unicode.IsDigit(next))
}

// slipOfShift reports whether a word begins with two capitals and goes on in lower
// case.
func slipOfShift(word string) bool {
	runes := []rune(word)
	return len(runes) > 3 && unicode.IsUpper(runes[0]) && unicode.IsUpper(runes[1]) && string(runes[2:]) == strings.ToLower(string(runes[2:]))
}

// glued reports whether a word is a name behind an elision without its
// apostrophe.
func (r *reader) glued(word string) bool {
	return r.language == French && slices.ContainsFunc(elided, func(before string) bool {
		rest, ok := strings.CutPrefix(word, before)
		return ok && shapeOf(rest) == titled && r.words.has(rest) && r.vowel(rest)
	})
}

// borrowed reports whether a word is a common one of English.
func (r *reader) borrowed(word string) bool {
	return slices.ContainsFunc(r.other.find(word), func(e entry) bool { return e.Use() > 0 })
}

// foreign reports whether token i is a word of English and not of French: a
// phrase in English is left alone, an English word amid French is not.
func (r *reader) foreign(i int) bool {
	return i >= 0 && i < len(r.tokens) && !r.tokens[i].digits && r.borrowed(r.tokens[i].word) && !r.knows(r.tokens[i].word)
}

// signs returns the word with the accent on its capital or with the ligature that
// it lacks, and the rule for it.
func (r *reader) signs(word string) (string, Rule) {
	if r.language != French {
		return "", ""
	}
	first, size := utf8.DecodeRuneInString(word)
	if shapeOf(word) == titled {
		for _, with := range variants(unicode.ToLower(first)) {
			if fixed := string(unicode.ToUpper(with)) + word[size:]; with != unicode.ToLower(first) && r.knows(fixed) {
				return fixed, Accent
			}
		}
	}
	for _, pair := range [][2]string{{"oe", "œ"}, {"Oe", "Œ"}, {"OE", "Œ"}, {"ae", "æ"}} {
		if fixed := strings.Replace(word, pair[0], pair[1], 1); fixed != word && r.stands(fixed) {
			return fixed, Ligature
		}
	}
	return "", ""
}

// full are the little words with the vowel that elision takes, for a word of
// which the gender is not known.
var full = map[string][]string{
	"l": {"le", "la"}, "d": {"de"}, "j": {"je"}, "n": {"ne"}, "s": {"se"}, "c": {"ce"}, "m": {"me"}, "t": {"te"},
	"qu": {"que"}, "jusqu": {"jusque"}, "lorsqu": {"lorsque"}, "puisqu": {"puisque"}, "quoiqu": {"quoique"},
}

// wrongElision is an elision before a word that does not take one.
func (r *reader) wrongElision(t token, before, rest string) (Finding, bool) {
	f := Finding{Start: t.start, End: t.end, Word: r.text[t.start:t.end], Kind: Spelling, Rule: Elision}
	for _, whole := range full[strings.ToLower(before)] {
		f.Suggestions = append(f.Suggestions, cast(whole, shapeOf(before))+" "+curly(rest))
	}
	for _, s := range r.suggest(t.word) {
		if len(f.Suggestions) < MaxSuggestions {
			f.Suggestions = append(f.Suggestions, curly(s.word))
		}
	}
	return f, true
}

// apartElision finds an elided word without its apostrophe, "l homme", or with a
// space around it, "l' homme".
func (r *reader) apartElision(i int) (Finding, bool) {
	if r.language != French || i+1 >= len(r.tokens) {
		return Finding{}, false
	}
	t, next := r.tokens[i], r.tokens[i+1]
	last := strings.ToLower(t.word[strings.LastIndexByte(t.word, '-')+1:]) // of "chef-d"
	today := last == "aujourd" && strings.EqualFold(next.word, "hui")
	if !slices.Contains(elided, last) && !today || next.digits || r.measured(i) {
		return Finding{}, false
	}
	between := r.text[t.end:next.start]
	joint := strings.Trim(between, " ")
	if between == joint || joint != "" && !(utf8.RuneCountInString(joint) == 1 && strings.ContainsFunc(joint, isApostrophe)) {
		return Finding{}, false
	}
	if !today && (shapeOf(next.word) == capitals || !r.knows(next.word) || !r.vowel(next.word)) {
		return Finding{}, false
	}
	return Finding{
		Start: t.start, End: next.end, Word: r.text[t.start:next.end], Kind: Spelling, Rule: Elision,
		Suggestions: []string{t.word + "’" + curly(next.word)}, Sure: true,
	}, true
}

// measured reports whether token i stands behind a number, as a unit does: "10 m".
func (r *reader) measured(i int) bool {
	return i > 0 && r.tokens[i-1].digits && strings.TrimSpace(r.text[r.tokens[i-1].end:r.tokens[i].start]) == ""
}

// vowel reports whether the dictionary itself says that a word takes an elision.
func (r *reader) vowel(word string) bool {
	head, _, _ := strings.Cut(word, "-")
	return slices.ContainsFunc(append(r.words.find(word), r.words.find(head)...), func(e entry) bool { return e.Elides() })
}

// curly writes apostrophes as printers do.
func curly(s string) string { return strings.ReplaceAll(s, "'", "’") }
