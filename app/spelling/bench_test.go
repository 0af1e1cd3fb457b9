package spelling_test

import (
	"slices"
	"testing"
	"time"

	"parvis/app/spelling"
)

// BenchmarkSuggestions times a text of one unknown word: finding it and its
// suggestions. It reports the median and the worst of the faults.
func BenchmarkSuggestions(b *testing.B) {
	all := faults(sentences(b, "clean_fr.txt"), 400, faultSeed)
	find(b, all[0].wrong) // dictionaries are read
	var times []time.Duration
	for i := 0; b.Loop(); i++ {
		word := all[i%len(all)].word
		began := time.Now()
		if _, err := spelling.Find(b.Context(), word, spelling.French, spelling.Words{}); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(began))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds()), "µs/median")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "µs/p99")
	b.ReportMetric(float64(times[len(times)-1].Microseconds()), "µs/worst")
}

// BenchmarkClean times a right text of about 3,000 words.
func BenchmarkClean(b *testing.B) {
	var text string
	for _, s := range sentences(b, "clean_fr.txt") {
		text += s + "\n"
	}
	for b.Loop() {
		find(b, text)
	}
}
