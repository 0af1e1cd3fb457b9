package guide

import (
	"math"
	"testing"

	"parvis/app"
	"parvis/assets/translations"
)

// refused stands for what is not read.
const refused = math.MinInt64

// The figures that people type, and what is read from them.
var (
	hoursTyped = map[string]int64{
		"": 0, "  ": 0, "0": 0, "3": 180, "3h": 180, "3 h": 180, "3 H 30": 210, "3 h 30": 210, "3h30": 210, "3 h 30 min": 210, "3h05": 185,
		"3,5": 210, "3.5": 210, "3,5 h": 210, "3,5 heures": 210, "1 heure": 60, "2 heures 15": 135, "3.5 hours": 210,
		"1 hour 5 minutes": 65, "45 min": 45, "45 minutes": 45, "45 mn": 45, "90min": 90, "0,75 h": 45, "168": 10_080, "168 h 00": 10_080,
		"10 080 min": 10_080, "0 h 20": 20,
		"h": refused, "h30": refused, "min": refused, "-3": refused, "−3 h": refused, "3 h -5": refused, "3 h 60": refused, "trois": refused,
		"3 h 30 h": refused, "169": refused, "168 h 01": refused, "10 081 min": refused, "3 h min": refused, "1.500": refused, "5 €": refused,
		"1e3": refused, "NaN": refused, "2 jours": refused,
	}
	countTyped = map[string]int64{
		"": 0, " ": 0, "0": 0, "4": 4, "1 000": 1000, "+3": 3, "12,0": 12,
		"2,5": refused, "-1": refused, "quatre": refused, "1.000": refused, "99999999999": refused, "5 %": refused,
	}
	centsTyped = map[string]int64{
		"": unknown, "€": unknown, "0": 0, "150": 15_000, "149,90 €": 14_990, "149.90": 14_990, "1 250 €": 125_000, "0,005": 1, "1 000 000": 100_000_000,
		"-1": refused, "149,90 $": refused, "1 000 001": refused, "1e400": refused, "beaucoup": refused,
	}
	shareTyped = map[string]int64{
		"": 0, "%": 0, "0": 0, "40": 4000, "40 %": 4000, "33,33 %": 3333, "12.25": 1225, "100 %": 10_000,
		"101": refused, "-5": refused, "40 % %": refused, "moitié": refused,
	}
	rateTyped = map[string]float64{
		"": math.Inf(-1), " % ": math.Inf(-1), "5": 0.05, "5 %": 0.05, "6,25": 0.0625, "100": 1, "0": 0,
		"101 %": math.NaN(), "-1": math.NaN(), "abc": math.NaN(),
	}
	valueTyped = map[string]float64{
		"": math.Inf(-1), "2 500": 2500, "2314,5": 2314.5, "0": 0,
		"2.314": math.NaN(), "-3": math.NaN(), "5 %": math.NaN(), "2 k": math.NaN(),
	}
)

// unknown stands for what is empty where that is not zero.
const unknown = refused + 1

func TestFiguresAreReadAsPeopleTypeThem(t *testing.T) {
	check := func(name, typed string, got int64, err error, want int64) {
		t.Helper()
		if err != nil {
			got = refused
			if app.CodeOf(err) != app.CodeInvalid {
				t.Errorf("%s %q: %v", name, typed, err)
			}
		}
		if got != want {
			t.Errorf("%s %q is read as %d, want %d", name, typed, got, want)
		}
	}
	for typed, want := range hoursTyped {
		n, err := readHours(typed)
		check("hours", typed, int64(n), err, want)
	}
	for typed, want := range countTyped {
		n, err := readCount(typed)
		check("count", typed, int64(n), err, want)
	}
	for typed, want := range shareTyped {
		n, err := readShare(typed)
		check("share", typed, int64(n), err, want)
	}
	for typed, want := range centsTyped {
		n, err := readCents(typed)
		got := int64(unknown)
		if n != nil {
			got = *n
		}
		check("cents", typed, got, err, want)
	}
}

func TestRatesAreReadInPercentAndValuesAsTheyAre(t *testing.T) {
	for ratio, all := range map[bool]map[string]float64{true: rateTyped, false: valueTyped} {
		for typed, want := range all {
			n, err := readRate(typed, ratio)
			got := math.Inf(-1)
			switch {
			case err != nil:
				got = math.NaN()
			case n != nil:
				got = *n
			}
			if got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
				t.Errorf("%q (a ratio: %v) is read as %v, want %v", typed, ratio, got, want)
			}
		}
	}
}

// TestWhatIsShownIsReadBack: opening a question and leaving it changes nothing.
func TestWhatIsShownIsReadBack(t *testing.T) {
	for _, lang := range translations.Languages() {
		text, err := translations.Load(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{5, 59, 60, 65, 180, 210, 2879, 2880, 3000, 3001, 10_080} {
			if got, err := readHours(minutes(text, n)); err != nil || got != n {
				t.Errorf("%s: %d minutes are shown as %q, read as %d, %v", lang, n, minutes(text, n), got, err)
			}
		}
		for _, n := range []int{1, 999, 1000, 12_345, 100_000} {
			if got, err := readCount(count(text, n)); err != nil || got != n {
				t.Errorf("%s: %d is shown as %q, read as %d, %v", lang, n, count(text, n), got, err)
			}
		}
		for _, n := range []int64{0, 5, 50, 14_990, 123_456, 100_000_000} {
			if got, err := readCents(euros(text, &n)); err != nil || got == nil || *got != n {
				t.Errorf("%s: %d cents are shown as %q, %v", lang, n, euros(text, &n), err)
			}
		}
		for bp := range 10_001 {
			if got, err := readShare(write(text, float64(bp)/wholeBP, true)); err != nil || got != bp {
				t.Fatalf("%s: %d is shown as %q, read as %d, %v", lang, bp, write(text, float64(bp)/wholeBP, true), got, err)
			}
		}
	}
}

// FuzzFigures: whatever is typed is refused, or read as something that a
// strategy can hold.
func FuzzFigures(f *testing.F) {
	for _, all := range []map[string]int64{hoursTyped, countTyped, centsTyped, shareTyped} {
		for typed := range all {
			f.Add(typed)
		}
	}
	for _, all := range []map[string]float64{rateTyped, valueTyped} {
		for typed := range all {
			f.Add(typed)
		}
	}
	f.Fuzz(func(t *testing.T, typed string) {
		within := func(name string, n, most float64, err error) {
			if err != nil && app.CodeOf(err) != app.CodeInvalid {
				t.Errorf("%s %q: %v", name, typed, err)
			}
			if err == nil && !(n >= 0 && n <= most) {
				t.Errorf("%s %q is read as %v", name, typed, n)
			}
		}
		hours, err := readHours(typed)
		within("hours", float64(hours), 7*24*60, err)
		n, err := readCount(typed)
		within("count", float64(n), math.MaxInt32, err)
		share, err := readShare(typed)
		within("share", float64(share), wholeBP, err)
		if cents, err := readCents(typed); cents != nil {
			within("cents", float64(*cents), 100_000_000, err)
		}
		for ratio, most := range map[bool]float64{true: 1, false: math.MaxFloat64} {
			if rate, err := readRate(typed, ratio); rate != nil {
				within("rate", *rate, most, err)
			}
		}
	})
}
