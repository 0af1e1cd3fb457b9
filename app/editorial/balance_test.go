package editorial

import (
	"fmt"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/strategy"
)

// bakery is the pillars of the sample business.
func bakery() []strategy.Pillar {
	return []strategy.Pillar{
		{ID: "p1", Name: "Produits", Colour: 1, ShareBP: 4000},
		{ID: "p2", Name: "Offres", Colour: 2, ShareBP: 1500},
		{ID: "p3", Name: "Coulisses", Colour: 3, ShareBP: 2000},
		{ID: "p4", Name: "Vie locale", Colour: 4, ShareBP: 1500},
		{ID: "p5", Name: "Équipe", Colour: 5, ShareBP: 1000},
	}
}

// month makes so many posts of each pillar, and without.
func month(none int, counts ...int) []Summary {
	var posts []Summary
	for i, n := range counts {
		for range n {
			posts = append(posts, Summary{PillarID: app.ID(fmt.Sprintf("p%d", i+1)), State: StateDraft})
		}
	}
	for range none {
		posts = append(posts, Summary{State: StateScheduled})
	}
	return posts
}

func TestBalance(t *testing.T) {
	for _, test := range []struct {
		name    string
		posts   []Summary
		pillars []strategy.Pillar
		actual  []int // basis points
		advice  app.Message
	}{
		{"no strategy", month(3), nil, nil, app.Say("editorial.balance.no_pillars")},
		{"nothing placed", nil, bakery(), []int{0, 0, 0, 0, 0}, app.Say("editorial.balance.empty")},
		{"no pillar chosen", month(2), bakery(), []int{0, 0, 0, 0, 0}, app.Say("editorial.balance.unsorted", "Count", 2)},
		{
			"as planned", month(0, 8, 3, 4, 3, 2), bakery(),
			[]int{4000, 1500, 2000, 1500, 1000},
			app.Say("editorial.balance.even"),
		},
		{
			"less than a post away", month(1, 8, 3, 4, 3, 1), bakery(),
			[]int{4211, 1579, 2105, 1579, 526},
			app.Say("editorial.balance.even"),
		},
		{
			// 6 products are 33 % of 18: two more make 8 of 20, 40 %.
			"November", month(0, 6, 5, 3, 2, 2), bakery(),
			[]int{3333, 2778, 1667, 1111, 1111},
			app.Say("editorial.balance.over", "Over", "Offres", "Under", "Produits", "Count", 2),
		},
		{
			"one lacks, nobody is far over", month(0, 10, 4, 3, 4, 3), bakery(),
			[]int{4167, 1667, 1250, 1666, 1250},
			app.Say("editorial.balance.under", "Under", "Coulisses", "Count", 3),
		},
		{
			"one pillar was to have everything", month(0, 1, 3),
			[]strategy.Pillar{{ID: "p1", Name: "Seul", ShareBP: 10_000}, {ID: "p2", Name: "Autre"}},
			[]int{2500, 7500},
			app.Say("editorial.balance.under_only", "Under", "Seul"),
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := BalanceOf(test.posts, test.pillars)
			var actual []int
			for _, r := range b.Rows {
				actual = append(actual, r.ActualBP)
			}
			if diff := gocmp.Diff(test.actual, actual); diff != "" {
				t.Error(diff)
			}
			if diff := gocmp.Diff(test.advice, b.Advice); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBalanceLeavesOutWhatWillNotGo(t *testing.T) {
	b := BalanceOf([]Summary{
		{PillarID: "p1", State: StateFailed},
		{PillarID: "p1", State: StateMissed},
		{PillarID: "p1", State: StateDropped},
		{PillarID: "p1", State: StatePublished},
		{PillarID: "gone", State: StateDraft},
	}, bakery())
	if b.Total != 2 || b.NoPillar != 1 || b.Rows[0].Count != 1 {
		t.Errorf("got %+v", b)
	}
}

func TestBalanceLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, strategy.MaxPillars).Draw(t, "pillars")
		var pillars []strategy.Pillar
		shares := 0
		for i := range n {
			p := strategy.Pillar{ID: app.ID(fmt.Sprintf("p%d", i+1)), Name: fmt.Sprint(i), ShareBP: rapid.IntRange(0, whole).Draw(t, "share")}
			pillars = append(pillars, p)
			shares += p.ShareBP
		}
		counts := rapid.SliceOfN(rapid.IntRange(0, 40), n, n).Draw(t, "counts")
		none := rapid.IntRange(0, 10).Draw(t, "none")
		b := BalanceOf(month(none, counts...), pillars)

		sum, actual, target := 0, 0, 0
		for i, r := range b.Rows {
			if r.Pillar != pillars[i] || r.Count != counts[i] || r.ActualBP < 0 || r.TargetBP < 0 || r.ActualBP > whole || r.TargetBP > whole {
				t.Fatalf("row %d: %+v", i, r)
			}
			sum += r.Count
			actual += r.ActualBP
			target += r.TargetBP
		}
		if b.NoPillar != none || sum+none != b.Total {
			t.Fatalf("%d in rows and %d without of %d", sum, b.NoPillar, b.Total)
		}
		if want := whole * min(sum, 1); actual != want {
			t.Fatalf("actual shares sum to %d", actual)
		}
		if want := whole * min(shares, 1); target != want {
			t.Fatalf("target shares sum to %d", target)
		}
		if b.Advice.IsZero() {
			t.Fatal("nothing said")
		}
		for _, r := range b.Rows {
			if r.TargetBP == whole {
				continue
			}
			k := r.Missing(sum)
			if k < 0 {
				t.Fatalf("%+v: %d posts missing", r, k)
			}
			reached := func(k int) bool { return (r.Count+k)*whole >= r.TargetBP*(sum+k) }
			if !reached(k) || (k > 0 && reached(k-1)) {
				t.Fatalf("%+v of %d: %d posts said to be missing", r, sum, k)
			}
		}
	})
}
