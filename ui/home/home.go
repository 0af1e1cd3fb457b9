// Package home is the room Accueil: what to do now.
package home

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/home"
	"parvis/app/keydates"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Overview is what the room asks.
type Overview interface {
	Overview(ctx context.Context) (home.Overview, error)
	// MarkDone marks an action of the strategy as done, or as still to do.
	MarkDone(ctx context.Context, action app.ID, done bool) error
}

// Services are what the room asks.
type Services struct {
	Home   Overview
	Events *app.Events
}

// Page is the screen.
type Page struct {
	host    page.Host
	home    Overview
	place   *fyne.Container
	loader  page.Loader
	sending page.Pacer
	// front: the page is the one that is shown.
	front bool
}

var _ page.Page = (*Page)(nil)

// New returns the page.
func New(h page.Host, s Services) *Page {
	p := &Page{host: h, home: s.Home, place: container.NewStack()}
	app.On(s.Events, func(business.Changed) { p.changed() })
	app.On(s.Events, func(editorial.PostChanged) { p.changed() })
	app.On(s.Events, func(publishing.DeliveryChanged) { fyne.Do(func() { p.sending.Follow(h, p.again) }) })
	app.On(s.Events, func(publishing.CatchUpChanged) { p.changed() })
	app.On(s.Events, func(publishing.RehearsalsChanged) { p.changed() })
	app.On(s.Events, func(networks.AccountsChanged) { p.changed() })
	app.On(s.Events, func(strategy.Changed) { p.changed() })
	app.On(s.Events, func(metrics.Changed) { p.changed() })
	app.On(s.Events, func(keydates.Changed) { p.changed() })
	return p
}

// changed reads everything again while the page is in front.
func (p *Page) changed() { fyne.Do(p.again) }

func (p *Page) again() {
	if p.front {
		p.load()
	}
}

// Object returns what is drawn.
func (p *Page) Object() fyne.CanvasObject { return p.place }

// Show reads everything again.
func (p *Page) Show(page.Target) {
	p.front = true
	p.load()
}

// Hide stops following changes.
func (p *Page) Hide() { p.front = false }

func (p *Page) load() {
	page.Load(&p.loader, p.host, p.home.Overview, func(o home.Overview, err error) {
		switch {
		case err != nil && len(p.place.Objects) == 0:
			p.put(page.Unreadable(p.host, err, func() {
				p.place.Objects = nil
				p.load()
			}))
		case err != nil:
			p.host.Failed(err)
		default:
			p.show(o)
		}
	})
}

func (p *Page) put(o fyne.CanvasObject) {
	keep := kit.KeepFocus(p.host.Window().Canvas(), p.place)
	p.place.Objects = []fyne.CanvasObject{o}
	p.place.Refresh()
	keep()
}

func (p *Page) show(o home.Overview) {
	text := p.host.Text()
	title := text.T("home.title")
	if o.FirstName != "" {
		title = text.T("home.greeting", "Name", o.FirstName)
	}
	header := kit.NewPageHeader(title, text.Say(o.Context), nil,
		kit.NewButton(text.T("home.type_readings"), func() {
			p.host.Go(page.Target{Room: page.Metrics, View: page.Type})
		}),
		kit.NewPrimaryButton(text.T("editorial.new"), func() {
			p.host.Go(page.Target{Room: page.Editorial, View: page.NewPost})
		}).WithIcon(icons.Plus),
	)
	tiles := make([]*kit.FigureTile, len(o.Figures))
	for i, f := range o.Figures {
		tiles[i] = kit.NewFigureTile(p.figure(f))
	}
	columns := kit.Columns(kit.CardGap,
		kit.Col(1.35, 380, p.tasks(o.Tasks)),
		kit.Col(1, 354, kit.VStack(kit.CardGap, kit.Grow(p.next(o.Next)), kit.Grow(p.keyDates(o.KeyDates)))),
	)
	p.put(kit.NewPage(header, kit.VStack(kit.CardGap, kit.NewFigureStrip(tiles...), kit.Grow(columns))))
}

// figure writes a figure ready to be drawn.
func (p *Page) figure(f home.Figure) kit.Figure {
	text := p.host.Text()
	out := kit.Figure{
		Label: text.Say(f.Label), Caption: text.Say(f.Caption), Tip: text.Say(f.Tip),
		Progress: -1, ProgressTone: kit.TonePrimary,
	}
	if f.Short {
		out.ProgressTone = kit.ToneAttention
	}
	if f.Progress != nil {
		out.Progress = *f.Progress
	}
	if f.Value == nil {
		out.Value, out.Missing = text.T("home.figure.missing"), true
		return out
	}
	if f.Metric.Ratio() {
		out.Value = text.Percent(*f.Value, 1)
	} else {
		out.Value = text.Number(*f.Value, 0)
	}
	if f.Of != nil && *f.Of > 0 {
		out.Value = text.T("home.figure.of", "Value", out.Value, "Of", text.Number(*f.Of, 0))
	}
	if f.Change != nil {
		out.Delta, out.Tone = p.change(f.Metric, *f.Change), kit.ToneGood
		if *f.Change < 0 {
			out.Tone = kit.ToneDanger
		}
	}
	return out
}

// change writes a difference: in points for a ratio.
func (p *Page) change(m metrics.Metric, change float64) string {
	text := p.host.Text()
	if m.Ratio() {
		return text.T("home.figure.points", "Points", text.Signed(change*100, 1))
	}
	return text.Signed(change, 0)
}

func (p *Page) tasks(tasks []home.Task) fyne.CanvasObject {
	text := p.host.Text()
	if len(tasks) == 0 {
		return card(kit.Section(text.T("home.tasks.title")), kit.NewEmptyState(icons.Check, text.T("home.tasks.none"), nil))
	}
	rows := make([]fyne.CanvasObject, len(tasks))
	for i, t := range tasks {
		act := func() { p.follow(t.Target) }
		if t.Finishes != "" {
			act = func() { p.finish(t) }
		}
		button := kit.NewButton(text.Say(t.Action), act)
		tone, word := severity(t.Severity)
		rows[i] = kit.NewTodoRow(tone, text.T(word), text.Say(t.Title), text.Say(t.Caption), button)
	}
	count := kit.NewTag(text.Number(float64(len(tasks)), 0), kit.ToneNeutral)
	head := kit.SectionHeader(text.T("home.tasks.title"), []fyne.CanvasObject{count})
	return card(head, kit.VScroll(kit.Rows(9, rows...)))
}

// card is a title over a list that takes the height left.
func card(head, list fyne.CanvasObject) fyne.CanvasObject {
	return kit.NewCard(kit.VStack(kit.Gap, head, kit.Grow(list)))
}

// row is a line of a list that acts as one thing. It reaches a little beyond the
// list at both sides, so that its text stands under the title of the card.
func row(line fyne.CanvasObject, tapped func()) fyne.CanvasObject {
	const beyond = 4
	return kit.PadSides(0, -beyond, 0, -beyond, kit.NewTapRow(line, beyond, tapped))
}

// severity is the colour of a task, and the key of the word that says the same.
func severity(s home.Severity) (kit.Tone, string) {
	switch s {
	case home.Late:
		return kit.ToneDanger, "home.severity.late"
	case home.Soon:
		return kit.ToneAttention, "home.severity.soon"
	}
	return kit.TonePrimary, "home.severity.info"
}

// finish marks the action of a row as done, and offers to take that back.
func (p *Page) finish(t home.Task) {
	mark := func(done bool, then func()) {
		page.Do(p.host, func(ctx context.Context) error { return p.home.MarkDone(ctx, t.Finishes, done) }, func(err error) {
			if err != nil {
				p.host.Failed(err)
				return
			}
			then()
		})
	}
	mark(true, func() {
		p.host.Toast(p.host.Text().T("home.task.done", "Title", p.host.Text().Say(t.Title)), func() { mark(false, func() {}) })
	})
}

// follow goes where a row leads.
func (p *Page) follow(t home.Target) {
	target := page.Target{ID: t.ID}
	switch t.Room {
	case home.Composer:
		target.Room, target.View = page.Editorial, page.EditPost
		if t.ID == "" {
			target.View = page.NewPost
		}
	case home.Calendar:
		target.Room, target.View, target.At = page.Editorial, page.Calendar, app.Civil{Date: t.Day}
	case home.Register:
		target.Room, target.View = page.Editorial, page.Register
	case home.CatchUp:
		target.Room, target.View = page.Editorial, page.CatchUp
	case home.Rehearse:
		target.Room, target.View = page.Editorial, page.Rehearse
	case home.AccountsAt:
		target.Room = page.Networks
		if t.ID == "" {
			target.View = page.Connect
		}
	case home.StrategyPath:
		target.Room, target.View = page.Strategy, page.StrategyPath
	case home.StrategyReview:
		target.Room, target.View = page.Strategy, page.StrategyReview
	case home.Indicators:
		target.Room, target.View = page.Metrics, page.Type
	case home.WatchAt:
		target.Room = page.Watch
	}
	p.host.Go(target)
}

func (p *Page) next(posts []home.NextPost) fyne.CanvasObject {
	text := p.host.Text()
	title := text.T("home.next.title")
	if len(posts) == 0 {
		return card(kit.Section(title), kit.NewEmptyState(icons.Calendar, text.T("home.next.none"), nil))
	}
	var beside []fyne.CanvasObject
	moments, width := make([]*kit.Text, len(posts)), float32(0)
	for i, n := range posts {
		moments[i] = kit.NewText(translations.Capitalise(text.Say(n.When)), kit.StyleSecondaryStrong)
		width = max(width, moments[i].NaturalWidth())
		if n.ComputerOn && beside == nil {
			beside = []fyne.CanvasObject{kit.HStack(kit.TightGap,
				kit.NewIcon(icons.Half, 14, kit.ColorMuted),
				kit.Secondary(text.T("home.next.why")).WithTip(text.T("home.next.why_tip")),
			)}
		}
	}
	rows := make([]fyne.CanvasObject, len(posts))
	for i, n := range posts {
		rows[i] = p.nextRow(n, kit.Width(width, moments[i]))
	}
	return card(kit.SectionHeader(title, beside), kit.VScroll(kit.Rows(2, rows...)))
}

// nameList names networks.
func nameList(all []networks.Network) string {
	names := make([]string, len(all))
	for i, n := range all {
		names[i] = n.Name()
	}
	return strings.Join(names, ", ")
}

// nextRow is one post that leaves soon, and whether it leaves by itself.
func (p *Page) nextRow(n home.NextPost, when fyne.CanvasObject) fyne.CanvasObject {
	text := p.host.Text()
	title := n.Title
	if title == "" {
		title = text.T("home.untitled")
	}
	badges := kit.HStack(6)
	for _, network := range n.Networks {
		badges.Add(kit.NewNetworkBadge(string(network)))
	}
	state := kit.HStack(kit.TightGap)
	switch {
	case n.ComputerOn:
		state.Add(kit.NewIcon(icons.Half, 14, kit.ColorMuted))
		state.Add(kit.Caption(text.T("home.next.ready")))
	case n.State == editorial.StateScheduled && len(n.KeptBy) > 0:
		state.Add(kit.NewIcon(icons.Upload, 14, kit.ColorMuted))
		state.Add(kit.Caption(text.T("home.next.kept")).WithTip(text.T("home.next.kept_tip", "Networks", nameList(n.KeptBy))))
	default:
		state.Add(kit.Caption(text.Say(n.State.Name())))
	}
	return row(kit.HStack(kit.Gap, when, badges, kit.Grow(kit.Body(title)), state), func() {
		p.host.Go(page.Target{Room: page.Editorial, View: page.EditPost, ID: n.ID})
	})
}

func (p *Page) keyDates(dates []home.KeyDateAhead) fyne.CanvasObject {
	text := p.host.Text()
	title := kit.Section(text.T("home.keydates.title"))
	if len(dates) == 0 {
		return card(title, kit.NewEmptyState(icons.Calendar, text.T("home.keydates.none"), nil))
	}
	rows := make([]fyne.CanvasObject, len(dates))
	for i, k := range dates {
		tone := kit.ToneNeutral
		switch {
		case k.Ready > 0:
			tone = kit.ToneGood
		case k.Drafts > 0:
			tone = kit.ToneAttention
		}
		line := kit.HStack(8, kit.Strong(text.Say(k.Name())), kit.Grow(kit.Secondary(text.Day(k.Date))), kit.NewTag(text.Say(k.Tag), tone))
		rows[i] = row(line, func() {
			p.host.Go(page.Target{Room: page.Editorial, View: page.Calendar, At: app.Civil{Date: k.Date}})
		})
	}
	return card(title, kit.VScroll(kit.Rows(2, rows...)))
}
