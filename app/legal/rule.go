// Package legal reads publications as the law would: the mentions that are missing
// and the words that call for care, from dated rules that the owner can amend. It
// informs and is no legal advice.
package legal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"parvis/app"
	"parvis/app/words"
	data "parvis/assets/legal"
)

// ID names a rule: that of a shipped one, or own-<number> for one of the owner's.
type ID string

// The shipped rules that look at more than words.
const (
	Partnership    ID = "partnership"     // someone pays or gives for it
	Banned         ID = "banned"          // what influencers may not promote
	Retouched      ID = "retouched"       // a body or a face was altered
	Virtual        ID = "virtual"         // a body or a face that does not exist
	Sales          ID = "sales"           // the word « soldes »
	ReferencePrice ID = "reference_price" // a discount
	Alcohol        ID = "alcohol"
	Contest        ID = "contest"
)

// Rule is one thing that is looked at before publishing.
type Rule struct {
	ID ID `json:"id"`
	// Name and Advice are the owner's own words, of a rule of their own only.
	Name   string   `json:"name,omitempty"`
	Advice string   `json:"advice,omitempty"`
	Words  []string `json:"words,omitempty"`  // that call the rule, several a line between commas
	Except []string `json:"except,omitempty"` // that do not, though they hold one that does
	// Without are expressions that deny a word just before or just after them: a
	// cocktail « sans alcool » is none.
	Without []string `json:"without,omitempty"`
	// Unless are words, in lower case, that do not call the rule alone in this very
	// form, though another number of theirs does: « solde » is no « soldes ».
	Unless []string `json:"unless,omitempty"`
	// Labels are the words of which one must be said, Mention the sentence that must.
	Labels  []string `json:"labels,omitempty"`
	Mention string   `json:"mention,omitempty"`
	Needs   []Need   `json:"needs,omitempty"`
	Source  string   `json:"source,omitempty"`
	Read    string   `json:"read,omitempty"` // the month the source was read: 2026-11
	// Off: the owner does not want it.
	Off bool `json:"off,omitempty"`
	// Amended: the owner changed what was shipped.
	Amended bool `json:"-"`
}

// Need is something that a text called by a rule must speak of.
type Need struct {
	ID    string   `json:"id"`
	Words []string `json:"words"`
}

// Own reports whether the rule is the owner's own.
func (r Rule) Own() bool { return r.ID.Own() }

// Own reports whether the ID is that of a rule of the owner's own.
func (id ID) Own() bool { return strings.HasPrefix(string(id), ownPrefix) }

const ownPrefix = "own-"

// Bounds of what an owner writes, in characters.
const (
	MaxName = 80
	MaxText = 2000
)

// check refuses a rule that cannot be kept.
func (r Rule) check() error {
	if r.Own() && strings.TrimSpace(r.Name) == "" {
		return app.Fail(app.CodeInvalid, "legal.error.name")
	}
	if r.Own() && words.NewExpressions(r.Words).Empty() {
		return app.Fail(app.CodeInvalid, "legal.error.words")
	}
	if utf8.RuneCountInString(r.Name) > MaxName {
		return app.Fail(app.CodeInvalid, "legal.error.name_long", "Max", MaxName)
	}
	for _, text := range append([]string{r.Advice, r.Mention, strings.Join(r.Words, ""), strings.Join(r.Except, "")}, r.Labels...) {
		if utf8.RuneCountInString(text) > MaxText {
			return app.Fail(app.CodeInvalid, "legal.error.long", "Max", MaxText)
		}
	}
	return nil
}

// Shipped returns the rules for France as Parvis ships them, read once. The data is
// part of the program: a fault in it is one of the program, caught by the tests.
func Shipped() []Rule { return slices.Clone(shipped()) }

var shipped = sync.OnceValue(func() []Rule {
	text, err := data.France()
	if err == nil {
		var rules []Rule
		if rules, err = parse(text); err == nil {
			return rules
		}
	}
	panic("legal: " + err.Error())
})

// parse reads a data file and refuses a rule without an ID or a source.
func parse(text []byte) ([]Rule, error) {
	var file struct {
		Country string `json:"country"`
		Rules   []Rule `json:"rules"`
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return nil, err
	}
	for i, r := range file.Rules {
		switch {
		case r.ID == "" || r.Own():
			return nil, fmt.Errorf("rule %d: the ID %q", i, r.ID)
		case r.Source == "" || r.Read == "":
			return nil, fmt.Errorf("rule %q: no source or no date", r.ID)
		case slices.ContainsFunc(file.Rules[:i], func(o Rule) bool { return o.ID == r.ID }):
			return nil, fmt.Errorf("rule %q: twice", r.ID)
		}
	}
	return file.Rules, nil
}

// Amend returns the shipped rules as the owner amended them, then their own, in the
// order they were made.
func Amend(shipped, amendments []Rule) []Rule {
	all := slices.Clone(shipped)
	for _, a := range amendments {
		i := slices.IndexFunc(all, func(r Rule) bool { return r.ID == a.ID })
		switch {
		case i >= 0:
			all[i].Off, all[i].Words, all[i].Except = a.Off, a.Words, a.Except
			all[i].Labels, all[i].Mention, all[i].Amended = a.Labels, a.Mention, true
		case a.Own():
			all = append(all, a)
		}
	}
	return all
}
