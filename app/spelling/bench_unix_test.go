//go:build unix

package spelling_test

import (
	"slices"
	"syscall"
	"testing"
	"time"

	"parvis/app/spelling"
)

// spent is the processor time this process has taken so far: a machine that is
// shared does not change it.
func spent(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkSuggestions finds and mends one unknown word: median and worst
// processor time over the faults of the measures.
func BenchmarkSuggestions(b *testing.B) {
	all := faults(sentences(b, "clean_fr.txt"), faultCount, faultSeed)
	find(b, all[0].wrong) // dictionaries are read
	var times []time.Duration
	for b.Loop() {
		for _, f := range all {
			began := spent(b)
			found := find(b, f.word)
			if took := spent(b) - began; len(found) > 0 && found[0].Kind == spelling.Spelling {
				times = append(times, took)
			}
		}
	}
	slices.Sort(times)
	for name, at := range map[string]int{"µs/median": len(times) / 2, "µs/p99": len(times) * 99 / 100, "µs/worst": len(times) - 1} {
		b.ReportMetric(float64(times[at].Microseconds()), name)
	}
}

// BenchmarkClean reads a right text of 3,000 words.
func BenchmarkClean(b *testing.B) {
	var text string
	for _, s := range sentences(b, "clean_fr.txt") {
		text += s + "\n"
	}
	find(b, text)
	b.ResetTimer()
	began := spent(b)
	for b.Loop() {
		find(b, text)
	}
	b.ReportMetric(float64((spent(b)-began).Microseconds())/float64(b.N), "cpu-µs/op")
}

// BenchmarkFirst reads the first text after the start: the dictionaries and the
// tables of suggestions are made then.
func BenchmarkFirst(b *testing.B) {
	began := spent(b)
	find(b, "une bagette")
	took := spent(b) - began
	for b.Loop() {
		find(b, "une")
	}
	b.ReportMetric(float64(took.Microseconds()), "first-cpu-µs")
}
