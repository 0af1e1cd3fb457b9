package composer

import (
	"cmp"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"parvis/app/editorial"
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
	height float32 // of the words
	grown  func()  // called when they take more or fewer lines
}

// nearEnd is the share of a bound from which the counter warns.
const nearEnd = 0.9

// newCounter returns the counter with something small beside its words, which may
// come and go: the bar does not move. grown is called when the counter has another
// height.
func newCounter(h page.Host, aside fyne.CanvasObject, grown func()) *counter {
	c := &counter{host: h, words: kit.Secondary("").Wrapped(), bar: kit.NewProgressBar(0, kit.TonePrimary), grown: grown}
	room := canvas.NewRectangle(color.Transparent)
	room.SetMinSize(fyne.NewSize(0, aside.MinSize().Height))
	c.object = kit.VStack(5, kit.HStack(0, room, kit.Grow(c.words), aside), c.bar)
	return c
}

// count shows the size of a text beside limits; of a thread, that of its longest part.
func (c *counter) count(limits networks.Limits, typed string) {
	counts := func(part string) networks.Counts { return limits.Count(networks.Piece{Text: part}) }
	parts := editorial.Thread(limits, typed)
	longest := slices.MaxFunc(parts, func(a, b string) int {
		return cmp.Compare(counts(a).Share(), counts(b).Share())
	})
	text, size := c.host.Text(), counts(longest)
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
	if len(parts) > 1 {
		shown = text.N("composer.counter.thread", len(parts)) + " · " + shown
	}
	share := size.Share()
	tone, ink := kit.TonePrimary, kit.ColorMuted
	switch {
	case share > 1:
		tone, ink = kit.ToneDanger, kit.ToneDanger.Text()
	case share >= nearEnd:
		tone, ink = kit.ToneAttention, kit.ToneAttention.Text()
	}
	c.words.Colored(ink).SetText(shown)
	c.bar.Set(share, tone)
	c.measure()
}

// measure gives the words their lines.
func (c *counter) measure() {
	if height := c.words.HeightForWidth(c.words.Size().Width); height != c.height {
		c.height = height
		c.grown()
	}
}
