package storage_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/business"
	"parvis/storage"
	"parvis/storage/storagetest"
)

func TestOpeningHoursAreKeptByTheirOwnSave(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Boulangerie Martin"+storage.Extension)
	storagetest.Write(t, path)
	open := func() *storage.File {
		f, err := storage.Open(t.Context(), path, storagetest.Clock(), storage.Options{})
		must(t, err)
		return f
	}
	kept := func(f *storage.File) business.Business {
		b, err := f.Business().Business(t.Context())
		must(t, err)
		return b
	}
	f := open()
	before := kept(f)
	if before.Opening != nil {
		t.Fatalf("a new business is open on %v", before.Opening)
	}
	week := business.Opening{
		{Weekday: time.Sunday, From: app.TimeOfDay{Hour: 7}, To: app.TimeOfDay{Hour: 13}},
		{Weekday: time.Tuesday, From: app.TimeOfDay{Hour: 6, Minute: 30}, To: app.TimeOfDay{Hour: 13, Minute: 15}},
		{Weekday: time.Tuesday, From: app.TimeOfDay{}, To: app.TimeOfDay{Hour: 23, Minute: 59}},
	}
	must(t, f.Business().SaveOpening(t.Context(), week))
	// What Réglages saves leaves the hours alone, even those it never read.
	renamed := before
	renamed.Name = "Maison Martin"
	must(t, f.Business().SaveBusiness(t.Context(), renamed))
	must(t, f.Close())

	f = open()
	t.Cleanup(func() { must(t, f.Close()) })
	renamed.Opening = week
	if diff := cmp.Diff(renamed, kept(f)); diff != "" {
		t.Error(diff)
	}
	must(t, f.Business().SaveOpening(t.Context(), nil))
	if got := kept(f).Opening; got != nil {
		t.Errorf("after they were taken away, the hours are %v", got)
	}
}
