// Package versions shows the validated revisions of the strategy, what changed
// between two of them side by side, and brings one back.
package versions

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// History keeps versions.
type History interface {
	Versions(ctx context.Context) ([]strategy.Version, error)
	Left(ctx context.Context, number int) ([]strategy.Orphan, error)
	Restore(ctx context.Context, number int, heirs map[app.ID]app.ID, note string) error
}

// Strategy tells the strategy of today.
type Strategy interface {
	Strategy(ctx context.Context) (strategy.Strategy, error)
}

// Business tells whose it is.
type Business interface {
	Business(ctx context.Context) (business.Business, error)
}

// Services are what the view asks.
type Services struct {
	History  History
	Strategy Strategy
	Business Business
}

// View is the versions on screen.
type View struct {
	host     page.Host
	services Services
	tabs     fyne.CanvasObject
	place    *fyne.Container
	loader   page.Loader
	asking   page.Loader // before a version is brought back: a double click asks once
	queue    page.Queue
	kept     kept
	// from and to are the versions compared, today for the strategy as it is.
	from, to int
}

// today stands for the strategy as it is now, which has no number.
const today = 0

// kept is what is shown.
type kept struct {
	all      []strategy.Version // newest first
	now      strategy.Strategy
	business business.Business
}

// New returns the view; tabs lead to the other views of the room.
func New(h page.Host, s Services, tabs fyne.CanvasObject) *View {
	return &View{host: h, services: s, tabs: tabs, place: container.NewStack()}
}

// Object returns what is drawn.
func (v *View) Object() fyne.CanvasObject { return v.place }

// Show reads the versions again.
func (v *View) Show() { v.load() }

// Hide does nothing: nothing is typed here.
func (v *View) Hide() {}

func (v *View) load() {
	page.LoadAfter(&v.queue, &v.loader, v.host, func(ctx context.Context) (k kept, err error) {
		if k.all, err = v.services.History.Versions(ctx); err != nil {
			return k, err
		}
		if k.now, err = v.services.Strategy.Strategy(ctx); err != nil {
			return k, err
		}
		k.business, err = v.services.Business.Business(ctx)
		return k, err
	}, func(k kept, err error) {
		if err != nil {
			v.put(page.Unreadable(v.host, err, v.load))
			return
		}
		v.kept = k
		if len(k.all) > 0 && !v.known(v.from) {
			v.from, v.to = k.all[0].Number, today
		}
		v.build()
	})
}

func (v *View) put(o fyne.CanvasObject) {
	keep := kit.KeepFocus(v.host.Window().Canvas(), v.place)
	v.place.Objects = []fyne.CanvasObject{o}
	v.place.Refresh()
	keep()
}

func (v *View) known(number int) bool {
	return slices.ContainsFunc(v.kept.all, func(one strategy.Version) bool { return one.Number == number })
}

// as returns the strategy of a version, or today's.
func (v *View) as(number int) strategy.Strategy {
	for _, one := range v.kept.all {
		if one.Number == number {
			return one.Strategy
		}
	}
	return v.kept.now
}

// name is what a version is called.
func (v *View) name(number int) string {
	if number == today {
		return v.host.Text().T("strategy.versions.today")
	}
	return v.host.Text().T("strategy.versions.number", "Number", number)
}

func (v *View) build() {
	text := v.host.Text()
	header := kit.NewPageHeader(text.T("strategy.title"), text.N("strategy.versions.context", len(v.kept.all)), []fyne.CanvasObject{v.tabs})
	if len(v.kept.all) == 0 {
		v.put(kit.NewPage(header, kit.NewCard(kit.NewEmptyState(icons.Target, text.T("strategy.versions.empty"),
			kit.NewPrimaryButton(text.T("strategy.versions.begin"), func() {
				v.host.Go(page.Target{Room: page.Strategy, View: page.StrategyPath})
			})))))
		return
	}
	v.put(kit.NewPage(header, kit.Columns(kit.CardGap,
		kit.Col(1, 230, kit.NewCard(kit.VScroll(v.list()))),
		kit.Col(2.6, 420, kit.NewCard(v.comparison())),
	)))
}

// list is the versions to choose from, newest first.
func (v *View) list() fyne.CanvasObject {
	text := v.host.Text()
	column := kit.VStack(8)
	for _, one := range v.kept.all {
		about := kit.VStack(1, kit.Strong(v.name(one.Number)),
			kit.Secondary(text.DateNumeric(app.DateOf(one.MadeAt.In(v.kept.business.Location())))))
		if one.Note != "" {
			about.Add(kit.NewText(one.Note, kit.StyleCaption).Wrapped())
		}
		column.Add(kit.NewChoiceCard(about, one.Number == v.from, func() {
			v.from = one.Number
			if v.to == v.from {
				v.to = today
			}
			v.build()
		}))
	}
	return column
}

// comparison shows two versions side by side, where they differ.
func (v *View) comparison() fyne.CanvasObject {
	text := v.host.Text()
	others := []int{today}
	for _, one := range v.kept.all {
		if one.Number != v.from {
			others = append(others, one.Number)
		}
	}
	names := make([]string, len(others))
	for i, number := range others {
		names[i] = v.name(number)
	}
	with := kit.NewSelect(names, slices.Index(others, v.to), "", func(i int) {
		v.to = others[i]
		v.build()
	}).WithPrefix(text.T("strategy.versions.with") + " ")
	head := kit.Flow(kit.Gap, kit.Section(v.name(v.from)), with,
		kit.NewButton(text.T("strategy.versions.read"), v.read).WithIcon(icons.Eye),
		kit.NewButton(text.T("strategy.versions.restore"), v.restore).WithIcon(icons.Undo))
	changes := strategy.Compare(v.as(v.from), v.as(v.to), v.kept.business, text)
	if len(changes) == 0 {
		return kit.VStack(14, head, kit.Secondary(text.T("strategy.versions.same")).Wrapped())
	}
	column := kit.VStack(6, v.sides(kit.Caption(""), kit.NewText(v.name(v.from), kit.StyleSecondaryStrong), kit.NewText(v.name(v.to), kit.StyleSecondaryStrong)))
	var step strategy.Step
	for _, c := range changes {
		if c.Step != step {
			step = c.Step
			column.Add(kit.PadSides(8, 0, 0, 0, kit.Strong(text.T("strategy.step."+string(step)))))
		}
		column.Add(kit.NewSurface(v.sides(kit.Caption(c.Label).Wrapped(), v.said(c.Before), v.said(c.After)), kit.ColorCard, kit.ColorLine, 8, 10))
	}
	return kit.VStack(14, head, kit.Grow(kit.VScroll(column)))
}

// read shows a version from its first step to its last.
func (v *View) read() {
	text := v.host.Text()
	column := kit.VStack(6)
	for _, chapter := range strategy.Outline(v.as(v.from), v.kept.business, text) {
		if len(chapter.Lines) == 0 {
			continue
		}
		column.Add(kit.PadSides(8, 0, 0, 0, kit.Strong(chapter.Title)))
		for _, l := range chapter.Lines {
			column.Add(kit.VStack(1, kit.Caption(l.Label), v.said(l.Text)))
		}
	}
	const width, height = 620, 440
	kit.NewModal(text, v.host.Window().Canvas(), kit.ModalOptions{
		Title: v.name(v.from), Content: kit.Height(height, kit.VScroll(column)), Cancel: text.T("strategy.versions.read_close"), Width: width,
	}).Show()
}

// sides are a label and two texts beside each other.
func (v *View) sides(label, before, after fyne.CanvasObject) fyne.CanvasObject {
	return kit.Columns(kit.Gap, kit.Col(0.8, 70, label), kit.Col(1.4, 110, before), kit.Col(1.4, 110, after))
}

func (v *View) said(words string) fyne.CanvasObject {
	if words == "" {
		return kit.Secondary("—")
	}
	return kit.Secondary(words).Wrapped().Colored(kit.ColorInk)
}

// restore brings a version back; when posts carry pillars that it does not have,
// it asks where they go.
func (v *View) restore() {
	number := v.from
	page.LoadAfter(&v.queue, &v.asking, v.host, func(ctx context.Context) ([]strategy.Orphan, error) {
		return v.services.History.Left(ctx, number)
	}, func(left []strategy.Orphan, err error) {
		if err != nil {
			v.host.Failed(err)
			return
		}
		v.confirm(number, left)
	})
}

func (v *View) confirm(number int, left []strategy.Orphan) {
	text := v.host.Text()
	content := kit.VStack(kit.Gap, kit.Secondary(text.T("strategy.versions.restore_why")).Wrapped())
	wrong := kit.NewInlineError()
	content.Add(wrong)
	names, heirs := []string{text.T("strategy.pillars.no_heir")}, []app.ID{""}
	for _, p := range v.as(number).Pillars {
		names, heirs = append(names, v.named(p)), append(heirs, p.ID)
	}
	chosen := make([]*kit.Select, len(left))
	for i, orphan := range left {
		chosen[i] = kit.NewSelect(names, -1, text.T("strategy.pillars.heir_choose"), nil)
		content.Add(kit.VStack(kit.TightGap,
			kit.Secondary(text.N("strategy.versions.orphan", orphan.Use.Posts, "Name", v.named(orphan.Pillar))).Wrapped(), chosen[i]))
	}
	kit.NewModal(text, v.host.Window().Canvas(), kit.ModalOptions{
		Title: text.T("strategy.versions.restore_title", "Version", v.name(number)), Content: content,
		Primary: text.T("strategy.versions.restore_confirm"),
		OnConfirm: func() bool {
			if slices.ContainsFunc(chosen, func(s *kit.Select) bool { return s.Selected() < 0 }) {
				wrong.Set(text.T("strategy.versions.heir_missing"))
				return false
			}
			to := make(map[app.ID]app.ID)
			for i, orphan := range left {
				to[orphan.Pillar.ID] = heirs[chosen[i].Selected()]
			}
			v.bringBack(number, to)
			return true
		},
	}).Show()
}

// named is what a pillar is called.
func (v *View) named(p strategy.Pillar) string {
	if strings.TrimSpace(p.Name) == "" {
		return v.host.Text().T("strategy.pillars.unnamed")
	}
	return p.Name
}

func (v *View) bringBack(number int, heirs map[app.ID]app.ID) {
	text := v.host.Text()
	note := text.T("strategy.versions.before", "Version", v.name(number))
	v.queue.Do(v.host, func(ctx context.Context) error {
		return v.services.History.Restore(ctx, number, heirs, note)
	}, func(err error) {
		if err != nil {
			v.host.Failed(err)
			return
		}
		v.host.Toast(text.T("strategy.versions.restored", "Version", v.name(number)), nil)
		v.load()
	})
}
