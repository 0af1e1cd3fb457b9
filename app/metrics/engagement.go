package metrics

import (
	"cmp"
	"context"
	"slices"

	"parvis/app"
)

// Confidence says how far a figure drawn from a number of posts can be trusted;
// its translated name is "metrics.confidence.<confidence>".
type Confidence string

// Confidences: low under 5 posts, medium under 15, high from there on.
const (
	Low    Confidence = "low"
	Medium Confidence = "medium"
	High   Confidence = "high"
)

// ConfidenceOf returns the confidence in a figure drawn from n posts.
func ConfidenceOf(n int) Confidence {
	switch {
	case n < 5:
		return Low
	case n < 15:
		return Medium
	}
	return High
}

// EngagementRate returns the interactions of a post divided by its reach; nil
// when either was not measured or nobody was reached.
func (f PostFigures) EngagementRate() *float64 {
	if f.Reach == nil || f.Interactions == nil || *f.Reach <= 0 {
		return nil
	}
	rate := *f.Interactions / *f.Reach
	return &rate
}

// Median returns the value in the middle, the mean of both when they are two.
// It must not be asked of nothing: it answers 0 then. The values are left in
// their order.
func Median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return sorted[middle-1] + (sorted[middle]-sorted[middle-1])/2
}

// PillarEngagement is the median engagement rate of the posts of one pillar,
// "" standing for posts without one. Median is nil when none of its posts was
// measured.
type PillarEngagement struct {
	PillarID   app.ID
	Median     *float64
	Posts      int // published
	Measured   int // of which have a rate: the median is theirs
	Confidence Confidence
}

// MedianEngagementByPillar returns one row per pillar that published, the
// highest median first, those that were not measured last.
func MedianEngagementByPillar(posts []PostFigures) []PillarEngagement {
	rates := make(map[app.ID][]float64)
	count := make(map[app.ID]int)
	var order []app.ID
	for _, post := range posts {
		if count[post.PillarID] == 0 {
			order = append(order, post.PillarID)
		}
		count[post.PillarID]++
		if rate := post.EngagementRate(); rate != nil {
			rates[post.PillarID] = append(rates[post.PillarID], *rate)
		}
	}
	rows := make([]PillarEngagement, 0, len(order))
	for _, pillar := range order {
		row := PillarEngagement{
			PillarID: pillar, Posts: count[pillar], Measured: len(rates[pillar]),
			Confidence: ConfidenceOf(len(rates[pillar])),
		}
		if row.Measured > 0 {
			median := Median(rates[pillar])
			row.Median = &median
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b PillarEngagement) int { return descending(a.Median, b.Median) })
	return rows
}

// RankedPost is a published post with its engagement rate.
type RankedPost struct {
	PostFigures
	Rate float64
}

// BestPosts returns the measured posts with the highest engagement rates, best
// first, at most n; at equal rates the one that reached more comes first.
func BestPosts(posts []PostFigures, n int) []RankedPost {
	ranked := rank(posts)
	return ranked[:min(max(n, 0), len(ranked))]
}

func rank(posts []PostFigures) []RankedPost {
	var ranked []RankedPost
	for _, post := range posts {
		if rate := post.EngagementRate(); rate != nil {
			ranked = append(ranked, RankedPost{post, *rate})
		}
	}
	slices.SortStableFunc(ranked, func(a, b RankedPost) int {
		return cmp.Or(cmp.Compare(b.Rate, a.Rate), cmp.Compare(*b.Reach, *a.Reach), cmp.Compare(a.PostID, b.PostID))
	})
	return ranked
}

// descending puts the higher value first and what was not measured last.
func descending(a, b *float64) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return cmp.Compare(*b, *a)
}

// Posts returns the figures of the posts published in a period, for
// MedianEngagementByPillar and BestPosts.
func (s *Service) Posts(ctx context.Context, period Period) ([]PostFigures, error) {
	return s.store.PostFigures(ctx, period.From, period.To)
}
