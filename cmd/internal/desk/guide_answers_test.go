package desk_test

import (
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/app/strategy"
)

// answer answers a question, by hand or from the example of the trade, which
// leaves out what only the owner knows.
func (n *newcomer) answer(q strategy.Question, byHand bool) {
	n.t.Helper()
	n.late = nil
	if q == strategy.AskPage {
		return
	}
	// There is no account yet that the audit could begin with.
	if !byHand && q != strategy.AskAudit {
		n.backTo(n.text.T("strategy.guide.example"))
		n.keys(fyne.KeyReturn)
		n.seen()
	}
	switch q {
	case strategy.AskIdentity:
		n.identity(byHand)
	case strategy.AskAudit:
		n.audit()
	case strategy.AskObjectives:
		n.objectives(byHand)
	case strategy.AskPeople:
		n.people(byHand)
	case strategy.AskBudget:
		n.budget(byHand)
	default:
		if byHand {
			n.byHand(q)
		}
	}
}

// byHand answers a question that the example answers wholly.
func (n *newcomer) byHand(q strategy.Question) {
	n.t.Helper()
	switch q {
	case strategy.AskDifference:
		n.difference()
	case strategy.AskSWOT:
		n.swot()
	case strategy.AskMeans:
		n.means()
	case strategy.AskAudiences:
		n.audiences()
	case strategy.AskNetworks:
		n.networks()
	case strategy.AskPillars:
		n.pillars()
	case strategy.AskTone:
		n.tone()
	case strategy.AskWords:
		n.vocabulary()
	case strategy.AskCadence:
		n.cadence()
	case strategy.AskSlots:
		n.slots()
	case strategy.AskArticles:
		n.articles()
	case strategy.AskAnswering:
		n.answering()
	case strategy.AskLevels:
		n.levels()
	case strategy.AskMessages:
		n.messages()
	case strategy.AskActions:
		n.actions()
	default:
		n.t.Fatalf("nobody answers %q", q)
	}
}

func (n *newcomer) identity(byHand bool) {
	n.t.Helper()
	mission := fmt.Sprintf("« Du fait main », pour le quartier, l’été comme l’hiver (%s)", n.trade)
	n.tabTo(n.text.T("strategy.guide.mission"))
	n.rewrite(mission)
	n.gave("the mission", mission, func(s strategy.Strategy) any { return s.Profile.Mission })
	if byHand {
		n.fill(n.text.T("strategy.guide.offer"), "Miches\net brioches")
		n.fill(n.text.T("strategy.guide.staff"), "7")
		n.gave("the offer", "Miches\net brioches", func(s strategy.Strategy) any { return s.Profile.Offer })
		n.gave("the staff", 7, func(s strategy.Strategy) any { return s.Profile.Staff })
	}
}

func (n *newcomer) difference() {
	n.t.Helper()
	n.fill(n.text.T("strategy.guide.difference"), "Le four à bois de 1911 🔥")
	n.gave("the difference", "Le four à bois de 1911 🔥", func(s strategy.Strategy) any { return s.Profile.Difference })
}

func (n *newcomer) swot() {
	n.t.Helper()
	n.fill(n.text.T("strategy.guide.swot.strengths"), "Le goût\nL’accueil")
	n.fill(n.text.T("strategy.guide.swot.threats"), "Le prix du blé")
	n.gave("strengths", []string{"Le goût", "L’accueil"}, func(s strategy.Strategy) any { return s.Profile.SWOT.Strengths })
	n.gave("threats", []string{"Le prix du blé"}, func(s strategy.Strategy) any { return s.Profile.SWOT.Threats })
}

func (n *newcomer) means() {
	n.t.Helper()
	n.fill(n.text.T("strategy.guide.hours"), "3 h 30")
	n.fill(n.text.T("strategy.guide.monthly"), "149,90")
	n.gave("the time", 210, func(s strategy.Strategy) any { return s.Profile.MinutesPerWeek })
	n.gave("the budget", int64(14990), func(s strategy.Strategy) any { return *s.Profile.BudgetCents })
	// Tuesday, from half past six to one; then Wednesday, which is proposed.
	n.press(n.text.T("strategy.guide.opening_add"))
	n.choose(2)
	n.tab()
	n.rewrite("6h30")
	n.tab()
	n.rewrite("1300")
	n.press(n.text.T("strategy.guide.opening_add"))
	half, one := app.TimeOfDay{Hour: 6, Minute: 30}, app.TimeOfDay{Hour: 13}
	n.typed = append(n.typed, answer{"the opening hours", business.Opening{
		{Weekday: time.Tuesday, From: half, To: one}, {Weekday: time.Wednesday, From: half, To: one},
	}, func(_ strategy.Strategy, b business.Business) any { return b.Opening }})
}

func (n *newcomer) audit() {
	n.t.Helper()
	n.press(n.text.T("strategy.guide.audit_add"))
	n.choose(2)
	n.fill(n.text.T("strategy.guide.handle"), "@chez_anaïs")
	n.tabTo(n.text.T("strategy.verdict.improve"))
	n.keys(fyne.KeyRight, fyne.KeyRight)
	n.fill(n.text.T("strategy.guide.audit_note"), "Rien depuis 2023.")
	kept := func(s strategy.Strategy) any { a := s.Audits[0]; a.ID = ""; return a }
	want := strategy.Audit{
		Network: networks.Instagram, Handle: "@chez_anaïs", Verdict: strategy.VerdictImprove, Note: "Rien depuis 2023.",
	}
	n.gave("the audit", want, kept)
	n.late = func(s *strategy.Strategy) {
		n.write(" Dommage !")
		s.Audits[0].Note += " Dommage !"
		want.Note = s.Audits[0].Note
		n.gave("the audit", want, kept)
	}
}

func (n *newcomer) objectives(byHand bool) {
	n.t.Helper()
	remove, goal := n.text.T("strategy.objectives.remove"), strategy.GoalNotoriety
	if byHand {
		n.press(n.text.T("strategy.goal." + string(goal)))
	} else {
		// The first objective of the example: its figures come after its name.
		goal = n.strategy().Objectives[0].Goal
		n.tabTo(remove)
		n.tab()
		n.tab()
	}
	n.rewrite("500")
	n.gave("the target", 500.0, func(s strategy.Strategy) any { return *s.Objectives[0].Target })
	n.gave("the goal", goal, func(s strategy.Strategy) any { return s.Objectives[0].Goal })
	due := func(s strategy.Strategy) any { return s.Objectives[0].Due }
	n.tabTo(n.text.T("kit.date.placeholder"))
	n.rewrite("30/06/2027")
	n.keys(fyne.KeyReturn)
	n.gave("the due day", app.Date{Year: 2027, Month: time.June, Day: 30}, due)
	n.late = func(s *strategy.Strategy) {
		n.rewrite("1er juillet 2027")
		s.Objectives[0].Due = app.Date{Year: 2027, Month: time.July, Day: 1}
		n.gave("the due day", s.Objectives[0].Due, due)
	}
	if byHand {
		// A goal chosen by mistake goes the way it came.
		sales := n.text.T("strategy.goal_of.sales")
		n.backTo(sales)
		n.keys(fyne.KeySpace)
		n.backTo(sales)
		n.keys(fyne.KeySpace)
		n.on(sales)
		n.late = nil
		n.gave("the objectives", 1, func(s strategy.Strategy) any { return len(s.Objectives) })
	}
}

func (n *newcomer) audiences() {
	n.t.Helper()
	n.press(n.text.T("strategy.guide.audience_add"))
	n.write("Claire, 38 ans")
	n.fill(n.text.T("strategy.guide.audience_who"), "Deux enfants.\nPressée.")
	n.fill(n.text.T("strategy.guide.audience_needs"), "Un goûter « sain »")
	n.fill(n.text.T("strategy.guide.audience_brakes"), "Le prix")
	n.press(n.text.T("strategy.moment.noon"))
	n.press(n.text.T("strategy.moment.weekend"))
	n.press("Instagram")
	n.gave("the audience", strategy.Audience{
		Name: "Claire, 38 ans", Who: "Deux enfants.\nPressée.", Needs: "Un goûter « sain »", Brakes: "Le prix",
		Moments: []strategy.Moment{strategy.Noon, strategy.Weekend}, Where: []networks.Network{networks.Instagram},
	}, func(s strategy.Strategy) any { a := s.Audiences[0]; a.ID = ""; return a })
}

func (n *newcomer) networks() {
	n.t.Helper()
	for _, name := range []string{"Facebook", "Pinterest", "Google"} {
		n.tabTo(name)
		n.keys(fyne.KeySpace)
		n.on(name)
	}
	n.tabTo("Pinterest")
	n.keys(fyne.KeySpace)
	n.on("Pinterest")
	n.tabTo("Facebook")
	n.tab()
	n.choose(3)
	n.gave("the networks", []networks.Network{networks.Facebook, networks.Google}, func(s strategy.Strategy) any {
		var all []networks.Network
		for _, c := range s.Channels {
			all = append(all, c.Network)
		}
		return all
	})
	n.gave("the role of Facebook", strategy.RoleExpertise, func(s strategy.Strategy) any { return s.Channels[0].Role })
}

func (n *newcomer) pillars() {
	n.t.Helper()
	for _, p := range []struct{ name, share string }{{"Savoir-faire", "62,5"}, {"Le quartier", "37,5 %"}} {
		n.press(n.text.T("strategy.pillars.add"))
		n.write(p.name)
		n.tab()
		n.rewrite(p.share)
	}
	n.backTo(n.text.T("strategy.colour.green"))
	n.choose(3)
	n.on(n.text.T("strategy.colour.blue"))
	n.gave("the pillars", []strategy.Pillar{
		{Name: "Savoir-faire", Colour: 3, ShareBP: 6250}, {Name: "Le quartier", Colour: 2, ShareBP: 3750},
	}, func(s strategy.Strategy) any {
		all := slices.Clone(s.Pillars)
		for i := range all {
			all[i].ID = ""
		}
		return all
	})
}

func (n *newcomer) tone() {
	n.t.Helper()
	n.write("Chaleureux, sans jargon")
	n.tabTo(n.text.T("strategy.address.tu"))
	n.keys(fyne.KeyRight, fyne.KeyRight)
	n.tabTo(n.text.T("strategy.emoji.none"))
	n.keys(fyne.KeyEnd, fyne.KeyLeft)
	n.press(n.text.T("strategy.format.reel"))
	n.fill(n.text.T("strategy.guide.look"), "Lumière du matin")
	n.gave("the voice", strategy.Voice{
		Tone: "Chaleureux, sans jargon", Address: strategy.Tu, Emoji: strategy.FewEmoji,
		Formats: []strategy.Format{strategy.FormatReel}, Look: "Lumière du matin",
	}, func(s strategy.Strategy) any {
		v := s.Voice
		v.Say, v.Avoid, v.Hashtags = nil, nil, nil
		return v
	})
}

func (n *newcomer) vocabulary() {
	n.t.Helper()
	n.write("levain, fait main\nquartier")
	n.fill(n.text.T("strategy.guide.avoid"), "pas cher")
	n.fill(n.text.T("strategy.guide.hashtags"), "#ChezAnaïs")
	n.gave("the words", [][]string{{"levain", "fait main", "quartier"}, {"pas cher"}, {"#ChezAnaïs"}}, func(s strategy.Strategy) any {
		return [][]string{s.Voice.Say, s.Voice.Avoid, s.Voice.Hashtags}
	})
}
