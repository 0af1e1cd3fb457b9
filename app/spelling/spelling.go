// Package spelling finds mistakes of spelling and of typography in what an owner
// writes, in French or in English, without the Internet, and says what to write
// instead. Links, e-mail addresses, mentions, hashtags and the fields of
// templates are never touched.
package spelling

// Language is a language that texts are checked in.
type Language string

// The languages. A text whose language nobody says is Unsaid: see LanguageOf.
const (
	Unsaid  Language = ""
	French  Language = "fr"
	English Language = "en"
)

// Kind is how grave a finding is.
type Kind string

// The kinds of findings, the graver first. Typography is advice: the word is
// right, its signs are not as printers set them.
const (
	Spelling   Kind = "spelling"
	Typography Kind = "typography"
)

// Rule is what was found; the key of its sentence is "spelling.rule.<rule>".
type Rule string

// The rules. Those after Elision are of the kind Typography.
const (
	Unknown Rule = "unknown" // no dictionary has the word
	Elision Rule = "elision" // "l homme", "l’haricot"

	Accent     Rule = "accent"     // a capital without its accent, "Etes", "A bientôt"
	Ligature   Rule = "ligature"   // "oeuf"
	Apostrophe Rule = "apostrophe" // ' for ’
	Quotes     Rule = "quotes"     // " for « »
	Space      Rule = "space"      // no narrow no-break space before ! or inside « »
	Double     Rule = "double"     // two spaces for one
	Ellipsis   Rule = "ellipsis"   // three dots for …
)

// Finding is one mistake in a text. Start and End count the bytes of the text
// that Word was cut from.
type Finding struct {
	Start, End int
	Word       string
	Kind       Kind
	Rule       Rule
	// Suggestions are what to write instead, the likeliest first, at most
	// MaxSuggestions; a finding of Typography has exactly one.
	Suggestions []string
	// Sure tells that the first suggestion is far likelier than the others, so that
	// it may be offered alone. It is so for every finding of Typography.
	Sure bool
}

// MaxSuggestions bounds the suggestions of a finding.
const MaxSuggestions = 5
