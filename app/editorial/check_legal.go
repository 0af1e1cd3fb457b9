package editorial

import (
	"context"
	"slices"

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

// said is a text of the post and where it is said: on a network, or "" for the
// common text.
type said struct {
	network networks.Network
	text    string
}

// texts returns what the post says where it goes, the common text first, each
// once. A post that goes nowhere yet says its common text.
func (s situation) texts(chosen []networks.Account) []said {
	var all []said
	add := func(one said) {
		if !slices.ContainsFunc(all, func(o said) bool { return o.text == one.text }) {
			all = append(all, one)
		}
	}
	common := len(chosen) == 0
	for _, a := range chosen {
		if _, own := s.Post.VariantOn(a.Network); !own {
			common = true
		}
	}
	if common {
		add(said{"", s.Post.Text})
	}
	for _, a := range chosen {
		if v, own := s.Post.VariantOn(a.Network); own {
			add(said{a.Network, v.Text})
		}
	}
	return all
}

// checkLaw says what the rules find in the texts of the post, each rule once.
func checkLaw(s situation, chosen []networks.Account) []Check {
	var found []Check
	called := make(map[legal.ID]bool)
	for _, one := range s.texts(chosen) {
		for _, f := range s.Law.Of(legal.Facts{
			Text: one.text, Day: s.Post.At.Date, Sales: inSales(s.Post.At.Date), Disclosures: s.Post.Disclosures,
		}) {
			if called[f.Rule.ID] {
				continue
			}
			called[f.Rule.ID] = true
			found = append(found, lawCheck(f, one.network))
		}
	}
	if len(found) == 0 && len(s.Post.Texts()) > 0 {
		return []Check{{
			Severity: Fine, Title: app.Say("editorial.check.law.ok"), Caption: app.Say("editorial.check.law.ok.caption"),
		}}
	}
	return found
}

// lawCheck is one finding as a check.
func lawCheck(f legal.Finding, on networks.Network) Check {
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
		if f.Severity == legal.Missing {
			key += ".missing"
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
		c.Fix = Fix{Action: FixSeeWord, Network: on, Start: f.Said.Start, End: f.Said.End}
	case f.Add != "":
		// A label is read before anything else, a health warning after the text.
		c.Fix = Fix{Action: FixAddMention, Text: f.Add, AtStart: f.Severity == legal.Missing}
	case f.Declare != "":
		c.Fix = Fix{Action: FixDeclare, Disclosure: f.Declare}
	case f.Said.End > f.Said.Start:
		c.Fix = Fix{Action: FixSeeWord, Network: on, Start: f.Said.Start, End: f.Said.End}
	}
	return c
}

// inSales reports whether a day is within the legal sales.
func inSales(day app.Date) bool {
	if day.IsZero() {
		return false
	}
	// The sales of winter and summer both begin in the year they are of.
	return slices.ContainsFunc(keydates.Of(day.Year, business.Shop), func(k keydates.KeyDate) bool {
		return (k.ID == "winter_sales" || k.ID == "summer_sales") && !day.Before(k.Date) && !day.After(k.Until)
	})
}
