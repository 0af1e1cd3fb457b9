package media

import (
	"context"
	"io"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/media"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Shelf is what the screens ask of the library (app/media.Library).
type Shelf interface {
	List(ctx context.Context, q media.Query) (media.Listing, error)
	Item(ctx context.Context, h media.Hash) (media.Item, error)
	Uses(ctx context.Context, h media.Hash) ([]media.Use, error)
	Describe(ctx context.Context, h media.Hash, name string, tags []string, people bool) error
	Delete(ctx context.Context, h media.Hash) (undo func(ctx context.Context) error, err error)
	SaveRight(ctx context.Context, r media.Right, paperName string, paper io.Reader) (media.Right, error)
	DeleteRight(ctx context.Context, r media.Right) error
	Paper(ctx context.Context, h media.Hash) ([]byte, error)
}

// Services are what the library needs.
type Services struct {
	Library Shelf
	Images  interface {
		Images
		Add(ctx context.Context, name string, r io.Reader) (media.Image, error)
	}
	// Videos takes videos in, and finds them again (app/media.Videos).
	Videos interface {
		Add(ctx context.Context, path string, progress media.Progress) (media.Video, error)
		Relink(ctx context.Context, h media.Hash, path string, progress media.Progress) (media.Video, error)
		Facts(ctx context.Context, h media.Hash) (media.Video, error)
		Present(ctx context.Context, h media.Hash) error
	}
	// PickVideo asks where a video is; chosen runs off the main goroutine and gets
	// "" when the owner gave up.
	PickVideo func(title string, chosen func(path string, err error))
	// Pick asks for a picture, PickPaper for a signed paper; chosen runs off the
	// main goroutine and gets a nil reader when the owner gave up.
	Pick, PickPaper func(title string, chosen func(name string, r io.ReadCloser, err error))
	// SaveAs asks where to write a file.
	SaveAs func(title, name string, chosen func(path string, err error))
}

// LibraryOptions says what the library is opened for.
type LibraryOptions struct {
	// Kind keeps pictures or videos alone, "" both.
	Kind media.Kind
	// Several lets the owner choose more than one.
	Several bool
}

// ShowLibrary opens the library. onChoose receives what the owner chose, in the
// order it was chosen; nil opens it to look and tidy alone. Call it on the main
// goroutine.
func ShowLibrary(h page.Host, s Services, o LibraryOptions, onChoose func([]media.Item)) {
	newLibrary(h, s, o, onChoose).open()
}

// library is the dialog.
type library struct {
	host     page.Host
	s        Services
	options  LibraryOptions
	onChoose func([]media.Item)

	query  media.Query
	shown  media.Listing
	known  map[media.Hash]media.Item // all that was seen, for what is chosen
	loader page.Loader
	queue  page.Queue  // of changes: what is typed is kept before what follows it
	saver  *page.Saver // of what is typed in the search

	wall    *wall
	details *details
	search  *kit.Entry
	kinds   *kit.Select
	tags    *kit.Select
	states  *kit.Select
	count   *kit.Text
	line    *fyne.Container // the count, and removed
	removed *fyne.Container // what was deleted, with its undo
	empty   *fyne.Container
	busy    *kit.Busy // while a video is read
	giveUp  func()    // stops it
	modal   *kit.Modal
}

// states are what the library may be narrowed to.
var states = []struct {
	key    string
	narrow func(q *media.Query)
}{
	{"media.library.state.all", func(*media.Query) {}},
	{"media.library.state.unused", func(q *media.Query) { q.Unused = true }},
	{"media.library.state.rights", func(q *media.Query) { q.Rights = media.RightsSoon }},
}

func newLibrary(h page.Host, s Services, o LibraryOptions, onChoose func([]media.Item)) *library {
	text := h.Text()
	l := &library{host: h, s: s, options: o, onChoose: onChoose, known: make(map[media.Hash]media.Item), giveUp: func() {}}
	l.query = media.Query{Kind: o.Kind, Day: app.DateOf(h.Now())}
	l.wall = newWall(newThumbs(h, s.Images, func() { l.wall.Refresh() }))
	l.wall.choose, l.wall.several = onChoose != nil, o.Several
	l.wall.onCurrent = func(int) { l.detail() }
	l.wall.onChosen = l.chosen
	l.wall.onTaken = func() { l.modal.Confirm() }
	l.details = newDetails(l)
	l.saver = page.NewSaver(h, func() {
		l.query.Text = l.search.Text()
		l.load("")
	})
	l.search = kit.NewSearchEntry(text.T("media.library.search"))
	l.search.OnChanged = func(string) { l.saver.Typed() }
	l.search.OnSubmitted = func(string) { l.saver.Flush() }
	l.search.OnKey(func(e *fyne.KeyEvent) bool {
		if e.Name != fyne.KeyDown {
			return false
		}
		h.Window().Canvas().Focus(l.wall)
		return true
	})
	l.kinds = kit.NewSelect([]string{text.T("media.library.kind.all"), text.T("media.library.kind.image"), text.T("media.library.kind.video")}, 0, "", func(i int) {
		l.query.Kind = []media.Kind{"", media.KindImage, media.KindVideo}[i]
		l.load("")
	})
	l.tags = kit.NewSelect(nil, -1, text.T("media.library.tag.all"), func(i int) {
		l.query.Tag = ""
		if i > 0 {
			l.query.Tag = l.shown.Tags[i-1]
		}
		l.load("")
	})
	names := make([]string, len(states))
	for i, s := range states {
		names[i] = text.T(s.key)
	}
	l.states = kit.NewSelect(names, 0, "", func(i int) {
		l.query.Unused, l.query.Rights = false, media.RightsNone
		states[i].narrow(&l.query)
		l.load("")
	})
	bar := kit.HStack(8, kit.Grow(l.search))
	if o.Kind == "" {
		bar.Add(kit.Width(112, l.kinds))
	}
	bar.Add(kit.Width(172, l.tags))
	bar.Add(kit.Width(178, l.states))
	bar.Add(l.adder())
	l.busy = kit.NewBusy(text, func() { l.giveUp() })
	l.count = kit.Secondary("")
	l.removed = kit.HStack(8)
	l.removed.Hide()
	l.line = kit.HStack(8, kit.Grow(l.count), l.removed)
	l.empty = container.NewStack()
	l.empty.Hide()
	body := kit.Columns(14,
		kit.Col(2.5, 420, kit.NewSurface(container.NewStack(l.wall.scroll, l.empty), kit.ColorBackground, kit.ColorLine, 10, 1)),
		kit.Col(1, 268, kit.VScroll(l.details.object)))
	options := kit.ModalOptions{
		Title:   text.T("media.library.title"),
		Content: kit.Height(contentHeight(h), kit.VStack(10, bar, l.line, l.busy, kit.Grow(body))),
		Width:   1080,
		First:   l.search.Focusable(),
		OnClosed: func(bool) {
			l.wall.thumbs.closed = true
			l.giveUp()
			l.details.saver.Flush()
		},
	}
	if onChoose != nil {
		options.Primary, options.OnConfirm = text.T("media.library.insert"), l.confirm
	}
	l.modal = kit.NewModal(text, h.Window().Canvas(), options)
	l.chosen()
	return l
}

func (l *library) open() {
	l.modal.Show()
	l.load("")
}

// load asks for what the query finds, and makes a picture the current one ("" the
// one that is).
func (l *library) load(current media.Hash) {
	l.details.saver.Flush()
	query := l.query
	page.LoadAfter(&l.queue, &l.loader, l.host,
		func(ctx context.Context) (media.Listing, error) { return l.s.Library.List(ctx, query) },
		func(found media.Listing, err error) {
			if err != nil {
				l.modal.SetError(l.host.Sentence(err))
				return
			}
			l.modal.SetError("")
			l.show(found, current)
		},
	)
}

func (l *library) show(found media.Listing, current media.Hash) {
	text := l.host.Text()
	l.shown = found
	tiles := make([]tile, len(found.Items))
	for i, item := range found.Items {
		l.known[item.Hash] = item
		tiles[i] = l.tileOf(item)
	}
	l.wall.set(tiles)
	for i, item := range found.Items {
		if item.Hash == current {
			l.wall.current = i
			l.wall.reveal()
			l.wall.Refresh()
		}
	}
	options := append([]string{text.T("media.library.tag.all")}, found.Tags...)
	at := 0
	for i, t := range found.Tags {
		if t == l.query.Tag {
			at = i + 1
		}
	}
	l.tags.SetOptions(options, at)
	l.tags.SetEnabled(len(found.Tags) > 0)
	l.counted()
	l.empty.RemoveAll()
	if found.Total == 0 {
		l.empty.Add(l.nothing())
	}
	reveal(l.empty, found.Total == 0)
	reveal(l.wall.scroll, found.Total > 0)
	l.detail()
}

// nothing is what an empty library says, or a query that finds nothing.
func (l *library) nothing() fyne.CanvasObject {
	text := l.host.Text()
	if l.shown.All > 0 {
		return kit.NewEmptyState(icons.Search, text.T("media.library.none"), kit.NewButton(text.T("media.library.clear"), l.clear))
	}
	return kit.NewEmptyState(icons.Image, text.T("media.library.empty"), l.adder())
}

// clear takes every filter away.
func (l *library) clear() {
	l.query = media.Query{Kind: l.options.Kind, Day: l.query.Day}
	l.search.SetText("")
	l.saver.Flush()
	l.kinds.SetSelected(0)
	l.states.SetSelected(0)
	l.load("")
}

// tileOf makes an item ready to draw.
func (l *library) tileOf(i media.Item) tile {
	text := l.host.Text()
	t := tile{hash: i.Hash, name: i.Name, video: i.Kind == media.KindVideo, under: text.T("media.library.unused")}
	if i.Uses > 0 {
		t.under = text.N("media.library.uses", i.Uses)
	}
	if len(i.Tags) > 0 {
		t.under += " · " + strings.Join(i.Tags, ", ")
	}
	if i.Duration > 0 {
		t.duration = media.Clock(i.Duration)
	}
	t.badge, t.tone = badgeOf(l.host, i.Standing(l.query.Day))
	return t
}

// badgeOf says in a word how things are with rights, "" when nothing is asked
// for.
func badgeOf(h page.Host, s media.Standing) (string, kit.Tone) {
	switch s {
	case media.RightsValid:
		return h.Text().T("media.rights.badge.valid"), kit.ToneGood
	case media.RightsSoon:
		return h.Text().T("media.rights.badge.soon"), kit.ToneAttention
	case media.RightsExpired:
		return h.Text().T("media.rights.badge.expired"), kit.ToneDanger
	case media.RightsMissing:
		return h.Text().T("media.rights.badge.missing"), kit.ToneDanger
	}
	return "", kit.ToneNeutral
}

// detail shows the current item at the side.
func (l *library) detail() {
	item, ok := l.known[l.wall.hash()]
	l.details.show(item, ok)
}

// chosen brings the button up to date with what is chosen.
func (l *library) chosen() {
	b := l.modal.Primary()
	if b == nil {
		return
	}
	b.SetEnabled(len(l.wall.chosen) > 0)
	l.counted()
}

// counted says how many there are, how many the query finds, and how many are
// chosen.
func (l *library) counted() {
	text, found := l.host.Text(), l.shown
	parts := []string{text.N("media.library.count", found.All)}
	if found.Total != found.All {
		parts[0] = text.N("media.library.found", found.All, "Found", found.Total)
	}
	if n := len(l.wall.chosen); n > 0 {
		parts = append(parts, text.N("media.library.chosen", n))
	}
	l.count.SetText(strings.Join(parts, " · "))
	l.line.Refresh()
}

func (l *library) confirm() bool {
	var items []media.Item
	for _, h := range l.wall.chosen {
		if item, ok := l.known[h]; ok {
			items = append(items, item)
		}
	}
	if len(items) == 0 {
		return false
	}
	l.details.saver.Flush()
	l.onChoose(items)
	return true
}

// remove deletes the current item, which can be undone.
func (l *library) remove(item media.Item) {
	text := l.host.Text()
	var undo func(context.Context) error
	l.details.saver.Flush()
	l.queue.Do(l.host,
		func(ctx context.Context) (err error) {
			undo, err = l.s.Library.Delete(ctx, item.Hash)
			return err
		},
		func(err error) {
			if err != nil {
				l.modal.SetError(l.host.Sentence(err))
				return
			}
			if l.wall.isChosen(item.Hash) {
				l.wall.toggle()
			}
			l.removed.RemoveAll()
			l.removed.Add(kit.Secondary(text.T("media.library.removed", "Name", item.Name)))
			l.removed.Add(kit.NewButton(text.T("media.library.undo"), func() {
				l.queue.Do(l.host, undo, func(err error) {
					if err != nil {
						l.modal.SetError(l.host.Sentence(err))
						return
					}
					l.removed.Hide()
					l.line.Refresh()
					l.load(item.Hash)
				})
			}).Compact().WithIcon(icons.Undo))
			l.removed.Show()
			l.line.Refresh()
			l.load("")
		},
	)
}
