package metrics

import (
	"math"
	"strings"
	"testing"
	"time"

	"parvis/app"
)

func (b *bench) figure(t *testing.T, metric Metric, period Period) Figure {
	t.Helper()
	f, err := b.Figure(t.Context(), metric, period)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFigureOfALevel(t *testing.T) {
	b := newBench(t)
	b.read(Followers, insta, "2026-10-31", 2228, "2026-11-20", 2314)
	f := b.figure(t, Followers, month(today))
	if value(f.Value) != "2314" || value(f.Previous) != "2228" || value(f.Delta) != "86" || value(f.Relative) != "0.0385996" ||
		f.DeltaKind != DeltaAbsolute || f.AsOf != day("2026-11-20") || !f.Reason.IsZero() || !f.DeltaReason.IsZero() {
		t.Errorf("figure = %+v", f)
	}
	if got := written(f.Spark); got != strings.Repeat("no_reading ", 10)+"2228 2314" {
		t.Errorf("spark = %s", got)
	}
}

func TestFigureOfAFlowComparesAsManyDays(t *testing.T) {
	b := newBench(t)
	b.read(Reach, insta, "2026-09-10", 50, "2026-10-05", 100, "2026-10-30", 900, "2026-11-05", 112)
	now := b.figure(t, Reach, month(today))
	if value(now.Value) != "112" || value(now.Previous) != "100" || value(now.Relative) != "0.12" ||
		now.PreviousTo != day("2026-10-21") || now.DeltaKind != DeltaPercent {
		t.Errorf("month in progress = %+v", now)
	}
	over := b.figure(t, Reach, month("2026-10-01"))
	if value(over.Value) != "1000" || value(over.Previous) != "50" || over.PreviousTo != day("2026-09-30") {
		t.Errorf("month that is over = %+v", over)
	}
}

func TestFigureOfARatio(t *testing.T) {
	b := newBench(t)
	b.read(Interactions, insta, "2026-10-30", 35, "2026-11-05", 41)
	b.read(Reach, insta, "2026-10-30", 1000, "2026-11-05", 1000)
	f := b.figure(t, EngagementRate, month(today))
	if value(f.Value) != "0.041" || f.DeltaKind != DeltaPoints || f.Delta == nil || math.Abs(*f.Delta-0.006) > 1e-9 {
		t.Errorf("figure = %+v", f)
	}
	if EngagementRate.Denominator() != "metrics.engagement_rate.denominator" || Reach.Denominator() != "" {
		t.Error("only rates have a denominator")
	}
}

func TestFigureSaysWhyItCannotTell(t *testing.T) {
	for _, test := range []struct {
		name           string
		prepare        func(*bench)
		value, delta   string
		reason, dreson string
	}{
		{"nothing at all", func(*bench) {}, "n. d.", "n. d.", "no_reading", "no_reading"},
		{"a first month", func(b *bench) { b.read(Clicks, insta, "2026-11-05", 12) }, "12", "n. d.", "", "no_previous"},
		{"nothing this month", func(b *bench) { b.read(Clicks, insta, "2026-10-05", 12) }, "n. d.", "n. d.", "no_reading", "no_reading"},
		{"one account of two", func(b *bench) {
			b.read(Clicks, insta, "2026-10-05", 12, "2026-11-05", 12)
			b.read(Clicks, faceb, "2026-10-05", 12)
		}, "n. d.", "n. d.", "accounts_missing", "accounts_missing"},
		{"a new account is no growth", func(b *bench) {
			b.read(Clicks, insta, "2026-10-05", 12, "2026-11-05", 12)
			b.read(Clicks, faceb, "2026-11-05", 500)
		}, "512", "n. d.", "", "accounts_changed"},
		{"zero and missing are not the same", func(b *bench) {
			b.read(Clicks, insta, "2026-10-05", 12, "2026-11-05", 0)
		}, "0", "-12", "", ""},
		{"from zero", func(b *bench) {
			b.read(Clicks, insta, "2026-10-05", 0, "2026-11-05", 12)
		}, "12", "12", "", "previous_zero"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			test.prepare(b)
			f := b.figure(t, Clicks, month(today))
			short := func(m app.Message) string { return strings.TrimPrefix(m.Key, "metrics.reason.") }
			if value(f.Value) != test.value || value(f.Delta) != test.delta || short(f.Reason) != test.reason || short(f.DeltaReason) != test.dreson {
				t.Errorf("figure = %s %s %q %q, want %+v", value(f.Value), value(f.Delta), short(f.Reason), short(f.DeltaReason), test)
			}
		})
	}
}

func TestFigureOfPublishedPosts(t *testing.T) {
	b := newBench(t)
	*b.own = ownPosts{civil("2026-10-02 09:00"), civil("2026-10-30 09:00"), civil("2026-11-02 09:00"), civil("2026-11-03 09:00")}
	f := b.figure(t, Published, month(today))
	if value(f.Value) != "2" || value(f.Previous) != "1" || value(f.Delta) != "1" || f.AsOf != day(today) {
		t.Errorf("figure = %+v", f)
	}
}

func (b *bench) progress(t *testing.T, aim Aim) Progress {
	t.Helper()
	p, err := b.Progress(t.Context(), aim, day(today))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestProgressOfALevel(t *testing.T) {
	b := newBench(t)
	// Two followers a day.
	for i := range 12 {
		d := day("2026-09-27").AddDays(5 * i)
		b.read(Followers, insta, d.String(), 2000+10*i)
	}
	aim := Aim{Metric: Followers, From: ptr(2000), Target: ptr(2200), Start: day("2026-10-02"), Due: day("2026-12-31")}
	p := b.progress(t, aim)
	if value(p.Current) != "2110" || p.AsOf != day(today) || value(p.Done) != "0.55" || value(p.PerMonth) != "60" {
		t.Errorf("progress = %+v", p)
	}
	// 50 of 90 days have passed; 40 are left at two a day.
	if value(p.Expected) != "0.555556" || value(p.ExpectedValue) != "2111.11" || value(p.Projection) != "2190" ||
		value(p.NeededPerMonth) != "67.5" || p.Verdict != Behind {
		t.Errorf("progress = %s %s %s %s %s", value(p.Expected), value(p.ExpectedValue), value(p.Projection), value(p.NeededPerMonth), p.Verdict)
	}
	aim.Target = ptr(2180)
	if got := b.progress(t, aim).Verdict; got != OnCourse {
		t.Errorf("a nearer target is %s", got)
	}
}

func TestProgressWithMonthlyReadings(t *testing.T) {
	b := newBench(t)
	b.read(Followers, insta, "2026-10-01", 1000, "2026-10-31", 1030)
	p := b.progress(t, Aim{Metric: Followers, From: ptr(1000), Target: ptr(1090), Start: day("2026-10-01"), Due: day("2026-12-30")})
	// A follower a day, sixty days from the last reading on.
	if value(p.PerMonth) != "30" || value(p.Projection) != "1090" || p.Verdict != OnCourse {
		t.Errorf("progress = %s %s %s", value(p.PerMonth), value(p.Projection), p.Verdict)
	}
}

func TestProgressOfAFlowIsThatOfThirtyDays(t *testing.T) {
	b := newBench(t)
	b.read(Clicks, insta, "2026-09-30", 100, "2026-10-23", 60, "2026-11-20", 60)
	p := b.progress(t, Aim{Metric: Clicks, From: ptr(80), Target: ptr(160), Start: day("2026-09-21"), Due: day("2026-12-20")})
	if value(p.Current) != "120" || value(p.PerMonth) != "20" || value(p.Projection) != "140" || p.Verdict != Behind {
		t.Errorf("progress = %s %s %s %s", value(p.Current), value(p.PerMonth), value(p.Projection), p.Verdict)
	}
}

func TestProgressVerdicts(t *testing.T) {
	level := func(values ...any) func(*bench) {
		return func(b *bench) { b.read(Followers, insta, values...) }
	}
	steady := level("2026-10-31", 100, "2026-11-10", 110, "2026-11-20", 120)
	for _, test := range []struct {
		name    string
		prepare func(*bench)
		aim     Aim
		verdict Verdict
		reason  string
	}{
		{"nothing measured", level(), Aim{Target: ptr(200), Due: day("2026-12-31")}, Unknown, "no_reading"},
		{"measured too long ago", level("2026-09-01", 100), Aim{Target: ptr(200), Due: day("2026-12-31")}, Unknown, "no_reading"},
		{"no target yet", steady, Aim{}, Unknown, "no_target"},
		{"no due day yet", steady, Aim{Target: ptr(200)}, Unknown, "no_due"},
		{"one reading only", level("2026-11-20", 100), Aim{Target: ptr(200), Due: day("2026-12-31")}, Unknown, "no_pace"},
		{"readings too close", level("2026-11-18", 100, "2026-11-20", 190), Aim{Target: ptr(200), Due: day("2026-12-31")}, Unknown, "no_pace"},
		{"reached", steady, Aim{From: ptr(50), Target: ptr(120), Due: day("2026-12-31")}, Reached, ""},
		{"reached late still counts", steady, Aim{From: ptr(50), Target: ptr(120), Due: day("2026-11-01")}, Reached, ""},
		{"missed", steady, Aim{From: ptr(50), Target: ptr(200), Due: day("2026-11-01")}, Missed, ""},
		{"on course", steady, Aim{From: ptr(50), Target: ptr(140), Due: day("2026-12-10")}, OnCourse, ""},
		{"behind", steady, Aim{From: ptr(50), Target: ptr(141), Due: day("2026-12-10")}, Behind, ""},
		{"downwards, reached", steady, Aim{From: ptr(500), Target: ptr(130), Due: day("2026-12-10")}, Reached, ""},
		{"downwards, behind", steady, Aim{From: ptr(500), Target: ptr(110), Due: day("2026-12-10")}, Behind, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			test.prepare(b)
			test.aim.Metric = Followers
			p := b.progress(t, test.aim)
			if p.Verdict != test.verdict || strings.TrimPrefix(p.Reason.Key, "metrics.reason.") != test.reason {
				t.Errorf("verdict %s, %q; want %s, %q", p.Verdict, p.Reason.Key, test.verdict, test.reason)
			}
		})
	}
}

func TestProgressSaysWhyThereIsNoPace(t *testing.T) {
	for _, test := range []struct {
		name   string
		metric Metric
		days   []any
		target *float64
		pace   string
		reason string
	}{
		{"a pace", Followers, []any{"2026-10-31", 100, "2026-11-20", 120}, nil, "30", ""},
		{"nothing measured", Followers, nil, nil, "n. d.", "no_reading"},
		{"one reading only", Followers, []any{"2026-11-20", 100}, nil, "n. d.", "no_pace"},
		{"one reading only, with a target", Followers, []any{"2026-11-20", 100}, ptr(200), "n. d.", "no_pace"},
		{"one month only of a flow", Visits, []any{"2026-11-20", 12}, nil, "n. d.", "no_pace"},
		{"two months of a flow", Visits, []any{"2026-10-20", 10, "2026-11-20", 12}, nil, "2", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.read(test.metric, insta, test.days...)
			p := b.progress(t, Aim{Metric: test.metric, Target: test.target, Due: day("2026-12-31")})
			if value(p.PerMonth) != test.pace || strings.TrimPrefix(p.PaceReason.Key, "metrics.reason.") != test.reason {
				t.Errorf("pace %s, %q; want %s, %q", value(p.PerMonth), p.PaceReason.Key, test.pace, test.reason)
			}
			if test.target == nil && p.Current != nil && p.Reason.Key != "metrics.reason.no_target" {
				t.Errorf("without a target, the reason is %q", p.Reason.Key)
			}
		})
	}
}

func TestProgressNeverProjectsBelowZero(t *testing.T) {
	b := newBench(t)
	b.read(Followers, insta, "2026-10-31", 100, "2026-11-20", 10)
	p := b.progress(t, Aim{Metric: Followers, From: ptr(100), Target: ptr(200), Start: day("2026-10-01"), Due: day("2027-12-31")})
	if value(p.Projection) != "0" || p.Verdict != Behind {
		t.Errorf("projection %s, %s", value(p.Projection), p.Verdict)
	}
	// An objective whose days are still being typed divides by nothing.
	p = b.progress(t, Aim{Metric: Followers, From: ptr(10), Target: ptr(10), Start: day(today), Due: day(today)})
	if p.Done != nil || p.Expected != nil || p.Verdict != Reached {
		t.Errorf("progress = %+v", p)
	}
}

func TestProgressIgnoresTheFuture(t *testing.T) {
	b := newBench(t)
	b.read(Followers, insta, "2026-11-10", 100, "2026-11-20", 120)
	late, err := b.Progress(t.Context(), Aim{Metric: Followers, Target: ptr(200), Due: day("2026-12-31")}, day("2026-11-15"))
	if err != nil || value(late.Current) != "100" || late.AsOf != (app.Date{Year: 2026, Month: time.November, Day: 10}) {
		t.Errorf("progress = %s, %v, %v", value(late.Current), late.AsOf, err)
	}
}
