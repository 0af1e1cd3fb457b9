package metrics

import (
	"context"
	"errors"
	"path/filepath"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/reports"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// exporter makes the workbook of the month shown: progress with a way to stop,
// a look at its cover, then where to write it.
type exporter struct {
	page   *Page
	busy   *kit.Busy
	cancel context.CancelFunc // nil while nothing is being made
}

func newExporter(p *Page) *exporter {
	x := &exporter{page: p}
	x.busy = kit.NewBusy(p.host.Text(), func() {
		if x.cancel != nil {
			x.cancel()
		}
	})
	return x
}

// start makes the workbook of the month in which the period shown ends.
func (x *exporter) start() {
	if x.cancel != nil {
		return
	}
	p, text := x.page, x.page.host.Text()
	day := p.period.To
	if today := app.DateOf(p.host.Now()); day.After(today) {
		day = today
	}
	ctx, cancel := context.WithCancel(context.Background())
	x.cancel = cancel
	x.busy.Start(text.T("metrics.export.making"))
	p.place.Refresh()
	var workbook reports.Workbook
	page.DoUntil(ctx, p.host,
		func(ctx context.Context) (err error) {
			workbook, err = p.services.Reports.Monthly(ctx, day, text, func(s reports.Step) {
				fyne.Do(func() {
					if x.cancel != nil {
						x.busy.Progress(text.T("metrics.export.making"), float64(s.Done)/float64(max(s.Total, 1)))
					}
				})
			})
			return err
		},
		func(err error) {
			cancel()
			x.cancel = nil
			x.busy.Stop()
			p.place.Refresh()
			switch {
			case errors.Is(err, context.Canceled):
			case err != nil:
				p.host.Failed(err)
			default:
				x.preview(workbook)
			}
		},
	)
}

// preview shows the five lines of the cover before anything is written.
func (x *exporter) preview(w reports.Workbook) {
	p, text := x.page, x.page.host.Text()
	lines := kit.VStack(kit.Gap)
	for _, l := range w.Lines {
		lines.Add(kit.VStack(1, kit.Caption(l.Label), kit.Body(l.Text).Wrapped()))
	}
	kit.NewModal(text, p.host.Window().Canvas(), kit.ModalOptions{
		Title: w.Title, Content: lines, Primary: text.T("metrics.export.save"), Width: 560,
		OnConfirm: func() bool {
			x.save(w)
			return true
		},
	}).Show()
}

func (x *exporter) save(w reports.Workbook) {
	p, text := x.page, x.page.host.Text()
	p.services.SaveAs(text.T("metrics.export.save"), w.Name, func(path string, err error) {
		fyne.Do(func() {
			switch {
			case err != nil:
				p.host.Failed(err)
			case path != "":
				x.write(path, w)
			}
		})
	})
}

func (x *exporter) write(path string, w reports.Workbook) {
	p, text := x.page, x.page.host.Text()
	page.Do(p.host,
		func(context.Context) error { return w.Save(path) },
		func(err error) {
			if err != nil {
				p.host.Failed(err)
				return
			}
			p.host.Toast(text.T("metrics.export.saved", "Name", filepath.Base(path)), nil)
		},
	)
}
