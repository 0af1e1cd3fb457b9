package kit

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// TestContrast holds every pair of text and surface that the kit draws: text at
// least 4.5 to 1, signs and shapes that carry a meaning at least 3 to 1 (WCAG 2.2,
// 1.4.3 and 1.4.11).
func TestContrast(t *testing.T) {
	for name, p := range map[string]Palette{"light": LightPalette(), "dark": DarkPalette()} {
		check := func(what string, least float64, ink color.NRGBA, surfaces ...color.NRGBA) {
			t.Helper()
			for _, s := range surfaces {
				if c := Contrast(ink, s); c < least {
					t.Errorf("%s: %s is %.2f to 1 on %v, want %.1f", name, what, c, s, least)
				}
			}
		}
		paper := []color.NRGBA{p.Background, p.Card, p.Sidebar}
		soft := []color.NRGBA{p.PrimarySoft, p.CoralSoft, p.AmberSoft, p.GreenSoft}
		check("ink", 4.5, p.Ink, append(append(paper, soft...), p.PillarsSoft[:]...)...)
		check("ink on a track", 4.5, p.Ink, p.Track)
		check("muted", 4.5, p.Muted, paper...)
		check("muted on soft", 4.5, p.MutedOnSoft, append(paper, soft...)...)
		check("primary", 4.5, p.Primary, append(paper, p.PrimarySoft)...)
		check("coral text", 4.5, p.CoralText, append(append(paper, p.CoralSoft), p.PillarsSoft[:]...)...)
		check("amber text", 4.5, p.AmberText, append(append(paper, p.AmberSoft), p.PillarsSoft[:]...)...)
		check("green text", 4.5, p.GreenText, append(paper, p.GreenSoft)...)
		check("text on primary", 4.5, p.OnPrimary, p.Primary)
		check("text on coral", 4.5, p.OnCoralFilled, p.CoralFilled)
		check("text of a hint", 4.5, p.OnHint, p.Hint)
		for i := range p.Pillars {
			check("pillar", 3, p.Pillars[i], p.Card)
			check("series", 3, p.Series[i], p.Card)
		}
		check("coral dot", 3, p.Coral, p.Card)
		check("amber dot", 3, p.Amber, p.Card)
		check("green dot", 3, p.Green, p.Card)
	}
}

// TestNetworkSigns holds that the sign of each network is read on its badge; the
// sign is a mark whose name is beside it or in the tooltip, hence 3 to 1.
func TestNetworkSigns(t *testing.T) {
	seen := map[color.NRGBA]string{}
	for _, n := range []string{
		"facebook", "instagram", "linkedin", "mastodon", "bluesky", "x", "wordpress", "google", "threads", "youtube", "tiktok",
		"pinterest", "telegram", "discord", "unknown",
	} {
		s := networkSignOf(n)
		if c := Contrast(rgb(0xFFFFFF), s.color); c < 3 {
			t.Errorf("%s: the sign is %.2f to 1 on its badge", n, c)
		}
		if other, ok := seen[s.color]; ok {
			t.Errorf("%s has the colour of %s", n, other)
		}
		seen[s.color] = n
	}
	if got := NetworkName("unknown"); got != "unknown" {
		t.Errorf("name of an unknown network: %q", got)
	}
}

func TestContrastOfBlackAndWhite(t *testing.T) {
	if c := Contrast(rgb(0), rgb(0xFFFFFF)); c < 20.99 || c > 21.01 {
		t.Errorf("black on white is %v to 1, want 21", c)
	}
	if c := Contrast(rgb(0x1F6F66), rgb(0x1F6F66)); c != 1 {
		t.Errorf("a colour on itself is %v to 1, want 1", c)
	}
}

func TestThemeDefinesEveryName(t *testing.T) {
	test.NewTempApp(t)
	for name, mode := range map[string]Mode{"system": ModeSystem, "light": ModeLight, "dark": ModeDark} {
		test.AssertAllColorNamesDefined(t, NewTheme(mode, 1), name)
	}
}

func TestThemeMode(t *testing.T) {
	light, dark := LightPalette().Card, DarkPalette().Card
	tests := []struct {
		mode    Mode
		variant fyne.ThemeVariant
		want    color.NRGBA
	}{
		{ModeSystem, theme.VariantLight, light},
		{ModeSystem, theme.VariantDark, dark},
		{ModeLight, theme.VariantDark, light},
		{ModeDark, theme.VariantLight, dark},
	}
	for _, tt := range tests {
		if got := NewTheme(tt.mode, 1).Color(ColorCard, tt.variant); got != tt.want {
			t.Errorf("mode %d, variant %d: card is %v, want %v", tt.mode, tt.variant, got, tt.want)
		}
	}
}

func TestThemeScale(t *testing.T) {
	tests := []struct{ scale, want float32 }{{1, 14}, {1.5, 21}, {0.1, 14 * MinScale}, {9, 14 * MaxScale}}
	for _, tt := range tests {
		th := NewTheme(ModeLight, tt.scale)
		if got := th.Size(SizeBody); got != tt.want {
			t.Errorf("scale %v: body is %v, want %v", tt.scale, got, tt.want)
		}
		if got := th.Size(theme.SizeNameText); got != tt.want {
			t.Errorf("scale %v: Fyne's text is %v, want %v", tt.scale, got, tt.want)
		}
	}
	if got := NewTheme(ModeLight, 2).Size(theme.SizeNameInputBorder); got != 1 {
		t.Errorf("lines must stay 1 px at any scale, not %v", got)
	}
}

func TestNumberedColorsComeAgain(t *testing.T) {
	if PillarColor(6) != PillarColor(1) || SeriesColor(12) != SeriesColor(2) {
		t.Error("the sixth pillar must have the colour of the first")
	}
	if PillarColor(0) != ColorMuted {
		t.Error("no pillar must be muted")
	}
	p := LightPalette()
	for i := range p.Pillars {
		if c, ok := p.Color(PillarColor(i + 1)); !ok || c != p.Pillars[i] {
			t.Errorf("pillar %d is %v", i+1, c)
		}
		if c, ok := p.Color(PillarSoftColor(i + 1)); !ok || c != p.PillarsSoft[i] {
			t.Errorf("soft pillar %d is %v", i+1, c)
		}
	}
	if _, ok := p.Color("parvisPillar9"); ok {
		t.Error("there is no ninth pillar")
	}
}

// TestThemeSwitchRecolours holds that what is on screen takes the colours of a new
// theme by itself.
func TestThemeSwitchRecolours(t *testing.T) {
	text := Body("Bonjour")
	button := NewPrimaryButton("Programmer", nil)
	open(t, NewCard(VStack(Gap, text, button)), 300, 200)
	light, dark := LightPalette(), DarkPalette()
	if got := text.block.lines[0].Color; got != light.Ink {
		t.Fatalf("light text is %v", got)
	}
	fyne.CurrentApp().Settings().SetTheme(NewTheme(ModeDark, 1))
	if got := text.block.lines[0].Color; got != dark.Ink {
		t.Errorf("dark text is %v, want %v", got, dark.Ink)
	}
	if got := button.box.FillColor; got != dark.Primary {
		t.Errorf("dark button is %v, want %v", got, dark.Primary)
	}
}

// TestForeignTheme holds that the kit's colours are there under a theme that does
// not know them, as in the tests of other packages.
func TestForeignTheme(t *testing.T) {
	test.NewTempApp(t)
	p := LightPalette()
	if fyne.CurrentApp().Settings().ThemeVariant() == theme.VariantDark {
		p = DarkPalette()
	}
	if got := ColorFor(NewDot(ToneGood), ColorGreen); got != p.Green {
		t.Errorf("green is %v, want %v", got, p.Green)
	}
}
