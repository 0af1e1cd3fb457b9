package settings

import (
	"slices"

	"fyne.io/fyne/v2"

	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// The choices offered, in the order of their controls.
var (
	languages = []translations.Language{"", translations.French, translations.English}
	themes    = []string{"system", "light", "dark"}
	scales    = []float32{1, 1.15, 1.3, 1.5}
)

// lookCard chooses language, theme and size of text; a choice is seen at once.
type lookCard struct {
	machine  Machine
	object   fyne.CanvasObject
	language *kit.Select
	theme    *kit.Segmented
	scale    *kit.Segmented
}

func newLookCard(h page.Host, machine Machine) *lookCard {
	text := h.Text()
	c := &lookCard{machine: machine}
	c.language = kit.NewSelect([]string{text.T("settings.look.system"), "Français", "English"}, -1, "", func(i int) {
		c.change(func(l *Look) { l.Language = languages[i] })
	})
	c.theme = kit.NewSegmented([]string{
		text.T("settings.look.system"), text.T("settings.look.light"), text.T("settings.look.dark"),
	}, 0, func(i int) { c.change(func(l *Look) { l.Theme = themes[i] }) })
	var sizes []string
	for _, s := range scales {
		sizes = append(sizes, text.Percent(float64(s), 0))
	}
	c.scale = kit.NewSegmented(sizes, 0, func(i int) { c.change(func(l *Look) { l.Scale = scales[i] }) })
	field := func(key string, control fyne.CanvasObject) fyne.CanvasObject {
		return kit.VStack(kit.TightGap, kit.Secondary(text.T(key)), kit.HStack(0, control, kit.GrowSpace()))
	}
	c.object = kit.NewCard(kit.VStack(14,
		kit.Section(text.T("settings.look.title")),
		field("settings.look.language", kit.TextWidth(240, c.language)),
		field("settings.look.theme", c.theme),
		field("settings.look.scale", c.scale),
	))
	return c
}

// load shows the look there is.
func (c *lookCard) load() {
	l := c.machine.Look()
	c.language.SetSelected(max(slices.Index(languages, l.Language), 0))
	c.theme.SetSelected(max(slices.Index(themes, l.Theme), 0))
	c.scale.SetSelected(max(slices.Index(scales, l.Scale), 0))
}

func (c *lookCard) change(set func(*Look)) {
	before := c.machine.Look()
	after := before
	set(&after)
	if after != before {
		c.machine.SetLook(after)
	}
}
