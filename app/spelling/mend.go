package spelling

import "slices"

// Mend returns the text with a replacement in the place of a finding. A finding
// of another text, whose word is no longer where it was, changes nothing.
func Mend(text string, f Finding, replacement string) string {
	if f.Start < 0 || f.End > len(text) || f.Start > f.End || text[f.Start:f.End] != f.Word {
		return text
	}
	return text[:f.Start] + replacement + text[f.End:]
}

// MendTypography returns the text with every finding of Typography put right.
// Findings must be of this text; the others are left.
func MendTypography(text string, found []Finding) string {
	for _, f := range slices.Backward(found) {
		if f.Kind == Typography && len(f.Suggestions) > 0 {
			text = Mend(text, f, f.Suggestions[0])
		}
	}
	return text
}
