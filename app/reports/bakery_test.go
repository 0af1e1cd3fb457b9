package reports_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/app/reports"
	"parvis/app/sample"
	"parvis/app/watch"
	"parvis/assets/translations"
	"parvis/storage"
	"parvis/storage/storagetest"
)

var today = app.Date{Year: 2026, Month: time.November, Day: 21}

// bakery is the sample business in a real file, with the rooms over it.
type bakery struct {
	file    *storage.File
	metrics *metrics.Service
	reports *reports.Service
}

// open returns the rooms over an empty file.
func open(t *testing.T) bakery {
	t.Helper()
	return over(storagetest.New(t))
}

// over returns the rooms over a file.
func over(f *storage.File) bakery {
	events := app.NewEvents()
	figures := metrics.NewService(f.Metrics(), f.Business(), f.Publishing(), storagetest.Clock(), events)
	rivals := watch.NewService(f.Watch(), nil, f.Business(), f.Publishing(), storagetest.Clock(), app.NewIDs(storagetest.Clock(), nil), events)
	return bakery{file: f, metrics: figures, reports: reports.NewService(reports.Rooms{
		Business: f.Business(), Strategy: f.Strategy(), Accounts: f.Networks(), Calendar: f.Editorial(),
		Ledger: f.Publishing(), Figures: figures, Watch: rivals,
	}, storagetest.Clock())}
}

// openSample returns the rooms over a file of its own of the sample business.
func openSample(t *testing.T) bakery {
	t.Helper()
	data, err := sampleFile()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "exemple"+storage.Extension)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := storage.Open(t.Context(), path, storagetest.Clock(), storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return over(f)
}

// sampleFile makes the file once: filling it takes longer than all that reads
// it.
var sampleFile = sync.OnceValues(func() (_ []byte, err error) {
	dir, err := os.MkdirTemp("", "parvis-reports-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	zone, err := time.LoadLocation(business.DefaultZone)
	if err != nil {
		return nil, err
	}
	ctx, path := context.Background(), filepath.Join(dir, "exemple"+storage.Extension)
	f, err := storage.Create(ctx, path, storagetest.Business(), storagetest.Clock(), storage.Options{})
	if err != nil {
		return nil, err
	}
	err = sample.Fill(ctx, sample.Stores{
		Business: f.Business(), Accounts: f.Networks(), Strategy: f.Strategy(), Media: f.Media(), Posts: f.Editorial(),
		Ledger: f.Publishing(), Metrics: f.Metrics(), Watch: f.Watch(), Conversations: f.Conversations(), Budget: f.Budget(), Snippets: f.Snippets(),
	}, sample.Generate(12, today, zone, sample.Usual))
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// november is the report of the current month of the sample business, in French:
// made once, as most tests only read it.
func november(t *testing.T) reports.Workbook {
	t.Helper()
	made.Lock()
	defer made.Unlock()
	if made.november == nil {
		w := openSample(t).monthly(t, today, translations.French)
		made.november = &w
	}
	return *made.november
}

var made struct {
	sync.Mutex
	november *reports.Workbook
}

func catalogue(t *testing.T, l translations.Language) *translations.Catalogue {
	t.Helper()
	c, err := translations.Load(l)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (b bakery) monthly(t *testing.T, day app.Date, l translations.Language) reports.Workbook {
	t.Helper()
	w, err := b.reports.Monthly(t.Context(), day, catalogue(t, l), nil)
	if err != nil {
		t.Fatal(err)
	}
	return w
}
