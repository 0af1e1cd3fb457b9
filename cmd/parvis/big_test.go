package main

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"parvis/app"
	"parvis/app/sample"
	"parvis/cmd/internal/desk"
)

// big makes the file on which the benchmarks measure, once a run: ten years of
// a busy business, 10,000 posts, 100,000 messages and 200,000 readings.
var big = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "parvis-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "grande.parvis")
	file, err := desk.CreateSample(context.Background(), path, app.FixedClock(saturday), sample.Big)
	if err != nil {
		return nil, err
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// bigFile writes that file into a folder and returns its path.
func bigFile(b *testing.B, folder string) string {
	b.Helper()
	data, err := big()
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(folder, "grande.parvis")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}
