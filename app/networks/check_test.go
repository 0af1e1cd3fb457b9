package networks_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/app/networks"
	"parvis/assets/translations"
)

func TestCheck(t *testing.T) {
	picture := func(size int, alt string) networks.Picture {
		return networks.Picture{Name: "four.jpg", Size: size, Alt: alt}
	}
	type problem struct {
		Key      string
		Blocking bool
	}
	for _, tt := range []struct {
		name   string
		text   string
		images []networks.Picture
		want   []problem
	}{
		{"fits", "Bonjour", nil, nil},
		{"just fits", strings.Repeat("é", 300), nil, nil},
		{"nothing", " \n\u00a0", nil, []problem{{networks.ProblemEmpty, true}}},
		{"a picture says enough", "", []networks.Picture{picture(10, "Le four")}, nil},
		{"one too long", strings.Repeat("é", 301), nil, []problem{{networks.ProblemTooLong, true}}},
		{"too heavy only", strings.Repeat("👨‍👩‍👧‍👦", 121), nil, []problem{{networks.ProblemTooHeavy, true}}},
		{"too many", "x", []networks.Picture{picture(1, "a"), picture(1, "b"), picture(1, "c"), picture(1, "d"), picture(1, "e")}, []problem{{networks.ProblemTooManyImages, true}}},
		{"just light enough", "x", []networks.Picture{picture(1_000_000, "a")}, nil},
		{"too heavy, not described", "x", []networks.Picture{picture(1_000_001, " ")}, []problem{{networks.ProblemImageTooHeavy, true}, {networks.ProblemAltMissing, false}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []problem
			for _, p := range networks.Check(networks.Bluesky, tt.text, tt.images) {
				got = append(got, problem{p.Key, p.Blocking})
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
	if found := networks.Check(networks.Facebook, "", nil); found != nil {
		t.Errorf("a network without a connector has problems: %v", found)
	}
}

func TestProblemsAreSaidInFrench(t *testing.T) {
	french, err := translations.Load(translations.French)
	if err != nil {
		t.Fatal(err)
	}
	found := networks.Check(networks.Bluesky, strings.Repeat("a", 312), []networks.Picture{{Name: "four.jpg", Size: 2_000_000, Alt: "Le four"}})
	var said []string
	for _, p := range found {
		said = append(said, french.Say(p.Message))
	}
	want := []string{
		"Trop long pour Bluesky\u202f: 300 caractères au plus. Retirez-en 12.",
		"L’image «\u00a0four.jpg\u00a0» est trop lourde pour Bluesky\u202f: 1\u202f000 Ko au plus. Choisissez-en une plus petite.",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("sentences (-want +got):\n%s", diff)
	}
}
