package kit

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"parvis/assets/fonts"
)

// Mode says which of the two themes is shown.
type Mode int

// The modes of the theme. ModeSystem follows the desktop's choice.
const (
	ModeSystem Mode = iota
	ModeLight
	ModeDark
)

// The colours of the kit, by role. Widgets keep the name and ask for the colour
// when they draw, so that a change of theme recolours what is on screen.
const (
	ColorBackground    fyne.ThemeColorName = "parvisBackground"
	ColorCard          fyne.ThemeColorName = "parvisCard"
	ColorSidebar       fyne.ThemeColorName = "parvisSidebar"
	ColorInk           fyne.ThemeColorName = "parvisInk"
	ColorMuted         fyne.ThemeColorName = "parvisMuted"
	ColorMutedOnSoft   fyne.ThemeColorName = "parvisMutedOnSoft"
	ColorDisabled      fyne.ThemeColorName = "parvisDisabled"
	ColorLine          fyne.ThemeColorName = "parvisLine"
	ColorTrack         fyne.ThemeColorName = "parvisTrack"
	ColorPrimary       fyne.ThemeColorName = "parvisPrimary"
	ColorPrimarySoft   fyne.ThemeColorName = "parvisPrimarySoft"
	ColorOnPrimary     fyne.ThemeColorName = "parvisOnPrimary"
	ColorCoral         fyne.ThemeColorName = "parvisCoral"
	ColorCoralSoft     fyne.ThemeColorName = "parvisCoralSoft"
	ColorCoralText     fyne.ThemeColorName = "parvisCoralText"
	ColorCoralFilled   fyne.ThemeColorName = "parvisCoralFilled"
	ColorOnCoralFilled fyne.ThemeColorName = "parvisOnCoralFilled"
	ColorAmber         fyne.ThemeColorName = "parvisAmber"
	ColorAmberSoft     fyne.ThemeColorName = "parvisAmberSoft"
	ColorAmberText     fyne.ThemeColorName = "parvisAmberText"
	ColorGreen         fyne.ThemeColorName = "parvisGreen"
	ColorGreenSoft     fyne.ThemeColorName = "parvisGreenSoft"
	ColorGreenText     fyne.ThemeColorName = "parvisGreenText"
	ColorHint          fyne.ThemeColorName = "parvisHint"
	ColorOnHint        fyne.ThemeColorName = "parvisOnHint"
	ColorHover         fyne.ThemeColorName = "parvisHover"
	ColorPressed       fyne.ThemeColorName = "parvisPressed"
	ColorShadow        fyne.ThemeColorName = "parvisShadow"
	// ColorNone draws nothing.
	ColorNone fyne.ThemeColorName = "parvisNone"
)

const (
	prefixKit        = "parvis"
	prefixSeries     = "parvisSeries"
	prefixPillar     = "parvisPillar"
	prefixPillarSoft = "parvisPillarSoft"
	pillarsAndSeries = len(colorDigits)
	colorDigits      = "12345"
)

// SeriesColor returns the name of the colour of the nth chart series, from 1;
// beyond the fifth the colours come again.
func SeriesColor(n int) fyne.ThemeColorName { return numbered(prefixSeries, n) }

// PillarColor returns the name of the colour of the nth pillar, from 1; beyond
// the fifth the colours come again. Zero or less means "no pillar" and is muted.
func PillarColor(n int) fyne.ThemeColorName {
	if n <= 0 {
		return ColorMuted
	}
	return numbered(prefixPillar, n)
}

// PillarSoftColor returns the name of the background of the nth pillar, from 1.
func PillarSoftColor(n int) fyne.ThemeColorName {
	if n <= 0 {
		return ColorTrack
	}
	return numbered(prefixPillarSoft, n)
}

func numbered(prefix string, n int) fyne.ThemeColorName {
	i := ((n-1)%pillarsAndSeries + pillarsAndSeries) % pillarsAndSeries
	return fyne.ThemeColorName(prefix + colorDigits[i:i+1])
}

// Color returns the colour of one of the kit's names, and whether the name is
// one of the kit's.
func (p *Palette) Color(name fyne.ThemeColorName) (color.NRGBA, bool) {
	switch name {
	case ColorBackground:
		return p.Background, true
	case ColorCard:
		return p.Card, true
	case ColorSidebar:
		return p.Sidebar, true
	case ColorInk:
		return p.Ink, true
	case ColorMuted:
		return p.Muted, true
	case ColorMutedOnSoft:
		return p.MutedOnSoft, true
	case ColorDisabled:
		return p.Disabled, true
	case ColorLine:
		return p.Line, true
	case ColorTrack:
		return p.Track, true
	case ColorPrimary:
		return p.Primary, true
	case ColorPrimarySoft:
		return p.PrimarySoft, true
	case ColorOnPrimary:
		return p.OnPrimary, true
	case ColorCoral:
		return p.Coral, true
	case ColorCoralSoft:
		return p.CoralSoft, true
	case ColorCoralText:
		return p.CoralText, true
	case ColorCoralFilled:
		return p.CoralFilled, true
	case ColorOnCoralFilled:
		return p.OnCoralFilled, true
	case ColorAmber:
		return p.Amber, true
	case ColorAmberSoft:
		return p.AmberSoft, true
	case ColorAmberText:
		return p.AmberText, true
	case ColorGreen:
		return p.Green, true
	case ColorGreenSoft:
		return p.GreenSoft, true
	case ColorGreenText:
		return p.GreenText, true
	case ColorHint:
		return p.Hint, true
	case ColorOnHint:
		return p.OnHint, true
	case ColorHover:
		return p.Hover, true
	case ColorPressed:
		return p.Pressed, true
	case ColorShadow:
		return p.Shadow, true
	case ColorNone:
		return color.NRGBA{}, true
	}
	return p.numberedColor(string(name))
}

func (p *Palette) numberedColor(name string) (color.NRGBA, bool) {
	for _, family := range []struct {
		prefix string
		colors *[pillarsAndSeries]color.NRGBA
	}{{prefixPillarSoft, &p.PillarsSoft}, {prefixPillar, &p.Pillars}, {prefixSeries, &p.Series}} {
		digit, found := strings.CutPrefix(name, family.prefix)
		if i := strings.Index(colorDigits, digit); found && len(digit) == 1 && i >= 0 {
			return family.colors[i], true
		}
	}
	return color.NRGBA{}, false
}

// The text sizes of the kit.
const (
	SizeTitle     fyne.ThemeSizeName = "parvisTitle"
	SizeSection   fyne.ThemeSizeName = "parvisSection"
	SizeBody      fyne.ThemeSizeName = "parvisBody"
	SizeSecondary fyne.ThemeSizeName = "parvisSecondary"
	SizeCaption   fyne.ThemeSizeName = "parvisCaption"
	SizeFigure    fyne.ThemeSizeName = "parvisFigure"
	sizeChip      fyne.ThemeSizeName = "parvisChip"
)

// Text sizes at a scale of 1, in device-independent pixels.
const (
	titleSize     float32 = 21
	sectionSize   float32 = 15
	bodySize      float32 = 14
	secondarySize float32 = 12.5
	captionSize   float32 = 11.5
	figureSize    float32 = 22
	chipSize      float32 = 11
)

// The limits of the text scale.
const (
	MinScale float32 = 0.8
	MaxScale float32 = 2
)

// Theme is Parvis's theme: the colours of both palettes, Inter, and the kit's
// sizes, mapped on Fyne's names too so that stock widgets look at home.
type Theme struct {
	mode        Mode
	scale       float32
	light, dark Palette
	regular     fyne.Resource
}

var _ fyne.Theme = (*Theme)(nil)

// NewTheme returns the theme in a mode, with texts enlarged by scale (1 is the
// reference; kept between MinScale and MaxScale). To change mode or scale, give
// the application a new theme.
func NewTheme(mode Mode, scale float32) *Theme {
	return &Theme{
		mode:    mode,
		scale:   min(max(scale, MinScale), MaxScale),
		light:   LightPalette(),
		dark:    DarkPalette(),
		regular: fyne.NewStaticResource("Inter-Regular.otf", fonts.Regular()),
	}
}

// Mode returns the mode the theme was built with.
func (t *Theme) Mode() Mode { return t.mode }

// Palette returns the colours shown when the desktop prefers the variant.
func (t *Theme) Palette(variant fyne.ThemeVariant) *Palette {
	dark := variant == theme.VariantDark
	if t.mode != ModeSystem {
		dark = t.mode == ModeDark
	}
	if dark {
		return &t.dark
	}
	return &t.light
}

// Color returns the colour of a name, the kit's or Fyne's.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	p := t.Palette(variant)
	if c, ok := p.Color(name); ok {
		return c
	}
	return stockColor(p, name)
}

// stockColor maps Fyne's own colour names on the palette.
func stockColor(p *Palette, name fyne.ThemeColorName) color.Color {
	switch name {
	case theme.ColorNameBackground:
		return p.Background
	case theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground:
		return p.Raised
	case theme.ColorNameButton, theme.ColorNameInputBackground, theme.ColorNameInnerWindowBorder,
		theme.ColorNameInnerWindowBorderInactive:
		return p.Card
	case theme.ColorNameHeaderBackground:
		return p.Sidebar
	case theme.ColorNameDisabled, theme.ColorNameDisabledButton:
		return p.Disabled
	case theme.ColorNameForeground:
		return p.Ink
	case theme.ColorNamePlaceHolder:
		return p.Muted
	case theme.ColorNameInputBorder, theme.ColorNameSeparator:
		return p.Line
	case theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return p.Primary
	case theme.ColorNameForegroundOnPrimary, theme.ColorNameForegroundOnSuccess,
		theme.ColorNameForegroundOnWarning:
		return p.OnPrimary
	case theme.ColorNameError:
		return p.CoralText
	case theme.ColorNameForegroundOnError:
		return p.Card
	case theme.ColorNameSuccess:
		return p.GreenText
	case theme.ColorNameWarning:
		return p.AmberText
	case theme.ColorNameFocus, theme.ColorNameSelection:
		return p.Selection
	case theme.ColorNameHover:
		return p.Hover
	case theme.ColorNamePressed:
		return p.Pressed
	case theme.ColorNameScrollBar:
		return p.ScrollBar
	case theme.ColorNameScrollBarBackground:
		return color.NRGBA{}
	case theme.ColorNameShadow:
		return p.SoftShadow
	}
	return p.Ink
}

// Font returns Inter, semi-bold for bold text; symbols and fixed-width text keep
// Fyne's own fonts.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace, style.Symbol:
		return theme.DefaultTheme().Font(style)
	case style.Bold:
		return semiBold
	}
	return t.regular
}

// Icon returns Fyne's icon of a name, for the stock widgets that have one.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Size returns a size, the kit's or Fyne's. Text sizes follow the scale.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if s, ok := textSize(name); ok {
		return s * t.scale
	}
	switch name {
	case theme.SizeNamePadding:
		return 4
	case theme.SizeNameInnerPadding:
		return 8
	case theme.SizeNameLineSpacing:
		return 4
	case theme.SizeNameInlineIcon:
		return 18 * t.scale
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall:
		return 4
	case theme.SizeNameScrollBarRadius:
		return 5
	case theme.SizeNameSeparatorThickness, theme.SizeNameInputBorder:
		return 1
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius, theme.SizeNameMenuRadius,
		theme.SizeNamePopupRadius:
		return radiusControl
	case theme.SizeNameSelectionRadius:
		return radiusChip
	case theme.SizeNameCardRadius, theme.SizeNameDialogRadius, theme.SizeNameInnerWindowRadius:
		return radiusCard
	case theme.SizeNameModalBlurRadius:
		return 0
	}
	return theme.DefaultTheme().Size(name)
}

// textSize returns the size, at a scale of 1, of a name of text size.
func textSize(name fyne.ThemeSizeName) (float32, bool) {
	switch name {
	case SizeTitle, theme.SizeNameHeadingText:
		return titleSize, true
	case SizeSection, theme.SizeNameSubHeadingText:
		return sectionSize, true
	case SizeBody, theme.SizeNameText:
		return bodySize, true
	case SizeSecondary:
		return secondarySize, true
	case SizeCaption, theme.SizeNameCaptionText:
		return captionSize, true
	case SizeFigure:
		return figureSize, true
	case sizeChip:
		return chipSize, true
	}
	return 0, false
}
