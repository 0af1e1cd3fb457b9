package strategy

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"parvis/app/reports"
	"parvis/assets/translations"
	"parvis/ui/page"
	"parvis/ui/strategy/guide"
)

// Exports makes what leaves the program.
type Exports interface {
	Strategy(ctx context.Context, c *translations.Catalogue, progress func(reports.Step)) (reports.Workbook, error)
	StrategyPage(ctx context.Context, c *translations.Catalogue) (reports.Page, error)
}

// document is a file that is ready to be written.
type document interface{ Save(path string) error }

// exporter makes the workbook and the page of the strategy, then asks where to
// write them.
type exporter struct {
	page *Page
	busy bool
}

func newExporter(p *Page) *exporter { return &exporter{page: p} }

// offers are the buttons of the exports.
func (x *exporter) offers() []guide.Export {
	text := x.page.host.Text()
	return []guide.Export{
		{Label: text.T("strategy.export.workbook"), Start: func() {
			x.start(func(ctx context.Context) (document, string, error) {
				w, err := x.page.services.Exports.Strategy(ctx, text, nil)
				return w, w.Name, err
			})
		}},
		{Label: text.T("strategy.export.page"), Start: func() {
			x.start(func(ctx context.Context) (document, string, error) {
				w, err := x.page.services.Exports.StrategyPage(ctx, text)
				return w, w.Name, err
			})
		}},
	}
}

// start makes a document off the main goroutine: both take a moment only.
func (x *exporter) start(make func(ctx context.Context) (document, string, error)) {
	if x.busy {
		return
	}
	x.busy = true
	p := x.page
	var made document
	var name string
	page.Do(p.host, func(ctx context.Context) (err error) {
		made, name, err = make(ctx)
		return err
	}, func(err error) {
		x.busy = false
		if err != nil {
			p.host.Failed(err)
			return
		}
		x.save(made, name)
	})
}

func (x *exporter) save(made document, name string) {
	p := x.page
	p.services.SaveAs(p.host.Text().T("strategy.export.save"), name, func(path string, err error) {
		fyne.Do(func() {
			switch {
			case err != nil:
				p.host.Failed(err)
			case path != "":
				x.write(made, path)
			}
		})
	})
}

func (x *exporter) write(made document, path string) {
	p := x.page
	page.Do(p.host, func(context.Context) error { return made.Save(path) }, func(err error) {
		if err != nil {
			p.host.Failed(err)
			return
		}
		p.host.Toast(p.host.Text().T("strategy.export.saved", "Name", filepath.Base(path)), nil)
	})
}
