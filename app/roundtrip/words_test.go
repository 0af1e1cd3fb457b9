package roundtrip

import (
	"strings"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/editorial"
)

var today = app.Date{Year: 2026, Month: time.November, Day: 21}

var dayCases = []struct {
	text string
	near around
	want string // "" when it is no day
}{
	{"27/11/2026", around{}, "2026-11-27"},
	{"7/1/2027", around{}, "2027-01-07"},
	{"07.01.27", around{}, "2027-01-07"},
	{"7-1-2027", around{}, "2027-01-07"},
	{" 27 / 11 / 2026 ", around{}, "2026-11-27"},
	{"27/11/26", around{}, "2026-11-27"},
	{"27/11", around{}, "2026-11-27"},
	{"3/1", around{}, "2027-01-03"},
	{"3/1", around{year: 2026}, "2026-01-03"},
	{"3 mars 2026", around{}, "2026-03-03"},
	{"1er décembre 2026", around{}, "2026-12-01"},
	{"1er déc. 26", around{}, "2026-12-01"},
	{"3 mars", around{}, "2027-03-03"},
	{"lundi 3 mars", around{}, "2025-03-03"}, // a Monday of 2025 only, among the years around
	{"mardi 3 mars", around{}, "2026-03-03"},
	{"mercredi 3 mars", around{}, "2027-03-03"},
	{"lundi 30 novembre", around{}, "2026-11-30"},
	{"Lundi 30 novembre 2026", around{}, "2026-11-30"},
	{"lun. 30/11", around{}, "2026-11-30"},
	{"le lundi 30 nov", around{}, "2026-11-30"},
	{"lundi, 30 novembre 2026", around{}, "2026-11-30"},
	{"30-nov-26", around{}, "2026-11-30"},
	{"30 nov. 2026", around{}, "2026-11-30"},
	{"2026-11-27", around{}, "2026-11-27"},
	{"2026/11/27", around{}, "2026-11-27"},
	{"2026-11-27T09:30:00", around{}, "2026-11-27 09:30"},
	{"2026-11-27 9:30", around{}, "2026-11-27 09:30"},
	{"27/11/2026 9h30", around{}, "2026-11-27 09:30"},
	{"27/11/2026 à 9h", around{}, "2026-11-27 09:00"},
	{"3 mars 2026 à midi", around{}, "2026-03-03 12:00"},
	{"46353", around{}, "2026-11-27"},
	{"46353.5", around{}, "2026-11-27 12:00"},
	{"46353,395833333", around{}, "2026-11-27 09:30"},
	{"November 27, 2026", around{}, "2026-11-27"},
	{"Nov 27", around{}, "2026-11-27"},
	{"12", around{month: time.March, year: 2026}, "2026-03-12"},
	{"lundi 9", around{month: time.March, year: 2026}, "2026-03-09"},
	{"jeu. 12", around{month: time.March}, "2026-03-12"}, // the year in which it is a Thursday
	{"29/02/2028", around{}, "2028-02-29"},
	{"29/02/2027", around{}, ""},
	{"31/04/2026", around{}, ""},
	{"13/13/2026", around{}, ""},
	{"12", around{}, ""},
	{"bientôt", around{}, ""},
	{"semaine 12", around{}, ""},
	{"", around{}, ""},
	{"27/11/2026 bientôt", around{}, ""},
	{"99999", around{}, ""},
	{"1/1/0001", around{}, ""},
}

func TestDays(t *testing.T) {
	for _, test := range dayCases {
		test.near.today = today
		m, ok := parseMoment(test.text, test.near)
		got := ""
		if ok {
			got = m.day.String()
			if m.when {
				got += " " + m.at.String()
			}
		}
		if got != test.want {
			t.Errorf("%q around %d %d: got %q, want %q", test.text, test.near.year, test.near.month, got, test.want)
		}
	}
	if m, ok := parseMoment("lundi 3 mars 2026", around{today: today}); !ok || !m.weekday {
		t.Error("a weekday that is another is not told")
	}
}

var timeCases = map[string]string{
	"9h30": "09:30", "9 h 30": "09:30", "9h": "09:00", "9 h": "09:00", "9H05": "09:05", "09:30": "09:30", "9:30:00": "09:30", "9:30": "09:30",
	"09.30": "09:30", "0.395833333333333": "09:30", "0,5": "12:00", "0.25": "06:00", "0": "00:00", "0.999999": "00:00", "1": "01:00", "9": "09:00", "18": "18:00",
	"midi": "12:00", "Midi": "12:00", "minuit": "00:00", "midi et demi": "12:30", "à 9h30": "09:30", "vers 18h": "18:00", "9h30-10h": "09:30",
	"entre 9h et 10h": "09:00", "9 heures": "09:00", "9h30mn": "09:30", "6:30 PM": "18:30", "12 am": "00:00", "12pm": "12:00", "18h00": "18:00",
	"46353.395833333": "09:30", "1899-12-30": "", "24h": "", "9h75": "", "matin": "", "": "", "99": "", "h": "", "13pm": "", "-0.5": "",
}

func TestTimes(t *testing.T) {
	for text, want := range timeCases {
		got := ""
		if at, ok := parseTime(text); ok {
			got = at.String()
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func FuzzMoments(f *testing.F) {
	for _, test := range dayCases {
		f.Add(test.text, test.near.year, int(test.near.month))
	}
	for text := range timeCases {
		f.Add(text, 0, 0)
	}
	f.Fuzz(func(t *testing.T, text string, year, month int) {
		near := around{today: today}
		if year >= 1990 && year < 2100 && month >= 0 && month <= 12 {
			near.year, near.month = year, time.Month(month)
		}
		if m, ok := parseMoment(text, near); ok {
			if app.DateOf(m.day.UTC()) != m.day || m.day.Year < 1900 || m.day.Year > 2100 {
				t.Errorf("%q is %v", text, m.day)
			}
			again, ok := parseMoment(m.day.String(), near)
			if !ok || again.day != m.day {
				t.Errorf("%v reads as %v", m.day, again.day)
			}
		}
		if at, ok := parseTime(text); ok {
			again, ok := parseTime(at.String())
			if !ok || again != at || at.Hour > 23 || at.Minute > 59 {
				t.Errorf("%q is %v, then %v", text, at, again)
			}
		}
		season(text)
		parseNetworks(text)
		networkIn(text)
	})
}

func TestNetworks(t *testing.T) {
	for _, test := range []struct{ text, want, unknown string }{
		{"FB + Insta", "facebook,instagram", ""},
		{"IG/LinkedIn", "instagram,linkedin", ""},
		{"Facebook, Instagram et LinkedIn", "facebook,instagram,linkedin", ""},
		{"Facebook\nInstagram", "facebook,instagram", ""},
		{"FB Insta", "facebook,instagram", ""},
		{"X (Twitter)", "x", ""},
		{"x/twitter", "x", ""},
		{"Google My Business ; Blog", "google,wordpress", ""},
		{"Tik Tok & YouTube Shorts", "tiktok,youtube", ""},
		{"fb|fb|Facebook", "facebook", ""},
		{"Insta + Minitel", "instagram", "minitel"},
		{"", "", ""},
		{" + ", "", ""},
	} {
		found, all, unknown := parseNetworks(test.text)
		if got := joinNetworks(found); got != test.want || strings.Join(unknown, ",") != test.unknown || all {
			t.Errorf("%q: got %q, unknown %q, all %v", test.text, got, unknown, all)
		}
	}
	if _, all, _ := parseNetworks("Tous les réseaux"); !all {
		t.Error("all networks are not all")
	}
}

func TestSeasons(t *testing.T) {
	for text, want := range map[string]struct {
		year  int
		month time.Month
	}{
		"Mars 2026": {2026, 3}, "Planning mars 2026": {2026, 3}, "03-2026": {2026, 3}, "2026-03": {2026, 3}, "mars 26": {2026, 3}, "AOÛT": {0, 8},
		"Calendrier éditorial 2026": {2026, 0}, "janv-mars 2026": {2026, 0}, "Feuil1": {0, 0}, "Instagram": {0, 0}, "": {0, 0}, "Déc.": {0, 12},
	} {
		if year, month := season(text); year != want.year || month != want.month {
			t.Errorf("%q: got %d %d", text, year, month)
		}
	}
	for text, want := range map[string]string{"Instagram": "instagram", "Planning FB": "facebook", "FB + Insta": "", "Mars": "", "LinkedIn mars": "linkedin", "Le site": ""} {
		if got := networkIn(text); string(got) != want {
			t.Errorf("%q: got %q", text, got)
		}
	}
}

func TestStates(t *testing.T) {
	for text, want := range map[string]editorial.State{
		"Idée": editorial.StateIdea, "À rédiger": editorial.StateDraft, "a rediger": editorial.StateDraft, "BROUILLON": editorial.StateDraft,
		"À valider": editorial.StateToReview, "À corriger": editorial.StateToFix, "Validé": editorial.StateApproved, "Programmé": editorial.StateScheduled,
		"Publié": editorial.StatePublished, "Échec": editorial.StateFailed, "Abandonné": editorial.StateDropped, "Draft": editorial.StateDraft,
	} {
		if got, ok := parseState(text); !ok || got != want {
			t.Errorf("%q: got %q", text, got)
		}
	}
}
