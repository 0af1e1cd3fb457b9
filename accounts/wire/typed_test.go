package wire_test

import (
	"testing"

	"parvis/accounts/wire"
)

func TestTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"":                                "",
		" \u202a@martin\u202c\u00a0\r\n":  "@martin",
		"abc def\tghi":                    "abcdefghi",
		"\ufeffhttps://martin.fr/é\u200b": "https://martin.fr/é",
		"a\ufffdb\xff":                    "ab",
	} {
		if got := wire.Typed(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}
