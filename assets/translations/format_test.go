package translations

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"parvis/app"
)

func load(t testing.TB, lang Language) *Catalogue {
	t.Helper()
	c, err := Load(lang)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// readable writes no-break spaces as "~" (narrow) and "_".
func readable(s string) string {
	return strings.NewReplacer("\u202f", "~", "\u00a0", "_").Replace(s)
}

func TestMatch(t *testing.T) {
	for locale, want := range map[string]Language{
		"fr_FR.UTF-8": French, "fr": French, "fr-CA": French, "en_GB.UTF-8": English, "en-US": English, "EN": English,
		"": French, "C": French, "de_DE": French, "POSIX": French,
	} {
		if got := Match(locale); got != want {
			t.Errorf("%q: got %s, want %s", locale, got, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	fr, en := load(t, French), load(t, English)
	for _, test := range []struct {
		v        float64
		decimals int
		fr, en   string
	}{
		{0, 0, "0", "0"},
		{7, 0, "7", "7"},
		{999, 0, "999", "999"},
		{1000, 0, "1~000", "1,000"},
		{2314.5, 1, "2~314,5", "2,314.5"},
		{1234567, 0, "1~234~567", "1,234,567"},
		{-1, 0, "−1", "−1"},
		{-2314.25, 2, "−2~314,25", "−2,314.25"},
		{-0.04, 1, "0,0", "0.0"},
		{0.05, 1, "0,1", "0.1"},
		{999.96, 1, "1~000,0", "1,000.0"},
	} {
		if got := readable(fr.Number(test.v, test.decimals)); got != test.fr {
			t.Errorf("French %v: got %q, want %q", test.v, got, test.fr)
		}
		if got := readable(en.Number(test.v, test.decimals)); got != test.en {
			t.Errorf("English %v: got %q, want %q", test.v, got, test.en)
		}
	}
}

func TestSigned(t *testing.T) {
	fr := load(t, French)
	for v, want := range map[float64]string{86: "+86,0", -50: "−50,0", 0: "0,0", 0.04: "0,0", -0.04: "0,0", 0.6: "+0,6"} {
		if got := fr.Signed(v, 1); got != want {
			t.Errorf("%v: got %q, want %q", v, got, want)
		}
	}
}

func TestPercent(t *testing.T) {
	fr, en := load(t, French), load(t, English)
	for _, test := range []struct{ got, want string }{
		{fr.Percent(0.041, 1), "4,1~%"},
		{en.Percent(0.041, 1), "4.1%"},
		{fr.Percent(1, 0), "100~%"},
		{fr.Percent(-0.006, 1), "−0,6~%"},
	} {
		if readable(test.got) != test.want {
			t.Errorf("got %q, want %q", readable(test.got), test.want)
		}
	}
}

func TestMoney(t *testing.T) {
	fr, en := load(t, French), load(t, English)
	for _, test := range []struct {
		cents  int64
		fr, en string
	}{
		{0, "0_€", "€0"},
		{5, "0,05_€", "€0.05"},
		{1250, "12,50_€", "€12.50"},
		{125_000, "1~250_€", "€1,250"},
		{-1250, "−12,50_€", "−€12.50"},
		{-100, "−1_€", "−€1"},
	} {
		if got := readable(fr.Money(test.cents)); got != test.fr {
			t.Errorf("French %d: got %q, want %q", test.cents, got, test.fr)
		}
		if got := readable(en.Money(test.cents)); got != test.en {
			t.Errorf("English %d: got %q, want %q", test.cents, got, test.en)
		}
	}
}

func TestDays(t *testing.T) {
	fr, en := load(t, French), load(t, English)
	saturday := app.Date{Year: 2026, Month: time.November, Day: 21}
	first := app.Date{Year: 2026, Month: time.December, Day: 1}
	for _, test := range []struct{ got, want string }{
		{fr.Day(app.Date{Year: 2026, Month: time.November, Day: 27}), "ven. 27_nov."},
		{fr.Day(first), "mar. 1er_déc."},
		{fr.DayLong(saturday), "Samedi 21 novembre"},
		{fr.DayLong(first), "Mardi 1er décembre"},
		{fr.DayMonth(first), "1er_déc."},
		{fr.DayMonthLong(first), "1er_décembre"},
		{en.DayMonthLong(saturday), "21_November"},
		{fr.MonthYear(saturday), "Novembre 2026"},
		{fr.MonthYearShort(saturday), "nov. 2026"},
		{fr.DateNumeric(first), "01/12/2026"},
		{fr.DateNumeric(app.Date{}), ""},
		{fr.Moment(app.Civil{Date: saturday, Time: app.TimeOfDay{Hour: 9, Minute: 5}}), "sam. 21_nov. 09:05"},
		{en.Day(app.Date{Year: 2026, Month: time.November, Day: 27}), "Fri 27_Nov"},
		{en.DayLong(first), "Tuesday 1 December"},
		{en.MonthYear(saturday), "November 2026"},
	} {
		if readable(test.got) != test.want {
			t.Errorf("got %q, want %q", readable(test.got), test.want)
		}
	}
}

func TestDurationsAndSizes(t *testing.T) {
	fr, en := load(t, French), load(t, English)
	for _, test := range []struct{ got, want string }{
		{fr.Duration(0), "0_min"},
		{fr.Duration(45 * time.Minute), "45_min"},
		{fr.Duration(59*time.Minute + 31*time.Second), "1_h"},
		{fr.Duration(2 * time.Hour), "2_h"},
		{fr.Duration(3*time.Hour + 10*time.Minute), "3_h_10"},
		{fr.Duration(47*time.Hour + 5*time.Minute), "47_h_05"},
		{fr.Duration(48 * time.Hour), "2_jours"},
		{fr.Duration(71 * time.Hour), "2_jours"},
		{en.Duration(48 * time.Hour), "2_days"},
		{fr.Bytes(0), "0_octet"},
		{fr.Bytes(12), "12_octets"},
		{fr.Bytes(640_000), "640_Ko"},
		{fr.Bytes(1_400_000), "1,4_Mo"},
		{fr.Bytes(999_999), "1,0_Mo"},
		{en.Bytes(1), "1_byte"},
		{en.Bytes(1_400_000), "1.4_MB"},
	} {
		if readable(test.got) != test.want {
			t.Errorf("got %q, want %q", readable(test.got), test.want)
		}
	}
}

func TestPluralForms(t *testing.T) {
	fr, en := load(t, French), load(t, English)
	for _, test := range []struct {
		n      int
		fr, en string
	}{
		{0, "0_jour", "0_days"},
		{1, "1_jour", "1_day"},
		{2, "2_jours", "2_days"},
		{1_000_000, "1~000~000_jours", "1,000,000_days"},
	} {
		for _, got := range []string{fr.N("date.days", test.n), fr.Args("date.days", map[string]any{"Count": test.n})} {
			if readable(got) != test.fr {
				t.Errorf("French %d: got %q, want %q", test.n, readable(got), test.fr)
			}
		}
		for _, got := range []string{en.N("date.days", test.n), en.Args("date.days", map[string]any{"Count": float64(test.n)})} {
			if readable(got) != test.en {
				t.Errorf("English %d: got %q, want %q", test.n, readable(got), test.en)
			}
		}
	}
}

type named string

func (n named) Name() string { return "Bluesky" }

func TestMessagesAreWrittenInTheirLanguage(t *testing.T) {
	day := app.Date{Year: 2026, Month: time.November, Day: 27}
	for _, test := range []struct {
		value  any
		fr, en string
	}{
		{"texte", "texte", "texte"},
		{12, "12", "12"},
		{int64(3000), "3~000", "3,000"},
		{3000.0, "3~000", "3,000"},
		{2.5, "2,5", "2.5"},
		{app.Bytes(2_000_000), "2,0_Mo", "2.0_MB"},
		{app.Cents(1250), "12,50_€", "€12.50"},
		{app.Cents(125_000), "1~250_€", "€1,250"},
		{app.Signed(5.1), "+5,1", "+5.1"},
		{app.Signed(272), "+272", "+272"},
		{app.Signed(-2.97), "−3", "−3"},
		{app.Signed(0.04), "0", "0"},
		{app.Ratio(0.95), "95~%", "95%"},
		{app.Ratio(0.041), "4,1~%", "4.1%"},
		{app.Ratio(0.04999), "5~%", "5%"},
		{day, "ven. 27_nov.", "Fri 27_Nov"},
		{app.ShortDate(day), "27_nov.", "27_Nov"},
		{app.LongDate(day), "Vendredi 27 novembre", "Friday 27 November"},
		{time.Friday, "ven.", "Fri"},
		{app.Civil{Date: day, Time: app.TimeOfDay{Hour: 12}}, "ven. 27_nov. 12:00", "Fri 27_Nov 12:00"},
		{app.TimeOfDay{Hour: 7, Minute: 5}, "07:05", "07:05"},
		{3*time.Hour + 10*time.Minute, "3_h_10", "3_h_10"},
		{named("bluesky"), "Bluesky", "Bluesky"},
		{app.Say("keydates.christmas"), "Noël", "Christmas"},
		{app.Message{}, "", ""},
	} {
		m := app.Say("home.ahead_today", "Name", test.value)
		for lang, want := range map[Language]string{French: test.fr + " aujourd’hui", English: test.en + " today"} {
			got := readable(load(t, lang).Say(m))
			if got != want {
				t.Errorf("%s %v: got %q, want %q", lang, test.value, got, want)
			}
		}
	}
}

func TestUnknownKeysAreSeen(t *testing.T) {
	c := load(t, French)
	for _, got := range []string{c.T("no.such.key"), c.N("no.such.key", 2), c.Args("no.such.key", nil), c.Say(app.Say("no.such.key"))} {
		if got != "no.such.key" {
			t.Errorf("got %q", got)
		}
	}
	if got := c.Say(app.Message{}); got != "" {
		t.Errorf("nothing to say: got %q", got)
	}
}

func TestCapitalise(t *testing.T) {
	for in, want := range map[string]string{"": "", "novembre": "Novembre", "épiphanie": "Épiphanie", "Noël": "Noël", "1er": "1er"} {
		if got := Capitalise(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestNumberKeepsItsDigits(t *testing.T) {
	fr := load(t, French)
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Int64Range(-1e15, 1e15).Draw(t, "v")
		written := fr.Number(float64(v), 0)
		var back int64
		for _, r := range written {
			if unicode.IsDigit(r) {
				back = back*10 + int64(r-'0')
			}
		}
		if strings.HasPrefix(written, "−") {
			back = -back
		}
		if back != v {
			t.Fatalf("%d written %q", v, written)
		}
	})
}
