package editorial

import (
	"cmp"
	"slices"

	"parvis/app"
	"parvis/app/strategy"
)

// BalanceRow compares a pillar's part of the posts with its target.
type BalanceRow struct {
	Pillar strategy.Pillar
	Count  int
	// ActualBP is Count over the posts that have a pillar, in basis points;
	// those of all rows sum to 10 000 when there is any such post.
	ActualBP int
	// TargetBP is the pillar's share over the sum of all shares, in basis
	// points; those of all rows sum to 10 000 when any share is set.
	TargetBP int
}

// Balance says how the posts of a period spread over the pillars. Posts count,
// not their deliveries; those that will not go out (failed, missed, dropped) do
// not.
type Balance struct {
	Rows     []BalanceRow // in the order of the pillars
	Total    int          // posts counted
	NoPillar int          // of which have no pillar: they are in no row
	Advice   app.Message
}

// BalanceOf computes the balance of posts against pillars.
func BalanceOf(posts []Summary, pillars []strategy.Pillar) Balance {
	b := Balance{Rows: make([]BalanceRow, len(pillars))}
	row := make(map[app.ID]int, len(pillars))
	shares := make([]int, len(pillars))
	for i, p := range pillars {
		b.Rows[i].Pillar = p
		row[p.ID] = i
		shares[i] = max(p.ShareBP, 0)
	}
	counts := make([]int, len(pillars))
	for _, p := range posts {
		if p.State == StateFailed || p.State == StateMissed || p.State == StateDropped {
			continue
		}
		b.Total++
		if i, ok := row[p.PillarID]; ok {
			counts[i]++
		} else {
			b.NoPillar++
		}
	}
	actual, target := apportion(counts), apportion(shares)
	for i := range b.Rows {
		b.Rows[i].Count, b.Rows[i].ActualBP, b.Rows[i].TargetBP = counts[i], actual[i], target[i]
	}
	b.Advice = b.advice()
	return b
}

// whole is 100 % in basis points.
const whole = 10_000

// apportion writes parts as basis points that sum to exactly 10 000 (largest
// remainders first), or all zero when every part is.
func apportion(parts []int) []int {
	shares := make([]int, len(parts))
	sum := 0
	for _, p := range parts {
		sum += p
	}
	if sum == 0 {
		return shares
	}
	left := whole
	order := make([]int, len(parts))
	for i, p := range parts {
		shares[i] = p * whole / sum
		left -= shares[i]
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(parts[b]*whole%sum, parts[a]*whole%sum)
	})
	for _, i := range order[:left] {
		shares[i]++
	}
	return shares
}

// advice names the pillar that lacks most, the one that takes its place, and
// how many posts would bring the first back to its share.
func (b Balance) advice() app.Message {
	switch {
	case len(b.Rows) == 0:
		return app.Say("editorial.balance.no_pillars")
	case b.Total == 0:
		return app.Say("editorial.balance.empty")
	case b.Total == b.NoPillar:
		return app.Say("editorial.balance.unsorted", "Count", b.NoPillar)
	}
	// Gaps are in posts times 10 000: what the pillar has beyond its share.
	counted := b.Total - b.NoPillar
	gap := func(r BalanceRow) int { return r.Count*whole - r.TargetBP*counted }
	byGap := func(x, y BalanceRow) int { return cmp.Compare(gap(x), gap(y)) }
	under, over := slices.MinFunc(b.Rows, byGap), slices.MaxFunc(b.Rows, byGap)
	switch {
	case gap(under) > -whole:
		// Nobody lacks a whole post.
		return app.Say("editorial.balance.even")
	case under.TargetBP == whole:
		// No number of posts brings one pillar to 100 % once others have any.
		return app.Say("editorial.balance.under_only", "Under", under.Pillar.Name)
	case gap(over) >= whole:
		return app.Say("editorial.balance.over", "Over", over.Pillar.Name, "Under", under.Pillar.Name, "Count", under.Missing(counted))
	default:
		return app.Say("editorial.balance.under", "Under", under.Pillar.Name, "Count", under.Missing(counted))
	}
}

// Missing returns how many more posts of the pillar bring it to its share of the
// posts counted, those included: the least k with (count+k)/(counted+k) at or
// above the target, which must be below 100 %.
func (r BalanceRow) Missing(counted int) int {
	lack := r.TargetBP*counted - r.Count*whole
	if lack <= 0 {
		return 0
	}
	each := whole - r.TargetBP
	return (lack + each - 1) / each
}
