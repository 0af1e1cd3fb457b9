package strategy

import (
	"slices"

	"parvis/app"
	"parvis/app/business"
	"parvis/assets/translations"
)

// Change is one difference between two strategies: Before is "" for what was
// added, After for what was removed.
type Change struct {
	Step          Step
	Label         string
	Before, After string
}

// Compare lists what differs between two strategies of a business, in the order
// of the steps and of after, what was removed behind; nothing when they say the
// same. Rows are matched by their ID: a pillar that was renamed is one change,
// and no change of the slots that refer to it. Where the owner's order of the
// rows that stay is another, that is one change as well.
func Compare(before, after Strategy, b business.Business, c *translations.Catalogue) []Change {
	// Once in the words that are shown, once with the ID of what rows refer to:
	// what differs in both is a difference of its own.
	old, now := side(before, b, c), side(after, b, c)
	var all []Change
	for _, step := range Steps() {
		var changed []Change
		for _, f := range now.words {
			was, there := old.byKey[f.key]
			switch {
			case f.step != step:
			case !there:
				changed = append(changed, Change{Step: step, Label: f.label, After: f.text})
			case was.text != f.text && old.exact[f.key] != now.exact[f.key]:
				changed = append(changed, Change{Step: step, Label: f.label, Before: was.text, After: f.text})
			}
		}
		for _, f := range old.words {
			if _, stays := now.byKey[f.key]; f.step == step && !stays {
				changed = withRemoved(changed, Change{Step: step, Label: f.label, Before: f.text})
			}
		}
		all = append(all, append(changed, reordered(step, old, now, c)...)...)
	}
	return all
}

// withRemoved adds a row that was removed, unless one that says the same was
// added: a row that was typed again says nothing new.
func withRemoved(all []Change, removed Change) []Change {
	again := slices.Index(all, Change{Step: removed.Step, Label: removed.Label, After: removed.Before})
	if again >= 0 {
		return slices.Delete(all, again, again+1)
	}
	return append(all, removed)
}

// spoken is one of the two sides of a comparison.
type spoken struct {
	words []fact
	byKey map[string]fact
	exact map[string]string
}

func side(s Strategy, b business.Business, c *translations.Catalogue) spoken {
	out := spoken{
		words: speak(s, b, c, s.pillarName).facts,
		byKey: make(map[string]fact), exact: make(map[string]string),
	}
	for _, f := range out.words {
		out.byKey[f.key] = f
	}
	exact := speak(s, b, c, func(id app.ID) string {
		if s.pillarName(id) == "" {
			return ""
		}
		return string(id)
	})
	for _, f := range exact.facts {
		out.exact[f.key] = f.text
	}
	return out
}

// reordered returns, of the lists of a step, those whose rows on both sides come
// in another order.
func reordered(step Step, old, now spoken, c *translations.Catalogue) []Change {
	var all []Change
	var seen []string
	for _, f := range now.words {
		if f.step != step || f.list == "" || slices.Contains(seen, f.list) {
			continue
		}
		seen = append(seen, f.list)
		was, is := rowsOf(f.list, old, now), rowsOf(f.list, now, old)
		if slices.EqualFunc(was, is, func(x, y fact) bool { return x.key == y.key }) {
			continue
		}
		change := Change{Step: step, Label: c.T("strategy.outline.order", "What", f.label)}
		change.Before, change.After = inARow(was, fact.named), inARow(is, fact.named)
		if change.Before == change.After {
			// Rows of the same name are told apart by what they say.
			change.Before, change.After = inARow(was, fact.inFull), inARow(is, fact.inFull)
		}
		if change.Before != change.After {
			all = append(all, change)
		}
	}
	return all
}

// rowsOf returns the rows of a list on one side that are on the other too.
func rowsOf(list string, side, other spoken) []fact {
	var rows []fact
	for _, f := range side.words {
		if _, both := other.byKey[f.key]; f.list == list && both {
			rows = append(rows, f)
		}
	}
	return rows
}

// inARow writes rows in their order.
func inARow(rows []fact, write func(fact) string) string {
	var all []string
	for _, f := range rows {
		all = append(all, write(f))
	}
	return join(dot, all...)
}

func (f fact) named() string { return f.name }

func (f fact) inFull() string { return f.text }
