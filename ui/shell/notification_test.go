package shell

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestNotificationsAreHarmless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching("[\"'`$(){};&|<>%\\\\‘’“”\n@#A-Za-zé ]{0,300}")).Draw(t, "text")
		got := harmless(text)
		for _, r := range got {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" .,:!?-+=", r) {
				t.Fatalf("%q lets %q through: %q", text, r, got)
			}
		}
		if len([]rune(got)) > longestNotification || strings.TrimSpace(got) != got {
			t.Fatalf("%q became %q", text, got)
		}
	})
	for text, want := range map[string]string{
		"L’image de Noël : 2 €":               "L image de Noël : 2",
		"`calc`; $(Remove-Item C:\\) & \"x\"": "calc Remove-Item C: x",
	} {
		if got := harmless(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
