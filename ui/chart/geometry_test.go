package chart

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func TestNiceTicks(t *testing.T) {
	tests := []struct {
		low, high float64
		wanted    int
		want      []float64
	}{
		{0, 10, 5, []float64{0, 2, 4, 6, 8, 10}},
		{1400, 2600, 4, []float64{1200, 1500, 1800, 2100, 2400, 2700}},
		{0, 0.07, 4, []float64{0, 0.02, 0.04, 0.06, 0.08}},
		{-3, 4, 4, []float64{-4, -2, 0, 2, 4}},
		{5, 5, 2, []float64{4, 5, 6}},
		{0, 0, 2, []float64{0, 0.5, 1}},
		{10, 0, 2, []float64{0, 5, 10}},
		{math.NaN(), 3, 2, []float64{0, 0.5, 1}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, NiceTicks(tt.low, tt.high, tt.wanted), cmpopts.EquateApprox(0, 1e-12)); diff != "" {
			t.Errorf("NiceTicks(%v, %v, %d): %s", tt.low, tt.high, tt.wanted, diff)
		}
	}
}

// TestNiceTicksLaws holds that ticks cover the values, rise evenly and stay few.
func TestNiceTicksLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.Float64Range(-1e9, 1e9).Draw(t, "low")
		high := low + rapid.Float64Range(0, 1e9).Draw(t, "range")
		wanted := rapid.IntRange(2, 10).Draw(t, "wanted")
		ticks := NiceTicks(low, high, wanted)
		if len(ticks) < 2 || len(ticks) > wanted+3 {
			t.Fatalf("%d ticks for %d wanted: %v", len(ticks), wanted, ticks)
		}
		step := ticks[1] - ticks[0]
		slack := step * 1e-6
		if ticks[0] > low+slack || ticks[len(ticks)-1] < high-slack {
			t.Fatalf("%v does not cover %v to %v", ticks, low, high)
		}
		for i := 1; i < len(ticks); i++ {
			if d := ticks[i] - ticks[i-1]; math.Abs(d-step) > slack {
				t.Fatalf("steps %v and %v", d, step)
			}
		}
	})
}

func TestScale(t *testing.T) {
	s := Scale{Min: 0, Max: 10, From: 100, To: 0}
	for v, want := range map[float64]float32{0: 100, 10: 0, 5: 50, 20: -100} {
		if got := s.At(v); got != want {
			t.Errorf("%v is at %v, want %v", v, got, want)
		}
	}
	if got := (Scale{Min: 3, Max: 3, From: 0, To: 10}).At(3); got != 5 {
		t.Errorf("on a scale of one value: %v", got)
	}
}

func TestRuns(t *testing.T) {
	gap := Missing()
	tests := []struct {
		name   string
		values []float64
		breaks []int
		want   [][]int
	}{
		{"whole", []float64{1, 2, 3}, nil, [][]int{{0, 1, 2}}},
		{"gap", []float64{1, gap, 3, 4}, nil, [][]int{{0}, {2, 3}}},
		{"gaps at the ends", []float64{gap, 2, gap}, nil, [][]int{{1}}},
		{"infinite is not known", []float64{1, math.Inf(1), 2}, nil, [][]int{{0}, {2}}},
		{"break", []float64{1, 2, 3, 4}, []int{2}, [][]int{{0, 1}, {2, 3}}},
		{"break at the beginning", []float64{1, 2}, []int{0}, [][]int{{0, 1}}},
		{"nothing known", []float64{gap, gap}, nil, nil},
		{"empty", nil, nil, nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, Runs(tt.values, tt.breaks)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// TestRunsLaw holds that runs hold each known value once, in order, and never
// join across a gap or a break.
func TestRunsLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOf(rapid.SampledFrom([]float64{1, 2, Missing()})).Draw(t, "values")
		breaks := rapid.SliceOf(rapid.IntRange(0, 10)).Draw(t, "breaks")
		broken := map[int]bool{}
		for _, b := range breaks {
			broken[b] = true
		}
		next := 0
		for _, run := range Runs(values, breaks) {
			for n, i := range run {
				for ; next < i; next++ {
					if !IsMissing(values[next]) {
						t.Fatalf("value %d is in no run", next)
					}
					if n > 0 {
						t.Fatalf("run %v jumps over %d", run, next)
					}
				}
				if n > 0 && broken[i] {
					t.Fatalf("run %v goes over the break before %d", run, i)
				}
				next = i + 1
			}
		}
		for ; next < len(values); next++ {
			if !IsMissing(values[next]) {
				t.Fatalf("value %d is in no run", next)
			}
		}
	})
}

func TestBounds(t *testing.T) {
	low, high, ok := Bounds([]float64{3, Missing()}, []float64{-1, 7})
	if low != -1 || high != 7 || !ok {
		t.Errorf("%v to %v, %v", low, high, ok)
	}
	if _, _, ok := Bounds([]float64{Missing()}, nil); ok {
		t.Error("nothing known has no bounds")
	}
}

func TestNearest(t *testing.T) {
	xs := Positions(5, 0, 100)
	for x, want := range map[float32]int{-50: 0, 0: 0, 12: 0, 13: 1, 60: 2, 99: 4, 500: 4} {
		if got := Nearest(xs, x); got != want {
			t.Errorf("nearest to %v is %d, want %d", x, got, want)
		}
	}
	if got := Nearest(nil, 3); got != -1 {
		t.Errorf("nearest of none is %d", got)
	}
	if got := Positions(1, 0, 100); got[0] != 50 {
		t.Errorf("one point alone is at %v", got[0])
	}
}

func TestEvery(t *testing.T) {
	tests := []struct {
		n           int
		room, width float32
		want        int
	}{{12, 600, 40, 1}, {12, 600, 60, 2}, {30, 300, 40, 4}, {1, 10, 40, 1}, {5, 0, 40, 1}}
	for _, tt := range tests {
		if got := Every(tt.n, tt.room, tt.width); got != tt.want {
			t.Errorf("Every(%d, %v, %v) = %d, want %d", tt.n, tt.room, tt.width, got, tt.want)
		}
	}
}

// TestGroupBarsLaws holds that bars stand inside, in order, without overlapping,
// each in the part of its own group.
func TestGroupBarsLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		groups, series := rapid.IntRange(1, 30).Draw(t, "groups"), rapid.IntRange(1, 6).Draw(t, "series")
		width := float32(rapid.IntRange(100, 1000).Draw(t, "width"))
		bars := GroupBars(groups, series, 20, 20+width, 24)
		if len(bars) != groups*series {
			t.Fatalf("%d bars", len(bars))
		}
		end := float32(20)
		for i, b := range bars {
			if b.X < end-0.01 || b.Width <= 0 || b.Width > 24 {
				t.Fatalf("bar %d at %v, %v wide, after %v", i, b.X, b.Width, end)
			}
			end = b.X + b.Width
			if got := GroupAt(groups, 20, 20+width, b.X+b.Width/2); got != b.Group {
				t.Fatalf("the middle of a bar of group %d is in group %d", b.Group, got)
			}
		}
		if end > 20+width+0.01 {
			t.Fatalf("bars end at %v of %v", end, 20+width)
		}
	})
	if GroupBars(0, 2, 0, 100, 10) != nil || GroupBars(2, 2, 50, 50, 10) != nil {
		t.Error("bars of nothing, or in no room")
	}
	if GroupAt(3, 10, 100, 5) != -1 || GroupAt(0, 0, 10, 5) != -1 {
		t.Error("a group outside the axis")
	}
}

func TestDashes(t *testing.T) {
	line := []point{{0, 0}, {10, 0}}
	want := [][2]point{{{0, 0}, {2, 0}}, {{5, 0}, {7, 0}}}
	if diff := cmp.Diff(want, dashes(line, 2, 3), cmp.AllowUnexported(point{})); diff != "" {
		t.Error(diff)
	}
	corner := dashes([]point{{0, 0}, {3, 0}, {3, 10}}, 4, 100)
	if len(corner) != 2 || corner[1] != [2]point{{3, 0}, {3, 1}} {
		t.Errorf("a dash must go on through a corner: %v", corner)
	}
	if got := dashes(line, 0, 0); len(got) > 1 {
		t.Errorf("dashes of no length: %v", got)
	}
}

func TestPenJoinsLines(t *testing.T) {
	p := newPen(20, 20)
	p.line([]point{{2, 10}, {10, 10}, {18, 10}}, 4, sampleInk)
	for x := 2; x < 18; x++ {
		if _, _, _, a := p.img.At(x, 10).RGBA(); a != 0xFFFF {
			t.Fatalf("the line is not whole at %d: %x", x, a)
		}
	}
	if _, _, _, a := p.img.At(10, 15).RGBA(); a != 0 {
		t.Error("the line is too wide")
	}
}
