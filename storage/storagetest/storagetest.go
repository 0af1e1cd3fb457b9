// Package storagetest gives tests of any room a real file to work on.
package storagetest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/storage"
)

// Now is the instant at which tests take place: 2026-11-21 14:32 in Paris.
func Now() time.Time { return time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC) }

// Clock always tells Now.
func Clock() app.Clock { return app.FixedClock(Now()) }

// Business is the business of the files that New gives: a bakery of Nantes, in
// the zone Europe/Paris.
func Business() business.Business {
	return business.Business{
		ID: "019aa6d8-2a80-7000-8000-000000000001", Name: "Boulangerie Martin", Trade: business.Bakery, Town: "Nantes",
		Zone: business.DefaultZone, CreatedAt: Now(), Lateness: business.DefaultLateness,
	}
}

// New returns a fresh, empty file of Business, open until the test ends.
func New(t testing.TB) *storage.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "Boulangerie Martin"+storage.Extension)
	Write(t, path)
	f, err := storage.Open(t.Context(), path, Clock(), storage.Options{})
	if err != nil {
		t.Fatalf("opening a test file: %v", err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Errorf("closing a test file: %v", err)
		}
	})
	return f
}

// Write leaves a fresh, empty file of Business at path, closed.
func Write(t testing.TB, path string) {
	t.Helper()
	template, err := template()
	if err != nil {
		t.Fatalf("making a test file: %v", err)
	}
	if err := os.WriteFile(path, template, 0o600); err != nil {
		t.Fatalf("writing a test file: %v", err)
	}
}

// template makes an empty file once; copying it is faster than making another.
var template = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "parvis-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template"+storage.Extension)
	f, err := storage.Create(context.Background(), path, Business(), Clock(), storage.Options{})
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("closing the template: %w", err)
	}
	return os.ReadFile(path)
})
