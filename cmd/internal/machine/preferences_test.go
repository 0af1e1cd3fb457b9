package machine_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/assets/translations"
	"parvis/cmd/internal/machine"
	"parvis/ui/shell"
)

var preferred = shell.Preferences{
	Language: translations.English, Theme: shell.ThemeDark, Scale: 1.25,
	LastFile: "/documents/Boulangerie « Martin ».parvis", Width: 1100, Height: 700, Room: "editorial",
	Remembered: map[string]string{"calendar_sight": "week"},
}

func TestPreferencesComeBack(t *testing.T) {
	p := paths(t)
	if got := p.Preferences().Preferences(); !cmp.Equal(got, shell.Preferences{}) {
		t.Errorf("a first start has %+v", got)
	}
	for _, want := range []shell.Preferences{preferred, {}, {LastFile: "x"}} {
		if err := p.Preferences().SavePreferences(want); err != nil {
			t.Fatalf("SavePreferences: %v", err)
		}
		if diff := cmp.Diff(want, p.Preferences().Preferences()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	left, err := os.ReadDir(p.Config)
	if err != nil || len(left) != 1 {
		t.Errorf("saving left %v, %v", left, err)
	}
}

func TestPreferencesThatCannotBeReadAreThoseOfAFirstStart(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "garbage": "\x00\xff\x13", "cut": `{"Language":"en","Theme":"da`,
		"another form": `["en"]`, "wrong types": `{"Language":"en","Scale":"big"}`,
	} {
		t.Run(name, func(t *testing.T) {
			p := paths(t)
			if err := p.Preferences().SavePreferences(preferred); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(p.Config, "preferences.json")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := p.Preferences().Preferences(); !cmp.Equal(got, shell.Preferences{}) {
				t.Errorf("read as %+v", got)
			}
			if err := p.Preferences().SavePreferences(preferred); err != nil {
				t.Fatal(err)
			}
			if got := p.Preferences().Preferences(); !cmp.Equal(got, preferred) {
				t.Errorf("saved over it: %+v", got)
			}
		})
	}
}

func TestPreferencesThatCannotBeSavedLeaveTheFormer(t *testing.T) {
	p := paths(t)
	if err := p.Preferences().SavePreferences(preferred); err != nil {
		t.Fatal(err)
	}
	gone := machine.PathsUnder(filepath.Join(t.TempDir(), "none"))
	if err := gone.Preferences().SavePreferences(preferred); err == nil {
		t.Error("saved in a folder that is not there")
	}
	if got := p.Preferences().Preferences(); !cmp.Equal(got, preferred) {
		t.Errorf("the former are %+v", got)
	}
}
