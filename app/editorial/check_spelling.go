package editorial

import (
	"context"
	"slices"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/spelling"
)

// Spelling finds the mistakes of a text. It is asked at every keystroke: what was
// read lately must cost nothing again.
type Spelling interface {
	Find(ctx context.Context, text string) ([]spelling.Finding, error)
}

// findMistakes reads what the post says where it goes, by text.
func (s *Service) findMistakes(ctx context.Context, seen situation) (map[string][]spelling.Finding, error) {
	if s.rooms.Spelling == nil {
		return nil, nil
	}
	found := make(map[string][]spelling.Finding)
	for _, one := range seen.texts(seen.chosen()) {
		if one.comment {
			continue // nothing shows mistakes there
		}
		var err error
		if found[one.text], err = s.rooms.Spelling.Find(ctx, one.text); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// Mistake is a wrong word of the text of a network, "" for what is common.
type Mistake struct {
	spelling.Finding
	Network networks.Network
}

// checkSpelling says which words of the texts are wrong, and whether their signs
// are set as printers do.
func checkSpelling(s situation, chosen []networks.Account) []Check {
	var wrong, unset []Mistake // unset are of one text
	for _, one := range s.texts(chosen) {
		alone := len(unset) == 0
		for _, f := range s.Mistakes[one.text] {
			switch {
			case f.Kind == spelling.Spelling:
				wrong = append(wrong, Mistake{f, one.network})
			case alone:
				unset = append(unset, Mistake{f, one.network})
			}
		}
	}
	var found []Check
	if s.Mistakes != nil && len(s.Post.Texts()) > 0 {
		found = append(found, wordsCheck(wrong))
	}
	if len(unset) > 0 {
		found = append(found, signsCheck(unset))
	}
	return found
}

// signsCheck counts the signs of a text that are not set as printers do.
func signsCheck(unset []Mistake) Check {
	return Check{
		Severity: Informs, Title: app.Say("editorial.spelling.typography"), Mistakes: unset,
		Caption: app.Say("editorial.spelling.typography.caption", "Count", len(unset)),
		Fix:     Fix{Action: FixTypography, Network: unset[0].Network},
	}
}

// wordsCheck names the first wrong words. A replacement that leaves no doubt is
// made at once; else the words are shown, each with what it may be.
func wordsCheck(wrong []Mistake) Check {
	if len(wrong) == 0 {
		return Check{
			Severity: Fine, Title: app.Say("editorial.spelling.ok"), Caption: app.Say("editorial.spelling.ok.caption"),
		}
	}
	var said app.Messages
	words := make(map[string]bool)
	for _, w := range wrong {
		if words[w.Word] {
			continue
		}
		words[w.Word] = true
		switch {
		case len(said) == named:
		case len(w.Suggestions) == 0:
			said = append(said, app.Say("editorial.spelling.word", "Word", w.Word))
		default:
			said = append(said, app.Say("editorial.spelling.instead", "Word", w.Word, "Suggestion", w.Suggestions[0]))
		}
	}
	first := wrong[0]
	c := Check{
		Severity: Warns, Title: app.Say("editorial.spelling.words"), Mistakes: wrong,
		Caption: app.Say("editorial.spelling.words.caption", "Words", said),
		Fix:     Fix{Action: FixSeeMistakes, Network: first.Network, Start: first.Start, End: first.End},
	}
	if more := len(words) - len(said); more > 0 {
		c.Caption = app.Say("editorial.spelling.words.more", "Words", said, "Count", more)
	}
	if first.Sure && len(first.Suggestions) > 0 {
		c.Fix.Action, c.Fix.Word, c.Fix.Text = FixReplaceWord, first.Word, first.Suggestions[0]
	}
	return c
}

// Sparing returns checks without the mistakes that the owner ignores. A warning
// that has a reason stays what it became.
func Sparing(checks []Check, ignored func(spelling.Finding) bool) []Check {
	spared := make([]Check, 0, len(checks))
	for _, c := range checks {
		left := slices.DeleteFunc(slices.Clone(c.Mistakes), func(m Mistake) bool { return ignored(m.Finding) })
		switch {
		case len(left) == len(c.Mistakes):
			spared = append(spared, c)
		case c.Fix.Action == FixTypography:
			if len(left) > 0 {
				spared = append(spared, signsCheck(left))
			}
		case c.Severity == Warns:
			spared = append(spared, wordsCheck(left))
		default:
			spared = append(spared, c)
		}
	}
	bySeverity(spared)
	return spared
}
