package kit

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/app"
	"parvis/assets/translations"
)

func date(y int, m time.Month, d int) app.Date { return app.Date{Year: y, Month: m, Day: d} }

var dateCases = []struct {
	text string
	want app.Date // zero for refused
}{
	{"27/11/2026", date(2026, 11, 27)},
	{"27/11/26", date(2026, 11, 27)},
	{"27-11-2026", date(2026, 11, 27)},
	{"27.11.2026", date(2026, 11, 27)},
	{"2026-11-27", date(2026, 11, 27)},
	{"27/11", date(2026, 11, 27)},
	{" 7/9 ", date(2026, 9, 7)},
	{"3/1", date(2027, 1, 3)}, // nearer next year than this one
	{"27 nov", date(2026, 11, 27)},
	{"27 nov.", date(2026, 11, 27)},
	{"ven. 27 nov. 2026", date(2026, 11, 27)},
	{"Vendredi 27 Novembre 2026", date(2026, 11, 27)},
	{"1er déc.", date(2026, 12, 1)},
	{"1er\u00a0décembre", date(2026, 12, 1)},
	{"6 janv 2027", date(2027, 1, 6)},
	{"14 juil", date(2026, 7, 14)},
	{"14 juillet", date(2026, 7, 14)},
	{"29/02", date(2028, 2, 29)},
	{"29/02/2028", date(2028, 2, 29)},
	{"demain", date(2026, 11, 22)},
	{"Aujourd'hui", date(2026, 11, 21)},
	{"aujourd’hui", date(2026, 11, 21)},
	{"hier", date(2026, 11, 20)},
	{"29/02/2026", app.Date{}},
	{"31/11", app.Date{}},
	{"0/11", app.Date{}},
	{"27/13", app.Date{}},
	{"27", app.Date{}},
	{"27/11/202", app.Date{}},
	{"27/11/2", app.Date{}},
	{"27/11/2026/1", app.Date{}},
	{"14 ju", app.Date{}},
	{"27 novembrre", app.Date{}},
	{"27/11/0001", app.Date{}},
	{"-27/11/2026 x", app.Date{}},
	{"", app.Date{}},
	{"bonjour", app.Date{}},
	{"٢٧/11/2026", app.Date{}},
}

func TestParseDate(t *testing.T) {
	names := NewDateNames(french(t))
	for _, tt := range dateCases {
		got, ok := ParseDate(tt.text, testToday, names)
		if got != tt.want || ok == tt.want.IsZero() {
			t.Errorf("ParseDate(%q) = %v, %v; want %v", tt.text, got, ok, tt.want)
		}
	}
}

func TestParseDateInEnglish(t *testing.T) {
	words, err := translations.Load(translations.English)
	if err != nil {
		t.Fatal(err)
	}
	names := NewDateNames(words)
	for _, text := range []string{"27 Nov", "27 november 2026", "27/11", "Fri 27 Nov"} {
		if got, _ := ParseDate(text, testToday, names); got != date(2026, 11, 27) {
			t.Errorf("ParseDate(%q) = %v", text, got)
		}
	}
}

// TestFormattedDatesAreRead holds that what the field shows is read back.
func TestFormattedDatesAreRead(t *testing.T) {
	names := NewDateNames(french(t))
	rapid.Check(t, func(t *rapid.T) {
		d := date(firstYear, 1, 1).AddDays(rapid.IntRange(0, 109000).Draw(t, "days"))
		if got, ok := ParseDate(FormatDate(d), testToday, names); !ok || got != d {
			t.Fatalf("%v shown as %q is read as %v", d, FormatDate(d), got)
		}
	})
	if FormatDate(app.Date{}) != "" {
		t.Error("no date must show nothing")
	}
}

var timeCases = []struct {
	text string
	want string // "" for refused
}{
	{"9h30", "09:30"},
	{"9 h 30", "09:30"},
	{"9h", "09:00"},
	{"9:30", "09:30"},
	{"9.30", "09:30"},
	{"09:30", "09:30"},
	{"0930", "09:30"},
	{"930", "09:30"},
	{"9", "09:00"},
	{"21H", "21:00"},
	{"9\u00a0h\u00a030", "09:30"},
	{"23:59", "23:59"},
	{"0", "00:00"},
	{"9h30min", "09:30"},
	{"24:00", ""},
	{"12:60", ""},
	{"9h3", ""},
	{"9:", ""},
	{"h30", ""},
	{"", ""},
	{"midi", ""},
	{"12345", ""},
	{"-9h", ""},
	{"9h30h", ""},
	{"٩h30", ""},
}

func TestParseTime(t *testing.T) {
	for _, tt := range timeCases {
		got, ok := ParseTime(tt.text)
		if ok != (tt.want != "") || ok && FormatTime(got) != tt.want {
			t.Errorf("ParseTime(%q) = %v, %v; want %q", tt.text, got, ok, tt.want)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, tt := range dateCases {
		f.Add(tt.text)
	}
	words, err := translations.Load(translations.French)
	if err != nil {
		f.Fatal(err)
	}
	names := NewDateNames(words)
	f.Fuzz(func(t *testing.T, text string) {
		d, ok := ParseDate(text, testToday, names)
		if !ok {
			if !d.IsZero() {
				t.Errorf("%q is refused and gives %v", text, d)
			}
			return
		}
		if again, ok := ParseDate(FormatDate(d), testToday, names); !ok || again != d {
			t.Errorf("%q gives %v, which is read as %v", text, d, again)
		}
	})
}

func FuzzParseTime(f *testing.F) {
	for _, tt := range timeCases {
		f.Add(tt.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := ParseTime(text)
		if !ok {
			return
		}
		if m := got.Minutes(); m < 0 || m >= dayMinutes {
			t.Errorf("%q gives %v", text, got)
		}
		if again, ok := ParseTime(FormatTime(got)); !ok || again != got {
			t.Errorf("%q gives %v, which is read as %v", text, got, again)
		}
	})
}

func TestMonthWeeks(t *testing.T) {
	tests := []struct {
		month       app.Date
		first, last app.Date
		days        int
	}{
		{date(2026, 11, 1), date(2026, 10, 26), date(2026, 12, 6), 42},
		{date(2027, 2, 10), date(2027, 2, 1), date(2027, 2, 28), 28},
		{date(2026, 12, 31), date(2026, 11, 30), date(2027, 1, 3), 35},
	}
	for _, tt := range tests {
		got := monthWeeks(tt.month)
		if len(got) != tt.days || got[0] != tt.first || got[len(got)-1] != tt.last {
			t.Errorf("%v: %d days from %v to %v", tt.month, len(got), got[0], got[len(got)-1])
		}
	}
}
