package editorial

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/search"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// mostFound is how many posts a search shows: who looks for more says more.
const mostFound = 30

// finder is the search over all posts, with what was found under the field. The up
// and down arrows go through what was found, Enter takes it.
type finder struct {
	calendar *calendar
	field    *kit.Entry
	rows     *fyne.Container
	scroll   *container.Scroll
	place    *fyne.Container
	modal    *kit.Modal
	loader   page.Loader
	found    []editorial.Found
	items    []*kit.TapRow
	at       int
	take     func(id app.ID)
}

// search opens the search, which opens what is taken.
func (c *calendar) search() { c.find("editorial.calendar.search.title", c.open) }

// find opens the search under a title, for something to be done to what is taken.
func (c *calendar) find(title string, take func(id app.ID)) {
	text := c.host.Text()
	f := &finder{calendar: c, take: take, rows: kit.VStack(2), place: container.NewStack()}
	f.field = kit.NewSearchEntry(text.T("editorial.calendar.search.placeholder"))
	f.field.OnChanged = func(string) { f.look() }
	f.field.OnKey(f.key)
	f.scroll = container.NewVScroll(f.rows)
	f.scroll.OnScrolled = func(at fyne.Position) {
		if at.Y+2*f.scroll.Size().Height > f.rows.Size().Height {
			f.more()
		}
	}
	f.modal = kit.NewModal(text, c.host.Window().Canvas(), kit.ModalOptions{
		Title: text.T(title), Width: 640, First: f.field.Focusable(),
		Content: kit.VStack(kit.Gap, f.field, kit.Height(finderHeight, f.place)),
	})
	f.say("editorial.calendar.search.hint")
	f.modal.Show()
}

// finderHeight is the room of what was found.
const finderHeight = 360

// say shows a sentence in place of what was found.
func (f *finder) say(key string) {
	f.place.Objects = []fyne.CanvasObject{kit.NewEmptyState(icons.Search, f.calendar.host.Text().T(key), nil)}
	f.place.Refresh()
}

func (f *finder) look() {
	typed := f.field.Text()
	page.Load(&f.loader, f.calendar.host,
		func(ctx context.Context) ([]editorial.Found, error) {
			return f.calendar.services.Posts.Search(ctx, typed, mostFound)
		},
		func(found []editorial.Found, err error) {
			if err != nil {
				f.modal.SetError(f.calendar.host.Sentence(err))
				return
			}
			f.found, f.at = found, 0
			f.draw(typed)
		},
	)
}

func (f *finder) draw(typed string) {
	if len(f.found) == 0 {
		key := "editorial.calendar.search.nothing"
		if typed == "" {
			key = "editorial.calendar.search.hint"
		}
		f.say(key)
		return
	}
	f.items, f.rows.Objects = f.items[:0], nil
	f.more()
	f.items[f.at].SetChosen(true)
	f.place.Objects = []fyne.CanvasObject{f.scroll}
	f.scroll.ScrollToTop()
	f.place.Refresh()
}

// rowsAtOnce is how many of the posts found are drawn at a time: a little more than
// what is seen.
const rowsAtOnce = 8

// more draws more of what was found.
func (f *finder) more() {
	colours := f.calendar.colours()
	from := len(f.items)
	for i := from; i < min(from+rowsAtOnce, len(f.found)); i++ {
		item := kit.NewTapRow(f.line(f.found[i]), 8, func() { f.pick(i) })
		if colour := colours[f.found[i].PillarID]; colour > 0 {
			item.WithAccent(kit.PillarColor(colour))
		}
		f.items = append(f.items, item)
		f.rows.Add(item)
	}
	f.scroll.Refresh()
}

// line is a post that was found: what names it and where its text matched, and
// under them its moment, state and networks.
func (f *finder) line(one editorial.Found) fyne.CanvasObject {
	c, text := f.calendar, f.calendar.host.Text()
	label := kit.NewPieces(kit.StyleBody, pieces(one.Label)...)
	if len(one.Label) == 0 {
		label = kit.NewPieces(kit.StyleBody, kit.Piece{Text: text.T("editorial.untitled")})
	}
	facts := kit.HStack(6, kit.Caption(c.list.momentCell(one.Summary).Text), kit.NewTag(text.Say(one.State.Name()), toneOf(one.State)))
	for _, n := range one.Networks {
		facts.Add(kit.NewNetworkBadgeSized(string(n), kit.BadgeSizeSmall))
	}
	lines := kit.VStack(2, kit.HStack(kit.Gap, kit.Grow(label), facts))
	if len(one.Snippet) > 0 {
		lines.Add(kit.NewPieces(kit.StyleSecondary, pieces(one.Snippet)...))
	}
	return kit.PadSides(0, 0, 0, 4, lines)
}

func pieces(all []search.Piece) []kit.Piece {
	out := make([]kit.Piece, len(all))
	for i, p := range all {
		out[i] = kit.Piece{Text: p.Text, Strong: p.Match}
	}
	return out
}

func (f *finder) key(e *fyne.KeyEvent) bool {
	if len(f.found) == 0 {
		return false
	}
	switch e.Name {
	case fyne.KeyDown:
		f.step(f.at + 1)
	case fyne.KeyUp:
		f.step(f.at - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		f.pick(f.at)
	default:
		return false
	}
	return true
}

// step chooses another of what was found, and scrolls to it.
func (f *finder) step(to int) {
	to = max(min(to, len(f.found)-1), 0)
	for to >= len(f.items) {
		f.more()
	}
	f.items[f.at].SetChosen(false)
	f.at = to
	item := f.items[to]
	item.SetChosen(true)
	top, h, room := item.Position().Y, item.Size().Height, f.scroll.Size().Height
	switch {
	case top < f.scroll.Offset.Y:
		f.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case top+h > f.scroll.Offset.Y+room:
		f.scroll.ScrollToOffset(fyne.NewPos(0, top+h-room))
	}
}

func (f *finder) pick(i int) {
	id := f.found[i].ID
	f.modal.Close()
	f.take(id)
}
