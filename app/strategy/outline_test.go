package strategy_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/assets/translations"
)

func catalogue(t testing.TB, lang translations.Language) *translations.Catalogue {
	t.Helper()
	c, err := translations.Load(lang)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// plain writes no-break spaces as ordinary ones.
func plain(s string) string { return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s) }

func dayOf(month time.Month, n int) app.Date { return app.Date{Year: 2026, Month: month, Day: n} }

func martin() business.Business {
	return business.Business{
		Name: "Boulangerie Martin", Trade: business.Bakery, Town: "Nantes", Zone: business.DefaultZone,
		Opening: business.Opening{
			{Weekday: time.Sunday, From: app.TimeOfDay{Hour: 8}, To: app.TimeOfDay{Hour: 12}},
			{Weekday: time.Tuesday, From: app.TimeOfDay{Hour: 15}, To: app.TimeOfDay{Hour: 19, Minute: 30}},
			{Weekday: time.Tuesday, From: app.TimeOfDay{Hour: 7}, To: app.TimeOfDay{Hour: 13}},
		},
	}
}

// spelled is a strategy with an answer to everything.
func spelled() strategy.Strategy {
	from, target, rate, budget, answers := 2228.0, 2500.0, 0.05, int64(15_000), 30
	return strategy.Strategy{
		Profile: strategy.Profile{
			Mission: "Du bon pain, tôt", Offer: "Pain", Staff: 6, Values: "Le goût", Difference: "Le four à bois",
			SWOT: strategy.SWOT{
				Strengths: []string{"l’équipe", "le four"}, Weaknesses: []string{"le temps"}, Opportunities: []string{"le marché"},
				Threats: []string{"le blé"},
			},
			MinutesPerWeek: 180, BudgetCents: &budget,
		},
		Audits: []strategy.Audit{
			{ID: "au", Network: networks.Facebook, Handle: "@martin", Verdict: strategy.VerdictKeep, Note: "actif"},
			{ID: "at", Network: networks.TikTok, Verdict: strategy.VerdictStop},
			{ID: "an", Network: networks.X},
		},
		Objectives: []strategy.Objective{
			{ID: "o1", Goal: strategy.GoalNotoriety, Metric: metrics.Followers, From: &from, Target: &target, Start: dayOf(11, 1), Due: dayOf(12, 31)},
			{ID: "o2", Name: "Fidèles", Metric: metrics.EngagementRate, Target: &rate, Start: dayOf(11, 1)},
		},
		Audiences: []strategy.Audience{{
			ID: "claire", Name: "Claire, 38 ans", Who: "voisine", Needs: "du pain", Brakes: "la file",
			Where: []networks.Network{networks.Instagram, networks.Facebook}, Moments: []strategy.Moment{strategy.Evening, strategy.Weekend},
		}},
		Channels: []strategy.Channel{
			{Network: networks.Instagram, Role: strategy.RoleShowcase, PerWeek: 3, Format: strategy.FormatReel}, {Network: networks.Facebook},
		},
		Pillars: []strategy.Pillar{{ID: "behind", Name: "Coulisses", Colour: 1, ShareBP: 4000}, {ID: "bread", Name: "Produits", Colour: 2, ShareBP: 5950}},
		Voice: strategy.Voice{
			Tone: "simple", Address: strategy.Vous, Say: []string{"fournée", "levain"}, Avoid: []string{"promo"}, Emoji: strategy.FewEmoji,
			Hashtags: []string{"#Martin", "#Nantes"}, Formats: []strategy.Format{strategy.FormatPhoto}, Look: "lumière du matin",
		},
		Rhythm: strategy.Rhythm{Minutes: map[strategy.Format]int{strategy.FormatReel: 45}, AnswerMinutes: &answers},
		Slots: []strategy.Slot{
			{ID: "sunday", Weekday: time.Sunday, Time: app.TimeOfDay{Hour: 9}},
			{ID: "tuesday", Weekday: time.Tuesday, Time: app.TimeOfDay{Hour: 12, Minute: 30}, PillarID: "behind"},
		},
		Charter: strategy.Charter{
			Welcome: "Bienvenue", Articles: []strategy.Article{
				{ID: "empty"}, {ID: "respect", Title: "Respect", Text: "Pas d’insultes", Measure: strategy.MeasureHide},
			},
			AnswerHours: 4, Who: "Camille", Contact: "bonjour@martin.example", Tone: "posé",
		},
		Crisis: strategy.Crisis{
			Levels:   []strategy.Level{{ID: "le", Name: "Alerte", Signs: "dix plaintes", Answer: "on appelle", Freeze: true}},
			People:   []strategy.Contact{{ID: "pe", Name: "Paul", Role: "décide", Phone: "06 00 00 00 00"}},
			Messages: []strategy.Prepared{{ID: "me", Title: "Rappel", Text: "Nous vérifions."}},
		},
		Actions: []strategy.Action{
			{ID: "later", Kind: strategy.KindTask, Title: "Ranger"},
			{ID: "first", Kind: strategy.KindIdea, Title: "Le levain", Day: dayOf(11, 25), PillarID: "behind", Who: "Camille", Done: true},
			{ID: "untitled", Kind: strategy.KindTask, Day: dayOf(11, 26)},
		},
		Campaigns: []strategy.Campaign{{ID: "noel", Name: "Noël", Start: dayOf(12, 1), Due: dayOf(12, 25)}},
		Budget: strategy.Budget{
			Lines:  []strategy.BudgetLine{{ID: "ads", Label: "Publicité", Cents: 5050}, {ID: "none"}},
			Review: dayOf(12, 31),
		},
	}
}

func TestOutline(t *testing.T) {
	want := []string{
		"# Mon entreprise",
		"Entreprise: Boulangerie Martin, Nantes · Boulangerie, pâtisserie",
		"En une phrase: Du bon pain, tôt",
		"Ce que vous vendez: Pain",
		"Équipe: 6 personnes",
		"Valeurs: Le goût",
		"Ce qui vous distingue: Le four à bois",
		"Forces: l’équipe / le four",
		"Faiblesses: le temps",
		"Opportunités: le marché",
		"Menaces: le blé",
		"Temps disponible: 3 h par semaine",
		"Budget: 150 € par mois",
		"Horaires d’ouverture: mar. 07:00–13:00, 15:00–19:30 / dim. 08:00–12:00",
		"# Bilan de l’existant",
		"Compte: Facebook @martin / Garder / actif",
		"Compte: TikTok / Arrêter",
		"Compte: X",
		"# Objectifs",
		"Objectif: Me faire connaître / Abonnés : de 2 228 à 2 500 avant le 31/12/2026 / Début : 01/11/2026",
		"Objectif: Fidèles / Engagement / portée : 5 % / Début : 01/11/2026",
		"# Publics",
		"Public: Claire, 38 ans / voisine / Besoins : du pain / Freins : la file / Où : Instagram, Facebook / Quand : Le soir, Le week-end",
		"# Réseaux",
		"Réseau: Instagram / Vitrine",
		"Réseau: Facebook",
		"# Ligne éditoriale",
		"Pilier: Coulisses / 40 % des publications",
		"Pilier: Produits / 59,5 % des publications",
		"Façon de parler: simple",
		"Tutoiement ou vouvoiement: Vouvoiement",
		"Émojis: Quelques émojis",
		"Formats: Photo",
		"Images: lumière du matin",
		"Mots à employer: fournée, levain",
		"Mots à éviter: promo",
		"Hashtags de la marque: #Martin #Nantes",
		"# Rythme",
		"Cadence: Instagram / 3 publications par semaine · Vidéo courte",
		"Temps pour une publication: Vidéo courte / 45 min",
		"Temps pour répondre: 30 min par semaine",
		"Créneau: mardi 12:30 · Coulisses",
		"Créneau: dimanche 09:00",
		"# Charte de modération",
		"Introduction: Bienvenue",
		"Article 2: Respect / Pas d’insultes / Suite donnée : Masquer",
		"Délai de réponse: 4 heures d’ouverture",
		"Qui répond: Camille",
		"Contester un retrait: bonjour@martin.example",
		"Façon de répondre: posé",
		"# Plan de crise",
		"Niveau 1: Alerte / Signes : dix plaintes / Ce que l’on fait : on appelle / Les publications programmées sont suspendues",
		"À prévenir: Paul / décide / 06 00 00 00 00",
		"Message préparé: Rappel / Nous vérifions.",
		"# Synthèse",
		"Action: 25/11/2026 · Le levain / À publier · Coulisses · Camille · fait",
		"Action: Ranger / À faire",
		"Campagne: Noël / 01/12/2026 – 25/12/2026",
		"Dépense: Publicité / 50,50 € par mois",
		"Prochaine revue: 31/12/2026",
	}
	if diff := cmp.Diff(want, outlined(spelled(), martin(), catalogue(t, translations.French))); diff != "" {
		t.Error(diff)
	}
}

// outlined writes an outline one line an entry.
func outlined(s strategy.Strategy, b business.Business, c *translations.Catalogue) []string {
	var all []string
	for _, chapter := range strategy.Outline(s, b, c) {
		all = append(all, "# "+plain(chapter.Title))
		for _, l := range chapter.Lines {
			all = append(all, plain(l.Label+": "+strings.ReplaceAll(l.Text, "\n", " / ")))
		}
	}
	return all
}

// TestOutlineSaysNothingOfWhatIsNotThere: neither empty answers nor rows that
// were only begun leave a trace, and no key shows.
func TestOutlineSaysNothingOfWhatIsNotThere(t *testing.T) {
	begun := strategy.Strategy{
		Audits: []strategy.Audit{{ID: "a"}}, Audiences: []strategy.Audience{{ID: "b"}}, Objectives: []strategy.Objective{{ID: "c"}},
		Slots: nil, Charter: strategy.Charter{Articles: []strategy.Article{{ID: "d"}}},
		Crisis:  strategy.Crisis{Levels: []strategy.Level{{ID: "e"}}, People: []strategy.Contact{{ID: "f"}}, Messages: []strategy.Prepared{{ID: "g"}}},
		Actions: []strategy.Action{{ID: "h", Kind: strategy.KindTask}}, Campaigns: []strategy.Campaign{{ID: "i"}},
		Budget: strategy.Budget{Lines: []strategy.BudgetLine{{ID: "j"}}},
		Voice:  strategy.Voice{Say: []string{" ", ""}, Tone: " \n"},
	}
	for _, lang := range translations.Languages() {
		c := catalogue(t, lang)
		for name, s := range map[string]strategy.Strategy{"empty": {}, "begun": begun} {
			chapters := strategy.Outline(s, business.Business{}, c)
			for i, step := range strategy.Steps() {
				if chapters[i].Step != step || len(chapters[i].Lines) > 0 {
					t.Errorf("%s %s: %+v", lang, name, chapters[i])
				}
			}
		}
		for _, line := range append(outlined(spelled(), martin(), c), summed(spelled(), martin(), c)...) {
			if strings.Contains(line, "strategy.") || strings.Contains(line, "<no value>") {
				t.Errorf("%s: %s", lang, line)
			}
		}
	}
}

func TestSummary(t *testing.T) {
	c := catalogue(t, translations.French)
	want := []string{
		"Entreprise: Boulangerie Martin, Nantes · 6 personnes",
		"Constat: Garder : Facebook · Arrêter : TikTok",
		"Objectifs: Abonnés : 2 500 avant le 31/12/2026 · Engagement : 5 %",
		"Publics: Claire, 38 ans",
		"Réseaux: Instagram · Facebook",
		"Piliers: Coulisses 40 % · Produits 59,5 %",
		"Rythme: 3 publications par semaine · 2 créneaux · 2 h 45 par semaine",
		"Charte: 2 articles · réponse en 4 heures d’ouverture",
		"Crise: 1 niveau · 1 personne à prévenir",
		"Plan: 3 actions · 50,50 € par mois · Prochaine revue : 31/12/2026",
	}
	if diff := cmp.Diff(want, summed(spelled(), martin(), c)); diff != "" {
		t.Error(diff)
	}
	// At first only the business is known.
	for i, line := range strategy.Summary(strategy.Strategy{}, martin(), c) {
		if (line.Text == "") == (i == 0) || line.Label == "" {
			t.Errorf("at first %+v", line)
		}
	}
}

func summed(s strategy.Strategy, b business.Business, c *translations.Catalogue) []string {
	var all []string
	for _, l := range strategy.Summary(s, b, c) {
		if strings.Contains(l.Text, "\n") {
			all = append(all, "several lines")
		}
		all = append(all, plain(l.Label+": "+l.Text))
	}
	return all
}

// TestEnglishOutlineHasTheSameLines: both languages say as many things.
func TestEnglishOutlineHasTheSameLines(t *testing.T) {
	fr, en := outlined(spelled(), martin(), catalogue(t, translations.French)), outlined(spelled(), martin(), catalogue(t, translations.English))
	if len(fr) != len(en) || slices.Equal(fr, en) {
		t.Errorf("%d lines in French, %d in English", len(fr), len(en))
	}
	for _, want := range []string{
		"Objective: Become known / Followers: from 2,228 to 2,500 by 31/12/2026 / Start: 01/11/2026",
		"Pillar: Coulisses / 40% of the posts", "Budget: €150 a month", "Article 2: Respect / Pas d’insultes / What follows: Hide",
	} {
		if !slices.Contains(en, want) {
			t.Errorf("no %q in %q", want, en)
		}
	}
}
