// Package strategy is the room Stratégie: the guided path, the versions that were
// validated, and the review of each month.
package strategy

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app/strategy"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/strategy/guide"
	"parvis/ui/strategy/review"
	"parvis/ui/strategy/versions"
)

// History keeps versions.
type History interface {
	versions.History
	Validate(ctx context.Context, note string) (strategy.Version, error)
}

// Services are what the room asks.
type Services struct {
	Path     guide.Services // Validate and Exports are the room's own
	History  History
	Versions versions.Services // History is the one above
	Reviews  review.Services
	Exports  Exports
	// SaveAs asks the owner where to write a file by the system's own dialog.
	// chosen is called on any goroutine, with "" when the owner gave up.
	SaveAs func(title, name string, chosen func(path string, err error))
}

// screen is what one of the views of the room is.
type screen interface {
	Object() fyne.CanvasObject
	Show()
	Hide()
}

// Page is the screen: one view at a time.
type Page struct {
	host     page.Host
	services Services
	place    *fyne.Container
	views    []screen // in the order of names
	path     *guide.View
	tabs     []*kit.Segmented
	names    []string // of the views, as page.Target says them
	shown    int
}

var _ page.Page = (*Page)(nil)

// New returns the page.
func New(h page.Host, s Services) *Page {
	p := &Page{
		host: h, services: s, place: container.NewStack(),
		names: []string{page.StrategyPath, page.StrategyVersions, page.StrategyReview},
	}
	for i := range p.names {
		p.tabs = append(p.tabs, p.tabsOf(i))
	}
	path := s.Path
	path.Validate, path.Exports = p.validate, newExporter(p).offers
	past := s.Versions
	past.History = s.History
	p.path = guide.New(h, path, p.tabs[0])
	p.views = []screen{
		p.path, versions.New(h, past, p.tabs[1]), review.New(h, s.Reviews, p.tabs[2]),
	}
	return p
}

// tabsOf is the segmented control of the views, on the view that shows it.
func (p *Page) tabsOf(of int) *kit.Segmented {
	text := p.host.Text()
	labels := make([]string, len(p.names))
	for i, name := range p.names {
		labels[i] = text.T("strategy.view." + name)
	}
	var tabs *kit.Segmented
	tabs = kit.NewSegmented(labels, of, func(i int) {
		tabs.SetSelected(of)
		focused := p.host.Window().Canvas().Focused() == fyne.Focusable(tabs)
		p.show(i)
		if focused {
			p.host.Window().Canvas().Focus(p.tabs[i])
		}
	})
	return tabs
}

// Object returns what is drawn.
func (p *Page) Object() fyne.CanvasObject { return p.place }

// Show goes to the view asked for, or to the one that was left.
func (p *Page) Show(t page.Target) {
	for i, name := range p.names {
		if name == t.View {
			p.path.Resume(strategy.Question(t.ID))
			p.show(i)
			return
		}
	}
	p.show(p.shown)
}

// Hide saves what was typed.
func (p *Page) Hide() { p.views[p.shown].Hide() }

func (p *Page) show(i int) {
	if i != p.shown {
		p.views[p.shown].Hide()
	}
	p.shown = i
	p.place.Objects = []fyne.CanvasObject{p.views[i].Object()}
	p.views[i].Show()
	p.place.Refresh()
}

// validate asks for a note, then keeps the strategy as a version. The note stays
// while it cannot be.
func (p *Page) validate() {
	text := p.host.Text()
	note := kit.NewEntry(text.T("strategy.validate.note"))
	var modal *kit.Modal
	modal = kit.NewModal(text, p.host.Window().Canvas(), kit.ModalOptions{
		Title:   text.T("strategy.validate.title"),
		Content: kit.VStack(kit.Gap, kit.Secondary(text.T("strategy.validate.why")).Wrapped(), note),
		Primary: text.T("strategy.validate.confirm"), First: note.Focusable(),
		OnConfirm: func() bool {
			p.keepVersion(note.Text(), func(err error) {
				if err != nil {
					modal.SetError(p.host.Sentence(err))
					return
				}
				modal.Close()
			})
			return false
		},
	})
	modal.Show()
}

// keepVersion keeps the strategy as a version, tells how that went, and shows it
// among the versions.
func (p *Page) keepVersion(note string, told func(error)) {
	var kept strategy.Version
	page.Do(p.host, func(ctx context.Context) (err error) {
		kept, err = p.services.History.Validate(ctx, note)
		return err
	}, func(err error) {
		told(err)
		if err != nil {
			return
		}
		p.host.Toast(p.host.Text().T("strategy.validate.done", "Number", kept.Number), nil)
		p.show(1)
	})
}
