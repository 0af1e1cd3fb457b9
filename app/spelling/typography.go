package spelling

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The spaces of French typography: narrow before ; ! ? and inside « », full before
// a colon, none of which ends a line.
const (
	narrow  = "\u202f"
	noBreak = "\u00a0"
)

var (
	threeDots = regexp.MustCompile(`\.{3,}`)
	spaces    = regexp.MustCompile(`[ \t\x{00a0}]{2,}`)
	marks     = regexp.MustCompile(`([ \x{2009}]*)([;:!?]+)`)
	opening   = regexp.MustCompile(`«( ?)`)
	closing   = regexp.MustCompile(`( ?)»`)
	// A smiley in letters, which keeps its signs.
	smiley = regexp.MustCompile(`(?:^|[\s\x{00a0}\x{202f}])[:;=]['’]?-?[()DPpoO/\\|*3><\[\]]+`)
)

// printer sets the signs of one French text.
type printer struct {
	text  string
	spans []span
	found []Finding
}

// typography returns the signs of a French text that are not as printers set
// them. Both no-break spaces are right wherever one is asked for.
func typography(text string, spans []span, words *dictionary) []Finding {
	p := &printer{text: text, spans: spans}
	for _, at := range smiley.FindAllStringIndex(text, -1) {
		p.spans = joined(p.spans, span{at[0], at[1]})
	}
	p.dots()
	p.doubled()
	p.punctuation()
	p.guillemets()
	p.straight()
	p.apostrophes()
	p.prepositions(words)
	return p.found
}

// joined returns the spans with one more, in order.
func joined(spans []span, s span) []span {
	all := make([]span, 0, len(spans)+1)
	for i, each := range spans {
		if s.start < each.start {
			return append(append(all, s), spans[i:]...)
		}
		all = append(all, each)
	}
	return append(all, s)
}

func (p *printer) advise(start, end int, rule Rule, with string) {
	if p.text[start:end] != with && !covered(p.spans, start, max(end, start+1)) {
		p.found = append(p.found, Finding{
			Start: start, End: end, Word: p.text[start:end], Kind: Typography, Rule: rule, Suggestions: []string{with}, Sure: true,
		})
	}
}

// before and after return the characters around a place, 0 at the ends.
func (p *printer) before(at int) rune {
	r, size := utf8.DecodeLastRuneInString(p.text[:at])
	if size == 0 {
		return 0
	}
	return r
}

func (p *printer) after(at int) rune {
	r, size := utf8.DecodeRuneInString(p.text[at:])
	if size == 0 {
		return 0
	}
	return r
}

func (p *printer) dots() {
	for _, at := range threeDots.FindAllStringIndex(p.text, -1) {
		p.advise(at[0], at[1], Ellipsis, "…")
	}
}

// doubled finds two spaces for one between words. Those that begin a line indent
// it, those that end it are not seen, and those before a sign are punctuation's.
func (p *printer) doubled() {
	for _, at := range spaces.FindAllStringIndex(p.text, -1) {
		before, after := p.before(at[0]), p.after(at[1])
		if before == 0 || before == '\n' || after == 0 || after == '\n' || after == '\r' || strings.ContainsRune(";:!?»", after) || before == '«' {
			continue
		}
		p.advise(at[0], at[1], Double, " ")
	}
}

// punctuation asks for the no-break space before ; : ! ?
func (p *printer) punctuation() {
	for _, at := range marks.FindAllStringSubmatchIndex(p.text, -1) {
		start, sign, end := at[2], at[4], at[5]
		before, after := p.before(start), p.after(end)
		first := p.text[sign]
		switch {
		case before == 0, unicode.IsSpace(before), strings.ContainsRune("([{/\\@#&=*_~<>", before):
			continue // the line begins with it, the space is there, or it is no prose
		case first == ':' || first == ';':
			// Times, scores, ratios and codes are written without a space.
			if after != 0 && !unicode.IsSpace(after) && !strings.ContainsRune("«\"“)", after) || end-sign > 1 && first == ':' {
				continue
			}
		case isLetter(after) && start == sign && isLetter(before):
			continue // "Yahoo!France", an address
		}
		with := narrow
		if first == ':' {
			with = noBreak
		}
		// The sign is part of the finding, so that there is something to point at.
		_, size := utf8.DecodeRuneInString(p.text[sign:])
		p.advise(start, sign+size, Space, with+p.text[sign:sign+size])
	}
}

// guillemets asks for the spaces inside « ».
func (p *printer) guillemets() {
	for _, at := range opening.FindAllStringIndex(p.text, -1) {
		if after := p.after(at[1]); after != 0 && !unicode.IsSpace(after) {
			p.advise(at[0], at[1], Space, "«"+narrow)
		}
	}
	for _, at := range closing.FindAllStringIndex(p.text, -1) {
		if before := p.before(at[0]); before != 0 && !unicode.IsSpace(before) {
			p.advise(at[0], at[1], Space, narrow+"»")
		}
	}
}

// straight asks for « » in place of straight quotes. After a figure one is an
// inch, unless one is open.
func (p *printer) straight() {
	open := false
	for i := 0; i < len(p.text); i++ {
		switch p.text[i] {
		case '\n':
			open = false
			continue
		case '"':
		default:
			continue
		}
		before, after := p.before(i), p.after(i+1)
		opens := (before == 0 || unicode.IsSpace(before) || strings.ContainsRune("([{’'", before)) && after != 0 && !unicode.IsSpace(after)
		switch {
		case opens && !open:
			open = true
			p.advise(i, i+1, Quotes, "«"+narrow)
		case unicode.IsDigit(before) && !open, before == 0, unicode.IsSpace(before) && !open:
		default:
			start := i
			for start > 0 && p.text[start-1] == ' ' {
				start--
			}
			open = false
			p.advise(start, i+1, Quotes, narrow+"»")
		}
	}
}

func (p *printer) apostrophes() {
	for i := 0; i < len(p.text); i++ {
		if p.text[i] == '\'' && isLetter(p.before(i)) && (isLetter(p.after(i+1)) || unicode.IsDigit(p.after(i+1)) || p.after(i+1) == '«') {
			p.advise(i, i+1, Apostrophe, "’")
		}
	}
}

// afterHas are words before which "A" is the verb, besides participles in é.
var afterHas = signs(`peur besoin envie faim soif raison tort eu fait dit mis pris vu su pu dû voulu reçu vendu ouvert offert`)

// prepositions finds "A" that begins a sentence for "À", and "Ca" for "Ça".
func (p *printer) prepositions(words *dictionary) {
	all := tokens(p.text, p.spans)
	for i, t := range all {
		if t.word == "Ca" && (t.first || i == 0) {
			p.advise(t.start, t.end, Accent, "Ça")
			continue
		}
		if t.word != "A" || !t.first || i+1 >= len(all) || p.text[t.end:all[i+1].start] != " " {
			continue
		}
		next := all[i+1]
		if !next.digits && (shapeOf(next.word) != lower || !words.has(next.word) || afterHas[next.word] || strings.HasSuffix(strings.TrimRight(next.word, "es"), "é")) {
			continue // "A faim", "A mangé"
		}
		p.advise(t.start, t.end, Accent, "À")
	}
}
