package wire_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

func TestSaid(t *testing.T) {
	for written, want := range map[string]string{
		"":                                   "",
		"  Bonjour\r\n\r\n\tà tous\u2028 \n": "Bonjour\n\n à tous",
		"pain\u202e fse\u0000r\a\xff\xfe":    "pain fser",
		"e\u0301 👨\u200d👩\u200d👧 \ufffd\uffff": "é 👨\u200d👩\u200d👧",
		"<b>prix < 5 €</b>":                    "<b>prix < 5 €</b>",
	} {
		if got := wire.Said(written); got != want {
			t.Errorf("%q: %q, want %q", written, got, want)
		}
	}
	if got := wire.Named(" Martin\n\u202eboulanger  "); got != "Martin boulanger" {
		t.Errorf("name %q", got)
	}
	for _, long := range []string{strings.Repeat("é", 50_000), strings.Repeat("\u202e", 50_000) + "fin", strings.Repeat("🥖", 9_999) + "aa"} {
		if n := utf8.RuneCountInString(wire.Said(long)); n > networks.MessageLength {
			t.Errorf("%d characters", n)
		}
		if n := utf8.RuneCountInString(wire.Named(long)); n > networks.AuthorLength {
			t.Errorf("a name of %d characters", n)
		}
	}
}

func FuzzSaid(f *testing.F) {
	f.Add("Bonjour\r\n\u202e\xff")
	f.Fuzz(func(t *testing.T, written string) {
		got := wire.Said(written)
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > networks.MessageLength || strings.ContainsAny(got, "\r\x00\u202e") {
			t.Errorf("%q", got)
		}
		if again := wire.Said(got); again != got {
			t.Errorf("%q said again: %q", got, again)
		}
	})
}

func TestWhen(t *testing.T) {
	now := noon
	for told, want := range map[string]time.Time{
		"2026-11-21T11:59:59.123456Z": noon.Add(-877 * time.Millisecond),
		"2026-11-21T12:59:00+01:00":   noon.Add(-time.Minute),
		"2026-11-21T11:59:00+0000":    noon.Add(-time.Minute),
		"9999-12-31T23:59:59Z":        noon,
		"2026-11-21T12:00:01Z":        noon,
		"0001-01-01T00:00:00Z":        {},
		"1970-01-01T00:00:00Z":        {},
		"2026-13-45T00:00:00Z":        {},
		"hier":                        {},
		"":                            {},
	} {
		got, ok := wire.When(told, now)
		if !got.Equal(want) || ok == want.IsZero() || got.Location() != time.UTC {
			t.Errorf("%q: %v, %v; want %v", told, got, ok, want)
		}
	}
}

func TestPage(t *testing.T) {
	for address, want := range map[string]string{
		"https://nantes.social/@anne/1": "https://nantes.social/@anne/1",
		"http://127.0.0.1:8080/x":       "http://127.0.0.1:8080/x",
		"http://nantes.social/x":        "",
		"javascript:alert(1)":           "",
		"https://martin@nantes.social/": "",
		"https:///x":                    "",
		"file:///etc/passwd":            "",
		"":                              "",
		"https://nantes.social/" + strings.Repeat("a", 3000): "",
	} {
		if got := wire.Page(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}
