package wire

import (
	"testing"

	"pgregory.net/rapid"

	"parvis/app/networks"
)

func TestAlike(t *testing.T) {
	for _, tt := range []struct {
		sent, shown string
		want        bool
	}{
		{"Du pain frais", "Du pain frais", true},
		{"Du pain\r\n\r\nfrais ", "Du  pain\nfrais", true},
		{"Cafe\u0301", "Café", true},
		{"", "", true},
		{"Du pain frais", "Du pain frai", false},
		{"Du pain frais", "du pain frais", false},
		{"Voir martin.fr ce soir", "Voir http://Martin.fr/ ce soir", true},
		{"Voir martin.fr", "Voir martin.fr/levain", false},
		{"Voir martin.fr", "Voir durand.fr", false},
		{"Voir martin.fr", "Voir", false},
		{"Voir martin.fr", "martin.fr Voir", false},
	} {
		if got := Alike(networks.LinkedIn, tt.sent, tt.shown, SameLink); got != tt.want {
			t.Errorf("Alike(%q, %q) = %v, want %v", tt.sent, tt.shown, got, tt.want)
		}
	}
	never := func(string, string) bool { return false }
	if Alike(networks.LinkedIn, "Voir martin.fr", "Voir martin.fr", never) {
		t.Error("a link that stands for none is taken for it")
	}
}

func TestATextIsAlikeItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text") + rapid.SampledFrom([]string{"", " https://martin.fr/a?b=c#d", " été.fr"}).Draw(t, "link")
		for _, n := range []networks.Network{networks.LinkedIn, networks.X} {
			if !Alike(n, text, " "+text+"\n", SameLink) {
				t.Fatalf("on %s %q is not itself", n, text)
			}
		}
	})
}
