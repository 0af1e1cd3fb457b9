package legal

import (
	"slices"
	"strings"

	"parvis/app"
	"parvis/app/words"
)

// Disclosure is what the owner declares of a post.
type Disclosure string

// Disclosures, in the order they are shown and kept.
const (
	Paid       Disclosure = "partnership" // someone pays or gives for it
	Altered    Disclosure = "retouched"   // a body or a face was altered
	Artificial Disclosure = "virtual"     // a body or a face that does not exist
)

// Disclosures are all of them.
var Disclosures = []Disclosure{Paid, Altered, Artificial}

// Facts are what is known of a text that is to be published.
type Facts struct {
	Text  string
	Day   app.Date // on which it leaves, zero when not placed
	Sales bool     // Day is within the legal sales of the country
	// Confirm: the sales of that year are as usual, the authorities have not said.
	Confirm bool
	// Disclosures are what the owner declared of it.
	Disclosures []Disclosure
}

// Severity says how much a finding matters.
type Severity int

// Severities.
const (
	Missing Severity = iota // what the owner declared calls for a mention that is not there
	Care                    // it reads as if a rule applied
	Note                    // good to know
)

// Finding is what a rule has to say of a text.
type Finding struct {
	Rule     Rule
	Severity Severity
	// Said is where the words are that called the rule, zero for none.
	Said words.Span
	// Add is the mention that would settle it, "" where adding one does not.
	Add string
	// Declare is what the owner may want to declare of the post, "" for nothing.
	Declare Disclosure
	// Needs are the IDs of what a contest does not speak of.
	Needs []string
}

// Review is a list of rules, made ready to read texts by. Its zero value finds
// nothing.
type Review struct{ rules []prepared }

type prepared struct {
	Rule
	called  words.Expressions
	except  words.Expressions
	without words.Expressions
	labels  words.Expressions
	mention words.Expressions
	needs   []words.Expressions
}

// NewReview prepares rules; those that are off are left out.
func NewReview(rules []Rule) Review {
	var r Review
	for _, one := range rules {
		if one.Off {
			continue
		}
		p := prepared{
			Rule: one, called: words.NewExpressions(one.Words), except: words.NewExpressions(one.Except),
			without: words.NewExpressions(one.Without), labels: words.NewExpressions(one.Labels),
			mention: words.Sentence(one.Mention),
		}
		for _, n := range one.Needs {
			p.needs = append(p.needs, words.NewExpressions(n.Words))
		}
		r.rules = append(r.rules, p)
	}
	return r
}

// Of returns what the rules have to say of a text, in their order.
func (r Review) Of(f Facts) []Finding {
	said := words.Of(f.Text)
	var found []Finding
	for _, rule := range r.rules {
		if finding, ok := rule.look(f, said); ok {
			finding.Rule = rule.Rule
			found = append(found, finding)
		}
	}
	return found
}

// look applies one rule.
func (p prepared) look(f Facts, said []words.Word) (Finding, bool) {
	switch p.ID {
	case Partnership:
		return p.partnership(f, said)
	case Retouched, Virtual:
		// The two disclosures have the names of their rules.
		return p.declared(f, said, Disclosure(p.ID))
	case Banned:
		if !slices.Contains(f.Disclosures, Paid) {
			return Finding{}, false
		}
		return p.said(said, Care)
	case Sales:
		switch {
		case f.Day.IsZero(), f.Sales && !f.Confirm:
			return Finding{}, false // without a day nobody can tell
		case f.Sales:
			return p.said(said, Note)
		}
		return p.said(said, Care)
	case ReferencePrice:
		if at, ok := discount(f.Text); ok {
			return Finding{Severity: Note, Said: at}, true
		}
		return p.said(said, Note)
	case Contest:
		return p.contest(said)
	}
	return p.mentioned(f, said)
}

// declared wants one of the labels once the owner declared something.
func (p prepared) declared(f Facts, said []words.Word, what Disclosure) (Finding, bool) {
	if !slices.Contains(f.Disclosures, what) || len(p.labels.Find(said)) > 0 || len(p.Labels) == 0 {
		return Finding{}, false
	}
	return Finding{Severity: Missing, Add: p.Labels[0]}, true
}

// partnership wants the label of a paid post, and asks whether one that reads so
// is one.
func (p prepared) partnership(f Facts, said []words.Word) (Finding, bool) {
	if slices.Contains(f.Disclosures, Paid) {
		return p.declared(f, said, Paid)
	}
	finding, ok := p.said(said, Care)
	finding.Declare = Paid
	return finding, ok
}

// said is called by words.
func (p prepared) said(said []words.Word, s Severity) (Finding, bool) {
	called := p.called.All(said)
	if len(called) == 0 {
		return Finding{}, false
	}
	but, denied := p.except.All(said), p.without.All(said)
	for _, at := range called {
		first := slices.IndexFunc(said, func(w words.Word) bool { return w.Start == at.Start })
		last := first
		for said[last].End < at.End {
			last++
		}
		switch {
		case slices.ContainsFunc(but, func(e words.Span) bool { return at.Start < e.End && e.Start < at.End }):
		case first == last && slices.Contains(p.Unless, said[first].Lower):
		case first > 0 && said[first].Before != words.Apart && endsAt(denied, said[first-1].End):
		case last+1 < len(said) && said[last+1].Before != words.Apart && beginsAt(denied, said[last+1].Start):
		default:
			return Finding{Severity: s, Said: at}, true
		}
	}
	return Finding{}, false
}

func beginsAt(spans []words.Span, at int) bool {
	return slices.ContainsFunc(spans, func(s words.Span) bool { return s.Start == at })
}

func endsAt(spans []words.Span, at int) bool {
	return slices.ContainsFunc(spans, func(s words.Span) bool { return s.End == at })
}

// contest names what a contest does not speak of.
func (p prepared) contest(said []words.Word) (Finding, bool) {
	finding, ok := p.said(said, Care)
	if !ok {
		return Finding{}, false
	}
	for i, need := range p.needs {
		if len(need.Find(said)) == 0 {
			finding.Needs = append(finding.Needs, p.Needs[i].ID)
		}
	}
	return finding, len(finding.Needs) > 0
}

// mentioned wants a sentence once its words are said; a rule without a sentence
// reminds.
func (p prepared) mentioned(f Facts, said []words.Word) (Finding, bool) {
	finding, ok := p.said(said, Care)
	if !ok || p.Mention == "" {
		return finding, ok
	}
	if len(p.mention.Find(words.Of(words.Uncomma(f.Text)))) > 0 {
		return Finding{}, false
	}
	finding.Add = p.Mention
	return finding, true
}

// discount finds a percentage taken off: -20 %, − 20%.
func discount(text string) (words.Span, bool) {
	for i, r := range text {
		if r != '-' && r != '−' && r != '–' {
			continue
		}
		if i > 0 && strings.ContainsAny(text[i-1:i], "0123456789") {
			continue // a range: 10-20 %
		}
		rest := text[i+len(string(r)):]
		digits := strings.TrimLeft(rest, " \u00a0\u202f")
		number := len(digits) - len(strings.TrimLeft(digits, "0123456789"))
		if number == 0 || number > 2 {
			continue
		}
		after := strings.TrimLeft(digits[number:], " \u00a0\u202f")
		if strings.HasPrefix(after, "%") {
			return words.Span{Start: i, End: len(text) - len(after) + 1}, true
		}
	}
	return words.Span{}, false
}
