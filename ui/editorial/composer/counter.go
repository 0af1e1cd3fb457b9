package composer

import (
	"fyne.io/fyne/v2"

	"parvis/app/networks"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// counter measures what is typed as a network does, at each keystroke.
type counter struct {
	host   page.Host
	object *fyne.Container
	words  *kit.Text
	bar    *kit.ProgressBar
}

// nearEnd is the share of a bound from which the counter warns.
const nearEnd = 0.9

func newCounter(h page.Host) *counter {
	c := &counter{host: h, words: kit.Secondary(""), bar: kit.NewProgressBar(0, kit.TonePrimary)}
	c.object = kit.VStack(5, c.words, c.bar)
	return c
}

// count shows the size of a text beside the bounds of a network.
func (c *counter) count(n networks.Network, typed string) {
	text, size := c.host.Text(), networks.Count(n, typed)
	number := func(n int) string { return text.Number(float64(n), 0) }
	shown := text.T("composer.counter.characters", "Size", number(size.Used), "Max", number(size.Max))
	switch {
	case size.Max == 0:
		shown = text.N("composer.counter.unbounded", size.Used)
	case size.Unit == networks.Bytes:
		shown = text.T("composer.counter.bytes", "Size", number(size.Used), "Max", number(size.Max))
	}
	if over := size.Over(); over > 0 {
		shown += text.T("composer.counter.over", "Over", number(over))
	}
	if size.MaxBytes > 0 {
		shown += " · " + text.T("composer.counter.bytes", "Size", number(size.Bytes), "Max", number(size.MaxBytes))
	}
	share := size.Share()
	tone, color := kit.TonePrimary, kit.ColorMuted
	switch {
	case share > 1:
		tone, color = kit.ToneDanger, kit.ToneDanger.Text()
	case share >= nearEnd:
		tone, color = kit.ToneAttention, kit.ToneAttention.Text()
	}
	c.words.Colored(color).SetText(shown)
	c.bar.Set(share, tone)
}
