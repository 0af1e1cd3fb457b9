// Package roundtrip is how the calendar leaves Parvis and comes back: dialogs
// that any page opens. Each of its functions opens one over the window of a host.
package roundtrip

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/reports"
	"parvis/app/roundtrip"
	"parvis/app/roundtrip/sheets"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Sheets is what the dialogs ask of their room.
type Sheets interface {
	Posts(ctx context.Context, r roundtrip.Range) ([]roundtrip.Kept, error)
	Calendar(ctx context.Context, r roundtrip.Range, c *translations.Catalogue, progress func(roundtrip.Step)) (reports.Workbook, error)
	Compare(ctx context.Context, name string, data []byte) (*roundtrip.Merge, error)
	Settle(ctx context.Context, m *roundtrip.Merge) (roundtrip.Outcome, error)
	Open(ctx context.Context, name string, data []byte) (*roundtrip.Import, error)
	Preview(ctx context.Context, x *roundtrip.Import, c *translations.Catalogue, progress func(roundtrip.Step)) (*roundtrip.Preview, error)
	TakeIn(ctx context.Context, x *roundtrip.Import, p *roundtrip.Preview) (roundtrip.Outcome, error)
	Pack(ctx context.Context, ids []app.ID, c *translations.Catalogue, progress func(roundtrip.Step)) (roundtrip.Pack, error)
	Answers(ctx context.Context, name string, data []byte) (*roundtrip.Answers, error)
	Answered(ctx context.Context, a *roundtrip.Answers, c *translations.Catalogue) (roundtrip.Outcome, error)
}

// Services are what the dialogs ask.
type Services struct {
	Sheets Sheets
	// SaveAs asks where to write a file of a proposed name; chosen receives "" when
	// the owner gave up.
	SaveAs func(title, name string, chosen func(path string, err error))
	// OpenFile asks for a file of some extensions and opens it; chosen closes the
	// reader, which is nil when the owner gave up.
	OpenFile func(title string, extensions []string, chosen func(name string, r io.ReadCloser, err error))
}

// confirmed makes what a dialog does once it has closed upon its primary button:
// what follows may open another.
func confirmed(act func()) func(bool) {
	return func(yes bool) {
		if yes {
			act()
		}
	}
}

// slow is how long work may last before its progress is shown.
const slow = 300 * time.Millisecond

// work runs a command off the main goroutine, shows its progress when it lasts,
// with a way to stop it, and calls done with its error unless it was stopped.
func work(h page.Host, doing string, command func(ctx context.Context, progress func(roundtrip.Step)) error, done func(error)) {
	ctx, cancel := context.WithCancel(context.Background())
	finished := false
	busy := kit.NewBusy(h.Text(), nil)
	m := kit.NewModal(h.Text(), h.Window().Canvas(), kit.ModalOptions{
		Title: doing, Content: busy, Cancel: h.Text().T("kit.cancel"), Width: 420,
		OnClosed: func(bool) {
			if !finished {
				cancel()
			}
		},
	})
	hush := h.After(slow, func() {
		m.Show()
		busy.Start(h.Text().T("roundtrip.work.wait"))
	})
	page.DoUntil(ctx, h,
		func(ctx context.Context) error {
			return command(ctx, func(s roundtrip.Step) {
				fyne.Do(func() {
					if !finished && m.Visible() {
						busy.Progress(h.Text().T("roundtrip.work.wait"), float64(s.Done)/float64(max(s.Total, 1)))
					}
				})
			})
		},
		func(err error) {
			finished = true
			hush()
			cancel()
			busy.Stop()
			m.Close()
			if !errors.Is(err, context.Canceled) {
				done(err)
			}
		},
	)
}

// obtain works for something and hands it over, or says why there is none.
func obtain[T any](h page.Host, doing string, command func(ctx context.Context, progress func(roundtrip.Step)) (T, error), then func(T)) {
	var made T
	work(h, doing,
		func(ctx context.Context, progress func(roundtrip.Step)) (err error) {
			made, err = command(ctx, progress)
			return err
		},
		func(err error) {
			if err != nil {
				h.Failed(err)
				return
			}
			then(made)
		},
	)
}

// pick asks for a file, reads it, and calls then on the main goroutine with its
// name and content.
func pick(h page.Host, s Services, title string, extensions []string, then func(name string, data []byte)) {
	s.OpenFile(title, extensions, func(name string, r io.ReadCloser, err error) {
		fyne.Do(func() {
			switch {
			case err != nil:
				h.Failed(err)
			case r != nil:
				read(h, name, r, then)
			}
		})
	})
}

func read(h page.Host, name string, r io.ReadCloser, then func(name string, data []byte)) {
	var data []byte
	work(h, h.Text().T("roundtrip.work.reading", "File", name),
		func(context.Context, func(roundtrip.Step)) (err error) {
			defer r.Close()
			// One more than is taken, so that what is beyond is told, not cut.
			if data, err = io.ReadAll(io.LimitReader(r, sheets.MaxSize+1)); err != nil {
				return app.Fail(app.CodeUnavailable, "error.file_unreadable", "Name", name).Because(err)
			}
			return nil
		},
		func(err error) {
			if err != nil {
				h.Failed(err)
				return
			}
			then(name, data)
		},
	)
}

// saver is a finished file: a workbook or a page.
type saver interface{ Save(path string) error }

// save asks where to write a file, writes it and says so.
func save(h page.Host, s Services, title, name string, file saver) {
	s.SaveAs(title, name, func(path string, err error) {
		fyne.Do(func() {
			switch {
			case err != nil:
				h.Failed(err)
			case path != "":
				page.Do(h, func(context.Context) error { return file.Save(path) }, func(err error) {
					if err != nil {
						h.Failed(err)
						return
					}
					h.Toast(h.Text().T("roundtrip.work.saved", "File", filepath.Base(path)), nil)
				})
			}
		})
	})
}

// done says what a batch did, and offers to take it back.
func done(h page.Host, o roundtrip.Outcome) {
	undo := func() {
		page.Do(h, func(ctx context.Context) error { return o.Undo(ctx) }, func(err error) {
			if err != nil {
				h.Failed(err)
				return
			}
			h.Toast(h.Text().T("roundtrip.work.undone"), nil)
		})
	}
	text := h.Text()
	var said []string
	if o.Added > 0 {
		said = append(said, text.N("roundtrip.work.added", o.Added))
	}
	if o.Changed > 0 {
		said = append(said, text.N("roundtrip.work.changed", o.Changed))
	}
	if o.Dropped > 0 {
		said = append(said, text.N("roundtrip.work.dropped", o.Dropped))
	}
	if len(said) == 0 {
		h.Toast(text.T("roundtrip.work.nothing"), nil)
		return
	}
	h.Toast(translations.Capitalise(strings.Join(said, ", ")), undo)
}
