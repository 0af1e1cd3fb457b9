package keydates

import (
	"strings"
	"testing"

	"parvis/app"
)

// understood are lines that are read, and what they say: zone, name, days.
var understood = map[string]string{
	// As town halls, schools and newspapers wrote them in 2025.
	"Vacances de la Toussaint : du samedi 18 octobre au lundi 3 novembre 2025.":            " Vacances de la Toussaint 2025-10-18..2025-11-03",
	"Vacances d'hiver : Vendredi 13 février 2026 au Dimanche 1er mars 2026":                " Vacances d'hiver 2026-02-13..2026-03-01",
	"Vacances de Noël | Du vendredi 19 décembre 2025 au lundi 5 janvier 2026 |":            " Vacances de Noël 2025-12-19..2026-01-05",
	"Vacances d’hiver zone A 07-02-2026 - 23-02-2026 France":                               "A Vacances d’hiver 2026-02-07..2026-02-23",
	"Week-end de l'Ascension : Mardi 12 mai (au soir) au Lundi 18 mai 2026":                " Week-end de l'Ascension 2026-05-12..2026-05-18",
	"Vacances de Pâques\u00a0: Vendredi 10\u00a0avril 2026 au Dimanche 26\u00a0avril 2026": " Vacances de Pâques 2026-04-10..2026-04-26",

	"Toussaint;17/10/2026;02/11/2026":                                   " Toussaint 2026-10-17..2026-11-02",
	"Toussaint\t17/10/2026\t02/11/2026":                                 " Toussaint 2026-10-17..2026-11-02",
	"Toussaint , 17/10/2026 , 02/11/2026":                               " Toussaint 2026-10-17..2026-11-02",
	"A;Hiver;13/02/2027;01/03/2027":                                     "A Hiver 2027-02-13..2027-03-01",
	"Hiver;B;20/02/27;08/03/27":                                         "B Hiver 2027-02-20..2027-03-08",
	"du 17 octobre 2026 au 2 novembre 2026":                             "  2026-10-17..2026-11-02",
	"Toussaint : du samedi 17 octobre 2026 au lundi 2 novembre 2026":    " Toussaint 2026-10-17..2026-11-02",
	"Zone B : Noël, du samedi 19 décembre 2026 au lundi 4 janvier 2027": "B Noël 2026-12-19..2027-01-04",
	"Vacances de Noël (zone C) du 19 décembre au 4 janvier 2027":        "C Vacances de Noël 2026-12-19..2027-01-04",
	"Printemps du 17 avril au 3 mai 2027":                               " Printemps 2027-04-17..2027-05-03",
	"Vacances d’été : le 3 juil. 2027 jusqu’au 1er sept. 2027":          " Vacances d’été 2027-07-03..2027-09-01",
	"PONT DE L'ASCENSION Du Mercredi 5 MAI 2027 Au Lundi 10 Mai 2027":   " PONT DE L'ASCENSION 2027-05-05..2027-05-10",
	"2026-10-17;2026-11-02;Toussaint":                                   " Toussaint 2026-10-17..2026-11-02",
	"Half-term from 17 October 2026 to 2 November 2026":                 " Half-term 2026-10-17..2026-11-02",
	"Hiver 13.02.2027 - 01.03.2027":                                     " Hiver 2027-02-13..2027-03-01",
	"Hiver 13-02-2027 – 01-03-2027":                                     " Hiver 2027-02-13..2027-03-01",
	"2 semaines de Noël ; 19/12/2026 ; 03/01/2027":                      " 2 semaines de Noël 2026-12-19..2027-01-03",
	"Zones A;Hiver;13/02/2027;01/03/2027":                               "A Hiver 2027-02-13..2027-03-01",
	"Journée de pré-rentrée : du 31/08/2026 au 31/08/2026":              " Journée de pré-rentrée 2026-08-31..2026-08-31",
	"   Noël   -   19/12/2026   →   03/01/2027  ":                       " Noël 2026-12-19..2027-01-03",
	"du 17 oct. 2026 au 2 nov. 2026 Toussaint":                          " Toussaint 2026-10-17..2026-11-02",
	"Carnaval des mardis du 8 février au 9 février 2027":                " Carnaval des mardis 2027-02-08..2027-02-09",
}

// refused are lines that are not, and why.
var refused = map[string]string{
	"Vacances d’été : à partir du samedi 4 juillet 2026.":             "keydates.paste.one_day",
	"20 Déc - 05 Jan Vacances de Noël 20-12-2025 - 05-01-2026 France": "keydates.paste.many_days",
	"Toussaint":            "keydates.paste.no_day",
	"Vacances;Début;Fin":   "keydates.paste.no_day",
	"Toussaint;17/10/2026": "keydates.paste.one_day",
	"Toussaint;17/10/2026;02/11/2026;03/11/2026":   "keydates.paste.many_days",
	"Toussaint;17/10;02/11":                        "keydates.paste.no_year",
	"du 17 octobre 2026 au 2 novembre":             "keydates.paste.no_year",
	"Toussaint;31/02/2026;02/11/2026":              "keydates.paste.no_such_day",
	"Toussaint;17/13/2026;02/11/2026":              "keydates.paste.no_such_day",
	"Toussaint;0/10/2026;02/11/2026":               "keydates.paste.no_such_day",
	"Toussaint;02/11/2026;17/10/2026":              "keydates.error.ends_before",
	"Toussaint;17/10/2026;02/11/2027":              "keydates.error.too_long",
	"Zone D;Toussaint;17/10/2026;02/11/2026":       "keydates.error.zone",
	strings.Repeat("é", 81) + ";1/1/2026;2/1/2026": "keydates.error.name_long",
}

// said writes a holiday as the tables do.
func said(h Holiday) string {
	return string(h.Zone) + " " + h.Name + " " + h.First.String() + ".." + h.Last.String()
}

func TestPastedLinesAreRead(t *testing.T) {
	for line, want := range understood {
		p := ParseHolidays(line, EveryZone, false)
		if len(p.Holidays) != 1 || said(p.Holidays[0]) != want {
			t.Errorf("%q: got %v, refused %v, want %s", line, p.Holidays, p.Refused, want)
		}
	}
}

func TestPastedLinesAreRefusedWithAReason(t *testing.T) {
	for line, want := range refused {
		p := ParseHolidays(line, EveryZone, false)
		if len(p.Holidays) != 0 || len(p.Refused) != 1 || p.Refused[0].Reason.Key != want || p.Refused[0].Text != line {
			t.Errorf("%q: got %v, %v, want %s", line, p.Holidays, p.Refused, want)
		}
	}
}

func TestAPasteKeepsLinesApart(t *testing.T) {
	p := ParseHolidays("\nToussaint;17/10/2026;02/11/2026\r\n\r\nNoël\nZone C : hiver du 6 février au 21 février 2027\nFall;17/10/2026;02/11/2026", ZoneB, true)
	want := []string{"B Toussaint 2026-10-17..2026-11-01", "C hiver 2027-02-06..2027-02-20"}
	if len(p.Holidays) != 2 || said(p.Holidays[0]) != want[0] || said(p.Holidays[1]) != want[1] {
		t.Errorf("got %v", p.Holidays)
	}
	if len(p.Refused) != 2 || p.Refused[0].Line != 4 || p.Refused[1].Reason.Key != "keydates.paste.twice" {
		t.Errorf("refused %+v", p.Refused)
	}
	many := ParseHolidays(strings.Repeat("x\n", MaxPasted+50), EveryZone, false)
	if len(many.Refused) != MaxPasted+1 || many.Refused[MaxPasted].Reason.Key != "keydates.paste.too_many" {
		t.Errorf("%d refused", len(many.Refused))
	}
}

func FuzzParseHolidays(f *testing.F) {
	for line := range understood {
		f.Add(line, true)
	}
	for line := range refused {
		f.Add(line, false)
	}
	f.Fuzz(func(t *testing.T, text string, resumes bool) {
		p := ParseHolidays(text, ZoneA, resumes)
		for _, h := range p.Holidays {
			if err := h.Check(); err != nil {
				t.Errorf("%q: %+v cannot be kept: %v", text, h, err)
			}
			for _, d := range []app.Date{h.First, h.Last} {
				if d.AddDays(0) != d {
					t.Errorf("%q: %v does not exist", text, d)
				}
			}
		}
		for _, r := range p.Refused {
			if r.Reason.IsZero() {
				t.Errorf("%q: refused without a reason", text)
			}
		}
	})
}

func TestALongLineIsShownByItsBeginning(t *testing.T) {
	got := ParseHolidays(strings.Repeat("é", 1<<20)+"\nNoël", "A", false)
	if len(got.Refused) != 2 || got.Refused[0].Text != strings.Repeat("é", 120)+"…" || got.Refused[1].Text != "Noël" {
		t.Errorf("%d refused, the first with %d bytes", len(got.Refused), len(got.Refused[0].Text))
	}
}
