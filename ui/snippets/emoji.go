package snippets

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app/snippets"
	"parvis/assets/emoji"
	"parvis/assets/icons"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// emojiPicker is the form in which an emoji is chosen.
type emojiPicker struct {
	host   page.Host
	s      Services
	find   *snippets.EmojiSearch
	modal  *kit.Modal
	search *kit.Entry
	grid   *grid
	scroll *container.Scroll
	none   *fyne.Container
	label  *kit.Text
	recent []emoji.Emoji
	group  int // of emoji.Groups, after the recent ones
	insert func(string)
	loader page.Loader
}

const (
	// recentEmoji is how many of those used last are offered: four rows.
	recentEmoji = 4 * gridColumns
	// foundEmoji is how many a search shows.
	foundEmoji = 10 * gridColumns
	gridHeight = 7 * gridCell
)

// ShowEmoji lets the owner choose an emoji, those used last first.
func ShowEmoji(h page.Host, s Services, insert func(text string)) {
	text := h.Text()
	p := &emojiPicker{host: h, s: s, find: snippets.NewEmojiSearch(text.Language() == translations.French), insert: insert}
	p.search = kit.NewSearchEntry(text.T("snippets.emoji.search"))
	p.search.OnChanged = func(string) { p.draw() }
	p.search.OnKey(p.typed)
	p.grid = newGrid(p.choose, p.highlighted)
	p.scroll = container.NewVScroll(p.grid)
	p.none = container.NewStack(kit.NewEmptyState(icons.Emoji, text.T("snippets.emoji.none"), nil))
	p.label = kit.Secondary("")
	names := []string{text.T("snippets.emoji.recent")}
	for _, g := range emoji.Groups() {
		names = append(names, text.T("snippets.emoji.group."+string(g)))
	}
	groups := kit.NewSelect(names, 0, "", func(i int) {
		p.group = i
		p.search.SetText("")
		p.draw()
		p.search.Focus()
	})
	p.modal = kit.NewModal(text, h.Window().Canvas(), kit.ModalOptions{
		Title: text.T("snippets.emoji.title"),
		Content: kit.VStack(kit.Gap, kit.HStack(kit.Gap, kit.Grow(p.search), groups),
			kit.Height(gridHeight, container.NewStack(p.scroll, p.none)), p.label, kit.Caption(text.T("snippets.keys"))),
		Width: gridColumns*gridCell + 60, First: p.search.Focusable(),
	})
	p.modal.Show()
	p.draw()
	page.Load(&p.loader, h, func(ctx context.Context) ([]string, error) {
		return s.Snippets.RecentEmoji(ctx, recentEmoji)
	}, func(texts []string, err error) {
		if err != nil {
			p.modal.SetError(h.Sentence(err))
			return
		}
		p.recent = p.find.Of(texts)
		p.draw()
	})
}

// shown is what the grid offers: what is found, or the recent ones, with those of
// the first group after them so that there always are some.
func (p *emojiPicker) shown() []emoji.Emoji {
	groups := emoji.Groups()
	switch {
	case p.search.Text() != "":
		return p.find.Find(p.search.Text(), foundEmoji)
	case p.group > 0:
		return p.find.Group(groups[p.group-1])
	}
	all := p.recent
	if n := len(all) % gridColumns; n > 0 {
		all = append(all[:len(all):len(all)], make([]emoji.Emoji, gridColumns-n)...)
	}
	return append(all[:len(all):len(all)], p.find.Group(groups[0])...)
}

func (p *emojiPicker) draw() {
	all := p.shown()
	p.grid.set(all)
	p.scroll.Offset = fyne.Position{}
	if len(all) == 0 {
		p.none.Show()
		p.label.SetText("")
	} else {
		p.none.Hide()
	}
	p.scroll.Refresh()
}

// highlighted shows what an emoji is called, and scrolls to it.
func (p *emojiPicker) highlighted(e emoji.Emoji, row int) {
	p.label.SetText(e.Text + "  " + p.find.Label(e))
	if p.scroll == nil {
		return
	}
	top := float32(row) * gridCell
	switch y, room := p.scroll.Offset.Y, p.scroll.Size().Height; {
	case top < y:
		p.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case top+gridCell > y+room && room > 0:
		p.scroll.ScrollToOffset(fyne.NewPos(0, top+gridCell-room))
	}
}

// typed moves in the grid, so that words are typed and an emoji is chosen without
// leaving the field. Left and right move the cursor of the field until an arrow
// went down into the grid.
func (p *emojiPicker) typed(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyDown:
		p.grid.move(gridColumns)
	case fyne.KeyUp:
		p.grid.move(-gridColumns)
	case fyne.KeyLeft, fyne.KeyRight:
		if !p.grid.entered && p.search.Text() != "" {
			return false
		}
		by := 1
		if e.Name == fyne.KeyLeft {
			by = -1
		}
		p.grid.move(by)
	case fyne.KeyReturn, fyne.KeyEnter:
		p.grid.choose()
	default:
		return false
	}
	return true
}

func (p *emojiPicker) choose(e emoji.Emoji) {
	p.modal.Close()
	p.insert(e.Text)
	page.Do(p.host, func(ctx context.Context) error { return p.s.Snippets.EmojiUsed(ctx, e.Text) }, func(err error) {
		if err != nil {
			p.host.Failed(err)
		}
	})
}
