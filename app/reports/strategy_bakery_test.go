package reports_test

import (
	"strings"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/reports"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/storage/storagetest"
)

func ptr[T any](v T) *T { return &v }

func day(month time.Month, d int) app.Date { return app.Date{Year: 2026, Month: month, Day: d} }

func at(hour, minute int) app.TimeOfDay { return app.TimeOfDay{Hour: hour, Minute: minute} }

// complete is an ordinary complete strategy of a bakery.
func complete() strategy.Strategy {
	return strategy.Strategy{
		Profile: strategy.Profile{
			Mission:        "Donner envie chaque jour aux habitants du quartier de venir chercher un pain au levain fait sur place.",
			Offer:          "Pains au levain, viennoiseries pur beurre, pâtisseries de saison, sandwichs le midi ; commandes d’entremets 48 h à l’avance.",
			Staff:          6,
			Values:         "Le temps long, les farines d’ici, la franchise sur les prix.",
			Difference:     "Le seul fournil du quartier où l’on voit pétrir depuis la rue, et un levain nourri depuis 2009.",
			MinutesPerWeek: 180,
			BudgetCents:    ptr[int64](15_000),
			SWOT: strategy.SWOT{
				Strengths:     []string{"Clientèle fidèle, file le samedi", "Photos du fournil très aimées", "Équipe à l’aise devant l’objectif"},
				Weaknesses:    []string{"Instagram irrégulier", "Site non relié aux réseaux"},
				Opportunities: []string{"Ouverture du tramway en mars", "Marché de Noël de la place"},
				Threats:       []string{"Grande surface à 400 m", "Hausse du beurre"},
			},
		},
		Audits: []strategy.Audit{
			{ID: "a1", Network: networks.Facebook, Handle: "Boulangerie Martin", Verdict: strategy.VerdictKeep, Note: "Actif, 1 450 abonnés, de vraies questions de clients."},
			{ID: "a2", Network: networks.Instagram, Handle: "@boulangerie.martin", Verdict: strategy.VerdictImprove, Note: "Belles photos mais deux mois de silence cet été."},
			{ID: "a3", Network: networks.X, Handle: "@bmartin44", Verdict: strategy.VerdictStop, Note: "38 abonnés, rien depuis 2022."},
		},
		Objectives: []strategy.Objective{
			{ID: "o1", Goal: strategy.GoalNotoriety, Metric: metrics.Followers, From: ptr(2228.0), Target: ptr(2500.0), Start: day(time.October, 1), Due: day(time.December, 31)},
			{ID: "o2", Goal: strategy.GoalLoyalty, Name: "Faire réagir davantage", Metric: metrics.EngagementRate, From: ptr(0.035), Target: ptr(0.05), Start: day(time.October, 1), Due: day(time.December, 31)},
		},
		Audiences: []strategy.Audience{
			{
				ID: "p1", Name: "Claire, 38 ans", Who: "Deux enfants, travaille à la mairie, passe devant le fournil à 8 h 15.",
				Needs: "Un goûter sain, savoir ce qui sort du four le soir.", Brakes: "Peu de temps, file trop longue le samedi.",
				Where: []networks.Network{networks.Instagram, networks.Facebook}, Moments: []strategy.Moment{strategy.Morning, strategy.Evening},
			},
			{
				ID: "p2", Name: "Bernard, 67 ans", Who: "Retraité, vient tous les jours à pied.",
				Needs: "Les horaires des jours fériés, les commandes de fêtes.", Brakes: "N’aime pas commander en ligne.",
				Where: []networks.Network{networks.Facebook}, Moments: []strategy.Moment{strategy.Morning},
			},
		},
		Channels: []strategy.Channel{
			{Network: networks.Facebook, Role: strategy.RoleNeighbours, PerWeek: 2, Format: strategy.FormatPhoto},
			{Network: networks.Instagram, Role: strategy.RoleShowcase, PerWeek: 1, Format: strategy.FormatReel},
			{Network: networks.Google, Role: strategy.RoleFound, PerWeek: 1, Format: strategy.FormatText},
		},
		Pillars: []strategy.Pillar{
			{ID: "l1", Name: "Produits", Colour: 1, ShareBP: 4000},
			{ID: "l2", Name: "Offres", Colour: 2, ShareBP: 1500},
			{ID: "l3", Name: "Coulisses", Colour: 3, ShareBP: 2000},
			{ID: "l4", Name: "Vie locale", Colour: 4, ShareBP: 1500},
			{ID: "l5", Name: "Équipe", Colour: 5, ShareBP: 1000},
		},
		Voice: strategy.Voice{
			Tone: "Chaleureux, simple, précis : comme au comptoir.", Address: strategy.Vous, Emoji: strategy.FewEmoji,
			Say: []string{"levain", "fournil", "pur beurre", "ce matin"}, Avoid: []string{"promo", "incroyable", "artisanal"},
			Hashtags: []string{"#BoulangerieMartin", "#PainAuLevain"}, Formats: []strategy.Format{strategy.FormatPhoto, strategy.FormatReel, strategy.FormatStory},
			Look: "Lumière du matin, gros plans sur la mie, jamais de fond blanc.",
		},
		Rhythm: strategy.Rhythm{Minutes: map[strategy.Format]int{strategy.FormatReel: 45}},
		Slots: []strategy.Slot{
			{ID: "s1", Weekday: time.Tuesday, Time: at(12, 0), PillarID: "l3"},
			{ID: "s2", Weekday: time.Friday, Time: at(17, 30), PillarID: "l1"},
			{ID: "s3", Weekday: time.Sunday, Time: at(9, 0)},
			{ID: "s4", Weekday: time.Wednesday, Time: at(12, 0), PillarID: "l4"},
		},
		Charter: strategy.Charter{
			Welcome: "Bienvenue sur nos pages : on y parle pain, quartier et gourmandise, entre gens qui se respectent.",
			Who:     "Camille, ou Julien le week-end", AnswerHours: 4, Contact: "bonjour@boulangerie-martin.example", Tone: "Merci d’abord, les faits ensuite, une solution toujours.",
			Articles: []strategy.Article{
				{ID: "c1", Title: "Respect des personnes", Text: "Les injures, les menaces et les propos racistes, sexistes ou haineux sont supprimés.", Measure: strategy.MeasureBlock},
				{ID: "c2", Title: "Diffamation", Text: "Une accusation sans preuve contre une personne ou un commerce est masquée ; son auteur en est averti.", Measure: strategy.MeasureHide},
				{ID: "c3", Title: "Publicité", Text: "Les annonces et les liens sans rapport avec la boulangerie sont supprimés.", Measure: strategy.MeasureDelete},
				{ID: "c4", Title: "Vie privée", Text: "Numéros de téléphone, adresses et photos de personnes sans leur accord sont supprimés.", Measure: strategy.MeasureDelete},
				{ID: "c5", Title: "Hors sujet répété", Text: "Le même message posté plusieurs fois est masqué.", Measure: strategy.MeasureWarn},
			},
		},
		Crisis: strategy.Crisis{
			Levels: []strategy.Level{
				{ID: "n1", Name: "Vigilance", Signs: "Trois messages négatifs sur un même sujet en un jour.", Answer: "Répondre à chacun sous une heure, prévenir Camille."},
				{ID: "n2", Name: "Alerte", Signs: "Un message partagé plus de dix fois, un journaliste appelle.", Answer: "Camille répond seule ; message préparé publié.", Freeze: true},
				{ID: "n3", Name: "Crise", Signs: "Intoxication, accident, affaire dans la presse.", Answer: "Ne rien publier d’autre, appeler l’avocate, un point toutes les deux heures.", Freeze: true},
			},
			People: []strategy.Contact{
				{ID: "q1", Name: "Camille Martin", Role: "Décide et parle", Phone: "06 00 00 00 01"},
				{ID: "q2", Name: "Julien", Role: "Tient les réseaux", Phone: "06 00 00 00 02"},
				{ID: "q3", Name: "Me Rousseau", Role: "Conseille", Phone: "+33 2 40 00 00 03"},
			},
			Messages: []strategy.Prepared{
				{ID: "m1", Title: "Nous vérifions", Text: "Nous avons lu vos messages. Nous vérifions ce qui s’est passé et revenons vers vous avant ce soir."},
				{ID: "m2", Title: "Rappel d’un produit", Text: "Par précaution, nous retirons [produit] acheté le [date]. Rapportez-le : il vous sera remboursé."},
			},
		},
		Actions: []strategy.Action{
			{ID: "t1", Kind: strategy.KindTask, Title: "Fermer le compte X", Day: day(time.November, 14), Who: "Julien", Done: true},
			{ID: "t2", Kind: strategy.KindTask, Title: "Relier le site aux réseaux", Day: day(time.November, 18), Who: "Camille"},
			{ID: "t3", Kind: strategy.KindIdea, Title: "Les bûches : choisir entre trois parfums", Day: day(time.November, 27), Who: "Julien", PillarID: "l1"},
			{ID: "t4", Kind: strategy.KindIdea, Title: "La nuit au fournil, en accéléré", Day: day(time.December, 4), PillarID: "l3"},
			{ID: "t5", Kind: strategy.KindTask, Title: "Photos des galettes", Day: day(time.December, 15), Who: "Équipe"},
			{ID: "t6", Kind: strategy.KindIdea, Title: "Galette : concours de la plus belle fève", Day: app.Date{Year: 2027, Month: time.January, Day: 4}, PillarID: "l2"},
			{ID: "t7", Kind: strategy.KindTask, Title: "Répondre aux avis de plus d’un mois", Who: "Camille"},
			{ID: "t8", Kind: strategy.KindIdea, Title: "Portrait de Lucie, apprentie", Day: app.Date{Year: 2027, Month: time.January, Day: 20}, PillarID: "l5"},
		},
		Campaigns: []strategy.Campaign{
			{ID: "k1", Name: "Fêtes de fin d’année", Start: day(time.December, 1), Due: day(time.December, 31)},
			{ID: "k2", Name: "Épiphanie"},
		},
		Budget: strategy.Budget{
			Lines:  []strategy.BudgetLine{{ID: "b1", Label: "Publicité locale", Cents: 8_000}, {ID: "b2", Label: "Impressions et chevalets", Cents: 2_550}},
			Review: app.Date{Year: 2027, Month: time.February, Day: 19},
		},
	}
}

// opening is a week of the bakery.
func opening() business.Opening {
	var week business.Opening
	for _, d := range []time.Weekday{time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday} {
		week = append(week, business.Hours{Weekday: d, From: at(15, 30), To: at(19, 30)}, business.Hours{Weekday: d, From: at(7, 0), To: at(13, 30)})
	}
	return append(week, business.Hours{Weekday: time.Sunday, From: at(7, 0), To: at(13, 0)})
}

// guided is the bakery with its complete strategy, opening hours, and readings
// of the last two months: both objectives are on their way.
func guided(t *testing.T) bakery {
	t.Helper()
	b := open(t).with(t, complete())
	ctx := t.Context()
	if err := b.file.Business().SaveOpening(ctx, opening()); err != nil {
		t.Fatal(err)
	}
	account := networks.Account{
		ID: "019aa6d8-2a80-7000-8000-0000000000aa", Network: networks.Facebook, Handle: "Boulangerie Martin",
		State: networks.AccountHandFed, CreatedAt: storagetest.Now(),
	}
	if err := b.file.Networks().SaveAccount(ctx, account); err != nil {
		t.Fatal(err)
	}
	var readings []metrics.Reading
	note := func(m metrics.Metric, d app.Date, v float64) {
		readings = append(readings, metrics.Reading{
			Metric: m, AccountID: account.ID, Day: d, Value: v, Origin: metrics.Typed, TakenAt: storagetest.Now(),
		})
	}
	for back := 56; back >= 0; back -= 7 {
		d := today.AddDays(-back)
		note(metrics.Followers, d, 2228+86-float64(back)*1.5)
		note(metrics.Reach, d, 4600)
		note(metrics.Interactions, d, 190-float64(back))
	}
	if _, err := b.file.Metrics().SaveReadings(ctx, readings); err != nil {
		t.Fatal(err)
	}
	return b
}

// with makes s the strategy of the business.
func (b bakery) with(t *testing.T, s strategy.Strategy) bakery {
	t.Helper()
	if err := b.file.Strategy().Replace(t.Context(), s, nil); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b bakery) strategy(t *testing.T, l translations.Language) reports.Workbook {
	t.Helper()
	w, err := b.reports.Strategy(t.Context(), catalogue(t, l), nil)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (b bakery) page(t *testing.T, l translations.Language) string {
	t.Helper()
	p, err := b.reports.StrategyPage(t.Context(), catalogue(t, l))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(p.Name, ".html") {
		t.Errorf("called %q", p.Name)
	}
	return string(p.Bytes())
}
