package chart

import (
	"math"
	"slices"
)

// Missing is the value of a point that is not known: lines stop before it and
// begin again after.
func Missing() float64 { return math.NaN() }

// IsMissing reports whether a value is not known.
func IsMissing(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }

// NiceTicks returns round values, evenly spaced, that cover the values from low
// to high with about the number wanted (at least 2) of steps: 1, 2, 2.5, 3 or 5
// times a power of ten apart.
func NiceTicks(low, high float64, wanted int) []float64 {
	if IsMissing(low) || IsMissing(high) {
		low, high = 0, 1
	}
	if low > high {
		low, high = high, low
	}
	if high-low < math.Max(math.Abs(high), 1e-9)*1e-9 {
		pad := math.Max(math.Abs(high)*0.1, 1)
		if low >= 0 {
			low, high = math.Max(low-pad, 0), high+pad
		} else {
			low, high = low-pad, high+pad
		}
	}
	wanted = max(wanted, 2)
	step := niceStep((high - low) / float64(wanted))
	first, last := math.Floor(low/step+1e-9), math.Ceil(high/step-1e-9)
	var ticks []float64
	for i := first; i <= last; i++ {
		// Multiplying an integer keeps 0.3 from becoming 0.30000000000000004.
		ticks = append(ticks, roundTo(i*step, step))
	}
	return ticks
}

func niceStep(raw float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 2.5, 3, 5} {
		if raw <= m*power*(1+1e-9) {
			return m * power
		}
	}
	return 10 * power
}

func roundTo(v, step float64) float64 {
	digits := math.Pow(10, math.Ceil(-math.Log10(step))+1)
	if digits <= 1 || math.IsInf(digits, 0) {
		return v
	}
	return math.Round(v*digits) / digits
}

// Scale maps values to positions on a line of the screen.
type Scale struct {
	Min, Max float64
	From, To float32 // positions of Min and Max
}

// At returns the position of a value, not kept between From and To.
func (s Scale) At(v float64) float32 {
	if s.Max == s.Min {
		return (s.From + s.To) / 2
	}
	return s.From + float32((v-s.Min)/(s.Max-s.Min))*(s.To-s.From)
}

// Bounds returns the least and the greatest of the known values of several
// lists, and false when none is known.
func Bounds(lists ...[]float64) (low, high float64, ok bool) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, list := range lists {
		for _, v := range list {
			if !IsMissing(v) {
				low, high, ok = math.Min(low, v), math.Max(high, v), true
			}
		}
	}
	return low, high, ok
}

// Runs returns the runs of known values that a line joins, each as the places of
// its points. A break before a place (a change of definition) also ends a run.
func Runs(values []float64, breaks []int) [][]int {
	var runs [][]int
	var run []int
	flush := func() {
		if len(run) > 0 {
			runs = append(runs, run)
		}
		run = nil
	}
	for i, v := range values {
		if slices.Contains(breaks, i) {
			flush()
		}
		if IsMissing(v) {
			flush()
			continue
		}
		run = append(run, i)
	}
	flush()
	return runs
}

// Positions returns the positions of n points evenly spaced from one end to the
// other; one point alone is in the middle.
func Positions(n int, from, to float32) []float32 {
	xs := make([]float32, n)
	for i := range xs {
		if n == 1 {
			xs[i] = (from + to) / 2
			break
		}
		xs[i] = from + (to-from)*float32(i)/float32(n-1)
	}
	return xs
}

// Nearest returns the place of the position nearest to x, -1 when there is none.
func Nearest(xs []float32, x float32) int {
	best := -1
	for i := range xs {
		if best < 0 || abs(xs[i]-x) < abs(xs[best]-x) {
			best = i
		}
	}
	return best
}

// Every returns how many labels to skip so that labels of a width fit without
// touching: 1 shows all, 2 every other one.
func Every(n int, room, width float32) int {
	if n <= 1 || room <= 0 || width <= 0 {
		return 1
	}
	each := room / float32(n)
	return max(int(math.Ceil(float64(width/each))), 1)
}

// Bar is where a bar of a grouped chart stands.
type Bar struct {
	Group, Series int
	X, Width      float32
}

// GroupBars lays the bars of groups side by side from one end to the other: bars
// of a group touch but for a small gap, groups are apart by about half a group.
// Bars are never wider than the most given.
func GroupBars(groups, series int, from, to, most float32) []Bar {
	if groups <= 0 || series <= 0 || to <= from {
		return nil
	}
	const gap = 0.25 // between bars of a group, in bars
	room := (to - from) / float32(groups)
	width := min(room*0.72/(float32(series)+gap*float32(series-1)), most)
	used := width * (float32(series) + gap*float32(series-1))
	bars := make([]Bar, 0, groups*series)
	for g := range groups {
		left := from + room*float32(g) + (room-used)/2
		for s := range series {
			bars = append(bars, Bar{g, s, left + float32(s)*width*(1+gap), width})
		}
	}
	return bars
}

// GroupAt returns the group under a position, -1 for none.
func GroupAt(groups int, from, to, x float32) int {
	if groups <= 0 || x < from || x >= to {
		return -1
	}
	return min(int((x-from)/((to-from)/float32(groups))), groups-1)
}

func abs(f float32) float32 { return max(f, -f) }
