// Package strategy is the room Stratégie: mission, objectives, pillars and
// slots, kept as they are typed, with advice beside.
package strategy

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Strategy is what the room asks.
type Strategy interface {
	Strategy(ctx context.Context) (strategy.Strategy, error)
	SaveMission(ctx context.Context, mission string) error
	AddPillar(ctx context.Context, name string, shareBP int) (strategy.Pillar, error)
	SavePillar(ctx context.Context, p strategy.Pillar) error
	RemovePillar(ctx context.Context, id, heir app.ID) error
	AddObjective(ctx context.Context, m metrics.Metric, from *float64, start app.Date) (strategy.Objective, error)
	SaveObjective(ctx context.Context, o strategy.Objective) error
	RemoveObjective(ctx context.Context, id app.ID) error
	AddSlot(ctx context.Context, day time.Weekday, at app.TimeOfDay, pillar app.ID) (strategy.Slot, error)
	SaveSlot(ctx context.Context, slot strategy.Slot) error
	RemoveSlot(ctx context.Context, id app.ID) error
	Suggest(ctx context.Context, trade business.Trade, today app.Date, say func(key string) string) error
}

// Business tells the trade.
type Business interface {
	Business(ctx context.Context) (business.Business, error)
}

// Services are what the room asks.
type Services struct {
	Strategy Strategy
	Business Business
}

// maxSlots is how many slots can be kept: three a day.
const maxSlots = 21

// Page is the screen.
type Page struct {
	host     page.Host
	service  Strategy
	business Business
	place    *fyne.Container
	column   *fyne.Container   // of the fields
	body     fyne.CanvasObject // keeps its place scrolled when the fields change
	loader   page.Loader
	queue    page.Queue // of what is saved and read

	kept   strategy.Strategy
	savers []*page.Saver
	shares *kit.Tag
	advice *fyne.Container
	// renamed lists what shows the names of pillars.
	renamed []func()
	// lastPillar is the name field of the last pillar, nil when there is none.
	lastPillar *kit.Entry
}

var _ page.Page = (*Page)(nil)

// New returns the page.
func New(h page.Host, s Services) *Page {
	text := h.Text()
	p := &Page{
		host: h, service: s.Strategy, business: s.Business,
		place: container.NewStack(), column: kit.VStack(kit.CardGap),
		shares: kit.NewTag("", kit.ToneNeutral), advice: kit.VStack(14),
	}
	side := kit.VStack(14,
		kit.NewCard(kit.VStack(14, kit.Section(text.T("strategy.advice.title")), p.advice)),
		kit.NewNote(kit.VStack(8,
			kit.Section(text.T("strategy.why.title")),
			kit.Secondary(text.T("strategy.why.body")).Wrapped().Colored(kit.ColorInk),
		), kit.TonePrimary),
	)
	p.body = kit.Columns(kit.CardGap, kit.Col(2.2, 460, kit.VScroll(p.column)), kit.Col(1, 272, kit.VScroll(side)))
	return p
}

// Object returns what is drawn.
func (p *Page) Object() fyne.CanvasObject { return p.place }

// Show reads the strategy again.
func (p *Page) Show(page.Target) { p.load(nil) }

// Hide saves what was typed, the field that still has the focus included.
func (p *Page) Hide() {
	p.host.Window().Canvas().Unfocus()
	p.flush()
}

func (p *Page) flush() {
	for _, s := range p.savers {
		s.Flush()
	}
}

func (p *Page) typing() bool {
	for _, s := range p.savers {
		if s.Waiting() {
			return true
		}
	}
	return false
}

// load shows what is kept once all that was typed is, then calls then when it is
// not nil.
func (p *Page) load(then func()) {
	p.flush()
	page.LoadAfter(&p.queue, &p.loader, p.host, p.service.Strategy, func(s strategy.Strategy, err error) {
		switch {
		case err != nil && len(p.place.Objects) == 0:
			p.put(page.Unreadable(p.host, err, func() {
				p.place.Objects = nil
				p.load(nil)
			}))
		case err != nil:
			p.host.Failed(err)
		case p.typing():
			// A key was struck meanwhile: it goes first.
			p.load(then)
		default:
			p.show(s)
			if then != nil {
				then()
			}
		}
	})
}

func (p *Page) put(o fyne.CanvasObject) {
	p.place.Objects = []fyne.CanvasObject{o}
	p.place.Refresh()
}

// show builds the fields anew from what is kept.
func (p *Page) show(s strategy.Strategy) {
	text := p.host.Text()
	p.kept, p.savers, p.renamed, p.lastPillar = s, nil, nil, nil
	header := kit.NewPageHeader(text.T("strategy.title"), text.T("strategy.context"), nil, p.actions(s)...)
	p.column.Objects = []fyne.CanvasObject{p.missionCard(), p.objectivesCard(), p.pillarsCard(), p.slotsCard()}
	p.place.Objects = []fyne.CanvasObject{kit.NewPage(header, p.body)}
	p.reason()
}

// actions offers an example while a part is still empty.
func (p *Page) actions(s strategy.Strategy) []fyne.CanvasObject {
	if s.Mission != "" && len(s.Pillars) > 0 && len(s.Slots) > 0 && len(s.Objectives) > 0 {
		return nil
	}
	return []fyne.CanvasObject{
		kit.NewPrimaryButton(p.host.Text().T("strategy.suggest"), p.suggest).WithTip(p.host.Text().T("strategy.suggest_why")),
	}
}

// suggest fills the parts that are empty with the example of the trade.
func (p *Page) suggest() {
	text, today := p.host.Text(), app.DateOf(p.host.Now())
	p.command(func(ctx context.Context) error {
		b, err := p.business.Business(ctx)
		if err != nil {
			return err
		}
		return p.service.Suggest(ctx, b.Trade, today, func(key string) string { return text.T(key) })
	}, nil)
}

// command saves what was typed, runs a command that adds or removes something,
// and builds the fields again; then, when not nil, is called once they are there.
func (p *Page) command(do func(ctx context.Context) error, then func()) {
	p.flush()
	p.queue.Do(p.host, do, func(err error) {
		if err != nil {
			p.host.Failed(err)
			return
		}
		p.load(then)
	})
}

// keep saves something typed; the fields stay as they are. What must be
// corrected is told by tell, "" when nothing must.
func (p *Page) keep(do func(ctx context.Context) error, tell func(problem string)) {
	p.queue.Do(p.host, do, func(err error) {
		if err != nil {
			tell(p.host.Sentence(err))
		} else {
			tell("")
		}
		p.reason()
	})
}

// saver returns a saver that is flushed when the page is left.
func (p *Page) saver(save func()) *page.Saver {
	s := page.NewSaver(p.host, save)
	p.savers = append(p.savers, s)
	return s
}

// reason shows the advice that follows from what is typed, and the sum of the
// shares.
func (p *Page) reason() {
	text := p.host.Text()
	sum := 0
	for _, pillar := range p.kept.Pillars {
		sum += pillar.ShareBP
	}
	p.shares.SetText(text.T("strategy.pillars.sum", "Sum", write(text, float64(sum)/wholeBP, true)))
	p.shares.SetTone(kit.ToneGood)
	if sum != wholeBP {
		p.shares.SetTone(kit.ToneAttention)
	}
	if len(p.kept.Pillars) == 0 {
		p.shares.Hide()
	} else {
		p.shares.Show()
	}
	p.advice.Objects = nil
	for _, a := range strategy.Advise(p.kept, app.DateOf(p.host.Now())) {
		p.advice.Add(kit.NewCheckRow(kit.ToneAttention, text.Say(a.Text), text.Say(a.Reason)))
	}
	if len(p.advice.Objects) == 0 {
		p.advice.Add(kit.NewCheckRow(kit.ToneGood, text.T("strategy.advice.none"), text.T("strategy.advice.none_why")))
	}
	p.place.Refresh()
}

func (p *Page) missionCard() fyne.CanvasObject {
	text := p.host.Text()
	mission := kit.NewTextArea("").WithPlaceholder(text.T("strategy.mission.placeholder"))
	mission.SetRows(2)
	mission.SetText(p.kept.Mission)
	saver := p.saver(func() {
		typed := p.kept.Mission
		p.keep(func(ctx context.Context) error { return p.service.SaveMission(ctx, typed) }, mission.SetError)
	})
	mission.OnChanged = func(typed string) {
		p.kept.Mission = typed
		saver.Typed()
	}
	return kit.NewCard(kit.VStack(kit.Gap,
		kit.Section(text.T("strategy.mission.title")),
		kit.Secondary(text.T("strategy.mission.why")).Wrapped(),
		mission,
	))
}

// list is a card of rows with a button that adds one, unless add is "".
func (p *Page) list(title, why string, beside, rows []fyne.CanvasObject, add string, tapped func()) fyne.CanvasObject {
	text := p.host.Text()
	column := kit.VStack(kit.Gap,
		kit.SectionHeader(text.T(title), beside),
		kit.Secondary(text.T(why)).Wrapped(),
	)
	for _, r := range rows {
		column.Add(r)
	}
	if add != "" {
		column.Add(kit.HStack(0, kit.NewButton(text.T(add), tapped).WithIcon(icons.Plus).Compact(), kit.GrowSpace()))
	}
	return kit.NewCard(column)
}
