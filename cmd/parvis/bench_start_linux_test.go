package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What was promised beside an empty Fyne window.
const (
	wantedTime   = 2.0
	wantedMemory = 1.4
)

const (
	rounds = 5
	// settled is how long after its first window the memory of a program is read.
	settled = 10 * time.Second
	// startPatience bounds the wait for a window.
	startPatience = time.Minute
)

// started is how a program began.
type started struct {
	window time.Duration // until its first window is drawn
	opened time.Duration // until the file is shown, of Parvis only
	memory float64       // resident 10 s after the first window, in MB
}

// BenchmarkStart starts the real program on ten years of a busy business and an
// empty Fyne window, one after the other, on the display that `make bench`
// gives.
func BenchmarkStart(b *testing.B) {
	program := os.Getenv("PARVIS_PROGRAM")
	if program == "" || os.Getenv("DISPLAY") == "" {
		b.Skip("*** SKIPPED: the program was not measured: `make bench` gives it and a display ***")
	}
	dir := b.TempDir()
	empty := filepath.Join(dir, "emptywindow")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-tags", "migrated_fynedo", "-o", empty, "parvis/cmd/internal/emptywindow").CombinedOutput(); err != nil {
		b.Fatalf("building the empty window: %v\n%s", err, out)
	}
	var parvis, bare []started
	for b.Loop() {
		for round := range rounds + 1 {
			folder := filepath.Join(dir, strconv.Itoa(round))
			if err := os.MkdirAll(folder, 0o700); err != nil {
				b.Fatal(err)
			}
			one := start(b, folder, false, empty)
			other := start(b, folder, true, program, "-folder", filepath.Join(folder, "parvis"), bigFile(b, folder))
			// The first round only warms the disk's cache.
			if round > 0 {
				bare, parvis = append(bare, one), append(parvis, other)
			}
			if err := os.RemoveAll(folder); err != nil {
				b.Fatal(err)
			}
		}
	}
	ms := func(of func(started) time.Duration) func(started) float64 {
		return func(s started) float64 { return float64(of(s).Microseconds()) / 1000 }
	}
	window := ms(func(s started) time.Duration { return s.window })
	memory := func(s started) float64 { return s.memory }
	timeRatio := medianOf(parvis, window) / medianOf(bare, window)
	memoryRatio := medianOf(parvis, memory) / medianOf(bare, memory)
	opened := medianOf(parvis, ms(func(s started) time.Duration { return s.opened }))
	fmt.Printf("\nStart on 10,000 posts, 100,000 messages, 200,000 readings; medians of %d\n", rounds)
	fmt.Printf("%-34s %10s %14s %8s %8s\n", "", "Parvis", "empty window", "ratio", "wanted")
	fmt.Printf("%-34s %7.0f ms %11.0f ms %8.2f %8s\n", "first window drawn", medianOf(parvis, window), medianOf(bare, window), timeRatio, fmt.Sprintf("≤ %.1f", wantedTime))
	fmt.Printf("%-34s %7.0f ms\n", "  the file shown in it", opened)
	fmt.Printf("%-34s %7.0f MB %11.0f MB %8.2f %8s\n", "memory (RSS) 10 s after", medianOf(parvis, memory), medianOf(bare, memory), memoryRatio, fmt.Sprintf("≤ %.1f", wantedMemory))
	b.ReportMetric(medianOf(parvis, window), "ms/window")
	b.ReportMetric(timeRatio, "×time")
	b.ReportMetric(medianOf(parvis, memory), "MB")
	b.ReportMetric(memoryRatio, "×memory")
	b.ReportMetric(0, "ns/op")
}

// start runs a program until its memory was read. With a file, it also waits
// until the title of the window names a business.
func start(b *testing.B, folder string, file bool, program string, args ...string) (s started) {
	b.Helper()
	p := exec.CommandContext(b.Context(), program, args...)
	p.Env = append(os.Environ(), "XDG_CONFIG_HOME="+folder, "XDG_DATA_HOME="+folder, "XDG_CACHE_HOME="+folder, "LC_ALL=fr_FR.UTF-8")
	began := time.Now()
	if err := p.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		_ = p.Process.Kill()
		_ = p.Wait()
	}()
	ctx, cancel := context.WithTimeout(b.Context(), startPatience)
	defer cancel()
	window := ""
	for window == "" {
		window = strings.TrimSpace(string(ask(ctx, b, "xdotool", "search", "--onlyvisible", "--pid", strconv.Itoa(p.Process.Pid))))
	}
	if several := strings.Fields(window); len(several) > 1 {
		window = several[len(several)-1]
	}
	// A window that is not drawn yet is black; Parvis and Fyne never are.
	for {
		looked := time.Now()
		pixel := ask(ctx, b, "import", "-silent", "-window", window, "-crop", "1x1+640+400", "-depth", "8", "rgb:-")
		if len(pixel) == 3 && !bytes.Equal(pixel, []byte{0, 0, 0}) {
			s.window = looked.Sub(began)
			break
		}
	}
	for file && s.opened == 0 {
		looked := time.Now()
		if strings.Contains(string(ask(ctx, b, "xdotool", "getwindowname", window)), " · ") {
			s.opened = looked.Sub(began)
		}
	}
	select {
	case <-time.After(settled - time.Since(began.Add(s.window))):
	case <-b.Context().Done():
	}
	s.memory = resident(b, p.Process.Pid)
	return s
}

// ask runs a program that looks at the display and returns what it says, empty
// while there is nothing to say.
func ask(ctx context.Context, b *testing.B, program string, args ...string) []byte {
	b.Helper()
	out, err := exec.CommandContext(ctx, program, args...).Output()
	if ctx.Err() != nil {
		b.Fatalf("no window after %s; %s: %v", startPatience, program, err)
	}
	return out
}

// resident returns the resident memory of a process, in MB.
func resident(b *testing.B, pid int) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 64)
			if err != nil {
				b.Fatal(err)
			}
			return kb / 1024
		}
	}
	b.Fatal("the system does not tell the memory of a process")
	return 0
}

// medianOf returns the median of what is measured of some things.
func medianOf[T any](all []T, measure func(T) float64) float64 {
	values := make([]float64, len(all))
	for i, one := range all {
		values[i] = measure(one)
	}
	slices.Sort(values)
	if len(values) == 0 {
		return 0
	}
	return (values[(len(values)-1)/2] + values[len(values)/2]) / 2
}
