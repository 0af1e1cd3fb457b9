package editorial

import (
	"context"
	"slices"
	"strings"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/keydates"
	"parvis/app/legal"
	"parvis/app/networks"
)

// Law gives the rules ready to read texts by.
type Law interface {
	Review(ctx context.Context) (legal.Review, error)
}

// gap separates a text from its first comment where both are read as one.
const gap = "\n\n"

// lawFinding is what a rule found, where it is said first, and the versions that
// lack the mention it wants.
type lawFinding struct {
	legal.Finding
	where said
	lack  []networks.Network
}

// checkLaw says what the rules find in the texts of the post, each rule once. A
// first comment is read after its text, whose mentions count for both.
func checkLaw(s situation, chosen []networks.Account) []Check {
	var found []lawFinding
	sales, confirm := inSales(s.Post.At.Date)
	look := func(v version, comment bool) {
		text, before := v.text, 0
		if comment {
			text, before = v.text+gap+v.comment, len(v.text)+len(gap)
		}
		for _, f := range s.Law.Of(legal.Facts{
			Text: text, Day: s.Post.At.Date, Sales: sales, Confirm: confirm, Disclosures: s.Post.Disclosures,
		}) {
			if f.Said.Start < before {
				continue // the text alone was read already
			}
			f.Said.Start, f.Said.End = f.Said.Start-before, f.Said.End-before
			i := slices.IndexFunc(found, func(o lawFinding) bool { return o.Rule.ID == f.Rule.ID })
			if i < 0 {
				i, found = len(found), append(found, lawFinding{Finding: f, where: said{v.on[0], text[before:], comment}})
			}
			if f.Add != "" && !v.blank() {
				found[i].lack = append(found[i].lack, v.on...)
			}
		}
	}
	versions := s.versions(chosen)
	for _, v := range versions {
		look(v, false)
	}
	for _, v := range versions {
		if strings.TrimSpace(v.comment) != "" {
			look(v, true)
		}
	}
	if len(found) == 0 && len(s.Post.Texts()) > 0 {
		return []Check{{
			Severity: Fine, Title: app.Say("editorial.check.law.ok"), Caption: app.Say("editorial.check.law.ok.caption"),
		}}
	}
	checks := make([]Check, len(found))
	for i, f := range found {
		checks[i] = f.check(confirm)
	}
	return checks
}

// check is the finding as a check; confirm says that the dates of the sales are not
// official.
func (f lawFinding) check(confirm bool) Check {
	c := Check{Severity: Informs, Rule: f.Rule.ID}
	switch f.Severity {
	case legal.Missing:
		c.Severity = Blocks
	case legal.Care:
		c.Severity = Warns
	}
	key := "legal." + string(f.Rule.ID)
	if f.Rule.Own() {
		c.Title, c.Caption = app.Say("legal.own", "Name", f.Rule.Name), app.Say("legal.own.caption", "Advice", f.Rule.Advice)
	} else {
		switch {
		case f.Severity == legal.Missing:
			key += ".missing"
		case f.Rule.ID == legal.Sales && f.Severity == legal.Note:
			key += ".within"
		case f.Rule.ID == legal.Sales && confirm:
			key += ".unsure"
		}
		c.Title, c.Caption = app.Say(key), app.Say(key+".caption", "Mention", f.Add)
	}
	switch {
	case len(f.Needs) > 0:
		var needs app.Messages
		for _, n := range f.Needs {
			needs = append(needs, app.Say("legal.contest.need."+n))
		}
		c.Caption = app.Say("legal.contest.caption", "Needs", needs)
		c.Fix = f.where.fix(Fix{Action: FixSeeWord, Start: f.Said.Start, End: f.Said.End})
	case f.Add != "" && len(f.lack) == 0:
		// Pictures alone: what their post says, its writer says.
		c.Fix = Fix{Action: FixWrite, Network: f.where.network}
	case f.Add != "":
		// A label is read before anything else, a health warning after the text.
		c.Fix = Fix{Action: FixAddMention, Versions: f.lack, Text: f.Add, AtStart: f.Severity == legal.Missing}
	case f.Declare != "":
		c.Fix = Fix{Action: FixDeclare, Disclosure: f.Declare}
	case f.Said.End > f.Said.Start:
		c.Fix = f.where.fix(Fix{Action: FixSeeWord, Start: f.Said.Start, End: f.Said.End})
	}
	return c
}

// inSales reports whether a day is within the legal sales, and whether the dates of
// those of its year are still to be confirmed.
func inSales(day app.Date) (within, confirm bool) {
	if day.IsZero() {
		return false, false
	}
	// The sales of winter and summer both begin in the year they are of.
	for _, k := range keydates.Of(day.Year, business.Shop) {
		if k.ID != "winter_sales" && k.ID != "summer_sales" {
			continue
		}
		if !day.Before(k.Date) && !day.After(k.Until) {
			return true, k.Confirm
		}
		confirm = confirm || k.Confirm
	}
	return false, confirm
}
