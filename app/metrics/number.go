package metrics

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"parvis/app"
)

// greatest is the largest figure that can be typed: more than anybody on Earth
// ever counted on a network.
const greatest = 1e12

var (
	plainNumber = regexp.MustCompile(`^\d+(?:[.,]\d+)?$`)
	// Groups of three: one kind of separator, at least one group.
	groupedNumber = regexp.MustCompile(`^\d{1,3}(?:( \d{3})(?: \d{3})*|('\d{3})(?:'\d{3})*|(\.\d{3})(?:\.\d{3})*|(,\d{3})(?:,\d{3})*)(?:[.,]\d+)?$`)
	roundedNumber = regexp.MustCompile(`^[\d.,' ]+ ?(?:k|m|md|mille|millions?|milliards?|thousand|billions?)\.?$`)
	// One separator before exactly three digits: thousands in one country,
	// thousandths in the other.
	ambiguousNumber = regexp.MustCompile(`^[1-9]\d{0,2}[.,]\d{3}$`)
)

// ParseNumber reads a figure as people type or paste it: 2314, 2 314, 2 314,5,
// 2.314,5, 1 234 567 with any space. It fails with CodeInvalid: what is no
// number, what reads differently in France and in England (2.314), and what a
// network rounded (2 k).
func ParseNumber(typed string) (float64, error) {
	text := normalise(typed)
	if text == "" {
		return 0, app.Fail(app.CodeInvalid, "metrics.error.number_missing")
	}
	negative := false
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		text, negative = strings.TrimSpace(rest), true
	} else {
		text = strings.TrimSpace(strings.TrimPrefix(text, "+"))
	}
	switch {
	case roundedNumber.MatchString(strings.ToLower(text)):
		return 0, app.Fail(app.CodeInvalid, "metrics.error.number_rounded", "Text", shown(typed))
	case ambiguousNumber.MatchString(text):
		whole := strings.NewReplacer(".", "", ",", "").Replace(text)
		return 0, app.Fail(app.CodeInvalid, "metrics.error.number_ambiguous", "Text", shown(typed), "Whole", whole)
	}
	digits, ok := ungroup(text)
	if !ok {
		return 0, app.Fail(app.CodeInvalid, "metrics.error.number", "Text", shown(typed))
	}
	value, err := strconv.ParseFloat(digits, 64)
	if err != nil || value > greatest {
		return 0, app.Fail(app.CodeInvalid, "metrics.error.number_large", "Text", shown(typed)).Because(err)
	}
	if negative && value != 0 {
		value = -value
	}
	return value, nil
}

// normalise writes every space, minus and apostrophe in one way and drops what
// is invisible.
func normalise(typed string) string {
	text := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		case r == '−' || r == '–':
			return '-'
		case r == '’':
			return '\''
		}
		return r
	}, typed)
	return strings.TrimSpace(text)
}

// ungroup returns a number without its thousands separators and with a point
// before its decimals.
func ungroup(text string) (string, bool) {
	if plainNumber.MatchString(text) {
		return strings.Replace(text, ",", ".", 1), true
	}
	groups := groupedNumber.FindStringSubmatch(text)
	if groups == nil {
		return "", false
	}
	separator := ""
	for _, group := range groups[1:] {
		if group != "" {
			separator = group[:1]
		}
	}
	whole := text
	decimals := ""
	if i := strings.LastIndexAny(text, ".,"); i >= 0 && text[i:i+1] != separator {
		whole, decimals = text[:i], "."+text[i+1:]
	} else if separator == "." || separator == "," {
		// "1.234.5": the last group must be whole too.
		if len(text)-i != 4 {
			return "", false
		}
	}
	return strings.ReplaceAll(whole, separator, "") + decimals, true
}

// shown bounds what is repeated of a typed text.
func shown(typed string) string {
	runes := []rune(strings.Join(strings.Fields(typed), " "))
	if len(runes) > 30 {
		return string(runes[:29]) + "…"
	}
	return string(runes)
}

// whole reports whether v has no decimals.
func whole(v float64) bool { return v == math.Trunc(v) }
