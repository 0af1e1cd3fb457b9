package guide

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
)

// TestEveryFieldIsKept types in every field of every question within the same
// half second: all of it is kept, and nothing else changes.
func TestEveryFieldIsKept(t *testing.T) {
	for _, one := range []struct {
		question strategy.Question
		act      func(d *desk)
		want     func(s *strategy.Strategy)
	}{
		{strategy.AskIdentity, func(d *desk) {
			d.enter("Du bon pain pour le quartier", "Du pain au levain")
			d.enter("Pains et gâteaux", "Pains")
			d.enter("4", "6")
		}, func(s *strategy.Strategy) {
			s.Profile.Mission, s.Profile.Offer, s.Profile.Staff = "Du pain au levain", "Pains", 6
		}},
		{strategy.AskDifference, func(d *desk) {
			d.enter("Le four à bois", "Le levain de 1950")
			d.enter("Le goût", "Le goût et le temps")
		}, func(s *strategy.Strategy) {
			s.Profile.Difference, s.Profile.Values = "Le levain de 1950", "Le goût et le temps"
		}},
		{strategy.AskSWOT, func(d *desk) {
			d.enter("l’équipe\nle four", "l’équipe\n  le four \n\nla rue\n")
			d.enter("le temps", "")
			d.enter("le marché", "le marché, le samedi")
			d.enter("le blé", "le blé\nl’énergie")
		}, func(s *strategy.Strategy) {
			s.Profile.SWOT = strategy.SWOT{
				Strengths: []string{"l’équipe", "le four", "la rue"}, Opportunities: []string{"le marché, le samedi"}, Threats: []string{"le blé", "l’énergie"},
			}
		}},
		{strategy.AskAudit, func(d *desk) {
			d.segment(0, 1)
			d.enter("actif", "très actif")
			d.choose("Facebook", "TikTok")
			d.enter("Boulangerie", "@martin")
			d.segment(1, 2)
			d.enter("peu suivie", "à fermer")
		}, func(s *strategy.Strategy) {
			s.Audits[0].Verdict, s.Audits[0].Note = strategy.VerdictImprove, "très actif"
			s.Audits[1] = strategy.Audit{ID: "au2", Network: networks.TikTok, Handle: "@martin", Verdict: strategy.VerdictStop, Note: "à fermer"}
		}},
		{strategy.AskObjectives, func(d *desk) {
			d.write("Me faire connaître", "Être connus")
			d.enter("1 905", "1 950")
			d.enter("2 500", "2 600,5")
			d.choose("Abonnés", "Portée")
			d.enter("Fidèles", "Plus fidèles")
			d.enter("", "4 %")
			d.enter("5 %", "6,5 %")
			d.choose("Engagement / portée", "Clics vers le site")
			d.choose("Clics vers le site", "Engagement / portée")
			for i, f := range pagetest.All[*kit.DateField](d.host.Win) {
				put(&f.Entry, []string{"15 janv. 2027", ""}[i])
			}
		}, func(s *strategy.Strategy) {
			a, b, c, e := 1950.0, 2600.5, 0.04, 0.065
			s.Objectives[0] = strategy.Objective{
				ID: "o1", Goal: strategy.GoalNotoriety, Name: "Être connus", Metric: metrics.Reach, From: &a, Target: &b,
				Start: day(1, 1), Due: day(1, 15),
			}
			s.Objectives[0].Due.Year = 2027
			s.Objectives[1].Name, s.Objectives[1].From, s.Objectives[1].Target = "Plus fidèles", &c, &e
			s.Objectives[1].Due.Year, s.Objectives[1].Due.Month, s.Objectives[1].Due.Day = 0, 0, 0
		}},
		{strategy.AskAudiences, func(d *desk) {
			d.enter("Claire", "Claire, 38 ans")
			d.enter("voisine", "maman")
			d.enter("du pain", "du goûter")
			d.enter("la file", "le prix")
			d.chip("✓ Le soir", 0)
			d.chip("À midi", 0)
			d.chip("Instagram", 0)
			d.enter("Marc", "Marc, 50 ans")
			for i, words := range []string{"commerçant", "du pain de mie", "la distance"} {
				put(d.entries()[5+i], words)
			}
			d.chip("À midi", 0) // Claire's has a tick now
			d.chip("Facebook", 0)
		}, func(s *strategy.Strategy) {
			s.Audiences[0] = strategy.Audience{
				ID: "p1", Name: "Claire, 38 ans", Who: "maman", Needs: "du goûter", Brakes: "le prix",
				Where: []networks.Network{networks.Facebook, networks.Instagram}, Moments: []strategy.Moment{strategy.Noon},
			}
			s.Audiences[1] = strategy.Audience{
				ID: "p2", Name: "Marc, 50 ans", Who: "commerçant", Needs: "du pain de mie", Brakes: "la distance",
				Where: []networks.Network{networks.Facebook}, Moments: []strategy.Moment{strategy.Noon},
			}
		}},
		{strategy.AskNetworks, func(d *desk) {
			d.choose("Rôle\u202f: Vitrine", "Vente")
			d.choose("Rôle\u202f: Proximité", "Conversation")
		}, func(s *strategy.Strategy) {
			s.Channels[0].Role, s.Channels[1].Role = strategy.RoleSelling, strategy.RoleTalk
		}},
		{strategy.AskPillars, func(d *desk) {
			d.enter("Produits", "Nos pains")
			d.enter("50 %", "52,5 %")
			d.enter("Offres", "")
			d.enter("30 %", "")
			d.enter("Équipe", "L’équipe")
			d.enter("20 %", "12.25")
		}, func(s *strategy.Strategy) {
			s.Pillars[0].Name, s.Pillars[0].ShareBP = "Nos pains", 5250
			s.Pillars[1].Name, s.Pillars[1].ShareBP = "", 0
			s.Pillars[2].Name, s.Pillars[2].ShareBP = "L’équipe", 1225
		}},
		{strategy.AskTone, func(d *desk) {
			d.enter("simple", "chaleureux")
			d.segment(0, 1)
			d.segment(1, 0)
			d.chip("✓ Photo", 0)
			d.chip("Story", 0)
			d.chip("Texte", 0)
			d.enter("lumière du matin", "gros plans")
		}, func(s *strategy.Strategy) {
			s.Voice.Tone, s.Voice.Address, s.Voice.Emoji, s.Voice.Look = "chaleureux", strategy.Tu, strategy.NoEmoji, "gros plans"
			s.Voice.Formats = []strategy.Format{strategy.FormatStory, strategy.FormatText}
		}},
		{strategy.AskWords, func(d *desk) {
			d.enter("fournée, levain", "fournée; levain\nfarine")
			d.enter("promo", "promo, pas cher,")
			d.enter("#Martin", "#Martin #Pain")
		}, func(s *strategy.Strategy) {
			s.Voice.Say, s.Voice.Avoid, s.Voice.Hashtags = []string{"fournée", "levain", "farine"}, []string{"promo", "pas cher"}, []string{"#Martin #Pain"}
		}},
		{strategy.AskCadence, func(d *desk) {
			d.choose("2 par semaine", "3 par semaine")
			d.choose("Photo", "Vidéo courte")
			d.view.reason() // the time of another format is shown a moment later
			d.enter("60", "40")
			d.choose("1 par semaine", "0 par semaine")
			d.choose("Texte", "Carrousel")
			d.view.reason()
			d.enter("45", "30")
			d.enter("50", "0")
		}, func(s *strategy.Strategy) {
			s.Channels[0].PerWeek, s.Channels[0].Format = 3, strategy.FormatReel
			s.Channels[1].PerWeek, s.Channels[1].Format = 0, strategy.FormatCarousel
			none := 0
			s.Rhythm = strategy.Rhythm{Minutes: map[strategy.Format]int{strategy.FormatReel: 40, strategy.FormatCarousel: 30}, AnswerMinutes: &none}
		}},
		{strategy.AskSlots, func(d *desk) {
			d.choose("Mardi", "Lundi")
			d.enter("12:00", "8h15")
			d.choose("Offres", "Produits")
			d.choose("Vendredi", "Samedi")
			d.enter("17:30", "1930")
			d.choose("N’importe quel pilier", "Équipe")
		}, func(s *strategy.Strategy) {
			s.Slots[0].Weekday, s.Slots[0].Time, s.Slots[0].PillarID = time.Monday, at(8, 15), "p1"
			s.Slots[1].Weekday, s.Slots[1].Time, s.Slots[1].PillarID = time.Saturday, at(19, 30), "p3"
		}},
		{strategy.AskArticles, func(d *desk) {
			d.enter("Bienvenue", "Bienvenue chez vous")
			d.enter("Respect", "Le respect")
			d.enter("Pas d’insultes", "Ni insultes")
			d.segment(0, 3)
			d.enter("Publicité", "La réclame")
			d.enter("Pas de réclame", "Aucune")
			d.segment(1, 0)
		}, func(s *strategy.Strategy) {
			s.Charter.Welcome = "Bienvenue chez vous"
			s.Charter.Articles[0] = strategy.Article{ID: "a1", Title: "Le respect", Text: "Ni insultes", Measure: strategy.MeasureBlock}
			s.Charter.Articles[1] = strategy.Article{ID: "a2", Title: "La réclame", Text: "Aucune", Measure: strategy.MeasureWarn}
		}},
		{strategy.AskAnswering, func(d *desk) {
			d.choose("4 heures d’ouverture", "8 heures d’ouverture")
			d.enter("Camille", "Paul")
			d.enter("bonjour@martin.example", "02 40 00 00 00")
			d.enter("posé", "bref")
		}, func(s *strategy.Strategy) {
			s.Charter.AnswerHours, s.Charter.Who, s.Charter.Contact, s.Charter.Tone = 8, "Paul", "02 40 00 00 00", "bref"
		}},
		{strategy.AskLevels, func(d *desk) {
			d.enter("Alerte", "Gêne")
			d.enter("dix plaintes", "cinq plaintes")
			d.enter("on appelle", "on répond")
			d.check(0)
			d.enter("Crise", "Grave")
			d.enter("la presse appelle", "la télévision")
			d.enter("on se tait", "on prépare")
			d.check(1)
		}, func(s *strategy.Strategy) {
			s.Crisis.Levels[0] = strategy.Level{ID: "l1", Name: "Gêne", Signs: "cinq plaintes", Answer: "on répond", Freeze: true}
			s.Crisis.Levels[1] = strategy.Level{ID: "l2", Name: "Grave", Signs: "la télévision", Answer: "on prépare"}
		}},
		{strategy.AskPeople, func(d *desk) {
			d.enter("Paul", "Paule")
			d.enter("décide", "parle")
			d.enter("06 00 00 00 00", "06 11 11 11 11")
		}, func(s *strategy.Strategy) {
			s.Crisis.People[0] = strategy.Contact{ID: "c1", Name: "Paule", Role: "parle", Phone: "06 11 11 11 11"}
		}},
		{strategy.AskMessages, func(d *desk) {
			d.enter("Rappel", "Rappel de lot")
			d.enter("Nous vérifions.", "Nous appelons.")
		}, func(s *strategy.Strategy) {
			s.Crisis.Messages[0] = strategy.Prepared{ID: "m1", Title: "Rappel de lot", Text: "Nous appelons."}
		}},
		{strategy.AskActions, func(d *desk) {
			d.enter("Ranger la page", "Ranger")
			d.enter("25/11/2026", "2/12/2026")
			d.enter("Camille", "Paul")
			d.check(0)
			d.enter("Le levain", "Le levain vivant")
			d.enter("28/11/2026", "3/12/2026")
			put(d.entries()[3], "Marc")
			d.choose("Produits", "Équipe")
			d.enter("Noël", "Noël et l’an neuf")
			d.enter("01/12/2026", "20/11/2026")
			d.enter("25/12/2026", "31/12/2026")
		}, func(s *strategy.Strategy) {
			s.Actions[0] = strategy.Action{ID: "t1", Kind: strategy.KindTask, Title: "Ranger", Day: day(12, 2), Who: "Paul", Done: true}
			s.Actions[1] = strategy.Action{ID: "t2", Kind: strategy.KindIdea, Title: "Le levain vivant", Day: day(12, 3), Who: "Marc", PillarID: "p3"}
			s.Campaigns[0] = strategy.Campaign{ID: "k1", Name: "Noël et l’an neuf", Start: day(11, 20), Due: day(12, 31)}
		}},
		{strategy.AskBudget, func(d *desk) {
			d.enter("Publicité", "Affiches")
			d.enter("50,5", "149,90 €")
			d.enter("31/12/2026", "1/2/2027")
		}, func(s *strategy.Strategy) {
			s.Budget.Lines[0] = strategy.BudgetLine{ID: "b1", Label: "Affiches", Cents: 14_990}
			s.Budget.Review = day(2, 1)
			s.Budget.Review.Year = 2027
		}},
	} {
		t.Run(string(one.question), func(t *testing.T) {
			d := open(t, one.question, filled())
			before := make(map[*kit.Entry]string)
			for _, e := range d.entries() {
				before[e] = e.Text()
			}
			one.act(d)
			d.host.Win.Canvas().Unfocus() // dates and times are read when they are left
			if d.store.Saves > 0 {
				t.Error("saved at every key")
			}
			d.host.Elapse()
			for _, e := range d.entries() {
				if text, there := before[e]; there && text == e.Text() {
					t.Errorf("nothing was typed in the field %q", text)
				}
			}
			want := filled()
			one.want(&want)
			if diff := cmp.Diff(want, d.store.Kept, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
			if len(d.host.Errors) > 0 {
				t.Error(d.host.Errors)
			}
		})
	}
}

func TestMeansAreKeptWithTheOpeningHours(t *testing.T) {
	d := open(t, strategy.AskMeans, filled())
	d.enter("3 h", "3 h 30")
	d.enter("150", "99,90")
	d.choose("Dimanche", "Lundi")
	d.enter("08:00", "9h")
	d.enter("12:00", "")
	d.view.Hide()
	want := filled()
	cents := int64(9990)
	want.Profile.MinutesPerWeek, want.Profile.BudgetCents = 210, &cents
	if diff := cmp.Diff(want, d.store.Kept, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	hours := business.Opening{
		{Weekday: time.Tuesday, From: at(7, 0), To: at(13, 0)},
		{Weekday: time.Monday, From: at(9, 0), To: at(12, 0)},
	}
	if diff := cmp.Diff(hours, d.rooms.business.Opening); diff != "" {
		t.Error(diff)
	}
	d.field("12:00") // an hour is never empty
}
