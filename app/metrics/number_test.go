package metrics

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parvis/app"
)

func keyOf(err error) string {
	var e *app.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

var numbers = []struct {
	typed string
	want  float64
	key   string
}{
	{"2314", 2314, ""},
	{"2 314", 2314, ""},
	{"2\u202f314", 2314, ""},
	{"2\u00a0314,5", 2314.5, ""},
	{" 2314\u200b\n", 2314, ""},
	{"1 234 567", 1234567, ""},
	{"2.314.567", 2314567, ""},
	{"1,234,567", 1234567, ""},
	{"1.234,5", 1234.5, ""},
	{"1,234.5", 1234.5, ""},
	{"2'314", 2314, ""},
	{"2’314", 2314, ""},
	{"0", 0, ""},
	{"0,5", 0.5, ""},
	{"0.314", 0.314, ""},
	{"12,5", 12.5, ""},
	{"3.1416", 3.1416, ""},
	{"007", 7, ""},
	{"+86", 86, ""},
	{"-5", -5, ""},
	{"−5", -5, ""},
	{"-0", 0, ""},
	{"1000000000000", 1e12, ""},
	{"", 0, "metrics.error.number_missing"},
	{" \u00a0 ", 0, "metrics.error.number_missing"},
	{"2.314", 0, "metrics.error.number_ambiguous"},
	{"2,314", 0, "metrics.error.number_ambiguous"},
	{"-12.500", 0, "metrics.error.number_ambiguous"},
	{"2 k", 0, "metrics.error.number_rounded"},
	{"2K", 0, "metrics.error.number_rounded"},
	{"1,2 M", 0, "metrics.error.number_rounded"},
	{"3 mille", 0, "metrics.error.number_rounded"},
	{"23 14", 0, "metrics.error.number"},
	{"2 3145", 0, "metrics.error.number"},
	{"2  314", 0, "metrics.error.number"},
	{"1 234.567.890", 0, "metrics.error.number"},
	{"1.234.5", 0, "metrics.error.number"},
	{"1,2,3", 0, "metrics.error.number"},
	{"douze", 0, "metrics.error.number"},
	{"4,1 %", 0, "metrics.error.number"},
	{"2314 abonnés", 0, "metrics.error.number"},
	{"--5", 0, "metrics.error.number"},
	{"1e5", 0, "metrics.error.number"},
	{"0x10", 0, "metrics.error.number"},
	{"NaN", 0, "metrics.error.number"},
	{"∞", 0, "metrics.error.number"},
	{"=1+1", 0, "metrics.error.number"},
	{"٢٣", 0, "metrics.error.number"},
	{",5", 0, "metrics.error.number"},
	{"5,", 0, "metrics.error.number"},
	{"1000000000001", 0, "metrics.error.number_large"},
	{strings.Repeat("9", 500), 0, "metrics.error.number_large"},
}

func TestParseNumber(t *testing.T) {
	for _, test := range numbers {
		got, err := ParseNumber(test.typed)
		if got != test.want || keyOf(err) != test.key || err != nil && app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("ParseNumber(%q) = %v, %v; want %v, %q", test.typed, got, err, test.want, test.key)
		}
	}
}

// Whatever the spaces, a figure copied from a French page reads as itself.
func TestParseNumberReadsWhatFrenchWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 1e12).Draw(t, "n")
		space := rapid.SampledFrom([]string{"", " ", "\u00a0", "\u202f", "\u2009", "'"}).Draw(t, "separator")
		digits := strconv.FormatInt(n, 10)
		var b strings.Builder
		for i, digit := range digits {
			if i > 0 && (len(digits)-i)%3 == 0 {
				b.WriteString(space)
			}
			b.WriteRune(digit)
		}
		if got, err := ParseNumber(b.String()); err != nil || got != float64(n) {
			t.Fatalf("ParseNumber(%q) = %v, %v", b.String(), got, err)
		}
	})
}

func FuzzParseNumber(f *testing.F) {
	for _, test := range numbers {
		f.Add(test.typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := ParseNumber(typed)
		if err != nil {
			if got != 0 || app.CodeOf(err) != app.CodeInvalid {
				t.Errorf("ParseNumber(%q) = %v, %v", typed, got, err)
			}
			return
		}
		if math.IsNaN(got) || math.Abs(got) > greatest || math.Signbit(got) && got == 0 {
			t.Errorf("ParseNumber(%q) = %v", typed, got)
		}
	})
}
